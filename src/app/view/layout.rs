//! The layout of the screen: computed from the model before anything is drawn, so that keys,
//! mouse and drawing agree.

use super::area::Area;
use super::prompt::{problem_above, told_above};
use super::text_areas::{TextAreas, halves, text_areas, text_in};
use crate::app::state::notice::Notice;
use crate::app::state::notice::Tone;
use crate::app::state::picker::Acts;
use crate::app::state::split::Side;
use crate::app::{
    Access, Command, DraftState, Letters, Mode, Model, Overlay, Pane, Picker, SaveState,
    deferred_words, progress, wrap,
};
use crate::text::layout::Measure;
use crate::text::visible;

/// From this width on, the cards stand beside two documents side by side.
const CARDS_BESIDE_TWO: u16 = 132;
/// From this width on, the three panes stand side by side.
const SIDE_BY_SIDE: u16 = 112;
/// Below this width the documents fold away: the text would be too narrow beside them.
const WITH_DOCUMENTS: u16 = 90;
/// Below this width the annotations fold away too.
const WITH_ANNOTATIONS: u16 = 60;
/// Below this height the annotations do not fit under the text.
const UNDER_TEXT_ROWS: u16 = 16;
/// Below this height a pane that is asked for takes the place of the text.
const TWO_PANES_ROWS: u16 = 9;
/// The rows of the first start's hint.
const WELCOME_ROWS: u16 = 3;
/// From this height on, a blank row stands between the first row and the text.
const WITH_GAP: u16 = 16;

/// What the first row tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TopRow {
    /// The workspace; the document has a row of its own over its text.
    #[default]
    Workspace,
    /// The document: the sidebar is folded away, and there is no room for both.
    Document,
}

/// What is around the cards of the annotation pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CardsEdge {
    /// A border: the pane stands beside the text.
    #[default]
    Box,
    /// A rule above them: it stands under the text.
    Rule,
}

/// The areas of the screen. An area without rows or columns is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// The whole screen.
    pub screen: Area,
    /// The first row: what is read, what is open, the annotator, and whether all is saved.
    pub top: Option<Area>,
    /// What that row tells of.
    pub top_row: TopRow,
    /// The last row: what the keys do here.
    pub status: Option<Area>,
    /// The three lines of a first start.
    pub welcome: Option<Area>,
    /// The sidebar with its border.
    pub documents: Option<Area>,
    /// The name of the document over its text.
    pub header: Option<Area>,
    /// The margin left of the text.
    pub margin: Area,
    /// The text itself.
    pub text: Area,
    /// The annotation pane with what is around it.
    pub annotations: Option<Area>,
    /// What is around it.
    pub cards_edge: CardsEdge,
    /// The note being written, with its border.
    pub note: Option<Area>,
    /// The annotations that fit side by side in the margin.
    pub lanes: u16,
    /// The pane of text without the cursor, where there are two.
    pub other: Option<TextAreas>,
    /// The column between two panes of text side by side.
    pub between: Option<Area>,
}

impl Layout {
    /// The same, with the areas of the pane of text without the cursor as those of the text.
    #[must_use]
    pub fn of_other(&self) -> Option<Self> {
        let other = self.other?;
        let mut areas = *self;
        areas.show(other);
        Some(areas)
    }

    fn show(&mut self, text: TextAreas) {
        (self.header, self.margin, self.text) = (text.header, text.margin, text.text);
        self.lanes = text.lanes;
    }

    /// The annotation pane within what is around it.
    pub fn cards(&self) -> Option<Area> {
        let pane = self.annotations?;
        Some(match self.cards_edge {
            CardsEdge::Box => pane.inner(),
            CardsEdge::Rule => Area {
                y: pane.y + 1.min(pane.height),
                height: pane.height.saturating_sub(1),
                ..pane
            },
        })
    }

    /// The measure the text is set at.
    pub fn measure(&self, model: &Model) -> Measure {
        Measure {
            columns: self.text.width.max(1),
            tab: model.settings.measure.tab,
        }
    }
}

/// The columns at the right of the last row that say how saving stands, where there is no
/// first row to say it.
const SAVE_COLUMNS: u16 = 14;
/// The least rows of a screen with a first row.
const WITH_TOP: u16 = 6;

