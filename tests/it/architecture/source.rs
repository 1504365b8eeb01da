//! Sources as text: without their comments, strings and tests, in words, in lines.

use std::fs;
use std::path::{Path, PathBuf};

/// The sources below a folder of this package, with their paths from there.
pub fn sources(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths = Vec::new();
    collect(&folder, &mut paths);
    let sources = paths.iter().map(|path| {
        let name = path.strip_prefix(&folder).unwrap().to_string_lossy();
        (name.replace('\\', "/"), fs::read_to_string(path).unwrap())
    });
    sources.collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

/// Where a word stands by itself, with the word.
pub fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    code.match_indices(word).filter(move |(at, found)| {
        let before = code[..*at].chars().next_back();
        let after = code[at + found.len()..].chars().next();
        let begins = !found.starts_with(is_word) || !before.is_some_and(is_word);
        let ends = !found.ends_with(is_word) || !after.is_some_and(is_word);
        begins && ends
    })
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The number of a line, from 1.
pub fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// Where the block ends that a brace opens.
pub fn closing_brace(code: &str, open: usize) -> usize {
    let mut depth = 0usize;
    for (at, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return open + at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// The code with everything under `#[cfg(test)]` blanked; lines stay lines.
pub fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..at]);
        let end = match rest[at..].find(['{', ';']) {
            Some(open) if rest[at + open..].starts_with('{') => closing_brace(rest, at + open) + 1,
            Some(semicolon) => at + semicolon + 1,
            None => rest.len(),
        };
        let end = end.min(rest.len());
        kept.extend(rest[at..end].chars().filter(|c| *c == '\n'));
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept
}

/// The code with comments and the insides of strings blanked; lines stay lines.
pub fn without_comments_and_strings(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let length = comment_or_string(rest, kept.chars().next_back());
        if length == 0 {
            kept.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            let (blanked, after) = rest.split_at(length);
            kept.push(' ');
            kept.extend(blanked.chars().filter(|c| *c == '\n'));
            rest = after;
        }
    }
    kept
}

/// The length of the comment, string or character that the source begins with,
/// else 0.
fn comment_or_string(source: &str, before: Option<char>) -> usize {
    let up_to = |end: Option<usize>| end.unwrap_or(source.len());
    if source.starts_with("//") {
        return up_to(source.find('\n'));
    }
    if source.starts_with("/*") {
        return block_comment(source);
    }
    if source.starts_with('"') {
        return quoted(source, '"');
    }
    if source.starts_with('r') && !before.is_some_and(|c| is_word(c) && c != 'b') {
        let hashes = source[1..].chars().take_while(|c| *c == '#').count();
        if source[1 + hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let inside = 2 + hashes;
            return up_to(
                source[inside..]
                    .find(&end)
                    .map(|at| inside + at + end.len()),
            );
        }
    }
    // A lifetime has no closing quote after its first character.
    if source.starts_with("'\\")
        || (source.starts_with('\'') && source.chars().nth(2) == Some('\''))
    {
        return quoted(source, '\'');
    }
    0
}

fn block_comment(source: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < source.len() {
        if source[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if source[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += source[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

fn quoted(source: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in source.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    source.len()
}
