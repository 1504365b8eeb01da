//! Walking the documents folder: each folder once, whatever links lead to it.
//!
//! First come the folders that are there themselves, then those that only links lead to,
//! in the order of depth and name of the links. So a document has the same name on every
//! machine and at every start, although the system lists a folder in any order.
//!
//! Must not know: what is a document.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ignore::{DirEntry, WalkBuilder};

/// A walk through the documents folder that leaves out one other folder.
pub(super) struct Walk {
    root: PathBuf,
    left_out: PathBuf,
    pass: ignore::Walk,
    /// The links that this pass follows, with their targets; none in the first pass.
    through: Arc<HashMap<PathBuf, PathBuf>>,
    met: Arc<Mutex<Met>>,
}

/// What has been met so far.
#[derive(Default)]
struct Met {
    /// The folders that were walked; after the first pass by their real names.
    walked: HashSet<PathBuf>,
    /// Links to folders that are yet to be walked, those near the top first.
    links: BTreeSet<(usize, PathBuf)>,
    /// Folders that cannot be walked, with the reason.
    refused: Vec<(PathBuf, String)>,
}

impl Walk {
    pub(super) fn new(root: &Path, left_out: &Path) -> Self {
        let met = Arc::new(Mutex::new(Met::default()));
        let left_out = left_out.to_owned();
        let seen = Arc::clone(&met);
        let avoided = left_out.clone();
        let pass = walk(root, move |entry| {
            let path = entry.path();
            if entry.depth() == 0 || !is_folder(entry) {
                return entry.depth() == 0 || path != avoided;
            }
            let mut met = lock(&seen);
            if entry.path_is_symlink() {
                met.links.insert(by_depth(path));
                return false;
            }
            path != avoided && met.can_be_walked(path) && met.walked.insert(path.to_owned())
        });
        Self {
            root: root.to_owned(),
            left_out,
            pass,
            through: Arc::default(),
            met,
        }
    }

    /// Begins to walk where the links lead that were met; `false` where that is nothing new.
    fn follow_links(&mut self) -> bool {
        let mut met = lock(&self.met);
        if met.links.is_empty() {
            return false;
        }
        if self.through.is_empty() {
            met.canonicalize(&self.root, &self.left_out);
        }
        self.through = Arc::new(met.take_links());
        drop(met);
        if self.through.is_empty() {
            return false;
        }
        let on_the_way = self
            .through
            .keys()
            .flat_map(|link| link.ancestors().skip(1));
        let on_the_way: HashSet<PathBuf> = on_the_way.map(Path::to_owned).collect();
        let through = Arc::clone(&self.through);
        let seen = Arc::clone(&self.met);
        self.pass = walk(&self.root, move |entry| {
            let path = entry.path();
            let Some((link, real)) = below(&through, path) else {
                return entry.depth() == 0 || is_folder(entry) && on_the_way.contains(path);
            };
            if !is_folder(entry) {
                return true;
            }
            let mut met = lock(&seen);
            if !met.can_be_walked(path) {
                return false;
            }
            if path == link {
                return met.walked.insert(real.clone());
            }
            if entry.path_is_symlink() {
                met.links.insert(by_depth(path));
                return false;
            }
            let below = path.strip_prefix(link).unwrap_or(path);
            met.walked.insert(real.join(below))
        });
        true
    }

    fn is_about(&self, path: Option<&Path>) -> bool {
        self.through.is_empty() || path.is_some_and(|path| below(&self.through, path).is_some())
    }
}

impl Iterator for Walk {
    type Item = Result<DirEntry, ignore::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((path, why)) = lock(&self.met).refused.pop() {
                let why = ignore::Error::Io(io::Error::other(why));
                let err = Box::new(why);
                return Some(Err(ignore::Error::WithPath { path, err }));
            }
            let step = self.pass.next();
            let Some(step) = step else {
                if self.follow_links() {
                    continue;
                }
                return None;
            };
            let path = match &step {
                Ok(entry) => Some(entry.path()),
                Err(error) => causes(error).0,
            };
            // The folders on the way to a link were told before.
            if self.is_about(path) {
                return Some(step);
            }
        }
    }
}

