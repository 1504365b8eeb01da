//! Memory on the largest document, and what happens while nothing does.

use std::time::Duration;

use crate::corpora::{Corpus, MB, RARE};
use crate::keys::wait_until_counted;
use crate::readers::{POSTIL, Reader, STREAMPAGER};
use crate::support::process::peak_memory;
use crate::support::view::View;
use crate::table::Table;

const REST: Duration = Duration::from_secs(5);
const PAGES: usize = 50;
const MOST_OF_STREAMPAGER: f64 = 1.0;

pub fn measure(corpus: &Corpus) -> bool {
    let size = corpus.largest().size;
    let mut table = Table::begin(&format!("memory and rest, {size}"));
    let ours = peaks(corpus, &POSTIL);
    let theirs = STREAMPAGER
        .is_installed()
        .then(|| peaks(corpus, &STREAMPAGER));
    for (index, what) in ["read", "searched"].into_iter().enumerate() {
        let what = format!("peak memory, {what}, MB");
        match ours[index] {
            Some(ours) => {
                let theirs = (STREAMPAGER.name, theirs.and_then(|it| it[index]));
                table.beside(&what, ours, theirs, Some(MOST_OF_STREAMPAGER));
            }
            None => table.untold(&what),
        }
    }
    let mut pty = corpus.open(&POSTIL, corpus.largest()).0.pty;
    wait_until_counted(&mut pty);
    let (bytes, woken) = pty.rest(REST);
    let seconds = REST.as_secs();
    let bytes = f64::from(u32::try_from(bytes).unwrap());
    table.limit(&format!("bytes to the terminal in {seconds} s"), bytes, 0.0);
    let what = format!("wake-ups of all threads in {seconds} s");
    match woken {
        Some(woken) => table.limit(&what, f64::from(u32::try_from(woken).unwrap()), 0.0),
        None => table.untold(&what),
    }
    table.met
}

/// The peak after pages, the end and the beginning; and after a search.
fn peaks(corpus: &Corpus, reader: &Reader) -> [Option<f64>; 2] {
    let mut timed = corpus.open(reader, corpus.largest()).0;
    for _ in 0..PAGES {
        reader.press(&mut timed.pty, " ");
    }
    reader.press(&mut timed.pty, "G");
    wait_until_counted(&mut timed.pty);
    reader.press(&mut timed.pty, "g");
    let read = peak_memory(timed.pty.id());
    let found = |view: &View<'_>| (0..view.size().1 - 1).any(|row| view.row(row).contains(RARE));
    timed.press_until(&format!("/{RARE}\r"), found);
    let searched = peak_memory(timed.pty.id());
    [read, searched].map(|it| {
        let mb = u64::try_from(MB).unwrap();
        it.map(|it| f64::from(u32::try_from(it * 100 / mb).unwrap()) / 100.0)
    })
}
