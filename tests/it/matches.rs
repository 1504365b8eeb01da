//! Going from match to match over all documents, and tagging all of them at once.

use postil::annotation::{AnnotationSet, Change, CommonEnds, Selector};
use postil::app::{
    Access, AnnotationIndex, AnnotationsState, DiskChange, DocumentId, Effect, LoadedDocument,
    Message, Mode, Model, Overlay, Settings, TextOnDisk, WorkspaceMatch, WorkspaceMatches,
};
use postil::text::Text;
use postil::text::search::Matcher;
use postil::text::segment::{ParagraphMode, Structure};

use crate::fixture::{Reader, annotation, loaded};

/// Answers the search of all documents that was asked for last, as far as the documents up
/// to `last`; the whole search where that is the last one.
fn answer(reader: &mut Reader, documents: std::ops::Range<usize>) {
    let searches = reader.effects.iter().rev();
    let mut searches = searches.filter_map(|effect| match effect {
        Effect::SearchWorkspace { search, query } => Some((*search, query.clone())),
        _ => None,
    });
    let (search, query) = searches.next().expect("all documents are searched");
    let matcher = Matcher::new(&query).unwrap();
    let of = reader.texts.len();
    let is_done = documents.end == of;
    let percent = documents.end * 100 / of;
    let matches = documents.map(|index| {
        let text = &reader.texts[index];
        let found = matcher.find_within(text, 0..text.len()).into_iter();
        let found = found.map(|range| WorkspaceMatch {
            range,
            text_len: text.len(),
            context: text.slice(range).into_owned(),
            within: Text::new(text.slice(range)).full_range(),
        });
        (DocumentId(index), found.collect())
    });
    let mut matches: Vec<(DocumentId, Vec<WorkspaceMatch>)> = matches.collect();
    matches.retain(|(_, found)| !found.is_empty());
    reader.tell(Message::WorkspaceSearched(
        search,
        WorkspaceMatches { matches, percent },
    ));
    if is_done {
        reader.tell(Message::WorkspaceSearchDone { search });
    }
}

/// Searches all documents for what keys ask for, and waits until that is done.
pub fn search(reader: &mut Reader, keys: &str) {
    reader.press(keys);
    answer(reader, 0..reader.texts.len());
}

/// Three documents with ten owls, four of them in the first one.
pub fn owls() -> Reader {
    Reader::new(&[
        "One owl and an owl. No bird.\n\nThis owl saw that owl.\n",
        "Nobody is here.\n",
        "An owl. An owl. An owl.\n",
        "Owl, owl and owl.\n",
    ])
}

/// Where the reader is: the document and what is selected with the bytes before it.
fn place(reader: &Reader) -> (usize, usize) {
    let document = reader.model.documents.open.unwrap();
    let start = reader.model.open_document().unwrap().cursor.range().start();
    (document.0, start)
}

fn set_of(model: &Model, index: usize) -> Vec<String> {
    let set = model.documents.all()[index].set().unwrap();
    let tags = set.iter();
    tags.map(|one| format!("{} {}", one.tag, one.selector.quote))
        .collect()
}

#[test]
fn all_ten_matches_of_a_word_are_tagged_one_after_another_in_twenty_keys() {
    let mut reader = owls();
    search(&mut reader, "\\owl<Enter>");
    let mut keys = vec!["<Enter>"];
    keys.extend(["c", "<Ctrl-n>"].iter().cycle().take(19));
    assert_eq!(keys.len(), 20);
    for key in keys {
        reader.press(key);
    }
    let owls = |index| set_of(&reader.model, index);
    assert_eq!(owls(0), ["claim owl"; 4]);
    assert_eq!(owls(2), ["claim owl"; 3]);
    assert_eq!(owls(3), ["claim Owl", "claim owl", "claim owl"]);
}

