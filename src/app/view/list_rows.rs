//! The rows of a list on the screen: which of them are shown, and in how many lines each, so
//! that drawing and mouse agree.
//!
//! ```text
//! ▸N unsourced    IOM has received at least $1.4 billion through 332 separate        000
//!                 transactions from the U.S. government.
//!                 ana · also lost — Same sentence as in the lead
//! ```
//!
//! An item of what is open has two lines for its words and one for what else is known of it,
//! where there is room; else the chosen one alone has them. Every other row is one line.
//!
//! Must not know: what choosing a row does.

use crate::app::state::picker::PickerAction;
use crate::app::view::area::Area;
use crate::app::view::card::cut;
use crate::app::view::rows::{self, OpenWords};
use crate::app::{Model, Picker, PickerRow, list_top, wrap};
use crate::text::visible::columns;

/// From this height of the screen on, all items that are shown have all their lines.
const TALL: u16 = 30;
/// The least rows and columns of a list whose items have several lines.
const ROOM: (u16, u16) = (6, 36);
/// No more of a long passage is laid out for two lines.
const MOST_OF_QUOTE: usize = 600;
/// The columns before the words of a row: whether it is chosen, its mark, a blank.
const BEFORE: u16 = 3;

/// A row of a list as it stands on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownRow {
    /// Which of the rows that fit it is.
    pub at: usize,
    /// Its first line on the screen.
    pub y: u16,
    /// Its lines.
    pub height: u16,
    /// What they say, where they are several or might be.
    pub item: Option<ItemLines>,
}

/// The lines of an item of what is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemLines {
    /// Why it is open, on the first line.
    pub why: String,
    /// The title of its document, which ends the first line, and its columns.
    pub title: (String, u16),
    /// The column of its words, from the left edge of the list.
    pub column: u16,
    /// Its words, on a line or two.
    pub quote: Vec<String>,
    /// By whom it is, and what else is known: nothing where that is nothing.
    pub about: String,
}

impl ItemLines {
    fn height(&self) -> u16 {
        let lines = self.quote.len() + usize::from(!self.about.is_empty());
        u16::try_from(lines.max(1)).unwrap_or(u16::MAX)
    }
}

/// The rows of a list that are shown in these lines. Only those are looked at.
pub fn shown_rows(model: &Model, list: &Picker, choices: Area) -> Vec<ShownRow> {
    let shown = match list.open {
        Some(_) if choices.height >= ROOM.0 && choices.width >= ROOM.1 => {
            items(model, list, choices)
        }
        _ => {
            let top = list_top(list.chosen, usize::from(choices.height));
            let rows = top..list.fitting.len();
            rows.take(usize::from(choices.height))
                .map(|at| (at, None))
                .collect()
        }
    };
    let (mut y, below) = (choices.y, choices.y + choices.height);
    let mut rows = Vec::new();
    for (at, item) in shown {
        let height = item.as_ref().map_or(1, ItemLines::height).min(below - y);
        if height == 0 {
            break;
        }
        rows.push(ShownRow {
            at,
            y,
            height,
            item,
        });
        y += height;
    }
    rows
}

/// The items around the chosen one that have room, the chosen one with all of its lines.
fn items(model: &Model, list: &Picker, choices: Area) -> Vec<(usize, Option<ItemLines>)> {
    let lines = |at: usize| item_lines(model, row_at(list, at)?, choices.width);
    let all_in =
        |rows: std::ops::Range<usize>| -> Vec<_> { rows.map(|at| (at, lines(at))).collect() };
    let height = |item: &Option<ItemLines>| item.as_ref().map_or(1, ItemLines::height);
    let len = list.fitting.len();
    if len <= usize::from(choices.height) {
        let all = all_in(0..len);
        let needed: u16 = all.iter().map(|(_, item)| height(item)).sum();
        if needed <= choices.height {
            return all;
        }
    }
    let is_tall = model.size.1 >= TALL;
    let of = |at: usize| match is_tall || at == list.chosen {
        true => lines(at),
        false => None,
    };
    let chosen = of(list.chosen);
    let mut used = height(&chosen);
    let mut shown = std::collections::VecDeque::from([(list.chosen, chosen)]);
    // The chosen one is the last that is shown, unless all down to it have room.
    for at in (0..list.chosen).rev() {
        let item = of(at);
        used = used.saturating_add(height(&item));
        if used > choices.height {
            break;
        }
        shown.push_front((at, item));
    }
    let mut used: u16 = shown.iter().map(|(_, item)| height(item)).sum();
    for at in list.chosen + 1..len {
        if used >= choices.height {
            break;
        }
        let item = of(at);
        used = used.saturating_add(height(&item));
        shown.push_back((at, item));
    }
    shown.into()
}

fn row_at(list: &Picker, at: usize) -> Option<&PickerRow> {
    list.rows.get(*list.fitting.get(at)?)
}

/// The lines of an item in a list of so many columns.
fn item_lines(model: &Model, row: &PickerRow, width: u16) -> Option<ItemLines> {
    let PickerAction::Annotation(id, annotation) = &row.target else {
        return None;
    };
    let item = model.documents.open_item(*id, annotation)?;
    let OpenWords {
        why,
        name,
        quote,
        title,
        about,
        ..
    } = rows::open_words(model, *id, &item);
    let column = BEFORE + rows::WHY_COLUMNS;
    let room = width.saturating_sub(column + 1);
    let words: String = format!("{name}{quote}")
        .chars()
        .take(MOST_OF_QUOTE)
        .collect();
    // What the words leave, and a quarter at least.
    let left = usize::from(room).saturating_sub(columns(&words) + 1);
    let aside = columns(&title).min(left.max(usize::from(width / 4)));
    let aside = u16::try_from(aside).unwrap_or(0);
    let first = room.saturating_sub(aside + 1);
    Some(ItemLines {
        why,
        title: (title, aside),
        column,
        quote: two_lines(&words, first, room),
        about: cut(&about, room),
    })
}

/// Words on two lines at most, of so many columns each.
fn two_lines(words: &str, first: u16, second: u16) -> Vec<String> {
    let rows = wrap(words, first.max(1));
    let [begun, _, ..] = rows.as_slice() else {
        return rows;
    };
    // A word that is longer than the line begins in it all the same.
    let rest = words.get(begun.len()..).unwrap_or_default().trim_start();
    vec![begun.clone(), cut(rest, second)]
}
