//! The annotation files of a workspace: reads them, and saves by merging with what is on
//! disk.
//!
//! Must not know: who changed what, and when it is saved.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use sha2::{Digest, Sha256};

use crate::annotation::{AnnotationSet, Change, Conflict, merge};
use crate::formats::native::{self, AnnotationFile, DocumentInfo, Integrity, Parsed, Watch};
use crate::formats::{Problem, Severity};
use crate::session::{Access, FileTrouble};

use super::backups::{Backups, Durability};
use super::document::Document;
use super::error::StorageError;
use super::file::{Unfinished, check_unprotected, make_folder, sweep, sweep_beside};
use super::fingerprint::in_hexadecimal;
use super::merge_base::MergeBase;
use super::parse_cache::{Content, ParseCache, Read};
use super::path::DocumentPath;
use super::presence::{Presence, SeenFolder};
use super::shared_lock::SharedLock;
use super::snapshots::Snapshots;
use super::version::Version;
use super::workspace::Workspace;

/// The annotation files of a workspace. Cheap to clone, and used from several threads.
///
/// ```
/// use std::path::Path;
/// use std::sync::Arc;
///
/// use postil::app::Access;
/// use postil::storage::{DocumentPath, Store, Workspace};
///
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// std::fs::write(folder.join("a.txt"), "One two three.\n")?;
/// let store = Store::new(Arc::new(Workspace::open(folder, None)?));
/// let document = DocumentPath::new(Path::new("a.txt")).expect("a name in the folder");
/// let loaded = store.load(&document);
/// // There is no annotation file yet: nothing is annotated, and a save makes one.
/// assert!(loaded.file.set.is_empty());
/// assert_eq!(loaded.access, Access::Writable);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) workspace: Arc<Workspace>,
    pub(super) backups: Backups,
    pub(super) snapshots: Snapshots,
    /// The folders from which left-over temporary files were deleted.
    swept: Arc<Mutex<HashSet<PathBuf>>>,
    /// What to say, once, of the first backup that could not be made: the saves went well.
    pub(super) backup_failure: Arc<OnceLock<Mutex<Option<String>>>>,
    /// What to say, once, where the file system gives no lock.
    pub(super) no_lock: Arc<OnceLock<Mutex<Option<String>>>>,
    parse_cache: ParseCache,
    /// The lock that the saves of a batch share; none outside of one.
    pub(super) batch: Option<Arc<SharedLock>>,
    /// The annotations folder as it was last seen.
    pub(super) seen: SeenFolder,
    /// Whether it was made anew, or is another one, since that was last asked for.
    pub(super) replaced: Arc<AtomicBool>,
}

/// An annotation file that was read.
#[derive(Debug, Clone)]
pub struct LoadedAnnotations {
    /// What could be parsed of it; empty when there is no file.
    pub file: AnnotationFile,
    /// What could not, and what is odd.
    pub problems: Vec<Problem>,
    /// Whether tags can be saved to it.
    pub access: Access,
    /// Why it cannot be read as a whole, where it cannot.
    pub trouble: Option<FileTrouble>,
    /// Where it is, or will be.
    pub path: PathBuf,
}

/// Reading more bytes of an annotation file than this, some 700 tags, takes longer than
/// showing the first screen without them.
const LONG: u64 = 256 << 10;

/// What came of saving.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The tags as they are on disk now: the merge base of the next save.
    pub set: AnnotationSet,
    /// What both sides had changed; both versions are kept.
    pub conflicts: Vec<Conflict>,
    /// Whether the file was written; not when nothing had changed.
    pub written: bool,
    /// What the file was before.
    pub found: Found,
}

/// What a save finds where the annotation file belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// A file with the same merge base as what is to be saved.
    Known,
    /// One that had vanished: see [`MergeBase::returns`].
    Returned,
}

impl Saved {
    fn unwritten(set: AnnotationSet, conflicts: Vec<Conflict>, found: Found) -> Self {
        Self {
            set,
            conflicts,
            written: false,
            found,
        }
    }
}

pub(super) struct OnDisk {
    pub(super) content: Option<Content>,
    pub(super) file: AnnotationFile,
}

