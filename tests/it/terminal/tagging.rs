//! Tagging, from the first key to the export; how few keys it takes; undo.

use serde_json::Value;

use super::{FIRST, FIRST_TITLE, SECOND, SECOND_TITLE, THIRD, THIRD_TITLE, documents, seeds};
use crate::support::desk::Desk;
use crate::support::hand::{ANNOTATIONS, CTRL_R, DOCUMENTS, ENTER, TEXT};
use crate::support::pty::Pty;
use crate::support::view::Spot;

const KEY_NOTE: &str = "who says so?\nnot the job posting";

/// Tags a sentence, a word, a phrase and a paragraph of the first document with
/// keys, and writes a note.
fn tag_with_keys(reader: &mut Pty) {
    reader.change("f", 1);
    reader.send("jl");
    reader.wait_for("a word", |view| {
        view.status().contains("word in sentence 2")
    });
    reader.change("c", 2);
    let from = reader.spot_of("operations");
    reader.hint(from);
    reader.send("v");
    let to = reader.spot_of("point”");
    reader.hint(to);
    reader.change("o", 3);
    reader.send("j+");
    reader.wait_for("a paragraph", |view| view.status().contains("paragraph in"));
    reader.change("n", 4);
    reader.send("a");
    reader.wait_for("a note", |view| view.shows("Note on this needs-source"));
    reader.send(KEY_NOTE.replace('\n', ENTER));
    reader.wait_for("the words", |view| {
        view.find("not the job posting", ANNOTATIONS).is_some()
    });
    reader.escape(|view| !view.shows("Note on this") && view.says_saved());
}

/// Tags the same four kinds of passages of the third document with the mouse.
fn tag_with_the_mouse(reader: &mut Pty) {
    let document = reader.wait_map("the sidebar", |view| view.find("002_", DOCUMENTS));
    reader.click(document, 1);
    reader.wait_for("the document", |view| {
        view.find(THIRD_TITLE, TEXT).is_some()
    });
    for (words, clicks, key, tags) in [
        ("Trump administration", 1, "f", 5),
        ("aftermath", 2, "c", 6),
        ("clarity", 3, "o", 7),
    ] {
        let spot = reader.spot_of(words);
        reader.click(spot, clicks);
        reader.change(key, tags);
    }
    let from = reader.spot_of("1.5 million");
    let mut to = from;
    to.column += 10;
    reader.drag(from, to);
    reader.change("n", 8);
}

#[test]
fn the_whole_loop_with_keys_and_with_the_mouse() {
    let desk = seeds();
    let documents = desk.all_documents();
    let mut reader = desk.read();
    reader.wait_until_ready();
    tag_with_keys(&mut reader);
    tag_with_the_mouse(&mut reader);
    assert_eq!(reader.quit(), 0);
    check_passages(&desk);

    let mut reader = desk.read();
    reader.wait_until_ready();
    check_that_all_is_seen_again(&mut reader);
    export_both_ways(&desk, &mut reader);
    assert_eq!(reader.quit(), 0);
    assert_eq!(desk.all_documents(), documents, "a document was written to");
}

/// Every annotation says of its document what is so.
fn check_passages(desk: &Desk) {
    for (name, count) in [(FIRST, 4), (THIRD, 4)] {
        let file = desk.annotation_file(name);
        let characters: Vec<char> = desk.text(name).chars().collect();
        assert_eq!(file["document"]["length"], characters.len());
        assert_eq!(file["document"]["path"], format!("seeds/{name}"));
        let annotations = file["annotations"].as_array().expect("annotations");
        assert_eq!(annotations.len(), count);
        for annotation in annotations {
            check_passage(annotation, &characters);
        }
    }
    let quotes: Vec<_> = desk.tags(FIRST);
    let paragraph = "The role appears to be to facilitate the entire process";
    assert_eq!(quotes[0].0, "fact");
    assert!(quotes[0].1.ends_with("according to a job posting."));
    assert_eq!(quotes[1], ("claim".to_owned(), "The".to_owned()));
    assert_eq!(quotes[2].1, "operations focal point");
    assert!(quotes[3].1.starts_with(paragraph) && quotes[3].1.ends_with("documents.”"));
    assert_eq!(desk.annotations(FIRST)[3]["note"], KEY_NOTE);
    let quotes: Vec<_> = desk.tags(THIRD);
    assert!(quotes.contains(&("claim".to_owned(), "aftermath".to_owned())));
    assert!(quotes.contains(&("needs-source".to_owned(), "1.5 million".to_owned())));
}

