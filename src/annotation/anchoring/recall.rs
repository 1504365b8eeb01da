//! Finds passages again of which nothing is known but their selectors: by their words, by
//! those around them, and by the order in which they stood.
//!
//! Must not know: old texts.

use std::ops::Range;

use super::anchor::{Anchor, Shift};
use super::approximate::{self, Pair};
use super::fragment::{Context, Fragment};
use super::order::longest_in_order;
use super::survivors::{Survivors, is_like, is_most, is_word_for_word, reads_alike};
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

/// Words of this weight are rarely the same by chance.
const LONG: f32 = 3.0;

/// Words of this weight tell less than what stands around them.
const TELLING_WORDS: f32 = 2.0;
/// More of the context than all of one side, of 2.
const MORE_THAN_HALF: f32 = 1.05;

/// So much of both sides of the context tells a place that has other words.
const MOST: f32 = 0.6;

/// A passage whose place is known: where it was marked, and the tokens it is at.
pub(super) type Known = (CodePoint, Range<usize>);

/// A place with exactly the words of a passage.
struct Candidate {
    context: Context,
    /// How much of it stands on its lines, 0 to 1; `None` where these tell nothing.
    on_its_lines: Option<f32>,
    place: Range<usize>,
}

impl Candidate {
    fn new(fragment: &Fragment<'_>, place: Range<usize>, target: &Target<'_>) -> Self {
        let (tokens, vocabulary) = (&target.tokens, &target.vocabulary);
        Self {
            context: fragment.context(tokens, &place, vocabulary),
            on_its_lines: fragment.on_its_lines(tokens, &place, vocabulary),
            place,
        }
    }

    /// Whether all that stood on the lines of the passage does.
    fn is_on_its_lines(&self) -> bool {
        self.on_its_lines.is_some_and(|part| part > 1.0 - 1e-3)
    }

    /// Whether nothing that stood on its lines does, but a full stop.
    fn is_on_others(&self) -> bool {
        self.on_its_lines.is_some_and(|part| part < 0.1)
    }
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

/// Whether a passage stands elsewhere on the lines that it stood on, and at a place it does
/// not.
pub(super) fn stands_on_its_lines_elsewhere(
    fragment: &Fragment<'_>,
    place: &Range<usize>,
    target: &Target<'_>,
) -> bool {
    let here = Candidate::new(fragment, place.clone(), target);
    let is_elsewhere = |place| Candidate::new(fragment, place, target).is_on_its_lines();
    !here.is_on_its_lines() && target.same_words(fragment).any(is_elsewhere)
}

/// Whether much more of the context of a passage stands elsewhere than around a place, so
/// that what is there is the same words of something else.
pub(super) fn has_a_better_place(
    fragment: &Fragment<'_>,
    place: &Range<usize>,
    target: &Target<'_>,
) -> bool {
    let search = Search::new(fragment, target);
    let candidate = Candidate::new(fragment, place.clone(), target);
    let about = About::new(&search, 0..target.tokens.len());
    about.has_more_of_the_context(&candidate)
}

struct Search<'a> {
    fragment: &'a Fragment<'a>,
    target: &'a Target<'a>,
    /// Those with the most of the context first.
    candidates: Vec<Candidate>,
    /// In how many places its words stand.
    count: usize,
    /// What its words tell together.
    weight: f32,
}

impl<'a> Search<'a> {
    fn new(fragment: &'a Fragment<'a>, target: &'a Target<'a>) -> Self {
        let candidate = |place| Candidate::new(fragment, place, target);
        let mut candidates: Vec<_> = target.same_words(fragment).map(candidate).collect();
        let count = candidates.len();
        // What stands on the line of a passage tells more than the line below.
        if candidates.iter().any(Candidate::is_on_its_lines) {
            candidates.retain(Candidate::is_on_its_lines);
        }
        candidates.sort_by(|one, other| other.context.sum().total_cmp(&one.context.sum()));
        Self {
            fragment,
            target,
            candidates,
            count,
            weight: target.vocabulary.weight_of(fragment.quote()),
        }
    }

    /// The place that is meant without doubt, whatever stands before and after it.
    fn sure(&self) -> Option<&Range<usize>> {
        let (best, second) = (self.candidates.first()?, self.candidates.get(1));
        let most = best.context.sum();
        let is_clear = second.is_none_or(|second| most - second.context.sum() > CLEARLY);
        let is_alone = second.is_none() && self.weight >= TELLING;
        let fits = most >= SOME && !self.is_on_others(best) || self.fragment.is_bare();
        let is_sure = most >= ENOUGH
            || second.is_none() && best.is_on_its_lines()
            || is_alone
                && !self
                    .target
                    .has_surroundings_elsewhere(self.fragment, &best.place);
        (is_clear && fits && is_sure).then_some(&best.place)
    }