/// The lines that stand in the place of the keys, and whether they tell a problem: a notice, or
/// why something is not saved. A sentence is shown to its end, which may say what to do; the
/// text gives up rows for it.
pub fn status_lines(model: &Model, columns: u16) -> Option<(Vec<String>, bool)> {
    let notice = model.notice.as_ref();
    match &model.mode {
        Mode::Reading | Mode::Hints(_) => {}
        // Why a letter did nothing there.
        Mode::Overlay(Overlay::Picker(picker))
            if matches!(picker.letters, Letters::Act(_))
                && notice.is_some_and(Notice::is_problem) => {}
        // And what was done, or why it was not, where the list stays.
        Mode::Overlay(Overlay::Picker(picker)) if stays(picker) && notice.is_some() => {}
        // What could not be done with a note has to be seen, and that a key does not answer a
        // question; else the keys that do stand there.
        Mode::Note(_) | Mode::ChooseTag(_) | Mode::TagMatches(_)
            if notice.is_some_and(Notice::is_problem) => {}
        _ => return None,
    }
    let notice = notice.filter(|_| quiet_words(model, columns).is_none());
    let (words, problem) = match (notice, why_not_saved(model)) {
        // What else went wrong may be why, or may promise what did not come true.
        (Some(notice), Some((reason, why))) if notice.is_problem() => {
            let words = match notice.words == reason {
                true => why,
                false => format!("{why}. {}", notice.words),
            };
            (words, true)
        }
        (Some(notice), _) => (notice.words.clone(), notice.is_problem()),
        (None, Some((_, why))) => (why, true),
        (None, None) => return None,
    };
    let beside = match model.size.1 {
        // A blank at either end, and room for the sign that words are cut.
        WITH_TOP.. => 4 + remarks(model, columns).columns(),
        _ if saving_gives_way(model, columns) => 4,
        _ => SAVE_COLUMNS,
    };
    let room = columns.saturating_sub(beside).max(8);
    Some((wrap(&words, room), problem))
}

/// Whether a list stays when something is done about one of its rows.
fn stays(picker: &Picker) -> bool {
    let acts = [Acts::Displaced, Acts::Open].map(Letters::Act);
    acts.contains(&picker.letters)
}

/// What stays at the right of the last row about the open document.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    /// Its encoding, where that is not UTF-8.
    pub encoding: Option<&'static str>,
    /// What is odd about it, and how far it is read, a word or two each.
    pub warnings: Vec<String>,
}

impl Remarks {
    /// The columns that they take, with what parts them.
    fn columns(&self) -> u16 {
        let warnings = self.warnings.iter().map(String::as_str);
        let columns = self.encoding.into_iter().chain(warnings);
        let columns: usize = columns.map(|words| visible::columns(words) + 3).sum();
        u16::try_from(columns).unwrap_or(u16::MAX)
    }
}

/// The remarks on the open document. None on a narrow row: there the keys matter more, and
/// a notice has told them when the document was opened.
pub fn remarks(model: &Model, columns: u16) -> Remarks {
    const LEAST: u16 = 60;
    let Some(opened) = model.open_document().filter(|_| columns >= LEAST) else {
        return Remarks::default();
    };
    let counting = progress(opened).map(|percent| format!("counting {percent} %"));
    let late = deferred_words(opened);
    let warnings = opened.warnings.iter().cloned();
    Remarks {
        encoding: opened.encoding,
        warnings: warnings.chain(counting).chain(late).collect(),
    }
}

/// The rows above a prompt that say what is wrong with what was entered, where it does not fit
/// beside that.
pub fn prompt_problem(model: &Model, columns: u16) -> Vec<String> {
    let room = columns.saturating_sub(remarks(model, columns).columns());
    problem_above(model, columns, room)
}

/// The rows above these that tell what an export leaves out.
pub fn prompt_told(model: &Model, columns: u16) -> Vec<String> {
    told_above(model, columns)
}

/// Why something is not saved, and the sentence that also says what is done about it.
fn why_not_saved(model: &Model) -> Option<(String, String)> {
    let SaveState::Failed(reason) = model.documents.save_state() else {
        return None;
    };
    let keymap = &model.settings.keymap;
    let key = keymap.first_key_of(Pane::Text, Command::SaveAgain);
    let key = key.map_or_else(String::new, |key| format!("; {key}: now"));
    let words = format!("{reason} (saving retries automatically{key})");
    Some((reason, words))
}

/// The quiet notice, where the last row has room for it.
pub fn quiet_words(model: &Model, columns: u16) -> Option<&str> {
    let notice = model.notice.as_ref();
    let notice = notice.filter(|notice| notice.tone == Tone::Quiet)?;
    let fits = visible::columns(&notice.words) <= usize::from(columns) / 2;
    fits.then_some(notice.words.as_str())
}

/// Whether how saving stands gives way to a sentence or a question in a last row that has hardly
/// room for one of them. What is wrong never does.
pub fn saving_gives_way(model: &Model, columns: u16) -> bool {
    let is_reading = matches!(model.mode, Mode::Reading) && model.notice.is_none();
    let access = model.open_document().map(|document| &document.access);
    let draft = match &model.mode {
        Mode::Note(editor) => Some(&editor.draft),
        _ => None,
    };
    columns < WITH_SAVING
        && model.size.1 < WITH_TOP
        && !is_reading
        && !matches!(model.documents.save_state(), SaveState::Failed(_))
        && !matches!(access, Some(Access::ReadOnly(_)))
        && !matches!(draft, Some(DraftState::Failed(_)))
}

/// The least columns of a last row that says how saving stands beside whatever else it says.
const WITH_SAVING: u16 = 40;

