//! `postil import`: tags that other programs wrote.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};

use crate::annotation::{NewTag, TagId, TagSet, of_each};
use crate::corpus::{
    ImportPlan, ImportRequest, ImportWay, Observer, Predictions, now, plan_import, read_import,
    take_back_import, write_import,
};
use crate::formats::Format;
use crate::formats::import::ImportedLabel;
use crate::storage::{AddedTags, Config};
use crate::text::{counted, visible::visible};

use super::arguments::{Global, Import as Arguments};
use super::output::{Output, complain};
use super::remove::say_broken;
use super::{exit::Exit, interrupt, session::Session};

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit> {
    let session = Session::open(global, &arguments.path)?;
    let file = arguments.file.display();
    let (format, imported) = read_import(&arguments.file, arguments.format.as_deref())?;
    for problem in &imported.problems {
        complain(&format!("{file}: {problem}"));
    }
    if !imported.labels.is_empty() {
        return tell_labels(&session, &imported.labels, output);
    }
    let map = mapped(&session, &arguments.map)?;
    let annotator = session.annotator(global);
    let request = ImportRequest {
        tags: &session.config.tags,
        map: &map,
        annotator: &annotator,
        now: now(),
        predictions: predictions(arguments)?,
        at_least: arguments.at_least,
    };
    let sources = session.corpus.sources();
    let plan = plan_import(&session.corpus, &sources, imported, &request, output)?;
    let new = match arguments.add_labels && !arguments.undo {
        true => new_tags(&session, &plan)?,
        false => Vec::new(),
    };
    let broken = match arguments.undo {
        true => session.corpus.broken_without(&plan.known()),
        false => Vec::new(),
    };
    // What was said could not be taken back, and nobody may be there to hear it.
    if !arguments.dry_run {
        change(&session, (&plan, &new), arguments, output)?;
    }
    tell(&session, (&plan, &new), arguments, output)?;
    output.flush()?;
    say_broken(
        &broken,
        match arguments.dry_run {
            true => "would be broken",
            false => "is broken now",
        },
    );
    while let Some(notice) = session.corpus.store.take_notice() {
        complain(&notice);
    }
    complain(&sum(&plan, arguments, format));
    Ok(match plan.left_out.is_empty() {
        true => Exit::Done,
        false if plan.reaches_nothing() => Exit::Failed,
        false => Exit::Found,
    })
}

/// The labels of a codebook that this workspace does not have, as tables for postil.toml, which
/// belongs to whoever writes it.
fn tell_labels(session: &Session, labels: &[ImportedLabel], output: &mut Output) -> Result<Exit> {
    let known = &session.config.tags;
    let is_new = |label: &&ImportedLabel| known.find(&label.name).is_none();
    let new: Vec<&ImportedLabel> = labels.iter().filter(is_new).collect();
    for label in &new {
        output.line(&visible(&TagId::table_of(&label.name)))?;
        for (name, words) in [("colour", &label.colour), ("guideline", &label.guideline)] {
            if !words.is_empty() {
                let words = toml::Value::from(&*crate::text::one_line(words));
                output.line(&visible(&format!("{name} = {words}")))?;
            }
        }
    }
    output.flush()?;
    let all = counted(labels.len(), "code");
    complain(&match new.len() {
        0 => format!("{all}, and every one is a tag of this workspace already"),
        some => {
            format!("{all}, of which {some} are no tags yet: put these tables into postil.toml")
        }
    });
    Ok(Exit::Done)
}

fn predictions(arguments: &Arguments) -> Result<Predictions> {
    let no_score = |score: &f64| !(0.0..=1.0).contains(score);
    if let Some(score) = arguments.at_least.filter(no_score) {
        bail!("--at-least {score}: a score is a number from 0 to 1");
    }
    Ok(match arguments.suggest {
        true => Predictions::Suggestions,
        false => Predictions::Tags,
    })
}

