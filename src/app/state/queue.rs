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

/// The most input that waits: more than anybody types while a document is read.
const MOST: usize = 10_000;

/// Input that waits: first in, first out.
#[derive(Debug, Clone, Default)]
pub struct Queue(VecDeque<Input>);

impl Queue {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn first(&self) -> Option<&Input> {
        self.0.front()
    }

    pub fn last(&self) -> Option<&Input> {
        self.0.back()
    }

    /// Appends input, and answers whether there was room for it.
    pub fn push(&mut self, input: Input) -> bool {
        let fits = self.0.len() < MOST;
        if fits {
            self.0.push_back(input);
        }
        fits
    }

    pub fn pop(&mut self) -> Option<Input> {
        self.0.pop_front()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}
