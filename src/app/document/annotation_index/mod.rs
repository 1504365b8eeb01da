//! The index of the annotations of an open document: which are in view, which is under the
//! cursor, which have lost their passage.
//!
//! They stand in trees (`annotation::tree`), so that neither a question nor a change gets
//! slower with their number. The index follows a set: only annotations that differ from those
//! in the set that it was made for are found anew.
//!
//! Must not know: what is done with annotations, and how they are drawn.

mod following;
mod lane_index;
mod lanes;
mod placed;

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::annotation::{
    Anchor, AnchorState, Annotation, AnnotationFilter, AnnotationId, AnnotationSet, Budget,
    Conflicts, Evidence, Item, Resolution, SumTree, TagId, place_order, resolve_annotations,
};
use crate::text::segment::Structure;
use crate::text::{Text, TextRange, touched};

use crate::app::document::open_items::{OpenItem, OpenItems};

pub use lane_index::LaneIndex;
pub use placed::PlacedAnnotation;

/// Where the annotations of a document are.
#[derive(Debug, Clone, Default)]
pub struct AnnotationIndex {
    /// The set that it was made for.
    set: AnnotationSet,
    /// What is known of the place of each.
    anchors: SumTree<Anchored>,
    all: LaneIndex,
    /// The marks of sentences with nothing to check. They take no room in the margin, and
    /// are nobody's tags: only the count of checked sentences goes by them, too.
    marks: LaneIndex,
    /// Those that a filter takes, while it hides the others.
    only: Option<(AnnotationFilter, LaneIndex)>,
    /// Those without a passage.
    lost: SumTree<InOrder>,
    /// Those whose passages are still to be found.
    pending: SumTree<InOrder>,
    /// Whether some of these have not been asked for yet.
    unasked: bool,
    displaced: Displaced,
    /// Texts that the document had: passages that were placed in one are carried over.
    earlier: Vec<Text>,
    conflicts: Conflicts,
    names: Names,
    /// How many sentences have an annotation, where they were counted.
    checked: Option<usize>,
    open: OpenItems,
    /// Where the suggestions are: an index of their own, so that no question about the
    /// annotations finds one.
    suggested: Option<Box<AnnotationIndex>>,
    others: OtherWords,
}

/// What becomes of passages that have other words now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum OtherWords {
    /// They stay in their place, and somebody is asked.
    #[default]
    Placed,
    /// They have none: nobody would accept what was suggested for other words.
    Lost,
}

impl OtherWords {
    fn of(self, resolution: Resolution) -> Resolution {
        match (self, resolution) {
            (Self::Lost, Resolution::Settled(Anchor::Changed { .. })) => {
                Resolution::Settled(Anchor::Lost { candidates: 0 })
            }
            (_, resolution) => resolution,
        }
    }
}

/// An annotation with what is known of its place, in the order of the ids.
#[derive(Debug, Clone)]
struct Anchored {
    annotation: Arc<Annotation>,
    resolution: Resolution,
}

impl Item for Anchored {
    type Summary = ();

    fn order(&self, other: &Self) -> Ordering {
        self.annotation.id.cmp(&other.annotation.id)
    }

    fn summary(&self) {}
}

/// An annotation in the order of its set.
#[derive(Debug, Clone)]
struct InOrder(Arc<Annotation>);

impl Item for InOrder {
    type Summary = ();

    fn order(&self, other: &Self) -> Ordering {
        place_order(&self.0, &other.0)
    }

    fn summary(&self) {}
}

/// How many annotations are not where they were marked, or not as they were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Displaced {
    /// With the same words in another place.
    pub moved: usize,
    /// In their place with other words.
    pub changed: usize,
    /// Nowhere.
    pub lost: usize,
}

impl Displaced {
    fn count(&mut self, anchor: Anchor) -> Option<&mut usize> {
        match anchor.state() {
            _ if !anchor.is_in_question() => None,
            AnchorState::Moved => Some(&mut self.moved),
            AnchorState::Changed => Some(&mut self.changed),
            AnchorState::Exact | AnchorState::Lost => None,
        }
    }

