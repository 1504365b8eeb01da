//! The README tells what the program says: its keys come from the command
//! table, its output from the program itself. What any document says of files is true.
//!
//! `POSTIL_WRITE_README=1 cargo test --test it readme` writes it anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use postil::annotation::TagSet;
use postil::app::{COMMANDS, Command, Group, Keymap, Pane};
use postil::storage::{Config, Workspace};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The keys of a command in whichever pane has it, without doubles.
fn keys_of(keymap: &Keymap, command: Command) -> String {
    let mut keys = Vec::new();
    for context in Pane::ALL {
        for key in keymap.keys_of(context, command) {
            let key = format!("`{key}`");
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys.join(" ").replace('|', "\\|")
}

fn key_table() -> String {
    let tags = TagSet::built_in();
    let keymap = Keymap::new(&tags, &[]).expect("the defaults do not clash");
    let mut table = String::from("| keys | |\n|---|---|\n");
    for group in Group::ALL {
        let _ = writeln!(table, "| | **{}** |", group.title());
        if group == Group::Tagging {
            for (index, tag) in tags.iter().enumerate() {
                let plain = keys_of(&keymap, Command::Tag(index));
                let on = keys_of(&keymap, Command::TagAndGoOn(index));
                let _ = writeln!(
                    table,
                    "| {plain} | tag as {}, change your tag here to it, or take it off; {on}: tag or change, and go on to the next sentence |",
                    tag.name
                );
            }
        }
        for info in COMMANDS.iter().filter(|info| info.group == group) {
            let mut keys = keys_of(&keymap, info.command);
            if keys.is_empty() {
                // By its name in the palette.
                keys = format!("`:{}`", info.name);
            }
            let _ = writeln!(table, "| {keys} | {} |", info.help);
        }
    }
    table
}

/// The beginning of a real annotation file.
fn file_example(workspace: &Path) -> String {
    let file = workspace.join("annotations/003_b5f3d605578c6aa0.txt.json");
    let file = fs::read_to_string(file).expect("the worked example is there");
    let mut lines: Vec<&str> = file.lines().collect();
    let end = lines.split_off(lines.len() - 2);
    lines.truncate(6);
    let last = lines.last_mut().expect("it has tags");
    *last = last.trim_end_matches(',');
    lines.extend(end);
    format!("```json\n{}\n```\n", lines.join("\n"))
}

fn output_of(workspace: &Path, command: &str) -> String {
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    let home = workspace.join("home");
    let output = Process::new(env!("CARGO_BIN_EXE_postil"))
        .args(words)
        .current_dir(workspace)
        .env("HOME", &home)
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_STATE_HOME")
        .output()
        .expect("the program runs");
    let mut words = String::from_utf8(output.stdout).expect("UTF-8");
    words.push_str(&String::from_utf8(output.stderr).expect("UTF-8"));
    // A page shows lines; CSV ends them with CRLF, which editors take away.
    let words = words.replace("\r\n", "\n");
    format!("```\n$ {command}\n{words}```\n")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a temporary folder");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("an entry");
        if !entry.file_name().to_string_lossy().starts_with('.') {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
        }
    }
}

/// Fills what stands between `<!-- made: WHAT -->` and `<!-- end -->`.
fn fill(readme: &str, workspace: &Path) -> String {
    let mut filled = String::new();
    let mut rest = readme;
    while let Some((before, after)) = rest.split_once("<!-- made: ") {
        let (what, after) = after.split_once(" -->\n").expect("a mark is closed");
        let (_, after) = after.split_once("<!-- end -->").expect("a made part ends");
        let made = match what {
            "keys" => key_table(),
            "file" => file_example(workspace),
            command => output_of(workspace, command.trim_start_matches("$ ")),
        };
        let _ = write!(filled, "{before}<!-- made: {what} -->\n{made}<!-- end -->");
        rest = after;
    }
    filled + rest
}

/// The configuration that the README shows is one that the program takes.
#[test]
fn the_readmes_configuration_is_taken() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README is there");
    let (_, after) = readme.split_once("```toml\n").expect("it shows one");
    let (toml, _) = after.split_once("```").expect("it ends");
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("postil.toml"), toml).expect("written");
    let workspace = Workspace::open(folder.path(), None).expect("a workspace");
    let config = Config::load(&workspace, Some(&folder.path().join("postil.toml")))
        .expect("the configuration is right");
    Keymap::new(&config.tags, &config.keys).expect("its keys do not clash");
    assert_eq!(config.tags.iter().len(), 5);
}

#[test]
fn the_readme_is_what_the_program_says() {
    let workspace = tempfile::tempdir().expect("a temporary folder");
    for folder in ["seeds", "annotations"] {
        copy(&root().join(folder), &workspace.path().join(folder));
    }
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("the README is there");
    let filled = fill(&readme, workspace.path());
    if std::env::var_os("POSTIL_WRITE_README").is_some() {
        fs::write(&path, &filled).expect("the README can be written");
    }
    assert!(
        readme == filled || std::env::var_os("POSTIL_WRITE_README").is_some(),
        "README.md does not say what the program says; \
         POSTIL_WRITE_README=1 cargo test --test it readme writes it anew"
    );
}

/// Files that have moved are still looked for where a document says they are.
#[test]
fn the_files_that_documents_name_are_there() {
    let documents = [
        "README.md",
        "CONTRIBUTING.md",
        "ARCHITECTURE.md",
        "docs/RELIABILITY.md",
        "docs/BENCHMARKS.md",
        "docs/SENTENCES.md",
    ];
    let mut named = 0;
    for document in documents {
        let text = fs::read_to_string(root().join(document)).unwrap();
        // Of a text cut at its backticks, every other piece is code.
        let code = text.split('`').skip(1).step_by(2);
        let paths = code.filter(|code| {
            let folder = code.split('/').next().unwrap_or_default();
            let is_ours = [
                "src", "tests", "docs", "scripts", "benches", "fuzz", "examples",
            ];
            code.contains('/') && is_ours.contains(&folder) && !code.contains([' ', '*'])
        });
        for path in paths {
            assert!(root().join(path).exists(), "{document} names {path}");
            named += 1;
        }
    }
    assert!(named > 50, "only {named} files are named");
}
