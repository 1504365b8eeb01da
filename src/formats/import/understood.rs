//! What is read of files that other programs and scripts write, and of those that were changed there.

use crate::formats::Format;

use super::refused::{files, refuses};
use super::trips::{tagged, written};
use super::{Input, Placing};

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
