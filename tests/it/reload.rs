//! What comes from outside while one reads: other versions of a tag, tags of
//! others, documents that change. On a model without terminal, files or clock.

use crate::fixture::Reader;
use postil::annotation::{Annotation, AnnotationSet, Change, CommonEnds, merge};
use postil::app::{
    AnnotationFiles, AnnotationIndex, AnnotationsOnDisk, DiskChange, Document, DocumentId, Effect,
    KnownAnnotations, Message, Mode, Recovered, RecoveredItem, SaveState, Summary, TextOnDisk,
    layout, text_rows,
};
use postil::text::Text;
use postil::text::segment::{ParagraphMode, Structure};
use proptest::prelude::*;

const TEXT: &str =
    "One two three. Four, five six; seven. Eight nine.\nTen eleven. Twelve thirteen.\n";
const HERE: DocumentId = DocumentId(0);

/// The last set that was to be saved.
fn sent(reader: &Reader) -> (AnnotationSet, u64) {
    let mut effects = reader.effects.iter().rev();
    let found = effects.find_map(|it| match it {
        Effect::Save { set, revision, .. } => Some((set.clone(), *revision)),
        _ => None,
    });
    found.expect("something was to be saved")
}

/// A set with one annotation changed.
fn edited(set: &AnnotationSet, id: &str, edit: impl FnOnce(&mut Annotation)) -> AnnotationSet {
    let mut one = (**set.get(&id.into()).expect("the annotation")).clone();
    edit(&mut one);
    let others = set.iter().filter(|it| it.id.as_str() != id);
    let all = others.map(|it| (**it).clone()).chain([one]);
    AnnotationSet::from_annotations(all).0
}

/// A reader in whose first sentence a tag is in conflict: her note and another.
fn in_conflict() -> Reader {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("c");
    let (base, _) = sent(&reader);
    let theirs = edited(&base, "id1", |it| {
        it.note = "theirs".to_owned();
        it.modified.0 = "2026-11-22T09:59:59Z".into();
    });
    reader.saves = false;
    reader.press("aours<Esc>");
    let (ours, revision) = sent(&reader);
    let (stored, conflicts) = merge(&base, &ours, &theirs);
    assert_eq!(conflicts.len(), 1);
    reader.saves = true;
    reader.tell(Message::Saved {
        document: HERE,
        revision,
        sent: ours,
        stored,
        conflicts,
    });
    reader
}

#[test]
fn a_conflict_is_said_once_and_both_cards_tell_of_the_other_version() {
    let mut reader = in_conflict();
    assert_eq!(
        reader.notice(),
        "1 tag was changed here and elsewhere at once; both versions are kept: ! lists them"
    );
    let screen = reader.screen();
    assert!(screen.contains("in conflict with the"), "{screen}");
    assert!(screen.contains("in conflict: ana,"), "{screen}");
    assert!(screen.contains("V keeps this version"), "{screen}");
    reader.press("j");
    assert_eq!(reader.notice(), "");
    let screen = reader.screen();
    assert_eq!(screen.matches("in conflict: ana").count(), 2, "{screen}");
    reader.press("!");
    let screen = reader.screen();
    assert!(
        screen.contains("In conflict: 2 versions of 1 tag"),
        "{screen}"
    );
    reader.press("<Down><Enter>");
    assert_eq!(reader.selection(), "One two three.");
    reader.press("t");
    assert!(reader.screen().contains("in conflict · One"));
}

