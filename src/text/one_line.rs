//! Words that are told on one line.

/// Words with every stretch of white space as one space.
pub(crate) fn one_line(words: &str) -> String {
    if is_one_line(words) {
        return words.to_owned();
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether words are that already, as most in ASCII are: told in a fraction of the time that it takes
/// to join them.
fn is_one_line(words: &str) -> bool {
    let mut after_blank = true;
    for byte in words.bytes() {
        if !(b' '..=b'~').contains(&byte) || after_blank && byte == b' ' {
            return false;
        }
        after_blank = byte == b' ';
    }
    !after_blank || words.is_empty()
}
