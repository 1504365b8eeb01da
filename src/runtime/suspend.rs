//! Stopping for the shell and going on (job control).
//!
//! Must not know: the terminal, and what is on it.

use std::io;

use rustix::process::{Signal, getpgrp, getpid, getsid, kill_current_process_group, kill_process};

/// Whether a shell would take over: one with job control puts what it starts into
/// groups of their own. In its own group, a stopped program could not be woken.
pub fn is_under_a_shell() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Asks all of this job to stop, as the terminal does where it knows `Ctrl-z`: a
/// script around this program has to stop with it, or the shell would wait on.
///
/// # Errors
/// When the system refuses.
pub fn ask_to_stop() -> io::Result<()> {
    Ok(kill_current_process_group(Signal::TSTP)?)
}

/// Stops; comes back when it goes on.
///
/// # Errors
/// When the system refuses.
pub fn stop() -> io::Result<()> {
    Ok(kill_process(getpid(), Signal::STOP)?)
}
