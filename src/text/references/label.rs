//! Labels of references, and the lists and ranges of them that a text writes.
//!
//! Must not know: where they stand, and whether they are call-outs.

/// The most labels of a range that are named one by one: who cites more gives a range of
/// something else.
const LONGEST_RANGE: u32 = 200;
/// The most labels of one call-out.
const MOST: usize = 400;
/// No number of a reference has more digits.
const DIGITS: usize = 4;

/// The digits that numbers of references are written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digits {
    OnTheLine,
    Raised,
}

/// What may stand between two numbers of a call-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    /// Commas, semicolons and dashes.
    Marks,
    /// White space alone, too, as after a sentence: `35 10`.
    Spaces,
}

/// Numbers that stand together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) labels: Vec<String>,
    /// How many bytes they take.
    pub(super) bytes: usize,
    /// Where white space alone parts them.
    pub(super) gaps: Vec<Gap>,
}

/// White space between two numbers, which are a call-out each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    /// The labels before it.
    pub(super) labels: usize,
    /// Its bytes.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The zeros of the decimal digits that number references.
const ZEROS: [char; 6] = ['0', '٠', '۰', '०', '০', '０'];

/// The value of a decimal digit.
fn digit(sign: char) -> Option<u32> {
    if sign.is_ascii() {
        return sign.to_digit(10);
    }
    let value = |zero: &char| (sign as u32).checked_sub(*zero as u32);
    ZEROS.iter().filter_map(value).find(|value| *value < 10)
}

/// The value of a superscript digit.
pub(in crate::text) fn raised_digit(sign: char) -> Option<u32> {
    match sign {
        '⁰' => Some(0),
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => Some(sign as u32 - '⁰' as u32),
        _ => None,
    }
}

pub(super) fn is_digit(sign: char) -> bool {
    digit(sign).is_some()
}

/// A label as it is compared: digits of other scripts and superscripts as `0` to `9`.
pub(super) fn plain(label: &str) -> String {
    let plain = |sign| {
        let value = digit(sign).or_else(|| raised_digit(sign));
        value.and_then(|value| char::from_digit(value, 10))
    };
    let label = label.trim();
    label
        .chars()
        .map(|sign| plain(sign).unwrap_or(sign))
        .collect()
}

/// The number of a label, with or without the letter of a part: `4`, `4a`.
pub(super) fn number(label: &str) -> Option<u32> {
    let digits = label.trim_end_matches(|sign: char| sign.is_ascii_lowercase());
    (label.len() - digits.len() <= 1 && digits.len() <= DIGITS)
        .then(|| digits.parse().ok())
        .flatten()
}

/// The label of which this one is a part: `4` of `4a`.
pub(super) fn whole(label: &str) -> &str {
    match label.strip_suffix(|sign: char| sign.is_ascii_lowercase()) {
        Some(whole) if whole.bytes().all(|byte| byte.is_ascii_digit()) && !whole.is_empty() => {
            whole
        }
        _ => label,
    }
}

