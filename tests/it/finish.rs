//! Finishing: nothing to check, done, a note on the document, the next unfinished one.

use crate::fixture::{Reader, loaded, totals};
use postil::annotation::{AnnotationSet, Change, DocumentFacts, Done, Timestamp};
use postil::app::{DocumentId, DoneMarks, Message, Mode, layout};
use postil::text::Text;

const TEXT: &str = "Funding\n\nOne two three. Four, five six; seven. Eight nine ten.\n\nEleven twelve. Thirteen fourteen.\n";

/// Of each annotation its tag and its words.
fn marked(reader: &Reader) -> Vec<(String, String)> {
    let opened = reader.model.open_document().unwrap();
    let marks = opened.set().iter();
    let words = marks.map(|one| (one.tag.0.clone(), one.selector.quote.clone()));
    words.collect()
}

fn pair(tag: &str, quote: &str) -> (String, String) {
    (tag.to_owned(), quote.to_owned())
}

fn checked(reader: &Reader) -> (usize, usize) {
    let counts = reader.model.counts(reader.model.documents.open.unwrap());
    counts.checked.expect("it is counted")
}

fn facts(reader: &Reader) -> DocumentFacts {
    reader.model.open_document().unwrap().set().facts().clone()
}

#[track_caller]
fn says(reader: &Reader, words: &str) {
    let notice = reader.model.notice.as_ref().map(|notice| &notice.words);
    assert!(
        notice.is_some_and(|said| said.contains(words)),
        "{notice:?}"
    );
}

#[test]
fn one_key_a_sentence_marks_that_there_is_nothing_to_check_and_goes_on() {
    let mut reader = Reader::new(&[TEXT]);
    assert_eq!(checked(&reader), (0, 5), "the heading is none of them");
    reader.press("j..");
    let both = [
        pair("no-claim", "One two three."),
        pair("no-claim", "Four, five six; seven."),
    ];
    assert_eq!(marked(&reader), both);
    assert_eq!(reader.selection(), "Eight nine ten.");
    assert_eq!(checked(&reader), (2, 5));
    let found = totals(&reader.model);
    assert_eq!(found, Some((0, 0)), "marks are no tags");
    // The same key takes the mark off, and stays.
    reader.press("kk.");
    assert_eq!(marked(&reader), both[1..]);
    assert_eq!(reader.selection(), "One two three.");
    assert_eq!(checked(&reader), (1, 5));
    reader.press("uuu");
    assert_eq!(marked(&reader), []);
    assert_eq!(checked(&reader), (0, 5));
    reader.press("<Ctrl-r><Ctrl-r>");
    assert_eq!(marked(&reader), both);
}

#[test]
fn a_mark_is_a_dot_in_the_margin_where_no_tag_is() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("j.");
    let beside = |reader: &Reader, words: &str| {
        let (screen, areas) = (reader.screen(), layout(&reader.model));
        // The title of the document may stand above it.
        let mut rows = screen.lines().rev();
        let row = rows.find(|row| row.contains(words)).unwrap();
        let margin = row.chars().skip(usize::from(areas.margin.x));
        margin.take(8).any(|sign| sign == '·')
    };
    assert!(beside(&reader, "One two three."));
    assert!(!beside(&reader, "Eleven twelve."));
    reader.press("u");
    assert!(!beside(&reader, "One two three."));
}

#[test]
fn a_selection_of_several_sentences_is_marked_in_one_step() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("jvj.");
    assert_eq!(marked(&reader).len(), 2);
    reader.press("u");
    assert_eq!(marked(&reader), []);
}

#[test]
fn a_tag_takes_the_place_of_a_mark_in_one_step() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("j.kf");
    assert_eq!(marked(&reader), [pair("fact", "One two three.")]);
    assert_eq!(checked(&reader), (1, 5));
    reader.press("u");
    assert_eq!(marked(&reader), [pair("no-claim", "One two three.")]);
    // Also where the tag is on some of its words.
    reader.press("lc");
    assert_eq!(marked(&reader), [pair("claim", "One")]);
}

#[test]
fn a_tagged_sentence_has_something_to_check() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("jf.");
    assert_eq!(marked(&reader), [pair("fact", "One two three.")]);
    says(&reader, "fact");
    assert_eq!(reader.selection(), "One two three.");
}

#[test]
fn a_mark_is_no_tag_under_the_cursor_and_in_no_list() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("j.k");
    assert!(reader.model.open_document().unwrap().current().is_none());
    reader.press("x");
    assert_eq!(marked(&reader).len(), 1, "there is no tag to delete");
    reader.press("t");
    if let Some(picker) = picker_words(&reader) {
        assert!(
            !picker.iter().any(|row| row.contains("One two")),
            "{picker:?}"
        );
    }
}

fn picker_words(reader: &Reader) -> Option<Vec<String>> {
    match &reader.model.mode {
        Mode::Overlay(postil::app::Overlay::Picker(picker)) => {
            let rows = picker.rows.iter();
            Some(
                rows.map(|row: &postil::app::PickerRow| row.text.clone())
                    .collect(),
            )
        }
        _ => None,
    }
}

