//! What can be checked: the sentences of a text without its headings, the labels of lists,
//! its lists of references, code, and lines without words.
//!
//! A paragraph is judged by the signs it is written with, by its form and by its
//! neighbours, never by what it means. What is left out can be tagged all the same; it only
//! is not waited for.
//!
//! Must not know: who checks, and what a tag is.

use super::paragraph::{Paragraph, Role};
use crate::text::content::Text;
use crate::text::range::TextRange;
use crate::text::references::{Heading, numbered, reference_heading, says_where};
use crate::text::script::{Spacing, has_case, is_terminal, spacing};

/// The most words of a heading whose words all begin with capitals.
const LONGEST_TITLE: usize = 12;
/// The most words of a heading that is written like a sentence, and of a label.
const LONGEST_PLAIN: usize = 8;
/// About how many ideographs a word of another script takes.
const IDEOGRAPHS_A_WORD: usize = 2;

/// Words that stay small in a heading whose other words begin with capitals.
#[rustfmt::skip]
const SMALL_WORDS: &[&str] = &[
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or",
    "nor", "but", "as", "vs", "per", "via", "into", "over", "under",
    "der", "die", "das", "des", "dem", "den", "ein", "eine", "einer", "und", "oder", "im", "am",
    "zu", "zur", "zum", "von", "vom", "für", "bei", "mit", "aus", "über", "nach", "durch",
    "le", "la", "les", "l", "du", "de", "d", "un", "une", "et", "ou", "en", "au", "aux", "sur",
    "dans", "par", "pour",
    "el", "los", "las", "del", "y", "e", "o", "u", "con", "por", "para", "al",
    "il", "lo", "gli", "di", "da", "dei", "delle", "della", "do", "dos", "das", "na", "no",
    "и", "в", "на", "о", "об", "из", "к", "с", "для", "по", "от", "или",
];

/// A list of references that is being gone through.
#[derive(Debug, Clone, Copy)]
struct List {
    /// What its heading says of it.
    heading: Heading,
    /// Whether its entries are items of a list, once the first was seen.
    has_items: Option<bool>,
}

/// Answers for each paragraph whether its sentences can be checked.
pub(super) fn judge(text: &Text, paragraphs: &[Paragraph]) -> Box<[bool]> {
    let mut judge = Judge {
        text,
        paragraphs,
        list: None,
        is_value: false,
    };
    (0..paragraphs.len())
        .map(|index| judge.next(index))
        .collect()
}

/// Goes through the paragraphs of a text in order.
struct Judge<'a> {
    text: &'a Text,
    paragraphs: &'a [Paragraph],
    list: Option<List>,
    /// Whether a label or the beginning of a list stands above: what follows belongs to it.
    is_value: bool,
}

