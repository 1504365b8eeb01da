//! The overlays: the help, and the pickers.
//!
//! Must not know: what a row of a picker does.

use std::ops::Range;

use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};

use super::canvas::{Canvas, Focus, Line, width_of};
use crate::app::{
    Area, HELP_KEY_COLUMNS, HelpLine, ItemLines, Layout, Letters, Model, Overlay, Picker,
    PickerRow, ShownRow, choices_area, detail_columns, foot, help_lines, overlay_area, shown_rows,
    wrap,
};
use crate::text::visible::visible_within;

/// The columns that what is typed has beside the title of a small picker.
const TYPED: u16 = 10;

/// Draws an overlay; returns where its chosen row stands, or what is read of it.
pub(super) fn draw(
    model: &Model,
    areas: &Layout,
    overlay: &Overlay,
    canvas: &mut Canvas<'_>,
) -> Option<Position> {
    let area = overlay_area(model, areas, overlay);
    canvas.clear(area);
    match overlay {
        Overlay::Help { top, over } => {
            let whose = match over {
                Some(_) => "list",
                None => model.pane.name(),
            };
            draw_help(model, area, (whose, *top), canvas);
            let inner = area.inner();
            (!inner.is_empty()).then(|| Position::new(inner.x, inner.y))
        }
        Overlay::Picker(picker) => {
            let choices = choices_area(model, areas, overlay);
            draw_picker(model, (area, choices), picker, canvas)
        }
    }
}

fn draw_help(model: &Model, area: Area, (whose, top): (&str, usize), canvas: &mut Canvas<'_>) {
    let inner = area.inner();
    let lines = help_lines(model, inner.width);
    let more = lines.len() > top + usize::from(inner.height);
    let hint = if more { " — ↓ for more" } else { "" };
    let title = format!("Keys: {whose}{hint}");
    canvas.frame(area, &title, Focus::Focused);
    let keys = HELP_KEY_COLUMNS;
    for (line, y) in lines.iter().skip(top).zip(inner.y..inner.y + inner.height) {
        match line {
            HelpLine::Title(words) => {
                canvas.put_in(inner, (1, y), words, canvas.theme.strong);
            }
            HelpLine::Keys(shown, does) => {
                canvas.put((inner.x + 2, y), keys, shown, canvas.theme.key);
                canvas.put_in(inner, (keys + 3, y), does, Style::new());
            }
            HelpLine::Words(words) => {
                canvas.put_in(inner, (2, y), words, canvas.theme.dim);
            }
            HelpLine::Blank => {}
        }
    }
}

fn draw_picker(
    model: &Model,
    (area, choices): (Area, Area),
    picker: &Picker,
    canvas: &mut Canvas<'_>,
) -> Option<Position> {
    let inner = area.inner();
    let is_small = choices.y == inner.y;
    // A title that is cut leaves room for what is typed behind it.
    let room = match is_small {
        true => area.width.saturating_sub(4 + TYPED),
        false => area.width,
    };
    let title = picker.heading();
    let title = visible_within(&title, usize::from(room));
    canvas.frame(area, &title, Focus::Focused);
    if inner.is_empty() {
        return None;
    }
    // What is typed in a small one stands behind its title.
    let start = match is_small {
        true => (inner.x + width_of(&title) + 2, area.y),
        false => (inner.x + 1, inner.y),
    };
    let mut line = canvas.line(start, inner.x + inner.width);
    // The terminal's cursor stands on the chosen row.
    let mut cursor = draw_typed(picker, &mut line);
    // Behind a title alone there is a blank already.
    if is_small && picker.letters == Letters::Narrow {
        line.words(" ", Style::new());
    }
    let shown = shown_rows(model, picker, choices);
    if let Some(at) = draw_rows(model, picker, &shown, choices, canvas) {
        cursor = at;
    }
    draw_foot(picker, inner, choices, canvas);
    // A small list has no number in its title that would tell of rows below its edge.
    let last = shown.last().map_or(0, |row| row.at + 1);
    if is_small && picker.fitting.len() > last && area.width > 8 {
        let at = (area.x + area.width - 8, area.y + area.height - 1);
        canvas.put(at, 6, "↓ more", canvas.theme.dim);
    }
    if picker.fitting.is_empty() && choices.height > 0 {
        let why = picker.why_empty(model.known());
        let words = why.as_deref().unwrap_or("searching …");
        // Its end may say what to do.
        let rows = wrap(words, choices.width.saturating_sub(4));
        for (words, y) in rows.iter().zip(choices.y..choices.y + choices.height) {
            canvas.put_in(choices, (3, y), words, canvas.theme.dim);
        }
    }
    Some(cursor)
}

