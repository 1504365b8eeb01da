//! What [`resolve`] promises, whatever stands behind it.

use proptest::prelude::*;

use crate::annotation::selector::Selector;
use crate::text::{Text, TextRange};

use super::quotes::SECTION;
use super::*;

fn selector(old: &str) -> Selector {
    let start = old.find('«').expect("a mark");
    let end = old.find('»').expect("a mark") - '«'.len_utf8();
    let text = Text::new(old.replace(['«', '»'], ""));
    Selector::new(&text, TextRange::between(start, end))
}

fn anchor(selector: &Selector, text: &Text) -> Anchor {
    let resolution = resolve([selector], text, Budget::Unlimited)[0];
    resolution.anchor().expect("nothing is left pending")
}

fn anchors(text: &Text, selectors: &[Selector]) -> Vec<Anchor> {
    let resolutions = resolve(selectors, text, Budget::Unlimited);
    resolutions
        .into_iter()
        .map(|resolution| resolution.anchor().expect("nothing is left pending"))
        .collect()
}

#[track_caller]
fn check(old: &str, new: &str, state: AnchorState) {
    let anchor = anchor(&selector(old), &Text::new(new.replace(['«', '»'], "")));
    assert_eq!(anchor.state(), state);
    if let (Some(range), Some(wanted)) = (anchor.range(), new.find('«')) {
        assert_eq!(range.start(), wanted);
    }
}

#[test]
fn words_at_their_position_are_exact() {
    check("one «two» three", "one «two» three", AnchorState::Exact);
    check("one «two» three", "one «two» four", AnchorState::Exact);
}

#[test]
fn a_byte_order_mark_comes_and_goes() {
    for (old, new, state) in [
        ("\u{feff}«One.» Two.", "«One.» Two.", AnchorState::Moved),
        ("«One.» Two.", "\u{feff}«One.» Two.", AnchorState::Moved),
        ("\u{feff}One. «Two.»", "One. «Two.»", AnchorState::Moved),
        // An earlier version took the mark in.
        ("«\u{feff}One.» Two.", "«One.» Two.", AnchorState::Moved),
        (
            "«\u{feff}One.» Two.",
            "«\u{feff}One.» Two.",
            AnchorState::Exact,
        ),
        (
            "«\u{feff}One.» Two.",
            "Zero. «One.» Two.",
            AnchorState::Moved,
        ),
        ("«\u{feff}» Two.", "« Two.»", AnchorState::Lost),
        // Which of several is meant is told by the other words around them.
        ("\u{feff}«A.» B. A. C.", "«A.» B. A. C.", AnchorState::Moved),
    ] {
        check(old, new, state);
    }
    let old = selector("\u{feff}«One.»");
    assert!((anchor(&old, &Text::new("One.")).score() - 0.5).abs() < 1e-9);
    // Many are found in one pass over the text.
    let content: String = (0..20).map(|number| format!("Number {number}. ")).collect();
    let marked = Text::new(format!("\u{feff}{content}"));
    let mut at = 0;
    let selectors: Vec<Selector> = content
        .split_inclusive(". ")
        .map(|sentence| {
            let start = if at == 0 { 0 } else { at + 3 };
            at += sentence.len();
            Selector::new(&marked, TextRange::between(start, at + 3))
        })
        .collect();
    for (selector, anchor) in selectors
        .iter()
        .zip(anchors(&Text::new(content.clone()), &selectors))
    {
        let range = anchor.range().expect("it is found");
        let bare = selector.quote.trim_start_matches('\u{feff}');
        assert_eq!(&content[range.start()..range.end()], bare);
    }
}

#[test]
fn words_elsewhere_are_moved_to_the_place_with_their_context() {
    check(
        "one «two» three",
        "zero one «two» three",
        AnchorState::Moved,
    );
    check(
        "one «two» three",
        "a two b one «two» three",
        AnchorState::Moved,
    );
}

#[test]
fn words_without_a_place_or_with_several_are_lost() {
    check("one «two» three", "one three", AnchorState::Lost);
    check("one «two» three", "xtwoy xtwoy", AnchorState::Lost);
    let anchor = anchor(&selector("one «two» three"), &Text::new("xtwoy xtwoy"));
    assert_eq!(anchor, Anchor::Lost { candidates: 2 });
}

