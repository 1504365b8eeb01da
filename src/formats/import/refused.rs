//! What readers refuse, in which words, and which files are known for which format.

use crate::formats::{FORMATS, Format, Shape};

use proptest::prelude::*;

use super::trips::{documents, tagged, written};
use super::{Input, InputFile, Placing};

fn files(files: &[(&str, &str)]) -> Input {
    let files = files.iter().map(|(name, words)| InputFile {
        name: (*name).to_owned(),
        bytes: (*words).into(),
    });
    Input {
        files: files.collect(),
    }
}

#[track_caller]
fn refuses(name: &str, table: &[(&str, &str)]) {
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
fn a_tag_with_another_label_in_doccano_is_the_same_tag() {
    let tags = [(0, 4, "claim"), (0, 4, "fact"), (5, 10, "claim")];
    let document = tagged("a.txt", "Some words.", &tags);
    let ids: Vec<_> = document
        .tags
        .iter()
        .map(|tag| tag.annotation.id.clone())
        .collect();
    let format = Format::named("doccano").unwrap();
    let input = written(format, &[document]);
    let words = String::from_utf8(input.files[0].bytes.clone()).unwrap();
    let changed = words.replace(
        r#""label": [[0, 4, "claim"], "#,
        r#""label": [[0, 4, "opinion"], "#,
    );
    assert_ne!(changed, words);
    let read = format.read(&Input::file("x", changed.into())).unwrap();
    let tags = read.documents[0].tags.iter().map(|tag| &tag.annotation);
    let tags: Vec<_> = tags.map(|tag| (tag.tag.as_str(), tag.id.clone())).collect();
    let labels = ["opinion", "fact", "claim"];
    let expected: Vec<_> = labels.into_iter().zip(ids).collect();
    assert_eq!(tags, expected);
}

/// A project changes one of the two lists and keeps the other as it was.
#[test]
fn what_was_changed_in_doccano_is_what_comes_back() {
    let document = tagged("a.txt", "Some words.", &[(0, 4, "claim")]);
    let format = Format::named("doccano").unwrap();
    let input = written(format, &[document]);
    let words = String::from_utf8(input.files[0].bytes.clone()).unwrap();
    let labels = words.replace(
        r#""label": [[0, 4, "claim"]]"#,
        r#""label": [[5, 10, "fact"]]"#,
    );
    let entities = words.replace(
        r#""label": "claim", "start_offset": 0, "end_offset": 4"#,
        r#""label": "fact", "start_offset": 5, "end_offset": 10"#,
    );
    for changed in [labels, entities] {
        assert_ne!(changed, words);
        let read = format.read(&Input::file("x", changed.into())).unwrap();
        let tag = &read.documents[0].tags[0].annotation;
        let selector = &tag.selector;
        let place = (tag.tag.as_str(), selector.start.0, selector.end.0);
        assert_eq!((place, read.documents[0].tags.len()), (("fact", 5, 10), 1));
    }
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
fn predictions_of_label_studio_have_a_score_and_annotations_who_made_them() {
    let task = r#"{"data":{"text":"abcdef"},"annotations":[{"completed_by":{"email":"ana@x.org"},
        "created_at":"2026-11-22T10:00:00.5Z","result":[{"id":"r","type":"labels","meta":{"text":["why?"]},
        "value":{"start":0,"end":2,"labels":["X","Y"]}}]},
        {"completed_by":3,"result":[{"id":"r","type":"labels","value":{"start":0,"end":1,"labels":["X"]}}]}],
        "predictions":[{"model_version":"m1","score":0.5,"result":[
        {"id":"p","type":"labels","value":{"start":3,"end":4,"labels":["X"]}},
        {"id":"q","type":"labels","score":0.25,"value":{"start":3,"end":4,"labels":["X"]}}]}]}"#;
    let format = Format::named("label-studio").unwrap();
    let read = format.read(&Input::file("x.json", task.into())).unwrap();
    let tags = read.documents[0].tags.iter();
    let said: Vec<_> = tags
        .map(|tag| {
            let annotation = &tag.annotation;
            let label = annotation.tag.as_str();
            (
                label,
                annotation.creator.as_str(),
                annotation.note.as_str(),
                tag.score,
            )
        })
        .collect();
    let expected = [
        ("X", "ana@x.org", "why?", None),
        ("Y", "ana@x.org", "why?", None),
        ("X", "user 3", "", None),
        ("X", "m1", "", Some(0.5)),
        ("X", "m1", "", Some(0.25)),
    ];
    assert_eq!(said, expected);
}

