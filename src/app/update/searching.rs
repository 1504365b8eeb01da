//! From match to match in the document that is open, and the matches in all documents.
//!
//! What is pressed and seen: `/` marks the matches near the reader with each letter
//! and goes to the next one; of a long document the rest is looked through
//! meanwhile, from there on to the end and then from the top. The last row says
//! `12 hits so far, 40 %`, and at the end `hit 3 of 120`, or `10,000+ hits` where
//! there are more than are kept. `Ctrl-n` and `Ctrl-p` go on; where the match they
//! lead to is not found yet, they wait for it and keep no other key waiting: who
//! goes elsewhere does not want it any more. `Esc` stops the search and keeps what
//! was found; once more, and the marks are gone.
//!
//! Must not know: threads.

use crate::text::TextRange;
use crate::text::plural;
use crate::text::search::{Matcher, Query, QueryError};

use crate::app::document::OpenDocument;
use crate::app::document::search_matches::{
    Answer, MOST_MATCHES, SearchMatches, Step, Waiting, most,
};
use crate::app::document::units::Unit;
use crate::app::input::command::Direction;
use crate::app::message::Effect;
use crate::app::message::searching::{DocumentMatches, SearchRequest, WorkspaceMatches};
use crate::app::state::picker::Picker;
use crate::app::state::prompt::Ask;
use crate::app::state::{Mode, Model};
use crate::app::view::rows;

use super::outcome::Outcome;

/// The bytes around the reader that are looked through before the key is
/// answered: more than a screen, and at most some 2 ms.
const NEAR: usize = 64 * 1024;
/// The bytes that are searched at once for a regular expression, which may be much slower.
const NEAR_REGEX: usize = 32 * 1024;
/// A passage longer than this is searched for by its beginning.
const LONGEST_PHRASE: usize = 400;

/// Searches the open document for the current query: near a step's origin at
/// once; the effects search the rest.
///
/// # Errors
/// When the query is not one; nothing is searched for then.
pub fn begin(model: &mut Model, step: Step) -> Result<Vec<Effect>, QueryError> {
    let query = model.query.clone();
    let search = model.searches.count + 1;
    let Some((document, opened)) = model.documents.open.zip(model.open_document_mut()) else {
        return Ok(Vec::new());
    };
    opened.matches = SearchMatches::default();
    if query.pattern.is_empty() {
        return Ok(Vec::new());
    }
    let matcher = Matcher::new(&query)?;
    let near = near(opened.text.len(), step, query.regex);
    let matches = matcher.find_within(&opened.text, near.start()..near.end());
    let end = matches.last().map_or(0, |matched| matched.end());
    let near = TextRange::between(near.start(), near.end().max(end));
    let room = MOST_MATCHES.saturating_sub(matches.len()).max(1);
    opened.matches = SearchMatches::new(query.clone(), opened.text.len(), near, matches);
    let known = opened.matches.answer(step) != Answer::Unknown;
    if opened.matches.is_complete() || (opened.matches.is_full() && known) {
        return Ok(Vec::new());
    }
    opened.matches.run(search);
    let request = SearchRequest {
        search,
        document,
        text: opened.text.clone(),
        query,
        known: near,
        forward: step.is_forward(),
        room,
    };
    model.searches.count = search;
    model.searches.in_document = Some((search, document));
    Ok(vec![Effect::SearchDocument(Box::new(request))])
}

/// What is looked through at once, in a document of so many bytes: mostly on the
/// side that the step leads to.
fn near(len: usize, step: Step, regex: bool) -> TextRange {
    let size = if regex { NEAR_REGEX } else { NEAR }.min(len);
    let behind = if step.is_forward() {
        size / 4
    } else {
        size / 4 * 3
    };
    let start = step.origin().saturating_sub(behind).min(len - size);
    TextRange::between(start, start + size)
}

/// Goes where a step leads, or waits until that is known.
pub fn go(model: &mut Model, step: Step) -> Outcome {
    let mut outcome = Outcome::none();
    let Some(opened) = model.open_document() else {
        return outcome;
    };
    let fresh = *opened.matches.query() == model.query;
    let known = opened.matches.answer(step) != Answer::Unknown;
    if !fresh || !(known || opened.matches.leads_to(step)) {
        match begin(model, step) {
            Ok(begun) => outcome = begun.into(),
            Err(error) => return Outcome::problem(error.to_string()),
        }
    }
    if let Some(opened) = model.open_document_mut() {
        let selected = opened.cursor.range();
        opened.matches.waiting = Some(Waiting { step, selected });
    }
    outcome.and(settle(model))
}

/// Takes the step that waits, if it is known by now where it leads.
fn settle(model: &mut Model) -> Outcome {
    let typing = match &model.mode {
        Mode::Prompt(prompt) => matches!(prompt.ask, Ask::Search { .. }),
        _ => false,
    };
    let reading = typing || matches!(model.mode, Mode::Reading);
    let nothing = say_there_is_none(&model.query);
    let opened = model.open_document_mut();
    let Some((waiting, opened)) = opened.and_then(|opened| {
        let waiting = opened.matches.waiting.take();
        waiting.zip(Some(opened))
    }) else {
        return Outcome::none();
    };
    if waiting.selected != opened.cursor.range() || !reading {
        return Outcome::none();
    }
    match opened.matches.answer(waiting.step) {
        answer @ (Answer::Match(matched) | Answer::Wrapped(matched)) => {
            let wrapped = matches!(answer, Answer::Wrapped(_));
            opened.pointed = None;
            opened.cursor.go(matched, Unit::Passage);
            match waiting.step {
                Step::After(_) if wrapped => Outcome::plain("from the top again"),
                Step::Before(_) if wrapped => Outcome::plain("from the end again"),
                _ => Outcome::none(),
            }
        }
        // The row that is typed in says so itself.
        Answer::Nothing if typing => Outcome::none(),
        Answer::Nothing => nothing,
        Answer::Unknown => {
            let waits = opened.matches.running().is_some();
            opened.matches.waiting = Some(waiting).filter(|_| waits);
            Outcome::none()
        }
    }
}

