//! The sources that a command line gives, and what it says of them.
//!
//! Must not know: which tag they belong to.

use anyhow::{Result, anyhow, bail};

use crate::annotation::{
    Annotation, AnnotationId, PassageRef, Source, id_named, remember_words, typed_day, typed_remark,
};
use crate::text::references::{LazyReferences, References};
use crate::text::{CodePoint, Text, counted};

use super::arguments::SaidOfSource;
use super::output::{complain, shortened};
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
        if let Some(doubt) = doubt_of_characters(words) {
            complain(&format!(
                "{}: {doubt}; it is kept all the same",
                shortened(words)
            ));
        }
        sources.extend(given);
    }
    let mut read = Vec::new();
    put(&mut read, sources);
    Ok(read)
}

/// Puts further sources beside those that there are, and says which are there already.
pub(super) fn put(sources: &mut Vec<Source>, further: impl IntoIterator<Item = Source>) {
    for source in further {
        let mut all = sources.iter();
        let Some(at) = all.position(|one| one.target == source.target) else {
            sources.push(source);
            continue;
        };
        let words = shortened(&source.to_words());
        let is_new = !source.remark.is_empty() || !source.accessed.is_empty();
        let how = match is_new && sources[at] != source {
            true => format!("; --change-source {} says something else of it", at + 1),
            false => String::new(),
        };
        complain(&format!(
            "{words} is source {} already; it is not added again{how}",
            at + 1
        ));
    }
}

/// That words were broken apart on their way here: nobody types these characters.
fn doubt_of_characters(words: &str) -> Option<&'static str> {
    let words = words.trim();
    if words.contains(['\n', '\r']) {
        Some("there is a line break in it")
    } else if words.contains('\t') {
        Some("there is a tab in it")
    } else {
        None
    }
}

/// Keeps the words of the references among some sources of a passage that begins there.
pub(super) fn remember(sources: &mut [Source], text: Option<&Text>, start: CodePoint) {
    let is_any = sources.iter().any(|source| source.reference().is_some());
    if let Some(text) = text.filter(|_| is_any) {
        remember_words(sources, text, &References::of(text), start);
    }
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
    say_meant(session, sources);
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

/// Says which sources were meant for passages, and are words since there is none.
fn say_meant(session: &Session, sources: &[Source]) {
    let is_document = |name: &str| session.corpus.is_document(name);
    for source in sources {
        if let Some((name, id)) = source.meant_passage(is_document) {
            let why = match is_document(name) {
                true => format!("{name} has no such tag"),
                false => format!("there is no document {name}"),
            };
            complain(&format!("{name}#{id}: {why}; it is kept as words"));
        }
    }
}

/// Refuses a tag as a source of itself.
pub(super) fn refuse_itself(
    sources: &[Source],
    (document, id): (&str, &AnnotationId),
) -> Result<()> {
    let itself = PassageRef::new(document, id);
    let mut passages = sources.iter().filter_map(Source::passage);
    match passages.any(|passage| *passage == itself) {
        true => bail!("--add-source {itself}: a tag is no source of itself"),
        false => Ok(()),
    }
}

/// Says which sources look like addresses and cannot be opened.
fn say_doubts(sources: &[Source]) {
    let typed = sources.iter().filter(|source| source.passage().is_none());
    for words in typed.map(Source::to_words) {
        if let Some(doubt) = Source::doubt(&words) {
            let words = shortened(&words);
            complain(&format!("{words}: {doubt}; it is kept as it was typed"));
        }
    }
}
