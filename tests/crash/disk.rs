//! A model of a disk whose power is cut: what was written and not synced may or
//! may not be there.
//!
//! As pessimistic as the file systems that ALICE models (Pillai and others,
//! "All File Systems Are Not Created Equal", OSDI 2014) and ext4 without
//! `auto_da_alloc`: of what is not synced, each change of a folder and each write
//! may be there or not, in any combination; a write also by half, or only as
//! length (zeros). To sync a file makes its content last, not its name; to sync
//! a folder makes the names in it last.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::trace::Call;

type Inode = usize;

/// A change of a folder.
#[derive(Debug, Clone)]
enum Entry {
    Add(OsString, Inode),
    Remove(OsString),
    /// Within one folder: both at once.
    Rename(OsString, OsString, Inode),
}

/// A change of a file.
#[derive(Debug, Clone)]
enum Data {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

#[derive(Debug, Clone)]
enum Node {
    Folder(Changes<Entry>),
    File(Changes<Data>),
}

/// Changes in order, of which the first `synced` last.
#[derive(Debug, Clone)]
struct Changes<T> {
    all: Vec<T>,
    synced: usize,
}

impl<T> Changes<T> {
    fn new() -> Self {
        Self {
            all: Vec::new(),
            synced: 0,
        }
    }

    fn sync(&mut self) {
        self.synced = self.all.len();
    }
}

/// The disk below one folder.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
    nodes: Vec<Node>,
    /// Where the next write to an open file goes.
    ends: BTreeMap<Inode, usize>,
}

