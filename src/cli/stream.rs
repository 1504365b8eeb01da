//! The tags that pass the filters, document by document and piece by piece: the
//! next are read and made ready while the last are written, and no more than a few
//! documents are in memory.
//!
//! Must not know: what the pieces are.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Result;

use crate::formats::ExportDocument;

use super::filter::Filter;
use super::gather::{Source, Untagged};
use super::ordered::ordered;
use super::output::Output;
use super::session::Session;

/// The most tags of a document that are made ready as one piece, beside others. One
/// with more is cut, and its pieces are made beside each other.
const WHOLE: usize = 4096;
/// The tags of a piece of such a document.
const PIECE: usize = 1024;

/// How the tags are taken.
pub(super) struct Stream<'a> {
    pub(super) session: &'a Session,
    filter: &'a Filter,
    /// Whether the sentences of a document are wanted.
    pub(super) sentences: bool,
    /// Whether nothing is said about files that could not be read whole, because it
    /// was said before.
    pub(super) quiet: bool,
    /// The only document, if it is a large one: it is not read twice.
    only: Mutex<Option<Box<ExportDocument>>>,
}

/// What came of one document.
enum Ready<P> {
    /// No tag passed.
    Nothing,
    /// All its tags are in one piece.
    Whole(P),
    /// It has so many tags that they are still to be made into pieces.
    Large(Box<ExportDocument>),
}

/// One document that was read, with what is to be said about it.
struct Selected<P> {
    ready: Ready<P>,
    told: Vec<String>,
    is_whole: bool,
}

impl<'a> Stream<'a> {
    /// Of all tags that pass.
    pub(super) fn new(session: &'a Session, filter: &'a Filter) -> Self {
        Self {
            session,
            filter,
            sentences: false,
            quiet: false,
            only: Mutex::default(),
        }
    }

    /// Makes a piece of the tags from one index to another of each document, and hands
    /// it to `put` in order, with whether it is the first one of its document. Says a
    /// word on standard error about every file that could not be read whole.
    ///
    /// Answers whether the annotation files of all documents that pass were.
    ///
    /// # Errors
    /// What `put` says.
    pub(super) fn run<P: Send>(
        &self,
        sources: &[Source],
        output: &mut Output,
        piece: impl Fn(&ExportDocument, Range<usize>) -> P + Sync,
        mut put: impl FnMut(P, bool, &mut Output) -> Result<()>,
    ) -> Result<bool> {
        let wanted = |it: &&Source| self.filter.takes_document(&self.session.name(it));
        let wanted: Vec<_> = sources.iter().filter(wanted).collect();
        let mut is_whole = true;
        let is_only = wanted.len() == 1;
        output.begin_work(wanted.len());
        let select = |source: &Source| self.select(source, &piece);
        ordered(wanted, output, select, |selected, output| {
            is_whole &= selected.is_whole;
            for words in selected.told {
                output.complain(&words);
            }
            match selected.ready {
                Ready::Nothing => {}
                Ready::Whole(piece) => put(piece, true, output)?,
                Ready::Large(document) => {
                    in_pieces(&document, output, &piece, &mut put)?;
                    if is_only {
                        *self.only() = Some(document);
                    }
                }
            }
            Ok(output.document_done()?)
        })?;
        output.end_work();
        Ok(is_whole)
    }

    fn only(&self) -> MutexGuard<'_, Option<Box<ExportDocument>>> {
        self.only.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn select<P>(
        &self,
        source: &Source,
        piece: &impl Fn(&ExportDocument, Range<usize>) -> P,
    ) -> Selected<P> {
        let mut selected = Selected {
            ready: Ready::Nothing,
            told: Vec::new(),
            is_whole: true,
        };
        if let Some(only) = self.only().take() {
            selected.ready = Ready::Large(only);
            return selected;
        }
        let Some(one) = self.session.gather(source, Untagged::LeftOut) else {
            return selected;
        };
        selected.is_whole = one.is_whole();
        if !self.quiet {
            // One that is only protected against writing was read whole.
            let broken = one.read_only.filter(|_| !one.problems.is_empty());
            let broken = broken.map(|why| format!("{why}; what can be read of it is shown"));
            let unreadable = one.unreadable;
            let unreadable = unreadable.map(|why| format!("{}: {why}", one.document.path));
            selected.told.extend(broken.into_iter().chain(unreadable));
        }
        let mut document = one.document;
        document.tags.retain(|it| self.filter.takes(&it.annotation));
        if document.tags.is_empty() {
            return selected;
        }
        if let Some(text) = document.text.as_ref().filter(|_| self.sentences) {
            document.sentences = self.session.sentences(text);
        }
        let tags = document.tags.len();
        selected.ready = if tags <= WHOLE {
            Ready::Whole(piece(&document, 0..tags))
        } else {
            Ready::Large(Box::new(document))
        };
        selected
    }
}

fn in_pieces<P: Send>(
    document: &ExportDocument,
    output: &mut Output,
    piece: impl Fn(&ExportDocument, Range<usize>) -> P + Sync,
    mut put: impl FnMut(P, bool, &mut Output) -> Result<()>,
) -> Result<()> {
    let all = document.tags.len();
    let starts = (0..all).step_by(PIECE);
    let make = |start: usize| {
        let end = all.min(start + PIECE);
        (piece(document, start..end), start, end)
    };
    ordered(starts, output, make, |(piece, start, end), output| {
        put(piece, start == 0, output)?;
        Ok(output.tags_done(end, all)?)
    })
}