#[test]
fn a_version_is_kept_or_deleted_and_that_is_undone() {
    let versions = |reader: &Reader| {
        let loaded = reader.model.open_document().expect("a document");
        loaded.conflicts().len()
    };
    for (keys, note, said) in [
        ("!<Enter>V", "ours", "Kept this version of claim"),
        ("!<Down><Enter>V", "theirs", "Kept this version of claim"),
        ("!<Enter>x", "theirs", "Deleted this version of claim"),
        ("!<Down><Enter>x", "ours", "Deleted this version of claim"),
    ] {
        let mut reader = in_conflict();
        let before = reader.tags();
        // The list has the tag itself and the version beside it in some order
        // of their ids; "ours" is the later one and so the tag itself.
        reader.press(keys);
        assert!(reader.notice().starts_with(said), "{}", reader.notice());
        let tag = format!("claim \"One two three.\" {note}");
        assert_eq!(reader.tags(), [tag], "after {keys}");
        assert_eq!(versions(&reader), 0);
        let (saved, _) = sent(&reader);
        assert_eq!(saved.iter().next().expect("a tag").id.as_str(), "id1");
        reader.press("u");
        assert_eq!(reader.tags(), before);
        assert_eq!(versions(&reader), 1);
    }
}

#[test]
fn without_a_conflict_its_keys_say_so() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("cV");
    assert_eq!(reader.notice(), "This tag has no other version");
    assert_eq!(reader.tags().len(), 1);
    reader.press("!");
    assert_eq!(reader.notice(), "No conflicts");
}

/// A look found that the annotation file holds `to` now, after `from`.
fn look(reader: &mut Reader, from: &AnnotationSet, to: &AnnotationSet) {
    reader.tell(Message::DiskChanged(DiskChange::Annotations(Box::new(
        AnnotationsOnDisk {
            document: HERE,
            rescan: 1,
            from: from.clone(),
            to: to.clone(),
            returned: false,
        },
    ))));
}

/// The document has other words now.
fn changes(reader: &mut Reader, to: &str) {
    let loaded = reader.model.open_document().expect("a document");
    let old = loaded.text.slice(loaded.text.full_range()).into_owned();
    let same = |(a, b): &(u8, u8)| a == b;
    let head = old.bytes().zip(to.bytes()).take_while(same).count();
    let most = old.len().min(to.len()) - head;
    let ends = old.bytes().rev().zip(to.bytes().rev());
    let tail = ends.take_while(same).count().min(most);
    let text = Text::new(to);
    reader.tell(Message::DiskChanged(DiskChange::Text(Box::new(
        TextOnDisk {
            document: HERE,
            structure: (
                ParagraphMode::Auto,
                Structure::new(&text, ParagraphMode::Auto, "en"),
            ),
            text,
            encoding: None,
            version: Some("second version".to_owned()),
            annotation_index: AnnotationIndex::default(),
            read_again: false,
            common: CommonEnds {
                prefix: head,
                suffix: tail,
            },
            notices: Vec::new(),
            warnings: Vec::new(),
        },
    ))));
}

fn set_of(reader: &Reader) -> AnnotationSet {
    reader
        .model
        .open_document()
        .expect("a document")
        .set()
        .clone()
}

fn without(set: &AnnotationSet, id: &str) -> AnnotationSet {
    let mut set = set.clone();
    set.apply(Change::Remove(id.into()))
        .expect("the annotation");
    set
}

#[test]
fn a_document_that_is_empty_for_a_moment_keeps_the_place_and_what_was_read() {
    let text = "One two three. Four five.\n\n".repeat(60);
    let mut reader = Reader::new(&[&text]);
    reader.press("cG");
    let place = |reader: &Reader| {
        let loaded = reader.model.open_document().unwrap();
        (loaded.top, loaded.seen.clone(), loaded.cursor.range())
    };
    reader.press("20%<Enter>");
    let before = place(&reader);
    changes(&mut reader, "");
    assert!(reader.notice().contains("lost"), "{}", reader.notice());
    changes(&mut reader, &text);
    assert_eq!(place(&reader), before);
    assert_eq!(reader.notice(), "The document has changed on disk");
}

