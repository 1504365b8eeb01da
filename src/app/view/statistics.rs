//! The rows of the statistics: what there is, as bars of characters, with the numbers beside
//! them.
//!
//! Must not know: how annotations are counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotation::{TagId, Work};
use crate::app::state::picker::{Asked, PickerAction};
use crate::app::state::statistics::{Statistics, Touched};
use crate::app::view::words::{by_words, on_one_line, open_count};
use crate::app::{Command, Document, DocumentId, Model, PickerRow};
use crate::text::visible::{columns, visible_within};
use crate::text::{TextRange, counted, in_thousands};

/// The columns of the words before a part.
const PART: usize = 9;
/// So many rows of one part are shown.
const MOST: usize = 500;
/// So many people are named of those who did something in one document.
const PEOPLE_NAMED: usize = 3;

/// How much was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    SoFar,
    All,
}

pub(crate) fn title(model: &Model) -> String {
    let known = model.documents.known();
    let documents = counted(model.documents.count(), "document");
    format!("Statistics: {} in {documents}", counted(known.tags, "tag"))
}

/// Rows of one width, part by part.
struct Rows<'a> {
    model: &'a Model,
    rows: Vec<PickerRow>,
    /// The part that the next row begins.
    part: &'static str,
    /// The columns of names and of bars.
    widths: (usize, usize),
}

impl Rows<'_> {
    /// Begins a part. Its name stands before its first row only.
    fn part(&mut self, part: &'static str) {
        self.part = part;
    }

    /// Adds a row: a name, a bar of so many of so many, and what is said of it.
    fn row(&mut self, name: &str, (count, of): (usize, usize), words: &str, target: PickerAction) {
        let (names, bars) = self.widths;
        let part = padded(std::mem::take(&mut self.part), PART);
        let counted = match of {
            // Without a bar there is room for a longer name.
            0 if words.is_empty() => name.to_owned(),
            0 => format!(
                "{}  {words}",
                padded(&visible_within(name, names + bars), names)
            ),
            _ => {
                let name = padded(&visible_within(name, names), names);
                format!("{name} {} {words}", padded(&bar(count, of, bars), bars))
            }
        };
        let mut row = PickerRow::new(&format!("{part} {counted}"), target);
        // The name, by which it is found.
        let start = part.len() + 1;
        row.strong = Some(TextRange::between(start, row.text.len()));
        self.rows.push(row);
    }

    /// The rows of counts by name, the most first.
    fn counts(&mut self, counts: &BTreeMap<String, usize>, target: impl Fn(&str) -> PickerAction) {
        let mut counts: Vec<_> = counts.iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let most = counts.first().map_or(0, |(_, count)| **count);
        for (name, count) in counts.into_iter().take(MOST) {
            let words = in_thousands(*count);
            let shown = on_one_line(&name.replace('-', " "));
            self.row(&shown, (*count, most), &words, target(name));
        }
    }
}

/// A name or a bar with blanks behind it.
fn padded(words: &str, width: usize) -> String {
    let blanks = width.saturating_sub(columns(words));
    format!("{words}{}", " ".repeat(blanks))
}

/// A bar of so many of so many: at least a cell where there is one, full only where all are.
fn bar(count: usize, of: usize, width: usize) -> String {
    let full = match of {
        0 => 0,
        of => (count.min(of) * width).div_ceil(of),
    };
    let full = match count < of {
        true => full
            .min(width.saturating_sub(1))
            .max(usize::from(count > 0)),
        false => full,
    };
    "█".repeat(full)
}

