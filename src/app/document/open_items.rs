//! What is open in a document: the annotations about which something is still to be done, with
//! why, in the order of their set.
//!
//! They stand in a tree that follows what changes, so that neither a count nor the next one of
//! them gets slower with the number of annotations.
//!
//! Must not know: which reasons there are; `annotation/open.rs` says so alone.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::{AddAssign, SubAssign};
use std::sync::Arc;

use crate::annotation::{
    Anchor, Annotation, AnnotationId, AnnotationSet, Conflicts, Evidence, Item, OpenReason,
    SumTree, Summary, Versions, place_order,
};

const REASONS: usize = OpenReason::ALL.len();

/// Why an annotation is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reasons(u16);

impl Reasons {
    fn of(reasons: &[OpenReason]) -> Self {
        let bits = reasons.iter().map(|reason| 1 << *reason as u8);
        Self(bits.fold(0, |all, bit: u16| all | bit))
    }

    /// The reasons, the most pressing one first.
    pub fn iter(self) -> impl Iterator<Item = OpenReason> {
        let all = OpenReason::ALL.into_iter();
        all.filter(move |reason| self.0 & (1 << *reason as u8) != 0)
    }

    /// The most pressing one; `None` where nothing is open.
    pub fn first(self) -> Option<OpenReason> {
        self.iter().next()
    }
}

/// An annotation that is open.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenItem {
    pub annotation: Arc<Annotation>,
    pub reasons: Reasons,
}

impl Item for OpenItem {
    type Summary = OpenCounts;

    fn order(&self, other: &Self) -> Ordering {
        place_order(&self.annotation, &other.annotation)
    }

    fn summary(&self) -> OpenCounts {
        let mut counts = OpenCounts::default();
        if let Some(first) = self.reasons.first() {
            counts.0[first as usize] = 1;
        }
        counts
    }
}

/// How many are open, by their most pressing reasons: each counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenCounts([usize; REASONS]);

impl OpenCounts {
    pub fn all(self) -> usize {
        self.0.iter().sum()
    }

    /// The reasons that there are, the most pressing one first, with how many of each.
    pub fn kinds(self) -> impl Iterator<Item = (OpenReason, usize)> {
        let all = OpenReason::ALL.into_iter().zip(self.0);
        all.filter(|(_, count)| *count > 0)
    }
}

impl Summary for OpenCounts {
    fn add(&mut self, after: &Self) {
        *self += *after;
    }
}

impl AddAssign for OpenCounts {
    fn add_assign(&mut self, other: Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

impl SubAssign for OpenCounts {
    fn sub_assign(&mut self, other: Self) {
        for (count, less) in self.0.iter_mut().zip(other.0) {
            *count -= less;
        }
    }
}

/// Which annotations were looked at again since somebody asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Changed {
    /// These.
    Some(Vec<AnnotationId>),
    /// Any of them.
    Any,
}

impl Default for Changed {
    fn default() -> Self {
        Self::Some(Vec::new())
    }
}

/// So many changes are told one by one.
const TOLD: usize = 200;

impl Changed {
    pub(crate) fn note(&mut self, id: &AnnotationId) {
        match self {
            Self::Some(ids) if ids.len() < TOLD => ids.push(id.clone()),
            Self::Some(_) => *self = Self::Any,
            Self::Any => {}
        }
    }
}

/// What is open among the annotations of a document.
#[derive(Debug, Clone, Default)]
pub struct OpenItems {
    items: SumTree<OpenItem>,
    /// What is known of its annotations from outside of them, where that is anything, once it
    /// was told.
    evidence: Option<BTreeMap<AnnotationId, Evidence>>,
    changed: Changed,
    /// Its document is gone: wherever its annotations stood in what is still shown of it, they
    /// are lost.
    is_gone: bool,
}

/// Two are equal when the same is open for the same reasons.
impl PartialEq for OpenItems {
    fn eq(&self, other: &Self) -> bool {
        self.items.len() == other.items.len() && self.items.iter().eq(other.items.iter())
    }
}

impl OpenItems {
    /// What is open of a set, where each annotation has this anchor: without those of other
    /// documents that lead here.
    pub fn new(
        set: &AnnotationSet,
        conflicts: &Conflicts,
        anchor: impl Fn(&Annotation) -> Anchor,
    ) -> Self {
        let open = set.iter().filter_map(|annotation| {
            let reasons = reasons(
                annotation,
                anchor(annotation),
                conflicts,
                Evidence::default(),
            );
            let item = |_| OpenItem {
                annotation: Arc::clone(annotation),
                reasons,
            };
            reasons.first().map(item)
        });
        Self {
            items: SumTree::from_sorted(open.collect()),
            evidence: None,
            changed: Changed::Any,
            is_gone: false,
        }
    }

    /// Takes note that all of them are shown otherwise.
    pub(crate) fn note_all(&mut self) {
        let mut changed = std::mem::take(&mut self.changed);
        let mut items = self.items.iter();
        while changed != Changed::Any
            && let Some(item) = items.next()
        {
            changed.note(&item.annotation.id);
        }
        self.changed = changed;
    }

