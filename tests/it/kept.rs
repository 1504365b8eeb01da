//! What is kept of an earlier time, and leaving with what is not saved: on a model
//! without terminal, files or clock.

use crate::fixture::Reader;
use postil::annotation::AnnotationSet;
use postil::app::{
    CopyOutcome, DocumentId, Draft, DraftState, Effect, Message, Mode, Recovered, RecoveredItem,
    SaveCopy,
};

const TEXT: &str = "One two three. Four five. Six.\n";
const FIRST: DocumentId = DocumentId(0);

/// The tags that some keys make, as an earlier reader had them.
fn tags(keys: &str) -> AnnotationSet {
    let mut reader = Reader::new(&[TEXT]);
    reader.press(keys);
    reader.model.open_document().unwrap().set().clone()
}

fn left_tags(base: &AnnotationSet, ours: &AnnotationSet) -> RecoveredItem {
    RecoveredItem {
        id: "tags".to_owned(),
        what: Recovered::Tags {
            document: FIRST,
            base: base.clone(),
            ours: ours.clone(),
        },
    }
}

fn left_note(annotation: &str, before: &str, note: &str) -> RecoveredItem {
    RecoveredItem {
        id: "note".to_owned(),
        what: Recovered::Note(Draft {
            document: "0.txt".to_owned(),
            annotation: annotation.into(),
            quote: "One two three.".to_owned(),
            before: before.to_owned(),
            note: note.to_owned(),
        }),
    }
}

fn fails(reader: &mut Reader, revision: u64, kept: bool) {
    reader.tell(Message::SaveFailed {
        document: FIRST,
        revision,
        reason: "the disk is full; make room".to_owned(),
        kept,
    });
}

#[test]
fn tags_are_put_back_merged_saved_and_only_then_forgotten() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("f");
    let base = reader.model.open_document().unwrap().set().clone();
    // The earlier reader took the fact off and made a claim, in a time of its own.
    let mut ours = tags("jjjjfuc");
    assert_eq!(ours.len(), 1);
    let claim = ours.iter().next().unwrap().as_ref().clone();
    ours = AnnotationSet::from_annotations([postil::annotation::Annotation {
        id: "theirs".into(),
        ..claim
    }])
    .0;
    reader.press("jo");
    reader.saves = false;
    reader.tell(Message::Recovered(vec![left_tags(&base, &ours)]));
    reader.press("R");
    assert!(reader.screen().contains("recover 2 changes of 0.txt"));
    reader.press("<Enter>");
    assert_eq!(
        reader.tags(),
        [r#"opinion "Four five.""#, r#"claim "Six.""#]
    );
    let forget = Effect::ForgetRecovered("tags".to_owned());
    assert!(!reader.effects.contains(&forget), "it is not on disk yet");
    let Some(Effect::Save { set, revision, .. }) = reader.effects.last().cloned() else {
        panic!("{:?}", reader.effects.last());
    };
    reader.tell(Message::Saved {
        document: FIRST,
        revision,
        sent: set.clone(),
        stored: set,
        conflicts: Vec::new(),
    });
    assert_eq!(reader.effects.last(), Some(&forget));
    reader.press("u");
    assert_eq!(reader.tags().len(), 2, "one step takes it back");
    reader.press("R");
    assert!(reader.notice().contains("Nothing to recover"));
}

#[test]
fn a_document_that_is_not_open_is_read_before_its_tags_are_put_back() {
    let mut reader = Reader::new(&["Another. One.\n", TEXT]);
    reader.loads = false;
    let mut leftover = left_tags(&AnnotationSet::new(), &tags("fjc"));
    if let Recovered::Tags { document, .. } = &mut leftover.what {
        *document = DocumentId(1);
    }
    reader.tell(Message::Recovered(vec![leftover]));
    reader.press("<Enter>");
    assert!(reader.effects.contains(&Effect::Load(DocumentId(1))));
    reader.load(1);
    assert_eq!(reader.tags().len(), 2);
    assert!(
        reader
            .effects
            .contains(&Effect::ForgetRecovered("tags".to_owned()))
    );
}

