//! What keys do, on a model without terminal, files or clock.

use crate::fixture::{Reader, loaded, totals};
use postil::annotation::{AnnotationSet, TagSet};
use postil::app::{Access, DocumentId, Effect, LoadedDocument, Message, Mode, MouseButton, layout};
use postil::text::Text;
use postil::text::search::Matcher;

const TEXT: &str =
    "One two three. Four, five six; seven. Eight nine.\nTen eleven. Twelve thirteen.\n";

#[track_caller]
fn check(keys: &str, selection: &str) {
    let mut reader = Reader::new(&[TEXT]);
    reader.press(keys);
    assert_eq!(reader.selection(), selection, "after {keys}");
}

#[test]
fn sentences_are_the_unit_of_moving() {
    check("", "One two three.");
    check("j", "Four, five six; seven.");
    check("jk", "One two three.");
    check("k", "One two three.");
    check("jjj", "Ten eleven.");
    check("G", "Twelve thirteen.");
    check("Gj", "Twelve thirteen.");
    check("Gg", "One two three.");
}

/// The terminal makes a line feed of Enter until the program has taken it over.
#[test]
fn enter_that_was_pressed_too_early_is_enter() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("%99<Ctrl-j>");
    assert_eq!(reader.selection(), "Twelve thirteen.");
    assert!(matches!(reader.model.mode, Mode::Reading));
}

/// Before it is known who tags, keys that tag wait, and so does what is pressed after
/// them; others are answered.
#[test]
fn a_key_that_only_moves_is_told_from_one_that_may_tag() {
    for (keys, selection, tags) in [
        ("G", "Twelve thirteen.", 0),
        ("%99<Enter>", "Twelve thirteen.", 0),
        ("/Ten<Enter>", "Ten", 0),
        ("f", "One two three.", 1),
        ("jnG", "Four, five six; seven.", 1),
        ("FF", "One two three.", 2),
        ("jag", "Four, five six; seven.", 0),
    ] {
        let mut reader = Reader::new(&[TEXT]);
        reader.model.annotator = None;
        reader.press(keys);
        assert_eq!(reader.selection(), selection, "{keys}");
        assert!(reader.tags().is_empty(), "{keys}");
        reader.tell(Message::AnnotatorFound("eve".to_owned()));
        assert_eq!(reader.tags().len(), tags, "{keys}");
        let opened = reader.model.open_document().unwrap();
        assert!(
            opened.set().iter().all(|tag| tag.creator == "eve"),
            "{keys}"
        );
        assert!(reader.model.queue.is_empty(), "{keys}");
    }
}

#[test]
fn paragraphs_are_gone_to_by_their_first_sentence() {
    check("}", "Ten eleven.");
    check("}}", "Ten eleven.");
    check("}{", "One two three.");
    check("}j{", "Ten eleven.");
    check("j{", "One two three.");
}

#[test]
fn words_are_entered_from_either_side_of_a_longer_selection() {
    check("l", "One");
    check("ll", "two");
    check("h", "three");
    check("lh", "One");
    check("llll", "Four");
    check("llj", "Four, five six; seven.");
    check("lls", "One two three.");
}

#[test]
fn a_selection_grows_and_shrinks_back() {
    check("jlll+", "five six");
    check("jlll++", "Four, five six; seven.");
    check(
        "jlll+++",
        "One two three. Four, five six; seven. Eight nine.",
    );
    check("jlll+++---", "six");
    check("j-", "Four");
    check("j+-", "Four, five six; seven.");
}

#[test]
fn extending_carries_the_end_and_swaps_it() {
    check("vj", "One two three. Four, five six; seven.");
    check("vjk", "One two three.");
    check("lvl", "One two");
    check("lvllh", "One two");
    check("llvh", "One two");
    check("jvk", "One two three. Four, five six; seven.");
    check("vh", "One two three");
    check("vhh", "One two");
    check("jvvk", "One two three. Four, five six; seven.");
    check("vjvl", "two three. Four, five six; seven.");
    check("vj<Esc>", "Four, five six; seven.");
    check("v}", "One two three. Four, five six; seven. Eight nine.");
    check("vG", TEXT.trim_end());
}

#[test]
fn the_end_that_moves_may_pass_the_other_one() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("jlvhhh");
    assert!(
        reader.selected().starts_with("«|One two three. Four»"),
        "{}",
        reader.selected()
    );
    reader.press("llll");
    assert!(
        reader.selected().contains("«Four, five»"),
        "{}",
        reader.selected()
    );
}

#[test]
fn hints_reach_any_phrase_in_eight_keys() {
    let mut reader = Reader::new(&[TEXT]);
    let letters = |reader: &mut Reader, word: &str| {
        reader.press("w");
        let postil::app::Mode::Hints(hints) = &reader.model.mode else {
            panic!("no hints");
        };
        let text = Text::new(TEXT);
        let hint = hints.hints.iter().find(|it| text.slice(it.word) == word);
        let letters = hint.expect("the word has a hint").letters.clone();
        reader.press(&letters);
        letters.len() + 1
    };
    let mut keys = letters(&mut reader, "five");
    assert_eq!(reader.selection(), "five");
    reader.press("v");
    keys += 1 + letters(&mut reader, "Ten");
    assert_eq!(reader.selection(), "five six; seven. Eight nine.\nTen");
    reader.press("o");
    assert!(keys < 8);
    assert_eq!(reader.tags().len(), 1);
}

