//! From a key to its finished screen, also while the document is being counted.

use std::time::Duration;

use crate::corpora::{Corpus, Document, TAGS};
use crate::readers::{LESS, POSTIL, Reader, STREAMPAGER};
use crate::support::bytes::{Piece, pieces};
use crate::support::pty::Pty;
use crate::support::timed::{Pressed, milliseconds, quantile};
use crate::table::Table;

const ROUNDS: usize = 5;
/// Presses of each key in a round.
const PRESSES: usize = 30;
/// Line down is `j`: of ours the next sentence, and each line is one.
const KEYS: [(&str, &str); 2] = [("line down", "j"), ("page down", " ")];

const MOST_OF_A_PEER: f64 = 1.0;
const MOST_IN_ONE_LINE: f64 = 1.5;
const MOST_OF_A_KEY: f64 = 16.0;
const MOST_WITH_TAGS: f64 = 1.1;
const MOST_BYTES_OF_A_LINE: f64 = 1.0;
const MOST_BYTES_OF_A_PAGE: f64 = 1.2;
/// Colour sequences for each character that is sent.
const MOST_COLOURS: f64 = 0.25;

/// What one reader's presses of one key took.
#[derive(Default)]
struct Figures {
    times: Vec<Duration>,
    bytes: Vec<usize>,
    characters: usize,
    colours: usize,
}

impl Figures {
    fn add(&mut self, pressed: &Pressed) {
        self.times.push(pressed.took);
        self.bytes.push(pressed.bytes.len());
    }

    /// Of output that is whole frames.
    fn count_colours(&mut self, pressed: &Pressed) {
        for piece in pieces(&pressed.bytes) {
            match piece {
                Piece::Words(words) => self.characters += words.chars().count(),
                Piece::Csi(_, 'm') => self.colours += 1,
                _ => {}
            }
        }
    }

    fn time(&mut self, share: f64) -> Option<f64> {
        let told = !self.times.is_empty();
        told.then(|| milliseconds(quantile(&mut self.times, share)))
    }

    fn byte(&mut self) -> Option<f64> {
        let bytes = &mut self.bytes;
        let told = !bytes.is_empty();
        told.then(|| f64::from(u32::try_from(quantile(bytes, 0.5)).unwrap()))
    }
}

/// Of one key on one document.
struct Kind {
    what: String,
    counting: Figures,
    after: Figures,
    less: Figures,
    streampager: Figures,
}

pub fn measure(corpus: &Corpus) -> bool {
    let documents = corpus.documents.iter().chain([&corpus.one_line]);
    let mut kinds: Vec<_> = documents
        .flat_map(|document| {
            let is_one_line = document.name == corpus.one_line.name;
            let kinds = KEYS.map(|key| press_all(corpus, document, key));
            kinds.map(|it| (it, is_one_line))
        })
        .collect();
    println!("\n| key to finished screen | keys | p50 | p99 | max | bytes, p50 |");
    println!("|---|---:|---:|---:|---:|---:|");
    for (kind, _) in &mut kinds {
        let what = &kind.what;
        row(&format!("{what}, being counted"), &mut kind.counting);
        row(&format!("{what}, counted"), &mut kind.after);
        row(&format!("{what}: {}", LESS.name), &mut kind.less);
        row(
            &format!("{what}: {}", STREAMPAGER.name),
            &mut kind.streampager,
        );
    }
    let mut table = Table::begin("key to finished screen");
    for (kind, is_one_line) in &mut kinds {
        judge(&mut table, kind, *is_one_line);
    }
    table.met
}

fn row(name: &str, figures: &mut Figures) {
    let [half, most, max] = [0.5, 0.99, 1.0].map(|it| figures.time(it));
    if let Some(((half, most), max)) = half.zip(most).zip(max) {
        let bytes = figures.byte().unwrap_or_default();
        let keys = figures.times.len();
        println!("| {name} | {keys} | {half:.2} | {most:.2} | {max:.2} | {bytes:.0} |");
    }
}

