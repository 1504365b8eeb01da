//! YAML as a value of JSON, as far as reviews need it: no anchors, which could stand for more than
//! there is room for, and no types of its own.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use serde_json::{Map, Number, Value};

use crate::formats::problem::Problem;

/// Deeper is no review.
const DEEPEST: usize = 64;

/// Reads the only document of a text.
///
/// # Errors
/// What is wrong, with its line and column.
pub(super) fn value(text: &str) -> Result<Value, Problem> {
    let mut events = Events(Parser::new_from_str(text));
    let value = loop {
        let (event, span) = events.next()?;
        match event {
            Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
            Event::StreamEnd => return Ok(Value::Null),
            event => break events.value(event, span, 0)?,
        }
    };
    loop {
        let (event, span) = events.next()?;
        match event {
            Event::DocumentEnd | Event::Nothing => {}
            Event::StreamEnd => return Ok(value),
            _ => return Err(Problem::error(place(span), "begins a second document")),
        }
    }
}

fn place(span: Span) -> String {
    format!(
        "line {}, column {}",
        span.start.line(),
        span.start.col() + 1
    )
}

struct Events<'a>(Parser<'a, saphyr_parser::StrInput<'a>>);

impl<'a> Events<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), Problem> {
        match self.0.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(wrong(&error)),
            None => Err(Problem::error("", "is not YAML: it ends too early")),
        }
    }

    fn value(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Value, Problem> {
        if depth > DEEPEST {
            return Err(Problem::error(place(span), "is too deep"));
        }
        match event {
            Event::Scalar(words, style, anchor, _) => {
                no_anchor(anchor, span)?;
                Ok(match style {
                    ScalarStyle::Plain => plain(&words),
                    _ => Value::String(words.into_owned()),
                })
            }
            Event::SequenceStart(anchor, _) => {
                no_anchor(anchor, span)?;
                let mut values = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => return Ok(Value::Array(values)),
                        (event, span) => values.push(self.value(event, span, depth + 1)?),
                    }
                }
            }
            Event::MappingStart(anchor, _) => {
                no_anchor(anchor, span)?;
                let mut fields = Map::new();
                loop {
                    let (key, span) = match self.next()? {
                        (Event::MappingEnd, _) => return Ok(Value::Object(fields)),
                        (Event::Scalar(key, ..), span) => (key.into_owned(), span),
                        (_, span) => return Err(Problem::error(place(span), "is no name")),
                    };
                    let (event, at) = self.next()?;
                    let value = self.value(event, at, depth + 1)?;
                    if fields.insert(key.clone(), value).is_some() {
                        return Err(Problem::error(place(span), format!("{key} is there twice")));
                    }
                }
            }
            Event::Alias(_) => no_anchor(1, span).map(|()| Value::Null),
            _ => Err(Problem::error(place(span), "is not YAML")),
        }
    }
}

fn no_anchor(anchor: usize, span: Span) -> Result<(), Problem> {
    match anchor {
        0 => Ok(()),
        _ => Err(Problem::error(
            place(span),
            "has an anchor or an alias, which reviews do not need, and which is not read",
        )),
    }
}

fn wrong(error: &ScanError) -> Problem {
    let marker = error.marker();
    let place = format!("line {}, column {}", marker.line(), marker.col() + 1);
    Problem::error(place, format!("is not YAML: {}", error.info()))
}

/// A word without quotes, by the core schema of YAML 1.2.
fn plain(words: &str) -> Value {
    match words {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => true.into(),
        "false" | "False" | "FALSE" => false.into(),
        _ => words.parse::<i64>().map_or_else(
            |_| {
                let is_number =
                    words.starts_with(|sign: char| sign.is_ascii_digit() || sign == '-');
                let number = words.parse().ok().filter(|_| is_number);
                let number = number.and_then(Number::from_f64);
                number.map_or_else(|| words.into(), Value::Number)
            },
            Value::from,
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_people_write_is_read() {
        let words = "# a comment\na: 1.0\nb: [x, 'y: z', -3, true, ~]\nc:\n  - d: |\n      two\n      lines\n    e: 2026-03-02T18:22:59Z\n";
        let expected = json!({
            "a": 1.0, "b": ["x", "y: z", -3, true, null],
            "c": [{"d": "two\nlines\n", "e": "2026-03-02T18:22:59Z"}]
        });
        assert_eq!(value(words).unwrap(), expected);
        assert_eq!(value("").unwrap(), Value::Null);
    }

    #[test]
    fn what_is_more_than_it_seems_is_refused() {
        for (words, told) in [
            ("a: &x [1]\nb: *x\n", "line 1, column 4: has an anchor"),
            ("a: 1\na: 2\n", "line 2, column 1: a is there twice"),
            (
                "a: 1\n---\nb: 2\n",
                "line 2, column 1: begins a second document",
            ),
            ("? [a]\n: 1\n", "line 1, column 3: is no name"),
            ("a: \"b", "line 1, column"),
            (&"[".repeat(100), "line 1, column 66: is too deep"),
        ] {
            let error = value(words).unwrap_err().to_string();
            assert!(error.starts_with(told), "{words}: {error}");
        }
    }
}
