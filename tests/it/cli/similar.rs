//! `postil similar`.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use super::{Here, empty, seeds};

fn answers(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The number of the sentence of a seed that begins with these words.
#[track_caller]
fn sentence(here: &Here, document: &str, words: &str) -> String {
    let ran = here.run(&["sentences", document]);
    let is_it = |line: &Value| line["text"].as_str().unwrap().starts_with(words);
    let place = answers(&ran.out).iter().position(is_it);
    (place.unwrap_or_else(|| panic!("{words}")) + 1).to_string()
}

/// What the seeds say more than once, in other words and in another document. The sentences
/// were chosen by reading.
#[test]
fn what_the_seeds_say_elsewhere_is_among_the_first_three() {
    const FIRST: &str = "001_9e977106d7cbec04.txt";
    const SECOND: &str = "002_1047998fc3285d85.txt";
    const THIRD: &str = "003_b5f3d605578c6aa0.txt";
    let here = seeds();
    for (document, begins, expected) in [
        // The funding by the United States, and the $1.4 billion.
        (
            "000_ee65b8998efc0b3c.txt",
            "IOM receives the bulk of its funding",
            "$1.4 billion",
        ),
        // The founding in 1951.
        (
            SECOND,
            "The administration has contracted",
            "was founded by 18 countries in 1951",
        ),
        (
            THIRD,
            "International Organization for Migration (IOM) was founded",
            "founded n 1951",
        ),
        // The travel loans.
        (
            FIRST,
            "All refugees arriving in the United States",
            "offers interest-free travel loans",
        ),
        (
            THIRD,
            "IOM offers interest-free travel loans",
            "are offered interest-free travel loans",
        ),
        // The names of the resettlement agencies.
        (
            FIRST,
            "Hebrew Immigrant Aid Society",
            "Hebrew Immigrant Aid Society (HIAS)",
        ),
        (
            THIRD,
            "Its interest free loans are issued",
            "Hebrew Immigrant Aid Society (HIAS)",
        ),
    ] {
        let number = sentence(&here, document, begins);
        let ran = here.run(&[
            "similar",
            "--doc",
            document,
            "--sentence",
            &number,
            "--json",
            "--top",
            "3",
        ]);
        let answer = &answers(&ran.out)[0];
        assert!(answer["query"].as_str().unwrap().starts_with(begins));
        let results = answer["results"].as_array().unwrap();
        assert_eq!(results.len(), 3);
        assert!(results.iter().all(|result| result["doc"] != document));
        let is_it = |result: &Value| result["text"].as_str().unwrap().contains(expected);
        assert!(results.iter().any(is_it), "{begins}: {results:#?}");
    }
}

/// What is said once in the seeds, asked for in other words.
#[test]
fn what_a_sentence_asks_for_is_among_the_first_three() {
    let here = seeds();
    for (text, expected) in [
        (
            "The agency got 1.4 billion dollars from the U.S. government.",
            "$1.4 billion",
        ),
        ("It was started after the war, in 1951.", "1951"),
    ] {
        let ran = here.run(&["similar", "--text", text, "--json", "--top", "3"]);
        let answers = answers(&ran.out);
        let results = answers[0]["results"].as_array().unwrap();
        let is_it = |result: &Value| result["text"].as_str().unwrap().contains(expected);
        assert!(results.iter().any(is_it), "{text}: {results:#?}");
    }
}

#[test]
fn places_are_code_points_and_scores_fall() {
    let here = seeds();
    let ran = here.run(&[
        "similar",
        "--text",
        "interest-free travel loans to refugees",
        "--json",
    ]);
    let answers = answers(&ran.out);
    let results = answers[0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 5);
    let mut last = 1.0;
    for result in results {
        let document = result["doc"].as_str().unwrap();
        let text = fs::read_to_string(here.path("seeds").join(document)).unwrap();
        let [start, end, number] = ["start", "end", "sentence"]
            .map(|key| usize::try_from(result[key].as_u64().unwrap()).unwrap());
        let words: String = text.chars().skip(start).take(end - start).collect();
        assert_eq!(words, result["text"]);
        let sentences = self::answers(&here.run(&["sentences", document]).out);
        assert_eq!(sentences[number - 1]["start"], result["start"]);
        let score = result["score"].as_f64().unwrap();
        assert!(0.0 < score && score <= last);
        last = score;
    }
}

#[test]
fn a_file_of_queries_is_answered_line_by_line() {
    let here = seeds();
    here.write("queries.txt", "travel loans\r\n\nfounded in 1951");
    let ran = here.run(&[
        "similar",
        ".",
        "--queries",
        "queries.txt",
        "--json",
        "--top",
        "1",
    ]);
    let answers = answers(&ran.out);
    let queries: Vec<&str> = answers
        .iter()
        .map(|one| one["query"].as_str().unwrap())
        .collect();
    assert_eq!(queries, ["travel loans", "", "founded in 1951"]);
    assert_eq!(answers[1]["results"], serde_json::json!([]));
    let mut command = here.command(&["similar", "--queries", "-", "--json"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"travel loans\n")
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        self::answers(&String::from_utf8(output.stdout).unwrap()).len(),
        1
    );
}

#[test]
fn people_see_the_place_and_the_sentence() {
    let here = empty();
    here.write("a.txt", "It rains. The agency was founded in 1951.");
    let ran = here.run(&["similar", "--text", "an agency, founded 1951", "--top", "1"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].ends_with("  a.txt, sentence 2"), "{}", ran.out);
    assert_eq!(lines[1].trim(), "The agency was founded in 1951.");
    let ran = here.run(&["similar", "--text", "Zzyzx"]);
    assert_eq!(ran.out, "Nothing close was found.\n");
}

#[test]
fn a_changed_document_is_read_again_and_a_damaged_index_is_made_anew() {
    let here = empty();
    here.write("a.txt", "It rains.");
    here.write("b.txt", "He left.");
    let first = |text: &str| {
        let ran = here.run(&["similar", "--text", text, "--json", "--top", "1"]);
        assert_eq!((ran.err.as_str(), ran.code), ("", 0));
        answers(&ran.out)[0]["results"][0]["text"].clone()
    };
    assert_eq!(first("rain"), "It rains.");
    here.write("a.txt", "It snows now.");
    assert_eq!(first("snow"), "It snows now.");
    assert_eq!(first("rain"), Value::Null);
    let folder = here.home.path().join("state/postil/workspaces");
    let kept = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let kept = kept.filter(|path| path.to_string_lossy().ends_with(".sentences.gz"));
    let kept: Vec<_> = kept.collect();
    assert_eq!(kept.len(), 1);
    fs::write(&kept[0], b"nothing of the kind").unwrap();
    assert_eq!(first("snow"), "It snows now.");
    fs::remove_file(here.path("a.txt")).unwrap();
    assert_eq!(first("snow"), Value::Null);
}

#[test]
fn wrong_questions_are_errors() {
    let here = seeds();
    for arguments in [
        &["similar"][..],
        &["similar", "--text", " "],
        &["similar", "--text", "a", "--queries", "b"],
        &["similar", "--doc", "003_b5f3d605578c6aa0.txt"],
        &[
            "similar",
            "--doc",
            "003_b5f3d605578c6aa0.txt",
            "--sentence",
            "0",
        ],
        &[
            "similar",
            "--doc",
            "003_b5f3d605578c6aa0.txt",
            "--sentence",
            "100000",
        ],
        &["similar", "--doc", "nothing.txt", "--sentence", "1"],
        &["similar", ".", "--doc", "nothing.txt", "--sentence", "1"],
        &["similar", "--queries", "nothing.txt"],
        &["similar", "--text", "a", "--top", "0"],
        &["similar", "nowhere", "--text", "a"],
    ] {
        let ran = here.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
    let ran = here.run(&[
        "similar",
        ".",
        "--doc",
        "seeds/003_b5f3d605578c6aa0.txt",
        "--sentence",
        "3",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}
