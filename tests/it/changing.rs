//! A tag is changed in place: by another tag's key, in the text and in the annotation pane.

use crate::fixture::{Reader, annotation, loaded};
use postil::annotation::{Annotation, AnnotationSet, Selector};
use postil::app::{Access, DocumentId, Effect, LoadedDocument, Message, Mode};
use postil::text::Text;

const TEXT: &str = "One two three. Four, five six; seven. Eight nine.\nTen eleven.\n";

/// An annotation of that text by somebody, on the first place with these words.
fn tagged(id: &str, tag: &str, words: &str, by: &str) -> Annotation {
    let text = Text::new(TEXT);
    let start = TEXT.find(words).unwrap();
    let range = text.range(start, start + words.len()).unwrap();
    Annotation {
        creator: by.into(),
        ..annotation(id, tag, Selector::new(&text, range))
    }
}

fn reader_with(annotations: Vec<Annotation>) -> Reader {
    let mut reader = Reader::unread(&[TEXT]);
    let (set, _) = AnnotationSet::from_annotations(annotations);
    reader.load_with(0, set);
    reader
}

/// The tags with who made them, and whose note they keep.
fn tags(reader: &Reader) -> String {
    let set = reader.model.open_document().unwrap().set();
    let tags = set.iter().map(|tag| match tag.note.is_empty() {
        true => format!("{}:{}", tag.creator, tag.tag),
        false => format!("{}:{}({})", tag.creator, tag.tag, tag.note),
    });
    tags.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(reader: &mut Reader, keys: &str, expected: &str, notice: &str) {
    reader.press(keys);
    assert_eq!(tags(reader), expected, "after {keys}");
    assert_eq!(reader.notice(), notice, "after {keys}");
}

#[test]
fn another_tags_key_changes_the_tag_and_keeps_all_else() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("caWho says?<Esc>S[3]<Enter>");
    let before = reader.model.open_document().unwrap().set().clone();
    let before = (**before.iter().next().unwrap()).clone();
    reader.press("f");
    assert_eq!(reader.notice(), "claim → fact");
    let opened = reader.model.open_document().unwrap();
    let after = opened.set().iter().next().unwrap();
    // It has a source, and so it remembers what it was.
    let history = after.attributes.get("history").map(|all| all.to_words());
    let history = history.expect("it has one");
    assert!(history.starts_with("claim until"), "{history}");
    let expected = Annotation {
        tag: "fact".into(),
        attributes: after.attributes.clone(),
        ..before.clone()
    };
    assert_eq!((opened.set().len(), &**after), (1, &expected));
    // One step takes it back, and one does it again.
    reader.press("u");
    assert_eq!(reader.notice(), "Undid: claim → fact (0.txt)");
    let opened = reader.model.open_document().unwrap();
    assert_eq!(**opened.set().iter().next().unwrap(), before);
    reader.press("<Ctrl-r>");
    assert_eq!(reader.notice(), "Redid: claim → fact (0.txt)");
    assert_eq!(tags(&reader), "ana:fact(Who says?)");
}

/// A change of the kind is a change of the annotation: its time moves.
#[test]
fn a_changed_tag_says_when() {
    let mut old = tagged("a", "claim", "One two three.", "ana");
    old.modified.0 = "2020-01-01T00:00:00Z".into();
    old.created.0 = "2020-01-01T00:00:00Z".into();
    let mut reader = reader_with(vec![old]);
    reader.press("o");
    let opened = reader.model.open_document().unwrap();
    let now = opened.set().get(&"a".into()).unwrap();
    assert_eq!(now.modified.0, "2026-11-22T10:00:00Z");
    assert_eq!(now.created.0, "2020-01-01T00:00:00Z");
}

#[test]
fn the_key_of_the_tag_takes_it_off_and_says_what_went_with_it() {
    let mut reader = Reader::new(&[TEXT]);
    check(&mut reader, "cc", "", "Removed claim; u undoes");
    reader.press("caWho says?<Esc>S[3]<Enter>Sahttps://x.org<Enter>c");
    assert_eq!(
        reader.notice(),
        "Removed claim, with its note and 2 sources; u undoes"
    );
    check(
        &mut reader,
        "u",
        "ana:claim(Who says?)",
        "Undid: deletion (claim restored in 0.txt)",
    );
    check(
        &mut reader,
        "<Ctrl-r>",
        "",
        "Redid: deletion of the claim (0.txt)",
    );
    check(
        &mut reader,
        "ux",
        "",
        "Deleted claim, with its note and 2 sources; u undoes",
    );
}