/// The labels that are no tags here, each with a key that is free.
fn new_tags(session: &Session, plan: &ImportPlan) -> Result<Vec<NewTag>> {
    let mut keymap = super::read::keymap(session)?;
    let mut tags = session.config.tags.clone();
    let mut all = Vec::new();
    for (label, _) in plan.labels.added() {
        let (next, new) = keymap.with_new_tag(&tags, label);
        tags.add(&new);
        keymap = next;
        all.push(new);
    }
    Ok(all)
}

/// Imports, or takes an import back: all of it or nothing.
fn change(
    session: &Session,
    (plan, new): (&ImportPlan, &[NewTag]),
    arguments: &Arguments,
    output: &mut Output,
) -> Result<()> {
    let added = match new.is_empty() {
        true => None,
        false => Some(Config::add_tags(&session.workspace, new)?),
    };
    let mut output = Stoppable::new(output);
    let written = match arguments.undo {
        true => take_back_import(&session.corpus, plan, &mut output),
        false => write_import(&session.corpus, plan, &mut output),
    };
    let why = written.err().map(|error| {
        let back = added.map(AddedTags::take_back).transpose();
        let back = back
            .err()
            .map_or_else(String::new, |error| format!("; {error}"));
        anyhow!("{error:#}{back}")
    });
    output.ended(why.as_ref());
    why.map_or(Ok(()), Err)
}

/// Ends the work at the next document when the program is interrupted, so that what was done is put
/// back; the program ends with that, as one does that is interrupted.
struct Stoppable<'a> {
    output: &'a mut Output,
    is_stopped: Arc<AtomicBool>,
    /// Told once all is put back.
    done: Sender<()>,
}

impl<'a> Stoppable<'a> {
    fn new(output: &'a mut Output) -> Self {
        let is_stopped = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&is_stopped);
        let (done, is_done) = mpsc::channel();
        interrupt::on_interrupt(move || {
            complain("interrupted; what was done is put back");
            stop.store(true, Ordering::Relaxed);
            let _ = is_done.recv();
        });
        Self {
            output,
            is_stopped,
            done,
        }
    }

    /// The work has ended, or failed. Where it was interrupted, this is the last that is said.
    fn ended(self, why: Option<&anyhow::Error>) {
        match why {
            Some(why) if self.is_stopped.load(Ordering::Relaxed) => {
                complain(&format!("{why:#}"));
                let _ = self.done.send(());
                // The program ends meanwhile.
                loop {
                    thread::park();
                }
            }
            // What came too late to stop anything ends nothing.
            _ => std::mem::forget(self.done),
        }
    }
}

impl Observer for Stoppable<'_> {
    fn begin(&mut self, documents: usize) {
        self.output.begin(documents);
    }

    fn idle(&mut self) -> io::Result<Option<Duration>> {
        self.output.idle()
    }

    fn document_done(&mut self) -> io::Result<()> {
        match self.is_stopped.load(Ordering::Relaxed) {
            true => Err(io::Error::new(io::ErrorKind::Interrupted, "interrupted")),
            false => self.output.document_done(),
        }
    }

    fn annotations_done(&mut self, done: usize, all: usize) -> io::Result<()> {
        self.output.annotations_done(done, all)
    }

    fn warn(&mut self, words: &str) {
        self.output.warn(words);
    }

    fn end(&mut self) {
        self.output.end();
    }
}

/// What `--map theirs=ours` asks for.
fn mapped(session: &Session, pairs: &[String]) -> Result<Vec<(String, TagId)>> {
    let pairs = pairs.iter().map(|pair| {
        // A label may have such a sign in it.
        let (theirs, ours) = pair
            .rsplit_once('=')
            .ok_or_else(|| anyhow!("--map {pair}: write THEIRS=OURS"))?;
        let tag = session.config.tags.find(ours.trim());
        let tag = tag.ok_or_else(|| super::filter::unknown_tag(session, ours.trim()))?;
        if theirs.trim().is_empty() {
            bail!("--map {pair}: write THEIRS=OURS");
        }
        Ok((theirs.trim().to_owned(), tag.id.clone()))
    });
    pairs.collect()
}

