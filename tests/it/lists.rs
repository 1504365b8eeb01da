//! Lists that are asked, and what the reader shows only.

use postil::annotation::{AnnotationSet, Selector, Source, SourceTarget};
use postil::app::{Effect, FormatChoice, Message, Mode, Overlay};
use postil::text::Text;

use proptest::prelude::*;

use crate::fixture::{Reader, annotation, numbered};

const FIRST: &str = "The agency has spent a lot. It said so itself. Nobody checked the café's finances. They co-\noperate with others.\n";
const SECOND: &str = "Another text. It is about claims and disclaimers.\n";

/// The rows that are left of the list that is shown, and its title.
fn shown(reader: &Reader) -> (Vec<String>, String) {
    let Mode::Overlay(Overlay::Picker(list)) = &reader.model.mode else {
        panic!("no list: {}", reader.notice());
    };
    let rows = list.fitting.iter().map(|&row| list.rows[row].text.clone());
    (rows.collect(), list.heading())
}

fn titles(reader: &Reader) -> String {
    shown(reader).1
}

/// What is said in the list, below what was typed, where no row is left.
fn said(reader: &Reader) -> String {
    assert_eq!(shown(reader).0, Vec::<String>::new());
    let screen = reader.screen();
    let mut rows = screen.lines().skip_while(|row| !row.contains('›'));
    let row = rows.nth(1).expect("a row below");
    let row = row.split('┃').nth(1).expect("the row of a frame");
    row.trim().to_owned()
}

/// Five tags in one document and two in the other, by two people.
fn reader() -> Reader {
    let mut reader = Reader::unread(&[FIRST, SECOND]);
    let first = Text::new(FIRST);
    let tag = |id: &str, tag: &str, words: &str, note: &str, by: &str| {
        let start = FIRST.find(words).expect("it stands there");
        let range = first.range(start, start + words.len()).expect("boundaries");
        let mut one = annotation(id, tag, Selector::new(&first, range));
        one.note = note.to_owned();
        one.creator = by.into();
        one
    };
    let mut sourced = tag(
        "d",
        "needs-source",
        "They co-\noperate with others.",
        "",
        "ben",
    );
    sourced.sources = vec![Source::new(SourceTarget::Url("https://a.org".to_owned()))];
    let mut lost = tag("e", "claim", "It said so itself.", "", "ben");
    lost.selector.quote = "These words are gone.".to_owned();
    let set = AnnotationSet::from_annotations([
        tag(
            "a",
            "claim",
            "The agency has spent a lot.",
            "who says so?\nask Ben",
            "ana",
        ),
        tag("b", "fact", "It said so itself.", "", "ben"),
        tag(
            "c",
            "needs-source",
            "Nobody checked the café's finances.",
            "",
            "ana",
        ),
        sourced,
        lost,
    ]);
    reader.load_with(0, set.0);
    reader.press("J");
    reader.load(1);
    reader.press("ojo");
    reader
}

/// Asks the list of all tags.
fn asked(typed: &str) -> Reader {
    let mut reader = reader();
    reader.press("t").press(typed);
    reader
}

fn check(typed: &str, words: &[&str]) {
    let (rows, _) = shown(&asked(typed));
    let is_there = |(row, words): (&String, &&str)| row.contains(*words);
    let fits = rows.len() == words.len() && rows.iter().zip(words).all(is_there);
    assert!(fits, "{typed}: {rows:?}");
}

/// Found in use: a list of a hundred tags still showed sixty for `xyz`, since the letters stood
/// somewhere in each passage.
#[test]
fn scattered_letters_fit_no_passage() {
    let reader = asked("tas");
    assert_eq!(said(&reader), "No tag matches “tas”");
    assert_eq!(titles(&reader), "All tags: 0 of 7");
}

