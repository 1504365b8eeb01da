//! Tags whose text has changed: where they stand, and what is done about them.

mod live;
mod verdicts;

use crate::fixture::{Reader, loaded};
use postil::annotation::{AnnotationSet, CommonEnds};
use postil::app::{
    AnnotationIndex, AnnotationsOnDisk, DiskChange, DocumentId, Message, Mode, Overlay, TextOnDisk,
};
use postil::text::Text;
use postil::text::segment::{ParagraphMode, Structure};

const TEXT: &str = "The council met in May. It voted against the new bridge. Nobody was surprised. \
                    The bridge would have cost three million. The mayor was not there.\n";
const CHANGED: &str = "The council met in May. It voted for the new bridge. Nobody was surprised. \
                       Years passed. The bridge would have cost four million. \
                       In the end it was built all the same.\n";

/// A reader with a tag on each sentence of the text, which then is another one.
fn changed(new: &str) -> Reader {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("fjcjojnjc");
    change(&mut reader, new);
    reader
}

fn change(reader: &mut Reader, new: &str) {
    change_to(reader, new, AnnotationIndex::new);
}

fn change_to(
    reader: &mut Reader,
    new: &str,
    index: impl Fn(&Text, &AnnotationSet, Vec<Text>) -> AnnotationIndex,
) {
    let opened = reader.model.open_document().expect("a document is open");
    let (old, new) = (opened.text.clone(), Text::new(new));
    let structure = Structure::new(&new, ParagraphMode::Auto, "en");
    let mut annotation_index = index(&new, opened.set(), vec![old.clone()]);
    annotation_index.count_checked(&structure);
    reader.tell(Message::DiskChanged(DiskChange::Text(Box::new(
        TextOnDisk {
            document: DocumentId(0),
            common: CommonEnds::new(&old, &new),
            structure: (ParagraphMode::Auto, structure),
            annotation_index,
            read_again: false,
            text: new,
            encoding: None,
            version: None,
            notices: Vec::new(),
            warnings: Vec::new(),
        },
    ))));
}

fn set(reader: &Reader) -> AnnotationSet {
    reader.model.open_document().unwrap().set().clone()
}

/// What the tags are said to stand on in the annotation file.
fn quotes(reader: &Reader) -> Vec<String> {
    let quotes = set(reader);
    quotes
        .iter()
        .map(|tag| tag.selector.quote.clone())
        .collect()
}

/// How many moved, changed and are lost.
fn displaced(reader: &Reader) -> [usize; 3] {
    let displaced = reader.model.open_document().unwrap().displaced();
    [displaced.moved, displaced.changed, displaced.lost]
}

/// Opens the list, and goes to the row with these words.
fn choose(reader: &mut Reader, words: &str) {
    reader.press("~");
    for _ in 0..10 {
        let screen = reader.screen();
        let mut rows = screen.lines();
        if rows.any(|row| row.contains("┃▸") && row.contains(words)) {
            return;
        }
        reader.press("j");
    }
    panic!("no row has {words}: {}", reader.screen());
}

#[test]
fn tags_follow_the_text_and_nothing_is_written() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("fjcjojnjc");
    let before = set(&reader);
    change(&mut reader, CHANGED);
    assert_eq!(displaced(&reader), [1, 2, 1], "{}", reader.screen());
    assert_eq!(set(&reader), before);
    let notice = reader.notice();
    assert_eq!(
        notice,
        "The document has changed on disk: 1 tag lost its passage, 2 changed, 1 moved; ~ reviews them"
    );
    assert!(reader.screen().contains("1 lost, 2 changed, 1 moved"));
}

#[test]
fn the_list_shows_the_surest_first_and_both_versions_of_the_words() {
    let mut reader = changed(CHANGED);
    reader.press("~");
    let screen = reader.screen();
    let at = |words: &str| {
        screen
            .find(words)
            .unwrap_or_else(|| panic!("{words}: {screen}"))
    };
    let rows = [
        at("changed .8"),
        at("“It voted ‹against› the new bridge.” → “It voted"),
        at("moved ."),
        at("lost  “The mayor was not there.”"),
    ];
    assert!(
        rows[0] < rows[3] && rows[1] < rows[3] && rows[2] < rows[3],
        "{screen}"
    );
    for key in [
        "a accept",
        "A accept down to here",
        "x not here",
        "s put on the selection",
    ] {
        at(key);
    }
    reader.press("q");
    assert!(reader.notice().contains("q does nothing in this list"));
    reader.press("<Esc>");
    assert_eq!(displaced(&reader), [1, 2, 1]);
}

