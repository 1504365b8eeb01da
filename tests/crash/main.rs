//! What the program has called saved is on disk, whatever happens to it: it is
//! killed at every call that changes a file, every such call is made to fail,
//! and the power is cut after each.
//!
//! Most of it needs `strace`. Where that is missing, those tests are listed as
//! ignored, with the reason: they do not pass as if they had run. A short form runs
//! with the other tests; `POSTIL_LONG=1` runs all points of the reader.

#[cfg(target_os = "linux")]
mod all;

#[cfg(not(target_os = "linux"))]
fn main() {}

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    all::main()
}
