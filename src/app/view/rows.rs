//! The rows of pickers, made from the state.

use crate::annotation::{Annotation, AnnotationId, OpenReason, TagSet, VerdictAsked};
use crate::app::document::open_items::OpenItem;
use crate::app::state::picker::{FilterChoice, Listing, PickerAction, PickerSource};
use crate::app::state::tag_walk::{KindCounts, TagWalk};
use crate::app::view::help::keys_of;
use crate::app::view::linked::said_twice;
use crate::app::view::signs::sign_words;
use crate::app::view::statistics::{self, Extent};
use crate::app::view::version;
use crate::app::view::words::{
    STALE_VERDICT, by_words, end_of_path, filter_words, on_one_line, unread_words,
};
use crate::app::{
    COMMANDS, Command, Document, DocumentId, Documents, ExportRequest, Model, Picker, PickerRow,
    WorkspaceMatch,
};
use crate::text::{TextRange, in_thousands};

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
/// How many tags are counted at once.
const COUNTED_AT_ONCE: usize = 10_000;

/// All tags of all documents that pass the filter: the first rows at once, the others
/// while nothing else waits.
pub(crate) fn all_tags(model: &Model) -> Picker {
    let title = match &model.filter {
        None => "All tags".to_owned(),
        Some(filter) => format!("Tags: {}", filter_words(&model.settings.tags, filter)),
    };
    let mut source = PickerSource::Tags(walk(model));
    let rows = source_rows(model, &mut source);
    let mut picker = Picker::of(Listing::Tags, title, rows);
    picker.growing = model.documents.total().is_none();
    picker.source = Some(Box::new(source)).filter(|source| !source.is_empty());
    picker.expected = expected_tags(model);
    picker.hidden = model.filter.as_ref().map(|filter| {
        let shown = filter_words(&model.settings.tags, filter);
        let key = model.settings.keymap.shown_key(model.pane, Command::Filter);
        format!("Only “{shown}” is shown, and there is none; {key} shows other tags")
    });
    picker
}

/// How many rows a list of all tags will have, where that is known.
fn expected_tags(model: &Model) -> Option<usize> {
    let is_all = model.filter.is_none();
    is_all.then(|| model.documents.known().tags)
}

fn walk(model: &Model) -> TagWalk {
    TagWalk::new(model.documents.by_name().map(|(id, _)| id).collect())
}

/// The documents, to find one by its name.
pub(crate) fn documents(model: &Model) -> Picker {
    let documents = model.documents.by_name().map(|(id, _)| id);
    let mut source = PickerSource::Documents(documents.collect());
    let rows = source_rows(model, &mut source);
    let mut picker = Picker::of(Listing::Documents, "Documents", rows);
    picker.growing = model.documents.walking;
    picker.source = Some(Box::new(source)).filter(|source| !source.is_empty());
    picker.expected = Some(model.documents.all().len());
    picker
}

/// Makes the next rows of a picker, and brings those up to date that count something.
pub(crate) fn fill(model: &Model, picker: &mut Picker) {
    let Some(mut source) = picker.source.take() else {
        return;
    };
    let rows = source_rows(model, &mut source);
    match &*source {
        PickerSource::Kinds(_, counts) => {
            let rows = kind_rows(model, counts);
            picker.replace(rows, model.known());
        }
        PickerSource::Statistics(walk, counted) => {
            let extent = match walk.is_over() {
                true => Extent::All,
                false => Extent::SoFar,
            };
            let rows = statistics::rows(model, counted, extent);
            picker.replace(rows, model.known());
        }
        PickerSource::Tags(_) | PickerSource::Documents(_) | PickerSource::Open(_) => {
            picker.extend(rows);
        }
    }
    picker.source = Some(source).filter(|source| !source.is_empty());
    picker.remark = match picker.listing {
        Listing::Open | Listing::Tags | Listing::Statistics => unread_words(model),
        _ => None,
    };
    picker.expected = match picker.listing {
        Listing::Tags => expected_tags(model),
        Listing::Documents => Some(model.documents.all().len()),
        Listing::Open => Some(model.documents.known().open()),
        _ => None,
    };
}

