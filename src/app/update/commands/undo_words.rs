//! What undo and redo have done, in words: `Undid: tag as fact (a.txt)`.
//!
//! Must not know: how steps are taken.

use crate::annotation::{AnnotationSet, Change, Deed as Done, TagId, TagSet};
use crate::app::input::command::Direction;
use crate::text::counted;

/// What a change does to a set.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Deed {
    /// So many annotations of a kind come.
    Add(usize, Kind),
    /// So many annotations of a kind go.
    Remove(usize, Kind),
    /// One becomes another.
    Retag { from: String, to: String },
    /// Something else of one changes: what that is called.
    Edit(String),
    /// Several change.
    Many(usize),
    /// What is said of the document as a whole: its note, or that somebody is done with it.
    Document(&'static str),
}

/// What annotations are.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kind {
    name: String,
    /// What making one is called.
    made: String,
    /// What one is counted as.
    unit: &'static str,
}

impl Kind {
    /// What making several is called.
    fn made_of(&self, count: usize) -> String {
        let counted = counted(count, self.unit);
        match self.unit == MARK {
            true => format!("{counted}: {}", self.made),
            false => format!("{counted} as {}", self.name),
        }
    }
}

/// What a mark of a sentence with nothing to check is called.
const MARK: &str = "mark";

/// Says what was undone or redone by `change`, which has turned `before` into what is there now.
pub fn undo_words(
    (change, kind): (&Change, Done),
    before: &AnnotationSet,
    tags: &TagSet,
    direction: Direction,
    path: &str,
) -> String {
    use Deed::{Add, Document, Edit, Many, Remove, Retag};
    let deed = deed((change, kind), before, tags);
    match direction {
        // What undo takes away was made, and what it brings was deleted.
        Direction::Backward => match deed {
            Remove(1, kind) => format!("Undid: {} ({path})", kind.made),
            Remove(count, kind) => format!("Undid: {} ({path})", kind.made_of(count)),
            Add(1, kind) => format!("Undid: deletion ({} restored in {path})", kind.name),
            Add(count, kind) => {
                let tags = counted(count, kind.unit);
                format!("Undid: deletion ({tags} restored in {path})")
            }
            Retag { from, to } => format!("Undid: {to} → {from} ({path})"),
            Edit(what) => format!("Undid: {what} ({path})"),
            Many(count) => format!("Undid: change to {} ({path})", counted(count, "tag")),
            Document(what) => format!("Undid: {what} ({path})"),
        },
        Direction::Forward => match deed {
            Add(1, kind) => format!("Redid: {} ({path})", kind.made),
            Add(count, kind) => format!("Redid: {} ({path})", kind.made_of(count)),
            Remove(1, kind) => format!("Redid: deletion of the {} ({path})", kind.name),
            Remove(count, kind) => {
                format!("Redid: deletion of {} ({path})", counted(count, kind.unit))
            }
            Retag { from, to } => format!("Redid: {from} → {to} ({path})"),
            Edit(what) => format!("Redid: {what} ({path})"),
            Many(count) => format!("Redid: change to {} ({path})", counted(count, "tag")),
            Document(what) => format!("Redid: {what} ({path})"),
        },
    }
}

/// What a change of one annotation is called that keeps its tag.
fn edit(deed: Done, tag: &str) -> String {
    use Done::{Accept, Change, Put, Reject};
    match deed {
        Change => format!("change to the {tag}"),
        Accept => format!("accepting where the {tag} stands"),
        Reject => format!("saying that the {tag} is not there"),
        Put => format!("putting the {tag} on the selection"),
    }
}

