//! The list of what is open: what is in it, how it is sorted, and whether it was seen as it is.
//!
//! Must not know: how its rows are made.

use std::collections::VecDeque;

use crate::annotation::{Annotation, AnnotationId, OpenReason, SumTree, place_order};
use crate::app::document::DocumentId;
use crate::app::document::open_items::{OpenItem, OpenItems};

/// What the list of what is open is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OpenOrder {
    /// By documents, and in them by place.
    #[default]
    Place,
    /// By why they are open, the most pressing reason first.
    Why,
    /// By when they were tagged, the oldest first.
    Age,
}

impl OpenOrder {
    /// The one after it, and then the first again.
    pub fn next(self) -> Self {
        match self {
            Self::Place => Self::Why,
            Self::Why => Self::Age,
            Self::Age => Self::Place,
        }
    }

    /// What it is by, as the list says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Place => "by place",
            Self::Why => "by reason",
            Self::Age => "oldest first",
        }
    }
}

/// Whether it stands elsewhere than it was marked, or with other words: that is accepted or
/// rejected, and not deleted.
pub(crate) fn is_displaced(item: &OpenItem) -> bool {
    let mut reasons = item.reasons.iter();
    reasons.any(|why| matches!(why, OpenReason::Moved | OpenReason::Changed))
}

/// What belongs to a list of what is open, beside its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenList {
    pub order: OpenOrder,
    /// Whether rows have changed without a key of the reader's: the next letter that would do
    /// something does not, since it was meant for what stood there before.
    pub unseen: bool,
}

/// What was open when a list of it was begun, in an order.
///
/// The items are shared with their documents, and the order has their numbers alone: to sort a
/// hundred thousand of them copies nothing that they say.
#[derive(Debug, Clone, Default)]
pub struct OpenWalk {
    documents: Vec<(DocumentId, SumTree<OpenItem>)>,
    coming: VecDeque<Place>,
}

/// Where an item stands: the number of its document in the walk, and its own in that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    document: u32,
    item: u32,
}

impl OpenWalk {
    /// All that is open in some documents, in an order.
    pub fn new<'a>(
        open: impl Iterator<Item = (DocumentId, &'a OpenItems)>,
        order: OpenOrder,
    ) -> Self {
        let documents: Vec<_> = open
            .map(|(id, items)| (id, items.items().clone()))
            .collect();
        let places = (0..).zip(&documents).flat_map(|(document, (_, items))| {
            let items = (0..).zip(items.iter());
            items.map(move |(number, item)| {
                (
                    item,
                    Place {
                        document,
                        item: number,
                    },
                )
            })
        });
        let coming: Vec<Place> = match order {
            OpenOrder::Place => places.map(|(_, place)| place).collect(),
            OpenOrder::Why => sorted(places.map(|(item, place)| (item.reasons.first(), place))),
            OpenOrder::Age => sorted(places.map(|(item, place)| (age(&item.annotation), place))),
        };
        Self {
            documents,
            coming: coming.into(),
        }
    }

    /// How many are still to come.
    pub fn len(&self) -> usize {
        self.coming.len()
    }

    pub fn is_empty(&self) -> bool {
        self.coming.is_empty()
    }

    /// How many are still to come down to an annotation of a document; none where it is not
    /// among them.
    pub fn down_to(&self, document: DocumentId, annotation: &Annotation) -> usize {
        let number = self.documents.iter().position(|(id, _)| *id == document);
        let place = number.and_then(|number| {
            let (_, items) = &self.documents[number];
            let is_before = |item: &OpenItem| place_order(&item.annotation, annotation).is_lt();
            Some(Place {
                document: u32::try_from(number).ok()?,
                item: u32::try_from(items.rank(is_before)).ok()?,
            })
        });
        let at = place.and_then(|place| self.coming.iter().position(|other| *other == place));
        at.map_or(0, |at| at + 1)
    }

    /// Takes the next ones: their documents and ids.
    pub fn take(&mut self, most: usize) -> Vec<(DocumentId, AnnotationId)> {
        let places = self.coming.drain(..most.min(self.coming.len()));
        let items = places.filter_map(|place| {
            let (id, items) = self.documents.get(usize::try_from(place.document).ok()?)?;
            let item = items.get(usize::try_from(place.item).ok()?)?;
            Some((*id, item.annotation.id.clone()))
        });
        items.collect()
    }
}