/// As a single key does: what is said of each passage stays with its tag.
#[test]
fn all_matches_change_the_tags_that_they_have() {
    let mut reader = owls();
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Enter>fawhich one?<Esc>#f#c");
    assert_eq!(set_of(&reader.model, 0), ["claim owl"; 4]);
    let set = reader.model.documents.all()[0].set().unwrap();
    let notes = set.iter().filter(|tag| tag.note == "which one?");
    assert_eq!(notes.count(), 1);
    reader.press("u");
    assert_eq!(set_of(&reader.model, 0), ["fact owl"; 4]);
}

#[test]
fn the_matches_of_all_documents_follow_each_other_and_say_so() {
    let mut reader = owls();
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Esc><Ctrl-n>");
    assert_eq!(place(&reader), (0, 4));
    assert_eq!(
        reader.notice(),
        "match 1 of 10 · Ctrl-n next · Ctrl-p previous · # tag all"
    );
    reader.press("<Ctrl-n><Ctrl-n><Ctrl-n><Ctrl-n>");
    assert_eq!(place(&reader), (2, 3));
    assert!(reader.notice().starts_with("match 5 of 10 · "));
    reader.press("<Ctrl-p>");
    assert_eq!(place(&reader).0, 0);
    reader.press("J<Ctrl-p>");
    assert!(
        reader.notice().starts_with("match 4 of 10"),
        "{}",
        reader.notice()
    );
    reader.press("g<Ctrl-p>");
    assert_eq!(place(&reader), (3, 13));
    assert!(
        reader
            .notice()
            .starts_with("Search wrapped: match 10 of 10"),
        "{}",
        reader.notice()
    );
    reader.press("<Ctrl-n>");
    assert_eq!(place(&reader), (0, 4));
    // A search of one document goes on in it.
    reader.press("/owl<Enter><Ctrl-n><Ctrl-n><Ctrl-n><Ctrl-n>");
    assert_eq!(place(&reader).0, 0);
}

#[test]
fn matches_are_gone_to_while_the_search_goes_on_and_after_its_list_was_closed() {
    let mut reader = owls();
    reader.press("\\owl<Enter>");
    answer(&mut reader, 0..1);
    reader.press("<Esc><Ctrl-n><Ctrl-n><Ctrl-n><Ctrl-n>");
    assert_eq!(place(&reader).0, 0);
    assert!(
        reader.notice().starts_with("match 4 of 4 so far"),
        "{}",
        reader.notice()
    );
    reader.press("<Ctrl-n>");
    assert_eq!(reader.notice(), "4 matches so far; still searching, 25 %");
    reader.press("#");
    assert_eq!(
        reader.notice(),
        "Still searching, 25 %; press # again when it is done"
    );
    answer(&mut reader, 1..4);
    reader.press("<Ctrl-n>");
    assert_eq!(place(&reader), (2, 3));
}

#[test]
fn a_match_that_was_grown_to_its_sentence_is_still_the_one_to_go_on_from() {
    let mut reader = owls();
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Esc><Ctrl-n>sc<Ctrl-n>sc<Ctrl-n>");
    assert_eq!(place(&reader), (2, 3));
    assert_eq!(set_of(&reader.model, 0).len(), 2);
}

#[test]
fn all_matches_of_all_documents_are_tagged_in_one_step() {
    let mut reader = owls();
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Enter>c#");
    assert!(
        reader
            .screen()
            .contains("Tag 10 matches in 3 documents as?"),
        "{}",
        reader.screen()
    );
    reader.press("c");
    assert_eq!(
        reader.notice(),
        "Tagged 9 matches as claim in 3 documents; 1 was already; u undoes"
    );
    assert_eq!(set_of(&reader.model, 0), ["claim owl"; 4]);
    assert_eq!(set_of(&reader.model, 3).len(), 3);
    assert_eq!(place(&reader).0, 0);
    reader.press("u");
    assert_eq!(reader.notice(), "Undid: 9 tags as claim in 3 documents");
    assert_eq!(set_of(&reader.model, 0), ["claim owl"]);
    assert_eq!(set_of(&reader.model, 2), [""; 0]);
    reader.press("<Ctrl-r>");
    assert_eq!(reader.notice(), "Redid: 9 tags as claim in 3 documents");
    assert_eq!(set_of(&reader.model, 2).len(), 3);
    reader.press("uu");
    assert_eq!(set_of(&reader.model, 0), [""; 0]);
    reader.press("#c");
    assert_eq!(
        reader.notice(),
        "Tagged 10 matches as claim in 3 documents; u undoes"
    );
    reader.press("#c");
    assert_eq!(reader.notice(), "10 matches already tagged as claim");
}

