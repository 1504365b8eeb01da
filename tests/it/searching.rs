//! Searching in documents that are too long to be looked through before the key is
//! answered: what is found piece by piece, and the keys between the pieces.

use crate::fixture::Reader;
use postil::app::{DocumentId, DocumentMatches, Effect, Message, Mode, SearchRequest};
use postil::text::TextRange;
use postil::text::search::Matcher;

/// Longer than what is looked through at once.
const BYTES: usize = 200_000;

/// Numbered sentences, three in a hundred of them about owls.
fn long() -> String {
    let mut text = String::new();
    let mut number = 0;
    while text.len() < BYTES {
        number += 1;
        let owl = if number % 100 < 3 {
            "an owl"
        } else {
            "nothing"
        };
        text.push_str(&format!("Sentence {number} is about {owl}. "));
        if number % 5 == 0 {
            text.push('\n');
        }
    }
    text
}

/// What the worker was asked for last.
fn asked(reader: &Reader) -> SearchRequest {
    let mut finds = reader
        .effects
        .iter()
        .rev()
        .filter_map(|effect| match effect {
            Effect::SearchDocument(find) => Some((**find).clone()),
            _ => None,
        });
    finds.next().expect("a search")
}

/// Sends what the worker would find in a stretch.
fn send(reader: &mut Reader, find: &SearchRequest, (from, to): (usize, usize), done: bool) {
    let matches = Matcher::new(&find.query)
        .unwrap()
        .find_within(&find.text, from..to);
    reader.tell(Message::DocumentSearched(DocumentMatches {
        search: find.search,
        document: find.document,
        stretches: vec![(TextRange::between(from, to), matches)],
        done,
    }));
}

fn status(reader: &Reader) -> String {
    let rows = reader.screen();
    rows.lines().last().unwrap_or_default().to_owned()
}

fn start(reader: &Reader) -> usize {
    let loaded = reader.model.open_document().unwrap();
    loaded.cursor.range().start()
}

#[test]
fn what_is_near_is_found_with_the_key_and_the_rest_later() {
    let text = long();
    let mut reader = Reader::new(&[&text]);
    reader.press("/owl");
    assert_eq!(reader.selection(), "owl");
    let find = asked(&reader);
    assert_eq!(find.known.start(), 0);
    assert!(find.forward && find.known.end() < text.len());
    assert!(
        status(&reader).contains("matches so far, "),
        "{}",
        status(&reader)
    );
    let half = text.len().div_ceil(2);
    send(&mut reader, &find, (find.known.end(), half), false);
    assert!(
        status(&reader).contains("so far, 50 %"),
        "{}",
        status(&reader)
    );
    send(&mut reader, &find, (half, text.len()), true);
    let matches = text.matches("owl").count();
    assert!(status(&reader).contains(&format!("  1 of {matches} ")));
    assert!(!reader.effects.contains(&Effect::StopDocumentSearch));
}

#[test]
fn a_hit_that_is_far_away_is_gone_to_when_it_is_found() {
    let mut text = long();
    text.push_str("The last sentence has a zebra in it.\n");
    let mut reader = Reader::new(&[&text]);
    reader.press("/zebra<Enter>");
    assert!(reader.selection().starts_with("Sentence 1 "));
    let find = asked(&reader);
    send(&mut reader, &find, (find.known.end(), 150_000), false);
    assert!(reader.selection().starts_with("Sentence 1 "));
    assert!(status(&reader).contains("0 matches so far, "));
    send(&mut reader, &find, (150_000, text.len()), true);
    assert_eq!(reader.selection(), "zebra");
    assert!(status(&reader).contains("match 1 of 1"));
}

#[test]
fn a_key_between_two_pieces_is_obeyed_and_the_search_does_not_pull_back() {
    let mut text = long();
    text.push_str("The last sentence has a zebra in it.\n");
    let mut reader = Reader::new(&[&text]);
    reader.press("/zebra<Enter>");
    let find = asked(&reader);
    send(&mut reader, &find, (find.known.end(), 100_000), false);
    reader.press("jf");
    assert!(
        reader.tags()[0].contains("Sentence 2 "),
        "{:?}",
        reader.tags()
    );
    send(&mut reader, &find, (100_000, text.len()), true);
    assert!(reader.selection().starts_with("Sentence 2 "));
    reader.press("<Ctrl-n>");
    assert_eq!(reader.selection(), "zebra");
}