#[test]
fn one_is_accepted_and_undone() {
    let mut reader = changed(CHANGED);
    let before = quotes(&reader);
    choose(&mut reader, "voted");
    reader.press("a");
    assert_eq!(displaced(&reader), [1, 1, 1]);
    assert!(quotes(&reader).contains(&"It voted for the new bridge.".to_owned()));
    assert!(reader.notice().contains("Accepted"), "{}", reader.notice());
    // The list goes on with the next one.
    assert!(reader.screen().contains("1 changed"), "{}", reader.screen());
    reader.press("j");
    assert!(reader.screen().contains("a accept"), "{}", reader.screen());
    reader.press("<Esc>u");
    assert_eq!(quotes(&reader), before);
    assert_eq!(displaced(&reader), [1, 2, 1]);
}

#[test]
fn all_down_to_one_are_accepted_in_one_step() {
    let mut reader = changed(CHANGED);
    let before = quotes(&reader);
    reader.press("~<End>A");
    assert_eq!(displaced(&reader), [0, 0, 1]);
    assert!(
        reader.notice().contains("Accepted where 3 tags"),
        "{}",
        reader.notice()
    );
    // What is lost stays in the list.
    assert!(
        reader.screen().contains("lost  “The mayor"),
        "{}",
        reader.screen()
    );
    reader.press("<Esc>u");
    assert_eq!(quotes(&reader), before);
    assert_eq!(displaced(&reader), [1, 2, 1]);
    reader.press("<Ctrl-r>");
    assert_eq!(displaced(&reader), [0, 0, 1]);
    // Only what is as sure as the first.
    let mut reader = changed(CHANGED);
    reader.press("~A");
    let left: usize = displaced(&reader).iter().sum();
    assert!(left == 3, "{}", reader.screen());
}

#[test]
fn what_is_rejected_is_lost_until_the_text_says_something_else() {
    let mut reader = changed(CHANGED);
    choose(&mut reader, "voted");
    reader.press("x<Esc>");
    assert_eq!(displaced(&reader), [1, 1, 2]);
    assert!(quotes(&reader).contains(&"It voted against the new bridge.".to_owned()));
    // The place is kept in mind where other words move it.
    change(&mut reader, &format!("One word more. {CHANGED}"));
    assert_eq!(displaced(&reader)[2], 2);
    change(&mut reader, &CHANGED.replace("voted for", "had voted for"));
    assert_eq!(displaced(&reader)[2], 1, "and asked about anew");
    change(&mut reader, TEXT);
    assert_eq!(displaced(&reader), [0, 0, 0]);
    reader.press("u");
    assert_eq!(displaced(&reader), [0, 0, 0]);
}

#[test]
fn a_lost_one_is_put_on_the_selection() {
    let mut reader = changed(CHANGED);
    reader.press("G~<End>s");
    assert_eq!(displaced(&reader), [1, 2, 0]);
    assert!(quotes(&reader).contains(&"In the end it was built all the same.".to_owned()));
    reader.press("<Esc>u");
    assert_eq!(displaced(&reader), [1, 2, 1]);
}

#[test]
fn the_card_shows_what_was_and_what_is_and_that_a_verdict_is_old() {
    let mut reader = changed(CHANGED);
    reader.press("gj");
    let screen = reader.screen();
    for words in ["was: It voted ‹against› the", "now: It voted ‹for› the new"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert!(!screen.contains("verdict"));
}

/// The last row went on to show the keys.
#[test]
fn a_key_that_does_nothing_to_a_lost_tag_says_why() {
    let mut reader = changed(CHANGED);
    for (key, says) in [("a", "s puts it on the selection"), ("x", "lost already")] {
        reader.press("~<End>");
        reader.press(key);
        let screen = reader.screen();
        let last: Vec<&str> = screen.lines().rev().take(2).collect();
        assert!(last.concat().contains(says), "{key}: {screen}");
        reader.press("<Esc>");
    }
}

#[test]
fn other_line_ends_are_no_question() {
    let text = "One is so.\n\nTwo is so,\nand so is it here.\n\nThree is not so.\n";
    let mut reader = Reader::new(&[text]);
    reader.press("cjcjc");
    change(&mut reader, &text.replace('\n', "\r\n"));
    assert_eq!(displaced(&reader), [0, 0, 0], "{}", reader.screen());
    assert_eq!(reader.notice(), "The document has changed on disk");
    reader.press("~");
    assert!(reader.notice().contains("Every tag is where it was marked"));
}

/// It was taken for a passage that stands where it stood, since nothing is before it.
#[test]
fn a_passage_at_the_top_that_is_moved_down_is_a_question() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("c");
    change(&mut reader, &format!("A line that is new.\n\n{TEXT}"));
    assert_eq!(displaced(&reader), [1, 0, 0]);
    assert!(reader.screen().contains("1 moved"), "{}", reader.screen());
}

