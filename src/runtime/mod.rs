//! Layer 7, the one loop of the reader: terminal events in, effects out; the
//! only user of crossterm.
//!
//! Must not know: what keys mean.

mod clipboard;
mod event;
mod input;
mod leaving;
mod listen;
mod opener;
mod pen;
mod plain;
mod reader;
mod report;
mod row_links;
mod screen;
mod session;
#[cfg(unix)]
mod suspend;
mod terminal;
#[cfg(unix)]
mod tty;
mod worker;

pub use input::Input;
pub use report::install_hook;
pub use session::{Session, read};
pub use terminal::{Presentation, has_keys};