#[test]
fn only_the_matches_of_this_document_are_tagged_where_that_is_chosen() {
    let mut reader = owls();
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Enter>#<Tab>");
    assert!(
        reader
            .screen()
            .contains("Tag 4 matches in this document as?")
    );
    reader.press("o");
    assert_eq!(
        reader.notice(),
        "Tagged 4 matches as opinion in 0.txt; u undoes"
    );
    reader.press("u#<Esc>");
    assert_eq!(set_of(&reader.model, 0), [""; 0]);
    reader.press("/bird<Enter>#");
    assert!(reader.screen().contains("Tag 1 match in this document as?"));
    reader.press("f");
    assert_eq!(set_of(&reader.model, 0), ["fact bird"]);
    reader.press("/nothing<Enter>#");
    assert!(
        reader.notice().starts_with("No matches to tag"),
        "{}",
        reader.notice()
    );
}

#[test]
fn each_match_is_tagged_as_it_stands() {
    for (text, search, quotes) in [
        (
            "Two wo\u{301}rds and words.\n",
            "/words<Enter>",
            &["wo\u{301}rds", "words"][..],
        ),
        (
            "A long\nrow and a long row.\n",
            "/long row<Enter>",
            &["long\nrow", "long row"],
        ),
        ("No 12 and 345.\n", "/<Ctrl-t>[0-9]+<Enter>", &["12", "345"]),
        (
            "Co\u{ad}op and coop.\n",
            "/coop<Enter>",
            &["Co\u{ad}op", "coop"],
        ),
    ] {
        let mut reader = Reader::new(&[text]);
        reader.press(search).press("c<Ctrl-n>c");
        let quotes: Vec<String> = quotes
            .iter()
            .map(|quote| format!("claim {quote}"))
            .collect();
        assert_eq!(set_of(&reader.model, 0), quotes, "{search} one by one");
        reader.press("uu#c");
        assert_eq!(set_of(&reader.model, 0), quotes, "{search} at once");
        assert_eq!(
            reader.notice(),
            "Tagged 2 matches as claim in 0.txt; u undoes"
        );
    }
}

fn without_saving(texts: &[&str]) -> Reader {
    let mut reader = Reader::new(texts);
    reader.loads = false;
    reader
}

#[test]
fn keys_that_change_tags_wait_until_all_documents_are_done_and_esc_cancels() {
    let mut reader = without_saving(&["owl one.\n", "owl two.\n", "owl three.\n"]);
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Esc>#c");
    assert_eq!(set_of(&reader.model, 0), ["claim owl"]);
    assert!(
        reader.notice().starts_with("Tagging matches: 1 of 3"),
        "{}",
        reader.notice()
    );
    reader.press("o");
    assert_eq!(set_of(&reader.model, 0).len(), 1);
    reader.load(1);
    assert_eq!(set_of(&reader.model, 1), ["claim owl"]);
    reader.load(2);
    // What was pressed meanwhile is done, after the step and not in it.
    assert_eq!(set_of(&reader.model, 0).len(), 2);
    reader.press("u");
    assert_eq!(set_of(&reader.model, 0), ["claim owl"]);
    assert_eq!(set_of(&reader.model, 2), ["claim owl"]);
    reader.press("u");
    assert_eq!(set_of(&reader.model, 0), [""; 0]);
    assert_eq!(set_of(&reader.model, 2), [""; 0]);

    let mut reader = without_saving(&["owl one.\n", "owl two.\n"]);
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Esc>#cq<Esc>");
    assert_eq!(
        reader.notice(),
        "Cancelled. Tagged 1 match as claim in 0.txt; u undoes"
    );
    assert!(!reader.effects.contains(&Effect::Quit));
    reader.load(1);
    assert_eq!(set_of(&reader.model, 1), [""; 0]);
    reader.press("u");
    assert_eq!(set_of(&reader.model, 0), [""; 0]);
}

