//! Layer 1, the text: immutable content, ranges over it, and everything that
//! can be said about it without knowing what an annotation is.
//!
//! Must not know: annotations, the application, files, the terminal.
//!
//! Units: a *byte* offset is a `usize` into the decoded content and always
//! stands on a character boundary when it comes out of this module; a
//! [`CodePoint`] counts Unicode scalar values and is used at the edge only
//! (the annotation file and the exports); a *column* is a terminal cell.

mod content;
pub mod layout;
mod literal;
mod long;
mod number;
mod paged;
mod range;
pub mod search;
pub mod segment;
mod suggest;
mod suspicion;
pub mod visible;
mod whole;

pub use content::{Counted, Line, Text};
pub use literal::occurrences;
pub use number::in_thousands;
pub use paged::{PAGED_FROM, Source};
pub use range::{CodePoint, RangeError, TextRange};
pub use suggest::nearest;
pub use suspicion::Suspicions;
