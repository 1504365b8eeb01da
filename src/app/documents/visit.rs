//! What is new since the reader was last here.
//!
//! Must not know: how that is shown.

use std::collections::BTreeMap;

use crate::annotation::{Annotation, Timestamp};
use crate::app::document::DocumentId;

/// When the reader was last here, and who that is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Visit {
    /// When the last session in this workspace ended; `None` where there was none.
    pub since: Option<Timestamp>,
    /// The annotator, once the name is known.
    pub me: Option<String>,
    /// How many annotations each document had then, by its path, until it is known how many of
    /// them are gone.
    pub had: BTreeMap<String, usize>,
    /// How many of those are gone.
    pub gone: BTreeMap<DocumentId, usize>,
}

/// How an annotation is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    Created,
    Changed,
}

impl Visit {
    /// What somebody else has done about an annotation since, and who.
    pub(crate) fn news<'a>(&self, annotation: &'a Annotation) -> Option<(News, &'a str)> {
        let since = self.since.as_ref()?;
        let is_me = |name: &str| self.me.as_deref() == Some(name);
        let creator = annotation.creator.as_str();
        if annotation.created > *since && !is_me(creator) {
            return Some((News::Created, creator));
        }
        if annotation.modified <= *since {
            return None;
        }
        let edited = annotation.last_edited();
        // Where nobody else has left a trail, it was who made it.
        let (by, _) = edited
            .filter(|(_, at)| *at > since.0.as_str())
            .unwrap_or((creator, ""));
        (!is_me(by)).then_some((News::Changed, by))
    }
}
