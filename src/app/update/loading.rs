//! A document was read, or looked into.

use crate::app::{
    DocumentId, Documents, Effect, Env, LoadedDocument, Model, OpenDocument, Summary,
};

use crate::session::LeftOut;

use super::outcome::{Next, Outcome};
use super::{arriving, deferred, indexing, recovering};

/// Opens a document that was read, if that was asked for and has not been answered.
pub fn loaded(
    model: &mut Model,
    id: DocumentId,
    result: Result<Box<LoadedDocument>, String>,
    env: &dyn Env,
) -> Outcome {
    let settings = &model.settings;
    let filter = model.filter.clone();
    let document = model.documents.get_mut(id);
    let Some(document) = document.filter(|document| document.is_loading()) else {
        return Outcome::none();
    };
    let mut outcome = Outcome::none();
    match result {
        Ok(content) => {
            let why = document.left_out.map(LeftOut::words);
            let left_out = why.map(|why| format!("{} {why}", document.path));
            let problem = content.notices.first().cloned().or(left_out);
            let how = (settings.paragraphs, settings.language.as_str());
            let trouble = content.trouble;
            let mut opened = OpenDocument::new(*content, how, &document.place);
            opened.set_filter(filter);
            document.trouble = trouble;
            document.finish_loading(Ok(opened));
            model.documents.note_opened(id);
            let annotator = model.annotator.as_deref();
            outcome = arriving::notice_about(&model.documents, annotator, id, problem).into();
            let asked = deferred::ask(model.documents.get_opened_mut(id), id).map(Outcome::from);
            outcome = outcome
                .and(asked.unwrap_or_else(|| recovering::document_loaded(model, id, env)))
                .and(indexing::begin(&mut model.documents, id));
        }
        Err(reason) => {
            if model.recovery.give_up_for(id) {
                outcome = recovering::not_restored(&reason);
            }
            if let Some(document) = model.documents.get_mut(id) {
                document.finish_loading(Err(reason));
            }
        }
    }
    // These came while the text was being read, and assume that it is open.
    let early = std::mem::take(&mut model.early_news).into_iter();
    let (of_it, of_others) = early.partition(|news| news.of_open_document() == Some(id));
    model.early_news = of_others;
    outcome.next.extend(of_it.into_iter().map(Next::Disk));
    let wanted = arriving::where_wanted(&mut model.travel, &model.documents, id);
    outcome.and(wanted)
}

pub fn summarised(
    documents: &mut Documents,
    id: DocumentId,
    result: Result<Box<Summary>, String>,
) -> Outcome {
    let Some(document) = documents.get_mut(id) else {
        return Outcome::none();
    };
    match result {
        Ok(mut summary) => {
            let known = summary.known.take();
            // An open document knows its annotations better.
            let is_open = document.opened().is_some();
            // What would have taken too long is looked for once there is time.
            let is_left = !is_open && !summary.places.are_known() && known.is_some();
            documents.set_summary(id, summary);
            // One that is being opened came without its annotations: they come with it.
            if let Some(known) = known.filter(|_| !is_open) {
                documents.note_trouble(id, known.trouble);
                documents.take_over(id, known);
            }
            if is_left {
                return Effect::Place(vec![id]).into();
            }
        }
        Err(reason) => documents.set_unreadable(id, reason),
    }
    Outcome::none()
}
