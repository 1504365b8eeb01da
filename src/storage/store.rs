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

use crate::annotation::{Annotation, AnnotationSet, Conflict, merge};
use crate::formats::native::{self, AnnotationFile, DocumentInfo, Fitness, Parsed};
use crate::formats::{Problem, Severity};

use super::document::read_if_there;
use super::error::StorageError;
use super::file::{check_unprotected, make_folder, sweep, write_atomically};
use super::generations::Generations;
use super::lineage::Lineage;
use super::lock::Lock;
use super::path::DocumentPath;
use super::understood::Understood;
use super::workspace::Workspace;

/// The annotation files of a workspace. Cheap to clone, and to be used from
/// several threads.
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

/// More bytes of an annotation file than this take a tenth of a second to read.
const LONG: u64 = 4 << 20;

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
    /// One that had vanished: see [`Lineage::returns`].
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
    bytes: Option<Vec<u8>>,
    file: AnnotationFile,
}

impl OnDisk {
    /// What it is, and what it shares with tags that descend from `base`.
    fn base<'a>(
        &self,
        base: &'a AnnotationSet,
        lineage: &Lineage,
    ) -> (Found, Cow<'a, AnnotationSet>) {
        if self.bytes.is_none() {
            // A file that is gone says nothing about its tags: nobody deleted them
            // one by one, so all of ours are kept.
            return (Found::Nothing, Cow::Owned(AnnotationSet::new()));
        }
        match lineage.returns(&self.file.set) {
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

    /// Whether it takes a while to read the tags of a document: a tenth of a second,
    /// or more.
    pub fn takes_long(&self, document: &DocumentPath) -> bool {
        let file = self.workspace.annotation_path(document);
        fs::metadata(file).is_ok_and(|it| it.len() > LONG)
    }

    /// Reads an annotation file by its own path.
    pub fn load_file(&self, path: &Path) -> Loaded {
        let read_only = |problems, file, error: &StorageError| Loaded {
            file,
            problems,
            access: Access::ReadOnly(error.to_string()),
            path: path.to_owned(),
        };
        let bytes = match read_if_there(path) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                return Loaded {
                    file: AnnotationFile::default(),
                    problems: Vec::new(),
                    access: Access::Writable,
                    path: path.to_owned(),
                };
            }
            Err(error) => {
                let problem = Problem::error("", error.to_string());
                return read_only(vec![problem], AnnotationFile::default(), &error);
            }
        };
        let parsed = self.understood.parse(&bytes);
        let unfit = unfit(path, parsed.fitness, &parsed.problems);
        match unfit.or_else(|| check_unprotected(path).err()) {
            Some(error) => read_only(parsed.problems, parsed.file, &error),
            None => Loaded {
                file: parsed.file,
                problems: parsed.problems,
                access: Access::Writable,
                path: path.to_owned(),
            },
        }
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
        self.save_in(document, info, (base, &Lineage::default()), ours)
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
        (base, lineage): (&AnnotationSet, &Lineage),
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
        let (found, base) = disk.base(base, lineage);
        let base = &*base;
        let (set, conflicts) = merge(base, ours, &disk.file.set);
        check_nothing_is_lost(&path, base, ours, &disk.file.set, &set)?;
        if set == disk.file.set {
            return Ok(Saved::unwritten(set, conflicts, found));
        }
        let takes_away = disk.file.set.differing(&set).any(|it| it.0.is_some());
        let file = AnnotationFile {
            document: DocumentInfo {
                extra: disk.file.document.extra,
                ..info.clone()
            },
            set,
            extra: disk.file.extra,
        };
        let bytes = native::write(&file);
        let parsed = check_reads_back(&path, &bytes, &file)?;
        self.keep(document, disk.bytes.as_deref(), takes_away);
        if let Err(error) = write_atomically(&path, &bytes) {
            // What was half written takes up the room that may be missing.
            if lock.is_exclusive() {
                sweep(folder);
            }
            return Err(error);
        }
        self.keep_written(document, &bytes, parsed);
        Ok(Saved {
            set: file.set,
            conflicts,
            written: true,
            found,
        })
    }

    fn read_for_writing(&self, path: &Path) -> Result<OnDisk, StorageError> {
        let Some(bytes) = read_if_there(path)? else {
            return Ok(OnDisk {
                bytes: None,
                file: AnnotationFile::default(),
            });
        };
        let parsed = self.understood.parse(&bytes);
        match unfit(path, parsed.fitness, &parsed.problems) {
            Some(error) => Err(error),
            None => check_unprotected(path).map(|()| OnDisk {
                bytes: Some(bytes),
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

    fn keep_written(&self, document: &DocumentPath, bytes: &[u8], parsed: Parsed) {
        self.understood.keep(bytes, parsed);
        self.keep(document, Some(bytes), false);
    }

    /// Keeps what a save found or wrote. That it cannot is no reason not to save.
    fn keep(&self, document: &DocumentPath, bytes: Option<&[u8]>, durably: bool) {
        let kept = bytes.map(|it| self.generations.keep(document, it, durably));
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
fn unfit(path: &Path, fitness: Fitness, problems: &[Problem]) -> Option<StorageError> {
    let path = path.to_owned();
    match fitness {
        Fitness::Whole => None,
        Fitness::Newer(version) => Some(StorageError::Newer { path, version }),
        Fitness::Broken => {
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
        side.differing(merged)
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

/// Answers what is read back. It shares with what is written what is the same.
fn check_reads_back(
    path: &Path,
    bytes: &[u8],
    file: &AnnotationFile,
) -> Result<Parsed, StorageError> {
    // Not from memory: this is about the bytes.
    let mut parsed = native::parse(bytes);
    if let Some(error) = unfit(path, parsed.fitness, &parsed.problems) {
        return Err(error);
    }
    // What is not the same to the last field is looked at.
    let lost = |(written, read): &(Option<&Arc<Annotation>>, Option<&Arc<Annotation>>)| {
        let same = |it: &Annotation, other: &Annotation| {
            it.selector == other.selector && it.tag == other.tag
        };
        written.is_some_and(|it| !read.is_some_and(|read| same(it, read)))
    };
    let differing: Vec<_> = file.set.differing(&parsed.file.set).collect();
    let is_same = differing.is_empty();
    let tags = differing.into_iter().filter(lost).count();
    if tags > 0 {
        return Err(StorageError::WouldLose {
            path: path.to_owned(),
            tags,
        });
    }
    if is_same {
        parsed.file.set = file.set.clone();
    }
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Attributes, Extra, Selector, Timestamp};
    use crate::text::Text;

    fn set(ids: &str) -> AnnotationSet {
        let text = Text::new("one two three");
        let selector = Selector::of(&text, text.full_range());
        let annotation = |id: char| Annotation {
            id: id.to_string().as_str().into(),
            tag: "fact".into(),
            selector: selector.clone(),
            note: String::new(),
            sources: Vec::new(),
            links: Vec::new(),
            attributes: Attributes::default(),
            creator: String::new(),
            created: Timestamp(String::new()),
            modified: Timestamp(String::new()),
            extra: Extra::new(),
        };
        AnnotationSet::from_annotations(ids.chars().map(annotation)).0
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
        let file = AnnotationFile {
            set: set("ab"),
            ..AnnotationFile::default()
        };
        let path = Path::new("a.json");
        assert!(check_reads_back(path, &native::write(&file), &file).is_ok());
        let fewer = AnnotationFile {
            set: set("a"),
            ..AnnotationFile::default()
        };
        assert!(check_reads_back(path, &native::write(&fewer), &file).is_err());
        assert!(check_reads_back(path, b"{", &file).is_err());
    }
}
