//! The list that was closed last: how to open it again where it was left.
//!
//! Lists of documents and tags are made anew, so that they say what is so by then; of a
//! search, the rows are kept, of which there are never more than a search finds.
//!
//! Must not know: how a list is made.

use super::closed_pickers::ClosedPickers;
use super::picker::{Listing, Picker, PickerAction};

#[derive(Debug, Clone)]
pub struct LastList {
    pub listing: Listing,
    /// What was typed.
    pub typed: String,
    /// The row that was chosen.
    pub chosen: Option<PickerAction>,
    /// The list itself, of matches.
    pub matches: Option<Box<Picker>>,
}

impl LastList {
    /// Keeps what it takes to open a list again that is closed; `None` where that is a
    /// question, which is not asked twice.
    fn of(picker: Picker, closed: &mut ClosedPickers) -> Option<Self> {
        let listing = picker.listing;
        if matches!(listing, Listing::Choices | Listing::Import) {
            closed.push(picker);
            return None;
        }
        let mut last = Self {
            listing,
            typed: picker.typed.as_str().to_owned(),
            chosen: picker.chosen_row().map(|row| row.target.clone()),
            matches: None,
        };
        match listing {
            Listing::Matches => last.matches = Some(Box::new(picker)),
            _ => closed.push(picker),
        }
        Some(last)
    }

    /// Keeps a list that is closed in the place of the one before, if it can be opened again.
    pub fn put_away(picker: Picker, last: &mut Option<Self>, closed: &mut ClosedPickers) {
        if let Some(this) = Self::of(picker, closed) {
            let before = last.replace(this).and_then(|before| before.matches);
            before.into_iter().for_each(|matches| closed.push(*matches));
        }
    }
}
