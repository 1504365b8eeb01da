//! Finds changes by polling, where the system gives no notices.
//!
//! Must not know: notices, but for a last one.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::changes::{FsChanges, LONGEST, QUIET, Signal};
use crate::storage::stamp::FileStamp;
use crate::storage::workspace::Workspace;

const POLL_EVERY: Duration = Duration::from_secs(2);
/// The pause after a poll is so many times longer than the poll, which then never takes more
/// than a hundredth of a processor: ten thousand documents are polled less often.
const REST: u32 = 100;

/// Polls every few seconds, and tells what differs.
pub(super) fn poll(
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
        let documents = workspace.documents_unordered().into_iter();
        let documents = documents.map(|entry| workspace.documents_dir().join(entry.path.native()));
        let files = documents.chain(workspace.annotation_files());
        let files = files.chain([workspace.config_file()]);
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
