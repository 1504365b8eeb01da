//! `postil import --suggest`: what a model made is brought in, told apart and taken back, and
//! never counted or exported as tags.

use serde_json::{Value, json};

use super::{Here, json_lines, one};

const TEXT: &str = "One is. Two is. Three is.\n";

/// What Label Studio exports of three predictions of one model.
fn predictions() -> String {
    let region = |start: usize, end: usize, label: &str, score: f64| {
        let labels = [label];
        json!({
            "id": format!("r{start}"), "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": start, "end": end, "labels": labels}, "score": score,
        })
    };
    let task = json!([{
        "data": {"text": TEXT, "path": "a.txt"},
        "predictions": [{"model_version": "model-x", "result": [
            region(0, 7, "claim", 0.83),
            region(8, 15, "fact", 0.4),
            region(16, 25, "opinion", 0.9),
        ]}],
    }]);
    task.to_string()
}

/// A document, and predictions for it.
fn predicted() -> Here {
    let here = one(TEXT);
    here.write("predictions.json", predictions());
    here
}

fn suggestions(here: &Here) -> Vec<Value> {
    let file = here.tags("a.txt");
    file["suggestions"].as_array().cloned().unwrap_or_default()
}

#[test]
fn predictions_come_in_as_suggestions_once_and_are_taken_back() {
    let here = predicted();
    let import = ["import", "predictions.json", ".", "--suggest"];
    let ran = here.run(&[&import[..], &["--dry-run"]].concat());
    assert!(
        ran.err.contains("3 suggestions in 1 document would be"),
        "{}",
        ran.err
    );
    assert!(!here.path("annotations").exists());
    let ran = here.run(&import);
    assert_eq!(ran.out.trim(), "a.txt: 3 suggestions new", "{}", ran.err);
    assert!(
        ran.err.contains("3 suggestions in 1 document imported"),
        "{}",
        ran.err
    );
    let file = here.tags("a.txt");
    assert_eq!(file["annotations"], json!([]));
    let first = &suggestions(&here)[0];
    for (field, value) in [
        ("tag", json!("claim")),
        ("start", json!(0)),
        ("end", json!(7)),
        ("quote", json!("One is.")),
        ("score", json!(0.83)),
        ("creator", json!("model-x")),
    ] {
        assert_eq!(first[field], value, "{field}");
    }
    let ran = here.run(&import);
    assert_eq!(
        ran.out.trim(),
        "a.txt: 0 tags new, 3 here already",
        "{}",
        ran.err
    );
    assert_eq!(here.tags("a.txt"), file);
    let ran = here.run(&[&import[..], &["--undo"]].concat());
    assert!(
        ran.err.contains("3 suggestions in 1 document taken back"),
        "{}",
        ran.err
    );
    assert_eq!(suggestions(&here), Vec::<Value>::new());
}

#[test]
fn without_suggest_predictions_are_tags_and_that_is_said() {
    let here = predicted();
    let ran = here.run(&["import", "predictions.json", ".", "--at-least", "0.5"]);
    for said in [
        "2 predictions of a model come in as tags; --suggest",
        "left out, with a score below 0.5: 1",
    ] {
        assert!(ran.err.contains(said), "{} lacks {said}", ran.err);
    }
    assert_eq!(
        here.tags("a.txt")["annotations"].as_array().unwrap().len(),
        2
    );
    assert_eq!(suggestions(&here).len(), 0);
}

#[test]
fn all_tags_of_a_file_without_scores_may_be_suggestions() {
    let here = one(TEXT);
    let row = json!({"text": TEXT, "label": [[0, 7, "claim"], [8, 15, "fact"]], "path": "a.txt"});
    here.write("doccano.jsonl", format!("{row}\n"));
    let ran = here.run(&["import", "doccano.jsonl", ".", "--suggest"]);
    assert_eq!(ran.out.trim(), "a.txt: 2 suggestions new", "{}", ran.err);
    assert_eq!(suggestions(&here)[0].get("score"), None);
}

#[test]
fn what_was_accepted_or_rejected_does_not_come_again() {
    let here = predicted();
    let import = ["import", "predictions.json", ".", "--suggest"];
    here.good(&import);
    // As the reader leaves them: the first accepted, the second rejected.
    let mut file = here.tags("a.txt");
    let all = suggestions(&here);
    file["annotations"] = json!([all[0]]);
    file["rejected"] = json!([all[1]["id"]]);
    file["suggestions"] = json!([all[2]]);
    here.write("annotations/a.txt.json", file.to_string());
    let ran = here.run(&import);
    assert_eq!(
        ran.out.trim(),
        "a.txt: 0 tags new, 1 here already, 2 accepted or rejected before",
        "{}",
        ran.err
    );
    assert_eq!(here.tags("a.txt"), file, "nothing was written");
    // What is taken back is what still waits.
    here.good(&[&import[..], &["--undo"]].concat());
    let left = here.tags("a.txt");
    assert_eq!(left.get("suggestions"), None);
    assert_eq!(left["annotations"].as_array().unwrap().len(), 1);
    assert_eq!(left["rejected"], file["rejected"]);
}

