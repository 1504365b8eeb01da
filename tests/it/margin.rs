//! The margin: every tag of a row is told, without colour.

use crate::fixture::{Reader, annotation};
use postil::annotation::{AnnotationSet, Selector};
use postil::app::{MouseButton, Settings, layout};
use postil::text::Text;

const SHORT: &str = "One is so. Two is not. Three may be. Four is a number too.\n";

/// The margin beside the row that has these words.
#[track_caller]
fn beside(reader: &Reader, words: &str) -> String {
    let screen = reader.screen();
    let areas = layout(&reader.model);
    let mut rows = screen.lines().skip(usize::from(areas.text.y));
    let row = rows.find(|row| row.contains(words));
    let row = row.unwrap_or_else(|| panic!("{words} is not in\n{screen}"));
    let from = usize::from(areas.margin.x);
    let columns = usize::from(areas.lanes * 2);
    let margin: String = row.chars().skip(from).take(columns).collect();
    margin.trim_end().to_owned()
}

#[test]
fn tags_that_begin_in_one_row_all_have_their_letters() {
    for (size, keys, margin) in [
        ((140, 40), "FCON", "▎FCON"),
        ((140, 40), "FCONg", "▎FCON"),
        ((140, 40), "Fjjog", "▎FO"),
        ((140, 40), "FFFFg", "▎FFFF"),
        ((140, 40), "f&cg", "▎F▎C"),
        ((70, 24), "FCONg", "FCON"),
        ((70, 24), "FCOg", "▎FCO"),
        ((60, 16), "FCOg", "▎FCO"),
        ((45, 12), "FCg", "FC"),
        ((45, 12), "FCOg", "F+"),
    ] {
        let mut reader = Reader::with(&[SHORT], Settings::default(), size);
        reader.press(keys);
        let found = beside(&reader, "One is").replace('▌', "▎");
        assert_eq!(found, margin.replace('▌', "▎"), "{size:?} {keys}");
    }
}

/// A document of one row with tags `tag start end`, in code points.
fn tagged(text: &str, tags: &[(&str, usize, usize)], size: (u16, u16)) -> Reader {
    let mut reader = Reader::unread(&[text]);
    reader.tell(postil::app::Message::Resized(size.0, size.1));
    let content = Text::new(text);
    let tags = tags.iter().enumerate().map(|(number, (tag, start, end))| {
        let range = content.range(*start, *end).unwrap();
        annotation(
            &format!("id{number:03}"),
            tag,
            Selector::new(&content, range),
        )
    });
    reader.load_with(0, AnnotationSet::from_annotations(tags).0);
    reader
}

/// Every row has ten words of four letters: a word begins at each fifth code point.
#[test]
fn tags_that_overlap_have_their_letters_too() {
    const WORDS: &str = "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj kkkk llll mmmm nnnn";
    let kinds = ["fact", "claim", "opinion", "needs-source"];
    let row = |count: usize| -> Vec<(&str, usize, usize)> {
        let words = 0..count;
        let tag = |word: usize| (kinds[word % 4], word * 5, word * 5 + 4);
        words.map(tag).collect()
    };
    for (tags, wide, narrow) in [
        (row(1), "▎F", "▎F"),
        (row(5), "▎FCONF", "FC+3"),
        (row(6), "FCONFC", "FC+4"),
        (row(7), "FCON+3", "FC+5"),
        (row(14), "FCO+11", "FC+8"),
        // Within one another.
        (vec![("fact", 0, 64), ("claim", 5, 9)], "▎F▎C", "▎F▎C"),
        (
            vec![("fact", 0, 64), ("claim", 5, 9), ("opinion", 10, 14)],
            "▎F▎CO",
            "▎FCO",
        ),
        // More than there are lanes, on one passage.
        (vec![("fact", 0, 4), ("claim", 0, 4)], "▎F▎C", "▎F▎C"),
        (
            kinds.iter().map(|kind| (*kind, 0, 4)).collect(),
            "▎FCON",
            "FCON",
        ),
    ] {
        for (size, margin) in [((140, 40), wide), ((57, 24), narrow)] {
            let reader = tagged(WORDS, &tags, size);
            let found = beside(&reader, "aaaa");
            assert_eq!(found.replace('▌', "▎"), margin, "{tags:?} at {size:?}");
        }
    }
}

/// The tag under the cursor is the one that is being worked on.
#[test]
fn the_letter_of_the_current_tag_is_never_left_out() {
    let mut reader =
        Reader::new(&["Ab is. Cd is. Ef is. Gh is. Ij is. Kl is. Mn is. Op is. Qr is. St.\n"]);
    reader.press("FFFFFFFFFC&n");
    assert_eq!(reader.tags().len(), 11);
    let margin = beside(&reader, "Ab is.");
    assert!(margin.contains('N'), "{margin}");
    reader.press("g");
    assert_eq!(beside(&reader, "Ab is."), "FFFF+7");
}

#[test]
fn a_click_on_a_letter_goes_to_its_tag() {
    let mut reader = Reader::new(&[SHORT]);
    reader.press("FCONgG");
    let areas = layout(&reader.model);
    for (column, selected) in [
        (1, "One is so."),
        (2, "Two is not."),
        (3, "Three may be."),
        (4, "Four is a number too."),
    ] {
        let (x, y) = (areas.margin.x + column, areas.text.y);
        reader.mouse(MouseButton::Press { clicks: 1 }, x, y);
        assert_eq!(reader.selection(), selected, "column {column}");
    }
}

#[test]
fn a_tag_that_is_not_in_the_configuration_has_its_name_on_the_card_and_in_the_list() {
    for size in [(140, 40), (80, 24)] {
        let tags = [("hearsay", 0, 10), ("urban legend", 11, 22)];
        let mut reader = tagged(SHORT, &tags, size);
        assert_eq!(beside(&reader, "One is"), "▎??".replacen('▎', "▌", 1));
        let screen = reader.screen();
        assert!(screen.contains("hearsay: a tag that is not"), "{screen}");
        reader.press("]]");
        let screen = reader.screen();
        assert!(screen.contains("urban legend"), "{screen}");
        reader.press("t");
        let screen = reader.screen();
        assert!(screen.contains("hearsay: One is so."), "{screen}");
        assert!(screen.contains("urban legend: Two is not."), "{screen}");
        // It can be found by its name; the other one is still in view.
        let listed = |screen: &str| screen.matches("hearsay: One").count();
        reader.press("legend");
        assert!(
            listed(&reader.screen()) < listed(&screen),
            "{}",
            reader.screen()
        );
    }
}
