//! A tag that an annotation had before.
//!
//! Must not know: when one is kept.

use serde_json::{Map, Value as Json};

use super::{extra::Extra, tag::TagId, timestamp::Timestamp};

/// A tag that an annotation had.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    pub tag: TagId,
    /// Who gave it another one; may be empty.
    pub by: String,
    /// When; may be empty.
    pub at: Timestamp,
    /// Unknown fields.
    pub extra: Extra,
}

impl Past {
    fn to_json(&self) -> Json {
        let mut fields: Map<String, Json> = self.extra.clone().into_iter().collect();
        fields.insert("tag".to_owned(), self.tag.as_str().into());
        for (name, words) in [("by", self.by.as_str()), ("at", self.at.0.as_str())] {
            if !words.is_empty() {
                fields.insert(name.to_owned(), words.into());
            }
        }
        Json::Object(fields)
    }

    fn from_json(value: &Json) -> Option<Self> {
        let mut extra: Extra = value.as_object()?.clone().into_iter().collect();
        let mut words = |name: &str| match extra.remove(name) {
            None => Some(String::new()),
            Some(Json::String(words)) => Some(words),
            Some(_) => None,
        };
        let (tag, by, at) = (words("tag")?, words("by")?, words("at")?);
        (!tag.is_empty()).then_some(Self {
            tag: TagId(tag.into()),
            by,
            at: at.into(),
            extra,
        })
    }

    /// `claim until 2026-11-28T10:00:00Z (ana)`.
    pub(crate) fn to_words(&self) -> String {
        self.said(self.tag.as_str(), &self.at.0)
    }

    /// The same in the words of whoever names the tag and the day.
    pub(crate) fn said(&self, tag: &str, until: &str) -> String {
        let until = match until {
            "" => String::new(),
            day => format!(" until {day}"),
        };
        let by = match self.by.as_str() {
            "" => String::new(),
            by => format!(" ({by})"),
        };
        format!("{tag}{until}{by}")
    }

    /// What two of one moment are told apart by.
    fn rank(&self) -> (&Timestamp, &TagId, &str, String) {
        (&self.at, &self.tag, &self.by, format!("{:?}", self.extra))
    }
}

pub(super) fn list_to_json(list: &[Past]) -> Json {
    list.iter().map(Past::to_json).collect()
}

/// A list as it is written; `None` for what would not be written back as it is.
pub(super) fn list_from_json(value: &Json) -> Option<Vec<Past>> {
    let list = value.as_array()?.iter().map(Past::from_json);
    let list: Vec<Past> = list.collect::<Option<_>>()?;
    (!list.is_empty() && list_to_json(&list) == *value).then_some(list)
}

/// What two descendants of one history have together: what each has added, without what
/// either has taken back, in the order of time.
pub(super) fn union(was: &[Past], ours: &[Past], theirs: &[Past]) -> Vec<Past> {
    let is_taken_back =
        |one: &&Past| was.contains(one) && !(ours.contains(one) && theirs.contains(one));
    let mut all: Vec<Past> = Vec::new();
    for one in ours.iter().chain(theirs).filter(|one| !is_taken_back(one)) {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
    all.sort_by(|one, other| one.rank().cmp(&other.rank()));
    all
}
