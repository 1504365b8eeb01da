//! What becomes of a project: its texts and the tags in them.
//!
//! Must not know: XML, files.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use crate::annotation::{Annotation, Selector, TagId, Timestamp};
use crate::formats::carried;
use crate::formats::import::rows::passage;
use crate::formats::import::{
    Imported, ImportedDocument, ImportedTag, Input, InputFile, Placing, Reader, Unread, beside,
    names, unnamed_label,
};
use crate::formats::problem::Problem;
use crate::formats::xml;
use crate::text::{CodePoint, Text};

use super::RefiQda;
use super::copy::Copy;
use super::guid::{self, Of};
use super::own::{self, OwnSource};
use super::project::PROJECT;
use super::read::{Coding, Made, Project, Selection, TextSource};

/// What a link without a name is called.
const UNNAMED: &str = "related";

impl Reader for RefiQda {
    fn recognises(&self, input: &Input) -> bool {
        project_of(input).is_some_and(|file| {
            let beginning = file.beginning();
            beginning.trim_start().starts_with('<')
                && beginning.contains("<Project")
                && beginning.contains(PROJECT)
        })
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let file = project_of(input);
        let file = file.ok_or_else(|| Problem::error("", "has no .qde file"))?;
        let within = if input.only().is_some() {
            ""
        } else {
            &file.name
        };
        let mut unread = Unread::default();
        let project = Project::read(file, within, &mut unread)?;
        let documents = Making::new(input, &project)?.documents(&mut unread)?;
        Ok(Imported {
            documents,
            problems: unread.problems(),
            ..Imported::default()
        })
    }
}

/// The project itself: at the top of the archive, by its ending.
fn project_of(input: &Input) -> Option<&InputFile> {
    let mut files = input.with_ending("qde");
    input
        .only()
        .or_else(|| files.find(|file| !file.name.contains('/')))
}

/// The way from a project to its documents.
pub(super) struct Making<'a> {
    project: &'a Project,
    /// The files in the folder of the sources, by their names.
    files: HashMap<String, &'a InputFile>,
    own: HashMap<String, OwnSource>,
}

/// A text that came along.
struct Words {
    text: Text,
    /// What it was in the project, where that is another text.
    copy: Option<Copy>,
}

impl<'a> Making<'a> {
    pub(super) fn new(input: &'a Input, project: &'a Project) -> Result<Self, Problem> {
        let files = input.files.iter().filter_map(|file| {
            let (folder, name) = file.name.rsplit_once('/')?;
            folder
                .eq_ignore_ascii_case("sources")
                .then(|| (name.to_ascii_lowercase(), file))
        });
        Ok(Self {
            project,
            files: files.collect(),
            own: own::read(input)?,
        })
    }

    pub(super) fn documents(&self, unread: &mut Unread) -> Result<Vec<ImportedDocument>, Problem> {
        self.check_guids()?;
        let read = beside(&self.project.sources, |source| {
            let mut unread = Unread::default();
            (self.document(source, &mut unread), unread)
        });
        let mut documents = Vec::with_capacity(read.len());
        for (document, of_it) in read {
            documents.push(document?);
            unread.add(of_it);
        }
        self.link(&mut documents, unread);
        Ok(documents)
    }

    /// Checks that no two selections are one to whatever leads to them.
    fn check_guids(&self) -> Result<(), Problem> {
        let mut guids = HashSet::new();
        let mut all = self.project.sources.iter().flat_map(|one| &one.selections);
        let twice = all.find(|one| !one.guid.is_empty() && !guids.insert(one.guid.as_str()));
        twice.map_or(Ok(()), |one| {
            let words = format!("the guid {} is there twice", one.guid);
            Err(Problem::error(&*one.place, words))
        })
    }

    fn document(
        &self,
        source: &TextSource,
        unread: &mut Unread,
    ) -> Result<ImportedDocument, Problem> {
        let nothing = OwnSource::default();
        let own = self.own.get(&source.guid).unwrap_or(&nothing);
        let words = self.words(source, own)?;
        // The name that this program gives a document in a folder, and what that may have been.
        let bare = bare(&source.path).unwrap_or_default();
        let mut named = names([own.path.as_str(), &source.name, bare]);
        named.extend(
            source
                .name
                .contains(" - ")
                .then(|| source.name.replace(" - ", "/")),
        );
        let mut document = ImportedDocument {
            names: named,
            sha256: Some(own.sha256.clone()).filter(|sha256| !sha256.is_empty()),
            text: words.as_ref().map(|words| words.text.clone()),
            ..ImportedDocument::default()
        };
        let Some(words) = words else {
            for _ in &source.selections {
                unread.count("selections in texts that are not in the archive");
            }
            return Ok(document);
        };
        for selection in &source.selections {
            let tags = &mut document.tags;
            self.selection(selection, &words, (own, tags), unread)?;
        }
        for coding in &source.codings {
            document
                .tags
                .extend(self.label(coding, unread).map(|label| {
                    let mut tag = self.tag(&coding.place, &coding.made, label);
                    tag.placing = Placing::Document;
                    tag
                }));
        }
        Ok(document)
    }

