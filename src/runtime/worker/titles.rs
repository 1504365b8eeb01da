//! Who tags, and looking into documents that are not open: those in view first, and only those
//! that are still in view by then; the others when there is time.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, TryRecvError};

use crate::app::{DocumentId, Message};
use crate::storage::{self, FileStamp};

use super::super::Event;
use super::super::report::guarded;
use super::bench::Workbench;

/// What is to be looked for.
pub(super) enum Wanted {
    /// Who tags, as far as that is configured: keys wait for it.
    Annotator(Option<String>),
    /// What is in view, in the place of what was.
    View(Vec<DocumentId>),
    /// What else there is.
    Rest(Vec<DocumentId>),
}

pub(super) fn work(bench: &Workbench, todo: &Receiver<Wanted>, events: &Sender<Event>) {
    let (mut view, mut rest): (VecDeque<DocumentId>, VecDeque<DocumentId>) = Default::default();
    while !bench.is_leaving() {
        let wanted = if view.is_empty() && rest.is_empty() {
            todo.recv().map_err(|_| TryRecvError::Disconnected)
        } else {
            todo.try_recv()
        };
        match wanted {
            Ok(Wanted::Annotator(configured)) => {
                let _ = events.send(Event::Message(bench.annotator(configured)));
                continue;
            }
            Ok(Wanted::View(ids)) => {
                view = ids.into();
                continue;
            }
            Ok(Wanted::Rest(ids)) => {
                rest.extend(ids);
                continue;
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => return,
        }
        let Some(id) = view.pop_front().or_else(|| rest.pop_front()) else {
            continue;
        };
        if events.send(Event::Message(bench.look_into(id))).is_err() {
            return;
        }
    }
}

/// How the files of a document were when it was looked into.
pub(super) type Looks = (Option<FileStamp>, Option<FileStamp>);

impl Workbench {
    fn annotator(&self, configured: Option<String>) -> Message {
        let root = self.store.workspace().root();
        let name = guarded(|| storage::annotator(None, configured.as_deref(), root));
        Message::Annotator(name.unwrap_or_else(|_| configured.unwrap_or_default()))
    }

    /// Looks into a document, and notes how its files were then.
    pub(super) fn look_into(&self, id: DocumentId) -> Message {
        let marks = self.marks_of(id);
        let found = guarded(|| self.summarise(id));
        let found = match found {
            Ok(Message::Summarised(_, Err(words))) | Err(words) => {
                Message::Summarised(id, Err(self.without_path(id, &words)))
            }
            Ok(found) => found,
        };
        self.looked().insert(id, marks);
        found
    }

    /// Why a document cannot be read, without its path: that stands above it.
    fn without_path(&self, id: DocumentId, words: &str) -> String {
        let path = self.path(id);
        let folder = self.store.workspace().documents_dir();
        let path = path.map(|it| folder.join(it.native()).display().to_string());
        let parts = path.ok().and_then(|it| {
            let (before, after) = words.split_once(&it)?;
            let after = after.trim_start_matches([' ', ':']);
            Some(match before.trim_end() {
                "" => after.to_owned(),
                before => format!("{before}: {after}"),
            })
        });
        parts.unwrap_or_else(|| words.to_owned())
    }

    /// Those that were looked into and whose files are others now.
    pub(super) fn outdated(&self) -> Vec<DocumentId> {
        let looked = self.looked().clone();
        let changed = looked
            .into_iter()
            .filter(|(id, marks)| self.marks_of(*id) != *marks);
        changed.map(|(id, _)| id).collect()
    }

    fn marks_of(&self, id: DocumentId) -> Looks {
        let Ok(path) = self.path(id) else {
            return (None, None);
        };
        let workspace = self.store.workspace();
        let document = workspace.documents_dir().join(path.native());
        let file = workspace.annotation_path(&path);
        (FileStamp::read(&document), FileStamp::read(&file))
    }
}