fn deed((change, done): (&Change, Done), before: &AnnotationSet, tags: &TagSet) -> Deed {
    let all = match change {
        Change::Batch(changes) => &changes[..],
        one => std::slice::from_ref(one),
    };
    // A mark that gives way to a tag, or comes back when that goes, is not worth a word.
    let is_tag = |change: &&Change| tag_of(change, before).is_some_and(|tag| !tag.is_mark());
    let told: Vec<&Change> = all.iter().filter(is_tag).collect();
    let told = match told.is_empty() {
        true => all.iter().collect(),
        false => told,
    };
    let kind = |change: &Change| match tag_of(change, before) {
        Some(tag) if tag.is_mark() => Kind {
            name: MARK.to_owned(),
            made: "nothing to check".to_owned(),
            unit: MARK,
        },
        tag => {
            let name = tag.map_or_else(|| "tag".to_owned(), |tag| tags.look_up(tag).name);
            // One's own words were taken back before: these are somebody else's.
            let with = match change {
                Change::Remove(id) => before.get(id).and_then(|gone| gone.belongings()),
                _ => None,
            };
            let with = with.map_or_else(String::new, |all| format!(", with {all}"));
            let made = format!("tag as {name}{with}");
            Kind {
                name,
                made,
                unit: "tag",
            }
        }
    };
    let count = told.len();
    let is_all = |is: fn(&Change) -> bool| told.iter().all(|change| is(change));
    match told[..] {
        [Change::Replace(to)] => match before.get(&to.id) {
            Some(from) if from.tag != to.tag => Deed::Retag {
                from: tags.look_up(&from.tag).name,
                to: tags.look_up(&to.tag).name,
            },
            _ => Deed::Edit(edit(done, &kind(told[0]).name)),
        },
        [Change::Document(facts)] => Deed::Document(match facts.note == before.facts().note {
            true => "mark as done",
            false => "note on the document",
        }),
        [first, ..] if is_all(|change| matches!(change, Change::Insert(_))) => {
            Deed::Add(count, kind(first))
        }
        [first, ..] if is_all(|change| matches!(change, Change::Remove(_))) => {
            Deed::Remove(count, kind(first))
        }
        _ => Deed::Many(count),
    }
}

/// The tag of the annotation that a change concerns.
fn tag_of<'a>(change: &'a Change, before: &'a AnnotationSet) -> Option<&'a TagId> {
    match change {
        Change::Insert(annotation) | Change::Replace(annotation) => Some(&annotation.tag),
        Change::Remove(id) => before.get(id).map(|annotation| &annotation.tag),
        Change::Document(_) | Change::Batch(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Annotation, annotation};

    fn with(id: &str, tag: &str) -> Annotation {
        Annotation {
            tag: tag.into(),
            ..annotation(id, 0, 3)
        }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of cases")]
    fn what_was_undone_and_redone_is_told() {
        let (before, _) = AnnotationSet::from_annotations([
            with("a", "claim"),
            with("b", "claim"),
            with("m", "no-claim"),
            with("k", "no-claim"),
            Annotation {
                note: "somebody else's".to_owned(),
                ..with("n", "claim")
            },
        ]);
        let insert = |id, tag| Change::Insert(with(id, tag));
        let remove = |id: &str| Change::Remove(id.into());
        let replace = |id, tag| Change::Replace(with(id, tag));
        for (change, undone, redone) in [
            (remove("a"), "tag as claim (x)", "deletion of the claim (x)"),
            (
                insert("c", "fact"),
                "deletion (fact restored in x)",
                "tag as fact (x)",
            ),
            (replace("a", "fact"), "fact → claim (x)", "claim → fact (x)"),
            (
                replace("a", "claim"),
                "change to the claim (x)",
                "change to the claim (x)",
            ),
            (
                remove("n"),
                "tag as claim, with its note (x)",
                "deletion of the claim (x)",
            ),
            (
                remove("m"),
                "nothing to check (x)",
                "deletion of the mark (x)",
            ),
            (
                Change::Batch(vec![remove("m"), remove("k")]),
                "2 marks: nothing to check (x)",
                "deletion of 2 marks (x)",
            ),
            (
                Change::Batch(vec![insert("o", "no-claim"), insert("p", "no-claim")]),
                "deletion (2 marks restored in x)",
                "2 marks: nothing to check (x)",
            ),
            (
                Change::Batch(vec![insert("o", "no-claim"), remove("a")]),
                "tag as claim (x)",
                "deletion of the claim (x)",
            ),
            (
                Change::Batch(vec![remove("a"), remove("b")]),
                "2 tags as claim (x)",
                "deletion of 2 tags (x)",
            ),
            (
                Change::Batch(vec![insert("c", "fact"), insert("d", "fact")]),
                "deletion (2 tags restored in x)",
                "2 tags as fact (x)",
            ),
            (
                Change::Batch(vec![replace("a", "fact"), remove("b")]),
                "change to 2 tags (x)",
                "change to 2 tags (x)",
            ),
        ] {
            let tags = TagSet::built_in();
            let deed = Done::Change;
            let words = |direction| undo_words((&change, deed), &before, &tags, direction, "x");
            assert_eq!(words(Direction::Backward), format!("Undid: {undone}"));
            assert_eq!(words(Direction::Forward), format!("Redid: {redone}"));
        }
    }
}
