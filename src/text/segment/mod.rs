//! Words, clauses, sentences and paragraphs.
//!
//! From lines to sentences: `line` classifies each hard line, `wrapping` judges whether
//! a document is hard-wrapped, `grouping` joins lines to paragraphs, and `sentence` cuts
//! a paragraph by the rules of `rules` (any language) and `english`. [`words`] and
//! [`clauses`] cut a sentence further.
//!
//! Must not know: what is done with the ranges, how they are shown.

mod abbreviation;
mod cased;
mod caseless;
mod checkable;
mod citation;
mod clause;
mod decoration;
mod detect;
mod dictionary;
mod english;
mod french;
mod german;
mod grouping;
mod label;
mod language;
mod lexicon;
mod line;
mod paragraph;
mod paragraphs;
mod rules;
mod russian;
mod section_structure;
mod sentence;
mod spanish;
mod stop;
mod structure;
mod token;
mod trim;
mod vocabulary;
mod word;
mod wrapping;

pub use clause::clauses;
pub(crate) use detect::language_of;
pub use language::{AUTO_LANGUAGE, KNOWN_LANGUAGES, is_known_language};
pub use paragraph::ParagraphMode;
pub use structure::Structure;
pub use trim::without_blanks;
pub(super) use vocabulary::SAYING;
pub use word::words;

#[cfg(test)]
mod tests;

#[cfg(test)]
mod language_tests;
#[cfg(test)]
mod script_tests;
