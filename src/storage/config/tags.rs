//! The label set of a configuration: `[tags.<id>]`.

use std::ops::Range;

use toml::de::DeValue;
use unicode_segmentation::UnicodeSegmentation;

use crate::annotation::{Colour, Tag, TagId, TagSet, Underline};
use crate::session::KeyBinding;
use crate::storage::error::StorageError;
use crate::text::nearest;

use super::source::{Field, Name, Source, Table, in_file_order};

const FIELDS: [&str; 6] = ["name", "key", "letter", "colour", "underline", "guideline"];
/// The colours of tags that name none, without those of the four that are built in.
const COLOURS: [u8; 6] = [6, 1, 14, 9, 13, 12];

/// Changes a label set by the tables of `[tags]`; answers where keys were given.
pub(super) fn take(
    tags: &mut TagSet,
    source: &Source<'_>,
    table: &Table<'_>,
) -> Result<Vec<KeyBinding>, StorageError> {
    let mut given = Vec::new();
    for (name, value) in in_file_order(table) {
        let id = name.get_ref().trim();
        if id.is_empty() || id != name.get_ref() {
            return Err(source.error(name.span(), "a tag needs a name, as in [tags.rumour]"));
        }
        let DeValue::Table(fields) = value.get_ref() else {
            return Err(source.error(
                value.span(),
                format!("a tag is a table; write [tags.{id}] on a line of its own"),
            ));
        };
        let id = TagId(id.to_owned());
        let mut tag = tags.get(&id).cloned().unwrap_or_else(|| Tag {
            letter: String::new(),
            colour: Colour::Indexed(COLOURS[tags.iter().len() % COLOURS.len()]),
            ..tags.look_up(&id)
        });
        for (field, value) in in_file_order(fields) {
            set(&mut tag, source, field, value)?;
            if field.get_ref() == "key" {
                given.push((id.clone(), value.span()));
            }
        }
        if tag.letter.is_empty() {
            let first = tag.name.graphemes(true).next().unwrap_or("?");
            tag.letter = first.to_uppercase();
        }
        tags.put(tag);
    }
    let bindings = given.iter().map(|(id, span)| KeyBinding {
        command: format!("tag {id}"),
        keys: Vec::new(),
        file: source.path.to_owned(),
        line: source.line(span.clone()),
    });
    let bindings = bindings.collect();
    check_keys(tags, source, given)?;
    Ok(bindings)
}

fn set(
    tag: &mut Tag,
    source: &Source<'_>,
    field: &Name<'_>,
    value: &Field<'_>,
) -> Result<(), StorageError> {
    match field.get_ref().as_ref() {
        "name" => tag.name = source.words(field, value)?,
        "key" => tag.key = Some(key(source, field, value)?),
        "letter" => {
            let letter = source.words(field, value)?;
            if letter.graphemes(true).count() != 1 || letter.chars().any(char::is_control) {
                return Err(source.wrong(field, value, "\"R\""));
            }
            tag.letter = letter;
        }
        "colour" => tag.colour = colour(source, field, value)?,
        "underline" => tag.underline = source.one_of(field, value, &Underline::NAMES)?,
        "guideline" => tag.guideline = source.words(field, value)?,
        "color" => {
            return Err(source.error(
                field.span(),
                "there is no setting \"color\"; write \"colour\"",
            ));
        }
        other => return Err(source.unknown(field, other, &FIELDS)),
    }
    Ok(())
}

fn key(source: &Source<'_>, field: &Name<'_>, value: &Field<'_>) -> Result<char, StorageError> {
    let word = value.get_ref().as_str().unwrap_or_default();
    let mut characters = word.chars();
    match (characters.next(), characters.next()) {
        (Some(key), None) if !key.is_whitespace() && !key.is_control() => Ok(key),
        _ => Err(source.error(
            value.span(),
            format!(
                "the {} of a tag is one character; write, for example, key = \"r\"",
                field.get_ref()
            ),
        )),
    }
}

fn colour(
    source: &Source<'_>,
    field: &Name<'_>,
    value: &Field<'_>,
) -> Result<Colour, StorageError> {
    let word = match value.get_ref() {
        DeValue::String(word) => word.to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        _ => String::new(),
    };
    Colour::parse(&word).ok_or_else(|| {
        let names = Colour::NAMES.map(|(name, _)| name);
        let instead = nearest(&word, names).map_or_else(
            || {
                format!(
                    "write one of {}, \"#rrggbb\", or a number to 255",
                    names.join(", ")
                )
            },
            |near| format!("write \"{near}\"?"),
        );
        source.error(
            value.span(),
            format!("\"{word}\" is no {}; {instead}", field.get_ref()),
        )
    })
}

/// Checks that no two tags share a key, in lower or in upper case: the latter tags and goes
/// on. It comes after all tags are read, so that two of them can swap their keys.
fn check_keys(
    tags: &TagSet,
    source: &Source<'_>,
    given: Vec<(TagId, Range<usize>)>,
) -> Result<(), StorageError> {
    for (id, span) in given {
        let Some(key) = tags.get(&id).and_then(|tag| tag.key) else {
            continue;
        };
        let same = |other: char| other.to_lowercase().eq(key.to_lowercase());
        let taken = tags
            .iter()
            .find(|tag| tag.id != id && tag.key.is_some_and(same));
        if let Some(other) = taken {
            let message = format!(
                "the key {key} is given to both \"{}\" and \"{id}\"; give one of them another key",
                other.id
            );
            return Err(source.error(span, message));
        }
    }
    Ok(())
}
