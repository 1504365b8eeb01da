//! Words for the panes: on one line or wrapped, and how far a large document has been read.

use crate::annotation::{Annotation, AnnotationFilter, TagSet};
use crate::app::{
    AnnotationsState, Displaced, Document, Model, OpenDocument, PlacedAnnotation, Tally,
};
use crate::text::layout::{Measure, rows_of_line};
use crate::text::visible::{columns, visible, visible_text, visible_within};
use crate::text::{Text, TextRange, counted, in_thousands};

/// A passage on one line, in the visible form of a text: a line end with the white space
/// around it becomes a blank.
pub(crate) fn on_one_line(words: &str) -> String {
    let lines = words.split(['\n', '\r']).map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    if lines.len() < 2 {
        return visible_text(words.trim_matches(['\n', '\r'])).into_owned();
    }
    visible_text(&lines.join(" ")).into_owned()
}

/// What a filter shows: `claim by ana, unsourced, refuted`.
pub(crate) fn filter_words(tags: &TagSet, filter: &AnnotationFilter) -> String {
    let names = filter.tags.iter().map(|tag| tags.look_up(tag).name);
    let names: Vec<String> = names.collect();
    let by = filter.by.as_deref().map(by_words);
    let kind: Vec<String> = [names.join(", ")].into_iter().chain(by).collect();
    let kind = kind.join(" ").trim().to_owned();
    let unsourced = filter.unsourced.then(|| "unsourced".to_owned());
    let verdicts = filter.verdicts.iter().map(|verdict| verdict.words());
    let parts = [Some(kind), unsourced]
        .into_iter()
        .flatten()
        .chain(verdicts);
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// Whose tags: `by ana`.
pub(crate) fn by_words(annotator: &str) -> String {
    match annotator {
        "" => "by nobody named".to_owned(),
        name => format!("by {name}"),
    }
}

/// Says that there is nothing to check in a sentence, and who has marked it so where that is
/// not the annotator; `None` where nobody has.
pub(crate) fn mark_words(
    model: &Model,
    opened: &OpenDocument,
    sentence: TextRange,
) -> Option<String> {
    let marks = opened.annotation_index().marks();
    let mut here = marks.overlapping(0..marks.len(), sentence);
    let first = here.next()?;
    let is_own = |mark: &PlacedAnnotation| model.is_own(&mark.annotation);
    let words = "nothing to check";
    Some(match is_own(first) || here.any(is_own) {
        true => words.to_owned(),
        false => {
            let by = by_words(&on_one_line(&first.annotation.creator));
            format!("{words} {}", visible_within(&by, NAME_COLUMNS))
        }
    })
}

/// How many columns of the name of another annotator are shown.
const NAME_COLUMNS: usize = 30;

/// What an annotation is called, and whose it is where it is not one's own: `claim`, `fact by
/// ben`.
pub(crate) fn name_of(tags: &TagSet, annotation: &Annotation, annotator: &str) -> String {
    let name = tags.look_up(&annotation.tag).name;
    match annotation.creator.as_str() {
        "" => name,
        own if own == annotator => name,
        other => {
            let by = on_one_line(other);
            format!("{name} by {}", visible_within(&by, NAME_COLUMNS))
        }
    }
}

/// What an annotation of a model is called, as [`name_of`] says it.
pub(crate) fn annotation_name(model: &Model, annotation: &Annotation) -> String {
    let annotator = model.annotator.as_deref().unwrap_or_default();
    name_of(&model.settings.tags, annotation, annotator)
}

/// A day as people write it: `2026-11-28` is `28 Nov 2026`; what is no day stays as it is.
pub(crate) fn day_in_words(day: &str) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut parts = day.splitn(3, '-');
    let (year, month, number) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?));
    let number = number.and_then(|number| number.parse::<u8>().ok());
    match (year, month, number) {
        (Some(year), Some(month), Some(number)) => format!("{number} {month} {year}"),
        _ => day.to_owned(),
    }
}

/// The most columns of a path in a title that goes on behind it.
const PATH_COLUMNS: usize = 40;

