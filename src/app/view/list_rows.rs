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

use std::collections::VecDeque;
use std::ops::Range;

use crate::annotation::{Anchor, Annotation};
use crate::app::state::picker::PickerAction;
use crate::app::view::area::Area;
use crate::app::view::card::cut;
use crate::app::view::peek::sentence_around;
use crate::app::view::rows::{self, OpenWords};
use crate::app::view::words::on_one_line;
use crate::app::{DocumentId, Model, Picker, PickerRow, list_top, wrap};
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
    /// Its sentence, on a line or two, each with the part that is the passage, in bytes.
    pub quote: Vec<(String, Range<usize>)>,
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
    let all_in = |rows: Range<usize>| -> Vec<_> { rows.map(|at| (at, lines(at))).collect() };
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
    let mut shown = VecDeque::from([(list.chosen, chosen)]);
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
    let quote: String = quote.chars().take(MOST_OF_QUOTE).collect();
    let [before, after] = around(model, *id, &item.annotation);
    // What the words leave, and a quarter at least.
    let taken = columns(&name) + columns(&before) + columns(&quote) + columns(&after);
    let left = usize::from(room).saturating_sub(taken + 1);
    let aside = columns(&title).min(left.max(usize::from(width / 4)));
    let aside = u16::try_from(aside).unwrap_or(0);
    let first = room.saturating_sub(aside + 1);
    // The passage comes before what is around it.
    let free = usize::from(first + room).saturating_sub(columns(&name) + columns(&quote) + 2);
    let before = format!("{name}{}", end_of(&before, free));
    let after = if free == 0 { "" } else { after.as_str() };
    let passage = before.len()..before.len() + quote.len();
    Some(ItemLines {
        why,
        title: (title, aside),
        column,
        quote: two_lines(&format!("{before}{quote}{after}"), &passage, first, room),
        about: cut(&about, room),
    })
}

/// What stands around a passage in its sentence; of a document that is not open, what its tag
/// remembers of that.
fn around(model: &Model, id: DocumentId, annotation: &Annotation) -> [String; 2] {
    let opened = model.documents.get_opened(id);
    let placed = opened.and_then(|opened| Some((opened, opened.place_of(&annotation.id)?)));
    if let Some((opened, placed)) = placed
        && matches!(placed.anchor, Anchor::Exact(_) | Anchor::Moved { .. })
    {
        let [before, _, after] = sentence_around(opened, placed.range);
        return [before, after].map(|words| words.chars().take(MOST_OF_QUOTE).collect());
    }
    let selector = &annotation.selector;
    let prefix = match sentence_ends(&selector.prefix).last() {
        Some(end) => on_one_line(selector.prefix[end..].trim_start()),
        None => match selector.prefix.split_once(char::is_whitespace) {
            Some((_, rest)) => format!("…{}", on_one_line(rest)),
            None => String::new(),
        },
    };
    // The number of a reference may stand behind the full stop.
    let begun = selector
        .quote
        .trim_end_matches(|c: char| !c.is_alphabetic() && !is_end(c));
    let suffix = match sentence_ends(&selector.suffix).next() {
        _ if begun.ends_with(is_end) => String::new(),
        Some(end) => on_one_line(&selector.suffix[..end]),
        None => match selector.suffix.rsplit_once(char::is_whitespace) {
            Some((begun, _)) => format!("{}…", on_one_line(begun)),
            None => String::new(),
        },
    };
    [prefix, suffix]
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '\n')
}

/// Where sentences end in the few words around a passage, as far as these tell: not behind an
/// initial, nor within a number or a name.
fn sentence_ends(words: &str) -> impl Iterator<Item = usize> {
    words.char_indices().filter_map(|(at, c)| {
        let end = at + c.len_utf8();
        let is_last = words[end..].chars().next().is_none_or(char::is_whitespace);
        let mut before = words[..at].chars().rev();
        let is_initial = before.next().is_some_and(char::is_uppercase)
            && before.next().is_none_or(|c| !c.is_alphanumeric());
        (is_end(c) && is_last && !is_initial).then_some(end)
    })
}

/// The end of words that has so many columns.
fn end_of(words: &str, most: usize) -> String {
    if columns(words) <= most {
        return words.to_owned();
    }
    let blanks = words.match_indices(' ').map(|(at, _)| &words[at + 1..]);
    let mut ends = blanks.filter(|end| columns(end) < most && !end.is_empty());
    ends.next()
        .map_or_else(String::new, |end| format!("…{end}"))
}

/// Words on two lines at most, of so many columns each, with what is strong in each.
fn two_lines(
    words: &str,
    strong: &Range<usize>,
    first: u16,
    second: u16,
) -> Vec<(String, Range<usize>)> {
    let rows = wrap(words, first.max(1));
    let Some(begun) = rows.first() else {
        return Vec::new();
    };
    let part = |from: usize, shown: &str| {
        let within = |byte: usize| {
            let mut at = byte.clamp(from, from + shown.len()) - from;
            // Where it ends, the sign of what is cut may stand.
            while !shown.is_char_boundary(at) {
                at += 1;
            }
            at
        };
        within(strong.start)..within(strong.end)
    };
    let mut lines = vec![(begun.clone(), part(0, begun))];
    let rest = words.get(begun.len()..).unwrap_or_default();
    let rest = rest.trim_start();
    if rows.len() > 1 && !rest.is_empty() {
        let shown = cut(rest, second);
        let strong = part(words.len() - rest.len(), &shown);
        lines.push((shown, strong));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_behind_words_and_not_within_names() {
        for (words, ends) in [
            ("in May. It voted ", &["in May."][..]),
            (
                " of the U.S. government. 3 It",
                &[" of the U.S. government."],
            ),
            (" 2.5 million", &[]),
            ("John F. Kennedy said", &[]),
            ("a heading\nand more", &[]),
            ("Really? Yes! ", &["Really?", "Really? Yes!"]),
        ] {
            let found: Vec<_> = sentence_ends(words).map(|end| &words[..end]).collect();
            assert_eq!(found, ends, "{words:?}");
        }
    }

    /// Found in use: the sign of what is cut took the place of the end of the passage, and
    /// nothing of the passage was shown.
    #[test]
    fn a_passage_on_two_lines_can_be_told_apart_wherever_it_is_cut() {
        let words = "some of it, which is the passage itself, in two lines.";
        let passage = words.find("which").unwrap()..words.find(", in").unwrap();
        for second in 1..60 {
            for (line, part) in two_lines(words, &passage, 12, second) {
                assert!(line.get(part.clone()).is_some(), "{line} {part:?}");
            }
        }
    }

    #[test]
    fn words_that_are_too_long_begin_later() {
        assert_eq!(end_of("one two three", 20), "one two three");
        assert_eq!(end_of("one two three", 9), "…three");
        assert_eq!(end_of("one two three", 10), "…two three");
        assert_eq!(end_of("one two three", 3), "");
    }

    #[test]
    fn the_passage_is_strong_on_either_line() {
        let words = "before the passage and behind it";
        let lines = two_lines(words, &(7..22), 14, 30);
        let strong: Vec<_> = lines
            .iter()
            .map(|(line, part)| &line[part.clone()])
            .collect();
        assert_eq!(strong, ["the", "passage and"]);
    }
}
