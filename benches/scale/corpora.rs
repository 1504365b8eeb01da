//! The documents: numbered lines of words by a seed, one rare word near the end.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use crate::PROGRAM;
use crate::readers::Reader;
use crate::support::chance::Chance;
use crate::support::corpus;
use crate::support::desk::Desk;
use crate::support::hand::TEXT;
use crate::support::timed::Timed;
use crate::support::view::View;

/// Stands once in each document, at ninety-nine hundredths of it.
pub const RARE: &str = "zyzzogeton";
pub const MB: usize = 1 << 20;
/// The annotations of the document that has some.
pub const TAGS: usize = 100_000;

const SEED: u64 = 4;
const WORDS: [&str; 16] = [
    "the", "report", "says", "that", "people", "crossed", "a", "border", "in", "spring", "and",
    "many", "were", "counted", "by", "offices",
];

/// A document, and what is known of it.
pub struct Document {
    pub name: &'static str,
    /// Its size in words.
    pub size: &'static str,
    pub lines: usize,
    pub is_tagged: bool,
}

/// The documents, in a workspace; and in another the one with annotations, so that
/// reading those is felt with it alone.
pub struct Corpus {
    desk: Desk,
    tagged_desk: Desk,
    /// The same kind of text in growing sizes.
    pub documents: Vec<Document>,
    /// As large as the second of them.
    pub one_line: Document,
    /// The same, with annotations.
    pub tagged: Document,
}

impl Corpus {
    pub fn make(is_long: bool) -> Self {
        let [desk, tagged_desk] = [(); 2].map(|()| Desk::with_documents(PROGRAM, &[]));
        desk.has_been_here();
        tagged_desk.has_been_here();
        let mut sizes = vec![("a1.txt", "1 MB", MB), ("b100.txt", "100 MB", 100 * MB)];
        if is_long {
            sizes.push(("c1000.txt", "1 GB", 1024 * MB));
        }
        let make = |name, size, bytes, end| Document {
            name,
            size,
            lines: write(&desk.documents().join(name), bytes, end),
            is_tagged: false,
        };
        let documents = sizes.into_iter().map(|it| make(it.0, it.1, it.2, '\n'));
        let documents: Vec<_> = documents.collect();
        let one_line = make("line.txt", "one line of 100 MB", 100 * MB, ' ');
        let tagged = Document {
            is_tagged: true,
            ..documents[1]
        };
        let from = desk.documents().join(tagged.name);
        fs::copy(from, tagged_desk.documents().join(tagged.name)).unwrap();
        tag(&tagged_desk, tagged.name);
        Self {
            desk,
            tagged_desk,
            documents,
            one_line,
            tagged,
        }
    }

    pub fn largest(&self) -> &Document {
        self.documents.last().unwrap()
    }

    /// Where a document is, from the folder that programs are started in.
    pub fn path(document: &Document) -> String {
        format!("iom/seeds/{}", document.name)
    }

    /// Opens a document as one that was not read before; answers when it was painted.
    pub fn open(&self, reader: &Reader, document: &Document) -> (Timed, Duration) {
        let desk = if document.is_tagged {
            &self.tagged_desk
        } else {
            &self.desk
        };
        desk.forget();
        let path = Self::path(document);
        let mut arguments = reader.arguments.to_vec();
        arguments.push(&path);
        let command = desk.command(reader.program, &arguments);
        Timed::start(command, |view| {
            (reader.is_painted)(view, document.name) && is_at_top(view)
        })
    }

    pub fn desk(&self) -> &Desk {
        &self.desk
    }
}

/// Writes a document; answers its lines.
fn write(path: &Path, bytes: usize, end: char) -> usize {
    let mut file = BufWriter::with_capacity(MB, File::create(path).unwrap());
    let mut chance = Chance(SEED);
    let (mut number, mut written, mut is_rare) = (0, 0, false);
    let mut line = String::new();
    while written < bytes {
        line.clear();
        line.push_str(&format!("L{number:09}"));
        for place in 0..12 {
            line.push(' ');
            if place == 6 && !is_rare && written > bytes / 100 * 99 {
                is_rare = true;
                line.push_str(RARE);
            }
            line.push_str(WORDS[chance.below(WORDS.len())]);
        }
        line.push('.');
        line.push(end);
        file.write_all(line.as_bytes()).unwrap();
        written += line.len();
        number += 1;
    }
    file.flush().unwrap();
    number
}

/// Spreads annotations of forty letters evenly over a document.
fn tag(desk: &Desk, name: &str) {
    let text = desk.text(name);
    let step = (text.len() - 64) / TAGS;
    let places: Vec<_> = (0..TAGS)
        .map(|number| (number, number * step, number * step + 40))
        .collect();
    let folder = desk.root().join("annotations");
    fs::create_dir_all(&folder).unwrap();
    let file = corpus::tags(name, &text, &places);
    fs::write(folder.join(format!("{name}.json")), file).unwrap();
}

/// The numbers of the lines that begin on the screen, but not in its last row.
pub fn numbers(view: &View<'_>) -> Vec<usize> {
    let rows = (0..view.size().1 - 1).filter_map(|row| {
        // A reader of one pane begins at the edge.
        number(&view.part(row, TEXT)).or_else(|| number(&view.part(row, 0..10)))
    });
    rows.collect()
}

/// Whether the first line begins on the screen.
fn is_at_top(view: &View<'_>) -> bool {
    numbers(view).contains(&0) || number(&view.part(0, 0..10)) == Some(0)
}

/// The number at the first `L` that one follows.
fn number(row: &str) -> Option<usize> {
    row.split('L')
        .skip(1)
        .find_map(|it| it.get(..9)?.parse().ok())
}
