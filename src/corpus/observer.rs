//! Who watches work on a corpus.
//!
//! Must not know: how what is told is shown.

use std::io;
use std::time::Duration;

/// Is told how far the work is and what is wrong meanwhile. Nothing has to be done
/// about any of it: `()` watches nothing.
pub trait Observer {
    fn begin(&mut self, _documents: usize) {}

    /// The next result is not there yet. Answers how long to wait for it before this
    /// is called again; `None` is as long as it takes.
    fn idle(&mut self) -> io::Result<Option<Duration>> {
        Ok(None)
    }

    fn document_done(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// So many of all annotations of a large document are done.
    fn annotations_done(&mut self, _done: usize, _all: usize) -> io::Result<()> {
        Ok(())
    }

    /// Something could not be read; the work goes on without it.
    fn warn(&mut self, _words: &str) {}

    fn end(&mut self) {}
}

impl Observer for () {}
