//! Where imported passages stand in the document as it is here.

use std::ops::Range;

use crate::annotation::{Anchor, Budget, Resolution, Selector, Shift, resolve};
use crate::formats::import::{ImportedTag, Placing};
use crate::text::{CodePoint, Text, TextRange, counted, occurrences};

/// The least score with which a passage that stands elsewhere is taken for the same one: its
/// words, and half of what was around them.
const SURE: f64 = 0.75;

/// The place of each passage, or why it has none.
pub(super) type Places = Vec<Result<TextRange, String>>;

/// Finds all passages of a document. Positions are checked against the words; where they do not
/// fit, the passage is found by its words, and by the text that came along.
///
/// `sentences` are those of the document, looked at where a file says in which one a passage begins.
pub(super) fn places<S: Iterator<Item = TextRange>>(
    text: &Text,
    theirs: Option<&Text>,
    tags: &[ImportedTag],
    sentences: impl Fn() -> S,
) -> Places {
    // A position in the same text is one here.
    let theirs = theirs.filter(|theirs| !is_same(theirs, text));
    let mut places: Vec<Option<Result<TextRange, String>>> = Vec::with_capacity(tags.len());
    let mut selectors = Vec::new();
    for tag in tags {
        let known = match tag.placing {
            Placing::Document => Some(whole(text)),
            Placing::Position => {
                at_position(text, theirs, &tag.annotation.selector, &mut selectors)
            }
            Placing::Quote => {
                let within = tag.sentence.map(|number| sentence(sentences(), number));
                by_quote(text, &tag.annotation.selector, within, &mut selectors)
            }
        };
        places.push(known);
    }
    let earlier: Vec<Text> = theirs.cloned().into_iter().collect();
    let found = resolve(&selectors, text, &earlier, Budget::Unlimited);
    let mut found = found.into_iter();
    let places = places.into_iter().map(|known| {
        known.unwrap_or_else(|| {
            found
                .next()
                .map_or(Err(String::new()), |found| sure(text, found))
        })
    });
    places.collect()
}

fn is_same(one: &Text, other: &Text) -> bool {
    one.len() == other.len() && one.slice(one.full_range()) == other.slice(other.full_range())
}

fn whole(text: &Text) -> Result<TextRange, String> {
    let words = text.slice(text.full_range());
    let start = words.len() - words.trim_start().len();
    let end = words.trim_end().len();
    match words.trim().is_empty() {
        true => Err("the document is empty".to_owned()),
        // Line ends at the end of a file are no words of it.
        false => Ok(TextRange::between(start, end)),
    }
}

/// The passage at a position, where its words stand there, or where it has none and the texts
/// are the same; else adds what is to be looked for.
fn at_position(
    text: &Text,
    theirs: Option<&Text>,
    selector: &Selector,
    selectors: &mut Vec<Selector>,
) -> Option<Result<TextRange, String>> {
    if selector.start > selector.end {
        let (start, end) = (selector.start.0, selector.end.0);
        return Some(Err(format!(
            "its start, {start}, lies after its end, {end}"
        )));
    }
    let own = theirs.unwrap_or(text);
    let range = range_of(own, selector.start, selector.end);
    let Some(range) = range else {
        let end = selector.end.0;
        if !selector.quote.is_empty() {
            return by_quote(text, selector, None, selectors);
        }
        let length = own.code_points().0;
        return Some(Err(format!("it ends at {end} of {length} code points")));
    };
    let words = own.slice(range);
    if range.is_empty() || words.trim().is_empty() {
        return Some(Err(
            "there is nothing to tag: it is empty, or only blanks".to_owned()
        ));
    }
    let is_it = selector.quote.is_empty() || words == selector.quote;
    if theirs.is_none() && is_it {
        return Some(Ok(range));
    }
    // Offsets that do not fit, without anything around them, say no more than the words do.
    if !is_it && selector.prefix.is_empty() && selector.suffix.is_empty() {
        return by_quote(text, selector, None, selectors);
    }
    let mut selector = match is_it {
        // With what is around it in its own text.
        true => Selector::new(own, range),
        false => selector.clone(),
    };
    if selector.quote.is_empty() {
        selector.quote = words.into_owned();
    }
    selectors.push(selector);
    None
}

fn range_of(text: &Text, start: CodePoint, end: CodePoint) -> Option<TextRange> {
    let (start, end) = (text.byte_of(start)?, text.byte_of(end)?);
    text.range(start, end).ok()
}

