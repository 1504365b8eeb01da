//! What the reader is told about a document besides its words: in a sentence
//! when it is opened, and in a word or two as long as it is.

use crate::storage::Document;
use crate::text::{Suspicions, Text, TextRange};

/// What there is to tell of one document.
pub(super) struct Remarks {
    /// A sentence each.
    pub sentences: Vec<String>,
    /// A word or two each, for the status row.
    pub words: Vec<String>,
}

impl Remarks {
    pub fn of(document: &Document) -> Self {
        let mut remarks = Self {
            sentences: document.notices.clone(),
            words: Vec::new(),
        };
        // A large document is looked at while it is read.
        if !document.text.is_paged() {
            remarks.find_nuls(&document.text);
            remarks.suspect(&document.text);
        }
        remarks
    }

    /// The NULs of a text that was counted.
    pub fn of_nuls(text: &Text) -> Self {
        let mut remarks = Self {
            sentences: Vec::new(),
            words: Vec::new(),
        };
        remarks.find_nuls(text);
        remarks
    }

    /// What may deceive in a text.
    pub fn of_text(text: &Text) -> Self {
        let mut remarks = Self {
            sentences: Vec::new(),
            words: Vec::new(),
        };
        remarks.suspect(text);
        remarks
    }

    /// They are what is left where a disk or a copy failed, and holes of sparse files.
    fn find_nuls(&mut self, text: &Text) {
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
    }

    fn suspect(&mut self, text: &Text) {
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
    }
}
