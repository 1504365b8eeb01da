//! Writing annotations in another format.
//!
//! Must not know: where an export goes.

use std::collections::HashSet;
use std::ops::Range;

use anyhow::{Result, bail};

use crate::annotation::TagSet;
use crate::formats::{Container, Facts, Format, InFiles, InReport, Masthead, Met, OutFile, Shape};

use super::exported::Exported;
use super::pieces::{Selection, Told};
use super::report::report;
use super::{observer::Observer, source::Source};

/// Writes a selection in a format, piece by piece: `put` gets the bytes in order. A report is
/// told what it is about by its masthead.
pub fn export<O: Observer>(
    mut selection: Selection<'_>,
    sources: &[Source],
    format: &Format,
    masthead: &Masthead,
    observer: &mut O,
    mut put: impl FnMut(&[u8], &mut O) -> Result<()>,
) -> Result<Exported> {
    let pieces = match format.shape {
        Shape::Pieces(pieces) => pieces,
        Shape::Unwritten => bail!("{} is only read", format.name),
        Shape::Files(files) if files.container == Container::Nothing => {
            let (what, tags) = ((format, files), &masthead.tags);
            return export_files(
                selection,
                sources,
                what,
                tags,
                observer,
                |file, observer| put(&file.bytes, observer),
            );
        }
        Shape::Files(_) => bail!("{} is a folder of files, and no single one", format.name),
        Shape::Report(InReport(writer)) => {
            selection.wants_facts = true;
            return report(selection, sources, writer, masthead, observer, put);
        }
    };
    selection.wants_whole = pieces.is_whole();
    selection.wants_sentences = format.wants_sentences;
    // Who is told sentences is told passages in words.
    selection.wants_passages = format.wants_sentences;
    selection.wants_facts = match format.facts {
        Facts::Told => true,
        Facts::WithMarks => selection.has_marks(),
        Facts::LeftOut => false,
    };
    selection.counts_facts = format.facts == Facts::LeftOut;
    let mut exported = Exported::default();
    put(&pieces.begin(), observer)?;
    let piece = |told: &Told, tags: Range<usize>| {
        let is_first = tags.start == 0;
        (is_first, pieces.piece(&told.document, &told.facts, tags))
    };
    let passed =
        selection.each_piece_of(sources, observer, piece, |(is_first, piece), observer| {
            if is_first {
                put(pieces.between(exported.documents).as_bytes(), observer)?;
                exported.documents += 1;
            }
            put(&piece.bytes, observer)?;
            exported.tally += piece.tally;
            Ok(())
        })?;
    exported.take(&passed);
    put(&pieces.end(exported.documents), observer)?;
    Ok(exported)
}

/// Gives the files of a document other names where those of another one have theirs; answers whether
/// that was so. Some formats name a file by less than the whole path of its document.
fn put_apart(files: &mut [OutFile], taken: &mut HashSet<String>) -> bool {
    let apart = |name: &str, number: usize| match name.rsplit_once('.') {
        _ if number == 1 => name.to_owned(),
        Some((stem, ending)) => format!("{stem}~{number}.{ending}"),
        None => format!("{name}~{number}"),
    };
    let is_free = |number: &usize| {
        let mut names = files.iter().map(|file| apart(&file.name, *number));
        names.all(|name| !taken.contains(&name))
    };
    let number = (1..).find(is_free).unwrap_or(1);
    for file in files {
        file.name = apart(&file.name, number);
        taken.insert(file.name.clone());
    }
    number > 1
}

/// Writes a selection in a format of several files: `put` gets one after the other, those that all
/// documents share last.
pub fn export_files<O: Observer>(
    mut selection: Selection<'_>,
    sources: &[Source],
    (format, files): (&Format, InFiles),
    tags: &TagSet,
    observer: &mut O,
    mut put: impl FnMut(OutFile, &mut O) -> Result<()>,
) -> Result<Exported> {
    selection.wants_sentences = format.wants_sentences;
    selection.wants_facts = format.facts == Facts::Told;
    selection.counts_facts = format.facts == Facts::LeftOut;
    selection.wants_whole = true;
    let mut exported = Exported::default();
    let mut met = Met::new(tags.clone());
    let mut taken = HashSet::new();
    let write = |told: &Told, _: Range<usize>| {
        let document = &told.document;
        (files.document(document, &told.facts), files.met(document))
    };
    let passed = selection.each_piece_of(
        sources,
        observer,
        write,
        |((mut out, tally), of_it), observer| {
            exported.documents += 1;
            exported.tally += tally;
            exported
                .tally
                .count_renamed(put_apart(&mut out, &mut taken));
            met.merge(of_it);
            for file in out {
                put(file, observer)?;
            }
            Ok(())
        },
    )?;
    exported.take(&passed);
    let (shared, tally) = files.shared(&met);
    exported.tally += tally;
    for file in shared {
        put(file, observer)?;
    }
    Ok(exported)
}
