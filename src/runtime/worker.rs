//! The threads that do what takes time: one saves and reads in the order it is
//! asked to, one looks into documents and searches them. Neither is ever
//! waited for by the screen.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use crate::annotation::{Anchor, AnnotationSet, TagId};
use crate::app::{
    Access, DocumentId, ExportRequest, Hit, LoadedDocument, Message, Remembered, Summary, judged,
};
use crate::formats::{DocumentInfo, ExportBundle, ExportDocument, Format, Placed};
use crate::storage::{self, Document, DocumentPath, Lineage, StateFile, Store, write_atomically};
use crate::text::search::{Matcher, Query};
use crate::text::segment::{ParagraphMode, Structure};
use crate::text::{Text, TextRange};

use super::Event;
use super::state;

/// The hits of one document that are listed.
const MOST_HITS: usize = 10_000;
/// The code points around a hit that are shown.
const CONTEXT: usize = 48;

/// What the workers know of the workspace.
#[derive(Debug, Clone)]
pub struct Workbench {
    /// The annotation files.
    pub store: Store,
    /// The documents by number; `None` for one that cannot be read.
    pub documents: Arc<Vec<DocumentPath>>,
    /// The state file.
    pub state: StateFile,
    /// How paragraphs are told, and the language.
    pub reading: (ParagraphMode, String),
    /// What was read of the documents that are open.
    open: Arc<Mutex<HashMap<DocumentId, Opened>>>,
    /// The number of the search that is wanted.
    search: Arc<AtomicU64>,
}

/// What the saves of an open document go back to.
#[derive(Debug, Clone)]
struct Opened {
    /// The document that was tagged, whatever has become of it on disk.
    info: DocumentInfo,
    /// What its annotations descend from.
    lineage: Lineage,
}

enum Job {
    Load(DocumentId),
    Save(Save),
    Export(ExportRequest),
    Remember(Remembered),
}

/// Annotations to be saved, as [`Effect::Save`](crate::app::Effect::Save) has them.
struct Save {
    document: DocumentId,
    set: AnnotationSet,
    revision: u64,
    acknowledged: u64,
}

enum Look {
    Annotator(Option<String>),
    Summarise,
    Search(u64, Query),
}

/// The running threads.
#[derive(Debug)]
pub struct Workers {
    jobs: Option<Sender<Job>>,
    looks: Option<Sender<Look>>,
    threads: Vec<JoinHandle<()>>,
    search: Arc<AtomicU64>,
}

impl Workbench {
    /// A workbench on which nothing has been read yet.
    pub fn new(
        store: Store,
        documents: Vec<DocumentPath>,
        state: StateFile,
        reading: (ParagraphMode, String),
    ) -> Self {
        Self {
            store,
            documents: Arc::new(documents),
            state,
            reading,
            open: Arc::default(),
            search: Arc::default(),
        }
    }

    /// Reads a document with its annotations.
    pub fn load(&self, id: DocumentId) -> Message {
        let result = self.read(id).map(|(document, loaded)| {
            let mut notices: Vec<String> = loaded
                .problems
                .iter()
                .map(|problem| {
                    let file = loaded.path.display();
                    format!("{file}, {}: {}", problem.place, problem.message)
                })
                .collect();
            notices.extend(document.notices.iter().cloned());
            let access = match loaded.access {
                storage::Access::Writable => Access::Writable,
                storage::Access::ReadOnly(reason) => {
                    notices.insert(0, reason.clone());
                    Access::ReadOnly(reason)
                }
            };
            let opened = Opened {
                info: document.info(self.store.workspace()),
                lineage: Lineage::loaded(0, loaded.file.set.clone()),
            };
            self.open().insert(id, opened);
            // Here, and not on the screen's thread.
            let structure = Structure::new(&document.text, self.reading.0, &self.reading.1);
            Box::new(LoadedDocument {
                structure: Some((self.reading.0, structure)),
                text: document.text,
                set: loaded.file.set,
                access,
                notices,
            })
        });
        Message::Loaded(id, result)
    }

    fn read(&self, id: DocumentId) -> Result<(Document, storage::Loaded), String> {
        let path = self.path(id)?;
        let document = Document::load(self.store.workspace(), path).map_err(|it| it.to_string())?;
        Ok((document, self.store.load(path)))
    }

    fn path(&self, id: DocumentId) -> Result<&DocumentPath, String> {
        self.documents
            .get(id.0)
            .ok_or_else(|| "the document is not in the list any more".to_owned())
    }

