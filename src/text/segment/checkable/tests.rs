use crate::text::Text;
use crate::text::segment::{AUTO_LANGUAGE, ParagraphMode, Structure};

/// The sentences of a text that are left out.
fn left_out(content: &str) -> Vec<String> {
    let text = Text::new(content);
    let structure = Structure::new(&text, ParagraphMode::Auto, AUTO_LANGUAGE);
    let out = structure.sentences();
    let out = out.filter(|sentence| !structure.is_checkable(sentence.start()));
    let out: Vec<_> = out.map(|range| text.slice(range).into_owned()).collect();
    let all = structure.sentence_count().unwrap();
    assert_eq!(structure.checkable_count(), Some(all - out.len()));
    assert_eq!(structure.checkable().count(), all - out.len());
    out
}

fn check(content: &str, expected: &[&str]) {
    assert_eq!(left_out(content), expected, "{content}");
}

#[test]
fn headings_are_left_out() {
    for heading in [
        "# Funding in 2022",
        "Funding in 2022\n===============",
        "Activities and Funding",
        "Activities in the United States",
        "HISTORY AND LEADERSHIP",
        "How the money is spent",
        "2.1 How the money is spent",
        "Geschichte und Leitung",
        "Activités et financement",
        "Actividades en los Estados Unidos",
        "Деятельность в Европе",
        "资金来源",
        "التمويل والمانحون",
    ] {
        let content = format!(
            "It was so.\n\n{heading}\n\nThe fund has existed since the war, and pays for what is asked of it.\n"
        );
        assert_eq!(left_out(&content), [heading], "{content}");
    }
}

#[test]
fn lines_that_say_something_are_not_left_out() {
    for line in [
        "He is ill",
        "17 Route des Morillons",
        "Revenue: $2.9857 billion",
        "1951",
        "The fund pays for camps, flights and loans in all the countries of the region",
        "Was it so?",
        "It was so. 7 10",
        "It was so,",
    ] {
        check(&format!("{line}\n"), &[]);
        check(&format!("It was so.\n\n{line}\n"), &[]);
    }
    // Items of a list say something by what stands over it.
    check(
        "It works in these countries of the whole region:\n\n- Kenya\n- South Sudan\n",
        &[],
    );
    check(
        "It works there:\n1. Kenya\n2. South Sudan\n",
        &["It works there:"],
    );
}

#[test]
fn a_label_is_left_out_and_what_it_says_is_not() {
    let box_ = "Type:\n\nUnited Nations Agency\n\nDirector General:\n\nAmy Pope\n";
    check(box_, &["Type:", "Director General:"]);
}

#[test]
fn lists_of_references_are_left_out_in_many_languages() {
    for heading in [
        "References",
        "## Works Cited",
        "7. Bibliography",
        "Literaturverzeichnis",
        "Einzelnachweise",
        "Références",
        "Bibliografía",
        "Список литературы",
        "المراجع",
        "参考文献",
        "संदर्भ",
    ] {
        let content = format!(
            "It was so.\n\n{heading}\n\nSmith, Ana. A book of the sea. London.\n\nLind, Ben. Another one.\n"
        );
        let out = left_out(&content);
        assert_eq!(out.last().unwrap(), "Another one.", "{content}");
        assert!(
            !out.contains(&"It was so.".to_owned()) && out.len() >= 4,
            "{out:?}"
        );
    }
}

#[test]
fn a_list_of_references_ends_where_other_words_follow() {
    let numbered =
        "References\n\n1. “A title.” Site. https://a.org/x\n2. A book\n\nSee an error?\n";
    check(
        numbered,
        &["References", "“A title.” Site. https://a.org/x", "A book"],
    );
    let headed = "# References\n\nSmith, A. (2020). A book.\n\n# Afterword\n\nIt was so.\n";
    let out = left_out(headed);
    assert!(!out.contains(&"It was so.".to_owned()) && out.contains(&"# Afterword".to_owned()));
}

#[test]
fn notes_may_be_prose() {
    check(
        "Notes\n\nThe meeting began at ten with a word of the chair.\n",
        &["Notes"],
    );
    let entries = "Notes\n\n[1] A title\n[2] Another, 2020.\n";
    assert_eq!(left_out(entries).len(), 3, "{:?}", left_out(entries));
}

#[test]
fn code_and_lines_without_words_are_left_out() {
    check(
        "It was so.\n\n```\nlet a = 1;\n```\n\n* * *\n\nIt was.\n",
        &["```\nlet a = 1;\n```", "* * *"],
    );
}

#[test]
fn the_mark_of_a_section_that_a_large_text_is_read_by_is_the_same() {
    let part = "Activities and Funding\n\nThe fund pays for camps and flights. It has done so since the war.\n\n";
    let content = part.repeat(4000);
    let text = Text::new(content.as_str());
    let structure = Structure::new(&text, ParagraphMode::Auto, AUTO_LANGUAGE);
    structure.count_sentences(&|| true);
    let counted = structure.sentence_count().unwrap();
    assert_eq!(structure.checkable_count().unwrap(), counted / 3 * 2);
}
