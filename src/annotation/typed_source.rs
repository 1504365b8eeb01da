//! What a person types of a source besides its words: a passage of a document, a remark, the
//! day on which it was looked at.
//!
//! Must not know: which documents there are.

use super::id::AnnotationId;
use super::link::PassageRef;
use super::source::{Source, SourceTarget};
use super::timestamp::Timestamp;
use super::typed_line::within_a_line;

/// The fewest last characters of an id that name an annotation in the place of the whole id.
const FEWEST: usize = 4;

/// How the names of most documents end.
const TEXT: &str = ".txt";

impl Source {
    /// Reads what a person typed, as [`from_words`](Self::from_words) does, and knows a passage
    /// by the last characters of its id, too: `find` has the annotations of a document.
    pub(crate) fn from_words_among(
        words: &str,
        find: impl Fn(&str, &str) -> Option<AnnotationId>,
    ) -> Vec<Self> {
        let named = words.trim();
        let mut ends = named.rmatch_indices('#').map(|(at, _)| at);
        let found = ends.find_map(|at| {
            let (document, id) = (&named[..at], &named[at + 1..]);
            let is_named = !document.is_empty() && !id.is_empty();
            let found = is_named.then(|| find(document, id)).flatten()?;
            Some(PassageRef::new(document, &found))
        });
        match found {
            Some(passage) => vec![Self::new(SourceTarget::Passage(passage))],
            None => Self::from_words(words),
        }
    }

    /// The document and the id in words that were meant for a passage, and were kept as a
    /// citation since no tag is there: by the name before the `#`, which ends as that of a text
    /// does, or is that of a document.
    pub(crate) fn meant_passage(&self, is_document: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
        let SourceTarget::Citation(words) = &self.target else {
            return None;
        };
        let is_text = |name: &str| {
            let stem = name.len().checked_sub(TEXT.len()).filter(|stem| *stem > 0);
            let end = stem.and_then(|stem| name.get(stem..));
            end.is_some_and(|end| end.eq_ignore_ascii_case(TEXT)) && !name.contains("://")
        };
        let mut ends = words.rmatch_indices('#').map(|(at, _)| at);
        ends.find_map(|at| {
            let (name, id) = (&words[..at], &words[at + 1..]);
            let is_meant = !id.contains(char::is_whitespace);
            (is_meant && (is_text(name) || is_document(name))).then_some((name, id))
        })
    }

    /// The passage, where it is one of a document.
    pub(crate) fn passage(&self) -> Option<&PassageRef> {
        match &self.target {
            SourceTarget::Passage(passage) => Some(passage),
            _ => None,
        }
    }
}

/// Which of some ids an id, or the end of one, names: none where it could be several.
pub(crate) fn id_named<'a>(
    word: &str,
    ids: impl Iterator<Item = &'a AnnotationId>,
) -> Option<AnnotationId> {
    let mut ends_so = 0;
    let mut named = None;
    for id in ids.filter(|id| id.as_str().ends_with(word)) {
        if id.as_str() == word {
            return Some(id.clone());
        }
        ends_so += 1;
        named = Some(id);
    }
    let is_one = ends_so == 1 && word.chars().count() >= FEWEST;
    named.filter(|_| is_one).cloned()
}

/// Reads the day on which a source was looked at; no words take it away.
///
/// # Errors
/// What is wrong with the words, as part of a sentence.
pub(crate) fn typed_day(words: &str) -> Result<String, String> {
    let day = words.trim();
    match day.is_empty() || (day.len() == 10 && Timestamp::is_day(day)) {
        true => Ok(day.to_owned()),
        false => Err(format!("\"{day}\" is no day; write it as 2026-11-22")),
    }
}

