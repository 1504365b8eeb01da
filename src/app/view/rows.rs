//! The rows of pickers, made from the state.

use crate::annotation::{Annotation, TagSet};
use crate::app::state::picker::{PickerAction, PickerSource};
use crate::app::view::help::keys_of;
use crate::app::view::viewport::passes;
use crate::app::view::words::{end_of_path, on_one_line};
use crate::app::{
    COMMANDS, Command, Document, DocumentId, Documents, ExportRequest, Model, Picker, PickerRow,
    WorkspaceMatch,
};
use crate::text::TextRange;

pub(crate) fn palette(model: &Model) -> Picker {
    let row = |command, text: &str| PickerRow {
        strong: text.find(':').map(|end| TextRange::between(0, end)),
        detail: keys_of(model, command),
        ..PickerRow::new(text, PickerAction::Command(command))
    };
    let mut rows = Vec::new();
    for (index, tag) in model.settings.tags.iter().enumerate() {
        let (tag, on) = (
            format!("tag {}: {}", tag.name, tag.guideline),
            format!("tag {} and go on: to the next sentence", tag.name),
        );
        rows.push(row(Command::Tag(index), &tag));
        rows.push(row(Command::TagAndGoOn(index), &on));
    }
    let commands = COMMANDS.iter();
    rows.extend(commands.map(|info| row(info.command, &format!("{}: {}", info.name, info.help))));
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
    let so_far = picker.source.as_ref().map_or("", |_| " so far");
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
                    let set = set.filter(|set| !set.is_empty());
                    *begun = set.map(|set| (id, set.clone()));
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

fn shown_row(model: &Model, id: DocumentId, annotation: &Annotation) -> Option<PickerRow> {
    let document = model.documents.get(id)?;
    let is_shown = passes(model.filter.as_ref(), &annotation.tag);
    is_shown.then(|| annotation_row(&model.settings.tags, (id, document), annotation))
}

fn document_row(model: &Model, id: DocumentId) -> Option<PickerRow> {
    let document = model.documents.get(id)?;
    let summary = document.summary.as_ref();
    let title = summary.map_or("", |summary| summary.title.as_str());
    let text = format!("{}  {title}", document.path);
    Some(PickerRow {
        strong: Some(TextRange::between(0, document.path.len())),
        detail: document.problem().unwrap_or_default().to_owned(),
        ..PickerRow::new(&text, PickerAction::Document(id))
    })
}

pub(crate) fn annotation_row(
    tags: &TagSet,
    (id, document): (DocumentId, &Document),
    annotation: &Annotation,
) -> PickerRow {
    let tag = tags.look_up(&annotation.tag);
    let quote = on_one_line(&annotation.selector.quote);
    let note = annotation.note.lines().next().unwrap_or_default();
    // A letter alone does not tell a tag that only the file knows.
    let name = match tags.knows(&tag.id) {
        true => String::new(),
        false => format!("{}: ", on_one_line(&tag.name)),
    };
    let strong = Some(TextRange::between(name.len(), name.len() + quote.len()));
    let text = match note {
        "" => format!("{name}{quote}"),
        note => format!("{name}{quote}  — {note}"),
    };
    let detail = if document.is_in_conflict(&annotation.id) {
        format!("in conflict · {}", document.path)
    } else if document.is_lost(&annotation.id) {
        format!("lost · {}", document.path)
    } else {
        document.path.clone()
    };
    PickerRow {
        mark: tag.letter,
        tag: Some(tag.id),
        text,
        strong,
        detail,
        target: PickerAction::Annotation(id, annotation.id.clone()),
    }
}

pub(crate) fn match_rows(
    documents: &Documents,
    document: DocumentId,
    matches: Vec<WorkspaceMatch>,
) -> Vec<PickerRow> {
    let path = documents.get(document).map(|document| &document.path);
    let row = |matched: WorkspaceMatch| {
        let target = PickerAction::Passage(document, matched.range);
        PickerRow {
            strong: Some(matched.within),
            detail: path.cloned().unwrap_or_default(),
            text: matched.context,
            ..PickerRow::new("", target)
        }
    };
    matches.into_iter().map(row).collect()
}

pub(crate) fn formats(model: &Model) -> Picker {
    let rows = model.settings.formats.iter().map(|format| {
        let text = format!("{}: {}", format.name, format.description);
        PickerRow {
            strong: Some(TextRange::between(0, format.name.len())),
            detail: format!(".{}", format.extension),
            ..PickerRow::new(&text, PickerAction::Format(format.name.clone()))
        }
    });
    Picker::new("Export as", rows.collect())
}

/// The tags, to show only the annotations of one.
pub(crate) fn filters(model: &Model) -> Picker {
    let all = PickerRow::new("all tags", PickerAction::Filter(None));
    let tags = model.settings.tags.iter().map(|tag| PickerRow {
        mark: tag.letter.clone(),
        tag: Some(tag.id.clone()),
        detail: tag.guideline.clone(),
        ..PickerRow::new(&tag.name, PickerAction::Filter(Some(tag.id.clone())))
    });
    Picker::new("Show only", [all].into_iter().chain(tags).collect())
}

pub(crate) fn overwrite(request: ExportRequest) -> Picker {
    let title = format!("{} already exists", end_of_path(&request.file));
    let rename = PickerAction::Rename(request.clone());
    let rows = vec![
        PickerRow::new("choose another name", rename),
        PickerRow::new("overwrite", PickerAction::Export(request)),
        PickerRow::new("cancel", PickerAction::Stay),
    ];
    Picker::new(title, rows)
}
