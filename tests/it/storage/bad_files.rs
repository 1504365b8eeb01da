//! Annotation files that are broken in every way: shown as far as they can be
//! read, told with the place, never written over and never "no tags".

use std::time::{Duration, Instant};

use postil::formats::Severity;
use postil::formats::native::{self, Integrity};
use serde_json::{Map, Value, json};

use super::*;

const TEXT: &str = "one two three";

/// An annotation file with every field that there is, two tags, and unknown
/// fields at every level.
const WHOLE: &str = r#"{
  "format": "postil",
  "version": 1,
  "document": {"path": "seeds/a.txt", "sha256": "", "length": 13, "encoding": "windows-1252", "language": "en"},
  "annotations": [
    {"id": "i1", "tag": "claim", "start": 0, "end": 3, "quote": "one", "prefix": "", "suffix": " two three"},
    {"id": "i2", "tag": "fact", "start": 4, "end": 7, "quote": "two", "prefix": "one ", "suffix": " three", "note": "so?", "sources": [{"url": "https://a.org", "remark": "p. 4", "accessed": "2026-11-22", "archive": 1}], "links": [{"to": "b.txt#i1", "rel": "supports", "weight": 1}], "speaker": "ana", "stated": "2026-11-01", "verdict": "supported", "confidence": 0.5, "reason": "other", "creator": "bo", "created": "2026-11-22T10:00:00Z", "modified": "2026-11-22T10:00:00Z", "mood": "good"}
  ],
  "curator": {"name": "bo"}
}
"#;

fn whole() -> Value {
    serde_json::from_str(WHOLE).unwrap()
}

/// The places of everything in a value, as JSON pointers.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                places(value, &format!("{here}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                places(value, &format!("{here}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn all_places() -> Vec<String> {
    let mut found = Vec::new();
    places(&whole(), "", &mut found);
    found
}

/// A file is told to be broken, with the place, or it says the same when it is
/// written again: nothing of it is dropped without a word.
#[track_caller]
fn check_refused_or_kept(changed: &Value, what: &str) {
    let parsed = native::parse(changed.to_string().as_bytes());
    if parsed.integrity == Integrity::Whole {
        let written: Value = serde_json::from_slice(&native::write(&parsed.file)).unwrap();
        assert_eq!(&written, changed, "{what} is dropped");
    } else {
        let errors = parsed.problems.iter();
        let places: Vec<_> = errors
            .filter(|it| it.severity == Severity::Error || parsed.integrity != Integrity::Broken)
            .map(|it| it.place.as_str())
            .collect();
        assert!(
            !places.is_empty() && !places.contains(&""),
            "{what}: {places:?}"
        );
    }
}

#[test]
fn the_file_of_these_tests_is_whole() {
    let parsed = native::parse(WHOLE.as_bytes());
    assert_eq!(
        (parsed.integrity, parsed.problems),
        (Integrity::Whole, vec![])
    );
    check_refused_or_kept(&whole(), "the file");
}

#[test]
fn a_file_cut_at_any_byte_is_never_written_over_and_never_empty() {
    let here = folder(&[("a.txt", TEXT)]);
    let file = here.path("annotations/a.txt.json");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let ours = set([annotation("z", TEXT, 0, 3)]);
    // Without its last line end it is whole.
    for cut in 0..WHOLE.len() - 1 {
        let bytes = &WHOLE.as_bytes()[..cut];
        fs::write(&file, bytes).unwrap();
        let loaded = here.store.load(&path("a.txt"));
        assert!(matches!(loaded.access, Access::ReadOnly(_)), "cut at {cut}");
        let error = loaded
            .problems
            .iter()
            .find(|it| it.severity == Severity::Error);
        assert!(
            error.is_some_and(|it| it.place.starts_with("line ")),
            "cut at {cut}"
        );
        assert!(
            here.try_save("a.txt", &NONE(), &ours).is_err(),
            "cut at {cut}"
        );
        assert_eq!(fs::read(&file).unwrap(), bytes);
        let second = WHOLE.find("\"i2\"").unwrap();
        if cut > second {
            assert!(loaded.file.set.contains(&"i1".into()), "cut at {cut}");
        }
    }
}

#[test]
fn a_wrong_type_at_any_field_is_told_or_kept() {
    let wrong = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(9_007_199_254_740_993_u64),
        json!("x"),
        json!([[1]]),
        json!({"a": 1}),
    ];
    for place in all_places() {
        for value in &wrong {
            let mut changed = whole();
            *changed.pointer_mut(&place).unwrap() = value.clone();
            // What is missing from the document's object is written anew.
            if place != "/document" || !value.is_object() {
                check_refused_or_kept(&changed, &format!("{value} at {place}"));
            }
        }
    }
}

