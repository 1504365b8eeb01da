//! JSON a part at a time: the values of a long list one after the other, so that a file of a
//! hundred megabytes is never a tree of values in memory, which takes many times as much.
//!
//! Must not know: the formats.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::formats::problem::Problem;

/// So many values are never held at once: each takes a multiple of its text.
const MOST_VALUES: usize = 4 << 20;

/// The fields of an object.
pub(in crate::formats) type Fields = Map<String, Value>;

/// One value of a JSON text, not looked into so far.
#[derive(Debug, Clone)]
pub(in crate::formats) struct Part<'a> {
    whole: &'a str,
    at: Range<usize>,
}

/// An object, of which what may be long is not looked into.
pub(in crate::formats) struct Split<'a> {
    pub(in crate::formats) fields: Fields,
    long: Vec<(String, Part<'a>)>,
}

impl<'a> Split<'a> {
    /// The list or object of this name; nothing where there is none.
    pub(in crate::formats) fn long(&self, name: &str) -> Option<&Part<'a>> {
        let mut found = self.long.iter().rev().filter(|(long, _)| long == name);
        found.next().map(|(_, part)| part)
    }
}

impl<'a> Part<'a> {
    /// The value that a text is.
    pub(in crate::formats) fn new(whole: &'a str) -> Self {
        let at = skipped(whole, 0)..whole.len();
        Self { whole, at }
    }

    pub(in crate::formats) fn is_list(&self) -> bool {
        self.text().starts_with('[')
    }

    /// The JSON that it is.
    pub(in crate::formats) fn text(&self) -> &'a str {
        &self.whole[self.at.clone()]
    }

    /// All of it.
    ///
    /// # Errors
    /// Where it is no JSON, or has so many values that they would not fit into memory.
    pub(in crate::formats) fn value(&self) -> Result<Value, Problem> {
        self.value_without(&[])
    }

    /// As [`value`](Self::value), with these fields of an object left out.
    ///
    /// # Errors
    /// Those of [`value`](Self::value).
    pub(in crate::formats) fn value_without(&self, left_out: &[&str]) -> Result<Value, Problem> {
        few_values(self.text())?;
        value_without(self.text(), left_out).map_err(|error| self.syntax(0, &error))
    }

    /// The values of the list that it is, which may turn out to be damaged anywhere.
    ///
    /// # Errors
    /// Where it is no JSON.
    pub(in crate::formats) fn elements(&self) -> Elements<'a> {
        Elements {
            list: self.clone(),
            next: Some(1),
        }
    }

    /// Its fields, where it is an object, with lists and objects of these names left as they
    /// are; nothing where it is something else.
    ///
    /// # Errors
    /// Where it is no JSON.
    pub(in crate::formats) fn split(&self, long: &[&str]) -> Result<Option<Split<'a>>, Problem> {
        let text = self.text();
        if !text.starts_with('{') {
            return Ok(None);
        }
        let mut split = Split {
            fields: Fields::new(),
            long: Vec::new(),
        };
        let mut at = skipped(text, 1);
        while !text[at..].starts_with('}') {
            if !text[at..].starts_with('"') {
                return Err(self.wrong(at, "EOF while parsing an object", "key must be a string"));
            }
            let (name, end): (String, _) = self.parsed(at)?;
            at = skipped(text, end);
            if !text[at..].starts_with(':') {
                return Err(self.wrong(at, "EOF while parsing an object", "expected `:`"));
            }
            at = skipped(text, at + 1);
            let is_long = text[at..].starts_with(['[', '{']) && long.contains(&name.as_str());
            // In a short text there are few values for certain: one pass is enough.
            let end = if !is_long && text.len() <= MOST_VALUES {
                let (value, end) = self.parsed(at)?;
                split.fields.insert(name, value);
                end
            } else {
                let (_, end): (IgnoredAny, _) = self.parsed(at)?;
                let part = self.part(at..end);
                match is_long {
                    true => split.long.push((name, part)),
                    false => drop(split.fields.insert(name, part.value()?)),
                }
                end
            };
            at = skipped(text, end);
            if let Some(behind) = text[at..].strip_prefix(',') {
                at = skipped(text, text.len() - behind.len());
                if at == text.len() || text[at..].starts_with('}') {
                    return Err(self.wrong(at, "EOF while parsing a value", "trailing comma"));
                }
            } else if !text[at..].starts_with('}') {
                return Err(self.wrong(at, "EOF while parsing an object", "expected `,` or `}`"));
            }
        }
        self.ends(at + 1)?;
        Ok(Some(split))
    }

    /// A value that begins at a byte of it, and the byte behind that.
    fn parsed<T: Deserialize<'a>>(&self, at: usize) -> Result<(T, usize), Problem> {
        let mut stream = serde_json::Deserializer::from_str(&self.text()[at..]).into_iter();
        match stream.next() {
            Some(Ok(value)) => Ok((value, at + stream.byte_offset())),
            Some(Err(error)) => Err(self.syntax(at, &error)),
            None => Err(self.wrong(at, "EOF while parsing a value", "expected value")),
        }
    }

    fn part(&self, at: Range<usize>) -> Self {
        Self {
            whole: self.whole,
            at: self.at.start + at.start..self.at.start + at.end,
        }
    }

    /// Checks that there is nothing more.
    fn ends(&self, at: usize) -> Result<(), Problem> {
        match skipped(self.text(), at) {
            at if at < self.text().len() => Err(self.wrong(at, "", "trailing characters")),
            _ => Ok(()),
        }
    }

    /// What is wrong at a byte: one thing where the text ends there, another where it goes on.
    fn wrong(&self, at: usize, at_end: &str, else_: &str) -> Problem {
        let words = match at == self.text().len() {
            true => at_end,
            false => else_,
        };
        let (line, column) = self.place(at);
        // Where the text ends, its last byte is named.
        let column = column + usize::from(at < self.text().len());
        let place = format!("line {line}, column {column}");
        Problem::error(place, format!("is not JSON: {words}"))
    }

    /// An error of what begins at a byte.
    fn syntax(&self, at: usize, error: &serde_json::Error) -> Problem {
        let (line, column) = self.place(at);
        let column = match error.line() {
            1 => column,
            _ => 0,
        };
        syntax((line - 1, column), error)
    }

    /// The line of a byte, from 1, and how many bytes of it stand before.
    fn place(&self, at: usize) -> (usize, usize) {
        let before = &self.whole.as_bytes()[..self.at.start + at];
        let lines = memchr::memchr_iter(b'\n', before).count();
        let begins = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
        (lines + 1, before.len() - begins)
    }
}

