//! Restoring a backup of an annotation file.
//!
//! A reader that is running takes it in as it takes in any other change on disk: the
//! merge base of its next save is what it loaded or saved last. Tags that the backup does
//! not have are then deleted by the other side, tags that it has are new, and what the
//! reader changed meanwhile is kept.
//!
//! Must not know: how backups are shown.

use std::path::{Path, PathBuf};

use crate::annotation::AnnotationSet;
use crate::formats::Severity;
use crate::formats::native::{self, Integrity};

use super::backups::{Backup, Durability};
use super::error::StorageError;
use super::file::{check_unprotected, make_folder, sweep, write_atomically};
use super::parse_cache::Content;
use super::path::DocumentPath;
use super::regular::{if_there, read_if_there, regular};
use super::store::Store;

/// Whether a backup is really restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestoreMode {
    /// It is.
    Write,
    /// Nothing is written; what would be is only told.
    DryRun,
}

/// How the tags of a backup differ from those that are on disk now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Difference {
    /// Tags that only the backup has.
    pub added: usize,
    /// Tags that only the file has now.
    pub removed: usize,
    /// Tags that both have, with differences.
    pub changed: usize,
    /// Whether they say different things of the document as a whole.
    pub says_otherwise: bool,
}

/// A backup that was looked into.
#[derive(Debug, Clone)]
pub struct InspectedBackup {
    pub backup: Backup,
    pub bytes: usize,
    /// How many tags it has: all of them, or those that can still be read.
    pub tags: usize,
    pub difference: Difference,
    /// Whether it is, byte by byte, what is on disk now.
    pub is_current: bool,
    /// Why it is no whole annotation file, if it is not.
    pub problem: Option<String>,
}

/// What came of restoring a backup.
#[derive(Debug, Clone)]
pub struct Restored {
    /// Which one, as it was before.
    pub restored: InspectedBackup,
    /// The annotation file.
    pub path: PathBuf,
    /// The tags that it has.
    pub set: AnnotationSet,
    /// Whether it was written; not when it was the same already, nor in a dry run.
    pub written: bool,
}

#[derive(Default)]
struct Current {
    bytes: Option<Vec<u8>>,
    set: AnnotationSet,
}

impl Store {
    /// Looks into the backups of a document's annotation file, the newest first.
    pub fn inspect_backups(&self, document: &DocumentPath) -> Vec<InspectedBackup> {
        let current = self.current(document).unwrap_or_default();
        let list = self.backups.list(document).into_iter();
        list.map(|backup| inspect(backup, &current).0).collect()
    }

    /// Restores a backup, byte by byte: the one with that number, counted from 1 as
    /// [`Store::inspect_backups`] lists them; or the newest that can be read and is not what
    /// is on disk now. A backup of what is on disk is made first, so that this can be undone.
    ///
    /// # Errors
    /// When there is no such backup, when it cannot be read, when what is on disk cannot
    /// be backed up, when another instance holds the lock, or when the system refuses.
    /// The file is then as it was.
    pub fn restore(
        &self,
        document: &DocumentPath,
        number: Option<usize>,
        mode: RestoreMode,
    ) -> Result<Restored, StorageError> {
        let path = self.workspace().annotation_path(document);
        let annotations = self.workspace().annotations_dir();
        let folder = path.parent().unwrap_or(annotations);
        if self.backups.list(document).is_empty() {
            return Err(StorageError::NoBackups { path });
        }
        let lock = match mode {
            RestoreMode::DryRun => None,
            RestoreMode::Write => {
                make_folder(folder)?;
                Some(self.lock()?)
            }
        };
        let current = self.current(document)?;
        let list = self.backups.list(document);
        let (restored, bytes) = choose(list, number, &current, &path)?;
        let written = mode == RestoreMode::Write && !restored.is_current;
        let outcome = Restored {
            restored,
            path: path.clone(),
            set: native::parse(&bytes).file.set,
            written,
        };
        if !written {
            return Ok(outcome);
        }
        if let Some(bytes) = current.bytes {
            if let Some(found) = if_there(regular(&path))? {
                check_unprotected(&path, &found)?;
            }
            let content = Content::from_bytes(bytes);
            self.backups.keep(document, &content, Durability::Synced)?;
        }
        if let Err(error) = write_atomically(&path, &bytes) {
            if lock.is_some_and(|lock| lock.is_exclusive()) {
                sweep(folder);
            }
            return Err(error);
        }
        // It becomes the newest backup; nothing is lost if it does not.
        let content = Content::from_bytes(bytes);
        let _ = self.backups.keep(document, &content, Durability::Later);
        Ok(outcome)
    }