#[test]
fn a_field_that_is_missing_anywhere_is_told_or_not_needed() {
    let (mut whole_without, mut told_without) = (0, 0);
    for place in all_places() {
        let (parent, name) = place.rsplit_once('/').unwrap_or_default();
        let mut changed = whole();
        let Some(fields) = changed.pointer_mut(parent).and_then(Value::as_object_mut) else {
            continue;
        };
        if fields.remove(name).is_none() {
            continue;
        }
        let parsed = native::parse(changed.to_string().as_bytes());
        if parsed.integrity == Integrity::Whole {
            let written: Value = serde_json::from_slice(&native::write(&parsed.file)).unwrap();
            let mut places = Vec::new();
            self::places(&changed, "", &mut places);
            for one in places {
                let (was, is) = (changed.pointer(&one), written.pointer(&one));
                // What was taken away may have come back empty, and no more.
                let is_above = place.starts_with(&one);
                assert!(is_above || was == is, "without {place}, {one} is {is:?}");
            }
            whole_without += 1;
        } else {
            assert!(
                !parsed.problems.is_empty(),
                "nothing is told without {place}"
            );
            told_without += 1;
        }
    }
    assert!(
        whole_without > 0 && told_without > 0,
        "{whole_without} fields are not needed, {told_without} are"
    );
    for needed in ["/format", "/version", "/annotations"] {
        let mut changed = whole();
        changed.as_object_mut().unwrap().remove(&needed[1..]);
        let parsed = native::parse(changed.to_string().as_bytes());
        assert_eq!(parsed.integrity, Integrity::Broken, "{needed}");
    }
}

#[test]
fn a_field_that_is_given_twice_is_told_at_every_level() {
    for (at, _) in WHOLE.match_indices("\": ") {
        let start = WHOLE[..at].rfind('"').unwrap();
        let name = &WHOLE[start..=at];
        let twice = format!("{}{name}: 0, {}", &WHOLE[..start], &WHOLE[start..]);
        let parsed = native::parse(twice.as_bytes());
        assert_eq!(parsed.integrity, Integrity::Broken, "{name} twice");
        let told = parsed.problems.iter().any(|it| {
            it.message.contains("given twice") && it.place.ends_with(name.trim_matches('"'))
        });
        assert!(told, "{name}: {:?}", parsed.problems);
    }
}

#[test]
fn unknown_fields_of_every_type_survive_at_every_level() {
    let here = folder(&[("a.txt", TEXT)]);
    let file = here.path("annotations/a.txt.json");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let values = [
        json!(null),
        json!(-0.5),
        json!(u64::MAX),
        json!("\u{202e}\u{0}"),
        json!([{"a": []}]),
        json!({"": {"b": false}}),
    ];
    let mut objects = all_places();
    objects.retain(|place| whole().pointer(place).is_some_and(Value::is_object));
    assert!(objects.len() >= 5, "levels are missing: {objects:?}");
    for place in &objects {
        for value in &values {
            let mut changed = whole();
            let fields: &mut Map<_, _> =
                changed.pointer_mut(place).unwrap().as_object_mut().unwrap();
            fields.insert("unknown".to_owned(), value.clone());
            fs::write(&file, changed.to_string()).unwrap();
            let base = here.store.load(&path("a.txt")).file.set;
            let mut ours = base.clone();
            ours.apply(Change::Insert(annotation("z", TEXT, 8, 13)))
                .unwrap();
            here.save("a.txt", &base, &ours);
            let written: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
            let kept = written.pointer(&format!("{place}/unknown"));
            assert_eq!(kept, Some(value), "{value} in {place}");
        }
    }
}

