//! The walls of the house: what may name what, and how large a thing may grow.
//!
//! Reads the sources as text, without their comments, strings and tests. The
//! rules are those of ARCHITECTURE.md; a change there changes `ROOMS` here.

mod circles;
mod forgotten;
mod modules;
mod source;

use modules::Modules;
use source::{
    closing_brace, is_word, line_of, sources, without_comments_and_strings, without_tests, words,
};

/// The rooms with their layers. Who names a room of a higher layer, or another
/// one of the same, breaks a wall.
const ROOMS: [(&str, u8); 12] = [
    ("text", 1),
    ("annotation", 2),
    ("session", 3),
    ("app", 4),
    ("formats", 4),
    ("ui", 5),
    ("storage", 5),
    ("corpus", 6),
    ("cli", 7),
    ("runtime", 7),
    ("main", 8),
    ("lib", 8),
];

/// Peers that may be named all the same: the command that opens the reader
/// starts its loop.
const ALLOWED_PEERS: [(&str, &str); 1] = [("cli", "runtime")];

/// Rooms that lie lower and may not be named all the same: what the reader is made of
/// is no business of those who go through files.
const FORBIDDEN: [(&str, &str); 3] = [("storage", "app"), ("corpus", "app"), ("corpus", "ui")];

/// Words with the only rooms that may use them, and the reason.
const HOMES: [(&[&str], &[&str], &str); 6] = [
    (
        &["std::fs", "File::open", "File::create", "OpenOptions"],
        &["storage"],
        "files have one home, storage",
    ),
    (
        &["crossterm"],
        &["runtime"],
        "the terminal has one home, runtime",
    ),
    (
        &["ratatui"],
        &["ui", "runtime"],
        "drawing is for ui and runtime; app may name ratatui_textarea only",
    ),
    (
        &["SystemTime", "Instant::now", "jiff"],
        &["ui", "storage", "corpus", "cli", "runtime", "main"],
        "text, annotation, app and formats are told the time",
    ),
    (
        &["std::process"],
        &["storage", "cli", "runtime", "main"],
        "processes are for the edge",
    ),
    (
        &["println!", "eprintln!", "print!", "eprint!"],
        &["cli"],
        "only the command line prints",
    ),
];

/// What has no place outside tests, anywhere.
const NOWHERE: [(&str, &str); 4] = [
    (".unwrap()", "an expect states the invariant that holds"),
    ("todo!", "what is not there yet is not called"),
    ("unimplemented!", "what is not there yet is not called"),
    ("dbg!", "this was for a moment"),
];

const MOST_LINES_OF_A_FILE: usize = 600;
const MOST_LINES_OF_A_FUNCTION: usize = 60;

