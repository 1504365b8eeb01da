//! The documents of the workspace: in the order in which they were found, which
//! is how they are known, and in the order of their names, under their folders, in
//! which they stand in the sidebar.
//!
//! What a frame needs is kept here and not counted again for it: a workspace may
//! have a hundred thousand documents.
//!
//! Must not know: how documents are found, how the sidebar is drawn.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::annotation::{AnnotationSet, Conflicts};

use super::document::{Document, DocumentId, Place};

/// Documents that a walk through the folder has found.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The number of the first of them; the others follow it.
    pub first: DocumentId,
    /// The documents.
    pub documents: Vec<Document>,
    /// Whether there are no more to come.
    pub whole: bool,
    /// Whether it takes long: the document to begin with is not to be waited for.
    pub late: bool,
}

/// What an annotation file says, without a look into its document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tagged {
    /// The annotations.
    pub set: AnnotationSet,
    /// The tags of which there are several versions.
    pub conflicts: Conflicts,
    /// How many there are.
    pub tally: Tally,
}

impl Tagged {
    /// Of a set.
    pub fn of(set: AnnotationSet) -> Self {
        Self {
            conflicts: Conflicts::of(&set),
            tally: Tally::of(&set),
            set,
        }
    }
}

/// Annotation files that were read.
#[derive(Debug, Clone, Default)]
pub struct TagsRead {
    /// The documents that they belong to, with what they say.
    pub of: Vec<(DocumentId, Box<Tagged>)>,
    /// Where all of them are being read: how many bytes have been, and of how many.
    pub progress: Option<(usize, usize)>,
}

/// How many tags there are, and how many of them still need a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// All of them.
    pub tags: usize,
    /// Those that need a source and have none.
    pub unsourced: usize,
}

impl Tally {
    /// That of a set.
    pub fn of(set: &AnnotationSet) -> Self {
        Self {
            tags: set.len(),
            unsourced: set.unsourced(),
        }
    }
}

/// How far the tags of all documents are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counted {
    /// Not at all.
    #[default]
    NotYet,
    /// So many bytes of annotation files have been read, of so many.
    Going(usize, usize),
    /// All of them.
    All,
}

/// One row of the sidebar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A folder, by its number among the folders.
    Folder(usize),
    /// A document.
    Document {
        /// Which one.
        id: DocumentId,
        /// Its place among all of them by name, from 0.
        rank: usize,
        /// In how many folders it is.
        depth: u16,
    },
}

/// A folder with documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its path below the documents' folder, with a `/` at the end.
    pub path: String,
    /// In how many others it is.
    pub depth: u16,
    /// How many documents are in it and in the folders below.
    pub documents: usize,
    /// Whether its documents are not shown.
    pub folded: bool,
}

impl Folder {
    /// Its own name, with a `/` at the end.
    pub fn name(&self) -> &str {
        let above = self.path.trim_end_matches('/').rfind('/');
        above.map_or(self.path.as_str(), |at| &self.path[at + 1..])
    }
}

/// The documents of the workspace.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// All of them, in the order in which they were found: a [`DocumentId`] is a
    /// place in it.
    pub documents: Vec<Document>,
    /// The one that is open.
    pub open: Option<DocumentId>,
    /// The row of the sidebar under its cursor.
    pub cursor: usize,
    /// Whether documents are still being looked for.
    pub walking: bool,
    /// Whether the one to begin with is among those that are still looked for.
    pub choosing: bool,
    /// The path of the one to begin with.
    pub begin_with: Option<String>,
    /// How far the tags of all documents are known.
    pub counted: Counted,
    /// Those that were opened, with the change after which their tags were counted:
    /// only they can have changes.
    opened: BTreeMap<DocumentId, u64>,
    /// By name.
    order: Vec<DocumentId>,
    rows: Vec<Row>,
    folders: Vec<Folder>,
    /// The paths of the folders whose documents are not shown.
    folded: BTreeSet<String>,
    tallies: Vec<Tally>,
    total: Tally,
    /// The places of documents that are not listed yet.
    unlisted: HashMap<String, Place>,
    /// The documents that were to be looked into when that was last asked for.
    asked: Vec<DocumentId>,
}

