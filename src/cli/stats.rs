//! `postil stats`: how much was tagged, of what kind and by whom.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use crate::annotation::{TagSet, Work};
use crate::corpus::{self, Counts, Linked, Marks, Row};
use crate::formats::to_pretty_json;
use crate::text::visible::{columns, visible};

use super::arguments::{Global, Stats};
use super::list::{links, put_note};
use super::{exit::Exit, output::Output, session::Session, table::padded};

pub(super) fn run(global: &Global, arguments: &Stats, output: &mut Output) -> Result<Exit> {
    let session = Session::open(global, &arguments.path)?;
    let sources = session.sources();
    let mut report: Box<dyn Report> = match arguments.json {
        true => Box::new(Json::default()),
        false => Box::new(Table::default()),
    };
    let marks = match arguments.marks {
        true => Marks::Wanted,
        false => Marks::LeftOut,
    };
    let links = links(&session, output)?;
    let linked = Linked {
        incoming: &links,
        relations: &session.config.relations,
    };
    let (total, completeness) = corpus::count(
        &session.corpus,
        &sources,
        (marks, &linked),
        output,
        |row, output| report.row(row, output),
    )?;
    report.end(&total, &session.config.tags, output)?;
    Ok(completeness.into())
}

trait Report {
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
        let before = match self.rows {
            0 => "{\n  \"documents\": [\n    ",
            _ => ",\n    ",
        };
        self.rows += 1;
        Ok(output.json(&format!("{before}{}", nested(&row, "    ")))?)
    }

    fn end(&mut self, total: &Counts, _: &TagSet, output: &mut Output) -> Result<()> {
        let before = match self.rows {
            0 => "{\n  \"documents\": []",
            _ => "\n  ]",
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
    /// The notes on documents, with the names of those.
    notes: Vec<(String, String)>,
    /// The kinds of tags that were met, numbered.
    kinds: BTreeMap<String, usize>,
}

struct Numbers {
    name: Box<str>,
    sentences: usize,
    checkable: usize,
    checked: usize,
    /// By the number of the kind.
    by_tag: Box<[(usize, usize)]>,
    /// Unsourced, moved, changed and lost ones.
    last: [usize; 4],
    /// Who is done with it.
    done: Box<str>,
}

impl Report for Table {
    fn row(&mut self, row: Row, _: &mut Output) -> Result<()> {
        let numbers = self.numbers(&row.document, &row.counts);
        self.rows.push(numbers);
        if !row.note.is_empty() {
            self.notes.push((row.document, row.note));
        }
        Ok(())
    }

    fn end(&mut self, total: &Counts, tags: &TagSet, output: &mut Output) -> Result<()> {
        let mut row = self.numbers("total", total);
        // Whose marks those are stands below.
        row.done = Box::default();
        self.rows.push(row);
        let mut kinds: Vec<_> = tags.iter().map(|tag| tag.id.0.to_string()).collect();
        let others = total.of_tags.by_tag.keys();
        let others = others.filter(|tag| tags.get(&tag.as_str().into()).is_none());
        kinds.extend(others.cloned());
        let mut head = Vec::from(["document", "sentences", "checked"].map(str::to_owned));
        head.extend(kinds.iter().map(|kind| visible(kind).into_owned()));
        head.extend(["unsourced", "moved", "changed", "lost", "done"].map(str::to_owned));
        let numbers: Vec<_> = kinds.iter().map(|kind| self.kinds.get(kind)).collect();
        aligned(&head, &self.rows, |row| row.cells(&numbers), output)?;
        let name = |(name, number): (&String, _)| format!("{} {number}", visible(name));
        let annotators = total.of_tags.by_annotator();
        let annotators: Vec<_> = annotators.iter().map(name).collect();
        if !annotators.is_empty() {
            output.line(&format!("annotators: {}", annotators.join(", ")))?;
        }
        put_work(total, output)?;
        for (what, people) in [
            ("done", &total.done),
            ("done before a change", &total.stale),
        ] {
            let people: Vec<_> = people.iter().map(name).collect();
            if !people.is_empty() {
                output.line(&format!("{what}: {}", people.join(", ")))?;
            }
        }
        for (what, names) in [
            ("verdicts", &total.of_tags.verdicts),
            ("links", &total.of_tags.links),
        ] {
            let names: Vec<_> = names.iter().map(name).collect();
            if !names.is_empty() {
                output.line(&format!("{what}: {}", names.join(", ")))?;
            }
        }
        put_what_is_left(total, output)?;
        for (document, note) in &self.notes {
            put_note(document, note, output)?;
        }
        Ok(())
    }
}

/// Says who has done what besides making tags.
fn put_work(total: &Counts, output: &mut Output) -> Result<()> {
    for work in Work::ALL {
        let people = total.of_tags.work.iter();
        let people = people.filter_map(|(by, done)| {
            let number = done.get(&work)?;
            Some(format!("{} {number}", visible(by)))
        });
        let people: Vec<_> = people.collect();
        if !people.is_empty() {
            output.line(&format!("{} by: {}", work.name(), people.join(", ")))?;
        }
    }
    Ok(())
}

/// What there is still to do, as far as there is something.
fn put_what_is_left(total: &Counts, output: &mut Output) -> Result<()> {
    if total.of_tags.answered > 0 {
        let (answered, open) = (total.of_tags.answered, total.of_tags.unsourced);
        let needed = answered + open;
        output.line(&format!("sources found: {answered} of {needed} needed"))?;
    }
    if total.open > 0 {
        let why = total.why.iter();
        let why: Vec<_> = why
            .map(|(why, number)| format!("{} {number}", why.name()))
            .collect();
        output.line(&format!("open: {} ({})", total.open, why.join(", ")))?;
    }
    if total.suggestions > 0 {
        output.line(&format!("suggestions: {}", total.suggestions))?;
    }
    if total.stale_verdicts > 0 {
        let stale = total.stale_verdicts;
        output.line(&format!("verdicts given on other words: {stale}"))?;
    }
    Ok(())
}

impl Table {
    fn numbers(&mut self, name: &str, counts: &Counts) -> Numbers {
        let mut number = |kind: &String| {
            let next = self.kinds.len();
            *self.kinds.entry(kind.clone()).or_insert(next)
        };
        let tags = &counts.of_tags;
        let by_tag = tags.by_tag.iter();
        Numbers {
            name: name.into(),
            sentences: counts.sentences,
            checkable: counts.checkable,
            checked: counts.checked,
            by_tag: by_tag.map(|(kind, tags)| (number(kind), *tags)).collect(),
            last: [tags.unsourced, tags.moved, tags.changed, tags.lost],
            done: done_words(counts).into(),
        }
    }
}

/// Who is done: `ana, ben (changed since)`.
fn done_words(counts: &Counts) -> String {
    let current = counts.done.keys().map(|name| visible(name).into_owned());
    let stale = counts.stale.keys();
    let stale = stale.map(|name| format!("{} (changed since)", visible(name)));
    current.chain(stale).collect::<Vec<_>>().join(", ")
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
            format!("{}/{}", self.checked, self.checkable),
        ];
        cells.extend(kinds.iter().map(of_kind));
        cells.extend(self.last.iter().map(ToString::to_string));
        cells.push(self.done.to_string());
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
    let mut widths: Vec<_> = head.iter().map(|cell| columns(cell)).collect();
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
