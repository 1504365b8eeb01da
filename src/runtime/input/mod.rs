//! Turns what the terminal sends into messages.
//!
//! Must not know: what keys and clicks mean.

mod sequences;
mod splitter;

use std::time::{Duration, Instant};

use crossterm::event::{
    Event, KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers, MouseButton as Button,
    MouseEvent, MouseEventKind,
};

use crate::app::{Key, KeyCode, Message, Mouse, MouseButton};

/// Two presses on one cell within this time are a double click, as on most desktops.
const DOUBLE_CLICK: Duration = Duration::from_millis(400);

use splitter::Splitter;

/// Reads the bytes of a terminal: keys, pastes, the mouse.
///
/// Only a whole sequence that is known becomes a message. What else a terminal sends, such as
/// an answer to a question of another program, is dropped whole, in whatever pieces it comes.
///
/// ```
/// # use postil::runtime::Input;
/// let mut input = Input::default();
/// assert!(input.feed(b"\x1b[").is_empty());
/// assert!(input.feed(b"C").len() == 1, "the right arrow");
/// assert!(input.feed(b"\x1b]11;rgb:0000/0000/0000\x1b\\").is_empty());
/// ```
#[derive(Debug, Default)]
pub struct Input {
    splitter: Splitter,
    last_press: Option<(Instant, (u16, u16), u8)>,
}

impl Input {
    /// Takes bytes as they come; answers the messages that are whole by now.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Message> {
        let mut whole = Vec::new();
        self.splitter
            .feed(bytes, &mut |sequence| whole.push(sequence));
        self.messages(whole)
    }

    /// How long to wait for more bytes before [`lapse`](Self::lapse); `None` where nothing
    /// is unfinished.
    pub fn patience(&self) -> Option<Duration> {
        self.splitter.patience()
    }

    /// Ends what is unfinished, since nothing has come for as long as
    /// [`patience`](Self::patience) says: ESC becomes a key, the rest is dropped, and of a
    /// paste that has come so far is taken.
    pub fn lapse(&mut self) -> Vec<Message> {
        let mut whole = Vec::new();
        self.splitter.lapse(&mut |sequence| whole.push(sequence));
        self.messages(whole)
    }

    fn messages(&mut self, whole: Vec<splitter::Sequence>) -> Vec<Message> {
        let events = whole.into_iter().filter_map(sequences::event);
        events.filter_map(|event| self.message(event)).collect()
    }

    pub(super) fn message(&mut self, event: Event) -> Option<Message> {
        match event {
            Event::Key(event) if event.kind != KeyEventKind::Release => {
                key(event).map(Message::Key)
            }
            Event::Paste(words) => Some(Message::Paste(words)),
            Event::Resize(columns, rows) => Some(Message::Resized(columns, rows)),
            Event::Mouse(event) => self.mouse(event, Instant::now()).map(Message::Mouse),
            Event::Key(_) | Event::FocusGained | Event::FocusLost => None,
        }
    }

    fn mouse(&mut self, event: MouseEvent, now: Instant) -> Option<Mouse> {
        let button = match event.kind {
            MouseEventKind::Down(Button::Left) => {
                let place = (event.column, event.row);
                let is_followed = |(then, there, _): &(Instant, _, _)| {
                    *there == place && now.duration_since(*then) < DOUBLE_CLICK
                };
                let last_press = self.last_press.filter(is_followed);
                let clicks = last_press.map_or(1, |(.., clicks)| clicks % 3 + 1);
                self.last_press = Some((now, place, clicks));
                MouseButton::Press { clicks }
            }
            MouseEventKind::Drag(Button::Left) => MouseButton::Drag,
            MouseEventKind::Up(Button::Left) => MouseButton::Release,
            MouseEventKind::ScrollUp => MouseButton::WheelUp,
            MouseEventKind::ScrollDown => MouseButton::WheelDown,
            _ => return None,
        };
        Some(Mouse {
            button,
            column: event.column,
            row: event.row,
        })
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        Code::Char(character) => KeyCode::Char(character),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => KeyCode::BackTab,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::F(number) => KeyCode::F(number),
        _ => return None,
    };
    let held = |modifier| event.modifiers.contains(modifier);
    let upper = matches!(event.code, Code::Char(_) | Code::BackTab);
    Some(Key {
        code,
        ctrl: held(KeyModifiers::CONTROL),
        alt: held(KeyModifiers::ALT),
        // Shift has already made another character of a character.
        shift: held(KeyModifiers::SHIFT) && !upper,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clicks_are_counted_where_they_fall_together() {
        let mut input = Input::default();
        let start = Instant::now();
        let mut press = |column, after| {
            let event = MouseEvent {
                kind: MouseEventKind::Down(Button::Left),
                column,
                row: 1,
                modifiers: KeyModifiers::NONE,
            };
            match input.mouse(event, start + Duration::from_millis(after)) {
                Some(Mouse {
                    button: MouseButton::Press { clicks },
                    ..
                }) => clicks,
                _ => 0,
            }
        };
        let counts = [
            press(5, 0),
            press(5, 100),
            press(5, 200),
            press(5, 300),
            press(6, 350),
            press(6, 2000),
        ];
        assert_eq!(counts, [1, 2, 3, 1, 1, 1]);
    }

    #[test]
    fn a_shifted_letter_is_another_letter() {
        let event = KeyEvent::new(Code::Char('F'), KeyModifiers::SHIFT);
        assert_eq!(key(event), Some(Key::char('F')));
        let event = KeyEvent::new(Code::BackTab, KeyModifiers::SHIFT);
        assert_eq!(key(event), Some(Key::plain(KeyCode::BackTab)));
    }
}
