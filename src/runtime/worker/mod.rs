//! The threads that do what takes time: one saves and reads in the order in which it is
//! asked, one makes summaries of the documents in view, one finds documents and reads
//! their annotations for the counts, and each search has its own. None is ever waited
//! for by the screen.
//!
//! The `registry` holds what they know of each document, the `context` what they need
//! to do anything with files; here are the threads.

mod context;
mod deferred;
mod export;
mod idle_gate;
mod import;
mod indexing;
mod job_queue;
mod load;
mod orphans;
mod placing;
mod reanchor;
mod recovery;
mod registry;
mod rescan;
mod save;
mod save_copy;
mod scan;
mod search;
mod similar;
mod summary;
mod summary_queue;
mod warnings;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use crate::annotation::AnnotationSet;
use crate::app::{
    DocumentId, ExportRequest, ImportAsked, ImportFound, IndexRequest, Message, ReanchorRequest,
    SearchRequest, SimilarRequest,
};
use crate::session::Draft;
use crate::storage::{Watch, WatchMode};
use crate::text::search::Query;

use super::event::{Event, spawn, tell};
use super::report::guarded;

use scan::Progress;

pub(super) use context::IoContext;
pub(super) use job_queue::{Job, Look};
pub(super) use load::load;
use save::Save;
pub(super) use scan::{ScanRequest, unread};
pub(super) use summary_queue::SummaryRequest;

/// Why a document is not marked as done.
const UNKNOWN_VERSION: &str =
    "Not marked as done: the document cannot be read, or has changed since it was opened";

#[derive(Debug)]
pub(super) struct Workers {
    jobs: Option<Sender<Job>>,
    summaries: Option<Sender<SummaryRequest>>,
    scans: Option<Sender<ScanRequest>>,
    threads: Vec<JoinHandle<()>>,
    context: IoContext,
    pub(super) events: Sender<Event>,
    searching: Wanted,
    finding: Wanted,
    reanchoring: Wanted,
    importing: Wanted,
    counting: Wanted,
    /// How often it was asked what an export leaves out.
    counts: u64,
    similar: Option<Sender<similar::Task>>,
    placing: Option<Sender<Vec<DocumentId>>>,
    /// How often it was asked for renamed documents since they were last looked for.
    orphans_asked: Arc<AtomicU64>,
    watch: Option<Watch>,
}

/// Whether there is a thread that hears what it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    Yes,
    No,
}

/// The number of the only search of its kind that is wanted: each ends when it is
/// another one.
#[derive(Debug, Default)]
struct Wanted(Arc<AtomicU64>);

impl Wanted {
    /// Gives up the search before; answers whether this one is wanted still.
    fn begin(&self, number: u64) -> impl Fn() -> bool + Send + Sync + 'static {
        let wanted = Arc::clone(&self.0);
        wanted.store(number, Ordering::Relaxed);
        move || wanted.load(Ordering::Relaxed) == number
    }

    fn end(&self) {
        // No search has this number.
        self.0.store(u64::MAX, Ordering::Relaxed);
    }
}

impl Workers {
    /// Starts the threads; what they find out goes to `events`.
    pub(super) fn start(context: &IoContext, events: &Sender<Event>) -> Self {
        let (jobs, files) = queue("postil-files", context, events, job_queue::work);
        let (summaries, look) = queue("postil-look", context, events, summary_queue::work);
        let (scans, list) = queue("postil-list", context, events, |context, todo, events| {
            lower_priority();
            scan::work(context, todo, events);
        });
        Self {
            jobs: Some(jobs),
            summaries: Some(summaries),
            scans: Some(scans),
            threads: [files, look, list].into_iter().flatten().collect(),
            context: context.clone(),
            events: events.clone(),
            searching: Wanted::default(),
            finding: Wanted::default(),
            reanchoring: Wanted::default(),
            importing: Wanted::default(),
            counting: Wanted::default(),
            counts: 0,
            similar: None,
            placing: None,
            orphans_asked: Arc::default(),
            watch: None,
        }
    }

    pub(super) fn ask(&self, job: Job) {
        let _ = self.ask_if_heard(job);
    }

    /// Asks for something; answers whether anybody heard it. The thread ends only with the
    /// channel, or by a panic that has been reported.
    pub(super) fn ask_if_heard(&self, job: Job) -> Heard {
        match &self.jobs {
            Some(jobs) if jobs.send(job).is_ok() => Heard::Yes,
            _ => Heard::No,
        }
    }

    pub(super) fn save(&self, document: DocumentId, set: AnnotationSet, revisions: (u64, u64)) {
        self.ask(Job::Save(Save::asked(document, set, revisions)));
    }

    pub(super) fn acknowledge(&self, document: DocumentId, rescan: u64) {
        self.ask(Job::AcknowledgeRescan(document, rescan));
    }

