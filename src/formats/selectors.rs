//! The selectors of the Web Annotation Data Model, which Hypothesis has too: how a passage is
//! known by its words and by its position.
//!
//! Must not know: what positions count; each format converts its own.

use serde_json::Value;

use crate::annotation::Selector;
use crate::text::CodePoint;

use super::bundle::{ExportDocument, Placed};
use super::import::json::{self, Fields};
use super::import::{ImportedTag, Placing, Unread};
use super::json::Object;
use super::problem::Problem;

/// The most UTF-16 units of context: an older library for anchoring throws at more.
const MOST_UNITS: usize = 32;

/// The words of a passage with what is around them, as they are now; of a lost one as they were.
pub(super) fn quote(document: &ExportDocument, tag: &Placed) -> Object {
    let stored = &tag.annotation.selector;
    let found = document.text.as_ref().zip(document.place(tag));
    let now = found.map(|(text, place)| Selector::new(text, place.bytes));
    let selector = now.as_ref().unwrap_or(stored);
    let mut object = Object::default();
    object.put("type", "TextQuoteSelector");
    object.put("exact", selector.quote.as_str());
    object.put("prefix", last(&selector.prefix));
    object.put("suffix", first(&selector.suffix));
    object
}

pub(super) fn position(start: usize, end: usize) -> Object {
    let mut object = Object::default();
    object.put("type", "TextPositionSelector");
    object.put("start", start);
    object.put("end", end);
    object
}

fn first(words: &str) -> &str {
    let mut units = 0;
    let end = words.char_indices().find(|(_, sign)| {
        units += sign.len_utf16();
        units > MOST_UNITS
    });
    end.map_or(words, |(at, _)| &words[..at])
}

fn last(words: &str) -> &str {
    let mut units = 0;
    let start = words.char_indices().rev().find(|(_, sign)| {
        units += sign.len_utf16();
        units > MOST_UNITS
    });
    start.map_or(words, |(at, sign)| &words[at + sign.len_utf8()..])
}

/// What selectors say of a passage.
#[derive(Debug, Default)]
pub(super) struct Found {
    quote: Option<Selector>,
    /// Its beginning and its end, in what the format counts.
    pub(super) position: Option<(usize, usize)>,
    /// There are selectors that are not understood.
    has_others: bool,
}

impl Found {
    /// Reads a selector, or a list of them in any order.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub(super) fn read(place: &str, value: Value, unread: &mut Unread) -> Result<Self, Problem> {
        let mut found = Self::default();
        found.add(place, value, unread)?;
        Ok(found)
    }

    fn add(&mut self, place: &str, value: Value, unread: &mut Unread) -> Result<(), Problem> {
        let mut fields = match value {
            Value::Null => return Ok(()),
            Value::Array(values) => {
                for (number, value) in values.into_iter().enumerate() {
                    self.add(&format!("{place}[{number}]"), value, unread)?;
                }
                return Ok(());
            }
            value => json::object(place, value)?,
        };
        if fields.contains_key("refinedBy") {
            unread.count("refinements of selectors (refinedBy)");
        }
        let kind = match fields.get("type") {
            Some(Value::String(kind)) => kind.clone(),
            Some(Value::Array(kinds)) => {
                let first = kinds.iter().find_map(Value::as_str);
                first.unwrap_or_default().to_owned()
            }
            _ => String::new(),
        };
        match kind.as_str() {
            "TextQuoteSelector" | "oa:TextQuoteSelector" => self.add_quote(place, fields)?,
            "TextPositionSelector" | "oa:TextPositionSelector" => {
                let start = json::offset(place, &mut fields, "start")?;
                let end = json::offset(place, &mut fields, "end")?;
                if start > end {
                    return Err(Problem::error(place, "ends before it starts"));
                }
                self.position = self.position.or(Some((start, end)));
            }
            "Choice" | "List" => {
                let items = fields.remove("items").unwrap_or_default();
                self.add(&format!("{place}.items"), items, unread)?;
            }
            "" => return Err(Problem::error(format!("{place}.type"), "is missing")),
            _ => match characters(&mut fields) {
                Some(range) => self.position = self.position.or(Some(range)),
                None => self.has_others = true,
            },
        }
        Ok(())
    }

    /// What the fragment of an address says of the passage that it names; nothing where it has
    /// none, or the name of a place such as a heading.
    pub(super) fn of_fragment(iri: &str) -> Self {
        let fragment = iri.split_once('#').map(|(_, fragment)| fragment);
        let position = fragment.and_then(in_characters);
        Self {
            position,
            has_others: position.is_none() && fragment.is_some_and(|it| it.contains('=')),
            ..Self::default()
        }
    }

    fn add_quote(&mut self, place: &str, mut fields: Fields) -> Result<(), Problem> {
        let exact = json::text(place, &mut fields, "exact")?;
        let exact = exact.ok_or_else(|| Problem::error(format!("{place}.exact"), "is missing"))?;
        let mut context = |name| Ok(json::text(place, &mut fields, name)?.unwrap_or_default());
        let (prefix, suffix) = (context("prefix")?, context("suffix")?);
        self.quote.get_or_insert(Selector {
            quote: exact,
            prefix,
            suffix,
            ..Selector::default()
        });
        Ok(())
    }

    /// Whether the passage is not the whole document.
    pub(super) fn is_passage(&self) -> bool {
        self.quote.is_some() || self.position.is_some()
    }

    /// Whether there are selectors, and none of them is understood.
    pub(super) fn is_unread(&self) -> bool {
        self.has_others && !self.is_passage()
    }

    /// Gives a tag its place, where positions count code points.
    pub(super) fn place(self, tag: &mut ImportedTag) {
        tag.placing = match self.position {
            Some(_) => Placing::Position,
            None => Placing::Quote,
        };
        let (start, end) = self.position.unwrap_or_default();
        tag.annotation.selector = Selector {
            start: CodePoint(start),
            end: CodePoint(end),
            ..self.quote.unwrap_or_default()
        };
    }
}

