//! Ten thousand documents in the sidebar: on a model without files.

use crate::fixture::{FixedEnv, Reader, loaded, totals};
use postil::annotation::AnnotationSet;
use postil::app::{
    AnnotationFiles, DiscoveredDocuments, Document, DocumentId, Effect, Key, Message, Mode, Model,
    Overlay, Remembered, Settings, TotalsProgress, update,
};
use postil::text::Text;

/// Documents of a hundred folders, numbered from `first` on.
fn documents(numbers: impl Iterator<Item = usize>) -> Vec<Document> {
    let path = |it: usize| format!("f{:02}/{:02}.txt", it / 100, it % 100);
    numbers.map(|it| Document::unread(path(it), None)).collect()
}

fn listed(first: usize, documents: Vec<Document>, complete: bool) -> DiscoveredDocuments {
    DiscoveredDocuments {
        first: DocumentId(first),
        documents,
        complete,
        slow: false,
    }
}

fn start(listed: DiscoveredDocuments) -> (Model, Vec<Effect>) {
    let remembered = Remembered {
        welcomed: true,
        ..Remembered::default()
    };
    let settings = Settings::default();
    postil::app::start(
        settings,
        Some("ana".to_owned()),
        listed,
        &remembered,
        None,
        (140, 40),
    )
}

fn tell(model: &mut Model, message: Message) -> Vec<Effect> {
    update(model, message, &FixedEnv::default())
}

fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let keys = keys.chars().map(Key::char);
    keys.flat_map(|key| tell(model, Message::Key(key)))
        .collect()
}

fn load(model: &mut Model, id: DocumentId) -> Vec<Effect> {
    let text = Text::new("One two. Three four.");
    let loaded = loaded(text, AnnotationSet::new());
    tell(model, Message::DocumentLoaded(id, Ok(Box::new(loaded))))
}

/// The documents that the effects want to be looked into.
fn wanted(effects: &[Effect]) -> Vec<usize> {
    let wanted = effects.iter().filter_map(|it| match it {
        Effect::Summarise(ids) => Some(ids.iter().map(|it| it.0)),
        _ => None,
    });
    wanted.flatten().collect()
}

#[test]
fn what_is_in_view_is_looked_into_and_nothing_else() {
    let (mut model, effects) = start(listed(0, documents(0..10_000), true));
    assert!(
        effects.contains(&Effect::Load(DocumentId(0))),
        "{effects:?}"
    );
    let effects = load(&mut model, DocumentId(0));
    let first = wanted(&effects);
    assert!(
        first.len() >= 10 && first.iter().all(|it| *it < 12),
        "{first:?}"
    );
    // What was asked for is not asked for again.
    assert_eq!(wanted(&press(&mut model, "j")), [0; 0]);
    model.pane = postil::app::Pane::Documents;
    let last = wanted(&press(&mut model, "G"));
    assert!(
        last.len() >= 10 && last.iter().all(|it| *it > 9_980 || *it == 0),
        "{last:?}"
    );
}

#[test]
fn keys_wait_for_the_document_to_begin_with() {
    // What the first screen did not wait for holds the first one by name.
    let (mut model, effects) = start(listed(0, documents(5_000..7_000), false));
    assert!(effects.is_empty(), "{effects:?}");
    assert!(press(&mut model, "jc").is_empty());
    assert!(model.documents.open.is_none());
    let more = listed(2_000, documents(0..5_000), false);
    assert!(wanted(&tell(&mut model, Message::DocumentsDiscovered(more))).len() >= 10);
    assert!(model.documents.open.is_none());
    let rest = listed(7_000, documents(7_000..10_000), true);
    let effects = tell(&mut model, Message::DocumentsDiscovered(rest));
    assert!(effects.contains(&Effect::WatchDocuments));
    let first = DocumentId(2_000);
    assert!(effects.contains(&Effect::Load(first)), "{effects:?}");
    load(&mut model, first);
    assert_eq!(model.open_document().unwrap().set().len(), 1);
    assert_eq!(model.document().unwrap().path, "f00/00.txt");
    // Others with numbers of their own are not taken in.
    tell(
        &mut model,
        Message::DocumentsDiscovered(listed(3, documents(0..1), true)),
    );
    assert_eq!(model.documents.all().len(), 10_000);
}

