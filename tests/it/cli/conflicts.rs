//! Two versions of one tag, as the command line tells of them.

use serde_json::Value;

const FILE: &str = r#"{"format": "postil", "version": 1, "document": {"path": "seeds/a.txt"}, "annotations": [
{"id": "a1", "tag": "fact", "start": 0, "end": 3, "quote": "One", "note": "ours", "creator": "ana"},
{"id": "a2", "tag": "fact", "start": 0, "end": 3, "quote": "One", "note": "theirs", "creator": "ben", "conflicts-with": "a1"},
{"id": "a3", "tag": "claim", "start": 4, "end": 7, "quote": "two", "creator": "ben", "conflicts-with": "gone"}
]}"#;

#[test]
fn check_and_list_tell_of_versions_in_conflict() {
    let here = super::one("One two.\n");
    here.write("annotations/a.txt.json", FILE);
    let ran = here.run(&["check", "."]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let told = "in conflict: a1 and a2 are versions of one tag (note, creator)";
    assert_eq!(ran.out.matches("in conflict").count(), 1, "{}", ran.out);
    assert!(ran.out.contains(told), "{}", ran.out);

    let ran = here.run(&["list", "."]);
    assert_eq!(ran.out.matches("0:3 in conflict").count(), 2, "{}", ran.out);
    let ran = here.run(&["list", ".", "--format", "jsonl", "--by", "ben"]);
    let lines = ran.out.lines();
    let lines: Vec<Value> = lines.map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(lines[0]["versions"], serde_json::json!(["a1"]));
    assert_eq!(lines[0]["conflicts-with"], "a1");
    assert_eq!(lines[1]["versions"], Value::Null);
}