#[test]
fn what_could_not_be_tagged_is_said_with_the_reason() {
    let mut reader = without_saving(&["owl one.\n", "owl two.\n", "An owl.\n", "An owl.\n"]);
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Esc>#n");
    let text = Text::new("owl two.\n");
    reader.load_content(
        1,
        LoadedDocument {
            access: Access::ReadOnly("it is from a later version".to_owned()),
            annotations: AnnotationsState::Ready,
            ..loaded(text, AnnotationSet::new())
        },
    );
    // It says something else than when it was searched.
    reader.texts[2] = Text::new("No bird at all.\n");
    reader.load(2);
    reader.tell(Message::DocumentLoaded(
        DocumentId(3),
        Err("it is gone".to_owned()),
    ));
    assert_eq!(
        reader.notice(),
        "Tagged 1 match as needs-source in 0.txt; 1 match no longer there; u undoes; \
         not changed: 1.txt (and 1 more): it is from a later version"
    );
    assert!(reader.model.notice.as_ref().unwrap().is_problem());
    assert_eq!(set_of(&reader.model, 2), [""; 0]);
}

#[test]
fn what_others_have_changed_meanwhile_is_left_and_said() {
    let mut reader = owls();
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Esc>#c");
    let document = reader.model.documents.get_mut(DocumentId(2)).unwrap();
    let opened = document.opened_mut().unwrap();
    let first = opened.set().iter().next().unwrap().id.clone();
    opened.apply(Change::Remove(first)).unwrap();
    reader.press("u");
    assert_eq!(
        reader.notice(),
        "Undid: 9 tags as claim in 3 documents; 1 was changed elsewhere"
    );
    for index in [0, 2, 3] {
        assert_eq!(set_of(&reader.model, index), [""; 0]);
    }
}

#[test]
fn a_great_many_matches_are_tagged_in_pieces_between_keys() {
    let mut reader = Reader::new(&[&"An owl sat. ".repeat(1000)]);
    reader.answers_more = false;
    reader.press("/owl<Enter>#c");
    let done = set_of(&reader.model, 0).len();
    assert!(done > 0 && done <= 200, "{done}");
    // Keys that only move are not held up.
    reader.press("G");
    assert!(place(&reader).1 > 11_000);
    let mut pieces = 1;
    while set_of(&reader.model, 0).len() < 1000 {
        let before = set_of(&reader.model, 0).len();
        reader.tell(Message::Idle);
        let made = set_of(&reader.model, 0).len() - before;
        assert!(made > 0 && made <= 200, "{made}");
        pieces += 1;
    }
    assert!(pieces >= 5, "{pieces}");
    assert_eq!(
        reader.notice(),
        "Tagged 1,000 matches as claim in 0.txt; u undoes"
    );
    reader.answers_more = true;
    reader.press("u");
    assert_eq!(set_of(&reader.model, 0), [""; 0]);
    assert_eq!(reader.notice(), "Undid: 1,000 tags as claim in 0.txt");
}

#[test]
fn a_tag_of_somebody_else_is_no_reason_to_skip_a_match() {
    let mut reader = Reader::unread(&["An owl.\n"]);
    let text = reader.texts[0].clone();
    let range = text.range(3, 6).unwrap();
    let theirs = annotation("x", "claim", Selector::new(&text, range));
    reader.load_with(0, AnnotationSet::from_annotations([theirs]).0);
    reader.press("/owl<Enter>#c");
    assert_eq!(
        reader.notice(),
        "Tagged 1 match as claim in 0.txt; u undoes"
    );
    assert_eq!(set_of(&reader.model, 0).len(), 2);
}

