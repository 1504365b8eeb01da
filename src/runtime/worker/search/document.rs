//! Searches a document beyond what the reader has looked through itself.
//!
//! Must not know: other documents.

use std::ops::{ControlFlow, Range};
use std::time::Instant;

use crate::app::{DocumentMatches, Message, SearchRequest};
use crate::text::TextRange;
use crate::text::search::{Matcher, WINDOW, Widened};

use super::{NEWS_EVERY, by_part};

/// Searches a document; `send` gets what is found, the nearest first. Gives up when the
/// search is not `wanted` any more.
pub(crate) fn find(
    find: &SearchRequest,
    wanted: &(dyn Fn() -> bool + Sync),
    send: &(dyn Fn(Message) + Sync),
) {
    let Ok(matcher) = Matcher::new(&find.query) else {
        return;
    };
    let (before, after) = (0..find.known.start(), find.known.end()..find.text.len());
    let legs = match find.forward {
        true => [after, before],
        false => [before, after],
    };
    let mut news = News {
        find,
        room: find.room,
        stretches: Vec::new(),
        told: Instant::now(),
        told_of_matches: false,
        send,
    };
    for leg in legs {
        look_through(&matcher, leg, wanted, &mut news);
    }
    if wanted() {
        news.tell(true);
    }
}

fn look_through(
    matcher: &Matcher,
    leg: Range<usize>,
    wanted: &(dyn Fn() -> bool + Sync),
    news: &mut News<'_>,
) {
    let (find, forward) = (news.find, news.find.forward);
    let part = |index: usize| {
        if forward {
            let start = leg.start + index * WINDOW;
            start..(start + WINDOW).min(leg.end)
        } else {
            let end = leg.end - index * WINDOW;
            end.saturating_sub(WINDOW).max(leg.start)..end
        }
    };
    let matches_in = |part: Range<usize>| {
        let mut matches = Vec::new();
        if wanted() {
            matcher.each(&find.text, part, |matched| {
                matches.push(matched);
                // Many matches take longer than the window they are in.
                matches.len() % 1024 != 0 || wanted()
            });
        }
        matches
    };
    let mut end = leg.start;
    let count = leg.len().div_ceil(WINDOW);
    let look = |index| matches_in(part(index));
    by_part(0..count, look, news.send, |index, mut matches| {
        let part = part(index);
        // The last match of the window before may reach into this one: then those in it
        // are counted from its end.
        if forward && matches.first().is_some_and(|matched| matched.start < end) {
            matches = matches_in(end..part.end);
        }
        end = matches.last().map_or(end, |matched| matched.end);
        match wanted() && news.add(part, matches) {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    });
}

/// What was found and not told of yet.
struct News<'a> {
    find: &'a SearchRequest,
    room: usize,
    stretches: Vec<(TextRange, Vec<TextRange>)>,
    told: Instant,
    told_of_matches: bool,
    send: &'a (dyn Fn(Message) + Sync),
}

