//! The clock and the identities of a real session.
//!
//! Must not know: what they are for.

use crate::annotation::{AnnotationId, Timestamp};
use crate::app::Env;
use crate::corpus;

pub(super) struct RealEnv;

impl Env for RealEnv {
    fn now(&self) -> Timestamp {
        corpus::now()
    }

    fn new_id(&self) -> AnnotationId {
        corpus::new_id()
    }
}
