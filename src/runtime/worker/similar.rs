//! The thread that indexes the sentences of all documents, and finds those that say something
//! close to one.
//!
//! Must not know: who asks, and what is shown of it.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender};

use crate::app::{DocumentId, Message, SimilarRequest, SimilarResult, SimilarSentence};
use crate::corpus::{Repetition, Similar, SimilarTo};
use crate::storage::SentenceIndexFile;

use super::super::event::{Event, tell};
use super::super::report::guarded;
use super::context::IoContext;

/// What is asked of the thread.
#[derive(Debug)]
pub(crate) enum Task {
    /// Documents may have changed.
    Update,
    Find(SimilarRequest),
}

pub(super) fn work(context: &IoContext, todo: &Receiver<Task>, events: &Sender<Event>) {
    let tell = |message| tell(events, message);
    let mut similar = None;
    while let Ok(first) = todo.recv() {
        let waiting = Waiting::of(std::iter::once(first).chain(todo.try_iter()));
        if let Err(words) = guarded(|| waiting.answer(context, &mut similar, &tell)) {
            // What it was doing to the index is half done.
            similar = None;
            tell(Message::Warned(words));
        }
    }
}

/// What waits for the thread: however often it was told of changes, it looks once, and of
/// requests only the last one is wanted.
#[derive(Debug, Default)]
struct Waiting {
    is_stale: bool,
    request: Option<SimilarRequest>,
}

impl Waiting {
    fn of(tasks: impl Iterator<Item = Task>) -> Self {
        let mut waiting = Self::default();
        for task in tasks {
            match task {
                Task::Update => waiting.is_stale = true,
                Task::Find(request) => waiting.request = Some(request),
            }
        }
        waiting
    }

    /// Answers the request before it looks at the documents again, but not from an index that
    /// has never been made. None is made before somebody asks: most readers never do, and it
    /// takes time and memory.
    fn answer(
        mut self,
        context: &IoContext,
        similar: &mut Option<Similar>,
        tell: &dyn Fn(Message),
    ) {
        if let Some(known) = similar.as_mut()
            && let Some(request) = self.request.take()
        {
            tell(Message::SimilarFound(find(context, known, &request)));
        }
        let is_new = similar.is_none();
        if is_new && self.request.is_none() {
            return;
        }
        let similar =
            similar.get_or_insert_with(|| Similar::open(SentenceIndexFile::beside(&context.state)));
        if is_new || self.is_stale {
            update(context, similar, tell);
        }
        if let Some(request) = self.request {
            tell(Message::SimilarFound(find(context, similar, &request)));
        }
    }
}

/// Brings the index up to date. What cannot be read is told elsewhere, where the documents
/// are listed.
fn update(context: &IoContext, similar: &mut Similar, tell: &dyn Fn(Message)) {
    let goes_on = || !context.is_leaving();
    let is_whole = similar.update(&context.corpus, &mut (), &goes_on);
    if is_whole.is_ok_and(|is_whole| is_whole) {
        tell(Message::SentencesIndexed(similar.sentence_count()));
    }
}

fn find(context: &IoContext, similar: &mut Similar, request: &SimilarRequest) -> SimilarResult {
    let paths = context.registry.paths();
    let found = similar.ask(
        &context.corpus,
        &SimilarTo {
            text: &request.text,
            document: paths.get(request.document.0),
            most: request.most,
        },
    );
    let numbers: HashMap<&str, usize> = paths
        .iter()
        .enumerate()
        .map(|(number, path)| (path.as_str(), number))
        .collect();
    let told = |one: Repetition| {
        let document = numbers.get(one.document.as_str())?;
        Some(SimilarSentence {
            document: DocumentId(*document),
            sentence: one.sentence,
            range: one.range,
            text: one.text,
            score: one.score,
            covered: one.covered,
            shared_in_question: one.shared_in_question,
            shared: one.shared,
        })
    };
    SimilarResult {
        number: request.number,
        found: found.into_iter().filter_map(told).collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::runtime::worker::context::tests::context;

    fn request(number: u64, document: usize, text: &str) -> Task {
        Task::Find(SimilarRequest {
            number,
            document: DocumentId(document),
            text: text.to_owned(),
            most: 3,
        })
    }

    /// Does tasks that wait together; answers what is told.
    fn told(context: &IoContext, similar: &mut Option<Similar>, tasks: Vec<Task>) -> Vec<String> {
        let told = RefCell::new(Vec::new());
        let words = |message| match message {
            Message::SentencesIndexed(count) => format!("{count} indexed"),
            Message::SimilarFound(result) => {
                let found = result.found.iter().map(|one| {
                    let lit = one.shared.iter().map(|range| &one.text[range.clone()]);
                    let lit = lit.collect::<Vec<_>>().join("|");
                    format!(" {}.{}: {lit}", one.document.0, one.sentence)
                });
                format!("{}:{}", result.number, found.collect::<String>())
            }
            message => panic!("{message:?}"),
        };
        let waiting = Waiting::of(tasks.into_iter());
        waiting.answer(context, similar, &|message| {
            told.borrow_mut().push(words(message));
        });
        told.into_inner()
    }

    fn two_documents(folder: &Path) -> IoContext {
        fs::write(
            folder.join("a.txt"),
            "He left. The agency was founded in 1951.",
        )
        .unwrap();
        fs::write(
            folder.join("b.txt"),
            "It rains. It was founding agencies in 1951.",
        )
        .unwrap();
        context(folder)
    }

    #[test]
    fn sentences_of_other_documents_are_found_and_a_change_is_taken_in() {
        let folder = tempfile::tempdir().unwrap();
        let context = two_documents(folder.path());
        let mut similar = None;
        let ask = |number| request(number, 0, "The agency was founded in 1951.");
        let first = told(
            &context,
            &mut similar,
            vec![Task::Update, ask(1), Task::Update],
        );
        assert_eq!(first, ["4 indexed", "1: 1.2: founding|agencies in 1951"]);
        let update = || vec![Task::Update];
        assert_eq!(told(&context, &mut similar, update()), ["4 indexed"]);
        assert_eq!(told(&context, &mut None, update()), [""; 0], "nobody asked");
        fs::write(folder.path().join("b.txt"), "Those agencies rest.").unwrap();
        // Whoever asks need not wait for the look.
        let after = told(&context, &mut similar, vec![Task::Update, ask(2), ask(3)]);
        assert_eq!(after[1], "3 indexed");
        assert_eq!(after.len(), 2);
        assert_eq!(
            told(&context, &mut similar, vec![ask(4)]),
            ["4: 1.1: agencies"]
        );
    }

    #[test]
    fn the_index_that_was_kept_is_used_and_a_damaged_one_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let context = two_documents(folder.path());
        let first_told = || {
            let asked = vec![request(1, 0, "The agency was founded in 1951.")];
            told(&context, &mut None, asked).swap_remove(0)
        };
        assert_eq!(first_told(), "4 indexed");
        let kept = folder.path().join("state.sentences.gz");
        let bytes = fs::read(&kept).unwrap();
        assert_eq!(first_told(), "4 indexed");
        assert_eq!(fs::read(&kept).unwrap(), bytes, "nothing has changed");
        fs::write(&kept, &bytes[..bytes.len() / 2]).unwrap();
        assert_eq!(first_told(), "4 indexed");
        assert_eq!(fs::read(&kept).unwrap(), bytes);
    }
}