#[test]
fn a_document_that_may_not_be_written_is_only_looked_at() {
    let mut reader = changed(CHANGED);
    let set = set(&reader);
    reader.load_content(0, loaded(Text::new(CHANGED), set));
    reader.tell(Message::DiskChanged(DiskChange::AnnotationsProtected(
        DocumentId(0),
        "it is protected".to_owned(),
    )));
    let before = quotes(&reader);
    reader.press("~");
    for key in ["a", "A", "x", "s"] {
        reader.press(key);
        assert!(
            reader.screen().contains("protected"),
            "{key}: {}",
            reader.notice()
        );
    }
    assert_eq!(quotes(&reader), before);
}

/// Another program has changed the annotation file.
fn others_write(reader: &mut Reader, to: AnnotationSet) {
    let from = set(reader);
    reader.tell(Message::DiskChanged(DiskChange::Annotations(Box::new(
        AnnotationsOnDisk {
            document: DocumentId(0),
            rescan: 1,
            from,
            to,
            returned: false,
        },
    ))));
}

/// The rows of the list that is shown.
fn rows(reader: &Reader) -> Vec<String> {
    let Mode::Overlay(Overlay::Picker(list)) = &reader.model.mode else {
        panic!("no list is shown: {}", reader.screen());
    };
    list.rows.iter().map(|row| row.text.clone()).collect()
}

fn is_list_open(reader: &Reader) -> bool {
    matches!(&reader.model.mode, Mode::Overlay(Overlay::Picker(_)))
}

#[test]
fn the_keys_of_the_list_are_told_in_its_help_and_it_comes_back() {
    for size in [(140, 40), (80, 24), (40, 12)] {
        let mut reader = changed(CHANGED);
        reader.tell(Message::Resized(size.0, size.1));
        reader.press("~jj");
        let list = reader.screen();
        assert!(list.contains("? keys"), "{list}");
        reader.press("?");
        let mut all = String::new();
        for _ in 0..12 {
            all.push_str(&reader.screen());
            reader.press("j");
        }
        for key in [" A ", " s ", " Esc ", " u ", "Keys: list"] {
            assert!(all.contains(key), "{key}: {all}");
        }
        reader.press("<Esc>");
        assert_eq!(reader.screen(), list);
    }
}

#[test]
fn the_list_has_the_ends_and_undo_of_the_text() {
    let mut reader = changed(CHANGED);
    let before = set(&reader);
    reader.press("~G");
    let chosen = |reader: &Reader| {
        let screen = reader.screen();
        let row = screen.lines().find(|row| row.contains("┃▸"));
        row.map(str::to_owned).unwrap_or_default()
    };
    assert!(chosen(&reader).contains("lost"), "{}", chosen(&reader));
    reader.press("g");
    assert!(chosen(&reader).contains("changed"), "{}", chosen(&reader));
    let first = chosen(&reader);
    for (key, undone) in [
        (
            "a",
            "Undid: accepting where the needs-source stands (0.txt)",
        ),
        (
            "x",
            "Undid: saying that the needs-source is not there (0.txt)",
        ),
        (
            "s",
            "Undid: putting the needs-source on the selection (0.txt)",
        ),
    ] {
        reader.press("g");
        reader.press(key);
        assert!(set(&reader) != before, "{key}");
        reader.press("u");
        assert_eq!(reader.notice(), undone);
        assert!(reader.screen().contains(undone), "{}", reader.screen());
        assert_eq!(
            (set(&reader), chosen(&reader)),
            (before.clone(), first.clone())
        );
        reader.press("<Ctrl-r>");
        assert!(
            reader.notice().starts_with("Redid: "),
            "{}",
            reader.notice()
        );
        reader.press("u");
    }
}