/// Two keys fewer than by extending: the labels of the last word come by themselves. On a
/// full screen of a real document, so that most labels have two letters.
#[test]
fn a_phrase_is_selected_by_the_labels_of_its_ends() {
    let text = include_str!("../../seeds/003_b5f3d605578c6aa0.txt");
    let mut reader = Reader::new(&[text]);
    reader.press("W");
    let mut keys = 1;
    let mut ends = Vec::new();
    for is_last in [false, true] {
        let postil::app::Mode::Hints(hints) = &reader.model.mode else {
            panic!("no labels");
        };
        let hint = if is_last {
            hints.hints.last()
        } else {
            hints.hints.first()
        };
        let hint = hint.expect("words are in view");
        let (word, letters) = (hint.word, hint.letters.clone());
        ends.push(word);
        reader.press(&letters);
        keys += letters.len();
    }
    let phrase = &text[ends[0].start()..ends[1].end()];
    assert_eq!(reader.selection(), phrase);
    reader.press("o");
    assert_eq!(reader.tags().len(), 1);
    assert!(keys < 7, "{keys} keys and the tag");
    // While the selection is being extended, they carry its end, as those of `w` do.
    reader.press("<Esc>svW");
    let postil::app::Mode::Hints(hints) = &reader.model.mode else {
        panic!("no labels");
    };
    let letters = hints.hints.last().unwrap().letters.clone();
    reader.press(&letters);
    assert!(matches!(reader.model.mode, postil::app::Mode::Reading));
}

#[test]
fn words_without_spaces_are_gone_to_by_keys_and_hints() {
    let mut reader = Reader::new(&["กรุงเทพมหานครเป็นเมืองหลวง\n東京は日本の首都です。\n"]);
    let mut words = Vec::new();
    for keys in ["l", "l", "l", "l", "l", "h"] {
        reader.press(keys);
        words.push(reader.selection());
    }
    assert_eq!(
        words,
        ["กรุงเทพมหานคร", "เป็น", "เมือง", "หลวง", "東京", "หลวง"]
    );
    reader.press("w");
    let postil::app::Mode::Hints(hints) = &reader.model.mode else {
        panic!("no hints");
    };
    assert_eq!(hints.hints.len(), 4 + 6);
    let letters = hints.hints[6].letters.clone();
    reader.press(&letters);
    assert_eq!(reader.selection(), "日本");
    reader.press("+");
    assert_eq!(reader.selection(), "東京は日本の首都です");
}

