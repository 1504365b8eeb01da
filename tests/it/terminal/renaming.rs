//! A document is renamed while one reads it.

use std::fs;

use super::documents;

/// Each was told only at the start; the tags were written to the old file again; and what was
/// given could not be taken back.
#[test]
fn a_document_renamed_while_it_is_open_gets_its_tags_on_a_key_and_u_takes_them_back() {
    let text = "One is so. Two is so. Three is so.\n";
    let desk = documents(&[("a.txt", text.as_bytes()), ("c.txt", b"Other words.\n")]);
    desk.has_been_here();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.change("f", 1);
    reader.change("jc", 2);
    let before = desk.tags("a.txt");
    fs::rename(
        desk.documents().join("a.txt"),
        desk.documents().join("b.txt"),
    )
    .expect("renamed");
    reader.wait_for("what it is now", |view| {
        view.shows("b.txt has the text of a.txt: B takes its 2 tags")
    });
    let old = desk.root().join("annotations/a.txt.json");
    for _ in 0..2 {
        reader.send("B");
        reader.wait_for("the list", |view| {
            view.shows("give the 2 tags of a.txt to b.txt")
        });
        reader.send("\r");
        reader.wait_for("that they were given", |view| {
            view.shows("Gave 2 tags of a.txt to b.txt; u undoes")
        });
        reader.wait_for("them in their place", |view| {
            view.shows("b: One is so.") && view.counts(2, "tag")
        });
        assert_eq!(desk.tags("b.txt"), before);
        assert!(!old.exists());
        reader.send("u");
        reader.wait_for("that they were taken back", |view| {
            view.shows("Undid: the 2 tags of a.txt are no longer in b.txt")
        });
        assert_eq!(desk.tags("a.txt"), before);
        assert_eq!(desk.tags("b.txt").len(), 0);
    }
    reader.send("\x12");
    reader.wait_for("them given again", |view| {
        view.shows("Gave 2 tags of a.txt to b.txt; u undoes")
    });
    assert_eq!(reader.quit(), 0);
    assert_eq!(desk.tags("b.txt"), before);
    assert!(!old.exists(), "the old file was written again");
}
