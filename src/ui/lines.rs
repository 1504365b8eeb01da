//! The same model in lines instead of panes: for people who have a screen reader or a
//! terminal on which nothing can be drawn.
//!
//! [`topics`] says what there is to be told at the moment, topic by topic; who prints it
//! tells those topics that are others than before.
//!
//! Must not know: what was told before, and how it is printed.

use super::status::{Wording, keys_in_words, where_we_are};
use super::top::welcome_lines;
use crate::annotation::{Annotation, Change, Step};
use crate::app::{
    Ask, Document, HelpLine, Mode, Model, Notice, OpenDocument, Overlay, Pane, Picker, Row,
    SaveState, Unit, filter_words, help_lines, layout, left_out_words, mark_words, on_one_line,
    overlay_area, prompt_words, quiet_words, status_lines, suggestion_lines, wrap,
};
use crate::text::visible::{visible, visible_within};
use crate::text::{TextRange, counted, in_thousands};

/// The most columns of a sentence or a note that are told: one without end is no line.
const MOST_COLUMNS: usize = 8_000;
/// What the topic of the help is about: of it, only the lines that come into view are told.
pub const HELP: &str = "help";
/// The most tags of one sentence that are told.
const MOST_TAGS: usize = 20;

/// What a topic is about. It is told again when its words or its `what` have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The name of the topic.
    pub name: TopicName,
    /// What it is about, where the same words may be about something else.
    pub what: String,
    /// A number that has to have grown for it to be told again, where it has one.
    pub grown: Option<usize>,
    /// What is told, a line each, in visible form.
    pub lines: Vec<String>,
}

/// The topics, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TopicName {
    /// The keys of a first start.
    Welcome,
    /// The document that is open.
    Document,
    /// What it is called, once that is known.
    Title,
    /// How long it is, once it was read.
    Size,
    /// The last change of a tag.
    Change,
    /// What went well or wrong.
    Notice,
    /// Whether the last change is on disk.
    Saved,
    /// Which panes were shown or hidden.
    Shown(&'static str),
    /// The pane that has the keys, and what is under its cursor.
    Pane,
    /// The current sentence.
    Sentence,
    /// The tags on it.
    Tags,
    /// What is selected, where that is not the sentence.
    Selection,
    /// A list and its chosen row, the help, or what keys do at the moment.
    Mode,
}

/// A line that somebody is typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedWords {
    /// What is asked for.
    pub label: String,
    /// What stands before the cursor, in visible form.
    pub before: String,
    /// What stands behind it.
    pub behind: String,
}

/// What there is to be told, for a terminal of that many columns.
pub fn topics(model: &Model) -> (Vec<Topic>, Option<TypedWords>) {
    let mut told = Telling {
        columns: model.size.0.saturating_sub(1).max(20),
        topics: Vec::new(),
    };
    if model.welcome {
        told.lines(TopicName::Welcome, "", &welcome_lines(model));
    }
    let typed = typed_words(model);
    tell_document(model, &mut told);
    tell_shown(model, &mut told);
    tell_change(model, &mut told);
    tell_notice(model, &mut told);
    tell_saved(model, &mut told);
    match &model.mode {
        // While a line is typed, the sentence may be a way on; it is told at the end.
        Mode::Prompt(prompt) => {
            let (_, hint, is_problem) = prompt_words(model, prompt);
            let is_search = matches!(prompt.ask, Ask::Search { .. } | Ask::SearchAll { .. });
            // What is wrong with a search that is being typed is so with each letter: it is told
            // once that is entered.
            let is_entered = model.notice.as_ref().is_some_and(Notice::is_problem);
            let is_wrong = is_problem && (!is_search || is_entered);
            let is_told = prompt.line.is_empty() || is_wrong;
            let mut hint = if is_told { hint } else { String::new() };
            if let Some(left_out) = left_out_words(model, prompt) {
                hint = format!("{left_out}. {hint}");
            }
            told.line(TopicName::Mode, "", hint);
        }
        Mode::Note(_) => told.line(TopicName::Mode, "", keys_in_words(model)),
        Mode::Overlay(overlay) => tell_overlay(model, overlay, &mut told),
        _ => {
            tell_pane(model, &mut told);
            if let Some(opened) = model.open_document() {
                tell_sentence(model, opened, &mut told);
            }
            tell_keys(model, &mut told);
        }
    }
    (told.topics, typed)
}

