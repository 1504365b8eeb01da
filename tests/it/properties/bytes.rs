//! What holds whatever bytes come in. Each function takes any bytes and panics
//! when something does not hold: `cargo-fuzz` (`fuzz/`) and `proptest`
//! (`tests/properties.rs`) run the same ones.

#![allow(
    dead_code,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "each user takes a part; a panic is a finding"
)]

use std::path::Path;

use postil::annotation::TagSet;
use postil::app::{Keymap, Message};
use postil::formats::native::{self, Integrity};
use postil::runtime::Input;
use postil::storage::Config;
use postil::text::layout::{Measure, byte_at_column, cells, rows_before, rows_from};
use postil::text::segment::{ParagraphMode, Structure, clauses, words};
use postil::text::visible::{
    clusters, columns, has_bidi_controls, visible, visible_multiline, visible_within,
};
use postil::text::{Suspicions, Text, TextRange};
use unicode_segmentation::UnicodeSegmentation;

/// An annotation file is read without a panic; one that was wholly understood
/// is written back with all that was in it, and again to the same bytes.
pub fn annotation_file(bytes: &[u8]) {
    let parsed = native::parse(bytes);
    if parsed.integrity != Integrity::Whole {
        assert!(
            !parsed.problems.is_empty() || matches!(parsed.integrity, Integrity::Newer(_)),
            "a file is not whole, and nothing says why"
        );
        return;
    }
    let written = native::write(&parsed.file);
    let again = native::parse(&written);
    assert_eq!(
        again.integrity,
        Integrity::Whole,
        "what was written is broken"
    );
    assert_eq!(again.file, parsed.file, "something was lost in writing");
    assert_eq!(native::write(&again.file), written);
    serde_json::from_slice::<serde_json::Value>(&written).expect("what was written is JSON");
}

/// What a terminal sends says the same in whatever pieces it comes, and types no more
/// characters than stand outside of its sequences.
pub fn input(bytes: &[u8]) {
    let all = messages(std::iter::once(bytes));
    // How often one clicked hangs on the clock.
    let words = |messages: &[Message]| -> Vec<String> {
        let told = messages
            .iter()
            .filter(|message| !matches!(message, Message::Mouse(_)));
        told.map(|message| format!("{message:?}")).collect()
    };
    assert_eq!(words(&messages(bytes.chunks(1))), words(&all));
    assert_eq!(words(&messages(bytes.chunks(3))), words(&all));
    let typed = all.iter().filter(|message| {
        let key = match message {
            Message::Key(key) => key.to_string(),
            _ => return false,
        };
        key == "space" || key.chars().count() == 1 && !"↑↓→←".contains(&key)
    });
    let sequences = regex::bytes::Regex::new(concat!(
        r"(?s-u)\x1b\[200~.*?(?:\x1b\[201~|$)",
        r"|\x1b[\]PX^_][^\x00-\x1f\x7f]*(?:\x07|\x1b\\)?",
        r"|\x1b\[[0-?]*[ -/]*[@-~]",
        r"|\x1bO[0-9;]*[ @-~]",
    ));
    let sequences = sequences.expect("a regular expression");
    // Some sequences are a character each: the keypad's, and those of kitty.
    let characters = sequences.find_iter(bytes).filter(|found| {
        let found = found.as_bytes();
        found.ends_with(b"u") || found.starts_with(b"\x1b[27;") || found.starts_with(b"\x1bO")
    });
    let outside = sequences.replace_all(bytes, &b""[..]);
    let outside = outside
        .iter()
        .filter(|byte| matches!(byte, 0x20..=0x7e | 0xc2..=0xf4));
    // The one-byte forms are not in that expression.
    let eight_bit = bytes.iter().filter(|byte| matches!(byte, 0x80..=0x9f));
    let most = characters.count() + outside.count() + eight_bit.count();
    assert!(typed.count() <= most, "{}", bytes.escape_ascii());
}

fn messages<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Vec<Message> {
    let mut input = Input::default();
    let mut messages: Vec<_> = pieces.flat_map(|piece| input.feed(piece)).collect();
    while input.patience().is_some() {
        messages.extend(input.lapse());
    }
    messages
}

/// A configuration is read, or told to be wrong in words that name its file and
/// a line of it. So are its keys.
pub fn configuration(bytes: &[u8]) {
    let path = Path::new("postil.toml");
    let mut config = Config::default();
    if let Err(error) = config.read_bytes(path, bytes.to_vec()) {
        let words = error.to_string();
        assert!(words.contains("postil.toml"), "{words:?}");
        let lines = 1 + bytes.split(|byte| *byte == b'\n').count();
        let line = words
            .split(|it: char| !it.is_ascii_digit())
            .find_map(|it| it.parse::<usize>().ok());
        assert!(
            line.is_none_or(|line| line <= lines),
            "{words:?} of {lines}"
        );
        return;
    }
    if let Err(error) = Keymap::new(&config.tags, &config.keys) {
        assert!(!error.to_string().is_empty());
    }
    assert!(config.tags.iter().count() >= TagSet::built_in().iter().count());
}