#[test]
fn files_of_other_kinds_are_never_written_over() {
    let here = folder(&[("a.txt", TEXT)]);
    let utf16 = |unit: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
        format!("{mark}{WHOLE}")
            .encode_utf16()
            .flat_map(unit)
            .collect()
    };
    let deep = |open: &str, close: &str| {
        let deep = format!("{}0{}", open.repeat(100_000), close.repeat(100_000));
        WHOLE.replace("\"good\"", &deep).into_bytes()
    };
    let with = |from: &str, to: &str| WHOLE.replace(from, to).into_bytes();
    for (bytes, shown, reason) in [
        (b"\0\0\0\0".to_vec(), 0, "not JSON"),
        (b" \n\t".to_vec(), 0, "empty"),
        (b"null".to_vec(), 0, "object"),
        (b"\"postil\"".to_vec(), 0, "object"),
        (b"{}{}".to_vec(), 0, "not JSON"),
        (format!("{WHOLE}{WHOLE}").into_bytes(), 2, "not JSON"),
        (b"id,tag,start\n1,fact,0\n".to_vec(), 0, "not JSON"),
        (utf16(u16::to_le_bytes, "\u{feff}"), 0, "UTF-16"),
        (utf16(u16::to_be_bytes, "\u{feff}"), 0, "UTF-16"),
        (utf16(u16::to_le_bytes, ""), 0, "not JSON"),
        (deep("[", "]"), 1, "recursion limit"),
        (deep("{\"a\": ", "}"), 1, "recursion limit"),
        (with("0.5", "NaN"), 1, "not JSON"),
        (with("0.5", "-Infinity"), 1, "not JSON"),
        (with("0.5", "1e999"), 1, "out of range"),
        (with("0.5", "1e15"), 2, "from 0 to 1"),
        (with("\"good\"", "1e99"), 2, "too great"),
        (with("\"version\": 1", "\"version\": 1e99"), 2, "version"),
        (with("\"version\": 1", "\"version\": 0"), 2, "version"),
        (with("\"version\": 1", "\"version\": 2"), 2, "later postil"),
        (
            with("\"version\": 1", "\"version\": 18446744073709551615"),
            2,
            "later postil",
        ),
        (with("windows-1252", "klingon"), 2, "document.encoding"),
        (
            with("\"end\": 7", "\"end\": 9007199254740993"),
            1,
            "annotations[1].end",
        ),
    ] {
        here.check_untouched(&bytes, shown, reason);
    }
}

/// Offsets that lead nowhere are no reason to refuse the file: the tags are lost
/// or moved, and stand in it as they are.
#[test]
fn offsets_outside_the_document_are_kept_as_they_are() {
    let here = folder(&[("a.txt", TEXT)]);
    let file = here.path("annotations/a.txt.json");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    for (from, to) in [
        (
            "\"start\": 4, \"end\": 7",
            "\"start\": 9007199254740988, \"end\": 9007199254740991",
        ),
        ("\"start\": 4, \"end\": 7", "\"start\": 13, \"end\": 13"),
        ("\"quote\": \"two\"", "\"quote\": \"tow\""),
        ("\"quote\": \"two\"", "\"quote\": \"\""),
        ("\"quote\": \"two\"", "\"quote\": \"\\u0000\\ud83d\\udc4d\""),
    ] {
        let changed = WHOLE.replace(from, to);
        fs::write(&file, &changed).unwrap();
        let loaded = here.store.load(&path("a.txt"));
        assert_eq!(
            (loaded.access, loaded.file.set.len()),
            (Access::Writable, 2),
            "{to}"
        );
        let base = loaded.file.set;
        let mut ours = base.clone();
        ours.apply(Change::Insert(annotation("z", TEXT, 8, 13)))
            .unwrap();
        here.save("a.txt", &base, &ours);
        let before: Value = serde_json::from_str(&changed).unwrap();
        let after: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let tag = |file: &Value| {
            let tags = file["annotations"].as_array().unwrap();
            tags.iter().find(|it| it["id"] == "i2").unwrap().clone()
        };
        assert_eq!(tag(&before), tag(&after));
    }
}

/// `POSTIL_LONG=1` takes a million, as a hostile file may have.
#[test]
fn a_file_with_very_many_entries_is_read_in_time() {
    let count: usize = if std::env::var_os("POSTIL_LONG").is_some() {
        1_000_000
    } else {
        20_000
    };
    let line = |index: usize, start: usize| {
        format!(
            "    {{\"id\": \"i{index}\", \"tag\": \"fact\", \"start\": {start}, \"end\": 3, \"quote\": \"one\"}}"
        )
    };
    let with = |start: usize| {
        let lines: Vec<_> = (0..count).map(|index| line(index, start)).collect();
        let (head, _) = WHOLE.split_once("    {").unwrap();
        format!("{head}{}\n  ]\n}}\n", lines.join(",\n"))
    };
    let good = with(0);
    let before = Instant::now();
    let parsed = native::parse(good.as_bytes());
    assert_eq!(
        (parsed.integrity, parsed.file.set.len()),
        (Integrity::Whole, count)
    );
    // Cut in its last line, and wrong in every line.
    let parsed = native::parse(&good.as_bytes()[..good.len() - 20]);
    assert_eq!(
        (parsed.integrity, parsed.file.set.len()),
        (Integrity::Broken, count - 1)
    );
    let parsed = native::parse(with(9).as_bytes());
    assert_eq!(
        (parsed.integrity, parsed.problems.len()),
        (Integrity::Broken, count)
    );
    // Read three times; a debug build on a busy machine counts, too.
    let limit = Duration::from_micros(500) * u32::try_from(count).unwrap();
    assert!(before.elapsed() < limit, "{:?}", before.elapsed());
}
