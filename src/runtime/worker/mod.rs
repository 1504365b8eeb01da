//! The threads that do what takes time: one saves and reads in the order it is
//! asked to, one looks into documents, and each search has its own. None is ever
//! waited for by the screen.
//!
//! `bench` reads and saves one document, `look` looks into all of them, `search`
//! searches them, `export` writes them elsewhere; here are the threads.

mod bench;
mod count;
mod export;
mod jobs;
mod keep;
mod look;
mod ordered;
mod reload;
mod remarks;
mod search;
mod seek;
mod stillness;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use crate::annotation::AnnotationSet;
use crate::app::{DocumentId, Draft, Elsewhere, ExportRequest, Find, Message, Remembered, Seek};
use crate::storage::{self, Seen, Watch, WatchMode};
use crate::text::Text;
use crate::text::search::Query;

use super::Event;
use super::report::guarded;

use bench::Save;
pub use bench::Workbench;
use stillness::Stillness;

enum Job {
    Load(DocumentId),
    Save(Save),
    Export(ExportRequest),
    Remember(Remembered),
    /// A note as it is after so many edits.
    Draft(Draft, u64),
    /// A note whose tag is gone, and what it takes the place of.
    Park(Draft, Option<String>),
    DropDraft,
    /// Look what an earlier reader left.
    Leftovers,
    Forget(String),
    Discard,
    Elsewhere(Elsewhere),
    /// Something may have changed on disk.
    Seen(Seen),
    /// The reader has taken in what a look found: in order with the saves.
    TookIn(DocumentId, u64),
}

enum Look {
    Annotator(Option<String>),
    Summarise,
}

/// The running threads.
#[derive(Debug)]
pub struct Workers {
    jobs: Option<Sender<Job>>,
    looks: Option<Sender<Look>>,
    threads: Vec<JoinHandle<()>>,
    bench: Workbench,
    events: Sender<Event>,
    /// The number of the search of all documents that is wanted.
    search: Arc<AtomicU64>,
    /// The number of the search of one that is wanted.
    finding: Arc<AtomicU64>,
    /// The number of the search for passages that is wanted.
    seeking: Arc<AtomicU64>,
    stillness: Stillness,
    watch: Option<Watch>,
    /// Those who count large documents end at once when this says so.
    counting: Arc<AtomicBool>,
}

impl Workers {
    /// Starts the threads; what they find out goes to `events`.
    pub fn start(bench: &Workbench, events: &Sender<Event>) -> Self {
        let (jobs, todo) = channel();
        let (looks, to_look) = channel();
        let threads = vec![
            spawn("postil-files", {
                let (bench, events) = (bench.clone(), events.clone());
                move || jobs::work(&bench, &todo, &events)
            }),
            spawn("postil-look", {
                let (bench, events) = (bench.clone(), events.clone());
                move || look(&bench, &to_look, &events)
            }),
        ];
        Self {
            jobs: Some(jobs),
            looks: Some(looks),
            threads: threads.into_iter().flatten().collect(),
            bench: bench.clone(),
            events: events.clone(),
            search: Arc::clone(&bench.search),
            finding: Arc::default(),
            seeking: Arc::default(),
            stillness: bench.stillness.clone(),
            watch: None,
            counting: Arc::new(AtomicBool::new(true)),
        }
    }

    /// Counts a large document, in a thread of its own.
    pub fn count(&mut self, id: DocumentId, text: Text, set: AnnotationSet) {
        let (bench, events) = (self.bench.clone(), self.events.clone());
        let goes_on = Arc::clone(&self.counting);
        let work = move || count::count(&bench, id, (&text, &set), &goes_on, &events);
        // Nobody waits for it at the end: it only reads, and what it finds is of no
        // use any more.
        drop(spawn("postil-count", work));
    }

    /// Begins to watch the files of the workspace.
    pub fn watch(&mut self, bench: &Workbench, mode: WatchMode) {
        let workspace = Arc::clone(bench.store.workspace());
        let (Some(jobs), Some(looks)) = (self.jobs.clone(), self.looks.clone()) else {
            return;
        };
        self.watch = Watch::start(workspace, mode, move |seen| {
            if seen.begun {
                let _ = looks.send(Look::Summarise);
            }
            let _ = jobs.send(Job::Seen(seen));
        });
    }

    /// Tells that what a look found was taken in.
    pub fn took_in(&self, document: DocumentId, look: u64) {
        self.job(Job::TookIn(document, look));
    }

    /// Tells that somebody is at the keys: saves begin in the pauses.
    pub fn stir(&self) {
        self.stillness.end();
    }

    /// Reads a document.
    pub fn load(&self, id: DocumentId) {
        self.job(Job::Load(id));
    }

    /// Saves the annotations of a document.
    pub fn save(&self, document: DocumentId, set: AnnotationSet, revision: u64, acknowledged: u64) {
        self.job(Job::Save(Save {
            document,
            set,
            revision,
            acknowledged,
            base: None,
        }));
    }

    /// Writes an export, after the saves that were asked for before it.
    pub fn export(&self, request: ExportRequest) {
        self.job(Job::Export(request));
    }

    /// Keeps the place for the next start.
    pub fn remember(&self, remembered: Remembered) {
        self.job(Job::Remember(remembered));
    }

    /// Keeps a note as it is after so many edits, within a second.
    pub fn keep_draft(&self, draft: Draft, edits: u64) {
        self.job(Job::Draft(draft, edits));
    }

