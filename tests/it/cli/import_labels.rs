//! `postil import`: what a file says of a document as a whole, and labels that are no tags here.

use serde_json::Value;

const TEXT: &str = "One two three. Four five six.\n";
const FILE: &str = "annotations/a.txt.json";

fn document(here: &super::Here) -> Value {
    let file = std::fs::read_to_string(here.path(FILE)).unwrap();
    let file: Value = serde_json::from_str(&file).unwrap();
    file["document"].clone()
}

/// The note on a document, and who was done with it, were read and dropped.
#[test]
fn what_is_said_of_the_document_as_a_whole_comes_in_and_is_taken_back() {
    let there = super::one(TEXT);
    assert_eq!(there.run(&["done", "a.txt", "--as", "ben"]).code, 0);
    let file = std::fs::read_to_string(there.path(FILE)).unwrap();
    let file = file.replacen("\"done\"", "\"note\": \"Whose text?\",\n    \"done\"", 1);
    there.write(FILE, &file);
    let sha256 = document(&there)["sha256"].clone();
    let exported = there.run(&["export", ".", "--format", "json"]).out;
    for (name, bytes) in [("own.json", &file), ("export.json", &exported)] {
        let here = super::one(TEXT);
        here.write(name, bytes);
        let dry = here.run(&["import", name, ".", "--dry-run"]);
        assert_eq!(
            dry.out, "a.txt: 0 tags new, the note on it and 1 done mark new\n",
            "{}",
            dry.err
        );
        assert!(!here.path(FILE).exists());
        assert_eq!(here.run(&["import", name, "."]).code, 0);
        let came = document(&here);
        assert_eq!(came["note"], "Whose text?");
        assert_eq!(came["done"][0]["by"], "ben");
        assert_eq!(came["done"][0]["sha256"], sha256);
        let again = here.run(&["import", name, "."]);
        assert!(again.err.contains("nothing was changed"), "{}", again.err);
        assert_eq!(document(&here), came);
        let back = here.run(&["import", name, ".", "--undo"]);
        assert_eq!(
            back.out,
            "a.txt: 0 tags taken back, the note on it and 1 done mark taken back\n"
        );
        let left = document(&here);
        assert_eq!((&left["note"], &left["done"]), (&Value::Null, &Value::Null));
    }
}

/// Labels that are no tags here were kept and told, and could only be typed into postil.toml.
#[test]
fn labels_become_tags_where_that_is_asked_for() {
    let here = super::one(TEXT);
    here.write("b/a.ann", "T1\tReason 0 14\tOne two three.\n");
    let told = here.run(&["import", "b", ".", "--dry-run"]);
    assert!(told.err.contains("--add-labels does it"), "{}", told.err);
    let config = "# ours\nmeasure = 60\n";
    here.write("postil.toml", config);
    let dry = here.run(&["import", "b", ".", "--add-labels", "--dry-run"]);
    let would = "Reason would be added to the tags in postil.toml, with the key z";
    assert!(dry.err.contains(would), "{}", dry.err);
    let read = || std::fs::read_to_string(here.path("postil.toml")).unwrap();
    assert_eq!(read(), config);
    let ran = here.run(&["import", "b", ".", "--add-labels"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(read(), format!("{config}\n[tags.Reason]\nkey = \"z\"\n"));
    let again = here.run(&["import", "b", ".", "--add-labels"]);
    assert_eq!(read().matches("Reason").count(), 1);
    assert!(again.err.contains("nothing was changed"), "{}", again.err);
    let listed = here.run(&["list", ".", "--tag", "Reason"]);
    assert_eq!((listed.code, listed.out.lines().count()), (0, 1));
    let damaged = super::one(TEXT);
    damaged.write("b/a.ann", "T1\tReason 0 14\tOne two three.\n");
    damaged.write("postil.toml", "tags = {}\n");
    let ran = damaged.run(&["import", "b", ".", "--add-labels"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("postil.toml"), "{}", ran.err);
    assert!(!damaged.path(FILE).exists(), "nothing was imported");
}
