//! Paths as people type them in the reader, and the one that is proposed to them.
//!
//! Must not know: what is written there.

use std::path::{Component, Path, PathBuf};

use directories::BaseDirs;

use super::error::StorageError;
use super::workspace::Workspace;

/// No more entries of a folder are looked at to complete a path.
const MOST_ENTRIES: usize = 100_000;

/// Where an export is proposed, from the root of the workspace, where the documents stand in
/// that: among them, it could become one of them.
const BESIDE_DOCUMENTS: [&str; 2] = ["../", "~/"];

impl Workspace {
    /// A path as it was typed: below the root of the workspace where it is relative, below
    /// the user's home where it begins with `~/`; without `.`, `..` and links to folders, so
    /// that it can be compared.
    pub fn typed_path(&self, typed: &str) -> PathBuf {
        let home = BaseDirs::new().map(|folders| folders.home_dir().to_owned());
        let below = match typed {
            "~" => Some(""),
            _ => typed.strip_prefix("~/"),
        };
        normal(&match (below, home) {
            (Some(below), Some(home)) => home.join(below),
            _ => self.root().join(typed),
        })
    }

    /// The path of an export as it was typed.
    ///
    /// # Errors
    /// When there is no folder for it, or when it may not be written there.
    pub fn typed_export(&self, typed: &str) -> Result<PathBuf, StorageError> {
        let path = self.typed_path(typed);
        if typed == "-" {
            return Err(StorageError::NoStream);
        }
        let folder = path.parent().unwrap_or(&path);
        if !folder.is_dir() {
            return Err(StorageError::NoFolderFor {
                folder: folder.to_owned(),
                path,
            });
        }
        self.check_export(&path)?;
        Ok(path)
    }

    /// A path as far as it was typed, with all that is certain of how it goes on, and the names
    /// that it may go on to. Folders end with a `/`; hidden ones are found by their dot.
    pub fn completed(&self, typed: &str) -> (String, Vec<String>) {
        let start = typed.rfind('/').map_or(0, |at| at + 1);
        let (folder, begun) = typed.split_at(start);
        let folder_path = match folder {
            "" => self.root().to_owned(),
            folder => self.typed_path(folder),
        };
        let entries = std::fs::read_dir(folder_path).into_iter().flatten();
        let names = entries.take(MOST_ENTRIES).flatten().filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let is_wanted =
                name.starts_with(begun) && (!name.starts_with('.') || !begun.is_empty());
            let end = if entry.path().is_dir() { "/" } else { "" };
            is_wanted.then(|| name + end)
        });
        let mut names: Vec<String> = names.collect();
        names.sort();
        let certain = names.iter().skip(1).fold(
            names.first().map_or(begun, String::as_str),
            |certain, name| {
                let pairs = certain.char_indices().zip(name.chars());
                let mut differing = pairs.filter(|((_, one), other)| one != other);
                let shorter = certain.len().min(name.len());
                let end = differing.next().map_or(shorter, |((at, _), _)| at);
                &certain[..end]
            },
        );
        (format!("{folder}{certain}"), names)
    }

    /// The folder that is proposed for exports, with a `/` at its end; empty for the root of
    /// the workspace.
    pub fn export_folder(&self) -> &'static str {
        if self.documents_dir() != self.root() {
            return "";
        }
        let may_be_written = |folder: &&str| {
            let folder = self.typed_path(folder);
            !folder.starts_with(self.documents_dir()) && is_writable(&folder)
        };
        let folders = BESIDE_DOCUMENTS.into_iter();
        folders.clone().find(may_be_written).unwrap_or_default()
    }
}

fn is_writable(folder: &Path) -> bool {
    #[cfg(unix)]
    return rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_ok();
    #[cfg(not(unix))]
    folder.is_dir()
}

/// The path without `.` and `..`; as the system resolves them as far as it exists.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal = normal.canonicalize().unwrap_or(normal);
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    // The last part stays as it is: it may be a link that is to be written through.
    let (folder, name) = (normal.parent(), normal.file_name());
    match folder.map(Path::canonicalize).zip(name) {
        Some((Ok(folder), name)) => folder.join(name),
        _ => normal,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    /// The folder `plain` in a folder that goes when it is dropped.
    fn plain_workspace() -> (TempDir, Workspace) {
        let folder = tempfile::tempdir().unwrap();
        let plain = folder.path().join("plain");
        fs::create_dir_all(plain.join("sub")).unwrap();
        fs::write(plain.join("a.txt"), "One.").unwrap();
        let workspace = Workspace::open(&plain, None).unwrap();
        (folder, workspace)
    }

    #[test]
    fn a_path_is_normal_however_it_was_typed() {
        let (folder, workspace) = plain_workspace();
        let root = folder.path().canonicalize().unwrap();
        let plain = root.join("plain");
        for (typed, wanted) in [
            ("x.md", "plain/x.md"),
            ("./x.md", "plain/x.md"),
            ("../x.md", "x.md"),
            ("sub/../../x.md", "x.md"),
            ("../plain/../x.md", "x.md"),
            ("sub/x.csv", "plain/sub/x.csv"),
            ("none/x.md", "plain/none/x.md"),
        ] {
            assert_eq!(workspace.typed_path(typed), root.join(wanted), "{typed}");
        }
        let home = BaseDirs::new().unwrap().home_dir().to_owned();
        let home = home.canonicalize().unwrap_or(home);
        assert_eq!(workspace.typed_path("~/x.md"), home.join("x.md"));
        assert_eq!(workspace.typed_path("~x.md"), plain.join("~x.md"));
        assert_eq!(workspace.export_folder(), "../");
    }

    #[test]
    fn a_path_is_completed_as_far_as_that_is_certain() {
        let (folder, workspace) = plain_workspace();
        for name in ["tags-é1.zip", "tags-é2.zip", ".hidden"] {
            fs::write(folder.path().join("plain").join(name), "").unwrap();
        }
        let two = vec!["tags-é1.zip".to_owned(), "tags-é2.zip".to_owned()];
        for (typed, completed, names) in [
            ("s", "sub/", vec!["sub/".to_owned()]),
            ("t", "tags-é", two.clone()),
            ("./ta", "./tags-é", two),
            ("../p", "../plain/", vec!["plain/".to_owned()]),
            (".h", ".hidden", vec![".hidden".to_owned()]),
            ("x", "x", vec![]),
            ("gone/x", "gone/x", vec![]),
        ] {
            let expected = (completed.to_owned(), names);
            assert_eq!(workspace.completed(typed), expected, "{typed}");
        }
        assert_eq!(workspace.completed("").1.len(), 4);
    }

    #[test]
    fn an_export_goes_where_it_may() {
        let (_folder, workspace) = plain_workspace();
        for (typed, refused) in [
            ("../plain-tags.md", ""),
            ("../plain/../plain-tags.md", ""),
            ("plain-tags.csv", ""),
            ("plain-tags.md", "documents"),
            ("../plain/plain-tags.md", "documents"),
            ("sub/../x.txt", "documents"),
            ("../gone/x.md", "no such folder"),
            ("annotations/../x.md", "documents"),
        ] {
            let path = workspace.typed_export(typed);
            let said = path
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            assert_eq!(said.is_empty(), refused.is_empty(), "{typed}: {said}");
            assert!(said.contains(refused), "{typed}: {said}");
        }
    }
}