#[test]
fn the_short_export_of_label_studio_is_read() {
    let row = |end: usize| {
        format!(
            r#"[{{"text":"abc","title":"a","id":1,"tag":[{{"start":0,"end":{end},"text":"ab","labels":["X"]}}],
            "annotator":1,"created_at":"2026-11-22T10:00:00Z","updated_at":"x"}}]"#
        )
    };
    let format = Format::named("label-studio").unwrap();
    let read = format.read(&Input::file("x.json", row(2).into())).unwrap();
    let document = &read.documents[0];
    let annotation = &document.tags[0].annotation;
    let said = (annotation.tag.as_str(), annotation.creator.as_str());
    assert_eq!(
        (said, document.names.as_slice()),
        (("X", "user 1"), &["a".to_owned()][..])
    );
    assert_eq!(annotation.created.0, "2026-11-22T10:00:00Z");
    let told = "[0].tag[0]: ends at 9 of 3 code points";
    refuses("label-studio", &[(&row(9), told)]);
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

#[test]
fn what_a_script_leaves_out_of_json_lines_is_found_out() {
    let rows = [
        (r#""quote": "two words""#, Placing::Quote, (0, 9)),
        (r#""start": 3, "end": 5"#, Placing::Position, (3, 5)),
        (
            r#""start": 3, "end": 5, "quote": "ab""#,
            Placing::Position,
            (3, 5),
        ),
    ];
    for (passage, placing, (start, end)) in rows {
        let row = format!(r#"{{"doc": "a.txt", "tag": "claim", {passage}, "score": 0.5}}"#);
        let input = Input::file("tags.jsonl", row.clone().into_bytes());
        let format = Format::recognised(&input).unwrap();
        assert_eq!(format.name, "jsonl", "{row}");
        let read = format.read(&input).unwrap();
        assert_eq!(read.problems, Vec::new(), "{row}");
        let tag = &read.documents[0].tags[0];
        let selector = &tag.annotation.selector;
        assert_eq!((tag.score, tag.placing), (Some(0.5), placing), "{row}");
        assert_eq!((selector.start.0, selector.end.0), (start, end), "{row}");
        assert_eq!(tag.annotation.id.as_str(), "", "{row}");
    }
    let exported = r#"{"doc": "a", "id": "1", "tag": "claim", "start": 0, "end": 1, "quote": "a", "state": "moved", "score": 0.5}"#;
    let format = Format::named("jsonl").unwrap();
    let read = format
        .read(&Input::file("x.jsonl", exported.into()))
        .unwrap();
    assert_eq!(read.documents[0].tags[0].score, None);
}

#[test]
fn spans_of_prodigy_have_the_score_of_their_model_until_somebody_answers() {
    for (answer, score, creator) in [
        ("", Some(0.7), "en_core_web_sm"),
        (
            r#", "answer": "accept", "_annotator_id": "ana""#,
            None,
            "ana",
        ),
    ] {
        let line = format!(
            r#"{{"text": "abc", "spans": [{{"start": 0, "end": 2, "label": "X", "score": 0.7,
            "source": "en_core_web_sm", "rank": 0}}], "tokens": [{{"text": "abc", "start": 0}}]{answer}}}"#
        )
        .replace('\n', " ");
        let input = Input::file("x.jsonl", line.clone().into_bytes());
        let read = Format::named("spacy").unwrap().read(&input).unwrap();
        let tag = &read.documents[0].tags[0];
        let said = (tag.score, tag.annotation.creator.as_str());
        assert_eq!(said, (score, creator), "{line}");
    }
    let wrong = r#"{"text": "abc", "spans": [{"start": 0, "end": 2, "label": "X", "score": 7}]}"#;
    let format = Format::named("spacy").unwrap();
    let error = format.read(&Input::file("x.jsonl", wrong.into()));
    assert_eq!(
        error.unwrap_err().to_string(),
        "line 1.spans[0].score: must be a number from 0 to 1"
    );
}

/// Offsets that cover other words than the file says are no reason to refuse all of it.
#[test]
fn words_that_the_offsets_do_not_cover_are_looked_for() {
    let brat = files(&[("a.ann", "T1\tX 0 3\tabd\n"), ("a.txt", "abc abd")]);
    let task = r#"[{"data":{"text":"abc abd"},"annotations":[{"result":[{"id":"r","type":"labels",
        "value":{"start":0,"end":3,"text":"abd","labels":["X"]}}]}]}]"#;
    let spans = r#"{"text":"abc abd","spans":[{"start":0,"end":3,"label":"X","text":"abd"}]}"#;
    for (name, input) in [
        ("brat", brat),
        ("label-studio", Input::file("x.json", task.into())),
        ("spacy", Input::file("x.jsonl", spans.into())),
    ] {
        let read = Format::named(name).unwrap().read(&input).unwrap();
        let selector = &read.documents[0].tags[0].annotation.selector;
        assert_eq!(selector.quote, "abd", "{name}");
    }
}
