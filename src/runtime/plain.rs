//! A screen without drawing: what changes is printed, line by line, without one escape
//! sequence.
//!
//! What was told stays told: only a topic that is another one than before is told again. A
//! key that changes nothing is answered, too: by what is told of the place, or by the notice.
//!
//! Must not know: what there is to be told.

use std::collections::HashMap;
use std::io::{self, Write};

use crate::app::Model;
use crate::ui::{HELP, Topic, TopicName, TypedWords, topics};

/// The end of a line of a terminal in raw mode.
const LINE_END: &str = "\r\n";

#[derive(Debug)]
pub(super) struct PlainScreen<W: Write> {
    out: W,
    told: HashMap<TopicName, Topic>,
    typed: Option<TypedWords>,
    /// Whether the last line has no end yet: somebody is typing it.
    is_open: bool,
}

/// Whether a key is still to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Nothing,
    Key,
}

impl<W: Write> PlainScreen<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            told: HashMap::new(),
            typed: None,
            is_open: false,
        }
    }

    pub(super) fn out_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// Tells what is new.
    pub(super) fn tell(&mut self, model: &Model, asked: Asked) -> io::Result<()> {
        let (topics, typed) = topics(model);
        let frame = self.frame(topics, typed, asked);
        if frame.is_empty() {
            return Ok(());
        }
        self.out.write_all(frame.as_bytes())?;
        self.out.flush()
    }

    fn frame(&mut self, topics: Vec<Topic>, typed: Option<TypedWords>, asked: Asked) -> String {
        let mut lines = Vec::new();
        let answer = answer(&topics);
        for topic in topics {
            let before = self.told.get(&topic.name);
            let has_grown = match (topic.grown, before.and_then(|before| before.grown)) {
                (Some(now), Some(before)) => now > before,
                _ => true,
            };
            if before != Some(&topic) {
                // The help is told as far as it comes into view.
                let seen = before.filter(|before| topic.what == HELP && before.what == HELP);
                let seen = seen.map_or(&[][..], |before| &before.lines);
                let new = topic.lines.iter().filter(|line| !seen.contains(line));
                if has_grown {
                    lines.extend(new.cloned());
                }
                self.told.insert(topic.name, topic);
            }
        }
        let is_same_line = typed == self.typed;
        if lines.is_empty() && is_same_line && asked == Asked::Key {
            lines = answer;
        }
        let mut frame = String::new();
        let echo = self.typed.as_ref().zip(typed.as_ref());
        let echo = echo.and_then(|(before, now)| appended(before, now));
        match (&typed, echo) {
            // What is typed at the end of the line goes on in it.
            (Some(_), Some(more)) if lines.is_empty() && self.is_open => frame.push_str(more),
            _ => {
                let ends_line = !lines.is_empty() || !is_same_line;
                if self.is_open && ends_line {
                    frame.push_str(LINE_END);
                    self.is_open = false;
                }
                for line in &lines {
                    frame.push_str(line);
                    frame.push_str(LINE_END);
                }
                if let Some(typed) = typed.as_ref().filter(|_| !self.is_open) {
                    frame.push_str(&typed.label);
                    frame.push_str(&typed.before);
                    if !typed.behind.is_empty() {
                        frame.push('|');
                        frame.push_str(&typed.behind);
                    }
                    self.is_open = true;
                }
            }
        }
        self.typed = typed;
        frame
    }

    /// Ends the line that somebody was typing, before somebody else writes.
    pub(super) fn end_line(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.is_open) {
            self.out.write_all(LINE_END.as_bytes())?;
            self.out.flush()?;
        }
        Ok(())
    }

    /// Forgets what was told: somebody else has written since, or wants to hear it again.
    pub(super) fn forget(&mut self) {
        self.told.remove(&TopicName::Document);
        self.told.remove(&TopicName::Title);
        self.told.remove(&TopicName::Size);
        self.told.remove(&TopicName::Sentence);
        self.told.remove(&TopicName::Tags);
        self.told.remove(&TopicName::Mode);
        self.typed = None;
    }
}

/// What was typed at the end of a line, if that is all.
fn appended<'a>(before: &TypedWords, now: &'a TypedWords) -> Option<&'a str> {
    let is_one = before.label == now.label && before.behind.is_empty() && now.behind.is_empty();
    let more = now.before.strip_prefix(&before.before)?;
    is_one.then_some(more)
}

/// What answers a key that changed nothing: the notice, else what is under the cursor.
fn answer(topics: &[Topic]) -> Vec<String> {
    let of = |name| {
        let mut topics = topics.iter().filter(move |topic| topic.name == name);
        topics.next().filter(|topic| !topic.lines.is_empty())
    };
    let order = [
        TopicName::Notice,
        TopicName::Mode,
        TopicName::Selection,
        TopicName::Pane,
        TopicName::Sentence,
        TopicName::Document,
    ];
    let found = order.into_iter().find_map(of);
    // Of the help, which is long, the keys.
    found.map_or_else(Vec::new, |topic| match topic.lines.split_last() {
        Some((last, _)) if topic.what == HELP => vec![last.clone()],
        _ => topic.lines.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(name: TopicName, words: &str, grown: Option<usize>) -> Topic {
        let lines = [words].into_iter().filter(|words| !words.is_empty());
        Topic {
            name,
            what: String::new(),
            grown,
            lines: lines.map(ToOwned::to_owned).collect(),
        }
    }

    fn typed(before: &str, behind: &str) -> Option<TypedWords> {
        Some(TypedWords {
            label: "/".to_owned(),
            before: before.to_owned(),
            behind: behind.to_owned(),
        })
    }

    #[test]
    fn what_is_new_is_told_and_a_key_is_always_answered() {
        let mut screen = PlainScreen::new(Vec::new());
        let place = |words| vec![topic(TopicName::Sentence, words, None)];
        assert_eq!(screen.frame(place("one"), None, Asked::Nothing), "one\r\n");
        assert_eq!(screen.frame(place("one"), None, Asked::Nothing), "");
        assert_eq!(screen.frame(place("one"), None, Asked::Key), "one\r\n");
        assert_eq!(screen.frame(place("two"), None, Asked::Key), "two\r\n");
        let step = |words, number| vec![topic(TopicName::Change, words, Some(number))];
        for (words, number, expected) in [
            ("", 0, ""),
            ("tagged", 1, "tagged\r\n"),
            ("tagged", 2, "tagged\r\n"),
            // Undone; the step before it is no news.
            ("tagged", 1, ""),
        ] {
            assert_eq!(
                screen.frame(step(words, number), None, Asked::Nothing),
                expected
            );
        }
    }

    #[test]
    fn what_is_typed_goes_on_in_its_line() {
        let mut screen = PlainScreen::new(Vec::new());
        for (now, expected) in [
            (typed("", ""), "/"),
            (typed("d", ""), "d"),
            (typed("don", ""), "on"),
            (typed("do", ""), "\r\n/do"),
            (typed("d", "o"), "\r\n/d|o"),
            (None, "\r\n"),
        ] {
            assert_eq!(screen.frame(Vec::new(), now, Asked::Key), expected);
        }
    }
}
