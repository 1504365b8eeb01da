//! Layer 5, the one loop of the reader: terminal events in, effects out; the
//! only user of crossterm.
//!
//! Must not know: what keys mean.

mod pen;
pub mod screen;
pub mod terminal;
