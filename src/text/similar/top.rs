//! The best of many, with as many kept as are wanted.
//!
//! Must not know: what is good about them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Keeps what was given the highest scores; of equal ones what came first.
pub(super) struct Top {
    most: usize,
    kept: BinaryHeap<Reverse<(u32, Reverse<u32>)>>,
}

impl Top {
    pub fn new(most: usize) -> Self {
        let kept = BinaryHeap::with_capacity(most + 1);
        Self { most, kept }
    }

    /// Takes a thing by its number, with a score that is not below 0.
    pub fn take(&mut self, score: f32, number: u32) {
        // The bits of floats that are not negative are in the order of their values.
        let entry = Reverse((score.to_bits(), Reverse(number)));
        if self.kept.len() < self.most {
            self.kept.push(entry);
        } else if self.kept.peek().is_some_and(|worst| entry < *worst) {
            self.kept.pop();
            self.kept.push(entry);
        }
    }

    /// The numbers of what was kept, in no order.
    pub fn numbers(self) -> impl Iterator<Item = u32> {
        let entries = self.kept.into_iter();
        entries.map(|Reverse((_, Reverse(number)))| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_kept_and_of_equal_ones_the_first() {
        let mut top = Top::new(3);
        for (number, score) in [0.5, 0.0, 2.0, 0.5, 0.5, 1e9].into_iter().enumerate() {
            top.take(score, u32::try_from(number).unwrap());
        }
        let mut numbers: Vec<u32> = top.numbers().collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [0, 2, 5]);
        assert_eq!(Top::new(0).numbers().count(), 0);
    }
}
