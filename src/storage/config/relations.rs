//! The relations of a configuration: `[relations.<name>]`.

use toml::de::DeValue;

use crate::annotation::{Relation, RelationSet};
use crate::storage::error::StorageError;

use super::source::{Field, Source, Table, in_file_order};

const FIELDS: [&str; 2] = ["inverse", "key"];

/// Changes a set of relations by the tables of `[relations]`.
pub(super) fn take(
    relations: &mut RelationSet,
    source: &Source<'_>,
    table: &Table<'_>,
) -> Result<(), StorageError> {
    let mut given = Vec::new();
    for (name, value) in in_file_order(table) {
        let word = name.get_ref().as_ref();
        if word.is_empty() || word.contains(|c: char| c.is_whitespace() || c.is_control()) {
            let message = "a relation is named by one word, as in [relations.quotes]";
            return Err(source.error(name.span(), message));
        }
        let DeValue::Table(fields) = value.get_ref() else {
            return Err(source.error(
                value.span(),
                format!("a relation is a table; write [relations.{word}] on a line of its own"),
            ));
        };
        let mut relation = relations.get(word).cloned().unwrap_or_else(|| Relation {
            name: word.to_owned(),
            inverse: format!("{word}, from the other end"),
            key: relations.free_key(word),
        });
        for (field, value) in in_file_order(fields) {
            match field.get_ref().as_ref() {
                "inverse" => relation.inverse = source.words(field, value)?,
                "key" => {
                    relation.key = source.key(field, value, "a relation")?;
                    given.push((word.to_owned(), value));
                }
                other => return Err(source.unknown(field, other, &FIELDS)),
            }
        }
        relations.put(relation);
    }
    check_keys(relations, source, &given)
}

/// Checks that no two relations share a key. It comes after all are read, so that two of them
/// can swap their keys.
fn check_keys(
    relations: &RelationSet,
    source: &Source<'_>,
    given: &[(String, &Field<'_>)],
) -> Result<(), StorageError> {
    for (name, value) in given {
        let key = relations.get(name).map(|relation| relation.key);
        let clash = |one: &&Relation| one.name != *name && Some(one.key) == key;
        if let (Some(key), Some(other)) = (key, relations.iter().find(clash)) {
            return Err(source.error(
                value.span(),
                format!(
                    "the key {key} of {name} is that of {}, too; write another key",
                    other.name
                ),
            ));
        }
    }
    Ok(())
}
