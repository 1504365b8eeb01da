//! Layer 4, the files: workspaces, documents, annotation files, configuration
//! and state. The only user of `std::fs`.
//!
//! Documents are opened for reading and never otherwise. Annotation files are
//! only written by [`Store::save`], which merges with what stands on disk, and by
//! [`Store::restore`], which keeps what stands there first.
//!
//! Must not know: the terminal, the application, the command line.

mod annotator;
mod config;
mod description;
mod discovery;
mod document;
mod elsewhere;
mod encoding;
mod error;
mod file;
mod fingerprint;
mod generations;
mod large;
mod lock;
mod merge_base;
mod path;
mod positioned;
mod raw;
mod recovery;
mod regular;
mod report;
mod restore;
mod stamp;
mod state;
mod store;
mod understood;
mod walk;
mod watch;
mod workspace;

pub use annotator::annotator;
pub use config::{Config, KeyBinding};
pub use description::{misdescribed, unlike_sha256};
pub use discovery::Discovery;
pub use document::Document;
pub use error::StorageError;
pub use file::{Unfinished, refuse_rather_than_end, write_atomically};
pub use fingerprint::fingerprint;
pub use generations::{Generation, Generations};
pub use merge_base::{MergeBase, Rescan};
pub use path::DocumentPath;
pub use raw::{RawDocument, decoded, may_be_plain};
pub use recovery::{Draft, Kept, Leftover, Recovery};
pub use report::keep_report;
pub use restore::{Difference, Earlier, Restored};
pub use stamp::FileStamp;
pub use state::{Place, State, StateFile};
pub use store::{Access, Found, Loaded, Saved, Store};
pub use watch::{FsChanges, Watch, WatchMode};
pub use workspace::{Entry, Workspace};