#[test]
fn suggestions_are_listed_and_counted_apart_and_never_exported() {
    let here = predicted();
    here.good(&["tag", "a.txt", "claim", "--sentence", "3"]);
    let outputs = |run: &str| -> Vec<(String, String)> {
        let mut all = Vec::new();
        for command in [
            &["list"][..],
            &["list", "--format", "jsonl"],
            &["list", "--open"],
            &["list", "--marks"],
        ] {
            all.push((command.join(" "), here.run(command).out));
        }
        let formats = here.run(&["export", "--help"]).out;
        for format in postil::formats::Format::written() {
            assert!(formats.contains(format.name));
            let to = format!("{run}-{}", format.name);
            let ran = here.run(&["export", ".", "--format", format.name, "--output", &to]);
            assert!(ran.code < 2, "{}: {}", format.name, ran.err);
            all.push((format.name.to_owned(), contents(&here, &to)));
        }
        all
    };
    let before = outputs("before");
    here.good(&["import", "predictions.json", ".", "--suggest"]);
    let after = outputs("after");
    for ((name, before), (_, after)) in before.iter().zip(&after) {
        assert_eq!(before, after, "{name}");
        assert!(!after.contains("model-x"), "{name}");
    }
    let listed = json_lines(&here.good(&["list", "--suggestions", "--format", "jsonl"]));
    assert_eq!(listed.len(), 3);
    assert_eq!(
        listed[0]["suggested"],
        json!({"by": "model-x", "score": 0.83})
    );
    assert_eq!(here.good(&["list", "--suggestions"]).lines().count(), 3);
    let stats: Value = serde_json::from_str(&here.good(&["stats", "--json"])).unwrap();
    assert_eq!(stats["total"]["tags"], 1);
    assert_eq!(stats["total"]["suggestions"], 3);
    assert_eq!(stats["total"]["checked"], 1);
    assert!(here.good(&["stats"]).contains("suggestions: 3"));
    let check = here.run(&["check"]);
    assert_eq!(check.code, 0, "{}", check.out);
    let said = "1 tag in 1 document checked; no problems; 3 suggestions to look at";
    assert!(check.err.contains(said), "{}", check.err);
}

/// What was written to a file or a folder, without what tells when.
fn contents(here: &Here, to: &str) -> String {
    let path = here.path(to);
    let mut files = vec![path.clone()];
    if path.is_dir() {
        let all = std::fs::read_dir(&path).unwrap();
        files = all.map(|entry| entry.unwrap().path()).collect();
        files.sort();
    }
    let read = |file: &std::path::PathBuf| {
        let bytes = std::fs::read(file).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    files.iter().map(read).collect()
}

#[test]
fn what_is_not_in_the_text_any_more_is_no_problem_and_counted() {
    let here = predicted();
    here.good(&["import", "predictions.json", ".", "--suggest"]);
    here.write("seeds/a.txt", "Two is. Nothing else stands here.\n");
    let check = here.run(&["check"]);
    let said = "3 suggestions to look at, 2 of them not in the text any more";
    assert!(check.err.contains(said), "{}{}", check.out, check.err);
}

#[test]
fn a_suggestion_that_is_broken_is_a_problem() {
    let here = predicted();
    here.good(&["import", "predictions.json", ".", "--suggest"]);
    let mut file = here.tags("a.txt");
    file["suggestions"][1]["score"] = json!(7);
    here.write("annotations/a.txt.json", file.to_string());
    let check = here.run(&["check"]);
    assert_eq!(check.code, 1);
    let said = "suggestions[1].score: must be a number from 0 to 1";
    assert!(check.out.contains(said), "{}", check.out);
}

#[test]
fn a_score_that_is_none_is_refused() {
    let here = predicted();
    for wrong in ["2", "-0.5", "x"] {
        let argument = format!("--at-least={wrong}");
        let ran = here.run(&["import", "predictions.json", ".", &argument]);
        assert_eq!(ran.code, 2, "{wrong}");
    }
    assert!(!here.path("annotations").exists());
}
