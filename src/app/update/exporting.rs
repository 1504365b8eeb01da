//! Beginning an export.
//!
//! Must not know: where its format and its file were asked for.

use crate::app::state::notice::Notice;
use crate::app::{Effect, ExportRequest};

use super::outcome::Outcome;

/// Begins an export, and says so: a long one takes a while.
pub fn begin(request: ExportRequest) -> Outcome {
    let words = format!("Exporting to {} …", request.file);
    Outcome::from(Effect::Export(request)).and(Notice::plain(words))
}
