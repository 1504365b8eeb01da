//! What a card of the annotation pane is made of.

use crate::annotation::{Annotation, AnnotationId, TagId};
use crate::app::OpenDocument;
use crate::app::view::words::{on_one_line, wrap_after};
use crate::text::in_thousands;
use crate::text::visible::{columns, visible_within};

/// What a line of a card says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// The name of the tag, on the first line of the card of the one under the cursor; aside,
    /// its verdict.
    Name,
    /// The passage, beside the letter of its tag on the first line.
    Quote,
    /// The note.
    Note,
    /// A source.
    Source,
    /// That a source is still missing.
    Unsourced,
    /// That there is another version, in conflict with this one.
    Conflict,
    /// Who and when, and what else is known.
    About,
    /// Nothing.
    Blank,
}

/// One line of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardLine {
    pub kind: LineKind,
    /// The column of its words, from the left edge of the pane.
    pub column: u16,
    /// How many bytes of its words are the label before them.
    pub label: usize,
    pub words: String,
    /// What stands at its right end.
    pub aside: String,
}

impl CardLine {
    pub(crate) fn new(kind: LineKind, column: u16, words: String) -> Self {
        Self {
            kind,
            column,
            label: 0,
            words,
            aside: String::new(),
        }
    }

    pub(crate) fn blank() -> Self {
        Self::new(LineKind::Blank, 0, String::new())
    }

    pub(crate) fn with_aside(self, aside: impl Into<String>) -> Self {
        let aside = aside.into();
        Self { aside, ..self }
    }
}

/// One annotation in the annotation pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The annotation.
    pub id: AnnotationId,
    /// Its tag.
    pub tag: TagId,
    /// Whether it is only suggested.
    pub suggested: bool,
    /// Whether it is the one under the cursor, open in full.
    pub open: bool,
    /// Its first screen row.
    pub y: u16,
    /// Its lines.
    pub lines: Vec<CardLine>,
    /// Whether they say all that there is to say.
    pub extent: CardExtent,
}

/// Whether a card says all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardExtent {
    Whole,
    /// Something is cut, or left out.
    Cut,
}

impl Card {
    /// A card that has no place on the screen yet.
    pub(crate) fn of(annotation: &Annotation, lines: Vec<CardLine>) -> Self {
        Self {
            id: annotation.id.clone(),
            tag: annotation.tag.clone(),
            suggested: false,
            open: false,
            y: 0,
            lines,
            extent: CardExtent::Whole,
        }
    }
}

/// What the annotation pane shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cards {
    /// What stands over them: `This passage`, or what the card under a rule begins with.
    pub title: String,
    /// The cards that it has room for: the one under the cursor, then the others in view.
    pub cards: Vec<Card>,
    /// The rule between that one and the others: its row, and what stands in it.
    pub rule: Option<(u16, String)>,
    /// The note on the whole document, at the foot: the row of its rule, and its rows.
    pub document_note: Option<(u16, Vec<String>)>,
}

/// What the lines of the card under the cursor depend on besides the annotation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CardForm {
    /// The columns of the pane.
    pub width: u16,
}

/// The columns of a label with the blanks behind it, where the words hang beside it.
const LABEL_COLUMNS: u16 = 8;
/// The least columns of a pane whose words hang beside their labels; in a narrower one they
/// go on below them.
const HANGING: u16 = 36;

/// How many rows are told of what stands elsewhere at length.
const FIRST_ROWS: usize = 2;

impl CardForm {
    /// The first rows of words that are told at length elsewhere, under a label.
    pub(crate) fn first_rows(self, kind: LineKind, label: &str, words: &str) -> Vec<CardLine> {
        let mut rows = self.rows(kind, label, words);
        let is_cut = rows.len() > FIRST_ROWS;
        rows.truncate(FIRST_ROWS);
        if let Some(last) = rows.last_mut().filter(|_| is_cut) {
            last.words.push('…');
        }
        rows
    }

    /// The words of a passage that is not in view, in so many rows at most.
    pub(crate) fn quote_rows(self, quote: &str, most: usize) -> Vec<CardLine> {
        let quote = format!("“{}”", on_one_line(quote));
        let mut rows = self.rows(LineKind::Quote, "", &quote);
        if rows.len() > most {
            rows.truncate(most);
            if let Some(last) = rows.last_mut() {
                let room = self.width.saturating_sub(last.column);
                last.words = cut(&format!("{} …", last.words), room);
            }
        }
        rows
    }

    /// Words under a label, in the rows that they take.
    pub(crate) fn rows(self, kind: LineKind, label: &str, words: &str) -> Vec<CardLine> {
        const FIRST: u16 = 1;
        let end = self.width.saturating_sub(FIRST);
        let (label, column) = match self.width {
            _ if label.is_empty() => (String::new(), FIRST),
            HANGING.. if columns(label) < usize::from(LABEL_COLUMNS) => {
                let width = usize::from(LABEL_COLUMNS);
                (format!("{label:<width$}"), FIRST + LABEL_COLUMNS)
            }
            HANGING.. => (format!("{label}  "), FIRST + LABEL_COLUMNS),
            _ => (format!("{label}  "), FIRST + 1),
        };
        let further = self.width.saturating_sub(column).max(1);
        let rows = wrap_after(&label, words, end.max(1), further);
        let rows = rows.into_iter().enumerate().map(|(at, words)| CardLine {
            label: if at == 0 {
                label.len().min(words.len())
            } else {
                0
            },
            ..CardLine::new(kind, if at == 0 { FIRST } else { column }, words)
        });
        rows.collect()
    }
}

/// The columns of a rule that words in it leave free.
pub(crate) const RULE_ENDS: u16 = 6;

/// What stands within so many columns of the rule over the cards in view: which tags they are
/// of, and which of them are shown, unless all are.
pub(crate) fn in_view(which: &str, numbers: Option<[usize; 3]>, room: u16) -> String {
    let are_some = |&[first, last, of]: &[usize; 3]| last + 1 - first < of;
    let Some([first, last, of]) = numbers.filter(are_some) else {
        return which.to_owned();
    };
    let [first, last, of] = [first, last, of].map(in_thousands);
    let numbers = match first == last {
        true => format!("{first} of {of}"),
        false => format!("{first}–{last} of {of}"),
    };
    let long = format!("{which} {numbers}");
    match columns(&long) <= usize::from(room) {
        true => long,
        false => numbers,
    }
}

/// Words that are cut to what fits, as they are shown.
pub(crate) fn cut(words: &str, columns: u16) -> String {
    visible_within(words, usize::from(columns)).into_owned()
}

/// Why an annotation has no place.
pub(crate) fn why_lost(opened: &OpenDocument, id: &AnnotationId) -> String {
    let rejected = opened.set().get(id).and_then(|tag| tag.rejected());
    if let Some(rejected) = rejected.filter(|_| opened.annotation_index().is_lost(id)) {
        return format!("it is said not to be “{}”", on_one_line(rejected));
    }
    match opened.annotation_index().lost_among(id) {
        None => "its passage is still being looked for".to_owned(),
        Some(0) => "its passage is not in the document any more".to_owned(),
        Some(1) => "the quote occurs once, between other words".to_owned(),
        Some(stands) => format!("the quote occurs {stands} times; ambiguous"),
    }
}
