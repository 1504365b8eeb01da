//! What stands over the panes: the help, and pickers.

use std::collections::VecDeque;
use std::ops::Range;

use crate::annotation::TagId;
use crate::text::{TextRange, in_thousands};

use crate::app::document::DocumentId;

mod edit;

pub use super::choice::{
    Asked, FilterChoice, Leaving, PickerAction, RecoveryChoice, RetagChoice, Whose,
};
use super::line::TypedLine;
use super::list_query::{self, Known, ListQuery, Listed, RowsAsked};
use super::name_fit::{Fit, NameFit, Named};
use super::open_list::{OpenList, OpenWalk};
use super::review::Review;
use super::statistics::Statistics;
use super::tag_walk::{KindCounts, TagWalk};

/// What stands over the panes.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "there is one at most")]
pub enum Overlay {
    /// The keys of the pane, or of a list.
    Help {
        /// The first line shown.
        top: usize,
        /// The list that it is about, and that is there again behind it.
        over: Option<Box<Picker>>,
    },
    /// A list to choose from.
    Picker(Picker),
}

/// What letters do in a picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// They narrow it.
    Narrow,
    /// They do something with the chosen row.
    Act(Acts),
}

/// What letters do something with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acts {
    /// The sources of a tag.
    Sources,
    /// The verdict on a tag, and what else is said about it.
    Verdict,
    /// Why a source is needed.
    Reason,
    /// References that are cited, and links.
    Cited,
    /// What other documents say, too.
    Elsewhere,
    /// The relation of a link.
    Relation,
    /// Tags that are not where they were marked, or not as they were.
    Displaced,
    /// What is open.
    Open,
    /// What an import would do.
    Import,
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
    /// The parts of `text` that are lit, in bytes.
    pub(crate) lit: Vec<Range<usize>>,
    /// Something on the right.
    pub detail: String,
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
            lit: Vec::new(),
            detail: String::new(),
            target,
        }
    }
}

impl PickerRow {
    /// What is shown strongly; all that it says, where nothing is.
    pub(crate) fn strong_words(&self) -> &str {
        let strong = self
            .strong
            .and_then(|part| self.text.get(part.start()..part.end()));
        strong.unwrap_or(&self.text)
    }

    /// The name by which it is found: of a document that is called by its title, what stands
    /// on the right.
    fn name(&self) -> &str {
        match (&self.target, self.strong) {
            (PickerAction::Document(_), None) => &self.detail,
            _ => self.strong_words(),
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
#[derive(Debug, Clone)]
pub enum PickerSource {
    Tags(TagWalk),
    Documents(VecDeque<DocumentId>),
    /// The counts in its rows.
    Kinds(TagWalk, Box<KindCounts>),
    /// The counts in its rows.
    Statistics(TagWalk, Box<Statistics>),
    /// What is open, in the order of the list.
    Open(OpenWalk),
}

impl PickerSource {
    /// Whether all rows are made.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Tags(walk) | Self::Kinds(walk, _) | Self::Statistics(walk, _) => walk.is_over(),
            Self::Documents(documents) => documents.is_empty(),
            Self::Open(items) => items.is_empty(),
        }
    }
}

/// What a picker lists, and so how it narrows: choices and names by their letters, all else
/// by a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Listing {
    /// A few things to do.
    #[default]
    Choices,
    Documents,
    Tags,
    /// What a search has found; its title says how much.
    Matches,
    /// Versions of tags in conflict; its title says how many.
    Versions,
    /// What is open; its title says of which kinds.
    Open,
    /// How much there is of what.
    Statistics,
    /// What an import would do.
    Import,
}

impl Listing {
    /// What its rows are, if the list is asked by a query.
    fn asked(self) -> Option<RowsAsked> {
        match self {
            Self::Choices | Self::Documents | Self::Statistics | Self::Import => None,
            Self::Tags | Self::Versions | Self::Open => Some(RowsAsked::Tags),
            Self::Matches => Some(RowsAsked::Passages),
        }
    }

    /// Whether the list is asked by a query.
    pub fn is_asked(self) -> bool {
        self.asked().is_some()
    }

    /// What one of its rows is, and what several are.
    fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Choices => ("choice", "choices"),
            Self::Documents => ("document", "documents"),
            Self::Tags => ("tag", "tags"),
            Self::Matches => ("match", "matches"),
            Self::Versions => ("version", "versions"),
            Self::Open => ("open item", "open items"),
            Self::Statistics | Self::Import => ("row", "rows"),
        }
    }
}

/// What was shown down to the chosen row.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The row that is chosen again once rows are there, and its number.
    pub chosen: PickerAction,
    pub number: usize,
    /// It, and those above.
    pub rows: Vec<PickerRow>,
}

