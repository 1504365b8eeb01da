//! What is open: the annotations about which something is still to be done.
//!
//! Must not know: how they are shown.

use crate::annotation::{OpenReason, Versions};
use crate::formats::{ExportDocument, Placed};

use super::incoming::IncomingLinks;

/// Why an annotation of a document is open, most pressing first; empty where it is not.
pub fn open_reasons(
    document: &ExportDocument,
    placed: &Placed,
    incoming: &IncomingLinks,
) -> Vec<OpenReason> {
    let annotation = &placed.annotation;
    let versions = match document.conflicts.others(&annotation.id).next() {
        Some(_) => Versions::Several,
        None => Versions::One,
    };
    let evidence = incoming.evidence(&document.path, &annotation.id);
    annotation.open_reasons(placed.anchor, versions, evidence)
}