#[test]
fn a_list_narrows_by_words_and_phrases() {
    check("agency", &["The agency"]);
    check("spent agency", &["The agency"]);
    check("\"spent agency\"", &[]);
    check("\"has spent\" lot", &["The agency"]);
    check("cafe", &["Nobody checked"]);
    check("Café", &[]);
    check("cooperate", &["They co"]);
    check("-agency -nobody -text -said -words -claims", &["They co"]);
    // In the note, also behind its first line, and in the name of the document.
    check("ben", &["The agency"]);
    check("1.txt claims", &["It is about"]);
}

#[test]
fn a_list_is_asked_by_fields() {
    check("tag:fact", &["It said so"]);
    check("tag:f", &["It said so"]);
    check("tag:cl", &["The agency", "These words"]);
    check("tag:needs by:ana", &["Nobody checked"]);
    check("tag:needs unsourced", &["Nobody checked"]);
    check("tag:needs -unsourced", &["They co"]);
    check("lost", &["These words"]);
    check("note:who", &["The agency"]);
    check("note:nobody", &[]);
    check("note:", &["The agency"]);
    check("agency -", &["The agency"]);
    check("doc:1*", &["Another text", "It is about"]);
    check("doc:another claims", &["It is about"]);
    check("doc:0.txt by:ben -lost", &["It said so", "They co"]);
    check("tag: agency", &["The agency"]);
}

#[test]
fn what_there_is_not_is_said_with_the_way_out() {
    for (typed, words) in [
        ("tag:clam", "Unknown tag “clam”: did you mean claim?"),
        (
            "tag:zzzzzz",
            "Unknown tag “zzzzzz”. Tags: fact, claim, opinion, needs-source",
        ),
        ("by:bem", "Unknown annotator “bem”: did you mean ben?"),
        (
            "by:zzzzz",
            "Unknown annotator “zzzzz”. Annotators: ana, ben",
        ),
        (
            "tga:claim",
            "Unknown field “tga”. Fields: tag: by: doc: note: why: verdict: link: unsourced lost new speaker: stated:",
        ),
        (
            "doc:2.txt",
            "No document matches “2.txt”: did you mean 0.txt?",
        ),
        (
            "tag:claim lost by:ana",
            "No tag matches “tag:claim lost by:ana”",
        ),
        ("\"tga:claim\"", "No tag matches “tga:claim”"),
        ("\"tga claim", "No tag matches “tga claim”"),
        ("zzz \"a\"", "No tag matches “zzz \"a\"”"),
    ] {
        assert_eq!(said(&asked(typed)), words, "{typed}");
    }
}

#[test]
fn the_title_counts_what_matches() {
    let mut reader = reader();
    reader.press("t");
    assert_eq!(titles(&reader), "All tags: 7");
    assert!(
        reader
            .screen()
            .contains("› words  \"phrase\"  -word  tag:  by:  doc:  note:  why:  verdict:  link:  unsourced  lost  new"),
        "{}",
        reader.screen()
    );
    reader.press("tag:claim");
    assert_eq!(titles(&reader), "All tags: 2 of 7");
    reader.press("<Ctrl-u>");
    assert_eq!(titles(&reader), "All tags: 7");
}

/// The keys of commands and documents stay as they were: a few letters of the name.
#[test]
fn names_are_found_by_their_letters() {
    let mut reader = reader();
    reader.press(":nxsen");
    assert!(shown(&reader).0[0].starts_with("next-sentence"));
    reader.press("<Esc>D");
    reader.press("1t");
    assert_eq!(shown(&reader).0.len(), 1);
    assert_eq!(titles(&reader), "Documents: 1 of 2");
    reader.press("<Ctrl-u>zzz");
    assert_eq!(said(&reader), "No document matches “zzz”");
}

fn in_margin(reader: &Reader) -> Vec<String> {
    let opened = reader.model.open_document().expect("a document is open");
    let shown = opened.annotation_index().shown().iter();
    shown
        .map(|placed| placed.annotation.id.to_string())
        .collect()
}

