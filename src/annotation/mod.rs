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
mod record;
mod selector;
mod set;
mod source;
mod sum_tree;
mod tag;
mod timestamp;

pub(crate) use anchoring::{Anchor, AnchorState, Edit, Resolution};
pub use anchoring::{Budget, CommonEnds, resolve};
pub use attributes::Attributes;
pub(crate) use attributes::{ATTRIBUTES, Kind, Value as AttributeValue};
pub(crate) use attributes::{Attribute, AttributeTable};
pub use conflict::Conflicts;
pub(crate) use conflict::keep;
pub use extra::Extra;
pub(crate) use history::{History, Step};
pub use id::AnnotationId;
pub use link::Link;
pub(crate) use link::PassageRef;
pub use merge::merge;
pub(crate) use merge::{Conflict, differing_fields};
pub use record::Annotation;
pub use selector::Selector;
pub(crate) use set::place_order;
#[cfg(test)]
pub(crate) use set::tests::annotation;
pub use set::{AnnotationSet, Change, ChangeError};
pub use source::{Source, SourceTarget};
pub(crate) use sum_tree::{Item, Select, SumTree, Summary};
pub(crate) use tag::{Colour, Tag, Underline};
pub use tag::{TagId, TagSet};
pub use timestamp::Timestamp;
