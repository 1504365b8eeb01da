//! The words that the rules for English know. Abbreviations are in small letters and
//! without their last full stop.
//!
//! Must not know: the rules.

/// Abbreviated titles and first names, which are written with a capital before a name.
#[rustfmt::skip]
pub(super) const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "drs", "prof", "profs", "messrs", "mme", "mlle", "msgr", "hon",
    "rev", "gen", "lt", "ltc", "col", "maj", "capt", "cpt", "cmdr", "cdr", "sgt", "cpl", "pvt",
    "pfc", "adm", "brig", "sen", "sens", "rep", "reps", "gov", "govs", "pres", "supt", "insp",
    "det", "atty", "amb", "sec", "treas", "wm", "chas", "geo", "jas", "thos", "jos", "fr", "br",
    "conf", "mob", "ph", "tel", "fax", "attn", "p.s",
];

/// Abbreviations that stand before an example, an opponent or a number.
#[rustfmt::skip]
pub(super) const BEFORE_WORD: &[&str] = &[
    "vs", "v", "viz", "cf", "ca", "approx", "e.g", "i.e", "eg", "ie", "esp", "incl", "resp", "et",
];

/// Abbreviations that end no sentence before a number (`No. 5`, `Jan. 3`,
/// `p. 12`). `No` itself ends one before a word.
#[rustfmt::skip]
pub(super) const BEFORE_NUMBER: &[&str] = &[
    "no", "nos", "nr", "p", "pp", "pg", "vol", "vols", "ch", "chap", "chs", "fig", "figs", "eq",
    "eqs", "sec", "secs", "sect", "art", "arts", "para", "paras", "par", "ex", "pt", "pts", "tab",
    "app", "ver", "v", "op", "lev", "gen", "bk", "l", "ll", "n", "nn", "ed", "rm", "apt", "ste",
    "tel", "fax", "ext", "mob", "ph", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "c", "ca", "approx", "est", "max", "min", "avg", "cf", "rev",
    "rs", "inc", "corp", "co", "st", "ave", "blvd", "rd", "hwy", "rte", "cap",
];

/// Abbreviations that end a sentence only before a word of [`STARTERS`].
#[rustfmt::skip]
pub(super) const MAY_END: &[&str] = &[
    "inc", "corp", "co", "cos", "ltd", "llc", "plc", "bros", "jr", "sr", "esq", "st", "ste", "mt",
    "mts", "ft", "ave", "blvd", "rd", "hwy", "dept", "div", "univ", "assn", "assoc", "gmbh",
    "intl", "natl", "govt", "jan", "feb", "mar", "apr", "aug", "sept", "sep", "oct", "nov", "dec",
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "ala", "ariz", "calif",
    "colo", "conn", "fla", "ga", "kan", "mass", "mich", "minn", "mo", "neb", "nev", "okla", "ont",
    "ore", "pa", "penn", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "ed", "eds", "trans",
    "repr", "ibid", "al", "seq", "vol", "vols", "fig", "figs", "ch", "chap", "art", "pp", "p",
    "hrs", "lbs", "oz", "sq", "est", "bldg", "mfg", "no", "nos",
];

/// Words that begin sentences, and with a capital follow an abbreviation only there.
#[rustfmt::skip]
pub(super) const STARTERS: &[&str] = &[
    "The", "This", "That", "These", "Those", "It", "It's", "It’s", "Its", "He", "He's", "He’s",
    "She", "She's", "She’s", "They", "They're", "They’re", "We", "We're", "We’re", "You", "I",
    "I'm", "I’m", "I've", "I’ve", "I'll", "I’ll", "His", "Her", "Their", "Our", "My", "Your",
    "There", "Here", "In", "On", "At", "By", "For", "From", "With", "Without", "As", "If", "When",
    "While", "Where", "Since", "Although", "Though", "Because", "But", "And", "Or", "Yet", "So",
    "However", "Moreover", "Then", "Thus", "Hence", "Also", "After", "Before", "During", "Until",
    "Now", "Not", "What", "Who", "Why", "How", "Which", "Is", "Are", "Was", "Were", "Do", "Did",
    "Does", "Has", "Have", "Had", "Can", "Could", "Would", "Should", "Let", "Some", "Many",
    "Most", "Several", "Both", "Each", "Every", "Any", "Another", "Other", "Others", "Such",
    "According", "Despite", "Instead", "Meanwhile", "Nevertheless", "Later", "Today", "Yesterday",
    "Once", "To", "Please", "Thanks", "Only", "Even", "Just", "Still", "Perhaps", "Maybe",
    "Among", "Under", "Between", "Finally", "First", "Further", "Furthermore", "Additionally",
    "Nor", "Whether", "Unlike", "Recently", "Over", "Through", "An", "Whatever", "Nothing",
    "Someone", "Everyone",
];

/// Verbs that say who spoke: `“Why?” Betty asked.`
#[rustfmt::skip]
pub(in crate::text) const SAYING: &[&str] = &[
    "said", "says", "say", "asked", "asks", "ask", "replied", "replies", "answered", "answers",
    "cried", "cries", "called", "calls", "exclaimed", "exclaims", "shouted", "shouts", "yelled",
    "yells", "whispered", "whispers", "muttered", "murmured", "added", "adds", "wrote", "writes",
    "thought", "wondered", "demanded", "insisted", "noted", "screamed", "howled", "continued",
    "began", "started", "repeated", "explained", "declared", "announced", "inquired", "snapped",
    "remarked", "observed", "tweeted", "argued", "warned", "joked",
];

/// Names that end with a mark.
#[rustfmt::skip]
pub(super) const MARKED_NAMES: &[&str] = &[
    "Yahoo!", "Jeopardy!", "Yum!", "Mamma Mia!", "Oklahoma!", "Which?", "Democracy Now!",
    "Airplane!", "Hello, Dolly!", "Wham!", "Moulin Rouge!",
];
