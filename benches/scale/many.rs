//! A folder of very many small documents.

use std::time::{Duration, Instant};

use crate::PROGRAM;
use crate::corpora::RARE;
use crate::readers::is_installed;
use crate::support::desk::Desk;
use crate::support::timed::Timed;
use crate::support::view::View;
use crate::table::{Table, median};

const DOCUMENTS: usize = 10_000;
/// In how many of them the rare word stands.
const RARE_IN: usize = 10;
const ROUNDS: usize = 11;
const MOST_OF_RG: f64 = 3.0;

pub fn measure() -> bool {
    let desk = desk();
    let [mut lists, mut rg_lists, mut searches, mut rg_searches] = [(); 4].map(|()| Vec::new());
    let has_rg = is_installed("rg");
    for _ in 0..ROUNDS {
        let (list, search) = read(&desk);
        lists.push(list);
        searches.push(search);
        if has_rg {
            let (time, lines) = rg(&desk, &["--files", "iom/seeds"]);
            assert_eq!(lines, DOCUMENTS);
            rg_lists.push(time);
            let (time, lines) = rg(&desk, &["-c", RARE, "iom/seeds"]);
            assert_eq!(lines, RARE_IN);
            rg_searches.push(time);
        }
    }
    let mut table = Table::begin("10,000 documents");
    let [ours, other] = [median(&mut lists).unwrap(), median(&mut searches).unwrap()];
    let theirs = ("rg --files", median(&mut rg_lists));
    table.beside("start until all are listed", ours, theirs, Some(MOST_OF_RG));
    let theirs = ("rg -c", median(&mut rg_searches));
    table.beside("search in all of them", other, theirs, Some(MOST_OF_RG));
    table.met
}

fn desk() -> Desk {
    let desk = Desk::with_documents(PROGRAM, &[]);
    desk.has_been_here();
    for number in 0..DOCUMENTS {
        let folder = desk.documents().join(format!("{:02}", number % 100));
        std::fs::create_dir_all(&folder).unwrap();
        let rare = if number % (DOCUMENTS / RARE_IN) == 7 {
            RARE
        } else {
            "nothing rare"
        };
        let article = format!(
            "Article {number}\n\n{}\n\nIt has {rare} in it.\n",
            "It says what articles say, and it says it again. ".repeat(25)
        );
        std::fs::write(folder.join(format!("{number:05}.txt")), article).unwrap();
    }
    desk
}

/// Times until all are listed, and from there until all were searched.
fn read(desk: &Desk) -> (Duration, Duration) {
    desk.forget();
    let listed = |view: &View<'_>| {
        view.counts(DOCUMENTS, "documents") && view.shows("▸") && view.says_saved()
    };
    let (mut timed, list) = Timed::start(desk.reading(&[]), listed);
    let found = format!(" {RARE_IN} matches: {RARE}");
    let keys = format!("\\{RARE}\r");
    let (search, _) = timed.press_until(&keys, |view| view.shows(&found));
    timed.pty.send("\x1b");
    (list, search)
}

/// The time of a run, and its lines.
fn rg(desk: &Desk, arguments: &[&str]) -> (Duration, usize) {
    let begin = Instant::now();
    let output = desk.run_program("rg", arguments);
    let took = begin.elapsed();
    (
        took,
        output.stdout.iter().filter(|it| **it == b'\n').count(),
    )
}
