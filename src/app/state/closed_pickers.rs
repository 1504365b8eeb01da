//! Long pickers that were closed: their rows are freed in pieces.
//!
//! Must not know: what a row does.

use super::picker::{Picker, PickerRow};

/// How many rows of a closed picker are freed at once: each is several allocations.
const FREED_AT_ONCE: usize = 2000;

/// The rows of long pickers that were closed, to be freed in pieces.
#[derive(Debug, Clone, Default)]
pub struct ClosedPickers {
    rows: Vec<Vec<PickerRow>>,
    /// Whether the loop was asked to tell when nothing else waits.
    pub asked: bool,
}

impl ClosedPickers {
    /// Keeps the rows of a closed picker, if they are too many to free at once.
    pub fn push(&mut self, picker: Picker) {
        if picker.rows.len() > FREED_AT_ONCE {
            self.rows.push(picker.rows);
        }
    }

    pub(crate) fn free_some(&mut self) {
        if let Some(rows) = self.rows.last_mut() {
            rows.truncate(rows.len().saturating_sub(FREED_AT_ONCE));
            if rows.is_empty() {
                self.rows.pop();
            }
        }
    }

    pub fn len(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