#[test]
fn undo_says_what_it_undid() {
    let mut reader = Reader::new(&[TEXT]);
    check(
        &mut reader,
        "caWho?<Esc>u",
        "ana:claim",
        "Undid: change to the claim (0.txt)",
    );
    check(&mut reader, "u", "", "Undid: tag as claim (0.txt)");
    check(&mut reader, "u", "", "Nothing to undo");
    check(
        &mut reader,
        "<Ctrl-r>",
        "ana:claim",
        "Redid: tag as claim (0.txt)",
    );
    check(
        &mut reader,
        "<Ctrl-r>",
        "ana:claim(Who?)",
        "Redid: change to the claim (0.txt)",
    );
    check(
        &mut reader,
        "<Ctrl-r>",
        "ana:claim(Who?)",
        "Nothing to redo",
    );
}

/// What she presses on a passage, by what is on it.
#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn what_a_tags_key_does_to_a_passage() {
    let one = "One two three.";
    for (there, keys, expected, notice) in [
        // One tag of one's own: changed in place, by the key that goes on, too.
        (
            &[("claim", one, "ana")][..],
            "f",
            "ana:fact",
            "claim → fact",
        ),
        (&[("claim", one, "ana")], "F", "ana:fact", "claim → fact"),
        (&[("claim", one, "ana")], "2", "", "Removed claim; u undoes"),
        (&[("claim", one, "ana")], "C", "ana:claim", ""),
        // Somebody else's tag is theirs.
        (
            &[("claim", one, "ben")],
            "f",
            "ben:claim ana:fact",
            "Added fact beside claim by ben",
        ),
        (
            &[("claim", one, "ben")],
            "c",
            "ben:claim ana:claim",
            "Added claim beside claim by ben",
        ),
        (
            &[("claim", one, "ben"), ("fact", one, "eva")],
            "c",
            "ben:claim eva:fact ana:claim",
            "Added claim beside 2 tags of others",
        ),
        (
            &[("claim", one, "ana"), ("claim", one, "ben")],
            "f",
            "ana:fact ben:claim",
            "claim → fact",
        ),
        // A tag on more, or on less, is on another passage.
        (
            &[("claim", "One two", "ana")],
            "f",
            "ana:claim ana:fact",
            "",
        ),
        // Of several, none is meant before one is chosen.
        (
            &[("claim", one, "ana"), ("fact", one, "ana")],
            "o",
            "ana:claim ana:fact ana:opinion",
            "Added opinion beside 2 other tags of yours",
        ),
        (
            &[("claim", one, "ana"), ("fact", one, "ana")],
            "f",
            "ana:claim",
            "Removed fact; u undoes",
        ),
        (
            &[("claim", one, "ana"), ("fact", one, "ana")],
            "[]]o",
            "ana:claim ana:opinion",
            "fact → opinion",
        ),
        (
            &[("claim", one, "ana"), ("fact", one, "ana")],
            "[]]c",
            "ana:fact",
            "Removed claim; u undoes",
        ),
        // A tag that the label set does not know is changed like any other.
        (&[("rumour", one, "ana")], "f", "ana:fact", "rumour → fact"),
        // A second one.
        (
            &[("claim", one, "ana")],
            "&f",
            "ana:claim ana:fact",
            "Added fact beside claim",
        ),
        (
            &[("claim", one, "ana")],
            "&F",
            "ana:claim ana:fact",
            "Added fact beside claim",
        ),
        (
            &[("claim", one, "ana")],
            "&fo",
            "ana:claim ana:opinion",
            "fact → opinion",
        ),
        (
            &[("claim", one, "ana")],
            "&c",
            "ana:claim",
            "This passage is tagged as claim already",
        ),
        (
            &[("claim", one, "ana")],
            "&<Esc>f",
            "ana:fact",
            "claim → fact",
        ),
        (
            &[("claim", one, "ana")],
            "&x<Ctrl-g>f",
            "ana:fact",
            "claim → fact",
        ),
        (&[], "&f", "ana:fact", ""),
        // In the annotation pane, the tag that is chosen there.
        (
            &[("claim", one, "ana")],
            "m<Tab>f",
            "ana:fact",
            "claim → fact",
        ),
        (
            &[("claim", one, "ana")],
            "<Tab>f",
            "ana:fact",
            "claim → fact",
        ),
        (
            &[("claim", one, "ana")],
            "<Tab>c",
            "",
            "Removed claim; u undoes",
        ),
        (
            &[("claim", "One two", "ana")],
            "<Tab>f",
            "ana:fact",
            "claim → fact",
        ),
        (
            &[("claim", one, "ben")],
            "<Tab>f",
            "ben:claim",
            "This claim is by ben: & and a tag's key adds yours beside it",
        ),
        (
            &[("claim", one, "ben")],
            "<Tab>&f",
            "ben:claim ana:fact",
            "Added fact beside claim by ben",
        ),
        (
            &[("claim", one, "ana"), ("fact", one, "ana")],
            "<Tab>f",
            "ana:claim ana:fact",
            "This passage is tagged as fact already; x deletes the chosen tag",
        ),
        (
            &[("claim", one, "ana"), ("opinion", "Four,", "ana")],
            "<Tab>FN",
            "ana:fact ana:needs-source",
            "opinion → needs-source",
        ),
        (&[], "<Tab>f", "ana:fact", ""),
        // While its ends are moved, a tag is not changed.
        (
            &[("claim", one, "ana")],
            "rf",
            "ana:claim",
            "A tag is being resized: Enter saves, Esc cancels",
        ),
        (
            &[("claim", one, "ana")],
            "r&",
            "ana:claim",
            "A tag is being resized: Enter saves, Esc cancels",
        ),
    ] {
        let there = there.iter().zip("abc".chars());
        let there = there.map(|((tag, words, by), id)| tagged(&id.to_string(), tag, words, by));
        let mut reader = reader_with(there.collect());
        // The annotation pane is the next one behind the text.
        reader.press(keys);
        assert_eq!(tags(&reader), expected, "{keys} on {expected}");
        assert_eq!(reader.notice(), notice, "{keys} on {expected}");
        assert!(matches!(reader.model.mode, Mode::Reading), "{keys}");
    }
}

