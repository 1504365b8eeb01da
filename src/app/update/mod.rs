//! The loop: a message goes in, the state changes, and the effects that are wanted come
//! out.
//!
//! A handler takes the parts of the state that it changes and answers an [`Outcome`].
//! No handler calls the loop: what is to be done next is named in the outcome, and done
//! here.

mod accepting;
mod adopting;
mod all_matches;
mod arriving;
mod commands;
mod deciding;
mod deferred;
mod discovery;
mod disk;
mod drafts;
mod editing;
mod elsewhere;
mod everywhere;
mod everywhere_words;
mod exporting;
mod import_step;
mod importing;
mod indexing;
mod keys;
mod leaving;
mod linking;
mod linking_elsewhere;
mod loading;
mod mouse;
mod next_open;
mod open_list;
mod opening;
mod outcome;
mod passages;
mod peeking;
mod pickers;
mod places;
mod prompts;
mod reanchoring;
mod recovering;
mod renaming;
mod retagging;
mod reviewing;
mod saving;
mod searching;
mod source_details;
mod sources;
mod split;
mod suggesting;
mod tag_matches;
mod verdicts;
mod versions;
mod waiting;

use std::collections::VecDeque;

use crate::app::state::notice::{Notice, Tone};
use crate::app::state::queue::{Input, Queue};
use crate::app::view::sidebar;
use crate::app::view::viewport::{self, TextFrame};
use crate::app::{Effect, Env, Message, Mode, Model, OpenDocument, layout};

use outcome::{Next, Outcome};
use searching::Searching;

pub use discovery::start;
pub use drafts::draft;

/// Handles a message and returns the IO that is wanted.
///
/// ```
/// use postil::annotation::{AnnotationId, Timestamp};
/// use postil::app::{
///     DiscoveredDocuments, DocumentId, Effect, Env, Message, Remembered, Settings, start,
///     update,
/// };
///
/// struct Fixed;
///
/// impl Env for Fixed {
///     fn now(&self) -> Timestamp {
///         Timestamp("2026-11-22T10:00:00Z".into())
///     }
///
///     fn new_id(&self) -> AnnotationId {
///         AnnotationId("id1".to_owned())
///     }
/// }
///
/// let found = DiscoveredDocuments {
///     first: DocumentId(0),
///     documents: Vec::new(),
///     complete: true,
///     slow: false,
/// };
/// let remembered = Remembered::default();
/// let annotator = Some("ana".to_owned());
/// let (mut model, _) =
///     start(Settings::default(), annotator, found, &remembered, None, (80, 24));
/// let effects = update(&mut model, Message::Key("q".parse()?), &Fixed);
/// assert!(effects.iter().any(|effect| matches!(effect, Effect::Quit)));
/// # Ok::<(), postil::app::KeyError>(())
/// ```
pub fn update(model: &mut Model, message: Message, env: &dyn Env) -> Vec<Effect> {
    let input = match message {
        Message::Key(key) => Err(Input::Key(key)),
        Message::Paste(words) => Err(Input::Paste(words)),
        Message::Mouse(mouse) => Err(Input::Mouse(mouse)),
        other => Ok(other),
    };
    let before = places::here(model);
    let (is_input, is_found) = (
        input.is_err(),
        matches!(input, Ok(Message::DocumentSearched(_))),
    );
    let outcome = match input {
        Ok(message) => {
            let adopted = match adopting::must_wait(model, &message) {
                true => adopting::complete(model),
                false => Outcome::none(),
            };
            adopted.and(handle(model, message, env))
        }
        Err(input) => match waiting::hold(model, input) {
            Ok(input) => act(model, input, env),
            // It is handled later, and so is all that follows from it.
            Err(outcome) => return finish(model, outcome, env),
        },
    };
    let mut effects = finish(model, outcome, env);
    if !is_input {
        peeking::refresh(model);
    }
    let typed = go_on_working(model, &mut effects, env);
    if is_input {
        places::after_input(model, before);
    } else if is_found && matches!(model.mode, Mode::Reading) {
        places::after_news(model, before);
    }
    model.documents.recount_changed();
    effects.extend(follow_up(model, &effects));
    effects.extend(take_typed(model, typed, env));
    // Input that waited is handled once what it waited for is there. It was meant for the
    // text: nothing that has been put before that meanwhile gets it.
    let reads = matches!(model.mode, Mode::Reading);
    while let Some(input) = reads.then(|| waiting::release(model)).flatten() {
        effects.extend(take_in(model, input, env));
    }
    effects
}