    pub(super) fn summarise(&self, request: SummaryRequest) {
        let _ = self
            .summaries
            .as_ref()
            .map(|summaries| summaries.send(request));
    }

    pub(super) fn scan(&self, request: ScanRequest) {
        let _ = self.scans.as_ref().map(|scans| scans.send(request));
    }

    /// Begins to watch the files of the workspace, now that all documents are known,
    /// and then reads all annotation files, so that no change comes between.
    pub(super) fn watch(&mut self, mode: WatchMode) {
        let workspace = Arc::clone(self.context.corpus.store.workspace());
        let (Some(jobs), Some(scans)) = (self.jobs.clone(), self.scans.clone()) else {
            return;
        };
        let similar = self.similar();
        self.watch = Watch::start(workspace, mode, move |changes| {
            if changes.begun || changes.all {
                let progress = match changes.begun {
                    true => Progress::Told,
                    false => Progress::Untold,
                };
                let _ = scans.send(ScanRequest::ReadAnnotations(progress));
            }
            // Once the annotation files are read: sentences are wanted later than counts.
            let _ = scans.send(ScanRequest::ThenIndexSentences(similar.clone()));
            let _ = jobs.send(Job::Look(Look::Watched(changes)));
        });
        if self.watch.is_none() {
            self.scan(ScanRequest::ReadAnnotations(Progress::Told));
            let similar = self.similar();
            self.scan(ScanRequest::ThenIndexSentences(similar));
        }
        self.find_orphans();
    }

    /// Tells that a key was pressed: saves begin in the pauses.
    pub(super) fn touch(&self) {
        self.context.idle.touch();
    }

    pub(super) fn index(&self, wanted: IndexRequest) {
        let (context, events) = (self.context.clone(), self.events.clone());
        // Nobody waits for it at the end: it only reads, and what it finds is of no use
        // any more.
        let _ = spawn("postil-count", move || {
            lower_priority();
            indexing::index(&context, &wanted, &events);
        });
    }

    /// Nobody waits for it at the end, as for an index.
    pub(super) fn identify(&self, id: DocumentId, replaced: u64) {
        let (context, events) = (self.context.clone(), self.events.clone());
        let _ = spawn("postil-version", move || {
            lower_priority();
            let opened = context.registry.opened(id);
            let version = opened.map(|opened| opened.document.sha256().to_owned());
            let version = version.filter(|version| !version.is_empty());
            let version = version.ok_or_else(|| UNKNOWN_VERSION.to_owned());
            tell(&events, Message::Identified(id, replaced, version));
        });
    }

    /// Nobody waits for it at the end: it only reads.
    pub(super) fn place(&mut self, ids: Vec<DocumentId>) {
        let (context, events) = (&self.context, &self.events);
        let placing = self.placing.get_or_insert_with(|| {
            let (placing, _) = queue("postil-place", context, events, |context, todo, events| {
                lower_priority();
                placing::work(context, todo, events);
            });
            placing
        });
        let _ = placing.send(ids);
    }

    /// Keeps a note whose annotation is gone, in the place of one that was kept.
    pub(super) fn keep_orphaned_draft(&self, draft: Draft, instead_of: Option<String>) {
        self.ask(Job::KeepOrphanedDraft(draft, instead_of));
    }

    /// Nobody waits for it at the end: it only reads. One thread looks at a time, and once
    /// more where that was asked for meanwhile.
    pub(super) fn find_orphans(&self) {
        if self.orphans_asked.fetch_add(1, Ordering::SeqCst) > 0 {
            return;
        }
        let (context, events) = (self.context.clone(), self.events.clone());
        let asked = Arc::clone(&self.orphans_asked);
        let begun = spawn("postil-orphans", move || {
            lower_priority();
            loop {
                let before = asked.load(Ordering::SeqCst);
                let found = guarded(|| orphans::find(&context, &|news| tell(&events, news)));
                if let Err(words) = found {
                    tell(&events, Message::Warned(words));
                }
                let over = asked.compare_exchange(before, 0, Ordering::SeqCst, Ordering::SeqCst);
                if over.is_ok() {
                    return;
                }
            }
        });
        if begun.is_err() {
            self.orphans_asked.store(0, Ordering::SeqCst);
        }
    }

    pub(super) fn find(&self, find: SearchRequest) {
        let is_wanted = self.finding.begin(find.search);
        self.search_apart(move |send| search::document::find(&find, &is_wanted, send));
    }

    pub(super) fn reanchor(&self, request: ReanchorRequest) {
        let is_wanted = self.reanchoring.begin(request.number);
        let context = self.context.clone();
        self.search_apart(move |send| reanchor::reanchor(&context, &request, &is_wanted, send));
    }

