//! Searching all documents, and going from match to match over them.
//!
//! What is pressed and seen: `*` or `\` lists the matches of all documents as they come.
//! `Enter` goes to one; from there, or once the list was closed, `Ctrl-n` and `Ctrl-p` go on
//! over the ends of documents, and the last row says `match 3 of 14`. The search goes on
//! meanwhile, until another one begins or `Esc` stops it.
//!
//! Must not know: threads.

use crate::app::document::search_matches::most;
use crate::app::input::command::Direction;
use crate::app::state::found::{FoundEverywhere, Numbered};
use crate::app::state::last_list::LastList;
use crate::app::state::notice::Notice;
use crate::app::state::picker::Listing;
use crate::app::state::travel::Arrival;
use crate::app::view::rows;
use crate::app::{
    Command, DocumentId, Effect, MOST_MATCHES, Mode, Model, Pane, Picker, Unit, WorkspaceMatches,
};
use crate::text::search::{Matcher, Query};
use crate::text::{TextRange, counted, in_thousands, plural};

use super::outcome::{Next, Outcome};
use super::searching::words;

/// Searches all documents; the picker lists the matches as they come.
pub fn search(model: &mut Model, wanted: Query) -> Outcome {
    if wanted.pattern.trim().is_empty() {
        return Outcome::none();
    }
    if let Err(error) = Matcher::new(&wanted) {
        return Outcome::problem(error.to_string());
    }
    model.searches.count += 1;
    let search = model.searches.count;
    model.searches.in_workspace = Some(search);
    model.query.clone_from(&wanted);
    model.searched.add(&wanted);
    let found = FoundEverywhere::new(wanted.clone(), search);
    let mut picker = Picker::of(Listing::Matches, title(&found), Vec::new());
    model.found = Some(found);
    picker.growing = true;
    picker.search = Some(search);
    model.mode.show_picker(picker);
    let query = wanted;
    let remember = Effect::Remember(model.remembered());
    vec![remember, Effect::SearchWorkspace { search, query }].into()
}

/// `12 matches so far, 40 %: word`, `120 matches: word`.
fn title(found: &FoundEverywhere) -> String {
    let going = found.running;
    let going = going.map_or_else(String::new, |percent| format!(" so far, {percent} %"));
    let kind = if found.query.regex { "matching " } else { "" };
    let number = number(found.count());
    let unit = plural(found.count(), "match");
    format!("{number} {unit}{going}: {kind}{}", words(&found.query))
}

/// How many matches, or `10,000+`.
fn number(matches: usize) -> String {
    match matches {
        MOST_MATCHES.. => most(),
        _ => in_thousands(matches),
    }
}

/// Adds matches in documents, if their search is still the last one.
pub fn add(model: &mut Model, search: u64, new: WorkspaceMatches) -> Outcome {
    let found = model.found.as_mut().filter(|found| found.search == search);
    let Some(found) = found else {
        return Outcome::none();
    };
    for (document, matches) in &new.matches {
        let text_len = matches.first().map_or(0, |matched| matched.text_len);
        found.add(
            *document,
            text_len,
            matches.iter().map(|matched| matched.range),
        );
    }
    found.running = found.running.map(|_| new.percent);
    let title = title(found);
    if let Some(picker) = list_of(&mut model.mode, &mut model.last_list, search) {
        let documents = &model.documents;
        let new = new.matches.into_iter();
        picker.extend(new.flat_map(|(id, matches)| rows::match_rows(documents, id, matches)));
        picker.title = title;
    }
    Outcome::none()
}

pub fn finish(model: &mut Model, search: u64) -> Outcome {
    model.searches.in_workspace = model.searches.in_workspace.filter(|going| *going != search);
    let found = model.found.as_mut().filter(|found| found.search == search);
    let Some(found) = found else {
        return Outcome::none();
    };
    found.running = None;
    let title = title(found);
    if found.count() == 0 {
        let notice = there_is_none(found);
        let shown = model.mode.picker();
        if shown.is_some_and(|picker| picker.search == Some(search)) {
            model.mode = Mode::Reading;
            return notice;
        }
    }
    if let Some(picker) = list_of(&mut model.mode, &mut model.last_list, search) {
        picker.growing = false;
        picker.title = title;
    }
    Outcome::none()
}

