//! The configuration: the user's own file, and `postil.toml` in the workspace,
//! which goes before it. Both have the same fields.
//!
//! A wrong field is an error that names the file, the line and what to write instead; it
//! is never ignored in silence.
//!
//! Must not know: what the keys of the reader mean; they are handed on as they
//! were written, with their lines.

use std::io::ErrorKind::NotADirectory;
use std::ops::Range;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::annotation::TagSet;
use crate::session::ThemeName;
use crate::text::nearest;
use crate::text::segment::ParagraphMode;

use super::encoding::named;
use super::error::StorageError;
use super::regular::read_regular;
use super::watch::WatchMode;
use super::workspace::Workspace;

mod tags;

/// The name of the file in a workspace.
pub const WORKSPACE_FILE: &str = "postil.toml";

/// The narrowest and the widest measure, in columns.
const MEASURES: Range<i64> = 20..401;
/// The word for the theme that goes by the terminal.
const AUTO_THEME: &str = "auto";
const FIELDS: [&str; 9] = [
    "annotator",
    "measure",
    "paragraphs",
    "language",
    "encoding",
    "theme",
    "watch",
    "tags",
    "keys",
];

/// What is configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The annotator's name.
    pub annotator: Option<String>,
    /// The most columns of text in a row.
    pub measure: Option<u16>,
    /// How paragraphs are told from lines.
    pub paragraphs: ParagraphMode,
    /// The language of the documents, for the sentence boundaries.
    pub language: String,
    /// The encoding of documents that are not UTF-8, instead of a guess.
    pub encoding: Option<String>,
    /// The theme; `None` for the one that goes by the terminal.
    pub theme: Option<ThemeName>,
    /// How changes on disk are found out.
    pub watch: WatchMode,
    /// The label set: the four, as they were changed, and those added.
    pub tags: TagSet,
    /// The keys of commands, the later ones to go before the earlier.
    pub keys: Vec<KeyBinding>,
    /// The keys that were given to tags, under `tag NAME`.
    pub tag_keys: Vec<KeyBinding>,
}

/// The keys of one command, as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyBinding {
    /// The command's name.
    pub command: String,
    /// Its keys.
    pub keys: Vec<String>,
    /// The file it stands in.
    pub file: PathBuf,
    /// The line it stands on, from 1.
    pub line: usize,
}

impl KeyBinding {
    /// An error about this binding, for whoever knows what keys mean.
    pub fn error(&self, message: impl Into<String>) -> StorageError {
        StorageError::Config {
            path: self.file.clone(),
            line: self.line,
            message: message.into(),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            annotator: None,
            measure: None,
            paragraphs: ParagraphMode::Auto,
            language: "en".to_owned(),
            encoding: None,
            theme: None,
            watch: WatchMode::Auto,
            tags: TagSet::built_in(),
            keys: Vec::new(),
            tag_keys: Vec::new(),
        }
    }
}

impl Config {
    /// Reads the configuration of a workspace: the user's file, or the one
    /// that was asked for instead of it, and `postil.toml`.
    ///
    /// # Errors
    /// When a file cannot be read or a field is wrong, or when the file that
    /// was asked for is not there.
    pub fn load(workspace: &Workspace, asked_for: Option<&Path>) -> Result<Self, StorageError> {
        let mut config = Self::default();
        if let Some(path) = asked_for {
            config.read(path).map_err(|error| match error {
                StorageError::Missing { path } => StorageError::NoConfig { path },
                other => other,
            })?;
        } else if let Some(path) = Self::user_file() {
            config.read_if_there(&path)?;
        }
        config.read_if_there(&workspace.root().join(WORKSPACE_FILE))?;
        Ok(config)
    }

    /// The path of the user's own configuration, which may not exist.
    pub fn user_file() -> Option<PathBuf> {
        ProjectDirs::from("", "", "postil").map(|folders| folders.config_dir().join("config.toml"))
    }

