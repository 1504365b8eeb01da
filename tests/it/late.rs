//! A document whose tags are read after its text: on a model without terminal, files
//! or clock.

use crate::fixture::{Reader, annotation};
use postil::annotation::{AnnotationSet, Selector};
use postil::app::{
    Access, AnnotationIndex, AnnotationsOnDisk, DeferredAnnotations, DeferredProgress, DiskChange,
    DocumentId, Effect, IndexRequest, Message, Mode, MouseButton, Recovered, RecoveredItem,
};
use postil::text::Text;

const TEXT: &str = "One two three. Four five. Six.\n";
const HERE: DocumentId = DocumentId(0);

/// A reader of two documents; the tags of the first are still to be read.
fn without_tags() -> Reader {
    let mut reader = Reader::new(&["x", "Other. Words.\n"]);
    reader.texts[0] = Text::new(TEXT);
    reader.loads = false;
    reader.load_without_tags(0);
    // The fixture has opened it before: here that is the first time.
    assert!(asked(&reader).is_some());
    reader
}

/// What was asked for last.
fn asked(reader: &Reader) -> Option<IndexRequest> {
    let wanted = |effect: &Effect| match effect {
        Effect::ReadAnnotations(wanted) => Some((**wanted).clone()),
        _ => None,
    };
    reader.effects.iter().rev().find_map(wanted)
}

/// A tag of somebody else on the second sentence.
fn there() -> AnnotationSet {
    let text = Text::new(TEXT);
    let four = Selector::new(&text, text.range(15, 25).unwrap());
    AnnotationSet::from_annotations([annotation("theirs", "opinion", four)]).0
}

fn found(wanted: &IndexRequest, set: &AnnotationSet, access: Access) -> Message {
    let notices = match &access {
        Access::ReadOnly(reason) => vec![reason.clone()],
        _ => Vec::new(),
    };
    let tags = DeferredAnnotations {
        text: wanted.text.clone(),
        structure: wanted.structure.clone(),
        set: set.clone(),
        annotation_index: AnnotationIndex::new(&wanted.text, set, Vec::new()),
        access,
        notices,
    };
    Message::AnnotationsRead(wanted.document, DeferredProgress::Done(Box::new(tags)))
}

/// They have been read.
fn arrive(reader: &mut Reader) {
    let wanted = asked(reader).unwrap();
    reader.tell(found(&wanted, &there(), Access::Writable));
}

fn saved(reader: &Reader) -> Vec<AnnotationSet> {
    let effects = reader.effects.iter();
    let sets = effects.filter_map(|it| match it {
        Effect::Save { set, .. } => Some(set.clone()),
        _ => None,
    });
    sets.collect()
}

fn last_row(reader: &Reader) -> String {
    reader.screen().lines().last().unwrap().to_owned()
}

#[test]
fn the_text_is_there_and_keys_move_before_the_tags_are_read() {
    let mut reader = without_tags();
    assert!(reader.screen().contains("One two three."));
    assert!(last_row(&reader).contains("reading tags 0 %"));
    assert!(!reader.screen().contains(" 0 tags"), "that is not known");
    assert!(reader.screen().contains("tags are being read"));
    reader.tell(Message::AnnotationsRead(
        HERE,
        DeferredProgress::Bytes(430, 1000),
    ));
    assert!(last_row(&reader).contains("reading tags 43 %"));
    reader.press("jl");
    assert_eq!(reader.selection(), "Four");
    reader.press("/six<Enter>");
    assert_eq!(reader.selection(), "Six");
    arrive(&mut reader);
    assert_eq!(reader.selection(), "Six");
    assert!(!last_row(&reader).contains("reading"));
    assert!(reader.screen().contains(" 1 tag"));
    assert_eq!(reader.tags(), ["opinion \"Four five.\""]);
    assert_eq!(saved(&reader), [], "nothing was changed");
    // It has a place, and can be gone to.
    reader.press("[");
    assert_eq!(reader.selection(), "Four five.");
}

#[test]
fn a_tag_waits_for_the_others_and_is_saved_with_them() {
    let mut reader = without_tags();
    reader.press("fjo");
    assert_eq!(saved(&reader), []);
    assert!(reader.says("waiting …"));
    assert_eq!(reader.tags(), [""; 0]);
    arrive(&mut reader);
    // The second one is another's tag of that kind; the first came before the move.
    let all = [
        "fact \"One two three.\"",
        "opinion \"Four five.\"",
        "opinion \"Four five.\"",
    ];
    assert_eq!(reader.tags(), all);
    let sets = saved(&reader);
    assert_eq!(sets.len(), 2);
    for set in sets {
        assert!(
            set.contains(&"theirs".into()),
            "never without what was there"
        );
    }
    reader.press("uu");
    assert_eq!(reader.tags(), ["opinion \"Four five.\""]);
}

