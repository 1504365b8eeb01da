//! Fact checks for search engines: claims with a verdict, as `ClaimReview` of schema.org in JSON-LD
//! (<https://schema.org/ClaimReview>).
//!
//! A verdict is given on words; where the passage has others now, those that it was given on are
//! what is reviewed. It is only written.
//!
//! Must not know: files.

use std::ops::Range;

use serde_json::Value;

use crate::annotation::{
    Annotation, Attributes, CONFIDENCE, REASON, SPEAKER, STATED, Timestamp, VERDICT,
};

use super::bundle::{ExportDocument, Placed};
use super::iri;
use super::json::{Node, Object, to_spaced_json};
use super::piece::{Piece, Tally, Writer};

pub(super) struct ClaimReviews;

/// The verdicts with their number from 1 to 5, where they are on that line at all.
const RATINGS: [(&str, Option<u8>, &str); 4] = [
    ("supported", Some(5), "Supported"),
    ("conflicting", Some(3), "Conflicting evidence"),
    ("refuted", Some(1), "Refuted"),
    ("not-enough-evidence", None, "Not enough evidence"),
];

impl Writer for ClaimReviews {
    fn head(&self, out: &mut Vec<u8>) {
        let names = iri::NAMESPACE;
        let head = format!(
            "{{\n  \"@context\": \"https://schema.org\",\n  \"@graph\": [\n    \
             {{\"@id\": \"{names}export\", \"@type\": \"Dataset\", \"name\": \"Claims that were \
             checked\", \"description\": \"What came of checking passages of documents.\"}}"
        );
        out.extend(head.as_bytes());
    }

    fn tags(&self, document: &ExportDocument, tags: Range<usize>, piece: &mut Piece) {
        for tag in &document.tags[tags] {
            match review(document, tag) {
                Some(review) => {
                    piece.bytes.extend(b",\n    ");
                    piece.bytes.extend(to_spaced_json(&review).as_bytes());
                    leave_out(&tag.annotation, &mut piece.tally);
                }
                None => {
                    piece.tally.leave_out_tags("tags without a verdict", 1);
                }
            }
        }
    }

    fn tail(&self, _: usize, out: &mut Vec<u8>) {
        out.extend(b"\n  ]\n}\n");
    }
}

fn words_of(attributes: &Attributes, name: &str) -> Option<String> {
    let value = attributes.get(name);
    value.map(|value| value.to_words().into_owned())
}

fn review(document: &ExportDocument, tag: &Placed) -> Option<Object> {
    let annotation = &tag.annotation;
    let verdict = words_of(&annotation.attributes, VERDICT)?;
    let passage = document.passage(tag);
    let words = document.stale_verdict(tag).unwrap_or(&passage);
    let mut review = Object::default();
    review.put("@id", iri::of_tag(&document.path, &annotation.id));
    review.put("@type", "ClaimReview");
    review.put("claimReviewed", words);
    // Who has judged may be another one than who has marked the passage.
    let (by, at) = annotation.last_said(VERDICT);
    put_day(&mut review, "datePublished", &at);
    put_day(&mut review, "dateModified", &annotation.modified);
    if !by.is_empty() {
        review.put("author", named("Person", by));
    }
    review.put_text("reviewBody", &annotation.note);
    review.put("reviewRating", rating(&verdict));
    let mut claim = Object::default();
    claim.put("@type", "Claim");
    claim.put("text", words);
    if let Some(speaker) = words_of(&annotation.attributes, SPEAKER) {
        claim.put("author", named("Person", &speaker));
    }
    let stated = words_of(&annotation.attributes, STATED);
    claim.put_text("datePublished", stated.as_deref().unwrap_or_default());
    let mut appearance = Object::default();
    appearance.put("@id", iri::of_document(&document.path));
    appearance.put("@type", "CreativeWork");
    appearance.put("name", document.path.as_str());
    claim.put("appearance", Node::Object(appearance));
    review.put("itemReviewed", Node::Object(claim));
    let citations = annotation
        .sources
        .iter()
        .map(|source| match source.address() {
            Some(address) => address,
            None => {
                let reference = document.reference_in_words(tag, source);
                reference.unwrap_or_else(|| source.to_words())
            }
        });
    let citations: Vec<Value> = citations.map(Value::from).collect();
    if !citations.is_empty() {
        review.put("citation", citations);
    }
    Some(review)
}

fn rating(verdict: &str) -> Node {
    let known = RATINGS.iter().find(|(name, ..)| *name == verdict);
    let mut rating = Object::default();
    rating.put("@type", "Rating");
    if let Some((_, Some(number), _)) = known {
        rating.put("ratingValue", *number);
        rating.put("worstRating", 1);
        rating.put("bestRating", 5);
    }
    rating.put("alternateName", known.map_or(verdict, |(.., words)| words));
    Node::Object(rating)
}

fn named(kind: &'static str, name: &str) -> Node {
    let mut object = Object::default();
    object.put("@type", kind);
    object.put("name", name);
    Node::Object(object)
}

fn put_day(object: &mut Object, name: &'static str, time: &Timestamp) {
    if time.is_rfc_3339() {
        object.put(name, time.day());
    }
}

/// Counts what of a review has no place.
fn leave_out(annotation: &Annotation, tally: &mut Tally) {
    tally.leave_out("links", annotation.links.len());
    for (name, what) in [(CONFIDENCE, "confidences"), (REASON, "reasons")] {
        let has_it = annotation.attributes.get(name).is_some();
        tally.leave_out(what, usize::from(has_it));
    }
    let remarks = annotation.sources.iter();
    let remarks = remarks.filter(|source| !source.remark.is_empty());
    tally.leave_out("remarks on sources", remarks.count());
}
