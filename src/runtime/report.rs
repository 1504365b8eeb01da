//! Errors of the program's own (panics): what the user is told of one, and the report of
//! it that is kept in a file.
//!
//! Must not know: what the program was doing.

use std::backtrace::Backtrace;
use std::cell::RefCell;
use std::io::{self, Write as _};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::storage::keep_report;
use crate::text::visible::visible_multiline;

/// The most reports that one run keeps: what goes wrong once may go wrong each time it
/// is tried.
const MOST_REPORTS: usize = 5;

static REPORTS: AtomicUsize = AtomicUsize::new(0);

/// What was told of the last panic of any thread: work that others did ends with their
/// panic in the thread that waits for it.
static TOLD_LAST: Mutex<Option<String>> = Mutex::new(None);

thread_local! {
    static TOLD: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Installs the hook for panics outside the reader: they are told and reported like all
/// others.
pub fn install_hook() {
    panic::set_hook(Box::new(|info| {
        let words = report(info);
        let _ = writeln!(io::stderr(), "{words}");
    }));
}

/// Writes a report of a panic; answers what to tell the user, in visible form, since it
/// may quote the document.
pub(super) fn report(info: &PanicHookInfo<'_>) -> String {
    let said = said(info);
    let number = REPORTS.fetch_add(1, Ordering::Relaxed);
    let mut words = said.clone();
    if number < MOST_REPORTS {
        let now = jiff::Timestamp::now();
        let stamp = now.strftime("%Y%m%dT%H%M%SZ");
        let stamp = format!("{stamp}-{}-{number}", std::process::id());
        match keep_report(&stamp, &full(&said, &now.to_string())) {
            Ok(Some(path)) => words.push_str(&format!("; a report is in {}", path.display())),
            Ok(None) => {}
            Err(error) => words.push_str(&format!("; there is no report: {error}")),
        }
    }
    let words = visible_multiline(&words).replace('\n', " ");
    TOLD.with(|told| told.replace(Some(words.clone())));
    *told_last() = Some(words.clone());
    words
}

/// Does work that must not end its thread; where it panics, answers what the user is to
/// be told.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let last = told_last().take();
        let told = TOLD.with(RefCell::take).or(last);
        told.unwrap_or_else(|| "postil met an error of its own".to_owned())
    })
}

fn told_last() -> MutexGuard<'static, Option<String>> {
    TOLD_LAST.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Panics where the environment variable `POSTIL_TEST_PANIC` names this place, so that
/// tests see what follows. Does nothing in a release.
pub(super) fn provoke(place: &str) {
    debug_assert!(
        std::env::var("POSTIL_TEST_PANIC").as_deref() != Ok(place),
        "provoked in \"{place}\", with \x1b[31m in its words"
    );
}

fn said(info: &PanicHookInfo<'_>) -> String {
    let said = info.payload_as_str().unwrap_or("an unknown reason");
    let place = info.location().map_or_else(String::new, |location| {
        format!(" ({}:{})", location.file(), location.line())
    });
    format!("postil met an error of its own: {said}{place}")
}

fn full(said: &str, when: &str) -> String {
    let thread = std::thread::current();
    let words = format!(
        "{said}\n\nversion  {}\nsystem   {} {}\ntime     {when}\nthread   {}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        thread.name().unwrap_or("without a name"),
        Backtrace::force_capture(),
    );
    visible_multiline(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_guarded_work_is_an_answer() {
        assert_eq!(guarded(|| 1), Ok(1));
        let words = guarded(|| std::panic::resume_unwind(Box::new("x")));
        assert_eq!(
            words,
            Err::<(), _>("postil met an error of its own".to_owned())
        );
    }
}
