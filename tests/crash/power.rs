//! The power is cut after each call of `postil tag`: what may be on the disk then
//! is the whole old annotation file or the whole new one, and the new one once it
//! was said.

use std::collections::BTreeSet;
use std::path::Path;

use super::disk::Disk;
use super::scene::{Scene, tags};
use super::trace::{self, Call};
use super::{Tally, tag, tell};

/// Goes through the calls; answers what was wrong, and how many states were seen.
fn cut_after_each(disk: &mut Disk, calls: &[Call], path: &Path, new: &[u8]) -> Tally {
    let mut tally = Tally::default();
    let old: BTreeSet<_> = disk.after_a_power_cut(path);
    assert_eq!(old.len(), 1, "all is synced before");
    let new = Some(new.to_vec());
    let mut said = false;
    for call in calls {
        disk.take(call);
        said |= is_said(call);
        for state in disk.after_a_power_cut(path) {
            let whole = state == new || (!said && old.contains(&state));
            let result = match whole {
                true => Ok(()),
                false => Err(format!(
                    "{:?}",
                    state.as_deref().map(String::from_utf8_lossy)
                )),
            };
            tally.add(&format!("after {}", call.told()), result);
        }
    }
    assert!(said, "nothing was said");
    tally
}

/// The words on standard output, which is a pipe, or the end.
fn is_said(call: &Call) -> bool {
    let output = || call.arguments[0].words == "1" && call.arguments[0].file.is_none();
    call.name == "exit_group" || (call.name == "write" && output())
}

pub fn a_power_cut_after_any_call_leaves_the_whole_old_file_or_the_whole_new_one() {
    for (name, scene) in [
        ("a file that is there", tag::existing()),
        ("a new file", tag::new_file()),
        ("a new folder", tag::new_folder()),
    ] {
        scene.put_back();
        let mut disk = Disk::of(scene.desk.folder());
        let calls = tag::record(&scene);
        let path = scene.annotation_path();
        let new = std::fs::read(&path).expect("the annotation file");
        let count = scene.old_ids().len();
        let found = tags(&new, &scene.desk.text(scene.document)).expect("a whole file");
        assert_eq!(found.len(), count + 1);
        let tally = cut_after_each(&mut disk, &calls, &path, &new);
        tally.close(&format!("postil tag, {name}, power cut"), 10);
    }
}

/// Bad states of a shell that writes a file in this way.
fn bad_states_of(script: &str) -> usize {
    let desk = super::support::desk::Desk::with_documents("sh", &[]);
    let path = desk.root().join("seeds/f");
    std::fs::write(&path, "old words\n").expect("a file");
    let scene = Scene::of(desk, "f");
    let mut disk = Disk::of(scene.desk.folder());
    let logs = tempfile::tempdir().expect("a folder for logs");
    let log = logs.path().join("log");
    let mut arguments = trace::arguments(&log, None);
    arguments.extend(["sh", "-c", script].map(Into::into));
    let output = scene.desk.run_program("strace", &arguments);
    assert!(output.status.success(), "{output:?}");
    // Processes that follow one another, in the order of their numbers; the
    // shell, which is the first, says the last word.
    let mut logs = trace::read_logs(&log);
    let shell = logs.remove(0);
    let (last, first) = shell.split_last().expect("calls");
    let calls: Vec<Call> = match logs.is_empty() {
        true => shell.clone(),
        false => first
            .iter()
            .cloned()
            .chain(
                logs.into_iter()
                    .flatten()
                    .filter(|it| it.name != "exit_group"),
            )
            .chain([last.clone()])
            .collect(),
    };
    let new = std::fs::read(&path).expect("the file");
    assert_eq!(new, b"new words\n");
    let tally = cut_after_each(&mut disk, &calls, &path, &new);
    tell(&format!(
        "{script}: {} of {} states are bad",
        tally.bad.len(),
        tally.points
    ));
    tally.bad.len()
}

/// The model has to find what is wrong with those who do less.
pub fn the_model_finds_the_faults_of_naive_ways_to_write() {
    let words = "printf 'new words\\n'";
    assert!(bad_states_of(&format!("cd iom/seeds; {words} > f")) > 0);
    let renamed = format!("cd iom/seeds; {words} > g; ");
    assert!(bad_states_of(&format!("{renamed} mv g f")) > 0);
    assert!(bad_states_of(&format!("{renamed} sync g; mv g f")) > 0);
    assert_eq!(
        bad_states_of(&format!("{renamed} sync g; mv g f; sync .")),
        0
    );
}
