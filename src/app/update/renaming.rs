//! Documents that were renamed, and the tags that they left behind.
//!
//! What the reader sees: at the start, and where a file comes or goes, that a document is gone
//! and which one has its text. `B` lists them with how many tags they have; Enter gives the
//! tags to the document that it is now.
//!
//! Must not know: how a document is known under another name.

use crate::app::state::picker::PickerAction;
use crate::app::{Effect, Model, OrphanedTags, Picker, PickerRow};
use crate::text::counted;

use super::outcome::Outcome;

/// Keeps what was found, and says so where it was not known before.
pub fn found(model: &mut Model, orphans: Vec<OrphanedTags>) -> Outcome {
    let is_news = orphans.iter().any(|one| !model.orphans.contains(one));
    model.orphans = orphans;
    match model.orphans.first().filter(|_| is_news) {
        Some(first) => Outcome::plain(in_words(first, model.orphans.len())),
        None => Outcome::none(),
    }
}

/// `b.txt has the text of a.txt: B takes its 12 tags`.
fn in_words(first: &OrphanedTags, all: usize) -> String {
    let tags = counted(first.tags, "tag");
    let name = &first.name;
    let more = match all - 1 {
        0 => String::new(),
        more => format!(" ({} more)", counted(more, "document")),
    };
    match &first.renamed[..] {
        [] => format!("{name} is gone; its {tags} are kept: B shows them{more}"),
        [(to, likeness)] => format!("{to} {likeness} {name}: B takes its {tags}{more}"),
        [(to, _), (other, _), ..] => {
            format!("{to} and {other} may be {name}: B gives its {tags} to one{more}")
        }
    }
}

pub fn show(model: &mut Model) -> Outcome {
    if model.orphans.is_empty() {
        return Outcome::plain("Every annotation file has its document");
    }
    let rows = model.orphans.iter().flat_map(|one| {
        let tags = counted(one.tags, "tag");
        let name = &one.name;
        let keep = one.renamed.is_empty().then(|| PickerRow {
            detail: "no document has its text".to_owned(),
            ..PickerRow::new(&format!("keep the {tags} of {name}"), PickerAction::Stay)
        });
        let give = one.renamed.iter().map(move |(to, likeness)| PickerRow {
            detail: format!("{to} {likeness} {name}"),
            ..PickerRow::new(
                &format!("give the {tags} of {name} to {to}"),
                PickerAction::TakeOver(name.clone(), to.clone()),
            )
        });
        give.chain(keep).collect::<Vec<_>>()
    });
    let title = format!(
        "{} without a document",
        counted(model.orphans.len(), "annotation file")
    );
    let picker = Picker::new(title, rows.collect());
    model.mode.show_picker(picker);
    Outcome::none()
}

/// Tags were given to a document, or not, and why.
pub fn taken(model: &Model, result: Result<(String, String), String>) -> Outcome {
    match result {
        Ok((words, to)) => {
            let document = model.documents.find(&to);
            let look = document.map(Effect::LookAtDocument);
            Outcome::plain(words).and(look.into_iter().collect::<Vec<_>>())
        }
        Err(why) => Outcome::problem(why),
    }
}
