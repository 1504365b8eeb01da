//! The copy of a text that stands in a project: without a byte order mark, and with line feeds
//! alone, since programs of the standard count other line ends as they like.
//!
//! Must not know: XML, files.

use crate::formats::json::Object;
use serde_json::Value;

/// The line ends of a text, and how they are called.
const ENDS: [&str; 3] = ["\n", "\r\n", "\r"];
const MARK: char = '\u{feff}';

/// A text, and what was changed for the copy of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Copy {
    pub(super) words: String,
    /// Its length in code points.
    pub(super) length: usize,
    /// The code points of the text that are not in the copy.
    gone: Vec<usize>,
    has_mark: bool,
    /// Where half a line end is gone, in code points of the copy.
    halves: Vec<usize>,
    /// The line ends of the text in order: which, and how many.
    ends: Vec<(usize, usize)>,
}

impl Copy {
    /// The copy of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut copy = Self {
            words: String::with_capacity(text.len()),
            has_mark: text.starts_with(MARK),
            ..Self::default()
        };
        let mut signs = text.chars().enumerate().peekable();
        while let Some((at, sign)) = signs.next() {
            match sign {
                MARK if at == 0 => copy.gone.push(0),
                '\r' if signs.next_if(|(_, next)| *next == '\n').is_some() => {
                    copy.halves.push(at - copy.gone.len());
                    copy.gone.push(at);
                    copy.end(1);
                }
                '\r' => copy.end(2),
                '\n' => copy.end(0),
                _ => copy.push(sign),
            }
        }
        copy
    }

    fn push(&mut self, sign: char) {
        self.words.push(sign);
        self.length += 1;
    }

    fn end(&mut self, which: usize) {
        self.push('\n');
        match self.ends.last_mut() {
            Some((last, count)) if *last == which => *count += 1,
            _ => self.ends.push((which, 1)),
        }
    }

    /// Whether the copy is another text.
    pub(super) fn is_changed(&self) -> bool {
        self.has_mark || self.ends.iter().any(|(which, _)| *which != 0)
    }

    /// Where a code point of the text is in the copy.
    pub(super) fn to_copy(&self, at: usize) -> usize {
        at - self.gone.partition_point(|gone| *gone < at)
    }

    /// Where a code point of the copy is in the text: before the whole of a line end.
    pub(super) fn to_text(&self, at: usize) -> usize {
        let mark = usize::from(self.has_mark);
        at + mark + self.halves.partition_point(|half| *half < at)
    }

    /// What was changed, as fields of an object.
    pub(super) fn put_changes(&self, object: &mut Object) {
        if self.has_mark {
            object.put("bom", true);
        }
        if self.ends.iter().any(|(which, _)| *which != 0) {
            let ends = self.ends.iter();
            let ends = ends
                .map(|(which, count)| Value::from(vec![ENDS[*which].into(), Value::from(*count)]));
            object.put("line_ends", ends.collect::<Vec<_>>());
        }
    }

    /// The text that a copy was made of, by the fields that say what was changed; nothing where
    /// they do not fit it.
    pub(super) fn undone(words: &str, fields: &Value) -> Option<String> {
        let mut text = String::with_capacity(words.len());
        if fields.get("bom").and_then(Value::as_bool) == Some(true) {
            text.push(MARK);
        }
        let Some(runs) = fields.get("line_ends").and_then(Value::as_array) else {
            text.push_str(words);
            return Some(text);
        };
        let mut lines = words.split('\n');
        text.push_str(lines.next()?);
        for run in runs {
            let end = run.get(0)?.as_str().filter(|end| ENDS.contains(end))?;
            for _ in 0..run.get(1)?.as_u64()? {
                text.push_str(end);
                text.push_str(lines.next()?);
            }
        }
        lines.next().is_none().then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::json::to_spaced_json;

    #[test]
    fn a_copy_has_line_feeds_alone_and_can_be_undone() {
        for (text, words) in [
            ("", ""),
            ("a\nb", "a\nb"),
            (
                "\u{feff}a\r\nb\rc\n\r\r\nd\u{feff}",
                "a\nb\nc\n\n\nd\u{feff}",
            ),
            ("\u{feff}\r\n\u{2028}👍\r\n", "\n\u{2028}👍\n"),
        ] {
            let copy = Copy::of(text);
            assert_eq!(copy.words, words);
            assert_eq!(copy.is_changed(), text != words);
            let mut object = Object::default();
            copy.put_changes(&mut object);
            let fields = serde_json::from_str(&to_spaced_json(&object)).unwrap();
            assert_eq!(Copy::undone(words, &fields).as_deref(), Some(text));
            let signs: Vec<char> = words.chars().collect();
            let was: Vec<char> = text.chars().collect();
            for at in 0..=signs.len() {
                let there = copy.to_text(at);
                assert_eq!(copy.to_copy(there), at, "{text:?} at {at}");
                let is_end = |sign: Option<&char>| sign.is_none_or(|sign| "\r\n".contains(*sign));
                match signs.get(at) {
                    Some(sign) if *sign != '\n' => assert_eq!(was.get(there), Some(sign)),
                    _ => assert!(is_end(was.get(there))),
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_a_copy_is_not_undone() {
        for (words, fields) in [
            ("a\nb", r#"{"line_ends": [["\r\n", 2]]}"#),
            ("a\nb\n", r#"{"line_ends": [["\r\n", 1]]}"#),
            ("a\nb", r#"{"line_ends": [["x", 1]]}"#),
            ("a\nb", r#"{"line_ends": [["\n"]]}"#),
        ] {
            let fields = serde_json::from_str(fields).unwrap();
            assert_eq!(Copy::undone(words, &fields), None);
        }
    }
}
