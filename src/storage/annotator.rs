//! The name of the person who makes tags.
//!
//! Must not know: where the name is written.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Long enough for git on a slow disk, short enough not to be noticed.
const PATIENCE: Duration = Duration::from_millis(500);
const NOBODY: &str = "anonymous";

/// Finds the annotator's name: the one asked for, the configured one, git's `user.name` in
/// a folder, or the login name; never empty.
pub(crate) fn annotator(asked_for: Option<&str>, configured: Option<&str>, root: &Path) -> String {
    let clean = |name: &str| {
        let name = name.trim();
        (!name.is_empty()).then(|| name.to_owned())
    };
    asked_for
        .and_then(clean)
        .or_else(|| configured.and_then(clean))
        .or_else(|| git_name(root).as_deref().and_then(clean))
        .or_else(|| login_name().as_deref().and_then(clean))
        .unwrap_or_else(|| NOBODY.to_owned())
}

/// The login name: from the environment, or else, as in a container, from the system.
fn login_name() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| env::var(name).ok())
        .or_else(|| output_of("id", &["-un"], Path::new("/")))
}

fn git_name(root: &Path) -> Option<String> {
    output_of("git", &["config", "user.name"], root)
}

/// What a program prints, if it ends soon.
fn output_of(program: &str, arguments: &[&str], root: &Path) -> Option<String> {
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let started = Instant::now();
    // A name fits any pipe, so git never waits for it to be read.
    while child.try_wait().ok()?.is_none() {
        if started.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        thread::sleep(Duration::from_millis(1));
    }
    let output = child.wait_with_output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
