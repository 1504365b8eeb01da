//! What is still done when the program is interrupted (`Ctrl-c`, or asked to end).
//!
//! Must not know: what that is.

/// Does `then` when the program is interrupted, and ends it as the system would
/// have. Waits in a thread of its own, which nothing else wakes.
#[cfg(unix)]
pub(super) fn on_interrupt(then: impl FnOnce() + Send + 'static) {
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
        tasks.get_or_insert_default().push(Box::new(then));
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
pub(super) fn on_interrupt(_then: impl FnOnce() + Send + 'static) {}
