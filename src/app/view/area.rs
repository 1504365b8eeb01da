//! Rectangles of cells, and how they are divided.
//!
//! Must not know: what stands in them.

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// The left column.
    pub x: u16,
    /// The top row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether a cell lies in it.
    pub fn contains(self, column: u16, row: u16) -> bool {
        (self.x..self.x + self.width).contains(&column)
            && (self.y..self.y + self.height).contains(&row)
    }

    /// The area within a border.
    #[must_use]
    pub fn inner(self) -> Self {
        Self {
            x: self.x + 1.min(self.width),
            y: self.y + 1.min(self.height),
            width: self.width.saturating_sub(2),
            height: self.height.saturating_sub(2),
        }
    }

    /// Whether it has no cells.
    pub fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    pub(super) fn split_top(&mut self, rows: u16) -> Self {
        let mut top = *self;
        *self = top.split_bottom(self.height.saturating_sub(rows));
        top
    }

    pub(super) fn split_bottom(&mut self, rows: u16) -> Self {
        let rows = rows.min(self.height);
        self.height -= rows;
        Self {
            y: self.y + self.height,
            height: rows,
            ..*self
        }
    }

    pub(super) fn split_left(&mut self, columns: u16) -> Self {
        let mut left = *self;
        *self = left.split_right(self.width.saturating_sub(columns));
        left
    }

    pub(super) fn split_right(&mut self, columns: u16) -> Self {
        let columns = columns.min(self.width);
        self.width -= columns;
        Self {
            x: self.x + self.width,
            width: columns,
            ..*self
        }
    }
}