    fn open(&self) -> std::sync::MutexGuard<'_, HashMap<DocumentId, Opened>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn save(&self, save: Save) -> Message {
        let Save {
            document,
            set,
            revision,
            acknowledged,
        } = save;
        let opened = self.open().get(&document).cloned();
        let saved = self.path(document).and_then(|path| {
            let opened = opened.ok_or_else(|| "the document is not open".to_owned())?;
            self.store
                .save(path, &opened.info, opened.lineage.base(acknowledged), &set)
                .map_err(|it| it.to_string())
        });
        match saved {
            Ok(saved) => {
                // Shared with what was sent where it is the same, so that the screen's
                // thread need not compare a thousand passages to find that out.
                let stored = if saved.set == set {
                    set.clone()
                } else {
                    saved.set
                };
                if let Some(opened) = self.open().get_mut(&document) {
                    opened.lineage.saved(revision, set.clone(), stored.clone());
                }
                Message::Saved {
                    document,
                    revision,
                    sent: set,
                    stored,
                    conflicts: saved.conflicts,
                }
            }
            Err(reason) => Message::SaveFailed {
                document,
                revision,
                reason,
            },
        }
    }

    fn summarise(&self, id: DocumentId) -> Message {
        let result = self.read(id).map(|(document, loaded)| {
            let structure = Structure::new(&document.text, self.reading.0, &self.reading.1);
            let mut places = Vec::new();
            let (mut lost, mut moved) = (Vec::new(), 0);
            for annotation in loaded.file.set.iter() {
                let anchor = annotation.selector.anchor(&document.text);
                match anchor.range() {
                    Some(range) => places.push(range),
                    None => lost.push(annotation.id.clone()),
                }
                moved += usize::from(matches!(anchor, Anchor::Moved { .. }));
            }
            Box::new(Summary {
                title: document.title(),
                bytes: document.text.len(),
                sentences: structure.sentences().len(),
                judged: judged(&structure, places.into_iter()),
                set: loaded.file.set,
                lost,
                moved,
            })
        });
        Message::Summarised(id, result)
    }

    fn hits(&self, id: DocumentId, matcher: &Matcher) -> Vec<Hit> {
        let Ok((document, _)) = self.read(id) else {
            return Vec::new();
        };
        matcher
            .find_all(&document.text, MOST_HITS)
            .into_iter()
            .map(|range| hit(&document.text, range))
            .collect()
    }

    fn export(&self, request: &ExportRequest) -> Message {
        let workspace = self.store.workspace();
        let path = workspace.root().join(&request.file);
        if let Err(error) = workspace.check_export(&path) {
            return Message::Exported(Err(error.to_string()));
        }
        if path.exists() && !request.overwrite {
            return Message::ExportExists(request.clone());
        }
        Message::Exported(self.write_export(request, &path))
    }

    fn write_export(&self, request: &ExportRequest, path: &Path) -> Result<String, String> {
        let format = Format::named(&request.format)
            .ok_or_else(|| format!("there is no format \"{}\"", request.format))?;
        let bundle = self.bundle(request.tag.as_ref());
        let tags: usize = bundle.documents.iter().map(|it| it.tags.len()).sum();
        let (bytes, problems) = (format.write)(&bundle);
        write_atomically(path, &bytes).map_err(|it| it.to_string())?;
        let unit = if tags == 1 { "tag" } else { "tags" };
        let mut words = format!("{tags} {unit} written to {}", path.display());
        if let Some(problem) = problems.first() {
            words.push_str(&format!("; {problem}"));
        }
        Ok(words)
    }

    fn bundle(&self, tag: Option<&TagId>) -> ExportBundle {
        let mut bundle = ExportBundle::default();
        for (index, path) in self.documents.iter().enumerate() {
            let Ok((document, loaded)) = self.read(DocumentId(index)) else {
                continue;
            };
            let structure = Structure::new(&document.text, self.reading.0, &self.reading.1);
            let tags = loaded
                .file
                .set
                .iter()
                .filter(|it| tag.is_none_or(|tag| it.tag == *tag))
                .map(|annotation| Placed {
                    annotation: Arc::clone(annotation),
                    anchor: annotation.selector.anchor(&document.text),
                })
                .collect();
            bundle.documents.push(ExportDocument {
                path: path.as_str().to_owned(),
                sha256: document.sha256,
                sentences: structure.sentences().to_vec(),
                text: Some(document.text),
                tags,
            });
        }
        bundle
    }
}

