//! The signs of what is known of a tag besides its kind: that it is linked, and how, and its
//! verdict. One table, for the margin, the cards, the lists and the help.
//!
//! ```text
//! ▌N ≠    contradicts another passage, or is contradicted by one
//! ▎C ⇒✓   supports one, or is supported; its verdict is supported
//! ```
//!
//! No sign is a letter or a digit, which are those of tags, nor `+`, which counts them.
//!
//! Must not know: where they are drawn, and in which style.

use crate::annotation::{Annotation, RelationSet, SUPPORTED, VERDICT};
use crate::app::documents::LeadsBy;
use crate::app::input::settings::SignSet;
use crate::app::{DocumentId, Model};

/// What a tag is marked with, the more important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TagSign {
    Contradicts,
    Refuted,
    Conflicting,
    NotEnoughEvidence,
    Supports,
    Supported,
    SourceOf,
    Repeats,
    /// By a relation of the workspace, or one that only the file knows.
    Related,
}

/// What a sign is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignTone {
    Good,
    Bad,
    Neutral,
}

/// A sign: as it is drawn, as it is where there is nothing but ASCII, and what it says.
struct Row(TagSign, &'static str, &'static str, &'static str);

const ROWS: [Row; 9] = [
    Row(
        TagSign::Contradicts,
        "≠",
        "!",
        "contradicts another passage, or is contradicted by it",
    ),
    Row(
        TagSign::Supports,
        "⇒",
        ">",
        "supports another passage, or is supported by it",
    ),
    Row(
        TagSign::Repeats,
        "=",
        "=",
        "repeats another passage, or is repeated by it",
    ),
    Row(
        TagSign::SourceOf,
        "§",
        "@",
        "is the source of another passage, or has it as its source",
    ),
    Row(
        TagSign::Related,
        "→",
        "~",
        "linked by another relation, from it or to it",
    ),
    Row(TagSign::Supported, "✓", "*", "verdict: supported"),
    Row(TagSign::Refuted, "✗", "/", "verdict: refuted"),
    Row(
        TagSign::NotEnoughEvidence,
        "∅",
        "_",
        "verdict: not enough evidence",
    ),
    Row(
        TagSign::Conflicting,
        "±",
        "&",
        "verdict: conflicting evidence",
    ),
];

impl TagSign {
    /// The sign of a link by its relation, the same at both of its ends.
    pub(crate) fn of_relation(name: &str) -> Self {
        match name {
            RelationSet::CONTRADICTS => Self::Contradicts,
            RelationSet::SUPPORTS => Self::Supports,
            RelationSet::REPEATS => Self::Repeats,
            RelationSet::SOURCE_OF => Self::SourceOf,
            _ => Self::Related,
        }
    }

    /// The sign of a verdict; none for one that only a newer version knows.
    fn of_verdict(verdict: &str) -> Option<Self> {
        Some(match verdict {
            SUPPORTED => Self::Supported,
            "refuted" => Self::Refuted,
            "not-enough-evidence" => Self::NotEnoughEvidence,
            "conflicting" => Self::Conflicting,
            _ => return None,
        })
    }

    /// Its one column.
    pub(crate) fn symbol(self, set: SignSet) -> &'static str {
        let row = ROWS.iter().find(|row| row.0 == self);
        row.map_or("", |row| match set {
            SignSet::Unicode => row.1,
            SignSet::Ascii => row.2,
        })
    }

    pub(crate) fn tone(self) -> SignTone {
        match self {
            Self::Contradicts | Self::Refuted => SignTone::Bad,
            Self::Supported => SignTone::Good,
            _ => SignTone::Neutral,
        }
    }
}

/// The signs of a tag, the more important first, each once.
pub(crate) fn signs_of(
    model: &Model,
    document: DocumentId,
    annotation: &Annotation,
) -> Vec<TagSign> {
    let own = annotation.links.iter().map(|link| &link.rel);
    let incoming = model.documents.incoming_ways(document, &annotation.id);
    let incoming = incoming.map(|(by, _)| match by {
        LeadsBy::Link(rel) => TagSign::of_relation(rel),
        LeadsBy::Source => TagSign::of_relation(RelationSet::SOURCE_OF),
    });
    let own = own.map(|rel| TagSign::of_relation(rel));
    let mut signs: Vec<TagSign> = own.chain(incoming).collect();
    let verdict = annotation.attributes.get(VERDICT);
    signs.extend(verdict.and_then(|value| TagSign::of_verdict(&value.to_words())));
    signs.sort_unstable();
    signs.dedup();
    signs
}

/// The signs of a tag as they stand in a list.
pub(crate) fn sign_words(model: &Model, document: DocumentId, annotation: &Annotation) -> String {
    let signs = signs_of(model, document, annotation).into_iter();
    signs
        .map(|sign| sign.symbol(model.settings.signs))
        .collect()
}

/// All signs with what they say, for the help.
pub(crate) fn explained(set: SignSet) -> impl Iterator<Item = (&'static str, &'static str)> {
    ROWS.iter().map(move |row| (row.0.symbol(set), row.3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::visible::columns;

    #[test]
    fn no_two_signs_are_alike_and_none_looks_like_a_letter_or_a_number() {
        for set in [SignSet::Unicode, SignSet::Ascii] {
            let mut all: Vec<&str> = explained(set).map(|(sign, _)| sign).collect();
            for sign in &all {
                assert_eq!(columns(sign), 1, "{sign}");
                let is_taken = |c: char| c.is_alphanumeric() || "+?·".contains(c);
                assert!(!sign.chars().any(is_taken), "{sign}");
                assert!(set == SignSet::Unicode || sign.is_ascii(), "{sign}");
            }
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), ROWS.len());
        }
    }
}
