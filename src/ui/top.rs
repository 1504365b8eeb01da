//! The first row, and the welcome of a first start.
//!
//! Must not know: how documents and tags are counted.

use ratatui::style::Style;

use super::canvas::{Canvas, width_of};
use super::saving;
use super::theme::Theme;
use crate::app::{
    Area, Command, Layout, Model, Pane, Tally, TopRow, TotalsProgress, filter_words, open_words,
    unread_words,
};
use crate::text::{counted, in_thousands};

/// The columns of a row that has the annotator's name and whole words.
const WIDE: u16 = 60;
/// The columns of a row with whole phrases.
const ROOMY: u16 = 100;

/// The columns of a row that tells how much of what is open is here.
const WITH_HERE: u16 = 72;

/// Draws the first row: ` postil  iom   4 documents · 31 tags · 6 open      ana · saved`; or,
/// where the sidebar is folded away, ` The agency is hiring…   30/31 checked · 13 open, 3 here   ana · saved`.
pub(super) fn draw(model: &Model, areas: &Layout, area: Area, canvas: &mut Canvas<'_>) {
    let end = draw_state(model, area, canvas);
    match areas.top_row {
        TopRow::Workspace => draw_workspace(model, area, end, canvas),
        TopRow::Document => draw_document(model, area, end, canvas),
    }
}

/// Draws by whom tags are made and whether all is saved, which is never cut; returns where
/// that begins.
fn draw_state(model: &Model, area: Area, canvas: &mut Canvas<'_>) -> u16 {
    let right = (area.x + area.width).saturating_sub(1);
    let (state, style) = saving::words(model, canvas.theme);
    let state = state.trim_end();
    let width = width_of(state).min(area.width);
    let mut start = right.saturating_sub(width).max(area.x);
    canvas.put((start, area.y), width, state, style);
    let name = model.annotator.as_deref().unwrap_or_default();
    let name = match state {
        _ if name.is_empty() => String::new(),
        "" => name.to_owned(),
        _ => format!("{name} · "),
    };
    let width = width_of(&name);
    if area.width >= WIDE && width <= area.width / 4 {
        start -= width;
        canvas.put((start, area.y), width, &name, canvas.theme.dim);
    }
    start.saturating_sub(2)
}

fn draw_workspace(model: &Model, area: Area, end: u16, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let (open, _) = open_words(model);
    let open = open.map_or_else(String::new, |open| format!(" · {open}"));
    let open_style = open_style(model, theme);
    let mut documents = counted(model.documents.count(), "document");
    if model.documents.walking {
        documents.push_str(" so far …");
    }
    let mut counts = vec![documents];
    if let TotalsProgress::Reading(done, of) = model.documents.counted {
        // Another thread may be reading the first file: how far it is, is not known.
        let so_far = match done {
            0 => "…".to_owned(),
            _ => bar(done, of),
        };
        counts.push(format!("reading tags {so_far}"));
    }
    counts.extend(model.totals().map(|total| counted(total.tags, "tag")));
    let only = aside_words(model, area.width);
    let mut line = canvas.line((area.x + 1, area.y), end);
    line.words("postil", theme.top);
    line.words("  ", theme.dim);
    // What is open matters more than how much there is, and that more than a long name.
    let room = end.saturating_sub(line.x);
    let fixed = width_of(&open) + width_of(&only);
    while !counts.is_empty() && fixed + 3 + width_of(&counts.join(" · ")) > room {
        counts.remove(0);
    }
    let counts = format!("   {}", counts.join(" · "));
    line.end = end.saturating_sub(fixed + width_of(&counts)).max(line.x);
    line.words(&model.settings.workspace, theme.strong);
    line.end = end;
    line.words(&counts, theme.dim);
    let open = match counts.trim().is_empty() {
        true => open.trim_start_matches(" · "),
        false => &open,
    };
    line.words(open, open_style);
    line.words(&only, theme.problem);
}

