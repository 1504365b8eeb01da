//! Documents are untrusted: whatever stands in one, in its name or in a note
//! reaches the terminal as words and never as orders.

use super::documents;
use crate::support::bytes::{Piece, pieces};
use crate::support::desk::Desk;
use crate::support::hand::ENTER;
use crate::support::pty::Pty;

/// Stands in everything hostile below, and nowhere else.
const NONCE: &str = "Zk7Qx";

/// Sequences as attackers write them, each with the nonce within its reach.
fn hostile_text() -> String {
    [
        "\x1b[31;4mZk7Qx red\x1b[0m",
        "\x1b]0;Zk7Qx title\x07 after the title",
        "\x1b]52;c;Zk7Qx\x1b\\ a clipboard",
        "\x1bPq Zk7Qx sixel\x1b\\ picture",
        "\x1b]8;;http://Zk7Qx.example\x1b\\a link\x1b]8;;\x1b\\",
        "\u{9b}31mZk7Qx with C1",
        "\u{9d}0;Zk7Qx\u{9c} title with C1",
        "\u{90}Zk7Qx\u{9c} a string with C1",
        "\u{202e}Zk7Qx reversed\u{202c} and \u{2066}isolated\u{2069}",
        "\u{200e}\u{200f}\u{61c}Zk7Qx marks",
        "over\rZk7Qx written, \x08\x08\x08back, \x07bell, \x0bdown, \x0cpage, \x7f",
        "\x1b[?1049l\x1b[2J\x1b[6n\x1bc Zk7Qx reset",
    ]
    .join(" here. Then\n\n")
}

const HOSTILE_NAME: &str = "\x1b]0;Zk7Qx\x07\u{202e}\u{9b}31m.txt";

fn hostile_desk() -> Desk {
    let text = hostile_text();
    let others: &[u8] = b"A plain one.\n";
    documents(&[("a.txt", text.as_bytes()), (HOSTILE_NAME, others)])
}

/// Puts a hostile note and tag into the annotation file, as a colleague's
/// merge could.
fn make_a_note_hostile(desk: &Desk) {
    let path = desk.root().join("annotations/a.txt.json");
    let file = std::fs::read_to_string(&path).expect("an annotation file");
    let mut file: serde_json::Value = serde_json::from_str(&file).expect("JSON");
    let annotation = &mut file["annotations"][0];
    annotation["note"] = "\x1b]0;Zk7Qx\x07 \u{9b}31m \u{202e}Zk7Qx note".into();
    annotation["creator"] = "\x1b[31mZk7Qx".into();
    annotation["sources"] = serde_json::json!([{"citation": "\x1b]52;c;Zk7Qx\x07"}]);
    std::fs::write(path, file.to_string()).expect("an annotation file");
}

/// Shows everything in every pane and list.
fn look_everywhere(reader: &mut Pty) {
    reader.wait_for("the note in the pane", |view| view.shows("Zk7Qx note"));
    for (keys, shown) in [
        ("t", "All tags"),
        ("D", "Documents"),
        ("T", "Show only"),
        ("*", "match"),
        ("?", "Keys: text"),
        (":", "Commands"),
    ] {
        reader.send(keys);
        reader.wait_for(shown, |view| {
            view.shows(shown) && view.status().contains("Esc back")
        });
        reader.escape(|view| !view.status().contains("Esc back"));
    }
    reader.send("a");
    reader.wait_for("the note", |view| view.shows("Note on this"));
    reader.send("\x1b[200~\x1b]0;Zk7Qx\x07 pasted\x1b[201~");
    reader.wait_for("the paste", |view| view.shows("pasted"));
    reader.escape(|view| !view.shows("Note on this"));
    reader.send("/\u{9b}31m");
    reader.wait_for("a search", |view| view.status().contains("Ctrl-t"));
    reader.escape(|view| !view.status().contains("Ctrl-t"));
    reader.send("w");
    reader.wait_for("hints", |view| view.status().contains("Type the letters"));
    reader.escape(|view| !view.status().contains("Type the letters"));
    reader.send("y");
    reader.wait_for("a copy", |view| {
        view.status().contains("Sent to the terminal")
    });
    reader.send("K");
    reader.wait_for("the other document", |view| view.shows("A plain one."));
}

#[test]
fn nothing_of_a_document_becomes_an_order_to_the_terminal() {
    let desk = hostile_desk();
    let tagged = desk.run(&["tag", "iom/seeds/a.txt", "claim", "--sentence", "1"]);
    assert!(tagged.status.success(), "{tagged:?}");
    make_a_note_hostile(&desk);
    let mut reader = desk.read();
    // The hostile name comes first.
    reader.wait_for("the plain one", |view| view.shows("A plain one."));
    reader.send("J");
    look_everywhere(&mut reader);
    assert_eq!(reader.quit(), 0);
    check_output(&reader.bytes(0));
}

