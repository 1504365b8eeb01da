//! Finds passages again of which nothing is known but their selectors: by their words, by
//! those around them, and by the order in which they stood.
//!
//! Must not know: old texts.

use std::ops::Range;

use super::anchor::{Anchor, Shift};
use super::approximate::{self, Pair};
use super::fragment::{Context, Fragment};
use super::order::longest_in_order;
use super::survivors::{Survivors, is_like, is_most, is_word_for_word};
use super::target::Target;
use crate::text::CodePoint;

/// How much more of the context than the second one the best of several places needs to
/// have, of 2.
const CLEARLY: f32 = 0.3;
/// The same, of several places that the order allows for.
const A_LITTLE: f32 = 0.2;
/// So much of the context tells a place without the order of the passages.
const ENOUGH: f32 = 1.2;
/// So much of one side of it tells a place that the order allows for.
const SOME: f32 = 0.3;
/// Words of this weight tell by themselves: some four long ones.
const TELLING: f32 = 4.0;

/// A passage whose place is known: where it was marked, and the tokens it is at.
pub(super) type Known = (CodePoint, Range<usize>);

/// A place with exactly the words of a passage.
struct Candidate {
    context: Context,
    place: Range<usize>,
}

/// Finds passages; `known` are others whose places are known.
pub(super) fn recall(
    fragments: &[&Fragment<'_>],
    known: Vec<Known>,
    target: &Target<'_>,
) -> Vec<Anchor> {
    let searches: Vec<Search<'_>> = fragments
        .iter()
        .map(|fragment| Search::new(fragment, target))
        .collect();
    let sure = searches.iter().filter_map(|search| {
        let place = search.sure()?;
        Some((search.fragment.selector.start, place.clone()))
    });
    let mut backbone: Vec<Known> = known.into_iter().chain(sure).collect();
    backbone.sort_by_key(|(start, place)| (*start, place.start));
    let backbone = longest_in_order(backbone, |(_, place)| place.start);
    let anchors = searches.iter().map(|search| search.anchor(&backbone));
    anchors.collect()
}

/// Finds a passage as if nothing else was known.
pub(super) fn find_anew(fragment: &Fragment<'_>, target: &Target<'_>) -> Option<Range<usize>> {
    Search::new(fragment, target).find(&[])
}

/// Whether much more of the context of a passage stands elsewhere than around a place, so
/// that what is there is the same words of something else.
pub(super) fn has_a_better_place(
    fragment: &Fragment<'_>,
    place: &Range<usize>,
    target: &Target<'_>,
) -> bool {
    let search = Search::new(fragment, target);
    let candidate = Candidate {
        context: fragment.context(&target.tokens, place, &target.vocabulary),
        place: place.clone(),
    };
    let about = About::new(&search, 0..target.tokens.len());
    about.has_more_of_the_context(&candidate)
}

struct Search<'a> {
    fragment: &'a Fragment<'a>,
    target: &'a Target<'a>,
    /// Those with the most of the context first.
    candidates: Vec<Candidate>,
    /// What its words tell together.
    weight: f32,
}

impl<'a> Search<'a> {
    fn new(fragment: &'a Fragment<'a>, target: &'a Target<'a>) -> Self {
        let (tokens, vocabulary) = (&target.tokens, &target.vocabulary);
        let candidate = |place| Candidate {
            context: fragment.context(tokens, &place, vocabulary),
            place,
        };
        let mut candidates: Vec<_> = target.same_words(fragment).map(candidate).collect();
        candidates.sort_by(|one, other| other.context.sum().total_cmp(&one.context.sum()));
        Self {
            fragment,
            target,
            candidates,
            weight: vocabulary.weight_of(fragment.quote()),
        }
    }

