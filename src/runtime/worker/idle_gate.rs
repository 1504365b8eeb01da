//! Lets saves begin in the pauses between keys.
//!
//! A save and the frame of a key that are made at the same time slow each other down,
//! by half on a machine with two processors. Each takes a few milliseconds, and people
//! leave more than that between two keys.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long no key has to have been pressed before a save begins.
const STILL: Duration = Duration::from_millis(25);
/// How long a save waits at most, for somebody who holds a key down.
const MOST: Duration = Duration::from_millis(250);

/// When a key was last pressed. Cheap to clone; all clones are one.
#[derive(Debug, Clone)]
pub(super) struct IdleGate {
    begun: Instant,
    /// Microseconds since `begun`.
    last: Arc<AtomicU64>,
}

impl Default for IdleGate {
    fn default() -> Self {
        Self {
            begun: Instant::now(),
            last: Arc::default(),
        }
    }
}

impl IdleGate {
    /// A key was pressed, and a frame for it is on its way.
    pub(super) fn touch(&self) {
        let now = u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.last.store(now, Ordering::Relaxed);
    }

    /// How much longer a save is to wait that has waited for `waited`; `None` when it
    /// is to begin.
    pub(super) fn to_wait(&self, waited: Duration) -> Option<Duration> {
        let last = Duration::from_micros(self.last.load(Ordering::Relaxed));
        pause(self.begun.elapsed().saturating_sub(last), waited)
    }
}

/// How much longer a save is to wait when no key was pressed for `still`.
fn pause(still: Duration, waited: Duration) -> Option<Duration> {
    let left = STILL.saturating_sub(still).min(MOST.saturating_sub(waited));
    (!left.is_zero()).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_waits_for_a_pause_and_not_for_ever() {
        let moment = Duration::from_millis(5);
        assert_eq!(pause(Duration::ZERO, Duration::ZERO), Some(STILL));
        assert_eq!(pause(STILL - moment, Duration::ZERO), Some(moment));
        assert_eq!(pause(STILL, Duration::ZERO), None);
        assert_eq!(pause(Duration::ZERO, MOST - moment), Some(moment));
        assert_eq!(pause(Duration::ZERO, MOST), None);
        let gate = IdleGate {
            begun: Instant::now() - 2 * STILL,
            last: Arc::default(),
        };
        assert_eq!(gate.to_wait(Duration::ZERO), None);
        gate.touch();
        let last = Duration::from_micros(gate.last.load(Ordering::Relaxed));
        assert!(last >= 2 * STILL, "{last:?}");
    }
}
