//! A query that narrows a list of tags or of matches: which rows it takes, and why it takes
//! none.
//!
//! It is asked row by row, so that a long list narrows in pieces. What each row says is
//! looked up in its document when it is asked, and so is never older than the document.
//!
//! Must not know: what a row looks like, and how the language is written.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::annotation::{
    About, Annotation, AnnotationId, AttributeValue, CONFIDENCE, FIELDS, Field, OpenReason,
    SPEAKER, TagId, TagSet, Term, VERDICT, VerdictAsked, field_about, field_like, terms,
};
use crate::text::equivalence::{Rules, plain_form};
use crate::text::search::Matcher;
use crate::text::{NameGlobs, nearest};

use crate::app::document::{Document, DocumentId};
use crate::app::documents::Documents;

/// What a query is asked about: the documents of the rows, and the tags that there are.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub documents: &'a Documents,
    pub tags: &'a TagSet,
}

/// A row, as far as a query asks about it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Listed<'a> {
    Tag(DocumentId, &'a AnnotationId),
    /// A passage without a tag, with its words.
    Passage(DocumentId, &'a str),
}

/// A query, ready to be asked.
#[derive(Debug, Clone, Default)]
pub(super) struct ListQuery {
    asked: Vec<Asked>,
    /// The annotators of the rows so far, as far as they are told.
    annotators: BTreeSet<String>,
    /// The document that was asked about last, and whether each term stands in its name.
    document: Option<(DocumentId, Vec<bool>)>,
}

/// A term with what it is compared by.
#[derive(Debug, Clone)]
struct Asked {
    term: Term,
    test: Test,
    /// Whether a row fits it.
    is_met: bool,
}

#[derive(Debug, Clone)]
enum Test {
    Words(Matcher),
    Glob(NameGlobs),
    Name(Name),
    Number(&'static [Ordering], f64),
    Flag,
    /// What nothing fits: words that are too long to be looked for.
    Nothing,
}

/// A name of a tag or a person, as it was typed.
#[derive(Debug, Clone)]
struct Name {
    plain: String,
    rules: Rules,
    /// Whether it is the whole name, and not its beginning.
    is_whole: bool,
    /// The tag that is called exactly so.
    tag: Option<TagId>,
}

/// So many names are looked through for the one that was meant.
const GUESSED_AMONG: usize = 256;
/// So many tags or annotators are named.
const NAMED: usize = 4;

/// What the rows of a list are, and so what they can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowsAsked {
    Tags,
    /// Passages that need not be tagged.
    Passages,
}

impl RowsAsked {
    fn have(self, about: About) -> bool {
        self == Self::Tags || matches!(about, About::Words | About::Document)
    }
}

/// What may be typed, in one line.
pub(super) fn hint(rows: RowsAsked) -> String {
    let fields = FIELDS.iter().filter(|field| rows.have(field.about));
    let fields: Vec<String> = fields.map(Field::typed).collect();
    format!("words  \"phrase\"  -word  {}", fields.join("  "))
}

impl ListQuery {
    pub fn new(typed: &str, tags: &TagSet) -> Self {
        let asked = terms(typed).into_iter().map(|term| Asked {
            test: Test::new(&term, tags),
            term,
            is_met: false,
        });
        Self {
            asked: asked.collect(),
            ..Self::default()
        }
    }

    /// Whether it takes a row. Each term is asked, so that it is known of each whether any
    /// row fits it.
    pub fn takes(&mut self, row: Listed<'_>, documents: &Documents) -> bool {
        let (Listed::Tag(id, _) | Listed::Passage(id, _)) = row;
        let Some(document) = documents.get(id) else {
            return false;
        };
        let annotation = match row {
            Listed::Tag(_, id) => document.set().and_then(|set| set.get(id)),
            Listed::Passage(..) => None,
        };
        if let Some(annotation) = annotation
            && self.annotators.len() < GUESSED_AMONG
            && !self.annotators.contains(annotation.creator.as_str())
        {
            self.annotators.insert(annotation.creator.to_string());
        }
        if self.document.as_ref().is_none_or(|(other, _)| *other != id) {
            let in_name = self
                .asked
                .iter()
                .map(|asked| asked.is_in_name_of(document, documents));
            self.document = Some((id, in_name.collect()));
        }
        let in_name = self.document.iter().flat_map(|(_, in_name)| in_name);
        let mut takes = true;
        for (asked, in_name) in self.asked.iter_mut().zip(in_name) {
            let fits = *in_name
                || match (row, annotation) {
                    (_, Some(annotation)) => asked.fits(annotation, document, documents),
                    (Listed::Passage(_, words), None) => asked.is_in_words(words),
                    (Listed::Tag(..), None) => false,
                };
            asked.is_met |= fits;
            takes &= fits != asked.term.is_excluded;
        }
        takes
    }

    /// What was asked for that there is not, if that is why no row fits: a sentence with
    /// the way out.
    pub fn what_is_unknown(&self, rows: RowsAsked, known: Known<'_>) -> Option<String> {
        let unmet = self.asked.iter();
        let mut unmet = unmet.filter(|asked| !asked.is_met && !asked.term.is_excluded);
        unmet.find_map(|asked| self.why_unmet(asked, rows, known))
    }

    fn why_unmet(&self, asked: &Asked, rows: RowsAsked, known: Known<'_>) -> Option<String> {
        let words = asked.term.words.as_str();
        if !rows.have(asked.term.about) {
            let field = field_about(asked.term.about)?.typed();
            return Some(format!("{field} asks for tags; these are passages"));
        }
        match asked.term.about {
            About::Words => {
                let name = field_like(words).filter(|_| !asked.term.is_quoted)?;
                // There are few enough to name all; a guess among short names misleads.
                let fields: Vec<_> = FIELDS.iter().map(Field::typed).collect();
                let fields = fields.join(" ");
                Some(format!("Unknown field “{name}”. Fields: {fields}"))
            }
            About::Document => {
                let paths = known.documents.all().iter().take(GUESSED_AMONG);
                let near = nearest(words, paths.map(|document| document.path.as_str()));
                let near = near.map(|near| format!(": did you mean {near}?"));
                let near = near.unwrap_or_default();
                Some(format!("No document matches “{words}”{near}"))
            }
            About::Tag => {
                let Test::Name(name) = &asked.test else {
                    return None;
                };
                let mut tags = known.tags.iter();
                let is_known = tags.any(|tag| name.takes_tag(&tag.id, &tag.name));
                let names = known.tags.iter().map(|tag| tag.name.as_str());
                (!is_known).then(|| unknown(("tag", "Tags"), words, &names.collect::<Vec<_>>()))
            }
            About::By => {
                let names: Vec<_> = self.annotators.iter().map(String::as_str).collect();
                Some(unknown(("annotator", "Annotators"), words, &names))
            }
            About::Said(VERDICT) => {
                let names: Vec<_> = VerdictAsked::all().map(VerdictAsked::name).collect();
                asked.unknown_of(("verdict", "Verdicts"), &names)
            }
            About::Said(CONFIDENCE) if matches!(asked.test, Test::Nothing) => Some(format!(
                "“{words}” is no confidence: write confidence:0.8, confidence:>=0.5 or confidence:<0.5"
            )),
            About::Why => {
                let Test::Name(name) = &asked.test else {
                    return None;
                };
                let mut reasons = OpenReason::ALL.into_iter();
                let is_known = reasons.any(|why| name.takes_reason(why));
                let names = OpenReason::ALL.map(OpenReason::name);
                (!is_known).then(|| unknown(("reason", "Reasons"), words, &names))
            }
            About::Note
            | About::Unsourced
            | About::Lost
            | About::New
            | About::Said(_)
            | About::Did(_)
            | About::Link => None,
        }
    }
}

/// `Unknown tag “clam”: did you mean claim?`, or the names that there are.
fn unknown((what, all): (&str, &str), word: &str, names: &[&str]) -> String {
    let (first, more) = match names.get(..NAMED) {
        Some(first) if names.len() > NAMED => (first, ", …"),
        _ => (names, ""),
    };
    let first = first.join(", ");
    match nearest(word, names.iter().copied()) {
        Some(near) => format!("Unknown {what} “{word}”: did you mean {near}?"),
        None => format!("Unknown {what} “{word}”. {all}: {first}{more}"),
    }
}

impl Test {
    fn new(term: &Term, tags: &TagSet) -> Self {
        let words = term.words.as_str();
        let rules = Rules::smart(words);
        let found = || match Matcher::literal(words, rules) {
            Ok(matcher) => Self::Words(matcher),
            Err(_) => Self::Nothing,
        };
        match term.about {
            About::Document if !term.is_quoted && NameGlobs::is_pattern(words) => {
                // Half a pattern is none yet.
                NameGlobs::new(&[words.to_owned()]).map_or_else(|_| found(), Self::Glob)
            }
            About::Note if words.trim().is_empty() => Self::Flag,
            About::Words | About::Note | About::Document | About::Said(SPEAKER) => found(),
            About::Said(CONFIDENCE) => {
                number(words).map_or(Self::Nothing, |(how, number)| Self::Number(how, number))
            }
            About::Tag | About::By | About::Why | About::Link | About::Did(_) | About::Said(_) => {
                Self::Name(Name {
                    plain: plain_form(words.trim(), rules).into_owned(),
                    rules,
                    is_whole: term.is_quoted,
                    tag: match term.about {
                        About::Tag => tags.find(words).map(|tag| tag.id.clone()),
                        _ => None,
                    },
                })
            }
            About::Unsourced | About::Lost | About::New => Self::Flag,
        }
    }

    fn is_said_by(&self, said: &AttributeValue<'_>) -> bool {
        match (self, said) {
            (Self::Number(how, number), AttributeValue::Share(share)) => {
                how.contains(&share.total_cmp(number))
            }
            (Self::Name(name), said) => name.takes(&said.to_words()),
            (test, said) => test.is_in(&said.to_words()),
        }
    }

    fn is_in(&self, words: &str) -> bool {
        matches!(self, Self::Words(matcher) if matcher.is_in(words))
    }
}

/// How a share may stand to the one that is asked for, as it is written before that.
const COMPARED: [(&str, &[Ordering]); 5] = [
    (">=", &[Ordering::Greater, Ordering::Equal]),
    ("<=", &[Ordering::Less, Ordering::Equal]),
    (">", &[Ordering::Greater]),
    ("<", &[Ordering::Less]),
    ("", &[Ordering::Equal]),
];

/// What a share is compared with, and how: `0.8`, `>0.5`, `<=.5`.
fn number(words: &str) -> Option<(&'static [Ordering], f64)> {
    let words = words.trim();
    let mut signs = COMPARED.iter();
    let (how, words) = signs.find_map(|(sign, how)| Some((*how, words.strip_prefix(sign)?)))?;
    let number = words.trim().replace(',', ".").parse().ok();
    Some((how, number.filter(|number: &f64| number.is_finite())?))
}

impl Name {
    /// Whether a name is this one; one that is not whole is the beginning of the name, or
    /// of one of its words.
    fn takes(&self, name: &str) -> bool {
        let name = plain_form(name.trim(), self.rules);
        if self.is_whole {
            return *name == self.plain;
        }
        let mut words = name.split(|letter: char| !letter.is_alphanumeric());
        name.starts_with(&self.plain) || words.any(|word| word.starts_with(&self.plain))
    }

    fn takes_reason(&self, why: OpenReason) -> bool {
        self.takes(why.name()) || self.takes(why.words())
    }

    fn takes_tag(&self, id: &TagId, name: &str) -> bool {
        match &self.tag {
            Some(tag) => tag == id,
            None => self.takes(id.as_str()) || self.takes(name),
        }
    }
}

impl Asked {
    /// Why there is nothing of it: it is none of these names.
    fn unknown_of(&self, what: (&str, &str), names: &[&str]) -> Option<String> {
        let Test::Name(name) = &self.test else {
            return None;
        };
        let is_known = names.iter().any(|known| name.takes(known));
        (!is_known).then(|| unknown(what, &self.term.words, names))
    }

    /// Whether the name of a document has it: its path, and for who asks for a document its
    /// title. A title is made of words of the text, which would be found in each row. The whole
    /// path of one in quotes means no other.
    fn is_in_name_of(&self, document: &Document, documents: &Documents) -> bool {
        let words = self.term.words.as_str();
        if self.term.about == About::Document
            && self.term.is_quoted
            && documents.find(words).is_some()
        {
            return document.path == words;
        }
        let title = document.summary.as_ref().map(|summary| &summary.title);
        match (self.term.about, &self.test) {
            (About::Document, Test::Glob(globs)) => globs.takes(&document.path),
            (About::Document, test) => {
                test.is_in(&document.path) || title.is_some_and(|title| test.is_in(title))
            }
            (About::Words, test) => test.is_in(&document.path),
            _ => false,
        }
    }

    fn is_in_words(&self, words: &str) -> bool {
        self.term.about == About::Words && self.test.is_in(words)
    }

    fn fits(&self, annotation: &Annotation, document: &Document, documents: &Documents) -> bool {
        match (self.term.about, &self.test) {
            (About::Words, test) => {
                test.is_in(&annotation.selector.quote) || test.is_in(&annotation.note)
            }
            (About::Note, Test::Flag) => !annotation.note.trim().is_empty(),
            (About::Note, test) => test.is_in(&annotation.note),
            (About::Tag, Test::Name(name)) => {
                name.takes_tag(&annotation.tag, annotation.tag.as_str())
            }
            (About::By, Test::Name(name)) => name.takes(&annotation.creator),
            (About::Did(work), Test::Name(name)) => work.is_by(annotation, |by| name.takes(by)),
            (About::Said(VERDICT), Test::Name(name)) => {
                name.takes(VerdictAsked::of(annotation).name())
            }
            (About::Said(attribute), test) => {
                let said = annotation.attributes.get(attribute);
                said.is_some_and(|said| test.is_said_by(said))
            }
            (About::Why, Test::Name(name)) => {
                // The most pressing one, which its row names and which counts.
                let items = document.open_items();
                let why = items.and_then(|items| items.reasons_of(annotation).first());
                why.is_some_and(|why| name.takes_reason(why))
            }
            (About::Link, Test::Name(name)) => {
                annotation.links.iter().any(|link| name.takes(&link.rel))
            }
            (About::New, _) => documents.visit.news(annotation).is_some(),
            (About::Unsourced, _) => annotation.is_unsourced(),
            (About::Lost, _) => document.is_lost(&annotation.id),
            _ => false,
        }
    }
}
