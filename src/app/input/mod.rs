//! What the reader presses and what it means: keys, commands, settings.

pub mod command;
pub mod key;
pub mod keymap;
pub mod settings;
