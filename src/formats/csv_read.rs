//! Reading the tables that this program writes: `csv`, which has all of a tag, and the table for
//! people, of which the words of a passage, its tag and what is said of it are taken.
//!
//! Must not know: files.

use serde_json::{Map, Value};

use crate::annotation::{Annotation, Attributes, Kind, Source, SourceTarget, Timestamp};

use super::csv::{Csv, is_formula};
use super::import::sheet::{self, Quoting, Row};
use super::import::times::time;
use super::import::{
    Gathered, Imported, ImportedDocument, ImportedTag, Input, Placing, Reader, names, one_file,
};
use super::native;
use super::problem::{Problem, Severity};
use super::spreadsheet::{COLUMNS, Spreadsheet};

/// The columns by which the table for programs is known.
const OF_CSV: [&str; 6] = ["doc", "id", "tag", "byte_start", "guarded", "stored_quote"];

fn has_columns(input: &Input, wanted: &[&str]) -> bool {
    let file = input.only();
    file.is_some_and(|file| sheet::has_columns(file.beginning(), wanted))
}

impl Reader for Csv {
    fn recognises(&self, input: &Input) -> bool {
        has_columns(input, &OF_CSV)
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let file = input.only().ok_or_else(one_file)?;
        if !has_columns(input, &OF_CSV) {
            let words = format!("must have the columns {}", OF_CSV.join(", "));
            return Err(Problem::error("line 1", words));
        }
        let mut gathered = Gathered::default();
        let mut problems = Vec::new();
        let mut ids = std::collections::HashSet::new();
        sheet::rows(file, Quoting::Strict, |row| {
            let cell = |name: &str| unguarded(row, name);
            let path = cell("doc").to_owned();
            if path.is_empty() {
                return Err(Problem::error(format!("{}.doc", row.place()), "is missing"));
            }
            let annotation = self.annotation(row, &mut problems)?;
            if !ids.insert((path.clone(), annotation.id.clone())) {
                let words = format!("{} is there twice", annotation.id);
                return Err(Problem::error(format!("{}.id", row.place()), words));
            }
            let sha256 = Some(cell("doc_sha256").to_owned()).filter(|sha256| !sha256.is_empty());
            let new = || ImportedDocument {
                names: names([path.as_str()]),
                sha256,
                ..ImportedDocument::default()
            };
            gathered.document(&path, new).tags.push(ImportedTag {
                place: row.place(),
                annotation,
                ..ImportedTag::default()
            });
            Ok(())
        })?;
        Ok(Imported {
            documents: gathered.into_documents(),
            problems,
            ..Imported::default()
        })
    }
}

/// A cell without the apostrophe that keeps a spreadsheet from running it.
fn unguarded<'a>(row: &'a Row<'_>, name: &str) -> &'a str {
    let cell = row.cell(name);
    let is_guarded = row
        .cell("guarded")
        .split(' ')
        .any(|guarded| guarded == name);
    match is_guarded {
        true => cell.strip_prefix('\'').unwrap_or(cell),
        false => cell,
    }
}

impl Csv {
    fn annotation(
        &self,
        row: &Row<'_>,
        problems: &mut Vec<Problem>,
    ) -> Result<Annotation, Problem> {
        let place = row.place();
        let at = |name: &str| format!("{place}.{name}");
        let cell = |name: &str| unguarded(row, name);
        let mut fields = Map::new();
        for name in ["id", "tag", "prefix", "suffix"] {
            fields.insert(name.to_owned(), cell(name).into());
        }
        // Of a passage that is not found, where it was.
        let is_lost = cell("start").is_empty();
        for (name, stored) in [("start", "stored_start"), ("end", "stored_end")] {
            let from = if is_lost { stored } else { name };
            // A data frame with an empty cell in the column makes fractions of the others.
            let words = cell(from);
            let offset = words.strip_suffix(".0").unwrap_or(words).parse::<u64>();
            let offset =
                offset.map_err(|_| Problem::error(at(from), "must be a whole number from 0"))?;
            fields.insert(name.to_owned(), offset.into());
        }
        let quote = cell(if is_lost { "stored_quote" } else { "quote" });
        fields.insert("quote".to_owned(), quote.into());
        for attribute in self.0.listed() {
            let words = cell(attribute.name);
            if words.is_empty() {
                continue;
            }
            let value = match attribute.kind {
                Kind::Sources | Kind::Links => json(&at(attribute.name), words)?,
                Kind::Share => words
                    .parse::<f64>()
                    .map_or_else(|_| words.into(), Value::from),
                _ => words.into(),
            };
            fields.insert(attribute.name.to_owned(), value);
        }
        if !cell("extra").is_empty() {
            match json(&at("extra"), cell("extra"))? {
                Value::Object(extra) => fields.extend(extra),
                _ => return Err(Problem::error(at("extra"), "must be an object")),
            }
        }
        let (annotation, found) = native::read_annotation(&place, fields);
        let (errors, warnings): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|problem| problem.severity == Severity::Error);
        problems.extend(warnings);
        match (annotation, errors.into_iter().next()) {
            (Some(annotation), None) => Ok(annotation),
            (_, Some(problem)) => Err(problem),
            (None, None) => Err(Problem::error(place, "is no tag")),
        }
    }
}

