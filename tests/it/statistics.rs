//! Statistics in the reader: what is counted, and where its rows lead.

use postil::annotation::{AnnotationSet, Selector, Timestamp};
use postil::app::{AnnotationFiles, Message, Mode, Overlay, Remembered};
use postil::text::{Text, TextRange};

use crate::fixture::{Reader, annotation};

const ONE: &str = "Alpha is first. Beta is second. Gamma is third. Delta is fourth.\n";
const TWO: &str = "Epsilon is fifth. Zeta is sixth.\n";

/// The rows of the list that is shown, blanks aside.
fn rows(reader: &Reader) -> Vec<String> {
    let Mode::Overlay(Overlay::Picker(list)) = &reader.model.mode else {
        panic!("no list: {}", reader.screen());
    };
    let rows = list.fitting.iter().map(|at| &list.rows[*at].text);
    rows.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn heading(reader: &Reader) -> String {
    let Mode::Overlay(Overlay::Picker(list)) = &reader.model.mode else {
        panic!("no list: {}", reader.screen());
    };
    list.heading()
}

fn reader() -> Reader {
    let mut reader = Reader::new(&[ONE, TWO]);
    reader.press("nSa book<Enter>jnjcYrjoJcKg");
    reader
}

/// A row with this word is there, and is chosen.
fn choose(reader: &mut Reader, words: &str) {
    for _ in 0..40 {
        let screen = reader.screen();
        let chosen = screen.lines().find_map(|row| row.split_once("┃▸"));
        let chosen = chosen.and_then(|(_, row)| row.split_once('┃'));
        if chosen.is_some_and(|(row, _)| row.contains(words)) {
            return;
        }
        reader.press("<Down>");
    }
    panic!("no row has {words}: {}", reader.screen());
}

#[test]
fn all_is_counted_and_shown_as_bars() {
    let mut reader = reader();
    reader.press("I");
    assert_eq!(heading(&reader), "Statistics: 5 tags in 2 documents");
    let rows = rows(&reader);
    let all = "█".repeat(28);
    let half = "█".repeat(14);
    for row in [
        format!("claim {all} 2"),
        format!("opinion {half} 1"),
        format!("needs-source {all} 2"),
        "fact 0".to_owned(),
        format!("Open unsourced {half} 1"),
        format!("no evidence {half} 1"),
        format!("all {all} 2"),
        format!("Answered with a source {half} 1 of 2 needed"),
        format!("Verdicts refuted {all} 1"),
        format!("People ana {all} 5 2C 2N 1O"),
    ] {
        let there = rows.iter().any(|one| one.ends_with(&row));
        assert!(there, "{row}: {rows:#?}");
    }
    assert!(
        rows.iter()
            .any(|row| row.starts_with("Checked sentences") && row.ends_with("83 % · 5 of 6")),
        "{rows:#?}"
    );
    assert!(
        rows.iter()
            .any(|row| row.ends_with("4 tags · 1 open · 4/4")),
        "{rows:#?}"
    );
}

#[test]
fn its_rows_lead_to_what_they_count() {
    for (row, title) in [
        ("claim", "All tags: 2 of 5"),
        ("refuted", "All tags: 1 of 5"),
        ("with a source", "All tags: 1 of 5"),
        ("ana", "All tags: 5 of 5"),
        (
            "no evidence",
            "Open: 1 of 2 · unsourced 1 · no evidence 1 · by place",
        ),
    ] {
        let mut reader = reader();
        reader.press("I");
        choose(&mut reader, row);
        reader.press("<Enter>");
        assert_eq!(heading(&reader), title, "{row}");
    }
    let mut reader = reader();
    reader.press("I");
    choose(&mut reader, "1 tag · 1 open");
    reader.press("<Enter>");
    assert_eq!(reader.selection(), "Epsilon is fifth.");
    reader.press("'");
    assert_eq!(heading(&reader), "Statistics: 5 tags in 2 documents");
}

#[test]
fn what_others_did_since_one_was_last_here_is_new() {
    let text = Text::new(ONE);
    let made = |id: &str, start, end, created: &str, modified: &str| {
        let selector = Selector::new(&text, TextRange::between(start, end));
        let mut one = annotation(id, "opinion", selector);
        one.created = Timestamp(created.into());
        one.modified = Timestamp(modified.into());
        one
    };
    let (before, after) = ("2026-11-20T10:00:00Z", "2026-11-22T10:00:00Z");
    let mut own = made("c", 32, 47, after, after);
    own.creator = "ana".into();
    let set = AnnotationSet::from_annotations([
        made("a", 0, 15, before, before),
        made("b", 16, 31, before, after),
        own,
        made("d", 48, 64, after, after),
    ])
    .0;
    let mut reader = Reader::new(&[ONE]);
    reader.load_with(0, set);
    reader.press("I");
    assert!(!rows(&reader).iter().any(|row| row.starts_with("New")));
    reader.press("<Esc>");
    reader.model.documents.visit.since = Some(Timestamp("2026-11-21T10:00:00Z".into()));
    reader.press("I");
    assert!(
        rows(&reader)[1].ends_with("1 new and 1 changed by ben"),
        "{}",
        rows(&reader)[1]
    );
    assert_eq!(rows(&reader)[0], "New since 2026-11-21 1 new, 1 changed");
    for keys in ["<Enter>", "<Esc>I<Down><Enter>"] {
        reader.press(keys);
        assert_eq!(heading(&reader), "All tags: 2 of 4");
    }
}

/// Found in use: only who had made tags was told.
#[test]
fn who_has_said_what_of_tags_of_others_is_told_and_listed() {
    let text = Text::new(ONE);
    let of = |id: &str, start, end| {
        let mut one = annotation(
            id,
            "claim",
            Selector::new(&text, TextRange::between(start, end)),
        );
        one.note = "Sic.".to_owned();
        one
    };
    let set = AnnotationSet::from_annotations([of("a", 0, 15), of("b", 16, 31)]).0;
    let mut reader = Reader::new(&[ONE]);
    reader.load_with(0, set);
    reader.press("YrSa book<Enter>j.M");
    reader.press("I");
    let told = rows(&reader);
    for row in [
        "People ben",
        "notes",
        "ana",
        "verdicts",
        "sources",
        "nothing to check",
        "done",
    ] {
        assert!(told.iter().any(|one| one.contains(row)), "{row}: {told:#?}");
    }
    for (row, title) in [
        ("  notes ", "All tags: 2 of 2"),
        ("  sources ", "All tags: 1 of 2"),
        ("  verdicts ", "All tags: 1 of 2"),
    ] {
        choose(&mut reader, row);
        reader.press("<Enter>");
        assert_eq!(heading(&reader), title, "{row}");
        reader.press("<Esc>I");
    }
}

/// Found in use: what others had deleted was told nowhere.
#[test]
fn tags_that_are_gone_since_one_was_last_here_are_told() {
    let text = Text::new(ONE);
    let left = annotation("a", "fact", Selector::new(&text, TextRange::between(0, 15)));
    let mut reader = Reader::new(&[ONE]);
    reader.load_with(0, AnnotationSet::from_annotations([left]).0);
    let visit = &mut reader.model.documents.visit;
    visit.since = Some(Timestamp("2026-11-23T10:00:00Z".into()));
    visit.had = [("0.txt".to_owned(), 3), ("gone.txt".to_owned(), 2)].into();
    reader.tell(Message::AnnotationFilesRead(AnnotationFiles {
        known: Vec::new(),
        progress: Some((1, 1)),
    }));
    reader.press("I");
    assert!(
        rows(&reader)[0].ends_with("since 2026-11-23 2 deleted"),
        "{:#?}",
        rows(&reader)
    );
    // What the reader deletes is no news.
    reader.press("<Esc>xI");
    assert!(
        rows(&reader)[0].ends_with("since 2026-11-23 2 deleted"),
        "{:#?}",
        rows(&reader)
    );
}

/// What is remembered at the end of a session begins what is new in the next one.
#[test]
fn the_last_visit_is_read_by_older_and_newer_versions() {
    let older: Remembered = serde_json::from_str("{}").unwrap();
    assert_eq!((older.visited, older.tags), (None, None));
    // Of another version's form nothing is lost but what it says.
    let other = r#"{"tags": ["a"], "last_document": "a.txt"}"#;
    let other: Remembered = serde_json::from_str(other).unwrap();
    assert_eq!(other.last_document.as_deref(), Some("a.txt"));
    assert_eq!(other.tags, None);
    let now = Remembered {
        visited: Some("2026-11-21T10:00:00Z".to_owned()),
        tags: Some([("a.txt".to_owned(), 3)].into()),
        ..Remembered::default()
    };
    let kept = serde_json::to_string(&now).unwrap();
    assert_eq!(serde_json::from_str::<Remembered>(&kept).unwrap(), now);
}

/// Two are contradicted, and without evidence as well; the third is without evidence only.
#[test]
fn what_is_open_for_two_reasons_is_listed_where_it_counts() {
    let mut reader = Reader::new(&[ONE]);
    reader.press("cjcLgLc").press("jjcI");
    choose(&mut reader, "no evidence");
    reader.press("<Enter>");
    let words = " of 3 · contradicted 2 · no evidence 1 · by place";
    assert_eq!(heading(&reader), format!("Open: 1{words}"));
    reader.press("<Esc>Qw");
    assert_eq!(heading(&reader), format!("Open: 2{words}"));
    reader.press("w");
    assert_eq!(heading(&reader), format!("Open: 1{words}"));
}

#[test]
fn the_whole_name_of_a_document_means_no_other() {
    let mut reader = Reader::new(&[ONE; 11]);
    reader.press("o").press(&"J".repeat(10)).press("o");
    let is_tagged = |id: usize| reader.model.documents.all()[id].set().unwrap().len();
    assert_eq!((is_tagged(0), is_tagged(10)), (1, 1));
    reader.press("tdoc:\"0.txt\"");
    assert_eq!(heading(&reader), "All tags: 1 of 2");
}
