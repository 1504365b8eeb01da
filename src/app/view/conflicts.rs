//! Annotations of which two versions were kept: on the cards, and in a picker to go to
//! them.
//!
//! What the reader sees: when a save or a change on disk finds that somebody
//! else changed the same tag differently, the last row says so once, with the
//! key of the list. Both versions stand in the text; each card says that there
//! is another one, by whom and from when, and in what they differ; the open one
//! names the keys. `x` on one of two, or the key that keeps this version, makes
//! one of them, which can be undone.

use crate::annotation::{Annotation, differing_fields};
use crate::app::state::notice::Notice;
use crate::app::state::picker::Listing;
use crate::app::view::card::CardForm;
use crate::app::view::card_room::CardPart;
use crate::app::view::rows::annotation_row;
use crate::app::view::version::by_whom_and_when;
use crate::app::{
    Command, Document, Keymap, LineKind, Model, OpenDocument, Pane, Picker, PickerRow,
};
use crate::text::counted;

/// What an open card says of other versions: in what they differ, and the keys.
pub(crate) fn card_parts(
    model: &Model,
    document: &Document,
    annotation: &Annotation,
    form: CardForm,
) -> Vec<CardPart> {
    let Some((set, conflicts)) = document.set().zip(document.conflicts()) else {
        return Vec::new();
    };
    let others = conflicts.others(&annotation.id);
    let others = others.filter_map(|id| set.get(id));
    let mut words: Vec<String> = others
        .map(|other| {
            let by = by_whom_and_when(other);
            let fields = differing_fields(annotation, other).join(", ");
            format!("in conflict with the version by {by}: {fields}")
        })
        .collect();
    if !words.is_empty() {
        let key = |command| key_of(&model.settings.keymap, command);
        words.push(format!(
            "{} keeps this version, {} deletes it",
            key(Command::KeepVersion),
            key(Command::Delete)
        ));
    }
    let rows = words.iter();
    rows.map(|words| CardPart::new(form.rows(LineKind::Conflict, "", words)))
        .collect()
}

/// What the list of tags in view says of an annotation of which there are other versions.
pub(crate) fn on_list(opened: &OpenDocument, annotation: &Annotation) -> Option<String> {
    let mut others = opened.conflicts().others(&annotation.id);
    let other = others.find_map(|id| opened.set().get(id))?;
    Some(format!("in conflict: {}", by_whom_and_when(other)))
}

/// A picker of all versions of all annotations in conflict; `None` where there is none.
pub(crate) fn picker(model: &Model) -> Option<Picker> {
    let mut rows = Vec::new();
    let mut tags = 0;
    for (id, document) in model.documents.by_name() {
        let Some(conflicts) = document.conflicts() else {
            continue;
        };
        tags += conflicts.len();
        for versions in conflicts.iter() {
            let set = document.set();
            let versions = versions.iter().filter_map(|id| set?.get(id));
            rows.extend(versions.map(|version| {
                let by = by_whom_and_when(version);
                let name = model.documents.title_or_path(id);
                let row = annotation_row(&model.settings.tags, id, version);
                let detail = format!("{by} · {name}");
                PickerRow { detail, ..row }
            }));
        }
    }
    let tags = counted(tags, "tag");
    let versions = counted(rows.len(), "version");
    let title = format!("In conflict: {versions} of {tags}");
    (!rows.is_empty()).then(|| Picker::of(Listing::Versions, title, rows))
}

/// What the last row says when this number of annotations was changed on two sides.
pub(crate) fn notice(keymap: &Keymap, tags: usize) -> Option<Notice> {
    if tags == 0 {
        return None;
    }
    let (were, each) = if tags == 1 {
        ("was", "")
    } else {
        ("were", " of each")
    };
    let (tags, key) = (counted(tags, "tag"), key_of(keymap, Command::Conflicts));
    Some(Notice::problem(format!(
        "{tags} {were} changed here and elsewhere at once; both versions{each} are kept: {key} lists them"
    )))
}

fn key_of(keymap: &Keymap, command: Command) -> String {
    let key = keymap.first_key_of(Pane::Text, command);
    match (key, command.info()) {
        (Some(key), _) => key.to_string(),
        (None, Some(info)) => format!("\"{}\" in the list of commands", info.name),
        (None, None) => String::new(),
    }
}
