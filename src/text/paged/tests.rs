//! A paged text beside the same text in memory.

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;

use crate::text::layout::{Measure, rows_before, rows_from};
use crate::text::segment::{ParagraphMode, Structure};
use crate::text::{CodePoint, PAGED_FROM, Source, Text, TextRange};

fn paged(content: &str) -> Text {
    let bytes: Box<[u8]> = content.as_bytes().into();
    Text::paged(Arc::new(bytes), content.len())
}

/// A source that knows how often it was asked.
#[derive(Debug)]
struct Asked(Box<[u8]>, AtomicUsize);

impl Source for Asked {
    fn read_at(&self, offset: usize, into: &mut [u8]) -> io::Result<usize> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.read_at(offset, into)
    }
}

#[test]
fn a_question_reads_no_section_but_that_of_its_answer() {
    let content = prose(2 * PAGED_FROM);
    let source = Arc::new(Asked(content.as_bytes().into(), AtomicUsize::new(0)));
    let text = Text::paged(Arc::clone(&source) as Arc<dyn Source>, content.len());
    let structure = Structure::new(&text, ParagraphMode::Auto, "en");
    let mut before = 0;
    for middle in [8, 40, 72].map(|each| each * 1024) {
        for ask in [
            Structure::sentences_from,
            Structure::sentences_upto,
            Structure::paragraphs_from,
            Structure::paragraphs_upto,
        ] {
            assert!(ask(&structure, middle).next().is_some());
        }
        let reads = source.1.load(Ordering::Relaxed);
        assert_eq!(reads - before, 1, "at {middle}");
        before = reads;
    }
}

/// Each of its sections fills but a row: all that are on a screen have to be kept, or
/// each key would read them again.
#[test]
fn a_screen_of_one_letter_with_a_million_accents_is_read_once() {
    let content = "e".to_owned() + &"\u{301}".repeat(1_000_000) + "\nAn end.\n";
    let source = Arc::new(Asked(content.as_bytes().into(), AtomicUsize::new(0)));
    let text = Text::paged(Arc::clone(&source) as Arc<dyn Source>, content.len());
    let measure = Measure {
        columns: 70,
        tab: 8,
    };
    let first = rows_from(&text, 0, 80, measure);
    assert_eq!(first.len(), 80);
    let reads = source.1.load(Ordering::Relaxed);
    assert_eq!(rows_from(&text, 0, 80, measure), first);
    assert_eq!(source.1.load(Ordering::Relaxed), reads);
}

/// Paragraphs of a few sentences with a blank line after each: sections end between them.
fn prose(bytes: usize) -> String {
    let mut content = String::new();
    let mut number = 0;
    while content.len() < bytes {
        let _ = write!(
            content,
            "Paragraph {number} begins — here.  It was, “they said”, long.\r\n  And it goes on \
             so: é, 漢字, 👩\u{200d}👩.\n\n"
        );
        number += 1;
    }
    content
}

#[test]
fn a_paged_text_answers_as_a_whole_one() {
    let content = prose(5 * PAGED_FROM);
    let (whole, paged) = (Text::new(content.clone()), paged(&content));
    assert!(paged.is_paged() && !whole.is_paged());
    assert_eq!(paged.len(), whole.len());
    for byte in (0..content.len()).step_by(1009) {
        let at = whole.floor_char(byte);
        assert_eq!(paged.floor_char(byte), at);
        assert_eq!(paged.floor_grapheme(byte), whole.floor_grapheme(byte));
        assert_eq!(paged.ceil_grapheme(byte), whole.ceil_grapheme(byte));
        assert_eq!(paged.next_grapheme(byte), whole.next_grapheme(byte));
        assert_eq!(paged.previous_grapheme(byte), whole.previous_grapheme(byte));
        assert_eq!(paged.code_point_at(byte), whole.code_point_at(byte));
        let position = whole.code_point_at(at);
        assert_eq!(paged.byte_of(position), Some(at));
        assert_eq!(paged.line_number(at), whole.line_number(at));
        assert_eq!(paged.line_at(byte), whole.line_at(byte));
        let range = TextRange::between(byte, byte + 70_000);
        assert_eq!(paged.slice(range), whole.slice(range));
        let bytes = byte..byte + 70_000;
        assert_eq!(paged.bytes(bytes.clone()), whole.bytes(bytes));
    }
    assert_eq!(paged.code_points(), whole.code_points());
    assert_eq!(paged.byte_of(whole.code_points()), Some(content.len()));
    assert_eq!(paged.byte_of(CodePoint(whole.code_points().0 + 1)), None);
    assert!(paged.lines().eq(whole.lines()));
}

#[test]
fn a_paged_text_has_the_same_sentences_and_rows_where_sections_end_between_paragraphs() {
    let content = prose(3 * PAGED_FROM);
    let (whole, paged) = (Text::new(content.clone()), paged(&content));
    let of_whole = Structure::new(&whole, ParagraphMode::Auto, "en");
    let of_paged = Structure::new(&paged, ParagraphMode::Auto, "en");
    assert!(of_paged.sentences().eq(of_whole.sentences()));
    assert!(of_paged.paragraphs().eq(of_whole.paragraphs()));
    let (whole, paged) = (of_whole.set(whole), of_paged.set(paged));
    let measure = Measure {
        columns: 40,
        tab: 8,
    };
    let few = |ranges: Box<dyn Iterator<Item = TextRange> + '_>| ranges.take(9).collect::<Vec<_>>();
    for byte in (0..content.len()).step_by(9973) {
        for ask in [
            Structure::sentences_from,
            Structure::sentences_upto,
            Structure::paragraphs_from,
            Structure::paragraphs_upto,
        ] {
            assert_eq!(few(ask(&of_paged, byte)), few(ask(&of_whole, byte)));
        }
        for ask in [rows_from, rows_before] {
            let wanted = ask(&whole, byte, 50, measure);
            assert_eq!(ask(&paged, byte, 50, measure), wanted);
        }
    }
}

