//! Rows as tables of marked strings (`|` stands where a row ends), and the promises
//! that hold for any text.

use proptest::prelude::*;

use super::*;
use crate::text::TextRange;
use crate::text::visible::tests::{drawn_width, nasty};
use crate::text::visible::visible_text;

/// The column, from the left edge of the row, at which the cluster that holds `byte`
/// begins: the first column for a byte before the row, and the one after the last
/// cluster for a byte after what is shown.
pub(in crate::text) fn column_of(text: &Text, row: &Row, byte: usize, measure: Measure) -> u16 {
    let cells = cells(text, row, measure);
    let Some(last) = cells.last() else {
        return row.indent;
    };
    cells
        .iter()
        .find(|cell| byte < cell.range.end())
        .map_or(last.column + last.width, |cell| cell.column)
}

fn measure(columns: u16) -> Measure {
    Measure { columns, tab: 8 }
}

fn all_rows(text: &Text, measure: Measure) -> Vec<Row> {
    let mut rows = rows_of_line(text, 0, measure);
    while let Some(next) = rows.last().map(|row| row.whole.end())
        && next < text.len()
    {
        rows.extend(rows_of_line(text, next, measure));
    }
    rows
}

fn drawn(content: &str, columns: u16) -> Vec<String> {
    let text = Text::new(content);
    let measure = measure(columns);
    all_rows(&text, measure)
        .iter()
        .map(|row| {
            let cells = cells(&text, row, measure);
            let symbols: String = cells.into_iter().map(|cell| cell.symbol).collect();
            " ".repeat(usize::from(row.indent)) + &symbols
        })
        .collect()
}

/// `marked` has a bar wherever a row is expected to end.
fn check(columns: u16, marked: &str) {
    let content = marked.replace('|', "");
    let text = Text::new(content);
    let rows: Vec<_> = all_rows(&text, measure(columns))
        .iter()
        .map(|row| text.slice(row.whole).into_owned())
        .collect();
    assert_eq!(rows.join("|"), marked, "at {columns} columns");
}

#[test]
fn an_address_that_fits_a_row_is_not_broken() {
    check(24, "see |https://x.org/a-b/c-d/e |there");
    check(24, "see it |(https://x.org/a-b/c-d).");
    check(24, "- see |https://x.org/a-b-c-d |there");
    check(24, "write to |ana-maria@lind-e.org, or |so");
    check(20, "a well-known/usual |www.x.org/a-b-c-d/e");
    check(20, "a b |https://例え.jp/x-y |c");
    // One that does not fit is broken where it can be read on.
    check(16, "see |https://x.org/a-|b/c-d/e-f-g/h-i |there");
}

#[test]
fn rows_break_where_uax_14_allows() {
    check(10, "one two |three four |five");
    check(5, "aaaaa |bbbbb");
    // Closing punctuation stays with its word.
    check(6, "abc |defg, |h");
    check(8, "give |50%, now");
    check(8, "(see |(abcde) |x");
    check(7, "a “abc |def” g");
    // No-break spaces and hyphens.
    check(7, "aa |10\u{a0}km |bb");
    check(6, "aaa |b\u{2011}ccc");
    check(6, "well-|known");
    check(4, "a—b—|c d");
    // Numbers are not cut.
    check(8, "abc |$2.9857 |x");
    check(9, "abcdef |12,345.6");
    // A zero-width space allows a break.
    check(7, "aaaa\u{200b}|bbbbb");
    // A space with a mark on it is one cluster.
    check(4, "abc \u{301}|def");
}

#[test]
fn east_asian_text_breaks_anywhere_but_by_kinsoku() {
    check(4, "漢字|仮名|交り");
    check(6, "これ|は、本|「日|本」の");
    check(5, "한국 |어");
    check(4, "あっ|た");
}

#[test]
fn thai_breaks_between_words() {
    check(8, "ภาษาไทย|ง่าย");
}

#[test]
fn spaces_at_a_break_hang() {
    let text = Text::new("aaa    bbb  ");
    let rows = all_rows(&text, measure(4));
    assert_eq!(
        rows.iter()
            .map(|row| (text.slice(row.shown), text.slice(row.whole)))
            .collect::<Vec<_>>(),
        [
            ("aaa".into(), "aaa    ".into()),
            ("bbb ".into(), "bbb  ".into())
        ]
    );
}

