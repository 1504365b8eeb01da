//! `postil import` into several documents, killed at every call, and every call made to fail:
//! what is not whole can be imported again or taken back, and an error leaves all as it was. An
//! export that fails leaves nothing.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Output;

use super::scene::{Scene, sentences};
use super::support::desk::Desk;
use super::trace::{self, Call};
use super::{Tally, tag};

const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");
const DOCUMENTS: [&str; 3] = ["a.txt", "b.txt", "c.txt"];
/// Of each document, besides the two that the first has.
const IMPORTED: usize = 3;

/// The ids of the tags of each document, in order.
type Ids = BTreeMap<&'static str, Vec<String>>;

/// A workspace of three documents, the first of which has two tags, and a file with three tags of
/// each beside it.
fn scene() -> Scene {
    let Scene { desk, .. } = tag::existing();
    for document in &DOCUMENTS[1..] {
        fs::write(desk.documents().join(document), sentences(12)).expect("a document");
    }
    let rows = DOCUMENTS.iter().flat_map(|document| {
        (4..4 + IMPORTED).map(move |number| {
            let quote = format!("The sentence of the number {number} says what it says.");
            format!("{{\"doc\": \"{document}\", \"tag\": \"claim\", \"quote\": \"{quote}\"}}\n")
        })
    });
    fs::write(desk.root().join("tags.jsonl"), rows.collect::<String>()).expect("a file");
    Scene::of(desk, "a.txt")
}

fn ids(desk: &Desk) -> Ids {
    let of = |document| {
        let all = desk.annotations(document);
        let id = |one: &serde_json::Value| one["id"].as_str().unwrap_or_default().to_owned();
        all.iter().map(id).collect()
    };
    let all = DOCUMENTS.map(|document| (document, of(document)));
    all.into_iter().collect()
}

/// Imports under the tracer; answers what came of it, and the calls of each thread.
fn run(scene: &Scene, inject: Option<&str>) -> (Output, Vec<Vec<Call>>) {
    let logs = tempfile::tempdir().expect("a folder for logs");
    let mut arguments = trace::arguments(&logs.path().join("log"), inject);
    let import = [PROGRAM, "import", "iom/tags.jsonl", "iom", "--as", "me"];
    arguments.extend(import.map(Into::into));
    scene.put_back();
    let output = scene.desk.run_program("strace", &arguments);
    (output, trace::read_logs(&logs.path().join("log")))
}

/// The changing calls of all threads of an undisturbed run that are about the workspace, each
/// once: which thread does what is another thing in each run.
fn calls(scene: &Scene) -> Vec<Call> {
    let (output, threads) = run(scene, None);
    assert!(output.status.success(), "{output:?}");
    let mut calls: Vec<Call> = Vec::new();
    let all = threads.into_iter().flatten();
    let about = all.filter(|call| call.changes() && call.is_within(&scene.desk.root()));
    for call in about {
        let is_it = |one: &Call| one.name == call.name && one.number == call.number;
        if !calls.iter().any(is_it) {
            calls.push(call);
        }
    }
    calls
}

fn again(scene: &Scene, more: &[&str]) -> Result<(), String> {
    let import = ["import", "iom/tags.jsonl", "iom", "--as", "me"];
    let done = scene.desk.run(&[&import[..], more].concat());
    match done.status.success() {
        true => Ok(()),
        false => Err(format!("{more:?} is refused: {done:?}")),
    }
}

/// Each imported tag is there once, besides those that were.
fn is_whole(scene: &Scene, before: &Ids) -> Result<(), String> {
    let after = ids(&scene.desk);
    for (document, before) in before {
        let mut found = after[document].clone();
        found.sort();
        found.dedup();
        let kept = before.iter().all(|id| found.contains(id));
        if !kept || found.len() != before.len() + IMPORTED || found.len() != after[document].len() {
            return Err(format!(
                "{before:?} in {document} are {:?}",
                after[document]
            ));
        }
    }
    Ok(())
}

