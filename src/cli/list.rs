//! `postil list`: the tags, as a table for people or as JSON Lines.

use anyhow::Result;

use crate::annotation::AnchorState;
use crate::formats::{ExportBundle, ExportDocument, Placed, tag_line};
use crate::text::visible::{columns, visible, visible_within};

use super::arguments::{Global, List, ListFormat};
use super::gather::Selection;
use super::output::Output;
use super::session::Session;

/// Columns left for the passage on the narrowest terminal.
const LEAST_FOR_PASSAGE: usize = 16;
/// The most columns a document's name takes on a terminal.
const MOST_FOR_NAME: usize = 28;

pub(super) fn run(global: &Global, arguments: &List, output: &mut Output) -> Result<u8> {
    let session = Session::open(global, &arguments.path)?;
    let Selection { bundle, is_whole } = session.selection(&arguments.filters)?;
    match arguments.format {
        ListFormat::Jsonl => {
            for document in &bundle.documents {
                for tag in &document.tags {
                    output.json_line(&tag_line(document, tag))?;
                }
            }
        }
        ListFormat::Table => table(&session, &bundle, output)?,
    }
    Ok(super::code(is_whole))
}

/// One row: the cells before the passage, and the passage.
struct Row {
    name: String,
    tag: String,
    place: String,
    words: String,
    colour: crate::annotation::Colour,
}

fn table(session: &Session, bundle: &ExportBundle, output: &mut Output) -> Result<()> {
    let rows: Vec<_> = bundle
        .documents
        .iter()
        .flat_map(|document| document.tags.iter().map(move |tag| (document, tag)))
        .map(|(document, tag)| row(session, document, tag))
        .collect();
    let widest = |cell: fn(&Row) -> &str| rows.iter().map(|it| columns(cell(it))).max();
    let available = output.columns();
    let mut name_width = widest(|it| &it.name).unwrap_or(0);
    if available.is_some() {
        name_width = name_width.min(MOST_FOR_NAME);
    }
    let tag_width = widest(|it| &it.tag).unwrap_or(0);
    let place_width = widest(|it| &it.place).unwrap_or(0);
    for row in &rows {
        let before = name_width + tag_width + place_width + 6;
        let words = match available {
            Some(all) => {
                let left = all.saturating_sub(before).max(LEAST_FOR_PASSAGE);
                visible_within(&row.words, left).into_owned()
            }
            None => row.words.clone(),
        };
        let line = format!(
            "{}  {}  {}  {words}",
            padded(&visible_within(&row.name, name_width), name_width),
            output.coloured(&padded(&row.tag, tag_width), row.colour),
            padded(&row.place, place_width),
        );
        output.line(line.trim_end())?;
    }
    Ok(())
}

fn row(session: &Session, document: &ExportDocument, tag: &Placed) -> Row {
    let annotation = &tag.annotation;
    let shown = session.config.tags.look_up(&annotation.tag);
    let range = tag.anchor.range();
    let (place, quote) = match (&document.text, range) {
        (Some(text), Some(range)) => (
            format!(
                "{}:{}",
                text.code_point_at(range.start()),
                text.code_point_at(range.end())
            ),
            text.slice(range).into_owned(),
        ),
        _ => (String::new(), annotation.selector.quote.clone()),
    };
    let place = match tag.anchor.state() {
        AnchorState::Exact => place,
        AnchorState::Moved => format!("{place} moved"),
        AnchorState::Lost => "lost".to_owned(),
    };
    let place = match document.conflicts.others(&annotation.id).next() {
        Some(_) => format!("{place} in conflict"),
        None => place,
    };
    let mut words = one_line(&quote);
    if !annotation.note.is_empty() {
        words = format!("{words} ({})", one_line(&annotation.note));
    }
    Row {
        name: visible(&document.path).into_owned(),
        tag: visible(&shown.name).into_owned(),
        place,
        words: visible(&words).into_owned(),
        colour: shown.colour,
    }
}

/// Words with every stretch of white space as one space.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell filled up with spaces.
pub(super) fn padded(cell: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(cell));
    format!("{cell}{}", " ".repeat(missing))
}
