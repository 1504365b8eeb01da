//! The list of what the passage under the cursor rests on: the references that it cites, and
//! the other ends of the links of its tag, each with its words. Where its card has no room for
//! all, what that would say stands below.
//!
//! ```text
//! ┌ Cited here: 1 reference · 1 link ─────────────────────────────────┐
//! │  [3] “International Organization for Migration”, USASpending.gov  │
//! │≠ contradicted by               The agency is hiring in 40 states… │
//! │  “In 2022, the United States gave the organization $942 million,  │
//! │  more than any other country.”                                    │
//! └───────────────────────────────────────────────────────────────────┘
//! ```
//!
//! Must not know: how references are found, who reads a document that is not open.

use crate::annotation::Annotation;
use crate::app::state::picker::{Acts, Letters, PickerAction};
use crate::app::view::card::{CardExtent, CardForm, cut, why_lost};
use crate::app::view::cited::{Cited, cited, cited_rows, told_passage};
use crate::app::view::linked::{Linked, count, linked, why_missing};
use crate::app::view::open_card::Told;
use crate::app::view::overlay_areas::small_room;
use crate::app::view::signs::TagSign;
use crate::app::view::words::{on_one_line, wrap};
use crate::app::{
    CardLine, CardsEdge, DocumentId, Layout, LineKind, Model, OpenDocument, Picker, PickerRow,
    Unit, annotation_cards, layout,
};
use crate::text::visible::{columns, visible_text};
use crate::text::{TextRange, counted};

/// The most columns of the words of a row.
const COLUMNS: u16 = 64;
/// The most rows of the sentence around the other end of a link.
const MOST_ROWS: usize = 6;
/// The most rows of a title.
const TITLE_ROWS: usize = 2;
/// The most links that are listed; nobody looks through more of them one by one.
const MOST_LINKS: usize = 50;

/// What is cited and linked where the cursor is.
pub(crate) struct Peek {
    document: DocumentId,
    cited: Vec<Cited>,
    pub links: Vec<Linked>,
    /// How many links there are; the first of them are listed.
    all_links: usize,
    /// What else its card would say, where that has no room for all.
    besides: Vec<CardLine>,
    /// The columns of the words of a row.
    room: u16,
}

/// What there is to look at: of the tag under the cursor, else of the sentence.
pub(crate) fn peek(model: &Model) -> Option<Peek> {
    let (document, opened) = model.documents.open.zip(model.open_document())?;
    let current = opened.current();
    let passage = told_passage(opened);
    let areas = layout(model);
    let room = small_room(&areas).clamp(8, COLUMNS);
    let links = current.map(|tag| linked(model, document, tag).take(MOST_LINKS).collect());
    let links: Vec<Linked> = links.unwrap_or_default();
    let all_links = current.map_or(0, |tag| count(model, document, tag));
    Some(Peek {
        document,
        cited: cited(opened, passage),
        links,
        all_links,
        besides: current.map_or_else(Vec::new, |tag| besides(model, &areas, tag, room)),
        room,
    })
}

/// What else the card of the tag under the cursor would say, where that has no room for all.
fn besides(model: &Model, areas: &Layout, tag: &Annotation, room: u16) -> Vec<CardLine> {
    let cards = annotation_cards(model, areas).cards;
    let card = cards.iter().find(|card| card.open);
    let is_whole = card.is_some_and(|card| card.extent == CardExtent::Whole);
    match model.open_document() {
        Some(opened) if !is_whole => Told {
            model,
            document: model.documents.open,
            opened: Some(opened),
            edge: CardsEdge::Box,
            form: CardForm { width: room + 1 },
        }
        .besides(tag),
        _ => Vec::new(),
    }
}

/// A row of what a card would say, with its label.
fn told_row(line: &CardLine) -> PickerRow {
    let indent = usize::from(line.column.saturating_sub(1));
    let text = format!("{:indent$}{}", "", line.words);
    let strong = match line.kind {
        LineKind::About => TextRange::between(0, 0),
        _ => TextRange::between(indent + line.label, text.len()),
    };
    PickerRow {
        strong: Some(strong),
        ..PickerRow::new(&text, PickerAction::Told)
    }
}

