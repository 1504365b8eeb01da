//! What has changed on disk while one reads.
//!
//! What the reader sees: tags of others stand in the margin without a key, and
//! the last row says how many came. A document that was changed is shown as it is
//! now, at the same sentence if its words are still there, with its tags where
//! their words are; the sidebar marks it until one leaves it. One that was
//! deleted stays on the screen, marked as gone. One that has come stands in its place
//! by name, and the last row says so. An annotation file that cannot be
//! read any more makes the tags unsaved, with the reason, until it is whole
//! again; one that was deleted is written again.
//!
//! Must not know: how it was found out.

mod text;

use crate::annotation::{AnnotationSet, CommonEnds, merge};
use crate::text::Text;
use crate::text::segment::{ParagraphMode, Structure};

use crate::app::document::annotation_index::AnnotationIndex;
use crate::app::document::{Access, Document, DocumentId, OnDisk, SaveState};
use crate::app::message::Effect;
use crate::app::state::Model;
use crate::app::update::commands::tagging;
use crate::app::update::conflicts;
use crate::app::update::discovery;
use crate::app::update::indexing;

/// What has changed.
#[derive(Debug, Clone)]
pub enum Disk {
    /// The annotation file of an open document.
    Tags(Box<TagsOnDisk>),
    /// That file cannot be read whole any more, and why: one sentence.
    Unusable(DocumentId, String),
    /// That file was deleted.
    TagsGone(DocumentId),
    /// Documents that are not open have no annotation file; they may have had none.
    OthersWithout(Vec<DocumentId>),
    /// The text of an open document.
    Text(Box<TextOnDisk>),
    /// A document is not there any more.
    Gone(DocumentId),
    /// A document is there and cannot be read any more: why, and the way out, without
    /// its name.
    Unreadable(DocumentId, String),
    /// A document is there again, as it was.
    Back(DocumentId),
    /// A document that was not open has changed.
    Changed(DocumentId),
    /// Documents have come, numbered from this one on.
    New(DocumentId, Vec<Document>),
}

impl Disk {
    /// The document, where it is said of one that is open.
    fn of_open_document(&self) -> Option<DocumentId> {
        match self {
            Self::Tags(tags) => Some(tags.document),
            Self::Text(text) => Some(text.document),
            Self::Unusable(id, _) | Self::TagsGone(id) => Some(*id),
            _ => None,
        }
    }
}

/// An annotation file as it was found.
#[derive(Debug, Clone)]
pub struct TagsOnDisk {
    /// The document.
    pub document: DocumentId,
    /// The number of the look: see [`Effect::TookIn`].
    pub look: u64,
    /// What was known to be on disk before.
    pub from: AnnotationSet,
    /// What is on disk.
    pub to: AnnotationSet,
    /// Whether it is in a file that had vanished: what was made meanwhile is kept.
    pub returned: bool,
}

/// A document as it was found.
#[derive(Debug, Clone)]
pub struct TextOnDisk {
    /// The document.
    pub document: DocumentId,
    /// Its content.
    pub text: Text,
    /// The encoding it was read in, where it is not UTF-8.
    pub encoding: Option<&'static str>,
    /// Its paragraphs and sentences, told in this way.
    pub structure: (ParagraphMode, Structure),
    /// The places of the annotations that are known of it.
    pub annotation_index: AnnotationIndex,
    /// What it has in common with the text as it was.
    pub common: CommonEnds,
    /// Whether the file is as it was, and was read in another encoding.
    pub read_again: bool,
    /// What the reader should know, a sentence each.
    pub notices: Vec<String>,
    /// What is odd about it, in a word or two each.
    pub warnings: Vec<String>,
}

