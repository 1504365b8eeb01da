//! Tags whose document is gone: told, listed, and given to the one that it is now.

use crate::fixture::Reader;
use postil::app::{DiskChange, DocumentId, Effect, HandOver, Message, OrphanedTags, Way};

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
        Effect::HandOver(what) => Some((what.name.as_str(), what.to.as_str())),
        _ => None,
    })
}

fn ways(reader: &Reader) -> Vec<Way> {
    let ways = reader.effects.iter().filter_map(|effect| match effect {
        Effect::HandOver(what) => Some(what.way),
        _ => None,
    });
    ways.collect()
}

fn handed_over(way: Way, result: Result<usize, String>) -> Message {
    let what = HandOver {
        name: "a.txt".to_owned(),
        to: "0.txt".to_owned(),
        way,
    };
    Message::HandedOver(what, result)
}

fn looks(reader: &Reader) -> usize {
    let looks = reader.effects.iter();
    looks
        .filter(|effect| **effect == Effect::FindOrphans)
        .count()
}

#[test]
fn a_renamed_document_is_told_and_its_tags_are_taken_on_a_key() {
    let mut reader = Reader::new(&["One is so.\n"]);
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
    reader.tell(Message::OrphansFound(Vec::new()));
    reader.tell(handed_over(Way::Give, Ok(12)));
    assert_eq!(reader.notice(), "Gave 12 tags of a.txt to 0.txt; u undoes");
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
    reader.tell(handed_over(Way::Give, Err("It is protected".to_owned())));
    assert_eq!(reader.notice(), "It is protected");
    reader.press("u");
    assert_eq!(reader.notice(), "Nothing to undo");
}

/// It said so from what was found at the start.
#[test]
fn renamed_documents_are_looked_for_afresh_on_the_key() {
    let mut reader = Reader::new(&["One is so.\n"]);
    reader.press("B");
    assert_eq!(looks(&reader), 1);
    assert!(reader.notice().starts_with("Looking for"));
    reader.tell(Message::OrphansFound(Vec::new()));
    assert_eq!(reader.notice(), "Every annotation file has its document");
    reader.press("B");
    assert_eq!(looks(&reader), 2);
    reader.tell(Message::OrphansFound(vec![orphan("a.txt", 12, &["0.txt"])]));
    assert!(
        reader
            .screen()
            .contains("give the 12 tags of a.txt to 0.txt")
    );
    reader.tell(Message::OrphansFound(vec![orphan("a.txt", 13, &["0.txt"])]));
    assert!(
        reader
            .screen()
            .contains("give the 13 tags of a.txt to 0.txt")
    );
    reader.tell(Message::OrphansFound(Vec::new()));
    assert!(!reader.screen().contains("give the"), "{}", reader.screen());
    assert_eq!(reader.notice(), "Every annotation file has its document");
}

#[test]
fn no_list_of_renamed_documents_comes_between_keys() {
    let mut reader = Reader::new(&["One is so.\n"]);
    reader.press("Bk");
    reader.tell(Message::OrphansFound(vec![orphan("a.txt", 12, &["0.txt"])]));
    assert_eq!(
        reader.notice(),
        "0.txt has the text of a.txt: B takes its 12 tags"
    );
    assert!(!reader.screen().contains("give the"), "{}", reader.screen());
}

#[test]
fn renamed_documents_are_looked_for_when_one_vanishes() {
    let mut reader = Reader::new(&["One is so.\n"]);
    reader.tell(Message::DiskChanged(DiskChange::Deleted(DocumentId(0))));
    assert_eq!(looks(&reader), 1);
    // What is said of its text and its tags stays until there is more to say.
    reader.tell(Message::OrphansFound(vec![orphan("0.txt", 2, &[])]));
    assert!(reader.notice().starts_with("This document is gone"));
    let found = vec![orphan("0.txt", 2, &[]), orphan("a.txt", 3, &["b.txt"])];
    reader.tell(Message::OrphansFound(found));
    assert_eq!(
        reader.notice(),
        "b.txt has the text of a.txt: B takes its 3 tags (1 document more)"
    );
}

#[test]
fn giving_tags_to_a_renamed_document_is_undone_and_redone() {
    let mut reader = Reader::new(&["One is so.\n"]);
    reader.tell(handed_over(Way::Give, Ok(4)));
    reader.press("u");
    assert_eq!(ways(&reader), [Way::GiveBack]);
    reader.tell(handed_over(Way::GiveBack, Ok(4)));
    assert_eq!(
        reader.notice(),
        "Undid: the 4 tags of a.txt are no longer in 0.txt"
    );
    reader.press("u");
    assert_eq!(reader.notice(), "Nothing to undo");
    reader.press("<Ctrl-r>");
    assert_eq!(ways(&reader), [Way::GiveBack, Way::GiveAgain]);
    reader.tell(handed_over(Way::GiveAgain, Ok(4)));
    reader.press("u");
    assert_eq!(ways(&reader).last(), Some(&Way::GiveBack));
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
