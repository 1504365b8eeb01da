//! `postil tag`: one tag on one passage.

use anyhow::{Result, anyhow, bail};
use jiff::Timestamp as Now;
use uuid::Uuid;

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, Attributes, Budget, Change, Extra, Resolution,
    Selector, Source, TagId, Timestamp, resolve,
};
use crate::storage::{Access, Document};
use crate::text::TextRange;

use super::arguments::{Global, Tag};
use super::filter::unknown_tag;
use super::output::{Output, complain};
use super::passage;
use super::session::Session;

pub(super) fn run(global: &Global, arguments: &Tag, output: &mut Output) -> Result<u8> {
    let (session, path) = Session::open_document(global, &arguments.document)?;
    let Some(tag) = session.config.tags.find(&arguments.tag) else {
        return Err(unknown_tag(&session, &arguments.tag));
    };
    let document = session.document(&path)?;
    let range = passage(&session, &document, arguments)
        .map_err(|error| anyhow!("{}: {error}", path.as_str()))?;
    if arguments.source.iter().any(|it| it.trim().is_empty()) {
        bail!("--source is empty; give a web address, [35] for a reference, or a citation");
    }
    let loaded = session.corpus.store.load(&path);
    if let Access::ReadOnly(why) = loaded.access {
        bail!("{why}");
    }
    let creator = session.annotator(global);
    let base = loaded.file.set;
    if let Some(there) = same(&base, &document, range, &tag.id, &creator) {
        complain(&format!(
            "this passage is tagged {} by {creator} already; nothing was changed",
            tag.name
        ));
        output.line(there.as_str())?;
        return Ok(super::OK);
    }
    let annotation = made(&document, range, tag.id.clone(), creator, arguments);
    let id = annotation.id.clone();
    let mut ours = base.clone();
    ours.apply(Change::Insert(annotation))?;
    let info = document.info(&session.workspace);
    session.corpus.store.save(&path, &info, &base, &ours)?;
    if let Some(notice) = session.corpus.store.take_notice() {
        complain(&notice);
    }
    output.line(id.as_str())?;
    Ok(super::OK)
}

fn passage(session: &Session, document: &Document, arguments: &Tag) -> Result<TextRange> {
    if let Some(number) = arguments.sentence {
        passage::sentence(&session.corpus.structure(&document.text), number)
    } else if let Some(range) = &arguments.range {
        passage::range(&document.text, range)
    } else if let Some(words) = &arguments.quote {
        passage::quote(&document.text, words, arguments.nth)
    } else {
        bail!("say which passage, with --sentence, --quote or --range")
    }
}

/// The same tag on the same passage by the same annotator.
fn same<'a>(
    set: &'a AnnotationSet,
    document: &Document,
    range: TextRange,
    tag: &TagId,
    creator: &str,
) -> Option<&'a AnnotationId> {
    let alike: Vec<_> = set
        .iter()
        .filter(|annotation| annotation.tag == *tag && annotation.creator == creator)
        .collect();
    let selectors = alike.iter().map(|annotation| &annotation.selector);
    let resolutions = resolve(selectors, &document.text, Budget::Unlimited);
    let is_there = |resolution: Resolution| resolution.anchor_or_lost().range() == Some(range);
    let there = resolutions.into_iter().position(is_there)?;
    alike.get(there).map(|annotation| &annotation.id)
}

fn made(
    document: &Document,
    range: TextRange,
    tag: TagId,
    creator: String,
    arguments: &Tag,
) -> Annotation {
    let now = now();
    Annotation {
        id: AnnotationId(Uuid::now_v7().to_string()),
        tag,
        selector: Selector::of(&document.text, range),
        note: arguments.note.clone().unwrap_or_default(),
        sources: arguments
            .source
            .iter()
            .filter_map(|it| Source::from_words(it))
            .collect(),
        links: Vec::new(),
        attributes: Attributes::default(),
        creator,
        created: now.clone(),
        modified: now,
        extra: Extra::new(),
    }
}

fn now() -> Timestamp {
    let seconds = Now::from_second(Now::now().as_second()).unwrap_or(Now::UNIX_EPOCH);
    Timestamp(seconds.to_string())
}
