//! The lines that are asked for: what to search for, a percentage, a source.

use crate::text::search::{Matcher, Query};

use crate::app::Env;
use crate::app::document::search_matches::{SearchMatches, Step};
use crate::app::document::selection::{Cursor, Unit};
use crate::app::input::command::Command;
use crate::app::input::key::{Key, KeyCode};
use crate::app::message::{Effect, ExportRequest};
use crate::app::state::prompt::{Ask, Prompt};
use crate::app::state::{Mode, Model};

use crate::app::update::commands::search::{
    begin, go, say_there_is_none, search_all, step_hit, this_everywhere,
};
use crate::app::update::commands::{leaving, tagging};

/// Runs a command of this family.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Percent => ask(model, Ask::Percent),
        Command::Search => {
            if let Some(loaded) = model.open_document() {
                let origin = Box::new((loaded.cursor.clone(), loaded.top));
                ask(
                    model,
                    Ask::Search {
                        regex: false,
                        origin,
                        error: None,
                    },
                );
            }
        }
        Command::SearchAll => ask(
            model,
            Ask::SearchAll {
                regex: false,
                error: None,
            },
        ),
        Command::NextHit => return step_hit(model, true),
        Command::PreviousHit => return step_hit(model, false),
        _ => return this_everywhere(model),
    }
    Vec::new()
}

fn ask(model: &mut Model, ask: Ask) {
    model.mode = Mode::Prompt(Prompt::new(ask, ""));
}

/// A key while a line is being typed.
pub fn prompt_key(model: &mut Model, key: Key, env: &dyn Env) -> Vec<Effect> {
    let Mode::Prompt(prompt) = &mut model.mode else {
        return Vec::new();
    };
    match key.code {
        KeyCode::Esc => cancel(model),
        KeyCode::Char('c' | 'g') if key.ctrl => cancel(model),
        KeyCode::Enter => return accept(model, env),
        KeyCode::Char('t') if key.ctrl => {
            if let Ask::Search { regex, .. } | Ask::SearchAll { regex, .. } = &mut prompt.ask {
                *regex = !*regex;
            }
            return line_changed(model);
        }
        KeyCode::Char('n') if key.ctrl => return step_hit(model, true),
        KeyCode::Char('p') if key.ctrl => return step_hit(model, false),
        KeyCode::Down if matches!(prompt.ask, Ask::Search { .. }) => return step_hit(model, true),
        KeyCode::Up if matches!(prompt.ask, Ask::Search { .. }) => return step_hit(model, false),
        _ => {
            if prompt.edit(key) {
                return line_changed(model);
            }
        }
    }
    Vec::new()
}

/// The line has another content: a search follows it.
pub fn line_changed(model: &mut Model) -> Vec<Effect> {
    let Mode::Prompt(prompt) = &mut model.mode else {
        return Vec::new();
    };
    let line = prompt.line.clone();
    match &mut prompt.ask {
        Ask::Search { regex, origin, .. } => {
            let query = Query {
                pattern: line,
                regex: *regex,
            };
            let (cursor, top) = (**origin).clone();
            model.query = query;
            search_from(model, cursor, top)
        }
        Ask::SearchAll { regex, error } => {
            let query = Query {
                pattern: line,
                regex: *regex,
            };
            *error = Matcher::new(&query).err().map(|it| it.to_string());
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Searches for the current query from where the reader was when it was asked for.
fn search_from(model: &mut Model, cursor: Cursor, top: usize) -> Vec<Effect> {
    let step = Step::From(cursor.range().start());
    if let Some(loaded) = model.open_document_mut() {
        loaded.cursor = cursor;
        loaded.top = top;
    }
    let begun = begin(model, step);
    if let Mode::Prompt(prompt) = &mut model.mode
        && let Ask::Search { error, .. } = &mut prompt.ask
    {
        *error = begun.as_ref().err().map(ToString::to_string);
    }
    let Ok(mut effects) = begun else {
        return Vec::new();
    };
    if !model.query.pattern.is_empty() {
        effects.extend(go(model, step));
    }
    effects
}

fn cancel(model: &mut Model) {
    if let Mode::Prompt(prompt) = std::mem::take(&mut model.mode)
        && let Ask::Search { origin, .. } = prompt.ask
        && let Some(loaded) = model.open_document_mut()
    {
        loaded.hits = SearchMatches::default();
        (loaded.cursor, loaded.top) = *origin;
    }
}

fn accept(model: &mut Model, env: &dyn Env) -> Vec<Effect> {
    let Mode::Prompt(prompt) = std::mem::take(&mut model.mode) else {
        return Vec::new();
    };
    match prompt.ask {
        Ask::Search { error, .. } => {
            if let Some(error) = error {
                model.notify_error(error);
            } else if model
                .open_document()
                .is_some_and(|it| it.hits.is_empty() && it.hits.is_complete())
            {
                say_there_is_none(model);
            }
            Vec::new()
        }
        Ask::SearchAll { regex, .. } => search_all(
            model,
            Query {
                pattern: prompt.line,
                regex,
            },
        ),
        Ask::Percent => {
            go_to_percent(model, &prompt.line);
            Vec::new()
        }
        Ask::Source(document, id) => tagging::add_source(model, document, &id, &prompt.line, env),
        Ask::SaveCopy { .. } => {
            let line = prompt.line.trim();
            if line.is_empty() {
                model.notify_info("nothing was written, and postil goes on");
                return Vec::new();
            }
            leaving::write_elsewhere(model, line)
        }
        Ask::ExportTo(format) => {
            if prompt.line.trim().is_empty() {
                model.notify_info("nothing was exported");
                return Vec::new();
            }
            vec![Effect::Export(ExportRequest {
                format,
                file: prompt.line.trim().to_owned(),
                tag: model.filter.clone(),
                overwrite: false,
            })]
        }
    }
}

fn go_to_percent(model: &mut Model, line: &str) {
    let number = line.trim().trim_end_matches('%').trim().replace(',', ".");
    let percent = number
        .parse::<f64>()
        .ok()
        .filter(|it| (0.0..=100.0).contains(it));
    let Some(percent) = percent else {
        model.notify_error(format!(
            "\"{line}\" is no percentage: type a number from 0 to 100"
        ));
        return;
    };
    let Some(loaded) = model.open_document_mut() else {
        return;
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a length, between 0 and it"
    )]
    let byte = (percent / 100.0 * loaded.text.len() as f64) as usize;
    let sentence = loaded.units().at(Unit::Sentence, byte);
    loaded.pointed = None;
    loaded.cursor.go(sentence, Unit::Sentence);
}
