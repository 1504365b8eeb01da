//! What stands where on the screen: reads the state, changes nothing.

pub mod card;
pub mod cards;
pub mod conflicts;
pub mod help;
pub mod layout;
pub mod progress;
pub mod rows;
pub mod sidebar;
pub mod viewport;
pub mod words;
