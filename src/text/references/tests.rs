//! Lists and call-outs in marked strings, and what holds of any text.

mod hostile;

use super::*;

/// The call-outs of a text, as its words with «marks» around them.
pub(super) fn marked(content: &str) -> String {
    let text = Text::new(content);
    let references = References::of(&text);
    let mut out = String::new();
    let mut at = 0;
    for callout in references.callouts() {
        out.push_str(&content[at..callout.range.start()]);
        out.push('«');
        out.push_str(&content[callout.range.start()..callout.range.end()]);
        out.push('»');
        at = callout.range.end();
    }
    out.push_str(&content[at..]);
    out
}

/// The text whose call-outs are marked, with `count` references under a heading behind it.
fn cited(prose: &str, count: usize) -> String {
    let entries = (1..=count).map(|label| format!("{label}. Smith, A title, 2019.\n"));
    format!("{prose}\n\nReferences\n\n{}", entries.collect::<String>())
}

#[track_caller]
fn check(expected: &str, count: usize) {
    let content = cited(&expected.replace(['«', '»'], ""), count);
    assert_eq!(marked(&content), cited(expected, count));
}

/// The references of a text as `label: words`, a line each.
fn listed(content: &str) -> Vec<String> {
    let text = Text::new(content);
    let references = References::of(&text);
    let entries = references.entries().iter();
    entries
        .map(|entry| format!("{}: {}", entry.label, text.slice(entry.words)))
        .collect()
}

#[test]
fn brackets_are_call_outs() {
    check("As shown «[1]», and again «[2]», «[3]» and «[4]–[6]».", 6);
    check("All of them «[1,3-5]», «[2; 6]» or «[2, p. 45]» say so.", 6);
    check("One of f[0], [x], [sic], [1951] and «[2]».", 2);
    check("One «[1]» and one that is not there «[12]».", 3);
}

/// Another form counts where a reference would be cited nowhere else, or no list has it.
#[test]
fn a_text_may_cite_in_more_than_one_form() {
    check("They said “oui”.«²» It was«¹» so grand «[3]».", 3);
    check(
        "It is known «[1]», and “we won.” «2» The end. It fell.«³»",
        3,
    );
    check(
        "Of these,«¹» all fell.«²» Others rose «[42]» and sank «[3]», in [1951].",
        7,
    );
    check(
        "It fell «[1]», rose.«¹²» It sank «[2]» on 20 m² and 10¹² of x¹².",
        7,
    );
    check(
        "It paid. «1» It owes. «2» They fell. «3» So they say «[5]» and «[4]».",
        5,
    );
    // What is cited in the form of the text is not looked for in another one.
    check("One «[1]» and two «[2]», in 3 parts. Then 2 The end.", 2);
    check(
        "It is known «[1]» and «[2]», of (1) and (3), as Fig. 2 says.",
        3,
    );
    check(
        "It fell.«¹» It was [60]fullerene and [2]rotaxane. It rose.«²»",
        3,
    );
}

#[test]
fn footnotes_of_markdown_are_call_outs() {
    let content = "A claim.«[^1]» Another«[^note]», and one to nowhere.«[^9]»\n\n\
        [^1]: The first.\n[^note]: The second,\n    which goes on.\n";
    let plain = content.replace(['«', '»'], "");
    assert_eq!(marked(&plain), content);
    assert_eq!(
        listed(&plain),
        ["1: The first.", "note: The second,\n    which goes on."]
    );
    let text = Text::new(plain);
    let references = References::of(&text);
    let unresolved: Vec<_> = references.unresolved().map(|one| &one.labels[0]).collect();
    assert_eq!(unresolved, ["9"]);
}

#[test]
fn parentheses_are_call_outs_where_a_text_cites_so() {
    check(
        "It is known «(1)» and proven «(2, 3)», as others say «(4–6)».",
        6,
    );
    check(
        "It is known «[1]» and proven «[2]», for two reasons: (1) the first and (2) the other.",
        2,
    );
}

#[test]
fn superscripts_are_call_outs() {
    check(
        "As shown,«¹» and proven.«²⁻⁴» Others«⁵» say so, on 20 m² of x³.",
        5,
    );
}