    /// What a document's annotation file said before, the newest first, as far as there are
    /// backups that can be read.
    pub fn earlier_sets(&self, document: &DocumentPath) -> impl Iterator<Item = AnnotationSet> {
        let list = self.backups.list(document).into_iter();
        let bytes = list.filter_map(|backup| backup.read().ok());
        bytes.map(|bytes| native::parse(&bytes).file.set)
    }

    /// What is on disk, broken or not.
    fn current(&self, document: &DocumentPath) -> Result<Current, StorageError> {
        let bytes = read_if_there(&self.workspace().annotation_path(document))?;
        let set = bytes.as_ref().map(|bytes| native::parse(bytes).file.set);
        let set = set.unwrap_or_default();
        Ok(Current { bytes, set })
    }
}

fn choose(
    list: Vec<Backup>,
    number: Option<usize>,
    current: &Current,
    path: &Path,
) -> Result<(InspectedBackup, Vec<u8>), StorageError> {
    if let Some(number) = number {
        let last = list.len();
        let wanted = number
            .checked_sub(1)
            .and_then(|index| list.into_iter().nth(index));
        let wanted = wanted.ok_or_else(|| StorageError::NoBackup {
            path: path.to_owned(),
            number,
            last,
        })?;
        let bytes = wanted.read()?;
        return Ok((inspect(wanted, current).0, bytes));
    }
    list.into_iter()
        .map(|backup| inspect(backup, current))
        .find_map(|(inspected, bytes)| {
            let fits = inspected.problem.is_none() && !inspected.is_current;
            Some((inspected, bytes.filter(|_| fits)?))
        })
        .ok_or_else(|| StorageError::NoOtherBackup {
            path: path.to_owned(),
        })
}

/// Looks into a backup; hands back its bytes, too, if they can be read.
fn inspect(backup: Backup, current: &Current) -> (InspectedBackup, Option<Vec<u8>>) {
    let bytes = match backup.read() {
        Ok(bytes) => bytes,
        Err(error) => {
            let inspected = InspectedBackup {
                backup,
                bytes: 0,
                tags: 0,
                difference: Difference::default(),
                is_current: false,
                problem: Some(error.to_string()),
            };
            return (inspected, None);
        }
    };
    let parsed = native::parse(&bytes);
    let set = &parsed.file.set;
    let first = || {
        let mut errors = parsed.problems.iter();
        let first = errors.find(|problem| problem.severity == Severity::Error);
        first.map_or_else(|| "it was not understood".to_owned(), ToString::to_string)
    };
    let inspected = InspectedBackup {
        bytes: bytes.len(),
        tags: set.len(),
        difference: difference(set, &current.set),
        is_current: current.bytes.as_ref() == Some(&bytes),
        problem: (parsed.integrity == Integrity::Broken).then(first),
        backup,
    };
    (inspected, Some(bytes))
}

fn difference(then: &AnnotationSet, now: &AnnotationSet) -> Difference {
    let mut difference = Difference::default();
    for tag in then.iter() {
        match now.get(&tag.id) {
            None => difference.added += 1,
            Some(other) if other != tag => difference.changed += 1,
            Some(_) => {}
        }
    }
    difference.says_otherwise = !then.has_facts_of(now);
    difference.removed = now.iter().filter(|tag| !then.contains(&tag.id)).count();
    difference
}