    /// The text of a source: in the project, or in the file that it names.
    fn words(&self, source: &TextSource, own: &OwnSource) -> Result<Option<Words>, Problem> {
        let file = self.file(&source.path);
        let (whole, text) = match (&source.content, file) {
            (Some(content), _) => (content.as_str(), content.as_str()),
            (None, Some(file)) => {
                let within = |problem: Problem| Problem {
                    place: format!("{} {}", file.name, problem.place),
                    ..problem
                };
                (
                    file.whole_text().map_err(within)?,
                    file.text().map_err(within)?,
                )
            }
            (None, None) => return Ok(None),
        };
        if !own.path.is_empty()
            && let Some(text) = Copy::undone(whole, &own.changes)
        {
            let copy = Some(Copy::of(&text));
            let text = Text::new(text);
            return Ok(Some(Words { text, copy }));
        }
        let text = counted(text, source, &self.project.origin);
        Ok(Some(Words { text, copy: None }))
    }

    /// A file of the archive by the address that the project has for it.
    fn file(&self, address: &str) -> Option<&'a InputFile> {
        let name = address.strip_prefix("internal://");
        let name = name.or_else(|| bare(address))?;
        let name = name.trim_start_matches('/').to_ascii_lowercase();
        self.files.get(&name).copied()
    }

    /// The tags of a selection: one for each coding.
    fn selection(
        &self,
        selection: &Selection,
        words: &Words,
        (own, tags): (&OwnSource, &mut Vec<ImportedTag>),
        unread: &mut Unread,
    ) -> Result<(), Problem> {
        let carried = own.tags.get(&selection.guid);
        let selector = selector(selection, words, carried)?;
        let note = match carried {
            // What is said in notes of its own is in what was carried.
            Some(_) => selection.description.clone(),
            None => self.note(selection)?,
        };
        let mut codings = Vec::new();
        for coding in &selection.codings {
            if let Some(label) = self.label(coding, unread) {
                codings.push((coding, label));
            }
        }
        // The one that was carried is first, if it is still there.
        let code = carried.map(|was| code_of(was.tag.as_str()));
        if let Some(code) = code {
            codings.sort_by_key(|(coding, _)| coding.code != code);
        }
        if codings.is_empty() && selection.codings.is_empty() {
            let mut tag = self.tag(&selection.place, &selection.made, unnamed_label(&note));
            tag.annotation.selector = selector;
            tag.annotation.note = note;
            tag.local.clone_from(&selection.guid);
            tags.push(tag);
            return Ok(());
        }
        for (number, (coding, label)) in codings.into_iter().enumerate() {
            let made = match coding.made.user.is_empty() {
                true => &selection.made,
                false => &coding.made,
            };
            let mut tag = self.tag(&selection.place, made, label);
            tag.annotation.selector.clone_from(&selector);
            tag.annotation.note.clone_from(&note);
            if number == 0 {
                tag.local.clone_from(&selection.guid);
                if let Some(was) = carried {
                    tag.annotation = whole(&tag, coding, was);
                } else if let Some(own) = guid::own(&selection.guid) {
                    tag.annotation.id = own.as_str().into();
                }
            }
            tags.push(tag);
        }
        Ok(())
    }

    /// The description of a selection, and the notes on it.
    fn note(&self, selection: &Selection) -> Result<String, Problem> {
        let mut words = vec![selection.description.trim()];
        for guid in &selection.notes {
            let Some(note) = self.project.notes.get(guid) else {
                continue;
            };
            words.push(match self.file(&note.path) {
                Some(file) => file.text()?.trim(),
                None => note.words.trim(),
            });
        }
        words.retain(|words| !words.is_empty());
        Ok(words.join("\n\n"))
    }

    /// The name of the code of a coding.
    fn label(&self, coding: &Coding, unread: &mut Unread) -> Option<TagId> {
        let name = self.project.codes.get(&coding.code);
        let name = name.map(|name| name.trim()).filter(|name| !name.is_empty());
        if name.is_none() {
            // Some programs code with cases.
            unread.count("codings with what is no code");
        }
        name.map(TagId::from)
    }

    fn tag(&self, place: &str, made: &Made, label: TagId) -> ImportedTag {
        let user = self.project.users.get(&made.user);
        ImportedTag {
            place: place.to_owned(),
            annotation: Annotation {
                tag: label,
                creator: user.map(|name| name.as_str().into()).unwrap_or_default(),
                created: time(&made.created),
                modified: time(&made.modified),
                ..Annotation::default()
            },
            ..ImportedTag::default()
        }
    }

    /// Gives the tags the links within their documents.
    fn link(&self, documents: &mut [ImportedDocument], unread: &mut Unread) {
        let mut numbers: HashMap<String, (usize, usize)> = HashMap::new();
        for (document, tags) in documents.iter().map(|one| &one.tags).enumerate() {
            let named = tags
                .iter()
                .enumerate()
                .filter(|(_, tag)| !tag.local.is_empty());
            numbers.extend(named.map(|(number, tag)| (tag.local.clone(), (document, number))));
        }
        for link in &self.project.links {
            let ends = numbers.get(&link.origin).zip(numbers.get(&link.target));
            let Some(((from, origin), (to, target))) = ends else {
                unread.count("links to what is no passage");
                continue;
            };
            let name = if link.name.is_empty() {
                UNNAMED
            } else {
                &link.name
            };
            if from != to {
                // One of this program has it already.
                let tag = &documents[*from].tags[*origin].annotation;
                let has_it = tag.links.iter().any(|one| one.rel == name);
                if !has_it {
                    unread.count("links to other documents");
                }
                continue;
            }
            let both = [(origin, &link.target), (target, &link.origin)];
            for (from_it, to_it) in &both[..1 + usize::from(link.is_both)] {
                let relation = (name.to_owned(), (*to_it).clone());
                documents[*from].tags[**from_it].relations.push(relation);
            }
        }
    }
}

