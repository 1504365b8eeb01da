//! Where a selection begins and ends, as people mean it: without blanks, bullets and pieces
//! of addresses, on the innermost tag.

use crate::fixture::Reader;
use postil::app::{Message, Mode, MouseButton, Settings, layout};

/// A reader of one text, with the mouse at places of it.
struct Hand {
    reader: Reader,
    x: u16,
    y: u16,
}

impl Hand {
    fn new(text: &str) -> Self {
        let reader = Reader::new(&[text]);
        let areas = layout(&reader.model);
        Self {
            reader,
            x: areas.text.x,
            y: areas.text.y,
        }
    }

    fn click(&mut self, clicks: u8, column: u16, row: u16) {
        let button = MouseButton::Press { clicks };
        self.reader.mouse(button, self.x + column, self.y + row);
        self.reader
            .mouse(MouseButton::Release, self.x + column, self.y + row);
    }

    fn drag(&mut self, from: (u16, u16), to: (u16, u16)) {
        let (x, y) = (self.x, self.y);
        self.reader
            .mouse(MouseButton::Press { clicks: 1 }, x + from.0, y + from.1)
            .mouse(MouseButton::Drag, x + to.0, y + to.1)
            .mouse(MouseButton::Release, x + to.0, y + to.1);
    }
}

#[test]
fn blanks_at_the_ends_of_a_drag_are_left_out() {
    let text = "One two  three.\n\u{a0}Four \t five.\n";
    for (from, to, selected, passage) in [
        ((0, 0), (3, 0), "«One» two  three.", "One"),
        ((3, 0), (6, 0), "One «two»  three.", "two"),
        ((8, 0), (3, 0), "One «|two»  three.", "two"),
        ((4, 0), (8, 0), "One «two»  three.", "two"),
        ((8, 0), (0, 0), "«|One two»  three.", "One two"),
    ] {
        let mut hand = Hand::new(text);
        hand.drag(from, to);
        let found = hand.reader.selected();
        let first = found.lines().next().unwrap();
        assert_eq!(first, selected, "{from:?} {to:?}");
        hand.reader.press("f");
        let tag = format!("fact {passage:?}");
        assert_eq!(hand.reader.tags(), [tag], "{from:?} {to:?}");
    }
    // Over a line end, and over a no-break space.
    let mut hand = Hand::new(text);
    hand.drag((9, 0), (0, 1));
    assert_eq!(hand.reader.selection(), "three.");
}

#[test]
fn only_blanks_are_not_tagged() {
    for (from, to) in [((7, 0), (8, 0)), ((8, 0), (7, 0))] {
        let mut hand = Hand::new("One two   three.\n");
        hand.drag(from, to);
        assert_eq!(hand.reader.selection(), "  ");
        for key in ["f", "F", "n"] {
            hand.reader.press(key);
            assert!(hand.reader.tags().is_empty(), "{key}");
            assert!(
                hand.reader.notice().contains("Only blanks"),
                "{key}: {}",
                hand.reader.notice()
            );
        }
    }
}

