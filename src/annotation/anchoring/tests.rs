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
    let resolution = resolve([selector], text, &[], Budget::Unlimited)[0];
    resolution.anchor().expect("nothing is left pending")
}

fn anchors(text: &Text, selectors: &[Selector]) -> Vec<Anchor> {
    let resolutions = resolve(selectors, text, &[], Budget::Unlimited);
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
    assert!((anchor(&old, &Text::new("One.")).score() - 1.0).abs() < 1e-9);
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
    check("one «two» three", "x two y x two y", AnchorState::Lost);
    let anchor = anchor(&selector("one «two» three"), &Text::new("x two y x two y"));
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
    let none = score("zero two four");
    assert!((whole - 1.0).abs() < 1e-9);
    assert!(part < whole && part > none);
    assert_eq!(none, 0.0, "a place with nothing of the context is none");
}

#[test]
fn what_the_budget_does_not_allow_for_is_pending() {
    let text = Text::new("one two three one two four");
    let moved = selector("«two» three");
    let exact = selector("«one» two");
    let empty = selector("one two three one two four five «»");
    let selectors = [&moved, &exact, &empty, &moved, &moved];
    let resolved = |bytes| resolve(selectors, &text, &[], Budget::Bytes(bytes));
    let pending = |bytes| {
        let is_pending = |resolution: Resolution| resolution.anchor().is_none();
        resolved(bytes)
            .into_iter()
            .map(is_pending)
            .collect::<Vec<_>>()
    };
    assert_eq!(pending(0), [true, false, false, true, true]);
    assert_eq!(pending(text.len() - 1), [true, false, false, true, true]);
    assert_eq!(pending(text.len()), [false; 5]);
    let all = resolve(selectors, &text, &[], Budget::Unlimited);
    assert_eq!(resolved(text.len()), all);
}

/// Whether an earlier text is at hand.
const OLD_TEXT: [bool; 2] = [true, false];

/// Checks where a passage is found, from its old text and from its selector alone. The new
/// text has marks around where it is meant to be, or says that it is nowhere.
#[track_caller]
fn follows(old: &str, new: &str, state: AnchorState) {
    for is_at_hand in OLD_TEXT {
        check_one(old, new, state, is_at_hand);
    }
}

#[track_caller]
fn check_one(old: &str, new: &str, state: AnchorState, is_at_hand: bool) {
    let bare = |words: &str| Text::new(words.replace(['«', '»'], ""));
    let earlier = [bare(old)];
    let earlier = if is_at_hand { &earlier[..] } else { &[] };
    let text = bare(new);
    let found = resolve([&selector(old)], &text, earlier, Budget::Unlimited)[0].anchor_or_lost();
    let quote = found.range().map(|range| text.slice(range));
    let wanted = new
        .split_once('«')
        .map(|(_, after)| after.split('»').next().unwrap());
    assert_eq!(
        quote.as_deref(),
        wanted,
        "{found:?}, an old text: {is_at_hand}"
    );
    assert_eq!(found.state(), state, "{found:?}, an old text: {is_at_hand}");
}

/// Words around a passage, so that there is something to tell it by.
fn between(passage: &str) -> String {
    format!(
        "The ship left the harbour at dawn. Nobody aboard had slept. {passage} The captain \
         wrote this down in the log. They never came back to that place."
    )
}

#[test]
fn a_passage_stands_in_the_same_words_in_whatever_form() {
    let old = "«The captain's ‘café’ cost 10 000 naïve francs, they said – twice.»";
    for new in [
        "«The captain's ‘café’ cost 10 000 naïve francs,\nthey said – twice.»",
        "«The captain's ‘café’ cost\r\n10 000 naïve francs, they said – twice.»",
        "«The captain's ‘cafe\u{301}’ cost 10 000 nai\u{308}ve francs, they said – twice.»",
        "«The captain’s 'café' cost 10 000 naïve francs, they said - twice.»",
        "«The cap\u{ad}tain's ‘café’ cost 10\u{a0}000 naïve francs,  they said – twice.»",
        "«The captain's ‘ca\u{200b}fé’ cost 10\u{202f}000 naïve francs, they said — twice.»",
    ] {
        follows(&between(old), &between(new), AnchorState::Moved);
    }
}

#[test]
fn a_passage_with_other_words_is_changed_where_it_is() {
    for (old, new) in [
        (
            "«It cost three hundred francs.»",
            "«It cost four hundred francs.»",
        ),
        (
            "«It cost three hundred francs.»",
            "«It had cost three hundred francs.»",
        ),
        (
            "«It cost three hundred francs.»",
            "«In the end it cost three hundred francs.»",
        ),
        (
            "«It cost three hundred francs.»",
            "«It cost three hundred.»",
        ),
        ("He said «Yes» then.", "He said «No» then."),
    ] {
        follows(&between(old), &between(new), AnchorState::Changed);
    }
}

