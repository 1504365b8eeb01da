//! What this program wrote beside a project, to know its own tags again.
//!
//! Must not know: XML.

use std::collections::HashMap;

use serde_json::Value;

use crate::annotation::Annotation;
use crate::formats::carried;
use crate::formats::import::json;
use crate::formats::import::parts::Part;
use crate::formats::import::{Input, InputFile, beside};
use crate::formats::problem::Problem;

use super::guid::plain;

/// The file in the archive.
pub(super) const NAME: &str = "postil.json";

/// A document, as it was.
#[derive(Debug, Default)]
pub(super) struct OwnSource {
    pub(super) path: String,
    pub(super) sha256: String,
    /// What was changed for the copy of its text.
    pub(super) changes: Value,
    /// What was said of the selections, by their identifiers.
    pub(super) tags: HashMap<String, Annotation>,
}

/// The documents, by the identifiers of their sources; none where the file is not there.
///
/// # Errors
/// What is wrong in it.
pub(super) fn read(input: &Input) -> Result<HashMap<String, OwnSource>, Problem> {
    let file = input.files.iter().find(|file| file.name == NAME);
    let within = |problem: Problem| Problem {
        place: format!("{NAME} {}", problem.place).trim_end().to_owned(),
        ..problem
    };
    file.map_or(Ok(HashMap::new()), |file| sources(file).map_err(within))
}

fn sources(file: &InputFile) -> Result<HashMap<String, OwnSource>, Problem> {
    let whole = Part::new(file.text()?).split(&["sources"])?;
    let whole = whole.ok_or_else(|| Problem::error("", "must be an object"))?;
    let parts = json::long_list("", &whole, "sources")?;
    let parts: Vec<Part<'_>> = parts.into_iter().flatten().collect::<Result<_, _>>()?;
    let numbered: Vec<(usize, Part<'_>)> = parts.into_iter().enumerate().collect();
    let read = beside(&numbered, |(number, part)| {
        source(&format!("sources[{number}]"), part)
    });
    read.into_iter().collect()
}

/// A document, with the identifier of its source before it.
fn source(place: &str, part: &Part<'_>) -> Result<(String, OwnSource), Problem> {
    let split = part.split(&["tags"])?;
    let mut split = split.ok_or_else(|| Problem::error(place, "must be an object"))?;
    let all = json::long_list(place, &split, "tags")?;
    let mut tags = HashMap::new();
    for (number, part) in all.into_iter().flatten().enumerate() {
        let place = format!("{place}.tags[{number}]");
        let split = part?.split(&["tag"])?;
        let mut split = split.ok_or_else(|| Problem::error(&*place, "must be an object"))?;
        let guid = json::text(&place, &mut split.fields, "guid")?;
        if let Some(tag) = split.long("tag") {
            let tag = carried::read(&place, tag.text())?;
            tags.insert(plain(&guid.unwrap_or_default()), tag);
        }
    }
    let mut text = |name: &str| json::text(place, &mut split.fields, name);
    let guid = plain(&text("guid")?.unwrap_or_default());
    let (path, sha256) = (text("path")?, text("sha256")?);
    let source = OwnSource {
        path: path.unwrap_or_default(),
        sha256: sha256.unwrap_or_default(),
        changes: Value::Object(split.fields),
        tags,
    };
    Ok((guid, source))
}
