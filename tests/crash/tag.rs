//! `postil tag`, killed at every call, and every call made to fail.

use std::collections::BTreeSet;
use std::fs;
use std::process::Output;

use super::scene::{Scene, sentences};
use super::support::desk::Desk;
use super::trace::{self, Call};
use super::{Tally, tell};

const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");

/// Errors that come once, and such that stay (`+`), as where the disk is full.
/// The short form does with the first four.
const ERRORS: [(&str, &str); 8] = [
    ("EIO", ""),
    ("ENOSPC", "+"),
    ("EACCES", ""),
    ("EROFS", "+"),
    ("EIO", "+"),
    ("ENOSPC", ""),
    ("EACCES", "+"),
    ("EROFS", ""),
];

/// The errors there is time for.
pub fn errors() -> &'static [(&'static str, &'static str)] {
    if super::is_long() {
        &ERRORS
    } else {
        &ERRORS[..4]
    }
}

/// The sentence that is tagged; 1 and 2 are tagged where there is a file.
const SENTENCE: usize = 3;
/// The one that is tagged after that.
const LATER: usize = 5;

/// A workspace whose document has two tags.
pub fn existing() -> Scene {
    let desk = desk("a.txt");
    for sentence in ["1", "2"] {
        let path = "iom/seeds/a.txt";
        let tagged = desk.run(&["tag", path, "fact", "--sentence", sentence, "--as", "me"]);
        assert!(tagged.status.success(), "{tagged:?}");
    }
    Scene::of(desk, "a.txt")
}

/// A workspace in which only another document has a tag.
pub fn new_file() -> Scene {
    let desk = desk("a.txt");
    fs::write(desk.documents().join("b.txt"), sentences(4)).expect("a document");
    let tagged = desk.run(&["tag", "iom/seeds/b.txt", "fact", "--sentence", "1"]);
    assert!(tagged.status.success(), "{tagged:?}");
    Scene::of(desk, "a.txt")
}

/// A workspace without tags, and a document deep in it.
pub fn new_folder() -> Scene {
    Scene::of(desk("some/where/a.txt"), "some/where/a.txt")
}

fn desk(document: &str) -> Desk {
    let desk = Desk::with_documents(PROGRAM, &[]);
    let path = desk.documents().join(document);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, sentences(12)).expect("a document");
    desk
}