#[test]
fn offsets_outside_the_text_never_panic() {
    let mut far = selector("«one»");
    far.start.0 = usize::MAX;
    far.end.0 = 2;
    let nowhere = Anchor::Lost { candidates: 0 };
    assert_eq!(anchor(&far, &Text::new("two")), nowhere);
    assert_eq!(anchor(&far, &Text::new("one")).state(), AnchorState::Moved);
}

#[test]
fn moved_scores_grow_with_the_context_kept() {
    let selector = selector("one «two» three");
    let score = |new: &str| anchor(&selector, &Text::new(new)).score();
    let whole = score("zero one two three");
    let part = score("zero two three");
    let none = score("xxtwoxx");
    assert!((whole - 1.0).abs() < 1e-9);
    assert!(part < whole && part > none);
    assert!((none - 0.5).abs() < 1e-9);
}

#[test]
fn what_the_budget_does_not_allow_for_is_pending() {
    let text = Text::new("one two three one two four");
    let moved = selector("«two» three");
    let exact = selector("«one» two");
    let empty = selector("one two three one two four five «»");
    let selectors = [&moved, &exact, &empty, &moved, &moved];
    let resolved = |bytes| resolve(selectors, &text, Budget::Bytes(bytes));
    let pending = |bytes| {
        let is_pending = |resolution: Resolution| resolution.anchor().is_none();
        resolved(bytes)
            .into_iter()
            .map(is_pending)
            .collect::<Vec<_>>()
    };
    assert_eq!(pending(0), [true, false, false, true, true]);
    assert_eq!(pending(text.len()), [false, false, false, true, true]);
    assert_eq!(pending(3 * text.len()), [false; 5]);
    let all = resolve(selectors, &text, Budget::Unlimited);
    assert_eq!(resolved(3 * text.len()), all);
}

/// Selectors of all ranges between some of the characters of a text.
fn selectors(old: &str, ranges: &[(usize, usize)]) -> Vec<Selector> {
    let text = Text::new(old);
    let select = |&(start, length): &(usize, usize)| {
        let start = text.floor_char(start % (text.len() + 1));
        let end = text.floor_char(text.len().min(start + length));
        let range = text.range(start, end.max(start)).ok()?;
        Some(Selector::new(&text, range))
    };
    ranges.iter().filter_map(select).collect()
}

#[track_caller]
fn check_many(old: &str, new: &str, ranges: &[(usize, usize)]) {
    let text = Text::new(new);
    let selectors = selectors(old, ranges);
    let one_by_one: Vec<_> = selectors
        .iter()
        .map(|selector| anchor(selector, &text))
        .collect();
    assert_eq!(anchors(&text, &selectors), one_by_one);
}

#[test]
fn places_are_found_across_sections_and_at_the_end() {
    let numbered = |number| format!("The sentence of the number {number} é.");
    let sentences: Vec<_> = (0..40_000).map(numbered).collect();
    let old = sentences.join(" ");
    let new = format!("Another. {old}");
    assert!(new.len() > SECTION);
    let ranges: Vec<_> = (0..60)
        .map(|number| (number * 20_011, 5 + number * 3))
        .collect();
    let text = Text::new(new.clone());
    let mut selectors = selectors(&old, &ranges);
    let around = [SECTION - 30, SECTION - 9, old.len() - 20];
    selectors.extend(self::selectors(&old, &around.map(|at| (at, 24))));
    for (selector, found) in selectors.iter().zip(anchors(&text, &selectors)) {
        assert_eq!(found, anchor(selector, &text), "{selector:?}");
    }
}

proptest! {
    #[test]
    fn many_are_found_where_each_would_be(
        old in "[ab é]{1,60}",
        new in "[ab é]{0,80}",
        ranges in proptest::collection::vec((0usize..90, 0usize..9), 0..40),
    ) {
        check_many(&old, &new, &ranges);
        check_many(&old, &format!("b{old}"), &ranges);
        check_many(&old, &format!("{new}{old}"), &ranges);
    }
}
