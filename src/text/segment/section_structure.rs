//! The structure of a paged text: that of each section, found when it is asked for.
//!
//! Must not know: how the structure of a section is found.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use lru::LruCache;

use super::paragraph::ParagraphMode;
use super::paragraphs::{Paragraphs, Unit};
use crate::text::content::JoinedSections;
use crate::text::paged::{CACHED_SECTIONS, PagedText};
use crate::text::range::TextRange;
use crate::text::section::Section;

/// How many sections without words are skipped to find the next one with words: some
/// 256 KiB of blank lines, and fewer sections than the cache holds.
const SKIPPED_BLANK: usize = 16;

/// The largest text, in bytes, whose sentences are counted, at some 25 MB/s.
const COUNTED: usize = 16 << 20;

#[derive(Debug)]
pub(super) struct SectionStructures {
    text: Arc<PagedText>,
    mode: ParagraphMode,
    language: String,
    /// By the number of the section.
    cache: Mutex<LruCache<usize, Arc<SectionStructure>>>,
    /// The sentences before each section, and in all, once they were counted.
    sentences_before: OnceLock<Box<[usize]>>,
    /// How many sentences can be checked, once they were counted.
    checkable: OnceLock<usize>,
}

/// One section with its paragraphs and sentences, whose ranges are local to it.
#[derive(Debug)]
pub(super) struct SectionStructure {
    /// With soft line ends.
    section: Section,
    paragraphs: Paragraphs,
}

impl SectionStructures {
    pub fn new(text: Arc<PagedText>, mode: ParagraphMode, language: &str) -> Self {
        Self {
            text,
            mode,
            language: language.to_owned(),
            cache: Mutex::new(LruCache::new(CACHED_SECTIONS)),
            sentences_before: OnceLock::new(),
            checkable: OnceLock::new(),
        }
    }

    /// Counts the sentences as long as `goes_on` says so, if that takes at most a second.
    pub fn count_sentences(&self, goes_on: &dyn Fn() -> bool) {
        if !self.is_to_be_counted() {
            return;
        }
        let mut before = Vec::with_capacity(self.text.section_count() + 1);
        let (mut all, mut checkable) = (0, 0);
        for number in 0..self.text.section_count() {
            if !goes_on() {
                return;
            }
            before.push(all);
            // Not through the cache, which holds what is on the screen.
            let section = self.text.read_section(number);
            let paragraphs = Paragraphs::find(&section.text, self.mode, &self.language);
            all += paragraphs.sentence_count();
            checkable += paragraphs.checkable_count();
        }
        before.push(all);
        let _ = self.checkable.set(checkable);
        let _ = self.sentences_before.set(before.into_boxed_slice());
    }

    pub fn is_to_be_counted(&self) -> bool {
        self.text.len() <= COUNTED && self.sentences_before.get().is_none()
    }

    pub fn sentence_count(&self) -> Option<usize> {
        self.sentences_before.get()?.last().copied()
    }

    pub fn checkable_count(&self) -> Option<usize> {
        self.checkable.get().copied()
    }

    pub fn is_checkable(&self, byte: usize) -> bool {
        let structure = self.structure_at(byte);
        let local = structure.section.local_byte(byte);
        structure.paragraphs.is_checkable(local)
    }

    pub fn sentence_number(&self, byte: usize) -> Option<usize> {
        let before = self.sentences_before.get()?;
        let structure = self.structure_at(byte);
        let section = &structure.section;
        let within = structure
            .paragraphs
            .sentence_number(section.local_byte(byte));
        Some(before.get(section.number)? + within)
    }

    /// The structure of the section that holds `byte`, or the last at the end of the text.
    pub fn structure_at(&self, byte: usize) -> Arc<SectionStructure> {
        let section = self.text.section_at(byte);
        let number = section.number;
        if let Some(structure) = self.cache().get(&number) {
            return Arc::clone(structure);
        }
        // Outside the lock, so that no other thread waits for this.
        let structure = SectionStructure::find(section, self.mode, &self.language);
        let structure = Arc::new(structure);
        self.cache().put(number, Arc::clone(&structure));
        structure
    }

    fn cache(&self) -> MutexGuard<'_, LruCache<usize, Arc<SectionStructure>>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The structures from the one at `byte` on, up to a long run of blank sections.
    pub fn from(&self, byte: usize) -> impl Iterator<Item = Arc<SectionStructure>> + '_ {
        let next = |section: &Section| {
            let end = section.end();
            (end < self.text.len()).then_some(end)
        };
        self.walk(byte, next)
    }

    /// The structures from the one at `byte` backwards, up to a long run of blank ones.
    pub fn upto(&self, byte: usize) -> impl Iterator<Item = Arc<SectionStructure>> + '_ {
        self.walk(byte, |section| section.start.checked_sub(1))
    }

    /// The structure that holds `byte`, then each that holds the byte that `next` names
    /// for the section before. None is found before it is asked for, as it would be by
    /// `std::iter::successors`: the first one answers most questions.
    fn walk(
        &self,
        byte: usize,
        next: impl Fn(&Section) -> Option<usize>,
    ) -> impl Iterator<Item = Arc<SectionStructure>> {
        let mut last: Option<Arc<SectionStructure>> = None;
        let mut blank = 0;
        std::iter::from_fn(move || {
            let byte = match &last {
                None => byte,
                Some(last) => next(&last.section)?,
            };
            let structure = self.structure_at(byte);
            blank = match structure.paragraphs.is_blank() {
                true => blank + 1,
                false => 0,
            };
            last = Some(Arc::clone(&structure));
            (blank <= SKIPPED_BLANK).then_some(structure)
        })
    }

    pub fn all(&self) -> impl Iterator<Item = Arc<SectionStructure>> + '_ {
        (0..self.text.section_count())
            .map(|number| self.structure_at(self.text.section(number).start))
    }
}

impl JoinedSections for SectionStructures {
    fn section_at(&self, byte: usize) -> Section {
        self.structure_at(byte).section.clone()
    }
}

impl SectionStructure {
    fn find(section: Section, mode: ParagraphMode, language: &str) -> Self {
        let paragraphs = Paragraphs::find(&section.text, mode, language);
        let soft = paragraphs.soft_line_ends(&section.text);
        Self {
            section: section.with_soft_ends(&soft),
            paragraphs,
        }
    }

    /// The units that do not end before `byte` of the text, as ranges of it.
    pub fn from(self: Arc<Self>, byte: usize, unit: Unit) -> impl Iterator<Item = TextRange> {
        let local = byte.saturating_sub(self.section.start);
        let indices = self.paragraphs.indices_from(local);
        indices
            .flat_map(move |index| self.units(index, unit))
            .skip_while(move |range| range.end() < byte)
    }

    /// The units that do not begin after `byte` of the text, the last first, as its ranges.
    pub fn upto(self: Arc<Self>, byte: usize, unit: Unit) -> impl Iterator<Item = TextRange> {
        let local = byte.saturating_sub(self.section.start);
        let indices = self.paragraphs.indices_upto(local).rev();
        indices
            .flat_map(move |index| self.units(index, unit).into_iter().rev())
            .skip_while(move |range| range.start() > byte)
    }

    fn units(&self, index: usize, unit: Unit) -> Vec<TextRange> {
        let local = self.paragraphs.units(index, unit).iter();
        local.map(|range| self.section.text_range(*range)).collect()
    }

    pub fn is_wrapped(&self) -> bool {
        self.paragraphs.is_wrapped()
    }
}
