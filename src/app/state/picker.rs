//! What stands over the panes: the help, and lists that are chosen from.

use std::collections::VecDeque;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::annotation::{AnnotationId, AnnotationSet, TagId};
use crate::text::TextRange;

use crate::app::document::DocumentId;
use crate::app::input::command::Command;
use crate::app::message::ExportRequest;
use crate::app::message::recovery::SaveCopy;

/// One overlay.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// The keys of the pane; the first line shown.
    Help {
        /// The first line shown.
        top: usize,
    },
    /// A list.
    Picker(Picker),
}

/// A way to leave with what is not saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Leaving {
    /// Write it to another place first: ask for that.
    SaveCopy,
    /// Write it there, over what is there.
    Over(SaveCopy),
    /// Name another place than this.
    Rename(String),
    /// Keep it for the next start.
    Keep,
    /// Lose it.
    Lose,
}

/// What to do with what was kept of an earlier time; notes and others by what they
/// are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecoveryChoice {
    /// Put all tags back.
    PutBack,
    /// Go on with a note.
    GoOn(String),
    /// Copy a note.
    Copy(String),
    /// Throw something away: asks once more.
    ThrowAway(String),
    /// Throw it away indeed.
    Lose(String),
}

/// Where a row of a list leads.
#[derive(Debug, Clone, PartialEq)]
pub enum PickerAction {
    /// Run a command.
    Command(Command),
    /// Go to an annotation.
    Annotation(DocumentId, AnnotationId),
    /// Go to a passage.
    Passage(DocumentId, TextRange),
    /// Open a document.
    Document(DocumentId),
    /// Export in the format of this name.
    Format(String),
    /// Export over a file that is there.
    Export(ExportRequest),
    /// Name another file for an export.
    Rename(ExportRequest),
    /// Show this tag only, or all.
    Filter(Option<TagId>),
    /// Leave although something is not saved.
    Leaving(Leaving),
    /// Do something with what was kept of an earlier time.
    Recovery(RecoveryChoice),
    /// Go on.
    Stay,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct PickerRow {
    /// A short word before the text: a tag's letter, a key.
    pub mark: String,
    /// The tag whose colour the mark has.
    pub tag: Option<TagId>,
    /// What it says, and what is searched.
    pub text: String,
    /// The part of `text` to show strongly, in bytes.
    pub strong: Option<TextRange>,
    /// Something on the right.
    pub detail: String,
    /// Where it leads.
    pub target: PickerAction,
}

impl PickerRow {
    /// A row of words, and what it does.
    pub fn of(text: &str, target: PickerAction) -> Self {
        Self {
            mark: String::new(),
            tag: None,
            text: text.to_owned(),
            strong: None,
            detail: String::new(),
            target,
        }
    }
}

/// The first row of a list that is shown, so that the chosen one is in view.
pub fn list_top(chosen: usize, height: usize) -> usize {
    (chosen + 1).saturating_sub(height)
}

/// At a key, so many rows are looked at for what has been typed; the others while
/// nothing else waits.
const LOOKED_AT_ONCE: usize = 1000;

/// What the further rows of a list are made of.
#[derive(Debug, Clone, PartialEq)]
pub enum PickerSource {
    /// Tags.
    Tags {
        /// The documents of which none has its row yet.
        documents: VecDeque<DocumentId>,
        /// The one that is begun, with its tags as they were then.
        begun: Option<(DocumentId, AnnotationSet)>,
        /// How many of those have their rows.
        made: usize,
    },
    /// Documents.
    Documents(VecDeque<DocumentId>),
}

impl PickerSource {
    /// The tags of documents.
    pub fn tags(documents: VecDeque<DocumentId>) -> Self {
        Self::Tags {
            documents,
            begun: None,
            made: 0,
        }
    }

    /// Whether the rows are those of documents.
    pub fn is_of_documents(&self) -> bool {
        matches!(self, Self::Documents(_))
    }

    /// Whether all rows are made.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Tags {
                documents, begun, ..
            } => documents.is_empty() && begun.is_none(),
            Self::Documents(documents) => documents.is_empty(),
        }
    }
}

/// So many rows of a picker that was closed are freed at once: each is several pieces of
/// memory.
const FREED_AT_ONCE: usize = 2000;

/// The rows of long pickers that were closed, to be freed in pieces.
#[derive(Debug, Clone, Default)]
pub struct ClosedPickers {
    rows: Vec<Vec<PickerRow>>,
    /// Whether it was asked to be told when nothing else waits.
    pub asked: bool,
}

impl ClosedPickers {
    /// Takes a picker that was closed.
    pub fn push(&mut self, picker: Picker) {
        if picker.rows.len() > FREED_AT_ONCE {
            self.rows.push(picker.rows);
        }
    }

    /// Frees a piece.
    pub fn free_some(&mut self) {
        if let Some(rows) = self.rows.last_mut() {
            rows.truncate(rows.len().saturating_sub(FREED_AT_ONCE));
            if rows.is_empty() {
                self.rows.pop();
            }
        }
    }