#[test]
fn a_tag_is_not_resized_to_blanks() {
    let mut hand = Hand::new("One two   three. Four.\n");
    hand.reader.press("f");
    hand.reader.press("r");
    hand.drag((7, 0), (8, 0));
    hand.reader.press("<Enter>");
    assert!(hand.reader.notice().contains("Only blanks"));
    hand.drag((4, 0), (8, 0));
    hand.reader.press("<Enter>");
    assert_eq!(hand.reader.tags(), [r#"fact "two""#]);
}

#[test]
fn a_match_with_blanks_is_tagged_without_them() {
    let mut hand = Hand::new("One two three.\n");
    hand.reader.press("/ two <Enter>f");
    assert_eq!(hand.reader.tags(), [r#"fact "two""#]);
    // The same key on the same passage takes it off.
    hand.reader.press("f");
    assert!(hand.reader.tags().is_empty());
}

#[test]
fn a_list_item_is_selected_without_its_bullet() {
    let mut hand = Hand::new("- One thing. It is so.\n2. Another\n");
    hand.reader.press("n");
    hand.click(3, 0, 1);
    assert_eq!(hand.reader.selection(), "Another");
    hand.reader.press("n");
    hand.click(3, 4, 1);
    assert_eq!(hand.reader.selection(), "Another");
    // Not by growing, either.
    hand.reader.press("+");
    assert_eq!(hand.reader.selection(), "Another");
    assert_eq!(
        hand.reader.tags(),
        [r#"needs-source "One thing.""#, r#"needs-source "Another""#]
    );
}

/// `x` deletes the tag that was chosen by a click, so that its name tells which that was.
#[test]
fn a_click_chooses_the_innermost_tag() {
    // Columns:   0         1         2
    //            0123456789012345678901234
    let text = "One two three four five. Six.\nAnother paragraph.\n";
    for (column, clicks, deleted) in [
        (0, 1, "opinion"),
        (4, 1, "claim"),
        (8, 1, "fact"),
        (12, 1, "fact"),
        (14, 1, "claim"),
        (20, 1, "opinion"),
        // A double click goes to a word, and to the tag around it.
        (9, 2, "fact"),
        (5, 2, "claim"),
        // A triple click goes to the sentence, and to the tag on it.
        (9, 3, "opinion"),
    ] {
        let mut hand = Hand::new(text);
        hand.reader.press("o");
        hand.drag((4, 0), (17, 0));
        hand.reader.press("c");
        hand.drag((8, 0), (12, 0));
        hand.reader.press("f");
        hand.reader.press("}");
        assert_eq!(hand.reader.tags().len(), 3);
        hand.click(clicks, column, 0);
        hand.reader.press("x");
        let left = hand.reader.tags().join(" ");
        assert!(
            !left.contains(deleted),
            "{column}, clicked {clicks} times: left are {left}"
        );
        assert_eq!(hand.reader.tags().len(), 2);
    }
}

/// A long sentence that has to be told on a few rows is cut at its end: what it is about
/// stands at its beginning.
#[test]
fn a_message_without_room_is_cut_at_its_end() {
    let end = "and so on and on ".repeat(40);
    let words = format!("/tmp/tags.csv: 45 tags written; {end}THE END");
    for (size, whole) in [
        ((80, 24), false),
        ((80, 10), false),
        ((80, 4), false),
        ((140, 40), true),
    ] {
        let mut reader = Reader::with(&["One. Two.\n"], Settings::default(), size);
        reader.tell(Message::Exported(words.clone()));
        let screen = reader.screen();
        assert!(
            screen.contains("/tmp/tags.csv: 45 tags written;"),
            "{size:?}: {screen}"
        );
        assert_eq!(screen.contains("THE END"), whole, "{size:?}: {screen}");
        assert_eq!(screen.contains(" …"), !whole, "{size:?}: {screen}");
    }
}

#[test]
fn the_day_on_a_card_is_that_of_the_reader() {
    let settings = Settings {
        local_day: |stamp| stamp.0[..10].replace("-22", "-23"),
        ..Settings::default()
    };
    let mut reader = Reader::with(&["One. Two.\n"], settings, (140, 40));
    reader.press("f");
    let screen = reader.screen();
    assert!(screen.contains("ana 23 Nov 2026"), "{screen}");
}

#[test]
fn a_reference_that_the_document_does_not_have_is_told() {
    for (typed, said) in [
        ("[35]", ""),
        ("[999]", "no reference [999]"),
        ("https://example.org", ""),
    ] {
        let mut reader = Reader::new(&["One. [35] Two.\n\n35. A title.\n"]);
        reader.press(&format!("fS{typed}<Enter>"));
        let notice = reader.notice();
        assert_eq!(notice.is_empty(), said.is_empty(), "{typed}: {notice}");
        assert!(notice.contains(said), "{typed}: {notice}");
    }
}

#[test]
fn a_letter_of_another_keyboard_layout_says_why_it_does_nothing() {
    for key in ["а", "ф", "Ф", "α", "ש", "ا", "ㅁ", "あ", "ａ", "？", "。"] {
        for before in ["", "w"] {
            let mut reader = Reader::new(&["One. Two.\n"]);
            reader.press(&format!("{before}{key}"));
            let said = format!("{key} is not a key here: another keyboard layout?");
            assert_eq!(reader.notice(), said, "{before}");
            assert!(reader.screen().contains(&said), "{before}{key}");
            assert!(reader.tags().is_empty());
        }
    }
    for key in ["ö", "ß", "§", "€", "<F9>", "½"] {
        let mut reader = Reader::new(&["One. Two.\n"]);
        reader.press(key);
        assert!(reader.notice().contains("does nothing here"), "{key}");
    }
    // In a line and in a note it is what was typed.
    let mut reader = Reader::new(&["Один. Два.\n"]);
    reader.press("/Два<Enter>f");
    assert_eq!(reader.tags(), [r#"fact "Два""#]);
}

/// Rows of a text that is longer than the screen.
fn long() -> String {
    (0..100)
        .map(|row| format!("Row {row} is one.\n\n"))
        .collect()
}

#[test]
fn a_drag_that_is_held_at_an_edge_goes_on_scrolling() {
    let text = long();
    for (rows_beyond, patience) in [(1, 50), (0, 500)] {
        let mut hand = Hand::new(&text);
        let height = layout(&hand.reader.model).text.height;
        let (x, below) = (hand.x + 4, hand.y + height - 1 + rows_beyond);
        hand.reader
            .mouse(MouseButton::Press { clicks: 1 }, hand.x, hand.y)
            .mouse(MouseButton::Drag, x, hand.y + 4);
        assert_eq!(hand.reader.model.drag_patience(), None, "in the text");
        hand.reader.mouse(MouseButton::Drag, x, below);
        let wait = hand.reader.model.drag_patience().unwrap();
        assert_eq!(wait.as_millis(), patience);
        let mut last = hand.reader.selection().len();
        let mut scrolled = 0;
        while hand.reader.model.drag_patience().is_some() {
            hand.reader.tell(Message::DragHeld);
            scrolled += 1;
            assert!(hand.reader.selection().len() >= last);
            last = hand.reader.selection().len();
            assert!(scrolled < 1000, "it never comes to the end");
        }
        // At the end nothing waits any more.
        assert!(scrolled > 100, "{scrolled}");
        assert!(hand.reader.selection().starts_with("Row 0"));
        assert!(hand.reader.selection().contains("Row 99"));
        hand.reader.mouse(MouseButton::Release, x, below);
        // Back up, from the end.
        hand.reader
            .mouse(MouseButton::Press { clicks: 1 }, x, hand.y + height - 3)
            .mouse(MouseButton::Drag, hand.x, hand.y - rows_beyond);
        while hand.reader.model.drag_patience().is_some() {
            hand.reader.tell(Message::DragHeld);
        }
        assert!(hand.reader.selection().starts_with("Row 0"));
    }
}

#[test]
fn a_drag_that_is_let_go_does_not_scroll() {
    let text = long();
    for ends in ["release", "key", "inside"] {
        let mut hand = Hand::new(&text);
        let height = layout(&hand.reader.model).text.height;
        let (x, y) = (hand.x, hand.y + height);
        hand.reader
            .mouse(MouseButton::Press { clicks: 1 }, x, hand.y)
            .mouse(MouseButton::Drag, x, y);
        assert!(hand.reader.model.drag_patience().is_some());
        match ends {
            "release" => hand.reader.mouse(MouseButton::Release, x, y),
            "key" => hand.reader.press("y"),
            _ => hand.reader.mouse(MouseButton::Drag, x, hand.y + 4),
        };
        assert_eq!(hand.reader.model.drag_patience(), None, "{ends}");
        let top = hand.reader.model.open_document().unwrap().top;
        hand.reader.tell(Message::DragHeld);
        assert_eq!(
            hand.reader.model.open_document().unwrap().top,
            top,
            "{ends}"
        );
    }
}

#[test]
fn an_address_is_selected_as_one_word() {
    let text = "See https://www.iom.int/who-we-are?a=1#b. Then write to ana-b@example.org now.\n";
    let address = "https://www.iom.int/who-we-are?a=1#b";
    for column in [4, 10, 18, 27, 36, 39] {
        let mut hand = Hand::new(text);
        hand.click(2, column, 0);
        assert_eq!(hand.reader.selection(), address, "column {column}");
    }
    for (keys, selection) in [
        ("ll", address),
        ("lllh", address),
        ("lll", "Then"),
        ("jh", "now"),
        ("jhh", "ana-b@example.org"),
        ("jhhh", "to"),
        ("jlllll", "now"),
        ("jllll", "ana-b@example.org"),
    ] {
        let mut hand = Hand::new(text);
        hand.reader.press(keys);
        assert_eq!(hand.reader.selection(), selection, "{keys}");
    }
    let mut hand = Hand::new(text);
    hand.reader.press("w");
    let Mode::Hints(hints) = &hand.reader.model.mode else {
        panic!("no hints");
    };
    assert_eq!(hints.hints.len(), 7);
}