/// The list that a search fills, shown or closed.
fn list_of<'a>(
    mode: &'a mut Mode,
    last: &'a mut Option<LastList>,
    search: u64,
) -> Option<&'a mut Picker> {
    let closed = last.as_mut().and_then(|last| last.matches.as_deref_mut());
    let list = mode.picker_mut().into_iter().chain(closed);
    list.into_iter()
        .find(|picker| picker.search == Some(search))
}

/// Stops the search, and keeps what was found.
pub fn stop(model: &mut Model) -> Option<Outcome> {
    let found = model.found.as_mut()?;
    found.running.take()?;
    model.searches.in_workspace = None;
    let stopped = Outcome::from(Effect::StopWorkspaceSearch);
    Some(stopped.and(Outcome::plain("Search stopped")))
}

/// Goes to the next match, or the one before; `None` where the last search was not of all
/// documents.
pub fn step(model: &mut Model, direction: Direction) -> Option<Outcome> {
    let found = model.found.as_ref()?;
    let document = model.documents.open?;
    let selected = from(model, found)?;
    let next = found.next(document, selected, direction);
    let is_known = next.is_some_and(|next| !next.wrapped);
    Some(match (found.running, next) {
        (Some(percent), _) if !is_known => {
            let so_far = counted(found.count(), "match");
            Outcome::plain(format!("{so_far} so far; still searching, {percent} %"))
        }
        (_, Some(next)) => {
            let notice = on_match(model, found, next);
            model.found.as_mut()?.visited = Some((next.document, next.range));
            let arrival = Some(Arrival::Passage(next.range));
            Outcome::next(Next::Open(next.document, arrival)).and(notice)
        }
        (_, None) => there_is_none(found),
    })
}

fn there_is_none(found: &FoundEverywhere) -> Outcome {
    let words = words(&found.query);
    Outcome::plain(format!("No matches for “{words}” in any document"))
}

/// What the reader goes on from: what is selected; of a sentence that no match was grown to,
/// its start, so that the matches in it come first.
fn from(model: &Model, found: &FoundEverywhere) -> Option<TextRange> {
    let cursor = &model.open_document()?.cursor;
    let selected = cursor.range();
    let is_visited = found.visited.is_some_and(|(document, range)| {
        Some(document) == model.documents.open && selected.covers(range)
    });
    Some(match cursor.unit() {
        Unit::Sentence if !is_visited => TextRange::between(selected.start(), selected.start()),
        _ => selected,
    })
}

/// What is said of a match that was gone to: its number, and how to go on.
fn on_match(model: &Model, found: &FoundEverywhere, at: Numbered) -> Notice {
    let wrapped = if at.wrapped { "Search wrapped: " } else { "" };
    let so_far = found.running.map_or("", |_| " so far");
    let (number, all) = (in_thousands(at.number + 1), number(found.count()));
    let how = how_to_go_on(model);
    Notice::plain(format!("{wrapped}match {number} of {all}{so_far} · {how}"))
}

/// Notes that a place was chosen from a list, and says which match of all documents it is,
/// if it is one.
pub fn chosen(model: &mut Model, document: DocumentId, range: TextRange) -> Option<Notice> {
    let found = model.found.as_ref()?;
    let notice = on_match(model, found, found.at(document, range)?);
    model.found.as_mut()?.visited = Some((document, range));
    Some(notice)
}

/// `Ctrl-n next · Ctrl-p previous · # tag all`.
pub fn how_to_go_on(model: &Model) -> String {
    let key = |command| model.settings.keymap.shown_key(Pane::Text, command);
    let (next, previous) = (key(Command::NextMatch), key(Command::PreviousMatch));
    let all = key(Command::TagMatches);
    format!("{next} next · {previous} previous · {all} tag all")
}
