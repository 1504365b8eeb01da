//! The identifiers of a project: the same for the same thing in every export, so that what was
//! imported once is known when it comes again.
//!
//! Must not know: XML.

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::annotation::AnnotationId;

/// What something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    User,
    Code,
    Source,
    Selection,
    Coding,
    Note,
    Link,
}

/// The identifier of what is known by these names.
pub(super) fn guid(of: Of, names: &[&str]) -> String {
    let mut digest = Sha256::new();
    digest.update(format!("postil {of:?}"));
    for name in names {
        digest.update(name.len().to_le_bytes());
        digest.update(name.as_bytes());
    }
    let hash: [u8; 32] = digest.finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(bytes)
        .into_uuid()
        .hyphenated()
        .to_string()
}

/// The identifier of a tag: its own, where that is one.
pub(super) fn of_tag(path: &str, id: &AnnotationId) -> String {
    match own(id.as_str()) {
        Some(own) if own == id.as_str() => own,
        _ => guid(Of::Selection, &[path, id.as_str()]),
    }
}

/// An identifier as it is compared: without the braces and capitals that some programs write.
pub(super) fn plain(written: &str) -> String {
    let bare = written.trim().trim_matches(['{', '}']);
    bare.to_ascii_lowercase()
}

/// One of those that the ids of tags are here, if it is one: of version 7.
pub(super) fn own(written: &str) -> Option<String> {
    let id = Uuid::try_parse(written).ok()?;
    (id.get_version_num() == 7).then(|| id.hyphenated().to_string())
}
