//! What undo and redo have done, in words: `Undid: tag as fact (a.txt)`.
//!
//! Must not know: how steps are taken.

use crate::annotation::{
    Annotation, AnnotationSet, AttributeValue, Change, Deed as Done, Kind as AttributeKind,
    MergeRule, Source, SourceTarget, TagId, TagSet,
};
use crate::app::input::command::Direction;
use crate::app::view::words::on_one_line;
use crate::text::counted;
use crate::text::visible::visible_within;

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
    let deed = deed((change, kind), (before, direction), tags);
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

/// What was done to an annotation that keeps its tag and its passage, where that is one thing:
/// `source “Annals”`, `removal of the link (contradicts)`.
fn said_of(before: &Annotation, after: &Annotation) -> Option<String> {
    if before.selector != after.selector {
        return None;
    }
    let table = after.attributes.table().listed();
    // That is said of every change.
    let told = table.filter(|attribute| attribute.merge != MergeRule::OfVersion);
    let mut differing = told.filter(|attribute| before.value(attribute) != after.value(attribute));
    let (Some(attribute), None) = (differing.next(), differing.next()) else {
        return None;
    };
    match attribute.kind {
        AttributeKind::Sources => listed("source", (&before.sources, &after.sources), source),
        AttributeKind::Links => listed("link", (&before.links, &after.links), |link| {
            format!("({})", shown(&link.rel))
        }),
        _ if !attribute.is_optional() => None,
        _ => {
            let words = |value: &AttributeValue<'_>| {
                format!("{} {}", attribute.label, shown(&value.to_words()))
            };
            match (before.value(attribute), after.value(attribute)) {
                (_, Some(value)) => Some(words(&value)),
                (Some(value), None) => Some(format!("removal of “{}”", words(&value))),
                (None, None) => None,
            }
        }
    }
}

/// What was done to a list, where that is one thing.
fn listed<T: PartialEq>(
    what: &str,
    (before, after): (&[T], &[T]),
    words: impl Fn(&T) -> String,
) -> Option<String> {
    let added: Vec<&T> = after.iter().filter(|one| !before.contains(one)).collect();
    let removed: Vec<&T> = before.iter().filter(|one| !after.contains(one)).collect();
    Some(match (&added[..], &removed[..]) {
        ([one], []) => format!("{what} {}", words(one)),
        ([], [one]) => format!("removal of the {what} {}", words(one)),
        ([now], [_]) => format!("change to the {what} {}", words(now)),
        (all, []) if !all.is_empty() => counted(all.len(), what),
        ([], all) if !all.is_empty() => format!("removal of {}", counted(all.len(), what)),
        _ => return None,
    })
}

fn source(source: &Source) -> String {
    match &source.target {
        SourceTarget::Reference(label) => format!("[{}]", shown(label)),
        SourceTarget::Passage(_) => "in another passage".to_owned(),
        _ => format!("“{}”", shown(&source.to_words())),
    }
}

/// How many columns of a source, or of what else was said, name it.
const FIRST_WORDS: usize = 40;

fn shown(words: &str) -> String {
    visible_within(&on_one_line(words), FIRST_WORDS).into_owned()
}

fn deed(
    (change, done): (&Change, Done),
    (before, direction): (&AnnotationSet, Direction),
    tags: &TagSet,
) -> Deed {
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
    let kind = |change: &Change| kind_of(change, before, tags);
    let count = told.len();
    let is_all = |is: fn(&Change) -> bool| told.iter().all(|change| is(change));
    match told[..] {
        [Change::Replace(to)] => match before.get(&to.id) {
            Some(from) if from.tag != to.tag => Deed::Retag {
                from: tags.look_up(&from.tag).name,
                to: tags.look_up(&to.tag).name,
            },
            from => {
                // As it was done: undo turns it round.
                let said = from.filter(|_| done == Done::Change);
                let said = said.and_then(|from| match direction {
                    Direction::Backward => said_of(to, from),
                    Direction::Forward => said_of(from, to),
                });
                Deed::Edit(said.unwrap_or_else(|| edit(done, &kind(told[0]).name)))
            }
        },
        [Change::Document(facts)] if facts.suggestions != before.facts().suggestions => {
            Deed::Document("rejection of the suggestion")
        }
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

/// What the annotation is that a change concerns.
fn kind_of(change: &Change, before: &AnnotationSet, tags: &TagSet) -> Kind {
    match tag_of(change, before) {
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
    use crate::annotation::{Attributes, Extra, Link, annotation};

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

    /// Found in use: each of these was “change to the claim”.
    #[test]
    fn what_was_said_of_a_tag_is_told() {
        let plain = with("a", "claim");
        let sourced = |words: &str| Annotation {
            sources: Source::from_words(words),
            ..plain.clone()
        };
        let said = |name: &str, words: &str| Annotation {
            attributes: Attributes::from_words([(name, words)]).unwrap(),
            ..plain.clone()
        };
        let linked = Annotation {
            links: vec![Link {
                to: "b.txt#b".to_owned().into(),
                rel: "contradicts".to_owned(),
                extra: Extra::new(),
            }],
            ..plain.clone()
        };
        for (now, earlier, done) in [
            (&sourced("Annals"), &plain, "source “Annals”"),
            (&sourced("[3]"), &plain, "source [3]"),
            (&sourced("[3] [4]"), &plain, "2 sources"),
            (&plain, &sourced("Annals"), "removal of the source “Annals”"),
            (&sourced("B"), &sourced("A"), "change to the source “B”"),
            (&linked, &plain, "link (contradicts)"),
            (&plain, &linked, "removal of the link (contradicts)"),
            (&said("verdict", "refuted"), &plain, "verdict refuted"),
            (
                &said("verdict", "refuted"),
                &said("verdict", "supported"),
                "verdict refuted",
            ),
            (
                &plain,
                &said("verdict", "refuted"),
                "removal of “verdict refuted”",
            ),
            (&said("speaker", "Tom"), &plain, "said by Tom"),
            (&linked, &sourced("A"), "change to the claim"),
        ] {
            for (from, to, direction, word) in [
                (now, earlier, Direction::Backward, "Undid"),
                (earlier, now, Direction::Forward, "Redid"),
            ] {
                let (before, _) = AnnotationSet::from_annotations([from.clone()]);
                let change = (&Change::Replace(to.clone()), Done::Change);
                let words = undo_words(change, &before, &TagSet::built_in(), direction, "x");
                assert_eq!(words, format!("{word}: {done} (x)"));
            }
        }
    }
}
