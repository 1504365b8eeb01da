//! Changes on disk while one reads.
//!
//! What the reader sees: tags that somebody else has written appear where they belong,
//! and the last row says how many. A document that says something else now is shown as
//! it is, with the current sentence where it was; `changed` stands at its name until one
//! leaves it. One that was deleted stays on the screen, marked as gone. One that has come
//! stands in its place by name, and the last row says so. An annotation file that cannot
//! be read any more makes the tags unsaved, with the reason, until it is whole again; one
//! that was deleted is written again.
//!
//! Must not know: how it was found out.

mod tags;
mod text;
mod words;

use crate::annotation::AnnotationSet;
use crate::app::state::notice::Notice;
use crate::app::{DiskChange, Document, DocumentId, Documents, Effect, Model, OnDisk, SaveState};
use crate::text::counted;

use super::outcome::Outcome;
use super::{discovery, indexing, opening};
pub use tags::adopted;
use words::is_or_are;

pub fn handle(model: &mut Model, news: DiskChange) -> Outcome {
    let concerned = news.of_open_document();
    let document = concerned.and_then(|id| model.documents.get(id));
    if document.is_some_and(Document::is_loading) {
        model.early_news.push(news);
        return Outcome::none();
    }
    // The annotations are still being read, and with them what this message tells.
    let opened = document.and_then(Document::opened);
    let is_reading_tags = opened.is_some_and(|opened| !opened.has_annotations());
    match news {
        DiskChange::Annotations(_)
        | DiskChange::AnnotationsUnusable(..)
        | DiskChange::AnnotationsProtected(..)
        | DiskChange::AnnotationsDeleted(_)
            if is_reading_tags =>
        {
            Outcome::none()
        }
        DiskChange::Annotations(found) => tags::changed(model, *found),
        DiskChange::AnnotationsUnusable(id, reason) => {
            tags::unusable(&mut model.documents, id, reason).into()
        }
        DiskChange::AnnotationsProtected(id, reason) => {
            tags::protected(&mut model.documents, id, reason).into()
        }
        DiskChange::AnnotationsDeleted(id) => {
            tags::gone(&mut model.documents, id).unwrap_or_default()
        }
        DiskChange::OthersWithoutAnnotations(ids) => {
            tags::gone_of_others(&model.documents, &mut model.notice, &ids)
        }
        DiskChange::Text(found) => {
            let id = found.document;
            let taken = text::replace(model, *found);
            taken.and(indexing::begin(&mut model.documents, id))
        }
        DiskChange::Deleted(id) => {
            let gone = Outcome::from(lose(&mut model.documents, id, None));
            gone.and(Effect::FindOrphans)
        }
        DiskChange::Unreadable(id, reason) => lose(&mut model.documents, id, Some(reason)).into(),
        DiskChange::Restored(id) => back(&mut model.documents, id),
        DiskChange::OtherChanged(id) => {
            let before = model.documents.get(id).map(|document| document.disk);
            let outcome = back(&mut model.documents, id);
            // One that was gone for a moment, as with git, is most often unchanged.
            let was_lost = matches!(before, Some(OnDisk::Gone | OnDisk::Unreadable));
            if !was_lost {
                model.documents.set_disk(id, OnDisk::Changed);
            }
            outcome
        }
        DiskChange::Added(first, documents) => {
            let added = discovery::add_new(&mut model.documents, &mut model.mode, first, documents);
            // It may be one that was renamed.
            added.and(Effect::FindOrphans)
        }
    }
}

/// A document is gone; with a reason, it is there and cannot be read.
fn lose(documents: &mut Documents, id: DocumentId, reason: Option<String>) -> Option<Notice> {
    let is_open = documents.open == Some(id);
    let now = match reason {
        None => OnDisk::Gone,
        Some(_) => OnDisk::Unreadable,
    };
    let before = documents.set_disk(id, now)?;
    let document = documents.get(id)?;
    if document.opened().is_none() {
        let reason = reason.unwrap_or_else(|| "gone from disk".to_owned());
        documents.set_unreadable(id, reason);
        return None;
    }
    // Where something of it could not be saved, that has to be seen, with the way out;
    // that it is gone, the sidebar says too.
    let save = document.opened().map(|opened| &opened.save);
    let unsaved = matches!(save, Some(SaveState::Failed(_)));
    if !is_open || before == now || unsaved {
        return None;
    }
    let tags = match document.set().map_or(0, AnnotationSet::len) {
        0 => String::new(),
        tags => format!(", and so {} its {}", is_or_are(tags), counted(tags, "tag")),
    };
    let what = match reason {
        None => "This document is gone from disk".to_owned(),
        Some(why) => format!("{} cannot be read any more: {why}", document.path),
    };
    let words = format!("{what}; its text is still here{tags}");
    Some(Notice::problem(words))
}

/// A document is there again, unchanged.
fn back(documents: &mut Documents, id: DocumentId) -> Outcome {
    let is_open = documents.open == Some(id);
    let Some(before) = documents.set_disk(id, OnDisk::Same) else {
        return Outcome::none();
    };
    let could_not_be_read = documents.set_readable(id);
    if is_open && could_not_be_read {
        return opening::load(documents, id).into();
    }
    match before {
        OnDisk::Gone if is_open => Outcome::plain("This document is on disk again"),
        OnDisk::Unreadable if is_open => Outcome::plain("This document can be read again"),
        _ => Outcome::none(),
    }
}
