//! The terminal's cursor, which screen readers and braille lines follow.

use super::seeds;
use crate::support::chance::Chance;
use crate::support::hand::{ENTER, ESC};
use crate::support::pty::{END_FRAME, Pty, rfind};
use crate::support::view::{Spot, View};

const CTRL_L: &str = "\x0c";

/// Keys that move in the text, tag, search and change documents; Esc as a whole sequence,
/// since a bare one with a key close behind is Alt.
const KEYS: [&str; 30] = [
    "j", "j", "j", "k", "k", "h", "l", "l", " ", "b", "\x04", "\x15", "g", "G", "]", "[", "f", "c",
    "o", "n", "u", "\x12", "+", "-", "s", "v", "\x1b[27u", "J", "/the\r", "%40\r",
];

/// Where the terminal's cursor is, if it is seen.
fn cursor(view: &View<'_>) -> Option<Spot> {
    let (row, column) = view.screen().cursor_position();
    (!view.screen().hide_cursor()).then_some(Spot { row, column })
}

/// The bars before the current sentence from a column on: the text says so itself, and the
/// stripes of the margin stand before that column.
fn bars(view: &View<'_>, from: u16) -> Vec<Spot> {
    let (columns, rows) = view.size();
    let right = if columns == 140 { 108 } else { columns };
    let spots = (0..rows).flat_map(|row| (from..right).map(move |column| Spot { row, column }));
    spots
        .filter(|spot| view.cell(*spot).contents() == "▌")
        .collect()
}

fn redraw(reader: &mut Pty) {
    let from = reader.mark();
    reader.send(CTRL_L);
    reader.wait_for_bytes("a screen drawn anew", from, |bytes| {
        rfind(bytes, b"\x1b[2J") < rfind(bytes, END_FRAME) && rfind(bytes, b"\x1b[2J").is_some()
    });
}

#[test]
fn the_cursor_stands_on_the_first_cell_of_the_current_sentence() {
    for (seed, size) in [(1, (140, 40)), (2, (80, 24))] {
        let desk = seeds();
        desk.has_been_here();
        let mut reader = desk.read_with(&[], size);
        reader.wait_until_ready();
        // The one bar of a screen without tags tells where the text begins.
        let from = reader.wait_map("a bar", |view| {
            let bars = bars(view, 0);
            (bars.len() == 1).then(|| bars[0].column)
        });
        let mut chance = Chance(seed);
        let mut checked = 0;
        for number in 0..200 {
            let key = KEYS[chance.below(KEYS.len())];
            reader.send(key);
            redraw(&mut reader);
            reader.wait_for(&format!("the cursor after key {number}, {key:?}"), |view| {
                let place = cursor(view);
                match bars(view, from).as_slice() {
                    // A sentence that begins where the one before it ends has no bar.
                    [] => place.is_some_and(|place| place.column > from),
                    [bar] => {
                        let first = Spot {
                            column: bar.column + 1,
                            ..*bar
                        };
                        place == Some(first)
                    }
                    _ => false,
                }
            });
            checked += bars(&reader.view(), from).len();
        }
        assert!(checked >= 190, "{checked} sentences had a bar");
        reader.send("\x1b[27u");
        assert_eq!(reader.quit(), 0);
    }
}

#[test]
fn the_cursor_stands_where_one_types_and_on_what_is_chosen() {
    let desk = seeds();
    desk.has_been_here();
    let mut reader = desk.read();
    reader.wait_until_ready();
    let before = |view: &View<'_>| {
        let place = cursor(view)?;
        Some(view.part(place.row, 0..place.column).trim_end().to_owned())
    };
    let after = |view: &View<'_>| {
        let place = cursor(view)?;
        Some(view.part(place.row, place.column..view.size().0))
    };
    let begins_with = |words: &'static str| {
        move |view: &View<'_>| after(view).is_some_and(|after| after.starts_with(words))
    };
    let ends_with = |words: &'static str| {
        move |view: &View<'_>| before(view).is_some_and(|before| before.ends_with(words))
    };
    reader.send("/donat");
    reader.wait_for("the end of what is searched for", ends_with("donat"));
    reader.send(ENTER);
    reader.send("c");
    reader.send("aWho says so?");
    reader.wait_for("the end of the note", ends_with("Who says so?"));
    reader.escape(|view| !view.shows("Note on this"));
    reader.send("D");
    reader.wait_for("the first of a list", begins_with("▸"));
    let first = cursor(&reader.view());
    reader.send("\x1b[B");
    reader.wait_for("the second", |view| {
        let place = cursor(view);
        begins_with("▸")(view) && place != first
    });
    reader.send(ESC);
    reader.wait_for("the list to go", |view| {
        !view.shows("nothing fits") && !begins_with("▸")(view)
    });
    reader.send("\t");
    reader.wait_for("the tag in its pane", |view| {
        cursor(view).is_some_and(|place| place.column >= 108)
    });
    reader.send("\t");
    reader.wait_for("the document in its pane", begins_with("▸An international"));
    assert_eq!(reader.quit(), 0);
}

#[test]
fn old_terminals_are_sent_no_shape_of_the_cursor() {
    for (term, has_shapes) in [("xterm-256color", true), ("linux", false), ("vt100", false)] {
        let desk = seeds();
        let mut reader = desk.read_with(&[("TERM", term)], (80, 24));
        reader.wait_until_ready();
        assert_eq!(reader.quit(), 0);
        let bytes = reader.bytes(0);
        let says = |shape: &[u8]| rfind(&bytes, shape).is_some();
        assert_eq!(says(b"\x1b[6 q"), has_shapes, "{term}");
        assert_eq!(says(b"\x1b[0 q"), has_shapes, "{term}");
    }
}
