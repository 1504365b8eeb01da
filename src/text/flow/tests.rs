//! Flow lines as they are set: tables of what is drawn, and long paragraphs.

use crate::text::layout::tests::column_of;
use crate::text::layout::{Measure, Row, cells, row_at, rows_before, rows_from};
use crate::text::segment::{ParagraphMode, Structure};
use crate::text::{Text, TextRange};

const MAIL: &str = "\
The reflowing of text is an old problem, and every program that shows a
mail in a narrow window has met it: the lines were broken by the one who
wrote them, for a window that was wider, and now each of them becomes a
long row and a short one.
";

fn measure(columns: u16) -> Measure {
    Measure { columns, tab: 8 }
}

/// The text as the reader sets it.
fn set(content: &str, mode: ParagraphMode) -> Text {
    let text = Text::new(content);
    let structure = Structure::new(&text, mode, "en");
    let soft = structure.soft_line_ends(&text);
    text.with_soft_ends(&soft)
}

fn all_rows(text: &Text, columns: u16) -> Vec<Row> {
    rows_from(text, 0, usize::MAX, measure(columns))
}

fn drawn(text: &Text, columns: u16) -> Vec<String> {
    all_rows(text, columns)
        .iter()
        .map(|row| {
            let cells = cells(text, row, measure(columns));
            let symbols: String = cells.into_iter().map(|cell| cell.symbol).collect();
            " ".repeat(usize::from(row.indent)) + &symbols
        })
        .collect()
}

#[track_caller]
fn check(content: &str, columns: u16, expected: &[&str]) {
    let text = set(content, ParagraphMode::Wrapped);
    assert_eq!(drawn(&text, columns), expected, "{content:?}");
}

#[test]
fn a_wrapped_mail_has_no_stubs_at_any_measure() {
    for mode in [ParagraphMode::Auto, ParagraphMode::Wrapped] {
        let text = set(MAIL, mode);
        assert_eq!(
            drawn(&text, 72),
            MAIL.lines().collect::<Vec<_>>(),
            "as it was written"
        );
        assert_eq!(
            drawn(&text, 50),
            [
                "The reflowing of text is an old problem, and every",
                "program that shows a mail in a narrow window has",
                "met it: the lines were broken by the one who wrote",
                "them, for a window that was wider, and now each of",
                "them becomes a long row and a short one.",
            ]
        );
        assert_eq!(
            drawn(&text, 30),
            [
                "The reflowing of text is an",
                "old problem, and every program",
                "that shows a mail in a narrow",
                "window has met it: the lines",
                "were broken by the one who",
                "wrote them, for a window that",
                "was wider, and now each of",
                "them becomes a long row and a",
                "short one.",
            ]
        );
        let crlf = set(&MAIL.replace('\n', "\r\n"), mode);
        for columns in [72, 50, 30] {
            assert_eq!(drawn(&crlf, columns), drawn(&text, columns));
        }
    }
}

#[test]
fn a_line_end_with_the_space_around_it_is_one_space() {
    for end in [
        "\n",
        "\r\n",
        "\r",
        "\u{2028}",
        "  \n",
        "\n   ",
        " \t\r\n \t ",
    ] {
        let content = format!("one{end}two");
        let spaces = end.len() - end.trim_start_matches([' ', '\t']).len();
        let text = Text::new(content).with_soft_ends(&[3 + spaces]);
        let rows = all_rows(&text, 20);
        let cells = cells(&text, &rows[0], measure(20));
        assert_eq!((rows.len(), cells.len()), (1, 7), "{end:?}");
        assert_eq!(cells[3].symbol, " ");
        assert_eq!(text.slice(cells[3].range), end);
        assert!(!cells[3].substitute);
        for byte in 3..3 + end.len() {
            assert_eq!(row_at(&text, byte, measure(20)), rows[0]);
            assert_eq!(column_of(&text, &rows[0], byte, measure(20)), 3);
        }
    }
}

