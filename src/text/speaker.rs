//! Who says what a sentence reports, as far as the sentence names somebody: a suggestion
//! that a person confirms or writes anew.
//!
//! English only: in other sentences nothing is found, which costs a few letters.
//!
//! Must not know: what the name is for.

use super::segment::SAYING;

/// Verbs that report what somebody says, besides those behind which a quotation ends a
/// sentence.
const REPORTS: [&str; 28] = [
    "told",
    "tells",
    "notes",
    "explains",
    "claimed",
    "claims",
    "argues",
    "stated",
    "states",
    "declares",
    "announces",
    "reported",
    "reports",
    "insists",
    "warns",
    "admitted",
    "admits",
    "denied",
    "denies",
    "asserted",
    "asserts",
    "testified",
    "suggested",
    "suggests",
    "acknowledged",
    "estimates",
    "estimated",
    "described",
];
/// Words that stand in the middle of a name.
const JOINS: [&str; 13] = [
    "of", "for", "the", "and", "de", "del", "la", "van", "von", "der", "al", "bin", "on",
];
/// The most words of a name.
const MOST: usize = 10;

/// Who says it, if the sentence names somebody beside a verb of saying.
pub(crate) fn suggested_speaker(sentence: &str) -> Option<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    (0..words.len()).find_map(|at| {
        let word = bare(words[at]).to_lowercase();
        if word == "to" && at > 0 && bare(words[at - 1]).eq_ignore_ascii_case("according") {
            return following(&words[at + 1..]);
        }
        // The United States say nothing by their name.
        if at > 0 && bare(words[at]).starts_with(char::is_uppercase) {
            return None;
        }
        if !SAYING.contains(&word.as_str()) && !REPORTS.contains(&word.as_str()) {
            return None;
        }
        preceding(&words[..at]).or_else(|| following(&words[at + 1..]))
    })
}

/// A word without what stands around it, such as a quotation mark.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_capital(word: &str) -> bool {
    let first = bare(word).chars().next();
    first.is_some_and(char::is_uppercase) && !is_pronoun(word) && !is_opening(word)
}

/// Words that a sentence begins with, and no name.
fn is_opening(word: &str) -> bool {
    matches!(
        bare(word),
        "As" | "But"
            | "And"
            | "While"
            | "When"
            | "If"
            | "In"
            | "On"
            | "At"
            | "However"
            | "Although"
            | "Though"
            | "After"
            | "Before"
            | "Since"
            | "Yet"
            | "So"
            | "Also"
    )
}

fn is_pronoun(word: &str) -> bool {
    let word = bare(word).to_lowercase();
    matches!(
        &*word,
        "i" | "he" | "she" | "it" | "they" | "we" | "you" | "this" | "that" | "who" | "which"
    )
}

/// Whether a name cannot go on behind a word: a comma, a full stop or a quotation mark is
/// there.
fn ends(word: &str) -> bool {
    word.ends_with([',', ';', ':', '.', '!', '?', '"', '”', '’', ')', '—'])
        && !(word.ends_with('.') && bare(word).chars().count() <= 2)
}

/// The name that ends before a verb: `Tom Homan said`, `the agency explained`.
fn preceding(words: &[&str]) -> Option<String> {
    let mut from = words.len();
    while from > 0 && words.len() - from < MOST {
        let word = words[from - 1];
        let is_inside = from < words.len();
        if is_inside && ends(word) {
            break;
        }
        let joins = is_inside && JOINS.contains(&bare(word));
        if !is_capital(word) && !joins {
            break;
        }
        from -= 1;
    }
    let name = named(&words[from..]);
    name.or_else(|| {
        // `the agency`, `a White House official`.
        let at = words
            .iter()
            .rposition(|word| matches!(bare(word), "the" | "a" | "an" | "The"))?;
        let rest = &words[at..];
        let is_short = (2..=4).contains(&rest.len());
        let is_whole = !rest.iter().any(|word| ends(word) || is_pronoun(word));
        (is_short && is_whole).then(|| rest.join(" ").replacen("The ", "the ", 1))
    })
}

/// The name that begins behind a verb: `said Tom Homan, …`.
fn following(words: &[&str]) -> Option<String> {
    let mut to = 0;
    while to < words.len().min(MOST) {
        let word = words[to];
        let joins = JOINS.contains(&bare(word));
        if !is_capital(word) && !joins {
            break;
        }
        to += 1;
        if ends(word) {
            break;
        }
    }
    named(&words[..to])
}

/// Words as a name, without those at the ends that are none of it.
fn named(words: &[&str]) -> Option<String> {
    let is_part = |word: &&str| is_capital(word);
    let first = words.iter().position(is_part)?;
    let last = words.iter().rposition(is_part)?;
    let name = words[first..=last].join(" ");
    let name = name.strip_prefix("The ").unwrap_or(&name);
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != '(');
    let name = name.trim_end_matches("’s").trim_end_matches("'s");
    let name = name.trim_end_matches(['.', '(']);
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_beside_a_verb_of_saying_is_suggested() {
        for (sentence, speaker) in [
            ("IOM also noted that it has no role in deportations.", ""),
            ("IOM noted that it has no role in deportations.", "IOM"),
            ("“It is safe,” the agency explained.", "the agency"),
            (
                "“It is safe,” said Tom Homan, the border czar.",
                "Tom Homan",
            ),
            ("“It is safe,” Amy Pope said on Monday.", "Amy Pope"),
            ("As Bloomberg reported, many towns are full.", "Bloomberg"),
            (
                "According to the Washington Post, he left.",
                "Washington Post",
            ),
            ("He said so.", ""),
            (
                "IOM has no role in deportations from the United States.",
                "",
            ),
            ("In the United States, IOM said, it has no role.", "IOM"),
            ("According to the United Nations, it is.", "United Nations"),
            ("They say it rains.", ""),
            ("It rained in Paris.", ""),
            (
                "Homeland Security Secretary Kristi Noem announced it.",
                "Homeland Security Secretary Kristi Noem",
            ),
            (
                "The Department of State said nothing.",
                "Department of State",
            ),
            ("", ""),
            ("said", ""),
        ] {
            let found = suggested_speaker(sentence).unwrap_or_default();
            assert_eq!(found, speaker, "{sentence}");
        }
    }
}
