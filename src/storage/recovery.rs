//! What a reader keeps for the next start, in the user's state folder: tags that could
//! not be saved, and the note that is being written.
//!
//! Each running reader has a folder of its own, made when there is something to keep, and
//! holds a lock in it. A folder whose lock can be taken belongs to a reader that ended
//! without tidying up: what is in it is recovered.
//!
//! Must not know: how recovered items are offered.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::annotation::AnnotationSet;
use crate::formats::native::{self, AnnotationFile, DocumentInfo, Integrity};
use crate::formats::to_pretty_json;
use crate::session::{Draft, Recovered, RecoveredItem};

use super::error::StorageError;
use super::file::{make_folder, write_private};
use super::fingerprint::fingerprint;
use super::regular::read_regular;
use super::state::StateFile;
use super::unique::unique_id;

/// The file that the reader holds locked to which a folder belongs.
const LOCK: &str = "reader.lock";
const DRAFT: &str = "note.json";
/// How the names of files begin and end that hold notes whose tag is gone.
const PARKED: (&str, &str) = ("note-", ".json");
const TAGS: &str = ".tags.json";
/// The field with the merge base of the tags: in one file, no crash can part the two.
const BASE: &str = "base";

/// The recovery folder of a workspace. Nothing is created before it is needed.
#[derive(Debug, Default)]
pub struct Recovery {
    /// The folders of all readers of this workspace; `None` without a state folder.
    folder: Option<PathBuf>,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    own: Option<Own>,
    /// The locks of the folders that were taken over, by name.
    taken: HashMap<String, Option<File>>,
}

#[derive(Debug)]
struct Own {
    name: String,
    /// Open as long as the lock is held; `None` where the file system has no locks.
    _lock: Option<File>,
}

impl Recovery {
    /// The recovery folder that belongs to a state file.
    pub fn beside(state: &StateFile) -> Self {
        Self {
            folder: state.recovery_folder(),
            held: Mutex::default(),
        }
    }

    /// Keeps the tags of a document that could not be saved: a whole annotation
    /// file, for its owner's eyes only.
    ///
    /// # Errors
    /// When there is no state folder, or the system refuses.
    pub fn keep_tags(
        &self,
        info: &DocumentInfo,
        base: &AnnotationSet,
        ours: &AnnotationSet,
    ) -> Result<(), StorageError> {
        let folder = self.own_folder()?;
        let base = AnnotationFile {
            set: base.clone(),
            ..AnnotationFile::default()
        };
        let base: Option<Value> = serde_json::from_slice(&native::write(&base)).ok();
        let file = AnnotationFile {
            document: info.clone(),
            set: ours.clone(),
            extra: base
                .map(|base| (BASE.to_owned(), base))
                .into_iter()
                .collect(),
        };
        write_private(&folder.join(tags_name(&info.path)), &native::write(&file))
    }

    /// Forgets the tags of a document: they have been saved.
    pub fn drop_tags(&self, path: &str) {
        self.remove_own(&tags_name(path));
    }

    /// Keeps the note that is being written.
    pub fn keep_draft(&self, draft: &Draft) -> Result<(), StorageError> {
        let folder = self.own_folder()?;
        write_private(&folder.join(DRAFT), to_pretty_json(draft).as_bytes())
    }

    /// Forgets the note: it has been kept, or given up.
    pub fn drop_draft(&self) {
        self.remove_own(DRAFT);
    }

    /// Keeps a note whose tag is gone in a file of its own, so that no other note is
    /// written over it; answers its id. It is no longer the note that is being written.
    pub fn park_draft(&self, draft: &Draft) -> Result<String, StorageError> {
        let folder = self.own_folder()?;
        let names = names_in(&folder);
        let last = names.iter().filter_map(|name| parked_number(name)).max();
        let number = last.unwrap_or(0).saturating_add(1);
        let name = format!("{}{number}{}", PARKED.0, PARKED.1);
        write_private(&folder.join(&name), to_pretty_json(draft).as_bytes())?;
        self.drop_draft();
        let own = folder.file_name().unwrap_or_default();
        Ok(format!("{}/{name}", own.to_string_lossy()))
    }

    /// Forgets the tags that this reader kept: they were given up.
    pub fn drop_all_tags(&self) {
        let Some(folder) = self.own() else {
            return;
        };
        for name in names_in(&folder) {
            if name.ends_with(TAGS) {
                self.remove_own(&name);
            }
        }
    }

    /// Recovers what earlier readers of this workspace left. Their folders belong to this
    /// reader from now on, so that no other one offers the same.
    pub fn recover(&self) -> Vec<RecoveredItem<String>> {
        let Some(folder) = &self.folder else {
            return Vec::new();
        };
        let mut names = names_in(folder);
        // The names begin with the time.
        names.sort();
        let mut found = Vec::new();
        for name in names {
            let here = folder.join(&name);
            if !here.is_dir() || !self.take_over(&name, &here) {
                continue;
            }
            let mut files = names_in(&here);
            files.sort_by_key(|file| (is_note(file), file.clone()));
            let before = found.len();
            for file in files {
                if let Some(what) = read(&here.join(&file), &file) {
                    let id = format!("{name}/{file}");
                    found.push(RecoveredItem { id, what });
                }
            }
            if found.len() == before {
                self.tidy(&name);
            }
        }
        found
    }

    /// The file of a recovered item.
    pub fn file(&self, id: &str) -> PathBuf {
        self.folder.clone().unwrap_or_default().join(id)
    }