impl Judge<'_> {
    fn next(&mut self, index: usize) -> bool {
        let paragraph = &self.paragraphs[index];
        let words = self.text.slice(paragraph.core);
        let words = words.trim();
        let is_value = std::mem::take(&mut self.is_value);
        if paragraph.role == Role::Code || !words.contains(char::is_alphanumeric) {
            return false;
        }
        if let Some(heading) = reference_heading(words) {
            self.list = Some(List {
                heading,
                has_items: None,
            });
            return false;
        }
        if paragraph.role == Role::Heading || (!is_value && self.is_heading(index, words)) {
            self.list = None;
            return false;
        }
        if self.is_in_list(paragraph, words) {
            return false;
        }
        self.is_value = ends_with_colon(words);
        !(self.is_value && is_short(words)) && paragraph.role != Role::Reference
    }

    /// Whether a paragraph belongs to the list of references that is gone through; the
    /// first one that does not ends the list.
    fn is_in_list(&mut self, paragraph: &Paragraph, words: &str) -> bool {
        let Some(list) = &mut self.list else {
            return false;
        };
        let is_item = matches!(paragraph.role, Role::Item | Role::Reference);
        let has_items = *list.has_items.get_or_insert(is_item);
        let is_entry = is_item || is_entry(words);
        let belongs = is_entry || (list.heading == Heading::Certain && !has_items);
        if !belongs {
            self.list = None;
        }
        belongs
    }

    /// Whether a line is a heading by its form: it ends with no mark and has no figures, and
    /// either all its words begin with capitals, or it is short and prose follows.
    fn is_heading(&self, index: usize, words: &str) -> bool {
        let paragraph = &self.paragraphs[index];
        let (_, title) = numbered(words);
        let is_line = !words.contains(['\n', '\r']) && !title.contains('\t');
        let begins = title.chars().find(|letter| letter.is_alphabetic());
        let Some(first) =
            begins.filter(|_| is_line && !is_closed(title) && !ends_with_colon(title))
        else {
            return false;
        };
        if title.contains(char::is_numeric) || title.contains("://") {
            return false;
        }
        let is_plain = paragraph.role == Role::Words;
        if is_plain && first.is_uppercase() && is_title(title) {
            return self.list.is_none_or(|list| list.has_items == Some(true));
        }
        let is_item = paragraph.role == Role::Item;
        let may_begin = first.is_uppercase() || !has_case(first);
        // A bullet makes an item of a list, which a number need not.
        let is_numbered = is_item && self.is_behind_number(paragraph);
        may_begin && is_short(title) && (!is_item || is_numbered) && self.prose_follows(index)
    }

    /// Whether a number, and no bullet, stands before an item.
    fn is_behind_number(&self, paragraph: &Paragraph) -> bool {
        let line = self.text.line_at(paragraph.core.start()).content;
        let before = TextRange::between(line.start(), paragraph.core.start());
        self.text.slice(before).contains(char::is_numeric)
    }

    /// Whether the next paragraph is one of whole sentences, outside of lists.
    fn prose_follows(&self, index: usize) -> bool {
        let Some(next) = self.paragraphs.get(index + 1) else {
            return false;
        };
        let words = self.text.slice(next.core);
        next.role == Role::Words && is_closed(words.trim()) && !is_short(words.trim())
    }
}

/// Whether all words begin with capitals, but for those that stay small.
fn is_title(words: &str) -> bool {
    let begins_small = |word: &&str| {
        let letter = word.chars().find(|letter| letter.is_alphanumeric());
        letter.is_some_and(|letter| has_case(letter) && !letter.is_uppercase())
    };
    let is_small_word = |word: &str| {
        let word = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        SMALL_WORDS.contains(&word)
    };
    let words = words.split_whitespace();
    words.clone().count() <= LONGEST_TITLE && words.filter(begins_small).all(is_small_word)
}

/// Whether words are few.
fn is_short(words: &str) -> bool {
    let ideographs = words
        .chars()
        .filter(|sign| spacing(*sign) != Spacing::Spaces);
    let ideographs = ideographs.count().div_ceil(IDEOGRAPHS_A_WORD);
    words.split_whitespace().count() + ideographs <= LONGEST_PLAIN
}

/// Whether words end with a mark that ends a sentence, perhaps behind a citation.
fn is_closed(words: &str) -> bool {
    let closes = |mark: char| {
        mark.is_whitespace() || mark.is_ascii_digit() || "\"'”’»“‘«)]」』）】》〉*_".contains(mark)
    };
    let words = words.trim_end_matches(closes);
    words.ends_with(|mark| is_terminal(mark) || matches!(mark, '…' | ';' | ','))
}

fn ends_with_colon(words: &str) -> bool {
    words.ends_with([':', '：'])
}

/// Whether a line looks like an entry of a list of references: with a label, an address or
/// a year.
fn is_entry(words: &str) -> bool {
    let begins = words.starts_with(['[', '^', '↑', '†', '‡', '*', '¹', '²', '³'])
        || words.starts_with(|first: char| first.is_numeric());
    begins || says_where(words)
}

#[cfg(test)]
mod tests;
