//! One golden file a format, all of one nasty sample, and the schema of the
//! annotation file.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use crate::fixture;
use postil::annotation::{
    Annotation, AnnotationSet, Attributes, Budget, Conflicts, DocumentFacts, Done, Extra, Link,
    Selector, Source, SourceTarget, Suggestions, Timestamp, resolve,
};
use postil::formats::native::{parse, write};
use postil::formats::{
    AnnotationFile, DocumentInfo, ExportDocument, Format, InFiles, Integrity, Met, Placed, Problem,
    Shape,
};
use postil::text::Text;
use postil::text::references::LazyReferences;
use proptest::prelude::*;
use serde_json::{Value, json};

/// CRLF, a family of four, Chinese, a combining accent, a formula, markup, and
/// something that would clear a terminal.
const CONTENT: &str = "The 👩‍👩‍👧‍👦 cafe\u{301} said: “=1+1”.\r\n国际移民组织 <b>*grew*</b>\u{1b}[2J, 5 %.\r\n\r\n1. End\u{202e}.\r\n";

fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/formats")
        .join(name)
}

fn annotation(text: &Text, id: &str, tag: &str, quote: &str) -> Annotation {
    let content = text.slice(text.full_range());
    let start = content.find(quote).unwrap();
    let range = text.range(start, start + quote.len()).unwrap();
    Annotation {
        creator: "ana".into(),
        ..fixture::annotation(id, tag, Selector::new(text, range))
    }
}

/// Overlapping tags of two annotators, one of them over a line end, with a
/// note, sources and a link.
fn sample() -> (Text, Vec<Annotation>) {
    let text = Text::new(CONTENT);
    let mut noted = annotation(
        &text,
        "a1",
        "fact",
        "cafe\u{301} said: “=1+1”.\r\n国际移民组织",
    );
    noted.note = "who \"says\"\tso?\n- <script>alert(1)</script>\n\n# not a heading".to_owned();
    noted.sources = vec![
        Source {
            remark: "p. 4".to_owned(),
            accessed: "2026-11-22".to_owned(),
            extra: Extra::from([("archive".to_owned(), json!(true))]),
            ..Source::new(SourceTarget::Url("https://example.org/a?b=c&d".to_owned()))
        },
        Source::new(SourceTarget::Reference("35".to_owned())),
    ];
    noted.links = vec![Link {
        to: "other.txt#b1".into(),
        rel: "contradicts".to_owned(),
        extra: Extra::new(),
    }];
    noted.attributes = Attributes::from_words([
        ("speaker", "国"),
        ("stated", "2026-11-01"),
        ("verdict", "not-enough-evidence"),
        ("confidence", "0.25"),
        ("reason", "statistic"),
    ])
    .unwrap();
    noted.retag(
        &"claim".into(),
        "ben",
        &Timestamp("2026-11-23T08:00:00Z".into()),
    );
    noted.extra = Extra::from([
        ("state".to_owned(), json!("x")),
        ("mood".to_owned(), json!([1])),
    ]);
    let formula = annotation(&text, "a2", "opinion", "=1+1");
    let mut unsourced = annotation(
        &text,
        "a3",
        "needs-source",
        "国际移民组织 <b>*grew*</b>\u{1b}[2J, 5 %.",
    );
    unsourced.creator = "bo, \"the\" second".into();
    let mut lost = annotation(&text, "a4", "rumour", "1. End\u{202e}.");
    lost.selector.quote = "not here".to_owned();
    lost.selector.end.0 = lost.selector.start.0 + 8;
    let mut moved = annotation(&text, "a5", "fact", "👩‍👩‍👧‍👦");
    moved.selector.start.0 = 0;
    moved.selector.end.0 = 7;
    (text, vec![noted, formula, unsourced, lost, moved])
}

fn document() -> ExportDocument {
    let (text, annotations) = sample();
    document_of(text, annotations)
}

fn document_of(text: Text, annotations: Vec<Annotation>) -> ExportDocument {
    let (set, _) = AnnotationSet::from_annotations(annotations);
    let structure = postil::text::segment::Structure::new(
        &text,
        postil::text::segment::ParagraphMode::Lines,
        "en",
    );
    let place = |annotation: &Arc<Annotation>| Placed {
        anchor: resolve([&annotation.selector], &text, &[], Budget::Unlimited)[0].anchor_or_lost(),
        annotation: Arc::clone(annotation),
    };
    ExportDocument {
        path: "a_b/*nasty*.txt".to_owned(),
        path_bytes: None,
        sha256: "00".repeat(32),
        sentences: structure.sentences().collect(),
        tags: set.iter().map(place).collect(),
        conflicts: Conflicts::new(&set),
        references: LazyReferences::default(),
        passages: std::collections::HashMap::new(),
        text: Some(text),
    }
}

