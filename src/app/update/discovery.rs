//! Documents are found, and their annotation files read, while one reads.
//!
//! What the reader sees: the first screen lists what was found by then, and the
//! first row counts on. Documents stand in their place by name as they come, and
//! the sidebar's cursor stays where it is. Where the document to begin with is not
//! among the first, keys wait for it; it comes when all are found, or when that takes
//! long.
//!
//! Must not know: how documents are found.

use crate::app::state::notice::Notice;
use crate::app::view::sidebar;
use crate::app::{
    AnnotationFiles, DiscoveredDocuments, Document, DocumentId, Documents, Effect, Mode, Model,
    Remembered, Settings, TotalsProgress,
};
use crate::text::counted;

use super::outcome::{Next, Outcome};
use super::{opening, pickers, split};

/// The state at the start, with the documents that were found so far. The effects read the
/// one to begin with: that at the path `first`, where one was asked for. Who annotates may
/// be told later.
pub fn start(
    settings: Settings,
    annotator: Option<String>,
    found: DiscoveredDocuments,
    remembered: &Remembered,
    first: Option<&str>,
    size: (u16, u16),
) -> (Model, Vec<Effect>) {
    let mut model = Model::new(settings, annotator, remembered, first, size);
    let documents = &mut model.documents;
    documents.add(found.documents);
    // Which is the first by name is not known before all are found.
    documents.choosing = !found.complete;
    let (first, later) = match found.complete {
        true => (first_document(documents), settle(documents)),
        false => (wanted_document(documents), Vec::new()),
    };
    let opening = first.map(|id| opening::open(&mut model, id, None));
    let mut effects = opening.unwrap_or_default().effects;
    effects.extend(later);
    effects.extend(split::restore(&mut model).effects);
    // Only now: to open a document unfolds the folders around it.
    let folded = remembered.folded.iter().cloned();
    model.documents.set_folded(folded);
    (model, effects)
}

pub fn add_found(
    documents: &mut Documents,
    mode: &mut Mode,
    found: DiscoveredDocuments,
) -> Outcome {
    // The workers number the documents: those at any other place are not added.
    let known = documents.all().len();
    if found.first.0 == known {
        documents.add(found.documents);
    }
    let new = known..documents.all().len();
    let mut outcome = Outcome::none();
    if found.complete && documents.walking {
        outcome = settle(documents).into();
    }
    pickers::add_documents(documents, mode, new.map(DocumentId).collect());
    let begins = || found.complete || found.slow || wanted_document(documents).is_some();
    if documents.open.is_none() && begins() {
        documents.choosing = false;
        outcome.next.extend(open_first(documents));
    }
    outcome
}

pub fn add_new(
    documents: &mut Documents,
    mode: &mut Mode,
    first: DocumentId,
    new: Vec<Document>,
) -> Outcome {
    // The workers number the documents: at any other place each would be taken for
    // another one.
    if first.0 != documents.all().len() {
        return Outcome::none();
    }
    let count = new.len();
    documents.add(new);
    let new = first.0..first.0 + count;
    let mut outcome = Outcome::from(sidebar::summarise_if_few(documents, new.clone()));
    pickers::add_documents(documents, mode, new.map(DocumentId).collect());
    let have = if count == 1 { "has" } else { "have" };
    let words = format!("{} {have} come", counted(count, "document"));
    outcome = outcome.and(Notice::quiet(words));
    if documents.open.is_none() {
        // The folder was empty until now: as at the start.
        outcome.next.extend(open_first(documents));
    }
    outcome
}

fn open_first(documents: &Documents) -> Option<Next> {
    Some(Next::Open(first_document(documents)?, None))
}

fn settle(documents: &mut Documents) -> Vec<Effect> {
    documents.walking = false;
    documents.look_for_missing();
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

pub fn add_annotation_files(documents: &mut Documents, read: AnnotationFiles) -> Outcome {
    let read_ids: Vec<DocumentId> = read.known.iter().map(|(id, _)| *id).collect();
    for (id, known) in read.known {
        documents.replace_known(id, known);
    }
    match read.progress {
        Some((done, of)) if done < of => documents.counted = TotalsProgress::Reading(done, of),
        Some(_) => {
            documents.counted = TotalsProgress::Complete;
            documents.look_for_missing();
            documents.count_gone();
            let all = documents.by_name().map(|(id, _)| id);
            return place(documents, all).into();
        }
        // Those that come before all are read are placed with the rest.
        None if documents.counted != TotalsProgress::Complete => {}
        None => return place(documents, read_ids.into_iter()).into(),
    }
    Outcome::none()
}

/// Asks where the annotations of documents stand that are too many to be all looked into for
/// the sidebar: only then is it known what is open in them.
fn place(documents: &Documents, ids: impl Iterator<Item = DocumentId>) -> Option<Effect> {
    let is_unplaced = |id: &DocumentId| {
        let document = documents.get(*id);
        let is_closed = document.is_some_and(|document| document.opened().is_none());
        is_closed && documents.tally(*id).unplaced > 0
    };
    let ids: Vec<DocumentId> = ids.filter(is_unplaced).collect();
    let is_many = documents.all().len() > sidebar::FEW;
    (is_many && !ids.is_empty()).then_some(Effect::Place(ids))
}
