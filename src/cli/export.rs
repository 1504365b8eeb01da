//! `postil export`: the tags in another format, to standard output or a file.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use crate::formats::{ExportBundle, Format};
use crate::storage::write_atomically;

use super::arguments::{Export, Global};
use super::gather::{Selection, in_words};
use super::output::{Output, complain};
use super::session::Session;

/// The name of an export that is written to a folder, without its ending.
const FILE_STEM: &str = "tags";

pub(super) fn run(global: &Global, arguments: &Export, output: &mut Output) -> Result<u8> {
    let session = Session::open(global, &arguments.path)?;
    let format = Format::named(&arguments.format)
        .ok_or_else(|| anyhow!("there is no format {}", arguments.format))?;
    let target = target(&session, format, &arguments.output)?;
    let selection = session.selection(&arguments.filters)?;
    let Selection {
        mut bundle,
        is_whole,
    } = selection;
    session.add_sentences(&mut bundle);
    let (bytes, problems) = (format.write)(&bundle);
    for problem in problems {
        complain(&format!("export to {}: {problem}", format.name));
    }
    match target {
        None if format.is_json => output.json(&String::from_utf8_lossy(&bytes))?,
        None if output.is_terminal() => output.bytes(&harmless(&bytes))?,
        None => output.bytes(&bytes)?,
        Some(path) => {
            write_atomically(&path, &bytes)?;
            complain(&said(&bundle, &path));
        }
    }
    Ok(super::code(is_whole))
}

fn said(bundle: &ExportBundle, path: &Path) -> String {
    format!("{} written to {}", in_words(bundle), path.display())
}

/// The file to write; `None` is standard output.
fn target(session: &Session, format: &Format, output: &Path) -> Result<Option<PathBuf>> {
    if output == Path::new("-") {
        return Ok(None);
    }
    let names_folder = output.as_os_str().as_encoded_bytes().ends_with(b"/");
    let path = if output.is_dir() {
        let ending = format.extensions.first().copied().unwrap_or_default();
        output.join(format!("{FILE_STEM}.{ending}"))
    } else if names_folder {
        bail!("{} is not a folder; make it first", output.display());
    } else {
        output.to_owned()
    };
    let parent = path.parent().filter(|it| !it.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let folder = parent
        .canonicalize()
        .map_err(|_| anyhow!("{} is not a folder; make it first", parent.display()))?;
    let name = path.file_name().unwrap_or_default();
    session.workspace.check_export(&folder.join(name))?;
    Ok(Some(path))
}

/// The bytes as they may be sent to a terminal: line ends and tabs stay.
fn harmless(bytes: &[u8]) -> Vec<u8> {
    let words = String::from_utf8_lossy(bytes);
    let lines: Vec<_> = words
        .split('\n')
        .map(|line| {
            let line = line.strip_suffix('\r').unwrap_or(line);
            let cells = line.split('\t').map(crate::text::visible::visible);
            cells.collect::<Vec<_>>().join("\t")
        })
        .collect();
    lines.join("\n").into_bytes()
}