    /// Keeps a note whose tag is gone, apart from the one that is being written.
    pub fn park_draft(&self, draft: Draft, instead_of: Option<String>) {
        self.job(Job::Park(draft, instead_of));
    }

    /// Forgets the note that is kept, after the saves that were asked for.
    pub fn drop_draft(&self) {
        self.job(Job::DropDraft);
    }

    /// Looks what an earlier reader left.
    pub fn find_leftovers(&self) {
        self.job(Job::Leftovers);
    }

    /// Forgets what an earlier reader left.
    pub fn forget(&self, id: String) {
        self.job(Job::Forget(id));
    }

    /// Forgets what could not be saved.
    pub fn discard(&self) {
        self.job(Job::Discard);
    }

    /// Writes tags to another place than their own.
    pub fn write_elsewhere(&self, request: Elsewhere) {
        self.job(Job::Elsewhere(request));
    }

    /// Finds out who tags.
    pub fn find_annotator(&self, configured: Option<String>) {
        self.look(Look::Annotator(configured));
    }

    /// Looks into all documents: once they are watched, so that no change comes
    /// between.
    pub fn summarise(&self) {
        if self.watch.is_none() {
            self.look(Look::Summarise);
        }
    }

    /// Searches a document; an earlier search of one is given up.
    pub fn find(&self, find: Find) {
        self.finding.store(find.search, Ordering::Relaxed);
        let (number, finding) = (find.search, Arc::clone(&self.finding));
        self.search_apart(move |send| {
            let wanted = || finding.load(Ordering::Relaxed) == number;
            search::find(&find, &wanted, send);
        });
    }

    /// Looks for passages; an earlier search for such is given up.
    pub fn seek(&self, wanted: Seek) {
        self.seeking.store(wanted.number, Ordering::Relaxed);
        let (number, seeking) = (wanted.number, Arc::clone(&self.seeking));
        self.search_apart(move |send| {
            let is_wanted = || seeking.load(Ordering::Relaxed) == number;
            seek::seek(&wanted, &is_wanted, send);
        });
    }

    /// Searches all documents; an earlier search of them is given up.
    pub fn search(&self, number: u64, query: Query) {
        self.search.store(number, Ordering::Relaxed);
        let bench = self.bench.clone();
        self.search_apart(move |send| {
            let wanted = || bench.search.load(Ordering::Relaxed) == number;
            let workspace = bench.store.workspace();
            search::search_all(workspace, &bench.listed(), (number, &query), &wanted, send);
        });
    }

    /// Gives up the search of a document.
    pub fn stop_finding(&self) {
        self.finding.store(0, Ordering::Relaxed);
    }

    /// Gives up the search of all documents.
    pub fn stop_searching(&self) {
        self.search.store(0, Ordering::Relaxed);
    }

    /// Searches on a thread that nobody waits for, not even at the end: it writes
    /// nothing, and ends within a window of text when it is not wanted any more.
    fn search_apart(&self, search: impl FnOnce(&(dyn Fn(Message) + Sync)) + Send + 'static) {
        let events = self.events.clone();
        let begun = spawn("postil-search", move || {
            let send = |message| {
                let _ = events.send(Event::Message(message));
            };
            if let Err(words) = guarded(|| search(&send)) {
                send(Message::Notice(words));
            }
        });
        if begun.is_none() {
            let words = "no search was begun: the system gives no thread for it".to_owned();
            let _ = self.events.send(Event::Message(Message::Notice(words)));
        }
    }

    /// Lets the threads finish what has to be finished, and waits for them.
    pub fn finish(&mut self) {
        // No search is wanted any more; saves are.
        self.search.store(u64::MAX, Ordering::Relaxed);
        self.finding.store(u64::MAX, Ordering::Relaxed);
        self.seeking.store(u64::MAX, Ordering::Relaxed);
        self.counting.store(false, Ordering::Relaxed);
        // First: it holds on to the others.
        self.watch = None;
        self.jobs = None;
        self.looks = None;
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so itself.
            let _ = thread.join();
        }
    }

    fn job(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // The thread ends only with the channel, or by a panic that has
            // been reported.
            let _ = jobs.send(job);
        }
    }

    fn look(&self, look: Look) {
        if let Some(looks) = &self.looks {
            let _ = looks.send(look);
        }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Option<JoinHandle<()>> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .ok()
}

fn summarise(bench: &Workbench, id: DocumentId) -> Message {
    guarded(|| bench.summarise(id)).unwrap_or_else(|words| Message::Summarised(id, Err(words)))
}

fn look(bench: &Workbench, to_look: &Receiver<Look>, events: &Sender<Event>) {
    let send = |message| events.send(Event::Message(message)).is_ok();
    for look in to_look {
        match look {
            Look::Annotator(configured) => {
                let root = bench.store.workspace().root();
                let name = guarded(|| storage::annotator(None, configured.as_deref(), root));
                let name = name.unwrap_or_else(|_| configured.unwrap_or_default());
                send(Message::Annotator(name));
            }
            Look::Summarise => {
                for index in 0..bench.listed().len() {
                    if bench.search.load(Ordering::Relaxed) == u64::MAX
                        || !send(summarise(bench, DocumentId(index)))
                    {
                        break;
                    }
                }
            }
        }
    }
}
