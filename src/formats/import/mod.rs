//! What other programs wrote, read into one form before it is matched with the documents
//! here: a file per format, each behind [`Reader`].
//!
//! A reader checks the form of a file and says where it is wrong. Offsets become code points of
//! the text here and nowhere else; whether they fit a document, and which one, is found out by
//! whoever imports.
//!
//! Must not know: files, the documents of the workspace.

mod archive;
mod beside;
mod documents;
mod gathered;
#[cfg(test)]
mod golden;
pub(super) mod json;
pub(super) mod outline;
mod own;
pub(super) mod parts;
#[cfg(test)]
mod refused;
pub(super) mod rows;
pub(super) mod sheet;
pub(super) mod times;
#[cfg(test)]
pub(super) mod trips;
#[cfg(test)]
mod understood;

pub(super) use beside::beside;
pub use documents::{Imported, ImportedDocument, ImportedLabel, ImportedTag, Placing};
pub(super) use gathered::{Gathered, Unread, unnamed_label};
pub(super) use own::{AnnotationFiles, Export, Lines, names, one_file};

use serde::de::IgnoredAny;

use super::problem::Problem;

/// A file of what is imported, by its name below the folder or in the archive.
#[derive(Debug, Clone)]
pub struct InputFile {
    /// With `/`.
    pub name: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// What is imported: a file, or those of a folder.
#[derive(Debug, Clone)]
pub struct Input {
    /// In the order of their names.
    pub files: Vec<InputFile>,
}

impl Input {
    /// A single file.
    pub fn file(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let name = name.into();
        Self {
            files: vec![InputFile { name, bytes }],
        }
    }

    /// The only file.
    pub(super) fn only(&self) -> Option<&InputFile> {
        match &self.files[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Why it is in no format, where that is plain to see.
    ///
    /// # Errors
    /// What is wrong.
    pub(crate) fn check_readable(&self) -> Result<(), Problem> {
        let Some(file) = self.only() else {
            return match self.files.is_empty() {
                true => Err(Problem::error("", "has no files in it")),
                false => Ok(()),
            };
        };
        let text = file.text()?;
        let begun = text.trim_start();
        if begun.is_empty() {
            return Err(is_empty());
        }
        let is_json = begun.starts_with(['{', '[']);
        let first = begun.lines().next().unwrap_or_default();
        if is_json && serde_json::from_str::<IgnoredAny>(first).is_err() {
            // Of several lines, or wrong in its first one.
            let whole = serde_json::from_str::<IgnoredAny>(text);
            return whole
                .map(drop)
                .map_err(|error| parts::syntax((0, 0), &error));
        }
        Ok(())
    }

    /// The files with this ending.
    pub(super) fn with_ending(&self, ending: &str) -> impl Iterator<Item = &InputFile> {
        let has_it = move |file: &&InputFile| {
            let dot = file.name.len().checked_sub(ending.len() + 1);
            dot.is_some_and(|dot| {
                let end = file.name.as_bytes().get(dot..).unwrap_or_default();
                end.first() == Some(&b'.') && end[1..].eq_ignore_ascii_case(ending.as_bytes())
            })
        };
        self.files.iter().filter(has_it)
    }
}

impl InputFile {
    /// Its text, without a byte order mark.
    ///
    /// # Errors
    /// Where it is not UTF-8.
    pub(super) fn text(&self) -> Result<&str, Problem> {
        let text = self.whole_text()?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// All of its text, for one in which positions are counted.
    ///
    /// # Errors
    /// Where it is not UTF-8.
    pub(super) fn whole_text(&self) -> Result<&str, Problem> {
        std::str::from_utf8(&self.bytes).map_err(|error| {
            let is_utf16 =
                self.bytes.starts_with(b"\xff\xfe") || self.bytes.starts_with(b"\xfe\xff");
            let what = match is_utf16 {
                true => "is UTF-16; save it as UTF-8",
                false => "is not UTF-8",
            };
            Problem::error(format!("byte {}", error.valid_up_to()), what)
        })
    }

    /// The beginning of its text, for recognising it.
    pub(super) fn beginning(&self) -> &str {
        let bytes = self
            .bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&self.bytes);
        let bytes = &bytes[..bytes.len().min(BEGINNING)];
        match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        }
    }
}

/// What is told of a file without anything in it.
fn is_empty() -> Problem {
    Problem::error("", "is empty")
}

/// So many bytes of a file are looked at to recognise it.
const BEGINNING: usize = 64 << 10;

/// How a format is read.
pub(super) trait Reader: Sync {
    /// Whether something looks like this format, by its beginning and the names of its files.
    fn recognises(&self, input: &Input) -> bool;

    /// Reads it.
    ///
    /// # Errors
    /// What is wrong, and where: nothing of it is imported then.
    fn read(&self, input: &Input) -> Result<Imported, Problem>;
}
