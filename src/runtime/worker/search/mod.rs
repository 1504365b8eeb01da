//! Searches one document beyond what the reader has looked through itself, or all of
//! them. Each search has threads of its own, which end with it; it is given up between
//! two windows of text.
//!
//! Must not know: which of the matches are shown.

pub(super) mod all;
pub(super) mod document;

use std::ops::ControlFlow;
use std::time::Duration;

use crate::app::Message;
use crate::corpus::{Lookahead, work_ahead};

use super::super::report::guarded;

/// How often it is told what a search has found: each time costs a frame.
const NEWS_EVERY: Duration = Duration::from_millis(80);

/// The most matches that wait until those before them are known.
const MOST_WAITING: usize = 20_000;

/// Looks for matches in each part; `take` gets them by part, in order, until it breaks off.
/// An error of the program's own is told, and costs the matches of that part, no more.
fn by_part<I: ExactSizeIterator + Send, T: Send>(
    parts: impl IntoIterator<IntoIter = I>,
    matches_in: impl Fn(I::Item) -> Vec<T> + Sync,
    send: &(dyn Fn(Message) + Sync),
    mut take: impl FnMut(usize, Vec<T>) -> ControlFlow<()>,
) {
    let weigh = |matches: &Result<Vec<T>, _>| matches.as_ref().map_or(0, Vec::len);
    let lookahead = Lookahead::weighed(MOST_WAITING, weigh);
    let look = |part| guarded(|| matches_in(part));
    work_ahead(parts, &lookahead, look, |results| {
        for (index, matches) in results.enumerate() {
            let matches = matches.unwrap_or_else(|words| {
                send(Message::Warned(words));
                Vec::new()
            });
            if take(index, matches).is_break() {
                break;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::text::search::Query;

    #[test]
    fn a_panic_in_one_part_costs_its_matches_and_is_told() {
        let matches_in = |part| {
            assert_ne!(part, 3, "for a test");
            vec![part]
        };
        let (mut taken, told) = (Vec::new(), Mutex::new(0));
        let send = |message| {
            assert!(matches!(message, Message::Warned(_)), "{message:?}");
            *told.lock().unwrap() += 1;
        };
        by_part(0..5, matches_in, &send, |index, matches| {
            taken.push(matches == [index]);
            ControlFlow::Continue(())
        });
        assert_eq!(taken, [true, true, true, false, true]);
        assert_eq!(told.into_inner().unwrap(), 1);
    }

    pub(super) fn query(pattern: &str) -> Query {
        Query {
            pattern: pattern.to_owned(),
            regex: false,
        }
    }

    /// That many bytes of sentences, each with a number.
    pub(super) fn corpus(bytes: usize) -> String {
        let mut text = String::with_capacity(bytes + 100);
        let mut number = 0;
        while text.len() < bytes {
            number += 1;
            text.push_str(&format!("Sentence {number} says little – and often. "));
            if number % 7 == 0 {
                text.push('\n');
            }
        }
        text
    }
}
