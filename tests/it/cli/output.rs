//! What goes to standard output: pipes, colours, help, and hostile bytes.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::Value;

use super::{Here, empty, one, seeds};

#[test]
fn nothing_of_a_document_steers_the_terminal() {
    let here = one("Evil \u{1b}]0;owned\u{7}\u{1b}[2J words\u{202e}\u{9b}31m. Two.");
    here.write("seeds/\u{1b}[31mred.txt", "Red. Two.");
    let tag = |document: &str| {
        here.good(&[
            "tag",
            document,
            "fact",
            "--sentence",
            "1",
            "--note",
            "\u{1b}[5m",
            "--as",
            "\u{1b}c",
        ]);
    };
    tag("a.txt");
    tag("\u{1b}[31mred.txt");
    for arguments in [
        &["list"][..],
        &["list", "--format", "jsonl"],
        &["stats"],
        &["stats", "--json"],
        &["sentences", "a.txt"],
        &["check"],
        &["export", "--format", "json"],
        &["export", "--format", "markdown"],
        &["export", "--format", "html"],
    ] {
        let out = here.good(arguments);
        assert!(
            !out.contains(['\u{9b}', '\u{202e}', '\u{7}']),
            "{arguments:?}"
        );
    }
    here.bad(&["\u{1b}]0;owned\u{7}"], "does not exist");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let here = one("A sentence of some words. ".repeat(20_000));
    for arguments in [
        &["sentences", "a.txt"][..],
        &["completions", "bash"],
        &["man"],
        &["--help"],
    ] {
        let mut child = here
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(!line.is_empty());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[test]
fn help_completions_and_man_come_from_the_one_table() {
    let here = empty();
    let help = here.good(&["--help"]);
    let man = here.good(&["man"]);
    for name in [
        "list",
        "tag",
        "export",
        "check",
        "stats",
        "sentences",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("\n  {name}")), "{name}");
        assert!(
            man.contains(&format!("POSTIL {}", name.to_uppercase())),
            "{name}"
        );
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(here.good(&["completions", shell]).contains("sentences"));
    }
    assert!(here.good(&["--version"]).starts_with("postil 0."));
    for format in ["json", "jsonl", "csv", "markdown", "html"] {
        assert!(here.good(&["export", "--help"]).contains(format));
    }
}

/// What a run writes to a terminal of 60 columns.
#[cfg(unix)]
fn on_terminal(here: &Here, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use std::io::Read;

    let size = PtySize {
        rows: 24,
        cols: 60,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_postil"));
    command.args(arguments);
    command.cwd(here.dir.path());
    command.env("HOME", here.home.path());
    command.env("TERM", "xterm");
    command.env_remove("NO_COLOR");
    for (name, value) in variables {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut out = Vec::new();
    let mut reader = pair.master.try_clone_reader().unwrap();
    let _ = reader.read_to_end(&mut out);
    child.wait().unwrap();
    String::from_utf8(out).unwrap()
}

/// It is the same JSON; a pipe gets it byte for byte.
#[cfg(unix)]
#[test]
fn json_on_a_terminal_has_escapes_for_what_would_not_be_seen() {
    let hidden = "Fill\u{3164}\u{115f}er \u{34f}x\u{e0100}";
    let heap = format!("e{}", "\u{301}".repeat(3000));
    let here = one(format!("{hidden} {heap} жé."));
    here.good(&["tag", "a.txt", "fact", "--sentence", "1"]);
    for arguments in [
        &["sentences", "a.txt"][..],
        &["list", "--format", "jsonl"],
        &["export", "--format", "jsonl", "--output", "-"],
        &["export", "--format", "json", "--output", "-"],
    ] {
        let piped = here.good(arguments);
        assert!(piped.contains(hidden) && piped.contains(&heap));
        let shown = on_terminal(&here, arguments, &[]);
        let raw = ['\u{3164}', '\u{115f}', '\u{34f}', '\u{e0100}', '\u{301}'];
        assert!(!shown.contains(raw), "{arguments:?}: {shown}");
        assert!(
            shown.contains("Fill\\u3164") && shown.contains("жé"),
            "{shown}"
        );
        let read = |json: &str| serde_json::from_str::<Value>(json).unwrap();
        assert_eq!(read(&shown), read(&piped), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn colours_are_for_terminals_that_want_them() {
    let here = seeds();
    here.good(&["tag", "003", "claim", "--sentence", "40"]);
    let on_terminal = |variables: &[(&str, &str)]| on_terminal(&here, &["list"], variables);
    assert!(on_terminal(&[]).contains("\u{1b}[38;5;4mclaim"));
    let plain = on_terminal(&[("NO_COLOR", "1")]);
    assert!(plain.contains("claim") && !plain.contains('\u{1b}'));
    assert!(
        plain.lines().all(|line| line.chars().count() <= 60),
        "{plain}"
    );
}
