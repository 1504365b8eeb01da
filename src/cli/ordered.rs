//! Work on many things at once whose results come in order.
//!
//! As many threads as there are processors work a few things ahead of whoever takes
//! the results, and no further: however many things there are, only so many are in
//! memory.
//!
//! Must not know: what the work is.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Result, anyhow};

use super::output::Output;

/// Things that are worked on, or are done and wait to be taken, for each thread: one
/// of each keeps it busy.
const AHEAD: usize = 2;

/// Does `work` on each thing and hands the results to `take` in the order of the
/// things. `output` tells how far it is, and hands on what it holds before it waits.
///
/// # Errors
/// What `take` says. The work then ends as soon as the things at hand are done.
pub(super) fn ordered<S: Send, T: Send>(
    things: impl IntoIterator<Item = S, IntoIter: ExactSizeIterator>,
    output: &mut Output,
    work: impl Fn(S) -> T + Sync,
    mut take: impl FnMut(T, &mut Output) -> Result<()>,
) -> Result<()> {
    let mut things = things.into_iter();
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(things.len());
    let (hand, jobs) = mpsc::channel();
    let jobs = Mutex::new(jobs);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| labour(&jobs, &stop, &work));
        }
        // Also when `take` fails or panics; else what waits would still be done.
        let _stopped = Stop(&stop);
        // With it the threads end: it must go before the scope waits for them.
        let hand = hand;
        let mut awaited = VecDeque::new();
        loop {
            while awaited.len() < AHEAD * threads
                && let Some(thing) = things.next()
            {
                let (to, from) = mpsc::sync_channel(1);
                // Nobody listens when all threads have panicked, which is told below.
                let _ = hand.send((thing, to));
                awaited.push_back(from);
            }
            let Some(next) = awaited.pop_front() else {
                return Ok(());
            };
            let Some(done) = output.wait_for(&next)? else {
                // A thread has panicked; the scope panics with it.
                return Err(anyhow!("a part of the work failed"));
            };
            take(done, output)?;
        }
    })
}

/// Sets the flag when it goes.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn labour<S, T>(
    jobs: &Mutex<Receiver<(S, SyncSender<T>)>>,
    stop: &AtomicBool,
    work: &impl Fn(S) -> T,
) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((thing, to)) = job else { return };
        if stop.load(Ordering::Relaxed) {
            return;
        }
        // Whoever has stopped listening has no use for it.
        let _ = to.send(work(thing));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[test]
    fn results_come_in_order_and_the_work_is_never_far_ahead() {
        let begun = AtomicUsize::new(0);
        let mut taken = Vec::new();
        let work = |number: usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            number * 2
        };
        let processors = thread::available_parallelism().map_or(1, usize::from);
        ordered(0..1000, &mut Output::standard(), work, |done, _| {
            taken.push(done);
            assert!(begun.load(Ordering::SeqCst) <= taken.len() + AHEAD * processors);
            Ok(())
        })
        .unwrap();
        assert_eq!(taken, (0..1000).map(|it| it * 2).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_ends_the_work() {
        let begun = AtomicUsize::new(0);
        let work = |_| begun.fetch_add(1, Ordering::SeqCst);
        let result = ordered(0..1000, &mut Output::standard(), work, |_, _| {
            Err(anyhow!("enough"))
        });
        assert_eq!(result.unwrap_err().to_string(), "enough");
        assert!(begun.into_inner() < 1000);
    }

    #[test]
    fn nothing_is_no_work() {
        let none: [usize; 0] = [];
        let never = |_, _: &mut Output| Err(anyhow!("there is nothing"));
        assert!(ordered(none, &mut Output::standard(), |it| it, never).is_ok());
    }
}
