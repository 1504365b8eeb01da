//! What this program wrote beside a project, to know its own tags again.
//!
//! Must not know: XML.

use std::collections::HashMap;

use serde_json::Value;

use crate::formats::import::json::{self, Fields};
use crate::formats::import::{Input, InputFile};
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
    pub(super) tags: HashMap<String, Value>,
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
    let mut fields = json::object("", json::value(file.text()?)?)?;
    let mut sources = HashMap::new();
    for (number, value) in json::list("", &mut fields, "sources")?
        .into_iter()
        .enumerate()
    {
        let place = format!("sources[{number}]");
        let mut fields = json::object(&place, value)?;
        let mut text = |name: &str| json::text(&place, &mut fields, name);
        let guid = plain(&text("guid")?.unwrap_or_default());
        let (path, sha256) = (text("path")?, text("sha256")?);
        let tags = tags(&place, &mut fields)?;
        let source = OwnSource {
            path: path.unwrap_or_default(),
            sha256: sha256.unwrap_or_default(),
            changes: Value::Object(fields),
            tags,
        };
        sources.insert(guid, source);
    }
    Ok(sources)
}

fn tags(place: &str, fields: &mut Fields) -> Result<HashMap<String, Value>, Problem> {
    let mut tags = HashMap::new();
    for (number, value) in json::list(place, fields, "tags")?.into_iter().enumerate() {
        let place = format!("{place}.tags[{number}]");
        let mut fields = json::object(&place, value)?;
        let guid = json::text(&place, &mut fields, "guid")?.unwrap_or_default();
        if let Some(tag) = fields.remove("tag") {
            tags.insert(plain(&guid), tag);
        }
    }
    Ok(tags)
}