/// Draws the rows that are shown; returns where the chosen one stands.
fn draw_rows(
    model: &Model,
    picker: &Picker,
    shown: &[ShownRow],
    choices: Area,
    canvas: &mut Canvas<'_>,
) -> Option<Position> {
    let mut cursor = None;
    for at in shown {
        let number = picker.fitting.get(at.at);
        let Some(row) = number.and_then(|number| picker.rows.get(*number)) else {
            continue;
        };
        let chosen = (at.at == picker.chosen).then_some(canvas.theme.chosen);
        if chosen.is_some() {
            cursor = Some(Position::new(choices.x, at.y));
        }
        match &at.item {
            Some(item) => draw_item(model, (row, item), (choices, at), chosen, canvas),
            None => draw_row(model, row, choices, at.y, chosen, canvas),
        }
    }
    cursor
}

/// Draws the chosen row whole below a small list, where it was cut.
fn draw_foot(picker: &Picker, inner: Area, choices: Area, canvas: &mut Canvas<'_>) {
    let below = choices.y + choices.height..inner.y + inner.height;
    let Some(row) = picker.chosen_row().filter(|_| !below.is_empty()) else {
        return;
    };
    let mut at = 0;
    for (words, y) in foot(row, inner.width).iter().zip(below) {
        let Some(start) = row
            .text
            .get(at..)
            .and_then(|rest| rest.find(words.as_str()))
        else {
            canvas.put_in(inner, (3, y), words, canvas.theme.dim);
            continue;
        };
        let shown = at + start..at + start + words.len();
        at = shown.end;
        let room = inner.width.saturating_sub(3);
        let style = if row.lit.is_empty() {
            canvas.theme.dim
        } else {
            Style::new()
        };
        put_lit(row, shown, ((inner.x + 3, y), room), style, canvas);
    }
}

/// Draws a part of the words of a row, with those that are lit.
fn put_lit(
    row: &PickerRow,
    shown: Range<usize>,
    ((x, y), room): ((u16, u16), u16),
    base: Style,
    canvas: &mut Canvas<'_>,
) {
    let (mut x, end) = (x, x + room);
    let mut at = shown.start;
    let lit_style = base.patch(canvas.theme.matched);
    let lit = row
        .lit
        .iter()
        .map(|lit| lit.start.max(shown.start)..lit.end.min(shown.end));
    for lit in lit.filter(|lit| !lit.is_empty()) {
        for (part, style) in [(at..lit.start, base), (lit.clone(), lit_style)] {
            let words = row.text.get(part).unwrap_or_default();
            x += canvas.put((x, y), end.saturating_sub(x), words, style);
        }
        at = lit.end;
    }
    let rest = row.text.get(at..shown.end).unwrap_or_default();
    canvas.put((x, y), end.saturating_sub(x), rest, base);
}

/// Draws what has been typed to narrow a list; returns where that goes on.
fn draw_typed(picker: &Picker, line: &mut Line<'_>) -> Position {
    if matches!(picker.letters, Letters::Act(_)) {
        if !picker.typed.is_empty() {
            line.words("› ", line.canvas.theme.key);
            line.words(picker.typed.as_str(), line.canvas.theme.dim);
        }
        return Position::new(line.x, line.y);
    }
    line.words("› ", line.canvas.theme.key);
    let (before, after) = picker.typed.split();
    line.words(before, Style::new());
    let typed_at = (line.x.min(line.end.saturating_sub(1)), line.y);
    line.words(after, Style::new());
    if let Some(hint) = picker.hint() {
        line.words(&hint, line.canvas.theme.dim);
    }
    let reversed = Style::new().add_modifier(Modifier::REVERSED);
    line.canvas.paint(typed_at, 1, reversed);
    Position::from(typed_at)
}

