//! The thread that saves, reads and exports, in the order it is asked to. What
//! could not be saved is tried again; a note that is being written is kept. An
//! error of the program's own in one job is told as that job's failure.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crate::app::{CopyOutcome, DocumentId, Draft, Message};

use super::super::Event;
use super::super::report::{guarded, provoke};
use super::super::state;
use crate::storage::FsChanges;

use super::Job;
use super::bench::{Save, Workbench};

/// The pauses before a save is tried again; the last one goes on.
const PAUSES: [Duration; 4] = [
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(15),
    Duration::from_secs(60),
];
/// How long what was typed may wait to be kept: with the write itself, less than
/// a second of it can be lost.
const DRAFT_PAUSE: Duration = Duration::from_millis(700);

/// A save that failed.
struct Failed {
    save: Save,
    reason: String,
    kept: bool,
    tries: usize,
    due: Instant,
}

/// The words of a note that are still to be kept.
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

struct Clerk<'a> {
    bench: &'a Workbench,
    todo: &'a Receiver<Job>,
    events: &'a Sender<Event>,
    /// Jobs that were taken off the channel too early.
    waiting: VecDeque<Job>,
    unsaved: BTreeMap<DocumentId, Failed>,
    typed: Option<Typed>,
}

/// Works until nobody can ask for anything any more.
pub(super) fn work(bench: &Workbench, todo: &Receiver<Job>, events: &Sender<Event>) {
    let mut clerk = Clerk {
        bench,
        todo,
        events,
        waiting: VecDeque::new(),
        unsaved: BTreeMap::new(),
        typed: None,
    };
    while let Some(turn) = clerk.next() {
        match turn {
            Turn::Job(job) => clerk.job(job),
            Turn::Due => clerk.due(Instant::now()),
        }
    }
    clerk.close();
}

