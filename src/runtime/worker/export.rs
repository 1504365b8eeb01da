//! Writing the tags of all documents to one file.
//!
//! Must not know: how an export is put together.

use std::path::Path;

use crate::app::{ExportRequest, Message};
use crate::corpus::{Exported, Filter, Selection, Source, export_files, today};
use crate::formats::{Container, Format, Masthead, OutFile, Shape};
use crate::storage::{Entry, ExportFiles, Unfinished};
use crate::text::counted;

use super::context::IoContext;

pub(super) fn export(context: &IoContext, request: &ExportRequest) -> Message {
    let workspace = context.corpus.workspace();
    let path = match workspace.typed_export(&request.file) {
        Ok(path) => path,
        Err(error) => return Message::ExportFailed(request.clone(), error.to_string()),
    };
    if path.exists() && !request.overwrite {
        return Message::ExportExists(request.clone());
    }
    match write_export(context, request, &path) {
        Ok(words) => Message::Exported(words),
        Err(error) => Message::ExportFailed(request.clone(), error.to_string()),
    }
}

fn write_export(
    context: &IoContext,
    request: &ExportRequest,
    path: &Path,
) -> anyhow::Result<String> {
    let format = Format::named(&request.format)
        .ok_or_else(|| anyhow::anyhow!("there is no format \"{}\"", request.format))?;
    let mut documents = context.registry.paths();
    documents.sort();
    let source = |path| {
        Source::Document(Entry {
            path,
            unreadable: None,
            left_out: None,
        })
    };
    let sources: Vec<_> = documents.into_iter().map(source).collect();
    let filter = Filter {
        annotations: request.only.clone(),
        ..Filter::default()
    };
    let mut selection = Selection::new(&context.corpus, &filter);
    // The tags of a document that cannot be read are tags all the same.
    selection.is_quiet = true;
    if let Shape::Files(files) = format.shape
        && files.container != Container::Nothing
    {
        let is_zip = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
        let mut sink = match files.container == Container::Archive || is_zip {
            true => ExportFiles::archive(path)?,
            false => ExportFiles::folder(path)?,
        };
        let put = |file: OutFile, (): &mut ()| Ok(sink.put(&file.name, &file.bytes)?);
        let what = (format, files);
        let tags = &context.masthead().tags;
        let exported = export_files(selection, &sources, what, tags, &mut (), put)?;
        sink.commit()?;
        return Ok(words_of(format, &exported, path));
    }
    let mut file = Unfinished::begin(path)?;
    let only = (!filter.annotations.takes_all()).then(|| "the tags that were listed".to_owned());
    let masthead = Masthead {
        // A reader may stay open for days.
        day: today(),
        only,
        ..context.masthead()
    };
    let put = |bytes: &[u8], (): &mut ()| Ok(file.write(bytes)?);
    let exported = crate::corpus::export(selection, &sources, format, &masthead, &mut (), put)?;
    file.commit()?;
    Ok(words_of(format, &exported, path))
}

fn words_of(format: &Format, exported: &Exported, path: &Path) -> String {
    let tags = counted(exported.tally.tags, "tag");
    // What is cut off on a small screen is the end.
    let mut words = format!("{}: {tags} written", path.display());
    if let Some(problem) = format.dropped(&exported.tally).first() {
        words.push_str(&format!("; {problem}"));
    }
    words
}
