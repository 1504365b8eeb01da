//! Tags whose document is gone: told, listed, and given to the one that it is now.

use crate::fixture::Reader;
use postil::app::{Effect, Message, OrphanedTags};

fn orphan(name: &str, tags: usize, renamed: &[&str]) -> OrphanedTags {
    OrphanedTags {
        name: name.to_owned(),
        tags,
        renamed: renamed
            .iter()
            .map(|to| ((*to).to_owned(), "has the text of".to_owned()))
            .collect(),
    }
}

fn given(reader: &Reader) -> Option<(&str, &str)> {
    reader.effects.iter().find_map(|effect| match effect {
        Effect::TakeOver(name, to) => Some((name.as_str(), to.as_str())),
        _ => None,
    })
}

#[test]
fn a_renamed_document_is_told_and_its_tags_are_taken_on_a_key() {
    let mut reader = Reader::new(&["One is so.\n"]);
    reader.press("B");
    assert_eq!(reader.notice(), "Every annotation file has its document");
    reader.tell(Message::OrphansFound(vec![
        orphan("a.txt", 12, &["0.txt"]),
        orphan("gone.txt", 1, &[]),
    ]));
    assert_eq!(
        reader.notice(),
        "0.txt has the text of a.txt: B takes its 12 tags (1 document more)"
    );
    reader.press("B");
    let screen = reader.screen();
    for words in [
        "2 annotation files without a document",
        "give the 12 tags of a.txt to 0.txt",
        "keep the 1 tag of gone.txt",
        "no document has its text",
    ] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    reader.press("<Down><Enter>");
    assert_eq!(given(&reader), None, "what has no document is left alone");
    reader.press("B<Enter>");
    assert_eq!(given(&reader), Some(("a.txt", "0.txt")));
    let words = (
        "Gave 12 tags of a.txt to 0.txt".to_owned(),
        "0.txt".to_owned(),
    );
    reader.tell(Message::TakenOver(Ok(words)));
    assert!(reader.notice().contains("Gave 12 tags"));
    reader.tell(Message::OrphansFound(Vec::new()));
    reader.press("B");
    assert_eq!(reader.notice(), "Every annotation file has its document");
}

#[test]
fn what_is_known_is_not_told_twice_and_a_refusal_is_told() {
    let mut reader = Reader::new(&["One is so.\n"]);
    let gone = || Message::OrphansFound(vec![orphan("a.txt", 2, &[])]);
    reader.tell(gone());
    assert_eq!(
        reader.notice(),
        "a.txt is gone; its 2 tags are kept: B shows them"
    );
    reader.press("j");
    reader.tell(gone());
    assert!(!reader.notice().contains("gone"), "{}", reader.notice());
    reader.tell(Message::TakenOver(Err("It is protected".to_owned())));
    assert_eq!(reader.notice(), "It is protected");
}

#[test]
fn of_two_documents_with_the_text_one_is_chosen() {
    let mut reader = Reader::new(&["One is so.\n", "One is so.\n"]);
    let several = orphan("a.txt", 3, &["0.txt", "1.txt"]);
    reader.tell(Message::OrphansFound(vec![several]));
    assert_eq!(
        reader.notice(),
        "0.txt and 1.txt may be a.txt: B gives its 3 tags to one"
    );
    reader.press("B<Down><Enter>");
    assert_eq!(given(&reader), Some(("a.txt", "1.txt")));
}
