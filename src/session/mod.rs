//! Layer 3, the plain data of a session: what the application and the files both speak
//! of, such as the place in a document and what is kept for the next start.
//!
//! Must not know: what is done with it, and where it is kept.

mod copy_form;
mod left_out;
mod recovery;
mod remembered;
mod seen;
mod trouble;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use copy_form::CopyForm;
pub use left_out::LeftOut;
pub use recovery::{Draft, Recovered, RecoveredItem};
pub use remembered::{ReadingPlace, Remembered, RememberedSearch, RememberedSplit};
pub use seen::Seen;
pub use trouble::FileTrouble;

/// Whether the annotations of a document may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// They may.
    Writable,
    /// They may not, and why: one sentence.
    ReadOnly(String),
}

impl Access {
    /// Why they may not be written, where they may not.
    pub fn why_not(&self) -> Option<&str> {
        match self {
            Self::Writable => None,
            Self::ReadOnly(reason) => Some(reason),
        }
    }
}

/// A pane of the screen: one of them has the keys, and a command's keys apply in some.
///
/// The state file holds it by its variant in lower case.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Pane {
    /// The sidebar.
    Documents,
    /// The text.
    #[default]
    Text,
    /// The annotations.
    Annotations,
}

impl Pane {
    /// All panes, in the order of `Tab`.
    pub const ALL: [Self; 3] = [Self::Documents, Self::Text, Self::Annotations];

    /// The name of the pane, as a person would say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Documents => "documents",
            Self::Annotations => "annotations",
        }
    }
}

/// Whether paragraphs that no blank line parts are set with a blank row between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spacing {
    /// They are.
    #[default]
    Airy,
    /// The rows are those of the text, and no others.
    Tight,
}

impl Spacing {
    /// Each with the word that the configuration uses for it.
    pub const NAMES: [(&'static str, Self); 2] = [("airy", Self::Airy), ("tight", Self::Tight)];
}

/// Which colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeName {
    /// For dark terminals.
    Dark,
    /// For light terminals.
    Light,
    /// For terminals of which nobody knows whether they are dark or light.
    #[default]
    Either,
    /// No colours: attributes only.
    Plain,
}

impl ThemeName {
    /// The themes that are chosen by a word of the configuration.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("dark", Self::Dark),
        ("light", Self::Light),
        ("plain", Self::Plain),
    ];
}

/// The keys that a configuration gives to one command, instead of the defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyBinding {
    /// The command's name.
    pub command: String,
    /// Its keys, as they were written; none takes the defaults away.
    pub keys: Vec<String>,
    /// The file it stands in.
    pub file: PathBuf,
    /// The line it stands on, from 1.
    pub line: usize,
}