#[test]
fn a_tag_and_an_annotator_are_shown_only() {
    let mut reader = reader();
    reader.press("KT");
    let rows = shown(&reader).0;
    assert_eq!(
        rows,
        [
            "all tags",
            "fact",
            "claim",
            "opinion",
            "needs-source",
            "by ana",
            "by ben",
            "unsourced"
        ]
    );
    let screen = reader.screen();
    let row = screen.lines().find(|row| row.contains(" C claim"));
    assert!(row.is_some_and(|row| row.contains(" 2┃")), "{screen}");
    reader.press("needs<Enter>");
    assert_eq!(in_margin(&reader), ["c", "d"]);
    reader.press("T").press("by ben<Enter>");
    assert_eq!(in_margin(&reader), ["d"]);
    let screen = reader.screen();
    assert!(screen.contains("only needs-source by ben"), "{screen}");
    assert!(screen.contains("┌ only needs-source by ben "), "{screen}");
    // Chosen again, it is shown with the others.
    reader.press("T").press("needs<Enter>");
    assert_eq!(in_margin(&reader), ["b", "d"]);
    reader.press("g<Esc>");
    assert!(reader.model.filter.is_none());
    assert_eq!(in_margin(&reader).len(), 4);
    reader.press("T").press("unsourced<Enter>");
    assert_eq!(in_margin(&reader), ["c"]);
    reader.press("t");
    assert_eq!(titles(&reader), "Tags: unsourced: 1");
    reader.press("<Esc>T").press("all<Enter>");
    assert!(reader.model.filter.is_none());
}

#[test]
fn a_tag_that_another_annotator_is_shown_without_is_said() {
    let mut reader = reader();
    reader.press("KgT").press("by ben<Enter>jjjo");
    assert!(
        reader.notice().contains("filter hides"),
        "{}",
        reader.notice()
    );
}

/// Found in use: it said `go` of everything, and `Ctrl-y copy` twice.
#[test]
fn the_last_row_says_what_enter_does_with_the_row() {
    for (keys, last_row) in [
        (
            "t",
            "type to narrow  Enter go  Esc back  ↑ ↓ choose  Ctrl-y copy",
        ),
        ("txyz", "type to narrow  Ctrl-u show all  Esc back"),
        ("T", "type to narrow  Enter show  Esc back  ↑ ↓ choose"),
        (":", "type to narrow  Enter run  Esc back  ↑ ↓ choose"),
        (
            "<Ctrl-y>",
            "type to narrow  Enter copy  Esc back  ↑ ↓ choose",
        ),
    ] {
        let mut reader = reader();
        reader.press(keys);
        let screen = reader.screen();
        let last = screen.lines().last().expect("a last row");
        assert_eq!(last.trim(), last_row, "{keys}");
    }
    let mut reader = reader();
    reader.press(":zzzz");
    assert_eq!(said(&reader), "No command matches “zzzz”");
}

#[test]
fn a_small_list_says_that_rows_are_below_its_edge() {
    let mut reader = reader();
    reader.tell(Message::Resized(40, 10));
    reader.press("T");
    assert!(reader.screen().contains("↓ more━"), "{}", reader.screen());
    reader.press("<End>");
    assert!(!reader.screen().contains("↓ more"), "{}", reader.screen());
}

#[test]
fn an_export_holds_what_is_shown() {
    let mut reader = reader();
    reader
        .press("KT")
        .press("needs<Enter>T")
        .press("by ben<Enter>");
    reader.model.settings.formats.push(FormatChoice {
        name: "csv".to_owned(),
        description: "comma-separated values".to_owned(),
        extension: "csv".to_owned(),
        cannot_carry: String::new(),
    });
    reader.press("e<Enter><Enter>");
    let exported = reader.effects.iter().rev().find_map(|effect| match effect {
        Effect::Export(request) => Some(request.only.clone()),
        _ => None,
    });
    let only = exported.expect("an export was asked for");
    assert_eq!(only.tags, ["needs-source".into()]);
    assert_eq!((only.by.as_deref(), only.unsourced), (Some("ben"), false));
}

