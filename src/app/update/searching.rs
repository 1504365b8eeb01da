//! Searching the document that is open, from match to match.
//!
//! What is pressed and seen: `/` marks the matches near the reader with each letter
//! and goes to the next one; of a long document the rest is looked through
//! meanwhile, from there on to the end and then from the top. The last row says
//! `12 matches so far, 40 %`, and at the end `match 3 of 120`, or `10,000+ matches` where
//! there are more than are kept. `Ctrl-n` and `Ctrl-p` go on; where the match they
//! lead to is not found yet, they wait for it and keep no other key waiting: whoever
//! goes elsewhere meanwhile stays there. `Esc` stops the search and keeps what was
//! found; pressed again, it takes the marks away.
//!
//! Must not know: threads.

use std::borrow::Cow;

use crate::app::document::search_matches::{Answer, SearchMatches, Step, Waiting};
use crate::app::input::command::Direction;
use crate::app::state::Searches;
use crate::app::state::found::FoundEverywhere;
use crate::app::state::notice::Notice;
use crate::app::{
    Ask, DocumentMatches, Documents, Effect, MOST_MATCHES, Mode, Model, SearchRequest, Unit,
};
use crate::text::TextRange;
use crate::text::equivalence::on_one_line;
use crate::text::invisible::SOFT_HYPHEN;
use crate::text::search::{Matcher, Query, QueryError};

use super::outcome::Outcome;

/// How many bytes around the cursor are searched before the key is answered: more than a
/// screen, and at most some 2 ms.
const NEAR: usize = 64 * 1024;
/// How many for a regular expression, which may be much slower.
const NEAR_REGEX: usize = 32 * 1024;
/// How many bytes of a selection are searched for.
const LONGEST_PHRASE: usize = 400;

/// A search in the open document: what it reads and what it changes.
pub struct Searching<'a> {
    documents: &'a mut Documents,
    searches: &'a mut Searches,
    query: &'a Query,
    mode: &'a Mode,
}

impl<'a> Searching<'a> {
    pub fn new(model: &'a mut Model) -> Self {
        Self {
            documents: &mut model.documents,
            searches: &mut model.searches,
            query: &model.query,
            mode: &model.mode,
        }
    }

    /// Searches near the origin of a step at once; the effects search the rest.
    ///
    /// # Errors
    /// When the query is not a valid regular expression; nothing is searched then.
    pub fn begin(&mut self, step: Step) -> Result<Vec<Effect>, QueryError> {
        let open = self.documents.open;
        let Some((document, opened)) = open.zip(self.documents.open_document_mut()) else {
            return Ok(Vec::new());
        };
        let query = self.query;
        opened.matches = SearchMatches::default();
        if query.pattern.is_empty() {
            return Ok(Vec::new());
        }
        let matcher = Matcher::new(query)?;
        let near = near(opened.text.len(), step, query.regex);
        let matches = matcher.find_within(&opened.text, near.start()..near.end());
        let end = matches.last().map_or(0, |last| last.end());
        let near = TextRange::between(near.start(), near.end().max(end));
        let room = MOST_MATCHES.saturating_sub(matches.len()).max(1);
        opened.matches = SearchMatches::new(query.clone(), opened.text.len(), near, matches);
        let known = opened.matches.answer(step) != Answer::Unknown;
        if opened.matches.is_complete() || (opened.matches.is_full() && known) {
            return Ok(Vec::new());
        }
        self.searches.count += 1;
        let search = self.searches.count;
        self.searches.in_document = Some((search, document));
        opened.matches.running = Some(search);
        Ok(vec![Effect::SearchDocument(Box::new(SearchRequest {
            search,
            document,
            text: opened.text.clone(),
            query: query.clone(),
            known: near,
            forward: step.is_forward(),
            room,
        }))])
    }

    /// Searches anew, and goes where a step leads.
    ///
    /// # Errors
    /// When the query is not a valid regular expression.
    pub fn begin_and_go(&mut self, step: Step) -> Result<Outcome, QueryError> {
        let begun = Outcome::from(self.begin(step)?);
        if self.query.pattern.is_empty() {
            return Ok(begun);
        }
        Ok(begun.and(self.go(step)))
    }

    /// Goes where a step leads, or waits until that is known.
    fn go(&mut self, step: Step) -> Outcome {
        let mut begun = Vec::new();
        let Some(opened) = self.documents.open_document() else {
            return Outcome::none();
        };
        let is_fresh = opened.matches.query() == self.query;
        let known = opened.matches.answer(step) != Answer::Unknown;
        if !is_fresh || !(known || opened.matches.leads_to(step)) {
            begun = match self.begin(step) {
                Ok(begun) => begun,
                Err(error) => return Outcome::problem(error.to_string()),
            };
        }
        if let Some(opened) = self.documents.open_document_mut() {
            let selected = opened.cursor.range();
            opened.matches.waiting = Some(Waiting { step, selected });
        }
        Outcome::from(begun).and(self.settle())
    }

