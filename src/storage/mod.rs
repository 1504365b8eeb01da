//! Layer 5, the files: workspaces, documents, annotation files, configuration
//! and state. The only user of `std::fs`.
//!
//! Documents are opened for reading and never otherwise. Annotation files are
//! only written by [`Store::save`], which merges with what stands on disk, and by
//! [`Store::restore`], which keeps what stands there first.
//!
//! Must not know: the terminal, the application, the command line.

mod annotated;
mod annotation_files;
mod annotator;
mod backups;
mod belonging;
mod config;
mod description;
mod discovery;
mod document;
mod earlier;
mod encoding;
mod error;
mod export_files;
mod export_target;
mod file;
mod fingerprint;
mod git;
mod import;
mod large;
mod lines;
mod lock;
mod merge_base;
mod parse_cache;
mod path;
mod positioned;
mod presence;
mod raw;
mod reach;
mod recovery;
mod regular;
mod restore;
mod retire;
mod save_copy;
mod sentence_index;
mod shared_lock;
mod snapshots;
mod spool;
mod stamp;
mod standard_input;
mod state;
mod store;
mod thinning;
mod typed_path;
mod unique;
mod version;
mod walk;
mod watch;
mod workspace;

pub(crate) use annotator::annotator;
pub use backups::Backups;
pub use config::{AddedTags, Config};
pub(crate) use description::{misdescribed, unlike_sha256};
pub(crate) use discovery::Discovery;
pub use document::Document;
pub use earlier::Reach;
pub(crate) use encoding::Openable;
pub use error::StorageError;
pub(crate) use error::may_be_there;
pub(crate) use export_files::ExportFiles;
#[cfg(unix)]
pub(crate) use file::open_terminal;
pub(crate) use file::{Unfinished, refuse_rather_than_end};
pub use fingerprint::fingerprint;
pub(crate) use import::{ImportFiles, read_import};
pub use lines::Lines;
pub use merge_base::MergeBase;
pub use path::DocumentPath;
pub(crate) use raw::{RawDocument, decoded, may_be_plain};
pub use recovery::Recovery;
pub(crate) use restore::InspectedBackup;
pub use restore::{Difference, RestoreMode, Restored};
pub use sentence_index::SentenceIndexFile;
pub use snapshots::Snapshots;
pub(crate) use spool::Spool;
pub(crate) use stamp::FileStamp;
pub(crate) use standard_input::StandardInput;
pub use state::StateFile;
pub(crate) use state::keep_report;
pub(crate) use store::Found;
pub use store::{LoadedAnnotations, Saved, Store};
pub(crate) use unique::unique_id;
pub use watch::{FsChanges, Watch, WatchMode};
pub(crate) use workspace::Entry;
pub use workspace::Workspace;
