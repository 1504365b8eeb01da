//! Sources that are references of the document: the words that one had when it was given, and
//! what the list says now. The one place that decides whether a number still means the same.
//!
//! The words are an unknown field to earlier versions, which keep it; so it stands among the
//! unknown fields here, too, and ids that are derived from a source stay what they were.
//!
//! Must not know: how references are found.

use super::extra::Extra;
use super::source::Source;
use crate::text::references::{Reference, References};
use crate::text::{CodePoint, Text, one_line};

/// The field of the annotation file.
const WORDS: &str = "words";
/// The most characters of a reference that are remembered.
const MOST_KEPT: usize = 2000;
/// The most characters of one that is told beside another.
const MOST_TOLD: usize = 200;
/// How many references around the old place are looked at for words that have moved.
const LOOKED_AT: usize = 500;

/// What a reference is now that somebody gave as a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ReferenceNow {
    /// What it was, as far as anybody knows: its words.
    Same(String),
    /// Another one.
    Other(Renumbered),
    /// No list has it, and its words were not remembered.
    Missing,
}

impl ReferenceNow {
    /// What it is in words, with its label; `None` where nobody knows.
    pub(crate) fn to_words(&self, label: &str) -> Option<String> {
        match self {
            Self::Same(words) => Some(format!("[{label}] {words}")),
            Self::Other(other) => Some(other.to_words()),
            Self::Missing => None,
        }
    }
}

/// A number that means another reference than it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Renumbered {
    label: String,
    was: String,
    /// What the list says under that label.
    now: Option<String>,
    /// The label under which the old words stand.
    under: Option<String>,
}

impl Renumbered {
    /// `[13] was “A”, which is [14] now; the list says “B” under [13]`.
    pub(crate) fn to_words(&self) -> String {
        let Self { label, was, .. } = self;
        let was = format!("[{label}] was “{}”", beginning(was, MOST_TOLD));
        let now = self.now.as_ref().map(|now| beginning(now, MOST_TOLD));
        match (&self.under, now) {
            (Some(under), Some(now)) => {
                format!("{was}, which is [{under}] now; the list says “{now}” under [{label}]")
            }
            (Some(under), None) => format!("{was}, which is [{under}] now"),
            (None, Some(now)) => format!("{was}; the list says “{now}” now"),
            (None, None) => format!("{was}; the list has no [{label}] now"),
        }
    }
}

impl Source {
    /// Keeps the words that a reference has in the text beside its label; `byte` is where the
    /// passage stands that it is a source of.
    pub(crate) fn remember_words(&mut self, text: &Text, references: &References, byte: usize) {
        let label = self.reference();
        let words = label.and_then(|label| references.words_at(text, label, byte));
        if let Some(words) = words {
            let words = beginning(&words, MOST_KEPT);
            self.extra.insert(WORDS.to_owned(), words.into());
        }
    }

    /// The words that it had when it was given, where it is a reference.
    fn remembered_words(&self) -> Option<&str> {
        self.reference()?;
        self.extra.get(WORDS)?.as_str()
    }

    /// Its unknown fields, for what was typed in its place: what was remembered belongs to what
    /// it points to.
    pub(super) fn extra_beside(&self, typed: &Self) -> Extra {
        let mut extra = self.extra.clone();
        if self.target != typed.target {
            extra.remove(WORDS);
        }
        let words = typed.extra.get_key_value(WORDS);
        extra.extend(words.map(|(field, words)| (field.clone(), words.clone())));
        extra
    }

    /// How many of its fields this version does not know.
    pub(crate) fn unknown_fields(&self) -> usize {
        self.extra.len() - usize::from(self.remembered_words().is_some())
    }

    /// Whether another one says the same of the same, whatever was remembered.
    pub(crate) fn says_as(&self, other: &Self) -> bool {
        let said = |one: &Self| (one.title.clone(), one.remark.clone(), one.accessed.clone());
        self.target == other.target && said(self) == said(other)
    }

