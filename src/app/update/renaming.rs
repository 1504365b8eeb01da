//! Documents that were renamed, and the tags that they left behind.
//!
//! What the reader sees: at the start, and where a file comes or goes, that a document is gone
//! and which one has its text. `B` looks for them once more, and lists them with how many tags
//! they have; Enter gives the tags to the document that it is now, and `u` takes them back.
//!
//! Must not know: how a document is known under another name.

use crate::annotation::Side;
use crate::app::state::list_query::Known;
use crate::app::state::notice::Notice;
use crate::app::state::picker::PickerAction;
use crate::app::{
    Command, Effect, HandOver, Mode, Model, OnDisk, OrphanedTags, Picker, PickerRow, Way,
};
use crate::text::counted;

use super::outcome::{Next, Outcome};

/// The notice while nobody knows yet whether there are any. A key that is pressed meanwhile
/// takes it away: then no list comes between.
const LOOKING: &str = "Looking for documents that were renamed";
/// What the title of their list ends with.
const WITHOUT: &str = "without a document";

/// Keeps what was found, and says so where it was not known before.
pub fn found(model: &mut Model, orphans: Vec<OrphanedTags>) -> Outcome {
    let news = orphans.iter().filter(|one| !model.orphans.contains(one));
    // One that can be given says more than one that is only gone.
    let news = news
        .rev()
        .max_by_key(|one| !one.renamed.is_empty())
        .cloned();
    model.orphans = orphans;
    let picker = model.mode.picker();
    if picker.is_some_and(|picker| picker.title.ends_with(WITHOUT)) {
        return refresh(model);
    }
    let said = model.notice.as_ref();
    let is_asked = said.is_some_and(|said| said.words == LOOKING);
    let is_told = said.is_some_and(Notice::is_problem);
    match news {
        _ if is_asked && model.orphans.is_empty() => {
            Outcome::plain("Every annotation file has its document")
        }
        _ if is_asked && matches!(model.mode, Mode::Reading) => {
            model.notice = None;
            list(model);
            Outcome::none()
        }
        // That it is gone was said with what became of it.
        Some(one) if !(is_told && one.renamed.is_empty()) => {
            Outcome::plain(in_words(&one, model.orphans.len()))
        }
        _ => Outcome::none(),
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

/// Looks for them afresh, and meanwhile shows those that are known.
pub fn show(model: &mut Model) -> Outcome {
    let look = Outcome::from(Effect::FindOrphans);
    if model.orphans.is_empty() {
        return look.and(Notice::plain(LOOKING));
    }
    list(model);
    look
}

fn list(model: &mut Model) {
    let picker = Picker::new(title(model), rows(model));
    model.mode.show_picker(picker);
}

/// Shows in the list what is found by now.
fn refresh(model: &mut Model) -> Outcome {
    if model.orphans.is_empty() {
        drop(model.mode.take_picker());
        return Outcome::plain("Every annotation file has its document");
    }
    let (title, rows) = (title(model), rows(model));
    let known = Known {
        documents: &model.documents,
        tags: &model.settings.tags,
    };
    if let Some(picker) = model.mode.picker_mut() {
        picker.title = title;
        picker.replace(rows, known);
    }
    Outcome::none()
}

fn title(model: &Model) -> String {
    let files = counted(model.orphans.len(), "annotation file");
    format!("{files} {WITHOUT}")
}

fn rows(model: &Model) -> Vec<PickerRow> {
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
    rows.collect()
}

pub fn give(name: String, to: String) -> Outcome {
    let way = Way::Give;
    Effect::HandOver(HandOver { name, to, way }).into()
}

/// Tags were given to a document, or back, or not, and why: keeps what undoes that, and shows
/// the document that has them, where the other one was shown.
pub fn handed_over(model: &mut Model, what: HandOver, result: Result<usize, String>) -> Outcome {
    let HandOver { name, to, way } = what;
    let tags = match result {
        Ok(tags) => counted(tags, "tag"),
        Err(why) => return Outcome::problem(why),
    };
    let (gone, other) = (model.documents.find(&name), model.documents.find(&to));
    if way == Way::GiveBack {
        let words = format!("Undid: the {tags} of {name} are no longer in {to}");
        model.history.hand_over(Side::Redo, name, to);
        return Outcome::plain(words);
    }
    if way == Way::Give {
        model.history.redo.clear();
    }
    let is_gone = gone.is_some_and(|gone| model.documents[gone].disk == OnDisk::Gone);
    let other = other.filter(|_| is_gone && model.documents.open == gone);
    let shows = other.map_or_else(Outcome::none, |other| {
        Outcome::next(Next::Open(other, None))
    });
    let undo = model.settings.keymap.shown_key(model.pane, Command::Undo);
    let words = format!("Gave {tags} of {name} to {to}; {undo} undoes");
    model.history.hand_over(Side::Undo, name, to);
    shows.and(Notice::plain(words))
}
