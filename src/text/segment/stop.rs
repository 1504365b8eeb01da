//! Stops: the places in a paragraph where a sentence may end.
//!
//! Must not know: whether a sentence ends there.

use super::citation::citations;
use super::language::Language;
use super::token::{self, is_closer, is_emoticon, is_mark, is_opener};
use crate::text::byte_table;

/// A place where a sentence may end: a mark such as a full stop, the quotes and brackets
/// that close after it, the citations after those, and what follows.
///
/// All offsets are bytes in the paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop<'t> {
    pub paragraph: &'t str,
    /// Where the word before the mark begins.
    word: usize,
    /// Where the mark (a run such as `.`, `?!`, `. . .`) begins.
    pub mark: usize,
    pub mark_end: usize,
    /// Where the closing quotes and brackets after it end.
    pub close: usize,
    /// Where the citations after those end; `close` without any.
    pub cite: usize,
    /// Where the next character that is not white space stands.
    pub next: usize,
    /// Whether it lies inside a web address or a file name.
    pub in_address: bool,
}

impl<'t> Stop<'t> {
    pub fn mark(&self) -> &'t str {
        &self.paragraph[self.mark..self.mark_end]
    }

    /// The text before the mark.
    pub fn before(&self) -> &'t str {
        &self.paragraph[..self.mark]
    }

    /// The closing quotes and brackets after the mark.
    pub fn closers(&self) -> &'t str {
        &self.paragraph[self.mark_end..self.close]
    }

    /// The text after the white space.
    pub fn after(&self) -> &'t str {
        &self.paragraph[self.next..]
    }

    /// The word before the mark, from white space on; of a long word only its end.
    pub fn word(&self) -> &'t str {
        &self.paragraph[self.word..self.mark]
    }

    /// The next word: up to the white space after it, at most 64 bytes.
    pub fn next_word(&self) -> &'t str {
        let near = token::head(self.after(), 64);
        near.split(char::is_whitespace).next().unwrap_or_default()
    }

    /// The first character of the next word after its opening quotes and brackets.
    pub fn next_letter(&self) -> Option<char> {
        self.after()
            .chars()
            .find(|&character| !is_opener(character))
    }

    pub fn capital_follows(&self) -> bool {
        self.next_letter().is_some_and(char::is_uppercase)
    }

    /// Where the next word begins after its opening quotes and brackets.
    pub fn word_start(&self) -> usize {
        self.next + (self.after().len() - self.after().trim_start_matches(is_opener).len())
    }

    /// Whether no white space stands between the mark and what follows.
    pub fn is_glued(&self) -> bool {
        self.next == self.cite
    }
}

/// The bytes that may begin a mark: `…`, `‽`, `—` and their like begin with 0xE2, the marks
/// of other scripts with one of the others.
const FIRST_BYTES: [bool; 256] = byte_table(b".!?\xd6\xd8\xdb\xdc\xe0\xe1\xe2\xe3\xea\xef");
/// The bytes that may begin a mark or a loose mark.
const FIRST_BYTES_WITH_LOOSE: [bool; 256] =
    byte_table(b".!?\xd6\xd8\xdb\xdc\xe0\xe1\xe2\xe3\xea\xef-:;=");

/// All stops of a paragraph, in order. In English, dashes and emoticons before a capital,
/// the *loose* marks, are stops, too.
pub(super) fn stops<'t>(paragraph: &'t str, language: Language) -> impl Iterator<Item = Stop<'t>> {
    let mut words = AddressCache::default();
    let mut at = 0;
    std::iter::from_fn(move || next_stop(paragraph, language, &mut at, &mut words))
}

/// The next stop from byte `at` on, which is moved behind it.
fn next_stop<'t>(
    paragraph: &'t str,
    language: Language,
    at: &mut usize,
    words: &mut AddressCache,
) -> Option<Stop<'t>> {
    let starts = match language {
        Language::English => &FIRST_BYTES_WITH_LOOSE,
        _ => &FIRST_BYTES,
    };
    loop {
        let mark = *at + first_of(&paragraph.as_bytes()[*at..], starts)?;
        let is_plain = paragraph[mark..].starts_with(is_mark);
        let mark_end = if is_plain {
            run_of_marks(paragraph, mark)
        } else if language.is_english() {
            loose_mark(paragraph, mark)
        } else {
            mark
        };
        if mark_end == mark {
            *at = paragraph.ceil_char_boundary(mark + 1);
            continue;
        }
        let close = mark_end + closers(paragraph, mark_end, language);
        *at = close;
        // The stop of "(etc.)." and "“Stop!”." is their last mark.
        if close > mark_end && paragraph[close..].starts_with(is_mark) {
            continue;
        }
        let cite = if is_plain {
            citations(paragraph, close, language)
        } else {
            close
        };
        let rest = &paragraph[cite..];
        let next = cite + (rest.len() - rest.trim_start().len());
        *at = close.max(cite);
        return Some(Stop {
            paragraph,
            word: word_before(paragraph, mark),
            mark,
            mark_end,
            close,
            cite,
            next,
            in_address: next == cite
                && paragraph.as_bytes()[mark].is_ascii()
                && words.is_address(paragraph, mark),
        });
    }
}

