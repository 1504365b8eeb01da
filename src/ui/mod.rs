//! Layer 4, the drawing.
//!
//! Must not know: storage, and how to change anything.

pub mod underline;
