//! The terminal while it is ours, and how the reader's shell gets it back
//! whatever happens.
//!
//! Must not know: what is drawn, and why.

use std::io::{self, IsTerminal, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::app::SignSet;
use crate::text::visible::visible_multiline;
use crate::ui::theme::Palette;

use super::report::report;

/// How the reader shows what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Presentation {
    /// On a screen of its own.
    #[default]
    Screen,
    /// Line by line, without one escape sequence.
    Lines,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Capabilities {
    /// Whether it has only straight underlines, without a colour of their own: terminals
    /// that do not know the colon in `4:3` show colours and blinking instead.
    pub(super) plain_underlines: bool,
    /// Its colours; none where it is to show attributes only.
    pub(super) palette: Palette,
    /// Whether it knows no sequences but those of its time, and may print what it does not
    /// know.
    pub(super) is_old: bool,
    /// The signs that it can be trusted to have.
    pub(super) signs: SignSet,
}

impl Capabilities {
    /// Tells the capabilities by environment variables; `variable` answers their values.
    pub(super) fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name| variable(name).unwrap_or_default();
        let term = value("TERM");
        let screen = term.starts_with("screen") && value("TMUX").is_empty();
        let plain = ["linux", "dumb", "vt", "rxvt", "cons", "ansi"]
            .iter()
            .any(|kind| term.starts_with(kind));
        Self {
            plain_underlines: screen || plain || value("TERM_PROGRAM") == "Apple_Terminal",
            is_old: screen || plain,
            signs: signs(&term, &variable),
            palette: match value("NO_COLOR").as_str() {
                "" => palette(&term, &value("COLORTERM")),
                // https://no-color.org: set and not empty.
                _ => Palette::Monochrome,
            },
        }
    }
}

/// Whether a terminal shows more than ASCII: its locale says that it takes UTF-8, or does not
/// say anything, and it is none of those with few letters of their own.
fn signs(term: &str, variable: impl Fn(&str) -> Option<String>) -> SignSet {
    let few = ["linux", "vt", "cons", "ansi", "dumb"];
    // The first of these that is set counts.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter();
    let locale = locale.filter_map(variable).find(|value| !value.is_empty());
    let is_utf8 = locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.ends_with("utf-8") || locale.ends_with("utf8") || locale.contains("utf-8@")
    });
    match is_utf8 && !few.iter().any(|kind| term.starts_with(kind)) {
        true => SignSet::Unicode,
        false => SignSet::Ascii,
    }
}

/// The colours that a terminal has, by the names that are usual for it.
fn palette(term: &str, colorterm: &str) -> Palette {
    let begins_as = |kinds: &[&str]| kinds.iter().any(|kind| term.starts_with(kind));
    let has_all = [
        "kitty",
        "alacritty",
        "foot",
        "wezterm",
        "ghostty",
        "contour",
    ];
    if ["truecolor", "24bit"].contains(&colorterm)
        || term.contains("direct")
        || has_all.iter().any(|name| term.contains(name))
    {
        Palette::Rgb
    } else if term.contains("256color") {
        Palette::Indexed
    } else if begins_as(&["vt", "dumb"]) || term.ends_with("-m") || term.ends_with("-mono") {
        Palette::Monochrome
    } else if term.ends_with("-16color")
        || begins_as(&["putty", "cygwin"])
        || ["xterm", "tmux"].contains(&term)
    {
        Palette::Sixteen
    } else if begins_as(&["linux", "ansi", "cons", "screen", "rxvt"]) || term == "xterm-color" {
        Palette::Eight
    } else {
        Palette::Indexed
    }
}

/// Whether there is a terminal to read keys from: the standard input, or else the one that
/// the program belongs to.
pub fn has_keys() -> bool {
    #[cfg(unix)]
    let belongs_to_one = crate::storage::open_terminal().is_ok();
    #[cfg(not(unix))]
    let belongs_to_one = false;
    io::stdin().is_terminal() || belongs_to_one
}

/// The columns and rows of the terminal; where it does not say, those that the environment
/// tells, or those of most terminals.
pub(super) fn size() -> (u16, u16) {
    let told = crossterm::terminal::size().ok();
    let told = told.filter(|(columns, rows)| *columns > 0 && *rows > 0);
    told.unwrap_or_else(|| {
        let variable = |name| std::env::var(name).ok()?.parse().ok();
        size_told(variable("COLUMNS"), variable("LINES"))
    })
}