    /// Whether a place has words that are common on other lines than those of the passage.
    fn is_on_others(&self, candidate: &Candidate) -> bool {
        let may_be_chance = self.weight < LONG && !candidate.context.is_kept();
        candidate.is_on_others() && (may_be_chance || self.count > 1)
    }

    fn anchor(&self, backbone: &[Known]) -> Anchor {
        let found = self.find(backbone);
        found.map_or(
            Anchor::Lost {
                candidates: self.count,
            },
            |place| self.target.anchor(self.fragment, &place, Shift::Place),
        )
    }

    fn find(&self, backbone: &[Known]) -> Option<Range<usize>> {
        let window = self.window(backbone);
        let sure = self.sure().filter(|place| {
            let first = self.candidates.first();
            let is_own = |first: &Candidate| first.is_on_its_lines() && first.context.is_kept();
            window.contains(&place.start) || first.is_some_and(is_own)
        });
        if let Some(sure) = sure {
            return Some(sure.clone());
        }
        let near = self.near(&window);
        // Its words stand here, and its surroundings may stand elsewhere with others.
        let about = About::new(self, window.clone());
        let is_other = |place| self.target.has_surroundings_elsewhere(self.fragment, place);
        let near = near.filter(|near| match near.context.is_kept() {
            true => !about.has_another_word(near),
            false => !about.has_more_of_the_context(near) && !is_other(&near.place),
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
        if here.is_empty() && self.candidates.iter().any(Candidate::is_on_its_lines) {
            return false;
        }
        let is_kept = here.iter().any(|one| one.context.is_kept());
        if self.count > 1 && here.iter().any(|one| self.is_on_others(one)) {
            return false;
        }
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
        let fits = before.max(after) >= SOME && !self.is_on_others(best);
        // A word or two stand anywhere.
        let is_short = self.weight < TELLING_WORDS && self.count > 1;
        let fits = fits && (!is_short || best.context.sum() >= MORE_THAN_HALF);
        (best.context.sum() - second > A_LITTLE && fits).then_some(best)
    }

    /// The only place with its words, which it was moved to past others.
    fn elsewhere(&self) -> Option<Range<usize>> {
        let [only] = &self.candidates[..] else {
            return None;
        };
        let is_other = self
            .target
            .has_surroundings_elsewhere(self.fragment, &only.place);
        let fits = only.context.sum() >= SOME && !is_other && !self.is_on_others(only);
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

    /// Whether another word stands between both sides of the context of a short passage, and
    /// only one of them at a place that has its own.
    fn has_another_word(&self, place: &Candidate) -> bool {
        let Context { before, after } = self.context;
        let is_here = before >= MOST && after >= MOST;
        is_here
            && self.search.weight < TELLING_WORDS
            && place.context.sum() < MORE_THAN_HALF
            && self
                .place()
                .is_some_and(|here| here.end <= place.place.start || place.place.end <= here.start)
    }

    fn place(&self) -> Option<Range<usize>> {
        let (words, passage) = self.search.fragment.whole();
        let vocabulary = &self.search.target.vocabulary;
        let own = self.pairs.iter().filter(|(word, _)| passage.contains(word));
        let Search {
            fragment, target, ..
        } = self.search;
        let is_same = |(word, token): &Pair| target.tokens.form(*token) == Some(words[*word].form);
        let same = Survivors::densest(own.clone().copied().filter(is_same), target.ends(fragment));
        let same = same.filter(|same| is_most(same.count, passage.len()));
        // Words in another case are those of the passage where all of them are there.
        let alike = || {
            let alike = Survivors::densest(own.copied(), target.ends(fragment))?;
            (alike.count == passage.len()).then_some(alike)
        };
        let Some(survivors) = same.or_else(alike) else {
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
        let is_short = self.search.weight < TELLING_WORDS;
        let is_one = self.search.count == 1 && survivors.count == passage.len();
        let tells =
            most_of_one >= SOME && (!is_short || is_one || self.context.sum() >= MORE_THAN_HALF);
        if score < 0.5 || !tells {
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

    /// What stands between the same two words as the passage did, where most of the context
    /// is: another word, in its place, or the same words in another spelling.
    fn replaced(&self, passage: &Range<usize>) -> Option<Range<usize>> {
        let (before, after) = self.neighbours(passage);
        let (start, end) = (before? + 1, after?);
        let Context { before, after } = self.context;
        let is_here = before >= MOST && after >= MOST;
        let length = end.checked_sub(start).filter(|length| *length > 0)?;
        let reads_alike = || {
            let Search {
                fragment, target, ..
            } = self.search;
            let new = target.text.slice(target.tokens.span(&(start..end)));
            reads_alike(&fragment.selector.quote, &new)
        };
        let is_one = is_word_for_word(passage.len(), length) || is_here && reads_alike();
        (is_here && is_one).then_some(start..end)
    }
}