#[test]
fn the_list_of_matches_opens_again_where_it_was_left_and_has_grown_meanwhile() {
    let mut reader = owls();
    reader.press("'");
    assert_eq!(reader.notice(), "No list to open again");
    reader.press("\\owl<Enter>");
    answer(&mut reader, 0..3);
    reader.press("<Down><Down><Enter>");
    assert_eq!(place(&reader), (0, 35));
    answer(&mut reader, 3..4);
    reader.press("'");
    assert_eq!(picked(&reader), (10, 2));
    reader.press("<Down><Esc>'");
    assert_eq!(picked(&reader), (10, 3));
    reader.press("<Enter>");
    assert_eq!(place(&reader).0, 0);
}

/// How many rows the list that is shown has, and the number of the one that is chosen.
fn picked(reader: &Reader) -> (usize, usize) {
    match &reader.model.mode {
        Mode::Overlay(Overlay::Picker(picker)) => (picker.fitting.len(), picker.chosen),
        mode => panic!("{mode:?}"),
    }
}

#[test]
fn the_list_of_tags_opens_at_the_tag_under_the_cursor_and_again_where_it_was_left() {
    let mut reader = Reader::new(&[&"An owl sat here. ".repeat(3000)]);
    reader.press("/owl<Enter>#c<Esc>");
    reader.press("%50<Enter>/owl<Enter>");
    reader.press("t");
    let (rows, at) = picked(&reader);
    assert_eq!(rows, 3000);
    assert!(at > 1400 && at < 1600, "{at}");
    reader.press("<Down><Esc>'");
    assert_eq!(picked(&reader), (3000, at + 1));
    reader.press("owl<Down><Down><Esc>'");
    assert_eq!(picked(&reader), (3000, 2));
    assert!(reader.screen().contains("owl"));
    // What was chosen is gone: the first row is.
    reader.press("<Enter>x'");
    assert_eq!(picked(&reader), (2999, 0));
}

#[test]
fn a_row_that_is_chosen_by_hand_stays_chosen_when_the_wanted_one_comes() {
    let mut reader = Reader::new(&[&"An owl sat here. ".repeat(3000)]);
    reader.press("/owl<Enter>#c<Esc>%90<Enter>/owl<Enter>");
    reader.answers_more = false;
    reader.press("t");
    assert_eq!(picked(&reader).1, 0);
    reader.press("<Down>");
    for _ in 0..5 {
        reader.tell(Message::Idle);
    }
    assert_eq!(picked(&reader), (3000, 1));
}

#[test]
fn the_question_fits_a_screen_of_eighty_columns_with_the_keys_of_all_tags() {
    let texts = ["An owl. An owl.\n", "An owl.\n"];
    let mut reader = Reader::with(&texts, Settings::default(), (80, 24));
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Esc>#");
    let screen = reader.screen();
    let row = screen.lines().last().unwrap();
    let expected = " Tag 3 in 2 documents?  f fact  c claim  o opinion  n needs-source";
    assert!(row.starts_with(expected), "{row}");
}