fn json(place: &str, words: &str) -> Result<Value, Problem> {
    serde_json::from_str(words)
        .map_err(|error| Problem::error(place, format!("is not JSON: {error}")))
}

/// The columns without which a table for people is none.
const OF_TABLE: [&str; 4] = [COLUMNS[0], COLUMNS[2], COLUMNS[3], COLUMNS[9]];

impl Reader for Spreadsheet {
    fn recognises(&self, input: &Input) -> bool {
        has_columns(input, &OF_TABLE)
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let file = input.only().ok_or_else(one_file)?;
        if !has_columns(input, &OF_TABLE) {
            let words = format!("must have the columns {}", OF_TABLE.join(", "));
            return Err(Problem::error("line 1", words));
        }
        let mut gathered = Gathered::default();
        sheet::rows(file, Quoting::Strict, |row| {
            let (document, tag) = row_of_table(row)?;
            gathered.add(names([document.as_str()]), tag);
            Ok(())
        })?;
        Ok(Imported {
            documents: gathered.into_documents(),
            problems: Vec::new(),
            ..Imported::default()
        })
    }
}

/// The document of a row of a table for people, and its tag.
fn row_of_table(row: &sheet::Row<'_>) -> Result<(String, ImportedTag), Problem> {
    let [
        document,
        sentence,
        tag,
        passage,
        note,
        sources,
        verdict,
        speaker,
        creator,
        date,
        _,
        stated,
        confidence,
        reason,
        _,
    ] = COLUMNS.map(|name| without_apostrophe(row.cell(name)));
    if tag.is_empty() {
        return Err(Problem::error(format!("{}.tag", row.place()), "is missing"));
    }
    let said = [
        ("verdict", verdict),
        ("speaker", speaker),
        ("stated", stated),
        ("confidence", confidence),
        ("reason", reason),
    ];
    let said = said.into_iter().filter(|(_, words)| !words.is_empty());
    let attributes =
        Attributes::from_words(said).map_err(|error| Problem::error(row.place(), error))?;
    let mut annotation = Annotation {
        tag: tag.into(),
        note: note.to_owned(),
        sources: sources.lines().flat_map(source).collect(),
        attributes,
        creator: creator.into(),
        created: time(date),
        ..Annotation::default()
    };
    annotation.selector.quote = passage.to_owned();
    let tag = ImportedTag {
        place: row.place(),
        annotation,
        placing: Placing::Quote,
        sentence: sentence.parse().ok(),
        ..ImportedTag::default()
    };
    Ok((document.to_owned(), tag))
}

/// A cell as it was, before it was kept from a spreadsheet that would have run it.
fn without_apostrophe(cell: &str) -> &str {
    let bare = cell.strip_prefix('\'').filter(|bare| is_formula(bare));
    bare.unwrap_or(cell)
}