#[test]
fn whatever_has_to_do_with_tags_waits_however_it_is_asked_for() {
    for keys in [
        "f", "F", "a", "S", "x", "r", "V", "]", "[", "u", "<Ctrl-r>", "t", "!", "T", "e",
    ] {
        let mut reader = without_tags();
        reader.press(keys);
        assert_eq!(reader.model.queue.len(), 1, "{keys}");
        assert!(matches!(reader.model.mode, Mode::Reading), "{keys}");
        // What comes after it waits, too: keys, and the mouse.
        reader.press("j");
        reader.mouse(MouseButton::Press { clicks: 1 }, 60, 2);
        assert_eq!(reader.model.queue.len(), 3, "{keys}");
        arrive(&mut reader);
        assert!(reader.model.queue.is_empty(), "{keys}");
    }
    // Chosen from the palette.
    let mut reader = without_tags();
    reader.press(":all-tags<Enter>");
    assert_eq!(reader.model.queue.len(), 1);
    arrive(&mut reader);
    assert!(matches!(reader.model.mode, Mode::Overlay(_)));
}

#[test]
fn esc_gives_up_what_waits_and_leaving_does_not_wait_for_nothing() {
    let mut reader = without_tags();
    reader.press("ff<Esc>");
    assert!(reader.model.queue.is_empty());
    arrive(&mut reader);
    assert_eq!(reader.tags().len(), 1);
    let quits = |reader: &Reader| reader.effects.contains(&Effect::Quit);
    let mut reader = without_tags();
    reader.press("q");
    assert!(quits(&reader), "nothing waits, and nothing is unsaved");
    let mut reader = without_tags();
    reader.press("fq");
    assert!(!quits(&reader));
    arrive(&mut reader);
    assert!(quits(&reader));
    assert_eq!(saved(&reader).len(), 1);
    let mut reader = without_tags();
    reader.press("fqq");
    assert!(quits(&reader), "insisted on");
}

#[test]
fn another_document_can_be_read_and_tagged_meanwhile() {
    let mut reader = without_tags();
    reader.loads = true;
    reader.press("J");
    reader.press("f");
    assert_eq!(reader.tags(), ["fact \"Other.\""]);
    assert_eq!(saved(&reader).len(), 1);
    // But not what goes through all of them.
    reader.press("t");
    assert_eq!(reader.model.queue.len(), 1);
    arrive(&mut reader);
    let Mode::Overlay(_) = reader.model.mode else {
        panic!("the list of all tags");
    };
    assert!(
        reader.screen().contains("Four five."),
        "{}",
        reader.screen()
    );
    assert!(reader.screen().contains("Other."));
}

#[test]
fn what_is_wrong_with_the_file_is_told_and_nothing_is_written() {
    let mut reader = without_tags();
    reader.press("f");
    let wanted = asked(&reader).unwrap();
    let broken = Access::ReadOnly("it is broken; mend it".to_owned());
    reader.tell(found(&wanted, &there(), broken));
    assert_eq!(reader.notice(), "it is broken; mend it");
    assert!(reader.says("read-only"));
    assert_eq!(
        reader.tags(),
        ["opinion \"Four five.\""],
        "what can be shown is"
    );
    assert_eq!(saved(&reader), []);
}

/// What is told of the file in that second is in what is being read.
#[test]
fn news_of_the_file_do_not_make_an_empty_set_of_what_is_not_read() {
    let mut reader = without_tags();
    let news = AnnotationsOnDisk {
        document: HERE,
        rescan: 1,
        from: there(),
        to: there(),
        returned: false,
    };
    reader.tell(Message::DiskChanged(DiskChange::Annotations(Box::new(
        news,
    ))));
    reader.tell(Message::DiskChanged(DiskChange::AnnotationsDeleted(HERE)));
    reader.tell(Message::DiskChanged(DiskChange::AnnotationsUnusable(
        HERE,
        "torn".to_owned(),
    )));
    assert!(!reader.model.open_document().unwrap().has_annotations());
    assert_eq!(saved(&reader), []);
    arrive(&mut reader);
    assert_eq!(reader.tags(), ["opinion \"Four five.\""]);
    assert_eq!(
        reader.model.open_document().unwrap().access,
        Access::Writable
    );
    assert_eq!(saved(&reader), []);
}

#[test]
fn tags_that_were_found_in_another_text_are_asked_for_again() {
    let mut reader = without_tags();
    let mut wanted = asked(&reader).unwrap();
    let before = reader.effects.len();
    wanted.text = Text::new("Another text.\n");
    reader.press("f");
    reader.tell(found(&wanted, &there(), Access::Writable));
    let again = reader.effects[before..].iter();
    let again = again.filter(|it| matches!(it, Effect::ReadAnnotations(_)));
    assert_eq!(again.count(), 1);
    assert!(!reader.model.open_document().unwrap().has_annotations());
    assert_eq!(saved(&reader), []);
    arrive(&mut reader);
    assert_eq!(reader.tags().len(), 2);
}

#[test]
fn what_was_kept_of_the_last_time_is_put_back_once_they_are_there() {
    let mut reader = without_tags();
    let mut ours = there();
    let text = Text::new(TEXT);
    let six = Selector::new(&text, text.range(26, 30).unwrap());
    let mut new = annotation("new", "fact", six);
    new.creator = "ana".into();
    ours.apply(postil::annotation::Change::Insert(new)).unwrap();
    reader.tell(Message::Recovered(vec![RecoveredItem {
        id: "tags".to_owned(),
        what: Recovered::Tags {
            document: HERE,
            base: there(),
            ours,
        },
    }]));
    reader.press("<Enter>");
    assert_eq!(saved(&reader), []);
    arrive(&mut reader);
    assert_eq!(reader.tags(), ["opinion \"Four five.\"", "fact \"Six.\""]);
    assert_eq!(saved(&reader).len(), 1);
}