/// Gathers topics.
struct Telling {
    columns: u16,
    topics: Vec<Topic>,
}

impl Telling {
    /// Tells words that may have anything in them, wrapped.
    fn lines(&mut self, name: TopicName, what: &str, words: &[String]) {
        let lines = words.iter().flat_map(|words| {
            let words = visible_within(words, MOST_COLUMNS);
            wrap(&words, self.columns)
        });
        let lines = lines.collect();
        let what = what.to_owned();
        self.topics.push(Topic {
            name,
            what,
            grown: None,
            lines,
        });
    }

    fn line(&mut self, name: TopicName, what: &str, words: String) {
        let words = if words.is_empty() {
            vec![]
        } else {
            vec![words]
        };
        self.lines(name, what, &words);
    }
}

fn tell_document(model: &Model, told: &mut Telling) {
    let Some(document) = model.document() else {
        let words = match model.documents.walking {
            true => "Looking for documents …",
            false => "There is no document here.",
        };
        told.line(TopicName::Document, "", words.to_owned());
        return;
    };
    let path = &document.path;
    told.lines(TopicName::Document, path, &[place_words(model, document)]);
    let title = model
        .documents
        .open
        .and_then(|id| model.documents.title(id));
    told.line(TopicName::Title, path, title.unwrap_or_default());
    let mut lines = vec![size_words(document)];
    lines.retain(|words| !words.is_empty());
    if let Some(opened) = model.open_document() {
        let warnings = opened.warnings.iter();
        lines.extend(warnings.map(|warning| format!("Warning: {warning}")));
    }
    if let Some(filter) = &model.filter {
        let words = filter_words(&model.settings.tags, filter);
        lines.push(format!("Showing only: {words}"));
    }
    told.lines(TopicName::Size, path, &lines);
}

/// `Document: seeds/a.txt (3 of 4)`
fn place_words(model: &Model, document: &Document) -> String {
    let mut words = format!("Document: {}", document.path);
    let count = model.documents.all().len();
    let open = model.documents.open.filter(|_| count > 1);
    if let Some(open) = open {
        let [number, count] = [open.0 + 1, count].map(in_thousands);
        words.push_str(&format!(" ({number} of {count})"));
    }
    if let Some(pane) = model.active_pane() {
        words.push_str(&format!(", pane {pane} of 2"));
    }
    words
}

/// How long a document is, or why it cannot be read; empty while it is being read.
fn size_words(document: &Document) -> String {
    match (document.problem(), document.opened()) {
        (Some(problem), _) => problem.to_owned(),
        (None, None) => String::new(),
        (None, Some(opened)) if opened.text.is_empty() => "empty".to_owned(),
        (None, Some(opened)) => {
            let sentences = opened.structure.sentence_count();
            sentences.map_or_else(String::new, |number| counted(number, "sentence"))
        }
    }
}

/// `Documents hidden. Annotations shown.`, as far as somebody has said so.
fn tell_shown(model: &Model, told: &mut Telling) {
    let panes = [
        ("Documents", model.shown().documents),
        ("Annotations", model.shown().annotations),
    ];
    for (name, shown) in panes {
        let words = match shown {
            Some(true) => format!("{name} shown."),
            Some(false) => format!("{name} hidden."),
            None => String::new(),
        };
        told.line(TopicName::Shown(name), "", words);
    }
}

/// What the last step did that can be undone.
fn tell_change(model: &Model, told: &mut Telling) {
    let steps = &model.history().undo;
    let what = steps.len().to_string();
    let words = steps.last().map_or_else(String::new, |step| match step {
        Step::One(part) => {
            let document = model.documents.get(part.document);
            change_words(model, document, &part.inverse)
        }
        // How many they are is told by a notice.
        Step::Everywhere(..) | Step::HandOver { .. } => String::new(),
    });
    // A notice says the same, and more.
    let words = match model.notice {
        Some(_) => String::new(),
        None => words,
    };
    told.line(TopicName::Change, &what, words);
    // What was undone is told by a notice.
    if let Some(topic) = told.topics.last_mut() {
        topic.grown = Some(steps.len());
    }
}

