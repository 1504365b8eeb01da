//! An archive of another program is imported in the reader.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::documents;

fn archive(path: &Path, files: &[(&str, &str)]) {
    let mut archive = ZipWriter::new(File::create(path).expect("created"));
    for (name, words) in files {
        let options = SimpleFileOptions::default();
        archive.start_file(*name, options).expect("begun");
        archive.write_all(words.as_bytes()).expect("written");
    }
    archive.finish().expect("finished");
}

/// There was no import in the reader.
#[test]
fn a_brat_archive_comes_in_goes_and_comes_again() {
    let text = "One is so. Two is so. Three is so.\n";
    let desk = documents(&[("a.txt", text.as_bytes()), ("b.txt", text.as_bytes())]);
    desk.has_been_here();
    let ann =
        "T1\tclaim 0 10\tOne is so.\nT2\tReason 11 21\tTwo is so.\n#1\tAnnotatorNotes T1\tWho?\n";
    archive(
        &desk.root().join("tags.zip"),
        &[("a.ann", ann), ("b.ann", "T1\tfact 22 34\tThree is so.\n")],
    );
    let before = desk.all_documents();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.send(":import\r");
    reader.wait_for("the question", |view| view.shows("Import from: "));
    reader.send("tag.zip\r");
    reader.wait_for("what is wrong", |view| {
        view.shows("tag.zip") && view.shows("Import from: tag.zip")
    });
    reader.send("\x15tags.zip\r");
    reader.wait_for("what it would do", |view| {
        view.shows("Import tags.zip (brat)")
            && view.shows("import 3 tags in 2 documents")
            && view.shows("label “Reason” is no tag here: 1 tag keeps it")
            && view.shows("a.txt: 2 tags new")
    });
    let annotations = desk.root().join("annotations/a.txt.json");
    assert!(!annotations.exists(), "nothing is done yet");
    reader.send("j+");
    reader.wait_for("the label", |view| {
        view.shows("label “Reason” is added to the tags: 1 tag")
    });
    reader.send("\r");
    let of = |document: &str| {
        let tags = desk.tags(document).into_iter();
        tags.map(|(tag, quote)| format!("{tag} {quote}"))
            .collect::<Vec<_>>()
    };
    let both = ["claim One is so.", "Reason Two is so."];
    for again in ["u", "\x12"] {
        let words = match again {
            "u" => "Imported 3 tags from tags.zip in 2 documents, with Reason (z) added",
            _ => "Redid: import of 3 tags from tags.zip in 2 documents",
        };
        reader.wait_for("that it was imported", |view| {
            view.shows(words) && view.counts(3, "tag")
        });
        reader.wait_until_saved();
        assert_eq!(
            (of("a.txt"), of("b.txt")),
            (
                both.map(str::to_owned).to_vec(),
                vec!["fact Three is so.".to_owned()]
            )
        );
        if again != "u" {
            break;
        }
        reader.send("u");
        reader.wait_for("that it was taken back", |view| {
            view.shows("Undid: import of 3 tags from tags.zip in 2 documents")
        });
        reader.wait_until_saved();
        assert_eq!((of("a.txt").len(), of("b.txt").len()), (0, 0));
        reader.send("\x12");
    }
    assert_eq!(reader.quit(), 0);
    assert_eq!(of("a.txt"), both);
    assert_eq!(desk.annotations("a.txt")[0]["note"], "Who?");
    assert_eq!(desk.all_documents(), before, "a document was written");
    let config = std::fs::read_to_string(desk.root().join("postil.toml")).expect("read");
    assert_eq!(config, "[tags.Reason]\nkey = \"z\"\n");
}