    fn read_if_there(&mut self, path: &Path) -> Result<(), StorageError> {
        match self.read(path) {
            Err(StorageError::Missing { .. } | StorageError::LeadsNowhere { .. }) => Ok(()),
            // A home that is no folder (`HOME=/dev/null`) holds none either.
            Err(StorageError::Io { cause, .. }) if cause.kind() == NotADirectory => Ok(()),
            other => other,
        }
    }

    fn read(&mut self, path: &Path) -> Result<(), StorageError> {
        self.read_bytes(path, read_regular(path)?)
    }

    /// Takes over the fields of one configuration file; `path` is what an error names.
    ///
    /// # Errors
    /// When a field is wrong. Those before it have been taken over then.
    pub fn read_bytes(&mut self, path: &Path, bytes: Vec<u8>) -> Result<(), StorageError> {
        let error = |line, message: &str| StorageError::Config {
            path: path.to_owned(),
            line,
            message: message.to_owned(),
        };
        let words = String::from_utf8(bytes).map_err(|wrong| {
            let good = &wrong.as_bytes()[..wrong.utf8_error().valid_up_to()];
            let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
            error(line, "the file is not UTF-8; save it as UTF-8")
        })?;
        let words = words.strip_prefix('\u{feff}').unwrap_or(&words);
        let source = Source { path, words };
        let table = DeTable::parse(words).map_err(|wrong| {
            source.error(
                wrong.span().unwrap_or_default(),
                format!(
                    "not TOML ({}); write name = \"value\", with words in quotation marks, and tables as [tags.name]",
                    wrong.message().trim().replace('\n', ", ")
                ),
            )
        })?;
        self.take(&source, table.get_ref())
    }

    fn take(&mut self, source: &Source<'_>, table: &Table<'_>) -> Result<(), StorageError> {
        for (name, value) in in_file_order(table) {
            match name.get_ref().as_ref() {
                "annotator" => self.annotator = Some(source.words(name, value)?),
                "measure" => self.measure = Some(source.measure(value)?),
                "paragraphs" => {
                    let names = ParagraphMode::NAMES.map(|(name, _)| name);
                    let index = source.one_of(name, value, &names)?;
                    self.paragraphs = ParagraphMode::NAMES[index].1;
                }
                "language" => self.language = source.language(name, value)?,
                "encoding" => self.encoding = Some(source.encoding(name, value)?),
                "watch" => {
                    let names = WatchMode::NAMES.map(|(name, _)| name);
                    self.watch = WatchMode::NAMES[source.one_of(name, value, &names)?].1;
                }
                "theme" => {
                    let themes = ThemeName::NAMES.map(|(name, _)| name);
                    let names = [&[AUTO_THEME], &themes[..]].concat();
                    let index = source.one_of(name, value, &names)?;
                    self.theme = index.checked_sub(1).map(|theme| ThemeName::NAMES[theme].1);
                }
                "tags" => {
                    let keys = tags::take(&mut self.tags, source, source.table(name, value)?)?;
                    self.tag_keys.extend(keys);
                }
                "keys" => self.take_keys(source, source.table(name, value)?)?,
                other => return Err(source.unknown(name, other, &FIELDS)),
            }
        }
        Ok(())
    }

    fn take_keys(&mut self, source: &Source<'_>, table: &Table<'_>) -> Result<(), StorageError> {
        for (name, value) in in_file_order(table) {
            let mut keys = Vec::new();
            match value.get_ref() {
                DeValue::String(key) => keys.push(key.to_string()),
                DeValue::Array(list) => {
                    for key in list {
                        keys.push(source.words(name, key)?);
                    }
                }
                _ => {
                    let example = format!("{} = \"x\" or [\"x\", \"y\"]", name.get_ref());
                    return Err(source.error(
                        value.span(),
                        format!("the keys of a command are words; write {example}"),
                    ));
                }
            }
            let command = name.get_ref().to_string();
            self.keys.retain(|binding| binding.command != command);
            self.keys.push(KeyBinding {
                command,
                keys,
                file: source.path.to_owned(),
                line: source.line(name.span()),
            });
        }
        Ok(())
    }
}