    pub(crate) fn with(mut self, anchor: Anchor) -> Self {
        if let Some(count) = self.count(anchor) {
            *count += 1;
        }
        self
    }

    fn without(mut self, anchor: Anchor) -> Self {
        if let Some(count) = self.count(anchor) {
            *count -= 1;
        }
        self
    }

    /// All of them.
    pub fn all(self) -> usize {
        self.moved + self.changed + self.lost
    }
}

/// An annotation with its anchor.
pub(crate) type FoundAnchor = (Arc<Annotation>, Anchor);

/// Whether an annotation is still there, and stands where it stood.
fn has_selector_of(is: Option<&Arc<Annotation>>, was: &Annotation) -> bool {
    is.is_some_and(|is| is.selector == was.selector && is.rejected() == was.rejected())
}

/// Numbers for the names of tags and of creators, so that among many annotations of one
/// passage those of a tag and a creator are found without comparing names.
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

impl AnnotationIndex {
    /// Finds the annotations of a set in a text, as far as the budget for a document that
    /// is being opened goes. `earlier` are texts that the document had.
    pub fn new(text: &Text, set: &AnnotationSet, earlier: Vec<Text>) -> Self {
        Self::within(text, set, earlier, (Budget::AT_ONCE, OtherWords::Placed))
    }

    /// Finds all annotations of a set in a text, however long that takes.
    pub fn of_all(text: &Text, set: &AnnotationSet, earlier: Vec<Text>) -> Self {
        Self::within(text, set, earlier, (Budget::Unlimited, OtherWords::Placed))
    }

    /// Finds those annotations that stand where they were marked; the others are pending.
    pub fn by_position(text: &Text, set: &AnnotationSet) -> Self {
        Self::within(
            text,
            set,
            Vec::new(),
            (Budget::Bytes(0), OtherWords::Placed),
        )
    }

    fn within(
        text: &Text,
        set: &AnnotationSet,
        earlier: Vec<Text>,
        how: (Budget, OtherWords),
    ) -> Self {
        let annotations = set.iter().map(AsRef::as_ref);
        let resolutions = resolve_annotations(annotations, text, &earlier, how.0);
        let mut index = Self {
            set: set.clone(),
            suggested: Self::of_suggestions(text, set, &earlier, how.0),
            others: how.1,
            earlier,
            conflicts: Conflicts::new(set),
            ..Self::default()
        };
        let (mut placed, mut marks) = (Vec::with_capacity(set.len()), Vec::new());
        let (mut lost, mut pending) = (Vec::new(), Vec::new());
        let mut anchors = Vec::with_capacity(set.len());
        let resolutions = resolutions.into_iter().map(|found| how.1.of(found));
        for (annotation, resolution) in set.iter().map(Arc::clone).zip(resolutions) {
            match resolution {
                Resolution::Pending => pending.push(InOrder(Arc::clone(&annotation))),
                Resolution::Settled(Anchor::Lost { .. }) if annotation.tag.is_mark() => {}
                Resolution::Settled(Anchor::Lost { .. }) => {
                    lost.push(InOrder(Arc::clone(&annotation)));
                }
                Resolution::Settled(
                    anchor @ (Anchor::Exact(range)
                    | Anchor::Moved { range, .. }
                    | Anchor::Changed { range, .. }),
                ) => {
                    let list = match annotation.tag.is_mark() {
                        true => &mut marks,
                        false => &mut placed,
                    };
                    list.push(index.placed(&annotation, range, anchor));
                }
            }
            anchors.push(Anchored {
                annotation,
                resolution,
            });
        }
        anchors.sort_unstable_by(Anchored::order);
        let anchors = SumTree::from_sorted(anchors);
        index.open = OpenItems::new(set, &index.conflicts, |annotation| {
            let anchored = anchored(&anchors, &annotation.id);
            anchor_of(anchored.map(|anchored| anchored.resolution))
        });
        index.unasked = !pending.is_empty();
        index.displaced = displaced(&placed);
        note_open(&mut placed, index.open.items());
        index.all = LaneIndex::new(placed);
        index.marks = LaneIndex::new(marks);
        index.anchors = anchors;
        index.lost = SumTree::from_sorted(lost);
        index.pending = SumTree::from_sorted(pending);
        index
    }

