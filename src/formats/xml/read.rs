//! Reading XML, element by element. Nothing is fetched and no entity is known but the five of XML
//! itself: a file with a document type is refused, so that there is nothing to make a bomb of.
//!
//! Must not know: the formats.

use std::borrow::Cow;

use quick_xml::NsReader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use crate::formats::import::InputFile;
use crate::formats::problem::Problem;

/// The deepest that elements are nested, and the most attributes of one: files of the formats
/// read here have a few of each.
const DEEPEST: usize = 256;
const MOST_ATTRIBUTES: usize = 512;

/// A file that is being read.
pub(in crate::formats) struct Xml<'a> {
    reader: NsReader<&'a [u8]>,
    text: &'a str,
    /// Stands before the line in places: the name of the file, where there are several.
    within: String,
    /// The line that was counted last, from 1, and the byte up to which it was.
    line: (usize, usize),
    /// The elements that are open.
    open: Vec<String>,
}

/// What comes next in a file.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::formats) enum Node {
    Start(Element),
    /// Words; several may follow each other.
    Text(String),
    End,
}

/// An element with its attributes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::formats) struct Element {
    /// Its namespace; empty where it has none.
    pub(in crate::formats) space: String,
    pub(in crate::formats) name: String,
    /// The namespace of each, its name, and its value.
    pub(in crate::formats) attributes: Vec<(String, String, String)>,
    /// Where it begins.
    pub(in crate::formats) place: String,
}

impl Element {
    /// The value of an attribute without a namespace.
    pub(in crate::formats) fn get(&self, name: &str) -> Option<&str> {
        self.get_in("", name)
    }

    /// The value of an attribute of a namespace.
    pub(in crate::formats) fn get_in(&self, space: &str, name: &str) -> Option<&str> {
        let is_it = |(of, called, _): &&(String, String, String)| of == space && called == name;
        let found = self.attributes.iter().find(is_it);
        found.map(|(_, _, value)| value.as_str())
    }

    /// The whole number from 0 in an attribute.
    ///
    /// # Errors
    /// That it is missing, or none.
    pub(in crate::formats) fn number(&self, name: &str) -> Result<usize, Problem> {
        let what = match self.get(name).map(str::parse) {
            Some(Ok(number)) => return Ok(number),
            Some(Err(_)) => "must be a whole number from 0",
            None => "is missing",
        };
        let place = format!("{}, {}, {name}", self.place, self.name);
        Err(Problem::error(place, what))
    }
}

impl<'a> Xml<'a> {
    /// Begins to read a file, which is called `within` in places.
    ///
    /// # Errors
    /// Where it is not UTF-8.
    pub(in crate::formats) fn new(file: &'a InputFile, within: &str) -> Result<Self, Problem> {
        let text = file.text().map_err(|problem| Problem {
            place: format!("{within} {}", problem.place).trim().to_owned(),
            ..problem
        })?;
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Ok(Self {
            reader,
            text,
            within: within.to_owned(),
            line: (1, 0),
            open: Vec::new(),
        })
    }

    /// What comes next; `None` at the end.
    ///
    /// # Errors
    /// Where it is not well-formed, or has a document type.
    pub(in crate::formats) fn next(&mut self) -> Result<Option<Node>, Problem> {
        loop {
            let at = position(self.reader.buffer_position());
            let (space, event) = match self.reader.read_resolved_event() {
                Ok((space, event)) => (namespace(&space), event),
                Err(error) => {
                    let at = position(self.reader.error_position());
                    return Err(self.wrong(at, &format!("is not XML: {error}")));
                }
            };
            let node = match event {
                Event::Start(start) => Node::Start(self.start(at, space, &start)?),
                Event::End(_) => {
                    self.open.pop();
                    Node::End
                }
                Event::Text(words) => match words.xml10_content() {
                    Ok(words) => Node::Text(words.into_owned()),
                    Err(error) => return Err(self.wrong(at, &format!("is not XML: {error}"))),
                },
                Event::CData(words) => match words.xml10_content() {
                    Ok(words) => Node::Text(words.into_owned()),
                    Err(error) => return Err(self.wrong(at, &format!("is not XML: {error}"))),
                },
                Event::GeneralRef(name) => {
                    let name = String::from_utf8_lossy(&name).into_owned();
                    let words = self.unescaped(at, &format!("&{name};"))?;
                    Node::Text(words)
                }
                Event::DocType(_) => {
                    return Err(self.wrong(at, "has a document type, which is not read"));
                }
                Event::Eof => return self.end(at),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            };
            return Ok(Some(node));
        }
    }

