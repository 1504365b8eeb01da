//! A workspace in a temporary folder, with the homes of a user who is nobody,
//! and the reader started on it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use portable_pty::CommandBuilder;
use serde_json::Value;
use tempfile::TempDir;

use super::pty::Pty;

/// The size the screens of the tests have, unless said otherwise.
pub const SIZE: (u16, u16) = (140, 40);

/// A temporary folder with a workspace and a home.
pub struct Desk {
    folder: TempDir,
    program: PathBuf,
}

impl Desk {
    /// A workspace with a copy of the documents of this repository.
    pub fn with_seeds(program: &str) -> Self {
        let desk = Self::with_documents(program, &[]);
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        for entry in fs::read_dir(seeds).expect("the documents") {
            let path = entry.expect("a document").path();
            let name = path.file_name().expect("a name");
            fs::copy(&path, desk.documents().join(name)).expect("a copy");
        }
        desk
    }

    /// A workspace with these documents.
    pub fn with_documents(program: &str, documents: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let desk = Self {
            folder,
            program: program.into(),
        };
        fs::create_dir_all(desk.documents()).expect("a folder");
        for home in HOMES {
            fs::create_dir_all(desk.folder.path().join(home.1)).expect("a folder");
        }
        for (name, content) in documents {
            fs::write(desk.documents().join(name), content).expect("a document");
        }
        desk
    }

    /// The folder that all of it is in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The workspace's folder.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("iom")
    }

    /// The documents' folder.
    pub fn documents(&self) -> PathBuf {
        self.root().join("seeds")
    }

    /// Starts the reader.
    pub fn read(&self) -> Pty {
        self.read_with(&[], SIZE)
    }

    /// Starts the reader with more of an environment, in a terminal of a size.
    pub fn read_with(&self, environment: &[(&str, &str)], size: (u16, u16)) -> Pty {
        Pty::spawn(self.reading(environment), size)
    }

    /// The reader with more of an environment.
    pub fn reading(&self, environment: &[(&str, &str)]) -> CommandBuilder {
        let root = self.root();
        let root = root.to_str().expect("a path that is text");
        let mut command = self.command(&self.program, &[root, "--as", "tester"]);
        for (name, value) in environment {
            command.env(name, value);
        }
        command
    }

    /// A program with the environment of the user who is nobody.
    pub fn command(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(self.folder.path());
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        command
    }

    /// Runs the program without a terminal, as a script would.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.run_program(&self.program, arguments)
    }

    /// The same for any program.
    pub fn run_program(
        &self,
        program: impl AsRef<OsStr>,
        arguments: &[impl AsRef<OsStr>],
    ) -> Output {
        Command::new(program)
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(self.environment())
            .output()
            .expect("the program")
    }

    fn environment(&self) -> Vec<(String, String)> {
        let path = std::env::var("PATH").unwrap_or_default();
        let mut environment = vec![
            ("PATH".to_owned(), path),
            ("TERM".to_owned(), "xterm-256color".to_owned()),
            ("LANG".to_owned(), "C.UTF-8".to_owned()),
            ("LESSHISTFILE".to_owned(), "-".to_owned()),
        ];
        environment.extend(HOMES.map(|(name, folder)| {
            let folder = self.folder.path().join(folder);
            (name.to_owned(), folder.display().to_string())
        }));
        environment
    }

    /// The annotation file of a document, as JSON; null while there is none.
    pub fn annotation_file(&self, document: &str) -> Value {
        let path = self.root().join(format!("annotations/{document}.json"));
        fs::read(path).map_or(Value::Null, |bytes| {
            serde_json::from_slice(&bytes).expect("an annotation file")
        })
    }

    /// The annotations of a document.
    pub fn annotations(&self, document: &str) -> Vec<Value> {
        match self.annotation_file(document)["annotations"].take() {
            Value::Array(annotations) => annotations,
            _ => Vec::new(),
        }
    }

    /// Tags and passages of a document, in its order.
    pub fn tags(&self, document: &str) -> Vec<(String, String)> {
        let word = |annotation: &Value, field: &str| {
            let word = annotation[field].as_str();
            word.expect("words").to_owned()
        };
        let annotations = self.annotations(document);
        let tags = annotations.iter();
        tags.map(|it| (word(it, "tag"), word(it, "quote")))
            .collect()
    }

    /// A document as text.
    pub fn text(&self, document: &str) -> String {
        fs::read_to_string(self.documents().join(document)).expect("a document")
    }

    /// All files of the documents' folder with their bytes.
    pub fn all_documents(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = fs::read_dir(self.documents()).expect("the documents");
        entries
            .map(|entry| entry.expect("a document").path())
            .map(|path| (path.clone(), fs::read(path).expect("a document")))
            .collect()
    }

    /// Makes the next start like one on which nothing has been read yet.
    pub fn forget(&self) {
        let state = self.folder.path().join("state/postil");
        fs::remove_dir_all(state).expect("what was kept");
        self.has_been_here();
    }

    /// Makes the start one that is not the user's first: without the welcome.
    pub fn has_been_here(&self) {
        let folder = self.folder.path().join("state/postil/workspaces");
        fs::create_dir_all(folder).expect("a folder");
    }
}

/// Where a program looks for the user's own files, and where it finds them.
const HOMES: [(&str, &str); 5] = [
    ("HOME", "home"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_STATE_HOME", "state"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_CACHE_HOME", "cache"),
];