#[test]
fn the_key_that_goes_on_changes_the_tag_and_goes_on() {
    let mut reader = reader_with(vec![tagged("a", "claim", "One two three.", "ana")]);
    reader.press("F");
    assert_eq!(reader.selection(), "Four, five six; seven.");
    reader.press("gF");
    assert_eq!((tags(&reader).as_str(), reader.notice()), ("ana:fact", ""));
    assert_eq!(reader.selection(), "Four, five six; seven.");
}

/// What the filter hides may be changed by a key, but never unseen.
#[test]
fn a_filter_that_hides_the_tag_is_named() {
    for (keys, expected, notice) in [
        // The filter shows claims: the tag leaves the view.
        (
            "T<Down><Down><Enter>f",
            "ana:fact",
            "claim → fact, which the filter hides; Esc shows all tags",
        ),
        // The filter shows facts: the tag comes into view.
        (
            "T<Down><Enter>f",
            "ana:fact",
            "claim → fact, which the filter hid",
        ),
        (
            "T<Down><Enter>&o",
            "ana:claim ana:opinion",
            "Added opinion, which the filter hides, beside claim; Esc shows all tags",
        ),
        ("T<Down><Enter>c", "", "Removed hidden claim; u undoes"),
    ] {
        let mut reader = reader_with(vec![tagged("a", "claim", "One two three.", "ana")]);
        check(&mut reader, keys, expected, notice);
    }
}

/// Of two versions of a tag, one is chosen before it can become another.
#[test]
fn a_tag_in_conflict_is_settled_before_it_is_changed() {
    for keys in ["f", "c", "<Tab>f", "F"] {
        let mut version = tagged("b", "claim", "One two three.", "ana");
        version.extra = [("conflicts-with".to_owned(), "a".into())].into();
        version.note = "mine".to_owned();
        let file = postil_file(&[tagged("a", "claim", "One two three.", "ana"), version]);
        let mut reader = Reader::unread(&[TEXT]);
        reader.load_with(0, file);
        reader.press("]");
        let before = tags(&reader);
        check(
            &mut reader,
            keys,
            &before,
            "This claim has another version: V keeps the one under the cursor, x deletes it",
        );
        check(
            &mut reader,
            "V",
            "ana:claim(mine)",
            "Kept this version of claim; deleted the others (u undoes)",
        );
        check(&mut reader, "f", "ana:fact(mine)", "claim → fact");
    }
}

