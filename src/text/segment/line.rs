//! What one hard line is: blank, a heading, a list item, a table row, prose.

use unicode_width::UnicodeWidthStr;

use crate::text::{Line, TextRange};

/// What the look of a line alone says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing but white space and marks of quotation (`>`).
    Blank,
    /// `# Heading`.
    Heading,
    /// Three or more of one of `=-_*~#+` and nothing else: an underline, a rule.
    Rule,
    /// A fence of code: three back-ticks. (Tildes underline headings.)
    Fence,
    /// A row with cell walls, or with wide gaps between columns.
    TableRow,
    /// A bullet and words.
    Bullet,
    /// A number or letter of a list and words.
    Numbered,
    /// Anything else.
    Prose,
}

/// One hard line, looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'t> {
    /// The content of the line in the text, without the terminator.
    pub range: TextRange,
    /// The words, without indentation, marks of quotation and trailing space.
    pub words: &'t str,
    pub kind: Kind,
    /// How many `>` stand before the words.
    pub quoted: usize,
    /// Columns before the words.
    pub indent: usize,
    /// Columns up to the end of the words.
    pub width: usize,
}

impl<'t> Look<'t> {
    pub fn new(line: Line, content: &'t str) -> Self {
        let (quoted, prefix) = quotation(content);
        let rest = &content[prefix..];
        let words = rest.trim();
        let indent =
            columns(&content[..prefix]) + columns(&rest[..rest.len() - rest.trim_start().len()]);
        Self {
            range: line.content,
            words,
            kind: kind(words, indent),
            quoted,
            indent,
            width: indent + columns(words),
        }
    }

    pub fn is_list_item(&self) -> bool {
        matches!(self.kind, Kind::Bullet | Kind::Numbered)
    }

    /// The columns of the first word.
    pub fn first_word(&self) -> usize {
        columns(self.words.split_whitespace().next().unwrap_or_default())
    }

    /// Whether the line is a single word, such as a web address, which no
    /// measure can break.
    pub fn is_one_word(&self) -> bool {
        !self.words.contains(char::is_whitespace)
    }

    /// Whether the first letter is there and is not a capital.
    pub fn begins_small(&self) -> bool {
        self.words
            .chars()
            .find(|character| !is_opener(*character))
            .is_some_and(|character| character.is_alphabetic() && !character.is_uppercase())
    }

    /// Whether a mark that ends a sentence or announces something ends the line.
    pub fn ends_with_stop(&self) -> bool {
        self.words
            .trim_end_matches(['"', '\'', '”', '’', '»', ')', ']'])
            .ends_with(['.', '!', '?', ':', '…', '。', '！', '？'])
    }
}

fn is_opener(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '_' | '*'
    )
}

/// Columns on a terminal, a tab counted as 8: exactness does not matter here.
fn columns(words: &str) -> usize {
    // A largest byte is found for many at once, the first of a kind is not.
    let beyond_space = words.bytes().map(|byte| byte.wrapping_sub(b' '));
    if beyond_space.fold(0, u8::max) <= b'~' - b' ' {
        return words.len();
    }
    words.width() + 7 * words.bytes().filter(|&byte| byte == b'\t').count()
}

/// How many marks of quotation (`> > `, `>>`) begin a line, and their bytes.
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
            _ => break,
        }
    }
    (depth, bytes)
}

fn kind(words: &str, indent: usize) -> Kind {
    if words.is_empty() {
        Kind::Blank
    } else if words.starts_with("```") {
        Kind::Fence
    } else if is_rule(words) {
        Kind::Rule
    } else if is_hash_heading(words) {
        Kind::Heading
    } else if is_table_row(words) {
        Kind::TableRow
    } else if bullet(words, indent).is_some() {
        Kind::Bullet
    } else if number(words).is_some() {
        Kind::Numbered
    } else {
        Kind::Prose
    }
}

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

/// A row of a drawn table, or one whose columns stand apart: by one very wide
/// gap or by two wide ones. Three spaces are not wide in justified text.
fn is_table_row(words: &str) -> bool {
    if words.starts_with('|') || words.starts_with("+-") || words.starts_with("+=") {
        return true;
    }
    let bytes = words.as_bytes();
    // Nearly every line.
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

/// The bytes of the bullet that begins a list item, when one does.
pub(super) fn bullet(words: &str, indent: usize) -> Option<usize> {
    let first = words.chars().next()?;
    let rest = &words[first.len_utf8()..];
    let is_bullet = match first {
        '•' | '◦' | '▪' | '‣' | '●' | '○' | '■' | '∙' | '⁃' | '·' | '-' | '–' | '*' | '+' => {
            true
        }
        // RFCs and old texts set a small o for a bullet, indented.
        'o' => indent >= 2 && rest.starts_with("  "),
        _ => false,
    };
    (is_bullet && rest.starts_with(char::is_whitespace)).then(|| first.len_utf8())
}

/// The bytes of the number, letter or key (`12.`, `(b)`, `iv)`, `[RFC2119]`)
/// that begins a list item, when one does.
pub(super) fn number(words: &str) -> Option<usize> {
    let end = words.find(char::is_whitespace)?;
    let marker = &words[..end];
    let key = marker
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .or_else(|| marker.strip_suffix(['.', ')']));
    let is_number = match key {
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
    };
    is_number.then_some(end)
}

/// Up to three digits (`1998.` is a year), one small letter, a small Roman
/// number, or a section number (`2.1`).
fn is_list_key(key: &str) -> bool {
    let digits =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let letter = key.len() == 1 && key.bytes().all(|byte| byte.is_ascii_lowercase());
    let roman = (1..=5).contains(&key.len()) && key.bytes().all(|byte| b"ivx".contains(&byte));
    letter || roman || key.split('.').all(digits)
}
