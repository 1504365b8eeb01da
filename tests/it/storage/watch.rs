//! What is told of changes on disk, by the system's notices and by looking.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use postil::storage::{FsChanges, Watch, WatchMode};

use super::{Folder, folder, workspace};

/// Only reached by what has gone wrong.
const DEADLINE: Duration = Duration::from_secs(20);

/// A folder that is watched from here on.
fn watched(mode: WatchMode, documents: &[(&str, &str)]) -> (Folder, Watch, Receiver<FsChanges>) {
    let folder = folder(documents);
    let (told, hears) = channel();
    let watch = Watch::start(Arc::new(workspace(folder.dir.path())), mode, move |seen| {
        let _ = told.send(seen);
    });
    let first = hears.recv_timeout(DEADLINE).unwrap();
    assert!(first.begun && first.paths.is_empty(), "{first:?}");
    (folder, watch.unwrap(), hears)
}

/// Hears until enough has been told; answers all of it.
#[track_caller]
fn hear(hears: &Receiver<FsChanges>, enough: impl Fn(&FsChanges) -> bool) -> FsChanges {
    let mut all = FsChanges::default();
    while !enough(&all) {
        let seen = hears
            .recv_timeout(DEADLINE)
            .unwrap_or_else(|_| panic!("in vain; so far: {all:?}"));
        all.paths.extend(seen.paths);
        all.listing |= seen.listing;
        all.all |= seen.all;
    }
    all
}

fn modes(test: impl Fn(WatchMode)) {
    test(WatchMode::Auto);
    test(WatchMode::Poll);
}

