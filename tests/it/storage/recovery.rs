//! What a reader keeps for the next start.

use std::fs;
use std::path::{Path, PathBuf};

use postil::annotation::AnnotationSet;
use postil::formats::native::{self, Integrity};
use postil::formats::{DocumentInfo, Problem};
use postil::session::{Draft, Recovered, RecoveredItem};
use postil::storage::{Recovery, StateFile};
use tempfile::TempDir;

use super::{annotation, set};

const TEXT: &str = "one two three";

struct State {
    folder: TempDir,
}

impl State {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    /// A reader of the one workspace.
    fn reader(&self) -> Recovery {
        Recovery::beside(&StateFile::at(self.folder.path().join("key.json")))
    }

    /// All files that are kept, of all readers.
    fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let folders = list(&self.folder.path().join("key.recovery"));
        for folder in folders {
            files.extend(list(&folder));
        }
        files.retain(|it| it.extension().is_some_and(|it| it == "json"));
        files
    }
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn info(path: &str) -> DocumentInfo {
    DocumentInfo {
        path: path.to_owned(),
        sha256: "00".repeat(32),
        length: 13,
        ..DocumentInfo::default()
    }
}

fn tags(ids: &[&str]) -> AnnotationSet {
    set(ids.iter().map(|id| annotation(id, TEXT, 4, 7)))
}

fn draft(note: &str) -> Draft {
    Draft {
        document: "a.txt".to_owned(),
        annotation: "i1".into(),
        quote: "two".to_owned(),
        before: String::new(),
        note: note.to_owned(),
    }
}

fn what(items: &[RecoveredItem<String>]) -> Vec<&Recovered<String>> {
    items.iter().map(|item| &item.what).collect()
}

#[test]
fn nothing_is_made_before_there_is_something_to_keep() {
    let state = State::new();
    let reader = state.reader();
    assert!(reader.recover().is_empty());
    reader.drop_draft();
    reader.drop_tags(&info("a.txt").path);
    reader.close();
    assert!(list(state.folder.path()).is_empty());
}

#[test]
fn what_one_reader_kept_is_offered_to_the_next() {
    let state = State::new();
    let reader = state.reader();
    let (base, ours) = (tags(&["i1", "gone"]), tags(&["i1", "i2"]));
    reader.keep_tags(&info("a.txt"), &base, &ours).unwrap();
    reader.keep_draft(&draft("half a")).unwrap();
    // It still runs: what it keeps is its own.
    assert!(state.reader().recover().is_empty());
    // It is killed: only its lock goes.
    drop(reader);
    let next = state.reader();
    let items = next.recover();
    let expected = Recovered::Tags {
        document: "a.txt".to_owned(),
        base,
        ours,
    };
    assert_eq!(what(&items), [&expected, &Recovered::Note(draft("half a"))]);
    // Nobody else is offered the same; and it is offered until it is forgotten.
    assert!(state.reader().recover().is_empty());
    assert_eq!(next.recover().len(), 2);
    next.forget(&items[0].id);
    assert_eq!(next.recover(), items[1..]);
    drop(next);
    let third = state.reader();
    assert_eq!(third.recover(), items[1..]);
    third.forget(&items[1].id);
    third.close();
    assert!(
        list(state.folder.path()).is_empty(),
        "nothing is left behind"
    );
}

#[test]
fn a_note_that_lost_its_tag_is_not_written_over_by_the_next_notes() {
    let state = State::new();
    let reader = state.reader();
    reader.keep_draft(&draft("one")).unwrap();
    let one = reader.park_draft(&draft("one, whole")).unwrap();
    reader.keep_draft(&draft("two")).unwrap();
    reader.drop_draft();
    reader.park_draft(&draft("three")).unwrap();
    reader.keep_draft(&draft("four")).unwrap();
    reader.close();
    drop(reader);
    let next = state.reader();
    let items = next.recover();
    let mut notes = what(&items);
    notes.sort_by_key(|it| format!("{it:?}"));
    let expected = ["four", "one, whole", "three"].map(|it| Recovered::Note(draft(it)));
    assert_eq!(notes, expected.iter().collect::<Vec<_>>());
    // Only what is thrown away, by the name that it was given, goes.
    next.forget(&one);
    assert_eq!(next.recover().len(), 2);
}