    /// Nobody waits for it at the end: it only reads. What was changed before is saved first.
    pub(super) fn count_export(&mut self, request: ExportRequest) {
        self.counts += 1;
        let is_wanted = self.counting.begin(self.counts);
        let context = self.context.clone();
        self.after_saves("postil-left-out", move |send| {
            lower_priority();
            if let Some(counted) = export::count(&context, &request, &is_wanted) {
                send(counted);
            }
        });
    }

    pub(super) fn complete_path(&self, typed: String) {
        let context = self.context.clone();
        self.after_saves("postil-paths", move |send| {
            let (completed, names) = context.corpus.workspace().completed(&typed);
            send(Message::PathCompleted {
                typed,
                completed,
                names,
            });
        });
    }

    /// Does something that reads on a thread of its own, once all that was changed before is
    /// saved.
    fn after_saves(
        &self,
        name: &'static str,
        work: impl FnOnce(&dyn Fn(Message)) + Send + 'static,
    ) {
        let events = self.events.clone();
        self.ask(Job::Then(Box::new(move || {
            let told = events.clone();
            let begun = spawn(name, move || {
                let send = |message| tell(&events, message);
                if let Err(words) = guarded(|| work(&send)) {
                    send(Message::Warned(words));
                }
            });
            if begun.is_err() {
                let words = "The system gives no thread for it".to_owned();
                tell(&told, Message::Warned(words));
            }
        })));
    }

    /// Nobody waits for it at the end: it only reads.
    pub(super) fn read_import(&self, asked: ImportAsked) {
        let is_wanted = self.importing.begin(asked.number);
        let context = self.context.clone();
        self.after_saves("postil-import", move |send| {
            import::find(&context, &asked, &is_wanted, send);
        });
    }

    /// Gives up what is read of an import, and drops what was found, which may be large.
    pub(super) fn stop_import(&self, found: Option<Box<ImportFound>>) {
        self.importing.end();
        if let Some(found) = found {
            self.ask(Job::Then(Box::new(move || drop(found))));
        }
    }

    pub(super) fn find_similar(&mut self, request: SimilarRequest) {
        let _ = self.similar().send(similar::Task::Find(request));
    }

    /// Who indexes sentences. Nobody waits for it at the end: what it keeps is whole or as it
    /// was, and what it has not kept it finds again.
    fn similar(&mut self) -> Sender<similar::Task> {
        if let Some(similar) = &self.similar {
            return similar.clone();
        }
        let work = |context: &IoContext, todo: &Receiver<similar::Task>, events: &Sender<Event>| {
            lower_priority();
            similar::work(context, todo, events);
        };
        let (similar, _) = queue("postil-similar", &self.context, &self.events, work);
        self.similar.insert(similar).clone()
    }

    pub(super) fn search(&self, number: u64, query: Query) {
        let (is_wanted, context) = (self.searching.begin(number), self.context.clone());
        self.search_apart(move |send| {
            let (workspace, paths) = (context.corpus.workspace(), context.registry.paths());
            search::all::search_all(workspace, &paths, (number, &query), &is_wanted, send);
        });
    }

    pub(super) fn stop_finding(&self) {
        self.finding.end();
    }

    pub(super) fn stop_searching(&self) {
        self.searching.end();
    }

    /// Searches on a thread that nobody waits for, not even at the end: it writes
    /// nothing, and ends within a window of text when it is not wanted any more.
    fn search_apart(&self, search: impl FnOnce(&(dyn Fn(Message) + Sync)) + Send + 'static) {
        let events = self.events.clone();
        let begun = spawn("postil-search", move || {
            let send = |message| tell(&events, message);
            if let Err(words) = guarded(|| search(&send)) {
                send(Message::Warned(words));
            }
        });
        if begun.is_err() {
            let words = "no search was begun: the system gives no thread for it".to_owned();
            tell(&self.events, Message::Warned(words));
        }
    }

    /// Lets the threads finish what has to be finished, and waits for them.
    pub(super) fn finish(&mut self) {
        self.context.leave();
        for search in [
            &self.searching,
            &self.finding,
            &self.reanchoring,
            &self.importing,
            &self.counting,
        ] {
            search.end();
        }
        // First: it holds on to the others.
        self.watch = None;
        self.similar = None;
        self.placing = None;
        self.jobs = None;
        self.summaries = None;
        self.scans = None;
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so itself.
            let _ = thread.join();
        }
    }
}

/// Lets the threads go first for which somebody waits. Does nothing where threads have
/// no priority of their own.
fn lower_priority() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

/// A thread that does in their order what it is asked for, and the way to ask.
fn queue<T: Send + 'static>(
    name: &str,
    context: &IoContext,
    events: &Sender<Event>,
    work: fn(&IoContext, &Receiver<T>, &Sender<Event>),
) -> (Sender<T>, Option<JoinHandle<()>>) {
    let (sender, todo) = channel();
    let (context, events) = (context.clone(), events.clone());
    let thread = spawn(name, move || work(&context, &todo, &events));
    (sender, thread.ok())
}
