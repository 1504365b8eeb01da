//! Renaming a tag, or merging it into another, over all documents.

use std::collections::BTreeSet;

use postil::annotation::{AnnotationSet, Selector};
use postil::app::{Access, DocumentId, Effect, LoadedDocument, Mode, Overlay};
use postil::text::Text;

use crate::fixture::{Reader, annotation, loaded, numbered};

const TEXT: &str = "One two. Three four. Five six.\n";

/// The tags of a document: `claim One two. x` with its note.
fn tags(reader: &Reader, document: usize) -> Vec<String> {
    let document = &reader.model.documents.all()[document];
    let opened = document.opened().expect("it is open");
    let shown = opened.set().iter().map(|one| {
        let words = format!("{} {} {}", one.tag, one.selector.quote, one.note);
        words.trim_end().to_owned()
    });
    shown.collect()
}

fn question(reader: &Reader) -> (String, Vec<String>) {
    let Mode::Overlay(Overlay::Picker(list)) = &reader.model.mode else {
        panic!("no question: {}", reader.notice());
    };
    let row = |row: &usize| format!("{} {}", list.rows[*row].text, list.rows[*row].detail);
    (list.title.clone(), list.fitting.iter().map(row).collect())
}

/// Claims in three documents.
fn reader() -> Reader {
    let mut reader = Reader::new(&[TEXT, TEXT, TEXT]);
    reader.press("cjcjoJcJjcKK");
    reader
}

#[test]
fn a_tag_is_changed_in_all_documents_as_one_step() {
    let mut reader = reader();
    reader.press("E");
    let (title, rows) = question(&reader);
    assert_eq!(title, "Change which tag?");
    assert_eq!(rows, ["claim 4", "opinion 1"]);
    reader.press("claim<Enter>");
    let (title, rows) = question(&reader);
    assert_eq!(title, "Change claim to");
    assert_eq!(rows.len(), 3, "{rows:?}");
    reader.press("fact<Enter>");
    let (title, rows) = question(&reader);
    assert_eq!(title, "Change 4 tags in 3 documents from claim to fact?");
    assert_eq!(rows, ["change ", "cancel "]);
    reader.press("<Enter>");
    assert_eq!(
        reader.notice(),
        "Changed 4 tags from claim to fact in 3 documents; u undoes"
    );
    assert_eq!(
        tags(&reader, 0),
        ["fact One two.", "fact Three four.", "opinion Five six."]
    );
    assert_eq!(tags(&reader, 1), ["fact One two."]);
    assert_eq!(tags(&reader, 2), ["fact Three four."]);
    reader.press("u");
    assert_eq!(
        tags(&reader, 0),
        ["claim One two.", "claim Three four.", "opinion Five six."]
    );
    assert_eq!(tags(&reader, 2), ["claim Three four."]);
    reader.press("<Ctrl-r>");
    assert_eq!(tags(&reader, 1), ["fact One two."]);
    // Each is saved as it is.
    let saved = reader.effects.iter().filter_map(|effect| match effect {
        Effect::Save { document, .. } => Some(*document),
        _ => None,
    });
    let saved: BTreeSet<DocumentId> = saved.collect();
    assert_eq!(saved.len(), 3);
}

#[test]
fn nothing_is_changed_before_it_was_asked() {
    let mut reader = reader();
    reader.press("E<Enter><Enter><Down><Enter>");
    assert_eq!(tags(&reader, 1), ["claim One two."]);
    reader.press("E<Enter><Enter><Esc>");
    assert_eq!(tags(&reader, 1), ["claim One two."]);
    let mut empty = Reader::new(&[TEXT]);
    empty.press("E");
    assert_eq!(empty.notice(), "No tags to change");
}

/// The tag under the cursor is the one that is meant.
#[test]
fn the_tag_under_the_cursor_is_chosen_first() {
    let mut reader = reader();
    reader.press("GE<Enter>");
    assert_eq!(question(&reader).0, "Change opinion to");
}