/// A set as it is read from its file, where the mark of a version is typed.
fn postil_file(annotations: &[Annotation]) -> AnnotationSet {
    let (set, _) = AnnotationSet::from_annotations(annotations.to_vec());
    let file = postil::formats::native::AnnotationFile {
        set,
        ..Default::default()
    };
    postil::formats::native::parse(&postil::formats::native::write(&file))
        .file
        .set
}

#[test]
fn a_read_only_document_is_not_changed_and_says_why() {
    for keys in ["f", "c", "F", "&", "<Tab>f"] {
        let (set, _) =
            AnnotationSet::from_annotations([tagged("a", "claim", "One two three.", "ana")]);
        let content = LoadedDocument {
            access: Access::ReadOnly("it is of a newer version".to_owned()),
            ..loaded(Text::new(TEXT), set)
        };
        let mut reader = Reader::unread(&[TEXT]);
        reader.tell(Message::DocumentLoaded(
            DocumentId(0),
            Ok(Box::new(content)),
        ));
        check(&mut reader, keys, "ana:claim", "it is of a newer version");
        assert!(matches!(reader.model.mode, Mode::Reading));
        assert!(
            !reader
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::Save { .. }))
        );
    }
}

/// What is pressed while the document is read is done in its order.
#[test]
fn keys_that_were_typed_ahead_keep_their_order() {
    for (keys, expected) in [
        ("cf", "ana:fact"),
        ("c&fo", "ana:claim ana:opinion"),
        ("c&<Esc>f", "ana:fact"),
        ("FgN", "ana:needs-source"),
        ("c&fj&o", "ana:claim ana:fact ana:opinion"),
        ("cff", ""),
    ] {
        let mut reader = Reader::unread(&[TEXT]);
        reader.press(keys);
        reader.load(0);
        assert_eq!(tags(&reader), expected, "{keys}");
        assert!(reader.model.queue.is_empty() && matches!(reader.model.mode, Mode::Reading));
        // And the same while only its tags are missing.
        let mut reader = Reader::unread(&[TEXT]);
        reader.load_without_tags(0);
        reader.press(keys);
        assert_eq!(tags(&reader), "", "{keys}");
    }
}

/// A lost tag is changed where it is chosen, and nowhere else.
#[test]
fn a_lost_tag_is_changed_in_its_pane() {
    let mut lost = tagged("a", "claim", "One two three.", "ana");
    lost.selector.quote = "Words that are gone.".to_owned();
    let mut reader = reader_with(vec![lost.clone()]);
    reader.press("t<Enter>");
    reader.press("<Tab>f");
    assert_eq!(
        (tags(&reader).as_str(), reader.notice()),
        ("ana:fact", "claim → fact")
    );
    reader.press("&o");
    assert_eq!(tags(&reader), "ana:fact");
    assert!(
        reader.notice().contains("not in the document"),
        "{}",
        reader.notice()
    );
    let mut reader = reader_with(vec![lost]);
    reader.press("t<Enter>f");
    assert_eq!(tags(&reader), "ana:claim ana:fact");
}

/// How many keys a task takes, by the table of tasks.
#[test]
fn changing_a_tag_takes_one_key() {
    let mut reader = reader_with(vec![tagged("a", "claim", "One two three.", "ana")]);
    reader.press("f");
    assert_eq!(tags(&reader), "ana:fact");
}

#[test]
fn the_last_row_explains_what_a_second_tag_waits_for() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("c&");
    let screen = reader.screen();
    let last = screen.lines().last().unwrap();
    assert!(last.contains("Add a second tag:"), "{last}");
    assert!(
        last.contains("f fact") && last.contains("Esc cancel"),
        "{last}"
    );
}

/// A save marks the tags of a document that has changed with the version that they count
/// in. That is no change by anybody: a tag that was removed meanwhile does not come back.
#[test]
fn a_tag_that_was_removed_while_a_save_marked_it_stays_removed() {
    let mut reader = reader_with(vec![tagged("a", "claim", "One two three.", "ana")]);
    reader.saves = false;
    reader.press("f");
    let Some(Effect::Save { set, revision, .. }) = reader.effects.last().cloned() else {
        panic!("no save");
    };
    reader.press("f");
    assert_eq!(tags(&reader), "");
    let mut marked = (**set.iter().next().unwrap()).clone();
    marked.extra = [("document_sha256".to_owned(), "0".repeat(64).into())].into();
    let (stored, _) = AnnotationSet::from_annotations([marked]);
    reader.tell(Message::Saved {
        document: DocumentId(0),
        revision,
        sent: set,
        stored,
        conflicts: Vec::new(),
    });
    assert_eq!(tags(&reader), "");
    reader.press("u");
    assert_eq!(tags(&reader), "ana:fact");
}

