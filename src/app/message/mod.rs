//! What happened, and what IO is wanted: data only.
//!
//! A [`Message`] goes into the loop, [`Effect`]s come out of it. Messages say what happened,
//! effects what is to be done.

pub(super) mod deferred;
pub(super) mod disk;
mod effect;
mod happened;
pub(super) mod indexing;
pub(super) mod mouse;
pub(super) mod reanchoring;
pub(super) mod recovery;
mod requests;
pub(super) mod searching;

pub use effect::Effect;
pub use happened::Message;
pub use mouse::{Mouse, MouseButton};
pub use requests::ExportRequest;