/// The characters that a fragment of a plain text names, by RFC 5147: `char=4,10`.
fn characters(fields: &mut Fields) -> Option<(usize, usize)> {
    in_characters(fields.get("value")?.as_str()?)
}

fn in_characters(fragment: &str) -> Option<(usize, usize)> {
    let range = fragment.strip_prefix("char=")?.split(';').next()?;
    let (start, end) = range.split_once(',')?;
    let (start, end) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn context_has_no_more_than_32_units() {
        let words = "👍".repeat(20);
        assert_eq!(first(&words).chars().count(), 16);
        assert_eq!(last(&words).chars().count(), 16);
        assert_eq!((first("ab"), last("ab")), ("ab", "ab"));
        let odd = format!("a{words}");
        assert_eq!(first(&odd).chars().count(), 16);
    }

    #[test]
    fn selectors_are_read_in_any_order_and_what_is_not_is_told() {
        let quote = json!({"type": "TextQuoteSelector", "exact": "b", "prefix": "a"});
        let position = json!({"type": ["TextPositionSelector"], "start": 1, "end": 2});
        for list in [
            json!([quote, position]),
            json!([position, quote]),
            json!([{"type": "RangeSelector"}, {"type": "Choice", "items": [position, quote]}]),
        ] {
            let mut unread = Unread::default();
            let found = Found::read("selector", list, &mut unread).unwrap();
            let mut tag = ImportedTag::default();
            found.place(&mut tag);
            let selector = &tag.annotation.selector;
            assert_eq!((selector.start.0, selector.end.0), (1, 2));
            assert_eq!((&*selector.quote, &*selector.prefix), ("b", "a"));
            assert_eq!(tag.placing, Placing::Position);
        }
        let mut unread = Unread::default();
        let refined = json!({"type": "TextQuoteSelector", "exact": "b", "refinedBy": position});
        let found = Found::read("selector", refined, &mut unread).unwrap();
        assert_eq!(found.position, None);
        assert_eq!(unread.problems().len(), 1);
        let fragment = json!({"type": "FragmentSelector", "value": "char=3,9"});
        let found = Found::read("selector", fragment, &mut unread).unwrap();
        assert_eq!(found.position, Some((3, 9)));
    }

    #[test]
    fn what_is_wrong_with_a_selector_is_told_with_its_place() {
        for (value, told) in [
            (json!("x"), "s: must be an object"),
            (json!([{}]), "s[0].type: is missing"),
            (json!({"type": "TextQuoteSelector"}), "s.exact: is missing"),
            (
                json!({"type": "TextQuoteSelector", "exact": 1}),
                "s.exact: must be a string",
            ),
            (
                json!({"type": "TextPositionSelector", "start": -1, "end": 2}),
                "s.start: must be a whole number from 0",
            ),
            (
                json!({"type": "TextPositionSelector", "start": 3, "end": 2}),
                "s: ends before it starts",
            ),
        ] {
            let read = Found::read("s", value, &mut Unread::default());
            assert_eq!(read.unwrap_err().to_string(), told);
        }
    }
}
