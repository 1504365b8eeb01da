//! What the screen shows, as text, at the sizes people have.

use crate::fixture::{Reader, numbered};
use postil::annotation::{AnnotationSet, Selector};
use postil::app::{FormatChoice, Message, Mode, Settings};
use postil::text::Text;
use postil::text::visible::columns;
use ratatui::style::Color;

const ONE: &str = include_str!("../../seeds/000_ee65b8998efc0b3c.txt");
const FOUR: &str = include_str!("../../seeds/003_b5f3d605578c6aa0.txt");
const WIDE: &str = "漢字かな交じり文です。これは二つ目の文です。\n\
    A family 👩‍👩‍👧‍👦 and e\u{301}te\u{301}, a\ttab, a hidden \u{202e}mark and a \u{200b}space.\n\
    \x20 • A list item that is long enough to need a second row of its own, hung under its first word.\n";
/// As an RFC: lines of 72 columns with a margin, a list, and a mail that it quotes.
const RFC: &str = "\
1.  Introduction

   The protocol that is described in this document lets two hosts agree
   on the width of a line before one of them sends it.  A host that does
   not know the width of its peer MUST assume that it is 72 columns, and
   it SHOULD NOT complain when the lines arrive broken in other places.

   o  A sender that has wrapped its lines says so, and the receiver is
      then free to join them again where a paragraph goes on.

   On the first draft of this document, a reader had this to say, which
   is kept here as it was sent:

   > Nobody will ever agree on the width of a line. People who use narrow
   > windows have always had to live with it, and they always will.
";

/// A reader with one tag of each kind, overlaps and a note.
fn tagged() -> Reader {
    let settings = Settings {
        formats: vec![FormatChoice {
            name: "json".to_owned(),
            extension: "json".to_owned(),
            description: "One JSON document.".to_owned(),
            cannot_carry: String::new(),
        }],
        ..Settings::default()
    };
    let mut reader = Reader::with(&[ONE, FOUR, WIDE], settings, (140, 40));
    reader.press("c+&o<Esc>jfalooked up<Enter>twice<Esc>lllvllnjjc");
    reader
}

fn at(reader: &mut Reader, size: (u16, u16)) -> String {
    reader.tell(Message::Resized(size.0, size.1));
    reader.screen()
}

#[test]
fn the_reader_at_140x40() {
    insta::assert_snapshot!(at(&mut tagged(), (140, 40)));
}

#[test]
fn the_reader_at_80x24() {
    insta::assert_snapshot!(at(&mut tagged(), (80, 24)));
}

#[test]
fn the_reader_at_40x10() {
    insta::assert_snapshot!(at(&mut tagged(), (40, 10)));
}

#[test]
fn the_reader_at_1x1() {
    insta::assert_snapshot!(at(&mut tagged(), (1, 1)));
}

