//! The rows of pickers, made from the state.

use crate::annotation::{Annotation, TagSet};
use crate::text::TextRange;

use crate::app::document::{Document, DocumentId};
use crate::app::documents::Documents;
use crate::app::input::command::{COMMANDS, Command};
use crate::app::message::ExportRequest;
use crate::app::message::background::WorkspaceMatch;
use crate::app::state::Model;
use crate::app::state::picker::{Picker, PickerAction, PickerRow, PickerSource};
use crate::app::view::viewport::passes;
use crate::app::view::words::on_one_line;

/// All commands, for the palette.
pub(crate) fn palette(model: &Model) -> Picker {
    let context = model.pane;
    let keys = |command| {
        let keys = model.settings.keymap.keys_of(context, command);
        let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
        keys.join(" ")
    };
    let row = |command, text: String| PickerRow {
        mark: String::new(),
        tag: None,
        strong: text.find(':').map(|end| TextRange::between(0, end)),
        detail: keys(command),
        text,
        target: PickerAction::Command(command),
    };
    let mut rows = Vec::new();
    for (index, tag) in model.settings.tags.iter().enumerate() {
        let name = &tag.name;
        rows.push(row(
            Command::Tag(index),
            format!("tag {name}: {}", tag.guideline),
        ));
        rows.push(row(
            Command::TagAndGoOn(index),
            format!("tag {name} and go on: to the next sentence"),
        ));
    }
    let commands = COMMANDS.iter();
    rows.extend(commands.map(|info| row(info.command, format!("{}: {}", info.name, info.help))));
    Picker::new("Commands", rows)
}

/// How many rows are made at once; further ones are made while nothing else waits.
const ROWS_AT_ONCE: usize = 1000;

/// All tags of all documents that pass the filter: the first rows at once, the others
/// while nothing else waits.
pub(crate) fn all_tags(model: &Model) -> Picker {
    let documents = model.documents.by_name().map(|(id, _)| id);
    let mut source = PickerSource::tags(documents.collect());
    let rows = source_rows(model, &mut source);
    let mut picker = Picker::new("", rows);
    picker.growing = model.documents.total().is_none();
    picker.source = Some(Box::new(source)).filter(|source| !source.is_empty());
    picker.title = tags_title(model, &picker);
    picker
}

/// The title of a picker of tags: how many there are, as far as that is known.
pub(crate) fn tags_title(model: &Model, picker: &Picker) -> String {
    let Some(tag) = model.filter.as_ref() else {
        return format!("All tags: {}", model.documents.known().tags);
    };
    let count = picker.rows.len();
    let name = model.settings.tags.look_up(tag).name;
    let so_far = if picker.source.is_some() {
        " so far"
    } else {
        ""
    };
    format!("All tags: {count}{so_far} of {name}")
}

/// The documents, to find one by its name.
pub(crate) fn documents(model: &Model) -> Picker {
    let documents = model.documents.by_name().map(|(id, _)| id);
    let mut source = PickerSource::Documents(documents.collect());
    let rows = source_rows(model, &mut source);
    let mut picker = Picker::new("Documents", rows);
    picker.finder = true;
    picker.growing = model.documents.walking;
    picker.source = Some(Box::new(source)).filter(|source| !source.is_empty());
    picker
}

/// Makes the next rows of a picker, and takes them from its source.
pub(crate) fn source_rows(model: &Model, source: &mut PickerSource) -> Vec<PickerRow> {
    match source {
        PickerSource::Documents(documents) => {
            let first = documents.len().min(ROWS_AT_ONCE);
            let first = documents.drain(..first);
            first.filter_map(|id| document_row(model, id)).collect()
        }
        PickerSource::Tags {
            documents,
            begun,
            made,
        } => {
            let mut rows = Vec::new();
            let mut looked = 0;
            while looked < ROWS_AT_ONCE {
                if begun.is_none() {
                    let Some(id) = documents.pop_front() else {
                        break;
                    };
                    let set = model.documents.get(id).and_then(Document::set);
                    *begun = set.filter(|it| !it.is_empty()).map(|it| (id, it.clone()));
                    *made = 0;
                    looked += usize::from(begun.is_none());
                }
                let Some((id, set)) = begun else { continue };
                let before = *made;
                for annotation in set.iter_from(before).take(ROWS_AT_ONCE - looked) {
                    *made += 1;
                    rows.extend(shown_row(model, *id, annotation));
                }
                looked += *made - before;
                if *made >= set.len() {
                    *begun = None;
                }
            }
            rows
        }
    }
}

