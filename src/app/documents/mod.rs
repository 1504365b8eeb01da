//! The documents of the workspace: by number, in the order in which they were found, and by
//! name under their folders, as they stand in the sidebar.
//!
//! Whatever a frame needs is kept and not counted anew: a workspace may have a hundred
//! thousand documents.
//!
//! Must not know: how documents are found, how the sidebar is drawn.

mod ends;
mod evidence;
mod incoming;
pub(super) mod ledger;
pub(super) mod open;
mod since;
pub(super) mod tree;
pub(super) mod visit;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::ops::Index;

use crate::annotation::{AnnotationFilter, AnnotationSet};

use crate::app::document::{
    Document, DocumentId, KnownAnnotations, OnDisk, OpenDocument, Places, SaveState, Summary, Tally,
};
use crate::app::documents::incoming::Descent;
pub(crate) use crate::app::documents::incoming::{LeadsBy, LinksTo};
use crate::app::documents::ledger::OpenLedger;
use crate::app::documents::tree::{DocumentTree, Folder, Row, above};
use crate::app::documents::visit::Visit;
use crate::app::input::command::Direction;
use crate::session::{FileTrouble, ReadingPlace};

/// Documents that the walk through the workspace has found since it last said so.
#[derive(Debug, Clone)]
pub struct DiscoveredDocuments {
    /// The number of the first of them; the others follow it.
    pub first: DocumentId,
    /// The documents.
    pub documents: Vec<Document>,
    /// Whether the walk is over.
    pub complete: bool,
    /// Whether the walk takes long: it is not waited for to open the first document.
    pub slow: bool,
}

/// Annotation files of documents that are not open.
#[derive(Debug, Clone, Default)]
pub struct AnnotationFiles {
    /// The documents that they belong to, with what they say.
    pub known: Vec<(DocumentId, Box<KnownAnnotations>)>,
    /// While those of all documents are being read: how many bytes have been, of how many.
    pub progress: Option<(usize, usize)>,
}

/// How many of the annotation files have been read, for the totals in the first row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TotalsProgress {
    /// None.
    #[default]
    NotStarted,
    /// So many bytes of them, of so many.
    Reading(usize, usize),
    /// All of them.
    Complete,
}

#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// All of them, in the order in which they were found: a [`DocumentId`] is an index.
    all: Vec<Document>,
    pub open: Option<DocumentId>,
    /// The row of the sidebar under its cursor.
    pub cursor: usize,
    /// Whether the walk through the workspace goes on.
    pub walking: bool,
    /// Whether the one to begin with has not been found yet.
    pub choosing: bool,
    /// The path of the one to begin with.
    pub begin_with: Option<String>,
    pub counted: TotalsProgress,
    /// Those that were opened, with how they stood when their annotations were counted: only
    /// they can have changes.
    opened: BTreeMap<DocumentId, Counted>,
    tree: DocumentTree,
    tallies: Vec<Tally>,
    total: Tally,
    ledger: OpenLedger,
    /// When the reader was here before.
    pub visit: Visit,
    /// Documents that earlier versions called differently, by those names.
    earlier_paths: HashMap<String, DocumentId>,
    /// How many documents have each title, of those that were summarised.
    titles: HashMap<String, usize>,
    /// Where the reader was in documents that have not been found yet.
    places: HashMap<String, ReadingPlace>,
    /// The documents whose summaries were last asked for.
    asked: Vec<DocumentId>,
    /// Large sets that were replaced and are still to be dropped.
    replaced_sets: Vec<AnnotationSet>,
    /// How many are gone from disk since they were found.
    gone: usize,
}

/// How an opened document stood when its annotations were counted: its text, its annotations
/// and their places.
type Counted = u64;

fn counted(document: &Document) -> Counted {
    document.opened().map_or(0, OpenDocument::placing)
}

/// To drop as many annotations as this takes a millisecond.
const MANY: usize = 1000;

/// What the sidebar's cursor is on, in whichever row that stands.
enum Here {
    Folder(String),
    Document(DocumentId),
}

impl Documents {
    /// No documents yet, and the places where the reader was in those to come.
    pub fn new(places: impl IntoIterator<Item = (String, ReadingPlace)>) -> Self {
        Self {
            places: places.into_iter().collect(),
            ..Self::default()
        }
    }

    pub fn all(&self) -> &[Document] {
        &self.all
    }

    /// How many there are, without those that are gone from disk.
    pub(crate) fn count(&self) -> usize {
        self.all.len() - self.gone
    }

