//! `postil --plain`: what changes is told line by line, without one escape sequence.

use super::{FIRST, documents, seeds};
use crate::support::desk::Desk;
use crate::support::pty::Pty;

/// A reader that tells in lines.
struct Told {
    pty: Pty,
    /// How many bytes were looked at.
    from: usize,
}

impl Told {
    fn read(desk: &Desk, term: &str) -> Self {
        let program = env!("CARGO_BIN_EXE_postil");
        let root = desk.root();
        let arguments = ["--plain", root.to_str().unwrap(), "--as", "ana"];
        let mut command = desk.command(program, &arguments);
        command.env("TERM", term);
        Self {
            pty: Pty::spawn(command, (80, 24)),
            from: 0,
        }
    }

    /// Presses keys; answers what is told from then on, up to the words that are waited for.
    #[track_caller]
    fn press(&mut self, keys: &str, wanted: &str) -> String {
        self.pty.send(keys);
        self.hear(wanted)
    }

    #[track_caller]
    fn hear(&mut self, wanted: &str) -> String {
        let from = self.from;
        let has_come = |bytes: &[u8]| unwrapped(bytes).contains(wanted);
        self.pty.wait_for_bytes(wanted, from, has_come);
        let bytes = self.pty.bytes(from);
        self.from += bytes.len();
        unwrapped(&bytes)
    }
}

/// What was told with its lines joined: they are wrapped at words.
fn unwrapped(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", " ")
}

/// Only words and ends of lines were sent.
#[track_caller]
fn check_bytes(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let rest = text.replace("\r\n", "");
    let control = rest
        .char_indices()
        .find(|(_, character)| character.is_control());
    assert_eq!(control, None, "in {text:?}");
}

#[test]
fn what_changes_is_told_in_lines_and_tags_are_saved() {
    for term in ["xterm-256color", "dumb", "linux"] {
        let desk = seeds();
        desk.has_been_here();
        let mut told = Told::read(&desk, term);
        let first = told.hear("Sentence 1 of ");
        assert!(first.contains(&format!("Document: {FIRST}")), "{first}");
        told.press("j", "Sentence 2 of ");
        let tagged = told.press("c", "Saved.");
        assert!(tagged.contains("Tagged as claim: “"), "{tagged}");
        assert!(tagged.contains("Tag: claim by ana"), "{tagged}");
        // What is typed at its end goes on in the line.
        told.press("a", "Note: ");
        told.press("Who says so", "Who says so");
        told.press("?", "?");
        told.press("\x1b[27u", "Tag: claim by ana Note: Who says so?");
        assert!(told.press("k", "Sentence 1 of ").contains("Sentence 1 of "));
        let again = told.press("j", "Note: Who says so?");
        assert!(again.contains("Sentence 2 of ") && again.contains("Tag: claim by ana"));
        // A key that has nothing to do is answered, too, again and again.
        for _ in 0..3 {
            told.press("g", "Sentence 1 of ");
        }
        told.press("/migrants", "migrants");
        told.press("\r", "match 1 of ");
        let undone = told.press("u", "Tag: claim by ana");
        assert!(
            !undone.contains("Note") && !undone.contains("Tagged"),
            "{undone}"
        );
        told.press("\x12", "Note: Who says so?");
        told.press("D", "1 of 4: ");
        told.press("\x1b[B", "2 of 4: ");
        told.press("\x1b[27u", "Sentence ");
        told.press("?", "Esc: back");
        told.press("\x1b[27u", "Sentence ");
        told.pty.send("q");
        let (status, restored) = told.pty.wait_for_exit();
        assert!(restored, "the terminal is not as it was");
        assert_eq!(status.exit_code(), 0);
        check_bytes(&told.pty.bytes(0));
        let tags: Vec<String> = desk.tags(FIRST).into_iter().map(|tag| tag.0).collect();
        assert_eq!(tags, ["claim"], "{term}");
        assert_eq!(desk.annotations(FIRST)[0]["note"], "Who says so?");
    }
}

