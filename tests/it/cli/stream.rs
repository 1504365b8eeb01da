//! Many tags: what is written comes while the rest is still to be read.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::{Here, empty, json_lines};
use crate::support::corpus;

/// Documents enough that what is written of them is more than a pipe holds and the
/// program reads ahead.
const DOCUMENTS: usize = 300;
const TAGS: usize = 12;

fn many() -> Here {
    let here = empty();
    corpus::write(here.dir.path(), DOCUMENTS, TAGS, 0);
    here
}

impl Here {
    /// Changes who made the tags of the last document.
    fn retag(&self, from: &str, to: &str) {
        let path = corpus::annotation_file(self.dir.path(), DOCUMENTS - 1);
        let tags = fs::read_to_string(&path).unwrap();
        let [from, to] = [from, to].map(|name| format!("\"{name}\""));
        fs::write(path, tags.replace(&from, &to)).unwrap();
    }

    fn spawn(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }
}

/// Nobody reads after the first line, and so the program stops before it comes to the
/// last document: it then reads what stands there by that time.
#[test]
fn the_first_line_comes_before_later_documents_are_read() {
    let here = many();
    for arguments in [
        &["list", "--format", "jsonl"][..],
        &["export", "--format", "jsonl"],
        &["export", "--format", "json"],
        &["export", "--format", "csv"],
        &["stats", "--json"],
    ] {
        here.retag("late", "ana");
        let before = here.good(arguments);
        assert!(!before.contains("late"));
        let mut child = here.spawn(arguments);
        let mut out = BufReader::with_capacity(16, child.stdout.take().unwrap());
        let mut words = String::new();
        out.read_line(&mut words).unwrap();
        here.retag("ana", "late");
        out.read_to_string(&mut words).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        let others = words.replace("late", "ana");
        assert!(words.contains("late"), "{arguments:?} read all before");
        // The totals of stats name both.
        if arguments[0] != "stats" {
            assert_eq!(others, before, "{arguments:?}");
        }
    }
}

#[test]
fn many_tags_come_in_order_and_all() {
    let here = many();
    let lines = json_lines(&here.good(&["list", "--format", "jsonl"]));
    assert_eq!(lines.len(), DOCUMENTS * TAGS);
    let place = |it: &serde_json::Value| {
        let start = it["start"].as_u64().unwrap();
        (it["doc"].as_str().unwrap().to_owned(), start)
    };
    assert!(lines.is_sorted_by_key(place));
    // So many rows are not kept while the widths are found, and so few are.
    let table = here.good(&["list"]);
    assert_eq!(table.lines().count(), DOCUMENTS * TAGS);
    let few = here.good(&["list", "--doc", "d000003.txt"]);
    assert_eq!(few.lines().count(), TAGS);
    assert!(few.lines().all(|row| table.contains(row)));
    let ran = here.run(&["check"]);
    let said = "postil: 3,600 tags in 300 documents checked; no problems\n".to_owned();
    assert_eq!((ran.code, ran.out.as_str(), ran.err), (0, "", said));
}

