//! JSON, with the place of whatever is wrong in it.
//!
//! Must not know: the formats.

use serde_json::Value;

use crate::formats::problem::Problem;

use super::parts::{Elements, Part, Split, few_values, syntax, value_without};

pub(in crate::formats) use super::parts::Fields;

/// Reads a text as one JSON value.
///
/// # Errors
/// Where it is not JSON: a syntax error with its line and column.
pub(in crate::formats) fn value(text: &str) -> Result<Value, Problem> {
    Part::new(text).value()
}

/// Goes through the values of JSON Lines, with the number of each line from 1.
pub(in crate::formats) fn lines(
    text: &str,
) -> impl Iterator<Item = Result<(usize, Value), Problem>> {
    lines_without(text, &[])
}

/// As [`lines`], with these fields of their objects left out, however long.
pub(in crate::formats) fn lines_without<'a>(
    text: &'a str,
    left_out: &'a [&'a str],
) -> impl Iterator<Item = Result<(usize, Value), Problem>> + 'a {
    let lines = text.split('\n').enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    lines.map(move |(index, line)| {
        let few = few_values(line).map_err(|problem| Problem {
            place: format!("line {}", index + 1),
            ..problem
        });
        let value = few.and_then(|()| {
            value_without(line, left_out).map_err(|error| syntax((index, 0), &error))
        })?;
        Ok((index + 1, value))
    })
}

/// The place of a field of something; of the whole, only its name.
pub(in crate::formats) fn at(place: &str, name: &str) -> String {
    match place.is_empty() {
        true => name.to_owned(),
        false => format!("{place}.{name}"),
    }
}

/// The object that a value is.
///
/// # Errors
/// That it is none.
pub(in crate::formats) fn object(place: &str, value: Value) -> Result<Fields, Problem> {
    match value {
        Value::Object(fields) => Ok(fields),
        _ => Err(Problem::error(place, "must be an object")),
    }
}

/// The list in a field; empty where there is no such field.
///
/// # Errors
/// That it is something else.
pub(in crate::formats) fn list(
    place: &str,
    fields: &mut Fields,
    name: &str,
) -> Result<Vec<Value>, Problem> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(values)) => Ok(values),
        Some(_) => Err(Problem::error(at(place, name), "must be a list")),
    }
}

/// The values of a list of an object that was split by it; nothing where there is no such field.
///
/// # Errors
/// That it is something else.
pub(in crate::formats) fn long_list<'a>(
    place: &str,
    split: &Split<'a>,
    name: &str,
) -> Result<Option<Elements<'a>>, Problem> {
    match (split.long(name), split.fields.get(name)) {
        (Some(list), _) if list.is_list() => Ok(Some(list.elements())),
        (None, None | Some(Value::Null)) => Ok(None),
        _ => Err(Problem::error(at(place, name), "must be a list")),
    }
}

/// The text in a field; `None` where there is no such field, or `null` in it.
///
/// # Errors
/// That it is something else.
pub(in crate::formats) fn text(
    place: &str,
    fields: &mut Fields,
    name: &str,
) -> Result<Option<String>, Problem> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Problem::error(at(place, name), "must be a string")),
    }
}

/// The offset in a field.
///
/// # Errors
/// That there is none, or that it is no whole number from 0.
pub(in crate::formats) fn offset(
    place: &str,
    fields: &mut Fields,
    name: &str,
) -> Result<usize, Problem> {
    let value = fields.remove(name);
    let number = value.as_ref().and_then(Value::as_u64);
    let number = number.and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| {
        let what = match value {
            None => "is missing",
            Some(_) => "must be a whole number from 0",
        };
        Problem::error(at(place, name), what)
    })
}

/// How sure a model was, from 0 to 1; `None` where there is no `score`, or `null` in it.
///
/// # Errors
/// That it is something else.
pub(in crate::formats) fn score(place: &str, fields: &Fields) -> Result<Option<f64>, Problem> {
    let Some(value) = fields.get("score").filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    match value.as_f64().filter(|score| (0.0..=1.0).contains(score)) {
        Some(score) => Ok(Some(score)),
        None => {
            let words = "must be a number from 0 to 1";
            Err(Problem::error(at(place, "score"), words))
        }
    }
}
