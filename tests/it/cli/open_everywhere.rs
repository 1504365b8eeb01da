//! The reader and `postil list --open` say the same of what is open, whatever is tagged, linked
//! and changed.

use std::collections::BTreeSet;

use postil::annotation::AnnotationSet;
use postil::app::{AnnotationFiles, DocumentId, Effect, KnownAnnotations, Message, Mode, Overlay};
use postil::formats::native::{self, AnnotationFile};
use serde_json::{Value, json};

use super::{Here, empty, json_lines};
use crate::fixture::Reader;
use crate::support::chance::Chance;

const WORDS: [&str; 3] = [
    "Alpha is first. Beta is second. Gamma is third. Delta is fourth.\n",
    "Epsilon is fifth. Zeta is sixth. Eta is seventh.\n",
    "Theta is eighth. Iota is ninth. Kappa is tenth.\n",
];
/// What the first document says now: one sentence is another one, and one is gone.
const NOW: &str = "Alpha is first. Beta is a second one. Delta is fourth, after all.\n";

/// So many workspaces are tried.
const SEEDS: u64 = 20;

/// A document, an id, and why it is open.
type Open = BTreeSet<(String, String, Vec<String>)>;

/// Annotations of anything, in conflict and linked to each other and to nothing.
fn any_annotations(document: usize, chance: &mut Chance) -> Vec<Value> {
    let text = WORDS[document];
    let mut all: Vec<Value> = Vec::new();
    for number in 0..3 + chance.below(6) {
        let sentences: Vec<(usize, &str)> = text
            .match_indices(|c: char| c.is_uppercase())
            .map(|(at, _)| (at, &text[at..at + text[at..].find('.').unwrap() + 1]))
            .collect();
        let (start, quote) = sentences[chance.below(sentences.len())];
        let tags = ["needs-source", "claim", "fact", "opinion", "no-claim"];
        let relations = ["contradicts", "supports", "source-of", "repeats"];
        let by = ["ana", "ben"][chance.below(2)];
        let mut one = json!({
            "id": format!("i{number}"),
            "tag": tags[chance.below(tags.len())],
            "start": start,
            "end": start + quote.len(),
            "quote": quote,
            "prefix": &text[start.saturating_sub(16)..start],
            "suffix": &text[start + quote.len()..text.len().min(start + quote.len() + 16)],
            "creator": by,
            "created": "2026-11-22T10:00:00Z",
        });
        if chance.below(3) == 0 {
            let to = format!("{}.txt#i{}", chance.below(4), chance.below(9));
            one["links"] = json!([{"to": to, "rel": relations[chance.below(4)]}]);
        }
        if chance.below(6) == 0 {
            one["sources"] = json!([{"citation": "A book"}]);
        } else if chance.below(3) == 0 {
            let passage = format!("{}.txt#i{}", chance.below(4), chance.below(9));
            one["sources"] = json!([{"passage": passage}]);
        }
        if chance.below(5) == 0 {
            let verdicts = ["supported", "refuted", "conflicting"];
            one["verdict"] = json!(verdicts[chance.below(3)]);
            if chance.below(4) == 0 {
                one["verdict_quote"] = json!("Other words.");
            }
        }
        if chance.below(5) == 0 {
            one["conflicts-with"] = json!(format!("i{}", chance.below(4)));
        }
        all.push(one);
    }
    all
}

fn by_the_command(here: &Here) -> Open {
    let ran = here.run(&["list", "--open", "--format", "jsonl"]);
    let lines = json_lines(&ran.out).into_iter();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    lines
        .map(|line| {
            let reasons = line["reasons"].as_array().unwrap().iter().map(word);
            (word(&line["doc"]), word(&line["id"]), reasons.collect())
        })
        .collect()
}

fn in_the_reader(reader: &Reader) -> Open {
    let documents = &reader.model.documents;
    let mut open = Open::new();
    for (number, document) in documents.all().iter().enumerate() {
        for annotation in document.set().into_iter().flat_map(AnnotationSet::iter) {
            let reasons = documents.open_reasons(DocumentId(number), annotation);
            let reasons: Vec<String> = reasons.iter().map(|why| why.name().to_owned()).collect();
            if !reasons.is_empty() {
                open.insert((document.path.clone(), annotation.id.to_string(), reasons));
            }
        }
    }
    open
}

/// How many the first row tells, and how many rows the list has.
fn counted(reader: &mut Reader) -> (usize, usize) {
    let total = reader.model.totals().unwrap().open();
    // Something may be asked still.
    reader.press("<Esc><Esc>Q");
    let rows = match &reader.model.mode {
        Mode::Overlay(Overlay::Picker(list)) => list.rows.len(),
        _ => 0,
    };
    reader.press("<Esc>");
    (total, rows)
}

fn write(here: &Here, document: usize, set: &AnnotationSet) {
    let file = AnnotationFile {
        set: set.clone(),
        ..AnnotationFile::default()
    };
    let name = format!("annotations/{document}.txt.json");
    here.write(&name, native::write(&file));
}

/// Presses keys, and writes what is saved then. The item may be in the last document, which is
/// not read yet.
fn press(reader: &mut Reader, keys: &str, here: &Here, last: &AnnotationSet) {
    reader.effects.clear();
    reader.press(keys);
    if reader.effects.contains(&Effect::Load(DocumentId(2))) {
        reader.load_with(2, last.clone());
    }
    for effect in reader.effects.clone() {
        if let Effect::Save { document, set, .. } = effect {
            write(here, document.0, &set);
        }
    }
}

#[test]
fn the_reader_and_the_command_line_agree_on_what_is_open() {
    for seed in 0..SEEDS {
        let mut chance = Chance(seed);
        let here = empty();
        let texts = [NOW, WORDS[1], WORDS[2]];
        let mut sets = Vec::new();
        for (number, text) in texts.iter().enumerate() {
            here.write(&format!("seeds/{number}.txt"), text);
            let annotations = any_annotations(number, &mut chance);
            let file = json!({"format": "postil", "version": 1, "annotations": annotations});
            sets.push(native::parse(file.to_string().as_bytes()).file.set);
            write(&here, number, &sets[number]);
        }
        let mut reader = Reader::unread(&texts);
        // Others come before or after what they are linked to.
        let known = |number: usize| {
            let known = KnownAnnotations::new(sets[number].clone());
            (DocumentId(number), Box::new(known))
        };
        if seed % 2 == 0 {
            reader.load_with(0, sets[0].clone());
        }
        reader.tell(Message::AnnotationFilesRead(AnnotationFiles {
            known: vec![known(2), known(1)],
            progress: None,
        }));
        if seed % 2 == 1 {
            reader.load_with(0, sets[0].clone());
        }
        let agree = |reader: &mut Reader, did: &str| {
            let open = by_the_command(&here);
            assert_eq!(in_the_reader(reader), open, "{seed} {did}");
            assert_eq!(counted(reader), (open.len(), open.len()), "{seed} {did}");
        };
        agree(&mut reader, "at the start");
        reader.press("J");
        reader.load_with(1, sets[1].clone());
        agree(&mut reader, "with another one open");
        let keys = [
            "gn",
            "]c",
            "]Sx<Enter>",
            "]x",
            "]Yr",
            "]Yc",
            "]V",
            "u",
            "QSx<Enter><Esc>",
            "Qx<Esc>",
        ];
        for _ in 0..4 {
            let did = keys[chance.below(keys.len())];
            press(&mut reader, did, &here, &sets[2]);
            agree(&mut reader, did);
        }
    }
}
