//! Rows of cells: word wrap by UAX #14 at a measure, and where each grapheme
//! cluster stands.
//!
//! Nothing here wraps a whole document: rows are made one *block* of a hard
//! line at a time, from a byte that the caller names. Nearly every line is one
//! block; a line of many megabytes is cut into blocks at fixed places, each of
//! which begins a row, so that the work for a screenful stays the same wherever
//! it stands.
//!
//! Two departures from UAX #14: there is no break after `://`, and a word that
//! does not fit a row by itself is broken after `/ . - ? &` and the like where
//! possible, else between any two grapheme clusters.
//!
//! Must not know: the terminal, what is drawn around the text.

use std::borrow::Cow;
use std::sync::LazyLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::visible::{self, REPLACEMENT, Shown};
use super::{Line, Text, TextRange};

/// A line longer than this, in bytes, is wrapped in blocks of about this size.
const BLOCK_BYTES: usize = 32 * 1024;

/// How far after its nominal place, in bytes, a block looks for a space to
/// begin after.
const BLOCK_SLACK: usize = 1024;

/// How much of a line, in bytes, is looked at for a list marker.
const MARKER_BYTES: usize = 96;

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// The most columns in a row, at least 1.
    pub columns: u16,
    /// The distance between tab stops, at least 1.
    pub tab: u16,
}

/// One row of wrapped text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What is shown in it.
    pub shown: TextRange,
    /// All that belongs to it: `shown`, and white space at the break or the
    /// line terminator. The `whole` ranges of all rows tile the text.
    pub whole: TextRange,
    /// How many columns it is indented beyond what the text itself says: list
    /// items hang their further rows under their first word.
    pub indent: u16,
    /// Whether it is the first row of its hard line.
    pub first: bool,
}

/// One grapheme cluster on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The cluster's bytes in the text.
    pub range: TextRange,
    /// The first column it takes, from the row's own left edge.
    pub column: u16,
    /// The columns it takes, at least 1.
    pub width: u16,
    /// What to draw: printable, of exactly `width` columns.
    pub symbol: String,
    /// Whether `symbol` stands for a character that cannot be shown itself.
    pub substitute: bool,
}

/// The rows of the hard line that begins at `line_start`.
pub fn rows_of_line(text: &Text, line_start: usize, measure: Measure) -> Vec<Row> {
    let line = text.line_at(line_start);
    let mut rows = Vec::new();
    for block in Blocks::of(text, line) {
        rows.append(&mut wrap_block(text, line, block, measure));
    }
    rows
}

/// Up to `count` rows, the first of which holds `byte`. The end of the text
/// lies in the last row.
pub fn rows_from(text: &Text, byte: usize, count: usize, measure: Measure) -> Vec<Row> {
    let mut index = text.line_index_at(byte);
    let mut line = text.line(index);
    let mut blocks = Blocks::of(text, line).from(byte);
    let mut rows: Vec<Row> = Vec::new();
    while rows.len() < count {
        if let Some(block) = blocks.next() {
            let wrapped = wrap_block(text, line, block, measure);
            let skipped = match rows.is_empty() {
                true => position_of(&wrapped, byte),
                false => 0,
            };
            rows.extend(wrapped.into_iter().skip(skipped));
        } else {
            index += 1;
            if index >= text.line_count() {
                break;
            }
            line = text.line(index);
            blocks = Blocks::of(text, line);
        }
    }
    rows.truncate(count);
    rows
}

/// Up to `count` rows that stand right before the row that holds `byte`, in
/// reading order.
pub fn rows_before(text: &Text, byte: usize, count: usize, measure: Measure) -> Vec<Row> {
    let mut index = text.line_index_at(byte);
    let mut line = text.line(index);
    let mut blocks = Blocks::of(text, line).upto(byte);
    // From the row right before `byte` upwards.
    let mut rows: Vec<Row> = Vec::new();
    let mut at_byte = true;
    while rows.len() < count {
        if let Some(block) = blocks.next_back() {
            let mut wrapped = wrap_block(text, line, block, measure);
            if std::mem::take(&mut at_byte) {
                wrapped.truncate(position_of(&wrapped, byte));
            }
            rows.extend(wrapped.into_iter().rev());
        } else if index == 0 {
            break;
        } else {
            index -= 1;
            line = text.line(index);
            blocks = Blocks::of(text, line);
        }
    }
    rows.truncate(count);
    rows.reverse();
    rows
}

