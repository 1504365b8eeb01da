//! A row of the screen that is filled from the left with words and keys.
//!
//! Must not know: what it says.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::canvas::{put, width_of};
use super::theme::Theme;

pub(super) struct Line<'a> {
    pub(super) buffer: &'a mut Buffer,
    pub(super) theme: &'a Theme,
    pub(super) x: u16,
    pub(super) y: u16,
    pub(super) end: u16,
}

impl Line<'_> {
    /// Writes words, as far as there is room.
    pub(super) fn words(&mut self, words: &str, style: Style) {
        let room = self.end.saturating_sub(self.x);
        self.x += put(self.buffer, (self.x, self.y), room, words, style);
    }

    /// Writes a key and what it does, if both fit.
    pub(super) fn key(&mut self, key: &str, does: &str) {
        let width = width_of(key) + 1 + width_of(does);
        if key.is_empty() || self.x + width > self.end {
            return;
        }
        self.words(key, self.theme.key);
        self.words(" ", Style::new());
        self.words(does, self.theme.dim);
        self.x += 2;
    }
}
