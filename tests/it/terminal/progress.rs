//! How far long work of the command line is: one row on a terminal, gone at the end.
//!
//! The work is made long on any machine: the first file is broken, and the terminal is
//! stopped (`Ctrl-s`) until the word about that has waited long enough.

use std::fs;
use std::time::Duration;

use crate::support::bytes::{Piece, pieces};
use crate::support::corpus;
use crate::support::desk::Desk;
use crate::support::pty::Pty;

const SIZE: (u16, u16) = (100, 12);
/// Longer than work has to take before it is told of.
const LONG: Duration = Duration::from_millis(400);
const DOCUMENTS: usize = 40;
/// What the row is drawn with.
const BAR: [char; 2] = ['▰', '▱'];

fn many() -> Desk {
    let desk = super::documents(&[]);
    corpus::write(&desk.root(), DOCUMENTS, 20, 0);
    let first = corpus::annotation_file(&desk.root(), 0);
    fs::write(first, "{").expect("a broken file");
    desk
}

/// Runs a line of shell at a terminal that is stopped for a while, to its end.
fn run_long(desk: &Desk, line: &str) -> Pty {
    let script = format!("read go; exec {} {line}", env!("CARGO_BIN_EXE_postil"));
    let mut command = desk.command("sh", &["-c", &script]);
    command.cwd(desk.root());
    let mut terminal = Pty::spawn(command, SIZE);
    terminal.send("\x13\n");
    terminal.is_silent_for(LONG);
    terminal.send("\x11");
    terminal.wait_for_exit();
    terminal
}

fn words(terminal: &mut Pty) -> String {
    let pieces = pieces(&terminal.bytes(0)).into_iter();
    let words = pieces.filter_map(|it| match it {
        Piece::Words(words) => Some(words),
        _ => None,
    });
    words.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_row_tells_how_far_it_is_and_leaves_nothing_behind() {
    let desk = many();
    for (line, last) in [
        ("check", "checked; 1 problem"),
        ("stats", "annotators: ana 780"),
        ("stats --json > stats", "what can be read of it is shown"),
        (
            "list --format jsonl > list",
            "what can be read of it is shown",
        ),
        (
            "export --format csv --output tags.csv",
            "written to tags.csv",
        ),
    ] {
        let mut terminal = run_long(&desk, line);
        let told = words(&mut terminal);
        assert!(told.contains("of 40 documents"), "{line}: {told}");
        let shown = terminal.view().dump();
        assert!(!shown.contains(BAR), "{line}:\n{shown}");
        let is_told = line.starts_with("stats --json") || shown.contains(last);
        assert!(is_told, "{line}:\n{shown}");
    }
    let rows = fs::read_to_string(desk.root().join("list")).expect("a list");
    assert_eq!(rows.lines().count(), 39 * 20);
}

/// What streams to the terminal, or to a pipe behind which a pager may be, tells by
/// itself how far it is.
#[test]
fn the_row_never_stands_among_what_is_written() {
    let desk = many();
    for line in ["list --format jsonl", "export --format json", "list | cat"] {
        let line = match line.split_once(" | ") {
            Some((list, cat)) => format!("{list} --format jsonl | {cat}"),
            None => line.to_owned(),
        };
        let mut terminal = run_long(&desk, &line);
        let shown = terminal.view().dump();
        assert!(!shown.contains(BAR), "{line}:\n{shown}");
        let bytes = String::from_utf8(terminal.bytes(0)).expect("UTF-8");
        let first = bytes.find("\"doc\"").expect("a tag");
        assert!(!bytes[first..].contains(BAR), "{line}");
        let rows = bytes.matches("{\"doc\": \"d").count();
        assert_eq!(rows, 39 * 20, "{line}");
    }
}

#[test]
fn an_interruption_leaves_no_row() {
    let desk = many();
    let program = env!("CARGO_BIN_EXE_postil");
    let script = format!("read go; trap : INT; {program} stats; exec echo after");
    let mut command = desk.command("sh", &["-c", &script]);
    command.cwd(desk.root());
    let mut terminal = Pty::spawn(command, SIZE);
    terminal.send("\x13\n");
    terminal.is_silent_for(LONG);
    terminal.send("\x11");
    let is_drawn = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("of 40 documents");
    terminal.wait_for_bytes("the row", 0, is_drawn);
    terminal.send("\x03");
    terminal.wait_for_exit();
    let shown = terminal.view().dump();
    assert!(shown.contains("after") && !shown.contains(BAR), "{shown}");
}

#[test]
fn short_work_is_not_told_of() {
    let desk = super::seeds();
    let mut command = desk.command(env!("CARGO_BIN_EXE_postil"), &["check"]);
    command.cwd(desk.root());
    let mut terminal = Pty::spawn(command, SIZE);
    terminal.wait_for_exit();
    assert!(!words(&mut terminal).contains(BAR));
}
