//! The reader in a pseudo-terminal, killed at every call, and every call of its
//! workers made to fail. What it has called saved is what a terminal emulator
//! shows.

use std::fs;
use std::thread;
use std::time::Instant;

use super::scene::{Scene, sentences};
use super::support::desk::Desk;
use super::support::hand::ESC;
use super::support::pty::{DEADLINE, END_FRAME, Pty};
use super::support::view::View;
use super::trace::{self, Attached, Call};
use super::{Tally, is_long, tag, tell};

const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");
const SIZE: (u16, u16) = (140, 40);
const DOCUMENT: &str = "a.txt";
const NOTE: &str = "who says so?";
const SAVE_AGAIN: &str = "\x13";
/// A sentence that is not tagged by the keys.
const LATER: usize = 40;

/// What is typed at once, and what the screen shows when it is done and saved.
struct Step {
    keys: Vec<Keys>,
    /// What stands on disk then: tags in order, and whether the first has its
    /// note.
    tags: Vec<&'static str>,
    noted: bool,
}

/// Keys, and the words that are waited for before the next ones.
struct Keys {
    typed: &'static str,
    shown: &'static str,
}

impl Step {
    fn new(typed: &'static str, tags: &[&'static str]) -> Self {
        Self {
            keys: vec![Keys { typed, shown: "" }],
            tags: tags.to_vec(),
            noted: true,
        }
    }

    /// Whether the screen says that it is done and saved.
    fn is_said(&self, view: &View<'_>) -> bool {
        self.is_done(view) && view.says_saved()
    }

    /// Whether the screen shows it, saved or not.
    fn is_done(&self, view: &View<'_>) -> bool {
        let count = self.tags.len();
        let unit = if count == 1 { "tag" } else { "tags" };
        let counted = view.row(0).contains(&format!(" · {count} {unit} "));
        // Later, other tags take the note out of view; it stands on disk all the same.
        let noted = !self.noted || self.tags.len() > 1 || view.shows(NOTE);
        counted && noted && !view.shows("Note on this")
    }

    /// Whether that is what stands on disk.
    fn is_on_disk(&self, tags: &[super::scene::Tag]) -> bool {
        let found: Vec<_> = tags.iter().map(|it| it.tag.as_str()).collect();
        let noted = tags.first().is_some_and(|it| it.note == NOTE);
        found == self.tags && noted == self.noted
    }
}

/// A tag, its note, more tags, one undone.
fn few() -> Vec<Step> {
    vec![
        Step {
            noted: false,
            ..Step::new("f", &["fact"])
        },
        Step {
            keys: vec![
                Keys {
                    typed: "a",
                    shown: "Note on this",
                },
                Keys {
                    typed: NOTE,
                    shown: NOTE,
                },
                Keys {
                    typed: ESC,
                    shown: "",
                },
            ],
            ..Step::new("", &["fact"])
        },
        Step::new("jc", &["fact", "claim"]),
        Step::new("jo", &["fact", "claim", "opinion"]),
        Step::new("u", &["fact", "claim"]),
    ]
}

/// The same, and in the long form more, until there are twenty tags.
fn many() -> Vec<Step> {
    let mut steps = few();
    let mut tags = vec!["fact", "claim"];
    while is_long() && tags.len() < 20 {
        tags.push("needs-source");
        steps.push(Step::new("jn", &tags));
    }
    steps
}

fn scene() -> Scene {
    let text = sentences(LATER);
    let desk = Desk::with_documents(PROGRAM, &[(DOCUMENT, text.as_bytes())]);
    desk.has_been_here();
    Scene::of(desk, DOCUMENT)
}

fn start(scene: &Scene) -> Pty {
    scene.put_back();
    let mut reader = scene.desk.read_with(&[], SIZE);
    wait_for_all(&mut reader);
    reader
}

/// Who tags is known last: all threads have started by then.
fn wait_for_all(reader: &mut Pty) {
    reader.wait_for("the whole first screen", |view| {
        let top = view.row(0);
        top.contains(" tag") && top.contains("tester") && view.says_saved()
    });
}

/// The threads of a reader by their names, once each has its own.
fn threads(reader: &Pty) -> Vec<(String, u32)> {
    let end = Instant::now() + DEADLINE;
    loop {
        let (first, others) = trace::threads_of(reader.id());
        let named: Option<Vec<_>> = others
            .into_iter()
            .map(|id| {
                let name = fs::read_to_string(format!("/proc/{first}/task/{id}/comm"));
                let name = name.ok()?.trim().to_owned();
                // That of the system's notices has its library's name.
                let named = ["postil-", "notify-"].iter().any(|it| name.starts_with(it));
                named.then_some((name, id))
            })
            .collect();
        if let Some(named) = named {
            return [("the first".to_owned(), first)]
                .into_iter()
                .chain(named)
                .collect();
        }
        assert!(Instant::now() < end, "a thread without a name");
        thread::yield_now();
    }
}

