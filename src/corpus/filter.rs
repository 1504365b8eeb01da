//! Which annotations are wanted.
//!
//! Must not know: what is done with them, or who asks for them how.

use std::io;

use globset::{Error, Glob, GlobSet, GlobSetBuilder, escape};

use crate::annotation::{Annotation, TagId};
use crate::text::equivalence::{Rules, plain_form, same};

use super::observer::Observer;
use super::ordered::{Lookahead, work_ahead};
use super::source::{Corpus, Source};

/// Which annotations are wanted; the default is all of them.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only these tags, if there are any.
    pub tags: Vec<TagId>,
    /// Only documents whose path or file name one of these patterns matches.
    pub documents: Option<GlobSet>,
    pub by: Option<String>,
    /// Only passages that need a source and have none.
    pub unsourced: bool,
}

impl Filter {
    pub fn takes_document(&self, path: &str) -> bool {
        let documents = self.documents.as_ref();
        documents.is_none_or(|globs| {
            let matches = |path: &str| {
                let file = path.rsplit('/').next().unwrap_or(path);
                globs.is_match(path) || globs.is_match(file)
            };
            matches(path) || matches(&plain_form(path, Rules::STRICT))
        })
    }

    /// Whether an annotation is wanted, if its document is.
    pub fn takes(&self, annotation: &Annotation) -> bool {
        (self.tags.is_empty() || self.tags.contains(&annotation.tag))
            && self
                .by
                .as_ref()
                .is_none_or(|by| same(by, &annotation.creator, Rules::STRICT))
            && (!self.unsourced || annotation.is_unsourced())
    }
}

/// The patterns for names of documents as one; `None` where there are none.
pub fn globs(patterns: &[String]) -> Result<Option<GlobSet>, Error> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut globs = GlobSetBuilder::new();
    for pattern in patterns {
        globs.add(Glob::new(pattern)?);
        // One that only stands in another spelling of a name.
        globs.add(Glob::new(&in_plain_form(pattern))?);
    }
    globs.build().map(Some)
}

/// A pattern for the plain forms of names, with the same syntax: a full-width asterisk stays
/// a character.
fn in_plain_form(pattern: &str) -> String {
    let plain = |c: char| match c.is_ascii() {
        true => c.to_string(),
        false => {
            let itself = c.to_string();
            let plain = plain_form(&itself, Rules::STRICT);
            match escape(&plain) {
                escaped if escaped == *plain => itself,
                escaped => escaped,
            }
        }
    };
    let pattern: String = pattern.chars().map(plain).collect();
    plain_form(&pattern, Rules::STRICT).into_owned()
}

/// Whether an annotation file has such a tag, which the label set need not know.
pub fn has_tag(
    corpus: &Corpus,
    sources: &[Source],
    tag: &TagId,
    observer: &mut impl Observer,
) -> io::Result<bool> {
    let is_in = |source: &Source| {
        let set = corpus.load(source).file.set;
        set.iter().any(|annotation| annotation.tag == *tag)
    };
    observer.begin(sources.len());
    let lookahead = Lookahead::one_a_thread();
    let found = work_ahead(sources, &lookahead, is_in, |mut results| {
        while let Some(is_there) = results.next_watched(observer)? {
            observer.document_done()?;
            if is_there {
                return Ok(true);
            }
        }
        Ok(false)
    });
    observer.end();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(pattern: &str, path: &str) -> bool {
        let filter = Filter {
            documents: globs(&[pattern.to_owned()]).unwrap(),
            ..Filter::default()
        };
        filter.takes_document(path)
    }

    #[test]
    fn a_document_is_taken_however_its_name_is_spelt() {
        let (composed, decomposed) = ("café.txt", "cafe\u{301}.txt");
        for (pattern, path, expected) in [
            (composed, decomposed, true),
            (decomposed, composed, true),
            ("caf{é,à}.txt", decomposed, true),
            ("*é*", "a/cafe\u{301}/b.txt", true),
            ("cooperation.txt", "co\u{ad}operation.txt", true),
            ("co\u{ad}operation.txt", "cooperation.txt", true),
            ("finance*", "ﬁnance.txt", true),
            ("＊.txt", "a.txt", false),
            ("＊.txt", "*.txt", true),
            ("cafe.txt", composed, false),
            ("a.txt", "A.txt", false),
            ("a b.txt", "a b.txt", true),
            ("a  b.txt", "a  b.txt", true),
        ] {
            assert_eq!(takes(pattern, path), expected, "{pattern} {path}");
        }
    }
}
