//! Tells what has changed on disk while the reader runs: by the notices of the system
//! where it gives them, by polling every few seconds where it does not.
//!
//! With notices nothing runs while nothing happens: the thread waits for a message,
//! and a clock runs only from the first change of a burst until the burst is over.
//! What the program itself writes is told like anything else, except for the lock,
//! temporary files and other hidden ones; whoever is told compares with what it knows.
//!
//! Must not know: what is done about a change.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::stamp::FileStamp;
use super::workspace::Workspace;

mod folders;
mod links;
mod native;

use native::{Gathered, Native};

/// A burst is over when nothing has happened for this long: an editor replaces a
/// file, git writes hundreds.
const QUIET: Duration = Duration::from_millis(60);
/// A burst that lasts longer is told after this.
const LONGEST: Duration = Duration::from_millis(600);
/// The pause between two polls.
const POLL_EVERY: Duration = Duration::from_secs(2);
/// The pause after a poll is at least this many times longer than the poll itself: ten
/// thousand documents, or a slow drive, are polled less often, so that polling never
/// takes more than a hundredth of a processor.
const REST: u32 = 100;

/// How changes on disk are found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WatchMode {
    /// By notices of the system, and by polling where it gives none.
    #[default]
    Auto,
    /// By polling.
    Poll,
    /// Not at all.
    Off,
}

impl WatchMode {
    /// The modes with their names in the configuration.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("auto", Self::Auto),
        ("poll", Self::Poll),
        ("off", Self::Off),
    ];
}

/// What may have changed on disk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FsChanges {
    /// Documents and annotation files that were written, made, moved or removed.
    pub paths: BTreeSet<PathBuf>,
    /// Whether documents may have come or gone that are not among the paths.
    pub listing: bool,
    /// Whether anything may have changed: notices were lost.
    pub all: bool,
    /// Whether these are the first to be told, now that the watch has begun: what has
    /// been read before may have changed since.
    pub begun: bool,
}

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watch {
    signals: Sender<Signal>,
    thread: Option<JoinHandle<()>>,
}

/// What wakes the thread.
enum Signal {
    Event(notify::Result<notify::Event>),
    Stop,
}

impl Watch {
    /// Starts to watch the documents and annotation files of a workspace; `tell`
    /// is called on a thread of its own. `None` where nothing is to be watched,
    /// or no thread can be had.
    pub fn start(
        workspace: Arc<Workspace>,
        mode: WatchMode,
        mut tell: impl FnMut(FsChanges) + Send + 'static,
    ) -> Option<Self> {
        if mode == WatchMode::Off {
            return None;
        }
        let (signals, received) = channel();
        let events = signals.clone();
        let thread = thread::Builder::new()
            .name("postil-watch".to_owned())
            .spawn(move || {
                let begun = FsChanges {
                    begun: true,
                    ..FsChanges::default()
                };
                let native = match mode {
                    WatchMode::Auto => Native::start(&workspace, events),
                    _ => None,
                };
                if let Some(native) = native {
                    tell(begun.clone());
                    if listen(native, &workspace, &received, &mut tell) == Ended::Asked {
                        return;
                    }
                }
                poll(&workspace, &received, &begun, &mut tell);
            })
            .ok()?;
        Some(Self {
            signals,
            thread: Some(thread),
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.signals.send(Signal::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Why the listening ended.
#[derive(PartialEq, Eq)]
enum Ended {
    /// Nobody wants to know any more.
    Asked,
    /// The system gives no more notices.
    Failed,
}

fn listen(
    mut native: Native,
    workspace: &Workspace,
    received: &Receiver<Signal>,
    tell: &mut impl FnMut(FsChanges),
) -> Ended {
    loop {
        let mut gathered = Gathered::default();
        match received.recv() {
            Ok(Signal::Event(event)) => native.gather(workspace, event, &mut gathered),
            Ok(Signal::Stop) | Err(_) => return Ended::Asked,
        }
        if gathered.is_empty() {
            continue;
        }
        let first = Instant::now();
        while let Some(left) = LONGEST.checked_sub(first.elapsed()) {
            match received.recv_timeout(left.min(QUIET)) {
                Ok(Signal::Event(event)) => native.gather(workspace, event, &mut gathered),
                Ok(Signal::Stop) => return Ended::Asked,
                Err(_) => break,
            }
        }
        if gathered.folders || native.leads_elsewhere(&gathered.renamed) {
            match native.follow(workspace) {
                // What was put into a new folder before it was watched.
                Ok(new) => gathered.changes.all |= new,
                Err(_) => gathered.failed = true,
            }
        }
        if gathered.failed {
            return Ended::Failed;
        }
        tell(gathered.changes);
    }
}

/// Polls every few seconds, and tells what differs.
fn poll(
    workspace: &Workspace,
    received: &Receiver<Signal>,
    begun: &FsChanges,
    tell: &mut impl FnMut(FsChanges),
) {
    let (mut before, mut took) = Snapshot::timed(workspace);
    tell(begun.clone());
    loop {
        if !waits(received, POLL_EVERY.max(took * REST)) {
            return;
        }
        let mut now;
        (now, took) = Snapshot::timed(workspace);
        if now == before {
            continue;
        }
        // Not in the middle of a burst.
        let first = Instant::now();
        while first.elapsed() < LONGEST {
            if !waits(received, QUIET) {
                return;
            }
            let next = Snapshot::take(workspace);
            if next == now {
                break;
            }
            now = next;
        }
        tell(FsChanges {
            paths: before.difference(&now),
            listing: before.files.len() != now.files.len(),
            ..FsChanges::default()
        });
        before = now;
    }
}

/// Lets time pass; answers false when nobody wants to know any more.
fn waits(received: &Receiver<Signal>, time: Duration) -> bool {
    let end = Instant::now() + time;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        match received.recv_timeout(left) {
            Err(RecvTimeoutError::Timeout) => return true,
            Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
            // A last notice of a system that has failed.
            Ok(Signal::Event(_)) => {}
        }
    }
}

/// The documents and annotation files as they stand.
#[derive(Debug, PartialEq, Eq)]
struct Snapshot {
    files: HashMap<PathBuf, Option<FileStamp>>,
}

impl Snapshot {
    /// Takes one; answers also how long that took.
    fn timed(workspace: &Workspace) -> (Self, Duration) {
        let started = Instant::now();
        let snapshot = Self::take(workspace);
        (snapshot, started.elapsed())
    }

    fn take(workspace: &Workspace) -> Self {
        let documents = workspace.documents().into_iter();
        let documents = documents.map(|entry| workspace.documents_dir().join(entry.path.native()));
        let files = documents.chain(workspace.annotation_files());
        Self {
            files: files
                .map(|file| (file.clone(), FileStamp::read(&file)))
                .collect(),
        }
    }

    fn difference(&self, other: &Self) -> BTreeSet<PathBuf> {
        let paths = self.files.keys().chain(other.files.keys());
        paths
            .filter(|path| self.files.get(*path) != other.files.get(*path))
            .cloned()
            .collect()
    }
}
