//! The mouse: a click goes somewhere, a drag selects, the wheel scrolls.

use crate::annotation::AnnotationId;
use crate::app::input::command::Direction;
use crate::app::state::drag::{Drag, Held, Place};
use crate::app::view::viewport::{self, TextFrame};
use crate::app::{
    Area, Documents, Env, Key, KeyCode, Layout, Margin, Mode, Model, Mouse, MouseButton,
    OpenDocument, Overlay, Pane, ShownRow, Sign, Unit, annotation_cards, choices_area, layout,
    overlay_area, shown_rows, sidebar_entries, text_rows,
};
use crate::text::TextRange;
use crate::text::layout as rows;
use crate::text::segment::without_blanks;

use super::commands::{moving, panes};
use super::outcome::Outcome;
use super::pickers::{self, HelpExtent};
use super::split;

/// The rows that one notch of the wheel scrolls.
const WHEEL_ROWS: isize = 3;

pub fn update(model: &mut Model, mouse: Mouse, env: &dyn Env) -> Outcome {
    let mut areas = layout(model);
    match model.mode {
        Mode::Overlay(Overlay::Picker(_)) => return in_picker(model, &areas, mouse, env),
        Mode::Overlay(Overlay::Help { .. }) => {
            let extent = HelpExtent::on_screen(model);
            return in_help(extent, &mut model.mode, mouse);
        }
        // A click never throws away a note or a line that is being typed.
        Mode::Note(_) | Mode::Prompt(_) => return Outcome::none(),
        Mode::Hints(_) | Mode::ChooseTag(_) | Mode::TagMatches(_) => model.mode = Mode::Reading,
        Mode::Reading => {}
    }
    if is_in(areas.other.map(|other| other.whole), mouse) {
        match mouse.button {
            MouseButton::WheelUp => {
                split::scroll_other(model, &areas, -WHEEL_ROWS);
                return Outcome::none();
            }
            MouseButton::WheelDown => {
                split::scroll_other(model, &areas, WHEEL_ROWS);
                return Outcome::none();
            }
            MouseButton::Press { clicks } => {
                let changed = split::activate_other(model);
                areas = layout(model);
                return changed.and(press(model, &areas, mouse, clicks));
            }
            MouseButton::Drag | MouseButton::Release => {}
        }
    }
    let frame = TextFrame::of(model, &areas);
    match mouse.button {
        MouseButton::WheelUp => wheel(&mut model.documents, &areas, frame, mouse, -1),
        MouseButton::WheelDown => wheel(&mut model.documents, &areas, frame, mouse, 1),
        MouseButton::Press { clicks } => return press(model, &areas, mouse, clicks),
        MouseButton::Drag => drag(model, &areas, mouse),
        MouseButton::Release => model.drag = None,
    }
    Outcome::none()
}

/// Extends a drag to the mouse. Beyond the text it scrolls at once, and as long as it is held
/// there.
fn drag(model: &mut Model, areas: &Layout, mouse: Mouse) {
    let held = held_at_edge(areas, mouse);
    if let Some(drag) = &mut model.drag {
        drag.held = held;
        if held.is_some_and(|held| held.place == Place::Beyond) {
            scroll_on(model, areas);
        } else {
            drag_to(model, areas, mouse);
        }
    }
}

/// Scrolls on where a drag is held at an edge of the text.
pub fn go_on_dragging(model: &mut Model) -> Outcome {
    if matches!(model.mode, Mode::Reading) {
        let areas = layout(model);
        scroll_on(model, &areas);
    } else if let Some(drag) = &mut model.drag {
        drag.held = None;
    }
    Outcome::none()
}

/// Scrolls by a row, and extends the drag to what has come; at an end of the text, nobody
/// needs to be told any more that the mouse is held there.
fn scroll_on(model: &mut Model, areas: &Layout) {
    let Some(held) = model.drag.and_then(|drag| drag.held) else {
        return;
    };
    let frame = TextFrame::of(model, areas);
    let before = model.open_document().map(|opened| opened.top);
    let opened = model.documents.open_document_mut();
    scroll(opened, frame, held.direction.sign());
    drag_to(model, areas, held.mouse);
    let after = model.open_document().map(|opened| opened.top);
    if before == after
        && let Some(drag) = &mut model.drag
    {
        drag.held = None;
    }
}

