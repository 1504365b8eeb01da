//! Highlights that reading programs export as CSV: Readwise, Zotero, and Hypothesis.
//!
//! They know a passage by its words alone, and its document by a title or an address. A passage
//! with several tags becomes one for each; what has none is called `highlight`, or `comment` where
//! there is a note. The page becomes the remark of a source that names the title.
//!
//! Must not know: files.

use crate::annotation::{Annotation, Source, SourceTarget, TagId};

use super::import::sheet::{self, Quoting, Row};
use super::import::times::time;
use super::import::{
    Gathered, Imported, ImportedTag, Input, Placing, Reader, Unread, names, one_file, unnamed_label,
};
use super::iri;
use super::problem::Problem;

/// The columns of a program; of those with the same meaning the first that says something counts.
pub(super) struct Highlights {
    /// What there must be to know it by.
    known_by: &'static [&'static str],
    quote: &'static str,
    note: &'static [&'static str],
    tags: &'static [&'static str],
    title: &'static [&'static str],
    author: &'static [&'static str],
    address: &'static [&'static str],
    page: &'static [&'static str],
    /// What the page is, if that is another thing: a location, a time.
    page_kind: &'static [&'static str],
    creator: &'static [&'static str],
    created: &'static [&'static str],
    id: &'static [&'static str],
    /// What has no place here.
    unread: &'static [(&'static str, &'static str)],
}

/// The export of Readwise, and the form in which it takes highlights of others.
pub(super) static READWISE: Highlights = Highlights {
    known_by: &["Highlight", "Title|Book Title", "Note"],
    quote: "Highlight",
    note: &["Note"],
    tags: &["Tags"],
    title: &["Book Title", "Title"],
    author: &["Book Author", "Author"],
    address: &["URL", "Source URL"],
    page: &["Location"],
    page_kind: &["Location Type"],
    creator: &[],
    created: &["Highlighted at", "Date"],
    id: &[],
    unread: &[("Color", "colours"), ("Document tags", "tags of documents")],
};

/// Annotations of Zotero, with the names that its own fields have.
pub(super) static ZOTERO: Highlights = Highlights {
    known_by: &["annotationText"],
    quote: "annotationText",
    note: &["annotationComment"],
    tags: &["tags", "annotationTags"],
    title: &["title", "parentTitle", "filename", "parentItem"],
    author: &["creators", "author", "authors"],
    address: &["url"],
    page: &["annotationPageLabel"],
    page_kind: &[],
    creator: &["annotationAuthorName"],
    created: &["dateAdded"],
    id: &["key"],
    unread: &[
        ("annotationColor", "colours"),
        ("annotationPosition", "positions in a page"),
    ],
};

/// The CSV of the client of Hypothesis, in the form of today and that of before.
pub(super) static HYPOTHESIS: Highlights = Highlights {
    known_by: &["Annotation/Reply Type", "URL", "Quote", "Body|Comment"],
    quote: "Quote",
    note: &["Body", "Comment"],
    tags: &["Tags"],
    title: &[],
    author: &[],
    address: &["URL"],
    page: &["Page"],
    page_kind: &[],
    creator: &["User", "Author"],
    created: &["Creation Date", "Created at"],
    id: &[],
    unread: &[],
};

impl Reader for Highlights {
    fn recognises(&self, input: &Input) -> bool {
        let file = input.only();
        file.is_some_and(|file| sheet::has_columns(file.beginning(), self.known_by))
    }

    fn read(&self, input: &Input) -> Result<Imported, Problem> {
        let file = input.only().ok_or_else(one_file)?;
        if !self.recognises(input) {
            let words = self.known_by.join(", ").replace('|', " or ");
            return Err(Problem::error(
                "line 1",
                format!("must have the columns {words}"),
            ));
        }
        let mut gathered = Gathered::default();
        let mut unread = Unread::default();
        sheet::rows(file, Quoting::Lenient, |row| {
            self.row(row, &mut gathered, &mut unread);
            Ok(())
        })?;
        Ok(Imported {
            documents: gathered.into_documents(),
            problems: unread.problems(),
            ..Imported::default()
        })
    }
}

impl Highlights {
    fn row(&self, row: &Row<'_>, gathered: &mut Gathered, unread: &mut Unread) {
        let quote = row.cell(self.quote);
        if row.cell("Annotation/Reply Type") == "Reply" {
            unread.count("replies");
            return;
        }
        if quote.trim().is_empty() {
            unread.count("rows without the words of a passage");
            return;
        }
        for (column, what) in self.unread {
            if !row.cell(column).is_empty() {
                unread.count(*what);
            }
        }
        let mut annotation = Annotation {
            id: row.first(self.id).into(),
            note: row.first(self.note).to_owned(),
            creator: row.first(self.creator).into(),
            created: time(row.first(self.created)),
            sources: self.source(row).into_iter().collect(),
            ..Annotation::default()
        };
        if annotation.created.0.is_empty() && !row.first(self.created).is_empty() {
            unread.count("dates in another form than 2026-11-22T10:00:00Z");
        }
        quote.clone_into(&mut annotation.selector.quote);
        let tags = row.first(self.tags).split([',', ';']).map(str::trim);
        let mut labels: Vec<TagId> = tags
            .filter(|tag| !tag.is_empty())
            .map(TagId::from)
            .collect();
        if labels.is_empty() {
            labels.push(unnamed_label(&annotation.note));
        }
        let address = iri::document_names(row.first(self.address));
        let title = row.first(self.title);
        let documents = names(
            [title]
                .into_iter()
                .chain(address.iter().map(String::as_str)),
        );
        for (number, label) in labels.into_iter().enumerate() {
            let mut annotation = annotation.clone();
            annotation.tag = label;
            if number > 0 {
                annotation.id = "".into();
            }
            let tag = ImportedTag {
                place: row.place(),
                annotation,
                placing: Placing::Quote,
                ..ImportedTag::default()
            };
            gathered.add(documents.clone(), tag);
        }
    }

