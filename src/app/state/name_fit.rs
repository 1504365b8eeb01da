//! How well a name fits what was typed: in lists from which one chooses by name, such as
//! commands and documents, a few letters of the name are enough.
//!
//! Must not know: what is named.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::text::equivalence::{Case, Rules, plain_form};

/// A row of such a list: its name, all that it says, and what stands on its right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    pub name: &'a str,
    pub text: &'a str,
    pub mark: &'a str,
    pub detail: &'a str,
}

/// How well a row fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit(Place, Reverse<u32>);

/// Where what was typed stands, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    NameBegins,
    InName,
    WordOfRow,
    /// Its letters stand in the name, in order.
    LettersOfName,
    InRow,
    /// Its words stand in the row, each by itself.
    WordsInRow,
}

/// What was typed, in the forms in which it is compared with rows.
pub(super) struct NameFit {
    typed: String,
    rules: Rules,
    matcher: Matcher,
    pattern: Pattern,
    /// By which the letters are compared.
    of_letters: Rules,
    buffer: Vec<char>,
}

impl NameFit {
    pub fn new(typed: &str) -> Self {
        let smart = Rules::smart(typed);
        let rules = Rules {
            case: Case::Ignored,
            ..smart
        };
        let of_letters = Rules {
            case: Case::Significant,
            ..smart
        };
        let letters = plain_form(typed, of_letters);
        Self {
            typed: plain_form(typed.trim(), rules).into_owned(),
            rules,
            matcher: Matcher::new(Config::DEFAULT),
            pattern: Pattern::parse(&letters, CaseMatching::Smart, Normalization::Smart),
            of_letters,
            buffer: Vec::new(),
        }
    }

    /// How well a row fits; `None` where it does not: letters that are scattered over all
    /// that it says are in no name.
    pub fn of(&mut self, row: Named<'_>) -> Option<Fit> {
        let words = format!("{} {} {}", row.text, row.mark, row.detail);
        let words = plain_form(&words, self.of_letters);
        let words = Utf32Str::new(&words, &mut self.buffer);
        let score = self.pattern.score(words, &mut self.matcher)?;
        Some(Fit(self.place(row)?, Reverse(score)))
    }

    fn place(&self, row: Named<'_>) -> Option<Place> {
        let typed = self.typed.as_str();
        let name = plain_form(row.name, self.rules);
        if name.starts_with(typed) {
            return Some(Place::NameBegins);
        }
        if name.contains(typed) {
            return Some(Place::InName);
        }
        let text = plain_form(row.text, self.rules);
        let mut words = text.split(|letter: char| !letter.is_alphanumeric());
        if words.any(|word| word.starts_with(typed)) {
            return Some(Place::WordOfRow);
        }
        let mut letters = name.chars();
        let mut wanted = typed.chars().filter(|letter| *letter != ' ');
        if wanted.all(|wanted| letters.any(|letter| letter == wanted)) {
            return Some(Place::LettersOfName);
        }
        let detail = plain_form(row.detail, self.rules);
        let is_in_row = |word: &str| text.contains(word) || detail.contains(word);
        if is_in_row(typed) {
            return Some(Place::InRow);
        }
        let all = typed.split(' ').all(is_in_row);
        all.then_some(Place::WordsInRow)
    }
}