/// What is done to each document, and what could not be brought in.
fn tell(
    session: &Session,
    (plan, new): (&ImportPlan, &[NewTag]),
    arguments: &Arguments,
    output: &mut Output,
) -> Result<()> {
    let way = way_of(arguments);
    for one in &plan.documents {
        let words = one.words(way);
        output.line(&visible(&format!("{}: {words}", one.path.as_str())))?;
    }
    for one in &plan.left_out {
        output.line(&visible(&format!("not imported: {}", one.words())))?;
    }
    tell_predictions(plan, arguments);
    for (theirs, _) in mapped(session, &arguments.map)? {
        if !plan.labels.all().any(|(name, ..)| name == theirs) {
            complain(&format!("--map: nothing has the label {theirs}"));
        }
    }
    let tags = &session.config.tags;
    for words in plan.mapped_words(tags) {
        complain(&words);
    }
    if new.is_empty() && !arguments.undo {
        plan.added_words().iter().for_each(|words| complain(words));
    }
    if arguments.undo {
        tell_kept_tags(tags, plan);
    }
    for tag in new {
        let key = match tag.key {
            Some(key) => format!("with the key {key}"),
            None => "without a key, since none is free".to_owned(),
        };
        let added = match arguments.dry_run {
            true => "would be added",
            false => "is added",
        };
        complain(&format!(
            "{} {added} to the tags in postil.toml, {key}",
            tag.id
        ));
    }
    Ok(())
}

/// The tags of the import that postil.toml has: they may be others' by now.
fn tell_kept_tags(tags: &TagSet, plan: &ImportPlan) {
    let usual = TagSet::default();
    let all = plan.labels.all().map(|(_, tag, _)| tag);
    let kept: BTreeSet<&str> = all
        .filter(|tag| tags.knows(tag) && !usual.knows(tag))
        .map(TagId::as_str)
        .collect();
    if !kept.is_empty() {
        let kept: Vec<&str> = kept.into_iter().collect();
        let stay = match kept.len() {
            1 => "stays a tag",
            _ => "stay tags",
        };
        complain(&format!("{} {stay} of postil.toml", kept.join(", ")));
    }
}

/// What becomes of what a model made.
fn tell_predictions(plan: &ImportPlan, arguments: &Arguments) {
    if plan.weaker > 0 {
        let (least, weaker) = (arguments.at_least.unwrap_or_default(), plan.weaker);
        complain(&format!("left out, with a score below {least}: {weaker}"));
    }
    if plan.predictions > 0 && !arguments.undo {
        complain(&format!(
            "{} of a model {} in as {}; --suggest makes suggestions of them, to be accepted or \
             rejected",
            counted(plan.predictions, "prediction"),
            if plan.predictions == 1 {
                "comes"
            } else {
                "come"
            },
            if plan.predictions == 1 {
                "a tag"
            } else {
                "tags"
            },
        ));
    }
}

fn way_of(arguments: &Arguments) -> ImportWay {
    match arguments.undo {
        true => ImportWay::Back,
        false => ImportWay::In,
    }
}

fn sum(plan: &ImportPlan, arguments: &Arguments, format: &Format) -> String {
    let left_out = match plan.count_left_out() {
        0 => String::new(),
        some => format!("; {some} not imported"),
    };
    if plan.reaches_nothing() {
        let file = arguments.file.display();
        return format!(
            "{file}: it speaks of no document that can be tagged here; nothing was changed{left_out}"
        );
    }
    let way = way_of(arguments);
    let (tags, suggestions) = (plan.tags(way), plan.suggestions(way));
    let documents = plan.changed_documents(way);
    let all = match tags + suggestions {
        0 => "no tag, but what is said of the document as a whole,".to_owned(),
        _ => of_each(tags, suggestions),
    };
    let done = match (arguments.undo, arguments.dry_run) {
        _ if documents == 0 => return format!("nothing was changed{left_out}"),
        (false, false) => "imported",
        (false, true) => "would be imported",
        (true, false) => "taken back",
        (true, true) => "would be taken back",
    };
    let documents = counted(documents, "document");
    format!("{all} in {documents} {done} from {}{left_out}", format.name)
}
