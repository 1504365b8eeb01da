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

pub use crate::session::{Access, Draft, Pane, Remembered, Spacing, ThemeName};
pub use document::annotation_index::{AnnotationIndex, Displaced};
pub use document::units::Units;
pub use document::{
    AnnotationsState, Document, DocumentCounts, DocumentId, DoneMarks, KnownAnnotations,
    LoadedDocument, Look, OpenDocument, Places, SaveState, Summary,
};
pub use documents::{AnnotationFiles, DiscoveredDocuments, TotalsProgress};
pub use input::command::{COMMANDS, Command, Group};
pub use input::key::{Key, KeyError};
pub use input::keymap::Keymap;
pub use input::settings::{FormatChoice, Settings, SignSet};
pub use message::background::{
    DeferredAnnotations, DeferredProgress, DocumentMatches, IndexProgress, IndexRequest,
    ReanchorResult, SearchRequest, SimilarRequest, SimilarResult, SimilarSentence, WorkspaceMatch,
    WorkspaceMatches,
};
pub use message::disk::{AnnotationsOnDisk, DiskChange, TextOnDisk};
pub use message::import::{
    ImportAsked, ImportFound, ImportHow, ImportInto, ImportLabel, ImportNews,
};
pub use message::orphans::{HandOver, OrphanedTags, Way};
pub use message::recovery::{CopyOutcome, DraftState, Recovered, RecoveredItem, SaveCopy};
pub use message::{Effect, ExportRequest, Message, Mouse, MouseButton};
pub(crate) use state::notice::Notice;
pub use state::picker::{Overlay, PickerRow};
pub use state::{Mode, Model, TagFor};
pub use update::{start, update};
pub use view::layout::{Layout, layout};
pub use view::viewport::{ViewRow, text_rows};

pub(crate) use document::annotation_index::{LaneIndex, PlacedAnnotation};
pub(crate) use document::search_matches::MOST_MATCHES;
pub(crate) use document::units::Unit;
pub(crate) use document::{Identifying, OnDisk, Tally};
pub(crate) use documents::Documents;
pub(crate) use documents::tree::{Folder, Row};
pub(crate) use input::command::{HintPlace, hints_of};
pub(crate) use input::key::KeyCode;
pub(crate) use input::keymap::KeymapError;
pub(crate) use message::background::ReanchorRequest;
pub(crate) use state::hints::{Goal, Hints};
pub(crate) use state::picker::{Acts, Letters, Picker, list_top};
pub(crate) use state::prompt::{Ask, Prompt};
pub(crate) use update::draft;
pub(crate) use view::area::Area;
pub(crate) use view::card::{Card, CardLine, Cards, LineKind};
pub(crate) use view::help::{HELP_KEY_COLUMNS, HelpLine, help_lines};
pub(crate) use view::item_card::annotation_cards;
pub(crate) use view::layout::{
    CardsEdge, Remarks, TopRow, prompt_problem, prompt_told, quiet_words, remarks,
    saving_gives_way, status_lines,
};
pub(crate) use view::list_keys::hinted_keys;
pub(crate) use view::list_rows::{ItemLines, ShownRow, shown_rows};
pub(crate) use view::margin::{Margin, MarginCell, Sign};
pub(crate) use view::overlay_areas::{choices_area, detail_columns, foot, overlay_area};
pub(crate) use view::prompt::{left_out_words, prompt_words};
pub(crate) use view::sidebar::{OpenBlock, SidebarEntry, open_block, sidebar_entries};
pub(crate) use view::signs::{SignTone, TagSign, signs_of};
pub(crate) use view::sources::may_be_fact;
pub(crate) use view::suggested::suggestion_lines;
pub(crate) use view::text_areas::MARGIN_LANE_COLUMNS;
pub(crate) use view::text_view::{PaneRole, TextView, text_views};
pub(crate) use view::viewport::rows_in;
pub(crate) use view::words::{
    annotation_name, by_words, deferred_words, filter_words, mark_words, on_one_line, open_count,
    open_words, progress, unread_words, wrap,
};

use crate::annotation::{AnnotationId, Timestamp};

/// What the application takes from outside: the clock and new identities.
pub trait Env {
    /// Now, as RFC 3339 in UTC with seconds.
    fn now(&self) -> Timestamp;
    /// A new identity: a UUID version 7.
    fn new_id(&self) -> AnnotationId;
}