/// Takes in what has changed.
pub fn take(model: &mut Model, news: Disk) -> Vec<Effect> {
    let concerned = news.of_open_document();
    if concerned.is_some_and(|id| is_loading(model, id)) {
        model.early_news.push(news);
        return Vec::new();
    }
    match news {
        // The tags are being read, and with them all that is told of them by now.
        Disk::Tags(_) | Disk::Unusable(..) | Disk::TagsGone(_) if is_not_read(model, &news) => {
            Vec::new()
        }
        Disk::Tags(tags) => self::tags(model, *tags),
        Disk::Unusable(id, reason) => {
            unusable(model, id, reason);
            Vec::new()
        }
        Disk::TagsGone(id) => tags_gone(model, id),
        Disk::OthersWithout(ids) => {
            others_without(model, &ids);
            Vec::new()
        }
        Disk::Text(text) => {
            let id = text.document;
            let mut effects = text::take(model, *text);
            effects.extend(indexing::begin(model, id));
            effects
        }
        Disk::Gone(id) => {
            lose(model, id, None);
            Vec::new()
        }
        Disk::Unreadable(id, reason) => {
            lose(model, id, Some(reason));
            Vec::new()
        }
        Disk::Back(id) => back(model, id),
        Disk::Changed(id) => {
            let before = model.documents.get(id).map(|it| it.disk);
            let effects = back(model, id);
            // One that went and came, as git does it, is most often as it was.
            if !before.is_some_and(is_lost) {
                set_disk(model, id, OnDisk::Changed);
            }
            effects
        }
        Disk::New(first, documents) => discovery::come(model, first, documents),
    }
}

fn is_loading(model: &Model, id: DocumentId) -> bool {
    model.documents.get(id).is_some_and(Document::is_loading)
}

/// Takes in what was heard of a document before its text was here: whoever tells it has
/// read the text already, and takes it for known.
pub fn take_what_came_early(model: &mut Model, id: DocumentId) -> Vec<Effect> {
    let news = std::mem::take(&mut model.early_news);
    let (of_it, others) = news
        .into_iter()
        .partition(|news| news.of_open_document() == Some(id));
    model.early_news = others;
    let of_it: Vec<Disk> = of_it;
    of_it
        .into_iter()
        .flat_map(|news| take(model, news))
        .collect()
}

/// Whether the tags of the document in question are still being read.
fn is_not_read(model: &mut Model, news: &Disk) -> bool {
    let id = match news {
        Disk::Tags(tags) => tags.document,
        Disk::Unusable(id, _) | Disk::TagsGone(id) => *id,
        _ => return false,
    };
    model
        .opened_mut(id)
        .is_some_and(|opened| !opened.has_annotations())
}

fn tags(model: &mut Model, found: TagsOnDisk) -> Vec<Effect> {
    let TagsOnDisk {
        document,
        look,
        from,
        to,
        returned,
    } = found;
    let mut effects = Vec::new();
    if let Some(loaded) = model.opened_mut(document) {
        let before = loaded.set().clone();
        let (merged, conflicts) = merge(&from, &before, &to);
        loaded.access = Access::Writable;
        take_in(model, document, &merged);
        effects.extend(settle(model, document, &to));
        if returned {
            let more = merged.differing(&to).filter(|it| it.1.is_none()).count();
            say_what_returned(model, document, more);
        } else if conflicts.is_empty() {
            say_what_came(model, document, &before);
        } else {
            model.notify_error(conflicts::words(model, conflicts.len()));
        }
        // After the save, whose tags are made of what was known before. Where nothing
        // was taken in, nothing is said: what is saved next does not know of it.
        effects.push(Effect::TookIn(document, look));
    }
    effects
}

/// Takes in a set that holds what others changed: what can be undone is brought
/// over to it.
pub fn take_in(model: &mut Model, document: DocumentId, merged: &AnnotationSet) {
    let Some(loaded) = model.opened_mut(document) else {
        return;
    };
    let before = loaded.set().clone();
    loaded.replace_set(merged.clone());
    for step in model.history.steps_mut() {
        if step.document == document {
            step.inverse.rebase(&before, merged);
        }
    }
}

