//! Layer 2, the annotations: tags, selectors and anchors, sets of annotations
//! that change by invertible steps, and their merging.
//!
//! Must not know: how text is laid out, files, the application, the terminal.

mod anchoring;
mod conflict;
mod fields;
mod history;
mod merge;
mod rebase;
mod selector;
mod set;
mod tag;
mod tree;

pub use anchoring::{Anchor, AnchorState, Budget, CommonEnds, Edit, Resolution, resolve};
pub use conflict::{CONFLICT_FIELD, Conflicts, keep};
pub use fields::{
    Annotation, AnnotationId, Attributes, Extra, Link, Source, SourceTarget, Timestamp, Verdict,
};
pub use history::{History, Step};
pub use merge::{Conflict, differing, merge};
pub use selector::{CONTEXT_CODE_POINTS, Selector};
#[cfg(test)]
pub(crate) use set::tests::annotation;
pub use set::{AnnotationSet, Change, ChangeError, place_order};
pub use tag::{Colour, Tag, TagId, TagSet, Underline};
pub use tree::{Entry, Select, Tree};
