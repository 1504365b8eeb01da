//! Where the annotations of an open document are: which are in view, which is
//! under the cursor, which have lost their passage.
//!
//! They stand in trees (`annotation::tree`), so that neither a question nor a
//! change gets slower with how many there are. The places follow a set: what
//! differs from the one they were found for is found anew, and nothing else.
//!
//! Must not know: what is done with annotations, and how they are drawn.

mod lanes;
mod placed;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use crate::annotation::{
    Anchor, Annotation, AnnotationId, AnnotationSet, Budget, Conflicts, Entry, Resolution, TagId,
    Tree, place_order, resolve,
};
use crate::text::segment::Structure;
use crate::text::{Text, TextRange};

use crate::app::document::checked;
use crate::app::document::selection::Unit;
use crate::app::document::units::Units;

pub use placed::{LANES, Placed, Shelf};

/// The places of the annotations of a document.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The annotations that have been found.
    set: AnnotationSet,
    /// What is known of the place of each.
    anchors: Tree<Anchored>,
    all: Shelf,
    /// Those of one tag, while others are not shown.
    only: Option<(TagId, Shelf)>,
    /// Those without a passage.
    lost: Tree<InOrder>,
    /// Those of which it is not known yet.
    pending: Tree<InOrder>,
    /// Whether there are some of those that nobody has been asked for.
    unasked: bool,
    moved: usize,
    conflicts: Conflicts,
    names: Names,
    /// How many sentences they touch, where that is known.
    checked: Option<usize>,
}

#[derive(Debug, Clone)]
struct Anchored {
    annotation: Arc<Annotation>,
    resolution: Resolution,
}

impl Entry for Anchored {
    type Summary = ();

    fn order(&self, other: &Self) -> Ordering {
        self.annotation.id.cmp(&other.annotation.id)
    }

    fn add_to(&self, (): &mut ()) {}

    fn join((): &mut (), (): &()) {}
}

/// An annotation in the order of its set.
#[derive(Debug, Clone)]
struct InOrder(Arc<Annotation>);

impl Entry for InOrder {
    type Summary = ();

    fn order(&self, other: &Self) -> Ordering {
        place_order(&self.0, &other.0)
    }

    fn add_to(&self, (): &mut ()) {}

    fn join((): &mut (), (): &()) {}
}

/// An annotation with its anchor.
pub type FoundAnchor = (Arc<Annotation>, Anchor);

/// Whether an annotation is still there with the selector that it had.
fn has_selector_of(is: Option<&Arc<Annotation>>, was: &Annotation) -> bool {
    is.is_some_and(|is| is.selector == was.selector)
}

/// Numbers for the names of tags and of people: among many tags on one passage one
/// of a kind is then found without looking into each.
#[derive(Debug, Clone, Default)]
struct Names(HashMap<String, u32>);

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.0.get(name) {
            return *number;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(name.to_owned(), number);
        number
    }
}

impl Places {
    /// Finds the places of a set in a text. Takes a while where there are many.
    pub fn of(text: &Text, set: &AnnotationSet) -> Self {
        let mut places = Self {
            set: set.clone(),
            conflicts: Conflicts::of(set),
            ..Self::default()
        };
        let selectors = set.iter().map(|annotation| &annotation.selector);
        let resolutions = resolve(selectors, text, Budget::AT_ONCE);
        let mut placed = Vec::with_capacity(set.len());
        let (mut lost, mut pending) = (Vec::new(), Vec::new());
        let mut anchors = Vec::with_capacity(set.len());
        for (annotation, resolution) in set.iter().zip(resolutions) {
            let annotation = Arc::clone(annotation);
            match resolution {
                Resolution::Pending => pending.push(InOrder(Arc::clone(&annotation))),
                Resolution::Settled(Anchor::Lost { .. }) => {
                    lost.push(InOrder(Arc::clone(&annotation)));
                }
                Resolution::Settled(Anchor::Exact(range)) => {
                    placed.push(places.placed(&annotation, range, true));
                }
                Resolution::Settled(Anchor::Moved { range, .. }) => {
                    placed.push(places.placed(&annotation, range, false));
                }
            }
            anchors.push(Anchored {
                annotation,
                resolution,
            });
        }
        anchors.sort_unstable_by(Anchored::order);
        places.unasked = !pending.is_empty();
        places.moved = placed.iter().filter(|it| !it.exact).count();
        places.all = Shelf::of(placed);
        places.anchors = Tree::from_sorted(anchors);
        places.lost = Tree::from_sorted(lost);
        places.pending = Tree::from_sorted(pending);
        places
    }