impl OnDisk {
    /// What it is, and the merge base that it shares with tags that descend from `base`.
    fn base<'a>(
        &self,
        base: &'a AnnotationSet,
        merge_base: &MergeBase,
    ) -> (Found, Cow<'a, AnnotationSet>) {
        if self.content.is_none() {
            // A file that is gone says nothing about its tags: nobody deleted them
            // one by one, so all of ours are kept.
            return (Found::Nothing, Cow::Owned(AnnotationSet::new()));
        }
        match merge_base.returns(&self.file.set) {
            Some(shared) => (Found::Returned, Cow::Owned(shared)),
            None => (Found::Known, Cow::Borrowed(base)),
        }
    }
}

impl Store {
    /// The store of a workspace without backups. Opens no file.
    pub fn new(workspace: Arc<Workspace>) -> Self {
        Self::with_backups(workspace, Backups::none())
    }

    /// The store of a workspace that makes backups of each file. Opens no file.
    pub fn with_backups(workspace: Arc<Workspace>, backups: Backups) -> Self {
        let seen = SeenFolder::default();
        seen.keep(workspace.annotations_dir());
        Self {
            seen,
            replaced: Arc::default(),
            workspace,
            backups,
            snapshots: Snapshots::default(),
            swept: Arc::default(),
            backup_failure: Arc::default(),
            no_lock: Arc::default(),
            parse_cache: ParseCache::default(),
            batch: None,
        }
    }

    /// The same store, which keeps the texts that are tagged.
    #[must_use]
    pub fn with_snapshots(self, snapshots: Snapshots) -> Self {
        Self { snapshots, ..self }
    }

    /// Its workspace.
    pub fn workspace(&self) -> &Arc<Workspace> {
        &self.workspace
    }

    /// Reads the tags of a document. A missing file is an empty set; one that is broken,
    /// of a newer version or unreadable is shown as far as it can be, and read-only.
    pub fn load(&self, document: &DocumentPath) -> LoadedAnnotations {
        self.load_file(&self.workspace.annotation_path(document))
    }

    /// The size of an annotation file in bytes, if it takes a while to be read.
    pub fn takes_long(&self, document: &DocumentPath) -> Option<u64> {
        Some(self.size(document)).filter(|bytes| *bytes > LONG)
    }

    /// The size of the annotation file of a document, in bytes.
    pub fn size(&self, document: &DocumentPath) -> u64 {
        let file = fs::metadata(self.workspace.annotation_path(document));
        file.map_or(0, |file| if file.is_file() { file.len() } else { 0 })
    }

    /// Reads an annotation file by its own path.
    pub fn load_file(&self, path: &Path) -> LoadedAnnotations {
        self.load_watched(path, &mut |_| true)
            .expect("only `watch` gives up")
    }

    /// Reads an annotation file, telling `watch` how many bytes of a large one have been
    /// read; `None` where it answers not to go on.
    pub fn load_watched(&self, path: &Path, watch: Watch<'_>) -> Option<LoadedAnnotations> {
        let mut given_up = false;
        let read = self.parse_cache.read(path, &mut |bytes| {
            let goes_on = watch(bytes);
            given_up = !goes_on;
            goes_on
        });
        let (file, problems, error) = match read {
            _ if given_up => return None,
            Ok(Some(Read {
                parsed, metadata, ..
            })) => {
                let unfit = unfit(path, parsed.integrity, &parsed.problems);
                let error = unfit.or_else(|| check_unprotected(path, &metadata).err());
                (parsed.file, parsed.problems, error)
            }
            Ok(None) => (AnnotationFile::default(), Vec::new(), None),
            Err(error) => {
                let problem = Problem::error("", error.to_string());
                (AnnotationFile::default(), vec![problem], Some(error))
            }
        };
        let trouble = error.as_ref().and_then(|error| match error {
            StorageError::Broken { .. } => Some(FileTrouble::Broken),
            StorageError::Newer { .. } => Some(FileTrouble::Newer),
            // What is only protected was read.
            _ if problems.is_empty() => None,
            _ => Some(FileTrouble::OutOfReach),
        });
        Some(LoadedAnnotations {
            file,
            problems,
            trouble,
            access: match (error, self.workspace.why_read_only()) {
                (Some(error), _) => Access::ReadOnly(error.to_string()),
                (None, Some(reason)) => Access::ReadOnly(reason.to_owned()),
                (None, None) => Access::Writable,
            },
            path: path.to_owned(),
        })
    }

