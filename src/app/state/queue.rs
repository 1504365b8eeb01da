//! The queue of input that has to wait.

use std::collections::VecDeque;

use crate::app::input::command::Command;
use crate::app::input::key::Key;
use crate::app::message::Mouse;

/// Input: something that a person did.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    Key(Key),
    Paste(String),
    Mouse(Mouse),
    Command(Command),
}

/// Input that waits: first in, first out.
pub type Queue = VecDeque<Input>;
