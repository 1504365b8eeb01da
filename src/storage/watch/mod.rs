//! Tells what has changed on disk while the reader runs: by the notices of the system
//! where it gives them, by polling every few seconds where it does not.
//!
//! With notices nothing runs while nothing happens: the thread waits for a message,
//! and a clock runs only from the first change of a burst until the burst is over.
//! What the program itself writes is told like anything else, except for the lock,
//! temporary files and other hidden ones; whoever is told compares with what it knows.
//!
//! Must not know: what is done about a change.

mod changes;
mod folders;
mod links;
mod native;
mod poll;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use super::workspace::Workspace;

pub use changes::FsChanges;
use changes::{LONGEST, QUIET, Signal};
use native::{Gathered, Native};
use poll::poll;

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

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watch {
    signals: Sender<Signal>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Starts to watch the documents and annotation files of a workspace; `tell` is called on
    /// a thread of its own. `None` where nothing is to be watched, or no thread can be had.
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
