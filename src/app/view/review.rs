//! The list of the tags that are not where they were marked, or not as they were.

use crate::annotation::{Anchor, Annotation, Excerpt, difference_excerpts};
use crate::app::state::picker::{Acts, Letters, PickerAction};
use crate::app::view::words::{by_words, on_one_line};
use crate::app::{DocumentId, Model, OpenDocument, Picker, PickerRow, PlacedAnnotation};
use crate::text::in_thousands;

use super::card::why_lost;
use super::words::displaced_words;

/// How many rows are made: what is above the last one can be accepted with it, all the same.
const MOST: usize = 1000;

/// Those of the open document, the surest first, and then those that are lost; `None` where
/// there are none.
pub(crate) fn picker(model: &Model) -> Option<Picker> {
    let (document, opened) = model.documents.open.zip(model.open_document())?;
    let index = opened.annotation_index();
    let mut placed: Vec<&PlacedAnnotation> = index.in_question().collect();
    placed.sort_by(|one, other| other.anchor.score().total_cmp(&one.anchor.score()));
    let rows = placed.iter().take(MOST).map(|placed| {
        let words = words(opened, placed);
        row(model, document, &placed.annotation, &words)
    });
    let lost = index.lost().take(MOST).map(|annotation| {
        let quote = on_one_line(&annotation.selector.quote);
        let why = why_lost(opened, &annotation.id);
        row(
            model,
            document,
            annotation,
            &format!("lost  “{quote}”: {why}"),
        )
    });
    let rows: Vec<PickerRow> = rows.chain(lost).collect();
    if rows.is_empty() {
        return None;
    }
    let all = opened.displaced();
    let shown = match rows.len() == all.all() {
        true => String::new(),
        false => format!(" (the first {})", in_thousands(rows.len())),
    };
    let mut picker = Picker::new(format!("{}{shown}", displaced_words(all)), rows);
    picker.letters = Letters::Act(Acts::Displaced);
    Some(picker)
}

/// How a passage stands, what it was and what it is: `changed .67  “…” → “…”`.
fn words(opened: &OpenDocument, placed: &PlacedAnnotation) -> String {
    let quote = &placed.annotation.selector.quote;
    let score = format!("{:.2}", placed.anchor.score());
    let score = score.strip_prefix('0').unwrap_or(&score);
    let state = placed.anchor.state().name();
    let now = opened.text.slice(placed.range);
    match placed.anchor {
        Anchor::Changed { .. } => {
            let (was, is) = difference_excerpts(quote, &now, Excerpt::ROW);
            let (was, is) = (on_one_line(&was), on_one_line(&is));
            format!("{state} {score}  “{was}” → “{is}”")
        }
        _ => format!("{state} {score}  “{}”", on_one_line(&now)),
    }
}

fn row(model: &Model, document: DocumentId, annotation: &Annotation, words: &str) -> PickerRow {
    let tag = model.settings.tags.look_up(&annotation.tag);
    PickerRow {
        mark: tag.letter,
        tag: Some(tag.id),
        detail: match model.is_own(annotation) {
            true => String::new(),
            false => by_words(&annotation.creator),
        },
        ..PickerRow::new(
            words,
            PickerAction::Displaced(document, annotation.id.clone()),
        )
    }
}
