//! The one loop: what happens goes in, effects go out, the screen follows.
//!
//! Must not know: what keys mean.

use std::io::{self, Stdout, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use ratatui::layout::Size;

use crate::annotation::{AnnotationId, Timestamp};
use crate::app::{DiskChange, Effect, Env, KeyCode, Message, Model, SaveState, layout, update};
use crate::corpus;
use crate::storage::WatchMode;
use crate::ui::{self, theme::Palette, theme::Theme};

use super::clipboard::{self, Way};
use super::event::{Event, News, spawn, tell};
use super::plain::{Asked, PlainScreen};
#[cfg(unix)]
use super::suspend;
use super::terminal::{self, TerminalGuard};
use super::worker::{Heard, Job, Look, SummaryRequest, Workers};
use super::{opener, report::provoke, screen::Screen};

struct RealEnv;

impl Env for RealEnv {
    fn now(&self) -> Timestamp {
        corpus::now()
    }

    fn new_id(&self) -> AnnotationId {
        corpus::new_id()
    }
}

/// How the reader shows what there is.
pub(super) enum Display {
    /// Drawn.
    Screen(Box<Screen<Stdout>>),
    /// Told line by line.
    Lines(PlainScreen<Stdout>),
}

impl Display {
    fn out_mut(&mut self) -> &mut Stdout {
        match self {
            Self::Screen(screen) => screen.out_mut(),
            Self::Lines(lines) => lines.out_mut(),
        }
    }

    /// Ends a line that is not at its end, before others write. Nothing is left to be done
    /// about an error there.
    pub(super) fn end_line(&mut self) {
        if let Self::Lines(lines) = self {
            let _ = lines.end_line();
        }
    }

    fn forget(&mut self) {
        match self {
            Self::Screen(screen) => screen.forget(),
            Self::Lines(lines) => lines.forget(),
        }
    }
}

pub(super) struct Reader<'a> {
    pub(super) model: Model,
    theme: Theme,
    /// `None` before the first screen is drawn, and at the end.
    pub(super) workers: Option<Workers>,
    pub(super) guard: &'a TerminalGuard,
    pub(super) display: Display,
    /// Whether a key waits for an answer.
    asked: Asked,
    ending: bool,
    /// Whether it is to end once a change of many documents is made: half of one helps nobody.
    finishing: bool,
    /// Whether it was already said what becomes of the annotations that are not saved.
    pub(super) given_up: bool,
    watch: WatchMode,
    /// Whether the model wants to be told when nothing else waits.
    more: bool,
    looks_before_leaving: usize,
}

/// How long a change of many documents may stand still while nobody is there any more.
const AT_THE_END: Duration = Duration::from_secs(10);

/// How often the files are looked at before leaving: somebody else may write without end.
const MOST_LOOKS: usize = 3;

impl<'a> Reader<'a> {
    pub(super) fn new(
        model: Model,
        guard: &'a TerminalGuard,
        (display, palette): (Display, Palette),
        watch: WatchMode,
    ) -> Self {
        Self {
            theme: Theme::new(model.settings.theme, palette),
            model,
            workers: None,
            guard,
            display,
            asked: Asked::Nothing,
            ending: false,
            finishing: false,
            given_up: false,
            watch,
            more: false,
            looks_before_leaving: 0,
        }
    }

    pub(super) fn run(&mut self, receiver: &Receiver<Event>) -> io::Result<()> {
        while !self.ending {
            let event = match receiver.try_recv() {
                Err(TryRecvError::Empty) if std::mem::take(&mut self.more) => {
                    Event::Message(Message::Idle)
                }
                Err(TryRecvError::Empty) => match self.wait(receiver) {
                    Some(event) => event,
                    None => break,
                },
                Err(TryRecvError::Disconnected) => break,
                Ok(event) => event,
            };
            // What has come meanwhile is drawn in the same frame. A changed text
            // waits for the keys that were pressed for what is on the screen.
            let mut texts = Vec::new();
            for event in std::iter::once(event).chain(receiver.try_iter()) {
                match event {
                    Event::Message(Message::DiskChanged(DiskChange::Text(_))) => texts.push(event),
                    _ => self.take(event),
                }
                // Of what is drawn only the last counts; what is told is told key by key.
                if matches!(self.display, Display::Lines(_)) {
                    self.show()?;
                }
            }
            texts.into_iter().for_each(|event| self.take(event));
            self.ending |= self.finishing && !self.model.is_changing_documents();
            self.show()?;
        }
        Ok(())
    }

