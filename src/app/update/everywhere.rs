//! Changing many documents as one step.
//!
//! What the reader sees: a small change is made at once, and the last row says what it was. A
//! large one is made in pieces while keys go on moving and searching; the last row says how
//! far it is, and `Esc` cancels it. Documents that are not open are read for it, a few at a
//! time. Keys that change tags wait for its end, since `u` then takes all of it back. What
//! could not be done, and why, is said at its end.
//!
//! Each document is changed as a key would change it: merged, saved and watched like any that
//! is open.
//!
//! Must not know: who asks for it.

use crate::annotation::{AnnotationSet, Change, Left, Part, Retag, Side, Step, TagId, What};
use crate::app::input::command::Direction;
use crate::app::state::everywhere::{Everywhere, Purpose, Retagging, Tally, Task};
use crate::app::state::notice::Notice;
use crate::app::{Command, DocumentId, Documents, Env, Model};
use crate::text::search::Matcher;
use crate::text::segment::without_blanks;
use crate::text::{Text, TextRange};

use super::accepting;
use super::deciding;
use super::editing::{Editing, Newness, editing};
use super::everywhere_words as words;
use super::import_step;
use super::linking_elsewhere;
use super::opening;
use super::outcome::Outcome;

/// How many annotations are changed before keys get their turn: some milliseconds.
const AT_ONCE: usize = 200;
/// How many annotations are looked at for links before keys get their turn.
const LOOKED_AT_ONCE: usize = 10_000;
/// What it costs to come to a document, in annotations.
const DOCUMENT: usize = 10;
/// How many documents are read or counted at a time.
const READ_AHEAD: usize = 4;

/// Why no change of many documents can be begun while one is being made.
pub const NOT_DONE_YET: &str = "The change before is not done yet; Esc cancels it";

/// Begins to change documents; what can be done at once is done.
pub fn begin(model: &mut Model, purpose: Purpose, tasks: Vec<Task>, env: &dyn Env) -> Outcome {
    begin_because(model, None, (purpose, tasks), env)
}

fn begin_because(
    model: &mut Model,
    taken_back: Option<String>,
    (purpose, tasks): (Purpose, Vec<Task>),
    env: &dyn Env,
) -> Outcome {
    if model.everywhere.is_some() {
        return Outcome::problem(NOT_DONE_YET);
    }
    let passages = tasks.iter().map(|task| task.passages.len()).sum();
    model.everywhere = Some(Box::new(Everywhere {
        of: match &purpose {
            Purpose::Tag { .. } => Some(passages),
            Purpose::Accept(shown) => Some(shown.left.len()),
            Purpose::Suggestions(_, ids) => Some(ids.len()),
            Purpose::Import(step) => Some(step.left.values().map(|left| left.new.len()).sum()),
            Purpose::Retag(_) | Purpose::Step(..) | Purpose::Link(_) => None,
        },
        purpose,
        begun: Vec::new(),
        waiting: tasks.into(),
        tally: Tally::default(),
        taken_back,
    }));
    go_on(model, env)
}

/// Undoes a step over many documents, or redoes it.
pub fn take(
    model: &mut Model,
    step: (What, Vec<Part<DocumentId, TextRange>>),
    direction: Direction,
    env: &dyn Env,
) -> Outcome {
    take_because(model, None, step, direction, env)
}

fn take_because(
    model: &mut Model,
    taken_back: Option<String>,
    (what, parts): (What, Vec<Part<DocumentId, TextRange>>),
    direction: Direction,
    env: &dyn Env,
) -> Outcome {
    let tasks = parts.iter().map(|part| Task {
        document: part.document,
        passages: [].into(),
    });
    let tasks = tasks.collect();
    model.history.begin(parts);
    let step = (Purpose::Step(direction, what), tasks);
    begin_because(model, taken_back, step, env)
}

/// Takes back what was done of an import, which is made whole or not at all.
fn take_back(model: &mut Model, running: &Everywhere, why: String, env: &dyn Env) -> Outcome {
    let what = running.purpose.what();
    model.history.finish(Side::Undo, what, Left::CanBeDone);
    let begun = match running.tally.documents.is_empty() {
        true => None,
        false => model.history.pop(Side::Undo),
    };
    match begun {
        Some(Step::Everywhere(what, parts)) => {
            take_because(model, Some(why), (what, parts), Direction::Backward, env)
        }
        _ => Outcome::problem(why),
    }
}