/// The values of a list, in order.
#[derive(Debug)]
pub(in crate::formats) struct Elements<'a> {
    list: Part<'a>,
    /// Behind which byte the next one stands; nothing behind the last one.
    next: Option<usize>,
}

impl<'a> Elements<'a> {
    fn element(&mut self) -> Result<Option<Part<'a>>, Problem> {
        let Some(next) = self.next.take() else {
            return Ok(None);
        };
        let (list, text) = (&self.list, self.list.text());
        let mut at = skipped(text, next);
        if text[at..].starts_with(']') {
            list.ends(at + 1)?;
            return Ok(None);
        }
        if next == 1 && at == text.len() {
            return Err(list.wrong(at, "EOF while parsing a list", ""));
        }
        if next > 1 {
            if !text[at..].starts_with(',') {
                return Err(list.wrong(at, "EOF while parsing a list", "expected `,` or `]`"));
            }
            at = skipped(text, at + 1);
            if text[at..].starts_with(']') {
                return Err(list.wrong(at, "", "trailing comma"));
            }
        }
        let (_, end): (IgnoredAny, _) = list.parsed(at)?;
        self.next = Some(end);
        Ok(Some(list.part(at..end)))
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Result<Part<'a>, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        self.element().transpose()
    }
}

/// A value, without these fields where it is an object: what nobody asks for is read over, and never
/// held.
pub(super) fn value_without(text: &str, left_out: &[&str]) -> serde_json::Result<Value> {
    if left_out.is_empty() || !text.trim_start().starts_with('{') {
        return serde_json::from_str(text);
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let fields = deserializer.deserialize_map(Without(left_out))?;
    deserializer.end()?;
    Ok(Value::Object(fields))
}

/// Reads the fields of an object but those of these names.
struct Without<'a>(&'a [&'a str]);

impl<'de> Visitor<'de> for Without<'_> {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::new();
        while let Some(name) = all.next_key::<String>()? {
            match self.0.contains(&name.as_str()) {
                true => drop(all.next_value::<IgnoredAny>()?),
                false => drop(fields.insert(name, all.next_value()?)),
            }
        }
        Ok(fields)
    }
}