    /// Notes how the file of a document stands, and answers how it stood before.
    pub(crate) fn set_disk(&mut self, id: DocumentId, now: OnDisk) -> Option<OnDisk> {
        let document = self.all.get_mut(id.0)?;
        let before = std::mem::replace(&mut document.disk, now);
        self.gone += usize::from(now == OnDisk::Gone);
        self.gone -= usize::from(before == OnDisk::Gone);
        if let Some(opened) = self.get_opened_mut(id) {
            opened.set_gone(matches!(now, OnDisk::Gone | OnDisk::Unreadable));
            self.tally_again(id);
        }
        if (now == OnDisk::Gone) != (before == OnDisk::Gone) {
            self.look_at_dependents(id);
        }
        Some(before)
    }

    pub fn get(&self, id: DocumentId) -> Option<&Document> {
        self.all.get(id.0)
    }

    pub fn get_mut(&mut self, id: DocumentId) -> Option<&mut Document> {
        self.all.get_mut(id.0)
    }

    pub fn get_opened(&self, id: DocumentId) -> Option<&OpenDocument> {
        self.get(id)?.opened()
    }

    pub fn get_opened_mut(&mut self, id: DocumentId) -> Option<&mut OpenDocument> {
        self.get_mut(id)?.opened_mut()
    }

    /// The content of an open document to change, with the links that lead to it.
    pub(crate) fn opened_with_links(
        &mut self,
        id: DocumentId,
    ) -> Option<(&mut OpenDocument, LinksTo<'_>)> {
        let document = self.all.get_mut(id.0)?;
        let links = LinksTo::new(&self.ledger.incoming, document.names());
        Some((document.opened_mut()?, links))
    }

    pub fn open_document(&self) -> Option<&OpenDocument> {
        self.get_opened(self.open?)
    }

    pub fn open_document_mut(&mut self) -> Option<&mut OpenDocument> {
        self.get_opened_mut(self.open?)
    }

    /// Makes a document the open one, and answers whether there is one of that number. The
    /// mark that a document has changed on disk goes when one leaves it.
    pub(crate) fn go_to(&mut self, id: DocumentId) -> bool {
        if self.get(id).is_none() {
            return false;
        }
        if let Some(left) = self.open.filter(|open| *open != id)
            && self.get(left).map(|document| document.disk) == Some(OnDisk::Changed)
        {
            self.set_disk(left, OnDisk::Same);
        }
        self.open = Some(id);
        self.choosing = false;
        self.point_to(id);
        true
    }

    /// Moves the sidebar's cursor by rows, and stops at the ends.
    pub fn step(&mut self, by: isize) {
        let last = self.rows().len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
    }

    pub fn add(&mut self, documents: Vec<Document>) {
        let first = self.all.len();
        self.all.extend(documents);
        if !self.places.is_empty() {
            for document in &mut self.all[first..] {
                if let Some(place) = self.places.remove(&document.path) {
                    document.place = place;
                }
            }
        }
        self.tallies.resize(self.all.len(), Tally::default());
        for (at, document) in self.all.iter().enumerate().skip(first) {
            let earlier = document.earlier_path.clone();
            self.earlier_paths
                .extend(earlier.map(|path| (path, DocumentId(at))));
        }
        let new = first..self.all.len();
        let here = self.here();
        self.tree.add(&self.all, new);
        self.go_back_to(here);
    }

    pub fn rows(&self) -> &[Row] {
        &self.tree.rows
    }

    pub fn folder(&self, number: usize) -> Option<&Folder> {
        self.tree.folders.get(number)
    }

    pub(crate) fn by_name(&self) -> impl DoubleEndedIterator<Item = (DocumentId, &Document)> {
        let documents = self.tree.order();
        documents.map(|id| (id, &self.all[id.0]))
    }

    pub fn opened(&self) -> impl Iterator<Item = (DocumentId, &Document)> {
        let opened = self.opened.keys();
        opened.map(|id| (*id, &self.all[id.0]))
    }

    pub fn opened_mut(&mut self) -> impl Iterator<Item = &mut Document> {
        // Few of them, so not by going through all documents.
        let mut rest = self.all.as_mut_slice();
        let mut taken = 0;
        self.opened.keys().filter_map(move |id| {
            let (_, from) = std::mem::take(&mut rest).split_at_mut_checked(id.0 - taken)?;
            let (document, after) = from.split_first_mut()?;
            taken = id.0 + 1;
            rest = after;
            Some(document)
        })
    }

    /// Shows only some tags in the documents that were opened, or all of them.
    pub fn set_filter(&mut self, filter: Option<&AnnotationFilter>) {
        for opened in self.opened_mut().filter_map(Document::opened_mut) {
            opened.set_filter(filter.cloned());
        }
    }

    /// How the changes of all documents stand: the worst of them.
    pub fn save_state(&self) -> SaveState {
        let mut worst = SaveState::Saved;
        for (_, document) in self.opened() {
            match document.opened().map(|opened| &opened.save) {
                Some(SaveState::Failed(reason)) => return SaveState::Failed(reason.clone()),
                Some(SaveState::Saving) => worst = SaveState::Saving,
                _ => {}
            }
        }
        worst
    }

