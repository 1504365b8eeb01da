//! Looking into documents that are not open, and searching them.

use crate::annotation::{Anchor, Conflicts};
use crate::app::{DocumentId, Hit, Message, Summary, judged};
use crate::text::search::Matcher;
use crate::text::segment::Structure;
use crate::text::{Text, TextRange};

use super::Workbench;

/// The hits of one document that are listed.
const MOST_HITS: usize = 10_000;
/// The code points around a hit that are shown.
const CONTEXT: usize = 48;

impl Workbench {
    pub(super) fn summarise(&self, id: DocumentId) -> Message {
        let result = self.read(id).map(|(document, loaded)| {
            let structure = Structure::new(&document.text, self.reading.0, &self.reading.1);
            let mut places = Vec::new();
            let (mut lost, mut moved) = (Vec::new(), 0);
            for annotation in loaded.file.set.iter() {
                let anchor = annotation.selector.anchor(&document.text);
                match anchor.range() {
                    Some(range) => places.push(range),
                    None => lost.push(annotation.id.clone()),
                }
                moved += usize::from(matches!(anchor, Anchor::Moved { .. }));
            }
            Box::new(Summary {
                title: document.title(),
                bytes: document.text.len(),
                sentences: structure.sentences().len(),
                judged: judged(&structure, places.into_iter()),
                conflicts: Conflicts::of(&loaded.file.set),
                set: loaded.file.set,
                lost,
                moved,
            })
        });
        Message::Summarised(id, result)
    }

    pub(super) fn hits(&self, id: DocumentId, matcher: &Matcher) -> Vec<Hit> {
        let Ok((document, _)) = self.read(id) else {
            return Vec::new();
        };
        matcher
            .find_all(&document.text, MOST_HITS)
            .into_iter()
            .map(|range| hit(&document.text, range))
            .collect()
    }
}

/// A hit with the words around it on one line.
fn hit(text: &Text, range: TextRange) -> Hit {
    let line = text.line_at(range.start()).content;
    let first = text.code_point_at(range.start()).0;
    let from = text
        .byte_of(crate::text::CodePoint(first.saturating_sub(CONTEXT)))
        .unwrap_or(0)
        .max(line.start());
    let last = text.code_point_at(range.end()).0 + CONTEXT * 2;
    let to = text
        .byte_of(crate::text::CodePoint(last.min(text.code_points().0)))
        .unwrap_or(text.len())
        .min(line.end().max(range.end()));
    let clean = |range: TextRange| {
        let words: String = text.slice(range).replace(['\n', '\r', '\t'], " ");
        words
    };
    let mut before = clean(TextRange::between(from, range.start()));
    if from > line.start() {
        // Not from the middle of a word.
        let word = before.find(' ').map_or(0, |space| space + 1);
        before = format!("… {}", &before[word..]);
    }
    let within = clean(range);
    let after = clean(TextRange::between(range.end(), to.max(range.end())));
    let start = before.len();
    Hit {
        range,
        within: TextRange::between(start, start + within.len()),
        context: format!("{before}{within}{after}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_is_shown_with_the_words_around_it_on_one_line() {
        let text = Text::new("before\nOne two three.\nafter");
        let hit = hit(&text, text.range(11, 14).unwrap());
        assert_eq!(hit.context, "One two three.");
        let long = format!("{} two three.", "word ".repeat(40));
        let start = long.find("two").unwrap();
        let text = Text::new(long);
        let cut = super::hit(&text, text.range(start, start + 3).unwrap());
        assert!(cut.context.starts_with("… word "), "{}", cut.context);
        assert_eq!(&cut.context[cut.within.start()..cut.within.end()], "two");
        assert_eq!(&hit.context[4..7], "two");
        assert_eq!((hit.within.start(), hit.within.end()), (4, 7));
    }
}
