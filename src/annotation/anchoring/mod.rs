//! Where the passages of selectors stand in a document as it is now.
//!
//! [`resolve`] is the one way in. It tries, in this order:
//!
//! 1. the stored position, if the stored words stand there between the stored context
//!    (`position.rs`);
//! 2. where an earlier text is at hand in which that is so: the words that live on of it, by
//!    laying both texts side by side (`carry.rs`, `alignment.rs`);
//! 3. else the words of the selector, those around them, and the order of the passages
//!    (`recall.rs`, `approximate.rs`).
//!
//! The last two compare words, not characters (`tokens.rs`): in any spelling, and with any
//! white space between them. Texts too large for that, and passages without a word, are
//! searched for their exact characters (`candidates.rs`; `quotes.rs` for many selectors in
//! one pass over the text).
//!
//! A passage is never put anywhere on a guess. Where its surroundings are, it is, and what
//! stands there now is how it was changed; it has moved elsewhere only where its words and
//! something of its context went together; of several places that are as good as each other
//! none is taken.
//!
//! Where both texts are known, [`Edit`] carries ranges without a selector, such as
//! cursors, from the old one to the new one. Anchors are never saved.
//!
//! Must not know: whose selectors they are, what an anchor is used for, and threads.

mod accept;
mod alignment;
mod anchor;
mod approximate;
mod both;
mod by_words;
mod candidates;
mod carry;
mod differences;
mod edit;
mod excerpts;
mod fragment;
mod lines;
mod order;
mod position;
mod quotes;
mod recall;
mod resolve;
mod survivors;
mod target;
mod tokens;

pub use accept::{accepted, resolve_annotations};
pub use anchor::{Anchor, AnchorState, Resolution, Shift};
pub use differences::word_differences;
pub use edit::{CommonEnds, Edit};
pub use excerpts::{Excerpt, difference_excerpts};
pub use resolve::{Budget, resolve};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod trials;
