//! The thread that saves, reads and exports, in the order in which it is asked. It
//! tries again what could not be saved, and keeps the note that is being written. An
//! error of the program's own in one job is told as the failure of that job.
//!
//! Must not know: how any job is done.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crate::annotation::{AnnotationSet, NewTag};
use crate::app::{
    CopyOutcome, DiskChange, DocumentId, Draft, ExportRequest, HandOver, IndexRequest, Message,
    Remembered, SaveCopy,
};
use crate::corpus::now;
use crate::storage::FsChanges;

use super::super::event::{Event, News, tell};
use super::super::report::{guarded, provoke};
use super::rescan::{look_again, look_at, look_for_missing};
use super::save::{self, Save};
use super::{
    context::IoContext,
    export::export,
    load::{keep_text, load},
    rescan::rescan,
    save_copy::save_copy,
};
use super::{deferred, orphans, recovery};

/// The seconds before a save is tried again; the last ones are repeated.
const PAUSES: [u64; 4] = [2, 5, 15, 60];
/// How long what was typed may wait to be kept: with the write itself, less than a
/// second of it can be lost.
const DRAFT_PAUSE: Duration = Duration::from_millis(700);
/// The seconds until it is looked once more whether what was missing is back: a folder that
/// is moved away and back at once may be told as gone only.
const LOOKS: [u64; 2] = [1, 5];

/// What the thread is asked to do, in the order in which it is asked.
pub(crate) enum Job {
    Load(DocumentId),
    ReadDeferred(Box<IndexRequest>),
    Save(Save),
    Export(ExportRequest),
    /// Give the tags of a document that is gone to the one that it is now, or back.
    HandOver(HandOver),
    /// Keep the place for the next start.
    Remember(Remembered),
    /// Keep a note as it is after so many edits, within a second.
    KeepDraft(Draft, u64),
    /// Keep a note whose annotation is gone, in the place of a kept one.
    KeepOrphanedDraft(Draft, Option<String>),
    DropDraft,
    /// Look for what an earlier session has left.
    Recover,
    /// Forget something that an earlier reader has kept.
    Forget(String),
    /// Forget what could not be saved.
    Discard,
    SaveCopy(SaveCopy),
    /// Compare files with what is known of them.
    Look(Look),
    /// Keep that the reader has taken in what the rescan of that number found of a
    /// document.
    AcknowledgeRescan(DocumentId, u64),
    /// Do something once all of before is done: begin what reads what is saved by then, or drop
    /// what is large.
    Then(Box<dyn FnOnce() + Send>),
    /// Add tags to the configuration of the workspace.
    AddTags(Vec<NewTag>),
    /// Drop sets that nobody wants any more, which takes too long at the keys.
    DropSets(Vec<AnnotationSet>),
}

/// Which files are looked at, and why.
pub(crate) enum Look {
    /// Those that may have changed, as the watch says.
    Watched(FsChanges),
    /// All of them, as was asked.
    All,
    /// Those of a document.
    Document(DocumentId),
    /// The annotation files of open documents, once more.
    BeforeLeaving,
}

struct Failure {
    reason: String,
    /// Whether its annotations are kept for the next start.
    kept: bool,
    tries: usize,
    due: Instant,
}

/// A note that is still to be kept as it is by now.
struct Typed {
    draft: Draft,
    edits: u64,
    due: Instant,
}

enum Turn {
    Job(Job),
    /// Something is due that nobody asked for just now.
    Due,
}

struct JobQueue<'a> {
    context: &'a IoContext,
    todo: &'a Receiver<Job>,
    events: &'a Sender<Event>,
    /// Jobs that were taken off the channel while a save waited.
    waiting: VecDeque<Job>,
    unsaved: BTreeMap<DocumentId, (Save, Failure)>,
    typed: Option<Typed>,
    /// Whether it was told that places are not remembered.
    told_forgetful: bool,
    /// When it is looked again whether what was missing is back.
    looks: VecDeque<Instant>,
}

/// Whether a look at the files has missed something that was there before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missed {
    Nothing,
    Something,
}

pub(super) fn work(context: &IoContext, todo: &Receiver<Job>, events: &Sender<Event>) {
    let mut queue = JobQueue {
        context,
        todo,
        events,
        waiting: VecDeque::new(),
        unsaved: BTreeMap::new(),
        typed: None,
        told_forgetful: false,
        looks: VecDeque::new(),
    };
    while let Some(turn) = queue.next() {
        match turn {
            Turn::Job(job) => queue.run(job),
            Turn::Due => queue.run_due(Instant::now()),
        }
    }
    queue.close();
}

