//! Work on many things at once whose results come in order, or as they are done.
//!
//! As many threads as there are processors work ahead of whoever takes the results,
//! and only so far: however many things there are, the memory for results that wait
//! is bounded. The threads end when all is done, or when nobody takes results any more.
//!
//! Must not know: what the work is.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::{collections::BTreeMap, io, thread, time::Duration};

use anyhow::Result;

use super::observer::Observer;

/// An observer that has nothing to do is asked again after this: that is no work.
const LONG: Duration = Duration::from_secs(3600);

/// How far the work may be ahead of whoever takes the results, and in which order they
/// are taken.
pub struct Lookahead<T> {
    order: Order,
    /// Nothing more is begun while the results that wait weigh this much.
    most: usize,
    weigh: fn(&T) -> usize,
    /// Whoever takes the results sleeps until those that wait weigh this much.
    wake: usize,
}

#[derive(Clone, Copy)]
enum Order {
    /// That of the first thing whose result was not taken.
    Given,
    /// That of anything that is done.
    AsDone,
}

impl<T> Lookahead<T> {
    /// For large results: one may wait for each thread, which keeps all of them busy.
    pub fn one_a_thread() -> Self {
        Self::weighed(processors(), |_| 1)
    }

    /// For results of many sizes: they wait until they weigh `most` together, so that
    /// one long piece of work at the beginning does not hold up the others.
    pub fn weighed(most: usize, weigh: fn(&T) -> usize) -> Self {
        Self {
            order: Order::Given,
            most: most.max(1),
            weigh,
            wake: 0,
        }
    }

    /// For results of which nobody waits for a single one: to be woken for each takes longer than
    /// many a short piece of work.
    pub(super) fn in_batches(self) -> Self {
        let wake = self.most / BATCHES;
        Self { wake, ..self }
    }

    /// For results that are all kept: they come as they are done, however many wait.
    pub fn as_done() -> Self {
        Self {
            order: Order::AsDone,
            most: usize::MAX,
            weigh: |_| 0,
            wake: 0,
        }
    }
}

/// How many batches make up the results that may wait: while one is taken, there is room for more.
const BATCHES: usize = 8;

/// Does `work` on each thing and hands the results to `take`, in the order of the things
/// and with one a thread waiting.
pub(super) fn for_each<I: ExactSizeIterator + Send, T: Send, O: Observer>(
    things: impl IntoIterator<IntoIter = I>,
    observer: &mut O,
    work: impl Fn(I::Item) -> T + Sync,
    take: impl FnMut(T, &mut O) -> Result<()>,
) -> Result<()> {
    for_each_ahead(things, &Lookahead::one_a_thread(), observer, work, take)
}

/// As [`for_each`], with so much waiting.
pub(super) fn for_each_ahead<I: ExactSizeIterator + Send, T: Send, O: Observer>(
    things: impl IntoIterator<IntoIter = I>,
    lookahead: &Lookahead<T>,
    observer: &mut O,
    work: impl Fn(I::Item) -> T + Sync,
    mut take: impl FnMut(T, &mut O) -> Result<()>,
) -> Result<()> {
    work_ahead(things, lookahead, work, |mut results| {
        while let Some(result) = results.next_watched(observer)? {
            take(result, observer)?;
        }
        Ok(())
    })
}

