//! What the reader presses and what it means: keys, commands, settings.

pub(super) mod command;
pub(in crate::app) mod commands;
pub(super) mod key;
pub(super) mod keymap;
pub(super) mod settings;
