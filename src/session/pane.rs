//! The panes of the screen.

use serde::{Deserialize, Serialize};

/// A pane of the screen: one of them has the keys, and a command's keys apply in some.
///
/// The state file holds it by its variant in lower case.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Pane {
    /// The sidebar.
    Documents,
    /// The text.
    #[default]
    Text,
    /// The annotations.
    Annotations,
}

impl Pane {
    /// All panes, in the order of `Tab`.
    pub const ALL: [Self; 3] = [Self::Documents, Self::Text, Self::Annotations];

    /// The name of the pane, as a person would say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Documents => "documents",
            Self::Annotations => "annotations",
        }
    }
}