#[test]
fn tags_are_counted_as_they_are_read_and_as_they_change() {
    let (mut model, _) = start(listed(0, documents(0..300), true));
    load(&mut model, DocumentId(0));
    press(&mut model, "n");
    assert_eq!(totals(&model), None);
    let set = model.open_document().unwrap().set().clone();
    let tags = |ids: std::ops::Range<usize>, progress| {
        let tagged = || Box::new(postil::app::KnownAnnotations::new(set.clone()));
        Message::AnnotationFilesRead(AnnotationFiles {
            known: ids.map(|id| (DocumentId(id), tagged())).collect(),
            progress,
        })
    };
    tell(&mut model, tags(1..20, Some((19, 40))));
    assert_eq!(totals(&model), None);
    tell(&mut model, tags(20..41, Some((40, 40))));
    assert_eq!(totals(&model), Some((41, 41)));
    press(&mut model, "n");
    assert_eq!(totals(&model), Some((40, 40)));
    press(&mut model, "u");
    assert_eq!(totals(&model), Some((41, 41)));
}

/// It said 0 % as long as the only file was being read.
#[test]
fn how_far_tags_are_read_is_said_where_it_is_known() {
    let mut reader = Reader::new(&["One.", "Two."]);
    // What is known stays known, and this reader knows all from the start.
    reader.model.documents.counted = TotalsProgress::NotStarted;
    let mut tell = |progress| {
        let known = Vec::new();
        let progress = Some(progress);
        reader.tell(Message::AnnotationFilesRead(AnnotationFiles {
            known,
            progress,
        }));
        reader
            .screen()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let screen = tell((0, 5000));
    assert!(screen.contains("· reading tags …"), "{screen}");
    assert!(!screen.contains('%'), "{screen}");
    let screen = tell((2000, 5000));
    assert!(screen.contains("· reading tags ▰▰▰▱▱▱▱▱ 40%"), "{screen}");
    assert!(!tell((5000, 5000)).contains("reading tags"));
}

#[test]
fn the_list_of_documents_is_made_in_pieces_and_by_name() {
    let texts = vec!["One."; 2_500];
    let mut reader = Reader::new(&texts);
    reader.answers_more = false;
    let list = |reader: &Reader| match &reader.model.mode {
        Mode::Overlay(Overlay::Picker(list)) => list.clone(),
        _ => panic!("a list is shown"),
    };
    reader.press("D");
    assert_eq!(list(&reader).rows.len(), 1000);
    // What comes meanwhile stands behind the others, once.
    reader.come(&["Two.", "Three."]);
    reader.press("2501");
    while list(&reader).is_unfinished() {
        reader.tell(Message::Idle);
    }
    let list = list(&reader);
    // The title comes first, where it is known.
    let name = |row: &postil::app::PickerRow| {
        let words = row.detail.split(' ').chain(row.text.split(' '));
        words.map(str::to_owned).find(|word| word.ends_with(".txt"))
    };
    let names: Vec<_> = list.rows.iter().filter_map(name).collect();
    let number = |name: &String| name.trim_end_matches(".txt").parse::<usize>().ok();
    assert!(names[..2500].iter().map(number).eq((0..2500).map(Some)));
    assert_eq!(names[2500..], ["2500.txt", "2501.txt"]);
    let chosen = list.chosen_row().and_then(name);
    assert_eq!(chosen.as_deref(), Some("2501.txt"));
}

#[test]
fn a_list_of_documents_that_is_open_takes_in_what_comes() {
    let mut reader = Reader::new(&["One.", "Two."]);
    reader.press("D1");
    reader.come(&["Three."]);
    reader.press("<Backspace>2");
    let screen = reader.screen();
    assert!(screen.contains("▸  Three."), "{screen}");
}
