//! Labels without a mark of their own, which end the sentence before them or
//! stand for themselves: the number of a figure, the credit of a picture, the
//! date of a page. Where a page was copied without its line ends they stand
//! within a paragraph.

use super::token;

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

/// Words after which a date or a picture belongs to the sentence.
#[rustfmt::skip]
const BEFORE_DATE: &[&str] = &[
    "on", "of", "for", "by", "until", "till", "from", "since", "last", "next", "this", "dated",
    "to", "and", "or", "the", "a", "an", "through", "before", "after", "in", "every", "than",
    "only", "is", "was", "between", "late", "early", "as", "at", "with", "see", "its", "his", "her",
];

/// Where the labels of a paragraph, and what stands before them, end.
pub(super) fn cuts(paragraph: &str, cuts: &mut Vec<usize>) {
    cuts.extend(figure(paragraph));
    for (colon, _) in paragraph.match_indices(':') {
        cuts.extend(credit(paragraph, colon));
    }
    for (comma, _) in paragraph.match_indices(',') {
        if paragraph[..comma].ends_with("day") {
            date(paragraph, comma, cuts);
        }
    }
}

/// `Figure 1.3 This map shows the road.`: the number names the figure, what
/// follows is a sentence when it ends like one. A mark after the number
/// (`Figure 1. The road.`) makes one with the caption.
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

/// `The old town Image: Ana Lind.`: where the words before a credit end.
fn credit(paragraph: &str, colon: usize) -> Option<usize> {
    let head = &paragraph[..colon];
    let word = last_word(head);
    let before = head[..head.len() - word.len()].trim_end();
    let follows = paragraph[colon + 1..]
        .strip_prefix(' ')
        .is_some_and(|after| after.starts_with(char::is_uppercase));
    (follows && CREDITS.contains(&word) && is_closed(before)).then_some(before.len())
}

/// `A new bridge opens Tuesday, September 1, 2015 The town`: a full date that
/// belongs to no sentence is a label, and what follows it begins one.
fn date(paragraph: &str, day_end: usize, cuts: &mut Vec<usize>) {
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

/// Whether a sentence may begin so: a capital, perhaps in quotes.
fn begins(text: &str) -> bool {
    text.trim_start_matches(['"', '“', '‘', '('])
        .starts_with(char::is_uppercase)
}

/// The bytes of `, September 1, 2015`.
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

/// Whether nothing announces that the words before a label go on: they end with
/// a word that is no preposition, or with a closing mark.
fn is_closed(before: &str) -> bool {
    before.ends_with(|c: char| c.is_alphanumeric() || ".!?…)]”’\"'".contains(c))
        && !BEFORE_DATE.contains(&last_word(before).to_lowercase().as_str())
}

/// What stands after the last white space.
fn last_word(text: &str) -> &str {
    let near = token::tail(text, 64);
    near.rsplit(char::is_whitespace).next().unwrap_or_default()
}