#[test]
fn the_walls_stand() {
    let sources = sources("src");
    let modules = Modules::read(&sources);
    let mut broken = Vec::new();
    for (path, source) in &sources {
        // A file that only tests have is as free as the tests within a file.
        if modules.has_file(path) {
            broken.extend(check(path, source));
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// What breaks a rule in one file; `path` is relative to `src`.
fn check(path: &str, source: &str) -> Vec<String> {
    let mut report = Report {
        path,
        broken: Vec::new(),
    };
    let room = room_of(path);
    let Some(layer) = layer_of(room) else {
        report.add(1, &format!("{room} is not a room of ARCHITECTURE.md"));
        return report.broken;
    };
    if !source.starts_with("//!") {
        report.add(1, "a module opens with what it is for and must not know");
    }
    let code = without_tests(&without_comments_and_strings(source));
    check_names(&code, room, layer, &mut report);
    check_words(&code, room, &mut report);
    check_sizes(&code, &mut report);
    report.broken
}

struct Report<'a> {
    path: &'a str,
    broken: Vec<String>,
}

impl Report<'_> {
    fn add(&mut self, line: usize, rule: &str) {
        self.broken
            .push(format!("src/{}:{line}: {rule}", self.path));
    }
}

fn room_of(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    first.strip_suffix(".rs").unwrap_or(first)
}

fn layer_of(room: &str) -> Option<u8> {
    let (_, layer) = ROOMS.iter().find(|(name, _)| *name == room)?;
    Some(*layer)
}

/// Which other rooms are named, by whatever path.
fn check_names(code: &str, room: &str, layer: u8, report: &mut Report<'_>) {
    for (at, named) in named_rooms(code, report.path) {
        let line = line_of(code, at);
        match layer_of(&named) {
            _ if named == room => {}
            None => report.add(
                line,
                &format!("crate::{named} is not a room of ARCHITECTURE.md"),
            ),
            Some(other) if other > layer => {
                let rule = format!("{room} (layer {layer}) names {named} (layer {other}) above it");
                report.add(line, &rule);
            }
            Some(other) if other == layer && !ALLOWED_PEERS.contains(&(room, &named)) => {
                report.add(line, &format!("{room} names its peer {named}"));
            }
            Some(_) if FORBIDDEN.contains(&(room, &named)) => {
                report.add(line, &format!("{room} must not know {named}"));
            }
            Some(_) => {}
        }
    }
}

/// The names that stand right below the crate's root in paths, with where.
fn named_rooms(code: &str, path: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for root in ["crate", "postil"] {
        for (at, _) in words(code, root) {
            if let Some(rest) = code[at + root.len()..].strip_prefix("::") {
                found.extend(heads(rest).into_iter().map(|head| (at, head)));
            }
        }
    }
    // As many steps up as the file lies deep lead to the root, too.
    let depth = match path.strip_suffix("/mod.rs") {
        Some(folder) => folder.split('/').count(),
        None if path == "lib.rs" || path == "main.rs" => 0,
        None => path.split('/').count(),
    };
    for (at, _) in words(code, "super") {
        let climbs_on = code[..at].ends_with("super::");
        let steps = code[at..].split("::").take_while(|step| *step == "super");
        let steps = steps.count();
        if depth > 0 && steps >= depth && !climbs_on {
            let rest = &code[at + "super::".len() * steps..];
            found.extend(heads(rest).into_iter().map(|head| (at, head)));
        }
    }
    found
}

/// The first names of a path: one, or those of a group in braces.
fn heads(path: &str) -> Vec<String> {
    let name = |path: &str| -> String {
        path.trim_start()
            .chars()
            .take_while(|c| is_word(*c))
            .collect()
    };
    let Some(group) = path.strip_prefix('{') else {
        return vec![name(path)];
    };
    let mut heads = vec![name(group)];
    let mut depth = 1;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => heads.push(name(&group[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

fn check_words(code: &str, room: &str, report: &mut Report<'_>) {
    for (forbidden, rooms, rule) in HOMES {
        if rooms.contains(&room) {
            continue;
        }
        for word in forbidden {
            for (at, found) in words(code, word) {
                report.add(line_of(code, at), &format!("{found} in {room}: {rule}"));
            }
            // `use std::{fs, io}` names `std::fs` as well.
            let Some(member) = word.strip_prefix("std::") else {
                continue;
            };
            for (at, _) in words(code, "std") {
                let Some(rest) = code[at..].strip_prefix("std::{") else {
                    continue;
                };
                if heads(&format!("{{{rest}"))
                    .iter()
                    .any(|head| head == member)
                {
                    report.add(line_of(code, at), &format!("{word} in {room}: {rule}"));
                }
            }
        }
    }
    for (word, rule) in NOWHERE {
        for (at, found) in words(code, word) {
            report.add(line_of(code, at), &format!("{found} outside tests: {rule}"));
        }
    }
}

fn check_sizes(code: &str, report: &mut Report<'_>) {
    let lines = code.trim_end().lines().count();
    if lines > MOST_LINES_OF_A_FILE {
        let rule = format!("{lines} lines before the tests: split it before it grows");
        report.add(MOST_LINES_OF_A_FILE, &rule);
    }
    for (at, _) in words(code, "fn") {
        let Some(open) = code[at..].find(['{', ';']).map(|open| at + open) else {
            continue;
        };
        if code[open..].starts_with(';') {
            continue;
        }
        let body = &code[open..closing_brace(code, open)];
        let lines = code[at..open].matches('\n').count() + body.matches('\n').count() + 1;
        if lines > MOST_LINES_OF_A_FUNCTION && !has_reason_for_its_length(&code[..at]) {
            let name: String = code[at + 2..]
                .trim_start()
                .chars()
                .take_while(|c| is_word(*c))
                .collect();
            let rule = format!("fn {name} has {lines} lines: split it before it grows");
            report.add(line_of(code, at), &rule);
        }
    }
}

/// Whether the function that begins here says why it is long. Its attributes and
/// its visibility stand between it and the end of what comes before it.
fn has_reason_for_its_length(before: &str) -> bool {
    let begin = before.rfind(['{', '}', ';']).map_or(0, |at| at + 1);
    let mut attributes = before[begin..].split("#[expect(").skip(1);
    attributes.any(|attribute| {
        let (lints, _) = attribute.split_once(")]").unwrap_or((attribute, ""));
        lints.contains("clippy::too_many_lines") && words(lints, "reason").next().is_some()
    })
}

/// Asserts which rules a made-up file breaks: for each, its line and some of
/// the words of the message.
#[track_caller]
fn expect(path: &str, source: &str, expected: &[(usize, &str)]) {
    let broken = check(path, &format!("//! Made up.\n{source}"));
    assert_eq!(
        broken.len(),
        expected.len(),
        "{path}: {source}\n{broken:#?}"
    );
    for (line, words) in expected {
        let place = format!("src/{path}:{line}: ");
        let found = broken
            .iter()
            .any(|message| message.starts_with(&place) && message.contains(words));
        assert!(found, "no {place}…{words}… in {broken:#?}");
    }
}

#[test]
fn a_lower_layer_cannot_name_a_higher_one() {
    expect(
        "text/a.rs",
        "use crate::annotation::Tag;",
        &[(2, "names annotation")],
    );
    expect(
        "text/a.rs",
        "\nfn f() -> postil::app::Model {}",
        &[(3, "names app")],
    );
    expect("text/a.rs", "use super::super::ui::x;", &[(2, "names ui")]);
    expect("text/mod.rs", "use super::ui::x;", &[(2, "names ui")]);
    expect("text/a/b.rs", "use super::super::c::x; use super::d;", &[]);
    expect(
        "app/a.rs",
        "use crate::{text::Text, ui::{x, y}, cli};",
        &[(2, "names ui"), (2, "names cli")],
    );
    expect(
        "ui/a.rs",
        "use crate::app::Model; use crate::text::Text;",
        &[],
    );
    expect("ui/a.rs", "use self::annotation; use other::cli;", &[]);
}

#[test]
fn peers_cannot_name_each_other() {
    expect("app/a.rs", "use crate::formats::F;", &[(2, "peer formats")]);
    expect("formats/a.rs", "use crate::app::M;", &[(2, "peer app")]);
    expect("ui/a.rs", "use crate::storage::S;", &[(2, "peer storage")]);
    expect("storage/a.rs", "use crate::ui::S;", &[(2, "peer ui")]);
    expect("runtime/a.rs", "use crate::cli::S;", &[(2, "peer cli")]);
    expect("storage/a.rs", "use crate::app::M;", &[(2, "not know app")]);
    expect("corpus/a.rs", "use crate::app::M;", &[(2, "not know app")]);
    expect("corpus/a.rs", "use crate::ui::M;", &[(2, "not know ui")]);
    expect("runtime/a.rs", "use crate::corpus::C;", &[]);
    expect("cli/a.rs", "use crate::runtime::run;", &[]);
    expect("main.rs", "use postil::cli::run;", &[]);
}

#[test]
fn an_unknown_room_is_no_way_around() {
    expect("util.rs", "", &[(1, "not a room")]);
    expect("text/a.rs", "use crate::util::x;", &[(2, "not a room")]);
}

#[test]
fn each_thing_has_its_home() {
    for source in [
        "use std::fs;",
        "use std::{io, fs::File};",
        "fn f() { std::fs::read(x) }",
        "fn f() { File::open(x) }",
        "fn f() { OpenOptions::new() }",
    ] {
        expect("ui/a.rs", source, &[(2, "storage")]);
        expect("storage/a.rs", source, &[]);
    }
    expect("ui/a.rs", "use std::{io, fmt}; use std::fstat;", &[]);
    expect("ui/a.rs", "use crossterm::event;", &[(2, "runtime")]);
    expect(
        "runtime/a.rs",
        "use crossterm::event; use ratatui::Frame;",
        &[],
    );
    expect(
        "app/a.rs",
        "use ratatui::Frame;",
        &[(2, "ratatui_textarea")],
    );
    expect("app/a.rs", "use ratatui_textarea::TextArea;", &[]);
    expect("text/a.rs", "use ratatui::Frame;", &[(2, "drawing")]);
    expect("app/a.rs", "fn f() { Instant::now() }", &[(2, "the time")]);
    expect("annotation/a.rs", "use jiff::Zoned;", &[(2, "the time")]);
    expect(
        "formats/a.rs",
        "use std::time::SystemTime;",
        &[(2, "the time")],
    );
    expect("app/a.rs", "fn f(at: Instant) {}", &[]);
    expect("app/a.rs", "use std::{process, io};", &[(2, "the edge")]);
    expect("main.rs", "use std::process::ExitCode;", &[]);
    expect("storage/a.rs", "fn f() { eprintln!() }", &[(2, "prints")]);
    expect("cli/a.rs", "fn f() { println!() }", &[]);
}

#[test]
fn shortcuts_are_for_tests() {
    expect(
        "text/a.rs",
        "fn f() { x.unwrap() }",
        &[(2, "expect states")],
    );
    expect("text/a.rs", "fn f() {\n todo!() }", &[(3, "not there yet")]);
    expect(
        "text/a.rs",
        "fn f() { unimplemented!() }",
        &[(2, "not there yet")],
    );
    expect("text/a.rs", "fn f() { x.unwrap_or(1) }", &[]);
}

#[test]
fn comments_strings_and_tests_are_passed_over() {
    for source in [
        "// use std::fs;",
        "/// see [`crate::app::Model`]\nfn f() {}",
        "/* crate::ui /* nested */ std::fs */",
        "const A: &str = \"crate::ui \\\" std::fs\";",
        "const A: &str = r#\"crate::ui \" std::fs\"#;",
        "#[cfg(test)]\nmod tests {\n use crate::ui::x; fn f() { '{'; x.unwrap() }\n}",
        "#[cfg(test)]\npub(crate) mod tests { fn f() { std::fs::read(x).unwrap() } }",
        "#[cfg(test)]\nuse crate::ui::x;",
    ] {
        expect("text/a.rs", source, &[]);
    }
    // And what stands after them is not.
    expect(
        "text/a.rs",
        "#[cfg(test)]\nmod tests {\n}\nuse std::fs;",
        &[(5, "storage")],
    );
    expect(
        "text/a.rs",
        "fn f<'a>(c: char) { c == '\"' }\nuse std::fs;",
        &[(3, "storage")],
    );
    expect("text/a.rs", "/* a\nb */\nuse std::fs;", &[(4, "storage")]);
}

#[test]
fn nothing_grows_too_large() {
    let long = format!("fn long() {{\n{}}}", "    x();\n".repeat(59));
    expect("text/a.rs", &long, &[(2, "fn long has 61 lines")]);
    let fits = format!("fn fits() {{\n{}}}", "    x();\n".repeat(58));
    expect("text/a.rs", &fits, &[]);
    let reason = "#[expect(clippy::too_many_lines, reason = \"a table; of {keys}\")]";
    for (before, is_told) in [
        (format!("{reason}\npub(crate) const "), false),
        (format!("#[must_use]\n{reason}\n/// Tells.\n"), false),
        ("#[expect(clippy::too_many_lines)]\n".to_owned(), true),
        (
            "#[allow(clippy::too_many_lines, reason = \"\")]\n".to_owned(),
            true,
        ),
        (format!("{reason}\nfn other() {{}}\n"), true),
        (
            "#[expect(unused, reason = \"too_many_lines\")]\n".to_owned(),
            true,
        ),
    ] {
        let source = format!("{before}{long}");
        let line = line_of(&source, source.find("fn long").unwrap()) + 1;
        let told = [(line, "fn long has 61 lines")];
        expect("text/a.rs", &source, if is_told { &told } else { &[] });
    }
    let many = "const A: u8 = 1;\n".repeat(600);
    expect("text/a.rs", &many, &[(600, "601 lines")]);
    let tested = format!("#[cfg(test)]\nmod tests {{\n{many}}}\n");
    expect("text/a.rs", &tested, &[]);
    assert_eq!(
        check("text/a.rs", "fn f() {}").len(),
        1,
        "no word on what it is for"
    );
}
