//! The text with its margin.
//!
//! ```text
//! ▎C  International Organization for Migration (IOM) is funded by
//! ▎   donations and grants from its member states. 34▐
//! ```
//!
//! Each tag has a letter and a stripe in the margin, overlapping tags side by side, and an
//! underline in the text. Bars stand around the current sentence.
//!
//! Must not know: how text is wrapped.

use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};

use super::canvas::{Canvas, Focus, width_of};
use super::links::{self, Link};
use super::marks::Marks;
use super::theme::Theme;
use crate::app::{
    Displaced, Document, Layout, Look, Mode, Model, OpenDocument, Pane, PaneRole, TextView,
    ViewRow, rows_in, text_views, wrap,
};
use crate::text::visible::Emphasis;
use crate::text::{TextRange, counted, in_thousands};

/// Draws the header, the margin and the text; returns where the current sentence begins, or
/// its part in view. Adds the addresses in it to `links`.
pub(super) fn draw(
    model: &Model,
    areas: &Layout,
    canvas: &mut Canvas<'_>,
    links: &mut Vec<Link>,
) -> Option<Position> {
    let views = text_views(model, areas);
    if views.is_empty() && !areas.text.is_empty() {
        draw_absence(model, None, areas, canvas);
    }
    draw_divider(areas, canvas);
    let mut sentence = None;
    for view in &views {
        let place = draw_view(model, view, canvas, links);
        sentence = sentence.or(place.filter(|_| view.role == PaneRole::Active));
    }
    sentence
}

/// Draws what parts two panes of text: a column, or the row with the name of the lower document.
fn draw_divider(areas: &Layout, canvas: &mut Canvas<'_>) {
    let style = canvas.theme.border;
    if let Some(between) = areas.between {
        for y in between.y..between.y + between.height {
            canvas.put((between.x, y), 1, "│", style);
        }
    } else if let Some(other) = areas.other {
        let headers = [areas.header, other.header].into_iter().flatten();
        if let Some(lower) = headers.max_by_key(|header| header.y) {
            for x in lower.x..lower.x + lower.width {
                canvas.put((x, lower.y), 1, "─", style);
            }
        }
    }
}

/// Draws a pane of text; returns where its current sentence begins.
fn draw_view(
    model: &Model,
    pane: &TextView<'_>,
    canvas: &mut Canvas<'_>,
    links: &mut Vec<Link>,
) -> Option<Position> {
    let areas = &pane.areas;
    draw_header(model, pane, canvas);
    if areas.text.is_empty() {
        return None;
    }
    let Some((opened, look)) = &pane.opened else {
        draw_absence(model, Some(pane.document), areas, canvas);
        return None;
    };
    let rows = rows_in(model, opened, look.top, areas);
    let (first, last) = rows.first().zip(rows.last())?;
    let view = first.row.whole.union(last.row.whole);
    let mut scene = Scene::new(model, (pane, opened, look), view, canvas.theme);
    let mut beyond = 0;
    for row in &rows {
        draw_row(&scene, areas, row, canvas);
        beyond = scene.marks.draw_margin(areas, row, beyond, canvas);
    }
    links::of_text(opened, areas, &rows, links);
    draw_bars(&scene, areas, &rows, canvas);
    if pane.role == PaneRole::Active {
        draw_hints(model, areas, &rows, canvas);
    }
    if opened.text.is_empty() {
        let words = "this document is empty";
        canvas.put_in(areas.text, (0, areas.text.y), words, canvas.theme.dim);
    }
    first_cell(&rows, areas, scene.sentence)
}

/// Where a sentence begins on the screen, or the part of it that is in view.
fn first_cell(rows: &[ViewRow], areas: &Layout, sentence: TextRange) -> Option<Position> {
    rows.iter().find_map(|row| {
        let mut cells = row.cells.iter();
        let cell = cells.find(|cell| sentence.contains(cell.range.start()))?;
        Some(Position::new(areas.text.x + cell.column, row.y))
    })
}

/// What rows are drawn by, found once per frame.
struct Scene<'a> {
    theme: &'a Theme,
    sentence: TextRange,
    /// How the current sentence is lit.
    lit: Style,
    selection: TextRange,
    marks: Marks<'a>,
    matches: &'a [TextRange],
}

