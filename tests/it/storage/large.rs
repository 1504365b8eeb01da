//! Documents that are not read whole: they say what they would say if they were.

use std::fs;
use std::sync::Arc;

use postil::annotation::{AnnotationSet, Change};
use postil::storage::{Document, Store, Workspace};
use postil::text::{PAGED_FROM, Text};

use super::{annotation, path};

/// Words of several bytes, with all kinds of line ends, so many bytes at least.
fn words(bytes: usize) -> String {
    let mut words = String::new();
    let mut number = 0;
    while words.len() < bytes {
        words += &format!("Satz {number} über naïve Häuser – und „so“ weiter.\r\n");
        number += 1;
    }
    words
}

struct Opened {
    _folder: tempfile::TempDir,
    workspace: Workspace,
}

impl Opened {
    fn new(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), bytes).unwrap();
        let workspace = Workspace::open(folder.path(), None).unwrap();
        Self {
            _folder: folder,
            workspace,
        }
    }

    fn load(&self) -> Document {
        Document::load(&self.workspace, &path("a.txt")).unwrap()
    }
}

fn content(text: &Text) -> String {
    text.slice(text.full_range()).into_owned()
}

/// A file of so many times these bytes reads as the small one does, that many times.
#[track_caller]
fn check(bytes: &[u8], encoding: Option<&str>, mark: usize) {
    let small = Opened::new(bytes).load();
    assert!(!small.text.is_paged());
    assert_eq!(small.encoding, encoding);
    let (begin, rest) = bytes.split_at(mark);
    let times = 3 * PAGED_FROM / rest.len() + 1;
    let all = [begin, &rest.repeat(times)].concat();
    let large = Opened::new(&all);
    let document = large.load();
    assert!(document.text.is_paged());
    assert_eq!(document.encoding, encoding);
    let small = content(&small.text);
    let (begin, rest) = small.split_at(if mark > 0 { '\u{feff}'.len_utf8() } else { 0 });
    assert!(content(&document.text) == begin.to_owned() + &rest.repeat(times));
    let info = document.info(&large.workspace);
    assert_eq!(info.sha256, postil::storage::fingerprint(&all));
    let length = begin.chars().count() + rest.chars().count() * times;
    assert_eq!(info.length, length as u64);
}

#[test]
fn utf8_is_read_with_its_mark_and_all_its_line_ends() {
    check(words(1000).as_bytes(), None, 0);
    check(("\u{feff}".to_owned() + &words(1000)).as_bytes(), None, 3);
}

#[test]
fn legacy_encodings_and_utf16_read_as_in_a_small_document() {
    let words = words(1000);
    let (legacy, _, _) = encoding_rs::WINDOWS_1252.encode(&words);
    check(&legacy, Some("windows-1252"), 0);
    let units = |mark: &str| -> Vec<u8> {
        let marked = mark.to_owned() + &words;
        marked.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    check(&units("\u{feff}"), Some("UTF-16LE"), 2);
}

#[test]
fn a_few_bad_bytes_in_utf8_are_counted() {
    let mut bytes = words(3 * PAGED_FROM).into_bytes();
    let last = bytes.len() - 1;
    // One is seen at the beginning, the others only when all is read.
    for from in [100, last / 2, last] {
        let after = bytes[from..].iter().position(u8::is_ascii).unwrap();
        bytes.insert(from + after, 0xff);
    }
    let opened = Opened::new(&bytes);
    let document = opened.load();
    assert_eq!(document.encoding, None);
    let said = "3 bytes are not UTF-8 and shown as \u{fffd}";
    assert_eq!(document.notices, [said]);
    assert!(content(&document.text) == String::from_utf8_lossy(&bytes));
}

#[test]
fn what_is_not_utf8_far_down_is_found_when_it_is_counted() {
    let (mut bytes, far) = (
        "plain words.\n".repeat(PAGED_FROM / 4),
        "caf\u{e9} ".repeat(40),
    );
    bytes.push_str(&far);
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&bytes);
    let opened = Opened::new(&bytes);
    let document = Document::open(&opened.workspace, &path("a.txt")).unwrap();
    assert_eq!(document.encoding, None);
    assert!(!document.text.is_broken());
    document.text.code_points();
    assert!(document.text.is_broken());
    let again = opened.load();
    assert_eq!(again.encoding, Some("windows-1252"));
    assert!(content(&again.text).ends_with("caf\u{e9} "));
    assert!(again.is_same_as(&document));
}

