//! The notices of the system: inotify and its like.
//!
//! Folders are watched one by one, those that are walked for documents and those of the
//! annotation files: to watch a tree would take `.git` and whatever else is in it along.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::changes::{FsChanges, Signal};
use super::folders::{Folder, Folders};
use super::links::Follower;
use crate::storage::workspace::Workspace;

pub(super) struct Native {
    watcher: RecommendedWatcher,
    watched: HashMap<PathBuf, Folder>,
    /// The paths by which folders are walked.
    walked: HashSet<PathBuf>,
    /// The links, each with what it leads through and to.
    links: HashMap<PathBuf, Vec<PathBuf>>,
}

#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) changes: FsChanges,
    /// Whether folders have come or gone.
    pub(super) folders: bool,
    /// What was made, removed or moved: links among it may lead elsewhere.
    pub(super) renamed: BTreeSet<PathBuf>,
    pub(super) failed: bool,
}

impl Gathered {
    pub(super) fn is_empty(&self) -> bool {
        self.changes == FsChanges::default() && !self.folders && !self.failed
    }
}

impl Native {
    /// Begins to listen; `None` where the system does not tell of all changes.
    pub(super) fn start(workspace: &Workspace, signals: Sender<Signal>) -> Option<Self> {
        let tell = move |event: notify::Result<Event>| {
            if !event.as_ref().is_ok_and(is_reading) {
                let _ = signals.send(Signal::Event(event));
            }
        };
        let mut native = Self {
            watcher: RecommendedWatcher::new(tell, notify::Config::default()).ok()?,
            watched: HashMap::new(),
            walked: HashSet::new(),
            links: HashMap::new(),
        };
        native.follow(workspace).ok()?;
        Some(native)
    }

    /// Watches the folders as they are now; answers whether any is new.
    ///
    /// # Errors
    /// When the system takes no more of them, or gives no notices of all changes in
    /// one: what others write on a network drive is not told.
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
        let wanted = self.wanted(workspace);
        let mut before = std::mem::take(&mut self.watched);
        before.retain(|path, folder| {
            let is_same = |wanted: &Folder| wanted.identity == folder.identity;
            let stays = wanted.get(path).is_some_and(is_same);
            if !stays {
                // The system may have forgotten it by itself.
                let _ = self.watcher.unwatch(path);
            }
            stays
        });
        let mut new = false;
        for (path, folder) in wanted {
            if !before.contains_key(&path) {
                if !self.watch(&path, &folder)? {
                    continue;
                }
                new = true;
            }
            self.watched.insert(path, folder);
        }
        Ok(new)
    }

    /// The folders to watch now; those that are watched already by the paths that they have.
    fn wanted(&mut self, workspace: &Workspace) -> HashMap<PathBuf, Folder> {
        let mut folders = Folders::default();
        for path in self.watched.keys() {
            folders.at(path);
        }
        let listed = workspace.watched();
        for path in &listed.folders {
            if let Some(folder) = folders.at(path) {
                folder.paths.push(path.clone());
            }
        }
        let mut follower = Follower::default();
        let places = |link: PathBuf| (link.clone(), follower.places(&link));
        self.links = listed.links.into_iter().map(places).collect();
        for (link, places) in &self.links {
            for place in places {
                let folder = place.parent().and_then(|parent| folders.at(parent));
                if let (Some(folder), Some(name)) = (folder, place.file_name()) {
                    let there = folder.links.entry(name.to_owned()).or_default();
                    there.push(link.clone());
                }
            }
        }
        self.walked = listed.folders.into_iter().collect();
        folders.wanted()
    }

    /// Watches a folder; false where it has gone meanwhile, or may not be read.
    fn watch(&mut self, path: &Path, folder: &Folder) -> notify::Result<bool> {
        if is_remote(path) {
            return Err(notify::Error::generic("others write to it unseen"));
        }
        match self.watcher.watch(path, RecursiveMode::NonRecursive) {
            Ok(()) => Ok(true),
            // What a link leads to can be read in a folder that cannot be.
            Err(error) if is_about_one_folder(&error) && !folder.paths.is_empty() => Ok(false),
            Err(_) if !path.is_dir() => Ok(false),
            Err(error) => Err(error),
        }
    }

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
            gathered.changes.all = true;
            gathered.changes.listing = true;
            gathered.folders = true;
        }
        for path in event.paths.iter().flat_map(|path| self.known_as(path)) {
            self.take(workspace, event.kind, path, gathered);
        }
    }

    fn take(&self, workspace: &Workspace, kind: EventKind, path: PathBuf, to: &mut Gathered) {
        let is_folder = matches!(
            kind,
            EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder)
        );
        let name = path.file_name().unwrap_or_default();
        let hidden = name.as_encoded_bytes().starts_with(b".");
        if name == OsStr::new(".gitignore") || name == OsStr::new(".ignore") {
            to.changes.listing = true;
        } else if hidden {
            // The lock, what is being written, what editors keep.
        } else if workspace.may_concern(&path) {
            if is_about_the_name(kind) {
                to.renamed.insert(path.clone());
            }
            to.changes.paths.insert(path);
        } else if is_folder || self.walked.contains(&path) || path.is_dir() {
            to.changes.listing = true;
            to.folders = true;
        }
    }

    /// The paths by which the workspace knows what a notice names, and links to it.
    fn known_as(&self, path: &Path) -> BTreeSet<PathBuf> {
        let mut known = BTreeSet::new();
        if let Some(folder) = self.watched.get(path) {
            known.extend(folder.paths.iter().cloned());
            known.extend(folder.links.values().flatten().cloned());
        }
        let folder = path.parent().and_then(|parent| self.watched.get(parent));
        if let (Some(folder), Some(name)) = (folder, path.file_name()) {
            known.extend(folder.paths.iter().map(|path| path.join(name)));
            known.extend(folder.links.get(name).into_iter().flatten().cloned());
        }
        known
    }

    /// Whether any of those is a link that leads elsewhere than it did.
    pub(super) fn leads_elsewhere(&self, renamed: &BTreeSet<PathBuf>) -> bool {
        let mut follower = Follower::default();
        renamed.iter().any(|path| {
            let places = path.is_symlink().then(|| follower.places(path));
            self.links.get(path) != places.as_ref()
        })
    }
}

/// Whether a notice is about what has a name, and not only about its content.
fn is_about_the_name(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))
    )
}

/// Whether a notice is about reading alone: the program's own must not wake it.
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

/// Whether others write unseen to a folder's file system, by the numbers of `statfs(2)`.
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
    let there = folder.ancestors().find(|above| above.exists());
    let kind = there.and_then(|folder| rustix::fs::statfs(folder).ok());
    // The type of the field differs between systems; its 32 bits do not.
    #[allow(clippy::unnecessary_cast, reason = "not on all systems")]
    kind.is_some_and(|kind| REMOTE.contains(&(kind.f_type as i64 & 0xffff_ffff)))
}

#[cfg(not(target_os = "linux"))]
fn is_remote(_folder: &Path) -> bool {
    false
}
