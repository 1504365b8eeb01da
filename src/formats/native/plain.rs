//! Reading a line that is written as this program writes most: one blank behind each colon and
//! comma, texts with no escapes but those of one letter, whole numbers. Such a line is read in a
//! fraction of the time that any JSON takes; every other one is left to who reads any.
//!
//! Must not know: which fields there are.

use std::borrow::Cow;

use memchr::memchr2;

use crate::text::visible::each_byte;

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Plain<'j> {
    Text(Cow<'j, str>),
    Number(u64),
}

/// The most digits that a number has here: of an offset that is accepted.
const MOST_DIGITS: usize = 16;

/// Gives each field of an object to `take`; `None` when the object is not written so, or is no
/// JSON, or when a field is not taken.
pub(super) fn fields<'j>(
    object: &'j str,
    mut take: impl FnMut(&str, Plain<'j>) -> Option<()>,
) -> Option<()> {
    // A text has no controls in it as they are.
    if !each_byte(object, |byte| byte >= b' ') {
        return None;
    }
    let mut rest = object.strip_prefix('{')?;
    loop {
        let (name, behind) = text(rest)?;
        let (value, behind) = value(behind.strip_prefix(": ")?)?;
        take(&name, value)?;
        match behind.strip_prefix(", ") {
            Some(behind) => rest = behind,
            None => return (behind == "}").then_some(()),
        }
    }
}

/// A text, and what stands behind it.
fn text(json: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut rest = json.strip_prefix('"')?;
    let mut unescaped = String::new();
    loop {
        let end = memchr2(b'"', b'\\', rest.as_bytes())?;
        let (words, behind) = rest.split_at(end);
        if let Some(behind) = behind.strip_prefix('"') {
            let text = match unescaped.is_empty() {
                true => Cow::Borrowed(words),
                false => Cow::Owned(unescaped + words),
            };
            return Some((text, behind));
        }
        let sign = match behind.as_bytes().get(1)? {
            b'n' => '\n',
            b'"' => '"',
            b'\\' => '\\',
            b't' => '\t',
            b'r' => '\r',
            b'/' => '/',
            _ => return None,
        };
        unescaped.push_str(words);
        unescaped.push(sign);
        rest = &behind[2..];
    }
}

fn value(json: &str) -> Option<(Plain<'_>, &str)> {
    if let Some((text, behind)) = text(json) {
        return Some((Plain::Text(text), behind));
    }
    let digits = json.bytes().take_while(u8::is_ascii_digit).count();
    let (number, behind) = json.split_at(digits);
    let begins_with_nought = digits > 1 && number.starts_with('0');
    if digits > MOST_DIGITS || begins_with_nought {
        return None;
    }
    Some((Plain::Number(number.parse().ok()?), behind))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The fields of an object, as JSON.
    fn read(object: &str) -> Option<Value> {
        let mut all = serde_json::Map::new();
        fields(object, |name, value| {
            let value = match value {
                Plain::Text(text) => Value::from(&*text),
                Plain::Number(number) => Value::from(number),
            };
            all.insert(name.to_owned(), value).is_none().then_some(())
        })?;
        Some(Value::Object(all))
    }

    #[test]
    fn what_is_read_is_what_any_reader_of_json_reads() {
        for object in [
            r#"{"id": "a", "start": 0, "end": 9007199254740992, "quote": "“é”, ", "x": ""}"#,
            r#"{"id": "a"}"#,
            r#"{"id": "\n", "a\"b\\": "\"\r\t\/é\\n"}"#,
            "{\"id\": \"a\u{7f}\u{202e}👍\"}",
        ] {
            let expected: Value = serde_json::from_str(object).unwrap();
            assert_eq!(read(object), Some(expected), "{object}");
        }
    }

    #[test]
    fn what_is_written_otherwise_is_left_to_others() {
        for object in [
            "",
            "{}",
            "{\"a\": 1",
            "{\"a\": 1}}",
            "{\"a\": 1} ",
            "{\"a\": 1, }",
            "{\"a\": 1,\"b\": 2}",
            "{\"a\":1}",
            "{ \"a\": 1}",
            "{\"a\": 01}",
            "{\"a\": -1}",
            "{\"a\": 1.5}",
            "{\"a\": 1e3}",
            "{\"a\": 99999999999999999}",
            "{\"a\": }",
            "{\"a\": null}",
            "{\"a\": [1]}",
            "{\"a\": \"b\\u0041\"}",
            "{\"a\": \"b\\x\"}",
            "{\"a\": \"b\\",
            "{\"a\": \"b\\\"}",
            "{\"a\": \"b\tc\"}",
            "{\"a\": \"b}",
            "{\"a: 1}",
            "{\"a\": 1, \"a\": 2}",
        ] {
            assert_eq!(read(object), None, "{object}");
        }
    }
}
