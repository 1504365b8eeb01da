//! Which verdict is asked for, where annotations are filtered by theirs.
//!
//! Must not know: who asks, and what a verdict means for what is open.

use super::attributes::{VERDICTS, Value};
use super::record::Annotation;

/// A verdict that annotations are filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct VerdictAsked(&'static str);

/// What stands for no verdict.
const NONE: &str = "none";

impl VerdictAsked {
    /// All of them, the one of those without a verdict last.
    pub fn all() -> impl Iterator<Item = Self> {
        VERDICTS.into_iter().chain([NONE]).map(Self)
    }

    /// The one of that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::all().find(|one| one.0 == name)
    }

    /// The one that an annotation has.
    pub fn of(annotation: &Annotation) -> Self {
        Self(annotation.verdict().unwrap_or(NONE))
    }

    /// Its name: that of the verdict, or `none`.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// What it is called in a sentence.
    pub(crate) fn words(self) -> String {
        match self.0 {
            NONE => "no verdict yet".to_owned(),
            name => name.replace('-', " "),
        }
    }

    /// What an annotation has that is asked for: `the verdict supported`.
    pub(crate) fn asked(self) -> String {
        match self.0 {
            NONE => self.words(),
            _ => format!("the verdict {}", self.words()),
        }
    }
}

impl Annotation {
    /// What came of checking it.
    pub(crate) fn verdict(&self) -> Option<&'static str> {
        match self.attributes.get(super::attributes::VERDICT)? {
            Value::Name(verdict) => Some(verdict),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Attributes;
    use crate::annotation::set::tests::annotation;

    #[test]
    fn each_annotation_has_one_of_them() {
        for asked in VerdictAsked::all() {
            let mut one = annotation("a", 0, 3);
            let given = (asked.name() != NONE).then(|| ("verdict", asked.name()));
            one.attributes = Attributes::from_words(given).unwrap();
            assert_eq!(VerdictAsked::of(&one), asked);
            assert_eq!(VerdictAsked::find(asked.name()), Some(asked));
        }
        assert_eq!(VerdictAsked::find("perhaps"), None);
    }
}
