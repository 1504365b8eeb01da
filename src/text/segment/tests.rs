//! Tests with marked strings (`|` stands where a sentence, a word or a clause
//! ends) and the promises that hold for any text.

use super::*;
use crate::text::{Text, TextRange};

mod invisible;
mod properties;

fn sentences(structure: &Structure) -> Vec<TextRange> {
    structure.sentences().collect()
}

fn paragraphs(structure: &Structure) -> Vec<TextRange> {
    structure.paragraphs().collect()
}

fn pieces(text: &Text, ranges: &[TextRange]) -> Vec<String> {
    ranges
        .iter()
        .map(|&range| text.slice(range).into_owned())
        .collect()
}

/// The sentences of `marked` without its `|`, in one language.
fn check_sentences_in(language: &str, marked: &str) {
    let text = Text::new(marked.replace('|', ""));
    let structure = Structure::new(&text, ParagraphMode::Auto, language);
    let expected: Vec<_> = marked.split('|').map(str::trim).collect();
    assert_eq!(pieces(&text, &sentences(&structure)), expected);
}

fn check_sentences(marked: &str) {
    check_sentences_in("en", marked);
}

/// The paragraphs of a text in one mode, line ends shown as `/`.
fn check_paragraphs(content: &str, mode: ParagraphMode, expected: &[&str]) {
    let text = Text::new(content);
    let structure = Structure::new(&text, mode, "en");
    let found: Vec<_> = pieces(&text, &paragraphs(&structure))
        .iter()
        .map(|words| words.replace("\r\n", "/").replace('\n', "/"))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_citation_belongs_to_the_sentence_before() {
    check_sentences(
        "It calls it “regular migration.” 2| IOM works with others. 3 10| It serves. 35 10",
    );
    check_sentences("It fell.[12]| Then it rose. [3] [4]| So it went.[5, 6]| It was said.[note 2]");
    check_sentences("It fell.¹²| Then it rose.” ³| So it went.†| The end.");
    check_sentences("It fell.(3)| Then it sank.12| So it went.");
    check_sentences("It fell. (1)| Then it rose. (2)");
    for marked in [
        "The earth is round.[^1]| And it turns.[^moon]| The moon is [^3] far.",
        "It fell.[^1][^2]| Then it rose.[^1], [^2]| So it went [^3].| It was said.",
        "“We won.”[^2]| The end came!’ [^4]| Nobody saw it?[^long-name]",
        "It fell.[1; 2]| Then it rose.[12a]| So it went.[3]; [4]| It was said.[5]–[7]| So they say.",
        "It fell.(1, 2)| Then it rose.(3–5)| So it went.(6)| It was in the town.(1999) The end.",
        "It fell.¹,²| Then it rose.⁴⁻⁶| So it went.”¹–³| It was said. ⁷| So they say.",
        "See above.| [^1]: The first of them, as told by those who saw it.",
    ] {
        for language in ["en", "de", "fr"] {
            check_sentences_in(language, marked);
        }
    }
    for (language, marked) in [
        (
            "de",
            "Die Erde ist rund.[^1]| Und sie dreht sich.[^2]| Der Mond ist [^3] fern.",
        ),
        (
            "fr",
            "La terre est ronde.[^1]| Et elle tourne.[^lune]| La lune est loin.",
        ),
        (
            "es",
            "La tierra es redonda.[^1]| ¿Y gira?[^2]| La luna está lejos.",
        ),
        ("zh", "地球是圓的。[^1]| 它在轉動。[2]| 月亮很遠。"),
    ] {
        check_sentences_in(language, marked);
    }
    check_sentences("It was 12 m long.| 3 ships sank.| The rest came home.");
}

#[test]
fn remarks_pages_and_rows_of_citations_are_citations() {
    check_sentences("It fell. [13] [better source needed]| Then it rose.[who?]| It sank.[nb 2]");
    check_sentences("It fell.[12]:45–47| Then it rose.[1]–[3]| So it went.[4–6], [8]| The end.");
    check_sentences("It fell. [...]| Then it rose. […]");
}

#[test]
fn a_day_of_a_month_is_no_citation() {
    check_sentences("BOULDER, Feb. 23 (AP) -- The sun rose.| It set.");
}

#[test]
fn a_number_that_begins_a_sentence_is_no_citation() {
    check_sentences("The road was closed.| 12 people were hurt.| 2,000 stayed.");
    check_sentences("It began in the spring.| 1995 was worse.");
}

#[test]
fn addresses_and_names_with_stops_are_never_cut() {
    check_sentences(
        "Follow us at: facebook.com/Warner.Todd.Huston, or as @Warner.T there.| Thanks!",
    );
    check_sentences("See https://x.org/a.B?c=1.2!D and www.iom.int/ for it.| It is long.");
    check_sentences("Write to Ana.Lind@example.org or read README.md and Main.java.| Then ask.");
    check_sentences("The site USASpending.gov lists it.| It is public.");
}

#[test]
fn abbreviations_are_judged_by_what_follows() {
    check_sentences(
        "They came by U.S. Customs and Border Protection.| They left the U.S.| It was late.",
    );
    check_sentences("Dr. X met Mr. Y at St. Anne's.| He left on Main St.| The rain fell.");
    check_sentences("See No. 5 and p. 12, e.g. Mars vs. Venus.| No.| I refuse.");
    check_sentences("Foo Inc. Foundation paid Acme Corp.| It was late.");
    check_sentences("She has a Ph.D. in law, an M.A. from Yale, etc.| Nobody asked.");
    check_sentences("We met at 5 p.m. Monday, 6 p.m. EST.| He left at 7 a.m.| Tom stayed.");
    check_sentences("It came in Jan. 2024 and approx. 30 saw it.| He (b. May 1950) did not.");
}

#[test]
fn a_parenthesis_after_which_the_sentence_goes_on_is_part_of_it() {
    check_sentences("She won for Viva Maria! (1965), and for Why? (a play) too.| He did not.");
    check_sentences("We met at 5 p.m. (CDT) and paid Foo Ltd. (2 in all).| It was late.");
    check_sentences("It was 5 p.m.| (He was late.)| Was it?| (It was.)");
}

#[test]
fn initials_do_not_end_a_sentence() {
    check_sentences(
        "The Howard G. Buffett Foundation likes J. R. R. Tolkien.| George W. Bush does not.",
    );
    check_sentences(
        "He chose plan B. They chose plan C.| Then they left.| So do I.| Mary stays."
            .replace("B. They", "B.| They")
            .as_str(),
    );
}

#[test]
fn closing_quotes_and_brackets_belong_to_the_sentence_before() {
    check_sentences("“It is late.”| She left.| (He stayed.)| \"Why?\"| 'Because.'| Fine.");
    check_sentences("They wrote (in 1990, etc.).| Nobody read it.");
}

#[test]
fn sentences_within_quotes_and_brackets_are_sentences() {
    check_sentences("He said, “I came.| I saw.| It rained.”| Then he left.");
    check_sentences(
        "It rained. (It often does.| Nobody minds.)| He left."
            .replace("rained. (", "rained.| (")
            .as_str(),
    );
    check_sentences("One said it.| \"They came too late,\" she said.| \"It was over.\"");
}

#[test]
fn who_spoke_belongs_to_what_was_said() {
    check_sentences(
        "“Why?” Betty asked.| “Stop!” he said.| “Who are you?” Mr. Pell said.| “Why?”| Betty left.",
    );
}

#[test]
fn marks_that_end_nothing() {
    check_sentences("He came ... and went.| He wrote Yahoo! Answers.| Wait…| What?!| Yes!!!| Go.");
    check_sentences("A Democracy Now! Report said so.| He saw Yahoo! Answers.");
    check_sentences("“... Pell!| Come!” they called.");
    check_sentences("Two things: 1. that it is, and 2. that it was.| *3. The third is money.");
    check_sentences("Seven buddies? — at least you have one.");
    check_sentences("It costs $2.9857 billion at 3.5 per cent.| That is much.");
    check_sentences(
        "Rates are as follows: 1. Save up. 2. Ask them."
            .replace("up. 2", "up.| 2")
            .as_str(),
    );
    check_sentences("Figure 1. The main road.| It is long.");
}

#[test]
fn labels_without_a_mark_stand_for_themselves() {
    check_sentences("Figure 1.3| This map shows the road.| It is long.");
    check_sentences("Table 2 The road");
    check_sentences("Figure 3 shows the road.| In Figure 4 The Hague is seen.");
    check_sentences("The old town of Bern| Image: Ana Lind.");
    check_sentences("He sent the Image: Nobody knew it.| The photo: Nobody liked it.");
    check_sentences("A new bridge opens| Tuesday, September 1, 2015| The town got its bridge.");
    check_sentences("It opened on Tuesday, September 1, 2015 The Hague time.");
    check_sentences(
        "It opened Tuesday, September 1, 2015, in Bern.| It closed Friday, May 3, 2016.",
    );
    check_sentences_in("de", "Figure 1.3 This map shows the road.");
}

#[test]
fn a_forgotten_space_still_ends_a_sentence() {
    check_sentences("It hurt many immigrants.|The law passed.");
}

#[test]
fn a_dash_before_a_capital_may_break_a_sentence_off() {
    check_sentences(
        "He was —| Well, you know.| The capital — Paris — is large.| So — I think — it goes.",
    );
    check_sentences("WASHINGTON, May 3 (AP) — The house met.");
    check_sentences("It was late.| GENEVA – The house met.");
}

#[test]
fn an_emoticon_is_said_of_the_sentence_before() {
    check_sentences("I love it :)| Thanks!| See: this; that = X.");
    check_sentences("I love it. :-)| It is good. 🙂| Thanks!");
}

#[test]
fn other_languages_keep_their_own_rules() {
    check_sentences_in(
        "de",
        "Am 3. Mai regnete es.| Zwölf Menschen kamen.| Das war z. B. schön.",
    );
    check_sentences_in("fr", "Elle est là.| « Il pleut. »| Il part.");
    check_sentences_in("ja", "今日は雨です。|明日は晴れます。");
    check_sentences_in("hi", "यह सच है।| वह नहीं है।");
    check_sentences_in("", "It rains.| He left.");
    check_sentences_in("xx-nonsense", "It rains.| He left.");
}

#[test]
fn a_mark_of_another_script_ends_a_sentence_in_english_too() {
    check_sentences("The sign said 今日は雨です。|It was true.");
}

#[test]
fn a_reference_is_one_sentence_and_prose_in_a_list_is_not() {
    check_items("1. «Ask her first.» «Then write to https://x.org/a.»");
    check_items("1. «“The Title.” AP. May 1, 2024. Accessed May 2, 2024. https://x.org/a.»");
    check_sentences("# A heading. With a stop");
}

/// The sentences of a text are what stands in `«»`.
#[track_caller]
fn check_items(marked: &str) {
    let text = Text::new(marked.replace(['«', '»'], ""));
    let structure = Structure::new(&text, ParagraphMode::Auto, "en");
    let marked = marked.split('«').skip(1);
    let expected: Vec<_> = marked.map(|rest| rest.split('»').next().unwrap()).collect();
    assert_eq!(pieces(&text, &sentences(&structure)), expected);
}

#[test]
fn bullets_and_numbers_stand_outside_of_sentences() {
    for marked in [
        "- «One thing.» «It is so.»",
        "* «One thing»\n+ «Another»\n– «A third»",
        "• «One thing»\r\n\r\n• «Another»",
        "\u{f0b7}\t«From a word processor»\n\u{f0a7} «Another»",
        "✓ «Done»\n☐ «To be done»\n➢ «Next»",
        "1. «Ask first.» «Then write.»\n2) «Go.»\n(3) «Stay.»\n10.\t«Far.»",
        "a) «This»\nb) «That»\n(iv) «Those»\n2.1. «A section»",
        "[12] «Who, A., A title, 2001.»\n[RFC2119] «Bradner, S.»",
        "- [ ] «Ask her»\n- [x] «Write it.» «Send it.»",
        "  - «Nested»\n    1. «Deeper»",
        "> - «Quoted»\n>\n> 2. «So, too»",
        "-----\n- «Below a rule»",
        // These are no bullets.
        "«-5 degrees»\n«3.5 per cent»\n«1998 was that year.»\n«*bold* words»",
        "«```\n- in: code\n```»",
        "«c. 1850 the town grew.»\n\n«Then it fell.»",
        "a. «This»\n   b. «That»\n\nc. «Those»",
    ] {
        check_items(marked);
    }
}

#[test]
fn every_line_of_a_document_of_long_lines_is_a_paragraph() {
    let long = "This paragraph is one long line, as editors keep it, and it goes on and on until it ends. ".repeat(3);
    let content = format!("{long}\n{long}\nShort line\n\nAnother");
    check_paragraphs(
        &content,
        ParagraphMode::Auto,
        &[long.trim(), long.trim(), "Short line", "Another"],
    );
}

#[test]
fn the_mode_overrides_what_the_document_says() {
    let content = "a b\nc d\n\n- e\n  f\n- g\n# H\ni";
    check_paragraphs(
        content,
        ParagraphMode::Auto,
        &["a b", "c d", "e", "f", "g", "# H", "i"],
    );
    check_paragraphs(
        content,
        ParagraphMode::Lines,
        &["a b", "c d", "e", "f", "g", "# H", "i"],
    );
    check_paragraphs(
        content,
        ParagraphMode::Wrapped,
        &["a b/c d", "e/  f", "g", "# H", "i"],
    );
}

#[test]
fn drawn_lines_go_with_the_words_they_touch() {
    check_paragraphs(
        "Open? Or not\n============\nIt is. It was.\n---\n\n* * *\n\n-- \nAna\n",
        ParagraphMode::Auto,
        &[
            "Open? Or not/============",
            "It is. It was./---",
            "* * *",
            "-- /Ana",
        ],
    );
    check_paragraphs(
        "> One\n>\n> Two\n>\n\n```\nlet a;\n```\n| a |\n|---|\n| b |\n…\n",
        ParagraphMode::Auto,
        &[
            "> One",
            ">/> Two/>",
            "```/let a;/```",
            "| a |/|---|",
            "| b |",
            "…",
        ],
    );
    check_sentences("Open? Or not\n============\n|It is.| It was.\n---\n\n|* * *");
    check_sentences("=====\nOne.| Two.\n=====\n\n|=====\n-----");
}

#[test]
fn a_number_at_the_beginning_of_a_wrapped_line_is_no_list_item() {
    let content = "The law was passed after a long debate in the house, and in section\n\
                   12. it says what everybody knew, namely that nobody is to be left\n\
                   behind when the boats leave the harbour for the islands at night.\n";
    let text = Text::new(content);
    assert_eq!(
        Structure::new(&text, ParagraphMode::Auto, "en")
            .paragraphs()
            .count(),
        1
    );
}

#[test]
fn a_sentence_is_found_by_its_place() {
    let text = Text::new("One.  Two.\n\n  Three.\n");
    let structure = Structure::new(&text, ParagraphMode::Auto, "en");
    let places: Vec<_> = [0, 3, 4, 6, 9, 10, 14, 19, 20, 99]
        .iter()
        .map(|&byte| structure.sentence_number(byte))
        .collect();
    let expected = [0, 0, 1, 1, 1, 2, 2, 2, 3, 3].map(Some);
    assert_eq!(places, expected);
    let first = |mut ranges: Box<dyn Iterator<Item = TextRange> + '_>| {
        ranges.next().map(|range| text.slice(range).into_owned())
    };
    assert_eq!(first(structure.sentences_from(5)).as_deref(), Some("Two."));
    assert_eq!(first(structure.sentences_from(21)), None);
    assert_eq!(first(structure.sentences_upto(5)).as_deref(), Some("One."));
    assert_eq!(
        first(structure.sentences_upto(99)).as_deref(),
        Some("Three.")
    );
    assert_eq!(
        first(structure.paragraphs_from(11)).as_deref(),
        Some("Three.")
    );
    assert_eq!(
        first(structure.paragraphs_upto(11)).as_deref(),
        Some("One.  Two.")
    );
    let empty = Structure::new(&Text::new(" \n"), ParagraphMode::Auto, "en");
    assert_eq!(first(empty.sentences_from(0)), None);
    assert_eq!(first(empty.paragraphs_upto(2)), None);
    assert_eq!(empty.sentence_count(), Some(0));
}

