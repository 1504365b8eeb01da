//! Going to what is open, one after the other, over all documents.
//!
//! What is pressed and seen: `,` goes to the next open item, in the next document where there is
//! none behind the cursor, and from the last one to the first; the last row says `Open 3 of 29:
//! unsourced`. `<` comes back.
//!
//! Must not know: what is open, and why.

use crate::app::documents::open::NumberedItem;
use crate::app::state::notice::Notice;
use crate::app::state::places::Jump;
use crate::app::state::travel::Arrival;
use crate::app::view::rows::why;
use crate::app::view::words::open_count;
use crate::app::{DocumentId, Model, OpenDocument, Pane};
use crate::text::in_thousands;

use super::open_list::nothing_open;
use super::outcome::{Next, Outcome};

/// Goes to the next open item.
pub fn go(model: &mut Model) -> Outcome {
    let documents = &model.documents;
    let here = documents.open.zip(model.open_document());
    let next = match here {
        Some((id, opened)) => next_from(model, id, opened),
        None => match documents.open {
            // There is nowhere to go in one that cannot be read: all of it is behind.
            Some(id) if problem(model, id).is_some() => documents.next_open_after(id),
            open => documents.next_open(open.map(|id| (id, None))),
        },
    };
    let (next, wrapped) = match next {
        Some(next) => (Some(next), ""),
        None => (documents.next_open(None), "; wrapped to the first"),
    };
    let Some(next) = next else {
        return Outcome::plain(nothing_open(model));
    };
    let words = format!("{}{wrapped}", said(model, &next));
    model.pane = Pane::Text;
    model.places.pending = Some(Jump::Other);
    let annotation = next.item.annotation.id.clone();
    let unread = problem(model, next.document)
        .map(|why| Notice::problem(format!("{words}; the document cannot be read: {why}")));
    let arrival = Arrival::Open { annotation, words };
    Outcome::next(Next::Open(next.document, Some(arrival))).and(unread)
}

/// Why a document cannot be read.
fn problem(model: &Model, id: DocumentId) -> Option<&str> {
    model.documents.get(id)?.problem()
}

/// `Open 3 of 29: unsourced`.
fn said(model: &Model, next: &NumberedItem) -> String {
    let number = in_thousands(next.number);
    let why = why(model, next.document, &next.item);
    format!("Open {number} of {}: {why}", open_count(model))
}

/// The next one from where one is: from the tag that one was taken to, or that is selected;
/// else the first that begins at the cursor or behind it.
fn next_from(model: &Model, id: DocumentId, opened: &OpenDocument) -> Option<NumberedItem> {
    let index = opened.annotation_index();
    let here = opened.cursor.range();
    let pointed = opened.pointed.as_ref().and_then(|id| opened.set().get(id));
    let at = pointed.or_else(|| {
        let selected = index.all().exactly(here).next();
        selected.and_then(|number| Some(&index.all().get(number)?.annotation))
    });
    if let Some(at) = at {
        return model.documents.next_open(Some((id, Some(at))));
    }
    let from = index.all().starting_in(here).start;
    let displaced = opened.displaced();
    if displaced.moved + displaced.changed > 0 {
        // Where words were moved, the order in which they were tagged is not the one in which
        // they stand.
        let next = index.all().next_open(from);
        let next = next.and_then(|placed| model.documents.numbered(id, &placed.annotation));
        return next.or_else(|| model.documents.next_open_after(id));
    }
    let before = from
        .checked_sub(1)
        .and_then(|number| index.all().get(number));
    let before = before.map(|placed| &*placed.annotation);
    model.documents.next_open(Some((id, before)))
}