/// Handles input that has waited.
fn take_in(model: &mut Model, input: Input, env: &dyn Env) -> Vec<Effect> {
    let before = places::here(model);
    let outcome = act(model, input, env);
    let mut effects = finish(model, outcome, env);
    let typed = go_on_working(model, &mut effects, env);
    places::after_input(model, before);
    model.documents.recount_changed();
    effects.extend(follow_up(model, &effects));
    effects.extend(take_typed(model, typed, env));
    effects
}

/// Handles what was pressed while something that was begun in a list could not be done yet.
fn take_typed(model: &mut Model, typed: Queue, env: &dyn Env) -> Vec<Effect> {
    let mut effects = Vec::new();
    for input in typed {
        effects.extend(match waiting::hold(model, input) {
            Ok(input) => take_in(model, input, env),
            Err(waits) => finish(model, waits, env),
        });
    }
    effects
}

/// Does what was begun in a list, if its document is there now. Answers what was pressed
/// meanwhile: it was meant for what comes of that, and not for the text.
fn go_on_working(model: &mut Model, effects: &mut Vec<Effect>, env: &dyn Env) -> Queue {
    let Some(outcome) = open_list::go_on(model, env) else {
        return Queue::default();
    };
    let typed = std::mem::take(&mut model.queue);
    let is_done = !outcome.notice.as_ref().is_some_and(Notice::is_problem);
    effects.extend(finish(model, outcome, env));
    match is_done {
        true => typed,
        // It was meant for something else than what is there now.
        false => Queue::default(),
    }
}

/// Carries out an outcome and whatever it names next, in order.
fn finish(model: &mut Model, outcome: Outcome, env: &dyn Env) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut next = VecDeque::new();
    let mut outcome = outcome;
    loop {
        effects.append(&mut outcome.effects);
        if let Some(notice) = outcome.notice {
            let went_wrong = model.notice.as_ref().is_some_and(Notice::is_problem);
            if !(notice.tone == Tone::Quiet && went_wrong) {
                model.notice = Some(notice);
            }
        }
        // The steps of the last outcome come before those that were named earlier.
        for step in outcome.next.into_iter().rev() {
            next.push_front(step);
        }
        let Some(step) = next.pop_front() else {
            return effects;
        };
        outcome = match step {
            Next::Adopt(adopting) => adopting::begin(model, adopting),
            Next::Run(command) => match waiting::hold(model, Input::Command(command)) {
                Ok(_) => commands::run(model, command, env),
                Err(waits) => waits,
            },
            Next::Open(id, arrival) => opening::open(model, id, arrival),
            Next::Arrive(arrival) => arriving::arrive(model, &arrival).unwrap_or_default(),
            Next::Disk(news) => disk::handle(model, news),
            Next::Remember => Effect::Remember(model.remembered()).into(),
            Next::Leave => vec![Effect::Remember(model.remembered()), Effect::Quit].into(),
        };
    }
}

/// After every message: asks for what is needed now, and stops what nobody needs any
/// more.
fn follow_up(model: &mut Model, effects: &[Effect]) -> Vec<Effect> {
    let mut more = searching::give_up(
        &mut model.documents,
        &mut model.searches,
        model.found.as_ref(),
    );
    let requests = &mut model.reanchor_requests;
    let beside = model.split.as_ref().map(|split| split.other.document);
    for document in model.documents.open.into_iter().chain(beside) {
        more.extend(reanchoring::ask(&mut model.documents, document, requests));
    }
    more.extend(versions::ask(&mut model.documents));
    reviewing::keep_current(model);
    open_list::keep_current(model);
    more.extend(pickers::ask_for_more(model, has_work(model)));
    let areas = layout(model);
    let frame = TextFrame::of(model, &areas);
    if let Some(opened) = model.documents.open_document_mut() {
        viewport::follow_cursor(opened, frame);
    }
    more.extend(split::restore(model).effects);
    let beside = split::follow(model, &areas);
    if let Some(said) = beside.notice {
        model.notice = Some(said);
    }
    let wanted = sidebar::wanted(model, &areas);
    let wanted = model.documents.ask_for_summaries(wanted);
    more.extend(wanted.map(Effect::Summarise));
    more.extend(model.documents.take_replaced_sets().map(Effect::DropSets));
    let place = model.open_document().map(OpenDocument::place);
    let here = model.documents.open.zip(place);
    if model.travel.follow(here, effects) {
        more.push(Effect::Remember(model.remembered()));
    }
    more
}

/// Whether something can be done when nothing else waits.
fn has_work(model: &Model) -> bool {
    model.adopting.is_some() || everywhere::has_work(model)
}

