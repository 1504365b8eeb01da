//! Which addresses may be opened, by a browser or by a terminal that follows links: the one
//! place that says so.
//!
//! Addresses come from documents and annotation files of anybody. What is handed on is
//! printable ASCII that begins with `http://` or `https://`: it can neither steer a terminal
//! nor be taken for a flag, and names the host that it seems to name.
//!
//! Must not know: who opens them.

use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::address::addresses;
use super::invisible::Class;
use super::number::in_thousands;
use super::suggest::nearest;

/// What is percent-encoded besides controls and what is not ASCII: signs that have no place
/// in an address, and the backslash, which browsers take for a slash.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The longest address that is opened, in bytes: terminals take no more of a link.
const LONGEST: usize = 2083;

/// The schemes of addresses that are opened.
const OPENED: [&str; 2] = ["https", "http"];

/// Schemes that are known and not opened: most of them run something or read files.
const REFUSED: [&str; 8] = [
    "mailto",
    "javascript",
    "vbscript",
    "data",
    "file",
    "blob",
    "about",
    "ftp",
];

/// What stands around an address in a sentence.
const AROUND: [char; 20] = [
    '(', ')', '<', '>', '[', ']', '"', '\'', '“', '”', '„', '‘', '’', '«', '»', ',', ';', '.', '!',
    '?',
];

/// An address in the form in which it may be handed to a browser or a terminal; `None` for
/// one that is not opened: without `http://` or `https://`, without a host, with somebody's
/// name before the host (`https://iom.int@example.org`), or too long.
pub(crate) fn openable(address: &str) -> Option<String> {
    let form = Some(address).filter(|address| address.len() <= LONGEST);
    form.and_then(encoded).filter(|form| form.len() <= LONGEST)
}

