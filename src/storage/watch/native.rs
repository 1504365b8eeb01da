//! The notices of the system: inotify and its like.
//!
//! Folders are watched one by one, those that are walked for documents and those
//! of the annotation files: to watch a tree would take `.git` and whatever else
//! is in it along.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, CreateKind, RemoveKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Seen, Signal};
use crate::storage::listing::number_of;
use crate::storage::workspace::Workspace;

/// The folders that are watched.
pub(super) struct Native {
    watcher: RecommendedWatcher,
    /// With their numbers: one that was made anew is another.
    watched: HashMap<PathBuf, u64>,
}

/// What a burst of notices comes to.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// What is told.
    pub(super) seen: Seen,
    /// Whether folders have come or gone.
    pub(super) folders: bool,
    /// Whether the system gives no more notices.
    pub(super) failed: bool,
}

impl Gathered {
    pub(super) fn is_empty(&self) -> bool {
        self.seen == Seen::default() && !self.folders && !self.failed
    }
}

impl Native {
    /// Begins to listen; `None` where the system gives no notices, or not of all
    /// changes: what others write on a network drive is not told.
    pub(super) fn start(workspace: &Workspace, signals: Sender<Signal>) -> Option<Self> {
        let dirs = [workspace.documents_dir(), workspace.annotations_dir()];
        if dirs.iter().any(|it| is_remote(it)) {
            return None;
        }
        let tell = move |event: notify::Result<Event>| {
            if !event.as_ref().is_ok_and(is_reading) {
                let _ = signals.send(Signal::Event(event));
            }
        };
        let mut native = Self {
            watcher: RecommendedWatcher::new(tell, notify::Config::default()).ok()?,
            watched: HashMap::new(),
        };
        native.follow(workspace).ok()?;
        Some(native)
    }

    /// Watches the folders as they are now; answers whether any is new.
    ///
    /// # Errors
    /// When the system takes no more of them.
    pub(super) fn follow(&mut self, workspace: &Workspace) -> notify::Result<bool> {
        let mut any = false;
        // Nobody tells of a folder that was made after they were listed and before
        // the one it is in was watched: the first save makes that of the annotations.
        while self.follow_listed(workspace)? {
            any = true;
        }
        Ok(any)
    }

    fn follow_listed(&mut self, workspace: &Workspace) -> notify::Result<bool> {
        let folders: HashMap<PathBuf, u64> = workspace
            .folders()
            .into_iter()
            .filter_map(|it| Some((it.clone(), number_of(&fs::metadata(&it).ok()?))))
            .collect();
        let gone: Vec<PathBuf> = self.watched.keys().cloned().collect();
        for folder in gone {
            if self.watched.get(&folder) != folders.get(&folder) {
                self.watched.remove(&folder);
                // The system may have forgotten it by itself.
                let _ = self.watcher.unwatch(&folder);
            }
        }
        let mut new = false;
        for (folder, number) in folders {
            if self.watched.contains_key(&folder) {
                continue;
            }
            match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    self.watched.insert(folder, number);
                    new = true;
                }
                // It went meanwhile, or may not be read: as with its documents.
                Err(error) if is_about_one_folder(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(new)
    }

    /// Takes in one notice.
    pub(super) fn gather(
        &self,
        workspace: &Workspace,
        event: notify::Result<Event>,
        gathered: &mut Gathered,
    ) {
        let Ok(event) = event else {
            gathered.failed = true;
            return;
        };
        if event.need_rescan() {
            gathered.seen.all = true;
            gathered.seen.listing = true;
            gathered.folders = true;
        }
        let is_folder = matches!(
            event.kind,
            EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder)
        );
        for path in event.paths {
            let name = path.file_name().unwrap_or_default();
            let hidden = name.as_encoded_bytes().starts_with(b".");
            if name == OsStr::new(".gitignore") || name == OsStr::new(".ignore") {
                gathered.seen.listing = true;
            } else if hidden {
                // The lock, what is being written, what editors keep.
            } else if workspace.may_concern(&path) {
                gathered.seen.paths.insert(path);
            } else if is_folder || self.watched.contains_key(&path) || path.is_dir() {
                gathered.seen.listing = true;
                gathered.folders = true;
            }
        }
    }
}

/// Whether a notice only says that something was looked at: this program's own
/// reading must not wake it.
fn is_reading(event: &Event) -> bool {
    let wrote = EventKind::Access(AccessKind::Close(AccessMode::Write));
    matches!(event.kind, EventKind::Access(_)) && event.kind != wrote && !event.need_rescan()
}

fn is_about_one_folder(error: &notify::Error) -> bool {
    use std::io::ErrorKind as Io;
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => matches!(
            error.kind(),
            Io::NotFound | Io::PermissionDenied | Io::NotADirectory
        ),
        _ => false,
    }
}

/// Whether a folder lies on a file system that others write to unseen: the
/// numbers are those of `statfs(2)`.
#[cfg(target_os = "linux")]
fn is_remote(folder: &Path) -> bool {
    const REMOTE: [i64; 12] = [
        0x6969,      // NFS
        0x517b,      // SMB
        0xfe53_4d42, // SMB2
        0xff53_4d42, // CIFS
        0x564c,      // NCP
        0x0102_1997, // 9P: WSL, virtual machines
        0x6573_5546, // FUSE: sshfs and the like
        0x5346_414f, // AFS
        0x6b41_4653, // AFS of the kernel
        0x7375_7245, // Coda
        0x00c3_6400, // Ceph
        0x786f_4256, // shared folders of VirtualBox
    ];
    let there = folder.ancestors().find(|it| it.exists());
    let kind = there.and_then(|it| rustix::fs::statfs(it).ok());
    // The type of the field differs between systems; its 32 bits do not.
    #[allow(clippy::unnecessary_cast, reason = "not on all systems")]
    kind.is_some_and(|it| REMOTE.contains(&(it.f_type as i64 & 0xffff_ffff)))
}

#[cfg(not(target_os = "linux"))]
fn is_remote(_folder: &Path) -> bool {
    false
}