#[test]
fn a_word_too_long_for_a_row_is_broken_at_its_joints() {
    check(
        20,
        "see |https://example.com/|a-very-long-path/to?|what=ever&more=of.it |now",
    );
    check(5, "abcde|fghij|k lm");
    check(6, "ab |https:|//x.yz");
    check(10, "https://|example.|org/abc");
}

#[test]
fn what_nobody_sees_takes_no_column_and_breaks_as_it_should() {
    for (content, columns, expected) in [
        // A soft hyphen is a hyphen where a row is broken at it, and nothing elsewhere.
        ("Ge\u{ad}samt\u{ad}kon\u{ad}zept", 40, vec!["Gesamtkonzept"]),
        (
            "Ge\u{ad}samt\u{ad}kon\u{ad}zept",
            10,
            vec!["Gesamtkon-", "zept"],
        ),
        (
            "Ge\u{ad}samt\u{ad}kon\u{ad}zept",
            9,
            vec!["Gesamt-", "konzept"],
        ),
        ("a Ge\u{ad}samt\u{ad}kon", 5, vec!["a Ge-", "samt-", "kon"]),
        // Without room for the hyphen there is no break.
        ("ab\u{ad}cd\u{ad}ef", 4, vec!["ab-", "cdef"]),
        ("\u{ad}abcd", 2, vec!["ab", "cd"]),
        ("foo\u{ad} bar", 4, vec!["foo", "bar"]),
        ("foo\u{ad}\nbar", 9, vec!["foo", "bar"]),
        ("aaaa\u{200b}bbb\u{200b}cc", 7, vec!["aaaabbb", "cc"]),
        ("ភាសា\u{200b}ខ្មែរ", 4, vec!["ភាសា", "ខ្មែរ"]),
        ("\u{feff}First", 5, vec!["First"]),
        ("\u{feff}• one two three", 9, vec!["• one two", "  three"]),
        ("a\u{2060}b\u{200c}c\u{fe0f}d\u{34f}e", 5, vec!["abcde"]),
        ("N\u{8}NA\u{8}AM\u{8}ME\u{8}E _\u{8}x", 6, vec!["NAME x"]),
        ("N\u{8}NA\u{8}AM\u{8}ME\u{8}E _\u{8}x", 4, vec!["NAME", "x"]),
    ] {
        assert_eq!(
            drawn(content, columns),
            expected,
            "{content:?} at {columns}"
        );
    }
}

#[test]
fn a_soft_end_after_a_soft_hyphen_joins_the_word() {
    let text = Text::new("a myster\u{ad}\nious end").with_soft_ends(&[10]);
    let words = |columns| -> Vec<String> {
        let rows = all_rows(&text, measure(columns));
        let symbols = |row| {
            cells(&text, row, measure(columns))
                .into_iter()
                .map(|cell| cell.symbol)
        };
        rows.iter().map(|row| symbols(row).collect()).collect()
    };
    assert_eq!(words(40), ["a mysterious end"]);
    assert_eq!(words(9), ["a myster-", "ious end"]);
}

#[test]
fn list_items_hang_under_their_first_word() {
    for (content, columns, expected) in [
        ("  • one two three", 11, vec!["  • one two", "    three"]),
        ("- one two three", 9, vec!["- one two", "  three"]),
        (
            "  35. “one two” three",
            14,
            vec!["  35. “one", "      two”", "      three"],
        ),
        ("(3) one two", 8, vec!["(3) one", "    two"]),
        ("A. Smith went", 9, vec!["A. Smith", "went"]),
        ("2019. It was", 8, vec!["2019. It", "was"]),
        (
            "          • one two",
            10,
            vec!["", "     • one", "     two"],
        ),
        ("-5 degrees", 4, vec!["-5", "degr", "ees"]),
    ] {
        assert_eq!(drawn(content, columns), expected, "{content}");
    }
}

#[test]
fn tabs_go_to_the_next_stop() {
    assert_eq!(drawn("a\tb\tc", 40), ["a       b       c"]);
    assert_eq!(drawn("\ta", 4), ["", "a"]);
}

