//! Which sequences are keys, movements of the mouse and pastes. All others, such as the
//! answers of a terminal to questions of somebody else, are nothing.
//!
//! The forms are those of xterm's ctlseqs, of rxvt and the console of Linux, and of the
//! keyboard protocol of kitty, which also has xterm's `modifyOtherKeys`.
//!
//! Must not know: in which pieces they come.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::splitter::Sequence;

/// What a whole sequence says, if it says anything to us.
pub(super) fn event(sequence: Sequence) -> Option<Event> {
    match sequence {
        Sequence::Alt(inner) => match event(*inner)? {
            Event::Key(mut key) => {
                key.modifiers |= KeyModifiers::ALT;
                Some(Event::Key(key))
            }
            other => Some(other),
        },
        Sequence::Character(character) => pressed(KeyCode::Char(character), KeyModifiers::NONE),
        Sequence::Control(byte) => control(byte),
        Sequence::Escape => pressed(KeyCode::Esc, KeyModifiers::NONE),
        Sequence::Csi(parameters, last) => csi(&parameters, last),
        Sequence::Ss3(parameters, last) => ss3(&parameters, last),
        Sequence::Console(letter @ b'A'..=b'E') => {
            pressed(KeyCode::F(letter - b'A' + 1), KeyModifiers::NONE)
        }
        Sequence::Console(_) => None,
        Sequence::Mouse([button, column, row]) => {
            let [button, column, row] = [button, column, row].map(|byte| u32::from(byte) - 32);
            let is_released = button & 0b0110_0011 == 3;
            mouse(button, column, row, is_released)
        }
        Sequence::Paste(bytes) => Some(Event::Paste(String::from_utf8_lossy(&bytes).into_owned())),
    }
}

fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Option<Event> {
    Some(Event::Key(KeyEvent::new(code, modifiers)))
}

fn control(byte: u8) -> Option<Event> {
    let ctrl = |base: u8, from: u8| {
        let character = char::from(byte - from + base);
        pressed(KeyCode::Char(character), KeyModifiers::CONTROL)
    };
    match byte {
        0 => pressed(KeyCode::Char(' '), KeyModifiers::CONTROL),
        // Some terminals send this one for Backspace, others that one.
        0x08 | 0x7f => pressed(KeyCode::Backspace, KeyModifiers::NONE),
        b'\t' => pressed(KeyCode::Tab, KeyModifiers::NONE),
        b'\r' => pressed(KeyCode::Enter, KeyModifiers::NONE),
        1..=0x1a => ctrl(b'a', 1),
        0x1c..=0x1f => ctrl(b'4', 0x1c),
        _ => None,
    }
}

fn csi(parameters: &[u8], last: u8) -> Option<Event> {
    if let Some(report) = parameters.strip_prefix(b"<") {
        let [button, column, row] = three(report)?;
        return match last {
            b'M' => mouse(button, column, row, false),
            b'm' => mouse(button, column, row, true),
            _ => None,
        };
    }
    if last == b'M' {
        let [button, column, row] = three(parameters)?;
        let button = button.checked_sub(32)?;
        return mouse(button, column, row, button & 0b0110_0011 == 3);
    }
    let Parameters { numbers, modifiers } = Parameters::read(parameters)?;
    match (last, numbers.as_slice()) {
        // What the key types may stand behind its modifiers.
        (b'~', [27, _, code]) | (b'u', [code] | [code, _] | [code, _, _]) => {
            unicode_key(*code, modifiers)
        }
        (b'~', [number] | [number, _]) => pressed(numbered(*number)?, modifiers),
        (b'$' | b'^' | b'@', [number]) => {
            let held = match last {
                b'$' => KeyModifiers::SHIFT,
                b'^' => KeyModifiers::CONTROL,
                _ => KeyModifiers::SHIFT | KeyModifiers::CONTROL,
            };
            pressed(numbered(*number)?, held)
        }
        (b'Z', [] | [1, _]) => pressed(KeyCode::BackTab, modifiers | KeyModifiers::SHIFT),
        (b'a'..=b'd', []) => pressed(lettered(last - 32)?, KeyModifiers::SHIFT),
        // With numbers this is where the cursor is, an answer.
        (b'R', _) => None,
        (_, [] | [1] | [1, _]) => pressed(lettered(last)?, modifiers),
        _ => None,
    }
}

fn ss3(parameters: &[u8], last: u8) -> Option<Event> {
    let Parameters { numbers, modifiers } = Parameters::read(parameters)?;
    // Some send the modifiers alone, others behind a 1.
    let modifiers = match numbers.as_slice() {
        [] => KeyModifiers::NONE,
        [mask] if *mask != 1 => held(*mask)?,
        [1] | [1, _] => modifiers,
        _ => return None,
    };
    let code = match last {
        // The keypad where it sends codes of its own.
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b' ' => KeyCode::Char(' '),
        b'X' => KeyCode::Char('='),
        b'j'..=b'y' => KeyCode::Char(char::from(last - b'j' + b'*')),
        b'a'..=b'd' => return pressed(lettered(last - 32)?, modifiers | KeyModifiers::CONTROL),
        _ => lettered(last)?,
    };
    pressed(code, modifiers)
}

