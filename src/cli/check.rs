//! `postil check`: every tag against its document.

use anyhow::Result;

use crate::corpus;
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
    complain(&format!("{tags} in {documents} checked; {found}"));
    Ok(code)
}