    /// Forgets a recovered item, and deletes its file.
    pub fn forget(&self, id: &str) {
        let (Some(folder), Some((name, file))) = (&self.folder, id.split_once('/')) else {
            return;
        };
        let _ = fs::remove_file(folder.join(name).join(file));
        self.tidy(name);
    }

    /// Removes the folder of this reader, unless something is kept in it.
    pub fn close(&self) {
        let own = self.held().own.as_ref().map(|own| own.name.clone());
        if let Some(name) = own {
            self.tidy(&name);
        }
    }

    /// The folder of this reader, created and locked if it is not there yet.
    fn own_folder(&self) -> Result<PathBuf, StorageError> {
        let Some(folder) = &self.folder else {
            return Err(StorageError::io(
                "write to",
                Path::new("the state folder"),
                io::Error::from(io::ErrorKind::NotFound),
            ));
        };
        let mut held = self.held();
        if let Some(own) = &held.own {
            let here = folder.join(&own.name);
            if here.is_dir() {
                return Ok(here);
            }
        }
        loop {
            let name = unique_id();
            let here = folder.join(&name);
            make_folder(&here)?;
            // A reader that starts just now may take the empty folder for one that was
            // left: then it is that reader's, and another one is created.
            if let Some(lock) = lock(&here.join(LOCK))? {
                held.own = Some(Own { name, _lock: lock });
                return Ok(here);
            }
        }
    }

    fn own(&self) -> Option<PathBuf> {
        let name = self.held().own.as_ref()?.name.clone();
        Some(self.folder.as_ref()?.join(name))
    }

    fn remove_own(&self, file: &str) {
        if let Some(folder) = self.own() {
            // That it is not there is as good.
            let _ = fs::remove_file(folder.join(file));
        }
    }

    /// Takes over the folder of another reader, if that has ended.
    fn take_over(&self, name: &str, folder: &Path) -> bool {
        let mut held = self.held();
        if held.own.as_ref().is_some_and(|own| own.name == name) {
            return false;
        }
        if held.taken.contains_key(name) {
            return true;
        }
        match lock(&folder.join(LOCK)) {
            Ok(Some(lock)) => {
                held.taken.insert(name.to_owned(), lock);
                true
            }
            // The reader is running; or the folder cannot be changed, so that nothing in
            // it could be forgotten.
            Ok(None) | Err(_) => false,
        }
    }

    /// Removes a folder, unless something is kept in it.
    fn tidy(&self, name: &str) {
        let Some(folder) = &self.folder else {
            return;
        };
        let here = folder.join(name);
        if names_in(&here).iter().any(|file| is_kept(file)) {
            return;
        }
        // The lock, and what a write that was killed left behind.
        for file in names_in(&here) {
            let _ = fs::remove_file(here.join(file));
        }
        let _ = fs::remove_dir(&here);
        let mut held = self.held();
        held.taken.remove(name);
        if held.own.as_ref().is_some_and(|own| own.name == name) {
            held.own = None;
        }
        let _ = fs::remove_dir(folder);
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a lock: `None` when somebody holds it, `Some(None)` where there are no locks.
fn lock(path: &Path) -> Result<Option<Option<File>>, StorageError> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(|error| StorageError::io("write to", path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Some(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(_)) => Ok(Some(None)),
    }
}

/// The number of a note whose tag is gone, by the name of its file.
fn parked_number(name: &str) -> Option<u64> {
    let number = name.strip_prefix(PARKED.0)?.strip_suffix(PARKED.1)?;
    number.parse().ok()
}

fn is_note(name: &str) -> bool {
    name == DRAFT || parked_number(name).is_some()
}

fn is_kept(name: &str) -> bool {
    is_note(name) || (name.ends_with(TAGS) && !name.starts_with('.'))
}

/// The name of the recovery file of a document: short, whatever its own is.
fn tags_name(path: &str) -> String {
    let mut name = fingerprint(path.as_bytes());
    name.truncate(32);
    name + TAGS
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect()
}

/// Reads a file of a recovery folder; `None` for one of another kind.
fn read(path: &Path, name: &str) -> Option<Recovered<String>> {
    if !is_kept(name) {
        return None;
    }
    let unusable = |why: &str| {
        let path = path.display();
        Recovered::Unusable(format!(
            "{path} was kept and cannot be used ({why}); look at it, or discard it"
        ))
    };
    let bytes = match read_regular(path) {
        Ok(bytes) => bytes,
        Err(error) => return Some(unusable(&error.to_string())),
    };
    if is_note(name) {
        return Some(match serde_json::from_slice::<Draft>(&bytes) {
            Ok(draft) if draft.note == draft.before => {
                let _ = fs::remove_file(path);
                return None;
            }
            Ok(draft) => Recovered::Note(draft),
            Err(error) => unusable(&error.to_string()),
        });
    }
    let parsed = native::parse(&bytes);
    match parsed.integrity {
        Integrity::Whole => {}
        Integrity::Newer(_) => return Some(unusable("a later postil wrote it")),
        Integrity::Broken => return Some(unusable("it is damaged")),
    }
    let base = parsed.file.extra.get(BASE);
    let base = base.map(|base| native::parse(base.to_string().as_bytes()));
    // With an empty base, nothing counts as deleted.
    let base = base.filter(|base| base.integrity == Integrity::Whole);
    Some(Recovered::Tags {
        document: parsed.file.document.path,
        base: base.map(|base| base.file.set).unwrap_or_default(),
        ours: parsed.file.set,
    })
}
