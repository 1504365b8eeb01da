//! The sentences of one document: as they are taken from its text, and as an index keeps them.
//!
//! Must not know: other documents, how sentences are compared.

use foldhash::HashMap;

use crate::text::Text;
use crate::text::segment::Structure;

use super::stem::StemLanguage;
use super::words::each_word;

/// What tells whether a document was indexed as it stands: any 16 bytes of the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version(pub [u8; 16]);

/// A sentence: its bytes, and where its words end among those of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sentence {
    pub start: u32,
    pub end: u32,
    pub words_end: u32,
}

/// What an index takes of one document; made apart from it, so that many can be made at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSentences {
    pub(super) language: StemLanguage,
    pub(super) words: Vec<Box<str>>,
    pub(super) sentences: Vec<Sentence>,
    /// The places in `words` of all words in order.
    pub(super) numbers: Vec<u32>,
}

impl DocumentSentences {
    /// The sentences of a text, which has less than 4 GiB.
    pub fn of(text: &Text, structure: &Structure, language: StemLanguage) -> Self {
        let mut known: HashMap<Box<str>, u32> = HashMap::default();
        let mut sentences = Vec::new();
        let mut numbers = Vec::new();
        for range in structure.sentences() {
            each_word(&text.slice(range), |word, _| {
                if let Some(number) = known.get(word) {
                    numbers.push(*number);
                } else {
                    let number = narrow(known.len());
                    known.insert(Box::from(word), number);
                    numbers.push(number);
                }
            });
            sentences.push(Sentence {
                start: narrow(range.start()),
                end: narrow(range.end()),
                words_end: narrow(numbers.len()),
            });
        }
        let mut words: Vec<(Box<str>, u32)> = known.into_iter().collect();
        words.sort_unstable_by_key(|(_, number)| *number);
        Self {
            language,
            words: words.into_iter().map(|(word, _)| word).collect(),
            sentences,
            numbers,
        }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A document in an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    pub name: Box<str>,
    pub version: Version,
    pub sentences: Vec<Sentence>,
    /// The numbers of all words in order.
    pub words: Vec<u32>,
}

impl Document {
    /// Each sentence with the numbers of its words.
    pub fn sentences(&self) -> impl Iterator<Item = (&Sentence, &[u32])> {
        let mut start = 0;
        self.sentences.iter().map(move |sentence| {
            let end = sentence.words_end as usize;
            let words = &self.words[start..end];
            start = end;
            (sentence, words)
        })
    }

    /// The words of one sentence.
    pub fn words_of(&self, sentence: usize) -> &[u32] {
        let start = match sentence {
            0 => 0,
            after => self.sentences[after - 1].words_end,
        };
        &self.words[start as usize..self.sentences[sentence].words_end as usize]
    }
}
