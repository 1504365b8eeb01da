//! The structure of a document that is read as it is needed: that of each section,
//! found when somebody looks at it.
//!
//! Must not know: how a section is found.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use lru::LruCache;

use super::{Found, ParagraphMode, Units};
use crate::text::TextRange;
use crate::text::content::Stretch;
use crate::text::paged::{KEPT, Pager};
use crate::text::whole::Whole;

/// How many parts without any words are passed over to find the next one with some:
/// some 256 KiB of blank lines, which are fewer parts than are kept.
const BLANK: usize = 16;

/// The sentences of longer texts, in bytes, are not counted: some 25 MB/s.
const COUNTED: usize = 16 << 20;

/// What is known of each section of a large document.
#[derive(Debug)]
pub(in crate::text) struct Parts {
    pager: Arc<Pager>,
    mode: ParagraphMode,
    language: String,
    made: Mutex<LruCache<usize, Arc<Part>>>,
    /// How many sentences stand before each section, and in all, once they have been
    /// counted.
    before: OnceLock<Box<[usize]>>,
}

/// A section with its paragraphs and sentences. Their positions are bytes of the
/// section.
#[derive(Debug)]
pub(in crate::text) struct Part {
    stretch: Stretch,
    found: Found,
}

impl Parts {
    pub fn new(pager: Arc<Pager>, mode: ParagraphMode, language: &str) -> Self {
        Self {
            pager,
            mode,
            language: language.to_owned(),
            made: Mutex::new(LruCache::new(KEPT)),
            before: OnceLock::new(),
        }
    }

    /// Counts the sentences, as long as `goes_on` says so; not those of a text so
    /// large that it would take longer than a second.
    pub fn count_sentences(&self, goes_on: &dyn Fn() -> bool) {
        if !self.is_to_be_counted() {
            return;
        }
        let mut before = Vec::with_capacity(self.pager.count() + 1);
        let mut all = 0;
        for number in 0..self.pager.count() {
            if !goes_on() {
                return;
            }
            before.push(all);
            // Past the cache, which holds what is on the screen.
            let section = self.pager.read_section(number);
            all += Found::of(&section.whole, self.mode, &self.language).sentence_count();
        }
        before.push(all);
        let _ = self.before.set(before.into_boxed_slice());
    }

    /// Whether they are few enough, and have not been counted.
    pub fn is_to_be_counted(&self) -> bool {
        self.pager.len() <= COUNTED && self.before.get().is_none()
    }

    /// The number of sentences, once they have been counted.
    pub fn sentence_count(&self) -> Option<usize> {
        self.before.get()?.last().copied()
    }

    /// The number, from 0, of the first sentence that ends after `byte`, once they
    /// have been counted.
    pub fn sentence_number(&self, byte: usize) -> Option<usize> {
        let before = self.before.get()?;
        let section = self.pager.section_at(byte);
        let part = self.at(byte);
        let byte = part.stretch.inward(byte);
        Some(before.get(section.number)? + part.found.sentence_number(byte))
    }

    /// The part that holds `byte`; the end of the text lies in the last.
    pub fn at(&self, byte: usize) -> Arc<Part> {
        let section = self.pager.section_at(byte);
        if let Some(part) = self.made().get(&section.number) {
            return Arc::clone(part);
        }
        // Not under the lock: another thread must not wait for this.
        let part = Arc::new(Part::of(
            Stretch::from(&*section),
            self.mode,
            &self.language,
        ));
        self.made().put(section.number, Arc::clone(&part));
        part
    }

    fn made(&self) -> MutexGuard<'_, LruCache<usize, Arc<Part>>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The parts from the one that holds `byte` on, as far as there are words.
    pub fn from(&self, byte: usize) -> impl Iterator<Item = Arc<Part>> + '_ {
        self.one_by_one(byte, |end, _| (end < self.pager.len()).then_some(end))
    }

    /// The parts from the one that holds `byte` backwards, as far as there are words.
    pub fn upto(&self, byte: usize) -> impl Iterator<Item = Arc<Part>> + '_ {
        self.one_by_one(byte, |_, start| start.checked_sub(1))
    }

    /// The part that holds `byte`, and each that `next` names by the end and the
    /// start of the last one. None is made before it is asked for, as
    /// `std::iter::successors` would: most questions are answered by the first.
    fn one_by_one(
        &self,
        byte: usize,
        next: impl Fn(usize, usize) -> Option<usize>,
    ) -> impl Iterator<Item = Arc<Part>> {
        let mut at = None;
        let all = std::iter::from_fn(move || {
            let byte = match at {
                None => byte,
                Some((end, start)) => next(end, start)?,
            };
            let part = self.at(byte);
            at = Some((part.stretch.end(), part.stretch.start));
            Some(part)
        });
        until_blank(all)
    }

    /// All parts.
    pub fn all(&self) -> impl Iterator<Item = Arc<Part>> + '_ {
        (0..self.pager.count()).map(|number| self.at(self.pager.section(number).start))
    }
}

impl Part {
    fn of(stretch: Stretch, mode: ParagraphMode, language: &str) -> Self {
        let found = Found::of(&stretch.whole, mode, language);
        let soft = found.soft_line_ends(&stretch.whole);
        let whole: Whole = stretch.whole.with_soft_ends(&soft);
        Self {
            stretch: Stretch { whole, ..stretch },
            found,
        }
    }

    /// Its content, set as its paragraphs are.
    pub fn stretch(&self) -> Stretch {
        self.stretch.clone()
    }

    /// Its units, as ranges of the text.
    pub(super) fn outward(self: Arc<Self>, units: Units) -> impl Iterator<Item = TextRange> {
        let all = 0..self.found.paragraph_count();
        all.flat_map(move |index| self.outward_of(index, units))
    }

    /// Its units that do not end before `byte` of the text, as ranges of it.
    pub(super) fn outward_from(
        self: Arc<Self>,
        byte: usize,
        units: Units,
    ) -> impl Iterator<Item = TextRange> {
        let inward = byte.saturating_sub(self.stretch.start);
        let from = self.found.paragraphs_from(inward);
        from.flat_map(move |index| self.outward_of(index, units))
            .skip_while(move |it| it.end() < byte)
    }

    /// Its units that do not begin after `byte` of the text, the last one first, as
    /// ranges of it.
    pub(super) fn outward_upto(
        self: Arc<Self>,
        byte: usize,
        units: Units,
    ) -> impl Iterator<Item = TextRange> {
        let inward = byte.saturating_sub(self.stretch.start);
        let upto = self.found.paragraphs_upto(inward).rev();
        upto.flat_map(move |index| self.outward_of(index, units).into_iter().rev())
            .skip_while(move |it| it.start() > byte)
    }

    fn outward_of(&self, index: usize, units: Units) -> Vec<TextRange> {
        let ranges = units(&self.found, index).iter();
        ranges.map(|it| self.stretch.outward(*it)).collect()
    }

    /// Whether its paragraphs run over line ends.
    pub fn is_wrapped(&self) -> bool {
        self.found.is_wrapped()
    }
}

fn until_blank(parts: impl Iterator<Item = Arc<Part>>) -> impl Iterator<Item = Arc<Part>> {
    parts.scan(0, |blank, part| {
        *blank = match part.found.is_blank() {
            true => *blank + 1,
            false => 0,
        };
        (*blank <= BLANK).then_some(part)
    })
}
