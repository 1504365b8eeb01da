//! Keys as terminals send them: in pieces, beside answers, without a standard input.

use super::{FIRST, documents, seeds};
use crate::support::hand::TEXT;
use crate::support::pty::Pty;

/// What terminals answer to somebody else's questions.
const ANSWERS: &[&str] = &[
    "\x1b]10;rgb:fcfc/0c0c/0f0f\x1b\\",
    "\x1bP>|xterm(370)\x1b\\",
    "\x1b]11;rgb:0000/0000/0000\x07",
    "\x1b[?62;22c",
    "\x1b[?2026;2$y",
    "\x1b[12;40R",
    "\x1b_Gi=31;OK\x1b\\",
];

#[test]
fn answers_of_the_terminal_and_keys_in_pieces_tag_nothing() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    for answer in ANSWERS {
        for piece in answer.as_bytes().chunks(2) {
            reader.send(piece);
        }
    }
    // Right, Delete, F5, a turn of the wheel and a paste, byte by byte.
    for keys in [
        "\x1b[C",
        "\x1b[3~",
        "\x1b[15~",
        "\x1b[<65;50;10M",
        "\x1b[200~fco\x1b[201~",
    ] {
        for byte in keys.bytes() {
            reader.send([byte]);
        }
    }
    reader.send("n");
    reader.wait_for("the tag that was meant", |view| {
        view.row(0).contains("1 tag")
    });
    reader.wait_until_saved();
    let tags: Vec<String> = desk.tags(FIRST).into_iter().map(|(tag, _)| tag).collect();
    assert_eq!(tags, ["needs-source"]);
}

#[test]
fn a_resize_is_drawn_while_a_sequence_is_unfinished() {
    for unfinished in ["\x1b[<", "\x1b]10;rgb", "\x1b[200~pasted", "\u{e9}"] {
        let desk = documents(&[("a.txt", b"One is so. Two is not. Three may be.")]);
        let mut reader = desk.read();
        reader.wait_until_ready();
        let last = unfinished.len() - usize::from(unfinished == "\u{e9}");
        reader.send(&unfinished.as_bytes()[..last]);
        let drawn = reader.mark();
        reader.resize((100, 30));
        reader.wait_for_bytes("a frame", drawn, |bytes| {
            bytes.windows(8).any(|window| window == b"\x1b[?2026l")
        });
        reader.signal("TERM");
        let (_, restored) = reader.wait_for_exit();
        assert!(restored);
    }
}

#[test]
fn a_size_there_and_back_leaves_the_whole_screen() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.wait_for("all titles", |view| view.shows("0/80"));
    let before = reader.view().text(0..140);
    let drawn = reader.mark();
    // The emulator cuts off what stands outside, as terminals do.
    reader.resize((60, 10));
    reader.resize((140, 40));
    reader.wait_for("the whole screen", |view| view.text(0..140) == before);
    assert!(!reader.bytes(drawn).is_empty());
}

#[test]
fn keys_come_from_the_terminal_where_the_standard_input_is_another() {
    let desk = documents(&[("a.txt", b"One is so. Two is not.")]);
    let program = env!("CARGO_BIN_EXE_postil");
    let line = format!("exec {program} iom --as tester < /dev/null");
    let mut reader = Pty::spawn(desk.command("sh", &["-c", &line]), (100, 30));
    reader.wait_until_ready();
    reader.change("f", 1);
    reader.wait_until_saved();
    assert_eq!(desk.tags("a.txt").len(), 1);
    assert_eq!(reader.quit(), 0);
}

#[test]
fn the_standard_input_is_read_and_tagged_where_there_is_a_folder_for_it() {
    let desk = documents(&[]);
    let program = env!("CARGO_BIN_EXE_postil");
    let line = format!("printf 'One is so. Two is not.' | {program} - --as tester");
    let mut reader = Pty::spawn(desk.command("sh", &["-c", &line]), (100, 30));
    reader.wait_for("the text", |view| view.shows("▌One is so."));
    reader.send("f");
    reader.wait_for("why not", |view| view.shows("annotations tags"));
    assert_eq!(reader.quit(), 0);
    let line = format!("{line} --annotations tags");
    for tags in [1, 2] {
        let mut reader = Pty::spawn(desk.command("sh", &["-c", &line]), (100, 30));
        reader.wait_for("the text", |view| view.shows("▌One is so."));
        reader.change(["f", "&c"][tags - 1], tags);
        assert_eq!(reader.quit(), 0);
    }
    let file = std::fs::read(desk.folder().join("tags/standard-input.txt.json")).unwrap();
    let file: serde_json::Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(file["annotations"].as_array().unwrap().len(), 2);
    assert_eq!(file["document"]["path"], "standard-input.txt");
}

#[test]
fn a_wheel_that_turns_while_one_leaves_types_nothing_at_the_prompt() {
    let desk = seeds();
    let program = env!("CARGO_BIN_EXE_postil");
    // Without echo, what is left would not be seen; `cat` shows what it is given.
    let line = format!("{program} iom --as tester; echo left; cat");
    for _ in 0..5 {
        let mut reader = Pty::spawn(desk.command("sh", &["-c", &line]), (140, 40));
        reader.wait_until_ready();
        let sent = reader.mark();
        // What a terminal reports until it knows that nobody listens.
        let turns = "\x1b[<65;50;10M".repeat(300);
        reader.send(format!("{turns}q{turns}"));
        reader.wait_for("the shell", |view| view.shows("left"));
        reader.send("\x04");
        reader.wait_for_exit();
        let shown = String::from_utf8_lossy(&reader.bytes(sent)).into_owned();
        let (_, after) = shown.split_once("\x1b[?1049l").unwrap();
        assert!(!after.contains("65;50"), "{after:?}");
    }
}

#[test]
fn every_line_that_is_typed_has_the_same_keys() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    // The search, a list, and a note.
    for (open, close) in [("/", "\x1b"), (":", "\x1b"), ("fa", "\x1b")] {
        reader.send(open);
        reader.send("abcd\x08\x08 xyz\x17e f\x1b[1;5D\x0b");
        reader.wait_for("what was typed", |view| {
            view.shows("ab e ") && !view.shows("ab e f")
        });
        reader.send("\x15");
        reader.wait_for("nothing", |view| !view.shows("ab e"));
        reader.send(close);
        reader.wait_for("the text", |view| {
            view.find("An international", TEXT).is_some() && !view.shows("Note")
        });
    }
}
