//! Reading a file that is imported, in the format that it is in.

use std::path::Path;

use anyhow::{Result, anyhow};

use crate::formats::Format;
use crate::formats::import::Imported;
use crate::storage;

/// Reads a file or folder in a format, or in the one that it is recognised as.
///
/// # Errors
/// When it cannot be read, is in no format that is known, or is not whole.
pub fn read(path: &Path, format: Option<&str>) -> Result<(&'static Format, Imported)> {
    let file = path.display();
    let storage::ImportFiles { input, left_out } = storage::read_import(path)?;
    let input = input
        .unpacked()
        .map_err(|problem| anyhow!("{file}: {problem}; nothing was imported"))?;
    let format = match format {
        Some(name) => Format::named(name).ok_or_else(|| anyhow!("there is no format {name}"))?,
        None => Format::recognised(&input).ok_or_else(|| {
            if let Some(format) = Format::only_written(&input) {
                let name = format.name;
                return anyhow!("{file} looks like {name}, which is only written, and not read");
            }
            if let Err(problem) = input.check_readable() {
                return anyhow!("{file}: {problem}; nothing was imported");
            }
            let names: Vec<&str> = Format::readable().map(|format| format.name).collect();
            anyhow!(
                "{file} is in no format that is known here; --format says which of {} it is",
                names.join(", ")
            )
        })?,
    };
    let mut imported = format.read(&input).map_err(|problem| {
        anyhow!(
            "{file} cannot be imported as {}: {problem}; nothing was imported",
            format.name
        )
    })?;
    imported.problems.splice(0..0, left_out);
    Ok((format, imported))
}
