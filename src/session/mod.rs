//! Layer 3, the plain data of a session: what the application and the files both speak
//! of, such as the place in a document and what is kept for the next start.
//!
//! Must not know: what is done with it, and where it is kept.

mod access;
mod keys;
mod pane;
mod recovery;
mod remembered;
mod theme;

pub use access::Access;
pub use keys::KeyBinding;
pub use pane::Pane;
pub use recovery::{Draft, Recovered, RecoveredItem};
pub use remembered::{ReadingPlace, Remembered};
pub use theme::ThemeName;
