//! What comes from outside while one reads: other versions of a tag, tags of
//! others, documents that change. On a model without terminal, files or clock.

mod fixture;

use fixture::Reader;
use postil::annotation::{Annotation, AnnotationSet, merge};
use postil::app::{DocumentId, Effect, Message};

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
        it.modified.0 = "2026-11-22T09:59:59Z".to_owned();
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
    assert!(reader.screen().contains("in conflict · 0.txt"));
}

#[test]
fn a_version_is_kept_or_deleted_and_that_is_undone() {
    let versions = |reader: &Reader| {
        let loaded = reader.model.loaded().expect("a document");
        loaded.conflicts().len()
    };
    for (keys, note, said) in [
        ("!<Enter>V", "ours", "kept: this version of claim"),
        ("!<Down><Enter>V", "theirs", "kept: this version of claim"),
        ("!<Enter>x", "theirs", "deleted: this version of claim"),
        ("!<Down><Enter>x", "ours", "deleted: this version of claim"),
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
    assert_eq!(
        reader.notice(),
        "there is only this one version of this tag"
    );
    assert_eq!(reader.tags().len(), 1);
    reader.press("!");
    assert_eq!(reader.notice(), "there are no two versions of any tag");
}
