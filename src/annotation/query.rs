//! The language in which a list of tags is asked: words, "phrases", fields with values.
//!
//! Any line that somebody types is a query. Each of its terms narrows the list further:
//! a word or a phrase stands in the passage, its note or the path of its document; a field
//! asks for something else, as the table says; a `-` before a term leaves out what it fits.
//! The flags of the command line that ask for the same have the names of the table.
//!
//! Must not know: what is listed, and how words are compared.

use super::attributes::{CONFIDENCE, REASON, SPEAKER, STATED, VERDICT};
use super::counts::Work;

/// What a term of a query is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// What stands in the passage, its note or the path of its document.
    Words,
    Tag,
    By,
    Document,
    Note,
    /// What the attribute of this name says.
    Said(&'static str),
    Unsourced,
    Lost,
    /// Why it is open.
    Why,
    /// What one of its links says.
    Link,
    /// Who has done something about it.
    Did(Work),
    /// Whether somebody else has made or changed it since the reader was last here.
    New,
}

/// A field of the language.
#[derive(Debug)]
pub(crate) struct Field {
    pub name: &'static str,
    pub about: About,
    pub form: Form,
}

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// With a value: `tag:claim`.
    Value,
    /// As a word by itself: `unsourced`.
    Flag,
}

/// The one table of fields.
pub(crate) const FIELDS: [Field; 18] = [
    field("tag", About::Tag, Form::Value),
    field("by", About::By, Form::Value),
    field("doc", About::Document, Form::Value),
    field("note", About::Note, Form::Value),
    field("why", About::Why, Form::Value),
    field("verdict", About::Said(VERDICT), Form::Value),
    field("link", About::Link, Form::Value),
    field("unsourced", About::Unsourced, Form::Flag),
    field("lost", About::Lost, Form::Flag),
    field("new", About::New, Form::Flag),
    field("speaker", About::Said(SPEAKER), Form::Value),
    field("stated", About::Said(STATED), Form::Value),
    field("confidence", About::Said(CONFIDENCE), Form::Value),
    field("reason", About::Said(REASON), Form::Value),
    field("note-by", About::Did(Work::Notes), Form::Value),
    field("source-by", About::Did(Work::Sources), Form::Value),
    field("verdict-by", About::Did(Work::Verdicts), Form::Value),
    field("changed-by", About::Did(Work::Retagged), Form::Value),
];

const fn field(name: &'static str, about: About, form: Form) -> Field {
    Field { name, about, form }
}

impl Field {
    /// The name as it is typed: `tag:`, `unsourced`.
    pub(crate) fn typed(&self) -> String {
        match self.form {
            Form::Value => format!("{}:", self.name),
            Form::Flag => self.name.to_owned(),
        }
    }
}

/// The field that is about something; `None` for words.
pub(crate) fn field_about(about: About) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.about == about)
}

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    pub about: About,
    /// The word, the phrase or the value of the field; empty for a flag.
    pub words: String,
    /// Whether it stood in quotes, so that it is meant as a whole.
    pub is_quoted: bool,
    /// Whether what it fits is left out.
    pub is_excluded: bool,
}

/// The most terms that are told apart; what stands behind them is one phrase.
const MOST_TERMS: usize = 24;

/// The terms of what was typed. A field without a value asks for nothing yet.
pub(crate) fn terms(typed: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut rest = typed.trim();
    // A hyphen at the end is the sign of a word that is still to be typed.
    while !rest.is_empty() && rest != "-" {
        if terms.len() == MOST_TERMS {
            terms.push(Term {
                about: About::Words,
                words: rest.to_owned(),
                is_quoted: true,
                is_excluded: false,
            });
            break;
        }
        let (term, after) = first_term(rest);
        rest = after.trim_start();
        terms.extend(term.asks().then_some(term));
    }
    terms
}

impl Term {
    /// Whether it asks for anything: a field without a value does not yet, unless it asks
    /// for a note of any words.
    fn asks(&self) -> bool {
        match self.about {
            About::Unsourced | About::Lost | About::New => true,
            About::Note if !self.is_quoted => true,
            _ => !self.words.trim().is_empty(),
        }
    }
}

/// The first term of a line that begins with one, and what stands behind it.
fn first_term(line: &str) -> (Term, &str) {
    let without_sign = line.strip_prefix('-');
    let without_sign = without_sign.filter(|rest| rest.starts_with(|c: char| !c.is_whitespace()));
    let (line, is_excluded) = without_sign.map_or((line, false), |rest| (rest, true));
    let mut with_value = FIELDS.iter().filter(|field| field.form == Form::Value);
    let named = with_value.find_map(|field| Some((field.about, value_of(line, field.name)?)));
    let (about, value) = named.unwrap_or((About::Words, line));
    let (words, is_quoted, after) = first_words(value);
    let flag = FIELDS.iter().find(|field| {
        let is_flag = field.form == Form::Flag && about == About::Words && !is_quoted;
        is_flag && field.name.eq_ignore_ascii_case(words)
    });
    let (about, words) = flag.map_or((about, words), |field| (field.about, ""));
    let term = Term {
        about,
        words: words.to_owned(),
        is_quoted,
        is_excluded,
    };
    (term, after)
}