/// The row that holds `byte`. The end of the text lies in the last row.
pub fn row_at(text: &Text, byte: usize, measure: Measure) -> Row {
    let line = text.line_at(byte);
    let block = Blocks::of(text, line).from(byte).next();
    let block = block.unwrap_or(line.content);
    let rows = wrap_block(text, line, block, measure);
    rows[position_of(&rows, byte)]
}

/// The cells of a row, in order. The line terminator has none.
pub fn cells(text: &Text, row: &Row, measure: Measure) -> Vec<Cell> {
    let words = text.slice(row.shown);
    let setting = Setting::new(measure);
    let mut column = row.indent;
    visible::clusters(&words)
        .map(|shown| {
            let range = TextRange::between(shown.range.start, shown.range.end);
            let (symbol, substitute) = setting.symbol(&shown, &words, column, row.indent);
            let width = setting.width(&shown, &words, column, row.indent);
            let cell = Cell {
                range: range.shifted(row.shown.start()),
                column,
                width,
                symbol: symbol.into_owned(),
                substitute,
            };
            column = column.saturating_add(width);
            cell
        })
        .collect()
}

/// The start of the cluster that stands at `column` of a row, from its left
/// edge. Left of the first cluster it is the first one's, after the last one
/// the last one's start; a row that shows nothing answers its own start.
pub fn byte_at_column(text: &Text, row: &Row, column: u16, measure: Measure) -> usize {
    let cells = cells(text, row, measure);
    let after = cells.partition_point(|cell| cell.column <= column);
    cells
        .get(after.saturating_sub(1))
        .map_or(row.shown.start(), |cell| cell.range.start())
}

/// The column, from the row's left edge, at which the cluster that holds `byte`
/// begins. A byte before the row has its first column; one after what is shown,
/// the column after the last cluster.
pub fn column_of(text: &Text, row: &Row, byte: usize, measure: Measure) -> u16 {
    let cells = cells(text, row, measure);
    let Some(last) = cells.last() else {
        return row.indent;
    };
    cells
        .iter()
        .find(|cell| byte < cell.range.end())
        .map_or(last.column + last.width, |cell| cell.column)
}

/// The index of the row that holds `byte`: the last one when it lies after all.
fn position_of(rows: &[Row], byte: usize) -> usize {
    rows.partition_point(|row| row.whole.end() <= byte)
        .min(rows.len().saturating_sub(1))
}

/// The blocks of one hard line's content, in order; at least one.
struct Blocks<'a> {
    text: &'a Text,
    content: TextRange,
    next: usize,
    end: usize,
}

impl<'a> Blocks<'a> {
    fn of(text: &'a Text, line: Line) -> Self {
        Self {
            text,
            content: line.content,
            next: 0,
            // A last block of less than twice the size stays whole.
            end: (line.content.len() / BLOCK_BYTES).max(1),
        }
    }

    /// Only the block that holds `byte` and those after it.
    fn from(mut self, byte: usize) -> Self {
        self.next = self.index_of(byte);
        self
    }

    /// Only the block that holds `byte` and those before it.
    fn upto(mut self, byte: usize) -> Self {
        self.end = self.index_of(byte) + 1;
        self
    }

    fn index_of(&self, byte: usize) -> usize {
        let nominal = byte.saturating_sub(self.content.start()) / BLOCK_BYTES;
        let index = nominal.min(self.end - 1);
        // A block begins somewhat after its nominal place.
        if index > 0 && byte < self.boundary(index) {
            index - 1
        } else {
            index
        }
    }

    /// Where block `index` begins. This depends on the bytes near its nominal
    /// place only, so that whoever asks finds the same rows.
    fn boundary(&self, index: usize) -> usize {
        if index == 0 {
            return self.content.start();
        }
        let nominal = self
            .text
            .floor_char(self.content.start() + index * BLOCK_BYTES);
        let limit = (nominal + BLOCK_SLACK).min(self.content.end());
        let near = self.text.slice(TextRange::between(nominal, limit));
        let after_space = near
            .find(is_break_space)
            .and_then(|space| {
                let rest = near[space..].trim_start_matches(is_break_space);
                (!rest.is_empty()).then_some(nominal + near.len() - rest.len())
            })
            .unwrap_or(nominal);
        // A mark may stand on the last space.
        self.text.ceil_grapheme(after_space).min(self.content.end())
    }

