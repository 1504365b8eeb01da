//! The functions of the commands, a file per family, run by the rows of the table.

pub mod copying;
pub mod history;
pub mod moving;
pub mod notes;
pub mod panes;
pub mod resizing;
pub mod tagging;

use crate::app::Goal;
use crate::app::input::command::Direction;
use crate::app::input::commands::with_commands;
use crate::app::view::{conflicts, rows};
use crate::app::{Ask, Command, Effect, Env, Model, Pane};

use super::outcome::Outcome;
use super::searching::{self, Searching};
use super::{editing, leaving, pickers, prompts, recovering};
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
            let run: fn(&mut Model, &dyn Env) -> Outcome = match command {
                $(Command::$command => $run,)+
                Command::Tag(index) => return tagging::tag(model, index, Then::Stay, env),
                Command::TagAndGoOn(index) => return tagging::tag(model, index, Then::GoOn, env),
            };
            run(model, env)
        }
    };
}

with_commands!(functions_of_commands);
