//! The list of what is open, as it is drawn: its rows, the card beside it, and its keys.

use postil::annotation::{AnnotationSet, Selector, Source, SourceTarget};
use postil::app::{
    AnnotationFiles, DocumentId, KnownAnnotations, Message, Mode, MouseButton, Overlay, Settings,
};
use postil::text::{Text, TextRange};

use crate::fixture::{Reader, annotation};

const LONG: &str = "The agency has received at least one billion dollars through three hundred and \
                    thirty-two separate transactions from the government of the country. ";
const SHORT: &str = "Epsilon is fifth. Zeta is sixth. Eta is seventh. Theta is eighth.\n";

/// A document with many items, each long and with a note; the second has one tag, and was not
/// read yet.
fn reader(items: usize, size: (u16, u16)) -> Reader {
    let text = LONG.repeat(items);
    let mut reader = Reader::unread(&[&text, SHORT]);
    let text = Text::new(text.as_str());
    let tags = (0..items).map(|number| {
        let start = number * LONG.len();
        let range = TextRange::between(start, start + LONG.len() - 1);
        let mut one = annotation(
            &format!("a{number}"),
            "needs-source",
            Selector::new(&text, range),
        );
        one.note = format!("note {number}");
        one
    });
    reader.load_with(0, AnnotationSet::from_annotations(tags).0);
    let text = Text::new(SHORT);
    let mut claim = annotation(
        "b",
        "claim",
        Selector::new(&text, TextRange::between(18, 32)),
    );
    claim.note = "who says so?\nand when?".to_owned();
    claim.creator = "cleo".into();
    let set = AnnotationSet::from_annotations([claim]).0;
    reader.tell(Message::AnnotationFilesRead(AnnotationFiles {
        known: vec![(DocumentId(1), Box::new(KnownAnnotations::new(set)))],
        progress: None,
    }));
    reader.model.size = size;
    reader
}

fn line_of(reader: &Reader, words: &str) -> usize {
    let screen = reader.screen();
    let at = screen.lines().position(|line| line.contains(words));
    at.unwrap_or_else(|| panic!("no {words}: {screen}"))
}

fn last_row(reader: &Reader) -> String {
    reader.screen().lines().last().unwrap().to_owned()
}

fn chosen(reader: &Reader) -> usize {
    match &reader.model.mode {
        Mode::Overlay(Overlay::Picker(list)) => list.chosen,
        _ => panic!("no list: {}", reader.screen()),
    }
}

#[test]
fn an_item_has_two_lines_for_its_words_and_one_for_its_note_where_there_is_room() {
    let mut reader = reader(3, (140, 40));
    reader.press("Q");
    for number in 0..3 {
        let note = line_of(&reader, &format!("ben — note {number}"));
        let screen = reader.screen();
        let lines: Vec<&str> = screen.lines().collect();
        assert!(
            lines[note - 2].contains("unsourced     The agency has received"),
            "{screen}"
        );
        assert!(lines[note - 1].contains("country."), "{screen}");
    }
    assert!(reader.screen().contains("cleo — who says so?"));
}

#[test]
fn where_rows_are_few_the_chosen_item_alone_has_its_lines() {
    let mut reader = reader(20, (80, 24));
    reader.press("Qgjj");
    let screen = reader.screen();
    assert!(screen.contains("ben — note 2"), "{screen}");
    let others = screen.matches(" — note ").count();
    assert_eq!(others, 1, "{screen}");
    // Where all have room, they all have it.
    let mut reader = self::reader(2, (80, 24));
    reader.press("Qg");
    assert_eq!(reader.screen().matches(" — note ").count(), 2);
}

#[test]
fn the_chosen_item_is_on_the_screen_at_any_size() {
    for size in [
        (140, 40),
        (200, 60),
        (80, 24),
        (60, 20),
        (40, 10),
        (30, 8),
        (20, 6),
    ] {
        let mut reader = reader(30, size);
        reader.press("Qg");
        for _ in 0..31 {
            let screen = reader.screen();
            assert!(
                screen.contains('▸'),
                "{size:?} {}: {screen}",
                chosen(&reader)
            );
            reader.press("j");
        }
        assert_eq!(chosen(&reader), 30, "{size:?}");
    }
}

#[test]
fn a_click_on_any_line_of_an_item_goes_there() {
    for line in 0..3 {
        let mut reader = reader(20, (140, 40));
        reader.press("QG");
        let note = line_of(&reader, "ben — note 14");
        let y = u16::try_from(note - line).unwrap();
        reader.mouse(MouseButton::Press { clicks: 1 }, 30, y);
        let opened = reader.model.open_document().unwrap();
        let current = opened.current().unwrap();
        assert_eq!(current.note, "note 14", "{line}");
    }
}

