//! What is copied of a passage.
//!
//! Must not know: how it is made.

use serde::{Deserialize, Serialize};

/// What is copied of a passage. The state file holds it by its variant, in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyForm {
    /// The words alone.
    Words,
    /// The words, and the document and place that they are from.
    #[default]
    WithReference,
    /// The document and the place alone.
    Reference,
    /// A block quote with its reference.
    Markdown,
}

/// A form of copies, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyFormInfo {
    pub form: CopyForm,
    /// What is copied.
    pub name: &'static str,
    /// What stands behind `Copied` when that is done.
    pub done: &'static str,
    /// The same where symbols stand for controls.
    pub done_with_symbols: &'static str,
}

impl CopyForm {
    /// All forms, in the order in which they are offered.
    pub const ALL: [CopyFormInfo; 4] = [
        CopyFormInfo {
            form: Self::Words,
            name: "words only",
            done: "the words",
            done_with_symbols: "the words; controls as symbols",
        },
        CopyFormInfo {
            form: Self::WithReference,
            name: "words with reference",
            done: "with reference",
            done_with_symbols: "with reference; controls as symbols",
        },
        CopyFormInfo {
            form: Self::Reference,
            name: "reference only",
            done: "the reference",
            done_with_symbols: "the reference",
        },
        CopyFormInfo {
            form: Self::Markdown,
            name: "Markdown: block quote with reference",
            done: "as Markdown",
            done_with_symbols: "as Markdown; controls as symbols",
        },
    ];

    /// What is said of it.
    pub fn info(self) -> CopyFormInfo {
        let mut all = Self::ALL.into_iter();
        let info = all.find(|info| info.form == self);
        info.unwrap_or(Self::ALL[1])
    }

    /// Whether it is the one of a first start.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
