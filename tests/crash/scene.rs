//! A workspace that can be recover as it was, and what has to hold in it
//! whatever happens to the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::support::desk::Desk;

/// What is in the document: sentences that all differ.
pub fn sentences(count: usize) -> String {
    let sentence = |number| format!("The sentence of the number {number} says what it says.");
    let paragraphs: Vec<String> = (1..=count)
        .collect::<Vec<_>>()
        .chunks(4)
        .map(|numbers| {
            let sentences: Vec<_> = numbers.iter().map(sentence).collect();
            sentences.join(" ")
        })
        .collect();
    paragraphs.join("\n\n") + "\n"
}

/// A workspace in a state that it can be recover to.
pub struct Scene {
    pub desk: Desk,
    /// The document that is tagged, below the documents folder.
    pub document: &'static str,
    /// All files and folders (`None`) as they were.
    before: BTreeMap<PathBuf, Option<Vec<u8>>>,
}

impl Scene {
    /// The state in which a workspace is now.
    pub fn of(desk: Desk, document: &'static str) -> Self {
        let before = everything(desk.folder());
        Self {
            desk,
            document,
            before,
        }
    }

    /// Puts everything back.
    pub fn put_back(&self) {
        let folder = self.desk.folder();
        for entry in fs::read_dir(folder).expect("the folder") {
            fs::remove_dir_all(entry.expect("an entry").path()).expect("an empty folder");
        }
        for (path, content) in &self.before {
            match content {
                None => fs::create_dir_all(path),
                Some(bytes) => fs::write(path, bytes),
            }
            .expect("what was there before");
        }
    }

    /// Where the tags of the document are.
    pub fn annotation_path(&self) -> PathBuf {
        let name = format!("annotations/{}.json", self.document);
        self.desk.root().join(name)
    }

    /// What was in a file before.
    pub fn old(&self, path: &Path) -> Option<&Vec<u8>> {
        self.before.get(path).and_then(Option::as_ref)
    }

    /// The ids that were there before.
    pub fn old_ids(&self) -> BTreeSet<String> {
        let bytes = self.old(&self.annotation_path());
        bytes.map_or_else(BTreeSet::new, |it| {
            let tags = tags(it, &self.desk.text(self.document)).expect("a whole file");
            tags.into_iter().map(|it| it.id).collect()
        })
    }

    /// The tags on disk, or what is wrong: a file that is not whole, a quote that
    /// is not the text, a document that was written to, a tag of before that is
    /// gone.
    pub fn tags(&self) -> Result<Vec<Tag>, String> {
        let documents = self.desk.documents();
        for (path, content) in &self.before {
            if path.starts_with(&documents) && content.is_some() {
                let now = fs::read(path).ok();
                if now != *content {
                    return Err(format!("{} was written to", path.display()));
                }
            }
        }
        let found = match fs::read(self.annotation_path()) {
            Ok(bytes) => tags(&bytes, &self.desk.text(self.document))?,
            Err(_) => Vec::new(),
        };
        let ids: BTreeSet<_> = found.iter().map(|it| it.id.clone()).collect();
        let gone: Vec<_> = self.old_ids().difference(&ids).cloned().collect();
        if !gone.is_empty() {
            return Err(format!("tags of before are gone: {gone:?}"));
        }
        Ok(found)
    }

    /// Goes on as if nothing had happened: another tag, a check, and nothing
    /// left lying about.
    pub fn goes_on(&self, sentence: usize) -> Result<(), String> {
        let before = self.tags()?.len();
        let path = format!("iom/seeds/{}", self.document);
        let sentence = sentence.to_string();
        let tagged = ["tag", &path, "opinion", "--sentence", &sentence];
        let tagged = self.desk.run(&[&tagged[..], &["--as", "later"]].concat());
        if !tagged.status.success() {
            return Err(format!("the next tag was refused: {tagged:?}"));
        }
        let checked = self.desk.run(&["check", "iom"]);
        if !checked.status.success() {
            return Err(format!("check finds something: {checked:?}"));
        }
        let after = self.tags()?.len();
        if after != before + 1 {
            return Err(format!("{before} tags and one more are {after}"));
        }
        self.is_tidy(&self.desk.root())
    }

    /// No temporary file is left below a folder.
    pub fn is_tidy(&self, folder: &Path) -> Result<(), String> {
        let hidden = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with('.') && name != ".postil.lock" && name != ".gitignore"
        };
        let left: Vec<_> = everything(folder).into_keys().filter(hidden).collect();
        match left.is_empty() {
            true => Ok(()),
            false => Err(format!("left lying about: {left:?}")),
        }
    }
}

/// A tag as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub id: String,
    pub tag: String,
    pub start: usize,
    pub note: String,
}

/// The tags of an annotation file that is whole and true to its text.
pub fn tags(bytes: &[u8], text: &str) -> Result<Vec<Tag>, String> {
    let file: Value = serde_json::from_slice(bytes).map_err(|error| {
        let words = String::from_utf8_lossy(bytes);
        format!("an annotation file that is not whole ({error}): {words:?}")
    })?;
    if !bytes.ends_with(b"}\n") || file["format"] != "postil" {
        return Err(format!("no annotation file: {file}"));
    }
    let characters: Vec<char> = text.chars().collect();
    let annotations = file["annotations"].as_array().ok_or("no annotations")?;
    let place = |it: &Value| usize::try_from(it.as_u64().unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
    let words = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    annotations
        .iter()
        .map(|it| {
            let (start, end) = (place(&it["start"]), place(&it["end"]));
            let quote: Option<String> = characters.get(start..end).map(|it| it.iter().collect());
            if quote.is_none_or(|quote| it["quote"] != *quote) {
                return Err(format!("a quote that is not the text: {it}"));
            }
            Ok(Tag {
                id: words(&it["id"]),
                tag: words(&it["tag"]),
                start,
                note: words(&it["note"]),
            })
        })
        .collect()
}

/// All that is below a folder.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path.clone());
                found.insert(path, None);
            } else {
                let bytes = fs::read(&path).expect("a file");
                found.insert(path, Some(bytes));
            }
        }
    }
    found
}
