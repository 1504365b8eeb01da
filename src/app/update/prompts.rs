//! The lines that are asked for: what to search for, a percentage, a source, a file.

use crate::text::search::{Matcher, Query};

use crate::app::Env;
use crate::app::document::OpenDocument;
use crate::app::document::search_matches::{SearchMatches, Step};
use crate::app::document::units::Unit;
use crate::app::input::command::Direction;
use crate::app::input::key::{Key, KeyCode};
use crate::app::message::{Effect, ExportRequest};
use crate::app::state::prompt::{Ask, Prompt};
use crate::app::state::{Mode, Model};

use super::editing::{add_source, editing};
use super::leaving;
use super::outcome::Outcome;
use super::searching;

/// Asks for a line.
pub fn ask(mode: &mut Mode, ask: Ask) -> Outcome {
    *mode = Mode::Prompt(Prompt::new(ask, ""));
    Outcome::none()
}

/// Asks what to search for in this document.
pub fn ask_search(model: &mut Model) -> Outcome {
    let Some(opened) = model.open_document() else {
        return Outcome::none();
    };
    let origin = Box::new((opened.cursor.clone(), opened.top));
    ask(
        &mut model.mode,
        Ask::Search {
            regex: false,
            origin,
            error: None,
        },
    )
}

/// A key while a line is being typed.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Outcome {
    let Mode::Prompt(prompt) = &mut model.mode else {
        return Outcome::none();
    };
    let searches = matches!(prompt.ask, Ask::Search { .. });
    match key.code {
        KeyCode::Esc => cancel(model),
        KeyCode::Char('c' | 'g') if key.ctrl => cancel(model),
        KeyCode::Enter => accept(model, env),
        KeyCode::Char('t') if key.ctrl => {
            if let Ask::Search { regex, .. } | Ask::SearchAll { regex, .. } = &mut prompt.ask {
                *regex = !*regex;
            }
            line_changed(model)
        }
        KeyCode::Char('n') if key.ctrl => searching::step(model, Direction::Forward),
        KeyCode::Char('p') if key.ctrl => searching::step(model, Direction::Backward),
        KeyCode::Down if searches => searching::step(model, Direction::Forward),
        KeyCode::Up if searches => searching::step(model, Direction::Backward),
        _ if prompt.edit(key) => line_changed(model),
        _ => Outcome::none(),
    }
}

/// The line has another content: a search follows it.
pub fn line_changed(model: &mut Model) -> Outcome {
    let Mode::Prompt(prompt) = &mut model.mode else {
        return Outcome::none();
    };
    let line = prompt.line.clone();
    match &mut prompt.ask {
        Ask::Search { regex, origin, .. } => {
            let (cursor, top) = (**origin).clone();
            model.query = Query {
                pattern: line,
                regex: *regex,
            };
            // From where the reader was when it was asked for.
            let step = Step::From(cursor.range().start());
            if let Some(opened) = model.open_document_mut() {
                (opened.cursor, opened.top) = (cursor, top);
            }
            search(model, step)
        }
        Ask::SearchAll { regex, error } => {
            let query = Query {
                pattern: line,
                regex: *regex,
            };
            *error = Matcher::new(&query).err().map(|error| error.to_string());
            Outcome::none()
        }
        _ => Outcome::none(),
    }
}

/// Searches for the current query, and says at the line what is wrong with it.
fn search(model: &mut Model, step: Step) -> Outcome {
    let begun = searching::begin(model, step);
    if let Mode::Prompt(prompt) = &mut model.mode
        && let Ask::Search { error, .. } = &mut prompt.ask
    {
        *error = begun.as_ref().err().map(ToString::to_string);
    }
    match begun {
        Ok(effects) if model.query.pattern.is_empty() => effects.into(),
        Ok(effects) => Outcome::from(effects).and(searching::go(model, step)),
        Err(_) => Outcome::none(),
    }
}

fn cancel(model: &mut Model) -> Outcome {
    if let Mode::Prompt(prompt) = std::mem::take(&mut model.mode)
        && let Ask::Search { origin, .. } = prompt.ask
        && let Some(opened) = model.open_document_mut()
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
    match ask {
        Ask::Search { error, .. } => {
            let nowhere =
                |opened: &OpenDocument| opened.matches.is_empty() && opened.matches.is_complete();
            match error {
                Some(error) => Outcome::problem(error),
                None if model.open_document().is_some_and(nowhere) => {
                    searching::say_there_is_none(&model.query)
                }
                None => Outcome::none(),
            }
        }
        Ask::SearchAll { regex, .. } => {
            let pattern = line;
            searching::everywhere(model, Query { pattern, regex })
        }
        Ask::Percent => model
            .open_document_mut()
            .map_or_else(Outcome::none, |opened| go_to_percent(opened, &line)),
        Ask::Source(document, id) => match editing(model, document, env) {
            Some(mut editing) => add_source(&mut editing, &id, &line),
            None => Outcome::none(),
        },
        Ask::SaveCopy { .. } => match line.trim() {
            "" => Outcome::plain("nothing was written, and postil goes on"),
            line => leaving::save_copy(model, line).into(),
        },
        Ask::ExportTo(format) => match line.trim() {
            "" => Outcome::plain("nothing was exported"),
            file => Effect::Export(ExportRequest {
                format,
                file: file.to_owned(),
                tag: model.filter.clone(),
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
            "\"{line}\" is no percentage: type a number from 0 to 100"
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
