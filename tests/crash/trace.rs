//! `strace`: tells which calls a program makes, kills it at one, or makes one
//! fail.
//!
//! Calls are counted as strace counts them: for each thread, by name. A signal
//! given at a call comes before the system does anything about it: to be killed
//! at one call is to be killed after the one before.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};

/// Every call that changes a file or a folder, or makes a change last; and the
/// one that ends a program, after which nothing else comes. A name that the
/// machine does not have is passed over.
const CHANGES: &str = "?open,?openat,?openat2,?creat,?write,?pwrite64,?writev,?pwritev,?pwritev2,\
    ?fsync,?fdatasync,?sync_file_range,?syncfs,?sync,?rename,?renameat,?renameat2,?unlink,?unlinkat,\
    ?rmdir,?link,?linkat,?symlink,?symlinkat,?truncate,?ftruncate,?mkdir,?mkdirat,?chmod,?fchmod,\
    ?fchmodat,?chown,?fchown,?lchown,?fchownat,?utimensat,?futimesat,?fallocate,?copy_file_range,\
    ?sendfile,?setxattr,?fsetxattr,?exit_group";

/// Why nothing can be traced here: one sentence with the way out; `None` where it
/// can.
pub fn why_not() -> Option<String> {
    let logs = tempfile::tempdir().expect("a folder for logs");
    let traced = Command::new("strace")
        .args(arguments(
            &logs.path().join("log"),
            Some("inject=getppid:retval=1"),
        ))
        .args(["sh", "-c", ":"])
        .output();
    let why = match traced {
        Ok(output) if output.status.success() => return None,
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    Some(format!(
        "strace does not run here ({}); install it, as with apt-get install strace, and let it \
         trace (ptrace)",
        why.trim()
    ))
}

/// A call that a program has made.
#[derive(Debug, Clone)]
pub struct Call {
    pub name: String,
    /// Which of the calls of this name in its thread, from 1.
    pub number: usize,
    pub arguments: Vec<Argument>,
    /// What it answered; below zero for an error.
    pub result: i64,
    /// The file that it answered, where it opened one.
    pub opened: Option<PathBuf>,
}

/// What a call was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Argument {
    /// As strace writes it, without what follows: a number, flags.
    pub words: String,
    /// The bytes of a string.
    pub bytes: Option<Vec<u8>>,
    /// The file that a descriptor stands for.
    pub file: Option<PathBuf>,
}

impl Call {
    /// Whether it changes something, as far as its flags tell.
    pub fn changes(&self) -> bool {
        if !matches!(self.name.as_str(), "open" | "openat" | "openat2") {
            return true;
        }
        let flags = ["O_CREAT", "O_TRUNC", "O_WRONLY", "O_RDWR"];
        let flagged = |it: &Argument| flags.iter().any(|flag| it.words.contains(flag));
        self.arguments.iter().any(flagged)
    }

    /// The files and folders that it names, whole.
    pub fn paths(&self) -> Vec<PathBuf> {
        let takes_words = !self.name.contains("write");
        let mut paths: Vec<PathBuf> = Vec::new();
        let mut folder = None;
        for argument in &self.arguments {
            if let Some(bytes) = argument.bytes.as_ref().filter(|_| takes_words) {
                let path = PathBuf::from(OsString::from_vec(bytes.clone()));
                // A name in the folder whose descriptor stands before it.
                let within: Option<PathBuf> = folder.take();
                paths.push(within.map_or(path.clone(), |it| it.join(&path)));
            } else {
                paths.extend(folder.take());
                folder.clone_from(&argument.file);
            }
        }
        paths.extend(folder);
        paths
    }

    /// Whether it is about something in that folder.
    pub fn is_within(&self, folder: &Path) -> bool {
        self.paths().iter().any(|it| it.starts_with(folder))
    }

    /// For people: `fsync no. 2 of …/annotations`.
    pub fn told(&self) -> String {
        let paths = self.paths();
        let last = paths.last().map(|it| format!(" of {}", it.display()));
        let last = last.unwrap_or_default();
        format!("{} no. {}{last}", self.name, self.number)
    }

    /// What strace is told so that it does something at this call.
    pub fn inject(&self, what: &str) -> String {
        format!("inject={}:{what}:when={}", self.name, self.number)
    }
}

/// The arguments of strace that follow a program with all its threads, and what
/// it does at a call.
pub fn arguments(log: &Path, inject: Option<&str>) -> Vec<OsString> {
    let fixed = [
        "--follow-forks",
        "--output-separately",
        "-y",
        "-xx",
        "-s",
        "10000000",
        "-e",
    ];
    let mut arguments: Vec<OsString> = fixed.map(OsString::from).to_vec();
    arguments.push(format!("trace={CHANGES}").into());
    arguments.extend(["-o".into(), log.into()]);
    if let Some(inject) = inject {
        arguments.extend(["-e".into(), inject.into()]);
    }
    arguments
}

/// The calls of each thread, by the logs of one run; the threads in the order
/// of their numbers.
pub fn read_logs(log: &Path) -> Vec<Vec<Call>> {
    let stem = log.file_name().expect("a name").to_owned();
    let stem = format!("{}.", stem.to_string_lossy());
    let entries = fs::read_dir(log.parent().expect("a folder")).expect("the logs");
    let mut logs: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let path = entry.expect("a log").path();
            let number = path.file_name()?.to_str()?.strip_prefix(&stem)?;
            Some((number.parse().ok()?, path))
        })
        .collect();
    logs.sort();
    let read = |(_, path): &(u32, PathBuf)| read_log(&fs::read_to_string(path).expect("a log"));
    logs.iter().map(read).collect()
}

