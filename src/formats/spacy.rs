//! JSON Lines for spaCy and Prodigy: a line for each document, with its text, its tokens and the
//! spans in it.
//!
//! Offsets are code points, with the end exclusive. The spans overlap, so that they belong into
//! `doc.spans` and not into `doc.ents`. spaCy refuses a span whose edges are not those of tokens:
//! the tokens of a line are cut at all edges of its spans, so that a `Doc` of these words takes
//! every one; how many a tokenizer may refuse is counted. Prodigy keeps the fields of a span that
//! it does not know, so that what a span has no room for stands in it as `postil`.
//!
//! What is read may be a line of Prodigy, with its answer, or what `Doc.to_json` gives.
//!
//! Must not know: files.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use serde_json::Value;

use crate::annotation::TagId;
use crate::text::{Text, TextRange};

use super::bundle::ExportDocument;
use super::carried;
use super::import::json::{self, Fields};
use super::import::outline::Outline;
use super::import::rows::{passage, rows, with_words};
use super::import::{
    Gathered, Imported, ImportedDocument, ImportedTag, Input, Reader, Unread, names, one_file,
};
use super::json::{Node, Object, to_spaced_json};
use super::piece::{Piece, Writer};
use super::problem::Problem;
use super::tokens::{is_cut, tokens, touched};
use super::within::Within;

pub(super) struct Spacy;

impl Writer for Spacy {
    fn is_whole(&self) -> bool {
        true
    }

    fn tags(&self, document: &ExportDocument, _: Range<usize>, piece: &mut Piece) {
        let Some(within) = Within::new(document, &mut piece.tally) else {
            return;
        };
        let words = tokens(within.text);
        let cut = within.tags.iter();
        let cut = cut.filter(|(_, place)| is_cut(&words, place.bytes)).count();
        let what = "tags with an edge inside a word, for which char_span wants \
                    alignment_mode=\"expand\" unless the tokens are those of the file";
        piece.tally.tell(what, cut);
        for (annotation, _) in &within.tags {
            piece.tally.tell_hidden(annotation, &[]);
        }
        let pieces = cut_at_edges(&within, &words);
        let spans: Vec<Object> = (0..within.tags.len())
            .map(|number| {
                let (annotation, place) = within.tags[number];
                let mut span = edges(&within, &pieces, number);
                span.put("postil", Node::Object(carried::object(annotation, place)));
                span
            })
            .collect();
        let relations = within.relations.iter().map(|(from, name, to)| {
            let last = |number: usize| {
                let place = within.tags[number].1;
                touched(&pieces, place.bytes).map_or(0, |(_, last)| last)
            };
            let mut relation = Object::default();
            relation.put("head", last(*from));
            relation.put("child", last(*to));
            relation.put("head_span", Node::Object(edges(&within, &pieces, *from)));
            relation.put("child_span", Node::Object(edges(&within, &pieces, *to)));
            relation.put("label", *name);
            relation
        });
        let relations: Vec<Object> = relations.collect();
        let mut meta = Object::default();
        meta.put("doc", document.path.as_str());
        meta.put("sha256", document.sha256.as_str());
        let mut line = Object::default();
        line.put("text", within.words());
        line.put("spans", Node::List(spans));
        if !relations.is_empty() {
            line.put("relations", Node::List(relations));
        }
        line.put("meta", Node::Object(meta));
        line.put("answer", "accept");
        // Last, since nobody reads them.
        line.put("tokens", Node::List(token_objects(within.text, &pieces)));
        piece.bytes.extend(to_spaced_json(&line).as_bytes());
        piece.bytes.push(b'\n');
    }
}

/// The tokens of a document, cut at the edges of its tags, with all white space but the blank
/// that may follow a token as tokens of their own: joined they are the text.
fn cut_at_edges(within: &Within<'_>, words: &[TextRange]) -> Vec<TextRange> {
    let places = within.tags.iter().map(|(_, place)| place.bytes);
    let mut cuts: BTreeSet<usize> = places
        .flat_map(|place| [place.start(), place.end()])
        .collect();
    cuts.extend(words.iter().flat_map(|word| [word.start(), word.end()]));
    cuts.extend([0, within.text.len()]);
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let parts = cuts
        .windows(2)
        .map(|pair| TextRange::between(pair[0], pair[1]));
    let places = || within.tags.iter().map(|(_, place)| place.bytes);
    let starts: HashSet<usize> = places().map(TextRange::start).collect();
    let ends: HashSet<usize> = places().map(TextRange::end).collect();
    let mut pieces: Vec<TextRange> = Vec::new();
    for part in parts {
        // A blank belongs to the token before it, unless a tag begins or ends with it.
        let follows = pieces.last().is_some_and(|last| last.end() == part.start());
        let is_own =
            starts.contains(&part.start()) || (part.len() == 1 && ends.contains(&part.end()));
        let blank = follows && !is_own && within.text.slice(part).starts_with(' ');
        match part.len() {
            1 if blank => {}
            _ if blank => pieces.push(TextRange::between(part.start() + 1, part.end())),
            _ => pieces.push(part),
        }
    }
    pieces
}