/// What the sidebar's cursor is on, whatever row that has.
enum Here {
    Folder(String),
    Document(DocumentId),
}

impl Catalogue {
    /// A catalogue of no documents yet, with the places in those to come.
    pub fn new(places: impl IntoIterator<Item = (String, Place)>) -> Self {
        Self {
            unlisted: places.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Adds documents that were found.
    pub fn add(&mut self, documents: Vec<Document>) {
        let first = self.documents.len();
        self.documents.extend(documents);
        if !self.unlisted.is_empty() {
            for document in &mut self.documents[first..] {
                if let Some(place) = self.unlisted.remove(&document.path) {
                    document.place = place;
                }
            }
        }
        self.tallies.resize(self.documents.len(), Tally::default());
        let new = first..self.documents.len();
        self.order.extend(new.map(DocumentId));
        let path = |id: &DocumentId| self.documents[id.0].path.as_str();
        // What came is sorted, and so is what was there: this only merges them.
        self.order.sort_by(|a, b| path(a).cmp(path(b)));
        self.arrange();
    }

    /// The rows of the sidebar.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The folder of that number.
    pub fn folder(&self, number: usize) -> Option<&Folder> {
        self.folders.get(number)
    }

    /// The documents by name.
    pub fn by_name(&self) -> impl DoubleEndedIterator<Item = (DocumentId, &Document)> {
        let documents = self.order.iter();
        documents.map(|id| (*id, &self.documents[id.0]))
    }

    /// The documents that were opened.
    pub fn opened(&self) -> impl Iterator<Item = (DocumentId, &Document)> {
        let opened = self.opened.keys();
        opened.map(|id| (*id, &self.documents[id.0]))
    }

    /// The same, to change.
    pub fn opened_mut(&mut self) -> impl Iterator<Item = &mut Document> {
        // Few of them, so not by going through all documents.
        let mut rest = self.documents.as_mut_slice();
        let mut taken = 0;
        self.opened.keys().filter_map(move |id| {
            let (_, from) = std::mem::take(&mut rest).split_at_mut_checked(id.0 - taken)?;
            let (document, after) = from.split_first_mut()?;
            taken = id.0 + 1;
            rest = after;
            Some(document)
        })
    }

    /// A document was opened: its own annotations count from now on.
    pub fn note_opened(&mut self, id: DocumentId) {
        let loaded = self.documents.get(id.0).and_then(|it| it.loaded.as_ref());
        self.opened.insert(id, loaded.map_or(0, |it| it.revision));
        self.recount(id);
    }

    /// Counts the tags of opened documents again where they have changed; of all
    /// of them where that cannot be told by the number of changes.
    pub fn recount_opened(&mut self, all: bool) {
        let changed = self.opened.iter().filter(|(id, counted)| {
            let loaded = self.documents.get(id.0).and_then(|it| it.loaded.as_ref());
            all || loaded.is_some_and(|it| it.revision != **counted)
        });
        let changed: Vec<DocumentId> = changed.map(|(id, _)| *id).collect();
        for id in changed {
            self.note_opened(id);
        }
    }

    /// The one by name that follows a document or stands before it, of those that
    /// are not folded away.
    pub fn neighbour(&self, of: DocumentId, forward: bool) -> Option<DocumentId> {
        let path = self.documents.get(of.0)?.path.as_str();
        let here = self
            .order
            .partition_point(|id| self.documents[id.0].path.as_str() < path);
        let is_shown = |id: &&DocumentId| !self.is_folded(&self.documents[id.0].path);
        if forward {
            self.order.iter().skip(here + 1).find(is_shown).copied()
        } else {
            self.order[..here].iter().rev().find(is_shown).copied()
        }
    }

    /// The row of a document; of one that is folded away, that of its folder.
    pub fn row_of(&self, id: DocumentId) -> usize {
        let is_it = |row: &Row| matches!(row, Row::Document { id: here, .. } if *here == id);
        let path = self.documents.get(id.0).map_or("", |it| it.path.as_str());
        let row = self.rows.iter().position(is_it);
        row.or_else(|| self.row_around(path)).unwrap_or(0)
    }

    /// The row of the innermost folder that is shown around a path.
    fn row_around(&self, path: &str) -> Option<usize> {
        let around = |row: &Row| match row {
            Row::Folder(number) => {
                let folder = &self.folders[*number].path;
                path.starts_with(folder) && path.len() > folder.len()
            }
            Row::Document { .. } => false,
        };
        self.rows.iter().rposition(around)
    }

    /// The row under the sidebar's cursor.
    pub fn row_here(&self) -> Option<Row> {
        self.rows.get(self.cursor).copied()
    }

    /// Puts the sidebar's cursor on a document, and shows it if it is folded away.
    pub fn point_to(&mut self, id: DocumentId) {
        let path = self.documents.get(id.0).map_or("", |it| it.path.as_str());
        if self.is_folded(path) {
            let path = path.to_owned();
            self.folded.retain(|folder| !path.starts_with(folder));
            self.arrange();
        }
        self.cursor = self.row_of(id);
    }

    /// Folds a folder or unfolds it; the cursor goes to it.
    pub fn fold(&mut self, path: &str, folded: bool) {
        if folded {
            self.folded.insert(path.to_owned());
        } else {
            self.folded.remove(path);
        }
        self.arrange();
        let is_it = |row: &Row| matches!(row, Row::Folder(it) if self.folders[*it].path == path);
        if let Some(row) = self.rows.iter().position(is_it) {
            self.cursor = row;
        }
    }

    /// Folds what is under the sidebar's cursor: a folder; else the one around
    /// it. Answers whether there is one.
    pub fn fold_here(&mut self) -> bool {
        let path = match self.row_here() {
            Some(Row::Folder(number)) if !self.folders[number].folded => {
                Some(self.folders[number].path.clone())
            }
            Some(Row::Folder(number)) => above(self.folders[number].path.trim_end_matches('/')),
            Some(Row::Document { id, .. }) => above(&self.documents[id.0].path),
            None => None,
        };
        let Some(path) = path else { return false };
        self.fold(&path, true);
        true
    }

    /// Folds all folders; where all are folded, unfolds them. Answers whether
    /// there is any.
    pub fn fold_all(&mut self) -> bool {
        let any_unfolded = self.folders.iter().any(|it| !it.folded);
        if any_unfolded {
            self.folded = self.folders.iter().map(|it| it.path.clone()).collect();
        } else {
            self.folded.clear();
        }
        self.arrange();
        !self.folders.is_empty()
    }

    /// Folds the folders of these paths, and no others.
    pub fn set_folded(&mut self, folded: impl IntoIterator<Item = String>) {
        self.folded = folded.into_iter().collect();
        self.arrange();
    }

    /// The paths of the folded folders that are there, or may be.
    pub fn folded(&self) -> impl Iterator<Item = &String> {
        // The folders stand by name, as the documents do.
        let is_there = |path: &&String| {
            let folder = self.folders.binary_search_by(|it| it.path.cmp(path));
            self.walking || folder.is_ok()
        };
        self.folded.iter().filter(is_there)
    }

    fn is_folded(&self, path: &str) -> bool {
        let mut ends = path.match_indices('/').map(|(at, _)| at + 1);
        !self.folded.is_empty() && ends.any(|end| self.folded.contains(&path[..end]))
    }

    /// Makes the rows; the cursor stays on what it is on.
    fn arrange(&mut self) {
        let here = self.row_here().map(|row| match row {
            Row::Folder(number) => Here::Folder(self.folders[number].path.clone()),
            Row::Document { id, .. } => Here::Document(id),
        });
        self.rows.clear();
        self.folders.clear();
        let mut around: Vec<usize> = Vec::new();
        for (rank, &id) in self.order.iter().enumerate() {
            let path = &self.documents[id.0].path;
            let folder = path.rfind('/').map_or("", |end| &path[..=end]);
            let leaves = |it: &usize| !folder.starts_with(&self.folders[*it].path);
            while around.last().is_some_and(leaves) {
                around.pop();
            }
            let mut known = around.last().map_or(0, |it| self.folders[*it].path.len());
            while let Some(end) = folder[known..].find('/') {
                known += end + 1;
                let path = folder[..known].to_owned();
                let number = self.folders.len();
                if !around.iter().any(|it| self.folders[*it].folded) {
                    self.rows.push(Row::Folder(number));
                }
                self.folders.push(Folder {
                    folded: self.folded.contains(&path),
                    depth: depth(&around),
                    documents: 0,
                    path,
                });
                around.push(number);
            }
            let mut hidden = false;
            for number in &around {
                self.folders[*number].documents += 1;
                hidden |= self.folders[*number].folded;
            }
            if !hidden {
                let depth = depth(&around);
                self.rows.push(Row::Document { id, rank, depth });
            }
        }
        self.cursor = match here {
            Some(Here::Document(id)) => self.row_of(id),
            Some(Here::Folder(path)) => {
                let is_it =
                    |row: &Row| matches!(row, Row::Folder(it) if self.folders[*it].path == path);
                let row = self.rows.iter().position(is_it);
                row.or_else(|| self.row_around(&path)).unwrap_or(0)
            }
            None => 0,
        };
    }

    /// Takes in what an annotation file says.
    pub fn take_tags(&mut self, id: DocumentId, tags: Box<Tagged>) {
        if let Some(document) = self.documents.get_mut(id.0) {
            document.tags = Some(tags);
            self.recount(id);
        }
    }

    /// Counts the tags of a document again.
    fn recount(&mut self, id: DocumentId) {
        let Some(document) = self.documents.get(id.0) else {
            return;
        };
        let tally = match (&document.loaded, &document.tags) {
            (Some(loaded), _) => Tally::of(loaded.set()),
            (None, Some(tags)) => tags.tally,
            (None, None) => Tally::default(),
        };
        let before = std::mem::replace(&mut self.tallies[id.0], tally);
        self.total.tags = self.total.tags + tally.tags - before.tags;
        self.total.unsourced = self.total.unsourced + tally.unsourced - before.unsourced;
    }

    /// The tags of all documents; `None` while not all are known.
    pub fn total(&self) -> Option<Tally> {
        (self.counted == Counted::All).then_some(self.total)
    }

    /// Takes note of the documents that are wanted to be looked into; answers
    /// them where that has to be asked for anew.
    pub fn want(&mut self, wanted: Vec<DocumentId>) -> Option<Vec<DocumentId>> {
        if wanted.iter().all(|id| self.asked.contains(id)) {
            return None;
        }
        self.asked.clone_from(&wanted);
        Some(wanted)
    }
}

/// The folder around a path, with its `/`.
fn above(path: &str) -> Option<String> {
    path.rfind('/').map(|end| path[..=end].to_owned())
}

fn depth(around: &[usize]) -> u16 {
    u16::try_from(around.len()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(paths: &[&str]) -> Catalogue {
        let mut catalogue = Catalogue::default();
        catalogue.add(documents(paths));
        catalogue
    }

    fn documents(paths: &[&str]) -> Vec<Document> {
        let paths = paths.iter();
        paths
            .map(|it| Document::listed((*it).to_owned(), None))
            .collect()
    }

    /// The rows as words: `+a/ 2` is a folded folder of two documents; `›` is the
    /// cursor.
    fn rows(catalogue: &Catalogue) -> Vec<String> {
        let rows = catalogue.rows().iter().enumerate();
        rows.map(|(at, row)| {
            let here = if at == catalogue.cursor { "›" } else { "" };
            match row {
                Row::Folder(number) => {
                    let folder = catalogue.folder(*number).unwrap();
                    let mark = if folder.folded { "+" } else { "-" };
                    let (name, count) = (folder.name(), folder.documents);
                    let indent = " ".repeat(usize::from(folder.depth));
                    format!("{here}{indent}{mark}{name} {count}")
                }
                Row::Document { id, depth, .. } => {
                    let path = &catalogue.documents[id.0].path;
                    format!("{here}{}{path}", " ".repeat(usize::from(*depth)))
                }
            }
        })
        .collect()
    }

    #[test]
    fn documents_stand_by_name_under_their_folders_whenever_they_come() {
        let mut catalogue = catalogue(&["b/y.txt", "m.txt"]);
        catalogue.point_to(DocumentId(1));
        catalogue.add(documents(&["a.txt", "b/a/z.txt", "b/x.txt", "b-.txt"]));
        assert_eq!(
            rows(&catalogue),
            [
                "a.txt",
                "b-.txt",
                "-b/ 3",
                " -a/ 1",
                "  b/a/z.txt",
                " b/x.txt",
                " b/y.txt",
                "›m.txt"
            ]
        );
        assert_eq!(catalogue.documents[0].path, "b/y.txt");
        let next = |of, forward| catalogue.neighbour(DocumentId(of), forward);
        assert_eq!(next(2, true), Some(DocumentId(5)));
        assert_eq!(next(2, false), None);
        assert_eq!(next(1, false), Some(DocumentId(0)));
        assert_eq!(next(1, true), None);
    }

    #[test]
    fn folders_fold_and_what_is_gone_to_is_unfolded() {
        let mut catalogue = catalogue(&["a/b/1.txt", "a/b/2.txt", "a/3.txt", "c/4.txt"]);
        catalogue.point_to(DocumentId(1));
        assert!(catalogue.fold_here());
        let folded = ["-a/ 3", " a/3.txt", "› +b/ 2", "-c/ 1", " c/4.txt"];
        assert_eq!(rows(&catalogue), folded);
        // Again: the folder around it. What is folded in it stays so.
        assert!(catalogue.fold_here());
        assert_eq!(rows(&catalogue), ["›+a/ 3", "-c/ 1", " c/4.txt"]);
        assert!(!catalogue.fold_here());
        catalogue.fold("a/", false);
        assert_eq!(rows(&catalogue)[2], " +b/ 2");
        // The next document is the next one that is seen.
        let next = catalogue.neighbour(DocumentId(2), true);
        assert_eq!(next, Some(DocumentId(3)));
        catalogue.point_to(DocumentId(0));
        assert_eq!(rows(&catalogue)[3], "›  a/b/1.txt");
        assert!(catalogue.fold_all());
        assert_eq!(rows(&catalogue), ["›+a/ 3", "+c/ 1"]);
        assert!(catalogue.fold_all());
        assert_eq!(catalogue.rows().len(), 7);
        assert!(!super::tests::catalogue(&["1.txt"]).fold_all());
    }

    #[test]
    fn the_opened_documents_are_found_without_the_others() {
        let mut catalogue = catalogue(&["a", "b", "c", "d"]);
        for id in [3, 1] {
            catalogue.note_opened(DocumentId(id));
        }
        let opened = catalogue.opened().map(|(id, _)| id.0);
        assert_eq!(opened.collect::<Vec<_>>(), [1, 3]);
        let opened = catalogue.opened_mut().map(|it| it.path.clone());
        assert_eq!(opened.collect::<Vec<_>>(), ["b", "d"]);
    }
}
