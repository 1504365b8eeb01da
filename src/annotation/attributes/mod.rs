//! The attributes of an annotation: what is said of a passage besides its tag.
//!
//! What the program knows of an attribute is one row of a table; reading, writing,
//! merging and listing go through the rows. To add an optional attribute is to add a row.
//!
//! The values of the optional ones stand in a short sorted list, each with the number
//! of its row: most annotations have none, and an empty list is shorter than five empty
//! fields. What nearly each annotation has, and what the program itself works with, stays
//! in fields of [`Annotation`](super::Annotation). The list knows its table, so that an
//! annotation says what its attributes are, whatever table it was read by.
//!
//! Must not know: how attributes are written.

mod table;
mod value;

use std::fmt;

use super::timestamp::Timestamp;
use super::typed_line::within_a_line;

pub use table::{ATTRIBUTES, Attribute, AttributeTable, MergeRule, REASONS};
pub(crate) use table::{CONFIDENCE, REASON, SPEAKER, STATED, SUPPORTED, VERDICT};
pub(super) use table::{CONFLICTS_WITH, HISTORY, Held, REFUTED, VERDICTS};
pub use value::{Kind, Value};

/// The optional attributes of an annotation.
#[derive(Clone)]
pub struct Attributes {
    table: &'static AttributeTable,
    /// By the number of the attribute in the table; none is empty.
    values: Vec<(u8, Value<'static>)>,
}

impl Default for Attributes {
    fn default() -> Self {
        Self::new(&ATTRIBUTES)
    }
}

impl Attributes {
    pub(crate) const fn new(table: &'static AttributeTable) -> Self {
        Self {
            table,
            values: Vec::new(),
        }
    }

    /// Reads what a person typed: names, each with the words for its value.
    ///
    /// # Errors
    /// What is wrong with the first words that are not understood.
    pub fn from_words<'a>(
        words: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, String> {
        let mut attributes = Self::default();
        for (name, words) in words {
            let attribute = attributes.table.get(name);
            let attribute = attribute.filter(|attribute| attribute.is_optional());
            let attribute = attribute.ok_or_else(|| format!("there is no attribute {name}"))?;
            let value = attribute.kind.parse(words);
            let value = value.map_err(|error| format!("{name}: {error}"))?;
            attributes.set(name, Some(value));
        }
        Ok(attributes)
    }

    /// Reads what a person typed for one attribute; no words take it away. A person gives a
    /// day, a month or a year, and a reason that is offered; a file may say something else.
    ///
    /// # Errors
    /// What is wrong with the words, as part of a sentence.
    pub fn typed(name: &str, words: &str) -> Result<Option<Value<'static>>, String> {
        let words = words.trim();
        let optional = ATTRIBUTES.get(name).filter(|one| one.is_optional());
        let attribute = optional.ok_or_else(|| format!("there is no attribute {name}"))?;
        if words.is_empty() {
            return Ok(None);
        }
        within_a_line(words)?;
        if name == STATED && !Timestamp::is_day(words) {
            return Err(format!(
                "\"{words}\" is no date; write it as 2026-11-22, 2026-11 or 2026"
            ));
        }
        if name == REASON && !REASONS.contains(&words) {
            return Err(format!("\"{words}\" is not one of {}", REASONS.join(", ")));
        }
        attribute.kind.parse(words).map(Some)
    }

    pub(crate) fn table(&self) -> &'static AttributeTable {
        self.table
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static Attribute, &Value<'static>)> {
        let all = self.table.all();
        let values = self.values.iter();
        values.filter_map(move |(row, value)| Some((all.get(usize::from(*row))?, value)))
    }

    /// The value of the attribute with that name.
    pub fn get(&self, name: &str) -> Option<&Value<'static>> {
        let mut all = self.iter();
        all.find_map(|(attribute, value)| (attribute.name == name).then_some(value))
    }

    /// Gives the attribute with that name a value, or takes it away. A value that is not
    /// of the attribute's kind is none.
    pub(crate) fn set(&mut self, name: &str, value: Option<Value<'static>>) {
        let Some(row) = self.table.position(name) else {
            debug_assert!(false, "{name} is no attribute of the table");
            return;
        };
        let kind = self.table.all()[row].kind;
        let value = value.filter(|value| kind.allows(value) && !value.is_empty());
        let Ok(row) = u8::try_from(row) else { return };
        let found = self.values.binary_search_by_key(&row, |(row, _)| *row);
        let (Ok(at) | Err(at)) = found;
        if found.is_ok() {
            self.values.remove(at);
        }
        if let Some(value) = value {
            self.values.insert(at, (row, value));
        }
    }
}

impl PartialEq for Attributes {
    fn eq(&self, other: &Self) -> bool {
        let named = |(attribute, value): (&'static Attribute, _)| (attribute.name, value);
        self.iter().map(named).eq(other.iter().map(named))
    }
}

/// How many optional attributes the first version of the program had; they are the first
/// in the table.
const FIRST: usize = 5;

/// The form from which ids are derived (see `merge.rs`). It must stay as it was for what
/// the first version knew: the attributes that it had are always named, later ones only
/// where they have a value, and those that stand among the unknown fields not at all.
impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut form = f.debug_struct("Attributes");
        let listed = self.table.listed();
        let optional = listed.filter(|attribute| attribute.is_optional());
        for (number, attribute) in optional.enumerate() {
            let value = self.get(attribute.name);
            if number < FIRST || value.is_some() {
                form.field(attribute.name, &value);
            }
        }
        form.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_the_order_of_the_table() {
        let words = [("reason", "other"), ("speaker", "Ana"), ("confidence", "1")];
        let mut attributes = Attributes::from_words(words).unwrap();
        let names = |attributes: &Attributes| {
            let names = attributes.iter().map(|(attribute, _)| attribute.name);
            names.collect::<Vec<_>>()
        };
        assert_eq!(names(&attributes), ["speaker", "confidence", "reason"]);
        attributes.set("confidence", None);
        attributes.set("speaker", Some(Value::Text("Bo".into())));
        assert_eq!(names(&attributes), ["speaker", "reason"]);
        assert_eq!(attributes.get("speaker"), Some(&Value::Text("Bo".into())));
    }

    #[test]
    fn a_value_of_another_kind_is_none() {
        let mut attributes = Attributes::from_words([("confidence", "0.5")]).unwrap();
        attributes.set("confidence", Some(Value::Share(f64::NAN)));
        attributes.set("speaker", Some(Value::Share(0.5)));
        attributes.set("stated", Some(Value::Text("".into())));
        assert_eq!(attributes, Attributes::default());
    }

    #[test]
    fn what_is_wrong_with_typed_attributes_is_told() {
        for (name, words, error) in [
            ("mood", "x", "there is no attribute mood"),
            ("note", "x", "there is no attribute note"),
            (
                "confidence",
                "2",
                "confidence: must be a number from 0 to 1",
            ),
        ] {
            let read = Attributes::from_words([(name, words)]);
            assert_eq!(read, Err(error.to_owned()));
        }
    }
}
