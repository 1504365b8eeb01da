//! The sources of an annotation: listed, added, corrected, removed, opened and copied.
//!
//! Must not know: which addresses may be opened, and how.

use crate::annotation::{AnnotationId, Source, remember_words, typed_remark};
use crate::app::state::linking::LinkEnd;
use crate::app::state::notice::Notice;
use crate::app::state::places::Jump;
use crate::app::state::sources::{ListedSource, SourceAsk, SourceDetail};
use crate::app::state::travel::Arrival;
use crate::app::view::sources::{missing, picker};
use crate::app::view::words::on_one_line;
use crate::app::{
    Ask, Command, DocumentId, Effect, Env, Key, KeyCode, Mode, Model, OpenDocument, Pane, Prompt,
    TagFor,
};
use crate::text::plural;
use crate::text::visible::{leaving, visible_within};

use super::commands::tagging;
use super::editing::{Editing, editing, read_only};
use super::outcome::{Next, Outcome};
use super::{open_list, passages, source_details};

/// How many columns of a source name it in a notice.
const FIRST_WORDS: usize = 50;

/// Lists the sources of the annotation under the cursor; asks for the first one where it has
/// none, and for a tag where there is no annotation.
pub fn show(model: &mut Model, env: &dyn Env) -> Outcome {
    let (document, annotation) = match tagging::current_or_ask(model, TagFor::Source) {
        Ok(current) => current,
        Err(outcome) => return outcome,
    };
    let here = LinkEnd {
        document,
        annotation: annotation.id.clone(),
    };
    if let Some(taken) = passages::take(model, &here, env) {
        return taken;
    }
    if annotation.sources.is_empty() {
        return ask(model, document, annotation.id, None);
    }
    let picker = picker(model, document, &annotation);
    model.mode.show_picker(picker);
    Outcome::none()
}

/// Asks for a further source, or for an old one as it should be.
fn ask(
    model: &mut Model,
    document: DocumentId,
    annotation: AnnotationId,
    old: Option<Source>,
) -> Outcome {
    if let Some(why) = read_only(model) {
        return Outcome::problem(why);
    }
    let line = old.as_ref().map_or_else(String::new, Source::to_words);
    let ask = SourceAsk {
        document,
        annotation,
        old,
        doubt: None,
        error: None,
    };
    model.mode = Mode::Prompt(Prompt::new(Ask::Source(Box::new(ask)), &line));
    Outcome::none()
}

/// Asks for a source that was chosen from the list, as it should be.
pub fn correct(model: &mut Model, chosen: ListedSource) -> Outcome {
    ask(
        model,
        chosen.document,
        chosen.annotation,
        Some(chosen.source),
    )
}

/// Handles a letter in the list of sources; `None` for a key that does there what it does in
/// every list.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Option<Outcome> {
    if key.ctrl || key.alt {
        return None;
    }
    let letter = match key.code {
        KeyCode::Char(letter) => letter,
        KeyCode::Delete => 'x',
        _ => return None,
    };
    if !matches!(letter, 'a' | 'e' | 'x' | 'o' | 'y' | 'p' | 'r' | 'd') {
        return None;
    }
    let chosen = model.mode.picker()?.chosen_row()?.target.source()?.clone();
    model.closed.push(model.mode.take_picker()?);
    Some(match letter {
        'a' => ask(model, chosen.document, chosen.annotation, None),
        'e' => correct(model, chosen),
        'x' => remove(model, &chosen, env),
        'o' => open(model, &chosen.source),
        'p' => passages::begin(
            model,
            LinkEnd {
                document: chosen.document,
                annotation: chosen.annotation,
            },
        ),
        'r' => source_details::ask(model, chosen, SourceDetail::Remark, env),
        'd' => source_details::ask(model, chosen, SourceDetail::Accessed, env),
        _ => copy(&chosen.source),
    })
}

/// Begins to choose a passage elsewhere, where a source is being asked for.
pub fn choose_passage(model: &mut Model) -> Outcome {
    let Mode::Prompt(Prompt {
        ask: Ask::Source(ask),
        ..
    }) = &model.mode
    else {
        return Outcome::none();
    };
    let of = LinkEnd {
        document: ask.document,
        annotation: ask.annotation.clone(),
    };
    model.mode = Mode::Reading;
    passages::begin(model, of)
}

