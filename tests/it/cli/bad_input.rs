//! What cannot be done is told in one sentence, and nothing is harmed.

use std::fs;
use std::process::Command;

use super::{THIRD, empty, one, seeds};

#[test]
fn a_passage_that_is_none_is_told_with_what_to_write_instead() {
    let here = one("xe\u{301}y says “so”. Then y.");
    for (passage, says) in [
        (["--sentence", "9"], "has 2 sentences"),
        (["--sentence", "0"], "from 1"),
        (["--quote", "y"], "3 times"),
        (["--quote", "says  \"SO\""], "--range 5:14"),
        (["--quote", "never"], "does not occur"),
        (["--quote", ""], "empty"),
        (["--range", "1:2"], "write 1:3"),
        (["--range", "0:99"], "has 23 code points"),
        (["--range", "5:5"], "empty"),
        (["--range", "x"], "as in 0:158"),
        (["--range", "1:99999999999999999999999"], "--range"),
    ] {
        here.bad(&["tag", "a.txt", "fact", passage[0], passage[1]], says);
    }
    here.bad(&["tag", "a.txt", "fact"], "--sentence");
    here.bad(
        &["tag", "a.txt", "lie", "--sentence", "1"],
        "fact, claim, opinion, needs-source",
    );
    here.bad(
        &["tag", "a.txt", "claims", "--sentence", "1"],
        "did you mean \"claim\"",
    );
    here.bad(
        &["tag", "b.txt", "fact", "--sentence", "1"],
        "did you mean a.txt",
    );
    here.bad(&["tag", "seeds", "fact", "--sentence", "1"], "is a folder");
    assert!(!here.path("annotations").exists());
}

#[test]
fn an_ambiguous_name_is_told() {
    let here = seeds();
    here.bad(&["sentences", "00"], "4 documents");
}

#[test]
fn without_a_terminal_the_reader_says_so() {
    let here = seeds();
    here.bad(&[], "needs a terminal");
    here.bad(&["."], "needs a terminal");
    here.bad(&[&format!("seeds/{THIRD}")], "needs a terminal");
}

#[test]
fn a_folder_named_like_a_subcommand_can_be_opened() {
    let here = empty();
    here.write("list/a.txt", "a");
    here.bad(&["./list"], "needs a terminal");
    assert_eq!(here.good(&["list", "list"]), "");
    here.bad(&["lst"], "did you mean postil list?");
    here.bad(&["list/", "list"], "put it after");
}

#[test]
fn bad_paths_are_told_in_one_sentence() {
    let here = seeds();
    for arguments in [
        &["none"][..],
        &["list", "none"],
        &["export", "none", "--format", "csv"],
        &["check", "none"],
        &["stats", "none"],
        &["sentences", "none.txt"],
        &["tag", "none.txt", "fact", "--sentence", "1"],
    ] {
        here.bad(arguments, "does not exist");
    }
    here.bad(
        &["list", "--config", "none.toml"],
        "none.toml does not exist",
    );
    here.bad(&["list", "--bogus"], "--bogus");
    here.bad(
        &["list", "--annotations", &format!("seeds/{THIRD}")],
        "it is a file, not a folder",
    );
    here.bad(&["list", "--format", "\u{1b}[31m"], "invalid value");
}