/// A path that leaves room for words behind it: of a long one the end, which tells most.
pub(crate) fn end_of_path(path: &str) -> String {
    if columns(path) <= PATH_COLUMNS {
        return path.to_owned();
    }
    let ends = path.match_indices('/').map(|(at, _)| &path[at..]);
    let mut ends = ends.filter(|end| end.len() > 1);
    let fitting = ends.clone().find(|end| columns(end) < PATH_COLUMNS);
    let end = fitting.or_else(|| ends.next_back()).unwrap_or(path);
    format!("…{end}")
}

/// Wraps untrusted text without line ends to rows of this number of columns.
pub fn wrap(words: &str, columns: u16) -> Vec<String> {
    let text = Text::new(visible(words).into_owned());
    let measure = Measure { columns, tab: 8 };
    rows_of_line(&text, 0, measure)
        .into_iter()
        .map(|row| text.slice(row.shown).into_owned())
        .collect()
}

/// Wraps words behind a label: so many columns for the first row with the label, and so many
/// for each of the others. Line ends in the words stay.
pub(crate) fn wrap_after(label: &str, words: &str, first: u16, others: u16) -> Vec<String> {
    let mut rows = Vec::new();
    let mut label = Some(label);
    for line in words.lines() {
        let Some(label) = label.take() else {
            rows.extend(wrap(line, others));
            continue;
        };
        let room = first.saturating_sub(columns_of(label)).max(1);
        let visible = visible(line);
        let begun = first_row(&visible, room, others);
        let rest = visible.get(begun.len()..).unwrap_or_default().trim_start();
        rows.push(format!("{label}{begun}"));
        if !rest.is_empty() {
            rows.extend(wrap(rest, others));
        }
    }
    if let Some(label) = label {
        rows.push(label.to_owned());
    }
    rows
}

/// The words of a first row that is narrower than the others: none that is cut in it and fits
/// one of those, such as an address.
fn first_row(words: &str, room: u16, others: u16) -> String {
    let begun = wrap(words, room).into_iter().next().unwrap_or_default();
    let rest = words.get(begun.len()..).unwrap_or_default();
    let cut = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let before = begun.trim_end_matches(|c: char| !c.is_whitespace()).len();
    let whole = words.get(before..begun.len() + cut).unwrap_or_default();
    match cut > 0 && columns_of(whole) <= others {
        true => begun[..before].trim_end().to_owned(),
        false => begun,
    }
}

fn columns_of(words: &str) -> u16 {
    u16::try_from(columns(words)).unwrap_or(u16::MAX)
}

/// How much of a document has been counted, in per cent, while it is being counted.
pub fn progress(opened: &OpenDocument) -> Option<usize> {
    let counted = opened.text.counted();
    (counted.bytes < counted.of).then(|| counted.bytes / (counted.of / 100).max(1))
}

/// How much of its annotation file has been read, in words, while it is being read.
pub fn deferred_words(opened: &OpenDocument) -> Option<String> {
    match opened.annotations {
        AnnotationsState::Loading(read, of) => {
            let percent = (read.saturating_mul(100) / of.max(1)).min(100);
            Some(format!("reading tags {percent} %"))
        }
        AnnotationsState::Ready => None,
    }
}

/// What is said of a verdict that was given on other words than those that stand there now.
pub(crate) const STALE_VERDICT: &str = "verdict stale";

fn its_or_their(count: usize) -> &'static str {
    if count == 1 { "its" } else { "their" }
}

pub(crate) fn it_or_them(count: usize) -> &'static str {
    if count == 1 { "it" } else { "them" }
}

