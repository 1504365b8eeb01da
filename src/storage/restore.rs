//! Bringing an earlier generation of an annotation file back.
//!
//! A reader that is running takes it in as it takes in any other change on disk:
//! what it loaded or saved last is the base of its next save. Tags that the
//! generation does not have are then deleted by the other side, tags that it has
//! are new, and what the reader changed meanwhile is kept.
//!
//! Must not know: how the generations are shown.

use std::path::{Path, PathBuf};

use crate::annotation::AnnotationSet;
use crate::formats::Severity;
use crate::formats::native::{self, Integrity};

use super::error::StorageError;
use super::file::{check_unprotected, make_folder, sweep, write_atomically};
use super::generations::Generation;
use super::lock::Lock;
use super::path::DocumentPath;
use super::regular::read_if_there;
use super::store::Store;
use super::understood::Content;

/// How the tags of a generation differ from those that stand on disk now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Difference {
    /// Tags that only the generation has.
    pub added: usize,
    /// Tags that only the file has now.
    pub removed: usize,
    /// Tags that both have, and not the same.
    pub changed: usize,
}

/// An earlier generation of an annotation file, looked into.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// Which one.
    pub generation: Generation,
    /// Its size in bytes.
    pub bytes: usize,
    /// Its tags: all of them, or those that can still be read.
    pub tags: usize,
    /// What bringing it back would change.
    pub difference: Difference,
    /// Whether it is, byte by byte, what stands on disk now.
    pub is_now: bool,
    /// Why it is no whole annotation file, if it is not.
    pub problem: Option<String>,
}

/// What came of bringing one back.
#[derive(Debug, Clone)]
pub struct Restored {
    /// Which one, as it was before.
    pub earlier: Earlier,
    /// The annotation file.
    pub path: PathBuf,
    /// Whether it was written; it is not when it was so already.
    pub written: bool,
}

/// The annotation file as it is now.
struct Now {
    bytes: Option<Vec<u8>>,
    set: AnnotationSet,
}

impl Store {
    /// Looks into the earlier generations of a document's annotation file, the
    /// newest first.
    pub fn earlier(&self, document: &DocumentPath) -> Vec<Earlier> {
        let now = self.now(document).unwrap_or(Now {
            bytes: None,
            set: AnnotationSet::new(),
        });
        let list = self.generations.list(document).into_iter();
        list.map(|generation| looked_into(generation, &now).0)
            .collect()
    }

    /// Brings a generation back, byte by byte: the one with that number, counted
    /// from 1 as [`Store::earlier`] lists them; or the newest that can be read and
    /// is not what stands there now. What stands there now becomes a generation
    /// first, so that this can be undone. With `dry_run` nothing is written.
    ///
    /// # Errors
    /// When there is no such generation, when it cannot be read, when what stands
    /// there now cannot be kept, when another instance holds the lock, or when the
    /// system refuses. The file is then as it was.
    pub fn restore(
        &self,
        document: &DocumentPath,
        number: Option<usize>,
        dry_run: bool,
    ) -> Result<Restored, StorageError> {
        let path = self.workspace().annotation_path(document);
        let annotations = self.workspace().annotations_dir();
        let folder = path.parent().unwrap_or(annotations);
        if self.generations.list(document).is_empty() {
            return Err(StorageError::NoGenerations { path });
        }
        let lock = if dry_run {
            None
        } else {
            make_folder(folder)?;
            Some(Lock::take(annotations)?)
        };
        let now = self.now(document)?;
        let list = self.generations.list(document);
        let (earlier, bytes) = chosen(list, number, &now, &path)?;
        if dry_run || earlier.is_now {
            return Ok(Restored {
                earlier,
                path,
                written: false,
            });
        }
        if let Some(now) = now.bytes {
            check_unprotected(&path)?;
            self.generations.keep(document, &Content::of(now), true)?;
        }
        if let Err(error) = write_atomically(&path, &bytes) {
            if lock.is_some_and(|it| it.is_exclusive()) {
                sweep(folder);
            }
            return Err(error);
        }
        // It becomes the newest; nothing is lost if it does not.
        let _ = self.generations.keep(document, &Content::of(bytes), false);
        Ok(Restored {
            earlier,
            path,
            written: true,
        })
    }

    /// What stands on disk, whatever it is.
    fn now(&self, document: &DocumentPath) -> Result<Now, StorageError> {
        let bytes = read_if_there(&self.workspace().annotation_path(document))?;
        let set = match &bytes {
            Some(bytes) => native::parse(bytes).file.set,
            None => AnnotationSet::new(),
        };
        Ok(Now { bytes, set })
    }
}

/// The generation that is meant, with its bytes.
fn chosen(
    list: Vec<Generation>,
    number: Option<usize>,
    now: &Now,
    path: &Path,
) -> Result<(Earlier, Vec<u8>), StorageError> {
    if let Some(number) = number {
        let last = list.len();
        let wanted = number
            .checked_sub(1)
            .and_then(|it| list.into_iter().nth(it));
        let wanted = wanted.ok_or_else(|| StorageError::NoGeneration {
            path: path.to_owned(),
            number,
            last,
        })?;
        let bytes = wanted.read()?;
        return Ok((looked_into(wanted, now).0, bytes));
    }
    list.into_iter()
        .map(|it| looked_into(it, now))
        .find_map(|(earlier, bytes)| {
            let fits = earlier.problem.is_none() && !earlier.is_now;
            Some((earlier, bytes.filter(|_| fits)?))
        })
        .ok_or_else(|| StorageError::NoOtherGeneration {
            path: path.to_owned(),
        })
}

/// Looks into a generation; hands back its bytes, too, if they can be read.
fn looked_into(generation: Generation, now: &Now) -> (Earlier, Option<Vec<u8>>) {
    let bytes = match generation.read() {
        Ok(bytes) => bytes,
        Err(error) => {
            let earlier = Earlier {
                generation,
                bytes: 0,
                tags: 0,
                difference: Difference::default(),
                is_now: false,
                problem: Some(error.to_string()),
            };
            return (earlier, None);
        }
    };
    let parsed = native::parse(&bytes);
    let set = &parsed.file.set;
    let first = || {
        let mut errors = parsed.problems.iter();
        let first = errors.find(|it| it.severity == Severity::Error);
        first.map_or_else(|| "it was not understood".to_owned(), ToString::to_string)
    };
    let earlier = Earlier {
        bytes: bytes.len(),
        tags: set.len(),
        difference: difference(set, &now.set),
        is_now: now.bytes.as_ref() == Some(&bytes),
        problem: (parsed.integrity == Integrity::Broken).then(first),
        generation,
    };
    (earlier, Some(bytes))
}

fn difference(then: &AnnotationSet, now: &AnnotationSet) -> Difference {
    let mut difference = Difference::default();
    for one in then.iter() {
        match now.get(&one.id) {
            None => difference.added += 1,
            Some(other) if other != one => difference.changed += 1,
            Some(_) => {}
        }
    }
    difference.removed = now.iter().filter(|it| !then.contains(&it.id)).count();
    difference
}
