//! The one loop: what happens goes in, effects go out, the screen follows.

use std::io::{self, Stdout, Write, stdout};
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use crossterm::event;
use ratatui::layout::Size;

use crate::annotation::{AnnotationId, Timestamp};
use crate::app::{
    self, Discovered, Disk, Document, DocumentId, Effect, Env, KeyCode, Message, Model, Remembered,
    Settings, layout, update,
};
use crate::storage::{Discovery, StateFile, Store, WatchMode};
use crate::ui::theme::Theme;

use super::input::Input;
use super::report::{guarded, provoke};
use super::screen::Screen;
use super::state::from_state;
use super::terminal::{Capabilities, TerminalGuard};
use super::worker::{Workbench, Workers};

/// What reaches the loop.
#[derive(Debug)]
pub enum Event {
    /// Something the application is told.
    Message(Message),
    /// The reader is asked to end: a signal, or no more input.
    End,
    /// The system asks it to stop for the shell.
    Stop,
    /// It goes on after it was stopped.
    GoesOn,
}

/// What a reader is started with.
#[derive(Debug)]
pub struct Session {
    /// The annotation files.
    pub store: Store,
    /// The walk through the documents.
    pub discovery: Discovery,
    /// The settings.
    pub settings: Settings,
    /// The annotator, when that was asked for or configured.
    pub annotator: Option<String>,
    /// How changes on disk are found out.
    pub watch: WatchMode,
    /// The document to begin with, when that was asked for.
    pub first: Option<String>,
}

/// The clock and the identities of a real session.
pub(super) struct RealEnv;

impl Env for RealEnv {
    fn now(&self) -> Timestamp {
        let now = jiff::Timestamp::now();
        let whole = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
        Timestamp(whole.to_string())
    }

    fn new_id(&self) -> AnnotationId {
        AnnotationId(uuid::Uuid::now_v7().to_string())
    }
}

/// Reads until the reader quits. The terminal is given back on every way out.
///
/// # Errors
/// When the terminal cannot be taken or written to.
pub fn read(mut session: Session) -> io::Result<()> {
    let capabilities = Capabilities::of_environment(|name| std::env::var(name).ok());
    let Desk {
        bench,
        listed,
        remembered,
    } = lay_out(&mut session);
    if capabilities.no_colour {
        session.settings.theme = app::ThemeName::Plain;
    }
    let (sender, receiver) = channel();
    // First: a signal that comes between would leave the terminal taken.
    #[cfg(unix)]
    let signals = catch_signals()?;
    let size = crossterm::terminal::size().unwrap_or((80, 24));
    let (model, effects) = Model::new(
        session.settings,
        String::new(),
        listed,
        &remembered,
        session.first.as_deref(),
        size,
    );
    let guard = TerminalGuard::enter()?;
    let mut reader = Reader {
        theme: Theme::new(model.settings.theme),
        model,
        workers: None,
        guard: &guard,
        screen: Screen::new(stdout(), capabilities),
        ending: false,
        given_up: false,
        held: Some(Vec::new()),
        watch: session.watch,
        more: false,
    };
    let later = reader.begin(&bench, effects);
    reader.draw()?;
    // The keys first: what is typed at the first screen waits for its thread.
    listen_to_terminal(&sender, size)?;
    #[cfg(unix)]
    listen_to_signals(signals, &sender)?;
    // Threads, and git, whose start would take from the first screen's time.
    reader.workers = Some(Workers::start(&bench, &sender));
    reader.go_on_with(session.annotator, session.discovery);
    reader.perform(later);
    drop(sender);
    let result = panic::catch_unwind(AssertUnwindSafe(|| reader.run(&receiver)));
    // After a panic the model may be in a state that the next look panics at.
    let _ = guarded(|| reader.finish(&receiver));
    reader.let_go();
    let left = guard.leave();
    match result {
        Ok(result) => result.and(left),
        // It has been told; the code of the exit is that of a panic.
        Err(panic) => panic::resume_unwind(panic),
    }
}

