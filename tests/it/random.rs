//! Random use: a person at the keys, others who tag and write meanwhile, and what must
//! hold whatever they do. `POSTIL_RANDOM=SEED..SEED` runs many more.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::time::Duration;

use postil::formats::native::{self, Integrity};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::chance::Chance;
use crate::support::desk::Desk;
use crate::support::pty::{END_FRAME, Pty};

const DOCUMENTS: [(&str, &str); 3] = [
    (
        "a.txt",
        "One is so. Two is not. Three may be, says Ana.\n\nFour is a number; five is, too. Six.\n",
    ),
    (
        "b.md",
        "# A heading\n\n- an item, \u{6f22}\u{5b57}\n- cafe\u{301} and caf\u{e9}\n\nA longer sentence \
         that needs more than a row of the screen, since it goes on and on about nothing at all.\n",
    ),
    ("c.txt", "Only one sentence here.\n"),
];
/// The screens that one has.
const SIZES: [(u16, u16); 8] = [
    (140, 40),
    (80, 24),
    (60, 9),
    (40, 10),
    (20, 5),
    (80, 2),
    (80, 1),
    (1, 1),
];
/// Esc as a whole sequence: a bare one with a key close behind is Alt.
const ESC: &str = "\x1b[27u";
/// What is pressed. Nothing that deletes: what others tagged must be there at the end. They
/// tag with `n`, so the person does not.
const KEYS: [&str; 67] = [
    "j",
    "k",
    "l",
    "h",
    "}",
    "{",
    " ",
    "b",
    "\x04",
    "\x15",
    "g",
    "G",
    "]",
    "[",
    "J",
    "K",
    "+",
    "-",
    "s",
    "v",
    ESC,
    "f",
    "c",
    "o",
    "F",
    "C",
    "O",
    "ff",
    "u",
    "\x12",
    "\t",
    "\x1b[Z",
    "d",
    "m",
    "\x13",
    "y",
    "/so\r",
    "/caf\u{e9}\r",
    "/(\r",
    "n\x1b[27u",
    "*",
    "%50\r",
    "wa",
    "wbc",
    "?j\x1b[27u",
    ":a\x1b[27u",
    "t\x1b[27u",
    "fahello\r there\x1b[27u",
    "co\x1b[27u",
    "S[1]\r",
    "\x1b[<65;50;10M",
    "\x1b[<64;50;10M",
    "\x1b[<0;40;3M\x1b[<0;40;3m",
    "\x1b[<0;40;3M\x1b[<32;60;4M\x1b[<0;60;4m",
    "\x1b[200~pasted\x1b[201~",
    "\x1b]10;rgb:fc/0c/0f\x1b\\",
    "p",
    "R\x1b[27u",
    "\\so\r\x1b[27u",
    "e\x1b[27u",
    "|",
    "|",
    "\x17",
    "\x05",
    ";",
    "L",
    "Lr",
];

struct Use {
    desk: Desk,
    reader: Pty,
    chance: Chance,
    /// What was done, to be told when something does not hold.
    done: Vec<String>,
    /// The ids of what others tagged, by document.
    others: BTreeMap<String, Vec<String>>,
}

impl Use {
    fn begin(seed: u64) -> Self {
        let documents = DOCUMENTS.map(|(name, text)| (name, text.as_bytes()));
        let desk = Desk::with_documents(env!("CARGO_BIN_EXE_postil"), &documents);
        desk.has_been_here();
        let mut reader = desk.read();
        reader.wait_until_ready();
        Self {
            desk,
            reader,
            chance: Chance(seed),
            done: vec![format!("seed {seed}")],
            others: BTreeMap::new(),
        }
    }

    fn act(&mut self) {
        match self.chance.below(20) {
            0 => self.resize(),
            1 => self.others_tag(),
            2 => self.others_write(),
            _ => {
                let keys = KEYS[self.chance.below(KEYS.len())];
                // `n` goes to the next match where there is one, and else is a tag.
                let keys = keys.strip_prefix('n').map_or(keys, |rest| rest);
                self.done.push(format!("{keys:?}"));
                self.reader.send(keys);
            }
        }
    }