/// Types a step; none where the reader has ended meanwhile.
fn type_step(reader: &mut Pty, step: &Step) -> Option<()> {
    for keys in &step.keys {
        reader.send(keys.typed);
        if !keys.shown.is_empty() {
            reader.wait_or_end(keys.shown, |view| view.shows(keys.shown).then_some(()))?;
        }
    }
    Some(())
}

/// A place to do something: a thread and one of its calls.
struct Point {
    thread: String,
    call: Call,
}

/// What the threads do while the steps are typed, and at the end.
fn record(scene: &Scene, steps: &[Step]) -> Vec<Point> {
    let mut reader = start(scene);
    let threads = threads(&reader);
    let ids: Vec<u32> = threads.iter().map(|it| it.1).collect();
    let logs = tempfile::tempdir().expect("a folder for logs");
    let log = logs.path().join("log");
    let tracer = Attached::to(&ids, &log, None);
    for step in steps {
        type_step(&mut reader, step).expect("a reader that runs");
        reader.wait_for("a step to be saved", |view| step.is_said(view));
    }
    assert_eq!(reader.quit(), 0);
    drop(tracer);
    let mut points = Vec::new();
    for (thread, id) in threads {
        let log = logs.path().join(format!("log.{id}"));
        let calls = trace::read_log(&fs::read_to_string(log).expect("a log"));
        let calls = calls.into_iter().filter(Call::changes);
        points.extend(calls.map(|call| Point {
            thread: thread.clone(),
            call,
        }));
    }
    points
}

/// Puts a tracer on the thread of a point.
fn trace_at(reader: &Pty, point: &Point, inject: &str) -> Option<(Attached, tempfile::TempDir)> {
    let threads = threads(reader);
    let (_, id) = threads.iter().find(|it| it.0 == point.thread)?;
    let logs = tempfile::tempdir().expect("a folder for logs");
    let log = logs.path().join("log");
    Some((Attached::to(&[*id], &log, Some(inject)), logs))
}

/// Whether any whole frame after `mark` has said so.
fn was_said(reader: &mut Pty, mark: usize, step: &Step) -> bool {
    let bytes = reader.bytes(0);
    let (columns, rows) = SIZE;
    let (columns, rows) = (columns.try_into(), rows.try_into());
    let mut emulator = vt100::Parser::new(rows.expect("rows"), columns.expect("columns"), 0);
    let mut from = 0;
    while let Some(length) = find(&bytes[from..], END_FRAME) {
        let to = from + length + END_FRAME.len();
        emulator.process(&bytes[from..to]);
        if to > mark && step.is_said(&View::new(emulator.screen())) {
            return true;
        }
        from = to;
    }
    false
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|it| it == wanted)
}

/// Runs the steps until the reader is killed; answers whether it was, or what was
/// broken.
fn kill_at(scene: &Scene, steps: &[Step], point: &Point) -> Result<bool, String> {
    let mut reader = start(scene);
    let inject = point.call.inject("signal=KILL");
    let _tracer = trace_at(&reader, point, &inject).ok_or("the thread is not there")?;
    let mut last: Option<&Step> = None;
    for step in steps {
        let mark = reader.mark();
        let typed = type_step(&mut reader, step);
        let said = typed.and_then(|()| {
            reader.wait_or_end("a step to be saved", |view| {
                step.is_said(view).then_some(())
            })
        });
        if said.is_none() {
            let said = was_said(&mut reader, mark, step);
            is_kept(
                scene,
                if said { Some(step) } else { last },
                (!said).then_some(step),
            )?;
            reads_on(scene)?;
            return Ok(true);
        }
        last = Some(step);
    }
    reader.send("q");
    let (status, _) = reader.wait_for_exit();
    is_kept(scene, last, None)?;
    reads_on(scene)?;
    Ok(!status.success())
}

/// The next tag, and the next reader, which leaves nothing lying about.
fn reads_on(scene: &Scene) -> Result<(), String> {
    scene.goes_on(LATER)?;
    let mut reader = scene.desk.read_with(&[], SIZE);
    wait_for_all(&mut reader);
    reader.send("q");
    let (status, _) = reader.wait_for_exit();
    if !status.success() {
        return Err(format!("the next reader ended with {status:?}"));
    }
    scene.is_tidy(scene.desk.folder())
}