/// Does `work` on each thing; `take` gets the results, and nothing more is begun when it
/// returns.
///
/// # Panics
/// When `work` did, at the turn of its result.
pub fn work_ahead<I: ExactSizeIterator + Send, T: Send, R>(
    things: impl IntoIterator<IntoIter = I>,
    lookahead: &Lookahead<T>,
    work: impl Fn(I::Item) -> T + Sync,
    take: impl FnOnce(Results<'_, I, T>) -> R,
) -> R {
    let things = things.into_iter();
    let count = things.len();
    let queue = Queue::new(things, lookahead.order);
    let step = |waits| queue.step(lookahead, waits, &work);
    let name = thread::current().name().unwrap_or("postil").to_owned();
    thread::scope(|scope| {
        let mut has_threads = false;
        for number in 1..=processors().min(count) {
            let builder = thread::Builder::new().name(format!("{name}-{number}"));
            // Where the system gives no more threads, fewer do.
            let begun = builder.spawn_scoped(scope, || while step(Waits::ForRoom) {});
            has_threads |= begun.is_ok();
        }
        take(Results {
            queue: &queue,
            count,
            step: &|| step(Waits::Never),
            has_threads,
        })
    })
}

pub(super) fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Whoever takes the results must not wait for room: nobody else makes it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waits {
    ForRoom,
    Never,
}

struct Queue<I, T> {
    state: Mutex<State<I, T>>,
    /// A result was taken, or the work has been stopped.
    room: Condvar,
    /// A result whose turn it is has come.
    done: Condvar,
}

struct State<I, T> {
    things: I,
    order: Order,
    begun: usize,
    taken: usize,
    /// Results that are not taken yet, with their weights.
    waiting: BTreeMap<usize, (usize, thread::Result<T>)>,
    weight: usize,
    is_stopped: bool,
}

impl<I: Iterator, T> Queue<I, T> {
    fn new(things: I, order: Order) -> Self {
        Self {
            state: Mutex::new(State {
                things,
                order,
                begun: 0,
                taken: 0,
                waiting: BTreeMap::new(),
                weight: 0,
                is_stopped: false,
            }),
            room: Condvar::new(),
            done: Condvar::new(),
        }
    }

    /// Works on the next thing when there is room for its result; answers whether it did.
    fn step(&self, lookahead: &Lookahead<T>, waits: Waits, work: &impl Fn(I::Item) -> T) -> bool {
        let mut state = self.state();
        // No deadlock: the result whose turn it is waits already, or somebody works on it.
        while state.weight >= lookahead.most && !state.is_stopped {
            if waits == Waits::Never {
                return false;
            }
            self.tell_of_turn(&state);
            let waited = self.room.wait(state);
            state = waited.unwrap_or_else(PoisonError::into_inner);
        }
        if state.is_stopped {
            return false;
        }
        let Some(thing) = state.things.next() else {
            self.tell_of_turn(&state);
            return false;
        };
        let index = state.begun;
        state.begun += 1;
        drop(state);
        let result = catch_unwind(AssertUnwindSafe(|| work(thing)));
        let weight = result.as_ref().map_or(0, lookahead.weigh);
        let mut state = self.state();
        state.weight += weight;
        state.waiting.insert(index, (weight, result));
        let is_due = state.weight >= lookahead.wake && state.turn().is_some();
        // Whoever is woken takes the lock at once.
        drop(state);
        if is_due {
            self.done.notify_one();
        }
        true
    }

    /// Wakes whoever takes the results where one waits of which nothing was told so far.
    fn tell_of_turn(&self, state: &State<I, T>) {
        if state.turn().is_some() {
            self.done.notify_one();
        }
    }

    fn state(&self) -> MutexGuard<'_, State<I, T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<I, T> State<I, T> {
    /// The result whose turn it is, if it is there.
    fn turn(&self) -> Option<usize> {
        let first = self.waiting.first_key_value().map(|(index, _)| *index);
        match self.order {
            Order::Given => first.filter(|index| *index == self.taken),
            Order::AsDone => first,
        }
    }

    fn take(&mut self) -> Option<thread::Result<T>> {
        let turn = self.turn()?;
        let (weight, result) = self.waiting.remove(&turn)?;
        self.weight -= weight;
        self.taken += 1;
        Some(result)
    }
}

/// The results of [`work_ahead`]; nothing more is begun once they are dropped.
pub struct Results<'a, I, T> {
    queue: &'a Queue<I, T>,
    count: usize,
    step: &'a dyn Fn() -> bool,
    /// Whether others do the work.
    has_threads: bool,
}

impl<I: Iterator, T> Results<'_, I, T> {
    /// Waits for the next result, and tells `observer` while there is none; `None`
    /// after the last.
    pub fn next_watched(&mut self, observer: &mut impl Observer) -> io::Result<Option<T>> {
        let queue = self.queue;
        let mut state = queue.state();
        loop {
            if state.taken == self.count {
                return Ok(None);
            }
            if let Some(result) = state.take() {
                drop(state);
                queue.room.notify_all();
                return Ok(Some(result.unwrap_or_else(|panic| resume_unwind(panic))));
            }
            drop(state);
            if !self.has_threads {
                (self.step)();
                state = queue.state();
                continue;
            }
            let patience = observer.idle()?.unwrap_or(LONG);
            let is_missing = |state: &mut State<I, T>| state.turn().is_none();
            let (done, now) = (&queue.done, queue.state());
            let waited = done.wait_timeout_while(now, patience, is_missing);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// The results as they come, for whoever has nothing else to do meanwhile: it works, too.
impl<I: Iterator, T> Iterator for Results<'_, I, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        // To be woken for each result takes longer than a short piece of work.
        while self.queue.state().turn().is_none() && (self.step)() {}
        self.next_watched(&mut ()).ok().flatten()
    }
}

