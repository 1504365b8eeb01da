//! Reading a document. It is opened for reading, and nothing here could write.
//!
//! Must not know: its tags.

use std::fs::{self, FileType};
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::formats::DocumentInfo;
use crate::text::Text;

use super::error::StorageError;
use super::path::DocumentPath;
use super::workspace::Workspace;

/// Bytes that are looked at to tell a text from a binary file.
const SNIFFED: usize = 8192;
/// One NUL byte in so many is taken for a slip in a text; more make it a
/// binary file.
const BYTES_FOR_EACH_NUL: usize = 1024;
/// The longest title, in code points.
const LONGEST_TITLE: usize = 120;

/// A document that was read.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its name in the workspace.
    pub path: DocumentPath,
    /// Its content.
    pub text: Text,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// What is odd about it, each in one sentence.
    pub notices: Vec<String>,
}

impl Document {
    /// Reads a document of a workspace.
    ///
    /// # Errors
    /// When it cannot be read or is no text.
    pub fn load(workspace: &Workspace, path: &DocumentPath) -> Result<Self, StorageError> {
        let file = workspace.documents_dir().join(path.native());
        let bytes = read_regular(&file)?;
        let sha256 = fingerprint(&bytes);
        let (content, notices) =
            decode(bytes).map_err(|why| StorageError::NotText { path: file, why })?;
        Ok(Self {
            path: path.clone(),
            text: Text::new(content),
            sha256,
            notices,
        })
    }

    /// What the annotation file says about this document.
    pub fn info(&self, workspace: &Workspace) -> DocumentInfo {
        DocumentInfo {
            path: workspace.path_in_file(&self.path),
            sha256: self.sha256.clone(),
            length: self.text.code_points().0 as u64,
            ..DocumentInfo::default()
        }
    }

    /// Its first line with words, without white space around it; empty when
    /// there is none.
    pub fn title(&self) -> String {
        self.text
            .lines()
            .map(|line| self.text.slice(line.content))
            .find(|line| line.chars().any(char::is_alphanumeric))
            .map(|line| {
                let line = line.trim_matches(|it: char| it.is_whitespace() || it == '\u{feff}');
                line.chars().take(LONGEST_TITLE).collect()
            })
            .unwrap_or_default()
    }
}

/// SHA-256 in hexadecimal.
pub fn fingerprint(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// What a thing in a folder is when it is no file.
pub(super) fn what_it_is(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    if kind.is_dir() {
        "a folder"
    } else {
        "something else"
    }
}

/// Reads a file whole. Its kind is looked at first: opening a pipe would wait
/// for ever, and a device may have no end.
pub(super) fn read_regular(path: &Path) -> Result<Vec<u8>, StorageError> {
    let kind = fs::metadata(path)
        .map_err(|error| StorageError::io("read", path, error))?
        .file_type();
    if !kind.is_file() {
        return Err(StorageError::NotAFile {
            path: path.to_owned(),
            what: what_it_is(kind),
        });
    }
    fs::read(path).map_err(|error| StorageError::io("read", path, error))
}

/// Why a file cannot be read as a text, judged by its beginning; `None` when
/// it seems it can.
pub(super) fn probe(path: &Path) -> Option<String> {
    let mut beginning = Vec::new();
    let file = fs::File::open(path).map_err(|error| StorageError::io("read", path, error));
    let read = file.and_then(|file| {
        file.take(SNIFFED as u64)
            .read_to_end(&mut beginning)
            .map_err(|error| StorageError::io("read", path, error))
    });
    match read {
        Err(error) => Some(error.to_string()),
        Ok(_) => why_binary(&beginning),
    }
}

fn why_binary(bytes: &[u8]) -> Option<String> {
    if utf16(bytes).is_some() {
        return None;
    }
    let beginning = &bytes[..bytes.len().min(SNIFFED)];
    let nuls = beginning.iter().filter(|byte| **byte == 0).count();
    (nuls > beginning.len() / BYTES_FOR_EACH_NUL)
        .then(|| "it is a binary file (it holds NUL bytes), not a text".to_owned())
}

/// The byte order of a file that begins with a mark of UTF-16.
fn utf16(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    match bytes {
        // The mark of UTF-32, little endian, begins like that of UTF-16.
        [0xFF, 0xFE, 0, 0, ..] => None,
        [0xFF, 0xFE, ..] => Some(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => Some(u16::from_be_bytes),
        _ => None,
    }
}

/// Decodes UTF-8, or UTF-16 with its mark. Nothing is stripped; what is not
/// valid becomes U+FFFD, with a notice.
fn decode(bytes: Vec<u8>) -> Result<(String, Vec<String>), String> {
    if let Some(unit) = utf16(&bytes) {
        return Ok(decode_utf16(&bytes, unit));
    }
    if let Some(why) = why_binary(&bytes) {
        return Err(why);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(content) => return Ok((content, Vec::new())),
        Err(error) => error.into_bytes(),
    };
    let invalid: usize = bytes.utf8_chunks().map(|it| it.invalid().len()).sum();
    let notice = format!(
        "{invalid} {} not UTF-8 and shown as \u{fffd}",
        if invalid == 1 { "byte is" } else { "bytes are" }
    );
    Ok((String::from_utf8_lossy(&bytes).into_owned(), vec![notice]))
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Vec<String>) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut broken = rest.len();
    let decoded = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    let mut content: String = decoded
        .map(|it| {
            it.unwrap_or_else(|_| {
                broken += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if !rest.is_empty() {
        content.push(char::REPLACEMENT_CHARACTER);
    }
    let mut notices = vec!["the file is UTF-16; offsets count its code points".to_owned()];
    if broken > 0 {
        notices.push(format!(
            "{broken} units are not UTF-16 and shown as \u{fffd}"
        ));
    }
    (content, notices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_stripped_and_what_is_invalid_is_counted() {
        let (content, notices) = decode(b"\xef\xbb\xbfa\r\n".to_vec()).unwrap();
        assert_eq!((content.as_str(), notices.len()), ("\u{feff}a\r\n", 0));
        let (content, notices) = decode(b"a\xff\xfeb\xc3".to_vec()).unwrap();
        assert_eq!(content, "a\u{fffd}\u{fffd}b\u{fffd}");
        assert_eq!(notices, ["3 bytes are not UTF-8 and shown as \u{fffd}"]);
    }

    #[test]
    fn utf_16_is_decoded_with_its_mark_kept() {
        let bytes = |text: &str| {
            let units = text.encode_utf16().flat_map(u16::to_le_bytes);
            units.collect::<Vec<_>>()
        };
        let (content, notices) = decode(bytes("\u{feff}é👍")).unwrap();
        assert_eq!((content.as_str(), notices.len()), ("\u{feff}é👍", 1));
    }

    #[test]
    fn a_binary_file_is_refused_and_a_slip_is_not() {
        assert!(decode(b"\x7fELF\0\0\0\0".to_vec()).is_err());
        assert!(decode(b"a\0".to_vec()).is_err());
        let mut slip = vec![b'a'; 5000];
        slip[10] = 0;
        assert!(decode(slip).is_ok());
        assert!(decode(Vec::new()).is_ok());
    }
}