/// Words stand between `‹` and `›`.
fn check_words(marked: &str) {
    let text = Text::new(marked.replace(['‹', '›'], ""));
    let mut found = String::new();
    let mut at = 0;
    for word in words(&text, text.full_range()) {
        found += &text.slice(TextRange::between(at, word.start()));
        found += &format!("‹{}›", text.slice(word));
        at = word.end();
    }
    found += &text.slice(TextRange::between(at, text.len()));
    assert_eq!(found, marked);
}

#[test]
fn words_keep_their_signs() {
    check_words("‹It› ‹cost› ‹$2.9857› ‹billion›, ‹12.5%› ‹more›; ‹5€› – ‹or› ‹£3›.");
    check_words("‹@handle›, ‹#tag› ‹and› ‹don’t› ‹self›-‹deport› ‹at› ‹20°›!");
    check_words("‹The› ‹U.S.› ‹and› ‹Washington›, ‹D.C.›, ‹end›.");
    check_words("“‹Quoted›” (‹bracketed›) ‹snake_case› …");
    check_words("‹US›‹$5› ‹é́l›");
}

#[test]
fn an_address_is_one_word() {
    check_words("‹See› ‹https://www.iom.int/who-we-are?q=1&r=2#top›.");
    check_words("(‹https://x.org/a_(b)-c›), ‹or› ‹ana.lind-b@example.org›; ‹well›-‹known›");
    check_words("‹www.x.org/a-b›, “‹facebook.com/Warner.Todd.Huston›” ‹https://x.org/5%›");
    check_words("‹and›/‹or› ‹a›/‹b› ‹3›/‹4›");
}

#[test]
fn words_overlap_the_range_they_are_asked_for() {
    let text = Text::new("one two three");
    let found = words(&text, TextRange::between(5, 6));
    assert_eq!(pieces(&text, &found), ["two"]);
}

fn check_clauses(content: &str, expected: &[&str]) {
    let text = Text::new(content);
    assert_eq!(pieces(&text, &clauses(&text, text.full_range())), expected);
}

#[test]
fn clauses_stand_between_marks() {
    check_clauses(
        "In 2022, IOM reported $2.9857 billion; it spent 1,000 (or more) – much.",
        &[
            "In 2022",
            "IOM reported $2.9857 billion",
            "it spent 1,000",
            "or more",
            "much",
        ],
    );
    check_clauses(
        "“We left,” the agency said: “at 10:30 - late.”",
        &["We left", "the agency said", "at 10:30", "late"],
    );
    check_clauses("The U.S. is well-known.", &["The U.S. is well-known"]);
    check_clauses("?!", &["?!"]);
}
