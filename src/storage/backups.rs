//! Backups of each annotation file, in the user's state folder and readable by that user
//! alone. They serve `postil restore`, which calls them generations.
//!
//! A save backs up what it found, if somebody else wrote that, before it replaces it, and
//! what it wrote: so the newest backup is the file as it was before anything else than
//! postil broke it.
//!
//! A backup guards against a save that was wrong, not against a power cut: the annotation
//! file itself is whole at any time. So it is only synced when it holds something that
//! the new file does not. Its name holds the fingerprint of its bytes, so that one that is
//! half written is noticed and not used.
//!
//! Must not know: what stands in an annotation file, or when it is saved.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use super::error::StorageError;
use super::file::{make_private_folder, sweep, write_private_by, write_soon};
use super::fingerprint::fingerprint;
use super::parse_cache::Content;
use super::path::DocumentPath;
use super::regular::read_regular;
use super::state;
use super::workspace::Workspace;

/// Which backups are kept: of every span of so many milliseconds the last one, for so many
/// spans that have one. With a span of 0, each backup has a span of its own.
const KEPT: [(u64, usize); 4] = [(0, 4), (10 * MINUTE, 2), (HOUR, 2), (DAY, 2)];
/// How many backups of a file are kept, and one more if it is larger than what is saved now: a
/// run of deletions within a minute would push that out.
const MOST: usize = 10;
const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// Digits of the fingerprint in a name: no two backups share 128 bits.
const DIGITS: usize = 32;

/// The backups of the annotation files of a workspace.
#[derive(Debug, Clone)]
pub struct Backups {
    folder: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// When it was made: milliseconds since 1970, UTC.
    pub made: u64,
    path: PathBuf,
    fingerprint: String,
}

/// When a backup is safe from a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// When the call returns.
    Synced,
    /// When the system gets to it.
    Later,
}

impl Backups {
    /// The backups of a workspace, in the state folder. Where the system has no state
    /// folder, none are made.
    pub fn of(workspace: &Workspace) -> Self {
        Self {
            folder: state::folder("generations").map(|folder| folder.join(workspace.key())),
        }
    }

    /// The backups in a folder.
    pub fn at(folder: PathBuf) -> Self {
        Self {
            folder: Some(folder),
        }
    }

    pub(crate) fn none() -> Self {
        Self { folder: None }
    }

    /// A document's backups, the newest first; none when the folder cannot be read.
    pub(super) fn list(&self, document: &DocumentPath) -> Vec<Backup> {
        let entries = self.folder_of(document).map(fs::read_dir);
        let Some(Ok(entries)) = entries else {
            return Vec::new();
        };
        let mut list: Vec<_> = entries
            .filter_map(Result::ok)
            .filter_map(|entry| Backup::from_path(entry.path()))
            .collect();
        list.sort_by_key(|backup| std::cmp::Reverse(backup.made));
        list
    }

    /// Makes a backup of the content of a document's annotation file, and deletes those
    /// that are not kept any longer. Content of which there is a backup already becomes
    /// the newest one.
    ///
    /// To be called under the lock.
    pub(super) fn keep(
        &self,
        document: &DocumentPath,
        content: &Content,
        durability: Durability,
    ) -> Result<(), StorageError> {
        let Some(folder) = self.folder_of(document) else {
            return Ok(());
        };
        make_private_folder(&folder)?;
        sweep(&folder);
        let mut list = self.list(document);
        let mut fingerprint = content.fingerprint().to_owned();
        fingerprint.truncate(DIGITS);
        if let Some(newest) = list
            .first()
            .filter(|newest| newest.fingerprint == fingerprint)
            && fs::metadata(&newest.path).is_ok_and(|file| file.len() == content.len())
        {
            return match durability {
                Durability::Synced => newest.sync(),
                Durability::Later => Ok(()),
            };
        }
        // Where the clock was set back, it is the newest all the same.
        let after = list.first().map_or(0, |newest| newest.made + 1);
        let time = now().max(after);
        let path = folder.join(format!("{time:013}-{fingerprint}.json"));
        match durability {
            Durability::Synced => write_private_by(&path, |file| content.write_to(file))?,
            Durability::Later => write_soon(&path, |file| content.write_to(file))
                .map_err(|error| StorageError::io("write", &path, error))?,
        }
        for doubled in list.extract_if(.., |old| old.fingerprint == fingerprint) {
            doubled.delete();
        }
        let mut times = vec![time];
        times.extend(list.iter().map(|old| old.made));
        let largest = list.iter().max_by_key(|old| old.len()).cloned();
        let is_largest = |old: &Backup| largest.as_ref() == Some(old) && old.len() > content.len();
        for (old, stays) in list.iter().zip(staying(&times).into_iter().skip(1)) {
            if !stays && !is_largest(old) {
                old.delete();
            }
        }
        Ok(())
    }

    /// Named by a hash, since the names of documents may be of any length and of any bytes.
    fn folder_of(&self, document: &DocumentPath) -> Option<PathBuf> {
        let mut name = fingerprint(document.native().as_os_str().as_encoded_bytes());
        name.truncate(DIGITS);
        self.folder.as_ref().map(|folder| folder.join(name))
    }
}