    /// The title, with the page on which the passage stands, where that is known.
    fn source(&self, row: &Row<'_>) -> Option<Source> {
        let page = row.first(self.page);
        let words = [row.first(self.author), row.first(self.title)];
        let words: Vec<&str> = words
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect();
        let target = match (words.is_empty(), row.first(self.address)) {
            _ if page.is_empty() => return None,
            (false, _) => SourceTarget::Citation(words.join(": ")),
            (true, "") => return None,
            (true, address) => SourceTarget::Url(address.to_owned()),
        };
        let kind = match row.first(self.page_kind) {
            "" => "page",
            kind => kind,
        };
        Some(Source {
            remark: format!("{kind} {page}"),
            ..Source::new(target)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Format;

    fn read(name: &str, words: &str) -> Imported {
        let input = Input::file("a.csv", words.as_bytes().to_vec());
        let format = Format::recognised(&input).unwrap();
        assert_eq!(format.name, name);
        format.read(&input).unwrap()
    }

    #[test]
    fn readwise_is_read_by_words() {
        let words = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,\
            Location,Highlighted at,Document tags\n\
            \"A \"\"passage\"\"\nof two lines\",The Slow Book,Mara,B00X,Key idea,yellow,\"claim, deep\",\
            page,12,2020-10-05 10:15:30+00:00,\n\
            Another,The Slow Book,Mara,,,,,location,,,\n";
        let imported = read("readwise", words);
        let document = &imported.documents[0];
        assert_eq!(document.names, ["The Slow Book"]);
        let [claim, deep, bare] = &document.tags[..] else {
            panic!("{:?}", document.tags)
        };
        assert_eq!(claim.placing, Placing::Quote);
        assert_eq!(claim.annotation.tag.as_str(), "claim");
        assert_eq!(deep.annotation.tag.as_str(), "deep");
        assert_eq!(bare.annotation.tag.as_str(), "highlight");
        assert_eq!((&*bare.place, bare.annotation.sources.len()), ("line 4", 0));
        let annotation = &claim.annotation;
        assert_eq!(annotation.selector.quote, "A \"passage\"\nof two lines");
        assert_eq!(annotation.created.0, "2020-10-05T10:15:30+00:00");
        let source = &annotation.sources[0];
        assert_eq!(source.target.value(), "Mara: The Slow Book");
        assert_eq!(source.remark, "page 12");
        assert_eq!(
            imported.problems[0].to_string(),
            "colours are not imported: 1"
        );
    }

    #[test]
    fn zotero_and_hypothesis_are_read_by_words() {
        let words = "key,annotationText,annotationComment,annotationPageLabel,tags,title\n\
            AB12,grew,why?,iv,fact; claim,A Paper\n";
        let document = read("zotero", words).documents.remove(0);
        let ids: Vec<&str> = document
            .tags
            .iter()
            .map(|tag| tag.annotation.id.as_str())
            .collect();
        assert_eq!(ids, ["AB12", ""]);
        assert_eq!(document.tags[0].annotation.sources[0].remark, "page iv");
        let words = "Creation Date,URL,Group,Annotation/Reply Type,Quote,User,Body,Tags,Page\n\
            \"Jan 2, 2023\",https://x.org/a.html,Public,Annotation,grew,ana,why?,,\n\
            ,https://x.org/a.html,Public,Reply,,bo,no,,\n";
        let imported = read("hypothesis-csv", words);
        let document = &imported.documents[0];
        assert_eq!(document.names[0], "a.html");
        assert_eq!(document.tags[0].annotation.tag.as_str(), "comment");
        assert_eq!(imported.problems.len(), 2);
    }

    #[test]
    fn what_is_no_table_of_theirs_is_refused() {
        for (words, told) in [
            (
                "a,b\n1,2\n",
                "line 1: must have the columns Highlight, Title or Book Title, Note",
            ),
            (
                "Highlight,Title,Note\na,b\n",
                "line 2: has 2 cells, and the first line 3",
            ),
            (
                "Highlight,Title,Note,Note\na,b,c,d\n",
                "line 1: the column Note is there twice",
            ),
        ] {
            let input = Input::file("a.csv", words.as_bytes().to_vec());
            assert_eq!(READWISE.read(&input).unwrap_err().to_string(), told);
        }
        let input = Input::file("a.csv", b"Highlight,Title,Note\n\xff,b,c\n".to_vec());
        let told = READWISE.read(&input).unwrap_err().to_string();
        assert_eq!(told, "byte 21: is not UTF-8");
    }
}
