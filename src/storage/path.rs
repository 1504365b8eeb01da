//! The name of a document below the documents folder.
//!
//! Must not know: which workspace it is in.

use std::ffi::{OsStr, OsString};
use std::fmt::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

use super::fingerprint::in_hexadecimal;

/// The longest name that every common file system takes, in bytes.
const LONGEST_NAME: usize = 255;
const SUFFIX: &str = ".json";
/// What the temporary file of a save, `.NAME.XXXXXX`, adds to an annotation file's name.
const TEMPORARY: usize = ".".len() + ".XXXXXX".len();
/// How much of a long name stays readable in front of its hash.
const KEPT_OF_LONG_NAME: usize = 160;

/// A document's path below the documents folder.
///
/// Two different paths never have the same name: bytes that are not UTF-8 are
/// shown as `%FF`, and a percent sign before two hexadecimal digits as `%25`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentPath {
    name: String,
    native: PathBuf,
}

impl DocumentPath {
    /// The document with that relative path; `None` for one that is empty,
    /// absolute or climbs out of the folder.
    pub fn new(relative: &Path) -> Option<Self> {
        let mut name = String::new();
        for component in relative.components() {
            let Component::Normal(part) = component else {
                return None;
            };
            if !name.is_empty() {
                name.push('/');
            }
            name.push_str(&escaped(part));
        }
        (!name.is_empty()).then(|| Self {
            name,
            native: relative.to_owned(),
        })
    }

    /// The name, with `/` between folders: no two documents have the same.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The path below the documents folder as the system has it.
    pub fn native(&self) -> &Path {
        &self.native
    }

    /// The path of its annotation file below the annotations folder. A name that would
    /// become too long for the file system ends in its hash instead.
    pub fn annotation_file(&self) -> PathBuf {
        let file = self.native.file_name().unwrap_or_default();
        let mut name = file.to_owned();
        if file.len() + SUFFIX.len() + TEMPORARY > LONGEST_NAME {
            let hash = Sha256::digest(file.as_encoded_bytes());
            let words = String::from_utf8_lossy(file.as_encoded_bytes());
            let kept = &words[..words.floor_char_boundary(KEPT_OF_LONG_NAME)];
            name = OsString::from(format!("{kept}~{}", in_hexadecimal(&hash[..16])));
        }
        name.push(SUFFIX);
        self.native.with_file_name(name)
    }
}

impl fmt::Display for DocumentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)
    }
}

fn escaped(part: &OsStr) -> String {
    let mut name = String::new();
    for chunk in part.as_encoded_bytes().utf8_chunks() {
        let valid = chunk.valid();
        for (at, character) in valid.char_indices() {
            name.push(character);
            let mut next = valid[at + character.len_utf8()..].chars();
            let mut is_hexadecimal = || next.next().is_some_and(|char| char.is_ascii_hexdigit());
            if character == '%' && is_hexadecimal() && is_hexadecimal() {
                name.push_str("25");
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(name, "%{byte:02X}");
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> DocumentPath {
        DocumentPath::new(Path::new(name)).unwrap()
    }

    #[test]
    fn an_annotation_file_stands_where_its_document_does() {
        assert_eq!(path("a/b.txt").annotation_file(), Path::new("a/b.txt.json"));
        assert_eq!(path("100%.txt").as_str(), "100%.txt");
        assert_eq!(path("%FF").as_str(), "%25FF");
        assert!(DocumentPath::new(Path::new("../b.txt")).is_none());
        assert!(DocumentPath::new(Path::new("/b.txt")).is_none());
        assert!(DocumentPath::new(Path::new("")).is_none());
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let long = |end: &str| path(&format!("{}{end}", "é".repeat(122)));
        let one = long("a.txt").annotation_file();
        let other = long("b.txt").annotation_file();
        assert_ne!(one, other);
        assert!(one.as_os_str().len() + TEMPORARY <= LONGEST_NAME);
        assert!(one.to_str().unwrap().ends_with(".json"));
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf_8_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        let names: [&[u8]; 6] = [
            b"a\xff",
            b"a\xfe",
            b"a%FF",
            b"a%25FF",
            b"a\xef\xbf\xbd",
            b"a%\xff",
        ];
        let paths =
            names.map(|name| DocumentPath::new(Path::new(OsStr::from_bytes(name))).unwrap());
        let mut shown: Vec<_> = paths.iter().map(DocumentPath::as_str).collect();
        assert_eq!(
            shown,
            ["a%FF", "a%FE", "a%25FF", "a%2525FF", "a\u{fffd}", "a%%FF"]
        );
        shown.sort_unstable();
        shown.dedup();
        assert_eq!(shown.len(), 6);
    }
}
