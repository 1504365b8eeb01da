//! `postil references`: the numbered references of a document, and where each is cited.

use anyhow::Result;
use serde::Serialize;

use crate::corpus::{Completeness, Evidence, MOST_CALLOUTS};
use crate::formats::to_spaced_json;
use crate::text::references::{Callout, Reference};
use crate::text::visible::visible_text;
use crate::text::{Text, TextRange, counted, in_thousands, one_line};

use super::arguments::{Global, References};
use super::output::{Output, complain};
use super::{exit::Exit, session::Session};

/// What is printed for programs; positions are code points.
#[derive(Serialize)]
struct Listed<'a> {
    references: Vec<Entry<'a>>,
    callouts: Vec<Citing<'a>>,
    uncited: Vec<&'a str>,
    unresolved: Vec<Citing<'a>>,
}

/// A reference; `text` stands from `start` to `end`.
#[derive(Serialize)]
struct Entry<'a> {
    label: &'a str,
    start: usize,
    end: usize,
    text: String,
    cited: Vec<Place>,
}

#[derive(Serialize)]
struct Place {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Citing<'a> {
    start: usize,
    end: usize,
    labels: &'a [String],
}

pub(super) fn run(global: &Global, arguments: &References, output: &mut Output) -> Result<Exit> {
    let (session, path) = Session::open_document(global, &arguments.document)?;
    let evidence = session.corpus.evidence(&path)?;
    if let Some(encoding) = evidence.document.encoding {
        complain(&format!(
            "{path}: it is read as {encoding}; offsets count the code points of that"
        ));
    }
    for notice in &evidence.document.notices {
        complain(&format!("{path}: {notice}"));
    }
    match arguments.json {
        true => output.json(&(to_spaced_json(&listed(&evidence)) + "\n"))?,
        false => put(&evidence, output)?,
    }
    if !evidence.has_all {
        let most = in_thousands(MOST_CALLOUTS);
        complain(&format!("{path}: only its first {most} call-outs are told"));
    }
    if evidence.references.entries().is_empty() {
        complain(&format!("{path} has no list of references"));
    }
    match evidence.completeness {
        Completeness::Complete => Ok(Exit::Done),
        Completeness::Partial => {
            complain(&format!("{path}: some of its tags could not be read"));
            Ok(Exit::Failed)
        }
    }
}

fn listed(evidence: &Evidence) -> Listed<'_> {
    let text = &evidence.document.text;
    let references = &evidence.references;
    Listed {
        references: references
            .cited()
            .map(|(reference, cited)| entry(text, reference, &cited))
            .collect(),
        callouts: references
            .callouts()
            .iter()
            .map(|callout| citing(text, callout))
            .collect(),
        uncited: references
            .uncited()
            .map(|entry| entry.label.as_str())
            .collect(),
        unresolved: references
            .unresolved()
            .map(|callout| citing(text, callout))
            .collect(),
    }
}

fn entry<'a>(text: &Text, reference: &'a Reference, cited: &[&Callout]) -> Entry<'a> {
    let Place { start, end } = place(text, reference.words);
    Entry {
        label: &reference.label,
        start,
        end,
        text: text.slice(reference.words).into_owned(),
        cited: cited
            .iter()
            .map(|callout| place(text, callout.range))
            .collect(),
    }
}

fn place(text: &Text, range: TextRange) -> Place {
    Place {
        start: text.code_point_at(range.start()).0,
        end: text.code_point_at(range.end()).0,
    }
}

fn citing<'a>(text: &Text, callout: &'a Callout) -> Citing<'a> {
    let Place { start, end } = place(text, callout.range);
    Citing {
        start,
        end,
        labels: &callout.labels,
    }
}

/// Prints the references for people, and then what is amiss.
fn put(evidence: &Evidence, output: &mut Output) -> Result<()> {
    let text = &evidence.document.text;
    let references = &evidence.references;
    for (reference, cited) in references.cited() {
        let words = text.slice(reference.words);
        say(
            output,
            &format!("[{}] {}", reference.label, one_line(&words)),
        )?;
        let times = match cited.len() {
            0 => "never cited".to_owned(),
            1 => "cited once:".to_owned(),
            2 => "cited twice:".to_owned(),
            times => format!("cited {} times:", in_thousands(times)),
        };
        say(output, &format!("    {times}"))?;
        put_sentences(evidence, cited.into_iter(), output)?;
    }
    let uncited: Vec<_> = references
        .uncited()
        .map(|entry| format!("[{}]", entry.label))
        .collect();
    if !uncited.is_empty() {
        say(output, &format!("\nNever cited: {}", uncited.join(", ")))?;
    }
    let unresolved: Vec<_> = references.unresolved().collect();
    if !unresolved.is_empty() {
        let count = counted(unresolved.len(), "call-out");
        say(output, &format!("\n{count} without a reference:"))?;
        put_sentences(evidence, unresolved.into_iter(), output)?;
    }
    if !evidence.unsupported.is_empty() {
        let count = counted(evidence.unsupported.len(), "claim or fact");
        let count = count.replace("claim or facts", "claims and facts");
        say(
            output,
            &format!("\n{count} without a source, in sentences that cite nothing:"),
        )?;
        for one in &evidence.unsupported {
            let words = text.slice(one.range);
            let words = one_line(&words);
            say(
                output,
                &format!("    {} {} {words}", one.id, one.tag.as_str()),
            )?;
        }
    }
    Ok(())
}

/// Prints the sentences of call-outs, each once.
fn put_sentences<'a>(
    evidence: &Evidence,
    callouts: impl Iterator<Item = &'a Callout>,
    output: &mut Output,
) -> Result<()> {
    let mut last = String::new();
    for callout in callouts {
        let words = one_line(&evidence.sentence_of(callout)).into_owned();
        if words != last {
            say(output, &format!("    {words}"))?;
        }
        last = words;
    }
    Ok(())
}

fn say(output: &mut Output, line: &str) -> Result<()> {
    // A blank line before a heading is no character of the document.
    let words = line.trim_start_matches('\n');
    if words.len() < line.len() {
        output.line("")?;
    }
    Ok(output.line(&visible_text(words))?)
}