    /// Saves the tags of a document: `ours`, which descends from `base`, is merged by id
    /// with what is on disk, and the result written atomically.
    ///
    /// Nothing is written when nothing changed, and no folder is created before there is a
    /// tag to keep in it. When this returns, the result is on disk and synced.
    ///
    /// # Errors
    /// When the file on disk is broken or of a newer version, when another instance holds
    /// the lock, or when the system refuses. The file is then as it was, and the call can
    /// be made again.
    pub fn save(
        &self,
        document: &DocumentPath,
        info: &DocumentInfo,
        base: &AnnotationSet,
        ours: &AnnotationSet,
    ) -> Result<Saved, StorageError> {
        let version = Version { info, text: None };
        self.save_version(
            document,
            Some(&version),
            (base, &MergeBase::default()),
            ours,
        )
    }

    /// Saves changed tags of a document whose text was not looked at: the file goes on to
    /// name the version of it that it names. One that is gone meanwhile stays so.
    ///
    /// # Errors
    /// As for [`Store::save`].
    pub fn save_unread(
        &self,
        document: &DocumentPath,
        base: &AnnotationSet,
        ours: &AnnotationSet,
    ) -> Result<Saved, StorageError> {
        self.save_version(document, None, (base, &MergeBase::default()), ours)
    }

    /// Saves tags of a document that was read, of which more is known than their merge base:
    /// a file that had vanished and is there again deletes nothing that was made meanwhile.
    pub fn save_in(
        &self,
        document: &Document,
        base: (&AnnotationSet, &MergeBase),
        ours: &AnnotationSet,
    ) -> Result<Saved, StorageError> {
        let document = document.as_it_is(&self.workspace);
        let version = Version {
            info: &document.info(&self.workspace),
            text: Some(&document.text),
        };
        let saved = self.save_version(&document.path, Some(&version), base, ours)?;
        if !saved.set.is_empty() {
            self.keep_text(&document);
        }
        Ok(saved)
    }

    fn save_version(
        &self,
        document: &DocumentPath,
        version: Option<&Version<'_>>,
        (base, merge_base): (&AnnotationSet, &MergeBase),
        ours: &AnnotationSet,
    ) -> Result<Saved, StorageError> {
        self.check_is_there()?;
        let presence = self.presence();
        if presence == Presence::OtherDrive {
            return Err(self.other_drive());
        }
        let path = self.workspace.annotation_path(document);
        let missing = is_missing(&path);
        if ours.is_empty() && (base.is_empty() || missing) {
            let found = match missing {
                true => Found::Nothing,
                false => Found::Known,
            };
            return Ok(Saved::unwritten(AnnotationSet::new(), Vec::new(), found));
        }
        let annotations = self.workspace.annotations_dir();
        let folder = path.parent().unwrap_or(annotations);
        make_folder(folder)?;
        self.seen.keep(annotations);
        if presence != Presence::Same {
            self.replaced.store(true, Ordering::Relaxed);
        }
        let lock = self.lock()?;
        if lock.is_exclusive() {
            self.sweep_once(folder);
        }
        let disk = self.read_for_writing(&path)?;
        let (found, base) = disk.base(base, merge_base);
        if version.is_none() && found == Found::Nothing {
            return Ok(Saved::unwritten(AnnotationSet::new(), Vec::new(), found));
        }
        let base = &*base;
        let (set, conflicts) = merge(base, ours, &disk.file.set);
        let marked = version.map(|version| version.marked(set.clone(), &disk.file));
        let set = marked.unwrap_or(set);
        check_nothing_is_lost(&path, base, ours, &disk.file.set, &set)?;
        if set == disk.file.set {
            return Ok(Saved::unwritten(set, conflicts, found));
        }
        let info = version.map_or(&disk.file.document, |version| version.info);
        if let Err(error) = self.write(document, &path, info, &disk, &set) {
            // The half-written file takes up the room that may be missing.
            if lock.is_exclusive() {
                sweep_beside(&path);
            }
            return Err(error);
        }
        Ok(Saved {
            set,
            conflicts,
            written: true,
            found,
        })
    }

