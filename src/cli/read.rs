//! `postil [PATH]`: the reader, once it is sure that there is something to
//! read and a terminal to read it on.

use std::io::{self, IsTerminal};
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::CommandFactory as _;

use crate::app::{FormatChoice, Keymap, KeymapError, Settings, SignSet, ThemeName};
use crate::corpus::local_day;
use crate::formats::Format;
use crate::runtime::{self, Presentation};
use crate::session::KeyBinding;
use crate::storage::{StandardInput, StorageError};
use crate::text::{layout::Measure, nearest};

use super::arguments::{Arguments, Global};
use super::{exit::Exit, session::Session};

pub(super) fn run(
    global: &Global,
    path: Option<&Path>,
    presentation: Presentation,
) -> Result<Exit> {
    let path = path.unwrap_or(Path::new("."));
    let (mut input, mut name) = (None, None);
    let session = if path == Path::new("-") {
        let stdin = io::stdin();
        if stdin.is_terminal() {
            bail!(
                "postil - reads a text from its standard input: give it one, as in man less | postil -"
            );
        }
        name = Some("standard input");
        let input = input.insert(StandardInput::read(&mut stdin.lock())?);
        Session::of(global, input.workspace(global.annotations.as_deref())?)?
    } else {
        Session::open(global, path).map_err(|error| or_subcommand(error, path))?
    };
    if !runtime::has_keys() || !io::stdout().is_terminal() {
        bail!(
            "the reader needs a terminal for its input and output; without one, use postil list, tag, export, check, stats or sentences"
        );
    }
    let is_dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    if is_dumb && presentation == Presentation::Screen {
        bail!(
            "this terminal cannot place the cursor (TERM is dumb), which the reader needs; use postil --plain, or postil list, tag, export, check, stats or sentences"
        );
    }
    let settings = settings(&session, name)?;
    let masthead = session.masthead();
    let first = session.workspace.initial();
    let first = first.map(|document| document.as_str().to_owned());
    let discovery = session.workspace.discover();
    runtime::read(runtime::Session {
        presentation,
        annotator: global.annotator.clone().or(session.config.annotator),
        watch: session.config.watch,
        masthead,
        corpus: session.corpus,
        discovery,
        settings,
        first,
    })
    .context("the terminal could not be used")?;
    drop(input);
    Ok(Exit::Done)
}

fn settings(session: &Session, name: Option<&str>) -> Result<Settings> {
    let config = &session.config;
    Ok(Settings {
        workspace: name.map_or_else(|| session.folder(), ToOwned::to_owned),
        exports: session.workspace.export_folder().to_owned(),
        keymap: keymap(session)?,
        tags: config.tags.clone(),
        relations: config.relations.clone(),
        spacing: config.spacing,
        measure: Measure {
            columns: config.measure.unwrap_or(Settings::DEFAULT_MEASURE),
            tab: Settings::DEFAULT_TAB,
        },
        paragraphs: config.paragraphs,
        language: config.language.clone(),
        theme: config.theme.unwrap_or_else(theme_of_terminal),
        signs: SignSet::default(),
        formats: Format::written().map(choice).collect(),
        local_day,
    })
}

fn choice(format: &Format) -> FormatChoice {
    FormatChoice {
        name: format.name.to_owned(),
        extension: (*format.extensions.first().unwrap_or(&"txt")).to_owned(),
        description: format.in_short.to_owned(),
        cannot_carry: format.cannot_carry.to_owned(),
    }
}

/// The keys, or what is wrong with them, with the file and line that says so.
pub(super) fn keymap(session: &Session) -> Result<Keymap> {
    let keys = &session.config.keys;
    Keymap::new(&session.config.tags, keys).map_err(|error| {
        let named: [&str; 2] = match &error {
            KeymapError::Unknown { name, .. } => [name, name],
            KeymapError::Key { command, .. } => [command, command],
            KeymapError::Clash { one, other, .. } => [other, one],
        };
        // A tag has two keys, "tag rumour" and "tag rumour and go on".
        let is_of = |binding: &KeyBinding, name: &str| {
            binding.command == name || name == format!("{} and go on", binding.command)
        };
        let bindings = || keys.iter().chain(&session.config.tag_keys);
        let with_name = |name: &&str| bindings().rfind(|binding| is_of(binding, name));
        match named.iter().find_map(with_name) {
            Some(binding) => anyhow::Error::new(StorageError::Config {
                path: binding.file.clone(),
                line: binding.line,
                message: error.to_string(),
            }),
            // No line of `[keys]` is at fault: a tag's key is.
            None => {
                let file = session.workspace.root().join("postil.toml");
                anyhow!("{}: {error}", file.display())
            }
        }
    })
}

/// The theme by what terminals say of themselves in `COLORFGBG`.
fn theme_of_terminal() -> ThemeName {
    let colours = std::env::var("COLORFGBG").unwrap_or_default();
    let background = colours.rsplit(';').next().map(str::parse::<u8>);
    match background {
        Some(Ok(7 | 9..=15)) => ThemeName::Light,
        Some(Ok(0..=6 | 8)) => ThemeName::Dark,
        _ => ThemeName::Either,
    }
}

/// A word that leads nowhere may be a misspelt subcommand.
fn or_subcommand(error: anyhow::Error, path: &Path) -> anyhow::Error {
    if !matches!(error.downcast_ref(), Some(StorageError::Missing { .. })) {
        return error;
    }
    let command = Arguments::command();
    let names = command.get_subcommands().map(clap::Command::get_name);
    match path.to_str().and_then(|word| nearest(word, names)) {
        Some(near) => anyhow!(
            "{} does not exist; did you mean postil {near}?",
            path.display()
        ),
        None => error,
    }
}
