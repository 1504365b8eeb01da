//! The documents by name, under their folders: the rows of the sidebar.
//!
//! Making the rows goes over all documents, and so it reads none of them: all that it needs
//! of each is the number of its folder. A hundred thousand take a millisecond.
//!
//! Must not know: what is in a document, how the sidebar is drawn.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::app::document::{Document, DocumentId};
use crate::app::input::command::Direction;
use crate::text::SortKey;

/// One row of the sidebar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A folder, by its number among the folders.
    Folder(usize),
    Document {
        id: DocumentId,
        /// Its place among all of them by name, from 0.
        rank: usize,
        /// In how many folders it is.
        depth: u16,
    },
}

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
    /// The folder that it is in.
    around: Option<usize>,
    /// Whether it or one around it is folded.
    hides: bool,
}

impl Folder {
    /// Its own name, with a `/` at the end.
    pub fn name(&self) -> &str {
        let above = self.path.trim_end_matches('/').rfind('/');
        above.map_or(self.path.as_str(), |at| &self.path[at + 1..])
    }
}

/// A document and the folder that it is in.
#[derive(Debug, Clone, Copy)]
struct Filed {
    id: DocumentId,
    folder: Option<usize>,
}

/// The documents by name, and the rows of the sidebar.
#[derive(Debug, Clone, Default)]
pub(crate) struct DocumentTree {
    /// By name.
    order: Vec<Filed>,
    pub(super) rows: Vec<Row>,
    /// In the order in which they were found: each comes after the one that it is in.
    pub(super) folders: Vec<Folder>,
    numbers: HashMap<String, usize>,
    /// The paths of the folders whose documents are not shown, found or not found yet.
    folded: BTreeSet<String>,
}

impl DocumentTree {
    /// Adds documents, given as a range of indices into all of them.
    pub(crate) fn add(&mut self, documents: &[Document], new: Range<usize>) {
        let key = |place: &Filed| &documents[place.id.0].sort_key;
        let mut added: Vec<Filed> = Vec::with_capacity(new.len());
        for id in new.map(DocumentId) {
            let folder = self.folder_around(&documents[id.0].path);
            let mut around = folder;
            while let Some(number) = around {
                self.folders[number].documents += 1;
                around = self.folders[number].around;
            }
            added.push(Filed { id, folder });
        }
        added.sort_by(|a, b| key(a).cmp(key(b)));
        let before = std::mem::take(&mut self.order);
        self.order.reserve_exact(before.len() + added.len());
        let mut done = 0;
        for place in added {
            let at = before.partition_point(|other| key(other) < key(&place));
            self.order.extend_from_slice(&before[done..at]);
            self.order.push(place);
            done = at;
        }
        self.order.extend_from_slice(&before[done..]);
        self.arrange();
    }

    /// The number of the innermost folder around a path.
    fn folder_around(&mut self, path: &str) -> Option<usize> {
        let end = path.trim_end_matches('/').rfind('/')?;
        let path = &path[..=end];
        if let Some(number) = self.numbers.get(path) {
            return Some(*number);
        }
        let around = self.folder_around(path);
        let number = self.folders.len();
        self.folders.push(Folder {
            path: path.to_owned(),
            depth: around.map_or(0, |number| self.folders[number].depth.saturating_add(1)),
            documents: 0,
            folded: self.folded.contains(path),
            around,
            hides: false,
        });
        self.numbers.insert(path.to_owned(), number);
        Some(number)
    }

    fn arrange(&mut self) {
        for number in 0..self.folders.len() {
            let folder = &self.folders[number];
            let hidden = folder
                .around
                .is_some_and(|number| self.folders[number].hides);
            self.folders[number].hides = hidden || folder.folded;
        }
        self.rows.clear();
        let mut rows = std::mem::take(&mut self.rows);
        let mut last = None;
        for (rank, place) in self.order.iter().enumerate() {
            if place.folder != last {
                self.enter(place.folder, last, &mut rows);
                last = place.folder;
            }
            let folder = place.folder.map(|number| &self.folders[number]);
            if folder.is_none_or(|folder| !folder.hides) {
                rows.push(Row::Document {
                    id: place.id,
                    rank,
                    depth: folder.map_or(0, |folder| folder.depth.saturating_add(1)),
                });
            }
        }
        self.rows = rows;
    }

    /// Adds the rows of the folders that begin between a document in one folder and the next
    /// one in another.
    fn enter(&self, to: Option<usize>, from: Option<usize>, rows: &mut Vec<Row>) {
        let begun = rows.len();
        let new = self.upwards(to);
        let new = new.take_while(|number| !self.upwards(from).any(|left| left == *number));
        rows.extend(new.filter(|number| self.is_seen(*number)).map(Row::Folder));
        rows[begun..].reverse();
    }

