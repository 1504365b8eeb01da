//! `postil reanchor` after documents were renamed, killed at every call: done again, it ends
//! with each tag once, in the file of the document's new name.

use std::collections::BTreeSet;
use std::fs;

use super::scene::{Scene, sentences};
use super::support::desk::Desk;
use super::trace::{self, Call};
use super::{Tally, tag};

const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");
const ACCEPTING: [&str; 4] = ["reanchor", "iom", "--accept", "0.5"];

/// How a text has changed.
type Change = fn(&str) -> String;

/// A document with two tags that was renamed, and another one with a tag that leads to the
/// first of them. With another text, tags have moved, too.
fn renamed(change: Change) -> Scene {
    let Scene { desk, .. } = tag::existing();
    fs::write(desk.documents().join("c.txt"), sentences(4)).expect("a document");
    let tagged = desk.run(&["tag", "iom/seeds/c.txt", "fact", "--sentence", "1"]);
    assert!(tagged.status.success(), "{tagged:?}");
    let file = desk.root().join("annotations/c.txt.json");
    let id = &ids(&desk, "a.txt")[0];
    let link =
        format!("\"links\": [{{\"to\": \"a.txt#{id}\", \"rel\": \"supports\"}}], \"creator\"");
    let words = fs::read_to_string(&file).expect("the file");
    fs::write(&file, words.replacen("\"creator\"", &link, 1)).expect("the file");
    fs::remove_file(desk.documents().join("a.txt")).expect("a document");
    fs::write(desk.documents().join("b.txt"), change(&sentences(12))).expect("a document");
    Scene::of(desk, "b.txt")
}

fn ids(desk: &Desk, document: &str) -> Vec<String> {
    let all = desk.annotations(document);
    let id = |one: &serde_json::Value| one["id"].as_str().unwrap_or_default().to_owned();
    all.iter().map(id).collect()
}

/// The calls of the thread that writes, in one undisturbed run.
fn record(scene: &Scene) -> Vec<Call> {
    let logs = tempfile::tempdir().expect("a folder for logs");
    let mut arguments = trace::arguments(&logs.path().join("log"), None);
    arguments.push(PROGRAM.into());
    arguments.extend(ACCEPTING.map(Into::into));
    scene.put_back();
    let output = scene.desk.run_program("strace", &arguments);
    assert!(output.status.success(), "{output:?}");
    let threads = trace::read_logs(&logs.path().join("log"));
    let writes = |calls: &Vec<Call>| calls.iter().filter(|call| call.changes()).count();
    threads.into_iter().max_by_key(writes).expect("a thread")
}

/// Runs it, and kills it at a call.
fn kill(scene: &Scene, call: &Call) {
    let logs = tempfile::tempdir().expect("a folder for logs");
    let inject = call.inject("signal=KILL");
    let mut arguments = trace::arguments(&logs.path().join("log"), Some(&inject));
    arguments.push(PROGRAM.into());
    arguments.extend(ACCEPTING.map(Into::into));
    scene.put_back();
    scene.desk.run_program("strace", &arguments);
}

fn do_again(scene: &Scene) -> Result<(), String> {
    let again = scene.desk.run(&ACCEPTING);
    match again.status.success() {
        true => Ok(()),
        false => Err(format!("it cannot be done again: {again:?}")),
    }
}

fn has_tags(scene: &Scene, document: &str, before: &BTreeSet<String>) -> Result<(), String> {
    let after = ids(&scene.desk, document);
    match after.len() == before.len() && after.iter().all(|id| before.contains(id)) {
        true => Ok(()),
        false => Err(format!("{before:?} in {document} are {after:?}")),
    }
}

/// Each tag stands once, in the file of the new name, and what led to it leads there.
fn is_sound(scene: &Scene, before: &BTreeSet<String>) -> Result<(), String> {
    do_again(scene)?;
    has_tags(scene, "b.txt", before)?;
    if scene.desk.root().join("annotations/a.txt.json").exists() {
        return Err("the old file is still there".to_owned());
    }
    let link = &scene.desk.annotations("c.txt")[0]["links"][0]["to"];
    if !link.as_str().is_some_and(|to| to.starts_with("b.txt#")) {
        return Err(format!("the link leads to {link}"));
    }
    scene.goes_on(5)
}

pub fn a_rename_taken_over_again_after_any_kill_doubles_no_tag() {
    let mut tally = Tally::default();
    let texts: [(&str, Change); 3] = [
        ("the same text", str::to_owned),
        ("other line ends", |text| text.replace('\n', "\r\n")),
        ("a line more", |text| format!("Something new.\n\n{text}")),
    ];
    for (name, change) in texts {
        let scene = renamed(change);
        let before = ids(&scene.desk, "a.txt").into_iter().collect();
        for call in record(&scene).iter().filter(|call| call.changes()) {
            kill(&scene, call);
            let point = format!("{name}, killed at {}", call.told());
            tally.add(&point, is_sound(&scene, &before));
        }
    }
    tally.close("postil reanchor of a rename, killed", 60);
}

pub fn swapped_names_set_right_again_after_any_kill_double_no_tag() {
    let mut tally = Tally::default();
    let Scene { desk, .. } = tag::existing();
    let other = sentences(12).replace("says what it says", "says something else");
    fs::write(desk.documents().join("b.txt"), &other).expect("a document");
    let tagged = desk.run(&["tag", "iom/seeds/b.txt", "fact", "--sentence", "4"]);
    assert!(tagged.status.success(), "{tagged:?}");
    let of = |document| ids(&desk, document).into_iter().collect();
    let (of_a, of_b): (BTreeSet<String>, BTreeSet<String>) = (of("a.txt"), of("b.txt"));
    fs::write(desk.documents().join("b.txt"), sentences(12)).expect("a document");
    fs::write(desk.documents().join("a.txt"), other).expect("a document");
    let scene = Scene::of(desk, "c.txt");
    for call in record(&scene).iter().filter(|call| call.changes()) {
        kill(&scene, call);
        let result = do_again(&scene)
            .and_then(|()| has_tags(&scene, "b.txt", &of_a))
            .and_then(|()| has_tags(&scene, "a.txt", &of_b));
        tally.add(&format!("killed at {}", call.told()), result);
    }
    tally.close("postil reanchor of swapped names, killed", 30);
}