/// Places by a key, and by themselves where that is the same.
fn sorted<K: Ord>(keyed: impl Iterator<Item = (K, Place)>) -> Vec<Place> {
    let mut all: Vec<(K, Place)> = keyed.collect();
    all.sort_unstable();
    all.into_iter().map(|(_, place)| place).collect()
}

/// The bytes of a time stamp in UTC with seconds.
const STAMP: usize = "2026-11-28T10:04:00Z".len();

/// A key by which annotations are sorted as by the words of their time stamps, without a look
/// at those; what is longer than a usual one is told apart by its further bytes.
fn age(annotation: &Annotation) -> ([u8; STAMP], Option<&str>) {
    let words = annotation.created.0.as_str();
    let mut begun = [0; STAMP];
    for (byte, of) in begun.iter_mut().zip(words.bytes()) {
        *byte = of;
    }
    (begun, words.get(STAMP..).filter(|rest| !rest.is_empty()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::{
        Anchor, AnnotationSet, Attributes, Conflicts, Extra, Selector, Timestamp,
    };
    use crate::text::{Text, TextRange};

    fn annotation(id: &str, at: usize, created: &str) -> Annotation {
        let text = Text::new("so it goes on and on and on");
        let created = Timestamp(created.into());
        Annotation {
            id: id.into(),
            tag: if at.is_multiple_of(3) {
                "claim"
            } else {
                "needs-source"
            }
            .into(),
            selector: Selector::new(&text, TextRange::between(at, at + 1)),
            note: String::new(),
            sources: Vec::new(),
            links: Vec::new(),
            attributes: Attributes::default(),
            creator: "ana".into(),
            modified: created.clone(),
            created,
            extra: Extra::new(),
        }
    }

    /// Items of two documents, made at these times; every third one is a claim.
    fn items(stamps: &[&str]) -> Vec<(DocumentId, OpenItems)> {
        let made = |document: usize| {
            let tags = (0..).zip(stamps);
            let tags = tags.map(|(at, stamp)| annotation(&format!("{document}-{at}"), at, stamp));
            let set = AnnotationSet::from_annotations(tags).0;
            let here = |_: &Annotation| Anchor::Exact(TextRange::between(0, 0));
            (
                DocumentId(document),
                OpenItems::new(&set, &Conflicts::new(&set), here),
            )
        };
        vec![made(0), made(1)]
    }

    proptest! {
        #[test]
        fn items_are_sorted_as_by_the_words_of_their_time_stamps_and_reasons(
            stamps in proptest::collection::vec("2026-1[12]-0[1-3]T10:0[0-2]:0[0-2](|Z|Z|\\.5Z|\\.25Z)", 0..20),
        ) {
            let stamps: Vec<&str> = stamps.iter().map(String::as_str).collect();
            let documents = items(&stamps);
            let mut plain: Vec<(DocumentId, OpenItem)> = documents
                .iter()
                .flat_map(|(id, items)| items.items().iter().map(|item| (*id, item.clone())))
                .collect();
            for order in [OpenOrder::Place, OpenOrder::Why, OpenOrder::Age] {
                match order {
                    OpenOrder::Place => {}
                    OpenOrder::Why => plain.sort_by_key(|one| one.1.reasons.first()),
                    OpenOrder::Age => plain.sort_by_key(|one| {
                        let annotation = &one.1.annotation;
                        (annotation.created.0.clone(), one.0, annotation.selector.start)
                    }),
                }
                let open = documents.iter().map(|(id, items)| (*id, items));
                let mut walk = OpenWalk::new(open, order);
                for (at, (id, item)) in plain.iter().enumerate() {
                    prop_assert_eq!(walk.down_to(*id, &item.annotation), at + 1);
                }
                let ids: Vec<_> = plain.iter().map(|(id, item)| (*id, item.annotation.id.clone())).collect();
                let half = ids.len() / 2;
                let mut taken = walk.take(half);
                taken.extend(walk.take(usize::MAX));
                prop_assert_eq!(taken, ids);
            }
        }
    }
}