#[test]
fn matches_are_tagged_where_they_stand_when_the_text_changes_in_the_midst() {
    let mut reader = Reader::new(&[&"An owl sat. ".repeat(500)]);
    reader.answers_more = false;
    reader.press("/owl<Enter>#c");
    let before = reader.texts[0].clone();
    let now = Text::new(format!("New. {}", before.slice(before.full_range())));
    let opened = reader.model.open_document().unwrap();
    let annotation_index = AnnotationIndex::new(&now, opened.set(), Vec::new());
    let news = TextOnDisk {
        document: DocumentId(0),
        version: None,
        structure: (
            ParagraphMode::Auto,
            Structure::new(&now, ParagraphMode::Auto, "en"),
        ),
        text: now,
        encoding: None,
        annotation_index,
        common: CommonEnds {
            prefix: 0,
            suffix: before.len(),
        },
        read_again: false,
        notices: Vec::new(),
        warnings: Vec::new(),
    };
    reader.tell(Message::DiskChanged(DiskChange::Text(Box::new(news))));
    for _ in 0..10 {
        reader.tell(Message::Idle);
    }
    assert_eq!(
        reader.notice(),
        "Tagged 500 matches as claim in 0.txt; u undoes"
    );
    assert!(reader.tags().iter().all(|tag| tag == r#"claim "owl""#));
    assert_eq!(reader.tags().len(), 500);
}

/// Found in use: what tagging all matches had taken marks off for could not be done again, and
/// the marks were counted as tags.
#[test]
fn matches_in_marked_sentences_are_undone_and_redone() {
    let mut reader = Reader::new(&["One owl. Two owls.\n"]);
    reader.press("oj.g/owl<Enter>#c");
    assert_eq!(
        reader.notice(),
        "Tagged 2 matches as claim in 0.txt; u undoes"
    );
    let tagged = ["claim owl", "claim owl", "opinion One owl."];
    let mut there = set_of(&reader.model, 0);
    there.sort();
    assert_eq!(there, tagged);
    reader.press("u");
    assert_eq!(reader.notice(), "Undid: 2 tags as claim in 0.txt");
    let mut there = set_of(&reader.model, 0);
    there.sort();
    assert_eq!(there, ["no-claim Two owls.", "opinion One owl."]);
    reader.press("<Ctrl-r>");
    assert_eq!(reader.notice(), "Redid: 2 tags as claim in 0.txt");
    let mut there = set_of(&reader.model, 0);
    there.sort();
    assert_eq!(there, tagged);
}

/// Found in use: one document that could not be written stood in the way of every earlier step.
#[test]
fn a_document_that_cannot_be_written_does_not_stand_in_the_way_of_earlier_steps() {
    let mut reader = without_saving(&["owl one.\n", "owl two.\n"]);
    reader.press("o");
    search(&mut reader, "\\owl<Enter>");
    reader.press("<Esc>#n");
    reader.load(1);
    assert_eq!(
        reader.notice(),
        "Tagged 2 matches as needs-source in 2 documents; u undoes"
    );
    let protected = DiskChange::AnnotationsProtected(DocumentId(1), "no permission".to_owned());
    reader.tell(Message::DiskChanged(protected));
    reader.press("u");
    assert_eq!(
        reader.notice(),
        "Undid: 1 tag as needs-source in 0.txt; not changed: 1.txt: no permission"
    );
    reader.press("u");
    assert_eq!(reader.notice(), "Not undone: 1.txt: no permission");
    reader.press("u");
    assert_eq!(reader.notice(), "Undid: tag as opinion (0.txt)");
}

/// Found in use: what had been undone could not be done again once a question had been asked.
#[test]
fn where_nothing_is_tagged_what_was_undone_can_still_be_redone() {
    let mut reader = Reader::new(&["owl one. owl two.\n"]);
    reader.press("/owl<Enter>#cGou#c");
    assert_eq!(reader.notice(), "2 matches already tagged as claim");
    reader.press("<Ctrl-r>");
    assert_eq!(reader.notice(), "Redid: tag as opinion (0.txt)");
}

/// Found in use: the choice between this document and all of them was one of the same.
#[test]
fn where_all_matches_are_in_this_document_no_other_choice_is_offered() {
    let mut reader = owls();
    search(&mut reader, "\\saw<Enter>");
    reader.press("<Enter>#");
    let screen = reader.screen();
    assert!(
        screen.contains("Tag 1 match in this document as?"),
        "{screen}"
    );
    assert!(!screen.contains("Tab"), "{screen}");
    reader.press("c");
    assert_eq!(set_of(&reader.model, 0), ["claim saw"]);
}
