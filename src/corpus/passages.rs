//! The passages of other documents that are sources, in words.
//!
//! Must not know: how they are written.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::annotation::{AnnotationSet, PassageRef, Source};
use crate::formats::Placed;
use crate::storage::Document;
use crate::text::{one_line, title};

use super::source::Corpus;

/// So many documents to which sources lead are kept for the next ones that lead there: many
/// lead to the same, but all of them may be too many to keep.
const KEPT: usize = 8;

/// A document to which sources lead.
struct Other {
    /// What it is called: links may do so as earlier versions did.
    path: String,
    set: AnnotationSet,
    /// Its title, where that is known.
    title: String,
}

/// A document that is read by whoever needs it first; `None` where there is no such one.
type Read = Arc<OnceLock<Option<Other>>>;

/// The documents to which sources led last, by what those call them.
#[derive(Default)]
pub(super) struct Passages(Mutex<Vec<(String, Read)>>);

impl Passages {
    /// What the passages say that are sources of some annotations: `“It is otherwise.” (b.txt:
    /// its title)`, by how they are written.
    pub(super) fn in_words(&self, corpus: &Corpus, tags: &[Placed]) -> HashMap<String, String> {
        let mut others: HashMap<String, Read> = HashMap::new();
        let mut words = HashMap::new();
        let sources = tags.iter().flat_map(|tag| &tag.annotation.sources);
        for passage in sources.filter_map(Source::passage) {
            if !words.contains_key(passage.as_str()) {
                let said = self.passage_in_words(corpus, passage, &mut others);
                let said = said.unwrap_or_else(|| format!("{passage}, which is not there"));
                words.insert(passage.as_str().to_owned(), said);
            }
        }
        words
    }

    fn passage_in_words(
        &self,
        corpus: &Corpus,
        passage: &PassageRef,
        others: &mut HashMap<String, Read>,
    ) -> Option<String> {
        let written = passage.as_str();
        written.match_indices('#').find_map(|(at, _)| {
            let name = &written[..at];
            let other = others
                .entry(name.to_owned())
                .or_insert_with(|| self.kept(name));
            let other = other.get_or_init(|| other_called(corpus, name)).as_ref()?;
            let annotation = other.set.get(&passage.id_in(name)?)?;
            let quote = one_line(&annotation.selector.quote);
            let path = &other.path;
            Some(match other.title.as_str() {
                "" => format!("“{quote}” ({path})"),
                title => format!("“{quote}” ({path}: {title})"),
            })
        })
    }

    /// A document, the one that is kept if it is; the one that was needed longest ago makes
    /// room for a new one.
    fn kept(&self, name: &str) -> Read {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(called, _)| called == name);
        let one = match at {
            Some(at) => kept.remove(at),
            None => (name.to_owned(), Read::default()),
        };
        let read = Arc::clone(&one.1);
        kept.push(one);
        if kept.len() > KEPT {
            kept.remove(0);
        }
        read
    }
}

fn other_called(corpus: &Corpus, name: &str) -> Option<Other> {
    let (path, set) = corpus.called(name)?;
    let document = Document::load(corpus.workspace(), &path).ok();
    Some(Other {
        path: path.as_str().to_owned(),
        set,
        title: document.map_or_else(String::new, |document| title(&document.text)),
    })
}