fn check_passage(annotation: &Value, characters: &[char]) {
    let place = |field: &str| {
        let place = annotation[field].as_u64().expect("a place");
        usize::try_from(place).expect("a place in memory")
    };
    let (start, end) = (place("start"), place("end"));
    let passage: String = characters[start..end].iter().collect();
    assert_eq!(annotation["quote"], passage);
    let prefix: String = characters[start.saturating_sub(32)..start].iter().collect();
    assert_eq!(annotation["prefix"], prefix);
    let suffix: String = characters[end..].iter().take(32).collect();
    assert_eq!(annotation["suffix"], suffix);
    assert_eq!(annotation["creator"], "tester");
}

fn check_that_all_is_seen_again(reader: &mut Pty) {
    reader.wait_for("the counts", |view| {
        let all = view.row(0).contains("8 tags");
        let first = view.find("3 open  1F 1C 1O 1N", DOCUMENTS);
        let last = view.find(THIRD_TITLE, TEXT).is_some() && view.status().contains("sentence 9/");
        all && first.is_some() && last
    });
    reader.send("KK");
    reader.wait_for("the first document", |view| {
        view.find(FIRST_TITLE, TEXT).is_some()
    });
    reader.wait_for("letters in the margin and words in the pane", |view| {
        let margin = view.text(TEXT.start..TEXT.start + 8);
        let letters = ["▎F", "▎C", "▎O", "▎N"];
        let pane = view.text(ANNOTATIONS);
        let words = ["operations", "who says so?"];
        letters
            .iter()
            .all(|it| margin.contains(it) || margin.contains(&it.replace('▎', "▌")))
            && words.iter().all(|it| pane.contains(it))
    });
}

/// An annotation file with a tag on each of so many sentences.
fn annotations_of(document: &str, sentence: &str, tags: usize) -> String {
    let length = sentence.chars().count();
    let tags = (0..tags).map(|number| {
        let start = number * length;
        let quote = sentence.trim_end();
        let end = start + quote.chars().count();
        format!(
            r#"{{"id": "{document}-{number:06}", "tag": "claim", "start": {start}, "end": {end}, "quote": "{quote}"}}"#
        )
    });
    let tags: Vec<String> = tags.collect();
    let document = format!(r#"{{"path": "seeds/{document}", "sha256": "", "length": 0}}"#);
    let tags = tags.join(",\n");
    format!(
        r#"{{"format": "postil", "version": 1, "document": {document}, "annotations": [{tags}]}}"#
    )
}

/// Also of a document with more tags than are written at once, and of one that cannot
/// be read, whose tags are tags all the same.
#[test]
fn an_export_from_the_reader_is_that_of_the_command_line() {
    const SENTENCE: &str = "It is said.\n";
    let many = SENTENCE.repeat(2_500);
    let desk = documents(&[
        ("b.txt", many.as_bytes()),
        ("a.txt", SENTENCE.as_bytes()),
        ("c.txt", b"\0\x01\x02\0\0\xff"),
    ]);
    let folder = desk.root().join("annotations");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (document, tags) in [("a.txt", 1), ("b.txt", 2_500), ("c.txt", 1)] {
        let file = annotations_of(document, SENTENCE, tags);
        std::fs::write(folder.join(format!("{document}.json")), file).expect("a file");
    }
    let mut reader = desk.read();
    reader.wait_until_ready();
    for (format, ending) in [("csv", "csv"), ("markdown", "md")] {
        reader.send("e");
        reader.wait_for("the formats", |view| view.shows("Export as"));
        reader.send(format);
        reader.wait_for("one format", |view| {
            view.shows(&format!("{format}: ")) && !view.shows("jsonl: ")
        });
        reader.send(ENTER);
        let name = format!("iom-tags.{ending}");
        reader.wait_for("a name", |view| view.status().contains(&name));
        reader.send(ENTER);
        reader.wait_for("the export", |view| {
            view.status().contains("2,502 tags written") && view.status().contains(&name)
        });
        let written = std::fs::read(desk.root().join(name)).expect("the export");
        let printed = desk.run(&["export", "iom", "--format", format]).stdout;
        assert!(written == printed, "{format} differs");
    }
    assert_eq!(reader.quit(), 0);
}

fn export_both_ways(desk: &Desk, reader: &mut Pty) {
    reader.send("e");
    reader.wait_for("the formats", |view| view.shows("Export as"));
    reader.send("jsonl");
    reader.wait_for("one format", |view| {
        view.shows("jsonl: ") && !view.shows("markdown: ")
    });
    reader.send(ENTER);
    reader.wait_for("a name", |view| view.status().contains("iom-tags.jsonl"));
    reader.send(ENTER);
    reader.wait_for("the export", |view| {
        view.status().contains("8 tags written")
    });
    let written = std::fs::read_to_string(desk.root().join("iom-tags.jsonl")).expect("the export");
    let printed = desk.run(&["export", "iom", "--format", "jsonl"]);
    assert!(printed.status.success());
    assert_eq!(String::from_utf8_lossy(&printed.stdout), written);
    for line in written.lines() {
        let row: Value = serde_json::from_str(line).expect("a line of JSON");
        let name = row["doc"].as_str().expect("a document");
        let characters: Vec<char> = desk.text(name).chars().collect();
        check_passage(&row, &characters);
    }
    let checked = desk.run(&["check", "iom"]);
    assert!(checked.status.success(), "{checked:?}");
}

#[test]
fn the_third_sentence_of_a_paragraph_takes_three_keys() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    go_to_the_funding(&mut reader);
    reader.change("jjc", 1);
    let (tag, quote) = desk.tags(FIRST).remove(0);
    assert_eq!(tag, "claim");
    assert!(quote.starts_with("The organization garnered another $241 million"));
    assert!(quote.ends_with("United Nations Organizations."));
}