fn write(path: &Path, content: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

#[test]
fn documents_and_annotation_files_that_change_are_told() {
    modes(|mode| {
        let (folder, _watch, hears) = watched(mode, &[("a.txt", "One."), ("b/c.txt", "Two.")]);
        let document = folder.path("seeds/b/c.txt");
        write(&document, "Two and three.");
        hear(&hears, |seen| seen.paths.contains(&document));
        // The annotations' folder is made only now.
        let file = folder.path("annotations/b/c.txt.json");
        write(&file, "{}");
        hear(&hears, |seen| seen.all || seen.paths.contains(&file));
        let other = folder.path("annotations/b/d.txt.json");
        write(&other, "{}");
        hear(&hears, |seen| seen.paths.contains(&other));
        fs::remove_file(&document).unwrap();
        hear(&hears, |seen| seen.paths.contains(&document));
    });
}

#[test]
fn a_file_that_takes_the_place_of_another_is_told() {
    modes(|mode| {
        let (folder, _watch, hears) = watched(mode, &[("a.txt", "One.")]);
        let document = folder.path("seeds/a.txt");
        let beside = folder.path("seeds/a.txt.new");
        write(&beside, "Two.");
        fs::rename(&beside, &document).unwrap();
        let seen = hear(&hears, |seen| seen.paths.contains(&document));
        assert!(!seen.paths.contains(&beside), "{seen:?}");
    });
}

/// Where changes are looked for, a document that may not be read any more went unseen.
#[cfg(unix)]
#[test]
fn a_change_of_who_may_read_a_document_is_told() {
    use std::os::unix::fs::PermissionsExt;
    modes(|mode| {
        let (folder, _watch, hears) = watched(mode, &[("a.txt", "One.")]);
        let document = folder.path("seeds/a.txt");
        fs::set_permissions(&document, fs::Permissions::from_mode(0o200)).unwrap();
        hear(&hears, |seen| seen.paths.contains(&document));
    });
}

#[test]
fn locks_temporary_files_and_hidden_ones_are_not_told() {
    modes(|mode| {
        let (folder, _watch, hears) = watched(mode, &[("a.txt", "One.")]);
        fs::create_dir(folder.path("annotations")).unwrap();
        for name in [
            "annotations/.postil.lock",
            "annotations/.a.txt.json.x1Y2z3",
            "seeds/.a.txt.swp",
            "seeds/a.txt~",
            "seeds/.git/HEAD",
        ] {
            write(&folder.path(name), "x");
        }
        let document = folder.path("seeds/a.txt");
        write(&document, "Two.");
        let seen = hear(&hears, |seen| seen.paths.contains(&document));
        assert_eq!(seen.paths.len(), 1, "{seen:?}");
    });
}

#[test]
fn folders_that_come_and_go_are_followed() {
    modes(|mode| {
        let (folder, _watch, hears) = watched(mode, &[("a.txt", "One.")]);
        for round in 0..2 {
            let document = folder.path("seeds/new/deep/b.txt");
            write(&document, "Two.");
            hear(&hears, |seen| seen.listing);
            // The new folder is watched by now, or looked into.
            let other = folder.path(&format!("seeds/new/deep/{round}.txt"));
            write(&other, "Three.");
            hear(&hears, |seen| seen.paths.contains(&other));
            fs::remove_dir_all(folder.path("seeds/new")).unwrap();
            hear(&hears, |seen| {
                seen.listing || seen.paths.contains(&document)
            });
        }
    });
}

/// Folders made while the others were being taken under watch were not seen.
#[test]
fn a_folder_that_comes_as_the_watch_begins_is_followed() {
    for round in 0..60 {
        let folder = folder(&[("a.txt", "One.")]);
        let here = Arc::new(workspace(folder.dir.path()));
        let (told, hears) = channel();
        let _watch = Watch::start(here, WatchMode::Auto, move |seen| {
            let _ = told.send(seen);
        });
        // At another moment each time.
        let started = Instant::now();
        while started.elapsed() < Duration::from_micros(10 * round) {
            std::hint::spin_loop();
        }
        let file = folder.path("annotations/a.txt.json");
        write(&file, "{}");
        assert!(hears.recv_timeout(DEADLINE).unwrap().begun);
        write(&file, "{ }");
        hear(&hears, |seen| seen.all || seen.paths.contains(&file));
    }
}

#[test]
fn a_burst_is_told_in_few_words() {
    let names: Vec<String> = (0..200).map(|it| format!("{it}.txt")).collect();
    let documents: Vec<_> = names.iter().map(|it| (it.as_str(), "One.")).collect();
    let (folder, _watch, hears) = watched(WatchMode::Auto, &documents);
    for name in &names {
        write(&folder.path("seeds").join(name), "Two.");
    }
    let mut paths = 0;
    let mut words = 0;
    while paths < names.len() {
        paths += hears.recv_timeout(DEADLINE).unwrap().paths.len();
        words += 1;
    }
    assert!(words < 20, "{words} for {paths} files");
}

#[test]
fn what_is_off_is_not_watched_and_what_is_dropped_ends() {
    let folder = folder(&[("a.txt", "One.")]);
    let here = Arc::new(workspace(folder.dir.path()));
    assert!(Watch::start(Arc::clone(&here), WatchMode::Off, |_| {}).is_none());
    modes(|mode| {
        let (_folder, watch, hears) = watched(mode, &[("a.txt", "One.")]);
        drop(watch);
        assert!(hears.recv().is_err(), "it still holds on to whom it told");
    });
}

/// Only the folders of the workspace were watched, and not those in which what is
/// read really stands.
#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    /// A folder elsewhere; in it `texts/b.txt`, and `current`, which is a link to
    /// `texts`. A document `l.txt` leads there.
    fn linked(mode: WatchMode) -> (Folder, tempfile::TempDir, Watch, Receiver<FsChanges>) {
        let elsewhere = tempfile::tempdir().unwrap();
        let there = fs::canonicalize(elsewhere.path()).unwrap();
        write(&there.join("texts/b.txt"), "One.");
        symlink("texts", there.join("current")).unwrap();
        let folder = folder(&[("a.txt", "One.")]);
        symlink(there.join("current/b.txt"), folder.path("seeds/l.txt")).unwrap();
        let (watch, hears) = watch(&folder, mode);
        (folder, elsewhere, watch, hears)
    }

    fn watch(folder: &Folder, mode: WatchMode) -> (Watch, Receiver<FsChanges>) {
        let (told, hears) = channel();
        let here = Arc::new(workspace(folder.dir.path()));
        let watch = Watch::start(here, mode, move |seen| {
            let _ = told.send(seen);
        });
        assert!(hears.recv_timeout(DEADLINE).unwrap().begun);
        (watch.unwrap(), hears)
    }

    #[test]
    fn a_change_of_what_a_document_leads_to_is_told() {
        modes(|mode| {
            let (folder, elsewhere, _watch, hears) = linked(mode);
            let link = folder.path("seeds/l.txt");
            let real = elsewhere.path().join("texts/b.txt");
            for round in 0..3 {
                write(&real, &"Two. ".repeat(2 + round));
                let seen = hear(&hears, |seen| seen.paths.contains(&link));
                assert_eq!(seen.paths.len(), 1, "{seen:?}");
                // As editors do it.
                let beside = elsewhere.path().join("texts/b.new");
                write(&beside, &"Three. ".repeat(20 + round));
                fs::rename(&beside, &real).unwrap();
                hear(&hears, |seen| seen.paths.contains(&link));
            }
            fs::remove_file(&real).unwrap();
            hear(&hears, |seen| seen.paths.contains(&link));
            write(&real, "Back.");
            hear(&hears, |seen| seen.paths.contains(&link));
        });
    }

    #[test]
    fn a_link_that_is_pointed_elsewhere_is_followed() {
        modes(|mode| {
            let (folder, elsewhere, _watch, hears) = linked(mode);
            let link = folder.path("seeds/l.txt");
            let at = |name: &str| elsewhere.path().join(name);
            write(&at("other/b.txt"), "Other.");
            // A link on the way.
            symlink("other", at("next")).unwrap();
            fs::rename(at("next"), at("current")).unwrap();
            hear(&hears, |seen| seen.paths.contains(&link));
            write(&at("other/b.txt"), "Other, changed.");
            hear(&hears, |seen| seen.paths.contains(&link));
            // The document itself, and to a folder that is not there yet.
            fs::remove_file(&link).unwrap();
            symlink(at("later/deep/c.txt"), &link).unwrap();
            hear(&hears, |seen| seen.paths.contains(&link));
            write(&at("later/deep/c.txt"), "Later.");
            hear(&hears, |seen| seen.all || seen.paths.contains(&link));
            write(&at("later/deep/c.txt"), "Later, changed.");
            hear(&hears, |seen| seen.paths.contains(&link));
        });
    }

    #[test]
    fn a_folder_that_is_a_link_is_followed_where_it_is_pointed() {
        modes(|mode| {
            let (folder, elsewhere, watch_of_one, _hears) = linked(mode);
            drop(watch_of_one);
            let at = |name: &str| elsewhere.path().join(name);
            symlink(at("current"), folder.path("seeds/sub")).unwrap();
            write(&at("other/b.txt"), "Other.");
            let (_watch, hears) = watch(&folder, mode);
            let document = folder.path("seeds/sub/b.txt");
            symlink("other", at("next")).unwrap();
            fs::rename(at("next"), at("current")).unwrap();
            hear(&hears, |seen| seen.all || seen.paths.contains(&document));
            write(&at("other/b.txt"), "Other, changed.");
            hear(&hears, |seen| seen.paths.contains(&document));
            // The folder itself goes, and another comes in its place.
            fs::rename(at("other"), at("gone")).unwrap();
            hear(&hears, |seen| {
                seen.listing || seen.paths.contains(&document)
            });
            write(&at("other/b.txt"), "New.");
            hear(&hears, |seen| seen.all || seen.paths.contains(&document));
            write(&at("other/b.txt"), "New, changed.");
            hear(&hears, |seen| seen.paths.contains(&document));
        });
    }

    #[test]
    fn a_file_that_is_reached_by_several_ways_is_told_by_all_its_names() {
        modes(|mode| {
            let (folder, elsewhere, watch_of_one, _hears) = linked(mode);
            drop(watch_of_one);
            symlink("a.txt", folder.path("seeds/n.txt")).unwrap();
            symlink("l.txt", folder.path("seeds/m.txt")).unwrap();
            symlink(elsewhere.path().join("texts"), folder.path("seeds/sub")).unwrap();
            let (_watch, hears) = watch(&folder, mode);
            let at = |names: &[&str]| {
                let paths = names.iter().map(|it| folder.path("seeds").join(it));
                paths.collect::<std::collections::BTreeSet<_>>()
            };
            write(&folder.path("seeds/a.txt"), "One and two.");
            let own = at(&["a.txt", "n.txt"]);
            hear(&hears, |seen| seen.paths.is_superset(&own));
            write(&elsewhere.path().join("texts/b.txt"), "Two and three.");
            let others = at(&["l.txt", "m.txt", "sub/b.txt"]);
            hear(&hears, |seen| seen.paths.is_superset(&others));
        });
    }

    /// What else happens in a folder that a link leads to is nobody's business.
    #[test]
    fn the_neighbours_of_what_a_link_leads_to_are_not_told() {
        modes(|mode| {
            let (folder, elsewhere, _watch, hears) = linked(mode);
            for name in ["texts/c.txt", "texts/more/d.txt", "e.txt"] {
                write(&elsewhere.path().join(name), "Neighbour.");
            }
            let document = folder.path("seeds/a.txt");
            write(&document, "One and two.");
            let seen = hear(&hears, |seen| seen.paths.contains(&document));
            assert!(
                seen.paths.len() == 1 && !seen.listing && !seen.all,
                "{seen:?}"
            );
        });
    }
}