/// Tokens as Prodigy has them.
fn token_objects(text: &Text, pieces: &[TextRange]) -> Vec<Object> {
    let mut start = 0;
    let mut at = 0;
    let tokens = pieces.iter().enumerate().map(|(number, token)| {
        start += text
            .slice(TextRange::between(at, token.start()))
            .chars()
            .count();
        let words = text.slice(*token);
        let end = start + words.chars().count();
        let next = pieces
            .get(number + 1)
            .map_or(text.len(), |next| next.start());
        let mut object = Object::default();
        object.put("text", words.as_ref());
        object.put("start", start);
        object.put("end", end);
        object.put("id", number);
        object.put("ws", next > token.end());
        (start, at) = (end, token.end());
        object
    });
    tokens.collect()
}

/// What a tag is called, where it stands, in code points and in tokens, and its label.
fn edges(within: &Within<'_>, pieces: &[TextRange], number: usize) -> Object {
    let (annotation, place) = within.tags[number];
    let mut span = Object::default();
    span.put("id", number + 1);
    span.put("start", place.start.0);
    span.put("end", place.end.0);
    if let Some((first, last)) = touched(pieces, place.bytes) {
        span.put("token_start", first);
        span.put("token_end", last);
    }
    span.put("label", annotation.tag.as_str());
    span
}

impl Reader for Spacy {
    fn recognises(&self, input: &Input) -> bool {
        let Some(file) = input.only() else {
            return false;
        };
        let outline = Outline::of(file);
        let row = outline.first();
        let is_span = |list: &Outline| match list {
            Outline::List(first) => !first.is_there() || first.field("start").is_there(),
            Outline::Object(groups) => groups
                .iter()
                .all(|(_, group)| matches!(group, Outline::List(_))),
            _ => false,
        };
        *row.field("text") == Outline::Text
            && (is_span(row.field("spans")) || is_span(row.field("ents")))
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let file = input.only().ok_or_else(one_file)?;
        let mut gathered = Gathered::default();
        let mut unread = Unread::default();
        for row in rows(input, file, &NOT_READ)? {
            let (place, fields) = row?;
            line(&place, fields, &mut gathered, &mut unread)?;
        }
        Ok(Imported {
            documents: gathered.into_documents(),
            problems: unread.problems(),
            ..Imported::default()
        })
    }
}

/// What a line has for programs that count in tokens.
const NOT_READ: [&str; 1] = ["tokens"];

/// The fields of what Prodigy knows of a document by which it may be called.
const NAMES: [&str; 6] = ["doc", "path", "file", "filename", "source", "title"];

fn line(
    place: &str,
    mut fields: Fields,
    gathered: &mut Gathered,
    unread: &mut Unread,
) -> Result<(), Problem> {
    let answer = json::text(place, &mut fields, "answer")?;
    match answer.as_deref() {
        None | Some("accept") => {}
        Some(answer @ ("reject" | "ignore")) => {
            unread.count(format!("lines with the answer {answer}"));
            return Ok(());
        }
        Some(answer) => {
            let words = format!("is {answer:?} and none of accept, reject, ignore");
            return Err(Problem::error(format!("{place}.answer"), words));
        }
    }
    let words = json::text(place, &mut fields, "text")?
        .ok_or_else(|| Problem::error(format!("{place}.text"), "is missing"))?;
    let text = Text::new(words.as_str());
    // Prodigy writes no list for a text in which nobody has marked anything.
    let lists = lists(place, &mut fields, answer.is_some())?;
    let creator = json::text(place, &mut fields, "_annotator_id")?;
    let creator = creator.unwrap_or_default();
    let (known, sha256) = about(&mut fields);
    let key = known.first().cloned().unwrap_or_default();
    let document = gathered.document(&format!("{key}\0{words}"), || ImportedDocument {
        names: known,
        sha256,
        text: Some(text.clone()),
        ..ImportedDocument::default()
    });
    let mut by_edges: HashMap<Edges, usize> = HashMap::new();
    for (place, fields) in lists {
        let known = [
            known_by(&fields, Option::is_some),
            known_by(&fields, |_| false),
        ];
        // What a model was sure of, somebody may have accepted since.
        let may_be_of_model = answer.is_none();
        let mut tag = span(place, fields, &text, may_be_of_model)?;
        tag.local.clone_from(&tag.place);
        if tag.annotation.creator.is_empty() {
            tag.annotation.creator = creator.as_str().into();
        }
        for edges in known.into_iter().flatten() {
            by_edges.entry(edges).or_insert(document.tags.len());
        }
        document.tags.push(tag);
    }
    relations(place, fields, &by_edges, &mut document.tags, unread)
}