#[test]
fn the_sidebar_and_the_tags_on_a_narrow_screen() {
    let mut reader = tagged();
    let mut seen = at(&mut reader, (40, 10));
    for keys in ["d", "<Enter>m"] {
        reader.press(keys);
        seen = format!("{seen}\n{}\n{}", "=".repeat(40), reader.screen());
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn wide_joined_combined_and_hidden_characters() {
    let mut reader = tagged();
    reader.press("JJlc");
    insta::assert_snapshot!(at(&mut reader, (80, 24)));
}

#[test]
fn the_numbered_citations_and_the_references() {
    let mut reader = tagged();
    reader.press("J/Funding<Enter><Ctrl-n><Ctrl-n>jjc<space>");
    insta::assert_snapshot!(at(&mut reader, (100, 30)));
}

#[test]
fn a_note_being_written() {
    let mut reader = tagged();
    reader.press("aIs it so? A note that is longer than the pane is wide, and goes on.");
    insta::assert_snapshot!(at(&mut reader, (140, 40)));
}

#[test]
fn a_note_being_written_on_a_narrow_screen() {
    let mut reader = tagged();
    reader.press("aIs it so?");
    insta::assert_snapshot!(at(&mut reader, (40, 10)));
}

#[test]
fn half_width_kana_with_marks_take_two_columns_everywhere() {
    let mut reader = Reader::new(&["ｶﾞｷﾞﾊﾟ end. Next one.\n"]);
    reader.press("cajｶﾞｷﾞ end");
    let screen = reader.screen();
    for words in ["ｶﾞｷﾞﾊﾟ end.", "jｶﾞｷﾞ end"] {
        assert!(screen.contains(words), "{screen}");
    }
    insta::assert_snapshot!(at(&mut reader, (60, 12)));
}

#[test]
fn hints_on_the_words() {
    let mut reader = tagged();
    reader.press("w");
    insta::assert_snapshot!(at(&mut reader, (80, 24)));
}

#[test]
fn hints_are_no_wider_than_words_that_touch_and_each_is_read() {
    let mut reader = Reader::new(&[
        "กรุงเทพมหานครเป็นเมืองหลวง\n東京は日本の首都です。我是学生。\nA b c and I, ｶﾞﾗｽを買う\n",
    ]);
    reader.press("w");
    let Mode::Hints(hints) = &reader.model.mode else {
        panic!("no hints");
    };
    let text = reader.model.open_document().unwrap().text.clone();
    let expected: Vec<String> = hints
        .hints
        .iter()
        .map(|hint| {
            let room = columns(&text.slice(hint.word));
            hint.letters.chars().take(room).collect()
        })
        .collect();
    // One style after the other, where hints touch.
    let buffer = reader.buffer();
    let styles = [214, 117].map(Color::Indexed);
    let mut found: Vec<String> = Vec::new();
    let mut last = None;
    for cell in &buffer.content {
        let style = styles.contains(&cell.bg).then_some(cell.bg);
        match (style, last) {
            (None, _) => {}
            (Some(_), before) if before == style => {
                found.last_mut().unwrap().push_str(cell.symbol());
            }
            (Some(_), _) => found.push(cell.symbol().to_owned()),
        }
        last = style;
    }
    assert_eq!(found, expected);
    insta::assert_snapshot!(at(&mut reader, (60, 10)));
}

#[test]
fn a_search_as_it_is_typed() {
    let mut reader = tagged();
    reader.press("/migra");
    insta::assert_snapshot!(at(&mut reader, (80, 24)));
}

#[test]
fn the_help_of_each_pane() {
    for pane in ["text", "annotations", "documents"] {
        let mut reader = tagged();
        let tabs = match pane {
            "annotations" => "<Tab>",
            "documents" => "<Shift-Tab>",
            _ => "",
        };
        reader.press(tabs).press("?");
        let screen = at(&mut reader, (110, 70));
        insta::assert_snapshot!(format!("help_{pane}"), screen);
    }
}

#[test]
fn the_palette_and_the_lists() {
    let mut reader = tagged();
    reader.press(":tag");
    insta::assert_snapshot!("palette", at(&mut reader, (80, 24)));
    reader.press("<Esc>t");
    insta::assert_snapshot!("all_tags", at(&mut reader, (80, 24)));
    reader.press("<Esc>e");
    insta::assert_snapshot!("export", at(&mut reader, (80, 24)));
}

#[test]
fn a_first_start() {
    let mut reader = Reader::new(&[ONE]);
    reader.model.welcome = true;
    insta::assert_snapshot!(at(&mut reader, (100, 24)));
}

#[test]
fn no_document_and_an_empty_one() {
    let mut reader = Reader::new(&[]);
    insta::assert_snapshot!("no_document", at(&mut reader, (80, 24)));
    let mut reader = Reader::new(&[""]);
    reader.press("jlc");
    insta::assert_snapshot!("empty_document", at(&mut reader, (80, 24)));
}

#[test]
fn a_document_that_was_wrapped_by_hand_on_a_narrow_screen() {
    let mut reader = Reader::new(&[RFC]);
    reader.press("jc");
    insta::assert_snapshot!(at(&mut reader, (80, 24)));
}

/// Persian and Hindi write them within words; a substitute would hide the letter.
#[test]
fn a_joiner_in_a_note_leaves_its_letter_to_be_seen() {
    let mut reader = Reader::new(&["One. Two.\n"]);
    reader.press("fa");
    reader.tell(Message::Paste("abc\u{200c}def".to_owned()));
    let screen = reader.screen();
    assert!(screen.contains("abcdef"), "{screen}");
}

#[test]
fn while_documents_are_looked_for_nobody_says_that_there_are_none() {
    let mut reader = Reader::new(&[]);
    assert!(reader.screen().contains("There is no document here"));
    reader.model.documents.walking = true;
    assert!(reader.screen().contains("looking for documents"));
}

/// Found in use: "2,854 matches" stood beside "2878 tags" and "match 7 of 1084".
#[test]
fn numbers_are_written_in_one_way() {
    let text = "It is so. ".repeat(1200);
    let whole = Text::new(text.as_str());
    let sentence = |number: usize| {
        let range = whole.range(number * 10, number * 10 + 9).unwrap();
        numbered(number, "claim", Selector::new(&whole, range))
    };
    let mut reader = Reader::unread(&[&text]);
    reader.load_with(
        0,
        AnnotationSet::from_annotations((0..1100).map(sentence)).0,
    );
    for (columns, told) in [
        (
            140,
            &[
                "1,100 tags",
                "sentence 1,200",
                "1,100 of 1,200 checked",
                "1,200/1,200",
            ][..],
        ),
        (80, &["1,100/1,200 checked"]),
        (60, &["1,100/1,200 checked"]),
    ] {
        reader.tell(Message::Resized(columns, 40));
        for keys in ["", "/so<Enter><Ctrl-p>", "<Ctrl-n>", "<Esc><Esc>"] {
            reader.press(&format!("G{keys}"));
            let screen = reader.screen();
            let is_bare = |word: &str| word.len() >= 4 && word.bytes().all(|b| b.is_ascii_digit());
            let mut words = screen.split(|c: char| !c.is_ascii_alphanumeric() && c != ',');
            let bare = words.find(|word| is_bare(word) && *word != "2026");
            assert_eq!(bare, None, "{screen}");
        }
        let screen = reader.screen();
        for words in told {
            assert!(screen.contains(words), "{words} in\n{screen}");
        }
    }
    reader.press("/so<Enter>");
    assert!(
        reader.notice().contains(" of 1,200 · "),
        "{}",
        reader.notice()
    );
}
