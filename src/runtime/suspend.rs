//! Stops the program for the shell and lets it go on (job control).
//!
//! Must not know: the terminal, and what is on it.

use std::io;

use rustix::process::{Signal, getpgrp, getpid, getsid, kill_current_process_group, kill_process};

/// Whether there is a shell that would take over. A shell with job control puts each
/// program that it starts into a process group of its own; a program in the group of the
/// session's leader has no shell, and nobody could wake it after a stop.
pub(super) fn is_under_a_shell() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Asks all processes of this job to stop, as the terminal does at `Ctrl-z` when it is not
/// in raw mode: a script that runs this program has to stop with it, or the shell would
/// go on waiting.
pub(super) fn ask_to_stop() -> io::Result<()> {
    Ok(kill_current_process_group(Signal::TSTP)?)
}

pub(super) fn stop() -> io::Result<()> {
    Ok(kill_process(getpid(), Signal::STOP)?)
}