/// Says that what was searched for is nowhere.
pub fn say_there_is_none(query: &Query) -> Outcome {
    Outcome::plain(format!("\"{}\" is not in this document", query.pattern))
}

/// The next or the previous match.
pub fn step(model: &mut Model, direction: Direction) -> Outcome {
    if model.query.pattern.is_empty() {
        return Outcome::plain("nothing has been searched for yet: / searches");
    }
    let Some(opened) = model.open_document() else {
        return Outcome::none();
    };
    let here = opened.cursor.range();
    let step = match direction {
        Direction::Forward => Step::After(here),
        Direction::Backward => Step::Before(here),
    };
    go(model, step)
}

/// Takes in what a search of a document has found, if it is still wanted.
pub fn take_matches(model: &mut Model, found: DocumentMatches) -> Outcome {
    let opened = model.opened_mut(found.document);
    let wanted = |opened: &&mut OpenDocument| opened.matches.running() == Some(found.search);
    let Some(opened) = opened.filter(wanted) else {
        return Outcome::none();
    };
    for (covered, matches) in found.stretches {
        opened.matches.add(covered, matches);
    }
    if found.done {
        opened.matches.finish();
        model.searches.in_document = None;
    }
    if model.documents.open == Some(found.document) {
        settle(model)
    } else {
        Outcome::none()
    }
}

/// Gives up the searches that nobody waits for any more: their document was left,
/// their list was closed, they were stopped.
pub fn give_up(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    if let Some((search, document)) = model.searches.in_document {
        let open = model.documents.open == Some(document);
        let matches = model.opened_mut(document).map(|opened| &mut opened.matches);
        let running = matches.filter(|matches| matches.running() == Some(search));
        let wanted = running.is_some() && open;
        if let Some(matches) = running.filter(|_| !open) {
            matches.stop();
        }
        if !wanted {
            model.searches.in_document = None;
            effects.push(Effect::StopDocumentSearch);
        }
    }
    let shown = model.picker().filter(|picker| picker.growing);
    let shown = shown.and_then(|picker| picker.search);
    if model.searches.in_workspace.is_some() && model.searches.in_workspace != shown {
        model.searches.in_workspace = None;
        effects.push(Effect::StopWorkspaceSearch);
    }
    effects
}

/// Searches all documents for what is selected.
pub fn selection_everywhere(model: &mut Model) -> Outcome {
    let Some(opened) = model.open_document() else {
        return Outcome::none();
    };
    let range = opened.cursor.range();
    let longest = range.end().min(range.start() + LONGEST_PHRASE);
    let end = opened.text.floor_grapheme(longest).max(range.start());
    let phrase = opened.text.slice(TextRange::between(range.start(), end));
    let phrase: Vec<&str> = phrase.split_whitespace().collect();
    let query = Query {
        pattern: phrase.join(" "),
        regex: false,
    };
    everywhere(model, query)
}

/// Searches all documents; the matches are listed as they come.
pub fn everywhere(model: &mut Model, query: Query) -> Outcome {
    if query.pattern.trim().is_empty() {
        return Outcome::none();
    }
    if let Err(error) = Matcher::new(&query) {
        return Outcome::problem(error.to_string());
    }
    model.searches.count += 1;
    let search = model.searches.count;
    model.searches.in_workspace = Some(search);
    model.query = query.clone();
    let mut picker = Picker::new(title(&query, 0, Some(0)), Vec::new());
    picker.growing = true;
    picker.search = Some(search);
    model.show_picker(picker);
    Effect::SearchWorkspace { search, query }.into()
}

/// `12 hits so far, 40 %: word`, `120 hits: word`.
fn title(query: &Query, matches: usize, percent: Option<usize>) -> String {
    let going = percent.map_or_else(String::new, |percent| format!(" so far, {percent} %"));
    let kind = if query.regex { "matching " } else { "" };
    let unit = plural(matches, "hit");
    let number = if matches >= MOST_MATCHES {
        most()
    } else {
        matches.to_string()
    };
    format!("{number} {unit}{going}: {kind}{}", query.pattern)
}

/// Takes in matches in documents, if their search is still the one shown.
pub fn take_workspace_matches(model: &mut Model, search: u64, found: WorkspaceMatches) -> Outcome {
    let matches = found.matches.into_iter();
    let rows: Vec<_> = matches
        .flat_map(|(document, matches)| rows::match_rows(model, document, matches))
        .collect();
    let query = model.query.clone();
    let shown = model.picker_mut();
    if let Some(picker) = shown.filter(|picker| picker.search == Some(search)) {
        picker.extend(rows);
        picker.title = title(&query, picker.rows.len(), Some(found.percent));
    }
    Outcome::none()
}

/// The search of all documents is over.
pub fn done(model: &mut Model, search: u64) -> Outcome {
    let query = model.query.clone();
    model.searches.in_workspace = model.searches.in_workspace.filter(|going| *going != search);
    let shown = model.picker_mut();
    if let Some(picker) = shown.filter(|picker| picker.search == Some(search)) {
        picker.growing = false;
        picker.title = title(&query, picker.rows.len(), None);
    }
    Outcome::none()
}