#[test]
fn a_note_goes_on_and_is_kept_anew_before_the_old_draft_goes() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("f");
    reader.tell(Message::Recovered(vec![left_note("id1", "", "Who says")]));
    reader.press("<Enter>");
    let Some(Effect::KeepDraft(draft, edits)) = reader.effects.last().cloned() else {
        panic!("{:?}", reader.effects.last());
    };
    assert_eq!(draft.note, "Who says");
    reader.tell(Message::DraftKept(edits, Ok(())));
    assert_eq!(
        reader.effects.last(),
        Some(&Effect::ForgetRecovered("note".to_owned()))
    );
    reader.press(" so?<Esc>");
    assert_eq!(reader.tags(), [r#"fact "One two three." Who says so?"#]);
    assert_eq!(reader.effects.last(), Some(&Effect::DropDraft));
}

#[test]
fn the_note_of_a_tag_that_is_gone_is_offered_as_words() {
    let mut reader = Reader::new(&[TEXT]);
    reader.tell(Message::Recovered(vec![left_note("gone", "", "Who says")]));
    assert!(
        reader
            .screen()
            .contains("copy the note “Who says”: its tag is gone")
    );
    reader.press("<Enter>");
    assert_eq!(
        reader.effects.last(),
        Some(&Effect::Copy(
            "Who says".to_owned(),
            Some("the note (R still recovers or discards it)")
        ))
    );
    // It is still there, until it is thrown away.
    reader.press("Rdiscard<Enter><Down><Enter>");
    assert_eq!(
        reader.effects.last(),
        Some(&Effect::ForgetRecovered("note".to_owned()))
    );
}

#[test]
fn a_list_of_what_was_kept_does_not_come_between_keys() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("/fo");
    reader.tell(Message::Recovered(vec![left_note("id1", "", "Who says")]));
    assert!(matches!(reader.model.mode, Mode::Prompt(_)));
    reader.press("<Esc>R");
    assert!(reader.screen().contains("Recover unsaved work"));
}

#[test]
fn every_edit_of_a_note_is_to_be_kept_and_the_row_says_when_it_is() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("fa");
    assert!(reader.says("saved"), "{}", reader.screen());
    reader.press("ab");
    assert!(reader.says("unsaved"));
    reader.tell(Message::DraftKept(1, Ok(())));
    assert!(reader.says("unsaved"), "that was of “a”");
    reader.tell(Message::DraftKept(2, Ok(())));
    assert!(reader.says("draft saved"));
    reader.tell(Message::DraftKept(2, Err("no room for it".to_owned())));
    assert!(reader.says("NOT SAVED") && reader.screen().contains("no room for it"));
    reader.tell(Message::Paste(" more".to_owned()));
    let Mode::Note(editor) = &reader.model.mode else {
        panic!("no note");
    };
    assert!(matches!(editor.draft, DraftState::Failed(_)));
    assert!(matches!(
        reader.effects.last(),
        Some(Effect::KeepDraft(draft, 3)) if draft.note == "ab more"
    ));
    reader.press("<Ctrl-g>");
    assert_eq!(reader.effects.last(), Some(&Effect::DropDraft));
    // A note that was only looked at leaves nothing behind.
    let before = reader.effects.len();
    reader.press("a<Esc>");
    assert_eq!(reader.effects.len(), before);
}

#[test]
fn quitting_offers_only_what_can_be_done() {
    let mut reader = Reader::new(&[TEXT]);
    reader.saves = false;
    reader.press("f");
    fails(&mut reader, 1, false);
    reader.press("q");
    let screen = reader.screen();
    assert!(
        screen.contains("save the tags elsewhere") && screen.contains("lose what is not saved")
    );
    assert!(!screen.contains("next start"), "nothing was kept");
    reader.press("<Esc>");
    fails(&mut reader, 1, true);
    reader.press("q");
    assert!(reader.screen().contains("the next start recovers them"));
    reader.press("recovers them<Enter>");
    assert_eq!(reader.effects.last(), Some(&Effect::Quit));
    assert!(!reader.effects.contains(&Effect::DiscardRecovery));
}

#[test]
fn a_failure_of_an_older_change_says_nothing_of_the_last() {
    let mut reader = Reader::new(&[TEXT]);
    reader.saves = false;
    reader.press("fjc");
    fails(&mut reader, 1, true);
    assert!(reader.says("saving …"));
    fails(&mut reader, 2, true);
    assert!(reader.says("NOT SAVED"));
    assert!(
        reader
            .screen()
            .contains("saving retries automatically; Ctrl-s: now")
    );
}

#[test]
fn tags_made_while_others_were_written_elsewhere_keep_the_reader_from_quitting() {
    let mut reader = Reader::new(&[TEXT]);
    reader.saves = false;
    reader.press("f");
    fails(&mut reader, 1, true);
    reader.press("qelsewhere<Enter>");
    reader.press("<Enter>");
    let Some(Effect::SaveCopy(request)) = reader.effects.last().cloned() else {
        panic!("{:?}", reader.effects.last());
    };
    assert_eq!(request.path, "~/0.txt.json");
    assert_eq!(request.sets.len(), 1);
    reader.press("jc");
    let done = || CopyOutcome::Done("they are elsewhere".to_owned());
    reader.tell(Message::CopySaved(request.clone(), done()));
    assert!(!reader.effects.contains(&Effect::Quit));
    assert!(reader.screen().contains("newer tags"));
    let set = reader.model.open_document().unwrap().set().clone();
    let request = SaveCopy {
        sets: vec![(FIRST, set)],
        ..request
    };
    reader.tell(Message::CopySaved(request, done()));
    assert!(
        reader
            .effects
            .contains(&Effect::PrintAtExit("they are elsewhere".to_owned()))
    );
    assert_eq!(reader.effects.last(), Some(&Effect::Quit));
}

