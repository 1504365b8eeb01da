//! The rows of the lists and of the help, made from the model.

use crate::annotation::{Annotation, TagSet};
use crate::text::TextRange;

use crate::app::document::{Document, DocumentId};
use crate::app::input::command::{COMMANDS, Command, Group, Pane};
use crate::app::message::{Effect, ExportRequest, Hit};
use crate::app::state::picker::{Overlay, Picker, PickerAction, PickerRow, PickerSource};
use crate::app::state::{Mode, Model};
use crate::app::view::cards::{on_one_line, wrap};
use crate::app::view::viewport::passes;

/// One line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// A heading.
    Title(&'static str),
    /// Keys and what they do.
    Keys(String, String),
    /// Words.
    Words(String),
    /// Nothing.
    Blank,
}

/// The columns of the keys in the help.
pub const HELP_KEY_COLUMNS: u16 = 13;

/// The help of a pane, set in so many columns: from the command table, so that
/// it cannot be wrong.
pub fn help_lines(model: &Model, columns: u16) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for line in help(model) {
        match line {
            HelpLine::Keys(mut keys, does) => {
                let room = columns.saturating_sub(HELP_KEY_COLUMNS + 3).max(1);
                for words in wrap(&does, room) {
                    lines.push(HelpLine::Keys(std::mem::take(&mut keys), words));
                }
            }
            HelpLine::Words(words) => {
                let room = columns.saturating_sub(3).max(1);
                lines.extend(wrap(&words, room).into_iter().map(HelpLine::Words));
            }
            other => lines.push(other),
        }
    }
    lines
}

fn help(model: &Model) -> Vec<HelpLine> {
    let context = model.pane;
    let keymap = &model.settings.keymap;
    let mut lines = Vec::new();
    for group in Group::ALL {
        let mut entries = Vec::new();
        if group == Group::Tagging && context == Pane::Text {
            entries.extend(tag_lines(model, context));
        }
        for info in COMMANDS.iter().filter(|info| info.group == group) {
            let keys = keymap.keys_of(context, info.command);
            if !keys.is_empty() {
                let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
                entries.push(HelpLine::Keys(keys.join(" "), info.help.to_owned()));
            }
        }
        if !entries.is_empty() {
            lines.push(HelpLine::Title(group.title()));
            lines.append(&mut entries);
            lines.push(HelpLine::Blank);
        }
    }
    lines.push(HelpLine::Title("The mouse"));
    lines.push(HelpLine::Words(
        "click: the sentence there; drag: select; double click: a word; triple: a sentence; \
         wheel: scroll; click on a document or a tag: go there"
            .to_owned(),
    ));
    lines
}

fn tag_lines(model: &Model, context: Pane) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for (index, tag) in model.settings.tags.iter().enumerate() {
        let keys = |command| {
            let keys = model.settings.keymap.keys_of(context, command);
            let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
            keys.join(" ")
        };
        let (plain, on) = (keys(Command::Tag(index)), keys(Command::TagAndGoOn(index)));
        if !plain.is_empty() {
            lines.push(HelpLine::Keys(
                plain,
                format!("tag as {}, or take it off: {}", tag.name, tag.guideline),
            ));
        }
        if !on.is_empty() {
            lines.push(HelpLine::Keys(on, format!("tag as {} and go on", tag.name)));
        }
    }
    lines
}

