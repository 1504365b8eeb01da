//! What is new since the reader was last here.
//!
//! Must not know: how that is shown.

use crate::annotation::{Annotation, Timestamp};

/// When the reader was last here, and who that is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Visit {
    /// When the last session in this workspace ended; `None` where there was none.
    pub since: Option<Timestamp>,
    /// The annotator, once the name is known.
    pub me: Option<String>,
}

/// How an annotation of somebody else is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    Created,
    Changed,
}

impl Visit {
    /// What somebody else has done about an annotation since.
    pub(crate) fn news(&self, annotation: &Annotation) -> Option<News> {
        let since = self.since.as_ref()?;
        if self.me.as_ref() == Some(&annotation.creator) {
            return None;
        }
        if annotation.created > *since {
            Some(News::Created)
        } else if annotation.modified > *since {
            Some(News::Changed)
        } else {
            None
        }
    }
}
