//! Whether the annotation files can be reached, and what is said where that is not as usual.
//!
//! Must not know: what stands in them.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::error::{StorageError, is_absence};
use super::lock::{Lock, keep_out_of_version_control};
use super::presence::Presence;
use super::store::Store;

impl Store {
    /// Else a new folder would be created where a drive was.
    pub(super) fn check_is_there(&self) -> Result<(), StorageError> {
        let documents = self.workspace.documents_dir();
        match fs::metadata(documents) {
            Ok(found) if found.is_dir() => Ok(()),
            Err(error) if !is_absence(&error) => Err(StorageError::io("reach", documents, error)),
            _ => Err(StorageError::Gone {
                path: documents.to_owned(),
            }),
        }
    }

    /// How the annotations folder stands to what it was.
    pub(super) fn presence(&self) -> Presence {
        self.seen.compare(self.workspace.annotations_dir())
    }

    pub(super) fn other_drive(&self) -> StorageError {
        StorageError::OtherDrive {
            path: self.workspace.annotations_dir().to_owned(),
        }
    }

    /// Whether what is missing on disk was deleted: a drive that was taken away, or a folder
    /// that may not be looked into, is no deletion.
    pub(crate) fn can_tell_deletion(&self) -> bool {
        let is_there = |folder: &Path| match fs::metadata(folder) {
            Ok(found) => found.is_dir(),
            Err(_) => false,
        };
        let annotations = fs::read_dir(self.workspace.annotations_dir());
        is_there(self.workspace.documents_dir())
            && self.presence() != Presence::OtherDrive
            && annotations.err().is_none_or(|error| is_absence(&error))
    }

    /// Whether the annotations folder is the one that it was.
    pub(crate) fn is_as_it_was(&self) -> bool {
        self.presence() == Presence::Same
    }

    /// Why the annotation files are out of reach as a whole: a drive was taken out.
    pub(crate) fn out_of_reach(&self) -> Option<String> {
        let is_away = self.presence() == Presence::OtherDrive;
        is_away.then(|| self.other_drive().to_string())
    }

    /// Whether a save has found another annotations folder than before, or none and made
    /// one: what else was in it has to be looked for. It is told once.
    pub(crate) fn take_replaced(&self) -> Option<String> {
        let was_replaced = self.replaced.swap(false, Ordering::Relaxed);
        was_replaced.then(|| {
            format!(
                "{} was gone, and is another folder now: the tags that are known here are saved in it",
                self.workspace.annotations_dir().display()
            )
        })
    }

    /// The same store for many saves at once, each of another document: they share the lock
    /// instead of waiting for each other.
    pub(crate) fn in_batch(&self) -> Self {
        let mut store = self.clone();
        store.batch = Some(Arc::default());
        store
    }

    /// Takes the lock of the annotation files, whose folder must exist.
    pub(super) fn lock(&self) -> Result<Arc<Lock>, StorageError> {
        match &self.batch {
            Some(batch) => batch.join(|| self.take_lock()),
            None => self.take_lock().map(Arc::new),
        }
    }

    fn take_lock(&self) -> Result<Lock, StorageError> {
        let folder = self.workspace.annotations_dir();
        let lock = Lock::take(folder)?;
        keep_out_of_version_control(folder);
        if let Some(why) = lock.why_none() {
            let words = format!(
                "the file system gives no lock for {} ({why}): tags are saved and merged all the same, but two programs that save in the same moment can miss each other's last change",
                folder.display()
            );
            self.no_lock.get_or_init(|| Mutex::new(Some(words)));
        }
        Ok(lock)
    }

    /// What the user should know although all saves went well; each is handed out once.
    pub fn take_notice(&self) -> Option<String> {
        let take = |notice: &OnceLock<Mutex<Option<String>>>| {
            let notice = notice.get()?.lock();
            notice.unwrap_or_else(PoisonError::into_inner).take()
        };
        take(&self.no_lock).or_else(|| take(&self.backup_failure))
    }
}
