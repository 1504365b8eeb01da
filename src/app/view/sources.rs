//! The sources of an annotation: the list of them, and what each says in words.

use crate::annotation::{Annotation, OpenReason, PassageRef, ReferenceNow, Source, SourceTarget};
use crate::app::state::picker::{Acts, Letters, PickerAction};
use crate::app::state::sources::ListedSource;
use crate::app::view::cited::NO_REFERENCE;
use crate::app::view::linked::why_pending;
use crate::app::view::words::{annotation_name, day_in_words, on_one_line};
use crate::app::{DocumentId, Model, Picker, PickerRow};
use crate::text::visible::visible_within;
use crate::text::{TextRange, counted};

/// The most characters of a source, and of a remark on it, that a screen has: no more of
/// endless words is laid out.
const MOST_SHOWN: usize = 2000;
const MOST_OF_REMARK: usize = 300;
const MOST_OF_QUOTE: usize = 200;
/// How many columns of its document a passage is told with.
const TITLE_COLUMNS: usize = 40;

/// The sources of an annotation, to correct, remove, open or copy one, or to add a further
/// one.
pub(crate) fn picker(model: &Model, document: DocumentId, annotation: &Annotation) -> Picker {
    let rows = annotation.sources.iter().zip(1..).map(|(source, number)| {
        let listed = ListedSource {
            document,
            annotation: annotation.id.clone(),
            source: source.clone(),
        };
        let (number, words) = (
            format!("{number}  "),
            words(model, (document, annotation), source),
        );
        let strong = TextRange::between(number.len(), number.len() + words.len());
        let text = format!("{number}{}", with_said(words, source));
        let is_shut = source.target.field() == "url" && source.address().is_none();
        PickerRow {
            strong: Some(strong),
            detail: if is_shut { "cannot be opened" } else { "" }.to_owned(),
            ..PickerRow::new(&text, PickerAction::Source(Box::new(listed)))
        }
    });
    let rows: Vec<PickerRow> = rows.collect();
    let name = annotation_name(model, annotation);
    let title = format!("{name}: {}", counted(rows.len(), "source"));
    let mut picker = Picker::new(title, rows);
    picker.letters = Letters::Act(Acts::Sources);
    picker
}

/// A source of an annotation in words: a reference of the text with what stands there, a
/// passage with its words and its document.
pub(crate) fn words(
    model: &Model,
    (document, annotation): (DocumentId, &Annotation),
    source: &Source,
) -> String {
    match &source.target {
        SourceTarget::Reference(label) => {
            match reference_now(model, (document, annotation), source) {
                Some(now) => {
                    let words = now.and_then(|now| now.to_words(label));
                    words.unwrap_or_else(|| format!("[{label}] {NO_REFERENCE}"))
                }
                None => format!("[{label}] in this text"),
            }
        }
        SourceTarget::Passage(passage) => words_of_passage(model, document, passage),
        SourceTarget::Url(_) | SourceTarget::Citation(_) => {
            beginning(&source.to_words(), MOST_SHOWN)
        }
    }
}

/// What a reference is now that is a source; `None` while the references of the document are
/// still being read.
fn reference_now(
    model: &Model,
    (document, annotation): (DocumentId, &Annotation),
    source: &Source,
) -> Option<Option<ReferenceNow>> {
    let opened = model.documents.get_opened(document)?;
    let references = opened.known_references()?;
    let place = opened.place_of(&annotation.id);
    let at = place.map_or(0, |placed| placed.range.start());
    Some(source.reference_now(&opened.text, references, at))
}

/// What a passage says that is a source in a document: `“It was dry.” · 000`.
fn words_of_passage(model: &Model, here: DocumentId, passage: &PassageRef) -> String {
    let Some((document, annotation)) = model.documents.end_of(passage) else {
        return missing(model, passage);
    };
    let quote = beginning(&annotation.selector.quote, MOST_OF_QUOTE);
    let quote = format!("“{}”", on_one_line(&quote));
    match document == here {
        true => quote,
        false => {
            let called = on_one_line(&model.documents.title_or_path(document));
            format!("{quote} · {}", visible_within(&called, TITLE_COLUMNS))
        }
    }
}

/// Whether an annotation of a document needs a source still: also a link may be one.
pub(crate) fn is_unsourced(
    model: &Model,
    document: Option<DocumentId>,
    annotation: &Annotation,
) -> bool {
    let document = document.filter(|_| annotation.is_unsourced());
    document.is_some_and(|id| {
        let mut reasons = model.documents.open_reasons(id, annotation).iter();
        reasons.any(|why| why == OpenReason::Unsourced)
    })
}

/// A passage whose words are not known: it is gone, or its tag is still to be read.
pub(crate) fn missing(model: &Model, passage: &PassageRef) -> String {
    let written = on_one_line(&beginning(passage.as_str(), MOST_OF_REMARK));
    match why_pending(model, passage.as_str()) {
        Some(why) => format!("{written}: {why}"),
        None => format!("{written} is not there"),
    }
}

/// Whether a tag has a source that is there: one that leads nowhere says nothing.
pub(crate) fn has_any(model: &Model, (document, annotation): (DocumentId, &Annotation)) -> bool {
    let mut sources = annotation.sources.iter();
    sources.any(|source| is_there(model, (document, annotation), source))
}

fn is_there(model: &Model, of: (DocumentId, &Annotation), source: &Source) -> bool {
    match &source.target {
        SourceTarget::Url(_) | SourceTarget::Citation(_) => true,
        SourceTarget::Reference(label) => reference_now(model, of, source)
            .is_none_or(|now| now.is_some_and(|now| now.to_words(label).is_some())),
        SourceTarget::Passage(_) => {
            let mut reasons = model.documents.open_reasons(of.0, of.1).iter();
            !reasons.any(|why| why == OpenReason::BrokenSource)
        }
    }
}

/// Whether a claim may be made a fact by a key: it was found to be so in these words, by a
/// source that is there.
pub(crate) fn may_be_fact(model: &Model, (document, claim): (DocumentId, &Annotation)) -> bool {
    let opened = model.documents.get_opened(document);
    let is_stale = opened.is_some_and(|opened| opened.stale_verdict(claim).is_some());
    claim.may_be_fact() && !is_stale && has_any(model, (document, claim))
}

/// A source in words, with what is said of it besides.
pub(crate) fn words_with_detail(
    model: &Model,
    of: (DocumentId, &Annotation),
    source: &Source,
) -> String {
    with_said(words(model, of, source), source)
}

fn with_said(words: String, source: &Source) -> String {
    match said(source) {
        said if said.is_empty() => words,
        said => format!("{words} — {said}"),
    }
}

/// A remark, and the day on which it was looked at.
fn said(source: &Source) -> String {
    let seen = match source.accessed.as_str() {
        "" => String::new(),
        day => format!("seen {}", day_in_words(&beginning(day, MOST_OF_REMARK))),
    };
    let parts = [
        on_one_line(&beginning(&source.remark, MOST_OF_REMARK)),
        seen,
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn beginning(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((end, _)) => format!("{} …", &words[..end]),
        None => words.to_owned(),
    }
}