/// Makes the next rows of a source, and takes them from it.
fn source_rows(model: &Model, source: &mut PickerSource) -> Vec<PickerRow> {
    let mut rows = Vec::new();
    match source {
        PickerSource::Documents(documents) => {
            let first = documents.len().min(ROWS_AT_ONCE);
            let first = documents.drain(..first);
            rows.extend(first.filter_map(|id| document_row(model, id)));
        }
        PickerSource::Tags(walk) => {
            walk.go_on(&model.documents, ROWS_AT_ONCE, |id, annotation| {
                rows.extend(shown_row(model, id, annotation));
            });
        }
        PickerSource::Open(items) => {
            let items = items.take(ROWS_AT_ONCE).into_iter();
            rows.extend(items.filter_map(|(id, annotation)| open_row(model, id, &annotation)));
        }
        PickerSource::Statistics(walk, counted) => {
            walk.go_on(&model.documents, COUNTED_AT_ONCE, |id, annotation| {
                counted.add(id, annotation, &model.documents.visit);
                for (relation, there) in said_twice(model, id, annotation) {
                    if there < (id, annotation.id.clone()) {
                        counted.counts.leave_out_link(relation);
                    }
                }
            });
        }
        PickerSource::Kinds(walk, counts) => {
            walk.go_on(&model.documents, COUNTED_AT_ONCE, |_, annotation| {
                if !annotation.tag.is_mark() {
                    counts.add(annotation);
                }
            });
        }
    }
    rows
}

fn shown_row(model: &Model, id: DocumentId, annotation: &Annotation) -> Option<PickerRow> {
    let document = model.documents.get(id)?;
    let is_shown = !annotation.tag.is_mark() && model.shows(annotation);
    is_shown.then(|| PickerRow {
        detail: with_signs(
            &sign_words(model, id, annotation),
            place(document, annotation, model.documents.title_or_path(id)),
        ),
        ..annotation_row(&model.settings.tags, id, annotation)
    })
}

fn document_row(model: &Model, id: DocumentId) -> Option<PickerRow> {
    let document = model.documents.get(id)?;
    let (path, problem) = (document.path.as_str(), document.problem());
    let title = model.documents.title(id);
    let trouble = document
        .trouble
        .map(|trouble| format!("tags: {}", trouble.label()));
    let problem = problem.or(trouble.as_deref());
    let detail = match (&title, problem) {
        (Some(_), Some(problem)) => format!("{problem} · {path}"),
        (Some(_), None) => path.to_owned(),
        (None, problem) => problem.unwrap_or_default().to_owned(),
    };
    let text = title.as_deref().unwrap_or(path);
    Some(PickerRow {
        strong: title.is_none().then(|| TextRange::between(0, path.len())),
        detail,
        ..PickerRow::new(text, PickerAction::Document(id))
    })
}

/// Where a tag is, and what is the matter with it.
fn place(document: &Document, annotation: &Annotation, name: String) -> String {
    let is_stale = match document.opened() {
        Some(opened) => opened.stale_verdict(annotation).is_some(),
        None => annotation.stale_verdict(None).is_some(),
    };
    if document.is_in_conflict(&annotation.id) {
        format!("in conflict · {name}")
    } else if document.is_lost(&annotation.id) {
        format!("lost · {name}")
    } else if is_stale {
        format!("{STALE_VERDICT} · {name}")
    } else if annotation.verdict().is_some() {
        format!("{} · {name}", VerdictAsked::of(annotation).words())
    } else {
        name
    }
}

/// What stands on the right of a tag, behind its signs.
fn with_signs(signs: &str, place: String) -> String {
    match signs {
        "" => place,
        signs => format!("{signs} · {place}"),
    }
}

/// A tag and its words; what stands on the right is the caller's.
pub(crate) fn annotation_row(tags: &TagSet, id: DocumentId, annotation: &Annotation) -> PickerRow {
    let tag = tags.look_up(&annotation.tag);
    let quote = on_one_line(&annotation.selector.quote);
    let note = annotation.note.lines().next().unwrap_or_default();
    let name = unknown_name(tags, annotation);
    let strong = Some(TextRange::between(name.len(), name.len() + quote.len()));
    let text = match note {
        "" => format!("{name}{quote}"),
        note => format!("{name}{quote}  — {note}"),
    };
    PickerRow {
        mark: tag.letter,
        tag: Some(tag.id),
        text,
        strong,
        lit: Vec::new(),
        detail: String::new(),
        target: PickerAction::Annotation(id, annotation.id.clone()),
    }
}

