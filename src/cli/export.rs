//! `postil export`: the tags in another format, to standard output or a file.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, anyhow};

use crate::corpus::{self, Exported, Selection};
use crate::formats::{Container, Format, Masthead, Shape};
use crate::storage::{ExportFiles, Unfinished};
use crate::text::{counted, visible::visible};

use super::arguments::{Export, Global};
use super::filter::{all_wanted, filter, no_document};
use super::output::{Output, complain};
use super::{exit::Exit, interrupt, session::Session};

/// The name of an export that is written to a folder, without its ending.
const FILE_STEM: &str = "tags";

pub(super) fn run(global: &Global, arguments: &Export, output: &mut Output) -> Result<Exit> {
    let session = Session::open(global, &arguments.path)?;
    let format = Format::named(&arguments.format)
        .ok_or_else(|| anyhow!("there is no format {}", arguments.format))?;
    let target = target(&session, format, &arguments.output)?;
    let sources = session.sources();
    let filter = filter(&session, &arguments.filters, &sources, output)?;
    if let Some(why) = no_document(&session, &sources, &filter, &arguments.filters.doc) {
        complain(&why);
    }
    let selection = Selection::new(&session.corpus, &filter);
    if let Shape::Files(files) = format.shape
        && files.container != Container::Nothing
    {
        let path = target.ok_or_else(|| no_stream(format, files.container))?;
        let sink = Interruptible::new(begin_files(&path, files.container)?);
        let tags = &session.config.tags;
        let exported = corpus::export_files(
            selection,
            &sources,
            (format, files),
            tags,
            output,
            |file, _| {
                check_file(&session, files.container, &path.join(&file.name))?;
                sink.with(|sink| Ok(sink.put(&file.name, &file.bytes)?))
            },
        )?;
        if let Some(sink) = sink.take() {
            sink.commit()?;
        }
        return Ok(told(format, &exported, Some(&path)));
    }
    let sink = Sink::new(format, target.as_deref())?;
    let filters = &arguments.filters;
    let is_all = filter.annotations.takes_all() && filters.doc.is_empty();
    let masthead = Masthead {
        only: (!is_all).then(|| all_wanted(&session.config.tags, &filter, &filters.doc)),
        ..session.masthead()
    };
    let exported = corpus::export(
        selection,
        &sources,
        format,
        &masthead,
        output,
        |bytes, output| sink.put(bytes, output),
    )?;
    sink.commit()?;
    Ok(told(format, &exported, target.as_deref()))
}

/// Says what the format could not carry, and what was written where.
fn told(format: &Format, exported: &Exported, target: Option<&Path>) -> Exit {
    for problem in format.dropped(&exported.tally) {
        complain(&format!("export to {}: {problem}", format.name));
    }
    if let Some(path) = target {
        let tags = counted(exported.tally.written(), "tag");
        let documents = counted(exported.documents, "document");
        let path = path.display();
        complain(&format!("{tags} in {documents} written to {path}"));
    }
    exported.completeness.into()
}

/// Why a format cannot be written to standard output.
fn no_stream(format: &Format, container: Container) -> anyhow::Error {
    let (name, endings) = (format.name, format.extensions.join(", "));
    match container {
        Container::Archive => anyhow!("{name} is an archive: give --output a file ({endings})"),
        _ => anyhow!(
            "{name} is several files: give --output a new folder, or an archive ({endings})"
        ),
    }
}

/// Checks that a file of a folder would not be among the documents.
fn check_file(session: &Session, container: Container, file: &Path) -> Result<()> {
    match container {
        Container::Folder => Ok(session.workspace.check_export(file)?),
        Container::Archive | Container::Nothing => Ok(()),
    }
}

/// Begins a folder, or an archive where that is asked for.
fn begin_files(path: &Path, container: Container) -> Result<ExportFiles> {
    let is_zip = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    Ok(match container == Container::Archive || is_zip {
        true => ExportFiles::archive(path)?,
        false => ExportFiles::folder(path)?,
    })
}

