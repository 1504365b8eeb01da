//! The mouse does what it does elsewhere.

use crate::text::layout as rows;

use crate::app::Env;
use crate::app::document::selection::Unit;
use crate::app::input::command::Pane;
use crate::app::message::{Effect, Mouse, MouseButton};
use crate::app::state::picker::Overlay;
use crate::app::state::{Mode, Model};
use crate::app::update::commands::{moving, program};
use crate::app::update::pickers;
use crate::app::view::cards::{annotation_cards, overlay_area};
use crate::app::view::layout::{Layout, MARGIN_LANE_COLUMNS, layout};
use crate::app::view::sidebar::{self, sidebar_entries};
use crate::app::view::viewport::{self, text_rows};

/// The rows that one notch of the wheel scrolls.
const WHEEL_ROWS: isize = 3;

/// Takes in what the mouse did.
pub fn update(model: &mut Model, mouse: Mouse, env: &dyn Env) -> Vec<Effect> {
    let areas = layout(model);
    match model.mode {
        Mode::Overlay(Overlay::Picker(_)) => return in_list(model, &areas, mouse, env),
        Mode::Overlay(Overlay::Help { .. }) => {
            in_help(model, mouse);
            return Vec::new();
        }
        // A note or a line that is being typed is not lost to a click.
        Mode::Note(_) | Mode::Prompt(_) => return Vec::new(),
        Mode::Hints(_) | Mode::TagFirst => model.mode = Mode::Reading,
        Mode::Reading => {}
    }
    let Mouse {
        button,
        column,
        row,
    } = mouse;
    match button {
        MouseButton::WheelUp => wheel(model, &areas, mouse, -1),
        MouseButton::WheelDown => wheel(model, &areas, mouse, 1),
        MouseButton::Press { clicks } => {
            model.notice = None;
            if areas.documents.is_some_and(|it| it.contains(column, row)) {
                return press_document(model, &areas, row);
            }
            if areas.annotations.is_some_and(|it| it.contains(column, row)) {
                press_card(model, &areas, row);
            } else {
                press_text(model, &areas, mouse, clicks);
            }
        }
        MouseButton::Drag => drag(model, &areas, mouse),
        MouseButton::Release => model.drag = None,
    }
    Vec::new()
}

fn wheel(model: &mut Model, areas: &Layout, mouse: Mouse, by: isize) {
    let over_documents = areas
        .documents
        .is_some_and(|it| it.contains(mouse.column, mouse.row));
    if over_documents {
        sidebar::step_by(model, by);
    } else {
        viewport::scroll(model, areas, by * WHEEL_ROWS);
    }
}

fn press_document(model: &mut Model, areas: &Layout, row: u16) -> Vec<Effect> {
    model.pane = Pane::Documents;
    let entry = sidebar_entries(model, areas)
        .into_iter()
        .find(|it| (it.y..it.y + it.rows).contains(&row));
    match entry {
        Some(entry) => {
            model.documents.cursor = entry.at;
            sidebar::open(model)
        }
        None => Vec::new(),
    }
}

fn press_card(model: &mut Model, areas: &Layout, row: u16) {
    let card = annotation_cards(model, areas)
        .cards
        .into_iter()
        .find(|card| {
            let rows = u16::try_from(card.lines.len()).unwrap_or(u16::MAX);
            (card.y..card.y.saturating_add(rows)).contains(&row)
        });
    model.pane = Pane::Annotations;
    if let Some(card) = card {
        let place = model.open_document().and_then(|it| it.place_of(&card.id));
        if let Some(range) = place.map(|it| it.range) {
            moving::point_to(model, card.id, range);
        }
    }
}

fn press_text(model: &mut Model, areas: &Layout, mouse: Mouse, clicks: u8) {
    if press_margin(model, areas, mouse) {
        return;
    }
    let Some(byte) = byte_under(model, areas, mouse) else {
        return;
    };
    model.pane = Pane::Text;
    model.drag = Some(byte);
    let Some(loaded) = model.open_document_mut() else {
        return;
    };
    loaded.pointed = None;
    let unit = if clicks == 2 {
        Unit::Word
    } else {
        Unit::Sentence
    };
    let range = loaded.units().at(unit, byte);
    loaded.cursor.go(range, unit);
}

