//! `postil list`: the tags, as a table for people or as JSON Lines.

use std::ops::Range;

use anyhow::Result;

use crate::annotation::DocumentFacts;
use crate::corpus::{Filter, IncomingLinks, Selection, Source, open_reasons};
use crate::formats::{ExportDocument, document_line, open_line, tag_line};
use crate::text::one_line;
use crate::text::visible::visible;

use super::arguments::{Global, List, ListFormat};
use super::output::{Output, complain};
use super::{
    exit::Exit,
    filter,
    session::Session,
    table::{Rows, table},
};

pub(super) fn run(global: &Global, arguments: &List, output: &mut Output) -> Result<Exit> {
    let session = Session::open(global, &arguments.path)?;
    let sources = session.sources();
    let filter = filter::filter(&session, &arguments.filters, &sources, output)?;
    let mut selection = Selection::new(&session.corpus, &filter);
    selection.wants_facts = arguments.filters.marks && !arguments.suggestions;
    selection.wants_suggestions = arguments.suggestions;
    // As the exports have them.
    selection.wants_verdict_words = true;
    let open = arguments.open.then(|| links(&session, output));
    let open = open.transpose()?;
    let open = open.as_ref();
    let completeness = match arguments.format {
        ListFormat::Table => {
            let rows = Rows {
                set: &session.config.tags,
                open,
            };
            let completeness = table(selection, &rows, &sources, output)?;
            if arguments.filters.marks && !arguments.suggestions {
                let selection = Selection::new(&session.corpus, &filter);
                selection.each_facts(&sources, output, |document, facts, output| {
                    put_note(document, &facts.note, output)
                })?;
            }
            completeness
        }
        ListFormat::Jsonl => {
            let lines = |document: &ExportDocument, facts: &DocumentFacts, tags: Range<usize>| {
                let mut lines = String::new();
                if tags.start == 0 && !facts.says_nothing() && open.is_none() {
                    lines.push_str(&document_line(document, facts));
                    lines.push('\n');
                }
                for tag in &document.tags[tags] {
                    let line = match open {
                        None => Some(tag_line(document, tag)),
                        Some(links) => {
                            let reasons = open_reasons(document, tag, links);
                            let is_open = !reasons.is_empty();
                            is_open.then(|| open_line(document, tag, &reasons))
                        }
                    };
                    lines.extend(line.map(|line| line + "\n"));
                }
                lines
            };
            selection.each_told_piece(&sources, output, lines, |lines, output| {
                Ok(output.json(&lines)?)
            })?
        }
    };
    if !output.has_written {
        tell_none(&session, &sources, &filter, arguments);
    }
    Ok(completeness.into())
}

/// Says that a filter has left nothing.
fn tell_none(session: &Session, sources: &[Source], filter: &Filter, arguments: &List) {
    let filters = &arguments.filters;
    let has_filter = !filter.annotations.takes_all() || !filters.doc.is_empty();
    if has_filter {
        let none = filter::no_document(session, sources, filter, &filters.doc);
        let wanted = || filter::wanted(&session.config.tags, filter, &filters.doc);
        let what = match arguments.suggestions {
            true => "suggested ",
            false => "",
        };
        complain(&none.unwrap_or_else(|| format!("there is no {what}{}", wanted())));
    }
}

/// What leads to the tags, also to those of one document from all.
pub(super) fn links(session: &Session, output: &mut Output) -> anyhow::Result<IncomingLinks> {
    let all = session.corpus.all_sources();
    IncomingLinks::read(&session.corpus, &all, output)
}

/// Writes the note on a document, if it has one: `note on a.txt: its words`.
pub(super) fn put_note(document: &str, note: &str, output: &mut Output) -> Result<()> {
    if !note.is_empty() {
        let words = format!("note on {document}: {}", one_line(note));
        output.line(&visible(&words))?;
    }
    Ok(())
}
