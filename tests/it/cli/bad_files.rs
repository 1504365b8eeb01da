//! Broken annotation files through the program: told with file and place, never
//! written over, whatever is asked for.

use std::fs;

use super::{Here, empty, one};

const TEXT: &str = "One. Zoe\u{308} said two. Three.";
const FILE: &str = "annotations/a.txt.json";
const WHOLE: &str = r#"{
  "format": "postil",
  "version": 1,
  "document": {"path": "seeds/a.txt", "sha256": "", "length": 26},
  "annotations": [
    {"id": "i1", "tag": "claim", "start": 0, "end": 4, "quote": "One.", "prefix": "", "suffix": " Zo"},
    {"id": "i2", "tag": "fact", "start": 15, "end": 18, "quote": "two", "prefix": "said ", "suffix": ". Three.", "note": "so?", "confidence": 0.5}
  ]
}
"#;

fn with(from: &str, to: &str) -> Vec<u8> {
    assert!(WHOLE.contains(from), "{from}");
    WHOLE.replacen(from, to, 1).into_bytes()
}

/// Runs everything that could touch the file; it is told, and its bytes stay.
#[track_caller]
fn check_untouched(bytes: &[u8], says: &str) {
    let here = one(TEXT);
    here.write(FILE, bytes);
    here.bad(
        &["tag", "a.txt", "fact", "--sentence", "1"],
        "a.txt.json is left as it is",
    );
    let checked = here.run(&["check"]);
    assert_eq!(checked.code, 1);
    let told = checked.out.lines().any(|line| {
        let (file, rest) = line.split_once(".json: ").unwrap_or_default();
        file.ends_with("a.txt") && rest.contains(says)
    });
    assert!(told, "{} lacks {says}", checked.out);
    for arguments in [&["sentences", "a.txt"][..], &["restore", "a.txt", "--list"]] {
        here.good(arguments);
    }
    let expected = i32::from(!says.starts_with("version: version 2")) * 2;
    for arguments in [
        &["list"][..],
        &["list", "--format", "jsonl"],
        &["stats"],
        &["export", "--format", "json"],
    ] {
        let ran = here.run(arguments);
        assert_eq!(ran.code, expected, "{arguments:?}, {says}: {}", ran.err);
        assert!(ran.err.contains("a.txt.json is left as it is"), "{says}");
    }
    assert!(
        here.run(&["list"])
            .err
            .contains("a.txt.json is left as it is")
    );
    here.bad(&["restore", "a.txt"], "no earlier generations");
    let there = fs::read(here.path(FILE)).unwrap();
    assert!(there == bytes, "{says}: the file was changed");
    let folder = fs::read_dir(here.path("annotations")).unwrap();
    assert!(folder.count() <= 2, "{says}: something was left there");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of files")]
fn files_that_are_not_understood_are_told_with_the_place_and_stay() {
    let utf16: Vec<u8> = format!("\u{feff}{WHOLE}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let deep = "[".repeat(100_000);
    let deep_note = with("\"so?\"", &format!("{deep}{}", "]".repeat(100_000)));
    for (bytes, says) in [
        (b"".to_vec(), "line 1, column 0: the file is empty"),
        (b"hello".to_vec(), "line 1, column 1: not JSON"),
        (b"\xff".to_vec(), "byte 0: not UTF-8"),
        (b"{}".to_vec(), "format: is missing"),
        (deep.into_bytes(), "line 1, column 128: not JSON"),
        (deep_note, "line 7, column"),
        (utf16, "byte 0: UTF-16"),
        (with("\"fact\"", "NaN"), "line 7, column"),
        (
            with("\"i2\"", "\"i1\""),
            "annotations[1].id: i1 is the id of annotations[0] too",
        ),
        (
            with("15", "19"),
            "annotations[1].start: 19 lies after the end",
        ),
        (
            with("15", "-15"),
            "annotations[1].start: must be a whole number",
        ),
        (
            with("15", "\"15\""),
            "annotations[1].start: must be a whole number",
        ),
        (with("18", "1e400"), "line 7, column"),
        (with("0.5", "1e300"), "annotations[1].confidence: "),
        (
            with("\"so?\"", "{}"),
            "annotations[1].note: must be a string",
        ),
        (
            with("\"note\"", "\"tag\": \"fact\", \"note\""),
            "annotations[1].tag: the field is given twice",
        ),
        (
            with("\"annotations\": [", "\"annotations\": [null,"),
            "annotations[0]: must be an object",
        ),
        (
            with("\"annotations\": [", "\"annotations\": {}, \"other\": ["),
            "annotations: must be a list",
        ),
        (
            with("\"version\": 1", "\"version\": 2"),
            "version: version 2 of the format",
        ),
        (
            with("\"version\": 1", "\"version\": null"),
            "version: must be a whole number",
        ),
        (
            with("\"postil\"", "\"postille\""),
            "format: must be \"postil\"",
        ),
    ] {
        check_untouched(&bytes, says);
    }
}

#[test]
fn a_file_cut_anywhere_is_told_with_the_place_and_stays() {
    for cut in (1..WHOLE.len() - 1).step_by(83) {
        check_untouched(&WHOLE.as_bytes()[..cut], "the file ends in the middle");
    }
}

#[test]
fn words_that_stand_in_several_places_are_not_said_to_stand_nowhere() {
    let here = one("One. two, two, two!");
    let bytes = with("\"start\": 15, \"end\": 18", "\"start\": 13, \"end\": 16");
    here.write(FILE, &bytes);
    let checked = here.run(&["check"]);
    assert_eq!(checked.code, 1);
    let says = "i2: lost: its passage “two” is not at 13:16 (other words are there); the quote occurs 3 times and is ambiguous: in the reader, select it, choose this tag in the list of ~, and press s";
    assert!(checked.out.contains(says), "{}", checked.out);
    here.write(FILE, with("\"quote\": \"two\"", "\"quote\": \"tow\""));
    let checked = here.run(&["check"]);
    let says = "i2: lost: its passage “tow” is not at 15:18 nor elsewhere (other words are there)";
    assert!(checked.out.contains(says), "{}", checked.out);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn offsets_and_quotes_that_do_not_fit_are_told_and_kept() {
    let moved = ": its passage is at 15:18, not at 9:12";
    for (bytes, says) in [
        (
            with("\"start\": 15, \"end\": 18", "\"start\": 9, \"end\": 12"),
            moved,
        ),
        (
            with("\"start\": 15, \"end\": 18", "\"start\": 900, \"end\": 903"),
            "i2: moved",
        ),
        (
            with("\"quote\": \"two\"", "\"quote\": \"tow\""),
            "i2: changed: its passage is at 15:18 (score 0.00): “‹tow›” is “‹two›” now",
        ),
        (
            with(
                "\"start\": 15, \"end\": 18, \"quote\": \"two\"",
                "\"start\": 900, \"end\": 903, \"quote\": \"tow\"",
            ),
            "i2: changed: its passage is at 15:18, not at 900:903",
        ),
        (
            with(
                "\"start\": 15, \"end\": 18, \"quote\": \"two\", \"prefix\": \"",
                "\"start\": 900, \"end\": 903, \"quote\": \"tow\", \"prefix\": \"elsewhere",
            ),
            "the document is shorter than that",
        ),
        (
            with("\"quote\": \"two\"", "\"quote\": \"\""),
            "annotations[1].quote: has 0 code points",
        ),
        (
            with(
                "\"start\": 15, \"end\": 18, \"quote\": \"two\", \"prefix\": \"said ",
                "\"start\": 5, \"end\": 8, \"quote\": \"Zoe\", \"prefix\": \"One. ",
            ),
            "i2: its passage ends at 8, inside a character",
        ),
        (
            with(
                "\"start\": 15, \"end\": 18, \"quote\": \"two\", \"prefix\": \"said ",
                "\"start\": 8, \"end\": 9, \"quote\": \"\\u0308\", \"prefix\": \"Zoe",
            ),
            "i2: its passage begins at 8, inside a character",
        ),
    ] {
        let here = one(TEXT);
        here.write(FILE, &bytes);
        let checked = here.run(&["check"]);
        assert_eq!(checked.code, 1, "{says}");
        assert!(checked.out.contains(says), "{} lacks {says}", checked.out);
        here.good(&["list"]);
        assert_eq!(fs::read(here.path(FILE)).unwrap(), bytes);
        // They are no reason not to tag, and the next save keeps them.
        here.good(&["tag", "a.txt", "fact", "--sentence", "3"]);
        let kept = fs::read_to_string(here.path(FILE)).unwrap();
        let before = String::from_utf8(bytes)
            .unwrap()
            .replace("\\u0308", "\u{308}");
        let second = before.lines().find(|it| it.contains("\"i2\"")).unwrap();
        assert!(kept.contains(second.trim()), "{kept} lacks {second}");
    }
}

const SHA256: &str = "2c5de32e0baf1ce32aeb6f2bd8ea8b8ef6b09ad1f2dfd4c4ab0ecbcd5b8f2f11";

/// What the file says of its document and of times is held against what is.
#[test]
#[expect(clippy::too_many_lines, reason = "a table of files")]
fn check_tells_what_a_file_says_wrongly_of_its_document() {
    let here = one(TEXT);
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    let file = here.tags("a.txt");
    let id = file["annotations"][0]["id"].as_str().unwrap();
    let changed = |pointer: &str, value: &str| {
        let mut file = file.clone();
        let (object, field) = pointer.rsplit_once('/').unwrap();
        let object = file.pointer_mut(object).unwrap().as_object_mut().unwrap();
        object.insert(field.into(), serde_json::from_str(value).unwrap());
        file
    };
    let there = format!("{id}: ");
    for (pointer, value, says) in [
        (
            "/document/length",
            "25",
            "document.length: is 25, and the document has 26 code points",
        ),
        (
            "/document/encoding",
            "\"Big5\"",
            "document.encoding: is Big5, and the document is read as",
        ),
        (
            "/document/path",
            "\"seeds/b.txt\"",
            "document.path: is seeds/b.txt, and the document is seeds/a.txt",
        ),
        (
            "/document/path",
            "\"\"",
            "document.path: is missing or empty",
        ),
        (
            "/document/sha256",
            "\"abc\"",
            "document.sha256: must be 64 hexadecimal digits",
        ),
        (
            "/annotations/0/created",
            "\"yesterday\"",
            "created: \"yesterday\" is not an RFC 3339 time",
        ),
        (
            "/annotations/0/modified",
            "\"2026-02-29T07:43:16Z\"",
            "modified: \"2026-02-29",
        ),
    ] {
        here.write(FILE, changed(pointer, value).to_string());
        let checked = here.run(&["check"]);
        assert_eq!(checked.code, 1, "{says}");
        let line = checked.out.lines().find(|it| it.contains(says));
        let line = line.unwrap_or_else(|| panic!("{} lacks {says}", checked.out));
        assert!(line.contains("a.txt.json: "), "{line}");
        assert!(
            !pointer.contains("annotations") || line.contains(&there),
            "{line}"
        );
        // It stops neither reading nor tagging.
        assert_eq!(here.good(&["list"]).lines().count(), 1);
        here.good(&["tag", "a.txt", "fact", "--sentence", "2"]);
    }
    let mut other = changed("/document/sha256", &format!("\"{SHA256}\""));
    other["document"]["length"] = 900.into();
    for well in [
        file.clone(),
        // Of another state of the document nothing is known.
        other,
        changed("/document/sha256", "\"\""),
        changed("/document/encoding", "\"utf8\""),
        changed("/document/path", "\"a.txt\""),
        changed("/annotations/0/created", "\"2024-02-29T23:59:60.25+05:30\""),
        changed("/annotations/0/created", "\"\""),
    ] {
        here.write(FILE, well.to_string());
        assert_eq!(here.good(&["check"]), "", "{well}");
    }
    let mut empty = changed("/annotations/0/end", "0");
    empty["annotations"][0]["quote"] = "".into();
    here.write(FILE, empty.to_string());
    let checked = here.run(&["check"]);
    assert_eq!(checked.code, 1);
    assert!(
        checked.out.contains("its passage is empty, at 0"),
        "{}",
        checked.out
    );
}

#[test]
fn check_knows_the_length_and_the_encoding_of_legacy_documents() {
    for encoding in ["windows-1251", "Shift_JIS"] {
        let here = empty();
        here.write("postil.toml", format!("encoding = \"{encoding}\""));
        here.write("seeds/a.txt", b"One \xcf\xf0\xe8. Two.");
        here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
        assert_eq!(here.good(&["check"]), "", "{encoding}");
    }
    let here = empty();
    let utf_16 = "\u{feff}One. Zo\u{eb} said two.";
    let bytes: Vec<u8> = utf_16.encode_utf16().flat_map(u16::to_le_bytes).collect();
    here.write("seeds/a.txt", bytes);
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    assert_eq!(here.tags("a.txt")["document"]["encoding"], "UTF-16LE");
    assert_eq!(here.good(&["check"]), "");
}

#[test]
fn what_can_be_read_is_printed_and_what_cannot_is_exit_code_2() {
    let here = one(TEXT);
    here.write(FILE, WHOLE);
    here.write("seeds/b.txt", TEXT);
    here.write("annotations/b.txt.json/in-the-way", "");
    here.write("seeds/c.txt", TEXT);
    // The first tag stands on a line of its own and is salvaged.
    here.write("annotations/c.txt.json", &WHOLE[..WHOLE.len() - 90]);
    for (arguments, lines) in [
        (&["list"][..], 3),
        (&["list", "--format", "jsonl"], 3),
        (&["export", "--format", "jsonl"], 3),
        (&["stats"], 8),
    ] {
        let ran = here.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out.lines().count(), lines, "{arguments:?}: {}", ran.out);
        assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
        for file in ["b.txt.json", "c.txt.json"] {
            assert!(ran.err.contains(file), "{} lacks {file}", ran.err);
        }
    }
    // A file that was not asked for is no reason to fail.
    assert_eq!(here.good(&["list", "--doc", "a.txt"]).lines().count(), 2);
    assert_eq!(here.run(&["list", "--doc", "b.txt"]).code, 2);
    let file = here.path("tags.csv").to_string_lossy().into_owned();
    let arguments = ["export", "--format", "csv", "--output", &file];
    assert_eq!(here.run(&arguments).code, 2);
    assert!(fs::read_to_string(&file).unwrap().contains("i2"));
}

#[cfg(unix)]
fn protected() -> (Here, Vec<u8>) {
    use std::os::unix::fs::PermissionsExt;
    let here = one(TEXT);
    here.write(FILE, WHOLE);
    let mode = fs::Permissions::from_mode(0o444);
    fs::set_permissions(here.path(FILE), mode).unwrap();
    (here, WHOLE.into())
}

/// The mode says so to root as well.
#[cfg(unix)]
#[test]
fn a_file_that_is_protected_against_writing_is_read_and_kept() {
    let (here, bytes) = protected();
    here.bad(
        &["tag", "a.txt", "fact", "--sentence", "3"],
        "a.txt.json: no permission",
    );
    let listed = here.run(&["list"]);
    assert_eq!((listed.out.lines().count(), listed.err.as_str()), (2, ""));
    assert_eq!(fs::read(here.path(FILE)).unwrap(), bytes);
}

/// CopyOutcome through, the tags would come to stand where nobody looks for them.
#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_not_written_through() {
    let here = one(TEXT);
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    let elsewhere = here.path("none.json");
    fs::remove_file(here.path(FILE)).unwrap();
    std::os::unix::fs::symlink(&elsewhere, here.path(FILE)).unwrap();
    let says = format!(
        "a.txt.json is a link to {}, which does not exist",
        elsewhere.display()
    );
    for arguments in [
        &["tag", "a.txt", "fact", "--sentence", "3"][..],
        &["restore", "a.txt"],
        &["restore", "a.txt", "--generation", "1"],
    ] {
        here.bad(arguments, &says);
        here.bad(arguments, "remove the link, or");
        assert!(!elsewhere.exists() && here.path(FILE).is_symlink());
    }
    let listed = here.run(&["list"]);
    assert!(
        listed.code == 2 && listed.err.contains(&says),
        "{}",
        listed.err
    );
    fs::remove_file(here.path(FILE)).unwrap();
    here.good(&["restore", "a.txt"]);
    assert_eq!(here.good(&["list"]).lines().count(), 1);
}

/// A limit on the size of files is met in the middle of a write, as a full disk is.
#[cfg(unix)]
#[test]
fn a_write_that_fails_half_way_leaves_the_old_file_and_the_next_one_goes_well() {
    let here = one(TEXT);
    here.good(&[
        "tag",
        "a.txt",
        "claim",
        "--sentence",
        "1",
        "--note",
        &"so? ".repeat(400),
    ]);
    let before = fs::read(here.path(FILE)).unwrap();
    let program = env!("CARGO_BIN_EXE_postil");
    let script = format!("trap '' XFSZ; ulimit -f 1; exec '{program}' tag a.txt fact --sentence 2");
    let mut command = here.command(&[]);
    let limited = std::process::Command::new("sh")
        .args(["-c", &script])
        .current_dir(here.dir.path())
        .env_clear()
        .envs(
            command
                .env_remove("none")
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .output()
        .unwrap();
    let told = String::from_utf8(limited.stderr).unwrap();
    assert_eq!(limited.status.code(), Some(2), "{told}");
    assert!(
        told.contains("a.txt.json") && told.contains("larger than"),
        "{told}"
    );
    assert_eq!(fs::read(here.path(FILE)).unwrap(), before);
    let names = || fs::read_dir(here.path("annotations")).unwrap().count();
    // The annotation file, the lock, and what keeps that out of version control.
    assert_eq!(names(), 3, "something half written was left");
    here.good(&["tag", "a.txt", "fact", "--sentence", "2"]);
    assert_eq!((here.good(&["list"]).lines().count(), names()), (2, 3));
}
