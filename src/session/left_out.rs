//! Why something that has tags would not be one of the documents.

/// Why a file would be left out of the documents, if it had no tags: whatever has tags is
/// listed, and this is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// Its name or that of a folder around it begins with a dot.
    Hidden,
    /// Its name does not end as those of texts do.
    Ending,
    /// A link leads to its folder, which is listed under another name.
    Linked,
    /// A rule says so.
    Ignored,
}

impl LeftOut {
    /// Why, in a word or two.
    pub fn label(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Ending => "not .txt or .md",
            Self::Linked => "through a link",
            Self::Ignored => "ignored",
        }
    }

    /// Why, and why it is listed all the same: what follows its name.
    pub fn words(self) -> String {
        let why = match self {
            Self::Hidden => "it is hidden",
            Self::Ending => "its name does not end as that of a text (.txt, .md)",
            Self::Linked => "it is reached through a link, and listed by another name, too",
            Self::Ignored => "a .gitignore or .ignore leaves it out",
        };
        format!("is listed only because it has tags: {why}")
    }
}
