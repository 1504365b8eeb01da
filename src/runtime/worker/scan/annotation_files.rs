//! Reads annotation files for the counts of the documents that they belong to.
//!
//! As many threads as there are processors help to read them all.
//!
//! Must not know: which documents are in view.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{collections::HashMap, io, path::PathBuf};

use crate::app::{AnnotationFiles, DiskChange, DocumentId, KnownAnnotations, Message};
use crate::corpus::{Lookahead, Observer, work_ahead};
use crate::storage::{FileStamp, LoadedAnnotations};

use super::super::super::report::guarded;
use super::super::{context::IoContext, registry::AnnotationsRead};

/// How often it is told what was read.
const TOLD_EVERY: Duration = Duration::from_millis(60);

/// Whether it is told on the way how much of all files has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Told,
    Untold,
}

struct ToRead {
    document: DocumentId,
    /// What is known of the file.
    before: Option<FileStamp>,
    file: PathBuf,
}

struct Reading {
    /// How many bytes have been read: of many files most are small, and of few one may
    /// take nearly all the time.
    bytes: AtomicUsize,
    all_bytes: usize,
}

impl Reading {
    fn new(files: &[ToRead]) -> Self {
        let stamps = files.iter().filter_map(|one| FileStamp::read(&one.file));
        Self {
            bytes: AtomicUsize::new(0),
            all_bytes: stamps.map(|stamp| stamp.bytes()).sum(),
        }
    }

    /// How many bytes have been read, and of how many; all where it has ended, and
    /// only then.
    fn progress(&self, ended: bool) -> (usize, usize) {
        let all = self.all_bytes.max(1);
        let read = self.bytes.load(Ordering::Relaxed);
        (if ended { all } else { read.min(all - 1) }, all)
    }
}

/// Reads the annotation files that are not known as they stand now. Those of open
/// documents are not read here: what is told of them is not shown.
pub(super) fn read_all(context: &IoContext, progress: Progress, tell: &impl Fn(Message)) {
    let files = annotation_files(context);
    tell_gone(context, &files, tell);
    let registry = &context.registry;
    let to_read = files.into_iter().filter_map(|(document, file)| {
        let before = registry.annotations(document);
        // Where one is being read just now, two would wait for each other.
        let is_open = registry.is_open(document);
        let is_wanted = !is_open && (before.is_none() || before != FileStamp::read(&file));
        is_wanted.then_some(ToRead {
            document,
            before,
            file,
        })
    });
    let to_read: Vec<ToRead> = to_read.collect();
    let reading = Reading::new(&to_read);
    let mut teller = Teller {
        context,
        reading: &reading,
        progress,
        tell,
        found: Vec::new(),
        told: Instant::now(),
    };
    let read = |one| read_one(context, one, &reading.bytes);
    work_ahead(&to_read, &Lookahead::as_done(), read, |mut results| {
        while let Ok(Some(read)) = results.next_watched(&mut teller) {
            teller.found.extend(read);
            teller.tell_in_time();
        }
    });
    teller.tell(true);
}

fn annotation_files(context: &IoContext) -> HashMap<DocumentId, PathBuf> {
    let files = context.corpus.workspace().annotation_files();
    let of_listed = |file: PathBuf| Some((context.registry.annotations_at(&file)?, file));
    files.into_iter().filter_map(of_listed).collect()
}

fn tell_gone(context: &IoContext, files: &HashMap<DocumentId, PathBuf>, tell: &impl Fn(Message)) {
    let mut gone = context.registry.all_with_annotations();
    gone.retain(|id| !files.contains_key(id));
    // A drive that was taken away is no deletion.
    if gone.is_empty() || !context.corpus.store.can_tell_deletion() {
        return;
    }
    let change = DiskChange::OthersWithoutAnnotations(gone.clone());
    tell(Message::DiskChanged(change));
    let none = gone.into_iter().map(|document| AnnotationsRead {
        document,
        before: context.registry.annotations(document),
        now: None,
        content: Box::default(),
    });
    keep_and_tell(context, none.collect(), None, tell);
}

/// Reads a file, and adds to the bytes that have been read; `None` where the reader
/// leaves meanwhile.
fn read_one(context: &IoContext, one: &ToRead, bytes: &AtomicUsize) -> Option<AnnotationsRead> {
    if context.is_leaving() {
        return None;
    }
    let now = FileStamp::read(&one.file);
    let len = now.map_or(0, |stamp| stamp.bytes());
    let mut before = 0;
    let mut hear = |read: usize| {
        let read = read.min(len);
        bytes.fetch_add(read - before, Ordering::Relaxed);
        before = read;
        !context.is_leaving()
    };
    let loaded = guarded(|| context.corpus.store.load_watched(&one.file, &mut hear));
    bytes.fetch_add(len - before, Ordering::Relaxed);
    let content = match loaded {
        Ok(loaded) => known(loaded?),
        Err(_) => Box::default(),
    };
    Some(AnnotationsRead {
        document: one.document,
        before: one.before,
        now,
        content,
    })
}