    pub fn step(&mut self, direction: Direction) -> Outcome {
        if self.query.pattern.is_empty() {
            return Outcome::plain("No search yet: / searches");
        }
        let Some(opened) = self.documents.open_document() else {
            return Outcome::none();
        };
        let here = opened.cursor.range();
        self.go(match direction {
            Direction::Forward => Step::After(here),
            Direction::Backward => Step::Before(here),
        })
    }

    /// Adds what a search of a document has found, if that search is still wanted.
    pub fn add_matches(&mut self, found: DocumentMatches) -> Option<Notice> {
        let opened = self.documents.get_opened_mut(found.document)?;
        if opened.matches.running != Some(found.search) {
            return None;
        }
        for (covered, matches) in found.stretches {
            opened.matches.add(covered, matches);
        }
        if found.done {
            opened.matches.running = None;
            self.searches.in_document = None;
        }
        let is_open = self.documents.open == Some(found.document);
        is_open.then(|| self.settle()).flatten()
    }

    /// Takes the step that waits, once it is known where it leads.
    fn settle(&mut self) -> Option<Notice> {
        let typing = match self.mode {
            Mode::Prompt(prompt) => matches!(prompt.ask, Ask::Search { .. }),
            _ => false,
        };
        let reading = typing || matches!(self.mode, Mode::Reading);
        let opened = self.documents.open_document_mut()?;
        let waiting = opened.matches.waiting.take()?;
        if waiting.selected != opened.cursor.range() || !reading {
            return None;
        }
        match opened.matches.answer(waiting.step) {
            answer @ (Answer::Match(found) | Answer::Wrapped(found)) => {
                let wrapped = matches!(answer, Answer::Wrapped(_));
                opened.pointed = None;
                opened.cursor.go(found, Unit::Passage);
                opened.landed = true;
                match waiting.step {
                    Step::After(_) if wrapped => Some(Notice::plain("Search wrapped to the top")),
                    Step::Before(_) if wrapped => Some(Notice::plain("Search wrapped to the end")),
                    _ => None,
                }
            }
            // The prompt says so itself.
            Answer::Nothing if typing => None,
            Answer::Nothing => Some(there_is_none(self.query)),
            Answer::Unknown => {
                let waits = opened.matches.running.is_some();
                opened.matches.waiting = Some(waiting).filter(|_| waits);
                None
            }
        }
    }
}

/// The range that is searched at once in a document of `len` bytes: mostly on the side
/// that the step leads to.
fn near(len: usize, step: Step, regex: bool) -> TextRange {
    let size = if regex { NEAR_REGEX } else { NEAR }.min(len);
    let quarters = if step.is_forward() { 1 } else { 3 };
    let behind = size / 4 * quarters;
    let start = step.origin().saturating_sub(behind).min(len - size);
    TextRange::between(start, start + size)
}

pub fn there_is_none(query: &Query) -> Notice {
    Notice::plain(format!(
        "No matches for “{}” in this document",
        words(query)
    ))
}

/// What is searched for, without the hyphens that may be there.
pub fn words(query: &Query) -> Cow<'_, str> {
    match query.regex {
        true => Cow::Borrowed(&query.pattern),
        false => Cow::Owned(query.pattern.replace(SOFT_HYPHEN, "")),
    }
}

/// Stops the searches that nobody waits for any more: their document was left, another one
/// has begun, or they were stopped by hand.
pub fn give_up(
    documents: &mut Documents,
    searches: &mut Searches,
    found: Option<&FoundEverywhere>,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    if let Some((search, document)) = searches.in_document {
        let is_open = documents.open == Some(document);
        let opened = documents.get_opened_mut(document);
        let matches = opened.map(|opened| &mut opened.matches);
        let running = matches.filter(|matches| matches.running == Some(search));
        if running.is_none() || !is_open {
            running.map(SearchMatches::stop);
            searches.in_document = None;
            effects.push(Effect::StopDocumentSearch);
        }
    }
    let wanted = found.map(|found| found.search);
    if searches.in_workspace.is_some() && searches.in_workspace != wanted {
        searches.in_workspace = None;
        effects.push(Effect::StopWorkspaceSearch);
    }
    effects
}

pub fn for_selection(documents: &Documents) -> Query {
    let Some(opened) = documents.open_document() else {
        return Query::default();
    };
    let range = opened.cursor.range();
    let longest = range.end().min(range.start() + LONGEST_PHRASE);
    let end = opened.text.floor_grapheme(longest).max(range.start());
    let phrase = opened.text.slice(TextRange::between(range.start(), end));
    Query {
        pattern: on_one_line(phrase.trim()),
        regex: false,
    }
}
