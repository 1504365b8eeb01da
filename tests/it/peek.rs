//! `i`: the references that are cited here, looked at without leaving; on a model without
//! terminal, files or clock.

use std::path::PathBuf;
use std::sync::Arc;

use crate::fixture::{Reader, annotation, loaded};
use postil::annotation::{AnnotationSet, Extra, Link, Selector};
use postil::app::{
    AnnotationFiles, DocumentId, Effect, IndexProgress, KnownAnnotations, Message, Mode, Overlay,
    Settings,
};
use postil::session::KeyBinding;
use postil::text::Text;

const TEXT: &str = "Apples fell. [1] Pears rose, and plums did. [2] Figs stayed.\n\n\
References\n\n1. The annals of apples, volume one.\n2. The pear report. https://example.org/pears\n";

fn list(reader: &Reader) -> Vec<String> {
    let picker = match &reader.model.mode {
        postil::app::Mode::Overlay(postil::app::Overlay::Picker(picker)) => picker,
        other => panic!("no list: {other:?}"),
    };
    picker.rows.iter().map(|row| row.text.clone()).collect()
}

#[test]
fn what_a_sentence_cites_is_looked_at_and_one_key_comes_back() {
    let mut reader = Reader::new(&[TEXT]);
    let before = reader.model.open_document().unwrap().cursor.range();
    reader.press("i");
    assert_eq!(list(&reader), ["[1] The annals of apples, volume one."]);
    reader.press("i");
    assert_eq!(reader.model.open_document().unwrap().cursor.range(), before);
    // There and back.
    reader.press("i<Enter>");
    let opened = reader.model.open_document().unwrap();
    let here = opened.text.slice(opened.cursor.range()).into_owned();
    assert!(here.contains("The annals of apples"), "{here}");
    reader.press("<lt>");
    assert_eq!(reader.model.open_document().unwrap().cursor.range(), before);
    reader.press("jji");
    assert_eq!(reader.notice(), "This sentence cites no reference");
}

#[test]
fn one_key_makes_what_is_cited_a_source_of_the_tag() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("jcis");
    assert_eq!(reader.notice(), "Source: [2]; u undoes");
    let opened = reader.model.open_document().unwrap();
    let sources: Vec<String> = opened
        .current()
        .unwrap()
        .sources
        .iter()
        .map(|source| format!("{:?}", source.target))
        .collect();
    assert_eq!(sources, ["Reference(\"2\")"]);
    reader.press("is");
    assert_eq!(reader.notice(), "[2] is a source of this tag already");
    reader.press("u");
    assert!(
        reader
            .model
            .open_document()
            .unwrap()
            .current()
            .unwrap()
            .sources
            .is_empty()
    );
}

#[test]
fn a_sentence_without_a_tag_is_asked_for_one_before_it_gets_a_source() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("jis");
    assert!(reader.screen().contains("Tag as?"), "{}", reader.screen());
    reader.press("c");
    assert_eq!(reader.notice(), "Tagged as claim, source: [2]; u undoes");
    let sources = |reader: &Reader| {
        let opened = reader.model.open_document().unwrap();
        opened.current().map(|tag| tag.sources.clone())
    };
    assert_eq!(sources(&reader).map(|sources| sources.len()), Some(1));
    // One step, back and forth.
    reader.press("u");
    assert_eq!(sources(&reader), None);
    reader.press("<Ctrl-r>");
    assert_eq!(sources(&reader).map(|sources| sources.len()), Some(1));
    // What was given up leaves nothing behind.
    reader.press("uis<Esc>c");
    assert_eq!(sources(&reader).map(|sources| sources.len()), Some(0));
}

