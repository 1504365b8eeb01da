//! Writing the tags of all documents to one file.
//!
//! Must not know: how an export is put together.

use std::io;
use std::path::Path;

use crate::app::{ExportRequest, Message};
use crate::corpus::{Exported, Filter, Observer, Selection, Source, export_files, today};
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
    let sources = sources(context);
    let filter = filter_of(request);
    let selection = selection(context, &filter);
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
        let workspace = context.corpus.workspace();
        let put = |file: OutFile, (): &mut ()| {
            workspace.check_export(&path.join(&file.name))?;
            Ok(sink.put(&file.name, &file.bytes)?)
        };
        let what = (format, files);
        let tags = &context.masthead().tags;
        let exported = export_files(selection, &sources, what, tags, &mut (), put)?;
        sink.commit()?;
        return Ok(words_of(format, &exported, path));
    }
    let mut file = Unfinished::begin(path)?;
    let masthead = masthead(context, &filter);
    let put = |bytes: &[u8], (): &mut ()| Ok(file.write(bytes)?);
    let exported = crate::corpus::export(selection, &sources, format, &masthead, &mut (), put)?;
    file.commit()?;
    Ok(words_of(format, &exported, path))
}

/// Every document, in the order of an export, and behind them the tags without one.
fn sources(context: &IoContext) -> Vec<Source> {
    let mut documents = context.registry.paths();
    documents.sort();
    let source = |path| {
        Source::Document(Entry {
            path,
            unreadable: None,
            left_out: None,
        })
    };
    let orphans = context.corpus.all_sources().into_iter();
    let orphans = orphans.filter(|source| matches!(source, Source::Orphan(_)));
    documents.into_iter().map(source).chain(orphans).collect()
}

fn filter_of(request: &ExportRequest) -> Filter {
    Filter {
        annotations: request.only.clone(),
        ..Filter::default()
    }
}

fn selection<'a>(context: &'a IoContext, filter: &'a Filter) -> Selection<'a> {
    let mut selection = Selection::new(&context.corpus, filter);
    // The tags of a document that cannot be read are tags all the same.
    selection.is_quiet = true;
    selection
}

fn masthead(context: &IoContext, filter: &Filter) -> Masthead {
    let only = (!filter.annotations.takes_all()).then(|| "the tags that were listed".to_owned());
    Masthead {
        // A reader may stay open for days.
        day: today(),
        only,
        ..context.masthead()
    }
}

/// Counts what an export leaves out, as long as that is wanted: all is made, and nothing written.
pub(super) fn count(
    context: &IoContext,
    request: &ExportRequest,
    is_wanted: &dyn Fn() -> bool,
) -> Option<Message> {
    let format = Format::named(&request.format)?;
    let (sources, filter) = (sources(context), filter_of(request));
    let selection = selection(context, &filter);
    let masthead = masthead(context, &filter);
    let mut until = Until(is_wanted);
    let exported = match format.shape {
        Shape::Files(files) if files.container != Container::Nothing => {
            let (what, tags) = ((format, files), &masthead.tags);
            export_files(selection, &sources, what, tags, &mut until, |_, _| Ok(()))
        }
        _ => crate::corpus::export(
            selection,
            &sources,
            format,
            &masthead,
            &mut until,
            |_, _| Ok(()),
        ),
    };
    let exported = exported.ok()?;
    let mut words = Vec::new();
    if !request.only.takes_all() {
        let tags = counted(exported.tally.tags, "tag");
        let documents = counted(exported.documents, "document");
        words.push(format!(
            "only {tags} in {documents}, as the filter has them"
        ));
    }
    let dropped = format.dropped(&exported.tally);
    words.extend(dropped.iter().map(ToString::to_string));
    is_wanted().then(|| Message::ExportCounted(format.name.to_owned(), words))
}

/// Ends work that nobody wants any more.
struct Until<'a>(&'a dyn Fn() -> bool);

impl Observer for Until<'_> {
    fn document_done(&mut self) -> io::Result<()> {
        match (self.0)() {
            true => Ok(()),
            false => Err(io::ErrorKind::Interrupted.into()),
        }
    }
}

fn words_of(format: &Format, exported: &Exported, path: &Path) -> String {
    let tags = counted(exported.tally.written(), "tag");
    // What is cut off on a small screen is the end.
    let mut words = format!("{}: {tags} written", path.display());
    let dropped = format.dropped(&exported.tally);
    if let Some((problem, others)) = dropped.split_first() {
        words.push_str(&format!("; {problem}"));
        // All were told while it was asked where to write.
        if !others.is_empty() {
            words.push_str(&format!("; and {} more", others.len()));
        }
    }
    words
}
