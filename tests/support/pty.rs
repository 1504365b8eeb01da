//! A program in a pseudo-terminal: what it writes, and when.
//!
//! A thread takes the bytes off the terminal as they come; whoever waits for a
//! state is woken by them, feeds them to a terminal emulator and looks. Nothing
//! sleeps.
//!
//! Must not know: which program it is, beyond that a frame stands between the
//! marks of synchronised output.

use std::io::{self, Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use super::view::View;

/// How long a state is waited for: long, because a loaded machine is slow, and
/// only reached by what has gone wrong.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// The marks of synchronised output.
pub const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
pub const END_FRAME: &[u8] = b"\x1b[?2026l";

/// What has come from the program.
#[derive(Debug, Default)]
struct Output {
    bytes: Vec<u8>,
    /// When each piece came, with the length of `bytes` then.
    pieces: Vec<(Instant, usize)>,
    closed: bool,
}

#[derive(Debug, Default)]
struct Shared {
    output: Mutex<Output>,
    news: Condvar,
}

impl Shared {
    fn output(&self) -> MutexGuard<'_, Output> {
        self.output.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A program in a pseudo-terminal.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    exited: bool,
    shared: Arc<Shared>,
    emulator: vt100::Parser,
    /// How much of the output the emulator has seen.
    fed: usize,
    started: Instant,
    /// Whether the terminal took whole lines and echoed them, before.
    modes_before: String,
}

impl Pty {
    /// Starts a program in a terminal of that many columns and rows.
    pub fn spawn(command: CommandBuilder, size: (u16, u16)) -> Self {
        let pair = native_pty_system()
            .openpty(pty_size(size))
            .expect("a pseudo-terminal");
        let modes_before = modes(pair.master.as_ref());
        let reader = pair.master.try_clone_reader().expect("its output");
        let writer = pair.master.take_writer().expect("its input");
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program");
        // Else the end of the program would not end its output.
        drop(pair.slave);
        let shared = Arc::new(Shared::default());
        thread::spawn({
            let shared = Arc::clone(&shared);
            move || collect(reader, &shared)
        });
        let (columns, rows) = nonzero(size);
        Self {
            master: pair.master,
            writer,
            child,
            exited: false,
            shared,
            emulator: vt100::Parser::new(rows, columns, 0),
            fed: 0,
            started,
            modes_before,
        }
    }

    /// Types keys; what a terminal would send for them.
    pub fn send(&mut self, keys: impl AsRef<[u8]>) {
        self.writer
            .write_all(keys.as_ref())
            .and_then(|()| self.writer.flush())
            .expect("a terminal that takes keys");
    }

    /// Makes the terminal another size.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.feed();
        let (columns, rows) = nonzero(size);
        self.emulator.set_size(rows, columns);
        self.master.resize(pty_size(size)).expect("a new size");
    }

    /// Waits until what is on the screen is as wanted.
    #[track_caller]
    pub fn wait_for(&mut self, what: &str, mut wanted: impl FnMut(&View<'_>) -> bool) {
        self.wait_map(what, |view| wanted(view).then_some(()));
    }

    /// Waits until something can be read off the screen, and answers it.
    #[track_caller]
    pub fn wait_map<T>(&mut self, what: &str, wanted: impl FnMut(&View<'_>) -> Option<T>) -> T {
        let Some(found) = self.wait_or_end(what, wanted) else {
            panic!(
                "waited for {what}: the program ended\n{}",
                self.view().dump()
            );
        };
        found
    }

    /// The same for a program that may end, or be killed: none if it has.
    #[track_caller]
    pub fn wait_or_end<T>(
        &mut self,
        what: &str,
        mut wanted: impl FnMut(&View<'_>) -> Option<T>,
    ) -> Option<T> {
        let end = Instant::now() + DEADLINE;
        loop {
            let closed = self.feed();
            if self.between_frames()
                && let Some(found) = wanted(&self.view())
            {
                return Some(found);
            }
            if closed {
                return None;
            }
            assert!(
                self.wait_for_news(end),
                "waited for {what}: in vain\n{}",
                self.view().dump()
            );
        }
    }

    /// Waits until the bytes from `from` on are as wanted.
    #[track_caller]
    pub fn wait_for_bytes(&mut self, what: &str, from: usize, wanted: impl Fn(&[u8]) -> bool) {
        let end = Instant::now() + DEADLINE;
        loop {
            let closed = self.feed();
            if wanted(&self.shared.output().bytes[from..]) {
                // What came after the last look is on the screen, too.
                self.feed();
                return;
            }
            if closed || !self.wait_for_news(end) {
                let why = if closed {
                    "the program ended"
                } else {
                    "in vain"
                };
                panic!("waited for {what}: {why}\n{}", self.view().dump());
            }
        }
    }

    /// Whether not one byte comes for that long.
    pub fn is_silent_for(&mut self, time: Duration) -> bool {
        self.feed();
        !self.wait_for_news(Instant::now() + time)
    }

    /// Whether the program has closed its output.
    pub fn has_ended(&self) -> bool {
        self.shared.output().closed
    }

    /// Waits until not one byte has come for that long.
    #[track_caller]
    pub fn wait_until_silent_for(&mut self, time: Duration) {
        // A large document is read for longer.
        let end = Instant::now() + 10 * DEADLINE;
        while !self.is_silent_for(time) {
            let why = if self.has_ended() {
                "the program ended"
            } else if Instant::now() > end {
                "in vain"
            } else {
                continue;
            };
            panic!("waited for silence: {why}\n{}", self.view().dump());
        }
    }

    /// Waits until the program ends; answers its exit code and whether the
    /// terminal is in the modes that it was in before.
    #[track_caller]
    pub fn wait_for_exit(&mut self) -> (ExitStatus, bool) {
        let end = Instant::now() + DEADLINE;
        while !self.feed() {
            assert!(
                self.wait_for_news(end),
                "the program did not end\n{}",
                self.view().dump()
            );
        }
        let status = self.child.wait().expect("an exit status");
        self.exited = true;
        let restored = modes(self.master.as_ref()) == self.modes_before;
        (status, restored)
    }

    /// Sends a signal by its name, as a shell would.
    pub fn signal(&self, name: &str) {
        let id = self.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.is_ok_and(|it| it.success()), "kill -s {name} {id}");
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.child.process_id().expect("a running program")
    }

    /// The number of the program's one child, such as the job of a shell.
    pub fn child_of(&self) -> Option<String> {
        let id = self.id().to_string();
        let found = Command::new("pgrep").args(["-P", &id]).output().ok()?;
        let found = String::from_utf8(found.stdout).ok()?;
        let first = found.split_whitespace().next()?;
        Some(first.to_owned())
    }

    /// How many bytes have come.
    pub fn mark(&mut self) -> usize {
        self.feed();
        self.fed
    }

    /// The bytes that have come, from `from` on.
    pub fn bytes(&mut self, from: usize) -> Vec<u8> {
        self.feed();
        self.shared.output().bytes[from..].to_vec()
    }

    /// When it was started.
    pub fn started(&self) -> Instant {
        self.started
    }

    /// In how many pieces the bytes have come.
    pub fn count_pieces(&self) -> usize {
        self.shared.output().pieces.len()
    }

    /// The pieces in which the bytes have come, and when, but for so many first ones.
    pub fn pieces(&self, without: usize) -> Vec<(Instant, Vec<u8>)> {
        let output = self.shared.output();
        let before = output.pieces[..without].last();
        let mut from = before.map_or(0, |it| it.1);
        output.pieces[without..]
            .iter()
            .map(|&(when, to)| {
                let piece = output.bytes[from..to].to_vec();
                from = to;
                (when, piece)
            })
            .collect()
    }

    /// When the last byte came.
    pub fn last_byte_at(&self) -> Option<Instant> {
        self.shared.output().pieces.last().map(|it| it.0)
    }

    /// The screen as the emulator has it.
    pub fn view(&self) -> View<'_> {
        View::new(self.emulator.screen())
    }

    /// Takes in what has come; answers whether that was all there will be.
    fn feed(&mut self) -> bool {
        let output = self.shared.output();
        self.emulator.process(&output.bytes[self.fed..]);
        self.fed = output.bytes.len();
        output.closed
    }

    /// Whether no frame has been begun and not ended.
    fn between_frames(&self) -> bool {
        let output = self.shared.output();
        let last = |mark: &[u8]| rfind(&output.bytes[..self.fed], mark);
        last(BEGIN_FRAME) <= last(END_FRAME)
    }

    /// Waits until more has come than was fed; answers whether it has.
    pub fn wait_for_news(&self, end: Instant) -> bool {
        let mut output = self.shared.output();
        while output.bytes.len() == self.fed && !output.closed {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let waited = self.shared.news.wait_timeout(output, left);
            output = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if !self.exited {
            let id = self.child.process_id();
            if let Some(id) = id {
                let _ = Command::new("kill")
                    .args(["-s", "KILL", &id.to_string()])
                    .status();
            }
            let _ = self.child.wait();
        }
    }
}

fn collect(mut reader: Box<dyn Read + Send>, shared: &Shared) {
    let mut piece = [0; 65536];
    loop {
        let read = match reader.read(&mut piece) {
            Ok(0) => None,
            Ok(read) => Some(read),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            // Linux says so where others say that nothing is left to be read.
            Err(_) => None,
        };
        let now = Instant::now();
        let mut output = shared.output();
        match read {
            Some(read) => {
                output.bytes.extend_from_slice(&piece[..read]);
                let all = output.bytes.len();
                output.pieces.push((now, all));
            }
            None => output.closed = true,
        }
        let closed = output.closed;
        drop(output);
        shared.news.notify_all();
        if closed {
            return;
        }
    }
}

/// The modes of the terminal, such as whether it echoes.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("modes"))
}

/// Where some bytes stand last.
pub fn rfind(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|it| it == wanted)
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols,
        ..PtySize::default()
    }
}

fn nonzero((columns, rows): (u16, u16)) -> (NonZeroU16, NonZeroU16) {
    let one = NonZeroU16::MIN;
    (
        NonZeroU16::new(columns).unwrap_or(one),
        NonZeroU16::new(rows).unwrap_or(one),
    )
}
