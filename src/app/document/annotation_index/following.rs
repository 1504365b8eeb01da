//! Following the set of annotations: only what has changed is placed anew.
//!
//! Must not know: why something has changed.

use std::sync::Arc;

use crate::annotation::{
    Anchor, Annotation, AnnotationSet, Budget, Conflicts, Resolution, SumTree, place_order,
    resolve_annotations,
};
use crate::text::TextRange;

use super::{
    Anchored, AnnotationIndex, FoundAnchor, InOrder, OtherWords, anchor_of, has_selector_of,
};
use crate::app::document::units::{Unit, Units};

impl AnnotationIndex {
    /// Follows the set to another state: finds the annotations that differ, as far as the budget
    /// of a key goes.
    pub fn follow(&mut self, units: Units<'_>, set: &AnnotationSet) {
        self.follow_suggestions(units, set);
        let before = std::mem::replace(&mut self.set, set.clone());
        let changes: Vec<_> = before.diff(set).collect();
        // What kept its selector keeps its place: to find a passage again can mean to read
        // the whole text.
        let unknown = changes.iter().filter_map(|(was, is)| {
            let is_known = was.is_some_and(|was| has_selector_of(*is, was));
            is.filter(|_| !is_known).map(AsRef::as_ref)
        });
        let found = resolve_annotations(unknown, units.text, &self.earlier, Budget::AT_A_KEY);
        let mut found = found.into_iter();
        let mut concerned = false;
        for (was, is) in changes {
            let mut known = None;
            if let (Some(was), Some(is)) = (was, is)
                && self.replace(was, is)
            {
                concerned |= self.conflicts.concern(was) || self.conflicts.concern(is);
                continue;
            }
            if let Some(was) = was {
                concerned |= self.conflicts.concern(was);
                let resolution = self.remove(units, was);
                if has_selector_of(is, was) {
                    known = Some(resolution.unwrap_or(Resolution::Pending));
                }
            }
            if let Some(is) = is {
                concerned |= self.conflicts.concern(is);
                let resolution = known.or_else(|| found.next());
                self.insert(units, is, resolution.unwrap_or(Resolution::Pending));
            }
        }
        if concerned {
            let conflicts = Conflicts::new(set);
            let before = std::mem::replace(&mut self.conflicts, conflicts.clone());
            let versions = before.iter().chain(conflicts.iter()).flatten();
            versions.for_each(|id| self.look_again(id));
        }
    }

    fn follow_suggestions(&mut self, units: Units<'_>, set: &AnnotationSet) {
        let waiting = set.facts().suggestions.waiting();
        if !waiting.has_annotations() {
            self.suggested = None;
            return;
        }
        let suggested = match &mut self.suggested {
            Some(suggested) => suggested,
            none => {
                let mut new = Self {
                    earlier: self.earlier.clone(),
                    others: OtherWords::Lost,
                    ..Self::default()
                };
                let filter = self.only.as_ref();
                new.set_filter(filter.map(|(filter, _)| filter.clone()));
                none.insert(Box::new(new))
            }
        };
        suggested.follow(units, &waiting.clone().into());
    }

    /// Places annotations and suggestions that were pending by their anchors.
    pub(crate) fn place_found(&mut self, units: Units<'_>, found: &[FoundAnchor]) {
        if let Some(suggested) = &mut self.suggested {
            suggested.place_found(units, found);
        }
        for (annotation, anchor) in found {
            let here = self.set.get(&annotation.id).cloned();
            // It may have been changed while it was searched for.
            let here = here.filter(|here| here.selector == annotation.selector);
            let is_pending = self.resolution_of(&annotation.id) == Some(Resolution::Pending);
            if let Some(here) = here.filter(|_| is_pending) {
                self.remove(units, &here);
                self.insert(units, &here, Resolution::Settled(*anchor));
            }
        }
    }

    pub(super) fn insert(
        &mut self,
        units: Units<'_>,
        annotation: &Arc<Annotation>,
        resolution: Resolution,
    ) {
        let resolution = self.others.of(resolution);
        let anchored = Anchored {
            annotation: Arc::clone(annotation),
            resolution,
        };
        match resolution {
            Resolution::Pending => {
                self.pending.insert(InOrder(Arc::clone(annotation)));
                self.unasked = true;
            }
            Resolution::Settled(Anchor::Lost { .. }) if annotation.tag.is_mark() => {}
            Resolution::Settled(Anchor::Lost { .. }) => {
                self.lost.insert(InOrder(Arc::clone(annotation)));
            }
            Resolution::Settled(
                anchor @ (Anchor::Exact(range)
                | Anchor::Moved { range, .. }
                | Anchor::Changed { range, .. }),
            ) => {
                let more = self.untouched(units, range);
                self.checked = self.checked.map(|sentences| sentences + more);
                if !annotation.tag.is_mark() {
                    self.displaced = self.displaced.with(anchor);
                }
                let placed = self.placed(annotation, range, anchor);
                if let Some((filter, only)) = &mut self.only
                    && filter.takes(annotation)
                    && !annotation.tag.is_mark()
                {
                    only.insert(placed.clone());
                }
                self.list_mut(annotation).insert(placed);
            }
        }
        self.anchors.insert(anchored);
        self.put_open(annotation, resolution);
    }

