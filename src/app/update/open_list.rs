//! The list of what is open in all documents, and working through it.
//!
//! What is pressed and seen: `Q` lists it, each with why it is open, its words, its note and
//! its document. `S` adds a source to the chosen one, `Y` gives it a verdict, `x` deletes it (or
//! says that a passage is not where it is thought to be), `a` accepts where it is; the list
//! comes back then, without it if it is answered, and the next row is chosen. `w` shows one
//! reason only, `/` narrows by words, `o` sorts otherwise. Enter goes there, and `'` opens the
//! list again.
//!
//! What is done about an item is done where it is: its document is opened behind the list.
//!
//! Must not know: what is open, and why.

use crate::annotation::{AnnotationId, OpenReason};
use crate::app::document::open_items::Changed;
use crate::app::documents::ledger::OpenNews;
use crate::app::input::command::Direction;
use crate::app::state::last_list::LastList;
use crate::app::state::line::TypedLine;
use crate::app::state::notice::Notice;
use crate::app::state::open_list::{OpenOrder, is_displaced};
use crate::app::state::picker::{Acts, Letters, PickerAction};
use crate::app::state::travel::Arrival;
use crate::app::state::working::Working;
use crate::app::view::open_list as view;
use crate::app::view::rows::open_row;
use crate::app::view::words::is_final;
use crate::app::{
    Command, Document, DocumentId, Env, Key, KeyCode, Mode, Model, OpenDocument, Overlay, Picker,
    PickerRow,
};

use super::commands::history;
use super::editing::read_only;
use super::outcome::{Next, Outcome};
use super::reviewing;

/// So many rows are changed one by one, for each of which all are gone through; for more all are
/// made anew.
const SINGLE: usize = 50;

const GONE: &str = "The tag is gone: it was deleted elsewhere";

const CHANGED: &str = "The open items changed meanwhile; look again";

/// What is said where nothing is open.
pub fn nothing_open(model: &Model) -> &'static str {
    match is_final(model) {
        true => "Nothing open",
        false => "Nothing open so far; documents are still being looked into",
    }
}

/// Lists what is open; the item under the cursor is chosen, or the next one.
pub fn show(model: &mut Model) -> Outcome {
    let current = model.open_document().and_then(|opened| opened.current());
    let here = model.documents.open.zip(current);
    let under = here.and_then(|(id, one)| model.documents.numbered(id, one));
    let next = model
        .documents
        .next_open(model.documents.open.map(|id| (id, current)));
    let chosen = under.or(next);
    let chosen =
        chosen.map(|one| PickerAction::Annotation(one.document, one.item.annotation.id.clone()));
    match picker(model, chosen.as_ref()) {
        Some(mut list) => {
            if let Some(chosen) = chosen {
                list.choose_when_there(chosen);
            }
            model.mode.show_picker(list);
            Outcome::none()
        }
        None => Outcome::plain(nothing_open(model)),
    }
}

/// The list, sorted as it was last.
pub fn picker(model: &mut Model, chosen: Option<&PickerAction>) -> Option<Picker> {
    // It is made of what is so now.
    let _ = model.documents.take_open_news();
    view::picker(model, model.open_order, chosen)
}

/// Handles a key while the list is narrowed by words; `None` where that is not so, or for a key
/// that does there what it does in every list.
pub fn press_typing(model: &mut Model, key: Key) -> Option<Outcome> {
    let list = model.mode.picker()?;
    let is_typing = list.open.is_some() && list.letters == Letters::Narrow;
    match key.code {
        KeyCode::Esc if is_typing => narrow(model, ""),
        KeyCode::Enter if is_typing => {}
        _ => return None,
    }
    model.mode.picker_mut()?.letters = Letters::Act(Acts::Open);
    Some(Outcome::none())
}

fn narrow(model: &mut Model, typed: &str) {
    let Some(mut list) = model.mode.take_picker() else {
        return;
    };
    let chosen = list.chosen_row().map(|row| row.target.clone());
    list.typed = TypedLine::new(typed);
    list.narrow(model.known());
    if let Some(chosen) = chosen {
        list.choose_when_there(chosen);
    }
    model.mode.show_picker(list);
}

