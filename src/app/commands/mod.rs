//! What the commands do, a file per family.

pub mod drafts;
pub mod finding;
pub mod leaving;
pub mod moving;
pub mod program;
pub mod recovering;
pub mod searching;
pub mod tagging;

use super::Env;
use super::command::Command;
use super::late;
use super::message::Effect;
use super::model::Model;

/// Runs a command in the pane that has the keys.
pub fn run(model: &mut Model, command: Command, env: &dyn Env) -> Vec<Effect> {
    use Command as C;
    if late::puts_off(model, command) {
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
        | C::SearchAll => finding::run(model, command),
        C::Kept | C::Suspend | C::Quit => leaving::run(model, command),
        _ => program::run(model, command),
    }
}