    /// Goes to the first element, which must have this name, and a namespace that begins so.
    ///
    /// # Errors
    /// What stands there instead.
    pub(in crate::formats) fn root(&mut self, name: &str, space: &str) -> Result<Element, Problem> {
        let root = loop {
            match self.next()? {
                Some(Node::Start(root)) => break root,
                Some(Node::Text(words)) if !words.trim().is_empty() => {
                    let within = self.within.as_str();
                    return Err(Problem::error(within, "is not XML: it begins with words"));
                }
                Some(_) => {}
                None => return Err(Problem::error(&*self.within, "is empty")),
            }
        };
        match root.name == name && root.space.starts_with(space) {
            true => Ok(root),
            false => {
                let found = &root.name;
                let words = format!("begins with <{found}>, where <{name}> of {space} must be");
                Err(Problem::error(root.place, words))
            }
        }
    }

    /// Gives what is in the element that was begun last to `take`, which reads each to its end.
    ///
    /// # Errors
    /// Those of [`next`](Self::next) and of `take`.
    pub(in crate::formats) fn children(
        &mut self,
        mut take: impl FnMut(&mut Self, Element) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        while let Some(node) = self.next()? {
            match node {
                Node::Start(element) => take(self, element)?,
                Node::Text(_) => {}
                Node::End => break,
            }
        }
        Ok(())
    }

    /// Leaves out the rest of the element that was begun last.
    ///
    /// # Errors
    /// Those of [`next`](Self::next).
    pub(in crate::formats) fn skip(&mut self) -> Result<(), Problem> {
        self.words().map(drop)
    }

    /// Leaves out the rest of the element that was begun last; answers the words in it.
    ///
    /// # Errors
    /// Those of [`next`](Self::next).
    pub(in crate::formats) fn words(&mut self) -> Result<String, Problem> {
        let mut words = String::new();
        let mut depth = 0;
        while let Some(node) = self.next()? {
            match node {
                Node::Start(_) => depth += 1,
                Node::Text(more) => words.push_str(&more),
                Node::End if depth == 0 => break,
                Node::End => depth -= 1,
            }
        }
        Ok(words)
    }

    fn end(&mut self, at: usize) -> Result<Option<Node>, Problem> {
        match self.open.last().cloned() {
            Some(name) => Err(self.wrong(at, &format!("ends within <{name}>"))),
            None => Ok(None),
        }
    }

    fn start(&mut self, at: usize, space: String, start: &BytesStart) -> Result<Element, Problem> {
        let place = self.place(at);
        if self.open.len() == DEEPEST {
            let words = format!("has elements in more than {DEEPEST} others");
            return Err(Problem::error(place, words));
        }
        let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
        self.open.push(name.clone());
        let mut attributes: Vec<(String, String, String)> = Vec::new();
        let mut all = start.attributes();
        // Two of one name are looked for below, within the most that there may be.
        for attribute in all.with_checks(false) {
            let attribute = attribute
                .map_err(|error| Problem::error(&*place, format!("is not XML: {error}")))?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let (of, called) = self.reader.resolve_attribute(attribute.key);
            let of = namespace(&of);
            let called = String::from_utf8_lossy(called.as_ref()).into_owned();
            let raw = String::from_utf8_lossy(&attribute.value);
            let value = self.unescaped(at, &normalised(&raw))?;
            let is_it = |one: &(String, String, String)| one.0 == of && one.1 == called;
            if attributes.iter().any(is_it) {
                let words = format!("is not XML: <{name}> has {called} twice");
                return Err(Problem::error(place, words));
            }
            attributes.push((of, called, value));
            if attributes.len() > MOST_ATTRIBUTES {
                let words = format!("<{name}> has more than {MOST_ATTRIBUTES} attributes");
                return Err(Problem::error(place, words));
            }
        }
        Ok(Element {
            space,
            name,
            attributes,
            place,
        })
    }

