//! `CoNLL` columns for training scripts: a file for each document, a token a line, a blank line
//! behind each sentence, and the tags in the IOB2 scheme.
//!
//! A token has one tag in a column, so that tags which overlap stand in columns of their own, as
//! many as lie over each other somewhere. The scheme counts in tokens and knows no chunk over the
//! end of a sentence: a tag has whole tokens, and begins again in each sentence.
//!
//! Must not know: files.

use crate::annotation::{DocumentFacts, TagId};
use crate::text::{Text, TextRange};

use super::bundle::ExportDocument;
use super::files::{FilesWriter, OutFile};
use super::piece::Tally;
use super::tokens::{is_cut, tokens, touched};
use super::within::Within;

pub(super) struct Conll;

/// A tag that covers tokens from one to another.
struct Chunk {
    label: String,
    first: usize,
    last: usize,
}

impl FilesWriter for Conll {
    fn document(
        &self,
        document: &ExportDocument,
        _: &DocumentFacts,
        tally: &mut Tally,
    ) -> Vec<OutFile> {
        // What has no room here is counted by itself.
        let mut lost = Tally::default();
        let Some(within) = Within::new(document, &mut lost) else {
            *tally += lost;
            return Vec::new();
        };
        tally.leave_out_tags("lost tags", document.tags.len() - within.tags.len());
        let tokens = tokens(within.text);
        let mut layers: Vec<Vec<Chunk>> = vec![Vec::new()];
        for (annotation, place) in &within.tags {
            tally.leave_out("notes", usize::from(!annotation.note.is_empty()));
            let creator = usize::from(!annotation.creator.is_empty());
            tally.leave_out("names of annotators", creator);
            tally.leave_out("sources", annotation.sources.len());
            tally.leave_out("links", annotation.links.len());
            tally.leave_out("attributes", annotation.attributes.iter().count());
            let Some((first, last)) = touched(&tokens, place.bytes) else {
                tally.leave_out_tags("tags without a word", 1);
                continue;
            };
            let moved = usize::from(is_cut(&tokens, place.bytes));
            tally.tell("tags widened to whole words", moved);
            let is_free = |layer: &Vec<Chunk>| layer.last().is_none_or(|chunk| chunk.last < first);
            let layer = match layers.iter().position(is_free) {
                Some(free) => free,
                None => {
                    layers.push(Vec::new());
                    layers.len() - 1
                }
            };
            layers[layer].push(Chunk {
                label: label(&annotation.tag),
                first,
                last,
            });
        }
        vec![OutFile {
            name: format!("{}.conll", document.path),
            bytes: columns(within.text, &tokens, &document.sentences, &layers, tally).into_bytes(),
        }]
    }
}

/// A tag without white space.
fn label(tag: &TagId) -> String {
    let words: Vec<&str> = tag.as_str().split_whitespace().collect();
    match words.is_empty() {
        true => "_".to_owned(),
        false => words.join("_"),
    }
}

fn columns(
    text: &Text,
    tokens: &[TextRange],
    sentences: &[TextRange],
    layers: &[Vec<Chunk>],
    tally: &mut Tally,
) -> String {
    let words = text.slice(text.full_range());
    let mut out = String::with_capacity(words.len() + 3 * tokens.len() * (layers.len() + 1));
    // The chunk of each column that has begun, or is next.
    let mut next = vec![0; layers.len()];
    let mut before: Option<usize> = None;
    let mut sentence = 0;
    for (number, token) in tokens.iter().enumerate() {
        let ends = |sentence: usize| sentences.get(sentence).map(|sentence| sentence.end());
        while ends(sentence).is_some_and(|end| end <= token.start()) {
            sentence += 1;
        }
        let is_new = before.is_some_and(|before| before != sentence);
        if is_new {
            out.push('\n');
        }
        before = Some(sentence);
        out.push_str(&words[token.start()..token.end()]);
        for (layer, next) in layers.iter().zip(&mut next) {
            while layer.get(*next).is_some_and(|chunk| chunk.last < number) {
                *next += 1;
            }
            let chunk = layer.get(*next).filter(|chunk| chunk.first <= number);
            match chunk {
                None => out.push_str("\tO"),
                Some(chunk) => {
                    let goes_on = chunk.first < number;
                    tally.tell(
                        "tags cut at ends of sentences",
                        usize::from(goes_on && is_new),
                    );
                    let begins = if goes_on && !is_new { 'I' } else { 'B' };
                    out.extend(['\t', begins, '-']);
                    out.push_str(&chunk.label);
                }
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Format;
    use crate::formats::import::trips::tagged;

    #[test]
    fn overlaps_have_columns_and_tags_begin_again_in_each_sentence() {
        let tags = [(0, 16, "claim"), (4, 6, "own tag"), (8, 12, "fact")];
        let mut document = tagged("a/b.txt", "One two. Three.\n", &tags);
        let sentence = |start, end| TextRange::between(start, end);
        document.sentences = vec![sentence(0, 8), sentence(9, 15)];
        let mut tally = Tally::default();
        let files = Conll.document(&document, &DocumentFacts::default(), &mut tally);
        let expected = "One\tB-claim\tO\ntwo\tI-claim\tB-own_tag\n.\tI-claim\tO\n\nThree\tB-claim\tB-fact\n.\tI-claim\tO\n";
        assert_eq!(files[0].name, "a/b.txt.conll");
        assert_eq!(String::from_utf8_lossy(&files[0].bytes), expected);
        let format = Format::named("conll").unwrap();
        let told: Vec<String> = format
            .dropped(&tally)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            told,
            [
                "names of annotators left out: 3",
                "tags cut at ends of sentences: 1",
                "tags widened to whole words: 2",
            ]
        );
    }
}