#[test]
fn a_document_is_marked_as_done_and_the_mark_comes_off_again() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("M");
    says(&reader, "5 sentences not checked");
    let done = facts(&reader).done().to_vec();
    assert_eq!(done.len(), 1);
    assert_eq!(
        (done[0].by.as_str(), done[0].sha256.as_str()),
        ("ana", "first version")
    );
    let by_me = |reader: &Reader| reader.model.counts(DocumentId(0)).done.by_me;
    assert!(by_me(&reader));
    reader.press("M");
    assert!(facts(&reader).is_empty() && !by_me(&reader));
    reader.press("u");
    assert!(by_me(&reader));
    reader.press("u<Ctrl-r>");
    assert!(by_me(&reader));
}

fn with_facts(reader: &mut Reader, index: usize, facts: DocumentFacts) {
    let set = AnnotationSet::new().with_facts(facts);
    let text = reader.texts[index].clone();
    reader.load_content(index, loaded(text, set));
}

fn mark(by: &str, version: &str) -> Done {
    Done {
        by: by.to_owned(),
        at: Timestamp("2026-11-22T10:00:00Z".to_owned()),
        sha256: version.to_owned(),
        ..Done::default()
    }
}

#[test]
fn a_mark_of_another_version_does_not_count_and_that_is_said() {
    let mut reader = Reader::unread(&[TEXT]);
    let facts = DocumentFacts::default();
    let facts = facts.with_done([mark("ana", "older"), mark("ben", "first version")]);
    with_facts(&mut reader, 0, facts);
    let done = reader.model.counts(DocumentId(0)).done;
    let expected = DoneMarks {
        by_me: false,
        stale: true,
        others: 1,
    };
    assert_eq!(done, expected);
    says(&reader, "changed since you marked it as done");
    // The new mark takes the place of the old one.
    reader.press("M");
    assert!(reader.model.counts(DocumentId(0)).done.by_me);
    let opened = reader.model.open_document().unwrap();
    assert_eq!(opened.set().facts().done().len(), 2);
}

#[test]
fn the_note_on_the_document_is_written_undone_and_merged() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("Awhose text?<Esc>");
    assert_eq!(facts(&reader).note, "whose text?");
    reader.press("u");
    assert_eq!(facts(&reader).note, "");
    reader.press("<Ctrl-r>A and when?");
    // Somebody else writes one meanwhile.
    let opened = reader.model.open_document().unwrap();
    let from = opened.set().clone();
    let mut to = from.clone();
    to.apply(Change::Document(facts(&reader).with_note("theirs")))
        .unwrap();
    reader.tell(Message::DiskChanged(postil::app::DiskChange::Annotations(
        Box::new(postil::app::AnnotationsOnDisk {
            document: DocumentId(0),
            rescan: 1,
            from,
            to,
            returned: false,
        }),
    )));
    assert_eq!(facts(&reader).note, "theirs");
    reader.press("<Esc>");
    assert_eq!(facts(&reader).note, "theirs\n\nwhose text? and when?");
    says(&reader, "both");
}

#[test]
fn the_next_unfinished_document_is_opened_and_the_last_is_followed_by_the_first() {
    let mut reader = Reader::new(&["One two.\n", "Funding\n", "Three four.\n", "Five six.\n"]);
    let open = |reader: &Reader| reader.model.documents.open.unwrap().0;
    // The second one has nothing that can be checked.
    reader.press("U");
    assert_eq!(open(&reader), 2);
    reader.press("U");
    assert_eq!(open(&reader), 3);
    reader.press("U");
    assert_eq!(open(&reader), 0);
    // All of its sentences are checked, or it is done: it is passed over.
    reader.press("fUMU");
    assert_eq!(open(&reader), 3);
    reader.press("U");
    says(&reader, "No other document is unfinished");
    reader.press(".U");
    says(&reader, "All documents are done");
    assert_eq!(open(&reader), 3);
}

#[test]
fn a_document_that_is_not_open_is_known_to_be_done_by_its_file() {
    let mut reader = Reader::new(&["One two.\n", "Three four.\n", "Five six.\n"]);
    let facts = DocumentFacts::default().with_done([mark("ana", "that")]);
    let set = AnnotationSet::new().with_facts(facts);
    let known = postil::app::KnownAnnotations::new(set).of_version("that".to_owned());
    reader.tell(Message::AnnotationFilesRead(postil::app::AnnotationFiles {
        known: vec![(DocumentId(1), Box::new(known))],
        progress: None,
    }));
    reader.press("U");
    assert_eq!(reader.model.documents.open, Some(DocumentId(2)));
    assert!(
        reader.model.documents.all()[1].opened().is_none(),
        "it was not opened"
    );
}

#[test]
fn a_large_document_can_be_marked_too() {
    let text = "One two three. Four five six.\n\n".repeat(8000);
    let mut reader = Reader::new(&[&text]);
    assert!(reader.texts[0].is_paged() || Text::new(text.as_str()).len() > 128 << 10);
    reader.press(".");
    assert_eq!(marked(&reader), [pair("no-claim", "One two three.")]);
}
