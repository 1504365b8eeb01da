//! Changing the extent of an annotation; of an orphaned one, its place.

use crate::annotation::{Selector, TagSet};
use crate::app::{OpenDocument, Pane};

use super::super::editing::{Editing, current};
use super::super::outcome::Outcome;
use super::{moving, tagging};

pub fn begin(opened: Option<&mut OpenDocument>, tags: &TagSet, pane: &mut Pane) -> Outcome {
    let Some(opened) = opened else {
        return Outcome::none();
    };
    opened.point_at_orphaned();
    let annotation = match current(opened, tags) {
        Ok(annotation) => annotation,
        Err(notice) => return notice.into(),
    };
    // An orphaned one begins where the reader is.
    let placed = opened.place_of(&annotation.id).map(|placed| placed.range);
    let range = placed.unwrap_or_else(|| opened.cursor.range());
    moving::change_cursor(opened, |cursor, units| cursor.extend_over(range, units));
    opened.pointed = Some(annotation.id.clone());
    opened.resizing = Some(annotation.id);
    *pane = Pane::Text;
    Outcome::none()
}

pub fn finish(editing: &mut Editing<'_>) -> Outcome {
    let Some(id) = editing.opened.resizing.clone() else {
        return Outcome::none();
    };
    let selected = editing.opened.cursor.range();
    let placed = editing.opened.place_of(&id).map(|placed| placed.range);
    let range = match editing.opened.passage() {
        // One that was given by its offsets stays as it is, also with blanks at its ends.
        _ if placed == Some(selected) => selected,
        Some(passage) => passage,
        None => return Outcome::problem(tagging::nothing_to_tag(editing.opened)),
    };
    editing.opened.resizing = None;
    editing.opened.cursor.keep();
    editing.opened.pointed = Some(id.clone());
    let selector = Selector::new(&editing.opened.text, range);
    let anchor = editing.opened.place_of(&id).map(|placed| placed.anchor);
    let text = editing.opened.text.clone();
    editing.edit(&id, |annotation| {
        let place = anchor.map(|anchor| (&text, anchor));
        *annotation = std::mem::take(annotation).resized(selector, place);
    })
}
