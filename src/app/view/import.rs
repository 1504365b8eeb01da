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

use crate::annotation::{Tag, of_each};
use crate::app::message::import::{ImportFound, ImportHow, ImportLabel};
use crate::app::state::importing::{ImportRow, Importing};
use crate::app::state::picker::{Listing, PickerAction};
use crate::app::{Acts, Letters, Model, Overlay, Picker, PickerRow, layout, overlay_area, wrap};
use crate::text::{counted, in_thousands};

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
    if let Some(row) = suggest_row(model, found) {
        add(row);
    }
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
    let left_out = match found.not_imported {
        0 => String::new(),
        some => format!("; {} cannot be", in_thousands(some)),
    };
    let words = match (found.documents.len(), found.tags() + found.suggestions()) {
        (0, _) => "nothing to import: nothing of it is new".to_owned(),
        (_, 0) => format!("import what is said of {documents} as a whole"),
        _ => {
            let all = of_each(found.tags(), found.suggestions());
            format!("import {all} in {documents}")
        }
    };
    words + &left_out
}

/// The row of what a model made, where there is any, and of how it comes in.
fn suggest_row(model: &Model, found: &ImportFound) -> Option<PickerRow> {
    let ImportHow {
        suggest, at_least, ..
    } = model.importing.how;
    let weaker = match (found.weaker, at_least) {
        (0, _) | (_, None) => String::new(),
        (weaker, Some(least)) => format!("; with a score below {least}, left out: {weaker}"),
    };
    let (words, detail) = match (suggest, found.predictions) {
        (false, 0) => return None,
        (false, 1) => (
            "1 prediction of a model comes in as a tag".to_owned(),
            "s suggestion",
        ),
        (false, all) => {
            let words = format!(
                "{} predictions of a model come in as tags",
                in_thousands(all)
            );
            (words, "s suggestions")
        }
        (true, _) => (
            "what a model made is suggested, to be accepted or rejected".to_owned(),
            "s tags",
        ),
    };
    Some(PickerRow {
        detail: detail.to_owned(),
        ..PickerRow::new(
            &format!("{words}{weaker}"),
            PickerAction::Import(ImportRow::Suggest),
        )
    })
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
