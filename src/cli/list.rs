//! `postil list`: the tags, as a table for people or as JSON Lines.

use anyhow::Result;

use crate::corpus::Selection;
use crate::formats::{ExportDocument, tag_line};

use super::arguments::{Global, List, ListFormat};
use super::output::{Output, complain};
use super::{exit::Exit, filter, session::Session, table::table};

pub(super) fn run(global: &Global, arguments: &List, output: &mut Output) -> Result<Exit> {
    let session = Session::open(global, &arguments.path)?;
    let sources = session.sources();
    let filter = filter::filter(&session, &arguments.filters, &sources, output)?;
    let selection = Selection::new(&session.corpus, &filter);
    let completeness = match arguments.format {
        ListFormat::Table => table(selection, &session.config.tags, &sources, output)?,
        ListFormat::Jsonl => {
            let lines = |document: &ExportDocument, tags| {
                let mut lines = String::new();
                for tag in &document.tags[tags] {
                    lines.push_str(&tag_line(document, tag));
                    lines.push('\n');
                }
                lines
            };
            selection.each_piece(&sources, output, lines, |lines, output| {
                Ok(output.json(&lines)?)
            })?
        }
    };
    let filters = &arguments.filters;
    let has_filter = !filter.annotations.takes_all() || !filters.doc.is_empty();
    if has_filter && !output.has_written {
        let none = filter::no_document(&session, &sources, &filter, &filters.doc);
        let wanted = || filter::wanted(&session.config.tags, &filter, &filters.doc);
        complain(&none.unwrap_or_else(|| format!("there is no {}", wanted())));
    }
    Ok(completeness.into())
}
