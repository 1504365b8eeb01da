//! Pickers and the help: the keys in them, and how long pickers are filled while nothing
//! else waits.

use crate::annotation::AnnotationFilter;
use crate::app::state::last_list::LastList;
use crate::app::state::line::TypedLine;
use crate::app::state::linking::ListedLink;
use crate::app::state::list_query::Known;
use crate::app::state::picker::{
    Acts, Asked, FilterChoice, FirstRow, Letters, Listing, PickerAction, PickerSource,
};
use crate::app::state::places::Jump;
use crate::app::state::travel::Arrival;
use crate::app::view::{conflicts, rows};
use crate::app::{
    Ask, Command, DocumentId, Documents, Effect, Env, ExportRequest, Key, KeyCode, Mode, Model,
    OpenDocument, Overlay, Pane, Picker, Prompt, choices_area, help_lines, layout, overlay_area,
    shown_rows,
};

use super::commands::copying;
use super::outcome::{Next, Outcome};
use super::{
    all_matches, elsewhere, exporting, importing, leaving, linking, open_list, peeking, recovering,
    renaming, retagging, reviewing, sources, verdicts,
};

pub fn show(picker: Picker, mode: &mut Mode) -> Outcome {
    mode.show_picker(picker);
    Outcome::none()
}

pub fn show_conflicts(picker: Option<Picker>, mode: &mut Mode) -> Outcome {
    match picker {
        Some(picker) => show(picker, mode),
        None => Outcome::plain("No conflicts"),
    }
}

pub fn show_help(mode: &mut Mode) -> Outcome {
    *mode = Mode::Overlay(Overlay::Help { top: 0, over: None });
    Outcome::none()
}

/// Shows the keys of the list that is shown; that is there again behind them.
fn show_help_of_list(mode: &mut Mode) -> Outcome {
    let over = mode.take_picker().map(Box::new);
    *mode = Mode::Overlay(Overlay::Help { top: 0, over });
    Outcome::none()
}

/// Asks whether to export over a file, unless the question would throw away what is being
/// typed or chosen meanwhile.
pub fn export_exists(mode: &mut Mode, request: ExportRequest) -> Outcome {
    if matches!(mode, Mode::Reading) {
        return show(rows::overwrite(request), mode);
    }
    let file = request.file;
    Outcome::problem(format!("{file} already exists: nothing was exported"))
}