fn judge(table: &mut Table, kind: &mut Kind, is_one_line: bool) {
    let what = kind.what.clone();
    let less = (LESS.name, kind.less.time(0.5));
    let streampager = (STREAMPAGER.name, kind.streampager.time(0.5));
    let ours = kind.after.time(0.5).unwrap();
    if is_one_line {
        table.beside(&what, ours, less, Some(MOST_IN_ONE_LINE));
    } else {
        table.beside(&what, ours, less, Some(MOST_OF_A_PEER));
        table.beside(&what, ours, streampager, Some(MOST_OF_A_PEER));
    }
    if let Some(max) = kind.counting.time(1.0) {
        let what = format!("{what}, being counted: the slowest");
        table.limit(&what, max, MOST_OF_A_KEY);
    }
    let max = kind.after.time(1.0).unwrap();
    table.limit(&format!("{what}: the slowest"), max, MOST_OF_A_KEY);
    if is_one_line {
        return;
    }
    let bytes = kind.after.byte().unwrap();
    let words = format!("{what}: bytes");
    if what.starts_with(KEYS[0].0) {
        let theirs = (STREAMPAGER.name, kind.streampager.byte());
        table.beside(&words, bytes, theirs, Some(MOST_BYTES_OF_A_LINE));
    } else {
        let theirs = (LESS.name, kind.less.byte());
        table.beside(&words, bytes, theirs, Some(MOST_BYTES_OF_A_PAGE));
        let count = |it: usize| f64::from(u32::try_from(it).unwrap());
        let colours = count(kind.after.colours) / count(kind.after.characters);
        let what = format!("{what}: colour sequences a character");
        table.limit(&what, colours, MOST_COLOURS);
    }
}

/// Presses a key in all readers, in turn.
fn press_all(corpus: &Corpus, document: &Document, (name, key): (&str, &str)) -> Kind {
    let mut kind = Kind {
        what: format!("{name}, {}", document.size),
        counting: Figures::default(),
        after: Figures::default(),
        less: Figures::default(),
        streampager: Figures::default(),
    };
    for _ in 0..ROUNDS {
        let mut pty = corpus.open(&POSTIL, document).0.pty;
        for _ in 0..PRESSES {
            if !is_counting(&pty) {
                break;
            }
            if let Some(pressed) = pty.press(key) {
                kind.counting.add(&pressed);
            }
        }
        wait_until_counted(&mut pty);
        press(&POSTIL, &mut pty, key, &mut kind.after);
        for (reader, figures) in [
            (&LESS, &mut kind.less),
            (&STREAMPAGER, &mut kind.streampager),
        ] {
            // Streampager stops at the beginning of one long line.
            let shows = document.name != corpus.one_line.name || reader.name == LESS.name;
            if shows && reader.is_installed() {
                let mut pty = corpus.open(reader, document).0.pty;
                press(reader, &mut pty, key, figures);
            }
        }
    }
    kind
}

fn press(reader: &Reader, pty: &mut Pty, key: &str, figures: &mut Figures) {
    for _ in 0..PRESSES {
        if let Some(pressed) = reader.press(pty, key) {
            figures.add(&pressed);
            if reader.name == POSTIL.name {
                figures.count_colours(&pressed);
            }
        }
    }
}

fn is_counting(pty: &Pty) -> bool {
    pty.view().status().contains("counting")
}

/// Takes as long as it takes: a gigabyte on a busy machine.
pub fn wait_until_counted(pty: &mut Pty) {
    while is_counting(pty) {
        pty.is_silent_for(Duration::from_millis(500));
    }
}

/// The same keys among very many tags, and without any.
pub fn measure_tagged(corpus: &Corpus) -> bool {
    let mut table = Table::begin("key among 100,000 tags, 100 MB");
    let plain = &corpus.documents[1];
    for (name, key) in KEYS {
        let mut figures = [Figures::default(), Figures::default()];
        for _ in 0..ROUNDS {
            for (document, figures) in [&corpus.tagged, plain].iter().zip(&mut figures) {
                let mut pty = corpus.open(&POSTIL, document).0.pty;
                let has_tags = document.is_tagged;
                pty.wait_for("all tags", |view| !has_tags || view.counts(TAGS, "tags"));
                wait_until_counted(&mut pty);
                press(&POSTIL, &mut pty, key, figures);
            }
        }
        let [tagged, plain] = &mut figures;
        let ours = tagged.time(0.5).unwrap();
        table.beside(name, ours, ("none", plain.time(0.5)), Some(MOST_WITH_TAGS));
        let what = format!("{name}: the slowest");
        table.limit(&what, tagged.time(1.0).unwrap(), MOST_OF_A_KEY);
    }
    table.met
}