/// Ends a change of many documents where it is, if one is being made.
pub fn cancel(model: &mut Model, env: &dyn Env) -> Option<Outcome> {
    let running = model.everywhere.take()?;
    if matches!(running.purpose, Purpose::Import(_)) {
        let why = "Cancelled; nothing was imported".to_owned();
        return Some(take_back(model, &running, why, env));
    }
    let mut notice = end(model, &running);
    notice.words = format!("Cancelled. {}", notice.words);
    Some(notice.into())
}

/// Whether something can be done for a change of many documents when nothing else waits.
pub fn has_work(model: &Model) -> bool {
    model.everywhere.as_ref().is_some_and(|running| {
        let is_ready = |task: &Task| is_ready(&model.documents, task) != Readiness::Reading;
        let room = running.begun.len() < READ_AHEAD && !running.waiting.is_empty();
        let looks = matches!(&running.purpose, Purpose::Retag(one) if !one.links.is_over());
        room || looks || running.begun.iter().any(is_ready)
    })
}

/// Does the next piece of a change of many documents, if one is being made.
pub fn go_on(model: &mut Model, env: &dyn Env) -> Outcome {
    let Some(mut running) = model.everywhere.take() else {
        return Outcome::none();
    };
    if let Purpose::Retag(retagging) = &mut running.purpose {
        retagging.look_for_links(&model.documents, LOOKED_AT_ONCE);
        if !retagging.links.is_over() {
            let notice = words::progress(&running);
            model.everywhere = Some(running);
            return notice.into();
        }
    }
    let mut outcome = Outcome::none();
    let mut room = AT_ONCE;
    while room > 0 {
        while running.begun.len() < READ_AHEAD {
            let Some(task) = running.waiting.pop_front() else {
                break;
            };
            outcome = outcome.and(opening::load(&mut model.documents, task.document));
            running.begun.push(task);
        }
        let mut states = running
            .begun
            .iter()
            .map(|task| is_ready(&model.documents, task));
        let next = states.position(|state| state != Readiness::Reading);
        let Some(next) = next else {
            break;
        };
        room = room.saturating_sub(DOCUMENT);
        let is_done = match is_ready(&model.documents, &running.begun[next]) {
            Readiness::Refused(why) => {
                let document = running.begun[next].document;
                if matches!(running.purpose, Purpose::Import(_)) {
                    let why = import_step::refused(&model.documents, document, &why);
                    return outcome.and(take_back(model, &running, why, env));
                }
                running.tally.refused.push((document, why));
                true
            }
            _ => {
                let (done, is_done) = piece(model, &mut running, next, &mut room, env);
                outcome = outcome.and(done);
                is_done
            }
        };
        if is_done {
            running.begun.remove(next);
        }
    }
    if running.begun.is_empty() && running.waiting.is_empty() {
        let notice = end(model, &running);
        return outcome.and(notice);
    }
    let notice = words::progress(&running);
    model.everywhere = Some(running);
    outcome.and(notice)
}

#[derive(Debug, PartialEq)]
enum Readiness {
    Ready,
    /// Its text, its annotations or its positions are still being read.
    Reading,
    Refused(String),
}

fn is_ready(documents: &Documents, task: &Task) -> Readiness {
    let Some(document) = documents.get(task.document) else {
        return Readiness::Refused("it is not there".to_owned());
    };
    if let Some(problem) = document.problem() {
        return Readiness::Refused(problem.to_owned());
    }
    let Some(opened) = document.opened() else {
        return Readiness::Reading;
    };
    if let Some(why) = opened.read_only() {
        return Readiness::Refused(why.to_owned());
    }
    let last = task.passages.back();
    let is_counted = last.is_none_or(|last| {
        // What is behind the end of the text does not match any more.
        last.end() > opened.text.len() || opened.is_counted_at(*last)
    });
    match opened.has_annotations() && is_counted {
        true => Readiness::Ready,
        false => Readiness::Reading,
    }
}

