//! What tells the versions of one annotation apart, where two were kept.
//!
//! Must not know: where it stands.

use crate::annotation::{Annotation, AnnotationId, differing_fields};
use crate::app::Document;
use crate::app::view::words::on_one_line;
use crate::text::visible::visible_within;

/// The columns of what one field says.
const FIELD: usize = 30;

/// Who made a version and when it was last changed, which tells versions apart: `ben,
/// 2026-11-22 10:04`; and by whom, where that was somebody else: `ben, changed by ana,
/// 2026-11-22 10:04`.
pub(crate) fn by_whom_and_when(annotation: &Annotation) -> String {
    let when = annotation.modified.0.replacen('T', " ", 1);
    let minutes: String = when.chars().take("2026-11-22 10:04".len()).collect();
    let by = match annotation.creator.as_str() {
        "" => "somebody",
        by => by,
    };
    match annotation.last_edited() {
        Some((editor, _)) if editor != by => format!("{by}, changed by {editor}, {minutes}"),
        _ => format!("{by}, {minutes}"),
    }
}

/// What a version says where another one says something else: `verdict refuted, no note`;
/// `None` where there is no other version.
pub(crate) fn what_differs(document: &Document, annotation: &Annotation) -> Option<String> {
    let (set, conflicts) = (document.set()?, document.conflicts()?);
    let mut others = conflicts.others(&annotation.id);
    let other = others.find_map(|id: &AnnotationId| set.get(id))?;
    let fields = differing_fields(annotation, other).into_iter();
    // Whose it is stands beside it.
    let fields = fields.filter(|name| *name != "creator");
    let fields = fields.map(|name| field(annotation, name));
    Some(fields.collect::<Vec<_>>().join(", "))
}

fn field(annotation: &Annotation, name: &str) -> String {
    let said = match (name, annotation.attributes.table().get(name)) {
        ("tag", _) => annotation.tag.as_str().to_owned(),
        (_, Some(attribute)) => match annotation.value(attribute) {
            Some(value) => value.to_words().into_owned(),
            None => return format!("no {name}"),
        },
        // What an other version of this program wrote, or the passage, which the row shows.
        (_, None) => return name.to_owned(),
    };
    match on_one_line(&said).as_str() {
        "" => format!("no {name}"),
        said => format!("{name} {}", visible_within(said, FIELD)),
    }
}