impl<'a> Scene<'a> {
    fn new(
        model: &'a Model,
        (pane, opened, look): (&TextView<'a>, &'a OpenDocument, &'a Look),
        view: TextRange,
        theme: &'a Theme,
    ) -> Self {
        Self {
            theme,
            sentence: look.cursor.sentence(opened.units()),
            lit: match pane.role {
                PaneRole::Active => theme.lit,
                PaneRole::Other => Style::new(),
            },
            selection: look.cursor.range(),
            marks: Marks::new(model, (pane.id, opened, look), view, (&pane.areas, theme)),
            matches: opened.matches.within(view),
        }
    }

    fn matches_in(&self, row: TextRange) -> &'a [TextRange] {
        let from = self
            .matches
            .partition_point(|matched| matched.end() <= row.start());
        let to = self
            .matches
            .partition_point(|matched| matched.start() < row.end());
        &self.matches[from..to.max(from)]
    }

    /// The style of the cell at a byte, unless it is a substitute, and the byte up to which
    /// further cells have it, too.
    fn style(
        &self,
        byte: usize,
        matches: &[TextRange],
        underlined: Option<&(TextRange, Style)>,
    ) -> (Style, usize) {
        let mut style = Style::new();
        let mut until = usize::MAX;
        let mut patch = |range: TextRange, patch: Style| {
            if range.contains(byte) {
                style = style.patch(patch);
            }
            let changes = [range.start(), range.end()];
            let next = changes.into_iter().find(|change| *change > byte);
            until = until.min(next.unwrap_or(usize::MAX));
        };
        patch(self.sentence, self.lit);
        for matched in matches {
            patch(*matched, self.theme.matched);
        }
        if self.selection != self.sentence {
            patch(self.selection, self.theme.selected);
        }
        let mut underline_here = None;
        if let Some((range, underline)) = underlined {
            patch(*range, Style::new());
            underline_here = range.contains(byte).then_some(*underline);
        }
        if let Some(underline) = underline_here {
            style = self.theme.underlined(style, underline);
        }
        (style, until)
    }
}

/// Draws what the document is called, and where one is in it and how much of it is checked:
/// `The agency is hiring…  a.txt     sentence 67 · 32 of 95 checked`. The title gives way first.
fn draw_header(model: &Model, pane: &TextView<'_>, canvas: &mut Canvas<'_>) {
    let areas = &pane.areas;
    let Some(area) = areas.header else { return };
    let (id, document) = (pane.id, pane.document);
    let is_split = areas.other.is_some();
    let (x, y) = (areas.text.x, area.y);
    let end = (area.x + area.width).min(areas.text.x + areas.text.width);
    let mut parts = header_parts(model, pane);
    // How much is checked is the last to go.
    while parts.len() > 1 && width_of(&parts.join(" · ")) + LEAST_TITLE > end.saturating_sub(x) {
        parts.remove(parts.len().saturating_sub(2));
    }
    let words = parts.join(" · ");
    let width = width_of(&words).min(end.saturating_sub(x));
    canvas.put((end - width, y), width, &words, canvas.theme.dim);
    if is_split {
        // The row may be a rule.
        let before = (end - width).saturating_sub(2).max(x);
        canvas.put((before, y), end - width - before, "  ", Style::new());
        canvas.put((end, y), 1, " ", Style::new());
    }
    let style = match (Focus::of_pane(model, Pane::Text), pane.role) {
        (Focus::Focused, PaneRole::Active) => canvas.theme.focus,
        _ => canvas.theme.dim,
    };
    // Without colour, too, it is seen which of two has the cursor.
    if is_split && x >= area.x + 2 {
        let mark = match pane.role {
            PaneRole::Active => "▸ ",
            PaneRole::Other => "  ",
        };
        canvas.put((x - 2, y), 2, mark, canvas.theme.strong);
    }
    let mut line = canvas.line((x, y), (end - width).saturating_sub(2).max(x));
    let Some(title) = model.documents.title(id) else {
        line.words(&document.path, style);
        return;
    };
    let name = format!("  {}", document.path);
    line.words(&title, style);
    // A part of a name says nothing.
    if line.x + width_of(&name) <= line.end {
        line.words(&name, line.canvas.theme.dim);
    }
    if is_split {
        line.words(" ", Style::new());
    }
}

