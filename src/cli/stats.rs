//! `postil stats`: how much was tagged, of what kind and by whom.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use crate::annotation::{AnchorState, TagSet};
use crate::formats::{ExportBundle, ExportDocument, to_pretty_json};
use crate::text::visible::{columns, visible};

use super::arguments::{Global, Stats};
use super::gather::Untagged;
use super::list::padded;
use super::output::{Output, complain};
use super::session::Session;

/// What was counted in a document, or in all of them.
#[derive(Debug, Clone, Default, Serialize)]
struct Counts {
    /// Sentences.
    sentences: usize,
    /// Sentences that at least one tag touches.
    judged: usize,
    /// All tags.
    tags: usize,
    /// Tags by kind.
    by_tag: BTreeMap<String, usize>,
    /// Passages that need a source and have none.
    unsourced: usize,
    /// Tags whose passage moved.
    moved: usize,
    /// Tags whose passage is not found.
    lost: usize,
    /// Tags by annotator.
    annotators: BTreeMap<String, usize>,
}

#[derive(Serialize)]
struct Row {
    document: String,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Report {
    documents: Vec<Row>,
    total: Counts,
}

pub(super) fn run(global: &Global, arguments: &Stats, output: &mut Output) -> Result<u8> {
    let session = Session::open(global, &arguments.path)?;
    let mut bundle = ExportBundle::default();
    let mut is_whole = true;
    for one in session.gather(Untagged::Read) {
        is_whole &= one.is_whole();
        if let Some(why) = one.read_only.or(one.unreadable) {
            complain(&format!("{}: {why}", one.document.path));
        }
        bundle.documents.push(one.document);
    }
    session.add_sentences(&mut bundle);
    let mut total = Counts::default();
    let documents: Vec<_> = bundle
        .documents
        .iter()
        .map(|document| {
            let counts = counted(document);
            total.add(&counts);
            Row {
                document: document.path.clone(),
                counts,
            }
        })
        .collect();
    let report = Report { documents, total };
    if arguments.json {
        output.json(&to_pretty_json(&report))?;
    } else {
        table(&report, &session.config.tags, output)?;
    }
    Ok(super::code(is_whole))
}

fn counted(document: &ExportDocument) -> Counts {
    let mut counts = Counts {
        sentences: document.sentences.len(),
        tags: document.tags.len(),
        ..Counts::default()
    };
    for tag in &document.tags {
        let annotation = &tag.annotation;
        *counts.by_tag.entry(annotation.tag.0.clone()).or_default() += 1;
        *counts
            .annotators
            .entry(annotation.creator.clone())
            .or_default() += 1;
        counts.unsourced += usize::from(annotation.is_unsourced());
        counts.moved += usize::from(tag.anchor.state() == AnchorState::Moved);
        counts.lost += usize::from(tag.anchor.state() == AnchorState::Lost);
    }
    let mut ranges: Vec<_> = document
        .tags
        .iter()
        .filter_map(|it| it.anchor.range())
        .collect();
    ranges.sort_unstable();
    counts.judged = judged(document, &ranges);
    counts
}

/// Both lists are sorted, so that each is gone through once: a document may
/// have a hundred thousand tags.
fn judged(document: &ExportDocument, ranges: &[crate::text::TextRange]) -> usize {
    let mut reached = 0;
    let mut next = 0;
    let mut judged = 0;
    for sentence in &document.sentences {
        while let Some(range) = ranges.get(next).filter(|it| it.start() < sentence.end()) {
            reached = reached.max(range.end());
            next += 1;
        }
        judged += usize::from(reached > sentence.start());
    }
    judged
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.sentences += other.sentences;
        self.judged += other.judged;
        self.tags += other.tags;
        self.unsourced += other.unsourced;
        self.moved += other.moved;
        self.lost += other.lost;
        for (all, one) in [
            (&mut self.by_tag, &other.by_tag),
            (&mut self.annotators, &other.annotators),
        ] {
            for (name, number) in one {
                *all.entry(name.clone()).or_default() += number;
            }
        }
    }
}

fn table(report: &Report, tags: &TagSet, output: &mut Output) -> Result<()> {
    let mut kinds: Vec<_> = tags.iter().map(|it| it.id.0.clone()).collect();
    kinds.extend(
        report
            .total
            .by_tag
            .keys()
            .filter(|it| tags.get(&it.as_str().into()).is_none())
            .cloned(),
    );
    let mut head = vec![
        "document".to_owned(),
        "sentences".to_owned(),
        "judged".to_owned(),
    ];
    head.extend(kinds.iter().map(|it| visible(it).into_owned()));
    head.extend(["unsourced", "moved", "lost"].map(str::to_owned));
    let cells = |name: &str, counts: &Counts| {
        let mut cells = vec![
            visible(name).into_owned(),
            counts.sentences.to_string(),
            counts.judged.to_string(),
        ];
        let of_kind = |kind| counts.by_tag.get(kind).copied().unwrap_or(0).to_string();
        cells.extend(kinds.iter().map(of_kind));
        cells.extend([counts.unsourced, counts.moved, counts.lost].map(|it| it.to_string()));
        cells
    };
    let mut rows = vec![head];
    rows.extend(
        report
            .documents
            .iter()
            .map(|it| cells(&it.document, &it.counts)),
    );
    rows.push(cells("total", &report.total));
    aligned(&rows, output)?;
    let annotators = report.total.annotators.iter();
    let annotators: Vec<_> = annotators
        .map(|(name, number)| format!("{} {number}", visible(name)))
        .collect();
    if !annotators.is_empty() {
        output.line(&format!("annotators: {}", annotators.join(", ")))?;
    }
    Ok(())
}

/// Names to the left, numbers to the right.
fn aligned(rows: &[Vec<String>], output: &mut Output) -> Result<()> {
    let widths: Vec<_> = (0..rows[0].len())
        .map(|column| {
            rows.iter()
                .map(|row| columns(&row[column]))
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            if column == 0 {
                line.push_str(&padded(cell, widths[0]));
            } else {
                let missing = widths[column].saturating_sub(columns(cell));
                line.push_str(&" ".repeat(missing + 2));
                line.push_str(cell);
            }
        }
        output.line(line.trim_end())?;
    }
    Ok(())
}