/// What a session works with.
struct Desk {
    bench: Workbench,
    listed: Discovered,
    remembered: Remembered,
}

/// The steps of the walk through the documents that the first screen waits for:
/// a millisecond's worth of a folder. Fewer are all there at once; of more, the rest
/// is found behind it.
const FIRST_STEPS: usize = 2_000;

fn lay_out(session: &mut Session) -> Desk {
    let (store, settings) = (&session.store, &session.settings);
    let state = StateFile::of(store.workspace());
    let remembered = from_state(&state.load(), !StateFile::is_first_start());
    let discovery = &mut session.discovery;
    let wanted = session.first.as_deref().or(remembered.document.as_deref());
    if let Some(wanted) = wanted {
        discovery.begin_with(wanted);
    }
    let entries = discovery.go_on(FIRST_STEPS);
    let documents = entries
        .iter()
        .map(|entry| Document::unread(entry.path.as_str().to_owned(), entry.unreadable.clone()))
        .collect();
    let whole = discovery.has_ended();
    let paths = entries.into_iter().map(|it| it.path).collect();
    let reading = (settings.paragraphs, settings.language.clone());
    Desk {
        bench: Workbench::new(store.clone(), paths, state, reading),
        listed: Discovered {
            first: DocumentId(0),
            documents,
            whole,
            late: false,
        },
        remembered,
    }
}

/// Sends what the terminal says to the loop, also that it is gone.
fn listen_to_terminal(sender: &Sender<Event>, drawn_for: (u16, u16)) -> io::Result<()> {
    listen_to_keys(sender, drawn_for)?;
    #[cfg(unix)]
    listen_to_hangup(sender)?;
    Ok(())
}

/// Sends terminal events to the loop; `drawn_for` is the size so far.
fn listen_to_keys(sender: &Sender<Event>, drawn_for: (u16, u16)) -> io::Result<()> {
    let events = sender.clone();
    thread::Builder::new()
        .name("postil-keys".to_owned())
        .spawn(move || {
            // Asking once makes crossterm listen to resizes: only what comes
            // from here on is told.
            let _ = event::poll(Duration::ZERO);
            match crossterm::terminal::size() {
                Ok((columns, rows)) if (columns, rows) != drawn_for => {
                    let resized = Message::Resized(columns, rows);
                    let _ = events.send(Event::Message(resized));
                }
                _ => {}
            }
            let _ends = EndsTheReader(&events);
            let mut input = Input::default();
            loop {
                let read = event::read();
                provoke_by_key("keys", &read);
                let event = match read {
                    Ok(event) => input.message(event).map(Event::Message),
                    Err(_) => Some(Event::End),
                };
                let ended = matches!(event, Some(Event::End));
                if let Some(event) = event
                    && (events.send(event).is_err() || ended)
                {
                    return;
                }
            }
        })?;
    Ok(())
}

/// Tells the loop when the terminal is gone. Where it is not the controlling one,
/// as under `su -c`, no signal says so, and crossterm goes on reading nothing.
#[cfg(unix)]
fn listen_to_hangup(sender: &Sender<Event>) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    let events = sender.clone();
    thread::Builder::new()
        .name("postil-hangup".to_owned())
        .spawn(move || {
            let input = io::stdin();
            // Nothing is asked for: only that it is gone is answered.
            let mut gone = [PollFd::new(&input, PollFlags::empty())];
            while poll(&mut gone, None) == Err(Errno::INTR) {}
            if gone[0]
                .revents()
                .intersects(PollFlags::HUP | PollFlags::ERR)
            {
                let _ = events.send(Event::End);
            }
        })?;
    Ok(())
}

/// From here on a signal to end does not end the program: it waits to be heard.
#[cfg(unix)]
fn catch_signals() -> io::Result<signal_hook::iterator::Signals> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])
}