fn is_as_before(scene: &Scene, before: &Ids) -> Result<(), String> {
    let after = ids(&scene.desk);
    match after == *before {
        true => Ok(()),
        false => Err(format!("{before:?} are {after:?}")),
    }
}

pub fn an_import_killed_at_any_call_is_done_again_or_taken_back() {
    let scene = scene();
    let before = ids(&scene.desk);
    let mut tally = Tally::default();
    for call in calls(&scene) {
        run(&scene, Some(&call.inject("signal=KILL")));
        let result = scene
            .tags()
            .map(drop)
            .and_then(|()| again(&scene, &[]))
            .and_then(|()| is_whole(&scene, &before))
            .and_then(|()| again(&scene, &["--undo"]))
            .and_then(|()| is_as_before(&scene, &before))
            .and_then(|()| scene.goes_on(5));
        tally.add(&format!("killed at {}", call.told()), result);
    }
    // The more processors, the fewer calls has a thread that are numbered differently.
    tally.close("postil import, killed", 6);
}

pub fn an_import_that_fails_at_any_call_changes_nothing() {
    let scene = scene();
    let before = ids(&scene.desk);
    let mut tally = Tally::default();
    let mut refused = 0;
    for call in calls(&scene) {
        for error in ["EIO", "ENOSPC"] {
            let (output, _) = run(&scene, Some(&call.inject(&format!("error={error}"))));
            let words = String::from_utf8_lossy(&output.stderr);
            let result = match output.status.code() {
                Some(0) => is_whole(&scene, &before),
                // One whose tags could not be read is left out, and told.
                Some(1) if words.contains("not imported") => Ok(()),
                Some(2) => {
                    refused += 1;
                    is_as_before(&scene, &before)
                }
                _ => Err(format!("{}", output.status)),
            };
            let result = result.and_then(|()| scene.goes_on(5));
            let result = result.map_err(|why| format!("{why}; it said: {words}"));
            tally.add(&format!("{error} at {}", call.told()), result);
        }
    }
    super::tell(&format!("{refused} of {} runs were refused", tally.points));
    tally.close("postil import, errors", 12);
}

pub fn an_export_that_finds_no_room_leaves_nothing() {
    let scene = scene();
    again(&scene, &[]).expect("tags to export");
    let mut tally = Tally::default();
    for format in ["html", "csv", "brat", "refi-qda"] {
        for from in 1..=3 {
            let logs = tempfile::tempdir().expect("a folder for logs");
            let inject = format!("inject=write:error=ENOSPC:when={from}+");
            let mut arguments = trace::arguments(&logs.path().join("log"), Some(&inject));
            let target = scene.desk.folder().join("out.zip");
            let target = target.to_str().expect("a path that is text");
            let export = [
                PROGRAM, "export", "iom", "--format", format, "--output", target,
            ];
            arguments.extend(export.map(Into::into));
            let output = scene.desk.run_program("strace", &arguments);
            let left = fs::read_dir(scene.desk.folder()).expect("a folder");
            let left = left.map(|entry| entry.expect("an entry").file_name());
            let left: Vec<_> = left
                .filter(|name| name.to_string_lossy().contains("out"))
                .collect();
            let result = match (output.status.code(), left.is_empty()) {
                (Some(2), true) => Ok(()),
                (Some(0), false) => fs::remove_file(target).map_err(|error| error.to_string()),
                _ => Err(format!("{}, and left: {left:?}", output.status)),
            };
            tally.add(
                &format!("{format}, no room from write no. {from} on"),
                result,
            );
        }
    }
    tally.close("postil export, no room", 12);
}

