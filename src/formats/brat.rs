//! brat standoff: for each document a `.txt` with its text and an `.ann` with a line for each
//! thing that is said of it, and one `annotation.conf` for all.
//!
//! Offsets are code points, with the end exclusive; a passage over line ends has a part for each
//! line, and its words are joined by one blank
//! (<https://brat.nlplab.org/standoff.html>). What a line cannot carry stands in a note of the
//! type `Postil` beside it, as JSON, so that what is read back is whole; brat shows it and keeps
//! it.
//!
//! Must not know: files.

use std::collections::HashMap;

use crate::annotation::{
    ATTRIBUTES, Annotation, AnnotationId, AttributeValue, DocumentFacts, Kind, Link, Selector,
    TagId,
};
use crate::text::{CodePoint, Text, TextRange};

use super::bundle::{ExportDocument, Place};
use super::carried;
use super::files::{FilesWriter, Met, OutFile};
use super::import::{
    Imported, ImportedDocument, ImportedTag, Input, InputFile, Placing, Reader, Unread,
};
use super::piece::{Shown, Tally};
use super::problem::Problem;
use super::within::Within;

pub(super) struct Brat;

/// The characters at which brat's own reader ends a line, besides the line feed.
const LINE_ENDS: [char; 8] = [
    '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}', '\u{1e}',
];

impl FilesWriter for Brat {
    fn document(
        &self,
        document: &ExportDocument,
        _: &DocumentFacts,
        tally: &mut Tally,
    ) -> Vec<OutFile> {
        let Some(within) = Within::new(document, tally) else {
            return Vec::new();
        };
        let mut ann = String::new();
        for (index, (annotation, place)) in within.tags.iter().enumerate() {
            tally.tell_hidden(annotation, &[Shown::Notes, Shown::Verdicts]);
            let is_renamed = label(&annotation.tag) != annotation.tag.as_str();
            let what = "tags whose names have signs that brat does not take";
            tally.tell(what, usize::from(is_renamed));
            let (number, label) = (index + 1, label(&annotation.tag));
            let (spans, words) = fragments(within.text, place.bytes);
            ann.push_str(&format!("T{number}\t{label} {spans}\t{words}\n"));
        }
        for (index, (from, name_of_it, to)) in within.relations.iter().enumerate() {
            let (number, name) = (index + 1, name(name_of_it));
            let (from, to) = (from + 1, to + 1);
            ann.push_str(&format!("R{number}\t{name} Arg1:T{from} Arg2:T{to}\n"));
        }
        let mut said = Said::default();
        for (index, (annotation, place)) in within.tags.iter().enumerate() {
            said.of(index + 1, annotation, *place, &mut ann);
        }
        let stem = stem(&document.path);
        vec![
            OutFile {
                name: format!("{stem}.txt"),
                bytes: within.words().into_bytes(),
            },
            OutFile {
                name: format!("{stem}.ann"),
                bytes: ann.into_bytes(),
            },
        ]
    }

    fn shared(&self, met: &Met, _: &mut Tally) -> Vec<OutFile> {
        let mut labels: Vec<String> = met.tags.iter().map(|tag| label(&tag.id)).collect();
        labels.extend(met.labels.keys().map(label));
        let mut relations: Vec<String> = met.relations.keys().map(|rel| name(rel)).collect();
        for list in [&mut labels, &mut relations] {
            let mut seen = std::collections::HashSet::new();
            list.retain(|name| seen.insert(name.clone()));
        }
        let mut conf = "[entities]\n".to_owned();
        labels
            .iter()
            .for_each(|label| conf.push_str(&format!("{label}\n")));
        conf.push_str("\n[relations]\n");
        // Passages may overlap, as they do here.
        conf.push_str("<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n");
        for relation in relations {
            conf.push_str(&format!("{relation}\tArg1:<ENTITY>, Arg2:<ENTITY>\n"));
        }
        conf.push_str("\n[events]\n\n[attributes]\n");
        for attribute in ATTRIBUTES.listed() {
            if let Kind::OneOf(values) = attribute.kind {
                let (name, values) = (attribute.name, values.join("|"));
                conf.push_str(&format!("{name}\tArg:<ENTITY>, Value:{values}\n"));
            }
        }
        vec![OutFile {
            name: "annotation.conf".to_owned(),
            bytes: conf.into_bytes(),
        }]
    }
}

/// The lines about tags, each kind of which is numbered.
#[derive(Default)]
struct Said {
    notes: usize,
    attributes: usize,
}

