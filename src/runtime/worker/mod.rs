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
mod indexing;
mod job;
mod job_queue;
mod load;
mod reanchor;
mod recovery;
mod registry;
mod rescan;
mod save;
mod save_copy;
mod scan;
mod search;
mod summary;
mod summary_queue;
mod warnings;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use crate::app::{IndexRequest, Message, ReanchorRequest, SearchRequest};
use crate::storage::{Watch, WatchMode};
use crate::text::search::Query;

use super::event::{Event, tell};
use super::report::guarded;

use scan::Progress;

pub(super) use context::IoContext;
pub(super) use job::Job;
pub(super) use load::load;
pub(super) use save::Save;
pub(super) use scan::{ScanRequest, unread};
pub(super) use summary_queue::SummaryRequest;

#[derive(Debug)]
pub(super) struct Workers {
    jobs: Option<Sender<Job>>,
    summaries: Option<Sender<SummaryRequest>>,
    scans: Option<Sender<ScanRequest>>,
    threads: Vec<JoinHandle<()>>,
    context: IoContext,
    events: Sender<Event>,
    searching: Wanted,
    finding: Wanted,
    reanchoring: Wanted,
    watch: Option<Watch>,
}

/// The number of the only search of its kind that is wanted: each ends when it is
/// another one. Cheap to clone; all clones are one.
#[derive(Debug, Clone, Default)]
struct Wanted(Arc<AtomicU64>);

impl Wanted {
    const NONE: u64 = u64::MAX;

    fn set(&self, number: u64) {
        self.0.store(number, Ordering::Relaxed);
    }

    fn is(&self, number: u64) -> bool {
        self.0.load(Ordering::Relaxed) == number
    }
}

impl Workers {
    /// Starts the threads; what they find out goes to `events`.
    pub(super) fn start(context: &IoContext, events: &Sender<Event>) -> Self {
        let (jobs, todo) = channel();
        let (summaries, to_summarise) = channel();
        let (scans, to_scan) = channel();
        let threads = [
            spawn("postil-files", {
                let (context, events) = (context.clone(), events.clone());
                move || job_queue::work(&context, &todo, &events)
            }),
            spawn("postil-look", {
                let (context, events) = (context.clone(), events.clone());
                move || summary_queue::work(&context, &to_summarise, &events)
            }),
            spawn("postil-list", {
                let (context, events) = (context.clone(), events.clone());
                move || {
                    lower_priority();
                    scan::work(&context, &to_scan, &events);
                }
            }),
        ];
        Self {
            jobs: Some(jobs),
            summaries: Some(summaries),
            scans: Some(scans),
            threads: threads.into_iter().flatten().collect(),
            context: context.clone(),
            events: events.clone(),
            searching: Wanted::default(),
            finding: Wanted::default(),
            reanchoring: Wanted::default(),
            watch: None,
        }
    }

    pub(super) fn ask(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // The thread ends only with the channel, or by a panic that has been
            // reported.
            let _ = jobs.send(job);
        }
    }

    pub(super) fn ask_for_summaries(&self, request: SummaryRequest) {
        if let Some(summaries) = &self.summaries {
            let _ = summaries.send(request);
        }
    }

    pub(super) fn scan(&self, request: ScanRequest) {
        if let Some(scans) = &self.scans {
            let _ = scans.send(request);
        }
    }

    /// Begins to watch the files of the workspace, now that all documents are known,
    /// and then reads all annotation files, so that no change comes between.
    pub(super) fn watch(&mut self, mode: WatchMode) {
        let workspace = Arc::clone(self.context.corpus.store.workspace());
        let (Some(jobs), Some(scans)) = (self.jobs.clone(), self.scans.clone()) else {
            return;
        };
        self.watch = Watch::start(workspace, mode, move |changes| {
            if changes.begun || changes.all {
                let progress = if changes.begun {
                    Progress::Told
                } else {
                    Progress::Untold
                };
                let _ = scans.send(ScanRequest::ReadAnnotations(progress));
            }
            let _ = jobs.send(Job::Rescan(changes));
        });
        if self.watch.is_none() {
            self.scan(ScanRequest::ReadAnnotations(Progress::Told));
        }
    }

    /// Tells that a key was pressed: saves begin in the pauses.
    pub(super) fn touch(&self) {
        self.context.idle.touch();
    }

    pub(super) fn index(&self, wanted: IndexRequest) {
        let (context, events) = (self.context.clone(), self.events.clone());
        let work = move || {
            lower_priority();
            indexing::index(&context, &wanted, &events);
        };
        // Nobody waits for it at the end: it only reads, and what it finds is of no use
        // any more.
        drop(spawn("postil-count", work));
    }

    pub(super) fn find(&self, find: SearchRequest) {
        let wanted = self.finding.clone();
        wanted.set(find.search);
        self.search_apart(move |send| {
            search::document::find(&find, &|| wanted.is(find.search), send);
        });
    }

    pub(super) fn reanchor(&self, request: ReanchorRequest) {
        let wanted = self.reanchoring.clone();
        wanted.set(request.number);
        self.search_apart(move |send| {
            reanchor::reanchor(&request, &|| wanted.is(request.number), send);
        });
    }

    pub(super) fn search(&self, number: u64, query: Query) {
        let (wanted, context) = (self.searching.clone(), self.context.clone());
        wanted.set(number);
        self.search_apart(move |send| {
            let paths = context.registry.paths();
            let is_wanted = || wanted.is(number);
            let workspace = context.corpus.store.workspace();
            search::all::search_all(workspace, &paths, (number, &query), &is_wanted, send);
        });
    }

    pub(super) fn stop_finding(&self) {
        self.finding.set(Wanted::NONE);
    }

    pub(super) fn stop_searching(&self) {
        self.searching.set(Wanted::NONE);
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
        if begun.is_none() {
            let words = "no search was begun: the system gives no thread for it".to_owned();
            tell(&self.events, Message::Warned(words));
        }
    }

    /// Lets the threads finish what has to be finished, and waits for them.
    pub(super) fn finish(&mut self) {
        self.context.leave();
        for search in [&self.searching, &self.finding, &self.reanchoring] {
            search.set(Wanted::NONE);
        }
        // First: it holds on to the others.
        self.watch = None;
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
