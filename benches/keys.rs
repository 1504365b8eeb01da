//! Prints what a key costs the application itself, without a terminal, where there is
//! very much of something: `cargo bench --bench keys`.
//!
//! A key may have to wait for one message that came before it: so the slowest message
//! of each step is told, and that it is held to. A number after `--` is how many tags
//! and documents there are.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program that prints figures and gives up on the first error"
)]

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use fixture::{FixedEnv, numbered};
use postil::annotation::{Annotation, AnnotationSet, Selector};
use postil::app::{
    Access, AnnotationFiles, AnnotationsState, DiscoveredDocuments, Document, DocumentId, Effect,
    Key, KnownAnnotations, LoadedDocument, Message, Model, Remembered, Settings, update,
};
use postil::text::{Text, TextRange};

/// How many tags and documents there are, if nothing else is said.
const MANY: usize = 100_000;
/// The bound of a key, of which drawing and writing it take their part, too.
const MOST: Duration = Duration::from_millis(8);
const KINDS: [&str; 4] = ["fact", "claim", "opinion", "needs-source"];
/// So many documents come from the walk at a time.
const AT_A_TIME: usize = 2_000;

fn main() -> ExitCode {
    let many = std::env::args().filter_map(|it| it.parse().ok()).next();
    let many: usize = many.unwrap_or(MANY);
    println!("| {many} | step | messages | all ms | slowest ms | |");
    println!("|---|---|---:|---:|---:|---|");
    let met = [
        tags(many),
        documents(many, 1),
        documents(many, 100),
        queue(),
    ];
    if met.iter().all(|it| *it) {
        ExitCode::SUCCESS
    } else {
        println!("\na bound was missed");
        ExitCode::FAILURE
    }
}

/// A reader of which every message is timed.
struct Timed {
    of: String,
    model: Model,
    env: FixedEnv,
    met: bool,
}

impl Timed {
    fn new(of: &str, first: Vec<Document>, complete: bool) -> Self {
        let remembered = Remembered {
            welcomed: true,
            last_document: first.first().map(|it| it.path.clone()),
            ..Remembered::default()
        };
        let listed = DiscoveredDocuments {
            first: DocumentId(0),
            documents: first,
            complete,
            slow: false,
        };
        let settings = Settings::default();
        let (model, _) = postil::app::start(
            settings,
            Some("ana".to_owned()),
            listed,
            &remembered,
            None,
            (140, 40),
        );
        Self {
            of: of.to_owned(),
            model,
            env: FixedEnv::default(),
            met: true,
        }
    }

    /// Takes in messages, and each [`Message::Idle`] that is asked for behind them;
    /// tells what the slowest cost.
    fn step(&mut self, name: &str, messages: impl IntoIterator<Item = Message>) {
        let (mut count, mut all, mut slowest) = (0, Duration::ZERO, Duration::ZERO);
        let mut messages = messages.into_iter();
        let mut more = false;
        loop {
            let next = messages.next();
            let message = match next {
                Some(message) => message,
                None if std::mem::take(&mut more) => Message::Idle,
                None => break,
            };
            let begin = Instant::now();
            let effects = update(&mut self.model, message, &self.env);
            let took = begin.elapsed();
            more |= effects.contains(&Effect::NotifyWhenIdle);
            count += 1;
            all += took;
            slowest = slowest.max(took);
        }
        let met = slowest <= MOST;
        self.met &= met;
        let milliseconds = |it: Duration| it.as_secs_f64() * 1e3;
        println!(
            "| {} | {name} | {count} | {:.2} | {:.2} | {} |",
            self.of,
            milliseconds(all),
            milliseconds(slowest),
            if met { "met" } else { "missed" }
        );
    }

    /// The document that is open was read.
    fn load(&mut self, text: Text, set: AnnotationSet) {
        let loaded = LoadedDocument {
            text,
            encoding: None,
            version: None,
            structure: None,
            set,
            annotation_index: None,
            access: Access::Writable,
            trouble: None,
            notices: Vec::new(),
            warnings: Vec::new(),
            annotations: AnnotationsState::Ready,
        };
        let open = self.model.documents.open.unwrap();
        let loaded = Message::DocumentLoaded(open, Ok(Box::new(loaded)));
        update(&mut self.model, loaded, &self.env);
    }

    fn keys(&mut self, keys: &str) {
        self.step(keys, [Message::Key(keys.parse().unwrap())]);
    }

    fn typed(&mut self, words: &str) {
        for letter in words.chars() {
            self.step(&format!("type {letter}"), [Message::Key(Key::char(letter))]);
        }
    }
}

fn annotation(text: &Text, number: usize, start: usize) -> Annotation {
    let selector = Selector::new(text, TextRange::between(start, start + 30));
    let mut annotation = numbered(number, KINDS[number % KINDS.len()], selector);
    if number.is_multiple_of(10) {
        annotation.note = "who says so?".to_owned();
    }
    annotation
}

