//! `L`: linking passages of two documents; on a model without terminal, files or clock.

use crate::fixture::{Reader, annotation, totals};
use postil::annotation::{AnnotationSet, Extra, Link, Selector};
use postil::app::{
    AnnotationFiles, AnnotationsOnDisk, DiskChange, Document, DocumentId, KnownAnnotations,
    Message, Settings, SignSet, layout,
};
use postil::text::Text;

const ONE: &str = "It rained all day. So they say.\n";
const OTHER: &str = "It was dry. Nobody was wet.\n";

fn links(reader: &Reader, document: usize) -> Vec<String> {
    let document = reader.model.documents.get(DocumentId(document));
    let set = document.unwrap().set().unwrap();
    let all = set.iter().flat_map(|tag| tag.links.iter());
    all.map(|link| format!("{} {}", link.rel, link.to))
        .collect()
}

/// From the first sentence of one document to the first of the other.
fn linked() -> Reader {
    let mut reader = Reader::new(&[ONE, OTHER]);
    reader.press("cL");
    assert_eq!(
        reader.notice(),
        "Link: go to the other passage and press L; Esc cancels"
    );
    reader.press("JcLc");
    reader
}

#[test]
fn two_passages_of_two_documents_are_linked_in_four_keys_and_the_moves() {
    let mut reader = linked();
    assert_eq!(reader.notice(), "Linked: contradicts; u undoes");
    assert_eq!(links(&reader, 0), ["contradicts 1.txt#id2"]);
    assert_eq!(links(&reader, 1), [""; 0]);
    reader.press("u");
    assert_eq!(links(&reader, 0), [""; 0]);
    reader.press("<Ctrl-r>");
    assert_eq!(links(&reader, 0), ["contradicts 1.txt#id2"]);
}

#[test]
fn both_ends_of_a_link_tell_of_it_with_the_words_of_the_other() {
    let mut reader = linked();
    let card = |reader: &mut Reader| {
        reader.tell(Message::Resized(140, 40));
        reader.screen()
    };
    let here = card(&mut reader);
    assert!(
        here.contains("contradicted by") && here.contains("It rained all day."),
        "{here}"
    );
    reader.press("K");
    let there = card(&mut reader);
    assert!(
        there.contains("contradicts") && there.contains("It was dry."),
        "{there}"
    );
    // A tag that is gone is told as a broken end.
    reader.press("Jx");
    reader.press("K");
    let broken = card(&mut reader);
    assert!(broken.contains("in 1.txt any more"), "{broken}");
}

/// Seen at 80 columns: `contradicted byIt rained`.
#[test]
fn what_a_link_says_stands_apart_from_the_words_of_the_other_end() {
    let mut reader = linked();
    for size in [(80, 24), (140, 40), (200, 60)] {
        reader.tell(Message::Resized(size.0, size.1));
        let screen = reader.screen();
        assert!(screen.contains("contradicted by  "), "{screen}");
    }
}

