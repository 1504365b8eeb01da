//! Which annotations are wanted, by what they say of themselves.
//!
//! Must not know: documents, who asks, and what is done with those that pass.

use super::{record::Annotation, tag::TagId, verdict::VerdictAsked};
use crate::text::equivalence::{Rules, same};

/// Which annotations are wanted; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnnotationFilter {
    /// Only these tags, if there are any.
    pub tags: Vec<TagId>,
    /// Only those by this annotator.
    pub by: Option<String>,
    /// Only passages that need a source and have none.
    pub unsourced: bool,
    /// Only those with one of these verdicts, if there are any.
    pub verdicts: Vec<VerdictAsked>,
}

impl AnnotationFilter {
    /// Whether it takes whatever there is.
    pub fn takes_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an annotation is wanted.
    pub fn takes(&self, annotation: &Annotation) -> bool {
        self.takes_kind(&annotation.tag, &annotation.creator)
            && (!self.unsourced || annotation.is_unsourced())
            && (self.verdicts.is_empty() || self.verdicts.contains(&VerdictAsked::of(annotation)))
    }

    fn takes_kind(&self, tag: &TagId, creator: &str) -> bool {
        let is_by = |by: &String| same(by, creator, Rules::STRICT);
        (self.tags.is_empty() || self.tags.contains(tag)) && self.by.as_ref().is_none_or(is_by)
    }
}
