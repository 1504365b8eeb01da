//! Where links lead: what has to be watched so that a change of what they lead to is
//! noticed, and not of the links alone.
//!
//! Must not know: how it is watched.

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// As many links as Linux follows one after another.
const MOST_LINKS: usize = 40;

/// Follows links; what was found on the way is kept, since many lead to one folder.
#[derive(Debug, Default)]
pub(super) struct Follower {
    folders: HashMap<PathBuf, Way>,
    is_folder: HashMap<PathBuf, bool>,
}

#[derive(Debug, Clone, Default)]
struct Way {
    /// To what, without links.
    end: PathBuf,
    /// Through which links, each by the folder it is really in.
    through: Vec<PathBuf>,
}

impl Follower {
    /// The files and links that a link leads to, one after another, by the folders they are
    /// really in, or the first of these that is missing.
    pub(super) fn places(&mut self, link: &Path) -> Vec<PathBuf> {
        let way = self.way(link, MOST_LINKS);
        let mut places = way.through;
        places.push(way.end);
        for place in &mut places {
            while let Some(folder) = place.parent().filter(|parent| !self.is_folder(parent)) {
                *place = folder.to_owned();
            }
        }
        // The link itself is known.
        places.retain(|place| place != link);
        places.dedup();
        places
    }

    fn way(&mut self, path: &Path, most: usize) -> Way {
        let mut parts = path.components();
        let last = parts.next_back();
        let mut way = match parts.as_path() {
            none if none.as_os_str().is_empty() => Way::default(),
            folder => self.way_to_folder(folder, most),
        };
        match last {
            Some(Component::Normal(name)) => {
                let place = way.end.join(name);
                match fs::read_link(&place) {
                    Ok(target) if most > 0 => {
                        let next = self.way(&way.end.join(target), most - 1);
                        way.through.push(place);
                        way.through.extend(next.through);
                        way.end = next.end;
                    }
                    _ => way.end = place,
                }
            }
            Some(Component::ParentDir) => {
                way.end.pop();
            }
            Some(part) => way.end.push(part),
            None => {}
        }
        way
    }

    fn way_to_folder(&mut self, folder: &Path, most: usize) -> Way {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let way = self.way(folder, most);
        self.folders.insert(folder.to_owned(), way.clone());
        way
    }

    fn is_folder(&mut self, path: &Path) -> bool {
        if let Some(known) = self.is_folder.get(path) {
            return *known;
        }
        let is_folder = path.is_dir();
        self.is_folder.insert(path.to_owned(), is_folder);
        is_folder
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn all_that_a_link_leads_through_is_found() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let at = |name: &str| root.join(name);
        fs::create_dir_all(at("v1/texts")).unwrap();
        fs::write(at("v1/texts/a.txt"), "a").unwrap();
        symlink("v1", at("current")).unwrap();
        for (link, target, expected) in [
            ("plain", "v1/texts/a.txt", &["v1/texts/a.txt"][..]),
            (
                "deep",
                "current/../current/texts/a.txt",
                &["current", "v1/texts/a.txt"],
            ),
            ("chain", "deep", &["deep", "current", "v1/texts/a.txt"]),
            ("missing", "v1/no/such/a.txt", &["v1/no"]),
            ("folder", "current", &["current", "v1"]),
        ] {
            symlink(target, at(link)).unwrap();
            let expected: Vec<_> = expected.iter().map(|name| at(name)).collect();
            let found = Follower::default().places(&at(link));
            assert_eq!(found, expected, "{link}");
        }
        symlink("circle", at("circle")).unwrap();
        assert!(Follower::default().places(&at("circle")).is_empty());
    }
}
