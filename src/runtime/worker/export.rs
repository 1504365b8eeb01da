//! Writing the tags of all documents to one file.

use std::path::Path;
use std::sync::Arc;

use crate::annotation::{Annotation, Budget, Conflicts, Resolution, TagId, resolve};
use crate::app::{ExportRequest, Message};
use crate::formats::{ExportDocument, Format, Placed, Tally};
use crate::storage::{Document, DocumentPath, Unfinished};
use crate::text::{Text, TextRange};

use super::context::IoContext;

/// The tags of a document that are written at once.
const PIECE: usize = 1024;

pub(super) fn export(context: &IoContext, request: &ExportRequest) -> Message {
    let workspace = context.store.workspace();
    let path = workspace.root().join(&request.file);
    if let Err(error) = workspace.check_export(&path) {
        return Message::Exported(Err(error.to_string()));
    }
    if path.exists() && !request.overwrite {
        return Message::ExportExists(request.clone());
    }
    Message::Exported(write_export(context, request, &path))
}

/// Writes it piece by piece, as `postil export` does: one document is in memory at a
/// time, and what is written of it only in pieces.
fn write_export(
    context: &IoContext,
    request: &ExportRequest,
    path: &Path,
) -> Result<String, String> {
    let format = Format::named(&request.format)
        .ok_or_else(|| format!("there is no format \"{}\"", request.format))?;
    let mut paths = context.registry.paths();
    paths.sort();
    let mut file = Unfinished::begin(path).map_err(|it| it.to_string())?;
    let mut put = |bytes: &[u8]| file.write(bytes).map_err(|it| it.to_string());
    put(&format.begin())?;
    let mut tally = Tally::default();
    let mut documents = 0;
    for path in paths {
        let Some(document) = selected(context, &path, request.tag.as_ref(), format) else {
            continue;
        };
        put(format.between(documents).as_bytes())?;
        documents += 1;
        let tags = document.tags.len();
        for start in (0..tags).step_by(PIECE) {
            let piece = format.piece(&document, start..tags.min(start + PIECE));
            put(&piece.bytes)?;
            tally += piece.tally;
        }
    }
    put(&format.end(documents))?;
    file.commit().map_err(|it| it.to_string())?;
    let tags = tally.tags;
    let unit = if tags == 1 { "tag" } else { "tags" };
    let mut words = format!("{tags} {unit} written to {}", path.display());
    if let Some(problem) = format.dropped(&tally).first() {
        words.push_str(&format!("; {problem}"));
    }
    Ok(words)
}

/// A document with its tags, or with those of one kind; none where there are none,
/// and then it is not read.
fn selected(
    context: &IoContext,
    path: &DocumentPath,
    tag: Option<&TagId>,
    format: &Format,
) -> Option<ExportDocument> {
    let set = context.store.load(path).file.set;
    let wanted = |it: &&Arc<Annotation>| tag.is_none_or(|tag| it.tag == *tag);
    let tags: Vec<&Arc<Annotation>> = set.iter().filter(wanted).collect();
    if tags.is_empty() {
        return None;
    }
    // The tags of one that cannot be read are tags all the same.
    let document = Document::load(context.store.workspace(), path).ok();
    let text = document.as_ref().map(|it| it.text.clone());
    let placed = match &text {
        Some(text) => {
            let selectors = tags.iter().map(|tag| &tag.selector);
            resolve(selectors, text, Budget::Unlimited)
        }
        None => vec![Resolution::Pending; tags.len()],
    };
    let tags = tags
        .into_iter()
        .zip(placed)
        .map(|(annotation, resolution)| Placed {
            annotation: Arc::clone(annotation),
            anchor: resolution.anchor_or_lost(),
        });
    let tags: Vec<Placed> = tags.collect();
    let sentences = match &text {
        Some(text) if format.wants_sentences => sentences_to_the_last(context, text, &tags),
        _ => Vec::new(),
    };
    Some(ExportDocument {
        path: path.as_str().to_owned(),
        sha256: document.map_or_else(String::new, |it| it.sha256().to_owned()),
        sentences,
        text,
        tags,
        conflicts: Conflicts::of(&set),
    })
}

/// The sentences of a document as far as it has tags: it may be a large one.
fn sentences_to_the_last(context: &IoContext, text: &Text, tags: &[Placed]) -> Vec<TextRange> {
    let places = tags.iter().filter_map(|it| it.anchor.range());
    let last = places.map(TextRange::start).max();
    let structure = context.structure(text);
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