fn drag_to(model: &mut Model, areas: &Layout, mouse: Mouse) {
    let to = byte_under(model, areas, clamped(mouse, areas));
    if let Some((drag, opened)) = model.drag.zip(model.documents.open_document_mut()) {
        select_dragged(opened, drag.from, to);
        viewport::hold(opened);
    }
}

/// Whether a place is beyond the text or on its edge, in a text of more than one row.
fn held_at_edge(areas: &Layout, mouse: Mouse) -> Option<Held> {
    let (first, below) = (areas.text.y, areas.text.y + areas.text.height);
    let (direction, place) = match mouse.row {
        row if row < first => (Direction::Backward, Place::Beyond),
        row if row >= below => (Direction::Forward, Place::Beyond),
        _ if areas.text.height < 2 => return None,
        row if row == first => (Direction::Backward, Place::OnTheEdge),
        row if row + 1 == below => (Direction::Forward, Place::OnTheEdge),
        _ => return None,
    };
    Some(Held {
        mouse,
        direction,
        place,
    })
}

fn wheel(documents: &mut Documents, areas: &Layout, frame: TextFrame, mouse: Mouse, by: isize) {
    if is_in(areas.documents, mouse) {
        documents.step(by);
    } else {
        let opened = documents.open_document_mut();
        scroll(opened, frame, by * WHEEL_ROWS);
    }
}

fn is_in(area: Option<Area>, mouse: Mouse) -> bool {
    area.is_some_and(|area| area.contains(mouse.column, mouse.row))
}

fn scroll(opened: Option<&mut OpenDocument>, frame: TextFrame, rows: isize) {
    if let Some(opened) = opened {
        viewport::scroll(opened, frame, rows);
    }
}

fn press(model: &mut Model, areas: &Layout, mouse: Mouse, clicks: u8) -> Outcome {
    let row = mouse.row;
    model.notice = None;
    if is_in(areas.documents, mouse) {
        model.pane = Pane::Documents;
        let mut entries = sidebar_entries(model, areas).into_iter();
        let pressed = entries.find(|entry| (entry.y..entry.y + entry.rows).contains(&row));
        if let Some(entry) = pressed {
            model.documents.cursor = entry.at;
            return panes::open_row(&mut model.documents, &mut model.pane);
        }
    } else if is_in(areas.annotations, mouse) {
        let mut cards = annotation_cards(model, areas).cards.into_iter();
        let card = cards.find(|card| {
            let rows = u16::try_from(card.lines.len()).unwrap_or(u16::MAX);
            (card.y..card.y.saturating_add(rows)).contains(&row)
        });
        model.pane = Pane::Annotations;
        if let Some((card, opened)) = card.zip(model.documents.open_document_mut())
            && let Some(placed) = match card.suggested {
                true => opened.place_of_suggestion(&card.id),
                false => opened.place_of(&card.id),
            }
        {
            let range = placed.range;
            moving::point_to(opened, card.id, range);
        }
    } else {
        press_text(model, areas, mouse, clicks);
    }
    Outcome::none()
}

fn press_text(model: &mut Model, areas: &Layout, mouse: Mouse, clicks: u8) {
    // A click on a letter or stripe in the margin goes to its annotation.
    let on_margin = annotation_in_margin(model, areas, mouse);
    if let Some(((id, range), opened)) = on_margin.zip(model.documents.open_document_mut()) {
        moving::point_to(opened, id, range);
        model.pane = Pane::Text;
        return;
    }
    let Some(byte) = byte_under(model, areas, mouse) else {
        return;
    };
    model.pane = Pane::Text;
    model.drag = Some(Drag {
        from: byte,
        held: None,
    });
    if let Some(opened) = model.documents.open_document_mut() {
        // The innermost tag there, which need not be the one around the whole sentence.
        let clicked = TextRange::between(byte, opened.text.next_grapheme(byte));
        let index = opened.annotation_index();
        let innermost = index
            .shown()
            .shortest_around(clicked)
            .filter(|_| clicks == 1);
        opened.pointed = innermost.map(|placed| placed.annotation.id.clone());
        let unit = match clicks {
            2 => Unit::Word,
            _ => Unit::Sentence,
        };
        let range = opened.units().at(unit, byte);
        opened.cursor.go(range, unit);
        viewport::hold(opened);
    }
}