pub fn read_log(log: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    for line in log.lines() {
        let Some(mut call) = read_line(line) else {
            continue;
        };
        call.number = 1 + calls.iter().filter(|it| it.name == call.name).count();
        calls.push(call);
    }
    calls
}

fn read_line(line: &str) -> Option<Call> {
    let (name, rest) = line.split_once('(')?;
    let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    // Strings and names are hexadecimal: no bracket or comma stands in one.
    let (arguments, answer) = rest.rsplit_once(" = ").unwrap_or((rest, "0"));
    let arguments = arguments.trim_end().trim_end_matches(')');
    let answer = argument(answer.trim());
    let result = answer.words.split(' ').next()?.parse().unwrap_or(0);
    Some(Call {
        name: name.to_owned(),
        number: 0,
        arguments: arguments.split(", ").map(argument).collect(),
        result,
        opened: answer.file,
    })
}

fn argument(words: &str) -> Argument {
    if let Some(string) = words.strip_prefix('"') {
        let string = string.trim_end_matches("...").trim_end_matches('"');
        return Argument {
            bytes: Some(unescaped(string)),
            ..Argument::default()
        };
    }
    let Some((words, file)) = words.split_once('<') else {
        return Argument {
            words: words.to_owned(),
            ..Argument::default()
        };
    };
    let file = file.split('>').next().unwrap_or_default();
    let is_path = file.starts_with("\\x2f");
    let path = || PathBuf::from(OsString::from_vec(unescaped(file)));
    Argument {
        words: words.to_owned(),
        bytes: None,
        file: is_path.then(path),
    }
}

/// The bytes of `\x7b\x0a`.
fn unescaped(string: &str) -> Vec<u8> {
    let bytes = string.split("\\x").skip(1);
    bytes
        .map(|it| u8::from_str_radix(&it[..2], 16).expect("two digits"))
        .collect()
}

/// A tracer that was put on running threads.
pub struct Attached {
    strace: Child,
    words: BufReader<ChildStderr>,
}

impl Attached {
    /// Puts a tracer on threads of a running program; answers when it has them
    /// all.
    pub fn to(threads: &[u32], log: &Path, inject: Option<&str>) -> Self {
        let mut arguments = arguments(log, inject);
        // Threads that are not named are let alone.
        arguments.remove(0);
        for thread in threads {
            arguments.extend(["-p".into(), thread.to_string().into()]);
        }
        let mut strace = Command::new("strace")
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("strace");
        let mut words = BufReader::new(strace.stderr.take().expect("its words"));
        for _ in threads {
            let mut line = String::new();
            words.read_line(&mut line).expect("a line");
            assert!(line.contains(" attached"), "strace said: {line}");
        }
        Self { strace, words }
    }

    /// Takes the tracer off: the program goes on by itself.
    pub fn detach(mut self) {
        self.let_go();
    }

    fn let_go(&mut self) {
        let id = self.strace.id().to_string();
        // It has ended by itself where the program has.
        let _ = Command::new("kill").args(["-s", "TERM", &id]).output();
        let _ = std::io::copy(&mut self.words, &mut std::io::sink());
        let _ = self.strace.wait();
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        self.let_go();
    }
}

/// The threads of a program, its first one apart from the others.
pub fn threads_of(program: u32) -> (u32, Vec<u32>) {
    let tasks = format!("/proc/{program}/task");
    let tasks = fs::read_dir(tasks).expect("a running program");
    let mut others: Vec<u32> = tasks
        .filter_map(|it| it.ok()?.file_name().to_str()?.parse().ok())
        .filter(|it| *it != program)
        .collect();
    others.sort_unstable();
    (program, others)
}

pub fn a_line_of_the_tracer_is_taken_apart() {
    let line =
        r#"openat(4<\x2f\x61>, "\x2e\x62", O_WRONLY|O_CREAT, 0666) = 5<\x2f\x61\x2f\x2e\x62>"#;
    let call = read_line(line).expect("a call");
    assert!(call.changes() && call.is_within(Path::new("/a")));
    assert_eq!(call.paths(), [Path::new("/a/.b")]);
    assert_eq!((call.result, call.opened), (5, Some("/a/.b".into())));
    let call = read_line(r"fsync(3<\x2f\x61>) = -1 EIO (Input/output error) (INJECTED)");
    let call = call.expect("a call");
    assert_eq!((call.result, call.told()), (-1, "fsync no. 0 of /a".into()));
    let call = read_line(r#"write(1<\x2f\x61>, "\x68\x0a", 2) = 2"#).expect("a call");
    assert_eq!(call.arguments[1].bytes.as_deref(), Some(&b"h\n"[..]));
    assert!(read_line("+++ exited with 0 +++").is_none());
    assert!(read_line("--- SIGKILL {si_signo=SIGKILL} ---").is_none());
    let read_only = read_line(r#"openat(AT_FDCWD<\x2f>, "\x61", O_RDONLY) = 3<\x2f\x61>"#);
    assert!(!read_only.expect("a call").changes());
}
