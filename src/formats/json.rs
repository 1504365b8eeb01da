//! JSON as this program writes it: fields in the order they were put in, one
//! space after `:` and `,`, and no character that could steer a terminal.
//!
//! Must not know: what the fields mean.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use serde_json::ser::Formatter;

use crate::annotation::Extra;
use crate::text::visible::clusters;

/// An object whose fields stay in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Object {
    fields: Vec<(Cow<'static, str>, Node)>,
}

#[derive(Debug, Clone)]
pub(super) enum Node {
    /// Any JSON value; the keys of its objects are written sorted.
    Value(Value),
    Object(Object),
    List(Vec<Object>),
}

impl<T: Into<Value>> From<T> for Node {
    fn from(value: T) -> Self {
        Self::Value(value.into())
    }
}

impl Object {
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub(super) fn put(&mut self, key: &'static str, value: impl Into<Node>) {
        self.fields.push((Cow::Borrowed(key), value.into()));
    }

    pub(super) fn put_text(&mut self, key: &'static str, text: &str) {
        if !text.is_empty() {
            self.put(key, text);
        }
    }

    /// Adds unknown fields, sorted by name. One that bears the name of a known
    /// field is left out, or a reader would find the name twice; the names of those
    /// are handed back.
    pub(super) fn put_extra(
        &mut self,
        extra: &Extra,
        is_known: impl Fn(&str) -> bool,
    ) -> Vec<String> {
        let mut left_out = Vec::new();
        for (key, value) in extra {
            if is_known(key) {
                left_out.push(key.clone());
            } else {
                self.fields
                    .push((Cow::Owned(key.clone()), Node::Value(value.clone())));
            }
        }
        left_out
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.fields.iter().map(|(key, node)| (key, node)))
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => Sorted(value).serialize(serializer),
            Self::Object(object) => object.serialize(serializer),
            Self::List(objects) => objects.serialize(serializer),
        }
    }
}

/// A value whose objects are written sorted by key, so that the bytes do not depend
/// on how `serde_json` was built.
struct Sorted<'a>(&'a Value);

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                let fields = fields.iter().map(|(key, value)| (key, Sorted(value)));
                serializer.collect_map(fields.collect::<BTreeMap<_, _>>())
            }
            Value::Array(values) => serializer.collect_seq(values.iter().map(Sorted)),
            other => other.serialize(serializer),
        }
    }
}

/// A value as JSON on one line, `{"a": 1, "b": 2}`, without a line end.
pub(crate) fn to_spaced_json<T: Serialize + ?Sized>(value: &T) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Spaced);
    value.serialize(&mut serializer).expect(INFALLIBLE);
    String::from_utf8(bytes).expect(UTF_8)
}

/// A value as JSON on one line and in ASCII, for programs that guess encodings.
pub(super) fn to_ascii_json<T: Serialize + ?Sized>(value: &T) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Ascii);
    value.serialize(&mut serializer).expect(INFALLIBLE);
    String::from_utf8(bytes).expect(UTF_8)
}

/// A value as JSON over several lines with a final line end.
pub(crate) fn to_pretty_json<T: Serialize + ?Sized>(value: &T) -> String {
    let json = serde_json::to_string_pretty(value).expect(INFALLIBLE);
    let mut harmless = Vec::new();
    // Whatever is harmful stands in a string.
    write_harmless(&mut harmless, &json).expect(INFALLIBLE);
    harmless.push(b'\n');
    String::from_utf8(harmless).expect(UTF_8)
}

const INFALLIBLE: &str =
    "strings as keys, numbers that are numbers and a growing buffer cannot fail";
const UTF_8: &str = "JSON is written in UTF-8";

struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { to.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { to.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(b": ")
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        write_harmless(to, fragment)
    }
}

struct Ascii;