/// Computes the areas for the model's size, mode and panes.
pub fn layout(model: &Model) -> Layout {
    let (columns, rows) = model.size;
    let mut areas = Layout::default();
    (areas.screen.width, areas.screen.height) = (columns, rows);
    let mut rest = areas.screen;
    if rows >= 2 {
        let said = match status_lines(model, columns) {
            Some((lines, _)) => lines.len(),
            None => told_above(model, columns).len() + prompt_problem(model, columns).len() + 1,
        };
        let most = (rows / 3).max(1);
        let said = u16::try_from(said).unwrap_or(most).clamp(1, most);
        areas.status = Some(rest.split_bottom(said));
    }
    if rows >= WITH_TOP {
        areas.top = Some(rest.split_top(1));
    }
    if model.welcome && rest.height >= WELCOME_ROWS + 6 && columns >= 40 {
        areas.welcome = Some(rest.split_bottom(WELCOME_ROWS));
    }
    place_panes(model, rest, &mut areas);
    areas
}

/// Whether the cards stand beside the text on a screen of so many columns.
fn is_wide(model: &Model, columns: u16) -> bool {
    columns
        >= match model.split {
            None => SIDE_BY_SIDE,
            Some(_) => CARDS_BESIDE_TWO,
        }
}

/// Whether a pane has left anything of the screen.
#[derive(PartialEq, Eq)]
enum Rest {
    Left,
    Taken,
}

/// Places the annotation pane: beside the text, under it, or in its place.
fn place_cards(model: &Model, rest: &mut Area, areas: &mut Layout) -> Rest {
    if is_wide(model, areas.screen.width) {
        areas.annotations = Some(rest.split_right(annotations_width(areas.screen.width)));
    } else if rest.height >= TWO_PANES_ROWS {
        areas.cards_edge = CardsEdge::Rule;
        let share = if model.split.is_some() { 4 } else { 3 };
        let under = (rest.height / share).clamp(4, 12);
        areas.annotations = Some(rest.split_bottom(under));
    } else if model.pane == Pane::Annotations {
        areas.annotations = Some(*rest);
        return Rest::Taken;
    }
    Rest::Left
}

/// Places two panes of text, where there are two and room for both.
fn place_two_texts(model: &Model, rest: Area, areas: &mut Layout) -> bool {
    let Some((split, halves)) = model.split.as_ref().zip(halves(rest)) else {
        return false;
    };
    let (first, second, between) = halves;
    let (active, other) = match split.active {
        Side::First => (first, second),
        Side::Second => (second, first),
    };
    // Each has the name of its document over it.
    areas.top_row = TopRow::Workspace;
    areas.show(text_areas(model, active));
    areas.other = Some(text_areas(model, other));
    areas.between = between;
    true
}

fn place_panes(model: &Model, mut rest: Area, areas: &mut Layout) {
    let focused = |pane| model.pane == pane;
    let is_split = model.split.is_some();
    let wide = is_wide(model, rest.width);
    // Two documents need the columns more.
    let documents = model
        .shown
        .documents
        .unwrap_or(rest.width >= WITH_DOCUMENTS && !is_split)
        || focused(Pane::Documents);
    let room_below = rest.height >= UNDER_TEXT_ROWS && rest.width >= WITH_ANNOTATIONS;
    let annotations =
        model.shown.annotations.unwrap_or(wide || room_below) || focused(Pane::Annotations);
    if documents {
        if rest.width < WITH_ANNOTATIONS {
            // No room for two side by side: the list takes the screen while it
            // has the keys.
            if focused(Pane::Documents) {
                areas.documents = Some(rest);
                return;
            }
        } else {
            areas.documents = Some(rest.split_left(documents_width(rest.width)));
        }
    } else if areas.top.is_some() && rest.width < WITH_DOCUMENTS {
        areas.top_row = TopRow::Document;
    }
    if annotations && place_cards(model, &mut rest, areas) == Rest::Taken {
        return;
    }
    if matches!(model.mode, Mode::Note(_)) {
        areas.note = Some(place_note(&mut rest, areas));
    }
    if place_two_texts(model, rest, areas) {
        return;
    }
    match areas.top_row {
        TopRow::Workspace if rest.height >= 4 => areas.header = Some(rest.split_top(1)),
        TopRow::Document if areas.screen.height >= WITH_GAP => _ = rest.split_top(1),
        TopRow::Workspace | TopRow::Document => {}
    }
    let header = areas.header;
    areas.show(TextAreas {
        header,
        ..text_in(model, rest)
    });
}

/// The note is written in the lower part of the annotation pane, or under the
/// text where that pane is too small: never over the text.
fn place_note(rest: &mut Area, areas: &mut Layout) -> Area {
    match &mut areas.annotations {
        Some(pane) if pane.height >= 16 => pane.split_bottom((pane.height / 3).max(7)),
        Some(pane) if pane.width >= 40 || rest.height < 8 => {
            let note = *pane;
            areas.annotations = None;
            note
        }
        _ => rest.split_bottom((rest.height / 2).clamp(3, 8)),
    }
}

fn documents_width(columns: u16) -> u16 {
    match columns {
        0..100 => 23,
        100..130 => 24,
        130..160 => 28,
        _ => (34 + (columns - 160) / 4).min(48),
    }
}

fn annotations_width(columns: u16) -> u16 {
    match columns {
        0..130 => 28,
        130..160 => 32,
        _ => (44 + (columns - 160) / 2).min(72),
    }
}
