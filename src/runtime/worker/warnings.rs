//! What readers are warned of in a document: in a sentence when it is opened, and in a
//! word or two in the status row as long as it is.
//!
//! Must not know: files, and where the words are shown.

use crate::storage::Document;
use crate::text::{Suspicions, Text, TextRange};

#[derive(Default)]
pub(super) struct Warnings {
    /// A sentence each.
    pub(super) sentences: Vec<String>,
    /// A word or two each, for the status row.
    pub(super) words: Vec<String>,
}

impl Warnings {
    /// Warns of what is odd about a document, and, unless it is a large one, of what is
    /// in its text: a large one is searched while it is indexed.
    pub(super) fn for_document(document: &Document) -> Self {
        let (sentences, words) = (document.notices.clone(), Vec::new());
        let warnings = Self { sentences, words };
        let text = &document.text;
        match text.is_paged() {
            true => warnings,
            false => warnings.with_nuls(text).with_deceptions(text),
        }
    }

    /// Adds the NUL characters of a text that was counted: they are what is left where a
    /// disk or a copy failed, and the holes of sparse files.
    pub(super) fn with_nuls(mut self, text: &Text) -> Self {
        if let Some((count, first)) = text.nuls() {
            let (them, they) = match count {
                1 => ("NUL character", "it stands"),
                _ => ("NUL characters", "they stand"),
            };
            self.words.push("NUL characters".to_owned());
            self.sentences.push(format!(
                "{count} {them}, first on line {}: {they} in no text, and words may be \
                 missing there",
                text.line_number(first).0
            ));
        }
        self
    }

    pub(super) fn with_deceptions(mut self, text: &Text) -> Self {
        let suspicions = Suspicions::find(text);
        let line = |range: TextRange| text.line_number(range.start()).0;
        if let Some((count, first)) = suspicions.bidi_controls {
            let (them, they) = match count {
                1 => ("a hidden control", "it is"),
                _ => ("hidden controls", "they are"),
            };
            self.words.push("hidden controls".to_owned());
            self.sentences.push(format!(
                "{count} {them} of direction, first on line {}: elsewhere this text may look \
                 otherwise than it reads; here {they} shown",
                line(first)
            ));
        }
        if let Some((_, first)) = suspicions.mixed_words {
            self.words.push("lookalike letters".to_owned());
            self.sentences.push(format!(
                "“{}” on line {} mixes letters of several scripts that look alike",
                text.slice(first),
                line(first)
            ));
        }
        self
    }
}
