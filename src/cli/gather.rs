//! The tags of a workspace, each found in its document as it is now.
//!
//! Must not know: what they are gathered for.

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use globset::{Glob, GlobSet, GlobSetBuilder};

use crate::annotation::{Anchor, Annotation, Conflicts, TagId};
use crate::formats::{ExportBundle, ExportDocument, Placed, Problem, Severity};
use crate::storage::{Access, Document, Entry, Loaded, misdescribed, unlike_sha256};
use crate::text::nearest;
use crate::text::segment::Structure;

use super::arguments::Filters;
use super::output::{complain, count};
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

/// The tags that pass the filters.
pub(super) struct Selection {
    /// Ready for the exports.
    pub(super) bundle: ExportBundle,
    /// Whether the annotation files of all documents that pass were read whole.
    pub(super) is_whole: bool,
}

/// What is gathered of documents without tags.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Untagged {
    /// They are left out, and not even read.
    LeftOut,
    /// They are read like the others.
    Read,
}

impl Session {
    /// Reads the annotation files and the documents they belong to; those of
    /// one document if the workspace was opened at one.
    pub(super) fn gather(&self, untagged: Untagged) -> Vec<Gathered> {
        let documents = self.workspace.documents();
        if documents.is_empty() {
            complain(&format!(
                "there are no documents in {}; put texts (.txt, .md) there",
                self.workspace.documents_dir().display()
            ));
        }
        let mut all = Vec::new();
        let only = self.workspace.initial();
        for entry in &documents {
            if only.is_some_and(|it| *it != entry.path) {
                continue;
            }
            let loaded = self.store.load(&entry.path);
            let nothing = loaded.file.set.is_empty() && loaded.problems.is_empty();
            if untagged == Untagged::LeftOut && nothing {
                continue;
            }
            all.push(self.gathered(entry, loaded));
        }
        if only.is_none() {
            all.extend(self.orphans(&documents));
        }
        all
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
        let tags = loaded.file.set.iter().map(|annotation| Placed {
            anchor: text
                .as_ref()
                .map_or(Anchor::Lost, |text| annotation.selector.anchor(text)),
            annotation: annotation.clone(),
        });
        Gathered {
            document: ExportDocument {
                path: entry.path.to_string(),
                sha256: document.map(|it| it.sha256).unwrap_or_default(),
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

    /// Annotation files whose document is gone: their tags are not.
    fn orphans(&self, documents: &[Entry]) -> Vec<Gathered> {
        let orphan = |path: PathBuf| {
            let loaded = self.store.load_file(&path);
            let name = path
                .strip_prefix(self.workspace.annotations_dir())
                .unwrap_or(&path)
                .with_extension("");
            let unlike = unlike_sha256(&loaded.file.document.sha256);
            let unlike = unlike.map(|it| Problem::warning("document.sha256", it));
            let tags = loaded.file.set.iter().map(|annotation| Placed {
                annotation: annotation.clone(),
                anchor: Anchor::Lost,
            });
            Gathered {
                document: ExportDocument {
                    path: name.to_string_lossy().into_owned(),
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
        };
        let orphans = self.workspace.orphans(documents);
        orphans.into_iter().map(orphan).collect()
    }

    /// The tags that pass the filters, with a word on standard error about
    /// every file that could not be read whole.
    pub(super) fn selection(&self, filters: &Filters) -> Result<Selection> {
        let gathered = self.gather(Untagged::LeftOut);
        let filter = Filter::new(self, filters, &gathered)?;
        let mut documents = Vec::new();
        let mut is_whole = true;
        for one in gathered {
            if !filter.takes_document(&one.document.path) {
                continue;
            }
            is_whole &= one.is_whole();
            // One that is only protected against writing was read whole.
            if let Some(why) = one.read_only.as_ref().filter(|_| !one.problems.is_empty()) {
                complain(&format!("{why}; what can be read of it is shown"));
            }
            if let Some(why) = &one.unreadable {
                complain(&format!("{}: {why}", one.document.path));
            }
            let mut document = one.document;
            document.tags.retain(|it| filter.takes(&it.annotation));
            if !document.tags.is_empty() {
                documents.push(document);
            }
        }
        Ok(Selection {
            bundle: ExportBundle { documents },
            is_whole,
        })
    }

    /// Finds the sentences of every document of a selection.
    pub(super) fn add_sentences(&self, bundle: &mut ExportBundle) {
        for document in &mut bundle.documents {
            if let Some(text) = &document.text {
                let config = &self.config;
                let structure = Structure::new(text, config.paragraphs, &config.language);
                document.sentences = structure.sentences().to_vec();
            }
        }
    }
}

/// The filters of the command line, checked.
struct Filter {
    tags: Vec<TagId>,
    documents: Option<GlobSet>,
    by: Option<String>,
    unsourced: bool,
}

impl Filter {
    fn new(session: &Session, filters: &Filters, gathered: &[Gathered]) -> Result<Self> {
        let tags = filters.tag.iter().map(|word| {
            let known = session.config.tags.find(word).map(|it| it.id.clone());
            // A tag that only a file knows can be asked for all the same.
            known
                .or_else(|| in_files(gathered, word))
                .ok_or_else(|| unknown_tag(session, word))
        });
        Ok(Self {
            tags: tags.collect::<Result<_>>()?,
            documents: globs(&filters.doc)?,
            by: filters.by.clone(),
            unsourced: filters.unsourced,
        })
    }

    fn takes_document(&self, path: &str) -> bool {
        let file = path.rsplit('/').next().unwrap_or(path);
        self.documents
            .as_ref()
            .is_none_or(|globs| globs.is_match(path) || globs.is_match(file))
    }

    fn takes(&self, annotation: &Annotation) -> bool {
        (self.tags.is_empty() || self.tags.contains(&annotation.tag))
            && self.by.as_ref().is_none_or(|it| *it == annotation.creator)
            && (!self.unsourced || annotation.is_unsourced())
    }
}

fn in_files(gathered: &[Gathered], word: &str) -> Option<TagId> {
    let mut tags = gathered.iter().flat_map(|it| &it.document.tags);
    let found = tags.find(|it| it.annotation.tag.as_str() == word)?;
    Some(found.annotation.tag.clone())
}

/// The sentence about a tag that is not in the label set.
pub(super) fn unknown_tag(session: &Session, word: &str) -> anyhow::Error {
    let ids: Vec<_> = session
        .config
        .tags
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    match nearest(word, ids.iter().copied()) {
        Some(near) => anyhow!("there is no tag \"{word}\"; did you mean \"{near}\"?"),
        None => anyhow!(
            "there is no tag \"{word}\"; the tags are {}",
            ids.join(", ")
        ),
    }
}

fn globs(patterns: &[String]) -> Result<Option<GlobSet>> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        match Glob::new(pattern) {
            Ok(glob) => set.add(glob),
            Err(error) => bail!("--doc {pattern} is no pattern: {}", error.kind()),
        };
    }
    Ok(Some(set.build()?))
}

/// The number of tags and documents of a selection, in words.
pub(super) fn in_words(bundle: &ExportBundle) -> String {
    let tags: usize = bundle.documents.iter().map(|it| it.tags.len()).sum();
    format!(
        "{} in {}",
        count(tags, "tag"),
        count(bundle.documents.len(), "document")
    )
}
