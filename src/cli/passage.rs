//! The passage that a command line describes, or a sentence about why there is
//! none.
//!
//! Must not know: what is done with the passage.

use anyhow::{Result, anyhow, bail};

use crate::text::equivalence::Rules;
use crate::text::search::Matcher;
use crate::text::segment::Structure;
use crate::text::{self, CodePoint, Text, TextRange, counted};

/// The sentence of that number, counted from 1.
pub(super) fn sentence(structure: &Structure, number: usize) -> Result<TextRange> {
    let index = number
        .checked_sub(1)
        .ok_or_else(|| anyhow!("sentences are counted from 1"))?;
    structure.sentences().nth(index).ok_or_else(|| {
        anyhow!(
            "there is no sentence {number}: the document has {}",
            counted(structure.sentences().count(), "sentence")
        )
    })
}

/// The passage of a range in code points, `START:END`.
pub(super) fn range(text: &Text, words: &str) -> Result<TextRange> {
    let numbers = words
        .split_once(':')
        .and_then(|(start, end)| Some((start.trim().parse().ok()?, end.trim().parse().ok()?)));
    let Some((start, end)): Option<(usize, usize)> = numbers else {
        bail!("--range {words} is not a range; write two numbers of code points, as in 0:158");
    };
    if start >= end {
        bail!("--range {words} is empty; the end must lie after the start");
    }
    let byte = |position| {
        text.byte_of(CodePoint(position)).ok_or_else(|| {
            let all = text.code_points();
            anyhow!("--range {words} ends after the document, which has {all} code points")
        })
    };
    let (first, last) = (byte(start)?, byte(end)?);
    let (floor, ceil) = (text.floor_grapheme(first), text.ceil_grapheme(last));
    if (floor, ceil) != (first, last) {
        let (start, end) = (text.code_point_at(floor), text.code_point_at(ceil));
        bail!(
            "--range {words} cuts through a character that is made of several code points; write {start}:{end}"
        );
    }
    Ok(text.range(first, last)?)
}

/// The passage with these words, the one of that number if there are several.
///
/// Places where they stand exactly so come first; where there are not enough of them, all
/// those count where they are spelt in another way that is the same, and else those that a
/// search for them finds.
pub(super) fn quote(text: &Text, words: &str, nth: Option<usize>) -> Result<TextRange> {
    if words.is_empty() {
        bail!("--quote is empty; give the words of the passage");
    }
    if nth == Some(0) {
        bail!("--nth counts from 1");
    }
    let wanted = nth.unwrap_or(1);
    let mut found = exact_occurrences(text, words);
    for rules in [Rules::STRICT, Rules::smart(words)] {
        if found.len() < wanted {
            let all = occurrences(text, words, rules);
            found = if all.len() > found.len() { all } else { found };
        }
    }
    match (found.len(), nth) {
        (0, _) => Err(not_found(text, words)),
        (1, None) => Ok(found[0]),
        (many, None) => {
            bail!("the quote occurs {many} times; say which with --nth 1 to {many}")
        }
        (many, Some(nth)) => found.get(nth - 1).copied().ok_or_else(|| {
            anyhow!(
                "there is no occurrence {nth} of the quote: it occurs {}",
                counted(many, "time")
            )
        }),
    }
}

/// Every place where the words stand exactly so, with both ends between characters as a
/// reader sees them; the places may overlap.
fn exact_occurrences(text: &Text, words: &str) -> Vec<TextRange> {
    let between_clusters = |byte| text.floor_grapheme(byte) == byte;
    text::occurrences(text, words)
        .map(|start| TextRange::between(start, start + words.len()))
        .filter(|range| between_clusters(range.start()) && between_clusters(range.end()))
        .collect()
}

/// The places where the words stand in any spelling that is the same by these rules, whole
/// characters of it.
fn occurrences(text: &Text, words: &str, rules: Rules) -> Vec<TextRange> {
    let Ok(matcher) = Matcher::literal(words.trim(), rules) else {
        return Vec::new();
    };
    let found = matcher.find_within(text, 0..text.len()).into_iter();
    let found = found.filter(|range| matcher.is_all_of(&text.slice(*range)));
    found.collect()
}