    /// Finds what is suggested beside a set.
    fn of_suggestions(
        text: &Text,
        set: &AnnotationSet,
        earlier: &[Text],
        budget: Budget,
    ) -> Option<Box<Self>> {
        let waiting = set.facts().suggestions.waiting();
        waiting.has_annotations().then(|| {
            let (waiting, earlier) = (waiting.clone().into(), earlier.to_vec());
            Box::new(Self::within(
                text,
                &waiting,
                earlier,
                (budget, OtherWords::Lost),
            ))
        })
    }

    fn placed(
        &mut self,
        annotation: &Arc<Annotation>,
        range: TextRange,
        anchor: Anchor,
    ) -> PlacedAnnotation {
        let tag = self.names.number(annotation.tag.as_str());
        let creator = self.names.number(&annotation.creator);
        PlacedAnnotation {
            annotation: Arc::clone(annotation),
            range,
            anchor,
            lane: None,
            is_open: false,
            kind: (tag, creator),
        }
    }

    /// The annotations that it was made for.
    pub fn set(&self) -> &AnnotationSet {
        &self.set
    }

    /// All that have a place, in reading order; those that are filtered out, too.
    pub fn all(&self) -> &LaneIndex {
        &self.all
    }

    /// The marks of sentences with nothing to check that have a place, in reading order.
    pub fn marks(&self) -> &LaneIndex {
        &self.marks
    }

    /// Those that the filter lets through, in reading order.
    pub fn shown(&self) -> &LaneIndex {
        self.only.as_ref().map_or(&self.all, |(_, shown)| shown)
    }

    /// Those without a passage, in the order of the set.
    pub(crate) fn lost(&self) -> impl ExactSizeIterator<Item = &Arc<Annotation>> {
        self.lost.iter().map(|lost| &lost.0)
    }

    pub(crate) fn is_lost(&self, id: &AnnotationId) -> bool {
        self.lost_among(id).is_some()
    }

    /// In how many places the words of a lost annotation stand: none, or several. `None`
    /// for an annotation that is not lost.
    pub(crate) fn lost_among(&self, id: &AnnotationId) -> Option<usize> {
        match self.resolution_of(id)? {
            Resolution::Settled(Anchor::Lost { candidates }) => Some(candidates),
            _ => None,
        }
    }

    /// Those whose passages are still to be found, in the order of the set.
    pub(crate) fn pending(&self) -> impl ExactSizeIterator<Item = &Arc<Annotation>> {
        self.pending.iter().map(|pending| &pending.0)
    }

    /// Whether there are any of these, or suggestions whose passages are still to be found.
    pub(crate) fn has_pending(&self) -> bool {
        let of_suggestions = self.suggested().is_some_and(Self::has_pending);
        !self.pending.is_empty() || of_suggestions
    }

    /// All that are pending, suggestions too, if there are some that have not been asked for yet.
    pub(crate) fn ask_for_pending(&mut self) -> Option<Vec<Arc<Annotation>>> {
        let mut unasked = std::mem::take(&mut self.unasked);
        if let Some(suggested) = &mut self.suggested {
            unasked |= std::mem::take(&mut suggested.unasked);
        }
        let suggested = self.suggested().into_iter().flat_map(Self::pending);
        unasked.then(|| self.pending().chain(suggested).cloned().collect())
    }

    /// How many are not where they were marked, or not as they were.
    pub(crate) fn displaced(&self) -> Displaced {
        Displaced {
            lost: self.lost.len(),
            ..self.displaced
        }
    }

