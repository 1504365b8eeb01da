//! Layer 2, the annotations: tags, selectors and anchors, sets of annotations
//! that change by invertible steps, and their merging.
//!
//! Must not know: how text is laid out, files, the application, the terminal.

mod anchoring;
mod attributes;
mod conflict;
mod extra;
mod history;
mod id;
mod link;
mod merge;
mod rebase;
mod record;
mod selector;
mod set;
mod source;
mod sum_tree;
mod tag;
mod timestamp;

pub use anchoring::{Anchor, AnchorState, Budget, CommonEnds, Edit, Resolution, resolve};
pub use attributes::{
    ATTRIBUTES, Attribute, AttributeTable, Attributes, Kind, MergeRule, Value as AttributeValue,
};
pub use conflict::Conflicts;
pub(crate) use conflict::keep;
pub use extra::Extra;
pub use history::{History, Step};
pub use id::AnnotationId;
pub use link::{Link, PassageRef};
pub(crate) use merge::differing_fields;
pub use merge::{Conflict, merge};
pub use record::Annotation;
pub use selector::{CONTEXT_CODE_POINTS, Selector};
pub(crate) use set::place_order;
#[cfg(test)]
pub(crate) use set::tests::annotation;
pub use set::{AnnotationSet, Change, ChangeError};
pub use source::{Source, SourceTarget};
pub(crate) use sum_tree::{Item, Select, SumTree, Summary};
pub use tag::{Colour, Tag, TagId, TagSet, Underline};
pub use timestamp::Timestamp;