#[test]
fn what_is_asked_shown_or_listed_is_told_once_and_in_full() {
    let desk = seeds();
    desk.has_been_here();
    let mut told = Told::read(&desk, "dumb");
    let first = told.hear("Sentence 1 of ");
    assert_eq!(first.matches("Document: ").count(), 1, "{first}");
    assert!(first.contains(&format!("{FIRST} (1 of 4)")), "{first}");
    let asked = told.press("fS", "Source: ");
    assert!(asked.contains("URL, citation"), "{asked}");
    let asked = told.press("\x1b[27ua", "Note: ");
    assert!(asked.contains("Esc save"), "{asked}");
    told.press("\x07m", "Annotations ");
    told.press("m", "Annotations ");
    told.press("d", "Documents ");
    let help = told.press("?", "Space: more, Esc: back");
    assert!(help.contains("Moving:"), "{help}");
    // Only what comes into view is told.
    let more = told.press(" ", "Selecting:");
    assert!(!more.contains("Moving:"), "{more}");
    told.press("\x1b[27u", "Sentence ");
    // What is wrong with a search is told once it is entered; its line can be corrected.
    told.press("/\x14[a\r", "unclosed character class");
    let asked = told.press("\x1b[27uj&", "Tag as? f fact");
    assert!(!asked.contains("as?,"), "{asked}");
    told.pty.send("\x1b[27uq");
    told.pty.wait_for_exit();
    check_bytes(&told.pty.bytes(0));
}

#[test]
fn every_key_is_answered_in_lines() {
    let desk = seeds();
    desk.has_been_here();
    let mut told = Told::read(&desk, "dumb");
    told.hear("Sentence 1 of ");
    for key in [
        "j", "l", "h", "s", "v", "l", "\x1b[27u", "+", "+", "-", "Q", "Q", "%", "\x1b[27u", "\t",
        "\t", "\t", "]", "x", "\x0c",
    ] {
        let before = told.pty.bytes(0).len();
        told.pty.send(key);
        told.pty
            .wait_for_bytes(&format!("an answer to {key:?}"), before, |bytes| {
                !bytes.is_empty()
            });
    }
    told.pty.send("q");
    let (status, restored) = told.pty.wait_for_exit();
    assert!(restored && status.exit_code() == 0);
    check_bytes(&told.pty.bytes(0));
}

#[test]
fn lines_give_the_terminal_back_at_a_signal() {
    for signal in ["TERM", "HUP", "INT"] {
        let desk = seeds();
        desk.has_been_here();
        let mut told = Told::read(&desk, "dumb");
        told.hear("Sentence 1 of ");
        told.press("f", "Tagged as fact");
        told.press("/unfinished", "unfinished");
        told.pty.signal(signal);
        let (_, restored) = told.pty.wait_for_exit();
        assert!(restored, "SIG{signal}");
        let bytes = told.pty.bytes(0);
        check_bytes(&bytes);
        // The shell's prompt begins a line.
        assert!(bytes.ends_with(b"\r\n"), "SIG{signal}");
        assert_eq!(desk.tags(FIRST).len(), 1, "SIG{signal}");
    }
}

#[test]
fn hostile_text_is_told_in_its_visible_form() {
    let text = "It says \x1b]0;title\x07\x1b[2J\u{9b}31m and \u{202e}back. \r\x08End.\n".as_bytes();
    let desk = documents(&[("a\x1b[31mb.txt", text)]);
    desk.has_been_here();
    let mut told = Told::read(&desk, "dumb");
    told.hear("Sentence 1 of ");
    told.press("cjc", "Saved.");
    told.press("*", " of ");
    told.press("\x1b[27u", "Sentence ");
    told.press("a\u{202e}x", "⟨RLO⟩x");
    told.press("\x1b[27u", "Note: ");
    told.press("y", "Nothing was copied");
    told.pty.send("q");
    told.pty.wait_for_exit();
    check_bytes(&told.pty.bytes(0));
}
