//! Copying a passage with its reference, as one would cite it.

use crate::app::{Effect, Model};
use crate::text::visible::{leaving, visible};

use super::super::outcome::Outcome;

pub fn copy(model: &Model) -> Outcome {
    let Some((document, opened)) = model.document().zip(model.open_document()) else {
        return Outcome::none();
    };
    let range = opened.cursor.range();
    let place = match opened.structure.sentence_number(range.start()) {
        Some(number) => format!("sentence {}", number + 1),
        None => match opened.text.line_number(range.start()) {
            (number, true) => format!("line {number}"),
            (number, false) => format!("about line {number}"),
        },
    };
    let quote = opened.text.slice(range);
    let quote = leaving(&quote);
    let words = format!(
        "“{}”\n— {}, {place}, characters {}–{}\n",
        quote.words,
        visible(&document.path),
        opened.text.code_point_at(range.start()),
        opened.text.code_point_at(range.end()),
    );
    let what = match quote.replaced {
        0 => "with reference",
        _ => "with reference; controls as symbols",
    };
    Effect::Copy(words, Some(what)).into()
}