impl Disk {
    /// A disk on which all that is below the folder lasts.
    pub fn of(root: &Path) -> Self {
        let mut disk = Self {
            root: root.to_owned(),
            nodes: vec![Node::Folder(Changes::new())],
            ends: BTreeMap::new(),
        };
        let mut paths = vec![root.to_owned()];
        while let Some(folder) = paths.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    disk.add(&path, Node::Folder(Changes::new()));
                    paths.push(path);
                } else {
                    let bytes = std::fs::read(&path).expect("a file");
                    let all = vec![Data::Write(0, bytes)];
                    disk.add(&path, Node::File(Changes { all, synced: 0 }));
                }
            }
        }
        for node in &mut disk.nodes {
            match node {
                Node::Folder(changes) => changes.sync(),
                Node::File(changes) => changes.sync(),
            }
        }
        disk
    }

    /// Does what a call does.
    ///
    /// # Panics
    /// When the model does not know the call: it must not be passed over.
    pub fn take(&mut self, call: &Call) {
        if call.result < 0 || !call.is_within(&self.root) {
            return;
        }
        let paths = call.paths();
        match call.name.as_str() {
            "open" | "openat" | "openat2" | "creat" => self.open(call),
            "write" => self.write(call, None),
            "pwrite64" => {
                let at = call.arguments[3].words.parse().expect("an offset");
                self.write(call, Some(at));
            }
            "copy_file_range" | "sendfile" => self.copy(call),
            "truncate" | "ftruncate" => {
                let length = call.arguments[1].words.parse().expect("a length");
                self.data(&paths[0]).all.push(Data::Truncate(length));
            }
            "fsync" | "fdatasync" => match self.find(&paths[0]).map(|it| &mut self.nodes[it]) {
                Some(Node::Folder(changes)) => changes.sync(),
                Some(Node::File(changes)) => changes.sync(),
                None => {}
            },
            "mkdir" | "mkdirat" => {
                let path = paths.last().expect("a folder");
                self.add(path, Node::Folder(Changes::new()));
            }
            "rename" | "renameat" | "renameat2" => self.rename(&paths[0], &paths[1]),
            "link" | "linkat" => self.link(&paths[0], &paths[1]),
            "unlink" | "unlinkat" | "rmdir" => {
                let path = paths.last().expect("a file");
                self.entries(path).push(Entry::Remove(name(path)));
            }
            "chmod" | "fchmod" | "fchmodat" | "chown" | "fchown" | "lchown" | "fchownat"
            | "utimensat" | "fallocate" => {}
            other => panic!("the model does not know {other}"),
        }
    }

    fn open(&mut self, call: &Call) {
        let Some(path) = &call.opened else {
            return;
        };
        let flags = |it: &str| call.arguments.iter().any(|given| given.words.contains(it));
        let node = match self.find(path) {
            Some(node) => node,
            None => self.add(path, Node::File(Changes::new())),
        };
        if !matches!(self.nodes[node], Node::File(_)) {
            return;
        }
        if flags("O_TRUNC") {
            self.data(path).all.push(Data::Truncate(0));
        }
        let end = match flags("O_APPEND") {
            true => self.content(node).len(),
            false => 0,
        };
        if call.changes() {
            self.ends.insert(node, end);
        }
    }

    fn write(&mut self, call: &Call, at: Option<usize>) {
        let path = call.arguments[0].file.clone().expect("a file");
        let bytes = call.arguments[1].bytes.clone().expect("bytes");
        let written = usize::try_from(call.result).expect("a length");
        self.append(&path, bytes[..written].to_vec(), at);
    }

    fn append(&mut self, path: &Path, bytes: Vec<u8>, at: Option<usize>) {
        let Some(node) = self.find(path) else {
            return;
        };
        let end = self.ends.entry(node).or_default();
        let from = at.unwrap_or(*end);
        *end = from + bytes.len();
        self.data(path).all.push(Data::Write(from, bytes));
    }

    /// From one file to another, by the system itself, whole files at once.
    fn copy(&mut self, call: &Call) {
        let files: Vec<_> = call
            .arguments
            .iter()
            .filter_map(|it| it.file.clone())
            .collect();
        let (from, to) = match call.name.as_str() {
            "sendfile" => (&files[1], &files[0]),
            _ => (&files[0], &files[1]),
        };
        let bytes = match self.find(from) {
            Some(node) => self.content(node),
            None => std::fs::read(from).unwrap_or_default(),
        };
        let written = usize::try_from(call.result).expect("a length");
        assert!(written == 0 || written == bytes.len(), "a part was copied");
        self.append(to, bytes[..written].to_vec(), None);
    }

    fn rename(&mut self, from: &Path, to: &Path) {
        let node = self.find(from).expect("a file to be renamed");
        if from.parent() == to.parent() {
            let change = Entry::Rename(name(from), name(to), node);
            self.entries(from).push(change);
        } else {
            self.entries(to).push(Entry::Add(name(to), node));
            self.entries(from).push(Entry::Remove(name(from)));
        }
    }

    fn link(&mut self, from: &Path, to: &Path) {
        let node = self.find(from).expect("a file to be linked");
        self.entries(to).push(Entry::Add(name(to), node));
    }

    fn add(&mut self, path: &Path, node: Node) -> Inode {
        self.nodes.push(node);
        let inode = self.nodes.len() - 1;
        self.entries(path).push(Entry::Add(name(path), inode));
        inode
    }

    /// The changes of the folder that something is in.
    fn entries(&mut self, path: &Path) -> &mut Vec<Entry> {
        let folder = path.parent().expect("a folder above");
        let found = self.find(folder);
        match found.map(|it| &mut self.nodes[it]) {
            Some(Node::Folder(changes)) => &mut changes.all,
            _ => panic!("{} is no folder", folder.display()),
        }
    }

    fn data(&mut self, path: &Path) -> &mut Changes<Data> {
        let found = self.find(path);
        match found.map(|it| &mut self.nodes[it]) {
            Some(Node::File(changes)) => changes,
            _ => panic!("{} is no file", path.display()),
        }
    }

    /// As a program sees it that has not lost power.
    fn find(&self, path: &Path) -> Option<Inode> {
        let below = path.strip_prefix(&self.root).ok()?;
        let mut node = 0;
        for part in below {
            let Node::Folder(changes) = &self.nodes[node] else {
                return None;
            };
            let names = names_after(changes.all.iter());
            node = *names.get(part)?;
        }
        Some(node)
    }

    fn content(&self, node: Inode) -> Vec<u8> {
        match &self.nodes[node] {
            Node::File(changes) => content_after(changes.all.iter()),
            Node::Folder(_) => Vec::new(),
        }
    }

    /// Everything that may stand at a path after the power is cut now; `None`
    /// where there may be nothing.
    pub fn after_a_power_cut(&self, path: &Path) -> BTreeSet<Option<Vec<u8>>> {
        let below = path.strip_prefix(&self.root).expect("a path on the disk");
        let mut nodes = BTreeSet::from([Some(0)]);
        for part in below {
            let mut next = BTreeSet::new();
            for node in nodes {
                let Some(Node::Folder(changes)) = node.map(|it| &self.nodes[it]) else {
                    next.insert(None);
                    continue;
                };
                for entries in subsets(changes) {
                    next.insert(names_after(entries.iter()).get(part).copied());
                }
            }
            nodes = next;
        }
        let mut found = BTreeSet::new();
        for node in nodes {
            match node.map(|it| &self.nodes[it]) {
                Some(Node::File(changes)) => found.extend(contents(changes).into_iter().map(Some)),
                _ => {
                    found.insert(None);
                }
            }
        }
        found
    }
}

