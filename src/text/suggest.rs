//! Guesses which word was meant by a misspelt one.
//!
//! Must not know: what the words are for.

/// The candidate nearest to a misspelt word, if it is near enough.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .min()
        .filter(|(distance, candidate)| *distance <= candidate.chars().count() / 3 + 1)
        .map(|(_, candidate)| candidate)
}

/// The edit distance (Levenshtein) of two words.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.chars().enumerate() {
            let cost = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_answered_and_another_word_is_not() {
        let known = ["annotator", "measure", "tags"];
        assert_eq!(nearest("anotator", known), Some("annotator"));
        assert_eq!(nearest("tag", known), Some("tags"));
        assert_eq!(nearest("zzzzzz", known), None);
    }
}