#[test]
fn tags_of_others_come_in_quietly_and_the_screen_stays() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("cjf");
    let before = set_of(&reader);
    let theirs = edited(&without(&before, "id1"), "id2", |it| {
        it.note = "seen".to_owned();
    });
    let (mut theirs, mut other) = (theirs, (**before.get(&"id1".into()).unwrap()).clone());
    other.id = "theirs".into();
    theirs.apply(Change::Insert(other)).unwrap();
    reader.press("jl");
    let (top, cursor) = (reader.model.open_document().unwrap().top, reader.selected());
    let effects = reader.effects.len();
    look(&mut reader, &before, &theirs);
    assert_eq!(
        reader.notice(),
        "1 tag came in from disk, 1 tag changed on disk, 1 tag deleted on disk"
    );
    assert_eq!(set_of(&reader), theirs);
    assert_eq!(
        (reader.model.open_document().unwrap().top, reader.selected()),
        (top, cursor)
    );
    // Nothing is to be saved; the worker is told that it was taken in.
    assert_eq!(
        reader.effects[effects..],
        [Effect::AcknowledgeRescan(HERE, 1)]
    );
}

#[test]
fn a_note_that_is_being_written_stays_open_when_tags_come_in() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("caa no");
    let before = set_of(&reader);
    let theirs = edited(&before, "id1", |it| it.tag = "opinion".into());
    look(&mut reader, &before, &theirs);
    assert!(matches!(reader.model.mode, Mode::Note(_)));
    reader.press("te<Esc>");
    assert_eq!(reader.tags(), ["opinion \"One two three.\" a note"]);
}

#[test]
fn a_note_whose_tag_is_deleted_is_kept_apart_and_listed_at_once() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("caa no");
    let before = set_of(&reader);
    look(&mut reader, &before, &AnnotationSet::new());
    reader.press("te<Esc>");
    assert!(
        reader.notice().contains("R recovers it"),
        "{}",
        reader.notice()
    );
    let mut effects = reader.effects.iter().rev();
    let parked = effects.find_map(|it| match it {
        Effect::KeepOrphanedDraft(draft, None) => Some(draft.clone()),
        _ => None,
    });
    let draft = parked.expect("the note is to be kept");
    assert_eq!(draft.note, "a note");
    assert!(!reader.effects.contains(&Effect::DropDraft));
    let leftover = RecoveredItem {
        id: "own/note-1.json".to_owned(),
        what: Recovered::Note(draft),
    };
    reader.tell(Message::OrphanedDraftKept(leftover, None));
    // Another note is written and kept; R still offers the first one.
    reader.press("canext<Esc>");
    assert_eq!(reader.tags(), ["claim \"One two three.\" next"]);
    reader.press("R");
    let screen = reader.screen();
    assert!(
        screen.contains("copy the note “a note”: its tag is gone"),
        "{screen}"
    );
}

#[test]
fn undo_takes_back_her_own_change_after_others_came_in() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("caher note<Esc>");
    let before = set_of(&reader);
    let theirs = edited(&before, "id1", |it| it.tag = "opinion".into());
    look(&mut reader, &before, &theirs);
    reader.press("u");
    assert_eq!(reader.tags(), ["opinion \"One two three.\""]);
    reader.press("<Ctrl-r>");
    assert_eq!(reader.tags(), ["opinion \"One two three.\" her note"]);
}

#[test]
fn what_others_deleted_is_not_brought_back_by_undo() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("caher note<Esc>");
    let before = set_of(&reader);
    look(&mut reader, &before, &AnnotationSet::new());
    reader.press("u");
    assert!(
        reader.notice().contains("changed elsewhere"),
        "{}",
        reader.notice()
    );
    reader.press("uu<Ctrl-r><Ctrl-r>");
    assert!(reader.tags().is_empty());
}

