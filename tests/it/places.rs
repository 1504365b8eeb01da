//! Going back to where one has been, over documents, and forward again.

use postil::annotation::CommonEnds;
use postil::app::{AnnotationIndex, DiskChange, DocumentId, Message, TextOnDisk};
use postil::text::segment::{ParagraphMode, Structure};
use postil::text::{Text, TextRange};

use crate::fixture::Reader;
use crate::matches::search;

/// Three documents of thirty numbered sentences each.
fn numbers() -> Reader {
    let text = |name: &str| {
        let sentences = (1..=30).map(|number| format!("The {name} sentence {number} is here."));
        sentences.collect::<Vec<_>>().join(" ")
    };
    let texts = ["first", "second", "third"].map(text);
    Reader::new(&texts.each_ref().map(String::as_str))
}

/// The document and the number of the sentence where the reader is.
fn place(reader: &Reader) -> (usize, usize) {
    let document = reader.model.documents.open.unwrap().0;
    let opened = reader.model.open_document().unwrap();
    let here = opened.cursor.range().start();
    let before = opened.text.slice(TextRange::between(0, here)).into_owned();
    (document, before.matches(". ").count() + 1)
}

/// Presses keys, and compares the places after each of them.
fn check(reader: &mut Reader, steps: &[(&str, (usize, usize))]) {
    for (keys, expected) in steps {
        reader.press(keys);
        assert_eq!(place(reader), *expected, "after {keys}");
    }
}

#[test]
fn one_goes_back_and_forward_through_jumps_and_not_through_steps() {
    let mut reader = numbers();
    check(
        &mut reader,
        &[
            ("jjj", (0, 4)),
            ("G", (0, 30)),
            ("kk", (0, 28)),
            ("J", (1, 1)),
            ("jj", (1, 3)),
            ("/17<Enter>", (1, 17)),
            ("<lt>", (1, 3)),
            ("<lt>", (0, 28)),
        ],
    );
    assert_eq!(reader.notice(), "Back: 0.txt, sentence 28");
    check(&mut reader, &[("<Ctrl-o>", (0, 4)), ("<lt>", (0, 4))]);
    assert_eq!(reader.notice(), "No earlier place");
    check(
        &mut reader,
        &[
            (">", (0, 28)),
            (">", (1, 3)),
            (">", (1, 17)),
            (">", (1, 17)),
        ],
    );
    assert_eq!(reader.notice(), "No later place");
    // What was selected comes back, too.
    reader.press("<lt>>");
    assert_eq!(reader.selection(), "17");
    assert_eq!(reader.notice(), "Forward: 1.txt, sentence 17");
}

#[test]
fn a_jump_from_an_earlier_place_drops_the_later_ones() {
    let mut reader = numbers();
    check(
        &mut reader,
        &[
            ("G", (0, 30)),
            ("J", (1, 1)),
            ("<lt>", (0, 30)),
            ("jk<lt>", (0, 1)),
            ("%50<Enter>", (0, 16)),
            (">", (0, 16)),
            ("<lt>", (0, 1)),
            ("<lt>", (0, 1)),
        ],
    );
}

#[test]
fn steps_from_match_to_match_and_from_tag_to_tag_are_one_jump() {
    let mut reader = numbers();
    reader.press("cjjjjcjjjjc");
    check(
        &mut reader,
        &[
            ("g", (0, 1)),
            ("jj", (0, 3)),
            ("]]", (0, 9)),
            ("<lt>", (0, 3)),
        ],
    );
    reader.press("/sentence 2<Enter>");
    assert_eq!(place(&reader), (0, 20));
    check(
        &mut reader,
        &[
            ("<Ctrl-n><Ctrl-n><Ctrl-n>", (0, 23)),
            ("<lt>", (0, 3)),
            (">", (0, 23)),
            // Whoever tags a match has been there.
            ("c<Ctrl-n><Ctrl-n>", (0, 25)),
            ("<lt>", (0, 23)),
        ],
    );
}

/// Found in use: `<` said that there was no earlier place, or led past it to an older one.
#[test]
fn where_a_search_began_is_a_place_though_its_first_match_lies_in_that_sentence() {
    let first = "An owl sat here. A fox came. An owl flew.";
    let second = "Nothing flew. Two owls did.";
    let mut reader = Reader::new(&[first, second]);
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Enter>");
    check(
        &mut reader,
        &[
            ("<Ctrl-n><Ctrl-n>", (1, 2)),
            ("<lt>", (0, 1)),
            (">", (1, 2)),
        ],
    );
    // With an older place before it, too.
    check(
        &mut reader,
        &[("<lt>", (0, 1)), ("G", (0, 3)), ("kk", (0, 1))],
    );
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Enter>");
    check(
        &mut reader,
        &[("<Ctrl-n>", (0, 3)), ("<Ctrl-n>", (1, 2)), ("<lt>", (0, 1))],
    );
}

#[test]
fn the_way_to_a_place_may_be_undo_a_list_or_the_sidebar() {
    let mut reader = numbers();
    reader.press("cj");
    check(
        &mut reader,
        &[
            ("J", (1, 1)),
            ("u", (0, 1)),
            ("<lt>", (1, 1)),
            ("D2.txt<Enter>", (2, 1)),
            ("<lt>", (1, 1)),
            ("<Shift-Tab>k<Enter>", (0, 1)),
            ("<lt>", (1, 1)),
        ],
    );
}

#[test]
fn places_go_along_with_their_text() {
    let mut reader = numbers();
    reader.press("jjjG");
    let before = reader.texts[0].clone();
    let now = Text::new(format!(
        "New. And newer. {}",
        before.slice(before.full_range())
    ));
    let structure = Structure::new(&now, ParagraphMode::Auto, "en");
    let opened = reader.model.open_document().unwrap();
    let annotation_index = AnnotationIndex::new(&now, opened.set(), Vec::new());
    reader.tell(Message::DiskChanged(DiskChange::Text(Box::new(
        TextOnDisk {
            document: DocumentId(0),
            version: None,
            text: now.clone(),
            encoding: None,
            structure: (ParagraphMode::Auto, structure),
            annotation_index,
            common: CommonEnds {
                prefix: 0,
                suffix: before.len(),
            },
            read_again: false,
            notices: Vec::new(),
            warnings: Vec::new(),
        },
    ))));
    reader.press("<lt>");
    assert_eq!(reader.selection(), "The first sentence 4 is here.");
    assert_eq!(place(&reader), (0, 6));
}

#[test]
fn a_place_in_a_missing_document_is_skipped_and_that_is_said() {
    let mut reader = numbers();
    reader.press("GJGJ");
    reader.tell(Message::DiskChanged(DiskChange::Deleted(DocumentId(1))));
    check(&mut reader, &[("<lt>", (0, 30))]);
    assert_eq!(
        reader.notice(),
        "Back: 0.txt, sentence 30; skipped 2 places in missing documents"
    );
    reader.press("<lt><lt>");
    assert_eq!(reader.notice(), "No earlier place");
}

#[test]
fn a_place_that_a_search_found_late_can_be_left_again() {
    let mut reader = numbers();
    // The document that one goes back to is read only then.
    reader.loads = false;
    reader.press("jjJ");
    reader.load(1);
    check(
        &mut reader,
        &[("j", (1, 2)), ("<lt>", (0, 3)), (">", (1, 2))],
    );
}
