//! The sources of a tag: listed, added, corrected, removed, opened, copied.

use crate::fixture::{Reader, annotation, loaded};
use postil::annotation::{AnnotationSet, Selector, Source, SourceTarget};
use postil::app::{Access, DocumentId, Effect, LoadedDocument, Message, Mode, Settings};
use postil::text::Text;

const TEXT: &str = "One two three. Four five. 3\n\nNotes\n3. A reference, https://r.org.\n";

/// The sources of all tags, as fields of the annotation file.
fn sources(reader: &Reader) -> Vec<String> {
    let set = reader.model.open_document().unwrap().set();
    let all = set.iter().flat_map(|tag| tag.sources.iter());
    all.map(shown).collect()
}

fn shown(source: &Source) -> String {
    let target = match &source.target {
        SourceTarget::Url(url) => format!("url {url}"),
        SourceTarget::Citation(words) => format!("citation {words}"),
        SourceTarget::Reference(label) => format!("reference {label}"),
        SourceTarget::Passage(_) => "passage".to_owned(),
    };
    match source.title.as_str() {
        "" => target,
        title => format!("{target} citation {title}"),
    }
}

#[track_caller]
fn check(keys: &str, expected: &[&str]) -> Reader {
    let mut reader = Reader::new(&[TEXT]);
    reader.press(keys);
    assert_eq!(sources(&reader), expected, "after {keys}");
    reader
}

#[test]
fn a_source_is_typed_as_an_address_a_citation_or_a_reference() {
    for (typed, expected) in [
        ("https://x.org/a", "url https://x.org/a"),
        ("Annual report, p. 4", "citation Annual report, p. 4"),
        ("[3]", "reference 3"),
        (
            "Annual report https://x.org/a",
            "url https://x.org/a citation Annual report",
        ),
        (
            "https://x.org/a Annual report",
            "url https://x.org/a citation Annual report",
        ),
    ] {
        let reader = check(&format!("cS{typed}<Enter>"), &[expected]);
        assert_eq!(reader.notice(), "", "{typed}");
    }
}

