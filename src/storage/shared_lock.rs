//! One lock for the many saves of a batch, on several threads.
//!
//! Each save takes the lock of the annotations folder for itself, and a thread that finds it
//! taken by another one of this program sleeps. The saves of a batch are of documents of their
//! own and do not get in each other's way: whoever comes while the lock is held joins in.
//!
//! Must not know: what is saved.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::error::StorageError;
use super::lock::Lock;

/// Nobody joins in after this, so that another instance gets its turn: it waits for seconds.
const TURN: Duration = Duration::from_millis(500);

/// The lock while some save holds it, and since when it is held.
#[derive(Debug, Default)]
pub(super) struct SharedLock(Mutex<Option<(Weak<Lock>, Instant)>>);

impl SharedLock {
    /// The lock that is held, or else one that `take` takes.
    pub(super) fn join(
        &self,
        take: impl FnOnce() -> Result<Lock, StorageError>,
    ) -> Result<Arc<Lock>, StorageError> {
        // Those who come while one waits for its turn wait here.
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let young = held.as_ref().filter(|(_, since)| since.elapsed() < TURN);
        if let Some(lock) = young.and_then(|(lock, _)| lock.upgrade()) {
            return Ok(lock);
        }
        let lock = Arc::new(take()?);
        *held = Some((Arc::downgrade(&lock), Instant::now()));
        Ok(lock)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_comes_while_it_is_held_joins_in_and_it_is_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let take = || Lock::take(folder.path());
        let shared = SharedLock::default();
        let first = shared.join(take).unwrap();
        let second = shared.join(|| panic!("it is held")).unwrap();
        drop(first);
        // Nobody else gets it before the last one has left.
        let lock = std::fs::File::open(folder.path().join(".postil.lock")).unwrap();
        assert!(lock.try_lock().is_err());
        drop(second);
        lock.try_lock().unwrap();
        lock.unlock().unwrap();
        let third = shared.join(take).unwrap();
        // Held for long: the next one waits until all have left, and takes it anew.
        let long_ago = Instant::now().checked_sub(2 * TURN).unwrap();
        shared.0.lock().unwrap().as_mut().unwrap().1 = long_ago;
        drop(third);
        let mut taken = 0;
        let fourth = shared.join(|| {
            taken += 1;
            take()
        });
        assert!(fourth.unwrap().is_exclusive());
        assert_eq!(taken, 1);
    }
}
