//! Who says what a sentence reports, as far as the sentence names somebody: a suggestion
//! that a person confirms or writes anew.
//!
//! English only: in other sentences nothing is found, which costs a few letters.
//!
//! Must not know: what the name is for.

use super::segment::SAYING;

/// Verbs that report what somebody says, besides those behind which a quotation ends a
/// sentence.
const REPORTS: [&str; 23] = [
    "told",
    "tells",
    "explains",
    "claimed",
    "argues",
    "stated",
    "declares",
    "announces",
    "reported",
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
    "estimated",
    "described",
];
/// Verbs that are nouns as well, as in `member states`: they count where something is reported
/// behind them, and where no other verb does.
const NOUNS: [&str; 6] = ["states", "claims", "reports", "notes", "estimates", "calls"];
/// What begins that.
const REPORTED: [&str; 9] = [
    "that", "it", "its", "he", "she", "they", "there", "how", "why",
];
/// Words between a name and its verb.
const BETWEEN: [&str; 12] = [
    "also", "has", "have", "had", "then", "since", "later", "once", "now", "still", "further",
    "even",
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
    let beside = |is_verb: fn(&[&str], usize) -> bool| {
        (0..words.len()).find_map(|at| {
            if bare(words[at]) == "to" && at > 0 && is_according(words[at - 1]) {
                return following(&words[at + 1..]);
            }
            let subject = || subject(&words[..at]).or_else(|| following(&words[at + 1..]));
            is_verb(&words, at).then(subject).flatten()
        })
    };
    beside(is_saying).or_else(|| beside(is_reporting))
}

fn is_according(word: &str) -> bool {
    bare(word).eq_ignore_ascii_case("according")
}

/// Whether a word is a verb of saying and nothing else. A verb is not written with a capital:
/// `the United States` says nothing.
fn is_saying(words: &[&str], at: usize) -> bool {
    let word = bare(words[at]);
    (SAYING.contains(&word) && !NOUNS.contains(&word)) || REPORTS.contains(&word)
}

/// Whether a word that may be a noun is a verb here: behind it begins what is reported.
fn is_reporting(words: &[&str], at: usize) -> bool {
    let (word, next) = (words[at], words.get(at + 1));
    let is_reported = |next: &&str| {
        REPORTED.contains(&bare(next))
            || next.starts_with(['“', '"', '‘'])
            || word.ends_with([',', ':'])
    };
    NOUNS.contains(&bare(word)) && next.is_some_and(is_reported)
}

/// The name before a verb: right before it, or before what is said of it between commas, as in
/// `Greg Chen, a director at the Association, told the paper`.
fn subject(words: &[&str]) -> Option<String> {
    let is_between = |word: &&str| !ends(word) && (BETWEEN.contains(word) || word.ends_with("ly"));
    let between = words
        .iter()
        .rev()
        .take_while(|word| is_between(word))
        .count();
    let words = &words[..words.len() - between];
    let is_comma = |word: &str| word.ends_with(',');
    if words.last().is_some_and(|last| is_comma(last)) {
        let closes = |word: &&str| word.contains(['”', '"']) && !word.starts_with(['“', '"']);
        let from = words.iter().rposition(closes).map_or(0, |at| at + 1);
        let own = &words[from..];
        let named = own
            .iter()
            .position(|word| is_comma(word) && is_capital(word));
        let before = named.filter(|at| at + 1 < own.len());
        let name = before.and_then(|at| preceding(&own[..=at]));
        if name.is_some() {
            return name;
        }
    }
    preceding(words)
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
            ("IOM also noted that it has no role in deportations.", "IOM"),
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

    /// Found in use: “United” was suggested wherever somebody leaves the United States.
    #[test]
    fn the_subject_is_suggested_and_no_noun_taken_for_a_verb() {
        for (sentence, speaker) in [
            (
                "“In the United States, many migrants face a reality,” IOM said in a statement \
                 reported by the Post.",
                "IOM",
            ),
            (
                "The organization has never worked with migrants looking to leave the United \
                 States, even though the U.S. has paid for it.",
                "",
            ),
            ("The United States that they know is far away.", ""),
            ("The member states of the EU met in Paris.", ""),
            (
                "The United States said that it would leave.",
                "United States",
            ),
            (
                "“I am concerned,” Greg Chen, senior director at the American Immigration \
                 Lawyers Association, told the paper.",
                "Greg Chen",
            ),
            (
                "The Migration Data Portal states that it has doubled.",
                "Migration Data Portal",
            ),
            (
                "As Bloomberg recently reported, many towns thrive.",
                "Bloomberg",
            ),
            (
                "It is also being reported that Trump officials are allowing it.",
                "",
            ),
            ("In Paris, on Monday, he said so.", ""),
        ] {
            let found = suggested_speaker(sentence).unwrap_or_default();
            assert_eq!(found, speaker, "{sentence}");
        }
    }
}