/// An export of that document, and what the format could not carry of it.
fn export(format: &Format) -> (Vec<u8>, Vec<Problem>) {
    export_of(format, &document())
}

fn export_of(format: &Format, document: &ExportDocument) -> (Vec<u8>, Vec<Problem>) {
    let Shape::Pieces(pieces) = format.shape else {
        panic!("{} is not made of pieces", format.name);
    };
    let piece = pieces.piece(document, &DocumentFacts::default(), 0..document.tags.len());
    let mut out = pieces.begin();
    out.extend(pieces.between(0).as_bytes());
    out.extend(piece.bytes);
    out.extend(pieces.end(1));
    (out, format.dropped(&piece.tally))
}

fn file() -> AnnotationFile {
    let (text, annotations) = sample();
    AnnotationFile {
        document: DocumentInfo {
            path: "seeds/a_b/*nasty*.txt".to_owned(),
            path_bytes: None,
            sha256: "00".repeat(32),
            length: text.code_points().0 as u64,
            encoding: None,
            extra: Extra::from([("language".to_owned(), json!("en"))]),
        },
        set: AnnotationSet::from_annotations(annotations).0,
        extra: Extra::from([("curator".to_owned(), json!({"name": "bo"}))]),
    }
}

/// The same, with something said of the whole document.
fn with_facts() -> AnnotationFile {
    let mark = |by: &str| Done {
        by: by.to_owned(),
        at: Timestamp("2026-11-22T10:00:00Z".into()),
        sha256: "00".repeat(32),
        extra: Extra::from([("mood".to_owned(), json!("good"))]),
    };
    let facts = DocumentFacts::default().with_note("Whose text\nis it?");
    let facts = facts.with_done([mark("bo"), mark("ana")]);
    let plain = file();
    let suggested = plain.set.iter().map(|tag| {
        let mut suggested = (**tag).clone();
        suggested.id = format!("s-{}", tag.id).as_str().into();
        suggested.extra.insert("score".to_owned(), json!(0.5));
        suggested
    });
    let suggestions = Suggestions::default().rejecting([&"r1".into()]);
    let facts = facts.with_suggestions(suggestions.with(suggested));
    AnnotationFile {
        set: plain.set.with_facts(facts),
        ..plain
    }
}

