//! The sources that a command line gives, and what it says of them.
//!
//! Must not know: which tag they belong to.

use anyhow::{Result, anyhow, bail};

use crate::annotation::{Annotation, AnnotationId, Source, id_named, typed_day, typed_remark};
use crate::text::references::LazyReferences;
use crate::text::{Text, counted};

use super::arguments::SaidOfSource;
use super::output::complain;
use super::session::Session;

/// What a command line says of a source, checked; `None` leaves what is said.
#[derive(Debug, Default)]
pub(super) struct Said {
    remark: Option<String>,
    accessed: Option<String>,
}

impl Said {
    pub(super) fn read(given: &SaidOfSource) -> Result<Self> {
        let remark = given.remark.as_deref().map(typed_remark).transpose();
        let accessed = given.accessed.as_deref().map(typed_day).transpose();
        Ok(Self {
            remark: remark.map_err(|why| anyhow!("--remark {why}"))?,
            accessed: accessed.map_err(|why| anyhow!("--accessed: {why}"))?,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.remark.is_none() && self.accessed.is_none()
    }

    /// The flags that are given, for whoever says that they belong to nothing.
    pub(super) fn flags(&self) -> String {
        let flags = [
            self.remark.as_ref().map(|_| "--remark"),
            self.accessed.as_ref().map(|_| "--accessed"),
        ];
        let flags: Vec<&str> = flags.into_iter().flatten().collect();
        flags.join(" and ")
    }

    /// Says it of a source.
    pub(super) fn say_of(&self, source: &mut Source) {
        if let Some(remark) = &self.remark {
            source.remark.clone_from(remark);
        }
        if let Some(accessed) = &self.accessed {
            source.accessed.clone_from(accessed);
        }
    }
}

/// The source of that number of a tag, counted from 1.
pub(super) fn numbered<'a>(
    annotation: &'a mut Annotation,
    flag: &str,
    number: usize,
) -> Result<&'a mut Source> {
    let has = annotation.sources.len();
    let sources = &mut annotation.sources;
    let index = number.checked_sub(1).filter(|index| *index < has);
    let Some(index) = index else {
        bail!(
            "{flag} {number}: the tag has {}{}",
            counted(has, "source"),
            if has > 0 { ", counted from 1" } else { "" }
        );
    };
    Ok(&mut sources[index])
}

/// The sources that are given; refuses words that say nothing, and endless ones.
pub(super) fn read(session: &Session, flag: &str, words: &[String]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for words in words {
        typed_remark(words).map_err(|why| anyhow!("{flag} {why}"))?;
        let given = Source::from_words_among(words, |document, id| find(session, document, id));
        if given.is_empty() {
            bail!(
                "{flag} is empty; give a web address, [35] for a reference, DOC#ID for a passage, \
                 or a citation"
            );
        }
        sources.extend(given);
    }
    Ok(sources)
}

/// The tag of a document that an id, or the end of one, names.
fn find(session: &Session, document: &str, id: &str) -> Option<AnnotationId> {
    let (_, set) = session.corpus.called(document)?;
    id_named(id, set.iter().map(|annotation| &annotation.id))
}

/// Says which sources lead nowhere, and which look like addresses and cannot be opened.
pub(super) fn say_what_is_doubtful(
    session: &Session,
    sources: &[Source],
    here: Option<(&Text, &str)>,
) {
    say_missing(session, sources, here);
    say_doubts(sources);
}

/// Says which sources are references that the document does not have, or passages that are not
/// there.
fn say_missing(session: &Session, sources: &[Source], here: Option<(&Text, &str)>) {
    let references = LazyReferences::default();
    let labels = sources.iter().filter_map(Source::reference);
    for (label, (text, path)) in labels.filter_map(|label| Some((label, here?))) {
        if !references.of(text).has(text, label) {
            complain(&format!(
                "{path} has no reference [{label}]; it is kept as the source all the same"
            ));
        }
    }
    for passage in sources.iter().filter_map(Source::passage) {
        let mut ends = passage.as_str().match_indices('#');
        let is_there = ends.any(|(at, _)| {
            let (document, id) = (&passage.as_str()[..at], &passage.as_str()[at + 1..]);
            find(session, document, id).is_some_and(|found| found.as_str() == id)
        });
        if !is_there {
            complain(&format!(
                "there is no passage {passage}; it is kept as the source all the same"
            ));
        }
    }
}

/// Says which sources look like addresses and cannot be opened.
fn say_doubts(sources: &[Source]) {
    let typed = sources.iter().filter(|source| source.passage().is_none());
    for words in typed.map(Source::to_words) {
        if let Some(doubt) = Source::doubt(&words) {
            complain(&format!("{words}: {doubt}; it is kept as it was typed"));
        }
    }
}