/// The last row of the screen.
fn last_row(reader: &Reader) -> String {
    let screen = reader.screen();
    screen.lines().last().unwrap_or_default().trim().to_owned()
}

/// Found in use: it offered to change what another annotator had tagged, and added a tag.
#[test]
fn the_last_row_offers_to_add_where_only_another_annotator_has_tagged() {
    let one = "One two three.";
    for (tags, keys, expected) in [
        (
            &[("claim", "ben")][..],
            "",
            "C by ben on sentence 1/4   f c o n add yours",
        ),
        (
            &[("claim", "ana")],
            "",
            "C on sentence 1/4   f o n change it",
        ),
        (
            &[("claim", "ana"), ("fact", "ben")],
            "",
            "C on sentence 1/4   f o n change it",
        ),
        (&[("claim", "ben")], "<Tab>", "& add yours"),
        (&[("claim", "ana")], "<Tab>", "f o n change it"),
    ] {
        let tags = tags.iter().enumerate();
        let tags = tags.map(|(at, (tag, by))| tagged(&format!("a{at}"), tag, one, by));
        let mut reader = reader_with(tags.collect());
        reader.press(keys);
        let row = last_row(&reader);
        assert!(row.starts_with(expected), "{keys}: {row}");
    }
}

/// Found in use: the note and the sources of another annotator's tag were changed without a
/// word of whose it was.
#[test]
fn notes_and_sources_are_ones_own_first_and_else_say_whose_they_are() {
    let one = "One two three.";
    let theirs = tagged("a", "fact", one, "ben");
    let own = tagged("b", "claim", one, "ana");
    let mut reader = reader_with(vec![theirs.clone(), own]);
    reader.press("aMine.<Esc>S[1]<Enter>");
    assert_eq!(tags(&reader), "ben:fact ana:claim(Mine.)");
    let set = reader.model.open_document().unwrap().set();
    assert_eq!(set.get(&"b".into()).unwrap().sources.len(), 1);

    let mut reader = reader_with(vec![theirs]);
    reader.press("a");
    let screen = reader.screen();
    assert!(screen.contains("Note on this fact by ben"), "{screen}");
    reader.press("<Esc>S[1]<Enter>S");
    let screen = reader.screen();
    assert!(screen.contains("fact by ben: 1 source"), "{screen}");
}

/// Found in use: a key that answers nothing, and a paste, were met with silence.
#[test]
fn a_question_for_a_tag_says_what_answers_it() {
    let keys = "f fact, c claim, o opinion, n needs-source; Esc cancels";
    for question in ["&", "a", "S", "/t<Enter>#"] {
        let mut reader = Reader::new(&[TEXT]);
        reader.press(question).press("z");
        assert_eq!(
            reader.notice(),
            format!("z is no tag's key: {keys}"),
            "{question}"
        );
        let screen = reader.screen();
        assert!(screen.contains("z is no tag's key"), "{screen}");
        assert!(!matches!(reader.model.mode, Mode::Reading), "{question}");
        reader.tell(Message::Paste("words".to_owned()));
        assert_eq!(
            reader.notice(),
            format!("What was pasted is no tag's key: {keys}")
        );
        reader.press("<Esc>");
        assert!(matches!(reader.model.mode, Mode::Reading), "{question}");
    }
}

/// Found in use: at ten columns there was nothing but an ellipsis of the question.
#[test]
fn on_the_smallest_screens_a_question_is_still_a_question() {
    for (columns, expected) in [(10, "Tag? fcon"), (16, "Tag as? f c o n")] {
        let mut reader = Reader::new(&[TEXT]);
        reader.tell(Message::Resized(columns, 3));
        reader.press("&");
        assert_eq!(last_row(&reader), expected);
    }
}

/// Found in use: it was asked as what to tag, and only the answer told that there is nothing.
#[test]
fn in_a_blank_document_nothing_is_asked() {
    for text in ["", "  \n\n  \n"] {
        for key in ["S", "a", "&"] {
            let mut reader = Reader::new(&[text]);
            reader.press(key);
            let said = reader.notice().to_owned();
            assert!(
                said.ends_with("othing to tag") || said == "Nothing to tag here",
                "{key}: {said}"
            );
            assert!(
                matches!(reader.model.mode, Mode::Reading),
                "{key} in {text:?}"
            );
        }
    }
}
