//! Which formats are read, and which one something is in.
//!
//! Must not know: what the formats look like.

use super::own::{AnnotationFiles, Export, Lines};
use super::{Imported, Input, Reader};
use crate::formats::problem::Problem;

/// A format that is read.
pub struct Import {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is, in one sentence.
    pub description: &'static str,
    pub(super) reader: &'static dyn Reader,
}

impl Import {
    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        IMPORTS.iter().find(|import| import.name == name)
    }

    /// Reads something in this format.
    ///
    /// # Errors
    /// What is wrong, and where: nothing of it is imported then.
    pub fn read(&self, input: &Input) -> Result<Imported, Problem> {
        self.reader.read(input)
    }
}

/// Every format that is read, the most particular first: the first one that recognises
/// something reads it.
pub static IMPORTS: &[Import] = &[
    Import {
        name: "postil",
        description: "Annotation files of postil, one or a folder of them.",
        reader: &AnnotationFiles,
    },
    Import {
        name: "json",
        description: "The export `json` of postil.",
        reader: &Export,
    },
    Import {
        name: "jsonl",
        description: "The export `jsonl` of postil, and what `list --format jsonl` prints.",
        reader: &Lines,
    },
];

/// The format that something is in, by its content.
pub fn recognise(input: &Input) -> Option<&'static Import> {
    IMPORTS
        .iter()
        .find(|import| import.reader.recognises(input))
}
