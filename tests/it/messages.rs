//! Messages that come late, twice, or for something that has changed meanwhile: on a
//! model without terminal, files or clock.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use crate::fixture::{self, Reader};
use postil::annotation::{AnnotationFilter, AnnotationSet, Change, Selector, merge};
use postil::app::{
    Access, AnnotationFiles, AnnotationIndex, AnnotationsOnDisk, DeferredAnnotations,
    DeferredProgress, DiskChange, DocumentId, Draft, Effect, ExportRequest, KnownAnnotations,
    Message, Mode, Recovered, RecoveredItem,
};
use postil::storage::MergeBase;
use postil::text::Text;
use proptest::prelude::*;

const TEXT: &str = "One two three. Four five. Six.\n";

fn tagged(id: &str, tag: &str, text: &Text, start: usize) -> AnnotationSet {
    let range = text.range(start, start + 3).unwrap();
    let annotation = fixture::annotation(id, tag, Selector::new(text, range));
    AnnotationSet::from_annotations([annotation]).0
}

fn recovered(document: usize, ours: AnnotationSet) -> RecoveredItem {
    RecoveredItem {
        id: format!("tags-{document}"),
        what: Recovered::Tags {
            document: DocumentId(document),
            base: AnnotationSet::new(),
            ours,
        },
    }
}

fn asked_for(reader: &Reader, document: usize) -> usize {
    let load = Effect::Load(DocumentId(document));
    let effects = reader.effects.iter();
    effects.filter(|effect| **effect == load).count()
}

/// Found in a review of the model: two recovered documents put back, and the next
/// document opened at once, asked for its text twice; the second answer took the place
/// of the open document, and the next save read the difference as deletions.
#[test]
fn a_document_that_is_being_read_is_asked_for_once_and_a_second_answer_changes_nothing() {
    let mut reader = Reader::new(&["Another. One.\n", TEXT, TEXT]);
    reader.loads = false;
    let text = Text::new(TEXT);
    let items = [1, 2].map(|document| recovered(document, tagged("ours", "claim", &text, 4)));
    reader.tell(Message::Recovered(items.to_vec()));
    reader.press("<Enter>J");
    reader.load_with(1, tagged("theirs", "fact", &text, 0));
    reader.load_with(2, AnnotationSet::new());
    assert_eq!(asked_for(&reader, 1), 1);
    assert_eq!(asked_for(&reader, 2), 1);
    for document in [1, 2] {
        let late = Ok(Box::new(fixture::loaded(
            text.clone(),
            AnnotationSet::new(),
        )));
        reader.tell(Message::DocumentLoaded(DocumentId(document), late));
    }
    let ids = |document: usize| -> Vec<String> {
        let set = reader.model.documents.all()[document].set().unwrap();
        set.iter()
            .map(|annotation| annotation.id.to_string())
            .collect()
    };
    assert_eq!(ids(1), ["theirs", "ours"]);
    assert_eq!(ids(2), ["ours"]);
}

