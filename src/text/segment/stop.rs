//! Places in a paragraph where a sentence may end.

use super::{rules, token};

/// A place where a sentence may end: a mark such as a full stop, the quotes and
/// brackets that close after it, the citations after those, and what follows.
///
/// All offsets are bytes in the paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop<'t> {
    pub paragraph: &'t str,
    /// Where the word that the mark ends begins.
    word: usize,
    /// Where the mark (a run such as `.`, `?!`, `. . .`) begins.
    pub mark: usize,
    /// Where the mark ends.
    pub mark_end: usize,
    /// Where the closing quotes and brackets after it end.
    pub close: usize,
    /// Where the citations after those end; `close` without any.
    pub cite: usize,
    /// Where the next character that is not white space stands.
    pub next: usize,
    /// Whether it lies inside an address or a file name.
    pub in_address: bool,
}

impl<'t> Stop<'t> {
    pub fn mark(&self) -> &'t str {
        &self.paragraph[self.mark..self.mark_end]
    }

    pub fn closers(&self) -> &'t str {
        &self.paragraph[self.mark_end..self.close]
    }

    /// The text after the white space.
    pub fn after(&self) -> &'t str {
        &self.paragraph[self.next..]
    }

    /// The word that the mark ends, without the mark: what stands between it
    /// and the white space before. Of a longer word only the end.
    pub fn word(&self) -> &'t str {
        &self.paragraph[self.word..self.mark]
    }

    /// The next word: up to the white space after it, at most 64 bytes.
    pub fn next_word(&self) -> &'t str {
        let near = token::head(self.after(), 64);
        near.split(char::is_whitespace).next().unwrap_or_default()
    }

    /// The first character of the next word that is no opening quote or bracket.
    pub fn next_letter(&self) -> Option<char> {
        self.after()
            .chars()
            .find(|&character| !is_opener(character))
    }

    /// Where the next word begins behind its opening quotes and brackets.
    pub fn word_start(&self) -> usize {
        self.next + (self.after().len() - self.after().trim_start_matches(is_opener).len())
    }

    /// Whether no white space stands between the mark and what follows.
    pub fn is_glued(&self) -> bool {
        self.next == self.cite
    }
}

/// Which bytes begin a mark: `…`, `‽`, `—` and their like begin with 0xE2.
const FIRST_BYTES: [bool; 256] = table(b".!?\xe2");
/// Which bytes begin a mark or a loose one.
const FIRST_BYTES_WITH_LOOSE: [bool; 256] = table(b".!?\xe2-:;=");

const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

/// All places where a sentence of the paragraph may end, in order. `loose` marks
/// (dashes and emoticons before a capital) are among them when they are asked for.
pub(super) fn stops<'t>(
    paragraph: &'t str,
    loose: bool,
    citations: impl Fn(&str, usize) -> usize,
) -> Vec<Stop<'t>> {
    let starts = if loose {
        &FIRST_BYTES_WITH_LOOSE
    } else {
        &FIRST_BYTES
    };
    let is_start = |byte: &u8| starts[usize::from(*byte)];
    let mut stops = Vec::new();
    let mut word = Word::default();
    let mut at = 0;
    while let Some(found) = paragraph.as_bytes()[at..].iter().position(is_start) {
        let mark = at + found;
        let is_plain = paragraph[mark..].starts_with(is_mark);
        let mark_end = if is_plain {
            run_of_marks(paragraph, mark)
        } else if loose {
            loose_mark(paragraph, mark)
        } else {
            mark
        };
        if mark_end == mark {
            at = paragraph.ceil_char_boundary(mark + 1);
            continue;
        }
        let close = mark_end + closers(&paragraph[mark_end..]);
        at = close;
        // "(etc.)." and "“Stop!”." end at their last mark.
        if close > mark_end && paragraph[close..].starts_with(is_mark) {
            continue;
        }
        let cite = if is_plain {
            citations(paragraph, close)
        } else {
            close
        };
        let rest = &paragraph[cite..];
        let next = cite + (rest.len() - rest.trim_start().len());
        stops.push(Stop {
            paragraph,
            word: word_before(paragraph, mark),
            mark,
            mark_end,
            close,
            cite,
            next,
            in_address: next == cite && word.is_address(paragraph, mark),
        });
        at = at.max(cite);
    }
    stops
}

/// Where the word before `mark` begins: behind the white space before it, and
/// behind what opens it.
fn word_before(paragraph: &str, mark: usize) -> usize {
    let near = token::tail(&paragraph[..mark], 64);
    let word = near
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default()
        .trim_start_matches(['(', '"', '“', '‘', '[', '\'', '—', '–', '/']);
    mark - word.len()
}

/// The end of a dash or an emoticon at `mark`, where white space and a capital
/// follow; `mark` itself where none does.
fn loose_mark(paragraph: &str, mark: usize) -> usize {
    let near = token::head(&paragraph[mark..], 24);
    let word = near.split(char::is_whitespace).next().unwrap_or_default();
    let rest = &near[word.len()..];
    let is_apart = paragraph[..mark].ends_with(char::is_whitespace);
    let is_dash = matches!(word, "—" | "–" | "--");
    let is_mark = is_dash || (is_apart && rules::is_emoticon(word));
    let begins = rest.trim_start().starts_with(char::is_uppercase);
    if is_mark && begins {
        mark + word.len()
    } else {
        mark
    }
}

/// The word around the last mark, so that one with many marks is looked at once.
#[derive(Default)]
struct Word {
    end: usize,
    is_address: bool,
}

impl Word {
    fn is_address(&mut self, paragraph: &str, mark: usize) -> bool {
        if mark >= self.end {
            let range = token::around(paragraph, mark);
            self.end = range.end;
            self.is_address = token::is_address(&paragraph[range]);
        }
        self.is_address
    }
}

/// The marks of scripts that set white space after a sentence. Others (`。`)
/// are left to `sentencex`, which knows them.
pub(super) fn is_mark(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…' | '‽' | '⁇' | '⁈' | '⁉')
}

/// The end of the run of marks at `mark`. Marks of one kind that stand apart
/// (`. . .`, `! !`) are one run. A full stop before an ellipsis (`left. ... Then`)
/// is a mark of its own.
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

/// The bytes of the closing quotes and brackets at the start of `rest`.
/// A straight quote closes where no white space stands before it; a round one
/// closes even after a space.
fn closers(rest: &str) -> usize {
    let mut end = 0;
    for (at, character) in rest.char_indices() {
        match character {
            '"' | '\'' | '’' | '*' | '_' if at == end => end = at + character.len_utf8(),
            '”' | '»' | ')' | ']' | '}' | '›' | '〉' | '》' | '」' | '』'
                if at == end || (at == end + 1 && rest[end..].starts_with(' ')) =>
            {
                end = at + character.len_utf8();
            }
            ' ' if at == end => {}
            _ => break,
        }
    }
    end
}

pub(super) fn is_opener(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '“' | '‘' | '«' | '„' | '‚' | '(' | '[' | '{' | '¿' | '¡' | '*' | '_' | '‹'
    )
}