/// All rows, as far as the annotations are counted.
pub(crate) fn rows(model: &Model, counted: &Statistics, extent: Extent) -> Vec<PickerRow> {
    let widths = match model.size.0 {
        100.. => (24, 28),
        70.. => (16, 10),
        _ => (12, 6),
    };
    let mut rows = Rows {
        model,
        rows: Vec::new(),
        part: "",
        widths,
    };
    unread(&mut rows);
    news(&mut rows, counted);
    tags(&mut rows, counted);
    suggested(&mut rows);
    checked(&mut rows);
    open(&mut rows, counted);
    let ask = |field: &'static str| {
        move |name: &str| PickerAction::Ask(Asked::Tags, format!("{field}:{}", quoted(name)))
    };
    rows.part("Verdicts");
    rows.counts(&counted.counts.verdicts, ask("verdict"));
    rows.part("Links");
    rows.counts(&counted.counts.links, ask("link"));
    people(&mut rows, counted);
    if extent == Extent::All {
        documents(&mut rows);
    }
    rows.rows
}

/// A name as a list is asked for it.
fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// The documents with annotation files that cannot be read as a whole, and why.
fn unread(rows: &mut Rows<'_>) {
    rows.part("Unread");
    let model = rows.model;
    for (id, trouble) in model.documents.with_trouble().take(MOST) {
        let name = model.documents.title_or_path(id);
        let name = on_one_line(&name);
        rows.row(trouble.label(), (0, 0), &name, PickerAction::Document(id));
    }
}

/// What others have done since the reader was last here, and what is gone since.
fn news(rows: &mut Rows<'_>, counted: &Statistics) {
    rows.part("New");
    let visit = &rows.model.documents.visit;
    let Some(since) = &visit.since else {
        return;
    };
    let day = (rows.model.settings.local_day)(since);
    let documents = counted.news.keys().chain(visit.gone.keys()).copied();
    let documents: BTreeSet<DocumentId> = documents.collect();
    if documents.is_empty() {
        let words = format!("nothing by others since {day}");
        return rows.row(&words, (0, 0), "", PickerAction::Stay);
    }
    let of = |id: &DocumentId| counted.news.get(id).into_iter().flatten();
    let gone = |id: &DocumentId| visit.gone.get(id).copied().unwrap_or_default();
    let all = |id: &DocumentId| {
        let touched = of(id).map(|(_, touched)| touched.made + touched.changed);
        touched.sum::<usize>() + gone(id)
    };
    let most = documents.iter().map(all).max().unwrap_or(0);
    let total = counted.news.values().flat_map(BTreeMap::values);
    let total = total.fold(Touched::default(), |all, one| Touched {
        made: all.made + one.made,
        changed: all.changed + one.changed,
    });
    let deleted = (visit.gone.values().sum(), "deleted");
    let parts = [(total.made, "new"), (total.changed, "changed"), deleted].into_iter();
    let parts = parts.filter(|(count, _)| *count > 0);
    let parts = parts.map(|(count, what)| format!("{} {what}", in_thousands(count)));
    let words = parts.collect::<Vec<_>>().join(", ");
    let target = match counted.news.is_empty() {
        true => PickerAction::Stay,
        false => PickerAction::Ask(Asked::Tags, "new".to_owned()),
    };
    rows.row(&format!("since {day}"), (0, 0), &words, target);
    for id in documents.iter().take(MOST) {
        let mut parts: Vec<String> = of(id).take(PEOPLE_NAMED).map(touched_words).collect();
        if gone(id) > 0 {
            parts.push(format!("{} deleted", in_thousands(gone(id))));
        }
        let target = match counted.news.contains_key(id) {
            true => {
                let asked = format!("new doc:{}", quoted(&path(rows, *id)));
                PickerAction::Ask(Asked::Tags, asked)
            }
            false => PickerAction::Document(*id),
        };
        let name = rows.model.documents.title_or_path(*id);
        rows.row(&name, (all(id), most), &parts.join(", "), target);
    }
}

/// `2 new and 1 changed by ben`.
fn touched_words((by, touched): (&String, &Touched)) -> String {
    let by = by_words(&on_one_line(by));
    match *touched {
        Touched { made: 0, changed } => format!("{changed} changed {by}"),
        Touched { made, changed: 0 } => format!("{made} new {by}"),
        Touched { made, changed } => format!("{made} new and {changed} changed {by}"),
    }
}

fn path(rows: &Rows<'_>, id: DocumentId) -> String {
    let document = rows.model.documents.get(id);
    document.map_or_else(String::new, |document| document.path.clone())
}