    /// The place that is meant without doubt, whatever stands before and after it.
    fn sure(&self) -> Option<&Range<usize>> {
        let (best, second) = (self.candidates.first()?, self.candidates.get(1));
        let most = best.context.sum();
        let is_clear = second.is_none_or(|second| most - second.context.sum() > CLEARLY);
        let is_alone = second.is_none() && self.weight >= TELLING;
        let fits = most >= SOME || self.fragment.is_bare();
        let is_sure = most >= ENOUGH
            || is_alone
                && !self
                    .target
                    .has_surroundings_elsewhere(self.fragment, &best.place);
        (is_clear && fits && is_sure).then_some(&best.place)
    }

    fn anchor(&self, backbone: &[Known]) -> Anchor {
        let found = self.find(backbone);
        found.map_or(
            Anchor::Lost {
                candidates: self.candidates.len(),
            },
            |place| self.target.anchor(self.fragment, &place, Shift::Place),
        )
    }

    fn find(&self, backbone: &[Known]) -> Option<Range<usize>> {
        let window = self.window(backbone);
        let sure = self.sure().filter(|place| window.contains(&place.start));
        if let Some(sure) = sure {
            return Some(sure.clone());
        }
        let near = self.near(&window);
        // Its words stand here, and its surroundings may stand elsewhere with others.
        let about = About::new(self, window.clone());
        let is_other = |place| self.target.has_surroundings_elsewhere(self.fragment, place);
        let near = near.filter(|near| {
            near.context.is_kept() || !about.has_more_of_the_context(near) && !is_other(&near.place)
        });
        if let Some(near) = near {
            return Some(near.place.clone());
        }
        let place = about
            .place()
            .filter(|place| self.is_one(place, &window, &about));
        place.or_else(|| self.elsewhere())
    }

    /// Whether no other place with the words of the passage has as much of its context.
    fn is_one(&self, place: &Range<usize>, window: &Range<usize>, about: &About<'_>) -> bool {
        let near = self.candidates.iter();
        let near = near.filter(|candidate| window.contains(&candidate.place.start));
        let (here, others): (Vec<_>, Vec<_>) = near.partition(|one| one.place == *place);
        let is_kept = here.iter().any(|one| one.context.is_kept());
        if !here.is_empty()
            && !is_kept
            && self.target.has_surroundings_elsewhere(self.fragment, place)
        {
            return false;
        }
        if here.is_empty() || others.is_empty() {
            return true;
        }
        let most = others.iter().map(|other| other.context.sum());
        let most = most.fold(0.0, f32::max);
        let own = about.context.sum();
        own >= ENOUGH && own - most > A_LITTLE
    }

    /// The tokens between the nearest passages before and after it whose places are known,
    /// and some more: passages may overlap.
    fn window(&self, backbone: &[Known]) -> Range<usize> {
        const MORE: usize = 20;
        let start = self.fragment.selector.start;
        let next = backbone.partition_point(|(known, _)| *known < start);
        let before = next.checked_sub(1).map(|before| &backbone[before].1);
        let after = backbone[next..].iter().find(|(known, _)| *known > start);
        let from = before.map_or(0, |place| place.start.saturating_sub(MORE));
        let all = self.target.tokens.len();
        let end = after.map_or(all, |(_, place)| (place.end + MORE).min(all));
        from..end.max(from)
    }

    /// The one place in a window that has clearly the most of the context.
    fn near(&self, window: &Range<usize>) -> Option<&Candidate> {
        let is_near = |candidate: &&Candidate| window.contains(&candidate.place.start);
        let mut near = self.candidates.iter().filter(is_near);
        let best = near.next()?;
        let second = near.next().map_or(-1.0, |second| second.context.sum());
        let Context { before, after } = best.context;
        let fits = before.max(after) >= SOME;
        (best.context.sum() - second > A_LITTLE && fits).then_some(best)
    }

    /// The only place with its words, which it was moved to past others.
    fn elsewhere(&self) -> Option<Range<usize>> {
        const LONG: f32 = 3.0;
        let [only] = &self.candidates[..] else {
            return None;
        };
        let is_other = self
            .target
            .has_surroundings_elsewhere(self.fragment, &only.place);
        let fits = only.context.sum() >= SOME && !is_other;
        (self.weight >= LONG && fits).then(|| only.place.clone())
    }
}

