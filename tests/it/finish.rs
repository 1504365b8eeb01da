//! Finishing: nothing to check, done, a note on the document, the next unfinished one.

use std::sync::Arc;

use crate::fixture::{Reader, annotation, loaded, totals};
use postil::annotation::{AnnotationSet, Change, DocumentFacts, Done, Selector, Timestamp};
use postil::app::{
    DocumentId, DoneMarks, Effect, LoadedDocument, Message, Mode, Recovered, RecoveredItem,
    Settings, layout,
};
use postil::text::Text;
use postil::text::segment::{ParagraphMode, Structure};
use postil::ui::TopicName;

const TEXT: &str = "Funding\n\nOne two three. Four, five six; seven. Eight nine ten.\n\nEleven twelve. Thirteen fourteen.\n";

/// Of each annotation its tag and its words.
fn marked(reader: &Reader) -> Vec<(String, String)> {
    let opened = reader.model.open_document().unwrap();
    let marks = opened.set().iter();
    let words = marks.map(|one| (one.tag.to_string(), one.selector.quote.clone()));
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

/// Found in use: nothing on the screen told that a sentence is marked, and that its mark had
/// gone; `x` said that there is no tag.
#[test]
fn a_mark_is_told_where_it_is_and_when_it_goes() {
    let mut reader = Reader::new(&[TEXT]);
    let last_row = |reader: &Reader| reader.screen().lines().last().unwrap().to_owned();
    reader.press("j");
    assert!(!last_row(&reader).contains("nothing to check"));
    reader.press(".k");
    assert!(
        last_row(&reader).contains(" sentence 2/6 · nothing to check   "),
        "{}",
        last_row(&reader)
    );
    for key in [".", "x"] {
        reader.press(key);
        says(&reader, "Removed the mark: nothing to check; u undoes");
        assert_eq!(marked(&reader), []);
        assert_eq!(reader.selection(), "One two three.");
        reader.press("u");
        says(&reader, "Undid: deletion (mark restored in 0.txt)");
        assert_eq!(marked(&reader), [pair("no-claim", "One two three.")]);
    }
    reader.press("xx");
    says(&reader, "No tag here yet");
    // Of several sentences at once.
    reader.press("vj.kkvj.");
    says(&reader, "Removed 2 marks: nothing to check; u undoes");
}

/// Found in use: with the sidebar folded away, nothing told that the document is done.
#[test]
fn done_is_told_whether_the_sidebar_is_there_or_not() {
    for size in [(140, 40), (100, 30), (80, 24), (60, 20)] {
        let mut reader = Reader::with(&[TEXT], Settings::default(), size);
        reader.press("M");
        let is_told = |reader: &Reader| reader.screen().contains("done");
        reader.press("j");
        assert!(is_told(&reader), "{}", reader.screen());
        reader.press("d");
        assert!(is_told(&reader), "{}", reader.screen());
        reader.press("Mj");
        assert!(!is_told(&reader), "{}", reader.screen());
    }
}

/// What is told in lines of the last change.
fn told(reader: &Reader) -> String {
    let (topics, _) = postil::ui::topics(&reader.model);
    let change = topics.iter().find(|topic| topic.name == TopicName::Change);
    change.unwrap().lines.join(" ")
}

/// Found in use: a mark was told as a tag, and one that gave way to a tag as a second change.
#[test]
fn marks_are_told_in_lines_as_what_they_are() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("j.");
    assert_eq!(told(&reader), "Nothing to check: “One two three.”");
    let tags = |reader: &Reader| {
        let (topics, _) = postil::ui::topics(&reader.model);
        let of_it = topics.iter().find(|topic| topic.name == TopicName::Tags);
        of_it.unwrap().lines.join(" ")
    };
    assert_eq!(tags(&reader), "");
    reader.press("k");
    assert_eq!(tags(&reader), "Mark: nothing to check");
    reader.press("c");
    assert_eq!(told(&reader), "Tagged as claim: “One two three.”");
    assert_eq!(tags(&reader), "Tag: claim by ana");
    reader.press("jvjj.");
    assert_eq!(
        told(&reader),
        "Nothing to check: “Four, five six; seven.”; and 2 more"
    );
}

