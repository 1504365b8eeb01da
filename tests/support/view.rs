//! The screen as a reader sees it.

use std::ops::Range;

/// A place on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub row: u16,
    pub column: u16,
}

/// What is on the screen.
pub struct View<'a> {
    screen: &'a vt100::Screen,
}

impl<'a> View<'a> {
    pub fn new(screen: &'a vt100::Screen) -> Self {
        Self { screen }
    }

    pub fn screen(&self) -> &'a vt100::Screen {
        self.screen
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        let (rows, columns) = self.screen.size();
        (columns.get(), rows.get())
    }

    /// A row; a cell without anything in it is a blank.
    pub fn row(&self, row: u16) -> String {
        self.part(row, 0..self.size().0)
    }

    /// Some columns of a row.
    pub fn part(&self, row: u16, columns: Range<u16>) -> String {
        self.cells(row, columns).map(|(_, symbol)| symbol).collect()
    }

    /// The last row.
    pub fn status(&self) -> String {
        self.row(self.size().1 - 1)
    }

    /// Whether the first row says how many there are of something: `100,000 tags`, or
    /// `100000 tags`, as an earlier version writes it.
    pub fn counts(&self, number: usize, noun: &str) -> bool {
        let first = self.row(0).replace(',', "");
        first.contains(&format!(" {number} {noun}"))
    }

    /// Whether the last change is said to be on disk.
    pub fn says_saved(&self) -> bool {
        // Where there is a first row, it tells: a message in the last one may end with the
        // same word.
        const TOLD: [&str; 5] = ["saved", "saving …", "NOT SAVED", "waiting …", "read-only"];
        let first = self.row(0);
        let row = match TOLD.iter().any(|words| first.trim_end().ends_with(words)) {
            true => first,
            false => self.status(),
        };
        let row = row.trim_end();
        row.ends_with(" saved") && !row.ends_with("draft saved")
    }

    /// All rows, or some columns of them, a line each.
    pub fn text(&self, columns: Range<u16>) -> String {
        let rows = (0..self.size().1).map(|row| self.part(row, columns.clone()));
        rows.map(|row| row.trim_end().to_owned() + "\n").collect()
    }

    /// Whether some words stand in one row anywhere.
    pub fn shows(&self, words: &str) -> bool {
        self.find(words, 0..self.size().0).is_some()
    }

    /// Where some words stand first, whole within some columns of one row.
    pub fn find(&self, words: &str, columns: Range<u16>) -> Option<Spot> {
        self.find_from(0, words, columns)
    }

    /// The same from a row on.
    pub fn find_from(&self, first: u16, words: &str, columns: Range<u16>) -> Option<Spot> {
        (first..self.size().1).find_map(|row| {
            let cells: Vec<_> = self.cells(row, columns.clone()).collect();
            let line: String = cells.iter().map(|(_, symbol)| *symbol).collect();
            let byte = line.find(words)?;
            let mut before = 0;
            let cell = cells.iter().find(|(_, symbol)| {
                before += symbol.len();
                before > byte
            });
            let column = cell?.0;
            Some(Spot { row, column })
        })
    }

    /// The cell there.
    pub fn cell(&self, spot: Spot) -> &'a vt100::Cell {
        let cell = self.screen.cell(spot.row, spot.column);
        cell.expect("a place on the screen")
    }

    /// The screen in a frame, for people.
    pub fn dump(&self) -> String {
        let (columns, rows) = self.size();
        let edge = "-".repeat(usize::from(columns));
        let rows = (0..rows).map(|row| format!("|{}|\n", self.row(row)));
        format!("+{edge}+\n{}+{edge}+", rows.collect::<String>())
    }

    fn cells(&self, row: u16, columns: Range<u16>) -> impl Iterator<Item = (u16, &'a str)> {
        let screen = self.screen;
        columns.filter_map(move |column| {
            let cell = screen.cell(row, column)?;
            let symbol = if cell.has_contents() {
                cell.contents()
            } else {
                " "
            };
            (!cell.is_wide_continuation()).then_some((column, symbol))
        })
    }
}
