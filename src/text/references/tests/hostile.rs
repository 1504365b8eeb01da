//! Texts made to be slow, to deceive, or to break an offset.

use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;

use super::marked;
use crate::text::references::{References, WHOLE};
use crate::text::{Text, TextRange};

#[test]
fn a_range_is_bounded() {
    for content in [
        "All [1-1000000] of them.\n\nReferences\n1. A\n2. B\n",
        "All [1-99999999999999999999999999999999] of them.\n\nReferences\n1. A\n2. B\n",
        "All [123456789012345678901234567890] of them.\n\nReferences\n1. A\n",
    ] {
        assert_eq!(marked(content), content);
    }
    let text = Text::new("All [1-900] of them.\n\nReferences\n1. A\n900. B\n");
    let references = References::of(&text);
    assert!(
        references
            .callouts()
            .iter()
            .all(|callout| callout.labels.len() <= 400)
    );
}

#[test]
fn entries_out_of_order_are_entries() {
    let text = Text::new("Words [3].\n\nReferences\n2. B\n1. A\n4. D\n3. C\n");
    let references = References::of(&text);
    let labels: Vec<_> = references
        .entries()
        .iter()
        .map(|entry| entry.label.as_str())
        .collect();
    assert_eq!(labels, ["2", "1", "4", "3"]);
    assert_eq!(references.uncited().count(), 3);
}

#[test]
fn ten_thousand_call_outs_are_found() {
    let mut content = String::new();
    for number in 1..=10_000 {
        let label = number % 500 + 1;
        let _ = writeln!(content, "A sentence that says something [{label}].");
    }
    content.push_str("\nReferences\n");
    for label in 1..=500 {
        let _ = writeln!(content, "{label}. Smith, 2019.");
    }
    let text = Text::new(content);
    let references = References::of(&text);
    assert_eq!(references.callouts().len(), 10_000);
    assert_eq!(references.entries().len(), 500);
    assert!(references.cited().all(|(_, cited)| cited.len() == 20));
}

#[test]
fn a_large_text_is_read_by_ranges() {
    let mut content = String::new();
    let mut count = 0;
    while content.len() < 3 * WHOLE {
        count += 1;
        let label = count % 40 + 1;
        let _ = writeln!(
            content,
            "A sentence of 3 words says é [{label}]. Another is there.\n"
        );
    }
    content.push_str("\nReferences\n");
    for label in 1..=40 {
        let _ = writeln!(content, "{label}. Smith, 2019.");
    }
    let len = content.len();
    let text = Text::paged(Arc::new(content.into_bytes().into_boxed_slice()), len);
    let mut references = References::of(&text);
    assert!(references.is_large());
    assert_eq!(references.entries().len(), 40);
    let middle = TextRange::between(0, 40);
    assert_eq!(references.callouts_in(middle).len(), 1);
    assert!(references.read_all(usize::MAX));
    assert_eq!(references.callouts().len(), count);
    let mut again = References::of(&text);
    assert!(!again.read_all(100));
    assert_eq!(again.callouts().len(), 100);
}

/// Texts of what references are made of, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "References\n",
        "Notes\n",
        "\n",
        "\r\n",
        " ",
        "1. ",
        "2. ",
        "[1]",
        "[2]",
        "[1-3]",
        "[^a]",
        "[^a]: ",
        "(1)",
        "¹",
        "²⁻⁴",
        "12",
        "word",
        "Word",
        ".",
        ",",
        ";",
        "”",
        "“",
        "é",
        "参考文献",
        "[",
        "]",
        "(",
        ")",
        "-",
        "–",
        "٣",
        "2019",
        "https://a.org",
        "3)",
        "\t",
        "\u{a0}",
        "👩‍👧",
        "4a",
        "al. ",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn holds(content: &str) -> Result<(), TestCaseError> {
    let text = Text::new(content);
    let references = References::of(&text);
    let mut at = 0;
    for callout in references.callouts() {
        prop_assert!(callout.range.start() >= at && !callout.range.is_empty());
        prop_assert!(!callout.labels.is_empty());
        prop_assert!(
            text.range(callout.range.start(), callout.range.end())
                .is_ok()
        );
        prop_assert!(references.callouts_in(callout.range).contains(callout));
        at = callout.range.end();
    }
    let mut at = 0;
    for entry in references.entries() {
        prop_assert!(entry.range.start() >= at && entry.range.covers(entry.words));
        prop_assert!(text.range(entry.words.start(), entry.words.end()).is_ok());
        prop_assert!(references.get(&entry.label).is_some());
        prop_assert!(references.callouts_in(entry.range).is_empty());
        at = entry.range.end();
    }
    Ok(())
}

proptest! {
    #[test]
    fn ranges_are_in_order_and_on_characters(content in pieces()) {
        holds(&content)?;
    }

    #[test]
    fn any_text_is_gone_through(content in "\\PC{0,200}") {
        holds(&content)?;
    }
}
