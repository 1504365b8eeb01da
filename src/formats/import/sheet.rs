//! Tables as CSV, by the names of their columns, with the line of whatever is wrong in them.
//!
//! Must not know: what the columns mean.

use std::collections::HashMap;

use csv::{ErrorKind, ReaderBuilder, StringRecord};

use crate::formats::problem::Problem;

use super::InputFile;

/// Whether the marks of quotation are counted: there are two of each in what a program wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) enum Quoting {
    Strict,
    /// A person may have written a mark where none belongs.
    Lenient,
}

/// A row below the names of the columns.
pub(in crate::formats) struct Row<'a> {
    sheet: &'a HashMap<String, usize>,
    cells: StringRecord,
    /// From 1.
    pub(in crate::formats) line: u64,
}

impl Row<'_> {
    /// The cell in the column of that name; empty where there is none.
    pub(in crate::formats) fn cell(&self, column: &str) -> &str {
        let number = self.sheet.get(column);
        number
            .and_then(|number| self.cells.get(*number))
            .unwrap_or_default()
    }

    /// The first cell with words in it, of these columns.
    pub(in crate::formats) fn first(&self, columns: &[&str]) -> &str {
        let mut cells = columns.iter().map(|column| self.cell(column).trim());
        cells.find(|cell| !cell.is_empty()).unwrap_or_default()
    }

    pub(in crate::formats) fn place(&self) -> String {
        format!("line {}", self.line)
    }
}

/// Whether a text is a table with these columns: `Title|Book Title` is either of the two.
pub(in crate::formats) fn has_columns(text: &str, wanted: &[&str]) -> bool {
    let line = text.split('\n').next().unwrap_or_default();
    let all = |is_there: &dyn Fn(&str) -> bool| {
        let mut wanted = wanted.iter();
        wanted.all(|names| names.split('|').any(is_there))
    };
    // Most files are no tables, and of many there are thousands.
    if !all(&|name| line.contains(name)) {
        return false;
    }
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .delimiter(separator(line))
        .from_reader(line.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    all(&|name| header.iter().any(|column| column.trim() == name))
}

/// What stands between the cells: a semicolon where a spreadsheet has a comma in its numbers, or a
/// tab.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: char| first.matches(sign).count();
    let signs = [(';', b';'), ('\t', b'\t')];
    let other = signs
        .into_iter()
        .find(|(sign, _)| count(*sign) > count(','));
    other.map_or(b',', |(_, byte)| byte)
}

/// Goes through the rows of a table.
///
/// # Errors
/// What is wrong with it or with a row, or what `each` says.
pub(in crate::formats) fn rows(
    file: &InputFile,
    quoting: Quoting,
    mut each: impl FnMut(&Row<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let text = file.text()?;
    if quoting == Quoting::Strict && text.matches('"').count() % 2 == 1 {
        return Err(Problem::error(
            "",
            "has a quotation mark that is not closed",
        ));
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let mut sheet = HashMap::new();
    let mut lines = Lines {
        text,
        byte: 0,
        line: 1,
    };
    let header = reader
        .headers()
        .map_err(|error| wrong(&error, &mut lines))?;
    for (number, name) in header.iter().enumerate() {
        if sheet.insert(name.trim().to_owned(), number).is_some() && !name.is_empty() {
            return Err(Problem::error(
                "line 1",
                format!("the column {name} is there twice"),
            ));
        }
    }
    for cells in reader.records() {
        let cells = cells.map_err(|error| wrong(&error, &mut lines))?;
        let line = lines.of(cells.position().map_or(0, csv::Position::byte));
        // A spreadsheet leaves such rows below the others.
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        each(&Row {
            sheet: &sheet,
            cells,
            line,
        })?;
    }
    Ok(())
}

/// Counts lines. The crate takes the line feed of a CRLF for part of the next row, whose line it
/// then tells too low.
struct Lines<'a> {
    text: &'a str,
    byte: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, byte: u64) -> u64 {
        let from = usize::try_from(byte).unwrap_or(self.byte).max(self.byte);
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let to = (from + blank.count()).min(self.text.len());
        let passed = &self.text.as_bytes()[self.byte..to];
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.byte = to;
        self.line
    }
}

fn wrong(error: &csv::Error, lines: &mut Lines<'_>) -> Problem {
    match error.kind() {
        ErrorKind::UnequalLengths {
            pos,
            expected_len,
            len,
        } => {
            let line = lines.of(pos.as_ref().map_or(0, csv::Position::byte));
            let words = format!("has {len} cells, and the first line {expected_len}");
            Problem::error(format!("line {line}"), words)
        }
        _ => Problem::error("", error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_by_its_columns() {
        let wanted = ["Highlight", "Title|Book Title", "Note"];
        for table in [
            "Highlight,Book Title,Note\r\na,b,c",
            "Note;\"Title\";Highlight;Tags, if any\n",
            " Highlight \tTitle\tNote",
        ] {
            assert!(has_columns(table, &wanted), "{table}");
        }
        for other in [
            "",
            "Highlight,Book Title\nNote",
            "Highlights,Title,Note",
            "\"Highlight,Title,Note\"",
            "{\"Highlight\": 1, \"Title\": 2, \"Note\": 3}",
        ] {
            assert!(!has_columns(other, &wanted), "{other}");
        }
    }
}
