//! Characters nobody sees, and others without a shape of their own: one table says what
//! becomes of each class of them.
//!
//! Must not know: clusters, rows, sentences and searches, which all ask here.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// SOFT HYPHEN.
pub(crate) const SOFT_HYPHEN: char = '\u{ad}';
/// ZERO WIDTH SPACE.
pub(crate) const ZERO_WIDTH_SPACE: char = '\u{200b}';
/// ZERO WIDTH NO-BREAK SPACE, which at the start of a file is the byte order mark.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';
/// BACKSPACE, with which a typewriter strikes a letter twice.
pub(crate) const BACKSPACE: char = '\u{8}';

/// The classes of characters that are not simply drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    ByteOrderMark,
    SoftHyphen,
    ZeroWidthSpace,
    /// ZERO WIDTH JOINER and NON-JOINER.
    Joiner,
    /// Chooses the shape of the character before it.
    VariationSelector,
    /// The other default-ignorable ones without any effect on a screen: WORD JOINER,
    /// invisible operators, COMBINING GRAPHEME JOINER.
    Ignorable,
    /// Has a direction, and gives it to the marks beside it: U+200E, U+200F, U+061C.
    DirectionMark,
    /// Begins or ends a stretch that is shown in another order.
    DirectionSpan,
    /// Spells words that nobody sees, or the region of a flag.
    Tag,
    /// A blank that counts as a letter of Hangul.
    Filler,
    /// Marks of annotations, shorthand, music and hieroglyphs; what Unicode deprecates.
    OtherFormat,
    /// Ends a line or a paragraph: U+2028, U+2029.
    Separator,
    /// C0, DEL and C1.
    Control,
    PrivateUse,
    /// Not assigned by Unicode, or never to be.
    Unassigned,
}

/// What is drawn for a character in the text of a document. In names, where an invisible
/// character may deceive, `Nothing`, `HyphenAtBreak` and `Effect` are its name, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drawn {
    Nothing,
    /// A hyphen where a row ends with it, else nothing.
    HyphenAtBreak,
    /// Itself where it changes the shape of what it stands beside, else nothing.
    Effect,
    /// A symbol, a name or a code in brackets: `␛`, `⟨RLO⟩`, `⟨F0B7⟩`.
    Substitute,
}

/// Whether a row may end after a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowEnd {
    /// Yes; it belongs to the end of the row, as white space does.
    LikeSpace,
    /// Yes, if there is room for the hyphen.
    WithHyphen,
    /// What UAX #14 says of its neighbours decides.
    ByNeighbours,
}

/// Where a character stands at the edge of a sentence, a word or a selection of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AtEdge {
    Outside,
    Inside,
}

/// Whether the rules that find sentences, and a search, see a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Read {
    Skipped,
    Seen,
}

/// What becomes of a character in what is copied, exported or printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaves {
    AsItIs,
    /// As a substitute, since it could steer a terminal or turn a line of it around.
    AsSubstitute,
}

/// What becomes of the characters of one class.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Treatment {
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "it names the row; tests read it")
    )]
    pub class: Class,
    pub drawn: Drawn,
    pub row_end: RowEnd,
    pub at_edge: AtEdge,
    pub in_sentences: Read,
    /// A query need not hold it.
    pub in_search: Read,
    pub leaves: Leaves,
}

