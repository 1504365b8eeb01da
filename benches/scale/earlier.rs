//! This build beside another one, for a change that must not make anything slower:
//! `POSTIL_EARLIER=path/to/postil cargo bench --bench scale -- earlier`.

use std::time::Duration;

use crate::PROGRAM;
use crate::corpora::{Corpus, Document, MB, RARE, TAGS};
use crate::keys::wait_until_counted;
use crate::readers::{POSTIL, Reader};
use crate::support::corpus;
use crate::support::desk::Desk;
use crate::support::process::peak_memory;
use crate::support::timed::Timed;
use crate::support::view::View;
use crate::table::{Table, median};

const ROUNDS: usize = 15;
const PRESSES: usize = 200;
/// More would be felt, less is noise.
const MOST: f64 = 1.05;
const FEW_TAGS: usize = 1_000;

/// The two builds in turn, so that what else the machine does falls on both alike.
struct Two([Reader; 2]);

impl Two {
    /// The medians of what is measured of both.
    fn medians(
        &self,
        rounds: usize,
        mut measure: impl FnMut(&Reader) -> Vec<Duration>,
    ) -> [f64; 2] {
        let mut times = [Vec::new(), Vec::new()];
        for round in 0..rounds {
            let mut order = [0, 1];
            order.rotate_left(round % 2);
            for which in order {
                times[which].extend(measure(&self.0[which]));
            }
        }
        times.map(|mut times| median(&mut times).unwrap_or_default())
    }
}

/// Prints the table; without another build there is nothing to compare.
pub fn measure(corpus: &Corpus) -> bool {
    let Some(program) = std::env::var("POSTIL_EARLIER").ok() else {
        return true;
    };
    let earlier = Reader {
        name: "earlier",
        program: Box::leak(program.into_boxed_str()),
        ..POSTIL
    };
    let two = Two([
        Reader {
            program: PROGRAM,
            ..POSTIL
        },
        earlier,
    ]);
    let mut table = Table::begin("this build beside an earlier one");
    let mut row = |what: &str, [ours, theirs]: [f64; 2]| {
        table.beside(what, ours, ("earlier", Some(theirs)), Some(MOST));
    };
    let documents = [&corpus.documents[0], &corpus.documents[1], &corpus.tagged];
    for document in documents {
        let of = name(document);
        let start = two.medians(ROUNDS, |reader| vec![corpus.open(reader, document).1]);
        row(&format!("start, {of}"), start);
    }
    for document in documents {
        for (what, key) in [("line down", "j"), ("page down", " ")] {
            let times = two.medians(ROUNDS, |reader| {
                press(opened(corpus, reader, document), key)
            });
            row(&format!("{what}, {}", name(document)), times);
        }
    }
    let desk = few_tags();
    let times = two.medians(6 * ROUNDS, |reader| press(open_few(&desk, reader), "F"));
    row(&format!("tag and go on, {FEW_TAGS} tags"), times);
    let times = two.medians(ROUNDS, |reader| {
        press(opened(corpus, reader, &corpus.tagged), "F")
    });
    row(&format!("tag and go on, {TAGS} tags"), times);
    let document = &corpus.documents[1];
    let times = two.medians(10 * ROUNDS, |reader| {
        let mut timed = opened(corpus, reader, document);
        vec![timed.press_until(&format!("/{RARE}\r"), shows_rare).0]
    });
    row("search for a rare word, 100 MB", times);
    for document in &documents[1..] {
        let peaks = [0, 1].map(|which| peak(corpus, &two.0[which], document));
        if let [Some(ours), Some(theirs)] = peaks {
            row(
                &format!("peak memory in MB, {}", name(document)),
                [ours, theirs],
            );
        }
    }
    table.met
}

fn name(document: &Document) -> String {
    let tags = if document.is_tagged {
        ", 100,000 tags"
    } else {
        ""
    };
    format!("{}{tags}", document.size)
}

/// Opens a document and waits until all is known of it.
fn opened(corpus: &Corpus, reader: &Reader, document: &Document) -> Timed {
    let mut timed = corpus.open(reader, document).0;
    let is_tagged = document.is_tagged;
    timed
        .pty
        .wait_for("all tags", |view| !is_tagged || view.counts(TAGS, "tags"));
    wait_until_counted(&mut timed.pty);
    timed
}

fn press(mut timed: Timed, key: &str) -> Vec<Duration> {
    let presses = (0..PRESSES).filter_map(|_| timed.pty.press(key));
    presses.map(|pressed| pressed.took).collect()
}

/// A document of 1 MB with some tags.
fn few_tags() -> Desk {
    let sentence = "It is said that many people crossed a border in spring, and so it goes. ";
    let text = sentence.repeat(MB / sentence.len());
    let desk = Desk::with_documents(PROGRAM, &[("few.txt", text.as_bytes())]);
    desk.has_been_here();
    let step = sentence.len() * 8;
    let places: Vec<_> = (0..FEW_TAGS)
        .map(|number| (number, number * step, number * step + 40))
        .collect();
    let folder = desk.root().join("annotations");
    std::fs::create_dir_all(&folder).unwrap();
    let file = corpus::tags("few.txt", &text, &places);
    std::fs::write(folder.join("few.txt.json"), file).unwrap();
    desk
}

fn open_few(desk: &Desk, reader: &Reader) -> Timed {
    desk.forget();
    let command = desk.command(reader.program, &["iom/seeds/few.txt"]);
    let mut timed = Timed::start(command, |view| (reader.is_painted)(view, "few.txt")).0;
    wait_until_counted(&mut timed.pty);
    timed
}

fn shows_rare(view: &View<'_>) -> bool {
    // In the last row it is what was typed.
    (0..view.size().1 - 1).any(|row| view.row(row).contains(RARE))
}

/// The peak after pages, the end and the beginning.
fn peak(corpus: &Corpus, reader: &Reader, document: &Document) -> Option<f64> {
    let mut timed = opened(corpus, reader, document);
    for _ in 0..PRESSES {
        timed.pty.press(" ");
    }
    timed.pty.press("G");
    timed.pty.press("g");
    let kilobytes = u32::try_from(peak_memory(timed.pty.id())? / 1024).ok()?;
    Some(f64::from(kilobytes) / 1024.0)
}