/// A hit with the words around it on one line.
fn hit(text: &Text, range: TextRange) -> Hit {
    let line = text.line_at(range.start()).content;
    let first = text.code_point_at(range.start()).0;
    let from = text
        .byte_of(crate::text::CodePoint(first.saturating_sub(CONTEXT)))
        .unwrap_or(0)
        .max(line.start());
    let last = text.code_point_at(range.end()).0 + CONTEXT * 2;
    let to = text
        .byte_of(crate::text::CodePoint(last.min(text.code_points().0)))
        .unwrap_or(text.len())
        .min(line.end().max(range.end()));
    let clean = |range: TextRange| {
        let words: String = text.slice(range).replace(['\n', '\r', '\t'], " ");
        words
    };
    let mut before = clean(TextRange::between(from, range.start()));
    if from > line.start() {
        // Not from the middle of a word.
        let word = before.find(' ').map_or(0, |space| space + 1);
        before = format!("… {}", &before[word..]);
    }
    let within = clean(range);
    let after = clean(TextRange::between(range.end(), to.max(range.end())));
    let start = before.len();
    Hit {
        range,
        within: TextRange::between(start, start + within.len()),
        context: format!("{before}{within}{after}"),
    }
}

impl Workers {
    /// Starts the threads; what they find out goes to `events`.
    pub fn start(bench: &Workbench, events: &Sender<Event>) -> Self {
        let (jobs, todo) = channel();
        let (looks, to_look) = channel();
        let threads = vec![
            spawn("postil-files", {
                let (bench, events) = (bench.clone(), events.clone());
                move || do_jobs(&bench, &todo, &events)
            }),
            spawn("postil-search", {
                let (bench, events) = (bench.clone(), events.clone());
                move || look(&bench, &to_look, &events)
            }),
        ];
        Self {
            jobs: Some(jobs),
            looks: Some(looks),
            threads: threads.into_iter().flatten().collect(),
            search: Arc::clone(&bench.search),
        }
    }

    /// Reads a document.
    pub fn load(&self, id: DocumentId) {
        self.job(Job::Load(id));
    }

    /// Saves the annotations of a document.
    pub fn save(&self, document: DocumentId, set: AnnotationSet, revision: u64, acknowledged: u64) {
        self.job(Job::Save(Save {
            document,
            set,
            revision,
            acknowledged,
        }));
    }

    /// Writes an export, after the saves that were asked for before it.
    pub fn export(&self, request: ExportRequest) {
        self.job(Job::Export(request));
    }

    /// Keeps the place for the next start.
    pub fn remember(&self, remembered: Remembered) {
        self.job(Job::Remember(remembered));
    }

    /// Finds out who tags.
    pub fn find_annotator(&self, configured: Option<String>) {
        self.look(Look::Annotator(configured));
    }

    /// Looks into all documents.
    pub fn summarise(&self) {
        self.look(Look::Summarise);
    }

    /// Searches all documents; an earlier search is given up.
    pub fn search(&self, number: u64, query: Query) {
        self.search.store(number, Ordering::Relaxed);
        self.look(Look::Search(number, query));
    }

    /// Lets the threads finish what has to be finished, and waits for them.
    pub fn finish(&mut self) {
        // No search is wanted any more; saves are.
        self.search.store(u64::MAX, Ordering::Relaxed);
        self.jobs = None;
        self.looks = None;
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so itself.
            let _ = thread.join();
        }
    }

    fn job(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // The thread ends only with the channel, or by a panic that has
            // been reported.
            let _ = jobs.send(job);
        }
    }

    fn look(&self, look: Look) {
        if let Some(looks) = &self.looks {
            let _ = looks.send(look);
        }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Option<JoinHandle<()>> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .ok()
}

fn do_jobs(bench: &Workbench, todo: &Receiver<Job>, events: &Sender<Event>) {
    let mut waiting = Vec::new();
    while let Some(job) = waiting.pop().or_else(|| todo.recv().ok()) {
        let message = match job {
            Job::Load(id) => bench.load(id),
            Job::Save(mut save) => {
                // Of several saves of one document that wait, the last holds
                // them all.
                while let Ok(next) = todo.try_recv() {
                    match next {
                        Job::Save(newer) if newer.document == save.document => save = newer,
                        other => {
                            waiting.push(other);
                            break;
                        }
                    }
                }
                bench.save(save)
            }
            Job::Export(request) => bench.export(&request),
            Job::Remember(remembered) => {
                // A place that cannot be kept is no reason to disturb the reader.
                let _ = bench.state.save(&state::to_state(&remembered));
                continue;
            }
        };
        if events.send(Event::Message(message)).is_err() {
            // The reader is leaving: what waits to be saved is still saved.
            continue;
        }
    }
}

