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
/// Its name is the path as it is. In one that is not UTF-8, a byte that cannot be decoded
/// is shown as `�FF`; and so that two different paths never have the same name, a `�` that
/// is really there and stands before two hexadecimal digits is shown by its bytes.
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
            name.push_str(&shown(part));
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

    /// The bytes of the path, those that are not UTF-8 as `%FF`, and a percent sign that
    /// could be taken for the beginning of one as `%25`; `None` where the name is the path.
    /// `urllib.parse.unquote_to_bytes` of Python is its inverse.
    pub fn bytes(&self) -> Option<String> {
        self.native.to_str().is_none().then(|| self.escaped())
    }

    /// What earlier versions called it, where that was another name: they showed percent
    /// signs of any path as [`bytes`](Self::bytes) does. Files that they wrote say so.
    pub fn earlier_name(&self) -> Option<String> {
        let is_escaped = self.native.to_str().is_none() || self.name.contains('%');
        is_escaped
            .then(|| self.escaped())
            .filter(|earlier| *earlier != self.name)
    }

    /// The document that earlier versions called so, if it is called otherwise now.
    pub fn of_earlier_name(name: &str) -> Option<Self> {
        let path = Self::new(&unescaped(name)?)?;
        (path.earlier_name().as_deref() == Some(name)).then_some(path)
    }

    /// Whether something that was written down means this document: by its name, or by the
    /// one that earlier versions gave it.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.earlier_name().is_some_and(|earlier| earlier == name)
    }

    fn escaped(&self) -> String {
        let parts = self.native.components();
        let parts: Vec<_> = parts.map(|part| escaped(part.as_os_str())).collect();
        parts.join("/")
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

/// A part of a path as it is, with `�FF` for a byte that is not UTF-8.
fn shown(part: &OsStr) -> String {
    write_bytes(part, '\u{fffd}', "\u{fffd}EF\u{fffd}BF\u{fffd}BD")
}

fn escaped(part: &OsStr) -> String {
    write_bytes(part, '%', "%25")
}

/// The path of which a name was made, if all of it can be a path on this system.
fn unescaped(name: &str) -> Option<PathBuf> {
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%');
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    path_of(bytes)
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

/// Writes a byte that is not UTF-8 as `mark` and two hexadecimal digits, and as
/// `mark_itself` a mark that would be taken for the beginning of that.
fn write_bytes(part: &OsStr, mark: char, mark_itself: &str) -> String {
    let mut name = String::new();
    for chunk in part.as_encoded_bytes().utf8_chunks() {
        let valid = chunk.valid();
        for (at, character) in valid.char_indices() {
            let mut next = valid[at + character.len_utf8()..].chars();
            let mut is_hexadecimal = || next.next().is_some_and(|char| char.is_ascii_hexdigit());
            if character == mark && is_hexadecimal() && is_hexadecimal() {
                name.push_str(mark_itself);
            } else {
                name.push(character);
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(name, "{mark}{byte:02X}");
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

    /// What earlier versions wrote into files is still understood.
    #[test]
    fn a_name_is_the_path_as_it_is() {
        for (name, earlier) in [
            ("a%20b.txt", "a%2520b.txt"),
            ("50%25.txt", "50%2525.txt"),
            ("%FF", "%25FF"),
            ("100%.txt", "100%.txt"),
            ("50%/%7e.md", "50%/%257e.md"),
            ("a\u{fffd}.txt", "a\u{fffd}.txt"),
            ("Ü b\\xFF.txt", "Ü b\\xFF.txt"),
        ] {
            let path = path(name);
            assert_eq!(path.as_str(), name);
            assert_eq!(path.earlier_name().as_deref().unwrap_or(name), earlier);
            assert!(path.is_called(name) && path.is_called(earlier), "{name}");
            let found = DocumentPath::of_earlier_name(earlier);
            assert_eq!(found, (name != earlier).then_some(path.clone()), "{name}");
            assert!(!path.is_called("other"));
            assert_eq!(path.bytes(), None);
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf_8_stay_apart_and_tell_their_bytes() {
        use std::os::unix::ffi::OsStrExt;
        let names: [(&[u8], &str, Option<&str>); 8] = [
            (b"a\xff", "a\u{fffd}FF", Some("a%FF")),
            (b"a\xfe", "a\u{fffd}FE", Some("a%FE")),
            (b"a%FF", "a%FF", None),
            (b"a%25FF", "a%25FF", None),
            (b"a\xef\xbf\xbd", "a\u{fffd}", None),
            (
                b"a\xef\xbf\xbdFF",
                "a\u{fffd}EF\u{fffd}BF\u{fffd}BDFF",
                None,
            ),
            (b"a%\xff", "a%\u{fffd}FF", Some("a%%FF")),
            (b"%41\xff/b", "%41\u{fffd}FF/b", Some("%2541%FF/b")),
        ];
        let mut shown = Vec::new();
        for (bytes, name, escaped) in names {
            let path = DocumentPath::new(Path::new(OsStr::from_bytes(bytes))).unwrap();
            assert_eq!((path.as_str(), path.bytes().as_deref()), (name, escaped));
            assert!(escaped.is_none_or(|earlier| path.is_called(earlier)));
            shown.push(path.as_str().to_owned());
        }
        shown.sort_unstable();
        shown.dedup();
        assert_eq!(shown.len(), names.len());
    }
}
