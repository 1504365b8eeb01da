//! What the labels of others are called here.

use std::collections::BTreeMap;

use crate::annotation::TagId;

use super::request::ImportRequest;

/// The labels that were met, what they became, and how often.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    by_name: BTreeMap<String, (TagId, usize)>,
    /// Those that the label set does not know.
    added: BTreeMap<TagId, usize>,
}

impl Labels {
    /// What a label is called here: as was asked for, as the label set has it, else as it is.
    pub(super) fn ours(&mut self, request: &ImportRequest<'_>, theirs: &TagId) -> TagId {
        let word = theirs.as_str();
        let asked = request.map.iter().find(|(from, _)| from == word);
        let ours = match asked {
            Some((_, to)) => to.clone(),
            None => {
                let known = request.tags.find(word).map(|tag| tag.id.clone());
                known.unwrap_or_else(|| theirs.clone())
            }
        };
        if !request.tags.knows(&ours) && !ours.is_mark() {
            *self.added.entry(ours.clone()).or_default() += 1;
        }
        let entry = self.by_name.entry(word.to_owned());
        entry.or_insert_with(|| (ours.clone(), 0)).1 += 1;
        ours
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (name, (tag, count)) in &other.by_name {
            let entry = self.by_name.entry(name.clone());
            entry.or_insert_with(|| (tag.clone(), 0)).1 += count;
        }
        for (tag, count) in &other.added {
            *self.added.entry(tag.clone()).or_default() += count;
        }
    }

    /// All labels, what they became, and how often.
    pub fn all(&self) -> impl Iterator<Item = (&str, &TagId, usize)> {
        let all = self.by_name.iter();
        all.map(|(name, (tag, count))| (name.as_str(), tag, *count))
    }

    /// The labels that became tags of another name, and how often.
    pub fn mapped(&self) -> impl Iterator<Item = (&str, &TagId, usize)> {
        self.all().filter(|(name, tag, _)| *name != tag.as_str())
    }

    /// The labels that the label set does not know, and how often.
    pub fn added(&self) -> impl Iterator<Item = (&TagId, usize)> {
        self.added.iter().map(|(tag, count)| (tag, *count))
    }
}