fn tags(rows: &mut Rows<'_>, counted: &Statistics) {
    rows.part("Tags");
    let set = &rows.model.settings.tags;
    let by_tag = &counted.counts.by_tag;
    let count_of = |id: &str| by_tag.get(id).copied().unwrap_or_default();
    let known = set.iter().map(|tag| tag.id.as_str().to_owned());
    let others = by_tag
        .keys()
        .filter(|id| !set.knows(&TagId::from(id.as_str())));
    let all: Vec<String> = known.chain(others.cloned()).collect();
    let most = by_tag.values().max().copied().unwrap_or_default();
    for id in all.into_iter().take(MOST) {
        let count = count_of(&id);
        let tag = set.look_up(&TagId::from(id.as_str()));
        if count == 0 && tag.id.is_mark() {
            continue;
        }
        let target = PickerAction::Ask(Asked::Tags, format!("tag:{}", quoted(&id)));
        let words = in_thousands(count);
        rows.row(&on_one_line(&tag.name), (count, most), &words, target);
        if let Some(row) = rows.rows.last_mut() {
            (row.mark, row.tag) = (tag.letter, Some(tag.id));
        }
    }
}

/// How many tags models suggest, where they do: they are counted nowhere else.
fn suggested(rows: &mut Rows<'_>) {
    let documents = rows.model.documents.all().iter();
    let suggested: usize = documents.map(Document::suggestions).sum();
    if suggested > 0 {
        rows.part("Suggested");
        let words = format!("{} no tags yet", in_thousands(suggested));
        rows.row("by models", (0, suggested), &words, PickerAction::Stay);
    }
}

/// How much of all that can be checked is.
fn checked(rows: &mut Rows<'_>) {
    rows.part("Checked");
    let documents = rows.model.documents.all().iter();
    let (mut done, mut of, mut uncounted) = (0, 0, 0);
    for document in documents {
        match document.checked() {
            Some((checked, all)) => (done, of) = (done + checked, of + all),
            None => uncounted += 1,
        }
    }
    let share = done * 100 / of.max(1);
    let mut words = format!("{share} % · {} of {}", in_thousands(done), in_thousands(of));
    if uncounted > 0 {
        words.push_str(&format!(
            " ({} not counted)",
            counted(uncounted, "document")
        ));
    }
    let target = PickerAction::Command(Command::NextUnfinished);
    rows.row("sentences", (done, of), &words, target);
}

/// What is open, and what was.
fn open(rows: &mut Rows<'_>, counted: &Statistics) {
    rows.part("Open");
    let known = rows.model.documents.known().open;
    let all = known.all();
    for (why, count) in known.kinds() {
        let target = PickerAction::Ask(Asked::Open, format!("why:{}", why.name()));
        rows.row(why.words(), (count, all), &in_thousands(count), target);
    }
    let words = open_count(rows.model);
    let target = PickerAction::Ask(Asked::Open, String::new());
    rows.row("all", (all, all), &words, target);
    let answered = counted.counts.answered;
    let needed = answered + counted.counts.unsourced;
    rows.part("Answered");
    let words = format!(
        "{} of {} needed",
        in_thousands(answered),
        in_thousands(needed)
    );
    let asked = format!("tag:{} -unsourced", quoted(TagId::NEEDS_SOURCE));
    let target = PickerAction::Ask(Asked::Tags, asked);
    rows.row("with a source", (answered, needed), &words, target);
}