fn size_told(columns: Option<u16>, rows: Option<u16>) -> (u16, u16) {
    let at_least_one = |number: &u16| *number > 0;
    let columns = columns.filter(at_least_one).unwrap_or(80);
    (columns, rows.filter(at_least_one).unwrap_or(24))
}

/// Takes the terminal: alternate screen; no automatic wrap, so that a symbol that the
/// terminal takes for wider than we do cannot spill into the next row; presses, drags and
/// the wheel of the mouse, but not each movement, which would flood a slow line; pastes
/// in brackets; no cursor before there is a screen.
const ENTER: &str = "\x1b[?1049h\x1b[?7l\x1b[?1000h\x1b[?1002h\x1b[?1006h\x1b[?2004h\x1b[?25l";

/// Undoes [`ENTER`] in the opposite order, and first ends a frame that was cut short.
const LEAVE: &str =
    "\x1b[?2026l\x1b[m\x1b[?2004l\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?7h\x1b[?1049l\x1b[?25h";

/// A thin cursor, which does not hide the letter that it stands on, and does not blink.
const ENTER_CURSOR: &str = "\x1b[6 q";

/// The cursor as the terminal is set up to have it.
const LEAVE_CURSOR: &str = "\x1b[0 q";

/// Reports of the mouse may still come that long after one, as of a wheel that is turning.
#[cfg(unix)]
const MOUSE_IS_RECENT: Duration = Duration::from_secs(1);

/// Holds the terminal: raw, on the alternate screen, with the mouse.
///
/// It is given back when this is dropped, when [`leave`](Self::leave) is called, and when
/// the thread that took it panics; to give it back twice does nothing.
#[derive(Debug)]
pub(super) struct TerminalGuard {
    hold: Arc<Hold>,
}

/// What the panic hook shares with the guard.
#[derive(Debug, Default)]
struct Hold {
    /// What the terminal is told when it is taken and when it is given back.
    enter: String,
    leave: String,
    entered: AtomicBool,
    last_mouse: Mutex<Option<Instant>>,
    messages: Mutex<Vec<String>>,
}

impl TerminalGuard {
    /// Takes the terminal, and sees to it that a panic gives it back before it
    /// says anything.
    pub(super) fn enter(
        capabilities: Capabilities,
        presentation: Presentation,
    ) -> io::Result<Self> {
        let (enter, leave) = match presentation {
            Presentation::Screen if capabilities.is_old => (ENTER.to_owned(), LEAVE.to_owned()),
            Presentation::Screen => (
                [ENTER, ENTER_CURSOR].concat(),
                [LEAVE, LEAVE_CURSOR].concat(),
            ),
            Presentation::Lines => (String::new(), String::new()),
        };
        let hold = Arc::new(Hold {
            enter,
            leave,
            ..Hold::default()
        });
        let guard = Self {
            hold: Arc::clone(&hold),
        };
        guard.resume()?;
        let owner = thread::current().id();
        panic::set_hook(Box::new(move |info| {
            if thread::current().id() == owner {
                // Nothing is left to be done about an error here.
                let _ = hold.leave();
            }
            hold.keep(report(info));
        }));
        Ok(guard)
    }

    /// Gives the terminal back. It may be taken again with
    /// [`resume`](Self::resume).
    pub(super) fn leave(&self) -> io::Result<()> {
        self.hold.leave()
    }

    /// Remembers that the terminal has just told of the mouse.
    pub(super) fn had_mouse(&self) {
        *lock(&self.hold.last_mouse) = Some(Instant::now());
    }

    /// Keeps a sentence for when the terminal is given back, in visible form.
    pub(super) fn tell_later(&self, words: &str) {
        self.hold.keep(visible_multiline(words));
    }

    /// Takes the terminal anew, whatever has become of its modes: the program may
    /// have been stopped without a word (SIGSTOP). The screen is empty then.
    pub(super) fn retake(&self) -> io::Result<()> {
        if !self.hold.entered.load(Ordering::SeqCst) {
            return self.resume();
        }
        // Else raw mode is taken for what the terminal is in.
        disable_raw_mode()?;
        enable_raw_mode()?;
        send(&self.hold.enter)
    }

