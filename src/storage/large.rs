//! Documents that are too large to be read whole: read at any place, and never
//! more than is asked for. What is not in UTF-8 is written over, once, into a
//! temporary file that has no name, and is gone with the program.
//!
//! Must not know: what is shown of them.

use std::cell::LazyCell;
use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use sha2::{Digest, Sha256};

use crate::text::{PAGED_FROM, Source, Text};

use super::encoding::{Census, Decoded, Known, Openable, lost, utf16, why_binary};
use super::fingerprint::in_hexadecimal;
use super::positioned::OpenFile;
use super::stamp::FileStamp;

/// How much is read at once where all is read, in bytes.
const CHUNK: usize = 1024 * 1024;

/// How much of the beginning is looked at before the first screen is drawn, in bytes: more
/// than a screen shows. What is not UTF-8 further on is found while the document is counted.
const BEGINNING: usize = 32 * 1024;

/// A large file as it was when it was opened.
#[derive(Debug)]
pub(super) struct Large {
    file: Arc<OpenFile>,
    len: usize,
    stamp: FileStamp,
    sha256: OnceLock<String>,
}

/// When it is found out whether a document is in UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// At its beginning now, and further on when it is counted.
    Beginning,
    /// All of it, now.
    All,
}

impl Large {
    /// Opens a file, if it is a large one by what was found of it.
    pub(super) fn open(path: &Path, found: &Metadata) -> io::Result<Option<Self>> {
        if found.len() <= PAGED_FROM as u64 {
            return Ok(None);
        }
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        let Ok(len) = usize::try_from(metadata.len()) else {
            return Err(io::Error::other("it is too large for this machine"));
        };
        Ok((len > PAGED_FROM).then(|| Self {
            file: Arc::new(OpenFile(file)),
            len,
            stamp: FileStamp::from_metadata(&metadata),
            sha256: OnceLock::new(),
        }))
    }

    /// Whether two were opened on one file that has not changed between.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.stamp == other.stamp
    }

    /// Whether two are open on one file, and so read the same there now.
    pub(super) fn shares_file_with(&self, other: &Self) -> bool {
        self.stamp.is_of_same_file(&other.stamp)
    }

    /// SHA-256 of its bytes, in hexadecimal, read once; empty where they cannot be read, or
    /// were written over since it was opened: nobody can tell then what they were.
    pub(super) fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| {
            let mut hash = Sha256::new();
            match self.each_chunk(|chunk| hash.update(chunk)) {
                Ok(()) if self.is_as_it_was() => in_hexadecimal(&hash.finalize()),
                Ok(()) | Err(_) => String::new(),
            }
        })
    }

    /// SHA-256 of its bytes, if they were read for it already.
    pub(super) fn known_sha256(&self) -> Option<&str> {
        self.sha256
            .get()
            .map(String::as_str)
            .filter(|known| !known.is_empty())
    }

    /// Whether the file has not been written to since it was opened.
    pub(super) fn is_as_it_was(&self) -> bool {
        let now = self.file.0.metadata();
        now.is_ok_and(|now| FileStamp::from_metadata(&now).is_same_content(&self.stamp))
    }

    fn each_chunk(&self, mut take: impl FnMut(&[u8])) -> io::Result<()> {
        let mut buffer = vec![0; CHUNK];
        let mut at = 0;
        while at < self.len {
            let wanted = CHUNK.min(self.len - at);
            let read = self.file.read_at(at, &mut buffer[..wanted])?;
            if read < wanted {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            take(&buffer[..read]);
            at += read;
        }
        Ok(())
    }

    /// Its text, by the rule of [`encoding`](super::encoding).
    pub(super) fn read(
        &self,
        check: Check,
        known: impl FnOnce() -> Known,
        configured: Option<&'static Encoding>,
        openable: Openable,
    ) -> Result<Decoded, String> {
        let mut beginning = vec![0; BEGINNING];
        let read = self.file.read_at(0, &mut beginning);
        beginning.truncate(read.map_err(|error| error.to_string())?);
        if let Some(encoding) = utf16(&beginning) {
            return self.written_over(encoding, 0);
        }
        let known = LazyCell::new(known);
        if let Some(why) = why_binary(&beginning, openable)
            && *known == Known::Nothing
        {
            return Err(why);
        }
        // The beginning may be cut in a character.
        let begins_well = std::str::from_utf8(&beginning)
            .map_or_else(|error| error.error_len().is_none(), |_| true);
        let text = Text::paged(Arc::clone(&self.file) as Arc<dyn Source>, self.len);
        if begins_well && check == Check::All {
            text.code_points();
        }
        if begins_well && !text.is_broken() {
            return Ok(Decoded {
                text,
                encoding: UTF_8,
                notices: Vec::new(),
            });
        }
        let mut census = Census::default();
        self.each_chunk(|chunk| census.add(chunk))
            .map_err(|error| error.to_string())?;
        let encoding = census.encoding(*known, configured);
        self.written_over(encoding, census.invalid())
    }

    /// The text in UTF-8, in a file of its own.
    fn written_over(&self, encoding: &'static Encoding, invalid: usize) -> Result<Decoded, String> {
        let said = |error: io::Error| {
            format!(
                "it is {}, and a copy in UTF-8 cannot be written to the folder for temporary files: {error}",
                encoding.name()
            )
        };
        let mut spool = Spool {
            file: tempfile::tempfile().map_err(said)?,
            decoder: encoding.new_decoder_without_bom_handling(),
            buffer: vec![0; CHUNK],
            len: 0,
            lost: 0,
            failed: None,
        };
        let read = self.each_chunk(|chunk| spool.take(chunk, false));
        read.map_err(|error| error.to_string())?;
        spool.take(&[], true);
        if let Some(error) = spool.failed {
            return Err(said(error));
        }
        let source = Arc::new(OpenFile(spool.file));
        Ok(Decoded {
            text: Text::paged(source, spool.len),
            encoding,
            notices: lost(encoding, invalid, spool.lost),
        })
    }
}

struct Spool {
    file: File,
    decoder: Decoder,
    buffer: Vec<u8>,
    len: usize,
    /// How many places could not be decoded.
    lost: usize,
    failed: Option<io::Error>,
}

impl Spool {
    fn take(&mut self, mut bytes: &[u8], last: bool) {
        while self.failed.is_none() {
            let (result, read, written, had_errors) =
                self.decoder.decode_to_utf8(bytes, &mut self.buffer, last);
            let words = &self.buffer[..written];
            if had_errors {
                let mark = char::REPLACEMENT_CHARACTER.to_string();
                self.lost += memchr::memmem::find_iter(words, mark.as_bytes()).count();
            }
            self.failed = self.file.write_all(words).err();
            self.len += written;
            bytes = &bytes[read..];
            if result == CoderResult::InputEmpty {
                return;
            }
        }
    }
}
