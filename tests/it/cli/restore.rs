//! `postil restore`: what was saved comes back, whatever has become of it.

use std::fs;

use super::{Here, one};

const FILE: &str = "annotations/a.txt.json";

/// A document with so many tags, each saved by itself, and the bytes of each save.
fn tagged(count: usize) -> (Here, Vec<Vec<u8>>) {
    let here = one("One. Two. Three. Four. Five.");
    let tag = |index: usize| {
        here.good(&["tag", "a.txt", "fact", "--sentence", &index.to_string()]);
        fs::read(here.path(FILE)).unwrap()
    };
    let saves = (1..=count).map(tag).collect();
    (here, saves)
}

#[test]
fn generations_are_listed_and_brought_back() {
    let (here, saves) = tagged(3);
    let listed = here.good(&["restore", "a.txt", "--list"]);
    let lines: Vec<_> = listed.lines().collect();
    assert_eq!(lines.len(), 3, "{listed}");
    for (line, says) in lines.iter().zip(["3 tags", "2 tags", "1 tag "]) {
        assert!(line.contains(says) && line.contains('Z'), "{line}");
    }
    assert!(lines[0].ends_with("what stands there now"), "{listed}");
    assert!(lines[2].ends_with("takes 2 tags away"), "{listed}");
    assert!(lines[1].contains(&format!("{} bytes", saves[1].len())));
    let dry = here.run(&["restore", "a.txt", "--generation", "3", "--dry-run"]);
    assert!(dry.code == 0 && dry.err.contains("would be"), "{}", dry.err);
    assert_eq!(fs::read(here.path(FILE)).unwrap(), saves[2]);
    here.good(&["restore", "a.txt", "--generation", "3"]);
    assert_eq!(fs::read(here.path(FILE)).unwrap(), saves[0]);
    here.good(&["restore", "a.txt"]);
    assert_eq!(fs::read(here.path(FILE)).unwrap(), saves[2]);
    assert_eq!(here.good(&["check"]), "");
    let again = here.run(&["restore", "a.txt", "--generation", "1"]);
    assert!(again.code == 0 && again.err.contains("nothing was changed"));
}

#[test]
fn broken_and_missing_files_come_back_as_they_were_saved() {
    let (here, saves) = tagged(2);
    for broken in [&b"{"[..], b"", b"<<<<<<< ours\n", b"\xff\xfe{\0"] {
        here.write(FILE, broken);
        here.bad(
            &["tag", "a.txt", "fact", "--sentence", "4"],
            "postil restore",
        );
        here.good(&["restore", "a.txt", "--list"]);
        assert_eq!(fs::read(here.path(FILE)).unwrap(), broken);
        here.good(&["restore", "a.txt"]);
        assert_eq!(fs::read(here.path(FILE)).unwrap(), saves[1]);
    }
    fs::remove_dir_all(here.path("annotations")).unwrap();
    here.good(&["restore", "seeds/a.txt"]);
    assert_eq!(fs::read(here.path(FILE)).unwrap(), saves[1]);
    assert_eq!(here.good(&["check"]), "");
}

#[test]
fn tags_of_a_document_that_is_gone_can_be_brought_back() {
    for name in ["a.txt", "seeds/a.txt", "./seeds/a.txt"] {
        let (here, saves) = tagged(1);
        here.write("seeds/b.txt", "b");
        fs::remove_file(here.path("seeds/a.txt")).unwrap();
        fs::remove_file(here.path(FILE)).unwrap();
        here.good(&["restore", name]);
        assert_eq!(fs::read(here.path(FILE)).unwrap(), saves[0], "{name}");
    }
}

#[test]
fn what_cannot_be_brought_back_is_told_in_one_sentence() {
    let here = one("One. Two.");
    here.bad(&["restore", "a.txt"], "no earlier generations");
    let ran = here.run(&["restore", "a.txt", "--list"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("no earlier generations"));
    assert!(!here.path("annotations").exists());
    here.good(&["tag", "a.txt", "fact", "--sentence", "1"]);
    here.bad(&["restore", "a.txt"], "--list shows them");
    here.bad(&["restore", "a.txt", "--generation", "2"], "from 1 to 1");
    here.bad(&["restore", "a.txt", "--generation", "x"], "invalid value");
    here.bad(&["restore", "b.txt"], "did you mean a.txt");
    here.bad(&["restore", "nothing.txt"], "does not exist");
    here.bad(&["restore", "seeds"], "is a folder");
    here.bad(&["restore", "../seeds/none.txt"], "does not exist");
    let flags = ["restore", "a.txt", "--list", "--generation", "1"];
    here.bad(&flags, "cannot be used with");
    fs::remove_file(here.path(FILE)).unwrap();
    here.write(&format!("{FILE}/in-the-way"), "");
    here.bad(&["restore", "a.txt"], "it is a folder");
    here.good(&["restore", "a.txt", "--list"]);
}

#[test]
fn a_state_folder_that_cannot_be_used_is_told_and_stops_no_tag() {
    let here = one("One. Two.");
    fs::create_dir_all(here.home.path().join("state/postil")).unwrap();
    fs::write(here.home.path().join("state/postil/generations"), "").unwrap();
    let ran = here.run(&["tag", "a.txt", "fact", "--sentence", "1"]);
    assert_eq!((ran.code, ran.err.lines().count()), (0, 2), "{}", ran.err);
    assert!(ran.err.contains("generations") && ran.err.contains("not kept"));
    assert_eq!(here.good(&["list"]).lines().count(), 1);
}