#[test]
fn a_file_that_changed_is_not_the_same() {
    let opened = Opened::new(words(2 * PAGED_FROM).as_bytes());
    let before = opened.load();
    assert!(before.is_same_as(&opened.load()));
    let file = opened.workspace.documents_dir().join("a.txt");
    fs::write(&file, words(3 * PAGED_FROM)).unwrap();
    let after = opened.load();
    assert!(!before.is_same_as(&after));
    fs::write(&file, "small").unwrap();
    assert!(!after.is_same_as(&opened.load()));
}

/// No byte of it is on the disk, nor is any read but its beginning.
#[test]
fn five_gigabytes_of_nothing_are_refused_at_once() {
    let opened = Opened::new(b"");
    let file = opened.workspace.documents_dir().join("a.txt");
    let sparse = fs::File::create(&file).unwrap();
    sparse.set_len(5 << 30).unwrap();
    let error = Document::load(&opened.workspace, &path("a.txt")).unwrap_err();
    assert!(error.to_string().contains("a binary file"), "{error}");
}

/// So many tags that what their file says is remembered.
#[test]
fn large_annotation_files_are_read_again_when_somebody_else_wrote_them() {
    let folder = tempfile::tempdir().unwrap();
    let text = "plain words, ".repeat(100);
    fs::write(folder.path().join("a.txt"), &text).unwrap();
    let store = || Store::new(Arc::new(Workspace::open(folder.path(), None).unwrap()));
    let (ours, theirs) = (store(), store());
    let document = Document::load(ours.workspace(), &path("a.txt")).unwrap();
    let info = document.info(ours.workspace());
    let tags = |from: usize, to: usize| {
        let tag = |number| annotation(&format!("id{number:05}"), &text, number, number + 1);
        AnnotationSet::from_annotations((from..to).map(tag)).0
    };
    let (none, first) = (AnnotationSet::new(), tags(0, 1250));
    let saved = ours.save(&path("a.txt"), &info, &none, &first).unwrap();
    let file = ours.workspace().annotation_path(&path("a.txt"));
    assert!(fs::metadata(&file).unwrap().len() > 256 * 1024);
    assert_eq!(ours.load(&path("a.txt")).file.set, first);
    let base = theirs.load(&path("a.txt")).file.set;
    let more = tags(0, 1251);
    theirs.save(&path("a.txt"), &info, &base, &more).unwrap();
    // Hers, on what she knows of: both are there.
    let mut hers = saved.set.clone();
    let own = annotation("mine", &text, 5, 9);
    hers.apply(Change::Insert(own)).unwrap();
    let both = ours.save(&path("a.txt"), &info, &saved.set, &hers).unwrap();
    assert_eq!(both.set.len(), 1252);
    assert_eq!(store().load(&path("a.txt")).file.set, both.set);
    assert_eq!(ours.load(&path("a.txt")).file.set, both.set);
}

/// Written over in place between reading and saving: the file that was read says the new
/// words then, and nobody can tell any more what it was.
#[test]
fn the_hash_and_the_length_of_a_document_that_is_written_over_are_of_one_version() {
    let (before, after) = (
        words(2 * PAGED_FROM),
        words(3 * PAGED_FROM).replace("Satz", "Wort"),
    );
    for is_hashed_before in [true, false] {
        let here = Opened::new(before.as_bytes());
        let document = Document::open(&here.workspace, &path("a.txt")).unwrap();
        if is_hashed_before {
            assert_eq!(
                document.sha256(),
                postil::storage::fingerprint(before.as_bytes())
            );
        }
        let tag = annotation("i1", &before, 0, 4);
        let file = here.workspace.documents_dir().join("a.txt");
        let open = fs::OpenOptions::new().write(true).open(&file);
        std::io::Write::write_all(&mut open.unwrap(), after.as_bytes()).unwrap();
        let mut ours = AnnotationSet::new();
        ours.apply(Change::Insert(tag)).unwrap();
        let store = Store::new(Arc::new(here.workspace.clone()));
        let none = AnnotationSet::new();
        let base = (&none, &postil::storage::MergeBase::default());
        store.save_in(&document, base, &ours).unwrap();
        let said = store.load(&path("a.txt")).file;
        assert_eq!(
            said.document.sha256,
            postil::storage::fingerprint(after.as_bytes())
        );
        assert_eq!(said.document.length, after.chars().count() as u64);
        let tag = said.set.iter().next().unwrap();
        // It was placed on a version of which no more is known than that it is another one.
        assert_eq!(tag.extra["document_sha256"], "");
        let info = document.info(&here.workspace);
        assert_eq!(info.sha256, "", "what is told of the one that was read");
    }
}
