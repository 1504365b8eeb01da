//! The configuration: the user's own file, and `postil.toml` in the workspace,
//! which goes before it. Both have the same fields.
//!
//! A wrong field is an error that names the file, the line and what to write instead; it
//! is never ignored in silence.
//!
//! Must not know: what the keys of the reader mean; they are handed on as they
//! were written, with their lines.

use std::io::ErrorKind::NotADirectory;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use toml::de::{DeTable, DeValue};

use crate::annotation::{RelationSet, TagSet};
use crate::session::{KeyBinding, Spacing, ThemeName};
use crate::text::segment::{AUTO_LANGUAGE, ParagraphMode};

use super::error::StorageError;
use super::regular::read_regular;
use super::watch::WatchMode;
use super::workspace::Workspace;

mod adding;
mod relations;
mod source;
mod tags;

pub use adding::AddedTags;
use source::{Source, Table, in_file_order};

/// The word for the theme that goes by the terminal.
const AUTO_THEME: &str = "auto";
const FIELDS: [&str; 12] = [
    "title",
    "annotator",
    "measure",
    "spacing",
    "paragraphs",
    "language",
    "encoding",
    "theme",
    "watch",
    "tags",
    "relations",
    "keys",
];

/// What is configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// What the workspace is called, in reports.
    pub title: Option<String>,
    /// The annotator's name.
    pub annotator: Option<String>,
    /// The most columns of text in a row.
    pub measure: Option<u16>,
    /// Whether blank rows are put between paragraphs.
    pub spacing: Spacing,
    /// How paragraphs are told from lines.
    pub paragraphs: ParagraphMode,
    /// The language of the documents, for the sentence boundaries; by default, each
    /// document shows its own.
    pub language: String,
    /// The encoding of documents that are not UTF-8, instead of a guess.
    pub encoding: Option<String>,
    /// The theme; `None` for the one that goes by the terminal.
    pub theme: Option<ThemeName>,
    /// How changes on disk are found out.
    pub watch: WatchMode,
    /// The label set: the four, as they were changed, and those added.
    pub tags: TagSet,
    /// What links are called: the four, and those added.
    pub relations: RelationSet,
    /// The keys of commands, the later ones to go before the earlier.
    pub keys: Vec<KeyBinding>,
    /// The keys that were given to tags, under `tag NAME`.
    pub tag_keys: Vec<KeyBinding>,
    /// What the user should know although all went well: one sentence.
    pub notice: Option<String>,
    /// What was said of tags, and need not be chosen for them.
    given: tags::Given,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: None,
            annotator: None,
            measure: None,
            spacing: Spacing::default(),
            paragraphs: ParagraphMode::Auto,
            language: AUTO_LANGUAGE.to_owned(),
            encoding: None,
            theme: None,
            watch: WatchMode::Auto,
            tags: TagSet::built_in(),
            relations: RelationSet::built_in(),
            keys: Vec::new(),
            tag_keys: Vec::new(),
            notice: None,
            given: tags::Given::default(),
        }
    }
}

/// Whether a path is that of the device in which nothing is: to ask for it is to ask for no
/// configuration.
fn is_nothing(path: &Path) -> bool {
    path.canonicalize()
        .is_ok_and(|path| path == Path::new("/dev/null"))
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
        if let Some(path) = asked_for.filter(|path| !is_nothing(path)) {
            config.read(path).map_err(|error| match error {
                StorageError::Missing { path } => StorageError::NoConfig { path },
                other => other,
            })?;
        } else if let Some(path) = Self::user_file().filter(|_| asked_for.is_none()) {
            config.read_if_allowed(&path)?;
        }
        config.read_if_there(&workspace.config_file())?;
        Ok(config)
    }

    pub(crate) fn user_file() -> Option<PathBuf> {
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

    /// Reads the user's own file. One that may not be read is no reason to refuse: nobody
    /// asked for it.
    fn read_if_allowed(&mut self, path: &Path) -> Result<(), StorageError> {
        match self.read_if_there(path) {
            Err(error @ StorageError::Io { .. }) => {
                self.notice = Some(format!("{error}; going on without it"));
                Ok(())
            }
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
        let words = String::from_utf8(bytes).map_err(|wrong| {
            let good = &wrong.as_bytes()[..wrong.utf8_error().valid_up_to()];
            StorageError::Config {
                path: path.to_owned(),
                line: 1 + good.iter().filter(|byte| **byte == b'\n').count(),
                message: "the file is not UTF-8; save it as UTF-8".to_owned(),
            }
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
                "title" => self.title = Some(source.words(name, value)?),
                "annotator" => self.annotator = Some(source.words(name, value)?),
                "measure" => self.measure = Some(source.measure(value)?),
                "spacing" => self.spacing = source.one_of(name, value, &Spacing::NAMES)?,
                "paragraphs" => {
                    self.paragraphs = source.one_of(name, value, &ParagraphMode::NAMES)?;
                }
                "language" => self.language = source.language(name, value)?,
                "encoding" => self.encoding = Some(source.encoding(name, value)?),
                "watch" => self.watch = source.one_of(name, value, &WatchMode::NAMES)?,
                "theme" => {
                    let themes = ThemeName::NAMES.map(|(name, theme)| (name, Some(theme)));
                    let themes = [&[(AUTO_THEME, None)], &themes[..]].concat();
                    self.theme = source.one_of(name, value, &themes)?;
                }
                "tags" => {
                    let table = source.table(name, value)?;
                    let keys = tags::take(&mut self.tags, &mut self.given, source, table)?;
                    self.tag_keys.extend(keys);
                }
                "relations" => {
                    let table = source.table(name, value)?;
                    relations::take(&mut self.relations, source, table)?;
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
