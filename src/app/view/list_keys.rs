//! What the keys do in the lists in which letters do something: one table for the last row
//! and for the help.

use crate::annotation::OpenReason;
use crate::app::state::open_list::is_displaced;
use crate::app::state::picker::{Acts, PickerAction};
use crate::app::{Model, Picker};

/// A key of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListKey {
    pub key: &'static str,
    /// What the last row says that it does; nothing where it does not stand there.
    pub hint: &'static str,
    pub help: &'static str,
}

const fn key(key: &'static str, hint: &'static str, help: &'static str) -> ListKey {
    ListKey { key, hint, help }
}

const REVIEW: [ListKey; 10] = [
    key("Enter", "go", "go to the tag in the text"),
    key(
        "a",
        "accept",
        "accept where the tag stands now, with its words",
    ),
    key(
        "A",
        "accept down to here",
        "accept all from the first row down to this one",
    ),
    key(
        "x",
        "not here",
        "say that this is not the passage: the tag is lost",
    ),
    key(
        "s",
        "put on the selection",
        "put the tag on what is selected in the text",
    ),
    key("u", "", "undo (Ctrl-r redo)"),
    key(
        "Esc",
        "back",
        "close the list, or cancel a change that is running",
    ),
    MOVE,
    ENDS,
    HELP,
];

const OPEN: [ListKey; 15] = [
    key(
        "Enter",
        "go",
        "go to the tag in the text; ' opens the list again",
    ),
    key("S", "source", "add a source to it, or correct one"),
    key("Y", "verdict", "say what came of checking it"),
    key(
        "x",
        "delete",
        "delete the tag; of one that moved or changed, say that this is not the passage",
    ),
    key(
        "a",
        "",
        "accept where a tag that moved or changed stands now",
    ),
    key("V", "", "keep this version of a conflicting tag"),
    key("Esc", "back", "close the list"),
    key(
        "w",
        "one reason",
        "show one reason only, then the next, then all",
    ),
    key(
        "/",
        "narrow",
        "narrow by words, or by tag: by: doc: note: why:",
    ),
    key("o", "sort", "sort by place, by reason, oldest first"),
    key("u", "", "undo (Ctrl-r redo)"),
    key("Backspace", "", "show all again"),
    MOVE,
    ENDS,
    HELP,
];

const SOURCES: [ListKey; 12] = [
    key("Enter", "correct", "correct the source (also e)"),
    key("a", "add", "add a source"),
    key(
        "p",
        "passage",
        "add a passage elsewhere: go there and press S",
    ),
    key("r", "remark", "write a remark on the source"),
    key(
        "d",
        "date",
        "say on what day you looked at it (today is proposed)",
    ),
    key("o", "open", "open the address; go to the passage"),
    key("y", "copy", "copy the address, or the source"),
    key("x", "remove", "remove the source"),
    key("Esc", "back", "close the list"),
    MOVE,
    ENDS,
    HELP,
];

const CITED: [ListKey; 7] = [
    key(
        "Enter",
        "go",
        "go to the reference or the other passage; < comes back",
    ),
    key(
        "s",
        "make it a source",
        "make the reference, or the other passage, a source of the tag",
    ),
    key("x", "unlink", "remove the link"),
    key("Esc", "back", "close the list (also i)"),
    MOVE,
    ENDS,
    HELP,
];

const ELSEWHERE: [ListKey; 6] = [
    key("Enter", "go", "go to the sentence; < comes back"),
    key(
        "letter",
        "",
        "link the passage to the sentence by the relation of that letter; it is tagged where it \
         has no tag",
    ),
    key("Esc", "back", "close the list"),
    MOVE,
    ENDS,
    HELP,
];

const RELATIONS: [ListKey; 5] = [
    key("letter", "link", "link the two passages by this relation"),
    key("Esc", "back", "close the list; the link is still begun"),
    MOVE,
    ENDS,
    HELP,
];