impl<I, T> Drop for Results<'_, I, T> {
    fn drop(&mut self) {
        let state = self.queue.state.lock();
        state.unwrap_or_else(PoisonError::into_inner).is_stopped = true;
        self.queue.room.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use anyhow::anyhow;

    use super::*;

    #[test]
    fn results_come_in_order_and_the_work_is_never_far_ahead() {
        let begun = AtomicUsize::new(0);
        let work = |number: usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            number * 2
        };
        let taken = work_ahead(0..1000, &Lookahead::one_a_thread(), work, |results| {
            let mut taken = Vec::new();
            for result in results {
                taken.push(result);
                assert!(begun.load(Ordering::SeqCst) <= taken.len() + 2 * processors());
            }
            taken
        });
        assert_eq!(
            taken,
            (0..1000).map(|number| number * 2).collect::<Vec<_>>()
        );
    }

    #[test]
    fn results_come_in_order_until_there_are_enough() {
        const MOST: usize = 20_000;
        for enough in [0, 1, 57, 100] {
            let lookahead = Lookahead::weighed(MOST, |_| MOST);
            let taken = work_ahead(
                0..100,
                &lookahead,
                |number| number * 2,
                |mut results| {
                    let mut taken = Vec::new();
                    while taken.len() < enough {
                        taken.extend(results.next());
                    }
                    taken
                },
            );
            let expected: Vec<_> = (0..enough).map(|number| number * 2).collect();
            assert_eq!(taken, expected);
        }
        let never = |(): ()| unreachable!("there is nothing");
        let none: [(); 0] = [];
        let first = work_ahead(none, &Lookahead::one_a_thread(), never, |mut results| {
            results.next()
        });
        assert_eq!(first, None::<()>);
    }

    #[test]
    fn the_work_ends_when_nobody_takes_results_any_more() {
        let begun = AtomicUsize::new(0);
        let work = |_| begun.fetch_add(1, Ordering::SeqCst);
        let first = work_ahead(0..1000, &Lookahead::one_a_thread(), work, |mut results| {
            results.next()
        });
        assert!(first.is_some());
        assert!(begun.into_inner() < 1000);
    }

    #[test]
    fn an_error_ends_the_work() {
        let begun = AtomicUsize::new(0);
        let work = |_| begun.fetch_add(1, Ordering::SeqCst);
        let result = for_each(0..1000, &mut (), work, |_, (): &mut ()| {
            Err(anyhow!("enough"))
        });
        assert_eq!(result.unwrap_err().to_string(), "enough");
        assert!(begun.into_inner() < 1000);
    }

    #[test]
    fn batches_come_whole_whatever_they_weigh() {
        for most in [1, 7, 8, 9, 64, 1000] {
            for count in [0, 1, 2, 7, 8, 9, 100] {
                // The last ones weigh nothing, and never make up a batch.
                let weigh = |number: &usize| number % 3 * usize::from(*number < 50);
                let lookahead = Lookahead::weighed(most, weigh).in_batches();
                let mut taken = Vec::new();
                let take = |number, (): &mut ()| {
                    taken.push(number);
                    Ok(())
                };
                for_each_ahead(0..count, &lookahead, &mut (), |number| number, take).unwrap();
                assert_eq!(taken, (0..count).collect::<Vec<_>>(), "{most}");
            }
        }
    }

    #[test]
    fn nothing_is_no_work() {
        let none: [usize; 0] = [];
        let never = |_, (): &mut ()| Err(anyhow!("there is nothing"));
        assert!(for_each(none, &mut (), |number| number, never).is_ok());
    }

    #[test]
    fn a_panic_comes_at_the_turn_of_its_result() {
        let mut taken = Vec::new();
        let work = |number| {
            assert_ne!(number, 3, "for a test");
            number
        };
        let panic = catch_unwind(AssertUnwindSafe(|| {
            work_ahead(0..5, &Lookahead::one_a_thread(), work, |results| {
                for result in results {
                    taken.push(result);
                }
            });
        }));
        assert!(panic.is_err());
        assert_eq!(taken, [0, 1, 2]);
    }

    #[test]
    fn results_come_as_they_are_done() {
        let (go, wait) = std::sync::mpsc::channel();
        let wait = Mutex::new(wait);
        let work = |number: usize| {
            if number == 0 && processors() > 1 {
                wait.lock().unwrap().recv().unwrap();
            }
            number
        };
        let taken = work_ahead(0..10, &Lookahead::as_done(), work, |mut results| {
            let mut taken = Vec::new();
            while let Ok(Some(number)) = results.next_watched(&mut ()) {
                if number == 9 {
                    go.send(()).unwrap();
                }
                taken.push(number);
            }
            taken
        });
        let mut sorted = taken.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..10).collect::<Vec<_>>());
        assert!(processors() == 1 || taken.last() == Some(&0));
    }

    #[test]
    fn whoever_takes_results_does_the_work_where_there_are_no_threads() {
        let queue = Queue::new(0..3, Order::Given);
        let lookahead = Lookahead::one_a_thread();
        let mut results = Results {
            queue: &queue,
            count: 3,
            step: &|| queue.step(&lookahead, Waits::Never, &|number| number),
            has_threads: false,
        };
        for number in 0..3 {
            assert_eq!(results.next(), Some(number));
        }
        assert_eq!(results.next(), None);
    }
}