/// The full stops were laid side by side, and `One.` was said to be `Zero.` now.
#[test]
fn a_full_stop_tells_nothing_of_where_it_belongs() {
    for (old, new, state) in [
        (
            "«One.» Two. Three.",
            "Zero. «One.» Three.",
            AnchorState::Moved,
        ),
        ("One. «Two.» Three.", "Zero. One. Three.", AnchorState::Lost),
        (
            "One. Two. «Three.»",
            "Zero. One. «Three.»",
            AnchorState::Moved,
        ),
    ] {
        follows(old, new, state);
    }
}

#[test]
fn a_passage_that_is_gone_is_lost() {
    for (old, new) in [
        ("«It cost three hundred francs.»", ""),
        (
            "«It cost three hundred francs.»",
            "Since then the price of bread has fallen by a half.",
        ),
        // A word that is common is not taken elsewhere.
        ("He said «dawn» then.", "He said then."),
    ] {
        follows(&between(old), &between(new), AnchorState::Lost);
    }
}

#[test]
fn the_answer_to_one_question_is_not_the_same_answer_to_another() {
    follows(
        "Q: Did he sign?\nA: «Yes.»\nQ: Did he read it?\nA: Yes.\n",
        "Q: Did he sign?\nA: «No.»\nQ: Did he read it?\nA: Yes.\n",
        AnchorState::Changed,
    );
    follows(
        "Q: Did he sign?\nA: Yes.\nQ: Did he read it?\nA: «Yes.»\n",
        "Q: Did he read it?\nA: «Yes.»\n",
        AnchorState::Moved,
    );
    // All lines are of one length, and the first is gone.
    follows(
        "A said: Yes.\nB said: «Yes.»\nC said: Yes.\nD said: Yes.\n",
        "B said: «Yes.»\nC said: Yes.\nD said: Yes.\n",
        AnchorState::Moved,
    );
}

/// Found in a trial: each of these was said to be exact, or to have moved to its twin without
/// a question.
#[test]
fn the_same_words_at_the_same_position_may_be_those_of_a_twin() {
    for (old, new) in [
        (
            "Mr Smith («guilty») and Mr Jones (guilty) were heard.",
            "Mr Jones (guilty) and Mr Smith (not guilty) were heard.",
        ),
        (
            "North: «12 dead».\nSouth: 12 dead.",
            "South: 12 dead.\nNorth: 12 dead.",
        ),
        (
            "North: «12 dead».\nSouth: 12 dead.",
            "South: 12 dead.\nNorth: 19 dead.",
        ),
        (
            "Q: Did he sign?\nA: «Yes.»\nQ: Did he read it?\nA: Yes.\nQ: Was he there?\nA: Yes.\n",
            "Q: Was he there?\nA: Yes.\nQ: Did he read it?\nA: Yes.\nQ: Did he sign?\nA: No.\n",
        ),
    ] {
        let text = Text::new(new);
        for is_at_hand in OLD_TEXT {
            let earlier = [Text::new(old.replace(['«', '»'], ""))];
            let earlier = if is_at_hand { &earlier[..] } else { &[] };
            let found = resolve([&selector(old)], &text, earlier, Budget::Unlimited)[0];
            let found = found.anchor_or_lost();
            assert!(
                found.state() != AnchorState::Exact,
                "{new}: {found:?}, {is_at_hand}"
            );
            assert!(found.score() < 0.9, "{new}: {found:?}, {is_at_hand}");
        }
    }
}

/// Found in a trial: the question stood elsewhere, with another answer, and its tag jumped.
#[test]
fn an_answer_whose_question_has_another_one_now_is_not_that_to_another_question() {
    let old = "Q: Did he sign?\nA: «Yes.»\nQ: Did he read it?\nA: Yes.\n";
    let new = Text::new("Q: Did he read it?\nA: Yes.\nQ: Did he sign?\nA: No.\n");
    let other = TextRange::between(22, 26);
    assert_eq!(new.slice(other), "Yes.");
    for is_at_hand in OLD_TEXT {
        let earlier = [Text::new(old.replace(['«', '»'], ""))];
        let earlier = if is_at_hand { &earlier[..] } else { &[] };
        let found = resolve([&selector(old)], &new, earlier, Budget::Unlimited)[0];
        assert_ne!(found.anchor_or_lost().range(), Some(other), "{is_at_hand}");
    }
}

/// Found in a trial: the tag moved to a new sentence that says the same somewhere else.
#[test]
fn what_was_replaced_does_not_move_to_the_same_words_elsewhere() {
    let sentence = "The report was printed in full.";
    let old = between(&format!("«{sentence}»"));
    let new = format!(
        "{} Years later somebody else claimed again: {sentence} Nobody listened.",
        between("It was never printed.")
    );
    follows(&old, &new, AnchorState::Lost);
}