impl Formatter for Ascii {
    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        Spaced.begin_array_value(to, first)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        Spaced.begin_object_key(to, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        Spaced.begin_object_value(to)
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let is_escaped = |character: char| !matches!(character, ' '..='~');
        write_escaped(to, fragment, is_escaped)
    }
}

/// Writes part of a JSON string with `\u` escapes for what could steer a
/// terminal or turn a line around: to a JSON reader it is the same string.
fn write_harmless<W: ?Sized + Write>(to: &mut W, fragment: &str) -> io::Result<()> {
    write_escaped(to, fragment, is_harmful)
}

fn write_escaped<W: ?Sized + Write>(
    to: &mut W,
    fragment: &str,
    is_escaped: impl Fn(char) -> bool,
) -> io::Result<()> {
    let mut clean_from = 0;
    for (at, character) in fragment.char_indices() {
        if !is_escaped(character) {
            continue;
        }
        to.write_all(&fragment.as_bytes()[clean_from..at])?;
        let mut units = [0; 2];
        for unit in character.encode_utf16(&mut units) {
            write!(to, "\\u{unit:04x}")?;
        }
        clean_from = at + character.len_utf8();
    }
    to.write_all(&fragment.as_bytes()[clean_from..])
}

/// JSON as it may be sent to a terminal: with `\u` escapes in place of what a
/// terminal would not show as itself (fillers, characters that are not assigned,
/// heaps of marks). To a JSON reader it is the same, since whatever is not ASCII
/// stands in a string.
pub(crate) fn escape_unshown(json: &str) -> Cow<'_, str> {
    if clusters(json).all(|shown| !shown.substitute || json[shown.range].is_ascii()) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len());
    for shown in clusters(json) {
        let cluster = &json[shown.range];
        for character in cluster.chars() {
            if shown.substitute && !character.is_ascii() {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            } else {
                out.push(character);
            }
        }
    }
    Cow::Owned(out)
}

/// Controls (`serde_json` escapes those below U+0020 itself), bidirectional
/// controls, separators, invisible characters other than the joiners that
/// emoji and scripts need, and tag characters.
fn is_harmful(character: char) -> bool {
    matches!(
        character,
        '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_steer_a_terminal_is_escaped_and_reads_back() {
        let words = "a\u{1b}[2J\u{9b}31m\u{202e}\u{e0041}\u{feff}👩‍👩‍👧é\u{7f}";
        let json = to_spaced_json(words);
        assert_eq!(
            json,
            "\"a\\u001b[2J\\u009b31m\\u202e\\udb40\\udc41\\ufeff👩‍👩‍👧é\\u007f\""
        );
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), words);
    }

    #[test]
    fn what_a_terminal_would_not_show_is_escaped_and_reads_back() {
        let heap = format!("e{}", "\u{301}".repeat(2000));
        for (words, is_raw) in [
            ("e\u{301} 👩‍👩‍👧 ж \u{4e00} \t", true),
            ("\u{115f}", false),
            ("\u{1160}", false),
            ("\u{3164}", false),
            ("a\u{34f}b", false),
            ("a\u{e0100}", false),
            (heap.as_str(), false),
        ] {
            let json = to_spaced_json(&vec![words, "\""]);
            let shown = escape_unshown(&json);
            assert_eq!(shown == json, is_raw, "{words:?}: {shown}");
            assert_eq!(is_raw, !shown.is_ascii(), "{words:?}: {shown}");
            let read: Vec<String> = serde_json::from_str(&shown).unwrap();
            assert_eq!(read, [words, "\""]);
            let left = clusters(&shown).any(|shown| shown.substitute);
            assert!(!left, "{shown}");
        }
    }

    #[test]
    fn fields_stay_in_order_and_nested_ones_are_sorted() {
        let mut object = Object::default();
        object.put("z", 1);
        object.put("a", serde_json::json!({"d": [1, {}], "c": null}));
        assert_eq!(
            to_spaced_json(&object),
            r#"{"z": 1, "a": {"c": null, "d": [1, {}]}}"#
        );
    }
}
