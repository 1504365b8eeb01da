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
        matches!(error, StorageError::Io { .. }) && error.to_string().contains("annotations"),
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
    StateFile::at(path.clone())
        .save(&Remembered::default())
        .unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// Opening a pipe would wait for ever, and reading a device might never end.
#[test]
fn what_is_no_file_in_the_place_of_one_is_told_and_left_there() {
    use std::os::unix::fs::FileTypeExt;
    use std::os::unix::net::UnixListener;
    let here = folder(&[("a.txt", "one two three")]);
    let file = here.path("annotations/a.txt.json");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let ours = set([annotation("i1", "one two three", 0, 3)]);
    let make_pipe = |at: &Path| {
        let made = Command::new("mkfifo").arg(at).status().unwrap();
        assert!(made.success());
    };
    type Make<'a> = &'a dyn Fn(&Path);
    let cases: [(Make<'_>, &str); 6] = [
        (&|at| fs::create_dir(at).unwrap(), "it is a folder"),
        (&make_pipe, "it is a pipe"),
        (
            &|at| drop(UnixListener::bind(at).unwrap()),
            "it is a socket",
        ),
        (&|at| symlink("/dev/zero", at).unwrap(), "it is a device"),
        (&|at| symlink("a.txt.json", at).unwrap(), "a.txt.json"),
        (&|at| symlink("nowhere/x.json", at).unwrap(), "a.txt.json"),
    ];
    for (make, says) in cases {
        make(&file);
        let kind = || fs::symlink_metadata(&file).unwrap().file_type();
        let before = kind();
        let loaded = here.store.load(&path("a.txt"));
        let Access::ReadOnly(why) = &loaded.access else {
            panic!("a file that cannot be read ({says}) is writable");
        };
        assert!(why.contains(says) && !loaded.problems.is_empty(), "{why}");
        // A link that leads nowhere may be followed: its end is made.
        if !says.contains("json") {
            let error = here.try_save("a.txt", &NONE(), &ours).unwrap_err();
            assert!(error.to_string().contains(says), "{error}");
        }
        assert_eq!(kind(), before, "{says}");
        assert!(!before.is_fifo() || here.store.inspect_backups(&path("a.txt")).is_empty());
        if before.is_dir() {
            fs::remove_dir(&file).unwrap();
        } else {
            fs::remove_file(&file).unwrap();
        }
    }
}

/// Permissions stop nobody who is root; a file of the kernel that cannot be read
/// from its start stops root, too.
#[test]
fn a_file_that_cannot_be_read_is_not_taken_for_one_without_tags() {
    let here = folder(&[("a.txt", "one two three")]);
    let base = set([annotation("i1", "one two three", 0, 3)]);
    here.save("a.txt", &NONE(), &base);
    let file = here.path("annotations/a.txt.json");
    let bytes = fs::read(&file).unwrap();
    let mode = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o000);
    let is_root = fs::read(&file).is_ok();
    if is_root {
        mode(0o644);
        fs::remove_file(&file).unwrap();
        symlink("/proc/self/mem", &file).unwrap();
        assert!(fs::read(&file).is_err(), "/proc/self/mem can be read here");
    }
    let loaded = here.store.load(&path("a.txt"));
    let Access::ReadOnly(why) = &loaded.access else {
        panic!("a file that cannot be read is writable");
    };
    assert!(
        why.contains("cannot read") && why.contains("a.txt.json"),
        "{why}"
    );
    assert_eq!(loaded.problems.len(), 1);
    let ours = set([annotation("i2", "one two three", 4, 7)]);
    for ours in [&ours, &NONE()] {
        let error = here.try_save("a.txt", &base, ours).unwrap_err();
        assert!(error.to_string().contains("cannot read"), "{error}");
    }
    if !is_root {
        mode(0o644);
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }
}

/// A rename would replace it whatever its mode; who protects it means it. The
/// mode says so to root as well.
#[test]
fn a_file_that_is_protected_against_writing_is_shown_and_kept() {
    let here = folder(&[("a.txt", "one two three")]);
    let base = set([annotation("i1", "one two three", 0, 3)]);
    here.save("a.txt", &NONE(), &base);
    let file = here.path("annotations/a.txt.json");
    let bytes = fs::read(&file).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let loaded = here.store.load(&path("a.txt"));
    assert_eq!((loaded.file.set.len(), loaded.problems.len()), (1, 0));
    let Access::ReadOnly(why) = &loaded.access else {
        panic!("a protected file is writable");
    };
    assert!(why.contains("no permission"), "{why}");
    let error = here.try_save("a.txt", &base, &NONE()).unwrap_err();
    assert!(error.to_string().contains("no permission"), "{error}");
    assert_eq!(fs::read(&file).unwrap(), bytes);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(here.save("a.txt", &base, &NONE()).written);
}

/// A lock on a file that is renamed is no lock: the next one locks another file.
#[test]
fn the_lock_file_is_the_same_after_every_save_and_the_annotation_file_is_not() {
    use std::os::unix::fs::MetadataExt;
    let here = folder(&[("a.txt", "one two three")]);
    let inode = |name: &str| fs::metadata(here.path(name)).unwrap().ino();
    let one = set([annotation("i1", "one two three", 0, 3)]);
    here.save("a.txt", &NONE(), &one);
    let (lock, file) = (
        inode("annotations/.postil.lock"),
        inode("annotations/a.txt.json"),
    );
    here.save("a.txt", &one, &NONE());
    assert_eq!(inode("annotations/.postil.lock"), lock);
    assert_ne!(inode("annotations/a.txt.json"), file);
}

