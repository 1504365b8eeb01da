//! Prompts for a line: what to search for, a percentage, a source, a file.

use crate::app::document::search_matches::{SearchMatches, Step};
use crate::app::input::command::Direction;
use crate::app::state::line::TypedLine;
use crate::app::{
    Ask, Effect, Env, ExportRequest, Key, KeyCode, Mode, Model, OpenDocument, Prompt, Unit,
};
use crate::text::search::{Matcher, Query};

use super::all_matches;
use super::editing::{add_source, editing};
use super::leaving;
use super::outcome::Outcome;
use super::searching::{self, Searching};

pub fn ask(mode: &mut Mode, ask: Ask) -> Outcome {
    *mode = Mode::Prompt(Prompt::new(ask, ""));
    Outcome::none()
}

pub fn ask_search(mode: &mut Mode, opened: Option<&OpenDocument>) -> Outcome {
    let Some(opened) = opened else {
        return Outcome::none();
    };
    let search = Ask::Search {
        regex: false,
        origin: Box::new((opened.cursor.clone(), opened.top)),
        error: None,
    };
    ask(mode, search)
}

pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Outcome {
    let Mode::Prompt(prompt) = &mut model.mode else {
        return Outcome::none();
    };
    let searches = matches!(prompt.ask, Ask::Search { .. });
    match key.code {
        KeyCode::Esc => cancel(&mut model.mode, model.documents.open_document_mut()),
        KeyCode::Char('c' | 'g') if key.ctrl => {
            cancel(&mut model.mode, model.documents.open_document_mut())
        }
        KeyCode::Enter => accept(model, env),
        KeyCode::Char('t') if key.ctrl => {
            if let Ask::Search { regex, .. } | Ask::SearchAll { regex, .. } = &mut prompt.ask {
                *regex = !*regex;
            }
            line_changed(model)
        }
        KeyCode::Char('x') if key.ctrl => match prompt.without_accents() {
            Some(line) => {
                prompt.line = TypedLine::new(&line);
                line_changed(model)
            }
            None => Outcome::none(),
        },
        KeyCode::Char('n') if key.ctrl => Searching::new(model).step(Direction::Forward),
        KeyCode::Char('p') if key.ctrl => Searching::new(model).step(Direction::Backward),
        KeyCode::Down if searches => Searching::new(model).step(Direction::Forward),
        KeyCode::Up if searches => Searching::new(model).step(Direction::Backward),
        _ if prompt.line.edit(key) => line_changed(model),
        _ => Outcome::none(),
    }
}

/// The line was edited: the search follows it.
pub fn line_changed(model: &mut Model) -> Outcome {
    let Mode::Prompt(prompt) = &mut model.mode else {
        return Outcome::none();
    };
    let pattern = prompt.line.as_str().to_owned();
    match &mut prompt.ask {
        Ask::Search { regex, origin, .. } => {
            let (cursor, top) = (**origin).clone();
            let regex = *regex;
            model.query = Query { pattern, regex };
            // From where the reader was when the prompt was opened.
            let step = Step::From(cursor.range().start());
            if let Some(opened) = model.documents.open_document_mut() {
                (opened.cursor, opened.top) = (cursor, top);
            }
            let begun = Searching::new(model).begin_and_go(step);
            // The prompt says what is wrong with the query.
            if let Mode::Prompt(prompt) = &mut model.mode
                && let Ask::Search { error, .. } = &mut prompt.ask
            {
                *error = begun.as_ref().err().map(ToString::to_string);
            }
            begun.unwrap_or_default()
        }
        Ask::SearchAll { regex, error } => {
            let regex = *regex;
            let query = Query { pattern, regex };
            *error = Matcher::new(&query).err().map(|error| error.to_string());
            Outcome::none()
        }
        _ => Outcome::none(),
    }
}

fn cancel(mode: &mut Mode, opened: Option<&mut OpenDocument>) -> Outcome {
    if let Mode::Prompt(prompt) = std::mem::take(mode)
        && let Ask::Search { origin, .. } = prompt.ask
        && let Some(opened) = opened
    {
        opened.matches = SearchMatches::default();
        (opened.cursor, opened.top) = *origin;
    }
    Outcome::none()
}

fn accept(model: &mut Model, env: &dyn Env) -> Outcome {
    let Mode::Prompt(Prompt { ask, line, .. }) = std::mem::take(&mut model.mode) else {
        return Outcome::none();
    };
    let line = line.as_str();
    match ask {
        Ask::Search { error, .. } => {
            model.found = None;
            let matches = model.open_document().map(|opened| &opened.matches);
            let nowhere = matches.is_some_and(|all| all.is_empty() && all.is_complete());
            match error {
                Some(error) => Outcome::problem(error),
                None if nowhere => searching::there_is_none(&model.query).into(),
                None => Outcome::none(),
            }
        }
        Ask::SearchAll { regex, .. } => {
            let pattern = line.to_owned();
            let wanted = Query { pattern, regex };
            all_matches::search(model, wanted)
        }
        Ask::Percent => match model.documents.open_document_mut() {
            Some(opened) => go_to_percent(opened, line),
            None => Outcome::none(),
        },
        Ask::Source(document, id) => match editing(model, document, env) {
            Some(mut editing) => add_source(&mut editing, &id, line),
            None => Outcome::none(),
        },
        Ask::SaveCopy { .. } => match line.trim() {
            "" => Outcome::plain("Cancelled; nothing was saved, and postil stays open"),
            line => leaving::save_copy(&model.documents, line).into(),
        },
        Ask::ExportTo(format) => match line.trim() {
            "" => Outcome::plain("Cancelled; nothing was exported"),
            file => Effect::Export(ExportRequest {
                format,
                file: file.to_owned(),
                only: model.filter.clone().unwrap_or_default(),
                overwrite: false,
            })
            .into(),
        },
    }
}

fn go_to_percent(opened: &mut OpenDocument, line: &str) -> Outcome {
    let number = line.trim().trim_end_matches('%').trim().replace(',', ".");
    let percent = number.parse::<f64>().ok();
    let Some(percent) = percent.filter(|percent| (0.0..=100.0).contains(percent)) else {
        return Outcome::problem(format!(
            "\"{line}\" is not a percentage: type a number from 0 to 100"
        ));
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a length, between 0 and it"
    )]
    let byte = (percent / 100.0 * opened.text.len() as f64) as usize;
    let sentence = opened.units().at(Unit::Sentence, byte);
    opened.pointed = None;
    opened.cursor.go(sentence, Unit::Sentence);
    Outcome::none()
}
