//! Layer 5, the one loop of the reader: terminal events in, effects out; the
//! only user of crossterm.
//!
//! Must not know: what keys mean.

mod input;
mod pen;
mod reader;
pub mod screen;
mod state;
pub mod terminal;
mod worker;

pub use reader::{Event, Session, read};
