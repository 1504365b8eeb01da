//! From hit to hit in the document that is open, and the hits in all documents.
//!
//! What is pressed and seen: `/` marks the hits near the reader with each letter
//! and goes to the next one; of a long document the rest is looked through
//! meanwhile, from there on to the end and then from the top. The last row says
//! `12 hits so far, 40 %`, and at the end `hit 3 of 120`, or `10,000+ hits` where
//! there are more than are kept. `Ctrl-n` and `Ctrl-p` go on; where the hit they
//! lead to is not found yet, they wait for it and keep no other key waiting: who
//! goes elsewhere does not want it any more. `Esc` stops the search and keeps what
//! was found; once more, and the marks are gone.
//!
//! Must not know: threads.

use crate::text::TextRange;
use crate::text::search::{Matcher, Query, QueryError};

use crate::app::document::search_matches::{
    Answer, MOST_MATCHES, SearchMatches, Step, Waiting, most,
};
use crate::app::document::selection::Unit;
use crate::app::message::{DocumentMatches, Effect, SearchRequest, WorkspaceMatches};
use crate::app::state::picker::{Overlay, Picker};
use crate::app::state::prompt::Ask;
use crate::app::state::{Mode, Model};
use crate::app::update::pickers;

/// The bytes around the reader that are looked through before the key is
/// answered: more than a screen, and at most some 2 ms.
const NEAR: usize = 64 * 1024;
/// The same for a regular expression, which may be much slower.
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
    let search = model.searches + 1;
    let Some((document, loaded)) = model.documents.open.zip(model.open_document_mut()) else {
        return Ok(Vec::new());
    };
    loaded.hits = SearchMatches::default();
    if query.pattern.is_empty() {
        return Ok(Vec::new());
    }
    let matcher = Matcher::new(&query)?;
    let near = near(loaded.text.len(), step, query.regex);
    let hits = matcher.find_within(&loaded.text, near.start()..near.end());
    let end = hits.last().map_or(0, |it| it.end());
    let near = TextRange::between(near.start(), near.end().max(end));
    let room = MOST_MATCHES.saturating_sub(hits.len()).max(1);
    loaded.hits = SearchMatches::new(query.clone(), loaded.text.len(), near, hits);
    let known = loaded.hits.answer(step) != Answer::Unknown;
    if loaded.hits.is_complete() || (loaded.hits.is_full() && known) {
        return Ok(Vec::new());
    }
    loaded.hits.run(search);
    let find = SearchRequest {
        search,
        document,
        text: loaded.text.clone(),
        query,
        known: near,
        forward: step.is_forward(),
        room,
    };
    model.searches = search;
    model.document_search = Some((search, document));
    Ok(vec![Effect::SearchDocument(Box::new(find))])
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
pub fn go(model: &mut Model, step: Step) -> Vec<Effect> {
    let mut effects = Vec::new();
    let query = model.query.clone();
    let Some(loaded) = model.open_document() else {
        return effects;
    };
    let fresh = *loaded.hits.query() == query;
    let known = loaded.hits.answer(step) != Answer::Unknown;
    if !fresh || !(known || loaded.hits.leads_to(step)) {
        match begin(model, step) {
            Ok(begun) => effects = begun,
            Err(error) => {
                model.notify_error(error.to_string());
                return effects;
            }
        }
    }
    if let Some(loaded) = model.open_document_mut() {
        let selected = loaded.cursor.range();
        loaded.hits.waiting = Some(Waiting { step, selected });
    }
    settle(model);
    effects
}

/// Takes the step that waits, if it is known by now where it leads.
fn settle(model: &mut Model) {
    let typing = match &model.mode {
        Mode::Prompt(prompt) => matches!(prompt.ask, Ask::Search { .. }),
        _ => false,
    };
    let reading = typing || matches!(model.mode, Mode::Reading);
    let Some(loaded) = model.open_document_mut() else {
        return;
    };
    let Some(waiting) = loaded.hits.waiting.take() else {
        return;
    };
    if waiting.selected != loaded.cursor.range() || !reading {
        return;
    }
    match loaded.hits.answer(waiting.step) {
        Answer::Hit(hit, over) => {
            loaded.pointed = None;
            loaded.cursor.go(hit, Unit::Passage);
            match waiting.step {
                Step::After(_) if over => model.notify_info("from the top again"),
                Step::Before(_) if over => model.notify_info("from the end again"),
                _ => {}
            }
        }
        // The row that is typed in says so itself.
        Answer::Nothing if typing => {}
        Answer::Nothing => say_there_is_none(model),
        Answer::Unknown => {
            let waits = loaded.hits.running().is_some();
            loaded.hits.waiting = Some(waiting).filter(|_| waits);
        }
    }
}

