//! REFI-QDA, the exchange standard of programs for qualitative analysis (QualCoder, ATLAS.ti, MAXQDA,
//! NVivo): a project of all documents in a `.qdpx`, and a codebook alone in a `.qdc`
//! (<https://www.qdasoftware.org>, version 1.5).
//!
//! Offsets are code points, with the end exclusive, of a copy of the text that has line feeds alone.
//! A tag is a coding, its note the description of the selection, and what else is said of it a
//! note beside, for people. All of it stands in a file of this program in the archive, which the
//! others leave alone.
//!
//! Must not know: files.

mod codebook;
mod copy;
mod guid;
mod made;
mod own;
mod project;
mod read;
mod selections;

use crate::annotation::DocumentFacts;

use super::bundle::ExportDocument;
use super::files::{FilesWriter, Met, OutFile, Parts};
use super::piece::Tally;
use super::xml;

pub(super) use codebook::RefiCodebook;

use copy::Copy;
use guid::{Of, guid};
use selections::selections;

pub(super) struct RefiQda;

impl FilesWriter for RefiQda {
    fn document(
        &self,
        document: &ExportDocument,
        _: &DocumentFacts,
        tally: &mut Tally,
    ) -> Vec<OutFile> {
        let Some(text) = &document.text else {
            tally.leave_out_tags("tags whose document cannot be read", document.tags.len());
            return Vec::new();
        };
        let copy = Copy::of(&text.slice(text.full_range()));
        let lost = document.tags.iter();
        let lost = lost.filter(|tag| document.place(tag).is_none()).count();
        tally.leave_out_tags("lost tags", lost);
        let (nowhere, _) = selections(document, &copy);
        tally.leave_out_tags(
            "tags on nothing but a byte order mark or half a line end",
            nowhere,
        );
        let changed = usize::from(copy.is_changed());
        tally.tell(
            "texts copied without a byte order mark, or with line feeds alone",
            changed,
        );
        let blanked = document
            .tags
            .iter()
            .map(|tag| project::blanked(&tag.annotation));
        tally.tell(
            xml::BLANKED,
            xml::blanked(&document.path) + blanked.sum::<usize>(),
        );
        let source = guid(Of::Source, &[&document.path]);
        vec![OutFile {
            name: format!("sources/{source}.txt"),
            bytes: copy.words.into_bytes(),
        }]
    }

    fn parts(&self, document: &ExportDocument) -> Parts {
        let Some(text) = &document.text else {
            return Parts::new();
        };
        let copy = Copy::of(&text.slice(text.full_range()));
        let (_, selections) = selections(document, &copy);
        project::parts(document, &copy, &selections)
    }

    fn shared(&self, met: &Met, tally: &mut Tally) -> Vec<OutFile> {
        let mut own = b"{\"format\": \"postil-refi-qda\", \"version\": 1, \"sources\": [".to_vec();
        own.extend(
            met.parts
                .get(project::OWN)
                .map_or(&b""[..], |own| own.strip_suffix(b",").unwrap_or(own)),
        );
        own.extend(b"\n]}\n");
        vec![
            OutFile {
                name: own::NAME.to_owned(),
                bytes: own,
            },
            OutFile {
                name: "project.qde".to_owned(),
                bytes: project::whole(met, tally).into_bytes(),
            },
        ]
    }
}

#[cfg(test)]
mod tests;
