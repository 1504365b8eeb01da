//! What is open, over documents that nobody has opened: as the command line has it.

use std::fs;

use super::documents;
use crate::support::desk::Desk;
use crate::support::hand::ENTER;

fn good(desk: &Desk, arguments: &[&str]) -> String {
    let ran = desk.run(arguments);
    let words = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success(), "{arguments:?}: {words}");
    String::from_utf8(ran.stdout).unwrap()
}

/// More documents than are looked into for the sidebar, in the last of which a passage is lost,
/// in one that is out of view.
fn many() -> Desk {
    let desk = documents(&[]);
    for number in 0..300 {
        let words = format!("Title {number:03}.\n\nFirst of {number}. Second of it.\n");
        fs::write(desk.documents().join(format!("{number:03}.txt")), words).expect("a document");
    }
    let root = desk.root();
    let root = root.to_str().unwrap().to_owned();
    let document = |number: &str| format!("{root}/seeds/{number}.txt");
    good(
        &desk,
        &["tag", &document("100"), "needs-source", "--sentence", "2"],
    );
    good(
        &desk,
        &["tag", &document("299"), "opinion", "--sentence", "2"],
    );
    let changed = "Nothing that was here is here any more.\n";
    fs::write(desk.documents().join("299.txt"), changed).expect("a document");
    desk.has_been_here();
    desk
}

#[test]
fn documents_that_are_out_of_view_are_looked_into_until_the_count_is_final() {
    let desk = many();
    let root = desk.root();
    let open = || {
        let listed = good(&desk, &["list", "--open", root.to_str().unwrap()]);
        listed.lines().count()
    };
    assert_eq!(open(), 2);
    let mut reader = desk.read();
    reader.wait_for("all that is open", |view| view.row(0).contains(" 2 open "));
    reader.send("Q");
    reader.wait_for("the list", |view| {
        view.shows("Open: 2 · lost 1 · unsourced 1 · by place")
            && view.shows("unsourced     First of 100.")
            && view.shows("lost          First of 299.")
    });
    reader.send("S");
    reader.wait_for("the question for a source", |view| {
        view.status().contains("Source:")
    });
    reader.send(format!("A book{ENTER}"));
    reader.wait_for("the rest of the list", |view| {
        view.shows("Open: 1 · lost 1")
    });
    reader.send("x");
    reader.wait_for("the end of it", |view| {
        view.status().contains("Nothing open")
    });
    assert_eq!(reader.quit(), 0);
    assert_eq!(open(), 0);
    assert_eq!(desk.annotations("299.txt").len(), 0);
    assert_eq!(desk.annotations("100.txt").len(), 1);
}
