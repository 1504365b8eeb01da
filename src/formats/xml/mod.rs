//! XML: the one place where words are escaped for it, and where it is read.
//!
//! Must not know: the formats.

mod read;

use std::borrow::Cow;

use quick_xml::escape::{escape, unescape};

use crate::text::visible::is_plain;

pub(super) use read::{Element, Node, Xml};

/// Whether XML 1.0 has a place for a character, be it as a reference.
pub(super) fn is_carried(sign: char) -> bool {
    matches!(
        sign,
        '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..
    )
}

/// Words as XML can carry them: what it has no place for is a blank, which is as long in code
/// points and in UTF-16 units.
pub(super) fn carried(words: &str) -> Cow<'_, str> {
    match words.chars().all(is_carried) {
        true => Cow::Borrowed(words),
        false => {
            let kept = |sign: char| if is_carried(sign) { sign } else { ' ' };
            Cow::Owned(words.chars().map(kept).collect())
        }
    }
}

/// What is counted where [`carried`] has changed something.
pub(super) const BLANKED: &str = "controls that XML has no place for, given as blanks";

/// How many characters of some words are blanks in XML, and are none.
pub(super) fn blanked(words: &str) -> usize {
    match is_plain(words) {
        true => 0,
        false => words.chars().filter(|sign| !is_carried(*sign)).count(),
    }
}

/// JSON as XML can carry it: what it has no place for is an escape. Controls are that in any JSON.
pub(super) fn json(words: &str) -> String {
    let plain = words.replace('\u{fffe}', "\\ufffe");
    plain.replace('\u{ffff}', "\\uffff")
}

/// Words that were escaped; as they are where that makes no sense.
pub(super) fn unescaped(words: &str) -> Cow<'_, str> {
    unescape(words).unwrap_or(Cow::Borrowed(words))
}

/// Words as the value of an attribute. Line ends and tabs are references, or else they would be
/// read as one blank.
pub(super) fn attribute(words: &str) -> String {
    let escaped = escape(carried(words));
    let mut out = String::with_capacity(escaped.len());
    for sign in escaped.chars() {
        match sign {
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            _ => out.push(sign),
        }
    }
    out
}

/// An attribute with a blank before it; nothing without a value.
pub(super) fn optional(name: &str, value: &str) -> String {
    match value.is_empty() {
        true => String::new(),
        false => format!(" {name}=\"{}\"", attribute(value)),
    }
}

/// Words between tags.
pub(super) fn content(words: &str) -> String {
    escape(carried(words)).replace('\r', "&#13;")
}