    fn placed(&mut self, annotation: &Arc<Annotation>, range: TextRange, exact: bool) -> Placed {
        let tag = self.names.number(annotation.tag.as_str());
        let creator = self.names.number(&annotation.creator);
        Placed {
            annotation: Arc::clone(annotation),
            range,
            exact,
            lane: None,
            kind: (tag, creator),
        }
    }

    /// The annotations that they are the places of.
    pub fn set(&self) -> &AnnotationSet {
        &self.set
    }

    /// All that have a place, in reading order.
    pub fn all(&self) -> &Shelf {
        &self.all
    }

    /// Those of them that the filter lets through.
    pub fn shown(&self) -> &Shelf {
        self.only.as_ref().map_or(&self.all, |it| &it.1)
    }

    /// Those without a passage, in the order of the set.
    pub fn lost(&self) -> impl ExactSizeIterator<Item = &Arc<Annotation>> {
        self.lost.iter().map(|it| &it.0)
    }

    /// Whether the passage of an annotation was not found.
    pub fn is_lost(&self, id: &AnnotationId) -> bool {
        self.lost_among(id).is_some()
    }

    /// Of one whose passage was not found, in how many places its words stand: none,
    /// or several.
    pub fn lost_among(&self, id: &AnnotationId) -> Option<usize> {
        match self.resolution_of(id)? {
            Resolution::Settled(Anchor::Lost { candidates }) => Some(candidates),
            _ => None,
        }
    }

    /// Those of which it is not known yet where they are.
    pub fn pending(&self) -> impl ExactSizeIterator<Item = &Arc<Annotation>> {
        self.pending.iter().map(|it| &it.0)
    }

    /// The same, if somebody is to be asked for some of them.
    pub fn ask_for_pending(&mut self) -> Option<Vec<Arc<Annotation>>> {
        let pending = std::mem::take(&mut self.unasked);
        pending.then(|| self.pending().cloned().collect())
    }

    /// How many stand elsewhere than where they were marked.
    pub fn moved(&self) -> usize {
        self.moved
    }

    /// The tags of which there are several versions.
    pub fn conflicts(&self) -> &Conflicts {
        &self.conflicts
    }

    /// How many sentences they touch.
    pub fn checked(&self) -> Option<usize> {
        self.checked
    }

    /// They are to be counted anew: sentences are told in another way.
    pub fn forget_checked(&mut self) {
        self.checked = None;
    }

    /// The tag that is let through, where only one is.
    pub fn filter(&self) -> Option<&TagId> {
        self.only.as_ref().map(|it| &it.0)
    }

    /// Counts how many sentences they touch; from there on each change is counted.
    /// Those of a large document are not counted.
    pub fn count_checked(&mut self, structure: &Structure) {
        if structure.sentence_count().is_none() {
            return;
        }
        let placed = self.all.iter().map(|it| it.range);
        self.checked = Some(checked(structure, placed));
    }

    /// The place of an annotation.
    pub fn place_of(&self, id: &AnnotationId) -> Option<&Placed> {
        let anchored = self.anchors.find(|it| it.annotation.id.cmp(id))?;
        let there = anchored.place()?;
        self.all.0.find(|it| it.order(&there))
    }

    fn resolution_of(&self, id: &AnnotationId) -> Option<Resolution> {
        let anchored = self.anchors.find(|anchored| anchored.annotation.id.cmp(id));
        anchored.map(|anchored| anchored.resolution)
    }

    /// The annotation under a selection: the first with exactly that extent; else
    /// the shortest around it; else the first in it.
    pub fn under(&self, selected: TextRange) -> Option<&Placed> {
        let exactly = self.all.exactly(selected).next();
        let exactly = exactly.filter(|_| !selected.is_empty());
        exactly
            .and_then(|number| self.all.get(number))
            .or_else(|| self.all.shortest_around(selected))
            .or_else(|| self.all.overlapping(0..self.all.len(), selected).next())
    }

    /// The first with exactly that extent, that tag and that creator.
    pub fn one_of(&self, range: TextRange, tag: &TagId, creator: &str) -> Option<&Placed> {
        let number = |name: &str| self.names.0.get(name).copied();
        let kind = (number(tag.as_str())?, number(creator)?);
        let numbers = self.all.exactly(range);
        self.all
            .0
            .select(numbers, |_| true)
            .find(|it| it.kind == kind)
    }

    /// Lets only one tag take room in the margin.
    pub fn set_filter(&mut self, tag: Option<TagId>) {
        self.only = tag.map(|tag| {
            let number = self.names.0.get(tag.as_str());
            let shown = self.all.iter();
            let shown = shown.filter(|it| number.is_some_and(|tag| it.kind.0 == *tag));
            (tag, Shelf::of(shown.cloned().collect()))
        });
    }