impl Said {
    /// Adds what is said of the tag with that number.
    fn of(&mut self, number: usize, annotation: &Annotation, place: Place, ann: &mut String) {
        if !annotation.note.is_empty() {
            self.notes += 1;
            let note = escaped(&annotation.note);
            ann.push_str(&format!(
                "#{}\tAnnotatorNotes T{number}\t{note}\n",
                self.notes
            ));
        }
        for (attribute, value) in annotation.values() {
            if matches!(attribute.kind, Kind::OneOf(_)) {
                self.attributes += 1;
                let (name, value) = (attribute.name, value.to_words());
                ann.push_str(&format!("A{}\t{name} T{number} {value}\n", self.attributes));
            }
        }
        self.notes += 1;
        let all = carried::to_json(annotation, place);
        ann.push_str(&format!("#{}\tPostil T{number}\t{all}\n", self.notes));
    }
}

/// The name of a document without its ending, which brat wants to be `.txt`. Two that differ in
/// their endings alone keep them.
fn stem(path: &str) -> &str {
    path.strip_suffix(".txt").unwrap_or(path)
}

/// A tag as a type of brat: without blanks and what else has a meaning there.
fn label(tag: &TagId) -> String {
    name(tag.as_str())
}

fn name(word: &str) -> String {
    let kept = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_');
    let name: String = word
        .chars()
        .map(|sign| if kept(sign) { sign } else { '_' })
        .collect();
    match name.is_empty() {
        true => "_".to_owned(),
        false => name,
    }
}

/// The parts of a passage, one for each line, and its words.
fn fragments(text: &Text, range: TextRange) -> (String, String) {
    let words = text.slice(range);
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let mut parts: Vec<String> = Vec::new();
    let first = text.code_point_at(range.start()).0;
    let mut start = first;
    for part in words.split(LINE_ENDS) {
        let end = start + part.chars().count();
        if end > start {
            spans.push((start, end));
            parts.push(part.to_owned());
        }
        start = end + 1;
    }
    if spans.is_empty() {
        spans.push((first, first + words.chars().count()));
        parts.push(words.replace(LINE_ENDS, " "));
    }
    let spans = spans.iter().map(|(start, end)| format!("{start} {end}"));
    (spans.collect::<Vec<_>>().join(";"), parts.join(" "))
}

/// A note on one line.
fn escaped(note: &str) -> String {
    let note = note.replace('\\', "\\\\").replace("\r\n", "\n");
    note.replace('\t', "\\t").replace(LINE_ENDS, "\\n")
}

fn unescaped(note: &str) -> String {
    let mut words = String::with_capacity(note.len());
    let mut signs = note.chars();
    while let Some(sign) = signs.next() {
        match (sign, sign == '\\') {
            (sign, false) => words.push(sign),
            (_, true) => match signs.next() {
                Some('n') => words.push('\n'),
                Some('t') => words.push('\t'),
                Some('\\') | None => words.push('\\'),
                Some(other) => words.extend(['\\', other]),
            },
        }
    }
    words
}

impl Reader for Brat {
    fn recognises(&self, input: &Input) -> bool {
        let mut files = input.with_ending("ann");
        files.next().is_some_and(|file| {
            let first = file.beginning().lines().find(|line| !line.is_empty());
            first.is_none_or(|line| {
                line.starts_with(['T', 'R', 'E', 'A', 'M', 'N', '#', '*']) && line.contains('\t')
            })
        })
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let mut imported = Imported::default();
        let texts: HashMap<&str, &InputFile> = input
            .with_ending("txt")
            .map(|file| (stem(&file.name), file))
            .collect();
        let mut unread = Unread::default();
        let mut gaps = 0;
        let mut any = false;
        for file in input.with_ending("ann") {
            any = true;
            let stem = file.name.get(..file.name.len() - 4).unwrap_or(&file.name);
            let text = texts.get(stem).map(|file| file.whole_text()).transpose()?;
            let mut read = Read {
                file: &file.name,
                is_only: input.only().is_some(),
                text: text.map(Text::new),
                tags: Vec::new(),
                places: HashMap::new(),
                attributes: HashMap::new(),
                gaps: &mut gaps,
                unread: &mut unread,
            };
            for (number, line) in file.text()?.split('\n').enumerate() {
                read.line(number + 1, line.strip_suffix('\r').unwrap_or(line))?;
            }
            read.complete();
            let Read { text, tags, .. } = read;
            imported.documents.push(ImportedDocument {
                names: vec![format!("{stem}.txt"), stem.to_owned()],
                text,
                tags,
                ..ImportedDocument::default()
            });
        }
        if !any {
            return Err(Problem::error("", "has no .ann file"));
        }
        imported.problems = unread.problems();
        if gaps > 0 {
            let words =
                format!("what stands between the parts of passages is imported with them: {gaps}");
            imported.problems.push(Problem::warning("", words));
        }
        Ok(imported)
    }
}