#[test]
fn with_sources_there_is_a_list_of_them() {
    let mut reader = check(
        "cSone<Enter>Satwo<Enter>",
        &["citation one", "citation two"],
    );
    reader.press("S");
    let screen = reader.screen();
    for words in [
        "claim: 2 sources",
        "one",
        "two",
        "Enter correct",
        "x remove",
        "o open",
    ] {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
    reader.press("z");
    assert_eq!(
        reader.notice(),
        "z does nothing in this list; ? shows its keys"
    );
    reader.tell(Message::Paste("x".to_owned()));
    assert_eq!(reader.notice(), "Nothing to paste into here");
    assert_eq!(sources(&reader).len(), 2);
    reader.press("<Esc>");
    assert!(matches!(reader.model.mode, Mode::Reading));
}

/// By the table of tasks: correcting a source takes 3 keys and the words.
/// An address that did not fit into its row could be read nowhere in the list.
#[test]
fn the_chosen_source_stands_whole_below_the_list() {
    let long = format!("https://x.org/{}end", "long/".repeat(20));
    for (width, height) in [(140, 40), (80, 24)] {
        let mut reader = Reader::with(&[TEXT], Settings::default(), (width, height));
        reader.press(&format!("cS{long}<Enter>Saone<Enter>S"));
        let list = |reader: &Reader| {
            let screen = reader.screen();
            let list = screen.split("claim: 2 sources").nth(1);
            list.expect("the list is open").to_owned()
        };
        let shown = list(&reader);
        let below = shown.split(" 2  one").nth(1).unwrap_or_default();
        assert!(below.contains("/end"), "{shown}");
        reader.press("j");
        assert!(!list(&reader).contains("/end"), "{}", list(&reader));
    }
}

/// Found in use: of a text without it, the card said that the reference is in it.
#[test]
fn a_reference_that_the_text_does_not_have_is_told_as_such() {
    let mut reader = check("cS[35]<Enter>", &["reference 35"]);
    let screen = reader.screen();
    assert!(screen.contains("[35] no such"), "{screen}");
    assert!(!screen.contains("[35] in this text"), "{screen}");
    reader.press("S");
    let screen = reader.screen();
    assert!(
        screen.contains("[35] no such reference in this text"),
        "{screen}"
    );
}

#[test]
fn a_source_is_corrected_by_three_keys_and_the_words() {
    let mut reader = check("cSone<Enter>", &["citation one"]);
    reader.press("S<Enter> more<Enter>");
    assert_eq!(sources(&reader), ["citation one more"]);
    assert_eq!(reader.notice(), "Changed source; u undoes");
    reader.press("u");
    assert_eq!(sources(&reader), ["citation one"]);
    assert_eq!(
        reader.notice(),
        "Undid: change to the source “one more” (0.txt)"
    );
    // An empty line, and the same line, change nothing.
    for keys in ["S<Enter><Ctrl-u><Enter>", "S<Enter><Enter>", "Se <Enter>"] {
        reader.press(keys);
        assert_eq!(reader.notice(), "Cancelled; source unchanged", "{keys}");
        reader.press("<Esc>");
    }
    reader.press("S<Enter> more<Esc>");
    assert_eq!(sources(&reader), ["citation one"]);
}

/// Found in use: it led into the text, where the key that was meant for the list made a tag.
#[test]
fn a_prompt_for_a_source_leads_back_to_the_list_it_came_from() {
    let two = ["citation one", "citation two"];
    for keys in [
        "Sj<Enter><Esc>",
        "Sj<Enter><Enter>",
        "Sj<Enter> more<Ctrl-g>",
        "Sje<Ctrl-u><Enter>",
        "Sja<Esc>j",
    ] {
        let mut reader = check(&format!("cSone<Enter>Satwo<Enter>{keys}"), &two);
        assert!(reader.screen().contains("claim: 2 sources"), "{keys}");
        reader.press("o");
        let words = "two cannot be opened";
        assert!(
            reader.notice().starts_with(words),
            "{keys}: {}",
            reader.notice()
        );
        assert_eq!(reader.tags(), ["claim \"One two three.\""], "{keys}");
    }
    // Where there was no list before it, there is none behind it.
    let reader = check("cS<Esc>", &[]);
    assert!(matches!(reader.model.mode, Mode::Reading));
}

/// Found in use: `[2] and [3]` became one reference that no document has.
#[test]
fn several_references_are_several_sources() {
    let reader = check("cS[3] and [7]<Enter>", &["reference 3", "reference 7"]);
    assert_eq!(
        reader.notice(),
        "This document has no reference [7]; kept as the source all the same"
    );
    let reader = check(
        "cSone<Enter>Sa[7], [8]<Enter>S<Enter><Ctrl-u>[7] & [3]<Enter>",
        &["reference 3", "reference 7", "reference 8"],
    );
    assert_eq!(reader.notice(), "Changed source; u undoes");
    check(
        "cSone<Enter>Satwo<Enter>S<Enter><Ctrl-u>[3] [4]<Enter>",
        &["reference 3", "reference 4", "citation two"],
    );
    check("cS[3] or [7]<Enter>", &["citation [3] or [7]"]);
}

/// Found in use: at 80 columns the row ended before it said what to do.
#[test]
fn what_is_wrong_with_a_source_is_told_to_its_end() {
    for (size, rows) in [((80, 24), 2), ((140, 40), 1)] {
        let mut reader = Reader::with(&[TEXT], Settings::default(), size);
        reader.press("cSjavascript:alert(1)<Enter>");
        let screen = reader.screen();
        let last: Vec<&str> = screen.lines().rev().take(rows).collect();
        assert!(
            last[0].starts_with("Source: javascript:alert(1)"),
            "{screen}"
        );
        let words = "javascript: is never opened, only https:// and http://";
        assert!(last[rows - 1].contains(words), "{screen}");
        assert!(screen.contains("Enter saves it anyway"), "{screen}");
        // It is gone with the next letter.
        reader.press("x");
        assert!(!reader.screen().contains(words), "{}", reader.screen());
    }
}

/// Found in use: of a long address it was said that it names no host.
#[test]
fn an_address_that_is_too_long_is_called_that() {
    let long = format!("https://x.org/{}", "a".repeat(2100));
    let mut reader = check(&format!("cS{long}<Enter>"), &[]);
    let screen = reader.screen();
    let words = "open no address of more than 2,083 characters";
    assert!(screen.contains(words), "{screen}");
    reader.press("<Enter>");
    assert_eq!(sources(&reader), [format!("url {long}")]);
    reader.press("So");
    assert!(reader.notice().ends_with(words), "{}", reader.notice());
}

#[test]
fn the_chosen_source_is_meant() {
    let two = "cSone<Enter>Satwo<Enter>";
    for (keys, expected) in [
        ("Sj<Enter>!<Enter>", &["citation one", "citation two!"][..]),
        ("S<Down>e!<Enter>", &["citation one", "citation two!"]),
        ("Sjx", &["citation one"]),
        ("Sjk<Delete>", &["citation two"]),
        (
            "Sjathree<Enter>",
            &["citation one", "citation two", "citation three"],
        ),
        ("SxSx", &[]),
        ("SxSxu", &["citation two"]),
        ("SxSxuu", &["citation one", "citation two"]),
    ] {
        check(&format!("{two}{keys}"), expected);
    }
    let reader = check(&format!("{two}Sx"), &["citation two"]);
    assert_eq!(reader.notice(), "Removed source one; u undoes");
}

#[test]
fn an_address_that_cannot_be_opened_is_asked_about_once() {
    for (typed, doubt) in [
        ("htp://x.org", "did you mean http://?"),
        ("javascript:alert(1)", "javascript: is never opened"),
        ("file:///etc/passwd", "file:// is never opened"),
        ("www.x.org", "https:// is missing"),
    ] {
        let mut reader = check(&format!("cS{typed}<Enter>"), &[]);
        let screen = reader.screen();
        let last = screen.lines().last().unwrap();
        assert!(
            last.contains(doubt) && last.contains("Enter saves it anyway"),
            "{last}"
        );
        reader.press("<Enter>");
        assert_eq!(sources(&reader).len(), 1, "{typed}");
        assert!(sources(&reader)[0].ends_with(typed), "{typed}");
        // It is kept, and still not opened.
        reader.press("So");
        assert!(
            reader.notice().contains("cannot be opened"),
            "{}",
            reader.notice()
        );
        assert!(
            !reader
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::OpenAddress(_)))
        );
    }
    // To correct it asks no more.
    check(
        "cShtp://x.org<Enter><Ctrl-a><Right><Right>t<Enter>",
        &["url http://x.org"],
    );
    // A line that is wrong in another way is asked about again.
    check("cShtp://x.org<Enter>/a<Enter>", &[]);
    check("cShtp://x.org<Enter><Esc>", &[]);
}