/// What became of the passages of some tags, of which at least one is not as it was: the
/// gravest first.
pub(crate) fn displaced_words(displaced: Displaced) -> String {
    let Displaced {
        moved,
        changed,
        lost,
    } = displaced;
    let own = |count, became: &str| format!("{} {became}", counted(count, "tag"));
    let first = match (lost, changed) {
        (0, 0) => own(moved, &format!("moved with {} words", its_or_their(moved))),
        (0, _) if changed == 1 => own(changed, "has other words now"),
        (0, _) => own(changed, "have other words now"),
        _ => own(lost, &format!("lost {} passage", its_or_their(lost))),
    };
    let changed = (lost > 0 && changed > 0).then(|| format!("{} changed", in_thousands(changed)));
    let moved = (lost + displaced.changed > 0 && moved > 0)
        .then(|| format!("{} moved", in_thousands(moved)));
    let parts = std::iter::once(first).chain(changed).chain(moved);
    parts.collect::<Vec<_>>().join(", ")
}

/// Whether it is known of all tags whether they are open: of a document that nobody has looked
/// into, it is not known yet whether its words are where they were.
pub(crate) fn is_final(model: &Model) -> bool {
    model
        .totals()
        .is_some_and(|total| total.unplaced == 0 && total.unread == 0)
}

/// That annotation files cannot be read as a whole, where that is so; `None` where all can.
pub(crate) fn unread_words(model: &Model) -> Option<String> {
    let unread = model.documents.known().unread;
    (unread > 0).then(|| format!("{} unreadable", counted(unread, "file")))
}

/// How many are open: `29`, or `29+` while there may be more.
pub(crate) fn open_count(model: &Model) -> String {
    let count = in_thousands(model.documents.known().open());
    match is_final(model) {
        true => count,
        false => format!("{count}+"),
    }
}

/// How many tags have no document any more. Those of a document that was here a moment ago are
/// among what is open in it still.
pub(crate) fn orphaned_tags(model: &Model) -> usize {
    let orphans = model.orphans.iter();
    let orphans = orphans.filter(|one| model.documents.find(&one.name).is_none());
    orphans.map(|one| one.tags).sum()
}

/// How much is open in all documents, and how much of it in the open one, where those are not
/// the same: `13 open`, and `3 here`. The first is what the list of it counts, and how many tags
/// are lost with their documents: `10 open + 6 lost`; nothing while that is not known.
pub(crate) fn open_words(model: &Model) -> (Option<String>, Option<String>) {
    let Some(all) = model.totals().map(Tally::open) else {
        return (None, None);
    };
    let here = model.document().and_then(Document::tally);
    let here = match here.map(Tally::open) {
        Some(here) if here == all => None,
        Some(0) => Some("none here".to_owned()),
        Some(here) => Some(format!("{} here", in_thousands(here))),
        None => None,
    };
    let lost = match orphaned_tags(model) {
        0 => String::new(),
        tags => format!(" + {} lost", in_thousands(tags)),
    };
    (Some(format!("{} open{lost}", open_count(model))), here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_as_people_write_it() {
        for (day, words) in [
            ("2026-11-28", "28 Nov 2026"),
            ("2026-01-02", "2 Jan 2026"),
            ("2026-13-02", "2026-13-02"),
            ("long ago", "long ago"),
            ("", ""),
        ] {
            assert_eq!(day_in_words(day), words);
        }
    }

    #[test]
    fn an_address_behind_a_label_is_whole_where_it_fits_a_row() {
        let rows = |words| wrap_after("Source  ", words, 24, 22);
        assert_eq!(
            rows("https://a.org/b-c/d-e"),
            ["Source  ", "https://a.org/b-c/d-e"]
        );
        assert_eq!(
            rows("A title https://a.org/b-c"),
            ["Source  A title", "https://a.org/b-c"]
        );
        assert_eq!(rows("One two\nthree"), ["Source  One two", "three"]);
        assert_eq!(rows(""), ["Source  "]);
    }

    #[test]
    fn of_a_long_path_the_end_is_told() {
        let long = "/home/ana/a/folder/with/a/long/name/in/it";
        for (path, told) in [
            ("../a.md".to_owned(), "../a.md"),
            (
                format!("{long}/tags.csv"),
                "…/folder/with/a/long/name/in/it/tags.csv",
            ),
            (
                format!("/{}", "x".repeat(50)),
                &*format!("…/{}", "x".repeat(50)),
            ),
        ] {
            assert_eq!(end_of_path(&path), told);
        }
    }
}