/// Where the first of some bytes stands. By itself, since it looks at each byte of a text.
#[inline(never)]
fn first_of(bytes: &[u8], table: &[bool; 256]) -> Option<usize> {
    bytes.iter().position(|byte| table[usize::from(*byte)])
}

/// Where the word before `mark` begins, after opening quotes and brackets.
fn word_before(paragraph: &str, mark: usize) -> usize {
    let word = token::last_word(&paragraph[..mark])
        .trim_start_matches(['(', '"', '“', '‘', '[', '\'', '—', '–', '/']);
    mark - word.len()
}

/// The end of a dash or emoticon before white space and a capital; else `mark` itself.
fn loose_mark(paragraph: &str, mark: usize) -> usize {
    let near = token::head(&paragraph[mark..], 24);
    let word = near.split(char::is_whitespace).next().unwrap_or_default();
    let rest = &near[word.len()..];
    let is_apart = paragraph[..mark].ends_with(char::is_whitespace);
    let is_dash = matches!(word, "—" | "–" | "--");
    let is_mark = is_dash || (is_apart && is_emoticon(word));
    let begins = rest.trim_start().starts_with(char::is_uppercase);
    if is_mark && begins {
        mark + word.len()
    } else {
        mark
    }
}

/// Whether the word around the last mark is an address, so that it is looked at once.
#[derive(Default)]
struct AddressCache {
    end: usize,
    is_address: bool,
}

impl AddressCache {
    fn is_address(&mut self, paragraph: &str, mark: usize) -> bool {
        if mark >= self.end {
            let range = token::around(paragraph, mark);
            self.end = range.end;
            self.is_address = token::is_address(&paragraph[range]);
        }
        self.is_address
    }
}

/// The end of the run of marks at `mark`. Equal marks with a space between them
/// (`. . .`, `! !`) are one run; a full stop before an ellipsis (`left. ... Then`) is
/// not part of it.
fn run_of_marks(paragraph: &str, mark: usize) -> usize {
    let touching = |rest: &str| rest.len() - rest.trim_start_matches(is_mark).len();
    let mut end = mark + touching(&paragraph[mark..]);
    while let Some(rest) = paragraph[end..].strip_prefix(' ') {
        let same = paragraph[mark..].chars().next() == rest.chars().next();
        let bytes = touching(rest);
        if !same || bytes != rest.chars().next().map_or(0, char::len_utf8) {
            break;
        }
        end += 1 + bytes;
    }
    end
}

/// The bytes of the closing quotes and brackets after the mark that ends at `mark_end`. A
/// straight quote closes only without white space before it; a curly one, even after a
/// space, unless it opens in this language.
fn closers(paragraph: &str, mark_end: usize, language: Language) -> usize {
    let (head, rest) = paragraph.split_at(mark_end);
    let closes_with_openers = || {
        let mark = head.chars().next_back();
        mark.is_some_and(|mark| language.closes_with_openers(mark))
    };
    let mut end = 0;
    let mut is_apart = false;
    for (at, character) in rest.char_indices() {
        let touches = at == end;
        match character {
            '"' | '\'' | '’' | '*' | '_' if touches => {}
            // They open in English, and close in German and other languages.
            '“' | '‘' | '«' | '‹' if touches && closes_with_openers() => {}
            '»' | '›' if touches || (is_apart && language.sets_quotes_apart()) => {}
            _ if is_closer(character) && (touches || (is_apart && language.is_english())) => {}
            ' ' | '\u{a0}' | '\u{202f}' if touches => {
                is_apart = true;
                continue;
            }
            _ => break,
        }
        end = at + character.len_utf8();
        is_apart = false;
    }
    end
}
