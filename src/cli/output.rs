//! Standard output and standard error.
//!
//! Must not know: what is printed.

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};

use clap::builder::StyledStr;

use crate::annotation::Colour;
use crate::formats::escape_unshown;
use crate::text::visible::visible;

/// Standard output, buffered, with what is known about where it goes.
pub(super) struct Output {
    out: BufWriter<io::Stdout>,
    terminal: bool,
}

impl Output {
    /// Standard output.
    pub(super) fn standard() -> Self {
        Self {
            out: BufWriter::new(io::stdout()),
            terminal: io::stdout().is_terminal(),
        }
    }

    /// The columns of the terminal; `None` where there is no terminal and
    /// nothing needs to be cut.
    pub(super) fn columns(&self) -> Option<usize> {
        if !self.terminal {
            return None;
        }
        let size = terminal_size::terminal_size();
        size.map(|(width, _)| usize::from(width.0))
    }

    /// Whether it is a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Words in a colour, where colours are welcome.
    pub(super) fn coloured(&self, words: &str, colour: Colour) -> String {
        if !self.wants_colour() {
            return words.to_owned();
        }
        let code = match colour {
            Colour::Indexed(index) => format!("5;{index}"),
            Colour::Rgb(red, green, blue) => format!("2;{red};{green};{blue}"),
        };
        format!("\u{1b}[38;{code}m{words}\u{1b}[0m")
    }

    /// Text of clap's own making, with its styles where they are welcome.
    pub(super) fn help(&mut self, help: &StyledStr) -> io::Result<()> {
        if self.wants_colour() {
            write!(self.out, "{}", help.ansi())
        } else {
            write!(self.out, "{help}")
        }
    }

    /// One line.
    pub(super) fn line(&mut self, line: &str) -> io::Result<()> {
        self.out.write_all(line.as_bytes())?;
        self.out.write_all(b"\n")
    }

    /// JSON with its line ends: as it is, but on a terminal with escapes in place
    /// of what would not be shown as itself.
    pub(super) fn json(&mut self, json: &str) -> io::Result<()> {
        if self.terminal {
            self.out.write_all(escape_unshown(json).as_bytes())
        } else {
            self.out.write_all(json.as_bytes())
        }
    }

    /// One line of JSON.
    pub(super) fn json_line(&mut self, json: &str) -> io::Result<()> {
        self.json(json)?;
        self.out.write_all(b"\n")
    }

    /// Bytes as they are.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// Hands everything on.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// By <https://no-color.org>: any value but an empty one means no.
    fn wants_colour(&self) -> bool {
        self.terminal
            && env::var_os("NO_COLOR").is_none_or(|it| it.is_empty())
            && env::var_os("TERM").is_none_or(|it| it != "dumb")
    }
}

/// Tells the user something on standard error, in one line that cannot steer
/// the terminal.
pub(super) fn complain(words: &str) {
    // There is nobody left to tell when standard error is closed.
    let _ = writeln!(io::stderr().lock(), "postil: {}", visible(words));
}

/// The number with the word in the right form: `1 tag`, `2 tags`.
pub(super) fn count(number: usize, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}
