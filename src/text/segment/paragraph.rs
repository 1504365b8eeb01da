//! One paragraph, and how paragraphs are told from lines.
//!
//! Must not know: how paragraphs are found.

use crate::text::range::TextRange;

/// How a document's paragraphs are told from its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ParagraphMode {
    /// By the rule that [`Structure::new`](super::Structure::new) documents.
    #[default]
    Auto,
    /// Every hard line is a paragraph.
    Lines,
    /// Paragraphs run over line ends to the blank line or the next list item.
    Wrapped,
}

impl ParagraphMode {
    /// All modes with the word that the configuration and the command line use for each.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("auto", Self::Auto),
        ("lines", Self::Lines),
        ("wrapped", Self::Wrapped),
    ];
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Paragraph {
    pub range: TextRange,
    /// The part that is cut into sentences: all but decorative lines (`=====`) at its
    /// ends, which belong to the sentences they touch.
    pub core: TextRange,
    /// Whether it is one sentence whatever marks it holds, as a heading is.
    pub is_one_sentence: bool,
    pub role: Role,
}

/// What a paragraph is by the signs it is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Prose, a row of a table.
    Words,
    /// With the sign of a heading, before it or below it.
    Heading,
    /// An item of a list.
    Item,
    /// A bibliographic reference.
    Reference,
    /// A line of a fenced block of code.
    Code,
}