/// Says that the words are not there, and where almost the same ones are.
fn not_found(text: &Text, words: &str) -> anyhow::Error {
    match occurrences(text, words, Rules::LOOSE).first() {
        None => anyhow!("the quote does not occur in the document"),
        Some(range) => anyhow!(
            "the quote does not occur exactly so; nearly the same does: write --range {}:{} for \"{}\"",
            text.code_point_at(range.start()),
            text.code_point_at(range.end()),
            text.slice(*range)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(marked: &str, result: Result<TextRange>) {
        let plain = marked.replace(['«', '»'], "");
        let start = marked.find('«').unwrap();
        let end = marked.find('»').unwrap() - '«'.len_utf8();
        assert_eq!(result.unwrap(), Text::new(plain).range(start, end).unwrap());
    }

    fn sentence_of(result: Result<TextRange>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn a_quote_is_found_where_it_stands_once_or_by_its_number() {
        let text = Text::new("a b a");
        check("a «b» a", quote(&text, "b", None));
        check("a b «a»", quote(&text, "a", Some(2)));
        assert!(sentence_of(quote(&text, "a", None)).contains("--nth 1 to 2"));
        assert!(sentence_of(quote(&text, "a", Some(3))).contains("2 times"));
        check("«aa»a", quote(&Text::new("aaa"), "aa", Some(1)));
    }

    #[test]
    fn a_quote_is_found_in_any_spelling() {
        for (words, marked) in [
            ("café", "a «cafe\u{301}» b"),
            ("cafe\u{301}", "a «café» b"),
            ("café", "«café» cafe\u{301}"),
            ("cafe", "a «café» b"),
            ("cafe", "café «cafe» b"),
            ("cooperation", "a «co\u{ad}operation»"),
            ("co\u{ad}operation", "a «cooperation»"),
            ("zerowidth", "«zero\u{200b}width»"),
            ("finance", "«ﬁnance»"),
            ("mysterious", "a «myster-\nious» b"),
            ("a mysterious b", "«a myster-\nious\nb»"),
            ("istanbul", "«İstanbul»"),
            ("straße", "«STRASSE»"),
            ("straße", "STRASSE «straße»"),
            ("Cooperation", "co\u{ad}operation «Co\u{ad}operation»"),
            ("the \"big bank\"", "so «the “Big\r\n Bank”» says"),
            ("漢字", "«漢\n字»"),
        ] {
            let plain = Text::new(marked.replace(['«', '»'], ""));
            check(marked, quote(&plain, words, None));
        }
        let both = Text::new("café cafe\u{301}");
        check("café «cafe\u{301}»", quote(&both, "café", Some(2)));
        check("«café» cafe\u{301}", quote(&both, "café", Some(1)));
        let half = Text::new("eﬃcient");
        assert!(sentence_of(quote(&half, "ef", None)).contains("does not occur"));
    }

    #[test]
    fn almost_the_same_words_are_pointed_at() {
        let text = Text::new("so the “Big\r\n Bank” says");
        let words = sentence_of(quote(&text, "the \"BIG bank\"", None));
        assert!(words.contains("--range 3:19"), "{words}");
        assert!(!sentence_of(quote(&text, "nothing", None)).contains("--range"));
    }

    #[test]
    fn a_range_stands_between_characters_as_a_reader_sees_them() {
        let text = Text::new("xe\u{301}y");
        check("x«e\u{301}»y", range(&text, "1:3"));
        assert!(sentence_of(range(&text, "1:2")).contains("write 1:3"));
        assert!(sentence_of(range(&text, "1:9")).contains("4 code points"));
        assert!(sentence_of(range(&text, "2:2")).contains("empty"));
        assert!(sentence_of(range(&text, "a")).contains("0:158"));
        assert!(sentence_of(quote(&text, "E", None)).contains("does not occur"));
    }
}
