//! The folders that are to be watched, each of them once: the system tells of one by
//! one path only, and several may lead to it.
//!
//! Must not know: how they are watched.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// What tells a folder from others, and from one that was made in its place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Identity(#[cfg(unix)] (u64, u64), #[cfg(not(unix))] PathBuf);

/// A folder, and what there is in it to be told of.
#[derive(Debug)]
pub(super) struct Folder {
    pub(super) identity: Identity,
    /// The paths by which it is walked; none where only links lead into it.
    pub(super) paths: Vec<PathBuf>,
    /// The links that lead to or through what has a name in it.
    pub(super) links: HashMap<OsString, Vec<PathBuf>>,
}

/// Folders, each by the first path that it was named by.
#[derive(Debug, Default)]
pub(super) struct Folders {
    found: HashMap<Identity, (PathBuf, Folder)>,
    identities: HashMap<PathBuf, Option<Identity>>,
}

impl Folders {
    /// The folder at a path, if there is one.
    pub(super) fn at(&mut self, path: &Path) -> Option<&mut Folder> {
        let known = self.identities.entry(path.to_owned());
        let identity = known.or_insert_with(|| identity_of(path)).clone()?;
        let folder = self.found.entry(identity.clone()).or_insert_with(|| {
            let folder = Folder {
                identity,
                paths: Vec::new(),
                links: HashMap::new(),
            };
            (path.to_owned(), folder)
        });
        Some(&mut folder.1)
    }

    /// Those in which there is something to be told of, by their paths.
    pub(super) fn wanted(self) -> HashMap<PathBuf, Folder> {
        let mut wanted: HashMap<PathBuf, Folder> = self.found.into_values().collect();
        wanted.retain(|_, folder| !folder.paths.is_empty() || !folder.links.is_empty());
        wanted
    }
}

fn identity_of(path: &Path) -> Option<Identity> {
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some(Identity((metadata.dev(), metadata.ino())))
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        fs::canonicalize(path).ok().map(Identity)
    }
}
