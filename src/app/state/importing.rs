//! An import that is being looked at, before anything is changed.
//!
//! Must not know: how a file is read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::annotation::{Annotation, DocumentFacts, NewTag, TagId, TagSet};

use crate::app::document::DocumentId;
use crate::app::input::keymap::Keymap;
use crate::app::message::import::{ImportFound, ImportHow};

/// An import that is being read or looked at.
#[derive(Debug, Clone, Default)]
pub struct Importing {
    /// The number of the last request.
    pub count: u64,
    /// The file that was asked for, while it is read or shown.
    pub file: Option<String>,
    /// What was typed to ask for it.
    pub line: String,
    /// How it is to be brought in.
    pub how: ImportHow,
    /// What it would do, once that is known.
    pub found: Option<Box<ImportFound>>,
    /// What labels become, as was chosen.
    pub map: BTreeMap<String, TagId>,
    /// Labels that are to be tags here.
    pub added: BTreeSet<String>,
    /// What there is with them, while they are added.
    pub adding: Option<Box<Adding>>,
}

impl Importing {
    /// Whether a file is being read, for the first time or once more.
    pub fn is_reading(&self) -> bool {
        self.file.is_some() && self.found.is_none()
    }
}

/// The tags and the keys with labels that are being added.
#[derive(Debug, Clone)]
pub struct Adding {
    pub tags: TagSet,
    pub keymap: Keymap,
    pub new: Vec<NewTag>,
}

/// A row of the list of what an import would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportRow {
    /// Imports it.
    Import,
    /// Whether what a model made is suggested.
    Suggest,
    /// A label, which may be given another name.
    Label(String),
    /// Tells something: its number among these.
    Told(usize),
}

/// An import that is being made.
#[derive(Debug, Clone)]
pub struct ImportStep {
    pub file: String,
    /// The tags that were added for it.
    pub added: Vec<NewTag>,
    /// How many suggestions it brings.
    pub suggestions: usize,
    /// How many tags of the file could not be brought in.
    pub not_imported: usize,
    /// What is still to be added to each document.
    pub left: HashMap<DocumentId, LeftToImport>,
}

/// What is still to be added to a document.
#[derive(Debug, Clone)]
pub struct LeftToImport {
    pub new: std::vec::IntoIter<Annotation>,
    /// What is to be suggested there, until that is taken in.
    pub suggestions: Vec<Annotation>,
    /// What the file says of it as a whole, until that is taken in.
    pub facts: Option<DocumentFacts>,
}