/// What looks left over may be what another instance is writing this moment: it
/// is swept by who holds the lock and by nobody else.
#[test]
fn nothing_is_swept_or_written_while_another_instance_holds_the_lock() {
    let here = folder(&[("a.txt", "one two three")]);
    fs::create_dir_all(here.path("annotations")).unwrap();
    let lock = fs::File::create(here.path("annotations/.postil.lock")).unwrap();
    lock.lock().unwrap();
    let written = here.path("annotations/.a.txt.json.x1Y2z3");
    fs::write(&written, "{").unwrap();
    let ours = set([annotation("i1", "one two three", 0, 3)]);
    let error = here.try_save("a.txt", &NONE(), &ours).unwrap_err();
    assert!(matches!(error, StorageError::Locked { .. }));
    assert!(written.exists() && !here.path("annotations/a.txt.json").exists());
    drop(lock);
    assert!(here.save("a.txt", &NONE(), &ours).written);
    assert!(!written.exists());
}

#[test]
fn a_name_of_a_link_near_the_longest_is_followed_and_its_target_kept() {
    let name = format!("{}.txt", "n".repeat(251));
    let here = folder(&[(&name, "one two three")]);
    let base = set([annotation("i1", "one two three", 0, 3)]);
    here.save(&name, &NONE(), &base);
    let document = path(&name);
    let file = here.store.workspace().annotation_path(&document);
    let real = here.path(&format!("{}.json", "r".repeat(235)));
    fs::rename(&file, &real).unwrap();
    symlink(&real, &file).unwrap();
    here.save(&name, &base, &NONE());
    assert!(file.is_symlink());
    assert!(here.store.load(&document).file.set.is_empty());
}

/// The names of all that is listed.
fn names(here: &Folder) -> Vec<String> {
    let listed = here.store.workspace().documents();
    listed.iter().map(|it| it.path.to_string()).collect()
}

/// A link to the folder above was followed, and that led down again.
#[test]
fn a_folder_that_a_link_leads_back_to_is_not_listed_twice() {
    let here = folder(&[("a.txt", "a"), ("b/c.txt", "c"), (".hidden/d.txt", "d")]);
    symlink("..", here.path("seeds/up")).unwrap();
    symlink("b", here.path("seeds/again")).unwrap();
    symlink("../..", here.path("seeds/b/top")).unwrap();
    fs::create_dir_all(here.path("annotations")).unwrap();
    fs::write(here.path("annotations/no.txt"), "n").unwrap();
    // What is not walked where it stands is listed where a link shows it.
    symlink(".hidden", here.path("seeds/shown")).unwrap();
    fs::write(here.path("beside.txt"), "b").unwrap();
    let expected = ["a.txt", "b/c.txt", "shown/d.txt", "up/beside.txt"];
    assert_eq!(names(&here), expected);
}

/// Who opens a pipe to read from it waits for ever.
#[test]
fn a_pipe_in_the_place_of_ignore_rules_is_not_opened() {
    let here = folder(&[("a.txt", "a"), ("b/c.txt", "c"), ("d/e.txt", "e")]);
    let make_pipe = |at: &str| {
        let made = Command::new("mkfifo").arg(here.path(at)).status().unwrap();
        assert!(made.success());
    };
    make_pipe("seeds/b/.gitignore");
    let listed = here.store.workspace().documents();
    let listed: Vec<_> = listed
        .iter()
        .map(|it| {
            (
                it.path.as_str(),
                it.unreadable.as_deref().unwrap_or_default(),
            )
        })
        .collect();
    let why = "its .gitignore is not a file; put a file in its place, or remove it";
    assert_eq!(listed, [("a.txt", ""), ("b", why), ("d/e.txt", "")]);
    make_pipe(".ignore");
    assert_eq!(names(&here), ["a.txt", "b", "d/e.txt"]);
    make_pipe("seeds/.gitignore");
    assert_eq!(names(&here), ["a.txt", "b", "d/e.txt"]);
}

/// Which of two names a document has must not depend on the order of a folder.
#[test]
fn folders_elsewhere_that_lie_in_one_another_are_listed_once_by_name() {
    let elsewhere = tempfile::tempdir().unwrap();
    let at = |name: &str| elsewhere.path().join(name);
    fs::create_dir_all(at("data/sub/deep")).unwrap();
    for name in [
        "data/one.txt",
        "data/sub/two.txt",
        "data/sub/deep/three.txt",
    ] {
        fs::write(at(name), "x").unwrap();
    }
    symlink("../..", at("data/sub/back")).unwrap();
    let here = folder(&[("a.txt", "a")]);
    symlink(at("data/sub"), here.path("seeds/m")).unwrap();
    for (name, expected) in [
        (
            "z",
            &["a.txt", "m/deep/three.txt", "m/two.txt", "z/one.txt"][..],
        ),
        (
            "b",
            &[
                "a.txt",
                "b/one.txt",
                "b/sub/deep/three.txt",
                "b/sub/two.txt",
            ],
        ),
    ] {
        let link = here.path("seeds").join(name);
        symlink(at("data"), &link).unwrap();
        symlink(at("data"), here.path("seeds/zz")).unwrap();
        assert_eq!(names(&here), expected);
        fs::remove_file(link).unwrap();
        fs::remove_file(here.path("seeds/zz")).unwrap();
    }
}