impl Peek {
    pub(crate) fn is_empty(&self) -> bool {
        self.cited.is_empty() && self.links.is_empty() && self.besides.is_empty()
    }

    /// The list of it.
    pub(crate) fn picker(&self, model: &Model) -> Picker {
        let room = self.room;
        let mut rows = cited_rows(self.document, &self.cited, room);
        for link in &self.links {
            rows.extend(link_rows(model, self.document, link, room));
        }
        rows.extend(self.besides.iter().map(told_row));
        let (cited, listed) = (self.cited.len(), self.links.len());
        let links = counted(self.all_links.max(listed), "link");
        let links = match listed < self.all_links {
            true => format!("{listed} of {links}"),
            false => links,
        };
        let parts = [
            (cited, "Cited here: ", counted(cited, "reference")),
            (listed, "Linked: ", links),
            (self.besides.len(), "", "all of this tag".to_owned()),
        ];
        let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
        let parts: Vec<String> = parts
            .enumerate()
            .map(|(number, (_, label, words))| match number {
                0 if label.is_empty() => "All of this tag".to_owned(),
                0 => format!("{label}{words}"),
                _ => words,
            })
            .collect();
        let mut picker = Picker::new(parts.join(" · "), rows);
        picker.letters = Letters::Act(Acts::Cited);
        picker
    }
}

/// The rows of a link: what it says and of which document, then the sentence of its other end.
/// A title that has no room aside stands below.
fn link_rows(model: &Model, here: DocumentId, link: &Linked, room: u16) -> Vec<PickerRow> {
    let says = on_one_line(&link.says);
    let action = PickerAction::Linked(Box::new(link.listed()));
    let title = match &link.other {
        None => String::new(),
        Some((document, _)) if *document == here => "in this document".to_owned(),
        Some((document, _)) => on_one_line(&model.documents.title_or_path(*document)),
    };
    let row = |text: &str, strong: TextRange| PickerRow {
        strong: Some(strong),
        ..PickerRow::new(text, action.clone())
    };
    let whole = |text: &str| TextRange::between(0, text.len());
    let nothing = TextRange::between(0, 0);
    let is_beside = columns(&says) + columns(&title) + 2 <= usize::from(room);
    let mut rows = vec![PickerRow {
        mark: TagSign::of_relation(&link.rel)
            .symbol(model.settings.signs)
            .to_owned(),
        detail: match is_beside {
            true => title.clone(),
            false => String::new(),
        },
        ..row(&says, whole(&says))
    }];
    if !is_beside {
        let mut below = wrap(&title, room);
        if below.len() > TITLE_ROWS {
            below.truncate(TITLE_ROWS);
            if let Some(last) = below.last_mut() {
                *last = cut(&format!("{last} …"), room);
            }
        }
        rows.extend(below.iter().map(|words| row(words, nothing)));
    }
    let Some((document, annotation)) = &link.other else {
        let why = wrap(&why_missing(model, &link.written), room).into_iter();
        rows.extend(why.map(|words| row(&words, whole(&words))));
        return rows;
    };
    let told = words_of_end(model, *document, annotation, room).into_iter();
    rows.extend(told.map(|(words, strong)| row(&words, strong)));
    rows
}

/// The rows that tell the other end of a link, each with what is strong in it: its sentence, or
/// its words and why there is no more of it.
fn words_of_end(
    model: &Model,
    document: DocumentId,
    annotation: &Annotation,
    room: u16,
) -> Vec<(String, TextRange)> {
    let opened = model.documents.get_opened(document);
    let passage = opened.and_then(|opened| Some((opened, opened.place_of(&annotation.id)?.range)));
    if let Some((opened, passage)) = passage {
        let (words, strong) = in_its_sentence(opened, passage);
        return rows_with_strong(&words, strong, room);
    }
    let quote = format!("“{}”", on_one_line(&annotation.selector.quote));
    let quote = wrap(&quote, room).into_iter().take(MOST_ROWS);
    let about = wrap(&why_not_placed(model, document, annotation), room).into_iter();
    quote
        .map(|words| (TextRange::between(0, words.len()), words))
        .chain(about.map(|words| (TextRange::between(0, 0), words)))
        .map(|(strong, words)| (words, strong))
        .collect()
}

