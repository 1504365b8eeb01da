//! The rules that hold in English.

use super::rules::{Rule, Verdict};
use super::stop::{Stop, is_opener};
use super::token;

/// The rules for English, asked after those for any language.
pub(super) const RULES: &[Rule] = &[
    goes_on_plainly,
    list_marker,
    caption,
    attribution,
    ellipsis,
    glued,
    before_number,
    before_name,
    born,
    clock_or_et_cetera,
    initial,
    may_end,
    mark_in_name,
    before_capital,
    after_word,
    shouted,
];

/// Titles and first names, written with a capital, that stand before a name.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "drs", "prof", "profs", "messrs", "mme", "mlle", "msgr", "hon",
    "rev", "gen", "lt", "ltc", "col", "maj", "capt", "cpt", "cmdr", "cdr", "sgt", "cpl", "pvt",
    "pfc", "adm", "brig", "sen", "sens", "rep", "reps", "gov", "govs", "pres", "supt", "insp",
    "det", "atty", "amb", "sec", "treas", "wm", "chas", "geo", "jas", "thos", "jos", "fr", "br",
    "conf", "mob", "ph", "tel", "fax", "attn", "p.s",
];

/// Abbreviations that stand before an example, an opponent or a number.
const BEFORE_WORD: &[&str] = &[
    "vs", "v", "viz", "cf", "ca", "approx", "e.g", "i.e", "eg", "ie", "esp", "incl", "resp", "et",
];

/// Abbreviations that end no sentence before a number (`No. 5`, `Jan. 3`,
/// `p. 12`). `No` itself ends one before a word.
const BEFORE_NUMBER: &[&str] = &[
    "no", "nos", "nr", "p", "pp", "pg", "vol", "vols", "ch", "chap", "chs", "fig", "figs", "eq",
    "eqs", "sec", "secs", "sect", "art", "arts", "para", "paras", "par", "ex", "pt", "pts", "tab",
    "app", "ver", "v", "op", "lev", "gen", "ex", "bk", "l", "ll", "n", "nn", "ed", "rm", "apt",
    "ste", "tel", "fax", "ext", "mob", "ph", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "c", "ca", "approx", "est", "max", "min", "avg", "cf",
    "rev", "ver", "rs", "inc", "corp", "co", "st", "ave", "blvd", "rd", "hwy", "rte", "cap",
];

/// Abbreviations that may end a sentence: they do where a word follows that
/// begins sentences and no names.
const MAY_END: &[&str] = &[
    "inc", "corp", "co", "cos", "ltd", "llc", "plc", "bros", "jr", "sr", "esq", "st", "ste", "mt",
    "mts", "ft", "ave", "blvd", "rd", "hwy", "dept", "div", "univ", "assn", "assoc", "gmbh",
    "intl", "natl", "govt", "jan", "feb", "mar", "apr", "aug", "sept", "sep", "oct", "nov", "dec",
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "ala", "ariz", "calif",
    "colo", "conn", "fla", "ga", "kan", "mass", "mich", "minn", "mo", "neb", "nev", "okla", "ont",
    "ore", "pa", "penn", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "ed", "eds", "trans",
    "repr", "ibid", "al", "seq", "vol", "vols", "fig", "figs", "ch", "chap", "art", "pp", "p",
    "hrs", "lbs", "oz", "sq", "est", "bldg", "mfg", "no", "nos",
];

