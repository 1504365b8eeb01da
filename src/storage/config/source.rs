//! The values of a configuration file, and where in it something is wrong.
//!
//! Must not know: which fields there are.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::storage::encoding::named;
use crate::storage::error::StorageError;
use crate::text::nearest;
use crate::text::segment::{AUTO_LANGUAGE, KNOWN_LANGUAGES, is_known_language};

/// The narrowest and the widest measure, in columns.
const MEASURES: Range<i64> = 20..401;

pub(super) type Table<'a> = DeTable<'a>;
pub(super) type Name<'a> = Spanned<Cow<'a, str>>;
pub(super) type Field<'a> = Spanned<DeValue<'a>>;

/// The fields in the order of the file; the parser sorts them by name.
pub(super) fn in_file_order<'t, 'a>(table: &'t Table<'a>) -> Vec<(&'t Name<'a>, &'t Field<'a>)> {
    let mut fields: Vec<_> = table.iter().collect();
    fields.sort_by_key(|(name, _)| name.span().start);
    fields
}

/// A file that is being read, to say where in it something is wrong.
pub(super) struct Source<'a> {
    pub(super) path: &'a Path,
    pub(super) words: &'a str,
}

impl Source<'_> {
    pub(super) fn line(&self, span: Range<usize>) -> usize {
        let before = &self.words[..self.words.floor_char_boundary(span.start)];
        1 + before.bytes().filter(|byte| *byte == b'\n').count()
    }

    pub(super) fn error(&self, span: Range<usize>, message: impl Into<String>) -> StorageError {
        StorageError::Config {
            path: self.path.to_owned(),
            line: self.line(span),
            message: message.into(),
        }
    }

    pub(super) fn unknown(&self, name: &Name<'_>, word: &str, known: &[&str]) -> StorageError {
        let instead = nearest(word, known.iter().copied()).map_or_else(
            || format!("write one of {}", known.join(", ")),
            |near| format!("write \"{near}\"?"),
        );
        self.error(
            name.span(),
            format!("there is no setting \"{word}\"; {instead}"),
        )
    }

    pub(super) fn wrong(&self, name: &Name<'_>, value: &Field<'_>, example: &str) -> StorageError {
        self.error(
            value.span(),
            format!(
                "\"{0}\" cannot be that; write, for example, {0} = {example}",
                name.get_ref()
            ),
        )
    }

    /// A text that is not blank.
    pub(super) fn words(&self, name: &Name<'_>, value: &Field<'_>) -> Result<String, StorageError> {
        match value.get_ref() {
            DeValue::String(words) if !words.trim().is_empty() => Ok(words.to_string()),
            _ => Err(self.wrong(name, value, "\"some words\"")),
        }
    }

    /// A key that is one character; `of` is what it is the key of, such as `a tag`.
    pub(super) fn key(
        &self,
        name: &Name<'_>,
        value: &Field<'_>,
        of: &str,
    ) -> Result<char, StorageError> {
        let word = value.get_ref().as_str().unwrap_or_default();
        let mut characters = word.chars();
        match (characters.next(), characters.next()) {
            (Some(key), None) if !key.is_whitespace() && !key.is_control() => Ok(key),
            _ => Err(self.error(
                value.span(),
                format!(
                    "the {} of {of} is one character; write, for example, key = \"r\"",
                    name.get_ref()
                ),
            )),
        }
    }

    pub(super) fn measure(&self, value: &Field<'_>) -> Result<u16, StorageError> {
        let columns = match value.get_ref() {
            DeValue::Integer(number) => {
                i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
            }
            _ => None,
        };
        columns
            .filter(|columns| MEASURES.contains(columns))
            .and_then(|columns| u16::try_from(columns).ok())
            .ok_or_else(|| {
                let (least, most) = (MEASURES.start, MEASURES.end - 1);
                self.error(
                    value.span(),
                    format!("\"measure\" is a number of columns from {least} to {most}; write, for example, measure = 72"),
                )
            })
    }

    pub(super) fn language(
        &self,
        name: &Name<'_>,
        value: &Field<'_>,
    ) -> Result<String, StorageError> {
        let word = self.words(name, value)?;
        if is_known_language(&word) {
            return Ok(word);
        }
        let known = KNOWN_LANGUAGES.join(", ");
        Err(self.error(
            value.span(),
            format!(
                "\"{word}\" is not a language whose sentences are known; write \"{AUTO_LANGUAGE}\" to have it found out, or one of {known}"
            ),
        ))
    }

    pub(super) fn encoding(
        &self,
        name: &Name<'_>,
        value: &Field<'_>,
    ) -> Result<String, StorageError> {
        let word = value.get_ref().as_str().and_then(named);
        word.map(|encoding| encoding.name().to_owned()).ok_or_else(|| {
            self.error(
                value.span(),
                format!(
                    "\"{}\" is not an encoding that documents can be told to be in; write, for example, windows-1252, windows-1251, ISO-8859-2, KOI8-R, Shift_JIS, EUC-JP, GBK, Big5 or EUC-KR",
                    value.get_ref().as_str().unwrap_or_else(|| name.get_ref())
                ),
            )
        })
    }

    pub(super) fn one_of<T: Copy>(
        &self,
        name: &Name<'_>,
        value: &Field<'_>,
        known: &[(&str, T)],
    ) -> Result<T, StorageError> {
        let word = value.get_ref().as_str();
        let choice = known.iter().find(|(name, _)| word == Some(name));
        choice.map(|(_, choice)| *choice).ok_or_else(|| {
            let known: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            let message = format!("\"{}\" is one of {}", name.get_ref(), known.join(", "));
            self.error(value.span(), message)
        })
    }

    pub(super) fn table<'t, 'a>(
        &self,
        name: &Name<'_>,
        value: &'t Field<'a>,
    ) -> Result<&'t Table<'a>, StorageError> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => Err(self.error(
                value.span(),
                format!(
                    "\"{0}\" is a table; write [{0}] on a line of its own",
                    name.get_ref()
                ),
            )),
        }
    }
}
