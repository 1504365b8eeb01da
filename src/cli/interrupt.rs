//! What is still done when the program is interrupted, by `Ctrl-c` or by being asked to
//! end.
//!
//! Must not know: what that is.

/// Does `task` when the program is interrupted; then the program ends as the system
/// would have ended it. A thread of its own waits for that, and nothing else wakes it.
#[cfg(unix)]
pub(super) fn on_interrupt(task: impl FnOnce() + Send + 'static) {
    use std::sync::{Mutex, PoisonError};
    use std::thread;

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    type Task = Box<dyn FnOnce() + Send>;
    /// What is to be done; none as long as nobody waits.
    static TASKS: Mutex<Option<Vec<Task>>> = Mutex::new(None);

    let tasks = || TASKS.lock().unwrap_or_else(PoisonError::into_inner);
    let is_waiting = {
        let mut tasks = tasks();
        let is_waiting = tasks.is_some();
        tasks.get_or_insert_default().push(Box::new(task));
        is_waiting
    };
    if is_waiting {
        return;
    }
    // Where they cannot be caught, the program just ends.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else {
        return;
    };
    thread::spawn(move || {
        for signal in signals.forever() {
            for task in tasks().take().unwrap_or_default() {
                task();
            }
            let _ = emulate_default_handler(signal);
        }
    });
}

/// Elsewhere the program just ends.
#[cfg(not(unix))]
pub(super) fn on_interrupt(_task: impl FnOnce() + Send + 'static) {}