    /// Draws, as long as there is still somebody to show anything to.
    fn show(&mut self) -> io::Result<()> {
        if self.ending || self.finishing {
            return Ok(());
        }
        let drawn = self.draw();
        // A terminal that is gone may be known by this first.
        self.finishing = drawn.is_err() && self.model.is_changing_documents();
        match self.finishing {
            true => Ok(()),
            false => drawn,
        }
    }

    /// Waits for what comes next; `None` when nothing can come any more. There is a time
    /// to it only while a drag is held where the text scrolls, and at the end.
    fn wait(&self, receiver: &Receiver<Event>) -> Option<Event> {
        if self.finishing {
            return receiver.recv_timeout(AT_THE_END).ok();
        }
        let Some(patience) = self.model.drag_patience() else {
            return receiver.recv().ok();
        };
        match receiver.recv_timeout(patience) {
            Err(RecvTimeoutError::Timeout) => Some(Event::Message(Message::DragHeld)),
            received => received.ok(),
        }
    }

    fn take(&mut self, event: Event) {
        let message = match event {
            Event::End if self.model.is_changing_documents() => {
                self.finishing = true;
                return;
            }
            Event::End | Event::LookedBeforeLeaving(News::None) => {
                self.ending = true;
                return;
            }
            Event::Stop => return self.stop(),
            Event::GoesOn => return self.go_on(),
            // What was told is saved first, or asked about.
            Event::LookedBeforeLeaving(News::Some) => Message::Leave,
            Event::Message(message) => message,
        };
        if let (Some(workers), Message::Key(_) | Message::Mouse(_)) = (&self.workers, &message) {
            workers.touch();
        }
        if matches!(&message, Message::Mouse(_)) {
            self.guard.had_mouse();
        }
        // A terminal that became smaller and larger again has lost what was cut off.
        if let (Message::Resized(..), Display::Screen(screen)) = (&message, &mut self.display) {
            screen.forget();
        }
        if matches!(&message, Message::Key(_) | Message::Paste(_)) {
            self.asked = Asked::Key;
        }
        if matches!(&message, Message::Key(key) if key.code == KeyCode::F(12)) {
            provoke("loop");
        }
        self.tell(message);
    }

    fn tell(&mut self, message: Message) {
        if !self.ending {
            let effects = self.update(message);
            self.perform(effects);
        }
    }

    pub(super) fn update(&mut self, message: Message) -> Vec<Effect> {
        update(&mut self.model, message, &RealEnv)
    }

