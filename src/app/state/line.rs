//! A line that is typed: in a prompt, or over a list that it narrows.
//!
//! Its keys are those of shells; the editor of a note has them, too (`prompt.rs`).
//!
//! Must not know: what the line is for.

use crate::app::input::key::{Key, KeyCode};
use crate::text::Text;

/// A line with a cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedLine {
    text: String,
    /// The byte at which the next character goes.
    at: usize,
    /// Whether nobody has typed it yet: what is typed first takes its place.
    is_proposed: bool,
}

/// What a key does in any text that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    Move(Reach),
    /// Deletes from the cursor to there.
    Delete(Reach),
}

/// How far from the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Back,
    Forward,
    WordBack,
    WordForward,
    Start,
    End,
}

impl Edit {
    /// The one table of editing keys.
    pub fn of(key: Key) -> Option<Self> {
        use Reach::{Back, End, Forward, Start, WordBack, WordForward};
        let by_word = key.ctrl || key.alt;
        Some(match key.code {
            KeyCode::Left if by_word => Self::Move(WordBack),
            KeyCode::Right if by_word => Self::Move(WordForward),
            KeyCode::Left => Self::Move(Back),
            KeyCode::Right => Self::Move(Forward),
            KeyCode::Home => Self::Move(Start),
            KeyCode::End => Self::Move(End),
            KeyCode::Backspace if by_word => Self::Delete(WordBack),
            KeyCode::Backspace => Self::Delete(Back),
            KeyCode::Delete if by_word => Self::Delete(WordForward),
            KeyCode::Delete => Self::Delete(Forward),
            KeyCode::Char(letter) if key.ctrl && !key.alt => match letter {
                'a' => Self::Move(Start),
                'e' => Self::Move(End),
                'b' => Self::Move(Back),
                'f' => Self::Move(Forward),
                'd' => Self::Delete(Forward),
                'h' => Self::Delete(Back),
                'w' => Self::Delete(WordBack),
                'u' => Self::Delete(Start),
                'k' => Self::Delete(End),
                _ => return None,
            },
            KeyCode::Char(letter) if key.alt && !key.ctrl => match letter {
                'b' => Self::Move(WordBack),
                'f' => Self::Move(WordForward),
                'd' => Self::Delete(WordForward),
                _ => return None,
            },
            _ => return None,
        })
    }
}