    /// Takes the terminal again, after a stop (SIGTSTP) for example. The screen
    /// is empty then.
    pub(super) fn resume(&self) -> io::Result<()> {
        if self.hold.entered.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let taken = enable_raw_mode().and_then(|()| send(&self.hold.enter));
        taken.inspect_err(|_| drop(self.hold.leave()))
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        // The panic hook stays: it has nothing more to give back, but goes on
        // making messages visible.
        let _ = self.hold.leave();
    }
}

impl Hold {
    fn leave(&self) -> io::Result<()> {
        if !self.entered.swap(false, Ordering::SeqCst) {
            return Ok(());
        }
        let sent = send(&self.leave);
        #[cfg(unix)]
        super::tty::discard_pending(self.had_mouse_lately());
        let cooked = disable_raw_mode();
        let messages = std::mem::take(&mut *lock(&self.messages));
        for message in messages {
            let _ = writeln!(io::stderr(), "{message}");
        }
        sent.and(cooked)
    }

    /// Keeps a message until it can be read, or shows it if it can be already.
    fn keep(&self, message: String) {
        if self.entered.load(Ordering::SeqCst) {
            lock(&self.messages).push(message);
        } else {
            let _ = writeln!(io::stderr(), "{message}");
        }
    }

    #[cfg(unix)]
    fn had_mouse_lately(&self) -> bool {
        let last = *lock(&self.last_mouse);
        last.is_some_and(|last| last.elapsed() < MOUSE_IS_RECENT)
    }
}

fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

fn send(sequence: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(sequence.as_bytes())?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_can_do_is_read_off_its_environment() {
        let of = |variables: &[(&str, &str)]| {
            Capabilities::of_environment(|name| {
                let (_, value) = variables.iter().find(|(key, _)| *key == name)?;
                Some((*value).to_owned())
            })
        };
        let plain = |variables: &[(&str, &str)]| of(variables).plain_underlines;
        assert!(plain(&[("TERM", "linux")]));
        assert!(plain(&[("TERM", "screen-256color")]));
        assert!(!plain(&[("TERM", "screen-256color"), ("TMUX", "x")]));
        assert!(!plain(&[("TERM", "xterm-256color")]));
        assert!(plain(&[
            ("TERM", "xterm-256color"),
            ("TERM_PROGRAM", "Apple_Terminal")
        ]));
        assert_eq!(of(&[("NO_COLOR", "1")]).palette, Palette::Monochrome);
        for (term, expected) in [
            ("xterm-256color", Palette::Indexed),
            ("screen.xterm-256color", Palette::Indexed),
            ("tmux-256color", Palette::Indexed),
            ("xterm-kitty", Palette::Rgb),
            ("xterm-direct", Palette::Rgb),
            ("alacritty", Palette::Rgb),
            ("screen", Palette::Eight),
            ("xterm", Palette::Sixteen),
            ("xterm-color", Palette::Eight),
            ("rxvt-16color", Palette::Sixteen),
            ("tmux", Palette::Sixteen),
            ("linux", Palette::Eight),
            ("vt100", Palette::Monochrome),
            ("vt220", Palette::Monochrome),
            ("xterm-mono", Palette::Monochrome),
            ("something-new", Palette::Indexed),
        ] {
            let environment = [("TERM", term), ("NO_COLOR", "")];
            assert_eq!(of(&environment).palette, expected, "{term}");
        }
        let wide = [("TERM", "screen"), ("COLORTERM", "truecolor")];
        assert_eq!(of(&wide).palette, Palette::Rgb);
    }

    #[test]
    fn leaving_undoes_what_entering_did() {
        for mode in ["1049", "1000", "1002", "1006", "2004"] {
            assert!(ENTER.contains(&format!("\x1b[?{mode}h")));
            assert!(LEAVE.contains(&format!("\x1b[?{mode}l")));
        }
        for mode in ["7", "25"] {
            assert!(ENTER.contains(&format!("\x1b[?{mode}l")));
            assert!(LEAVE.contains(&format!("\x1b[?{mode}h")));
        }
        // Twice is harmless, and so is leaving what was never entered.
        let hold = Hold::default();
        assert!(hold.leave().is_ok());
    }
}