#[test]
fn the_mark_of_another_annotator_is_theirs() {
    let mut reader = Reader::unread(&[TEXT]);
    let text = Text::new(TEXT);
    let at = TEXT.find("One").unwrap();
    let range = text.range(at, at + "One two three.".len()).unwrap();
    let mark = annotation("a", "no-claim", Selector::new(&text, range));
    reader.load_with(0, AnnotationSet::from_annotations([mark]).0);
    reader.press("j");
    let screen = reader.screen();
    assert!(
        screen.contains("sentence 2/6 · nothing to check by ben   "),
        "{screen}"
    );
    reader.press("x");
    says(&reader, "No tag here yet");
}

#[test]
fn one_key_a_sentence_marks_that_there_is_nothing_to_check_and_goes_on() {
    let mut reader = Reader::new(&[TEXT]);
    assert_eq!(checked(&reader), (0, 5), "the heading is not one of them");
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
        at: Timestamp("2026-11-22T10:00:00Z".into()),
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
    let screen = reader.screen();
    assert!(screen.contains("── on this document ──"), "{screen}");
    assert!(screen.contains("│ whose text?"), "{screen}");
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

/// A reader of a large document whose version is not known.
fn large() -> Reader {
    let mut reader = Reader::unread(&["One."]);
    let content = "One two three. Four five six.\n\n".repeat(10_000);
    let len = content.len();
    let bytes: Box<[u8]> = content.into_bytes().into();
    reader.texts = vec![Text::paged(Arc::new(bytes), len)];
    reader
}

fn load_large(reader: &mut Reader, facts: DocumentFacts) {
    let set = AnnotationSet::new().with_facts(facts);
    let content = LoadedDocument {
        version: None,
        ..loaded(reader.texts[0].clone(), set)
    };
    reader.load_content(0, content);
}

fn asked(reader: &Reader) -> Vec<u64> {
    let asked = reader.effects.iter();
    let asked = asked.filter_map(|effect| match effect {
        Effect::Identify(DocumentId(0), replaced) => Some(*replaced),
        _ => None,
    });
    asked.collect()
}

#[test]
fn a_large_document_is_read_for_its_version_when_it_is_marked_as_done() {
    let mut reader = large();
    load_large(&mut reader, DocumentFacts::default());
    reader.press(".");
    assert_eq!(marked(&reader), [pair("no-claim", "One two three.")]);
    assert!(asked(&reader).is_empty(), "nobody wants to know it");
    reader.press("MM");
    assert_eq!(asked(&reader).len(), 1);
    assert!(facts(&reader).is_empty());
    let number = asked(&reader)[0];
    reader.tell(Message::Identified(
        DocumentId(0),
        number + 1,
        Ok("late".to_owned()),
    ));
    assert!(facts(&reader).is_empty(), "it is about another text");
    reader.tell(Message::Identified(
        DocumentId(0),
        number,
        Ok("that".to_owned()),
    ));
    assert_eq!(facts(&reader).done()[0].sha256, "that");
    reader.press("M");
    assert!(facts(&reader).is_empty());
    assert_eq!(asked(&reader).len(), 1, "it is known now");
}

#[test]
fn the_version_of_a_large_document_that_was_done_is_found_out_once() {
    let mut reader = large();
    load_large(
        &mut reader,
        DocumentFacts::default().with_done([mark("ana", "older")]),
    );
    reader.press("jk");
    assert_eq!(asked(&reader).len(), 1);
    let number = asked(&reader)[0];
    reader.tell(Message::Identified(
        DocumentId(0),
        number,
        Ok("newer".to_owned()),
    ));
    says(&reader, "changed since you marked it as done");
    assert!(reader.model.counts(DocumentId(0)).done.stale);
    // It cannot be told: that is said to who wants it, and not asked again and again.
    let mut reader = large();
    load_large(
        &mut reader,
        DocumentFacts::default().with_done([mark("ana", "older")]),
    );
    let number = asked(&reader)[0];
    reader.tell(Message::Identified(
        DocumentId(0),
        number,
        Err("why".to_owned()),
    ));
    reader.press("jk");
    assert_eq!((asked(&reader).len(), reader.notice()), (1, ""));
    reader.press("M");
    reader.tell(Message::Identified(
        DocumentId(0),
        number,
        Err("why".to_owned()),
    ));
    assert_eq!((asked(&reader).len(), reader.notice()), (2, "why"));
}

#[test]
fn a_note_on_the_document_that_was_not_finished_is_offered_again() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("Ahalf a no");
    let draft = reader.effects.iter().rev().find_map(|effect| match effect {
        Effect::KeepDraft(draft, _) => Some(draft.clone()),
        _ => None,
    });
    let draft = draft.expect("it is kept");
    let mut reader = Reader::new(&[TEXT]);
    reader.tell(Message::Recovered(vec![RecoveredItem {
        id: "left".to_owned(),
        what: Recovered::Note(draft),
    }]));
    let rows = picker_words(&reader).expect("it is offered");
    assert!(
        rows[0].contains("half a no") && rows[0].contains("document 0.txt"),
        "{rows:?}"
    );
    reader.press("<Enter>te<Esc>");
    assert_eq!(facts(&reader).note, "half a note");
    // Also by the key of the note, while it waits.
    let mut reader = Reader::new(&[TEXT]);
    reader.press("Ahalf<Ctrl-g>");
    assert_eq!(facts(&reader).note, "");
}