/// Words that begin sentences and do not follow an abbreviation otherwise.
const STARTERS: &[&str] = &[
    "The",
    "This",
    "That",
    "These",
    "Those",
    "It",
    "It's",
    "It’s",
    "Its",
    "He",
    "He's",
    "He’s",
    "She",
    "She's",
    "She’s",
    "They",
    "They're",
    "They’re",
    "We",
    "We're",
    "We’re",
    "You",
    "I",
    "I'm",
    "I’m",
    "I've",
    "I’ve",
    "I'll",
    "I’ll",
    "His",
    "Her",
    "Their",
    "Our",
    "My",
    "Your",
    "There",
    "Here",
    "In",
    "On",
    "At",
    "By",
    "For",
    "From",
    "With",
    "Without",
    "As",
    "If",
    "When",
    "While",
    "Where",
    "Since",
    "Although",
    "Though",
    "Because",
    "But",
    "And",
    "Or",
    "Yet",
    "So",
    "However",
    "Moreover",
    "Then",
    "Thus",
    "Hence",
    "Also",
    "After",
    "Before",
    "During",
    "Until",
    "Now",
    "Not",
    "What",
    "Who",
    "Why",
    "How",
    "Which",
    "Is",
    "Are",
    "Was",
    "Were",
    "Do",
    "Did",
    "Does",
    "Has",
    "Have",
    "Had",
    "Can",
    "Could",
    "Would",
    "Should",
    "Let",
    "Some",
    "Many",
    "Most",
    "Several",
    "Both",
    "Each",
    "Every",
    "Any",
    "Another",
    "Other",
    "Others",
    "Such",
    "According",
    "Despite",
    "Instead",
    "Meanwhile",
    "Nevertheless",
    "Later",
    "Today",
    "Yesterday",
    "Once",
    "To",
    "Please",
    "Thanks",
    "Only",
    "Even",
    "Just",
    "Still",
    "Perhaps",
    "Maybe",
    "Among",
    "Under",
    "Between",
    "Finally",
    "First",
    "Further",
    "Furthermore",
    "Additionally",
    "Nor",
    "Whether",
    "Unlike",
    "Recently",
    "Over",
    "Through",
    "An",
    "Whatever",
    "Nothing",
    "Someone",
    "Everyone",
];

/// Verbs that say who spoke: `“Why?” Betty asked.`
const SAYING: &[&str] = &[
    "said",
    "says",
    "say",
    "asked",
    "asks",
    "ask",
    "replied",
    "replies",
    "answered",
    "answers",
    "cried",
    "cries",
    "called",
    "calls",
    "exclaimed",
    "exclaims",
    "shouted",
    "shouts",
    "yelled",
    "yells",
    "whispered",
    "whispers",
    "muttered",
    "murmured",
    "added",
    "adds",
    "wrote",
    "writes",
    "thought",
    "wondered",
    "demanded",
    "insisted",
    "noted",
    "screamed",
    "howled",
    "continued",
    "began",
    "started",
    "repeated",
    "explained",
    "declared",
    "announced",
    "inquired",
    "snapped",
    "remarked",
    "observed",
    "tweeted",
    "argued",
    "warned",
    "joked",
];

/// Names that hold a mark.
const MARKED_NAMES: &[&str] = &[
    "Yahoo!",
    "Jeopardy!",
    "Yum!",
    "Mamma Mia!",
    "Oklahoma!",
    "Which?",
];

/// The word at the mark in small letters, as the lists have it.
fn abbreviation(stop: &Stop<'_>) -> Option<String> {
    let word = stop.word();
    (stop.mark() == "." && !word.is_empty() && word.len() <= 12).then(|| word.to_lowercase())
}

fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// Whether the next word begins sentences and no names. `I.` and `A.` are
/// initials.
fn starter_follows(stop: &Stop<'_>) -> bool {
    let next = stop.next_word().trim_start_matches(is_opener);
    is_in(STARTERS, next.trim_end_matches([',', ';', ':', '”', '"']))
}

fn capital_follows(stop: &Stop<'_>) -> bool {
    stop.next_letter().is_some_and(char::is_uppercase)
}

fn verdict(ends: bool) -> Verdict {
    if ends { Verdict::Ends } else { Verdict::GoesOn }
}

/// A comma, a dash or a closing bracket goes on with the sentence.
fn goes_on_plainly(stop: &Stop<'_>) -> Option<Verdict> {
    let next = stop.after().chars().next()?;
    matches!(next, ',' | ';' | ':' | ')' | ']' | '—' | '–').then_some(Verdict::GoesOn)
}

/// The number of a list item stays with its item: `follows: 1. Save up. 2. Ask.`
/// A number is one where a sentence begins with it.
fn list_marker(stop: &Stop<'_>) -> Option<Verdict> {
    let word = stop.word();
    let is_number = !word.is_empty()
        && word.len() <= 6
        && word
            .split('.')
            .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    if stop.mark() != "." || !(is_number || matches!(word, "a" | "b" | "c" | "d" | "e")) {
        return None;
    }
    let before = token::tail(&stop.paragraph[..stop.mark], 80);
    let before = before[..before.len() - word.len()].trim_end();
    (before.is_empty() || before.ends_with(['.', '!', '?', ':', ';', ')', '”', '"']))
        .then_some(Verdict::GoesOn)
}