    /// Takes note only of what differs from what was open before.
    pub(crate) fn note_changes_since(&mut self, before: &Self) {
        self.changed = Changed::default();
        let (mut was, mut is) = (before.items.iter().peekable(), self.items.iter().peekable());
        while self.changed != Changed::Any {
            let order = match (was.peek(), is.peek()) {
                (None, None) => return,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(was), Some(is)) => was.order(is),
            };
            let was = was.next_if(|_| order.is_le());
            let is = is.next_if(|_| order.is_ge());
            let other = was.or(is).filter(|_| was != is);
            if let Some(other) = other {
                self.changed.note(&other.annotation.id);
            }
        }
    }

    /// All of them, in the order of the set.
    pub fn items(&self) -> &SumTree<OpenItem> {
        &self.items
    }

    pub fn counts(&self) -> OpenCounts {
        self.items.summary(0..self.items.len())
    }

    /// Why an annotation is open.
    pub fn reasons_of(&self, annotation: &Annotation) -> Reasons {
        let order = |item: &OpenItem| place_order(&item.annotation, annotation);
        self.items
            .find(order)
            .map_or_else(Reasons::default, |item| item.reasons)
    }

    /// An annotation among them, and its number.
    pub fn find(&self, annotation: &Annotation) -> Option<(usize, &OpenItem)> {
        let order = |item: &OpenItem| place_order(&item.annotation, annotation);
        let number = self.items.rank(|item| order(item).is_lt());
        let item = self.items.get(number)?;
        order(item).is_eq().then_some((number, item))
    }

    /// The first that stands behind an annotation in the order of the set, and its number.
    pub fn after(&self, annotation: Option<&Annotation>) -> Option<(usize, &OpenItem)> {
        let is_before = |item: &OpenItem| {
            annotation.is_some_and(|before| place_order(&item.annotation, before).is_le())
        };
        let number = self.items.rank(is_before);
        self.items.get(number).map(|item| (number, item))
    }

    /// Looks at an annotation again, which was open with the same place or not at all.
    pub(crate) fn put(
        &mut self,
        annotation: &Arc<Annotation>,
        anchor: Anchor,
        conflicts: &Conflicts,
    ) {
        let evidence = self.evidence_of(&annotation.id);
        let anchor = match self.is_gone {
            true => Anchor::Lost { candidates: 0 },
            false => anchor,
        };
        let reasons = reasons(annotation, anchor, conflicts, evidence);
        self.remove(annotation);
        if reasons.first().is_some() {
            self.items.insert(OpenItem {
                annotation: Arc::clone(annotation),
                reasons,
            });
            self.changed.note(&annotation.id);
        }
    }

    pub(crate) fn remove(&mut self, annotation: &Annotation) {
        let order = |item: &OpenItem| place_order(&item.annotation, annotation);
        if self.items.remove(order).is_some() {
            self.changed.note(&annotation.id);
        }
    }

    /// Notes whether the document is gone; answers whether that is new: all annotations have to
    /// be looked at again then.
    pub(crate) fn set_gone(&mut self, is_gone: bool) -> bool {
        std::mem::replace(&mut self.is_gone, is_gone) != is_gone
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.is_gone
    }

    /// Whether it was told what is known of its annotations from outside.
    pub(crate) fn knows_evidence(&self) -> bool {
        self.evidence.is_some()
    }

    /// What it was told of its annotations.
    pub(crate) fn evidence(&self) -> Option<&BTreeMap<AnnotationId, Evidence>> {
        self.evidence.as_ref()
    }

    fn evidence_of(&self, id: &AnnotationId) -> Evidence {
        let known = self.evidence.as_ref().and_then(|known| known.get(id));
        known.copied().unwrap_or_default()
    }

    /// Takes what is known of an annotation from outside; answers whether that is something
    /// else than before: the annotation has to be looked at again then.
    pub(crate) fn set_evidence(&mut self, id: &AnnotationId, evidence: Evidence) -> bool {
        let is_new = evidence != self.evidence_of(id);
        let known = self.evidence.get_or_insert_default();
        if is_new && evidence == Evidence::default() {
            known.remove(id);
        } else if is_new {
            known.insert(id.clone(), evidence);
        }
        is_new
    }

    pub(crate) fn begin_evidence(&mut self) {
        self.evidence.get_or_insert_default();
    }

    pub(crate) fn take_changed(&mut self) -> Changed {
        std::mem::take(&mut self.changed)
    }
}

fn reasons(
    annotation: &Annotation,
    anchor: Anchor,
    conflicts: &Conflicts,
    evidence: Evidence,
) -> Reasons {
    // The mark of a sentence with nothing to check is nobody's tag.
    if annotation.tag.is_mark() {
        return Reasons::default();
    }
    let versions = match conflicts.others(&annotation.id).next() {
        Some(_) => Versions::Several,
        None => Versions::One,
    };
    Reasons::of(&annotation.open_reasons(anchor, versions, evidence))
}
