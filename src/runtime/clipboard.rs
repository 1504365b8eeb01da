//! Puts words where other programs can paste them.
//!
//! A program for it says whether it could; a terminal that is asked (OSC 52) says nothing,
//! and may not do it. So it is told which of the two it was.
//!
//! Must not know: what is copied, and why.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

/// A way to the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A program that takes it from its standard input.
    Program(&'static [&'static str], Encoding),
    /// The terminal is asked.
    Terminal(Wrapping),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    /// With a byte order mark.
    Utf16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrapping {
    Bare,
    /// Screen hands on only what it is told to hand on, in pieces of this many bytes.
    Screen,
}

/// What GNU screen takes of one string is 768 bytes, with its ends.
const SCREEN_PIECE: usize = 700;

/// The way to the clipboard, by the environment; `None` where there is none.
pub(super) fn way(
    variable: impl Fn(&str) -> Option<String>,
    has_program: impl Fn(&str) -> bool,
) -> Option<Way> {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    // With its default settings tmux takes nothing from programs, but from its own command,
    // which also hands it to the terminal outside.
    if is_set("TMUX") && has_program("tmux") {
        let command = &["tmux", "load-buffer", "-w", "-"];
        return Some(Way::Program(command, Encoding::Utf8));
    }
    // Over SSH the clipboard that is meant is that of the terminal.
    let is_local = !is_set("SSH_TTY") && !is_set("SSH_CONNECTION");
    let programs: [(bool, &'static [&'static str]); 4] = [
        (is_set("WAYLAND_DISPLAY"), &["wl-copy"]),
        (is_set("DISPLAY"), &["xclip", "-selection", "clipboard"]),
        (is_set("DISPLAY"), &["xsel", "--clipboard", "--input"]),
        (true, &["pbcopy"]),
    ];
    let mut programs = programs.into_iter();
    let found = programs.find(|(may, command)| *may && is_local && has_program(command[0]));
    if let Some((_, command)) = found {
        return Some(Way::Program(command, Encoding::Utf8));
    }
    if is_set("WSL_DISTRO_NAME") && has_program("clip.exe") {
        return Some(Way::Program(&["clip.exe"], Encoding::Utf16));
    }
    let term = variable("TERM").unwrap_or_default();
    if ["linux", "vt", "cons", "dumb"]
        .iter()
        .any(|kind| term.starts_with(kind))
    {
        return None;
    }
    let is_in_screen = is_set("STY") || term.starts_with("screen") && !is_set("TMUX");
    Some(Way::Terminal(match is_in_screen {
        true => Wrapping::Screen,
        false => Wrapping::Bare,
    }))
}

/// Whether a program is in one of the folders for programs.
pub(super) fn has_program(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| is_program(&folder.join(name)))
}

fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// Hands words to a program.
///
/// # Errors
/// A sentence that says why they are not in the clipboard.
pub(super) fn hand_to(command: &[&str], encoding: Encoding, words: &str) -> Result<(), String> {
    let [name, arguments @ ..] = command else {
        return Ok(());
    };
    let failed = |why: &dyn std::fmt::Display| format!("Nothing was copied: {name}: {why}");
    let mut child = Command::new(name)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(&error))?;
    let bytes = match encoding {
        Encoding::Utf8 => words.as_bytes().to_vec(),
        Encoding::Utf16 => {
            let units = std::iter::once(0xfeff).chain(words.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        }
    };
    let written = child
        .stdin
        .take()
        .map_or(Ok(()), |mut input| input.write_all(&bytes));
    let status = child.wait().map_err(|error| failed(&error))?;
    written.map_err(|error| failed(&error))?;
    match status.success() {
        true => Ok(()),
        false => Err(failed(&status)),
    }
}

