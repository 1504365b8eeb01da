//! What the reader presses and what it means: keys, commands, settings.

pub mod command;
pub(in crate::app) mod commands;
pub mod key;
pub mod keymap;
pub mod settings;