fn scenes() -> [(&'static str, Scene); 3] {
    [
        ("a file that is there", existing()),
        ("a new file", new_file()),
        ("a new folder", new_folder()),
    ]
}

/// Tags a sentence under the tracer; answers what came of it and the log.
fn run(scene: &Scene, inject: Option<&str>) -> (Output, tempfile::TempDir) {
    let logs = tempfile::tempdir().expect("a folder for logs");
    let mut arguments = trace::arguments(&logs.path().join("log"), inject);
    let path = format!("iom/seeds/{}", scene.document);
    let number = SENTENCE.to_string();
    let tag = [PROGRAM, "tag", &path, "claim", "--sentence", &number];
    arguments.extend(tag.map(Into::into));
    arguments.extend(["--as", "me"].map(Into::into));
    scene.put_back();
    (scene.desk.run_program("strace", &arguments), logs)
}

/// The calls of one undisturbed run.
pub fn record(scene: &Scene) -> Vec<Call> {
    let (output, logs) = run(scene, None);
    assert!(output.status.success(), "{output:?}");
    let mut threads = trace::read_logs(&logs.path().join("log"));
    assert_eq!(threads.len(), 1, "tagging takes one thread");
    threads.remove(0)
}

/// What was said to be saved.
fn said(output: &Output) -> Option<String> {
    let line = String::from_utf8_lossy(&output.stdout);
    line.strip_suffix('\n').map(str::to_owned)
}

/// What stands on disk is the old or the new, and the new where it was said.
fn is_sound(scene: &Scene, output: &Output) -> Result<(), String> {
    let tags = scene.tags()?;
    let old = scene.old_ids().len();
    if tags.len() != old && tags.len() != old + 1 {
        return Err(format!("{} tags instead of {old}", tags.len()));
    }
    let ids: BTreeSet<_> = tags.into_iter().map(|it| it.id).collect();
    match said(output) {
        Some(id) if !ids.contains(&id) => Err(format!("{id} was said to be saved and is not")),
        None if output.status.success() => Err("it succeeded and said nothing".to_owned()),
        _ if output.status.success() && ids.len() != old + 1 => Err("nothing was saved".to_owned()),
        _ => Ok(()),
    }
}

pub fn tag_killed_at_every_call_keeps_what_it_said() {
    let mut tally = Tally::default();
    for (name, scene) in scenes() {
        for call in record(&scene).iter().filter(|it| it.changes()) {
            let (output, _logs) = run(&scene, Some(&call.inject("signal=KILL")));
            let killed = match output.status.success() {
                true => Err("it was not killed".to_owned()),
                false => Ok(()),
            };
            let result = killed
                .and_then(|()| is_sound(&scene, &output))
                .and_then(|()| scene.goes_on(LATER));
            tally.add(&format!("{name}, killed at {}", call.told()), result);
        }
    }
    tally.close("postil tag, killed", 30);
}

pub fn tag_told_of_an_error_at_every_call_harms_nothing() {
    let mut tally = Tally::default();
    let mut refused = 0;
    for (name, scene) in scenes() {
        let calls = record(&scene);
        let touched = |it: &&Call| it.name != "exit_group" && concerns(it, &scene);
        for call in calls.iter().filter(touched) {
            for (error, lasting) in errors() {
                let inject = call.inject(&format!("error={error}")) + lasting;
                let (output, _logs) = run(&scene, Some(&inject));
                refused += usize::from(!output.status.success());
                let result = is_told(&scene, call, lasting, &output)
                    .and_then(|()| is_sound(&scene, &output))
                    .and_then(|()| scene.goes_on(LATER));
                let point = format!("{name}, {error}{lasting} at {}", call.told());
                tally.add(&point, result);
            }
        }
    }
    tell(&format!(
        "postil tag, errors: {refused} of {} runs were refused",
        tally.points
    ));
    tally.close("postil tag, errors", 100);
}

/// Whether it is about the workspace, or about what was said. Reading counts:
/// what cannot be read must not be taken for nothing.
fn concerns(call: &Call, scene: &Scene) -> bool {
    call.is_within(scene.desk.folder()) || call.name == "write"
}

/// It has succeeded, or it has said in a sentence which file is meant.
fn is_told(scene: &Scene, call: &Call, lasting: &str, output: &Output) -> Result<(), String> {
    let words = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) => Ok(()),
        Some(2) => {
            let lines: Vec<_> = words.lines().collect();
            let one = lines.len() == 1 && words.starts_with("postil: ");
            let root = scene.desk.folder().display().to_string();
            let is_output = call.name == "write" && !call.is_within(scene.desk.folder());
            let named = words.contains(&root) || (is_output && words.contains("standard output"));
            // Where no write succeeds any more, nothing can be said.
            let mute = call.name == "write" && lasting == "+" && words.is_empty();
            match (one && named) || mute {
                true => Ok(()),
                false => Err(format!("it said: {words}")),
            }
        }
        _ => Err(format!("it ended with {}: {words}", output.status)),
    }
}

/// A shell that writes the same file over is killed in the same way: the harness
/// has to see what it loses.
pub fn the_harness_finds_what_a_naive_writer_loses() {
    let scene = existing();
    let path = scene.annotation_path();
    let new = String::from_utf8(fs::read(&path).expect("the file")).expect("words");
    let naive = |inject: Option<&str>| {
        let logs = tempfile::tempdir().expect("a folder for logs");
        let mut arguments = trace::arguments(&logs.path().join("log"), inject);
        let script = "printf %s \"$1\" > \"$0\"; echo saved";
        let file = path.to_str().expect("a path that is text");
        arguments.extend(["sh", "-c", script, file, &new].map(Into::into));
        scene.put_back();
        scene.desk.run_program("strace", &arguments);
        trace::read_logs(&logs.path().join("log")).remove(0)
    };
    let calls = naive(None);
    let lost = calls.iter().filter(|it| it.changes()).filter(|call| {
        naive(Some(&call.inject("signal=KILL")));
        scene.tags().is_err()
    });
    let lost = lost.count();
    tell(&format!("a naive writer, killed: {lost} points are bad"));
    assert!(lost > 0);
}

/// Network file systems have none, or have run out of them; merging and renaming remain.
pub fn tags_are_saved_where_the_file_system_gives_no_lock() {
    for error in ["ENOLCK", "EBADF", "ENOSYS", "EOPNOTSUPP", "EINVAL"] {
        let scene = existing();
        let inject = format!("inject=flock:error={error}");
        let path = format!("iom/seeds/{}", scene.document);
        let number = SENTENCE.to_string();
        let traced = [
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=flock",
            "-e",
            &inject,
        ];
        let tag = [PROGRAM, "tag", &path, "claim", "--sentence", &number];
        let output = scene
            .desk
            .run_program("strace", &[&traced[..], &tag].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}: {said}");
        assert_eq!(said.matches("gives no lock").count(), 1, "{error}: {said}");
        assert_eq!(scene.tags().expect("a file").len(), 3, "{error}");
    }
}
