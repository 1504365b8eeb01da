//! The cases of a folder: passages of a revision, and where they stand in a later one.
//!
//! Must not know: who looks for them.

use std::fs;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

/// A place in a document in Unicode code points, the end exclusive.
pub type Points = Range<usize>;

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The same words stand there.
    Kept,
    /// At least half of the words live on.
    Modified,
    /// The same words, and somewhere else.
    Moved,
    Deleted,
}

/// One passage.
pub struct Case {
    pub kind: Kind,
    pub old: Points,
    /// Where it stands in the later revision; none where it was deleted.
    pub truth: Option<Points>,
}

/// Two revisions of a document.
pub struct Pair {
    pub name: String,
    pub old: String,
    pub new: String,
    pub cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Line {
    pair: String,
    old_file: String,
    new_file: String,
    start: usize,
    end: usize,
    quote: String,
    kind: Kind,
    truth: Truth,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Truth {
    At(usize, usize),
    /// The word `deleted`.
    Word(String),
}

/// Reads a folder of cases.
pub fn read(folder: &Path) -> Vec<Pair> {
    let file = folder.join("cases.jsonl");
    let lines = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file:?}: {error}"));
    let mut pairs: Vec<Pair> = Vec::new();
    for line in lines.lines() {
        let line: Line = serde_json::from_str(line).unwrap();
        let index = pairs.iter().position(|pair| pair.name == line.pair);
        let index = index.unwrap_or_else(|| {
            let revision = |name: &str| fs::read_to_string(folder.join("revisions").join(name));
            pairs.push(Pair {
                name: line.pair.clone(),
                old: revision(&line.old_file).unwrap(),
                new: revision(&line.new_file).unwrap(),
                cases: Vec::new(),
            });
            pairs.len() - 1
        });
        let old = line.start..line.end;
        let quote = Indexed::new(&pairs[index].old).slice(&old).to_owned();
        assert_eq!(quote, line.quote, "a quote of {}", line.pair);
        pairs[index].cases.push(Case {
            kind: line.kind,
            old,
            truth: match line.truth {
                Truth::At(start, end) => Some(start..end),
                Truth::Word(word) => {
                    assert_eq!(word, "deleted");
                    None
                }
            },
        });
    }
    pairs
}

/// A text that is cut by code points.
pub struct Indexed<'a> {
    text: &'a str,
    /// The byte at which each code point begins, and the length.
    bytes: Vec<usize>,
}

impl<'a> Indexed<'a> {
    pub fn new(text: &'a str) -> Self {
        let bytes = text.char_indices().map(|(byte, _)| byte);
        let bytes = bytes.chain([text.len()]).collect();
        Self { text, bytes }
    }

    /// The length in code points.
    pub fn len(&self) -> usize {
        self.bytes.len() - 1
    }

    pub fn slice(&self, at: &Points) -> &'a str {
        &self.text[self.bytes[at.start]..self.bytes[at.end]]
    }
}