/// `Figure 1. Original and mutant application.` at the start of a paragraph.
fn caption(stop: &Stop<'_>) -> Option<Verdict> {
    let mut words = stop.paragraph[..stop.mark].split_whitespace();
    if stop.mark > 24 {
        return None;
    }
    let (label, number, rest) = (words.next()?, words.next()?, words.next());
    let is_label = matches!(
        label,
        "Figure"
            | "Fig."
            | "Table"
            | "Listing"
            | "Chapter"
            | "Section"
            | "Part"
            | "Appendix"
            | "Box"
    );
    let is_number = number.chars().all(|c| c.is_ascii_digit() || c == '.');
    (is_label && is_number && rest.is_none()).then_some(Verdict::GoesOn)
}

/// `“Why?” Betty asked.` and `“Stop!” he said.` are one sentence.
fn attribution(stop: &Stop<'_>) -> Option<Verdict> {
    if !stop.closers().contains(['"', '”', '’', '\'', '»']) || stop.is_glued() {
        return None;
    }
    if stop.next_letter().is_some_and(char::is_lowercase) {
        return Some(Verdict::GoesOn);
    }
    if stop.mark() == "." {
        return None;
    }
    let words = token::head(stop.after(), 48);
    let said = words
        .split_whitespace()
        .take(4)
        .take_while(|word| !word.ends_with(['.', '?', '!']) || word.ends_with(['.']))
        .skip(1)
        .map(|word| word.trim_end_matches([',', '.', ':', ';']))
        .any(|word| is_in(SAYING, word));
    said.then_some(Verdict::GoesOn)
}

/// After an ellipsis a capital begins a sentence, anything else goes on. One
/// that stands apart (`Seven Days ... Seven Nights`) stands for words left out.
fn ellipsis(stop: &Stop<'_>) -> Option<Verdict> {
    let mark = stop.mark();
    let is_ellipsis =
        mark.contains('…') || (mark.len() > 1 && mark.bytes().all(|b| b == b'.' || b == b' '));
    if !is_ellipsis || stop.is_glued() {
        return None;
    }
    if capital_follows(stop) {
        let apart = stop.paragraph[..stop.mark].ends_with(char::is_whitespace);
        return (!apart).then_some(Verdict::Ends);
    }
    Some(Verdict::GoesOn)
}

/// Without white space a sentence ends where the writer forgot it (`illegal
/// immigrants.The United`), and nowhere else.
fn glued(stop: &Stop<'_>) -> Option<Verdict> {
    if !stop.is_glued() {
        return None;
    }
    let word = stop.word();
    let mut next = stop.after().chars();
    let is_word = word.chars().count() > 2 && word.chars().all(char::is_lowercase);
    let is_start =
        next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase);
    Some(verdict(is_word && is_start))
}

/// `No. 5`, `Jan. 3`, `p. 12`.
fn before_number(stop: &Stop<'_>) -> Option<Verdict> {
    let word = abbreviation(stop)?;
    let number = stop
        .next_letter()
        .is_some_and(|next| next.is_ascii_digit() || next == '#');
    (number && is_in(BEFORE_NUMBER, &word)).then_some(Verdict::GoesOn)
}

/// `Dr. X`, `e.g. Mars`, `Roe v. Wade`.
fn before_name(stop: &Stop<'_>) -> Option<Verdict> {
    let word = abbreviation(stop)?;
    let is_title = stop.word().starts_with(char::is_uppercase) && is_in(TITLES, &word);
    (is_title || is_in(BEFORE_WORD, &word)).then_some(Verdict::GoesOn)
}

/// `(b. March 2009)`: born, died, married.
fn born(stop: &Stop<'_>) -> Option<Verdict> {
    let head = &stop.paragraph[..stop.mark];
    (stop.mark() == "."
        && ["(b", "(d", "(m", " b", " d"]
            .iter()
            .any(|born| head.ends_with(born)))
    .then_some(Verdict::GoesOn)
}

