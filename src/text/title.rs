//! What a document is called: by what it says, since file names seldom say anything.
//!
//! Must not know: files, names.

use super::content::Text;
use super::invisible::is_outside_edges;
use super::paged::PAGED_FROM;
use super::range::TextRange;
use super::script::{Spacing, spacing};
use super::visible::visible_text;

/// The longest title, in code points.
const LONGEST_TITLE: usize = 120;
/// How many lines with words are looked at for one that says enough.
const LINES_TRIED: usize = 12;
/// The words, and the letters of a script without spaces, that say enough.
const ENOUGH_WORDS: usize = 4;
const ENOUGH_LETTERS: usize = 8;
/// The most bytes of a line that are looked at.
const BEGINNING: usize = 1024;

/// The title of a text, in its visible form: its first line with a sentence's worth of words.
///
/// A shorter line before that, such as the kind of the text or a heading, comes first:
/// `Non-profit: International Organization for Migration`. A date says nothing. Where no line
/// says enough, the title is the first line with words; empty where there is none.
pub fn title(text: &Text) -> String {
    let lines = text.lines();
    let lines = lines.take_while(|line| line.whole.start() < PAGED_FROM);
    let lines = lines.map(|line| {
        let (start, end) = (line.content.start(), line.content.end());
        let end = text.floor_char(end.min(start + BEGINNING)).max(start);
        text.slice(TextRange::between(start, end)).into_owned()
    });
    let mut lines = lines.filter(|line| line.contains(char::is_alphanumeric));
    let mut short = String::new();
    let mut first = String::new();
    for line in lines.by_ref().take(LINES_TRIED) {
        let words = without_date(line.trim_matches(|c| is_outside_edges(c) || c == '#'));
        if first.is_empty() {
            first = line.trim_matches(is_outside_edges).to_owned();
        }
        if says_enough(words) {
            let title = match short.as_str() {
                "" => words.to_owned(),
                short => format!("{}: {words}", short.trim_end_matches(':')),
            };
            return shown(&title);
        }
        if short.is_empty() && words.contains(char::is_alphabetic) {
            words.clone_into(&mut short);
        }
    }
    shown(if short.is_empty() { &first } else { &short })
}

fn shown(title: &str) -> String {
    let Some((end, _)) = title.char_indices().nth(LONGEST_TITLE) else {
        return visible_text(title).into_owned();
    };
    let beginning = &title[..end];
    let last = beginning.chars().next_back().map_or(0, char::len_utf8);
    // A part of a word says nothing, unless it is most of the title, as without spaces.
    let words = beginning.rsplit_once(char::is_whitespace);
    let words = words.filter(|(words, _)| words.len() > end / 2);
    let words = words.map_or(&beginning[..end - last], |(words, _)| words);
    let words = words.trim_end();
    format!("{}…", visible_text(words))
}

fn says_enough(words: &str) -> bool {
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    let unspaced = |c: &char| c.is_alphanumeric() && spacing(*c) != Spacing::Spaces;
    words.split_whitespace().filter(is_word).count() >= ENOUGH_WORDS
        || words.chars().filter(unspaced).count() >= ENOUGH_LETTERS
}

/// A line without the date that it begins with: `date 2025-05-09 The …`, `2025-05-09: The …`.
fn without_date(line: &str) -> &str {
    let word = |line: &str| line.split_whitespace().next().map_or(0, str::len);
    let label = &line[..word(line)];
    let is_label = label.trim_end_matches(':').eq_ignore_ascii_case("date");
    let rest = if is_label {
        line[label.len()..].trim_start()
    } else {
        line
    };
    let date = &rest[..word(rest)];
    let digits = date.bytes().filter(u8::is_ascii_digit).count();
    let others = date
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"-/.:,T".contains(&byte));
    if (6..=14).contains(&digits) && others && date.len() > digits {
        return rest[date.len()..].trim_start_matches(is_outside_edges);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_line_that_says_enough() {
        for (content, expected) in [
            (
                "An organization is hiring staff.\nMore.\n",
                "An organization is hiring staff.",
            ),
            (
                "Non-profit\n\nInternational Organization for Migration (IOM)\n\nWebsite:\n",
                "Non-profit: International Organization for Migration (IOM)",
            ),
            (
                " date 2025-05-09 The agency is hiring again.\n",
                "The agency is hiring again.",
            ),
            (
                "2025-05-09\n\nThe agency is hiring again.\n",
                "The agency is hiring again.",
            ),
            (
                "# Introduction\n\nIt is about the width of a line.\n",
                "Introduction: It is about the width of a line.",
            ),
            ("Just one.\n", "Just one."),
            ("Two.\nThree.\n", "Two."),
            ("1.5\n", "1.5"),
            ("漢字かな交じり文です。\n", "漢字かな交じり文です。"),
            ("---\n\n", ""),
            ("\u{feff}\n---\n  An Act \r\nto", "An Act"),
            ("", ""),
        ] {
            assert_eq!(title(&Text::new(content)), expected, "{content:?}");
        }
    }

    #[test]
    fn a_title_is_no_longer_than_a_list_can_show() {
        for (words, columns, end) in [
            ("word ", LONGEST_TITLE, "d word…"),
            ("another ", LONGEST_TITLE, "r another…"),
            ("sentence ", 117, "e sentence…"),
            ("x", LONGEST_TITLE, "xx…"),
        ] {
            let title = title(&Text::new(words.repeat(20_000)));
            assert_eq!(title.chars().count(), columns, "{title}");
            assert!(title.ends_with(end), "{title}");
        }
    }
}
