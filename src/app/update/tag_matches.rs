//! Tagging all matches of a search at once.
//!
//! What is pressed and seen: `#` asks `Tag 37 matches in 3 documents as?`, and the key of a
//! tag answers; `Tab` changes between this document and all of them, where a search of all
//! found some here. `u` takes all of it back.
//!
//! Must not know: how many documents are changed.

use std::iter;

use crate::app::state::everywhere::{Purpose, Task};
use crate::app::state::found::FoundEverywhere;
use crate::app::state::tag_matches::{Scope, TagMatches};
use crate::app::{Command, DocumentId, Env, Key, KeyCode, Mode, Model, Pane};
use crate::text::TextRange;
use crate::text::search::Matcher;

use super::commands::choosing::no_tag_has;
use super::everywhere;
use super::outcome::Outcome;

/// Asks which tag the matches of the last search are to have.
pub fn ask(model: &mut Model) -> Outcome {
    let Some(opened) = model.open_document() else {
        return Outcome::none();
    };
    let percent = match &model.found {
        Some(found) => found.running,
        None => opened.matches.running.map(|_| opened.matches.percent()),
    };
    if let Some(percent) = percent {
        let key = model
            .settings
            .keymap
            .shown_key(Pane::Text, Command::TagMatches);
        return Outcome::plain(format!(
            "Still searching, {percent} %; press {key} again when it is done"
        ));
    }
    let here = here(model).len();
    let is_elsewhere = |found: &&FoundEverywhere| found.count() > here;
    let all = model.found.as_ref().filter(is_elsewhere);
    let asked = TagMatches {
        here,
        everywhere: all.map(|found| (found.count(), found.documents().len())),
        scope: if all.is_some() {
            Scope::Everywhere
        } else {
            Scope::Here
        },
    };
    if asked.count() == 0 {
        return Outcome::plain("No matches to tag: / searches this document, \\ all of them");
    }
    model.mode = Mode::TagMatches(asked);
    Outcome::none()
}

/// The matches in the open document.
fn here(model: &Model) -> &[TextRange] {
    let of_it = |(id, _): &&(DocumentId, Vec<TextRange>)| Some(*id) == model.documents.open;
    match (&model.found, model.open_document()) {
        (Some(found), _) => {
            let documents = found.documents().iter();
            documents
                .clone()
                .find(of_it)
                .map_or(&[], |(_, matches)| matches)
        }
        (None, Some(opened)) => opened.matches.all(),
        (None, None) => &[],
    }
}

/// Handles a key while the tag is chosen.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Outcome {
    let Mode::TagMatches(asked) = &mut model.mode else {
        return Outcome::none();
    };
    let closes = matches!(key.code, KeyCode::Char('c' | 'g')) && key.ctrl;
    match key.code {
        KeyCode::Tab if asked.alternative().is_some() => asked.scope = asked.other(),
        _ if key.code == KeyCode::Esc || closes => model.mode = Mode::Reading,
        _ => {
            if let Some(Command::Tag(index)) = model.settings.keymap.get(Pane::Text, key) {
                return tag(model, index, env);
            }
            return no_tag_has(model, &key.to_string());
        }
    }
    Outcome::none()
}

fn tag(model: &mut Model, index: usize, env: &dyn Env) -> Outcome {
    let Mode::TagMatches(asked) = std::mem::take(&mut model.mode) else {
        return Outcome::none();
    };
    let tag = model
        .settings
        .tags
        .iter()
        .nth(index)
        .map(|tag| tag.id.clone());
    let query = model.found.as_ref().map(|found| &found.query);
    let query = query.unwrap_or(&model.query);
    let (Some(tag), Ok(matcher)) = (tag, Matcher::new(query)) else {
        return Outcome::none();
    };
    let tasks = match (&model.found, asked.scope) {
        (Some(found), Scope::Everywhere) => {
            let documents = found.documents().iter();
            documents.map(|(id, matches)| task(*id, matches)).collect()
        }
        _ => {
            let open = model.documents.open.into_iter();
            open.zip(iter::once(here(model)))
                .map(|(id, matches)| task(id, matches))
                .collect()
        }
    };
    everywhere::begin(model, Purpose::Tag { tag, matcher }, tasks, env)
}

fn task(document: DocumentId, matches: &[TextRange]) -> Task {
    Task {
        document,
        passages: matches.iter().copied().collect(),
    }
}
