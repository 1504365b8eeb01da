//! Whether what was asked for is done, or only told.
//!
//! Must not know: what was asked for.

/// Whether files are really changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteMode {
    Write,
    /// Nothing is written; what would be is only told.
    DryRun,
}