/// What was said stands on disk; at most what was on its way stands there, too.
fn is_kept(scene: &Scene, said: Option<&Step>, coming: Option<&Step>) -> Result<(), String> {
    let tags = scene.tags()?;
    let is_there = |it: Option<&Step>| it.is_some_and(|step| step.is_on_disk(&tags));
    let nothing = said.is_none() && tags.is_empty();
    match nothing || is_there(said) || is_there(coming) {
        true => Ok(()),
        false => {
            let said = said.map_or_else(Vec::new, |it| it.tags.clone());
            Err(format!("{said:?} were said to be saved; on disk: {tags:?}"))
        }
    }
}

/// All points in the long form, and some in the short one.
fn chosen(points: Vec<Point>, every: usize) -> impl Iterator<Item = (usize, Point)> {
    let every = if is_long() { 1 } else { every };
    points.into_iter().step_by(every).enumerate()
}

pub fn the_reader_killed_at_a_call_keeps_what_it_called_saved() {
    let steps = many();
    let scene = scene();
    let mut tally = Tally::default();
    let mut killed = 0;
    for (_, point) in chosen(record(&scene, &steps), 2) {
        let result = kill_at(&scene, &steps, &point);
        killed += usize::from(result == Ok(true));
        let name = format!("{}, killed at {}", point.thread, point.call.told());
        tally.add(&name, result.map(drop));
    }
    tell(&format!("the reader: killed {killed} times"));
    // How many frames there are is not the same each time.
    assert!(killed * 10 >= tally.points * 8, "few points were reached");
    tally.close("the reader, killed", 25);
}

/// Makes a call fail, once or from there on; answers whether that was seen.
fn fail_at(
    scene: &Scene,
    steps: &[Step],
    point: &Point,
    error: (&str, &str),
) -> Result<bool, String> {
    let mut reader = start(scene);
    let inject = point.call.inject(&format!("error={}", error.0)) + error.1;
    let mut tracer = Some(trace_at(&reader, point, &inject).ok_or("the thread is not there")?);
    let mut seen = false;
    let mut last = None;
    for step in steps {
        type_step(&mut reader, step).ok_or("the reader ended")?;
        let said = wait_for_word(&mut reader, step)?;
        if !said {
            seen = true;
            is_kept(scene, last, Some(step))?;
            let shown = reader.view().text(0..SIZE.0);
            let told = shown.contains("cannot");
            if !told {
                return Err(format!("it does not say why:\n{shown}"));
            }
            // The disk is well again.
            if let Some((tracer, _)) = tracer.take() {
                tracer.detach();
            }
            reader.send(SAVE_AGAIN);
            reader.wait_for("saving again", |view| step.is_said(view));
        }
        is_kept(scene, Some(step), None)?;
        last = Some(step);
    }
    reader.send("q");
    let (status, restored) = reader.wait_for_exit();
    let bytes = String::from_utf8_lossy(&reader.bytes(0)).into_owned();
    if !status.success() || !restored || bytes.contains("an error of its own") {
        return Err(format!("it ended with {status:?}"));
    }
    is_kept(scene, last, None)?;
    reads_on(scene)?;
    Ok(seen)
}

/// Whether the step is said to be saved, or said not to be.
fn wait_for_word(reader: &mut Pty, step: &Step) -> Result<bool, String> {
    let word = reader.wait_or_end("a word about saving", |view| {
        let failed = view.shows("NOT SAVED") && step.is_done(view);
        (failed || step.is_said(view)).then_some(!failed)
    });
    word.ok_or_else(|| "the reader ended".to_owned())
}

pub fn the_reader_told_of_an_error_says_so_and_saves_later() {
    let steps = few();
    let scene = scene();
    let mut tally = Tally::default();
    let mut seen = 0;
    let mut points = record(&scene, &steps);
    // The first thread draws: a terminal that cannot be written to is no disk.
    // The one that watches writes to no file: it wakes the library's thread.
    let aside = ["the first", "postil-watch"];
    let ours = |it: &Point| !aside.contains(&it.thread.as_str()) && it.call.name != "exit_group";
    points.retain(ours);
    for (number, point) in chosen(points, 2) {
        let errors = tag::errors();
        let all = if is_long() { errors.len() } else { 1 };
        for error in errors.iter().cycle().skip(number).take(all) {
            let result = fail_at(&scene, &steps, &point, *error);
            seen += usize::from(result == Ok(true));
            let (error, lasting) = error;
            let call = point.call.told();
            let name = format!("{}, {error}{lasting} at {call}", point.thread);
            tally.add(&name, result.map(drop));
        }
    }
    tell(&format!("the reader: said NOT SAVED {seen} times"));
    assert!(seen > 0, "no error was ever seen");
    tally.close("the reader, errors", 20);
}
