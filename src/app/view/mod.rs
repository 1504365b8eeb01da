//! What stands where on the screen: reads the state, changes nothing.

pub(super) mod area;
pub(super) mod card;
pub(super) mod cards;
pub(super) mod cited;
pub(super) mod conflicts;
pub(super) mod elsewhere;
pub(super) mod help;
pub(super) mod layout;
pub(super) mod linked;
pub(super) mod list_keys;
pub(super) mod margin;
pub(super) mod open_list;
pub(super) mod peek;
pub(super) mod prompt;
pub(super) mod review;
pub(super) mod rows;
pub(super) mod sidebar;
pub(super) mod signs;
pub(super) mod sources;
pub(super) mod statistics;
pub(super) mod text_areas;
pub(super) mod text_view;
pub(super) mod verdict;
pub(super) mod version;
pub(super) mod viewport;
pub(super) mod words;
