//! The links of an annotation, from either of their ends: what its card says of them, and the
//! lists of them.
//!
//! Must not know: how links are made.

use std::sync::Arc;

use crate::annotation::{Annotation, AnnotationId, PassageRef, RelationSet, Source};
use crate::app::documents::LeadsBy;
use crate::app::state::linking::{ChosenRelation, LinkEnd, ListedLink};
use crate::app::state::picker::{Acts, Letters, PickerAction};
use crate::app::view::card::{CardForm, cut};
use crate::app::view::card_room::CardPart;
use crate::app::view::signs::TagSign;
use crate::app::view::words::on_one_line;
use crate::app::{CardLine, DocumentId, LineKind, Model, Picker, PickerRow, TotalsProgress};

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
    /// The tag that has it, and the end to which it leads from there.
    pub from: LinkEnd,
    pub to: PassageRef,
    /// Whether that tag has it as a source, and not as a link.
    pub is_source: bool,
}

impl Linked {
    /// The same for a list.
    pub(crate) fn listed(&self) -> ListedLink {
        let shown = self.other.as_ref().map(|(document, annotation)| LinkEnd {
            document: *document,
            annotation: annotation.id.clone(),
        });
        ListedLink {
            from: self.from.clone(),
            to: self.to.clone(),
            relation: (!self.is_source).then(|| self.rel.clone()),
            shown,
        }
    }
}

/// The links of an annotation of a document: its own, then those that lead to it, as far as the
/// annotations of other documents are known. There may be thousands: who shows some makes those.
pub(crate) fn linked<'a>(
    model: &'a Model,
    document: DocumentId,
    annotation: &'a Annotation,
) -> impl Iterator<Item = Linked> + 'a {
    let (documents, relations) = (&model.documents, &model.settings.relations);
    let own = annotation.links.iter().map(move |link| Linked {
        says: link.rel.clone(),
        rel: link.rel.clone(),
        other: documents.end_of(&link.to),
        written: link.to.as_str().to_owned(),
        from: LinkEnd {
            document,
            annotation: annotation.id.clone(),
        },
        to: link.to.clone(),
        is_source: false,
    });
    let here = annotation;
    let incoming = documents.incoming(document, &annotation.id);
    let incoming = incoming.filter_map(move |from| {
        let other = documents.get(from.document)?;
        let annotation = other.set()?.get(&from.annotation)?;
        let (says, rel) = match &from.by {
            LeadsBy::Link(rel) => (relations.inverse(rel), rel.clone()),
            LeadsBy::Source => ("source of".to_owned(), RelationSet::SOURCE_OF.to_owned()),
        };
        let is_link = from.by != LeadsBy::Source;
        if is_link && says_of(model, (&rel, here), (from.document, &from.annotation)) {
            return None;
        }
        let leads_here = |to: &&PassageRef| {
            let mut ends = documents.ends(to);
            ends.any(|(at, id)| at == document && id == here.id)
        };
        let mut links = annotation.links.iter().filter(|link| link.rel == rel);
        let link = links.find_map(|link| Some(&link.to).filter(leads_here));
        let source = annotation.sources.iter().filter_map(Source::passage);
        let (to, is_source) = match from.by {
            LeadsBy::Link(_) => (link?, false),
            LeadsBy::Source => (source.into_iter().find(leads_here)?, true),
        };
        Some(Linked {
            says,
            rel,
            from: LinkEnd {
                document: from.document,
                annotation: from.annotation.clone(),
            },
            to: to.clone(),
            is_source,
            written: PassageRef::new(&other.path, &from.annotation)
                .as_str()
                .to_owned(),
            other: Some((from.document, Arc::clone(annotation))),
        })
    });
    own.chain(incoming)
}

/// Whether an annotation says of another one what that may say of it as well: its link by a
/// relation that is the same both ways.
fn says_of(
    model: &Model,
    (relation, annotation): (&str, &Annotation),
    (document, id): (DocumentId, &AnnotationId),
) -> bool {
    if !model.settings.relations.is_mutual(relation) {
        return false;
    }
    let leads_there = |to: &PassageRef| {
        let mut ends = model.documents.ends(to);
        ends.any(|(at, end)| at == document && end == *id)
    };
    let mut links = annotation.links.iter();
    links.any(|link| link.rel == relation && leads_there(&link.to))
}

/// Whether two are linked already by a link that leads the other way, which says the same.
pub(crate) fn is_answered(model: &Model, from: &LinkEnd, (to, relation): (&LinkEnd, &str)) -> bool {
    let set = model.documents.get(to.document).and_then(|one| one.set());
    let other = set.and_then(|set| set.get(&to.annotation));
    let from = (from.document, &from.annotation);
    other.is_some_and(|other| says_of(model, (relation, other), from))
}

/// So many links are looked at for those that both ends have.
const MOST_COMPARED: usize = 100;

