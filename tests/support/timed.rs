//! A program at a terminal whose screen is looked at piece by piece, each with the
//! time at which it came; and what figures are made of such times.

use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use super::bytes;
use super::desk::SIZE;
use super::pty::{BEGIN_FRAME, END_FRAME, Pty, rfind};
use super::view::View;

/// After so long without a byte, the screen of a program that marks no end of a frame
/// counts as finished.
const SILENCE: Duration = Duration::from_millis(60);
/// A key that changes nothing draws nothing: this long is waited to know.
const NOTHING: Duration = Duration::from_millis(300);

/// How a bound is printed.
pub fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "MISSED" }
}

pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The figure below which that share of the figures lies.
pub fn quantile<T: Copy + Ord>(figures: &mut [T], share: f64) -> T {
    figures.sort_unstable();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss
    )]
    let index = (figures.len() as f64 * share).ceil() as usize;
    figures[index.clamp(1, figures.len()) - 1]
}

/// What one key took until its screen was finished, and what that was drawn with.
pub struct Pressed {
    pub took: Duration,
    pub bytes: Vec<u8>,
}

/// A program and its screen, in time.
pub struct Timed {
    pub pty: Pty,
    emulator: vt100::Parser,
    seen: usize,
    /// The end of the last piece: a mark may come in two.
    tail: Vec<u8>,
    /// Whether a frame has been begun and not ended.
    in_frame: bool,
}

impl Timed {
    pub fn new(pty: Pty) -> Self {
        let size = [SIZE.1, SIZE.0].map(|it| it.try_into().expect("some cells"));
        Self {
            pty,
            emulator: vt100::Parser::new(size[0], size[1], 0),
            seen: 0,
            tail: Vec::new(),
            in_frame: false,
        }
    }

    /// Starts a program; answers how long it took until the screen was as wanted.
    pub fn start(command: CommandBuilder, wanted: impl Fn(&View<'_>) -> bool) -> (Self, Duration) {
        let mut timed = Self::new(Pty::spawn(command, SIZE));
        let (when, _) = timed.until("the first full screen", wanted);
        let took = when.saturating_duration_since(timed.pty.started());
        (timed, took)
    }

    /// Types; answers how long it took until the screen was as wanted, and its last
    /// row then.
    pub fn press_until(
        &mut self,
        keys: &str,
        wanted: impl Fn(&View<'_>) -> bool,
    ) -> (Duration, String) {
        self.catch_up(|_| false);
        let begin = Instant::now();
        self.pty.send(keys);
        let (when, status) = self.until(keys, wanted);
        (when.saturating_duration_since(begin), status)
    }

    fn until(&mut self, what: &str, wanted: impl Fn(&View<'_>) -> bool) -> (Instant, String) {
        self.pty.wait_for(what, &wanted);
        self.catch_up(wanted).expect("what was just there")
    }

    /// Takes in what has come; answers when the screen was first as wanted, and its
    /// last row then.
    fn catch_up(&mut self, wanted: impl Fn(&View<'_>) -> bool) -> Option<(Instant, String)> {
        let mut found = None;
        for (when, piece) in self.pty.pieces(self.seen) {
            self.seen += 1;
            self.emulator.process(&piece);
            self.follow_marks(&piece);
            let view = View::new(self.emulator.screen());
            if found.is_none() && !self.in_frame && wanted(&view) {
                found = Some((when, view.status()));
            }
        }
        found
    }

    fn follow_marks(&mut self, piece: &[u8]) {
        self.tail.extend(piece);
        let last = [BEGIN_FRAME, END_FRAME].map(|it| rfind(&self.tail, it));
        if last[0] != last[1] {
            self.in_frame = last[0] > last[1];
        }
        let kept = self.tail.len().saturating_sub(END_FRAME.len() - 1);
        self.tail.drain(..kept);
    }
}

impl Pty {
    /// Presses a key and waits for the end of its frame; none if nothing changed.
    ///
    /// A frame of the last row alone may tell how far other work is: it counts only
    /// where no other one comes.
    pub fn press(&mut self, key: &str) -> Option<Pressed> {
        let mark = self.mark();
        let without = self.count_pieces();
        let begin = Instant::now();
        self.send(key);
        let end = loop {
            let come = self.bytes(mark);
            if let Some((end, true)) = first_frame(&come) {
                break end;
            }
            if self.has_ended() || !self.wait_for_news(Instant::now() + NOTHING) {
                break first_frame(&come)?.0;
            }
        };
        let mut bytes = Vec::new();
        for (when, piece) in self.pieces(without) {
            bytes.extend(piece);
            if bytes.len() >= end {
                let took = when.saturating_duration_since(begin);
                return Some(Pressed { took, bytes });
            }
        }
        None
    }

    /// Presses a key; its screen is finished where the output falls silent.
    pub fn press_until_silent(&mut self, key: &str) -> Option<Pressed> {
        let mark = self.mark();
        let begin = Instant::now();
        self.send(key);
        self.wait_until_silent_for(SILENCE);
        let bytes = self.bytes(mark);
        let took = self.last_byte_at()?.checked_duration_since(begin)?;
        (!bytes.is_empty()).then_some(Pressed { took, bytes })
    }

    /// Bytes, and how often any thread woke, where the system tells, in a time in
    /// which nobody does anything.
    pub fn rest(&mut self, time: Duration) -> (usize, Option<u64>) {
        self.wait_until_silent_for(Duration::from_secs(1));
        let mark = self.mark();
        let before = super::process::wake_ups(self.id());
        self.is_silent_for(time);
        let after = super::process::wake_ups(self.id());
        let woken = before.zip(after).map(|(one, other)| other - one);
        (self.mark() - mark, woken)
    }
}

/// Where the first frame ends that writes above the last row, and that it does; else
/// the first one.
fn first_frame(output: &[u8]) -> Option<(usize, bool)> {
    let last_row = SIZE.1.to_string();
    let mut first = None;
    let mut from = 0;
    loop {
        let find = |mark: &[u8], from: usize| {
            let at = output[from..].windows(mark.len()).position(|it| it == mark);
            at.map(|it| from + it)
        };
        let frame = find(BEGIN_FRAME, from)
            .and_then(|begin| Some((begin, find(END_FRAME, begin)? + END_FRAME.len())));
        let Some((begin, end)) = frame else {
            return first;
        };
        let is_above = bytes::pieces(&output[begin..end])
            .iter()
            .any(|it| match it {
                bytes::Piece::Csi(place, 'H') => place.split(';').next() != Some(&last_row),
                _ => false,
            });
        if is_above {
            return Some((end, true));
        }
        first = first.or(Some((end, false)));
        from = end;
    }
}
