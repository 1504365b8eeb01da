//! Writing annotations in another format.
//!
//! Must not know: where an export goes.

use std::collections::HashSet;
use std::ops::Range;

use anyhow::{Result, bail};

use crate::annotation::TagSet;
use crate::formats::{
    Container, ExportDocument, Facts, Format, InFiles, InReport, Masthead, Met, OutFile, Shape,
};

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
    ask_for(&mut selection, format);
    selection.wants_whole = pieces.is_whole();
    let mut exported = Exported::default();
    put(&pieces.begin(), observer)?;
    let piece = |told: &Told, tags: Range<usize>| {
        let is_first = tags.start == 0;
        let stale = count_stale(format, &told.document, tags.clone());
        let mut piece = pieces.piece(&told.document, &told.facts, tags);
        piece.tally.hide_stale_verdicts(stale);
        (is_first, piece)
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

/// Asks for what a format tells of each document.
fn ask_for(selection: &mut Selection<'_>, format: &Format) {
    selection.wants_verdict_words = true;
    selection.wants_sentences = format.wants_sentences;
    // Who is told sentences is told passages in words.
    selection.wants_passages = format.wants_sentences;
    selection.wants_facts = match format.facts {
        Facts::Told => true,
        Facts::WithMarks => selection.has_marks(),
        Facts::LeftOut => false,
    };
    selection.counts_facts = !selection.wants_facts;
}

/// How many verdicts a format shows as if they were given on the words of today.
fn count_stale(format: &Format, document: &ExportDocument, tags: Range<usize>) -> usize {
    if format.tells_stale_verdicts() {
        return 0;
    }
    let tags = document.tags[tags].iter();
    let stale = tags.filter(|tag| document.stale_verdict(tag).is_some());
    stale.count()
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
    selection.wants_verdict_words = true;
    selection.wants_whole = true;
    let mut exported = Exported::default();
    let mut met = Met::new(tags.clone());
    let mut taken = HashSet::new();
    let write = |told: &Told, _: Range<usize>| {
        let document = &told.document;
        let (out, mut tally) = files.document(document, &told.facts);
        let all = 0..document.tags.len();
        tally.hide_stale_verdicts(count_stale(format, document, all));
        ((out, tally), files.met(document))
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
