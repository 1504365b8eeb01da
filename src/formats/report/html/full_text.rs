//! A document with all its words, and the passages marked in them.
//!
//! Where passages overlap, the text is cut where one begins or ends, and what lies between is
//! marked once for each kind of tag on it. Each passage begins with its letter and number,
//! which lead to what is said of it; one that overlaps another has a sign at its end, too.
//!
//! Must not know: what is said of the passages.

use std::collections::BTreeMap;

use super::super::about::{Report, ReportDocument};
use super::markup::Markup;
use super::style::class;
use crate::text::{Text, TextRange};

/// How many bytes of a text are written at once.
const CHUNK: usize = 32 << 10;
/// How many kinds of tags on the same words are underlined; the letters tell all.
const MOST_LINES: usize = 3;

/// A passage in the text.
#[derive(Debug, Clone)]
struct Marked {
    range: TextRange,
    /// Its number among those of the document.
    passage: usize,
    /// Which of the kinds it is.
    kind: usize,
    overlaps: bool,
}

/// A kind of tags.
#[derive(Debug, Clone)]
struct Kind {
    class: String,
    letter: String,
    name: String,
}

/// A document as it is written, piece by piece: it may be a large one.
#[derive(Debug)]
pub(crate) struct FullText {
    number: usize,
    title: String,
    path: String,
    language: String,
    text: Option<Text>,
    kinds: Vec<Kind>,
    /// In the order in which they begin.
    marked: Vec<Marked>,
    /// Places in `marked`, in the order in which they end.
    ends: Vec<usize>,
    /// How far it is written.
    byte: usize,
    begun: usize,
    ended: usize,
    /// How many passages of each kind lie on the words at hand.
    on: BTreeMap<usize, usize>,
    part: Part,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    Words,
    Done,
}

impl FullText {
    pub(crate) fn new(report: &Report, of: &ReportDocument<'_>) -> Self {
        let tags = &report.masthead.tags;
        let mut kinds: Vec<Kind> = Vec::new();
        let mut of_tag = BTreeMap::new();
        let mut marked = Vec::new();
        for (index, placed) in of.document.tags.iter().enumerate() {
            let Some(range) = placed.anchor.range() else {
                continue;
            };
            let id = &placed.annotation.tag;
            let kind = *of_tag.entry(id).or_insert_with(|| {
                let tag = tags.look_up(id);
                kinds.push(Kind {
                    class: class(tags, &tag),
                    letter: tag.letter,
                    name: tag.name,
                });
                kinds.len() - 1
            });
            marked.push(Marked {
                range,
                passage: index + 1,
                kind,
                overlaps: false,
            });
        }
        marked.sort_by_key(|one| (one.range.start(), std::cmp::Reverse(one.range.end())));
        find_overlaps(&mut marked);
        let mut ends: Vec<usize> = (0..marked.len()).collect();
        ends.sort_by_key(|at| (marked[*at].range.end(), std::cmp::Reverse(*at)));
        Self {
            number: of.number,
            title: of.title(),
            path: of.document.path.clone(),
            language: of.language(report),
            text: of.document.text.clone(),
            kinds,
            marked,
            ends,
            byte: 0,
            begun: 0,
            ended: 0,
            on: BTreeMap::new(),
            part: Part::Head,
        }
    }

    /// The next piece; `None` after the last.
    pub(crate) fn next_piece(&mut self) -> Option<String> {
        let mut out = Markup::default();
        match (self.part, self.text.clone()) {
            (Part::Done, _) => return None,
            (Part::Head, text) => {
                self.write_head(&mut out);
                self.part = match text {
                    Some(_) => Part::Words,
                    None => Part::Done,
                };
            }
            (Part::Words, None) => self.part = Part::Done,
            (Part::Words, Some(text)) => {
                let end = chunk_end(&text, self.byte);
                self.write_words(&mut out, &text, end);
                if end == text.len() {
                    out.raw("</div>\n</section>\n");
                    self.part = Part::Done;
                }
            }
        }
        Some(out.into_string())
    }