fn open(model: &mut Model, source: &Source) -> Outcome {
    if let Some(passage) = source.passage() {
        let Some((document, annotation)) = passages::end_of(model, source) else {
            return Outcome::problem(missing(model, passage));
        };
        open_list::leave(model);
        model.places.pending = Some(Jump::Other);
        model.pane = Pane::Text;
        let arrival = Some(Arrival::Annotation(annotation));
        return Outcome::next(Next::Open(document, arrival));
    }
    match source.address() {
        Some(address) => Effect::OpenAddress(address).into(),
        None => {
            let why = Source::doubt(&source.to_words());
            let why = why.unwrap_or_else(|| "only https:// and http:// addresses are".to_owned());
            Outcome::problem(format!("{} cannot be opened: {why}", in_words(source)))
        }
    }
}

/// Copies a source: its address where it has one, else its words.
pub fn copy(source: &Source) -> Outcome {
    let (words, what) = match source.address() {
        Some(_) => (source.target.value().to_owned(), "the address"),
        None => (source.to_words(), "the source"),
    };
    Effect::Copy(leaving(&words).words.into_owned(), Some(what)).into()
}

fn in_words(source: &Source) -> String {
    let words = on_one_line(&source.to_words());
    visible_within(&words, FIRST_WORDS).into_owned()
}

fn remove(model: &mut Model, chosen: &ListedSource, env: &dyn Env) -> Outcome {
    if let Some(why) = read_only(model) {
        return Outcome::problem(why);
    }
    let Some(mut editing) = editing(model, chosen.document, env) else {
        return Outcome::none();
    };
    let mut at = 0;
    let removed = editing.edit(&chosen.annotation, |annotation| {
        let sources = &mut annotation.sources;
        if let Some(found) = sources.iter().position(|source| *source == chosen.source) {
            sources.remove(found);
            at = found;
        }
    });
    let undo = editing.key(Command::Undo);
    let words = match removed.effects.is_empty() {
        true => "This source is gone: it was changed elsewhere".to_owned(),
        false => format!("Removed source {}; {undo} undoes", in_words(&chosen.source)),
    };
    // The list stays while there is something in it: a second `x` is meant for it, and not
    // for the tag.
    let left = model
        .documents
        .get_opened(chosen.document)
        .and_then(|opened| opened.set().get(&chosen.annotation))
        .map(|annotation| (**annotation).clone())
        .filter(|annotation| !annotation.sources.is_empty());
    if let Some(annotation) = left {
        let mut list = picker(model, chosen.document, &annotation);
        list.chosen = at.min(annotation.sources.len() - 1);
        model.mode.show_picker(list);
    }
    Outcome::plain(words).and(removed)
}

/// Takes the line that was typed for a source. What looks like an address and is none is
/// asked about once: to enter it again saves it as it is.
pub fn accept(model: &mut Model, ask: SourceAsk, line: &str, env: &dyn Env) -> Outcome {
    let is_same = |old: &Source| old.to_words() == line.trim();
    let typed = typed_remark(line).map_err(|why| format!("A source {why}"));
    let typed = typed.and_then(|_| passages::typed(model, (ask.document, &ask.annotation), line));
    let typed = match typed {
        Ok(typed) => typed,
        Err(why) => return Outcome::problem(why),
    };
    if typed.is_empty() || ask.old.as_ref().is_some_and(is_same) {
        return leave(model, &ask);
    }
    if ask.doubt.is_none()
        && let Some(doubt) = Source::doubt(line)
    {
        let ask = SourceAsk {
            doubt: Some(doubt),
            ..ask
        };
        model.mode = Mode::Prompt(Prompt::new(Ask::Source(Box::new(ask)), line));
        return Outcome::none();
    }
    let nowhere = passages::leading_nowhere(model, &typed);
    let Some(mut editing) = editing(model, ask.document, env) else {
        return Outcome::none();
    };
    if !editing.opened.set().contains(&ask.annotation) {
        let words = "The tag is gone: it was deleted elsewhere; the source was copied";
        return Outcome::problem(words).and(Effect::Copy(line.to_owned(), None));
    }
    let typed = with_words(editing.opened, &ask.annotation, typed);
    let entered = match ask.old {
        Some(old) => put(&mut editing, &ask.annotation, &old, typed),
        None => add(&mut editing, &ask.annotation, typed),
    };
    match entered.effects.is_empty() {
        true => entered,
        false => entered.and(nowhere),
    }
}

