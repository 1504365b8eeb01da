//! `postil import`: tags that other programs wrote.

use anyhow::{Result, anyhow, bail};

use crate::annotation::TagId;
use crate::corpus::{
    ImportPlan, ImportRequest, PlannedDocument, Predictions, now, plan_import, take_back_import,
    write_import,
};
use crate::formats::Format;
use crate::formats::import::ImportedLabel;
use crate::storage::read_import;
use crate::text::{counted, visible::visible};

use super::arguments::{Global, Import as Arguments};
use super::output::{Output, complain};
use super::{exit::Exit, session::Session};

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit> {
    let session = Session::open(global, &arguments.path)?;
    let file = arguments.file.display();
    let input = read_import(&arguments.file)?;
    let input = input
        .unpacked()
        .map_err(|problem| anyhow!("{file}: {problem}; nothing was imported"))?;
    let format = match &arguments.format {
        Some(name) => Format::named(name).ok_or_else(|| anyhow!("there is no format {name}"))?,
        None => Format::recognised(&input).ok_or_else(|| {
            let names: Vec<&str> = Format::readable().map(|format| format.name).collect();
            anyhow!(
                "{file} is in no format that is known here; --format says which of {} it is",
                names.join(", ")
            )
        })?,
    };
    let imported = format.read(&input).map_err(|problem| {
        anyhow!(
            "{file} cannot be imported as {}: {problem}; nothing was imported",
            format.name
        )
    })?;
    drop(input);
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
    tell(&session, &plan, arguments, output)?;
    output.flush()?;
    if !arguments.dry_run {
        let written = match arguments.undo {
            true => take_back_import(&session.corpus, &plan, output),
            false => write_import(&session.corpus, &plan, output),
        };
        written.map_err(|error| anyhow!("{error:#}; nothing was imported"))?;
    }
    while let Some(notice) = session.corpus.store.take_notice() {
        complain(&notice);
    }
    complain(&sum(&plan, arguments, format));
    Ok(match plan.left_out.is_empty() {
        true => Exit::Done,
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
                let words = toml::Value::from(crate::text::one_line(words));
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

/// What `--map theirs=ours` asks for.
fn mapped(session: &Session, pairs: &[String]) -> Result<Vec<(String, TagId)>> {
    let pairs = pairs.iter().map(|pair| {
        let (theirs, ours) = pair
            .split_once('=')
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
    plan: &ImportPlan,
    arguments: &Arguments,
    output: &mut Output,
) -> Result<()> {
    for one in &plan.documents {
        let words = match arguments.undo {
            true => format!(
                "{} taken back",
                of_each(one.known.len(), one.suggestions.known.len())
            ),
            false => document_words(one),
        };
        output.line(&visible(&format!("{}: {words}", one.path.as_str())))?;
    }
    for one in &plan.left_out {
        let place = match one.place.is_empty() {
            true => String::new(),
            false => format!("{}: ", one.place),
        };
        let what = crate::text::one_line(&one.what);
        let what = crate::text::visible::visible_within(&what, QUOTE_COLUMNS);
        let line = match what.is_empty() {
            true => format!("not imported: {place}{}", one.why),
            false => format!("not imported: {place}“{what}”: {}", one.why),
        };
        output.line(&visible(&line))?;
    }
    tell_predictions(plan, arguments);
    let tags = &session.config.tags;
    for (theirs, ours, count) in plan.labels.mapped() {
        let name = tags.look_up(ours).name;
        complain(&format!(
            "{theirs} became {name}: {}",
            counted(count, "tag")
        ));
    }
    for (label, count) in plan.labels.added() {
        complain(&format!(
            "{label} is no tag of this workspace: {} kept it; {} in postil.toml gives it a key, \
             --map {label}=TAG another name",
            counted(count, "tag"),
            TagId::table_of(label.as_str())
        ));
    }
    Ok(())
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

/// The columns of a quote in a line about it.
const QUOTE_COLUMNS: usize = 60;

fn document_words(one: &PlannedDocument) -> String {
    let suggestions = &one.suggestions;
    let mut words = vec![format!(
        "{} new",
        of_each(one.new.len(), suggestions.new.len())
    )];
    let known = one.known.len() + one.alike + suggestions.known.len();
    if known > 0 {
        words.push(format!("{known} here already"));
    }
    if suggestions.settled > 0 {
        words.push(format!(
            "{} accepted or rejected before",
            suggestions.settled
        ));
    }
    if !one.differing.is_empty() {
        let count = one.differing.len();
        words.push(format!(
            "{count} here already with other words, left as they are"
        ));
    }
    if one.is_other_text {
        words.push("its text is another one here".to_owned());
    }
    words.join(", ")
}

/// Tags and suggestions, as far as there are any: `2 tags and 1 suggestion`.
fn of_each(tags: usize, suggestions: usize) -> String {
    match (tags, suggestions) {
        (tags, 0) => counted(tags, "tag"),
        (0, suggestions) => counted(suggestions, "suggestion"),
        (tags, suggestions) => format!(
            "{} and {}",
            counted(tags, "tag"),
            counted(suggestions, "suggestion")
        ),
    }
}

fn sum(plan: &ImportPlan, arguments: &Arguments, format: &Format) -> String {
    let of_document = |one: &PlannedDocument| match arguments.undo {
        true => one.known.len() + one.suggestions.known.len(),
        false => one.new.len() + one.suggestions.new.len(),
    };
    let documents = plan.documents.iter().filter(|one| of_document(one) > 0);
    let documents = counted(documents.count(), "document");
    let (tags, suggestions) = match arguments.undo {
        true => (plan.known(), plan.known_suggestions()),
        false => (plan.new_tags(), plan.new_suggestions()),
    };
    let left_out = match plan.left_out.len() {
        0 => String::new(),
        some => format!("; {some} not imported"),
    };
    let done = match (arguments.undo, arguments.dry_run) {
        _ if tags + suggestions == 0 => return format!("nothing was changed{left_out}"),
        (false, false) => "imported",
        (false, true) => "would be imported",
        (true, false) => "taken back",
        (true, true) => "would be taken back",
    };
    let all = of_each(tags, suggestions);
    format!("{all} in {documents} {done} from {}{left_out}", format.name)
}