#[test]
fn two_sentences_together_take_three_keys() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    go_to_the_funding(&mut reader);
    reader.change("vjf", 1);
    let (_, quote) = desk.tags(FIRST).remove(0);
    assert!(quote.starts_with("IOM receives the bulk"));
    assert!(quote.ends_with("in taxpayer funds."));
}

/// The paragraph of four sentences.
fn go_to_the_funding(reader: &mut Pty) {
    let spot = reader.spot_of("IOM receives the bulk");
    reader.click(spot, 1);
    reader.spot_of("▌IOM receives the bulk");
}

#[test]
fn any_phrase_on_the_screen_takes_at_most_eight_keys() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    let phrases = [
        (
            "international",
            "organization",
            "international organization",
        ),
        (
            "escorted",
            "hotel",
            "escorted to their connecting flights, ground transportation or hotel",
        ),
        (
            "whopping",
            "globe",
            "whopping $7.9 billion from member states to fund its activities, including migrant resettlement across the globe",
        ),
        (
            "Nations is",
            "States, according",
            "Nations is hiring a “flight management” position to facilitate travel by migrants into the interior of the United States",
        ),
        (
            "humane",
            "society",
            "humane and orderly migration benefits migrants and society",
        ),
        (
            "Houston",
            "month",
            "Houston, Texas and Atlanta, Georgia for year-long terms at $5,500 per month",
        ),
    ];
    for (count, (from, to, quote)) in phrases.iter().enumerate() {
        reader.send("g");
        reader.wait_for("the start", |view| {
            view.find("▌An international", TEXT).is_some()
        });
        let from = reader.spot_of(from);
        let mut keys = reader.hint(from);
        reader.send("v");
        let to = reader.spot_of(to);
        keys += 1 + reader.hint(to);
        reader.change("o", count + 1);
        keys += 1;
        assert!(keys <= 8, "{quote}: {keys} keys");
        let quotes = desk.tags(FIRST);
        let found = quotes.iter().any(|it| it.1 == *quote);
        assert!(found, "{quote} is not among {quotes:?}");
    }
}

