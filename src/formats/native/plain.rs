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

/// Who is given the fields of an object.
pub(super) trait Taker {
    /// The name that the next field has nearly always: to compare it takes less time than to read it.
    fn expected(&self) -> &'static str;

    /// Takes a field, without its name where it is the expected one; `None` where it cannot be taken.
    fn take(&mut self, name: Option<&str>, value: Plain<'_>) -> Option<()>;
}

/// Gives each field of an object away; `None` when the object is not written so, or is no JSON, or
/// when a field is not taken.
pub(super) fn fields(object: &str, taker: &mut impl Taker) -> Option<()> {
    // A text has no controls in it as they are.
    if !each_byte(object, |byte| byte >= b' ') {
        return None;
    }
    let mut rest = Rest { object, at: 0 };
    rest.skip(b"{")?;
    loop {
        let name = match rest.skip_name(taker.expected()) {
            Some(()) => None,
            None => {
                let name = rest.text()?;
                rest.skip(b": ")?;
                Some(name)
            }
        };
        let value = rest.value()?;
        taker.take(name.as_deref(), value)?;
        if rest.skip(b", ").is_none() {
            rest.skip(b"}")?;
            return (rest.at == object.len()).then_some(());
        }
    }
}

/// What of an object is still to be read: all from a byte on.
struct Rest<'j> {
    object: &'j str,
    at: usize,
}

impl<'j> Rest<'j> {
    fn bytes(&self) -> &'j [u8] {
        &self.object.as_bytes()[self.at..]
    }

    fn skip(&mut self, sign: &[u8]) -> Option<()> {
        self.bytes()
            .starts_with(sign)
            .then(|| self.at += sign.len())
    }

    /// Skips a name with the colon behind it.
    fn skip_name(&mut self, name: &str) -> Option<()> {
        let behind = self.bytes().strip_prefix(b"\"")?;
        let (found, behind) = behind.split_at_checked(name.len())?;
        // Names are short: to call what compares any bytes takes longer.
        let mut pairs = found.iter().zip(name.as_bytes());
        if pairs.any(|(found, expected)| found != expected) {
            return None;
        }
        let behind = behind.strip_prefix(b"\": ")?;
        self.at = self.object.len() - behind.len();
        Some(())
    }

    fn value(&mut self) -> Option<Plain<'j>> {
        match self.bytes().first()? {
            b'"' => self.text().map(Plain::Text),
            _ => self.number().map(Plain::Number),
        }
    }

    fn number(&mut self) -> Option<u64> {
        let digits = self.bytes().iter().take_while(|byte| byte.is_ascii_digit());
        let (mut number, mut count) = (0, 0);
        for digit in digits.take(MOST_DIGITS + 1) {
            number = number * 10 + u64::from(digit - b'0');
            count += 1;
        }
        let begins_with_nought = count > 1 && self.bytes()[0] == b'0';
        self.at += count;
        let is_plain = (1..=MOST_DIGITS).contains(&count) && !begins_with_nought;
        is_plain.then_some(number)
    }

    fn text(&mut self) -> Option<Cow<'j, str>> {
        self.skip(b"\"")?;
        let start = self.at;
        let end = start + end_of_words(self.bytes())?;
        self.at = end;
        match self.skip(b"\"") {
            Some(()) => self.object.get(start..end).map(Cow::Borrowed),
            None => self.text_with_escapes(start),
        }
    }

    /// A text that began at `start`, and whose first escape is next.
    fn text_with_escapes(&mut self, start: usize) -> Option<Cow<'j, str>> {
        let mut unescaped = String::with_capacity(self.length_without_escapes(start)?);
        unescaped.push_str(self.object.get(start..self.at)?);
        while self.skip(b"\"").is_none() {
            unescaped.push(match self.bytes().get(1)? {
                b'n' => '\n',
                b'"' => '"',
                b'\\' => '\\',
                b't' => '\t',
                b'r' => '\r',
                b'/' => '/',
                _ => return None,
            });
            self.at += 2;
            let start = self.at;
            self.at += end_of_words(self.bytes())?;
            unescaped.push_str(self.object.get(start..self.at)?);
        }
        Some(Cow::Owned(unescaped))
    }

    /// The bytes of such a text: to look for its end first takes less time than to let it grow.
    fn length_without_escapes(&self, start: usize) -> Option<usize> {
        let json = self.object.as_bytes();
        let (mut end, mut escapes) = (self.at, 0);
        while *json.get(end)? == b'\\' {
            escapes += 1;
            let behind = end + 2;
            end = behind + end_of_words(json.get(behind..)?)?;
        }
        Some(end - start - escapes)
    }
}

/// Where the next quotation mark or escape stands.
#[inline]
fn end_of_words(json: &[u8]) -> Option<usize> {
    /// The most blocks of bytes that are looked at here: to begin a search takes longer, and most
    /// names and many values are as short.
    const BLOCKS: usize = 2;
    let (blocks, _) = json.as_chunks::<8>();
    for (number, block) in blocks.iter().take(BLOCKS).enumerate() {
        let block = u64::from_le_bytes(*block);
        let found = bytes_of(block, b'"') | bytes_of(block, b'\\');
        if found != 0 {
            return Some(8 * number + found.trailing_zeros() as usize / 8);
        }
    }
    let passed = 8 * blocks.len().min(BLOCKS);
    let rest = &json[passed..];
    memchr2(b'"', b'\\', rest).map(|found| passed + found)
}

/// The highest bit of each byte of a block that is such a one, the lowest of them for certain: where a
/// byte and what is asked for have nothing left of each other, taking one borrows from above (H. S.
/// Warren, Hacker's Delight, section 6-1).
#[inline]
fn bytes_of(block: u64, byte: u8) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let left = block ^ (ONES * u64::from(byte));
    left.wrapping_sub(ONES) & !left & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The fields of an object, as JSON.
    fn read(object: &str) -> Option<Value> {
        let mut all = All::default();
        fields(object, &mut all)?;
        Some(Value::Object(all.0))
    }

    #[derive(Default)]
    struct All(serde_json::Map<String, Value>);

    impl Taker for All {
        fn expected(&self) -> &'static str {
            ["id", "start"]
                .get(self.0.len())
                .copied()
                .unwrap_or_default()
        }

        fn take(&mut self, name: Option<&str>, value: Plain<'_>) -> Option<()> {
            let value = match value {
                Plain::Text(text) => Value::from(&*text),
                Plain::Number(number) => Value::from(number),
            };
            let name = name.unwrap_or(self.expected()).to_owned();
            self.0.insert(name, value).is_none().then_some(())
        }
    }

    #[test]
    fn what_is_read_is_what_any_reader_of_json_reads() {
        for object in [
            r#"{"id": "a", "start": 0, "end": 9007199254740992, "quote": "“é”, ", "x": ""}"#,
            r#"{"id": "a"}"#,
            r#"{"i": "a", "star": 1, "": 2}"#,
            r#"{"id\"": "a", "start\\": 1, "id": "b", "start": 2}"#,
            r#"{"": 2, "x": 3}"#,
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
            "{\"id\":\"a\"}",
            "{\"id\" : \"a\"}",
            "{\"id\"",
            "{\"id\": ",
            "{\"id\": \"a\", \"id\": \"a\"}",
            "{\"a\": 1, \"a\": 2}",
        ] {
            assert_eq!(read(object), None, "{object}");
        }
    }
}