/// Sources with the words of the references among them, as far as these have been read.
fn with_words(opened: &OpenDocument, id: &AnnotationId, mut typed: Vec<Source>) -> Vec<Source> {
    let tag = opened.set().get(id);
    if let Some((tag, references)) = tag.zip(opened.known_references()) {
        remember_words(&mut typed, &opened.text, references, tag.selector.start);
    }
    typed
}

/// Leaves the prompt for a source without a change. Where there was a list before it, that is
/// there again: the next key is meant for it, and not for the text.
pub fn leave(model: &mut Model, ask: &SourceAsk) -> Outcome {
    let set = model.documents.get_opened(ask.document);
    let annotation = set.and_then(|opened| opened.set().get(&ask.annotation));
    let listed = annotation.filter(|annotation| !annotation.sources.is_empty());
    if let Some(annotation) = listed.map(|annotation| (**annotation).clone()) {
        let mut list = picker(model, ask.document, &annotation);
        let old = ask.old.as_ref();
        let at = old.and_then(|old| annotation.sources.iter().position(|one| one == old));
        list.chosen = at.unwrap_or(0);
        model.mode.show_picker(list);
    }
    match ask.old {
        Some(_) => Outcome::plain("Cancelled; source unchanged"),
        None => Outcome::none(),
    }
}

const LISTED: &str = "This source is in the list already";

fn add(editing: &mut Editing<'_>, id: &AnnotationId, mut typed: Vec<Source>) -> Outcome {
    if let Some(tag) = editing.opened.set().get(id) {
        typed.retain(|source| !is_listed(&tag.sources, source));
    }
    if typed.is_empty() {
        return Outcome::plain(LISTED);
    }
    let missing = missing_references(editing.opened, &typed);
    let added = editing.edit(id, |annotation| annotation.sources.extend(typed));
    added.and(missing)
}

/// Whether a source points to the same as one of some others; another title makes none of it.
fn is_listed(sources: &[Source], source: &Source) -> bool {
    sources.iter().any(|listed| listed.target == source.target)
}

/// Puts a source in the place of an old one, and further ones behind it; beside the others,
/// where that has gone.
fn put(
    editing: &mut Editing<'_>,
    id: &AnnotationId,
    old: &Source,
    mut typed: Vec<Source>,
) -> Outcome {
    if let Some(tag) = editing.opened.set().get(id) {
        let is_old = |source: &Source| source.target == old.target;
        typed.retain(|source| is_old(source) || !is_listed(&tag.sources, source));
    }
    if typed.is_empty() {
        return Outcome::plain(LISTED);
    }
    let missing = missing_references(editing.opened, &typed);
    typed[0] = old.corrected(typed[0].clone());
    let mut is_there = true;
    let changed = editing.edit(id, |annotation| {
        let sources = &mut annotation.sources;
        let at = sources.iter().position(|source| source == old);
        is_there = at.is_some();
        let replaced = at.map_or(sources.len()..sources.len(), |at| at..at + 1);
        sources.splice(replaced, typed);
    });
    let words = match is_there {
        true => format!("Changed source; {} undoes", editing.key(Command::Undo)),
        false => {
            "The old source was changed elsewhere meanwhile: yours stands beside it".to_owned()
        }
    };
    changed.and(Notice::plain(words)).and(missing)
}

/// Says which sources are no references of the document; a large document is not gone through
/// for a key.
fn missing_references(opened: &OpenDocument, sources: &[Source]) -> Option<Notice> {
    let references = opened.known_references()?;
    // A large text is not gone through for a line that begins as the reference does.
    let has = |label: &str| match references.is_large() {
        true => references.get(label).is_some(),
        false => references.has(&opened.text, label),
    };
    let labels = sources.iter().filter_map(Source::reference);
    let missing = labels.filter(|label| !has(label));
    let missing: Vec<String> = missing.map(|label| format!("[{label}]")).collect();
    (!missing.is_empty()).then(|| {
        let (missing, source) = (missing.join(" or "), plural(missing.len(), "source"));
        Notice::plain(format!(
            "This document has no reference {missing}; kept as the {source} all the same"
        ))
    })
}
