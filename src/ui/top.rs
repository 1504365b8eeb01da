//! The first row, and the welcome of a first start.
//!
//! Must not know: how documents and tags are counted.

use super::canvas::{Canvas, width_of};
use crate::app::{Area, Command, Model, Pane, TotalsProgress, filter_words};
use crate::text::counted;

/// Draws the first row: ` postil  iom   4 documents · 31 tags · 6 need a source      ana`
pub(super) fn draw(model: &Model, area: Area, canvas: &mut Canvas<'_>) {
    let (end, theme) = (area.x + area.width, canvas.theme);
    let mut line = canvas.line((area.x + 1, area.y), end);
    line.words("postil", theme.top);
    line.words("  ", theme.dim);
    line.words(&model.settings.workspace, theme.strong);
    let count = model.documents.all().len();
    let mut counts = format!("   {}", counted(count, "document"));
    if model.documents.walking {
        counts.push_str(" so far …");
    }
    if let TotalsProgress::Reading(done, of) = model.documents.counted {
        // Another thread may be reading the first file: how far it is, is not known.
        let so_far = match done {
            0 => "…".to_owned(),
            _ => bar(done, of),
        };
        counts.push_str(&format!(" · reading tags {so_far}"));
    }
    if let Some((tags, unsourced)) = model.totals() {
        counts.push_str(&format!(" · {}", counted(tags, "tag")));
        if unsourced > 0 {
            counts.push_str(&format!(" · {unsourced} unsourced"));
        }
    }
    line.words(&counts, theme.dim);
    if let Some(filter) = &model.filter {
        let shown = filter_words(&model.settings.tags, filter);
        line.words(&format!("   only {shown}"), theme.problem);
    }
    let name = model.annotator.as_deref().unwrap_or_default();
    let annotator = width_of(name);
    if line.x + 2 + annotator < end {
        canvas.put((end - annotator - 1, area.y), annotator, name, theme.dim);
    }
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