/// The keys that have a letter, in CSI as in SS3.
fn lettered(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'R' => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        _ => return None,
    })
}

/// The keys that have a number before `~`.
fn numbered(number: u32) -> Option<KeyCode> {
    let function = |first: u32| u8::try_from(number - first).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(10),
        17..=21 => function(11),
        23..=26 => function(12),
        28..=29 => function(13),
        31..=34 => function(14),
        _ => None,
    }
}

/// A key by its code point, or by a number of kitty's for what has none.
fn unicode_key(code: u32, modifiers: KeyModifiers) -> Option<Event> {
    let keypad = "0123456789./*-+";
    let code = match code {
        8 | 127 => KeyCode::Backspace,
        9 if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 | 57414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        57399..=57413 => KeyCode::Char(keypad.chars().nth((code - 57399) as usize)?),
        57415 => KeyCode::Char('='),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57425 => KeyCode::Insert,
        57426 => KeyCode::Delete,
        // The other keys of kitty, which stand in a private area.
        57344..=63743 => return None,
        _ => {
            let character = char::from_u32(code).filter(|character| !character.is_control())?;
            let is_upper = modifiers.contains(KeyModifiers::SHIFT);
            let mut upper = character.to_uppercase();
            let upper = upper.next().filter(|_| upper.len() == 0);
            KeyCode::Char(upper.filter(|_| is_upper).unwrap_or(character))
        }
    };
    pressed(code, modifiers)
}

/// The first number of each part, and the modifiers that the second part tells.
struct Parameters {
    numbers: Vec<u32>,
    modifiers: KeyModifiers,
}

impl Parameters {
    /// `None` where it is no key: it does not have that form, a key was released, or one
    /// was held that makes it a key of the desktop's (Super, Hyper, Meta).
    fn read(bytes: &[u8]) -> Option<Self> {
        let text = str::from_utf8(bytes).ok()?;
        let mut numbers = Vec::new();
        let mut modifiers = KeyModifiers::NONE;
        if text.is_empty() {
            return Some(Self { numbers, modifiers });
        }
        for (index, part) in text.split(';').enumerate() {
            let mut values = part.split(':').map(|value| match value {
                "" => Some(1),
                digits => digits.parse().ok(),
            });
            let first = values.next()??;
            if index == 1 {
                modifiers = held(first)?;
                const RELEASED: u32 = 3;
                if values.next().flatten() == Some(RELEASED) {
                    return None;
                }
            }
            numbers.push(first);
        }
        Some(Self { numbers, modifiers })
    }
}

/// The modifiers of a mask, to which one is added where it is sent.
fn held(mask: u32) -> Option<KeyModifiers> {
    let mask = mask.checked_sub(1)?;
    // 64 and 128 are Caps Lock and Num Lock.
    if mask > 255 || mask & (8 | 16 | 32) != 0 {
        return None;
    }
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, mask & 1 != 0);
    modifiers.set(KeyModifiers::ALT, mask & 2 != 0);
    modifiers.set(KeyModifiers::CONTROL, mask & 4 != 0);
    Some(modifiers)
}

fn three(bytes: &[u8]) -> Option<[u32; 3]> {
    let text = str::from_utf8(bytes).ok()?;
    let mut numbers = text.split(';').map(|digits| digits.parse().ok());
    let three = [numbers.next()??, numbers.next()??, numbers.next()??];
    numbers.next().is_none().then_some(three)
}

/// A report of the mouse; columns and rows begin at one.
fn mouse(button: u32, column: u32, row: u32, is_released: bool) -> Option<Event> {
    let which = match button & 0b1100_0011 {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let is_moved = button & 32 != 0;
    let kind = match (button & 0b1100_0011, which) {
        (3, _) if is_moved => MouseEventKind::Moved,
        // The old form does not tell which button was released.
        (3, _) => MouseEventKind::Up(MouseButton::Left),
        (_, Some(button)) if is_moved => MouseEventKind::Drag(button),
        (_, Some(button)) if is_released => MouseEventKind::Up(button),
        (_, Some(button)) => MouseEventKind::Down(button),
        (64, _) => MouseEventKind::ScrollUp,
        (65, _) => MouseEventKind::ScrollDown,
        (66, _) => MouseEventKind::ScrollLeft,
        (67, _) => MouseEventKind::ScrollRight,
        _ => return None,
    };
    let place = |number: u32| u16::try_from(number.checked_sub(1)?).ok();
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, button & 4 != 0);
    modifiers.set(KeyModifiers::ALT, button & 8 != 0);
    modifiers.set(KeyModifiers::CONTROL, button & 16 != 0);
    Some(Event::Mouse(MouseEvent {
        kind,
        column: place(column)?,
        row: place(row)?,
        modifiers,
    }))
}
