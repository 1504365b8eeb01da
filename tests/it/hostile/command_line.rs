//! What the command line prints on a terminal, on standard output and on standard
//! error.

use super::machine::{Findings, Sender};
use super::notes::{desk_of_broken, desk_of_names, desk_of_notes};
use super::texts::TEXTS;
use super::{PROGRAM, close, nonce, planted};
use crate::support::desk::{Desk, SIZE};
use crate::support::pty::Pty;

/// What is for programs, and not for people.
const FOR_PROGRAMS: [&str; 5] = ["json", "jsonl", "csv", "--json", "sentences"];

/// Runs a command on a terminal and takes in what it printed.
fn run(desk: &Desk, arguments: &[&str], findings: &mut Findings) {
    let mut pty = Pty::spawn(desk.command(PROGRAM, arguments), SIZE);
    pty.wait_for_exit();
    let bytes = pty.bytes(0);
    let for_programs = arguments.iter().any(|it| FOR_PROGRAMS.contains(it));
    let sender = match for_programs {
        true => Sender::Export,
        false => Sender::Command,
    };
    findings.add(&format!("{arguments:?}"), sender, &bytes, nonce());
}

/// A document of all hostile texts, each of them tagged.
fn desk_of_texts() -> Desk {
    let pieces = TEXTS
        .iter()
        .map(|(_, text)| planted(text).replace(['\n', '\r'], " "));
    let text = pieces.collect::<Vec<_>>().join("\n\n");
    let text = format!("Honest words.\n\n{text}\n");
    let desk = Desk::with_documents(PROGRAM, &[("a.txt", text.as_bytes())]);
    for sentence in (1..=TEXTS.len()).step_by(3) {
        let sentence = sentence.to_string();
        let tag = ["tag", "iom/seeds/a.txt", "claim", "--sentence", &sentence];
        assert!(desk.run(&tag).status.success());
    }
    desk
}

#[test]
fn hostile_words_on_standard_output() {
    let mut findings = Findings::default();
    let desks = [
        desk_of_texts(),
        desk_of_notes(),
        desk_of_names().0,
        desk_of_broken().0,
    ];
    let mut count = 0;
    for desk in &desks {
        for arguments in [
            &["list", "iom"][..],
            &["list", "iom", "--unsourced"],
            &["list", "iom", "--format", "jsonl"],
            &["check", "iom"],
            &["stats", "iom"],
            &["stats", "iom", "--json"],
            &["export", "iom", "--format", "markdown", "--output", "-"],
            &["export", "iom", "--format", "html", "--output", "-"],
            &["export", "iom", "--format", "csv", "--output", "-"],
            &["export", "iom", "--format", "jsonl", "--output", "-"],
            &["export", "iom", "--format", "json", "--output", "-"],
            &["sentences", "iom/seeds/a.txt"],
        ] {
            run(desk, arguments, &mut findings);
            count += 1;
        }
    }
    close("the command line, standard output", count, &findings);
}

#[test]
fn hostile_words_on_standard_error() {
    let desk = desk_of_notes();
    let mut findings = Findings::default();
    let mut count = 0;
    for (_, text) in TEXTS {
        let words = planted(text);
        let words = words.as_str();
        for arguments in [
            &[words, "--as", "me"][..],
            &["list", words],
            &["list", "iom", "--tag", words],
            &["list", "iom", "--doc", words],
            &["tag", words, "claim", "--sentence", "1"],
            &["tag", "iom/seeds/a.txt", words, "--sentence", "1"],
            &["tag", "iom/seeds/a.txt", "claim", "--quote", words],
            &["tag", "iom/seeds/a.txt", "claim", "--range", words],
            &["export", "iom", "--format", words],
            &["restore", words],
        ] {
            // Arguments that begin with a dash are flags: those are told, too.
            run(&desk, arguments, &mut findings);
            count += 1;
        }
    }
    for flag in ["--config", "--annotations", "--paragraphs", "--nonsense"] {
        let words = planted("\x1b]0;@\x07\u{9b}31m@\u{202e}@");
        run(&desk, &["list", "iom", flag, &words], &mut findings);
        count += 1;
    }
    close("the command line, standard error", count, &findings);
}
