//! Searching, and the lines that are asked for.

use crate::text::TextRange;
use crate::text::search::{Matcher, Query, QueryError};

use crate::app::Env;
use crate::app::command::Command;
use crate::app::document::DocumentId;
use crate::app::key::{Key, KeyCode};
use crate::app::lists;
use crate::app::message::{Effect, ExportRequest, Hit};
use crate::app::model::{Mode, Model};
use crate::app::overlay::{ListOverlay, Overlay};
use crate::app::prompt::{Ask, Prompt};
use crate::app::selection::Unit;

use super::leaving;
use super::tagging;

/// More hits than this are counted as "more than": no reader goes through them.
pub const MOST_HITS: usize = 100_000;
/// A passage longer than this is searched for by its beginning.
const LONGEST_PHRASE: usize = 400;

/// Runs a command of this family.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Percent => ask(model, Ask::Percent),
        Command::Search => {
            if let Some(loaded) = model.loaded() {
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
        Command::NextHit => step_hit(model, true),
        Command::PreviousHit => step_hit(model, false),
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
            line_changed(model);
        }
        KeyCode::Char('n') if key.ctrl => step_hit(model, true),
        KeyCode::Char('p') if key.ctrl => step_hit(model, false),
        KeyCode::Down if matches!(prompt.ask, Ask::Search { .. }) => step_hit(model, true),
        KeyCode::Up if matches!(prompt.ask, Ask::Search { .. }) => step_hit(model, false),
        _ => {
            if prompt.edit(key) {
                line_changed(model);
            }
        }
    }
    Vec::new()
}

/// The line has another content: a search follows it.
pub fn line_changed(model: &mut Model) {
    let Mode::Prompt(prompt) = &mut model.mode else {
        return;
    };
    let line = prompt.line.clone();
    match &mut prompt.ask {
        Ask::Search {
            regex,
            origin,
            error,
        } => {
            let query = Query {
                pattern: line,
                regex: *regex,
            };
            *error = Matcher::new(&query).err().map(|it| it.to_string());
            let (cursor, top) = (**origin).clone();
            model.query = query;
            if let Some(loaded) = model.loaded_mut() {
                loaded.cursor = cursor;
                loaded.top = top;
            }
            find_hits(model);
            go_to_first_hit(model);
        }
        Ask::SearchAll { regex, error } => {
            let query = Query {
                pattern: line,
                regex: *regex,
            };
            *error = Matcher::new(&query).err().map(|it| it.to_string());
        }
        _ => {}
    }
}