impl Met {
    /// Whether a folder can be walked; else it is noted why not.
    fn can_be_walked(&mut self, folder: &Path) -> bool {
        let Some(name) = endless_rules(folder) else {
            return true;
        };
        let why = format!("its {name} is not a file; put a file in its place, or remove it");
        self.refused.push((folder.to_owned(), why));
        false
    }

    /// Takes the links to follow next, with their targets: not walked yet, none in another.
    fn take_links(&mut self) -> HashMap<PathBuf, PathBuf> {
        let links = std::mem::take(&mut self.links);
        let mut targets: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
        for (_, link) in links {
            let Ok(real) = fs::canonicalize(&link) else {
                continue;
            };
            if self.walked.contains(&real) {
                continue;
            }
            if overlaps(&targets, &real) {
                // Put off, so that chance does not decide which of them is walked first.
                self.links.insert(by_depth(&link));
            } else {
                targets.insert(real, link);
            }
        }
        targets
            .into_iter()
            .map(|(real, link)| (link, real))
            .collect()
    }

    /// Replaces the paths that were walked in the first pass, in which no link was
    /// followed, by the canonical ones, and adds that of the folder that is left out.
    fn canonicalize(&mut self, root: &Path, left_out: &Path) {
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let real_root = real(root);
        let walked = std::mem::take(&mut self.walked).into_iter();
        let walked =
            walked.filter_map(|folder| Some(real_root.join(folder.strip_prefix(root).ok()?)));
        self.walked = walked.collect();
        self.walked.insert(real(left_out));
        self.walked.insert(real_root);
    }
}

fn by_depth(link: &Path) -> (usize, PathBuf) {
    (link.components().count(), link.to_owned())
}

/// Whether a folder contains one of the targets, or is in one of them.
fn overlaps(targets: &BTreeMap<PathBuf, PathBuf>, real: &Path) -> bool {
    // Sorted paths have what is in a folder right behind it.
    let from = (Bound::Included(real), Bound::Unbounded);
    let next = targets.range::<Path, _>(from).next();
    next.is_some_and(|(target, _)| target.starts_with(real))
        || real.ancestors().any(|folder| targets.contains_key(folder))
}

fn below<'a>(
    through: &'a HashMap<PathBuf, PathBuf>,
    path: &Path,
) -> Option<(&'a PathBuf, &'a PathBuf)> {
    path.ancestors()
        .find_map(|folder| through.get_key_value(folder))
}

/// The ignore file of a folder that is a pipe or the like: opening it would wait for ever.
fn endless_rules(folder: &Path) -> Option<&'static str> {
    let names = [".ignore", ".gitignore", ".git/info/exclude"];
    names.into_iter().find(|name| {
        let there = fs::metadata(folder.join(name));
        there.is_ok_and(|found| !found.is_file() && !found.is_dir())
    })
}

fn walk(root: &Path, takes: impl Fn(&DirEntry) -> bool + Send + Sync + 'static) -> ignore::Walk {
    // The folders above say what is ignored, too.
    let has_rules = !root
        .ancestors()
        .any(|folder| endless_rules(folder).is_some());
    WalkBuilder::new(root)
        .follow_links(true)
        .parents(has_rules)
        .ignore(has_rules)
        .git_ignore(has_rules)
        .git_exclude(has_rules)
        .require_git(false)
        // One folder's ignore files say what is in it, not those of the whole machine; and
        // reading git's own configuration takes longer than the rest of the walk.
        .git_global(false)
        .filter_entry(takes)
        .build()
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

fn lock(met: &Mutex<Met>) -> MutexGuard<'_, Met> {
    met.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The path and the cause that are wrapped in an error of the walk.
pub(super) fn causes(error: &ignore::Error) -> (Option<&Path>, Option<&std::io::Error>) {
    match error {
        ignore::Error::WithPath { path, err } => (Some(path), causes(err).1),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            causes(err)
        }
        ignore::Error::Io(cause) => (None, Some(cause)),
        _ => (None, None),
    }
}