#[test]
fn the_card_is_that_of_the_chosen_item_though_its_document_was_not_read() {
    for (size, title) in [((140, 40), "The chosen item"), ((80, 24), "claim · cleo")] {
        let mut reader = reader(2, size);
        reader.press("QG");
        let screen = reader.screen();
        assert!(screen.contains(title), "{screen}");
        assert!(screen.contains("and when?"), "{screen}");
        assert!(reader.model.documents.get_opened(DocumentId(1)).is_none());
        reader.press("k");
        let screen = reader.screen();
        assert!(!screen.contains("and when?"), "{screen}");
        reader.press("<Esc>");
        assert!(!reader.screen().contains(title));
    }
}

#[test]
fn the_last_row_names_the_keys_that_do_something_about_the_chosen_item() {
    let before = "The council met in May. It voted against the new bridge. Nobody was surprised.\n";
    let text = Text::new(before);
    let range = TextRange::between(24, 56);
    let tag = annotation("a", "needs-source", Selector::new(&text, range));
    let set = AnnotationSet::from_annotations([tag]).0;
    for (now, hints) in [
        (before, "x delete  Esc back"),
        (
            &*before.replace("against", "for"),
            "x not here  a accept  Esc back",
        ),
    ] {
        let mut reader = Reader::unread(&[now]);
        reader.load_with(0, set.clone());
        reader.press("Q");
        let row = last_row(&reader);
        assert!(row.contains(hints), "{row}");
    }
}

#[test]
fn where_no_item_is_left_the_last_row_names_what_shows_all_again() {
    let mut reader = reader(2, (140, 40));
    reader.press("Q/nowhere<Enter>");
    let row = last_row(&reader);
    assert!(row.contains("Backspace show all"), "{row}");
    for key in ["Enter", "S source", "Y verdict", "x delete"] {
        assert!(!row.contains(key), "{row}");
    }
    reader.press("<Backspace>");
    assert!(last_row(&reader).contains("Enter go"));
}

#[test]
fn a_list_that_is_empty_because_of_what_is_shown_only_says_so() {
    let mut reader = Reader::new(&["Alpha is first.\n"]);
    reader.press("cTopinion<Enter>t");
    let words = "Only “opinion” is shown, and there is none; T shows other tags";
    assert!(reader.screen().contains(words), "{}", reader.screen());
}

#[test]
fn the_first_row_counts_what_the_list_counts() {
    for (size, words) in [
        ((140, 40), "4 open"),
        ((80, 24), "4 open, 3 here"),
        ((60, 20), "4 open"),
        ((40, 10), "4 open"),
        ((40, 5), "4 open"),
    ] {
        let mut reader = reader(3, size);
        let screen = reader.screen();
        assert!(screen.contains(words), "{size:?}: {screen}");
        if size.1 > 6 {
            reader.press("Q");
            assert!(reader.screen().contains("Open: 4"), "{size:?}");
        }
    }
}

#[test]
fn a_source_that_leads_nowhere_makes_no_fact() {
    let text = "Alpha is first. Beta is second.\n";
    let mut reader = Reader::unread(&[text]);
    let range = TextRange::between(0, 15);
    let mut claim = annotation("a", "claim", Selector::new(&Text::new(text), range));
    claim.creator = "ana".into();
    claim.sources = vec![Source::new(SourceTarget::Passage(
        "gone.txt#b".to_owned().into(),
    ))];
    reader.load_with(0, AnnotationSet::from_annotations([claim]).0);
    reader.press("gYs");
    assert_eq!(
        reader.notice(),
        "Verdict: supported, but its source is not there: S lists it; u undoes"
    );
    reader.press("l");
    assert!(!last_row(&reader).contains("make it a fact"));
}

#[test]
fn a_passage_stands_in_its_sentence_also_in_a_document_that_was_not_read() {
    let phrase = |words: &str| {
        let text = Text::new(SHORT);
        let start = SHORT.find(words).unwrap();
        let range = TextRange::between(start, start + words.len());
        let tag = annotation("b", "needs-source", Selector::new(&text, range));
        AnnotationSet::from_annotations([tag]).0
    };
    let mut reader = Reader::with(&[SHORT, SHORT], Settings::default(), (140, 40));
    reader.load_with(0, phrase("sixth"));
    reader.tell(Message::AnnotationFilesRead(AnnotationFiles {
        known: vec![(
            DocumentId(1),
            Box::new(KnownAnnotations::new(phrase("seventh"))),
        )],
        progress: None,
    }));
    reader.press("Q");
    let screen = reader.screen();
    for words in [
        "unsourced     Zeta is sixth. ",
        "unsourced     Eta is seventh. ",
    ] {
        assert!(screen.contains(words), "{screen}");
    }
}
