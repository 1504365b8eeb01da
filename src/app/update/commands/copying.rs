//! Copying a passage with its document and place, as one would cite it.

use crate::app::{Effect, Model};
use crate::text::visible::visible_multiline;

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
    let words = format!(
        "“{quote}”\n— {}, {place}, characters {}–{}\n",
        document.path,
        opened.text.code_point_at(range.start()),
        opened.text.code_point_at(range.end()),
    );
    let copied = visible_multiline(&words);
    Effect::Copy(copied, Some("with its document and place")).into()
}
