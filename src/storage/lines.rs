//! The lines of a file that is not a document, or of standard input: one after the other, so
//! that it may be of any length.
//!
//! Must not know: what stands in them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::error::StorageError;

/// A line of more bytes is refused.
const LONGEST: usize = 1 << 20;

/// The lines of a file, without their ends. What is no UTF-8 is replaced.
pub struct Lines {
    path: PathBuf,
    reader: Box<dyn BufRead>,
    number: usize,
}

impl Lines {
    /// Those of the file at a path; `-` is standard input.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        let reader: Box<dyn BufRead> = if path == Path::new("-") {
            Box::new(BufReader::new(io::stdin()))
        } else {
            let file = File::open(path).map_err(|error| StorageError::io("read", path, error))?;
            Box::new(BufReader::new(file))
        };
        Ok(Self {
            path: path.to_owned(),
            reader,
            number: 0,
        })
    }

    fn read(&mut self) -> io::Result<Option<String>> {
        let mut bytes = Vec::new();
        let mut limited = self.reader.by_ref().take(LONGEST as u64 + 2);
        if limited.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        let mut line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        line = line.strip_suffix(b"\r").unwrap_or(line);
        if self.number == 1 {
            line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        }
        if line.len() > LONGEST {
            let words = format!("line {} has more than 1 MB", self.number);
            return Err(io::Error::new(io::ErrorKind::InvalidData, words));
        }
        Ok(Some(String::from_utf8_lossy(line).into_owned()))
    }
}

impl Iterator for Lines {
    type Item = Result<String, StorageError>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.read().transpose()?;
        Some(line.map_err(|error| StorageError::io("read", &self.path, error)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_without_their_ends() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, b"\xef\xbb\xbfone\r\n\ntw\xffo\n\nend").unwrap();
        let lines: Vec<String> = Lines::open(&path).unwrap().map(Result::unwrap).collect();
        assert_eq!(lines, ["one", "", "tw\u{fffd}o", "", "end"]);
        std::fs::write(&path, "a".repeat(LONGEST + 1)).unwrap();
        assert!(Lines::open(&path).unwrap().next().unwrap().is_err());
        assert!(Lines::open(folder.path().join("b").as_path()).is_err());
    }
}