impl Backup {
    /// The bytes, exactly as they stood in the annotation file.
    pub(super) fn read(&self) -> Result<Vec<u8>, StorageError> {
        let bytes = read_regular(&self.path)?;
        if !fingerprint(&bytes).starts_with(&self.fingerprint) {
            let torn = io::Error::other("it was only half written; choose another generation");
            return Err(StorageError::Io {
                doing: "use",
                path: self.path.clone(),
                cause: torn,
            });
        }
        Ok(bytes)
    }

    /// The size in bytes; 0 when that is not known.
    fn len(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |file| file.len())
    }

    /// Deletes it. One that cannot be deleted is one too many, and no harm.
    fn delete(&self) {
        let _ = fs::remove_file(&self.path);
    }

    fn sync(&self) -> Result<(), StorageError> {
        let synced = File::open(&self.path).and_then(|file| file.sync_all());
        synced.map_err(|error| StorageError::io("write", &self.path, error))
    }

    fn from_path(path: PathBuf) -> Option<Self> {
        let name = path.file_name().and_then(OsStr::to_str)?;
        let (made, fingerprint) = name.strip_suffix(".json")?.split_once('-')?;
        let is_hexadecimal = fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
        (fingerprint.len() == DIGITS && is_hexadecimal).then_some(())?;
        Some(Self {
            made: made.parse().ok()?,
            fingerprint: fingerprint.to_owned(),
            path,
        })
    }
}

/// Which of the backups made at these times (milliseconds, the newest first) are kept. It
/// depends on no clock: backups of a file that is left alone stay.
fn staying(times: &[u64]) -> Vec<bool> {
    let mut stay = vec![false; times.len()];
    for (span, most) in KEPT {
        let slot = |time: u64| time.checked_div(span).unwrap_or(time);
        let mut taken = 0;
        for index in 0..times.len() {
            let is_last_of_its_slot = index == 0 || slot(times[index - 1]) != slot(times[index]);
            if taken < most && !stay[index] && is_last_of_its_slot {
                stay[index] = true;
                taken += 1;
            }
        }
    }
    let mut room = MOST.saturating_sub(stay.iter().filter(|stays| **stays).count());
    for stays in stay.iter_mut().filter(|stays| !**stays) {
        if room > 0 {
            *stays = true;
            room -= 1;
        }
    }
    stay
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |time| {
        u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A save at each of these times, each thinned as it comes; answers what is
    /// left, the newest first.
    fn after(saves: impl IntoIterator<Item = u64>) -> Vec<u64> {
        let mut times: Vec<u64> = Vec::new();
        for save in saves {
            times.insert(0, save);
            let mut keep = staying(&times).into_iter();
            times.retain(|_| keep.next().unwrap());
        }
        times
    }

    #[test]
    fn ten_saves_are_all_kept() {
        assert_eq!(after(1..=10), [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
        assert_eq!(after(1..=99)[9], 90);
        assert_eq!(after([]), [0; 0]);
        // Even of a year ago.
        assert_eq!(after([1, 365 * DAY]), [365 * DAY, 1]);
    }

    #[test]
    fn a_day_of_saves_leaves_the_last_ones_and_some_of_before() {
        // One a second for five days, eight hours each.
        let saves = (0..5 * 8 * 3600).map(|second| {
            let (day, second) = (second / (8 * 3600), second % (8 * 3600));
            day * DAY + 9 * HOUR + second * 1000
        });
        let end = 4 * DAY + 17 * HOUR;
        let ago = |left: u64| end - left;
        let left: Vec<_> = after(saves).into_iter().map(ago).collect();
        assert_eq!(
            left,
            [
                1000,
                2000,
                3000,
                4000,
                10 * MINUTE + 1000,
                20 * MINUTE + 1000,
                HOUR + 1000,
                2 * HOUR + 1000,
                DAY + 1000,
                2 * DAY + 1000,
            ]
        );
    }

    #[test]
    fn there_are_never_more_than_ten_and_the_newest_is_one() {
        let spans: usize = KEPT.iter().map(|(_, most)| most).sum();
        assert!(spans <= MOST);
        let mut times = Vec::new();
        let mut time = 0;
        for step in 0..3000_u64 {
            time += (step * step * 7919) % (HOUR * 3) + 1;
            times.insert(0, time);
            let mut keep = staying(&times).into_iter();
            times.retain(|_| keep.next().unwrap());
            assert!(times.len() <= MOST && times[0] == time);
        }
        assert_eq!(times.len(), MOST, "{times:?}");
    }

    #[test]
    fn a_minute_of_saves_does_not_take_the_old_ones_away() {
        let before = [DAY, 2 * DAY + 3 * HOUR, 2 * DAY + 5 * HOUR];
        let burst = (0..60).map(|second| 3 * DAY + second * 1000);
        let left = after(before.into_iter().chain(burst));
        for old in before {
            assert!(left.contains(&old), "{old} is not among {left:?}");
        }
    }
}