/// The name of a tag that only the file knows, before its words: its letter alone does not tell it.
fn unknown_name(tags: &TagSet, annotation: &Annotation) -> String {
    let tag = tags.look_up(&annotation.tag);
    match tags.knows(&tag.id) {
        true => String::new(),
        false => format!("{}: ", on_one_line(&tag.name)),
    }
}

/// The columns of the reasons, which stand below each other.
pub(crate) const WHY_COLUMNS: u16 = 14;

/// What the list of what is open says of an item.
#[derive(Debug, Clone, Default)]
pub(crate) struct OpenWords {
    /// Why it is open.
    pub why: String,
    /// What a version says otherwise than another one.
    pub differs: Option<String>,
    /// Whose version it is, and of when.
    pub by: Option<String>,
    /// A tag that only the file knows, before its words.
    pub name: String,
    /// Its words.
    pub quote: String,
    /// The other reasons.
    pub also: Option<String>,
    /// The title of its document.
    pub title: String,
    /// What else is known, on a line: by whom it is, the verdict, other reasons, the note.
    pub about: String,
}

/// What is said of an item.
pub(crate) fn open_words(model: &Model, id: DocumentId, item: &OpenItem) -> OpenWords {
    let annotation = &*item.annotation;
    let is_version = item.reasons.first() == Some(OpenReason::Conflict);
    let document = model.documents.get(id).filter(|_| is_version);
    let differs = document.and_then(|document| version::what_differs(document, annotation));
    let by = differs
        .is_some()
        .then(|| version::by_whom_and_when(annotation));
    let mut about: Vec<String> = by.iter().chain(&differs).cloned().collect();
    if by.is_none() && !annotation.creator.is_empty() {
        about.push(on_one_line(&annotation.creator));
    }
    let verdict = annotation.verdict();
    let is_told = |verdict: &str| differs.iter().any(|said| said.contains(verdict));
    if verdict.is_some_and(|verdict| !is_told(verdict)) {
        about.push(VerdictAsked::of(annotation).words());
    }
    let others: Vec<&str> = item.reasons.iter().skip(1).map(OpenReason::words).collect();
    let also = (!others.is_empty()).then(|| format!("also {}", others.join(", ")));
    about.extend(also.clone());
    let mut about = about.join(" · ");
    let note = annotation.note.trim().lines().next().unwrap_or_default();
    if !note.is_empty() {
        let blank = if about.is_empty() { "" } else { " " };
        about.push_str(&format!("{blank}— {note}"));
    }
    OpenWords {
        why: why(model, id, item),
        differs,
        by,
        name: unknown_name(&model.settings.tags, annotation),
        quote: on_one_line(&annotation.selector.quote),
        also,
        title: model.documents.title_or_path(id),
        about,
    }
}

/// The row of an item: why it is open, its words and its note, and where it is; `None` where it
/// is not open any more.
pub(crate) fn open_row(
    model: &Model,
    id: DocumentId,
    annotation: &AnnotationId,
) -> Option<PickerRow> {
    let item = model.documents.open_item(id, annotation)?;
    let words = open_words(model, id, &item);
    let row = annotation_row(&model.settings.tags, id, &item.annotation);
    let behind = |words: &Option<String>| match words {
        Some(words) => format!("{words} · "),
        None => String::new(),
    };
    let width = usize::from(WHY_COLUMNS);
    let before = format!("{:<width$}{}", words.why, behind(&words.differs));
    let strong = row.strong.map(|part| {
        let (start, end) = (part.start() + before.len(), part.end() + before.len());
        TextRange::between(start, end)
    });
    let also = words.also.map(|also| format!("  ({also})"));
    let also = also.unwrap_or_default();
    Some(PickerRow {
        text: format!("{before}{}{also}", row.text),
        strong,
        detail: format!("{}{}", behind(&words.by), words.title),
        ..row
    })
}

