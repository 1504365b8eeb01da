//! Cuts what a terminal sends into whole sequences.
//!
//! Bytes arrive in pieces of any length. A sequence is handed on when it is whole, and one
//! that never becomes whole is dropped whole: no rest of it is ever taken for keys. The
//! forms are those of ECMA-48 and of xterm's ctlseqs.
//!
//! Must not know: which sequences are keys; clocks.

use std::time::Duration;

/// How long the rest is waited for after ESC. Alone it is a key, which must not feel slow.
const AFTER_ESC: Duration = Duration::from_millis(40);
/// Inside of a sequence nothing else is waited for that long, and nobody types one.
const IN_SEQUENCE: Duration = Duration::from_millis(250);
/// An answer may come in pieces, and what is left of it would be many keys.
const IN_STRING: Duration = Duration::from_millis(500);
/// The rest of a paste may be on its way over a slow line.
const IN_PASTE: Duration = Duration::from_secs(2);
/// Longer ones than this are no key; they are read to their end all the same.
const LONGEST: usize = 256;

const ESC: u8 = 0x1b;
const DEL: u8 = 0x7f;
const PASTE_END: &[u8] = b"\x1b[201~";

/// A whole piece of input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sequence {
    Character(char),
    /// A control byte, but ESC.
    Control(u8),
    /// ESC and nothing behind it.
    Escape,
    /// ESC before another key: Alt.
    Alt(Box<Sequence>),
    /// `ESC [`, parameters and intermediates, a final byte.
    Csi(Vec<u8>, u8),
    /// `ESC O`, digits, a final byte.
    Ss3(Vec<u8>, u8),
    /// `ESC [ [` and a letter, as the console of Linux sends its first function keys.
    Console(u8),
    /// `ESC [ M` and button, column and row, each plus 32.
    Mouse([u8; 3]),
    Paste(Vec<u8>),
}

#[derive(Debug, Default)]
pub(super) struct Splitter {
    state: State,
    /// Whether another ESC stood before the sequence.
    has_alt: bool,
    /// The bytes of the sequence so far, without its introducer.
    held: Vec<u8>,
    /// What was given up last, whose rest may still come.
    given_up: Option<GivenUp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Ground,
    /// In a character of several bytes, of which this many are missing.
    Character(usize),
    Escape,
    /// `ESC` and bytes such as `(`: it designates a character set.
    Designation,
    Csi,
    Console,
    Mouse,
    Ss3,
    /// OSC, DCS, SOS, PM or APC: up to ST or BEL.
    String,
    /// ESC in one of these: `\` would end it.
    StringEscape,
    Paste,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GivenUp {
    Csi,
    String,
    Paste,
}

impl Splitter {
    /// Takes bytes, and hands on what is whole by now.
    pub(super) fn feed(&mut self, bytes: &[u8], take: &mut impl FnMut(Sequence)) {
        let mut rest = self.without_late_rest(bytes);
        while let Some((&byte, after)) = rest.split_first() {
            if self.state == State::Paste {
                rest = self.paste(rest, take);
            } else {
                self.byte(byte, take);
                rest = after;
            }
        }
    }