/// The one table, in the order of [`Class`].
#[rustfmt::skip]
const TREATMENTS: [Treatment; 15] = {
    use {AtEdge as E, Class as C, Drawn as D, Leaves as L, Read as R, RowEnd as B};
    const fn row(
        class: C, drawn: D, row_end: B, at_edge: E, in_sentences: R, in_search: R, leaves: L,
    ) -> Treatment {
        Treatment { class, drawn, row_end, at_edge, in_sentences, in_search, leaves }
    }
    [
        //                         drawn             row end          edge        sentences   search      leaves
        row(C::ByteOrderMark,     D::Nothing,       B::ByNeighbours, E::Outside, R::Skipped, R::Skipped, L::AsItIs),
        row(C::SoftHyphen,        D::HyphenAtBreak, B::WithHyphen,   E::Outside, R::Skipped, R::Skipped, L::AsItIs),
        row(C::ZeroWidthSpace,    D::Nothing,       B::LikeSpace,    E::Outside, R::Skipped, R::Skipped, L::AsItIs),
        row(C::Joiner,            D::Effect,        B::ByNeighbours, E::Outside, R::Skipped, R::Skipped, L::AsItIs),
        row(C::VariationSelector, D::Effect,        B::ByNeighbours, E::Outside, R::Skipped, R::Skipped, L::AsItIs),
        row(C::Ignorable,         D::Nothing,       B::ByNeighbours, E::Outside, R::Skipped, R::Skipped, L::AsItIs),
        row(C::DirectionMark,     D::Substitute,    B::ByNeighbours, E::Outside, R::Skipped, R::Skipped, L::AsItIs),
        row(C::DirectionSpan,     D::Substitute,    B::ByNeighbours, E::Outside, R::Skipped, R::Skipped, L::AsSubstitute),
        row(C::Tag,               D::Substitute,    B::ByNeighbours, E::Outside, R::Skipped, R::Skipped, L::AsItIs),
        row(C::Filler,            D::Substitute,    B::ByNeighbours, E::Inside,  R::Seen,    R::Skipped, L::AsItIs),
        row(C::OtherFormat,       D::Substitute,    B::ByNeighbours, E::Outside, R::Skipped, R::Skipped, L::AsItIs),
        row(C::Separator,         D::Substitute,    B::ByNeighbours, E::Inside,  R::Seen,    R::Seen,    L::AsItIs),
        row(C::Control,           D::Substitute,    B::ByNeighbours, E::Inside,  R::Seen,    R::Seen,    L::AsSubstitute),
        row(C::PrivateUse,        D::Substitute,    B::ByNeighbours, E::Inside,  R::Seen,    R::Seen,    L::AsItIs),
        row(C::Unassigned,        D::Substitute,    B::ByNeighbours, E::Inside,  R::Seen,    R::Seen,    L::AsItIs),
    ]
};

impl Class {
    /// The class of a character; `None` for one that is simply drawn.
    pub(crate) fn of(c: char) -> Option<Self> {
        Self::of_invisible(c).or(match c {
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Some(Self::Control),
            ' '..='\u{2ff}' => None,
            _ => match c.general_category() {
                GeneralCategory::PrivateUse => Some(Self::PrivateUse),
                GeneralCategory::Unassigned => Some(Self::Unassigned),
                _ => None,
            },
        })
    }

    /// The class of a character that nobody sees by its nature: those that are told
    /// without looking up its category.
    pub(crate) fn of_invisible(c: char) -> Option<Self> {
        Some(match c {
            ..='\u{ac}' => return None,
            BYTE_ORDER_MARK => Self::ByteOrderMark,
            SOFT_HYPHEN => Self::SoftHyphen,
            ZERO_WIDTH_SPACE => Self::ZeroWidthSpace,
            '\u{200c}' | '\u{200d}' => Self::Joiner,
            '\u{fe00}'..='\u{fe0f}'
            | '\u{e0100}'..='\u{e01ef}'
            | '\u{180b}'..='\u{180d}'
            | '\u{180f}' => Self::VariationSelector,
            '\u{34f}' | '\u{180e}' | '\u{2060}'..='\u{2064}' => Self::Ignorable,
            '\u{61c}' | '\u{200e}' | '\u{200f}' => Self::DirectionMark,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Self::DirectionSpan,
            '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => Self::Filler,
            '\u{2028}' | '\u{2029}' => Self::Separator,
            '\u{e0000}'..='\u{e007f}' => Self::Tag,
            '\u{17b4}'
            | '\u{17b5}'
            | '\u{2065}'
            | '\u{206a}'..='\u{206f}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0080}'..='\u{e00ff}'
            | '\u{e01f0}'..='\u{e0fff}' => Self::OtherFormat,
            _ => return None,
        })
    }

    pub(crate) fn treatment(self) -> &'static Treatment {
        &TREATMENTS[self as usize]
    }
}

fn treatment_of_invisible(c: char) -> Option<&'static Treatment> {
    Class::of_invisible(c).map(Class::treatment)
}

