//! The program as a script sees it: temporary copies of the seeds, no
//! terminal, and homes of its own.

mod bad_files;
mod bad_input;
mod conflicts;
mod edges;
mod edit;
mod encodings;
mod finish;
mod import;
mod import_awkward;
mod import_labels;
mod invisible;
mod link;
mod open;
mod open_everywhere;
mod output;
mod reanchor;
mod references;
mod renamed;
mod report;
mod restore;
mod retag;
mod similar;
mod sources;
mod spellings;
mod stats;
mod stream;
mod suggestions;
mod told;
mod verdicts;
mod workspace;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const THIRD: &str = "003_b5f3d605578c6aa0.txt";

struct Here {
    dir: TempDir,
    home: TempDir,
}

#[derive(Debug)]
struct Ran {
    out: String,
    err: String,
    code: i32,
}

/// A workspace with a copy of the seeds.
fn seeds() -> Here {
    let here = empty();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    fs::create_dir(here.path("seeds")).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), here.path("seeds").join(entry.file_name())).unwrap();
    }
    here
}

/// A folder with nothing in it.
fn empty() -> Here {
    Here {
        dir: tempfile::tempdir().unwrap(),
        home: tempfile::tempdir().unwrap(),
    }
}

/// A workspace with one document.
fn one(content: impl AsRef<[u8]>) -> Here {
    let here = empty();
    here.write("seeds/a.txt", content);
    here
}

impl Here {
    fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    fn write(&self, below: &str, content: impl AsRef<[u8]>) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        let home = self.home.path();
        command
            .args(arguments)
            .current_dir(self.dir.path())
            .stdin(Stdio::null())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CEILING_DIRECTORIES", self.dir.path())
            .env("USER", "ana");
        command
    }

    /// Runs the program, and checks what holds for every run: it does not
    /// panic, an error is one sentence, and no document is changed.
    #[track_caller]
    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_in("", arguments)
    }

    /// Runs the program in a folder below, and checks the same.
    #[track_caller]
    fn run_in(&self, folder: &str, arguments: &[&str]) -> Ran {
        let before = self.documents();
        let mut command = self.command(arguments);
        let output = command.current_dir(self.path(folder)).output().unwrap();
        let ran = Ran {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().unwrap(),
        };
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        for line in ran.err.lines() {
            assert!(line.starts_with("postil: "), "{line}");
        }
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'));
        assert_eq!(before, self.documents());
        ran
    }

    /// Runs the program, which goes well.
    #[track_caller]
    fn good(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        ran.out
    }

    /// Runs the program, which cannot go on and says so in one sentence.
    #[track_caller]
    fn bad(&self, arguments: &[&str], says: &str) {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}{}", ran.out, ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert!(ran.err.contains(says), "{} lacks {says}", ran.err);
        assert_eq!(ran.out, "");
    }

    fn documents(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let Ok(entries) = fs::read_dir(self.path("seeds")) else {
            return BTreeMap::new();
        };
        entries
            .map(|it| it.unwrap().path())
            .filter(|it| it.is_file())
            .map(|it| (it.clone(), fs::read(&it).unwrap_or_default()))
            .collect()
    }

    fn tags(&self, document: &str) -> Value {
        let path = self.path(&format!("annotations/{document}.json"));
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    }
}