/// A source as the table says it: `https://example.org (p. 4; seen 2026-11-22)`.
fn source(line: &str) -> Vec<Source> {
    let (named, said) = match line.rsplit_once(" (") {
        Some((named, said)) if said.ends_with(')') => (named, &said[..said.len() - 1]),
        _ => (line, ""),
    };
    let mut sources = match named.split_once("] ") {
        // With its words behind it.
        Some((label, _)) if label.starts_with('[') => Source::from_words(&format!("{label}]")),
        _ => Source::from_words(named),
    };
    if sources.is_empty() && !line.trim().is_empty() {
        sources.push(Source::new(SourceTarget::Citation(line.to_owned())));
    }
    for source in &mut sources {
        let mut remarks = Vec::new();
        for part in said.split("; ").filter(|part| !part.is_empty()) {
            match part
                .strip_prefix("seen ")
                .filter(|day| Timestamp::is_day(day))
            {
                Some(day) => day.clone_into(&mut source.accessed),
                None => remarks.push(part),
            }
        }
        source.remark = remarks.join("; ");
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::AttributeValue;

    fn read(reader: &dyn Reader, words: &str) -> Result<Imported, String> {
        let input = Input::file("a.csv", words.as_bytes().to_vec());
        reader.read(&input).map_err(|problem| problem.to_string())
    }

    const HEAD: &str = "doc,id,tag,start,end,byte_start,byte_end,quote,guarded,stored_start,\
                        stored_end,stored_quote,sources,confidence,extra,created\n";

    #[test]
    fn what_is_wrong_with_a_row_is_told_with_its_line() {
        let csv = Csv(&crate::annotation::ATTRIBUTES);
        for (row, told) in [
            (",i,fact,0,3,0,3,One,,0,3,One,,,,", "line 2.doc: is missing"),
            ("a,,fact,0,3,0,3,One,,0,3,One,,,,", "line 2.id: is empty"),
            ("a,i,,0,3,0,3,One,,0,3,One,,,,", "line 2.tag: is empty"),
            (
                "a,i,fact,x,3,0,3,One,,0,3,One,,,,",
                "line 2.start: must be a whole number from 0",
            ),
            (
                "a,i,fact,,,,,,,-1,3,One,,,,",
                "line 2.stored_start: must be a whole number from 0",
            ),
            (
                "a,i,fact,0,3,0,3,One,,0,3,One,[,,,",
                "line 2.sources: is not JSON: EOF while parsing a list at line 1 column 1",
            ),
            (
                "a,i,fact,0,3,0,3,One,,0,3,One,,2,,",
                "line 2.confidence: must be a number from 0 to 1",
            ),
            (
                "a,i,fact,0,3,0,3,One,,0,3,One,,,1,",
                "line 2.extra: must be an object",
            ),
            ("a,i,fact,0,3", "line 2: has 5 cells, and the first line 16"),
            (
                "a,i,fact,0,3,0,3,\"One",
                "has a quotation mark that is not closed",
            ),
            (
                "a,i,fact,0,3,0,3,One,,0,3,One,,,,\na,i,fact,0,3,0,3,One,,0,3,One,,,,",
                "line 3.id: i is there twice",
            ),
        ] {
            let error = read(&csv, &format!("{HEAD}{row}\n")).unwrap_err();
            assert_eq!(error, told, "{row}");
        }
        let error = read(&csv, "a,b\n1,2\n").unwrap_err();
        assert!(
            error.starts_with("line 1: must have the columns doc, id"),
            "{error}"
        );
    }

    #[test]
    fn the_table_for_people_is_read_by_its_words() {
        let words = "\u{feff}document,sentence,tag,passage,note,sources,verdict,speaker,annotator,\
            date (UTC),verdict was given on\r\n\
            a.txt,1,claim,'=1+1,'a,\"A title https://x.org/ (p. 4; seen 2026-11-22)\n[35] Its words\",\
            supported,Amy,ana,2026-11-22 10:00:00,\r\n";
        let input = Input::file("a.csv", words.as_bytes().to_vec());
        assert!(Spreadsheet.recognises(&input));
        let document = read(&Spreadsheet, words).unwrap().documents.remove(0);
        assert_eq!(document.names, ["a.txt"]);
        let tag = &document.tags[0];
        assert_eq!((tag.placing, &*tag.place), (Placing::Quote, "line 2"));
        let annotation = &tag.annotation;
        assert_eq!(
            (&*annotation.selector.quote, &*annotation.note),
            ("=1+1", "'a")
        );
        assert_eq!(annotation.created.0, "2026-11-22T10:00:00Z");
        let [first, second] = &annotation.sources[..] else {
            panic!("{:?}", annotation.sources)
        };
        assert_eq!(
            (&*first.title, first.target.value()),
            ("A title", "https://x.org/")
        );
        assert_eq!((&*first.remark, &*first.accessed), ("p. 4", "2026-11-22"));
        assert_eq!(second.reference(), Some("35"));
        let verdict = annotation.attributes.get("verdict");
        assert_eq!(verdict, Some(&AttributeValue::Name("supported")));
        let wrong = words.replace("supported", "perhaps");
        let error = read(&Spreadsheet, &wrong).unwrap_err();
        assert!(
            error.starts_with("line 2: verdict: \"perhaps\" is not one of"),
            "{error}"
        );
    }
}