    /// Writes a set to a file beside the annotation file, reads that back, and renames it.
    /// A piece at a time: the bytes are never in memory all at once.
    fn write(
        &self,
        document: &DocumentPath,
        path: &Path,
        info: &DocumentInfo,
        disk: &OnDisk,
        set: &AnnotationSet,
    ) -> Result<(), StorageError> {
        let file = AnnotationFile {
            document: DocumentInfo {
                extra: disk.file.document.extra.clone(),
                ..info.clone()
            },
            set: set.clone(),
            extra: disk.file.extra.clone(),
        };
        let content = disk.content.as_ref();
        let was_checked = content.is_some_and(|content| self.parse_cache.was_checked(content));
        let none = AnnotationSet::new();
        let checked = if was_checked { &disk.file.set } else { &none };
        let parsed = check_reads_back(path, &file, checked)?;
        let changes_facts = !disk.file.set.facts().is_empty() && !disk.file.set.has_facts_of(set);
        let takes_away = changes_facts || disk.file.set.diff(set).any(|(was, _)| was.is_some());
        let durability = match takes_away {
            true => Durability::Synced,
            false => Durability::Later,
        };
        let mut unfinished = Unfinished::begin(path)?;
        let written = write_and_read_back(&mut unfinished, path, &file)?;
        self.back_up(document, content, durability);
        unfinished.commit()?;
        self.parse_cache.keep(path, &written, parsed);
        self.back_up(document, Some(&written), Durability::Later);
        Ok(())
    }

    pub(super) fn read_for_writing(&self, path: &Path) -> Result<OnDisk, StorageError> {
        let Some(read) = self.parse_cache.read(path, &mut |_| true)? else {
            return Ok(OnDisk {
                content: None,
                file: AnnotationFile::default(),
            });
        };
        let parsed = read.parsed;
        match unfit(path, parsed.integrity, &parsed.problems) {
            Some(error) => Err(error),
            None => check_unprotected(path, &read.metadata).map(|()| OnDisk {
                content: Some(read.content),
                file: parsed.file,
            }),
        }
    }

    /// Backs up what a save found or wrote. That this fails is no reason not to save.
    fn back_up(&self, document: &DocumentPath, content: Option<&Content>, durability: Durability) {
        let kept = content.map(|content| self.backups.keep(document, content, durability));
        if let Some(Err(error)) = kept {
            let words = format!(
                "the tags are saved, but earlier generations of them are not kept: {error}"
            );
            self.backup_failure.get_or_init(|| Mutex::new(Some(words)));
        }
    }

    fn sweep_once(&self, folder: &Path) {
        let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        if swept.insert(folder.to_owned()) {
            sweep(folder);
        }
    }
}