fn json_lines(words: &str) -> Vec<Value> {
    words
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

#[test]
fn sentences_are_listed_in_code_points() {
    let here = seeds();
    let content = fs::read_to_string(here.path("seeds").join(THIRD)).unwrap();
    let characters: Vec<char> = content.chars().collect();
    let sentences = json_lines(&here.good(&["sentences", THIRD]));
    assert!(sentences.len() > 100);
    for one in sentences {
        let words: String = characters[number(&one["start"])..number(&one["end"])]
            .iter()
            .collect();
        assert_eq!(one["text"], words);
    }
}

#[test]
fn tags_of_three_kinds_of_passage_prove_themselves() {
    let here = seeds();
    let document = format!("seeds/{THIRD}");
    let id = here.good(&[
        "tag",
        &document,
        "claim",
        "--sentence",
        "21",
        "--note",
        "a\n\"b\"",
    ]);
    here.good(&[
        "tag", THIRD, "fact", "--quote", "Amy Pope", "--nth", "1", "--source", "[35]",
    ]);
    here.good(&["tag", "003", "n", "--range", "12:58", "--as", "bo"]);
    let content = fs::read_to_string(here.path(&document)).unwrap();
    let characters: Vec<char> = content.chars().collect();
    let file = here.tags(THIRD);
    assert_eq!(number(&file["document"]["length"]), characters.len());
    assert_eq!(file["document"]["path"], document);
    let tags = file["annotations"].as_array().unwrap();
    assert_eq!(tags.len(), 3);
    for tag in tags {
        let words: String = characters[number(&tag["start"])..number(&tag["end"])]
            .iter()
            .collect();
        assert_eq!(tag["quote"], words);
    }
    assert!(
        tags.iter()
            .any(|it| it["id"] == id.trim() && it["note"] == "a\n\"b\"")
    );
    assert!(
        tags.iter()
            .any(|it| it["creator"] == "bo" && it["tag"] == "needs-source")
    );
    assert!(tags.iter().any(|it| it["sources"][0]["reference"] == "35"));
    assert_eq!(here.good(&["check"]), "");
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/annotation-file.schema.json");
    let schema: Value = serde_json::from_slice(&fs::read(schema).unwrap()).unwrap();
    assert!(jsonschema::is_valid(&schema, &file));
}

#[test]
fn tagging_twice_makes_one_tag() {
    let here = seeds();
    let arguments = ["tag", "003", "fact", "--sentence", "2"];
    let id = here.good(&arguments);
    let before = fs::read(here.path(&format!("annotations/{THIRD}.json"))).unwrap();
    let again = here.run(&arguments);
    assert_eq!((again.code, again.out.as_str()), (0, id.as_str()));
    assert!(again.err.contains("already"));
    assert_eq!(
        fs::read(here.path(&format!("annotations/{THIRD}.json"))).unwrap(),
        before
    );
    here.good(&["tag", "003", "fact", "--sentence", "2", "--as", "bo"]);
    assert_eq!(here.tags(THIRD)["annotations"].as_array().unwrap().len(), 2);
}

#[test]
fn lists_are_filtered() {
    let here = seeds();
    here.good(&["tag", "000", "claim", "--sentence", "1"]);
    here.good(&[
        "tag",
        "003",
        "needs-source",
        "--sentence",
        "3",
        "--as",
        "bo",
    ]);
    here.good(&[
        "tag",
        "003",
        "needs-source",
        "--sentence",
        "4",
        "--source",
        "https://a.org",
    ]);
    let count = |filters: &[&str]| {
        let arguments = [&["list", "--format", "jsonl"], filters].concat();
        here.good(&arguments).lines().count()
    };
    assert_eq!(count(&[]), 3);
    assert_eq!(count(&["--tag", "claim"]), 1);
    assert_eq!(count(&["--tag", "claim", "--tag", "n"]), 3);
    assert_eq!(count(&["--doc", "003*"]), 2);
    assert_eq!(count(&["--by", "bo"]), 1);
    assert_eq!(count(&["--unsourced"]), 1);
    assert_eq!(count(&[&format!("seeds/{THIRD}")]), 2);
    assert_eq!(here.good(&["list"]).lines().count(), 3);
    here.bad(&["list", "--tag", "zz"], "fact, claim");
    here.bad(&["list", "--doc", "["], "not a pattern");
}

#[test]
fn global_flags_stand_before_and_after_the_subcommand() {
    let here = seeds();
    let elsewhere = here.path("elsewhere");
    let elsewhere = elsewhere.to_str().unwrap();
    here.good(&[
        "--annotations",
        elsewhere,
        "--as",
        "bo",
        "tag",
        "000",
        "fact",
        "--sentence",
        "1",
    ]);
    here.good(&[
        "tag",
        "000",
        "fact",
        "--sentence",
        "2",
        "--annotations",
        elsewhere,
        "--as",
        "bo",
    ]);
    assert!(!here.path("annotations").exists());
    assert_eq!(
        here.good(&["list", "--annotations", elsewhere, "--by", "bo"])
            .lines()
            .count(),
        2
    );
}

#[test]
fn the_annotator_is_found_by_the_rules() {
    let here = seeds();
    let creator = |sentence: &str, more: &[&str]| {
        let arguments = [&["tag", "001", "fact", "--sentence", sentence], more].concat();
        let id = here.good(&arguments);
        let tags = here.tags("001_9e977106d7cbec04.txt");
        let tags = tags["annotations"].as_array().unwrap();
        let tag = tags.iter().find(|it| it["id"] == id.trim()).unwrap();
        tag["creator"].as_str().unwrap().to_owned()
    };
    assert_eq!(creator("1", &[]), "ana");
    fs::create_dir_all(here.home.path().join("config/postil")).unwrap();
    fs::write(
        here.home.path().join("config/postil/config.toml"),
        "annotator = \"cy\"",
    )
    .unwrap();
    assert_eq!(creator("2", &[]), "cy");
    here.write("postil.toml", "annotator = \"bo\"");
    assert_eq!(creator("3", &[]), "bo");
    assert_eq!(creator("4", &["--as", "dee"]), "dee");
}

#[test]
fn exports_go_to_standard_output_or_a_file_and_never_among_the_documents() {
    let here = seeds();
    here.good(&["tag", "000", "claim", "--sentence", "1"]);
    for (format, file) in [
        ("json", "tags.json"),
        ("jsonl", "tags.jsonl"),
        ("csv", "tags.csv"),
        ("markdown", "tags.md"),
        ("html", "tags.html"),
    ] {
        let printed = here.good(&["export", "--format", format]);
        assert!(printed.contains("ee65b8998efc0b3c"), "{printed}");
        assert_eq!(
            here.good(&["export", "--format", format, "--output", "-"]),
            printed
        );
        assert_eq!(
            here.good(&["export", "--format", format, "--output", "."]),
            ""
        );
        assert_eq!(fs::read_to_string(here.path(file)).unwrap(), printed);
    }
    here.bad(
        &["export", "--format", "csv", "--output", "seeds"],
        "never written to",
    );
    here.bad(
        &[
            "export",
            "--format",
            "csv",
            "--output",
            &format!("seeds/{THIRD}"),
        ],
        "never written to",
    );
    here.bad(
        &["export", "--format", "csv", "--output", "annotations/x.csv"],
        "annotation files",
    );
    here.bad(
        &["export", "--format", "csv", "--output", "none/x.csv"],
        "make it first",
    );
    here.bad(&["export", "--format", "word"], "csv");
    assert_eq!(
        here.good(&["export", "--format", "jsonl", "--tag", "fact"]),
        ""
    );
}

#[test]
fn a_plain_folder_takes_exports_that_are_no_documents() {
    let here = empty();
    here.write("a.txt", "One. Two.");
    here.good(&["tag", "a.txt", "fact", "--sentence", "2"]);
    here.good(&["export", "--format", "csv", "--output", "tags.csv"]);
    here.bad(
        &["export", "--format", "markdown", "--output", "tags.md"],
        "never written to",
    );
    here.bad(
        &["export", "--format", "csv", "--output", "a.txt"],
        "never written to",
    );
    assert_eq!(fs::read_to_string(here.path("a.txt")).unwrap(), "One. Two.");
}

#[test]
fn check_tells_what_moved_and_what_was_lost() {
    let here = one("One. Two. Three.");
    for sentence in ["1", "2", "3"] {
        here.good(&["tag", "a.txt", "fact", "--sentence", sentence]);
    }
    here.write("seeds/a.txt", "Zero. One. Three.");
    let ran = here.run(&["check"]);
    assert_eq!(ran.code, 1);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", ran.out);
    assert!(
        lines[0].contains("a.txt.json")
            && lines[0].contains("moved: its passage is at 6:10, not at 0:4")
    );
    assert!(lines[1].contains("lost"));
    let listed = json_lines(&here.good(&["list", "--format", "jsonl"]));
    let states: Vec<_> = listed
        .iter()
        .map(|it| it["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["moved", "lost", "moved"]);
    assert_eq!(
        (
            number(&listed[0]["start"]),
            number(&listed[0]["stored"]["start"])
        ),
        (6, 0)
    );
    fs::remove_file(here.path("seeds/a.txt")).unwrap();
    here.write("seeds/b.txt", "b");
    let ran = here.run(&["check"]);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 1));
    assert!(ran.out.contains("there is no document a.txt"));
    assert_eq!(here.good(&["list"]).lines().count(), 3);
}

#[test]
fn stats_count_per_document_and_in_all() {
    let here = seeds();
    here.good(&["tag", "000", "claim", "--sentence", "1"]);
    here.good(&[
        "tag",
        "000",
        "needs-source",
        "--sentence",
        "1",
        "--as",
        "bo",
    ]);
    here.good(&["tag", "003", "fact", "--sentence", "1"]);
    let stats: Value = serde_json::from_str(&here.good(&["stats", "--json"])).unwrap();
    let total = &stats["total"];
    assert_eq!(stats["documents"].as_array().unwrap().len(), 4);
    assert_eq!((number(&total["tags"]), number(&total["judged"])), (3, 2));
    assert_eq!(number(&total["unsourced"]), 1);
    assert_eq!(number(&total["annotators"]["bo"]), 1);
    assert_eq!(number(&total["by_tag"]["claim"]), 1);
    assert!(here.good(&["stats"]).contains("annotators: ana 2, bo 1"));
}

#[test]
fn a_configured_tag_is_a_tag() {
    let here = seeds();
    let words = "[tags.rumour]\nkey = \"r\"\ncolour = \"#ff8000\"\n[tags.fact]\nkey = \"c\"\n[tags.claim]\nkey = \"f\"\n";
    here.write("postil.toml", words);
    here.good(&["tag", "000", "rumour", "--sentence", "1"]);
    here.good(&["tag", "000", "c", "--sentence", "1"]);
    let listed = here.good(&["list"]);
    assert!(
        listed.contains("rumour") && listed.contains("fact"),
        "{listed}"
    );
    here.write("postil.toml", "");
    // A tag outside the set is shown, kept, and can be asked for.
    assert_eq!(here.good(&["list", "--tag", "rumour"]).lines().count(), 1);
}
