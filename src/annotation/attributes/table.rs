//! The attributes that there are.
//!
//! Must not know: what an annotation is made of besides.

use super::value::{Kind, Value};

/// All that the program knows of one attribute: a row of an [`AttributeTable`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// Its name in the annotation file and the exports.
    pub name: &'static str,
    /// What stands before its value where people read it.
    pub label: &'static str,
    pub kind: Kind,
    pub merge: MergeRule,
    /// Where an annotation has it.
    pub(in crate::annotation) held: Held,
}

/// How two versions of an attribute become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeRule {
    /// The side that changed it; where both did, the two are in conflict, but for links, of
    /// which each stands for itself.
    ByValue,
    /// It belongs to the version that is kept, and is no difference by itself.
    OfVersion,
    /// As the unknown fields, among which it stands in the annotation file and the
    /// exports, and is no difference by itself: earlier versions did not know it.
    AsUnknown,
    /// All that either side has added, without what either has taken back. It stands among
    /// the unknown fields, too.
    Union,
}

/// Where an annotation has an attribute: in a field of its own what the program
/// itself works with, among its [`Attributes`](super::Attributes) all else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::annotation) enum Held {
    Note,
    Sources,
    Links,
    Creator,
    Created,
    Modified,
    Attributes,
}

impl Attribute {
    const fn new(name: &'static str, kind: Kind, held: Held) -> Self {
        Self {
            name,
            label: name,
            kind,
            merge: MergeRule::ByValue,
            held,
        }
    }

    pub const fn optional(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            label,
            ..Self::new(name, kind, Held::Attributes)
        }
    }

    const fn merged(self, merge: MergeRule) -> Self {
        Self { merge, ..self }
    }

    /// A value in words that stand alone: `said by Ana`, but of a few names just the name,
    /// which says enough.
    pub fn phrase(&self, value: &Value<'_>) -> String {
        let words = self.in_words(value);
        match self.kind {
            Kind::OneOf(_) => words,
            _ => format!("{} {words}", self.label),
        }
    }

    /// A value as people read it: `not enough evidence`.
    pub fn in_words(&self, value: &Value<'_>) -> String {
        let words = value.to_words();
        match self.kind {
            Kind::OneOf(_) => words.replace('-', " "),
            _ => words.into_owned(),
        }
    }

    /// Whether it has a name of its own in the annotation file and the exports.
    pub fn is_listed(&self) -> bool {
        !matches!(self.merge, MergeRule::AsUnknown | MergeRule::Union)
    }

    pub fn is_optional(&self) -> bool {
        self.held == Held::Attributes
    }
}

/// Attributes in the order in which they are written.
#[derive(Debug, PartialEq, Eq)]
pub struct AttributeTable(&'static [Attribute]);

impl AttributeTable {
    pub const fn new(attributes: &'static [Attribute]) -> Self {
        assert!(attributes.len() <= 256, "a row has a number of one byte");
        Self(attributes)
    }

    pub fn all(&self) -> &'static [Attribute] {
        self.0
    }

    /// Those that have a name of their own in the annotation file and the exports.
    pub fn listed(&self) -> impl Iterator<Item = &'static Attribute> + use<> {
        self.0.iter().filter(|attribute| attribute.is_listed())
    }

    pub fn position(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|attribute| attribute.name == name)
    }

    pub fn get(&self, name: &str) -> Option<&'static Attribute> {
        self.0.get(self.position(name)?)
    }
}

/// The attributes of this version, in the order of the annotation file.
pub static ATTRIBUTES: AttributeTable = AttributeTable::new(&[
    Attribute::new("note", Kind::Text, Held::Note),
    Attribute::new("sources", Kind::Sources, Held::Sources),
    Attribute::new("links", Kind::Links, Held::Links),
    // Who says it, and on what day.
    Attribute::optional(SPEAKER, "said by", Kind::Text),
    Attribute::optional(STATED, "said on", Kind::Text),
    Attribute::optional(VERDICT, "verdict", Kind::OneOf(&VERDICTS)),
    // How sure the annotator is.
    Attribute::optional(CONFIDENCE, "confidence", Kind::Share),
    // Why a source is needed: mostly one of `REASONS`.
    Attribute::optional(REASON, "reason", Kind::Text),
    Attribute::new("creator", Kind::Text, Held::Creator),
    Attribute::new("created", Kind::Time, Held::Created),
    Attribute::new("modified", Kind::Time, Held::Modified).merged(MergeRule::OfVersion),
    Attribute::optional(CONFLICTS_WITH, "version of", Kind::Annotation)
        .merged(MergeRule::AsUnknown),
    // The tags that it had before.
    Attribute::optional(HISTORY, "was", Kind::History).merged(MergeRule::Union),
]);

/// What came of checking a passage: the evidence bears it out, is against it, is too
/// little, or goes both ways.
pub(in crate::annotation) const VERDICTS: [&str; 4] =
    [SUPPORTED, REFUTED, "not-enough-evidence", "conflicting"];

pub(crate) const VERDICT: &str = "verdict";
pub(crate) const SPEAKER: &str = "speaker";
pub(crate) const STATED: &str = "stated";
pub(crate) const CONFIDENCE: &str = "confidence";
pub(crate) const REASON: &str = "reason";
pub(in crate::annotation) const HISTORY: &str = "history";
pub(crate) const SUPPORTED: &str = "supported";
pub(in crate::annotation) const REFUTED: &str = "refuted";

/// The reasons for which a source is needed that the program offers; a file may have others.
pub const REASONS: [&str; 5] = ["statistic", "quotation", "causal", "dead-link", "other"];

/// On a version that was kept beside an annotation, because two sides had changed it
/// differently: the annotation that it is a version of.
pub(in crate::annotation) const CONFLICTS_WITH: &str = "conflicts-with";
