//! Saves a copy of annotations in another place, where their own cannot be written.
//!
//! Must not know: why it cannot.

use crate::app::{CopyOutcome, SaveCopy};

use super::context::IoContext;

/// Writes annotation files where the request says. Nothing is written where one of them
/// would take the place of a file and that was not asked for.
pub(super) fn save_copy(context: &IoContext, request: &SaveCopy) -> CopyOutcome {
    write(context, request).unwrap_or_else(|not_written| not_written)
}

fn write(context: &IoContext, request: &SaveCopy) -> Result<CopyOutcome, CopyOutcome> {
    let typed = context.corpus.workspace().typed_path(&request.path);
    let mut files = Vec::new();
    for (id, set) in &request.sets {
        let path = context.registry.path(*id).map_err(CopyOutcome::Failed)?;
        let file = match &request.sets[..] {
            [_] if !typed.is_dir() => typed.clone(),
            _ => typed.join(path.annotation_file()),
        };
        if file.exists() && !request.overwrite {
            return Ok(CopyOutcome::Exists(file.display().to_string()));
        }
        files.push((*id, path, set, file));
    }
    for (id, path, set, file) in &files {
        let opened = context.registry.opened(*id);
        let opened =
            opened.ok_or_else(|| CopyOutcome::Failed("the document is not open".to_owned()))?;
        let info = opened.document.info(context.corpus.workspace());
        let written = context.corpus.store.save_copy(path, &info, set, file);
        written.map_err(|error| CopyOutcome::Failed(error.to_string()))?;
    }
    let (whose, place) = match &files[..] {
        [(_, path, _, file)] => (path.to_string(), file.display()),
        _ => (format!("{} documents", files.len()), typed.display()),
    };
    Ok(CopyOutcome::Done(format!(
        "the tags of {whose} could not be saved in their place; they are in {place}"
    )))
}