/// A list to choose from, which narrows as one types.
#[derive(Debug, Clone)]
pub struct Picker {
    pub title: String,
    pub listing: Listing,
    pub typed: TypedLine,
    pub rows: Vec<PickerRow>,
    /// The rows that match what has been typed, the best first: indices into `rows`.
    pub fitting: Vec<usize>,
    /// The chosen one: an index into `fitting`.
    pub chosen: usize,
    /// Whether rows may still come.
    pub growing: bool,
    /// How many rows there will be, where that is known before they are made.
    pub(crate) expected: Option<usize>,
    /// What stands at the end of its heading: what is missing in it.
    pub(crate) remark: Option<String>,
    /// The search that fills it.
    pub search: Option<u64>,
    pub source: Option<Box<PickerSource>>,
    /// The row to choose once it is there, and how many of the fitting ones are not it.
    seek: Option<Box<(PickerAction, usize)>>,
    pub letters: Letters,
    /// What the list of tags that are not where they were marked was made of.
    pub review: Option<Box<Review>>,
    /// Of a list of what is open.
    pub(crate) open: Option<OpenList>,
    /// Why no row is there where nothing is typed, if that is not because there is nothing.
    pub(crate) hidden: Option<String>,
    /// What was shown before it had to wait for rows.
    pub kept: Option<Box<Kept>>,
    /// How many rows were matched against what has been typed.
    matched: usize,
    /// Of a list of names, those of them that match: how well, and their indices.
    scored: Vec<(Fit, usize)>,
    /// Of a list that is asked, what has been typed.
    query: Box<ListQuery>,
}

impl Picker {
    /// A picker of a few choices.
    pub fn new(title: impl Into<String>, rows: Vec<PickerRow>) -> Self {
        let fitting = (0..rows.len()).collect();
        Self {
            title: title.into(),
            listing: Listing::Choices,
            typed: TypedLine::default(),
            fitting,
            chosen: 0,
            growing: false,
            expected: None,
            remark: None,
            search: None,
            source: None,
            seek: None,
            letters: Letters::Narrow,
            review: None,
            open: None,
            hidden: None,
            kept: None,
            matched: rows.len(),
            scored: Vec::new(),
            query: Box::default(),
            rows,
        }
    }

    /// A picker of something.
    pub(crate) fn of(listing: Listing, title: impl Into<String>, rows: Vec<PickerRow>) -> Self {
        Self {
            listing,
            ..Self::new(title, rows)
        }
    }

    /// Whether it asks for one of a few things, and lists nothing.
    pub(crate) fn is_choice(&self) -> bool {
        self.listing == Listing::Choices
    }

    pub fn chosen_row(&self) -> Option<&PickerRow> {
        self.fitting
            .get(self.chosen)
            .and_then(|&index| self.rows.get(index))
    }

