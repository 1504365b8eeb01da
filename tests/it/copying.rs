//! What is copied of a passage, and in which form.

use postil::annotation::{AnnotationSet, Selector};
use postil::app::{Effect, Message};
use postil::text::Text;

use crate::fixture::{Reader, annotation};

const TEXT: &str = "One *two* three. Four <b>five</b> six.\n";

/// The words that were copied last, and what is said of it.
fn copied(reader: &Reader) -> (&str, Option<&'static str>) {
    let copies = reader
        .effects
        .iter()
        .rev()
        .filter_map(|effect| match effect {
            Effect::Copy(words, what) => Some((words.as_str(), *what)),
            _ => None,
        });
    copies.take(1).next().expect("something was copied")
}

#[test]
fn a_passage_is_copied_in_four_forms() {
    for (choice, words, said) in [
        ("words only", "One *two* three.", "the words"),
        (
            "words with",
            "“One *two* three.”\n— 0.txt, sentence 1, characters 0–16\n",
            "with reference",
        ),
        (
            "reference only",
            "0.txt, sentence 1, characters 0–16",
            "the reference",
        ),
        (
            "markdown",
            "> One \\*two\\* three.\n>\n> — 0.txt, sentence 1, characters 0–16\n",
            "as Markdown",
        ),
    ] {
        let mut reader = Reader::new(&[TEXT]);
        reader.press("<Ctrl-y>").press(choice).press("<Enter>");
        assert_eq!(copied(&reader), (words, Some(said)), "{choice}");
    }
}

#[test]
fn the_form_that_was_chosen_last_is_copied_from_then_on() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("jy");
    assert_eq!(copied(&reader).1, Some("with reference"));
    reader.press("k<Ctrl-y>").press("markdown<Enter>");
    reader.press("jy");
    let markdown = "> Four \\<b\\>five\\</b\\> six.\n>\n> — 0.txt, sentence 2, characters 17–38\n";
    assert_eq!(copied(&reader), (markdown, Some("as Markdown")));
    let kept = reader.effects.iter().any(|effect| {
        let Effect::Remember(remembered) = effect else {
            return false;
        };
        serde_json::to_string(remembered).is_ok_and(|state| state.contains("\"markdown\""))
    });
    assert!(kept, "{:?}", reader.effects);
    // The picker begins with it.
    reader.press("<Ctrl-y>");
    assert!(
        reader
            .screen()
            .contains("▸  Markdown: block quote with reference (y)")
    );
    reader.press("<Esc>y");
    assert_eq!(copied(&reader).1, Some("as Markdown"));
}

#[test]
fn the_tag_that_is_chosen_and_the_row_of_a_list_are_copied() {
    let mut reader = Reader::new(&[TEXT, "Another text.\n"]);
    reader.press("jcgmm<Tab>");
    reader.press("]y");
    let first = "“Four <b>five</b> six.”\n— 0.txt, sentence 2, characters 17–38\n";
    assert_eq!(copied(&reader).0, first);
    reader.press("<Esc>JfKg");
    reader.press("tanother<Ctrl-y>");
    let other = "“Another text.”\n— 1.txt, sentence 1, characters 0–13\n";
    assert_eq!(copied(&reader).0, other);
    // The list stays.
    reader.press("<Ctrl-u>").press("five<Ctrl-y>");
    assert_eq!(copied(&reader).0, first);
    reader.press("<Esc>:quit<Ctrl-y>");
    assert_eq!(reader.notice(), "Nothing to copy here");
}

#[test]
fn of_a_lost_tag_the_words_are_copied_that_it_was_made_on() {
    let mut reader = Reader::unread(&[TEXT]);
    let text = Text::new(TEXT);
    let range = text.range(0, 16).expect("boundaries");
    let mut lost = annotation("a", "claim", Selector::new(&text, range));
    lost.selector.quote = "These words are gone.".to_owned();
    reader.load_with(0, AnnotationSet::from_annotations([lost]).0);
    reader.press("tgone<Enter>y");
    let words = "“These words are gone.”\n— 0.txt, characters 0–16, no longer there\n";
    assert_eq!(copied(&reader).0, words);
}

#[test]
fn what_could_steer_a_terminal_is_shown_in_every_form() {
    for choice in ["words only", "words with", "markdown"] {
        let mut reader = Reader::new(&["a\u{1b}[2J b\u{202e}c."]);
        reader.press("<Ctrl-y>").press(choice).press("<Enter>");
        let (words, said) = copied(&reader);
        assert!(!words.contains(['\u{1b}', '\u{202e}']), "{words}");
        assert!(words.contains('␛'), "{words}");
        assert!(said.is_some_and(|said| said.ends_with("; controls as symbols")));
        let said = said.unwrap_or_default();
        reader.tell(Message::Copied(format!("Copied {said}")));
        assert!(reader.screen().contains("controls as symbols"));
    }
}

/// Found in use: `Ctrl-y` did nothing in the list of sources.
#[test]
fn a_source_is_copied_in_its_list_as_any_row_is() {
    let mut reader = Reader::new(&["One two.\n"]);
    reader.press("cS[3]<Enter>S<Ctrl-y>");
    let copied = Effect::Copy("[3]".to_owned(), Some("the source"));
    assert_eq!(reader.effects.last(), Some(&copied));
}