/// What stands behind the name of a field and its colon, at the start of a line.
fn value_of<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (before, value) = line.split_once(':')?;
    before.eq_ignore_ascii_case(name).then_some(value)
}

/// The phrase or the word that a line begins with, whether it is a phrase, and what stands
/// behind it. The quote that ends a phrase may not be typed yet.
fn first_words(line: &str) -> (&str, bool, &str) {
    if let Some(phrase) = line.strip_prefix('"') {
        let (words, after) = phrase.split_once('"').unwrap_or((phrase, ""));
        return (words, true, after);
    }
    let end = line.find(char::is_whitespace).unwrap_or(line.len());
    (&line[..end], false, &line[end..])
}

/// The name before the colon of a word that looks like a field and is none: `tga` of
/// `tga:claim`, but nothing of an address or a time.
pub(crate) fn field_like(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let is_name = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_name && !value.starts_with("//")).then_some(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The terms in words: `-tag=claim`, `words="a b"`.
    fn shown(typed: &str) -> String {
        let shown = |term: &Term| {
            let sign = if term.is_excluded { "-" } else { "" };
            let quote = if term.is_quoted { "\"" } else { "" };
            let name = field_about(term.about).map_or("words", |field| field.name);
            format!("{sign}{name}={quote}{}{quote}", term.words)
        };
        let shown: Vec<_> = terms(typed).iter().map(shown).collect();
        shown.join(" ")
    }

    #[test]
    fn a_line_is_words_phrases_and_fields() {
        for (typed, expected) in [
            ("", ""),
            ("  ", ""),
            ("two words", "words=two words=words"),
            ("\"two words\" x", "words=\"two words\" words=x"),
            ("\"two wor", "words=\"two wor\""),
            ("tag:claim by:ana", "tag=claim by=ana"),
            ("TAG:Claim", "tag=Claim"),
            ("by:\"ana b\" x", "by=\"ana b\" words=x"),
            ("-word -tag:fact", "-words=word -tag=fact"),
            ("unsourced -lost", "unsourced= -lost="),
            ("\"lost\"", "words=\"lost\""),
            ("lostly", "words=lostly"),
            (
                "verdict:refuted speaker:\"Tom H\"",
                "verdict=refuted speaker=\"Tom H\"",
            ),
            (
                "confidence:>0.5 -stated:2026",
                "confidence=>0.5 -stated=2026",
            ),
            ("tag:", ""),
            ("tag: claim", "words=claim"),
            ("- a", "words=- words=a"),
            ("-", ""),
            ("a -", "words=a"),
            ("\"-", "words=\"-\""),
            ("note:", "note="),
            ("-note: a", "-note= words=a"),
            ("note:\"", ""),
            ("non-profit", "words=non-profit"),
            ("https://a.org/tag:x", "words=https://a.org/tag:x"),
            ("12:30", "words=12:30"),
            ("note:\"a b\"c", "note=\"a b\" words=c"),
            ("doc:003*", "doc=003*"),
            ("a\u{3000}b", "words=a words=b"),
        ] {
            assert_eq!(shown(typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_word_that_looks_like_a_field_is_known() {
        for (word, expected) in [
            ("tga:claim", Some("tga")),
            ("https://a.org", None),
            ("12:30", None),
            ("a:b", None),
            ("word", None),
        ] {
            assert_eq!(field_like(word), expected, "{word}");
        }
    }

    proptest! {
        /// No character of what is asked for goes missing, whatever is typed.
        #[test]
        fn any_line_is_a_query(typed in "\\PC{0,60}") {
            for term in terms(&typed) {
                prop_assert!(typed.contains(&term.words));
                prop_assert!(terms(&typed).len() <= MOST_TERMS + 1);
            }
        }

        #[test]
        fn lines_of_the_language_are_queries(typed in "(-|\"|:|tag:|by:|unsourced|lost| |a|é){0,40}") {
            let all: usize = terms(&typed).iter().map(|term| term.words.len()).sum();
            prop_assert!(all <= typed.len());
        }

        #[test]
        fn words_that_name_no_field_are_asked_for_as_they_are(
            words in proptest::collection::vec("[b-k]{1,8}", 1..MOST_TERMS)
        ) {
            let asked: Vec<String> = terms(&words.join(" ")).into_iter().map(|term| term.words).collect();
            prop_assert_eq!(asked, words);
        }
    }
}