/// Handles a key in the list; `None` for one that does there what it does in every list.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Option<Outcome> {
    if let KeyCode::Char(letter) = key.code
        && !key.ctrl
        && !key.alt
    {
        match letter {
            '/' => {
                let list = model.mode.picker_mut()?;
                list.letters = Letters::Narrow;
                // What one types comes beside what is asked already.
                let typed = list.typed.as_str();
                if !typed.is_empty() && !typed.ends_with(' ') {
                    list.typed = TypedLine::new(&format!("{typed} "));
                }
            }
            'w' => return Some(next_reason(model)),
            'o' => sort(model)?,
            'S' | 'Y' | 'x' | 'a' | 'V' => return Some(begin(model, letter)),
            _ => return step(model, key, env),
        }
        return Some(Outcome::none());
    }
    match key.code {
        KeyCode::Backspace => narrow(model, ""),
        KeyCode::Delete => return Some(begin(model, 'x')),
        _ => return step(model, key, env),
    }
    Some(Outcome::none())
}

fn step(model: &mut Model, key: Key, env: &dyn Env) -> Option<Outcome> {
    let direction = match model.settings.keymap.get(model.pane, key)? {
        Command::Undo => Direction::Backward,
        Command::Redo => Direction::Forward,
        _ => return None,
    };
    let outcome = history::step(model, direction, env);
    let mut list = model.mode.take_picker()?;
    // What was just taken back is told by nobody else.
    model.documents.recount_changed();
    bring_up_to_date(model, &mut list, By::Key);
    model.mode.show_picker(list);
    Some(outcome)
}

/// Shows only what is open for one reason: for the next one that there is, and after the last
/// one all again.
fn next_reason(model: &mut Model) -> Outcome {
    let Some(list) = model.mode.picker() else {
        return Outcome::none();
    };
    let typed = |why: OpenReason| format!("why:{}", why.name());
    let mut shown = OpenReason::ALL.into_iter();
    let shown = shown.rfind(|why| typed(*why) == list.typed.as_str());
    let kinds = model.documents.known().open;
    let mut kinds = kinds.kinds().map(|(why, _)| why);
    let next = kinds.find(|why| shown.is_none_or(|shown| *why > shown));
    narrow(model, &next.map(typed).unwrap_or_default());
    Outcome::none()
}

/// Sorts the list in another way; the chosen item stays so.
fn sort(model: &mut Model) -> Option<()> {
    let before = model.mode.take_picker()?;
    model.open_order = model.open_order.next();
    let chosen = before.chosen_row().map(|row| row.target.clone());
    let mut list = picker(model, chosen.as_ref())?;
    list.typed = before.typed.clone();
    list.narrow(model.known());
    if let Some(chosen) = chosen {
        list.choose_when_there(chosen);
    }
    model.closed.push(before);
    model.mode.show_picker(list);
    Some(())
}

/// Goes to the chosen item behind the list, where what its letter is for is done.
fn begin(model: &mut Model, letter: char) -> Outcome {
    let Some(mut list) = model.mode.take_picker() else {
        return Outcome::none();
    };
    let chosen = list.chosen_row().map(|row| row.target.clone());
    let unseen = list
        .open
        .as_mut()
        .map(|open| std::mem::take(&mut open.unseen));
    let Some(PickerAction::Annotation(document, annotation)) =
        chosen.filter(|_| unseen != Some(true))
    else {
        model.mode.show_picker(list);
        return match unseen {
            Some(true) => Outcome::plain(CHANGED),
            _ => Outcome::none(),
        };
    };
    let arrival = Arrival::Annotation(annotation.clone());
    model.working = Some(Working {
        list: Box::new(list),
        document,
        annotation,
        letter: Some(letter),
    });
    Outcome::next(Next::Open(document, Some(arrival)))
}

/// Whether nothing stands between the reader and the text of the open document.
fn is_reading(model: &Model) -> bool {
    matches!(model.mode, Mode::Reading) && !is_coming(model)
}

