//! A passage elsewhere as the source of a tag, and what is said of a source besides; on a model
//! without terminal, files or clock.

use std::time::Instant;

use crate::fixture::Reader;
use postil::annotation::{Source, SourceTarget};
use postil::app::{DocumentId, Message};
use postil::session::Access;

const ONE: &str = "It rained all day. So they say.\n";
const OTHER: &str = "It was dry. Nobody was wet.\n";

fn sources(reader: &Reader) -> Vec<Source> {
    let set = reader.model.documents.get(DocumentId(0)).unwrap().set();
    let all = set.unwrap().iter().flat_map(|tag| tag.sources.iter());
    all.cloned().collect()
}

fn passages(reader: &Reader) -> Vec<String> {
    let all = sources(reader).into_iter();
    let all = all.filter_map(|source| match source.target {
        SourceTarget::Passage(passage) => Some(passage.to_string()),
        _ => None,
    });
    all.collect()
}

/// The screen, on which there is room for a card.
fn screen(reader: &mut Reader, size: (u16, u16)) -> String {
    reader.tell(Message::Resized(size.0, size.1));
    reader.screen()
}

#[test]
fn a_passage_elsewhere_is_chosen_as_links_are() {
    // From the prompt for the first source, and from the list of those that there are.
    for begin in ["nS<Ctrl-o>", "nSAnnals<Enter>Sp"] {
        let mut reader = Reader::new(&[ONE, OTHER]);
        reader.press(begin);
        assert_eq!(
            reader.notice(),
            "Source: go to the passage and press S; Esc cancels"
        );
        reader.press("J");
        let row = reader.screen();
        let row = row.lines().last().unwrap_or_default();
        assert!(row.contains("Source of “It rained"), "{row}");
        assert!(row.contains("S take this passage"), "{row}");
        // What is not tagged is asked for a tag.
        reader.press("S");
        assert!(reader.screen().contains("Tag as?"), "{}", reader.screen());
        reader.press("f");
        assert_eq!(reader.notice(), "Source: “It was dry.”; u undoes");
        assert_eq!(passages(&reader), ["1.txt#id2"], "{begin}");
        for size in [(140, 40), (80, 24)] {
            let here = screen(&mut reader, size);
            assert!(here.contains("source of"), "{here}");
        }
        reader.press("K");
        for size in [(140, 40), (80, 24)] {
            let there = screen(&mut reader, size);
            assert!(there.contains("“It was dry.”"), "{there}");
            assert!(!there.contains("unsourced"), "it is answered: {there}");
        }
        reader.press("u");
        assert_eq!(passages(&reader), [""; 0]);
        reader.press("<Ctrl-r>");
        assert_eq!(passages(&reader), ["1.txt#id2"]);
        // One key goes there; a passage that is gone is shown and kept.
        reader.press("SGo");
        assert_eq!(reader.model.documents.open, Some(DocumentId(1)));
        reader.press("xK");
        let broken = screen(&mut reader, (140, 40));
        assert!(broken.contains("1.txt#id2 is not"), "{broken}");
        reader.press("SGo");
        assert_eq!(reader.notice(), "1.txt#id2 is not there");
        assert_eq!(passages(&reader), ["1.txt#id2"]);
    }
}

#[test]
fn what_was_meant_for_a_passage_and_leads_nowhere_is_said() {
    let whole = "0.txt#019ab7e4-7a30-7e5b-8d5a-2b5f3d605578";
    for (typed, words) in [
        ("1.txt#zzz", "1.txt has no such tag; kept as words"),
        ("1.txt#", "1.txt has no such tag; kept as words"),
        (
            "gone.txt#zzz",
            "There is no document gone.txt; kept as words",
        ),
        (whole, "0.txt has no such tag; kept all the same"),
        ("Docket #1234", ""),
    ] {
        let mut reader = Reader::new(&[ONE, OTHER]);
        reader.press(&format!("nS{typed}<Enter>"));
        assert_eq!(reader.notice(), words, "{typed}");
        assert_eq!(sources(&reader).len(), 1, "{typed}");
    }
}

#[test]
fn a_choice_of_a_passage_is_given_up_and_makes_no_circle() {
    let mut reader = Reader::new(&[ONE, OTHER]);
    reader.press("nS<Ctrl-o>S");
    assert_eq!(
        reader.notice(),
        "A tag is no source of itself: go to another passage; Esc cancels"
    );
    reader.press("L");
    assert_eq!(
        reader.notice(),
        "A source is being chosen: S takes this passage; Esc cancels"
    );
    reader.press("<Esc>");
    assert_eq!(reader.notice(), "Cancelled; no source was added");
    reader.press("S0.txt#id1<Enter>");
    assert_eq!(reader.notice(), "A tag is no source of itself");
    // The tag is deleted meanwhile.
    reader.press("S<Ctrl-o>xJcS");
    assert_eq!(
        reader.notice(),
        "The first tag is gone: it was deleted meanwhile"
    );
    reader.press("KuS<Ctrl-o>JS<Esc>KSannals<Enter>");
    assert_eq!(passages(&reader), [""; 0]);
}

