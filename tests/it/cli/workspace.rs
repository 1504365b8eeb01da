//! What belongs to a workspace, and which workspace a document belongs to.

use super::*;

const TEXT: &str = "One is so. Two is not.\n";

/// Every document that is asked for by name can be tagged, and what has tags is there.
#[test]
fn whatever_has_tags_is_listed_checked_counted_and_exported_with_the_reason() {
    for (name, why) in [
        ("README", "its name does not end as that of a text"),
        ("a.csv", "its name does not end as that of a text"),
        ("page.html", "its name does not end as that of a text"),
        (".hidden.txt", "it is hidden"),
        (".notes/a.txt", "it is hidden"),
        ("drafts/a.txt", "leaves it out"),
        (".hidden", "it is hidden"),
        ("below/Makefile", "its name does not end as that of a text"),
    ] {
        for folder in ["", "seeds/"] {
            let here = empty();
            here.write(&format!("{folder}other.txt"), TEXT);
            here.write(&format!("{folder}.gitignore"), "drafts/\n");
            here.write(&format!("{folder}{name}"), TEXT);
            fs::create_dir_all(here.path("annotations")).unwrap();
            let document = format!("{folder}{name}");
            let before = here.good(&["list"]);
            assert!(!before.contains(name), "{before}");
            here.good(&["tag", &document, "fact", "--sentence", "1"]);
            let list = here.run(&["list"]);
            assert!(list.out.contains("0:10  One is so."), "{name}: {list:?}");
            assert!(list.err.contains(why), "{name}: {list:?}");
            let check = here.run(&["check"]);
            assert_eq!(check.code, 0, "{name}: {check:?}");
            assert!(check.err.contains("1 tag in 1 document checked"));
            assert!(check.err.contains(why), "{name}: {check:?}");
            assert!(here.good(&["stats"]).contains(name));
            let export = here.good(&["export", "--format", "jsonl"]);
            assert!(export.contains(&format!("\"doc\": \"{name}\"")), "{export}");
            // Also by its name below the documents folder, as any other.
            here.good(&["tag", name, "claim", "--sentence", "2"]);
            assert_eq!(here.good(&["list"]).lines().count(), 2);
            // Its tags are not lost with it.
            fs::remove_file(here.path(&document)).unwrap();
            let check = here.run(&["check"]);
            let gone = format!("there is no document {name}");
            assert!(check.code == 1 && check.out.contains(&gone), "{check:?}");
        }
    }
}

/// Wherever a document is named from, its tags stand in one file.
#[expect(clippy::too_many_lines, reason = "a table of places")]
#[test]
fn a_document_has_one_annotation_file_from_wherever_it_is_named() {
    // What is there before, where it is named from, by which path, and whose tags it has.
    for (there, from, named, root, file) in [
        ("", "", "x/doc.txt", "", "annotations/x/doc.txt.json"),
        ("", "x", "doc.txt", "x", "x/annotations/doc.txt.json"),
        ("", "x", "../x/doc.txt", "x", "x/annotations/doc.txt.json"),
        (
            "postil.toml",
            "x",
            "doc.txt",
            "",
            "annotations/x/doc.txt.json",
        ),
        (
            "postil.toml",
            "x/y",
            "../doc.txt",
            "",
            "annotations/x/doc.txt.json",
        ),
        (
            "annotations/",
            "x",
            "doc.txt",
            "",
            "annotations/x/doc.txt.json",
        ),
        (
            "annotations/",
            "x/y",
            "d.md",
            "",
            "annotations/x/y/d.md.json",
        ),
        (
            "x/annotations/",
            "",
            "x/y/d.md",
            "x",
            "x/annotations/y/d.md.json",
        ),
        (
            "x/postil.toml",
            "",
            "x/doc.txt",
            "x",
            "x/annotations/doc.txt.json",
        ),
        ("seeds/", "", "seeds/s.txt", "", "annotations/s.txt.json"),
        ("seeds/", "seeds", "s.txt", "", "annotations/s.txt.json"),
        (
            "x/seeds/",
            "",
            "x/seeds/s.txt",
            "x",
            "x/annotations/s.txt.json",
        ),
        // Whoever has its tags already goes first.
        (
            "x/y/annotations/ annotations/x/y/d.md.json",
            "x/y",
            "d.md",
            "",
            "annotations/x/y/d.md.json",
        ),
    ] {
        let here = empty();
        here.write("x/doc.txt", TEXT);
        here.write("x/y/d.md", TEXT);
        for path in there.split_whitespace() {
            match path.strip_suffix('/') {
                Some(folder) => fs::create_dir_all(here.path(folder)).unwrap(),
                None if path.ends_with(".json") => here.write(
                    path,
                    "{\"format\": \"postil\", \"version\": 1, \"document\": {}, \"annotations\": []}",
                ),
                None => here.write(path, ""),
            }
        }
        if named.ends_with("s.txt") {
            let folder = Path::new(from).join(named);
            here.write(folder.to_str().unwrap(), TEXT);
        }
        let case = format!("{there:?}: {named} from {from:?}");
        let tag = here.run_in(from, &["tag", named, "fact", "--sentence", "1"]);
        assert_eq!(tag.code, 0, "{case}: {tag:?}");
        assert!(here.path(file).is_file(), "{case}: {tag:?}");
        let said = here.path(file).canonicalize().unwrap();
        assert!(
            tag.err.contains(&format!("written to {}", said.display())),
            "{case}: {tag:?}"
        );
        // Named once more from elsewhere, and by the folder of its workspace.
        let absolute = here.path(from).join(named);
        let absolute = absolute.to_str().unwrap();
        for from in ["", "x", "x/y"] {
            let list = here.run_in(from, &["list", absolute]);
            assert!(list.out.contains("One is so."), "{case}, {from}: {list:?}");
        }
        let list = here.run_in(root, &["list"]);
        assert!(list.out.contains("One is so."), "{case}: {list:?}");
    }
}