#[test]
fn a_line_of_megabytes_is_cut_where_sentences_end_and_its_pieces_are_no_lines() {
    let sentence = "There is no line end in all of this. ";
    let content = sentence.repeat(1 << 16);
    let text = paged(&content);
    let structure = Structure::new(&text, ParagraphMode::Auto, "en");
    let is_whole = |range| text.slice(range) == sentence.trim();
    assert!(structure.sentences().all(is_whole));
    let text = structure.set(text);
    let measure = Measure {
        columns: 72,
        tab: 8,
    };
    let rows = rows_from(&text, content.len() / 2, 3000, measure);
    assert_eq!(rows.len(), 3000);
    let meet = |pair: &[crate::text::layout::Row]| pair[0].whole.end() == pair[1].whole.start();
    assert!(rows.windows(2).all(meet));
    assert!(rows.iter().all(|row| !row.first));
    let last = content.len() - 1;
    assert_eq!(text.line_number(last), (1, false));
    text.code_points();
    assert_eq!(text.line_number(last), (1, true));
}

#[test]
fn lines_are_counted_in_steps_and_estimated_beyond() {
    let content = "four\n".repeat(PAGED_FROM);
    let text = paged(&content);
    assert_eq!(text.counted().bytes, 0);
    let first = text.count_on();
    assert!(0 < first.bytes && first.bytes < first.of);
    let middle = PAGED_FROM / 2 * 5;
    assert_eq!(text.line_number(5), (2, true));
    let (about, is_known) = text.line_number(middle);
    assert!(!is_known && about.abs_diff(PAGED_FROM / 2) <= 1, "{about}");
    while text.count_on().bytes < first.of {}
    assert_eq!(text.line_number(middle), (PAGED_FROM / 2 + 1, true));
}

#[test]
fn bytes_that_are_no_utf8_keep_every_place_and_are_told_once_counted() {
    let mut bytes = prose(2 * PAGED_FROM).into_bytes();
    let at = bytes.len() - 500;
    bytes[at] = 0xff;
    let len = bytes.len();
    let text = Text::paged(Arc::new(bytes.into_boxed_slice()), len);
    assert!(!text.is_broken());
    assert_eq!(&*text.slice(TextRange::between(at, at + 1)), "\u{1a}");
    text.code_points();
    assert!(text.is_broken());
}

/// A hole in a sparse file, or what a failing disk left, was not told.
#[test]
fn nuls_are_counted_with_the_text() {
    let mut bytes = b"One two three.\n".repeat(PAGED_FROM / 5);
    assert_eq!(Text::new(prose(100)).nuls(), None);
    let at = 2 * PAGED_FROM + 5;
    bytes[at..at + 70_000].fill(0);
    bytes[9] = 0;
    let words = String::from_utf8(bytes.clone()).expect("ASCII");
    assert_eq!(Text::new(words).nuls(), Some((70_001, 9)));
    let len = bytes.len();
    let text = Text::paged(Arc::new(bytes.into_boxed_slice()), len);
    assert_eq!(text.nuls(), None);
    text.code_points();
    assert_eq!(text.nuls(), Some((70_001, 9)));
    text.line_number(at);
    assert_eq!(text.nuls(), Some((70_001, 9)), "each is counted once");
}

#[test]
fn what_is_no_longer_there_reads_as_empty_lines() {
    let bytes: Box<[u8]> = prose(2 * PAGED_FROM).into_bytes().into();
    let len = bytes.len() * 2;
    let text = Text::paged(Arc::new(bytes), len);
    assert!(!text.has_failed());
    assert_eq!(&*text.slice(TextRange::between(len - 3, len)), "\n\n\n");
    assert!(text.has_failed());
    assert_eq!(text.floor_grapheme(len), len);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever stands in it: sections tile the text, and what was counted in steps
    /// is what the whole has.
    #[test]
    fn any_text_is_read_back_and_counted_as_a_whole(
        piece in "[a-z .\r\n\u{85}\u{2028}é\u{301}漢👩]{1,400}", size in 1usize..4,
    ) {
        let content = piece.repeat(size * PAGED_FROM / piece.len() + 1);
        let (whole, paged) = (Text::new(content.clone()), paged(&content));
        let lines = paged.lines().map(|line| paged.slice(line.whole).into_owned());
        prop_assert!(lines.collect::<String>() == content);
        for byte in (0..content.len()).step_by(31_337) {
            prop_assert_eq!(paged.code_point_at(byte), whole.code_point_at(byte));
            let at = whole.floor_char(byte);
            prop_assert_eq!(paged.floor_char(byte), at);
            prop_assert_eq!(paged.line_number(at), whole.line_number(at));
        }
        prop_assert_eq!(paged.code_points(), whole.code_points());
        prop_assert!(!paged.is_broken() && !paged.has_failed());
    }
}
