//! Where the passages of selectors stand in a document as it is now.
//!
//! [`resolve`] is the one way in. It tries, in this order:
//!
//! 1. the stored position, if the stored words stand there (`position.rs`);
//! 2. the exact quote, of several places the one that keeps the most of the stored
//!    context (`candidates.rs`; `quotes.rs` for many selectors in one pass over the text).
//!
//! Where both texts are known, [`Edit`] carries ranges without a selector, such as
//! cursors, from the old one to the new one. Anchors are never saved.
//!
//! Must not know: whose selectors they are, what an anchor is used for, and threads.

mod anchor;
mod candidates;
mod edit;
mod position;
mod quotes;
mod resolve;

pub use anchor::{Anchor, AnchorState, Resolution};
pub use edit::{CommonEnds, Edit};
pub use resolve::{Budget, resolve};

#[cfg(test)]
mod tests;
