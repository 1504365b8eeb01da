//! Finding the documents that the first screen did not wait for, and reading all
//! annotation files.
//!
//! One thread does it, and has nothing to do afterwards. To read the files it lets
//! as many others help as there are processors.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::annotation::AnnotationSet;
use crate::app::{
    self, AnnotationFilesRead, Discovered, Disk, DocumentId, KnownAnnotations, Message,
};
use crate::storage::{Discovery, Entry, FileStamp};

use super::super::Event;
use super::super::report::guarded;
use super::bench::Workbench;

/// The steps of the walk between two looks at the clock.
const STEPS: usize = 256;
/// How often it is told what a walk has found: a folder of a hundred thousand
/// documents is walked by then. Each word is a frame, and the list is sorted for it.
const WORDS: Duration = Duration::from_millis(200);
/// The first document by name is known when all are found; after this, the first of
/// those that have been is shown.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often it is told how many annotation files have been read.
const PROGRESS: Duration = Duration::from_millis(60);
/// The annotation files that a thread takes at a time.
const FILES: usize = 8;

/// What is to be done.
pub(super) enum Roll {
    /// Go on with a walk.
    List(Box<Discovery>),
    /// Read all annotation files; the first time, with a word on how far it is.
    Tags { aloud: bool },
}

pub(super) fn work(bench: &Workbench, todo: &Receiver<Roll>, events: &Sender<Event>) {
    let send = |message| {
        let _ = events.send(Event::Message(message));
    };
    for roll in todo {
        match roll {
            Roll::List(listing) => {
                // Whatever happens, nobody waits for more.
                if guarded(|| bench.list(*listing, &send)).is_err() {
                    bench.tell_listed(Vec::new(), (true, true), &send);
                }
            }
            Roll::Tags { aloud } => {
                let _ = guarded(|| bench.read_all_tags(aloud, &send));
            }
        }
    }
}

/// How far the annotation files have been read.
struct Reading {
    /// The first that nobody has begun with.
    next: AtomicUsize,
    /// How many bytes have been read: of many files most are small, and of few one may
    /// take nearly all the time.
    bytes: AtomicUsize,
    of: usize,
}

impl Reading {
    fn of(todo: &[(DocumentId, PathBuf)]) -> Self {
        let marks = todo.iter().filter_map(|(_, file)| FileStamp::read(file));
        Self {
            next: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            of: marks.map(|it| it.bytes()).sum(),
        }
    }

    /// How many bytes have been read, and of how many; all where it has ended, and
    /// only then.
    fn progress(&self, ended: bool) -> (usize, usize) {
        let of = self.of.max(1);
        let read = self.bytes.load(Ordering::Relaxed);
        (if ended { of } else { read.min(of - 1) }, of)
    }
}

impl Workbench {
    /// Walks to the end.
    fn list(&self, mut listing: Discovery, tell: &impl Fn(Message)) {
        let mut found = Vec::new();
        let started = Instant::now();
        let mut begun = started;
        while !self.is_leaving() {
            found.append(&mut listing.go_on(STEPS));
            let whole = listing.has_ended();
            if whole || begun.elapsed() >= WORDS {
                let late = started.elapsed() >= PATIENCE;
                self.tell_listed(std::mem::take(&mut found), (whole, late), tell);
                begun = Instant::now();
            }
            if whole {
                return;
            }
        }
    }

    /// Adds documents to those that are known, and tells them.
    fn tell_listed(
        &self,
        mut found: Vec<Entry>,
        (whole, late): (bool, bool),
        tell: &impl Fn(Message),
    ) {
        found.sort_by(|a, b| a.path.cmp(&b.path));
        // Told before anyone can learn of their numbers in another way.
        let mut documents = self.documents();
        let first = DocumentId(documents.len());
        found.retain(|it| documents.add(&it.path));
        let found = found.into_iter();
        let found =
            found.map(|it| app::Document::unread(it.path.as_str().to_owned(), it.unreadable));
        tell(Message::Discovered(Discovered {
            first,
            documents: found.collect(),
            whole,
            late,
        }));
    }