fn draw_document(model: &Model, area: Area, end: u16, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let mut line = canvas.line((area.x + 1, area.y), end);
    let Some((id, document)) = model.documents.open.zip(model.document()) else {
        line.words("postil", theme.top);
        line.words("  ", theme.dim);
        line.words(&model.settings.workspace, theme.strong);
        return;
    };
    let checked = document
        .checked()
        .map(|(checked, of)| format!("{}/{}", in_thousands(checked), in_thousands(of)));
    let checked = checked.map(|checked| match area.width {
        WIDE.. => format!("{checked} checked · "),
        _ => format!("{checked} · "),
    });
    let mut checked = checked.unwrap_or_default();
    if document
        .done(model.annotator.as_deref().unwrap_or_default())
        .by_me
    {
        checked.insert_str(0, "done · ");
    }
    let (open, here) = open_words(model);
    let open = open.unwrap_or_default();
    let style = open_style(model, theme);
    // In a narrow row, the title says more than how many of them are here.
    let here = here.filter(|_| area.width >= WITH_HERE);
    let here = here.map_or_else(String::new, |here| format!(", {here}"));
    let only = aside_words(model, area.width);
    let fixed = width_of(&checked) + width_of(&open) + width_of(&here) + width_of(&only) + 3;
    let title = model.documents.title_or_path(id);
    line.end = end.saturating_sub(fixed).max(line.x);
    line.words(&title, theme.strong);
    line.end = end;
    line.words("   ", theme.dim);
    line.words(&checked, theme.dim);
    line.words(&open, style);
    line.words(&here, theme.dim);
    line.words(&only, theme.problem);
}

/// The style of how much is open.
pub(super) fn open_style(model: &Model, theme: &Theme) -> Style {
    match model.totals().map_or(0, Tally::open) {
        0 => theme.dim,
        _ => theme.problem,
    }
}

/// What is missing in what the row tells: annotation files that cannot be read, and what a
/// filter leaves out.
fn aside_words(model: &Model, columns: u16) -> String {
    let unread = model.documents.known().unread;
    let unread = match (unread, columns) {
        (0, _) => String::new(),
        (unread, ROOMY..) => format!("   {} unreadable", counted(unread, "annotation file")),
        (_, WIDE..) => unread_words(model).map_or_else(String::new, |words| format!("   {words}")),
        (unread, _) => format!("  {} unread", in_thousands(unread)),
    };
    unread + &only_words(model)
}

/// Which tags are shown, if not all.
fn only_words(model: &Model) -> String {
    let filter = model.filter.as_ref();
    filter.map_or_else(String::new, |filter| {
        format!("   only {}", filter_words(&model.settings.tags, filter))
    })
}

/// Draws the most important keys above the last row.
pub(super) fn draw_welcome(model: &Model, area: Area, canvas: &mut Canvas<'_>) {
    let lines = welcome_lines(model);
    for (line, y) in lines.iter().zip(area.y..area.y + area.height) {
        canvas.put((area.x + 1, y), 1, "▍", canvas.theme.bar);
        canvas.put_in(area, (3, y), line, canvas.theme.strong);
    }
}

/// The most important keys, for a first start.
pub(super) fn welcome_lines(model: &Model) -> [String; 3] {
    let keymap = &model.settings.keymap;
    let key = |command| keymap.shown_key(Pane::Text, command);
    let tags: Vec<String> = model
        .settings
        .tags
        .iter()
        .filter_map(|tag| tag.key.map(|key| format!("{key} {}", tag.name)))
        .collect();
    [
        format!(
            "{}/{} move by sentence; the highlighted one is current.",
            key(Command::NextSentence),
            key(Command::PreviousSentence)
        ),
        format!("{}: tag it. Press again to remove.", tags.join(", ")),
        format!(
            "{} any word · {} select · {} undo · {} all keys · {} quit. Saved as you go.",
            key(Command::Hints),
            key(Command::Extend),
            key(Command::Undo),
            key(Command::Help),
            key(Command::Quit)
        ),
    ]
}

/// A progress bar: `▰▰▰▱▱▱▱▱ 40%`.
fn bar(done: usize, of: usize) -> String {
    const CELLS: usize = 8;
    let of = of.max(1);
    let full = done * CELLS / of;
    let cells = (0..CELLS).map(|cell| if cell < full { '▰' } else { '▱' });
    format!("{} {}%", cells.collect::<String>(), done * 100 / of)
}
