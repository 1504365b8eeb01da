//! Very many tags: what keys do among them, and what is shown of them.

use std::sync::Arc;

use crate::fixture::{Reader, annotation};
use postil::annotation::{Annotation, AnnotationSet, Budget, Selector, TagId, resolve};
use postil::app::{Effect, Message, Mode, Overlay, ReanchorResult, Settings};
use postil::text::{CodePoint, Text, TextRange};

/// For a hundred thousand tags.
const LINES: usize = 10_000;
/// Where fewer lines do.
const FEW: usize = 1000;
const TAGS: [&str; 4] = ["fact", "claim", "opinion", "needs-source"];

fn line(number: usize) -> String {
    format!("Line {number:05} says little, and that is enough.\n")
}

fn text(lines: usize) -> Text {
    Text::new((0..lines).map(line).collect::<String>())
}

fn numbered(number: usize, tag: &str, selector: Selector) -> Annotation {
    annotation(&format!("id{number:06}"), tag, selector)
}

/// Ten tags on each line: one on the whole of it, the others within it.
fn ten_a_line(text: &Text) -> AnnotationSet {
    let length = line(0).len();
    let annotations = (0..LINES * 10).map(|number| {
        let (at, of_line) = (number / 10 * length, number % 10);
        let range = match of_line {
            0 => TextRange::between(at, at + length - 1),
            _ => TextRange::between(at + of_line, at + 3 * of_line + 4),
        };
        numbered(number, TAGS[number % 4], Selector::new(text, range))
    });
    AnnotationSet::from_annotations(annotations).0
}

fn reader(text: &Text, set: AnnotationSet, size: (u16, u16)) -> Reader {
    let words = text.slice(text.full_range()).into_owned();
    let mut reader = Reader::with(&[""], Settings::default(), size);
    reader.texts[0] = Text::new(words);
    reader.load_with(0, set);
    reader
}

fn count(reader: &Reader, tag: &str) -> usize {
    let loaded = reader.model.open_document().expect("a document is open");
    let tag = TagId::from(tag);
    let counted = loaded.set().iter().filter(|it| it.tag == tag).count();
    assert_eq!(loaded.set().count_of(&tag), counted);
    counted
}

#[test]
fn keys_among_a_hundred_thousand_tags() {
    let text = text(LINES);
    let mut reader = reader(&text, ten_a_line(&text), (140, 40));
    let loaded = |reader: &Reader| {
        let loaded = reader.model.open_document().expect("a document is open");
        (
            loaded.annotation_index().all().len(),
            loaded.checked().expect("it is counted"),
            loaded.set().len(),
        )
    };
    assert_eq!(loaded(&reader), (100_000, LINES, 100_000));
    let facts = count(&reader, "fact");
    reader.press("Gf");
    assert_eq!(loaded(&reader), (100_001, LINES, 100_001));
    assert_eq!(count(&reader, "fact"), facts + 1);
    assert!(
        reader.screen().contains("100,001 tags"),
        "{}",
        reader.screen()
    );
    // Again takes off one's own, not that of somebody else on the same passage.
    reader.press("f");
    assert_eq!(count(&reader, "fact"), facts);
    reader.press("uu");
    assert_eq!(loaded(&reader), (100_000, LINES, 100_000));
    reader.press("%50<Enter>");
    let here = reader.selection();
    assert!(here.starts_with("Line 05"), "{here}");
    let mut found = Vec::new();
    for _ in 0..12 {
        reader.press("]");
        let loaded = reader.model.open_document().expect("a document is open");
        found.push(loaded.cursor.range());
    }
    assert!(found.is_sorted(), "{found:?}");
    assert_eq!(found[9].start() - found[0].start(), line(0).len() - 1);
    reader.press("gg");
    assert!(reader.selection().starts_with("Line 00000"));
    reader.press("]");
    assert_eq!(
        reader.selection(),
        "ine 00",
        "the first that begins after it"
    );
}

/// All tags on the line of one number.
fn on_one_passage(text: &Text, line_number: usize, tags: usize) -> AnnotationSet {
    let length = line(0).len();
    let range = TextRange::between(line_number * length, (line_number + 1) * length - 1);
    let selector = Selector::new(text, range);
    let annotations = (0..tags).map(|number| numbered(number, TAGS[number % 4], selector.clone()));
    AnnotationSet::from_annotations(annotations).0
}

#[test]
fn twenty_thousand_tags_on_one_passage() {
    let text = text(FEW);
    let set = on_one_passage(&text, 3, 20_000);
    let mut reader = reader(&text, set, (140, 40));
    reader.press("jjj");
    insta::assert_snapshot!(reader.screen());
    reader.tell(Message::Resized(80, 24));
    insta::assert_snapshot!(
        "twenty_thousand_tags_on_one_passage_at_80x24",
        reader.screen()
    );
}

#[test]
fn all_of_twenty_thousand_tags_on_one_passage_can_be_gone_through() {
    let text = text(FEW);
    let mut reader = reader(&text, on_one_passage(&text, 3, 20_000), (140, 40));
    let pointed = |reader: &Reader| {
        let loaded = reader.model.open_document().expect("a document is open");
        loaded
            .current()
            .map(|it| it.id.0.clone())
            .unwrap_or_default()
    };
    reader.press("jjj");
    assert_eq!(pointed(&reader), "id000000");
    for number in 1..40 {
        reader.press("]");
        assert_eq!(pointed(&reader), format!("id{number:06}"));
    }
    assert!(reader.screen().contains("of 19,999"), "{}", reader.screen());
    // The last of them, from the annotation pane.
    reader.press("<Tab>G");
    assert_eq!(pointed(&reader), "id019999");
    assert!(
        reader.screen().contains("–19,999 of 19,999"),
        "{}",
        reader.screen()
    );
    reader.press("<Esc>f");
    assert_eq!(pointed(&reader), "id1", "one's own, beside those of ben");
    assert!(reader.screen().contains("of 20,000"), "{}", reader.screen());
    reader.press("f");
    assert!(reader.screen().contains("of 19,999"), "{}", reader.screen());
}