/// What is said of a document beside its title.
fn header_parts(model: &Model, pane: &TextView<'_>) -> Vec<String> {
    let mut parts = Vec::new();
    let (areas, document) = (&pane.areas, pane.document);
    let pending = document.pending_passages();
    if pending > 0 {
        parts.push(format!("looking for {}", in_thousands(pending)));
    }
    let Displaced {
        moved,
        changed,
        lost,
    } = document.displaced();
    let displaced = [(lost, "lost"), (changed, "changed"), (moved, "moved")].into_iter();
    let displaced = displaced.filter(|(count, _)| *count > 0);
    let displaced: Vec<_> = displaced
        .map(|(count, how)| format!("{} {how}", in_thousands(count)))
        .collect();
    parts.extend((!displaced.is_empty()).then(|| displaced.join(", ")));
    let here = pane.opened.as_ref();
    if let Some(number) = here.and_then(|(opened, look)| sentence_number(opened, look)) {
        parts.push(format!("sentence {}", in_thousands(number)));
    }
    let suggested = document.suggestions();
    parts.extend((suggested > 0).then(|| counted(suggested, "suggestion")));
    // Where the sidebar is folded away, nothing else tells it.
    let is_done = document.done(model.annotator.as_deref().unwrap_or_default());
    let done = match is_done.by_me && areas.documents.is_none() {
        true => "done · ",
        false => "",
    };
    if let Some((checked, of)) = document.checked() {
        let [checked, of] = [checked, of].map(in_thousands);
        parts.push(format!("{done}{checked} of {of} checked"));
    } else if !done.is_empty() {
        parts.push("done".to_owned());
    }
    parts
}

/// The least columns of a title beside what is said of the document.
const LEAST_TITLE: u16 = 24;

/// The number of the current sentence, from 1, where that is known.
fn sentence_number(opened: &OpenDocument, look: &Look) -> Option<usize> {
    let here = look.cursor.sentence(opened.units()).start();
    let number = opened.structure.sentence_number(here)?;
    (opened.structure.sentence_count() != Some(0)).then_some(number + 1)
}

/// Draws why there is no text.
fn draw_absence(
    model: &Model,
    document: Option<&Document>,
    areas: &Layout,
    canvas: &mut Canvas<'_>,
) {
    let words = match document {
        Some(document) => match document.problem() {
            Some(problem) => problem.to_owned(),
            None => "reading …".to_owned(),
        },
        None if model.documents.walking => "looking for documents …".to_owned(),
        None => "There is no document here. Put text files (.txt, .md) into this folder, or \
                 start postil with another one."
            .to_owned(),
    };
    let lines = wrap(&words, areas.text.width);
    for (line, y) in lines
        .iter()
        .zip(areas.text.y..areas.text.y + areas.text.height)
    {
        canvas.put_in(areas.text, (0, y), line, canvas.theme.dim);
    }
}

fn draw_row(scene: &Scene<'_>, areas: &Layout, row: &ViewRow, canvas: &mut Canvas<'_>) {
    let matches = scene.matches_in(row.row.whole);
    let mut underlined = scene.marks.underlined_from(row.row.whole.start());
    let (mut style, mut until) = (Style::new(), 0);
    let (right, bottom) = (canvas.buffer.area.right(), canvas.buffer.area.bottom());
    if row.y >= bottom || right == 0 {
        return;
    }
    let row_start = canvas.buffer.index_of(0, row.y);
    for cell in &row.cells {
        let x = areas.text.x + cell.column;
        if x + cell.width > right {
            continue;
        }
        let byte = cell.range.start();
        // The cells of a row are in the order of the text.
        if byte >= until {
            while let Some((_, rest)) = underlined.split_first()
                && underlined[0].0.end() <= byte
            {
                underlined = rest;
            }
            (style, until) = scene.style(byte, matches, underlined.first());
        }
        let style = match cell.substitute {
            true => style.patch(scene.theme.substitute),
            false => emphasised(style, cell.emphasis),
        };
        if let [b' '..=b'~'] = cell.symbol.as_bytes() {
            canvas.buffer.content[row_start + usize::from(x)]
                .set_symbol(&cell.symbol)
                .set_style(style);
        } else {
            // A symbol can have several clusters: the blanks of a tab, or ⟨RLO⟩.
            canvas.set((x, row.y), cell.width, &cell.symbol, style);
        }
    }
}

