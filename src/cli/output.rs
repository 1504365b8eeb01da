//! Standard output and standard error.
//!
//! Must not know: what is printed.

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::time::Duration;

use clap::builder::StyledStr;

use crate::corpus::Observer;
use crate::formats::escape_unshown;
use crate::text::visible::{visible, visible_within};

use super::progress::Progress;

/// Standard output, buffered, with what is known about where it goes.
pub(super) struct Output {
    out: BufWriter<io::Stdout>,
    pub(super) is_terminal: bool,
    /// The row that tells how far the work is, as long as it may be drawn.
    progress: Option<Progress>,
    /// Whether what is written may come to stand on the same terminal as that row.
    may_meet_progress: bool,
    /// Whether anything was written.
    pub(super) has_written: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Line,
    /// Bytes that may end within a line.
    Bytes,
}

impl Output {
    pub(super) fn standard() -> Self {
        Self {
            out: BufWriter::new(io::stdout()),
            is_terminal: io::stdout().is_terminal(),
            progress: None,
            may_meet_progress: true,
            has_written: false,
        }
    }

    fn tell(&mut self, step: impl FnOnce(&mut Progress)) -> io::Result<()> {
        let Some(progress) = &mut self.progress else {
            return Ok(());
        };
        step(progress);
        if progress.is_due() {
            self.out.flush()?;
            progress.draw();
        }
        Ok(())
    }

    /// Erases the row that tells how far the work is, if what is to be written may come
    /// to stand beside it; but for a whole line on a terminal for good.
    fn make_way(&mut self, for_what: Kind) {
        self.has_written = true;
        match &mut self.progress {
            _ if !self.may_meet_progress => {}
            Some(progress) if for_what == Kind::Line && self.is_terminal => progress.make_way(),
            _ => self.progress = None,
        }
    }

    /// The columns of the terminal; `None` where there is no terminal and
    /// nothing needs to be cut.
    pub(super) fn columns(&self) -> Option<usize> {
        let size = self.is_terminal.then(terminal_size::terminal_size)?;
        size.map(|(width, _)| usize::from(width.0))
    }

    /// Text of clap's own making, with its styles where they are welcome.
    pub(super) fn help(&mut self, help: &StyledStr) -> io::Result<()> {
        if self.wants_colour() {
            write!(self.out, "{}", help.ansi())
        } else {
            write!(self.out, "{help}")
        }
    }

    pub(super) fn line(&mut self, line: &str) -> io::Result<()> {
        self.make_way(Kind::Line);
        self.out.write_all(line.as_bytes())?;
        self.out.write_all(b"\n")
    }

    /// JSON with its line ends: as it is, but on a terminal with escapes in place
    /// of what would not be shown as itself.
    pub(super) fn json(&mut self, json: &str) -> io::Result<()> {
        match self.is_terminal {
            true => self.bytes(escape_unshown(json).as_bytes()),
            false => self.bytes(json.as_bytes()),
        }
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.make_way(Kind::Bytes);
        self.out.write_all(bytes)
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Whether colours are welcome. By <https://no-color.org>, any value but an empty
    /// one means no.
    pub(super) fn wants_colour(&self) -> bool {
        self.is_terminal
            && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && env::var_os("TERM").is_none_or(|term| term != "dumb")
    }
}

impl Observer for Output {
    /// How far the work is is told on standard error where that is a terminal, if the
    /// work takes long. The row is gone when the work ends, and at the first word that
    /// is written to the same terminal, or to a pipe, behind which a pager may have it:
    /// what is written then tells enough. For whole lines on a terminal it only makes
    /// way.
    fn begin(&mut self, documents: usize) {
        self.progress = Progress::start(documents);
        self.may_meet_progress = self.is_terminal || !goes_to_file();
    }

    /// Hands on what was written before, and draws the row when its time has come.
    fn idle(&mut self) -> io::Result<Option<Duration>> {
        self.out.flush()?;
        let Some(progress) = &mut self.progress else {
            return Ok(None);
        };
        if progress.is_due() {
            progress.draw();
            return Ok(None);
        }
        Ok(progress.patience())
    }

    fn document_done(&mut self) -> io::Result<()> {
        self.tell(Progress::document_done)
    }

    fn annotations_done(&mut self, done: usize, all: usize) -> io::Result<()> {
        self.tell(|progress| progress.tags_done(done, all))
    }

    fn warn(&mut self, words: &str) {
        if let Some(progress) = &mut self.progress {
            progress.make_way();
        }
        // So that it stands where it belongs; who reads on will be told of an error.
        let _ = self.out.flush();
        complain(words);
    }

    fn end(&mut self) {
        self.progress = None;
    }
}

/// Whether standard output is a file, or goes nowhere: nobody else then writes to the
/// terminal because of it.
fn goes_to_file() -> bool {
    #[cfg(unix)]
    {
        use rustix::fs::{FileType, fstat};
        let kind = fstat(io::stdout()).map(|stat| FileType::from_raw_mode(stat.st_mode));
        matches!(kind, Ok(FileType::RegularFile | FileType::CharacterDevice))
    }
    #[cfg(not(unix))]
    false
}

/// The columns of what was typed that are said again.
const SAID_AGAIN: usize = 60;

/// Words that were typed, as they are said again: no more than a line has room for.
pub(super) fn shortened(words: &str) -> String {
    visible_within(words.trim(), SAID_AGAIN).into_owned()
}

/// Tells the user something on standard error, in one line that cannot steer
/// the terminal.
pub(super) fn complain(words: &str) {
    // There is nobody left to tell when standard error is closed.
    let _ = writeln!(io::stderr().lock(), "postil: {}", visible(words));
}