/// Why an item is open, in words: of a conflict, who sees it differently, where that is
/// somebody else.
pub(crate) fn why(model: &Model, id: DocumentId, item: &OpenItem) -> String {
    let Some(first) = item.reasons.first() else {
        return String::new();
    };
    let document = model.documents.get(id);
    let differs = || {
        let (set, conflicts) = (document?.set()?, document?.conflicts()?);
        let others = conflicts.others(&item.annotation.id);
        let mut others = others.filter_map(|id| set.get(id));
        let other = others.find(|other| other.creator != item.annotation.creator)?;
        (!other.creator.is_empty()).then(|| format!("{} differs", other.creator))
    };
    let who = match first {
        OpenReason::Conflict => differs(),
        _ => None,
    };
    who.unwrap_or_else(|| first.words().to_owned())
}

pub(crate) fn match_rows(
    documents: &Documents,
    document: DocumentId,
    matches: Vec<WorkspaceMatch>,
) -> Vec<PickerRow> {
    let name = documents.title_or_path(document);
    let row = |matched: WorkspaceMatch| {
        let target = PickerAction::Passage(document, matched.range);
        PickerRow {
            strong: Some(matched.within),
            detail: name.clone(),
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

/// What may be shown alone, with how much there is of it: each tag, each annotator, what
/// needs a source. One of each may be shown together.
pub(crate) fn filters(model: &Model) -> Picker {
    let filter = model.filter.clone().unwrap_or_default();
    let counts = Box::new(KindCounts::beside(&filter));
    let mut source = PickerSource::Kinds(walk(model), counts);
    source_rows(model, &mut source);
    let PickerSource::Kinds(_, counts) = &source else {
        return Picker::new("", Vec::new());
    };
    let mut picker = Picker::new("Show only", kind_rows(model, counts));
    picker.source = Some(Box::new(source)).filter(|source| !source.is_empty());
    picker
}

fn kind_rows(model: &Model, counts: &KindCounts) -> Vec<PickerRow> {
    let filter = model.filter.clone().unwrap_or_default();
    let row = |text: &str, count: usize, is_shown: bool, choice| PickerRow {
        detail: match is_shown {
            true => format!("shown · {}", in_thousands(count)),
            false => in_thousands(count),
        },
        ..PickerRow::new(text, PickerAction::Filter(choice))
    };
    let mut rows = vec![row("all tags", counts.all, false, FilterChoice::All)];
    let known = model.settings.tags.iter().map(|tag| tag.id.clone());
    let others = counts
        .tags
        .keys()
        .filter(|id| !model.settings.tags.knows(id));
    for id in known.chain(others.cloned()) {
        let tag = model.settings.tags.look_up(&id);
        let count = counts.tags.get(&id).copied().unwrap_or_default();
        let is_shown = filter.tags.contains(&id);
        rows.push(PickerRow {
            mark: tag.letter,
            tag: Some(id.clone()),
            ..row(&tag.name, count, is_shown, FilterChoice::Tag(id))
        });
    }
    for (name, count) in &counts.annotators {
        let is_shown = filter.by.as_deref() == Some(name.as_str());
        let choice = FilterChoice::By(name.to_string());
        rows.push(row(&by_words(name), *count, is_shown, choice));
    }
    let unsourced = (counts.unsourced, filter.unsourced);
    rows.push(row(
        "unsourced",
        unsourced.0,
        unsourced.1,
        FilterChoice::Unsourced,
    ));
    // Where no verdict was given, there is nothing to choose among.
    let is_given = counts.verdicts.keys().any(|one| one.words() == one.name());
    for verdict in VerdictAsked::all() {
        let count = counts.verdicts.get(&verdict).copied().unwrap_or_default();
        let is_shown = filter.verdicts.contains(&verdict);
        if is_shown || (is_given && count > 0) {
            let choice = FilterChoice::Verdict(verdict);
            rows.push(row(&verdict.words(), count, is_shown, choice));
        }
    }
    if counts.has_more() {
        let words = "there are more: by:name and tag:name ask the list of tags for any";
        rows.push(PickerRow::new(words, PickerAction::Stay));
    }
    rows
}

/// How much was tagged, of what kind and by whom.
pub(crate) fn statistics(model: &Model) -> Picker {
    let source = PickerSource::Statistics(walk(model), Box::default());
    let mut picker = Picker::of(Listing::Statistics, statistics::title(model), Vec::new());
    picker.source = Some(Box::new(source));
    fill(model, &mut picker);
    picker
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
