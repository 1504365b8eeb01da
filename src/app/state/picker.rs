//! What stands over the panes: the help, and pickers.

use std::collections::VecDeque;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::annotation::{AnnotationId, AnnotationSet, TagId};
use crate::text::TextRange;
use crate::text::equivalence::{Case, Rules, plain_form};

use crate::app::document::DocumentId;
use crate::app::input::command::Command;
use crate::app::message::ExportRequest;
use crate::app::message::recovery::SaveCopy;

use super::line::TypedLine;

/// What stands over the panes.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// The keys of the pane.
    Help {
        /// The first line shown.
        top: usize,
    },
    /// A list to choose from.
    Picker(Picker),
}

/// A way to leave although something is not saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Leaving {
    /// Write it to another place first: ask for that.
    SaveCopy,
    /// Write it there, over the files that are there.
    Over(SaveCopy),
    /// Name another place than this.
    Rename(String),
    Keep,
    Lose,
}

/// What to do with something that an earlier session left; notes are named by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecoveryChoice {
    /// Put all tags back.
    PutBack,
    GoOn(String),
    Copy(String),
    /// Throw something away, after asking once more.
    ThrowAway(String),
    /// Throw it away, having asked.
    Lose(String),
}

/// What choosing a row of a picker does.
#[derive(Debug, Clone, PartialEq)]
pub enum PickerAction {
    Command(Command),
    Annotation(DocumentId, AnnotationId),
    Passage(DocumentId, TextRange),
    Document(DocumentId),
    /// Export in the format of this name.
    Format(String),
    /// Export over a file that is there.
    Export(ExportRequest),
    /// Name another file for an export.
    Rename(ExportRequest),
    /// Show this tag only, or all.
    Filter(Option<TagId>),
    Leaving(Leaving),
    Recovery(RecoveryChoice),
    Stay,
}

/// A row of a picker.
#[derive(Debug, Clone, PartialEq)]
pub struct PickerRow {
    /// A short word before the text: a tag's letter, a key.
    pub(crate) mark: String,
    /// The tag whose colour the mark has.
    pub(crate) tag: Option<TagId>,
    /// What it says, and what is searched.
    pub text: String,
    /// The part of `text` to show strongly, in bytes.
    pub(crate) strong: Option<TextRange>,
    /// Something on the right.
    pub(crate) detail: String,
    pub(crate) target: PickerAction,
}