    fn block(&self, index: usize) -> TextRange {
        let last = (self.content.len() / BLOCK_BYTES).max(1) - 1;
        let start = self.boundary(index);
        let end = match index == last {
            true => self.content.end(),
            false => self.boundary(index + 1),
        };
        TextRange::between(start, end)
    }
}

impl Iterator for Blocks<'_> {
    type Item = TextRange;

    fn next(&mut self) -> Option<TextRange> {
        (self.next < self.end).then(|| {
            self.next += 1;
            self.block(self.next - 1)
        })
    }
}

impl DoubleEndedIterator for Blocks<'_> {
    fn next_back(&mut self) -> Option<TextRange> {
        (self.next < self.end).then(|| {
            self.end -= 1;
            self.block(self.end)
        })
    }
}

/// The rows of one block of a line. All wrapping is done here, and the work is
/// bounded by the block's length.
fn wrap_block(text: &Text, line: Line, block: TextRange, measure: Measure) -> Vec<Row> {
    let setting = Setting::new(measure);
    let words = text.slice(block);
    let units = units(&words);
    let hang = setting.hang(text, line);
    let at_line_start = block.start() == line.content.start();
    let mut wrapper = Wrapper {
        setting,
        words: &words,
        units: &units,
        hang,
        indent: if at_line_start { 0 } else { hang },
        rows: Vec::new(),
    };
    wrapper.run();
    let mut rows: Vec<Row> = wrapper
        .rows
        .into_iter()
        .map(|row| row.shifted(block.start()))
        .collect();
    if let Some(first) = rows.first_mut() {
        first.first = at_line_start;
    }
    if block.end() == line.content.end()
        && let Some(last) = rows.last_mut()
    {
        last.whole = TextRange::between(last.whole.start(), line.whole.end());
    }
    rows
}

impl Row {
    fn shifted(self, bytes: usize) -> Self {
        Self {
            shown: self.shown.shifted(bytes),
            whole: self.whole.shifted(bytes),
            ..self
        }
    }
}

/// One grapheme cluster while it is being wrapped.
struct Unit<'a> {
    shown: Shown<'a>,
    /// White space at which rows break and which may hang after the row's end.
    space: bool,
    /// Whether UAX #14 allows a break before it.
    break_before: bool,
}

fn units(words: &str) -> Vec<Unit<'_>> {
    // The dictionary of Thai, Lao, Khmer and Burmese words is what UAX #14
    // wants for scripts that do not put spaces between words.
    static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
        LazyLock::new(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));
    let mut breaks = SEGMENTER.segment_str(words).peekable();
    visible::clusters(words)
        .map(|shown| {
            let start = shown.range.start;
            // A break inside a cluster, such as between a space and a mark that
            // stands on it, is passed over.
            while breaks.next_if(|&at| at < start).is_some() {}
            let break_before = breaks.peek() == Some(&start) && !words[..start].ends_with("://");
            let mut chars = words[shown.range.clone()].chars();
            let space = chars.next().is_some_and(is_break_space) && chars.next().is_none();
            Unit {
                shown,
                space,
                break_before,
            }
        })
        .collect()
}

/// Spaces that a row may end after: all but the no-break ones.
fn is_break_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' | '\u{3000}'
    )
}

/// The characters after which a word that is too long is best broken.
fn is_good_end(cluster: &str) -> bool {
    matches!(
        cluster,
        "/" | "."
            | "-"
            | "?"
            | "&"
            | "="
            | "_"
            | ","
            | ";"
            | ":"
            | "#"
            | "%"
            | "+"
            | "~"
            | "|"
            | "\\"
    )
}

/// A measure whose parts are at least 1.
#[derive(Clone, Copy)]
struct Setting {
    columns: u16,
    tab: u16,
}

