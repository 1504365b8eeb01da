//! An index as bytes and back. Numbers are LEB128.
//!
//! Bytes that say anything else than an index says are no index: they may come from another
//! version, or from anybody.
//!
//! Must not know: where the bytes are kept.

use super::document::{Document, Sentence, Version};
use super::index::Index;
use super::stem::StemLanguage;
use super::vocabulary::Vocabulary;

/// What the bytes begin with: another number where anything of words, sentences or this form
/// changes.
const HEADER: &[u8] = b"postil similar 1\n";

impl Index {
    /// The index as bytes: without words that no document has any more.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = HEADER.to_vec();
        let numbers = self.write_vocabulary(&mut bytes);
        write_usize(&mut bytes, self.documents.len());
        for document in &self.documents {
            write_str(&mut bytes, &document.name);
            bytes.extend(document.version.0);
            write_usize(&mut bytes, document.sentences.len());
            let (mut end, mut words_end) = (0, 0);
            for sentence in &document.sentences {
                write(&mut bytes, sentence.start - end);
                write(&mut bytes, sentence.end - sentence.start);
                write(&mut bytes, sentence.words_end - words_end);
                (end, words_end) = (sentence.end, sentence.words_end);
            }
            for word in &document.words {
                write(&mut bytes, numbers[*word as usize]);
            }
        }
        bytes
    }

    /// Writes the words that are in use, those that are used most first; answers the numbers
    /// that words have then.
    fn write_vocabulary(&self, bytes: &mut Vec<u8>) -> Vec<u32> {
        let mut uses = vec![0_u32; self.vocabulary.len()];
        for word in self.documents.iter().flat_map(|document| &document.words) {
            uses[*word as usize] = uses[*word as usize].saturating_add(1);
        }
        let words: Vec<(StemLanguage, &str)> = self.vocabulary.iter().collect();
        let mut used: Vec<usize> = (0..words.len()).filter(|word| uses[*word] > 0).collect();
        used.sort_by_key(|word| (std::cmp::Reverse(uses[*word]), *word));
        let mut numbers = vec![0; words.len()];
        write_usize(bytes, used.len());
        for (number, word) in (0..).zip(used) {
            numbers[word] = number;
            bytes.push(words[word].0.to_byte());
            write_str(bytes, words[word].1);
        }
        numbers
    }

    /// Reads an index; `None` where the bytes are not just one of this version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes.strip_prefix(HEADER)?);
        let mut index = Self::default();
        let words = reader.count()?;
        for number in 0..words {
            let language = StemLanguage::from_byte(reader.take(1)?[0]);
            let word = reader.str()?;
            let given = Vocabulary::numbers(&mut index.vocabulary, language, [word].into_iter())?;
            // A word that stands there twice would have one number.
            if given != [u32::try_from(number).ok()?] {
                return None;
            }
        }
        for _ in 0..reader.count()? {
            let document = reader.document(words)?;
            let last = index.documents.last();
            if last.is_some_and(|last| last.name >= document.name) {
                return None;
            }
            index.documents.push(document);
        }
        reader.0.is_empty().then_some(index)
    }
}

fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push((number & 0x7f) as u8);
}

fn write_usize(bytes: &mut Vec<u8>, number: usize) {
    write(bytes, u32::try_from(number).unwrap_or(u32::MAX));
}

fn write_str(bytes: &mut Vec<u8>, words: &str) {
    write_usize(bytes, words.len());
    bytes.extend(words.as_bytes());
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        for shift in (0..32).step_by(7) {
            let byte = self.take(1)?[0];
            let part = u32::from(byte & 0x7f);
            if shift == 28 && part > 0xf {
                return None;
            }
            number |= part << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A number of things that take a byte at least.
    fn count(&mut self) -> Option<usize> {
        let count = self.number()? as usize;
        (count <= self.0.len()).then_some(count)
    }

    fn str(&mut self) -> Option<&'a str> {
        let len = self.count()?;
        str::from_utf8(self.take(len)?).ok()
    }

    /// A document of an index with so many words.
    fn document(&mut self, vocabulary: usize) -> Option<Document> {
        let name = self.str()?.into();
        let version = Version(self.take(16)?.try_into().ok()?);
        let count = self.count()?;
        let mut sentences = Vec::with_capacity(count);
        let (mut end, mut words_end) = (0_u32, 0_u32);
        for _ in 0..count {
            let start = end.checked_add(self.number()?)?;
            end = start.checked_add(self.number()?)?;
            words_end = words_end.checked_add(self.number()?)?;
            sentences.push(Sentence {
                start,
                end,
                words_end,
            });
        }
        if words_end as usize > self.0.len() {
            return None;
        }
        let word = |_| self.number().filter(|word| (*word as usize) < vocabulary);
        let words = (0..words_end).map(word).collect::<Option<Vec<u32>>>()?;
        Some(Document {
            name,
            version,
            sentences,
            words,
        })
    }
}