/// Whether the text where one goes is still to come, or is being changed.
fn is_coming(model: &Model) -> bool {
    // A text that cannot be read may come one day; nobody waits for that.
    let arrival = model.travel.arrival.as_ref();
    let document = arrival.and_then(|(id, _)| model.documents.get(*id));
    let is_arriving = document.is_some_and(Document::is_readable);
    model.is_loading() || is_arriving || model.everywhere.is_some()
}

/// Whether something was begun in the list that can only be done once its document is there.
/// What is pressed until then is meant for what comes of it.
pub fn is_on_its_way(model: &Model) -> bool {
    let working = model.working.as_ref();
    working.is_some_and(|working| working.letter.is_some()) && is_coming(model)
}

/// Does what was begun, once the document is there.
pub fn go_on(model: &mut Model, env: &dyn Env) -> Option<Outcome> {
    if !is_reading(model) {
        return None;
    }
    let working = model.working.as_mut()?;
    let letter = working.letter.take()?;
    let (document, annotation) = (working.document, working.annotation.clone());
    let is_there = model.documents.open == Some(document) && model.open_document().is_some();
    if !is_there {
        let why = model.documents.get(document).and_then(Document::problem);
        let why = why.unwrap_or("it is not there any more").to_owned();
        return Some(Outcome::problem(format!(
            "The document cannot be opened: {why}"
        )));
    }
    let current = model.open_document().and_then(OpenDocument::current);
    if current.is_none_or(|current| current.id != annotation) {
        return Some(Outcome::problem(GONE));
    }
    if let Some(why) = read_only(model) {
        return Some(Outcome::problem(why));
    }
    // Where it is lost, the way there has said so.
    model.notice = None;
    Some(act(model, letter, (document, &annotation), env))
}

fn act(
    model: &mut Model,
    letter: char,
    (document, annotation): (DocumentId, &AnnotationId),
    env: &dyn Env,
) -> Outcome {
    let item = model.documents.open_item(document, annotation);
    let is_displaced = item.as_ref().is_some_and(is_displaced);
    let run = |command| Outcome::next(Next::Run(command));
    match letter {
        'S' => run(Command::Source),
        'Y' => run(Command::Verdict),
        'V' => run(Command::KeepVersion),
        'x' if is_displaced => reviewing::reject(model, document, annotation, env),
        'x' => run(Command::Delete),
        _ if is_displaced => reviewing::accept(model, document, annotation, env),
        _ => Outcome::problem("a accepts a tag that moved or changed; this one did not"),
    }
}

/// Who has changed what the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// The reader, by a key in the list.
    Key,
    /// Somebody else, or what was found meanwhile.
    News,
}

/// Shows the list again once what was begun in it is done, and keeps it up to date while it is
/// shown.
pub fn keep_current(model: &mut Model) {
    if is_reading(model)
        && model.queue.is_empty()
        && !is_sourcing(model)
        && let Some(working) = model.working.take_if(|working| working.letter.is_none())
    {
        let mut list = *working.list;
        bring_up_to_date(model, &mut list, By::Key);
        put_back(model, list);
        return;
    }
    if let Mode::Overlay(Overlay::Help {
        over: Some(list), ..
    }) = &model.mode
        && list.open.is_some()
    {
        // It is told of all that has come meanwhile once it is shown again.
        return;
    }
    let is_shown = model.mode.picker().is_some_and(|list| list.open.is_some());
    if !is_shown {
        // Nobody asks any more; a list that is made anew is made of what is so then.
        if model.working.is_none() && model.documents.has_open_news() {
            let _ = model.documents.take_open_news();
        }
        return;
    }
    if model.documents.has_open_news()
        && let Some(mut list) = model.mode.take_picker()
    {
        bring_up_to_date(model, &mut list, By::News);
        put_back(model, list);
    } else if let Some(mut list) = model.mode.take_picker() {
        view::retitle(model, &mut list);
        model.mode.show_picker(list);
    }
}

/// Whether a passage elsewhere is being chosen as a source of the item.
fn is_sourcing(model: &Model) -> bool {
    let of = model.sourcing.as_ref().zip(model.working.as_ref());
    of.is_some_and(|(of, working)| {
        of.document == working.document && of.annotation == working.annotation
    })
}

