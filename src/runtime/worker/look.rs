//! Looking into documents that are not open.

use crate::annotation::{Anchor, Budget, Conflicts, resolve};
use crate::app::{DocumentId, Message, Summary, checked};
use crate::text::segment::Structure;

use super::Workbench;

impl Workbench {
    pub(super) fn summarise(&self, id: DocumentId) -> Message {
        let opened = self.open().get(&id).map(|it| it.document.clone());
        if let Some(document) = opened {
            // Its tags are known where it is open, or will be.
            let summary = Summary {
                title: document.title(),
                bytes: document.text.len(),
                ..Summary::default()
            };
            return Message::Summarised(id, Ok(Box::new(summary)));
        }
        let result = self.read(id).map(|(document, loaded)| {
            let structure = Structure::new(&document.text, self.reading.0, &self.reading.1);
            let mut places = Vec::new();
            let (mut lost, mut moved) = (Vec::new(), 0);
            let annotations = || loaded.file.set.iter();
            let selectors = annotations().map(|annotation| &annotation.selector);
            let resolutions = resolve(selectors, &document.text, Budget::AT_ONCE);
            for (annotation, resolution) in annotations().zip(resolutions) {
                // What would take too long is looked for when the document is opened.
                let Some(anchor) = resolution.anchor() else {
                    continue;
                };
                match anchor.range() {
                    Some(range) => places.push(range),
                    None => lost.push(annotation.id.clone()),
                }
                moved += usize::from(matches!(anchor, Anchor::Moved { .. }));
            }
            lost.sort();
            Box::new(Summary {
                title: document.title(),
                bytes: document.text.len(),
                checked: structure
                    .sentence_count()
                    .map(|sentences| (checked(&structure, places.into_iter()), sentences)),
                conflicts: Conflicts::of(&loaded.file.set),
                set: loaded.file.set,
                lost,
                moved,
            })
        });
        Message::Summarised(id, result)
    }
}