impl PickerRow {
    /// A row of words, and what choosing it does.
    pub(crate) fn new(text: &str, target: PickerAction) -> Self {
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

/// The first row to show of a list of this height, so that the chosen one is in view.
pub fn list_top(chosen: usize, height: usize) -> usize {
    (chosen + 1).saturating_sub(height)
}

/// How many rows are matched against what was typed before the key is answered; the
/// others are matched while nothing else waits.
const MATCHED_AT_ONCE: usize = 1000;

/// What the further rows of a picker are made of.
#[derive(Debug, Clone, PartialEq)]
pub enum PickerSource {
    Tags {
        /// The documents whose annotations have no rows yet.
        documents: VecDeque<DocumentId>,
        /// The document that is begun, with its annotations as they were then.
        begun: Option<(DocumentId, AnnotationSet)>,
        /// How many of those have rows.
        made: usize,
    },
    Documents(VecDeque<DocumentId>),
}

impl PickerSource {
    pub fn tags(documents: VecDeque<DocumentId>) -> Self {
        Self::Tags {
            documents,
            begun: None,
            made: 0,
        }
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

/// How many rows of a closed picker are freed at once: each is several allocations.
const FREED_AT_ONCE: usize = 2000;

/// The rows of long pickers that were closed, to be freed in pieces.
#[derive(Debug, Clone, Default)]
pub struct ClosedPickers {
    rows: Vec<Vec<PickerRow>>,
    /// Whether the loop was asked to tell when nothing else waits.
    pub asked: bool,
}

impl ClosedPickers {
    /// Keeps the rows of a closed picker, if they are too many to free at once.
    pub fn push(&mut self, picker: Picker) {
        if picker.rows.len() > FREED_AT_ONCE {
            self.rows.push(picker.rows);
        }
    }

    pub(crate) fn free_some(&mut self) {
        if let Some(rows) = self.rows.last_mut() {
            rows.truncate(rows.len().saturating_sub(FREED_AT_ONCE));
            if rows.is_empty() {
                self.rows.pop();
            }
        }
    }

    pub fn len(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// A list to choose from, which narrows as one types.
#[derive(Debug, Clone, PartialEq)]
pub struct Picker {
    pub title: String,
    pub typed: TypedLine,
    pub rows: Vec<PickerRow>,
    /// The rows that match what has been typed, the best first: indices into `rows`.
    pub fitting: Vec<usize>,
    /// The chosen one: an index into `fitting`.
    pub chosen: usize,
    /// Whether rows may still come.
    pub growing: bool,
    /// The search that fills it.
    pub search: Option<u64>,
    /// Whether it finds documents by their names.
    pub finder: bool,
    pub source: Option<Box<PickerSource>>,
    /// How many rows were matched against what has been typed.
    matched: usize,
    /// Those of them that match: how well, and their indices.
    scored: Vec<(Fit, std::cmp::Reverse<u32>, usize)>,
}

impl Picker {
    pub fn new(title: impl Into<String>, rows: Vec<PickerRow>) -> Self {
        let fitting = (0..rows.len()).collect();
        Self {
            title: title.into(),
            typed: TypedLine::default(),
            fitting,
            chosen: 0,
            growing: false,
            search: None,
            finder: false,
            source: None,
            matched: rows.len(),
            scored: Vec::new(),
            rows,
        }
    }

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
        self.match_more(FirstRow::Row);
    }

    /// Whether rows are still to be made or to be matched.
    pub fn is_unfinished(&self) -> bool {
        self.matched < self.rows.len() || self.source.is_some()
    }

    /// Matches further rows against what has been typed, without moving the choice.
    pub(crate) fn match_more(&mut self, first: FirstRow) {
        let from = self.matched;
        if self.typed.as_str().trim().is_empty() {
            self.matched = self.rows.len();
            self.fitting.extend(from..self.matched);
            return;
        }
        self.matched = self.rows.len().min(from + MATCHED_AT_ONCE);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let rules = Rules {
            case: Case::Significant,
            ..Rules::smart(self.typed.as_str())
        };
        let typed = plain_form(self.typed.as_str(), rules);
        let pattern = Pattern::parse(&typed, CaseMatching::Smart, Normalization::Smart);
        let fit = FitTo::new(self.typed.as_str());
        let mut buffer = Vec::new();
        let rows = self.rows[from..self.matched].iter().zip(from..);
        self.scored.extend(rows.filter_map(|(row, index)| {
            let words = format!("{} {} {}", row.text, row.mark, row.detail);
            let words = plain_form(&words, rules);
            let score = pattern.score(Utf32Str::new(&words, &mut buffer), &mut matcher)?;
            Some((fit.of(row), std::cmp::Reverse(score), index))
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
        let chosen = chosen.filter(|_| first == FirstRow::Row || self.chosen > 0);
        self.fitting = self.scored.iter().map(|(_, _, index)| *index).collect();
        let found =
            chosen.and_then(|chosen| self.fitting.iter().position(|&index| index == chosen));
        self.chosen = found
            .unwrap_or(self.chosen)
            .min(self.fitting.len().saturating_sub(1));
    }

    fn refit(&mut self) {
        self.matched = 0;
        self.scored.clear();
        self.fitting.clear();
        self.match_more(FirstRow::Place);
    }
}

/// What stays chosen while further rows are matched and the first one is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstRow {
    /// Whichever row comes first: nobody has chosen yet.
    Place,
    /// The row that it was.
    Row,
}

/// How well a row matches what was typed, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    NameBegins,
    InName,
    WordOfRow,
    /// Its letters stand in the name, in order.
    LettersOfName,
    InRow,
    /// Its letters stand in the row, in order.
    Letters,
}

/// What was typed, in the form in which it is compared with rows.
struct FitTo {
    typed: String,
    rules: Rules,
}

impl FitTo {
    fn new(typed: &str) -> Self {
        let rules = Rules {
            case: Case::Ignored,
            ..Rules::smart(typed)
        };
        Self {
            typed: plain_form(typed.trim(), rules).into_owned(),
            rules,
        }
    }

    fn of(&self, row: &PickerRow) -> Fit {
        let typed = self.typed.as_str();
        let text = plain_form(&row.text, self.rules);
        let name = row
            .strong
            .map_or("", |range| &row.text[range.start()..range.end()]);
        let name = plain_form(name, self.rules);
        let mut letters = name.chars();
        if name.starts_with(typed) {
            Fit::NameBegins
        } else if name.contains(typed) {
            Fit::InName
        } else if text
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| word.starts_with(typed))
        {
            Fit::WordOfRow
        } else if typed
            .chars()
            .filter(|letter| *letter != ' ')
            .all(|wanted| letters.any(|letter| letter == wanted))
        {
            Fit::LettersOfName
        } else if text.contains(typed) || plain_form(&row.detail, self.rules).contains(typed) {
            Fit::InRow
        } else {
            Fit::Letters
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
        let mut picker = Picker::new("x", vec![row("next-sentence"), row("export")]);
        picker.typed = TypedLine::new("nxsen");
        picker.narrow();
        assert_eq!(picker.fitting, [0]);
        picker.typed = TypedLine::default();
        picker.narrow();
        assert_eq!(picker.fitting, [0, 1]);
    }

    #[test]
    fn a_row_is_found_however_it_is_spelt() {
        let rows = [
            "café",
            "cafe\u{301}",
            "cafe",
            "Co\u{ad}operation",
            "ﬁnance",
            "STRASSE",
            "İstanbul",
            "Łódź",
        ];
        for (typed, expected) in [
            ("café", &[0, 1][..]),
            ("cafe\u{301}", &[0, 1]),
            ("cafe", &[0, 1, 2]),
            ("cooperation", &[3]),
            ("finance", &[4]),
            ("straße", &[5]),
            ("istanbul", &[6]),
            ("lodz", &[7]),
            ("Lodz", &[7]),
            ("Cafe", &[]),
        ] {
            let mut picker = Picker::new("x", rows.map(row).to_vec());
            picker.typed = TypedLine::new(typed);
            picker.narrow();
            picker.fitting.sort_unstable();
            assert_eq!(picker.fitting, expected, "{typed}");
        }
    }

    #[test]
    fn rows_that_come_later_do_not_move_the_choice() {
        let mut picker = Picker::new("x", vec![row("b"), row("ab")]);
        picker.step(1);
        picker.extend([row("c")]);
        assert_eq!(picker.chosen_row().map(|row| row.text.as_str()), Some("ab"));
        picker.step(9);
        assert_eq!(picker.chosen, 2);
    }
}
