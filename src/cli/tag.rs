//! `postil tag`: one tag on one passage.

use anyhow::{Result, anyhow, bail};

use crate::annotation::{
    Annotation, AnnotationId, AnnotationSet, Budget, Change, Resolution, Selector, Source, TagId,
    resolve,
};
use crate::corpus::{new_id, now};
use crate::session::Access;
use crate::storage::{Document, MergeBase};
use crate::text::{Text, TextRange, segment::without_blanks};

use super::arguments::{Global, Tag};
use super::edit::check_note;
use super::output::{Output, complain};
use super::sources::{self, Said};
use super::{exit::Exit, filter::unknown_tag, passage, session::Session};

pub(super) fn run(global: &Global, arguments: &Tag, output: &mut Output) -> Result<Exit> {
    let (session, path) = Session::open_document(global, &arguments.document)?;
    let Some(tag) = session.config.tags.find(&arguments.tag) else {
        return Err(unknown_tag(&session, &arguments.tag));
    };
    let document = session.document(&path)?;
    let range = passage(&session, &document, arguments)
        .map_err(|error| anyhow!("{}: {error}", path.as_str()))?;
    check_note("--note", arguments.note.as_deref())?;
    let mut sources = sources(&session, arguments)?;
    let loaded = session.corpus.store.load(&path);
    if let Access::ReadOnly(why) = loaded.access {
        bail!("{why}");
    }
    let creator = session.annotator(global);
    let base = loaded.file.set;
    if let Some(there) = own_tag(&base, &document.text, range, &tag.id, &creator) {
        already(
            base.get(there).map(|there| &**there),
            arguments,
            &sources,
            &tag.name,
        )?;
        output.line(there.as_str())?;
        return Ok(Exit::Done);
    }
    let selector = Selector::new(&document.text, range);
    sources::remember(&mut sources, Some(&document.text), selector.start);
    let annotation = Annotation {
        note: arguments.note.clone().unwrap_or_default(),
        sources,
        ..Annotation::new(new_id(), tag.id.clone(), selector, creator, now())
    };
    if let Some(says) = annotation.unseen_as(&tag.id) {
        bail!(
            "{} marks a sentence with nothing to check: {says} would be seen nowhere",
            tag.name
        );
    }
    let here = Some((&document.text, path.as_str()));
    sources::say_what_is_doubtful(&session, &annotation.sources, here);
    let id = annotation.id.clone();
    let mut ours = base.clone();
    ours.apply(Change::Insert(annotation))?;
    let merge_base = MergeBase::default();
    let store = &session.corpus.store;
    store.save_in(&document, (&base, &merge_base), &ours)?;
    while let Some(notice) = session.corpus.store.take_notice() {
        complain(&notice);
    }
    output.line(id.as_str())?;
    output.flush()?;
    // Which workspace a document belongs to goes by the folders above it.
    complain(&format!("written to {}", loaded.path.display()));
    Ok(Exit::Done)
}

/// The sources that are given, with what is said of them.
fn sources(session: &Session, arguments: &Tag) -> Result<Vec<Source>> {
    let mut sources = sources::read(session, "--source", &arguments.source)?;
    let said = Said::read(&arguments.said)?;
    if sources.is_empty() && !said.is_empty() {
        bail!(
            "{} is said of a source: give that with --source",
            said.flags()
        );
    }
    for source in &mut sources {
        said.say_of(source);
    }
    Ok(sources)
}

/// Says that a passage has its tag already, and that nothing was changed.
///
/// # Errors
///
/// When a note or a source was given that the tag does not have: it would be lost unseen.
fn already(
    there: Option<&Annotation>,
    arguments: &Tag,
    sources: &[Source],
    name: &str,
) -> Result<()> {
    let Some(there) = there else {
        return Ok(());
    };
    let said = format!(
        "this passage is tagged {name} by {} already; nothing was changed",
        there.creator
    );
    let note = arguments.note.as_deref().unwrap_or_default();
    let is_new = |source: &Source| !there.sources.iter().any(|one| one.says_as(source));
    if (!note.is_empty() && there.note != note) || sources.iter().any(is_new) {
        bail!(
            "{said}: postil edit {} --note TEXT or --add-source URL changes that tag",
            there.id
        );
    }
    complain(&said);
    Ok(())
}

fn passage(session: &Session, document: &Document, arguments: &Tag) -> Result<TextRange> {
    let text = &document.text;
    if let Some(number) = arguments.sentence {
        passage::sentence(&session.corpus.structure(text), number)
    } else if let Some(range) = &arguments.range {
        let exact = passage::range(text, range)?;
        let Some(words) = without_blanks(text, exact) else {
            bail!("--range {range} holds nothing but blanks; there is nothing to tag");
        };
        if words != exact {
            complain(&format!(
                "--range {range} is taken exactly, with the blanks at its ends; without them it is {}:{}",
                text.code_point_at(words.start()),
                text.code_point_at(words.end())
            ));
        }
        Ok(exact)
    } else if let Some(words) = &arguments.quote {
        if !words.is_empty() && words.trim().is_empty() {
            bail!("--quote holds nothing but blanks; there is nothing to tag");
        }
        let found = passage::quote(text, words, arguments.nth)?;
        Ok(without_blanks(text, found).unwrap_or(found))
    } else {
        bail!("say which passage, with --sentence, --quote or --range")
    }
}

/// The annotator's own tag of that kind on exactly that passage.
fn own_tag<'a>(
    set: &'a AnnotationSet,
    text: &Text,
    range: TextRange,
    tag: &TagId,
    creator: &str,
) -> Option<&'a AnnotationId> {
    let alike: Vec<_> = set
        .iter()
        .filter(|annotation| annotation.tag == *tag && annotation.creator == creator)
        .collect();
    let selectors = alike.iter().map(|annotation| &annotation.selector);
    let resolutions = resolve(selectors, text, &[], Budget::Unlimited);
    let is_there = |resolution: Resolution| resolution.anchor_or_lost().range() == Some(range);
    let there = resolutions.into_iter().position(is_there)?;
    alike.get(there).map(|annotation| &annotation.id)
}
