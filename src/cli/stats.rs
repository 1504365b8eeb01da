//! `postil stats`: how much was tagged, of what kind and by whom.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use crate::annotation::{AnchorState, TagSet};
use crate::formats::{ExportDocument, to_pretty_json};
use crate::text::visible::{columns, visible};

use super::arguments::{Global, Stats};
use super::gather::{Source, Untagged};
use super::ordered::ordered;
use super::output::Output;
use super::session::Session;
use super::table::padded;

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

/// What came of looking at a document.
struct Looked {
    row: Row,
    /// What is to be said of it.
    told: Option<String>,
    is_whole: bool,
}

pub(super) fn run(global: &Global, arguments: &Stats, output: &mut Output) -> Result<u8> {
    let session = Session::open(global, &arguments.path)?;
    let sources = session.sources();
    let mut report: Box<dyn Report> = if arguments.json {
        Box::new(Json::default())
    } else {
        Box::new(Table::default())
    };
    let mut total = Counts::default();
    let mut is_whole = true;
    output.begin_work(sources.len());
    let look = |source| looked(&session, source);
    ordered(&sources, output, look, |looked, output| {
        // Every document is read, and so there is always one.
        if let Some(looked) = looked {
            is_whole &= looked.is_whole;
            if let Some(words) = looked.told {
                output.complain(&words);
            }
            total.add(&looked.row.counts);
            report.row(looked.row, output)?;
        }
        Ok(output.document_done()?)
    })?;
    output.end_work();
    report.end(&total, &session.config.tags, output)?;
    Ok(super::code(is_whole))
}

fn looked(session: &Session, source: &Source) -> Option<Looked> {
    let one = session.gather(source, Untagged::Read)?;
    let is_whole = one.is_whole();
    let mut document = one.document;
    if let Some(text) = &document.text {
        document.sentences = session.sentences(text);
    }
    let why = one.read_only.or(one.unreadable);
    Some(Looked {
        told: why.map(|why| format!("{}: {why}", document.path)),
        is_whole,
        row: Row {
            counts: counted(&document),
            document: document.path,
        },
    })
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

/// How the counts are told.
trait Report {
    /// The counts of a document.
    fn row(&mut self, row: Row, output: &mut Output) -> Result<()>;
    /// Those of all documents, after them.
    fn end(&mut self, total: &Counts, tags: &TagSet, output: &mut Output) -> Result<()>;
}

/// JSON for programs: `{"documents": [...], "total": {...}}`. Written as the documents
/// come.
#[derive(Default)]
struct Json {
    rows: usize,
}

impl Report for Json {
    fn row(&mut self, row: Row, output: &mut Output) -> Result<()> {
        let before = if self.rows == 0 {
            "{\n  \"documents\": [\n    "
        } else {
            ",\n    "
        };
        self.rows += 1;
        Ok(output.json(&format!("{before}{}", nested(&row, "    ")))?)
    }

    fn end(&mut self, total: &Counts, _: &TagSet, output: &mut Output) -> Result<()> {
        let before = if self.rows == 0 {
            "{\n  \"documents\": []"
        } else {
            "\n  ]"
        };
        let total = nested(total, "  ");
        Ok(output.json(&format!("{before},\n  \"total\": {total}\n}}\n"))?)
    }
}

/// JSON as it stands inside something, without a final line end.
fn nested<T: Serialize>(value: &T, indent: &str) -> String {
    // No string in it holds a line end: those are escaped.
    let json = to_pretty_json(value);
    json.trim_end().replace('\n', &format!("\n{indent}"))
}

/// A table for people. Its columns are known at the end only; a row is kept as a few
/// numbers until then.
#[derive(Default)]
struct Table {
    rows: Vec<Numbers>,
    /// The kinds of tags that were met, numbered.
    kinds: BTreeMap<String, usize>,
}

/// A row of the table.
struct Numbers {
    name: Box<str>,
    sentences: usize,
    judged: usize,
    /// By the number of the kind.
    by_tag: Box<[(usize, usize)]>,
    /// Unsourced, moved and lost ones.
    last: [usize; 3],
}

impl Report for Table {
    fn row(&mut self, row: Row, _: &mut Output) -> Result<()> {
        let row = self.numbers(&row.document, &row.counts);
        self.rows.push(row);
        Ok(())
    }

    fn end(&mut self, total: &Counts, tags: &TagSet, output: &mut Output) -> Result<()> {
        let row = self.numbers("total", total);
        self.rows.push(row);
        let mut kinds: Vec<_> = tags.iter().map(|it| it.id.0.clone()).collect();
        let others = total.by_tag.keys();
        let others = others.filter(|it| tags.get(&it.as_str().into()).is_none());
        kinds.extend(others.cloned());
        let head = ["document", "sentences", "judged"].map(str::to_owned);
        let mut head = Vec::from(head);
        head.extend(kinds.iter().map(|it| visible(it).into_owned()));
        head.extend(["unsourced", "moved", "lost"].map(str::to_owned));
        let numbers: Vec<_> = kinds.iter().map(|it| self.kinds.get(it)).collect();
        aligned(&head, &self.rows, |it| it.cells(&numbers), output)?;
        let annotators = total.annotators.iter();
        let annotators: Vec<_> = annotators
            .map(|(name, number)| format!("{} {number}", visible(name)))
            .collect();
        if !annotators.is_empty() {
            output.line(&format!("annotators: {}", annotators.join(", ")))?;
        }
        Ok(())
    }
}

impl Table {
    fn numbers(&mut self, name: &str, counts: &Counts) -> Numbers {
        let mut number = |kind: &String| {
            let next = self.kinds.len();
            *self.kinds.entry(kind.clone()).or_insert(next)
        };
        let by_tag = counts.by_tag.iter();
        Numbers {
            name: name.into(),
            sentences: counts.sentences,
            judged: counts.judged,
            by_tag: by_tag.map(|(kind, tags)| (number(kind), *tags)).collect(),
            last: [counts.unsourced, counts.moved, counts.lost],
        }
    }
}

impl Numbers {
    /// The cells of the row, with the kinds in that order.
    fn cells(&self, kinds: &[Option<&usize>]) -> Vec<String> {
        let of_kind = |kind: &Option<&usize>| {
            let mut those = self.by_tag.iter();
            let found = those.find(|(number, _)| *kind == Some(number));
            found.map_or(0, |(_, tags)| *tags).to_string()
        };
        let mut cells = vec![
            visible(&self.name).into_owned(),
            self.sentences.to_string(),
            self.judged.to_string(),
        ];
        cells.extend(kinds.iter().map(of_kind));
        cells.extend(self.last.iter().map(ToString::to_string));
        cells
    }
}

/// Names to the left, numbers to the right.
fn aligned<T>(
    head: &[String],
    rows: &[T],
    cells: impl Fn(&T) -> Vec<String>,
    output: &mut Output,
) -> Result<()> {
    let mut widths: Vec<_> = head.iter().map(|it| columns(it)).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(cells(row)) {
            *width = columns(&cell).max(*width);
        }
    }
    let mut put = |cells: &[String]| {
        let mut line = String::new();
        for (column, cell) in cells.iter().enumerate() {
            if column == 0 {
                line.push_str(&padded(cell, widths[0]));
            } else {
                let missing = widths[column].saturating_sub(columns(cell));
                line.push_str(&" ".repeat(missing + 2));
                line.push_str(cell);
            }
        }
        output.line(line.trim_end())
    };
    put(head)?;
    for row in rows {
        put(&cells(row))?;
    }
    Ok(())
}
