//! The list of what an import would do, before it is done.
//!
//! ```text
//! ┌ Import tags.zip (brat) ──────────────────────────┐
//! │▸  import 12 tags in 3 documents                   │
//! │ ? label “Reason” is no tag here: 4 tags keep it   │
//! │   a.txt: 8 tags new, 1 here already               │
//! │   not imported: b.ann, line 4: “words”: its words │
//! │   are not in the document                         │
//! ```
//!
//! Must not know: how it is done.

use crate::annotation::Tag;
use crate::app::message::import::{ImportFound, ImportLabel};
use crate::app::state::importing::{ImportRow, Importing};
use crate::app::state::picker::{Listing, PickerAction};
use crate::app::{Acts, Letters, Model, Overlay, Picker, PickerRow, layout, overlay_area, wrap};
use crate::text::counted;

/// The columns of a row that are not of its words.
const EDGES: u16 = 4;
/// How far further lines of a row are set in.
const INDENT: u16 = 2;

/// The list of what the import would do that is looked at, if one is.
pub(crate) fn picker(model: &Model) -> Option<Picker> {
    let importing = &model.importing;
    let (file, found) = (importing.file.as_ref()?, importing.found.as_deref()?);
    let title = format!("Import {} ({})", end_of(file), found.format);
    let mut picker = Picker::of(Listing::Import, title, Vec::new());
    picker.letters = Letters::Act(Acts::Import);
    let inner = overlay_area(model, &layout(model), &Overlay::Picker(picker.clone())).inner();
    picker.extend(rows(model, found, inner.width.saturating_sub(EDGES)));
    Some(picker)
}

/// The last part of a path.
pub(crate) fn end_of(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

fn rows(model: &Model, found: &ImportFound, columns: u16) -> Vec<PickerRow> {
    let mut rows = Vec::new();
    let mut add = |row: PickerRow| {
        let detail = u16::try_from(row.detail.len()).unwrap_or(u16::MAX);
        let lines = wrap(&row.text, columns.saturating_sub(detail + INDENT));
        for (number, line) in lines.into_iter().enumerate() {
            rows.push(match number {
                0 => PickerRow {
                    text: line,
                    ..row.clone()
                },
                _ => PickerRow::new(&format!("  {line}"), row.target.clone()),
            });
        }
    };
    add(PickerRow::new(
        &what_it_would_do(found),
        PickerAction::Import(ImportRow::Import),
    ));
    for label in &found.labels {
        if let Some(row) = label_row(model, label) {
            add(row);
        }
    }
    let left_out = found.left_out.iter();
    let left_out = left_out.map(|words| format!("not imported: {words}"));
    let told = left_out.chain(found.told.iter().cloned());
    for (number, words) in told.enumerate() {
        let target = PickerAction::Import(ImportRow::Told(number));
        add(PickerRow::new(&words, target));
    }
    rows
}

fn what_it_would_do(found: &ImportFound) -> String {
    let documents = counted(found.documents.len(), "document");
    match (found.documents.len(), found.tags()) {
        (0, _) => "nothing to import: nothing of it is new".to_owned(),
        (_, 0) => format!("import what is said of {documents} as a whole"),
        (_, tags) => format!("import {} in {documents}", counted(tags, "tag")),
    }
}

/// The row of a label that is not called here as it is in its file, or is no tag here.
fn label_row(model: &Model, label: &ImportLabel) -> Option<PickerRow> {
    let Importing { added, .. } = &model.importing;
    let tags = &model.settings.tags;
    let count = counted(label.tags, "tag");
    let is_known = tags.knows(&label.ours);
    let tag = tags.look_up(&label.ours);
    let theirs = &label.theirs;
    let words = match is_known {
        true if label.ours.as_str() == theirs => return None,
        true => format!("label “{theirs}” becomes {}: {count}", tag.name),
        false if added.contains(theirs) => {
            format!("label “{theirs}” is added to the tags: {count}")
        }
        false => format!("label “{theirs}” is no tag here: {}", keep_it(label.tags)),
    };
    let keys = tags.iter().filter_map(|tag: &Tag| tag.key);
    let keys = keys.map(|key| format!("{key} ")).collect::<String>();
    Some(PickerRow {
        mark: tag.letter,
        tag: Some(tag.id),
        detail: format!("{keys}+"),
        ..PickerRow::new(
            &words,
            PickerAction::Import(ImportRow::Label(theirs.clone())),
        )
    })
}

fn keep_it(tags: usize) -> String {
    let keep = if tags == 1 { "keeps" } else { "keep" };
    format!("{} {keep} it", counted(tags, "tag"))
}
