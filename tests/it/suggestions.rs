//! What models suggest, in the reader: shown, accepted and rejected; on a model without
//! terminal, files or clock.

use serde_json::json;

use crate::fixture::{Reader, annotation, numbered};
use postil::annotation::{Annotation, AnnotationSet, DocumentFacts, Selector, Suggestions};
use postil::app::{Effect, Settings};
use postil::text::Text;

const TEXT: &str = "One is red. Two is green. Three is blue. Four is plain.\n\nFive is last.\n";

/// A suggestion of a model for these words.
fn suggested(text: &Text, id: &str, tag: &str, words: &str, score: f64) -> Annotation {
    let content = text.slice(text.full_range());
    let start = content.find(words).expect("words of the text");
    let range = text.range(start, start + words.len()).expect("a passage");
    let mut suggestion = annotation(id, tag, Selector::new(text, range));
    suggestion.creator = "model-x".into();
    suggestion.extra.insert("score".to_owned(), json!(score));
    suggestion
}

fn with(suggestions: impl IntoIterator<Item = Annotation>) -> AnnotationSet {
    let suggestions = Suggestions::default().with(suggestions);
    AnnotationSet::new().with_facts(DocumentFacts::default().with_suggestions(suggestions))
}

/// A reader of a text for which three tags are suggested.
fn reader() -> Reader {
    reader_of(Settings::default(), (100, 24))
}

fn reader_of(settings: Settings, size: (u16, u16)) -> Reader {
    let mut reader = Reader::with(&[TEXT], settings, size);
    let text = reader.texts[0].clone();
    reader.load_with(
        0,
        with([
            suggested(&text, "s1", "claim", "One is red.", 0.83),
            suggested(&text, "s2", "fact", "green", 0.4),
            suggested(&text, "s3", "opinion", "Five is last.", 0.9),
        ]),
    );
    reader
}

/// How many wait, and the ids of those that were rejected.
fn left(reader: &Reader) -> (usize, Vec<String>) {
    let opened = reader.model.open_document().unwrap();
    let suggestions = opened.suggestions();
    let rejected = suggestions.rejected().map(ToString::to_string);
    (suggestions.len(), rejected.collect())
}

#[test]
fn suggestions_are_walked_accepted_and_rejected_by_a_key_each() {
    let mut reader = reader();
    reader.press("a");
    assert_eq!(reader.notice(), "Accepted claim; 2 left; u undoes");
    assert_eq!(reader.tags(), ["claim \"One is red.\""]);
    assert_eq!(reader.selection(), "green", "the cursor is at the next one");
    reader.press("x");
    assert_eq!(reader.notice(), "Rejected fact; 1 left; u undoes");
    assert_eq!(reader.selection(), "Five is last.");
    assert_eq!(left(&reader), (1, vec!["s2".to_owned()]));
    let tag = {
        let opened = reader.model.open_document().unwrap();
        (**opened.set().get(&"s1".into()).unwrap()).clone()
    };
    assert_eq!(tag.creator, "ana");
    assert_eq!(
        tag.extra["suggested"],
        json!({"by": "model-x", "score": 0.83})
    );
    let saves = reader.effects.iter();
    let saves = saves.filter(|effect| matches!(effect, Effect::Save { .. }));
    assert_eq!(saves.count(), 2, "each is saved");
    // One undo step each.
    reader.press("u");
    assert_eq!(
        reader.notice(),
        "Undid: rejection of the suggestion (0.txt)"
    );
    assert_eq!(left(&reader), (2, Vec::new()));
    reader.press("u");
    assert_eq!(reader.notice(), "Undid: tag as claim (0.txt)");
    assert_eq!((reader.tags().len(), left(&reader).0), (0, 3));
    reader.press("<Ctrl-r><Ctrl-r>");
    assert_eq!((reader.tags().len(), left(&reader).0), (1, 1));
}

#[test]
fn keys_go_from_one_suggestion_to_the_next() {
    let mut reader = reader();
    for (key, selection) in [
        (")", "green"),
        (")", "Five is last."),
        (")", "Five is last."),
        ("(", "green"),
        ("(", "One is red."),
    ] {
        reader.press(key);
        assert_eq!(reader.selection(), selection, "{key}");
    }
    reader.press("(");
    assert_eq!(reader.notice(), "No earlier suggestions in this document");
    let mut none = Reader::new(&[TEXT]);
    none.press(")");
    assert_eq!(none.notice(), "Nothing is suggested for this document");
}

/// Found in use: the key of a tag left a suggestion of the same words waiting, and accepting it then
/// made the same tag a second time.
#[test]
fn a_tag_on_what_is_suggested_settles_the_suggestion() {
    for (key, tags, left_over) in [("c", "claim", 2), ("f", "fact", 2)] {
        let mut reader = reader();
        // The same one, or another tag than was suggested.
        reader.press(key);
        assert_eq!(reader.tags(), [format!("{tags} \"One is red.\"")]);
        assert_eq!(left(&reader), (left_over, vec!["s1".to_owned()]), "{key}");
        reader.press("u");
        assert_eq!((reader.tags().len(), left(&reader)), (0, (3, Vec::new())));
    }
}