    /// Those that stand elsewhere than where they were marked, or with other words, in reading
    /// order.
    pub(crate) fn in_question(&self) -> impl Iterator<Item = &PlacedAnnotation> {
        let any = self.displaced.moved + self.displaced.changed > 0;
        let all = any.then(|| self.all.iter()).into_iter().flatten();
        all.filter(|placed| placed.is_in_question())
    }

    /// Where the suggestions are, where there are any.
    pub(crate) fn suggested(&self) -> Option<&AnnotationIndex> {
        self.suggested.as_deref()
    }

    /// Texts that the document had.
    pub(crate) fn earlier(&self) -> &[Text] {
        &self.earlier
    }

    pub(crate) fn conflicts(&self) -> &Conflicts {
        &self.conflicts
    }

    /// What is still to be done about them.
    pub(crate) fn open(&self) -> &OpenItems {
        &self.open
    }

    pub(crate) fn open_mut(&mut self) -> &mut OpenItems {
        &mut self.open
    }

    /// Takes what is known of its annotations from outside, as it was known before.
    pub(crate) fn tell_evidence(&mut self, known: Option<BTreeMap<AnnotationId, Evidence>>) {
        for (id, evidence) in known.into_iter().flatten() {
            if self.open.set_evidence(&id, evidence) {
                self.look_again(&id);
            }
        }
    }

    /// Notes whether the document is gone from disk: its annotations are lost then, for what is
    /// open about them.
    pub(crate) fn set_gone(&mut self, is_gone: bool) {
        if self.open.set_gone(is_gone) {
            let set = self.set.clone();
            for annotation in set.iter() {
                self.look_again(&annotation.id);
            }
        }
    }

    /// Looks at an annotation again: what is open about it may be something else.
    pub(crate) fn look_again(&mut self, id: &AnnotationId) {
        let resolution = self.resolution_of(id).unwrap_or(Resolution::Pending);
        if let Some(annotation) = self.set.get(id).cloned() {
            self.put_open(&annotation, resolution);
        }
    }

    pub(crate) fn checked(&self) -> Option<usize> {
        self.checked
    }

    /// Forgets how many sentences have an annotation, because the sentences are others now.
    pub(crate) fn forget_checked(&mut self) {
        self.checked = None;
    }

    pub(crate) fn filter(&self) -> Option<&AnnotationFilter> {
        self.only.as_ref().map(|(filter, _)| filter)
    }

    /// Counts the sentences that can be checked and have an annotation; each later change
    /// keeps the count. The sentences of a large document are not counted.
    pub fn count_checked(&mut self, structure: &Structure) {
        if structure.checkable_count().is_none() {
            return;
        }
        let placed = [&self.all, &self.marks]
            .into_iter()
            .flat_map(LaneIndex::iter);
        let placed = placed.map(|placed| placed.range);
        self.checked = Some(touched(structure.checkable(), placed));
    }

    pub(crate) fn place_of(&self, id: &AnnotationId) -> Option<&PlacedAnnotation> {
        let anchored = anchored(&self.anchors, id)?;
        let there = anchored.place()?;
        let list = self.list_of(&anchored.annotation);
        list.0.find(|placed| placed.order(&there))
    }

    /// The list that an annotation stands in where it has a place.
    fn list_of(&self, annotation: &Annotation) -> &LaneIndex {
        match annotation.tag.is_mark() {
            true => &self.marks,
            false => &self.all,
        }
    }

    fn list_mut(&mut self, annotation: &Annotation) -> &mut LaneIndex {
        match annotation.tag.is_mark() {
            true => &mut self.marks,
            false => &mut self.all,
        }
    }

    fn resolution_of(&self, id: &AnnotationId) -> Option<Resolution> {
        anchored(&self.anchors, id).map(|anchored| anchored.resolution)
    }

    /// The annotation under a selection: the first with exactly that extent; else the shortest
    /// around it; else the first in it. What the filter hides is not there.
    pub fn under(&self, selected: TextRange) -> Option<&PlacedAnnotation> {
        let shown = self.shown();
        let exactly = shown.exactly(selected).next();
        let exactly = exactly.filter(|_| !selected.is_empty());
        exactly
            .and_then(|number| shown.get(number))
            .or_else(|| shown.shortest_around(selected))
            .or_else(|| shown.overlapping(0..shown.len(), selected).next())
    }

