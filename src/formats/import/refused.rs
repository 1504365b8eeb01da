//! What readers refuse, in which words, and which files are known for which format.

use crate::formats::{FORMATS, Format, Shape};

use proptest::prelude::*;

use super::trips::{documents, tagged, written};
use super::{Input, InputFile};

pub(super) fn files(files: &[(&str, &str)]) -> Input {
    let files = files.iter().map(|(name, words)| InputFile {
        name: (*name).to_owned(),
        bytes: (*words).into(),
    });
    Input {
        files: files.collect(),
    }
}

#[track_caller]
pub(super) fn refuses(name: &str, table: &[(&str, &str)]) {
    let format = Format::named(name).unwrap();
    for (words, expected) in table {
        let read = format.read(&Input::file("x.json", (*words).into()));
        let told = read.map(|_| "nothing".to_owned());
        let told = told.unwrap_or_else(|problem| problem.to_string());
        assert_eq!(told, *expected, "{words}");
    }
}

/// What is left out, where the rest is read.
#[track_caller]
fn tells(name: &str, words: &str, tags: usize, expected: &[&str]) {
    let format = Format::named(name).unwrap();
    let read = format.read(&Input::file("x.json", words.into())).unwrap();
    let told: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told, expected, "{words}");
    let all: usize = read
        .documents
        .iter()
        .map(|document| document.tags.len())
        .sum();
    assert_eq!(all, tags, "{words}");
}

#[test]
fn every_format_knows_what_it_wrote_and_no_other_does() {
    let tags = [(0, 8, "claim"), (4, 20, "fact")];
    let content = "Some words\nof a text.\n";
    let documents = [
        tagged("a.txt", content, &tags),
        tagged("b.txt", "No tag.", &[]),
    ];
    for format in FORMATS.iter().filter(|format| format.reader.is_some()) {
        if matches!(format.shape, Shape::Unwritten) {
            continue;
        }
        for documents in [&documents[..], &documents[..1]] {
            let input = written(format, documents);
            let known = FORMATS.iter().filter(|format| {
                let reader = format.reader;
                reader.is_some_and(|reader| reader.recognises(&input))
            });
            let known: Vec<&str> = known.map(|format| format.name).collect();
            assert_eq!(known, [format.name]);
        }
    }
}