    /// What Enter does with the chosen row, in a word; `None` where no row is there.
    pub fn enter_does(&self) -> Option<&'static str> {
        Some(match self.chosen_row()?.target {
            PickerAction::Command(_) => "run",
            PickerAction::Format(_) => "export",
            PickerAction::Filter(_) => "show",
            PickerAction::Copy(_) => "copy",
            PickerAction::Source(_) => "correct",
            PickerAction::TakeOver(..) => "give",
            PickerAction::Annotation(..)
            | PickerAction::Passage(..)
            | PickerAction::Displaced(..)
            | PickerAction::Reference(_)
            | PickerAction::Linked(_)
            | PickerAction::Elsewhere(_)
            | PickerAction::Document(_) => "go",
            PickerAction::Ask(..) => "list",
            PickerAction::Import(_) => "import",
            PickerAction::Export(_)
            | PickerAction::Attribute(_)
            | PickerAction::Link(_)
            | PickerAction::Rename(_)
            | PickerAction::Retag(_)
            | PickerAction::Leaving(_)
            | PickerAction::Recovery(_)
            | PickerAction::OtherDisplaced(_)
            | PickerAction::Told
            | PickerAction::Stay => "choose",
        })
    }

    /// The title with the number of rows: `All tags: 12 of 118`.
    pub fn heading(&self) -> String {
        let title = &self.title;
        let all = self.expected.unwrap_or(self.rows.len());
        let (of, going) = match self.is_narrowed() {
            true => (
                format!("{} of ", in_thousands(self.fitting.len())),
                self.growing || self.is_unfinished(),
            ),
            false => {
                let is_filling = self.growing || self.source.is_some();
                (String::new(), is_filling && self.expected.is_none())
            }
        };
        let remark = self.remark.as_ref();
        let remark = remark.map_or_else(String::new, |remark| format!(" · {remark}"));
        let (all, so_far) = (in_thousands(all), if going { " so far" } else { "" });
        match self.listing {
            Listing::Choices | Listing::Import => title.clone(),
            Listing::Statistics => {
                format!(
                    "{title}{}",
                    if self.source.is_some() { " so far" } else { "" }
                ) + &remark
            }
            Listing::Open => format!("Open: {of}{all}{title}{remark}"),
            Listing::Documents | Listing::Tags => format!("{title}: {of}{all}{so_far}{remark}"),
            Listing::Matches | Listing::Versions if of.is_empty() => title.clone(),
            Listing::Matches | Listing::Versions => format!("{title} · {of}{all}{so_far}"),
        }
    }

    fn is_narrowed(&self) -> bool {
        !self.typed.as_str().trim().is_empty()
    }

    /// Why no row is there: one sentence; `None` while that may still change.
    pub fn why_empty(&self, known: Known<'_>) -> Option<String> {
        if let Some(waits) = self.review.as_ref().and_then(|review| review.waits) {
            return Some(waits.words().to_owned());
        }
        if self.growing || self.is_unfinished() {
            return None;
        }
        let (mut noun, nouns) = self.listing.nouns();
        let typed = self.typed.as_str().trim();
        match self.rows.first().map(|row| &row.target) {
            Some(PickerAction::Command(_)) => noun = "command",
            Some(PickerAction::Retag(RetagChoice::From(_))) => noun = "tag",
            // To rename a tag is to change it into one that is defined for that.
            Some(PickerAction::Retag(RetagChoice::Into(..))) if self.is_narrowed() => {
                let table = TagId::table_of(typed);
                return Some(format!(
                    "There is no tag “{typed}”; to define it, write {table} into postil.toml"
                ));
            }
            _ => {}
        }
        // A phrase is told from the sentence about it by the quotes of the sentence.
        let phrase = typed.strip_prefix('"');
        let phrase = phrase.map(|rest| rest.strip_suffix('"').unwrap_or(rest));
        let shown = phrase.filter(|rest| !rest.contains('"')).unwrap_or(typed);
        let unknown = self.listing.asked();
        let unknown = unknown.and_then(|rows| self.query.what_is_unknown(rows, known));
        Some(match unknown {
            _ if !self.is_narrowed() => {
                let hidden = self.hidden.clone();
                hidden.unwrap_or_else(|| format!("No {nouns}"))
            }
            Some(words) => words,
            None if self.letters == Letters::Act(Acts::Open) => {
                format!("No {noun} matches “{shown}”; Backspace shows all")
            }
            None => format!("No {noun} matches “{shown}”"),
        })
    }

    /// How to ask, as long as nothing is typed.
    pub fn hint(&self) -> Option<String> {
        let rows = self.listing.asked().filter(|_| self.typed.is_empty());
        rows.map(list_query::hint)
    }

    /// Moves the choice, and stops at the ends. In a list whose entries take several rows, one
    /// step leads to the first row of the next or the previous one.
    pub fn step(&mut self, by: isize) {
        self.seek = None;
        let last = self.fitting.len().saturating_sub(1);
        let is_tall = matches!(self.letters, Letters::Act(Acts::Cited | Acts::Import));
        let row = match by {
            1 | -1 if is_tall => self.next_entry(by),
            _ => None,
        };
        if let Some(row) = row {
            self.chosen = row;
            return;
        }
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
    }

    /// The first row of the next entry, or of the previous one; `None` where none comes any more.
    fn next_entry(&self, by: isize) -> Option<usize> {
        let target = |row: usize| Some(&self.rows.get(*self.fitting.get(row)?)?.target);
        let is_first = |row: &usize| {
            let before = row.checked_sub(1).and_then(target);
            before.is_none_or(|before| Some(before) != target(*row))
        };
        match by {
            1 => (self.chosen + 1..self.fitting.len()).find(is_first),
            _ => (0..self.chosen).rev().find(is_first),
        }
    }

    /// Chooses the row of this target, once it is there, unless another one is chosen before.
    pub(crate) fn choose_when_there(&mut self, target: PickerAction) {
        self.seek = Some(Box::new((target, 0)));
        self.choose_sought();
    }

    fn choose_sought(&mut self) {
        let Some(mut sought) = self.seek.take() else {
            return;
        };
        let (target, from) = &mut *sought;
        // Names are sorted anew with each further row.
        let is_sorted = self.is_narrowed() && !self.listing.is_asked();
        let from = if is_sorted { 0 } else { *from };
        let further = self.fitting.iter().skip(from);
        let at = further
            .enumerate()
            .find(|(_, index)| self.rows[**index].target == *target);
        match at {
            Some((at, _)) => self.chosen = from + at,
            None => {
                sought.1 = self.fitting.len();
                self.seek = Some(sought);
            }
        }
    }

    /// Narrows the list to what has been typed.
    pub fn narrow(&mut self, known: Known<'_>) {
        self.chosen = 0;
        self.seek = None;
        self.matched = 0;
        self.scored.clear();
        self.fitting.clear();
        if self.listing.is_asked() {
            *self.query = ListQuery::new(self.typed.as_str(), known.tags);
        }
        self.match_more(FirstRow::Place, known);
    }

    /// Adds rows without moving the choice. A list that is asked matches them while nothing
    /// else waits.
    pub fn extend(&mut self, rows: impl IntoIterator<Item = PickerRow>) {
        self.rows.extend(rows);
        if !self.is_narrowed() {
            self.take_all();
        } else if !self.listing.is_asked() {
            self.match_names(FirstRow::Row);
        }
        self.choose_sought();
    }

    /// Puts other rows in the place of all, and keeps what is chosen, where that is there.
    pub(crate) fn replace(&mut self, rows: Vec<PickerRow>, known: Known<'_>) {
        let chosen = self.chosen_row().map(|row| row.target.clone());
        self.rows = rows;
        self.narrow(known);
        let targets = self.fitting.iter().map(|index| &self.rows[*index].target);
        let at = chosen.and_then(|chosen| targets.enumerate().find(|(_, row)| **row == chosen));
        self.chosen = at.map_or(0, |(at, _)| at);
    }

    /// Whether rows are still to be made or to be matched.
    pub fn is_unfinished(&self) -> bool {
        self.matched < self.rows.len() || self.source.is_some()
    }

    /// Matches further rows against what has been typed, without moving the choice.
    pub(crate) fn match_more(&mut self, first: FirstRow, known: Known<'_>) {
        if !self.is_narrowed() {
            self.take_all();
        } else if self.listing.is_asked() {
            self.ask(known);
        } else {
            self.match_names(first);
        }
        self.choose_sought();
    }

    fn take_all(&mut self) {
        self.fitting.extend(self.matched..self.rows.len());
        self.matched = self.rows.len();
    }

    /// The next rows, which are matched at once.
    fn next_rows(&mut self) -> std::ops::Range<usize> {
        let from = self.matched;
        self.matched = self.rows.len().min(from + MATCHED_AT_ONCE);
        from..self.matched
    }

    /// Asks further rows; they stay in their order.
    fn ask(&mut self, known: Known<'_>) {
        for index in self.next_rows() {
            let row = &self.rows[index];
            let listed = match &row.target {
                PickerAction::Annotation(document, id) => Listed::Tag(*document, id),
                PickerAction::Passage(document, _) => Listed::Passage(*document, &row.text),
                _ => continue,
            };
            if self.query.takes(listed, known.documents) {
                self.fitting.push(index);
            }
        }
    }

    fn match_names(&mut self, first: FirstRow) {
        let mut fit = NameFit::new(self.typed.as_str());
        for index in self.next_rows() {
            let row = &self.rows[index];
            let named = Named {
                name: row.name(),
                text: &row.text,
                mark: &row.mark,
                detail: &row.detail,
            };
            self.scored.extend(fit.of(named).map(|fit| (fit, index)));
        }
        self.scored.sort_unstable();
        let chosen = self.fitting.get(self.chosen).copied();
        let chosen = chosen.filter(|_| first == FirstRow::Row || self.chosen > 0);
        self.fitting = self.scored.iter().map(|(_, index)| *index).collect();
        let found =
            chosen.and_then(|chosen| self.fitting.iter().position(|&index| index == chosen));
        self.chosen = found
            .unwrap_or(self.chosen)
            .min(self.fitting.len().saturating_sub(1));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::TagSet;
    use crate::app::documents::Documents;

    fn row(text: &str) -> PickerRow {
        PickerRow::new(text, PickerAction::Stay)
    }

    fn narrow(picker: &mut Picker, typed: &str) {
        picker.typed = TypedLine::new(typed);
        picker.narrow(Known {
            documents: &Documents::default(),
            tags: &TagSet::built_in(),
        });
    }

    #[test]
    fn a_list_narrows_to_what_fits_loosely_and_widens_again() {
        let mut picker = Picker::new("x", vec![row("next-sentence"), row("export")]);
        narrow(&mut picker, "nxsen");
        assert_eq!(picker.fitting, [0]);
        narrow(&mut picker, "");
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
            narrow(&mut picker, typed);
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