#[test]
fn bare_numbers_behind_a_sentence_are_call_outs() {
    check(
        "It calls it “regular migration.” «1» IOM works. «2» «3»\n\nIt ended. «4»",
        4,
    );
    check(
        "What dilemmas libraries face. «1» In short, they change.«2» Next.",
        2,
    );
    check(
        "It paid, «1» and it owes (as the board «2») money; «3» $938,000 of it (GCM). «4»",
        4,
    );
    check(
        "Cells«1,2» grew in one week. «3» They died of agents «4» that heal.",
        4,
    );
}

#[test]
fn numbers_that_count_are_none() {
    check(
        "In 2022, 2 of its offices. «1» Title 2 was lifted at 3 side events. «2» It has 3 states. \
         «3» On May 3, 2 people met in Room 2. See Fig. 2 and Section 3. Version 2.1 and 1,000 men.",
        3,
    );
    check(
        "1. One\n2. Two\n\nThe sum of 1 and 2 is 3. «1» It is 10:30. «2» No. 3 is at 5%.",
        3,
    );
    check(
        "It sold 3 apples, 2 pears and 1 plum. On 3 May 1951, 2 ships left.",
        3,
    );
}

/// Found in use: a recipe with two notes cited them by its eggs and spoons.
#[test]
fn quantities_are_none_where_a_list_is_short() {
    check(
        "Cooking\n\nYou need 1 egg. 2 spoons of sugar are enough. Bake it for 30 minutes. 2 Then eat.",
        2,
    );
    check(
        "We counted 5 cats. So it is in most countries. «5» In short, few are left.",
        7,
    );
    check(
        "It ended. «1» It has 2 dogs. 3 cats came later. It went on. «2» It stopped. «3»",
        3,
    );
}

#[test]
fn a_number_out_of_order_is_none() {
    check(
        "It began. «1» It went on. «2» It was 30. 14 People came. «3» It ended. «4»",
        15,
    );
}

#[test]
fn a_label_of_another_script_is_the_same_label() {
    let content = "نص «[١]» آخر «[٢]».\n\nالمراجع\n١. كتاب\n٢. مقال\n";
    let plain = content.replace(['«', '»'], "");
    assert_eq!(marked(&plain), content);
    assert!(References::of(&Text::new(plain)).get("٢").is_some());
}

#[test]
fn lists_stand_under_their_headings() {
    for (heading, form) in [
        ("References", "{}. "),
        ("## Works Cited", "[{}] "),
        ("8. Bibliography:", "({}) "),
        ("Literaturverzeichnis", "{}) "),
        ("参考文献", "[{}]"),
        ("**Références**", "^{} "),
        ("Kaynakça", "{}: "),
        ("Literature cited", "{} "),
    ] {
        let entries = (1..=3).map(|label| {
            let label = form.replace("{}", &label.to_string());
            format!("{label}Smith, A title, 2019.\n")
        });
        let content = format!("Words [1].\n\n{heading}\n\n{}", entries.collect::<String>());
        let expected = [
            "1: Smith, A title, 2019.",
            "2: Smith, A title, 2019.",
            "3: Smith, A title, 2019.",
        ];
        assert_eq!(listed(&content), expected, "{heading}");
    }
}

#[test]
fn entries_go_on_in_wrapped_lines() {
    let content = "Words [1].\n\nReferences\n\n[1] Smith, A title that is\n    long, vol.\n\
        12. Berlin, 2019.\n[2] Jones, Another,\n2020. https://b.org\n\nAppendix\n\nMore words.\n";
    assert_eq!(
        listed(content),
        [
            "1: Smith, A title that is\n    long, vol.\n12. Berlin, 2019.",
            "2: Jones, Another,\n2020. https://b.org",
        ]
    );
    // What stands as far out as the labels, and under a list of single lines, is not its end.
    let content = "Words. 1\n\nReferences\n\n  1. A, 2019.\n  2. B, 2020.\n  See an error?\n";
    assert_eq!(listed(content), ["1: A, 2019.", "2: B, 2020."]);
}

/// Found in use: a list ended where a number was left out, and the rest of it was no reference.
#[test]
fn a_list_goes_on_where_numbers_are_left_out() {
    for (between, heading) in [("\n", "References"), ("\n\n", "Notes")] {
        let entry = |label: &u32| format!("{label}. Smith, A title, 2019.{between}");
        let entries: String = [1, 2, 3, 4, 5, 12, 13].iter().map(entry).collect();
        let content = format!("One. 1 Two. 12\n\n{heading}\n\n{entries}");
        assert_eq!(listed(&content).len(), 7, "{content}");
        // What stands apart is none.
        let apart = format!("{content}\nOur offices\n\n\n60. Main Street\n");
        assert_eq!(listed(&apart).len(), 7, "{apart}");
    }
    let wrapped = "One. 1\n\nReferences\n\n1. Smith, A title,\n   2019.\n2. Smith.\n3. Smith, pages\n   45. It is.\n";
    assert_eq!(listed(wrapped).len(), 3, "{:?}", listed(wrapped));
}

