//! What is done and what there is nothing to check in, as the command line tells of it.

use serde_json::{Value, json};

const TEXT: &str = "Funding\n\nOne two three. Four five six.\n\nSeven eight. Nine ten eleven.\n";
const FILE: &str = "annotations/a.txt.json";

fn stats(here: &super::Here, flags: &[&str]) -> Value {
    let ran = here.run(&[&["stats", ".", "--json"], flags].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn a_document_without_tags_is_done_and_its_file_is_right() {
    let here = super::one(TEXT);
    let ran = here.run(&["done", "seeds/a.txt"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    let file: Value =
        serde_json::from_str(&std::fs::read_to_string(here.path(FILE)).unwrap()).unwrap();
    assert_eq!(file["annotations"], json!([]));
    let mark = &file["document"]["done"][0];
    assert_eq!(
        (&mark["by"], &mark["sha256"]),
        (&json!("ana"), &file["document"]["sha256"])
    );
    assert_eq!(here.run(&["check", "."]).code, 0);
    let total = &stats(&here, &[])["total"];
    assert_eq!(
        (&total["done"], &total["stale"]),
        (&json!({"ana": 1}), &json!({}))
    );
    assert_eq!(
        (&total["checkable"], &total["checked"]),
        (&json!(4), &json!(0))
    );
    let again = here.run(&["done", "a.txt"]);
    assert!(
        again.err.contains("is already marked as done by ana"),
        "{}",
        again.err
    );
    // Ben's mark stands beside it.
    let ben = here.run(&["done", "a.txt", "--as", "ben"]);
    assert_eq!(ben.code, 0);
    assert!(
        ben.err.contains("marked as done by ben: a.txt"),
        "{}",
        ben.err
    );
    assert_eq!(
        stats(&here, &[])["total"]["done"],
        json!({"ana": 1, "ben": 1})
    );

    here.write("seeds/a.txt", TEXT.replace("Four", "For"));
    assert_eq!(
        stats(&here, &[])["total"]["stale"],
        json!({"ana": 1, "ben": 1})
    );
    let table = here.run(&["stats", "."]).out;
    assert!(table.contains("ana (changed since)"), "{table}");
    assert_eq!(here.run(&["done", "a.txt", "--undo"]).code, 0);
    assert_eq!(stats(&here, &[])["total"]["stale"], json!({"ben": 1}));
    let none = here.run(&["done", "a.txt", "--undo"]);
    assert!(
        none.err.contains("is not marked as done by ana"),
        "{}",
        none.err
    );
}

#[test]
fn what_is_not_known_of_a_mark_is_kept() {
    let here = super::one(TEXT);
    let document = json!({
        "path": "seeds/a.txt", "sha256": "", "length": 0, "note": "whose?",
        "done": [{"by": "eve", "mood": {"a": [1]}}], "later": true,
    });
    let file = json!({"format": "postil", "version": 1, "document": document, "annotations": []});
    here.write(FILE, file.to_string());
    assert_eq!(here.run(&["done", "a.txt"]).code, 0);
    let written: Value =
        serde_json::from_str(&std::fs::read_to_string(here.path(FILE)).unwrap()).unwrap();
    let written = &written["document"];
    assert_eq!(written["note"], "whose?");
    assert_eq!(written["done"][1], json!({"by": "eve", "mood": {"a": [1]}}));
    assert_eq!(written["later"], true);
}

#[test]
fn sentences_with_nothing_to_check_are_in_no_list_unless_they_are_asked_for() {
    let here = super::one(TEXT);
    assert_eq!(
        here.run(&["tag", "a.txt", "no-claim", "--sentence", "2"])
            .code,
        0
    );
    assert_eq!(
        here.run(&["tag", "a.txt", "fact", "--sentence", "3"]).code,
        0
    );
    let lines = |arguments: &[&str]| here.run(arguments).out.lines().count();
    let list = &["list", ".", "--format", "jsonl"];
    assert_eq!(lines(list), 1);
    assert_eq!(lines(&[&list[..], &["--marks"]].concat()), 2);
    assert_eq!(lines(&[&list[..], &["--tag", "no-claim"]].concat()), 1);
    let export = &["export", ".", "--format", "jsonl"];
    assert_eq!(lines(export), 1);
    assert_eq!(lines(&[&export[..], &["--marks"]].concat()), 2);
    let total = &stats(&here, &[])["total"];
    assert_eq!(
        (&total["tags"], &total["marks"], &total["checked"]),
        (&json!(1), &json!(1), &json!(2))
    );
    assert_eq!(total["by_tag"], json!({"fact": 1}));
    let with_marks = &stats(&here, &["--marks"])["total"];
    assert_eq!(with_marks["by_tag"], json!({"fact": 1, "no-claim": 1}));
    assert_eq!(here.run(&["check", "."]).code, 0);
}

/// Found in use: it said only to which file something was written.
#[test]
fn what_was_marked_as_done_is_said_and_how_much_of_it_is_not_checked() {
    let here = super::empty();
    here.write("seeds/a.txt", "One two. Three four. Five six.");
    let file = here.path("annotations/a.txt.json");
    let file = file.display();
    let said = |arguments: &[&str]| here.run(arguments).err;
    assert_eq!(
        said(&["done", "a.txt", "--as", "ana"]),
        format!(
            "postil: marked as done by ana: a.txt, 3 of 3 sentences not checked; written to {file}\n"
        )
    );
    assert_eq!(
        said(&["done", "a.txt", "--as", "ana", "--undo"]),
        format!("postil: no longer marked as done by ana: a.txt; written to {file}\n")
    );
    here.good(&["tag", "a.txt", "fact", "--sentence", "2"]);
    assert!(said(&["done", "a.txt"]).contains("a.txt, 2 of 3 sentences not checked;"));
    for sentence in ["1", "3"] {
        here.good(&["tag", "a.txt", "no-claim", "--sentence", sentence]);
    }
    here.run(&["done", "a.txt", "--undo"]);
    let all = said(&["done", "a.txt"]);
    assert!(all.contains(": a.txt; written to"), "{all}");
}

/// Two documents with a note and marks of done, one of them without tags, and one with
/// neither.
fn told() -> super::Here {
    let here = super::empty();
    for name in ["a.txt", "b.txt", "c.txt"] {
        here.write(&format!("seeds/{name}"), "One two. Three four.");
    }
    here.good(&["tag", "a.txt", "fact", "--sentence", "1"]);
    for name in ["a.txt", "b.txt"] {
        assert_eq!(here.run(&["done", name]).code, 0);
        let path = here.path(&format!("annotations/{name}.json"));
        let file = std::fs::read_to_string(&path).unwrap();
        let mut file: Value = serde_json::from_str(&file).unwrap();
        file["document"]["note"] = json!(format!("All of {name}\n# by the IOM."));
        std::fs::write(&path, file.to_string()).unwrap();
    }
    here
}

/// Found in use: no command told the note on a document.
#[test]
fn the_note_on_a_document_is_told_by_stats_and_by_a_list_with_marks() {
    let here = told();
    let documents = stats(&here, &[])["documents"].clone();
    let notes = documents.as_array().unwrap().iter().map(|one| &one["note"]);
    let is: Vec<&Value> = notes.collect();
    let note = |name: &str| json!(format!("All of {name}\n# by the IOM."));
    assert_eq!(is, [&note("a.txt"), &note("b.txt"), &Value::Null]);
    let lines =
        "note on a.txt: All of a.txt # by the IOM.\nnote on b.txt: All of b.txt # by the IOM.\n";
    let table = here.good(&["stats", "."]);
    assert!(table.ends_with(lines), "{table}");
    let plain = here.good(&["list"]);
    assert_eq!(here.good(&["list", "--marks"]), format!("{plain}{lines}"));
    assert!(!plain.contains("note on"), "{plain}");
    let lines = here.good(&["list", "--marks", "--format", "jsonl"]);
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    for (at, name) in [(0, "a.txt"), (2, "b.txt")] {
        let (line, done) = (&lines[at], &lines[at]["done"][0]);
        assert_eq!((&line["doc"], &line["note"]), (&json!(name), &note(name)));
        assert_eq!(
            (&done["by"], &done["sha256"]),
            (&json!("ana"), &line["sha256"])
        );
        assert!(line.get("id").is_none());
    }
    assert_eq!(lines[1]["tag"], "fact");
    // Without marks, and of a few tags, as ever.
    let plain = here.good(&["list", "--format", "jsonl"]);
    assert_eq!(plain.lines().count(), 1);
    let few = here.good(&["list", "--marks", "--format", "jsonl", "--tag", "claim"]);
    assert_eq!(few, "");
}

/// Found in use: the report left the note out, and named only other things that it leaves out.
#[test]
fn the_note_on_a_document_is_exported() {
    let here = told();
    here.write("seeds/a.txt", "One two. Three fours.");
    let report = here.good(&["export", "--format", "markdown"]);
    let (_, first) = report.split_once("\n## Passages by document\n").unwrap();
    let (first, second) = first.split_once("\n- file: b").unwrap();
    let (head, _) = first.split_once("\n#### ").unwrap();
    let (done, note) = head.split_once("\n\nAll of a.txt").unwrap();
    assert_eq!(note, "\\\n\\# by the IOM.\n");
    assert!(
        done.contains("\n- file: a.txt\n- done: ana, ")
            && done.ends_with("; the document has changed since"),
        "{report}"
    );
    assert!(
        second.contains("All of b") && second.contains("\n- done: ana, "),
        "{report}"
    );
    assert!(!second.contains("changed since"), "{report}");
    let json: Value = serde_json::from_str(&here.good(&["export", "--format", "json"])).unwrap();
    let documents = json["documents"].as_array().unwrap();
    let paths: Vec<&Value> = documents.iter().map(|one| &one["path"]).collect();
    assert_eq!(paths, ["a.txt", "b.txt"]);
    assert_eq!(documents[1]["annotations"], json!([]));
    for one in documents {
        let path = one["path"].as_str().unwrap();
        assert_eq!(one["note"], json!(format!("All of {path}\n# by the IOM.")));
        assert_eq!(one["done"][0]["by"], "ana");
    }
    for format in ["csv", "table", "jsonl"] {
        let rows = here.good(&["export", "--format", format]);
        assert!(!rows.contains("All of"), "{rows}");
    }
    let marks = here.good(&["export", "--format", "jsonl", "--marks"]);
    assert_eq!(marks, here.good(&["list", "--format", "jsonl", "--marks"]));
}