/// The relations of those links of an annotation that its other ends have as well, with these
/// ends: each of the two says the same.
pub(crate) fn said_twice<'a>(
    model: &'a Model,
    document: DocumentId,
    annotation: &'a Annotation,
) -> impl Iterator<Item = (&'a str, (DocumentId, AnnotationId))> {
    let links = annotation.links.iter().take(MOST_COMPARED);
    let mutual = links.filter(|link| model.settings.relations.is_mutual(&link.rel));
    mutual.filter_map(move |link| {
        let (there, other) = model.documents.end_of(&link.to)?;
        let is_twice = says_of(model, (&link.rel, &other), (document, &annotation.id));
        is_twice.then(|| (link.rel.as_str(), (there, other.id.clone())))
    })
}

/// How many links an annotation of a document has, its own and those that lead to it.
pub(crate) fn count(model: &Model, document: DocumentId, annotation: &Annotation) -> usize {
    let incoming = model.documents.incoming_ways(document, &annotation.id);
    let all = annotation.links.len() + incoming.map(|(_, count)| count).sum::<usize>();
    all.saturating_sub(said_twice(model, document, annotation).count())
}

/// The names of documents that a reference may begin with.
fn names(written: &str) -> impl Iterator<Item = &str> {
    written.rmatch_indices('#').map(|(at, _)| &written[..at])
}

/// The document that a reference means, with its name there, and whether its tags are known.
fn named<'a>(model: &Model, written: &'a str) -> Option<(&'a str, bool)> {
    names(written).find_map(|name| {
        let document = model.documents.get(model.documents.called(name)?)?;
        // One of which nothing was found when all files were read has no tags.
        let all_read = model.documents.counted == TotalsProgress::Complete;
        let is_known = document.set().is_some() || (all_read && document.opened().is_none());
        Some((name, is_known))
    })
}

/// Why nobody knows yet whether the other end of a link is there, in words; `None` where it is
/// known.
pub(crate) fn why_pending(model: &Model, written: &str) -> Option<String> {
    match named(model, written) {
        Some((name, is_known)) => {
            (!is_known).then(|| format!("the tags of {} are being read …", on_one_line(name)))
        }
        None => {
            let is_sought = model.documents.walking;
            is_sought.then(|| format!("looking for {} …", on_one_line(written)))
        }
    }
}

/// Why the other end of a link is not there, in words.
pub(crate) fn why_missing(model: &Model, written: &str) -> String {
    if let Some(why) = why_pending(model, written) {
        return why;
    }
    if let Some((name, _)) = named(model, written) {
        return format!("the tag is not in {} any more", on_one_line(name));
    }
    match names(written).next().filter(|name| !name.is_empty()) {
        Some(name) => format!("the document {} is not there", on_one_line(name)),
        None => format!("{} is not there", on_one_line(written)),
    }
}

/// The columns of what a link says.
const MOST_OF_RELATION: u16 = 24;
/// How many links have rows in a card.
const MOST_LINKS: usize = 4;

/// The parts of a card that tell of the links of its annotation: what each says with the title of
/// the other document, then the words of the other end.
pub(crate) fn link_parts(
    model: &Model,
    here: DocumentId,
    annotation: &Annotation,
    form: CardForm,
) -> Vec<CardPart> {
    let more = count(model, here, annotation).saturating_sub(MOST_LINKS);
    let listed = linked(model, here, annotation).take(MOST_LINKS);
    let parts = listed.map(|link| CardPart::new(rows_of(model, here, &link, form)));
    let mut parts: Vec<CardPart> = parts.collect();
    if more > 0 {
        let words = format!("and {more} more links");
        parts.push(CardPart::of_more(form, more, &words));
    }
    parts
}

fn rows_of(model: &Model, here: DocumentId, link: &Linked, form: CardForm) -> Vec<CardLine> {
    let sign = TagSign::of_relation(&link.rel).symbol(model.settings.signs);
    // A relation of the file may be anything.
    let says = format!("{sign} {}", on_one_line(&link.says));
    let says = cut(&says, MOST_OF_RELATION);
    let Some((document, other)) = &link.other else {
        let words = why_missing(model, &link.written);
        return form.first_rows(LineKind::Source, &says, &words);
    };
    let quote = format!("“{}”", on_one_line(&other.selector.quote));
    if *document == here {
        return form.first_rows(LineKind::Source, &says, &quote);
    }
    let title = on_one_line(&model.documents.title_or_path(*document));
    let mut lines = form.rows(LineKind::Source, &says, &title);
    let is_cut = lines.len() > 1;
    lines.truncate(1);
    if let Some(row) = lines.last_mut().filter(|_| is_cut) {
        let room = form.width.saturating_sub(row.column);
        let begun = row.words.get(row.label..).unwrap_or_default().trim();
        // Its first word may be longer than the row, as names of files are.
        let words = match begun.is_empty() {
            true => format!("{}{title}", row.words),
            false => format!("{} …", row.words),
        };
        row.words = cut(&words, room);
    }
    let quote = form.first_rows(LineKind::Quote, "", &quote).into_iter();
    lines.extend(quote.map(|row| CardLine {
        column: row.column + 1,
        ..row
    }));
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