    fn resize(&mut self) {
        let size = SIZES[self.chance.below(SIZES.len())];
        self.done.push(format!("{size:?}"));
        self.reader.resize(size);
    }

    fn others_tag(&mut self) {
        let (name, _) = DOCUMENTS[self.chance.below(DOCUMENTS.len())];
        let path = self.desk.documents().join(name);
        let path = path.to_str().unwrap();
        let sentence = (1 + self.chance.below(3)).to_string();
        let arguments = [
            "tag",
            path,
            "needs-source",
            "--sentence",
            &sentence,
            "--as",
            "other",
        ];
        self.done.push(format!("{arguments:?}"));
        let output = self.desk.run(&arguments);
        if output.status.success() {
            // The id is the first word of what is said.
            let tagged = self.desk.annotations(name);
            let ids = tagged.iter().filter(|tag| tag["creator"] == "other");
            let ids = ids
                .map(|tag| tag["id"].as_str().unwrap().to_owned())
                .collect();
            self.others.insert(name.to_owned(), ids);
        }
    }

    /// Somebody adds to a document, in its place or by renaming another over it.
    fn others_write(&mut self) {
        let (name, _) = DOCUMENTS[self.chance.below(DOCUMENTS.len())];
        let path = self.desk.documents().join(name);
        let more = "\nMore was written later. And more.\n";
        if self.chance.below(2) == 0 {
            self.done.push(format!("append to {name}"));
            let mut file = OpenOptions::new().append(true).open(path).unwrap();
            file.write_all(more.as_bytes()).unwrap();
        } else {
            self.done.push(format!("replace {name}"));
            let beside = self.desk.folder().join("beside");
            let text = fs::read_to_string(&path).unwrap();
            // What stands further down is somewhere else then.
            let text = match self.chance.below(2) {
                0 => text + more,
                _ => more.trim_start().to_owned() + &text,
            };
            fs::write(&beside, text).unwrap();
            fs::rename(beside, path).unwrap();
        }
    }

    fn told(&self) -> String {
        self.done.join("\n")
    }

    /// Waits until all that was sent has been taken in, and the screen drawn anew.
    fn redraw(&mut self) {
        let mark = self.reader.mark();
        self.reader.send("\x0c");
        let told = self.told();
        self.reader.wait_for_bytes(&told, mark, |bytes| {
            let cleared = bytes.windows(4).position(|part| part == b"\x1b[2J");
            cleared.is_some_and(|at| {
                bytes[at..]
                    .windows(END_FRAME.len())
                    .any(|part| part == END_FRAME)
            })
        });
    }

    /// What keys and news have left on the screen is what a full redraw shows.
    fn check_screen(&mut self) {
        // All that was sent is drawn, and all news have come.
        self.reader
            .wait_until_silent_for(Duration::from_millis(400));
        // Ends a notice, which the key of the redraw would end; the first one may close what is
        // open, and the next give up a link that was begun, and say so.
        for _ in 0..3 {
            self.reader.send(ESC);
            self.reader
                .wait_until_silent_for(Duration::from_millis(200));
        }
        let by_steps = self.reader.view().dump();
        self.redraw();
        let at_once = self.reader.view().dump();
        assert_eq!(by_steps, at_once, "{}", self.told());
    }

    /// Comes back to reading, at a size in which it can be seen that all is saved.
    fn settle(&mut self) {
        self.reader.resize((140, 40));
        self.reader.send(format!("{ESC}{ESC}{ESC}"));
        self.redraw();
        self.reader.send("\x13");
        self.reader.wait_until_saved();
    }

    /// The annotations of a document whose file is whole.
    fn annotations(&self, name: &str) -> Vec<Value> {
        let path = self.desk.root().join(format!("annotations/{name}.json"));
        let Ok(bytes) = fs::read(path) else {
            return Vec::new();
        };
        let parsed = native::parse(&bytes);
        assert_eq!(
            parsed.integrity,
            Integrity::Whole,
            "{:?}\n{}",
            parsed.problems,
            self.told()
        );
        self.desk.annotations(name)
    }

