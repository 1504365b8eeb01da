//! What stands where on the screen: reads the model, changes nothing.

pub mod cards;
pub mod layout;
pub mod sidebar;
pub mod viewport;