#[test]
fn what_cannot_be_put_back_can_be_tried_again() {
    let mut reader = Reader::new(&["Another.\n", TEXT]);
    reader.loads = false;
    let text = Text::new(TEXT);
    let item = recovered(1, tagged("ours", "claim", &text, 4));
    reader.tell(Message::Recovered(vec![item]));
    reader.press("<Enter>");
    reader.tell(Message::DocumentLoaded(
        DocumentId(1),
        Err("no permission".to_owned()),
    ));
    assert!(
        reader.notice().contains("The tags are kept"),
        "{}",
        reader.notice()
    );
    reader.tell(Message::DiskChanged(DiskChange::Restored(DocumentId(1))));
    assert_eq!(asked_for(&reader, 1), 2, "it can be read again");
    reader.load(1);
    reader.press("R");
    assert!(reader.screen().contains("recover 1 change of 1.txt"));
    reader.press("<Enter>");
    assert_eq!(reader.tags(), [r#"claim "two""#]);
}

/// Found in a trial: whoever put tags back into a document that was known to be unreadable
/// was told nothing, and could not try it again.
#[test]
fn what_cannot_be_put_back_into_an_unreadable_document_is_said_and_can_be_tried_again() {
    let mut reader = Reader::new(&["Another.\n", TEXT]);
    reader.loads = false;
    let text = Text::new(TEXT);
    reader.press("J");
    reader.tell(Message::DocumentLoaded(
        DocumentId(1),
        Err("no permission".to_owned()),
    ));
    let item = recovered(1, tagged("ours", "claim", &text, 4));
    reader.tell(Message::Recovered(vec![item]));
    for _ in 0..2 {
        reader.press("R<Enter>");
        let notice = reader.notice();
        assert!(notice.contains("not recovered: no permission"), "{notice}");
    }
    reader.tell(Message::DiskChanged(DiskChange::Restored(DocumentId(1))));
    reader.load(1);
    reader.press("R<Enter>");
    assert_eq!(reader.tags(), [r#"claim "two""#]);
}

/// A key that cannot wait any more is refused: it was meant for what is not there yet.
#[test]
fn a_key_for_which_there_is_no_room_in_the_queue_is_refused_in_words() {
    let mut reader = Reader::unread(&[TEXT]);
    reader.press(&"j".repeat(10_000));
    reader.press("c");
    assert_eq!(
        reader.notice(),
        "Too many keys are waiting: this one was ignored"
    );
    reader.load(0);
    assert_eq!(reader.tags(), [""; 0]);
    reader.press("c");
    assert_eq!(reader.tags(), [r#"claim "Six.""#]);
}

/// What is told of a document whose text is on its way is meant for that text.
#[test]
fn news_of_the_tags_of_a_document_that_is_being_read_waits_for_it() {
    let mut reader = Reader::new(&["Another.\n", TEXT]);
    reader.loads = false;
    reader.press("J");
    let text = Text::new(TEXT);
    let (from, to) = (AnnotationSet::new(), tagged("theirs", "fact", &text, 0));
    reader.tell(Message::DiskChanged(DiskChange::Annotations(Box::new(
        AnnotationsOnDisk {
            document: DocumentId(1),
            rescan: 1,
            from: from.clone(),
            to: to.clone(),
            returned: false,
        },
    ))));
    let took_in = Effect::AcknowledgeRescan(DocumentId(1), 1);
    assert!(!reader.effects.contains(&took_in), "it was not taken in");
    reader.load_with(1, from);
    assert!(reader.effects.contains(&took_in));
    assert_eq!(reader.tags(), [r#"fact "One""#]);
}

const SENTENCES: usize = 1_200;

/// Claims on some of the sentences of a text of `SENTENCES` that are 14 bytes long, each with
/// a note.
fn claims(text: &Text, sentences: Range<usize>, note: &str) -> AnnotationSet {
    let claims = sentences.map(|number| {
        let range = text.range(number * 15, number * 15 + 14).unwrap();
        let id = format!("id-{number:05}");
        let mut claim = fixture::annotation(&id, "claim", Selector::new(text, range));
        claim.note = note.to_owned();
        claim
    });
    AnnotationSet::from_annotations(claims).0
}

fn found_on_disk(rescan: u64, from: &AnnotationSet, to: &AnnotationSet) -> Message {
    Message::DiskChanged(DiskChange::Annotations(Box::new(AnnotationsOnDisk {
        document: DocumentId(0),
        rescan,
        from: from.clone(),
        to: to.clone(),
        returned: false,
    })))
}

/// Many tags come in from disk a piece at a time: taking in a hundred thousand at once held
/// a key for a second. Keys and further news between the pieces lose nothing.
#[test]
fn many_tags_from_disk_come_in_pieces_and_nothing_that_happens_meanwhile_is_lost() {
    let content = "One two three. ".repeat(SENTENCES);
    let text = Text::new(content.clone());
    let from = claims(&text, 0..SENTENCES - 100, "");
    // The first fifty are deleted, the others noted, the last hundred new.
    let to = claims(&text, 50..SENTENCES, "theirs");
    let later = claims(&text, 50..SENTENCES, "later");
    let here = |reader: &Reader| reader.model.open_document().unwrap().set().clone();
    let took_in = |number| Effect::AcknowledgeRescan(DocumentId(0), number);
    for meanwhile in ["nothing", "keys", "more news"] {
        let mut reader = Reader::unread(&[&content]);
        (reader.loads, reader.answers_more) = (false, false);
        reader.load_with(0, from.clone());
        reader.tell(found_on_disk(1, &from, &to));
        assert!(here(&reader) != from && here(&reader) != to, "a piece");
        assert!(!reader.effects.contains(&took_in(1)), "not all of it");
        let mut expected = to.clone();
        match meanwhile {
            "keys" => {
                // On the last sentence, whose claim is still to come.
                reader.press("Gf");
                let mine = here(&reader);
                let mine = mine.iter().find(|one| one.tag.as_str() == "fact");
                let mine = mine.expect("a fact").as_ref().clone();
                expected.apply(Change::Insert(mine)).unwrap();
            }
            "more news" => {
                reader.tell(found_on_disk(2, &to, &later));
                assert!(reader.effects.contains(&took_in(1)), "all of the first");
                expected = later.clone();
            }
            _ => {}
        }
        for _ in 0..6 {
            reader.tell(Message::Idle);
        }
        assert_eq!(here(&reader), expected, "{meanwhile}");
        assert!(reader.effects.contains(&took_in(1)));
        if meanwhile == "nothing" {
            let words = "100 tags came in from disk, 1,050 tags changed on disk, \
                         50 tags deleted on disk";
            assert_eq!(reader.notice(), words);
        }
    }
}

#[test]
fn a_draft_that_was_stored_late_is_not_taken_for_the_next_note() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press("fja");
    reader.press("c");
    reader.press("<Esc>kaFirst");
    let Some(Effect::KeepDraft(_, edits)) = reader.effects.last().cloned() else {
        panic!("{:?}", reader.effects.last());
    };
    reader.press("<Esc>");
    let note = Draft {
        document: "0.txt".to_owned(),
        annotation: "id2".into(),
        quote: "Four five.".to_owned(),
        before: String::new(),
        note: "Second".to_owned(),
    };
    let item = RecoveredItem {
        id: "note".to_owned(),
        what: Recovered::Note(note),
    };
    reader.tell(Message::Recovered(vec![item]));
    reader.press("ja");
    assert!(
        matches!(reader.model.mode, Mode::Note(_)),
        "the second note"
    );
    reader.tell(Message::DraftKept(edits, Ok(())));
    let forget = Effect::ForgetRecovered("note".to_owned());
    assert!(
        !reader.effects.contains(&forget),
        "it is stored nowhere else yet"
    );
}

#[test]
fn a_question_does_not_throw_away_what_is_being_typed() {
    let request = ExportRequest {
        format: "csv".to_owned(),
        file: "tags.csv".to_owned(),
        only: AnnotationFilter::default(),
        overwrite: false,
    };
    let mut reader = Reader::new(&[TEXT]);
    reader.press("faWords");
    reader.tell(Message::ExportExists(request));
    reader.press("<Esc>");
    assert_eq!(reader.tags(), [r#"fact "One two three." Words"#]);
    // The same with the question what to do with tags that are not saved.
    reader.saves = false;
    reader.press("jcq");
    reader.press("a!");
    reader.tell(Message::SaveFailed {
        document: DocumentId(0),
        revision: 3,
        reason: "the disk is full; make room".to_owned(),
        kept: true,
    });
    assert!(matches!(reader.model.mode, Mode::Note(_)));
}

/// Keys that waited for a document were meant for it, not for a list that came meanwhile.
#[test]
fn what_waits_for_a_document_is_not_pressed_in_a_list_that_comes_before_it() {
    let mut reader = Reader::unread(&[TEXT]);
    let text = Text::new(TEXT);
    reader.press("j");
    let item = recovered(0, tagged("ours", "claim", &text, 4));
    reader.tell(Message::Recovered(vec![item]));
    assert!(matches!(reader.model.mode, Mode::Reading), "R shows them");
    reader.press("c");
    reader.load(0);
    assert_eq!(reader.tags(), [r#"claim "Four five.""#]);
    // The same where a question comes.
    let mut reader = Reader::unread(&[TEXT]);
    reader.press("jc");
    reader.tell(Message::ExportExists(ExportRequest {
        format: "csv".to_owned(),
        file: "tags.csv".to_owned(),
        only: AnnotationFilter::default(),
        overwrite: false,
    }));
    reader.load(0);
    let opened = reader.model.open_document().unwrap();
    assert!(opened.set().is_empty(), "the question is answered first");
    reader.press("<Esc>");
    assert_eq!(reader.tags(), [r#"claim "Four five.""#]);
}

/// Tags that come late take to one of them only whoever is still in their document.
#[test]
fn whoever_has_gone_elsewhere_is_not_moved_by_tags_that_come_late() {
    for leaves in [false, true] {
        let mut reader = Reader::unread(&["Other. Words.\n", TEXT]);
        reader.load(0);
        let text = Text::new(TEXT);
        let there = tagged("theirs", "fact", &text, 15);
        let known = KnownAnnotations::new(there.clone());
        reader.tell(Message::AnnotationFilesRead(AnnotationFiles {
            known: vec![(DocumentId(1), Box::new(known))],
            progress: None,
        }));
        reader.press("t<Enter>");
        reader.load_without_tags(1);
        if leaves {
            reader.press("K");
        }
        let opened = reader.model.documents[DocumentId(1)].opened().unwrap();
        let (text, structure) = (opened.text.clone(), opened.structure.clone());
        reader.tell(Message::AnnotationsRead(
            DocumentId(1),
            DeferredProgress::Done(Box::new(DeferredAnnotations {
                annotation_index: AnnotationIndex::new(&text, &there, Vec::new()),
                text,
                structure,
                set: there,
                access: Access::Writable,
                notices: Vec::new(),
            })),
        ));
        let selected = if leaves { "Other." } else { "Fou" };
        assert_eq!(reader.selection(), selected);
    }
}

/// The reader with a worker that answers late: what it was asked to do and what it has
/// to say stand in two queues, which go on when the test says so.
struct World {
    reader: Reader,
    texts: Vec<Text>,
    disk: Vec<AnnotationSet>,
    merge_bases: BTreeMap<usize, MergeBase>,
    jobs: VecDeque<Effect>,
    news: VecDeque<Message>,
    done: usize,
    loads: BTreeMap<usize, usize>,
    /// All that was ever on disk or made; nothing is deleted in these runs.
    wanted: Vec<BTreeSet<String>>,
    theirs: usize,
}

fn ids(set: &AnnotationSet) -> BTreeSet<String> {
    set.iter()
        .map(|annotation| annotation.id.to_string())
        .collect()
}

impl World {
    fn new() -> Self {
        let texts = vec![
            Text::new("Another. One here.\n"),
            Text::new(TEXT),
            Text::new(TEXT),
        ];
        let mut reader = Reader::unread(&["Another. One here.\n", TEXT, TEXT]);
        reader.saves = false;
        let disk = texts
            .iter()
            .enumerate()
            .map(|(at, text)| tagged(&format!("first{at}"), "fact", text, 0));
        let disk: Vec<AnnotationSet> = disk.collect();
        let wanted = disk.iter().map(ids).collect();
        let mut world = Self {
            reader,
            texts,
            disk,
            merge_bases: BTreeMap::new(),
            jobs: VecDeque::new(),
            news: VecDeque::new(),
            done: 0,
            loads: BTreeMap::new(),
            wanted,
            theirs: 0,
        };
        world.news.push_back(Message::Recovered(vec![
            recovered(1, tagged("kept1", "claim", &world.texts[1], 4)),
            recovered(2, tagged("kept2", "claim", &world.texts[2], 4)),
        ]));
        world.collect();
        world
    }

    /// Hands what the reader wants to the worker.
    fn collect(&mut self) {
        let new = self.reader.effects[self.done..].to_vec();
        self.done = self.reader.effects.len();
        for effect in new {
            if let Effect::Save { document, set, .. } = &effect {
                self.wanted[document.0].extend(ids(set));
            }
            if matches!(
                effect,
                Effect::Load(_) | Effect::Save { .. } | Effect::AcknowledgeRescan(..)
            ) {
                self.jobs.push_back(effect);
            }
        }
    }

    fn work(&mut self) {
        match self.jobs.pop_front() {
            Some(Effect::Load(id)) => {
                *self.loads.entry(id.0).or_default() += 1;
                let set = self.disk[id.0].clone();
                self.merge_bases
                    .insert(id.0, MergeBase::loaded(set.clone()));
                let content = fixture::loaded(self.texts[id.0].clone(), set);
                let loaded = Message::DocumentLoaded(id, Ok(Box::new(content)));
                self.news.push_back(loaded);
            }
            Some(Effect::Save {
                document,
                set,
                revision,
                acknowledged,
            }) => {
                let merge_base = self.merge_bases.get_mut(&document.0).unwrap();
                let base = merge_base.base(acknowledged);
                let (stored, _) = merge(&base, &set, &self.disk[document.0]);
                self.disk[document.0] = stored.clone();
                let sent = merge_base.saved(revision, acknowledged, set, stored.clone());
                self.news.push_back(Message::Saved {
                    document,
                    revision,
                    sent,
                    stored,
                    conflicts: Vec::new(),
                });
            }
            Some(Effect::AcknowledgeRescan(document, rescan)) => {
                self.merge_bases
                    .get_mut(&document.0)
                    .unwrap()
                    .took_in(rescan);
            }
            _ => {}
        }
    }

    /// Somebody else tags a document, and the watch tells it.
    fn somebody_tags(&mut self, document: usize) {
        self.theirs += 1;
        let id = format!("theirs{}", self.theirs);
        let text = &self.texts[document];
        let new = tagged(&id, "opinion", text, self.theirs % 5);
        for annotation in new.iter() {
            let insert = Change::Insert((**annotation).clone());
            self.disk[document].apply(insert).unwrap();
        }
        self.wanted[document].insert(id);
        if let Some(merge_base) = self.merge_bases.get_mut(&document) {
            let to = self.disk[document].clone();
            let found = merge_base.rescanned(to.clone());
            self.news
                .push_back(Message::DiskChanged(DiskChange::Annotations(Box::new(
                    AnnotationsOnDisk {
                        document: DocumentId(document),
                        rescan: found.number,
                        from: found.from,
                        to,
                        returned: found.returned,
                    },
                ))));
        }
    }

    fn step(&mut self, step: (u8, usize)) {
        match step {
            (0 | 1, _) => self.work(),
            (2 | 3, _) => {
                if let Some(message) = self.news.pop_front() {
                    self.reader.tell(message);
                }
            }
            (4, which) => self.somebody_tags(which % 3),
            // A text that comes once more, later than anything.
            (5, which) => {
                let document = which % 3;
                let again = fixture::loaded(self.texts[document].clone(), AnnotationSet::new());
                if self.loads.contains_key(&document) && self.is_open(document) {
                    let again = Message::DocumentLoaded(DocumentId(document), Ok(Box::new(again)));
                    self.reader.tell(again);
                }
            }
            (_, which) => {
                let keys = ["F", "C", "J", "K", "j", "k", "R<Enter>", "<Enter>", "N"];
                self.reader.press(keys[which % keys.len()]);
            }
        }
        self.collect();
    }

    fn is_open(&self, document: usize) -> bool {
        self.reader.model.documents.all()[document]
            .opened()
            .is_some()
    }

    fn finish(&mut self) {
        while !(self.jobs.is_empty() && self.news.is_empty()) {
            self.work();
            if let Some(message) = self.news.pop_front() {
                self.reader.tell(message);
            }
            self.collect();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// Whatever the order in which the worker answers, other people tag and keys are
    /// pressed: each text is asked for once, no tag is lost, and what is on the screen
    /// is what is on disk.
    #[test]
    fn messages_in_any_order_lose_no_tag(
        steps in prop::collection::vec((0u8..9, 0usize..100), 0..60),
    ) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
        }
        world.finish();
        for (document, count) in &world.loads {
            prop_assert_eq!(*count, 1, "document {} was read more than once", document);
        }
        for document in 0..3 {
            let on_disk = ids(&world.disk[document]);
            prop_assert!(
                on_disk.is_superset(&world.wanted[document]),
                "{:?} of {:?}", on_disk, world.wanted[document]
            );
            if world.is_open(document) {
                let shown = world.reader.model.documents.all()[document].set().unwrap();
                prop_assert_eq!(&ids(shown), &on_disk);
            }
        }
    }
}