/// What the document of a line may be called, and the SHA-256 of it.
fn about(fields: &mut Fields) -> (Vec<String>, Option<String>) {
    let mut meta = match fields.remove("meta") {
        Some(Value::Object(meta)) => meta,
        _ => Fields::new(),
    };
    let mut name = |name: &str| match meta.remove(name) {
        Some(Value::String(name)) => name,
        _ => String::new(),
    };
    let known = NAMES.map(&mut name);
    let sha256 = Some(name("sha256")).filter(|sha256| !sha256.is_empty());
    (names(known.iter().map(String::as_str)), sha256)
}

fn relations(
    place: &str,
    mut fields: Fields,
    by_edges: &HashMap<Edges, usize>,
    tags: &mut [ImportedTag],
    unread: &mut Unread,
) -> Result<(), Problem> {
    let all = json::list(place, &mut fields, "relations")?;
    for (number, value) in all.into_iter().enumerate() {
        let place = format!("{place}.relations[{number}]");
        let mut fields = json::object(&place, value)?;
        let name = json::text(&place, &mut fields, "label")?.unwrap_or_default();
        let ends = ["head_span", "child_span"].map(|end| {
            let span = fields.get(end)?.as_object()?;
            by_edges.get(&known_by(span, |_| true)?).copied()
        });
        match ends {
            [Some(from), Some(to)] => {
                let to = tags[to].local.clone();
                tags[from].relations.push((name, to));
            }
            _ => unread.count("relations between what are no spans"),
        }
    }
    Ok(())
}

/// What relations know a span by: its id, where it has one, and its place.
type Edges = (Option<u64>, u64, u64);

fn known_by(span: &Fields, with_id: impl Fn(&Option<u64>) -> bool) -> Option<Edges> {
    let number = |name: &str| span.get(name).and_then(Value::as_u64);
    let id = Some(number("id")).filter(with_id).flatten();
    Some((id, number("start")?, number("end")?))
}

/// The spans of a line with their places: of Prodigy, of the groups of a `Doc`, and its entities.
fn lists(
    place: &str,
    fields: &mut Fields,
    is_answered: bool,
) -> Result<Vec<(String, Fields)>, Problem> {
    let mut all: Vec<(String, Vec<Value>)> = Vec::new();
    let mut is_any = false;
    let groups = fields.get_mut("spans").and_then(Value::as_object_mut);
    if let Some(mut groups) = groups.map(std::mem::take) {
        fields.remove("spans");
        is_any = true;
        let names: Vec<String> = groups.keys().cloned().collect();
        let place = format!("{place}.spans");
        for name in names {
            let list = json::list(&place, &mut groups, &name)?;
            all.push((format!("{place}.{name}"), list));
        }
    }
    for name in ["spans", "ents"] {
        is_any |= fields.contains_key(name);
        let list = json::list(place, fields, name)?;
        all.push((format!("{place}.{name}"), list));
    }
    if !is_any && !is_answered {
        return Err(Problem::error(place, "has no `spans`"));
    }
    let mut spans = Vec::new();
    for (place, values) in all {
        for (number, value) in values.into_iter().enumerate() {
            let place = format!("{place}[{number}]");
            let fields = json::object(&place, value)?;
            spans.push((place, fields));
        }
    }
    Ok(spans)
}

fn span(
    place: String,
    mut fields: Fields,
    text: &Text,
    may_be_of_model: bool,
) -> Result<ImportedTag, Problem> {
    let start = json::offset(&place, &mut fields, "start")?;
    let end = json::offset(&place, &mut fields, "end")?;
    let label = json::text(&place, &mut fields, "label")?.filter(|label| !label.is_empty());
    let label = label.ok_or_else(|| Problem::error(format!("{place}.label"), "is missing"))?;
    let label = TagId::from(label.as_str());
    let mut selector = passage(&place, Some(text), start, end)?;
    if let Some(words) = json::text(&place, &mut fields, "text")? {
        selector = with_words(selector, &words);
    }
    let mut tag = ImportedTag {
        score: json::score(&place, &fields)?.filter(|_| may_be_of_model),
        ..ImportedTag::default()
    };
    if let Some(value) = fields.remove("postil") {
        let place = format!("{place}.postil");
        tag.annotation = carried::from_json(&place, &label, TagId::to_string, value)?;
    } else if tag.score.is_some() {
        // Prodigy names the model beside the score.
        let model = fields.get("source").and_then(Value::as_str);
        tag.annotation.creator = model.unwrap_or_default().into();
    }
    tag.annotation.tag = label;
    tag.annotation.selector = selector;
    tag.place = place;
    Ok(tag)
}
