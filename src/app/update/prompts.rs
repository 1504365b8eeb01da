//! Prompts for a line: what to search for, a percentage, a source, a file.

use crate::app::document::search_matches::{SearchMatches, Step};
use crate::app::document::selection::Cursor;
use crate::app::input::command::Direction;
use crate::app::state::line::TypedLine;
use crate::app::state::notice::Notice;
use crate::app::state::places::Jump;
use crate::app::state::searched::Recall;
use crate::app::{
    Ask, Effect, Env, ExportRequest, Key, KeyCode, Mode, Model, OpenDocument, Prompt, Unit,
};
use crate::text::in_thousands;
use crate::text::search::{Matcher, Query};

use super::all_matches;
use super::exporting;
use super::importing;
use super::leaving;
use super::outcome::{Next, Outcome};
use super::searching::{self, Searching};
use super::{source_details, sources, suggesting, verdicts};

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
        KeyCode::Char('x') if key.ctrl => match prompt.without_accents() {
            Some(line) => {
                prompt.line = TypedLine::new(&line);
                line_changed(model)
            }
            None => Outcome::none(),
        },
        KeyCode::Char('o') if key.ctrl => sources::choose_passage(model),
        KeyCode::Tab if path_error(&mut prompt.ask).is_some() => {
            Effect::CompletePath(prompt.line.as_str().to_owned()).into()
        }
        KeyCode::Down => recall(model, Direction::Forward),
        KeyCode::Up => recall(model, Direction::Backward),
        KeyCode::Char('n') if key.ctrl => step(model, Direction::Forward),
        KeyCode::Char('p') if key.ctrl => step(model, Direction::Backward),
        _ if prompt.line.edit(key) => {
            prompt.recall = Recall::default();
            line_changed(model)
        }
        _ => Outcome::none(),
    }
}

/// What is said beside a path, where one is asked for.
fn path_error(ask: &mut Ask) -> Option<&mut Option<String>> {
    match ask {
        Ask::ExportTo { error, .. } | Ask::ImportFrom { error } | Ask::SaveCopy { error, .. } => {
            Some(error)
        }
        _ => None,
    }
}

/// The most names that are told of those that a path may go on to.
const MOST_NAMES: usize = 8;

/// Puts in all that is certain of how a path goes on, if it is as it was, and says what it may
/// go on to.
pub fn complete(mode: &mut Mode, typed: &str, completed: &str, names: &[String]) -> Outcome {
    if let Mode::Prompt(prompt) = mode
        && prompt.line.as_str() == typed
        && let Some(error) = path_error(&mut prompt.ask)
    {
        prompt.line = TypedLine::new(completed);
        let more = match names.len().saturating_sub(MOST_NAMES) {
            0 => String::new(),
            more => format!(" and {} more", in_thousands(more)),
        };
        *error = match names {
            [] => Some("No file begins so".to_owned()),
            [_] => None,
            _ => Some(names[..names.len().min(MOST_NAMES)].join("  ") + &more),
        };
    }
    Outcome::none()
}

/// Goes to another match of what has been typed so far, as the same keys do in the text.
fn step(model: &mut Model, direction: Direction) -> Outcome {
    match &model.mode {
        Mode::Prompt(prompt) if matches!(prompt.ask, Ask::Search { .. }) => {
            Searching::new(model).step(direction)
        }
        _ => Outcome::none(),
    }
}

/// Puts an earlier search into the line, or a later one; of a line for something else, nothing.
fn recall(model: &mut Model, direction: Direction) -> Outcome {
    let Mode::Prompt(Prompt { ask, line, recall }) = &mut model.mode else {
        return Outcome::none();
    };
    let (Ask::Search { regex, .. } | Ask::SearchAll { regex, .. }) = ask else {
        return Outcome::none();
    };
    let recalled = match direction {
        Direction::Backward => model.searched.earlier(recall, line.as_str()),
        Direction::Forward => model.searched.later(recall, *regex),
    };
    let Some(recalled) = recalled else {
        return Outcome::none();
    };
    *line = TypedLine::new(&recalled.pattern);
    *regex = recalled.regex;
    line_changed(model)
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
        Ask::Source(ask) => {
            ask.doubt = None;
            ask.error = None;
            Outcome::none()
        }
        Ask::Attribute(ask) => {
            ask.error = None;
            Outcome::none()
        }
        Ask::SourceDetail(ask) => {
            ask.error = None;
            Outcome::none()
        }
        Ask::Percent { error }
        | Ask::Suggestions { error, .. }
        | Ask::ExportTo { error, .. }
        | Ask::ImportFrom { error }
        | Ask::SaveCopy { error, .. } => {
            *error = None;
            Outcome::none()
        }
    }
}

/// Says of what was pasted that it is too long for a line that is kept; answers whether it is
/// one of these.
pub fn refuse_paste(prompt: &mut Prompt, bytes: usize, most: usize) -> bool {
    let error = match &mut prompt.ask {
        Ask::Source(ask) => &mut ask.error,
        Ask::SourceDetail(ask) => &mut ask.error,
        Ask::Attribute(ask) => &mut ask.error,
        _ => return false,
    };
    let (bytes, most) = (in_thousands(bytes), in_thousands(most));
    *error = Some(format!(
        "Nothing was pasted: these are {bytes} bytes, and this line takes {most}"
    ));
    true
}

