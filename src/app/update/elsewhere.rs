//! What other documents say like the current sentence.
//!
//! What is pressed and seen: `"` lists the sentences of other documents that say something
//! close to the current one, or to what is selected, best first, with the words lit that both
//! have. Enter goes to one, from which `<` comes back; the key of a relation links the passage
//! to it, which is tagged for that where it has no tag. Where the list takes a while, because
//! the sentences are read for the first time, the reader goes on meanwhile, and is told when it
//! is there.
//!
//! Must not know: how sentences are compared, how many documents are changed.

use crate::app::state::elsewhere::{AskedElsewhere, FirstEnd, LinkingElsewhere, PendingLink};
use crate::app::state::everywhere::{Purpose, Task};
use crate::app::state::linking::LinkEnd;
use crate::app::view::elsewhere::picker;
use crate::app::{
    Command, Effect, Env, Key, Mode, Model, Pane, SimilarRequest, SimilarResult, TagFor,
};

use super::commands::tagging;
use super::editing::read_only;
use super::everywhere::{self, NOT_DONE_YET};
use super::outcome::Outcome;

/// How many sentences are listed, at most.
const MOST: usize = 8;
/// More bytes than any sentence has are not compared.
const LONGEST: usize = 16 << 10;

/// Shows what other documents say like the current passage, or asks for it.
pub fn show(model: &mut Model) -> Outcome {
    let Some((document, opened)) = model.documents.open.zip(model.documents.open_document()) else {
        return Outcome::none();
    };
    let Some(passage) = opened.passage() else {
        return Outcome::problem("Nothing is selected but blanks");
    };
    if passage.len() > LONGEST {
        return Outcome::problem("This is too long to be compared: select a sentence or a few");
    }
    if model.documents.all().len() < 2 && !model.documents.walking {
        return Outcome::plain("There is no other document that could say it, too");
    }
    let state = &mut model.said_elsewhere;
    let words = opened.text.slice(passage).into_owned();
    if let Some((asked, found)) = &state.asked
        && (asked.document, asked.passage, &asked.words) == (document, passage, &words)
    {
        state.is_waited_for = true;
        return match found {
            Some(_) => list(model),
            None => waiting(),
        };
    }
    state.count += 1;
    let asked = AskedElsewhere {
        number: state.count,
        document,
        passage,
        words: words.clone(),
    };
    let request = SimilarRequest {
        number: asked.number,
        document,
        text: words,
        most: MOST,
    };
    state.asked = Some((asked, None));
    state.is_waited_for = true;
    waiting().and(Effect::FindSimilar(Box::new(request)))
}

fn waiting() -> Outcome {
    Outcome::plain("Looking for what the other documents say like this …")
}

/// Something was pressed: no list comes unasked any more, which would take the next key.
pub fn stop_waiting(model: &mut Model) {
    model.said_elsewhere.is_waited_for = false;
}

/// Takes an answer.
pub fn found(model: &mut Model, result: SimilarResult) -> Outcome {
    let state = &mut model.said_elsewhere;
    let Some((_, answer)) = state
        .asked
        .as_mut()
        .filter(|(asked, _)| asked.number == result.number)
    else {
        return Outcome::none();
    };
    let (was_answered, count) = (answer.is_some(), result.found.len());
    *answer = Some(result.found);
    if was_answered {
        return Outcome::none();
    }
    let may_list = state.is_waited_for && matches!(model.mode, Mode::Reading);
    match (may_list, count) {
        (true, _) => list(model),
        (false, 0) => Outcome::none(),
        (false, _) => {
            let keymap = &model.settings.keymap;
            let key = keymap.shown_key(Pane::Text, Command::SaidElsewhere);
            Outcome::plain(format!(
                "Other documents say something close: {key} there shows it"
            ))
        }
    }
}

/// The sentences of the documents may be others now: what was found is not believed any more.
pub fn forget(model: &mut Model) {
    let state = &mut model.said_elsewhere;
    state.asked = state.asked.take().filter(|(_, found)| found.is_none());
}

fn list(model: &mut Model) -> Outcome {
    let Some((asked, Some(found))) = &model.said_elsewhere.asked else {
        return Outcome::none();
    };
    if found.is_empty() {
        return Outcome::plain("No other document says anything close to this");
    }
    let picker = picker(&model.documents, asked, found);
    model.notice = None;
    model.mode.show_picker(picker);
    Outcome::none()
}

/// Handles a letter in the list; `None` for a key that does there what it does in every list.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Option<Outcome> {
    let letter = key.letter()?;
    let picker = model.mode.picker_mut()?;
    if model.settings.keymap.get(Pane::Text, key) == Some(Command::SaidElsewhere) {
        model.closed.push(model.mode.take_picker()?);
        return Some(Outcome::none());
    }
    let relation = model.settings.relations.by_key(letter)?.name.clone();
    let row = picker.chosen_row()?.target.elsewhere()?.clone();
    model.closed.push(model.mode.take_picker()?);
    model.said_elsewhere.pending = Some(PendingLink {
        to: row,
        relation,
        first: FirstEnd::Known,
    });
    Some(link(model, env))
}

/// Links the passage to the sentence that was chosen; one without a tag is asked for one first.
pub fn link(model: &mut Model, env: &dyn Env) -> Outcome {
    if model.everywhere.is_some() {
        return Outcome::problem(NOT_DONE_YET);
    }
    let (document, annotation) = match tagging::current_or_ask(model, TagFor::LinkElsewhere) {
        Ok(current) => current,
        Err(outcome) => {
            if let Some(pending) = &mut model.said_elsewhere.pending {
                pending.first = FirstEnd::Tagged;
            }
            return outcome;
        }
    };
    let Some(pending) = model.said_elsewhere.pending.take() else {
        return Outcome::none();
    };
    let PendingLink {
        to,
        relation,
        first,
    } = pending;
    if let Some(why) = read_only(model) {
        return Outcome::problem(why);
    }
    let Some(path) = model.documents.get(to.document).map(|one| one.path.clone()) else {
        return Outcome::problem("The other document is not there any more");
    };
    let task = Task {
        document: to.document,
        passages: [to.range].into(),
    };
    let linking = LinkingElsewhere {
        from: LinkEnd {
            document,
            annotation: annotation.id,
        },
        first,
        relation,
        path,
        to,
        tag: annotation.tag,
        end: None,
        was_tagged: false,
    };
    everywhere::begin(model, Purpose::Link(Box::new(linking)), vec![task], env)
}