/// Asks for another file, since nothing was exported to this one, unless something else is
/// being typed or chosen meanwhile.
pub fn export_failed(mode: &mut Mode, request: ExportRequest, why: String) -> Outcome {
    match mode {
        Mode::Reading => ask_for_file(mode, request, Some(why)),
        _ => Outcome::problem(why),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelpExtent {
    page: usize,
    /// The first line of the last page.
    last: usize,
}

impl HelpExtent {
    pub fn on_screen(model: &Model) -> Self {
        let help = Overlay::Help { top: 0, over: None };
        let inner = overlay_area(model, &layout(model), &help).inner();
        let page = usize::from(inner.height).max(1);
        let last = help_lines(model, inner.width).len().saturating_sub(page);
        Self { page, last }
    }
}

pub fn press_in_help(extent: HelpExtent, mode: &mut Mode, key: Key) -> Outcome {
    let HelpExtent { page, last } = extent;
    let Mode::Overlay(Overlay::Help { top, over }) = mode else {
        return Outcome::none();
    };
    *top = match key.code {
        KeyCode::Down | KeyCode::Char('j') => *top + 1,
        KeyCode::Up | KeyCode::Char('k') => top.saturating_sub(1),
        KeyCode::PageDown | KeyCode::Char(' ') => *top + page,
        KeyCode::PageUp | KeyCode::Char('b') => top.saturating_sub(page),
        KeyCode::Home | KeyCode::Char('g') => 0,
        KeyCode::End | KeyCode::Char('G') => last,
        _ => {
            let over = over.take();
            *mode = over.map_or(Mode::Reading, |list| Mode::Overlay(Overlay::Picker(*list)));
            return Outcome::none();
        }
    }
    .min(last);
    Outcome::none()
}

/// The rows that a page of a list steps over, of which one stays in view.
fn page(model: &Model, overlay: &Overlay) -> isize {
    let choices = choices_area(model, &layout(model), overlay);
    let page = match model.mode.picker() {
        Some(list) => shown_rows(model, list, choices).len(),
        None => usize::from(choices.height),
    };
    isize::try_from(page.saturating_sub(1).max(1)).unwrap_or(1)
}

pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Outcome {
    let Mode::Overlay(overlay) = &model.mode else {
        return Outcome::none();
    };
    let page = match key.code {
        KeyCode::PageDown | KeyCode::PageUp => page(model, overlay),
        _ => 1,
    };
    let letters = model.mode.picker().map(|picker| picker.letters);
    if let Some(Letters::Act(acts)) = letters
        && let Some(outcome) = press_letter(model, acts, key, env)
    {
        return outcome;
    }
    if let Some(outcome) = open_list::press_typing(model, key) {
        return outcome;
    }
    let known = Known {
        documents: &model.documents,
        tags: &model.settings.tags,
    };
    let Some(picker) = model.mode.picker_mut() else {
        return Outcome::none();
    };
    match key.code {
        KeyCode::Esc => close(model),
        KeyCode::Char('c' | 'g') if key.ctrl => close(model),
        KeyCode::Enter => return choose(model, env),
        KeyCode::Char('y') if key.ctrl => return copying::copy_row(model),
        KeyCode::Down | KeyCode::Tab => picker.step(1),
        KeyCode::Up | KeyCode::BackTab => picker.step(-1),
        KeyCode::Char('n') if key.ctrl => picker.step(1),
        KeyCode::Char('p') if key.ctrl => picker.step(-1),
        KeyCode::PageDown => picker.step(page),
        KeyCode::PageUp => picker.step(-page),
        KeyCode::Home => picker.step(isize::MIN),
        KeyCode::End => picker.step(isize::MAX),
        _ => {
            if picker.typed.edit(key) {
                picker.narrow(known);
            }
        }
    }
    Outcome::none()
}

/// Handles a key in a list in which letters do something; `None` for one that does there what
/// it does in every list.
fn press_letter(model: &mut Model, acts: Acts, key: Key, env: &dyn Env) -> Option<Outcome> {
    let acted = match acts {
        Acts::Sources => sources::press(model, key, env),
        Acts::Cited => peeking::press(model, key, env),
        Acts::Elsewhere => elsewhere::press(model, key, env),
        Acts::Relation => linking::press(model, key, env),
        Acts::Verdict | Acts::Reason => verdicts::press(model, key, env),
        Acts::Displaced => reviewing::press(model, key, env),
        Acts::Open => open_list::press(model, key, env),
        Acts::Import => importing::press(model, key, env),
    };
    if acted.is_some() {
        return acted;
    }
    if model.settings.keymap.get(model.pane, key) == Some(Command::Help) {
        return Some(show_help_of_list(&mut model.mode));
    }
    let KeyCode::Char(letter) = key.code else {
        return None;
    };
    let picker = model.mode.picker_mut().filter(|_| !key.ctrl && !key.alt)?;
    match letter {
        'j' => picker.step(1),
        'k' => picker.step(-1),
        'g' => picker.step(isize::MIN),
        'G' => picker.step(isize::MAX),
        _ => {
            let words = format!("{key} does nothing in this list; ? shows its keys");
            return Some(Outcome::problem(words));
        }
    }
    Some(Outcome::none())
}

/// Goes to the other end of a link, where that is there.
fn go_to_end(pane: &mut Pane, link: ListedLink) -> Outcome {
    let Some(end) = link.shown else {
        return Outcome::none();
    };
    *pane = Pane::Text;
    let arrival = Some(Arrival::Annotation(end.annotation));
    Outcome::next(Next::Open(end.document, arrival))
}

pub fn choose(model: &mut Model, env: &dyn Env) -> Outcome {
    let picker = model.mode.picker();
    let Some(row) = picker.and_then(Picker::chosen_row) else {
        let why = picker.and_then(|picker| picker.why_empty(model.known()));
        return why.map_or_else(Outcome::none, Outcome::plain);
    };
    let target = row.target.clone();
    model.places.pending = Some(match target {
        PickerAction::Passage(..) => Jump::Match,
        _ => Jump::Other,
    });
    close(model);
    let pane = &mut model.pane;
    let mut go = |document, arrival| {
        *pane = Pane::Text;
        Outcome::next(Next::Open(document, arrival))
    };
    match target {
        PickerAction::Command(command) => Outcome::next(Next::Run(command)),
        PickerAction::Annotation(document, id) | PickerAction::Displaced(document, id) => {
            go(document, Some(Arrival::Annotation(id)))
        }
        PickerAction::Passage(document, range) => {
            let went = go(document, Some(Arrival::Passage(range)));
            went.and(all_matches::chosen(model, document, range))
        }
        PickerAction::Document(document) => go(document, None),
        PickerAction::Ask(asked, typed) => ask_list(model, asked, &typed),
        PickerAction::Format(name) => ask_where_to_export(model, name),
        PickerAction::Export(request) => exporting::begin(ExportRequest {
            overwrite: true,
            ..request
        }),
        PickerAction::Rename(request) => ask_for_file(&mut model.mode, request, None),
        PickerAction::Import(row) => importing::choose(model, &row, env),
        PickerAction::Filter(choice) => show_only(model, choice),
        PickerAction::Retag(choice) => retagging::choose(model, choice, env),
        PickerAction::Copy(form) => copying::copy_as(model, form),
        PickerAction::Leaving(leaving) => {
            let workspace = &model.settings.workspace;
            leaving::choose(&model.documents, &mut model.mode, workspace, leaving)
        }
        PickerAction::Reference(cited) => go(cited.document, Some(Arrival::Passage(cited.place))),
        PickerAction::Linked(link) => go_to_end(pane, *link),
        PickerAction::Elsewhere(found) => go(found.document, Some(Arrival::Passage(found.range))),
        PickerAction::TakeOver(name, to) => renaming::give(name, to),
        PickerAction::Source(chosen) => sources::correct(model, *chosen),
        PickerAction::Link(chosen) => linking::choose(model, *chosen, env),
        PickerAction::Attribute(row) => verdicts::choose(model, *row, env),
        PickerAction::Recovery(choice) => recovering::choose(model, choice, env),
        PickerAction::OtherDisplaced(_) | PickerAction::Told | PickerAction::Stay => {
            Outcome::none()
        }
    }
}

fn show_only(model: &mut Model, choice: FilterChoice) -> Outcome {
    let filter = chosen_filter(model.filter.take().unwrap_or_default(), choice);
    model.filter = Some(filter).filter(|filter| !filter.takes_all());
    model.documents.set_filter(model.filter.as_ref());
    Outcome::none()
}

/// What is shown after a choice: beside a tag, an annotator, and the other way round; what
/// is chosen again is not shown only any more.
fn chosen_filter(filter: AnnotationFilter, choice: FilterChoice) -> AnnotationFilter {
    match choice {
        FilterChoice::All => AnnotationFilter::default(),
        FilterChoice::Tag(tag) => {
            let is_shown = filter.tags.contains(&tag);
            let tags = if is_shown { Vec::new() } else { vec![tag] };
            AnnotationFilter { tags, ..filter }
        }
        FilterChoice::By(name) => {
            let by = Some(name).filter(|name| filter.by.as_ref() != Some(name));
            AnnotationFilter { by, ..filter }
        }
        FilterChoice::Unsourced => AnnotationFilter {
            unsourced: !filter.unsourced,
            ..filter
        },
        FilterChoice::Verdict(verdict) => {
            let is_shown = filter.verdicts.contains(&verdict);
            let verdicts = if is_shown { Vec::new() } else { vec![verdict] };
            AnnotationFilter { verdicts, ..filter }
        }
    }
}

fn ask_where_to_export(model: &mut Model, format: String) -> Outcome {
    let settings = &model.settings;
    let mut formats = settings.formats.iter();
    let choice = formats.find(|choice| choice.name == format);
    let extension = choice.map_or("txt", |choice| choice.extension.as_str());
    let (folder, workspace) = (&settings.exports, &settings.workspace);
    let request = ExportRequest {
        file: format!("{folder}{workspace}-tags.{extension}"),
        format,
        only: model.filter.clone().unwrap_or_default(),
        overwrite: false,
    };
    ask_for_file(&mut model.mode, request, None)
}

/// Asks where to export to, and has counted meanwhile what is left out.
fn ask_for_file(mode: &mut Mode, request: ExportRequest, error: Option<String>) -> Outcome {
    let ask = Ask::ExportTo {
        format: request.format.clone(),
        left_out: None,
        error,
    };
    *mode = Mode::Prompt(Prompt::new(ask, &request.file));
    Effect::CountExport(request).into()
}

/// Says what an export leaves out, where it is still asked for.
pub fn export_counted(mode: &mut Mode, counted: &str, words: Vec<String>) -> Outcome {
    if let Mode::Prompt(prompt) = mode
        && let Ask::ExportTo {
            format, left_out, ..
        } = &mut prompt.ask
        && format == counted
    {
        *left_out = Some(words);
    }
    Outcome::none()
}

/// Adds new documents to the picker of documents, if that is shown: after the others, so
/// that the chosen row stays where it is.
pub fn add_documents(documents: &Documents, mode: &mut Mode, mut new: Vec<DocumentId>) {
    let path = |id: &DocumentId| documents.get(*id).map(|document| document.path.as_str());
    new.sort_by(|a, b| path(a).cmp(&path(b)));
    let Some(picker) = mode
        .picker_mut()
        .filter(|picker| picker.listing == Listing::Documents)
    else {
        return;
    };
    picker.growing = documents.walking;
    picker.expected = Some(documents.all().len());
    match picker.source.as_deref_mut() {
        Some(PickerSource::Documents(coming)) => coming.extend(new),
        _ if new.is_empty() => {}
        _ => picker.source = Some(Box::new(PickerSource::Documents(new.into()))),
    }
}

/// Makes further rows of the picker that is shown, and frees some of closed ones.
pub fn continue_filling(model: &mut Model) -> Outcome {
    model.closed.asked = false;
    model.closed.free_some();
    let Some(mut picker) = model.mode.take_picker() else {
        return Outcome::none();
    };
    rows::fill(model, &mut picker);
    picker.match_more(FirstRow::Place, model.known());
    model.mode.show_picker(picker);
    Outcome::none()
}

/// Closes the picker that is shown; one that lists something can be opened again.
pub fn close(model: &mut Model) {
    if let Some(picker) = model.mode.take_picker() {
        LastList::put_away(picker, &mut model.last_list, &mut model.closed);
    }
}

/// Opens the list that was closed last, where it was left.
pub fn open_last(model: &mut Model) -> Outcome {
    let Some(last) = model.last_list.take() else {
        return Outcome::plain("No list to open again");
    };
    let list = match (last.listing, last.matches) {
        (Listing::Tags, _) => Some(rows::all_tags(model)),
        (Listing::Documents, _) => Some(rows::documents(model)),
        (Listing::Versions, _) => conflicts::picker(model),
        (Listing::Statistics, _) => Some(rows::statistics(model)),
        (Listing::Open, _) => open_list::picker(model, last.chosen.as_ref()),
        (Listing::Choices | Listing::Import, _) => None,
        (Listing::Matches, matches) => {
            let going = model.found.as_ref().filter(|found| found.running.is_some());
            let going = going.map(|found| found.search);
            matches.map(|mut matches| {
                matches.growing = going.is_some() && matches.search == going;
                *matches
            })
        }
    };
    let Some(mut list) = list else {
        return match last.listing {
            Listing::Open => Outcome::plain(open_list::nothing_open(model)),
            _ => show_conflicts(None, &mut model.mode),
        };
    };
    list.typed = TypedLine::new(&last.typed);
    list.narrow(model.known());
    if let Some(chosen) = last.chosen {
        list.choose_when_there(chosen);
    }
    show(list, &mut model.mode)
}

/// Opens a list, narrowed to what is asked for.
fn ask_list(model: &mut Model, asked: Asked, typed: &str) -> Outcome {
    let list = match asked {
        Asked::Tags => Some(rows::all_tags(model)),
        Asked::Open => open_list::picker(model, None),
    };
    let Some(mut list) = list else {
        return Outcome::plain(open_list::nothing_open(model));
    };
    list.typed = TypedLine::new(typed);
    list.narrow(model.known());
    show(list, &mut model.mode)
}

/// Lists all tags of all documents; the one under the cursor is chosen.
pub fn show_all_tags(model: &mut Model) -> Outcome {
    let mut list = rows::all_tags(model);
    let current = model.open_document().and_then(OpenDocument::current);
    if let Some((document, current)) = model.documents.open.zip(current) {
        list.choose_when_there(PickerAction::Annotation(document, current.id.clone()));
    }
    show(list, &mut model.mode)
}

/// Asks for a message when nothing else waits, while the picker that is shown has rows to
/// make, a closed one has rows to free, or there is other work in pieces.
pub fn ask_for_more(model: &mut Model, other: bool) -> Option<Effect> {
    let unfinished = model.mode.picker().is_some_and(Picker::is_unfinished);
    let closed = &mut model.closed;
    let asks = (unfinished || other || !closed.is_empty()) && !closed.asked;
    closed.asked |= asks;
    asks.then_some(Effect::NotifyWhenIdle)
}
