//! Tags whose document is gone, and the documents that may be it under another name.
//!
//! Must not know: who is asked, and how.

use std::path::PathBuf;

use anyhow::Result;

use crate::annotation::{
    Anchor, Annotation, AnnotationSet, Budget, Change, PassageRef, Resolution, SourceTarget,
    Timestamp, merge, resolve_annotations,
};
use crate::storage::{Document, DocumentPath, Entry, MergeBase, Reach, StorageError};
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
    /// It has the same bytes.
    Bytes,
    /// Its name is the same but for case or normal form.
    Name,
    /// So much of what was tagged stands in it, 0 to 1.
    Text(f64),
}

impl Likeness {
    /// Whether it needs no question, or is likely enough.
    pub fn is_accepted_at(self, score: Option<f64>) -> bool {
        match self {
            Self::Bytes | Self::Name => true,
            Self::Text(own) => score.is_some_and(|score| own >= score),
        }
    }

    /// `has the bytes of`, between the two names.
    pub fn words(self) -> String {
        match self {
            Self::Bytes => "has the text of".to_owned(),
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
        let document = Document::load(corpus.workspace(), &entry.path).ok();
        let document = document.as_ref();
        let like = |one| document.and_then(|document| corpus.likeness(one, document));
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
    let rank = |likeness: &Likeness| match likeness {
        Likeness::Bytes => 3.0,
        Likeness::Name => 2.0,
        Likeness::Text(score) => *score,
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
    ) -> Option<Likeness> {
        /// A document with tags of its own is none that was renamed, unless it has the
        /// same bytes; neither is one that is far longer or shorter.
        const TIMES: usize = 2;
        if !named.is_empty() && document.sha256().eq_ignore_ascii_case(named) {
            return Some(Likeness::Bytes);
        }
        if self.store.size(&document.path) > 0 {
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

    /// Gives the tags of a document that is gone to the one that it is now: they are written
    /// beside that one's own, and what leads to them leads there, before their file is taken
    /// away. So whoever is interrupted can do it again.
    ///
    /// # Errors
    /// Why that cannot be: a sentence. Nothing is lost then.
    pub fn take_over(
        &self,
        sources: &[Source],
        (orphan, to): (&Orphan, &DocumentPath),
        now: &Timestamp,
    ) -> Result<(), String> {
        let words = |error: StorageError| error.to_string();
        let gone = self.store.load_file(&orphan.file);
        let loaded = self.store.load(to);
        for access in [&gone.access, &loaded.access] {
            if let Some(why) = access.why_not() {
                return Err(why.to_owned());
            }
        }
        let document = Document::load(self.workspace(), to).map_err(words)?;
        let old = self.workspace().annotated(&orphan.file);
        let old = old.ok_or_else(|| format!("{} belongs to no document", orphan.file.display()))?;
        let named = &gone.file.document.sha256;
        let mut theirs = gone.file.set.clone();
        for annotation in gone.file.set.iter() {
            let mut moved = retargeted(annotation, &orphan.name, to.as_str(), now)
                .unwrap_or_else(|| (**annotation).clone());
            if moved.placed_on().is_none() && *named != document.sha256() && !named.is_empty() {
                moved = moved.placed(Some(named));
            }
            let _ = theirs.apply(Change::Replace(moved));
        }
        let base = &loaded.file.set;
        let (ours, _) = merge(&AnnotationSet::new(), &theirs, base);
        self.store
            .save_in(&document, (base, &MergeBase::default()), &ours)
            .map_err(words)?;
        self.retarget(sources, (&orphan.name, to.as_str()), now)
            .map_err(words)?;
        match self.store.retire(&old, &gone.file.set) {
            Ok(true) => Ok(()),
            Ok(false) => Err(format!(
                "{} was changed meanwhile, and stays beside that of {}",
                orphan.file.display(),
                to.as_str()
            )),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Lets the links and sources of all documents that lead to a document lead to another.
    fn retarget(
        &self,
        sources: &[Source],
        (from, to): (&str, &str),
        now: &Timestamp,
    ) -> Result<(), StorageError> {
        for source in sources {
            let Source::Document(entry) = source else {
                continue;
            };
            let base = self.store.load(&entry.path).file.set;
            let changed = base.iter().filter_map(|one| retargeted(one, from, to, now));
            let changes: Vec<Change> = changed.map(Change::Replace).collect();
            if changes.is_empty() {
                continue;
            }
            let mut ours = base.clone();
            let _ = ours.apply(Change::Batch(changes));
            self.store.save_unread(&entry.path, &base, &ours)?;
        }
        Ok(())
    }
}

/// An annotation whose links and sources lead to another document; `None` where none led to
/// the old one.
fn retargeted(
    annotation: &Annotation,
    from: &str,
    to: &str,
    now: &Timestamp,
) -> Option<Annotation> {
    let mut changed = annotation.clone();
    let mut is_changed = false;
    let mut lead = |passage: &mut PassageRef| {
        if let Some(id) = passage.id_in(from) {
            *passage = PassageRef::new(to, &id);
            is_changed = true;
        }
    };
    for link in &mut changed.links {
        lead(&mut link.to);
    }
    for source in &mut changed.sources {
        if let SourceTarget::Passage(passage) = &mut source.target {
            lead(passage);
        }
    }
    if is_changed {
        changed.modified = now.clone();
    }
    is_changed.then_some(changed)
}