/// The row of an annotation, if the filter lets it through.
fn shown_row(model: &Model, id: DocumentId, annotation: &Annotation) -> Option<PickerRow> {
    let document = model.documents.get(id)?;
    let is_shown = passes(model.filter.as_ref(), &annotation.tag);
    is_shown.then(|| annotation_row(&model.settings.tags, (id, document), annotation))
}

fn document_row(model: &Model, id: DocumentId) -> Option<PickerRow> {
    let document = model.documents.get(id)?;
    let title = document
        .summary
        .as_ref()
        .map_or("", |summary| summary.title.as_str());
    Some(PickerRow {
        mark: String::new(),
        tag: None,
        text: format!("{}  {title}", document.path),
        strong: Some(TextRange::between(0, document.path.len())),
        detail: document.problem().unwrap_or_default().to_owned(),
        target: PickerAction::Document(id),
    })
}

/// The row of an annotation.
pub(crate) fn annotation_row(
    tags: &TagSet,
    (id, document): (DocumentId, &Document),
    annotation: &Annotation,
) -> PickerRow {
    let tag = tags.look_up(&annotation.tag);
    let quote = on_one_line(&annotation.selector.quote);
    let note = annotation.note.lines().next().unwrap_or_default();
    let mut text = quote.clone();
    if !note.is_empty() {
        text.push_str("  — ");
        text.push_str(note);
    }
    PickerRow {
        mark: tag.letter,
        tag: Some(tag.id),
        strong: Some(TextRange::between(0, quote.len())),
        text,
        detail: match (
            document.is_lost(&annotation.id),
            document.is_in_conflict(&annotation.id),
        ) {
            (_, true) => format!("in conflict · {}", document.path),
            (true, false) => format!("lost · {}", document.path),
            (false, false) => document.path.clone(),
        },
        target: PickerAction::Annotation(id, annotation.id.clone()),
    }
}

/// The rows of matches in one document.
pub(crate) fn match_rows(
    documents: &Documents,
    document: DocumentId,
    matches: Vec<WorkspaceMatch>,
) -> Vec<PickerRow> {
    let path = documents
        .get(document)
        .map_or_else(String::new, |document| document.path.clone());
    matches
        .into_iter()
        .map(|matched| PickerRow {
            mark: String::new(),
            tag: None,
            text: matched.context,
            strong: Some(matched.within),
            detail: path.clone(),
            target: PickerAction::Passage(document, matched.range),
        })
        .collect()
}

/// The export formats.
pub(crate) fn formats(model: &Model) -> Picker {
    let rows = model.settings.formats.iter().map(|format| PickerRow {
        mark: String::new(),
        tag: None,
        text: format!("{}: {}", format.name, format.description),
        strong: Some(TextRange::between(0, format.name.len())),
        detail: format!(".{}", format.extension),
        target: PickerAction::Format(format.name.clone()),
    });
    Picker::new("Export as", rows.collect())
}

/// The tags, to show only the annotations of one.
pub(crate) fn filters(model: &Model) -> Picker {
    let mut rows = vec![PickerRow {
        mark: String::new(),
        tag: None,
        text: "all tags".to_owned(),
        strong: None,
        detail: String::new(),
        target: PickerAction::Filter(None),
    }];
    rows.extend(model.settings.tags.iter().map(|tag| PickerRow {
        mark: tag.letter.clone(),
        tag: Some(tag.id.clone()),
        text: tag.name.clone(),
        strong: None,
        detail: tag.guideline.clone(),
        target: PickerAction::Filter(Some(tag.id.clone())),
    }));
    Picker::new("Show only", rows)
}

/// Asks whether an export may write over a file.
pub(crate) fn overwrite(request: ExportRequest) -> Picker {
    let row = |text: &str, target| PickerRow {
        mark: String::new(),
        tag: None,
        text: text.to_owned(),
        strong: None,
        detail: String::new(),
        target,
    };
    Picker::new(
        format!("{} is there already", request.file),
        vec![
            row("name another file", PickerAction::Rename(request.clone())),
            row("write over it", PickerAction::Export(request)),
            row("export nothing", PickerAction::Stay),
        ],
    )
}
