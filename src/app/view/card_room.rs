//! How what the card under the cursor says shares the rows that it has.
//!
//! ```text
//! ── needs-source · ana 28 Nov ─────────────────
//!  Note    Whose sentence is it, the Post’s or …
//!  Source  https://example.org/a/long/address …
//!  ≠ contradicts  002 Regional Reintegration of
//!  + 3 more: i
//! ```
//!
//! A long note or source is cut before anything else: each thing has its first row, as long as
//! there are rows. Then the first of each kind comes before the second of any, what matters most
//! first, and the last row counts what has none.
//!
//! Must not know: what is said.

use crate::app::view::card::{CardExtent, CardForm, cut};
use crate::app::{CardLine, CardsEdge, LineKind};
use crate::text::visible::columns;

/// What a card says of one thing: a note, a source, a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CardPart {
    pub lines: Vec<CardLine>,
    /// How many things it stands for.
    stands_for: usize,
}

impl CardPart {
    pub(crate) fn new(lines: Vec<CardLine>) -> Self {
        Self {
            lines,
            stands_for: 1,
        }
    }

    /// Words that say how many more there are of something.
    pub(crate) fn of_more(form: CardForm, more: usize, words: &str) -> Self {
        Self {
            stands_for: more,
            ..Self::new(form.rows(LineKind::About, "", words))
        }
    }
}

/// Things of one kind, in the order in which they are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CardGroup {
    pub matters: Matters,
    pub parts: Vec<CardPart>,
}

/// How much a kind of thing matters where there are few rows, what matters most first: what is
/// to be done, and what others say of the passage, before what one can look up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Matters {
    Name,
    Conflict,
    Link,
    Source,
    Note,
    About,
    Cited,
    Quote,
}

/// The room that a card has.
pub(crate) struct CardRoom {
    pub rows: usize,
    pub columns: u16,
    pub edge: CardsEdge,
    /// The key that shows all.
    pub key: String,
}

/// The lines of a card within its room, and whether they say all. Between groups of parts stands
/// a blank row, where the card has a border and there is room.
pub(crate) fn fit(mut groups: Vec<CardGroup>, room: &CardRoom) -> (Vec<CardLine>, CardExtent) {
    for group in &mut groups {
        group.parts.retain(|part| !part.lines.is_empty());
    }
    groups.retain(|group| !group.parts.is_empty());
    let all = groups.iter().flat_map(|group| &group.parts);
    let (parts, rows) = all.fold((0, 0), |(parts, rows), part| {
        (parts + 1, rows + part.lines.len())
    });
    let between = groups.len().saturating_sub(1);
    if rows <= room.rows {
        let is_airy = room.edge == CardsEdge::Box && rows + between <= room.rows;
        return (
            together(groups, is_airy.then(CardLine::blank).as_ref()),
            CardExtent::Whole,
        );
    }
    if parts > room.rows {
        return (the_first(groups, room), CardExtent::Cut);
    }
    // Blank rows stay where what is cut has most of the room.
    let is_airy = room.edge == CardsEdge::Box && parts + between <= room.rows / 2;
    let left = room.rows - if is_airy { between } else { 0 };
    let most = shares(groups.iter().flat_map(|group| &group.parts), left);
    let all = groups.iter_mut().flat_map(|group| &mut group.parts);
    for (part, most) in all.zip(most) {
        cut_part(part, most, room.columns);
    }
    (
        together(groups, is_airy.then(CardLine::blank).as_ref()),
        CardExtent::Cut,
    )
}

fn together(groups: Vec<CardGroup>, blank: Option<&CardLine>) -> Vec<CardLine> {
    let mut lines = Vec::new();
    for group in groups {
        if !lines.is_empty() {
            lines.extend(blank.cloned());
        }
        lines.extend(group.parts.into_iter().flat_map(|part| part.lines));
    }
    lines
}

/// How many rows each of some parts gets of those that are there, one at least: what is short is
/// whole, and what is long shares the rest.
fn shares<'a>(parts: impl Iterator<Item = &'a CardPart>, rows: usize) -> Vec<usize> {
    let wanted: Vec<usize> = parts.map(|part| part.lines.len()).collect();
    let mut by_length: Vec<usize> = (0..wanted.len()).collect();
    by_length.sort_by_key(|part| wanted[*part]);
    let mut given = vec![1; wanted.len()];
    let mut left = rows;
    for (at, part) in by_length.iter().enumerate() {
        let fair = left / (by_length.len() - at);
        given[*part] = wanted[*part].min(fair).max(1);
        left = left.saturating_sub(given[*part]);
    }
    given
}

/// Cuts a part to so many rows, and says so at its end.
fn cut_part(part: &mut CardPart, rows: usize, width: u16) {
    if part.lines.len() <= rows {
        return;
    }
    part.lines.truncate(rows);
    if let Some(last) = part.lines.last_mut() {
        last.words.push_str(" …");
        fit_words(last, width);
    }
}

/// Cuts the words of a row to what it has beside what stands at its right end.
fn fit_words(line: &mut CardLine, width: u16) {
    let aside = match line.aside.as_str() {
        "" => 0,
        aside => u16::try_from(columns(aside) + 1).unwrap_or(u16::MAX),
    };
    let room = width.saturating_sub(line.column).saturating_sub(aside);
    line.words = cut(&line.words, room);
    line.label = line.label.min(line.words.len());
}

/// The least columns of a single row that tells something beside what is left out.
const BESIDE_COUNT: u16 = 28;

