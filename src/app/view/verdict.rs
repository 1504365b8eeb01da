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
//! │ p confidence, 0 to 1                          │
//! │ y why it needs a source                       │
//! └───────────────────────────────────────────────┘
//! ```

use crate::annotation::{Annotation, CONFIDENCE, REASON, SPEAKER, STATED, VERDICT};
use crate::app::state::picker::{Acts, Letters, PickerAction};
use crate::app::state::verdict::{AttributeRow, SetAttribute};
use crate::app::view::words::annotation_name;
use crate::app::{DocumentId, Model, Picker, PickerRow};

/// The rows: the key of each, what it does, and what it says.
const ROWS: [(char, SetAttribute, &str); 8] = [
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
    ('y', SetAttribute::Reasons, "why it needs a source"),
];

/// The reasons for which a source is needed, with the key of each.
const REASON_ROWS: [(char, SetAttribute, &str); 5] = [
    ('s', SetAttribute::Reason("statistic"), "a statistic"),
    ('q', SetAttribute::Reason("quotation"), "a quotation"),
    ('c', SetAttribute::Reason("causal"), "says what causes what"),
    ('d', SetAttribute::Reason("dead-link"), "its link is dead"),
    ('o', SetAttribute::Reason("other"), "another reason"),
];

/// What can be said about an annotation, with what was said.
pub(crate) fn picker(model: &Model, document: DocumentId, annotation: &Annotation) -> Picker {
    let name = annotation_name(model, annotation);
    let title = format!("{name}: verdict and more");
    let mut picker = Picker::new(title, rows(&ROWS, document, annotation));
    picker.chosen = picker.rows.iter().position(is_given).unwrap_or(0);
    picker.letters = Letters::Act(Acts::Verdict);
    picker
}

/// Why an annotation needs a source, with what was said.
pub(crate) fn reasons(model: &Model, document: DocumentId, annotation: &Annotation) -> Picker {
    let name = annotation_name(model, annotation);
    let title = format!("{name}: why it needs a source");
    let mut picker = Picker::new(title, rows(&REASON_ROWS, document, annotation));
    picker.chosen = picker.rows.iter().position(is_given).unwrap_or(0);
    picker.letters = Letters::Act(Acts::Reason);
    picker
}

/// What stands beside what was said.
const GIVEN: &str = "given";

fn is_given(row: &PickerRow) -> bool {
    row.detail == GIVEN
}

fn rows(
    all: &[(char, SetAttribute, &str)],
    document: DocumentId,
    annotation: &Annotation,
) -> Vec<PickerRow> {
    let said = |name: &str| {
        let value = annotation.attributes.get(name);
        value.map_or_else(String::new, |value| value.to_words().into_owned())
    };
    let given = |is: bool| if is { GIVEN.to_owned() } else { String::new() };
    let rows = all.iter().map(|(key, set, words)| {
        let row = AttributeRow {
            document,
            annotation: annotation.id.clone(),
            set: *set,
        };
        let detail = match set {
            SetAttribute::Verdict(verdict) => given(said(VERDICT) == *verdict),
            SetAttribute::Reason(reason) => given(said(REASON) == *reason),
            SetAttribute::Reasons => said(REASON),
            SetAttribute::Ask(name) => said(name),
        };
        PickerRow {
            mark: key.to_string(),
            detail,
            ..PickerRow::new(words, PickerAction::Attribute(Box::new(row)))
        }
    });
    rows.collect()
}

/// What helps with the words of an attribute.
pub(crate) fn hint(name: &str) -> &'static str {
    match name {
        SPEAKER => "a name; empty removes it",
        STATED => "2026-11-22, 2026-11 or 2026; empty removes it",
        _ => "a number from 0 to 1; empty removes it",
    }
}
