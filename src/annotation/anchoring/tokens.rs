//! The tokens of texts as numbers, so that those of two texts can be compared.
//!
//! Must not know: which texts are compared, and why.

use std::collections::HashMap;
use std::ops::Range;

use compact_str::CompactString;

use crate::text::TextRange;
use crate::text::equivalence::{Accents, Case, Rules, each_token, plain_form, spelling};

/// A token of a text: a word, or one other character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// Its bytes. Texts that are compared are far below 4 GB.
    start: u32,
    end: u32,
    /// The number of its form: equal for all that are the same word, written in any form.
    pub(super) form: u32,
}

impl Token {
    pub(super) fn range(self) -> TextRange {
        TextRange::between(self.start as usize, self.end as usize)
    }
}

/// The numbers of the forms of all tokens that were seen.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<CompactString, u32>,
    kinds: HashMap<CompactString, u32>,
    forms: Vec<Form>,
}

/// What is known of a form.
#[derive(Debug, Clone, Copy)]
struct Form {
    /// How much it tells.
    weight: f32,
    /// The number of all that a search without regard to case takes for it.
    kind: u32,
}

impl Vocabulary {
    /// The tokens of some words, with the bytes they stand at.
    pub(super) fn tokens(&mut self, words: &str) -> Tokens {
        // In prose there is a token to five bytes or so.
        let mut tokens = Vec::with_capacity(words.len() / 5);
        each_token(words, |_, bytes| {
            tokens.push(Token {
                start: bytes.start.try_into().unwrap_or(u32::MAX),
                end: bytes.end.try_into().unwrap_or(u32::MAX),
                form: self.number(&spelling(&words[bytes])),
            });
        });
        Tokens(tokens)
    }

    fn number(&mut self, form: &str) -> u32 {
        if let Some(number) = self.numbers.get(form) {
            return *number;
        }
        let number = self.len();
        self.numbers.insert(form.into(), number);
        let plain = plain_form(form, IN_ANY_CASE);
        let kinds = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
        self.forms.push(Form {
            weight: weight(&plain),
            kind: *self.kinds.entry((&*plain).into()).or_insert(kinds),
        });
        number
    }

    /// The number of different forms.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.forms.len()).unwrap_or(u32::MAX)
    }

    /// The number of all forms that a search without regard to case takes for this one: the
    /// same word in capitals, and letters and digits of other kinds.
    pub(super) fn kind(&self, form: u32) -> u32 {
        let form = self.forms.get(form as usize);
        form.map_or(u32::MAX, |form| form.kind)
    }

    /// Whether two words are of one kind.
    pub(super) fn are_alike(&self, one: Token, other: Token) -> bool {
        one.form == other.form || self.kind(one.form) == self.kind(other.form)
    }

    /// How much a form tells of where one is: between 0 and 1.
    pub(super) fn weight(&self, form: u32) -> f32 {
        let form = self.forms.get(form as usize);
        form.map_or(0.0, |form| form.weight)
    }

    /// Whether a form is a word, and no punctuation.
    pub(super) fn is_word(&self, form: u32) -> bool {
        self.weight(form) > PUNCTUATION
    }

    /// How much all of these tell together.
    pub(super) fn weight_of(&self, tokens: &[Token]) -> f32 {
        tokens.iter().map(|token| self.weight(token.form)).sum()
    }
}

const IN_ANY_CASE: Rules = Rules {
    case: Case::Ignored,
    accents: Accents::Significant,
};

/// How much a comma tells.
const PUNCTUATION: f32 = 0.3;

/// A long word tells more than a short one, and that more than a comma.
fn weight(form: &str) -> f32 {
    /// The most characters of a short word.
    const SHORT: usize = 3;
    match form.chars().next() {
        Some(first) if !first.is_alphanumeric() => PUNCTUATION,
        _ if form.chars().nth(SHORT).is_none() => 0.6,
        _ => 1.0,
    }
}

/// The tokens of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Tokens(pub(super) Vec<Token>);

impl Tokens {
    /// The numbers of the tokens that a range touches, of an empty one of that around it.
    pub(super) fn touching(&self, range: TextRange) -> Range<usize> {
        let first = self
            .0
            .partition_point(|token| token.end as usize <= range.start());
        let end = self
            .0
            .partition_point(|token| (token.start as usize) < range.end());
        first..end.max(first)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The form of a token; `None` before the first and after the last one.
    pub(super) fn form(&self, number: usize) -> Option<u32> {
        self.0.get(number).map(|token| token.form)
    }

    /// Whether these forms stand here one after the other.
    pub(super) fn stand_at(&self, forms: &[Token], number: usize) -> bool {
        let end = number.checked_add(forms.len());
        let here = end.and_then(|end| self.0.get(number..end));
        let same = |(one, other): (&Token, &Token)| one.form == other.form;
        here.is_some_and(|here| here.iter().zip(forms).all(same))
    }

    /// The bytes from the first to the last of some tokens, of which there is one at least.
    pub(super) fn span(&self, numbers: &Range<usize>) -> TextRange {
        let first = self.0[numbers.start].range();
        first.union(self.0[numbers.end - 1].range())
    }
}

/// Where each form stands in a text.
#[derive(Debug)]
pub(super) struct Places {
    /// For each form where its places begin in `places`.
    starts: Vec<u32>,
    /// The numbers of the tokens of each form, in order.
    places: Vec<u32>,
}

impl Places {
    pub(super) fn new(tokens: &Tokens, forms: u32) -> Self {
        let mut starts = vec![0u32; forms as usize + 2];
        for token in &tokens.0 {
            starts[token.form as usize + 2] += 1;
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut places = vec![0; tokens.len()];
        for (number, token) in (0..).zip(&tokens.0) {
            let next = &mut starts[token.form as usize + 1];
            places[*next as usize] = number;
            *next += 1;
        }
        starts.truncate(forms as usize + 1);
        Self { starts, places }
    }

    /// The numbers of the tokens of a form, in order.
    pub(super) fn of(&self, form: u32) -> &[u32] {
        let form = form as usize;
        let bounds = self.starts.get(form).zip(self.starts.get(form + 1));
        let places = bounds.map(|(start, end)| &self.places[*start as usize..*end as usize]);
        places.unwrap_or_default()
    }

    /// The token of some that is rarest, by its place among them, and where it stands.
    pub(super) fn rarest(&self, tokens: &[Token]) -> Option<(usize, &[u32])> {
        let places = tokens.iter().map(|token| self.of(token.form));
        places.enumerate().min_by_key(|(_, places)| places.len())
    }
}
