//! Links, pipes, modes and names that only Unix has.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use super::*;

#[test]
fn pipes_links_and_loops_never_hang() {
    let here = folder(&[("a.txt", "a")]);
    Command::new("mkfifo")
        .arg(here.path("seeds/pipe.txt"))
        .status()
        .unwrap();
    symlink("nowhere", here.path("seeds/dangling.txt")).unwrap();
    symlink("loop.txt", here.path("seeds/loop.txt")).unwrap();
    symlink(".", here.path("seeds/up")).unwrap();
    symlink("a.txt", here.path("seeds/link.txt")).unwrap();
    let workspace = here.store.workspace();
    let listed = workspace.documents();
    let names: Vec<_> = listed.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(
        names,
        ["a.txt", "dangling.txt", "link.txt", "loop.txt", "pipe.txt"]
    );
    let readable: Vec<_> = listed.iter().map(|it| it.unreadable.is_none()).collect();
    assert_eq!(readable, [true, false, true, false, false], "{listed:?}");
    for entry in &listed {
        assert_eq!(
            Document::load(workspace, &entry.path).is_ok(),
            entry.unreadable.is_none()
        );
    }
}

#[test]
fn names_that_are_not_utf_8_keep_their_tags_apart() {
    let here = folder(&[("a.txt", "a")]);
    for name in [&b"x\xff.txt"[..], b"x\xfe.txt"] {
        fs::write(
            here.path("seeds").join(OsStr::from_bytes(name)),
            "one two three",
        )
        .unwrap();
    }
    let listed = here.store.workspace().documents();
    assert_eq!(listed.len(), 3);
    for (entry, id) in listed[1..].iter().zip(["i1", "i2"]) {
        let ours = set([annotation(id, "one two three", 0, 3)]);
        let document = Document::load(here.store.workspace(), &entry.path).unwrap();
        let info = document.info(here.store.workspace());
        here.store.save(&entry.path, &info, &NONE(), &ours).unwrap();
    }
    for (entry, id) in listed[1..].iter().zip(["i1", "i2"]) {
        assert!(here.store.load(&entry.path).file.set.contains(&id.into()));
    }
}

#[test]
fn modes_and_links_of_annotation_files_stay() {
    let here = folder(&[("a.txt", "one two three")]);
    let base = set([annotation("i1", "one two three", 0, 3)]);
    here.save("a.txt", &NONE(), &base);
    let file = here.path("annotations/a.txt.json");
    let real = here.path("real.json");
    fs::rename(&file, &real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("../real.json", &file).unwrap();
    here.save("a.txt", &base, &NONE());
    assert!(file.is_symlink());
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert!(
        fs::read_to_string(&real)
            .unwrap()
            .contains("\"annotations\": []")
    );
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_and_the_same_call_works_later() {
    let here = folder(&[("a.txt", "one two three")]);
    // A file where the folder should be stops root as well.
    fs::write(here.path("annotations"), "").unwrap();
    let ours = set([annotation("i1", "one two three", 0, 3)]);
    let error = here.try_save("a.txt", &NONE(), &ours).unwrap_err();
    assert!(
        error.may_pass() && error.to_string().contains("annotations"),
        "{error}"
    );
    fs::remove_file(here.path("annotations")).unwrap();
    assert!(here.save("a.txt", &NONE(), &ours).written);
}

#[test]
fn a_seeds_folder_that_is_a_link_is_a_workspace() {
    let here = folder(&[("a.txt", "a")]);
    let other = tempfile::tempdir().unwrap();
    symlink(here.path("seeds"), other.path().join("seeds")).unwrap();
    let opened = workspace(other.path());
    assert_eq!(opened.documents().len(), 1);
    assert_eq!(
        opened.annotations_dir(),
        fs::canonicalize(other.path()).unwrap().join("annotations")
    );
}

#[test]
fn a_state_is_for_its_owner_only() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state.json");
    fs::write(&path, "{}").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    StateFile::at(path.clone()).save(&State::default()).unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
