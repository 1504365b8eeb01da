//! What trials of whole programs have found: named cases with their texts.

use crate::annotation::selector::Selector;
use crate::text::{Text, TextRange};

use super::*;

/// Without the old text at hand, and with it.
const OLD_TEXT: [bool; 2] = [false, true];

fn unmarked(marked: &str) -> String {
    marked.replace(['«', '»'], "")
}

fn marked_range(marked: &str) -> Option<TextRange> {
    let start = marked.find('«')?;
    let end = marked.find('»')? - '«'.len_utf8();
    Some(TextRange::between(start, end))
}

fn find(old: &str, new: &str, is_at_hand: bool) -> Anchor {
    let text = Text::new(unmarked(old));
    let selector = Selector::new(&text, marked_range(old).expect("a mark"));
    let earlier = if is_at_hand { vec![text] } else { Vec::new() };
    let new = Text::new(unmarked(new));
    resolve([&selector], &new, &earlier, Budget::Unlimited)[0].anchor_or_lost()
}

/// What is marked in the old text is found where the new one is marked, or lost.
#[track_caller]
fn follows_in(old: &str, new: &str, state: AnchorState, at_hand: &[bool]) {
    for is_at_hand in at_hand {
        let anchor = find(old, new, *is_at_hand);
        assert_eq!(anchor.state(), state, "{new}: {anchor:?}, {is_at_hand}");
        assert_eq!(anchor.range(), marked_range(new), "{new}, {is_at_hand}");
    }
}

fn among_others(words: &str) -> String {
    format!(
        "The hearing began at nine in the morning and the chamber was full. Witness Mr Smith \
         was asked about it twice.\n\n{words}\n\nAfter that the session was adjourned until \
         Monday, and no further statements were taken by the clerk.\n"
    )
}

#[test]
fn digits_and_letters_of_another_kind_are_no_form() {
    for (old, new) in [
        (
            "It weighs «5×10⁶ tonnes» now.",
            "It weighs «5×106 tonnes» now.",
        ),
        ("It is «10² m» wide.", "It is «102 m» wide."),
        (
            "It is as he «said.¹²» Then he left.",
            "It is as he «said.12» Then he left.",
        ),
        (
            "They sell «Coke™ here» now.",
            "They sell «CokeTM here» now.",
        ),
        ("See «① first» now.", "See «1 first» now."),
        ("Add «½ cup» now.", "Add «1⁄2 cup» now."),
        ("Es sind «die Maße» hier.", "Es sind «die Masse» hier."),
    ] {
        for (old, new) in [
            (old.to_owned(), new.to_owned()),
            (among_others(old), among_others(new)),
        ] {
            follows_in(&old, &new, AnchorState::Changed, &OLD_TEXT);
        }
    }
    // Nor do they make form of what stands after them.
    let (old, new) = ("Add ½ cup of «flour» now.", "Add 1⁄2 cup of «flour» now.");
    for is_at_hand in OLD_TEXT {
        assert!(
            !find(old, new, is_at_hand).is_accepted_at(None),
            "{is_at_hand}"
        );
    }
}

#[test]
fn what_is_written_without_a_question_differs_in_form_alone() {
    for (old, new) in [
        (
            "One.\nHe said «“no” – twice».\n",
            "One.\r\nHe said «\"no\" - twice».\r\n",
        ),
        (
            "One.\nThe «café» is shut.\n",
            "One.\r\nThe «cafe\u{301}» is shut.\r\n",
        ),
        (
            "One.\nThe «price» is up.\n",
            "\u{feff}One.\nThe «price» is up.\n",
        ),
    ] {
        for is_at_hand in OLD_TEXT {
            let anchor = find(old, new, is_at_hand);
            assert_eq!(anchor.range(), marked_range(new), "{anchor:?}");
            let is_sure = anchor.is_accepted_at(None);
            // Where nothing of it differs but its place, the old text has to tell why.
            assert!(is_sure || !is_at_hand, "{new}: {anchor:?}");
        }
    }
    // A neighbour that is gone is more than form.
    let old = "One.\nThe «price» is up.\nAnd then it fell again, by half at least.\n";
    let anchor = find(
        old,
        "One.\r\nThe price is up.\r\nNobody knew why.\r\n",
        true,
    );
    assert!(!anchor.is_accepted_at(None), "{anchor:?}");
}

