//! The functions of the commands, a file per family, run by the rows of the table.

pub mod choosing;
pub mod copying;
pub mod finishing;
pub mod history;
pub mod moving;
pub mod notes;
pub mod panes;
pub mod resizing;
pub mod tagging;
pub mod undo_words;

use crate::app::Goal;
use crate::app::input::command::Direction;
use crate::app::input::commands::with_commands;
use crate::app::state::everywhere::Decision;
use crate::app::view::{conflicts, rows};
use crate::app::{Ask, Command, Effect, Env, Model, Pane};

use super::outcome::Outcome;
use super::searching::{self, Searching};
use super::{
    all_matches, editing, elsewhere, everywhere, importing, leaving, linking, next_open, open_list,
    passages, peeking, pickers, places, prompts, recovering, renaming, retagging, reviewing,
    sources, split, suggesting, tag_matches, verdicts,
};
use Direction::{Backward, Forward};
use moving::Page;
use panes::Fold;
use tagging::Then;

macro_rules! functions_of_commands {
    ($($command:ident $name:literal [$($key:literal),*] $group:ident $panes:ident $needs:ident
        $([$($place:ident $order:literal $words:literal),*])? $help:literal $run:expr;)+) => {
        /// Runs a command, unless it would change annotations that may not be written.
        pub fn run(model: &mut Model, command: Command, env: &dyn Env) -> Outcome {
            if command.needs().writable
                && let Some(reason) = editing::read_only(model)
            {
                return Outcome::problem(reason);
            }
            if let Some(jump) = places::jump_of(command, model.pane) {
                model.places.pending = Some(jump);
            }
            let run: fn(&mut Model, &dyn Env) -> Outcome = match command {
                $(Command::$command => $run,)+
                Command::Tag(index) => return tagging::tag(model, index, Then::Stay, env),
                Command::TagAndGoOn(index) => return tagging::tag(model, index, Then::GoOn, env),
            };
            run(model, env)
        }
    };
}

/// Goes to a match of the last search, in the open document or over all of them.
fn step_match(model: &mut Model, direction: Direction) -> Outcome {
    let everywhere = all_matches::step(model, direction);
    everywhere.unwrap_or_else(|| Searching::new(model).step(direction))
}

with_commands!(functions_of_commands);