#[test]
fn two_of_one_passage_become_one_and_what_both_say_stays() {
    let mut reader = Reader::unread(&[TEXT]);
    let text = Text::new(TEXT);
    let tag = |id: &str, tag: &str, start: usize, end: usize, note: &str| {
        let range = text.range(start, end).expect("boundaries");
        let mut one = annotation(id, tag, Selector::new(&text, range));
        one.note = note.to_owned();
        one
    };
    let set = AnnotationSet::from_annotations([
        tag("a", "claim", 0, 8, ""),
        tag("b", "fact", 0, 8, "checked"),
        tag("c", "claim", 9, 20, "who?"),
        tag("d", "fact", 9, 20, "he"),
    ]);
    reader.load_with(0, set.0);
    let before = tags(&reader, 0);
    reader.press("Eclaim<Enter>fact<Enter><Enter>");
    assert_eq!(
        reader.notice(),
        "Changed 2 tags from claim to fact in 0.txt; 1 was joined with one that was there; \
         1 was kept beside one that says something else; u undoes"
    );
    assert_eq!(
        tags(&reader, 0),
        [
            "fact One two. checked",
            "fact Three four. who?",
            "fact Three four. he"
        ]
    );
    reader.press("u");
    assert_eq!(tags(&reader, 0), before);
}

/// Found in use: a new name matched no choice, Enter was silent, and nothing told the way.
#[test]
fn a_tag_is_renamed_into_one_that_was_defined_before() {
    let mut reader = reader();
    for (typed, table) in [
        ("rumour", "[tags.rumour]"),
        ("hear say", "[tags.\"hear say\"]"),
    ] {
        reader.press(&format!("Eclaim<Enter>{typed}"));
        let words =
            format!("There is no tag “{typed}”; to define it, write {table} into postil.toml");
        let screen = reader.screen();
        let (beginning, end) = words.split_at(words.len() - " postil.toml".len());
        assert!(
            screen.contains(beginning) && screen.contains(end),
            "{screen}"
        );
        reader.press("<Enter>");
        assert_eq!(reader.notice(), words);
        reader.press("<Esc>");
    }
    reader.press("Enone<Enter>");
    assert_eq!(reader.notice(), "No tag matches “none”");
}

/// Found in use: of a merge, undo said that the tag had gone that had just come back, and redo
/// the opposite.
#[test]
fn undo_and_redo_of_a_merge_say_what_was_changed_into_what() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("f&cEfact<Enter>claim<Enter><Enter>");
    assert_eq!(
        reader.notice(),
        "Changed 1 tag from fact to claim in 0.txt; 1 was joined with one that was there; \
         u undoes"
    );
    for (key, did, left) in [
        ("u", "Undid", 2),
        ("<Ctrl-r>", "Redid", 1),
        ("u", "Undid", 2),
    ] {
        reader.press(key);
        assert_eq!(
            reader.notice(),
            format!("{did}: change of 1 tag from fact to claim in 0.txt")
        );
        assert_eq!(tags(&reader, 0).len(), left);
    }
    // A note that the other one does not have: it stays, and that one goes.
    let mut reader = Reader::new(&[TEXT]);
    reader.press("fawho?<Esc>&cEfact<Enter>claim<Enter><Enter>");
    reader.press("u");
    assert_eq!(
        reader.notice(),
        "Undid: change of 1 tag from fact to claim in 0.txt"
    );
}

#[test]
fn a_document_that_may_not_be_written_is_said() {
    let mut reader = Reader::unread(&[TEXT, TEXT]);
    let text = Text::new(TEXT);
    let range = text.range(0, 8).expect("boundaries");
    let claim = annotation("a", "claim", Selector::new(&text, range));
    let set = AnnotationSet::from_annotations([claim]).0;
    reader.load_with(0, set.clone());
    reader.press("J");
    let read_only = LoadedDocument {
        access: Access::ReadOnly("its tags are of a newer version".to_owned()),
        ..loaded(text, set)
    };
    reader.load_content(1, read_only);
    reader.press("Eclaim<Enter>fact<Enter><Enter>");
    assert_eq!(
        reader.notice(),
        "Changed 1 tag from claim to fact in 0.txt; u undoes; not changed: 1.txt: its tags are of a newer version"
    );
    assert_eq!(tags(&reader, 1), ["claim One two."]);
}

