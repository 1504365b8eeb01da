//! The clock and the identities of a real session.
//!
//! Must not know: what they are for.

use crate::annotation::{AnnotationId, Timestamp};
use crate::app::Env;

/// The clock and the identities of a real session.
pub(super) struct RealEnv;

impl Env for RealEnv {
    fn now(&self) -> Timestamp {
        let now = jiff::Timestamp::now();
        let whole = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
        Timestamp(whole.to_string())
    }

    fn new_id(&self) -> AnnotationId {
        AnnotationId(uuid::Uuid::now_v7().to_string())
    }
}
