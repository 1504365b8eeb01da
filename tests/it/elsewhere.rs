//! `"`: what other documents say like a sentence; on a model without terminal, files or clock.

use crate::fixture::Reader;
use postil::app::{DocumentId, Effect, Message, SimilarRequest, SimilarResult, SimilarSentence};
use postil::text::TextRange;

const ONE: &str = "The agency was founded in 1951. It rains.\n";
const OTHER: &str = "It is dry.\nAn agency that was\nfounded in 1951 is old.\n";
const SENTENCE: &str = "An agency that was\nfounded in 1951 is old.";

fn asked(reader: &Reader) -> Vec<SimilarRequest> {
    let effects = reader.effects.iter();
    let asked = effects.filter_map(|effect| match effect {
        Effect::FindSimilar(request) => Some((**request).clone()),
        _ => None,
    });
    asked.collect()
}

fn answer(reader: &mut Reader, number: u64, found: Vec<SimilarSentence>) {
    reader.tell(Message::SimilarFound(SimilarResult { number, found }));
}

fn second_of_the_other() -> SimilarSentence {
    let start = OTHER.find(SENTENCE).unwrap();
    let shared = |words: &str| {
        let at = SENTENCE.find(words).unwrap();
        at..at + words.len()
    };
    SimilarSentence {
        document: DocumentId(1),
        sentence: 2,
        range: TextRange::between(start, start + SENTENCE.len()),
        text: SENTENCE.to_owned(),
        score: 0.6,
        covered: 0.7,
        shared_in_question: Vec::new(),
        shared: vec![shared("agency"), shared("was\nfounded in 1951")],
    }
}

/// With the list of what the other document says.
fn listed(keys: &str) -> Reader {
    let mut reader = Reader::new(&[ONE, OTHER]);
    reader.press(keys).press("\"");
    let request = asked(&reader).pop().unwrap();
    answer(&mut reader, request.number, vec![second_of_the_other()]);
    reader
}

fn links(reader: &Reader, document: usize) -> Vec<String> {
    let document = reader.model.documents.get(DocumentId(document)).unwrap();
    let all = document
        .set()
        .into_iter()
        .flat_map(postil::annotation::AnnotationSet::iter);
    let words = all.map(|tag| {
        let links = tag
            .links
            .iter()
            .map(|link| format!(" {} {}", link.rel, link.to));
        format!("{} {}{}", tag.tag, tag.id, links.collect::<String>())
    });
    words.collect()
}

#[test]
fn what_another_document_says_is_listed_and_gone_to_and_back() {
    let mut reader = listed("");
    let request = asked(&reader).remove(0);
    assert_eq!(
        (request.document, &*request.text),
        (DocumentId(0), "The agency was founded in 1951.")
    );
    let screen = reader.screen();
    assert!(
        screen.contains("Said elsewhere: “The agency was founded"),
        "{screen}"
    );
    assert!(
        screen.contains("An agency that was founded in 1951 is old."),
        "{screen}"
    );
    assert!(screen.contains("60 % · "), "{screen}");
    reader.press("<Enter>");
    assert_eq!(reader.selection(), SENTENCE);
    reader.press("<lt>");
    assert_eq!(reader.selection(), "The agency was founded in 1951.");
    // Found before: there at once.
    reader.press("\"");
    assert!(reader.screen().contains("Said elsewhere"));
    assert_eq!(asked(&reader).len(), 1);
    reader.press("\"");
    assert!(!reader.screen().contains("Said elsewhere"));
    // Documents have changed: it is looked for again.
    reader.tell(Message::SentencesIndexed(4));
    reader.press("\"");
    assert_eq!(asked(&reader).len(), 2);
}

#[test]
fn one_key_links_and_one_more_takes_both_ends_back() {
    let mut reader = listed("c");
    reader.press("r");
    assert_eq!(
        reader.notice(),
        "Linked: repeats It is dry.: An agency that was, tagged as claim there; u undoes"
    );
    assert_eq!(links(&reader, 0), ["claim id1 repeats 1.txt#id2"]);
    assert_eq!(links(&reader, 1), ["claim id2"]);
    reader.press("u");
    assert_eq!(reader.notice(), "Undid: link (repeats) in 2 documents");
    assert_eq!(links(&reader, 0), ["claim id1"]);
    assert_eq!(links(&reader, 1), [""; 0]);
    reader.press("<Ctrl-r>");
    assert_eq!(links(&reader, 0), ["claim id1 repeats 1.txt#id2"]);
    assert_eq!(links(&reader, 1), ["claim id2"]);
    // Again: it is there.
    reader.press("\"r");
    assert_eq!(reader.notice(), "The two are linked like that already");
}

