//! What queries find, as marked strings, and the promises that hold for any of them.

use proptest::prelude::*;

use super::*;
use crate::text::visible::tests::nasty;
use crate::text::{Text, TextRange};

impl Matcher {
    /// The first `limit` matches that are not empty, in order, not overlapping, widened to
    /// grapheme cluster boundaries.
    pub(crate) fn find_all(&self, text: &Text, limit: usize) -> Vec<TextRange> {
        let mut found = Vec::new();
        if limit == 0 {
            return found;
        }
        let mut widened = Widened::new(text);
        self.each(text, 0..text.len(), |matched| {
            found.extend(widened.widen(matched));
            found.len() < limit
        });
        found
    }
}

fn matcher(pattern: &str, regex: bool) -> Matcher {
    Matcher::new(&Query {
        pattern: pattern.to_owned(),
        regex,
    })
    .expect("a valid query")
}

/// `marked` has every expected match in guillemets.
#[track_caller]
fn check(matcher: &Matcher, marked: &str) {
    let text = Text::new(marked.replace(['⟦', '⟧'], ""));
    let mut found = text.slice(text.full_range()).into_owned();
    for range in matcher.find_all(&text, usize::MAX).into_iter().rev() {
        found.insert(range.end(), '⟧');
        found.insert(range.start(), '⟦');
    }
    assert_eq!(found, marked, "{matcher:?}");
}

