//! The words of an index, each with a number.
//!
//! The same letters in two languages are two words, since they may have two stems.
//!
//! Must not know: where a word stands.

use std::sync::Arc;

use foldhash::HashMap;

use super::stem::StemLanguage;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Vocabulary {
    languages: Vec<LanguageWords>,
    /// By number.
    words: Vec<(StemLanguage, Arc<str>)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct LanguageWords {
    language: StemLanguage,
    numbers: HashMap<Arc<str>, u32>,
}

impl Vocabulary {
    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = (StemLanguage, &str)> {
        self.words
            .iter()
            .map(|(language, word)| (*language, &**word))
    }

    pub fn word(&self, number: u32) -> &str {
        &self.words[number as usize].1
    }

    /// The languages that there are words of.
    pub fn languages(&self) -> impl Iterator<Item = StemLanguage> {
        self.languages.iter().map(|words| words.language)
    }

    /// The numbers of words of a language; those that are new get one. `None` where there
    /// are more words than numbers.
    pub fn numbers<'a>(
        &mut self,
        language: StemLanguage,
        words: impl Iterator<Item = &'a str>,
    ) -> Option<Vec<u32>> {
        let is_it = |known: &LanguageWords| known.language == language;
        let place = self.languages.iter().position(is_it).unwrap_or_else(|| {
            self.languages.push(LanguageWords {
                language,
                numbers: HashMap::default(),
            });
            self.languages.len() - 1
        });
        let known = &mut self.languages[place].numbers;
        let all = &mut self.words;
        let number = |word: &str| {
            if let Some(number) = known.get(word) {
                return Some(*number);
            }
            let number = u32::try_from(all.len()).ok()?;
            let word: Arc<str> = word.into();
            all.push((language, Arc::clone(&word)));
            known.insert(word, number);
            Some(number)
        };
        words.map(number).collect()
    }
}