/// Sends what the system wants of the reader to the loop.
#[cfg(unix)]
fn listen_to_signals(
    mut signals: signal_hook::iterator::Signals,
    sender: &Sender<Event>,
) -> io::Result<()> {
    let events = sender.clone();
    thread::Builder::new()
        .name("postil-signals".to_owned())
        .spawn(move || {
            let _ends = EndsTheReader(&events);
            for signal in signals.forever() {
                let event = match signal {
                    signal_hook::consts::SIGTSTP => Event::Stop,
                    signal_hook::consts::SIGCONT => Event::GoesOn,
                    _ => Event::End,
                };
                if events.send(event).is_err() {
                    return;
                }
            }
        })?;
    Ok(())
}

/// A thread without which the reader would hear nothing: when it panics, the
/// reader ends in order.
struct EndsTheReader<'a>(&'a Sender<Event>);

impl Drop for EndsTheReader<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.0.send(Event::End);
        }
    }
}

/// For tests: see [`provoke`].
fn provoke_by_key(place: &str, event: &io::Result<event::Event>) {
    let f12 = event::KeyCode::F(12).into();
    if matches!(event, Ok(event::Event::Key(key)) if *key == f12) {
        provoke(place);
    }
}

pub(super) struct Reader<'a> {
    pub(super) model: Model,
    theme: Theme,
    /// None before the first screen is drawn.
    pub(super) workers: Option<Workers>,
    pub(super) guard: &'a TerminalGuard,
    pub(super) screen: Screen<Stdout>,
    pub(super) ending: bool,
    /// Whether it was said what becomes of the tags that are not saved.
    pub(super) given_up: bool,
    /// How changes on disk are found out.
    watch: WatchMode,
    /// Keys that came before it was known who tags: no tag may have a wrong
    /// creator. `None` once it is known.
    held: Option<Vec<Message>>,
    /// Whether the model wants to be told when nothing else waits.
    more: bool,
}

