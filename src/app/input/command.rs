//! All commands in one table: name, default keys, help. The key map, the help,
//! the palette, the status row and the README all come from it.

/// What the reader wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is described in the table below")]
pub enum Command {
    NextSentence,
    PreviousSentence,
    NextParagraph,
    PreviousParagraph,
    NextWord,
    PreviousWord,
    PageDown,
    PageUp,
    HalfPageDown,
    HalfPageUp,
    Start,
    End,
    Percent,
    Hints,
    Grow,
    Shrink,
    WholeSentence,
    Extend,
    Leave,
    /// Tag with the tag of that number in the label set.
    Tag(usize),
    /// The same, and go on to the next sentence.
    TagAndGoOn(usize),
    Note,
    Source,
    Delete,
    Resize,
    KeepVersion,
    NextTag,
    PreviousTag,
    Undo,
    Redo,
    Search,
    NextHit,
    PreviousHit,
    SearchEverywhere,
    SearchAll,
    AllTags,
    Conflicts,
    Filter,
    Copy,
    Export,
    NextPane,
    PreviousPane,
    DocumentsPane,
    AnnotationsPane,
    NextDocument,
    PreviousDocument,
    Open,
    Fold,
    FoldAll,
    Find,
    Paragraphs,
    SaveAgain,
    Recover,
    Palette,
    Help,
    Suspend,
    Quit,
}

/// A pane of the screen: one of them has the keys, and a command's keys apply in some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
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
    /// All of them, in the order of the help.
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

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Info {
    /// The command.
    pub command: Command,
    /// Its name in the configuration and the palette.
    pub name: &'static str,
    /// Its default keys.
    pub keys: &'static [&'static str],
    /// What it does, in a few words.
    pub help: &'static str,
    /// Its heading.
    pub group: Group,
    /// The panes in which its keys apply.
    pub contexts: &'static [Pane],
}

use Group::{Finding, Moving, Program, Selecting, Tagging};
use Pane::{Annotations, Documents, Text};

const EVERYWHERE: &[Pane] = &[Text, Documents, Annotations];
const IN_TEXT: &[Pane] = &[Text];
const ON_TAGS: &[Pane] = &[Text, Annotations];
const IN_DOCUMENTS: &[Pane] = &[Documents];

macro_rules! commands {
    ($($command:ident $name:literal [$($key:literal),*] $group:ident $contexts:ident $help:literal;)+) => {
        &[$(Info {
            command: Command::$command,
            name: $name,
            keys: &[$($key),*],
            help: $help,
            group: $group,
            contexts: $contexts,
        }),+]
    };
}

