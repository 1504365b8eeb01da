//! What an import would do, in words, for the command line and the reader.
//!
//! Must not know: who hears it.

use crate::annotation::{DocumentFacts, TagId, TagSet, of_each};
use crate::text::visible::visible_within;
use crate::text::{counted, in_thousands, one_line};

use super::plan::{ImportPlan, ImportWay, LeftOut, PlannedDocument};

/// The columns of a quote in a line about it.
const QUOTE_COLUMNS: usize = 60;

impl PlannedDocument {
    /// What is done to it: `3 tags new, 2 here already`.
    pub fn words(&self, way: ImportWay) -> String {
        let before = self.base_facts();
        if way == ImportWay::Back {
            let all = of_each(self.known.len(), self.suggestions.known.len());
            let tags = format!("{all} taken back");
            let facts = self.facts_without();
            let facts = facts.and_then(|without| what_differs(before, &without));
            let kept = self.differing.len();
            let kept = (kept > 0).then(|| match kept {
                1 => "1 kept, which says something else now".to_owned(),
                _ => format!("{} kept, which say something else now", in_thousands(kept)),
            });
            let facts = facts.map(|what| format!("{what} taken back"));
            let missing = self.new.len() + self.suggestions.new.len();
            let missing = (missing > 0).then(|| format!("{} not here", in_thousands(missing)));
            return [Some(tags), facts, kept, missing]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", ");
        }
        let suggestions = &self.suggestions;
        let all = of_each(self.new.len(), suggestions.new.len());
        let mut words = vec![format!("{all} new")];
        let here = self.known.len() + self.alike + suggestions.known.len();
        if here > 0 {
            words.push(format!("{here} here already"));
        }
        if !suggestions.rescored.is_empty() {
            let count = suggestions.rescored.len();
            words.push(format!("{count} of them with a new score"));
        }
        if self.doubled > 0 {
            words.push(format!("{} told a second time", in_thousands(self.doubled)));
        }
        if suggestions.settled > 0 {
            let settled = suggestions.settled;
            words.push(format!("{settled} accepted or rejected before"));
        }
        if !self.differing.is_empty() {
            let count = self.differing.len();
            words.push(format!(
                "{count} here already with other words, left as they are"
            ));
        }
        let facts = self.new_facts();
        let facts = facts.and_then(|with| what_differs(&with, before));
        words.extend(facts.map(|what| format!("{what} new")));
        if self.is_other_text {
            words.push("its text is another one here".to_owned());
        }
        words.join(", ")
    }
}

/// A word as shells take it for one.
fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '=' | ':' | '/');
    match word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

/// What of a document as a whole is said by one, and not by the other.
fn what_differs(says: &DocumentFacts, other: &DocumentFacts) -> Option<String> {
    let note = says.note != other.note && !says.note.is_empty();
    let marks = says.done().iter();
    let marks = marks
        .filter(|mark| other.done_by(&mark.by, &mark.sha256) != Some(mark))
        .count();
    let note = note.then(|| "the note on it".to_owned());
    let marks = (marks > 0).then(|| counted(marks, "done mark"));
    let both: Vec<String> = note.into_iter().chain(marks).collect();
    (!both.is_empty()).then(|| both.join(" and "))
}

impl LeftOut {
    /// `line 4: “the words”: the reason`.
    pub fn words(&self) -> String {
        let place = match self.place.is_empty() {
            true => String::new(),
            false => format!("{}: ", self.place),
        };
        let what = one_line(&self.what);
        let what = visible_within(&what, QUOTE_COLUMNS);
        match what.is_empty() {
            true => format!("{place}{}", self.why),
            false => format!("{place}“{what}”: {}", self.why),
        }
    }
}

impl ImportPlan {
    /// What has become of labels, a sentence each: `Reason became opinion: 3 tags`.
    pub fn mapped_words(&self, tags: &TagSet) -> Vec<String> {
        let mapped = self.labels.mapped();
        let words = mapped.map(|(theirs, ours, count)| {
            let name = tags.look_up(ours).name;
            format!("{theirs} became {name}: {}", counted(count, "tag"))
        });
        words.collect()
    }

    /// The labels that are no tags here, and what can be done about each: a sentence each.
    pub fn added_words(&self) -> Vec<String> {
        let added = self.labels.added();
        let words = added.map(|(label, count)| {
            format!(
                "{label} is no tag of this workspace: {} kept it; {} in postil.toml gives it a key \
                 (--add-labels does it), --map {} another name",
                counted(count, "tag"),
                TagId::table_of(label.as_str()),
                shell_word(&format!("{label}=TAG"))
            )
        });
        words.collect()
    }
}
