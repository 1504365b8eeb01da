//! The list of the tags that are not where they were marked, or not as they were.

use crate::annotation::{Anchor, Annotation, Excerpt, difference_excerpts};
use crate::app::state::picker::{Acts, Letters, PickerAction};
use crate::app::state::review::{Review, Wait};
use crate::app::view::words::{by_words, on_one_line};
use crate::app::{DocumentId, Model, OpenDocument, Picker, PickerRow, PlacedAnnotation};
use crate::text::in_thousands;

use super::card::why_lost;
use super::words::displaced_words;

/// How many rows are made of those that stand somewhere, and of those that are lost. Further
/// ones that stand somewhere have one row for all.
const MOST: usize = 1000;

/// The title while the counts are still changing.
const TITLE: &str = "Tags whose text has changed";

/// Those of the open document, the surest first, and then those that are lost; `None` where
/// there are none. It has no rows while these would be out of date at once.
pub(crate) fn picker(model: &Model) -> Option<Picker> {
    let (document, opened) = model.documents.open.zip(model.open_document())?;
    let waits = waits(model, opened);
    let (title, rows) = match waits {
        Some(_) => (TITLE.to_owned(), Vec::new()),
        None => (title(opened), rows(model, document, opened)),
    };
    if rows.is_empty() && waits.is_none() {
        return None;
    }
    let mut picker = Picker::new(title, rows);
    picker.letters = Letters::Act(Acts::Displaced);
    picker.review = Some(Box::new(Review {
        document,
        text: opened.text.clone(),
        placing: opened.placing(),
        waits,
        unseen: None,
    }));
    Some(picker)
}

/// What has to come before it is known which tags these are.
pub(crate) fn waits(model: &Model, opened: &OpenDocument) -> Option<Wait> {
    if model.everywhere.is_some() {
        return Some(Wait::Changed);
    }
    let adopting = model.adopting.as_ref();
    if adopting.is_some_and(|adopting| Some(adopting.document) == model.documents.open) {
        return Some(Wait::Read);
    }
    let is_looking = opened.pending() > 0 || !opened.has_annotations();
    is_looking.then_some(Wait::Found)
}

/// Those that stand somewhere, in the order of the list: the surest first, and those that are
/// as sure as each other in reading order. So many of them, or all where there are fewer.
pub(crate) fn in_order(opened: &OpenDocument, most: usize) -> Vec<&PlacedAnnotation> {
    let placed = opened.annotation_index().in_question().enumerate();
    let mut placed: Vec<(usize, &PlacedAnnotation)> = placed.collect();
    let order = |one: &(usize, &PlacedAnnotation), other: &(usize, &PlacedAnnotation)| {
        let by_score = other.1.anchor.score().total_cmp(&one.1.anchor.score());
        by_score.then(one.0.cmp(&other.0))
    };
    // Of very many only the first are put in order.
    if placed.len() > most {
        placed.select_nth_unstable_by(most, order);
        placed.truncate(most);
    }
    placed.sort_unstable_by(order);
    placed.into_iter().map(|(_, placed)| placed).collect()
}

fn title(opened: &OpenDocument) -> String {
    let all = opened.displaced();
    let shown = all.lost.min(MOST) + (all.moved + all.changed).min(MOST);
    match shown == all.all() {
        true => displaced_words(all),
        false => format!(
            "{} (the first {})",
            displaced_words(all),
            in_thousands(shown)
        ),
    }
}

fn rows(model: &Model, document: DocumentId, opened: &OpenDocument) -> Vec<PickerRow> {
    let row =
        |annotation: &Annotation, words: &str| row(model, (document, opened), annotation, words);
    let placed = in_order(opened, MOST);
    let mut rows: Vec<PickerRow> = placed
        .iter()
        .map(|placed| row(&placed.annotation, &words(opened, placed)))
        .collect();
    let all = opened.displaced();
    let others = (all.moved + all.changed).saturating_sub(placed.len());
    if others > 0 {
        let words = format!(
            "and {} more: A accepts them with all above",
            in_thousands(others)
        );
        rows.push(PickerRow::new(
            &words,
            PickerAction::OtherDisplaced(document),
        ));
    }
    let lost = opened.annotation_index().lost().take(MOST);
    rows.extend(lost.map(|annotation| {
        let quote = on_one_line(&annotation.selector.quote);
        let why = why_lost(opened, &annotation.id);
        row(annotation, &format!("lost  “{quote}”: {why}"))
    }));
    rows
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

fn row(
    model: &Model,
    (document, opened): (DocumentId, &OpenDocument),
    annotation: &Annotation,
    words: &str,
) -> PickerRow {
    let tag = model.settings.tags.look_up(&annotation.tag);
    let by = (!model.is_own(annotation)).then(|| by_words(&annotation.creator));
    let stale = opened.stale_verdict(annotation);
    let stale = stale.map(|_| super::words::STALE_VERDICT.to_owned());
    let detail: Vec<String> = stale.into_iter().chain(by).collect();
    PickerRow {
        mark: tag.letter,
        tag: Some(tag.id),
        detail: detail.join(" · "),
        ..PickerRow::new(
            words,
            PickerAction::Displaced(document, annotation.id.clone()),
        )
    }
}