impl News<'_> {
    /// Takes in the matches of a part that stands beside what was taken in last, or
    /// begins anew elsewhere; answers whether there is room for more.
    fn add(&mut self, part: Range<usize>, mut matches: Vec<Range<usize>>) -> bool {
        let (mut start, mut end) = (part.start, part.end);
        if self.find.forward {
            matches.truncate(self.room);
            if matches.len() == self.room {
                end = matches.last().map_or(end, |matched| matched.end);
            }
        } else if matches.len() >= self.room {
            matches.drain(..matches.len() - self.room);
            start = matches.first().map_or(start, |matched| matched.start);
        }
        self.room -= matches.len();
        let mut widened = Widened::new(&self.find.text);
        let matches = matches
            .into_iter()
            .filter_map(|matched| widened.widen(matched));
        let mut matches: Vec<_> = matches.collect();
        let stretch = TextRange::between(start, end);
        match self.stretches.last_mut() {
            Some((last, found)) if self.find.forward && last.end() == start => {
                *last = last.union(stretch);
                found.extend(matches);
            }
            Some((last, found)) if !self.find.forward && last.start() == end => {
                let next = found.first().map_or(usize::MAX, |matched| matched.start());
                *last = last.union(stretch);
                matches.retain(|matched| matched.end() <= next);
                matches.append(found);
                *found = matches;
            }
            _ => self.stretches.push((stretch, matches)),
        }
        // The first one is waited for.
        let first = !self.told_of_matches
            && self
                .stretches
                .iter()
                .any(|(_, matches)| !matches.is_empty());
        if first || self.told.elapsed() >= NEWS_EVERY {
            self.told_of_matches |= first;
            self.tell(false);
        }
        self.room > 0
    }

    fn tell(&mut self, done: bool) {
        self.told = Instant::now();
        (self.send)(Message::DocumentSearched(DocumentMatches {
            search: self.find.search,
            document: self.find.document,
            stretches: std::mem::take(&mut self.stretches),
            done,
        }));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::tests::{corpus, query};
    use super::*;
    use crate::app::DocumentId;
    use crate::text::Text;

    /// All that a search tells of, with what was known before.
    fn found(
        text: &Text,
        pattern: &str,
        known: TextRange,
        forward: bool,
        room: usize,
    ) -> Vec<DocumentMatches> {
        let request = SearchRequest {
            search: 1,
            document: DocumentId(0),
            text: text.clone(),
            query: query(pattern),
            known,
            forward,
            room,
        };
        let told = Mutex::new(Vec::new());
        find(&request, &|| true, &|message| match message {
            Message::DocumentSearched(found) => told.lock().unwrap().push(found),
            other => panic!("{other:?}"),
        });
        told.into_inner().unwrap()
    }

    fn ranges(told: &[DocumentMatches]) -> Vec<TextRange> {
        let stretches = told.iter().flat_map(|found| &found.stretches);
        let mut ranges: Vec<_> = stretches.flat_map(|(_, matches)| matches.clone()).collect();
        ranges.sort_unstable();
        ranges
    }

    #[test]
    fn all_of_a_long_document_is_searched_from_where_the_reader_is() {
        let text = Text::new(corpus(3 * WINDOW + 77));
        let middle = text.floor_char(text.len() / 2);
        let known = text.range(middle, text.floor_char(middle + 5000)).unwrap();
        for pattern in ["99 says", "often. Sentence", "– and"] {
            let matcher = Matcher::new(&query(pattern)).unwrap();
            let mut all = matcher.find_all(&text, usize::MAX);
            all.retain(|matched| !known.contains(matched.start()));
            for forward in [true, false] {
                let told = found(&text, pattern, known, forward, usize::MAX);
                assert_eq!(ranges(&told), all, "{pattern}");
                assert!(told.last().unwrap().done);
                let covered: usize = told
                    .iter()
                    .flat_map(|found| &found.stretches)
                    .map(|(stretch, _)| stretch.len())
                    .sum();
                assert_eq!(covered + known.len(), text.len());
            }
        }
    }

    #[test]
    fn hits_that_touch_are_counted_as_from_the_beginning_over_the_edges_of_windows() {
        // An odd number of letters before each edge: every match of two reaches over.
        let text = Text::new(format!(".{}", "a".repeat(2 * WINDOW + 99)));
        let all = Matcher::new(&query("aa"))
            .unwrap()
            .find_all(&text, usize::MAX);
        let known = TextRange::empty_at(0);
        assert_eq!(ranges(&found(&text, "aa", known, true, usize::MAX)), all);
    }

    #[test]
    fn no_more_hits_are_told_than_there_is_room_for_and_the_nearest_are() {
        let text = Text::new(corpus(2 * WINDOW));
        let known = TextRange::empty_at(WINDOW);
        let all = Matcher::new(&query("often"))
            .unwrap()
            .find_all(&text, usize::MAX);
        let middle = all.partition_point(|matched| matched.start() < WINDOW);
        let told = found(&text, "often", known, true, 100);
        assert_eq!(ranges(&told), all[middle..middle + 100]);
        let told = found(&text, "often", known, false, 100);
        assert_eq!(ranges(&told), all[middle - 100..middle]);
        let stretch = told[0].stretches[0].0;
        assert_eq!(
            (stretch.start(), stretch.end()),
            (all[middle - 100].start(), WINDOW)
        );
    }

    #[test]
    fn a_search_that_is_not_wanted_any_more_says_nothing() {
        let text = Text::new(corpus(3 * WINDOW));
        let request = SearchRequest {
            search: 1,
            document: DocumentId(0),
            text,
            query: query("nowhere"),
            known: TextRange::empty_at(0),
            forward: true,
            room: 10,
        };
        let asked = AtomicUsize::new(0);
        let wanted = || asked.fetch_add(1, Ordering::Relaxed) < 2;
        find(&request, &wanted, &|message| {
            if let Message::DocumentSearched(found) = message {
                assert!(!found.done);
            }
        });
    }
}
