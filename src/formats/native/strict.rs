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

/// Who takes the items of a list one by one, so that they are never all there as
/// values.
pub(super) trait Items {
    /// The list begins; one that began before counts for nothing.
    fn begin(&mut self);
    /// The item at that index, from 0.
    fn item(&mut self, index: usize, value: Value);
}

/// Reads JSON like [`value`], but hands the items of the list in the top field
/// `name` to `items`; the list is empty in what is returned.
///
/// # Errors
/// As for [`value`]. What was handed over until then counts for nothing.
pub(super) fn value_but(
    json: &str,
    name: &str,
    items: &mut dyn Items,
) -> Result<(Value, Vec<Problem>), serde_json::Error> {
    if !json
        .trim_start_matches([' ', '\t', '\r', '\n'])
        .starts_with('{')
    {
        return value(json);
    }
    let state = RefCell::default();
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let top = Top {
        strict: Strict(&state),
        name,
        items,
    };
    let value = deserializer.deserialize_map(top)?;
    deserializer.end()?;
    Ok((value, state.into_inner().problems))
}

/// Where the reading is, and what was wrong before. The path is only put into
/// words for a problem: a large file has a million values and no problem.
#[derive(Default)]
pub(super) struct State {
    path: Vec<Step>,
    problems: Vec<Problem>,
}

enum Step {
    Name(String),
    Index(usize),
}

impl State {
    /// Whether nothing was wrong.
    pub(super) fn is_fine(&self) -> bool {
        self.problems.is_empty()
    }

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

/// Reads a value.
#[derive(Clone, Copy)]
pub(super) struct Strict<'a>(pub(super) &'a RefCell<State>);

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

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Value, A::Error> {
        self.map(fields, "", |_, fields| fields.next_value_seed(self))
    }
}

impl Strict<'_> {
    /// Reads an object whose values are read by `value`, which is told whether the
    /// field is the `wanted` one.
    fn map<'de, A: MapAccess<'de>>(
        self,
        mut fields: A,
        wanted: &str,
        mut value: impl FnMut(bool, &mut A) -> Result<Value, A::Error>,
    ) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            if map.contains_key(&name) {
                self.enter(Step::Name(name.clone()));
                self.problem("the field is given twice");
                self.leave();
            }
            let is_wanted = name == wanted;
            self.enter(Step::Name(name));
            let value = value(is_wanted, &mut fields)?;
            if let Some(Step::Name(name)) = self.leave() {
                map.insert(name, value);
            }
        }
        Ok(Value::Object(map))
    }
}

/// The object at the top, one list of which is handed on item by item.
struct Top<'a> {
    strict: Strict<'a>,
    name: &'a str,
    items: &'a mut dyn Items,
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.strict.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Value, A::Error> {
        let Self {
            strict,
            name,
            items,
        } = self;
        strict.map(fields, name, |is_wanted, fields| {
            if is_wanted {
                fields.next_value_seed(Handed { strict, items })
            } else {
                fields.next_value_seed(strict)
            }
        })
    }
}

/// The list that is handed on; what is no list is a value like any other.
struct Handed<'a, 'b> {
    strict: Strict<'a>,
    items: &'b mut dyn Items,
}

impl<'de> DeserializeSeed<'de> for Handed<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Handed<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.strict.expecting(f)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.strict.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.strict.visit_bool(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.strict.visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.strict.visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.strict.visit_f64(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.strict.visit_str(value)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Value, A::Error> {
        self.strict.visit_map(fields)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        self.items.begin();
        for index in 0.. {
            self.strict.enter(Step::Index(index));
            let item = list.next_element_seed(self.strict)?;
            self.strict.leave();
            match item {
                Some(item) => self.items.item(index, item),
                None => break,
            }
        }
        Ok(Value::Array(Vec::new()))
    }
}