    /// Those with exactly that extent, in reading order, without what the filter hides.
    pub(crate) fn shown_at(&self, range: TextRange) -> impl Iterator<Item = &PlacedAnnotation> {
        let shown = self.shown();
        shown.0.select(shown.exactly(range), |_| true)
    }

    /// Whether the filter hides an annotation.
    pub(crate) fn is_hidden(&self, annotation: &Annotation) -> bool {
        let filter = self.filter();
        filter.is_some_and(|filter| !filter.takes(annotation))
    }

    /// The first with exactly that extent, that tag and that creator.
    pub(crate) fn one_of(
        &self,
        range: TextRange,
        tag: &TagId,
        creator: &str,
    ) -> Option<&PlacedAnnotation> {
        let number = |name: &str| self.names.0.get(name).copied();
        let kind = (number(tag.as_str())?, number(creator)?);
        let list = match tag.is_mark() {
            true => &self.marks,
            false => &self.all,
        };
        let numbers = list.exactly(range);
        list.0
            .select(numbers, |_| true)
            .find(|placed| placed.kind == kind)
    }

    /// All with exactly that extent and that creator, in reading order.
    pub(crate) fn all_of(
        &self,
        range: TextRange,
        creator: &str,
    ) -> impl Iterator<Item = &PlacedAnnotation> {
        let creator = self.names.0.get(creator).copied();
        let placed = self.all.0.select(self.all.exactly(range), |_| true);
        placed.filter(move |placed| Some(placed.kind.1) == creator)
    }

    /// Shows only the annotations that a filter takes, so that only they have lanes.
    pub(crate) fn set_filter(&mut self, filter: Option<AnnotationFilter>) {
        if let Some(suggested) = &mut self.suggested {
            suggested.set_filter(filter.clone());
        }
        self.only = filter.map(|filter| {
            let shown = self.all.iter();
            let shown = shown.filter(|placed| filter.takes(&placed.annotation));
            let shown = LaneIndex::new(shown.cloned().collect());
            (filter, shown)
        });
    }
}

/// Notes which annotations are open, where both are in the order of the set.
fn note_open(placed: &mut [PlacedAnnotation], items: &SumTree<OpenItem>) {
    let mut open = items.iter().peekable();
    for one in placed {
        let is_before = |item: &&OpenItem| place_order(&item.annotation, &one.annotation).is_lt();
        while open.next_if(is_before).is_some() {}
        let next = open.peek();
        one.is_open = next.is_some_and(|item| item.annotation.id == one.annotation.id);
    }
}

fn displaced(placed: &[PlacedAnnotation]) -> Displaced {
    let anchors = placed.iter().map(|one| one.anchor);
    anchors.fold(Displaced::default(), Displaced::with)
}

fn anchored<'a>(anchors: &'a SumTree<Anchored>, id: &AnnotationId) -> Option<&'a Anchored> {
    anchors.find(|anchored| anchored.annotation.id.cmp(id))
}

/// Where an annotation is, for what is open about it: one that is still looked for is not
/// known to be anywhere else.
fn anchor_of(resolution: Option<Resolution>) -> Anchor {
    let anchor = resolution.and_then(Resolution::anchor);
    anchor.unwrap_or(Anchor::Exact(TextRange::between(0, 0)))
}

impl Anchored {
    /// A key by which its placed annotation is found: it compares equal to it.
    fn place(&self) -> Option<PlacedAnnotation> {
        Some(PlacedAnnotation {
            annotation: Arc::clone(&self.annotation),
            range: self.resolution.anchor()?.range()?,
            anchor: self.resolution.anchor()?,
            lane: None,
            is_open: false,
            kind: (0, 0),
        })
    }
}

#[cfg(test)]
mod tests;