/// What a change did, by the one that undoes it.
fn change_words(model: &Model, document: Option<&Document>, inverse: &Change) -> String {
    let name = |annotation: &Annotation| model.settings.tags.look_up(&annotation.tag).name;
    let now = |id| document.and_then(|document| document.set()?.get(id));
    match inverse {
        Change::Remove(id) => now(id).map_or_else(String::new, |annotation| {
            let quote = on_one_line(&annotation.selector.quote);
            let quote = quoted(&visible_within(&quote, 60));
            match annotation.tag.is_mark() {
                true => format!("Nothing to check: {quote}"),
                false => format!("Tagged as {}: {quote}", name(annotation)),
            }
        }),
        Change::Insert(mark) if mark.tag.is_mark() => "Removed: nothing to check".to_owned(),
        Change::Insert(annotation) => format!("Removed: {}", name(annotation)),
        Change::Replace(before) => {
            let after = now(&before.id).map_or_else(String::new, |after| name(after));
            match name(before) {
                before if before != after => format!("Changed: {before} to {after}"),
                before => format!("Changed: {before}"),
            }
        }
        // A notice tells it.
        Change::Document(_) => String::new(),
        Change::Batch(changes) => match told_changes(changes, document)[..] {
            [] => String::new(),
            [only] => change_words(model, document, only),
            // What was done first is undone last.
            [ref rest @ .., first] => {
                let first = change_words(model, document, first);
                format!("{first}; and {} more", in_thousands(rest.len()))
            }
        },
    }
}

/// The changes of a step that are worth a word: not those of marks that give way to a tag.
fn told_changes<'a>(changes: &'a [Change], document: Option<&Document>) -> Vec<&'a Change> {
    let set = document.and_then(Document::set);
    let is_of_mark = |change: &&Change| set.is_some_and(|set| change.is_of_mark(set));
    let of_tags: Vec<&Change> = changes.iter().filter(|one| !is_of_mark(one)).collect();
    match of_tags.is_empty() {
        true => changes.iter().collect(),
        false => of_tags,
    }
}

fn tell_notice(model: &Model, told: &mut Telling) {
    let all = u16::MAX;
    let words = match status_lines(model, all) {
        Some((lines, _)) => lines.join(" "),
        None => quiet_words(model, all).unwrap_or_default().to_owned(),
    };
    told.line(TopicName::Notice, "", words);
}

fn tell_saved(model: &Model, told: &mut Telling) {
    let revisions: u64 = model
        .documents
        .opened()
        .filter_map(|(_, document)| Some(document.opened()?.revision))
        .sum();
    let words = match model.documents.save_state() {
        SaveState::Saved if revisions > 0 => "Saved.",
        SaveState::Saved | SaveState::Saving => "",
        SaveState::Failed(_) => "NOT SAVED.",
    };
    // A save that is under way is told when it is done.
    let what = match words {
        "" => String::new(),
        _ => revisions.to_string(),
    };
    told.line(TopicName::Saved, &what, words.to_owned());
}

/// `Sentence 12 of 95. The text of it.`
fn tell_sentence(model: &Model, opened: &OpenDocument, told: &mut Telling) {
    let sentence = opened.cursor.sentence(opened.units());
    let path = model.document().map_or("", |document| &document.path);
    let what = format!("{}-{} {path}", sentence.start(), sentence.end());
    let place = sentence_place(opened, sentence);
    let words = on_one_line(&opened.text.slice(sentence));
    told.line(TopicName::Sentence, &what, format!("{place} {words}"));
    told.lines(TopicName::Tags, &what, &tag_lines(model, opened, sentence));
    let selected = opened.cursor.range();
    let state = if opened.resizing.is_some() {
        "Resize: "
    } else if opened.cursor.is_extending() {
        "Select: "
    } else if opened.matches.within(selected).contains(&selected) {
        "Match: "
    } else {
        match opened.cursor.unit() {
            _ if selected == sentence => "",
            Unit::Word => "Word: ",
            _ => "Selected: ",
        }
    };
    let words = match state {
        "" => String::new(),
        "Match: " => format!(
            "{}: {}",
            where_we_are(opened, Wording::Long),
            on_one_line(&opened.text.slice(selected))
        ),
        state => format!("{state}{}", on_one_line(&opened.text.slice(selected))),
    };
    let what = match words.as_str() {
        "" => String::new(),
        _ => format!("{}-{}", selected.start(), selected.end()),
    };
    told.line(TopicName::Selection, &what, words);
}

