//! The threads that listen: to the terminal, to the end of the terminal, and to the
//! signals of the system.
//!
//! Must not know: what is done about what they hear.

#[cfg(unix)]
use std::time::{Duration, Instant};
use std::{io, sync::mpsc::Sender, thread};

use crate::app::{KeyCode, Message};

use super::event::{Event, spawn, tell};
use super::{input::Input, report::provoke};

/// Sends what the terminal says to the loop, and when it is gone: where it is not the
/// controlling terminal, as under `su -c`, no signal says so. `drawn_for` is its size so
/// far.
#[cfg(unix)]
pub(super) fn listen_to_keys(sender: &Sender<Event>, drawn_for: (u16, u16)) -> io::Result<()> {
    use super::tty::{Next, Tty};
    let events = sender.clone();
    let mut tty = Tty::open()?;
    spawn("postil-keys", move || {
        // A change before the terminal was opened is found by comparing sizes.
        tell_size(&events, Some(drawn_for));
        let _ends = EndsTheReader(&events);
        let mut input = Input::default();
        let mut wait = Wait::begin(Instant::now());
        loop {
            let left = input.patience().map(|all| wait.left(all, Instant::now()));
            let next = match left {
                Some(Duration::ZERO) => Ok(Next::Silence),
                _ => tty.next(left),
            };
            let messages = match next {
                Ok(Next::Bytes(bytes)) => {
                    let is_new = left.is_none();
                    wait.heard(bytes.len(), is_new, Instant::now());
                    input.feed(bytes)
                }
                Ok(Next::Silence) => input.lapse(),
                Ok(Next::Resized) => {
                    tell_size(&events, None);
                    continue;
                }
                Ok(Next::End) | Err(_) => {
                    let _ = events.send(Event::End);
                    return;
                }
            };
            for message in messages {
                provoke_by_key("keys", &message);
                if events.send(Event::Message(message)).is_err() {
                    return;
                }
            }
        }
    })?;
    Ok(())
}

/// Sends what the terminal says to the loop; `drawn_for` is its size so far.
#[cfg(not(unix))]
pub(super) fn listen_to_keys(sender: &Sender<Event>, drawn_for: (u16, u16)) -> io::Result<()> {
    let events = sender.clone();
    spawn("postil-keys", move || {
        tell_size(&events, Some(drawn_for));
        let _ends = EndsTheReader(&events);
        let mut input = Input::default();
        while let Ok(event) = crossterm::event::read() {
            let Some(message) = input.message(event) else {
                continue;
            };
            provoke_by_key("keys", &message);
            if events.send(Event::Message(message)).is_err() {
                return;
            }
        }
        let _ = events.send(Event::End);
    })?;
    Ok(())
}

/// Two single bytes further apart than this were typed: what a terminal sends in pieces
/// comes faster.
#[cfg(unix)]
const TYPED: Duration = Duration::from_millis(100);

/// Since when more of a sequence has been waited for.
#[cfg(unix)]
struct Wait {
    since: Instant,
    last: Instant,
}

#[cfg(unix)]
impl Wait {
    fn begin(now: Instant) -> Self {
        Self {
            since: now,
            last: now,
        }
    }

    /// More has come. What somebody types at an unfinished sequence does not make it last
    /// longer: else it would swallow all keys, for as long as they are pressed.
    fn heard(&mut self, bytes: usize, is_new: bool, now: Instant) {
        let is_typed = bytes == 1 && now.duration_since(self.last) >= TYPED;
        if is_new || !is_typed {
            self.since = now;
        }
        self.last = now;
    }

    fn left(&self, all: Duration, now: Instant) -> Duration {
        all.saturating_sub(now.duration_since(self.since))
    }
}

/// Tells the size of the terminal, but where it is known already.
fn tell_size(events: &Sender<Event>, known: Option<(u16, u16)>) {
    let (columns, rows) = super::terminal::size();
    if known != Some((columns, rows)) {
        tell(events, Message::Resized(columns, rows));
    }
}

/// Catches signals: from here on, one to end does not end the program, but waits to be
/// heard.
#[cfg(unix)]
pub(super) fn catch_signals() -> io::Result<signal_hook::iterator::Signals> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])
}

#[cfg(unix)]
pub(super) fn listen_to_signals(
    mut signals: signal_hook::iterator::Signals,
    sender: &Sender<Event>,
) -> io::Result<()> {
    let events = sender.clone();
    spawn("postil-signals", move || {
        let _ends = EndsTheReader(&events);
        for signal in signals.forever() {
            let event = match signal {
                signal_hook::consts::SIGTSTP => Event::Stop,
                signal_hook::consts::SIGCONT => Event::GoesOn,
                _ => Event::End,
            };
            if events.send(event).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Ends the reader in order when the thread that holds this panics: without that thread
/// it would hear nothing.
struct EndsTheReader<'a>(&'a Sender<Event>);

impl Drop for EndsTheReader<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.0.send(Event::End);
        }
    }
}

/// Panics at F12, for tests: see [`provoke`].
fn provoke_by_key(place: &str, message: &Message) {
    if matches!(message, Message::Key(key) if key.code == KeyCode::F(12)) {
        provoke(place);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_at_an_unfinished_sequence_does_not_make_it_last() {
        let start = Instant::now();
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        let all = Duration::from_secs(2);
        let mut wait = Wait::begin(start);
        wait.heard(6, true, at(1000));
        for typed in [1200, 1700, 2600] {
            wait.heard(1, false, at(typed));
        }
        assert_eq!(wait.left(all, at(2900)), Duration::from_millis(100));
        assert_eq!(wait.left(all, at(3000)), Duration::ZERO);
        // Byte by byte on a slow line, and in larger pieces after a pause.
        let mut wait = Wait::begin(start);
        for piece in 0..100 {
            wait.heard(1, false, at(40 * piece));
        }
        assert_eq!(wait.left(all, at(3960)), all);
        wait.heard(100, false, at(5500));
        assert_eq!(wait.left(all, at(5500)), all);
    }
}
