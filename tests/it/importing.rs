//! Importing in the reader: a file is named, what it would do is shown, and done as one step.

use postil::annotation::{AnnotationId, DocumentFacts, NewTag, Selector};
use postil::app::{
    DocumentId, Effect, ImportAsked, ImportFound, ImportHow, ImportInto, ImportLabel, ImportNews,
    Message, Mode, Overlay,
};

use crate::fixture::{Reader, annotation};

const TEXT: &str = "One two. Three four. Five six.\n";

fn tags(reader: &Reader, document: usize) -> Vec<String> {
    let document = &reader.model.documents.all()[document];
    let opened = document.opened().expect("it is open");
    let shown = opened.set().iter();
    shown
        .map(|one| format!("{} {}", one.tag, one.selector.quote))
        .collect()
}

fn list(reader: &Reader) -> (String, Vec<String>) {
    let Mode::Overlay(Overlay::Picker(list)) = &reader.model.mode else {
        panic!("no list: {}", reader.notice());
    };
    let rows = list.rows.iter().map(|row| row.text.clone());
    (list.title.clone(), rows.collect())
}

/// What was asked last.
fn asked(reader: &Reader) -> ImportAsked {
    let asked = reader.effects.iter().rev().find_map(|effect| match effect {
        Effect::ReadImport(asked) => Some((**asked).clone()),
        _ => None,
    });
    asked.expect("a file was asked for")
}

/// An import of two tags in the first document, and of a tag and a note in the second.
fn found(reader: &Reader, label: &str) -> ImportFound {
    let tag = |document: usize, id: &str, start, end| {
        let text = &reader.texts[document];
        let range = text.range(start, end).expect("it is in the text");
        annotation(id, label, Selector::new(text, range))
    };
    let into = |document, new, note: &str| ImportInto {
        document: DocumentId(document),
        new,
        suggestions: Vec::new(),
        facts: DocumentFacts::default().with_note(note),
    };
    ImportFound {
        format: "brat".to_owned(),
        documents: vec![
            into(0, vec![tag(0, "a", 0, 8), tag(0, "b", 9, 20)], ""),
            into(1, vec![tag(1, "c", 0, 8)], "Whose text?"),
        ],
        labels: vec![ImportLabel {
            theirs: "Reason".to_owned(),
            ours: label.into(),
            tags: 3,
        }],
        told: vec![
            "0.txt: 2 tags new".to_owned(),
            "1.txt: 1 tag new".to_owned(),
        ],
        left_out: vec!["c.ann: its words are not in the document".to_owned()],
        not_imported: 1,
        predictions: 0,
        weaker: 0,
    }
}

fn tell(reader: &mut Reader, news: ImportNews) {
    let number = asked(reader).number;
    reader.tell(Message::ImportRead(number, news));
}

/// A reader that is shown what `tags.zip` would do.
fn reader() -> Reader {
    let mut reader = Reader::new(&[TEXT, TEXT, TEXT]);
    reader.press(":import<Enter>");
    reader.press("tags.zip<Enter>");
    assert_eq!(reader.notice(), "Reading tags.zip · Esc cancel");
    let found = found(&reader, "Reason");
    tell(&mut reader, ImportNews::Found(Box::new(found)));
    reader
}

#[test]
fn what_an_import_would_do_is_shown_and_done_as_one_step() {
    let mut reader = reader();
    let (title, rows) = list(&reader);
    assert_eq!(title, "Import tags.zip (brat)");
    assert_eq!(
        rows,
        [
            "import 3 tags in 2 documents; 1 cannot be",
            "label “Reason” is no tag here: 3 tags keep it",
            "not imported: c.ann: its words are not in the document",
            "0.txt: 2 tags new",
            "1.txt: 1 tag new",
        ]
    );
    assert_eq!(tags(&reader, 0), [""; 0]);
    reader.press("<Enter>");
    assert_eq!(
        reader.notice(),
        "Imported 3 tags from tags.zip in 2 documents; 1 not imported; u undoes"
    );
    let both = ["Reason One two.", "Reason Three four."];
    assert_eq!(tags(&reader, 0), both);
    let facts = |reader: &Reader| {
        let document = reader.model.documents.all()[1].opened().expect("open");
        document.set().facts().note.clone()
    };
    assert_eq!(facts(&reader), "Whose text?");
    reader.press("u");
    assert_eq!(
        reader.notice(),
        "Undid: import of 3 tags from tags.zip in 2 documents"
    );
    assert_eq!((tags(&reader, 0).len(), tags(&reader, 1).len()), (0, 0));
    assert_eq!(facts(&reader), "");
    reader.press("<Ctrl-r>");
    assert_eq!(tags(&reader, 0), both);
    assert_eq!(facts(&reader), "Whose text?");
    assert_eq!(reader.model.history().undo.len(), 1);
}

