//! The links of an annotation, from either of their ends: what its card says of them, and the
//! lists of them.
//!
//! Must not know: how links are made.

use std::sync::Arc;

use crate::annotation::{Annotation, PassageRef, RelationSet};
use crate::app::documents::LeadsBy;
use crate::app::state::linking::{ChosenRelation, LinkEnd};
use crate::app::state::picker::{Acts, Letters, PickerAction};
use crate::app::view::card::{CardForm, cut};
use crate::app::view::signs::TagSign;
use crate::app::view::words::on_one_line;
use crate::app::{CardLine, DocumentId, Documents, LineKind, Model, Picker, PickerRow};

/// A link, seen from one of its ends.
#[derive(Debug, Clone)]
pub struct Linked {
    /// What it says of the other end: `contradicts`, `supported by`.
    pub says: String,
    /// The name of its relation.
    pub rel: String,
    /// The other end, where it is there.
    pub other: Option<(DocumentId, Arc<Annotation>)>,
    /// The other end as it is written.
    pub written: String,
}

/// The links of an annotation of a document: its own, then those that lead to it, as far as the
/// annotations of other documents are known.
pub(crate) fn linked(model: &Model, document: DocumentId, annotation: &Annotation) -> Vec<Linked> {
    let (documents, relations) = (&model.documents, &model.settings.relations);
    let own = annotation.links.iter().map(|link| Linked {
        says: link.rel.clone(),
        rel: link.rel.clone(),
        other: end_of(documents, &link.to),
        written: link.to.as_str().to_owned(),
    });
    let incoming = documents.incoming(document, &annotation.id).iter();
    let incoming = incoming.filter_map(|from| {
        let other = documents.get(from.document)?;
        let annotation = other.set()?.get(&from.annotation)?;
        let (says, rel) = match &from.by {
            LeadsBy::Link(rel) => (relations.inverse(rel), rel.clone()),
            LeadsBy::Source => ("source of".to_owned(), RelationSet::SOURCE_OF.to_owned()),
        };
        Some(Linked {
            says,
            rel,
            written: PassageRef::new(&other.path, &from.annotation)
                .as_str()
                .to_owned(),
            other: Some((from.document, Arc::clone(annotation))),
        })
    });
    own.chain(incoming).collect()
}

/// The annotation that a reference leads to, if it is there. Both a path and an id may hold a
/// `#`.
pub(crate) fn end_of(
    documents: &Documents,
    to: &PassageRef,
) -> Option<(DocumentId, Arc<Annotation>)> {
    let written = to.as_str();
    written.rmatch_indices('#').find_map(|(at, _)| {
        let path = &written[..at];
        let id = to.id_in(path)?;
        let document = documents.find(path)?;
        let set = documents.get(document)?.set()?;
        Some((document, Arc::clone(set.get(&id)?)))
    })
}

/// Why the other end of a link is not there, in words.
pub(crate) fn why_missing(model: &Model, written: &str) -> String {
    let shown = |words: &str| on_one_line(words);
    let paths = written.rmatch_indices('#').map(|(at, _)| &written[..at]);
    let named = paths.clone().find_map(|path| {
        let document = model.documents.get(model.documents.find(path)?)?;
        Some((path, document.set().is_some()))
    });
    match named {
        Some((path, true)) => format!("the tag is not in {} any more", shown(path)),
        Some((path, false)) => format!("the tags of {} are being read …", shown(path)),
        None if model.documents.walking => format!("looking for {} …", shown(written)),
        None => {
            let mut paths = paths;
            match paths.next().filter(|path| !path.is_empty()) {
                Some(path) => format!("the document {} is not there", shown(path)),
                None => format!("{} is not there", shown(written)),
            }
        }
    }
}

/// The columns of what a link says.
const MOST_OF_RELATION: u16 = 24;
/// How many links have rows in a card.
const MOST_LINKS: usize = 4;

/// The rows of a card that tell of the links of its annotation: what each says with the title of
/// the other document, then the words of the other end.
pub(crate) fn link_lines(
    model: &Model,
    here: DocumentId,
    annotation: &Annotation,
    form: CardForm,
) -> Vec<CardLine> {
    let all = linked(model, here, annotation);
    let more = all.len().saturating_sub(MOST_LINKS);
    let mut lines = Vec::new();
    for link in all.iter().take(MOST_LINKS) {
        let sign = TagSign::of_relation(&link.rel).symbol(model.settings.signs);
        // A relation of the file may be anything.
        let says = format!("{sign} {}", on_one_line(&link.says));
        let says = cut(&says, MOST_OF_RELATION);
        let Some((document, other)) = &link.other else {
            let words = format!("{} is not there", on_one_line(&link.written));
            lines.extend(form.first_rows(LineKind::Source, &says, &words));
            continue;
        };
        let quote = format!("“{}”", on_one_line(&other.selector.quote));
        if *document == here {
            lines.extend(form.first_rows(LineKind::Source, &says, &quote));
            continue;
        }
        let title = on_one_line(&model.documents.title_or_path(*document));
        let mut first = form.rows(LineKind::Source, &says, &title);
        let is_cut = first.len() > 1;
        first.truncate(1);
        if let Some(row) = first.last_mut().filter(|_| is_cut) {
            let room = form.width.saturating_sub(row.column);
            row.words = cut(&format!("{} …", row.words), room);
        }
        lines.extend(first);
        let quote = form.first_rows(LineKind::Quote, "", &quote).into_iter();
        lines.extend(quote.map(|row| CardLine {
            column: row.column + 1,
            ..row
        }));
    }
    if more > 0 {
        lines.extend(form.rows(LineKind::About, "", &format!("and {more} more links")));
    }
    lines
}

/// The relations for a link between two passages.
pub(crate) fn picker(model: &Model, from: &LinkEnd, to: &LinkEnd) -> Picker {
    let relations = model.settings.relations.iter();
    let rows = relations.map(|relation| {
        let chosen = ChosenRelation {
            from: from.clone(),
            to: to.clone(),
            relation: relation.name.clone(),
        };
        PickerRow {
            mark: relation.key.to_string(),
            detail: relation.inverse.clone(),
            ..PickerRow::new(&relation.name, PickerAction::Link(Box::new(chosen)))
        }
    });
    let quote = |end: &LinkEnd| {
        let set = model.documents.get(end.document).and_then(|one| one.set());
        let annotation = set.and_then(|set| set.get(&end.annotation));
        annotation.map_or_else(String::new, |one| on_one_line(&one.selector.quote))
    };
    let mut picker = Picker::new(format!("“{}” …", quote(from)), rows.collect());
    picker.letters = Letters::Act(Acts::Relation);
    picker
}
