//! The threads that listen: to the terminal, to the end of the terminal, and to the
//! signals of the system.
//!
//! Must not know: what is done about what they hear.

use std::{io, sync::mpsc::Sender, thread, time::Duration};

use crossterm::event;

use crate::app::Message;

use super::event::{Event, spawn, tell};
use super::{input::Input, report::provoke};

/// Sends what the terminal says to the loop; `drawn_for` is its size so far.
pub(super) fn listen_to_keys(sender: &Sender<Event>, drawn_for: (u16, u16)) -> io::Result<()> {
    let events = sender.clone();
    spawn("postil-keys", move || {
        // The first call makes crossterm listen to resizes: only those from here on
        // are told, and one that came before is found by comparing sizes.
        let _ = event::poll(Duration::ZERO);
        match crossterm::terminal::size() {
            Ok((columns, rows)) if (columns, rows) != drawn_for => {
                tell(&events, Message::Resized(columns, rows));
            }
            _ => {}
        }
        let _ends = EndsTheReader(&events);
        let mut input = Input::default();
        loop {
            let read = event::read();
            provoke_by_key("keys", &read);
            let event = match read {
                Ok(event) => input.message(event).map(Event::Message),
                Err(_) => Some(Event::End),
            };
            let ended = matches!(event, Some(Event::End));
            if let Some(event) = event
                && (events.send(event).is_err() || ended)
            {
                return;
            }
        }
    })?;
    Ok(())
}

/// Tells the loop when the terminal is gone. Where it is not the controlling terminal, as
/// under `su -c`, no signal says so, and crossterm goes on reading nothing.
#[cfg(unix)]
pub(super) fn listen_to_hangup(sender: &Sender<Event>) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    let events = sender.clone();
    spawn("postil-hangup", move || {
        let input = io::stdin();
        // Asks for no event: only the hang-up is answered.
        let mut gone = [PollFd::new(&input, PollFlags::empty())];
        while poll(&mut gone, None) == Err(Errno::INTR) {}
        let gone = gone[0].revents();
        if gone.intersects(PollFlags::HUP | PollFlags::ERR) {
            let _ = events.send(Event::End);
        }
    })?;
    Ok(())
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
fn provoke_by_key(place: &str, event: &io::Result<event::Event>) {
    let f12 = event::KeyCode::F(12).into();
    if matches!(event, Ok(event::Event::Key(key)) if *key == f12) {
        provoke(place);
    }
}
