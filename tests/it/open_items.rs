//! What is open: going from one to the next over all documents, and the list of it.

use postil::annotation::{AnnotationSet, Selector};
use postil::app::{
    Access, AnnotationFiles, AnnotationIndex, AnnotationsOnDisk, DeferredAnnotations,
    DeferredProgress, DiskChange, DocumentId, Effect, KnownAnnotations, Message, Mode,
    OrphanedTags, Overlay, Places, Summary,
};
use postil::formats::native::{self, AnnotationFile};
use postil::text::{Text, TextRange};

use crate::fixture::{Reader, annotation, totals};

const ONE: &str = "Alpha is first. Beta is second. Gamma is third. Delta is fourth.\n";
const TWO: &str = "Epsilon is fifth. Zeta is sixth.\n";
const THREE: &str = "Eta is seventh. Theta is eighth.\n";

/// Three documents with five open items; the second one has none.
fn reader() -> Reader {
    let mut reader = Reader::new(&[ONE, TWO, THREE]);
    reader.press("njojnjcJoJnjng");
    reader.press("KKg");
    assert_eq!(reader.model.documents.open, Some(DocumentId(0)));
    reader
}

/// The rows of the list that is shown.
fn rows(reader: &Reader) -> Vec<String> {
    let Mode::Overlay(Overlay::Picker(list)) = &reader.model.mode else {
        return Vec::new();
    };
    let rows = list.fitting.iter().map(|at| &list.rows[*at].text);
    rows.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// The chosen row of the list that is shown.
fn chosen(reader: &Reader) -> String {
    let Mode::Overlay(Overlay::Picker(list)) = &reader.model.mode else {
        panic!("no list: {}", reader.screen());
    };
    let words = list.chosen_row().map_or("", |row| row.text.as_str());
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn heading(reader: &Reader) -> String {
    let Mode::Overlay(Overlay::Picker(list)) = &reader.model.mode else {
        panic!("no list: {}", reader.screen());
    };
    list.heading()
}

fn tagged(id: &str, tag: &str, text: &str, range: std::ops::Range<usize>) -> AnnotationSet {
    let text = Text::new(text);
    let range = TextRange::between(range.start, range.end);
    AnnotationSet::from_annotations([annotation(id, tag, Selector::new(&text, range))]).0
}

#[test]
fn a_comma_goes_to_the_next_open_item_over_all_documents_and_round_again() {
    let mut reader = reader();
    let mut seen = Vec::new();
    for _ in 0..6 {
        reader.press(",");
        seen.push(format!("{} {}", reader.selection(), reader.notice()));
    }
    assert_eq!(
        seen,
        [
            "Gamma is third. Open 2 of 5: unsourced",
            "Delta is fourth. Open 3 of 5: no evidence",
            "Eta is seventh. Open 4 of 5: unsourced",
            "Theta is eighth. Open 5 of 5: unsourced",
            "Alpha is first. Open 1 of 5: unsourced; wrapped to the first",
            "Gamma is third. Open 2 of 5: unsourced",
        ]
    );
    reader.press("<lt><lt>");
    assert_eq!(reader.selection(), "Theta is eighth.");
}

#[test]
fn an_answered_item_is_not_come_back_to() {
    let mut reader = reader();
    reader.press("Sa book<Enter>,");
    assert_eq!(reader.notice(), "Open 1 of 4: unsourced");
    assert_eq!(reader.selection(), "Gamma is third.");
    reader.press("x,");
    assert_eq!(reader.selection(), "Delta is fourth.");
    reader.press("Yr,x,x,");
    assert_eq!(reader.notice(), "Nothing open");
    assert_eq!(totals(&reader.model), Some((4, 0)));
}

#[test]
fn the_list_has_all_with_why_and_is_worked_by_keys() {
    let mut reader = reader();
    reader.press("Q");
    assert_eq!(
        heading(&reader),
        "Open: 5 · unsourced 4 · no evidence 1 · by place"
    );
    assert_eq!(
        rows(&reader),
        [
            "unsourced Alpha is first.",
            "unsourced Gamma is third.",
            "no evidence Delta is fourth.",
            "unsourced Eta is seventh.",
            "unsourced Theta is eighth.",
        ]
    );
    assert_eq!(chosen(&reader), "unsourced Alpha is first.");
    // A source: the row goes, and the next one is chosen.
    reader.press("jSa book<Enter>");
    assert_eq!(chosen(&reader), "no evidence Delta is fourth.");
    assert_eq!(
        heading(&reader),
        "Open: 4 · unsourced 3 · no evidence 1 · by place"
    );
    // A prompt that is left changes nothing.
    reader.press("S<Esc>");
    assert_eq!(chosen(&reader), "no evidence Delta is fourth.");
    reader.press("Yr");
    assert_eq!(chosen(&reader), "unsourced Eta is seventh.");
    // In a document that is not the open one.
    reader.press("x");
    assert_eq!(chosen(&reader), "unsourced Theta is eighth.");
    reader.press("u");
    assert_eq!(rows(&reader).len(), 3);
    assert_eq!(chosen(&reader), "unsourced Eta is seventh.");
    reader.press("xx");
    assert_eq!(rows(&reader), ["unsourced Alpha is first."]);
    reader.press("x");
    assert!(matches!(reader.model.mode, Mode::Reading));
    assert_eq!(reader.notice(), "Nothing open");
    reader.press("Q");
    assert_eq!(reader.notice(), "Nothing open");
}

#[test]
fn a_row_of_a_document_that_is_not_read_yet_is_worked_all_the_same() {
    let mut reader = Reader::new(&[ONE]);
    reader.loads = false;
    reader.come(&[TWO]);
    let set = tagged("b", "needs-source", TWO, 0..17);
    let known = KnownAnnotations::new(set.clone());
    reader.tell(Message::AnnotationFilesRead(AnnotationFiles {
        known: vec![(DocumentId(1), Box::new(known))],
        progress: None,
    }));
    assert_eq!(totals(&reader.model), Some((1, 1)));
    reader.press("QS");
    assert!(reader.effects.contains(&Effect::Load(DocumentId(1))));
    reader.load_with(1, set);
    reader.press("A book<Enter>");
    assert_eq!(reader.notice(), "Nothing open");
    assert_eq!(reader.tags(), ["needs-source \"Epsilon is fifth.\""]);
    assert_eq!(totals(&reader.model), Some((1, 0)));
}

#[test]
fn the_list_is_sorted_and_shows_one_reason() {
    let mut reader = reader();
    reader.press("Qo");
    assert_eq!(
        heading(&reader),
        "Open: 5 · unsourced 4 · no evidence 1 · by reason"
    );
    assert_eq!(
        rows(&reader).last().unwrap(),
        "no evidence Delta is fourth."
    );
    reader.press("oow");
    assert_eq!(
        heading(&reader),
        "Open: 4 of 5 · unsourced 4 · no evidence 1 · by place"
    );
    assert_eq!(chosen(&reader), "unsourced Alpha is first.");
    reader.press("w");
    assert_eq!(rows(&reader), ["no evidence Delta is fourth."]);
    // The answer takes the last one of its kind away, and says so.
    reader.press("Yr");
    assert!(
        reader.screen().contains("No open item matches"),
        "{}",
        reader.screen()
    );
    reader.press("<Backspace>/theta<Enter>");
    assert_eq!(rows(&reader), ["unsourced Theta is eighth."]);
    reader.press("x");
    assert_eq!(totals(&reader.model), Some((6, 3)));
    reader.press("/<Esc>");
    assert_eq!(rows(&reader).len(), 3);
}

#[test]
fn the_list_opens_again_where_it_was_left() {
    let mut reader = reader();
    reader.press("Qjj<Enter>");
    assert_eq!(reader.selection(), "Delta is fourth.");
    reader.press("'");
    assert_eq!(chosen(&reader), "no evidence Delta is fourth.");
    reader.press("<Esc>Yr'");
    assert_eq!(rows(&reader).len(), 4);
}

#[test]
fn what_contradicts_opens_the_other_end_in_another_document() {
    let mut reader = Reader::new(&[ONE, TWO]);
    reader.press("oJoKg");
    assert_eq!(totals(&reader.model), Some((2, 0)));
    reader.press("LJL");
    reader.press("c");
    let all = |reader: &mut Reader| {
        reader.press("Q");
        let rows = rows(reader);
        reader.press("<Esc>");
        rows
    };
    let both = [
        "contradicted Alpha is first.",
        "contradicted Epsilon is fifth.",
    ];
    assert_eq!(all(&mut reader), both, "{}", reader.notice());
    // Only the end whose verdict is given is done with.
    reader.press("Yr");
    assert_eq!(all(&mut reader).len(), 1);
    reader.press("u");
    assert_eq!(all(&mut reader), both);
    reader.press("u");
    assert_eq!(all(&mut reader).len(), 0);
}

/// What it rests on is written in another document.
#[test]
fn a_claim_that_something_supports_is_not_open() {
    let mut reader = Reader::new(&[ONE, TWO]);
    reader.press("cJoLKgL");
    assert_eq!(totals(&reader.model), Some((2, 1)));
    reader.press("s");
    assert_eq!(totals(&reader.model), Some((2, 0)), "{}", reader.screen());
    reader.press("u");
    assert_eq!(totals(&reader.model), Some((2, 1)));
}

/// Found in use: two claims that support each other were off the queue.
#[test]
fn what_rests_on_each_other_is_open_until_one_of_them_has_a_source() {
    let mut reader = Reader::new(&[ONE, TWO]);
    let open = |reader: &Reader| totals(&reader.model).unwrap().1;
    reader.press("cJcLKgLs");
    assert_eq!(open(&reader), 1, "{}", reader.screen());
    reader.press("LJLs");
    assert_eq!(open(&reader), 2, "{}", reader.screen());
    // The source is given to one of them, and the other one is in another document.
    reader.press("SAnnals<Enter><Esc>");
    assert_eq!(open(&reader), 0, "{}", reader.screen());
    reader.press("u");
    assert_eq!(open(&reader), 2, "{}", reader.screen());
    // A third one that supports one of them supports both, and is open itself.
    reader.press("KgjcLgL");
    assert_eq!(open(&reader), 3, "{}", reader.screen());
    reader.press("s");
    assert_eq!(open(&reader), 1, "{}", reader.screen());
    reader.press("u");
    assert_eq!(open(&reader), 3, "{}", reader.screen());
}

/// Found in use: a source that was deleted was one all the same.
#[test]
fn what_rests_on_a_passage_that_is_deleted_is_open_again() {
    let mut reader = Reader::new(&[ONE, TWO]);
    reader.press("nJo");
    let open = |reader: &Reader| totals(&reader.model).unwrap().1;
    let set = reader.model.documents[DocumentId(1)].set().unwrap();
    let id = set.iter().next().unwrap().id.to_string();
    reader.press(&format!("KgS1.txt#{id}<Enter><Esc>"));
    assert_eq!(open(&reader), 0, "{}", reader.screen());
    reader.press("Jgx");
    assert_eq!(open(&reader), 1, "{}", reader.screen());
    reader.press("Q");
    assert_eq!(rows(&reader), ["broken source Alpha is first."]);
    reader.press("<Esc>u");
    assert_eq!(open(&reader), 0, "{}", reader.screen());
}

#[test]
fn what_others_change_meanwhile_is_not_worked_unseen() {
    let mut reader = Reader::new(&[ONE]);
    reader.press("njng");
    let before = reader.model.open_document().unwrap().set().clone();
    let mut to = before.clone();
    let first = before.iter().next().unwrap().id.clone();
    to.apply(postil::annotation::Change::Remove(first)).unwrap();
    reader.press("Q");
    reader.tell(Message::DiskChanged(DiskChange::Annotations(Box::new(
        AnnotationsOnDisk {
            document: DocumentId(0),
            rescan: 1,
            from: before,
            to,
            returned: false,
        },
    ))));
    assert_eq!(rows(&reader), ["unsourced Beta is second."]);
    reader.press("x");
    assert_eq!(
        reader.notice(),
        "The open items changed meanwhile; look again"
    );
    reader.press("x");
    assert_eq!(reader.notice(), "Nothing open");
}

#[test]
fn tags_that_nobody_has_looked_for_may_be_open_too() {
    let mut reader = Reader::new(&[ONE]);
    reader.loads = false;
    let known = KnownAnnotations::new(tagged("b", "needs-source", TWO, 0..17));
    reader.looks = false;
    reader.come(&[TWO]);
    reader.tell(Message::AnnotationFilesRead(AnnotationFiles {
        known: vec![(DocumentId(1), Box::new(known))],
        progress: None,
    }));
    let first = |reader: &Reader| reader.screen().lines().next().unwrap().to_owned();
    assert!(first(&reader).contains("1+ open"), "{}", first(&reader));
    reader.press("Q");
    assert!(heading(&reader).starts_with("Open: 1+ · unsourced 1"));
    reader.press("<Esc>");
    // Its passage is found not to be there.
    let elsewhere = Places::Nowhere;
    let known = KnownAnnotations::at(tagged("b", "needs-source", TWO, 0..17), &elsewhere);
    let summary = Summary {
        places: elsewhere,
        known: Some(Box::new(known)),
        ..Summary::default()
    };
    reader.tell(Message::DocumentSummarised(
        DocumentId(1),
        Ok(Box::new(summary)),
    ));
    assert!(first(&reader).contains("1 open"), "{}", first(&reader));
    reader.press("Q");
    assert_eq!(heading(&reader), "Open: 1 · lost 1 · by place");
    assert_eq!(rows(&reader), ["lost Epsilon is fifth. (also unsourced)"]);
}

#[test]
fn the_sidebar_tells_what_it_is_made_of() {
    let reader = reader();
    let screen = reader.screen();
    for words in [
        " Open                    5│",
        "│  unsourced    4    , next│",
        "│  no evidence  1          │",
    ] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
}

/// A reader whose second document was not read yet, and has these tags.
fn unread_second(set: &AnnotationSet) -> Reader {
    let mut reader = Reader::new(&[ONE]);
    reader.loads = false;
    reader.come(&[TWO]);
    know(&mut reader, 1, set);
    reader
}

fn know(reader: &mut Reader, index: usize, set: &AnnotationSet) {
    let known = Box::new(KnownAnnotations::new(set.clone()));
    reader.tell(Message::AnnotationFilesRead(AnnotationFiles {
        known: vec![(DocumentId(index), known)],
        progress: None,
    }));
}

fn two_of_the_second() -> AnnotationSet {
    let one = tagged("b1", "needs-source", TWO, 0..17);
    let other = tagged("b2", "needs-source", TWO, 18..32);
    let both = one.iter().chain(other.iter()).map(|one| (**one).clone());
    AnnotationSet::from_annotations(both).0
}

#[test]
fn a_letter_for_a_tag_that_is_gone_does_nothing_to_another_one() {
    let set = two_of_the_second();
    let mut reader = unread_second(&set);
    reader.press("Qx");
    // The first was deleted by somebody meanwhile.
    let mut left = set;
    left.apply(postil::annotation::Change::Remove("b1".into()))
        .unwrap();
    reader.load_with(1, left);
    assert_eq!(reader.notice(), "The tag is gone: it was deleted elsewhere");
    assert_eq!(reader.tags(), ["needs-source \"Zeta is sixth.\""]);
    assert_eq!(rows(&reader), ["unsourced Zeta is sixth."]);
}

#[test]
fn letters_that_are_typed_before_the_document_is_there_are_for_the_list() {
    let mut reader = unread_second(&two_of_the_second());
    reader.press("Qxj");
    reader.load_with(1, two_of_the_second());
    assert_eq!(reader.tags(), ["needs-source \"Zeta is sixth.\""]);
    assert_eq!(chosen(&reader), "unsourced Zeta is sixth.");
    reader.press("u<Esc>");
    let mut reader = unread_second(&two_of_the_second());
    reader.press("Qxx");
    reader.load_with(1, two_of_the_second());
    assert!(reader.tags().is_empty());
    assert_eq!(reader.notice(), "Nothing open");
    let mut reader = unread_second(&two_of_the_second());
    reader.press("QYr");
    reader.load_with(1, two_of_the_second());
    assert!(matches!(reader.model.mode, Mode::Overlay(_)));
    assert!(reader.screen().contains("refuted"), "{}", reader.screen());
    assert_eq!(totals(&reader.model), Some((2, 2)));
}

#[test]
fn letters_wait_for_the_tags_of_the_document_as_well() {
    let mut reader = unread_second(&two_of_the_second());
    reader.press("QS");
    reader.load_without_tags(1);
    reader.press("A book<Enter>");
    assert_eq!(reader.selection(), "Epsilon is fifth.");
    let asked = reader.effects.iter().find_map(|effect| match effect {
        Effect::ReadAnnotations(wanted) => Some((**wanted).clone()),
        _ => None,
    });
    let (asked, set) = (asked.unwrap(), two_of_the_second());
    let tags = DeferredAnnotations {
        annotation_index: AnnotationIndex::new(&asked.text, &set, Vec::new()),
        text: asked.text,
        structure: asked.structure,
        set,
        access: Access::Writable,
        notices: Vec::new(),
    };
    let read = DeferredProgress::Done(Box::new(tags));
    reader.tell(Message::AnnotationsRead(DocumentId(1), read));
    assert_eq!(rows(&reader), ["unsourced Zeta is sixth."]);
}

/// Two documents, of which the second cannot be read any more, and a third.
fn unreadable_second() -> Reader {
    let mut reader = unread_second(&two_of_the_second());
    reader.come(&[THREE]);
    know(&mut reader, 2, &tagged("c", "needs-source", THREE, 0..15));
    let why = "permission denied".to_owned();
    let news = DiskChange::Unreadable(DocumentId(1), why);
    reader.tell(Message::DiskChanged(news));
    reader
}

#[test]
fn a_comma_gets_past_a_document_that_cannot_be_read() {
    let mut reader = unreadable_second();
    reader.loads = true;
    let mut seen = Vec::new();
    for _ in 0..3 {
        reader.press(",");
        seen.push((reader.model.documents.open, reader.notice().to_owned()));
    }
    let words = "Open 1 of 3: lost; the document cannot be read: permission denied";
    assert_eq!(seen[0], (Some(DocumentId(1)), words.to_owned()));
    assert_eq!(seen[1].0, Some(DocumentId(2)));
}

#[test]
fn a_letter_for_a_document_that_cannot_be_read_says_so_and_the_list_is_there_again() {
    for letter in ["S", "Y", "x"] {
        let mut reader = unreadable_second();
        reader.press("Q").press(letter);
        assert_eq!(
            reader.notice(),
            "The document cannot be opened: permission denied"
        );
        assert_eq!(chosen(&reader), "lost Epsilon is fifth. (also unsourced)");
    }
}

#[test]
fn the_list_stays_away_while_a_passage_is_chosen_as_a_source() {
    let mut reader = reader();
    reader.press("QS<Ctrl-o>");
    assert!(matches!(reader.model.mode, Mode::Reading));
    reader.press("jjS");
    assert!(reader.notice().starts_with("Source: “Gamma is third.”"));
    // It is there again once that is done.
    assert_eq!(rows(&reader).len(), 4);
    assert_eq!(chosen(&reader), "unsourced Gamma is third.");
    reader.press("S<Ctrl-o>j<Esc>");
    assert_eq!(chosen(&reader), "unsourced Gamma is third.");
}

/// What is contradicted is open, whatever its sources are.
#[test]
fn the_list_stays_closed_where_one_goes_to_a_source() {
    let mut reader = Reader::new(&[ONE]);
    reader.press("cjjoLgLc");
    reader.press("gS<Ctrl-o>jjS");
    reader.press("gQ");
    assert_eq!(chosen(&reader), "contradicted Alpha is first.");
    reader.press("So");
    assert!(matches!(reader.model.mode, Mode::Reading));
    assert_eq!(reader.selection(), "Gamma is third.");
    reader.press("'");
    assert_eq!(chosen(&reader), "contradicted Alpha is first.");
}

#[test]
fn what_changes_behind_the_help_is_in_the_list_once_that_is_closed() {
    let mut reader = unread_second(&two_of_the_second());
    reader.press("Q?");
    know(&mut reader, 1, &tagged("b2", "needs-source", TWO, 18..32));
    reader.press("<Esc>");
    assert_eq!(rows(&reader), ["unsourced Zeta is sixth."]);
    reader.press("x");
    assert_eq!(
        reader.notice(),
        "The open items changed meanwhile; look again"
    );
}

#[test]
fn the_tags_of_a_document_that_is_deleted_unread_are_lost() {
    let mut reader = unread_second(&tagged("b", "needs-source", TWO, 0..17));
    reader.tell(Message::DiskChanged(DiskChange::Deleted(DocumentId(1))));
    reader.press("Q");
    assert_eq!(rows(&reader), ["lost Epsilon is fifth. (also unsourced)"]);
    reader.press("<Esc>");
    reader.tell(Message::DiskChanged(DiskChange::Restored(DocumentId(1))));
    reader.press("Q");
    assert_eq!(rows(&reader), ["unsourced Epsilon is fifth."]);
}

#[test]
fn tags_that_come_to_one_of_many_documents_are_looked_for() {
    let mut reader = Reader::new(&[ONE]);
    (reader.loads, reader.looks) = (false, false);
    reader.come(&vec![TWO; 300]);
    reader.effects.clear();
    know(&mut reader, 7, &tagged("b", "needs-source", TWO, 0..17));
    let asked = Effect::Place(vec![DocumentId(7)]);
    assert!(reader.effects.contains(&asked), "{:?}", reader.effects);
}

/// The thread that looks into documents leaves the tags to the one that opens it.
#[test]
fn the_tags_of_a_document_that_is_being_opened_stay_known() {
    let mut reader = unread_second(&two_of_the_second());
    reader.press("J");
    let summary = Summary {
        places: Places::found(Vec::new(), 0),
        ..Summary::default()
    };
    reader.tell(Message::DocumentSummarised(
        DocumentId(1),
        Ok(Box::new(summary)),
    ));
    assert_eq!(totals(&reader.model), Some((2, 2)));
}

#[test]
fn what_was_done_in_the_list_is_said() {
    let mut reader = reader();
    let last_row = |reader: &Reader| reader.screen().lines().last().unwrap().to_owned();
    reader.press("Qx");
    let row = last_row(&reader);
    assert!(row.contains("Deleted needs-source; u undoes"), "{row}");
    reader.press("j");
    assert!(last_row(&reader).contains("Enter go"));
    reader.press("u");
    assert!(!last_row(&reader).contains("Enter go"));
}

/// The words are the same: without what differs one of them could not be kept.
#[test]
fn the_versions_of_a_conflict_are_told_apart_in_the_list() {
    let one = |id: &str, note: &str| {
        let mut one = (**tagged(id, "opinion", ONE, 0..15).iter().next().unwrap()).clone();
        one.note = note.to_owned();
        one
    };
    let mut other = one("b", "it was last");
    other.creator = "cleo".into();
    other.extra = [("conflicts-with".to_owned(), "a".into())].into();
    let file = AnnotationFile {
        set: AnnotationSet::from_annotations([one("a", ""), other]).0,
        ..AnnotationFile::default()
    };
    let versions = native::parse(&native::write(&file)).file.set;
    let mut reader = Reader::unread(&[ONE]);
    reader.load_with(0, versions);
    reader.press("Q");
    assert_eq!(
        rows(&reader),
        [
            "cleo differs no note · Alpha is first.",
            "ben differs note it was last · Alpha is first. — it was last",
        ]
    );
    let screen = reader.screen();
    assert!(screen.contains("cleo, 2026-11-22 10:00 · "), "{screen}");
}

#[test]
fn the_key_that_shows_all_again_is_named_where_no_row_is_left() {
    let mut reader = reader();
    reader.press("Q/nowhere<Enter>");
    let words = "No open item matches “nowhere”; Backspace shows all";
    assert!(reader.screen().contains(words), "{}", reader.screen());
}

/// Found in use: what was open before stayed so, and what the command line calls lost did not
/// count.
#[test]
fn the_tags_of_a_document_that_is_deleted_while_it_is_read_are_lost_until_it_is_back() {
    let mut reader = Reader::new(&[ONE, TWO]);
    reader.press("njo");
    let open = |reader: &Reader| totals(&reader.model).unwrap().1;
    assert_eq!(open(&reader), 1);
    reader.tell(Message::DiskChanged(DiskChange::Deleted(DocumentId(0))));
    assert_eq!(open(&reader), 2, "{}", reader.screen());
    reader.press("Q");
    assert_eq!(heading(&reader), "Open: 2 · lost 2 · by place");
    reader.press("<Esc>");
    reader.tell(Message::DiskChanged(DiskChange::Restored(DocumentId(0))));
    assert_eq!(open(&reader), 1, "{}", reader.screen());
}

/// Found in use: what rested on a document that had been deleted was off the queue.
#[test]
fn what_rests_on_a_document_that_is_deleted_is_open_until_it_is_back() {
    let mut reader = Reader::new(&[ONE, TWO]);
    let open = |reader: &Reader| totals(&reader.model).unwrap().1;
    reader.press("cJoLKgLs");
    assert_eq!(open(&reader), 0, "{}", reader.screen());
    reader.tell(Message::DiskChanged(DiskChange::Deleted(DocumentId(1))));
    assert_eq!(open(&reader), 2, "{}", reader.screen());
    reader.press("Q");
    assert_eq!(
        heading(&reader),
        "Open: 2 · lost 1 · no evidence 1 · by place"
    );
    reader.press("<Esc>");
    reader.tell(Message::DiskChanged(DiskChange::Restored(DocumentId(1))));
    assert_eq!(open(&reader), 0, "{}", reader.screen());
}

#[test]
fn the_tags_of_a_document_that_is_gone_count_once() {
    let mut reader = unread_second(&tagged("b", "needs-source", TWO, 0..17));
    reader.tell(Message::DiskChanged(DiskChange::Deleted(DocumentId(1))));
    let gone = |name: &str| OrphanedTags {
        name: name.to_owned(),
        tags: 1,
        renamed: Vec::new(),
    };
    reader.tell(Message::OrphansFound(vec![gone("1.txt"), gone("9.txt")]));
    assert!(
        reader.screen().contains("1 open + 1 lost"),
        "{}",
        reader.screen()
    );
    reader.press("Q");
    assert_eq!(
        heading(&reader),
        "Open: 1 · lost 1 · 1 tag without a document · by place"
    );
}