/// Saves what is not on disk, unless that is on its way; what could not be saved
/// is tried again, since the file is another one now.
fn settle(model: &mut Model, document: DocumentId, disk: &AnnotationSet) -> Vec<Effect> {
    let Some(loaded) = model.opened_mut(document) else {
        return Vec::new();
    };
    let saved = loaded.set() == disk;
    match loaded.save {
        SaveState::Saved if saved => return Vec::new(),
        SaveState::Saving => return Vec::new(),
        SaveState::Saved | SaveState::Failed(_) => {}
    }
    // Also where it is the same: what was kept of it is forgotten with that.
    loaded.revision += 1;
    tagging::save(model, document)
}

/// `2 tags came in from disk`, and what else there is to say.
fn say_what_came(model: &mut Model, document: DocumentId, before: &AnnotationSet) {
    let Some(loaded) = model.opened_mut(document) else {
        return;
    };
    let after = loaded.set();
    let (mut added, mut changed, mut deleted) = (0, 0, 0);
    for (was, is) in before.differing(after) {
        match (was, is) {
            (None, _) => added += 1,
            (Some(_), Some(_)) => changed += 1,
            (Some(_), None) => deleted += 1,
        }
    }
    let counts = [
        (added, "came in from disk"),
        (changed, "changed on disk"),
        (deleted, "deleted on disk"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = counts
        .map(|(count, what)| format!("{} {what}", tags_in_words(count)))
        .collect();
    if !words.is_empty() {
        let words = words.join(", ");
        // So many are not deleted every day.
        if deleted >= MANY_DELETED && deleted * 2 > before.len() {
            let words = format!("{words}; postil restore brings back what was there before");
            let words = of_document(model, document, words);
            model.notify_error(words);
        } else {
            notify_quiet(model, document, words);
        }
    }
}

/// From how many tags on it is told until a key is pressed that most of them have been
/// deleted by somebody else.
const MANY_DELETED: usize = 10;

fn say_what_returned(model: &mut Model, document: DocumentId, more: usize) {
    let meanwhile = match more {
        0 => String::new(),
        1 => "; 1 tag made meanwhile is kept and saved again".to_owned(),
        more => format!("; {more} tags made meanwhile are kept and saved again"),
    };
    let words = format!("the annotation file is back on disk{meanwhile}");
    notify_quiet(model, document, words);
}

fn tags_in_words(count: usize) -> String {
    let unit = if count == 1 { "tag" } else { "tags" };
    format!("{count} {unit}")
}

fn its_or_their(count: usize) -> &'static str {
    if count == 1 { "its" } else { "their" }
}

/// Says something quietly: not in the place of what has gone wrong. Which
/// document it is about is said where that is another one.
fn notify_quiet(model: &mut Model, document: DocumentId, words: String) {
    if model.notice.as_ref().is_some_and(|it| it.problem) {
        return;
    }
    let words = of_document(model, document, words);
    model.notify_quiet(words);
}

fn of_document(model: &Model, document: DocumentId, words: String) -> String {
    let here = model.documents.open == Some(document);
    let other = model.documents.get(document);
    match other.filter(|_| !here) {
        Some(other) => format!("{}: {words}", other.path),
        None => words,
    }
}

fn unusable(model: &mut Model, id: DocumentId, reason: String) {
    let Some(loaded) = model.opened_mut(id) else {
        return;
    };
    if let Access::ReadOnly(why) = &mut loaded.access {
        *why = reason;
        return;
    }
    if loaded.acknowledged < loaded.revision {
        // A save is on its way, or has failed and is tried again: it says the same, and
        // what becomes of it.
        return;
    }
    loaded.save = SaveState::Failed(reason.clone());
    model.notify_error(reason);
}

fn tags_gone(model: &mut Model, id: DocumentId) -> Vec<Effect> {
    let Some(loaded) = model.opened_mut(id) else {
        return Vec::new();
    };
    loaded.access = Access::Writable;
    let tags = loaded.set().len();
    if tags == 0 {
        loaded.save = SaveState::Saved;
        return Vec::new();
    }
    loaded.revision += 1;
    let words = format!(
        "the annotation file was deleted on disk: {} {} kept and saved again",
        tags_in_words(tags),
        if tags == 1 { "is" } else { "are" }
    );
    let words = of_document(model, id, words);
    model.notify_error(words);
    tagging::save(model, id)
}

/// Tags that were only counted cannot be saved again: it is said how many went.
fn others_without(model: &mut Model, ids: &[DocumentId]) {
    let documents = ids.iter().filter_map(|id| {
        let document = model.documents.get(*id)?;
        let set = document.set();
        set.filter(|_| document.opened().is_none())
    });
    let counts = documents.map(AnnotationSet::len);
    let counts: Vec<usize> = counts.filter(|it| *it > 0).collect();
    let tags: usize = counts.iter().sum();
    let are = if tags == 1 { "is" } else { "are" };
    let words = match counts.len() {
        0 => return,
        1 => format!(
            "{} of another document {are} gone from disk: its annotation file was deleted",
            tags_in_words(tags)
        ),
        files => format!(
            "{} of {files} other documents {are} gone from disk: their annotation files were deleted",
            tags_in_words(tags)
        ),
    };
    // With what has gone wrong besides, as with the file of the open document.
    let before = model.notice.take().filter(|it| it.problem);
    model.notify_error(match before {
        Some(before) => format!("{words}; {}", before.words),
        None => words,
    });
}

/// A document is not there any more; with a reason, it is there and cannot be read.
fn lose(model: &mut Model, id: DocumentId, reason: Option<String>) {
    let open = model.documents.open == Some(id);
    let Some(document) = model.documents.get_mut(id) else {
        return;
    };
    let now = match reason {
        None => OnDisk::Gone,
        Some(_) => OnDisk::Unreadable,
    };
    let before = std::mem::replace(&mut document.disk, now);
    if document.opened().is_none() {
        document.set_unreadable(reason.unwrap_or_else(|| "gone from disk".to_owned()));
    } else if open && before != now && !is_unsaved(document) {
        let tags = document.set().map_or(0, AnnotationSet::len);
        let tags = match tags {
            0 => String::new(),
            1 => ", and so is its 1 tag".to_owned(),
            tags => format!(", and so are its {}", tags_in_words(tags)),
        };
        let what = match reason {
            None => "this document is gone from disk".to_owned(),
            Some(why) => format!("{} cannot be read any more: {why}", document.path),
        };
        model.notify_error(format!("{what}; its text is still here{tags}"));
    }
}

fn is_lost(disk: OnDisk) -> bool {
    matches!(disk, OnDisk::Gone | OnDisk::Unreadable)
}

/// Whether something of a document is not saved: that has to be seen, with the way
/// out, and the sidebar says that it is gone.
fn is_unsaved(document: &Document) -> bool {
    let opened = document.opened();
    opened.is_some_and(|opened| matches!(opened.save, SaveState::Failed(_)))
}

fn back(model: &mut Model, id: DocumentId) -> Vec<Effect> {
    let open = model.documents.open == Some(id);
    let Some(document) = model.documents.get_mut(id) else {
        return Vec::new();
    };
    let before = std::mem::take(&mut document.disk);
    let could_not_be_read = document.set_readable();
    if open && could_not_be_read {
        return model.load(id);
    }
    match before {
        OnDisk::Gone if open => model.notify_info("this document is on disk again"),
        OnDisk::Unreadable if open => model.notify_info("this document can be read again"),
        _ => {}
    }
    Vec::new()
}

fn set_disk(model: &mut Model, id: DocumentId, disk: OnDisk) {
    if let Some(document) = model.documents.get_mut(id) {
        document.disk = disk;
    }
}

/// The reader goes to another document: it knows of the change of this one.
pub fn leave(model: &mut Model) {
    let open = model.documents.open;
    let open = open.and_then(|id| model.documents.get_mut(id));
    if let Some(document) = open.filter(|it| it.disk == OnDisk::Changed) {
        document.disk = OnDisk::Same;
    }
}
