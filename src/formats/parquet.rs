//! Parquet, for warehouses and data frames: one row a tag, with its sentence and its place in code
//! points and in bytes.
//!
//! Each document has a file of its own, so that an export is never held whole; a folder of such
//! files is one table to DuckDB, Spark, pandas and their like. It is only written.
//!
//! Must not know: files.

use std::borrow::Cow;
use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use crate::annotation::{ATTRIBUTES, AttributeValue, DocumentFacts, Kind};
use crate::text::TextRange;

use super::bundle::{ExportDocument, Placed};
use super::files::{FilesWriter, OutFile};
use super::json::to_spaced_json;
use super::native::node;
use super::piece::Tally;

pub(super) struct Parquet;

/// Why writing cannot fail here.
const INTO_MEMORY: &str = "a growing buffer takes columns of the schema's types";

/// The values of a column; each may be missing.
enum Values {
    Text(Vec<Option<String>>),
    Whole(Vec<Option<i64>>),
    Share(Vec<Option<f64>>),
}

struct Column {
    name: &'static str,
    values: Values,
}

impl FilesWriter for Parquet {
    fn document(
        &self,
        document: &ExportDocument,
        _: &DocumentFacts,
        _: &mut Tally,
    ) -> Vec<OutFile> {
        let bytes = written(&columns(document)).expect(INTO_MEMORY);
        vec![OutFile {
            name: format!("{}.parquet", document.path),
            bytes,
        }]
    }
}

fn columns(document: &ExportDocument) -> Vec<Column> {
    let tags = &document.tags;
    let text = |of: &dyn Fn(&Placed) -> Option<String>| Values::Text(tags.iter().map(of).collect());
    let whole = |of: &dyn Fn(&Placed) -> Option<usize>| {
        let number = |tag| of(tag).and_then(|number| i64::try_from(number).ok());
        Values::Whole(tags.iter().map(number).collect())
    };
    let place = |tag: &Placed| document.place(tag);
    let sha256 = Some(document.sha256.clone()).filter(|sha256| !sha256.is_empty());
    let length = document.text.as_ref().map(|text| text.code_points().0);
    let mut columns: Vec<Column> = [
        ("doc", text(&|_| Some(document.path.clone()))),
        ("doc_sha256", text(&|_| sha256.clone())),
        ("doc_length", whole(&|_| length)),
        ("id", text(&|tag| Some(tag.annotation.id.to_string()))),
        ("tag", text(&|tag| Some(tag.annotation.tag.to_string()))),
        ("start", whole(&|tag| Some(place(tag)?.start.0))),
        ("end", whole(&|tag| Some(place(tag)?.end.0))),
        ("byte_start", whole(&|tag| Some(place(tag)?.bytes.start()))),
        ("byte_end", whole(&|tag| Some(place(tag)?.bytes.end()))),
        ("quote", text(&|tag| Some(document.words(place(tag)?)))),
        ("sentence", text(&|tag| sentence(document, tag))),
        (
            "state",
            text(&|tag| Some(tag.anchor.state().name().to_owned())),
        ),
        (
            "stored_quote",
            text(&|tag| Some(tag.annotation.selector.quote.clone())),
        ),
    ]
    .into_iter()
    .map(|(name, values)| Column { name, values })
    .collect();
    columns.extend(ATTRIBUTES.listed().map(|attribute| {
        let value = |tag: &Placed| {
            let value = tag.annotation.value(attribute)?.into_owned();
            (!value.is_empty()).then_some(value)
        };
        let values = match attribute.kind {
            Kind::Share => Values::Share(tags.iter().map(|tag| share(&value(tag)?)).collect()),
            _ => text(&|tag| value(tag).map(|value| words(&value))),
        };
        Column {
            name: attribute.name,
            values,
        }
    }));
    let extra = text(&|tag| {
        let unlisted = tag.annotation.unlisted();
        (!unlisted.is_empty()).then(|| to_spaced_json(&unlisted))
    });
    columns.push(Column {
        name: "extra",
        values: extra,
    });
    columns
}

fn share(value: &AttributeValue<'_>) -> Option<f64> {
    match value {
        AttributeValue::Share(share) => Some(*share),
        _ => None,
    }
}

/// An attribute in words: lists as JSON.
fn words(value: &AttributeValue<'_>) -> String {
    match value {
        AttributeValue::Sources(_) | AttributeValue::Links(_) => to_spaced_json(&node(value)),
        _ => value.to_words().into_owned(),
    }
}

/// The sentences that a passage touches, from the beginning of the first to the end of the last.
fn sentence(document: &ExportDocument, tag: &Placed) -> Option<String> {
    let text = document.text.as_ref()?;
    let passage = document.place(tag)?.bytes;
    let all = &document.sentences;
    let first = all.partition_point(|sentence| sentence.end() <= passage.start());
    let behind = all.partition_point(|sentence| sentence.start() < passage.end());
    let touched = all.get(first..behind)?;
    let range = TextRange::between(touched.first()?.start(), touched.last()?.end());
    Some(text.slice(range).into_owned())
}

