//! A report in CommonMark, with tables.
//!
//! Nothing of a document, a note or a name is taken as Markdown or HTML. The only HTML is what
//! links within the report lead to, and bold words where asterisks would not make any.
//!
//! Must not know: files.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::about::{Report, ReportDocument};
use super::lines::{Line, Span};
use super::number::Number;
use super::overview::Overview;
use super::passage::Passage;
use super::sentence::InSentence;
use super::versions::VersionTable;
use super::writer::ReportWriter;
use crate::text::markdown::{block, inline, lines, within, write_bold};
use crate::text::{has_line_end, in_thousands, is_line_end, one_line};

/// What is said of most passages takes fewer bytes.
const PASSAGE: usize = 1024;
/// The characters of the longest bar.
const BAR: usize = 24;

pub(in crate::formats) struct Markdown;

impl ReportWriter for Markdown {
    fn head(&self, report: &Report, overview: &Overview) -> String {
        let masthead = &report.masthead;
        let mut out = format!("# {}\n\n", line(&masthead.title));
        let _ = writeln!(out, "- Made on: {} (UTC)", line(&masthead.day));
        if let Some(only) = &masthead.only {
            let _ = writeln!(out, "- Only: {}", line(only));
        }
        for (name, words) in overview.lines() {
            let _ = writeln!(out, "- {name}: {}", line(&words));
        }
        out.push_str("\n## Counts\n");
        write_tags(&mut out, report, overview);
        write_shares(&mut out, overview);
        write_documents(&mut out, report, overview);
        out.push_str("\n## Open\n\n");
        if overview.all.open() == 0 {
            out.push_str("Nothing is open.\n");
        }
        out
    }

    fn open_passage(&self, _report: &Report, passage: &Passage) -> String {
        let (before, words, after) = passage.sentence.on_one_line();
        let mut out = String::with_capacity(PASSAGE);
        out.push_str("- ");
        write_link_to(&mut out, passage.number);
        for part in [
            " ",
            &within_line(&passage.tag.name),
            ", ",
            &within_line(&passage.title),
            ": ",
        ] {
            out.push_str(part);
        }
        write_sentence_line(&mut out, before, &words, after);
        out.push('\n');
        for reason in &passage.reasons {
            out.push_str("  - ");
            out.push_str(&inline(reason));
            out.push('\n');
        }
        out
    }

    fn after_open(&self, _overview: &Overview) -> String {
        "\n## Passages by document\n".to_owned()
    }

    fn document(&self, document: &ReportDocument<'_>) -> String {
        let number = document.number;
        let title = document.title();
        let title = within_line(&title);
        let path = line(&document.document.path);
        let mut out = format!("\n### <a id=\"d{number}\"></a>{number} {title}\n\n- file: {path}\n");
        for words in document.facts_in_words() {
            let _ = writeln!(out, "- {}", line(&words));
        }
        if !document.facts.note.is_empty() {
            let _ = write!(out, "\n{}", block(&document.facts.note, ""));
        }
        out
    }

    fn passage(&self, _report: &Report, passage: &Passage) -> String {
        let number = passage.number;
        let tag = passage.tag.name.to_uppercase();
        let tag = within_line(&tag);
        let mut out = String::with_capacity(PASSAGE);
        let _ = write!(out, "\n#### <a id=\"p{number}\"></a>{number} {tag}\n\n");
        write_quotation(&mut out, &passage.sentence);
        out.push('\n');
        if !passage.note.is_empty() {
            out.push_str(&block(&passage.note, ""));
            out.push('\n');
        }
        for reason in &passage.reasons {
            let _ = writeln!(out, "- open: {}", inline(reason));
        }
        for said in &passage.lines {
            write_line(&mut out, said);
        }
        if let Some(table) = &passage.versions {
            write_versions(&mut out, table);
        }
        out
    }
}

/// Words on one line, which they begin.
fn line(words: &str) -> Cow<'_, str> {
    match one_line(words) {
        Cow::Borrowed(words) => inline(words),
        Cow::Owned(words) => Cow::Owned(inline(&words).into_owned()),
    }
}

/// Words on one line, in its middle.
fn within_line(words: &str) -> Cow<'_, str> {
    match one_line(words) {
        Cow::Borrowed(words) => within(words),
        Cow::Owned(words) => Cow::Owned(within(&words).into_owned()),
    }
}

fn write_link_to(out: &mut String, number: Number) {
    let _ = write!(out, "[{number}](#p{number})");
}

fn write_line(out: &mut String, said: &Line) {
    for part in ["- ", &line(&said.label), ": "] {
        out.push_str(part);
    }
    for span in &said.words {
        match span {
            Span::Words(words) => out.push_str(&within(&in_one_line(words))),
            Span::Address { address, words } => {
                let _ = write!(out, "[{}](<{address}>)", within(&in_one_line(words)));
            }
            Span::Passage { number, .. } => write_link_to(out, *number),
        }
    }
    out.push('\n');
}

