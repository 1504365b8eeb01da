//! The terminal as a place to read from: bytes, changes of its size, and its end.
//!
//! Must not know: what the bytes say.

use std::io::{self, IsTerminal, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

/// What comes next.
pub(super) enum Next<'a> {
    Bytes(&'a [u8]),
    /// The size may be another one.
    Resized,
    /// Nothing, for as long as was waited.
    Silence,
    /// The terminal is gone.
    End,
}

pub(super) struct Tty {
    /// The terminal, where the standard input is none.
    own: Option<OwnedFd>,
    resizes: UnixStream,
    buffer: Vec<u8>,
}

impl Tty {
    /// From here on, changes of the size are told.
    ///
    /// # Errors
    /// When there is no terminal, or the system refuses to tell.
    pub(super) fn open() -> io::Result<Self> {
        let (resizes, signal) = UnixStream::pair()?;
        resizes.set_nonblocking(true)?;
        signal_hook::low_level::pipe::register(signal_hook::consts::SIGWINCH, signal)?;
        let own = if io::stdin().is_terminal() {
            None
        } else {
            Some(crate::storage::open_terminal()?.into())
        };
        Ok(Self {
            own,
            resizes,
            buffer: vec![0; 16 * 1024],
        })
    }

    /// Waits for what comes next, with patience or for ever.
    pub(super) fn next(&mut self, patience: Option<Duration>) -> io::Result<Next<'_>> {
        let stdin = io::stdin();
        let terminal = self.own.as_ref().map_or(stdin.as_fd(), OwnedFd::as_fd);
        let (has_bytes, has_resized) = loop {
            let mut wanted = [
                PollFd::from_borrowed_fd(terminal, PollFlags::IN),
                PollFd::from_borrowed_fd(self.resizes.as_fd(), PollFlags::IN),
            ];
            let timeout = patience.and_then(|patience| Timespec::try_from(patience).ok());
            match poll(&mut wanted, timeout.as_ref()) {
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
                Ok(0) => return Ok(Next::Silence),
                Ok(_) => {
                    break (
                        !wanted[0].revents().is_empty(),
                        !wanted[1].revents().is_empty(),
                    );
                }
            }
        };
        if has_resized {
            let mut told = [0; 64];
            let _ = (&self.resizes).read(&mut told);
            return Ok(Next::Resized);
        }
        if !has_bytes {
            return Ok(Next::Silence);
        }
        Ok(match read(terminal, &mut self.buffer) {
            Ok(0) | Err(_) => Next::End,
            Ok(count) => Next::Bytes(&self.buffer[..count]),
        })
    }
}

/// Reports of the mouse may be on their way when it is switched off: a terminal that has
/// just sent one is listened to until it is quiet for this long.
const QUIET: Duration = Duration::from_millis(100);
/// The most quiets that are waited for.
const MOST_QUIETS: usize = 10;

/// Throws away what was sent to the program and not read, so that the shell does not take
/// it for what was typed; `awaits_more` where more may be on its way.
pub(super) fn discard_pending(awaits_more: bool) {
    let stdin = io::stdin();
    let own;
    let terminal = if stdin.is_terminal() {
        stdin.as_fd()
    } else if let Ok(opened) = crate::storage::open_terminal() {
        own = opened;
        own.as_fd()
    } else {
        return;
    };
    let quiet = Timespec::try_from(QUIET).unwrap_or_default();
    let mut patience = if awaits_more {
        quiet
    } else {
        Timespec::default()
    };
    for _ in 0..MOST_QUIETS {
        let mut wanted = [PollFd::from_borrowed_fd(terminal, PollFlags::IN)];
        let has_more = matches!(poll(&mut wanted, Some(&patience)), Ok(1..));
        if !has_more || !wanted[0].revents().contains(PollFlags::IN) {
            return;
        }
        let _ = rustix::termios::tcflush(terminal, rustix::termios::QueueSelector::IFlush);
        patience = quiet;
    }
}

fn read(terminal: BorrowedFd<'_>, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match rustix::io::read(terminal, &mut *buffer) {
            Err(Errno::INTR) => {}
            read => return read.map_err(io::Error::from),
        }
    }
}
