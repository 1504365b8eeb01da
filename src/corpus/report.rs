//! Writing a report: one pass over the documents counts, and writes what comes later to spools,
//! so that what was counted can stand at the beginning.
//!
//! Must not know: what the report is written in, and where it goes.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::Result;

use crate::formats::{
    Checked, Counts, FullText, Incoming, Masthead, Overview, Placed, Report, ReportDocument,
    ReportWriter, Tally, Told as ToldOfTag, passages, tally, tally_of_facts,
};
use crate::storage::Spool;

use super::exported::Exported;
use super::incoming::IncomingLinks;
use super::open::open_reasons;
use super::ordered::{Lookahead, for_each_ahead};
use super::pieces::{Selection, Told};
use super::report_ends::{Survey, WAITING};
use super::{observer::Observer, source::Source};

/// The bytes that a passage takes at least, most often.
const USUAL_PASSAGE: usize = 256;

/// What is made of some tags of a document.
struct Part {
    /// The document, with the first of its parts.
    begun: Option<Begun>,
    counts: Counts,
    tally: Tally,
    open: String,
    list: String,
    /// The document with all its words, with the last of its parts.
    full_text: Option<FullText>,
}

/// A document that begins.
struct Begun {
    overview: Overview,
    heading: String,
}

/// What all parts are made with.
struct Making<'a> {
    writer: &'a dyn ReportWriter,
    report: &'a Report,
    links: &'a IncomingLinks,
    numbers: &'a HashMap<String, usize>,
}

/// Writes a selection as a report.
pub(super) fn report<O: Observer>(
    mut selection: Selection<'_>,
    sources: &[Source],
    writer: &dyn ReportWriter,
    masthead: &Masthead,
    observer: &mut O,
    mut put: impl FnMut(&[u8], &mut O) -> Result<()>,
) -> Result<Exported> {
    selection.wants_sentences = true;
    selection.wants_checked = true;
    let survey = Survey::read(&selection, sources, observer)?;
    let report = Report {
        ends: survey.ends(&selection, observer)?,
        masthead: masthead.clone(),
        language: selection.corpus().language.clone(),
    };
    let making = Making {
        writer,
        report: &report,
        links: &survey.links,
        numbers: &survey.numbers,
    };
    let mut exported = Exported::default();
    let mut overview = whole(&selection, sources, &survey, observer)?;
    overview.is_filtered = !selection.filter().annotations.takes_all();
    let [mut open, mut list, mut texts] = [(); 3].map(|()| Spool::new());
    let make = |told: &Told, tags| making.part(told, tags);
    let passed = selection.each_piece_of(sources, observer, make, |part, _| {
        if let Some(begun) = part.begun {
            if exported.documents > 0 {
                list.write(writer.after_document().as_bytes())?;
            }
            exported.documents += 1;
            overview.documents.extend(begun.overview.documents);
            list.write(begun.heading.as_bytes())?;
        }
        overview.add(&part.counts);
        exported.tally += part.tally;
        open.write(part.open.as_bytes())?;
        list.write(part.list.as_bytes())?;
        let mut full_text = part.full_text;
        while let Some(piece) = full_text.as_mut().and_then(FullText::next_piece) {
            texts.write(piece.as_bytes())?;
        }
        Ok(())
    })?;
    exported.take(&passed);
    if exported.documents > 0 {
        list.write(writer.after_document().as_bytes())?;
    }
    put(writer.head(&report, &overview).as_bytes(), observer)?;
    open.read_back(|bytes| put(bytes, observer))?;
    put(writer.after_open(&overview).as_bytes(), observer)?;
    list.read_back(|bytes| put(bytes, observer))?;
    put(writer.after_passages(&overview).as_bytes(), observer)?;
    texts.read_back(|bytes| put(bytes, observer))?;
    put(writer.tail().as_bytes(), observer)?;
    Ok(exported)
}

/// What is to be said of the documents that are wanted, also of those of which nothing is
/// told: how much of these is checked, and which could not be read.
fn whole<O: Observer>(
    selection: &Selection<'_>,
    sources: &[Source],
    survey: &Survey,
    observer: &mut O,
) -> Result<Overview> {
    let corpus = selection.corpus();
    let wanted = selection.wanted(sources);
    let is_document = |source: &&&Source| matches!(source, Source::Document(_));
    let mut overview = Overview {
        wanted: wanted.iter().filter(is_document).count(),
        ..Overview::default()
    };
    let look = |source: &Source| {
        let name = corpus.name(source).into_owned();
        let is_told = survey.numbers.contains_key(&name);
        let (checked, unread) = match is_told {
            true => (Checked::default(), None),
            false => corpus.checked_of(source),
        };
        (name, checked, unread)
    };
    let ahead = Lookahead::weighed(WAITING, |_| 1).in_batches();
    for_each_ahead(
        wanted,
        &ahead,
        observer,
        look,
        |(name, checked, unread), _| {
            overview.all.check(checked);
            let broken = survey.broken.get(&name);
            let broken = broken.map(|why| format!("{name}: its tags could not be read: {why}"));
            let unread = unread.map(|why| format!("{name} could not be read: {why}"));
            overview.unread.extend(broken.into_iter().chain(unread));
            Ok(())
        },
    )?;
    Ok(overview)
}

impl Making<'_> {
    fn part(&self, told: &Told, tags: Range<usize>) -> Part {
        let document = ReportDocument {
            document: &told.document,
            facts: &told.facts,
            number: self.numbers.get(&told.document.path).copied().unwrap_or(0),
        };
        let is_last = tags.end == told.document.tags.len();
        let begun = (tags.start == 0).then(|| {
            let mut overview = Overview::default();
            overview.begin(&document);
            Begun {
                overview,
                heading: self.writer.document(&document),
            }
        });
        let placed = &told.document.tags[tags.clone()];
        let of_tags: Vec<ToldOfTag> = placed.iter().map(|tag| self.told(told, tag)).collect();
        let mut counts = Counts::of(&document, placed, &of_tags);
        let mut tally = tally(&told.document, placed);
        if begun.is_some() {
            counts.check(told.checked);
            tally += tally_of_facts(&told.facts);
        }
        let mut open = String::new();
        let mut list = String::with_capacity(placed.len() * USUAL_PASSAGE);
        for passage in passages(self.report, &document, tags, &of_tags) {
            if !passage.reasons.is_empty() {
                open.push_str(&self.writer.open_passage(self.report, &passage));
            }
            list.push_str(&self.writer.passage(self.report, &passage));
        }
        let has_text = is_last && self.writer.has_full_texts();
        Part {
            begun,
            counts,
            tally,
            open,
            list,
            full_text: has_text.then(|| FullText::new(self.report, &document)),
        }
    }

    fn told(&self, told: &Told, tag: &Placed) -> ToldOfTag {
        let incoming = self.links.of(&told.document.path, &tag.annotation.id);
        ToldOfTag {
            reasons: open_reasons(&told.document, tag, self.links),
            incoming: incoming
                .map(|link| Incoming {
                    from: link.from.clone(),
                    relation: link.relation.clone(),
                })
                .collect(),
        }
    }
}