/// Else nobody at the root would ever know of them.
#[test]
fn tags_of_a_workspace_below_are_told() {
    let here = empty();
    here.write("a.txt", TEXT);
    here.write("x/doc.txt", TEXT);
    fs::create_dir_all(here.path("pictures/annotations")).unwrap();
    here.write("pictures/a.txt", TEXT);
    fs::create_dir_all(here.path("x/annotations")).unwrap();
    here.good(&["tag", "x/doc.txt", "fact", "--sentence", "1"]);
    for command in ["list", "check", "stats"] {
        let ran = here.run(&[command]);
        assert!(ran.err.contains("x is a workspace of its own"), "{ran:?}");
        assert!(!ran.err.contains("pictures"), "{ran:?}");
    }
}

#[test]
fn names_are_shown_as_they_are_in_the_order_in_which_people_look_for_them() {
    let here = empty();
    let names = [
        "a%20b.txt",
        "alpha.txt",
        "Beta.txt",
        "doc1.txt",
        "doc2.txt",
        "doc10.txt",
        "Über.txt",
        "zeta/50%25.txt",
        "zeta/100%.txt",
    ];
    for name in names.iter().rev() {
        here.write(&format!("seeds/{name}"), TEXT);
        here.good(&["tag", name, "fact", "--sentence", "1"]);
        let document = &here.tags(name)["document"];
        assert_eq!(document["path"], format!("seeds/{name}"));
        assert_eq!(document["path_bytes"], Value::Null);
    }
    let list = here.good(&["list"]);
    let listed: Vec<_> = list
        .lines()
        .filter_map(|line| line.split("  ").next())
        .collect();
    assert_eq!(listed, names);
    for format in ["jsonl", "csv", "markdown", "json"] {
        let export = here.good(&["export", "--format", format]);
        assert!(!export.contains("%2520"), "{export}");
    }
}

