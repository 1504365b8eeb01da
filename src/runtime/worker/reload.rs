//! Comparing what is on disk with what is known of it, when something there may
//! have changed.

use std::collections::BTreeSet;
use std::path::Path;

use crate::annotation::{Change, CommonEnds};
use crate::app::{self, AnnotationIndex, Disk, DocumentId, Message, TagsOnDisk, TextOnDisk};
use crate::storage::{self, Document, DocumentPath, FsChanges, Workspace};
use crate::text::segment::Structure;

use super::bench::{Opened, Workbench};
use super::numbers::Numbers;
use super::remarks::Remarks;

/// How the files of an open document were found last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// What has become of the document, where it cannot be read any more.
    lost: Option<Lost>,
    /// Why the annotation file cannot be written over.
    unusable: Option<String>,
}

/// Why a document cannot be read any more.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Lost {
    /// It is not there.
    Gone,
    /// It is there; why, and the way out, without its name.
    Unreadable(String),
}

impl Lost {
    fn news(self, id: DocumentId) -> Message {
        Message::Disk(match self {
            Self::Gone => Disk::Gone(id),
            Self::Unreadable(why) => Disk::Unreadable(id, why),
        })
    }
}

impl Standing {
    /// Of a document that was just read.
    pub(super) fn of(access: &storage::Access) -> Self {
        Self {
            lost: None,
            unusable: match access {
                storage::Access::Writable => None,
                storage::Access::ReadOnly(reason) => Some(reason.clone()),
            },
        }
    }
}

impl Workbench {
    /// Looks at what may have changed, and tells what has.
    pub(super) fn look_at(&self, seen: &FsChanges, tell: &mut dyn FnMut(Message)) {
        // What is new was told with all there is to say of it.
        let known = self.documents().len();
        self.list_new(seen, tell);
        let (texts, tags) = self.concerned(seen, known);
        let open: BTreeSet<DocumentId> = self.open().keys().copied().collect();
        for id in &open {
            let all = seen.all || seen.begun;
            let (text, tags) = (all || texts.contains(id), all || tags.contains(id));
            if let (true, Ok(path)) = (text || tags, self.path(*id)) {
                self.compare(*id, &path, (text, tags), tell);
            }
        }
        let others = |ids: &BTreeSet<DocumentId>| ids - &open;
        self.look_at_tags(others(&tags), tell);
        self.look_at_texts(&others(&texts), tell);
        for id in self.outdated_among(seen, &texts, &tags) {
            // What cannot be read has been told.
            let found = self.look_into(id);
            if matches!(found, Message::Summarised(_, Ok(_))) {
                tell(found);
            }
        }
    }

    /// The documents whose text, and those whose annotation file may have changed.
    /// Of the first so many.
    fn concerned(
        &self,
        seen: &FsChanges,
        known: usize,
    ) -> (BTreeSet<DocumentId>, BTreeSet<DocumentId>) {
        let mut documents = self.documents();
        let mut texts = BTreeSet::new();
        let mut tags = BTreeSet::new();
        for path in &seen.paths {
            texts.extend(documents.at(path).filter(|it| it.0 < known));
            let of = documents.with_annotations_at(path);
            tags.extend(of.filter(|it| it.0 < known));
        }
        if seen.listing || seen.all {
            // A folder that went took its documents along, and one that came back
            // brings them.
            let folder = self.store.workspace().documents_dir().to_owned();
            let paths = documents.paths().to_vec();
            drop(documents);
            let gone = self.gone().clone();
            let paths = paths.iter().enumerate().take(known);
            texts.extend(paths.filter_map(|(number, path)| {
                let id = DocumentId(number);
                let there = folder.join(path.native()).exists();
                (there == gone.contains(&id)).then_some(id)
            }));
        }
        (texts, tags)
    }

