//! Writing the tags of all documents to one file.

use std::path::Path;
use std::sync::Arc;

use crate::annotation::{Conflicts, TagId};
use crate::app::{DocumentId, ExportRequest, Message};
use crate::formats::{ExportBundle, ExportDocument, Format, Placed};
use crate::storage::write_atomically;
use crate::text::segment::Structure;

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
        let bundle = self.bundle(request.tag.as_ref());
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

    fn bundle(&self, tag: Option<&TagId>) -> ExportBundle {
        let mut bundle = ExportBundle::default();
        for (index, path) in self.listed().iter().enumerate() {
            let Ok((document, loaded)) = self.read(DocumentId(index)) else {
                continue;
            };
            let structure = Structure::new(&document.text, self.reading.0, &self.reading.1);
            let tags = loaded
                .file
                .set
                .iter()
                .filter(|it| tag.is_none_or(|tag| it.tag == *tag))
                .map(|annotation| Placed {
                    annotation: Arc::clone(annotation),
                    anchor: annotation.selector.anchor(&document.text),
                })
                .collect();
            bundle.documents.push(ExportDocument {
                path: path.as_str().to_owned(),
                sha256: document.sha256().to_owned(),
                sentences: structure.sentences().collect(),
                text: Some(document.text),
                tags,
                conflicts: Conflicts::of(&loaded.file.set),
            });
        }
        bundle
    }
}
