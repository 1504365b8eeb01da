//! `postil [PATH]`: the reader, once it is sure that there is something to
//! read and a terminal to read it on.

use std::io::{self, IsTerminal};
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use clap::CommandFactory as _;

use crate::storage::{StorageError, nearest};

use super::arguments::{Arguments, Global};
use super::session::Session;

pub(super) fn run(global: &Global, path: Option<&Path>) -> Result<u8> {
    let path = path.unwrap_or(Path::new("."));
    let session = Session::open(global, path).map_err(|error| or_subcommand(error, path))?;
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        bail!(
            "the reader needs a terminal for its input and output; without one, use postil list, tag, export, check, stats or sentences"
        );
    }
    let _ = session;
    bail!("the reader is not built yet")
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