    /// Adds the documents that have come to those that are known, and tells them.
    fn list_new(&self, seen: &FsChanges, tell: &mut dyn FnMut(Message)) {
        let folder = self.store.workspace().documents_dir();
        let is_new = |path: &Path| {
            let known = self.documents().at(path).is_some();
            Workspace::takes(path) && path.starts_with(folder) && !known && is_there(path)
        };
        // To list them all takes a while in a large folder.
        let any = seen.all || seen.begun || seen.listing;
        if !any && !seen.paths.iter().any(|it| is_new(it)) {
            return;
        }
        let mut new = self.store.workspace().documents();
        // Told before anyone can learn of their numbers in another way: what is
        // said of them comes after.
        let mut listed = self.documents();
        // One that goes while it is listed would stay in the list.
        let is_new = |listed: &mut Numbers, path: &DocumentPath| {
            listed.number_of(path).is_none() && is_there(&folder.join(path.native()))
        };
        new.retain(|it| is_new(&mut listed, &it.path) && listed.add(&it.path));
        if new.is_empty() {
            return;
        }
        let first = listed.len() - new.len();
        let ids: Vec<DocumentId> = (first..listed.len()).map(DocumentId).collect();
        let documents = new.into_iter();
        let documents =
            documents.map(|it| app::Document::unread(it.path.as_str().to_owned(), it.unreadable));
        tell(Message::Disk(Disk::New(
            DocumentId(first),
            documents.collect(),
        )));
        drop(listed);
        let has_tags = |id: &DocumentId| {
            let path = self.path(*id);
            path.is_ok_and(|it| is_there(&self.store.workspace().annotation_path(&it)))
        };
        let tagged: Vec<DocumentId> = ids.into_iter().filter(has_tags).collect();
        self.read_tags_of(&tagged, tell);
    }

    /// The annotation files of documents that are not open.
    fn look_at_tags(&self, ids: BTreeSet<DocumentId>, tell: &mut dyn FnMut(Message)) {
        let workspace = self.store.workspace();
        let is_without = |id: &&DocumentId| {
            let path = self.path(**id);
            path.is_ok_and(|it| !is_there(&workspace.annotation_path(&it)))
        };
        let without: Vec<DocumentId> = ids.iter().filter(is_without).copied().collect();
        // Before the counts are told in which they are missing. A drive that was
        // taken away is no deletion.
        if !without.is_empty() && workspace.documents_dir().is_dir() {
            tell(Message::Disk(Disk::OthersWithout(without)));
        }
        let ids: Vec<DocumentId> = ids.into_iter().collect();
        self.read_tags_of(&ids, tell);
    }

    /// The texts of documents that are not open. Those that were never looked into
    /// are not read for it.
    fn look_at_texts(&self, ids: &BTreeSet<DocumentId>, tell: &mut dyn FnMut(Message)) {
        for &id in ids {
            let Ok(path) = self.path(id) else { continue };
            let file = self.store.workspace().documents_dir().join(path.native());
            let was_looked_into = self.looked().contains_key(&id);
            let lost = if was_looked_into || !file.exists() {
                self.open_again(&path).err()
            } else {
                None
            };
            let was_gone = !self.gone().insert(id);
            match lost {
                Some(lost) => tell(lost.news(id)),
                None => {
                    self.gone().remove(&id);
                    // One that went and came is most often as it was.
                    let news = if was_gone {
                        Disk::Back(id)
                    } else {
                        Disk::Changed(id)
                    };
                    tell(Message::Disk(news));
                }
            }
        }
    }

    /// Those that were looked into and have to be again.
    fn outdated_among(
        &self,
        seen: &FsChanges,
        texts: &BTreeSet<DocumentId>,
        tags: &BTreeSet<DocumentId>,
    ) -> Vec<DocumentId> {
        let any = seen.all || seen.begun || seen.listing;
        let outdated = if any { self.outdated() } else { Vec::new() };
        let looked = self.looked();
        let named = texts.union(tags).filter(|id| looked.contains_key(id));
        let all: BTreeSet<DocumentId> = named.copied().chain(outdated).collect();
        // Of one that is open all is known, but for a text that has changed: that was
        // looked into.
        let open = self.open();
        let is_here = |id: &DocumentId| !self.gone().contains(id) && !open.contains_key(id);
        all.into_iter().filter(is_here).collect()
    }

    /// Opens a document that could be read before.
    fn open_again(&self, path: &DocumentPath) -> Result<Document, Lost> {
        let workspace = self.store.workspace();
        Document::open(workspace, path).map_err(|error| {
            let file = workspace.documents_dir().join(path.native());
            if is_there(&file) {
                Lost::Unreadable(error.why())
            } else {
                Lost::Gone
            }
        })
    }

    fn compare(
        &self,
        id: DocumentId,
        path: &DocumentPath,
        (text, tags): (bool, bool),
        tell: &mut dyn FnMut(Message),
    ) {
        if text {
            self.compare_text(id, path, tell);
        }
        if tags {
            self.compare_tags(id, path, tell);
        }
    }

