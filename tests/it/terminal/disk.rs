//! What happens to the files while one reads, and what the reader says of it: "saved" is
//! true.

use std::fs;
use std::path::{Path, PathBuf};

use super::{FIRST, SECOND, documents, seeds};
use crate::support::desk::{Desk, SIZE};
use crate::support::hand::CTRL_S;
use crate::support::pty::Pty;

fn annotation_file(desk: &Desk, document: &str) -> PathBuf {
    desk.root().join(format!("annotations/{document}.json"))
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("another mode");
}

/// A folder on another drive; `None` where there is none.
#[cfg(unix)]
fn on_another_drive(here: &Path) -> Option<tempfile::TempDir> {
    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir_in("/dev/shm").ok()?;
    let device = |path: &Path| fs::metadata(path).ok().map(|found| found.dev());
    (device(folder.path()) != device(here)).then_some(folder)
}

/// Whether a drive is mounted on a folder or a link leads to it is the same to the program:
/// the folder is on one drive, then on another.
#[cfg(unix)]
#[test]
fn a_drive_that_is_taken_out_takes_no_tag_along_and_none_is_called_saved() {
    use std::os::unix::fs::symlink;
    let desk = seeds();
    let Some(drive) = on_another_drive(&desk.root()) else {
        return;
    };
    let annotations = desk.root().join("annotations");
    let point_to = |target: &Path| {
        let _ = fs::remove_file(&annotations);
        symlink(target, &annotations).expect("a link");
    };
    let stays_behind = desk.folder().join("empty");
    fs::create_dir(&stays_behind).expect("a folder");
    point_to(drive.path());
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.change("f", 1);
    point_to(&stays_behind);
    reader.send("Jc");
    reader.wait_for("what is not saved", |view| {
        view.shows("NOT SAVED") || view.shows("not on the drive")
    });
    reader.send("q");
    reader.wait_for("the question", |view| view.shows("Not everything is saved"));
    reader.escape(|view| !view.shows("Not everything is saved"));
    assert_eq!(fs::read_dir(&stays_behind).expect("a folder").count(), 0);
    point_to(drive.path());
    reader.send(CTRL_S);
    reader.wait_until_saved();
    assert_eq!(reader.quit(), 0);
    let tags = |document: &str| desk.tags(document).len();
    assert_eq!((tags(FIRST), tags(SECOND)), (1, 1));
}

/// Where no change is watched, the last look is at the end.
#[test]
fn quitting_and_saving_look_whether_what_was_saved_is_still_there() {
    let desk = seeds();
    fs::write(desk.root().join("postil.toml"), "watch = \"off\"\n").expect("a file");
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.change("f", 1);
    fs::remove_file(annotation_file(&desk, FIRST)).expect("a file");
    reader.send(CTRL_S);
    reader.wait_for("the deletion", |view| view.shows("deleted on disk"));
    reader.wait_until_saved();
    assert_eq!(desk.tags(FIRST).len(), 1);
    fs::remove_dir_all(desk.root().join("annotations")).expect("a folder");
    assert_eq!(reader.quit(), 0);
    assert_eq!(desk.tags(FIRST).len(), 1);
}

#[cfg(unix)]
#[test]
fn a_file_that_is_protected_while_nothing_is_unsaved_makes_the_document_read_only() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.change("f", 1);
    let file = annotation_file(&desk, FIRST);
    set_mode(&file, 0o444);
    reader.send(CTRL_S);
    reader.wait_for("the reason", |view| view.shows("no permission"));
    reader.send("jc");
    reader.wait_for("that it is read-only", |view| {
        view.status().contains("no permission") && !view.shows("NOT SAVED")
    });
    set_mode(&file, 0o644);
    reader.send(CTRL_S);
    reader.wait_until_saved();
    reader.change("c", 2);
    set_mode(&file, 0o444);
    reader.send(CTRL_S);
    reader.wait_for("the reason", |view| view.shows("no permission"));
    // There is nothing to ask.
    assert_eq!(reader.quit(), 0);
    assert_eq!(desk.tags(FIRST).len(), 2);
}

