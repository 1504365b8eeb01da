//! Layer 5, the one loop of the reader: terminal events in, effects out; the
//! only user of crossterm.
//!
//! Must not know: what keys mean.

mod input;
mod leaving;
mod pen;
mod reader;
pub mod report;
pub mod screen;
mod state;
#[cfg(unix)]
mod suspend;
pub mod terminal;
mod worker;

pub use reader::{Event, Session, read};