/// What is being written, shared with what discards it when the program is interrupted.
struct Interruptible<T>(Arc<Mutex<Option<T>>>);

impl<T: Send + 'static> Interruptible<T> {
    fn new(unfinished: T) -> Self {
        let whole = Arc::new(Mutex::new(Some(unfinished)));
        let shared = Arc::clone(&whole);
        interrupt::on_interrupt(move || {
            // Kept locked until the program ends: nothing is put in its place any more.
            let mut unfinished = shared.lock().unwrap_or_else(PoisonError::into_inner);
            drop(unfinished.take());
            std::mem::forget(unfinished);
        });
        Self(whole)
    }

    fn with(&self, change: impl FnOnce(&mut T) -> Result<()>) -> Result<()> {
        let mut unfinished = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        unfinished.as_mut().map_or(Ok(()), change)
    }

    fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What was not finished is discarded here: what waits for an interruption holds it, too, and is
/// never dropped.
impl<T> Drop for Interruptible<T> {
    fn drop(&mut self) {
        drop(self.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

enum Sink {
    Standard { format: &'static Format },
    File(Interruptible<Unfinished>),
}

impl Sink {
    fn new(format: &'static Format, target: Option<&Path>) -> Result<Self> {
        let Some(path) = target else {
            return Ok(Self::Standard { format });
        };
        Ok(Self::File(Interruptible::new(Unfinished::begin(path)?)))
    }

    fn put(&self, bytes: &[u8], output: &mut Output) -> Result<()> {
        match self {
            Self::Standard { format } if format.is_json => {
                output.json(&String::from_utf8_lossy(bytes))?;
            }
            Self::Standard { format } if output.is_terminal => {
                output.bytes(&harmless(bytes, format))?;
            }
            Self::Standard { .. } => output.bytes(bytes)?,
            Self::File(file) => file.with(|file| Ok(file.write(bytes)?))?,
        }
        Ok(())
    }

    fn commit(self) -> Result<()> {
        if let Self::File(file) = self {
            file.take().map_or(Ok(()), Unfinished::commit)?;
        }
        Ok(())
    }
}

/// The file to write; `None` is standard output.
fn target(session: &Session, format: &Format, output: &Path) -> Result<Option<PathBuf>> {
    if output == Path::new("-") {
        return Ok(None);
    }
    let no_folder = |path: &Path| anyhow!("{} is not a folder; make it first", path.display());
    let names_folder = output.as_os_str().as_encoded_bytes().ends_with(b"/");
    let is_folder_of_files = match format.shape {
        Shape::Files(files) => files.container == Container::Folder,
        Shape::Pieces(_) | Shape::Report(_) | Shape::Unwritten => false,
    };
    let path = if is_folder_of_files {
        output.to_owned()
    } else if output.is_dir() {
        let ending = format.extensions.first().copied().unwrap_or_default();
        output.join(format!("{FILE_STEM}.{ending}"))
    } else if names_folder {
        return Err(no_folder(output));
    } else {
        output.to_owned()
    };
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let folder = parent.canonicalize().map_err(|_| no_folder(parent))?;
    let name = path.file_name().unwrap_or_default();
    session.workspace.check_export(&folder.join(name))?;
    Ok(Some(path))
}

/// The bytes as they may be sent to a terminal: line ends stay, and the tabs in the cells of
/// a table for programs.
fn harmless(bytes: &[u8], format: &Format) -> Vec<u8> {
    let words = String::from_utf8_lossy(bytes);
    let tab = match format.extensions.contains(&"csv") {
        true => "\t",
        false => "␉",
    };
    let lines = words.split('\n').map(|line| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        line.split('\t').map(visible).collect::<Vec<_>>().join(tab)
    });
    lines.collect::<Vec<_>>().join("\n").into_bytes()
}