#[test]
fn an_empty_folder_and_an_empty_document_are_no_errors() {
    let here = empty();
    let ran = here.run(&["list"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("no documents"));
    let here = one("");
    assert_eq!(here.good(&["sentences", "a.txt"]), "");
    here.bad(&["tag", "a.txt", "fact", "--sentence", "1"], "0 sentences");
    here.good(&["stats"]);
}

#[test]
fn binary_and_broken_documents_are_told_and_the_others_go_on() {
    let here = seeds();
    here.write("seeds/binary.txt", b"\x7fELF\0\0\0");
    here.write("seeds/torn.txt", b"caf\xc3\xa9 noir\xc3.");
    here.bad(&["sentences", "binary.txt"], "binary");
    let ran = here.run(&["sentences", "torn.txt"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("1 byte is not UTF-8"));
    let ran = here.run(&["stats"]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 8));
    assert!(ran.err.contains("binary.txt"));
}

#[test]
fn a_wrong_configuration_names_file_line_and_remedy() {
    let here = seeds();
    for (words, line, says) in [
        ("annotater = \"x\"", 1, "\"annotator\"?"),
        ("\nmeasure = \"wide\"", 2, "measure = 72"),
        ("measure = 3", 1, "from 20 to 400"),
        ("theme = \"blue\"", 1, "auto, dark, light, plain"),
        ("paragraphs = 1", 1, "auto, lines, wrapped"),
        ("language = \"\"", 1, "language = "),
        ("language = 3", 1, "language = "),
        ("language = \"zz\"", 1, "or one of am, ar, "),
        ("\nlanguage = \"xx\"", 2, "\"xx\" is not a language"),
        ("language = \"english\"", 1, "\"auto\""),
        ("language = \"de_\\u001b[2J\"", 1, "is not a language"),
        ("tags = 1", 1, "[tags]"),
        ("[tags.fact]\ncolour = \"gren\"", 2, "write \"green\"?"),
        ("[tags.fact]\ncolor = \"green\"", 2, "write \"colour\""),
        ("[tags.fact]\nkey = \"ff\"", 2, "one character"),
        (
            "[tags.rumour]\nkey = \"C\"",
            2,
            "both \"claim\" and \"rumour\"",
        ),
        ("[tags.rumour]\nletter = \"RU\"", 2, "letter = "),
        ("[keys]\nquit = 1", 2, "quit = \"x\""),
        ("a = ", 1, "not TOML"),
        ("a = \"\u{1b}[2J\"\n", 1, "not TOML"),
    ] {
        here.write("postil.toml", words);
        let before = fs::read(here.path("postil.toml")).unwrap();
        here.bad(&["list"], says);
        here.bad(&["list"], &format!("postil.toml, line {line}: "));
        here.bad(&[], &format!("postil.toml, line {line}: "));
        assert_eq!(fs::read(here.path("postil.toml")).unwrap(), before);
    }
}

#[test]
fn broken_newer_and_foreign_annotation_files_stay_as_they_are() {
    for content in [
        &b""[..],
        b"{",
        b"[1, 2]",
        b"\xff\xfe",
        b"{\"format\": \"other\", \"version\": 1, \"annotations\": []}",
        b"{\"format\": \"postil\", \"version\": 7, \"document\": {}, \"annotations\": [{\"id\": \"x\", \"tag\": \"fact\", \"start\": 0, \"end\": 3, \"quote\": \"One\"}]}",
        b"{\"format\": \"postil\", \"version\": 1, \"document\": {}, \"annotations\": [{\"id\": \"x\", \"tag\": \"fact\", \"start\": 3, \"end\": 0, \"quote\": \"One\"}]}",
    ] {
        let here = one("One. Two.");
        here.write("annotations/a.txt.json", content);
        here.bad(&["tag", "a.txt", "fact", "--sentence", "1"], "left as it is");
        // What a newer one says was read whole.
        let is_newer = content.windows(12).any(|it| it == b"\"version\": 7");
        let code = if is_newer { 0 } else { 2 };
        let listed = here.run(&["list"]);
        assert_eq!(listed.code, code);
        assert!(listed.err.contains("a.txt.json"), "{}", listed.err);
        assert_eq!(here.run(&["check"]).code, 1);
        assert_eq!(here.run(&["stats"]).code, code);
        assert_eq!(here.run(&["export", "--format", "json"]).code, code);
        assert_eq!(fs::read(here.path("annotations/a.txt.json")).unwrap(), content);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_told() {
    let here = seeds();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = here.command(&["stats"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("standard output"), "{told}");
}

#[cfg(unix)]
#[test]
fn folders_that_cannot_be_read_or_written_are_told() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let here = seeds();
    let set = |below: &str, mode| {
        fs::set_permissions(here.path(below), fs::Permissions::from_mode(mode)).unwrap();
    };
    fs::create_dir(here.path("annotations")).unwrap();
    set("annotations", 0o555);
    set(&format!("seeds/{THIRD}"), 0o000);
    // Root reads and writes everything: then somebody else runs a copy of the program.
    let is_root = fs::read(here.path(&format!("seeds/{THIRD}"))).is_ok();
    if is_root {
        // By another program: what is open for writing here would be so in whatever other
        // tests start at that moment, and could not be run.
        let (program, copy) = (env!("CARGO_BIN_EXE_postil"), here.path("postil"));
        assert!(
            Command::new("cp")
                .arg(program)
                .arg(copy)
                .status()
                .unwrap()
                .success()
        );
        set("", 0o755);
        set("postil", 0o755);
    }
    let told = |arguments: &[&str]| {
        let mut command = here.command(arguments);
        if is_root {
            let mut as_nobody = Command::new(here.path("postil"));
            as_nobody.args(arguments).current_dir(here.path(""));
            command = as_nobody;
            command
                .env_clear()
                .env("HOME", "/nowhere")
                .uid(65534)
                .gid(65534);
        }
        let ran = command.output().unwrap();
        assert_eq!(ran.status.code(), Some(2), "{ran:?}");
        String::from_utf8_lossy(&ran.stderr).into_owned()
    };
    let told_of_tags = told(&["tag", "000", "fact", "--sentence", "1"]);
    assert!(told_of_tags.contains("no permission"), "{told_of_tags}");
    let told_of_text = told(&["sentences", THIRD]);
    assert!(told_of_text.contains("no permission"), "{told_of_text}");
    set("annotations", 0o755);
    set(&format!("seeds/{THIRD}"), 0o644);
}

#[test]
fn a_tag_that_cannot_be_saved_is_told_once() {
    let here = one("One. Two.");
    here.write("annotations/a.txt.json/in-the-way", "");
    let arguments = ["tag", "a.txt", "fact", "--sentence", "1"];
    here.bad(
        &arguments,
        "a.txt.json cannot be read: it is a folder, not a file",
    );
    let told = here.run(&arguments).err;
    assert_eq!(told.matches("a folder").count(), 1, "{told}");
}

#[cfg(unix)]
#[test]
fn a_home_that_is_no_folder_holds_no_configuration() {
    let here = one("One. Two.");
    for arguments in [
        &["tag", "a.txt", "fact", "--sentence", "1"][..],
        &["list"],
        &["check"],
        &["stats"],
    ] {
        let mut command = here.command(arguments);
        for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"] {
            command.env_remove(name);
        }
        let output = command.env("HOME", "/dev/null").output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {told}");
        assert!(!told.contains("config"), "{told}");
    }
    assert_eq!(here.good(&["list"]).lines().count(), 1);
}

#[cfg(unix)]
fn make_pipe(at: &std::path::Path) {
    let made = std::process::Command::new("mkfifo").arg(at).status();
    assert!(made.unwrap().success());
}

/// What stands in the place of a document and is none, by its path and by its name,
/// to every subcommand: never a wait, and one sentence that names it.
#[cfg(unix)]
#[test]
#[expect(clippy::too_many_lines, reason = "a table of paths and subcommands")]
fn what_is_no_document_is_told_by_every_subcommand() {
    use std::os::unix::fs::symlink;
    let here = one("One. Two.");
    let at = |name: &str| here.path("seeds").join(name);
    fs::create_dir(at("dir.txt")).unwrap();
    make_pipe(&at("pipe.txt"));
    symlink("loop.txt", at("loop.txt")).unwrap();
    symlink("nowhere", at("dangling.txt")).unwrap();
    symlink("/dev/zero", at("zero.txt")).unwrap();
    let documents: [&[&str]; 3] = [
        &["tag", "%", "fact", "--sentence", "1"],
        &["sentences", "%"],
        &["restore", "%"],
    ];
    let either: [&[&str]; 5] = [
        &["list", "%"],
        &["check", "%"],
        &["stats", "%"],
        &["export", "%", "--format", "json"],
        &["%"],
    ];
    for (name, says, way_out) in [
        (
            "pipe.txt",
            "it is a pipe, not a file",
            "give a folder or a document",
        ),
        (
            "loop.txt",
            "a link that leads in a circle",
            "point it to a file",
        ),
        (
            "dangling.txt",
            "is a link to nowhere, which does not exist",
            "point it to a file",
        ),
        (
            "zero.txt",
            "it is a device, not a file",
            "give a folder or a document",
        ),
        ("gone.txt", "does not exist", "give a folder or a document"),
    ] {
        for arguments in documents.iter().chain(&either) {
            let path = format!("./seeds/{name}");
            let arguments: Vec<_> = arguments.iter().map(|it| it.replace('%', &path)).collect();
            let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
            let ran = here.run(&arguments);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
            assert_eq!(ran.err.lines().count(), 1, "{arguments:?}: {}", ran.err);
            for part in [path.as_str(), says, way_out] {
                assert!(
                    ran.err.contains(part),
                    "{arguments:?}: {} lacks {part}",
                    ran.err
                );
            }
        }
    }
    // By their names below the documents' folder.
    for (name, says) in [
        ("dir.txt", "seeds/dir.txt is a folder; give a document"),
        (
            "pipe.txt",
            "seeds/pipe.txt cannot be read: it is a pipe, not a file; put a file",
        ),
        (
            "loop.txt",
            "seeds/loop.txt: it is a link that leads in a circle; point it",
        ),
        (
            "dangling.txt",
            "seeds/dangling.txt is a link to nowhere, which does not exist; point it",
        ),
        (
            "zero.txt",
            "seeds/zero.txt cannot be read: it is a device, not a file; put a file",
        ),
        // Of what could be meant, what can be read.
        ("b.txt", "did you mean a.txt?"),
    ] {
        here.bad(&["tag", name, "fact", "--sentence", "1"], says);
        here.bad(&["sentences", name], says);
    }
    for path in ["./seeds/dir.txt", "./seeds/dir.txt/"] {
        for arguments in [
            &["tag", path, "fact", "--sentence", "1"][..],
            &["sentences", path],
            &["restore", path],
        ] {
            here.bad(arguments, "dir.txt");
            here.bad(arguments, "is a folder; give a document");
        }
        let ran = here.run(&["list", path]);
        assert!(
            ran.err.contains("there are no documents in "),
            "{}",
            ran.err
        );
    }
}

/// A rename would put a file in the place of the device.
#[cfg(unix)]
#[test]
#[expect(clippy::too_many_lines, reason = "a table of paths")]
fn what_is_written_takes_the_place_of_no_device_and_no_pipe() {
    use std::os::unix::fs::{FileTypeExt, symlink};
    let here = one("One. Two.");
    make_pipe(&here.path("pipe"));
    std::os::unix::net::UnixListener::bind(here.path("socket")).unwrap();
    symlink("pipe", here.path("link")).unwrap();
    symlink("circle", here.path("circle")).unwrap();
    for (name, says) in [
        (
            "pipe",
            "cannot write pipe: it is a pipe, not a file; give the path of a file",
        ),
        (
            "link",
            "cannot write link: it is a pipe, not a file; give the path of a file",
        ),
        (
            "socket",
            "cannot write socket: it is a socket, not a file; give the path of a file",
        ),
        (
            "circle",
            "the links lead in a circle; give the path of a file",
        ),
    ] {
        here.bad(&["export", "--format", "json", "--output", name], says);
    }
    assert!(
        fs::metadata(here.path("link"))
            .unwrap()
            .file_type()
            .is_fifo()
    );
    assert!(
        fs::metadata(here.path("socket"))
            .unwrap()
            .file_type()
            .is_socket()
    );
    symlink("nowhere", here.path("dangling")).unwrap();
    here.write("plain", "x");
    for (name, says) in [
        (
            "pipe",
            "cannot keep tags in pipe: it is a pipe, not a folder; give --annotations",
        ),
        (
            "circle",
            "cannot keep tags in circle: it is a link that leads nowhere",
        ),
        (
            "dangling",
            "cannot keep tags in dangling: it is a link that leads nowhere",
        ),
        (
            "plain/x",
            "cannot keep tags in plain: it is a file, not a folder",
        ),
    ] {
        for arguments in [&["list"][..], &["tag", "a.txt", "fact", "--sentence", "1"]] {
            here.bad(&[arguments, &["--annotations", name]].concat(), says);
        }
    }
    for name in ["pipe", "socket"] {
        here.bad(&["list", "--config", name], "not a file");
    }
}

/// The annotation file of `a.txt` and the folder of those of `a.txt.json/b.txt` have
/// one name: the second is refused plainly, and the first keeps its tags.
#[test]
fn annotation_files_that_would_have_one_name_are_told() {
    let tag = |name| ["tag", name, "fact", "--sentence", "1"];
    for (first, second, says) in [
        (
            "a.txt",
            "a.txt.json/b.txt",
            "a.txt.json is a file, which may hold the tags of another document; rename the folder",
        ),
        (
            "a.txt.json/b.txt",
            "a.txt",
            "a.txt.json cannot be read: it is a folder, not a file, and may hold the tags of other",
        ),
    ] {
        let here = one("One. Two.");
        here.write("seeds/a.txt.json/b.txt", "One. Two.");
        here.good(&tag(first));
        let before = here.tags(first);
        here.bad(&tag(second), says);
        let listed = here.run(&["list"]);
        assert_eq!((listed.code, listed.out.lines().count()), (2, 1));
        assert!(listed.err.contains(says), "{}", listed.err);
        assert_eq!(here.tags(first), before);
    }
}

/// A name is what is shown, and that is the path as it is; what is typed may also be the
/// bytes that it stands for, or what earlier versions called it.
#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf_8_is_found_by_what_is_shown_and_by_its_bytes() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let here = one("One. Two.");
    let bytes = OsStr::from_bytes(b"x\xff.txt");
    fs::write(here.path("seeds").join(bytes), "Bytes. Two.").unwrap();
    here.write("seeds/x%FF.txt", "Percent. Two.");
    for (name, expected) in [
        (bytes, "Bytes."),
        (OsStr::new("x\u{fffd}FF.txt"), "Bytes."),
        (OsStr::new("x%FF.txt"), "Percent."),
        (OsStr::new("seeds/x%FF.txt"), "Percent."),
        (OsStr::new("x%25FF.txt"), "Percent."),
    ] {
        let output = here.command(&["sentences"]).arg(name).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains(expected), "{name:?}: {said}");
    }
    here.good(&["tag", "x\u{fffd}FF.txt", "fact", "--sentence", "1"]);
    here.good(&["tag", "x%FF.txt", "claim", "--sentence", "1"]);
    let listed = here.good(&["list"]);
    assert!(
        listed.contains("x%FF.txt  claim  0:8  Percent."),
        "{listed}"
    );
    assert!(
        listed.contains("x\u{fffd}FF.txt  fact   0:6  Bytes."),
        "{listed}"
    );
    here.good(&["check"]);
    // A field tells the one whose name is not its path, here and in its annotation file.
    let lines = here.good(&["list", "--format", "jsonl"]);
    let is_marked = |line: &&str| line.contains("\"doc_bytes\": \"x%FF.txt\"");
    let (marked, others): (Vec<&str>, Vec<&str>) = lines.lines().partition(is_marked);
    assert!(marked.len() == 1 && marked[0].contains("Bytes."), "{lines}");
    assert!(
        others.len() == 1 && others[0].contains("Percent."),
        "{lines}"
    );
    let file = here
        .path("annotations")
        .join(OsStr::from_bytes(b"x\xff.txt.json"));
    let file = fs::read_to_string(file).unwrap();
    assert!(
        file.contains("\"path_bytes\": \"seeds/x%FF.txt\""),
        "{file}"
    );
}