/// Checks that a text has not so many values that they would not fit into memory as such.
///
/// # Errors
/// That it has.
pub(in crate::formats) fn few_values(text: &str) -> Result<(), Problem> {
    // Each but the first has a comma before it, or opens something.
    let few = text.len() <= MOST_VALUES
        || memchr::memchr3_iter(b',', b'[', b'{', text.as_bytes()).count() <= MOST_VALUES;
    match few {
        true => Ok(()),
        false => {
            let million = MOST_VALUES >> 20;
            let words =
                format!("has more than {million} million values in one; import it in parts");
            Err(Problem::error("", words))
        }
    }
}

/// What is wrong with JSON that begins behind so many lines, and so many bytes of the next one.
pub(super) fn syntax((lines, bytes): (usize, usize), error: &serde_json::Error) -> Problem {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    let place = format!(
        "line {}, column {}",
        lines + error.line(),
        bytes + error.column()
    );
    Problem::error(place, format!("is not JSON: {words}"))
}

/// The first byte from this one on that is no white space of JSON.
fn skipped(text: &str, from: usize) -> usize {
    let bytes = &text.as_bytes()[from..];
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    from + bytes.iter().take_while(|byte| is_blank(byte)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn in_parts(text: &str) -> Result<Value, Problem> {
        let whole = Part::new(text);
        if whole.is_list() {
            let all = whole.elements().map(|part| in_parts(part?.text()));
            return Ok(Value::Array(all.collect::<Result<_, _>>()?));
        }
        let Some(split) = whole.split(&["a"])? else {
            return whole.value();
        };
        let mut fields = split.fields.clone();
        for (name, part) in &split.long {
            fields.insert(name.clone(), in_parts(part.text())?);
        }
        Ok(Value::Object(fields))
    }

    #[test]
    fn what_is_wrong_is_told_as_of_the_whole() {
        let whole = "{\"a\": [1, {\"b\": [\"x\", \"\\u00e9\"]}],\n \"c\": {\"a\": []} }";
        assert_eq!(
            in_parts(whole).unwrap(),
            serde_json::from_str::<Value>(whole).unwrap()
        );
        for cut in 1..whole.len() {
            let part = Part::new(&whole[..cut]);
            let split = part.split(&["a"]);
            let error = split.err().expect("it is not whole");
            let expected = serde_json::from_str::<Value>(&whole[..cut]).unwrap_err();
            let words = format!("is not JSON: {expected}");
            assert!(words.starts_with(&error.message), "{cut}: {error}: {words}");
            let line = format!("line {}, ", expected.line());
            assert!(error.place.starts_with(&line), "{cut}: {error}: {expected}");
        }
        let list = "[1,\n {\"a\": nul}, 2]";
        let mut all = Part::new(list).elements();
        assert_eq!(all.next().unwrap().unwrap().value(), Ok(json!(1)));
        let error = all.next().unwrap().unwrap_err();
        assert_eq!(
            error.to_string(),
            "line 2, column 11: is not JSON: expected ident"
        );
        assert!(all.next().is_none());
        for (wrong, words) in [
            (
                "[1 2]",
                "line 1, column 4: is not JSON: expected `,` or `]`",
            ),
            ("[1,]", "line 1, column 4: is not JSON: trailing comma"),
            (
                "[1] 2",
                "line 1, column 5: is not JSON: trailing characters",
            ),
            (
                "[1",
                "line 1, column 2: is not JSON: EOF while parsing a list",
            ),
        ] {
            let error = Part::new(wrong).elements().find_map(Result::err);
            assert_eq!(error.unwrap().to_string(), words);
        }
    }

    #[test]
    fn a_hundred_megabytes_of_values_are_refused_at_once() {
        let many = format!("{{\"text\": [{}1]}}", "1,".repeat(MOST_VALUES));
        let error = Part::new(&many).value().unwrap_err();
        assert_eq!(
            error.to_string(),
            "has more than 4 million values in one; import it in parts"
        );
    }

    proptest! {
        #[test]
        fn parts_are_the_whole(text in r#"[\[\]{},:"a1 \n]{0,12}"#) {
            let whole = serde_json::from_str::<Value>(&text).ok();
            prop_assert_eq!(in_parts(&text).ok(), whole, "{}", text);
        }
    }
}