/// `Howard G. Buffett`, `J. R. R. Tolkien`: the initial of a name ends a
/// sentence only where a word follows that begins sentences, or where it is no
/// name's: `so do I. Mary`, `vitamin C. Sailors`.
fn initial(stop: &Stop<'_>) -> Option<Verdict> {
    let word = stop.word();
    let letter = word.rsplit(['.', '-']).next().unwrap_or(word);
    let mut letters = letter.chars();
    let (Some(first), None) = (letters.next(), letters.next()) else {
        return None;
    };
    if stop.mark() != "." || !first.is_uppercase() || !capital_follows(stop) {
        return None;
    }
    if word.len() == first.len_utf8() && (first == 'I' || starter_follows(stop)) {
        let before = stop.paragraph[..stop.mark - word.len()].trim_end();
        let before = token::tail(before, 32)
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let follows_small = before.starts_with(char::is_lowercase);
        return Some(verdict(
            starter_follows(stop) || (follows_small && first == 'I'),
        ));
    }
    Some(verdict(starter_follows(stop)))
}

/// `5 p.m. Tom left` and `and so on, etc. Tom left` end; `5 p.m. Monday` and
/// `5 a.m. EST` do not.
fn clock_or_et_cetera(stop: &Stop<'_>) -> Option<Verdict> {
    let word = abbreviation(stop)?;
    if !matches!(word.as_str(), "a.m" | "p.m" | "etc") || !capital_follows(stop) {
        return None;
    }
    let next = stop
        .next_word()
        .trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_zone = word != "etc"
        && (2..=4).contains(&next.len())
        && next.bytes().all(|b| b.is_ascii_uppercase());
    let is_day = word != "etc" && next.ends_with("day");
    Some(verdict(!is_zone && !is_day))
}

/// `Inc.`, `U.S.`, `Jr.`, `Ph.D.`
fn may_end(stop: &Stop<'_>) -> Option<Verdict> {
    let word = abbreviation(stop)?;
    // "No. I refuse." is an answer; "Mass." is a state and "mass." is a word.
    let is_word = word == stop.word()
        && !is_in(
            &["al", "seq", "pp", "p", "vs", "hrs", "lbs", "oz", "sq"],
            &word,
        );
    let known = is_in(MAY_END, &word) && !is_word && word != "no";
    let is_acronym = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2);
    if !known && !is_acronym {
        return None;
    }
    if stop.next_letter().is_some_and(char::is_lowercase) {
        return Some(Verdict::GoesOn);
    }
    capital_follows(stop).then(|| verdict(starter_follows(stop)))
}

/// `Yahoo! Answers`.
fn mark_in_name(stop: &Stop<'_>) -> Option<Verdict> {
    let head = &stop.paragraph[..stop.mark_end];
    MARKED_NAMES
        .iter()
        .any(|name| head.ends_with(name))
        .then_some(Verdict::GoesOn)
}

/// Any other mark before a capital ends a sentence, within quotes and brackets
/// too.
fn before_capital(stop: &Stop<'_>) -> Option<Verdict> {
    capital_follows(stop).then_some(Verdict::Ends)
}

/// A full stop after a plain word of four letters or more ends a sentence also
/// before a number or a web address.
fn after_word(stop: &Stop<'_>) -> Option<Verdict> {
    let word = stop.word();
    let is_plain = word.chars().count() > 3 && word.chars().all(char::is_lowercase);
    let follows = stop.after().starts_with(|next: char| next.is_ascii_digit())
        || ["http://", "https://", "www."]
            .iter()
            .any(|scheme| stop.after().starts_with(scheme));
    (stop.mark() == "." && is_plain && follows && !is_in(BEFORE_NUMBER, word))
        .then_some(Verdict::Ends)
}

/// Several marks (`what???`) end a sentence even where a small letter follows.
fn shouted(stop: &Stop<'_>) -> Option<Verdict> {
    let marks = stop.mark().chars().filter(|&mark| mark != '.').count();
    (marks > 1 && stop.mark().contains(['!', '?']) && stop.closers().is_empty())
        .then_some(Verdict::Ends)
}