impl Setting {
    fn new(measure: Measure) -> Self {
        Self {
            columns: measure.columns.max(1),
            tab: measure.tab.max(1),
        }
    }

    /// The columns of a cluster that begins at `column` of a row.
    fn width(self, shown: &Shown<'_>, words: &str, column: u16, indent: u16) -> u16 {
        if words.as_bytes()[shown.range.start] == b'\t' {
            self.tab - column % self.tab
        } else if self.is_too_wide(shown, indent) {
            1
        } else {
            shown.width
        }
    }

    /// What to draw for a cluster that begins at `column` of a row.
    fn symbol<'a>(
        self,
        shown: &Shown<'a>,
        words: &str,
        column: u16,
        indent: u16,
    ) -> (Cow<'a, str>, bool) {
        if words.as_bytes()[shown.range.start] == b'\t' {
            let width = usize::from(self.width(shown, words, column, indent));
            (Cow::Owned(" ".repeat(width)), false)
        } else if self.is_too_wide(shown, indent) {
            (Cow::Owned(REPLACEMENT.to_string()), true)
        } else {
            (shown.symbol.clone(), shown.substitute)
        }
    }

    /// Whether not even an empty row holds a cluster.
    fn is_too_wide(self, shown: &Shown<'_>, indent: u16) -> bool {
        shown.width > self.columns - indent
    }

    /// How far the further rows of a line are indented: to the first word after
    /// a list marker, but to no more than half of the measure.
    fn hang(self, text: &Text, line: Line) -> u16 {
        let start = line.content.start();
        let end = text.floor_char(line.content.end().min(start + MARKER_BYTES));
        let words = text.slice(TextRange::between(start, end));
        let Some(marked) = list_marker(&words) else {
            return 0;
        };
        let column = visible::clusters(&words[..marked]).fold(0u16, |column, shown| {
            column.saturating_add(self.width(&shown, &words, column, 0))
        });
        column.min(self.columns / 2)
    }
}

/// The length, in bytes, of a list marker with the white space around it, when
/// a line begins with one and has words after it.
fn list_marker(line: &str) -> Option<usize> {
    let trimmed = line.trim_start_matches(is_break_space);
    let mut chars = trimmed.chars();
    let rest = match chars.next()? {
        '•' | '‣' | '⁃' | '◦' | '▪' | '▫' | '●' | '○' | '■' | '□' | '·' | '∙' | '–' | '-' | '*'
        | '+' | '✓' | '✗' | '➢' | '►' => chars.as_str(),
        _ => numbered(trimmed)?,
    };
    let words = rest.trim_start_matches(is_break_space);
    (words.len() < rest.len() && !words.is_empty()).then_some(line.len() - words.len())
}

/// What follows a number such as `12.`, `3)`, `(3)`, `[35]`, `b)` or `iv)`.
/// A letter before a point is not one: "A. Smith" begins many a paragraph.
fn numbered(line: &str) -> Option<&str> {
    let (closing, inner): (&[char], _) = if let Some(inner) = line.strip_prefix('(') {
        (&[')'], inner)
    } else if let Some(inner) = line.strip_prefix('[') {
        (&[']'], inner)
    } else {
        (&['.', ')'], line)
    };
    let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = inner.len() - digits.len();
    if (1..=3).contains(&number) {
        return digits.strip_prefix(closing);
    }
    let letters = inner.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let number = inner.len() - letters.len();
    match number {
        1..=4 => letters.strip_prefix([')', ']']),
        _ => None,
    }
}

/// Fills rows, greedily, from the units of one block.
struct Wrapper<'a> {
    setting: Setting,
    words: &'a str,
    units: &'a [Unit<'a>],
    /// The indent of the rows after the first.
    hang: u16,
    /// The indent of the row that is being filled.
    indent: u16,
    rows: Vec<Row>,
}