#[test]
fn a_key_tags_and_the_same_key_takes_the_tag_off() {
    let mut reader = Reader::new(&[TEXT]);
    reader.saves = false;
    reader.press("jjc");
    assert_eq!(reader.tags(), [r#"claim "Eight nine.""#]);
    assert!(matches!(
        reader.effects.last(),
        Some(Effect::Save { document: DocumentId(0), revision: 1, set, .. }) if set.len() == 1
    ));
    reader.press("&f");
    assert_eq!(reader.tags().len(), 2);
    reader.press("c");
    assert_eq!(reader.tags(), [r#"fact "Eight nine.""#]);
    reader.press("1");
    assert!(reader.tags().is_empty());
}

#[test]
fn an_upper_case_key_tags_and_goes_on() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("FN");
    assert_eq!(
        reader.tags(),
        [
            r#"fact "One two three.""#,
            r#"needs-source "Four, five six; seven.""#
        ]
    );
    assert_eq!(reader.selection(), "Eight nine.");
    reader.press("gF");
    assert_eq!(reader.tags().len(), 2, "going on takes nothing off");
}

#[test]
fn the_issues_key_counts_hold() {
    let tagged = |keys: &str| {
        let mut reader = Reader::new(&[TEXT]);
        reader.press(keys);
        (keys.len(), reader.tags())
    };
    let (keys, tags) = tagged("jjc");
    assert!(keys <= 3 && tags == [r#"claim "Eight nine.""#]);
    let (keys, tags) = tagged("vjc");
    assert!(keys <= 5 && tags == [r#"claim "One two three. Four, five six; seven.""#]);
}

#[test]
fn a_note_of_several_lines_is_kept_by_escape_and_left_by_ctrl_g() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("caWho says?<Enter>And when?<Esc>");
    assert_eq!(
        reader.tags(),
        ["claim \"One two three.\" Who says?\nAnd when?"]
    );
    reader.press("a more<Ctrl-g>");
    assert_eq!(
        reader.tags(),
        ["claim \"One two three.\" Who says?\nAnd when?"]
    );
    reader.press("u");
    assert_eq!(reader.tags(), ["claim \"One two three.\""]);
}

#[test]
fn a_note_where_no_tag_is_asks_for_the_tag_and_runs_no_commands() {
    let mut reader = Reader::new(&[TEXT]);
    // Neither deletes, undoes nor quits.
    reader.press("axuq");
    assert_eq!(reader.tags(), [""; 0]);
    reader.press("cWho says?<Esc>");
    assert_eq!(reader.tags(), ["claim \"One two three.\" Who says?"]);
    reader.press("ja<Esc>j");
    assert!(matches!(reader.model.mode, Mode::Reading));
    reader.press("x");
    assert!(reader.notice().starts_with("No tag here yet"));
    assert_eq!(reader.tags().len(), 1);
}

#[test]
fn a_source_is_added_and_counts() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("n");
    assert_eq!(totals(&reader.model), Some((1, 1)));
    reader.press("S[35]<Enter>");
    assert_eq!(totals(&reader.model), Some((1, 0)));
}

#[test]
fn an_extent_is_changed_at_either_end() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("cr");
    reader.press("hh<Enter>");
    assert_eq!(reader.tags(), [r#"claim "One two""#]);
    reader.press("rvl<Enter>");
    assert_eq!(reader.tags(), [r#"claim "two""#]);
    reader.press("rj<Esc>");
    assert_eq!(reader.tags(), [r#"claim "two""#]);
    reader.press("uu");
    assert_eq!(reader.tags(), [r#"claim "One two three.""#]);
}

#[test]
fn undo_and_redo_go_over_all_documents() {
    let mut reader = Reader::new(&[TEXT, "Another. Document.\n"]);
    reader.press("cJfjo");
    assert_eq!(reader.tags().len(), 2);
    reader.press("uuu");
    assert_eq!(reader.model.documents.open, Some(DocumentId(0)));
    assert!(reader.tags().is_empty());
    reader.press("u");
    assert_eq!(reader.notice(), "Nothing to undo");
    reader.press("<Ctrl-r><Ctrl-r><Ctrl-r>");
    assert_eq!(reader.model.documents.open, Some(DocumentId(1)));
    assert_eq!(
        reader.tags(),
        [r#"fact "Another.""#, r#"opinion "Document.""#]
    );
    reader.press("<Ctrl-r>");
    assert_eq!(reader.notice(), "Nothing to redo");
}

#[test]
fn a_new_change_forgets_what_was_undone() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("cuf<Ctrl-r>");
    assert_eq!(reader.tags(), [r#"fact "One two three.""#]);
}

#[test]
fn overlapping_tags_are_gone_through_one_by_one() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("c&f+ojllng[[");
    assert_eq!(reader.tags().len(), 4);
    let mut seen = Vec::new();
    for _ in 0..4 {
        let loaded = reader.model.open_document().unwrap();
        seen.push(loaded.current().unwrap().tag.to_string());
        reader.press("]");
    }
    assert_eq!(reader.notice(), "No more tags in this document");
    // In reading order: what covers more comes first, then the one made first.
    assert_eq!(seen, ["opinion", "claim", "fact", "needs-source"]);
    reader.press("x");
    assert_eq!(reader.tags().len(), 3);
    assert!(reader.notice().starts_with("Deleted needs-source"));
}

#[test]
fn search_goes_with_the_typing_and_escape_comes_back() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("j/ten");
    assert_eq!(reader.selection(), "Ten");
    reader.press("<Esc>");
    assert_eq!(reader.selection(), "Four, five six; seven.");
    reader.press("/e<Enter>");
    let matches = reader.model.open_document().unwrap().matches.len();
    assert_eq!(matches, TEXT.to_lowercase().matches('e').count());
    reader.press("/E<Enter>");
    assert_eq!(reader.model.open_document().unwrap().matches.len(), 1);
    assert_eq!(reader.selection(), "E");
    reader.press("f");
    assert_eq!(reader.tags(), [r#"fact "E""#]);
}

#[test]
fn a_hit_is_tagged_as_it_stands_or_grown_to_its_sentence() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("/nine<Enter>c");
    assert_eq!(reader.tags(), [r#"claim "nine""#]);
    reader.press("u<Ctrl-n>sc");
    assert_eq!(reader.tags(), [r#"claim "Eight nine.""#]);
}

#[test]
fn hits_are_stepped_through_and_wrap() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("/t[wh]<Ctrl-t>");
    assert_eq!(reader.selection(), "tw");
    reader.press("<Enter><Ctrl-n>");
    assert_eq!(reader.selection(), "th");
    reader.press("<Ctrl-n><Ctrl-n><Ctrl-n>");
    assert_eq!(reader.notice(), "Search wrapped to the top");
    reader.press("<Ctrl-p>");
    assert_eq!(reader.notice(), "Search wrapped to the end");
    reader.press("/[<Ctrl-t><Enter>");
    let screen = reader.screen();
    assert!(screen.contains("unclosed character class"), "{screen}");
}

#[test]
fn a_search_finds_each_spelling_with_all_of_its_characters() {
    let text = "A cafe\u{301}, a café, a cafe. Co\u{ad}operation of a myster-\nious \
        ﬁnance. İstanbul, STRASSE.\n";
    let mut reader = Reader::new(&[text]);
    for (typed, selections) in [
        ("café", &["cafe\u{301}", "café"][..]),
        ("cafe\u{301}", &["cafe\u{301}", "café"]),
        ("cafe", &["cafe\u{301}", "café", "cafe"]),
        ("café<Ctrl-x>", &["cafe\u{301}", "café", "cafe"]),
        ("cooperation", &["Co\u{ad}operation"]),
        ("mysterious finance", &["myster-\nious ﬁnance"]),
        ("nance", &["nance"]),
        ("inance", &["ﬁnance"]),
        ("istanbul", &["İstanbul"]),
        ("straße", &["STRASSE"]),
        ("Straße", &[]),
        ("\\p{Lu}\\w+an<Ctrl-t>", &["İstan"]),
    ] {
        reader.press(&format!("g/{typed}<Enter>"));
        for expected in selections {
            assert_eq!(reader.selection(), *expected, "{typed}");
            reader.press("<Ctrl-n>");
        }
        match selections {
            [] => assert!(reader.notice().contains("No matches for")),
            [first, ..] => assert_eq!(reader.selection(), *first, "{typed}"),
        }
        reader.press("<Esc>");
    }
}

#[test]
fn a_phrase_is_searched_everywhere_however_it_is_broken() {
    let mut reader = Reader::new(&["A myster-\nious well-\nknown Co\u{ad}operation.\n"]);
    reader.press("/mysterious well-known<Enter>*");
    let Some(Effect::SearchWorkspace { query, .. }) = reader.effects.last() else {
        panic!("{:?}", reader.effects);
    };
    let found = |text: &str| {
        let matcher = Matcher::new(query).unwrap();
        let text = Text::new(text);
        matcher.find_within(&text, 0..text.len()).len()
    };
    assert_eq!(found("mysterious well-known"), 1);
    assert_eq!(found("myster-\nious wellknown"), 1);
    assert_eq!(found("mysterious\nwell known"), 0);
}

/// Found in use: an empty list stood over the text, to be closed by hand.
#[test]
fn a_phrase_that_is_nowhere_leaves_no_empty_list() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("h*");
    let Some(Effect::SearchWorkspace { search, .. }) = reader.effects.last().cloned() else {
        panic!("no search");
    };
    reader.tell(Message::WorkspaceSearchDone { search });
    assert!(matches!(reader.model.mode, Mode::Reading));
    assert_eq!(reader.notice(), "No matches for “three” in any document");
}

#[test]
fn a_phrase_is_searched_everywhere() {
    let mut reader = Reader::new(&[TEXT, "three\n"]);
    reader.press("h*");
    let Some(Effect::SearchWorkspace { search, query }) = reader.effects.last().cloned() else {
        panic!("no search");
    };
    assert_eq!(query.pattern, "three");
    let text = Text::new("three\n");
    let matched = postil::app::WorkspaceMatch {
        range: text.range(0, 5).unwrap(),
        text_len: text.len(),
        context: "three".to_owned(),
        within: text.range(0, 5).unwrap(),
    };
    let matches = postil::app::WorkspaceMatches {
        matches: vec![(DocumentId(1), vec![matched])],
        percent: 100,
    };
    reader.tell(Message::WorkspaceSearched(search, matches));
    reader.tell(Message::WorkspaceSearchDone { search });
    reader.press("<Enter>");
    assert_eq!(reader.model.documents.open, Some(DocumentId(1)));
    assert_eq!(reader.selection(), "three");
}

#[test]
fn a_percentage_is_gone_to() {
    check("%100<Enter>", "Twelve thirteen.");
    check("%0<Enter>", "One two three.");
    check("%50<Enter>", "Eight nine.");
    let mut reader = Reader::new(&[TEXT]);
    reader.press("%x<Enter>");
    let screen = reader.screen();
    let words = "\"x\" is not a percentage: type a number from 0 to 100";
    assert!(screen.contains(words), "{screen}");
}

#[test]
fn a_filter_hides_other_tags_and_escape_shows_them_again() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("FCgT");
    reader.press("claim<Enter>");
    reader.press("]");
    let current = reader.model.open_document().unwrap().current().unwrap();
    assert_eq!(current.tag.as_str(), "claim");
    reader.press("<Esc>");
    assert!(reader.model.filter.is_none());
}

#[test]
fn the_list_of_all_tags_jumps() {
    let mut reader = Reader::new(&[TEXT, "Another. Document.\n"]);
    reader.press("jcJjok");
    reader.press("tfour<Enter>");
    assert_eq!(reader.model.documents.open, Some(DocumentId(0)));
    assert_eq!(reader.selection(), "Four, five six; seven.");
}

#[test]
fn the_palette_finds_loosely_and_runs() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press(":nxtsent<Enter>");
    assert_eq!(reader.selection(), "Four, five six; seven.");
    reader.press(":tag opinion<Enter>");
    assert_eq!(reader.tags().len(), 1);
}

#[test]
fn saved_is_said_only_when_it_is_true() {
    let mut reader = Reader::new(&[TEXT]);
    reader.saves = false;
    assert!(reader.says("saved"));
    reader.press("c");
    assert!(reader.says("saving …"));
    let Some(Effect::Save { set, .. }) = reader.effects.last().cloned() else {
        panic!("no save");
    };
    reader.press("&f");
    let done = |set: &AnnotationSet, revision| Message::Saved {
        document: DocumentId(0),
        revision,
        sent: set.clone(),
        stored: set.clone(),
        conflicts: Vec::new(),
    };
    reader.tell(done(&set, 1));
    assert!(reader.says("saving …"), "an older save is not the last");
    assert_eq!(reader.tags().len(), 2, "a late answer takes nothing away");
    reader.tell(Message::SaveFailed {
        document: DocumentId(0),
        revision: 2,
        reason: "the disk is full".to_owned(),
        kept: true,
    });
    assert!(reader.says("NOT SAVED"));
    assert!(reader.screen().contains("the disk is full"));
    reader.press("q");
    assert!(!reader.effects.contains(&Effect::Quit));
    reader.press("<Esc><Ctrl-s>");
    assert!(matches!(
        reader.effects.last(),
        Some(Effect::Save { revision: 2, set, .. }) if set.len() == 2
    ));
}

#[test]
fn quitting_waits_for_the_last_save() {
    let mut reader = Reader::new(&[TEXT]);
    reader.saves = false;
    reader.press("cq");
    assert!(!reader.effects.contains(&Effect::Quit));
    let Some(Effect::Save { set, .. }) = reader
        .effects
        .iter()
        .find(|it| matches!(it, Effect::Save { .. }))
        .cloned()
    else {
        panic!("no save");
    };
    reader.tell(Message::Saved {
        document: DocumentId(0),
        revision: 1,
        sent: set.clone(),
        stored: set,
        conflicts: Vec::new(),
    });
    assert_eq!(reader.effects.last(), Some(&Effect::Quit));
}

#[test]
fn the_place_is_kept_after_a_save_and_after_many_moves() {
    let count = |reader: &Reader| {
        let kept = reader.effects.iter();
        kept.filter(|it| matches!(it, Effect::Remember(_))).count()
    };
    let mut reader = Reader::new(&[TEXT, TEXT]);
    // Nothing has moved.
    reader.press("f");
    assert_eq!(count(&reader), 0);
    reader.press("jjf");
    assert_eq!(count(&reader), 1);
    reader.press("c");
    assert_eq!(count(&reader), 1);
    reader.press(&"hl".repeat(7)).press("h");
    assert_eq!(count(&reader), 1);
    reader.press("l");
    assert_eq!(count(&reader), 2);
    let Some(Effect::Remember(last)) = reader.effects.last() else {
        panic!("something came after it");
    };
    let place = reader
        .model
        .open_document()
        .map(postil::app::OpenDocument::place);
    assert_eq!(last.places, [("0.txt".to_owned(), place.unwrap())].into());
    // What is kept anyhow is not kept again.
    reader
        .press(&"h".repeat(3))
        .press(&"hl".repeat(6))
        .press("J");
    assert_eq!(count(&reader), 3);
    reader.press("f");
    assert_eq!(count(&reader), 3);
}

#[test]
fn what_others_saved_meanwhile_is_taken_in() {
    let mut reader = Reader::new(&[TEXT]);
    reader.saves = false;
    reader.press("c");
    let Some(Effect::Save { set, .. }) = reader.effects.last().cloned() else {
        panic!("no save");
    };
    let mut other = set.iter().next().map(|it| (**it).clone()).unwrap();
    other.id = "theirs".into();
    let (stored, _) =
        AnnotationSet::from_annotations(set.iter().map(|it| (**it).clone()).chain([other]));
    reader.press("jf");
    reader.tell(Message::Saved {
        document: DocumentId(0),
        revision: 1,
        sent: set,
        stored,
        conflicts: Vec::new(),
    });
    assert_eq!(reader.tags().len(), 3);
}

#[test]
fn a_read_only_document_says_why_and_changes_nothing() {
    let mut reader = Reader::new(&[TEXT]);
    reader.load_content(
        0,
        LoadedDocument {
            access: Access::ReadOnly("its annotation file is of a newer version".to_owned()),
            ..loaded(Text::new(TEXT), AnnotationSet::new())
        },
    );
    reader.press("c");
    assert!(reader.tags().is_empty());
    assert!(reader.notice().contains("newer version"));
    assert!(reader.says("read-only"));
}

#[test]
fn the_mouse_selects_as_elsewhere() {
    let mut reader = Reader::new(&[TEXT]);
    let areas = layout(&reader.model);
    let (x, y) = (areas.text.x, areas.text.y);
    reader.mouse(MouseButton::Press { clicks: 1 }, x + 20, y);
    assert_eq!(reader.selection(), "Four, five six; seven.");
    reader.mouse(MouseButton::Press { clicks: 2 }, x + 22, y);
    assert_eq!(reader.selection(), "five");
    reader.mouse(MouseButton::Press { clicks: 3 }, x + 22, y);
    assert_eq!(reader.selection(), "Four, five six; seven.");
    reader
        .mouse(MouseButton::Press { clicks: 1 }, x + 4, y)
        .mouse(MouseButton::Drag, x + 12, y)
        .mouse(MouseButton::Release, x + 12, y);
    assert_eq!(reader.selection(), "two three");
    reader
        .mouse(MouseButton::Press { clicks: 1 }, x + 12, y)
        .mouse(MouseButton::Drag, x + 4, y)
        .mouse(MouseButton::Release, x + 4, y);
    assert_eq!(reader.selection(), "two three");
    reader.press("n");
    assert_eq!(reader.tags(), [r#"needs-source "two three""#]);
    reader.press("}");
    let margin = areas.margin;
    reader.mouse(MouseButton::Press { clicks: 1 }, margin.x, y);
    assert_eq!(reader.selection(), "two three");
}

#[test]
fn a_click_on_a_document_or_a_tag_goes_there() {
    let mut reader = Reader::new(&[TEXT, "Another. Document.\n"]);
    reader.press("jjc");
    let areas = layout(&reader.model);
    let documents = areas.documents.unwrap().inner();
    reader.mouse(
        MouseButton::Press { clicks: 1 },
        documents.x + 2,
        documents.y + 4,
    );
    assert_eq!(reader.model.documents.open, Some(DocumentId(1)));
    reader.mouse(
        MouseButton::Press { clicks: 1 },
        documents.x + 2,
        documents.y,
    );
    reader.press("g");
    let pane = areas.annotations.unwrap().inner();
    reader.mouse(MouseButton::Press { clicks: 1 }, pane.x + 4, pane.y);
    assert_eq!(reader.selection(), "Eight nine.");
}

#[test]
fn the_copied_passage_names_its_document_and_place() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("jy");
    assert_eq!(
        reader.effects.last(),
        Some(&Effect::Copy(
            "“Four, five six; seven.”\n— 0.txt, sentence 2, characters 15–37\n".to_owned(),
            Some("with reference")
        ))
    );
}

#[test]
fn what_is_copied_is_the_documents_own() {
    for (text, words, said) in [
        ("a\tb Ge\u{ad}samt.", "a\tb Ge\u{ad}samt.", "with reference"),
        (
            "\u{feff}N\u{8}NA\u{8}A\u{200f}!",
            "NA\u{200f}!",
            "with reference",
        ),
        (
            "a\u{1b}[2J\u{202e}b",
            "a␛[2J⟨RLO⟩b",
            "with reference; controls as symbols",
        ),
    ] {
        let mut reader = Reader::new(&[text]);
        reader.press("y");
        let Some(Effect::Copy(copied, what)) = reader.effects.last() else {
            panic!("nothing was copied");
        };
        assert_eq!(copied.lines().next(), Some(&*format!("“{words}”")));
        assert_eq!(*what, Some(said));
    }
}

#[test]
fn what_nobody_sees_is_not_drawn_and_not_selected() {
    let mut reader =
        Reader::new(&["\u{feff}First Ge\u{ad}samt\u{200b}kon\u{ad}zept. \u{200f}Second."]);
    assert_eq!(
        reader.selection(),
        "First Ge\u{ad}samt\u{200b}kon\u{ad}zept."
    );
    let screen = reader.screen();
    assert!(
        screen.contains("▌First Gesamtkonzept.▐⟨RLM⟩Second."),
        "{screen}"
    );
    reader.press("j");
    assert_eq!(reader.selection(), "Second.");
    // A word is one stop, and its hint takes the place of its letters.
    let words: Vec<String> = ["gl", "l", "l", "l"]
        .into_iter()
        .map(|keys| reader.press(keys).selection())
        .collect();
    assert_eq!(words, ["First", "Ge\u{ad}samt", "kon\u{ad}zept", "Second"]);
}

#[test]
fn the_current_sentence_stays_in_view() {
    let long: String = (0..400)
        .map(|number| format!("Sentence number {number} is here to be read by somebody. "))
        .collect();
    let mut reader = Reader::new(&[&long]);
    for keys in [
        "G",
        "g",
        "jjjjjjjjjj",
        "<space>",
        "<space><space>",
        "b",
        "<Ctrl-d>",
        "<Ctrl-u>",
        "%50<Enter>",
        "kkkkkkkkkkkkkkkkkkkk",
        "/number 77<Enter>",
    ] {
        reader.press(keys);
        for size in [(140, 40), (80, 24), (40, 10), (20, 5)] {
            reader.tell(Message::Resized(size.0, size.1));
            let loaded = reader.model.open_document().unwrap();
            let sentence = loaded.cursor.sentence(loaded.units());
            let words = loaded.text.slice(sentence);
            let first = words.split(' ').nth(2).unwrap();
            let screen = reader.screen();
            assert!(
                screen.contains(first),
                "{first} after {keys} at {size:?}:\n{screen}"
            );
        }
        reader.tell(Message::Resized(140, 40));
    }
}

#[test]
fn no_size_and_no_mode_panics() {
    let texts = [
        TEXT,
        "",
        "\u{1b}[31m\u{202e}x\u{0}\ty\n",
        "漢字かな交じり文。👩‍👩‍👧‍👦 e\u{301}\n",
    ];
    for keys in [
        "",
        "w",
        "v",
        "ca",
        "/e",
        "?",
        ":",
        "t",
        "cr",
        "S",
        "e",
        "<Tab>",
        "<Tab><Tab>",
        "d",
        "m",
    ] {
        for document in 0..texts.len() {
            let mut reader = Reader::new(&texts);
            reader.press(&"J".repeat(document));
            reader.press(keys);
            for size in [
                (0, 0),
                (1, 1),
                (2, 2),
                (5, 3),
                (20, 5),
                (40, 10),
                (80, 24),
                (112, 9),
                (300, 100),
            ] {
                reader.tell(Message::Resized(size.0, size.1));
                let _ = reader.screen();
            }
        }
    }
}

#[test]
fn a_tag_of_the_workspaces_own_has_its_key() {
    let mut tags = TagSet::built_in();
    let mut quote = tags.look_up(&"quotation".into());
    quote.key = Some('z');
    quote.letter = "Z".to_owned();
    tags.put(quote);
    let settings = postil::app::Settings {
        keymap: postil::app::Keymap::new(&tags, &[]).unwrap(),
        tags,
        ..Default::default()
    };
    let mut reader = Reader::with(&[TEXT], settings, (140, 40));
    reader.press("zZ5");
    assert_eq!(
        reader.tags(),
        [
            r#"quotation "One two three.""#,
            r#"quotation "Four, five six; seven.""#
        ]
    );
}

/// Found in a trial: keys typed right after a change of document were lost, or
/// were overtaken by the place that was restored.
#[test]
fn keys_wait_for_the_document_they_are_meant_for() {
    let mut reader = Reader::new(&[TEXT, "Another. Document. Here.\n"]);
    reader.loads = false;
    reader.press("Jjc");
    assert!(reader.model.open_document().is_none());
    reader.load(1);
    assert_eq!(reader.tags(), [r#"claim "Document.""#]);
    assert!(reader.model.queue.is_empty());
}

#[test]
fn leaving_does_not_wait_for_a_document() {
    let mut reader = Reader::new(&[TEXT, "Another.\n"]);
    reader.loads = false;
    reader.press("Jq");
    assert_eq!(reader.effects.last(), Some(&Effect::Quit));
}

/// Found in a trial: an export wrote over any file without a question.
#[test]
fn an_export_asks_before_it_writes_over_a_file() {
    let settings = postil::app::Settings {
        formats: vec![postil::app::FormatChoice {
            name: "json".to_owned(),
            extension: "json".to_owned(),
            description: String::new(),
            cannot_carry: String::new(),
        }],
        ..Default::default()
    };
    let mut reader = Reader::with(&[TEXT], settings, (140, 40));
    reader.press("e<Enter><Enter>");
    let Some(Effect::Export(request)) = reader.effects.last().cloned() else {
        panic!("no export");
    };
    assert!(!request.overwrite);
    reader.tell(Message::ExportExists(request.clone()));
    let asked = reader.effects.len();
    reader.press("<Enter>");
    let exports = |effect: &Effect| matches!(effect, Effect::Export(_));
    assert!(
        !reader.effects[asked..].iter().any(exports),
        "the first choice writes over nothing"
    );
    reader.press("<Esc>");
    reader.tell(Message::ExportExists(request.clone()));
    reader.press("<Down><Enter>");
    let wanted = postil::app::ExportRequest {
        overwrite: true,
        ..request
    };
    assert_eq!(reader.effects.last(), Some(&Effect::Export(wanted)));
}

/// Found in a trial: a tag made under a filter that hides it went unseen, and
/// the second press took it off.
#[test]
fn a_tag_that_the_filter_hides_is_said() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("Topinion<Enter>f");
    assert_eq!(
        reader.notice(),
        "Tagged as fact, which the filter hides; Esc shows all tags"
    );
}

#[test]
fn a_list_prefers_names_to_explanations() {
    for (typed, name) in [
        ("exp", "export"),
        ("tag fact", "tag fact"),
        ("doc", "documents-pane"),
        ("filter", "filter"),
        ("exit", "quit"),
    ] {
        let mut reader = Reader::new(&[TEXT]);
        reader.press(":").press(typed);
        let postil::app::Mode::Overlay(postil::app::Overlay::Picker(list)) = &reader.model.mode
        else {
            panic!("no list");
        };
        let row = list.chosen_row().expect("a row fits");
        assert!(row.text.starts_with(name), "{typed}: {}", row.text);
    }
}

/// Found by the hostile set: the note editor showed them as they were, which is not
/// at all.
#[test]
fn characters_that_hide_are_seen_in_the_note_editor() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("fa");
    let hidden = "x\u{e0041}\u{115f}\u{ffff}\u{fff9}y";
    reader.tell(Message::Paste(hidden.to_owned()));
    let screen = reader.screen();
    assert!(screen.contains('\u{fffd}'), "{screen}");
    let seen = |it: char| screen.contains(it);
    assert!(
        !hidden.chars().filter(|it| !it.is_ascii()).any(seen),
        "{screen}"
    );
}

/// Found by the crash harness: what was said of the change hid why it was not
/// saved.
#[test]
fn why_a_save_failed_takes_the_place_of_what_was_said_before() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("f");
    reader.saves = false;
    reader.press("u");
    assert!(reader.screen().contains("Undid: "));
    reader.tell(Message::SaveFailed {
        document: DocumentId(0),
        revision: 2,
        reason: "the disk is full".to_owned(),
        kept: true,
    });
    assert!(reader.screen().contains("the disk is full"));
}

#[test]
fn a_long_reason_is_told_to_its_end() {
    let mut reader = Reader::new(&[TEXT]);
    let reason = "the folder annotations cannot be written to because the disk is full; \
                  make room on it and press Ctrl-s, or keep the tags in another folder";
    reader.saves = false;
    reader.press("c");
    reader.tell(Message::SaveFailed {
        document: DocumentId(0),
        revision: 1,
        reason: reason.to_owned(),
        kept: true,
    });
    reader.tell(Message::Resized(80, 24));
    let screen = reader.screen();
    let said: Vec<&str> = screen.split_whitespace().collect();
    assert!(said.join(" ").contains("in another folder"), "{screen}");
    assert!(reader.says("NOT SAVED"), "{screen}");
}

/// Found in a trial: within a sentence longer than the screen, `g` did not go
/// to its start.
#[test]
fn the_ends_of_a_sentence_longer_than_the_screen_are_gone_to() {
    let words: Vec<String> = (0..4000).map(|number| format!("w{number}")).collect();
    let mut reader = Reader::new(&[&words.join(" ")]);
    reader.tell(Message::Resized(80, 24));
    reader.press("<space><space>bg");
    assert!(reader.screen().contains("w0 w1 "), "{}", reader.screen());
    reader.press("G");
    assert!(reader.screen().contains("w3999"), "{}", reader.screen());
    reader.press("g");
    assert!(reader.screen().contains("w0 w1 "), "{}", reader.screen());
}

#[test]
fn an_encoding_that_is_not_utf_8_stands_beside_the_state_of_the_last_change() {
    let mut reader = Reader::new(&[TEXT]);
    let load = |reader: &mut Reader, encoding| {
        reader.load_content(
            0,
            LoadedDocument {
                encoding,
                ..loaded(Text::new(TEXT), AnnotationSet::new())
            },
        );
    };
    load(&mut reader, Some("windows-1252"));
    assert!(reader.says("saved") && reader.screen().ends_with(" windows-1252"));
    load(&mut reader, None);
    assert!(!reader.screen().contains("windows-1252"));
}

/// Found in a trial: tags whose passage was gone from an edited document went
/// unseen until one was jumped to.
#[test]
fn a_lost_passage_is_told_in_the_header_the_pane_and_the_list() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("c");
    let set = reader.model.open_document().unwrap().set().clone();
    reader.load_content(0, loaded(Text::new("Nothing of it is left.\n"), set));
    assert!(
        reader
            .notice()
            .contains("The document has changed: 1 tag lost its passage; ~ reviews it")
    );
    let screen = reader.screen();
    assert!(screen.contains(" 1 lost · "), "{screen}");
    assert!(screen.contains("its passage is not in the"), "{screen}");
    reader.press("t");
    assert!(
        reader.screen().contains("lost · 0.txt"),
        "{}",
        reader.screen()
    );
}

/// A reader in whose document the words of its one tag stand no more, or too often.
fn displaced(text: &str) -> Reader {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("c");
    let set = reader
        .model
        .open_document()
        .expect("a document is open")
        .set()
        .clone();
    reader.texts = vec![Text::new(text)];
    reader.load_with(0, set);
    reader
}

#[test]
fn a_lost_tag_says_whether_its_words_stand_nowhere_or_too_often() {
    let twice = "Ten. One two three. Ten. One two three. Ten.\n";
    for (text, card, said) in [
        (
            "Nothing of it is left.\n",
            "its passage is not in the",
            "its passage is not in the document any more; ",
        ),
        (
            twice,
            "the quote occurs 2 times",
            "the quote occurs 2 times; ambiguous; ",
        ),
        (
            "Here is quite another text. And at its end: One two three.\n",
            "the quote occurs once",
            "the quote occurs once, between other words; ",
        ),
    ] {
        let mut reader = displaced(text);
        let screen = reader.screen();
        assert!(screen.contains(card), "{screen}");
        reader.press("t<Enter>");
        let notice = reader.notice();
        assert!(notice.contains(said), "{notice}");
        assert!(
            notice.ends_with("r puts it on what is selected, here or where you go, x deletes it")
        );
    }
}

#[test]
fn a_lost_tag_is_put_where_it_belongs_or_deleted() {
    let twice = "Ten. One two three. Ten. One two three. Ten.\n";
    let mut reader = displaced(twice);
    assert_eq!(reader.model.document().unwrap().displaced().all(), 1);
    // The second of the two is selected; then the tag is chosen.
    reader.press("jjjt<Enter>r<Enter>");
    assert_eq!(reader.model.document().unwrap().displaced().all(), 0);
    assert_eq!(reader.tags(), [r#"claim "One two three.""#]);
    let loaded = reader.model.open_document().unwrap();
    let selector = &loaded.set().iter().next().unwrap().selector;
    assert_eq!(selector.start.0, 25);
    reader.press("u");
    assert_eq!(reader.model.document().unwrap().displaced().all(), 1);
    reader.press("t<Enter>x");
    assert!(reader.tags().is_empty());
    // One may go there after it was chosen.
    let mut reader = displaced(twice);
    reader.press("t<Enter>jjjr<Enter>");
    assert_eq!(reader.tags(), [r#"claim "One two three.""#]);
    let loaded = reader.model.open_document().unwrap();
    assert_eq!(loaded.set().iter().next().unwrap().selector.start.0, 25);
    // A key in the text is about what is selected, not about a tag without a place.
    let mut reader = displaced(twice);
    reader.press("t<Enter>jx");
    assert_eq!(reader.model.open_document().unwrap().set().len(), 1);
}

#[test]
fn joiners_stay_in_a_note_however_they_come() {
    let words = "می\u{200c}خواهم 👩\u{200d}⚕\u{fe0f} क्\u{200d}ष \u{2060}\u{200b}\u{feff}.";
    let mut typed = Reader::new(&[TEXT]);
    typed.press("fa").press(words).press("<Esc>");
    let mut pasted = Reader::new(&[TEXT]);
    pasted.press("fa");
    pasted.tell(Message::Paste(words.to_owned()));
    pasted.press("<Esc>");
    // A note that is opened and closed again is as it was.
    for reader in [&mut typed, &mut pasted] {
        reader.press("a!");
        let screen = reader.screen();
        for word in ["می\u{200c}خواهم", "👩\u{200d}⚕\u{fe0f}", "क्\u{200d}ष"] {
            assert!(screen.contains(word), "{screen}");
        }
        reader.press("<Esc>");
        let loaded = reader.model.open_document().expect("a document is open");
        let note = &loaded.set().iter().next().expect("a tag").note;
        assert_eq!(note, &format!("{words}!"));
    }
}

#[test]
fn an_undo_that_is_refused_names_the_tag_and_not_its_number() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("c");
    // Behind the back of the history, as no merge does.
    let id = postil::annotation::AnnotationId::from("id1");
    let document = reader.model.documents.get_mut(DocumentId(0));
    let loaded = document.and_then(|document| document.opened_mut());
    let loaded = loaded.expect("a document is open");
    let change = postil::annotation::Change::Remove(id);
    loaded.apply(change).expect("it is there");
    reader.press("u");
    let notice = reader.notice().to_owned();
    assert!(
        notice.starts_with("Not undone: a tag of 0.txt is not there any more"),
        "{notice}"
    );
    assert!(!notice.contains("id1"), "{notice}");
    let mut reader = Reader::new(&[TEXT]);
    reader.press("cx");
    let history = reader.model.history().clone();
    reader.press("u");
    *reader.model.history_mut() = history;
    reader.press("u");
    let notice = reader.notice().to_owned();
    assert!(
        notice.starts_with("Not undone: claim “One two three.” is there already"),
        "{notice}"
    );
}

/// A note of hundreds of megabytes would make each key take seconds.
#[test]
fn what_is_too_long_for_a_note_or_a_source_is_not_pasted_cut() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("fa");
    reader.tell(Message::Paste("w".repeat(262_145)));
    let screen = reader.screen();
    assert!(screen.contains("Nothing was pasted"), "{screen}");
    reader.tell(Message::Paste("so it is".to_owned()));
    reader.press("<Esc>");
    assert_eq!(reader.tags(), [r#"fact "One two three." so it is"#]);
    reader.press("S");
    reader.tell(Message::Paste("ä".repeat(1 << 20)));
    let screen = reader.screen();
    assert!(screen.contains("Nothing was pasted"), "{screen}");
    reader.press("<Enter>");
    let set = reader.model.open_document().unwrap().set();
    assert_eq!(set.iter().next().unwrap().sources, []);
}
