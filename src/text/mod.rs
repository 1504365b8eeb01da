//! Layer 1, the text: immutable content, ranges over it, and everything that can be said
//! about it without knowing what an annotation is.
//!
//! Must not know: annotations, the application, files, the terminal.
//!
//! Units: a *byte* offset is a `usize` into the decoded content, and always on a character
//! boundary when it comes out of this module. A [`CodePoint`] counts Unicode scalar values;
//! it is used in the annotation file and the exports only. A *column* is a terminal cell.

mod address;
mod bullet;
mod byte_table;
mod content;
pub mod equivalence;
mod flow;
mod in_memory;
pub(crate) mod invisible;
pub mod layout;
mod line;
pub(crate) mod markdown;
mod name_globs;
mod number;
mod occurrences;
mod one_line;
mod openable;
mod paged;
mod range;
mod reading;
pub mod references;
mod row;
mod script;
pub mod search;
mod section;
pub mod segment;
pub mod similar;
mod sort_key;
mod speaker;
mod suggest;
mod suspicion;
mod title;
pub mod visible;

pub(crate) use address::addresses;
pub(crate) use byte_table::byte_table;
pub use content::Text;
pub(crate) use line::{has_line_end, is_line_end};
pub(crate) use name_globs::NameGlobs;
pub(crate) use number::{counted, in_thousands, plural};
pub(crate) use occurrences::occurrences;
pub(crate) use one_line::one_line;
pub(crate) use openable::{
    doubt_of_address, openable, openable_in, split_address, without_odd_ends,
};
pub use paged::{PAGED_FROM, Source};
pub(crate) use range::touched;
pub use range::{CodePoint, RangeError, TextRange};
pub(crate) use sort_key::SortKey;
pub(crate) use speaker::suggested_speaker;
pub(crate) use suggest::nearest;
pub use suspicion::Suspicions;
pub use title::title;