    /// Notes that a document was opened, and counts its own annotations from now on.
    pub(crate) fn note_opened(&mut self, id: DocumentId) {
        let counted = self.get(id).map_or(0, counted);
        let descent = match self.opened.insert(id, counted) {
            Some(_) => Descent::Shared,
            None => Descent::None,
        };
        self.follow_links(id, descent);
        if descent == Descent::None {
            self.drop_old_news(id);
        }
        self.tally_again(id);
    }

    /// Counts the annotations of opened documents again where a key has changed them.
    pub(crate) fn recount_changed(&mut self) {
        let changed = self.opened.iter().filter(|(id, before)| {
            let document = self
                .get(**id)
                .filter(|document| document.opened().is_some());
            document.is_some_and(|document| counted(document) != **before)
        });
        let changed: Vec<DocumentId> = changed.map(|(id, _)| *id).collect();
        for id in changed {
            self.note_opened(id);
        }
    }

    /// The next or the previous document by name that is not folded away.
    pub(crate) fn neighbour(&self, of: DocumentId, direction: Direction) -> Option<DocumentId> {
        self.tree.neighbour(&self.all, of, direction)
    }

    pub fn find(&self, path: &str) -> Option<DocumentId> {
        self.tree.find(&self.all, path)
    }

    /// The row of a document; of one that is folded away, that of its folder.
    pub(crate) fn row_of(&self, id: DocumentId) -> usize {
        self.tree.row_of(id, self.path(id))
    }

    fn path(&self, id: DocumentId) -> &str {
        self.all
            .get(id.0)
            .map_or("", |document| document.path.as_str())
    }

    pub(crate) fn row_here(&self) -> Option<Row> {
        self.rows().get(self.cursor).copied()
    }

    /// Puts the sidebar's cursor on a document, and shows it if it is folded away.
    pub(crate) fn point_to(&mut self, id: DocumentId) {
        if self.tree.is_folded(self.path(id)) {
            let path = self.path(id).to_owned();
            self.tree.unfold_around(&path);
        }
        self.cursor = self.row_of(id);
    }

    /// Folds a folder, or unfolds it if it is folded; the cursor goes to it.
    pub(crate) fn toggle_folder(&mut self, path: &str) {
        self.tree.toggle_folder(path);
        self.go_back_to(Some(Here::Folder(path.to_owned())));
    }

    /// Folds the folder under the sidebar's cursor, or the one around what is there; answers
    /// whether there is one.
    pub(crate) fn fold_here(&mut self) -> bool {
        let path = match self.row_here() {
            Some(Row::Folder(number)) => self.folder(number).and_then(|folder| {
                if folder.folded {
                    above(&folder.path)
                } else {
                    Some(folder.path.clone())
                }
            }),
            Some(Row::Document { id, .. }) => above(self.path(id)),
            None => None,
        };
        // What has a row is in no folded folder: this one is not folded yet.
        let Some(path) = path else { return false };
        self.toggle_folder(&path);
        true
    }

    /// Folds all folders, or unfolds them if all are folded; answers whether there is any.
    pub(crate) fn fold_all(&mut self) -> bool {
        let here = self.here();
        let any = self.tree.fold_all();
        self.go_back_to(here);
        any
    }

    /// Folds the folders of these paths, and no others.
    pub(crate) fn set_folded(&mut self, folded: impl IntoIterator<Item = String>) {
        let here = self.here();
        self.tree.set_folded(folded.into_iter().collect());
        self.go_back_to(here);
    }

    /// The paths of the folded folders that exist, or may still be found.
    pub fn folded(&self) -> impl Iterator<Item = &String> {
        let folded = self.tree.folded();
        let folded = folded.filter(|(_, is_there)| self.walking || *is_there);
        folded.map(|(path, _)| path)
    }

    fn here(&self) -> Option<Here> {
        match self.row_here()? {
            Row::Folder(number) => Some(Here::Folder(self.folder(number)?.path.clone())),
            Row::Document { id, .. } => Some(Here::Document(id)),
        }
    }

    /// Puts the cursor back on what it was on before the rows were made anew.
    fn go_back_to(&mut self, here: Option<Here>) {
        self.cursor = match here {
            Some(Here::Document(id)) => self.row_of(id),
            Some(Here::Folder(path)) => self.tree.row_of_folder(&path).unwrap_or(0),
            None => 0,
        };
    }