    /// How long more bytes are waited for before [`lapse`](Self::lapse) is called.
    pub(super) fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground => None,
            State::Escape => Some(AFTER_ESC),
            State::String | State::StringEscape => Some(IN_STRING),
            State::Paste => Some(IN_PASTE),
            _ => Some(IN_SEQUENCE),
        }
    }

    /// Ends what is not whole, as nothing more has come in its time.
    pub(super) fn lapse(&mut self, take: &mut impl FnMut(Sequence)) {
        let state = self.state;
        let held = std::mem::take(&mut self.held);
        let typed = |character: char| Sequence::Alt(Box::new(Sequence::Character(character)));
        match (state, held.as_slice()) {
            (State::Escape, _) => {
                if self.has_alt {
                    take(Sequence::Escape);
                }
                take(Sequence::Escape);
            }
            (State::StringEscape, _) => take(Sequence::Escape),
            // What Alt and a key send is the beginning of something longer.
            (State::Csi, []) => take(typed('[')),
            (State::Csi, held) => shifted(held).into_iter().for_each(&mut *take),
            (State::Ss3, []) => take(typed('O')),
            (State::Designation, [only]) => take(typed(char::from(*only))),
            (State::Paste, _) => take(Sequence::Paste(held)),
            _ => {}
        }
        self.given_up = match state {
            State::Csi => Some(GivenUp::Csi),
            State::String => Some(GivenUp::String),
            State::Paste => Some(GivenUp::Paste),
            _ => None,
        };
        self.reset(State::Ground);
    }

    /// The bytes behind the rest of what was given up: nobody types several at once.
    fn without_late_rest<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let Some(given_up) = self.given_up.take().filter(|_| bytes.len() > 1) else {
            return bytes;
        };
        let end = match given_up {
            GivenUp::Csi => {
                let is_parameter = |byte: &u8| matches!(byte, 0x20..=0x3f);
                let parameters = bytes.iter().take_while(|byte| is_parameter(byte)).count();
                let last = bytes.get(parameters);
                let is_rest = parameters > 0 && last.is_some_and(|byte| is_final(*byte));
                if is_rest { parameters + 1 } else { 0 }
            }
            GivenUp::String => {
                let end = bytes.iter().position(|byte| matches!(*byte, 0x07 | ESC));
                match end {
                    Some(end) if bytes[end] == 0x07 => end + 1,
                    Some(end) if bytes.get(end + 1) == Some(&b'\\') => end + 2,
                    _ => 0,
                }
            }
            GivenUp::Paste => {
                let found = memchr::memmem::find(bytes, PASTE_END);
                found.map_or(0, |end| end + PASTE_END.len())
            }
        };
        &bytes[end..]
    }

    fn byte(&mut self, byte: u8, take: &mut impl FnMut(Sequence)) {
        match self.state {
            State::Ground | State::Paste => self.ground(byte, take),
            State::Character(missing) => self.character(byte, missing, take),
            State::Escape => self.escape(byte, take),
            State::Designation => match byte {
                0x20..=0x2f => self.hold(byte),
                0x30..=0x7e => self.reset(State::Ground),
                _ => self.give_up(byte, take),
            },
            State::Csi => self.csi(byte, take),
            State::Console => match byte {
                0x20..=0x7e => self.whole(Sequence::Console(byte), take),
                _ => self.give_up(byte, take),
            },
            State::Mouse => match byte {
                0x20.. => {
                    self.hold(byte);
                    if let [button, column, row] = self.held[..] {
                        self.reset(State::Ground);
                        take(Sequence::Mouse([button, column, row]));
                    }
                }
                _ => self.give_up(byte, take),
            },
            State::Ss3 => match byte {
                b'0'..=b'9' | b';' => self.hold(byte),
                _ if is_final(byte) || byte == b' ' => {
                    let held = std::mem::take(&mut self.held);
                    self.whole(Sequence::Ss3(held, byte), take);
                }
                _ => self.give_up(byte, take),
            },
            State::String => match byte {
                0x07 | 0x18 | 0x1a => self.reset(State::Ground),
                ESC => self.state = State::StringEscape,
                // No answer has controls: this is somebody who wants to go on.
                0..0x20 | DEL => self.give_up(byte, take),
                _ => {}
            },
            State::StringEscape if byte == b'\\' => self.reset(State::Ground),
            State::StringEscape => {
                self.reset(State::Escape);
                self.escape(byte, take);
            }
        }
    }

    fn ground(&mut self, byte: u8, take: &mut impl FnMut(Sequence)) {
        match byte {
            ESC => self.state = State::Escape,
            0..0x20 | DEL => self.whole(Sequence::Control(byte), take),
            0x20..DEL => self.whole(Sequence::Character(char::from(byte)), take),
            // The one-byte forms of what ESC introduces; no character begins with them.
            0x80..=0x9f => self.introduce(byte - 0x40),
            0xc2..=0xdf => self.begin_character(byte, 1),
            0xe0..=0xef => self.begin_character(byte, 2),
            0xf0..=0xf4 => self.begin_character(byte, 3),
            _ => self.reset(State::Ground),
        }
    }

    fn begin_character(&mut self, byte: u8, missing: usize) {
        self.held.clear();
        self.held.push(byte);
        self.state = State::Character(missing);
    }

    fn character(&mut self, byte: u8, missing: usize, take: &mut impl FnMut(Sequence)) {
        if !matches!(byte, 0x80..=0xbf) {
            return self.give_up(byte, take);
        }
        self.held.push(byte);
        if missing > 1 {
            self.state = State::Character(missing - 1);
            return;
        }
        let character = str::from_utf8(&self.held)
            .ok()
            .and_then(|text| text.chars().next());
        match character {
            Some('\u{80}'..='\u{9f}') => {
                let introducer = byte - 0x40;
                self.reset(State::Ground);
                self.introduce(introducer);
            }
            Some(character) => self.whole(Sequence::Character(character), take),
            None => self.reset(State::Ground),
        }
    }

    /// Begins what ESC and this byte introduce; where they introduce nothing, there is
    /// nothing.
    fn introduce(&mut self, byte: u8) {
        self.held.clear();
        self.state = match byte {
            b'[' => State::Csi,
            b'O' => State::Ss3,
            b']' | b'P' | b'X' | b'^' | b'_' => State::String,
            _ => return self.reset(State::Ground),
        };
    }

    fn escape(&mut self, byte: u8, take: &mut impl FnMut(Sequence)) {
        match byte {
            ESC if self.has_alt => take(Sequence::Escape),
            ESC => self.has_alt = true,
            b'[' | b'O' => self.introduce(byte),
            b']' | b'P' | b'X' | b'^' | b'_' => {
                if std::mem::take(&mut self.has_alt) {
                    take(Sequence::Escape);
                }
                self.introduce(byte);
            }
            // ST without a string: the rest of one that was broken off.
            b'\\' => self.reset(State::Ground),
            0x20..=0x2f => {
                self.hold(byte);
                self.state = State::Designation;
            }
            _ => {
                self.has_alt = true;
                self.ground(byte, take);
            }
        }
    }

    fn csi(&mut self, byte: u8, take: &mut impl FnMut(Sequence)) {
        match byte {
            b'[' if self.held.is_empty() => self.state = State::Console,
            b'M' if self.held.is_empty() => self.state = State::Mouse,
            0x20..=0x3f => self.hold(byte),
            b'~' if self.held == b"200" => self.reset(State::Paste),
            _ if is_final(byte) => self.end_csi(byte, take),
            _ => {
                if let Some(key) = shifted(&self.held) {
                    take(key);
                }
                self.give_up(byte, take);
            }
        }
    }

    fn end_csi(&mut self, last: u8, take: &mut impl FnMut(Sequence)) {
        let held = std::mem::take(&mut self.held);
        if held.len() < LONGEST {
            self.whole(Sequence::Csi(held, last), take);
        } else {
            self.reset(State::Ground);
        }
    }

    /// Takes bytes of a paste; answers those behind its end.
    fn paste<'a>(&mut self, bytes: &'a [u8], take: &mut impl FnMut(Sequence)) -> &'a [u8] {
        // The end may have begun in the piece before.
        let from = self.held.len().saturating_sub(PASTE_END.len() - 1);
        let before = self.held.len();
        self.held.extend_from_slice(bytes);
        let Some(end) = memchr::memmem::find(&self.held[from..], PASTE_END) else {
            return &[];
        };
        let end = from + end;
        let rest = end + PASTE_END.len() - before;
        self.held.truncate(end);
        let pasted = std::mem::take(&mut self.held);
        self.reset(State::Ground);
        take(Sequence::Paste(pasted));
        &bytes[rest..]
    }

    fn hold(&mut self, byte: u8) {
        if self.held.len() < LONGEST {
            self.held.push(byte);
        }
    }

    /// Drops what cannot become whole, and begins with this byte.
    fn give_up(&mut self, byte: u8, take: &mut impl FnMut(Sequence)) {
        self.reset(State::Ground);
        if byte != 0x18 && byte != 0x1a {
            self.ground(byte, take);
        }
    }

    fn whole(&mut self, sequence: Sequence, take: &mut impl FnMut(Sequence)) {
        let has_alt = self.has_alt;
        self.reset(State::Ground);
        take(match has_alt {
            true => Sequence::Alt(Box::new(sequence)),
            false => sequence,
        });
    }

    fn reset(&mut self, state: State) {
        self.state = state;
        self.has_alt = false;
        self.held.clear();
    }
}

/// A key of rxvt with Shift: a number and `$`, which is no final byte elsewhere, so that it
/// is only known by what does not follow.
fn shifted(held: &[u8]) -> Option<Sequence> {
    let (b'$', number) = held.split_last()? else {
        return None;
    };
    let is_number = !number.is_empty() && number.iter().all(u8::is_ascii_digit);
    is_number.then(|| Sequence::Csi(number.to_vec(), b'$'))
}

fn is_final(byte: u8) -> bool {
    matches!(byte, 0x40..=0x7e)
}
