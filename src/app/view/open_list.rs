//! The list of what is open in all documents: its rows and their order, and how much there is.
//!
//! Must not know: what is open, and what is done about it.

use std::cmp::Ordering;
use std::collections::VecDeque;

use crate::annotation::{AnnotationId, place_order};
use crate::app::document::open_items::OpenItem;
use crate::app::state::open_list::{OpenList, OpenOrder};
use crate::app::state::picker::{Acts, FirstRow, Letters, Listing, PickerAction, PickerSource};
use crate::app::view::rows::{self, open_row};
use crate::app::view::words::is_final;
use crate::app::{Document, DocumentId, Model, Picker};
use crate::text::{counted, in_thousands};

/// What is open in all documents, in an order; `None` where nothing is. As many rows as there
/// are down to that of `chosen` are made at once.
pub(crate) fn picker(
    model: &Model,
    order: OpenOrder,
    chosen: Option<&PickerAction>,
) -> Option<Picker> {
    let all = in_order(model, order);
    if all.is_empty() {
        return None;
    }
    let is_chosen = |one: &(DocumentId, AnnotationId)| matches!(chosen, Some(PickerAction::Annotation(id, chosen)) if one.0 == *id && one.1 == *chosen);
    let down_to = all.iter().position(is_chosen).map_or(0, |at| at + 1);
    let mut coming = all;
    let first = coming.drain(..down_to);
    let rows = first.filter_map(|(id, annotation)| open_row(model, id, &annotation));
    let mut picker = Picker::of(Listing::Open, String::new(), rows.collect());
    picker.source = Some(Box::new(PickerSource::Open(coming)));
    picker.letters = Letters::Act(Acts::Open);
    picker.open = Some(OpenList {
        order,
        unseen: false,
    });
    rows::fill(model, &mut picker);
    picker.match_more(FirstRow::Place, model.known());
    retitle(model, &mut picker);
    Some(picker)
}

fn in_order(model: &Model, order: OpenOrder) -> VecDeque<(DocumentId, AnnotationId)> {
    let documents = model.documents.with_open();
    let mut all: Vec<(DocumentId, &OpenItem)> = Vec::new();
    for id in documents {
        let items = model.documents.get(id).and_then(Document::open_items);
        let items = items.into_iter().flat_map(|items| items.items().iter());
        all.extend(items.map(|item| (id, item)));
    }
    match order {
        OpenOrder::Place => {}
        OpenOrder::Why | OpenOrder::Age => {
            all.sort_by(|one, other| by_order(order, one.1, other.1));
        }
    }
    let ids = all.into_iter();
    ids.map(|(id, item)| (id, item.annotation.id.clone()))
        .collect()
}

/// How two items stand to each other, but for their places.
fn by_order(order: OpenOrder, one: &OpenItem, other: &OpenItem) -> Ordering {
    match order {
        OpenOrder::Place => Ordering::Equal,
        OpenOrder::Why => one.reasons.first().cmp(&other.reasons.first()),
        OpenOrder::Age => one.annotation.created.0.cmp(&other.annotation.created.0),
    }
}

/// Where an item belongs among the rows of a list.
pub(crate) fn place_of(
    model: &Model,
    list: &Picker,
    order: OpenOrder,
    (id, item): (DocumentId, &OpenItem),
) -> usize {
    list.rows.partition_point(|row| {
        let PickerAction::Annotation(other, annotation) = &row.target else {
            return true;
        };
        let Some(before) = model.documents.open_item(*other, annotation) else {
            return true;
        };
        let key = |id: DocumentId| &model.documents[id].sort_key;
        by_order(order, &before, item)
            .then_with(|| key(*other).cmp(key(id)))
            .then_with(|| place_order(&before.annotation, &item.annotation))
            .is_lt()
    })
}

/// Says in the heading of the list what it is made of and what it is sorted by.
pub(crate) fn retitle(model: &Model, list: &mut Picker) {
    let known = model.documents.known();
    let order = list.open.map(|open| open.order).unwrap_or_default();
    list.expected = Some(known.open());
    let kinds = known.open.kinds();
    let kinds: String = kinds
        .map(|(why, count)| format!(" · {} {}", why.words(), in_thousands(count)))
        .collect();
    let so_far = match is_final(model) {
        true => "",
        false => "+",
    };
    // Those of a document that was here a moment ago are among the items still.
    let orphans = model.orphans.iter();
    let orphans = orphans.filter(|one| model.documents.find(&one.name).is_none());
    let orphaned: usize = orphans.map(|one| one.tags).sum();
    let orphaned = match orphaned {
        0 => String::new(),
        tags => format!(" · {} without a document", counted(tags, "tag")),
    };
    list.title = format!("{so_far}{kinds}{orphaned} · {}", order.words());
}