    pub(crate) fn replace_known(&mut self, id: DocumentId, mut known: Box<KnownAnnotations>) {
        let Some(document) = self.all.get_mut(id.0) else {
            return;
        };
        document.trouble = known.trouble;
        // It was made as if all stood where they were marked.
        let nowhere = Places::Nowhere;
        match document.places() {
            Some(Places::Nowhere) => {
                let version = std::mem::take(&mut known.version);
                *known = KnownAnnotations::at(known.set, &nowhere).of_version(version);
            }
            places => {
                for (id, anchor) in places.into_iter().flat_map(Places::elsewhere) {
                    known.look_again(id, *anchor);
                }
            }
        }
        self.take_over(id, known);
    }

    /// Notes whether the annotation file of a document can be read as a whole.
    pub(crate) fn note_trouble(&mut self, id: DocumentId, trouble: Option<FileTrouble>) {
        let document = self.all.get_mut(id.0);
        if let Some(document) = document.filter(|document| document.trouble != trouble) {
            document.trouble = trouble;
            self.tally_again(id);
        }
    }

    /// The documents with annotation files that cannot be read as a whole, by name.
    pub(crate) fn with_trouble(&self) -> impl Iterator<Item = (DocumentId, FileTrouble)> + '_ {
        let documents = self.by_name().filter(|_| self.total.unread > 0);
        documents.filter_map(|(id, document)| Some((id, document.trouble?)))
    }

    /// Keeps a large set that was replaced, to be dropped where nobody waits.
    fn keep_large(&mut self, known: Option<Box<KnownAnnotations>>) {
        self.replaced_sets.extend(known.map(|known| known.set));
        self.replaced_sets.retain(|set| set.len() >= MANY);
    }

    /// The large sets that were replaced, to be dropped where nobody waits.
    pub(crate) fn take_replaced_sets(&mut self) -> Option<Vec<AnnotationSet>> {
        let sets = std::mem::take(&mut self.replaced_sets);
        (!sets.is_empty()).then_some(sets)
    }

    /// Notes what is known of a document without opening it.
    pub(crate) fn set_summary(&mut self, id: DocumentId, summary: Box<Summary>) {
        let Some(document) = self.all.get_mut(id.0) else {
            return;
        };
        *self.titles.entry(summary.title.clone()).or_default() += 1;
        let before = document.summary.as_ref().map(|before| &before.title);
        let is_renamed = before != Some(&summary.title);
        if let Some(items) = document.open_items_mut().filter(|_| is_renamed) {
            // A list of them names it.
            items.note_all();
        }
        if let Some(before) = document.summary.replace(summary)
            && let Entry::Occupied(mut with) = self.titles.entry(before.title)
        {
            *with.get_mut() -= 1;
            if *with.get() == 0 {
                with.remove();
            }
        }
        self.tally_again(id);
    }

    /// Notes the title of a document whose text has changed.
    pub(crate) fn set_title(&mut self, id: DocumentId, title: String) {
        let summary = self.get(id).and_then(|document| document.summary.clone());
        if let Some(summary) = summary.filter(|summary| summary.title != title) {
            self.set_summary(id, Box::new(Summary { title, ..*summary }));
        }
    }

    /// What a document is called: by its title, as far as that is known and there is one, and
    /// by its name before that where others have the same title.
    pub fn title(&self, id: DocumentId) -> Option<String> {
        let document = self.get(id)?;
        let title = document.summary.as_ref().map(|found| found.title.as_str());
        let title = title.filter(|title| !title.is_empty())?;
        let shared = self.titles.get(title).is_some_and(|with| *with > 1);
        Some(match shared {
            true => format!("{}: {title}", document.stem()),
            false => title.to_owned(),
        })
    }

    /// What a document is called in lists of what is in it: by its title, else by its file.
    pub(crate) fn title_or_path(&self, id: DocumentId) -> String {
        let title = self.title(id);
        title.unwrap_or_else(|| {
            self.get(id)
                .map_or_else(String::new, |one| one.path.clone())
        })
    }

    /// What a document adds to the totals.
    pub(crate) fn tally(&self, id: DocumentId) -> Tally {
        self.tallies.get(id.0).copied().unwrap_or_default()
    }

    pub fn known(&self) -> Tally {
        self.total
    }

    /// How many annotations all documents have; `None` while not all are known.
    pub fn total(&self) -> Option<Tally> {
        (self.counted == TotalsProgress::Complete).then_some(self.total)
    }

    /// Notes which documents are to be summarised; answers them unless all of them have been
    /// asked for already.
    pub(crate) fn ask_for_summaries(&mut self, wanted: Vec<DocumentId>) -> Option<Vec<DocumentId>> {
        if wanted.iter().all(|id| self.asked.contains(id)) {
            return None;
        }
        self.asked.clone_from(&wanted);
        Some(wanted)
    }
}

impl Index<DocumentId> for Documents {
    type Output = Document;

    fn index(&self, id: DocumentId) -> &Document {
        &self.all[id.0]
    }
}

#[cfg(test)]
mod tests;
