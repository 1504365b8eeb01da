//! What a new annotation gets from outside: its time and its identity.
//!
//! Must not know: what is annotated.

use crate::annotation::{AnnotationId, Timestamp};
use crate::storage::unique_id;

/// The time, in whole seconds.
pub fn now() -> Timestamp {
    let now = jiff::Timestamp::now();
    let whole = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
    Timestamp(whole.to_string())
}

/// An identity that nothing else has. Later ones sort after earlier ones.
pub fn new_id() -> AnnotationId {
    AnnotationId(unique_id())
}
