//! The tags of a workspace, each found in its document as it is now.
//!
//! Must not know: what they are gathered for.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::annotation::{Anchor, Budget, Conflicts, Resolution, resolve};
use crate::formats::{ExportDocument, Placed, Problem, Severity};
use crate::storage::{Access, Document, Entry, Loaded, misdescribed, unlike_sha256};
use crate::text::segment::Structure;
use crate::text::{Text, TextRange};

use super::output::complain;
use super::session::Session;

/// One document with its tags.
pub(super) struct Gathered {
    /// Ready for the exports.
    pub(super) document: ExportDocument,
    /// The annotation file.
    pub(super) file: PathBuf,
    /// What is wrong with the annotation file.
    pub(super) problems: Vec<Problem>,
    /// What is wrong in what it says of its document.
    pub(super) misdescribed: Vec<Problem>,
    /// Why the tags cannot be saved.
    pub(super) read_only: Option<String>,
    /// Why the document could not be read; there is none when the document is
    /// gone altogether.
    pub(super) unreadable: Option<String>,
    /// Whether there is no such document.
    pub(super) orphan: bool,
}

impl Gathered {
    /// Whether everything in the annotation file was understood.
    pub(super) fn is_whole(&self) -> bool {
        is_whole(&self.problems)
    }
}

fn is_whole(problems: &[Problem]) -> bool {
    !problems.iter().any(|it| it.severity == Severity::Error)
}

/// What is gathered of documents without tags.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Untagged {
    /// They are left out, and not even read.
    LeftOut,
    /// They are read like the others.
    Read,
}

/// What tags are gathered from.
pub(super) enum Source {
    /// A document that is listed.
    Listed(Entry),
    /// An annotation file whose document is gone.
    Orphan(PathBuf),
}

impl Session {
    /// The documents and the annotation files of others that are gone, in the order
    /// in which they are told of; the one document if the workspace was opened at one.
    pub(super) fn sources(&self) -> Vec<Source> {
        let documents = self.workspace.documents();
        if documents.is_empty() {
            complain(&format!(
                "there are no documents in {}; put texts (.txt, .md) there",
                self.workspace.documents_dir().display()
            ));
        }
        if let Some(only) = self.workspace.initial() {
            let only = documents.into_iter().filter(|it| it.path == *only);
            return only.map(Source::Listed).collect();
        }
        let orphans = self.workspace.orphans(&documents);
        let listed = documents.into_iter().map(Source::Listed);
        listed
            .chain(orphans.into_iter().map(Source::Orphan))
            .collect()
    }

    /// What a source is called: the path of its document below the documents folder.
    pub(super) fn name<'a>(&self, source: &'a Source) -> Cow<'a, str> {
        match source {
            Source::Listed(entry) => Cow::Borrowed(entry.path.as_str()),
            Source::Orphan(path) => {
                let name = path.strip_prefix(self.workspace.annotations_dir());
                let name = name.unwrap_or(path).with_extension("");
                Cow::Owned(name.to_string_lossy().into_owned())
            }
        }
    }

    /// Reads the annotation file of a source.
    pub(super) fn load(&self, source: &Source) -> Loaded {
        match source {
            Source::Listed(entry) => self.store.load(&entry.path),
            Source::Orphan(path) => self.store.load_file(path),
        }
    }

    /// Reads a document with its tags; none for one without tags that is left out.
    pub(super) fn gather(&self, source: &Source, untagged: Untagged) -> Option<Gathered> {
        let loaded = self.load(source);
        match source {
            Source::Listed(entry) => {
                let nothing = loaded.file.set.is_empty() && loaded.problems.is_empty();
                let left_out = untagged == Untagged::LeftOut && nothing;
                (!left_out).then(|| self.gathered(entry, loaded))
            }
            Source::Orphan(path) => {
                let name = self.name(source).into_owned();
                Some(orphan(name, path.clone(), loaded))
            }
        }
    }

    fn gathered(&self, entry: &Entry, loaded: Loaded) -> Gathered {
        let read = match &entry.unreadable {
            Some(why) => Err(why.clone()),
            None => Document::load(&self.workspace, &entry.path).map_err(|it| it.to_string()),
        };
        let (document, unreadable) = match read {
            Ok(document) => (Some(document), None),
            Err(why) => (None, Some(why)),
        };
        // A file that was not understood says nothing that can be relied on.
        let misdescribed = match is_whole(&loaded.problems) {
            true => misdescribed(
                &self.workspace,
                &entry.path,
                document.as_ref(),
                &loaded.file.document,
            ),
            false => Vec::new(),
        };
        let text = document.as_ref().map(|it| it.text.clone());
        let set = &loaded.file.set;
        let placed = match &text {
            Some(text) => {
                let selectors = set.iter().map(|tag| &tag.selector);
                resolve(selectors, text, Budget::Unlimited)
            }
            None => vec![Resolution::Pending; set.len()],
        };
        let tags = set
            .iter()
            .zip(placed)
            .map(|(annotation, resolution)| Placed {
                anchor: resolution.anchor_or_lost(),
                annotation: annotation.clone(),
            });
        Gathered {
            document: ExportDocument {
                path: entry.path.to_string(),
                sha256: document
                    .as_ref()
                    .map(|it| it.sha256().to_owned())
                    .unwrap_or_default(),
                sentences: Vec::new(),
                tags: tags.collect(),
                conflicts: Conflicts::of(&loaded.file.set),
                text,
            },
            file: loaded.path,
            problems: loaded.problems,
            misdescribed,
            read_only: match loaded.access {
                Access::Writable => None,
                Access::ReadOnly(why) => Some(why),
            },
            unreadable,
            orphan: false,
        }
    }

    /// The sentences of a text.
    pub(super) fn sentences(&self, text: &Text) -> Vec<TextRange> {
        let config = &self.config;
        let structure = Structure::new(text, config.paragraphs, &config.language);
        structure.sentences().collect()
    }
}

/// An annotation file whose document is gone: its tags are not.
fn orphan(name: String, path: PathBuf, loaded: Loaded) -> Gathered {
    let unlike = unlike_sha256(&loaded.file.document.sha256);
    let unlike = unlike.map(|it| Problem::warning("document.sha256", it));
    let tags = loaded.file.set.iter().map(|annotation| Placed {
        annotation: annotation.clone(),
        anchor: Anchor::Lost { candidates: 0 },
    });
    Gathered {
        document: ExportDocument {
            path: name,
            sha256: String::new(),
            text: None,
            sentences: Vec::new(),
            tags: tags.collect(),
            conflicts: Conflicts::of(&loaded.file.set),
        },
        file: path,
        problems: loaded.problems,
        misdescribed: unlike.into_iter().collect(),
        read_only: match loaded.access {
            Access::Writable => None,
            Access::ReadOnly(why) => Some(why),
        },
        unreadable: None,
        orphan: true,
    }
}
