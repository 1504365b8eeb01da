//! A link from a tag to a sentence of another document, in two parts: the other end, which is
//! tagged where it has no tag, and then the link to it.
//!
//! Must not know: which documents are open, how the parts become one step.

use crate::annotation::{Annotation, Change, Extra, Link, PassageRef, TagSet};
use crate::app::Documents;
use crate::app::state::elsewhere::{FirstEnd, FoundElsewhere, LinkingElsewhere};
use crate::app::state::everywhere::{Tally, Task};
use crate::app::view::words::on_one_line;
use crate::text::{Text, TextRange, occurrences};

use super::editing::Editing;

/// What a link takes in the document that is at its turn, and what comes after that: the other
/// end first, then the tag that leads to it.
pub fn part(
    editing: &Editing<'_>,
    linking: &mut LinkingElsewhere,
    tally: &mut Tally,
) -> (Vec<Change>, Option<Task>) {
    let from = Task {
        document: linking.from.document,
        passages: [].into(),
    };
    match next(editing, linking) {
        Done::Tagged(annotation) => (vec![Change::Insert(annotation)], Some(from)),
        Done::Known => (Vec::new(), Some(from)),
        Done::Linked(annotation) => (vec![Change::Replace(annotation)], None),
        Done::Already => {
            tally.already += 1;
            (Vec::new(), None)
        }
        Done::Gone => {
            tally.unfit += 1;
            (Vec::new(), None)
        }
    }
}

/// What is done to the document that is at its turn.
enum Done {
    /// The other end has no tag: it gets this one.
    Tagged(Annotation),
    /// The other end is known.
    Known,
    /// The link is made.
    Linked(Annotation),
    /// It was there before.
    Already,
    /// The sentence or the tag is not there any more.
    Gone,
}

/// The next part of a link: in the document of the sentence, its tag; in the other, the link.
fn next(editing: &Editing<'_>, linking: &mut LinkingElsewhere) -> Done {
    match &linking.end {
        None => tag(editing, linking),
        Some(end) => {
            let Some(from) = editing.opened.set().get(&linking.from.annotation) else {
                return Done::Gone;
            };
            let link = Link {
                to: PassageRef::new(&linking.path, end),
                rel: linking.relation.clone(),
                extra: Extra::new(),
            };
            if from
                .links
                .iter()
                .any(|one| one.to == link.to && one.rel == link.rel)
            {
                return Done::Already;
            }
            let mut after = (**from).clone();
            after.links.push(link);
            editing.note_edit(&mut after, from);
            Done::Linked(after)
        }
    }
}

/// The tag of the sentence: one's own of exactly it, else one of those that touch it, one's own
/// first; else a new one.
fn tag(editing: &Editing<'_>, linking: &mut LinkingElsewhere) -> Done {
    let Some(range) = place(&editing.opened.text, &linking.to) else {
        return Done::Gone;
    };
    let index = editing.opened.annotation_index();
    let all = index.all();
    let of_it = all.overlapping(0..all.len(), range);
    let best = of_it.max_by_key(|placed| {
        let is_own = placed.annotation.creator == editing.annotator;
        (is_own, placed.range == range)
    });
    if let Some(best) = best {
        linking.end = Some(best.annotation.id.clone());
        return Done::Known;
    }
    let annotation = editing.new_annotation(linking.tag.clone(), range);
    linking.end = Some(annotation.id.clone());
    linking.was_tagged = true;
    Done::Tagged(annotation)
}

/// Where a sentence stands now: where it was found, or else in the only place that has its words.
fn place(text: &Text, found: &FoundElsewhere) -> Option<TextRange> {
    let FoundElsewhere { range, words, .. } = found;
    if let Ok(range) = text.range(range.start(), range.end())
        && text.slice(range) == *words
    {
        return Some(range);
    }
    let mut places = occurrences(text, words);
    let only = places.next().filter(|_| places.next().is_none())?;
    text.range(only, only + words.len()).ok()
}

/// What was done, in words.
pub fn words(
    tags: &TagSet,
    documents: &Documents,
    linking: &LinkingElsewhere,
    tally: &Tally,
) -> String {
    let relation = &linking.relation;
    let name = &tags.look_up(&linking.tag).name;
    if tally.already > 0 {
        return "The two are linked like that already".to_owned();
    }
    if tally.unfit > 0 && linking.was_tagged {
        return format!("Not linked: your tag is gone; the sentence was tagged as {name}");
    }
    if tally.unfit > 0 || tally.changed == 0 {
        let gone = "Nothing was linked: the passage is not there any more";
        return match linking.first {
            FirstEnd::Known => gone.to_owned(),
            FirstEnd::Tagged => format!("{gone}; this one was tagged as {name}"),
        };
    }
    let title = on_one_line(&documents.title_or_path(linking.to.document));
    let tagged = match (linking.first, linking.was_tagged) {
        (FirstEnd::Known, false) => String::new(),
        (FirstEnd::Known, true) => format!(", tagged as {name} there"),
        (FirstEnd::Tagged, false) => format!(", tagged as {name} here"),
        (FirstEnd::Tagged, true) => format!(", both tagged as {name}"),
    };
    format!("Linked: {relation} {title}{tagged}")
}