    fn unescaped(&mut self, at: usize, raw: &str) -> Result<String, Problem> {
        match unescape(raw) {
            Ok(words) => Ok(words.into_owned()),
            Err(error) => Err(self.wrong(at, &format!("is not XML: {error}"))),
        }
    }

    fn wrong(&mut self, at: usize, what: &str) -> Problem {
        Problem::error(self.place(at), what)
    }

    /// The line of a byte, which is counted from the last one that was asked for.
    fn place(&mut self, at: usize) -> String {
        let at = at.min(self.text.len());
        let (line, from) = self.line;
        let (line, from) = if at < from { (1, 0) } else { (line, from) };
        let bytes = &self.text.as_bytes()[from..at];
        self.line = (line + memchr::memchr_iter(b'\n', bytes).count(), at);
        let line = self.line.0;
        match self.within.is_empty() {
            true => format!("line {line}"),
            false => format!("{} line {line}", self.within),
        }
    }
}

/// The value of an attribute with a blank for each line end and tab, by
/// <https://www.w3.org/TR/xml/#AVNormalize>.
fn normalised(raw: &str) -> Cow<'_, str> {
    match raw.contains(['\n', '\r', '\t']) {
        true => Cow::Owned(raw.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ")),
        false => Cow::Borrowed(raw),
    }
}

fn position(byte: u64) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}

fn namespace(space: &ResolveResult) -> String {
    match space {
        ResolveResult::Bound(space) => String::from_utf8_lossy(space.as_ref()).into_owned(),
        // A prefix that nothing explains is no namespace that anybody asks for.
        ResolveResult::Unbound | ResolveResult::Unknown(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a file is read as, one letter a node, or what is told of it.
    fn read(words: &str) -> String {
        let file = InputFile {
            name: "a.xml".to_owned(),
            bytes: words.into(),
        };
        let mut out = String::new();
        let mut xml = match Xml::new(&file, "") {
            Ok(xml) => xml,
            Err(problem) => return problem.to_string(),
        };
        loop {
            match xml.next() {
                Ok(Some(Node::Start(element))) => {
                    out.push_str(&format!("<{}", element.name));
                    for (space, name, value) in &element.attributes {
                        out.push_str(&format!(" {space}:{name}={value:?}"));
                    }
                    out.push('>');
                }
                Ok(Some(Node::Text(words))) => out.push_str(&words),
                Ok(Some(Node::End)) => out.push_str("</>"),
                Ok(None) => return out,
                Err(problem) => return problem.to_string(),
            }
        }
    }

    #[test]
    fn xml_is_read_as_it_is_meant() {
        for (words, expected) in [
            ("<a/>", "<a></>"),
            ("\u{feff}<?xml version=\"1.0\"?>\n<a>1</a>", "\n<a>1</>"),
            (
                "<a b='1&#10;2\n3'>x&amp;y<![CDATA[<z>]]></a>",
                "<a :b=\"1\\n2 3\">x&y<z></>",
            ),
            ("<x:a xmlns:x='u' x:b='1'/>", "<a u:b=\"1\"></>"),
            ("<a>1\r\n2&#13;</a>", "<a>1\n2\r</>"),
        ] {
            assert_eq!(read(words), expected, "{words}");
        }
    }

    #[test]
    fn what_is_no_xml_or_might_be_a_bomb_is_refused() {
        let deep = "<a>".repeat(300);
        let many: String = (0..600).map(|number| format!(" a{number}=''")).collect();
        for (words, expected) in [
            ("<a>", "line 1: ends within <a>"),
            (
                "<a>\n<b></a>",
                "line 2: is not XML: ill-formed document: expected `</b>`, but `</a>` was found",
            ),
            ("<a b='1' b='2'/>", "line 1: is not XML: <a> has b twice"),
            (
                "<a>&b;</a>",
                "line 1: is not XML: at 1..2: unrecognized entity `b`",
            ),
            (
                "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
                "line 1: has a document type, which is not read",
            ),
            (&deep, "line 1: has elements in more than 256 others"),
            (
                &format!("<a{many}/>"),
                "line 1: <a> has more than 512 attributes",
            ),
        ] {
            assert_eq!(read(words), expected, "{words}");
        }
    }
}