fn tags(many: usize) -> bool {
    let sentence = |it| format!("The sentence of the number {it:07} says what it says.\n");
    let text = Text::new((0..many).map(sentence).collect::<String>());
    let length = sentence(0).len();
    let tags = (0..many).map(|it| annotation(&text, it, it * length));
    let set = AnnotationSet::from_annotations(tags).0;
    let documents = vec![Document::unread(path(0, 1), None)];
    let mut timed = Timed::new("tags", documents, true);
    timed.load(text, set);
    let read = AnnotationFiles {
        known: Vec::new(),
        progress: Some((0, 0)),
    };
    update(
        &mut timed.model,
        Message::AnnotationFilesRead(read),
        &timed.env,
    );
    timed.keys("t");
    timed.typed("number 00999");
    for _ in 0..12 {
        timed.keys("Backspace");
    }
    timed.keys("End");
    timed.keys("Esc");
    timed.keys("t");
    timed.keys("Enter");
    for key in [
        ",", "Q", "o", "o", "o", "w", "Esc", "Q", "End", "o", "o", "o", "x", "u", "Esc", "I", "Esc",
    ] {
        timed.keys(key);
    }
    for tag in ["claim", "needs-source"] {
        timed.keys("T");
        for letter in tag.chars() {
            update(
                &mut timed.model,
                Message::Key(Key::char(letter)),
                &timed.env,
            );
        }
        let enter = [Message::Key("Enter".parse().unwrap())];
        timed.step(&format!("show {tag} only"), enter);
        timed.keys("]");
        timed.keys("t");
        timed.keys("Esc");
    }
    timed.keys("Esc");
    timed.met
}

/// So many tags, all of them open, in a hundred documents.
const OPEN: usize = 10_000;
/// The bound of the whole list of them, with all that is done for it while nothing else waits.
const MOST_OF_LIST: Duration = Duration::from_millis(100);

fn queue() -> bool {
    let text = Text::new("It is said. So it goes on.\n");
    let of_each = OPEN / 100;
    let listed = (0..100).map(|it| Document::unread(path(it, 10), None));
    let mut timed = Timed::new("open", listed.collect(), true);
    timed.load(text.clone(), AnnotationSet::new());
    let read = (1..=100).map(|document| {
        let tags = (0..of_each).map(|it| Annotation {
            tag: "needs-source".into(),
            ..annotation_of(&text, document * of_each + it)
        });
        let set = AnnotationSet::from_annotations(tags).0;
        (
            DocumentId(document - 1),
            Box::new(KnownAnnotations::new(set)),
        )
    });
    let read = AnnotationFiles {
        known: read.skip(1).collect(),
        progress: Some((0, 0)),
    };
    timed.step("tags read", [Message::AnnotationFilesRead(read)]);
    let mut met = timed.met;
    for key in ["Q", "o", "o", "o", "w", "Esc", ",", "I"] {
        let begin = Instant::now();
        timed.keys(key);
        let took = begin.elapsed();
        println!(
            "| open | {key}, whole | | {:.2} | | |",
            took.as_secs_f64() * 1e3
        );
        met &= took <= MOST_OF_LIST;
    }
    met && timed.met
}

/// In so many folders.
fn path(number: usize, folders: usize) -> String {
    match folders {
        1 => format!("article {number:06}.txt"),
        _ => format!("letters {:03}/article {number:06}.txt", number % folders),
    }
}

fn documents(many: usize, folders: usize) -> bool {
    // As a folder gives them: in no order.
    let listed = |it: usize| Document::unread(path(it * 7919 % many, folders), None);
    let first = (0..AT_A_TIME).map(listed).collect();
    let name = format!("documents in {folders}");
    let mut timed = Timed::new(&name, first, false);
    let pieces = (1..many / AT_A_TIME).map(|piece| {
        let first = piece * AT_A_TIME;
        Message::DocumentsDiscovered(DiscoveredDocuments {
            first: DocumentId(first),
            documents: (first..first + AT_A_TIME).map(listed).collect(),
            complete: first + AT_A_TIME >= many,
            slow: true,
        })
    });
    let pieces: Vec<Message> = pieces.collect();
    let text = Text::new("It is said. So it goes on.\n");
    timed.load(text.clone(), AnnotationSet::new());
    timed.step("found", pieces);
    let read = (0..many).map(|it| {
        let set = AnnotationSet::from_annotations([annotation_of(&text, it)]).0;
        (DocumentId(it), Box::new(KnownAnnotations::new(set)))
    });
    let mut read: Vec<_> = read.collect();
    let mut pieces = Vec::new();
    while !read.is_empty() {
        let known = read.split_off(read.len().saturating_sub(500));
        let left = read.len();
        pieces.push(Message::AnnotationFilesRead(AnnotationFiles {
            known,
            progress: Some((many - left, many)),
        }));
    }
    timed.step("tags read", pieces);
    timed.model.pane = postil::app::Pane::Documents;
    timed.keys("j");
    timed.keys("G");
    timed.keys("Enter");
    timed.load(text.clone(), AnnotationSet::new());
    timed.keys("K");
    timed.load(text.clone(), AnnotationSet::new());
    timed.model.pane = postil::app::Pane::Documents;
    timed.keys("h");
    timed.keys("z");
    timed.keys("z");
    timed.keys("D");
    timed.typed("099");
    timed.keys("Esc");
    timed.keys("t");
    timed.typed("said");
    timed.keys("Esc");
    let come = (0..3).map(|it| {
        let documents = vec![Document::unread(format!("new {it}.txt"), None)];
        Message::DiskChanged(postil::app::DiskChange::Added(
            DocumentId(many + it),
            documents,
        ))
    });
    let come: Vec<Message> = come.collect();
    timed.step("a document has come", come);
    timed.met
}

fn annotation_of(text: &Text, number: usize) -> Annotation {
    let mut annotation = annotation(&Text::new("x".repeat(40)), number, 0);
    annotation.selector = Selector::new(text, TextRange::between(0, 11));
    annotation
}
