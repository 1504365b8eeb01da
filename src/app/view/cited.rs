//! The references of the text that a passage cites: what its card says of them, and the list
//! of them.
//!
//! Must not know: how references and call-outs are found.

use crate::app::state::cited::CitedReference;
use crate::app::state::picker::PickerAction;
use crate::app::view::words::wrap;
use crate::app::{DocumentId, OpenDocument, PickerRow, Unit};
use crate::text::TextRange;

/// How much of a long passage is looked at for each screen, in bytes.
const MOST_READ: usize = 1 << 16;

/// What is said of a reference that the text does not have.
pub(crate) const NO_REFERENCE: &str = "no such reference in this text";

/// A reference that is cited somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    pub label: String,
    /// Where it stands; `None` where the text has no such reference.
    pub place: Option<TextRange>,
    /// Its words on one line.
    pub words: String,
}

/// The passage that is asked about: that of the tag under the cursor, else what is selected.
pub(crate) fn told_passage(opened: &OpenDocument) -> TextRange {
    let current = opened.current();
    let placed = current.and_then(|tag| opened.place_of(&tag.id));
    placed.map_or_else(|| opened.cursor.range(), |placed| placed.range)
}

/// The sentences that a passage touches.
pub(crate) fn sentences_around(opened: &OpenDocument, passage: TextRange) -> TextRange {
    let units = opened.units();
    let first = units.at(Unit::Sentence, passage.start());
    let last = units.at(
        Unit::Sentence,
        passage.end().saturating_sub(1).max(passage.start()),
    );
    first.union(last)
}

/// What the sentences around a passage cite, each reference once; nothing while the references
/// of a text in sections are still being read.
pub(crate) fn cited(opened: &OpenDocument, passage: TextRange) -> Vec<Cited> {
    let Some(references) = opened.known_references() else {
        return Vec::new();
    };
    let mut found: Vec<Cited> = Vec::new();
    let around = sentences_around(opened, passage);
    let end = opened
        .text
        .floor_char(around.end().min(around.start() + MOST_READ));
    for callout in references.callouts_in(TextRange::between(around.start(), end)) {
        let byte = callout.range.start();
        for label in callout.labels {
            if found.iter().any(|cited| cited.label == label) {
                continue;
            }
            let words = references.words_at(&opened.text, &label, byte);
            found.push(Cited {
                place: references
                    .get_at(&label, byte)
                    .map(|reference| reference.range),
                words: words.unwrap_or_else(|| NO_REFERENCE.to_owned()),
                label,
            });
        }
    }
    found
}

/// What is cited, each reference in the rows that its words take.
pub(crate) fn cited_rows(document: DocumentId, all: &[Cited], columns: u16) -> Vec<PickerRow> {
    let rows = all.iter().flat_map(|cited| {
        let action = match cited.place {
            Some(place) => PickerAction::Reference(Box::new(CitedReference {
                document,
                label: cited.label.clone(),
                place,
            })),
            None => PickerAction::Stay,
        };
        let label = format!("[{}] ", cited.label);
        let indent = " ".repeat(label.len());
        let room = columns.saturating_sub(u16::try_from(label.len()).unwrap_or(0));
        let lines = wrap(&cited.words, room.max(8)).into_iter().enumerate();
        let rows = lines.map(move |(number, line)| {
            let before = if number == 0 { &label } else { &indent };
            PickerRow::new(&format!("{before}{line}"), action.clone())
        });
        rows.collect::<Vec<_>>()
    });
    rows.collect()
}
