//! The list while the text, the tags and their places change under it.

use super::*;
use crate::fixture::numbered;
use postil::annotation::{Budget, Selector, resolve};
use postil::app::{Effect, ReanchorResult};
use postil::text::TextRange;

const DENIED: &str = "It voted down the new bridge.";

/// It went on to show the words before, and accepted those that came.
#[test]
fn words_that_came_while_the_list_is_open_are_shown_before_they_are_accepted() {
    for key in ["a", "A", "x", "s"] {
        let mut reader = changed(CHANGED);
        choose(&mut reader, "voted");
        let before = set(&reader);
        let new = CHANGED.replace("It voted for the new bridge.", DENIED);
        change(&mut reader, &new);
        let all = rows(&reader).join("\n");
        assert!(!all.contains("voted ‹for›"), "{all}");
        reader.press(key);
        assert_eq!(set(&reader), before, "{key}");
        let says = "The text changed meanwhile; look again";
        assert_eq!(reader.notice(), says, "{key}");
        assert!(reader.screen().contains(says), "{}", reader.screen());
        // Now it was seen.
        reader.press(key);
        assert!(set(&reader) != before, "{key}: {}", reader.notice());
    }
}

#[test]
fn the_chosen_row_stays_when_the_list_is_made_anew() {
    let mut reader = changed(CHANGED);
    choose(&mut reader, "moved");
    change(&mut reader, &format!("A word before. {CHANGED}"));
    let screen = reader.screen();
    let mut chosen = screen.lines().filter(|row| row.contains("┃▸"));
    assert!(
        chosen.next().is_some_and(|row| row.contains("Nobody")),
        "{screen}"
    );
}

#[test]
fn what_somebody_else_has_accepted_leaves_the_list() {
    let mut reader = changed(CHANGED);
    let before = set(&reader);
    reader.press("~A");
    let accepted = set(&reader);
    reader.press("<Esc>u~");
    assert_eq!((set(&reader), rows(&reader).len()), (before.clone(), 4));
    others_write(&mut reader, accepted);
    assert_eq!(rows(&reader).len(), 3);
    // The row that was chosen is gone: what is in its place was not chosen by anybody.
    let left = quotes(&reader);
    reader.press("a");
    assert_eq!(quotes(&reader), left);
    assert_eq!(reader.notice(), "The tags changed meanwhile; look again");
    reader.press("a");
    assert!(quotes(&reader) != left);
}

#[test]
fn the_list_closes_with_a_word_when_nothing_is_left() {
    let mut reader = changed(CHANGED);
    reader.press("~");
    change(&mut reader, TEXT);
    assert!(!is_list_open(&reader), "{}", reader.screen());
    assert_eq!(
        reader.notice(),
        "Every tag is where it was marked, as it was"
    );
}

#[test]
fn the_list_says_that_tags_are_still_being_looked_for() {
    let mut reader = changed(CHANGED);
    choose(&mut reader, "moved");
    let before = set(&reader);
    let new = format!("A word before. {CHANGED}");
    change_to(&mut reader, &new, |text, set, _| {
        AnnotationIndex::by_position(text, set)
    });
    let says = "Tags are still being looked for";
    assert!(reader.screen().contains(says), "{}", reader.screen());
    for key in ["a", "A", "x", "s", "<Enter>"] {
        reader.press(key);
        assert_eq!((set(&reader), reader.notice()), (before.clone(), says));
    }
    let request = reader.effects.iter().rev().find_map(|effect| match effect {
        Effect::Reanchor(request) => Some((**request).clone()),
        _ => None,
    });
    let request = request.expect("they are asked for");
    let selectors = request.annotations.iter().map(|tag| &tag.selector);
    let earlier = [Text::new(TEXT)];
    let found = resolve(selectors, &request.text, &earlier, Budget::Unlimited);
    let anchors = found.iter().map(|found| found.anchor_or_lost());
    let anchors = request.annotations.iter().cloned().zip(anchors);
    reader.tell(Message::Reanchored(ReanchorResult {
        number: request.number,
        document: request.document,
        found: anchors.collect(),
    }));
    assert_eq!(rows(&reader).len(), 5, "{}", reader.screen());
    // They were found in a text that nobody has seen in the list.
    reader.press("a");
    assert_eq!(reader.notice(), "The text changed meanwhile; look again");
    assert_eq!(set(&reader), before);
}

/// So many sentences are accepted in pieces.
const MANY: usize = 450;