/// Why only the words of an annotation are known, and not its sentence.
fn why_not_placed(model: &Model, document: DocumentId, annotation: &Annotation) -> String {
    let document = &model.documents[document];
    match (document.opened(), document.problem()) {
        (Some(opened), _) if !opened.has_annotations() => "its tags are being read …".to_owned(),
        (Some(opened), _) => why_lost(opened, &annotation.id),
        (None, Some(problem)) => format!("its document cannot be read: {problem}"),
        (None, None) => "its document is being read …".to_owned(),
    }
}

/// The sentences that a passage touches, in quotation marks on one line, and where it is in them.
fn in_its_sentence(opened: &OpenDocument, passage: TextRange) -> (String, TextRange) {
    let [before, words, after] = sentence_around(opened, passage);
    let before = format!("“{before}");
    let strong = TextRange::between(before.len(), before.len() + words.len());
    (format!("{before}{words}{after}”"), strong)
}

/// What the sentences that a passage touches say before it, the passage, and what they say
/// behind it.
pub(crate) fn sentence_around(opened: &OpenDocument, passage: TextRange) -> [String; 3] {
    let units = opened.units();
    let last = opened.text.previous_grapheme(passage.end());
    let first = units.at(Unit::Sentence, passage.start());
    let around = first.union(units.at(Unit::Sentence, last.max(passage.start())));
    let around = around.union(passage);
    let part = |from, to| {
        let words = opened.text.slice(TextRange::between(from, to)).into_owned();
        // A line end is a blank here, however many there are.
        let mut flat = String::with_capacity(words.len());
        for c in words.chars() {
            match c.is_whitespace() {
                true if flat.ends_with(' ') => {}
                true => flat.push(' '),
                false => flat.push(c),
            }
        }
        visible_text(&flat).into_owned()
    };
    [
        part(around.start(), passage.start()),
        part(passage.start(), passage.end()),
        part(passage.end(), around.end()),
    ]
}

/// Words in rows, each with what is strong in it: those from the row before the strong words
/// on, where there are too many.
fn rows_with_strong(words: &str, strong: TextRange, room: u16) -> Vec<(String, TextRange)> {
    let mut at = 0;
    let mut rows = Vec::new();
    for row in wrap(words, room) {
        let from = words[at..]
            .find(row.as_str())
            .map_or(at, |found| at + found);
        let to = (from + row.len()).min(words.len());
        at = to;
        let within = |byte: usize| byte.clamp(from, to) - from;
        let part = TextRange::between(within(strong.start()), within(strong.end()));
        rows.push((row, part));
    }
    let first = rows.iter().position(|(_, part)| !part.is_empty());
    let skipped = match rows.len() > MOST_ROWS {
        true => first
            .unwrap_or(0)
            .saturating_sub(1)
            .min(rows.len() - MOST_ROWS),
        false => 0,
    };
    rows.drain(..skipped);
    rows.truncate(MOST_ROWS);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strong_part_is_found_in_each_row_and_stays_in_view() {
        let words = "one two three four five six seven eight nine ten eleven twelve";
        let at = words.find("eleven").unwrap();
        let rows = rows_with_strong(words, TextRange::between(at, at + 6), 8);
        assert_eq!(rows.len(), MOST_ROWS);
        let strong = rows.iter().filter(|(_, part)| !part.is_empty());
        let strong: Vec<&str> = strong
            .map(|(row, part)| &row[part.start()..part.end()])
            .collect();
        assert_eq!(strong, ["eleven"]);
        let all = TextRange::between(4, 13);
        let rows = rows_with_strong("one two three four", all, 9);
        assert_eq!(
            rows,
            [
                ("one two".to_owned(), TextRange::between(4, 7)),
                ("three".to_owned(), TextRange::between(0, 5)),
                ("four".to_owned(), TextRange::between(0, 0)),
            ]
        );
    }
}