#[test]
fn a_change_on_both_sides_is_a_conflict_that_is_saved() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("c");
    let before = set_of(&reader);
    reader.saves = false;
    reader.press("aours<Esc>");
    let (_, revision) = sent(&reader);
    reader.tell(Message::SaveFailed {
        document: HERE,
        revision,
        reason: "no".to_owned(),
        kept: false,
    });
    let theirs = edited(&before, "id1", |it| it.note = "theirs".to_owned());
    look(&mut reader, &before, &theirs);
    assert_eq!(reader.tags().len(), 2);
    assert!(reader.notice().contains("both versions are kept"));
    // Before the word that it was taken in: its tags are made of what was before.
    let last = &reader.effects[reader.effects.len() - 2..];
    assert!(
        matches!(last, [Effect::Save { .. }, Effect::AcknowledgeRescan(..)]),
        "{last:?}"
    );
}

#[test]
fn a_file_that_breaks_makes_the_tags_unsaved_until_it_is_whole() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("c");
    let known = set_of(&reader);
    reader.tell(Message::DiskChanged(DiskChange::AnnotationsUnusable(
        HERE,
        "it is broken".to_owned(),
    )));
    assert_eq!(reader.notice(), "it is broken");
    assert!(matches!(
        reader.model.documents.save_state(),
        SaveState::Failed(_)
    ));
    assert_eq!(reader.tags().len(), 1);
    look(&mut reader, &known, &known);
    assert_eq!(reader.model.documents.save_state(), SaveState::Saved);
    assert_eq!(sent(&reader).0, known);
}

/// Found under load: what the watch said of the file stood over why the save failed,
/// and that it is tried again, until the next key.
#[test]
fn news_of_a_broken_file_does_not_hide_why_a_save_failed() {
    let news = || {
        Message::DiskChanged(DiskChange::AnnotationsUnusable(
            HERE,
            "it cannot be read".to_owned(),
        ))
    };
    let failed = || Message::SaveFailed {
        document: HERE,
        revision: 1,
        reason: "it cannot be written".to_owned(),
        kept: true,
    };
    for messages in [[news(), failed()], [failed(), news()]] {
        let mut reader = Reader::new(&[TEXT]);
        reader.saves = false;
        reader.press("c");
        for message in messages {
            reader.tell(message);
        }
        let screen = reader.screen();
        let said = "it cannot be written (saving retries automatically; Ctrl-s: now)";
        assert!(screen.contains(said), "{screen}");
    }
}

/// Found under load, too: the tags of a file that was deleted could not be saved again,
/// and the last row went on to say that they were.
#[test]
fn that_a_file_was_deleted_and_that_its_tags_cannot_be_saved_are_both_told() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("c");
    reader.saves = false;
    reader.tell(Message::DiskChanged(DiskChange::AnnotationsDeleted(HERE)));
    assert!(reader.notice().contains("was deleted on disk"));
    reader.tell(Message::SaveFailed {
        document: HERE,
        revision: 2,
        reason: "there is no room".to_owned(),
        kept: true,
    });
    let screen = reader.screen();
    let why = "there is no room (saving retries automatically; Ctrl-s: now). The annotation file";
    assert!(screen.contains(why), "{screen}");
}

#[test]
fn tags_of_documents_that_were_only_counted_are_told_when_they_go() {
    let mut reader = Reader::new(&[TEXT, TEXT, TEXT, TEXT]);
    reader.press("c");
    let set = set_of(&reader);
    for index in [1, 2] {
        let summary = Summary {
            known: Some(Box::new(KnownAnnotations::new(set.clone()))),
            ..Summary::default()
        };
        reader.tell(Message::DocumentSummarised(
            DocumentId(index),
            Ok(Box::new(summary)),
        ));
    }
    let without = |ids: &[usize]| {
        let ids = ids.iter().map(|it| DocumentId(*it));
        Message::DiskChanged(DiskChange::OthersWithoutAnnotations(ids.collect()))
    };
    reader.press("j");
    let before = reader.notice().to_owned();
    reader.tell(without(&[3]));
    assert_eq!(reader.notice(), before, "it had none");
    reader.tell(without(&[1, 3]));
    assert_eq!(
        reader.notice(),
        "1 tag of another document is gone from disk: its annotation file was deleted"
    );
    reader.press("j");
    reader.tell(Message::DiskChanged(DiskChange::AnnotationsDeleted(HERE)));
    reader.tell(without(&[1, 2, 3]));
    assert_eq!(
        reader.notice(),
        "2 tags of 2 other documents are gone from disk: their annotation files were deleted; \
         The annotation file was deleted on disk: 1 tag is kept and saved again"
    );
}