/// What earlier versions wrote called it by another name.
#[test]
fn a_file_with_the_name_that_an_earlier_version_gave_is_read_and_kept() {
    let here = empty();
    here.write("seeds/a%20b.txt", TEXT);
    here.write("seeds/b.txt", TEXT);
    here.write(
        "annotations/a%20b.txt.json",
        r#"{"format": "postil", "version": 1,
  "document": {"path": "seeds/a%2520b.txt", "sha256": "", "length": 23},
  "annotations": [
    {"id": "i1", "tag": "fact", "start": 0, "end": 10, "quote": "One is so."}
  ]}"#,
    );
    here.write(
        "annotations/b.txt.json",
        r#"{"format": "postil", "version": 1,
  "document": {"path": "seeds/b.txt", "sha256": "", "length": 23},
  "annotations": [
    {"id": "i2", "tag": "fact", "start": 0, "end": 10, "quote": "One is so.",
     "links": [{"to": "a%2520b.txt#i1", "rel": "repeats"}]}
  ]}"#,
    );
    here.good(&["check"]);
    assert!(here.good(&["list"]).contains("a%20b.txt  fact"));
    here.good(&["tag", "a%2520b.txt", "claim", "--sentence", "2"]);
    let file = here.tags("a%20b.txt");
    assert_eq!(file["annotations"][0]["id"], "i1");
    assert_eq!(file["document"]["path"], "seeds/a%20b.txt");
    here.good(&["check"]);
}

/// Only annotation files are committed.
#[test]
fn a_lock_is_no_part_of_version_control() {
    let here = empty();
    here.write("seeds/.a.txt", TEXT);
    here.write("seeds/b.txt", TEXT);
    here.good(&["tag", "seeds/.a.txt", "fact", "--sentence", "1"]);
    here.good(&["tag", "b.txt", "fact", "--sentence", "1"]);
    here.write("annotations/.b.txt.json.x1Y2z3", "left by a kill");
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(arguments).current_dir(here.path(""));
        git.env("HOME", here.home.path()).env_remove("GIT_DIR");
        git.output().ok()
    };
    // Where there is no git, nothing is committed.
    let Some(_) = git(&["init", "--quiet"]) else {
        return;
    };
    git(&["add", "-A"]);
    let listed = git(&["ls-files"]).unwrap().stdout;
    let listed = String::from_utf8(listed).unwrap();
    assert_eq!(
        listed.lines().collect::<Vec<_>>(),
        [
            "annotations/.a.txt.json",
            "annotations/b.txt.json",
            "seeds/.a.txt",
            "seeds/b.txt"
        ]
    );
}

/// The export would be what is read at the next start, or what nobody could bring back.
#[test]
fn an_export_is_written_over_nothing_that_is_read() {
    let here = one("One. Two.");
    here.good(&["tag", "a.txt", "fact", "--sentence", "1"]);
    here.write("postil.toml", "measure = 60\n");
    fs::create_dir_all(here.home.path().join("config/postil")).unwrap();
    let user = here.home.path().join("config/postil/config.toml");
    fs::write(&user, "measure = 70\n").unwrap();
    let state = here.home.path().join("state/postil/mine.json");
    let mut targets: Vec<PathBuf> = [
        "postil.toml",
        "seeds/../postil.toml",
        ".gitignore",
        "annotations/.postil.lock",
        "annotations/.gitignore",
        "annotations/new.json",
        "annotations/a.txt.json",
        "seeds/a.txt",
        "seeds/new.csv",
    ]
    .map(|name| here.path(name))
    .into();
    targets.extend([user, state]);
    #[cfg(unix)]
    for name in ["postil.toml", "seeds/a.txt", "annotations/a.txt.json"] {
        let link = here.path(&format!("link-{}", targets.len()));
        std::os::unix::fs::symlink(here.path(name), &link).unwrap();
        targets.push(link);
    }
    for target in targets {
        let before = fs::read(&target).ok();
        let target = target.to_str().unwrap();
        let arguments = ["export", "--format", "csv", "--output", target];
        here.bad(&arguments, "write somewhere else");
        assert_eq!(fs::read(target).ok(), before, "{target}");
    }
}

/// Nothing optional is a reason to refuse.
#[test]
fn a_home_that_cannot_be_read_stops_nothing_and_is_told() {
    let here = one("One. Two.");
    let no_home = |command: &mut Command, home: &str| {
        for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"] {
            command.env_remove(name);
        }
        command.env("HOME", home);
    };
    // A folder in which nothing can be looked up, also by root.
    for home in ["/dev/null", "/proc/self/fdinfo/x", "/nowhere"] {
        for arguments in [
            &["tag", "a.txt", "fact", "--sentence", "1"][..],
            &["list"],
            &["list", "--config", "/dev/null"],
            &["check"],
        ] {
            let mut command = here.command(arguments);
            no_home(&mut command, home);
            let output = command.output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(
                output.status.code(),
                Some(0),
                "{home}: {arguments:?}: {said}"
            );
        }
    }
}

