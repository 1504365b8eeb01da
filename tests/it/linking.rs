//! `L`: linking passages of two documents; on a model without terminal, files or clock.

use crate::fixture::Reader;
use postil::app::{DocumentId, Message};

const ONE: &str = "It rained all day. So they say.\n";
const OTHER: &str = "It was dry. Nobody was wet.\n";

fn links(reader: &Reader, document: usize) -> Vec<String> {
    let document = reader.model.documents.get(DocumentId(document));
    let set = document.unwrap().set().unwrap();
    let all = set.iter().flat_map(|tag| tag.links.iter());
    all.map(|link| format!("{} {}", link.rel, link.to))
        .collect()
}

/// From the first sentence of one document to the first of the other.
fn linked() -> Reader {
    let mut reader = Reader::new(&[ONE, OTHER]);
    reader.press("cL");
    assert_eq!(
        reader.notice(),
        "Link: go to the other passage and press L; Esc cancels"
    );
    reader.press("JcLc");
    reader
}

#[test]
fn two_passages_of_two_documents_are_linked_in_four_keys_and_the_moves() {
    let mut reader = linked();
    assert_eq!(reader.notice(), "Linked: contradicts; u undoes");
    assert_eq!(links(&reader, 0), ["contradicts 1.txt#id2"]);
    assert_eq!(links(&reader, 1), [""; 0]);
    reader.press("u");
    assert_eq!(links(&reader, 0), [""; 0]);
    reader.press("<Ctrl-r>");
    assert_eq!(links(&reader, 0), ["contradicts 1.txt#id2"]);
}

#[test]
fn both_ends_of_a_link_tell_of_it_with_the_words_of_the_other() {
    let mut reader = linked();
    let card = |reader: &mut Reader| {
        reader.tell(Message::Resized(140, 40));
        reader.screen()
    };
    let here = card(&mut reader);
    assert!(
        here.contains("contradicted by") && here.contains("It rained all day."),
        "{here}"
    );
    reader.press("K");
    let there = card(&mut reader);
    assert!(
        there.contains("contradicts") && there.contains("It was dry."),
        "{there}"
    );
    // A tag that is gone is told as a broken end.
    reader.press("Jx");
    reader.press("K");
    let broken = card(&mut reader);
    assert!(broken.contains("1.txt#id2 is not"), "{broken}");
}

/// Seen at 80 columns: `contradicted byIt rained`.
#[test]
fn what_a_link_says_stands_apart_from_the_words_of_the_other_end() {
    let mut reader = linked();
    for size in [(80, 24), (140, 40), (200, 60)] {
        reader.tell(Message::Resized(size.0, size.1));
        let screen = reader.screen();
        assert!(screen.contains("contradicted by  "), "{screen}");
    }
}

#[test]
fn a_passage_without_a_tag_is_asked_for_one_and_esc_gives_up() {
    let mut reader = Reader::new(&[ONE]);
    reader.press("Lc");
    assert_eq!(reader.tags(), [r#"claim "It rained all day.""#]);
    reader.press("L");
    let words = "A tag cannot be linked to itself: go to another passage; Esc cancels";
    assert_eq!(reader.notice(), words);
    reader.press("<Esc>");
    assert_eq!(reader.notice(), "Cancelled; nothing was linked");
    reader.press("L<Esc>jcL");
    assert_eq!(links(&reader, 0), [""; 0]);
    reader.press("kLs");
    assert_eq!(links(&reader, 0), ["supports 0.txt#id1"]);
}