#[test]
fn passages_that_moved_are_looked_for_while_one_reads() {
    // Too much to be read before the first screen.
    let lines: String = (0..2 * FEW).map(line).collect();
    let text = Text::new(lines + &" ".repeat(5 << 20));
    let length = line(0).len();
    // Marked before something was written above them.
    let moved = |number: usize| {
        let range = TextRange::between(number * length, (number + 1) * length - 1);
        let mut selector = Selector::new(&text, range);
        selector.start = CodePoint(selector.start.0 + 7);
        selector.end = CodePoint(selector.end.0 + 7);
        numbered(number, "fact", selector)
    };
    let set = AnnotationSet::from_annotations((0..2 * FEW).map(moved)).0;
    let mut reader = reader(&text, set, (140, 40));
    let seek = reader.effects.iter().find_map(|it| match it {
        Effect::Reanchor(seek) => Some((**seek).clone()),
        _ => None,
    });
    let seek = seek.expect("some are still to be found");
    let pending = seek.annotations.len();
    assert_eq!(pending, 2 * FEW);
    let loaded = |reader: &Reader| {
        let loaded = reader.model.open_document().expect("a document is open");
        (
            (loaded.displaced().moved, loaded.displaced().lost),
            loaded.checked().expect("it is counted"),
        )
    };
    assert_eq!(loaded(&reader), ((2 * FEW - pending, 0), 2 * FEW - pending));
    assert!(
        reader
            .screen()
            .replace(',', "")
            .contains(&format!("looking for {pending} ·"))
    );
    let (last, rest) = seek.annotations.split_last().expect("there is one");
    let selectors = seek.annotations.iter().map(|tag| &tag.selector);
    let resolutions = resolve(selectors, &text, &[], Budget::Unlimited);
    let anchors = resolutions.iter().map(|found| found.anchor_or_lost());
    let anchors: Vec<_> = seek.annotations.iter().cloned().zip(anchors).collect();
    let found = |annotations: &[Arc<Annotation>]| ReanchorResult {
        number: seek.number,
        document: seek.document,
        found: anchors
            .iter()
            .filter(|(tag, _)| annotations.contains(tag))
            .cloned()
            .collect(),
    };
    let some = &rest[..50];
    reader.tell(Message::Reanchored(found(some)));
    assert_eq!(loaded(&reader).0, (2 * FEW - pending + 50, 0));
    reader.tell(Message::Reanchored(found(std::slice::from_ref(last))));
    assert_eq!(
        loaded(&reader),
        ((2 * FEW - pending + 51, 0), 2 * FEW - pending + 51)
    );
    // The answer of an earlier search is of another text.
    let mut old = found(&rest[50..60]);
    old.number += 1;
    reader.tell(Message::Reanchored(old));
    assert_eq!(loaded(&reader).0, (2 * FEW - pending + 51, 0));
}

#[test]
fn a_long_list_that_is_closed_is_let_go_in_pieces() {
    let text = text(FEW);
    let mut reader = reader(&text, on_one_passage(&text, 3, 6_500), (140, 40));
    let held = |reader: &Reader| -> usize { reader.model.closed().len() };
    for close in ["<Esc>", "<Enter>"] {
        reader.answers_more = true;
        reader.press("t");
        reader.answers_more = false;
        reader.press(close);
        assert_eq!(held(&reader), 6500);
        // A key between two pieces, and another list, are answered as ever.
        reader.tell(Message::Idle);
        assert_eq!(held(&reader), 4500);
        reader.press("jt");
        reader.answers_more = true;
        while reader.model.closed().asked {
            reader.tell(Message::Idle);
        }
        assert_eq!(held(&reader), 0);
        let Mode::Overlay(Overlay::Picker(list)) = &reader.model.mode else {
            panic!("a list is shown");
        };
        assert_eq!(list.rows.len(), 6500);
        reader.press("<Esc>");
        assert_eq!(held(&reader), 0);
    }
}

#[test]
fn the_list_of_all_tags_is_made_in_pieces_and_is_whole_in_the_end() {
    let text = text(FEW);
    let mut reader = reader(&text, on_one_passage(&text, 3, 6_500), (140, 40));
    reader.answers_more = false;
    let list = |reader: &Reader| match &reader.model.mode {
        Mode::Overlay(Overlay::Picker(list)) => list.clone(),
        _ => panic!("a list is shown"),
    };
    let go_on = |reader: &mut Reader| {
        while list(reader).is_unfinished() {
            reader.tell(Message::Idle);
        }
    };
    reader.press("t");
    assert_eq!(list(&reader).rows.len(), 1000);
    assert!(
        reader.screen().contains("All tags: 6,500"),
        "{}",
        reader.screen()
    );
    // What is typed before the list is whole holds for what comes.
    reader.press("little");
    go_on(&mut reader);
    assert_eq!(list(&reader).rows.len(), 6500);
    reader.press("<Esc>t<End>");
    assert_eq!(list(&reader).chosen, 999);
    go_on(&mut reader);
    assert_eq!(
        (list(&reader).chosen, list(&reader).fitting.len()),
        (999, 6500)
    );
    reader.press("<End>");
    assert_eq!(list(&reader).chosen, 6499);
    reader.press("00003");
    go_on(&mut reader);
    assert_eq!(
        (list(&reader).chosen, list(&reader).fitting.len()),
        (0, 6500)
    );
    reader.press("<Enter>");
    assert_eq!(reader.selection(), line(3).trim_end());
}