/// The list is as high as what it shows, and hides nothing of the sentence that it is about.
#[test]
fn what_is_asked_about_stays_in_view_beside_the_list() {
    let sentence = "Apples fell on Monday, and nobody knows why. [1] [2] [3]";
    let before = "It rained all day in the town.\n\n".repeat(8);
    let after = "The sun shone all day on the hill.\n\n".repeat(12);
    let references = (1..=3).map(|number| {
        format!("{number}. The annals of apples and of pears, volume {number}, by nobody at all.\n")
    });
    let references: String = references.collect();
    let text = format!("{before}{sentence}\n\n{after}References\n\n{references}");
    for (size, key) in [(140, 40), (80, 24), (60, 20)]
        .into_iter()
        .flat_map(|size| [("", "j"), ("G", "k")].map(|key| (size, key)))
    {
        let mut reader = Reader::with(&[&text], Settings::default(), size);
        // From above it stands low on the screen, and high from below.
        reader.press(key.0);
        while !reader.selection().starts_with("Apples") {
            reader.press(key.1);
        }
        reader.press("i");
        let screen = reader.screen();
        let flat = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [
            "Apples fell on Monday",
            "[1] The annals",
            "[3] The annals",
            "Enter go",
        ] {
            assert!(
                flat(&screen).contains(words),
                "{words} at {size:?}:\n{screen}"
            );
        }
        let rows = screen.lines().filter(|line| line.contains('┃')).count();
        assert_eq!(rows, list(&reader).len(), "{size:?}:\n{screen}");
    }
}

/// A long source and a long note leave room for a row of all else, on the smallest screens, too.
#[test]
fn all_that_is_said_of_a_tag_is_seen_or_counted_and_one_key_shows_it() {
    for size in [(80, 24), (60, 20), (140, 14)] {
        let mut reader = Reader::with(&[TEXT, "Figs.\n"], Settings::default(), size);
        reader.press("cjcL[LsYwAna<Enter><Esc>");
        reader.press(&format!("a{}<Esc>", "A note of many words. ".repeat(20)));
        reader.press(&format!(
            "Shttps://example.org/{}<Enter>",
            "long/".repeat(60)
        ));
        let screen = reader.screen();
        for words in ["Note ", "Source ", "supported by", "Ana"] {
            assert!(screen.contains(words), "{words} at {size:?}:\n{screen}");
        }
        reader.press("i");
        let all = list(&reader).join(" ");
        let notes = all.matches("many words.").count();
        assert!(notes > 15, "{size:?}: {all}");
        assert!(all.contains("Ana"), "{size:?}: {all}");
        reader.press("G<Enter>");
        assert!(
            reader.notice().starts_with("Nothing to go to"),
            "{}",
            reader.notice()
        );
    }
}

/// A text in sections that cites references at its end, of so many paragraphs.
fn paged(paragraphs: usize) -> Reader {
    let mut reader = Reader::new(&["One."]);
    let content = "Apples fell. [1] Figs stayed.\n\nPears rose. [2] Nobody knew. [3]\n\n"
        .repeat(paragraphs)
        + "References\n\n1. The annals of apples, volume one.\n2. The pear report.\n";
    let len = content.len();
    let bytes: Box<[u8]> = content.into_bytes().into();
    reader.texts = vec![Text::paged(Arc::new(bytes), len)];
    reader.load(0);
    reader
}

/// What is found in the background.
fn find_references(reader: &mut Reader) {
    let wanted = |effect: &Effect| match effect {
        Effect::Index(wanted) => Some(wanted.clone()),
        _ => None,
    };
    let asked = reader.effects.iter().rev().find_map(wanted);
    let wanted = asked.expect("it is to be indexed");
    assert_eq!(wanted.references.of(&wanted.text).entries().len(), 2);
    reader.tell(Message::DocumentIndexed(Box::new(IndexProgress {
        document: wanted.document,
        text: wanted.text,
        structure: wanted.structure,
        annotation_index: None,
        notices: Vec::new(),
        warnings: Vec::new(),
    })));
}

/// Of more than 128 KiB, and of more than what is gone through at once.
#[test]
fn a_text_in_sections_tells_what_it_cites_once_its_references_are_read() {
    for paragraphs in [4_000, 40_000] {
        let mut reader = paged(paragraphs);
        reader.tell(Message::Resized(140, 40));
        reader.press("cSa[9]<Ctrl-u>[1]<Enter>");
        // Nothing is said of what is not known.
        assert_eq!(reader.notice(), "");
        assert!(
            reader.screen().contains("[1] in this text"),
            "{}",
            reader.screen()
        );
        reader.press("jji");
        assert_eq!(
            reader.notice(),
            "The references of this text are still being read"
        );
        find_references(&mut reader);
        reader.press("i");
        assert_eq!(list(&reader), ["[2] The pear report."]);
        reader.press("<Esc>Sc");
        // A source that is no reference is said to be none.
        reader.press("[9]<Enter>");
        assert_eq!(
            reader.notice(),
            "This document has no reference [9]; kept as the source all the same"
        );
        // Of what is cited and listed nowhere.
        reader.press("ji");
        assert_eq!(list(&reader), ["[3] no such reference in this text"]);
    }
}

