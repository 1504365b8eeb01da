//! Tells what has changed on disk while it is being read: by the system's own
//! notices where it has them, by looking every few seconds where it has not.
//!
//! With notices nothing runs while nothing happens: the thread waits for a
//! message, and a clock runs only from the first change of a burst until it is
//! quiet. What the program itself writes is told like anything else, but the
//! lock, temporary files and other hidden ones are not; whoever is told compares
//! with what it knows.
//!
//! Must not know: what is done about a change.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::listing::Mark;
use super::workspace::Workspace;

mod folders;
mod links;
mod native;

use native::{Gathered, Native};

/// A burst is over when nothing has happened for so long: an editor replaces a
/// file, git writes hundreds.
const QUIET: Duration = Duration::from_millis(60);
/// However long a burst lasts, it is told after this.
const LONGEST: Duration = Duration::from_millis(600);
/// Between two looks where the system gives no notice.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);
/// How many times longer than a look the pause after it is at least: ten thousand
/// documents, or a slow drive, are looked at less often, so that looking never takes
/// more than a hundredth of a processor.
const REST: u32 = 100;

/// How changes on disk are found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WatchMode {
    /// By notices of the system, and by looking where it gives none.
    #[default]
    Auto,
    /// By looking.
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

/// What may have changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// Documents and annotation files that were written, made, moved or removed.
    pub paths: BTreeSet<PathBuf>,
    /// Whether documents may have come or gone that are not among the paths.
    pub listing: bool,
    /// Whether anything may have changed: notices were lost.
    pub all: bool,
    /// Whether this is the first word: from here on changes are told. What has
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
        mut tell: impl FnMut(Seen) + Send + 'static,
    ) -> Option<Self> {
        if mode == WatchMode::Off {
            return None;
        }
        let (signals, received) = channel();
        let events = signals.clone();
        let thread = thread::Builder::new()
            .name("postil-watch".to_owned())
            .spawn(move || {
                let begun = Seen {
                    begun: true,
                    ..Seen::default()
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
                look(&workspace, &received, &begun, &mut tell);
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
    tell: &mut impl FnMut(Seen),
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
                Ok(new) => gathered.seen.all |= new,
                Err(_) => gathered.failed = true,
            }
        }
        if gathered.failed {
            return Ended::Failed;
        }
        tell(gathered.seen);
    }
}

/// Looks every few seconds, and tells what differs.
fn look(
    workspace: &Workspace,
    received: &Receiver<Signal>,
    begun: &Seen,
    tell: &mut impl FnMut(Seen),
) {
    let (mut before, mut took) = Picture::timed(workspace);
    tell(begun.clone());
    loop {
        if !waits(received, BETWEEN_LOOKS.max(took * REST)) {
            return;
        }
        let mut now;
        (now, took) = Picture::timed(workspace);
        if now == before {
            continue;
        }
        // Not in the middle of a burst.
        let first = Instant::now();
        while first.elapsed() < LONGEST {
            if !waits(received, QUIET) {
                return;
            }
            let next = Picture::take(workspace);
            if next == now {
                break;
            }
            now = next;
        }
        tell(Seen {
            paths: before.differs_from(&now),
            listing: before.files.len() != now.files.len(),
            ..Seen::default()
        });
        before = now;
    }
}

/// Lets time pass; false when nobody wants to know any more.
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

/// The documents and annotation files with what shows that one is another.
#[derive(Debug, PartialEq, Eq)]
struct Picture {
    files: HashMap<PathBuf, Option<Mark>>,
}

impl Picture {
    /// With the time that it took.
    fn timed(workspace: &Workspace) -> (Self, Duration) {
        let started = Instant::now();
        let picture = Self::take(workspace);
        (picture, started.elapsed())
    }

    fn take(workspace: &Workspace) -> Self {
        let documents = workspace.documents().into_iter();
        let documents = documents.map(|it| workspace.documents_dir().join(it.path.native()));
        let files = documents.chain(workspace.annotation_files());
        Self {
            files: files.map(|it| (it.clone(), Mark::of(&it))).collect(),
        }
    }

    fn differs_from(&self, other: &Self) -> BTreeSet<PathBuf> {
        let paths = self.files.keys().chain(other.files.keys());
        paths
            .filter(|path| self.files.get(*path) != other.files.get(*path))
            .cloned()
            .collect()
    }
}
