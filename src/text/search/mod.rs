//! Searches a text.
//!
//! A literal query is found in every spelling that is the same text (see
//! [`equivalence`](crate::text::equivalence)), and forgives what nobody can type. A space
//! matches any run of white space, line ends included, so that a phrase is found across the
//! lines of hard-wrapped text. A straight quotation mark matches the curly and the angled
//! ones, a hyphen the dashes, three dots the ellipsis. A regular expression is matched with
//! the characters as they are.
//!
//! A text is searched by windows of its bytes (see `Scan`), never as a whole: it may be a
//! gigabyte that is not in memory.
//!
//! Must not know: where a match is shown, and what is done with it.

mod find;
mod matcher;
mod scan;
mod smart_case;

pub(crate) use find::Widened;
pub use matcher::{Matcher, Query, QueryError};
pub(crate) use scan::{BEFORE, Scan, WINDOW};

#[cfg(test)]
mod tests;