#[test]
fn files_of_other_programs_are_known_by_what_is_in_them() {
    for (name, words) in [
        (
            "doccano",
            r#"{"id":1,"text":"abc","label":[[0,2,"X"]],"Comments":[]}"#,
        ),
        ("doccano", r#"{"id":1,"data":"abc","label":[]}"#),
        (
            "doccano",
            r#"{"text":"abc","entities":[{"id":0,"label":"X","start_offset":0,"end_offset":2}],"relations":[]}"#,
        ),
        ("doccano", r#"[{"id":1,"text":"abc","label":[[0,2,"X"]]}]"#),
        (
            "label-studio",
            r#"[{"id":1,"data":{"text":"abc"},"annotations":[]}]"#,
        ),
        (
            "label-studio",
            r#"{"data":{"t":"abc"},"predictions":[{"result":[]}]}"#,
        ),
        (
            "spacy",
            r#"{"text":"abc","spans":[{"start":0,"end":2,"label":"X"}],"answer":"accept"}"#,
        ),
        (
            "label-studio",
            r#"[{"text":"abc","id":1,"tag":[{"start":0,"end":2,"labels":["X"]}],"annotator":1}]"#,
        ),
        ("spacy", r#"{"text":"abc","ents":[],"tokens":[]}"#),
        (
            "spacy",
            r#"{"text":"abc","spans":{"sc":[{"start":0,"end":2,"label":"X"}]}}"#,
        ),
        ("", r#"{"text":"abc","label":["a class"]}"#),
        ("", r#"{"text":"abc"}"#),
        ("", r#"[{"data":{"text":"abc"}}]"#),
        ("", "[1, 2]"),
        ("", "some words"),
        ("", ""),
    ] {
        let input = Input::file("x", words.into());
        let known = Format::recognised(&input).map_or("", |format| format.name);
        assert_eq!(known, name, "{words}");
    }
    let archive = files(&[
        ("ana.jsonl", r#"{"text":"abc","label":[[0,2,"X"]]}"#),
        ("bo.jsonl", r#"{"text":"abc","label":[[1,2,"Y"]]}"#),
    ]);
    let format = Format::recognised(&archive).unwrap();
    assert_eq!(format.name, "doccano");
    let read = format.read(&archive).unwrap();
    let tags = read.documents[0].tags.iter();
    let creators: Vec<&str> = tags.map(|tag| tag.annotation.creator.as_str()).collect();
    assert_eq!((read.documents.len(), creators), (1, vec!["ana", "bo"]));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn doccano_refuses_what_is_no_line_of_it() {
    refuses(
        "doccano",
        &[
            (
                r#"{"text":"abc","label":[[0,2,"X"]"#,
                "line 1, column 32: is not JSON: EOF while parsing a list",
            ),
            (
                "{\"text\":\"abc\",\"label\":[]}\n[1]",
                "line 2: must be an object",
            ),
            (r#"{"label":[]}"#, "line 1.text: is missing"),
            (r#"{"text":7,"label":[]}"#, "line 1.text: must be a string"),
            (
                r#"{"text":"abc"}"#,
                "line 1: has neither `label` nor `entities`: it is no line of spans",
            ),
            (
                r#"{"text":"abc","label":["X"]}"#,
                "line 1.label[0]: must be [start, end, label]",
            ),
            (
                r#"{"text":"abc","label":[[0,-2,"X"]]}"#,
                "line 1.label[0]: must be [start, end, label]",
            ),
            (
                r#"{"text":"abc","label":[[0,2,""]]}"#,
                "line 1.label[0]: must be [start, end, label]",
            ),
            (
                r#"{"text":"abc","label":[[0,4,"X"]]}"#,
                "line 1.label[0]: ends at 4 of 3 code points",
            ),
            (
                r#"{"text":"abc","label":[[2,2,"X"]]}"#,
                "line 1.label[0]: its start, 2, is not before its end, 2",
            ),
            (
                r#"{"text":"abc","entities":{}}"#,
                "line 1.entities: must be a list",
            ),
            (
                r#"{"text":"abc","entities":[{"id":1,"start_offset":0,"end_offset":1}]}"#,
                "line 1.entities[0].label: is missing",
            ),
            (
                r#"{"text":"abc","entities":[{"id":1,"label":"X","start_offset":0,"end_offset":"1"}]}"#,
                "line 1.entities[0].end_offset: must be a whole number from 0",
            ),
            (
                r#"{"text":"abc","entities":[{"id":1,"label":"X","start_offset":0,"end_offset":1},{"id":1,"label":"X","start_offset":0,"end_offset":1}]}"#,
                "line 1.entities[1].id: is there twice",
            ),
            (
                r#"{"text":"abc","entities":[{"id":1,"label":"X","start_offset":0,"end_offset":1}],"relations":[{"from_id":1,"to_id":7,"type":"r"}]}"#,
                "line 1.relations[0]: there is no entity 7",
            ),
            (
                r#"{"text":"abc","label":[[0,2,"X"]],"postil":[{"tag":"X","start":0,"end":2,"note":7}]}"#,
                "line 1.postil[0].id: is missing",
            ),
        ],
    );
    let line = r#"{"text":"abc","label":[[0,2,"X"]],"Comments":["a","b"],"cats":["c"]}"#;
    tells(
        "doccano",
        line,
        1,
        &[
            "comments are not imported: 2",
            "labels of whole documents are not imported: 1",
        ],
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn label_studio_refuses_what_is_no_task() {
    let task = |result: &str| {
        format!(r#"[{{"data":{{"text":"abcdef"}},"annotations":[{{"result":[{result}]}}]}}]"#)
    };
    let region =
        |id: &str, value: &str| format!(r#"{{"id":"{id}","type":"labels","value":{{{value}}}}}"#);
    let good = region("r", r#""start":0,"end":2,"labels":["X"]"#);
    let relation =
        |to: &str| format!(r#"{{"type":"relation","from_id":"r","to_id":"{to}","labels":["l"]}}"#);
    let place = "[0].annotations[0].result[0].value";
    let second = "[0].annotations[0].result[1]";
    for (result, expected) in [
        (
            region("r", r#""start":0,"end":2,"labels":[7]"#),
            format!("{place}.labels[0]: must be a string"),
        ),
        (
            region("r", r#""start":0,"end":9,"labels":["X"]"#),
            format!("{place}: ends at 9 of 6 code points"),
        ),
        (
            region("r", r#""start":"0","end":2,"labels":["X"]"#),
            format!("{place}.start: must be a whole number from 0"),
        ),
        (
            r#"{"id":"r","value":{}}"#.to_owned(),
            "[0].annotations[0].result[0].type: is missing".to_owned(),
        ),
        (
            format!("{good},{good}"),
            format!("{second}.id: is there twice"),
        ),
        (
            format!("{good},{}", relation("q")),
            format!("{second}.to_id: there is no region q"),
        ),
        (
            "7".to_owned(),
            "[0].annotations[0].result[0]: must be an object".to_owned(),
        ),
    ] {
        refuses("label-studio", &[(&task(&result), &expected)]);
    }
    refuses(
        "label-studio",
        &[
            (
                "[{",
                "line 1, column 2: is not JSON: EOF while parsing an object",
            ),
            (r#"[{"annotations":[]}]"#, "[0].data: is missing"),
            (
                r#"[{"data":{"text":"a"},"predictions":[{"score":7,"result":[]}]}]"#,
                "[0].predictions[0].score: must be a number from 0 to 1",
            ),
        ],
    );
    let choice = r#"{"id":"c","type":"choices","value":{"choices":["a"]}}"#;
    let bare = region("b", r#""start":0,"end":2"#);
    tells(
        "label-studio",
        &task(&format!("{good},{choice},{bare},{}", relation("c"))),
        1,
        &[
            "regions without a label are not imported: 1",
            "relations to what is no passage are not imported: 1",
            "results of the type choices are not imported: 1",
        ],
    );
    let skipped = r#"[{"data":{"text":"a"},"annotations":[{"was_cancelled":true,"result":[]}],"drafts":[1],"predictions":[7]}]"#;
    let told = [
        "annotations that were skipped are not imported: 1",
        "drafts are not imported: 1",
        "predictions of which only the number is there are not imported: 1",
    ];
    tells("label-studio", skipped, 0, &told);
}

#[test]
fn spacy_refuses_what_is_no_line_of_it() {
    refuses(
        "spacy",
        &[
            (
                r#"{"text":"abc","spans":[{"start":0"#,
                "line 1, column 33: is not JSON: EOF while parsing an object",
            ),
            (r#"{"text":"abc"}"#, "line 1: has no `spans`"),
            (r#"{"spans":[]}"#, "line 1.text: is missing"),
            (
                r#"{"text":"abc","spans":7}"#,
                "line 1.spans: must be a list",
            ),
            (
                r#"{"text":"abc","spans":{"sc":7}}"#,
                "line 1.spans.sc: must be a list",
            ),
            (
                r#"{"text":"abc","spans":[7]}"#,
                "line 1.spans[0]: must be an object",
            ),
            (
                r#"{"text":"abc","spans":[{"start":0,"end":2}]}"#,
                "line 1.spans[0].label: is missing",
            ),
            (
                r#"{"text":"abc","spans":[{"start":0,"label":"X"}]}"#,
                "line 1.spans[0].end: is missing",
            ),
            (
                r#"{"text":"abc","spans":[{"start":0,"end":9,"label":"X"}]}"#,
                "line 1.spans[0]: ends at 9 of 3 code points",
            ),
            (
                r#"{"text":"abc","spans":[],"answer":"maybe"}"#,
                "line 1.answer: is \"maybe\" and none of accept, reject, ignore",
            ),
        ],
    );
    let lines = "{\"text\":\"abc\",\"spans\":[],\"answer\":\"reject\"}\n\n{\"text\":\"abc\",\"spans\":[{\"start\":0,\"end\":1,\"label\":\"X\"}],\"relations\":[{\"head\":0,\"child\":1,\"label\":\"r\"}]}";
    tells(
        "spacy",
        lines,
        1,
        &[
            "lines with the answer reject are not imported: 1",
            "relations between what are no spans are not imported: 1",
        ],
    );
    let groups = r#"{"text":"abc","ents":[{"start":0,"end":1,"label":"X"}],"spans":{"sc":[{"start":0,"end":2,"label":"Y"}]}}"#;
    tells("spacy", groups, 2, &[]);
}

#[test]
fn brat_refuses_what_is_no_standoff() {
    let read = |ann: &str| {
        let input = files(&[("a.ann", ann), ("a.txt", "abc def\nghi")]);
        let read = Format::named("brat").unwrap().read(&input);
        let told = read.map(|read| {
            let told: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
            told.join("; ")
        });
        told.unwrap_or_else(|problem| problem.to_string())
    };
    for (ann, expected) in [
        ("T1\tX 0 3\tabc\n", ""),
        (
            "T1\tX 0 3;8 11\tabc ghi\n",
            "what stands between the parts of passages is imported with them: 1",
        ),
        ("T1", "a.ann line 1: has no tab behind its first word"),
        (
            "T1\tX\tabc",
            "a.ann line 1: has no offsets: `T1<tab>LABEL START END<tab>WORDS`",
        ),
        (
            "T1\t 0 3\tabc",
            "a.ann line 1: has no label: `T1<tab>LABEL START END<tab>WORDS`",
        ),
        (
            "T1\tX 0 a\tabc",
            "a.ann line 1: has offsets that are no whole numbers",
        ),
        ("T1\tX 0\tabc", "a.ann line 1: has an odd number of offsets"),
        (
            "T1\tX 0 30\tabc",
            "a.ann line 1: ends at 30 of 11 code points",
        ),
        (
            "T1\tX 0 3\tabc\nT1\tX 0 3\tabc",
            "a.ann line 2: T1 is there twice",
        ),
        (
            "T1\tX 0 3\tabc\nR1\tr Arg1:T1",
            "a.ann line 2: is no relation of two: `R1<tab>NAME Arg1:T1 Arg2:T2`",
        ),
        (
            "X1\ta",
            "a.ann line 1: begins with none of T, R, E, A, M, N, # and *",
        ),
        (
            "T1\tX 0 3\tabc\n#1\tPostil T1\t{",
            "a.ann line 2: is not JSON: EOF while parsing an object at line 1 column 1",
        ),
        (
            "T1\tX 0 3\tabc\nE1\tX:T1\nA1\tNegated T1\nN1\tReference T1 W:1\tx",
            "attributes are not imported: 1; events are not imported: 1; normalisations are not imported: 1",
        ),
        (
            "T1\tX 0 3\tabc\n#1\tAnnotatorNotes E1\tx",
            "notes on what is no passage are not imported: 1",
        ),
    ] {
        assert_eq!(read(ann), expected, "{ann}");
    }
}

proptest! {
    /// Whatever is cut off or written over, a reader says what is wrong or reads the rest.
    #[test]
    fn no_damage_makes_a_reader_panic(
        documents in documents(),
        damages in prop::collection::vec((any::<u16>(), 0..4_usize, any::<u8>()), 1..4),
    ) {
        for format in FORMATS.iter().filter(|format| format.reader.is_some()) {
            if matches!(format.shape, Shape::Unwritten) {
                continue;
            }
            let mut input = written(format, &documents);
            for (at, kind, byte) in &damages {
                let number = usize::from(*at) % input.files.len();
                let bytes = &mut input.files[number].bytes;
                let at = usize::from(*at) % bytes.len().max(1);
                match kind {
                    0 => bytes.truncate(at),
                    1 if !bytes.is_empty() => bytes[at] = *byte,
                    2 => bytes.insert(at, b"0123456789[]{},\"\t\n"[usize::from(*byte) % 18]),
                    _ if !bytes.is_empty() => drop(bytes.remove(at)),
                    _ => {}
                }
            }
            let _ = Format::recognised(&input);
            let _ = format.read(&input);
        }
    }
}