impl Wrapper<'_> {
    fn run(&mut self) {
        let mut start = 0;
        let mut at = 0;
        let mut last_break = None;
        let mut column = self.indent;
        while at < self.units.len() {
            let unit = &self.units[at];
            if !unit.space {
                if at > start && unit.break_before {
                    last_break = Some(at);
                }
                if column.saturating_add(self.width(at, column)) > self.setting.columns {
                    let cut = self.cut(start, last_break, at);
                    self.push_row(start, cut, false);
                    (start, at, last_break, column) = (cut, cut, None, self.indent);
                    continue;
                }
            }
            column = column.saturating_add(self.width(at, column));
            at += 1;
        }
        self.push_row(start, at, true);
    }

    fn width(&self, unit: usize, column: u16) -> u16 {
        let shown = &self.units[unit].shown;
        self.setting.width(shown, self.words, column, self.indent)
    }

    /// Where to end the row that begins with unit `start`, when unit `at` is
    /// the first that does not fit.
    ///
    /// The answer lies after `start`: a first unit always fits, because one
    /// that is too wide for a row takes a single column.
    fn cut(&self, start: usize, last_break: Option<usize>, at: usize) -> usize {
        let good_end_after = |from: usize| {
            (from + 1..=at)
                .rev()
                .find(|&end| self.is_good_cut(end))
                .filter(|&end| end > from)
        };
        match last_break {
            Some(word) if self.fits_a_row(word) => word,
            Some(word) => good_end_after(word).unwrap_or(word),
            // Half a row is given up for a better place, not more.
            None => good_end_after(start + (at - start) / 2).unwrap_or(at),
        }
    }

    fn is_good_cut(&self, end: usize) -> bool {
        let is_good = |unit: usize| is_good_end(&self.words[self.units[unit].shown.range.clone()]);
        end < self.units.len() && is_good(end - 1) && !is_good(end)
    }

    /// Whether the word that begins with a unit, up to the next place where a
    /// break is allowed, fits a row of its own.
    fn fits_a_row(&self, word: usize) -> bool {
        let mut column = self.hang;
        for at in word..self.units.len() {
            let unit = &self.units[at];
            if unit.space || (at > word && unit.break_before) {
                break;
            }
            column = column.saturating_add(self.width(at, column));
            if column > self.setting.columns {
                return false;
            }
        }
        true
    }

    /// Ends a row before unit `end`. White space at a soft break hangs; at the
    /// end of the line as much of it is shown as the row has room for.
    fn push_row(&mut self, start: usize, end: usize, last: bool) {
        let row = &self.units[start..end];
        let words = row
            .iter()
            .rposition(|unit| !unit.space)
            .map_or(0, |at| at + 1);
        let shown = if last {
            let mut column = self.indent;
            (start..end)
                .find(|&at| {
                    column = column.saturating_add(self.width(at, column));
                    column > self.setting.columns
                })
                .unwrap_or(end)
        } else {
            start + words
        };
        let byte = |unit: usize| {
            self.units
                .get(unit)
                .map_or(self.words.len(), |unit| unit.shown.range.start)
        };
        self.rows.push(Row {
            shown: TextRange::between(byte(start), byte(shown)),
            whole: TextRange::between(byte(start), byte(end)),
            indent: self.indent,
            first: false,
        });
        self.indent = self.hang;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::super::visible::tests::nasty;
    use super::*;

    fn measure(columns: u16) -> Measure {
        Measure { columns, tab: 8 }
    }

    fn all_rows(text: &Text, measure: Measure) -> Vec<Row> {
        text.lines()
            .flat_map(|line| rows_of_line(text, line.whole.start(), measure))
            .collect()
    }

    fn drawn(content: &str, columns: u16) -> Vec<String> {
        let text = Text::new(content);
        let measure = measure(columns);
        all_rows(&text, measure)
            .iter()
            .map(|row| {
                let cells = cells(&text, row, measure);
                let symbols: String = cells.into_iter().map(|cell| cell.symbol).collect();
                " ".repeat(usize::from(row.indent)) + &symbols
            })
            .collect()
    }

    /// `marked` has a bar wherever a row is expected to end.
    fn check(columns: u16, marked: &str) {
        let content = marked.replace('|', "");
        let text = Text::new(content);
        let rows: Vec<_> = all_rows(&text, measure(columns))
            .iter()
            .map(|row| text.slice(row.whole).into_owned())
            .collect();
        assert_eq!(rows.join("|"), marked, "at {columns} columns");
    }

    #[test]
    fn rows_break_where_uax_14_allows() {
        check(10, "one two |three four |five");
        check(5, "aaaaa |bbbbb");
        // Closing punctuation stays with its word.
        check(6, "abc |defg, |h");
        check(8, "give |50%, now");
        check(8, "(see |(abcde) |x");
        check(7, "a “abc |def” g");
        // No-break spaces and hyphens.
        check(7, "aa |10\u{a0}km |bb");
        check(6, "aaa |b\u{2011}ccc");
        check(6, "well-|known");
        check(4, "a—b—|c d");
        // Numbers are not cut.
        check(8, "abc |$2.9857 |x");
        check(9, "abcdef |12,345.6");
        // Soft hyphen and zero-width space allow a break.
        check(10, "aaaa\u{200b}|bbbbb");
        // A space with a mark on it is one cluster.
        check(4, "abc \u{301}|def");
    }

    #[test]
    fn east_asian_text_breaks_anywhere_but_by_kinsoku() {
        check(4, "漢字|仮名|交り");
        check(6, "これ|は、本|「日|本」の");
        check(5, "한국 |어");
        check(4, "あっ|た");
    }

    #[test]
    fn thai_breaks_between_words() {
        check(8, "ภาษาไทย|ง่าย");
    }

    #[test]
    fn spaces_at_a_break_hang() {
        let text = Text::new("aaa    bbb  ");
        let rows = all_rows(&text, measure(4));
        assert_eq!(
            rows.iter()
                .map(|row| (text.slice(row.shown), text.slice(row.whole)))
                .collect::<Vec<_>>(),
            [
                ("aaa".into(), "aaa    ".into()),
                ("bbb ".into(), "bbb  ".into())
            ]
        );
    }

    #[test]
    fn a_word_too_long_for_a_row_is_broken_at_its_joints() {
        check(
            20,
            "see |https://example.com/|a-very-long-path/to?|what=ever&more=of.it |now",
        );
        check(5, "abcde|fghij|k lm");
        check(6, "ab |https:|//x.yz");
        check(10, "https://|example.|org/abc");
    }

    #[test]
    fn list_items_hang_under_their_first_word() {
        for (content, columns, expected) in [
            ("  • one two three", 11, vec!["  • one two", "    three"]),
            ("- one two three", 9, vec!["- one two", "  three"]),
            (
                "  35. “one two” three",
                14,
                vec!["  35. “one", "      two”", "      three"],
            ),
            ("(3) one two", 8, vec!["(3) one", "    two"]),
            ("A. Smith went", 9, vec!["A. Smith", "went"]),
            ("2019. It was", 8, vec!["2019. It", "was"]),
            (
                "          • one two",
                10,
                vec!["", "     • one", "     two"],
            ),
            ("-5 degrees", 4, vec!["-5", "degr", "ees"]),
        ] {
            assert_eq!(drawn(content, columns), expected, "{content}");
        }
    }

    #[test]
    fn tabs_go_to_the_next_stop() {
        assert_eq!(drawn("a\tb\tc", 40), ["a       b       c"]);
        assert_eq!(drawn("\ta", 4), ["", "a"]);
    }

    #[test]
    fn a_cluster_wider_than_the_row_becomes_one_column() {
        assert_eq!(drawn("漢a\u{202e}", 1), ["\u{fffd}", "a", "\u{fffd}"]);
        assert_eq!(drawn("\u{202e}", 5), ["⟨RLO⟩"]);
    }

    #[test]
    fn an_empty_line_and_an_empty_text_are_one_row() {
        assert_eq!(drawn("", 5), [""]);
        assert_eq!(drawn("\n", 5), [""]);
        assert_eq!(drawn("a\n\nb", 5), ["a", "", "b"]);
        assert_eq!(
            row_at(&Text::new(""), 0, measure(5)).whole,
            TextRange::empty_at(0)
        );
    }

    #[test]
    fn columns_and_bytes_convert() {
        let text = Text::new("- ab 漢字 cd");
        let measure = measure(6);
        let rows = all_rows(&text, measure);
        let row = rows[1];
        assert_eq!((&*text.slice(row.shown), row.indent), ("漢字", 2));
        for (column, cluster) in [
            (0, "漢"),
            (2, "漢"),
            (3, "漢"),
            (4, "字"),
            (5, "字"),
            (99, "字"),
        ] {
            let byte = byte_at_column(&text, &row, column, measure);
            assert!(
                text.slice(TextRange::between(byte, text.len()))
                    .starts_with(cluster)
            );
        }
        let start = row.shown.start();
        for (byte, column) in [
            (0, 2),
            (start, 2),
            (start + 1, 2),
            (start + 3, 4),
            (start + 6, 6),
        ] {
            assert_eq!(column_of(&text, &row, byte, measure), column);
        }
    }

    #[test]
    fn a_very_long_line_is_wrapped_in_blocks_that_agree() {
        for line in [
            "word and more ".repeat(10_000),
            "x".repeat(100_000),
            "漢".repeat(50_000),
            "é e\u{301} ".repeat(20_000),
        ] {
            let text = Text::new(format!("first\n{line}\nlast"));
            let measure = measure(40);
            let all = all_rows(&text, measure);
            let mut end = 0;
            for row in &all {
                assert_eq!(row.whole.start(), end);
                end = row.whole.end();
            }
            assert_eq!(end, text.len());
            for at in (0..all.len()).step_by(997) {
                let byte = all[at].whole.start();
                assert_eq!(row_at(&text, byte, measure), all[at]);
                assert_eq!(
                    rows_from(&text, byte, 5, measure),
                    all[at..all.len().min(at + 5)]
                );
                assert_eq!(
                    rows_before(&text, byte, 5, measure),
                    all[at.saturating_sub(5)..at]
                );
            }
            assert_eq!(all.iter().filter(|row| row.first).count(), 3);
        }
    }

    proptest! {
        #[test]
        fn rows_tile_the_text_between_clusters(
            content in nasty(), columns in 1u16..30, tab in 0u16..9,
        ) {
            let text = Text::new(content);
            let measure = Measure { columns, tab };
            let mut end = 0;
            for row in all_rows(&text, measure) {
                prop_assert_eq!(row.whole.start(), end);
                prop_assert_eq!(row.shown.start(), end);
                prop_assert!(row.whole.covers(row.shown));
                for byte in [row.whole.start(), row.whole.end(), row.shown.end()] {
                    prop_assert_eq!(text.floor_grapheme(byte), byte);
                }
                prop_assert!(row.indent <= columns / 2);
                end = row.whole.end();
            }
            prop_assert_eq!(end, text.len());
        }

        #[test]
        fn cells_are_contiguous_and_fit(
            content in nasty(), columns in 1u16..30, tab in 0u16..9,
        ) {
            let text = Text::new(content);
            let measure = Measure { columns, tab };
            for row in all_rows(&text, measure) {
                let mut column = row.indent;
                let mut byte = row.shown.start();
                for cell in cells(&text, &row, measure) {
                    prop_assert_eq!(cell.column, column);
                    prop_assert_eq!(cell.range.start(), byte);
                    prop_assert!(!cell.range.is_empty());
                    prop_assert!(cell.width > 0);
                    prop_assert_eq!(cell.symbol.width(), usize::from(cell.width));
                    prop_assert_eq!(column_of(&text, &row, byte, measure), column);
                    prop_assert_eq!(byte_at_column(&text, &row, column, measure), byte);
                    column += cell.width;
                    byte = cell.range.end();
                }
                prop_assert_eq!(byte, row.shown.end());
                prop_assert!(column <= columns, "{column} of {columns}");
            }
        }

        #[test]
        fn neighbours_agree_with_the_full_list(
            content in nasty(), columns in 1u16..30, at in 0usize..400, count in 0usize..6,
        ) {
            let text = Text::new(content);
            let measure = measure(columns);
            let all = all_rows(&text, measure);
            let byte = at.min(text.len());
            let holds = all
                .iter()
                .position(|row| row.whole.contains(byte))
                .unwrap_or(all.len() - 1);
            prop_assert_eq!(row_at(&text, byte, measure), all[holds]);
            prop_assert_eq!(
                rows_from(&text, byte, count, measure),
                &all[holds..all.len().min(holds + count)]
            );
            prop_assert_eq!(
                rows_before(&text, byte, count, measure),
                &all[holds.saturating_sub(count)..holds]
            );
        }
    }
}