/// Where a passage begins that begins in or before the sentence of that number, from 1.
fn sentence(sentences: impl Iterator<Item = TextRange>, number: usize) -> Range<usize> {
    let mut ends = sentences.take(number).map(TextRange::end);
    let before = match number {
        0 | 1 => 0,
        _ => ends.nth(number - 2).unwrap_or(usize::MAX),
    };
    before..ends.next().unwrap_or(usize::MAX)
}

/// A passage of which only the words are known: the only place where they stand, in the sentence that
/// it begins in and with what is around them, where that is known.
fn by_quote(
    text: &Text,
    selector: &Selector,
    within: Option<Range<usize>>,
    selectors: &mut Vec<Selector>,
) -> Option<Result<TextRange, String>> {
    let quote = &selector.quote;
    if quote.trim().is_empty() {
        return Some(Err("it has no words".to_owned()));
    }
    let fits = |range: &TextRange| {
        let before = text.slice(TextRange::between(0, range.start()));
        let after = text.slice(TextRange::between(range.end(), text.len()));
        before.ends_with(&selector.prefix) && after.starts_with(&selector.suffix)
    };
    // A page has other white space than the text that it was made of.
    let fits_by_letters = |range: &TextRange| {
        let before = text.slice(TextRange::between(0, range.start()));
        let after = text.slice(TextRange::between(range.end(), text.len()));
        let is_letter = |sign: &char| !sign.is_whitespace();
        let mut before = before.chars().rev().filter(is_letter);
        let mut after = after.chars().filter(is_letter);
        let mut prefix = selector.prefix.chars().rev().filter(is_letter);
        let mut suffix = selector.suffix.chars().filter(is_letter);
        prefix.all(|sign| before.next() == Some(sign))
            && suffix.all(|sign| after.next() == Some(sign))
    };
    let mut all: Vec<TextRange> = occurrences(text, quote)
        .take(MOST_PLACES)
        .map(|start| TextRange::between(start, start + quote.len()))
        .collect();
    if all.is_empty() {
        all = over_line_ends(text, quote);
    }
    let several = all.len();
    if let Some(within) = within.filter(|_| several > 1) {
        all.retain(|range| within.contains(&range.start()));
    }
    let has_context = !selector.prefix.is_empty() || !selector.suffix.is_empty();
    if has_context && all.len() > 1 {
        let exactly: Vec<TextRange> = all.iter().copied().filter(fits).collect();
        all = match exactly.is_empty() {
            false => exactly,
            true => all.into_iter().filter(fits_by_letters).collect(),
        };
    }
    match (&all[..], several) {
        ([only], _) => {
            let range = text.range(only.start(), only.end());
            Some(range.map_err(|error| error.to_string()))
        }
        (_, 0) => {
            selectors.push(selector.clone());
            None
        }
        (_, several) => Some(Err(several_words(several))),
    }
}

/// Where words stand with any white space between them: whoever writes a passage into a cell leaves
/// its line ends out.
fn over_line_ends(text: &Text, quote: &str) -> Vec<TextRange> {
    let words: Vec<String> = quote.split_whitespace().map(regex::escape).collect();
    let pattern = match words.len() {
        0 | 1 => return Vec::new(),
        _ => regex::Regex::new(&words.join(r"\s+")),
    };
    // Of a passage that is too long for this, the resolver is asked.
    let Ok(pattern) = pattern else {
        return Vec::new();
    };
    let whole = text.slice(text.full_range());
    let found = pattern.find_iter(&whole).take(MOST_PLACES);
    found
        .map(|found| TextRange::between(found.start(), found.end()))
        .collect()
}

const ELSEWHERE: &str = "its words stand elsewhere, with other words around them";

/// So many places of a quote are looked at.
const MOST_PLACES: usize = 1000;

fn several_words(places: usize) -> String {
    format!(
        "its words stand in {}, and nothing tells which is meant",
        counted(places, "place")
    )
}

/// The place of a passage that was looked for, if there is no doubt about it.
fn sure(text: &Text, found: Resolution) -> Result<TextRange, String> {
    match found.anchor_or_lost() {
        Anchor::Exact(range) => Ok(range),
        Anchor::Moved {
            range,
            score,
            shift,
        } if shift == Shift::Form || score >= SURE => Ok(range),
        Anchor::Moved { .. } | Anchor::Lost { candidates: 1 } => Err(ELSEWHERE.to_owned()),
        Anchor::Changed { range, .. } => {
            let words = text.slice(range);
            let words = crate::text::one_line(&words);
            Err(format!("the document says there: {words}"))
        }
        Anchor::Lost { candidates: 0 } => Err("its words are not in the document".to_owned()),
        Anchor::Lost { candidates } => Err(several_words(candidates)),
    }
}
