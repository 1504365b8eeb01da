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

/// A number with what is counted, in the right form: `1 tag`, `2 tags`.
pub fn counted(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let words = [0, 999, 1000, 19_990, 1_234_567].map(in_thousands);
        assert_eq!(words, ["0", "999", "1,000", "19,990", "1,234,567"]);
    }
}