#[test]
fn a_quote_that_is_repeated_is_told_by_what_is_around_it() {
    let refrain = "And so it goes.";
    let old = format!("One left. {refrain} Two came. «{refrain}» Three stayed. {refrain}");
    let new =
        format!("Nobody knew. One left. {refrain} Two came. «{refrain}» Three stayed. {refrain}");
    follows(&old, &new, AnchorState::Moved);
    let two = format!("{refrain} {refrain}");
    let old = format!("{two} «{refrain}» {two}");
    check_one(
        &old,
        &format!("{refrain} {refrain}"),
        AnchorState::Lost,
        false,
    );
}

#[test]
fn a_quote_across_paragraphs_is_found_however_they_are_wrapped() {
    follows(
        &between("«First it rained for days.\n\nThen the sun came out\nagain.»"),
        &between("«First it rained\nfor days.\r\n\r\nThen the sun came out again.»"),
        AnchorState::Moved,
    );
}

#[test]
fn a_passage_that_was_moved_took_some_of_its_surroundings_along() {
    let first = "In May the council met. «It voted against the new bridge.» Nobody was surprised.";
    let second = "Years later the river rose, and half of the town stood under water for a week.";
    follows(
        &format!("{first}\n\n{second}"),
        &format!("{second}\n\n{first}"),
        AnchorState::Moved,
    );
}

#[test]
fn characters_beside_words_are_kept_with_the_passage() {
    for (old, new) in [
        (
            "Nobody knew.« The price rose. »Then it fell again.",
            "Nobody really knew.« The price rose. »Then it fell again.",
        ),
        (
            "Nobody knew pre«histo»ric prices then.",
            "Today nobody knew pre«histo»ric prices then.",
        ),
    ] {
        follows(&between(old), &between(new), AnchorState::Moved);
    }
}

proptest! {
    #[test]
    fn words_put_in_elsewhere_change_nothing_but_the_position(
        words in proptest::collection::vec("[a-e]{1,3}[.,]?", 8..60),
        at in 0usize..60,
        passage in (0usize..60, 1usize..8),
    ) {
        let at = at % words.len();
        let (start, length) = (passage.0 % words.len(), passage.1);
        let end = (start + length).min(words.len());
        // Not inside of it.
        let at = if at > start && at < end { start } else { at };
        let mut new: Vec<&str> = words.iter().map(String::as_str).collect();
        new.insert(at, "zzz");
        let (old, new) = (words.join(" "), new.join(" "));
        let byte = |number: usize| words[..number].iter().map(|word| word.len() + 1).sum::<usize>();
        let text = Text::new(old);
        let range = text.range(byte(start), byte(end) - 1).unwrap();
        let selector = Selector::new(&text, range);
        let new = Text::new(new);
        let found = resolve([&selector], &new, std::slice::from_ref(&text), Budget::Unlimited)[0];
        let anchor = found.anchor_or_lost();
        let shift = if at <= start { 4 } else { 0 };
        let wanted = TextRange::between(range.start() + shift, range.end() + shift);
        prop_assert_eq!(anchor.range(), Some(wanted));
        prop_assert!(anchor.state() != AnchorState::Changed);
    }

    #[test]
    fn passages_keep_their_order_and_are_found_there_again(
        old in "[ab .é\u{301}\n\u{200b}]{1,60}",
        new in "[ab .é\u{301}\n\u{200b}]{0,60}",
        ranges in proptest::collection::vec((0usize..90, 1usize..9), 0..12),
    ) {
        let text = Text::new(new.clone());
        let selectors = selectors(&old, &ranges);
        let earlier = [Text::new(old)];
        for earlier in [&earlier[..], &[]] {
            let found = resolve(&selectors, &text, earlier, Budget::Unlimited);
            let found: Vec<Anchor> = found.iter().map(|found| found.anchor_or_lost()).collect();
            for anchor in &found {
                if let Some(range) = anchor.range() {
                    prop_assert!(text.range(range.start(), range.end()).is_ok());
                    prop_assert!(!range.is_empty());
                    // What is written of it is found where it is.
                    let again = Selector::new(&text, range);
                    prop_assert_eq!(self::anchor(&again, &text), Anchor::Exact(range));
                }
                prop_assert!((0.0..=1.0 + 1e-6).contains(&anchor.score()));
            }
            let again = resolve(&selectors, &text, earlier, Budget::Unlimited);
            let again: Vec<Anchor> = again.iter().map(|found| found.anchor_or_lost()).collect();
            prop_assert_eq!(found, again);
        }
    }
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
