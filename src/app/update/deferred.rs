//! A document with very many tags is shown before they are read.
//!
//! What the reader sees: the text at once, with all keys that move, select and search;
//! the last row says how much of the annotation file has been read. A key that has to
//! do with tags waits until they are there, and so does what is pressed after it, so
//! that all is done in its order; Esc gives it up. What is wrong with the annotation
//! file is told when it has been read, as with any other.
//!
//! As long as they are not there, nothing is saved: no set of tags is taken for all of
//! them that is not.
//!
//! Must not know: who reads them.

use crate::annotation::AnnotationSet;
use crate::text::Text;
use crate::text::segment::Structure;

use crate::app::Env;
use crate::app::document::annotation_index::AnnotationIndex;
use crate::app::document::{Access, AnnotationsState, DocumentId, OpenDocument};
use crate::app::input::command::Command;
use crate::app::message::{Effect, IndexRequest, Message};
use crate::app::state::{Mode, Model};
use crate::app::update::commands::recovery;
use crate::app::update::indexing;
use crate::app::update::{arrive_where_wanted, press_what_waited, report_displaced};

/// What is said where something waits for the tags.
const WAITS: &str = "done as soon as the tags are read; Esc gives it up";

/// What was heard of the tags of a document that was shown without them.
#[derive(Debug, Clone)]
pub enum DeferredNews {
    /// So many bytes of the annotation file have been read, of so many.
    Read(u64, u64),
    /// All of it.
    Annotations(Box<DeferredAnnotations>),
}

/// The tags of a document that was shown without them.
#[derive(Debug, Clone)]
pub struct DeferredAnnotations {
    /// The text in which they were found: the document may have another by now.
    pub text: Text,
    /// How its sentences were told.
    pub structure: Structure,
    /// The tags.
    pub set: AnnotationSet,
    /// Where they are.
    pub annotation_index: AnnotationIndex,
    /// Whether they may be written.
    pub access: Access,
    /// What the reader should know about the file, a sentence each.
    pub notices: Vec<String>,
}

/// Asks for the tags of a document that was read without them.
pub fn ask(model: &mut Model, id: DocumentId) -> Option<Effect> {
    let loaded = model
        .opened_mut(id)
        .filter(|opened| !opened.has_annotations())?;
    Some(Effect::ReadAnnotations(Box::new(IndexRequest {
        document: id,
        text: loaded.text.clone(),
        structure: loaded.structure.clone(),
        annotation_index: None,
    })))
}

/// Takes in what was heard.
pub fn take(model: &mut Model, id: DocumentId, news: DeferredNews, env: &dyn Env) -> Vec<Effect> {
    let Some(loaded) = model
        .opened_mut(id)
        .filter(|opened| !opened.has_annotations())
    else {
        return Vec::new();
    };
    let tags = match news {
        DeferredNews::Read(read, of) => {
            loaded.annotations = AnnotationsState::Loading(read, of);
            return Vec::new();
        }
        DeferredNews::Annotations(tags) => *tags,
    };
    if !loaded.text.ptr_eq(&tags.text) {
        // Where they are in the text that is here now is another question.
        return ask(model, id).into_iter().collect();
    }
    loaded.access = tags.access;
    let news = tags.notices.first().cloned();
    loaded.notices.splice(..0, tags.notices);
    loaded.take_late(tags.set, tags.annotation_index, &tags.structure);
    model.documents.note_opened(id);
    if model.documents.open == Some(id) {
        match news {
            Some(words) => model.notify_error(words),
            None => report_displaced(model, id),
        }
    }
    let mut effects = recovery::document_loaded(model, id);
    effects.extend(indexing::begin(model, id));
    effects.extend(arrive_where_wanted(model, id));
    if !is_awaited(model) {
        // That somebody waits for them.
        model.notice = model.notice.take().filter(|it| it.words != WAITS);
        effects.extend(press_what_waited(model, env));
    }
    effects
}

/// Whether the tags of a document that was opened are still being read.
pub fn is_awaited(model: &Model) -> bool {
    let mut opened = model.documents.opened();
    opened.any(|(_, document)| {
        let opened = document.opened();
        opened.is_some_and(|opened| !opened.has_annotations())
    })
}

/// Whether what was pressed comes after something that waits for tags, and so waits,
/// too.
pub fn waits(model: &mut Model, message: &Message) -> bool {
    let pressed = matches!(
        message,
        Message::Key(_) | Message::Mouse(_) | Message::Paste(_) | Message::Run(_)
    );
    if !pressed || model.waiting.is_empty() || !matches!(model.mode, Mode::Reading) {
        return false;
    }
    is_awaited(model) && indexing::queues(model, message)
}

/// Puts a command off that has to do with tags which are still being read.
pub fn puts_off(model: &mut Model, command: Command) -> bool {
    let without = match concerns(command) {
        Concerns::None => false,
        Concerns::Open => model
            .open_document()
            .is_some_and(|opened| !opened.has_annotations()),
        Concerns::All => is_awaited(model),
    };
    if without {
        model.waiting.push(Message::Run(command));
        model.notify_info(WAITS);
    }
    without
}

/// Whose tags a command has to do with.
enum Concerns {
    None,
    Open,
    All,
}

fn concerns(command: Command) -> Concerns {
    use Command as C;
    match command {
        C::Tag(_)
        | C::TagAndGoOn(_)
        | C::Note
        | C::Source
        | C::Delete
        | C::Resize
        | C::KeepVersion
        | C::NextTag
        | C::PreviousTag
        | C::SaveAgain => Concerns::Open,
        C::Undo | C::Redo | C::AllTags | C::Conflicts | C::Filter | C::Export => Concerns::All,
        _ => Concerns::None,
    }
}

/// How much of its annotation file has been read, in words, while it is.
pub fn words(loaded: &OpenDocument) -> Option<String> {
    match loaded.annotations {
        AnnotationsState::Loading(read, of) => {
            let percent = (read.saturating_mul(100) / of.max(1)).min(100);
            Some(format!("reading tags {percent} %"))
        }
        AnnotationsState::Ready => None,
    }
}
