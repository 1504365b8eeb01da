//! Whether somebody is at the keys just now: saves begin in the pauses.
//!
//! A save and the frame of a key that are made at the same time slow each other
//! down, on a machine of two processors by half. It takes a few milliseconds; so
//! does a frame; and people leave more than that between two keys.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long nothing has to have happened before a save begins.
const STILL: Duration = Duration::from_millis(25);
/// How long a save waits at most, for one who holds a key down.
const MOST: Duration = Duration::from_millis(250);

/// When something last happened. Cheap to clone; all clones are one.
#[derive(Debug, Clone)]
pub struct Stillness {
    begun: Instant,
    /// Microseconds since `begun`.
    last: Arc<AtomicU64>,
}

impl Default for Stillness {
    fn default() -> Self {
        Self {
            begun: Instant::now(),
            last: Arc::default(),
        }
    }
}

impl Stillness {
    /// Something has happened, and a frame of it is on its way.
    pub fn end(&self) {
        let now = u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.last.store(now, Ordering::Relaxed);
    }

    /// How long a save that has waited for so long is still to wait; `None` when
    /// it is to begin.
    pub(super) fn to_wait(&self, waited: Duration) -> Option<Duration> {
        let last = Duration::from_micros(self.last.load(Ordering::Relaxed));
        let still = self.begun.elapsed().saturating_sub(last);
        let left = STILL.saturating_sub(still).min(MOST.saturating_sub(waited));
        (!left.is_zero()).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_waits_for_a_pause_and_not_for_ever() {
        let stillness = Stillness::default();
        stillness.end();
        let left = stillness.to_wait(Duration::ZERO);
        assert!(left.is_none_or(|it| it <= STILL), "{left:?}");
        assert_eq!(stillness.to_wait(MOST), None);
        let long_ago = Stillness {
            begun: Instant::now() - 2 * STILL,
            ..stillness
        };
        long_ago.last.store(0, Ordering::Relaxed);
        assert_eq!(long_ago.to_wait(Duration::ZERO), None);
    }
}
