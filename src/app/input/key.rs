//! Keys, as the configuration writes them and as the screen names them.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use unicode_script::{Script, UnicodeScript as _};

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyCode {
    /// A character; upper case stands for itself, without `shift`.
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub(crate) code: KeyCode,
    pub(crate) ctrl: bool,
    pub(crate) alt: bool,
    /// Whether Shift was held; never set for characters.
    pub(crate) shift: bool,
}

/// A word that names no key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "\"{0}\" is not a key; write a character, or one of: space, Enter, Esc, Tab, Shift-Tab, \
     Backspace, Delete, Up, Down, Left, Right, Home, End, PgUp, PgDn, F1 to F12, with Ctrl-, Alt- \
     or Shift- before it"
)]
pub struct KeyError(pub String);

const NAMES: [(&str, &str, KeyCode); 16] = [
    ("space", "space", KeyCode::Char(' ')),
    ("enter", "Enter", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("shift-tab", "Shift-Tab", KeyCode::BackTab),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Delete", KeyCode::Delete),
    ("up", "↑", KeyCode::Up),
    ("down", "↓", KeyCode::Down),
    ("left", "←", KeyCode::Left),
    ("right", "→", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pgup", "PgUp", KeyCode::PageUp),
    ("pgdn", "PgDn", KeyCode::PageDown),
    ("return", "Enter", KeyCode::Enter),
];

impl Key {
    pub(crate) fn plain(code: KeyCode) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// The letter, or other character, that is typed by it alone.
    pub(crate) fn letter(self) -> Option<char> {
        match self.code {
            KeyCode::Char(letter) if !self.ctrl && !self.alt => Some(letter),
            _ => None,
        }
    }

    /// A character.
    pub fn char(character: char) -> Self {
        Self::plain(KeyCode::Char(character))
    }

    pub(crate) fn ctrl(character: char) -> Self {
        Self {
            ctrl: true,
            ..Self::char(character)
        }
    }

    /// Whether it is a letter or sign of another script, as a keyboard layout or an input
    /// method gives it where a Latin one is meant.
    pub(crate) fn is_of_another_script(self) -> bool {
        let KeyCode::Char(character) = self.code else {
            return false;
        };
        match character.script() {
            Script::Latin | Script::Common | Script::Inherited | Script::Unknown => {
                // The wide forms of Latin letters and signs.
                matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}')
            }
            _ => true,
        }
    }

    /// The character that this key types, if it types one.
    pub(crate) fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(character) if !self.ctrl && !self.alt => Some(character),
            _ => None,
        }
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(word: &str) -> Result<Self, KeyError> {
        let unknown = || KeyError(word.to_owned());
        let mut key = Self::plain(KeyCode::Esc);
        let mut rest = word;
        loop {
            let lower = rest.to_ascii_lowercase();
            if let Some((_, _, code)) = NAMES.iter().find(|(name, _, _)| *name == lower) {
                key.code = *code;
                return Ok(key);
            }
            // "-" alone and "Ctrl--" name the hyphen itself.
            let mut characters = rest.chars();
            if let (Some(only), None) = (characters.next(), characters.next()) {
                key.code = KeyCode::Char(only);
                return Ok(key);
            }
            if let Some(number) = lower
                .strip_prefix('f')
                .and_then(|digits| digits.parse().ok())
                && (1..=12).contains(&number)
            {
                key.code = KeyCode::F(number);
                return Ok(key);
            }
            let (modifier, after) = lower.split_once('-').ok_or_else(unknown)?;
            match modifier {
                "ctrl" => key.ctrl = true,
                "alt" => key.alt = true,
                "shift" => key.shift = true,
                _ => return Err(unknown()),
            }
            rest = &rest[rest.len() - after.len()..];
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "Ctrl-"),
            (self.alt, "Alt-"),
            (self.shift, "Shift-"),
        ] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::F(number) => write!(f, "F{number}"),
            code => match NAMES.iter().find(|(_, _, known)| *known == code) {
                Some((_, shown, _)) => f.write_str(shown),
                None => match code {
                    KeyCode::Char(character) => write!(f, "{character}"),
                    other => write!(f, "{other:?}"),
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for (word, key) in [
            ("j", Key::char('j')),
            ("J", Key::char('J')),
            ("-", Key::char('-')),
            ("Ctrl-r", Key::ctrl('r')),
            ("ctrl--", Key::ctrl('-')),
            ("Space", Key::char(' ')),
            ("pgdn", Key::plain(KeyCode::PageDown)),
            ("Shift-Tab", Key::plain(KeyCode::BackTab)),
            ("F5", Key::plain(KeyCode::F(5))),
            ("f", Key::char('f')),
        ] {
            assert_eq!(word.parse(), Ok(key), "{word}");
        }
        assert!("Hyper-x".parse::<Key>().is_err());
        assert!("".parse::<Key>().is_err());
        assert!("F13".parse::<Key>().is_err());
    }
}
