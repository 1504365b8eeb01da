//! `postil similar`: the sentences of other documents that say something close.

use std::path::Path;

use anyhow::{Result, anyhow, bail};
use serde::Serialize;

use crate::corpus::{Repetition, Similar, SimilarTo};
use crate::formats::to_spaced_json;
use crate::storage::{DocumentPath, Lines, SentenceIndexFile, StateFile};
use crate::text::visible::{visible, visible_text};

use super::arguments::{self, Global};
use super::output::{Output, complain};
use super::{exit::Exit, passage, session::Session};

/// One question with what was found, in code points.
#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    results: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    doc: &'a str,
    sentence: usize,
    start: usize,
    end: usize,
    text: &'a str,
    score: f32,
}

/// What is asked.
enum Question {
    Text(String),
    /// A sentence of a document.
    Sentence(DocumentPath, String),
    /// The lines of a file.
    Lines(Lines),
}

pub(super) fn run(
    global: &Global,
    arguments: &arguments::Similar,
    output: &mut Output,
) -> Result<Exit> {
    let (session, question) = question(global, arguments)?;
    let corpus = &session.corpus;
    let mut similar = Similar::open(SentenceIndexFile::beside(&StateFile::of(
        &session.workspace,
    )));
    similar.update(corpus, output, &|| true)?;
    if similar.sentence_count() == 0 {
        // Says so where there are no documents.
        session.sources();
    }
    let mut asked = Asked {
        session: &session,
        similar,
        arguments,
        output,
    };
    match question {
        Question::Text(text) => asked.answer(&text, None)?,
        Question::Sentence(document, text) => asked.answer(&text, Some(&document))?,
        Question::Lines(lines) => {
            for line in lines {
                asked.answer(&line?, None)?;
            }
        }
    }
    Ok(Exit::Done)
}

/// What is asked, and the workspace that is asked.
fn question(global: &Global, arguments: &arguments::Similar) -> Result<(Session, Question)> {
    let path = arguments.path.as_deref();
    if let Some(document) = &arguments.doc {
        let (session, document) = match path {
            None => Session::open_document(global, document)?,
            Some(path) => document_in(global, path, document)?,
        };
        let text = session.document(&document)?.text;
        let number = arguments
            .sentence
            .ok_or_else(|| anyhow!("--doc needs --sentence N, as postil sentences counts them"))?;
        let range = passage::sentence(&session.corpus.structure(&text), number)?;
        let words = text.slice(range).into_owned();
        return Ok((session, Question::Sentence(document, words)));
    }
    let session = Session::open(global, path.unwrap_or(Path::new(".")))?;
    let question = match (&arguments.text, &arguments.queries) {
        (Some(text), _) if text.trim().is_empty() => bail!("--text is empty; give a sentence"),
        (Some(text), _) => Question::Text(text.clone()),
        (None, Some(file)) => Question::Lines(Lines::open(file)?),
        (None, None) => bail!("say what to look for: --text, --doc with --sentence, or --queries"),
    };
    Ok((session, question))
}

/// The workspace at a path, and a document of it, which is given as a path or by its name.
fn document_in(global: &Global, path: &Path, given: &Path) -> Result<(Session, DocumentPath)> {
    let session = Session::open(global, path)?;
    if let Ok((other, document)) = Session::open_document(global, given)
        && other.workspace.root() == session.workspace.root()
    {
        return Ok((session, document));
    }
    let missing = anyhow!(
        "there is no document {} in {}",
        given.display(),
        session.workspace.documents_dir().display()
    );
    let document = session.find(given, missing)?;
    Ok((session, document))
}

struct Asked<'a> {
    session: &'a Session,
    similar: Similar,
    arguments: &'a arguments::Similar,
    output: &'a mut Output,
}

impl Asked<'_> {
    fn answer(&mut self, text: &str, document: Option<&DocumentPath>) -> Result<()> {
        let question = SimilarTo {
            text,
            document,
            most: self.arguments.top.into(),
        };
        let found = self.similar.ask(&self.session.corpus, &question);
        match self.arguments.json {
            true => self.json(text, &found),
            false => self.list(text, &found),
        }
    }

    fn json(&mut self, query: &str, found: &[Repetition]) -> Result<()> {
        let mut results = Vec::new();
        for one in found {
            let document = self.similar.document(&self.session.corpus, &one.document);
            let document = match document {
                Ok(document) => document,
                Err(error) => {
                    complain(&error.to_string());
                    continue;
                }
            };
            results.push(Row {
                doc: one.document.as_str(),
                sentence: one.sentence,
                start: document.text.code_point_at(one.range.start()).0,
                end: document.text.code_point_at(one.range.end()).0,
                text: &one.text,
                score: one.score,
            });
        }
        let line = to_spaced_json(&Answer { query, results });
        Ok(self.output.json(&(line + "\n"))?)
    }

    /// For people: the place of each sentence, and the sentence with its shared words.
    fn list(&mut self, text: &str, found: &[Repetition]) -> Result<()> {
        if self.arguments.queries.is_some() {
            self.output.line(&format!("> {}", on_one_line(text)))?;
        }
        if found.is_empty() {
            return Ok(self.output.line("Nothing close was found.")?);
        }
        let is_lit = self.output.wants_colour();
        for one in found {
            let name = visible(one.document.as_str());
            let (score, number) = (one.score, one.sentence);
            self.output
                .line(&format!("{score:.2}  {name}, sentence {number}"))?;
            let words = match is_lit {
                true => lit(one),
                false => on_one_line(&one.text),
            };
            self.output.line(&format!("      {words}"))?;
        }
        Ok(())
    }
}

/// A sentence with its shared words in bold.
fn lit(one: &Repetition) -> String {
    let mut words = String::new();
    let mut at = 0;
    for range in &one.shared {
        words += &on_one_line(&one.text[at..range.start]);
        words += "\u{1b}[1m";
        words += &on_one_line(&one.text[range.clone()]);
        words += "\u{1b}[0m";
        at = range.end;
    }
    words + &on_one_line(&one.text[at..])
}

/// In its visible form, and with spaces for line ends.
fn on_one_line(words: &str) -> String {
    visible_text(&words.replace(['\r', '\n', '\t'], " ")).into_owned()
}