/// Whether a sequence begins or ends a link to the web that no byte of could be another
/// sequence: the address is all printable ASCII, whatever a document wrote.
fn is_link(sequence: &str) -> bool {
    let parts = sequence
        .strip_prefix("\x1b]8;")
        .and_then(|rest| rest.strip_suffix("\x1b\\"))
        .and_then(|rest| rest.split_once(';'));
    parts.is_some_and(|(id, address)| {
        let is_hex = |c: char| c.is_ascii_hexdigit();
        let id = id
            .strip_prefix("id=")
            .is_none_or(|id| id.chars().all(is_hex));
        let web =
            address.is_empty() || address.starts_with("http://") || address.starts_with("https://");
        id && web && address.bytes().all(|byte| byte.is_ascii_graphic())
    })
}

/// Every sequence is one of ours, and the nonce is in none but an address.
fn check_output(output: &[u8]) {
    let mut words = String::new();
    for piece in pieces(output) {
        match piece {
            Piece::Words(piece) => words.push_str(&piece),
            Piece::Csi(parameters, last) => {
                let ours = match last {
                    'H' | 'C' | 'K' | 'J' | 'm' => {
                        let known = |it: char| it.is_ascii_digit() || matches!(it, ';' | ':');
                        parameters.chars().all(known)
                    }
                    'h' | 'l' => parameters.starts_with('?'),
                    // The shape of the cursor.
                    'q' => matches!(parameters.as_str(), "6 " | "0 "),
                    _ => false,
                };
                assert!(ours, "ESC [ {parameters:?} {last:?}");
            }
            Piece::Other(sequence) if is_link(&sequence) => {}
            Piece::Other(sequence) => {
                // Only the clipboard, and what it is given cannot hold a sequence.
                let words = sequence.strip_prefix("\x1b]52;c;");
                let words = words.and_then(|it| it.strip_suffix('\x07'));
                let base64 = |it: char| it.is_ascii_alphanumeric() || "+/=".contains(it);
                assert!(
                    words.is_some_and(|it| it.chars().all(base64)),
                    "{sequence:?}"
                );
                assert!(!sequence.contains(NONCE), "{sequence:?}");
            }
            Piece::Control(control) => assert_eq!(control, '\r', "a bare control character"),
        }
    }
    assert!(words.contains(NONCE), "the words themselves are shown");
    let hidden = |it: char| matches!(it, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!words.contains(hidden), "a mark that turns text round");
}

#[test]
fn what_is_printed_for_people_is_as_safe() {
    let desk = hostile_desk();
    let tagged = desk.run(&["tag", "iom/seeds/a.txt", "claim", "--sentence", "1"]);
    assert!(tagged.status.success(), "{tagged:?}");
    make_a_note_hostile(&desk);
    for arguments in [["list", "iom"], ["check", "iom"], ["stats", "iom"]] {
        let run = desk.run(&arguments);
        for output in [run.stdout, run.stderr] {
            let output = String::from_utf8(output).expect("UTF-8");
            let order = output.chars().find(|it| it.is_control() && *it != '\n');
            assert_eq!(order, None, "{arguments:?}: {output:?}");
        }
    }
    let missing = desk.run(&[HOSTILE_NAME, ENTER]);
    let said = String::from_utf8(missing.stderr).expect("UTF-8");
    assert!(!said.contains(['\x1b', '\u{9b}', '\u{202e}']), "{said:?}");
}

#[test]
fn what_may_deceive_is_told_in_the_status_row_as_long_as_it_is_open() {
    let text = "Send it to p\u{430}ypal. \u{202e}Not here.\u{202c}\n";
    let desk = documents(&[("a.txt", text.as_bytes()), ("b.txt", b"A plain one.\n")]);
    let mut reader = desk.read();
    let told = "hidden controls · lookalike letters";
    reader.wait_for("both remarks", |view| view.status().contains(told));
    reader.send("f");
    reader.wait_for("the tag saved, and both remarks", |view| {
        view.shows("1F") && view.status().contains(told)
    });
    reader.send("\t\t");
    reader.send("j");
    reader.send(ENTER);
    reader.wait_for("a plain document", |view| {
        view.shows("A plain one") && !view.status().contains("controls") && view.says_saved()
    });
    reader.send("q");
    reader.wait_for_exit();
}