#[test]
fn a_passage_is_typed_with_its_document_and_id() {
    let mut reader = Reader::new(&[ONE, OTHER]);
    let gone = "1.txt#019ab7e4-7a30-7e5b-8d5a-2b5f3d605578";
    reader.press("Jf").press("KnS1.txt#id1<Enter>");
    reader.press(&format!("Sa{gone}<Enter>"));
    assert_eq!(passages(&reader), ["1.txt#id1", gone]);
    let shown = screen(&mut reader, (140, 40));
    assert!(shown.contains("2b5f3d605578 is"), "{shown}");
}

#[test]
fn a_remark_and_a_day_are_said_of_a_source_in_the_list() {
    let mut reader = Reader::new(&[ONE]);
    reader.press("cSone<Enter>Satwo<Enter>SG");
    // Today is proposed.
    reader.press("d<Enter>rp. 4, above<Enter>");
    let said = |reader: &Reader| {
        let all = sources(reader).into_iter();
        let all = all.map(|one| (one.remark, one.accessed));
        all.collect::<Vec<_>>()
    };
    let nothing = (String::new(), String::new());
    let day = said(&reader)[1].1.clone();
    assert_eq!(day.len(), 10, "{day}");
    assert_eq!(
        said(&reader),
        [nothing.clone(), ("p. 4, above".to_owned(), day)]
    );
    let list = screen(&mut reader, (80, 24));
    assert!(list.contains("p. 4, above · seen "), "{list}");
    // The list is there again, with the same source chosen.
    reader.press("d<Ctrl-u>2026-02-30<Enter>");
    let wrong = reader.screen();
    assert!(
        wrong.contains("is no day; write it as 2026-11-22"),
        "{wrong}"
    );
    reader.press("<Ctrl-u>2026-02-28<Enter><Esc>");
    assert_eq!(said(&reader)[1].1, "2026-02-28");
    for size in [(140, 40), (80, 24)] {
        let card = screen(&mut reader, size);
        for words in ["p. 4, above", "28 Feb", "2026"] {
            assert!(card.contains(words), "{words}\n{card}");
        }
    }
    // Cancelled, and emptied; each is one step.
    reader.press("SGrxyz<Esc><Esc>");
    assert_eq!(said(&reader)[1].0, "p. 4, above");
    reader.press("SGr<Ctrl-u><Enter>d<Ctrl-u><Enter><Esc>");
    assert_eq!(said(&reader), [nothing.clone(), nothing]);
    reader.press("u");
    assert_eq!(said(&reader)[1].1, "2026-02-28");
    reader.press("u");
    assert_eq!(said(&reader)[1].0, "p. 4, above");
}

#[test]
fn endless_words_of_a_source_are_refused_and_long_ones_keep_the_screen_fast() {
    let mut reader = Reader::new(&[ONE]);
    reader.press("cSone<Enter>Sr");
    reader.tell(Message::Paste("x y ".repeat(1 << 18)));
    let wrong = reader.screen();
    assert!(
        wrong.contains("Nothing was pasted: these are 1,048,576 bytes"),
        "{wrong}"
    );
    // Piece by piece.
    for _ in 0..200 {
        reader.tell(Message::Paste("x y ".repeat(1 << 9)));
    }
    reader.press("<Enter>");
    assert!(
        reader.screen().contains("A remark has 4"),
        "{}",
        reader.screen()
    );
    reader.press("<Ctrl-u>");
    for _ in 0..4 {
        reader.tell(Message::Paste("x y ".repeat(1 << 9)));
    }
    reader.press("<Enter>");
    assert_eq!(sources(&reader)[0].remark.len(), 4 * (1 << 11) - 1);
    let begun = Instant::now();
    screen(&mut reader, (140, 40));
    reader.press("<Esc>jkjk");
    screen(&mut reader, (80, 24));
    // Without the limit, each of these screens lays out all of it.
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    reader.press("Sa");
    reader.tell(Message::Paste("x y ".repeat(1 << 18)));
    let wrong = reader.screen();
    assert!(
        wrong.contains("Nothing was pasted: these are 1,048,576 bytes"),
        "{wrong}"
    );
    assert!(!wrong.contains("saves it anyway"), "{wrong}");
    reader.press("Two<Enter>");
    assert_eq!(sources(&reader).len(), 2);
}

#[test]
fn what_is_done_on_the_way_to_a_source_is_left_first() {
    let mut reader = Reader::new(&[ONE, OTHER]);
    let waits = |reader: &Reader| reader.screen().contains("Source of “It rained");
    for on_the_way in ["/say<Enter>", "v", "<Shift-Tab>"] {
        reader.press("gnS<Ctrl-o>").press(on_the_way);
        reader.press("<Esc>");
        assert!(waits(&reader), "{on_the_way}: {}", reader.screen());
        reader.press("<Esc>");
        assert_eq!(reader.notice(), "Cancelled; no source was added");
        reader.press("u");
    }
}

#[test]
fn no_source_is_given_to_what_may_not_be_changed_any_more() {
    let mut reader = Reader::new(&[ONE, OTHER]);
    reader.press("JfKnS<Ctrl-o>J");
    let first = reader
        .model
        .documents
        .get_opened_mut(DocumentId(0))
        .unwrap();
    first.access = Access::ReadOnly("it is of a newer version".to_owned());
    reader.press("S");
    assert!(
        reader.notice().contains("it is of a newer version"),
        "{}",
        reader.notice()
    );
    assert_eq!(passages(&reader), [""; 0]);
}
