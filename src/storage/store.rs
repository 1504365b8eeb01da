//! The annotation files of a workspace: read them, and save by merging with
//! what stands on disk.
//!
//! Must not know: who changed what, and when it is saved.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::annotation::{AnnotationSet, Change, Conflict, merge};
use crate::formats::native::{self, AnnotationFile, DocumentInfo, Integrity, Parsed, Watch};
use crate::formats::{Problem, Severity};

use super::error::StorageError;
use super::file::{Unfinished, check_unprotected, make_folder, sweep};
use super::fingerprint::in_hexadecimal;
use super::generations::Generations;
use super::lock::Lock;
use super::merge_base::MergeBase;
use super::path::DocumentPath;
use super::understood::{Content, Understood};
use super::workspace::Workspace;

/// The annotation files of a workspace. Cheap to clone, and to be used from
/// several threads.
///
/// ```
/// use std::path::Path;
/// use std::sync::Arc;
///
/// use postil::storage::{Access, DocumentPath, Store, Workspace};
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
    workspace: Arc<Workspace>,
    pub(super) generations: Generations,
    swept: Arc<Mutex<HashSet<PathBuf>>>,
    /// Why generations cannot be kept, and whether that was said.
    trouble: Arc<Mutex<Trouble>>,
    /// What was made of the last large file.
    understood: Understood,
}

/// Whether a document's tags can be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// They can.
    Writable,
    /// They cannot, for this reason, one sentence.
    ReadOnly(String),
}

impl Access {
    /// Why annotations cannot be saved, where they cannot.
    pub fn why_not(&self) -> Option<&str> {
        match self {
            Self::Writable => None,
            Self::ReadOnly(reason) => Some(reason),
        }
    }
}

/// An annotation file that was read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What was understood of it; empty when there is no file.
    pub file: AnnotationFile,
    /// What was not, and what is odd.
    pub problems: Vec<Problem>,
    /// Whether tags can be saved to it.
    pub access: Access,
    /// Where it stands, or will.
    pub path: PathBuf,
}

impl Loaded {
    fn unreadable(path: &Path, error: &StorageError) -> Self {
        Self {
            file: AnnotationFile::default(),
            problems: vec![Problem::error("", error.to_string())],
            access: Access::ReadOnly(error.to_string()),
            path: path.to_owned(),
        }
    }
}

/// More bytes of an annotation file than this, some 700 tags, take longer to read than
/// the first screen takes without them.
const LONG: u64 = 256 << 10;

/// What came of saving.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The tags as they stand on disk now: the base of the next save.
    pub set: AnnotationSet,
    /// What both sides had changed; both versions are kept.
    pub conflicts: Vec<Conflict>,
    /// Whether the file was written; it is not when nothing had changed.
    pub written: bool,
    /// What the file was before.
    pub found: Found,
}

/// What a save finds in the place of the annotation file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// No file.
    Nothing,
    /// A file that descends from the same as what is to be saved.
    Known,
    /// One that had vanished: see [`MergeBase::returns`].
    Returned,
}

/// What the user should know although a save went well: said once.
#[derive(Debug, Default)]
enum Trouble {
    #[default]
    None,
    Untold(String),
    Told,
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

/// What stands on disk before a save.
struct OnDisk {
    content: Option<Content>,
    file: AnnotationFile,
}

impl OnDisk {
    fn set(&self) -> &AnnotationSet {
        &self.file.set
    }

    /// What it is, and what it shares with tags that descend from `base`.
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
        match merge_base.returns(self.set()) {
            Some(shared) => (Found::Returned, Cow::Owned(shared)),
            None => (Found::Known, Cow::Borrowed(base)),
        }
    }
}

impl Store {
    /// The store of a workspace, which keeps no generations. Touches no file.
    pub fn new(workspace: Arc<Workspace>) -> Self {
        Self::keeping(workspace, Generations::none())
    }

    /// The store of a workspace that keeps the last generations of each file.
    /// Touches no file.
    pub fn keeping(workspace: Arc<Workspace>, generations: Generations) -> Self {
        Self {
            workspace,
            generations,
            swept: Arc::default(),
            trouble: Arc::default(),
            understood: Understood::default(),
        }
    }

    /// The workspace.
    pub fn workspace(&self) -> &Arc<Workspace> {
        &self.workspace
    }

    /// Reads the tags of a document. A missing file is an empty set; one that
    /// is broken, newer or cannot be read is shown as far as it can be, and
    /// read-only.
    pub fn load(&self, document: &DocumentPath) -> Loaded {
        self.load_file(&self.workspace.annotation_path(document))
    }