/// Any text is set and segmented so that nothing of it is missing.
pub fn text(bytes: &[u8]) {
    let Some((&[how, width], content)) = bytes.split_first_chunk::<2>() else {
        return;
    };
    let text = Text::new(String::from_utf8_lossy(content));
    let mode = [
        ParagraphMode::Auto,
        ParagraphMode::Lines,
        ParagraphMode::Wrapped,
    ][usize::from(how % 3)];
    let language = ["auto", "en", "de", "fr", "ru", "ar", "ja", "zz"][usize::from(how / 3 % 8)];
    let structure = Structure::new(&text, mode, language);
    let full = text.full_range();
    holds_all(&text, &structure.paragraphs().collect::<Vec<_>>());
    holds_all(&text, &structure.sentences().collect::<Vec<_>>());
    ordered(&text, &words(&text, full));
    for sentence in structure.sentences() {
        ordered(&text, &clauses(&text, sentence));
    }
    let _ = Suspicions::find(&text);
    let measure = Measure {
        columns: u16::from(width % 100) + 1,
        tab: 1 + u16::from(how % 8),
    };
    set(&text, measure);
    set(
        &text
            .clone()
            .with_soft_ends(&structure.soft_line_ends(&text)),
        measure,
    );
}

/// The visible form cannot steer, hide or reorder, and is its own visible form.
pub fn visible_form(words: &str) {
    let shown = visible(words);
    assert!(!shown.chars().any(char::is_control), "{shown:?}");
    assert!(!has_bidi_controls(&shown), "{shown:?}");
    assert!(!shown.contains(['\u{200b}', '\u{2060}', '\u{feff}', '\u{2028}', '\u{2029}']));
    assert_eq!(visible(&shown), shown);
    let mut end = 0;
    let mut width = 0;
    for cluster in clusters(words) {
        assert_eq!(cluster.range.start, end);
        end = cluster.range.end;
        assert!(cluster.width > 0, "{cluster:?}");
        assert!(cluster.symbol.chars().count() <= 40, "{cluster:?}");
        width += usize::from(cluster.width);
    }
    assert_eq!(end, words.len());
    assert_eq!(columns(words), width);
    for limit in [0, 1, 2, 7, width.saturating_sub(1), width] {
        let cut = visible_within(words, limit);
        assert!(columns(&cut) <= limit, "{cut:?} in {limit}");
        assert_eq!(visible(&cut), cut);
    }
    assert_eq!(visible_within(words, width), shown);
    let lines = visible_multiline(words);
    assert!(!lines.chars().any(|it| it.is_control() && it != '\n'));
}

/// [`visible_form`] of any bytes.
pub fn visible_bytes(bytes: &[u8]) {
    visible_form(&String::from_utf8_lossy(bytes));
}

/// Sorted, not overlapping, on grapheme clusters.
fn ordered(text: &Text, ranges: &[TextRange]) {
    let mut end = 0;
    for range in ranges {
        assert!(
            range.start() >= end && !range.is_empty(),
            "{range:?} after {end} of {:?}",
            text.slice(text.full_range())
        );
        end = range.end();
        assert_eq!(text.floor_grapheme(range.start()), range.start());
        assert_eq!(text.floor_grapheme(range.end()), range.end());
    }
}

/// The same, and no cluster is outside but white space, format characters, the bullet or
/// number of a list item and decorative lines above it: of no more than a few letters and
/// digits.
fn holds_all(text: &Text, ranges: &[TextRange]) {
    ordered(text, ranges);
    let content = text.slice(text.full_range());
    let mut ranges = ranges.iter().peekable();
    for (at, cluster) in content.grapheme_indices(true) {
        while ranges.next_if(|range| range.end() <= at).is_some() {}
        let next = ranges.peek().map(|range| range.start());
        let held = next.is_some_and(|start| start <= at);
        let before_item = next.filter(|_| !held).is_some_and(|start| {
            let letters = content[at..start].chars().filter(|c| c.is_alphanumeric());
            letters.count() <= 12
        });
        let is_outside = cluster.chars().all(is_blank) || before_item;
        assert!(held || is_outside, "{cluster:?} at {at}");
    }
}

/// Whether a character is white space, a format character (Cf) or default-ignorable.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
                | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{1343f}'
                | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Rows tile the text, their cells fit, and columns lead back to bytes.
fn set(text: &Text, measure: Measure) {
    let rows = rows_from(text, 0, usize::MAX, measure);
    let mut end = 0;
    for row in &rows {
        assert_eq!(row.whole.start(), end);
        end = row.whole.end();
        let cells = cells(text, row, measure);
        for cell in &cells {
            assert!(cell.width > 0, "{cell:?}");
            assert!(
                cell.column + cell.width <= measure.columns.max(cell.width),
                "{cell:?}"
            );
            assert!(!cell.symbol.chars().any(char::is_control), "{cell:?}");
        }
        let first = cells.first().map(|cell| cell.range.start());
        let start = first.unwrap_or(row.shown.start());
        let column = cells.first().map_or(row.indent, |cell| cell.column);
        assert_eq!(byte_at_column(text, row, column, measure), start);
    }
    assert_eq!(end, text.len());
    if let Some(last) = rows.last() {
        let before = rows_before(text, last.whole.start(), 5, measure);
        let from = rows.len() - 1 - before.len();
        assert_eq!(before, rows[from..rows.len() - 1]);
    }
}