/// Words with a blank for each character that ends a line.
fn in_one_line(words: &str) -> Cow<'_, str> {
    match has_line_end(words) {
        false => Cow::Borrowed(words),
        true => Cow::Owned(words.replace(is_line_end, " ")),
    }
}

/// Writes a passage in bold within its sentence, as a quotation.
fn write_quotation(out: &mut String, sentence: &InSentence) {
    let mut words = Cow::Borrowed(&*sentence.words);
    if has_line_end(&words) {
        words = Cow::Owned(words.replace("\r\n", "\n"));
    }
    let rows: Vec<&str> = lines(&words).collect();
    for (number, row) in rows.iter().enumerate() {
        let before = if number == 0 { &*sentence.before } else { "" };
        let is_last = number + 1 == rows.len();
        let after = if is_last { &*sentence.after } else { "" };
        let next = rows.get(number + 1);
        let is_broken = next.is_some_and(|next| !next.trim().is_empty());
        let begin = out.len();
        out.push_str("> ");
        let shown = out.len();
        write_sentence_line(out, before, row, after);
        if is_broken && out.len() > shown {
            out.push('\\');
        }
        out.truncate(begin + out[begin..].trim_end().len());
        out.push('\n');
    }
}

/// Writes one line of a passage in bold, with what stands before and behind it on that line.
fn write_sentence_line(out: &mut String, before: &str, words: &str, after: &str) {
    // Blanks within asterisks would make no bold words.
    let inner = words.trim();
    let has_lead = words.trim_start().len() < words.len();
    let has_trail = words.trim_end().len() < words.len();
    let head = match before.trim().is_empty() {
        true => Cow::Borrowed(""),
        false => inline(before),
    };
    let tail = within(after.trim_end());
    let blank = |stands: bool| if stands { " " } else { "" };
    let lead = blank(!head.is_empty() && (before.ends_with(' ') || has_lead));
    let trail = blank(!tail.is_empty() && !tail.starts_with(' ') && has_trail);
    out.push_str(&head);
    out.push_str(lead);
    let last = lead.chars().next().or(head.chars().next_back());
    let next = trail.chars().next().or(tail.chars().next());
    write_bold(out, last, inner, next);
    out.push_str(trail);
    out.push_str(&tail);
}

fn write_versions(out: &mut String, table: &VersionTable) {
    out.push_str("\n| |");
    for (number, by) in &table.heads {
        out.push(' ');
        write_link_to(out, *number);
        let _ = write!(out, " {} |", within_line(by));
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(table.heads.len()));
    out.push('\n');
    for (name, cells) in &table.rows {
        let _ = write!(out, "| {} |", line(name));
        for cell in cells {
            let _ = write!(out, " {} |", line(cell));
        }
        out.push('\n');
    }
}

fn bar(part: usize, whole: usize) -> String {
    let length = (part * BAR).div_ceil(whole.max(1));
    "█".repeat(length.min(BAR))
}

fn write_tags(out: &mut String, report: &Report, overview: &Overview) {
    let tags = overview.all.tags(&report.masthead);
    let most = tags.iter().map(|(_, number)| *number).max().unwrap_or(0);
    if tags.is_empty() {
        return;
    }
    out.push_str("\n| tag | passages | |\n|---|---:|---|\n");
    for (tag, number) in tags {
        let (name, bar) = (line(&tag.name), bar(number, most));
        let _ = writeln!(out, "| {name} | {} | {bar} |", in_thousands(number));
    }
}

fn write_shares(out: &mut String, overview: &Overview) {
    let shares = overview.shares();
    if shares.is_empty() {
        return;
    }
    out.push_str("\n| share | number | of | |\n|---|---:|---:|---|\n");
    for (name, part, whole) in shares {
        let rest = BAR - bar(part, whole).chars().count();
        let bar = format!("{}{}", bar(part, whole), "░".repeat(rest));
        let (part, whole) = (in_thousands(part), in_thousands(whole));
        let _ = writeln!(out, "| {name} | {part} | {whole} | {bar} |");
    }
}

fn write_documents(out: &mut String, report: &Report, overview: &Overview) {
    if overview.documents.is_empty() {
        return;
    }
    out.push_str("\n| document | passages | tags | open | checked |\n|---|---:|---|---:|---|\n");
    for document in &overview.documents {
        let counts = &document.counts;
        let tags = counts.tags(&report.masthead).into_iter();
        let tags = tags.map(|(tag, number)| format!("{} {}", tag.name, in_thousands(number)));
        let tags: Vec<String> = tags.collect();
        let _ = writeln!(
            out,
            "| [{number} {}](#d{number}) | {} | {} | {} | {} |",
            within_line(&document.title),
            in_thousands(counts.tags.tags),
            line(&tags.join(", ")),
            in_thousands(counts.open()),
            line(&counts.checked_in_words()),
            number = document.number,
        );
    }
}