/// Two models, or one's own tag and a model, may say the same.
#[test]
fn what_is_said_already_is_accepted_without_a_second_tag() {
    let mut reader = Reader::with(&[TEXT], Settings::default(), (100, 24));
    let text = reader.texts[0].clone();
    reader.load_with(
        0,
        with([
            suggested(&text, "s1", "claim", "One is red.", 0.83),
            suggested(&text, "s2", "claim", "One is red.", 0.9),
            suggested(&text, "s3", "fact", "One is red.", 0.7),
        ]),
    );
    reader.press(":accept-suggestions<Enter><Enter>");
    let mut tags = reader.tags();
    tags.sort();
    assert_eq!(tags, ["claim \"One is red.\"", "fact \"One is red.\""]);
    assert_eq!(left(&reader).0, 0);
}

#[test]
fn where_a_tag_is_keys_are_about_the_tag() {
    let mut reader = reader();
    // A tag of one's own on the sentence in which something is suggested.
    reader.press("jo");
    assert_eq!(reader.tags(), ["opinion \"Two is green.\""]);
    reader.press("x");
    assert_eq!((reader.tags().len(), left(&reader).0), (0, 3));
    // Unless one has gone to the suggestion.
    reader.press("u(").press(")x");
    assert_eq!(reader.notice(), "Rejected fact; 2 left; u undoes");
    assert_eq!(reader.tags().len(), 1);
    reader.press("ga");
    assert_eq!(left(&reader).0, 1, "and here only the suggestion is");
}

#[test]
fn all_are_decided_about_by_their_score_as_one_step() {
    for (command, line, tags, rejected) in [
        ("accept-suggestions", "0.8", 2, 0),
        ("accept-suggestions", "", 3, 0),
        ("reject-suggestions", "0.8", 0, 1),
        ("reject-suggestions", "", 0, 3),
    ] {
        let mut reader = reader();
        reader.press(&format!(":{command}<Enter>{line}<Enter>"));
        assert_eq!(reader.tags().len(), tags, "{command} {line}");
        assert_eq!(left(&reader).1.len(), rejected, "{command} {line}");
        let said = match tags + rejected {
            1 => " 1 suggestion in 0.txt; u undoes".to_owned(),
            several => format!(" {several} suggestions in 0.txt; u undoes"),
        };
        assert!(reader.notice().ends_with(&said), "{}", reader.notice());
        reader.press("u");
        assert_eq!((reader.tags().len(), left(&reader)), (0, (3, Vec::new())));
    }
    let mut reader = reader();
    reader.press(":accept-suggestions<Enter>2<Enter>");
    assert!(
        reader.screen().contains("\"2\" is not a score"),
        "{}",
        reader.screen()
    );
}

#[test]
fn suggestions_count_nowhere() {
    let mut with_some = reader();
    let mut without = Reader::with(&[TEXT], Settings::default(), (100, 24));
    without.press("j");
    with_some.press("j");
    let first_row = |reader: &Reader| reader.screen().lines().next().map(str::to_owned);
    assert_eq!(first_row(&with_some), first_row(&without));
    let document = |reader: &Reader| {
        let document = reader.model.document().unwrap();
        (document.checked(), document.displaced().all())
    };
    assert_eq!(document(&with_some), document(&without));
    for list in ["t", "Q"] {
        with_some.press(list);
        without.press(list);
        assert_eq!(with_some.notice(), without.notice(), "{list}");
        with_some.press("<Esc>");
        without.press("<Esc>");
    }
    with_some.press("I");
    assert!(
        with_some.screen().contains("3 no tags yet"),
        "{}",
        with_some.screen()
    );
}

#[test]
fn what_is_not_in_the_text_any_more_is_not_shown_and_counted() {
    let before = Text::new(TEXT);
    let mut reader = Reader::new(&["Two is green. Three is blue. Nobody wrote any more here.\n"]);
    reader.load_with(
        0,
        with([
            suggested(&before, "s1", "claim", "One is red.", 0.83),
            suggested(&before, "s2", "fact", "Two is green.", 0.4),
            suggested(&before, "s3", "opinion", "Five is last.", 0.9),
        ]),
    );
    reader.press(")");
    assert_eq!(reader.selection(), "Two is green.");
    reader.press(")");
    assert_eq!(
        reader.notice(),
        "No more suggestions in this document; 2 are not in the text any more"
    );
    reader.press("a");
    // It has its place in the text as it is.
    let opened = reader.model.open_document().unwrap();
    let tag = opened.set().iter().next().unwrap();
    assert_eq!((tag.selector.start.0, tag.selector.end.0), (0, 13));
}

#[test]
fn suggestions_at_sizes_that_people_have() {
    for size in [(140, 40), (80, 24), (60, 20)] {
        let mut reader = reader_of(Settings::default(), size);
        reader.press(")");
        let (columns, rows) = size;
        let name = format!("suggestions_at_{columns}x{rows}");
        insta::assert_snapshot!(name, reader.screen());
    }
}

#[test]
fn among_a_hundred_thousand_each_key_is_about_one() {
    let sentence = "This is one of very many sentences here. ";
    let count = 100_000;
    let mut reader = Reader::with(&["One."], Settings::default(), (100, 24));
    let text = Text::new(sentence.repeat(count));
    reader.texts = vec![text.clone()];
    let len = sentence.len();
    let all = (0..count).map(|number| {
        let range = text.range(number * len, (number + 1) * len - 1).unwrap();
        numbered(number, "claim", Selector::new(&text, range))
    });
    let set = with(all);
    reader.load_with(0, set);
    reader.press("j");
    reader.press("a").press("x").press("u").press("j)(");
    assert_eq!(left(&reader).0, count - 1);
}
