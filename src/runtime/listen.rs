//! The threads that listen: to the terminal, to the end of the terminal, and to the
//! signals of the system.
//!
//! Must not know: what is done about what they hear.

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
        loop {
            let messages = match tty.next(input.patience()) {
                Ok(Next::Bytes(bytes)) => input.feed(bytes),
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