    /// Files are valid, quotes are true, and what others tagged is there.
    fn check_files(&self) {
        for (name, _) in DOCUMENTS {
            let annotations = self.annotations(name);
            let text = self.desk.text(name);
            let digest = Sha256::digest(text.as_bytes());
            let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            if self.desk.annotation_file(name)["document"]["sha256"] == digest.as_str() {
                let characters: Vec<char> = text.chars().collect();
                // One that was placed on another text says on which.
                let of_this_text = |annotation: &&Value| {
                    let own = &annotation["document_sha256"];
                    own.is_null() || *own == digest.as_str()
                };
                for annotation in annotations.iter().filter(of_this_text) {
                    let place =
                        |field: &str| usize::try_from(annotation[field].as_u64().unwrap()).unwrap();
                    let there: String = characters[place("start")..place("end")].iter().collect();
                    assert_eq!(
                        annotation["quote"],
                        there.as_str(),
                        "{name}\n{}",
                        self.told()
                    );
                }
            }
            for id in self.others.get(name).into_iter().flatten() {
                let is_there = annotations
                    .iter()
                    .any(|annotation| annotation["id"] == id.as_str());
                assert!(is_there, "{id} of {name} is gone\n{}", self.told());
            }
        }
    }

    /// Id, tag and place of what the person tagged, in all documents.
    fn own(&self) -> Vec<String> {
        let mut own = Vec::new();
        for (name, _) in DOCUMENTS {
            let annotations = self.annotations(name).into_iter();
            let annotations = annotations.filter(|annotation| annotation["creator"] == "tester");
            own.extend(annotations.map(|tag| {
                format!(
                    "{name} {} {} {} {} {}",
                    tag["id"], tag["tag"], tag["start"], tag["end"], tag["note"]
                )
            }));
        }
        own.sort();
        own
    }

    /// Undoes all that can be undone; answers how many steps that were.
    fn undo_all(&mut self) -> usize {
        for steps in 0..2000 {
            let ended = "Nothing to undo";
            if self.step("u", &["Undid: ", ended]).contains(ended) {
                self.settle();
                return steps;
            }
        }
        panic!("never undone to the start\n{}", self.told());
    }

    /// Presses a key, and waits until the last row says one of these; answers that row.
    fn step(&mut self, key: &str, said: &[&str]) -> String {
        // Takes what was said last off the screen.
        self.redraw();
        self.reader.send(key);
        let told = self.told();
        self.reader.wait_map(&told, |view| {
            let status = view.status();
            said.iter()
                .any(|words| status.contains(words))
                .then_some(status)
        })
    }
}

fn random_use(seed: u64, acts: usize) {
    let mut using = Use::begin(seed);
    for act in 1..=acts {
        using.act();
        if act % 25 == 0 {
            using.check_screen();
            using.settle();
            using.check_files();
        }
    }
    using.settle();
    using.check_files();
    let own = using.own();
    let steps = using.undo_all();
    let told = using.told();
    assert_eq!(
        using.own(),
        Vec::<String>::new(),
        "undone to the start\n{told}"
    );
    using.check_files();
    for _ in 0..steps {
        using.step("\x12", &["Redid: "]);
    }
    using.settle();
    assert_eq!(using.own(), own, "done again\n{told}");
    using.check_files();
    assert_eq!(using.reader.quit(), 0, "{}", using.told());
}

#[test]
fn whatever_one_does_the_files_stay_true() {
    let seeds = std::env::var("POSTIL_RANDOM").ok();
    let seeds = seeds.map_or(1..4, |range| {
        let (from, to) = range.split_once("..").expect("SEED..SEED");
        from.parse().expect("a number")..to.parse().expect("a number")
    });
    for seed in seeds {
        random_use(seed, 100);
    }
}
