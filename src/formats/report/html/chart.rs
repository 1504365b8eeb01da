//! Small charts: bars with their names and numbers beside them, so that nothing is told by
//! colour alone.
//!
//! Must not know: what is counted.

use super::markup::Markup;
use crate::text::visible::columns;
use crate::text::{in_thousands, one_line};

/// In units of the drawing, of which some 640 are the width of a page.
const ROW: usize = 26;
const NAME: usize = 190;
const BAR: usize = 300;
/// The most columns of a name that stand beside a bar.
const LONGEST: usize = 22;

/// A bar of a chart.
pub(super) struct Bar {
    pub name: String,
    /// Of its colour.
    pub class: String,
    pub part: usize,
    /// Of which it is a part, where that is told.
    pub whole: Option<usize>,
}

impl Bar {
    fn number(&self) -> String {
        match self.whole {
            Some(whole) => super::super::overview::share(self.part, whole),
            None => in_thousands(self.part),
        }
    }
}

/// A chart with a title, which tells those who do not see it all that it shows.
pub(super) fn chart(out: &mut Markup, title: &str, bars: &[Bar]) {
    let most = bars.iter().map(|bar| bar.whole.unwrap_or(bar.part)).max();
    let Some(most) = most.filter(|most| *most > 0) else {
        return;
    };
    let all: Vec<String> = bars
        .iter()
        .map(|bar| format!("{} {}", one_line(&bar.name), bar.number()))
        .collect();
    let height = (bars.len() * ROW).to_string();
    out.raw("<svg role=\"img\"")
        .attribute("viewBox", &format!("0 0 640 {height}"));
    out.raw(">\n<title>")
        .words(&format!("{title}: {}", all.join(", ")));
    out.raw("</title>\n");
    for (row, bar) in bars.iter().enumerate() {
        let whole = bar.whole.unwrap_or(most);
        let length = (bar.part * BAR).div_ceil(whole.max(1)).min(BAR);
        let (top, base) = (row * ROW + 4, row * ROW + 18);
        text(out, 0, base, &shortened(&bar.name));
        if bar.whole.is_some() {
            rectangle(out, "whole", top, BAR);
        }
        rectangle(out, &format!("part {}", bar.class), top, length);
        text(out, NAME + BAR + 10, base, &bar.number());
    }
    out.raw("</svg>\n");
}

fn rectangle(out: &mut Markup, class: &str, top: usize, width: usize) {
    out.raw("<rect").attribute("class", class.trim());
    for (name, value) in [
        ("x", NAME),
        ("y", top),
        ("width", width),
        ("height", ROW - 8),
    ] {
        out.attribute(name, &value.to_string());
    }
    out.raw("></rect>");
}

fn text(out: &mut Markup, left: usize, base: usize, words: &str) {
    out.raw("<text");
    out.attribute("x", &left.to_string())
        .attribute("y", &base.to_string());
    out.raw(">").words(words).raw("</text>\n");
}

/// A name that is not drawn over its bar.
fn shortened(name: &str) -> String {
    let name = one_line(name);
    if columns(&name) <= LONGEST {
        return name.into_owned();
    }
    let ends = name.char_indices().map(|(at, _)| at);
    let fits = ends.take_while(|at| columns(&name[..*at]) < LONGEST);
    let end = fits.last().unwrap_or(0);
    format!("{}…", name[..end].trim_end())
}
