//! Earlier generations of annotation files: what is kept, and that it comes back
//! byte by byte.

use std::time::Duration;

use postil::annotation::AnnotationId;
use postil::formats::native;
use postil::storage::{Backups, Difference, RestoreMode, Restored};

use super::*;

const TEXT: &str = "one two three";

/// A folder whose store keeps generations in `state` beside the documents.
fn keeping(documents: &[&str]) -> Folder {
    let documents: Vec<_> = documents.iter().map(|name| (*name, TEXT)).collect();
    let mut here = folder(&documents);
    let backups = Backups::at(here.path("state"));
    here.store = Store::with_backups(Arc::clone(here.store.workspace()), backups);
    here
}

impl Folder {
    fn file(&self) -> PathBuf {
        self.path("annotations/a.txt.json")
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.file()).unwrap()
    }

    /// Saves so many tags, one more each time; answers the bytes of each save.
    fn save_tags(&self, count: usize) -> Vec<Vec<u8>> {
        let mut base = NONE();
        let save = |index| {
            let mut ours = base.clone();
            let one = annotation(&format!("i{index}"), TEXT, 0, 3);
            ours.apply(Change::Insert(one)).unwrap();
            base = self.save("a.txt", &base, &ours).set;
            self.bytes()
        };
        (0..count).map(save).collect()
    }

    fn restore(&self, number: Option<usize>) -> Result<Restored, StorageError> {
        self.store
            .restore(&path("a.txt"), number, RestoreMode::Write)
    }

    /// How many tags each generation has, the newest first.
    fn kept(&self) -> Vec<usize> {
        let all = self.store.inspect_backups(&path("a.txt"));
        all.iter().map(|it| it.tags).collect()
    }

    fn kept_files(&self) -> Vec<PathBuf> {
        let folder = fs::read_dir(self.path("state")).unwrap().next();
        let folder = folder.unwrap().unwrap().path();
        let mut files: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        files.sort();
        files
    }
}

#[test]
fn a_save_keeps_what_it_found_and_what_it_wrote() {
    let here = keeping(&["a.txt"]);
    assert!(here.store.inspect_backups(&path("a.txt")).is_empty());
    here.save_tags(2);
    assert_eq!(here.kept(), [2, 1]);
    // Written by somebody else, in another form.
    let theirs = String::from_utf8(here.bytes()).unwrap();
    let theirs = theirs
        .replace('\n', "\r\n")
        .replace("\"one\"", "\"\\u006fne\"");
    fs::write(here.file(), &theirs).unwrap();
    let base = here.store.load(&path("a.txt")).file.set;
    here.save("a.txt", &base, &NONE());
    assert_eq!(here.kept(), [0, 2, 2, 1]);
    here.restore(Some(2)).unwrap();
    assert_eq!(here.bytes(), theirs.as_bytes());
}

#[test]
fn the_same_bytes_are_kept_once() {
    let here = keeping(&["a.txt"]);
    let one = set([annotation("i1", TEXT, 0, 3)]);
    let two = set([annotation("i1", TEXT, 0, 3), annotation("i2", TEXT, 4, 7)]);
    here.save("a.txt", &NONE(), &one);
    for _ in 0..4 {
        here.save("a.txt", &one, &two);
        here.save("a.txt", &two, &one);
    }
    assert_eq!(here.kept(), [1, 2]);
}

#[test]
fn a_broken_file_comes_back_as_it_was_last_saved() {
    let here = keeping(&["a.txt"]);
    let last = here.save_tags(3).pop().unwrap();
    for broken in [
        &last[..last.len() / 2],
        b"",
        b"\xff\xfe{",
        &[b'['; 100_000][..],
    ] {
        fs::write(here.file(), broken).unwrap();
        let dry = here
            .store
            .restore(&path("a.txt"), None, RestoreMode::DryRun)
            .unwrap();
        assert!(!dry.written && dry.restored.tags == 3);
        assert_eq!(here.bytes(), broken);
        assert!(here.restore(None).unwrap().written);
        assert_eq!(here.bytes(), last);
        // What was broken is kept, too.
        let kept = here.store.inspect_backups(&path("a.txt"));
        assert!(kept[0].is_current && kept[1].problem.is_some());
        here.restore(Some(2)).unwrap();
        assert_eq!(here.bytes(), broken);
        here.restore(None).unwrap();
        assert_eq!(here.bytes(), last);
    }
}

#[test]
fn a_file_that_is_gone_comes_back_and_its_folder_with_it() {
    let here = keeping(&["a.txt"]);
    let last = here.save_tags(2).pop().unwrap();
    fs::remove_dir_all(here.path("annotations")).unwrap();
    let difference = here.store.inspect_backups(&path("a.txt"))[0].difference;
    let expected = Difference {
        added: 2,
        says_otherwise: false,
        ..Difference::default()
    };
    assert_eq!(difference, expected);
    here.restore(None).unwrap();
    assert_eq!(here.bytes(), last);
}