/// Whether a character stands outside the edges of sentences, words and selections of
/// these: white space, and format characters.
pub(crate) fn is_outside_edges(c: char) -> bool {
    c.is_whitespace()
        || treatment_of_invisible(c).is_some_and(|treatment| treatment.at_edge == AtEdge::Outside)
}

/// Whether the rules that find sentences do not see a character (UAX #29, SB5).
pub(crate) fn is_skipped_in_sentences(c: char) -> bool {
    treatment_of_invisible(c).is_some_and(|treatment| treatment.in_sentences == Read::Skipped)
}

/// Whether a row may end after a character as after white space.
pub(crate) fn ends_rows_like_space(c: char) -> bool {
    treatment_of_invisible(c).is_some_and(|treatment| treatment.row_end == RowEnd::LikeSpace)
}

/// Whether a row that ends with a character ends with a hyphen.
pub(crate) fn ends_rows_with_hyphen(c: char) -> bool {
    treatment_of_invisible(c).is_some_and(|treatment| treatment.row_end == RowEnd::WithHyphen)
}

/// Whether a character may not leave the program as it is: it could steer a terminal, or
/// turn a line of it around.
pub(crate) fn may_steer(c: char) -> bool {
    let class = match c.is_control() {
        true => Some(Class::Control),
        false => Class::of_invisible(c),
    };
    class.is_some_and(|class| class.treatment().leaves == Leaves::AsSubstitute)
}

/// Whether a search takes a text for the same with and without a character.
pub(crate) fn is_skipped_in_search(c: char) -> bool {
    treatment_of_invisible(c).is_some_and(|treatment| treatment.in_search == Read::Skipped)
}

#[cfg(test)]
mod tests {
    use icu_properties::CodePointSetData;
    use icu_properties::props::DefaultIgnorableCodePoint;

    use super::*;
    use crate::text::layout::{Measure, cells, rows_of_line};
    use crate::text::segment::{ParagraphMode, Structure};
    use crate::text::visible::{leaving, text_clusters};
    use crate::text::{Text, TextRange};

    /// Some of each class.
    const SAMPLES: [(Class, &[char]); 15] = [
        (Class::ByteOrderMark, &['\u{feff}']),
        (Class::SoftHyphen, &['\u{ad}']),
        (Class::ZeroWidthSpace, &['\u{200b}']),
        (Class::Joiner, &['\u{200c}', '\u{200d}']),
        (
            Class::VariationSelector,
            &['\u{fe00}', '\u{fe0f}', '\u{e0100}', '\u{180b}'],
        ),
        (
            Class::Ignorable,
            &['\u{2060}', '\u{2062}', '\u{34f}', '\u{180e}'],
        ),
        (Class::DirectionMark, &['\u{200e}', '\u{200f}', '\u{61c}']),
        (
            Class::DirectionSpan,
            &['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}'],
        ),
        (Class::Tag, &['\u{e0041}', '\u{e0001}']),
        (Class::Filler, &['\u{3164}', '\u{115f}', '\u{ffa0}']),
        (
            Class::OtherFormat,
            &['\u{fff9}', '\u{206a}', '\u{1d173}', '\u{1bca0}'],
        ),
        (Class::Separator, &['\u{2028}', '\u{2029}']),
        (
            Class::Control,
            &['\0', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}'],
        ),
        (Class::PrivateUse, &['\u{e000}', '\u{f0b7}', '\u{10fffd}']),
        (Class::Unassigned, &['\u{378}', '\u{ffff}']),
    ];

    #[test]
    fn each_row_of_the_table_is_that_of_its_class() {
        for (row, (class, samples)) in TREATMENTS.iter().zip(SAMPLES) {
            assert_eq!(row.class, class);
            assert_eq!(class.treatment().class, class);
            for sample in samples {
                assert_eq!(Class::of(*sample), Some(class), "{sample:?}");
            }
        }
    }

    #[test]
    fn ordinary_characters_are_in_no_class() {
        for c in "aZ 9.é\u{a0}\u{301}漢ก\u{3000}👩\u{600}\u{fffd}".chars() {
            assert_eq!(Class::of(c), None, "{c:?}");
        }
    }