#[test]
fn an_annotation_file_that_comes_back_loses_nothing_that_was_made_meanwhile() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("c");
    let old = set_of(&reader);
    reader.press("jf");
    let both = set_of(&reader);
    reader.tell(Message::DiskChanged(DiskChange::Annotations(Box::new(
        AnnotationsOnDisk {
            document: HERE,
            rescan: 1,
            from: old.clone(),
            to: old,
            returned: true,
        },
    ))));
    assert_eq!(
        reader.notice(),
        "The annotation file is back on disk; 1 tag made meanwhile is kept and saved again"
    );
    assert_eq!(sent(&reader).0, both);
    assert_eq!(set_of(&reader), both);
}

#[test]
fn an_annotation_file_that_was_deleted_is_written_again() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("c");
    let (known, revision) = sent(&reader);
    reader.tell(Message::DiskChanged(DiskChange::AnnotationsDeleted(HERE)));
    assert_eq!(
        reader.notice(),
        "The annotation file was deleted on disk: 1 tag is kept and saved again"
    );
    assert_eq!(sent(&reader), (known, revision + 1));
}

#[test]
fn a_document_that_changes_keeps_the_place_and_the_tags() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("jjcjll");
    assert_eq!(reader.selection(), "eleven");
    changes(&mut reader, &format!("New first line.\n\n{TEXT}"));
    assert_eq!(reader.selection(), "eleven");
    assert_eq!(
        reader.notice(),
        "The document has changed on disk: 1 tag moved with its words"
    );
    assert_eq!(reader.model.open_document().unwrap().displaced().all(), 1);
    assert!(
        reader.screen().contains("changed · 0"),
        "{}",
        reader.screen()
    );
    // Its words are gone: the cursor stays near, and the tag is told of.
    reader.press("[");
    assert_eq!(reader.selection(), "Eight nine.");
    changes(
        &mut reader,
        "New first line.\n\nOne two three. Ten eleven.\n",
    );
    assert!(
        reader.notice().contains("1 tag lost its passage"),
        "{}",
        reader.notice()
    );
    assert_eq!(reader.selection(), "Ten eleven.");
    // And they come back.
    changes(&mut reader, TEXT);
    assert_eq!(reader.model.open_document().unwrap().displaced().all(), 0);
    reader.press("u");
    assert!(reader.tags().is_empty());
}

#[test]
fn the_current_sentence_stays_in_its_row() {
    let lines: Vec<String> = (0..200)
        .map(|it| format!("Sentence number {it}.\n\n"))
        .collect();
    let mut reader = Reader::new(&[&lines.concat()]);
    reader.press("%50<Enter>jjjj");
    let row = |reader: &Reader| {
        let loaded = reader.model.open_document().unwrap();
        let start = loaded.cursor.range().start();
        let rows = text_rows(&reader.model, &layout(&reader.model));
        rows.iter().position(|it| it.row.whole.contains(start))
    };
    let (before, words) = (row(&reader), reader.selection());
    assert!(before.is_some_and(|it| it > 2));
    let more = "More words at the beginning. ".repeat(50);
    changes(&mut reader, &format!("{more}\n\n{}", lines.concat()));
    assert_eq!((row(&reader), reader.selection()), (before, words));
}

