//! What the commands do, a file per family.

pub mod drafts;
pub mod history;
pub mod leaving;
pub mod moving;
pub mod program;
pub mod prompts;
pub mod recovery;
pub mod search;
pub mod tagging;

use crate::app::Env;
use crate::app::input::command::Command;
use crate::app::message::Effect;
use crate::app::state::Model;
use crate::app::update::deferred;

/// Runs a command in the pane that has the keys.
pub fn run(model: &mut Model, command: Command, env: &dyn Env) -> Vec<Effect> {
    use Command as C;
    if deferred::puts_off(model, command) {
        return Vec::new();
    }
    match command {
        C::NextSentence
        | C::PreviousSentence
        | C::NextParagraph
        | C::PreviousParagraph
        | C::NextWord
        | C::PreviousWord
        | C::PageDown
        | C::PageUp
        | C::HalfPageDown
        | C::HalfPageUp
        | C::Start
        | C::End
        | C::NextTag
        | C::PreviousTag
        | C::Hints
        | C::Grow
        | C::Shrink
        | C::WholeSentence
        | C::Extend
        | C::Leave => {
            moving::run(model, command);
            Vec::new()
        }
        C::Tag(_)
        | C::TagAndGoOn(_)
        | C::Note
        | C::Source
        | C::Delete
        | C::Resize
        | C::KeepVersion
        | C::Undo
        | C::Redo
        | C::SaveAgain => tagging::run(model, command, env),
        C::Percent
        | C::Search
        | C::NextHit
        | C::PreviousHit
        | C::SearchEverywhere
        | C::SearchAll => prompts::run(model, command),
        C::Recover | C::Suspend | C::Quit => leaving::run(model, command),
        _ => program::run(model, command),
    }
}