#[test]
fn what_an_earlier_time_could_not_save_of_the_document_is_put_back() {
    let mut reader = Reader::new(&[TEXT]);
    let ours = AnnotationSet::new().with_facts(DocumentFacts::default().with_note("ours"));
    reader.tell(Message::Recovered(vec![RecoveredItem {
        id: "left".to_owned(),
        what: Recovered::Tags {
            document: DocumentId(0),
            base: AnnotationSet::new(),
            ours,
        },
    }]));
    reader.press("<Enter>");
    assert_eq!(facts(&reader).note, "ours");
}

/// All that is left out of the four documents is looked at here, line by line.
#[test]
fn what_cannot_be_checked_in_the_seeds() {
    let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut left_out = String::new();
    let mut names: Vec<_> = std::fs::read_dir(seeds)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    for path in names {
        let text = Text::new(std::fs::read_to_string(&path).unwrap());
        let structure = Structure::new(&text, ParagraphMode::Auto, "en");
        let (all, checkable) = (structure.sentence_count(), structure.checkable_count());
        let (all, checkable) = (all.unwrap(), checkable.unwrap());
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        left_out += &format!("{name}: {checkable} of {all}\n");
        for sentence in structure.sentences() {
            if !structure.is_checkable(sentence.start()) {
                let words: String = text.slice(sentence).chars().take(70).collect();
                left_out += &format!("  {words}\n");
            }
        }
    }
    insta::assert_snapshot!(left_out);
}

#[test]
fn what_counts_as_read_is_what_was_on_the_screen() {
    let text = "One two three. Four five six.\n\n".repeat(400);
    let mut reader = Reader::new(&[&text]);
    let seen = |reader: &Reader| {
        let opened = reader.model.open_document().unwrap();
        opened.seen.bytes(opened.text.len())
    };
    let first = seen(&reader);
    assert!(first > 0 && first < text.len() / 10);
    reader.press("G");
    let ends = seen(&reader);
    assert!(
        ends > first && ends <= 2 * first + 60,
        "only the last screen is new: {ends}"
    );
    reader.press("g<Ctrl-d><Ctrl-d>");
    assert!(seen(&reader) > ends);
    let place = reader.model.open_document().unwrap().place();
    let kept = serde_json::to_string(&place).unwrap();
    assert!(kept.len() < 200, "{kept}");
    assert_eq!(
        serde_json::from_str::<postil::session::ReadingPlace>(&kept).unwrap(),
        place
    );
}

/// Found in use: once one sentence of a selection had a tag, the marks of the others stayed.
#[test]
fn marks_of_a_selection_come_off_also_where_one_of_its_sentences_is_tagged() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("j..cggjvjj.");
    assert_eq!(marked(&reader), [pair("claim", "Eight nine ten.")]);
    reader.press("u");
    assert_eq!(marked(&reader).len(), 3);
}

/// Found in use: a tag had taken the place of a mark, the mark was taken off twice, nothing was
/// put back, "Recovered" was said, and the next save threw the recovered tags away.
#[test]
fn a_tag_that_took_the_place_of_a_mark_is_recovered() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("j.k");
    let base = reader.model.open_document().unwrap().set().clone();
    reader.press("c");
    let ours = reader.model.open_document().unwrap().set().clone();
    assert_eq!((base.len(), ours.len()), (1, 1));
    let mut reader = Reader::unread(&[TEXT]);
    reader.load_with(0, base.clone());
    let what = Recovered::Tags {
        document: DocumentId(0),
        base,
        ours,
    };
    reader.tell(Message::Recovered(vec![RecoveredItem {
        id: "left".to_owned(),
        what,
    }]));
    reader.press("<Enter>");
    assert_eq!(marked(&reader), [pair("claim", "One two three.")]);
    says(&reader, "Recovered: 2 changes");
    reader.press("u");
    assert_eq!(marked(&reader), [pair("no-claim", "One two three.")]);
}