#[test]
fn a_tag_that_is_there_is_linked_to_and_a_passage_without_one_is_asked_for_one() {
    let mut reader = Reader::new(&[ONE, OTHER]);
    reader.press("JjfK\"");
    let request = asked(&reader).pop().unwrap();
    answer(&mut reader, request.number, vec![second_of_the_other()]);
    reader.press("s");
    assert!(reader.screen().contains("Tag as?"), "{}", reader.screen());
    reader.press("c");
    assert_eq!(
        reader.notice(),
        "Linked: supports It is dry.: An agency that was, tagged as claim here; u undoes"
    );
    assert_eq!(links(&reader, 0), ["claim id2 supports 1.txt#id1"]);
    assert_eq!(links(&reader, 1), ["fact id1"]);
}

#[test]
fn a_list_never_takes_a_key_that_was_meant_for_the_text() {
    let mut reader = Reader::new(&[ONE, OTHER]);
    reader.press("\"j");
    let request = asked(&reader).pop().unwrap();
    answer(&mut reader, request.number, vec![second_of_the_other()]);
    assert!(!reader.screen().contains("Said elsewhere"));
    assert_eq!(
        reader.notice(),
        "Other documents say something close: \" there shows it"
    );
    reader.press("k\"");
    assert!(reader.screen().contains("Said elsewhere"));
    assert_eq!(asked(&reader).len(), 1);
    // An answer to an earlier question is none to this one.
    let mut reader = Reader::new(&[ONE, OTHER]);
    reader.press("\"j\"");
    answer(&mut reader, 1, vec![second_of_the_other()]);
    assert!(!reader.screen().contains("Said elsewhere"));
    answer(&mut reader, 2, Vec::new());
    assert_eq!(
        reader.notice(),
        "No other document says anything close to this"
    );
}

#[test]
fn a_sentence_that_is_not_there_any_more_is_not_linked() {
    let mut reader = Reader::new(&[ONE, "It is dry.\nNothing of it stands here.\n"]);
    reader.press("c\"");
    let request = asked(&reader).pop().unwrap();
    answer(&mut reader, request.number, vec![second_of_the_other()]);
    reader.press("r");
    assert_eq!(
        reader.notice(),
        "Nothing was linked: the passage is not there any more"
    );
    assert_eq!(links(&reader, 0), ["claim id1"]);
    assert_eq!(links(&reader, 1), [""; 0]);
    // What was tagged for it is told.
    reader.press("j\"");
    let request = asked(&reader).pop().unwrap();
    answer(&mut reader, request.number, vec![second_of_the_other()]);
    reader.press("rc");
    assert_eq!(
        reader.notice(),
        "Nothing was linked: the passage is not there any more; this one was tagged as claim"
    );
    assert_eq!(links(&reader, 0), ["claim id1", "claim id2"]);
}

#[test]
fn a_sentence_that_an_edit_has_moved_is_linked_where_it_stands() {
    let mut reader = Reader::new(&[ONE, &format!("A new beginning.\n{OTHER}")]);
    reader.press("c\"");
    let request = asked(&reader).pop().unwrap();
    answer(&mut reader, request.number, vec![second_of_the_other()]);
    reader.press("r");
    assert!(
        reader.notice().starts_with("Linked: repeats"),
        "{}",
        reader.notice()
    );
    reader.press("J");
    assert_eq!(reader.tags(), [format!("claim {SENTENCE:?}")]);
}

#[test]
fn what_is_longer_than_any_sentence_is_not_compared() {
    let long = "word ".repeat(10_000);
    let mut reader = Reader::new(&[&long, OTHER]);
    reader.press("\"");
    assert_eq!(
        reader.notice(),
        "This is too long to be compared: select a sentence or a few"
    );
    assert!(asked(&reader).is_empty());
}

#[test]
fn alone_a_document_is_not_compared_with_itself() {
    let mut reader = Reader::new(&[ONE]);
    reader.press("\"");
    assert_eq!(
        reader.notice(),
        "There is no other document that could say it, too"
    );
    assert!(asked(&reader).is_empty());
}
