//! `postil export`: the tags in another format, to standard output or a file.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, anyhow};

use crate::corpus::{self, Selection};
use crate::formats::{Format, Masthead};
use crate::storage::Unfinished;
use crate::text::{counted, visible::visible};

use super::arguments::{Export, Global};
use super::filter::{all_wanted, filter};
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
    let selection = Selection::new(&session.corpus, &filter);
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
    for problem in format.dropped(&exported.tally) {
        complain(&format!("export to {}: {problem}", format.name));
    }
    sink.commit()?;
    if let Some(path) = target {
        let tags = counted(exported.tally.tags, "tag");
        let documents = counted(exported.documents, "document");
        let path = path.display();
        complain(&format!("{tags} in {documents} written to {path}"));
    }
    Ok(exported.completeness.into())
}

enum Sink {
    Standard {
        format: &'static Format,
    },
    /// A file, shared with what discards it when the program is interrupted.
    File(Arc<Mutex<Option<Unfinished>>>),
}

impl Sink {
    fn new(format: &'static Format, target: Option<&Path>) -> Result<Self> {
        let Some(path) = target else {
            return Ok(Self::Standard { format });
        };
        let file = Arc::new(Mutex::new(Some(Unfinished::begin(path)?)));
        let shared = Arc::clone(&file);
        interrupt::on_interrupt(move || {
            // Kept locked until the program ends: nothing is put in its place any more.
            let mut file = shared.lock().unwrap_or_else(PoisonError::into_inner);
            drop(file.take());
            std::mem::forget(file);
        });
        Ok(Self::File(file))
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
            Self::File(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.as_mut().map_or(Ok(()), |file| file.write(bytes))?;
            }
        }
        Ok(())
    }

    fn commit(self) -> Result<()> {
        if let Self::File(file) = self {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
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
    let path = if output.is_dir() {
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
