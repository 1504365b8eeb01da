//! `postil completions` and `postil man`, both made of the one table of
//! arguments.

use anyhow::Result;
use clap::CommandFactory as _;
use clap_mangen::Man;

use super::arguments::{Arguments, Completions};
use super::{exit::Exit, output::Output};

pub(super) fn completions(arguments: &Completions, output: &mut Output) -> Result<Exit> {
    // Into memory first: the generator panics when it cannot write.
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "postil", &mut script);
    output.bytes(&script)?;
    Ok(Exit::Done)
}

/// One page with a section for each subcommand.
pub(super) fn man(output: &mut Output) -> Result<Exit> {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    let main = Man::new(command.clone());
    main.render_title(&mut page)?;
    main.render_name_section(&mut page)?;
    main.render_synopsis_section(&mut page)?;
    main.render_description_section(&mut page)?;
    main.render_options_section(&mut page)?;
    for subcommand in command.get_subcommands() {
        let mut section = Vec::new();
        let part = Man::new(subcommand.clone());
        part.render_synopsis_section(&mut section)?;
        part.render_description_section(&mut section)?;
        part.render_options_section(&mut section)?;
        let name = subcommand.get_name().to_uppercase();
        page.extend(format!(".SH POSTIL {name}\n").into_bytes());
        let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        page.extend(section.into_bytes());
    }
    main.render_extra_section(&mut page)?;
    output.bytes(&page)?;
    Ok(Exit::Done)
}
