//! What one hard line is: blank, a heading, a list item, a table row, prose.
//!
//! Must not know: the lines around it.

use super::token;
use crate::text::bullet::is_bullet;
use crate::text::invisible::{BACKSPACE, is_outside_edges, is_skipped_in_sentences};
use crate::text::line::Line;
use crate::text::range::TextRange;
use crate::text::script::{Spacing, has_case, is_caseless, is_terminal, spacing};
use crate::text::visible::{symbol_width, text_clusters};

/// What a line is, judged by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Nothing but white space and marks of quotation (`>`).
    Blank,
    /// `# Heading`.
    Heading,
    /// Nothing but three or more of one sign such as `=-_*~#+`: an underline, a rule.
    Rule,
    /// A code fence: three backticks. (Tildes underline headings.)
    Fence,
    /// A row with cell borders, or with wide gaps between columns.
    TableRow,
    /// A bullet and words.
    Bullet,
    /// A number or letter of a list and words.
    Numbered,
    Prose,
}

/// What the segmentation needs to know of one hard line.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineFeatures<'t> {
    /// Its bytes in the text, without the terminator.
    pub range: TextRange,
    /// The words, without indentation, marks of quotation and trailing space.
    pub words: &'t str,
    /// Where the words begin in the text, in bytes.
    pub words_start: usize,
    pub kind: LineKind,
    /// The number of `>` before the words.
    pub quoted: usize,
    /// The columns before the words.
    pub indent: usize,
    /// The columns up to the end of the words.
    pub width: usize,
}

impl<'t> LineFeatures<'t> {
    pub fn new(line: Line, content: &'t str) -> Self {
        let (quoted, prefix) = quotation(content);
        let rest = &content[prefix..];
        let words = rest.trim_matches(is_outside_edges);
        let before = rest.len() - rest.trim_start_matches(is_outside_edges).len();
        let indent = columns(&content[..prefix]) + columns(&rest[..before]);
        Self {
            range: line.content,
            words,
            words_start: line.content.start() + prefix + before,
            kind: kind(words, indent),
            quoted,
            indent,
            width: indent + columns(words),
        }
    }

    pub fn is_list_item(&self) -> bool {
        matches!(self.kind, LineKind::Bullet | LineKind::Numbered)
    }

    /// Where the words of a list item begin behind its bullet or number, and behind the box
    /// of a task, in bytes of the text. `None` where there are no others.
    pub fn item_start(&self) -> Option<usize> {
        let (_, rest) = self.words.split_once(char::is_whitespace)?;
        let rest = rest.trim_start();
        let boxes = ["[ ]", "[x]", "[X]"];
        let task = boxes.iter().find_map(|tick| rest.strip_prefix(tick));
        let task = task.filter(|task| task.starts_with(char::is_whitespace));
        let item = task.map_or(rest, str::trim_start);
        let is_item = self.is_list_item() && item.contains(char::is_alphanumeric);
        is_item.then(|| self.words_start + self.words.len() - item.len())
    }

    /// Whether its number is a letter with a full stop, which may as well be an abbreviation:
    /// `c. 1850`, `p. 3`.
    pub fn is_lettered(&self) -> bool {
        let first = self.words.split_whitespace().next().unwrap_or_default();
        let letters = first.strip_suffix('.').unwrap_or_default();
        self.kind == LineKind::Numbered
            && !letters.is_empty()
            && letters.bytes().all(|byte| byte.is_ascii_lowercase())
    }

    /// The columns of the first word.
    pub fn first_word(&self) -> usize {
        columns(self.words.split_whitespace().next().unwrap_or_default())
    }

    /// The columns of what has to go on the next line as a whole: the first word, of which
    /// a script without spaces has no mark.
    pub fn first_unit(&self) -> usize {
        let is_spaced = |character| spacing(character) == Spacing::Spaces;
        let end = self
            .words
            .find(|character: char| character.is_whitespace() || !is_spaced(character))
            .unwrap_or(self.words.len());
        match self.words[end..].chars().next().map(spacing) {
            Some(Spacing::Ideographs) if end == 0 => 2,
            Some(Spacing::Syllables) if end == 0 => LONGEST_SYLLABLES.min(self.first_word()),
            _ => columns(&self.words[..end]),
        }
    }

    /// Whether it is a single word, such as a web address, which cannot be wrapped.
    pub fn is_one_word(&self) -> bool {
        !self.words.contains(char::is_whitespace)
    }

    pub fn begins_small(&self) -> bool {
        self.words
            .chars()
            .find(|&character| !is_opener(character) && !is_skipped_in_sentences(character))
            .is_some_and(|character| has_case(character) && !character.is_uppercase())
    }

    /// Whether its first or last letter has no case, so that the case of what stands
    /// around its ends proves nothing.
    pub fn is_caseless(&self) -> bool {
        let mut letters = self.words.chars().filter(|letter| letter.is_alphabetic());
        let first = letters.next();
        let last = letters.next_back();
        first.is_some_and(is_caseless) || last.is_some_and(is_caseless)
    }

    /// Whether a paragraph may end with it: at a stop, which Thai and its like do not set.
    pub fn is_closed(&self) -> bool {
        let last = self.words.chars().next_back();
        self.ends_with_stop() || last.is_some_and(|last| spacing(last) == Spacing::Syllables)
    }

    /// Whether its words end in a script that sets spaces between words.
    pub fn ends_spaced(&self) -> bool {
        let last = self.words.chars().next_back();
        last.is_none_or(|character| spacing(character) == Spacing::Spaces)
    }

