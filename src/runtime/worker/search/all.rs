//! Searches all documents.
//!
//! Must not know: which of them are open.

use std::ops::{ControlFlow, Range};
use std::str;
use std::time::Instant;

use crate::app::{DocumentId, MOST_MATCHES, Message, WorkspaceMatch, WorkspaceMatches};
use crate::storage::{DocumentPath, RawDocument, Workspace, decoded, may_be_plain};
use crate::text::search::{BEFORE, Matcher, Query, Scan, Widened};
use crate::text::visible::visible_text;
use crate::text::{CodePoint, Text, TextRange};

use super::{NEWS_EVERY, by_part};

/// How many code points are shown before a match; after it twice as many.
const CONTEXT: usize = 48;
/// How many bytes of a match are shown at most.
const LONGEST_SHOWN: usize = 400;

/// Searches documents; `send` gets what is found, in their order. Gives up when the
/// search is not `wanted` any more.
pub(crate) fn search_all(
    workspace: &Workspace,
    documents: &[DocumentPath],
    (search, query): (u64, &Query),
    wanted: &(dyn Fn() -> bool + Sync),
    send: &(dyn Fn(Message) + Sync),
) {
    let Ok(matcher) = Matcher::new(query) else {
        return;
    };
    let (mut found, mut room) = (Vec::new(), MOST_MATCHES);
    let (mut told, mut told_of_matches) = (Instant::now(), false);
    let tell = |matches, percent| {
        let matches = WorkspaceMatches { matches, percent };
        send(Message::WorkspaceSearched(search, matches));
    };
    let look = |path| matches_in(workspace, path, &matcher, wanted);
    by_part(documents, look, send, |index, mut matches| {
        matches.truncate(room);
        room -= matches.len();
        if !matches.is_empty() {
            found.push((DocumentId(index), matches));
        }
        let first = !told_of_matches && !found.is_empty();
        if wanted() && (first || told.elapsed() >= NEWS_EVERY) {
            told_of_matches |= first;
            told = Instant::now();
            let percent = (index + 1) * 100 / documents.len();
            tell(std::mem::take(&mut found), percent);
        }
        match room == 0 || !wanted() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    if wanted() {
        tell(found, 100);
        send(Message::WorkspaceSearchDone { search });
    }
}

/// The matches in one document. One that cannot be read has none: the sidebar says
/// why.
fn matches_in(
    workspace: &Workspace,
    path: &DocumentPath,
    matcher: &Matcher,
    wanted: &(dyn Fn() -> bool + Sync),
) -> Vec<WorkspaceMatch> {
    let Ok(raw) = RawDocument::open(workspace, path) else {
        return Vec::new();
    };
    let decoded = || decoded(workspace, path).map(|text| matches_in_text(&text, matcher, wanted));
    match matches_in_bytes(&raw, matcher, wanted) {
        Plain::Matches(matches) => matches,
        Plain::NoText => Vec::new(),
        Plain::Encoded => decoded().unwrap_or_default(),
    }
}

#[derive(Debug, PartialEq)]
enum Plain {
    Matches(Vec<WorkspaceMatch>),
    /// They are to be decoded first.
    Encoded,
    NoText,
}

/// Searches a document without decoding it, as nearly all of them are UTF-8.
fn matches_in_bytes(
    raw: &RawDocument,
    matcher: &Matcher,
    wanted: &(dyn Fn() -> bool + Sync),
) -> Plain {
    let mut matches = Vec::new();
    let mut scan = Scan::new(matcher, 0..raw.len(), raw.len());
    let mut bytes = Vec::new();
    // The bytes that are known to be UTF-8.
    let mut valid = 0;
    while let Some(part) = scan.wanted().filter(|_| wanted()) {
        if raw.read(part.clone(), &mut bytes).is_err() {
            return Plain::NoText;
        }
        if part.start == 0 && scan.at() == 0 && !may_be_plain(&bytes) {
            return Plain::Encoded;
        }
        let more = bytes.get(valid - part.start..).unwrap_or_default();
        let last = bytes.len() < part.len() || part.end == raw.len();
        match str::from_utf8(more) {
            Ok(_) => valid += more.len(),
            // A character that the window cuts.
            Err(error) if error.error_len().is_none() && !last => valid += error.valid_up_to(),
            Err(_) => return Plain::Encoded,
        }
        let going = scan.window(&bytes, &mut |matched| {
            let shown = show(&bytes, part.start, &matched);
            matches.push(WorkspaceMatch {
                text_len: raw.len(),
                ..shown
            });
            matches.len() < MOST_MATCHES
        });
        if !going {
            break;
        }
    }
    Plain::Matches(matches)
}

fn matches_in_text(
    text: &Text,
    matcher: &Matcher,
    wanted: &(dyn Fn() -> bool + Sync),
) -> Vec<WorkspaceMatch> {
    let mut matches = Vec::new();
    let mut widened = Widened::new(text);
    matcher.each(text, 0..text.len(), |found| {
        matches.extend(widened.widen(found).map(|range| matched(text, range)));
        matches.len() < MOST_MATCHES && wanted()
    });
    matches
}

/// A match at bytes of a text of which a part is at hand, that begins at `base`.
fn show(part: &[u8], base: usize, found: &Range<usize>) -> WorkspaceMatch {
    let within = found.start - base..found.end - base;
    let start = within.start.saturating_sub(BEFORE / 2);
    let end = (within.end + BEFORE).min(part.len());
    let around = &part[start..end];
    // The ends may be inside of characters.
    let is_within_character = |byte: &&u8| **byte & 0b1100_0000 == 0b1000_0000;
    let cut = around.iter().take_while(is_within_character).count();
    let around = match str::from_utf8(&around[cut..]) {
        Ok(around) => around,
        Err(error) => str::from_utf8(&around[cut..cut + error.valid_up_to()]).unwrap_or_default(),
    };
    let around = Text::new(around);
    let shift = start + cut;
    let local = |byte: usize| byte.saturating_sub(shift);
    let here = local(within.start)..local(within.end);
    let Some(here) = Widened::new(&around).widen(here) else {
        return matched(&around, TextRange::empty_at(0));
    };
    let matched = matched(&around, here);
    let moved = |byte: usize| base + shift + byte;
    WorkspaceMatch {
        range: TextRange::between(moved(here.start()), moved(here.end())),
        ..matched
    }
}

/// A match with the words around it on one line.
fn matched(text: &Text, range: TextRange) -> WorkspaceMatch {
    let line = text.line_at(range.start()).content;
    let byte_of = |number| text.byte_of(CodePoint(number));
    let first = text.code_point_at(range.start()).0.saturating_sub(CONTEXT);
    let from = byte_of(first).unwrap_or(0).max(line.start());
    let last = text.code_point_at(range.end()).0 + CONTEXT * 2;
    let last = byte_of(last.min(text.code_points().0));
    let to = last.unwrap_or(text.len()).min(line.end().max(range.end()));
    let clean = |range: TextRange| {
        visible_text(&text.slice(range).replace(['\n', '\r', '\t'], " ")).into_owned()
    };
    let mut before = clean(TextRange::between(from, range.start()));
    if from > line.start() {
        // Not from the middle of a word.
        let word = before.find(' ').map_or(0, |space| space + 1);
        before = format!("… {}", &before[word..]);
    }
    let shown = text.floor_grapheme(range.end().min(range.start() + LONGEST_SHOWN));
    let within = clean(TextRange::between(range.start(), shown.max(range.start())));
    let after = match shown < range.end() {
        true => " …".to_owned(),
        false => clean(TextRange::between(range.end(), to.max(range.end()))),
    };
    let start = before.len();
    WorkspaceMatch {
        range,
        text_len: text.len(),
        within: TextRange::between(start, start + within.len()),
        context: format!("{before}{within}{after}"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::tests::{corpus, query};
    use super::*;
    use crate::text::search::WINDOW;

    /// What searching documents tells: the documents' numbers with the contexts.
    fn listed(documents: &[(&str, &[u8])], pattern: &str) -> Vec<(usize, Vec<WorkspaceMatch>)> {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in documents {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let workspace = Workspace::open(folder.path(), None).unwrap();
        let paths: Vec<_> = workspace
            .documents()
            .into_iter()
            .map(|entry| entry.path)
            .collect();
        let (told, done) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
        search_all(
            &workspace,
            &paths,
            (7, &query(pattern)),
            &|| true,
            &|message| match message {
                Message::WorkspaceSearched(7, found) => {
                    let found = found
                        .matches
                        .into_iter()
                        .map(|(id, matches)| (id.0, matches));
                    told.lock().unwrap().extend(found);
                }
                Message::WorkspaceSearchDone { search: 7 } => {
                    done.fetch_add(1, Ordering::Relaxed);
                }
                other => panic!("{other:?}"),
            },
        );
        assert_eq!(done.into_inner(), 1);
        told.into_inner().unwrap()
    }

    #[test]
    fn all_documents_are_searched_in_their_order_and_encodings() {
        let utf16: Vec<u8> = "\u{feff}A café by the sea."
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let late: Vec<u8> = [
            corpus(2 * WINDOW).replace('–', "-").as_bytes(),
            b" A caf\xe9.",
        ]
        .concat();
        let documents: [(&str, &[u8]); 6] = [
            ("a.txt", "Nothing here.\nA café.".as_bytes()),
            ("b.txt", b"A caf\xe9 noir."),
            ("c.txt", &utf16),
            ("d.txt", b"\x7fELF\0\0\0\0 caf\xc3\xa9"),
            ("e.txt", &late),
            ("f.txt", "cafe\u{301} café".as_bytes()),
        ];
        let found = listed(&documents, "café");
        let contexts: Vec<(usize, &str)> = found
            .iter()
            .flat_map(|(number, matches)| {
                matches
                    .iter()
                    .map(|matched| (*number, matched.context.as_str()))
            })
            .collect();
        assert_eq!(contexts.len(), 6, "{contexts:?}");
        assert_eq!(contexts[0], (0, "A café."));
        assert_eq!(contexts[1], (1, "A café noir."));
        assert_eq!(contexts[2], (2, "A café by the sea."));
        assert!(contexts[3].1.ends_with("A café."));
        assert_eq!(contexts[4..], [(5, "cafe\u{301} café"); 2]);
        // In bytes of the decoded text.
        assert_eq!(found[1].1[0].range, TextRange::between(2, 7));
    }

    #[test]
    fn hits_in_a_long_document_are_those_of_its_text() {
        let content = corpus(3 * WINDOW);
        let found = listed(&[("a.txt", content.as_bytes())], "00 says");
        let text = Text::new(content);
        let ours: Vec<_> = found[0].1.iter().map(|matched| matched.range).collect();
        let matcher = Matcher::new(&query("00 says")).unwrap();
        assert_eq!(ours, matcher.find_all(&text, usize::MAX));
        for (there, range) in found[0].1.iter().zip(&ours) {
            assert_eq!(*there, matched(&text, *range));
        }
    }

    #[test]
    fn no_more_hits_are_listed_than_a_list_holds() {
        let words = "a. ".repeat(MOST_MATCHES / 2 + 1);
        let documents: Vec<(String, &[u8])> = (0..4)
            .map(|number| (format!("{number}.txt"), words.as_bytes()))
            .collect();
        let documents: Vec<(&str, &[u8])> = documents
            .iter()
            .map(|(name, words)| (name.as_str(), *words))
            .collect();
        let found = listed(&documents, "a");
        let counts: Vec<usize> = found.iter().map(|(_, matches)| matches.len()).collect();
        assert_eq!(counts, [MOST_MATCHES / 2 + 1, MOST_MATCHES / 2 - 1]);
    }

    #[test]
    fn a_hit_is_shown_with_the_words_around_it_on_one_line() {
        let text = Text::new("before\nOne two three.\nafter");
        let matched = matched(&text, text.range(11, 14).unwrap());
        assert_eq!(matched.context, "One two three.");
        assert_eq!(&matched.context[4..7], "two");
        assert_eq!((matched.within.start(), matched.within.end()), (4, 7));
        let long = format!("{} two three.", "word ".repeat(40));
        let start = long.find("two").unwrap();
        let text = Text::new(long);
        let cut = super::matched(&text, text.range(start, start + 3).unwrap());
        assert!(cut.context.starts_with("… word "), "{}", cut.context);
        assert_eq!(&cut.context[cut.within.start()..cut.within.end()], "two");
        let endless = Text::new("x".repeat(5000));
        let shown = super::matched(&endless, endless.full_range());
        assert_eq!(shown.range, endless.full_range());
        assert_eq!(shown.context.len(), LONGEST_SHOWN + " …".len());
    }
}
