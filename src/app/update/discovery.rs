//! The documents are found and their annotation files read while one reads.
//!
//! What the reader sees: the first screen lists what was found by then, and the
//! first row counts on. Documents stand in their place by name as they come, and
//! the sidebar's cursor stays where it is. Where the document to begin with is not
//! among the first, keys wait for it; it comes when all are found, or when that takes
//! long.
//!
//! Must not know: how documents are found.

use crate::app::document::{Document, DocumentId};
use crate::app::documents::{AnnotationFiles, DiscoveredDocuments, Documents, TotalsProgress};
use crate::app::message::Effect;
use crate::app::state::Model;
use crate::app::state::notice::Notice;
use crate::app::view::layout::layout;
use crate::app::view::sidebar;

use super::outcome::Outcome;
use super::pickers;

/// The start: what was found before anything was drawn.
pub fn begin(model: &mut Model, found: DiscoveredDocuments) -> Vec<Effect> {
    let complete = found.complete;
    model.documents.add(found.documents);
    // The first by name is not known before all are.
    model.documents.choosing = !complete;
    let begin = if complete {
        first_document(&model.documents)
    } else {
        wanted_document(&model.documents)
    };
    let mut effects = begin.map_or_else(Vec::new, |id| model.open(id));
    if complete {
        effects.extend(settle(&mut model.documents));
    }
    effects
}

/// Takes in what was found since.
pub fn take(model: &mut Model, found: DiscoveredDocuments) -> Outcome {
    // The numbers are those of the workers, as with those that come later.
    let known = model.documents.all().len();
    if found.first.0 == known {
        model.documents.add(found.documents);
    }
    let new = known..model.documents.all().len();
    let mut effects = Vec::new();
    if found.complete && model.documents.walking {
        effects.extend(settle(&mut model.documents));
    }
    let begins = || found.complete || found.slow || wanted_document(&model.documents).is_some();
    if model.documents.open.is_none() && begins() {
        model.documents.choosing = false;
        effects.extend(open_first(model));
    }
    pickers::add_documents(model, new.map(DocumentId).collect());
    effects.into()
}

/// Documents have come to the folder.
pub fn come(model: &mut Model, first: DocumentId, documents: Vec<Document>) -> Outcome {
    // The numbers are those of the workers: at any other place each document
    // would be taken for another one.
    if first.0 != model.documents.all().len() {
        return Outcome::none();
    }
    let count = documents.len();
    model.documents.add(documents);
    let new = first.0..first.0 + count;
    let mut outcome = Outcome::from(sidebar::summarise_if_few(&model.documents, new.clone()));
    pickers::add_documents(model, new.map(DocumentId).collect());
    outcome = outcome.and(Notice::quiet(match count {
        1 => "1 document has come".to_owned(),
        _ => format!("{count} documents have come"),
    }));
    if model.documents.open.is_none() {
        // There was none: as at the start.
        outcome = outcome.and(open_first(model));
    }
    outcome
}

fn open_first(model: &mut Model) -> Vec<Effect> {
    let first = first_document(&model.documents);
    first.map_or_else(Vec::new, |id| model.open(id))
}

/// All are listed.
fn settle(documents: &mut Documents) -> Vec<Effect> {
    documents.walking = false;
    let all = 0..documents.all().len();
    let mut effects = vec![Effect::WatchDocuments];
    effects.extend(sidebar::summarise_if_few(documents, all));
    effects
}

/// The document to begin with: the one that is wanted, else the first by name
/// that can be read.
fn first_document(documents: &Documents) -> Option<DocumentId> {
    let mut readable = documents.by_name();
    wanted_document(documents)
        .or_else(|| Some(readable.find(|(_, document)| document.is_readable())?.0))
        .or_else(|| Some(documents.by_name().next()?.0))
}

fn wanted_document(documents: &Documents) -> Option<DocumentId> {
    documents.find(documents.begin_with.as_ref()?)
}

/// Takes in annotation files that were read.
pub fn take_tags(documents: &mut Documents, read: AnnotationFiles) -> Outcome {
    for (id, known) in read.known {
        documents.replace_known(id, known);
    }
    match read.progress {
        Some((done, of)) if done < of => documents.counted = TotalsProgress::Reading(done, of),
        Some(_) => documents.counted = TotalsProgress::Complete,
        None => {}
    }
    Outcome::none()
}

/// After anything that happened: what has come into view is looked into.
pub fn follow(model: &mut Model) -> Option<Effect> {
    let wanted = sidebar::wanted(model, &layout(model));
    model
        .documents
        .ask_for_summaries(wanted)
        .map(Effect::Summarise)
}