#[test]
fn what_is_nowhere_is_only_said_to_be_so_when_all_is_looked_through() {
    let text = long();
    let mut reader = Reader::new(&[&text]);
    reader.press("/unicorn<Enter>");
    assert!(reader.model.notice.is_none());
    let find = asked(&reader);
    send(&mut reader, &find, (find.known.end(), text.len()), true);
    assert_eq!(reader.notice(), "No matches for “unicorn” in this document");
}

#[test]
fn each_letter_gives_up_the_search_for_those_before_it() {
    let mut reader = Reader::new(&[&long()]);
    reader.press("/un");
    let first = asked(&reader);
    reader.press("i");
    let second = asked(&reader);
    assert!(second.search > first.search);
    // Too late: nobody wants it any more.
    send(&mut reader, &first, (first.known.end(), 190_000), true);
    assert!(status(&reader).contains("so far"));
    reader.press("<Esc>");
    assert!(reader.effects.contains(&Effect::StopDocumentSearch));
    assert!(reader.model.open_document().unwrap().matches.is_empty());
}

#[test]
fn escape_stops_the_search_and_then_takes_the_marks_away() {
    let text = long();
    let mut reader = Reader::new(&[&text]);
    reader.press("/owl<Enter>");
    let find = asked(&reader);
    send(&mut reader, &find, (find.known.end(), 100_000), false);
    reader.press("<Esc>");
    assert_eq!(reader.effects.last(), Some(&Effect::StopDocumentSearch));
    assert_eq!(reader.notice(), "Search cancelled");
    let known = reader.model.open_document().unwrap().matches.len();
    assert!(known > 0);
    // What the worker had sent by then comes too late.
    send(&mut reader, &find, (100_000, text.len()), true);
    assert_eq!(reader.model.open_document().unwrap().matches.len(), known);
    reader.press("<Esc>");
    assert!(reader.model.open_document().unwrap().matches.is_empty());
}

#[test]
fn the_hit_before_the_first_one_is_searched_for_backward() {
    let mut reader = Reader::new(&[&long()]);
    reader.press("/owl<Enter>");
    let find = asked(&reader);
    reader.press("<Ctrl-p>");
    let back = asked(&reader);
    assert!(!back.forward && back.search > find.search);
    let len = back.text.len();
    assert_eq!(start(&reader), long().find("owl").unwrap(), "it waits");
    send(&mut reader, &back, (len - 5000, len), false);
    assert_eq!(reader.selection(), "owl");
    assert_eq!(start(&reader), long().rfind("owl").unwrap());
    assert_eq!(reader.notice(), "Search wrapped to the end");
}

#[test]
fn from_a_place_that_the_search_has_not_come_to_the_next_hit_is_found_at_once() {
    let text = long();
    let mut reader = Reader::new(&[&text]);
    reader.press("/owl<Enter>%70<Enter>");
    let here = start(&reader);
    reader.press("<Ctrl-n>");
    assert_eq!(reader.selection(), "owl");
    assert_eq!(start(&reader), text[here..].find("owl").unwrap() + here);
    assert!(asked(&reader).known.contains(here));
}

#[test]
fn a_search_ends_with_its_document() {
    let mut reader = Reader::new(&[&long(), "Another one.\n"]);
    reader.press("/owl<Enter>");
    assert!(!reader.effects.contains(&Effect::StopDocumentSearch));
    reader.press("J");
    assert_eq!(reader.model.documents.open, Some(DocumentId(1)));
    assert!(reader.effects.contains(&Effect::StopDocumentSearch));
    reader.press("K");
    assert!(!status(&reader).contains("so far"));
}

#[test]
fn more_hits_than_are_kept_are_said_to_be_more() {
    let text = "owl ".repeat(30_000);
    let mut reader = Reader::new(&[&text]);
    reader.press("/owl<Enter>");
    assert!(
        status(&reader).contains("of 10,000+"),
        "{}",
        status(&reader)
    );
    reader.press("<Ctrl-n>");
    assert_eq!(start(&reader), 4);
}

#[test]
fn a_list_of_hits_says_how_far_it_is_and_its_search_goes_on_until_it_is_stopped() {
    let mut reader = Reader::new(&["One owl.\n", "Two.\n"]);
    reader.press("\\owl<Enter>");
    assert!(reader.screen().contains("0 matches so far, 0 %: owl"));
    assert!(!reader.effects.contains(&Effect::StopWorkspaceSearch));
    reader.press("<Esc>");
    assert!(!reader.effects.contains(&Effect::StopWorkspaceSearch));
    reader.press("<Esc>");
    assert_eq!(reader.effects.last(), Some(&Effect::StopWorkspaceSearch));
    reader.press("\\owl<Enter><Esc>/owl<Enter>");
    assert_eq!(reader.effects.last(), Some(&Effect::StopWorkspaceSearch));
}

