//! Which tags a subcommand is to take: its filters, checked.
//!
//! Must not know: what is done with the tags.

use anyhow::{Result, anyhow, bail};
use globset::{Glob, GlobSet, GlobSetBuilder};

use crate::annotation::{Annotation, TagId};
use crate::text::nearest;

use super::arguments::Filters;
use super::gather::Source;
use super::ordered::ordered;
use super::output::Output;
use super::session::Session;

/// The filters of the command line, checked.
pub(super) struct Filter {
    tags: Vec<TagId>,
    documents: Option<GlobSet>,
    by: Option<String>,
    unsourced: bool,
}

impl Filter {
    /// Checks them. A tag that only a file knows can be asked for all the same, and
    /// is looked for in the files of all `sources`.
    ///
    /// # Errors
    /// When a tag is not known, or a pattern is none.
    pub(super) fn new(
        session: &Session,
        filters: &Filters,
        sources: &[Source],
        output: &mut Output,
    ) -> Result<Self> {
        let mut tags = Vec::new();
        for word in &filters.tag {
            let known = session.config.tags.find(word).map(|it| it.id.clone());
            tags.push(match known {
                Some(known) => known,
                None => in_files(session, sources, word, output)?,
            });
        }
        Ok(Self {
            tags,
            documents: globs(&filters.doc)?,
            by: filters.by.clone(),
            unsourced: filters.unsourced,
        })
    }

    /// Whether the tags of a document are wanted.
    pub(super) fn takes_document(&self, path: &str) -> bool {
        let file = path.rsplit('/').next().unwrap_or(path);
        self.documents
            .as_ref()
            .is_none_or(|globs| globs.is_match(path) || globs.is_match(file))
    }

    /// Whether a tag is wanted, if its document is.
    pub(super) fn takes(&self, annotation: &Annotation) -> bool {
        (self.tags.is_empty() || self.tags.contains(&annotation.tag))
            && self.by.as_ref().is_none_or(|it| *it == annotation.creator)
            && (!self.unsourced || annotation.is_unsourced())
    }
}

/// A tag that stands in an annotation file.
fn in_files(
    session: &Session,
    sources: &[Source],
    word: &str,
    output: &mut Output,
) -> Result<TagId> {
    let is_in = |source: &Source| {
        let set = session.load(source).file.set;
        set.iter().any(|it| it.tag.as_str() == word)
    };
    let mut found = false;
    output.begin_work(sources.len());
    let looked = ordered(sources, output, is_in, |is_there, output| {
        found |= is_there;
        output.document_done()?;
        if found { bail!("it is there") } else { Ok(()) }
    });
    output.end_work();
    match looked {
        _ if found => Ok(TagId(word.to_owned())),
        Ok(()) => Err(unknown_tag(session, word)),
        Err(error) => Err(error),
    }
}

/// The sentence about a tag that is not in the label set.
pub(super) fn unknown_tag(session: &Session, word: &str) -> anyhow::Error {
    let ids: Vec<_> = session
        .config
        .tags
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    match nearest(word, ids.iter().copied()) {
        Some(near) => anyhow!("there is no tag \"{word}\"; did you mean \"{near}\"?"),
        None => anyhow!(
            "there is no tag \"{word}\"; the tags are {}",
            ids.join(", ")
        ),
    }
}

fn globs(patterns: &[String]) -> Result<Option<GlobSet>> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        match Glob::new(pattern) {
            Ok(glob) => set.add(glob),
            Err(error) => bail!("--doc {pattern} is no pattern: {}", error.kind()),
        };
    }
    Ok(Some(set.build()?))
}