#[test]
fn a_place_that_takes_nothing_is_asked_for_again() {
    let mut reader = Reader::new(&[TEXT]);
    reader.saves = false;
    reader.press("f");
    fails(&mut reader, 1, true);
    reader.press("qelsewhere<Enter><Enter>");
    let Some(Effect::SaveCopy(request)) = reader.effects.last().cloned() else {
        panic!("{:?}", reader.effects.last());
    };
    reader.tell(Message::CopySaved(
        request,
        CopyOutcome::Failed("cannot write there".to_owned()),
    ));
    let screen = reader.screen();
    assert!(screen.contains("Save to: ~/0.txt.json") && screen.contains("cannot write there"));
}

#[test]
fn stopping_is_asked_for_wherever_one_is() {
    let mut reader = Reader::new(&[TEXT]);
    for keys in [
        "<Ctrl-z>",
        "fa<Ctrl-z>",
        "<Esc>/x<Ctrl-z>",
        "<Esc>?<Ctrl-z>",
    ] {
        let before = reader.effects.len();
        reader.press(keys);
        assert_eq!(
            reader.effects[before..].last(),
            Some(&Effect::Suspend),
            "{keys}"
        );
    }
}

/// The list would take keys that are meant for the text.
#[test]
fn what_was_kept_does_not_come_between_somebody_and_the_keys() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("j");
    let left = || Message::Recovered(vec![left_note("id1", "", "Who says so?")]);
    reader.tell(left());
    assert!(!reader.screen().contains("Who says so?"));
    assert_eq!(
        reader.notice(),
        "There is unsaved work to recover: R shows it"
    );
    reader.press("R");
    assert!(reader.screen().contains("Who says so?"));
    let mut reader = Reader::new(&[TEXT]);
    reader.tell(left());
    assert!(reader.screen().contains("Who says so?"));
}

#[test]
fn what_was_kept_is_thrown_away_only_when_that_is_said_twice() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("f");
    reader.tell(Message::Recovered(vec![left_note(
        "id1",
        "",
        "Who says so?",
    )]));
    reader.press("Rdiscard<Enter>");
    let screen = reader.screen();
    assert!(
        screen.contains("Discard the note “Who says so?”? This cannot be undone"),
        "{screen}"
    );
    assert_eq!(reader.model.recovery().items.len(), 1);
    // The first answer is the harmless one, and leads back.
    reader.press("<Enter>");
    assert!(reader.screen().contains("Recover unsaved work"));
    assert_eq!(reader.model.recovery().items.len(), 1);
    reader.press("discard<Enter><Down><Enter>");
    assert!(reader.model.recovery().items.is_empty());
    let forgets = Effect::ForgetRecovered("note".to_owned());
    assert!(reader.effects.contains(&forgets));
    assert_eq!(reader.notice(), "Discarded");
}

#[test]
fn the_question_at_the_end_follows_what_becomes_of_the_save() {
    let mut reader = Reader::new(&[TEXT]);
    reader.saves = false;
    reader.press("f");
    let set = reader.model.open_document().unwrap().set().clone();
    fails(&mut reader, 1, false);
    reader.press("q<Down>");
    let screen = reader.screen();
    assert!(!screen.contains("the next start recovers"));
    // Why stands in a row of its own, where no title cuts it.
    assert!(
        screen.contains("┃   the disk is full; make room"),
        "{screen}"
    );
    // It can be kept by now; what is chosen stays chosen.
    fails(&mut reader, 1, true);
    let screen = reader.screen();
    assert!(screen.contains("quit; the next start recovers"), "{screen}");
    assert!(screen.contains("▸  save the tags"), "{screen}");
    reader.press("<Down><Down>");
    assert!(reader.screen().contains("▸  quit; the next"));
    // And not any more: what is chosen is not what loses.
    fails(&mut reader, 1, false);
    assert!(reader.screen().contains("▸  retry saving"));
    reader.tell(Message::Saved {
        document: FIRST,
        revision: 1,
        sent: set.clone(),
        stored: set,
        conflicts: Vec::new(),
    });
    assert!(matches!(reader.model.mode, Mode::Reading));
    assert_eq!(reader.notice(), "All is saved now; q quits");
    assert!(!reader.effects.contains(&Effect::Quit));
}