    /// The size of an annotation file that takes a while to be read, in bytes.
    pub fn takes_long(&self, document: &DocumentPath) -> Option<u64> {
        Some(self.size(document)).filter(|it| *it > LONG)
    }

    /// The size of the annotation file of a document, in bytes.
    pub fn size(&self, document: &DocumentPath) -> u64 {
        let file = fs::metadata(self.workspace.annotation_path(document));
        file.map_or(0, |it| if it.is_file() { it.len() } else { 0 })
    }

    /// Reads an annotation file by its own path.
    pub fn load_file(&self, path: &Path) -> Loaded {
        let loaded = self.load_watched(path, &mut |_| true);
        loaded.unwrap_or_else(|| {
            let given_up = io::ErrorKind::Interrupted.into();
            Loaded::unreadable(path, &StorageError::io("read", path, given_up))
        })
    }

    /// The same with a word on the way about how many bytes of a large file have been
    /// read; `None` where the answer to one was not to go on.
    pub fn load_watched(&self, path: &Path, watch: Watch<'_>) -> Option<Loaded> {
        let mut given_up = false;
        let read = self.understood.read(path, &mut |bytes| {
            let goes_on = watch(bytes);
            given_up = !goes_on;
            goes_on
        });
        let parsed = match read {
            _ if given_up => return None,
            Ok(Some((parsed, _))) => parsed,
            Ok(None) => {
                return Some(Loaded {
                    file: AnnotationFile::default(),
                    problems: Vec::new(),
                    access: Access::Writable,
                    path: path.to_owned(),
                });
            }
            Err(error) => return Some(Loaded::unreadable(path, &error)),
        };
        let unfit = unfit(path, parsed.integrity, &parsed.problems);
        let access = match unfit.or_else(|| check_unprotected(path).err()) {
            Some(error) => Access::ReadOnly(error.to_string()),
            None => Access::Writable,
        };
        Some(Loaded {
            file: parsed.file,
            problems: parsed.problems,
            access,
            path: path.to_owned(),
        })
    }

    /// Saves the tags of a document: `ours`, which came from `base`, is merged
    /// by id with what stands on disk, and the result written atomically.
    ///
    /// Nothing is written when nothing changed, and no folder is made before
    /// there is a tag to keep in it. When this returns, what it says is on
    /// disk and synced.
    ///
    /// # Errors
    /// When the file on disk is broken or newer, when another instance holds
    /// the lock, or when the system refuses. The file is then as it was; the
    /// same call can be made again.
    pub fn save(
        &self,
        document: &DocumentPath,
        info: &DocumentInfo,
        base: &AnnotationSet,
        ours: &AnnotationSet,
    ) -> Result<Saved, StorageError> {
        self.save_in(document, info, (base, &MergeBase::default()), ours)
    }