    /// Whether it begins with who speaks, in a script without case: `甲：`, `أحمد:`.
    pub fn begins_with_speaker(&self) -> bool {
        let near = token::head(self.words, 48);
        near.split_once([':', '：']).is_some_and(|(name, _)| {
            name.contains(is_caseless) && name.split_whitespace().count() <= 3
        })
    }

    /// Whether the line ends with a mark that ends or announces a sentence.
    pub fn ends_with_stop(&self) -> bool {
        self.words
            .trim_end_matches(|mark| {
                let closes = matches!(
                    mark,
                    '"' | '\''
                        | '”'
                        | '’'
                        | '»'
                        | ')'
                        | ']'
                        | '」'
                        | '』'
                        | '）'
                        | '】'
                        | '》'
                        | '〉'
                );
                closes || is_skipped_in_sentences(mark)
            })
            .ends_with(|mark| is_terminal(mark) || matches!(mark, ':' | '…' | '：'))
    }
}

fn is_opener(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '_' | '*'
    )
}

/// The columns of most words of Thai and its like.
const LONGEST_SYLLABLES: usize = 10;

/// The columns of words on a terminal, about: a tab counts as 8.
fn columns(words: &str) -> usize {
    // The compiler makes vector instructions of a maximum, but not of `all`.
    let beyond_space = words.bytes().map(|byte| byte.wrapping_sub(b' '));
    if beyond_space.fold(0, u8::max) <= b'~' - b' ' {
        return words.len();
    }
    let columns = match memchr::memchr(BACKSPACE as u8, words.as_bytes()) {
        None => usize::from(symbol_width(words)),
        // Letters that were struck over each other take the columns of one.
        Some(_) => text_clusters(words)
            .map(|shown| usize::from(shown.width))
            .sum(),
    };
    columns + 7 * words.bytes().filter(|&byte| byte == b'\t').count()
}

/// The number of marks of quotation (`> > `, `>>`) that begin a line, and their bytes.
pub(super) fn quotation(content: &str) -> (usize, usize) {
    let mut depth = 0;
    let mut bytes = 0;
    for (at, character) in content.char_indices() {
        match character {
            '>' => {
                depth += 1;
                bytes = at + 1;
            }
            ' ' | '\t' if at - bytes < 4 => {}
            _ if is_skipped_in_sentences(character) => {}
            _ => break,
        }
    }
    (depth, bytes)
}

fn kind(words: &str, indent: usize) -> LineKind {
    if words.is_empty() {
        LineKind::Blank
    } else if words.starts_with("```") {
        LineKind::Fence
    } else if is_rule(words) {
        LineKind::Rule
    } else if is_hash_heading(words) {
        LineKind::Heading
    } else if is_table_row(words) {
        LineKind::TableRow
    } else if begins_with_bullet(words, indent) {
        LineKind::Bullet
    } else if begins_with_number(words) {
        LineKind::Numbered
    } else {
        LineKind::Prose
    }
}

/// Whether a line repeats one sign, three times or more.
fn is_rule(words: &str) -> bool {
    let mut marks = words.chars().filter(|character| !character.is_whitespace());
    let Some(first) = marks.next() else {
        return false;
    };
    "=-_*~#+—–─═".contains(first) && marks.clone().count() >= 2 && marks.all(|mark| mark == first)
}

fn is_hash_heading(words: &str) -> bool {
    let rest = words.trim_start_matches('#');
    let level = words.len() - rest.len();
    (1..=6).contains(&level) && rest.starts_with(' ')
}

/// Whether a line is a row of a table: it has borders, or columns that stand apart by
/// one very wide gap or two wide ones. Justified text has gaps of three spaces.
fn is_table_row(words: &str) -> bool {
    if words.starts_with('|') || words.starts_with("+-") || words.starts_with("+=") {
        return true;
    }
    let bytes = words.as_bytes();
    // A shortcut for nearly every line.
    if !bytes.contains(&b'\t') && memchr::memmem::find(bytes, b"  ").is_none() {
        return false;
    }
    let tabs = words.matches('\t').count();
    let gaps = |gap: &str| {
        words
            .split(gap)
            .filter(|cell| !cell.trim().is_empty())
            .count()
            .saturating_sub(1)
    };
    gaps("        ") >= 1 || tabs + gaps("    ") >= 2
}

fn begins_with_bullet(words: &str, indent: usize) -> bool {
    let mut characters = words.chars();
    let Some(first) = characters.next() else {
        return false;
    };
    let rest = characters.as_str();
    let is_bullet = match first {
        _ if is_bullet(first) => true,
        // RFCs and old texts use an indented `o` for a bullet.
        'o' => indent >= 2 && rest.starts_with("  "),
        _ => false,
    };
    is_bullet && rest.starts_with(char::is_whitespace)
}

/// Whether a list item begins with a number, letter or key (`12.`, `(b)`, `[RFC2119]`).
fn begins_with_number(words: &str) -> bool {
    let Some((marker, _)) = words.split_once(char::is_whitespace) else {
        return false;
    };
    let key = marker
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .or_else(|| marker.strip_suffix(['.', ')']));
    match key {
        Some(key) => is_list_key(key),
        None => marker
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .is_some_and(|key| {
                (1..=12).contains(&key.len())
                    && key
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"-.+".contains(&byte))
                    && key != "x"
            }),
    }
}

/// Whether a key numbers list items: up to three digits (`1998.` is a year), a small
/// letter, a small Roman numeral, or a section number (`2.1`).
fn is_list_key(key: &str) -> bool {
    let digits =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let letter = key.len() == 1 && key.bytes().all(|byte| byte.is_ascii_lowercase());
    let roman = (1..=5).contains(&key.len()) && key.bytes().all(|byte| b"ivx".contains(&byte));
    letter || roman || key.split('.').all(digits)
}
