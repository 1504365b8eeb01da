//! Layer 6, the corpus: the documents of a workspace with their annotations, gone
//! through one by one. They are gathered, filtered, exported, checked and counted, in
//! order, on all cores, and with only a few documents in memory.
//!
//! The room is called what the field calls a body of texts with the annotations made
//! on it. The command line and the reader both go through it here, so that neither
//! writes down a second time how a document and its annotations are put together.
//!
//! Must not know: arguments, exit codes, terminals, the application, drawing.

mod check;
mod clock;
mod count;
mod evidence;
mod export;
mod exported;
mod filter;
mod gather;
mod hand_over;
mod import;
mod incoming;
mod leading;
mod links;
mod lookup;
mod observer;
mod open;
mod ordered;
mod passages;
mod pieces;
mod reanchor;
mod renames;
mod report;
mod report_ends;
mod retag;
mod similar;
mod source;
mod strays;
mod whereabouts;
mod write_mode;

pub use check::{Suggested, check};
pub use clock::{local_day, new_id, now, today, zoned};
pub use count::{Counts, Linked, Row, count};
pub use evidence::{Evidence, MOST_CALLOUTS};
pub use export::{export, export_files};
pub use exported::Exported;
pub use filter::{Filter, Marks, has_tag};
pub use gather::Completeness;
pub use hand_over::TakenBack;
pub use import::{
    ImportPlan, ImportRequest, ImportWay, LeftOut, Predictions, plan as plan_import,
    read as read_import, tags_in as imported_tags, take_back as take_back_import,
    write as write_import,
};
pub use incoming::IncomingLinks;
pub use links::BrokenEnd;
pub use lookup::{Hit, Lookup, look_up};
pub use observer::Observer;
pub use open::open_reasons;
pub use ordered::{Lookahead, work_ahead};
pub use pieces::Selection;
pub use reanchor::{Acceptance, ReanchoredDocument, reanchor};
pub use renames::{Likeness, orphans};
pub use retag::{Renaming, Tagged, retag, tagged};
pub use similar::{Repetition, Similar, SimilarTo};
pub use source::{Corpus, Source};
pub use strays::{circles, strays};
pub use whereabouts::whereabouts;
pub use write_mode::WriteMode;
