//! Writing the tags of all documents to one file.

use std::path::Path;
use std::sync::Arc;

use crate::annotation::{Annotation, Conflicts, TagId};
use crate::app::{ExportRequest, Message};
use crate::formats::{ExportBundle, ExportDocument, Format, Placed};
use crate::storage::{Document, write_atomically};
use crate::text::segment::Structure;
use crate::text::{Text, TextRange};

use super::Workbench;

impl Workbench {
    pub(super) fn export(&self, request: &ExportRequest) -> Message {
        let workspace = self.store.workspace();
        let path = workspace.root().join(&request.file);
        if let Err(error) = workspace.check_export(&path) {
            return Message::Exported(Err(error.to_string()));
        }
        if path.exists() && !request.overwrite {
            return Message::ExportExists(request.clone());
        }
        Message::Exported(self.write_export(request, &path))
    }

    fn write_export(&self, request: &ExportRequest, path: &Path) -> Result<String, String> {
        let format = Format::named(&request.format)
            .ok_or_else(|| format!("there is no format \"{}\"", request.format))?;
        let bundle = self.bundle(request.tag.as_ref(), format.wants_sentences);
        let tags: usize = bundle.documents.iter().map(|it| it.tags.len()).sum();
        let (bytes, problems) = format.write(&bundle);
        write_atomically(path, &bytes).map_err(|it| it.to_string())?;
        let unit = if tags == 1 { "tag" } else { "tags" };
        let mut words = format!("{tags} {unit} written to {}", path.display());
        if let Some(problem) = problems.first() {
            words.push_str(&format!("; {problem}"));
        }
        Ok(words)
    }

    /// What `postil export` would write: documents with tags, and of the others
    /// nothing is read.
    fn bundle(&self, tag: Option<&TagId>, sentences: bool) -> ExportBundle {
        let mut bundle = ExportBundle::default();
        for path in self.listed() {
            let loaded = self.store.load(&path);
            let wanted = |it: &&Arc<Annotation>| tag.is_none_or(|tag| it.tag == *tag);
            if !loaded.file.set.iter().any(|it| wanted(&it)) {
                continue;
            }
            let Ok(document) = Document::load(self.store.workspace(), &path) else {
                continue;
            };
            let tags = loaded.file.set.iter().filter(wanted);
            let tags = tags.map(|annotation| Placed {
                annotation: Arc::clone(annotation),
                anchor: annotation.selector.anchor(&document.text),
            });
            let tags: Vec<Placed> = tags.collect();
            let sentences = match sentences {
                true => self.sentences_to_the_last(&document.text, &tags),
                false => Vec::new(),
            };
            bundle.documents.push(ExportDocument {
                path: path.as_str().to_owned(),
                sha256: document.sha256().to_owned(),
                sentences,
                text: Some(document.text),
                tags,
                conflicts: Conflicts::of(&loaded.file.set),
            });
        }
        bundle
    }

    /// The sentences of a document as far as it has tags: it may be a large one.
    fn sentences_to_the_last(&self, text: &Text, tags: &[Placed]) -> Vec<TextRange> {
        let places = tags.iter().filter_map(|it| it.anchor.range());
        let last = places.map(TextRange::start).max();
        let structure = Structure::new(text, self.reading.0, &self.reading.1);
        let mut sentences = structure.sentences();
        let mut found = Vec::new();
        while last.is_some_and(|it| found.last().is_none_or(|end: &TextRange| end.end() <= it)) {
            let Some(sentence) = sentences.next() else {
                break;
            };
            found.push(sentence);
        }
        found
    }
}