/// A file that is being read.
struct Read<'a> {
    file: &'a str,
    is_only: bool,
    text: Option<Text>,
    tags: Vec<ImportedTag>,
    /// Where the tag with this name is among them.
    places: HashMap<String, usize>,
    /// The attributes of each tag that this program has, too.
    attributes: HashMap<(usize, &'static str), AttributeValue<'static>>,
    /// How many passages have words between their parts.
    gaps: &'a mut usize,
    unread: &'a mut Unread,
}

impl Read<'_> {
    fn line(&mut self, number: usize, line: &str) -> Result<(), Problem> {
        let place = match self.is_only {
            true => format!("line {number}"),
            false => format!("{} line {number}", self.file),
        };
        let wrong = |what: &str| Problem::error(place.clone(), what);
        if line.trim().is_empty() {
            return Ok(());
        }
        let mut cells = line.splitn(3, '\t');
        let (name, head) = (cells.next().unwrap_or_default(), cells.next());
        let rest = cells.next().unwrap_or_default();
        let head = head.ok_or_else(|| wrong("has no tab behind its first word"))?;
        match name.chars().next() {
            Some('T') => self.tag(&place, name, head, rest),
            Some('R') => {
                let mut words = head.split(' ');
                let relation = words.next().unwrap_or_default().to_owned();
                let ends: Vec<&str> = words
                    .filter_map(|word| Some(word.split_once(':')?.1))
                    .collect();
                let [from, to] = ends[..] else {
                    return Err(wrong(
                        "is no relation of two: `R1<tab>NAME Arg1:T1 Arg2:T2`",
                    ));
                };
                match self.places.get(from).copied() {
                    Some(from) => self.tags[from].relations.push((relation, to.to_owned())),
                    None => self.unread.count("relations from what is no passage"),
                }
                Ok(())
            }
            Some('#') => self.note(&place, head, rest),
            Some('A' | 'M') => self.attribute(head),
            Some('E') => self.skip("events"),
            Some('N') => self.skip("normalisations"),
            Some('*') => self.skip("equivalences"),
            _ => Err(wrong("begins with none of T, R, E, A, M, N, # and *")),
        }
    }

    fn skip(&mut self, what: &'static str) -> Result<(), Problem> {
        self.unread.count(what);
        Ok(())
    }

    /// An attribute: kept where this program has it, too.
    fn attribute(&mut self, head: &str) -> Result<(), Problem> {
        let mut words = head.split(' ');
        let (name, of, value) = (words.next(), words.next(), words.next());
        let index = of.and_then(|of| self.places.get(of).copied());
        let attribute = name.and_then(|name| ATTRIBUTES.get(name));
        let attribute = attribute.filter(|one| matches!(one.kind, Kind::OneOf(_)));
        let value = attribute.zip(value);
        let value = value.and_then(|(attribute, value)| attribute.kind.parse(value).ok());
        let (Some(index), Some(attribute), Some(value)) = (index, attribute, value) else {
            return self.skip("attributes");
        };
        self.attributes.insert((index, attribute.name), value);
        Ok(())
    }

    /// Leaves out the relations that were carried as links: brat takes fewer signs in their names.
    fn leave_out_carried(&mut self) {
        let ids: Vec<AnnotationId> = self
            .tags
            .iter()
            .map(|tag| tag.annotation.id.clone())
            .collect();
        for tag in &mut self.tags {
            let links = &tag.annotation.links;
            tag.relations.retain(|(relation, to)| {
                let to = self.places.get(to).map(|place| ids[*place].as_str());
                let is_it = |link: &Link| {
                    let id = link.to.as_str().rsplit_once('#').map(|(_, id)| id);
                    link.rel != *relation && name(&link.rel) == *relation && id == to
                };
                !links.iter().any(is_it)
            });
        }
    }

    /// Gives all tags the words that they cover, and the attributes that they have in brat, where
    /// they may have been changed.
    fn complete(&mut self) {
        self.leave_out_carried();
        for (index, tag) in self.tags.iter_mut().enumerate() {
            let selector = &tag.annotation.selector;
            // Words that its offsets do not cover are looked for.
            let text = self.text.as_ref().filter(|_| selector.quote.is_empty());
            let range = text.and_then(|text| {
                let bytes = text.byte_of(selector.start).zip(text.byte_of(selector.end));
                let (start, end) = bytes?;
                Some(Selector::new(text, text.range(start, end).ok()?))
            });
            tag.annotation.selector = range.unwrap_or_else(|| selector.clone());
            for attribute in ATTRIBUTES.listed() {
                if matches!(attribute.kind, Kind::OneOf(_)) {
                    let value = self.attributes.remove(&(index, attribute.name));
                    tag.annotation.attributes.set(attribute.name, value);
                }
            }
        }
    }

    fn tag(&mut self, place: &str, name: &str, head: &str, words: &str) -> Result<(), Problem> {
        let wrong = |what: &str| Problem::error(place, what);
        let (label, spans) = head
            .split_once(' ')
            .ok_or_else(|| wrong("has no offsets: `T1<tab>LABEL START END<tab>WORDS`"))?;
        if label.is_empty() {
            return Err(wrong("has no label: `T1<tab>LABEL START END<tab>WORDS`"));
        }
        let numbers = spans.split([' ', ';']).map(str::parse::<usize>);
        let numbers = numbers.collect::<Result<Vec<_>, _>>();
        let numbers = numbers.map_err(|_| wrong("has offsets that are no whole numbers"))?;
        let (Some(start), Some(end), 0) = (numbers.first(), numbers.last(), numbers.len() % 2)
        else {
            return Err(wrong("has an odd number of offsets"));
        };
        if self.places.contains_key(name) {
            return Err(wrong(&format!("{name} is there twice")));
        }
        let mut tag = ImportedTag {
            place: place.to_owned(),
            local: name.to_owned(),
            placing: Placing::Position,
            ..ImportedTag::default()
        };
        tag.annotation.tag = label.into();
        let selector = &mut tag.annotation.selector;
        (selector.start, selector.end) = (CodePoint(*start), CodePoint(*end));
        // The words of several parts are joined by blanks, which the text may not have.
        if numbers.len() == 2 && self.text.is_none() {
            words.clone_into(&mut selector.quote);
        }
        if !self.covers(place, &numbers, words)? {
            // They are looked for.
            words.clone_into(&mut tag.annotation.selector.quote);
        }
        self.places.insert(name.to_owned(), self.tags.len());
        self.tags.push(tag);
        Ok(())
    }

    /// Whether the words of a line are those of its parts in the text beside it.
    ///
    /// # Errors
    /// That there is no such part.
    fn covers(&mut self, place: &str, numbers: &[usize], words: &str) -> Result<bool, Problem> {
        let Some(text) = &self.text else {
            return Ok(true);
        };
        let mut parts = Vec::new();
        for part in numbers.chunks_exact(2) {
            let bytes = |at: usize| text.byte_of(CodePoint(at));
            let bytes = bytes(part[0]).zip(bytes(part[1]));
            let range = bytes.and_then(|(start, end)| text.range(start, end).ok());
            parts.push(range.ok_or_else(|| {
                let (end, length) = (part[1], text.code_points().0);
                Problem::error(place, format!("ends at {end} of {length} code points"))
            })?);
        }
        let slices: Vec<_> = parts.iter().map(|part| text.slice(*part)).collect();
        let found = slices.join(" ");
        let covered = |words: &str| words.split_whitespace().collect::<String>();
        if covered(&found) != covered(words) {
            return Ok(false);
        }
        let has_words = |pair: &[TextRange]| {
            let between = TextRange::between(pair[0].end(), pair[1].start());
            !text.slice(between).trim().is_empty()
        };
        *self.gaps += usize::from(parts.windows(2).any(has_words));
        Ok(true)
    }

    fn note(&mut self, place: &str, head: &str, note: &str) -> Result<(), Problem> {
        let (kind, of) = head.split_once(' ').unwrap_or((head, ""));
        let Some(index) = self.places.get(of).copied() else {
            return self.skip("notes on what is no passage");
        };
        let tag = &mut self.tags[index];
        if kind != "Postil" {
            let note = unescaped(note);
            let has_it = tag.annotation.note == note;
            if !has_it && !tag.annotation.note.is_empty() {
                tag.annotation.note.push_str("\n\n");
            }
            if !has_it {
                tag.annotation.note.push_str(&note);
            }
            return Ok(());
        }
        let value = serde_json::from_str(note)
            .map_err(|error| Problem::error(place, format!("is not JSON: {error}")))?;
        let mut annotation = carried::from_json(place, &tag.annotation.tag, label, value)?;
        // At line ends the offsets of a line tell less than where the passage stands.
        let selector = &annotation.selector;
        let spans = self.text.as_ref().and_then(|text| {
            let (start, end) = text
                .byte_of(selector.start)
                .zip(text.byte_of(selector.end))?;
            Some(fragments(text, text.range(start, end).ok()?).0)
        });
        let is_unchanged = spans.is_some_and(|spans| {
            let numbers: Vec<&str> = spans.split([' ', ';']).collect();
            let theirs = &tag.annotation.selector;
            let (start, end) = (theirs.start.to_string(), theirs.end.to_string());
            numbers.first() == Some(&&*start) && numbers.last() == Some(&&*end)
        });
        if !is_unchanged {
            annotation.selector = tag.annotation.selector.clone();
        }
        // brat may have been used to change the note, which is on one line there.
        let theirs = &tag.annotation.note;
        if !theirs.is_empty() && *theirs != unescaped(&escaped(&annotation.note)) {
            annotation.note.clone_from(theirs);
        }
        tag.annotation = annotation;
        Ok(())
    }
}