/// All commands, for the palette.
pub fn palette(model: &Model) -> Picker {
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

/// So many rows are made at once; further ones while nothing else waits.
const ROWS_AT_ONCE: usize = 1000;
/// So many rows of a list that was closed are let go at once: each is several pieces of
/// memory.
const LET_GO_AT_ONCE: usize = 2000;

/// All tags of all documents that pass the filter. The first rows at once, the
/// others by [`more`].
pub fn all_tags(model: &Model) -> Picker {
    let documents = model.documents.by_name().map(|(id, _)| id);
    let mut source = PickerSource::tags(documents.collect());
    let rows = source_rows(model, &mut source);
    let mut list = Picker::new("", rows);
    list.growing = model.documents.total().is_none();
    list.source = Some(Box::new(source)).filter(|it| !it.is_empty());
    list.title = tags_title(model, &list);
    list
}

/// How many tags a list holds, as far as that is known.
fn tags_title(model: &Model, list: &Picker) -> String {
    let Some(tag) = model.filter.as_ref() else {
        return format!("All tags: {}", model.documents.known().tags);
    };
    let count = list.rows.len();
    let name = model.settings.tags.look_up(tag).name;
    let so_far = if list.source.is_some() { " so far" } else { "" };
    format!("All tags: {count}{so_far} of {name}")
}

/// The documents, to find one by its name.
pub fn documents(model: &Model) -> Picker {
    let documents = model.documents.by_name().map(|(id, _)| id);
    let mut source = PickerSource::Documents(documents.collect());
    let rows = source_rows(model, &mut source);
    let mut list = Picker::new("Documents", rows);
    list.finder = true;
    list.growing = model.documents.walking;
    list.source = Some(Box::new(source)).filter(|it| !it.is_empty());
    list
}

/// Adds documents that have come to a list of the documents that is shown: behind the
/// others, so that nothing moves away from under the choice.
pub fn add_documents(model: &mut Model, mut new: Vec<DocumentId>) {
    let walking = model.documents.walking;
    let documents = &model.documents.all();
    let path = |id: &DocumentId| documents.get(id.0).map(|it| it.path.as_str());
    new.sort_by(|a, b| path(a).cmp(&path(b)));
    let Some(list) = shown_list(model).filter(|it| it.finder) else {
        return;
    };
    list.growing = walking;
    match list.source.as_deref_mut() {
        Some(PickerSource::Documents(coming)) => coming.extend(new),
        _ if new.is_empty() => {}
        _ => list.source = Some(Box::new(PickerSource::Documents(new.into()))),
    }
}

/// The next rows of a list; what is left of its source shrinks.
fn source_rows(model: &Model, source: &mut PickerSource) -> Vec<PickerRow> {
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
                    rows.extend(tag_row(model, *id, annotation));
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

/// The row of a tag, if the filter lets it through.
fn tag_row(model: &Model, id: DocumentId, annotation: &Annotation) -> Option<PickerRow> {
    let document = model.documents.get(id)?;
    let is_shown = passes(model.filter.as_ref(), &annotation.tag);
    is_shown.then(|| annotation_row(&model.settings.tags, (id, document), annotation))
}

fn document_row(model: &Model, id: DocumentId) -> Option<PickerRow> {
    let document = model.documents.get(id)?;
    let title = document.summary.as_ref().map_or("", |it| it.title.as_str());
    Some(PickerRow {
        mark: String::new(),
        tag: None,
        text: format!("{}  {title}", document.path),
        strong: Some(TextRange::between(0, document.path.len())),
        detail: document.problem().unwrap_or_default().to_owned(),
        target: PickerAction::Document(id),
    })
}

/// Goes on with the list that is shown, and with letting go those that were.
pub fn more(model: &mut Model) -> Vec<Effect> {
    model.waits_for_more = false;
    if let Some(rows) = model.closed.last_mut() {
        rows.truncate(rows.len().saturating_sub(LET_GO_AT_ONCE));
        if rows.is_empty() {
            model.closed.pop();
        }
    }
    let Some(list) = shown_list(model) else {
        return Vec::new();
    };
    let Some(mut source) = list.source.take() else {
        list.look_further(false);
        return Vec::new();
    };
    let rows = source_rows(model, &mut source);
    let is_of_tags = !source.is_of_documents();
    let mut mode = std::mem::take(&mut model.mode);
    if let Mode::Overlay(Overlay::Picker(list)) = &mut mode {
        list.source = Some(source).filter(|it| !it.is_empty());
        list.extend(rows);
        if is_of_tags {
            list.title = tags_title(model, list);
        }
    }
    model.mode = mode;
    Vec::new()
}

/// Ends the list that is shown. What a long one held is let go in pieces.
pub fn close(model: &mut Model) {
    if let Mode::Overlay(Overlay::Picker(list)) = std::mem::take(&mut model.mode) {
        free_later(model, list);
    }
}

/// Lets go what a list held, in pieces.
pub fn free_later(model: &mut Model, list: Picker) {
    if list.rows.len() > LET_GO_AT_ONCE {
        model.closed.push(list.rows);
    }
}

/// The list over the panes.
fn shown_list(model: &mut Model) -> Option<&mut Picker> {
    match &mut model.mode {
        Mode::Overlay(Overlay::Picker(list)) => Some(list),
        _ => None,
    }
}

/// Asks to be told when nothing else waits, where the list that is shown is not
/// finished, or one that was is not let go.
pub fn ask_for_more(model: &mut Model) -> Option<Effect> {
    let unfinished = shown_list(model).is_some_and(|it| it.is_unfinished());
    let asks = (unfinished || !model.closed.is_empty()) && !model.waits_for_more;
    model.waits_for_more |= asks;
    asks.then_some(Effect::More)
}

pub(super) fn annotation_row(
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

/// The rows of hits in one document.
pub fn hit_rows(model: &Model, document: DocumentId, hits: Vec<Hit>) -> Vec<PickerRow> {
    let path = model
        .documents
        .get(document)
        .map_or_else(String::new, |it| it.path.clone());
    hits.into_iter()
        .map(|hit| PickerRow {
            mark: String::new(),
            tag: None,
            text: hit.context,
            strong: Some(hit.within),
            detail: path.clone(),
            target: PickerAction::Passage(document, hit.range),
        })
        .collect()
}

/// The export formats.
pub fn formats(model: &Model) -> Picker {
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

/// The tags, to show one only.
pub fn filters(model: &Model) -> Picker {
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

/// Whether to write over a file.
pub fn overwrite(request: ExportRequest) -> Picker {
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