    fn compare_text(&self, id: DocumentId, path: &DocumentPath, tell: &mut dyn FnMut(Message)) {
        let Some(opened) = self.open().get(&id).cloned() else {
            return;
        };
        let document = match self.open_again(path) {
            Ok(document) => document,
            Err(lost) => {
                if opened.standing.lost.as_ref() != Some(&lost) {
                    self.change(id, |it| it.standing.lost = Some(lost.clone()));
                    tell(lost.news(id));
                }
                return;
            }
        };
        if opened.standing.lost.is_some() {
            self.change(id, |it| it.standing.lost = None);
            tell(Message::Disk(Disk::Back(id)));
        }
        if document.is_same_as(&opened.document) {
            return;
        }
        self.replace_text(id, &opened, document, false, tell);
        tell(self.look_into(id));
    }

    /// Reads a large document again that turned out not to be UTF-8 throughout.
    pub(super) fn read_again(&self, id: DocumentId, tell: &mut dyn FnMut(Message)) {
        let (Some(opened), Ok(path)) = (self.open().get(&id).cloned(), self.path(id)) else {
            return;
        };
        match Document::load(self.store.workspace(), &path) {
            Ok(document) => self.replace_text(id, &opened, document, true, tell),
            Err(error) => tell(Message::Notice(error.to_string())),
        }
    }

    fn replace_text(
        &self,
        id: DocumentId,
        opened: &Opened,
        document: Document,
        read_again: bool,
        tell: &mut dyn FnMut(Message),
    ) {
        let found = self.text_on_disk(id, opened, document.clone(), read_again);
        tell(Message::Disk(Disk::Text(Box::new(found))));
        self.change(id, |it| it.document = document);
    }

    fn text_on_disk(
        &self,
        id: DocumentId,
        opened: &Opened,
        document: Document,
        read_again: bool,
    ) -> TextOnDisk {
        let remarks = Remarks::of(&document);
        let old = &opened.document;
        let common = match document.shares_file_with(old) && !read_again {
            // Most such files are logs that grow.
            true => CommonEnds {
                prefix: old.text.len().min(document.text.len()),
                suffix: 0,
            },
            false => CommonEnds::new(&old.text, &document.text),
        };
        let text = document.text;
        let structure = Structure::new(&text, self.reading.0, &self.reading.1);
        let mut set = opened.lineage.sent().clone();
        for (_, known) in opened.lineage.sent().differing(opened.lineage.known()) {
            let id = known.map(|it| &it.id);
            if let Some(known) = known.filter(|_| id.is_some_and(|it| !set.contains(it))) {
                let _ = set.apply(Change::Insert((**known).clone()));
            }
        }
        let mut annotation_index = AnnotationIndex::new(&text, &set);
        annotation_index.count_checked(&structure);
        TextOnDisk {
            document: id,
            structure: (self.reading.0, structure),
            annotation_index,
            common,
            read_again,
            text,
            encoding: document.encoding,
            notices: remarks.sentences,
            warnings: remarks.words,
        }
    }

    fn compare_tags(&self, id: DocumentId, path: &DocumentPath, tell: &mut dyn FnMut(Message)) {
        let Some(Opened {
            lineage,
            standing,
            without_tags,
            ..
        }) = self.open().get(&id).cloned()
        else {
            return;
        };
        // They are read after this, as they are by then.
        if without_tags {
            return;
        }
        let loaded = self.store.load(path);
        if let storage::Access::ReadOnly(reason) = loaded.access {
            if standing.unusable.as_ref() != Some(&reason) {
                self.change(id, |it| it.standing.unusable = Some(reason.clone()));
                tell(Message::Disk(Disk::Unusable(id, reason)));
            }
            return;
        }
        self.change(id, |it| it.standing.unusable = None);
        if !is_there(&loaded.path) {
            // A drive that was taken away is no deletion.
            let there = self.store.workspace().documents_dir().is_dir();
            let healed = standing.unusable.is_some();
            if there && (healed || !lineage.known().is_empty()) {
                self.change(id, |it| it.lineage.vanished());
                tell(Message::Disk(Disk::TagsGone(id)));
            }
            return;
        }
        // So that to compare them again costs nothing.
        let disk = loaded.file.set.shared_with(lineage.known());
        if disk == *lineage.known() && standing.unusable.is_none() {
            return;
        }
        let mut found = None;
        self.change(id, |it| found = Some(it.lineage.rescanned(disk.clone())));
        if let Some(looked) = found {
            tell(Message::Disk(Disk::Tags(Box::new(TagsOnDisk {
                document: id,
                look: looked.number,
                from: looked.from,
                to: disk,
                returned: looked.returned,
            }))));
        }
    }

    /// The reader has taken in what a look found.
    pub(super) fn took_in(&self, id: DocumentId, look: u64) {
        self.change(id, |it| it.lineage.took_in(look));
    }