#[test]
fn a_cluster_wider_than_the_row_becomes_one_column() {
    assert_eq!(drawn("漢a\u{202e}", 1), ["…", "a", "…"]);
    assert_eq!(drawn("\u{202e}", 5), ["⟨RLO⟩"]);
}

#[test]
fn an_empty_line_and_an_empty_text_are_one_row() {
    assert_eq!(drawn("", 5), [""]);
    assert_eq!(drawn("\n", 5), [""]);
    assert_eq!(drawn("a\n\nb", 5), ["a", "", "b"]);
    assert_eq!(
        row_at(&Text::new(""), 0, measure(5)).whole,
        TextRange::empty_at(0)
    );
}

#[test]
fn columns_and_bytes_convert() {
    let text = Text::new("- ab 漢字 cd");
    let measure = measure(6);
    let rows = all_rows(&text, measure);
    let row = rows[1];
    assert_eq!((&*text.slice(row.shown), row.indent), ("漢字", 2));
    for (column, cluster) in [
        (0, "漢"),
        (2, "漢"),
        (3, "漢"),
        (4, "字"),
        (5, "字"),
        (99, "字"),
    ] {
        let byte = byte_at_column(&text, &row, column, measure);
        assert!(
            text.slice(TextRange::between(byte, text.len()))
                .starts_with(cluster)
        );
    }
    let start = row.shown.start();
    for (byte, column) in [
        (0, 2),
        (start, 2),
        (start + 1, 2),
        (start + 3, 4),
        (start + 6, 6),
    ] {
        assert_eq!(column_of(&text, &row, byte, measure), column);
    }
}

#[test]
fn a_very_long_line_is_wrapped_in_blocks_that_agree() {
    for line in [
        "word and more ".repeat(10_000),
        "x".repeat(100_000),
        "漢".repeat(50_000),
        "é e\u{301} ".repeat(20_000),
    ] {
        let text = Text::new(format!("first\n{line}\nlast"));
        let measure = measure(40);
        let all = all_rows(&text, measure);
        let mut end = 0;
        for row in &all {
            assert_eq!(row.whole.start(), end);
            end = row.whole.end();
        }
        assert_eq!(end, text.len());
        for at in (0..all.len()).step_by(997) {
            let byte = all[at].whole.start();
            assert_eq!(row_at(&text, byte, measure), all[at]);
            assert_eq!(
                rows_from(&text, byte, 5, measure),
                all[at..all.len().min(at + 5)]
            );
            assert_eq!(
                rows_before(&text, byte, 5, measure),
                all[at.saturating_sub(5)..at]
            );
        }
        assert_eq!(all.iter().filter(|row| row.first).count(), 3);
    }
}

/// Texts of all that confuses, with some line ends soft.
fn texts() -> impl Strategy<Value = Text> {
    let end = prop::sample::select(&["\n", "\r\n", " \n", "\r\n  ", "\n\t", "\u{2028}"][..]);
    let line = (nasty(), end).prop_map(|(words, end)| words + end);
    let soft = prop::collection::vec(any::<bool>(), 1..6);
    (prop::collection::vec(line, 1..5), nasty(), soft).prop_map(|(lines, last, soft)| {
        let text = Text::new(lines.concat() + &last);
        let ends: Vec<_> = text
            .lines()
            .zip(soft.into_iter().cycle())
            .filter_map(|(line, soft)| soft.then_some(line.content.end()))
            .collect();
        text.with_soft_ends(&ends)
    })
}

/// Whether nothing is drawn of a text, as of a soft end after a soft hyphen.
fn is_undrawn(words: &str) -> bool {
    visible_text(&words.replace(char::is_whitespace, "")).is_empty()
}