/// Who made how many, of what, and what else each has done.
fn people(rows: &mut Rows<'_>, counted: &Statistics) {
    rows.part("People");
    let made = counted.counts.by_annotator();
    let done = done_by(rows.model);
    let most = made.values().max().copied().unwrap_or_default();
    let names = made.keys().chain(counted.counts.work.keys());
    let names: BTreeSet<&String> = names.chain(done.keys()).collect();
    let mut people: Vec<_> = names.into_iter().collect();
    let made_by = |by: &String| made.get(by).copied().unwrap_or_default();
    people.sort_by_key(|by| std::cmp::Reverse(made_by(by)));
    for by in people.into_iter().take(MOST) {
        let set = &rows.model.settings.tags;
        let count = made_by(by);
        let kinds = counted.counts.annotators.get(by).into_iter().flatten();
        let kinds: Vec<String> = kinds
            .map(|(tag, count)| {
                let letter = set.look_up(&TagId::from(tag.as_str())).letter;
                format!("{}{letter}", in_thousands(*count))
            })
            .collect();
        let words = format!("{}  {}", in_thousands(count), kinds.join(" "));
        let name = match by.as_str() {
            "" => "nobody named".to_owned(),
            by => on_one_line(by),
        };
        let target = match count {
            0 => PickerAction::Stay,
            _ => PickerAction::Ask(Asked::Tags, format!("by:{}", quoted(by))),
        };
        rows.row(&name, (count, most), words.trim_end(), target);
        let work = counted.counts.work.get(by).into_iter().flatten();
        for (work, count) in work {
            let (words, target) = work_words(*work, *count, by);
            rows.row(
                &format!("  {}", work_name(*work)),
                (*count, most),
                &words,
                target,
            );
        }
        for (number, id) in done.get(by).into_iter().flatten().take(MOST).enumerate() {
            let name = if number == 0 { "  done" } else { "" };
            let title = rows.model.documents.title_or_path(*id);
            rows.row(name, (0, most), &title, PickerAction::Document(*id));
        }
    }
}

/// What a person has done about tags is called.
fn work_name(work: Work) -> &'static str {
    match work {
        Work::Notes => "notes",
        Work::Sources => "sources",
        Work::Verdicts => "verdicts",
        Work::Retagged => "tags changed",
        Work::Marks => "nothing to check",
    }
}

/// How much of it somebody has done, and where it is listed.
fn work_words(work: Work, count: usize, by: &str) -> (String, PickerAction) {
    let ask = |field: &str| {
        let target = PickerAction::Ask(Asked::Tags, format!("{field}:{}", quoted(by)));
        (in_thousands(count), target)
    };
    match work {
        Work::Notes => ask("note-by"),
        Work::Sources => {
            let (_, target) = ask("source-by");
            (format!("of {}", counted(count, "tag")), target)
        }
        Work::Verdicts => ask("verdict-by"),
        Work::Retagged => ask("changed-by"),
        // Lists have no marks.
        Work::Marks => (counted(count, "sentence"), PickerAction::Stay),
    }
}

/// Who is done with which documents, as they are now.
fn done_by(model: &Model) -> BTreeMap<String, Vec<DocumentId>> {
    let mut done: BTreeMap<String, Vec<DocumentId>> = BTreeMap::new();
    for (id, document) in model.documents.by_name() {
        for by in document.done_people() {
            done.entry(by.to_owned()).or_default().push(id);
        }
    }
    done
}

/// The documents with tags, by name.
fn documents(rows: &mut Rows<'_>) {
    rows.part("Documents");
    let documents = &rows.model.documents;
    let tagged: Vec<(DocumentId, usize)> = documents
        .by_name()
        .map(|(id, _)| (id, documents.tally(id).tags))
        .filter(|(_, tags)| *tags > 0)
        .collect();
    let most = tagged.iter().map(|(_, tags)| *tags).max().unwrap_or(0);
    let others = tagged.len().saturating_sub(MOST);
    for (id, tags) in tagged.into_iter().take(MOST) {
        let open = documents.tally(id).open();
        let checked = documents.get(id).and_then(Document::checked);
        let checked = checked
            .map(|(checked, all)| format!(" · {}/{}", in_thousands(checked), in_thousands(all)));
        let words = format!(
            "{} · {} open{}",
            counted(tags, "tag"),
            in_thousands(open),
            checked.unwrap_or_default()
        );
        let name = documents.title_or_path(id);
        rows.row(&name, (tags, most), &words, PickerAction::Document(id));
    }
    if others > 0 {
        let words = format!("and {} more", counted(others, "document"));
        rows.row(&words, (0, 0), "", PickerAction::Stay);
    }
}
