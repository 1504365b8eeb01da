//! The thread that finds out who annotates, and makes the summaries of documents:
//! first those in view, and only those that are still in view by then; the others when
//! there is time.
//!
//! Must not know: what is in a summary.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, TryRecvError};

use crate::app::{DocumentId, Message};
use crate::storage;

use super::super::event::{Event, tell};
use super::super::report::guarded;
use super::{context::IoContext, summary::summarise};

pub(crate) enum SummaryRequest {
    /// Who annotates, with the configured name: keys wait for it.
    Annotator(Option<String>),
    /// Summaries of what is in view, in the place of what was.
    InView(Vec<DocumentId>),
    Rest(Vec<DocumentId>),
}

pub(super) fn work(context: &IoContext, todo: &Receiver<SummaryRequest>, events: &Sender<Event>) {
    let mut in_view = VecDeque::new();
    let mut rest = VecDeque::new();
    while !context.is_leaving() {
        let request = match in_view.is_empty() && rest.is_empty() {
            true => todo.recv().map_err(|_| TryRecvError::Disconnected),
            false => todo.try_recv(),
        };
        match request {
            Ok(SummaryRequest::Annotator(configured)) => {
                tell(events, find_annotator(context, configured));
            }
            Ok(SummaryRequest::InView(ids)) => in_view = ids.into(),
            Ok(SummaryRequest::Rest(ids)) => rest.extend(ids),
            Err(TryRecvError::Empty) => {
                if let Some(id) = in_view.pop_front().or_else(|| rest.pop_front()) {
                    tell(events, summarise(context, id));
                }
            }
            Err(TryRecvError::Disconnected) => return,
        }
    }
}

fn find_annotator(context: &IoContext, configured: Option<String>) -> Message {
    let root = context.corpus.workspace().root();
    let name = guarded(|| storage::annotator(None, configured.as_deref(), root));
    Message::AnnotatorFound(name.unwrap_or_else(|_| configured.unwrap_or_default()))
}
