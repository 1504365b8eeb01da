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
    let state = RefCell::default();
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let value = Strict(&state).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((value, state.into_inner().problems))
}

/// Where the reading is, and what was wrong before. The path is only put into
/// words for a problem: a large file has a million values and no problem.
#[derive(Default)]
struct State {
    path: Vec<Step>,
    problems: Vec<Problem>,
}

enum Step {
    Name(String),
    Index(usize),
}

impl State {
    fn problem(&mut self, message: &str) {
        let mut place = String::new();
        for step in &self.path {
            match step {
                Step::Name(name) if place.is_empty() => place.push_str(name),
                Step::Name(name) => place.extend([".", name]),
                Step::Index(index) => place.push_str(&format!("[{index}]")),
            }
        }
        self.problems.push(Problem::error(place, message));
    }
}

#[derive(Clone, Copy)]
struct Strict<'a>(&'a RefCell<State>);

impl Strict<'_> {
    fn enter(self, step: Step) {
        self.0.borrow_mut().path.push(step);
    }

    fn leave(self) -> Option<Step> {
        self.0.borrow_mut().path.pop()
    }

    fn problem(self, message: &str) {
        self.0.borrow_mut().problem(message);
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
            self.problem("the number is too great to be kept exactly");
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
        loop {
            self.enter(Step::Index(list.len()));
            let item = items.next_element_seed(self)?;
            self.leave();
            match item {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            if map.contains_key(&name) {
                self.enter(Step::Name(name.clone()));
                self.problem("the field is given twice");
                self.leave();
            }
            self.enter(Step::Name(name));
            let value = fields.next_value_seed(self)?;
            if let Some(Step::Name(name)) = self.leave() {
                map.insert(name, value);
            }
        }
        Ok(Value::Object(map))
    }
}