    fn write_head(&self, out: &mut Markup) {
        out.raw("<section")
            .attribute("id", &format!("t{}", self.number));
        out.raw(">\n<h3>").number(self.number).raw(" <bdi>");
        out.words(&self.title)
            .raw("</bdi></h3>\n<p class=\"dim\"><bdi>");
        out.words(&self.path).raw("</bdi> · <a");
        out.attribute("href", &format!("#d{}", self.number));
        out.raw(">its passages</a></p>\n");
        match &self.text {
            Some(_) => {
                out.raw("<div class=\"text\" dir=\"auto\"");
                out.attribute("lang", &self.language).raw(">")
            }
            None => out.raw(
                "<p>The document could not be read, or is not there any more.</p>\n</section>\n",
            ),
        };
    }

    /// Writes the words up to a byte, with all that begins and ends on the way.
    fn write_words(&mut self, out: &mut Markup, text: &Text, end: usize) {
        loop {
            self.write_ends(out);
            self.write_starts(out);
            // One without words ends where it begins.
            self.write_ends(out);
            if self.byte >= end {
                break;
            }
            let starts = self.marked.get(self.begun).map(|one| one.range.start());
            let ends = self.ends.get(self.ended);
            let ends = ends.map(|at| self.marked[*at].range.end());
            let next = [starts, ends].into_iter().flatten().fold(end, usize::min);
            let words = text.slice(TextRange::between(self.byte, next));
            self.write_marked(out, &words);
            self.byte = next;
        }
    }

    fn write_starts(&mut self, out: &mut Markup) {
        while let Some(one) = self.marked.get(self.begun) {
            if one.range.start() > self.byte {
                return;
            }
            let kind = &self.kinds[one.kind];
            let number = format!("{}-{}", self.number, one.passage);
            out.raw("<a")
                .attribute("class", &format!("n {}", kind.class));
            out.attribute("id", &format!("m{number}"));
            out.attribute("href", &format!("#p{number}"));
            out.attribute("title", &format!("{}, passage {number}", kind.name));
            out.raw(">")
                .words(&kind.letter)
                .raw(" ")
                .words(&number)
                .raw("</a>");
            *self.on.entry(one.kind).or_default() += 1;
            self.begun += 1;
        }
    }

    fn write_ends(&mut self, out: &mut Markup) {
        while let Some(at) = self.ends.get(self.ended) {
            let one = &self.marked[*at];
            if one.range.end() > self.byte || *at >= self.begun {
                return;
            }
            let number = format!("{}-{}", self.number, one.passage);
            out.raw("<span class=\"e\"")
                .attribute("id", &format!("e{number}"));
            out.raw(">");
            if one.overlaps {
                out.raw("/").words(&self.kinds[one.kind].letter);
                out.raw(" ").words(&number);
            }
            out.raw("</span>");
            if let Some(number) = self.on.get_mut(&one.kind) {
                *number -= 1;
            }
            self.on.retain(|_, number| *number > 0);
            self.ended += 1;
        }
    }

    /// Words, marked once for each kind of tag on them.
    fn write_marked(&self, out: &mut Markup, words: &str) {
        let lines = self.on.keys().take(MOST_LINES);
        for kind in lines.clone() {
            out.raw("<mark")
                .attribute("class", &self.kinds[*kind].class)
                .raw(">");
        }
        out.words(words);
        for _ in lines {
            out.raw("</mark>");
        }
    }
}

/// Says of each passage whether it shares words with another one.
fn find_overlaps(marked: &mut [Marked]) {
    let mut reach: Option<usize> = None;
    for index in 0..marked.len() {
        let (start, end) = (marked[index].range.start(), marked[index].range.end());
        if let Some(furthest) = reach.filter(|at| marked[*at].range.end() > start) {
            marked[index].overlaps = true;
            marked[furthest].overlaps = true;
        }
        if reach.is_none_or(|at| marked[at].range.end() < end) {
            reach = Some(index);
        }
    }
}

/// Where a piece that begins at a byte ends: not between the two characters of a line end.
fn chunk_end(text: &Text, from: usize) -> usize {
    if text.len() - from <= CHUNK {
        return text.len();
    }
    let end = text.floor_char(from + CHUNK);
    let before = text.slice(TextRange::between(end - 1, end));
    match before.ends_with('\r') && end - 1 > from {
        true => end - 1,
        false => end,
    }
}