    /// Reads the annotation files that are not known as they are now. Those of open
    /// documents are the business of others: what is told of them is not shown.
    fn read_all_tags(&self, aloud: bool, tell: &impl Fn(Message)) {
        let before = self.tagged().clone();
        let files = self.annotation_files();
        let gone = before.keys().filter(|id| !files.contains_key(id));
        let gone: Vec<DocumentId> = gone.copied().collect();
        let folder = self.store.workspace().documents_dir();
        // A drive that was taken away is no deletion.
        if !gone.is_empty() && folder.is_dir() {
            tell(Message::Disk(Disk::OthersWithout(gone.clone())));
            let none = |id| (id, None, Box::<KnownAnnotations>::default());
            self.tell_tags(gone.into_iter().map(none).collect(), &before, None, tell);
        }
        let open: Vec<DocumentId> = self.open().keys().copied().collect();
        let todo: Vec<(DocumentId, PathBuf)> = files
            .into_iter()
            // Where one is being read just now, two would wait for each other.
            .filter(|(id, _)| !open.contains(id))
            .filter(|(id, file)| {
                before
                    .get(id)
                    .is_none_or(|it| FileStamp::read(file) != Some(*it))
            })
            .collect();
        let reading = Reading::of(&todo);
        let (done, read) = channel();
        let helpers = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| {
            for _ in 0..helpers.min(todo.len().div_ceil(FILES)) {
                let (reading, todo, done) = (&reading, &todo, done.clone());
                scope.spawn(move || self.read_some(todo, reading, &done));
            }
            drop(done);
            self.gather(&read, &reading, (aloud, &before), tell);
        });
    }

    /// Reads files until there are none left.
    fn read_some(&self, todo: &[(DocumentId, PathBuf)], reading: &Reading, done: &Sender<Read>) {
        loop {
            let from = reading.next.fetch_add(FILES, Ordering::Relaxed);
            let Some(mine) = todo.get(from..todo.len().min(from + FILES)) else {
                return;
            };
            for (id, file) in mine {
                if self.is_leaving() {
                    return;
                }
                let mark = FileStamp::read(file);
                let len = mark.map_or(0, |it| it.bytes());
                let mut before = 0;
                let mut hears = |bytes: usize| {
                    let bytes = bytes.min(len);
                    reading.bytes.fetch_add(bytes - before, Ordering::Relaxed);
                    before = bytes;
                    !self.is_leaving()
                };
                let loaded = guarded(|| self.store.load_watched(file, &mut hears));
                reading.bytes.fetch_add(len - before, Ordering::Relaxed);
                let set = match loaded {
                    Ok(None) => return,
                    Ok(Some(loaded)) => loaded.file.set,
                    Err(_) => AnnotationSet::default(),
                };
                if done
                    .send((*id, mark, Box::new(KnownAnnotations::of(set))))
                    .is_err()
                {
                    return;
                }
            }
            if mine.is_empty() {
                return;
            }
        }
    }

    /// Tells what is read, many at a time.
    fn gather(
        &self,
        read: &Receiver<Read>,
        reading: &Reading,
        (aloud, before): (bool, &HashMap<DocumentId, FileStamp>),
        tell: &impl Fn(Message),
    ) {
        let mut found = Vec::new();
        let mut begun = Instant::now();
        loop {
            let ended = match read.recv_timeout(PROGRESS) {
                Ok(one) => {
                    found.push(one);
                    false
                }
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => true,
            };
            if !ended && begun.elapsed() < PROGRESS {
                continue;
            }
            begun = Instant::now();
            let progress = aloud.then(|| reading.progress(ended));
            self.tell_tags(std::mem::take(&mut found), before, progress, tell);
            if ended {
                return;
            }
        }
    }

    /// Tells what was read of annotation files, but for those of which something
    /// newer was told since.
    fn tell_tags(
        &self,
        mut found: Vec<Read>,
        before: &HashMap<DocumentId, FileStamp>,
        progress: Option<(usize, usize)>,
        tell: &impl Fn(Message),
    ) {
        let mut known = self.tagged();
        found.retain(|(id, ..)| known.get(id) == before.get(id));
        for (id, mark, _) in &found {
            match mark {
                Some(mark) => known.insert(*id, *mark),
                None => known.remove(id),
            };
        }
        let of = found.into_iter().map(|(id, _, tags)| (id, tags));
        tell(Message::Tags(AnnotationFilesRead {
            of: of.collect(),
            progress,
        }));
    }

    /// Reads the annotation files of some documents again, and tells them.
    pub(super) fn read_tags_of(&self, ids: &[DocumentId], tell: &mut dyn FnMut(Message)) {
        let mut known = self.tagged();
        let mut of = Vec::new();
        for &id in ids {
            let Ok(path) = self.path(id) else { continue };
            let mark = FileStamp::read(&self.store.workspace().annotation_path(&path));
            match mark {
                Some(mark) => known.insert(id, mark),
                None => known.remove(&id),
            };
            let set = self.store.load(&path).file.set;
            of.push((id, Box::new(KnownAnnotations::of(set))));
        }
        if !of.is_empty() {
            tell(Message::Tags(AnnotationFilesRead { of, progress: None }));
        }
    }

    /// The annotation files of the documents that are listed.
    fn annotation_files(&self) -> HashMap<DocumentId, PathBuf> {
        let files = self.store.workspace().annotation_files();
        let mut documents = self.documents();
        let of = |file: PathBuf| Some((documents.with_annotations_at(&file)?, file));
        files.into_iter().filter_map(of).collect()
    }
}

/// What was read of an annotation file, and how the file was then.
type Read = (DocumentId, Option<FileStamp>, Box<KnownAnnotations>);

#[cfg(test)]
mod tests {
    use super::super::bench::tests::bench;
    use super::*;

    /// With one document, or a large one among small ones, it stood at 0 % to the end.
    #[test]
    fn how_far_annotation_files_are_read_is_told_in_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, content: &str| {
            std::fs::write(folder.path().join(name), content).unwrap();
        };
        std::fs::create_dir(folder.path().join("annotations")).unwrap();
        let mut todo = Vec::new();
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
            todo.push((DocumentId(number), folder.path().join(name)));
        }
        let bench = bench(folder.path());
        let reading = Reading::of(&todo);
        assert_eq!(reading.progress(false), (0, all));
        let (done, read) = channel();
        bench.read_some(&todo, &reading, &done);
        assert_eq!(read.try_iter().count(), 3);
        assert_eq!(reading.bytes.load(Ordering::Relaxed), all);
        // All is told when it has ended, and not before.
        assert_eq!(reading.progress(false), (all - 1, all));
        assert_eq!(reading.progress(true), (all, all));
        let told = std::sync::Mutex::new(Vec::new());
        bench.read_all_tags(true, &|message| {
            if let Message::Tags(read) = message {
                told.lock().unwrap().extend(read.progress);
            }
        });
        assert_eq!(told.lock().unwrap().last(), Some(&(all, all)));
    }
}
