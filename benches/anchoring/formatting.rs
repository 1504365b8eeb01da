//! Documents in which nothing has changed but their form: every tag should stay.

use std::collections::BTreeMap;

use crate::cases::{Kind, Pair, Points};
use crate::peers::{Job, Pace, Peer};
use crate::program::{Found, Tagged};
use crate::score::{Tally, Verdict, judge};
use crate::variants::{Make, VARIANTS, Way};

/// A document in two forms.
struct Both {
    old: String,
    new: String,
    passages: Vec<Points>,
    truths: Vec<Points>,
}

/// The tallies of a row, by method.
type Row = Vec<(String, Tally)>;

pub fn measure(pairs: &[Pair], peers: &[Peer]) {
    let is_long = std::env::var_os("POSTIL_LONG").is_some();
    let in_time = |peer: &&Peer| is_long || peer.pace == Pace::Seconds;
    let peers: Vec<&Peer> = peers.iter().filter(in_time).collect();
    let mut is_first = true;
    for (name, way, make) in VARIANTS {
        let documents: Vec<Both> = pairs
            .iter()
            .filter_map(|pair| both(pair, way, make))
            .collect();
        let row = row(&documents, &peers);
        if std::mem::take(&mut is_first) {
            begin(&row);
        }
        let count = row[0].1.len();
        let cells = row.iter().map(|(_, tally)| {
            let [right, wrong] =
                [Verdict::Right, Verdict::False].map(|verdict| tally.percent(verdict));
            format!("{right:.1} / {wrong:.1}")
        });
        let cells: Vec<String> = cells.collect();
        match count {
            0 => println!("| {name} | 0 |{}", " |".repeat(cells.len())),
            _ => println!("| {name} | {count} | {} |", cells.join(" | ")),
        }
    }
}

fn begin(row: &Row) {
    let methods: Vec<&str> = row.iter().map(|(method, _)| method.as_str()).collect();
    println!(
        "\n| form alone, % right / false | cases | {} |",
        methods.join(" | ")
    );
    println!("|---|---:{}|", "|---:".repeat(row.len()));
}

/// The earlier revision in two forms; none where they are the same.
fn both(pair: &Pair, way: Way, make: Make) -> Option<Both> {
    let variant = make(&pair.old);
    if variant.text == pair.old {
        return None;
    }
    let passages: Vec<Points> = pair.cases.iter().map(|case| case.old.clone()).collect();
    let images = passages.iter().map(|at| variant.image(at)).collect();
    let (here, there) = ((pair.old.clone(), passages), (variant.text, images));
    let ((old, passages), (new, truths)) = match way {
        Way::There => (here, there),
        Way::Back => (there, here),
    };
    Some(Both {
        old,
        new,
        passages,
        truths,
    })
}

fn row(documents: &[Both], peers: &[&Peer]) -> Row {
    let mut with_snapshot = Tally::default();
    let mut without_snapshot = Tally::default();
    for document in documents {
        let tagged = Tagged::new(&document.old, &document.passages);
        tagged.replace(&document.new);
        add(&mut with_snapshot, document, &places(tagged.list()));
        tagged.forget();
        add(&mut without_snapshot, document, &places(tagged.list()));
    }
    let mut row = vec![
        ("postil".to_owned(), with_snapshot),
        ("postil, no state folder".to_owned(), without_snapshot),
    ];
    let jobs: Vec<Job> = documents
        .iter()
        .map(|document| Job::new(&document.old, &document.new, &document.passages))
        .collect();
    for peer in peers {
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        for (method, all) in peer.find(&jobs) {
            let tally = tallies.entry(method).or_default();
            for (document, places) in documents.iter().zip(all) {
                add(tally, document, &places);
            }
        }
        row.extend(tallies);
    }
    row
}

fn places(found: Vec<Found>) -> Vec<Option<Points>> {
    found.into_iter().map(|found| found.at).collect()
}

fn add(tally: &mut Tally, document: &Both, places: &[Option<Points>]) {
    for (truth, place) in document.truths.iter().zip(places) {
        tally.add(Kind::Kept, judge(Kind::Kept, Some(truth), place.as_ref()));
    }
}