#[test]
fn a_literal_is_found_as_it_is_meant() {
    for (pattern, marked) in [
        ("iom", "The ⟦IOM⟧ and ⟦iom⟧"),
        ("IOM", "The ⟦IOM⟧ and iom"),
        ("é", "⟦É⟧⟦é⟧ ⟦e\u{301}⟧ e"),
        ("a.c", "⟦a.c⟧ abc"),
        ("$2.9 (x)", "⟦$2.9 (x)⟧"),
        (
            "member states",
            "⟦member\nstates⟧ ⟦member  states⟧ ⟦Member\u{a0}States⟧",
        ),
        ("member  states", "⟦member states⟧"),
        ("it's", "⟦it’s⟧ ⟦it's⟧ its"),
        ("\"a\"", "⟦“a”⟧ ⟦\"a\"⟧ ⟦«a»⟧ ⟦„a“⟧ a"),
        (
            "2024-2028",
            "⟦2024–2028⟧ ⟦2024-2028⟧ ⟦2024\u{2011}2028⟧ 20242028",
        ),
        ("so...", "⟦so…⟧ ⟦so...⟧"),
        ("’", "it⟦’⟧s it's"),
        ("e", "⟦e\u{301}⟧a"),
        ("👩", "⟦👩\u{200d}👩\u{200d}👧⟧"),
        ("aa", "⟦aa⟧a"),
        ("", "nothing"),
    ] {
        check(&matcher(pattern, false), marked);
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of spellings")]
fn the_same_words_are_found_in_any_spelling() {
    #[rustfmt::skip]
    let cases = [
        // Composed and decomposed.
        ("café", "⟦café⟧ ⟦cafe\u{301}⟧ cafe"),
        ("cafe\u{301}", "⟦café⟧ ⟦cafe\u{301}⟧ cafe"),
        ("cafe", "⟦café⟧ ⟦cafe\u{301}⟧ ⟦cafe⟧"),
        ("한국", "⟦한국⟧ ⟦\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}⟧"),
        ("\u{1112}\u{1161}\u{11ab}", "⟦한⟧국"),
        ("하", "⟦하⟧ 한 \u{1112}\u{1161}\u{11ab}"),
        ("ệ", "⟦ệ⟧ ⟦e\u{302}\u{323}⟧ ⟦e\u{323}\u{302}⟧ ⟦ê\u{323}⟧ ⟦ẹ\u{302}⟧ ê ẹ e"),
        ("が", "⟦が⟧ ⟦か\u{3099}⟧ か"),
        ("ガ", "⟦ガ⟧ ⟦ｶﾞ⟧ カ"),
        ("か", "⟦か⟧ が か\u{3099}"),
        ("≠", "⟦≠⟧ ⟦=\u{338}⟧ ="),
        ("=", "≠ =\u{338} ⟦=⟧"),
        ("Å", "⟦Å⟧ ⟦A\u{30a}⟧ ⟦\u{212b}⟧ A å"),
        // Compatibility forms.
        ("finance", "⟦ﬁnance⟧ ⟦FINANCE⟧ ⟦ﬁ\u{ad}nance⟧"),
        ("nance", "ﬁ⟦nance⟧"),
        ("office", "⟦oﬃce⟧ ⟦oﬀice⟧ ⟦of\u{200b}fi\u{2060}ce⟧"),
        ("ﬁnance", "⟦finance⟧ ⟦ﬁnance⟧"),
        ("km2", "5 ⟦km²⟧ ⟦㎢⟧ ⟦ｋｍ２⟧"),
        ("1/2", "⟦½⟧ ⟦1/2⟧ ⟦1⁄2⟧"),
        ("½", "⟦½⟧ ⟦1⁄2⟧"),
        ("abc", "⟦ａｂｃ⟧ ⟦ＡＢＣ⟧ ⟦𝐚𝐛𝐜⟧ ⟦ⓐⓑⓒ⟧"),
        ("iv", "⟦Ⅳ⟧ ⟦ⅳ⟧ ⟦IV⟧"),
        ("tm", "⟦™⟧"),
        ("so...", "⟦so…⟧"),
        ("№ 5", "⟦No 5⟧ ⟦№\u{a0}5⟧"),
        ("no 5", "⟦No 5⟧ ⟦№\u{a0}5⟧"),
        // Characters that nobody sees.
        ("cooperation", "⟦Co\u{ad}operation⟧ ⟦co\u{ad}op\u{ad}er\u{ad}a\u{ad}tion⟧"),
        ("co\u{ad}operation", "⟦cooperation⟧ ⟦Co\u{ad}operation⟧"),
        ("zerowidth", "⟦zero\u{200b}width⟧ ⟦zero\u{200d}width⟧ ⟦zero\u{feff}width⟧"),
        ("ab", "⟦a\u{200b}\u{200c}\u{2060}\u{feff}\u{34f}\u{200e}\u{202a}\u{fe0f}\u{e0100}\u{e0041}b⟧"),
        ("❤", "⟦❤\u{fe0f}⟧ ⟦❤⟧"),
        ("❤\u{fe0f}", "⟦❤\u{fe0f}⟧ ⟦❤⟧"),
        ("葛", "⟦葛\u{e0100}⟧ ⟦葛⟧"),
        ("می\u{200c}خواهم", "⟦میخواهم⟧ ⟦می\u{200c}خواهم⟧"),
        ("محمد", "⟦محمد⟧ ⟦مـحـمـد⟧ ⟦مُحَمَّد⟧"),
        ("\u{200b}", "a⟦\u{200b}⟧b"),
        // Case.
        ("straße", "⟦STRASSE⟧ ⟦straße⟧ ⟦Strasse⟧ ⟦STRAẞE⟧"),
        ("strasse", "⟦STRASSE⟧ ⟦straße⟧ ⟦Strasse⟧ ⟦STRAẞE⟧"),
        ("Straße", "STRASSE ⟦Straße⟧ ⟦Strasse⟧ straße"),
        ("istanbul", "⟦İstanbul⟧ ⟦ISTANBUL⟧ ⟦i\u{307}stanbul⟧ ⟦ıstanbul⟧"),
        ("ığdır", "⟦Iğdır⟧ ⟦IĞDIR⟧ Igdir"),
        ("οδυσσευσ", "⟦ΟΔΥΣΣΕΥΣ⟧ ⟦Οδυσσεύς⟧"),
        ("οδυσσεύς", "⟦ΟΔΥΣΣΕΎΣ⟧ ⟦Οδυσσεύς⟧ οδυσσευς"),
        ("αιδης", "⟦ᾼδης⟧ ⟦ΑΙΔΗΣ⟧ ⟦ᾅδης⟧"),
        ("αδης", "⟦ᾼδης⟧ ⟦ᾅδης⟧"),
        ("ŉ", "⟦ŉ⟧ ⟦ʼn⟧"),
        ("iom", "⟦IOM⟧"),
        ("IOM", "⟦IOM⟧ iom ⟦ＩＯＭ⟧"),
        ("ⴀ", "⟦Ⴀ⟧"),
        // Accents.
        ("naïve", "naive ⟦naïve⟧ ⟦NAÏVE⟧"),
        ("naive", "⟦naive⟧ ⟦naïve⟧ ⟦nai\u{308}ve⟧"),
        ("résume", "⟦résume⟧ résumé resume"),
        ("Zurich", "⟦Zurich⟧ ⟦Zürich⟧ zürich"),
        ("lodz", "⟦Łódź⟧ ⟦Lodz⟧"),
        ("łódź", "⟦Łódź⟧ Lodz"),
        ("coeur", "⟦cœur⟧ ⟦CŒUR⟧ ⟦coeur⟧"),
        ("cœur", "⟦cœur⟧ ⟦CŒUR⟧ coeur"),
        ("oresund", "⟦Øresund⟧ ⟦Öresund⟧"),
        ("еще", "⟦ещё⟧ ⟦Еще⟧"),
        ("мои", "⟦мои⟧ мой"),
        ("мой", "мои ⟦мой⟧ ⟦мои\u{306}⟧"),
        ("שלום", "⟦שָׁלוֹם⟧ ⟦שלום⟧"),
        ("ज", "⟦ज़⟧"),
        // White space and ends of lines.
        ("mysterious", "⟦myster-\nious⟧ ⟦mysterious⟧ ⟦myster-\r\n  ious⟧ ⟦myster\u{2010}\nious⟧ ⟦myster- \nious⟧"),
        ("mysterious", "⟦myster\u{ad}\nious⟧ ⟦MYS-\nTER-\nIOUS⟧ myster-\n\nious myster ious"),
        ("myster-ious", "⟦myster-\nious⟧ ⟦myster-ious⟧ mysterious"),
        ("myster- ious", "⟦myster-\nious⟧ ⟦myster- ious⟧ mysterious"),
        ("a mysterious end", "⟦a myster-\nious end⟧ ⟦a\nmysteri-\nous\nend⟧ ⟦a my-\n  sterious\n  end⟧"),
        ("élégant", "⟦élé-\ngant⟧ ⟦e\u{301}le\u{301}-\ngant⟧"),
        ("elegant", "⟦élé-\ngant⟧ ⟦e\u{301}le\u{301}-\ngant⟧"),
        ("ab", "a -\nb a-b a-\n1"),
        ("漢字", "⟦漢字⟧ ⟦漢\n字⟧ ⟦漢\r\n　字⟧ 漢\n\n字 漢 字"),
        ("漢 字", "⟦漢\n字⟧ ⟦漢　字⟧ 漢字"),
        ("ภาษาไทย", "⟦ภาษา\nไทย⟧ ⟦ภาษา\u{200b}ไทย⟧"),
        ("member states", "⟦member\u{200b} \u{200b}states⟧ ⟦member\u{3000}\nstates⟧ memberstates"),
        // A soft hyphen is one that may be there.
        ("myster\u{ad}ious", "⟦mysterious⟧ ⟦myster-ious⟧ ⟦myster-\nious⟧ ⟦myster\u{ad}ious⟧ myster ious"),
        ("well\u{ad}kn\u{ad}own\u{ad}", "⟦well-known⟧ ⟦wellknown⟧ ⟦well\u{2010}\nknown⟧ ⟦wéll-kn\u{200b}own⟧"),
        ("漢\u{ad}字", "⟦漢字⟧"),
        // Struck over.
        ("name", "⟦N\u{8}NA\u{8}AM\u{8}ME\u{8}E⟧ ⟦_\u{8}n_\u{8}a_\u{8}m_\u{8}e⟧"),
    ];
    for (pattern, marked) in cases {
        check(&matcher(pattern, false), marked);
    }
}

#[test]
fn a_regular_expression_is_smart_about_case_too() {
    for (pattern, marked) in [
        (r"\bi\w+", "⟦In⟧ ⟦it⟧ a"),
        (r"\bI\w+", "⟦In⟧ it"),
        (r"\S+", "⟦A⟧ ⟦b⟧"),
        (r"\p{Lu}a", "⟦Aa⟧ ba"),
        (r"\p{Lu}\w+", "⟦The⟧ council of ⟦Émile⟧"),
        (r"\P{Ll}\w", "⟦Ab⟧c⟦ d⟧⟦ e⟧"),
        (r"\p{Ll}+", "A⟦bc⟧D"),
        (r"[\p{Uppercase}\d]b", "ab ⟦Ab⟧ ⟦1b⟧"),
        (r"\p{gc=Uppercase_Letter}a", "⟦Aa⟧ ba"),
        (r"[[:upper:]]a", "⟦Aa⟧ ba"),
        (r"[^[:lower:]]a", "⟦Aa⟧ba"),
        (r"[A-C]a", "⟦Aa⟧ aa"),
        (r"\x41a", "⟦Aa⟧ aa"),
        (r"(?i)\p{Lu}a", "⟦Aa⟧ ⟦ba⟧"),
        (r"\p{L}b", "⟦Ab⟧ ⟦ab⟧"),
        (r"\p{Latin}b", "⟦Ab⟧ ⟦ab⟧"),
        (r"\p{Greek}a", "⟦αA⟧ ⟦Ωa⟧"),
        (r"(?P<Name>x)", "⟦X⟧⟦x⟧"),
        (r"^a$", "⟦a⟧\r\n⟦a⟧\nba"),
        (r"x*", "⟦xx⟧yy"),
        (r"\$[\d.]+", "⟦$2.98⟧ billion"),
    ] {
        check(&matcher(pattern, true), marked);
    }
}

#[test]
fn what_is_wrong_with_an_expression_is_one_sentence() {
    for (pattern, expected) in [
        ("a(b", "Invalid regular expression: unclosed group."),
        (
            r"\w{1000}{1000}",
            "This regular expression asks for too much memory.",
        ),
        (
            "[z-a]",
            "Invalid regular expression: invalid character class range, the start must be <= the end.",
        ),
    ] {
        let query = Query {
            pattern: pattern.to_owned(),
            regex: true,
        };
        assert_eq!(Matcher::new(&query).unwrap_err().to_string(), expected);
    }
}

#[test]
fn no_more_are_found_than_are_wanted() {
    let text = Text::new("a.a.a");
    let matcher = matcher("a", false);
    assert_eq!(matcher.find_all(&text, 2).len(), 2);
    assert_eq!(matcher.find_all(&text, 0).len(), 0);
    let starts: Vec<usize> = matcher
        .find_within(&text, 1..4)
        .iter()
        .map(|range| range.start())
        .collect();
    assert_eq!(starts, [2]);
}

proptest! {
    #[test]
    fn matches_are_in_order_whole_and_not_empty(
        content in nasty(), pattern in nasty(), regex: bool,
    ) {
        let text = Text::new(content);
        let Ok(matcher) = Matcher::new(&Query { pattern, regex }) else {
            return Ok(());
        };
        let all = matcher.find_all(&text, usize::MAX);
        let mut end = 0;
        for range in &all {
            prop_assert!(range.start() >= end && !range.is_empty());
            prop_assert_eq!(text.floor_grapheme(range.start()), range.start());
            prop_assert_eq!(text.floor_grapheme(range.end()), range.end());
            end = range.end();
        }
    }

    #[test]
    fn a_piece_of_a_text_is_found_in_it(content in nasty(), from in 0usize..60, len in 1usize..20) {
        let text = Text::new(content.clone());
        let start = text.floor_grapheme(from);
        let end = text.ceil_grapheme(from + len);
        let piece = &content[start..end];
        let matcher = matcher(piece, false);
        let found = matcher.find_all(&text, 1);
        prop_assert_eq!(found.is_empty(), piece.is_empty());
    }

    #[test]
    fn no_expression_panics(pattern in "\\PC{0,20}") {
        if let Err(error) = Matcher::new(&Query { pattern, regex: true }) {
            prop_assert!(!error.to_string().contains(char::is_control));
        }
    }
}