#[test]
fn nothing_is_changed_where_it_is_cancelled() {
    let mut reader = reader();
    reader.press("<Esc>");
    assert_eq!(reader.notice(), "Cancelled; nothing was imported");
    assert!(matches!(reader.model.mode, Mode::Reading));
    reader.press(":import<Enter>tags.zip<Enter><Esc>");
    assert_eq!(reader.notice(), "Cancelled; nothing was imported");
    let late = found(&reader, "Reason");
    tell(&mut reader, ImportNews::Found(Box::new(late)));
    assert!(matches!(reader.model.mode, Mode::Reading), "nobody waits");
    assert_eq!(tags(&reader, 0), [""; 0]);
}

#[test]
fn a_wrong_path_is_there_again_with_what_is_wrong() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press(":import<Enter>tag.zip<Enter>");
    tell(&mut reader, ImportNews::Failed("no such file".to_owned()));
    let Mode::Prompt(_) = &reader.model.mode else {
        panic!("it is not asked again");
    };
    let screen = reader.screen();
    assert!(screen.contains("Import from: tag.zip"), "{screen}");
    assert!(screen.contains("no such file"), "{screen}");
}

#[test]
fn a_path_is_completed() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press(":import<Enter>ta<Tab>");
    assert_eq!(
        reader.effects.last(),
        Some(&Effect::CompletePath("ta".to_owned()))
    );
    let completed = |typed: &str, completed: &str, names: &[&str]| Message::PathCompleted {
        typed: typed.to_owned(),
        completed: completed.to_owned(),
        names: names.iter().map(|&name| name.to_owned()).collect(),
    };
    reader.tell(completed("ta", "tags", &["tags.csv", "tags.zip"]));
    let screen = reader.screen();
    assert!(screen.contains("Import from: tags "), "{screen}");
    assert!(screen.contains("tags.csv  tags.zip"), "{screen}");
    reader.press(".z");
    let screen = reader.screen();
    assert!(!screen.contains("tags.csv"), "{screen}");
    reader.tell(completed("ta", "table", &["table"]));
    assert!(reader.screen().contains("Import from: tags.z"), "too late");
}

#[test]
fn a_label_becomes_the_tag_of_a_key() {
    let mut reader = reader();
    reader.press("jc");
    assert_eq!(asked(&reader).map, [("Reason".to_owned(), "claim".into())]);
    let again = found(&reader, "claim");
    tell(&mut reader, ImportNews::Found(Box::new(again)));
    let (_, rows) = list(&reader);
    assert_eq!(rows[1], "label “Reason” becomes claim: 3 tags");
    let Mode::Overlay(Overlay::Picker(list)) = &reader.model.mode else {
        panic!("no list");
    };
    assert_eq!(list.chosen, 1, "the label is chosen still");
    reader.press("<Enter>");
    assert_eq!(tags(&reader, 1), ["claim One two."]);
}

#[test]
fn a_label_is_added_to_the_tags_before_it_is_imported() {
    let mut reader = reader();
    reader.press("j+");
    let (_, rows) = list(&reader);
    assert_eq!(rows[1], "label “Reason” is added to the tags: 3 tags");
    reader.press("<Enter>");
    let new = NewTag {
        id: "Reason".into(),
        key: Some('z'),
    };
    let added = Effect::AddTags(vec![new]);
    assert!(reader.effects.contains(&added));
    assert_eq!(tags(&reader, 0), [""; 0], "not yet");
    reader.tell(Message::TagsAdded(Err("postil.toml: no".to_owned())));
    assert_eq!(reader.notice(), "Nothing was imported: postil.toml: no");
    reader.press("<Enter>");
    reader.tell(Message::TagsAdded(Ok(())));
    assert_eq!(
        reader.notice(),
        "Imported 3 tags from tags.zip in 2 documents, with Reason (z) added to postil.toml; \
         1 not imported; u undoes"
    );
    assert_eq!(tags(&reader, 1), ["Reason One two."]);
    reader.press("jjz");
    assert_eq!(tags(&reader, 0).last().unwrap(), "Reason Five six.");
}