    /// Everything that Unicode calls a format character or a control is in a class, but for
    /// the marks that are drawn before a number or a word.
    #[test]
    fn no_character_that_nobody_sees_is_forgotten() {
        let drawn = [
            '\u{600}'..='\u{605}',
            '\u{6dd}'..='\u{6dd}',
            '\u{70f}'..='\u{70f}',
            '\u{890}'..='\u{891}',
            '\u{8e2}'..='\u{8e2}',
            '\u{110bd}'..='\u{110bd}',
            '\u{110cd}'..='\u{110cd}',
        ];
        for c in '\0'..=char::MAX {
            let is_unseen = matches!(
                c.general_category(),
                GeneralCategory::Format
                    | GeneralCategory::Control
                    | GeneralCategory::LineSeparator
                    | GeneralCategory::ParagraphSeparator
            );
            if is_unseen && !drawn.iter().any(|drawn| drawn.contains(&c)) {
                assert!(Class::of(c).is_some(), "{c:?}");
            }
        }
    }

    /// As Unicode has it (Default_Ignorable_Code_Point).
    #[test]
    fn a_search_skips_all_that_is_default_ignorable() {
        let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        for c in '\0'..=char::MAX {
            let is_skipped = is_skipped_in_search(c);
            if ignorable.contains(c) {
                assert!(is_skipped, "{c:?}");
            } else if is_skipped {
                assert_eq!(Class::of(c), Some(Class::OtherFormat), "{c:?}");
            }
        }
    }

    /// What the rooms of this layer do with each class is what its row says.
    #[test]
    fn every_room_does_as_the_table_says() {
        for (class, samples) in SAMPLES {
            let row = class.treatment();
            for &sample in samples {
                drawn_as_said(row, sample);
                cut_as_said(row, sample);
                broken_as_said(row, sample);
                let is_kept = leaving(&sample.to_string()).replaced == 0;
                assert_eq!(is_kept, row.leaves == Leaves::AsItIs, "{sample:?}");
                let is_skipped = is_skipped_in_search(sample);
                assert_eq!(is_skipped, row.in_search == Read::Skipped, "{sample:?}");
            }
        }
    }

    fn drawn_as_said(row: &Treatment, sample: char) {
        let words = format!("a{sample}b");
        let drawn: String = text_clusters(&words).map(|shown| shown.symbol).collect();
        match row.drawn {
            Drawn::Substitute => assert!(drawn.len() > words.len() - sample.len_utf8()),
            _ => assert_eq!(drawn, "ab", "{sample:?}"),
        }
    }

    fn cut_as_said(row: &Treatment, sample: char) {
        if row.class == Class::Separator || sample == '\u{85}' {
            // They end lines.
            return;
        }
        let text = Text::new(format!("He went.{sample} Then she left."));
        let structure = Structure::new(&text, ParagraphMode::Lines, "en");
        let sentences: Vec<TextRange> = structure.sentences().collect();
        if row.in_sentences == Read::Skipped {
            assert_eq!(sentences.len(), 2, "{sample:?}");
        }
        let is_alone = text.floor_grapheme(9) == 8 || text.floor_grapheme(8) == 8;
        if row.at_edge == AtEdge::Outside && is_alone {
            assert_eq!(text.slice(sentences[0]), "He went.", "{sample:?}");
        }
        let alone = Text::new(sample.to_string());
        let count = Structure::new(&alone, ParagraphMode::Lines, "en")
            .sentences()
            .count();
        assert_eq!(
            count,
            usize::from(row.at_edge == AtEdge::Inside),
            "{sample:?}"
        );
    }

    fn broken_as_said(row: &Treatment, sample: char) {
        let text = Text::new(format!("abcd{sample}efgh"));
        let measure = Measure { columns: 6, tab: 8 };
        let first = rows_of_line(&text, 0, measure)[0];
        let drawn: String = cells(&text, &first, measure)
            .into_iter()
            .map(|cell| cell.symbol)
            .collect();
        match row.row_end {
            RowEnd::LikeSpace => assert_eq!(drawn, "abcd", "{sample:?}"),
            RowEnd::WithHyphen => assert_eq!(drawn, "abcd-", "{sample:?}"),
            RowEnd::ByNeighbours => assert!(!drawn.ends_with('-'), "{sample:?}"),
        }
    }
}