/// Keys go on while thousands of tags are changed, and one key takes all of it back.
#[test]
fn thousands_of_tags_are_changed_in_pieces() {
    let line = "These are words. ";
    let text = line.repeat(3000);
    let mut reader = Reader::unread(&[&text]);
    let whole = Text::new(text.as_str());
    let tag = |number: usize| {
        let start = number * line.len();
        let range = whole
            .range(start, start + line.len() - 1)
            .expect("boundaries");
        numbered(number, "claim", Selector::new(&whole, range))
    };
    reader.load_with(0, AnnotationSet::from_annotations((0..3000).map(tag)).0);
    let count = |reader: &Reader, tag: &str| {
        let opened = reader.model.open_document().expect("it is open");
        opened.set().count_of(&tag.into())
    };
    reader.answers_more = false;
    reader.press("Eclaim<Enter>fact<Enter><Enter>");
    let changed = count(&reader, "fact");
    assert!((1..1000).contains(&changed), "{changed}");
    assert!(
        reader.notice().starts_with("Changing tags: "),
        "{}",
        reader.notice()
    );
    reader.press("E");
    assert_eq!(
        reader.notice(),
        "The change before is not done yet; Esc cancels it"
    );
    reader.answers_more = true;
    reader.tell(postil::app::Message::Idle);
    assert_eq!(count(&reader, "fact"), 3000);
    assert_eq!(
        reader.notice(),
        "Changed 3,000 tags from claim to fact in 0.txt; u undoes"
    );
    reader.press("u");
    assert_eq!(count(&reader, "claim"), 3000);
}

/// Found in use: the tags of others were changed, too, without a question.
#[test]
fn where_some_are_by_others_one_is_asked_whose_are_meant() {
    let text = Text::new(TEXT);
    let tag = |id: &str, start: usize, end: usize, by: &str| {
        let range = text.range(start, end).expect("boundaries");
        let mut one = annotation(id, "claim", Selector::new(&text, range));
        one.creator = by.into();
        one
    };
    let by_both = [tag("a", 0, 8, "ana"), tag("b", 9, 20, "ben")];
    let by_ben = [tag("b", 9, 20, "ben")];
    for (tags_of, question_is, rows_are, keys, expected) in [
        (
            &by_both[..],
            "Change 2 tags in 1 document from claim to fact, 1 by others?",
            &["change yours: 1 ", "change all: 2 ", "cancel "][..],
            "<Enter>",
            ["fact One two.", "claim Three four."],
        ),
        (
            &by_both,
            "Change 2 tags in 1 document from claim to fact, 1 by others?",
            &["change yours: 1 ", "change all: 2 ", "cancel "],
            "<Down><Enter>",
            ["fact One two.", "fact Three four."],
        ),
        (
            &by_ben,
            "Change 1 tag in 1 document from claim to fact, 1 by others?",
            &["change those of others ", "cancel "],
            "<Down><Enter>",
            ["claim Three four.", ""],
        ),
    ] {
        let mut reader = Reader::unread(&[TEXT]);
        reader.load_with(0, AnnotationSet::from_annotations(tags_of.to_vec()).0);
        reader.press("Eclaim<Enter>fact<Enter>");
        assert_eq!(
            question(&reader),
            (
                question_is.to_owned(),
                rows_are.iter().map(|row| (*row).to_owned()).collect()
            )
        );
        reader.press(keys);
        let expected: Vec<_> = expected.iter().filter(|row| !row.is_empty()).collect();
        assert_eq!(tags(&reader, 0).iter().collect::<Vec<_>>(), expected);
    }
}