fn sentence_place(opened: &OpenDocument, sentence: TextRange) -> String {
    let structure = &opened.structure;
    let number = structure.sentence_number(sentence.start());
    match (number, structure.sentence_count()) {
        (Some(before), Some(of)) if of > 0 => {
            let [number, of] = [before + 1, of].map(in_thousands);
            format!("Sentence {number} of {of}.")
        }
        _ => {
            let (line, _) = opened.text.line_number(sentence.start());
            format!("Line {}.", in_thousands(line))
        }
    }
}

/// Words in quotation marks, unless they begin with some of their own.
fn quoted(words: &str) -> String {
    match words.starts_with(['“', '"', '„', '«']) {
        true => words.to_owned(),
        false => format!("“{words}”"),
    }
}

/// Lines for each tag on a sentence: `Tag: claim by ana on “the words”`, its note, its
/// sources.
fn tag_lines(model: &Model, opened: &OpenDocument, sentence: TextRange) -> Vec<String> {
    let shown = opened.annotation_index().shown();
    let mut on_it = shown.overlapping(0..shown.len(), sentence);
    let mut lines = Vec::new();
    for placed in on_it.by_ref().take(MOST_TAGS) {
        let annotation = &placed.annotation;
        let name = model.settings.tags.look_up(&annotation.tag).name;
        let mut words = format!("Tag: {name}");
        if !annotation.creator.is_empty() {
            words.push_str(&format!(" by {}", annotation.creator));
        }
        if placed.range != sentence {
            let quote = on_one_line(&annotation.selector.quote);
            words.push_str(&format!(" on {}", quoted(&visible_within(&quote, 120))));
        }
        lines.push(words);
        if !annotation.note.is_empty() {
            lines.push(format!("Note: {}", on_one_line(&annotation.note)));
        }
        let sources = annotation.sources.iter();
        lines.extend(sources.map(|source| format!("Source: {}", source.target.value())));
    }
    if on_it.next().is_some() {
        lines.push("And more tags.".to_owned());
    }
    lines.extend(suggestion_lines(model, opened, sentence, MOST_TAGS));
    if let Some(mark) = mark_words(model, opened, sentence) {
        lines.push(format!("Mark: {mark}"));
    }
    lines
}

fn tell_pane(model: &Model, told: &mut Telling) {
    let words = match model.pane {
        Pane::Text => String::new(),
        Pane::Annotations => match model.open_document().and_then(OpenDocument::current) {
            Some(annotation) => {
                let name = model.settings.tags.look_up(&annotation.tag).name;
                let quote = on_one_line(&annotation.selector.quote);
                format!(
                    "Annotations. {name}: {}",
                    quoted(&visible_within(&quote, 120))
                )
            }
            None => "Annotations. No tag here.".to_owned(),
        },
        Pane::Documents => {
            let cursor = model.documents.cursor;
            let (rows, row) = (model.documents.rows(), model.documents.rows().get(cursor));
            let words = match row {
                Some(Row::Folder(number)) => {
                    let folder = model.documents.folder(*number);
                    folder.map_or_else(String::new, |folder| {
                        let state = if folder.folded { "folded" } else { "unfolded" };
                        format!("folder {}, {state}", folder.name())
                    })
                }
                Some(Row::Document { id, .. }) => {
                    let document = model.documents.get(*id);
                    document.map_or_else(String::new, |document| {
                        let title = document.summary.as_ref().map(|found| found.title.as_str());
                        let checked = document
                            .checked()
                            .map(|(checked, of)| [checked, of].map(in_thousands))
                            .map(|[checked, of]| format!(". Checked {checked} of {of}"));
                        format!(
                            "{}. {}{}",
                            document.path,
                            title.unwrap_or_default(),
                            checked.unwrap_or_default()
                        )
                    })
                }
                None => "none".to_owned(),
            };
            let [number, of] = [cursor + 1, rows.len()].map(in_thousands);
            format!("Documents, {number} of {of}. {words}")
        }
    };
    told.line(TopicName::Pane, model.pane.name(), words);
}

