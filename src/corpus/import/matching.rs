//! Which document here an imported one is: by its path, its name, its bytes, or its text.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::formats::import::{Imported, ImportedDocument};
use crate::storage::{Document, DocumentPath};
use crate::text::Text;

use super::super::source::{Corpus, Source};

/// How many documents are named that may be meant.
const MOST_NAMED: usize = 3;

/// The documents here, as they may be known.
pub(super) struct Matching<'a> {
    corpus: &'a Corpus,
    paths: Vec<&'a DocumentPath>,
    by_path: HashMap<&'a str, usize>,
    /// By what stands behind the last `/`, and by that without its ending.
    by_name: HashMap<&'a str, Vec<usize>>,
    by_stem: HashMap<&'a str, Vec<usize>>,
    /// What the documents are, once somebody asks: their bytes, and their texts with line ends
    /// and a byte order mark left out.
    contents: OnceLock<HashMap<String, Vec<usize>>>,
    wants_texts: bool,
}

impl<'a> Matching<'a> {
    pub(super) fn new(corpus: &'a Corpus, sources: &'a [Source], imported: &Imported) -> Self {
        let mut matching = Self {
            corpus,
            paths: Vec::new(),
            by_path: HashMap::new(),
            by_name: HashMap::new(),
            by_stem: HashMap::new(),
            contents: OnceLock::new(),
            wants_texts: imported.documents.iter().any(|one| one.text.is_some()),
        };
        for source in sources {
            let Source::Document(entry) = source else {
                continue;
            };
            let (number, path) = (matching.paths.len(), &entry.path);
            matching.paths.push(path);
            matching.by_path.insert(path.as_str(), number);
            let name = last_part(path.as_str());
            matching.by_name.entry(name).or_default().push(number);
            matching.by_stem.entry(stem(name)).or_default().push(number);
        }
        matching
    }

    /// The document here that an imported one is.
    ///
    /// # Errors
    /// Why it is none: part of a sentence.
    pub(super) fn document(&self, wanted: &ImportedDocument) -> Result<DocumentPath, String> {
        match self.named(wanted) {
            Ok(number) => Ok(self.paths[self.same_text(wanted, number)].clone()),
            Err(several) => self.by_content(wanted, several),
        }
    }

    /// The document of that number, or, where that has another text than the one that came along,
    /// the only one that has this.
    fn same_text(&self, wanted: &ImportedDocument, number: usize) -> usize {
        let Some(text) = &wanted.text else {
            return number;
        };
        let named = Document::load(self.corpus.workspace(), self.paths[number]);
        if named.is_ok_and(|named| is_same_text(text, &named.text)) {
            return number;
        }
        match self.contents().get(&text_key(text)).map(Vec::as_slice) {
            Some([only]) => *only,
            _ => number,
        }
    }

    /// The number of the document that has one of the names; else how many have the same.
    fn named(&self, wanted: &ImportedDocument) -> Result<usize, usize> {
        for name in &wanted.names {
            // A program may have named it from another folder.
            let name = name.strip_prefix("./").unwrap_or(name);
            let below = name.match_indices('/').map(|(at, _)| &name[at + 1..]);
            // The last part alone is a name, which several may have.
            let below = below.filter(|path| path.contains('/'));
            for path in [name].into_iter().chain(below) {
                if let Some(number) = self.by_path.get(path) {
                    return Ok(*number);
                }
            }
        }
        // Some formats name it by an address, with a folder of its own, or without its ending.
        let mut several = 0;
        for name in &wanted.names {
            let name = last_part(name);
            for names in [&self.by_name, &self.by_stem] {
                match names.get(name).map(Vec::as_slice) {
                    Some([only]) => return Ok(*only),
                    Some(all) => several = all.len(),
                    None => {}
                }
            }
        }
        Err(several)
    }

    fn by_content(
        &self,
        wanted: &ImportedDocument,
        mut several: usize,
    ) -> Result<DocumentPath, String> {
        let known = [wanted.sha256.clone(), wanted.text.as_ref().map(text_key)];
        for key in known.into_iter().flatten() {
            match self.contents().get(&key).map(Vec::as_slice) {
                Some([only]) => return Ok(self.paths[*only].clone()),
                Some(all) => several = all.len(),
                None => {}
            }
        }
        Err(match several {
            0 => "there is no such document here, nor one with its text".to_owned(),
            _ => self.several_words(wanted, several),
        })
    }

    /// That several documents may be meant, with the names of some.
    fn several_words(&self, wanted: &ImportedDocument, several: usize) -> String {
        let names = wanted.names.iter().map(|name| last_part(name));
        let mut found = names.filter_map(|name| {
            let all = self.by_name.get(name).or(self.by_stem.get(name));
            all.filter(|all| all.len() > 1)
        });
        let paths = found.next().map_or(&[][..], Vec::as_slice);
        let paths = paths.iter().map(|number| self.paths[*number].as_str());
        let paths: Vec<&str> = paths.take(MOST_NAMED).collect();
        match paths.is_empty() {
            true => format!("{several} documents here may be it"),
            false => format!("{several} documents here may be it: {}", paths.join(", ")),
        }
    }

    fn contents(&self) -> &HashMap<String, Vec<usize>> {
        self.contents.get_or_init(|| {
            let mut contents: HashMap<String, Vec<usize>> = HashMap::new();
            for (number, path) in self.paths.iter().enumerate() {
                let Ok(document) = Document::load(self.corpus.workspace(), path) else {
                    continue;
                };
                let sha256 = document.sha256().to_owned();
                contents.entry(sha256).or_default().push(number);
                if self.wants_texts && !document.text.is_paged() {
                    let key = text_key(&document.text);
                    contents.entry(key).or_default().push(number);
                }
            }
            contents
        })
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What a text is known by, whatever its line ends are.
fn text_key(text: &Text) -> String {
    let whole = text.slice(text.full_range());
    let words = whole.trim_start_matches('\u{feff}').split_whitespace();
    let mut digest = sha2::Sha256::default();
    for word in words {
        sha2::Digest::update(&mut digest, word.as_bytes());
        sha2::Digest::update(&mut digest, b" ");
    }
    let bytes: [u8; 32] = sha2::Digest::finalize(digest).into();
    let hexadecimal = bytes.iter().map(|byte| format!("{byte:02x}"));
    format!("text {}", hexadecimal.collect::<String>())
}

/// Whether two texts are the same, whatever line ends they have: programs make copies with those
/// that they like.
pub(super) fn is_same_text(one: &Text, other: &Text) -> bool {
    let [one, other] = [one, other].map(|text| text.slice(text.full_range()));
    let is_kept = |sign: &char| !matches!(sign, '\r' | '\u{feff}');
    one == other
        || one
            .chars()
            .filter(is_kept)
            .eq(other.chars().filter(is_kept))
}