fn known(loaded: LoadedAnnotations) -> Box<KnownAnnotations> {
    let known = KnownAnnotations::new(loaded.file.set).with_trouble(loaded.trouble);
    Box::new(known.of_version(loaded.file.document.sha256))
}

/// Tells what is read, many at a time.
struct Teller<'a, F> {
    context: &'a IoContext,
    reading: &'a Reading,
    progress: Progress,
    tell: F,
    found: Vec<AnnotationsRead>,
    told: Instant,
}

impl<F: Fn(Message)> Teller<'_, F> {
    fn tell_in_time(&mut self) {
        if self.told.elapsed() >= TOLD_EVERY {
            self.tell(false);
        }
    }

    fn tell(&mut self, ended: bool) {
        self.told = Instant::now();
        let is_told = self.progress == Progress::Told;
        let progress = is_told.then(|| self.reading.progress(ended));
        let found = std::mem::take(&mut self.found);
        // What was told of a file meanwhile is newer.
        keep_and_tell(self.context, found, progress, &self.tell);
    }
}

impl<F: Fn(Message)> Observer for Teller<'_, F> {
    fn idle(&mut self) -> io::Result<Option<Duration>> {
        self.tell_in_time();
        Ok(Some(TOLD_EVERY))
    }
}

/// Reads the annotation files of some documents again, and tells them.
pub(crate) fn read_annotations(
    context: &IoContext,
    ids: &[DocumentId],
    tell: &mut dyn FnMut(Message),
) {
    let mut left = ids.to_vec();
    while !left.is_empty() {
        let read = left.into_iter().filter_map(|document| {
            let path = context.registry.path(document).ok()?;
            let before = context.registry.annotations(document);
            let file = context.corpus.workspace().annotation_path(&path);
            let now = FileStamp::read(&file);
            let read = context.corpus.store.load_file(&file);
            Some(AnnotationsRead {
                document,
                before,
                now,
                content: known(read),
            })
        });
        // What another thread told of meanwhile may be older: it is read once more.
        left = keep_and_tell(context, read.collect(), None, &mut *tell);
    }
}

/// Tells what was read of annotation files, unless something else was told of one since
/// it was known as it was before: those are answered.
fn keep_and_tell(
    context: &IoContext,
    read: Vec<AnnotationsRead>,
    progress: Option<(usize, usize)>,
    tell: impl FnOnce(Message),
) -> Vec<DocumentId> {
    context.registry.keep_annotations(read, |known| {
        if !known.is_empty() || progress.is_some() {
            tell(Message::AnnotationFilesRead(AnnotationFiles {
                known,
                progress,
            }));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::context::tests::context;
    use super::*;

    /// With one document, or a large one among small ones, it stood at 0 % to the end.
    #[test]
    fn how_far_annotation_files_are_read_is_told_in_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, content: &str| {
            std::fs::write(folder.path().join(name), content).unwrap();
        };
        std::fs::create_dir(folder.path().join("annotations")).unwrap();
        let mut to_read = Vec::new();
        let mut all = 0;
        for (number, spaces) in [10, 1 << 20, 0].into_iter().enumerate() {
            write(&format!("{number}.txt"), "One.\n");
            let name = format!("annotations/{number}.txt.json");
            let file = format!(
                "{{\"format\": \"postil\", \"version\": 1, {}\"annotations\": []}}",
                " ".repeat(spaces)
            );
            write(&name, &file);
            all += file.len();
            to_read.push(ToRead {
                document: DocumentId(number),
                before: None,
                file: folder.path().join(name),
            });
        }
        let context = context(folder.path());
        let reading = Reading::new(&to_read);
        assert_eq!(reading.progress(false), (0, all));
        let read = |one| read_one(&context, one, &reading.bytes);
        assert_eq!(to_read.iter().filter_map(read).count(), 3);
        assert_eq!(reading.bytes.load(Ordering::Relaxed), all);
        // All is told when it has ended, and not before.
        assert_eq!(reading.progress(false), (all - 1, all));
        assert_eq!(reading.progress(true), (all, all));
        let told = std::sync::Mutex::new(Vec::new());
        read_all(&context, Progress::Told, &|message| {
            if let Message::AnnotationFilesRead(read) = message {
                told.lock().unwrap().extend(read.progress);
            }
        });
        assert_eq!(told.lock().unwrap().last(), Some(&(all, all)));
    }
}
