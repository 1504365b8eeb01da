//! Reading a file at any offset, without a memory map: where a file is cut short while it
//! is read, reading ends early, and no signal ends the program.
//!
//! Must not know: what is in it.

use std::fs::File;
use std::io;

use crate::text::Source;

#[derive(Debug)]
pub(super) struct OpenFile(pub(super) File);

impl Source for OpenFile {
    fn read_at(&self, offset: usize, into: &mut [u8]) -> io::Result<usize> {
        let mut read = 0;
        while read < into.len() {
            match read_some(&self.0, &mut into[read..], (offset + read) as u64) {
                Ok(0) => break,
                Ok(count) => read += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(read)
    }
}

#[cfg(unix)]
fn read_some(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, offset)
}

#[cfg(windows)]
fn read_some(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, offset)
}
