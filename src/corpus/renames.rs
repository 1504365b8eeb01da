//! Tags whose document is gone, and the documents that may be it under another name.
//!
//! Must not know: who is asked, and how.

use std::path::PathBuf;

use anyhow::Result;

use crate::annotation::{Anchor, AnnotationSet, Budget, Resolution, resolve_annotations};
use crate::storage::{Document, DocumentPath, Entry, Reach};
use crate::text::equivalence::{Rules, plain_form};

use super::observer::Observer;
use super::ordered::for_each;
use super::source::{Corpus, Source};

/// Tags whose document is gone.
#[derive(Debug, Clone)]
pub struct Orphan {
    /// Their annotation file.
    pub file: PathBuf,
    /// The document that it is of.
    pub name: String,
    pub tags: usize,
    /// The documents that it may be now, the likeliest first: where there are several that are
    /// as likely, somebody has to choose.
    pub renamed: Vec<Renamed>,
}

impl Orphan {
    /// The one document that it is, where nothing speaks for another.
    pub fn only(&self) -> Option<&Renamed> {
        match &self.renamed[..] {
            [only] => Some(only),
            _ => None,
        }
    }
}

/// The document that another one seems to be now.
#[derive(Debug, Clone)]
pub struct Renamed {
    pub to: DocumentPath,
    pub likeness: Likeness,
}

/// How a document is known under another name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Likeness {
    /// So many of the tags stand in its file, too, of so many: they are known by their ids,
    /// whatever the text is by now. All do where somebody gave them to it and was interrupted.
    Tags(usize, usize),
    /// It has the same bytes.
    Bytes,
    /// It has the same bytes, and tags that were made on others and do not stand in it: these
    /// have to be sorted out first.
    Occupied,
    /// Its name is the same but for case or normal form.
    Name,
    /// So much of what was tagged stands in it, 0 to 1.
    Text(f64),
}

impl Likeness {
    /// Whether it needs no question, or is likely enough.
    pub fn is_accepted_at(self, score: Option<f64>) -> bool {
        if self == Self::Occupied {
            return false;
        }
        match self.score() {
            None => true,
            Some(own) => score.is_some_and(|score| own >= score),
        }
    }

    /// How likely it is, 0 to 1, where that is not certain.
    fn score(self) -> Option<f64> {
        match self {
            Self::Bytes | Self::Occupied | Self::Name => None,
            Self::Tags(held, all) if held == all => None,
            #[expect(clippy::cast_precision_loss, reason = "a share of tags")]
            Self::Tags(held, all) => Some(held as f64 / all as f64),
            Self::Text(score) => Some(score),
        }
    }

    /// `has the text of`, between the two names.
    pub fn words(self) -> String {
        match self {
            Self::Tags(held, all) if held == all => "has the tags of".to_owned(),
            Self::Tags(held, all) => format!("has {held} of the {all} tags of"),
            Self::Bytes | Self::Occupied => "has the text of".to_owned(),
            Self::Name => "has, but for case or normal form, the name of".to_owned(),
            Self::Text(score) => format!("has most of what was tagged (score {score:.2}) in"),
        }
    }
}

/// Of a document that is taken for another one, so much of what was tagged has to stand in it.
const LIKELY: f64 = 0.5;

/// How much a passage speaks for a document: all of it with the same words, part of it with
/// others.
fn worth(anchor: Anchor) -> f64 {
    match anchor {
        Anchor::Exact(_) | Anchor::Moved { .. } => 1.0,
        Anchor::Changed { score, .. } => score,
        Anchor::Lost { .. } => 0.0,
    }
}

