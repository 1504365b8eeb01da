//! What happened, and what IO is wanted: data only.
//!
//! A [`Message`] goes into the loop, [`Effect`]s come out of it. Messages say what happened,
//! effects what is to be done.

pub(super) mod background;
pub(super) mod disk;
mod effect;
mod happened;
pub(super) mod import;
pub(super) mod orphans;
pub(super) mod recovery;

pub use effect::{Effect, ExportRequest};
pub use happened::{Message, Mouse, MouseButton};
