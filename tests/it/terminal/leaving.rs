//! Leaving: the terminal is given back, and what was tagged is on disk.

use std::io::{Read as _, Write as _};
use std::sync::mpsc::channel;

use portable_pty::{PtySize, native_pty_system};

use super::{FIRST, documents, seeds};
use crate::support::desk::Desk;
use crate::support::hand::{ENTER, TEXT};
use crate::support::pty::{DEADLINE, Pty, rfind};

/// Checks that the terminal is as it was before.
#[track_caller]
fn check_terminal(reader: &Pty, modes_restored: bool) {
    let view = reader.view();
    let screen = view.screen();
    assert!(modes_restored, "still raw");
    assert!(!screen.alternate_screen(), "still on the alternate screen");
    assert!(!screen.hide_cursor(), "no cursor");
    assert!(!screen.bracketed_paste(), "still pastes in brackets");
    let mouse = screen.mouse_protocol_mode();
    assert_eq!(mouse, vt100::MouseProtocolMode::None);
}

/// Checks that the terminal is ours: else giving it back would show nothing.
#[track_caller]
fn check_that_it_is_taken(reader: &Pty) {
    let view = reader.view();
    let screen = view.screen();
    assert!(screen.alternate_screen() && screen.bracketed_paste());
    let mouse = screen.mouse_protocol_mode();
    assert_eq!(mouse, vt100::MouseProtocolMode::ButtonMotion);
}

#[test]
fn quitting_gives_the_terminal_back() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    check_that_it_is_taken(&reader);
    reader.send("q");
    let (status, restored) = reader.wait_for_exit();
    assert_eq!(status.exit_code(), 0);
    check_terminal(&reader, restored);
}

#[test]
fn a_signal_gives_the_terminal_back_and_loses_no_tag() {
    for signal in ["TERM", "HUP", "INT"] {
        let desk = seeds();
        let mut reader = desk.read();
        reader.wait_until_ready();
        reader.send("fjc");
        // Seen is not yet saved: the signal comes as early as it can.
        reader.wait_for("two tags", |view| view.row(0).contains("2 tags"));
        reader.signal(signal);
        let (_, restored) = reader.wait_for_exit();
        check_terminal(&reader, restored);
        let tags: Vec<String> = desk.tags(FIRST).into_iter().map(|it| it.0).collect();
        assert_eq!(tags, ["fact", "claim"], "after SIG{signal}");
        let mut reader = desk.read();
        reader.wait_for("the place where it ended", |view| {
            view.find("▌The International Organization", TEXT).is_some()
        });
    }
}

#[test]
fn a_signal_that_comes_with_the_first_byte_gives_the_terminal_back() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_for_bytes("the first byte", 0, |bytes| !bytes.is_empty());
    reader.signal("TERM");
    let (status, restored) = reader.wait_for_exit();
    assert_eq!(status.signal(), None);
    check_terminal(&reader, restored);
}

/// Puts a file where the folder of the annotations should be: that also stops a
/// superuser, whom no permission does.
fn take_the_room(desk: &Desk) {
    std::fs::write(desk.root().join("annotations"), "in the way").expect("a file");
}

#[test]
fn what_cannot_be_saved_is_said_and_quitting_asks() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    take_the_room(&desk);
    reader.send("f");
    reader.wait_for("why it is not saved", |view| {
        view.shows("NOT SAVED") && view.shows("iom/annotations")
    });
    assert!(!reader.view().says_saved());
    reader.send("q");
    reader.wait_for("the question", |view| view.shows("Not everything is saved"));
    reader.escape(|view| !view.shows("Not everything is saved"));

    reader.send("q");
    reader.wait_for("the question", |view| view.shows("Not everything is saved"));
    std::fs::remove_file(desk.root().join("annotations")).expect("room");
    // The first answer is to save again.
    reader.send(ENTER);
    reader.wait_until_saved();
    assert_eq!(desk.tags(FIRST).len(), 1);
    assert_eq!(reader.quit(), 0);
}

#[test]
fn what_cannot_be_saved_can_be_given_up() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    take_the_room(&desk);
    reader.send("f");
    reader.wait_for("a failure", |view| view.shows("NOT SAVED"));
    reader.send("q");
    reader.wait_for("the question", |view| view.shows("quit and lose"));
    reader.send("lose");
    reader.wait_for("one answer", |view| !view.shows("retry saving"));
    reader.send(ENTER);
    let (_, restored) = reader.wait_for_exit();
    check_terminal(&reader, restored);
}

#[test]
fn annotations_that_cannot_be_read_are_said_and_not_written_over() {
    let desk = seeds();
    take_the_room(&desk);
    let mut reader = desk.read();
    reader.wait_for("why", |view| {
        let status = view.status();
        status.contains("cannot read") && view.shows("read-only")
    });
    reader.send("f");
    reader.wait_for("a refusal", |view| {
        view.status().contains("cannot read") && view.row(0).contains("0 tags")
    });
    assert_eq!(reader.quit(), 0);
}