impl JobQueue<'_> {
    /// What is to be done next. Sleeps without an end while nothing is due.
    fn next(&mut self) -> Option<Turn> {
        if let Some(job) = self.waiting.pop_front() {
            return Some(Turn::Job(job));
        }
        let failed = self.unsaved.values().map(|(_, failure)| failure.due);
        let typed = self.typed.as_ref().map(|typed| typed.due);
        let Some(due) = failed.chain(typed).chain(self.looks.front().copied()).min() else {
            return self.todo.recv().ok().map(Turn::Job);
        };
        let pause = due.saturating_duration_since(Instant::now());
        if pause.is_zero() {
            return Some(Turn::Due);
        }
        match self.todo.recv_timeout(pause) {
            Ok(job) => Some(Turn::Job(job)),
            Err(RecvTimeoutError::Timeout) => Some(Turn::Due),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    fn run(&mut self, job: Job) {
        let context = self.context;
        match job {
            Job::Load(id) => {
                let loaded = guarded(|| {
                    provoke("load");
                    load(context, id)
                });
                self.tell(loaded.unwrap_or_else(|words| Message::DocumentLoaded(id, Err(words))));
                keep_text(context, id);
            }
            Job::ReadDeferred(wanted) => {
                let read = guarded(|| {
                    provoke("tags");
                    deferred::read(context, &wanted, &mut |message| self.tell(message));
                });
                if let Err(words) = read {
                    self.tell(deferred::failed(&wanted, words));
                }
            }
            Job::Save(save) => {
                let save = self.newest(save);
                self.unsaved.remove(&save.document);
                self.save(save, None);
            }
            Job::Export(request) => {
                let exported = guarded(|| export(context, &request));
                self.tell(exported.unwrap_or_else(|words| Message::ExportFailed(request, words)));
            }
            Job::HandOver(what) => self.hand_over(what),
            Job::Remember(remembered) => self.remember(&remembered),
            Job::KeepDraft(draft, edits) => self.keep_later(draft, edits),
            Job::KeepOrphanedDraft(draft, instead_of) => self.keep_orphaned(draft, instead_of),
            Job::DropDraft => self.drop_draft(),
            Job::Recover => {
                let found = guarded(|| recovery::find(context)).unwrap_or_default();
                if !found.is_empty() {
                    self.tell(Message::Recovered(found));
                }
            }
            Job::Forget(id) => context.recovery.forget(&id),
            Job::Discard => {
                self.unsaved.clear();
                context.recovery.drop_all_tags();
            }
            Job::Look(look) => self.look(look),
            Job::DropSets(sets) => drop(sets),
            Job::Then(begin) => begin(),
            Job::AddTags(tags) => self.add_tags(&tags),
            Job::AcknowledgeRescan(document, number) => {
                let registry = &context.registry;
                registry.change_annotations(document, |known| known.merge_base.took_in(number));
            }
            Job::SaveCopy(request) => {
                let written = guarded(|| save_copy(context, &request));
                let written = written.unwrap_or_else(CopyOutcome::Failed);
                self.tell(Message::CopySaved(request, written));
            }
        }
    }

    fn add_tags(&self, tags: &[NewTag]) {
        let added = guarded(|| self.context.add_tags(tags));
        self.tell(Message::TagsAdded(added.and_then(|added| added)));
    }

    /// Waits for a pause at the keys. Of several saves of one document that come until
    /// then, answers the last: it holds all of them. Any other job ends the waiting, so
    /// that whoever waits for it does not wait longer, and so does the end.
    fn newest(&mut self, mut save: Save) -> Save {
        let begun = Instant::now();
        loop {
            let pause = self.context.idle.to_wait(begun.elapsed());
            match self.todo.recv_timeout(pause.unwrap_or_default()) {
                Ok(Job::Save(newer)) if newer.document == save.document => save = newer,
                // Nobody waits for these.
                Ok(later @ (Job::Look(_) | Job::Remember(_))) => self.waiting.push_back(later),
                Ok(other) => {
                    self.waiting.push_back(other);
                    return save;
                }
                Err(RecvTimeoutError::Timeout) if pause.is_some() => {}
                Err(_) => return save,
            }
        }
    }

    /// Saves; `before` is how that failed the last time, which is not told again.
    fn save(&mut self, mut save: Save, before: Option<&Failure>) {
        let context = self.context;
        save.base = Some(save::base_of(context, &save));
        let saved = guarded(|| {
            provoke("save");
            save::save(context, &save)
        });
        let message = saved.unwrap_or_else(|words| save::failed(context, &save, words));
        let Message::SaveFailed { reason, kept, .. } = &message else {
            while let Some(words) = context.corpus.store.take_notice() {
                self.tell(Message::Warned(words));
            }
            self.tell(message);
            if let Some(words) = context.corpus.store.take_replaced() {
                self.tell(Message::Warned(words));
                self.watched(|tell| look_again(context, tell));
            }
            return;
        };
        let tries = before.map_or(0, |before| before.tries + 1);
        let failure = Failure {
            reason: reason.clone(),
            kept: *kept,
            tries,
            due: Instant::now() + Duration::from_secs(PAUSES[tries.min(PAUSES.len() - 1)]),
        };
        let is_known = |before: &Failure| before.reason == *reason && before.kept == *kept;
        let was_told = before.is_some_and(is_known);
        self.unsaved.insert(save.document, (save, failure));
        if !was_told {
            self.tell(message);
        }
    }

    /// Keeps places for the next start. That this fails is told once: it is no reason to
    /// disturb the reader again.
    fn remember(&mut self, remembered: &Remembered) {
        let state = &self.context.state;
        let remembered = Remembered {
            visited: Some(now().0.into_string()),
            ..remembered.clone()
        };
        let why = match state.save(&remembered) {
            Ok(()) if state.is_kept() => return,
            Ok(()) => "this user has no home folder".to_owned(),
            Err(error) => error.to_string(),
        };
        if !std::mem::replace(&mut self.told_forgetful, true) {
            let words = format!(
                "places, half-written notes and earlier generations of tags are not kept ({why}); tags are saved"
            );
            self.tell(Message::Warned(words));
        }
    }

    fn run_due(&mut self, now: Instant) {
        if self.typed.as_ref().is_some_and(|typed| typed.due <= now) {
            self.keep_typed();
        }
        self.try_again(|failure| failure.due <= now);
        if self.looks.front().is_some_and(|due| *due <= now) {
            self.looks.pop_front();
            let context = self.context;
            self.watched(|tell| look_again(context, tell));
        }
    }

    fn hand_over(&self, what: HandOver) {
        let done = guarded(|| orphans::hand_over(self.context, &what, &|news| self.tell(news)));
        let done = done.and_then(|done| done);
        // What has changed by it is told first: what is said last is seen.
        self.watched(|tell| orphans::tell_changes(self.context, &what, tell));
        self.tell(Message::HandedOver(what, done));
    }

    fn look(&mut self, look: Look) {
        let context = self.context;
        match look {
            Look::Watched(changes) => {
                if self.watched(|tell| rescan(context, &changes, tell)) == Missed::Something {
                    let now = Instant::now();
                    self.looks = LOOKS.map(|pause| now + Duration::from_secs(pause)).into();
                }
            }
            Look::All => {
                self.watched(|tell| look_again(context, tell));
                self.tell(Message::LookedAtDisk);
            }
            Look::Document(id) => {
                self.watched(|tell| look_at(context, id, tell));
            }
            Look::BeforeLeaving => {
                let mut news = News::None;
                self.watched(|tell| {
                    look_for_missing(context, &mut |message| {
                        news = News::Some;
                        tell(message);
                    });
                });
                let _ = self.events.send(Event::LookedBeforeLeaving(news));
            }
        }
    }

    /// Does something that tells what has changed on disk. An error of the program's own
    /// costs this look, no more.
    fn watched(&self, look: impl FnOnce(&mut dyn FnMut(Message))) -> Missed {
        let mut missed = Missed::Nothing;
        let _ = guarded(|| {
            look(&mut |message| {
                if is_about_a_loss(&message) {
                    missed = Missed::Something;
                }
                self.tell(message);
            });
        });
        missed
    }

    fn try_again(&mut self, is_due: impl Fn(&Failure) -> bool) {
        let due = self
            .unsaved
            .extract_if(.., |_, (_, failure)| is_due(failure));
        for (save, failure) in due.map(|(_, unsaved)| unsaved).collect::<Vec<_>>() {
            self.save(save, Some(&failure));
        }
    }

    fn keep_later(&mut self, draft: Draft, edits: u64) {
        let due = self.typed.take().map(|typed| typed.due);
        let due = due.unwrap_or_else(|| Instant::now() + DRAFT_PAUSE);
        self.typed = Some(Typed { draft, edits, due });
    }

    fn keep_typed(&mut self) {
        if let Some(typed) = self.typed.take() {
            let kept = guarded(|| recovery::keep_draft(self.context, &typed.draft));
            let kept = kept.and_then(|kept| kept);
            self.tell(Message::DraftKept(typed.edits, kept));
        }
    }

    /// Keeps a note whose annotation is gone for itself.
    fn keep_orphaned(&mut self, draft: Draft, instead_of: Option<String>) {
        self.typed = None;
        let kept = guarded(|| recovery::keep_orphaned_draft(self.context, draft));
        self.tell(match kept.and_then(|kept| kept) {
            Ok(item) => Message::OrphanedDraftKept(item, instead_of),
            Err(reason) => Message::Warned(format!(
                "The tag is gone; its note was copied, but cannot be stored: {reason}"
            )),
        });
    }

    /// Forgets the note that is kept: it is in its annotation now. Where that is
    /// nowhere on disk, the note stays.
    fn drop_draft(&mut self) {
        if self.unsaved.values().all(|(_, failure)| failure.kept) {
            self.typed = None;
            self.context.recovery.drop_draft();
        } else {
            self.keep_typed();
        }
    }

    /// Tries once more to save what is not saved, since the reader is leaving, and
    /// leaves nothing behind where nothing is kept.
    fn close(&mut self) {
        self.keep_typed();
        self.try_again(|_| true);
        self.context.recovery.close();
    }

    fn tell(&self, message: Message) {
        tell(self.events, message);
    }
}

/// Whether something is told to be missing that was there.
fn is_about_a_loss(message: &Message) -> bool {
    matches!(
        message,
        Message::DiskChanged(
            DiskChange::Deleted(_)
                | DiskChange::Unreadable(..)
                | DiskChange::AnnotationsDeleted(_)
                | DiskChange::OthersWithoutAnnotations(_)
        )
    )
}
