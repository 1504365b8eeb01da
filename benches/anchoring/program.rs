//! The built program: tags passages of a document, and says where they stand in the one
//! that has come in its place.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Output;

use serde::{Deserialize, Serialize};

use crate::PROGRAM;
use crate::cases::{Indexed, Points};
use crate::support::desk::Desk;

const NAME: &str = "a.txt";
/// The document, as seen from the folder in which the program is started.
const DOCUMENT: &str = "iom/seeds/a.txt";
const WORKSPACE: &str = "iom";
/// How much context the annotation file holds, in code points.
const CONTEXT: usize = 32;
const WHEN: &str = "2026-11-22T10:00:00Z";

/// What the program says of a tag.
#[derive(Clone)]
pub struct Found {
    pub state: String,
    /// None where it is lost.
    pub at: Option<Points>,
}

/// An annotation as the file has it.
#[derive(Serialize)]
struct Annotation<'a> {
    id: String,
    tag: &'a str,
    start: usize,
    end: usize,
    quote: &'a str,
    prefix: &'a str,
    suffix: &'a str,
    creator: &'a str,
    created: &'a str,
    modified: &'a str,
}

#[derive(Deserialize)]
struct Listed {
    id: String,
    state: String,
    start: Option<usize>,
    end: Option<usize>,
}

/// A workspace of one document with its tags.
pub struct Tagged {
    desk: Desk,
    /// Of the tags in the order of the passages.
    ids: Vec<String>,
}

impl Tagged {
    /// Tags passages, and sees to it that all of them are found where they are.
    ///
    /// The first one is tagged by the program, which so keeps what it keeps of a
    /// document; the others are written into the annotation file.
    pub fn new(document: &str, passages: &[Points]) -> Self {
        let desk = Desk::with_documents(PROGRAM, &[(NAME, document.as_bytes())]);
        let range = format!("{}:{}", passages[0].start, passages[0].end);
        let words = ["tag", DOCUMENT, "claim", "--range", &range, "--as", "ana"];
        expect_success(&desk.run(&words));
        let mut tagged = Self {
            desk,
            ids: Vec::new(),
        };
        tagged.write(document, passages);
        for (found, passage) in tagged.list().iter().zip(passages) {
            assert_eq!(found.state, "exact", "a tag of the document as it was");
            assert_eq!(found.at.as_ref(), Some(passage));
        }
        tagged
    }

    /// Writes the other passages into the annotation file.
    fn write(&mut self, document: &str, passages: &[Points]) {
        let file = self.desk.annotation_file(NAME);
        let first = file["annotations"][0]["id"].as_str().unwrap();
        let text = Indexed::new(document);
        let mut annotations: Vec<Annotation> = Vec::new();
        for (number, passage) in passages.iter().enumerate() {
            let id = match number {
                0 => first.to_owned(),
                _ => format!("019ab000-0000-7000-8000-{number:012x}"),
            };
            self.ids.push(id.clone());
            annotations.push(annotation(id, &text, passage));
        }
        annotations.sort_by(|one, other| {
            let key = |tag: &Annotation| (tag.start, tag.end);
            key(one).cmp(&key(other)).then(one.id.cmp(&other.id))
        });
        let lines: Vec<String> = annotations
            .iter()
            .map(|tag| format!("    {}", serde_json::to_string(tag).unwrap()))
            .collect();
        let content = format!(
            "{{\n  \"format\": \"postil\",\n  \"version\": 1,\n  \"document\": {},\n  \
             \"annotations\": [\n{}\n  ]\n}}\n",
            file["document"],
            lines.join(",\n")
        );
        let path = self.desk.root().join(format!("annotations/{NAME}.json"));
        fs::write(path, content).unwrap();
    }

    /// Puts another document in the place of the one that was tagged.
    pub fn replace(&self, document: &str) {
        fs::write(self.path(), document).unwrap();
    }

    /// Takes away what the program has kept for itself.
    pub fn forget(&self) {
        self.desk.forget();
    }

    fn path(&self) -> PathBuf {
        self.desk.documents().join(NAME)
    }

    /// Runs `list`.
    pub fn run(&self) -> Output {
        let output = self.desk.run(&["list", WORKSPACE, "--format", "jsonl"]);
        expect_success(&output);
        output
    }

    /// What `list` says of each passage.
    pub fn list(&self) -> Vec<Found> {
        self.told(&self.run())
    }

    /// What a run of `list` has said of each passage.
    pub fn told(&self, output: &Output) -> Vec<Found> {
        let lines = str::from_utf8(&output.stdout).unwrap().lines();
        let mut all: BTreeMap<String, Found> = lines.map(found).collect();
        let told = self.ids.iter().map(|id| all.remove(id));
        told.map(|found| found.expect("each tag is listed"))
            .collect()
    }
}

fn annotation<'a>(id: String, text: &Indexed<'a>, passage: &Points) -> Annotation<'a> {
    let before = passage.start.saturating_sub(CONTEXT)..passage.start;
    let after = passage.end..text.len().min(passage.end + CONTEXT);
    Annotation {
        id,
        tag: "claim",
        start: passage.start,
        end: passage.end,
        quote: text.slice(passage),
        prefix: text.slice(&before),
        suffix: text.slice(&after),
        creator: "ana",
        created: WHEN,
        modified: WHEN,
    }
}

/// A line of `list`, by its id.
fn found(line: &str) -> (String, Found) {
    let listed: Listed = serde_json::from_str(line).unwrap();
    let at = match listed.state.as_str() {
        "lost" => None,
        _ => listed.start.zip(listed.end).map(|(start, end)| start..end),
    };
    let state = listed.state;
    (listed.id, Found { state, at })
}

fn expect_success(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}