type Table<'a> = DeTable<'a>;
type Name<'a> = Spanned<std::borrow::Cow<'a, str>>;
type Field<'a> = Spanned<DeValue<'a>>;

/// The fields in the order of the file; the parser sorts them by name.
fn in_file_order<'t, 'a>(table: &'t Table<'a>) -> Vec<(&'t Name<'a>, &'t Field<'a>)> {
    let mut fields: Vec<_> = table.iter().collect();
    fields.sort_by_key(|(name, _)| name.span().start);
    fields
}

/// A file that is being read, to say where in it something is wrong.
struct Source<'a> {
    path: &'a Path,
    words: &'a str,
}

impl Source<'_> {
    fn line(&self, span: Range<usize>) -> usize {
        let before = &self.words[..self.words.floor_char_boundary(span.start)];
        1 + before.bytes().filter(|byte| *byte == b'\n').count()
    }

    fn error(&self, span: Range<usize>, message: impl Into<String>) -> StorageError {
        StorageError::Config {
            path: self.path.to_owned(),
            line: self.line(span),
            message: message.into(),
        }
    }

    fn unknown(&self, name: &Name<'_>, word: &str, known: &[&str]) -> StorageError {
        let instead = nearest(word, known.iter().copied()).map_or_else(
            || format!("write one of {}", known.join(", ")),
            |near| format!("write \"{near}\"?"),
        );
        self.error(
            name.span(),
            format!("there is no setting \"{word}\"; {instead}"),
        )
    }

    fn wrong(&self, name: &Name<'_>, value: &Field<'_>, example: &str) -> StorageError {
        self.error(
            value.span(),
            format!(
                "\"{0}\" cannot be that; write, for example, {0} = {example}",
                name.get_ref()
            ),
        )
    }

    /// A text that is not blank.
    fn words(&self, name: &Name<'_>, value: &Field<'_>) -> Result<String, StorageError> {
        match value.get_ref() {
            DeValue::String(words) if !words.trim().is_empty() => Ok(words.to_string()),
            _ => Err(self.wrong(name, value, "\"some words\"")),
        }
    }

    fn measure(&self, value: &Field<'_>) -> Result<u16, StorageError> {
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

    fn language(&self, name: &Name<'_>, value: &Field<'_>) -> Result<String, StorageError> {
        let words = self.words(name, value)?;
        let is_code = |char: char| char.is_ascii_alphanumeric() || char == '-';
        if words.len() >= 2 && words.chars().all(is_code) {
            Ok(words)
        } else {
            Err(self.wrong(name, value, "\"en\""))
        }
    }

    fn encoding(&self, name: &Name<'_>, value: &Field<'_>) -> Result<String, StorageError> {
        let word = value.get_ref().as_str().and_then(named);
        word.map(|encoding| encoding.name().to_owned()).ok_or_else(|| {
            self.error(
                value.span(),
                format!(
                    "\"{}\" is no encoding that documents can be told to be in; write, for example, windows-1252, windows-1251, ISO-8859-2, KOI8-R, Shift_JIS, EUC-JP, GBK, Big5 or EUC-KR",
                    value.get_ref().as_str().unwrap_or_else(|| name.get_ref())
                ),
            )
        })
    }

    fn one_of(
        &self,
        name: &Name<'_>,
        value: &Field<'_>,
        known: &[&str],
    ) -> Result<usize, StorageError> {
        let word = value.get_ref().as_str();
        let index = word.and_then(|word| known.iter().position(|name| *name == word));
        index.ok_or_else(|| {
            self.error(
                value.span(),
                format!("\"{}\" is one of {}", name.get_ref(), known.join(", ")),
            )
        })
    }

    fn table<'t, 'a>(
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