const LONG: &str =
    "A first one. The agency, which is new, gave $942 million to all in 2022, says it.\n";

/// The other end of a link stands in a document that nobody has opened.
fn linked_elsewhere(id: &str, size: (u16, u16)) -> Reader {
    let mut reader = Reader::with(
        &["It rained all day. So they say.\n", LONG],
        Settings::default(),
        size,
    );
    reader.loads = false;
    let content = Text::new(LONG);
    let start = LONG.find("gave").unwrap();
    let range = content.range(start, start + 27).unwrap();
    let mut other = annotation(id, "claim", Selector::new(&content, range));
    other.links = vec![Link {
        to: "0.txt#id1".to_owned().into(),
        rel: "contradicts".to_owned(),
        extra: Extra::new(),
    }];
    let set = AnnotationSet::from_annotations([other]).0;
    reader.press("c");
    reader.tell(Message::AnnotationFilesRead(AnnotationFiles {
        known: vec![(DocumentId(1), Box::new(KnownAnnotations::new(set.clone())))],
        progress: None,
    }));
    reader
}

fn read(reader: &mut Reader) {
    let known = reader.model.documents.get(DocumentId(1)).unwrap().set();
    let set = known.unwrap().clone();
    let content = loaded(reader.texts[1].clone(), set);
    reader.tell(Message::DocumentLoaded(
        DocumentId(1),
        Ok(Box::new(content)),
    ));
}

#[test]
fn the_other_end_of_a_link_is_looked_at_within_its_sentence_though_nobody_has_opened_it() {
    let mut reader = linked_elsewhere("x", (140, 40));
    reader.press("i");
    let before = list(&reader).join("|");
    assert!(
        before.contains("contradicted by|") && before.contains("being read"),
        "{before}"
    );
    assert!(reader.effects.contains(&Effect::Load(DocumentId(1))));
    read(&mut reader);
    let after = list(&reader).join(" ");
    assert!(
        after.contains("The agency, which is new, gave $942 million to all in 2022, says it."),
        "{after}"
    );
    // There, and back.
    reader.press("<Enter>");
    assert_eq!(reader.selection(), "gave $942 million to all in");
    reader.press("<lt>");
    assert_eq!(reader.selection(), "It rained all day.");
    // From the other end it is said the other way round; what leads there is a source by a key.
    reader.press("is");
    assert_eq!(reader.notice(), "Source: a passage of 1.txt; u undoes");
    reader.press("J]i");
    assert!(
        list(&reader)[0].starts_with("contradicts"),
        "{:?}",
        list(&reader)
    );
}

#[test]
fn a_title_that_has_no_room_aside_stands_below() {
    for size in [(140, 40), (80, 24), (60, 20), (40, 12)] {
        let mut reader = linked_elsewhere("x", size);
        reader.press("i");
        read(&mut reader);
        let screen = reader.screen();
        for words in ["A first one. The agency", "contradicted by", "$942"] {
            assert!(screen.contains(words), "{words} at {size:?}:\n{screen}");
        }
        insta::assert_snapshot!(format!("peek_{}x{}", size.0, size.1), screen);
    }
}

#[test]
fn an_end_that_is_not_there_is_told_in_plain_words() {
    let mut reader = Reader::new(&["It rained all day. So they say.\n", LONG]);
    reader.press("cLJcLsx").press("Ki");
    assert!(list(&reader).contains(&"the tag is not in 1.txt any more".to_owned()));
    reader.press("<Enter>");
    assert!(reader.notice().starts_with("This one is not there"));
    reader.press("<Esc>");
    assert_eq!(reader.selection(), "It rained all day.");
    reader.press("jci");
    let words = "This sentence cites no reference, and its tag has no links";
    assert_eq!(reader.notice(), words);
    // It is there again while one looks.
    reader.press("uuKgi");
    assert!(matches!(
        reader.model.mode,
        Mode::Overlay(Overlay::Picker(_))
    ));
    assert!(
        list(&reader).join(" ").contains("A first one."),
        "{:?}",
        list(&reader)
    );
}