/// Whether there is no file; not where that cannot be told.
fn is_missing(path: &Path) -> bool {
    fs::metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Why a file must not be written over.
fn unfit(path: &Path, integrity: Integrity, problems: &[Problem]) -> Option<StorageError> {
    let path = path.to_owned();
    match integrity {
        Integrity::Whole => None,
        Integrity::Newer(version) => Some(StorageError::Newer { path, version }),
        Integrity::Broken => {
            let first = problems
                .iter()
                .find(|problem| problem.severity == Severity::Error);
            Some(StorageError::Broken {
                path,
                problem: first
                    .cloned()
                    .unwrap_or_else(|| Problem::error("", "it was not understood")),
            })
        }
    }
}

/// Checks that whatever is on disk or ours and was not deleted by the other side is in the
/// result: a wrong save is as durable as a right one.
fn check_nothing_is_lost(
    path: &Path,
    base: &AnnotationSet,
    ours: &AnnotationSet,
    theirs: &AnnotationSet,
    merged: &AnnotationSet,
) -> Result<(), StorageError> {
    let missing = |side: &AnnotationSet, other: &AnnotationSet| {
        side.diff(merged)
            .filter_map(|(here, merged)| here.filter(|_| merged.is_none()))
            .filter(|tag| !base.contains(&tag.id) || other.contains(&tag.id))
            .count()
    };
    let tags = missing(theirs, ours) + missing(ours, theirs);
    if tags > 0 {
        return Err(StorageError::WouldLose {
            path: path.to_owned(),
            tags,
        });
    }
    Ok(())
}

/// Checks that what is to be written would be read back, all but the annotations that are
/// `checked`. Answers what will be, sharing with what is written.
fn check_reads_back(
    path: &Path,
    file: &AnnotationFile,
    checked: &AnnotationSet,
) -> Result<Parsed, StorageError> {
    // Of suggestions as of annotations, what is new.
    let suggestions = &file.set.facts().suggestions;
    let new = suggestions.differing_from(&checked.facts().suggestions);
    let facts = file.set.facts().clone().with_suggestions(new);
    let frame = AnnotationFile {
        set: AnnotationSet::new().with_facts(facts),
        ..file.clone()
    };
    // Not from the cache: this is about the bytes.
    let mut parsed = native::parse(&native::write(&frame));
    if let Some(error) = unfit(path, parsed.integrity, &parsed.problems) {
        return Err(error);
    }
    if !parsed.file.set.has_facts_of(&frame.set) {
        return Err(StorageError::WouldLoseFacts {
            path: path.to_owned(),
        });
    }
    let mut set = file.set.clone();
    let mut tags = 0;
    for (_, written) in checked.diff(&file.set) {
        let Some(written) = written else { continue };
        let read = native::reads_back(written);
        // The passage and the tag must survive; the other fields are as they will be read.
        match read.filter(|read| read.selector == written.selector && read.tag == written.tag) {
            Some(read) if read == **written => {}
            Some(read) => drop(set.apply(Change::Replace(read))),
            None => tags += 1,
        }
    }
    if tags > 0 {
        return Err(StorageError::WouldLose {
            path: path.to_owned(),
            tags,
        });
    }
    parsed.file.set = set;
    Ok(parsed)
}

/// Writes a file, and checks that it reads back as it was written.
fn write_and_read_back(
    unfinished: &mut Unfinished,
    path: &Path,
    file: &AnnotationFile,
) -> Result<Content, StorageError> {
    let mut hash = Sha256::new();
    native::write_in_pieces(file, |piece| {
        hash.update(piece);
        unfinished.write(piece)
    })?;
    let content = Content::read(unfinished.read_back()?);
    let content = content.map_err(|error| StorageError::io("read back", path, error))?;
    if content.fingerprint() != in_hexadecimal(&hash.finalize()) {
        let error = io::Error::other("it does not read back as it was written");
        return Err(StorageError::io("write", path, error));
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Annotation, Selector, annotation};
    use crate::text::Text;

    fn set(ids: &str) -> AnnotationSet {
        let text = Text::new("one two three");
        let selector = Selector::new(&text, text.full_range());
        let tag = |id: char| Annotation {
            selector: selector.clone(),
            ..annotation(&id.to_string(), 0, 0)
        };
        AnnotationSet::from_annotations(ids.chars().map(tag)).0
    }

    /// Whether `merged` may be written over `theirs` for `ours`; all by their ids.
    fn may(base: &str, ours: &str, theirs: &str, merged: &str) -> bool {
        let sets = [base, ours, theirs, merged].map(set);
        let [base, ours, theirs, merged] = &sets;
        check_nothing_is_lost(Path::new("a.json"), base, ours, theirs, merged).is_ok()
    }

    /// Whatever the merge does: a tag only goes when one side had it and has deleted it.
    #[test]
    fn fewer_tags_are_never_written_without_an_explicit_deletion() {
        assert!(may("abc", "abc", "abc", "abc"));
        assert!(may("abc", "ab", "abc", "ab"));
        assert!(may("abc", "abc", "bc", "bc"));
        assert!(may("abc", "ab", "bc", "b"));
        assert!(!may("abc", "abc", "abc", "ab"));
        assert!(!may("abc", "ab", "abc", "a"));
        // Only theirs, which ours has never seen; only ours, which is new.
        assert!(!may("", "", "a", ""));
        assert!(!may("", "a", "", ""));
        assert!(!may("b", "b", "ab", "b"));
    }

    #[test]
    fn what_would_not_be_read_back_is_not_written() {
        let mut file = AnnotationFile {
            set: set("ab"),
            ..AnnotationFile::default()
        };
        let (path, none) = (Path::new("a.json"), AnnotationSet::new());
        let read = check_reads_back(path, &file, &none).unwrap();
        assert_eq!(read.file, file);
        let mut nameless = (**file.set.get(&"a".into()).unwrap()).clone();
        nameless.tag = "".into();
        file.set.apply(Change::Replace(nameless)).unwrap();
        assert!(check_reads_back(path, &file, &none).is_err());
        // Also where all others were found to be right before.
        assert!(check_reads_back(path, &file, &set("ab")).is_err());
        file.set = set("ab");
        file.document.encoding = Some("no encoding".to_owned());
        assert!(check_reads_back(path, &file, &none).is_err());
    }
}
