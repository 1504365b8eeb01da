//! Layer 3, the formats: bytes to and from annotation sets, one file per
//! format, behind the one table [`FORMATS`].
//!
//! Bad input is data: a reader hands back what it understood with a list of
//! [`Problem`]s; a writer hands back its bytes with a list of what they could
//! not carry. Code points and bytes are converted here and nowhere else.
//!
//! Must not know: files, the terminal, the application.

mod bundle;
mod csv;
mod json;
mod jsonl;
mod markdown;
pub mod native;
mod piece;
mod problem;
mod row;
mod table;

pub use bundle::{ExportBundle, ExportDocument, Placed};
pub use json::{escape_unshown, to_pretty_json, to_spaced_json};
pub use native::{AnnotationFile, DocumentInfo, Fitness, Parsed};
pub use piece::{Piece, Tally};
pub use problem::{Problem, Severity};
pub use row::tag_line;
pub use table::{FORMATS, Format};
