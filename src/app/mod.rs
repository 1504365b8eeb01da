//! Layer 3, the application: what keys mean and what follows from them.
//!
//! A [`Message`] (what happened) goes into [`update`], which changes the
//! [`Model`] and answers with [`Effect`]s (what IO is wanted). A [`Command`]
//! (what the reader wants) is neither.
//!
//! Must not know: files, clocks, terminals, exchange formats, how anything is drawn.

mod arrangement;
mod cards;
mod catalogue;
mod command;
mod commands;
mod conflicts;
mod counting;
mod document;
mod found;
mod hints;
mod kept;
mod key;
mod keymap;
mod late;
mod layout;
mod listing;
mod lists;
mod message;
mod model;
mod mouse;
mod overlay;
mod places;
mod prompt;
mod reload;
mod remembering;
mod seeking;
mod selection;
mod settings;
mod sidebar;
mod units;
mod update;
mod view;

pub use arrangement::{Folder, Row};
pub use cards::{Card, CardLine, Cards, annotation_cards, overlay_area, wrap};
pub use catalogue::{Catalogue, Counted, Listed, Tagged, TagsRead, Tally};
pub use command::{COMMANDS, Command, Context, Group, Info};
pub use commands::drafts::draft;
pub use counting::progress;
pub use document::{
    Access, Document, DocumentId, Loaded, OnDisk, Place, SaveState, Summary, judged,
};
pub use found::{Found, MOST_HITS};
pub use hints::{Hint, Hints};
pub use kept::{Draft, DraftState, Elsewhere, Leftover, LeftoverKind, PuttingBack, Written};
pub use key::{Key, KeyCode, KeyError};
pub use keymap::{Binding, Keymap, KeymapError, Override};
pub use late::{Late, LateTags, words as late_words};
pub use layout::{Area, Layout, MARGIN_LANE_COLUMNS, layout, quiet_words, status_lines};
pub use lists::{HELP_KEY_COLUMNS, HelpLine, help_lines};
pub use message::{
    AnnotationRef, CountedText, Effect, ExportRequest, Find, FoundHits, Hit, HitsInAll,
    LoadedDocument, Message, Mouse, MouseButton, Remembered, ToCount,
};
pub use model::{Arrival, Mode, Model, Notice, Pane, ShownPanes};
pub use mouse::list_top;
pub use overlay::{KeptChoice, Leaving, ListOverlay, ListRow, Overlay, RowTarget};
pub use places::{AT_ONCE, Finder, FoundAnchor, LANES, Placed, Places, Shelf};
pub use prompt::{Ask, NoteEditor, Prompt};
pub use reload::{Disk, TagsOnDisk, TextOnDisk};
pub use seeking::{Seek, Sought};
pub use selection::{Cursor, Selection, Unit};
pub use settings::{FormatChoice, Settings, ThemeName};
pub use sidebar::{SidebarEntry, sidebar_entries};
pub use units::Units;
pub use update::update;
pub use view::{ViewRow, text_rows};

use crate::annotation::{AnnotationId, Timestamp};

/// What the application takes from outside: the clock and new identities.
pub trait Env {
    /// Now, as RFC 3339 in UTC with seconds.
    fn now(&self) -> Timestamp;
    /// A new identity: a UUID version 7.
    fn new_id(&self) -> AnnotationId;
}