/// Where a passage stands about so with its context.
struct About<'a> {
    search: &'a Search<'a>,
    pairs: Vec<Pair>,
    /// How much of the context is there, 0 to 1 each.
    context: Context,
}

impl<'a> About<'a> {
    fn new(search: &'a Search<'a>, window: Range<usize>) -> Self {
        let (words, passage) = search.fragment.whole();
        let pairs = approximate::find(words, window, search.target);
        let vocabulary = &search.target.vocabulary;
        let part = |range: Range<usize>| {
            let all = vocabulary.weight_of(&words[range.clone()]);
            let found = pairs.iter().filter(|(word, _)| range.contains(word));
            let found: f32 = found
                .map(|(word, _)| vocabulary.weight(words[*word].form))
                .sum();
            match all > 0.0 {
                true => found / all,
                false => 0.0,
            }
        };
        let context = Context {
            before: part(0..passage.start),
            after: part(passage.end..words.len()),
        };
        Self {
            search,
            pairs,
            context,
        }
    }

    /// Whether it stands elsewhere, where much more of the context is than at a place that
    /// has the words.
    fn has_more_of_the_context(&self, place: &Candidate) -> bool {
        const MUCH: f32 = 0.5;
        let is_there = |(_, token): &Pair| place.place.contains(token);
        !self.pairs.iter().any(is_there) && self.context.sum() > place.context.sum() + MUCH
    }

    fn place(&self) -> Option<Range<usize>> {
        let (words, passage) = self.search.fragment.whole();
        let vocabulary = &self.search.target.vocabulary;
        let own = self.pairs.iter().filter(|(word, _)| passage.contains(word));
        let Some(survivors) = Survivors::densest(own.copied()) else {
            return self.replaced(&passage);
        };
        let own = self
            .pairs
            .iter()
            .filter(|(word, token)| passage.contains(word) && survivors.new.contains(token));
        let kept: f32 = own
            .map(|(word, _)| vocabulary.weight(words[*word].form))
            .sum();
        let part = kept / self.search.weight.max(f32::EPSILON);
        let score = 0.6 * part + 0.2 * self.context.sum();
        let most_of_one = self.context.before.max(self.context.after);
        let tells = most_of_one >= SOME;
        if !is_most(survivors.count, words[passage.clone()].len()) || score < 0.5 || !tells {
            return self.replaced(&passage);
        }
        let (first, last) = self.neighbours(&passage);
        let Survivors { old, new, .. } = survivors;
        let start = first.map(|before| before + 1).filter(|start| {
            *start <= new.start && is_like(old.start - passage.start, new.start - start)
        });
        let end =
            last.filter(|end| *end >= new.end && is_like(passage.end - old.end, end - new.end));
        let start = start
            .filter(|_| old.start > passage.start)
            .unwrap_or(new.start);
        let end = end.filter(|_| old.end < passage.end).unwrap_or(new.end);
        Some(start..end)
    }

    /// Where the words right before and right after the passage stand.
    fn neighbours(&self, passage: &Range<usize>) -> (Option<usize>, Option<usize>) {
        let at = |wanted: Option<usize>| {
            let found = self.pairs.iter().find(|(word, _)| Some(*word) == wanted);
            found.map(|(_, token)| *token)
        };
        (at(passage.start.checked_sub(1)), at(Some(passage.end)))
    }

    /// The word that stands between the same two words as that of the passage did, where most
    /// of the context is: another one, in its place.
    fn replaced(&self, passage: &Range<usize>) -> Option<Range<usize>> {
        const MOST: f32 = 0.6;
        let (before, after) = self.neighbours(passage);
        let (start, end) = (before? + 1, after?);
        let Context { before, after } = self.context;
        let is_here = before >= MOST && after >= MOST;
        let is_one = is_word_for_word(passage.len(), end.checked_sub(start)?);
        (is_here && is_one).then_some(start..end)
    }
}
