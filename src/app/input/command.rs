//! The commands: their names, keys and help. The key map, the help, the palette, the last
//! row and the README all come from their table.
//!
//! Must not know: what a command does.

use std::sync::LazyLock;

use super::commands::with_commands;

pub use crate::session::Pane;

/// Which way something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Forward,
    Backward,
}

impl Direction {
    pub(crate) fn sign(self) -> isize {
        match self {
            Self::Forward => 1,
            Self::Backward => -1,
        }
    }
}

/// The headings of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Getting about.
    Moving,
    /// Making the selection.
    Selecting,
    /// Tags and notes.
    Tagging,
    /// Searching and listing.
    Finding,
    /// Everything else.
    Program,
}

impl Group {
    /// All headings, in the order of the help.
    pub const ALL: [Self; 5] = [
        Self::Moving,
        Self::Selecting,
        Self::Tagging,
        Self::Finding,
        Self::Program,
    ];

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Moving => "Moving",
            Self::Selecting => "Selecting",
            Self::Tagging => "Tagging",
            Self::Finding => "Finding",
            Self::Program => "The program",
        }
    }
}

/// What has to be there before a command can run: a key that is pressed before waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// The text of the open document.
    pub document: bool,
    /// Annotations, which may still be loading.
    pub annotations: Annotations,
    /// The position of the selection in code points, which has to be counted in a large
    /// document.
    pub position: bool,
    pub annotator: bool,
    /// An annotation file that may be written.
    pub writable: bool,
    /// Whether the command runs whatever the keys mean at the moment.
    pub anytime: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Annotations {
    None,
    Open,
    All,
}

impl Needs {
    /// Nothing: leaving waits for nothing.
    pub const NOTHING: Self = Self {
        document: false,
        annotations: Annotations::None,
        position: false,
        annotator: false,
        writable: false,
        anytime: false,
    };
    /// Nothing, and it runs while a note is written, too.
    pub const ANYTIME: Self = Self {
        anytime: true,
        ..Self::NOTHING
    };
    pub const DOCUMENT: Self = Self {
        document: true,
        ..Self::NOTHING
    };
    pub const TAGS: Self = Self {
        annotations: Annotations::Open,
        ..Self::DOCUMENT
    };
    pub const ALL_TAGS: Self = Self {
        annotations: Annotations::All,
        ..Self::DOCUMENT
    };
    pub const ANNOTATOR: Self = Self {
        annotator: true,
        ..Self::DOCUMENT
    };
    pub const PLACE: Self = Self {
        position: true,
        ..Self::DOCUMENT
    };
    pub const EDIT: Self = Self {
        writable: true,
        ..Self::TAGS
    };
    /// To mark the document as a whole.
    pub const MARK: Self = Self {
        annotator: true,
        ..Self::EDIT
    };
    /// To know who is done with which document.
    pub const ALL_MARKS: Self = Self {
        annotator: true,
        ..Self::ALL_TAGS
    };
    pub const CHANGE: Self = Self {
        position: true,
        ..Self::EDIT
    };
    /// As [`CREATE`](Self::CREATE), where looking is possible without changing.
    pub const LOOK: Self = Self {
        writable: false,
        ..Self::CREATE
    };
    pub const CREATE: Self = Self {
        annotator: true,
        ..Self::CHANGE
    };
}

/// When the last row of the screen names a command: while a pane has the keys, and by what
/// goes on in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintPlace {
    Documents,
    /// The sidebar has the keys, and there are folders in it.
    Folders,
    Text,
    /// There is a tag under the cursor.
    OnTag,
    /// There is a suggestion under the cursor, and no tag.
    OnSuggestion,
    /// Behind all others in the text and the annotation pane.
    Last,
    NoDocument,
    Extending,
    /// The extent of an annotation is being changed.
    Resizing,
    /// In the text, while a link is being made.
    Linking,
    /// In the text, while a passage is chosen as a source.
    Sourcing,
    /// In the text, while two documents are shown.
    Beside,
    Searching,
    Matches,
    Annotations,
}

/// A command in the last row of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint {
    pub place: HintPlace,
    /// Its place among the others, from the left.
    pub order: u8,
    pub words: &'static str,
}

/// A row of the table of commands.
#[derive(Debug, Clone, Copy)]
pub struct Info {
    pub command: Command,
    /// Its name in the configuration and in the palette.
    pub name: &'static str,
    /// Its default keys.
    pub keys: &'static [&'static str],
    pub help: &'static str,
    pub group: Group,
    /// The panes in which its keys apply.
    pub panes: &'static [Pane],
    pub needs: Needs,
    pub hints: &'static [Hint],
}

use Group::{Finding, Moving, Program, Selecting, Tagging};
use Pane::{Annotations as OnAnnotations, Documents, Text};

const EVERYWHERE: &[Pane] = &[Text, Documents, OnAnnotations];
const IN_TEXT: &[Pane] = &[Text];
const ON_TAGS: &[Pane] = &[Text, OnAnnotations];
const IN_DOCUMENTS: &[Pane] = &[Documents];

macro_rules! names_of_commands {
    ($($command:ident $name:literal [$($key:literal),*] $group:ident $panes:ident $needs:ident
        $([$($place:ident $order:literal $words:literal),*])? $help:literal $run:expr;)+) => {
        /// A command.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $(#[doc = $help] $command,)+
            /// Tag with the tag of that number in the label set.
            Tag(usize),
            /// Tag with the tag of that number, and go on to the next sentence.
            TagAndGoOn(usize),
        }

        /// The table of commands. Those that tag are not in it: the label set makes them.
        pub const COMMANDS: &[Info] = &[$(Info {
            command: Command::$command,
            name: $name,
            keys: &[$($key),*],
            help: $help,
            group: $group,
            panes: $panes,
            needs: Needs::$needs,
            hints: &[$($(Hint {
                place: HintPlace::$place,
                order: $order,
                words: $words,
            }),*)?],
        }),+];
    };
}

with_commands!(names_of_commands);

impl Command {
    /// Its row of the table; none for the commands that tag.
    pub(crate) fn info(self) -> Option<&'static Info> {
        COMMANDS.iter().find(|info| info.command == self)
    }

    /// What has to be there before it can run.
    pub(crate) fn needs(self) -> Needs {
        self.info().map_or(Needs::CREATE, |info| info.needs)
    }
}

/// The commands that the last row names in these places, from the left, each with its words.
pub fn hints_of(places: &[HintPlace]) -> impl Iterator<Item = (Command, &'static str)> {
    // Asked for with each frame, so sorted once.
    static HINTS: LazyLock<Vec<(Hint, Command)>> = LazyLock::new(|| {
        let rows = COMMANDS.iter();
        let hints = rows.flat_map(|info| info.hints.iter().map(|hint| (*hint, info.command)));
        let mut hints: Vec<_> = hints.collect();
        hints.sort_by_key(|(hint, _)| hint.order);
        hints
    });
    let here = |(hint, _): &&(Hint, Command)| places.contains(&hint.place);
    let hints = HINTS.iter().filter(here);
    hints.map(|(hint, command)| (*command, hint.words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = COMMANDS.iter().map(|info| info.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COMMANDS.len());
    }
}