/// The annotation whose letter or stripe is under the mouse.
fn annotation_in_margin(
    model: &Model,
    areas: &Layout,
    mouse: Mouse,
) -> Option<(AnnotationId, TextRange)> {
    if !areas.margin.contains(mouse.column, mouse.row) {
        return None;
    }
    let column = usize::from(mouse.column - areas.margin.x);
    let rows = text_rows(model, areas);
    let (first, last) = (rows.first()?, rows.last()?);
    let view = first.row.whole.union(last.row.whole);
    let row = rows.iter().find(|row| row.y == mouse.row)?;
    let opened = model.open_document()?;
    let margin = Margin::new(opened, opened.current(), view, areas);
    let cells = margin.row(&row.row, 0).cells;
    let here = (*cells.get(column)?).or_else(|| {
        // The column behind a stripe is free where its tag has no letter.
        let before = cells[column.checked_sub(1)?];
        before.filter(|cell| cell.sign == Sign::Stripe)
    });
    let placed = here?.placed;
    Some((placed.annotation.id.clone(), placed.range))
}

/// The mouse moved into the text: to the nearest row, where it has left it.
fn clamped(mouse: Mouse, areas: &Layout) -> Mouse {
    let area = areas.text;
    let last = (area.y + area.height).saturating_sub(1);
    Mouse {
        row: mouse.row.clamp(area.y, last.max(area.y)),
        ..mouse
    }
}

/// Selects from where the button was pressed to where the mouse is: both clusters are
/// within the selection, whichever way the mouse went, but for the blanks at its ends.
fn select_dragged(opened: &mut OpenDocument, from: usize, to: Option<usize>) {
    let Some(to) = to.filter(|to| *to != from) else {
        return;
    };
    let all = TextRange::between(from.min(to), opened.text.next_grapheme(from.max(to)));
    // Nothing but blanks is shown as it is, so that it can be seen why it cannot be tagged.
    let range = without_blanks(&opened.text, all).unwrap_or(all);
    if to > from {
        opened.cursor.drag(range.start(), range.end());
    } else {
        opened.cursor.drag(range.end(), range.start());
    }
    if opened.resizing.is_some() {
        let range = opened.cursor.range();
        moving::change_cursor(opened, |cursor, units| cursor.extend_over(range, units));
    }
}

/// The grapheme cluster under the mouse; beside the text, the nearest in that row.
fn byte_under(model: &Model, areas: &Layout, mouse: Mouse) -> Option<usize> {
    let area = areas.text;
    if !(area.y..area.y + area.height).contains(&mouse.row) {
        return None;
    }
    let opened = model.open_document()?;
    let view = text_rows(model, areas);
    // A blank row between paragraphs goes with the row above it.
    let row = view.iter().rfind(|row| row.y <= mouse.row)?;
    let column = mouse.column.saturating_sub(area.x);
    let (row, measure) = (&row.row, areas.measure(model));
    Some(rows::byte_at_column(&opened.text, row, column, measure))
}

fn in_picker(model: &mut Model, areas: &Layout, mouse: Mouse, env: &dyn Env) -> Outcome {
    let Mode::Overlay(overlay) = &model.mode else {
        return Outcome::none();
    };
    let (area, choices) = (
        overlay_area(model, areas, overlay),
        choices_area(model, areas, overlay),
    );
    let shown = model.mode.picker();
    let shown = shown.map(|list| shown_rows(model, list, choices));
    let Some(picker) = model.mode.picker_mut() else {
        return Outcome::none();
    };
    match mouse.button {
        MouseButton::WheelUp => picker.step(-WHEEL_ROWS),
        MouseButton::WheelDown => picker.step(WHEEL_ROWS),
        MouseButton::Press { .. } if !area.contains(mouse.column, mouse.row) => {
            pickers::close(model);
        }
        MouseButton::Press { .. } => {
            let mut shown = shown.into_iter().flatten();
            let under = |row: &ShownRow| (row.y..row.y + row.height).contains(&mouse.row);
            if let Some(row) = shown.find(under) {
                picker.chosen = row.at;
                return pickers::choose(model, env);
            }
        }
        MouseButton::Drag | MouseButton::Release => {}
    }
    Outcome::none()
}

fn in_help(extent: HelpExtent, mode: &mut Mode, mouse: Mouse) -> Outcome {
    let code = match mouse.button {
        MouseButton::WheelUp => KeyCode::Up,
        MouseButton::WheelDown => KeyCode::Down,
        MouseButton::Press { .. } => KeyCode::Esc,
        MouseButton::Drag | MouseButton::Release => return Outcome::none(),
    };
    pickers::press_in_help(extent, mode, Key::plain(code))
}
