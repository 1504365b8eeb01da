//! Where a passage that is given on the command line begins and ends.

use super::one;

/// What is said but for where the tag was written.
fn warnings(said: &str) -> String {
    let lines = said.lines().filter(|line| !line.contains("written to"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn blanks_at_the_ends_are_left_out_but_of_an_exact_range() {
    for (passage, quote, says) in [
        (["--quote", " two "], "two", ""),
        (["--quote", "two \n"], "two", ""),
        (["--sentence", "2"], "Three.", ""),
        (["--range", "4:7"], "two", ""),
        (["--range", "3:8"], " two ", "without them it is 4:7"),
        (["--range", "4:8"], "two ", "without them it is 4:7"),
    ] {
        let here = one("One two \n  Three.\n");
        let ran = here.run(&["tag", "a.txt", "fact", passage[0], passage[1]]);
        assert_eq!(ran.code, 0, "{passage:?}: {}", ran.err);
        let said = warnings(&ran.err);
        assert!(said.contains(says), "{passage:?}: {said}");
        assert_eq!(said.is_empty(), says.is_empty(), "{said}");
        let listed = here.run(&["list", "--format", "jsonl"]).out;
        let quote = serde_json::to_string(quote).unwrap();
        assert!(
            listed.contains(&format!("\"quote\": {quote}")),
            "{passage:?}: {listed}"
        );
    }
}

#[test]
fn only_blanks_are_refused() {
    let here = one("One \u{a0}\t two.\n\n");
    for passage in [
        ["--quote", " "],
        ["--quote", "\t"],
        ["--quote", "\n\n"],
        ["--range", "3:7"],
        ["--range", "4:5"],
    ] {
        here.bad(
            &["tag", "a.txt", "fact", passage[0], passage[1]],
            "nothing but blanks",
        );
    }
}

#[test]
fn check_names_blanks_at_the_ends_of_a_passage() {
    for (range, says) in [
        ("3:7", "begins with blanks"),
        ("4:8", "ends with blanks"),
        ("3:8", "begins and ends with blanks"),
        ("4:7", ""),
    ] {
        let here = one("One two three.\n");
        here.run(&["tag", "a.txt", "fact", "--range", range]);
        let ran = here.run(&["check"]);
        assert_eq!(
            ran.code,
            i32::from(!says.is_empty()),
            "{range}: {}",
            ran.out
        );
        assert!(ran.out.contains(says), "{range}: {}", ran.out);
    }
    // One that another program has made.
    let here = one("One  two.\n");
    here.run(&["tag", "a.txt", "fact", "--range", "0:3"]);
    let file = here.path("annotations/a.txt.json");
    let made = std::fs::read_to_string(&file).unwrap();
    let blanks = made
        .replace(
            "\"start\": 0, \"end\": 3, \"quote\": \"One\"",
            "\"start\": 3, \"end\": 5, \"quote\": \"  \"",
        )
        .replace("\"prefix\": \"\"", "\"prefix\": \"One\"")
        .replace("\"suffix\": \"  two.\\n\"", "\"suffix\": \"two.\\n\"");
    assert_ne!(made, blanks);
    std::fs::write(&file, blanks).unwrap();
    let ran = here.run(&["check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("holds nothing but blanks"), "{}", ran.out);
}

#[test]
fn the_list_says_who_tagged() {
    let here = one("One. Two.\n");
    here.run(&["tag", "a.txt", "fact", "--sentence", "1", "--as", "ana"]);
    let long = "Maximiliane-Antonia of the Long Name";
    here.run(&["tag", "a.txt", "claim", "--sentence", "2", "--as", long]);
    let listed = here.good(&["list"]);
    let rows: Vec<&str> = listed.lines().collect();
    assert!(rows[0].ends_with("One. — ana"), "{listed}");
    assert!(rows[1].ends_with(&format!("Two. — {long}")), "{listed}");
}

#[test]
fn a_reference_that_the_document_does_not_have_is_told() {
    let here = one("One. [35] Two.\n\n35. A title. https://example.org/a.\n");
    let tag = |sentence, source| {
        here.run(&[
            "tag",
            "a.txt",
            "fact",
            "--sentence",
            sentence,
            "--source",
            source,
        ])
    };
    let ran = tag("1", "[35]");
    assert_eq!((ran.code, warnings(&ran.err).as_str()), (0, ""));
    assert_eq!(here.run(&["check"]).code, 0);
    let ran = tag("2", "[999]");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("a.txt has no reference [999]"),
        "{}",
        ran.err
    );
    let ran = here.run(&["check"]);
    assert_eq!(ran.code, 1);
    let says = "its source [999] is not a reference in the document";
    assert!(ran.out.contains(says), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
}

/// Another program, or two branches that were merged, may have made the same tag twice.
#[test]
fn check_names_exact_duplicates() {
    for (change, says) in [
        (("", ""), "the same as"),
        (("\"tag\": \"fact\"", "\"tag\": \"claim\""), ""),
        (("\"creator\": \"ana\"", "\"creator\": \"bo\""), ""),
        // To delete one of them would lose what only that one says.
        (("\"creator\"", "\"note\": \"why?\", \"creator\""), ""),
    ] {
        let here = one("One. Two.\n");
        here.run(&["tag", "a.txt", "fact", "--sentence", "1"]);
        let file = here.path("annotations/a.txt.json");
        let made = std::fs::read_to_string(&file).unwrap();
        let line = made.lines().find(|line| line.contains("\"id\"")).unwrap();
        let other = line
            .replacen("\"id\": \"0", "\"id\": \"1", 1)
            .replace(change.0, change.1);
        assert_ne!(line, other);
        std::fs::write(&file, made.replace(line, &format!("{line},\n{other}"))).unwrap();
        let ran = here.run(&["check"]);
        assert_eq!(
            ran.code,
            i32::from(!says.is_empty()),
            "{change:?}: {}",
            ran.out
        );
        assert!(ran.out.contains(says), "{change:?}: {}", ran.out);
    }
}

/// A zone of fourteen hours, in which it is tomorrow for most of the day.
#[test]
fn times_are_told_where_the_reader_is_and_kept_in_utc() {
    let here = one("One. Two.\n");
    let run = |arguments: &[&str]| {
        let output = here
            .command(arguments)
            .env("TZ", "XXX-14")
            .output()
            .unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    for sentence in ["1", "2"] {
        run(&["tag", "a.txt", "fact", "--sentence", sentence]);
    }
    let file = std::fs::read_to_string(here.path("annotations/a.txt.json")).unwrap();
    assert!(file.contains("Z\", \"modified\""), "{file}");
    assert!(run(&["list", "--format", "jsonl"]).contains("Z\", \"modified\""));
    let listed = run(&["restore", "a.txt", "--list"]);
    assert!(listed.contains("+14:00"), "{listed}");
}