/// Changes some annotations of the document of a task, and answers whether that was all.
fn piece(
    model: &mut Model,
    running: &mut Everywhere,
    task: usize,
    room: &mut usize,
    env: &dyn Env,
) -> (Outcome, bool) {
    let (task, tally) = (&mut running.begun[task], &mut running.tally);
    let part = match running.purpose {
        Purpose::Step(..) => model.history.next_in(&task.document),
        _ => None,
    };
    let Some(mut editing) = editing(model, task.document, env) else {
        return (Outcome::none(), true);
    };
    let (changes, place, is_done) = match (&mut running.purpose, part) {
        (Purpose::Tag { tag, matcher }, _) => {
            insertions(&editing, (tag, matcher), task, room, tally)
        }
        (purpose @ (Purpose::Retag(_) | Purpose::Accept(_) | Purpose::Suggestions(..)), _) => {
            let some = next_changes(&editing, purpose, tally);
            placed(&editing, some, room)
        }
        (Purpose::Import(step), _) => {
            let some = import_step::part(&editing, step, AT_ONCE, tally);
            placed(&editing, some, room)
        }
        (Purpose::Link(linking), _) => {
            let (some, next) = linking_elsewhere::part(&editing, linking, tally);
            running.waiting.extend(next);
            placed(&editing, (some, true), room)
        }
        (Purpose::Step(direction, _), Some(part)) => {
            stepped(&mut editing, part, (*direction, room), tally)
        }
        (Purpose::Step(..), None) => return (Outcome::none(), true),
    };
    if changes.is_empty() {
        return (Outcome::none(), is_done);
    }
    let number = count_tags(&changes, editing.opened.set(), &running.purpose.what());
    let place = place.unwrap_or_else(|| editing.opened.cursor.range());
    let new = newness(&running.purpose);
    match editing.apply_part(Change::Batch(changes), place, new) {
        Ok(effects) => {
            if new == Newness::New {
                editing.history.redo.clear();
            }
            tally.changed += number;
            tally.documents.insert(editing.document);
            (effects.into(), is_done)
        }
        // They were made for this set just now, or left out where they do not fit it.
        Err(error) => (Outcome::problem(error.to_string()), true),
    }
}

/// The changes of the next annotations of an only document, and whether these are all.
fn next_changes(
    editing: &Editing<'_>,
    purpose: &mut Purpose,
    tally: &mut Tally,
) -> (Vec<Change>, bool) {
    match purpose {
        Purpose::Retag(retagging) => replacements(editing, retagging),
        Purpose::Accept(shown) => accepting::next(editing, shown, AT_ONCE, tally),
        Purpose::Suggestions(decision, ids) => deciding::next(editing, *decision, ids, AT_ONCE),
        Purpose::Tag { .. } | Purpose::Link(_) | Purpose::Import(_) | Purpose::Step(..) => {
            (Vec::new(), true)
        }
    }
}

/// The changes of a part of a step, and where the reader was.
fn stepped(
    editing: &mut Editing<'_>,
    part: Part<DocumentId, TextRange>,
    (direction, room): (Direction, &mut usize),
    tally: &mut Tally,
) -> (Vec<Change>, Option<TextRange>, bool) {
    let changes = fitting(editing.opened.set(), part.inverse, direction, tally);
    *room = room.saturating_sub(changes.len());
    editing.opened.resizing = None;
    editing.opened.pointed = None;
    (changes, Some(part.place), true)
}

fn newness(purpose: &Purpose) -> Newness {
    match purpose {
        Purpose::Step(..) => Newness::FromHistory,
        Purpose::Tag { .. }
        | Purpose::Retag(_)
        | Purpose::Accept(_)
        | Purpose::Suggestions(..)
        | Purpose::Link(_)
        | Purpose::Import(_) => Newness::New,
    }
}

/// Whether a passage is still what was searched for.
fn is_match(text: &Text, matcher: &Matcher, passage: TextRange) -> bool {
    if passage.end() > text.len() || text.floor_char(passage.start()) != passage.start() {
        return false;
    }
    let found = matcher.find_within(text, passage.start()..passage.start() + 1);
    found.first() == Some(&passage)
}

