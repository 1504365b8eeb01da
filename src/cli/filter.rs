//! The filters of the command line, checked.
//!
//! Must not know: what is done with the annotations that pass.

use anyhow::{Result, anyhow};

use crate::annotation::{AnnotationFilter, TagId, TagSet, VerdictAsked};
use crate::corpus::{Filter, Marks, Source, has_tag};
use crate::text::{NameGlobs, nearest, plural};

use super::{arguments::Filters, output::Output, session::Session};

/// Makes a filter of the flags. A tag that only an annotation file knows can be asked
/// for, too, and is looked for in the files of all `sources`.
pub(super) fn filter(
    session: &Session,
    flags: &Filters,
    sources: &[Source],
    output: &mut Output,
) -> Result<Filter> {
    let mut tags = Vec::new();
    for word in &flags.tag {
        let tag = TagId(word.into());
        tags.push(match session.config.tags.find(word) {
            Some(known) => known.id.clone(),
            None if has_tag(&session.corpus, sources, &tag, output)? => tag,
            None => return Err(unknown_tag(session, word)),
        });
    }
    let mut filter = of_documents(&flags.doc, flags.by.as_deref())?;
    filter.annotations.tags = tags;
    filter.annotations.unsourced = flags.unsourced;
    filter.annotations.verdicts = verdicts(&flags.verdict)?;
    filter.marks = match flags.marks {
        true => Marks::Wanted,
        false => Marks::LeftOut,
    };
    Ok(filter)
}

fn verdicts(words: &[String]) -> Result<Vec<VerdictAsked>> {
    let find = |word: &String| {
        let names: Vec<_> = VerdictAsked::all().map(VerdictAsked::name).collect();
        let found = VerdictAsked::find(word);
        found.ok_or_else(|| anyhow!("--verdict {word} is not one of {}", names.join(", ")))
    };
    words.iter().map(find).collect()
}

/// A filter for documents and for an annotator alone.
pub(super) fn of_documents(globs: &[String], by: Option<&str>) -> Result<Filter> {
    let globs = (!globs.is_empty()).then(|| NameGlobs::new(globs));
    Ok(Filter {
        documents: globs.transpose().map_err(no_pattern)?,
        annotations: AnnotationFilter {
            by: by.map(str::to_owned),
            ..AnnotationFilter::default()
        },
        marks: Marks::LeftOut,
    })
}

/// Says that no document is wanted, where that is why nothing passes a filter.
pub(super) fn no_document(
    session: &Session,
    sources: &[Source],
    filter: &Filter,
    globs: &[String],
) -> Option<String> {
    let name = |source| session.corpus.name(source);
    let mut names = sources.iter().map(name);
    let is_any = globs.is_empty() || names.any(|name| filter.takes_document(&name));
    (!is_any).then(|| format!("no document matches {}", globs.join(" or ")))
}

/// What a filter lets through, one of it: `unsourced claim by ben in the documents that match
/// a*`.
pub(super) fn wanted(tags: &TagSet, filter: &Filter, globs: &[String]) -> String {
    let_through(tags, (filter, globs), 1)
}

/// The same, all of it: `facts or claims with the verdict supported`.
pub(super) fn all_wanted(tags: &TagSet, filter: &Filter, globs: &[String]) -> String {
    let_through(tags, (filter, globs), 2)
}

/// What a filter lets through, one of it or several.
fn let_through(tags: &TagSet, (filter, globs): (&Filter, &[String]), number: usize) -> String {
    let of_tags = &filter.annotations;
    let names = of_tags.tags.iter().map(|tag| tags.look_up(tag).name);
    let names: Vec<String> = names.map(|name| plural(number, &name)).collect();
    let mut words = match of_tags.unsourced {
        true => "unsourced ".to_owned(),
        false => String::new(),
    };
    match names.is_empty() {
        true => words.push_str(&plural(number, "tag")),
        false => words.push_str(&names.join(" or ")),
    }
    if let Some(by) = &of_tags.by {
        words.push_str(&format!(" by {by}"));
    }
    if !of_tags.verdicts.is_empty() {
        let verdicts = of_tags.verdicts.iter().map(|verdict| verdict.asked());
        let verdicts: Vec<String> = verdicts.collect();
        words.push_str(&format!(" with {}", verdicts.join(" or with ")));
    }
    if !globs.is_empty() {
        words.push_str(&format!(
            " in the documents that match {}",
            globs.join(" or ")
        ));
    }
    words
}

fn no_pattern(error: globset::Error) -> anyhow::Error {
    match error.glob() {
        Some(pattern) => anyhow!("--doc {pattern} is not a pattern: {}", error.kind()),
        None => error.into(),
    }
}

pub(super) fn unknown_tag(session: &Session, word: &str) -> anyhow::Error {
    let tags = session.config.tags.iter();
    let ids: Vec<_> = tags.map(|tag| tag.id.as_str()).collect();
    match nearest(word, ids.iter().copied()) {
        Some(near) => anyhow!("there is no tag \"{word}\"; did you mean \"{near}\"?"),
        None => anyhow!(
            "there is no tag \"{word}\"; the tags are {}",
            ids.join(", ")
        ),
    }
}