#[test]
fn paragraphs_flow_and_all_else_stays() {
    // A blank line stays, and so does what is around it.
    check(
        "one\ntwo\n\nthree\nfour\n",
        20,
        &["one two", "", "three four"],
    );
    // Without a blank line the last line is still its own end.
    check("one\ntwo", 5, &["one", "two"]);
    check("one two\nthree", 9, &["one two", "three"]);
    // Quoted mail, at any depth, and what answers it.
    check(
        "> one\n> two\n>> three\nfour\nfive",
        20,
        &["> one", "> two", ">> three", "four five"],
    );
    check("| one\n| two", 20, &["| one", "| two"]);
    // Headings, tables and code.
    check(
        "# One\ntwo\nthree\n```\nfour\nfive\n```\nsix",
        20,
        &["# One", "two three", "```", "four", "five", "```", "six"],
    );
    // List items hang under their first word, whatever they did before.
    check(
        "- one two\n  three four\n- five\nsix seven",
        11,
        &["- one two", "  three", "  four", "- five six", "  seven"],
    );
    check("1.\n   one two\n   three", 11, &["1. one two", "   three"]);
    // An indented paragraph keeps its margin; a first line that is indented is alone in it.
    check(
        "   one two\n   three four",
        12,
        &["   one two", "   three", "   four"],
    );
    check("   one two\nthree four", 10, &["   one two", "three four"]);
    check("o  one two\n\tthree", 10, &["o  one two", "     three"]);
}

#[test]
fn the_lines_of_everyone_else_stay_the_same() {
    let plain = Text::new(MAIL);
    let text = set(MAIL, ParagraphMode::Auto);
    assert!(plain.lines().eq(text.lines()));
    assert_eq!(
        plain.slice(plain.full_range()),
        text.slice(text.full_range())
    );
    assert_eq!(
        drawn(&plain, 50).len(),
        7,
        "two rows for each of three lines"
    );
    assert_eq!(
        drawn(&text.clone().with_soft_ends(&[]), 50),
        drawn(&plain, 50)
    );
}

#[test]
fn only_line_ends_between_words_can_be_soft() {
    for content in ["one\n\ntwo", "one\n  \ntwo", "\n\n", "one\n", "one", ""] {
        let text = Text::new(content);
        let all: Vec<_> = (0..=content.len() + 3).collect();
        let soft = text.clone().with_soft_ends(&all);
        assert_eq!(drawn(&soft, 20), drawn(&text, 20), "{content:?}");
    }
    let far = format!("one\n{}two", " ".repeat(super::WIDEST_GAP));
    assert_eq!(drawn(&Text::new(far).with_soft_ends(&[3]), 20)[0], "one");
    // In any order, and more than once.
    let text = Text::new("one\ntwo\nthree").with_soft_ends(&[7, 3, 7]);
    assert_eq!(drawn(&text, 20), ["one two three"]);
}

#[test]
fn a_verse_and_an_address_in_a_wrapped_document_keep_their_lines() {
    let verse = "Tyger Tyger, burning bright,\nIn the forests of the night;\n";
    let text = set(&format!("{MAIL}\n{verse}"), ParagraphMode::Auto);
    let rows = drawn(&text, 54);
    assert!(rows.join("\n").ends_with(verse.trim_end()), "{rows:?}");
}

#[test]
fn a_document_that_is_not_wrapped_has_no_soft_ends() {
    let text = Text::new("One.\nTwo.\nThree.\n");
    for mode in [ParagraphMode::Auto, ParagraphMode::Lines] {
        let structure = Structure::new(&text, mode, "en");
        assert!(structure.soft_line_ends(&text).is_empty());
    }
}

#[test]
fn a_very_long_paragraph_is_wrapped_in_blocks_that_agree() {
    for line in [
        "one two three \r\n   ",
        "x\n",
        "漢字漢字漢字\n",
        "e\u{301}\n \u{301}x\n",
    ] {
        let text = set(line.repeat(8_000).trim_end(), ParagraphMode::Wrapped);
        let all = all_rows(&text, 40);
        let mut end = 0;
        for row in &all {
            assert_eq!(row.whole.start(), end);
            assert!(!row.shown.is_empty(), "{line:?}");
            end = row.whole.end();
        }
        assert_eq!(end, text.len());
        assert_eq!(all.iter().filter(|row| row.first).count(), 1);
        for at in (0..all.len()).step_by(397) {
            let whole = all[at].whole;
            for byte in [whole.start(), whole.end() - 1] {
                assert_eq!(row_at(&text, byte, measure(40)), all[at]);
                assert_eq!(
                    rows_from(&text, byte, 5, measure(40)),
                    all[at..all.len().min(at + 5)]
                );
                assert_eq!(
                    rows_before(&text, byte, 5, measure(40)),
                    all[at.saturating_sub(5)..at]
                );
            }
        }
    }
}

#[test]
fn a_mark_after_a_soft_end_is_shown_with_it() {
    let text = Text::new("a\n\u{301}b").with_soft_ends(&[1]);
    let rows = all_rows(&text, 9);
    let cells = cells(&text, &rows[0], measure(9));
    assert_eq!(cells[1].range, TextRange::between(1, 4));
    assert_eq!(cells.len(), 3);
}
