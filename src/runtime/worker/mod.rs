//! The threads that do what takes time: one saves and reads in the order it is
//! asked to, one looks into the documents in view, one finds them and reads their
//! tags, and each search has its own. None is ever waited for by the screen.
//!
//! `bench` reads and saves one document, `look` looks into one, `titles` says
//! which, `roll` finds them, `search` searches them, `export` writes them elsewhere;
//! here are the threads.

mod bench;
mod count;
mod export;
mod jobs;
mod keep;
mod late;
mod look;
mod numbers;
mod ordered;
mod reload;
mod remarks;
mod roll;
mod search;
mod seek;
mod stillness;
mod titles;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use crate::annotation::AnnotationSet;
use crate::app::{
    DocumentId, Draft, ExportRequest, IndexRequest, Message, ReanchorRequest, Remembered, SaveCopy,
    SearchRequest,
};
use crate::storage::{Discovery, FsChanges, Watch, WatchMode};
use crate::text::search::Query;

use super::Event;
use super::report::guarded;

use bench::Save;
pub use bench::Workbench;
use roll::Roll;
use stillness::Stillness;
use titles::Wanted;

enum Job {
    Load(DocumentId),
    /// Read the annotations of a document that was read without them.
    ReadTags(Box<IndexRequest>),
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
    SaveCopy(SaveCopy),
    /// Something may have changed on disk.
    FsChanges(FsChanges),
    /// The reader has taken in what a look found: in order with the saves.
    TookIn(DocumentId, u64),
    /// What nobody wants any more.
    FreeLater(Vec<AnnotationSet>),
}

/// The running threads.
#[derive(Debug)]
pub struct Workers {
    jobs: Option<Sender<Job>>,
    titles: Option<Sender<Wanted>>,
    rolls: Option<Sender<Roll>>,
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
        let (titles, wanted) = channel();
        let (rolls, to_list) = channel();
        let threads = vec![
            spawn("postil-files", {
                let (bench, events) = (bench.clone(), events.clone());
                move || jobs::work(&bench, &todo, &events)
            }),
            spawn("postil-look", {
                let (bench, events) = (bench.clone(), events.clone());
                move || titles::work(&bench, &wanted, &events)
            }),
            spawn("postil-list", {
                let (bench, events) = (bench.clone(), events.clone());
                move || {
                    stand_back();
                    roll::work(&bench, &to_list, &events);
                }
            }),
        ];
        Self {
            jobs: Some(jobs),
            titles: Some(titles),
            rolls: Some(rolls),
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
    pub fn count(&self, wanted: IndexRequest) {
        let (bench, events) = (self.bench.clone(), self.events.clone());
        let goes_on = Arc::clone(&self.counting);
        let work = move || {
            stand_back();
            count::count(&bench, &wanted, &goes_on, &events);
        };
        // Nobody waits for it at the end: it only reads, and what it finds is of no
        // use any more.
        drop(spawn("postil-count", work));
    }

    /// Goes on to look for documents.
    pub fn list(&self, listing: Discovery) {
        self.roll(Roll::List(Box::new(listing)));
    }

    /// All documents are listed: begins to watch the files of the workspace, and
    /// then reads the tags, so that no change comes between.
    pub fn watch(&mut self, mode: WatchMode) {
        let workspace = Arc::clone(self.bench.store.workspace());
        let (Some(jobs), Some(rolls)) = (self.jobs.clone(), self.rolls.clone()) else {
            return;
        };
        self.watch = Watch::start(workspace, mode, move |seen| {
            if seen.begun || seen.all {
                let _ = rolls.send(Roll::Tags { aloud: seen.begun });
            }
            let _ = jobs.send(Job::FsChanges(seen));
        });
        if self.watch.is_none() {
            self.roll(Roll::Tags { aloud: true });
        }
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

    /// Drops large sets.
    pub fn let_go(&self, sets: Vec<AnnotationSet>) {
        self.job(Job::FreeLater(sets));
    }

    /// Reads the annotations of a document that was read without them.
    pub fn read_tags(&self, wanted: Box<IndexRequest>) {
        self.job(Job::ReadTags(wanted));
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
    pub fn write_elsewhere(&self, request: SaveCopy) {
        self.job(Job::SaveCopy(request));
    }

    /// Finds out who tags.
    pub fn find_annotator(&self, configured: Option<String>) {
        self.want(Wanted::Annotator(configured));
    }

    /// Looks into documents that are in view, and no more into those before.
    pub fn look_into(&self, ids: Vec<DocumentId>) {
        self.want(Wanted::View(ids));
    }

    /// Looks into other documents when there is time.
    pub fn look_into_rest(&self, ids: Vec<DocumentId>) {
        self.want(Wanted::Rest(ids));
    }

    /// Searches a document; an earlier search of one is given up.
    pub fn find(&self, find: SearchRequest) {
        self.finding.store(find.search, Ordering::Relaxed);
        let (number, finding) = (find.search, Arc::clone(&self.finding));
        self.search_apart(move |send| {
            let wanted = || finding.load(Ordering::Relaxed) == number;
            search::find(&find, &wanted, send);
        });
    }

    /// Looks for passages; an earlier search for such is given up.
    pub fn seek(&self, wanted: ReanchorRequest) {
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
        self.titles = None;
        self.rolls = None;
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

    fn want(&self, wanted: Wanted) {
        if let Some(titles) = &self.titles {
            let _ = titles.send(wanted);
        }
    }

    fn roll(&self, roll: Roll) {
        if let Some(rolls) = &self.rolls {
            let _ = rolls.send(roll);
        }
    }
}

/// Lets the threads that somebody waits for go first. Where threads have no priority
/// of their own, all stays as it is.
fn stand_back() {
    #[cfg(target_os = "linux")]
    {
        let _ = rustix::process::nice(10);
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Option<JoinHandle<()>> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .ok()
}
