//! How many keys a task takes: the table that the screen is held to.
//!
//! Words that somebody types (a source, a search) are not counted; the keys around them are.

use postil::annotation::AnnotationSet;
use postil::app::{Effect, FormatChoice, Mode, Settings};
use postil::formats::Format;

use super::fixture::Reader;
use super::matches;

const IOM: &str = include_str!("../../seeds/003_b5f3d605578c6aa0.txt");

/// A reader whose keys are counted.
struct Counting {
    reader: Reader,
    keys: usize,
}

impl Counting {
    fn new(texts: &[&str]) -> Self {
        Self::with(Reader::new(texts))
    }

    fn with(reader: Reader) -> Self {
        Self { reader, keys: 0 }
    }

    /// Presses keys, which count: `<Enter>` is one.
    fn press(&mut self, keys: &[&str]) {
        self.keys += keys.len();
        for key in keys {
            self.reader.press(key);
        }
    }

    /// What the task begins with, and words that are typed.
    fn uncounted(&mut self, keys: &str) {
        self.reader.press(keys);
    }
}

fn tag_and_go_on() -> usize {
    let mut hand = Counting::new(&[IOM]);
    let before = hand.reader.selection();
    hand.press(&["C"]);
    assert_eq!(hand.reader.tags().len(), 1);
    assert_ne!(hand.reader.selection(), before);
    hand.keys
}

fn change_the_kind() -> usize {
    let mut hand = Counting::new(&[IOM]);
    hand.uncounted("caA note<Esc>SA book<Enter>");
    hand.press(&["f"]);
    let set = hand.reader.model.open_document().unwrap().set();
    let tag = set.iter().next().expect("there is a tag");
    assert_eq!((tag.tag.as_str(), tag.note.as_str()), ("fact", "A note"));
    assert_eq!((tag.sources.len(), set.len()), (1, 1));
    hand.keys
}

/// The phrase with the longest labels that the screen has.
fn any_phrase() -> usize {
    let mut hand = Counting::new(&[IOM]);
    // Where the screen is full of words.
    hand.uncounted("<PgDn>");
    hand.press(&["W"]);
    for is_last in [false, true] {
        let Mode::Hints(hints) = &hand.reader.model.mode else {
            panic!("no labels");
        };
        assert!(hints.hints.len() > 100, "the screen is full of words");
        let hint = match is_last {
            true => hints.hints.last(),
            false => hints.hints.first(),
        };
        let letters = hint.expect("words are in view").letters.clone();
        hand.keys += letters.len();
        hand.uncounted(&letters);
    }
    hand.press(&["o"]);
    assert_eq!(hand.reader.tags().len(), 1);
    hand.keys
}

fn ten_matches_over_documents() -> usize {
    let mut hand = Counting::with(matches::owls());
    matches::search(&mut hand.reader, "\\owl<Enter>");
    hand.press(&["<Enter>"]);
    for _ in 0..9 {
        hand.press(&["c", "<Ctrl-n>"]);
    }
    hand.press(&["c"]);
    let sets = hand.reader.model.documents.all().iter();
    let tags = sets.filter_map(|document| document.set());
    assert_eq!(tags.map(AnnotationSet::len).sum::<usize>(), 10);
    hand.keys
}

/// Moving only, from one document into the next.
fn go_through_28_unsourced() -> usize {
    let mut hand = Counting::new(&[IOM, IOM]);
    for document in ["K", "J"] {
        hand.uncounted(document);
        for _ in 0..14 {
            hand.uncounted("NON");
        }
    }
    hand.uncounted("Kg");
    let mut seen = Vec::new();
    while seen.len() < 28 {
        hand.press(&[","]);
        let place = hand.reader.model.documents.open.zip(
            hand.reader
                .model
                .open_document()
                .map(|opened| opened.cursor.range().start()),
        );
        seen.push(place.expect("a document is open"));
        assert!(hand.keys <= 40, "it leads nowhere");
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 28);
    hand.keys
}

fn correct_a_source() -> usize {
    let mut hand = Counting::new(&[IOM]);
    hand.uncounted("cSone<Enter>");
    hand.press(&["S", "<Enter>"]);
    hand.uncounted(" more");
    hand.press(&["<Enter>"]);
    let set = hand.reader.model.open_document().unwrap().set();
    let tag = set.iter().next().expect("there is a tag");
    assert!(format!("{:?}", tag.sources[0]).contains("one more"));
    hand.keys
}

fn export_markdown() -> usize {
    let formats = Format::written().map(|format| FormatChoice {
        name: format.name.to_owned(),
        extension: (*format.extensions.first().unwrap_or(&"txt")).to_owned(),
        description: format.description.to_owned(),
        cannot_carry: String::new(),
    });
    let settings = Settings {
        formats: formats.collect(),
        ..Settings::default()
    };
    let mut hand = Counting::with(Reader::with(&[IOM], settings, (140, 40)));
    hand.uncounted("c");
    hand.press(&["e", "m", "<Enter>", "<Enter>"]);
    let last = hand.reader.effects.last();
    let exports = matches!(last, Some(Effect::Export(request)) if request.file.ends_with(".md"));
    assert!(exports, "{last:?}");
    hand.keys
}

/// A task, the keys that it may take, and how it is done.
type Row = (&'static str, usize, fn() -> usize);

#[test]
fn each_task_takes_no_more_keys_than_the_table_allows() {
    let table: &[Row] = &[
        ("tag a sentence and go on", 1, tag_and_go_on),
        (
            "change a tag's kind, keeping note and sources",
            1,
            change_the_kind,
        ),
        ("tag any phrase on the screen", 7, any_phrase),
        (
            "tag ten matches of a word, one after another",
            20,
            ten_matches_over_documents,
        ),
        (
            "go through 28 unsourced passages",
            28,
            go_through_28_unsourced,
        ),
        ("correct a source", 3, correct_a_source),
        ("export Markdown", 4, export_markdown),
    ];
    for (task, most, run) in table {
        let keys = run();
        println!("{keys:>3} keys ({most} at most): {task}");
        assert!(keys <= *most, "{task}: {keys} keys, {most} at most");
    }
}
