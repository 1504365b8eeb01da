//! The words that tell a bare number that cites from one that counts.
//!
//! Must not know: the rules.

/// Abbreviations, in small letters and without their last full stop, whose number follows:
/// `Fig. 5`, `vol. 3`.
#[rustfmt::skip]
pub(super) const ABBREVIATIONS: &[&str] = &[
    "no", "nos", "nr", "num", "p", "pp", "pg", "vol", "vols", "ch", "chap", "chs", "fig", "figs", "eq",
    "eqs", "sec", "secs", "sect", "art", "arts", "para", "paras", "par", "ex", "pt", "pts", "tab",
    "app", "ver", "v", "op", "lev", "gen", "bk", "l", "ll", "n", "nn", "ed", "rm", "apt", "ste",
    "tel", "fax", "ext", "mob", "ph", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "ca", "approx", "est", "max", "min", "avg", "cf", "rev",
    "st", "ave", "blvd", "rd", "hwy", "rte", "cap", "vs", "e.g", "i.e", "c",
    "abb", "рис", "табл", "стр",
];

/// Words, in small letters, whose number follows: `May 3`, `Group 2`, `Title 42`.
#[rustfmt::skip]
pub(super) const NUMBERED: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
    "figure", "figures", "table", "tables", "scheme", "schemes", "equation", "equations",
    "section", "sections", "chapter", "chapters", "part", "parts", "page", "pages", "volume",
    "volumes", "issue", "number", "numbers", "step", "steps", "phase", "phases", "stage",
    "stages", "grade", "grades", "type", "types", "class", "level", "levels", "version", "title",
    "article", "articles", "group", "groups", "cohort", "arm", "sample", "samples", "case",
    "cases", "compound", "compounds", "complex", "product", "products", "example", "examples",
    "experiment", "experiments", "study", "method", "day", "days", "week", "weeks", "month",
    "months", "year", "years", "age", "aged", "note", "notes", "appendix", "box", "panel",
    "plate", "rule", "rules", "line", "lines", "item", "items", "point", "room", "route",
    "highway", "unit", "lot", "model", "models", "season", "episode", "act", "scene", "site",
    "sites", "position", "residue", "residues", "chromosome", "exon", "task", "question",
    "appendices", "file", "supplementary", "lane", "lanes", "run", "trial", "visit", "round",
    "annex", "clause", "paragraph", "psalm", "isbn", "area", "zone", "district", "ward",
    "score", "scores", "factor", "id", "channel", "radio", "windows", "apollo", "covid",
    "kapitel", "abschnitt", "abbildung", "tabelle", "seite", "band", "teil", "artikel",
    "absatz", "chapitre", "tableau", "numéro", "capítulo", "página", "tabla", "figura",
    "artículo", "capitolo", "pagina", "tabella", "глава", "статья",
];

/// Words behind which a number counts or measures, and never cites: `of 5`, `at least 3`.
#[rustfmt::skip]
pub(super) const JOINS: &[&str] = &[
    "of", "to", "at", "than", "about", "approximately", "over", "under", "from", "between", "in",
    "by", "with", "for", "and", "or", "the", "a", "an", "was", "were", "is", "are", "least",
    "most", "only", "all", "these", "those", "first", "last", "next", "nearly", "almost",
    "around", "per", "every", "up", "top", "after", "before", "within", "during", "since",
    "until", "on", "into", "through", "plus", "minus", "equals", "had", "have", "has", "include",
    "includes", "included", "including", "contain", "contains", "some", "other", "another",
    "exactly", "another", "below", "above", "versus", "via", "be", "we", "our", "their", "its", "his", "her", "not",
    "as", "that", "which", "further", "additional", "more", "times", "are", "used", "using",
    "und", "oder", "von", "bis", "mit", "für", "der", "die", "das", "den", "dem", "ein", "eine",
    "etwa", "rund", "über", "unter", "nach", "vor", "seit", "im", "zu", "et", "ou", "de", "du",
    "des", "les", "le", "la", "environ", "plus", "en", "y", "o", "con", "por", "para", "los",
    "las", "el", "e", "di", "da", "con", "per", "и", "или", "в", "на", "до", "от", "с", "из",
];

/// Words that go on behind a call-out, and that no number counts.
#[rustfmt::skip]
pub(super) const FOLLOWS: &[&str] = &[
    "that", "which", "who", "whom", "whose", "as", "and", "or", "in", "for", "to", "was", "were",
    "is", "are", "has", "have", "had", "with", "by", "from", "on", "at", "but", "it", "we",
    "they", "this", "these", "the", "an", "can", "could", "may", "might", "will", "would",
    "should", "however", "while", "when", "where", "because", "since", "than", "also", "not",
    "did", "does", "do", "be", "been", "using", "via", "into", "through", "during", "between",
    "under", "after", "before", "both", "such", "if", "thus", "then", "although", "whereas",
    "there", "their", "its", "our", "he", "she", "one", "including", "showed", "suggests",
    "so", "yet", "nor", "until", "upon", "among", "about", "based", "followed", "according",
    "thereby", "therefore", "likely", "even", "those", "most", "making", "resulting", "leading",
    "due", "without", "despite", "along", "either", "what", "how", "no", "only", "allowing",
    "providing", "suggesting", "indicating", "each", "some", "many", "all", "any", "you",
];

/// Words that a number counts or measures.
#[rustfmt::skip]
pub(super) const COUNTS: &[&str] = &[
    "of", "percent", "per", "million", "billion", "trillion", "thousand", "hundred", "people",
    "persons", "men", "women", "children", "patients", "participants", "subjects", "countries",
    "days", "weeks", "months", "years", "hours", "minutes", "seconds", "times", "cases",
    "studies", "samples", "h", "min", "s", "mg", "ml", "kg", "g", "mm", "cm", "m", "km", "nm",
    "mol", "mmol", "equiv", "v", "hz", "k",
];

/// Verbs, in small letters, that are followed by how many: `need 1 egg`. Those in "ed" go by
/// their ending.
#[rustfmt::skip]
pub(super) const TAKES: &[&str] = &[
    "need", "needs", "want", "wants", "take", "takes", "took", "use", "uses", "add", "adds", "make",
    "makes", "made", "get", "gets", "got", "give", "gives", "gave", "buy", "buys", "bought",
    "sell", "sells", "sold", "see", "sees", "saw", "find", "finds", "found", "count", "counts",
    "eat", "eats", "ate", "keep", "keeps", "kept", "lose", "loses", "lost", "hold", "holds",
    "held", "hire", "hires", "build", "builds", "built", "send", "sends", "sent", "open", "opens",
    "run", "runs", "ran", "spend", "spends", "spent", "win", "wins", "won", "receive",
    "receives", "employ", "employs",
];
