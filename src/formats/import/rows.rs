//! What formats have in common that give one object a document: JSON Lines, or one list of them.
//!
//! Must not know: the formats.

use crate::annotation::Selector;
use crate::formats::problem::Problem;
use crate::text::{CodePoint, Text};

use super::json::{self, Fields};
use super::parts::Part;
use super::{Input, InputFile, is_empty};

/// An object, with where it stands.
pub(in crate::formats) type Row = Result<(String, Fields), Problem>;

/// The objects of a file, whether they are the lines of it or one list, without these fields.
///
/// # Errors
/// Where it is not UTF-8, or is no JSON; that of a line comes in its place.
pub(in crate::formats) fn rows<'a>(
    input: &Input,
    file: &'a InputFile,
    left_out: &'a [&'a str],
) -> Result<Box<dyn Iterator<Item = Row> + 'a>, Problem> {
    let within = match input.only() {
        Some(_) => String::new(),
        None => format!("{} ", file.name),
    };
    let text = file.text().map_err(|problem| inside(&within, problem))?;
    let first = text.lines().find(|line| !line.trim().is_empty());
    if first.is_none() {
        return Err(inside(&within, is_empty()));
    }
    let is_line = |line: &str| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
    let whole = Part::new(text);
    if whole.is_list() {
        let rows = whole.elements().enumerate().map(move |(number, part)| {
            let value = part.and_then(|part| part.value_without(left_out));
            let value = value.map_err(|problem| inside(&within, problem))?;
            let place = format!("{within}[{number}]");
            let fields = json::object(&place, value)?;
            Ok((place, fields))
        });
        return Ok(Box::new(rows));
    }
    // One object over several lines, or one a line.
    if first.is_some_and(|line| !is_line(line)) {
        let value = whole.value_without(left_out);
        let value = value.map_err(|problem| inside(&within, problem))?;
        let place = format!("{within}[0]");
        let fields = json::object(&place, value)?;
        return Ok(Box::new(std::iter::once(Ok((place, fields)))));
    }
    let rows = json::lines_without(text, left_out).map(move |line| {
        let (number, value) = line.map_err(|problem| inside(&within, problem))?;
        let place = format!("{within}line {number}");
        let fields = json::object(&place, value)?;
        Ok((place, fields))
    });
    Ok(Box::new(rows))
}

fn inside(within: &str, problem: Problem) -> Problem {
    Problem {
        place: format!("{within}{}", problem.place).trim_end().to_owned(),
        ..problem
    }
}

/// What is known of a passage by its offsets: where the text is known, they are checked, and its
/// words are those that they cover.
///
/// # Errors
/// That there is no such passage.
pub(in crate::formats) fn passage(
    place: &str,
    text: Option<&Text>,
    start: usize,
    end: usize,
) -> Result<Selector, Problem> {
    if start >= end {
        let words = format!("its start, {start}, is not before its end, {end}");
        return Err(Problem::error(place, words));
    }
    let Some(text) = text else {
        return Ok(Selector {
            start: CodePoint(start),
            end: CodePoint(end),
            ..Selector::default()
        });
    };
    let bytes = |at: usize| text.byte_of(CodePoint(at));
    let bytes = bytes(start).zip(bytes(end));
    let range = bytes.and_then(|(start, end)| text.range(start, end).ok());
    let range = range.ok_or_else(|| {
        let length = text.code_points().0;
        Problem::error(place, format!("ends at {end} of {length} code points"))
    })?;
    Ok(Selector::new(text, range))
}

/// A passage with the words that a file gives it: where its offsets cover others, these words are
/// looked for.
pub(in crate::formats) fn with_words(selector: Selector, words: &str) -> Selector {
    let found = selector.quote.as_str();
    // Some programs tidy white space.
    let bare = |words: &str| words.split_whitespace().collect::<String>();
    if found == words || bare(found) == bare(words) {
        return selector;
    }
    Selector {
        start: selector.start,
        end: selector.end,
        quote: words.to_owned(),
        ..Selector::default()
    }
}