/// A reader of a text with so many tags, all of which changed.
fn many(tags: usize) -> Reader {
    let sentence = |number: usize| format!("The {number:05}th council met in May. ");
    let text: String = (0..tags).map(sentence).collect();
    let mut reader = Reader::new(&[&text]);
    let length = sentence(0).len();
    let tagged = Text::new(&*text);
    let tag = |number: usize| {
        let start = number * length;
        let range = TextRange::between(start, start + length - 1);
        numbered(number, "claim", Selector::new(&tagged, range))
    };
    let tags = AnnotationSet::from_annotations((0..tags).map(tag)).0;
    let count = tags.len();
    reader.load_content(0, loaded(tagged.clone(), tags));
    change(&mut reader, &text.replace("May", "June"));
    assert_eq!(displaced(&reader), [0, count, 0]);
    reader
}

#[test]
fn the_list_has_no_stale_rows_while_many_are_accepted() {
    let mut reader = many(MANY);
    reader.answers_more = false;
    reader.press("~GA");
    let mut pieces = 0;
    while displaced(&reader) != [0, 0, 0] {
        assert_eq!(rows(&reader), [""; 0]);
        assert!(
            reader.screen().contains("Accepting places: "),
            "{}",
            reader.screen()
        );
        reader.press("a");
        assert!(reader.notice().contains("Tags are being changed"));
        reader.tell(Message::Idle);
        pieces += 1;
    }
    assert!(pieces > 1);
    assert!(!is_list_open(&reader), "{}", reader.screen());
    assert!(
        reader.notice().contains("Accepted where 450 tags"),
        "{}",
        reader.notice()
    );
    reader.answers_more = true;
    reader.press("u");
    assert_eq!(displaced(&reader), [0, MANY, 0]);
}

#[test]
fn a_text_that_changes_while_many_are_accepted_leaves_the_rest_alone() {
    let mut reader = many(MANY);
    let before = quotes(&reader);
    reader.answers_more = false;
    reader.press("~GA");
    let text = reader.model.open_document().unwrap().text.clone();
    let text = text.slice(text.full_range()).replace("June", "July");
    change(&mut reader, &text);
    reader.answers_more = true;
    reader.tell(Message::Idle);
    assert!(
        reader.notice().contains("changed meanwhile"),
        "{}",
        reader.notice()
    );
    assert!(quotes(&reader).iter().all(|quote| !quote.contains("July")));
    assert!(before.iter().any(|quote| quotes(&reader).contains(quote)));
}

#[test]
fn accepting_many_is_cancelled_in_the_list() {
    let mut reader = many(MANY);
    reader.answers_more = false;
    reader.press("~GA<Esc>");
    assert!(
        reader.notice().starts_with("Cancelled."),
        "{}",
        reader.notice()
    );
    let [_, left, _] = displaced(&reader);
    assert!(left > 0 && left < MANY);
    assert_eq!(rows(&reader).len(), left);
}

/// Others that were as sure were accepted with those above, without being above.
#[test]
fn nothing_below_the_chosen_row_is_accepted_with_those_above() {
    let mut reader = many(MANY);
    reader.press("~jjA");
    assert_eq!(displaced(&reader), [0, MANY - 3, 0]);
}

#[test]
fn more_than_the_list_has_rows_for_are_accepted_by_the_row_that_says_so() {
    let mut reader = many(1010);
    reader.press("~G");
    let last = rows(&reader).pop().unwrap();
    assert_eq!(last, "and 10 more: A accepts them with all above");
    let before = set(&reader);
    for key in ["a", "x", "s"] {
        reader.press(key);
        assert_eq!(set(&reader), before, "{key}");
    }
    reader.press("kA");
    assert_eq!(displaced(&reader), [0, 10, 0]);
    reader.press("u");
    reader.press("GA");
    assert_eq!(displaced(&reader), [0, 0, 0]);
}

#[test]
fn the_list_waits_while_many_tags_come_in_from_disk() {
    let mut reader = many(MANY);
    let before = set(&reader);
    let noted = before.iter().map(|tag| {
        let mut tag = (**tag).clone();
        tag.note = "theirs".to_owned();
        tag
    });
    let to = AnnotationSet::from_annotations(noted).0;
    reader.press("~jj");
    reader.answers_more = false;
    others_write(&mut reader, to.clone());
    assert_eq!(rows(&reader), [""; 0]);
    reader.press("a");
    assert_eq!(reader.notice(), "Tags are coming in from disk");
    reader.answers_more = true;
    reader.tell(Message::Idle);
    assert_eq!((set(&reader), rows(&reader).len()), (to, MANY));
    // Nothing that the list shows is another: the letter means what it meant.
    reader.press("a");
    assert_eq!(displaced(&reader), [0, MANY - 1, 0], "{}", reader.notice());
}