#[test]
fn a_document_that_is_gone_stays_on_the_screen_and_comes_back() {
    let mut reader = Reader::new(&[TEXT, "Other."]);
    reader.press("c");
    reader.tell(Message::DiskChanged(DiskChange::Deleted(HERE)));
    assert!(reader.notice().contains("its 1 tag"), "{}", reader.notice());
    assert!(reader.screen().contains("gone from disk"));
    assert_eq!(reader.selection(), "One two three.");
    reader.press("jf");
    assert_eq!(reader.tags().len(), 2);
    reader.tell(Message::DiskChanged(DiskChange::Restored(HERE)));
    assert!(!reader.screen().contains("gone from disk"));
    // One that was never opened.
    let other = DocumentId(1);
    reader.tell(Message::DiskChanged(DiskChange::Deleted(other)));
    reader.press("J");
    assert!(reader.screen().contains("gone from disk"));
    reader.tell(Message::DiskChanged(DiskChange::Restored(other)));
    assert_eq!(reader.selection(), "Other.");
}

/// A document whose mode had changed was called gone from disk.
#[test]
fn a_document_that_cannot_be_read_any_more_is_not_called_gone() {
    let mut reader = Reader::new(&[TEXT, "Other."]);
    let why = "no permission; change its mode or its owner";
    let unreadable = |id| Message::DiskChanged(DiskChange::Unreadable(id, why.to_owned()));
    reader.press("c");
    reader.tell(unreadable(HERE));
    assert_eq!(
        reader.notice(),
        format!(
            "{} cannot be read any more: {why}; its text is still here, and so is its 1 tag",
            reader.model.documents.all()[0].path
        )
    );
    assert!(reader.screen().contains("cannot be read ·"));
    assert!(!reader.screen().contains("gone from disk"));
    // It goes altogether, and comes back.
    reader.tell(Message::DiskChanged(DiskChange::Deleted(HERE)));
    assert!(reader.notice().contains("gone from disk"));
    assert!(reader.screen().contains("gone from disk"));
    reader.tell(unreadable(HERE));
    assert!(reader.screen().contains("cannot be read ·"));
    reader.tell(Message::DiskChanged(DiskChange::Restored(HERE)));
    assert_eq!(reader.notice(), "This document can be read again");
    assert!(!reader.screen().contains("cannot be read"));
    // One that was never opened.
    reader.tell(unreadable(DocumentId(1)));
    assert!(reader.screen().contains("no permission"));
    reader.tell(Message::DiskChanged(DiskChange::Restored(DocumentId(1))));
    assert!(!reader.screen().contains("no permission"));
}

#[test]
fn documents_that_come_stand_in_their_place_and_are_like_the_others() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("jc");
    reader.come(&["Another one. It is new.", "A third."]);
    assert_eq!(reader.notice(), "2 documents have come");
    // Where she was and what she did are as before.
    assert_eq!(reader.selection(), "Four, five six; seven.");
    let screen = reader.screen();
    let at = |words: &str| screen.find(words).expect(words);
    assert!(at("  0.txt") < at("Another one.") && at("  1.txt") < at("A third."));
    assert!(
        at("Another one.") < at("  1.txt") && at("A third.") < at("  2.txt"),
        "{screen}"
    );
    assert!(screen.contains("3 documents · 1 tag"), "{screen}");
    reader.press("Jjf");
    assert_eq!(reader.tags(), ["fact \"It is new.\""]);
    let saved = reader.effects.iter().rev().find_map(|it| match it {
        Effect::Save { document, .. } => Some(*document),
        _ => None,
    });
    assert_eq!(saved, Some(DocumentId(1)));
    reader.come(&["A fourth."]);
    assert_eq!(reader.notice(), "1 document has come");
    reader.press("u");
    assert_eq!(reader.tags(), [""; 0]);
}

#[test]
fn documents_with_other_numbers_are_not_taken_for_those_here() {
    let mut reader = Reader::new(&[TEXT]);
    for first in [0, 2] {
        let other = Document::unread("other.txt".to_owned(), None);
        let news = DiskChange::Added(DocumentId(first), vec![other]);
        reader.tell(Message::DiskChanged(news));
        assert_eq!(reader.model.documents.all().len(), 1);
        assert_eq!(reader.notice(), "");
    }
}

