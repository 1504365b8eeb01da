//! How far long work is: one row on standard error, where that is a terminal.
//!
//! Nothing here wakes up by itself: the row is drawn when something is done, and
//! once when nothing is for a while.
//!
//! Two things are not left to `indicatif`. Its own draw target fills the row to the
//! last column: the `^C` that a terminal echoes would begin another row there, and the
//! wrong one would be erased. And its `suspend` and `println` draw the row again with
//! every line that is written, which flickers and slows a long output down; here the row
//! makes way, and comes back when the work goes on for a while.
//!
//! Must not know: what the work is.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};

use crate::text::in_thousands;

use super::interrupt;

/// Work that is over sooner is done before anybody could read how far it is.
const PATIENCE: Duration = Duration::from_millis(300);
/// A row that made way comes back no sooner, or it would flicker.
const PAUSE: Duration = Duration::from_millis(100);
/// Drawings in a second: nobody sees more.
const HERTZ: u8 = 10;
/// Steps of the bar for each document, so that a large one moves it, too.
const STEPS: usize = 1000;
const ROW: &str = "{bar:30} {msg}";
const CHARACTERS: &str = "▰▱▱";
/// Columns that stay free for the `^C` that the terminal itself writes.
const MARGIN: u16 = 4;
/// The columns of a terminal that does not tell.
const COLUMNS: u16 = 80;

pub(super) struct Progress {
    /// The next moment at which the row may be drawn.
    next: Instant,
    documents: usize,
    done: usize,
    /// Tags of the document at hand that are done, and all of them.
    tags: Option<(usize, usize)>,
    row: Row,
    is_watched: bool,
}

/// The row, shared with whoever is told of an interruption.
type Row = Arc<Mutex<Shown>>;

#[derive(Default)]
struct Shown {
    /// The bar, while it is on the terminal.
    bar: Option<ProgressBar>,
    /// Whether it is never to be drawn again.
    is_over: bool,
}

fn lock(row: &Row) -> MutexGuard<'_, Shown> {
    row.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shown {
    /// Erases the row; answers whether it was there.
    fn erase(&mut self) -> bool {
        let bar = self.bar.take();
        if let Some(bar) = &bar {
            bar.finish_and_clear();
        }
        bar.is_some()
    }
}

impl Progress {
    /// Work on so many documents begins; `None` where standard error is no terminal.
    pub(super) fn start(documents: usize) -> Option<Self> {
        let can_erase = env::var_os("TERM").is_none_or(|term| term != "dumb");
        (can_erase && io::stderr().is_terminal()).then(|| Self {
            next: Instant::now() + PATIENCE,
            documents,
            done: 0,
            tags: None,
            row: Row::default(),
            is_watched: false,
        })
    }

    /// How long to wait before the row is to be drawn although nothing was done;
    /// `None` when it is there.
    pub(super) fn patience(&self) -> Option<Duration> {
        let is_there = lock(&self.row).bar.is_some();
        (!is_there).then(|| self.next.saturating_duration_since(Instant::now()))
    }

    /// Whether the row is to be drawn anew at the next step.
    pub(super) fn is_due(&self) -> bool {
        lock(&self.row).bar.is_none() && Instant::now() >= self.next
    }

    pub(super) fn document_done(&mut self) {
        self.done += 1;
        self.tags = None;
        self.update();
    }

    pub(super) fn tags_done(&mut self, done: usize, all: usize) {
        self.tags = Some((done, all));
        self.update();
    }

    pub(super) fn draw(&mut self) {
        if !self.is_watched {
            self.is_watched = true;
            let row = Arc::clone(&self.row);
            interrupt::on_interrupt(move || {
                let mut row = lock(&row);
                row.is_over = true;
                row.erase();
            });
        }
        let mut row = lock(&self.row);
        if row.is_over {
            return;
        }
        let terminal = Box::new(Terminal::default());
        let target = ProgressDrawTarget::term_like_with_hz(terminal, HERTZ);
        let length = (self.documents * STEPS) as u64;
        let bar = ProgressBar::with_draw_target(Some(length), target);
        if let Ok(style) = ProgressStyle::with_template(ROW) {
            bar.set_style(style.progress_chars(CHARACTERS));
        }
        row.bar = Some(bar);
        drop(row);
        self.update();
    }

    /// Erases the row, so that something else can be written. It comes back when
    /// the work goes on.
    pub(super) fn make_way(&mut self) {
        if lock(&self.row).erase() {
            self.next = Instant::now() + PAUSE;
        }
    }

    fn update(&self) {
        if let Some(bar) = &lock(&self.row).bar {
            let part = self.tags.map_or(0, |(done, all)| STEPS * done / all.max(1));
            bar.set_message(self.words());
            bar.set_position((self.done * STEPS + part) as u64);
        }
    }

    fn words(&self) -> String {
        let of =
            |done, all, unit| format!("{} of {} {unit}", in_thousands(done), in_thousands(all));
        match self.tags {
            Some((done, all)) if self.documents == 1 => of(done, all, "tags"),
            Some((done, all)) => format!(
                "{}, {}",
                of(self.done, self.documents, "documents"),
                of(done, all, "tags of the next")
            ),
            None if self.documents == 1 => "1 document".to_owned(),
            None => of(self.done, self.documents, "documents"),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        lock(&self.row).erase();
    }
}

/// Standard error, a little narrower than it is. What is drawn goes out in one piece.
#[derive(Debug, Default)]
struct Terminal {
    drawn: Mutex<String>,
}

impl Terminal {
    fn add(&self, words: &str) -> io::Result<()> {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.push_str(words);
        Ok(())
    }

    /// A movement by so many; none by none, which terminals take for one.
    fn go(&self, by: usize, way: char) -> io::Result<()> {
        match by {
            0 => Ok(()),
            _ => self.add(&format!("\u{1b}[{by}{way}")),
        }
    }
}

impl TermLike for Terminal {
    fn width(&self) -> u16 {
        let size = terminal_size::terminal_size_of(io::stderr());
        let columns = size.map_or(COLUMNS, |(width, _)| width.0);
        columns.saturating_sub(MARGIN).max(1)
    }

    fn move_cursor_up(&self, by: usize) -> io::Result<()> {
        self.go(by, 'A')
    }

    fn move_cursor_down(&self, by: usize) -> io::Result<()> {
        self.go(by, 'B')
    }

    fn move_cursor_right(&self, by: usize) -> io::Result<()> {
        self.go(by, 'C')
    }

    fn move_cursor_left(&self, by: usize) -> io::Result<()> {
        self.go(by, 'D')
    }

    fn write_line(&self, line: &str) -> io::Result<()> {
        self.add(line)?;
        self.add("\r\n")
    }

    fn write_str(&self, words: &str) -> io::Result<()> {
        self.add(words)
    }

    fn clear_line(&self) -> io::Result<()> {
        self.add("\r\u{1b}[2K")
    }

    fn flush(&self) -> io::Result<()> {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut terminal = io::stderr().lock();
        terminal.write_all(drawn.as_bytes())?;
        drawn.clear();
        terminal.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_says_how_far_it_is() {
        let mut progress = Progress {
            next: Instant::now(),
            documents: 10_000,
            done: 1234,
            tags: None,
            row: Row::default(),
            is_watched: true,
        };
        assert_eq!(progress.words(), "1,234 of 10,000 documents");
        progress.tags_done(5000, 1_000_000);
        assert_eq!(
            progress.words(),
            "1,234 of 10,000 documents, 5,000 of 1,000,000 tags of the next"
        );
        progress.document_done();
        assert_eq!(progress.words(), "1,235 of 10,000 documents");
    }
}
