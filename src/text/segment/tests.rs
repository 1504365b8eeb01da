//! The marked-string tests of the segmentation: `|` stands where a unit ends.

use super::*;

/// The sentences of `marked` without its `|`, marked again.
fn check_sentences(marked: &str) {
    let content = marked.replace('|', "");
    let text = Text::new(content);
    let structure = Structure::new(&text, ParagraphMode::Auto, "en");
    let found: Vec<_> = structure
        .sentences()
        .iter()
        .map(|&sentence| text.slice(sentence).into_owned())
        .collect();
    let expected: Vec<_> = marked.split('|').map(str::trim).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_citation_number_belongs_to_the_sentence_before() {
    check_sentences(
        "It calls it “regular migration.” 2| IOM works with others. 3 10| It serves. 35 10",
    );
}
