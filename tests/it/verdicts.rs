//! `Y`: the verdict on a tag, who says it, when, and how sure one is; on a model without
//! terminal, files or clock.

use crate::fixture::{Reader, annotation};
use postil::annotation::{Annotation, AnnotationSet, Selector};
use postil::app::{Effect, Settings};
use postil::text::Text;

const TEXT: &str = "“It is safe,” said Tom Homan, the border czar. Two is. Three is.\n";

/// What the tag under the cursor says besides, by name.
fn said(reader: &Reader, name: &str) -> Option<String> {
    let opened = reader.model.open_document().unwrap();
    let tag = opened.current().expect("a tag under the cursor");
    let value = tag.attributes.get(name)?;
    Some(value.to_words().into_owned())
}

fn saves(reader: &Reader) -> usize {
    let effects = reader.effects.iter();
    effects
        .filter(|effect| matches!(effect, Effect::Save { .. }))
        .count()
}

#[test]
fn one_key_gives_a_verdict_and_the_same_key_takes_it_away() {
    for (key, verdict, words) in [
        (
            "s",
            "supported",
            "Verdict: supported, but unsourced: S adds a source; u undoes",
        ),
        ("r", "refuted", "Verdict: refuted; u undoes"),
        (
            "n",
            "not-enough-evidence",
            "Verdict: not enough evidence; u undoes",
        ),
        ("c", "conflicting", "Verdict: conflicting; u undoes"),
    ] {
        let mut reader = Reader::new(&[TEXT]);
        reader.press("cY");
        let before = saves(&reader);
        reader.press(key);
        assert_eq!(said(&reader, "verdict").as_deref(), Some(verdict));
        assert_eq!(reader.notice(), words);
        assert_eq!(saves(&reader), before + 1);
        reader.press("Y");
        reader.press(key);
        assert_eq!(said(&reader, "verdict"), None);
        // One step each.
        reader.press("u");
        assert_eq!(said(&reader, "verdict").as_deref(), Some(verdict));
        reader.press("u");
        assert_eq!(said(&reader, "verdict"), None);
        assert_eq!(reader.tags().len(), 1);
    }
}

#[test]
fn a_supported_claim_with_a_source_becomes_a_fact_by_one_key_and_keeps_all() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("cSAnnals<Enter>Ys");
    assert_eq!(
        reader.notice(),
        "Verdict: supported; f makes it a fact, u undoes"
    );
    reader.press("f");
    let opened = reader.model.open_document().unwrap();
    let tag = opened.current().unwrap();
    assert_eq!((tag.tag.as_str(), tag.sources.len()), ("fact", 1));
    assert_eq!(said(&reader, "verdict").as_deref(), Some("supported"));
}

/// Found in use: it was said of somebody else's claim, too, beside which the key adds a fact.
#[test]
fn of_somebody_elses_claim_it_is_said_that_a_fact_is_added_beside_it() {
    for (by, words, tags) in [
        ("ana", "f makes it a fact", vec!["fact"]),
        (
            "ben",
            "the claim is by ben: f adds your fact beside it",
            vec!["claim", "fact"],
        ),
    ] {
        let text = Text::new(TEXT);
        let claim = Annotation {
            creator: by.into(),
            ..annotation(
                "x",
                "claim",
                Selector::new(&text, text.range(0, TEXT.find(" Two").unwrap()).unwrap()),
            )
        };
        let (set, _) = AnnotationSet::from_annotations([claim]);
        let mut reader = Reader::unread(&[TEXT]);
        reader.load_with(0, set);
        reader.press("SAnnals<Enter>Ys");
        assert_eq!(
            reader.notice(),
            format!("Verdict: supported; {words}, u undoes")
        );
        reader.press("f");
        let set = reader.model.open_document().unwrap().set();
        let mut is: Vec<_> = set.iter().map(|tag| tag.tag.as_str()).collect();
        is.sort_unstable();
        assert_eq!(is, tags, "{by}");
    }
}

