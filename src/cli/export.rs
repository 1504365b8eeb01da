//! `postil export`: the tags in another format, to standard output or a file.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, anyhow, bail};

use crate::corpus::{self, Exported, Selection, Source};
use crate::formats::{Container, Format, InFiles, Masthead, OutFile, Shape};
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
        match &target {
            None => complain(&why),
            Some(_) => bail!("{why}; nothing was written"),
        }
    }
    let selection = Selection::new(&session.corpus, &filter);
    let filters = &arguments.filters;
    let is_all = filter.annotations.takes_all() && filters.doc.is_empty();
    // What a filter with a slip in it finds is no reason to lose an earlier export.
    let earlier = target.as_deref().filter(|path| !is_all && path.exists());
    let is_slip = |exported: &Exported| earlier.is_some() && exported.documents == 0;
    let exported = match format.shape {
        Shape::Files(files) if files.container != Container::Nothing => {
            let path = target.as_deref();
            let path = path.ok_or_else(|| no_stream(format, files.container))?;
            let sink = Interruptible::new(begin_files(path, files.container)?);
            let what = (format, files);
            let exported = put_files(&session, (selection, &sources), what, (path, &sink), output)?;
            if let Some(sink) = sink.take().filter(|_| !is_slip(&exported)) {
                sink.commit()?;
            }
            exported
        }
        _ => {
            let sink = Sink::new(format, target.as_deref())?;
            let masthead = Masthead {
                only: (!is_all).then(|| all_wanted(&session.config.tags, &filter, &filters.doc)),
                ..session.masthead()
            };
            let put = |bytes: &[u8], output: &mut Output| sink.put(bytes, output);
            let exported = corpus::export(selection, &sources, format, &masthead, output, put)?;
            if !is_slip(&exported) {
                sink.commit()?;
            }
            exported
        }
    };
    if let Some(path) = earlier.filter(|_| is_slip(&exported)) {
        let path = path.display();
        complain(&format!("no tag is wanted; {path} is left as it was"));
        return Ok(Exit::Found);
    }
    Ok(told(format, &exported, target.as_deref()))
}

/// Writes the files of a format, none of them among the documents.
fn put_files(
    session: &Session,
    (selection, sources): (Selection<'_>, &[Source]),
    (format, files): (&Format, InFiles),
    (path, sink): (&Path, &Interruptible<ExportFiles>),
    output: &mut Output,
) -> Result<Exported> {
    let real = real(path)?;
    let is_folder = files.container == Container::Folder && !is_zip(path);
    let put = |file: OutFile, _: &mut Output| {
        if is_folder {
            session.workspace.check_export(&real.join(&file.name))?;
        }
        sink.with(|sink| Ok(sink.put(&file.name, &file.bytes)?))
    };
    let tags = &session.config.tags;
    corpus::export_files(selection, sources, (format, files), tags, output, put)
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

/// Begins a folder, or an archive where that is asked for.
fn begin_files(path: &Path, container: Container) -> Result<ExportFiles> {
    Ok(match container == Container::Archive || is_zip(path) {
        true => ExportFiles::archive(path)?,
        false => ExportFiles::folder(path)?,
    })
}

fn is_zip(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
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
    session.workspace.check_export(&real(&path)?)?;
    Ok(Some(path))
}

/// A path that may not be there yet, in the folder that it leads to.
fn real(path: &Path) -> Result<PathBuf> {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let folder = parent.canonicalize().map_err(|_| no_folder(parent))?;
    Ok(folder.join(path.file_name().unwrap_or_default()))
}

fn no_folder(path: &Path) -> anyhow::Error {
    anyhow!("{} is not a folder; make it first", path.display())
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