    /// Does what the model wants. Nothing is done before there are threads for it.
    pub(super) fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Some(workers) = &mut self.workers else {
                continue;
            };
            match effect {
                Effect::Load(id) => workers.ask(Job::Load(id)),
                Effect::ReadAnnotations(wanted) => workers.ask(Job::ReadDeferred(wanted)),
                Effect::Index(wanted) => workers.index(*wanted),
                Effect::WatchDocuments => {
                    workers.watch(self.watch);
                    // What belongs to a document that is not known yet would belong to none.
                    workers.ask(Job::Recover);
                }
                Effect::Summarise(ids) => workers.summarise(SummaryRequest::InView(ids)),
                Effect::Place(ids) => workers.place(ids),
                Effect::SummariseRest(ids) => workers.summarise(SummaryRequest::Rest(ids)),
                Effect::Save {
                    document,
                    set,
                    revision,
                    acknowledged,
                } => workers.save(document, set, (revision, acknowledged)),
                Effect::SearchWorkspace { search, query } => workers.search(search, query),
                Effect::SearchDocument(request) => workers.find(*request),
                Effect::NotifyWhenIdle => self.more = true,
                Effect::Identify(id, replaced) => workers.identify(id, replaced),
                Effect::Reanchor(request) => workers.reanchor(*request),
                Effect::FindSimilar(request) => workers.find_similar(*request),
                Effect::StopDocumentSearch => workers.stop_finding(),
                Effect::StopWorkspaceSearch => workers.stop_searching(),
                Effect::FindOrphans => workers.find_orphans(),
                Effect::HandOver(what) => workers.ask(Job::HandOver(what)),
                Effect::Remember(remembered) => workers.ask(Job::Remember(remembered)),
                Effect::AcknowledgeRescan(id, rescan) => workers.acknowledge(id, rescan),
                Effect::KeepDraft(draft, edits) => workers.ask(Job::KeepDraft(draft, edits)),
                Effect::KeepOrphanedDraft(note, at) => workers.keep_orphaned_draft(note, at),
                Effect::DropDraft => workers.ask(Job::DropDraft),
                Effect::ForgetRecovered(id) => workers.ask(Job::Forget(id)),
                Effect::SaveCopy(request) => workers.ask(Job::SaveCopy(request)),
                Effect::DropSets(sets) => workers.ask(Job::DropSets(sets)),
                Effect::LookAtDisk => workers.ask(Job::Look(Look::All)),
                Effect::LookAtDocument(id) => workers.ask(Job::Look(Look::Document(id))),
                Effect::Export(_)
                | Effect::CountExport(_)
                | Effect::CompletePath(_)
                | Effect::ReadImport(_)
                | Effect::StopImport(_)
                | Effect::AddTags(_) => exchange(workers, effect),
                Effect::Copy(..)
                | Effect::OpenAddress(_)
                | Effect::Redraw
                | Effect::DiscardRecovery
                | Effect::PrintAtExit(_)
                | Effect::Suspend
                | Effect::Quit => self.perform_here(effect),
            }
        }
    }

    /// Does what has to do with the terminal or with leaving, and so is done on this thread.
    fn perform_here(&mut self, effect: Effect) {
        match effect {
            Effect::DiscardRecovery => {
                let workers = self.workers.iter();
                workers.for_each(|workers| workers.ask(Job::Discard));
                self.given_up = true;
            }
            Effect::Copy(words, what) => self.copy(words, what),
            Effect::OpenAddress(address) => self.open(address),
            Effect::Redraw => self.display.forget(),
            Effect::PrintAtExit(words) => {
                self.guard.tell_later(&words);
                self.given_up = true;
            }
            Effect::Suspend => self.ask_to_stop(),
            Effect::Quit => self.quit(),
            _ => {}
        }
    }

    /// Ends; where all is said to be saved, only once that was looked at again.
    fn quit(&mut self) {
        // Nobody needs to hear the place once more.
        self.asked = Asked::Nothing;
        let is_saved = self.model.documents.save_state() == SaveState::Saved;
        let looks = self
            .workers
            .as_ref()
            .filter(|_| is_saved && !self.given_up && self.looks_before_leaving < MOST_LOOKS);
        self.looks_before_leaving += 1;
        self.ending = looks.is_none_or(|workers| {
            workers.ask_if_heard(Job::Look(Look::BeforeLeaving)) == Heard::No
        });
    }

    /// Asks all of this job to stop for the shell (`Ctrl-z`).
    fn ask_to_stop(&mut self) {
        #[cfg(unix)]
        if !suspend::is_under_a_shell() {
            let words = "No shell to go back to; q quits";
            self.tell(Message::Warned(words.to_owned()));
        } else if let Err(error) = suspend::ask_to_stop() {
            self.say_not_stopped(&error);
        }
        #[cfg(not(unix))]
        self.tell(Message::Warned(
            "This system cannot suspend a program; q quits".to_owned(),
        ));
    }

    /// Gives the terminal back, stops, and takes it again when it goes on.
    fn stop(&mut self) {
        #[cfg(unix)]
        {
            // The system ignores the signal here, too: nobody could wake the program.
            if !suspend::is_under_a_shell() {
                return;
            }
            self.display.end_line();
            let _ = self.guard.leave();
            let stopped = suspend::stop();
            self.display.forget();
            self.go_on();
            if let Err(error) = stopped {
                self.say_not_stopped(&error);
            }
        }
    }

    #[cfg(unix)]
    fn say_not_stopped(&mut self, error: &io::Error) {
        let words = format!("postil cannot be stopped: {error}");
        self.tell(Message::Warned(words));
    }

    /// Takes the terminal anew, with the size that it has now.
    fn go_on(&mut self) {
        if self.guard.retake().is_err() {
            self.ending = true;
            return;
        }
        let (columns, rows) = terminal::size();
        self.take(Event::Message(Message::Resized(columns, rows)));
    }

    /// Puts words on the clipboard, and says with `what` words that it was done.
    fn copy(&mut self, words: String, what: Option<&'static str>) {
        let way = clipboard::way(|name| std::env::var(name).ok(), clipboard::has_program);
        // What is told in lines has no sequence for the terminal in it.
        let is_sent = |way: &Way| matches!(way, Way::Terminal(_));
        let has_lines = matches!(self.display, Display::Lines(_));
        let way = way.filter(|way| !(has_lines && is_sent(way)));
        let told = |done: &str| what.map(|what| Message::Copied(format!("{done} {what}")));
        let message = match way {
            None => Some(Message::Warned(
                "Nothing was copied: this terminal has no clipboard".to_owned(),
            )),
            Some(Way::Terminal(wrapping)) => {
                let out = self.display.out_mut();
                let request = clipboard::request(&words, wrapping);
                let sent = out.write_all(request.as_bytes()).and_then(|()| out.flush());
                match sent {
                    Ok(()) => told("Sent to the terminal’s clipboard"),
                    Err(error) => Some(Message::Warned(format!("Nothing was copied: {error}"))),
                }
            }
            Some(Way::Program(command, encoding)) => {
                let Some(events) = self.workers.as_ref().map(|workers| workers.events.clone())
                else {
                    return;
                };
                // A program may take its time: the keys do not wait for it.
                let begun = spawn("postil-copy", move || {
                    let message = match clipboard::hand_to(command, encoding, &words) {
                        Ok(()) => what.map(|what| Message::Copied(format!("Copied {what}"))),
                        Err(words) => Some(Message::Warned(words)),
                    };
                    if let Some(message) = message {
                        tell(&events, message);
                    }
                });
                begun
                    .err()
                    .map(|error| Message::Warned(format!("Nothing was copied: {error}")))
            }
        };
        if let Some(message) = message {
            self.tell(message);
        }
    }

    /// Opens an address in another program, which may take its time: the keys do not wait
    /// for it.
    fn open(&mut self, address: String) {
        let Some(events) = self.workers.as_ref().map(|workers| workers.events.clone()) else {
            return;
        };
        let Some(program) = opener::program(clipboard::has_program) else {
            let words = format!(
                "Nothing here opens addresses (no xdg-open); y in the list copies {address}"
            );
            return self.tell(Message::Warned(words));
        };
        let begun = spawn("postil-open", move || {
            let message = match opener::open(program, &address) {
                Ok(()) => Message::Copied(format!("Opened {address}")),
                Err(words) => Message::Warned(words),
            };
            tell(&events, message);
        });
        if let Err(error) = begun {
            self.tell(Message::Warned(format!("Nothing was opened: {error}")));
        }
    }

    pub(super) fn draw(&mut self) -> io::Result<()> {
        let (model, theme) = (&self.model, &self.theme);
        let asked = std::mem::replace(&mut self.asked, Asked::Nothing);
        let screen = match &mut self.display {
            Display::Screen(screen) => screen,
            Display::Lines(lines) => return lines.tell(model, asked),
        };
        let areas = layout(model);
        // While a resize is on its way, what was laid out for the old size is
        // drawn for the old size.
        let size = Size::from(model.size);
        screen.draw(size, |buffer| ui::draw(model, &areas, theme, buffer))
    }
}

/// Has done what is about files of other programs.
fn exchange(workers: &mut Workers, effect: Effect) {
    match effect {
        Effect::Export(request) => workers.ask(Job::Export(request)),
        Effect::CountExport(request) => workers.count_export(request),
        Effect::CompletePath(typed) => workers.complete_path(typed),
        Effect::ReadImport(asked) => workers.read_import(*asked),
        Effect::StopImport(found) => workers.stop_import(found),
        Effect::AddTags(tags) => workers.ask(Job::AddTags(tags)),
        _ => {}
    }
}