/// What keys do at the moment, where they do not do what they always do.
fn tell_keys(model: &Model, told: &mut Telling) {
    let words = match &model.mode {
        Mode::Hints(hints) => {
            let words = model.open_document().map_or_else(Vec::new, |opened| {
                let sentence = opened.cursor.sentence(opened.units());
                // Of all words in view they would be very many.
                let is_told = |word: TextRange| !hints.typed.is_empty() || sentence.covers(word);
                let told = hints.hints.iter().filter(|hint| is_told(hint.word));
                let words = told.filter_map(|hint| {
                    let rest = hint.letters.strip_prefix(&hints.typed)?;
                    let word = opened.text.slice(hint.word);
                    Some(format!("{rest} {}", on_one_line(&word)))
                });
                words.collect()
            });
            format!("Type the letters of a word: {}", words.join(", "))
        }
        Mode::Reading => String::new(),
        _ => keys_in_words(model),
    };
    told.line(TopicName::Mode, "", words);
}

fn tell_overlay(model: &Model, overlay: &Overlay, told: &mut Telling) {
    match overlay {
        Overlay::Help { top, .. } => {
            // As much as a screen shows; the keys go on from there as they do on a screen.
            let inner = overlay_area(model, &layout(model), overlay).inner();
            let all = help_lines(model, inner.width);
            let page = usize::from(inner.height).max(1);
            let is_end = all.len() <= top + page;
            let lines = all.into_iter().skip(*top).take(page);
            let lines = lines.filter_map(|line| match line {
                HelpLine::Title(words) => Some(format!("{words}:")),
                HelpLine::Keys(keys, does) if keys.is_empty() => Some(does),
                HelpLine::Keys(keys, does) => Some(format!("{keys}: {does}")),
                HelpLine::Words(words) => Some(words),
                HelpLine::Blank => None,
            });
            let keys = if is_end {
                "Esc: back"
            } else {
                "Space: more, Esc: back"
            };
            let lines: Vec<String> = lines.chain([keys.to_owned()]).collect();
            told.lines(TopicName::Mode, HELP, &lines);
        }
        Overlay::Picker(picker) => tell_picker(model, picker, told),
    }
}

/// `Go to a document. 2 of 4: seeds/b.txt – its title`
fn tell_picker(model: &Model, picker: &Picker, told: &mut Telling) {
    let rows = picker.fitting.len();
    let typed = picker.typed.as_str();
    let words = match picker.chosen_row() {
        Some(row) => {
            let tag = row.tag.as_ref();
            let tag = tag.map(|tag| model.settings.tags.look_up(tag).name);
            let parts = [
                tag.unwrap_or_default(),
                row.text.clone(),
                row.detail.clone(),
            ];
            let mut parts: Vec<String> =
                parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.dedup();
            let [number, of] = [picker.chosen + 1, rows].map(in_thousands);
            format!("{number} of {of}: {}", parts.join(" – "))
        }
        None if picker.growing || picker.is_unfinished() => "searching …".to_owned(),
        None => "no match".to_owned(),
    };
    let filter = match typed {
        "" => String::new(),
        typed => format!(" ({typed})"),
    };
    let stop = match picker.title.ends_with(['?', '!', ':', '.']) && filter.is_empty() {
        true => "",
        false => ".",
    };
    let words = format!("{}{filter}{stop} {words}", picker.title);
    told.line(TopicName::Mode, &picker.title, words);
}

/// The line that is being typed, if one is.
fn typed_words(model: &Model) -> Option<TypedWords> {
    let (label, before, behind) = match &model.mode {
        Mode::Prompt(prompt) => {
            let (label, _, _) = prompt_words(model, prompt);
            let (before, behind) = prompt.line.split();
            (label, before.to_owned(), behind.to_owned())
        }
        Mode::Note(editor) => {
            let cursor = editor.area.cursor();
            let (row, column) = (cursor.0, cursor.1);
            let line = editor.area.lines().get(row).map_or("", String::as_str);
            let at = line.char_indices().nth(column);
            let (before, behind) = line.split_at(at.map_or(line.len(), |(at, _)| at));
            let label = match row {
                0 => format!("{}: ", editor.title),
                row => format!("{}, line {}: ", editor.title, row + 1),
            };
            (label, before.to_owned(), behind.to_owned())
        }
        _ => return None,
    };
    Some(TypedWords {
        label,
        before: visible(&before).into_owned(),
        behind: visible(&behind).into_owned(),
    })
}