/// `text[start:end] == quote` of the version that the file names, or the annotation names
/// its own.
#[test]
fn a_file_never_claims_a_version_for_offsets_of_another() {
    use postil::storage::fingerprint;
    let here = one("One. Two. Three.");
    let first = fingerprint(b"One. Two. Three.");
    here.good(&["tag", "a.txt", "fact", "--sentence", "2"]);
    here.good(&["tag", "a.txt", "fact", "--sentence", "1"]);
    let changed = "One. And. Two. Three.";
    here.write("seeds/a.txt", changed);
    here.good(&["tag", "a.txt", "claim", "--sentence", "4"]);
    let check = |expected: &[(&str, Option<&str>)]| {
        let file = here.tags("a.txt");
        let annotations = file["annotations"].as_array().unwrap();
        let found = annotations.iter().map(|one| {
            let version = one["document_sha256"].as_str();
            (one["quote"].as_str().unwrap(), version)
        });
        assert_eq!(found.collect::<Vec<_>>(), expected);
        file["document"]["sha256"].as_str().unwrap().to_owned()
    };
    let second = fingerprint(changed.as_bytes());
    let expected = [("One.", None), ("Two.", Some(&*first)), ("Three.", None)];
    assert_eq!(check(&expected), second);
    let told = here.run(&["check"]);
    assert_eq!(told.code, 1);
    let shown = format!(
        "it was placed on another version of the document ({}…)",
        &first[..8]
    );
    assert!(
        told.out.contains("moved") && told.out.contains(&shown),
        "{told:?}"
    );
    let list = here.good(&["list", "--format", "jsonl"]);
    assert!(
        list.contains(&format!("\"document_sha256\": \"{first}\"")),
        "{list}"
    );
    // Once more another text: who has a version keeps it.
    let third = "No. One. And. Two. Three.";
    here.write("seeds/a.txt", third);
    here.good(&["tag", "a.txt", "claim", "--sentence", "1"]);
    let third = fingerprint(third.as_bytes());
    let expected = [
        ("No.", None),
        ("One.", Some(&*second)),
        ("Two.", Some(&*first)),
        ("Three.", Some(&*second)),
    ];
    assert_eq!(check(&expected), third);
    // Back to the first one: what stands there needs no version of its own.
    here.write("seeds/a.txt", "One. Two. Three.");
    here.good(&["tag", "a.txt", "opinion", "--sentence", "3"]);
    let expected = [
        ("No.", Some(&*third)),
        ("One.", None),
        ("Two.", None),
        ("Three.", None),
        ("Three.", Some(&*second)),
    ];
    assert_eq!(check(&expected), first);
}

/// To open a folder of a workspace would begin a second file for the tags of its documents.
#[test]
fn a_folder_of_which_a_workspace_has_tags_is_a_part_of_that() {
    let here = empty();
    here.write("a.txt", TEXT);
    here.write("x/doc.txt", TEXT);
    here.write("x/y/other.txt", TEXT);
    here.write("z/doc.txt", TEXT);
    for name in ["a.txt", "x/doc.txt", "x/y/other.txt"] {
        here.good(&["tag", name, "fact", "--sentence", "1"]);
    }
    for (from, folder, expected) in [
        ("", "x", "x/doc.txt x/y/other.txt"),
        ("x", ".", "x/doc.txt x/y/other.txt"),
        ("x", "y", "x/y/other.txt"),
        ("z", ".", ""),
        ("", ".", "a.txt x/doc.txt x/y/other.txt"),
    ] {
        let list = here.run_in(from, &["list", folder]);
        let names = list.out.lines().filter_map(|line| line.split("  ").next());
        assert_eq!(
            names.collect::<Vec<_>>().join(" "),
            expected,
            "{from}, {folder}"
        );
        assert_eq!(here.run_in(from, &["check", folder]).code, 0);
    }
    // What has no tags yet is its own, and stays so.
    here.run_in("z", &["tag", "doc.txt", "fact", "--sentence", "2"]);
    assert_eq!(here.good(&["list", "z"]).lines().count(), 1);
}
