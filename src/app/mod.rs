//! Layer 4, the application: what keys mean and what follows from them.
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

pub use crate::session::{Access, Draft, Pane, ReadingPlace, Remembered, ThemeName};
pub use document::annotation_index::{AnnotationIndex, LaneIndex, PlacedAnnotation};
pub use document::search_matches::MOST_MATCHES;
pub use document::selection::Selection;
pub use document::units::{Unit, Units};
pub use document::{
    AnnotationsState, Document, DocumentId, KnownAnnotations, LoadedDocument, OnDisk, OpenDocument,
    SaveState, Summary, Tally,
};
pub use documents::tree::{Folder, Row};
pub use documents::{AnnotationFiles, DiscoveredDocuments, Documents, TotalsProgress};
pub use input::command::{COMMANDS, Command, Group, HintPlace, hints_of};
pub use input::key::{Key, KeyCode, KeyError};
pub use input::keymap::{Keymap, KeymapError};
pub use input::settings::{FormatChoice, Settings};
pub use message::deferred::{DeferredAnnotations, DeferredProgress};
pub use message::disk::{AnnotationsOnDisk, DiskChange, TextOnDisk};
pub use message::indexing::{IndexProgress, IndexRequest};
pub use message::reanchoring::{ReanchorRequest, ReanchorResult};
pub use message::recovery::{CopyOutcome, DraftState, Recovered, RecoveredItem, SaveCopy};
pub use message::searching::{DocumentMatches, SearchRequest, WorkspaceMatch, WorkspaceMatches};
pub use message::{Effect, ExportRequest, Message, Mouse, MouseButton};
pub use state::hints::Hints;
pub use state::picker::{Overlay, Picker, PickerRow, list_top};
pub use state::prompt::{Ask, Prompt};
pub use state::{Mode, Model};
pub use update::{draft, start, update};
pub use view::card::{Card, CardLine, Cards};
pub use view::cards::annotation_cards;
pub use view::help::{HELP_KEY_COLUMNS, HelpLine, help_lines};
pub use view::layout::{
    Area, Layout, MARGIN_LANE_COLUMNS, layout, overlay_area, quiet_words, status_lines,
};

pub use view::sidebar::{SidebarEntry, sidebar_entries};
pub use view::viewport::{ViewRow, text_rows};
pub use view::words::{deferred_words, progress, wrap};

use crate::annotation::{AnnotationId, Timestamp};

/// What the application takes from outside: the clock and new identities.
pub trait Env {
    /// Now, as RFC 3339 in UTC with seconds.
    fn now(&self) -> Timestamp;
    /// A new identity: a UUID version 7.
    fn new_id(&self) -> AnnotationId;
}
