//! When two spellings are the same text.
//!
//! The same words can be spelt in many ways that no reader tells apart: `é` is one code
//! point or two, `ﬁ` one character or two letters, a word may hold soft hyphens, or be
//! broken by a hyphen at the end of a line. All who compare text do it here: searches,
//! quotes, names, lists.
//!
//! Text is read as units, each with the bytes it comes from, so that what is found
//! keeps the positions of the text:
//! - canonical and compatibility equivalents are decomposed (NFKD, UAX #15), with the marks
//!   of a letter in canonical order;
//! - default-ignorable characters (soft hyphen, zero-width space, variation selectors,
//!   byte order mark) and the Arabic tatweel are left out;
//! - a run of white space is one space, and nothing where a single line end joins two lines
//!   of a script without spaces;
//! - a hyphen between a letter and a line end that a letter follows may be missing, with
//!   that line end;
//! - characters struck twice or over an underscore (`N` backspace `N`) are one;
//! - `ß` is `ss`, and `ς` is `σ`. Where case is ignored, all of full case folding is done,
//!   and the dotless `ı` is `i`;
//! - where accents are ignored, they are left out, and letters such as `ø` and `æ` are
//!   those they are made of.
//!
//! That what is found so says the same is not said: `10⁶` is found as `106`. What is no more
//! than another form of the same words, `spelling.rs` says.
//!
//! Must not know: who compares, and what for.

mod bytes;
mod characters;
mod difference;
mod forms;
mod pattern;
mod rules;
mod spelling;
mod tokens;
mod units;
mod unusual;

pub(crate) use difference::{difference_in_form, has_same_words};
pub(crate) use forms::{plain_form, same, without_accents};
pub(crate) use pattern::Pattern;
pub use rules::{Accents, Case, Rules};
pub(crate) use spelling::spelling;
pub(crate) use tokens::each_token;
pub(crate) use units::on_one_line;
pub(crate) use unusual::Finder;

#[cfg(test)]
mod tests;