#[test]
fn a_source_is_opened_and_copied() {
    let mut reader = check(
        "cSA title https://x.org/é<Enter>So",
        &["url https://x.org/é citation A title"],
    );
    let opened = Effect::OpenAddress("https://x.org/%C3%A9".to_owned());
    assert_eq!(reader.effects.last(), Some(&opened));
    reader.press("Sy");
    let copied = Effect::Copy("https://x.org/é".to_owned(), Some("the address"));
    assert_eq!(reader.effects.last(), Some(&copied));
    let mut reader = check("cS[3]<Enter>Sy", &["reference 3"]);
    let copied = Effect::Copy("[3]".to_owned(), Some("the source"));
    assert_eq!(reader.effects.last(), Some(&copied));
    reader.press("So");
    assert!(
        reader.notice().contains("cannot be opened"),
        "{}",
        reader.notice()
    );
}

#[test]
fn a_source_where_no_tag_is_asks_for_the_tag_first() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("S");
    assert!(reader.screen().contains("Tag as?"));
    reader.press("xuq");
    assert!(reader.screen().contains("q is no tag's key"));
    reader.press("nhttps://x.org<Enter>");
    assert_eq!(reader.tags(), [r#"needs-source "One two three.""#]);
    assert_eq!(sources(&reader), ["url https://x.org"]);
    let total = reader.model.totals().expect("all tags are read");
    assert_eq!((total.tags, total.unsourced), (1, 0));
    reader.press("jS<Esc>");
    assert!(matches!(reader.model.mode, Mode::Reading));
    // Typed ahead, it is the same.
    let mut reader = Reader::unread(&[TEXT]);
    reader.press("Scone<Enter>");
    reader.load(0);
    assert_eq!(sources(&reader), ["citation one"]);
}

#[test]
fn somebody_elses_tag_takes_sources_and_is_still_theirs() {
    let text = Text::new(TEXT);
    let selector = Selector::new(&text, text.range(0, 14).unwrap());
    let (set, _) = AnnotationSet::from_annotations([annotation("a", "claim", selector)]);
    let mut reader = Reader::unread(&[TEXT]);
    reader.load_with(0, set);
    reader.press("Sone<Enter>");
    assert_eq!(sources(&reader), ["citation one"]);
    let set = reader.model.open_document().unwrap().set();
    assert_eq!(set.get(&"a".into()).unwrap().creator, "ben");
}

#[test]
fn what_was_changed_elsewhere_meanwhile_is_not_lost() {
    let text = Text::new(TEXT);
    let selector = Selector::new(&text, text.range(0, 14).unwrap());
    let with = |words: &str| {
        let mut one = annotation("a", "claim", selector.clone());
        one.sources
            .push(Source::new(SourceTarget::Citation(words.to_owned())));
        AnnotationSet::from_annotations([one]).0
    };
    let mut reader = Reader::unread(&[TEXT]);
    reader.load_with(0, with("one"));
    reader.saves = false;
    // Somebody corrects it while it is corrected here.
    reader.press("caWhy<Esc>S");
    let set = reader.model.open_document().unwrap().set();
    assert_eq!(set.len(), 2);
    let mut reader = Reader::unread(&[TEXT]);
    reader.load_with(0, with("one"));
    reader.press("S<Enter> more");
    let before = reader.model.open_document().unwrap().set().clone();
    reader.tell(Message::Saved {
        document: DocumentId(0),
        revision: 0,
        sent: before,
        stored: with("uno"),
        conflicts: Vec::new(),
    });
    reader.press("<Enter>");
    assert_eq!(sources(&reader), ["citation uno", "citation one more"]);
    assert!(
        reader.notice().contains("stands beside it"),
        "{}",
        reader.notice()
    );
    // Somebody deletes the tag: the words are not lost.
    reader.press("Sathree");
    let before = reader.model.open_document().unwrap().set().clone();
    reader.tell(Message::Saved {
        document: DocumentId(0),
        revision: 1,
        sent: before,
        stored: AnnotationSet::new(),
        conflicts: Vec::new(),
    });
    reader.press("<Enter>");
    assert_eq!(
        reader.effects.last(),
        Some(&Effect::Copy("three".to_owned(), None))
    );
}

#[test]
fn the_sources_of_a_read_only_document_are_listed_and_not_changed() {
    let text = Text::new(TEXT);
    let selector = Selector::new(&text, text.range(0, 14).unwrap());
    let mut one = annotation("a", "claim", selector);
    let url = SourceTarget::Url("https://x.org".to_owned());
    one.sources.push(Source::new(url));
    let (set, _) = AnnotationSet::from_annotations([one]);
    let content = LoadedDocument {
        access: Access::ReadOnly("it is of a newer version".to_owned()),
        ..loaded(text, set)
    };
    let mut reader = Reader::unread(&[TEXT]);
    reader.tell(Message::DocumentLoaded(
        DocumentId(0),
        Ok(Box::new(content)),
    ));
    reader.press("So");
    let opened = Effect::OpenAddress("https://x.org".to_owned());
    assert_eq!(reader.effects.last(), Some(&opened));
    for keys in ["Sx", "Sa", "S<Enter>", "jS"] {
        reader.press(keys);
        assert_eq!(reader.notice(), "it is of a newer version", "{keys}");
        assert!(matches!(reader.model.mode, Mode::Reading), "{keys}");
    }
    assert_eq!(sources(&reader), ["url https://x.org"]);
}

/// The list stays: a second `x` is meant for it, and would delete the tag behind it.
#[test]
fn sources_are_removed_one_after_another_and_the_tag_stays() {
    let mut reader = check(
        "cSone<Enter>Satwo<Enter>Sathree<Enter>",
        &["citation one", "citation two", "citation three"],
    );
    reader.press("Sx");
    assert_eq!(sources(&reader), ["citation two", "citation three"]);
    reader.press("jx");
    assert_eq!(sources(&reader), ["citation two"]);
    reader.press("x");
    assert_eq!(sources(&reader), [""; 0]);
    assert_eq!(reader.tags().len(), 1);
    reader.press("uuu");
    assert_eq!(sources(&reader).len(), 3);
}

#[test]
fn a_source_that_is_there_already_is_said_and_not_kept_twice() {
    for (first, again, listed) in [
        ("one", "one", "citation one"),
        (
            "https://x.org/a",
            " https://x.org/a ",
            "url https://x.org/a",
        ),
        ("[3]", "[3]", "reference 3"),
        (
            "Report https://x.org/a",
            "https://x.org/a",
            "url https://x.org/a citation Report",
        ),
    ] {
        let reader = check(&format!("cS{first}<Enter>Sa{again}<Enter>"), &[listed]);
        assert_eq!(reader.notice(), "This source is in the list already");
    }
}

/// Also where it came to be so by a correction; another title is no other source.
#[test]
fn a_source_is_not_corrected_into_another_one_of_the_list() {
    let both = ["citation one", "citation two"];
    let reader = check("cSone<Enter>Satwo<Enter>S<Enter><Ctrl-u>two<Enter>", &both);
    assert_eq!(reader.notice(), "This source is in the list already");
    check(
        "cShttps://x.org<Enter>S<Enter><Ctrl-u>Title https://x.org<Enter>",
        &["url https://x.org citation Title"],
    );
}

/// Found in use: a source became another reference when the list had one more.
#[test]
fn the_card_says_that_a_reference_has_another_number_now() {
    for keys in ["jcS[3]<Enter>", "jcis"] {
        let reader = check(keys, &["reference 3"]);
        let set = reader.model.open_document().unwrap().set().clone();
        let changed = TEXT.replace("3. A ref", "3. Another.\n4. A ref");
        let mut reader = Reader::unread(&[&changed]);
        reader.load_with(0, set);
        reader.press("j");
        let screen = reader.screen();
        for words in [
            "[3] was “A reference",
            "”, which is",
            "“Another.” under [3]",
        ] {
            assert!(screen.contains(words), "{keys}: {screen}");
        }
    }
}

#[test]
fn a_numbered_source_is_that_of_the_list_which_the_passage_cites() {
    let text = "One cites [1].\n\nNotes\n\n1. The first note.\n\nOther part\n\n\
Two cites [1] and [3].\n\nReferences\n\n1. A book of 1999.\n2. Another book.\n3. A third.\n";
    let mut reader = Reader::new(&[text]);
    reader.press("/Two cites<Enter><Esc>scS[1]<Enter>");
    let card = reader.screen();
    assert!(card.contains("A book of 1999."), "{card}");
    reader.press("Sa[99]<Enter>");
    let card = reader.screen();
    assert!(card.contains("[99] no such"), "{card}");
}