/// The changes that tag the next passages of a task, as far as they still match and do not have
/// that tag of the annotator's own; the place of the first, and whether these are all.
fn insertions(
    editing: &Editing<'_>,
    (tag, matcher): (&TagId, &Matcher),
    task: &mut Task,
    room: &mut usize,
    tally: &mut Tally,
) -> (Vec<Change>, Option<TextRange>, bool) {
    let number = task.passages.len().min((*room).max(1));
    *room = room.saturating_sub(number);
    let passages: Vec<TextRange> = task.passages.drain(..number).collect();
    let text = &editing.opened.text;
    let index = editing.opened.annotation_index();
    let mut changes = Vec::with_capacity(passages.len());
    for passage in &passages {
        if !is_match(text, matcher, *passage) {
            tally.unfit += 1;
        } else if let Some(passage) = without_blanks(text, *passage) {
            if index.one_of(passage, tag, editing.annotator).is_some() {
                tally.already += 1;
            } else {
                changes.push(tag_passage(editing, tag, passage));
            }
        }
    }
    let first = passages.first().copied();
    (changes, first, task.passages.is_empty())
}

/// The change that tags a passage. As by a single key, the only tag of the annotator's own
/// that it has becomes this one.
fn tag_passage(editing: &Editing<'_>, tag: &TagId, passage: TextRange) -> Change {
    let index = editing.opened.annotation_index();
    let mut own = index.all_of(passage, editing.annotator);
    let only = own.next().filter(|_| own.next().is_none());
    let is_settled = |id| editing.opened.conflicts().others(id).next().is_none();
    match only.filter(|placed| is_settled(&placed.annotation.id)) {
        Some(placed) => {
            let mut changed = (*placed.annotation).clone();
            changed.modified = editing.env.now();
            changed.retag(tag, editing.annotator, &editing.env.now());
            Change::Replace(changed)
        }
        None => Change::Insert(editing.new_annotation(tag.clone(), passage)),
    }
}

/// The changes that give some annotations another tag, and whether these are all.
fn replacements(editing: &Editing<'_>, retagging: &mut Retagging) -> (Vec<Change>, bool) {
    let retagged = Retag {
        from: &retagging.from,
        to: &retagging.to,
        takes: &|annotation| {
            let only_by = retagging.only_by.as_ref();
            only_by.is_none_or(|name| *name == annotation.creator)
        },
        is_linked: &|id| retagging.may_be_linked(id),
        conflicts: editing.opened.conflicts(),
        now: &editing.env.now(),
        by: editing.annotator,
    }
    .changes(editing.opened.set(), AT_ONCE);
    retagging.counts.add(retagged.counts);
    (retagged.changes, retagged.is_all)
}

/// Changes with the place of the first, and whether these are all, taken from what may be
/// changed at once.
fn placed(
    editing: &Editing<'_>,
    (changes, is_all): (Vec<Change>, bool),
    room: &mut usize,
) -> (Vec<Change>, Option<TextRange>, bool) {
    *room = room.saturating_sub(changes.len());
    let place = place_of(editing, &changes);
    (changes, place, is_all)
}

/// Where the first annotation is that is changed.
fn place_of(editing: &Editing<'_>, changes: &[Change]) -> Option<TextRange> {
    let id = match changes.first()? {
        Change::Insert(annotation) | Change::Replace(annotation) => &annotation.id,
        Change::Remove(id) => id,
        Change::Batch(changes) => return place_of(editing, changes),
        Change::Document(_) => return None,
    };
    Some(editing.opened.place_of(id)?.range)
}

/// What fits of a part of a step, whose annotations each stand for themselves.
fn fitting(
    set: &AnnotationSet,
    change: Change,
    direction: Direction,
    tally: &mut Tally,
) -> Vec<Change> {
    let mut changes = match change {
        Change::Batch(changes) => changes,
        one => vec![one],
    };
    let all = changes.len();
    changes.retain(|change| match change {
        Change::Insert(annotation) => !set.contains(&annotation.id),
        Change::Remove(id) => set.contains(id),
        Change::Replace(annotation) => set.contains(&annotation.id),
        Change::Document(_) => true,
        Change::Batch(_) => false,
    });
    tally.unfit += all - changes.len();
    let first = changes.iter().find(|change| !change.is_of_mark(set));
    tally.tag = tally.tag.take().or_else(|| tag_of(first?, set, direction));
    tally.is_retag |= matches!(first, Some(Change::Replace(_)));
    changes
}