    /// Makes these the places of another set in the same text: what differs is
    /// found, as far as that can be done while a key waits.
    pub fn follow(&mut self, units: Units<'_>, set: &AnnotationSet) {
        let before = std::mem::replace(&mut self.set, set.clone());
        let changes: Vec<_> = before.differing(set).collect();
        // To find a passage again can mean to read the whole text.
        let selectors = changes.iter().filter_map(|(was, is)| {
            let is_known = was.is_some_and(|was| has_selector_of(*is, was));
            is.filter(|_| !is_known).map(|is| &is.selector)
        });
        let mut found = resolve(selectors, units.text, Budget::AT_A_KEY).into_iter();
        let mut concerned = false;
        for (was, is) in changes {
            let mut known = None;
            if let Some(was) = was {
                concerned |= self.conflicts.concern(was);
                let resolution = self.take(units, was);
                if has_selector_of(is, was) {
                    known = Some(resolution.unwrap_or(Resolution::Pending));
                }
            }
            if let Some(is) = is {
                concerned |= self.conflicts.concern(is);
                let resolution = known.or_else(|| found.next());
                self.put(units, is, resolution.unwrap_or(Resolution::Pending));
            }
        }
        if concerned {
            self.conflicts = Conflicts::of(set);
        }
    }

    /// Takes in where annotations are that were pending.
    pub fn take_found(&mut self, units: Units<'_>, found: &[FoundAnchor]) {
        for (annotation, anchor) in found {
            let here = self.set.get(&annotation.id).cloned();
            // It may have been changed while it was looked for.
            let here = here.filter(|here| here.selector == annotation.selector);
            let is_pending = self.resolution_of(&annotation.id) == Some(Resolution::Pending);
            if let Some(here) = here.filter(|_| is_pending) {
                self.take(units, &here);
                self.put(units, &here, Resolution::Settled(*anchor));
            }
        }
    }

    fn put(&mut self, units: Units<'_>, annotation: &Arc<Annotation>, resolution: Resolution) {
        let anchored = Anchored {
            annotation: Arc::clone(annotation),
            resolution,
        };
        match resolution {
            Resolution::Pending => {
                self.pending.insert(InOrder(Arc::clone(annotation)));
                self.unasked = true;
            }
            Resolution::Settled(Anchor::Lost { .. }) => {
                self.lost.insert(InOrder(Arc::clone(annotation)));
            }
            Resolution::Settled(anchor @ (Anchor::Exact(range) | Anchor::Moved { range, .. })) => {
                let exact = matches!(anchor, Anchor::Exact(_));
                let more = self.untouched(units, range);
                self.checked = self.checked.map(|it| it + more);
                self.moved += usize::from(!exact);
                let placed = self.placed(annotation, range, exact);
                if let Some((tag, only)) = &mut self.only
                    && *tag == annotation.tag
                {
                    only.insert(placed.clone());
                }
                self.all.insert(placed);
            }
        }
        self.anchors.insert(anchored);
    }

    /// Takes an annotation out; answers what was known of its place.
    fn take(&mut self, units: Units<'_>, annotation: &Annotation) -> Option<Resolution> {
        let anchored = self
            .anchors
            .take(|anchored| anchored.annotation.id.cmp(&annotation.id))?;
        let in_order = |entry: &InOrder| place_order(&entry.0, annotation);
        match (anchored.resolution, anchored.place()) {
            (Resolution::Pending, _) => drop(self.pending.take(in_order)),
            (Resolution::Settled(anchor), Some(placed)) => {
                self.all.take(&placed);
                if let Some((_, only)) = &mut self.only {
                    only.take(&placed);
                }
                self.moved -= usize::from(!matches!(anchor, Anchor::Exact(_)));
                let fewer = self.untouched(units, placed.range);
                self.checked = self.checked.map(|it| it - fewer);
            }
            (Resolution::Settled(_), None) => drop(self.lost.take(in_order)),
        }
        Some(anchored.resolution)
    }

    /// How many sentences in a range are touched by nothing that has a place.
    fn untouched(&self, units: Units<'_>, range: TextRange) -> usize {
        if self.checked.is_none() {
            return 0;
        }
        let mut count = 0;
        let mut from = range.start();
        while let Some(sentence) = units.ending_after(Unit::Sentence, from) {
            if sentence.start() >= range.end() || sentence.end() <= from {
                break;
            }
            from = sentence.end();
            let mut touching = self.all.overlapping(0..self.all.len(), sentence);
            count += usize::from(sentence.overlaps(range) && touching.next().is_none());
        }
        count
    }
}

impl Anchored {
    /// What stands for it among the placed ones.
    fn place(&self) -> Option<Placed> {
        Some(Placed {
            annotation: Arc::clone(&self.annotation),
            range: self.resolution.anchor()?.range()?,
            exact: true,
            lane: None,
            kind: (0, 0),
        })
    }
}

#[cfg(test)]
mod tests;