/// A style with what letters that were struck over each other were meant to be. A tag's
/// underline stays: it tells which tag.
fn emphasised(mut style: Style, emphasis: Emphasis) -> Style {
    if emphasis.bold {
        style = style.add_modifier(Modifier::BOLD);
    }
    if emphasis.underlined && !style.add_modifier.contains(Modifier::UNDERLINED) {
        style = style.add_modifier(Modifier::UNDERLINED);
    }
    style
}

/// Draws bars before and after the current sentence, in the white space around it: so it
/// stands out without colour, and nothing moves.
fn draw_bars(scene: &Scene<'_>, areas: &Layout, rows: &[ViewRow], canvas: &mut Canvas<'_>) {
    let sentence = scene.sentence;
    if sentence.is_empty() {
        return;
    }
    for row in rows {
        let cells = &row.cells;
        if let Some(index) = cells
            .iter()
            .position(|cell| cell.range.start() == sentence.start())
        {
            let before = index.checked_sub(1).map(|index| &cells[index]);
            match before {
                Some(cell) if cell.symbol.trim().is_empty() => {
                    let x = areas.text.x + cell.column + cell.width - 1;
                    bar(canvas, (x, row.y), "▌");
                }
                Some(_) => {}
                None => {
                    // In a very narrow one there is no column before the text.
                    let x = (areas.text.x + cells[index].column).checked_sub(1);
                    if let Some(x) = x {
                        bar(canvas, (x, row.y), "▌");
                    }
                }
            }
        }
        if let Some(index) = cells
            .iter()
            .position(|cell| cell.range.end() == sentence.end())
        {
            let after = cells.get(index + 1);
            if after.is_none_or(|cell| cell.symbol.trim().is_empty()) {
                let x = areas.text.x + cells[index].column + cells[index].width;
                bar(canvas, (x, row.y), "▐");
            }
        }
    }
}

fn bar(canvas: &mut Canvas<'_>, at: (u16, u16), symbol: &str) {
    if canvas.buffer.area.contains(at.into()) {
        canvas.buffer[at].reset();
        canvas.put(at, 1, symbol, canvas.theme.bar);
    }
}

fn draw_hints(model: &Model, areas: &Layout, rows: &[ViewRow], canvas: &mut Canvas<'_>) {
    let Mode::Hints(hints) = &model.mode else {
        return;
    };
    let cells = rows
        .iter()
        .flat_map(|row| row.cells.iter().map(move |cell| (row.y, cell)));
    let mut cells = cells.peekable();
    let mut last = LastHint::default();
    for hint in &hints.hints {
        let Some(rest) = hint.letters.strip_prefix(&hints.typed) else {
            continue;
        };
        while cells
            .next_if(|(_, cell)| cell.range.start() < hint.word.start())
            .is_some()
        {}
        let Some(&(y, cell)) = cells.peek() else {
            return;
        };
        let of_word = cells
            .clone()
            .take_while(|(row, cell)| *row == y && cell.range.start() < hint.word.end());
        let room = of_word.map(|(_, cell)| cell.width).sum();
        let at = (areas.text.x + cell.column, y);
        let style = last.style_beside(at, canvas.theme);
        // A narrow word shows first what is still to be typed, and then the rest.
        let typed = match width_of(&hint.letters) <= room {
            true => canvas.put(at, room, &hints.typed, canvas.theme.hint_typed),
            false => 0,
        };
        let fitting = usize::from(room - typed).min(rest.len());
        let drawn = canvas.put((at.0 + typed, y), room, &rest[..fitting], style);
        last.end = Some((at.0 + typed + drawn, y));
    }
}

/// The hint that was drawn last: where words touch, as without spaces between them, the
/// next one has another style, so that it is seen where it begins.
#[derive(Default)]
struct LastHint {
    end: Option<(u16, u16)>,
    is_other: bool,
}

impl LastHint {
    /// The style of the hint that begins at a place.
    fn style_beside(&mut self, at: (u16, u16), theme: &Theme) -> Style {
        self.is_other = self.end == Some(at) && !self.is_other;
        match self.is_other {
            true => theme.hint_beside,
            false => theme.hint,
        }
    }
}
