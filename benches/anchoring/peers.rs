//! Other programs' ways to find passages again, by the drivers in `scripts/anchoring`.
//!
//! A driver gets one JSON object a line on its standard input, `old` and `new` (texts)
//! and `passages` (`start`, `end`, `quote`, `prefix`, `suffix`), and answers each with a
//! line: for each of its methods, by its name, a list of `[start, end]`, or null where
//! nothing was found. All places are in code points.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use serde::Serialize;

use crate::cases::{Indexed, Pair, Points};

/// Where the peers are installed, unless it is `target/peers`.
const FOLDER: &str = "POSTIL_PEERS";
const CONTEXT: usize = 32;

/// A document, what has come in its place, and passages of it.
#[derive(Serialize)]
pub struct Job {
    old: String,
    new: String,
    passages: Vec<Passage>,
}

#[derive(Serialize)]
struct Passage {
    start: usize,
    end: usize,
    quote: String,
    prefix: String,
    suffix: String,
}

impl Job {
    pub fn new(old: &str, new: &str, passages: &[Points]) -> Self {
        let text = Indexed::new(old);
        let passage = |at: &Points| Passage {
            start: at.start,
            end: at.end,
            quote: text.slice(at).to_owned(),
            prefix: text
                .slice(&(at.start.saturating_sub(CONTEXT)..at.start))
                .to_owned(),
            suffix: text
                .slice(&(at.end..text.len().min(at.end + CONTEXT)))
                .to_owned(),
        };
        Self {
            passages: passages.iter().map(passage).collect(),
            old: old.to_owned(),
            new: new.to_owned(),
        }
    }

    pub fn of_pair(pair: &Pair) -> Self {
        let passages: Vec<Points> = pair.cases.iter().map(|case| case.old.clone()).collect();
        Self::new(&pair.old, &pair.new, &passages)
    }
}

/// By the name of a method, what was found of each passage of each job.
pub type Methods = BTreeMap<String, Vec<Vec<Option<Points>>>>;

/// How long a peer takes for all cases.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    Seconds,
    Minutes,
}

/// A driver that can be run.
pub struct Peer {
    pub pace: Pace,
    interpreter: PathBuf,
    script: PathBuf,
    folder: PathBuf,
}

/// The peers that are installed; prints a line for each that is not.
pub fn installed() -> Vec<Peer> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::var_os(FOLDER).map_or_else(|| here.join("target/peers"), PathBuf::from);
    let scripts = here.join("scripts/anchoring");
    let (python, node) = (folder.join("venv/bin/python"), PathBuf::from("node"));
    let peers = [
        ("MRSF", python, "mrsf_peer.py", Pace::Minutes),
        (
            "Hypothesis's way",
            node,
            "hypothesis_peer.mjs",
            Pace::Seconds,
        ),
    ];
    let mut installed = Vec::new();
    for (name, interpreter, script, pace) in peers {
        let peer = Peer {
            pace,
            interpreter,
            script: scripts.join(script),
            folder: folder.clone(),
        };
        if peer.is_installed() {
            installed.push(peer);
        } else {
            println!("{name} is not installed: see scripts/anchoring/README.md");
        }
    }
    installed
}

impl Peer {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.interpreter);
        command.arg(&self.script).env(FOLDER, &self.folder);
        command
    }

    /// Whether the driver ends well where it has nothing to do.
    fn is_installed(&self) -> bool {
        let mut command = self.command();
        let command = command.stdin(Stdio::null()).stdout(Stdio::null());
        let status = command.stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    }

    /// Where each passage of each job was found, by method.
    pub fn find(&self, jobs: &[Job]) -> Methods {
        let mut command = self.command();
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let lines: Vec<String> = jobs
            .iter()
            .map(|job| serde_json::to_string(job).unwrap())
            .collect();
        let writer = thread::spawn(move || {
            for line in lines {
                writeln!(input, "{line}").unwrap();
            }
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        assert!(output.status.success(), "{}", self.script.display());
        let mut found = Methods::new();
        for line in str::from_utf8(&output.stdout).unwrap().lines() {
            let answer: BTreeMap<String, Vec<Option<[usize; 2]>>> =
                serde_json::from_str(line).unwrap();
            for (method, places) in answer {
                let places = places.into_iter();
                let places = places.map(|place| place.map(|[start, end]| start..end));
                found.entry(method).or_default().push(places.collect());
            }
        }
        for places in found.values() {
            assert_eq!(places.len(), jobs.len(), "{}", self.script.display());
        }
        found
    }
}