#[test]
fn a_restore_is_undone_by_the_next() {
    let here = keeping(&["a.txt"]);
    let saves = here.save_tags(3);
    assert!(here.restore(Some(3)).unwrap().written);
    assert_eq!(here.bytes(), saves[0]);
    assert!(!here.restore(Some(1)).unwrap().written);
    here.restore(None).unwrap();
    assert_eq!(here.bytes(), saves[2]);
    here.restore(None).unwrap();
    assert_eq!(here.bytes(), saves[0]);
}

#[test]
fn what_differs_from_now_is_counted() {
    let here = keeping(&["a.txt"]);
    let before = set([annotation("i1", TEXT, 0, 3), annotation("i2", TEXT, 4, 7)]);
    here.save("a.txt", &NONE(), &before);
    let mut changed = annotation("i2", TEXT, 4, 7);
    changed.note = "more".to_owned();
    let now = set([
        changed,
        annotation("i3", TEXT, 8, 13),
        annotation("i4", TEXT, 8, 13),
    ]);
    here.save("a.txt", &before, &now);
    let earlier = &here.store.inspect_backups(&path("a.txt"))[1];
    let expected = Difference {
        added: 1,
        removed: 2,
        changed: 1,
        says_otherwise: false,
    };
    assert_eq!(earlier.difference, expected);
}

#[test]
fn a_generation_that_is_not_there_or_cannot_be_used_is_an_error() {
    let here = keeping(&["a.txt"]);
    let error = here.restore(None).unwrap_err();
    assert!(matches!(error, StorageError::NoBackups { .. }), "{error}");
    let last = here.save_tags(2).pop().unwrap();
    for number in [0, 3, usize::MAX] {
        let error = here.restore(Some(number)).unwrap_err().to_string();
        assert!(error.contains("numbered from 1 to 2"), "{error}");
    }
    // Half of it reached the disk before the power went.
    let newest = here.kept_files().pop().unwrap();
    fs::write(&newest, &last[..100]).unwrap();
    let error = here.restore(Some(1)).unwrap_err().to_string();
    assert!(error.contains("half written"), "{error}");
    assert_eq!(here.bytes(), last);
    // The next save keeps it again.
    let base = here.store.load(&path("a.txt")).file.set;
    here.save("a.txt", &base, &NONE());
    fs::write(here.file(), "{").unwrap();
    here.restore(Some(2)).unwrap();
    assert_eq!(here.bytes(), last);
    // A folder in the place of the file.
    fs::remove_file(here.file()).unwrap();
    fs::create_dir(here.file()).unwrap();
    let error = here.restore(None).unwrap_err().to_string();
    assert!(error.contains("it is a folder"), "{error}");
    assert!(!here.store.inspect_backups(&path("a.txt")).is_empty());
}

#[test]
fn generations_that_cannot_be_kept_stop_no_save_and_are_told_once() {
    let here = keeping(&["a.txt"]);
    fs::write(here.path("state"), "in the way").unwrap();
    here.save_tags(3);
    assert_eq!(here.store.load(&path("a.txt")).file.set.len(), 3);
    let notice = here.store.take_notice().unwrap();
    assert!(
        notice.contains("not kept") && notice.contains("state"),
        "{notice}"
    );
    assert_eq!(here.store.take_notice(), None);
    here.save("a.txt", &NONE(), &set([annotation("x", TEXT, 0, 3)]));
    assert_eq!(here.store.take_notice(), None);
    // A restore that could not be undone is none.
    fs::write(here.file(), "{").unwrap();
    assert!(here.restore(None).is_err());
    assert_eq!(here.bytes(), b"{");
}

#[test]
fn a_store_without_a_state_folder_keeps_none() {
    let here = folder(&[("a.txt", TEXT)]);
    here.save_tags(2);
    assert!(here.store.inspect_backups(&path("a.txt")).is_empty());
    assert_eq!(here.store.take_notice(), None);
}

#[test]
fn a_run_of_deletions_does_not_push_out_what_was_there_before() {
    let here = keeping(&["a.txt"]);
    let saves = here.save_tags(20);
    let mut base = native::parse(&here.bytes()).file.set;
    for index in 0..19 {
        let mut ours = base.clone();
        ours.apply(Change::Remove(AnnotationId(format!("i{index}"))))
            .unwrap();
        base = here.save("a.txt", &base, &ours).set;
    }
    let kept = here.kept();
    assert!(kept.len() <= 11 && kept[0] == 1, "{kept:?}");
    let number = kept
        .iter()
        .position(|tags| *tags == 20)
        .expect("the whole file is kept");
    here.restore(Some(number + 1)).unwrap();
    assert_eq!(here.bytes(), saves[19]);
}

