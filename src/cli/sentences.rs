//! `postil sentences`: the sentences of a document as JSON Lines.

use anyhow::Result;
use serde::Serialize;

use crate::formats::to_spaced_json;

use super::arguments::{Global, Sentences};
use super::output::{Output, complain};
use super::{exit::Exit, session::Session};

/// One sentence, in code points.
#[derive(Serialize)]
struct Line<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

pub(super) fn run(global: &Global, arguments: &Sentences, output: &mut Output) -> Result<Exit> {
    let (session, path) = Session::open_document(global, &arguments.document)?;
    let document = session.document(&path)?;
    if let Some(encoding) = document.encoding {
        complain(&format!(
            "{path}: it is read as {encoding}; offsets count the code points of that"
        ));
    }
    for notice in &document.notices {
        complain(&format!("{path}: {notice}"));
    }
    let text = &document.text;
    for range in session.corpus.structure(text).sentences() {
        let line = to_spaced_json(&Line {
            start: text.code_point_at(range.start()).0,
            end: text.code_point_at(range.end()).0,
            text: &text.slice(range),
        });
        output.json(&(line + "\n"))?;
    }
    Ok(Exit::Done)
}
