//! JSON to a value, with a word about everything that a `serde_json::Value`
//! would drop without one: a name given twice, a number too great to be kept.
//!
//! Must not know: the annotation file.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::formats::problem::Problem;

/// Reads JSON.
///
/// # Errors
/// When it is not JSON, is nested too deeply or goes on after its end; the
/// error knows the line and the column.
pub(super) fn value(json: &str) -> Result<(Value, Vec<Problem>), serde_json::Error> {
    let problems = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let value = Strict {
        place: String::new(),
        problems: &problems,
    }
    .deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((value, problems.into_inner()))
}

struct Strict<'a> {
    place: String,
    problems: &'a RefCell<Vec<Problem>>,
}

impl Strict<'_> {
    fn at(&self, place: String) -> Strict<'_> {
        Strict {
            place,
            problems: self.problems,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        // Whole numbers come as integers as long as they fit: a whole one that
        // comes here has lost its last digits.
        if value.abs() >= 9_007_199_254_740_992.0 {
            self.problems.borrow_mut().push(Problem::error(
                self.place,
                "the number is too great to be kept exactly",
            ));
        }
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) =
            items.next_element_seed(self.at(format!("{}[{}]", self.place, list.len())))?
        {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let place = if self.place.is_empty() {
                name.clone()
            } else {
                format!("{}.{name}", self.place)
            };
            let value = fields.next_value_seed(self.at(place.clone()))?;
            if map.insert(name, value).is_some() {
                self.problems
                    .borrow_mut()
                    .push(Problem::error(place, "the field is given twice"));
            }
        }
        Ok(Value::Object(map))
    }
}