/// Reads a remark, or the words of a source; no words take it away.
///
/// # Errors
/// That it is too long to be kept beside a tag, as part of a sentence.
pub(crate) fn typed_remark(words: &str) -> Result<String, String> {
    let remark = words.trim();
    within_a_line(remark)?;
    Ok(remark.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "019ab7e4-7a30-7e5b-8d5a-2b5f3d605578";

    #[test]
    fn a_passage_is_known_by_its_form_or_by_what_there_is() {
        let ids = [ID, "foreign-1", "foreign-21"].map(AnnotationId::from);
        let find = |document: &str, id: &str| {
            let is_there = ["a.txt", "b #1.txt"].contains(&document);
            is_there.then(|| id_named(id, ids.iter())).flatten()
        };
        let whole = format!("a.txt#{ID}");
        let gone = format!("gone.txt#{ID}");
        for (typed, passage) in [
            (whole.as_str(), Some(whole.as_str())),
            (&gone, Some(&gone)),
            ("a.txt#5578", Some(&whole)),
            (" b #1.txt#gn-1 ", Some("b #1.txt#foreign-1")),
            // Two end so; too few characters; no such document.
            ("a.txt#1", None),
            ("a.txt#n-1", None),
            ("gone.txt#5578", None),
            ("Docket #1234", None),
            (&format!("https://x.org/a.txt#{ID}"), None),
            (&format!("#{ID}"), None),
        ] {
            let sources = Source::from_words_among(typed, find);
            let is = sources[0].passage().map(PassageRef::as_str);
            assert_eq!((sources.len(), is), (1, passage), "{typed}");
            if let Some(passage) = passage {
                assert_eq!(sources[0].to_words(), passage);
            }
        }
    }

    /// Found in use: a mistyped id became a citation without a word.
    #[test]
    fn words_that_were_meant_for_a_passage_are_told_from_others() {
        for (typed, meant) in [
            ("a.txt#zzz", Some(("a.txt", "zzz"))),
            ("a.txt#", Some(("a.txt", ""))),
            ("sub/b c.TXT#1", Some(("sub/b c.TXT", "1"))),
            ("notes.md#zzz", Some(("notes.md", "zzz"))),
            ("other.md#zzz", None),
            (".txt#1", None),
            ("Docket #1234", None),
            ("a.txt#1, and more", None),
            ("https://x.org/a.txt#1", None),
            ("a.txt", None),
        ] {
            let sources = Source::from_words(typed);
            let is = sources[0].meant_passage(|name| name == "notes.md");
            assert_eq!(is, meant, "{typed}");
        }
    }

    /// Found in use: of a broken address, half was kept as one, and a good one only behind its
    /// title as words.
    #[test]
    fn an_address_is_the_same_one_before_and_behind_its_title() {
        for (typed, url, title, is_doubted) in [
            ("https://a.b/d", Some("https://a.b/d"), "", false),
            ("Title https://a.b/d", Some("https://a.b/d"), "Title", false),
            (
                "Title: https://a.b/d",
                Some("https://a.b/d"),
                "Title",
                false,
            ),
            ("https://a.b/d Title", Some("https://a.b/d"), "Title", false),
            (
                "https://x.org/a A title",
                Some("https://x.org/a"),
                "A title",
                false,
            ),
            (
                "http://localhost Home",
                Some("http://localhost"),
                "Home",
                false,
            ),
            (
                "http://intranet/a Home",
                Some("http://intranet/a"),
                "Home",
                false,
            ),
            ("https://a b", None, "", true),
            ("https://x y/z", None, "", true),
            ("Title https://a b", None, "", true),
            ("https://a.b/d https://x.org/e", None, "", false),
            (
                "https://x.org/\u{202e}gnp.exe",
                Some("https://x.org/\u{202e}gnp.exe"),
                "",
                true,
            ),
            (
                "https://x.org/\u{1b}[31m",
                Some("https://x.org/\u{1b}[31m"),
                "",
                true,
            ),
            ("java\tscript:alert(1)", None, "", false),
            ("mailto:a@b.org", None, "", true),
            ("javascript:alert(1)", None, "", true),
        ] {
            let sources = Source::from_words(typed);
            let is = match &sources[0].target {
                SourceTarget::Url(url) => Some(url.as_str()),
                _ => None,
            };
            assert_eq!((is, &*sources[0].title), (url, title), "{typed:?}");
            let doubts = [typed, &sources[0].to_words()].map(Source::doubt);
            let doubted = doubts.map(|doubt| doubt.is_some());
            assert_eq!(doubted, [is_doubted; 2], "{typed:?}");
        }
    }

    #[test]
    fn a_day_is_whole_and_a_remark_not_endless() {
        for (typed, day) in [
            ("2026-11-22", Ok("2026-11-22")),
            (" 2026-11-22 ", Ok("2026-11-22")),
            ("", Ok("")),
            (
                "2026-11",
                Err("\"2026-11\" is no day; write it as 2026-11-22"),
            ),
            (
                "2026-02-30",
                Err("\"2026-02-30\" is no day; write it as 2026-11-22"),
            ),
            ("today", Err("\"today\" is no day; write it as 2026-11-22")),
        ] {
            let is = typed_day(typed);
            assert_eq!(is.as_deref().map_err(String::as_str), day, "{typed}");
        }
        assert_eq!(typed_remark(" p. 4\n").as_deref(), Ok("p. 4"));
        let long = "x".repeat(1 << 20);
        let is = typed_remark(&long);
        assert_eq!(
            is,
            Err(
                "has 1,048,576 bytes, and may have 8,192; longer words belong in the note"
                    .to_owned()
            )
        );
    }
}