/// A key asks a thousand rows at most, however many there are; the others follow while
/// nothing else waits, and stay in their order.
#[test]
fn a_long_list_narrows_in_pieces() {
    let line = "These are words. ";
    let words = line.repeat(5000);
    let text = Text::new(words.as_str());
    let mut reader = Reader::unread(&[&words]);
    let tag = |number: usize| {
        let start = number * line.len();
        let range = text
            .range(start, start + line.len() - 1)
            .expect("boundaries");
        let kind = if number.is_multiple_of(5) {
            "claim"
        } else {
            "fact"
        };
        numbered(number, kind, Selector::new(&text, range))
    };
    reader.load_with(0, AnnotationSet::from_annotations((0..5000).map(tag)).0);
    reader.press("t");
    reader.answers_more = false;
    reader.press("tag:cl");
    assert_eq!(titles(&reader), "All tags: 200 of 5,000 so far");
    reader.tell(Message::Idle);
    assert_eq!(titles(&reader), "All tags: 400 of 5,000 so far");
    reader.press("aim");
    assert_eq!(titles(&reader), "All tags: 200 of 5,000 so far");
    reader.press(" -words");
    assert_eq!(said(&reader), "searching …");
    reader.press("<Ctrl-w>");
    reader.answers_more = true;
    reader.tell(Message::Idle);
    assert_eq!(titles(&reader), "All tags: 1,000 of 5,000");
    let Mode::Overlay(Overlay::Picker(list)) = &reader.model.mode else {
        panic!("no list");
    };
    assert!(list.fitting.is_sorted());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is typed, a list narrows, counts, and says why nothing is left.
    #[test]
    fn any_line_narrows_a_list(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("tag:".to_owned()), Just("-".to_owned()), Just("\"".to_owned()),
                Just("by:".to_owned()), Just("doc:[".to_owned()), Just("note:".to_owned()),
                Just("lost ".to_owned()), Just("unsourced ".to_owned()), Just(" ".to_owned()),
                "\\PC{0,6}", "[a-e*?{}:]{1,4}",
            ],
            0..8,
        )
    ) {
        let mut reader = reader();
        reader.press("t");
        reader.tell(Message::Paste(parts.concat()));
        let (rows, title) = shown(&reader);
        prop_assert!(rows.len() <= 7);
        let narrowed = !parts.concat().trim().is_empty();
        let counted = if narrowed { format!("All tags: {} of 7", rows.len()) } else { "All tags: 7".to_owned() };
        prop_assert_eq!(title, counted);
        prop_assert!(reader.screen().contains("All tags"));
    }
}

/// Found in use: what the filter hid was spoken of, and changed without a word.
#[test]
fn what_the_filter_hides_is_not_spoken_of_but_where_it_is_changed() {
    let mut reader = Reader::new(&["One two. Three four.\n"]);
    reader.press("f").press("T").press("claim<Enter>");
    let last_row = |reader: &Reader| {
        let screen = reader.screen();
        screen.lines().last().unwrap_or_default().trim().to_owned()
    };
    assert!(reader.model.filter.is_some());
    assert!(
        !last_row(&reader).contains("change it"),
        "{}",
        last_row(&reader)
    );
    reader.press("c");
    assert_eq!(reader.notice(), "fact → claim, which the filter hid");
    reader.press("u");
    reader.press("f");
    assert_eq!(reader.notice(), "Removed hidden fact; u undoes");
}

/// In the sidebar a document is called by its title; so it is in what lists its words.
#[test]
fn lists_call_documents_by_their_titles() {
    let texts = [
        "Birds of the sea\n\nTerns dive.\n",
        "Fish of the sea\n\nCod swim.\n",
    ];
    for (typed, shown) in [
        ("", true),
        ("doc:birds", true),
        ("0.txt", true),
        ("doc:fish", false),
    ] {
        let mut reader = Reader::new(&texts);
        reader.press(&format!("jct{typed}"));
        let screen = reader.screen();
        let mut rows = screen.lines().filter(|row| row.contains("Terns dive."));
        let is_named =
            rows.any(|row| row.contains("Terns dive.") && row.contains("Birds of the sea"));
        assert_eq!(is_named, shown, "{typed}:\n{screen}");
    }
}
