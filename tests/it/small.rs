//! Every key in every pane, on screens down to one cell.

use postil::app::{Message, Settings};

use crate::fixture::Reader;

const TEXT: &str = "One is so. Two is not.\n\nThree may be, \u{6f22}\u{5b57} and e\u{301}. Four is a number, too.\n";
const SIZES: [(u16, u16); 12] = [
    (140, 40),
    (80, 24),
    (80, 2),
    (80, 1),
    (42, 1),
    (60, 9),
    (40, 6),
    (20, 5),
    (8, 3),
    (2, 2),
    (1, 40),
    (1, 1),
];
/// Ways into each pane and each dialog.
const WAYS: [&str; 16] = [
    "",
    "<Tab>",
    "<Shift-Tab>",
    "f<Shift-Tab>",
    "d<Tab>",
    "m",
    "fa",
    "/",
    "\\",
    "%",
    "?",
    ":",
    "w",
    "fS",
    "e",
    "fcon",
];

/// All keys that anything is bound to.
fn keys() -> Vec<String> {
    let mut keys: Vec<String> = (' '..='~')
        .map(|key| match key {
            ' ' => "<space>".to_owned(),
            '<' => "<lt>".to_owned(),
            key => key.to_string(),
        })
        .collect();
    keys.extend(('a'..='z').map(|key| format!("<Ctrl-{key}>")));
    for name in [
        "Enter",
        "Esc",
        "Tab",
        "Shift-Tab",
        "Backspace",
        "Delete",
        "Up",
        "Down",
        "Left",
        "Right",
        "Home",
        "End",
        "PgUp",
        "PgDn",
        "F1",
        "Shift-Up",
        "Ctrl-Left",
        "Alt-b",
    ] {
        keys.push(format!("<{name}>"));
    }
    keys
}

/// Presses a key, and draws what comes of it.
fn press(reader: &mut Reader, key: &str) {
    reader.press(key);
    drop(reader.screen());
}

#[test]
fn every_key_in_every_pane_at_every_size() {
    let keys = keys();
    for way in WAYS {
        for (columns, rows) in SIZES {
            // Begun at that size: one after the other.
            let mut reader = Reader::with(&[TEXT, "A b."], Settings::default(), (columns, rows));
            press(&mut reader, way);
            for key in &keys {
                press(&mut reader, key);
            }
        }
    }
}

#[test]
fn every_key_on_a_screen_that_became_a_row_or_a_cell() {
    let keys = keys();
    for way in WAYS {
        for (columns, rows) in [(80, 1), (1, 1)] {
            for key in &keys {
                let mut reader = Reader::with(&[TEXT, "A b."], Settings::default(), (80, 24));
                reader.press(way);
                reader.tell(Message::Resized(columns, rows));
                press(&mut reader, key);
                press(&mut reader, "j");
            }
        }
    }
}
