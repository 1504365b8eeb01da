//! The list of verdicts, and what else can be said about a tag.
//!
//! ```text
//! ┌ Claim: verdict and more ──────────────────────┐
//! │ s supported                                   │
//! │ r refuted                               given │
//! │ n not enough evidence                         │
//! │ c conflicting                                 │
//! │ w said by                        Tom Homan    │
//! │ d said on                        2026-11      │
//! │ k confidence, 0 to 1                          │
//! │ y why it needs a source                       │
//! └───────────────────────────────────────────────┘
//! ```

use crate::annotation::{Annotation, CONFIDENCE, REASON, SPEAKER, STATED, VERDICT};
use crate::app::state::picker::{Acts, Letters, PickerAction};
use crate::app::state::verdict::{AttributeRow, SetAttribute};
use crate::app::view::words::annotation_name;
use crate::app::{DocumentId, Model, Picker, PickerRow};

/// The rows: the key of each, what it does, and what it says.
pub const ROWS: [(char, SetAttribute, &str); 8] = [
    ('s', SetAttribute::Verdict("supported"), "supported"),
    ('r', SetAttribute::Verdict("refuted"), "refuted"),
    (
        'n',
        SetAttribute::Verdict("not-enough-evidence"),
        "not enough evidence",
    ),
    (
        'c',
        SetAttribute::Verdict("conflicting"),
        "conflicting evidence",
    ),
    ('w', SetAttribute::Ask(SPEAKER), "who says it"),
    ('d', SetAttribute::Ask(STATED), "when it was said"),
    (
        'p',
        SetAttribute::Ask(CONFIDENCE),
        "how sure you are, 0 to 1",
    ),
    ('y', SetAttribute::Ask(REASON), "why it needs a source"),
];

/// What can be said about an annotation, with what was said.
pub(crate) fn picker(model: &Model, document: DocumentId, annotation: &Annotation) -> Picker {
    let rows = ROWS.map(|(key, set, words)| {
        let row = AttributeRow {
            document,
            annotation: annotation.id.clone(),
            set,
        };
        let said = |name: &str| {
            annotation
                .attributes
                .get(name)
                .map(|value| value.to_words())
        };
        let detail = match set {
            SetAttribute::Verdict(verdict) => match said(VERDICT) {
                Some(given) if given == verdict => "given".to_owned(),
                _ => String::new(),
            },
            SetAttribute::Ask(name) => said(name).unwrap_or_default().into_owned(),
        };
        PickerRow {
            mark: key.to_string(),
            detail,
            ..PickerRow::new(words, PickerAction::Attribute(Box::new(row)))
        }
    });
    let name = annotation_name(model, annotation);
    let mut picker = Picker::new(format!("{name}: verdict and more"), rows.into());
    let is_given = |row: &PickerRow| row.detail == "given";
    picker.chosen = picker.rows.iter().position(is_given).unwrap_or(0);
    picker.letters = Letters::Act(Acts::Verdict);
    picker
}

/// What helps with the words of an attribute.
pub(crate) fn hint(name: &str) -> &'static str {
    match name {
        SPEAKER => "a name; empty removes it",
        STATED => "2026-11-22, 2026-11 or 2026; empty removes it",
        CONFIDENCE => "a number from 0 to 1; empty removes it",
        _ => "statistic, quotation, causal, dead-link or other; empty removes it",
    }
}