fn cancel(model: &mut Model) {
    if let Mode::Prompt(prompt) = std::mem::take(&mut model.mode)
        && let Ask::Search { origin, .. } = prompt.ask
        && let Some(loaded) = model.loaded_mut()
    {
        loaded.hits.clear();
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
                model.complain(error);
            } else if !prompt.line.is_empty() && model.loaded().is_some_and(|it| it.hits.is_empty())
            {
                model.say(format!("\"{}\" is not in this document", prompt.line));
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
        Ask::Elsewhere { .. } => {
            let line = prompt.line.trim();
            if line.is_empty() {
                model.say("nothing was written, and postil goes on");
                return Vec::new();
            }
            leaving::write_elsewhere(model, line)
        }
        Ask::ExportTo(format) => {
            if prompt.line.trim().is_empty() {
                model.say("nothing was exported");
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
        model.complain(format!(
            "\"{line}\" is no percentage: type a number from 0 to 100"
        ));
        return;
    };
    let Some(loaded) = model.loaded_mut() else {
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

/// Finds the hits of the current query in the open document.
pub fn find_hits(model: &mut Model) {
    let matcher: Option<Result<Matcher, QueryError>> =
        (!model.query.pattern.is_empty()).then(|| Matcher::new(&model.query));
    let Some(loaded) = model.loaded_mut() else {
        return;
    };
    loaded.hits = match matcher {
        Some(Ok(matcher)) => matcher.find_all(&loaded.text, MOST_HITS),
        _ => Vec::new(),
    };
}

/// The hit at or after the cursor, else the first one.
fn go_to_first_hit(model: &mut Model) {
    let Some(loaded) = model.loaded_mut() else {
        return;
    };
    let here = loaded.cursor.range().start();
    let hit = loaded
        .hits
        .iter()
        .find(|hit| hit.start() >= here)
        .or(loaded.hits.first());
    if let Some(&hit) = hit {
        loaded.pointed = None;
        loaded.cursor.go(hit, Unit::Passage);
    }
}

fn step_hit(model: &mut Model, forward: bool) {
    if model.query.pattern.is_empty() {
        model.say("nothing has been searched for yet: / searches");
        return;
    }
    if model.loaded().is_some_and(|it| it.hits.is_empty()) {
        find_hits(model);
    }
    let Some(loaded) = model.loaded_mut() else {
        return;
    };
    // A hit that was grown to its sentence is still the one to go on from.
    let here = loaded.cursor.range();
    let hits = &loaded.hits;
    let next: Option<(TextRange, bool)> = if forward {
        let after = hits.iter().find(|hit| {
            hit.start() > here.start() && (hit.start() >= here.end() || !here.covers(**hit))
        });
        after
            .map(|hit| (*hit, false))
            .or(hits.first().map(|hit| (*hit, true)))
    } else {
        let before = hits.iter().rfind(|hit| hit.start() < here.start());
        before
            .map(|hit| (*hit, false))
            .or(hits.last().map(|hit| (*hit, true)))
    };
    match next {
        Some((hit, wrapped)) => {
            loaded.pointed = None;
            loaded.cursor.go(hit, Unit::Passage);
            if wrapped {
                model.say(if forward {
                    "from the top again"
                } else {
                    "from the end again"
                });
            }
        }
        None => {
            let words = format!("\"{}\" is not in this document", model.query.pattern);
            model.say(words);
        }
    }
}

fn this_everywhere(model: &mut Model) -> Vec<Effect> {
    let Some(loaded) = model.loaded() else {
        return Vec::new();
    };
    let range = loaded.cursor.range();
    let end = loaded
        .text
        .floor_grapheme(range.end().min(range.start() + LONGEST_PHRASE));
    let phrase = loaded
        .text
        .slice(TextRange::between(range.start(), end.max(range.start())));
    let phrase: Vec<&str> = phrase.split_whitespace().collect();
    let query = Query {
        pattern: phrase.join(" "),
        regex: false,
    };
    search_all(model, query)
}

fn search_all(model: &mut Model, query: Query) -> Vec<Effect> {
    if query.pattern.trim().is_empty() {
        return Vec::new();
    }
    if let Err(error) = Matcher::new(&query) {
        model.complain(error.to_string());
        return Vec::new();
    }
    model.searches += 1;
    model.query = query.clone();
    let mut list = ListOverlay::new(search_title(&query, 0, true), Vec::new());
    list.growing = true;
    list.search = Some(model.searches);
    model.mode = Mode::Overlay(Overlay::List(list));
    vec![Effect::SearchAll {
        search: model.searches,
        query,
    }]
}

fn search_title(query: &Query, hits: usize, growing: bool) -> String {
    let going = if growing { " so far" } else { "" };
    let kind = if query.regex { "matching " } else { "" };
    let unit = if hits == 1 { "hit" } else { "hits" };
    format!("{hits} {unit}{going}: {kind}{}", query.pattern)
}

/// Takes in the hits of a document, if their search is still the one shown.
pub fn take_hits(
    model: &mut Model,
    search: u64,
    document: DocumentId,
    hits: Vec<Hit>,
) -> Vec<Effect> {
    let rows = lists::hit_rows(model, document, hits);
    let query = model.query.clone();
    if let Mode::Overlay(Overlay::List(list)) = &mut model.mode
        && list.search == Some(search)
    {
        list.extend(rows);
        list.title = search_title(&query, list.rows.len(), true);
    }
    Vec::new()
}

/// The search is over.
pub fn search_done(model: &mut Model, search: u64) -> Vec<Effect> {
    let query = model.query.clone();
    if let Mode::Overlay(Overlay::List(list)) = &mut model.mode
        && list.search == Some(search)
    {
        list.growing = false;
        list.title = search_title(&query, list.rows.len(), false);
    }
    Vec::new()
}