#[test]
fn a_note_that_lost_its_tag_can_be_thrown_away_in_the_same_session() {
    let state = State::new();
    let reader = state.reader();
    let one = reader.park_draft(&draft("one")).unwrap();
    reader.forget(&one);
    reader.keep_draft(&draft("two")).unwrap();
    drop(reader);
    let next = state.reader();
    assert_eq!(what(&next.recover()), [&Recovered::Note(draft("two"))]);
}

#[test]
fn what_was_saved_is_kept_no_longer() {
    let state = State::new();
    let reader = state.reader();
    let none = AnnotationSet::new();
    for document in ["a.txt", "b.txt"] {
        reader
            .keep_tags(&info(document), &none, &tags(&["i1"]))
            .unwrap();
    }
    reader
        .keep_tags(&info("a.txt"), &none, &tags(&["i1", "i2"]))
        .unwrap();
    assert_eq!(state.files().len(), 2);
    reader.drop_tags(&info("a.txt").path);
    assert_eq!(state.files().len(), 1);
    reader.keep_draft(&draft("x")).unwrap();
    reader.drop_all_tags();
    assert_eq!(state.files().len(), 1, "the note stays");
    reader.drop_draft();
    reader.close();
    assert!(list(state.folder.path()).is_empty());
    // It may keep something again all the same.
    reader.keep_draft(&draft("y")).unwrap();
    drop(reader);
    assert_eq!(
        what(&state.reader().recover()),
        [&Recovered::Note(draft("y"))]
    );
}

#[test]
fn a_recovery_file_is_an_annotation_file_for_its_owners_eyes() {
    let state = State::new();
    let reader = state.reader();
    let ours = tags(&["i1", "i2"]);
    reader
        .keep_tags(&info("a.txt"), &tags(&["i1"]), &ours)
        .unwrap();
    reader.keep_draft(&draft("private")).unwrap();
    let files = state.files();
    assert_eq!(files.len(), 2);
    let mut of_tags = 0;
    for file in &files {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", file.display());
        }
        if file.to_string_lossy().ends_with(".tags.json") {
            let parsed = native::parse(&fs::read(file).unwrap());
            assert_eq!(parsed.integrity, Integrity::Whole);
            assert_eq!(parsed.problems, Vec::<Problem>::new());
            assert_eq!(parsed.file.set, ours);
            assert_eq!(parsed.file.document, info("a.txt"));
            of_tags += 1;
        }
    }
    assert_eq!(of_tags, 1, "{files:?}");
}

#[test]
fn what_cannot_be_used_is_said_and_stays_until_it_is_thrown_away() {
    let state = State::new();
    let reader = state.reader();
    let none = AnnotationSet::new();
    reader
        .keep_tags(&info("a.txt"), &none, &tags(&["i1"]))
        .unwrap();
    reader.keep_draft(&draft("x")).unwrap();
    drop(reader);
    for file in state.files() {
        fs::write(file, "{\"format\": ").unwrap();
    }
    let next = state.reader();
    let items = next.recover();
    assert_eq!(items.len(), 2);
    for item in &items {
        let Recovered::Unusable(why) = &item.what else {
            panic!("{item:?}");
        };
        assert!(why.contains("key.recovery"), "{why}");
        assert!(next.file(&item.id).exists());
        next.forget(&item.id);
    }
    assert!(state.files().is_empty());
}

/// Found while designing: a note that is as it was before is no news.
#[test]
fn a_draft_without_a_change_is_not_offered() {
    let state = State::new();
    let reader = state.reader();
    let mut same = draft("as before");
    same.before = same.note.clone();
    reader.keep_draft(&same).unwrap();
    drop(reader);
    assert!(state.reader().recover().is_empty());
    assert!(list(state.folder.path()).is_empty());
}

#[test]
fn where_nothing_can_be_kept_that_is_said() {
    let state = State::new();
    fs::write(state.folder.path().join("key.recovery"), "in the way").unwrap();
    let reader = state.reader();
    let error = reader.keep_draft(&draft("x")).unwrap_err().to_string();
    assert!(error.contains("key.recovery"), "{error}");
    assert!(reader.recover().is_empty());
}
