//! Where a blank row is put between two paragraphs that nothing in the text parts.
//!
//! A document whose paragraphs are one line each has no blank lines between them, and set
//! without any it is a grey wall. Lists stay together, and so do lines that are short: verse,
//! addresses, tables and code would fall apart.
//!
//! Must not know: whether air is wanted.

use super::metrics::list_marker;
use crate::text::content::Text;
use crate::text::range::TextRange;
use crate::text::row::Row;

/// How many lines are looked at to judge a document.
const LINES_JUDGED: usize = 400;
/// How much of a line is looked at: its marker, and whether it has words.
const BEGINNING: usize = 256;

/// Whether the paragraphs of a text follow each other without blank lines, as far as its
/// beginning shows: there are more line ends that nothing parts than blank lines. The line ends
/// within a list do not count.
pub fn is_set_solid(text: &Text) -> bool {
    let (mut solid, mut parted) = (0, 0);
    let mut above: Option<Beginning> = None;
    let mut blank = false;
    for line in text.lines().take(LINES_JUDGED) {
        let here = Beginning::of(text, line.content);
        match (here, above) {
            (Beginning::Blank, _) => blank = true,
            (_, None) => above = Some(here),
            (_, Some(before)) => {
                let within_list = here == Beginning::Item && before == Beginning::Item;
                parted += usize::from(blank);
                solid += usize::from(!blank && !within_list);
                (above, blank) = (Some(here), false);
            }
        }
    }
    solid > parted
}

/// Whether a blank row belongs between two rows of a text that is set solid: where one
/// paragraph ends and the next begins, unless both are items of a list, or of one row each.
/// `next` is the row after the one below.
pub fn wants_air(text: &Text, above: &Row, below: &Row, next: Option<&Row>) -> bool {
    if !below.first {
        return false;
    }
    let short = above.first && next.is_none_or(|next| next.first);
    let beginning = |row: &Row| Beginning::of(text, row.shown);
    if short || beginning(above) == Beginning::Blank {
        return false;
    }
    match beginning(below) {
        Beginning::Blank => false,
        // What goes on under a list item is hung under its words.
        Beginning::Item => above.indent == 0 && beginning(above) != Beginning::Item,
        Beginning::Words => true,
    }
}

/// What a line or a row begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beginning {
    Blank,
    /// The bullet or number of a list, and words.
    Item,
    Words,
}

impl Beginning {
    fn of(text: &Text, range: TextRange) -> Self {
        let end = text.floor_char(range.end().min(range.start() + BEGINNING));
        let words = text.slice(TextRange::between(range.start(), end.max(range.start())));
        if words.trim().is_empty() {
            Self::Blank
        } else if list_marker(&words).is_some() {
            Self::Item
        } else {
            Self::Words
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::layout::{Measure, rows_from};

    /// The rows of a text, with a `~` for each blank row that is put in.
    fn set(content: &str) -> String {
        let text = Text::new(content);
        let measure = Measure {
            columns: 20,
            tab: 8,
        };
        let rows = rows_from(&text, 0, usize::MAX, measure);
        let solid = is_set_solid(&text);
        let mut lines = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let above = at.checked_sub(1).map(|at| &rows[at]);
            if solid && above.is_some_and(|above| wants_air(&text, above, row, rows.get(at + 1))) {
                lines.push("~".to_owned());
            }
            lines.push(text.slice(row.shown).into_owned());
        }
        lines.join("\n")
    }

    #[test]
    fn paragraphs_of_one_line_each_are_parted() {
        let content = "The first of them is long.\nThe second is as long as that.\nA heading\n\
                       The third of them is long.\n";
        let expected = "The first of them is\nlong.\n~\nThe second is as\nlong as that.\n~\n\
                        A heading\n~\nThe third of them is\nlong.";
        assert_eq!(set(content), expected);
    }

    #[test]
    fn lists_short_lines_and_documents_with_blank_lines_stay_as_they_are() {
        for content in [
            "Roses are red,\nviolets are blue,\nsugar is sweet.\n",
            "The first of them is long.\n\nThe second is as long as that.\n\nA heading\nThe third.\n",
            "1. The first of them is long.\n2. The second of them is long.\n3. The third.\n",
        ] {
            assert!(!set(content).contains('~'), "{content:?}");
        }
    }
}
