//! `postil list`: the tags, as a table for people or as JSON Lines.

use anyhow::Result;

use crate::formats::{ExportDocument, tag_line};

use super::arguments::{Global, List, ListFormat};
use super::filter::Filter;
use super::output::Output;
use super::session::Session;
use super::stream::Stream;
use super::table::table;

pub(super) fn run(global: &Global, arguments: &List, output: &mut Output) -> Result<u8> {
    let session = Session::open(global, &arguments.path)?;
    let sources = session.sources();
    let filter = Filter::new(&session, &arguments.filters, &sources, output)?;
    let stream = Stream::new(&session, &filter);
    let is_whole = match arguments.format {
        ListFormat::Table => table(stream, &sources, output)?,
        ListFormat::Jsonl => {
            let lines = |document: &ExportDocument, tags| {
                let mut lines = String::new();
                for tag in &document.tags[tags] {
                    lines.push_str(&tag_line(document, tag));
                    lines.push('\n');
                }
                lines
            };
            stream.run(&sources, output, lines, |lines, _, output| {
                Ok(output.json(&lines)?)
            })?
        }
    };
    Ok(super::code(is_whole))
}