#[test]
fn a_passage_without_a_tag_is_asked_for_one_and_esc_gives_up() {
    let mut reader = Reader::new(&[ONE]);
    reader.press("Lc");
    assert_eq!(reader.tags(), [r#"claim "It rained all day.""#]);
    reader.press("L");
    let words = "A tag cannot be linked to itself: go to another passage; Esc cancels";
    assert_eq!(reader.notice(), words);
    reader.press("<Esc>");
    assert_eq!(reader.notice(), "Cancelled; nothing was linked");
    // A search on the way there is left first.
    reader.press("L/say<Enter><Esc>");
    assert_eq!(reader.notice(), "");
    assert!(reader.screen().contains("Link from"), "{}", reader.screen());
    reader.press("<Esc>gL<Esc>jcL");
    assert_eq!(links(&reader, 0), [""; 0]);
    reader.press("kLs");
    assert_eq!(links(&reader, 0), ["supports 0.txt#id1"]);
}

/// What the margin says beside the row that has these words.
fn beside(reader: &Reader, words: &str) -> String {
    let screen = reader.screen();
    let areas = layout(&reader.model);
    let from = usize::from(areas.margin.x);
    let columns = usize::from(areas.lanes * 2);
    let rows = screen.lines().skip(usize::from(areas.text.y));
    let mut rows = rows.map(|row| row.chars().skip(from).collect::<String>());
    let row = rows.find(|row| row.contains(words));
    let row = row.unwrap_or_else(|| panic!("{words} is not in\n{screen}"));
    let margin: String = row.chars().take(columns).collect();
    margin.trim_end().replace('▌', "▎")
}

#[test]
fn both_ends_of_a_link_have_its_sign_in_the_margin_and_a_verdict_has_one() {
    let mut reader = linked();
    assert_eq!(beside(&reader, "It was dry."), "▎C ≠");
    reader.press("K");
    assert_eq!(beside(&reader, "It rained"), "▎C ≠");
    reader.press("Yr");
    assert_eq!(beside(&reader, "It rained"), "▎C ≠✗");
    // All of it, with the letters first, where there is less room.
    reader.press("jog");
    for (size, margin) in [
        ((140, 40), "▎CO ≠✗"),
        ((80, 24), "▎CO ≠✗"),
        ((57, 24), "▎CO≠"),
        ((45, 12), "CO"),
    ] {
        reader.tell(Message::Resized(size.0, size.1));
        assert_eq!(beside(&reader, "It rained"), margin, "{size:?}");
    }
    reader.press("jxk");
    assert_eq!(beside(&reader, "It rained"), "C≠");
    // What is undone is gone at both ends.
    reader.tell(Message::Resized(140, 40));
    reader.press("uuu");
    assert_eq!(beside(&reader, "It rained"), "▎C ≠");
    reader.press("u");
    assert_eq!(beside(&reader, "It rained"), "▎C");
    reader.press("J");
    assert_eq!(beside(&reader, "It was dry."), "▎C");
}

#[test]
fn every_relation_and_verdict_has_a_sign_of_its_own_and_the_help_tells_them() {
    let mut reader = Reader::new(&[ONE, OTHER]);
    reader.press("c");
    for (link, verdict, margin) in [
        ("s", "s", "▎C ⇒✓"),
        ("c", "r", "▎C ≠✗"),
        ("r", "n", "▎C ∅="),
        ("o", "c", "▎C ±§"),
    ] {
        reader.press("JcKL").press(&format!("JL{link}KY{verdict}"));
        assert_eq!(beside(&reader, "It rained"), margin);
        reader.press("uuu");
    }
    reader.press("?G");
    let help = reader.screen();
    for words in ["≠", "verdict: refuted", "supports another passage"] {
        assert!(help.contains(words), "{help}");
    }
}

#[test]
fn where_there_is_nothing_but_ascii_the_signs_are_ascii() {
    let settings = Settings {
        signs: SignSet::Ascii,
        ..Settings::default()
    };
    let mut reader = Reader::with(&[ONE, OTHER], settings, (140, 40));
    reader.press("cLJcLcYr");
    assert_eq!(beside(&reader, "It was dry."), "▎C !/");
    // The list has the same signs.
    reader.press("t");
    let list = reader.screen();
    assert!(list.contains("!/ · ") && list.contains("! · "), "{list}");
}

#[test]
fn deleting_a_tag_says_which_links_are_broken_and_undo_restores_both() {
    let mut reader = linked();
    reader.press("jcLKLs");
    assert_eq!(links(&reader, 1), ["supports 0.txt#id1"]);
    // From here, and to here from another document.
    reader.press("x");
    let words = "Deleted claim, with 1 link; 1 link to it is broken now (u undoes)";
    assert_eq!(reader.notice(), words);
    reader.press("u");
    assert_eq!(links(&reader, 0), ["contradicts 1.txt#id2"]);
    assert_eq!(beside(&reader, "It rained"), "▎C ≠⇒");
    // To here only; a tag's own key says so, too.
    reader.press("Jgc");
    let words = "Removed claim; 1 link to it is broken now (u undoes)";
    assert_eq!(reader.notice(), words);
    reader.press("K");
    assert!(
        reader.screen().contains("in 1.txt any more"),
        "{}",
        reader.screen()
    );
    reader.press("uK");
    assert!(
        reader.screen().contains("It was dry."),
        "{}",
        reader.screen()
    );
}

#[test]
fn a_tag_that_was_made_and_linked_to_says_what_breaks_when_that_is_undone() {
    let mut reader = Reader::new(&[ONE, OTHER]);
    reader.press("cJcK");
    // The other end is made by somebody else, who goes on.
    reader.press("LJLcuu");
    assert_eq!(links(&reader, 0), [""; 0]);
    assert_eq!(reader.notice(), "Undid: tag as claim (1.txt)");
    reader.press("<Ctrl-r><Ctrl-r>");
    assert_eq!(links(&reader, 0), ["contradicts 1.txt#id2"]);
}

#[test]
fn a_link_whose_first_tag_was_deleted_begins_where_one_is() {
    let mut reader = Reader::new(&[ONE, OTHER]);
    reader.press("cLxJcL");
    assert_eq!(
        reader.notice(),
        "The first tag was deleted meanwhile. The link begins here now: go to the other \
         passage and press L; Esc cancels"
    );
    reader.press("KcLs");
    assert_eq!(links(&reader, 1), ["supports 0.txt#id3"]);
}

#[test]
fn a_link_to_itself_a_cycle_and_one_to_a_missing_document_are_shown() {
    let mut reader = Reader::unread(&[ONE, OTHER]);
    let content = Text::new(ONE);
    let link = |to: &str| Link {
        to: to.to_owned().into(),
        rel: "supports".to_owned(),
        extra: Extra::new(),
    };
    let tags = [(0, 18, "a"), (19, 31, "b")].map(|(start, end, id)| {
        let range = content.range(start, end).unwrap();
        annotation(id, "claim", Selector::new(&content, range))
    });
    let [mut one, mut two] = tags;
    one.links = vec![link("0.txt#a"), link("0.txt#b"), link("gone.txt#x")];
    two.links = vec![link("0.txt#a"), link("no reference")];
    reader.load_with(0, AnnotationSet::from_annotations([one, two]).0);
    let screen = reader.screen();
    for words in ["gone.txt is not there", "supported by", "So they say."] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    reader.press("]");
    assert!(
        reader.screen().contains("no reference is"),
        "{}",
        reader.screen()
    );
    // What leads to itself breaks nothing else.
    reader.press("[&c").press("[[x");
    let words = "Deleted claim by ben, with 3 links; 1 link to it is broken now (u undoes)";
    assert_eq!(reader.notice(), words);
}

/// A tag: its id, its kind, the bytes of its passage, and its links.
type Tagged<'a> = (&'a str, &'a str, (usize, usize), &'a [(&'a str, &'a str)]);

fn tags(text: &str, tags: &[Tagged<'_>]) -> AnnotationSet {
    let text = Text::new(text);
    let tags = tags.iter().map(|(id, tag, (start, end), links)| {
        let range = text.range(*start, *end).unwrap();
        let links = links.iter().map(|(rel, to)| Link {
            to: (*to).to_owned().into(),
            rel: (*rel).to_owned(),
            extra: Extra::new(),
        });
        postil::annotation::Annotation {
            links: links.collect(),
            ..annotation(id, tag, Selector::new(&text, range))
        }
    });
    AnnotationSet::from_annotations(tags).0
}

fn files_read(document: usize, set: AnnotationSet) -> Message {
    let known = Box::new(KnownAnnotations::new(set));
    Message::AnnotationFilesRead(AnnotationFiles {
        known: vec![(DocumentId(document), known)],
        progress: None,
    })
}

/// Another program merges the tags of a document: those of a file that came with others.
fn merge(reader: &mut Reader, document: usize, to: AnnotationSet) {
    let from = reader.model.documents.get(DocumentId(document)).unwrap();
    let from = from.set().unwrap().clone();
    reader.tell(Message::DiskChanged(DiskChange::Annotations(Box::new(
        AnnotationsOnDisk {
            document: DocumentId(document),
            rescan: 1,
            from,
            to,
            returned: false,
        },
    ))));
}

#[test]
fn a_link_that_comes_before_the_tag_to_which_it_leads_counts_all_the_same() {
    let mut reader = Reader::unread(&[ONE, OTHER]);
    reader.load(0);
    let opinion = tags(ONE, &[("x", "opinion", (0, 18), &[])]);
    let from = |links: &[(&str, &str)]| tags(OTHER, &[("y", "needs-source", (0, 11), links)]);
    reader.tell(files_read(1, from(&[("contradicts", "0.txt#x")])));
    assert_eq!(totals(&reader.model), Some((1, 1)));
    merge(&mut reader, 0, opinion.clone());
    assert_eq!(totals(&reader.model), Some((2, 2)), "{}", reader.screen());
    // One that goes while the tag is away is not counted when that is back.
    merge(&mut reader, 0, AnnotationSet::new());
    reader.tell(files_read(1, from(&[])));
    merge(&mut reader, 0, opinion);
    assert_eq!(totals(&reader.model), Some((2, 1)), "{}", reader.screen());
}

/// A link to `50%.txt` that says `50%25.txt`, as earlier versions did.
fn linked_by_an_earlier_name() -> Reader {
    let mut reader = Reader::unread(&[ONE]);
    let to = "50%25.txt#x";
    let links = [("contradicts", to), ("repeats", "gone.txt#x")];
    let mut resting = tags(ONE, &[("a", "claim", (0, 18), &links)]);
    let mut tag = (**resting.get(&"a".into()).unwrap()).clone();
    let passage = postil::annotation::SourceTarget::Passage(to.to_owned().into());
    tag.sources = vec![postil::annotation::Source::new(passage)];
    resting
        .apply(postil::annotation::Change::Replace(tag))
        .unwrap();
    reader.load_with(0, resting);
    reader.texts.push(Text::new(OTHER));
    let mut document = Document::unread("50%.txt".to_owned(), None);
    document.earlier_path = Some("50%25.txt".to_owned());
    let news = DiskChange::Added(DocumentId(1), vec![document]);
    reader.tell(Message::DiskChanged(news));
    let other = tags(OTHER, &[("x", "opinion", (0, 11), &[])]);
    reader.tell(files_read(1, other));
    reader
}

#[test]
fn both_ends_know_each_other_by_a_name_that_earlier_versions_gave() {
    let mut reader = linked_by_an_earlier_name();
    let card = reader.screen();
    assert!(card.contains("“It was dry.”"), "{card}");
    assert!(!card.contains("50%25"), "{card}");
    reader.press("i");
    let peek = reader.screen();
    assert!(peek.contains("It was dry."), "{peek}");
    reader.press("<Esc>S");
    let sources = reader.screen();
    assert!(!sources.contains("50%25"), "{sources}");
    reader.press("<Esc>J");
    reader.load_with(1, tags(OTHER, &[("x", "opinion", (0, 11), &[])]));
    let there = reader.screen();
    assert!(there.contains("contradicted by"), "{there}");
    assert!(beside(&reader, "It was dry.").contains('≠'), "{there}");
    reader.press("x");
    let words = "Deleted opinion by ben; 2 links to it are broken now (u undoes)";
    assert_eq!(reader.notice(), words);
}

#[test]
fn an_end_that_is_still_looked_for_is_not_called_gone() {
    let links: &[(&str, &str)] = &[("contradicts", "1.txt#x"), ("repeats", "gone.txt#x")];
    let mut set = tags(ONE, &[("a", "needs-source", (0, 18), links)]);
    let mut tag = (**set.get(&"a".into()).unwrap()).clone();
    let passage = postil::annotation::SourceTarget::Passage("1.txt#x".to_owned().into());
    tag.sources = vec![postil::annotation::Source::new(passage)];
    set.apply(postil::annotation::Change::Replace(tag)).unwrap();
    let mut reader = Reader::unread(&[ONE]);
    reader.load_with(0, set);
    reader.looks = false;
    reader.come(&[OTHER]);
    let files = |done| {
        Message::AnnotationFilesRead(AnnotationFiles {
            known: Vec::new(),
            progress: Some((done, 2)),
        })
    };
    reader.tell(files(1));
    let card = reader.screen();
    assert!(card.contains("≠ contradicts  the tags of"), "{card}");
    assert!(card.contains("the document"), "{card}");
    assert!(!card.contains("not in 1.txt"), "{card}");
    reader.press("S");
    let sources = reader.screen();
    assert!(
        sources.contains("1.txt#x: the tags of 1.txt are being read …"),
        "{sources}"
    );
    reader.press("<Esc>");
    // There is nothing about it in any file.
    reader.tell(files(2));
    let card = reader.screen();
    assert!(card.contains("in 1.txt any more"), "{card}");
}

#[test]
fn a_card_of_many_links_shows_the_first_and_says_how_many_more_there_are() {
    let mut reader = Reader::unread(&[ONE, OTHER]);
    reader.load_with(0, tags(ONE, &[("a", "claim", (0, 18), &[])]));
    let from: Vec<String> = (0..60).map(|n| format!("y{n}")).collect();
    let links: &[(&str, &str)] = &[("supports", "0.txt#a")];
    let from: Vec<_> = from
        .iter()
        .map(|id| (id.as_str(), "fact", (0, 11), links))
        .collect();
    reader.tell(files_read(1, tags(OTHER, &from)));
    let card = reader.screen();
    assert!(card.contains("and 56 more links"), "{card}");
    reader.press("i");
    let peek = reader.screen();
    assert!(peek.contains("Linked: 50 of 60 links"), "{peek}");
}

#[test]
fn the_card_of_a_link_begins_the_name_of_the_other_document_however_long_it_is() {
    let name = "002_1047998fc3285d85_and_more_without_a_blank";
    let other = format!("{name}\n\nIt was dry.\n");
    let mut reader = Reader::new(&[ONE, &other]);
    reader.press("cJ/dry<Enter><Esc>scKLJLc");
    reader.press("K");
    let card = reader.screen();
    assert!(card.contains("≠ contradicts  002_10"), "{card}");
}

/// Found in use: that two contradict each other was said twice on each card.
#[test]
fn a_link_that_says_the_same_both_ways_is_made_and_shown_once() {
    let mut reader = linked();
    reader.press("LKLc");
    assert_eq!(reader.notice(), "The two are linked like that already");
    assert_eq!(links(&reader, 1), [""; 0]);
    // Another relation is another link.
    reader.press("JLKLs");
    assert_eq!(links(&reader, 1), ["supports 0.txt#id1"]);
    // Files from elsewhere may have both.
    let tag = |id: &str, text: &str, end: usize, to: &str| {
        let range = postil::text::TextRange::between(0, end);
        let mut tag = annotation(id, "claim", Selector::new(&Text::new(text), range));
        tag.links.push(Link {
            to: to.into(),
            rel: "contradicts".to_owned(),
            extra: Extra::new(),
        });
        AnnotationSet::from_annotations([tag]).0
    };
    let mut reader = Reader::unread(&[ONE, OTHER]);
    reader.load_with(0, tag("a", ONE, 18, "1.txt#b"));
    reader.press("J");
    reader.load_with(1, tag("b", OTHER, 11, "0.txt#a"));
    let screen = reader.screen();
    assert_eq!(screen.matches("contradicts  ").count(), 1, "{screen}");
    assert!(!screen.contains("contradicted by"), "{screen}");
    // One end is taken away by a key, which says that the other one is left.
    reader.press("ix");
    let said = "Removed the link: contradicts, and the other tag still has it: once more";
    assert!(reader.notice().starts_with(said), "{}", reader.notice());
    reader.press("u");
    reader.press("I");
    let screen = reader.screen();
    let row = screen.lines().find(|row| row.contains("Links")).unwrap();
    assert!(row.contains("contradicts") && row.contains("█ 1 "), "{row}");
}