    /// The same for tags of which more is known than their base: a file that had
    /// vanished and is there again deletes nothing that was made meanwhile.
    ///
    /// # Errors
    /// As for [`Store::save`].
    pub fn save_in(
        &self,
        document: &DocumentPath,
        info: &DocumentInfo,
        (base, merge_base): (&AnnotationSet, &MergeBase),
        ours: &AnnotationSet,
    ) -> Result<Saved, StorageError> {
        self.check_is_there()?;
        let path = self.workspace.annotation_path(document);
        let missing = is_missing(&path);
        if ours.is_empty() && (base.is_empty() || missing) {
            let found = if missing {
                Found::Nothing
            } else {
                Found::Known
            };
            return Ok(Saved::unwritten(AnnotationSet::new(), Vec::new(), found));
        }
        let annotations = self.workspace.annotations_dir();
        let folder = path.parent().unwrap_or(annotations);
        make_folder(folder)?;
        let lock = Lock::take(annotations)?;
        if lock.is_exclusive() {
            self.sweep_once(folder);
        }
        let disk = self.read_for_writing(&path)?;
        let (found, base) = disk.base(base, merge_base);
        let base = &*base;
        let (set, conflicts) = merge(base, ours, disk.set());
        check_nothing_is_lost(&path, base, ours, disk.set(), &set)?;
        if set == *disk.set() {
            return Ok(Saved::unwritten(set, conflicts, found));
        }
        if let Err(error) = self.write(document, &path, info, &disk, &set) {
            // What was half written takes up the room that may be missing.
            if lock.is_exclusive() {
                sweep(folder);
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

    /// Writes a set in the place of what is on disk: beside it, read back, and then
    /// renamed. A piece at a time: the bytes are nowhere all at once.
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
        let was_checked = content.is_some_and(|it| self.understood.was_checked(it));
        let none = AnnotationSet::new();
        let checked = if was_checked { disk.set() } else { &none };
        let parsed = check_reads_back(path, &file, checked)?;
        let takes_away = disk.set().diff(set).any(|it| it.0.is_some());
        let mut unfinished = Unfinished::begin(path)?;
        let written = write_and_read_back(&mut unfinished, path, &file)?;
        self.keep(document, content, takes_away);
        unfinished.commit()?;
        self.understood.keep(path, &written, parsed);
        self.keep(document, Some(&written), false);
        Ok(())
    }

    fn read_for_writing(&self, path: &Path) -> Result<OnDisk, StorageError> {
        let Some((parsed, content)) = self.understood.read(path, &mut |_| true)? else {
            return Ok(OnDisk {
                content: None,
                file: AnnotationFile::default(),
            });
        };
        match unfit(path, parsed.integrity, &parsed.problems) {
            Some(error) => Err(error),
            None => check_unprotected(path).map(|()| OnDisk {
                content: Some(content),
                file: parsed.file,
            }),
        }
    }

    /// Whether the workspace is still there: else a new folder would be made where
    /// a drive was.
    fn check_is_there(&self) -> Result<(), StorageError> {
        let documents = self.workspace.documents_dir();
        if documents.is_dir() {
            return Ok(());
        }
        Err(StorageError::Gone {
            path: documents.to_owned(),
        })
    }

    /// What the user should know although all saves went well, in one sentence;
    /// it is only handed out once.
    pub fn take_notice(&self) -> Option<String> {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::take(&mut *trouble) {
            Trouble::None => None,
            Trouble::Told => {
                *trouble = Trouble::Told;
                None
            }
            Trouble::Untold(words) => {
                *trouble = Trouble::Told;
                Some(words)
            }
        }
    }

    /// Keeps what a save found or wrote. That it cannot is no reason not to save.
    fn keep(&self, document: &DocumentPath, content: Option<&Content>, durably: bool) {
        let kept = content.map(|it| self.generations.keep(document, it, durably));
        if let Some(Err(error)) = kept {
            let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(*trouble, Trouble::None) {
                *trouble = Trouble::Untold(format!(
                    "the tags are saved, but earlier generations of them are not kept: {error}"
                ));
            }
        }
    }

    fn sweep_once(&self, folder: &Path) {
        let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        if swept.insert(folder.to_owned()) {
            sweep(folder);
        }
    }
}

/// Whether nothing stands there: not where that cannot be told.
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
            let first = problems.iter().find(|it| it.severity == Severity::Error);
            Some(StorageError::Broken {
                path,
                problem: first
                    .cloned()
                    .unwrap_or_else(|| Problem::error("", "it was not understood")),
            })
        }
    }
}

/// A wrong save is as durable as a right one: what stands on disk or is ours
/// and was not deleted by the other side must be in the result.
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
            .filter(|it| !base.contains(&it.id) || other.contains(&it.id))
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

/// Whether what is to be written would be read as what it is. Annotations that stand
/// in the `checked` set were found to be so before. Answers what will be read, which
/// shares with what is written what is the same.
fn check_reads_back(
    path: &Path,
    file: &AnnotationFile,
    checked: &AnnotationSet,
) -> Result<Parsed, StorageError> {
    let frame = AnnotationFile {
        set: AnnotationSet::new(),
        ..file.clone()
    };
    // Not from memory: this is about the bytes.
    let mut parsed = native::parse(&native::write(&frame));
    if let Some(error) = unfit(path, parsed.integrity, &parsed.problems) {
        return Err(error);
    }
    let mut set = file.set.clone();
    let mut tags = 0;
    for (_, written) in checked.diff(&file.set) {
        let Some(written) = written else { continue };
        let read = native::reads_back(written);
        // What is not the same to the last field is looked at.
        match read.filter(|it| it.selector == written.selector && it.tag == written.tag) {
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

/// Writes a file and compares what can be read of it then.
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
    if content.fingerprint != in_hexadecimal(&hash.finalize()) {
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
        let selector = Selector::of(&text, text.full_range());
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

    /// Whatever the merge does: a tag only goes when one side had it and has
    /// deleted it.
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