fn name(path: &Path) -> OsString {
    path.file_name().map_or_else(OsString::new, Into::into)
}

fn names_after<'a>(changes: impl Iterator<Item = &'a Entry>) -> BTreeMap<OsString, Inode> {
    let mut names = BTreeMap::new();
    for change in changes {
        match change {
            Entry::Add(name, node) => {
                names.insert(name.clone(), *node);
            }
            Entry::Remove(name) => {
                names.remove(name);
            }
            Entry::Rename(from, to, node) => {
                names.remove(from);
                names.insert(to.clone(), *node);
            }
        }
    }
    names
}

fn content_after<'a>(changes: impl Iterator<Item = &'a Data>) -> Vec<u8> {
    let mut content = Vec::new();
    for change in changes {
        match change {
            Data::Truncate(length) => content.resize(*length, 0),
            Data::Write(at, bytes) => {
                let end = at + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[*at..end].copy_from_slice(bytes);
            }
        }
    }
    content
}

/// What lasts, with each choice among the changes that are not synced.
fn subsets<T: Clone>(changes: &Changes<T>) -> Vec<Vec<T>> {
    choices(changes, |it| vec![None, Some(it.clone())])
}

/// All contents that a file may have.
fn contents(changes: &Changes<Data>) -> BTreeSet<Vec<u8>> {
    let torn = |change: &Data| match change {
        Data::Truncate(_) => vec![None, Some(change.clone())],
        Data::Write(at, bytes) => {
            let half = bytes[..bytes.len() / 2].to_vec();
            let zeros = vec![0; bytes.len()];
            let mut there = vec![None];
            there.extend([bytes.clone(), half, zeros].map(|it| Some(Data::Write(*at, it))));
            there
        }
    };
    let choices = choices(changes, torn);
    choices.iter().map(|it| content_after(it.iter())).collect()
}

/// The synced changes, followed by one of the fates of each of the others.
fn choices<T: Clone>(changes: &Changes<T>, fates: impl Fn(&T) -> Vec<Option<T>>) -> Vec<Vec<T>> {
    let (synced, open) = changes.all.split_at(changes.synced);
    assert!(open.len() <= 12, "too much is not synced to try all of it");
    let mut found = vec![synced.to_vec()];
    for change in open {
        let fates = fates(change);
        found = found
            .iter()
            .flat_map(|before| {
                fates.iter().map(|fate| {
                    let mut with = before.clone();
                    with.extend(fate.clone());
                    with
                })
            })
            .collect();
    }
    found
}
