//! What an import changes in each document, piece by piece, and what is said of it.
//!
//! Must not know: when that is done.

use crate::annotation::{Change, NewTag, of_each};
use crate::app::state::everywhere::Tally;
use crate::app::state::importing::ImportStep;
use crate::app::{DocumentId, Documents};
use crate::text::in_thousands;

use super::editing::Editing;

/// The next changes of a document, and whether these are all. What has come there meanwhile
/// stays as it is.
pub fn part(
    editing: &Editing<'_>,
    step: &mut ImportStep,
    most: usize,
    tally: &mut Tally,
) -> (Vec<Change>, bool) {
    let Some(left) = step.left.get_mut(&editing.document) else {
        return (Vec::new(), true);
    };
    let set = editing.opened.set();
    let mut changes = Vec::new();
    let facts = left.facts.take();
    let facts = facts.map(|theirs| {
        let facts = set.facts().with_those_of(&theirs);
        // What is a tag now is suggested no longer.
        let suggestions = facts.suggestions.clone();
        let suggestions = suggestions.without(left.new.as_slice().iter().map(|tag| &tag.id));
        let new = std::mem::take(&mut left.suggestions).into_iter();
        let new = new.filter(|one| !set.contains(&one.id));
        facts.with_suggestions(suggestions.with(new))
    });
    for annotation in left.new.by_ref().take(most.max(1)) {
        match set.contains(&annotation.id) {
            true => tally.already += 1,
            false => changes.push(Change::Insert(annotation)),
        }
    }
    let facts = facts.filter(|facts| facts != set.facts());
    changes.extend(facts.map(Change::Document));
    (changes, left.new.len() == 0)
}

/// What was imported, in words: `Imported 12 tags from tags.zip in 3 documents`.
pub fn words(step: &ImportStep, tally: &Tally, place: &str) -> String {
    let count = match (tally.changed, step.suggestions) {
        (0, 0) => "what is said of documents as a whole".to_owned(),
        (tags, suggestions) => of_each(tags, suggestions),
    };
    match tally.documents.is_empty() {
        true => "Nothing was imported".to_owned(),
        false => {
            let left_out = match step.not_imported {
                0 => String::new(),
                some => format!("; {} not imported", in_thousands(some)),
            };
            let added = added_words(&step.added);
            format!(
                "Imported {count} from {} in {place}{added}{left_out}",
                step.file
            )
        }
    }
}

/// `, with rumour (5) added to postil.toml`.
fn added_words(added: &[NewTag]) -> String {
    let names = added.iter().map(|new| match new.key {
        Some(key) => format!("{} ({key})", new.id),
        None => new.id.to_string(),
    });
    let names: Vec<String> = names.collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(", with {} added to postil.toml", names.join(", ")),
    }
}

/// Says that nothing was imported, since a document cannot be changed.
pub fn refused(documents: &Documents, document: DocumentId, why: &str) -> String {
    let path = documents.get(document).map(|document| &*document.path);
    let path = path.unwrap_or("a document");
    format!("Nothing was imported: {path}: {why}")
}