/// The last row of the screen, on which the keys stand.
fn last_row(reader: &Reader) -> String {
    reader
        .screen()
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn what_was_looked_into_remembers_what_it_was() {
    for (keys, remembers) in [
        ("cf", false),
        ("cSAnnals<Enter>f", true),
        ("cYrf", true),
        ("cSAnnals<Enter>Ysf", true),
    ] {
        let mut reader = Reader::new(&[TEXT]);
        reader.press(keys);
        assert_eq!(said(&reader, "history").is_some(), remembers, "{keys}");
        let screen = reader.screen();
        assert_eq!(
            screen.contains("was a claim until"),
            remembers,
            "{keys}\n{screen}"
        );
        // Taken back and done again with the tag.
        reader.press("u");
        assert_eq!(
            (said(&reader, "history"), &*reader.tags()[0]),
            (
                None,
                "claim \"“It is safe,” said Tom Homan, the border czar.\""
            )
        );
        reader.press("<Ctrl-r>");
        assert_eq!(said(&reader, "history").is_some(), remembers, "{keys}");
    }
}

#[test]
fn the_last_row_offers_a_fact_where_a_claim_has_a_verdict_and_a_source_and_only_there() {
    for (keys, offered) in [
        ("c", false),
        ("cYs", false),
        ("cSAnnals<Enter>", false),
        ("cSAnnals<Enter>Yr", false),
        ("oSAnnals<Enter>Ys", false),
        ("cSAnnals<Enter>Ys", true),
        ("cSAnnals<Enter>Ysf", false),
    ] {
        let mut reader = Reader::new(&[TEXT]);
        // A further key puts the row in the place of the notice.
        reader.press(keys);
        reader.press("l");
        let row = last_row(&reader);
        assert_eq!(row.contains("f make it a fact"), offered, "{keys}: {row}");
    }
}

#[test]
fn who_says_it_is_suggested_from_the_sentence_and_the_list_comes_back() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("cYw<Enter>");
    assert_eq!(said(&reader, "speaker").as_deref(), Some("Tom Homan"));
    reader.press("d2026-13<Enter>");
    assert_eq!(said(&reader, "stated"), None, "there is no such month");
    reader.press("<Backspace><Backspace>11<Enter>p0.5<Enter>ysr");
    assert_eq!(said(&reader, "stated").as_deref(), Some("2026-11"));
    assert_eq!(said(&reader, "confidence").as_deref(), Some("0.5"));
    assert_eq!(said(&reader, "reason").as_deref(), Some("statistic"));
    assert_eq!(said(&reader, "verdict").as_deref(), Some("refuted"));
    // One key for each reason; the same again takes it away.
    reader.press("Yyd");
    assert_eq!(said(&reader, "reason").as_deref(), Some("dead-link"));
    reader.press("yd");
    assert_eq!(said(&reader, "reason"), None);
    reader.press("yq<Esc>u<Ctrl-r>");
    assert_eq!(said(&reader, "reason").as_deref(), Some("quotation"));
    // What is typed takes the place of what stands there; so does nothing at all.
    reader.press("YwIOM<Enter>d2025<Enter><Esc>");
    assert_eq!(said(&reader, "speaker").as_deref(), Some("IOM"));
    assert_eq!(said(&reader, "stated").as_deref(), Some("2025"));
    reader.press("Yw<Backspace>Tom Homan<Enter>w<End>s<Enter><Esc>");
    assert_eq!(said(&reader, "speaker").as_deref(), Some("Tom Homans"));
    reader.press("YwTom Homan<Enter><Esc>");
    // Cancelled, and emptied.
    reader.press("Yw<Esc><Esc>");
    assert_eq!(said(&reader, "speaker").as_deref(), Some("Tom Homan"));
    reader.press("Yw<Ctrl-u><Enter><Esc>");
    assert_eq!(said(&reader, "speaker"), None);
}