/// The table. The commands that tag are not in it: the label set makes them.
pub const COMMANDS: &[Info] = commands! {
    NextSentence "next-sentence" ["j", "Down"] Moving EVERYWHERE "next sentence (in a list: next row)";
    PreviousSentence "previous-sentence" ["k", "Up"] Moving EVERYWHERE "previous sentence (in a list: previous row)";
    NextParagraph "next-paragraph" ["}"] Moving IN_TEXT "next paragraph";
    PreviousParagraph "previous-paragraph" ["{"] Moving IN_TEXT "previous paragraph";
    NextWord "next-word" ["l", "Right"] Moving IN_TEXT "next word; from a longer selection, its first word";
    PreviousWord "previous-word" ["h", "Left"] Moving IN_TEXT "previous word; from a longer selection, its last word";
    PageDown "page-down" ["space", "PgDn"] Moving EVERYWHERE "page down";
    PageUp "page-up" ["b", "PgUp"] Moving EVERYWHERE "page up";
    HalfPageDown "half-page-down" ["Ctrl-d"] Moving EVERYWHERE "half a page down";
    HalfPageUp "half-page-up" ["Ctrl-u"] Moving EVERYWHERE "half a page up";
    Start "start" ["g", "Home"] Moving EVERYWHERE "to the start";
    End "end" ["G", "End"] Moving EVERYWHERE "to the end";
    Percent "percent" ["%"] Moving IN_TEXT "to a percentage of the document (asks: 50, Enter)";
    NextTag "next-tag" ["]"] Moving ON_TAGS "next tag";
    PreviousTag "previous-tag" ["["] Moving ON_TAGS "previous tag";
    NextDocument "next-document" ["J"] Moving EVERYWHERE "next document";
    PreviousDocument "previous-document" ["K"] Moving EVERYWHERE "previous document";

    Hints "hints" ["w"] Selecting IN_TEXT "letters on every word in view: type them to go there, or to carry the end there";
    Grow "grow" ["+", "="] Selecting IN_TEXT "grow: word, clause, sentence, paragraph";
    Shrink "shrink" ["-"] Selecting IN_TEXT "shrink the same way";
    WholeSentence "whole-sentence" ["s"] Selecting IN_TEXT "select the whole sentence";
    Extend "extend" ["v"] Selecting IN_TEXT "start extending: moves carry the end; again: swap the end that moves";
    Leave "leave" ["Esc"] Selecting EVERYWHERE "leave extending, a filter or a pane; back to the sentence";

    Note "note" ["a", "Enter"] Tagging ON_TAGS "write the note of the tag under the cursor (Esc keeps it)";
    Source "source" ["S"] Tagging ON_TAGS "add a source to the tag under the cursor";
    Delete "delete" ["x", "Delete"] Tagging ON_TAGS "delete the tag under the cursor";
    Resize "resize" ["r"] Tagging ON_TAGS "change the extent of the tag under the cursor (v: other end, Enter: done)";
    KeepVersion "keep-version" ["V"] Tagging ON_TAGS "of a tag in conflict, keep this version and delete the others";
    Undo "undo" ["u"] Tagging EVERYWHERE "undo, without limit, in every document";
    Redo "redo" ["Ctrl-r"] Tagging EVERYWHERE "redo";

    Search "search" ["/"] Finding EVERYWHERE "search as you type (Ctrl-t in it: regular expression)";
    NextHit "next-hit" ["Ctrl-n"] Finding EVERYWHERE "next hit";
    PreviousHit "previous-hit" ["Ctrl-p"] Finding EVERYWHERE "previous hit";
    SearchEverywhere "this-everywhere" ["*"] Finding IN_TEXT "this phrase in all documents";
    SearchAll "search-all" ["\\"] Finding EVERYWHERE "search all documents";
    AllTags "all-tags" ["t"] Finding EVERYWHERE "list all tags of all documents";
    Conflicts "conflicts" ["!"] Finding EVERYWHERE "list the tags of which two versions were kept";
    Filter "filter" ["T"] Finding EVERYWHERE "show one tag only";
    Find "find-document" ["D"] Finding EVERYWHERE "find a document by its name";

    Copy "copy" ["y"] Program ON_TAGS "copy the passage with its document and place";
    Export "export" ["e"] Program EVERYWHERE "export the tags";
    NextPane "next-pane" ["Tab"] Program EVERYWHERE "next pane";
    PreviousPane "previous-pane" ["Shift-Tab"] Program EVERYWHERE "previous pane";
    DocumentsPane "documents-pane" ["d"] Program EVERYWHERE "show or fold the documents";
    AnnotationsPane "annotations-pane" ["m"] Program EVERYWHERE "show or fold the annotations";
    Open "open" ["Enter", "l", "Right"] Program IN_DOCUMENTS "go to what is under the cursor; fold a folder, or unfold it";
    Fold "fold" ["h", "Left", "-"] Program IN_DOCUMENTS "fold the folder under the cursor, or the one around it";
    FoldAll "fold-all" ["z"] Program IN_DOCUMENTS "fold all folders, or unfold them";
    Paragraphs "paragraphs" ["P"] Program EVERYWHERE "paragraphs: by the rule, one per line, or wrapped to the blank line";
    SaveAgain "save-again" ["Ctrl-s"] Program EVERYWHERE "save again what could not be saved";
    Recover "what-was-kept" ["R"] Program EVERYWHERE "what was kept of the last time: tags not saved, a note not finished";
    Palette "palette" [":"] Program EVERYWHERE "all commands, by name";
    Help "help" ["?", "F1"] Program EVERYWHERE "the keys of this pane";
    Suspend "suspend" ["Ctrl-z"] Program EVERYWHERE "back to the shell for a while (fg comes back)";
    Quit "quit" ["q", "Ctrl-c"] Program EVERYWHERE "leave the program (exit)";
};

impl Command {
    /// Its row of the table; none for the commands that tag.
    pub fn info(self) -> Option<&'static Info> {
        COMMANDS.iter().find(|info| info.command == self)
    }
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