/// A long export is synced while it is written; that the disk fails then is told as at its end.
pub fn an_export_whose_disk_fails_leaves_what_was_there() {
    let desk = Desk::with_documents(PROGRAM, &[]);
    let mut rows = String::new();
    for name in ["a.txt", "b.txt", "c.txt", "d.txt"] {
        fs::write(desk.documents().join(name), sentences(30_000)).expect("a document");
        let quote = "The sentence of the number 4 says what it says.";
        rows.push_str(&format!(
            "{{\"doc\": \"{name}\", \"tag\": \"claim\", \"quote\": \"{quote}\"}}\n"
        ));
    }
    fs::write(desk.root().join("tags.jsonl"), rows).expect("a file");
    let imported = desk.run(&["import", "iom/tags.jsonl", "iom", "--as", "me"]);
    assert!(imported.status.success(), "{imported:?}");
    let target = desk.folder().join("out.jsonl");
    let mut tally = Tally::default();
    for call in ["fdatasync", "fsync"] {
        fs::write(&target, "what was there").expect("a file");
        let logs = tempfile::tempdir().expect("a folder for logs");
        let inject = format!("inject={call}:error=EIO:when=1");
        let mut arguments = trace::arguments(&logs.path().join("log"), Some(&inject));
        let to = target.to_str().expect("a path that is text");
        let export = [
            PROGRAM, "export", "iom", "--format", "doccano", "--output", to,
        ];
        arguments.extend(export.map(Into::into));
        let output = desk.run_program("strace", &arguments);
        let words = String::from_utf8_lossy(&output.stderr);
        let left = fs::read(&target).expect("a file");
        let result = match (output.status.code(), left == b"what was there") {
            (Some(2), true) if words.contains("out.jsonl") => Ok(()),
            _ => Err(format!("{}: {words}", output.status)),
        };
        tally.add(&format!("{call} fails"), result);
    }
    tally.close("postil export, a disk that fails", 2);
}

/// Many documents, so that there is time to interrupt it.
pub fn an_import_that_is_interrupted_is_put_back() {
    let desk = Desk::with_documents(PROGRAM, &[]);
    let mut rows = String::new();
    for number in 0..300 {
        let name = format!("d{number}.txt");
        fs::write(desk.documents().join(&name), sentences(12)).expect("a document");
        for sentence in 1..=12 {
            let quote = format!("The sentence of the number {sentence} says what it says.");
            rows.push_str(&format!(
                "{{\"doc\": \"{name}\", \"tag\": \"claim\", \"quote\": \"{quote}\"}}\n"
            ));
        }
    }
    let file = desk.root().join("tags.jsonl");
    fs::write(&file, rows).expect("a file");
    let mut running = std::process::Command::new(PROGRAM)
        .args(["import", "iom/tags.jsonl", "iom", "--as", "me"])
        .current_dir(desk.folder())
        .env("HOME", desk.folder().join("home"))
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program");
    let annotations = desk.root().join("annotations");
    let begun = || fs::read_dir(&annotations).is_ok_and(|all| all.count() > 20);
    while !begun() && running.try_wait().expect("its state").is_none() {
        std::thread::yield_now();
    }
    let pid = running.id().to_string();
    let sent = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status();
    assert!(sent.expect("a signal").success());
    let output = running.wait_with_output().expect("its end");
    let words = String::from_utf8_lossy(&output.stderr);
    let listed = desk.run(&["list", "iom"]);
    let tags = String::from_utf8_lossy(&listed.stdout).lines().count();
    match (output.status.code(), output.status.signal()) {
        (None, Some(2)) => {
            for said in [
                "interrupted; what was done is put back",
                "interrupted; nothing was imported",
            ] {
                assert!(words.contains(said), "{words}");
            }
            assert_eq!(tags, 0);
            let left = fs::read_dir(&annotations).expect("a folder");
            let left =
                left.filter_map(|entry| entry.expect("an entry").file_name().into_string().ok());
            let left: Vec<_> = left.filter(|name| name.ends_with(".json")).collect();
            assert_eq!(left, [""; 0], "no file stays that was not there");
        }
        // It was done before the signal came.
        (Some(0), _) => assert_eq!(tags, 300 * 12),
        _ => panic!("{}: {words}", output.status),
    }
}
