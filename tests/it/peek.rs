//! `i`: the references that are cited here, looked at without leaving; on a model without
//! terminal, files or clock.

use crate::fixture::Reader;

const TEXT: &str = "Apples fell. [1] Pears rose, and plums did. [2] Figs stayed.\n\n\
References\n\n1. The annals of apples, volume one.\n2. The pear report. https://example.org/pears\n";

fn list(reader: &Reader) -> Vec<String> {
    let picker = match &reader.model.mode {
        postil::app::Mode::Overlay(postil::app::Overlay::Picker(picker)) => picker,
        other => panic!("no list: {other:?}"),
    };
    picker.rows.iter().map(|row| row.text.clone()).collect()
}

#[test]
fn what_a_sentence_cites_is_looked_at_and_one_key_comes_back() {
    let mut reader = Reader::new(&[TEXT]);
    let before = reader.model.open_document().unwrap().cursor.range();
    reader.press("i");
    assert_eq!(list(&reader), ["[1] The annals of apples, volume one."]);
    reader.press("i");
    assert_eq!(reader.model.open_document().unwrap().cursor.range(), before);
    // There and back.
    reader.press("i<Enter>");
    let opened = reader.model.open_document().unwrap();
    let here = opened.text.slice(opened.cursor.range()).into_owned();
    assert!(here.contains("The annals of apples"), "{here}");
    reader.press("<lt>");
    assert_eq!(reader.model.open_document().unwrap().cursor.range(), before);
    reader.press("jji");
    assert_eq!(reader.notice(), "This sentence cites no reference");
}

#[test]
fn one_key_makes_what_is_cited_a_source_of_the_tag() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("jis");
    assert_eq!(reader.notice(), "There is no tag here to give a source to");
    reader.press("cis");
    assert_eq!(reader.notice(), "Source: [2]; u undoes");
    let opened = reader.model.open_document().unwrap();
    let sources: Vec<String> = opened
        .current()
        .unwrap()
        .sources
        .iter()
        .map(|source| format!("{:?}", source.target))
        .collect();
    assert_eq!(sources, ["Reference(\"2\")"]);
    reader.press("is");
    assert_eq!(reader.notice(), "[2] is a source of this tag already");
    reader.press("u");
    assert!(
        reader
            .model
            .open_document()
            .unwrap()
            .current()
            .unwrap()
            .sources
            .is_empty()
    );
}
