//! The list of what is open in all documents: its rows and their order, and how much there is.
//!
//! Must not know: what is open, and what is done about it.

use std::cmp::Ordering;

use crate::annotation::place_order;
use crate::app::document::open_items::OpenItem;
use crate::app::state::open_list::{OpenList, OpenOrder, OpenWalk};
use crate::app::state::picker::{Acts, FirstRow, Letters, Listing, PickerAction, PickerSource};
use crate::app::view::rows::{self, open_row};
use crate::app::view::words::{is_final, orphaned_tags};
use crate::app::{DocumentId, Model, Picker};
use crate::text::{counted, in_thousands};

/// What is open in all documents, in an order; `None` where nothing is. As many rows as there
/// are down to that of `chosen` are made at once.
pub(crate) fn picker(
    model: &Model,
    order: OpenOrder,
    chosen: Option<&PickerAction>,
) -> Option<Picker> {
    let documents = model.documents.with_open();
    let open = documents.filter_map(|id| Some((id, model.documents.get(id)?.open_items()?)));
    let mut coming = OpenWalk::new(open, order);
    if coming.is_empty() {
        return None;
    }
    let chosen = match chosen {
        Some(PickerAction::Annotation(id, annotation)) => {
            let item = model.documents.open_item(*id, annotation);
            item.map(|item| (*id, item.annotation))
        }
        _ => None,
    };
    let down_to = chosen.map_or(0, |(id, annotation)| coming.down_to(id, &annotation));
    let first = coming.take(down_to).into_iter();
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
    let orphaned = match orphaned_tags(model) {
        0 => String::new(),
        tags => format!(" · {} without a document", counted(tags, "tag")),
    };
    list.title = format!("{so_far}{kinds}{orphaned} · {}", order.words());
}