/// Found in use: all but the speaker stood in the file, and on no card.
#[test]
fn the_card_tells_who_said_it_when_how_sure_one_is_and_why_it_needs_a_source() {
    for size in [(140, 40), (80, 24)] {
        let mut reader = Reader::with(&[TEXT], Settings::default(), size);
        reader.press("cYw<Enter>d2026-11<Enter>p0.25<Enter>yq<Esc><Esc>");
        let screen = reader.screen();
        for words in [
            "said by Tom Homan",
            "said on 2026-11",
            "confidence 0.25",
            "reason quotation",
        ] {
            assert!(screen.contains(words), "{words} at {size:?}\n{screen}");
        }
    }
}

#[test]
fn where_there_is_no_tag_one_is_asked_for_first() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("jYcr");
    assert_eq!(reader.tags(), [r#"claim "Two is.""#]);
    assert_eq!(said(&reader, "verdict").as_deref(), Some("refuted"));
}

/// Three tags, of which two were checked.
fn checked() -> Reader {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("cYw<Ctrl-u>Tom Homan<Enter>d2026-11-22<Enter>p0.8<Enter>r");
    reader.press("jcYp0.4<Enter>yss");
    reader.press("jo");
    reader
}

#[test]
fn a_list_is_asked_for_what_was_said_of_tags() {
    for (typed, found) in [
        ("verdict:refuted", "1 of 3"),
        ("verdict:ref", "1 of 3"),
        ("verdict:none", "1 of 3"),
        ("-verdict:none", "2 of 3"),
        ("speaker:homan", "1 of 3"),
        ("speaker:\"tom h\"", "1 of 3"),
        ("stated:2026-11", "1 of 3"),
        ("stated:2025", "0 of 3"),
        ("confidence:0.8", "1 of 3"),
        ("confidence:<0.5", "1 of 3"),
        ("confidence:>.1", "2 of 3"),
        ("confidence:<=0.4", "1 of 3"),
        ("confidence:>=0.4", "2 of 3"),
        ("confidence:>0.8", "0 of 3"),
        ("reason:stat", "1 of 3"),
        ("verdict: ", "3"),
    ] {
        let mut reader = checked();
        reader.press("t").press(typed);
        let screen = reader.screen();
        assert!(
            screen.contains(&format!("All tags: {found}")),
            "{typed}\n{screen}"
        );
    }
    for (typed, words) in [
        ("verdict:refutde", "did you mean refuted?"),
        ("confidence:=>0.5", "is no confidence: write confidence:0.8"),
        ("confidence:high", "is no confidence: write confidence:0.8"),
    ] {
        let mut reader = checked();
        reader.press("t").press(typed);
        let screen = reader.screen();
        assert!(screen.contains(words), "{typed}\n{screen}");
    }
}

#[test]
fn only_one_verdict_is_shown_and_the_rows_of_a_list_say_theirs() {
    let mut reader = checked();
    reader.press("t");
    let screen = reader.screen();
    for words in ["refuted · ", "supported · "] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    reader.press("<Esc>Tno verd<Enter>t");
    let screen = reader.screen();
    assert!(screen.contains("Tags: no verdict yet: 1"), "{screen}");
    reader.press("<Esc>Trefuted<Enter>t");
    let screen = reader.screen();
    assert!(screen.contains("Tags: refuted: 1"), "{screen}");
    // Chosen again, all are shown.
    reader.press("<Esc>Trefuted<Enter>t");
    let screen = reader.screen();
    assert!(screen.contains("All tags: 3"), "{screen}");
    // Where none was given, there is nothing to choose among.
    let mut reader = Reader::new(&[TEXT]);
    reader.press("cT");
    assert!(!reader.screen().contains("verdict"), "{}", reader.screen());
}

#[test]
fn a_verdict_is_called_the_same_in_every_card() {
    let mut reader = Reader::new(&["One is so. Two is so.\n"]);
    reader.press("cYn");
    let own = reader.screen();
    reader.press("jc");
    let other = reader.screen();
    for screen in [own, other] {
        assert!(screen.contains("not enough evidence"), "{screen}");
        assert!(!screen.contains("not-enough"), "{screen}");
    }
}