/// Permissions stop nobody who is root: then somebody else runs a copy of the program.
/// `None` where that cannot be done.
#[cfg(unix)]
fn read_as_somebody_who_is_not_root(desk: &Desk) -> Option<Pty> {
    let root = desk.root();
    let root = root.to_str().expect("a path that is text");
    let program = env!("CARGO_BIN_EXE_postil");
    let probe = desk.folder().join("probe");
    fs::write(&probe, "").expect("a file");
    set_mode(&probe, 0o000);
    let command = if fs::read(&probe).is_err() {
        desk.command(program, &[root])
    } else {
        let copy = desk.folder().join("postil");
        fs::copy(program, &copy).expect("a copy");
        let mut all = vec![desk.folder().to_owned()];
        while let Some(path) = all.pop() {
            std::os::unix::fs::chown(&path, Some(65534), Some(65534)).ok()?;
            let below = fs::read_dir(&path).into_iter().flatten();
            all.extend(below.filter_map(|entry| Some(entry.ok()?.path())));
        }
        let copy = copy.to_str().expect("a path that is text");
        let arguments = [
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            copy,
            root,
        ];
        std::process::Command::new("setpriv")
            .arg("--version")
            .output()
            .ok()?;
        desk.command("setpriv", &arguments)
    };
    Some(Pty::spawn(command, SIZE))
}

#[cfg(unix)]
#[test]
fn folders_that_may_not_be_looked_into_are_told_as_that_and_looked_at_again() {
    let desk = documents(&[("a.txt", b"One. Two."), ("b.txt", b"Three. Four.")]);
    desk.run(&["tag", "iom/seeds/a.txt", "fact", "--sentence", "1"]);
    desk.has_been_here();
    let annotations = desk.root().join("annotations");
    let Some(mut reader) = read_as_somebody_who_is_not_root(&desk) else {
        return;
    };
    reader.wait_until_ready();
    set_mode(&annotations, 0o444);
    reader.send("J");
    reader.wait_for("the other document", |view| view.shows("Three."));
    reader.send("c");
    reader.wait_for("why it cannot be tagged", |view| {
        view.shows("no permission")
    });
    set_mode(&annotations, 0o755);
    reader.send(CTRL_S);
    reader.wait_until_saved();
    reader.change("jo", 2);
    set_mode(&desk.documents(), 0o000);
    reader.send(CTRL_S);
    reader.wait_for("the reason", |view| view.shows("cannot be read"));
    assert!(!reader.view().shows("gone from disk"));
    set_mode(&desk.documents(), 0o755);
    reader.send(CTRL_S);
    reader.wait_for("the documents", |view| !view.shows("cannot be read"));
    assert_eq!(reader.quit(), 0);
    assert_eq!((desk.tags("a.txt").len(), desk.tags("b.txt").len()), (1, 1));
}

#[test]
fn a_configuration_that_is_edited_meanwhile_is_told() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    let file = desk.root().join("postil.toml");
    fs::write(&file, "measure = 60\n").expect("a file");
    reader.wait_for("the news", |view| view.shows("the next start takes it in"));
    fs::write(&file, "measure = \"wide\"\n").expect("a file");
    reader.wait_for("what is wrong", |view| view.shows("postil.toml, line 1"));
    assert_eq!(reader.quit(), 0);
}

/// Found by random use: what comes back with its folder was told by nobody.
#[test]
fn a_workspace_that_is_moved_away_and_back_is_as_it_was() {
    let desk = seeds();
    desk.run(&[
        "tag",
        &format!("iom/seeds/{SECOND}"),
        "fact",
        "--sentence",
        "1",
    ]);
    let mut reader = desk.read();
    reader.wait_until_ready();
    let away = desk.folder().join("away");
    let document = desk.documents().join(SECOND);
    let before = fs::read_to_string(&document).expect("a document");
    for round in 0..3 {
        fs::write(&document, format!("{before}{round}\n")).expect("a document");
        fs::rename(desk.root(), &away).expect("another name");
        reader.wait_for("that it is gone", |view| view.shows("gone from disk"));
        fs::rename(&away, desk.root()).expect("its own name");
        reader.wait_for("that it is back", |view| {
            !view.shows("gone from disk") && view.row(0).contains("1 tag")
        });
    }
    assert_eq!(reader.quit(), 0);
}
