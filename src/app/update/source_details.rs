//! What is said of a source besides what it points to: a remark, and the day on which it was
//! looked at.
//!
//! What is pressed and seen: in the list of sources, `r` asks for a remark and `d` for the day,
//! where today is proposed: Enter takes it. Both come back to the list. No words take away what
//! was said. Each is one undo step.
//!
//! Must not know: what a source points to.

use crate::annotation::{Source, typed_day, typed_remark};
use crate::app::state::sources::{ListedSource, SourceDetail, SourceDetailAsk};
use crate::app::view::sources::picker;
use crate::app::{Ask, Env, Mode, Model, Prompt};

use super::editing::{editing, read_only};
use super::outcome::Outcome;

/// Asks for a detail of a source.
pub fn ask(model: &mut Model, of: ListedSource, detail: SourceDetail, env: &dyn Env) -> Outcome {
    if let Some(why) = read_only(model) {
        return Outcome::problem(why);
    }
    let line = match detail {
        SourceDetail::Remark => of.source.remark.clone(),
        SourceDetail::Accessed if of.source.accessed.is_empty() => {
            (model.settings.local_day)(&env.now())
        }
        SourceDetail::Accessed => of.source.accessed.clone(),
    };
    let ask = SourceDetailAsk {
        of,
        detail,
        error: None,
    };
    let ask = Ask::SourceDetail(Box::new(ask));
    model.mode = Mode::Prompt(match detail {
        SourceDetail::Remark => Prompt::new(ask, &line),
        SourceDetail::Accessed => Prompt::proposing(ask, &line),
    });
    Outcome::none()
}

/// Takes the words that were typed, and comes back to the list.
pub fn accept(model: &mut Model, ask: SourceDetailAsk, line: &str, env: &dyn Env) -> Outcome {
    let typed = match ask.detail {
        SourceDetail::Remark => typed_remark(line).map_err(|why| format!("A remark {why}")),
        SourceDetail::Accessed => typed_day(line),
    };
    let typed = match typed {
        Ok(typed) => typed,
        Err(error) => {
            let error = Some(error);
            let ask = SourceDetailAsk { error, ..ask };
            model.mode = Mode::Prompt(Prompt::new(Ask::SourceDetail(Box::new(ask)), line));
            return Outcome::none();
        }
    };
    let mut said = ask.of.source.clone();
    match ask.detail {
        SourceDetail::Remark => said.remark = typed,
        SourceDetail::Accessed => said.accessed = typed,
    }
    let ListedSource {
        document,
        annotation,
        source,
    } = &ask.of;
    let Some(mut editing) = editing(model, *document, env) else {
        return Outcome::none();
    };
    let is_there = |one: &Source| one == source;
    let tag = editing.opened.set().get(annotation);
    if !tag.is_some_and(|tag| tag.sources.iter().any(is_there)) {
        return Outcome::problem("This source is gone: it was changed elsewhere");
    }
    let edited = editing.edit(annotation, |annotation| {
        if let Some(at) = annotation.sources.iter().position(is_there) {
            annotation.sources[at] = said.clone();
        }
    });
    let listed = ListedSource {
        source: said.clone(),
        ..ask.of.clone()
    };
    leave(model, &listed);
    edited
}

/// Comes back to the list, where that source is the chosen one.
pub fn leave(model: &mut Model, listed: &ListedSource) {
    let opened = model.documents.get_opened(listed.document);
    let annotation = opened.and_then(|opened| opened.set().get(&listed.annotation));
    let Some(annotation) = annotation.cloned() else {
        return;
    };
    let mut list = picker(model, listed.document, &annotation);
    let mut sources = annotation.sources.iter();
    list.chosen = sources.position(|one| *one == listed.source).unwrap_or(0);
    model.mode.show_picker(list);
}