const VERDICTS: [ListKey; 9] = [
    key("letter", "choose", "do what the row of this letter says"),
    key("s r n c", "", "give this verdict; again, take it away"),
    key("w", "", "say who says it"),
    key("d", "", "say when it was said"),
    key("p y", "", "say how sure you are, why it needs a source"),
    key("Esc", "back", "close the list"),
    MOVE,
    ENDS,
    HELP,
];

const REASONS: [ListKey; 5] = [
    key(
        "letter",
        "choose",
        "say that this is why; again, take it away",
    ),
    key("Esc", "back", "close the list"),
    MOVE,
    ENDS,
    HELP,
];

const IMPORT: [ListKey; 9] = [
    key("Enter", "import", "import it all, as one step (u undoes)"),
    key(
        "letter",
        "label becomes a tag",
        "on a label: the tag of that key is what it becomes",
    ),
    key(
        "+",
        "add the label",
        "on a label: add it to the tags of the workspace",
    ),
    key("Backspace", "", "on a label: keep it as it is"),
    key("Esc", "cancel", "import nothing"),
    key(
        "s",
        "suggest",
        "bring in what a model made, or all tags, as suggestions, to be accepted or rejected",
    ),
    MOVE,
    ENDS,
    HELP,
];

const MOVE: ListKey = key("j k", "", "next and previous row (also the arrow keys)");
const ENDS: ListKey = key("g G", "", "first and last row");
const HELP: ListKey = key("?", "", "these keys");

/// The keys of a list, those first that the last row has room for first.
pub fn list_keys(acts: Acts) -> &'static [ListKey] {
    match acts {
        Acts::Sources => &SOURCES,
        Acts::Cited => &CITED,
        Acts::Relation => &RELATIONS,
        Acts::Elsewhere => &ELSEWHERE,
        Acts::Verdict => &VERDICTS,
        Acts::Reason => &REASONS,
        Acts::Displaced => &REVIEW,
        Acts::Open => &OPEN,
        Acts::Import => &IMPORT,
    }
}

/// What the last row says of the keys of a list that is shown: of those alone that do something
/// there.
pub fn hinted_keys(model: &Model, list: &Picker, acts: Acts) -> Vec<(&'static str, &'static str)> {
    let keys = list_keys(acts).iter();
    let hints = keys.filter_map(|one| {
        let hint = match acts {
            Acts::Open => open_hint(model, list, one),
            _ => one.hint,
        };
        (!hint.is_empty()).then_some((one.key, hint))
    });
    let is_there = list.chosen_row().is_some();
    // Without a row, nothing can be done about one.
    let hints = hints.filter(|(key, _)| is_there || FOR_THE_LIST.contains(key));
    let mut hints: Vec<_> = hints.collect();
    if !is_there {
        // What shows rows again comes first.
        hints.sort_by_key(|(key, _)| *key != "Backspace");
    }
    hints
}

/// The keys that are about a list, and not about a row of it.
const FOR_THE_LIST: [&str; 4] = ["Backspace", "w", "/", "Esc"];

/// What a key does about the chosen row of the list of what is open, in a word.
fn open_hint(model: &Model, list: &Picker, one: &ListKey) -> &'static str {
    let chosen = list.chosen_row();
    let item = chosen.and_then(|row| match &row.target {
        PickerAction::Annotation(id, annotation) => model.documents.open_item(*id, annotation),
        _ => None,
    });
    let is_elsewhere = item.as_ref().is_some_and(is_displaced);
    let mut reasons = item.iter().flat_map(|item| item.reasons.iter());
    match one.key {
        "x" if is_elsewhere => "not here",
        "a" if is_elsewhere => "accept",
        "V" if reasons.any(|why| why == OpenReason::Conflict) => "keep this version",
        "Backspace" if chosen.is_none() => "show all",
        _ => one.hint,
    }
}