#[test]
fn what_is_said_of_the_document_stands_on_its_line() {
    let written = String::from_utf8(write(&with_facts())).unwrap();
    let line = written
        .lines()
        .find(|line| line.contains("\"document\": {"))
        .unwrap();
    let zeros = "00".repeat(32);
    let mark = |by: &str| {
        let at = "2026-11-22T10:00:00Z";
        format!(r#"{{"by": "{by}", "at": "{at}", "sha256": "{zeros}", "mood": "good"}}"#)
    };
    let (ana, bo) = (mark("ana"), mark("bo"));
    let facts =
        format!(r#""note": "Whose text\nis it?", "done": [{ana}, {bo}], "language": "en"}}"#);
    assert!(line.contains(&facts), "{line}");
    let parsed = parse(written.as_bytes());
    assert_eq!(parsed.integrity, Integrity::Whole, "{:?}", parsed.problems);
    assert_eq!(parsed.file, with_facts());
}

/// Compares with a golden file; `POSTIL_BLESS=1` writes it anew.
#[track_caller]
fn check_golden(name: &str, bytes: &[u8]) {
    let path = data(name);
    if std::env::var_os("POSTIL_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
    }
    let golden = fs::read(&path).unwrap();
    assert_eq!(
        String::from_utf8_lossy(bytes),
        String::from_utf8_lossy(&golden),
        "{name} differs"
    );
}

fn exported(name: &str) -> (String, Vec<String>) {
    let (bytes, problems) = export(Format::named(name).unwrap());
    let problems = problems.iter().map(ToString::to_string).collect();
    (String::from_utf8(bytes).unwrap(), problems)
}

/// The formats of one file each that are held to golden files here. Those of reports are in
/// `cli/report.rs`, those of the other exchange formats with their readers.
fn made_of_pieces() -> impl Iterator<Item = &'static Format> {
    let names = ["json", "jsonl", "csv", "table", "doccano", "spacy"];
    names.into_iter().filter_map(Format::named)
}

/// The first format with an ending has it alone.
fn golden_name(format: &Format) -> String {
    let ending = format.extensions[0];
    let mut formats = made_of_pieces();
    let is_first = formats
        .find(|other| other.extensions[0] == ending)
        .is_some_and(|first| first.name == format.name);
    match is_first {
        true => format!("sample.{ending}"),
        false => format!("sample.{}.{ending}", format.name),
    }
}

/// The formats of several files.
fn made_of_files() -> impl Iterator<Item = (&'static Format, InFiles)> {
    let formats = [
        "brat",
        "label-studio",
        "conll",
        "uima-xmi",
        "refi-qda",
        "refi-codebook",
    ];
    let formats = formats.into_iter().filter_map(Format::named);
    formats.filter_map(|format| match format.shape {
        Shape::Files(files) => Some((format, files)),
        _ => None,
    })
}

/// The files of an export one under the other, and what the format could not carry.
fn export_in_files(format: &Format, files: InFiles) -> (String, Vec<Problem>) {
    let document = document();
    let mut met = Met::default();
    met.merge(files.met(&document));
    let (mut all, tally) = files.document(&document, &DocumentFacts::default());
    all.extend(files.shared(&met).0);
    let mut out = String::new();
    for file in all {
        let words = String::from_utf8_lossy(&file.bytes);
        out.push_str(&format!("==> {} <==\n{words}", file.name));
    }
    (out, format.dropped(&tally))
}

#[test]
fn every_format_writes_its_golden_file_and_says_what_it_drops() {
    let mut told = String::new();
    for format in made_of_pieces() {
        let (bytes, problems) = export(format);
        check_golden(&golden_name(format), &bytes);
        for problem in problems {
            told.push_str(&format!("{}: {problem}\n", format.name));
        }
    }
    for (format, files) in made_of_files() {
        let (words, problems) = export_in_files(format, files);
        check_golden(&format!("sample.{}.files", format.name), words.as_bytes());
        for problem in problems {
            told.push_str(&format!("{}: {problem}\n", format.name));
        }
    }
    check_golden("problems.txt", told.as_bytes());
    check_golden("sample.txt", CONTENT.as_bytes());
    check_golden("sample.txt.json", &write(&file()));
}

#[test]
fn no_golden_file_is_left_over() {
    let mut names: Vec<_> = fs::read_dir(data(""))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let mut known: Vec<_> = made_of_pieces()
        .map(golden_name)
        .chain(made_of_files().map(|(format, _)| format!("sample.{}.files", format.name)))
        .chain(["problems.txt", "sample.txt", "sample.txt.json"].map(str::to_owned))
        .collect();
    known.sort();
    assert_eq!(names, known);
}

#[test]
fn offsets_of_exports_cover_their_quotes() {
    let characters: Vec<char> = CONTENT.chars().collect();
    let mut covered = 0;
    for line in exported("jsonl").0.lines() {
        let tag: Value = serde_json::from_str(line).unwrap();
        if tag["state"] == "lost" {
            assert!(tag["start"].is_null() && tag["stored"]["quote"] == "not here");
            continue;
        }
        let offset = |name: &str| usize::try_from(tag[name].as_u64().unwrap()).unwrap();
        let quote: String = characters[offset("start")..offset("end")].iter().collect();
        assert_eq!(tag["quote"], quote);
        covered += 1;
    }
    assert_eq!(covered, 4);
}

#[test]
fn csv_reads_back_with_its_offsets_and_its_guard() {
    let (words, problems) = exported("csv");
    assert_eq!(problems.len(), 1);
    let mut reader = csv::Reader::from_reader(words.as_bytes());
    let head = reader.headers().unwrap().clone();
    let column = |name: &str| head.iter().position(|it| it == name).unwrap();
    let characters: Vec<char> = CONTENT.chars().collect();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    for row in rows.iter().filter(|row| &row[column("state")] != "lost") {
        let cell = |name: &str| {
            let guarded = row[column("guarded")].split(' ').any(|it| it == name);
            let cell = &row[column(name)];
            if guarded {
                cell.strip_prefix('\'').unwrap()
            } else {
                cell
            }
            .to_owned()
        };
        let offset = |name: &str| cell(name).parse::<usize>().unwrap();
        let quote: String = characters[offset("start")..offset("end")].iter().collect();
        assert_eq!(cell("quote"), quote);
        assert_eq!(
            cell("quote"),
            CONTENT[offset("byte_start")..offset("byte_end")]
        );
    }
    assert!(
        rows.iter()
            .all(|row| !row.iter().any(|it| it.starts_with('=')))
    );
}

#[test]
fn nothing_in_an_export_can_steer_a_terminal_but_csv_which_keeps_every_byte() {
    for name in ["json", "jsonl"] {
        let (words, _) = exported(name);
        assert!(
            !words.contains(['\u{1b}', '\u{202e}', '\r']),
            "{name} lets a control through"
        );
    }
}

#[test]
fn the_annotation_file_reads_back_as_it_was_written() {
    let parsed = parse(&write(&file()));
    assert_eq!(parsed.integrity, Integrity::Whole, "{:?}", parsed.problems);
    assert_eq!(parsed.file, file());
    assert_eq!(write(&parsed.file), write(&file()));
}

fn schema() -> jsonschema::Validator {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/annotation-file.schema.json");
    let schema: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// The address of a source and its title stand in one object.
#[test]
fn an_address_and_its_title_are_one_source() {
    let text = Text::new("One.");
    let mut one = annotation(&text, "a", "claim", "One.");
    one.sources.push(Source {
        title: "A title".to_owned(),
        ..Source::new(SourceTarget::Url("https://x.org".to_owned()))
    });
    let (set, _) = AnnotationSet::from_annotations([one]);
    let file = AnnotationFile {
        set,
        ..AnnotationFile::default()
    };
    let written = String::from_utf8(write(&file)).unwrap();
    let expected = r#""sources": [{"url": "https://x.org", "citation": "A title"}]"#;
    assert!(written.contains(expected), "{written}");
    let parsed = parse(written.as_bytes());
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    assert_eq!(parsed.file, file);
    let value: Value = serde_json::from_str(&written).unwrap();
    assert!(schema().is_valid(&value));
}

#[test]
fn what_is_written_fits_the_schema() {
    let schema = schema();
    for file in [file(), with_facts(), AnnotationFile::default()] {
        let value: Value = serde_json::from_slice(&write(&file)).unwrap();
        let errors: Vec<_> = schema
            .iter_errors(&value)
            .map(|it| it.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn what_the_schema_refuses_is_not_taken_either() {
    let schema = schema();
    let whole: Value = serde_json::from_slice(&write(&with_facts())).unwrap();
    for (place, wrong) in [
        ("/format", json!("other")),
        ("/version", json!("1")),
        ("/document", json!([])),
        ("/document/length", json!(-1)),
        ("/document/note", json!(["whose?"])),
        ("/document/done", json!({})),
        ("/document/done", json!([1])),
        ("/document/done", json!([{"at": "2026-11-22T10:00:00Z"}])),
        ("/document/done", json!([{"by": ""}])),
        ("/document/done", json!([{"by": "ana", "sha256": 1}])),
        ("/annotations", json!({})),
        ("/annotations/0", json!(1)),
        ("/annotations/0/id", json!("")),
        ("/annotations/0/tag", json!(null)),
        ("/annotations/0/start", json!(-1)),
        ("/annotations/0/end", json!(1.5)),
        ("/annotations/0/end", json!(1e300)),
        ("/annotations/0/quote", json!(["a"])),
        ("/annotations/1/note", json!(1)),
        ("/annotations/1/sources", json!("x")),
        ("/annotations/1/sources/0", json!({})),
        (
            "/annotations/1/sources/0",
            json!({"url": "a", "reference": "b"}),
        ),
        ("/annotations/1/links/0", json!({"to": "a"})),
        ("/annotations/1/verdict", json!("perhaps")),
        ("/annotations/1/confidence", json!(1.5)),
        ("/suggestions", json!({})),
        ("/suggestions/0/start", json!(-1)),
        ("/suggestions/0/score", json!(1.5)),
        ("/rejected", json!("r1")),
        ("/rejected/0", json!(1)),
    ] {
        let mut value = whole.clone();
        *value.pointer_mut(place).unwrap() = wrong.clone();
        assert!(
            !schema.is_valid(&value),
            "the schema takes {wrong} at {place}"
        );
        let parsed = parse(value.to_string().as_bytes());
        assert_eq!(
            parsed.integrity,
            Integrity::Broken,
            "{wrong} at {place} is taken"
        );
    }
}

/// A source of any kind, of which anything is said.
fn any_source() -> impl Strategy<Value = Source> {
    let words = || "\\PC{1,12}";
    let title = prop_oneof![Just(String::new()), words()];
    let target = (0u8..4, words()).prop_map(|(kind, words)| match kind {
        0 => SourceTarget::Url(words),
        1 => SourceTarget::Citation(words),
        2 => SourceTarget::Reference(words),
        _ => SourceTarget::Passage(words.as_str().into()),
    });
    let said = || prop_oneof![Just(String::new()), words()];
    (target, title, said(), said()).prop_map(|(target, title, remark, accessed)| Source {
        title: match target {
            SourceTarget::Url(_) => title,
            _ => String::new(),
        },
        remark,
        accessed,
        ..Source::new(target)
    })
}

proptest! {
    /// Every field of a source, and what a tag was before.
    #[test]
    fn sources_and_histories_survive(
        sources in prop::collection::vec(any_source(), 0..4),
        tags in prop::collection::vec("\\PC{1,8}", 0..4),
        by in "\\PC{0,5}",
        at in "\\PC{0,5}",
    ) {
        let mut file = file();
        let mut one = file.set.iter().next().unwrap().as_ref().clone();
        one.sources = sources;
        for tag in &tags {
            one.retag(&tag.as_str().into(), &by, &Timestamp(at.clone().into()));
        }
        file.set = AnnotationSet::from_annotations([one]).0;
        let written = write(&file);
        let read = parse(&written);
        prop_assert_eq!(read.integrity, Integrity::Whole);
        prop_assert_eq!(&read.file, &file);
        prop_assert_eq!(write(&read.file), written);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        parse(&bytes);
    }

    #[test]
    fn a_damaged_file_is_never_whole_with_fewer_tags(at in 0usize..1500, byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = write(&file());
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        let parsed = parse(&bytes);
        if parsed.integrity == Integrity::Whole {
            prop_assert_eq!(parsed.file.set.len(), file().set.len());
        }
    }

    #[test]
    fn any_words_survive(note in "\\PC{0,20}|[\\x00-\\x1f\u{2028}\u{202e}\u{7f}-\u{9f}\"\\\\]{0,9}") {
        let mut file = file();
        let (_, mut annotations) = sample();
        annotations[0].note = note;
        file.set = AnnotationSet::from_annotations(annotations).0;
        prop_assert_eq!(parse(&write(&file)).file, file);
    }
}

/// A document of lines, each passage at the beginning of one, with cells of every beginning.
#[test]
fn only_what_a_spreadsheet_runs_is_guarded() {
    for (words, guarded) in [
        ("=1+1", true),
        ("+1", true),
        ("-1", true),
        ("@a", true),
        ("\tx", true),
        ("\rx", true),
        ("\nx", false),
        (" =1", false),
        ("a=1", false),
        ("'=1", false),
        ("–1", false),
    ] {
        let text = Text::new(format!("One.\n{words}\nThree.\n"));
        let mut one = annotation(&text, "a1", "fact", words);
        words.clone_into(&mut one.note);
        let document = document_of(text, vec![one]);
        for (name, exact) in [("csv", true), ("table", false)] {
            let (bytes, _) = export_of(Format::named(name).unwrap(), &document);
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
            let mut reader = csv::Reader::from_reader(bytes);
            let headers = reader.headers().unwrap().clone();
            let row = reader.records().next().unwrap().unwrap();
            let cell = |column: &str| &row[headers.iter().position(|it| it == column).unwrap()];
            let wanted = match guarded {
                true => format!("'{words}"),
                false => words.to_owned(),
            };
            assert_eq!(cell("note"), wanted, "{name} {words:?}");
            if exact {
                // The context of a passage at the beginning of a line is the text's.
                assert_eq!(cell("prefix"), "One.\n", "{words:?}");
                assert_eq!(cell("suffix"), "\nThree.\n", "{words:?}");
                assert_eq!(cell("quote"), wanted, "{words:?}");
            }
        }
    }
}

#[test]
fn the_table_for_people_has_fifteen_columns_and_a_byte_order_mark() {
    let (table, _) = exported("table");
    let words = table.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(words.as_bytes());
    let headers = reader.headers().unwrap().clone();
    assert_eq!(
        headers.iter().collect::<Vec<_>>().join(","),
        "document,sentence,tag,passage,note,sources,verdict,speaker,annotator,date (UTC),verdict was given on,said on,confidence,reason,was"
    );
    for row in reader.records() {
        assert_eq!(row.unwrap().len(), 15);
    }
    // The one for programs has none, which would stick to the name of its first column.
    let (bytes, _) = exported("csv");
    assert!(bytes.starts_with("doc,"));
}
