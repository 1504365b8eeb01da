//! One session of the reader, from the first screen until the terminal is given back.
//!
//! Must not know: what happens between.

use std::io::{self, stdout};
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::channel;

use crate::app::{self, DiscoveredDocuments, DocumentId, Effect, Remembered, Settings};
use crate::corpus::Corpus;
use crate::formats::Masthead;
use crate::storage::{Discovery, StateFile, WatchMode};

use super::plain::PlainScreen;
use super::reader::{Display, Reader};
use super::terminal::{Capabilities, Presentation, TerminalGuard};
use super::worker::{IoContext, ScanRequest, SummaryRequest, Workers, load, unread};
use super::{leaving, listen, report::guarded, screen::Screen, terminal};

/// What a reader is started with.
pub struct Session {
    /// How it shows what there is.
    pub presentation: Presentation,
    /// The annotation files, and how documents are read.
    pub(crate) corpus: Corpus,
    /// What a report is about.
    pub(crate) masthead: Masthead,
    /// The search for the documents.
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

/// Reads until the reader quits. The terminal is given back on every way out.
///
/// # Errors
/// When the terminal cannot be taken or written to.
pub fn read(mut session: Session) -> io::Result<()> {
    let capabilities = Capabilities::of_environment(|name| std::env::var(name).ok());
    session.settings.signs = capabilities.signs;
    let (context, discovered, remembered) = prepare(&mut session);
    let (sender, receiver) = channel();
    // First: a signal that comes between would leave the terminal taken.
    #[cfg(unix)]
    let signals = listen::catch_signals()?;
    let size = terminal::size();
    let (settings, first) = (session.settings, session.first.as_deref());
    let (model, effects) = app::start(settings, None, discovered, &remembered, first, size);
    let guard = TerminalGuard::enter(capabilities, session.presentation)?;
    let display = match session.presentation {
        Presentation::Screen => Display::Screen(Box::new(Screen::new(stdout(), capabilities))),
        Presentation::Lines => Display::Lines(PlainScreen::new(stdout())),
    };
    let display = (display, capabilities.palette);
    let mut reader = Reader::new(model, &guard, display, session.watch);
    let later = load_first(&mut reader, &context, effects);
    reader.draw()?;
    // The keys first: what is typed at the first screen waits for its thread.
    listen::listen_to_keys(&sender, size)?;
    #[cfg(unix)]
    listen::listen_to_signals(signals, &sender)?;
    // Threads, and git, whose start would take from the first screen's time.
    let workers = Workers::start(&context, &sender);
    workers.summarise(SummaryRequest::Annotator(session.annotator));
    if !session.discovery.has_ended() {
        workers.scan(ScanRequest::Discover(Box::new(session.discovery)));
    }
    reader.workers = Some(workers);
    reader.perform(later);
    drop(sender);
    let result = panic::catch_unwind(AssertUnwindSafe(|| reader.run(&receiver)));
    // After a panic the model may be in a state that the next look panics at.
    let _ = guarded(|| leaving::finish(&mut reader, &receiver));
    // The system takes back what very many annotations hold sooner than it could be
    // freed.
    reader.display.end_line();
    std::mem::forget(reader.model);
    let left = guard.leave();
    match result {
        Ok(result) => result.and(left),
        // It has been told; the code of the exit is that of a panic.
        Err(panic) => panic::resume_unwind(panic),
    }
}

/// Reads the first document at once, so that the first screen is a full one; answers
/// the effects that can wait until that is drawn. On this thread: a second one made the
/// first screen later by a fifth, since two threads that touch new memory keep stopping
/// each other.
fn load_first(reader: &mut Reader<'_>, context: &IoContext, effects: Vec<Effect>) -> Vec<Effect> {
    let mut later = Vec::new();
    for effect in effects {
        match effect {
            Effect::Load(id) => later.extend(reader.update(load(context, id))),
            other => later.push(other),
        }
    }
    later
}

/// The steps of the discovery for which the first screen waits: a millisecond's worth
/// of a folder. Of a small folder all is found by then; the rest of a large one is
/// found while the first screen is shown.
const FIRST_STEPS: usize = 2_000;

fn prepare(session: &mut Session) -> (IoContext, DiscoveredDocuments, Remembered) {
    let state = StateFile::of(session.corpus.workspace());
    let remembered = Remembered {
        welcomed: !StateFile::is_first_start(),
        ..state.load()
    };
    let discovery = &mut session.discovery;
    if let Some(wanted) = session.first.as_ref().or(remembered.last_document.as_ref()) {
        discovery.begin_with(wanted);
    }
    let entries = discovery.go_on(FIRST_STEPS);
    let documents = unread(&entries);
    let paths = entries.into_iter().map(|entry| entry.path).collect();
    let discovered = DiscoveredDocuments {
        first: DocumentId(0),
        documents,
        complete: discovery.has_ended(),
        slow: false,
    };
    let context = IoContext::new(session.corpus.clone(), paths, state);
    let context = context.with_masthead(session.masthead.clone());
    (context, discovered, remembered)
}
