//! Saves the annotations of an open document, and keeps them for the next start where
//! that fails.
//!
//! Must not know: when it is tried again.

use crate::annotation::AnnotationSet;
use crate::app::{DocumentId, Message};
use crate::storage::{Found, Saved};

use super::context::IoContext;

/// Annotations to be saved, as [`Effect::Save`](crate::app::Effect::Save) has them.
pub(in crate::runtime) struct Save {
    pub(in crate::runtime) document: DocumentId,
    pub(in crate::runtime) set: AnnotationSet,
    pub(in crate::runtime) revision: u64,
    pub(in crate::runtime) acknowledged: u64,
    /// What the annotations descend from, once that was found out: what is heard of
    /// after they were sent is not in them, however often the save is tried.
    pub(in crate::runtime) base: Option<AnnotationSet>,
}

/// Saves; answers what came of it. Where it fails, see [`failed`].
pub(super) fn save(context: &IoContext, save: &Save) -> Message {
    let saved = match write(context, save) {
        Ok(saved) => saved,
        Err(reason) => return failed(context, save, reason),
    };
    // Shares with what was sent what is the same, so that the screen's thread need not
    // compare a thousand passages to find that out.
    let stored = if saved.set == save.set {
        save.set.clone()
    } else {
        saved.set
    };
    let sent = save.set.clone();
    let sent = context.registry.change_annotations(save.document, |known| {
        let merge_base = &mut known.merge_base;
        match saved.found {
            Found::Nothing => merge_base.vanished(),
            Found::Known => {}
            Found::Returned => merge_base.returned(),
        }
        merge_base.saved(save.revision, save.acknowledged, sent, stored.clone())
    });
    if let Ok(path) = context.registry.path(save.document) {
        let name = context.store.workspace().path_in_file(&path);
        context.recovery.drop_tags(&name);
    }
    Message::Saved {
        document: save.document,
        revision: save.revision,
        sent: sent.unwrap_or_else(|| save.set.clone()),
        stored,
        conflicts: saved.conflicts,
    }
}

fn write(context: &IoContext, save: &Save) -> Result<Saved, String> {
    let path = context.registry.path(save.document)?;
    let opened = context.registry.opened(save.document);
    let opened = opened.ok_or_else(|| "the document is not open".to_owned())?;
    let Some(known) = opened.annotations else {
        return Err("its tags are still being read".to_owned());
    };
    let info = opened.document.info(context.store.workspace());
    let base = (&base_of(context, save), &known.merge_base);
    let saved = context.store.save_in(&path, &info, base, &save.set);
    saved.map_err(|error| error.to_string())
}

/// What a save descends from.
pub(super) fn base_of(context: &IoContext, save: &Save) -> AnnotationSet {
    let find = || {
        let known = context.registry.opened(save.document)?.annotations?;
        Some(known.merge_base.base(save.acknowledged))
    };
    save.base.clone().or_else(find).unwrap_or_default()
}

/// Keeps the annotations of a save that failed for the next start, if that can be done
/// at least.
pub(super) fn failed(context: &IoContext, save: &Save, reason: String) -> Message {
    let opened = context.registry.opened(save.document);
    let kept = opened.is_some_and(|opened| {
        let info = opened.document.info(context.store.workspace());
        let base = base_of(context, save);
        context.recovery.keep_tags(&info, &base, &save.set).is_ok()
    });
    Message::SaveFailed {
        document: save.document,
        revision: save.revision,
        reason,
        kept,
    }
}
