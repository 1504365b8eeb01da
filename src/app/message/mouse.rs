//! The mouse.

/// A mouse button, or the wheel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseButton {
    /// The main button went down; how many times in quick succession (1 to 3).
    Press {
        /// 1 for a click, 2 for a double click, 3 for a triple one.
        clicks: u8,
    },
    /// The main button is held and the mouse has moved.
    Drag,
    /// The main button went up.
    Release,
    /// The wheel, up.
    WheelUp,
    /// The wheel, down.
    WheelDown,
}

/// What the mouse did, and where: cells from the top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// The button.
    pub button: MouseButton,
    /// The column.
    pub column: u16,
    /// The row.
    pub row: u16,
}
