//! `postil check`: every tag against its document.

use anyhow::Result;

use crate::corpus::{self, Suggested};
use crate::text::{counted, visible::visible};

use super::arguments::{Check, Global};
use super::output::{Output, complain};
use super::{exit::Exit, session::Session};

pub(super) fn run(global: &Global, arguments: &Check, output: &mut Output) -> Result<Exit> {
    let session = Session::open(global, &arguments.path)?;
    let sources = session.sources();
    let checked = corpus::check(
        &session.corpus,
        &sources,
        output,
        |file, problem, output| {
            let line = format!("{}: {problem}", file.display());
            Ok(output.line(&visible(&line))?)
        },
    )?;
    output.flush()?;
    let tags = counted(checked.annotations, "tag");
    let documents = counted(checked.documents, "document");
    let (code, found) = match checked.problems {
        0 => (Exit::Done, "no problems".to_owned()),
        problems => (Exit::Found, counted(problems, "problem")),
    };
    let Suggested { all, lost } = checked.suggestions;
    let suggestions = match (all, lost) {
        (0, _) => String::new(),
        (all, 0) => format!("; {} to look at", counted(all, "suggestion")),
        (all, lost) => format!(
            "; {} to look at, {lost} of them not in the text any more",
            counted(all, "suggestion")
        ),
    };
    complain(&format!(
        "{tags} in {documents} checked; {found}{suggestions}"
    ));
    Ok(code)
}