/// Leaves the list closed where one goes elsewhere from what was begun in it.
pub fn leave(model: &mut Model) {
    if let Some(working) = model.working.take() {
        LastList::put_away(*working.list, &mut model.last_list, &mut model.closed);
    }
}

fn put_back(model: &mut Model, list: Picker) {
    if !list.rows.is_empty() || list.source.is_some() {
        model.mode.show_picker(list);
        return;
    }
    model.closed.push(list);
    let went_wrong = model.notice.as_ref().is_some_and(Notice::is_problem);
    if !went_wrong {
        model.notice = Some(Notice::plain(nothing_open(model)));
    }
}

/// Takes in what has changed: rows come and go one by one, or all are made anew.
fn bring_up_to_date(model: &mut Model, list: &mut Picker, by: By) {
    let chosen = list.chosen_row().map(|row| row.target.clone());
    let news = model.documents.take_open_news();
    let single = |news: &OpenNews| match &news.changed {
        Changed::Some(ids) => Some(ids.iter().map(|id| (news.document, id.clone())).collect()),
        Changed::Any => None,
    };
    let single: Option<Vec<Vec<_>>> = news.and_then(|news| news.iter().map(single).collect());
    let single = single.map(|all| all.into_iter().flatten().collect::<Vec<_>>());
    match single.filter(|all| list.source.is_none() && all.len() <= SINGLE) {
        Some(changes) => {
            for (document, annotation) in changes {
                change_row(model, list, (document, annotation), by);
            }
        }
        None => make_anew(model, list),
    }
    view::retitle(model, list);
    let is_other = list.chosen_row().map(|row| &row.target) != chosen.as_ref();
    if let Some(open) = list.open.as_mut() {
        open.unseen |= by == By::News && is_other;
    }
}

fn change_row(
    model: &Model,
    list: &mut Picker,
    (document, annotation): (DocumentId, AnnotationId),
    by: By,
) {
    let target = PickerAction::Annotation(document, annotation);
    let PickerAction::Annotation(_, annotation) = &target else {
        return;
    };
    let item = model.documents.open_item(document, annotation);
    let row = open_row(model, document, annotation);
    match (list.row_of(&target), row, item) {
        (Some(at), Some(row), _) => list.replace_row(at, row, model.known()),
        (Some(at), None, _) => list.remove_row(at),
        (None, Some(row), Some(item)) => {
            let order = list.open.map(|open| open.order).unwrap_or_default();
            let at = view::place_of(model, list, order, (document, &item));
            list.insert_row(at, row, model.known());
            if by == By::Key {
                list.choose_when_there(target);
            }
        }
        (None, ..) => {}
    }
}

/// Makes all rows anew. The chosen one stays so; where it is gone, the next one that is there.
fn make_anew(model: &mut Model, list: &mut Picker) {
    let order = list.open.map_or_else(OpenOrder::default, |open| open.order);
    let is_open = |row: &&PickerRow| match &row.target {
        PickerAction::Annotation(id, annotation) => {
            model.documents.open_item(*id, annotation).is_some()
        }
        _ => false,
    };
    let rows = |numbers: &[usize]| {
        numbers
            .iter()
            .filter_map(|at| list.rows.get(*at))
            .collect::<Vec<_>>()
    };
    let (before, from) = list.fitting.split_at(list.chosen.min(list.fitting.len()));
    let (before, from) = (rows(before), rows(from));
    let mut candidates = from.into_iter().chain(before.into_iter().rev());
    let chosen = candidates.find(is_open).map(|row| row.target.clone());
    let Some(mut anew) = view::picker(model, order, chosen.as_ref()) else {
        list.rows.clear();
        list.fitting.clear();
        list.source = None;
        return;
    };
    anew.typed = list.typed.clone();
    (anew.letters, anew.open) = (list.letters, list.open);
    anew.narrow(model.known());
    if let Some(chosen) = chosen {
        anew.choose_when_there(chosen);
    }
    let before = std::mem::replace(list, anew);
    model.closed.push(before);
}