/// How many tags changes are of. Of those that became another tag, or that again, they are
/// as many as had the one tag before: what they were joined with is not counted.
fn count_tags(changes: &[Change], set: &AnnotationSet, what: &What) -> usize {
    let is_of = |change: &Change, tag: &TagId| match change {
        Change::Insert(annotation) => annotation.tag == *tag,
        Change::Replace(annotation) => {
            let before = set.get(&annotation.id);
            annotation.tag == *tag || before.is_some_and(|before| before.tag == *tag)
        }
        Change::Remove(id) => set.get(id).is_some_and(|gone| gone.tag == *tag),
        Change::Document(_) | Change::Batch(_) => false,
    };
    let is_counted = |change: &&Change| match what {
        What::Accepted | What::Rejected => false,
        What::Tag | What::Places | What::Link(_) => !change.is_of_mark(set),
        What::Retag { from, .. } => is_of(change, from),
        What::Import(_) => !matches!(change, Change::Document(_)),
    };
    let suggested = |change: &Change| match (change, what) {
        (Change::Document(facts), What::Accepted | What::Rejected) => {
            let before = set.facts().suggestions.len();
            before.abs_diff(facts.suggestions.len())
        }
        _ => 0,
    };
    let suggested: usize = changes.iter().map(suggested).sum();
    suggested + changes.iter().filter(is_counted).count()
}

/// The tag that a step gave, or takes off.
fn tag_of(change: &Change, set: &AnnotationSet, direction: Direction) -> Option<TagId> {
    let is = |id| set.get(id).map(|annotation| annotation.tag.clone());
    match (change, direction) {
        (Change::Replace(annotation), Direction::Backward) => is(&annotation.id),
        (Change::Insert(annotation) | Change::Replace(annotation), _) => {
            Some(annotation.tag.clone())
        }
        (Change::Remove(id), _) => is(id),
        (Change::Document(_) | Change::Batch(_), _) => None,
    }
}

/// Makes one step of what was done, and says what that is.
fn end(model: &mut Model, running: &Everywhere) -> Notice {
    let tally = &running.tally;
    let side = match running.purpose {
        Purpose::Step(Direction::Backward, _) => Side::Redo,
        _ => Side::Undo,
    };
    let left = match tally.documents.is_empty() && !tally.refused.is_empty() {
        true => Left::CannotBeDone,
        false => Left::CanBeDone,
    };
    model.history.finish(side, running.purpose.what(), left);
    if let Some(why) = &running.taken_back {
        // There is nothing whole that could be done again.
        if !tally.documents.is_empty() {
            model.history.pop(side);
        }
        return Notice::problem(why);
    }
    let mut words = words::done(&model.settings.tags, &model.documents, running);
    if !tally.documents.is_empty() && !matches!(running.purpose, Purpose::Step(..)) {
        let keymap = &model.settings.keymap;
        words = format!(
            "{words}; {} undoes",
            keymap.shown_key(model.pane, Command::Undo)
        );
    }
    if let Some((document, why)) = tally.refused.first() {
        let path = model
            .documents
            .get(*document)
            .map(|document| &document.path);
        let path = path.map_or("a document", String::as_str);
        let others = match tally.refused.len() - 1 {
            0 => String::new(),
            others => format!(" (and {others} more)"),
        };
        words = match (&running.purpose, tally.documents.is_empty()) {
            (Purpose::Step(Direction::Backward, _), true) => "Not undone".to_owned(),
            (Purpose::Step(Direction::Forward, _), true) => "Not redone".to_owned(),
            _ => format!("{words}; not changed"),
        };
        words = format!("{words}: {path}{others}: {why}");
    }
    match tally.refused.is_empty() && tally.unfit == 0 {
        true => Notice::plain(words),
        false => Notice::problem(words),
    }
}
