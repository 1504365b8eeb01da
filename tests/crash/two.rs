//! Two at once: readers in two terminals, and `postil tag` in two shells.

use super::scene::{Scene, sentences};
use super::support::desk::Desk;
use super::support::pty::Pty;
use super::tell;

const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");
const DOCUMENT: &str = "a.txt";
/// The passages that each reader tags.
const EACH: usize = 200;
/// How many of them are tagged before their being saved is waited for.
const AT_ONCE: usize = 20;

fn scene(count: usize) -> Scene {
    let text = sentences(count);
    let desk = Desk::with_documents(PROGRAM, &[(DOCUMENT, text.as_bytes())]);
    desk.has_been_here();
    Scene::of(desk, DOCUMENT)
}

/// A reader and the key that it tags with.
struct Hand {
    reader: Pty,
    key: &'static str,
    /// The sentence that the cursor is on, from 1.
    at: usize,
}

impl Hand {
    fn new(scene: &Scene, key: &'static str, first: usize) -> Self {
        let mut reader = scene.desk.read();
        reader.wait_until_ready();
        for _ in 1..first {
            reader.send("j");
        }
        let mut hand = Self {
            reader,
            key,
            at: first,
        };
        hand.wait();
        hand
    }

    /// Tags every other sentence, some of them.
    fn tag(&mut self) {
        for _ in 0..AT_ONCE {
            self.reader.send(format!("{}jj", self.key));
            self.at = (self.at + 2).min(2 * EACH);
        }
    }

    /// Until all that was typed is done and saved.
    fn wait(&mut self) {
        let place = format!("sentence {}/{}", self.at, 2 * EACH);
        self.reader.wait_for(&format!("{place}, saved"), |view| {
            view.status().contains(&place) && view.says_saved()
        });
    }
}

pub fn two_readers_that_tag_at_once_lose_no_tag() {
    for round in ["first", "second"] {
        let scene = scene(2 * EACH);
        let mut odd = Hand::new(&scene, "f", 1);
        let mut even = Hand::new(&scene, "c", 2);
        for _ in 0..EACH / AT_ONCE {
            odd.tag();
            even.tag();
            odd.wait();
            even.wait();
        }
        assert_eq!((odd.reader.quit(), even.reader.quit()), (0, 0));
        let tags = scene.tags().expect("a sound workspace");
        tell(&format!(
            "two readers at once, {round} time: {} tags",
            tags.len()
        ));
        assert_eq!(tags.len(), 2 * EACH);
        for (tag, kind) in tags.iter().zip(["fact", "claim"].iter().cycle()) {
            assert_eq!(tag.tag, *kind, "{tag:?}");
        }
        scene
            .goes_on(1)
            .expect("a workspace that can be gone on with");
    }
}

pub fn two_storms_of_tags_lose_none() {
    const ALL: usize = 80;
    let scene = scene(ALL);
    let storm = |first: usize, creator: &str| {
        for sentence in (first..=ALL).step_by(2) {
            let sentence = sentence.to_string();
            let tag = ["tag", "iom/seeds/a.txt", "claim", "--sentence", &sentence];
            let tagged = scene.desk.run(&[&tag[..], &["--as", creator]].concat());
            assert!(tagged.status.success(), "{tagged:?}");
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| storm(1, "one"));
        scope.spawn(|| storm(2, "two"));
    });
    let tags = scene.tags().expect("a sound workspace");
    tell(&format!("two storms of postil tag: {} tags", tags.len()));
    assert_eq!(tags.len(), ALL);
    scene
        .goes_on(1)
        .expect("a workspace that can be gone on with");
}