    /// Puts an annotation in the place of an earlier state of it, where neither its place nor
    /// its look in the margin is another; answers whether it did. That costs no look at the
    /// text, and a save may change something in all annotations.
    fn replace(&mut self, was: &Arc<Annotation>, is: &Arc<Annotation>) -> bool {
        let looks_the_same = was.tag == is.tag && was.creator == is.creator;
        if !looks_the_same || !has_selector_of(Some(is), was) {
            return false;
        }
        let is_shown = self.only.as_ref().map(|(filter, _)| filter.takes(is));
        let was_shown = self.only.as_ref().map(|(filter, _)| filter.takes(was));
        let number = self.anchors.rank(|other| other.annotation.id < is.id);
        let anchored = self.anchors.get(number);
        let Some(anchored) = anchored.filter(|one| one.annotation.id == is.id) else {
            return false;
        };
        if is_shown != was_shown {
            return false;
        }
        let resolution = anchored.resolution;
        match (resolution, anchored.place()) {
            (Resolution::Pending, _) => replace_in_order(&mut self.pending, is),
            (Resolution::Settled(_), None) => replace_in_order(&mut self.lost, is),
            (Resolution::Settled(_), Some(placed)) => {
                self.list_mut(is).replace(&placed, is);
                if let Some((_, only)) = &mut self.only {
                    only.replace(&placed, is);
                }
            }
        }
        self.anchors
            .update(number, |one| one.annotation = Arc::clone(is));
        self.put_open(is, resolution);
        true
    }

    /// Looks at an annotation again that is among the others: it may be open, or not any more.
    pub(super) fn put_open(&mut self, annotation: &Arc<Annotation>, resolution: Resolution) {
        let anchor = anchor_of(Some(resolution));
        self.open.put(annotation, anchor, &self.conflicts);
        let is_open = self.open.reasons_of(annotation).first().is_some();
        let anchored = Anchored {
            annotation: Arc::clone(annotation),
            resolution,
        };
        if let Some(placed) = anchored.place() {
            self.all.set_open(&placed, is_open);
        }
    }

    /// Removes an annotation, and returns what was known of its place.
    fn remove(&mut self, units: Units<'_>, annotation: &Annotation) -> Option<Resolution> {
        let anchored = self
            .anchors
            .remove(|anchored| anchored.annotation.id.cmp(&annotation.id))?;
        self.open.remove(annotation);
        let in_order = |other: &InOrder| place_order(&other.0, annotation);
        match (anchored.resolution, anchored.place()) {
            (Resolution::Pending, _) => drop(self.pending.remove(in_order)),
            (Resolution::Settled(anchor), Some(placed)) => {
                self.list_mut(annotation).remove(&placed);
                if let Some((_, only)) = &mut self.only {
                    only.remove(&placed);
                }
                if !annotation.tag.is_mark() {
                    self.displaced = self.displaced.without(anchor);
                }
                let fewer = self.untouched(units, placed.range);
                self.checked = self.checked.map(|sentences| sentences - fewer);
            }
            (Resolution::Settled(_), None) => drop(self.lost.remove(in_order)),
        }
        Some(anchored.resolution)
    }

    /// The number of sentences in a range that can be checked, and that no placed annotation
    /// touches.
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
            let is_touched = [&self.all, &self.marks].into_iter().any(|list| {
                let mut touching = list.overlapping(0..list.len(), sentence);
                touching.next().is_some()
            });
            let counts = sentence.overlaps(range) && !is_touched;
            count += usize::from(counts && units.structure.is_checkable(sentence.start()));
        }
        count
    }
}

/// Puts an annotation in the place of its earlier state, if that is there.
fn replace_in_order(tree: &mut SumTree<InOrder>, is: &Arc<Annotation>) {
    let number = tree.rank(|other| place_order(&other.0, is).is_lt());
    if tree.get(number).is_some_and(|other| other.0.id == is.id) {
        tree.update(number, |other| other.0 = Arc::clone(is));
    }
}
