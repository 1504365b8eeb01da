//! A document that is being counted while it is read, on a model without terminal,
//! files or clock.

use std::sync::Arc;

use crate::fixture::{Reader, annotation};
use postil::annotation::{AnnotationSet, Selector};
use postil::app::{AnnotationIndex, Effect, IndexProgress, Message};
use postil::text::Text;

/// A document of a few megabytes, of which nothing has been counted.
fn uncounted() -> Reader {
    let mut reader = Reader::new(&["One."]);
    let content = "It is said. So it goes on.\n\n".repeat(10_000);
    let len = content.len();
    let bytes: Box<[u8]> = content.into_bytes().into();
    reader.texts = vec![Text::paged(Arc::new(bytes), len)];
    reader.load(0);
    reader
}

/// It was counted to its end.
fn count(reader: &mut Reader) {
    let wanted = |effect: &Effect| match effect {
        Effect::Index(wanted) => Some(wanted.clone()),
        _ => None,
    };
    let asked = reader.effects.iter().rev().find_map(wanted);
    let wanted = asked.expect("it is to be counted");
    wanted.text.code_points();
    wanted.structure.count_sentences(&|| true);
    let mut annotation_index = AnnotationIndex::new(
        &wanted.text,
        wanted
            .annotation_index
            .as_ref()
            .expect("annotation_index")
            .set(),
        Vec::new(),
    );
    annotation_index.count_checked(&wanted.structure);
    reader.tell(Message::DocumentIndexed(Box::new(IndexProgress {
        document: wanted.document,
        text: wanted.text,
        structure: wanted.structure,
        annotation_index: Some(annotation_index),
        notices: Vec::new(),
        warnings: Vec::new(),
    })));
}

#[test]
fn the_end_of_a_large_document_is_all_of_it() {
    for end in ["", "\n\n \n"] {
        let mut reader = Reader::new(&["One."]);
        let content = "It is said. So it goes on.\n\n".repeat(10_000);
        let content = content.trim_end().to_owned() + end;
        let len = content.len();
        let bytes: Box<[u8]> = content.into_bytes().into();
        reader.texts = vec![Text::paged(Arc::new(bytes), len)];
        reader.load(0);
        let has = |reader: &mut Reader, words: &str| {
            let screen = reader.screen();
            assert!(screen.contains(words), "{screen}");
        };
        reader.press("G");
        has(&mut reader, " · 100 % ");
        reader.press("k");
        has(&mut reader, " · 99 % ");
        // What was jumped over was not read.
        count(&mut reader);
        has(&mut reader, "read 0 %");
    }
}

fn saves(reader: &Reader) -> usize {
    let is_save = |it: &&Effect| matches!(it, Effect::Save { .. });
    reader.effects.iter().filter(is_save).count()
}

#[test]
fn a_tag_far_down_waits_until_it_is_known_where_that_is() {
    let mut reader = uncounted();
    reader.press("Gckf");
    assert_eq!(saves(&reader), 0);
    assert_eq!(reader.model.open_document().unwrap().set().len(), 0);
    count(&mut reader);
    let loaded = reader.model.open_document().unwrap();
    let quotes: Vec<_> = loaded.set().iter().map(|it| &*it.selector.quote).collect();
    assert_eq!(quotes, ["It is said.", "So it goes on."]);
    assert_eq!(
        loaded.set().iter().nth(1).unwrap().selector.end.0,
        loaded.text.len() - 2
    );
    assert_eq!(saves(&reader), 2);
    // From here on each change is counted.
    let checked = |reader: &Reader| reader.model.document().unwrap().checked();
    assert_eq!(checked(&reader), Some((2, 20_000)));
    reader.press("u");
    assert_eq!(checked(&reader), Some((1, 20_000)));
    // Told in another way, they have to be counted again.
    reader.press("P");
    assert_eq!(checked(&reader), None);
    count(&mut reader);
    assert_eq!(checked(&reader), Some((1, 20_000)));
}

#[test]
fn esc_gives_up_what_waits_and_other_keys_do_not_wait() {
    let mut reader = uncounted();
    // At the beginning nothing needs to be counted.
    reader.press("c");
    assert_eq!(saves(&reader), 1);
    reader.press("Gc<Esc>g");
    assert!(reader.model.queue.is_empty());
    count(&mut reader);
    assert_eq!(saves(&reader), 1);
    reader.press("q");
    assert!(reader.effects.contains(&Effect::Quit));
}

#[test]
fn leaving_waits_for_the_tag_that_waits_if_it_is_not_insisted_on() {
    let quits = |reader: &Reader| reader.effects.contains(&Effect::Quit);
    let mut reader = uncounted();
    reader.press("Gcq");
    assert!(!quits(&reader));
    count(&mut reader);
    assert_eq!(saves(&reader), 1);
    assert!(quits(&reader));
    let mut reader = uncounted();
    reader.press("Gcqq");
    assert!(quits(&reader));
}

#[test]
fn blank_lines_without_an_end_are_passed_over_at_once() {
    let mut reader = uncounted();
    let content = "One.\n".to_owned() + &"\n".repeat(3 << 20) + "Two.\n";
    let len = content.len();
    let bytes: Box<[u8]> = content.into_bytes().into();
    reader.texts = vec![Text::paged(Arc::new(bytes), len)];
    reader.load(0);
    reader.press("jjGkg<PgDn>j");
    let loaded = reader.model.open_document().unwrap();
    assert!(loaded.cursor.range().end() <= len);
}

#[test]
fn tags_far_down_have_no_place_until_it_is_counted() {
    let mut reader = uncounted();
    let text = Text::new("It is said. So it goes on.\n\n".repeat(10_000));
    let start = text.len() - 28;
    let range = text.range(start, start + 11).unwrap();
    let set =
        AnnotationSet::from_annotations([annotation("far", "claim", Selector::new(&text, range))])
            .0;
    reader.load_with(0, set);
    let loaded = reader.model.open_document().unwrap();
    assert_eq!(
        (loaded.annotation_index().all().len(), loaded.pending()),
        (0, 1)
    );
    count(&mut reader);
    let loaded = reader.model.open_document().unwrap();
    assert_eq!(
        (loaded.annotation_index().all().len(), loaded.pending()),
        (1, 0)
    );
    assert_eq!(
        loaded
            .annotation_index()
            .all()
            .get(0)
            .unwrap()
            .range
            .start(),
        start
    );
}
