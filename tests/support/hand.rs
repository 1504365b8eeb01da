//! A hand on the keys and on the mouse.

use super::pty::Pty;
use super::view::{Spot, View};

pub const ESC: &str = "\x1b";
pub const ENTER: &str = "\r";
pub const CTRL_N: &str = "\x0e";
pub const CTRL_R: &str = "\x12";
pub const CTRL_S: &str = "\x13";
pub const DOWN: &str = "\x1b[B";
pub const TAB: &str = "\t";

/// The columns of the text with its margin on a screen of 140 columns.
pub const TEXT: std::ops::Range<u16> = 28..108;
/// The columns of the sidebar there.
pub const DOCUMENTS: std::ops::Range<u16> = 0..28;
/// The columns of the annotation pane there.
pub const ANNOTATIONS: std::ops::Range<u16> = 108..140;

/// What a terminal sends for a button at a place.
fn mouse(button: u8, spot: Spot, end: char) -> String {
    let (column, row) = (spot.column + 1, spot.row + 1);
    format!("\x1b[<{button};{column};{row}{end}")
}

fn press(spot: Spot) -> String {
    mouse(0, spot, 'M') + &mouse(0, spot, 'm')
}

impl Pty {
    /// Clicks so many times in one place.
    pub fn click(&mut self, spot: Spot, times: usize) {
        self.send(press(spot).repeat(times));
    }

    /// Drags from one place to another.
    pub fn drag(&mut self, from: Spot, to: Spot) {
        self.hold(from, to);
        self.let_go(to);
    }

    /// Drags from one place to another, where the button stays down.
    pub fn hold(&mut self, from: Spot, to: Spot) {
        const HELD: u8 = 32;
        self.send(mouse(0, from, 'M') + &mouse(HELD, to, 'M'));
    }

    pub fn let_go(&mut self, spot: Spot) {
        self.send(mouse(0, spot, 'm'));
    }

    /// Where some words stand in the text; waits until they do.
    #[track_caller]
    pub fn spot_of(&mut self, words: &str) -> Spot {
        // The title of a document above it may have the same words.
        self.wait_map(&format!("\"{words}\" in the text"), |view| {
            view.find_from(2, words, TEXT)
        })
    }

    /// Goes to the word at a place by its hint, or carries the end there;
    /// answers the keys that it took.
    #[track_caller]
    pub fn hint(&mut self, spot: Spot) -> usize {
        self.send("w");
        let letters = self.wait_map("the hints", |view| {
            view.status()
                .contains("Type the letters")
                .then(|| letters_at(view, spot))
        });
        self.send(&letters);
        self.wait_for("the hints to go", |view| {
            !view.status().contains("Type the letters")
        });
        1 + letters.len()
    }

    /// Waits until the last change is on disk.
    #[track_caller]
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method alone is of one lifetime"
    )]
    pub fn wait_until_saved(&mut self) {
        self.wait_for("the last change to be saved", |view| view.says_saved());
    }

    /// Presses a key that changes the tags; waits until there are so many in all
    /// documents, and until they are on disk.
    #[track_caller]
    pub fn change(&mut self, key: &str, tags: usize) {
        self.send(key);
        let unit = if tags == 1 { "tag" } else { "tags" };
        let count = format!(" · {tags} {unit} ");
        self.wait_for(&format!("{tags} {unit} on disk"), |view| {
            view.row(0).contains(&count) && view.says_saved()
        });
    }

    /// Leaves what is open with Esc. The next key must not follow it closely:
    /// terminals send Alt like that.
    #[track_caller]
    pub fn escape(&mut self, left: impl Fn(&View<'_>) -> bool) {
        self.send(ESC);
        self.wait_for("Esc to leave", left);
    }

    /// Waits for the first screen: the text, and all documents looked into.
    #[track_caller]
    pub fn wait_until_ready(&mut self) {
        self.wait_for("the first screen", |view| {
            let top = view.row(0);
            (top.contains(" tag") || top.contains(" open")) && view.says_saved()
        });
    }

    /// Quits; answers the exit code.
    #[track_caller]
    pub fn quit(&mut self) -> u32 {
        self.send("q");
        let (status, restored) = self.wait_for_exit();
        assert!(restored, "the terminal is not as it was");
        status.exit_code()
    }
}

/// The letters of the hint at a place: cells that look alike.
fn letters_at(view: &View<'_>, spot: Spot) -> String {
    let look = |cell: &vt100::Cell| (cell.bgcolor(), cell.bold(), cell.inverse());
    let first = look(view.cell(spot));
    (spot.column..spot.column + 3)
        .map(|column| view.cell(Spot { column, ..spot }))
        .take_while(|cell| look(cell) == first)
        .map(vt100::Cell::contents)
        .collect()
}
