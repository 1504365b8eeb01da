//! Layer 4, the formats: bytes to and from annotation sets, one file per
//! format, behind the one table [`FORMATS`].
//!
//! Bad input is data: a reader hands back what it understood with a list of
//! [`Problem`]s; a writer hands back its bytes with a list of what they could
//! not carry. Code points and bytes are converted here and nowhere else.
//!
//! Must not know: files, the terminal, the application.

mod brat;
mod bundle;
mod carried;
mod claim_review;
mod colour;
mod conll;
mod csv;
mod csv_read;
mod doccano;
mod files;
mod highlights;
mod hypothesis;
pub(crate) mod import;
mod iri;
mod json;
mod jsonl;
mod label_studio;
mod mrsf;
pub mod native;
mod parquet;
mod piece;
mod problem;
mod refi_qda;
mod report;
mod row;
mod selectors;
mod spacy;
mod spreadsheet;
mod table;
mod tokens;
mod uima_xmi;
mod utf16;
mod web_annotation;
mod within;
mod xml;

pub use bundle::{ExportDocument, Placed};
pub use files::{Container, InFiles, Met, OutFile};
#[doc(hidden)]
pub use import::{Imported, ImportedDocument, ImportedTag, Input, InputFile, Placing};
pub(crate) use json::{escape_unshown, to_pretty_json, to_spaced_json};
pub use native::{AnnotationFile, DocumentInfo, Integrity};
pub(crate) use piece::Tally;
pub use problem::{Problem, Severity};
pub use report::Masthead;
pub(crate) use report::{
    Checked, Counts, End, Ends, FullText, Incoming, Number, Overview, Report, ReportDocument,
    ReportWriter, Told, passages, tally, tally_of_facts,
};
pub(crate) use row::{document_line, open_line, tag_line};
pub use table::{FORMATS, Facts, Format, InReport, Pieces, Shape};

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::piece::{Piece, Writer as _};
    use super::*;
    use crate::annotation::{
        ATTRIBUTES, Anchor, Annotation, AnnotationSet, Attribute, AttributeTable, AttributeValue,
        Attributes, Conflicts, DocumentFacts, Kind, annotation, differing_fields, merge,
    };
    use crate::text::Text;

    /// The table of the program with an attribute that it does not have.
    fn with_mood() -> &'static AttributeTable {
        let mut all = ATTRIBUTES.all().to_vec();
        let before = ATTRIBUTES.position("creator").unwrap();
        let moods = Kind::OneOf(&["calm", "angry"]);
        all.insert(before, Attribute::optional("mood", "in the mood", moods));
        Box::leak(Box::new(AttributeTable::new(all.leak())))
    }

    fn with(table: &'static AttributeTable, mood: Option<&'static str>) -> Annotation {
        let mut one = annotation("a", 0, 3);
        one.attributes = Attributes::new(table);
        one.attributes.set("mood", mood.map(AttributeValue::Name));
        one
    }

    fn file(annotation: Annotation) -> AnnotationFile {
        AnnotationFile {
            set: AnnotationSet::from_annotations([annotation]).0,
            ..AnnotationFile::default()
        }
    }

    #[test]
    fn an_attribute_is_written_and_read_by_its_row_alone() {
        let table = with_mood();
        let angry = file(with(table, Some("angry")));
        let written = String::from_utf8(native::write(&angry)).unwrap();
        assert!(
            written.contains(r#""suffix": "", "mood": "angry", "creator": "ana""#),
            "{written}"
        );
        // By lines, and as a whole.
        for json in [written.clone(), format!(" {written}")] {
            let read = native::parse_with(table, json.as_bytes());
            assert_eq!((read.file, read.problems), (angry.clone(), Vec::new()));
        }
        let wrong = written.replace("angry", "sad");
        let read = native::parse_with(table, wrong.as_bytes());
        assert_eq!(read.integrity, Integrity::Broken);
        let problem = Problem::error("annotations[0].mood", "\"sad\" is not one of calm, angry");
        assert_eq!(read.problems, [problem]);
        // Whoever does not know it keeps it.
        let unknown = native::parse(written.as_bytes()).file;
        assert_eq!(unknown.set.iter().next().unwrap().extra["mood"], "angry");
    }

    #[test]
    fn an_attribute_is_merged_by_its_row_alone() {
        let table = with_mood();
        let set = |one| AnnotationSet::from_annotations([one]).0;
        let noted = Annotation {
            note: "why?".to_owned(),
            ..with(table, None)
        };
        let (base, angry) = (set(with(table, None)), set(with(table, Some("angry"))));
        let (merged, conflicts) = merge(&base, &set(noted), &angry);
        let one = merged.get(&"a".into()).unwrap();
        let mood = one.attributes.get("mood");
        assert_eq!(mood, Some(&AttributeValue::Name("angry")));
        assert_eq!((one.note.as_str(), conflicts.len()), ("why?", 0));
        let (merged, conflicts) = merge(&base, &set(with(table, Some("calm"))), &angry);
        assert_eq!((merged.len(), &conflicts[0].fields[..]), (2, &["mood"][..]));
        let (one, other) = (with(table, Some("calm")), with(table, None));
        assert_eq!(differing_fields(&one, &other), ["mood"]);
    }

    #[test]
    fn the_schema_describes_the_attributes_of_the_table() {
        let schema = include_str!("../../docs/annotation-file.schema.json");
        let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
        let described = schema["$defs"]["annotation"]["properties"]
            .as_object()
            .unwrap();
        for attribute in ATTRIBUTES.listed() {
            let property = &described[attribute.name];
            if let Kind::OneOf(names) = attribute.kind {
                assert_eq!(property["enum"], serde_json::json!(names));
            }
        }
        let before = ["id", "tag", "start", "end", "quote", "prefix", "suffix"];
        // Which version it was placed on, what it was and is not, who suggested it, and on which
        // words its verdict was given stand among the unknown fields.
        let unlisted = [
            "document_sha256",
            "edited",
            "history",
            "rejected",
            "suggested",
            "verdict_quote",
        ];
        assert!(unlisted.iter().all(|field| described.contains_key(*field)));
        let known = before.len() + ATTRIBUTES.listed().count() + unlisted.len();
        assert_eq!(described.len(), known, "{described:?}");
    }

    #[test]
    fn an_attribute_is_listed_by_its_row_alone() {
        let table = with_mood();
        let text = Text::new("xxx");
        let angry = with(table, Some("angry"));
        let document = ExportDocument {
            path: "a.txt".to_owned(),
            path_bytes: None,
            sha256: String::new(),
            sentences: Vec::new(),
            tags: vec![Placed {
                anchor: Anchor::Exact(text.full_range()),
                annotation: Arc::new(angry),
            }],
            conflicts: Conflicts::default(),
            references: crate::text::references::LazyReferences::default(),
            passages: std::collections::HashMap::new(),
            text: Some(text),
        };
        assert!(tag_line(&document, &document.tags[0]).contains(r#", "mood": "angry", "#));
        let mut csv = Piece::default();
        let writer = csv::Csv(table);
        writer.head(&mut csv.bytes);
        writer.tags(&document, 0..1, &mut csv);
        let csv = String::from_utf8(csv.bytes).unwrap();
        let rows: Vec<Vec<&str>> = csv.lines().map(|row| row.split(',').collect()).collect();
        let column = rows[0].iter().position(|name| *name == "mood").unwrap();
        assert_eq!((rows[0].len(), rows[1][column]), (rows[1].len(), "angry"));
        let of = ReportDocument {
            document: &document,
            facts: &DocumentFacts::default(),
            number: 1,
        };
        let report = Report::default();
        let told = [Told::default()];
        let passage = passages(&report, &of, 0..1, &told).next().unwrap();
        for (writer, says) in [
            (
                &report::Markdown as &dyn ReportWriter,
                "- in the mood: angry\n",
            ),
            (
                &report::Html,
                "<dt>in the mood</dt><dd dir=\"auto\">angry</dd>",
            ),
        ] {
            let words = writer.passage(&report, &passage);
            assert!(words.contains(says), "{words}");
        }
    }
}