fn written(columns: &[Column]) -> Result<Vec<u8>> {
    let fields: String = columns.iter().map(field).collect();
    let schema = Arc::new(parse_message_type(&format!("message tag {{ {fields} }}"))?);
    let properties = WriterProperties::builder().set_created_by("postil".to_owned());
    let mut out = Vec::new();
    let mut file = SerializedFileWriter::new(&mut out, schema, Arc::new(properties.build()))?;
    let mut group = file.next_row_group()?;
    for column in columns {
        let Some(writer) = group.next_column()? else {
            break;
        };
        write(writer, &column.values)?;
    }
    group.close()?;
    file.close()?;
    Ok(out)
}

fn field(column: &Column) -> String {
    let kind: Cow<'_, str> = match column.values {
        Values::Text(_) => format!("binary {} (UTF8)", column.name).into(),
        Values::Whole(_) => format!("int64 {}", column.name).into(),
        Values::Share(_) => format!("double {}", column.name).into(),
    };
    format!("optional {kind}; ")
}

fn write(mut writer: SerializedColumnWriter<'_>, values: &Values) -> Result<()> {
    match values {
        Values::Text(all) => {
            let there = all.iter().flatten();
            let there: Vec<ByteArray> = there.map(|words| words.as_str().into()).collect();
            let levels = levels(all);
            writer
                .typed::<ByteArrayType>()
                .write_batch(&there, Some(&levels), None)?;
        }
        Values::Whole(all) => {
            let there: Vec<i64> = all.iter().flatten().copied().collect();
            let levels = levels(all);
            writer
                .typed::<Int64Type>()
                .write_batch(&there, Some(&levels), None)?;
        }
        Values::Share(all) => {
            let there: Vec<f64> = all.iter().flatten().copied().collect();
            let levels = levels(all);
            writer
                .typed::<DoubleType>()
                .write_batch(&there, Some(&levels), None)?;
        }
    }
    writer.close()
}

/// Which of the values are there.
fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    values
        .iter()
        .map(|value| i16::from(value.is_some()))
        .collect()
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::{Field, RowAccessor as _};

    use super::*;
    use crate::formats::import::trips::document;
    use crate::text::segment::{ParagraphMode, Structure};

    #[test]
    fn rows_are_read_with_what_they_cover() {
        let content = "One 👍 fact. Two\r\nmore. Three.";
        let tags = [
            (4, 6, "fact", "", 4, "ana"),
            (13, 8, "claim", "why?\n\"so\"", 1, "bo"),
            (0, 3, "own tag", "=1", 5, ""),
        ];
        let mut document = document("a/b c.txt", content, &tags);
        let text = document.text.clone().unwrap();
        document.sentences = Structure::new(&text, ParagraphMode::Lines, "en")
            .sentences()
            .collect();
        let mut files =
            Parquet.document(&document, &DocumentFacts::default(), &mut Tally::default());
        let file = files.remove(0);
        assert_eq!(file.name, "a/b c.txt.parquet");
        let reader = SerializedFileReader::new(bytes::Bytes::from(file.bytes)).unwrap();
        let names: Vec<String> = reader
            .metadata()
            .file_metadata()
            .schema()
            .get_fields()
            .iter()
            .map(|field| field.name().to_owned())
            .collect();
        let at = |name: &str| names.iter().position(|one| one == name).unwrap();
        let rows: Vec<_> = reader
            .get_row_iter(None)
            .unwrap()
            .map(std::result::Result::unwrap)
            .collect();
        assert_eq!(rows.len(), 3);
        for (row, tag) in rows.iter().zip(&document.tags) {
            let whole = |name| usize::try_from(row.get_long(at(name)).unwrap()).unwrap();
            let quote = row.get_string(at("quote")).unwrap();
            assert_eq!(&content[whole("byte_start")..whole("byte_end")], quote);
            let covered: String = content
                .chars()
                .skip(whole("start"))
                .take(whole("end") - whole("start"))
                .collect();
            assert_eq!(&covered, quote);
            assert_eq!(
                row.get_string(at("id")).unwrap(),
                tag.annotation.id.as_str()
            );
            assert!(
                row.get_string(at("sentence"))
                    .unwrap()
                    .contains(quote.trim())
            );
        }
        let field =
            |row: usize, name: &str| rows[row].get_column_iter().nth(at(name)).unwrap().1.clone();
        assert_eq!(field(1, "confidence"), Field::Double(0.5));
        assert_eq!(field(0, "confidence"), Field::Null);
        assert_eq!(field(0, "note"), Field::Str("=1".to_owned()));
        assert_eq!(
            field(0, "extra"),
            Field::Str("{\"mood\": \"calm\"}".to_owned())
        );
    }
}
