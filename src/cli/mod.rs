//! Layer 7, the command line: arguments to calls, errors to exit codes, one
//! file per family of subcommands.
//!
//! Output for programs goes to standard output and nothing else does. An error
//! is one plain sentence on standard error and exit code 2, also where some of the
//! tags could not be read and the others are printed. A closed pipe is
//! not an error. Everything here works without a terminal, but for the reader.
//!
//! Must not know: drawing.

mod arguments;
mod check;
mod done;
mod edit;
mod exit;
mod export;
mod filter;
mod generate;
mod ids;
mod import;
mod interrupt;
mod link;
mod list;
mod output;
mod passage;
mod progress;
mod read;
mod reanchor;
mod references;
mod remove;
mod restore;
mod retag;
mod sentences;
mod session;
mod similar;
mod sources;
mod stats;
mod table;
mod tag;

use std::{ffi::OsString, io, path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Parser as _;

use arguments::{Arguments, Command, Global};
use exit::Exit;
use output::{Output, complain};

/// Runs the program with its arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    crate::runtime::install_hook();
    crate::storage::refuse_rather_than_end();
    let mut output = Output::standard();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parsed = match plain(&arguments) {
        Some(plain) => Ok(plain),
        None => Arguments::try_parse_from(arguments),
    };
    let result = match parsed {
        Ok(arguments) => dispatch(&arguments, &mut output),
        Err(error) => answer(&error, &mut output),
    };
    let result = result.and_then(|exit| {
        output.flush()?;
        Ok(exit)
    });
    let exit = match result {
        Ok(exit) => exit,
        Err(error) if is_closed_pipe(&error) => Exit::Done,
        Err(error) => {
            // Errors of files name their file; a bare one is about the only
            // thing that has no name.
            if error.downcast_ref::<io::Error>().is_some() {
                complain(&format!("cannot write to standard output: {error}"));
            } else {
                complain(&format!("{error:#}"));
            }
            Exit::Failed
        }
    };
    (exit as u8).into()
}

/// What most starts say: nothing, or a path that nobody can take for a flag or a
/// subcommand. Describing all flags and subcommands to the parser would take a
/// tenth of the time to the first screen.
fn plain(arguments: &[OsString]) -> Option<Arguments> {
    let path = match arguments {
        [_] => None,
        [_, path] => {
            let words = path.to_str()?;
            let is_path = words.contains('/') && !words.starts_with('-');
            Some(is_path.then(|| PathBuf::from(path))?)
        }
        _ => return None,
    };
    Some(Arguments {
        path,
        plain: false,
        global: Global::default(),
        command: None,
    })
}

fn dispatch(arguments: &Arguments, output: &mut Output) -> Result<Exit> {
    let global = &arguments.global;
    let Some(command) = &arguments.command else {
        let presentation = match arguments.plain {
            true => crate::runtime::Presentation::Lines,
            false => crate::runtime::Presentation::Screen,
        };
        return read::run(global, arguments.path.as_deref(), presentation);
    };
    if arguments.plain {
        anyhow::bail!("--plain is for reading; no subcommand draws a screen");
    }
    if let Some(path) = &arguments.path {
        let path = path.display();
        anyhow::bail!("{path} stands before the subcommand; put it after it");
    }
    match command {
        Command::List(flags) => list::run(global, flags, output),
        Command::Tag(flags) => tag::run(global, flags, output),
        Command::Edit(flags) => edit::run(global, flags, output),
        Command::Remove(flags) => remove::run(global, flags, output),
        Command::Link(flags) => link::run(global, flags, output),
        Command::Export(flags) => export::run(global, flags, output),
        Command::Import(flags) => import::run(global, flags, output),
        Command::Check(flags) => check::run(global, flags, output),
        Command::Stats(flags) => stats::run(global, flags, output),
        Command::Done(flags) => done::run(global, flags, output),
        Command::Restore(flags) => restore::run(global, flags, output),
        Command::Reanchor(flags) => reanchor::run(global, flags, output),
        Command::Retag(flags) => retag::run(global, flags, output),
        Command::References(flags) => references::run(global, flags, output),
        Command::Sentences(flags) => sentences::run(global, flags, output),
        Command::Similar(flags) => similar::run(global, flags, output),
        Command::Completions(flags) => generate::completions(flags, output),
        Command::Man => generate::man(output),
    }
}

/// Help and version go to standard output as they are; a wrong argument is
/// told in one sentence like every other error.
fn answer(error: &clap::Error, output: &mut Output) -> Result<Exit> {
    if !error.use_stderr() {
        output.help(&error.render())?;
        return Ok(Exit::Done);
    }
    let words = error.render().to_string();
    // What follows the first paragraph is usage.
    let first = words
        .lines()
        .map(str::trim)
        .take_while(|line| !line.is_empty());
    let first = first.collect::<Vec<_>>().join(" ");
    let said = first.strip_prefix("error: ").unwrap_or(&first);
    anyhow::bail!("{said}; see postil --help")
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let mut errors = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>());
    errors.any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
