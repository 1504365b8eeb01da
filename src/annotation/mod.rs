//! Layer 2, the annotations: tags, selectors and anchors, sets of annotations
//! that change by invertible steps, and their merging.
//!
//! Must not know: how text is laid out, files, the application, the terminal.

mod anchoring;
mod attributes;
mod belongings;
mod cited_source;
mod collection;
mod conflict;
mod counts;
mod evidence;
mod extra;
mod facts;
mod filter;
mod history;
mod id;
mod kind;
mod link;
mod merge;
mod open;
mod past;
mod query;
mod record;
mod relation;
mod retag;
mod selector;
mod set;
pub(crate) mod shade;
mod source;
mod stale;
mod suggestions;
mod sum_tree;
mod tag;
mod timestamp;
mod trail;
mod typed_line;
mod typed_source;
mod verdict;

pub use self::collection::Collection;
pub use self::counts::{TagCounts, Work};
pub use self::facts::{DocumentFacts, Done};
pub use self::filter::AnnotationFilter;
pub(crate) use self::merge::{Conflict, derived_id, differing_fields};
pub use self::timestamp::Timestamp;
pub use self::{attributes::Attributes, conflict::Conflicts, extra::Extra, id::AnnotationId};
pub(crate) use self::{conflict::keep, link::PassageRef};
pub use self::{link::Link, merge::merge, record::Annotation, selector::Selector};
pub(crate) use anchoring::{
    Anchor, AnchorState, Edit, Excerpt, Resolution, Shift, accepted, difference_excerpts,
    resolve_annotations, word_differences,
};
pub use anchoring::{Budget, CommonEnds, resolve};
pub(crate) use attributes::{
    ATTRIBUTES, Attribute, AttributeTable, Kind, MergeRule, Value as AttributeValue,
};
pub(crate) use attributes::{CONFIDENCE, REASON, SPEAKER, STATED, SUPPORTED, VERDICT};
pub(crate) use cited_source::{ReferenceNow, remember_words};
pub(crate) use collection::place_order;
pub(crate) use evidence::{Circles, Evidence, EvidenceGraph, Lead, RESTS_BY, Standing, evidence};
pub(crate) use history::{Deed, History, Left, Part, Side, Step, What};
pub use open::{OpenReason, Versions};
pub(crate) use past::Past;
pub(crate) use query::{About, FIELDS, Field, Term, field_about, field_like, terms};
pub(crate) use record::LONGEST_NOTE;
pub use relation::{Relation, RelationSet};
pub(crate) use retag::{Retag, RetagCounts, says_no_more};
#[cfg(test)]
pub(crate) use set::tests::annotation;
pub use set::{AnnotationSet, Change, ChangeError};
pub use source::{Source, SourceTarget};
pub use suggestions::Suggestions;
pub(crate) use suggestions::of_each;
pub(crate) use sum_tree::{Item, Select, SumTree, Summary};
pub(crate) use tag::{Colour, Tag, Underline};
pub use tag::{NewTag, TagId, TagSet};
pub(crate) use typed_source::{id_named, typed_day, typed_remark};
pub use verdict::VerdictAsked;