fn act(model: &mut Model, input: Input, env: &dyn Env) -> Outcome {
    elsewhere::stop_waiting(model);
    match input {
        Input::Key(key) => keys::press(model, key, env),
        Input::Paste(words) => keys::paste(model, &words),
        Input::Mouse(mouse) => mouse::update(model, mouse, env),
        Input::Command(command) => commands::run(model, command, env),
    }
}

#[expect(clippy::too_many_lines, reason = "an arm or two for each message")]
fn handle(model: &mut Model, message: Message, env: &dyn Env) -> Outcome {
    match message {
        // These are input.
        Message::Key(_) | Message::Paste(_) | Message::Mouse(_) => Outcome::none(),
        Message::SentencesIndexed(_) => {
            elsewhere::forget(model);
            Outcome::none()
        }
        Message::SimilarFound(result) => elsewhere::found(model, result),
        Message::Resized(columns, rows) => {
            model.size = (columns, rows);
            importing::resized(model);
            Outcome::none()
        }
        Message::AnnotatorFound(name) => {
            model.documents.visit.me = Some(name.clone());
            model.annotator = Some(name);
            let open = model.documents.open;
            open.and_then(|open| commands::finishing::done_before(model, open))
                .into()
        }
        Message::DocumentLoaded(id, result) => loading::loaded(model, id, result, env),
        Message::AnnotationsRead(id, news) => {
            deferred::receive(model, id, news, env).unwrap_or_default()
        }
        Message::DocumentIndexed(news) => indexing::apply(&mut model.documents, *news).into(),
        Message::DocumentsDiscovered(found) => {
            discovery::add_found(&mut model.documents, &mut model.mode, found)
        }
        Message::AnnotationFilesRead(read) => {
            discovery::add_annotation_files(&mut model.documents, read)
        }
        Message::DocumentSummarised(id, result) => {
            loading::summarised(&mut model.documents, id, result)
        }
        Message::Saved {
            document,
            revision,
            sent,
            stored,
            conflicts,
        } => saving::stored(model, (document, revision), (sent, stored), conflicts)
            .unwrap_or_default(),
        Message::SaveFailed {
            document,
            revision,
            reason,
            kept,
        } => saving::failed(model, document, revision, (&reason, kept)).unwrap_or_default(),
        Message::Recovered(items) => recovering::offer(model, items),
        Message::DraftKept(edits, result) => {
            drafts::stored(&mut model.mode, &mut model.recovery, edits, result).into()
        }
        Message::OrphanedDraftKept(item, instead_of) => {
            recovering::parked(&mut model.recovery, item, instead_of).into()
        }
        Message::CopySaved(request, outcome) => {
            leaving::copy_saved(&model.documents, &mut model.mode, request, outcome)
        }
        Message::DocumentSearched(found) => Searching::new(model).add_matches(found).into(),
        Message::WorkspaceSearched(search, found) => all_matches::add(model, search, found),
        Message::WorkspaceSearchDone { search } => all_matches::finish(model, search),
        Message::DocumentsPlaced(found) => {
            let found = found.into_iter();
            found.fold(Outcome::none(), |outcome, (id, result)| {
                outcome.and(loading::summarised(&mut model.documents, id, result))
            })
        }
        Message::OrphansFound(orphans) => renaming::found(model, orphans),
        Message::HandedOver(what, result) => renaming::handed_over(model, what, result),
        Message::Exported(words) | Message::Copied(words) => Outcome::plain(words),
        Message::PathCompleted {
            typed,
            completed,
            names,
        } => prompts::complete(&mut model.mode, &typed, &completed, &names),
        Message::ExportCounted(format, left_out) => {
            pickers::export_counted(&mut model.mode, &format, left_out)
        }
        Message::ImportRead(number, news) => importing::news(model, number, news),
        Message::TagsAdded(result) => importing::tags_added(model, result, env),
        Message::LookedAtDisk => editing::looked_at_disk(&model.documents),
        Message::Leave => leaving::quit(&model.documents, &mut model.mode, &mut model.leaving),
        Message::Warned(words) => Outcome::problem(words),
        Message::ExportFailed(request, why) => {
            pickers::export_failed(&mut model.mode, request, why)
        }
        Message::ExportExists(request) => pickers::export_exists(&mut model.mode, request),
        Message::DiskChanged(news) => disk::handle(model, news),
        Message::Identified(id, replaced, version) => {
            versions::found(model, id, replaced, version, env)
        }
        Message::Reanchored(result) => reanchoring::apply(model, &result),
        Message::Idle => pickers::continue_filling(model)
            .and(adopting::go_on(model))
            .and(everywhere::go_on(model, env)),
        Message::DragHeld => mouse::go_on_dragging(model),
    }
}
