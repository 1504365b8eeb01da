//! Layer 3, the application: what keys mean and what follows from them.
//!
//! A [`Message`] (what happened) goes into [`update`], which changes the
//! [`Model`] and answers with [`Effect`]s (what IO is wanted). A [`Command`]
//! (what the reader wants) is neither.
//!
//! Must not know: files, clocks, terminals, exchange formats, how anything is drawn.

mod document;
mod documents;
mod input;
mod message;
mod state;
mod update;
mod view;

pub use document::annotation_index::{
    AnnotationIndex, FoundAnchor, LANES, LaneIndex, PlacedAnnotation,
};
pub use document::search_matches::{MOST_MATCHES, SearchMatches};
pub use document::selection::{Cursor, Selection, Unit};
pub use document::units::Units;
pub use document::{
    Access, AnnotationsState, Document, DocumentId, OnDisk, OpenDocument, Place, SaveState, Summary,
};
pub use documents::tree::{Folder, Row};
pub use documents::{
    AnnotationFilesRead, Discovered, Documents, KnownAnnotations, Tally, TotalsProgress,
};
pub use input::command::{COMMANDS, Command, Group, Info, Pane};
pub use input::key::{Key, KeyCode, KeyError};
pub use input::keymap::{Binding, Keymap, KeymapError, Override};
pub use input::settings::{FormatChoice, Settings, ThemeName};
pub use message::reanchoring::{ReanchorRequest, ReanchorResult};
pub use message::recovery::{
    CopyOutcome, Draft, DraftState, PendingRestore, Recovered, RecoveredItem, SaveCopy,
};
pub use message::{
    DocumentMatches, Effect, ExportRequest, Hit, IndexProgress, IndexRequest, LoadedDocument,
    Message, Mouse, MouseButton, Remembered, SearchRequest, WorkspaceMatches,
};
pub use state::hints::{Hint, Hints};
pub use state::picker::{Leaving, Overlay, Picker, PickerAction, PickerRow, RecoveryChoice};
pub use state::prompt::{Ask, NoteEditor, Prompt};
pub use state::{Arrival, Mode, Model, Notice, ShownPanes};
pub use update::commands::drafts::draft;
pub use update::deferred::{DeferredAnnotations, DeferredNews, words as deferred_words};
pub use update::disk::{Disk, TagsOnDisk, TextOnDisk};
pub use update::indexing::progress;
pub use update::mouse::list_top;
pub use update::pickers::{HELP_KEY_COLUMNS, HelpLine, help_lines};
pub use update::update;
pub use view::cards::{Card, CardLine, Cards, annotation_cards, overlay_area, wrap};
pub use view::layout::{Area, Layout, MARGIN_LANE_COLUMNS, layout, quiet_words, status_lines};
pub use view::sidebar::{SidebarEntry, sidebar_entries};
pub use view::viewport::{ViewRow, text_rows};

use crate::annotation::{AnnotationId, Timestamp};

/// What the application takes from outside: the clock and new identities.
pub trait Env {
    /// Now, as RFC 3339 in UTC with seconds.
    fn now(&self) -> Timestamp;
    /// A new identity: a UUID version 7.
    fn new_id(&self) -> AnnotationId;
}