/// The numbers that a text begins with: `3`, `3, 5`, `3–6`, `4a`.
pub(super) fn numbers(words: &str, digits: Digits, between: Between) -> Option<Numbers> {
    let (first, mut bytes) = one(words, digits)?;
    let mut labels = vec![first];
    let mut gaps = Vec::new();
    while labels.len() < MOST {
        let rest = &words[bytes..];
        let Some((joint, gap)) = joint(rest, digits, between) else {
            break;
        };
        let Some((next, len)) = one(&rest[gap..], digits) else {
            break;
        };
        if joint == Joint::Gap {
            gaps.push(Gap {
                labels: labels.len(),
                start: bytes,
                end: bytes + gap,
            });
        }
        if joint == Joint::Range {
            let before = labels.last().map_or("", String::as_str);
            let within = between_labels(before, &next);
            labels.extend(within);
        }
        labels.push(next);
        bytes += gap + len;
    }
    Some(Numbers {
        labels,
        bytes,
        gaps,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    Range,
    Gap,
}

/// What joins one number to the next, and its bytes.
fn joint(rest: &str, digits: Digits, between: Between) -> Option<(Joint, usize)> {
    let blank = |sign: char| matches!(sign, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
    let words = rest.trim_start_matches(blank);
    let mark = words.chars().next()?;
    let joint = match mark {
        ',' | ';' | '،' | '、' | '，' | '˒' => Joint::And,
        '⁻' if digits == Digits::Raised => Joint::Range,
        _ if is_dash(mark) => Joint::Range,
        _ if between == Between::Spaces && words.len() < rest.len() => {
            return Some((Joint::Gap, rest.len() - words.len()));
        }
        _ => return None,
    };
    let after = words[mark.len_utf8()..].trim_start_matches(blank);
    Some((joint, rest.len() - after.len()))
}

/// Whether a mark stands between the ends of a range.
pub(super) fn is_dash(mark: char) -> bool {
    matches!(mark, '-' | '‐' | '‑' | '–' | '—' | '−' | '~')
}

/// One number with the letter of its part, and its bytes.
fn one(words: &str, digits: Digits) -> Option<(String, usize)> {
    let value = match digits {
        Digits::OnTheLine => digit,
        Digits::Raised => raised_digit,
    };
    let mut label = String::new();
    let mut bytes = 0;
    for sign in words.chars() {
        let Some(digit) = value(sign).and_then(|value| char::from_digit(value, 10)) else {
            break;
        };
        if label.len() == DIGITS {
            return None;
        }
        label.push(digit);
        bytes += sign.len_utf8();
    }
    if label.is_empty() || label.starts_with('0') {
        return None;
    }
    let mut after = words[bytes..].chars();
    if let Some(part @ 'a'..='z') = after.next()
        && !after.next().is_some_and(char::is_alphanumeric)
    {
        label.push(part);
        bytes += 1;
    }
    Some((label, bytes))
}

/// The labels between the two ends of a range, which is bounded.
pub(super) fn between_labels(first: &str, last: &str) -> Vec<String> {
    match (number(first), number(last)) {
        (Some(first), Some(last)) if last > first && last - first <= LONGEST_RANGE => {
            (first + 1..last).map(|label| label.to_string()).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_alone_in_lists_and_in_ranges() {
        for (words, labels, bytes) in [
            ("3", "3", 1),
            ("3, 5] and", "3 5", 4),
            ("1,3-5 x", "1 3 4 5", 5),
            ("12–14.", "12 13 14", 7),
            ("4a and", "4a", 2),
            ("7 - 9)", "7 8 9", 5),
            ("٣، ٥", "3 5", 7),
            ("5-3", "5 3", 3),
            ("1-9999", "1 9999", 6),
            ("3 apples", "3", 1),
        ] {
            let found = numbers(words, Digits::OnTheLine, Between::Marks);
            let found = found.map(|found| (found.labels.join(" "), found.bytes));
            assert_eq!(found, Some((labels.to_owned(), bytes)), "{words}");
        }
        for words in ["", "x", "0", "012", "123456789012345678901234567890", "-3"] {
            assert_eq!(numbers(words, Digits::OnTheLine, Between::Marks), None);
        }
    }

    #[test]
    fn superscripts_and_numbers_after_a_sentence_have_joints_of_their_own() {
        let raised = numbers("¹²,⁴⁻⁶ x", Digits::Raised, Between::Marks);
        assert_eq!(
            raised.map(|found| found.labels.join(" ")).as_deref(),
            Some("12 4 5 6")
        );
        let apart = numbers("35 10\n", Digits::OnTheLine, Between::Spaces);
        assert_eq!(
            apart.map(|found| found.labels.join(" ")).as_deref(),
            Some("35 10")
        );
    }
}
