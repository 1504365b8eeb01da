//! A verdict that was given on other words than those that stand there now: remembered until
//! somebody has looked again, and told wherever the verdict is.

use serde_json::{Value, json};

use super::{Here, json_lines, one};

const TEXT: &str = "The minister denied it all day. Nobody was there.\n";

/// A tag with a verdict, whose document says something else now.
fn changed() -> Here {
    let here = one(TEXT);
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    let id = id(&here);
    here.good(&["edit", &id, "--verdict", "supported"]);
    here.write("seeds/a.txt", TEXT.replace("denied", "admitted"));
    here
}

fn row(here: &Here) -> Value {
    json_lines(&here.good(&["list", "--format", "jsonl"]))[0].clone()
}

fn id(here: &Here) -> String {
    row(here)["id"].as_str().unwrap().to_owned()
}

fn is_stale(here: &Here) -> bool {
    row(here)["stale"] == json!(["verdict"])
}

/// It was forgotten with the old words.
#[test]
fn a_verdict_on_words_that_changed_stays_stale_when_they_are_accepted() {
    let here = changed();
    assert_eq!(row(&here)["state"], "changed");
    assert!(is_stale(&here), "before it is accepted, too");
    here.good(&["reanchor", "--accept", "0.1"]);
    assert_eq!(row(&here)["state"], "exact");
    assert!(is_stale(&here));
    let stored = &here.tags("a.txt")["annotations"][0];
    assert_eq!(stored["verdict_quote"], "The minister denied it all day.");
    let checked = here.run(&["check"]);
    let says = "the verdict supported was given on other words: “The minister ‹denied› it all \
                day.” is “The minister ‹admitted› it all day.” now";
    assert!(checked.out.contains(says), "{}", checked.out);
    assert_eq!(checked.code, 1);
    // To give the same one again is to have looked.
    let ran = here.run(&["edit", &id(&here), "--verdict", "supported"]);
    assert!(ran.err.contains("verdict: supported"), "{}", ran.err);
    assert!(!is_stale(&here));
    assert_eq!(here.run(&["check"]).code, 0);
    assert!(here.tags("a.txt")["annotations"][0]["verdict_quote"].is_null());
}

#[test]
fn a_verdict_that_is_taken_away_takes_its_words_along() {
    let here = changed();
    here.good(&["reanchor", "--accept", "0.1"]);
    here.good(&["edit", &id(&here), "--verdict", ""]);
    assert!(here.tags("a.txt")["annotations"][0]["verdict_quote"].is_null());
    assert_eq!(here.run(&["check"]).code, 0);
}

/// Who gives it before the change is accepted has looked at the words as they are.
#[test]
fn a_verdict_that_is_given_on_the_new_words_is_not_stale() {
    let here = changed();
    here.good(&["edit", &id(&here), "--verdict", "supported"]);
    assert_eq!(row(&here)["state"], "changed");
    assert!(!is_stale(&here));
    here.good(&["reanchor", "--accept", "0.1"]);
    assert!(!is_stale(&here));
    assert_eq!(here.run(&["check"]).code, 0);
    // And that is on other words once the old ones are back.
    here.write("seeds/a.txt", TEXT);
    assert!(is_stale(&here));
}

#[test]
fn another_form_of_the_words_makes_no_verdict_stale() {
    let here = one(TEXT);
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    here.good(&["edit", &id(&here), "--verdict", "supported"]);
    here.write("seeds/a.txt", TEXT.replace(" it all", "\nit\u{a0}all"));
    assert!(!is_stale(&here));
    here.good(&["reanchor"]);
    assert!(!is_stale(&here));
    assert_eq!(here.run(&["check"]).code, 0);
}

#[test]
fn a_stale_verdict_is_told_in_every_export_and_count() {
    let here = changed();
    for accepted in [false, true] {
        if accepted {
            here.good(&["reanchor", "--accept", "0.1"]);
        }
        let csv = here.good(&["export", "--format", "csv"]);
        assert!(csv.contains(",guarded,stale\r\n"), "{csv}");
        assert!(csv.ends_with(",verdict\r\n"), "{csv}");
        let table = here.good(&["export", "--format", "table"]);
        assert!(table.contains(",verdict was given on,"), "{table}");
        let given = ",The minister denied it all day.,,,,\r\n";
        assert!(table.contains(given), "{table}");
        let report = here.good(&["export", "--format", "markdown"]);
        let says = "- verdict: supported (given on other words: The minister denied it all day.)";
        assert!(report.contains(says), "{report}");
        let all: Value = serde_json::from_str(&here.good(&["export", "--format", "json"])).unwrap();
        let tag = &all["documents"][0]["annotations"][0];
        assert_eq!(tag["stale"], json!(["verdict"]));
        let list = here.good(&["list"]);
        assert!(list.contains("verdict stale"), "{list}");
        let stats: Value = serde_json::from_str(&here.good(&["stats", ".", "--json"])).unwrap();
        assert_eq!(stats["total"]["stale_verdicts"], 1);
        let stats = here.good(&["stats", "."]);
        assert!(
            stats.contains("verdicts given on other words: 1"),
            "{stats}"
        );
        let ran = here.run(&["export", "--format", "markdown"]);
        assert!(!ran.err.contains("unknown field"), "{}", ran.err);
    }
}

#[test]
fn lists_and_exports_take_only_some_verdicts() {
    let here = one("One is. Two is. Three is.\n");
    for (sentence, verdict) in [("1", "refuted"), ("2", "supported"), ("3", "")] {
        let id = here.good(&["tag", "a.txt", "claim", "--sentence", sentence]);
        if !verdict.is_empty() {
            here.good(&["edit", id.trim(), "--verdict", verdict]);
        }
    }
    for (flags, rows) in [
        (&["--verdict", "refuted"][..], &["One"][..]),
        (
            &["--verdict", "refuted", "--verdict", "none"],
            &["One", "Three"],
        ),
        (&["--verdict", "conflicting"], &[]),
    ] {
        let of = |all: &str| {
            let words = ["One", "Two", "Three"].into_iter();
            let is_there = |word: &&str| all.contains(&format!("\"quote\": \"{word} is.\""));
            words.filter(is_there).collect::<Vec<_>>()
        };
        for command in [
            &["list", "--format", "jsonl"][..],
            &["export", "--format", "json"],
        ] {
            let all = here.good(&[command, flags].concat());
            assert_eq!(of(&all), rows, "{flags:?} {all}");
        }
    }
    let list = here.good(&["list"]);
    let row = list.lines().find(|row| row.contains("One is."));
    assert!(row.is_some_and(|row| row.contains("refuted")), "{list}");
    let none = here.run(&["list", "--verdict", "conflicting"]);
    assert!(
        none.err
            .contains("there is no tag with the verdict conflicting"),
        "{}",
        none.err
    );
    here.bad(
        &["list", "--verdict", "perhaps"],
        "--verdict perhaps is not one of supported, refuted, not-enough-evidence, conflicting, none",
    );
}
