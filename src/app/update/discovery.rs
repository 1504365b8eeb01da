//! The documents are found and their annotation files read while one reads.
//!
//! What the reader sees: the first screen lists what was found by then, and the
//! first row counts on. Documents stand in their place by name as they come, and
//! the sidebar's cursor stays where it is. Where the document to begin with is not
//! among the first, keys wait for it; it comes when all are found, or when that takes
//! long.
//!
//! Must not know: how documents are found.

use crate::app::Env;
use crate::app::document::{Document, DocumentId};
use crate::app::documents::{AnnotationFilesRead, Discovered, TotalsProgress};
use crate::app::message::Effect;
use crate::app::state::Model;
use crate::app::update::pickers;
use crate::app::update::press_what_waited;
use crate::app::view::layout::layout;
use crate::app::view::sidebar;

/// The start: what was found before anything was drawn.
pub fn begin(model: &mut Model, listed: Discovered) -> Vec<Effect> {
    let whole = listed.whole;
    model.documents.add(listed.documents);
    // The first by name is not known before all are.
    model.documents.choosing = !whole;
    let begin = if whole {
        first_document(model)
    } else {
        wanted_document(model)
    };
    let mut effects = begin.map_or_else(Vec::new, |id| model.open(id));
    if whole {
        effects.extend(settle(model));
    }
    effects
}

/// Takes in what the walk has found since.
pub fn take(model: &mut Model, listed: Discovered, env: &dyn Env) -> Vec<Effect> {
    // The numbers are those of the workers, as with those that come later.
    let known = model.documents.all().len();
    if listed.first.0 == known {
        model.documents.add(listed.documents);
    }
    let new = known..model.documents.all().len();
    let mut effects = Vec::new();
    if listed.whole && model.documents.walking {
        effects.extend(settle(model));
    }
    let begins = || listed.whole || listed.late || wanted_document(model).is_some();
    if model.documents.open.is_none() && begins() {
        model.documents.choosing = false;
        let begin = first_document(model);
        effects.extend(begin.map_or_else(Vec::new, |id| model.open(id)));
        if !model.is_loading() {
            effects.extend(press_what_waited(model, env));
        }
    }
    pickers::add_documents(model, new.map(DocumentId).collect());
    effects
}

/// Documents have come to the folder.
pub fn come(model: &mut Model, first: DocumentId, documents: Vec<Document>) -> Vec<Effect> {
    // The numbers are those of the workers: at any other place each document
    // would be taken for another one.
    if first.0 != model.documents.all().len() {
        return Vec::new();
    }
    let count = documents.len();
    model.documents.add(documents);
    let new = first.0..first.0 + count;
    let mut effects: Vec<Effect> = sidebar::look_into(model, new).into_iter().collect();
    pickers::add_documents(model, (first.0..first.0 + count).map(DocumentId).collect());
    if model.notice.as_ref().is_none_or(|it| !it.problem) {
        model.notify_quiet(match count {
            1 => "1 document has come".to_owned(),
            _ => format!("{count} documents have come"),
        });
    }
    if model.documents.open.is_none() {
        // There was none: as at the start.
        let begin = first_document(model);
        effects.extend(begin.map_or_else(Vec::new, |id| model.open(id)));
    }
    effects
}

/// All are listed.
fn settle(model: &mut Model) -> Vec<Effect> {
    model.documents.walking = false;
    let all = 0..model.documents.all().len();
    let mut effects = vec![Effect::Discovered];
    effects.extend(sidebar::look_into(model, all));
    effects
}

/// The document to begin with: the one that is wanted, else the first by name
/// that can be read.
pub fn first_document(model: &Model) -> Option<DocumentId> {
    let mut documents = model.documents.by_name();
    wanted_document(model)
        .or_else(|| {
            let mut readable = model.documents.by_name();
            Some(readable.find(|(_, document)| document.is_readable())?.0)
        })
        .or_else(|| Some(documents.next()?.0))
}

fn wanted_document(model: &Model) -> Option<DocumentId> {
    let wanted = model.documents.begin_with.as_ref()?;
    model.documents.find(wanted)
}

/// Takes in annotation files that were read.
pub fn take_tags(model: &mut Model, read: AnnotationFilesRead) -> Vec<Effect> {
    let documents = &mut model.documents;
    for (id, tags) in read.of {
        documents.take_tags(id, tags);
    }
    match read.progress {
        // What is known stays known, whatever comes late.
        Some(_) if documents.counted == TotalsProgress::All => {}
        Some((done, of)) if done < of => documents.counted = TotalsProgress::Going(done, of),
        Some(_) => documents.counted = TotalsProgress::All,
        None => {}
    }
    Vec::new()
}

/// After anything that happened: what has come into view is looked into.
pub fn follow(model: &mut Model) -> Option<Effect> {
    let wanted = sidebar::wanted(model, &layout(model));
    model.documents.want(wanted).map(Effect::LookInto)
}
