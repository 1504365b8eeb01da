//! Bringing in tags that other programs wrote.
//!
//! First everything is found out: which document is meant, where each passage stands in it, what
//! its label is called here, what is here already. Only then are the files written, and when one
//! cannot be, those before it are as they were again: nothing is imported by halves.
//!
//! What is imported twice is known by its id, which is that of its file, or else is derived from
//! what it says: the second time nothing changes, and everything can be taken back by it.
//!
//! Must not know: the formats, arguments.

mod labels;
mod matching;
mod placing;
mod plan;
mod planning;
mod reading;
mod request;
mod sorting;
mod told;
mod writing;

pub use plan::{ImportPlan, ImportWay, LeftOut};
pub use planning::{plan, tags_in};
pub use reading::read;
pub use request::{ImportRequest, Predictions};
pub use writing::{take_back, write};
