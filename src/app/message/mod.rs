//! What happened, and what IO is wanted: data only.
//!
//! A [`Message`] goes into the loop, [`Effect`]s come out of it; neither does anything.

pub mod deferred;
pub mod disk;
mod effect;
mod happened;
pub mod indexing;
pub mod mouse;
pub mod reanchoring;
pub mod recovery;
mod requests;
pub mod searching;

pub use effect::Effect;
pub use happened::Message;
pub use mouse::{Mouse, MouseButton};
pub use requests::ExportRequest;
