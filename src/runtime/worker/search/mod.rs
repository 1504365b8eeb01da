//! Searches one document beyond what the reader has looked through itself, or all of
//! them. Each search has threads of its own, which end with it; it is given up between
//! two windows of text.
//!
//! Must not know: which of the matches are shown.

pub(super) mod all;
pub(super) mod document;

use std::time::Duration;

use crate::app::Message;
use crate::corpus::Lookahead;

/// How often it is told what a search has found: each time costs a frame.
const NEWS_EVERY: Duration = Duration::from_millis(80);

/// The most matches that wait until those before them are known.
const MOST_WAITING: usize = 20_000;

/// The matches in a part, or the words of the panic in looking for them.
type Matches<T> = Result<Vec<T>, String>;

fn lookahead<T>() -> Lookahead<Matches<T>> {
    Lookahead::weighed(MOST_WAITING, |matches| matches.as_ref().map_or(0, Vec::len))
}

/// The matches; where looking for them failed, says so and goes on without.
fn or_notice<T>(matches: Matches<T>, send: &(dyn Fn(Message) + Sync)) -> Vec<T> {
    matches.unwrap_or_else(|words| {
        send(Message::Warned(words));
        Vec::new()
    })
}

#[cfg(test)]
mod tests {
    use crate::text::search::Query;

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
