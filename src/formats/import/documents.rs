//! The form into which everything that is imported is brought.
//!
//! Must not know: the formats.

use crate::annotation::{Annotation, DocumentFacts};
use crate::formats::problem::Problem;
use crate::text::Text;

/// What was read.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// The documents, in the order of the file.
    pub documents: Vec<ImportedDocument>,
    /// The labels of a codebook, which has no documents.
    pub labels: Vec<ImportedLabel>,
    /// What was left out, and what is odd: warnings.
    pub problems: Vec<Problem>,
}

/// A label of a codebook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportedLabel {
    pub name: String,
    /// Its colour: `#rrggbb`, or nothing.
    pub colour: String,
    /// When it is used.
    pub guideline: String,
}

/// A document of what was read, with its tags.
#[derive(Debug, Clone, Default)]
pub struct ImportedDocument {
    /// What it may be called here, the likeliest first: a path, a name, a title.
    pub names: Vec<String>,
    /// SHA-256 of its bytes in hexadecimal, where that is known.
    pub sha256: Option<String>,
    /// Its text, where that came along; all positions are in it then.
    pub text: Option<Text>,
    /// What is said of it as a whole.
    pub facts: DocumentFacts,
    /// Its tags, in the order of the file.
    pub tags: Vec<ImportedTag>,
}

/// A tag of what was read.
#[derive(Debug, Clone, Default)]
pub struct ImportedTag {
    /// Where it stands in its file: `line 4`.
    pub place: String,
    /// What it says. Its id is empty where the format has none that last, its tag is the label
    /// as it was written, and its selector is what the file knows of the passage: the offsets in
    /// code points, where [`placing`](Self::placing) says that they are known.
    pub annotation: Annotation,
    /// What is known of its passage.
    pub placing: Placing,
    /// What relations of the same document call it.
    pub local: String,
    /// The relations to others of the same document: the name, and what that one is called.
    pub relations: Vec<(String, String)>,
    /// The number of the sentence that it begins in or before, from 1, where the file says that.
    pub sentence: Option<usize>,
    /// How sure a model was, from 0 to 1, where a model made it.
    pub score: Option<f64>,
}

/// What is known of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Placing {
    /// Where it begins and ends, and mostly its words.
    #[default]
    Position,
    /// Only its words.
    Quote,
    /// It is about the whole document.
    Document,
}