/// A row each of as many parts as there is room for, the first of each group first, and how many
/// are left out.
fn the_first(groups: Vec<CardGroup>, room: &CardRoom) -> Vec<CardLine> {
    // In a single row, what is left out is counted at its end.
    let fit = room.rows.saturating_sub(1).max(room.rows.min(1));
    let numbered = groups.into_iter().enumerate();
    let numbered = numbered.flat_map(|(at, group)| {
        let parts = group.parts.into_iter().enumerate();
        parts.map(move |(number, part)| ((number, group.matters, at), part))
    });
    let mut parts: Vec<_> = numbered.collect();
    parts.sort_by_key(|(rank, _)| *rank);
    // A row without room for words beside the count is the count.
    let is_narrow = room.rows == 1 && room.columns < BESIDE_COUNT;
    let left_out = parts.split_off(if is_narrow { 0 } else { fit.min(parts.len()) });
    parts.sort_by_key(|((number, _, at), _)| (*at, *number));
    let mut lines = Vec::with_capacity(room.rows);
    for (_, mut part) in parts {
        cut_part(&mut part, 1, room.columns);
        lines.extend(part.lines);
    }
    let more: usize = left_out.iter().map(|(_, part)| part.stands_for).sum();
    let sign = match room.key.as_str() {
        "" => format!("+ {more} more"),
        key => format!("+ {more} more: {key}"),
    };
    match (room.rows, lines.last_mut()) {
        (0, _) => {}
        (1, Some(only)) => {
            only.aside = sign;
            fit_words(only, room.columns);
        }
        _ => lines.push(CardLine::new(
            LineKind::About,
            1,
            cut(&sign, room.columns.saturating_sub(1)),
        )),
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part(name: usize, lines: usize) -> CardPart {
        let line = |number| {
            let words = match number {
                0 => format!("part{name}."),
                _ => format!("more of {name}"),
            };
            CardLine::new(LineKind::Note, 1, words)
        };
        CardPart::new((0..lines).map(line).collect())
    }

    fn groups(all: Vec<Vec<CardPart>>) -> Vec<CardGroup> {
        use Matters::{About, Cited, Link, Note, Source};
        let order = [Note, Cited, Source, Link, About].into_iter().cycle();
        all.into_iter()
            .zip(order)
            .map(|(parts, matters)| CardGroup { matters, parts })
            .collect()
    }

    fn room(rows: usize) -> CardRoom {
        CardRoom {
            rows,
            columns: 40,
            edge: CardsEdge::Rule,
            key: "i".to_owned(),
        }
    }

    fn words(lines: &[CardLine]) -> Vec<&str> {
        lines.iter().map(|line| line.words.as_str()).collect()
    }

    #[test]
    fn what_is_long_is_cut_before_anything_is_left_out() {
        let groups = groups(vec![vec![part(0, 9)], vec![part(1, 3)], vec![part(2, 1)]]);
        let (lines, extent) = fit(groups.clone(), &room(6));
        assert_eq!(
            words(&lines),
            [
                "part0.",
                "more of 0",
                "more of 0 …",
                "part1.",
                "more of 1 …",
                "part2."
            ]
        );
        assert_eq!(extent, CardExtent::Cut);
        let (lines, extent) = fit(groups, &room(13));
        assert_eq!((lines.len(), extent), (13, CardExtent::Whole));
    }

    #[test]
    fn the_first_of_each_kind_comes_before_the_second_of_any() {
        let groups = groups(vec![
            vec![part(0, 1), part(1, 1), part(2, 1)],
            vec![part(3, 2)],
            vec![part(4, 1), part(5, 1)],
        ]);
        let (lines, _) = fit(groups.clone(), &room(3));
        assert_eq!(words(&lines), ["part0.", "part4.", "+ 4 more: i"]);
        let (lines, _) = fit(groups.clone(), &room(5));
        assert_eq!(
            words(&lines),
            ["part0.", "part3. …", "part4.", "part5.", "+ 2 more: i"]
        );
        let (lines, _) = fit(groups, &room(1));
        assert_eq!(words(&lines), ["part4."]);
        assert_eq!(lines[0].aside, "+ 5 more: i");
    }

    proptest! {
        /// Whatever a card says and whatever room it has: each part has its first row, or is
        /// counted in the last one.
        #[test]
        fn every_part_is_seen_or_counted(
            groups in prop::collection::vec(prop::collection::vec(0_usize..12, 0..5), 0..9),
            rows in 0_usize..40,
            columns in 12_u16..80,
            is_box in any::<bool>(),
        ) {
            let mut count = 0;
            let parts = |group: &Vec<usize>| {
                let parts = group.iter().map(|lines| {
                    count += usize::from(*lines > 0);
                    part(count, *lines)
                });
                parts.collect()
            };
            let groups = super::tests::groups(groups.iter().map(parts).collect());
            let edge = if is_box { CardsEdge::Box } else { CardsEdge::Rule };
            let room = CardRoom { rows, columns, edge, key: "i".to_owned() };
            let all: usize = groups
                .iter()
                .flat_map(|group| &group.parts)
                .map(|part| part.lines.len())
                .sum();
            let (lines, extent) = fit(groups, &room);
            prop_assert!(lines.len() <= rows);
            prop_assert_eq!(extent == CardExtent::Whole, all <= rows);
            let seen = lines.iter().filter(|line| line.words.starts_with("part")).count();
            let last = lines.last().map_or("", |last| match last.aside.as_str() {
                "" => last.words.as_str(),
                aside => aside,
            });
            let counted = last.strip_prefix("+ ").and_then(|words| words.split(' ').next());
            let counted: usize = counted.map_or(0, |number| number.parse().unwrap());
            if rows > 0 {
                prop_assert_eq!(seen + counted, count);
            }
            for line in &lines {
                prop_assert!(columns_of(line) <= usize::from(columns));
            }
        }
    }

    fn columns_of(line: &CardLine) -> usize {
        usize::from(line.column) + columns(&line.words) + columns(&line.aside)
    }
}
