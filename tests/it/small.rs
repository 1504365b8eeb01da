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

fn last_row(reader: &Reader) -> String {
    reader
        .screen()
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_question_about_a_tag_tells_its_keys_on_a_narrow_screen() {
    for (size, asked) in [((60, 20), "a"), ((40, 10), "a"), ((20, 5), "a")]
        .into_iter()
        .chain([((60, 20), "f&"), ((40, 10), "f&"), ((20, 5), "f&")])
        .chain([((60, 20), "S"), ((40, 10), "S"), ((20, 5), "S")])
    {
        let mut reader = Reader::with(&[TEXT], Settings::default(), size);
        reader.press(asked);
        let row = last_row(&reader);
        let words: Vec<&str> = row.split_whitespace().collect();
        for key in ["f", "c", "o", "n"] {
            assert!(words.contains(&key), "{asked} at {size:?}: {row}");
        }
        let can_leave = words.contains(&"Esc") || size.0 < 30;
        assert!(can_leave, "{asked} at {size:?}: {row}");
    }
}

#[test]
fn a_second_tag_is_asked_for_only_where_there_is_a_first() {
    let mut reader = Reader::with(&[TEXT], Settings::default(), (80, 24));
    reader.press("&");
    assert!(last_row(&reader).contains("Tag as?"), "{}", reader.screen());
    reader.press("<Esc>f&");
    assert!(last_row(&reader).contains("Add a second tag:"));
}

#[test]
fn that_all_is_saved_gives_way_on_a_small_screen_and_that_it_is_not_stays() {
    let mut reader = Reader::with(&[TEXT], Settings::default(), (20, 5));
    reader.press("f");
    assert!(last_row(&reader).contains("saved"), "{}", reader.screen());
    for asked in ["W", "#"] {
        reader.press(asked);
        let row = last_row(&reader);
        assert!(!row.contains("saved"), "{asked}: {row}");
        reader.press("<Esc>");
    }
    reader.tell(Message::SaveFailed {
        document: postil::app::DocumentId(0),
        revision: 1,
        reason: "the disk is full".to_owned(),
        kept: true,
    });
    for asked in ["W", "a", "q"] {
        reader.press("<Esc>").press(asked);
        let row = last_row(&reader);
        assert!(row.contains("NOT SAVED"), "{asked}: {row}");
        assert!(!row.trim().starts_with("NOT"), "{asked}: {row}");
    }
}

#[test]
fn no_bar_covers_a_letter_on_a_very_narrow_screen() {
    let reader = Reader::with(&[TEXT], Settings::default(), (10, 3));
    let screen = reader.screen();
    assert!(screen.contains("One is"), "{screen}");
}

#[test]
fn the_hint_of_a_prompt_gives_way_to_what_is_typed() {
    let mut reader = Reader::with(&[TEXT], Settings::default(), (40, 6));
    reader.press("fS");
    assert!(last_row(&reader).contains("URL"), "{}", reader.screen());
    reader.press("A report of the agency");
    let row = last_row(&reader);
    assert!(row.contains("Source: A report of the agency"), "{row}");
    assert!(!row.contains("URL"), "{row}");
}

#[test]
fn a_whole_sentence_is_never_called_a_passage_in_it() {
    let mut reader = Reader::with(&[TEXT], Settings::default(), (120, 30));
    reader.press("faso<Esc>");
    let row = last_row(&reader);
    assert!(row.contains("F on sentence 1/4"), "{row}");
}