#[test]
fn a_step_leads_to_the_next_reference_however_many_rows_each_has() {
    let long = "A long report with many words in its title, ".repeat(6);
    let text = format!(
        "Apples fell. [1] [2] [3]\n\nReferences\n\n1. First. {long}\n2. Second. {long}\n3. Third. {long}\n"
    );
    let mut reader = Reader::new(&[&text]);
    reader.press("c");
    for (keys, source) in [
        ("ijs", "[2]"),
        ("ijjs", "[3]"),
        ("ijjks", "[2]"),
        ("ijkks", "[1]"),
    ] {
        reader.press(keys);
        assert_eq!(
            reader.notice(),
            format!("Source: {source}; u undoes"),
            "{keys}"
        );
        reader.press("u");
    }
    // The end of the last one can be read, too.
    reader.press("ijjjjjjjjjjjjjjjjjjjj");
    let list = list(&reader);
    let postil::app::Mode::Overlay(postil::app::Overlay::Picker(picker)) = &reader.model.mode
    else {
        panic!("no list");
    };
    assert_eq!(picker.chosen, list.len() - 1);
    reader.press("<Esc>");
}

#[test]
fn the_key_that_opened_the_list_closes_it_whichever_it_is() {
    let tags = postil::annotation::TagSet::default();
    let keys = [KeyBinding {
        command: "peek".to_owned(),
        keys: vec!["X".to_owned()],
        file: PathBuf::new(),
        line: 1,
    }];
    let settings = Settings {
        keymap: postil::app::Keymap::new(&tags, &keys).unwrap(),
        ..Settings::default()
    };
    let mut reader = Reader::with(&[TEXT], settings, (140, 40));
    reader.press("X");
    assert_eq!(list(&reader).len(), 1);
    reader.press("X");
    assert!(matches!(reader.model.mode, Mode::Reading));
}

#[test]
fn what_leads_nowhere_says_so_and_the_list_stays() {
    let mut reader =
        Reader::new(&["Apples fell. [9]\n\nReferences\n\n1. One.\n2. Two.\n3. Three.\n"]);
    let text = reader.texts[0].clone();
    let mut tag = annotation(
        "a",
        "claim",
        Selector::new(&text, text.range(0, 12).unwrap()),
    );
    tag.links = vec![Link {
        to: "gone.txt#x".to_owned().into(),
        rel: "repeats".to_owned(),
        extra: Extra::new(),
    }];
    reader.load_with(0, AnnotationSet::from_annotations([tag]).0);
    reader.loads = true;
    for key in ["s", "<Enter>"] {
        reader.press("iG").press(key);
        assert_eq!(
            reader.notice(),
            "This one is not there: nothing to go to, and no source"
        );
        assert!(!list(&reader).is_empty());
        reader.press("<Esc>");
    }
}

#[test]
fn a_link_is_removed_from_either_end_and_a_broken_one_too() {
    let mut reader = Reader::new(&["It rained all day.\n", "It was dry. Nobody was wet.\n"]);
    let links = |reader: &Reader| {
        let set = reader.model.documents.get(DocumentId(0)).unwrap().set();
        let all = set.unwrap().iter().flat_map(|tag| tag.links.iter());
        all.map(|link| link.rel.clone()).collect::<Vec<_>>()
    };
    reader.press("cLJcLcKLJLrK");
    assert_eq!(links(&reader), ["contradicts", "repeats"]);
    reader.press("ijx");
    assert_eq!(reader.notice(), "Removed the link: repeats; u undoes");
    assert_eq!(links(&reader), ["contradicts"]);
    reader.press("u");
    assert_eq!(links(&reader), ["contradicts", "repeats"]);
    // From the other end, and where that is gone.
    reader.press("Jix");
    assert_eq!(reader.notice(), "Removed the link: contradicts; u undoes");
    assert_eq!(links(&reader), ["repeats"]);
    reader.press("xKix");
    assert_eq!(links(&reader), [""; 0]);
    reader.press("u");
    assert_eq!(links(&reader), ["repeats"]);
}
