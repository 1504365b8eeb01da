//! The keys of a configuration.

use std::path::PathBuf;

/// The keys that a configuration gives to one command, instead of the defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyBinding {
    /// The command's name.
    pub command: String,
    /// Its keys, as they were written; none takes the defaults away.
    pub keys: Vec<String>,
    /// The file it stands in.
    pub file: PathBuf,
    /// The line it stands on, from 1.
    pub line: usize,
}
