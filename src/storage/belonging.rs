//! Which workspace a document or a folder belongs to.
//!
//! Must not know: what a workspace does with it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::annotation_files::has_annotation_files;
use super::path::DocumentPath;

/// The folder that makes its parent a workspace.
pub(super) const DOCUMENTS: &str = "seeds";
/// The folder of the annotation files.
pub(super) const ANNOTATIONS: &str = "annotations";
/// The configuration of a workspace.
pub(super) const WORKSPACE_FILE: &str = "postil.toml";

/// The folder whose workspace holds a document, so that it has one annotation file from
/// wherever it is named: the nearest that shows that it is a workspace, else the current one
/// where it is above, else the folder of the document. One that has its tags already goes
/// first.
pub(super) fn holder(folder: &Path, name: &OsStr, annotations: Option<&Path>) -> PathBuf {
    if has_documents(folder) && !is_documents(folder) {
        return folder.to_owned();
    }
    let here = std::env::current_dir().and_then(fs::canonicalize).ok();
    let here = here.filter(|here| {
        // Nobody means the root of the system.
        folder.starts_with(here) && here.parent().is_some() && !has_documents(here)
    });
    let mut all: Vec<&Path> = folder.ancestors().filter(|above| shows(above)).collect();
    all.extend(here.as_deref());
    all.push(folder);
    let has_its_tags = |above: &&&Path| {
        let document = folder.strip_prefix(above).ok();
        let document = document.and_then(|folder| DocumentPath::new(&folder.join(name)));
        let own = root_of(above).join(ANNOTATIONS);
        let store = annotations.unwrap_or(&own);
        document.is_some_and(|document| store.join(document.annotation_file()).is_file())
    };
    let chosen = all.iter().find(has_its_tags).unwrap_or(&all[0]);
    chosen.to_path_buf()
}

/// The folder above whose workspace has tags of documents in a folder that does not show that
/// it is a workspace itself: to open it as one would begin to keep their tags a second time.
pub(super) fn whole<'a>(folder: &'a Path, annotations: Option<&Path>) -> Option<&'a Path> {
    if has_documents(folder) || shows(folder) {
        return None;
    }
    let mut above = folder.ancestors().skip(1).filter(|above| shows(above));
    above.find(|above| {
        let own = root_of(above).join(ANNOTATIONS);
        let store = annotations.unwrap_or(&own);
        let part = folder.strip_prefix(above);
        part.is_ok_and(|part| has_annotation_files(&store.join(part)))
    })
}

pub(super) fn has_documents(folder: &Path) -> bool {
    folder.join(DOCUMENTS).is_dir()
}

/// Whether a folder shows that documents in it and below belong to a workspace of its own.
fn shows(folder: &Path) -> bool {
    // What stands beside `seeds/` is none of its documents.
    is_documents(folder)
        || !has_documents(folder)
            && (folder.join(ANNOTATIONS).is_dir() || folder.join(WORKSPACE_FILE).is_file())
}

/// The root of the workspace of a folder without `seeds/`.
pub(super) fn root_of(folder: &Path) -> &Path {
    match folder.parent() {
        Some(root) if is_documents(folder) => root,
        _ => folder,
    }
}

pub(super) fn is_documents(folder: &Path) -> bool {
    folder.file_name() == Some(OsStr::new(DOCUMENTS))
}