impl Reader<'_> {
    /// Reads the first document at once, so that the first screen is a full one;
    /// answers what can wait until that is drawn. On this thread: a second one
    /// made the first screen later by a fifth, since two threads that touch new
    /// memory keep stopping each other.
    fn begin(&mut self, bench: &Workbench, effects: Vec<Effect>) -> Vec<Effect> {
        let mut later = Vec::new();
        for effect in effects {
            match effect {
                Effect::Load(id) => {
                    let message = bench.load(id);
                    later.extend(update(&mut self.model, message, &RealEnv));
                }
                other => later.push(other),
            }
        }
        later
    }

    /// The end. The system takes back what very many tags hold sooner than it could be
    /// freed.
    fn let_go(self) {
        std::mem::forget(self.model);
    }

    /// What the first screen did not wait for.
    fn go_on_with(&mut self, annotator: Option<String>, discovery: Discovery) {
        let Some(workers) = &self.workers else { return };
        workers.find_annotator(annotator);
        if !discovery.has_ended() {
            workers.list(discovery);
        }
    }

    fn run(&mut self, receiver: &Receiver<Event>) -> io::Result<()> {
        while !self.ending {
            let event = match receiver.try_recv() {
                Err(TryRecvError::Empty) if std::mem::take(&mut self.more) => {
                    Event::Message(Message::More)
                }
                Err(TryRecvError::Empty) => match receiver.recv() {
                    Ok(event) => event,
                    Err(_) => break,
                },
                Err(TryRecvError::Disconnected) => break,
                Ok(event) => event,
            };
            // What has come meanwhile is drawn in the same frame. A changed text
            // waits for the keys that were pressed for what is on the screen.
            let mut texts = Vec::new();
            for event in std::iter::once(event).chain(receiver.try_iter()) {
                if matches!(event, Event::Message(Message::Disk(Disk::Text(_)))) {
                    texts.push(event);
                } else {
                    self.take(event);
                }
            }
            for event in texts {
                self.take(event);
            }
            if !self.ending {
                self.draw()?;
            }
        }
        Ok(())
    }

    fn take(&mut self, event: Event) {
        let message = match event {
            Event::End => {
                self.ending = true;
                return;
            }
            Event::Stop => return self.stop(),
            Event::GoesOn => return self.go_on(),
            Event::Message(message) => message,
        };
        if let (Some(workers), Message::Key(_) | Message::Mouse(_)) = (&self.workers, &message) {
            workers.stir();
        }
        if matches!(&message, Message::Key(key) if key.code == KeyCode::F(12)) {
            provoke("loop");
        }
        match (&mut self.held, &message) {
            (Some(held), Message::Key(key)) if held.is_empty() && self.model.only_moves(*key) => {}
            (Some(held), Message::Key(_) | Message::Mouse(_) | Message::Paste(_)) => {
                held.push(message);
                return;
            }
            (Some(_), Message::Annotator(_)) => {
                self.tell(message);
                for message in self.held.take().unwrap_or_default() {
                    self.tell(message);
                }
                return;
            }
            _ => {}
        }
        self.tell(message);
    }

    pub(super) fn tell(&mut self, message: Message) {
        if self.ending {
            return;
        }
        let effects = update(&mut self.model, message, &RealEnv);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Some(workers) = &mut self.workers else {
                continue;
            };
            match effect {
                Effect::Load(id) => workers.load(id),
                Effect::ReadAnnotations(wanted) => workers.read_tags(wanted),
                Effect::Index(wanted) => workers.count(*wanted),
                Effect::Discovered => {
                    workers.watch(self.watch);
                    // Where what it is about is not listed, it would be said to be gone.
                    workers.find_leftovers();
                }
                Effect::LookInto(ids) => workers.look_into(ids),
                Effect::LookIntoRest(ids) => workers.look_into_rest(ids),
                Effect::Save {
                    document,
                    set,
                    revision,
                    acknowledged,
                } => workers.save(document, set, revision, acknowledged),
                Effect::SearchAll { search, query } => workers.search(search, query),
                Effect::SearchDocument(find) => workers.find(*find),
                Effect::More => self.more = true,
                Effect::Reanchor(seek) => workers.seek(*seek),
                Effect::StopDocumentSearch => workers.stop_finding(),
                Effect::StopSearchAll => workers.stop_searching(),
                Effect::Copy(words) => {
                    if let Err(error) = self.copy(&words) {
                        self.model
                            .notify_error(format!("nothing was copied: {error}"));
                    }
                }
                Effect::Export(request) => workers.export(request),
                Effect::Remember(remembered) => workers.remember(remembered),
                Effect::TookIn(document, look) => workers.took_in(document, look),
                Effect::KeepDraft(draft, edits) => workers.keep_draft(draft, edits),
                Effect::ParkDraft(draft, instead_of) => workers.park_draft(draft, instead_of),
                Effect::DropDraft => workers.drop_draft(),
                Effect::ForgetRecovered(id) => workers.forget(id),
                Effect::DiscardRecovery => {
                    workers.discard();
                    self.given_up = true;
                }
                Effect::SaveCopy(request) => workers.write_elsewhere(request),
                Effect::TellAtEnd(words) => {
                    self.guard.tell_later(&words);
                    self.given_up = true;
                }
                Effect::FreeLater(sets) => workers.let_go(sets),
                Effect::Suspend => self.ask_to_stop(),
                Effect::Quit => self.ending = true,
            }
        }
    }

    /// Puts words on the clipboard of the terminal, also over SSH (OSC 52).
    fn copy(&mut self, words: &str) -> io::Result<()> {
        let out = self.screen.out_mut();
        write!(out, "\x1b]52;c;{}\x07", BASE64.encode(words))?;
        out.flush()
    }

    fn draw(&mut self) -> io::Result<()> {
        let (model, theme) = (&self.model, &self.theme);
        let areas = layout(model);
        // While a resize is on its way, what was laid out for the old size is
        // drawn for the old size.
        let (columns, rows) = model.size;
        let size = Size::new(columns, rows);
        self.screen
            .draw(size, |buffer| crate::ui::draw(model, &areas, theme, buffer))
    }
}