    /// A folder and those around it, the innermost first.
    fn upwards(&self, from: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(from, |number| self.folders[*number].around)
    }

    /// Whether a folder has a row.
    fn is_seen(&self, number: usize) -> bool {
        let around = self.folders[number].around;
        around.is_none_or(|number| !self.folders[number].hides)
    }

    pub(super) fn order(&self) -> impl DoubleEndedIterator<Item = DocumentId> {
        self.order.iter().map(|place| place.id)
    }

    /// The next or the previous document from one on that is not folded away.
    pub(crate) fn neighbour(
        &self,
        documents: &[Document],
        of: DocumentId,
        direction: Direction,
    ) -> Option<DocumentId> {
        let key = |place: &Filed| &documents[place.id.0].sort_key;
        let here = &documents.get(of.0)?.sort_key;
        let shown = |place: &&Filed| self.is_shown(place);
        let found = match direction {
            Direction::Forward => {
                let after = self.order.partition_point(|place| key(place) <= here);
                self.order[after..].iter().find(shown)
            }
            Direction::Backward => {
                let before = self.order.partition_point(|place| key(place) < here);
                self.order[..before].iter().rfind(shown)
            }
        };
        found.map(|place| place.id)
    }

    pub(crate) fn find(&self, documents: &[Document], path: &str) -> Option<DocumentId> {
        let wanted = SortKey::of_path(path);
        let key = |place: &Filed| &documents[place.id.0].sort_key;
        let at = self
            .order
            .binary_search_by(|place| key(place).cmp(&wanted))
            .ok()?;
        Some(self.order[at].id)
    }

    fn is_shown(&self, filed: &Filed) -> bool {
        filed
            .folder
            .is_none_or(|number| !self.folders[number].hides)
    }

    /// The row of a document; of one that is folded away, that of its folder.
    pub(crate) fn row_of(&self, id: DocumentId, path: &str) -> usize {
        let is_it = |row: &Row| matches!(row, Row::Document { id: here, .. } if *here == id);
        let row = self.rows.iter().position(is_it);
        row.or_else(|| self.row_around(path)).unwrap_or(0)
    }

    /// The row of a folder; of one that is folded away, that of the one around it.
    pub(crate) fn row_of_folder(&self, path: &str) -> Option<usize> {
        let number = *self.numbers.get(path)?;
        let seen = self
            .upwards(Some(number))
            .find(|number| self.is_seen(*number))?;
        self.rows.iter().position(|row| *row == Row::Folder(seen))
    }

    /// The row of the innermost folder that is shown around a path.
    fn row_around(&self, path: &str) -> Option<usize> {
        self.row_of_folder(&above(path)?)
    }

    /// Whether a document is folded away, or will be when its folder is found.
    pub(crate) fn is_folded(&self, path: &str) -> bool {
        let mut ends = path.match_indices('/').map(|(at, _)| at + 1);
        !self.folded.is_empty() && ends.any(|end| self.folded.contains(&path[..end]))
    }

    pub(crate) fn toggle_folder(&mut self, path: &str) {
        let folded = !self.folded.remove(path);
        if folded {
            self.folded.insert(path.to_owned());
        }
        if let Some(number) = self.numbers.get(path) {
            self.folders[*number].folded = folded;
        }
        self.arrange();
    }

    pub(crate) fn unfold_around(&mut self, path: &str) {
        let folded = self.folded.iter();
        let shown = folded
            .filter(|folder| !path.starts_with(folder.as_str()))
            .cloned();
        self.set_folded(shown.collect());
    }

    pub(crate) fn fold_all(&mut self) -> bool {
        let any_unfolded = self.folders.iter().any(|folder| !folder.folded);
        let all = self.folders.iter().filter(|_| any_unfolded);
        self.set_folded(all.map(|folder| folder.path.clone()).collect());
        !self.folders.is_empty()
    }

    pub(crate) fn set_folded(&mut self, folded: BTreeSet<String>) {
        for folder in &mut self.folders {
            folder.folded = folded.contains(&folder.path);
        }
        self.folded = folded;
        self.arrange();
    }

    /// The paths of the folded folders, each with whether it has been found.
    pub(crate) fn folded(&self) -> impl Iterator<Item = (&String, bool)> {
        let folded = self.folded.iter();
        folded.map(|path| (path, self.numbers.contains_key(path)))
    }
}

/// The folder around a path, with its `/`.
pub(crate) fn above(path: &str) -> Option<String> {
    let end = path.trim_end_matches('/').rfind('/')?;
    Some(path[..=end].to_owned())
}