    /// What it is now, if it is a reference; `byte` is where the passage stands that it is a
    /// source of.
    pub(crate) fn reference_now(
        &self,
        text: &Text,
        references: &References,
        byte: usize,
    ) -> Option<ReferenceNow> {
        let label = self.reference()?;
        let words = |reference: &Reference| one_line(&text.slice(reference.words)).into_owned();
        let now = references.words_at(text, label, byte);
        let Some(was) = self.remembered_words() else {
            return Some(now.map_or(ReferenceNow::Missing, ReferenceNow::Same));
        };
        if let Some(now) = now.as_ref().filter(|now| is_same(was, now)) {
            return Some(ReferenceNow::Same(now.clone()));
        }
        // Of several lists, it may be the one of another chapter.
        let mut alike = references.with_label(label).map(words);
        if let Some(now) = alike.find(|now| is_same(was, now)) {
            return Some(ReferenceNow::Same(now));
        }
        let mut around = references.around(label, LOOKED_AT).iter();
        let under = around.find(|reference| is_same(was, &words(reference)));
        Some(ReferenceNow::Other(Renumbered {
            label: label.to_owned(),
            was: was.to_owned(),
            now,
            under: under.map(|reference| reference.label.clone()),
        }))
    }
}

/// Keeps the words of all references among some sources, given for a passage that begins there.
pub(crate) fn remember_words(
    sources: &mut [Source],
    text: &Text,
    references: &References,
    start: CodePoint,
) {
    let byte = text.byte_of(start).unwrap_or(0);
    for source in sources {
        source.remember_words(text, references, byte);
    }
}

/// Whether words are the same but for blanks, marks and capitals.
fn is_same(was: &str, now: &str) -> bool {
    let letters = |words: &str| -> String {
        let letters = words.chars().filter(|sign| sign.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let kept = now.char_indices().nth(MOST_KEPT);
    let now = kept.map_or(now, |(end, _)| &now[..end]);
    let was = was.strip_suffix(" …").unwrap_or(was);
    let (old, new) = (letters(was), letters(now));
    match old.is_empty() && new.is_empty() {
        true => was.trim() == now.trim(),
        false => old == new,
    }
}

fn beginning(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((end, _)) => format!("{} …", &words[..end]),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::SourceTarget;

    fn text(list: &str) -> Text {
        Text::new(format!(
            "It is so. [1] It was. [2] And on. [3]\n\nReferences\n\n{list}"
        ))
    }

    /// Found in use: a source became the next reference when the list had one more.
    #[test]
    fn a_reference_of_another_number_is_told() {
        let before = text("1. One.\n2. Two, https://two.org.\n3. Three.\n");
        let mut source = Source::new(SourceTarget::Reference("2".to_owned()));
        source.remember_words(&before, &References::of(&before), 0);
        let now = |list: &str| {
            let text = text(list);
            match source.reference_now(&text, &References::of(&text), 0) {
                Some(ReferenceNow::Same(words)) => words,
                Some(ReferenceNow::Other(other)) => other.to_words(),
                other => format!("{other:?}"),
            }
        };
        let was = "[2] was “Two, https://two.org.”";
        for (list, words) in [
            (
                "1. One.\n2. Two, https://two.org.\n",
                "Two, https://two.org.".to_owned(),
            ),
            (
                "1. One.\n2. Two  https://two.org\n",
                "Two https://two.org".to_owned(),
            ),
            (
                "1. New.\n2. One.\n3. Two, https://two.org.\n4. Three.\n",
                format!("{was}, which is [3] now; the list says “One.” under [2]"),
            ),
            (
                "1. One.\n2. Three.\n",
                format!("{was}; the list says “Three.” now"),
            ),
            (
                "1. Two, https://two.org.\n",
                format!("{was}, which is [1] now"),
            ),
            ("1. One.\n", format!("{was}; the list has no [2] now")),
        ] {
            assert_eq!(now(list), words, "{list}");
        }
    }

    #[test]
    fn what_was_given_without_its_words_is_what_the_list_says() {
        let text = text("1. One.\n2. Two.\n3. Three.\n");
        let references = References::of(&text);
        for (label, now) in [
            ("2", ReferenceNow::Same("Two.".to_owned())),
            ("9", ReferenceNow::Missing),
        ] {
            let source = Source::new(SourceTarget::Reference(label.to_owned()));
            assert_eq!(source.reference_now(&text, &references, 0), Some(now));
            assert_eq!(source.unknown_fields(), 0);
        }
    }

    #[test]
    fn endless_words_are_remembered_as_far_as_they_tell_them_apart() {
        let long = "word ".repeat(1000);
        let text = text(&format!("1. One.\n2. {long}\n3. Three.\n"));
        let references = References::of(&text);
        let mut source = Source::new(SourceTarget::Reference("2".to_owned()));
        source.remember_words(&text, &references, 0);
        let kept = source.remembered_words().map(|words| words.chars().count());
        assert!(kept.is_some_and(|kept| kept <= MOST_KEPT + 2), "{kept:?}");
        let now = source.reference_now(&text, &references, 0);
        assert!(matches!(now, Some(ReferenceNow::Same(_))), "{now:?}");
    }
}