/// A document that is cut into pieces gives the same as one that is not.
#[test]
fn one_large_document_is_written_like_many_small_ones() {
    const TAGS: usize = 5000; // more than are made ready as one piece
    let large = empty();
    corpus::write(large.dir.path(), 1, TAGS, 0);
    let lines = json_lines(&large.good(&["list", "--format", "jsonl"]));
    let starts: Vec<_> = lines
        .iter()
        .map(|it| it["start"].as_u64().unwrap())
        .collect();
    assert!(starts.len() == TAGS && starts.is_sorted());
    let json = large.good(&["export", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json["documents"][0]["annotations"],
        serde_json::Value::from(lines)
    );
    let csv = large.good(&["export", "--format", "csv"]);
    let rows = csv::Reader::from_reader(csv.as_bytes())
        .into_records()
        .count();
    assert_eq!(rows, TAGS);
    let report = large.good(&["export", "--format", "markdown"]);
    assert_eq!(report.matches("\n### ").count(), 1);
    assert!(report.contains("sentence 5000, characters"));
    let table = large.good(&["list"]);
    let is_aligned = |row: &str| row.find("The sentence") == table.find("The sentence");
    assert!(table.lines().count() == TAGS && table.lines().all(is_aligned));
}

#[test]
fn a_pipe_that_is_closed_early_ends_the_work_without_a_word() {
    let here = many();
    for arguments in [
        &["list"][..],
        &["list", "--format", "jsonl"],
        &["stats", "--json"],
        &["export", "--format", "json"],
        &["export", "--format", "csv"],
        &["export", "--format", "markdown"],
        &["export", "--format", "html"],
    ] {
        let mut child = here.spawn(arguments);
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(!line.is_empty());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(told, "", "{arguments:?}");
    }
}

#[test]
fn links_are_followed_through_all_documents() {
    let here = many();
    let link = |document: usize, to: &str| {
        let path = corpus::annotation_file(here.dir.path(), document);
        let tags = fs::read_to_string(&path).unwrap();
        let link = format!("\"links\": [{{\"to\": \"{to}\", \"rel\": \"repeats\"}}], \"creator\"");
        fs::write(path, tags.replacen("\"creator\"", &link, 1)).unwrap();
    };
    let id = |number: usize| format!("019ab000-0000-7000-8000-{number:012x}");
    let last = DOCUMENTS - 1;
    link(
        1,
        &format!("{}#{}", corpus::name(last), id(last * TAGS + 3)),
    );
    link(2, &format!("{}#{}", corpus::name(last), id(3)));
    link(last, &format!("{}#{}", corpus::name(0), id(3)));
    link(last - 1, "nowhere.txt#1");
    let ran = here.run(&["check"]);
    assert_eq!(ran.code, 1);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.out);
    assert!(lines[0].contains(&format!("{}.json", corpus::name(2))));
    assert!(lines[1].ends_with("the link to nowhere.txt#1 leads nowhere"));
    // Of one document alone nothing is known of the others.
    let one = format!("seeds/{}", corpus::name(2));
    assert_eq!(here.good(&["check", &one]), "");
}

/// The program is held while it tells of a file in the middle, since nobody reads what
/// it tells; then it is interrupted.
#[cfg(unix)]
#[test]
fn an_export_that_is_interrupted_leaves_nothing() {
    use std::os::unix::process::ExitStatusExt;

    /// What a pipe holds.
    const PIPE: usize = 1 << 16;
    let here = many();
    let broken = corpus::annotation_file(here.dir.path(), DOCUMENTS / 2);
    fs::write(broken, "{").unwrap();
    here.write("tags.csv", "as it was");
    let names = || {
        let entries = fs::read_dir(here.dir.path()).unwrap();
        let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    };
    let before = names();
    let (told, mut tell) = std::io::pipe().unwrap();
    tell.write_all(&[b'.'; PIPE]).unwrap();
    let mut command = here.command(&["export", "--format", "csv", "--output", "tags.csv"]);
    let mut child = command.stderr(tell).spawn().unwrap();
    drop(command);
    let half = || {
        let new = names().into_iter().find(|it| it.starts_with(".tags.csv."));
        let size = new.and_then(|it| fs::metadata(here.path(&it)).ok());
        size.is_some_and(|it| it.len() > 300_000)
    };
    let end = Instant::now() + Duration::from_secs(60);
    while !half() {
        assert!(Instant::now() < end, "nothing was written: {:?}", names());
        std::thread::yield_now();
    }
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill")
        .args(["-s", "INT", &id])
        .status();
    assert!(sent.unwrap().success());
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(2), "{status}");
    drop(told);
    assert_eq!(names(), before);
    assert_eq!(
        fs::read_to_string(here.path("tags.csv")).unwrap(),
        "as it was"
    );
}