fn cancel(model: &mut Model) -> Outcome {
    let Mode::Prompt(prompt) = std::mem::take(&mut model.mode) else {
        return Outcome::none();
    };
    match prompt.ask {
        Ask::Search { origin, .. } => {
            let before = model.searched.last().unwrap_or_default();
            if let Some(opened) = model.documents.open_document_mut() {
                model.query = before;
                opened.matches = SearchMatches::default();
                (opened.cursor, opened.top) = *origin;
            }
            Outcome::none()
        }
        Ask::Source(ask) => sources::leave(model, &ask),
        Ask::SourceDetail(ask) => {
            source_details::leave(model, &ask.of);
            Outcome::none()
        }
        Ask::Attribute(ask) => {
            verdicts::leave(model, ask.document, &ask.annotation);
            Outcome::none()
        }
        _ => Outcome::none(),
    }
}

fn accept(model: &mut Model, env: &dyn Env) -> Outcome {
    if let Mode::Prompt(prompt) = &mut model.mode
        && find_error(prompt)
    {
        return wrong_search(&prompt.ask);
    }
    let Mode::Prompt(Prompt { ask, line, .. }) = std::mem::take(&mut model.mode) else {
        return Outcome::none();
    };
    let line = line.as_str();
    match ask {
        Ask::Search { origin, .. } => accept_search(model, line, &origin.0),
        Ask::SearchAll { regex, .. } => {
            let pattern = line.to_owned();
            let typed = Query { pattern, regex };
            let is_empty = typed.pattern.trim().is_empty();
            let last = model.searched.last().filter(|_| is_empty);
            all_matches::search(model, last.unwrap_or(typed))
        }
        Ask::Percent { .. } => {
            model.places.pending = Some(Jump::Other);
            let opened = model.documents.open_document_mut();
            opened.map_or_else(Outcome::none, |opened| go_to_percent(opened, line))
        }
        Ask::Suggestions { decision, .. } => suggesting::decide_all(model, decision, line, env),
        Ask::Source(ask) => sources::accept(model, *ask, line, env),
        Ask::SourceDetail(ask) => source_details::accept(model, *ask, line, env),
        Ask::Attribute(ask) => verdicts::accept(model, *ask, line, env),
        Ask::SaveCopy { .. } => match line.trim() {
            "" => Outcome::plain("Cancelled; nothing was saved, and postil stays open"),
            line => leaving::save_copy(&model.documents, line).into(),
        },
        Ask::ImportFrom { .. } => importing::accept(model, line),
        Ask::ExportTo { format, .. } => match line.trim() {
            "" => Outcome::plain("Cancelled; nothing was exported"),
            file => exporting::begin(ExportRequest {
                format,
                file: file.to_owned(),
                only: model.filter.clone().unwrap_or_default(),
                overwrite: false,
            }),
        },
    }
}

/// Ends a search as one types: says what was found, and how to go on. An empty line searches
/// for the same again.
fn accept_search(model: &mut Model, line: &str, origin: &Cursor) -> Outcome {
    model.found = None;
    let again = match (line.is_empty(), model.searched.last()) {
        (false, _) => Outcome::none(),
        (true, None) => return Outcome::none(),
        (true, Some(last)) => {
            model.query = last;
            let here = Step::After(origin.range());
            let begun = Searching::new(model).begin_and_go(here);
            begun.unwrap_or_else(|error| Outcome::problem(error.to_string()))
        }
    };
    model.searched.add(&model.query);
    let Some(opened) = model.documents.open_document() else {
        return again;
    };
    let selected = opened.cursor.range();
    let nowhere = opened.matches.is_empty() && opened.matches.is_complete();
    // While it is still searched, the row says how far that is.
    let is_done = opened.matches.running.is_none();
    let words = opened.matches.words(selected).filter(|_| is_done);
    let notice = match (nowhere, words) {
        (true, _) => Some(searching::there_is_none(&model.query)),
        (false, None) => None,
        (false, Some(words)) => {
            let how = all_matches::how_to_go_on(model);
            Some(Notice::plain(format!("{words} · {how}")))
        }
    };
    model.places.pending = Some(Jump::Match);
    again.and(notice).and(Outcome::next(Next::Remember))
}

/// Whether a line is wrong, so that its prompt stays and says what is.
fn find_error(prompt: &mut Prompt) -> bool {
    match &mut prompt.ask {
        Ask::Search { error, .. } | Ask::SearchAll { error, .. } => error.is_some(),
        Ask::Percent { error } => {
            let line = prompt.line.as_str();
            let is_wrong = !line.trim().is_empty() && percentage(line).is_none();
            *error = is_wrong
                .then(|| format!("\"{line}\" is not a percentage: type a number from 0 to 100"));
            error.is_some()
        }
        Ask::Suggestions { error, .. } => {
            *error = suggesting::wrong_score(prompt.line.as_str());
            error.is_some()
        }
        // What is wrong with these is known only when they are tried.
        Ask::Source(_)
        | Ask::SourceDetail(_)
        | Ask::Attribute(_)
        | Ask::SaveCopy { .. }
        | Ask::ImportFrom { .. }
        | Ask::ExportTo { .. } => false,
    }
}

/// Says what is wrong with a search that was entered: where the screen is told in lines, it
/// was not said while that was being typed.
fn wrong_search(ask: &Ask) -> Outcome {
    match ask {
        Ask::Search { error, .. } | Ask::SearchAll { error, .. } => {
            error.clone().map_or_else(Outcome::none, Outcome::problem)
        }
        _ => Outcome::none(),
    }
}

fn percentage(line: &str) -> Option<f64> {
    let number = line.trim().trim_end_matches('%').trim().replace(',', ".");
    let percent = number.parse::<f64>().ok();
    percent.filter(|percent| (0.0..=100.0).contains(percent))
}

fn go_to_percent(opened: &mut OpenDocument, line: &str) -> Outcome {
    let Some(percent) = percentage(line) else {
        return Outcome::none();
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