impl Clerk<'_> {
    /// What is to be done next. Sleeps without an end while nothing is due.
    fn next(&mut self) -> Option<Turn> {
        if let Some(job) = self.waiting.pop_front() {
            return Some(Turn::Job(job));
        }
        let failed = self.unsaved.values().map(|it| it.due);
        let typed = self.typed.iter().map(|it| it.due);
        let Some(due) = failed.chain(typed).min() else {
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

    fn job(&mut self, job: Job) {
        let bench = self.bench;
        match job {
            Job::Load(id) => {
                let loaded = guarded(|| {
                    provoke("load");
                    bench.load(id)
                });
                self.send(loaded.unwrap_or_else(|words| Message::Loaded(id, Err(words))));
            }
            Job::ReadTags(wanted) => {
                let read = guarded(|| {
                    provoke("tags");
                    bench.read_tags(&wanted, &mut |message| self.send(message));
                });
                if let Err(words) = read {
                    self.send(Workbench::without_tags(&wanted, words));
                }
            }
            Job::Save(save) => {
                let save = self.newest(save);
                self.unsaved.remove(&save.document);
                self.save(save, 0, None);
            }
            Job::Export(request) => {
                let exported = guarded(|| bench.export(&request));
                self.send(exported.unwrap_or_else(|words| Message::Exported(Err(words))));
            }
            Job::Remember(remembered) => {
                // A place that cannot be kept is no reason to disturb the reader.
                let _ = bench.state.save(&state::to_state(&remembered));
            }
            Job::Draft(draft, edits) => {
                let due = self.typed.take().map(|it| it.due);
                let due = due.unwrap_or_else(|| Instant::now() + DRAFT_PAUSE);
                self.typed = Some(Typed { draft, edits, due });
            }
            Job::Park(draft, instead_of) => self.park(draft, instead_of),
            Job::DropDraft => self.drop_draft(),
            Job::Leftovers => {
                let leftovers = guarded(|| bench.leftovers()).unwrap_or_default();
                if !leftovers.is_empty() {
                    self.send(Message::Recovered(leftovers));
                }
            }
            Job::Forget(id) => bench.recovery.forget(&id),
            Job::Discard => {
                self.unsaved.clear();
                bench.recovery.drop_all_tags();
            }
            Job::FsChanges(seen) => self.look_at(&seen),
            Job::FreeLater(sets) => drop(sets),
            Job::TookIn(document, look) => bench.took_in(document, look),
            Job::SaveCopy(request) => {
                let written = guarded(|| bench.write_elsewhere(&request));
                let written = written.unwrap_or_else(CopyOutcome::Failed);
                self.send(Message::CopySaved(request, written));
            }
        }
    }

    /// Looks what has changed on disk. An error of the program's own costs this
    /// look, no more.
    fn look_at(&self, seen: &FsChanges) {
        let _ = guarded(|| self.bench.look_at(seen, &mut |message| self.send(message)));
    }

    /// Waits for a pause at the keys. Of several saves of one document that come
    /// until then, the last: it holds them all. Whoever waits for something else
    /// does not wait longer, and nor does the end.
    fn newest(&mut self, mut save: Save) -> Save {
        let begun = Instant::now();
        loop {
            let pause = self.bench.stillness.to_wait(begun.elapsed());
            match self.todo.recv_timeout(pause.unwrap_or_default()) {
                Ok(Job::Save(newer)) if newer.document == save.document => save = newer,
                // The next look at the disk is none the worse for coming later, nor is a place.
                Ok(later @ (Job::FsChanges(_) | Job::Remember(_))) => self.waiting.push_back(later),
                Ok(other) => {
                    self.waiting.push_back(other);
                    return save;
                }
                Err(RecvTimeoutError::Timeout) if pause.is_some() => {}
                Err(_) => return save,
            }
        }
    }

    /// Saves, for the how manyth time beyond the first; `known` is why it failed
    /// last and whether the tags were kept, which need not be told again.
    fn save(&mut self, mut save: Save, tries: usize, known: Option<(&str, bool)>) {
        let bench = self.bench;
        save.base = Some(bench.base_of(&save));
        let saved = guarded(|| {
            provoke("save");
            bench.save(&save)
        });
        let message = saved.unwrap_or_else(|words| bench.failed(&save, words));
        let Message::SaveFailed { reason, kept, .. } = &message else {
            if let Some(words) = bench.store.take_notice() {
                self.send(Message::Notice(words));
            }
            self.send(message);
            return;
        };
        let pause = PAUSES[tries.min(PAUSES.len() - 1)];
        let failed = Failed {
            save,
            reason: reason.clone(),
            kept: *kept,
            tries,
            due: Instant::now() + pause,
        };
        self.unsaved.insert(failed.save.document, failed);
        if known != Some((reason.as_str(), *kept)) {
            self.send(message);
        }
    }

    /// Does what is due by now.
    fn due(&mut self, now: Instant) {
        if self.typed.as_ref().is_some_and(|it| it.due <= now) {
            self.keep_typed();
        }
        let due = self.unsaved.iter().filter(|(_, it)| it.due <= now);
        let due: Vec<DocumentId> = due.map(|(id, _)| *id).collect();
        for id in due {
            self.try_again(id);
        }
    }

    fn try_again(&mut self, id: DocumentId) {
        if let Some(failed) = self.unsaved.remove(&id) {
            let known = (failed.reason.as_str(), failed.kept);
            self.save(failed.save, failed.tries + 1, Some(known));
        }
    }

    fn keep_typed(&mut self) {
        if let Some(typed) = self.typed.take() {
            let kept = guarded(|| self.bench.keep_draft(typed.draft));
            let kept = kept.and_then(|it| it);
            self.send(Message::DraftKept(typed.edits, kept));
        }
    }

    /// A note has no tag any more: it is kept for itself.
    fn park(&mut self, draft: Draft, instead_of: Option<String>) {
        self.typed = None;
        let parked = guarded(|| self.bench.park_draft(draft)).and_then(|it| it);
        self.send(match parked {
            Ok(leftover) => Message::Parked(leftover, instead_of),
            Err(reason) => Message::Notice(format!(
                "the tag is gone; its note was copied, and cannot be kept: {reason}"
            )),
        });
    }

    /// The note is in its tag now; where that is nowhere on disk, the draft stays.
    fn drop_draft(&mut self) {
        if self.unsaved.values().all(|it| it.kept) {
            self.typed = None;
            self.bench.recovery.drop_draft();
        } else {
            self.keep_typed();
        }
    }

    /// The reader is leaving: once more for what is not saved, and nothing is left
    /// behind where nothing is kept.
    fn close(&mut self) {
        self.keep_typed();
        let unsaved: Vec<DocumentId> = self.unsaved.keys().copied().collect();
        for id in unsaved {
            self.try_again(id);
        }
        self.bench.recovery.close();
    }

    /// Where nobody listens any more, the reader is leaving; what is still to be
    /// done is done.
    fn send(&self, message: Message) {
        let _ = self.events.send(Event::Message(message));
    }
}
