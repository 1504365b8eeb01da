//! Work on all cores whose results are wanted in order.
//!
//! The threads live as long as the work does. What is done before its turn waits;
//! when too much waits, whoever is ahead does, so that one long piece at the
//! beginning does not fill the memory with the results of all others.
//!
//! Must not know: what is done.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::super::report::guarded;

/// The weight of results that may wait for their turn.
const MOST_WAITING: usize = 20_000;

/// What came of a piece of work; the words of its panic if that was it.
pub(super) type Outcome<T> = Result<T, String>;

struct Queue<T, F> {
    /// The pieces that were begun.
    begun: usize,
    /// The piece whose result is taken next.
    next: usize,
    waiting: BTreeMap<usize, (usize, Outcome<T>)>,
    weight: usize,
    take: F,
    stopped: bool,
}

/// Does the pieces of work from 0 to `count`, and hands each result to `take` in
/// their order, until it answers that it has enough. `weigh` says how much of a
/// burden a result is.
pub(super) fn in_order<T: Send>(
    count: usize,
    weigh: impl Fn(&T) -> usize + Sync,
    work: impl Fn(usize) -> T + Sync,
    take: impl FnMut(usize, Outcome<T>) -> bool + Send,
) {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let queue = Mutex::new(Queue {
        begun: 0,
        next: 0,
        waiting: BTreeMap::new(),
        weight: 0,
        take,
        stopped: false,
    });
    let turn = Condvar::new();
    let run = || worker(count, &queue, &turn, &weigh, &work);
    thread::scope(|scope| {
        for number in 1..cores.min(count) {
            let name = format!("postil-search-{number}");
            // Without it, the others do all of the work.
            let _ = thread::Builder::new().name(name).spawn_scoped(scope, run);
        }
        run();
    });
}

fn worker<T, F: FnMut(usize, Outcome<T>) -> bool>(
    count: usize,
    queue: &Mutex<Queue<T, F>>,
    turn: &Condvar,
    weigh: &impl Fn(&T) -> usize,
    work: &impl Fn(usize) -> T,
) {
    loop {
        let index = {
            let mut queue = lock(queue);
            if queue.stopped || queue.begun == count {
                return;
            }
            queue.begun += 1;
            queue.begun - 1
        };
        let outcome = guarded(|| work(index));
        let weight = outcome.as_ref().map_or(0, weigh);
        let mut queue = lock(queue);
        // Whose turn it is never waits, and so the others do not wait for ever.
        while queue.weight > MOST_WAITING && queue.next != index && !queue.stopped {
            queue = turn.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        queue.weight += weight;
        queue.waiting.insert(index, (weight, outcome));
        while !queue.stopped {
            let next = queue.next;
            let Some((weight, outcome)) = queue.waiting.remove(&next) else {
                break;
            };
            queue.weight -= weight;
            queue.next += 1;
            queue.stopped = !guarded(|| (queue.take)(next, outcome)).unwrap_or(false);
        }
        drop(queue);
        turn.notify_all();
    }
}

fn lock<T>(queue: &Mutex<T>) -> MutexGuard<'_, T> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_until_there_are_enough() {
        for enough in [0, 1, 57, 100] {
            let mut taken = Vec::new();
            in_order(
                100,
                |_| MOST_WAITING,
                |index| index * 2,
                |index, result| {
                    taken.push((index, result));
                    taken.len() < enough
                },
            );
            let expected: Vec<_> = (0..enough.max(1)).map(|it| (it, Ok(it * 2))).collect();
            assert_eq!(taken, expected);
        }
        in_order(0, |()| 0, |_| (), |_, _| unreachable!("there is nothing"));
    }

    #[test]
    fn a_panic_in_one_piece_is_the_result_of_that_piece() {
        let mut taken = Vec::new();
        in_order(
            5,
            |_| 1,
            |index| {
                assert_ne!(index, 3, "for a test");
                index
            },
            |_, result| {
                taken.push(result.is_ok());
                true
            },
        );
        assert_eq!(taken, [true, true, true, false, true]);
    }
}
