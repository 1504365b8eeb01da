//! The list of the sources of an annotation.

use crate::annotation::{Annotation, Source};
use crate::app::state::picker::{Acts, Letters, PickerAction};
use crate::app::state::sources::ListedSource;
use crate::app::view::words::annotation_name;
use crate::app::{DocumentId, Model, Picker, PickerRow};
use crate::text::{TextRange, counted};

/// The sources of an annotation, to correct, remove, open or copy one, or to add a further
/// one.
pub(crate) fn picker(model: &Model, document: DocumentId, annotation: &Annotation) -> Picker {
    let rows = annotation.sources.iter().zip(1..).map(|(source, number)| {
        let listed = ListedSource {
            document,
            annotation: annotation.id.clone(),
            source: source.clone(),
        };
        let (number, words) = (format!("{number}  "), source.to_words());
        let text = format!("{number}{words}");
        PickerRow {
            strong: Some(TextRange::between(number.len(), text.len())),
            detail: detail(source),
            ..PickerRow::new(&text, PickerAction::Source(Box::new(listed)))
        }
    });
    let rows: Vec<PickerRow> = rows.collect();
    let name = annotation_name(model, annotation);
    let title = format!("{name}: {}", counted(rows.len(), "source"));
    let mut picker = Picker::new(title, rows);
    picker.letters = Letters::Act(Acts::Sources);
    picker
}

/// What is said of a source besides, or that it does not lead anywhere.
fn detail(source: &Source) -> String {
    let seen = match source.accessed.as_str() {
        "" => String::new(),
        day => format!("seen {day}"),
    };
    let is_shut = source.target.field() == "url" && source.address().is_none();
    let shut = if is_shut { "cannot be opened" } else { "" };
    let parts = [source.remark.as_str(), &seen, shut].into_iter();
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}