#[test]
fn the_first_document_of_an_empty_folder_is_opened() {
    let mut reader = Reader::new(&[]);
    assert!(reader.screen().contains("no documents here"));
    reader.come(&["One two. Three."]);
    assert_eq!(reader.selection(), "One two.");
    reader.press("c");
    assert_eq!(reader.tags().len(), 1);
}

#[test]
fn what_has_gone_wrong_is_still_said_when_documents_come() {
    let mut reader = Reader::new(&[TEXT, "Other."]);
    reader.tell(Message::DiskChanged(DiskChange::Deleted(HERE)));
    let said = reader.notice().to_owned();
    reader.come(&["New."]);
    assert_eq!(reader.notice(), said);
    assert!(reader.screen().contains("New."));
}

/// What happens in an interleaving.
#[derive(Debug, Clone)]
enum Step {
    Keys(&'static str),
    /// Others edit, delete or add a tag.
    Note(usize),
    Deletes(usize),
    Adds(usize),
    Text(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let keys = prop_oneof![
        Just("j"),
        Just("k"),
        Just("f"),
        Just("c"),
        Just("x"),
        Just("u"),
        Just("<Ctrl-r>"),
        Just("awords<Esc>"),
        Just("]"),
        Just("["),
        Just("G"),
        Just("g"),
        Just("vlo"),
        Just("V"),
        Just("w"),
        Just("/e"),
        Just("<Esc>"),
        Just("r"),
        Just("<Enter>"),
        Just("t"),
        Just("+"),
    ];
    let step = prop_oneof![
        4 => keys.prop_map(Step::Keys),
        1 => (0usize..8).prop_map(Step::Note),
        1 => (0usize..8).prop_map(Step::Deletes),
        1 => (0usize..8).prop_map(Step::Adds),
        1 => (0usize..5).prop_map(Step::Text),
    ];
    proptest::collection::vec(step, 0..40)
}

const TEXTS: [&str; 5] = [
    TEXT,
    "",
    "One two three.\n",
    "Ten eleven. Twelve thirteen. One two three. Eight nine. Four, five six; seven.",
    "e\u{301}One two three. Four, five six; seven. Ei\u{301}ght nine.\n",
];

/// What others do to the tags as they stand on disk.
fn others(step: &Step, disk: &AnnotationSet, count: usize) -> Option<AnnotationSet> {
    let nth = |at: usize| disk.iter().nth(at % disk.len().max(1)).cloned();
    match step {
        Step::Note(at) => nth(*at).map(|it| {
            edited(disk, it.id.as_str(), |it| {
                it.note = format!("theirs {count}");
            })
        }),
        Step::Deletes(at) => nth(*at).map(|it| without(disk, it.id.as_str())),
        Step::Adds(at) => nth(*at).map(|it| {
            let mut other = (*it).clone();
            other.id = format!("theirs{count}").as_str().into();
            let mut set = disk.clone();
            set.apply(Change::Insert(other)).expect("a new id");
            set
        }),
        Step::Keys(_) | Step::Text(_) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever comes when, nothing panics, and what others did is there until
    /// she does something about it herself.
    #[test]
    fn whatever_comes_in_between_keys_is_taken_in(steps in steps()) {
        let mut reader = Reader::new(&[TEXT]);
        for (count, step) in steps.iter().enumerate() {
            let disk = set_of(&reader);
            match step {
                Step::Keys(keys) => { reader.press(keys); }
                Step::Text(which) => changes(&mut reader, TEXTS[*which]),
                other => if let Some(theirs) = others(other, &disk, count) {
                    look(&mut reader, &disk, &theirs);
                    prop_assert_eq!(set_of(&reader), theirs);
                }
            }
            let loaded = reader.model.open_document().unwrap();
            let range = loaded.cursor.range();
            prop_assert!(range.end() <= loaded.text.len());
            prop_assert_eq!(loaded.text.floor_grapheme(range.start()), range.start());
            reader.screen();
        }
    }

    /// When she takes back all that she did, what others did stands.
    #[test]
    fn undoing_everything_leaves_what_others_did(keys in proptest::collection::vec(
        prop_oneof![Just("jf"), Just("c"), Just("awords<Esc>"), Just("Gx"), Just("kvlo")], 0..12,
    ), when in 0usize..12) {
        let mut reader = Reader::new(&[TEXT]);
        reader.press("Gf");
        let (base, _) = sent(&reader);
        let start = reader.model.history().undo.len();
        let mut came = false;
        for (count, keys) in keys.iter().enumerate() {
            if count == when {
                let mut other = (**base.iter().next().unwrap()).clone();
                other.id = "theirs".into();
                let before = set_of(&reader);
                let mut theirs = before.clone();
                theirs.apply(Change::Insert(other)).unwrap();
                look(&mut reader, &before, &theirs);
                came = true;
            }
            reader.press(keys);
        }
        let theirs_is_there = set_of(&reader).contains(&"theirs".into());
        reader.press("<Esc>");
        while reader.model.history().undo.len() > start {
            reader.press("u");
        }
        let after = set_of(&reader);
        prop_assert!(after.contains(&"id1".into()));
        prop_assert_eq!(after.contains(&"theirs".into()), came, "{}", theirs_is_there);
        prop_assert_eq!(after.len(), 1 + usize::from(came));
    }
}

#[test]
fn a_document_that_changes_no_longer_counts_as_done_and_that_is_said() {
    let mut reader = Reader::new(&["One two. Three four."]);
    reader.press("M");
    assert!(reader.model.counts(HERE).done.by_me);
    changes(&mut reader, "One two. Three for.");
    let done = reader.model.counts(HERE).done;
    assert!(!done.by_me && done.stale);
    assert!(
        reader.notice().contains("no longer counts as done"),
        "{}",
        reader.notice()
    );
}

/// Found in use: that an annotation file cannot be read was told only where its document was
/// opened.
#[test]
fn an_annotation_file_that_cannot_be_read_is_told_everywhere() {
    use postil::session::FileTrouble;
    for (trouble, label) in [
        (FileTrouble::Broken, "broken file"),
        (FileTrouble::Newer, "newer version"),
        (FileTrouble::OutOfReach, "no access"),
    ] {
        let mut reader = Reader::unread(&["One is so.\n", "Two is so.\n"]);
        reader.load(0);
        reader.loads = true;
        reader.press("c");
        let known = KnownAnnotations::default().with_trouble(Some(trouble));
        reader.tell(Message::AnnotationFilesRead(AnnotationFiles {
            known: vec![(DocumentId(1), Box::new(known))],
            progress: None,
        }));
        let screen = reader.screen();
        assert!(screen.contains(&format!("tags: {label}")), "{screen}");
        for (size, told) in [
            ((140, 40), "1 annotation file unreadable"),
            ((80, 24), "1 file unreadable"),
            ((60, 20), "1 file unreadable"),
            ((40, 10), "1 unread"),
        ] {
            reader.tell(Message::Resized(size.0, size.1));
            let first = reader.screen().lines().next().unwrap().to_owned();
            assert!(first.contains(told), "{size:?}: {first}");
        }
        reader.tell(Message::Resized(140, 40));
        assert!(reader.screen().contains("1 open+") || reader.screen().contains("1+ open"));
        reader.press("Q");
        let heading = reader.screen();
        assert!(heading.contains("· 1 file unreadable"), "{heading}");
        reader.press("<Esc>I");
        let rows = reader.screen();
        assert!(rows.contains("Unread") && rows.contains(label), "{rows}");
        reader.press("<Enter>");
        assert_eq!(reader.selection(), "Two is so.");
    }
}
