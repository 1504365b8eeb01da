//! Labels in the middle of a paragraph: the number of a figure, the credit of a picture,
//! the date of a page. In a page that was copied without its line ends they end the
//! sentence before them, though no mark says so.
//!
//! Must not know: stops and rules.

use memchr::memchr2_iter;

use super::token::{self, last_word};

/// The words before the number of a figure.
const FIGURES: &[&str] = &["Figure", "Fig.", "Table", "Listing", "Box", "Exhibit"];

/// The words that begin the credit of a picture, before a colon.
#[rustfmt::skip]
const CREDITS: &[&str] = &[
    "Image", "Images", "Photo", "Photos", "Photograph", "Picture", "Video",
];

#[rustfmt::skip]
const DAYS: &[&str] = &[
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
];

#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
];

/// Words that go on with a date or a picture, which is no label then.
#[rustfmt::skip]
const BEFORE_DATE: &[&str] = &[
    "on", "of", "for", "by", "until", "till", "from", "since", "last", "next", "this", "dated",
    "to", "and", "or", "the", "a", "an", "through", "before", "after", "in", "every", "than",
    "only", "is", "was", "between", "late", "early", "as", "at", "with", "see", "its", "his", "her",
];

/// Adds where labels end, and where the sentences before them do.
pub(super) fn add_cuts(paragraph: &str, cuts: &mut Vec<usize>) {
    cuts.extend(figure(paragraph));
    for mark in memchr2_iter(b':', b',', paragraph.as_bytes()) {
        if paragraph.as_bytes()[mark] == b':' {
            cuts.extend(credit(paragraph, mark));
        } else if paragraph[..mark].ends_with("day") {
            add_date(paragraph, mark, cuts);
        }
    }
}

/// Where the label of a figure ends: `Figure 1.3 This map shows the road.` What follows
/// must end like a sentence. With a mark after the number (`Figure 1. The road.`) label
/// and caption are one sentence.
fn figure(paragraph: &str) -> Option<usize> {
    let label = FIGURES
        .iter()
        .find(|label| paragraph.starts_with(**label))?;
    let rest = paragraph[label.len()..].strip_prefix(' ')?;
    let number = rest.split(char::is_whitespace).next()?;
    let is_number = number.starts_with(|first: char| first.is_ascii_digit())
        && number.len() <= 8
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".-".contains(&byte))
        && !number.ends_with('.');
    let after = rest[number.len()..].trim_start();
    let begins = after.starts_with(|first: char| first.is_uppercase() || "(“\"".contains(first));
    let ends = after.contains(". ")
        || paragraph
            .trim_end_matches([')', ']', '”', '"', '’'])
            .ends_with(['.', '!', '?']);
    (is_number && begins && ends).then(|| label.len() + 1 + number.len())
}

/// Where the words before the credit of a picture end: `The old town Image: Ana Lind.`
fn credit(paragraph: &str, colon: usize) -> Option<usize> {
    let head = &paragraph[..colon];
    let word = last_word(head);
    let before = head[..head.len() - word.len()].trim_end();
    let follows = paragraph[colon + 1..]
        .strip_prefix(' ')
        .is_some_and(|after| after.starts_with(char::is_uppercase));
    (follows && CREDITS.contains(&word) && is_closed(before)).then_some(before.len())
}

/// Adds both ends of a full date that belongs to no sentence: `A new bridge opens Tuesday,
/// September 1, 2015 The town`.
fn add_date(paragraph: &str, day_end: usize, cuts: &mut Vec<usize>) {
    let day = last_word(&paragraph[..day_end]);
    let before = paragraph[..day_end - day.len()].trim_end();
    let Some(end) = full_date(&paragraph[day_end..]).map(|bytes| day_end + bytes) else {
        return;
    };
    let after = paragraph[end..].trim_start();
    let apart = after.is_empty() || (after.len() < paragraph[end..].len() && begins(after));
    if !DAYS.contains(&day) || !apart || !(before.is_empty() || is_closed(before)) {
        return;
    }
    cuts.extend([before.len(), end]);
}

/// Whether a text begins like a sentence: with a capital, perhaps in quotes.
fn begins(text: &str) -> bool {
    text.trim_start_matches(['"', '“', '‘', '('])
        .starts_with(char::is_uppercase)
}

/// The bytes of the rest of a date after the day of the week: `, September 1, 2015`.
fn full_date(rest: &str) -> Option<usize> {
    let near = token::head(rest, 24);
    let mut words = near.strip_prefix(", ")?.split(' ');
    let (month, day, year) = (words.next()?, words.next()?, words.next()?);
    let number = day.strip_suffix(',')?;
    let year = &year[..year
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(year.len())];
    let is_date = MONTHS.contains(&month)
        && (1..=2).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && year.len() == 4;
    is_date.then(|| 2 + month.len() + 1 + day.len() + 1 + year.len())
}

/// Whether the words before a label may end there, and do not go on with a date.
fn is_closed(before: &str) -> bool {
    before.ends_with(|c: char| c.is_alphanumeric() || ".!?…)]”’\"'".contains(c))
        && !BEFORE_DATE.contains(&last_word(before).to_lowercase().as_str())
}