/// What asks a terminal to take words into its clipboard.
pub(super) fn request(words: &str, wrapping: Wrapping) -> String {
    let bare = format!("\x1b]52;c;{}\x07", BASE64.encode(words));
    match wrapping {
        Wrapping::Bare => bare,
        // All of it is ASCII, so that it can be cut anywhere.
        Wrapping::Screen => bare
            .as_bytes()
            .chunks(SCREEN_PIECE)
            .map(|piece| format!("\x1bP{}\x1b\\", String::from_utf8_lossy(piece)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_clipboard_is_told_by_the_environment() {
        let of = |variables: &[(&str, &str)], programs: &[&str]| {
            let value = |name: &str| {
                let (_, value) = variables.iter().find(|(key, _)| *key == name)?;
                Some((*value).to_owned())
            };
            way(value, |name| programs.contains(&name))
        };
        let program = |variables: &[(&str, &str)], programs: &[&str]| match of(variables, programs)
        {
            Some(Way::Program(command, _)) => command[0],
            Some(Way::Terminal(Wrapping::Bare)) => "terminal",
            Some(Way::Terminal(Wrapping::Screen)) => "screen",
            None => "none",
        };
        let all = ["tmux", "wl-copy", "xclip", "xsel", "pbcopy", "clip.exe"];
        let xterm = ("TERM", "xterm-256color");
        for (variables, programs, expected) in [
            (&[xterm][..], &[][..], "terminal"),
            (&[xterm], &all, "pbcopy"),
            (&[xterm, ("DISPLAY", ":0")], &["xclip", "xsel"], "xclip"),
            (&[xterm, ("DISPLAY", ":0")], &["xsel"], "xsel"),
            (&[xterm, ("DISPLAY", ":0")], &[], "terminal"),
            (
                &[xterm, ("WAYLAND_DISPLAY", "wayland-0"), ("DISPLAY", ":0")],
                &all,
                "wl-copy",
            ),
            (
                &[xterm, ("DISPLAY", ":10"), ("SSH_TTY", "/dev/pts/1")],
                &["xclip"],
                "terminal",
            ),
            (&[xterm, ("TMUX", "/tmp/tmux-0/default,1,0")], &all, "tmux"),
            (&[xterm, ("TMUX", "x")], &[], "terminal"),
            (&[("TERM", "screen"), ("TMUX", "x")], &[], "terminal"),
            (&[("TERM", "screen"), ("STY", "1.tty")], &[], "screen"),
            (&[("TERM", "screen.xterm-256color")], &[], "screen"),
            (
                &[xterm, ("WSL_DISTRO_NAME", "Debian")],
                &["clip.exe"],
                "clip.exe",
            ),
            (&[("TERM", "linux")], &[], "none"),
            (&[("TERM", "vt100")], &[], "none"),
            (&[("TERM", "linux"), ("DISPLAY", ":0")], &["xclip"], "xclip"),
        ] {
            assert_eq!(
                program(variables, programs),
                expected,
                "{variables:?} {programs:?}"
            );
        }
    }

    #[test]
    fn screen_is_handed_pieces_that_it_takes() {
        let words = "word ".repeat(1000);
        let asked = request(&words, Wrapping::Screen);
        let pieces: Vec<&str> = asked.split_inclusive("\x1b\\").collect();
        assert!(
            pieces
                .iter()
                .all(|piece| piece.len() <= 768 && piece.starts_with("\x1bP"))
        );
        let inner = pieces.iter().map(|piece| &piece[2..piece.len() - 2]);
        assert_eq!(inner.collect::<String>(), request(&words, Wrapping::Bare));
    }

    #[test]
    fn a_program_says_whether_it_took_the_words() {
        assert_eq!(hand_to(&["cat"], Encoding::Utf8, "words"), Ok(()));
        let error = hand_to(&["false"], Encoding::Utf8, "words").unwrap_err();
        assert!(error.starts_with("Nothing was copied: false: "), "{error}");
        let error = hand_to(&["there-is-no-such-program"], Encoding::Utf16, "").unwrap_err();
        assert!(error.contains("there-is-no-such-program"), "{error}");
    }
}
