//! An address is opened by another program: as one word, without a shell, and while the keys
//! go on.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::documents;
use crate::support::desk::Desk;
use crate::support::pty::Pty;

/// A reader for which `xdg-open` is this script; it writes what it was told to a file.
fn with_opener(end: &str) -> (Desk, Pty) {
    let desk = documents(&[("a.txt", b"One is so. Two is not.\n")]);
    desk.has_been_here();
    let folder = desk.folder().join("programs");
    fs::create_dir(&folder).unwrap();
    let told = desk.folder().join("told");
    let script = format!(
        "#!/bin/sh\nprintf '%s|' \"$#\" \"$@\" > {0}.new\nmv {0}.new {0}\n{end}\n",
        told.display()
    );
    let program = folder.join("xdg-open");
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let mut reader = desk.read_with(&[("PATH", path.as_str())], (140, 40));
    reader.wait_until_ready();
    (desk, reader)
}

fn told(desk: &Desk) -> String {
    fs::read_to_string(desk.folder().join("told")).unwrap()
}

#[test]
fn an_address_is_handed_to_the_browser_as_one_word() {
    let (desk, mut reader) = with_opener("");
    let address = "https://x.org/é;$(touch${IFS}bad)|a&b";
    reader.send(format!("cS{address}\r"));
    reader.wait_until_saved();
    reader.send("S");
    reader.wait_for("the list", |view| view.shows("o open"));
    reader.send("o");
    reader.wait_for("what was opened", |view| {
        view.status().contains("Opened https://x.org/")
    });
    assert_eq!(
        told(&desk),
        "1|https://x.org/%C3%A9;$(touch$%7BIFS%7Dbad)%7Ca&b|"
    );
    assert!(!desk.root().join("bad").exists());
    assert_eq!(reader.quit(), 0);
}

#[test]
fn a_browser_that_fails_or_hangs_holds_up_nothing() {
    let (desk, mut reader) = with_opener("exit 3");
    reader.send("cShttps://x.org\r");
    reader.wait_until_saved();
    reader.send("So");
    reader.wait_for("why not", |view| {
        view.status().contains("Not opened: xdg-open")
    });
    assert_eq!(told(&desk), "1|https://x.org|");
    assert_eq!(reader.quit(), 0);
    // One that does not end: the keys go on.
    let (_desk, mut reader) = with_opener("while [ -e \"$0\" ]; do sleep 0.1; done");
    reader.send("cShttps://x.org\r");
    reader.wait_until_saved();
    reader.send("Sojf");
    reader.wait_for("the next tag", |view| view.shows("2 tags"));
    assert_eq!(reader.quit(), 0);
}
