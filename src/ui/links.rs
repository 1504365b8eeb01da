//! Which cells of the screen are part of an address that a terminal may open.
//!
//! An address is a link only where all of it is drawn, and only in the form that may be
//! handed on ([`openable`]).
//!
//! Must not know: how a terminal is told.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::canvas::rect;
use crate::annotation::Annotation;
use crate::app::{Area, Layout, Mode, Model, OpenDocument, Overlay, ViewRow};
use crate::text::visible::{symbol_width, visible};
use crate::text::{TextRange, addresses, openable};

/// The cells of one row that belong to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The row of the screen.
    pub row: u16,
    /// Its columns of the screen.
    pub columns: Range<u16>,
    /// Printable ASCII that begins with `http://` or `https://`.
    pub address: String,
}

/// Puts links in the order of the screen, where they do not overlap.
pub(super) fn sort(links: &mut Vec<Link>) {
    links.sort_unstable_by_key(|link| (link.row, link.columns.start));
    links.dedup_by(|later, earlier| {
        later.row == earlier.row && later.columns.start < earlier.columns.end
    });
}

/// The addresses in the rows of the text.
pub(super) fn of_text(
    opened: &OpenDocument,
    areas: &Layout,
    rows: &[ViewRow],
    links: &mut Vec<Link>,
) {
    let Some((first, last)) = rows.first().zip(rows.last()) else {
        return;
    };
    let view = first.row.whole.union(last.row.whole);
    let words = opened.text.slice(view);
    if !words.contains("://") {
        return;
    }
    for range in addresses(&words) {
        // One that goes on below is not known whole.
        if range.end == words.len() && !opened.is_end(view.end()) {
            continue;
        }
        let Some(address) = openable(&words[range.clone()]) else {
            continue;
        };
        let range = TextRange::between(view.start() + range.start, view.start() + range.end);
        for row in rows.iter().filter(|row| row.row.whole.overlaps(range)) {
            let within = |byte: usize| range.contains(byte);
            let mut cells = row.cells.iter().filter(|cell| within(cell.range.start()));
            let Some(first) = cells.next() else { continue };
            let last = cells.next_back().unwrap_or(first);
            let x = areas.text.x;
            links.push(Link {
                row: row.y,
                columns: x + first.column..x + last.column + last.width,
                address: address.clone(),
            });
        }
    }
}

/// The addresses in the note and the sources of a tag, where its card shows them.
pub(super) fn of_card(annotation: &Annotation, area: Area, buffer: &Buffer, links: &mut Vec<Link>) {
    let sources = annotation.sources.iter();
    let sources = sources.flat_map(|source| [source.target.value(), source.remark.as_str()]);
    let found = Addresses::in_words(sources.chain([annotation.note.as_str()]));
    found.in_area(rect(area).intersection(buffer.area), buffer, links);
}

/// The addresses in the rows of a list, each within its row.
pub(super) fn of_list(model: &Model, buffer: &Buffer, links: &mut Vec<Link>) {
    let Mode::Overlay(Overlay::Picker(picker)) = &model.mode else {
        return;
    };
    let most = usize::from(buffer.area.height);
    let around = picker
        .fitting
        .iter()
        .skip(picker.chosen.saturating_sub(most));
    let rows = around
        .take(2 * most)
        .filter_map(|row| picker.rows.get(*row));
    let mut found =
        Addresses::in_words(rows.flat_map(|row| [row.text.as_str(), row.detail.as_str()]));
    // Some rows have the visible form of what they were made of: what is not ASCII may stand
    // for something else.
    found.0.retain(|(drawn, _)| drawn.is_ascii());
    for y in buffer.area.top()..buffer.area.bottom() {
        let row = Rect {
            y,
            height: 1,
            ..buffer.area
        };
        found.in_area(row, buffer, links);
    }
}

/// Addresses as they are drawn, each with the form in which it is opened; long ones first.
struct Addresses(Vec<(String, String)>);

impl Addresses {
    fn in_words<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut found = Vec::new();
        for words in words.filter(|words| words.contains("://")) {
            for range in addresses(words) {
                if let Some(address) = openable(&words[range.clone()]) {
                    found.push((visible(&words[range]).into_owned(), address));
                }
            }
        }
        found.sort_by_key(|(drawn, _)| std::cmp::Reverse(drawn.len()));
        Self(found)
    }

    /// Finds them in an area, where they go on from the end of a row at the beginning of the
    /// next.
    fn in_area(&self, area: Rect, buffer: &Buffer, links: &mut Vec<Link>) {
        if self.0.is_empty() {
            return;
        }
        let mut drawn = String::new();
        // Where each cell begins in `drawn`.
        let mut cells: Vec<(usize, u16, u16)> = Vec::new();
        for y in area.top()..area.bottom() {
            let is_edge = |x: &u16| matches!(buffer[(*x, y)].symbol(), " " | "" | "▌");
            let (Some(first), Some(last)) = (
                (area.left()..area.right()).find(|x| !is_edge(x)),
                (area.left()..area.right()).rfind(|x| !is_edge(x)),
            ) else {
                continue;
            };
            let mut x = first;
            while x <= last {
                let symbol = buffer[(x, y)].symbol();
                cells.push((drawn.len(), x, y));
                drawn.push_str(symbol);
                x += symbol_width(symbol).max(1);
            }
        }
        for (words, address) in &self.0 {
            for (from, _) in drawn.match_indices(words.as_str()) {
                let to = from + words.len();
                let first = cells.partition_point(|(byte, ..)| *byte < from);
                let end = cells.partition_point(|(byte, ..)| *byte < to);
                let goes_on = drawn[to..].chars().next().is_some_and(is_of_an_address);
                let row = |index: usize| cells.get(index).map(|(.., y)| *y);
                // Of the next row it is another word.
                if goes_on && row(end) == row(end - 1) {
                    continue;
                }
                push_cells(&cells[first..end], address, links);
            }
        }
    }
}

/// Adds cells to links, a link for each row.
fn push_cells(cells: &[(usize, u16, u16)], address: &str, links: &mut Vec<Link>) {
    for row in cells.chunk_by(|(.., one), (.., other)| one == other) {
        let (Some((_, first, y)), Some((_, last, _))) = (row.first(), row.last()) else {
            continue;
        };
        links.push(Link {
            row: *y,
            columns: *first..*last + 1,
            address: address.to_owned(),
        });
    }
}

/// Whether an address that this follows goes on with it, or was cut off before it.
fn is_of_an_address(character: char) -> bool {
    character.is_alphanumeric() || "…/?#&=%-_~+@".contains(character)
}
