//! The texts that a document had when its tags were placed, as far as they are to be had:
//! from the snapshots, from the document itself where only its line ends differ, and from
//! the history of the workspace's own repository.
//!
//! Must not know: what the texts are compared for.

use std::path::Path;

use encoding_rs::UTF_8;

use crate::annotation::AnnotationSet;
use crate::text::Text;

use super::document::Document;
use super::encoding::{Known, Openable, decode, named};
use super::fingerprint::fingerprint;
use super::git;
use super::store::Store;

/// How many earlier texts of a document are looked for, at most: each is laid beside what
/// the document says now.
const MOST: usize = 4;
/// Of longer documents none is looked for.
const LONGEST: usize = 64 << 20;

/// How far is looked for a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Where it is found at once: nobody waits for it.
    AtHand,
    /// Also in the history of a repository, which may take two seconds.
    History,
}

impl Store {
    /// Keeps what a document says, for the time when it says something else.
    pub fn keep_text(&self, document: &Document) {
        let sha256 = document.sha256();
        // It is of no use before the text changes, and then others may have it.
        let _ = self.snapshots.keep(sha256, &document.text);
    }

    /// The texts in which annotations of a document were placed, where these are others than
    /// what it says now. `named` are versions that it is known to have had: that which its
    /// annotation file names.
    ///
    /// A document that is not known to have changed costs a comparison of two hashes; one
    /// of more than 128 KiB may have to be read for its own.
    pub fn earlier_texts(
        &self,
        document: &Document,
        named: &[&str],
        set: &AnnotationSet,
        reach: Reach,
    ) -> Vec<Text> {
        if document.text.len() > LONGEST || set.is_empty() {
            return Vec::new();
        }
        let placed = set.iter().filter_map(|annotation| annotation.placed_on());
        let mut versions: Vec<&str> = Vec::new();
        for version in named.iter().copied().chain(placed) {
            if !version.is_empty() && !versions.contains(&version) && versions.len() < MOST {
                versions.push(version);
            }
        }
        let now = document.sha256();
        versions.retain(|version| !version.eq_ignore_ascii_case(now));
        let find = |version: &str| self.earlier_text(document, version, reach);
        versions.into_iter().filter_map(find).collect()
    }

    fn earlier_text(&self, document: &Document, sha256: &str, reach: Reach) -> Option<Text> {
        if let Some(text) = self.snapshots.find(sha256) {
            return Some(text);
        }
        let text = with_other_line_ends(document, sha256).or_else(|| {
            let file = self.workspace.documents_dir().join(document.path.native());
            (reach == Reach::History).then(|| from_history(&file, document, sha256))?
        })?;
        let _ = self.snapshots.keep(sha256, &text);
        Some(text)
    }
}

/// The text of a document before its line ends were changed, or a byte order mark put before
/// it or taken away, where that is all.
fn with_other_line_ends(document: &Document, sha256: &str) -> Option<Text> {
    const MARK: &str = "\u{feff}";
    if document.encoding.is_some() {
        return None;
    }
    let now = document.text.slice(document.text.full_range());
    let unmarked = now.strip_prefix(MARK).unwrap_or(&now);
    let unix = unmarked.replace("\r\n", "\n");
    let windows = unix.replace('\n', "\r\n");
    let forms = [unmarked, &unix, &windows];
    let marked = forms.iter().map(|form| format!("{MARK}{form}"));
    let mut all = forms.iter().map(|form| (*form).to_owned()).chain(marked);
    let found = all.find(|form| fingerprint(form.as_bytes()).eq_ignore_ascii_case(sha256));
    found.map(Text::new)
}

/// The text of a document as it stands in the history of the repository that it is in.
fn from_history(file: &Path, document: &Document, sha256: &str) -> Option<Text> {
    let is_it = |bytes: &[u8]| fingerprint(bytes).eq_ignore_ascii_case(sha256);
    let bytes = git::find_version(file, is_it)?;
    let encoding = document.encoding.and_then(named).unwrap_or(UTF_8);
    let decoded = decode(bytes, || Known::Tagged(encoding), None, Openable::Anything);
    decoded.ok().map(|decoded| decoded.text)
}
