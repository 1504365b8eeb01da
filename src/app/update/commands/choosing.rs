//! Keys while a tag is chosen: for a note or a source where no tag is, or as a second tag.

use crate::app::{Command, Env, Key, KeyCode, Mode, Model, Pane, TagFor};

use super::super::outcome::Outcome;
use super::super::{elsewhere, linking, peeking, sources, verdicts};
use super::notes;
use super::tagging::{self, Then};

/// Handles a key: that of a tag makes it, and goes on with what it was chosen for. Others are
/// told what is asked: what is typed at once must not be taken for commands.
pub fn press(model: &mut Model, key: Key, env: &dyn Env) -> Outcome {
    let Mode::ChooseTag(what_for) = model.mode else {
        return Outcome::none();
    };
    let cancels =
        key.code == KeyCode::Esc || key.ctrl && matches!(key.code, KeyCode::Char('c' | 'g'));
    if cancels {
        model.mode = Mode::Reading;
        return Outcome::none();
    }
    let (index, then) = match model.settings.keymap.get(Pane::Text, key) {
        Some(Command::Tag(index)) => (index, Then::Stay),
        Some(Command::TagAndGoOn(index)) if what_for == TagFor::Second => (index, Then::GoOn),
        _ => return no_tag_has(model, &key.to_string()),
    };
    model.mode = Mode::Reading;
    let cited = match what_for {
        TagFor::Cited => model.cited_source.take(),
        _ => None,
    };
    let source = cited.as_ref().map(|cited| cited.source.clone());
    let tagged = tagging::add(model, index, source, then, env);
    let opened = model.open_document();
    let is_tagged = opened.is_some_and(|opened| opened.current().is_some());
    match what_for {
        TagFor::Note if is_tagged => tagged.and(notes::edit(model)),
        TagFor::Source if is_tagged => tagged.and(sources::show(model, env)),
        TagFor::Cited if is_tagged => {
            let called = cited.map(|cited| cited.called);
            tagged.and(called.map(|called| peeking::taken_words(model, index, &called)))
        }
        TagFor::Verdict if is_tagged => tagged.and(verdicts::show(model)),
        TagFor::Link if is_tagged => tagged.and(linking::link(model)),
        TagFor::LinkElsewhere if is_tagged => tagged.and(elsewhere::link(model, env)),
        _ => tagged,
    }
}

/// Says what a question for a tag takes, in answer to a key or to words that were pasted.
pub fn no_tag_has(model: &Model, pressed: &str) -> Outcome {
    let tags = model.settings.tags.iter();
    let tags = tags.filter_map(|tag| Some(format!("{} {}", tag.key?, tag.name)));
    let tags: Vec<String> = tags.collect();
    Outcome::problem(format!(
        "{pressed} is no tag's key: {}; Esc cancels",
        tags.join(", ")
    ))
}