proptest! {
    #[test]
    fn rows_tile_the_text_between_clusters(
        text in texts(), columns in 1u16..30, tab in 0u16..9,
    ) {
        let measure = Measure { columns, tab };
        let mut end = 0;
        for row in all_rows(&text, measure) {
            prop_assert_eq!(row.whole.start(), end);
            prop_assert_eq!(row.shown.start(), end);
            prop_assert!(row.whole.covers(row.shown));
            for byte in [row.whole.start(), row.whole.end(), row.shown.end()] {
                prop_assert_eq!(text.floor_grapheme(byte), byte);
            }
            prop_assert!(row.indent <= columns / 2);
            end = row.whole.end();
        }
        prop_assert_eq!(end, text.len());
    }

    #[test]
    fn cells_are_contiguous_and_fit(
        text in texts(), columns in 1u16..30, tab in 0u16..9,
    ) {
        let measure = Measure { columns, tab };
        for row in all_rows(&text, measure) {
            let mut column = row.indent;
            let mut byte = row.shown.start();
            for cell in cells(&text, &row, measure) {
                prop_assert_eq!(cell.column, column);
                let between = text.slice(TextRange::between(byte, cell.range.start()));
                prop_assert!(is_undrawn(&between), "{between:?}");
                prop_assert!(!cell.range.is_empty());
                prop_assert!(cell.width > 0);
                prop_assert_eq!(drawn_width(&cell.symbol), cell.width);
                let byte_here = cell.range.start();
                prop_assert_eq!(column_of(&text, &row, byte_here, measure), column);
                prop_assert_eq!(byte_at_column(&text, &row, column, measure), byte_here);
                column += cell.width;
                byte = cell.range.end();
            }
            let after = text.slice(TextRange::between(byte, row.shown.end()));
            prop_assert!(is_undrawn(&after), "{after:?}");
            prop_assert!(column <= columns, "{column} of {columns}");
        }
    }

    #[test]
    fn neighbours_agree_with_the_full_list(
        text in texts(), columns in 1u16..30, at in 0usize..400, count in 0usize..6,
    ) {
        let measure = measure(columns);
        let all = all_rows(&text, measure);
        let byte = at.min(text.len());
        let holds = all
            .iter()
            .position(|row| row.whole.contains(byte))
            .unwrap_or(all.len() - 1);
        prop_assert_eq!(row_at(&text, byte, measure), all[holds]);
        prop_assert_eq!(
            rows_from(&text, byte, count, measure),
            &all[holds..all.len().min(holds + count)]
        );
        prop_assert_eq!(
            rows_before(&text, byte, count, measure),
            &all[holds.saturating_sub(count)..holds]
        );
    }
}

/// Text whose hard lines are one flow line.
fn drawn_as_one_line(content: &str, columns: u16) -> Vec<String> {
    let ends: Vec<usize> = content.match_indices('\n').map(|(at, _)| at).collect();
    let text = Text::new(content).with_soft_ends(&ends);
    let measure = measure(columns);
    let rows = all_rows(&text, measure);
    let whole: String = rows.iter().map(|row| text.slice(row.whole)).collect();
    assert_eq!(whole, content);
    let mut end = 0;
    for cell in rows.iter().flat_map(|row| cells(&text, row, measure)) {
        assert!(cell.range.start() >= end, "{cell:?}");
        end = cell.range.end();
    }
    let symbols = |row| {
        cells(&text, row, measure)
            .into_iter()
            .map(|cell| cell.symbol)
    };
    rows.iter().map(|row| symbols(row).collect()).collect()
}

#[test]
fn lines_are_joined_without_a_space_where_the_script_sets_none() {
    for (content, expected) in [
        ("今天下\n午开会", "今天下午开会"),
        ("今天，\n　下午", "今天，下午"),
        ("新しい\nカード", "新しいカード"),
        ("他说：\n“好”", "他说：“好”"),
        ("ภาษา\nไทย", "ภาษาไทย"),
        ("ខ្ញុំ\nទៅ", "ខ្ញុំទៅ"),
        ("使用\nTokyo", "使用 Tokyo"),
        ("한국\n사람", "한국 사람"),
        ("في\nالمدينة", "في المدينة"),
        ("the\nend", "the end"),
    ] {
        assert_eq!(drawn_as_one_line(content, 40), [expected]);
    }
    // A row may end where the hard line does.
    assert_eq!(drawn_as_one_line("今天下\n午开会", 6), ["今天下", "午开会"]);
    assert_eq!(drawn_as_one_line("今天下\n午开会", 8), ["今天下午", "开会"]);
}
