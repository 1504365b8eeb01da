//! Adding tags to the configuration of a workspace: tables at the end of `postil.toml`, so that
//! all that stands there stays as it is.
//!
//! Must not know: which keys are free.

use std::path::PathBuf;

use crate::annotation::{NewTag, TagId};
use crate::storage::error::StorageError;
use crate::storage::file::write_atomically;
use crate::storage::regular::read_regular;
use crate::storage::workspace::Workspace;

use super::Config;

/// Tags that were added to a configuration, and what it was before.
#[derive(Debug)]
#[must_use]
pub struct AddedTags {
    path: PathBuf,
    before: Option<Vec<u8>>,
}

impl Config {
    /// Adds tags to the configuration of a workspace.
    ///
    /// # Errors
    /// When it cannot be read or written, or would be wrong then. It is as it was.
    pub fn add_tags(workspace: &Workspace, tags: &[NewTag]) -> Result<AddedTags, StorageError> {
        let path = workspace.config_file();
        let before = match read_regular(&path) {
            Ok(bytes) => Some(bytes),
            Err(StorageError::Missing { .. }) => None,
            Err(other) => return Err(other),
        };
        let mut bytes = before.clone().unwrap_or_default();
        add(&mut bytes, tags);
        Self::default().read_bytes(&path, bytes.clone())?;
        write_atomically(&path, &bytes)?;
        Ok(AddedTags { path, before })
    }
}

impl AddedTags {
    /// Writes the configuration as it was before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn take_back(self) -> Result<(), StorageError> {
        match self.before {
            Some(bytes) => write_atomically(&self.path, &bytes),
            None => std::fs::remove_file(&self.path)
                .map_err(|error| StorageError::io("remove", &self.path, error)),
        }
    }
}

/// Adds the tables of tags at the end, with the line ends that are there.
fn add(bytes: &mut Vec<u8>, tags: &[NewTag]) {
    let line_end = match bytes.windows(2).any(|two| two == b"\r\n") {
        true => "\r\n",
        false => "\n",
    };
    if !bytes.is_empty() && !bytes.ends_with(b"\n") {
        bytes.extend(line_end.as_bytes());
    }
    for tag in tags {
        if !bytes.is_empty() {
            bytes.extend(line_end.as_bytes());
        }
        bytes.extend(TagId::table_of(tag.id.as_str()).as_bytes());
        bytes.extend(line_end.as_bytes());
        if let Some(key) = tag.key {
            bytes.extend(format!("key = \"{key}\"{line_end}").as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(id: &str, key: Option<char>) -> NewTag {
        NewTag { id: id.into(), key }
    }

    /// What is there with these tags added, and whether a reader takes it.
    fn added(before: &str, tags: &[NewTag]) -> (String, Result<(), String>) {
        let mut bytes = before.as_bytes().to_vec();
        add(&mut bytes, tags);
        let read = Config::default().read_bytes("postil.toml".as_ref(), bytes.clone());
        let read = read.map_err(|error| error.to_string());
        (String::from_utf8(bytes).unwrap(), read)
    }

    #[test]
    fn what_is_there_stays_and_tags_follow_it() {
        let tags = [tag("rumour", Some('5')), tag("Who says?", None)];
        let new = "[tags.rumour]\nkey = \"5\"\n\n[tags.\"Who says?\"]\n";
        assert_eq!(added("", &tags), (new.to_owned(), Ok(())));
        let before = "# ours\n[tags.fact] # first\nkey = \"x\"\n\n[keys]\nquit = \"Z\"";
        let (after, read) = added(before, &tags);
        assert_eq!(after, format!("{before}\n\n{new}"));
        assert_eq!(read, Ok(()));
        let (after, read) = added("measure = 60\r\n", &[tag("a", Some('5'))]);
        assert_eq!(after, "measure = 60\r\n\r\n[tags.a]\r\nkey = \"5\"\r\n");
        assert_eq!(read, Ok(()));
    }

    #[test]
    fn what_would_be_wrong_then_is_refused() {
        let (_, read) = added("tags = {}\n", &[tag("a", None)]);
        assert!(read.unwrap_err().contains("not TOML"));
        let (_, read) = added("[tags.b]\nkey = \"5\"\n", &[tag("a", Some('5'))]);
        assert!(read.unwrap_err().contains("the key 5 is given to both"));
    }

    #[test]
    fn a_configuration_is_as_it_was_once_that_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "One.").unwrap();
        let workspace = Workspace::open(folder.path(), None).unwrap();
        let path = workspace.config_file();
        let added = Config::add_tags(&workspace, &[tag("a", None)]).unwrap();
        let config = Config::load(&workspace, Some("/dev/null".as_ref())).unwrap();
        assert!(config.tags.knows(&"a".into()));
        let more = Config::add_tags(&workspace, &[tag("b", None)]).unwrap();
        more.take_back().unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "[tags.a]\n");
        added.take_back().unwrap();
        assert!(!path.exists());
    }
}