/// Draws an item of what is open in its lines.
fn draw_item(
    model: &Model,
    (row, item): (&PickerRow, &ItemLines),
    (inner, at): (Area, &ShownRow),
    chosen: Option<Style>,
    canvas: &mut Canvas<'_>,
) {
    let base = chosen.unwrap_or_default();
    let below = at.y + at.height;
    for y in at.y + 1..below {
        canvas.paint((inner.x, y), inner.width, base);
    }
    let dim = base.patch(canvas.theme.dim);
    let (title, columns) = &item.title;
    let detail = (title.as_str(), *columns);
    let (x, end) = draw_ends(model, row, detail, (inner, at.y), chosen, canvas);
    let column = inner.x + item.column;
    canvas.put((x, at.y), column.saturating_sub(x + 1), &item.why, dim);
    for ((words, passage), y) in item.quote.iter().zip(at.y..below) {
        let end = if y == at.y {
            end
        } else {
            inner.x + inner.width
        };
        let parts = [
            (passage.start, dim),
            (passage.end, base),
            (words.len(), dim),
        ];
        let (mut x, mut from) = (column, 0);
        for (to, style) in parts {
            let part = words.get(from..to).unwrap_or_default();
            from = to;
            x += canvas.put((x, y), end.saturating_sub(x), part, style);
        }
    }
    let about = at.y + u16::try_from(item.quote.len()).unwrap_or(0);
    if about < below {
        canvas.put_in(inner, (item.column, about), &item.about, dim);
    }
}

/// Draws what stands left and right of the words of a row; returns from where to where those
/// may stand.
fn draw_ends(
    model: &Model,
    row: &PickerRow,
    (detail, columns): (&str, u16),
    (inner, y): (Area, u16),
    chosen: Option<Style>,
    canvas: &mut Canvas<'_>,
) -> (u16, u16) {
    let base = chosen.unwrap_or_default();
    if chosen.is_some() {
        canvas.paint((inner.x, y), inner.width, base);
        canvas.put((inner.x, y), 1, "▸", base);
    }
    let end = inner.x + inner.width;
    let at = (end - columns, y);
    canvas.put(at, columns, detail, base.patch(canvas.theme.dim));
    let x = inner.x + 1;
    if let Some(tag) = &row.tag {
        let tag = model.settings.tags.look_up(tag);
        canvas.put((x, y), 1, &row.mark, base.patch(canvas.theme.tag(&tag)));
    } else {
        // A key.
        canvas.put((x, y), 1, &row.mark, base.patch(canvas.theme.strong));
    }
    (x + 2, end.saturating_sub(columns + 1))
}

fn draw_row(
    model: &Model,
    row: &PickerRow,
    inner: Area,
    y: u16,
    chosen: Option<Style>,
    canvas: &mut Canvas<'_>,
) {
    let base = chosen.unwrap_or_default();
    let detail = (row.detail.as_str(), detail_columns(row, inner.width));
    let (mut x, end) = draw_ends(model, row, detail, (inner, y), chosen, canvas);
    if !row.lit.is_empty() {
        let room = end.saturating_sub(x);
        put_lit(row, 0..row.text.len(), ((x, y), room), base, canvas);
        return;
    }
    let strong = row.strong.map(|range| (range.start(), range.end()));
    let (from, to) = strong.unwrap_or((0, row.text.len()));
    let parts = [
        (row.text.get(..from), base.patch(canvas.theme.dim)),
        (row.text.get(from..to), base),
        (row.text.get(to..), base.patch(canvas.theme.dim)),
    ];
    for (part, style) in parts {
        let room = end.saturating_sub(x);
        x += canvas.put((x, y), room, part.unwrap_or_default(), style);
    }
}