/// An address as [`openable`] gives it, however long it is.
fn encoded(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if !OPENED.contains(&scheme.as_str()) {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let is_host = host.chars().any(char::is_alphanumeric) && !host.contains(has_no_place_in_host);
    if !is_host {
        return None;
    }
    let encoded = |part| utf8_percent_encode(part, ENCODED);
    Some(format!("{scheme}://{}{}", encoded(host), encoded(path)))
}

/// Whether a host with this character could be another one than it seems.
fn has_no_place_in_host(sign: char) -> bool {
    sign.is_whitespace()
        || Class::of(sign).is_some()
        || (sign.is_ascii() && !sign.is_ascii_alphanumeric() && !"-._~:[]".contains(sign))
}

/// The first address in some words that may be opened, in the form for that.
pub(crate) fn openable_in(words: &str) -> Option<String> {
    let mut found = addresses(words);
    found.find_map(|range| openable(&words[range]))
}

/// What stands between a title and its address.
const BETWEEN: [char; 7] = [',', ';', ':', '|', '–', '—', '-'];

/// The address and the title in words that are a title with its address before or behind it,
/// also in brackets; `None` where they are anything else.
pub(crate) fn split_address(words: &str) -> Option<(&str, &str)> {
    let range = only_address(words)?;
    if is_cut(&words[range.clone()], &words[range.end..]) {
        return None;
    }
    let (before, address, behind) = (
        words[..range.start].trim(),
        &words[range.clone()],
        words[range.end..].trim(),
    );
    let brackets = [('<', '>'), ('(', ')'), ('[', ']')];
    let bare = brackets.into_iter().find_map(|(opening, closing)| {
        before
            .strip_suffix(opening)
            .zip(behind.strip_prefix(closing))
    });
    let (before, behind) = bare.unwrap_or((before, behind));
    let ends = |sign: char| sign.is_whitespace() || BETWEEN.contains(&sign);
    let (before, behind) = (
        before.trim_end_matches(ends),
        behind.trim_start_matches(ends),
    );
    match (before.trim(), behind.trim()) {
        (title, "" | ".") | ("", title) => Some((address, title)),
        _ => None,
    }
}

/// The only address in some words that may be opened: one that is found in a sentence, or a word
/// that begins as one does, such as one with an odd host.
fn only_address(words: &str) -> Option<Range<usize>> {
    let is_openable = |range: &Range<usize>| openable(&words[range.clone()]).is_some();
    let mut found = addresses(words).filter(is_openable);
    let typed = words.split_whitespace().map(|word| {
        let word = word.trim_matches(AROUND);
        let start = word.as_ptr().addr() - words.as_ptr().addr();
        start..start + word.len()
    });
    let mut typed = typed.filter(is_openable);
    let (first, word) = (found.next(), typed.next());
    let only = first.or(word);
    only.filter(|_| found.next().is_none() && typed.next().is_none())
}

/// Whether an address seems to be cut by a blank: it is a host without a point and nothing
/// else, and more stands behind it.
fn is_cut(address: &str, behind: &str) -> bool {
    let host = address.split_once("://").map_or("", |(_, host)| host);
    let is_bare = !host.is_empty() && !host.contains(['.', '/', ':', '[', '?', '#']);
    is_bare && host != "localhost" && !behind.trim_matches(AROUND).trim().is_empty()
}

/// An address without what stands around it where it was copied from a sentence: brackets,
/// quotes, the full stop. Words that are anything else stay as they are.
pub(crate) fn without_odd_ends(words: &str) -> &str {
    let mut all = addresses(words).filter(|range| openable(&words[range.clone()]).is_some());
    let (Some(range), None) = (all.next(), all.next()) else {
        return words;
    };
    let mut ends = words[..range.start]
        .chars()
        .chain(words[range.end..].chars());
    match ends.all(|sign| AROUND.contains(&sign)) {
        true => &words[range],
        false => words,
    }
}

/// What is wrong with an address that somebody typed, if it looks like one and cannot be
/// opened: the beginning of a sentence.
pub(crate) fn doubt_of_address(words: &str) -> Option<String> {
    let mut typed = words.split_whitespace();
    let doubt = typed.find_map(|word| doubt_of_word(word.trim_matches(AROUND)));
    let cut = || {
        let range = only_address(words)?;
        is_cut(&words[range.clone()], &words[range.end..]).then(|| {
            "there is a blank in this address, or a part of its host is missing".to_owned()
        })
    };
    doubt.or_else(cut).or_else(|| {
        let word = words.trim();
        let is_all = |range: Range<usize>| range == (0..word.len());
        let is_bare = !word.contains(['@', ':']) && addresses(word).next().is_some_and(is_all);
        is_bare.then(|| "https:// is missing".to_owned())
    })
}

fn doubt_of_word(word: &str) -> Option<String> {
    if let Some((scheme, _)) = word.split_once("://") {
        if word.contains(|sign: char| sign.is_control()) {
            return Some("this address has control characters in it".to_owned());
        }
        if word.contains(|sign: char| Class::of(sign).is_some()) {
            return Some("this address has invisible characters in it".to_owned());
        }
        if openable(word).is_some() {
            return None;
        }
        let scheme = scheme.to_ascii_lowercase();
        if encoded(word).is_some() {
            let longest = in_thousands(LONGEST);
            return Some(format!(
                "terminals and browsers open no address of more than {longest} characters"
            ));
        }
        if OPENED.contains(&scheme.as_str()) {
            return Some("this address names no host that can be opened".to_owned());
        }
        let meant = nearest(&scheme, OPENED);
        return Some(
            match meant.filter(|_| !REFUSED.contains(&scheme.as_str())) {
                Some(meant) => format!("{scheme}:// cannot be opened; did you mean {meant}://?"),
                None => format!("{scheme}:// is never opened, only https:// and http://"),
            },
        );
    }
    let (scheme, rest) = word.split_once([':', '/'])?;
    let scheme = scheme.to_ascii_lowercase();
    if rest.is_empty() {
        None
    } else if REFUSED.contains(&scheme.as_str()) && word[scheme.len()..].starts_with(':') {
        Some(format!(
            "{scheme}: is never opened, only https:// and http://"
        ))
    } else if OPENED.contains(&scheme.as_str()) {
        Some(format!("this cannot be opened; did you mean {scheme}://?"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Addresses that were made to steer a terminal, a shell, a flag or a reader.
    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of addresses")]
    fn only_web_addresses_are_opened_and_only_as_printable_ascii() {
        for (address, expected) in [
            ("https://www.iom.int/who", Some("https://www.iom.int/who")),
            ("HTTP://x.org", Some("http://x.org")),
            (
                "http://[::1]:8000/a?b=c&d#e",
                Some("http://[::1]:8000/a?b=c&d#e"),
            ),
            ("https://x.org/%20a%", Some("https://x.org/%20a%")),
            (
                "https://例え.jp/é",
                Some("https://%E4%BE%8B%E3%81%88.jp/%C3%A9"),
            ),
            (
                "https://x.org/\u{1b}]8;;https://evil.org\u{7}",
                Some("https://x.org/%1B]8;;https://evil.org%07"),
            ),
            ("https://x.org/a\u{1b}\\b", Some("https://x.org/a%1B%5Cb")),
            ("https://x.org/a\u{9c}b", Some("https://x.org/a%C2%9Cb")),
            (
                "https://x.org/\u{202e}fdp",
                Some("https://x.org/%E2%80%AEfdp"),
            ),
            (
                "https://x.org/$(touch a);`b`|c",
                Some("https://x.org/$(touch%20a);%60b%60%7Cc"),
            ),
            (
                "https://x.org/a\nb\r\u{0}",
                Some("https://x.org/a%0Ab%0D%00"),
            ),
            ("https://iom.int@evil.org/", None),
            ("https://iom.int\\@evil.org/", None),
            ("https://x\u{200b}.org/", None),
            ("https://x\u{202e}gro.live/", None),
            ("https://x.org\u{1b}[31m/", None),
            ("https://x%2eorg/", None),
            ("https://x .org/", None),
            ("https:///etc/passwd", None),
            ("https://?", None),
            ("https://..", None),
            ("https://", None),
            ("https:x.org", None),
            (" https://x.org", None),
            ("-https://x.org", None),
            ("htp://x.org", None),
            ("ftp://x.org", None),
            ("file:///etc/passwd", None),
            ("javascript:alert(1)", None),
            ("javascript://x.org/%0aalert(1)", None),
            ("data:text/html,x", None),
            ("www.x.org", None),
            ("--help", None),
            ("", None),
        ] {
            assert_eq!(openable(address).as_deref(), expected, "{address:?}");
        }
        let long = |more: usize| format!("https://x.org/{}", "a".repeat(more));
        assert!(openable(&long(2000)).is_some());
        assert_eq!(openable(&long(3000)), None);
        assert_eq!(
            openable(&format!("https://x.org/{}", "é".repeat(1000))),
            None
        );
    }

    #[test]
    fn the_first_address_in_words_is_the_one_that_is_opened() {
        for (words, expected) in [
            ("Annual report, https://x.org/a.", Some("https://x.org/a")),
            (
                "javascript:alert(1) (https://x.org/b)",
                Some("https://x.org/b"),
            ),
            (
                "https://x.org/a and https://x.org/b",
                Some("https://x.org/a"),
            ),
            ("www.x.org, ana@x.org", None),
            ("Annual report", None),
        ] {
            assert_eq!(openable_in(words).as_deref(), expected, "{words}");
        }
    }

    #[test]
    fn a_title_is_told_from_its_address() {
        for (words, expected) in [
            ("A title https://x.org/a", Some("A title")),
            ("A title, https://x.org/a.", Some("A title")),
            ("A title: <https://x.org/a>", Some("A title")),
            ("A title (https://x.org/a)", Some("A title")),
            ("“A title” – https://x.org/a", Some("“A title”")),
            ("https://x.org/a A title", Some("A title")),
            ("https://x.org/a – A title (2022)", Some("A title (2022)")),
            ("<https://x.org/a>", Some("")),
            ("See https://x.org/a there", None),
            ("Smith (see https://x.org/a).", None),
            ("https://x.org/a https://x.org/b", None),
            ("A title htp://x.org/a", None),
            ("A title www.x.org/a", None),
            ("A title", None),
        ] {
            let split = split_address(words);
            assert_eq!(split.map(|(_, title)| title), expected, "{words}");
            assert!(split.is_none_or(|(address, _)| address == "https://x.org/a"));
        }
    }

    #[test]
    fn what_looks_like_an_address_and_cannot_be_opened_is_doubted() {
        for (words, expected) in [
            ("htp://x.org", "did you mean http://?"),
            ("HTTTPS://x.org", "did you mean https://?"),
            ("IOM, (htps://x.org).", "did you mean https://?"),
            ("https:x.org", "did you mean https://?"),
            ("http:/x.org", "did you mean http://?"),
            ("https//x.org", "did you mean https://?"),
            ("ftp://x.org/a", "ftp:// "),
            ("file:///etc/passwd", "file:// is never opened"),
            ("javascript:alert(1)", "javascript: is never opened"),
            ("JavaScript:alert(1)", "javascript: is never opened"),
            ("data:text/html,x", "data: is never opened"),
            ("https://", "no host"),
            ("https://a@x.org", "no host"),
            ("www.x.org", "https:// is missing"),
            ("facebook.com/a", "https:// is missing"),
        ] {
            let doubt = doubt_of_address(words);
            assert!(
                doubt
                    .as_deref()
                    .is_some_and(|doubt| doubt.contains(expected)),
                "{words}: {doubt:?}"
            );
        }
        let long = format!("https://x.org/{}", "a".repeat(2100));
        let wide = format!("https://x.org/{}", "é".repeat(1000));
        for words in [long.clone(), format!("A title {long}"), wide] {
            let doubt = doubt_of_address(&words).unwrap();
            assert!(doubt.contains("more than 2,083 characters"), "{doubt}");
        }
        for words in [
            "https://x.org/a",
            "“Annual report”, https://x.org/a.",
            "Report: a title, p. 4",
            "10:30 news",
            "doi:10.1000/182",
            "urn:isbn:9780131103627",
            "ana@x.org",
            "Data: what it is",
            "https is a protocol",
            "A/B, and/or; file: see there",
            "[35]",
            "",
        ] {
            assert_eq!(doubt_of_address(words), None, "{words}");
        }
    }
}
