//! Numbers for people.
//!
//! Must not know: what is counted.

/// A number with its thousands separated: `1,204,000`.
pub(crate) fn in_thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut words = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// A noun in the form that goes with a number: `tag`, `tags`; `match`, `matches`.
pub fn plural(number: usize, noun: &str) -> String {
    match number {
        1 => noun.to_owned(),
        _ if noun.ends_with("ch") => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// A number with what is counted, in the right form: `1 tag`, `2 tags`, `1,204 tags`.
pub fn counted(number: usize, noun: &str) -> String {
    format!("{} {}", in_thousands(number), plural(number, noun))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let words = [0, 999, 1000, 19_990, 1_234_567].map(in_thousands);
        assert_eq!(words, ["0", "999", "1,000", "19,990", "1,234,567"]);
    }

    #[test]
    fn only_one_is_singular() {
        let words = [0, 1, 2].map(|number| counted(number, "tag"));
        assert_eq!(words, ["0 tags", "1 tag", "2 tags"]);
        assert_eq!(counted(1204, "match"), "1,204 matches");
    }
}