/// What the last Remember effect holds of searches.
fn remembered(reader: &Reader) -> Vec<String> {
    let remembered = reader.effects.iter().rev().find_map(|effect| match effect {
        Effect::Remember(remembered) => Some(&remembered.searches),
        _ => None,
    });
    let searches = remembered.expect("something is remembered").iter();
    searches.map(|search| search.words.clone()).collect()
}

/// What is typed in the prompt.
fn typed(reader: &Reader) -> String {
    match &reader.model.mode {
        Mode::Prompt(prompt) => prompt.line.as_str().to_owned(),
        mode => panic!("{mode:?}"),
    }
}

#[test]
fn earlier_searches_come_back_with_the_arrows() {
    let mut reader = Reader::new(&["An owl. A bird. A fox. An owl again.\n"]);
    reader.press("/owl<Enter>/bird<Enter>/fo<Esc>\\fox<Enter><Esc>/owl<Enter>");
    assert_eq!(remembered(&reader), ["bird", "fox", "owl"]);
    reader.press("/<Up><Up>");
    assert_eq!(typed(&reader), "fox");
    assert_eq!(reader.selection(), "fox");
    reader.press("<Up>");
    assert_eq!(typed(&reader), "bird");
    reader.press("<Down>");
    assert_eq!(typed(&reader), "fox");
    reader.press("<Down><Down>");
    assert_eq!(typed(&reader), "");
    reader.press("b<Up>");
    assert_eq!(typed(&reader), "bird");
    reader.press("<Enter>");
    assert_eq!(reader.selection(), "bird");
    assert_eq!(remembered(&reader), ["fox", "owl", "bird"]);
    // Other lines have nothing to do with searches.
    reader.press("%<Up>");
    assert_eq!(typed(&reader), "");
}

#[test]
fn an_empty_line_searches_for_the_same_again() {
    let mut reader = Reader::new(&["An owl. A bird. An owl again.\n"]);
    reader.press("/<Enter>");
    assert_eq!(reader.selection(), "An owl.");
    reader.press("/owl<Enter>");
    assert_eq!(start(&reader), 3);
    reader.press("j/<Enter>");
    assert_eq!(start(&reader), 19);
    reader.press("\\<Enter>");
    let Some(Effect::SearchWorkspace { query, .. }) = (reader.effects.iter().rev())
        .find(|effect| matches!(effect, Effect::SearchWorkspace { .. }))
    else {
        panic!("{:?}", reader.effects);
    };
    assert_eq!(query.pattern, "owl");
}

#[test]
fn a_search_that_is_cancelled_is_not_the_last_one() {
    let mut reader = Reader::new(&["An owl. A bird. An owl again.\n"]);
    reader.press("/owl<Enter>/bird<Esc><Ctrl-n>");
    assert_eq!(start(&reader), 19);
}

#[test]
fn after_a_search_the_last_row_says_how_to_go_on() {
    let mut reader = Reader::new(&["An owl. A bird. An owl again.\n"]);
    reader.press("/owl<Enter>");
    assert_eq!(
        reader.notice(),
        "match 1 of 2 · Ctrl-n next · Ctrl-p previous · # tag all"
    );
    // As in vi and less; here it tags.
    reader.press("n");
    assert_eq!(
        reader.notice(),
        "Tagged as needs-source; Ctrl-n is the next match, u undoes"
    );
    assert_eq!(reader.tags(), [r#"needs-source "owl""#]);
    reader.press("n");
    assert!(!reader.notice().contains("Ctrl-n"), "{}", reader.notice());
    assert_eq!(reader.tags(), [""; 0]);
    reader.press("f/<Enter><Ctrl-p>n");
    assert_eq!(
        reader.notice(),
        "fact → needs-source; Ctrl-n is the next match, u undoes"
    );
    reader.press("<Ctrl-n>f");
    assert!(!reader.notice().contains("Ctrl-n"), "{}", reader.notice());
    reader.press("jn");
    assert!(!reader.notice().contains("Ctrl-n"), "{}", reader.notice());
}
