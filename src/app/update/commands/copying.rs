//! Copying a passage: its words, where they stand, or both.
//!
//! What the reader sees: `y` copies the selection, and of a tag whose passage is lost the
//! words that it was made on; `Ctrl-y` asks what to copy, and what was chosen last is what
//! `y` copies from then on. In a list `Ctrl-y` copies the chosen row, as `y` would.

use crate::annotation::Annotation;
use crate::app::state::picker::{Listing, Picker, PickerAction, PickerRow};
use crate::app::{Document, Effect, Model, OpenDocument};
use crate::session::CopyForm;
use crate::text::TextRange;
use crate::text::markdown::{block, inline};
use crate::text::visible::{leaving, visible};

use super::super::outcome::{Next, Outcome};
use super::super::sources;

/// A passage that can be copied.
struct Passage {
    words: String,
    /// Its document and place: `0.txt, sentence 2, characters 15–37`.
    reference: String,
}

/// Copies the selection, or the passage of a lost tag, in the form that was chosen last.
pub fn copy(model: &Model) -> Outcome {
    let Some((document, opened)) = model.document().zip(model.open_document()) else {
        return Outcome::none();
    };
    let current = opened
        .current()
        .filter(|current| document.is_lost(&current.id));
    let passage = match current {
        Some(lost) => of_annotation(document, lost),
        None => of_range(document, opened, opened.cursor.range()),
    };
    copied(&passage, model.copy_form)
}

/// The forms to choose from, the last one first chosen.
pub fn forms(model: &Model) -> Picker {
    let rows = CopyForm::ALL.map(|info| {
        let text = match info.form == model.copy_form {
            true => format!("{} (y)", info.name),
            false => info.name.to_owned(),
        };
        PickerRow::new(&text, PickerAction::Copy(info.form))
    });
    let mut picker = Picker::of(Listing::Choices, "Copy", rows.to_vec());
    let last = CopyForm::ALL
        .iter()
        .position(|info| info.form == model.copy_form);
    picker.chosen = last.unwrap_or(0);
    picker
}

/// Copies in a form, and keeps it for the next copies.
pub fn copy_as(model: &mut Model, form: CopyForm) -> Outcome {
    model.copy_form = form;
    copy(model).and(Outcome::next(Next::Remember))
}

/// Copies what a row of a list stands for, which stays where it is.
pub fn copy_row(model: &Model) -> Outcome {
    let row = model.mode.picker().and_then(Picker::chosen_row);
    if let Some(source) = row.and_then(|row| row.target.source()) {
        return sources::copy(&source.source);
    }
    let passage = row.and_then(|row| of_row(model, row));
    match passage {
        Some(passage) => copied(&passage, model.copy_form),
        None => Outcome::plain("Nothing to copy here"),
    }
}

fn of_row(model: &Model, row: &PickerRow) -> Option<Passage> {
    match &row.target {
        PickerAction::Annotation(id, annotation) => {
            let document = model.documents.get(*id)?;
            let annotation = document.set()?.get(annotation)?;
            Some(of_annotation(document, annotation))
        }
        PickerAction::Linked(link) => {
            let end = link.shown.as_ref()?;
            let document = model.documents.get(end.document)?;
            let annotation = document.set()?.get(&end.annotation)?;
            Some(of_annotation(document, annotation))
        }
        PickerAction::Passage(id, range) => {
            let document = model.documents.get(*id)?;
            Some(match document.opened() {
                Some(opened) => of_range(document, opened, *range),
                // Nobody has counted where it is.
                None => Passage {
                    words: row.strong_words().to_owned(),
                    reference: document.path.clone(),
                },
            })
        }
        _ => None,
    }
}

/// The passage of an annotation: as it stands in the text where that is open.
fn of_annotation(document: &Document, annotation: &Annotation) -> Passage {
    let opened = document.opened();
    let placed = opened.and_then(|opened| Some((opened, opened.place_of(&annotation.id)?.range)));
    if let Some((opened, range)) = placed {
        return of_range(document, opened, range);
    }
    let selector = &annotation.selector;
    let lost = if document.is_lost(&annotation.id) {
        ", no longer there"
    } else {
        ""
    };
    Passage {
        words: selector.quote.clone(),
        reference: format!(
            "{}, characters {}–{}{lost}",
            document.path, selector.start, selector.end
        ),
    }
}

fn of_range(document: &Document, opened: &OpenDocument, range: TextRange) -> Passage {
    let place = match opened.structure.sentence_number(range.start()) {
        Some(number) => format!("sentence {}", number + 1),
        None => match opened.text.line_number(range.start()) {
            (number, true) => format!("line {number}"),
            (number, false) => format!("about line {number}"),
        },
    };
    Passage {
        words: opened.text.slice(range).into_owned(),
        reference: format!(
            "{}, {place}, characters {}–{}",
            document.path,
            opened.text.code_point_at(range.start()),
            opened.text.code_point_at(range.end()),
        ),
    }
}

fn copied(passage: &Passage, form: CopyForm) -> Outcome {
    let quote = leaving(&passage.words);
    let reference = visible(&passage.reference);
    let words = match form {
        CopyForm::Words => quote.words.into_owned(),
        CopyForm::WithReference => format!("“{}”\n— {reference}\n", quote.words),
        CopyForm::Reference => reference.into_owned(),
        CopyForm::Markdown => {
            let reference = inline(&reference);
            format!("{}>\n> — {reference}\n", block(&passage.words, "> "))
        }
    };
    let done = match quote.replaced {
        0 => form.info().done,
        _ => form.info().done_with_symbols,
    };
    Effect::Copy(words, Some(done)).into()
}