fn look(bench: &Workbench, to_look: &Receiver<Look>, events: &Sender<Event>) {
    let send = |message| events.send(Event::Message(message)).is_ok();
    for look in to_look {
        match look {
            Look::Annotator(configured) => {
                let root = bench.store.workspace().root();
                let name = storage::annotator(None, configured.as_deref(), root);
                send(Message::Annotator(name));
            }
            Look::Summarise => {
                for index in 0..bench.documents.len() {
                    if bench.search.load(Ordering::Relaxed) == u64::MAX
                        || !send(bench.summarise(DocumentId(index)))
                    {
                        break;
                    }
                }
            }
            Look::Search(search, query) => {
                let Ok(matcher) = Matcher::new(&query) else {
                    continue;
                };
                for index in 0..bench.documents.len() {
                    if bench.search.load(Ordering::Relaxed) != search {
                        break;
                    }
                    let document = DocumentId(index);
                    let hits = bench.hits(document, &matcher);
                    if !hits.is_empty() {
                        send(Message::Hits {
                            search,
                            document,
                            hits,
                        });
                    }
                }
                send(Message::SearchDone { search });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Annotation, Change, Selector};
    use crate::storage::Workspace;

    fn bench(folder: &std::path::Path) -> Workbench {
        let workspace = Arc::new(Workspace::open(folder, None).unwrap());
        let documents = workspace.documents().into_iter().map(|it| it.path);
        let documents = documents.collect();
        let state = StateFile::at(folder.join("state.json"));
        let reading = (ParagraphMode::Auto, "en".to_owned());
        Workbench::new(Store::new(workspace), documents, state, reading)
    }

    fn tagged(id: &str, text: &Text, start: usize) -> Annotation {
        Annotation {
            id: id.into(),
            tag: "fact".into(),
            selector: Selector::of(text, text.range(start, start + 3).unwrap()),
            note: String::new(),
            sources: Vec::new(),
            links: Vec::new(),
            attributes: crate::annotation::Attributes::default(),
            creator: "ana".to_owned(),
            created: crate::annotation::Timestamp("2026-11-22T10:00:00Z".to_owned()),
            modified: crate::annotation::Timestamp("2026-11-22T10:00:00Z".to_owned()),
            extra: crate::annotation::Extra::new(),
        }
    }

    fn save(bench: &Workbench, set: &AnnotationSet, revision: u64, acknowledged: u64) {
        let message = bench.save(Save {
            document: DocumentId(0),
            set: set.clone(),
            revision,
            acknowledged,
        });
        assert!(matches!(message, Message::Saved { .. }), "{message:?}");
    }

    /// The reader may ask for a second save before it has heard what the first
    /// one found on disk; what others wrote must not be read as deleted then.
    #[test]
    fn a_save_before_the_answer_to_the_last_one_deletes_nothing_of_others() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "One two three four.\n").unwrap();
        let (ours, theirs) = (bench(folder.path()), bench(folder.path()));
        let Message::Loaded(_, Ok(loaded)) = ours.load(DocumentId(0)) else {
            panic!("the document is read");
        };
        theirs.load(DocumentId(0));
        let text = loaded.text;
        let mut set = AnnotationSet::new();
        set.apply(Change::Insert(tagged("theirs", &text, 4)))
            .unwrap();
        save(&theirs, &set, 1, 0);
        let mut set = AnnotationSet::new();
        set.apply(Change::Insert(tagged("one", &text, 0))).unwrap();
        save(&ours, &set, 1, 0);
        set.apply(Change::Insert(tagged("two", &text, 8))).unwrap();
        save(&ours, &set, 2, 0);
        set.apply(Change::Remove("one".into())).unwrap();
        save(&ours, &set, 3, 0);
        let on_disk = ours.read(DocumentId(0)).unwrap().1.file.set;
        let ids: Vec<_> = on_disk.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["theirs", "two"]);
    }

    #[test]
    fn a_hit_is_shown_with_the_words_around_it_on_one_line() {
        let text = Text::new("before\nOne two three.\nafter");
        let hit = hit(&text, text.range(11, 14).unwrap());
        assert_eq!(hit.context, "One two three.");
        let long = format!("{} two three.", "word ".repeat(40));
        let start = long.find("two").unwrap();
        let text = Text::new(long);
        let cut = super::hit(&text, text.range(start, start + 3).unwrap());
        assert!(cut.context.starts_with("… word "), "{}", cut.context);
        assert_eq!(&cut.context[cut.within.start()..cut.within.end()], "two");
        assert_eq!(&hit.context[4..7], "two");
        assert_eq!((hit.within.start(), hit.within.end()), (4, 7));
    }
}
