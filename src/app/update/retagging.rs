//! Changing a tag into another one over all documents, which renames it or merges the two.
//!
//! What is pressed and seen: `E` lists the tags with how many there are of each; `Enter`
//! asks into which of the label set, and then, with the count, whether to do it; where some are
//! by others, whether to one's own or to all. `u` takes all of it back.
//!
//! Must not know: how many documents are changed, how one is.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::annotation::{Annotation, AnnotationSet, TagId};
use crate::app::state::everywhere::{Purpose, Retagging, Task};
use crate::app::state::picker::{PickerAction, RetagChoice, Whose};
use crate::app::state::tag_walk::TagWalk;
use crate::app::{Document, DocumentId, Env, Model, Picker, PickerRow};
use crate::text::{counted, in_thousands};

use super::everywhere;
use super::outcome::Outcome;

/// Asks which tag is to be changed; the one under the cursor is chosen first.
pub fn ask(model: &mut Model) -> Outcome {
    if model.everywhere.is_some() {
        return Outcome::problem(everywhere::NOT_DONE_YET);
    }
    let mut counts: BTreeMap<&TagId, usize> = BTreeMap::new();
    for (_, document) in model.documents.by_name() {
        for (tag, count) in document.set().into_iter().flat_map(AnnotationSet::tags) {
            *counts.entry(tag).or_default() += count;
        }
    }
    let tags = &model.settings.tags;
    let in_set = tags.iter().map(|tag| &tag.id);
    let others = counts.keys().copied().filter(|id| !tags.knows(id));
    let ids = in_set.chain(others);
    let ids: Vec<&TagId> = ids.filter(|id| counts.contains_key(*id)).collect();
    if ids.is_empty() {
        return Outcome::plain("No tags to change");
    }
    let rows = ids.iter().map(|id| PickerRow {
        detail: in_thousands(counts[*id]),
        ..tag_row(model, id, RetagChoice::From((*id).clone()))
    });
    let mut picker = Picker::new("Change which tag?", rows.collect());
    let current = model.open_document().and_then(|opened| opened.current());
    let current = current.and_then(|current| ids.iter().position(|id| **id == current.tag));
    picker.chosen = current.unwrap_or(0);
    model.mode.show_picker(picker);
    Outcome::none()
}

pub fn choose(model: &mut Model, choice: RetagChoice, env: &dyn Env) -> Outcome {
    match choice {
        RetagChoice::From(from) => {
            let picker = into_which(model, &from);
            model.mode.show_picker(picker);
            Outcome::none()
        }
        RetagChoice::Into(from, to) => {
            let picker = question(model, &from, &to);
            model.mode.show_picker(picker);
            Outcome::none()
        }
        RetagChoice::Change(from, to, whose) => {
            let tasks = documents_with(model, &from).map(|(document, _)| Task {
                document,
                passages: [].into(),
            });
            let tasks = tasks.collect();
            let all = model.documents.by_name().map(|(id, _)| id);
            let walk = TagWalk::new(all.collect());
            let only_by = match whose {
                Whose::Everybodys => None,
                Whose::Own => model.annotator.clone(),
            };
            let retagging = Retagging::new(from, to, only_by, walk);
            everywhere::begin(model, Purpose::Retag(Box::new(retagging)), tasks, env)
        }
    }
}

/// The documents that have a tag, and how often.
fn documents_with<'a>(
    model: &'a Model,
    tag: &'a TagId,
) -> impl Iterator<Item = (DocumentId, usize)> + 'a {
    let count = |document: &Document| document.set().map_or(0, |set| set.count_of(tag));
    let counted = model.documents.by_name();
    let counted = counted.map(move |(id, document)| (id, count(document)));
    counted.filter(|(_, count)| *count > 0)
}

fn into_which(model: &Model, from: &TagId) -> Picker {
    let name = model.settings.tags.look_up(from).name;
    let tags = model.settings.tags.iter().filter(|tag| tag.id != *from);
    let rows = tags.map(|tag| PickerRow {
        detail: tag.guideline.clone(),
        ..tag_row(
            model,
            &tag.id,
            RetagChoice::Into(from.clone(), tag.id.clone()),
        )
    });
    Picker::new(format!("Change {name} to"), rows.collect())
}

fn question(model: &Model, from: &TagId, to: &TagId) -> Picker {
    let (mut tags, mut own, mut documents) = (0, 0, 0);
    for (id, count) in documents_with(model, from) {
        let set = model.documents.get(id).and_then(Document::set);
        let has_tag = |one: &&Arc<Annotation>| one.tag == *from && model.is_own(one);
        own += set.map_or(0, |set| set.iter().filter(has_tag).count());
        tags += count;
        documents += 1;
    }
    let name = |tag| model.settings.tags.look_up(tag).name;
    let title = format!(
        "Change {} in {} from {} to {}{}?",
        counted(tags, "tag"),
        counted(documents, "document"),
        name(from),
        name(to),
        match tags - own {
            0 => String::new(),
            others => format!(", {} by others", in_thousands(others)),
        }
    );
    let hidden = match model.filter {
        Some(_) => ", also what the filter hides",
        None => "",
    };
    let change = |words: String, whose| {
        let choice = RetagChoice::Change(from.clone(), to.clone(), whose);
        PickerRow::new(&format!("{words}{hidden}"), PickerAction::Retag(choice))
    };
    let mut rows = match own {
        _ if own == tags => vec![change("change".to_owned(), Whose::Everybodys)],
        0 => vec![change(
            "change those of others".to_owned(),
            Whose::Everybodys,
        )],
        _ => vec![
            change(format!("change yours: {}", in_thousands(own)), Whose::Own),
            change(
                format!("change all: {}", in_thousands(tags)),
                Whose::Everybodys,
            ),
        ],
    };
    rows.push(PickerRow::new("cancel", PickerAction::Stay));
    Picker::new(title, rows)
}

fn tag_row(model: &Model, id: &TagId, choice: RetagChoice) -> PickerRow {
    let tag = model.settings.tags.look_up(id);
    PickerRow {
        mark: tag.letter,
        tag: Some(tag.id),
        ..PickerRow::new(&tag.name, PickerAction::Retag(choice))
    }
}
