//! What a model suggests: brought in on the command line, decided about in the reader.

use serde_json::{Value, json};

use super::documents;

const TEXT: &str = "One is red.\n\nTwo is green.\n\nThree is blue.\n";

/// The spans of a model, as Label Studio has them.
fn predictions() -> String {
    let region = |start: usize, end: usize, label: &str, score: f64| {
        let value = json!({"start": start, "end": end, "labels": [label]});
        json!({"id": label, "from_name": "label", "to_name": "text", "type": "labels",
            "value": value, "score": score})
    };
    let result = [
        region(0, 11, "claim", 0.83),
        region(13, 26, "fact", 0.4),
        region(28, 42, "opinion", 0.9),
    ];
    json!([{"data": {"text": TEXT, "path": "a.txt"},
        "predictions": [{"model_version": "model-x", "result": result}]}])
    .to_string()
}

#[test]
fn suggestions_are_brought_in_accepted_rejected_and_saved() {
    let desk = documents(&[("a.txt", TEXT.as_bytes())]);
    desk.has_been_here();
    let file = desk.folder().join("predictions.json");
    std::fs::write(&file, predictions()).expect("the predictions");
    let (file, root) = (
        file.display().to_string(),
        desk.root().display().to_string(),
    );
    let import = ["import", &file, &root, "--suggest"];
    let ran = desk.run(&import);
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let mut reader = desk.read();
    reader.wait_for("what is suggested", |view| {
        view.shows("SUGGESTED claim 0.83") && view.shows("3 suggestions")
    });
    reader.send("a");
    reader.wait_for("the next one", |view| view.shows("SUGGESTED fact 0.40"));
    reader.wait_until_saved();
    reader.send("x");
    reader.wait_for("the last one", |view| view.shows("SUGGESTED opinion 0.90"));
    reader.wait_until_saved();
    assert_eq!(reader.quit(), 0);
    let written = desk.annotation_file("a.txt");
    let tags = written["annotations"].as_array().unwrap();
    assert_eq!(tags.len(), 1);
    assert_eq!(
        (&tags[0]["tag"], &tags[0]["quote"]),
        (&json!("claim"), &json!("One is red."))
    );
    assert_eq!(
        tags[0]["suggested"],
        json!({"by": "model-x", "score": 0.83})
    );
    assert_ne!(tags[0]["creator"], "model-x");
    let waiting = written["suggestions"].as_array().unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0]["tag"], "opinion");
    assert_eq!(written["rejected"].as_array().map(Vec::len), Some(1));
    // Importing the same again brings nothing back.
    let ran = desk.run(&import);
    assert!(ran.status.success());
    let again: Value = desk.annotation_file("a.txt");
    assert_eq!(again, written);
}
