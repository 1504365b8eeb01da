//! `postil import` into several documents, killed at every call, and every call made to fail:
//! what is not whole can be imported again or taken back, and an error leaves all as it was.

use std::collections::BTreeMap;
use std::fs;
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
