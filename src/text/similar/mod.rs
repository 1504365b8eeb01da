//! Sentences that say something close to another one: an index over the sentences of many
//! documents, and the search in it.
//!
//! A sentence is kept as the numbers of its words, in order, and nothing else: some 4 bytes
//! a word. A search goes through all of them and adds up what each word is worth to the
//! query, which is found once for each word of the vocabulary. So nothing has to be kept for
//! n-grams, which belong to words, nor for pairs, which are words side by side.
//!
//! What counts, each between 0 and 1:
//! - BM25 (Robertson and Zaragoza, 2009) over the stems of words, each word of the query once;
//! - the cosine of the character 3- to 5-grams of the words, by TF-IDF: other forms and
//!   spellings of a word, and compounds;
//! - a little for words that stand side by side in both.
//!
//! The first two are taken by the best that any sentence has. On a public set of debates,
//! their sum was right more often than reciprocal ranks, which know no distances.
//!
//! Must not know: files, documents beyond their names, what is done with what is found.

mod bytes;
mod document;
mod grams;
mod index;
mod prepared;
mod search;
mod shared;
mod stem;
mod top;
mod vocabulary;
mod words;

#[cfg(test)]
mod tests;

pub use document::{DocumentSentences, Version};
pub use index::Index;
pub use search::{Found, Wanted};
pub use shared::{Shared, shared};
pub use stem::StemLanguage;
