//! Reading the many files of one import beside each other.
//!
//! Must not know: the formats.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What `read` makes of each of some things, in their order. As many threads as there are
/// processors take the next one when they are done with one.
pub(in crate::formats) fn beside<T: Sync, R: Send>(
    things: &[T],
    read: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let some = || {
        let taken = std::iter::from_fn(|| {
            let number = next.fetch_add(1, Ordering::Relaxed);
            things.get(number).map(|thing| (number, read(thing)))
        });
        taken.collect::<Vec<_>>()
    };
    let others = thread::available_parallelism().map_or(1, usize::from) - 1;
    let mut all = thread::scope(|scope| {
        let others = others.min(things.len().saturating_sub(1));
        // Where the system gives no more threads, fewer do.
        let begun = (0..others).filter_map(|_| {
            let builder = thread::Builder::new().name("postil-import".to_owned());
            builder.spawn_scoped(scope, some).ok()
        });
        let begun: Vec<_> = begun.collect();
        let mut all = some();
        for thread in begun {
            match thread.join() {
                Ok(read) => all.extend(read),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_unstable_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, read)| read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_comes_in_the_order_of_the_files() {
        for count in [0, 1, 2, 1000] {
            let things: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = (0..count).map(|number| number * 2).collect();
            assert_eq!(beside(&things, |number| number * 2), doubled);
        }
    }
}