/// A click on a letter or stripe goes to its tag.
fn press_margin(model: &mut Model, areas: &Layout, mouse: Mouse) -> bool {
    if !areas.margin.contains(mouse.column, mouse.row) {
        return false;
    }
    let lane = usize::from((mouse.column - areas.margin.x) / MARGIN_LANE_COLUMNS);
    let rows = text_rows(model, areas);
    let Some((row, loaded)) = rows
        .iter()
        .find(|it| it.y == mouse.row)
        .zip(model.open_document())
    else {
        return false;
    };
    let shown = loaded.annotation_index().shown();
    let found = shown
        .overlapping(0..shown.len(), row.row.whole)
        .find(|it| it.lane.is_some_and(|it| usize::from(it) == lane))
        .map(|it| (it.annotation.id.clone(), it.range));
    match found {
        Some((id, range)) => {
            model.pane = Pane::Text;
            moving::point_to(model, id, range);
            true
        }
        None => false,
    }
}

fn drag(model: &mut Model, areas: &Layout, mouse: Mouse) {
    let Some(from) = model.drag else { return };
    if mouse.row < areas.text.y {
        viewport::scroll(model, areas, -1);
    } else if mouse.row >= areas.text.y + areas.text.height {
        viewport::scroll(model, areas, 1);
    }
    let row = mouse.row.clamp(
        areas.text.y,
        (areas.text.y + areas.text.height).saturating_sub(1),
    );
    let Some(to) = byte_under(model, areas, Mouse { row, ..mouse }) else {
        return;
    };
    let Some(loaded) = model.open_document_mut() else {
        return;
    };
    if to == from {
        return;
    }
    let resizing = loaded.resizing.is_some();
    // Both ends are within what is selected, whichever way the mouse went.
    if to > from {
        loaded.cursor.drag(from, loaded.text.next_grapheme(to));
    } else {
        loaded.cursor.drag(loaded.text.next_grapheme(from), to);
    }
    if resizing {
        let range = loaded.cursor.range();
        let mut cursor = loaded.cursor.clone();
        cursor.extend_over(range, loaded.units());
        loaded.cursor = cursor;
    }
}

/// The cluster under the mouse; of a place beside the text, the nearest in its row.
fn byte_under(model: &Model, areas: &Layout, mouse: Mouse) -> Option<usize> {
    let area = areas.text;
    if !(area.y..area.y + area.height).contains(&mouse.row) {
        return None;
    }
    let loaded = model.open_document()?;
    let view = text_rows(model, areas);
    let row = view.iter().find(|it| it.y == mouse.row).or(view.last())?;
    let column = mouse.column.saturating_sub(area.x);
    Some(rows::byte_at_column(
        &loaded.text,
        &row.row,
        column,
        areas.measure(model),
    ))
}

fn in_list(model: &mut Model, areas: &Layout, mouse: Mouse, env: &dyn Env) -> Vec<Effect> {
    let area = overlay_area(areas);
    let Mode::Overlay(Overlay::Picker(list)) = &mut model.mode else {
        return Vec::new();
    };
    match mouse.button {
        MouseButton::WheelUp => list.step(-WHEEL_ROWS),
        MouseButton::WheelDown => list.step(WHEEL_ROWS),
        MouseButton::Press { .. } if !area.contains(mouse.column, mouse.row) => {
            pickers::close(model);
        }
        MouseButton::Press { .. } => {
            let inner = area.inner();
            // The first row within is what was typed.
            let first = inner.y + 1;
            let height = usize::from(inner.height.saturating_sub(1));
            if mouse.row >= first && mouse.row < inner.y + inner.height {
                let index = list_top(list.chosen, height) + usize::from(mouse.row - first);
                if index < list.fitting.len() {
                    list.chosen = index;
                    return program::choose(model, env);
                }
            }
        }
        MouseButton::Drag | MouseButton::Release => {}
    }
    Vec::new()
}

/// The first row of a list that is shown, so that the chosen one is in view.
pub fn list_top(chosen: usize, height: usize) -> usize {
    (chosen + 1).saturating_sub(height)
}

fn in_help(model: &mut Model, mouse: Mouse) {
    use crate::app::input::key::{Key, KeyCode};
    let code = match mouse.button {
        MouseButton::WheelUp => KeyCode::Up,
        MouseButton::WheelDown => KeyCode::Down,
        MouseButton::Press { .. } => KeyCode::Esc,
        MouseButton::Drag | MouseButton::Release => return,
    };
    program::help_key(model, Key::plain(code));
}
