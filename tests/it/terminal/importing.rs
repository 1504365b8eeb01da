//! An archive of another program is imported in the reader.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::documents;
use super::leaving::ends_without_terminal;
use crate::support::desk::Desk;
use crate::support::pty::Pty;

fn archive(path: &Path, files: &[(&str, &str)]) {
    let mut archive = ZipWriter::new(File::create(path).expect("created"));
    for (name, words) in files {
        let options = SimpleFileOptions::default();
        archive.start_file(*name, options).expect("begun");
        archive.write_all(words.as_bytes()).expect("written");
    }
    archive.finish().expect("finished");
}

/// Two documents, and beside them an archive with three tags for them.
fn desk() -> Desk {
    let text = "One is so. Two is so. Three is so.\n";
    let desk = documents(&[("a.txt", text.as_bytes()), ("b.txt", text.as_bytes())]);
    desk.has_been_here();
    let ann =
        "T1\tclaim 0 10\tOne is so.\nT2\tReason 11 21\tTwo is so.\n#1\tAnnotatorNotes T1\tWho?\n";
    let other = "T1\tfact 22 34\tThree is so.\n";
    let files = [("a.ann", ann), ("b.ann", other)];
    archive(&desk.root().join("tags.zip"), &files);
    desk
}

fn tags(desk: &Desk, document: &str) -> Vec<String> {
    let tags = desk.tags(document).into_iter();
    tags.map(|(tag, quote)| format!("{tag} {quote}")).collect()
}

/// Asks for the archive, once by a name that is wrong, until it is said what it would do.
fn ask(reader: &mut Pty) {
    reader.send(":import\r");
    reader.wait_for("the question", |view| view.shows("Import from: "));
    reader.send("tag.zip\r");
    reader.wait_for("what is wrong", |view| {
        view.shows("tag.zip") && view.shows("Import from: tag.zip")
    });
    reader.send("\x15ta\t");
    reader.wait_for("the name completed", |view| {
        view.shows("Import from: tags.zip")
    });
    reader.send("\r");
    reader.wait_for("what it would do", |view| {
        view.shows("Import tags.zip (brat)")
            && view.shows("import 3 tags in 2 documents")
            && view.shows("label “Reason” is no tag here: 1 tag keeps it")
            && view.shows("a.txt: 2 tags new")
    });
}

/// There was no import in the reader.
#[test]
fn a_brat_archive_comes_in_goes_and_comes_again() {
    let desk = desk();
    let before = desk.all_documents();
    let mut reader = desk.read();
    reader.wait_until_ready();
    ask(&mut reader);
    let annotations = desk.root().join("annotations/a.txt.json");
    assert!(!annotations.exists(), "nothing is done yet");
    reader.send("j+");
    reader.wait_for("the label", |view| {
        view.shows("label “Reason” is added to the tags: 1 tag")
    });
    let both = ["claim One is so.", "Reason Two is so."];
    for (key, words, all) in [
        (
            "\r",
            "Imported 3 tags from tags.zip in 2 documents, with Reason (z) added",
            3,
        ),
        (
            "u",
            "Undid: import of 3 tags from tags.zip in 2 documents",
            0,
        ),
        (
            "\x12",
            "Redid: import of 3 tags from tags.zip in 2 documents",
            3,
        ),
    ] {
        reader.send(key);
        reader.wait_for(words, |view| view.shows(words) && view.counts(all, "tag"));
        reader.wait_until_saved();
        let (a, b) = (tags(&desk, "a.txt"), tags(&desk, "b.txt"));
        match all {
            0 => assert_eq!((a.len(), b.len()), (0, 0)),
            _ => assert_eq!(
                (&a[..], &b[..]),
                (
                    &both.map(str::to_owned)[..],
                    &["fact Three is so.".to_owned()][..]
                )
            ),
        }
    }
    assert_eq!(reader.quit(), 0);
    assert_eq!(tags(&desk, "a.txt"), both);
    assert_eq!(desk.annotations("a.txt")[0]["note"], "Who?");
    assert_eq!(desk.all_documents(), before, "a document was written");
    let config = std::fs::read_to_string(desk.root().join("postil.toml")).expect("read");
    assert_eq!(config, "[tags.Reason]\nkey = \"z\"\n");
}

/// The terminal was closed, or the system went down, while an import was being made: a part of
/// it came in.
#[test]
fn an_import_that_is_being_made_comes_in_whole_whatever_ends_the_reader() {
    const DOCUMENTS: usize = 30;
    const TAGS: usize = 100;
    let text: String = (0..TAGS)
        .map(|number| format!("Word {number:3}.\n"))
        .collect();
    let length = text.len() / TAGS;
    let ann: String = (0..TAGS)
        .map(|tag| {
            let (start, end) = (length * tag, length * (tag + 1) - 1);
            format!("T{tag}\tfact {start} {end}\t{}\n", &text[start..end])
        })
        .collect();
    let names: Vec<String> = (0..DOCUMENTS)
        .map(|number| format!("{number:02}"))
        .collect();
    let paths: Vec<String> = names.iter().map(|name| format!("{name}.txt")).collect();
    let of_all: Vec<_> = paths
        .iter()
        .map(|path| (&**path, text.as_bytes()))
        .collect();
    let files: Vec<String> = names.iter().map(|name| format!("{name}.ann")).collect();
    let files: Vec<_> = files.iter().map(|file| (&**file, &*ann)).collect();
    let asked = ":import\rtags.zip\r";
    let found = "import 3,000 tags in 30 documents";
    let begun = "Importing: ";
    for signal in ["HUP", "TERM", ""] {
        let desk = documents(&of_all);
        desk.has_been_here();
        archive(&desk.root().join("tags.zip"), &files);
        if signal.is_empty() {
            let steps = [("0 open", asked), (found, "\r"), (begun, "")];
            assert!(ends_without_terminal(&desk, &steps));
        } else {
            let mut reader = desk.read();
            reader.wait_until_ready();
            reader.send(asked);
            reader.wait_for("what it would do", |view| view.shows(found));
            reader.send("\r");
            reader.wait_for("how far it is", |view| view.shows(begun));
            reader.signal(signal);
            reader.wait_for_exit();
        }
        let tags = paths.iter().map(|path| desk.tags(path).len());
        assert_eq!(tags.sum::<usize>(), DOCUMENTS * TAGS, "after SIG{signal}");
    }
}