    /// How many rows are left to be freed.
    pub fn len(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    /// Whether nothing is left to be freed.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// A list that narrows as one types.
#[derive(Debug, Clone, PartialEq)]
pub struct Picker {
    /// Its heading.
    pub title: String,
    /// What has been typed.
    pub typed: String,
    /// All rows.
    pub rows: Vec<PickerRow>,
    /// The rows that fit what has been typed, the best first: numbers in `rows`.
    pub fitting: Vec<usize>,
    /// The chosen one: a number in `fitting`.
    pub chosen: usize,
    /// Whether rows may still come.
    pub growing: bool,
    /// The search that fills it.
    pub search: Option<u64>,
    /// Whether it is that of the documents.
    pub finder: bool,
    /// What its further rows are made of.
    pub source: Option<Box<PickerSource>>,
    /// How many rows were looked at for what has been typed.
    looked: usize,
    /// Those of them that fit: how well, and their numbers.
    scored: Vec<(Fit, std::cmp::Reverse<u32>, usize)>,
}

impl Picker {
    /// A list of rows.
    pub fn new(title: impl Into<String>, rows: Vec<PickerRow>) -> Self {
        let fitting = (0..rows.len()).collect();
        Self {
            title: title.into(),
            typed: String::new(),
            fitting,
            chosen: 0,
            growing: false,
            search: None,
            finder: false,
            source: None,
            looked: rows.len(),
            scored: Vec::new(),
            rows,
        }
    }

    /// The chosen row.
    pub fn chosen_row(&self) -> Option<&PickerRow> {
        self.fitting
            .get(self.chosen)
            .and_then(|&index| self.rows.get(index))
    }

    /// Moves the choice, and stops at the ends.
    pub fn step(&mut self, by: isize) {
        let last = self.fitting.len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
    }

    /// Narrows the list to what has been typed.
    pub fn narrow(&mut self) {
        self.chosen = 0;
        self.refit();
    }

    /// Adds rows without moving the choice.
    pub fn extend(&mut self, rows: impl IntoIterator<Item = PickerRow>) {
        self.rows.extend(rows);
        self.look_further(true);
    }

    /// Whether there is more to be made or to be looked at.
    pub fn is_unfinished(&self) -> bool {
        self.looked < self.rows.len() || self.source.is_some()
    }

    /// Looks whether further rows fit what has been typed, without moving the choice;
    /// the first one stays chosen as the first, or as the row that it was.
    pub fn look_further(&mut self, stays: bool) {
        let from = self.looked;
        if self.typed.trim().is_empty() {
            self.looked = self.rows.len();
            self.fitting.extend(from..self.looked);
            return;
        }
        self.looked = self.rows.len().min(from + LOOKED_AT_ONCE);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(&self.typed, CaseMatching::Smart, Normalization::Smart);
        let mut buffer = Vec::new();
        let rows = self.rows[from..self.looked].iter().zip(from..);
        self.scored.extend(rows.filter_map(|(row, index)| {
            let words = format!("{} {} {}", row.text, row.mark, row.detail);
            let score = pattern.score(Utf32Str::new(&words, &mut buffer), &mut matcher)?;
            let fit = Fit::of(row, &self.typed);
            Some((fit, std::cmp::Reverse(score), index))
        }));
        self.scored.sort();
        // What is spelt out in some rows is what was meant: rows that only hold
        // the letters somewhere in long words are left out then.
        if self
            .scored
            .first()
            .is_some_and(|(fit, _, _)| *fit < Fit::Letters)
        {
            self.scored.retain(|(fit, _, _)| *fit < Fit::Letters);
        }
        let chosen = self.fitting.get(self.chosen).copied();
        let chosen = chosen.filter(|_| stays || self.chosen > 0);
        self.fitting = self.scored.iter().map(|(_, _, index)| *index).collect();
        let found = chosen.and_then(|it| self.fitting.iter().position(|&index| index == it));
        self.chosen = found
            .unwrap_or(self.chosen)
            .min(self.fitting.len().saturating_sub(1));
    }

    fn refit(&mut self) {
        self.looked = 0;
        self.scored.clear();
        self.fitting.clear();
        self.look_further(false);
    }
}

/// How what was typed fits a row, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The row's name begins with it.
    NameBegins,
    /// It stands in the name.
    InName,
    /// A word of the row begins with it.
    WordOfRow,
    /// Its letters stand in the name, in order.
    LettersOfName,
    /// It stands in the row.
    InRow,
    /// Its letters stand in the row, in order.
    Letters,
}

impl Fit {
    fn of(row: &PickerRow, typed: &str) -> Self {
        let typed = typed.trim().to_lowercase();
        let text = row.text.to_lowercase();
        let name = row.strong.map_or("", |it| &row.text[it.start()..it.end()]);
        let name = name.to_lowercase();
        let mut letters = name.chars();
        if name.starts_with(&typed) {
            Self::NameBegins
        } else if name.contains(&typed) {
            Self::InName
        } else if text
            .split(|it: char| !it.is_alphanumeric())
            .any(|word| word.starts_with(&typed))
        {
            Self::WordOfRow
        } else if typed
            .chars()
            .filter(|it| *it != ' ')
            .all(|wanted| letters.any(|letter| letter == wanted))
        {
            Self::LettersOfName
        } else if text.contains(&typed) || row.detail.to_lowercase().contains(&typed) {
            Self::InRow
        } else {
            Self::Letters
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> PickerRow {
        PickerRow {
            mark: String::new(),
            tag: None,
            text: text.to_owned(),
            strong: None,
            detail: String::new(),
            target: PickerAction::Stay,
        }
    }

    #[test]
    fn a_list_narrows_to_what_fits_loosely_and_widens_again() {
        let mut list = Picker::new("x", vec![row("next-sentence"), row("export")]);
        list.typed = "nxsen".to_owned();
        list.narrow();
        assert_eq!(list.fitting, [0]);
        list.typed.clear();
        list.narrow();
        assert_eq!(list.fitting, [0, 1]);
    }

    #[test]
    fn rows_that_come_later_do_not_move_the_choice() {
        let mut list = Picker::new("x", vec![row("b"), row("ab")]);
        list.step(1);
        list.extend([row("c")]);
        assert_eq!(list.chosen_row().map(|it| it.text.as_str()), Some("ab"));
        list.step(9);
        assert_eq!(list.chosen, 2);
    }
}