/// What a model made is shown as such, and `s` makes suggestions of it, which are no tags.
#[test]
fn what_a_model_made_is_suggested_where_that_is_wanted() {
    let mut reader = Reader::new(&[TEXT, TEXT, TEXT]);
    reader.press(":import<Enter>tags.zip<Enter>");
    let mut found = found(&reader, "claim");
    found.predictions = 3;
    tell(&mut reader, ImportNews::Found(Box::new(found.clone())));
    let (_, rows) = list(&reader);
    assert_eq!(rows[1], "3 predictions of a model come in as tags");
    reader.press("s");
    assert!(asked(&reader).how.suggest);
    for one in &mut found.documents {
        one.suggestions = std::mem::take(&mut one.new);
    }
    found.predictions = 0;
    tell(&mut reader, ImportNews::Found(Box::new(found)));
    let (_, rows) = list(&reader);
    assert_eq!(rows[0], "import 3 suggestions in 2 documents; 1 cannot be");
    assert!(
        rows[1].starts_with("what a model made is suggested"),
        "{rows:?}"
    );
    reader.press("<Enter>");
    assert_eq!(
        reader.notice(),
        "Imported 3 suggestions from tags.zip in 2 documents; 1 not imported; u undoes"
    );
    let waiting = |reader: &Reader| {
        let document = reader.model.documents.all()[0].opened().expect("open");
        document.set().facts().suggestions.len()
    };
    assert_eq!((tags(&reader, 0).len(), waiting(&reader)), (0, 2));
    reader.press("u");
    assert_eq!(
        reader.notice(),
        "Undid: import from tags.zip in 2 documents"
    );
    assert_eq!(waiting(&reader), 0);
    reader.press("<Ctrl-r>");
    assert_eq!(waiting(&reader), 2);
}

/// What the command line has options for stands before the file.
#[test]
fn options_stand_before_the_file() {
    let mut reader = Reader::new(&[TEXT]);
    reader.press(":import<Enter>--format brat --suggest --at-least 0.5 my tags.zip<Enter>");
    let asked = asked(&reader);
    assert_eq!(asked.file, "my tags.zip");
    let how = ImportHow {
        format: Some("brat".to_owned()),
        suggest: true,
        at_least: Some(0.5),
    };
    assert_eq!(asked.how, how);
    for (line, words) in [
        ("--at-least 7 a.zip", "a score is a number from 0 to 1"),
        (
            "--map a=b a.zip",
            "--map is none of --suggest, --at-least, --format",
        ),
        ("--format brat", "name a file or folder behind it"),
    ] {
        let mut reader = Reader::new(&[TEXT]);
        reader.press(&format!(":import<Enter>{line}<Enter>"));
        let screen = reader.screen();
        assert!(screen.contains(words), "{screen}");
        assert!(screen.contains(&format!("Import from: {line}")), "{screen}");
    }
}

/// A document that cannot be written leaves nothing half imported.
#[test]
fn an_import_is_whole_or_not_at_all() {
    let mut reader = Reader::new(&[TEXT, TEXT]);
    reader.loads = false;
    reader.press(":import<Enter>tags.zip<Enter>");
    let found = found(&reader, "claim");
    tell(&mut reader, ImportNews::Found(Box::new(found)));
    reader.press("<Enter>");
    assert_eq!(tags(&reader, 0).len(), 2, "it is begun");
    reader.tell(Message::DocumentLoaded(
        DocumentId(1),
        Err("it is no text".to_owned()),
    ));
    assert_eq!(
        reader.notice(),
        "Nothing was imported: 1.txt: it is no text"
    );
    assert_eq!(tags(&reader, 0), [""; 0]);
    let history = reader.model.history();
    assert_eq!((history.undo.len(), history.redo.len()), (0, 0));
}

#[test]
fn what_came_meanwhile_stays() {
    let mut reader = reader();
    let found = found(&reader, "claim");
    let here = found.documents[0].new[0].clone();
    reader.press("<Enter>");
    reader.press(":import<Enter>tags.zip<Enter>");
    tell(&mut reader, ImportNews::Found(Box::new(found)));
    reader.press("<Enter>");
    assert_eq!(reader.notice(), "Nothing was imported; 3 were here already");
    let id: &AnnotationId = &here.id;
    let document = reader.model.documents.all()[0].opened().expect("open");
    let stays = document.set().get(id).expect("it is there");
    assert_eq!(stays.tag.as_str(), "Reason");
}

fn seen(size: (u16, u16)) -> String {
    let mut reader = Reader::with(&[TEXT, TEXT, TEXT], postil::app::Settings::default(), size);
    reader.press(":import<Enter>../colleagues/tags.zip<Enter>");
    let mut found = found(&reader, "Reason");
    for number in 1..=30 {
        found.left_out.push(format!(
            "b.ann: line {number}: “The agency said on Monday that it had received the whole sum”: \
             its words stand in 2 places, and nothing tells which is meant"
        ));
    }
    tell(&mut reader, ImportNews::Found(Box::new(found)));
    reader.press("j").screen()
}

#[test]
fn it_is_seen_at_140x40() {
    insta::assert_snapshot!(seen((140, 40)));
}

#[test]
fn it_is_seen_at_80x24() {
    insta::assert_snapshot!(seen((80, 24)));
}

#[test]
fn it_is_seen_at_60x20() {
    insta::assert_snapshot!(seen((60, 20)));
}