#[test]
fn undo_and_redo_go_through_two_documents() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.change("f", 1);
    reader.send("J");
    reader.wait_for("the second document", |view| {
        view.find(SECOND_TITLE, TEXT).is_some()
    });
    reader.change("c", 2);
    reader.change("u", 1);
    assert_eq!((desk.tags(FIRST).len(), desk.tags(SECOND).len()), (1, 0));
    reader.change("u", 0);
    reader.wait_for("the first document", |view| {
        view.find(FIRST_TITLE, TEXT).is_some()
    });
    assert_eq!((desk.tags(FIRST).len(), desk.tags(SECOND).len()), (0, 0));
    reader.send("u");
    reader.wait_for("no more", |view| view.status().contains("Nothing to undo"));
    reader.change(CTRL_R, 1);
    assert_eq!((desk.tags(FIRST).len(), desk.tags(SECOND).len()), (1, 0));
    reader.change(CTRL_R, 2);
    reader.wait_for("the second document", |view| {
        view.find(SECOND_TITLE, TEXT).is_some()
    });
    assert_eq!(desk.tags(FIRST)[0].0, "fact");
    assert_eq!(desk.tags(SECOND)[0].0, "claim");
    assert_eq!(reader.quit(), 0);
}

#[test]
fn two_readers_of_one_workspace_lose_no_tag_of_each_other() {
    let desk = seeds();
    let mut one = desk.read();
    let mut other = desk.read();
    one.wait_until_ready();
    other.wait_until_ready();
    one.change("f", 1);
    // What the other has written is seen after the next save.
    other.change("jc", 2);
    one.change("jjo", 3);
    other.change("jjn", 4);
    let tags: Vec<String> = desk.tags(FIRST).into_iter().map(|it| it.0).collect();
    assert_eq!(tags, ["fact", "claim", "opinion", "needs-source"]);
    // Each takes back its own, and only that.
    one.send("u");
    one.wait_for("the other's last tag instead of its own", |view| {
        let said = view.status().contains("Undid: ") && view.says_saved();
        said && view.row(0).contains(" 3 tags ")
    });
    other.change("u", 2);
    let tags: Vec<String> = desk.tags(FIRST).into_iter().map(|it| it.0).collect();
    assert_eq!(tags, ["fact", "claim"]);
    assert_eq!((one.quit(), other.quit()), (0, 0));
}

/// Nothing comes from the terminal while the mouse is held still.
#[test]
fn a_drag_that_is_held_below_the_text_scrolls_by_itself() {
    let rows: String = (0..200)
        .map(|row| format!("Row {row} is one.\n\n"))
        .collect();
    let desk = documents(&[("a.txt", rows.as_bytes())]);
    let mut reader = desk.read();
    reader.wait_until_ready();
    let from = reader.spot_of("Row 0 is");
    let below = Spot { row: 39, ..from };
    reader.hold(from, below);
    reader.wait_for("rows far below", |view| view.shows("Row 40 is one."));
    reader.let_go(below);
    reader.change("f", 1);
    assert_eq!(reader.quit(), 0);
    let tags = desk.tags("a.txt");
    let (_, quote) = tags.first().expect("a tag");
    assert!(quote.starts_with("Row 0 is one."), "{quote}");
    assert!(quote.contains("Row 39 is one."), "{quote}");
}

/// Documents that stand in the workspace's own folder, in a folder of a long name.
#[test]
fn the_path_that_is_proposed_for_an_export_may_be_written() {
    let desk = documents(&[("a.txt", b"One. Two.")]);
    let long = desk
        .root()
        .join("a-rather-long-name-of-a-folder-and-more/plain");
    std::fs::create_dir_all(&long).expect("a folder");
    std::fs::write(long.join("b.txt"), "Three. Four.").expect("a document");
    for (typed, ending) in [("Markdown", "md"), ("csv", "csv"), ("table", "csv")] {
        let path = long.display().to_string();
        let program = env!("CARGO_BIN_EXE_postil");
        let mut reader = Pty::spawn(desk.command(program, &[&path]), (80, 24));
        reader.wait_for("the text", |view| view.shows("Three. Four."));
        reader.send("f");
        reader.wait_for("the tag", |view| view.says_saved() && view.shows("fact · "));
        reader.send("e");
        reader.wait_for("the formats", |view| view.shows("Export as"));
        reader.send(typed);
        reader.wait_for("one format", |view| !view.shows("jsonl: "));
        reader.send(ENTER);
        reader.wait_for("a name", |view| view.status().contains("plain-tags"));
        reader.send(ENTER);
        reader.wait_for("the export", |view| view.shows("tag written"));
        let written = long.with_file_name(format!("plain-tags.{ending}"));
        assert!(written.is_file(), "{typed}");
        std::fs::remove_file(written).expect("the export");
        // The same key takes the tag off.
        reader.send("f");
        reader.wait_for("no tag", |view| !view.shows("fact · "));
        assert_eq!(reader.quit(), 0);
    }
}
