//! A document that is being counted while it is read, on a model without terminal,
//! files or clock.

mod fixture;

use std::sync::Arc;

use fixture::Reader;
use postil::annotation::{Annotation, AnnotationSet, Attributes, Extra, Selector, Timestamp};
use postil::app::{CountedText, Effect, Message, Places};
use postil::text::Text;

/// A document of a few megabytes, of which nothing has been counted.
fn uncounted() -> Reader {
    let mut reader = Reader::new(&["One."]);
    let content = "It is said. So it goes on.\n\n".repeat(100_000);
    let len = content.len();
    let bytes: Box<[u8]> = content.into_bytes().into();
    reader.texts = vec![Text::paged(Arc::new(bytes), len)];
    reader.load(0);
    reader
}

/// It was counted to its end.
fn count(reader: &mut Reader) {
    let wanted = |effect: &Effect| match effect {
        Effect::Count(document, text, set) => Some((*document, text.clone(), set.clone())),
        _ => None,
    };
    let asked = reader.effects.iter().rev().find_map(wanted);
    let (document, text, set) = asked.expect("it is to be counted");
    text.code_points();
    let places = Some(Places::of(&text, &set));
    reader.tell(Message::Counted(Box::new(CountedText {
        document,
        text,
        places,
    })));
}

fn claim(selector: Selector) -> Annotation {
    Annotation {
        id: "far".into(),
        tag: "claim".into(),
        selector,
        note: String::new(),
        sources: Vec::new(),
        links: Vec::new(),
        attributes: Attributes::default(),
        creator: "ana".to_owned(),
        created: Timestamp("2026-11-22T10:00:00Z".to_owned()),
        modified: Timestamp("2026-11-22T10:00:00Z".to_owned()),
        extra: Extra::new(),
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
    assert_eq!(reader.model.loaded().unwrap().set().len(), 0);
    count(&mut reader);
    let loaded = reader.model.loaded().unwrap();
    let quotes: Vec<_> = loaded.set().iter().map(|it| &*it.selector.quote).collect();
    assert_eq!(quotes, ["It is said.", "So it goes on."]);
    assert_eq!(
        loaded.set().iter().nth(1).unwrap().selector.end.0,
        loaded.text.len() - 2
    );
    assert_eq!(saves(&reader), 2);
}

#[test]
fn esc_gives_up_what_waits_and_other_keys_do_not_wait() {
    let mut reader = uncounted();
    // At the beginning nothing needs to be counted.
    reader.press("c");
    assert_eq!(saves(&reader), 1);
    reader.press("Gc<Esc>g");
    assert!(reader.model.waiting.is_empty());
    count(&mut reader);
    assert_eq!(saves(&reader), 1);
    reader.press("q");
    assert!(reader.effects.contains(&Effect::Quit));
}

#[test]
fn tags_far_down_have_no_place_until_it_is_counted() {
    let mut reader = uncounted();
    let text = Text::new("It is said. So it goes on.\n\n".repeat(100_000));
    let start = text.len() - 28;
    let range = text.range(start, start + 11).unwrap();
    let set = AnnotationSet::from_annotations([claim(Selector::of(&text, range))]).0;
    reader.load_with(0, set);
    let loaded = reader.model.loaded().unwrap();
    assert_eq!((loaded.places().all().len(), loaded.pending()), (0, 1));
    count(&mut reader);
    let loaded = reader.model.loaded().unwrap();
    assert_eq!((loaded.places().all().len(), loaded.pending()), (1, 0));
    assert_eq!(loaded.places().all().get(0).unwrap().range.start(), start);
}
