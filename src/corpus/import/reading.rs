//! Reading a file that is imported, in the format that it is in.

use std::path::Path;

use anyhow::{Result, anyhow};

use crate::formats::import::{Imported, Input, InputFile};
use crate::formats::{Format, Problem};
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
    let others = in_other_formats(&input, format);
    imported
        .problems
        .splice(0..0, left_out.into_iter().chain(others));
    Ok((format, imported))
}

/// So many bytes of a file tell in which format it is.
const BEGINNING: usize = 4096;
/// How many files are named.
const MOST_NAMED: usize = 5;

/// What of a folder or an archive is in other formats than the one that is read.
fn in_other_formats(input: &Input, format: &Format) -> Option<Problem> {
    let is_other = |file: &&InputFile| {
        let bytes = file.bytes.iter().take(BEGINNING).copied().collect();
        let alone = Input::file(file.name.clone(), bytes);
        Format::recognised(&alone).is_some_and(|other| other.name != format.name)
    };
    let files = match input.files.len() {
        0 | 1 => &[][..],
        _ => &input.files[..],
    };
    let others: Vec<&str> = files
        .iter()
        .filter(is_other)
        .map(|file| file.name.as_str())
        .collect();
    let more = match others.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let named: Vec<&str> = others.iter().copied().take(MOST_NAMED).collect();
    let words = format!(
        "files in other formats are not read: {}{more}; import them by themselves",
        named.join(", ")
    );
    (!others.is_empty()).then(|| Problem::warning("", words))
}