const FIRST: &str = "Section 1. A member may hold a vote «within ten days of the notice».";
const SECOND: &str = "Section 2. The Board shall pay the levy within ten days of the notice.";
const THIRD: &str = "Section 3. The Council must report the sum within ten days of the notice.";
const FOURTH: &str = "Section 4. The Board may hold a vote within sixty days of the call.";

#[test]
fn a_line_that_stands_elsewhere_takes_its_passage_along() {
    let law = |sections: [&str; 4]| sections.join("\n\n") + "\n";
    follows_in(
        &law([FIRST, SECOND, THIRD, FOURTH]),
        &law([THIRD, SECOND, FIRST, FOURTH]),
        AnchorState::Moved,
        &OLD_TEXT,
    );
    follows_in(
        "Ohio | 100 | no | unit\nTexas | 900 | «yes | unit»\nTexas | 300 | yes | unit\nIowa | 700 | yes | unit\nUtah | 100 | no | unit\n",
        "Ohio | 100 | no | unit\nIowa | 700 | yes | unit\nTexas | 300 | yes | unit\nTexas | 900 | «yes | unit»\nUtah | 100 | no | unit\n",
        AnchorState::Moved,
        &OLD_TEXT,
    );
    follows_in(
        "Utah | 700 | yes | unit\nTexas | 500 | «yes» | unit\nIowa | 500 | no | unit\nTexas | 200 | no | unit\nIowa | 900 | yes | unit\n",
        "Utah | 700 | yes | unit\nTexas | 200 | no | unit\nIowa | 500 | no | unit\nTexas | 500 | «yes» | unit\nIowa | 900 | yes | unit\n",
        AnchorState::Moved,
        &OLD_TEXT,
    );
}

#[test]
fn the_same_words_on_another_line_in_its_place_are_not_the_passage() {
    let old = [FIRST, SECOND, THIRD, FOURTH].join("\n\n");
    for replaced in [
        "Section 1. Nothing here is owed by tenants of the harbour within ten days of the notice.",
        "Ships wait for the tide within ten days of the notice.",
    ] {
        let new = [replaced, SECOND, THIRD, FOURTH].join("\n\n");
        for is_at_hand in OLD_TEXT {
            let anchor = find(&old, &new, is_at_hand);
            assert_eq!(anchor, Anchor::Lost { candidates: 3 }, "{is_at_hand}");
        }
    }
}

#[test]
fn a_word_needs_its_context() {
    let rest = "Several of the States objected. In the United States the law was repealed, and \
                other States followed within a year.\n";
    let old = format!("In the «States,» according to a report, it rose.\n{rest}");
    follows_in(&old, rest, AnchorState::Lost, &OLD_TEXT);
    let twin = find(
        "Q?\nA: «Yes.»\nQ?\nA: No.\n",
        "Q?\nA: No.\nQ?\nA: Yes.\n",
        false,
    );
    assert_ne!(twin.state(), AnchorState::Moved, "{twin:?}");
}

#[test]
fn words_in_another_spelling_between_what_stood_around_them_are_changed_there() {
    for (old, new) in [
        ("He said «‘no’» to the man.", "He said «“no”» to the man."),
        (
            "They «re-\nsigned the deal» today.",
            "They «resigned the deal» today.",
        ),
        (
            "«the council of europe»\nmet in May",
            "«THE COUNCIL OF EUROPE»\nmet in May",
        ),
        ("«colour of labour» is spent", "«color of labor» is spent"),
    ] {
        follows_in(
            &among_others(old),
            &among_others(new),
            AnchorState::Changed,
            &OLD_TEXT,
        );
    }
    let case = find(
        &among_others("«the council of europe»\nmet"),
        &among_others("THE COUNCIL OF EUROPE\nmet"),
        true,
    );
    assert!(case.score() > 0.85, "{case:?}");
}

#[test]
fn what_became_of_a_passage_is_not_taken_from_the_next_line() {
    let old = "SMITH: I saw it.\nJONES: «I did not see it.»\nSMITH: He lies.\nBROWN: I saw it.\n";
    let new = "SMITH: I did not see it.\nJONES: I saw it.\nSMITH: He lies.\nBROWN: I saw it.\n";
    for is_at_hand in OLD_TEXT {
        let anchor = find(old, new, is_at_hand);
        let words = anchor.range().map(|range| &new[range.start()..range.end()]);
        assert!(words.is_none_or(|words| !words.contains('\n')), "{words:?}");
    }
}
