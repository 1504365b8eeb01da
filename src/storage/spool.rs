//! Bytes that are written now and read once, later: in memory as long as they are few, else in
//! a file without a name, which no kill leaves behind.
//!
//! Must not know: what the bytes are.

use std::io::{self, Read, Seek, Write};

use anyhow::{Context, Result};
use tempfile::SpooledTempFile;

/// The most bytes that are kept in memory.
const IN_MEMORY: usize = 1 << 20;
/// How many bytes are read back at once.
const CHUNK: usize = 64 << 10;

/// Bytes that wait for their turn.
pub(crate) struct Spool(SpooledTempFile);

impl Spool {
    pub(crate) fn new() -> Self {
        Self(SpooledTempFile::new(IN_MEMORY))
    }

    /// Adds bytes at the end.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.write_all(bytes).with_context(full)
    }

    /// Hands on all bytes, in pieces and in their order.
    pub(crate) fn read_back(mut self, mut put: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        self.0.rewind().with_context(full)?;
        let mut chunk = vec![0; CHUNK];
        loop {
            match self.0.read(&mut chunk) {
                Ok(0) => return Ok(()),
                Ok(read) => put(&chunk[..read])?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error).with_context(full),
            }
        }
    }
}

fn full() -> String {
    format!(
        "the folder for temporary files, {}, cannot hold what is still to be written",
        std::env::temp_dir().display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back_in_its_order() {
        for length in [0, 10, IN_MEMORY + 1] {
            let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(length).collect();
            let mut spool = Spool::new();
            for chunk in bytes.chunks(1000) {
                spool.write(chunk).unwrap();
            }
            let mut read: Vec<u8> = Vec::new();
            spool
                .read_back(|chunk| {
                    read.extend(chunk);
                    Ok(())
                })
                .unwrap();
            assert!(read == bytes, "{length}");
        }
    }
}