impl TypedLine {
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            at: text.len(),
            is_proposed: false,
        }
    }

    /// A line that may be meant, as if it were selected: what is typed first takes its place, and
    /// a key that moves the cursor keeps it.
    pub fn proposed(text: &str) -> Self {
        Self {
            is_proposed: !text.is_empty(),
            ..Self::new(text)
        }
    }

    pub(crate) fn is_proposed(&self) -> bool {
        self.is_proposed
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What stands before the cursor, and what behind it.
    pub fn split(&self) -> (&str, &str) {
        self.text.split_at(self.at)
    }

    /// Inserts text at the cursor; line ends become blanks.
    pub fn insert(&mut self, words: &str) {
        if std::mem::take(&mut self.is_proposed) {
            *self = Self::default();
        }
        let words = words.replace(['\r', '\n', '\t'], " ");
        self.text.insert_str(self.at, &words);
        self.at += words.len();
    }

    /// Edits the line; answers whether the key was one that edits.
    pub fn edit(&mut self, key: Key) -> bool {
        match Edit::of(key) {
            Some(Edit::Delete(_)) if self.is_proposed => *self = Self::default(),
            Some(Edit::Move(reach)) => {
                self.is_proposed = false;
                self.at = self.byte_at(reach);
            }
            Some(Edit::Delete(reach)) => {
                let there = self.byte_at(reach);
                let (from, to) = (there.min(self.at), there.max(self.at));
                self.text.replace_range(from..to, "");
                self.at = from;
            }
            None => match key.typed() {
                Some(character) => self.insert(character.encode_utf8(&mut [0; 4])),
                None => return false,
            },
        }
        true
    }

    fn byte_at(&self, reach: Reach) -> usize {
        let (before, after) = self.split();
        match reach {
            Reach::Start => 0,
            Reach::End => self.text.len(),
            Reach::Back => Text::new(self.text.as_str()).previous_grapheme(self.at),
            Reach::Forward => Text::new(self.text.as_str()).next_grapheme(self.at),
            Reach::WordBack => {
                let blank = before.trim_end().char_indices();
                let blank = blank.rev().find(|(_, character)| character.is_whitespace());
                blank.map_or(0, |(at, character)| at + character.len_utf8())
            }
            Reach::WordForward => {
                let word = after.len() - after.trim_start().len();
                let blank = after[word..].find(char::is_whitespace);
                self.at + blank.map_or(after.len(), |end| word + end)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line with `|` for the cursor.
    fn shown(line: &TypedLine) -> String {
        let (before, after) = line.split();
        format!("{before}|{after}")
    }

    fn at(marked: &str) -> TypedLine {
        let at = marked.find('|').unwrap();
        TypedLine {
            text: marked.replacen('|', "", 1),
            at,
            is_proposed: false,
        }
    }

    #[test]
    fn what_is_typed_takes_the_place_of_what_was_proposed() {
        for (keys, after) in [
            ("x", "x|"),
            ("x y", "xy|"),
            ("Backspace", "|"),
            ("Ctrl-u", "|"),
            ("End x", "onex|"),
            ("Left x", "onx|e"),
            ("Left Backspace", "o|e"),
            ("F5", "one|"),
        ] {
            let mut line = TypedLine::proposed("one");
            for key in keys.split(' ') {
                line.edit(key.parse().unwrap());
            }
            assert_eq!(shown(&line), after, "{keys}");
        }
        let mut line = TypedLine::proposed("one");
        line.insert("pasted");
        assert_eq!(shown(&line), "pasted|");
    }

    #[test]
    fn a_line_is_edited_as_in_a_shell() {
        for (before, key, after) in [
            ("one two|", "Backspace", "one tw|"),
            ("one two|", "Ctrl-h", "one tw|"),
            ("cafe\u{301}|", "Backspace", "caf|"),
            ("|one", "Backspace", "|one"),
            ("one| two", "Delete", "one|two"),
            ("one| two", "Ctrl-d", "one|two"),
            ("one two|", "Ctrl-w", "one |"),
            ("one two  |", "Ctrl-w", "one |"),
            ("one\u{a0}two|", "Ctrl-w", "one\u{a0}|"),
            ("one two|", "Alt-Backspace", "one |"),
            ("one two|", "Ctrl-u", "|"),
            ("one |two", "Ctrl-u", "|two"),
            ("one |two", "Ctrl-k", "one |"),
            ("one |two", "Alt-d", "one |"),
            ("one| two", "Ctrl-Delete", "one|"),
            ("one two|", "Ctrl-Left", "one |two"),
            ("one |two", "Ctrl-Left", "|one two"),
            ("|one two", "Ctrl-Right", "one| two"),
            ("one| two", "Alt-f", "one two|"),
            ("one two|", "Alt-b", "one |two"),
            ("one two|", "Ctrl-a", "|one two"),
            ("|one two", "End", "one two|"),
            ("one|", "Left", "on|e"),
            ("on|e", "x", "onx|e"),
        ] {
            let mut line = at(before);
            assert!(line.edit(key.parse().unwrap()), "{key}");
            assert_eq!(shown(&line), after, "{key} in {before}");
        }
        let mut line = at("one|");
        for key in ["Ctrl-x", "Alt-x", "Enter", "F5"] {
            assert!(!line.edit(key.parse().unwrap()), "{key}");
        }
        assert_eq!(shown(&line), "one|");
    }
}