/// Says that what was searched for is nowhere.
pub fn say_there_is_none(model: &mut Model) {
    model.notify_info(format!(
        "\"{}\" is not in this document",
        model.query.pattern
    ));
}

/// The next or the previous hit.
pub fn step_hit(model: &mut Model, forward: bool) -> Vec<Effect> {
    if model.query.pattern.is_empty() {
        model.notify_info("nothing has been searched for yet: / searches");
        return Vec::new();
    }
    let Some(here) = model.open_document().map(|it| it.cursor.range()) else {
        return Vec::new();
    };
    let step = if forward {
        Step::After(here)
    } else {
        Step::Before(here)
    };
    go(model, step)
}

/// Takes in what a search of a document has found, if it is still wanted.
pub fn take_found(model: &mut Model, found: DocumentMatches) -> Vec<Effect> {
    let Some(loaded) = model.opened_mut(found.document) else {
        return Vec::new();
    };
    if loaded.hits.running() != Some(found.search) {
        return Vec::new();
    }
    for (covered, hits) in found.stretches {
        loaded.hits.take(covered, hits);
    }
    if found.done {
        loaded.hits.finish();
        model.document_search = None;
    }
    if model.documents.open == Some(found.document) {
        settle(model);
    }
    Vec::new()
}

/// Gives up the searches that nobody waits for any more: their document was left,
/// their list was closed, they were stopped.
pub fn give_up(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    if let Some((search, document)) = model.document_search {
        let open = model.documents.open == Some(document);
        let loaded = model.opened_mut(document);
        let hits = loaded.map(|it| &mut it.hits);
        let running = hits.filter(|it| it.running() == Some(search));
        let wanted = running.is_some() && open;
        if let Some(hits) = running.filter(|_| !open) {
            hits.stop();
        }
        if !wanted {
            model.document_search = None;
            effects.push(Effect::StopDocumentSearch);
        }
    }
    let shown = match &model.mode {
        Mode::Overlay(Overlay::Picker(list)) if list.growing => list.search,
        _ => None,
    };
    if model.workspace_search.is_some() && model.workspace_search != shown {
        model.workspace_search = None;
        effects.push(Effect::StopSearchAll);
    }
    effects
}

/// Searches all documents for what is selected.
pub fn this_everywhere(model: &mut Model) -> Vec<Effect> {
    let Some(loaded) = model.open_document() else {
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

/// Searches all documents; the hits are listed as they come.
pub fn search_all(model: &mut Model, query: Query) -> Vec<Effect> {
    if query.pattern.trim().is_empty() {
        return Vec::new();
    }
    if let Err(error) = Matcher::new(&query) {
        model.notify_error(error.to_string());
        return Vec::new();
    }
    model.searches += 1;
    model.workspace_search = Some(model.searches);
    model.query = query.clone();
    let mut list = Picker::new(search_title(&query, 0, Some(0)), Vec::new());
    list.growing = true;
    list.search = Some(model.searches);
    model.mode = Mode::Overlay(Overlay::Picker(list));
    vec![Effect::SearchAll {
        search: model.searches,
        query,
    }]
}

/// `12 hits so far, 40 %: word`, `120 hits: word`.
fn search_title(query: &Query, hits: usize, percent: Option<usize>) -> String {
    let going = percent.map_or_else(String::new, |it| format!(" so far, {it} %"));
    let kind = if query.regex { "matching " } else { "" };
    let unit = if hits == 1 { "hit" } else { "hits" };
    let number = if hits >= MOST_MATCHES {
        most()
    } else {
        hits.to_string()
    };
    format!("{number} {unit}{going}: {kind}{}", query.pattern)
}

/// Takes in hits in documents, if their search is still the one shown.
pub fn take_hits(model: &mut Model, search: u64, found: WorkspaceMatches) -> Vec<Effect> {
    let rows: Vec<_> = found
        .hits
        .into_iter()
        .flat_map(|(document, hits)| pickers::hit_rows(model, document, hits))
        .collect();
    let query = model.query.clone();
    if let Mode::Overlay(Overlay::Picker(list)) = &mut model.mode
        && list.search == Some(search)
    {
        list.extend(rows);
        list.title = search_title(&query, list.rows.len(), Some(found.percent));
    }
    Vec::new()
}

/// The search of all documents is over.
pub fn search_done(model: &mut Model, search: u64) -> Vec<Effect> {
    let query = model.query.clone();
    model.workspace_search = model.workspace_search.filter(|it| *it != search);
    if let Mode::Overlay(Overlay::Picker(list)) = &mut model.mode
        && list.search == Some(search)
    {
        list.growing = false;
        list.title = search_title(&query, list.rows.len(), None);
    }
    Vec::new()
}
