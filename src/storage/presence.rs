//! Whether a folder is the one that it was: a drive may be taken out, and the folder on
//! which it was mounted stays behind, empty.
//!
//! Must not know: what is in the folder.

use std::fs::{self, Metadata};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The device and the number of a folder.
type Identity = (u64, u64);

/// How a folder stands to what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It is the same one, or there was none before.
    Same,
    /// There is none any more, and where it was is where it would be made.
    Missing,
    /// Another one on the same drive: it was moved away, or made anew.
    Replaced,
    /// It was on a drive that is not there now.
    OtherDrive,
}

/// The identity of a folder when it was last looked at; all clones are one.
#[derive(Debug, Clone, Default)]
pub(super) struct SeenFolder(Arc<Mutex<Option<Identity>>>);

impl SeenFolder {
    /// Keeps how a folder stands now, if there is one.
    pub(super) fn keep(&self, folder: &Path) {
        if let Some(now) = fs::metadata(folder).ok().as_ref().and_then(identity) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        }
    }

    /// Compares a folder with how it stood when that was last kept.
    pub(super) fn compare(&self, folder: &Path) -> Presence {
        let seen = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(seen) = seen else {
            return Presence::Same;
        };
        let found = folder.ancestors().find_map(|above| {
            let found = fs::metadata(above).ok()?;
            Some((above == folder, identity(&found)?))
        });
        match found {
            Some((true, now)) if now == seen => Presence::Same,
            Some((_, now)) if now.0 != seen.0 => Presence::OtherDrive,
            Some((true, _)) => Presence::Replaced,
            Some((false, _)) => Presence::Missing,
            None => Presence::Same,
        }
    }
}

/// `None` where the system tells none.
fn identity(folder: &Metadata) -> Option<Identity> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some((folder.dev(), folder.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_folder_is_known_again_and_another_one_is_told() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let [here, away] = ["annotations", "away"].map(|name| folder.path().join(name));
        let seen = SeenFolder::default();
        assert_eq!(seen.compare(&here), Presence::Same, "there was none");
        fs::create_dir(&here).unwrap();
        seen.keep(&here);
        assert_eq!(seen.compare(&here), Presence::Same);
        fs::rename(&here, &away).unwrap();
        assert_eq!(seen.compare(&here), Presence::Missing);
        fs::create_dir(&here).unwrap();
        assert_eq!(seen.compare(&here), Presence::Replaced);
        fs::remove_dir(&here).unwrap();
        fs::rename(&away, &here).unwrap();
        assert_eq!(seen.compare(&here), Presence::Same);
        // A drive of the kernel stands for one that was put in.
        fs::remove_dir(&here).unwrap();
        symlink("/proc/self", &here).unwrap();
        assert_eq!(seen.compare(&here), Presence::OtherDrive);
        seen.keep(&here);
        assert_eq!(seen.compare(&here), Presence::Same);
        fs::remove_file(&here).unwrap();
        assert_eq!(
            seen.compare(&here),
            Presence::OtherDrive,
            "it was taken out"
        );
    }
}
