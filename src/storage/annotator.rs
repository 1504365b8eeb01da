//! Whose tags they are.
//!
//! Must not know: where the name is written.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Long enough for git on a slow disk, short enough not to be noticed.
const PATIENCE: Duration = Duration::from_millis(500);
/// The name of somebody of whom nothing is known.
const NOBODY: &str = "anonymous";

/// The annotator's name: what was asked for, what is configured, git's
/// `user.name` in that folder, the login name; never empty.
pub fn annotator(asked_for: Option<&str>, configured: Option<&str>, root: &Path) -> String {
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

/// The login name; where the environment does not say it, as in a container,
/// the system does.
fn login_name() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|it| env::var(it).ok())
        .or_else(|| said_by("id", &["-un"], Path::new("/")))
}

fn git_name(root: &Path) -> Option<String> {
    said_by("git", &["config", "user.name"], root)
}

/// What a small program prints, if it does so soon.
fn said_by(program: &str, arguments: &[&str], root: &Path) -> Option<String> {
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