/// An address that is only the name of a file, as some programs write it.
fn bare(address: &str) -> Option<&str> {
    (!address.is_empty() && !address.contains("://")).then_some(address)
}

/// The identifier of the code of a tag.
fn code_of(tag: &str) -> String {
    guid::guid(Of::Code, &[tag])
}

/// A text as its program counts it. Both halves of a line end are one place in some: those of which
/// more selections have the words that they are named by then, or, where that tells nothing, those
/// which are known for it.
fn counted(words: &str, source: &TextSource, origin: &str) -> Text {
    let (both, one) = (Text::new(words), Text::new(words.replace("\r\n", "\n")));
    if one.len() == both.len() {
        return both;
    }
    let fitting = |text: &Text| {
        let fits = |selection: &&Selection| is_named_by_words(text, selection);
        source.selections.iter().filter(fits).count()
    };
    let is_one = match fitting(&one).cmp(&fitting(&both)) {
        Ordering::Greater => true,
        Ordering::Less => false,
        Ordering::Equal => ["ATLAS", "QualCoder"]
            .iter()
            .any(|name| origin.contains(name)),
    };
    if is_one { one } else { both }
}

/// Whether a selection is named by the words that it covers, or by the first of them.
fn is_named_by_words(text: &Text, selection: &Selection) -> bool {
    // Some escape them twice.
    let name = xml::unescaped(&selection.name);
    let bare = |words: &str| words.split_whitespace().collect::<String>();
    let name = bare(&name);
    let bytes = [selection.start, selection.end].map(|at| text.byte_of(CodePoint(at)));
    let [Some(start), Some(end)] = bytes else {
        return false;
    };
    let range = text.range(start, end).ok();
    !name.is_empty() && range.is_some_and(|range| bare(&text.slice(range)).starts_with(&name))
}

/// Where a selection stands in the text.
fn selector(
    selection: &Selection,
    words: &Words,
    carried: Option<&Annotation>,
) -> Result<Selector, Problem> {
    let (start, end) = (selection.start, selection.end);
    let Some(copy) = &words.copy else {
        return passage(&selection.place, Some(&words.text), start, end);
    };
    if start >= end || end > copy.length {
        // It is told as it is in the copy.
        return passage(
            &selection.place,
            Some(&Text::new(copy.words.as_str())),
            start,
            end,
        );
    }
    // Of half a line end only what was carried knows.
    let was = carried.map(|was| (was.selector.start.0, was.selector.end.0));
    let length = words.text.code_points().0;
    let was = was.filter(|&(was_start, was_end)| {
        was_start < was_end
            && was_end <= length
            && (copy.to_copy(was_start), copy.to_copy(was_end)) == (start, end)
    });
    let (start, end) = was.unwrap_or_else(|| (copy.to_text(start), copy.to_text(end)));
    passage(&selection.place, Some(&words.text), start, end)
}

/// A tag of this program as it was, with what has been changed since.
fn whole(tag: &ImportedTag, coding: &Coding, was: &Annotation) -> Annotation {
    let mut carried = was.clone();
    if code_of(carried.tag.as_str()) != coding.code {
        carried.tag.clone_from(&tag.annotation.tag);
    }
    carried::with_note_of_xml(carried, tag)
}

/// A time; one that says nothing of its zone is taken for that of Greenwich.
fn time(written: &str) -> Timestamp {
    let forms = [written.to_owned(), format!("{written}Z")];
    let times = forms.into_iter().map(Timestamp::from);
    let mut times = times.filter(Timestamp::is_rfc_3339);
    times.next().unwrap_or_default()
}
