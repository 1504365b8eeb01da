//! What the system tells of a running program; none where it does not.

use std::fs;
use std::path::{Path, PathBuf};

/// How often all threads of a process have gone to wait.
pub fn wake_ups(process: u32) -> Option<u64> {
    let mut all = 0;
    for thread in fs::read_dir(folder(process).join("task")).ok()? {
        all += field(&thread.ok()?.path(), "voluntary_ctxt_switches:")?;
    }
    Some(all)
}

/// The most memory a process has held until now, in bytes.
pub fn peak_memory(process: u32) -> Option<u64> {
    Some(field(&folder(process), "VmHWM:")? * 1024)
}

fn folder(process: u32) -> PathBuf {
    Path::new("/proc").join(process.to_string())
}

fn field(folder: &Path, name: &str) -> Option<u64> {
    let status = fs::read_to_string(folder.join("status")).ok()?;
    let field = status.lines().find_map(|line| line.strip_prefix(name))?;
    field.split_whitespace().next()?.parse().ok()
}
