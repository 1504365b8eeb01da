//! Reads JSON into a value, and reports what `serde_json::Value` would drop silently: a
//! field given twice, a number too great to be kept.
//!
//! Must not know: the annotation file.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::formats::problem::Problem;

type Read = Result<(Value, Vec<Problem>), serde_json::Error>;

/// Reads JSON. It is an error when it is not JSON, is nested too deeply or goes on after
/// its end.
pub(super) fn value(json: &str) -> Read {
    read(json, &mut [])
}

/// Takes the items of a list one by one, so that they are never all in memory as
/// values.
pub(super) trait Items {
    /// The list begins; one that began before counts for nothing.
    fn begin(&mut self);
    /// The item at that index, from 0.
    fn item(&mut self, index: usize, value: Value);
}

/// A list in a top field of this name, and who takes its items.
pub(super) type HandedOn<'a> = (&'a str, &'a mut dyn Items);

/// Reads JSON like [`value`], but hands the items of some lists on; these are empty in what is
/// returned. What was handed over before an error counts for nothing.
pub(super) fn value_but<'a>(json: &str, handed_on: &'a mut [HandedOn<'a>]) -> Read {
    read(json, handed_on)
}

fn read<'a>(json: &str, handed_on: &'a mut [HandedOn<'a>]) -> Read {
    let state = RefCell::new(State {
        handed_on,
        ..State::default()
    });
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let value = Strict(&state).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((value, state.into_inner().problems))
}

/// The path to the value that is being read, and the problems so far. The path is put
/// into words only for a problem: a large file has a million values and no problem.
#[derive(Default)]
struct State<'a> {
    path: Vec<Step>,
    problems: Vec<Problem>,
    /// The lists that are handed on.
    handed_on: &'a mut [HandedOn<'a>],
}

enum Step {
    Name(String),
    Index(usize),
}

impl State<'_> {
    /// Which of the lists that are handed on begins, if it is one.
    fn begin_list(&mut self) -> Option<usize> {
        let [Step::Name(name)] = self.path.as_slice() else {
            return None;
        };
        let number = self.handed_on.iter().position(|(list, _)| list == name)?;
        self.handed_on[number].1.begin();
        Some(number)
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

#[derive(Clone, Copy)]
struct Strict<'a, 'b>(&'a RefCell<State<'b>>);

/// Reads a single value; `None` if there is a problem with it.
pub(super) struct Faultless;

impl<'de> DeserializeSeed<'de> for Faultless {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<Value>, D::Error> {
        let state = RefCell::default();
        let value = Strict(&state).deserialize(from)?;
        Ok(state.into_inner().problems.is_empty().then_some(value))
    }
}

impl Strict<'_, '_> {
    fn enter(self, step: Step) {
        self.0.borrow_mut().path.push(step);
    }

    fn leave(self) -> Option<Step> {
        self.0.borrow_mut().path.pop()
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_, '_> {
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
            self.0
                .borrow_mut()
                .problem("the number is too great to be kept exactly");
        }
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let handed_on = self.0.borrow_mut().begin_list();
        let mut list = Vec::new();
        for index in 0.. {
            self.enter(Step::Index(index));
            let item = items.next_element_seed(self)?;
            self.leave();
            let Some(item) = item else { break };
            match handed_on {
                Some(number) => self.0.borrow_mut().handed_on[number].1.item(index, item),
                None => list.push(item),
            }
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            if map.contains_key(&name) {
                self.enter(Step::Name(name.clone()));
                self.0.borrow_mut().problem("the field is given twice");
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
