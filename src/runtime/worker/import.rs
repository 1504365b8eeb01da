//! Finding out what an import would do.
//!
//! Must not know: how a format is read, what is done with the answer.

use std::collections::HashMap;
use std::io;
use std::time::{Duration, Instant};

use crate::app::{
    DocumentId, ImportAsked, ImportFound, ImportInto, ImportLabel, ImportNews, Message,
};
use crate::corpus::{
    ImportPlan, ImportRequest, ImportWay, LeftOut, Observer, Predictions, Source, now, plan_import,
    read_import,
};
use crate::formats::Format;
use crate::storage::Entry;
use crate::text::in_thousands;

use super::context::IoContext;

/// How often it is told how far this is: each time costs a frame.
const NEWS_EVERY: Duration = Duration::from_millis(80);
/// No more of these are told one by one: nobody reads them.
const MOST_TOLD: usize = 1000;

/// Finds out what an import would do, as long as that is wanted.
pub(super) fn find(
    context: &IoContext,
    asked: &ImportAsked,
    is_wanted: &(dyn Fn() -> bool + Sync),
    send: &dyn Fn(Message),
) {
    let tell = |news| send(Message::ImportRead(asked.number, news));
    let news = match found(context, asked, is_wanted, &tell) {
        Ok(found) => ImportNews::Found(Box::new(found)),
        Err(why) => ImportNews::Failed(format!("{why:#}")),
    };
    if is_wanted() {
        tell(news);
    }
}

fn found(
    context: &IoContext,
    asked: &ImportAsked,
    is_wanted: &(dyn Fn() -> bool + Sync),
    tell: &dyn Fn(ImportNews),
) -> anyhow::Result<ImportFound> {
    let corpus = &context.corpus;
    let path = corpus.workspace().typed_path(&asked.file);
    let (format, imported) = read_import(&path, asked.how.format.as_deref())?;
    let problems = imported.problems.iter().map(ToString::to_string);
    let codes = imported.labels.iter();
    let codes = codes.filter(|label| asked.tags.find(&label.name).is_none());
    let codes = codes.map(|label| format!("the code {} is no tag here", label.name));
    let problems: Vec<String> = problems.chain(codes).collect();
    let request = ImportRequest {
        tags: &asked.tags,
        map: &asked.map,
        annotator: &asked.annotator,
        now: now(),
        predictions: match asked.how.suggest {
            true => Predictions::Suggestions,
            false => Predictions::Tags,
        },
        at_least: asked.how.at_least,
    };
    let paths = context.registry.paths();
    let source = |path| {
        Source::Document(Entry {
            path,
            unreadable: None,
            left_out: None,
        })
    };
    let sources: Vec<Source> = paths.iter().cloned().map(source).collect();
    let mut watching = Watching {
        is_wanted,
        tell,
        done: 0,
        all: 0,
        told: Instant::now(),
    };
    let plan = plan_import(corpus, &sources, imported, &request, &mut watching)?;
    let numbers: HashMap<&str, usize> = paths
        .iter()
        .enumerate()
        .map(|(number, path)| (path.as_str(), number))
        .collect();
    Ok(told(format, plan, problems, &numbers))
}

/// What the reader is told of a plan.
fn told(
    format: &Format,
    plan: ImportPlan,
    problems: Vec<String>,
    numbers: &HashMap<&str, usize>,
) -> ImportFound {
    let documents = plan.documents.iter();
    let documents =
        documents.map(|one| format!("{}: {}", one.path.as_str(), one.words(ImportWay::In)));
    let told = first_of(documents.chain(problems).collect());
    let not_imported = plan.count_left_out();
    let left_out = plan.left_out.iter().map(LeftOut::words);
    let left_out = first_of(left_out.collect());
    let (predictions, weaker) = (plan.predictions, plan.weaker);
    let labels = plan.labels.all().map(|(theirs, ours, tags)| ImportLabel {
        theirs: theirs.to_owned(),
        ours: ours.clone(),
        tags,
    });
    let labels = labels.collect();
    let changed = plan.documents.into_iter();
    let changed = changed.filter(|one| one.is_changed(ImportWay::In));
    let documents = changed.filter_map(|one| {
        Some(ImportInto {
            document: DocumentId(*numbers.get(one.path.as_str())?),
            new: one.new,
            suggestions: [one.suggestions.new, one.suggestions.rescored].concat(),
            facts: one.facts,
        })
    });
    ImportFound {
        format: format.name.to_owned(),
        documents: documents.collect(),
        labels,
        told,
        left_out,
        not_imported,
        predictions,
        weaker,
    }
}

/// The first of many lines, and how many more there are.
fn first_of(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        lines.truncate(MOST_TOLD);
        lines.push(format!("and {} more", in_thousands(more)));
    }
    lines
}

/// Tells how far the documents are, and ends it all where nobody wants it any more.
struct Watching<'a> {
    is_wanted: &'a (dyn Fn() -> bool + Sync),
    tell: &'a dyn Fn(ImportNews),
    done: usize,
    all: usize,
    told: Instant,
}

impl Observer for Watching<'_> {
    fn begin(&mut self, documents: usize) {
        self.all = documents;
    }

    fn document_done(&mut self) -> io::Result<()> {
        if !(self.is_wanted)() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        self.done += 1;
        if self.told.elapsed() >= NEWS_EVERY {
            self.told = Instant::now();
            (self.tell)(ImportNews::Progress(self.done, self.all));
        }
        Ok(())
    }
}