/// Found in use: a bracket beyond the list was nothing at all.
#[test]
fn a_bracket_beyond_the_list_is_a_call_out_without_a_reference() {
    check("It began «[1]» and went on «[42]»; it was in [2019].", 7);
    let text = Text::new(cited("It began [1] and went on [42].", 7));
    let references = References::of(&text);
    let unresolved: Vec<_> = references.unresolved().map(|one| &one.labels[0]).collect();
    assert_eq!(unresolved, ["42"]);
}

#[test]
fn a_list_without_a_heading_must_be_one() {
    for (content, count) in [
        ("See [35].\n35. “A title.”\n", 1),
        ("Words.\n\n[1] Smith\n[2] Jones\n", 2),
        ("Words.\n\n[RFC2119]  Bradner\n", 1),
        (
            "Words.\n\n1. Smith, 2019.\n2. Jones, https://j.org\n3. Others, 2020.\n",
            3,
        ),
        ("Words.\n\n1. Boil water.\n2. Add salt.\n3. Wait.\n", 0),
        ("See [35] and 35. It is.", 0),
        ("135. A title\n350. Another\n", 0),
        ("35 people came.\n", 0),
        ("1. A title", 0),
        ("", 0),
    ] {
        assert_eq!(listed(content).len(), count, "{content:?}");
    }
}

#[test]
fn numbered_headings_are_no_list() {
    let prose =
        "1. Introduction\nOne [1] and two [2].\n2. Methods\nThree [1].\n3. End\nFour [3].\n";
    let content = format!("{prose}\nReferences\n1. A, 2001.\n2. B, 2002.\n3. C, 2003.\n");
    assert_eq!(listed(&content).len(), 3);
    assert!(
        marked(&content).contains("One «[1]» and two «[2]»."),
        "{}",
        marked(&content)
    );
}

#[test]
fn notes_are_references_if_they_look_like_them_or_are_cited() {
    for (content, count) in [
        ("Words.\n\nNotes\n1. Bring water.\n2. Bring a hat.\n", 0),
        ("Words. 1 More. 2\n\nNotes\n1. Ibid.\n2. So he said.\n", 2),
        (
            "Words.\n\nSources\n1. Smith, 2019.\n2. Jones, https://j.org\n",
            2,
        ),
    ] {
        assert_eq!(listed(content).len(), count, "{content:?}");
    }
}

#[test]
fn of_two_lists_a_call_out_names_the_next() {
    let content = "One [1] and two [2].\n\nNotes\n1. A, 2001.\n2. B, 2002.\n\n# Next\n\nThree [1].\n\n\
        Notes\n1. C, 2003.\n2. D, 2004.\n";
    let text = Text::new(content);
    let references = References::of(&text);
    let cited: Vec<_> = references
        .cited()
        .map(|(entry, cited)| (text.slice(entry.words).into_owned(), cited.len()))
        .collect();
    let expected = [
        ("A, 2001.", 1),
        ("B, 2002.", 1),
        ("C, 2003.", 1),
        ("D, 2004.", 0),
    ];
    assert_eq!(
        cited,
        expected.map(|(words, count)| (words.to_owned(), count))
    );
    let uncited: Vec<_> = references
        .uncited()
        .map(|entry| text.slice(entry.words))
        .collect();
    assert_eq!(uncited, ["D, 2004."]);
    assert_eq!(references.callouts_in(TextRange::between(0, 10)).len(), 1);
}

#[test]
fn a_label_is_known_by_the_lists() {
    let text = Text::new("See [35].\n\nNotes\n35. “A title”, https://a.org\n> [^note]: A note\n");
    let references = References::of(&text);
    for (label, is_there) in [
        // A line that is in no list.
        ("12", false),
        ("35", true),
        (" 35 ", true),
        ("note", true),
        ("999", false),
        ("", false),
    ] {
        assert_eq!(references.has(&text, label), is_there, "{label}");
    }
}