#[test]
fn many_saves_leave_a_few_generations_and_nothing_else() {
    let here = keeping(&["a.txt"]);
    let saves = here.save_tags(20);
    let kept = here.kept();
    assert_eq!(kept[..7], [20, 19, 18, 17, 16, 15, 14]);
    // The clock may have passed ten minutes, an hour and midnight meanwhile.
    assert_eq!(kept.len(), 10, "{kept:?}");
    let left_over = here.kept_files()[0].with_file_name(".x.json.x1Y2z3");
    fs::write(&left_over, "{").unwrap();
    here.save("a.txt", &NONE(), &set([annotation("x", TEXT, 0, 3)]));
    assert!(!left_over.exists());
    here.restore(Some(2)).unwrap();
    assert_eq!(here.bytes(), saves[19]);
}

/// A clock that was set back must not make the newest generation the oldest.
#[test]
fn a_generation_of_the_future_is_not_before_one_of_now() {
    let here = keeping(&["a.txt"]);
    here.save_tags(1);
    let old = here.kept_files().remove(0);
    let name = old.file_name().unwrap().to_str().unwrap();
    let (_, fingerprint) = name.split_once('-').unwrap();
    let in_a_year = std::time::SystemTime::now() + Duration::from_secs(365 * 86_400);
    let since = in_a_year.duration_since(std::time::UNIX_EPOCH).unwrap();
    let future = format!("{:013}-{fingerprint}", since.as_millis());
    fs::rename(&old, old.with_file_name(future)).unwrap();
    let base = here.store.load(&path("a.txt")).file.set;
    here.save("a.txt", &base, &NONE());
    assert_eq!(here.kept(), [0, 1]);
}

#[test]
fn names_that_are_long_or_alike_have_generations_of_their_own() {
    let names = ["a/b.txt", "a-b.txt", "a%2Fb.txt"];
    let long = ["x", "y"].map(|end| format!("{}{end}.txt", "n".repeat(250)));
    let all: Vec<&str> = names
        .into_iter()
        .chain(long.iter().map(String::as_str))
        .collect();
    let here = keeping(&all);
    for (name, index) in all.iter().zip(1..) {
        let tags = (0..index).map(|it| annotation(&format!("i{it}"), TEXT, 0, 3));
        here.save(name, &NONE(), &set(tags));
    }
    for (name, index) in all.iter().zip(1..) {
        let earlier = here.store.inspect_backups(&path(name));
        assert_eq!(
            earlier.iter().map(|it| it.tags).collect::<Vec<_>>(),
            [index]
        );
    }
}

/// What a reader loaded or saved last is its base: the tags that the generation
/// lacks are deleted by the other side, and what was tagged meanwhile is kept.
#[test]
fn a_running_reader_takes_a_restored_generation_in() {
    let here = keeping(&["a.txt"]);
    here.save_tags(3);
    let base = here.store.load(&path("a.txt")).file.set;
    here.restore(Some(3)).unwrap();
    let mut ours = base.clone();
    ours.apply(Change::Insert(annotation("mine", TEXT, 8, 13)))
        .unwrap();
    let saved = here.save("a.txt", &base, &ours);
    let ids: Vec<_> = saved.set.iter().map(|it| it.id.as_str()).collect();
    assert_eq!((ids, saved.conflicts.len()), (vec!["i0", "mine"], 0));
}

#[cfg(unix)]
#[test]
fn generations_are_for_their_owner_only_and_links_are_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let here = keeping(&["a.txt"]);
    let saves = here.save_tags(2);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let files = here.kept_files();
    assert_eq!(mode(&here.path("state")), 0o700);
    assert_eq!(mode(files[0].parent().unwrap()), 0o700);
    let real = here.path("real.json");
    fs::rename(here.file(), &real).unwrap();
    symlink("../real.json", here.file()).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    here.restore(Some(2)).unwrap();
    assert!(here.file().is_symlink());
    assert_eq!(
        (fs::read(&real).unwrap(), mode(&real)),
        (saves[0].clone(), 0o640)
    );
    // Kept by a restore, synced, and by a save.
    assert!(here.kept_files().iter().all(|it| mode(it) == 0o600));
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf_8_have_generations_of_their_own() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let here = keeping(&["a.txt"]);
    let names = [&b"x\xff.txt"[..], b"x\xfe.txt", "x\u{fffd}.txt".as_bytes()];
    for (name, id) in names.iter().zip(["i1", "i2", "i3"]) {
        let document = DocumentPath::new(Path::new(OsStr::from_bytes(name))).unwrap();
        let ours = set([annotation(id, TEXT, 0, 3)]);
        let info = DocumentInfo::default();
        here.store.save(&document, &info, &NONE(), &ours).unwrap();
        assert_eq!(here.store.inspect_backups(&document).len(), 1);
    }
}