/// Finds the annotation files without a document, and the documents that these may be.
pub fn orphans<O: Observer>(
    corpus: &Corpus,
    sources: &[Source],
    observer: &mut O,
) -> Result<Vec<Orphan>> {
    let mut orphans: Vec<(Orphan, AnnotationSet, String)> = Vec::new();
    for source in sources {
        if let Source::Orphan(file) = source {
            let file = corpus.store.load_file(file);
            let orphan = Orphan {
                name: corpus.name(source).into_owned(),
                tags: file.file.set.len(),
                file: file.path,
                renamed: Vec::new(),
            };
            let has_tags = orphan.tags > 0;
            orphans.extend(has_tags.then_some((orphan, file.file.set, file.file.document.sha256)));
        }
    }
    if orphans.is_empty() {
        return Ok(Vec::new());
    }
    let documents = sources.iter().filter_map(|source| match source {
        Source::Document(entry) if entry.unreadable.is_none() => Some(entry),
        _ => None,
    });
    let documents: Vec<&Entry> = documents.collect();
    observer.begin(documents.len());
    let look = |entry: &Entry| -> (DocumentPath, Vec<Option<Likeness>>) {
        let document = Document::load(corpus.workspace(), &entry.path);
        let own = corpus.store.load(&entry.path).file.set;
        let like = |one| {
            let likeness = corpus.likeness(one, document.as_ref().ok()?, &own)?;
            let is_occupied = likeness == Likeness::Bytes && corpus.stray(entry).is_some();
            Some(if is_occupied {
                Likeness::Occupied
            } else {
                likeness
            })
        };
        (entry.path.clone(), orphans.iter().map(like).collect())
    };
    let mut found: Vec<Vec<(Likeness, DocumentPath)>> = vec![Vec::new(); orphans.len()];
    for_each(documents, observer, look, |(path, alike), observer| {
        for (all, likeness) in found.iter_mut().zip(alike) {
            all.extend(likeness.map(|likeness| (likeness, path.clone())));
        }
        Ok(observer.document_done()?)
    })?;
    observer.end();
    let orphans = orphans.into_iter().map(|(orphan, ..)| orphan).zip(found);
    let with_document = orphans.map(|(orphan, found)| Orphan {
        renamed: most_alike(found),
        ..orphan
    });
    Ok(with_document.collect())
}

/// The documents that are most alike: several, where nothing tells which of them it is.
fn most_alike(mut found: Vec<(Likeness, DocumentPath)>) -> Vec<Renamed> {
    let rank = |likeness: &Likeness| match (likeness, likeness.score()) {
        (_, Some(score)) => score,
        (Likeness::Tags(..), None) => 4.0,
        (Likeness::Bytes | Likeness::Occupied, None) => 3.0,
        (Likeness::Name | Likeness::Text(_), None) => 2.0,
    };
    found.sort_by(|one, other| rank(&other.0).total_cmp(&rank(&one.0)));
    let best = found.first().map_or(0.0, |(likeness, _)| rank(likeness));
    let alike = found
        .into_iter()
        .take_while(|(likeness, _)| rank(likeness) >= best);
    alike
        .map(|(likeness, to)| Renamed { to, likeness })
        .collect()
}

impl Corpus {
    /// How like a document is to one that is gone; `None` where it is not.
    fn likeness(
        &self,
        (orphan, set, named): &(Orphan, AnnotationSet, String),
        document: &Document,
        own: &AnnotationSet,
    ) -> Option<Likeness> {
        /// A document with tags of its own is none that was renamed, unless they are the same
        /// ones, or it has the same bytes; neither is one that is far longer or shorter.
        const TIMES: usize = 2;
        let held = set.iter().filter(|one| own.contains(&one.id)).count();
        if held == set.len() {
            return Some(Likeness::Tags(held, set.len()));
        }
        if !named.is_empty() && document.sha256().eq_ignore_ascii_case(named) {
            return Some(Likeness::Bytes);
        }
        if held > 0 {
            return Some(Likeness::Tags(held, set.len()));
        }
        if !own.is_empty() {
            return None;
        }
        let last = set.iter().map(|one| one.selector.end.0).max().unwrap_or(0);
        if document.text.len() < last / TIMES {
            return None;
        }
        let earlier = self
            .store
            .earlier_texts(document, &[named], set, Reach::AtHand);
        let budget = Budget::Unlimited;
        let found = resolve_annotations(
            set.iter().map(AsRef::as_ref),
            &document.text,
            &earlier,
            budget,
        );
        let anchors = found.into_iter().map(Resolution::anchor_or_lost);
        let there: f64 = anchors.map(worth).sum();
        #[expect(clippy::cast_precision_loss, reason = "a share of tags")]
        let share = there / set.len() as f64;
        let plain = |name: &str| plain_form(name, Rules::LOOSE).into_owned();
        let is_named_so = plain(document.path.as_str()) == plain(&orphan.name);
        match share >= LIKELY {
            true if is_named_so => Some(Likeness::Name),
            true => Some(Likeness::Text(share)),
            false => None,
        }
    }
}
