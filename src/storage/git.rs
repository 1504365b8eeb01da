//! Asks git for what a file was in the history of its repository.
//!
//! Only plumbing is run, which starts no other program, whatever the repository's own
//! configuration says: no filters, no pagers, no signatures, and nothing is fetched.
//!
//! Must not know: what the file is.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How many versions of a file are looked at, the latest first.
const MOST_VERSIONS: usize = 64;
/// How long all of that may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// The longest file that is read.
const LONGEST: u64 = 16 << 20;

/// The bytes of the latest version of a file in its repository that are meant.
pub(super) fn find_version(file: &Path, is_it: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
    let deadline = Instant::now() + PATIENCE;
    let (folder, name) = (file.parent()?, file.file_name()?);
    let limit = format!("--max-count={MOST_VERSIONS}");
    let mut list = git(folder);
    list.args(["rev-list", &limit, "HEAD", "--"]).arg(name);
    let commits = String::from_utf8(output(list, deadline)?).ok()?;
    let mut objects: Vec<String> = Vec::new();
    for commit in commits.lines() {
        let mut tree = git(folder);
        tree.args(["ls-tree", "-z", commit, "--"]).arg(name);
        let entry = output(tree, deadline)?;
        // `100644 blob 2fa7…\tname`
        let entry = String::from_utf8_lossy(&entry).into_owned();
        let object = entry
            .split('\t')
            .next()
            .and_then(|about| about.split(' ').nth(2));
        let Some(object) = object.filter(|object| !objects.iter().any(|seen| seen == object))
        else {
            continue;
        };
        objects.push(object.to_owned());
        let mut blob = git(folder);
        blob.args(["cat-file", "blob", object]);
        let bytes = output(blob, deadline)?;
        if is_it(&bytes) {
            return Some(bytes);
        }
    }
    None
}

fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.args([
        "--no-pager",
        "--literal-pathspecs",
        "-c",
        "core.fsmonitor=false",
    ])
    .current_dir(folder)
    .env("GIT_OPTIONAL_LOCKS", "0")
    .env("GIT_NO_LAZY_FETCH", "1")
    .env("GIT_NO_REPLACE_OBJECTS", "1")
    .env("GIT_TERMINAL_PROMPT", "0")
    .stdin(Stdio::null())
    .stdout(Stdio::piped())
    .stderr(Stdio::null());
    git
}

/// What a program prints, if it ends well and in time.
fn output(mut command: Command, deadline: Instant) -> Option<Vec<u8>> {
    let mut child = command.spawn().ok()?;
    let read = child.stdout.take().map(|out| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = out.take(LONGEST + 1).read_to_end(&mut bytes);
            read.ok()
                .filter(|length| *length as u64 <= LONGEST)
                .map(|_| bytes)
        })
    })?;
    let has_ended = wait(&mut child, deadline);
    let bytes = read.join().ok().flatten();
    bytes.filter(|_| has_ended)
}

/// Whether a program ended well before it was ended.
fn wait(child: &mut Child, deadline: Instant) -> bool {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if Instant::now() < deadline => {
                std::thread::sleep(Duration::from_millis(1));
            }
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_in_the_history() {
        let folder = tempfile::tempdir().unwrap();
        let run = |arguments: &[&str]| {
            let mut git = git(folder.path());
            git.args(["-c", "user.name=a", "-c", "user.email=a@b"])
                .args(arguments);
            git.status().is_ok_and(|status| status.success())
        };
        if !run(&["init", "-q"]) {
            eprintln!("git is not here: nothing was tried");
            return;
        }
        let file = folder.path().join(":(odd) name.txt");
        for words in ["One.", "Two.", "Three.", "Two."] {
            std::fs::write(&file, words).unwrap();
            assert!(run(&["add", "-A"]) && run(&["commit", "-q", "-m", words]));
        }
        for words in ["One.", "Two.", "Three."] {
            let found = find_version(&file, |bytes| bytes == words.as_bytes());
            assert_eq!(found.as_deref(), Some(words.as_bytes()));
        }
        assert_eq!(find_version(&file, |bytes| bytes == b"Four."), None);
        assert_eq!(
            find_version(&folder.path().join("none.txt"), |_| true),
            None
        );
    }

    #[test]
    fn where_there_is_no_repository_nothing_is_found() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "One.").unwrap();
        // A repository above the folder of temporary files is none of ours, but may be there.
        assert_eq!(find_version(&folder.path().join("a.txt"), |_| false), None);
    }
}