#[test]
fn a_broken_annotation_file_is_said_and_left_as_it_is() {
    let tag = |more: &str| {
        format!(
            r#"{{"format": "postil", "version": 1, "document": {{}}, "annotations": [{{"id": "i1", "tag": "fact", "start": 0, "end": 4{more}}}]}}"#
        )
    };
    for (content, says) in [
        (
            tag(", \"quote\": \"One.\"")[..99].to_owned(),
            "ends in the middle",
        ),
        (tag(""), "annotations[0].quote"),
        (
            tag(", \"quote\": \"One.\", \"note\": 1"),
            "annotations[0].note",
        ),
        ("[".repeat(100_000), "recursion limit"),
        (tag("").replace("1,", "9,"), "later postil"),
    ] {
        let desk = documents(&[("a.txt", b"One. Two. Three.\n")]);
        let file = desk.root().join("annotations/a.txt.json");
        std::fs::create_dir_all(desk.root().join("annotations")).expect("a folder");
        std::fs::write(&file, &content).expect("a file");
        let mut reader = desk.read();
        reader.wait_for("that it is read-only, and why", |view| {
            view.shows("read-only") && view.shows("a.txt.json")
        });
        reader.send("f");
        // The sentence goes on in the next row.
        reader.wait_for("a refusal", |view| {
            let words = view.text(0..view.size().0);
            let words: Vec<&str> = words.split_whitespace().collect();
            words.join(" ").contains(says)
        });
        assert_eq!(reader.quit(), 0);
        assert_eq!(std::fs::read(&file).expect("the file"), content.as_bytes());
    }
}

/// Tags that stand nowhere, or inside a character, are shown and harm nothing.
#[test]
fn tags_with_wild_offsets_are_shown_and_kept() {
    let desk = documents(&[("a.txt", "Zoe\u{308}. Two. Three.\n".as_bytes())]);
    let file = desk.root().join("annotations/a.txt.json");
    std::fs::create_dir_all(desk.root().join("annotations")).expect("a folder");
    let tags: Vec<String> = [(3, 4, "\u{308}"), (0, 3, "Zoe"), (900, 903, "far"), (1, 1, "")]
        .iter()
        .zip(1..)
        .map(|((start, end, quote), id)| {
            format!(r#"{{"id": "i{id}", "tag": "fact", "start": {start}, "end": {end}, "quote": "{quote}"}}"#)
        })
        .collect();
    let content = format!(
        r#"{{"format": "postil", "version": 1, "document": {{"path": "a.txt", "sha256": "", "length": 18}}, "annotations": [{}]}}"#,
        tags.join(", ")
    );
    std::fs::write(&file, content).expect("a file");
    let mut reader = desk.read();
    reader.wait_for("the tags", |view| view.row(0).contains("4 tags"));
    reader.send("]]][[[jc");
    reader.wait_for("a tag more, saved", |view| {
        view.row(0).contains("5 tags") && view.says_saved()
    });
    assert_eq!(reader.quit(), 0);
    let kept = std::fs::read_to_string(&file).expect("the file");
    for id in ["i1", "i2", "i3", "i4"] {
        assert!(kept.contains(&format!("\"{id}\"")), "{kept}");
    }
    assert!(kept.contains("\"start\": 900, \"end\": 903"), "{kept}");
}

/// Without a controlling terminal there is no SIGHUP: as under `su -c`, or where
/// a container's shell goes away.
#[test]
fn a_terminal_that_goes_away_without_a_signal_ends_the_reader() {
    // With its answer to a key it is at rest: nothing is being written that
    // could fail.
    let steps = [("0 open", "?"), ("Keys: text", "")];
    assert!(ends_without_terminal(&seeds(), &steps));
}

/// Presses keys, each after certain bytes, and takes the terminal away without a signal; whether the
/// reader ends.
pub(super) fn ends_without_terminal(desk: &Desk, steps: &[(&str, &str)]) -> bool {
    let pair = native_pty_system()
        .openpty(PtySize::default())
        .expect("a pseudo-terminal");
    let mut command = desk.reading(&[]);
    command.set_controlling_tty(false);
    let mut child = pair.slave.spawn_command(command).expect("the program");
    drop(pair.slave);
    let mut output = pair.master.try_clone_reader().expect("its output");
    let mut keys = pair.master.take_writer().expect("its input");
    let mut read_until = |wanted: &str| {
        let mut seen = Vec::new();
        while rfind(&seen, wanted.as_bytes()).is_none() {
            let mut piece = [0; 4096];
            let read = output.read(&mut piece).expect("a frame");
            seen.extend_from_slice(&piece[..read]);
        }
    };
    for (after, pressed) in steps {
        read_until(after);
        keys.write_all(pressed.as_bytes()).expect("keys");
    }
    let mut killer = child.clone_killer();
    let (ended, end) = channel();
    std::thread::spawn(move || ended.send(child.wait()));
    drop((output, keys, pair.master));
    let end = end.recv_timeout(DEADLINE);
    let _ = killer.kill();
    end.is_ok()
}

/// A key that is given twice is refused with both names, its file and its line,
/// before the terminal is taken.
#[test]
fn keys_that_clash_are_refused_with_file_and_line() {
    for (configuration, line) in [
        ("theme = \"dark\"\n[tags.q]\nkey = \"j\"\n", "line 3"),
        ("[keys]\nquit = \"f\"\n", "line 2"),
    ] {
        let desk = seeds();
        std::fs::write(desk.root().join("postil.toml"), configuration).expect("a file");
        let mut reader = desk.read();
        let (status, restored) = reader.wait_for_exit();
        assert_eq!(status.exit_code(), 2);
        assert!(restored);
        let said = reader.view().screen().contents();
        let said: String = said.split('\n').collect();
        assert!(
            said.contains("postil.toml") && said.contains(line),
            "{said}"
        );
        assert!(said.contains("is given to both"), "{said}");
    }
}