    fn change(&self, id: DocumentId, change: impl FnOnce(&mut Opened)) {
        if let Some(opened) = self.open().get_mut(&id) {
            change(opened);
        }
    }
}

fn is_there(path: &Path) -> bool {
    // A link that leads nowhere is no file that is gone.
    path.exists() || path.is_symlink()
}

#[cfg(test)]
mod tests {
    use super::super::bench::tests::bench;
    use super::*;

    /// A look at everything that may have changed; answers what was new, with the
    /// number of the first.
    fn new_in(bench: &Workbench, seen: &FsChanges) -> Vec<(usize, Vec<String>)> {
        let mut new = Vec::new();
        bench.look_at(seen, &mut |message| {
            if let Message::Disk(Disk::New(first, documents)) = message {
                let paths = documents.into_iter().map(|it| it.path);
                new.push((first.0, paths.collect()));
            }
        });
        new
    }

    #[test]
    fn what_has_come_is_told_once_in_one_word_and_keeps_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, "One two three.\n").unwrap();
            path
        };
        write("m.txt");
        let bench = bench(folder.path());
        let paths = ["z.txt", "a.md", ".b.txt", "c.rs", "d.log"].map(write);
        std::fs::write(folder.path().join(".ignore"), "*.log\n").unwrap();
        let seen = FsChanges {
            paths: paths.into(),
            ..FsChanges::default()
        };
        let both = vec!["a.md".to_owned(), "z.txt".to_owned()];
        assert_eq!(new_in(&bench, &seen), [(1, both)]);
        assert_eq!(new_in(&bench, &seen), []);
        // One that was here before goes and comes back as what it was.
        std::fs::remove_file(folder.path().join("m.txt")).unwrap();
        write("b.txt");
        let listing = FsChanges {
            listing: true,
            ..FsChanges::default()
        };
        assert_eq!(new_in(&bench, &listing), [(3, vec!["b.txt".to_owned()])]);
        write("m.txt");
        assert_eq!(new_in(&bench, &listing), []);
        let names: Vec<_> = bench.listed().iter().map(ToString::to_string).collect();
        assert_eq!(names, ["m.txt", "a.md", "z.txt", "b.txt"]);
    }

    /// What cannot be read was called gone, whatever stood there.
    #[cfg(unix)]
    #[test]
    fn a_document_that_is_there_and_cannot_be_read_is_told_with_the_reason() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let write = || std::fs::write(&path, "One two three.\n").unwrap();
        write();
        let bench = bench(folder.path());
        bench.load(DocumentId(0));
        let seen = FsChanges {
            paths: [path.clone()].into(),
            ..FsChanges::default()
        };
        let heard = || {
            let mut heard = Vec::new();
            bench.look_at(&seen, &mut |message| {
                if let Message::Disk(news) = message {
                    heard.push(format!("{news:?}"));
                }
            });
            heard
        };
        std::fs::remove_file(&path).unwrap();
        assert_eq!(heard(), ["Gone(DocumentId(0))"]);
        std::fs::create_dir(&path).unwrap();
        let told = heard();
        assert!(
            told.len() == 1 && told[0].contains("it is a folder, not a file"),
            "{told:?}"
        );
        assert_eq!(heard(), [""; 0], "it is told once");
        std::fs::remove_dir(&path).unwrap();
        symlink("nowhere", &path).unwrap();
        let told = heard();
        assert!(
            told.len() == 1 && told[0].contains("it is a link to nowhere, where nothing is"),
            "{told:?}"
        );
        std::fs::remove_file(&path).unwrap();
        symlink("a.txt", &path).unwrap();
        let told = heard();
        assert!(
            told.len() == 1 && told[0].contains("leads in a circle"),
            "{told:?}"
        );
        std::fs::remove_file(&path).unwrap();
        write();
        assert_eq!(heard(), ["Back(DocumentId(0))"]);
    }

    #[test]
    fn nothing_is_said_of_a_document_before_it_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let bench = bench(folder.path());
        std::fs::write(folder.path().join("a.txt"), "One.\n").unwrap();
        std::fs::create_dir(folder.path().join("annotations")).unwrap();
        std::fs::write(folder.path().join("annotations/a.txt.json"), "{}").unwrap();
        let all = FsChanges {
            paths: [folder.path().join("a.txt")].into(),
            all: true,
            ..FsChanges::default()
        };
        let mut told = Vec::new();
        bench.look_at(&all, &mut |message| told.push(message));
        let [Message::Disk(Disk::New(first, _)), Message::Tags(read)] = &told[..] else {
            panic!("{told:?}");
        };
        assert_eq!(*first, read.of[0].0);
    }
}
