//! Tags that stand in two files, since taking them over was interrupted, and the way back.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

use super::{Here, one};

const TEXT: &str = "The council met in May. It voted against the new bridge.\nNobody was surprised. The bridge would have cost three million.\n";

/// A document with three tags, one of which has a note, and another document that leads to it.
fn linked() -> Here {
    let here = one(TEXT);
    for sentence in ["1", "2", "3"] {
        here.good(&["tag", "a.txt", "claim", "--sentence", sentence]);
    }
    edit(&here, "a.txt", |tags| {
        tags[0]["note"] = json!("who says so?");
    });
    here.write("seeds/c.txt", "Another document.");
    here.good(&["tag", "c.txt", "fact", "--sentence", "1"]);
    let to = format!("a.txt#{}", ids(&here, "a.txt")[0]);
    let link = json!([{"to": to, "rel": "supports"}]);
    edit(&here, "c.txt", |tags| {
        tags[0]["links"] = link;
    });
    here
}

fn edit(here: &Here, document: &str, change: impl FnOnce(&mut Value)) {
    let mut file = here.tags(document);
    change(&mut file["annotations"]);
    let words = serde_json::to_string_pretty(&file).unwrap() + "\n";
    here.write(&format!("annotations/{document}.json"), words);
}

fn ids(here: &Here, document: &str) -> Vec<String> {
    let file = here.tags(document);
    let tags = file["annotations"].as_array().unwrap();
    let id = |tag: &Value| tag["id"].as_str().unwrap().to_owned();
    tags.iter().map(id).collect()
}

fn read(here: &Here, document: &str) -> Vec<u8> {
    fs::read(here.path(&format!("annotations/{document}.json"))).unwrap()
}

fn rename(here: &Here, text: &str) {
    fs::remove_file(here.path("seeds/a.txt")).unwrap();
    here.write("seeds/b.txt", text);
}

/// Each tag stands once, in the file of the new name.
#[track_caller]
fn is_whole(here: &Here, before: &BTreeSet<String>) {
    assert!(!here.path("annotations/a.txt.json").exists());
    let after = ids(here, "b.txt");
    assert_eq!(after.len(), before.len(), "{after:?}");
    assert_eq!(after.into_iter().collect::<BTreeSet<_>>(), *before);
    let stats = here.good(&["stats", "--json"]);
    assert!(!stats.contains("a.txt"), "{stats}");
}

/// Once it was killed before the old file was taken away, it found "no such document, nor
/// one with its text", and the tags were doubled for good; or they became versions of
/// themselves.
#[test]
fn taking_over_that_was_interrupted_is_done_again_whatever_the_text_is_by_now() {
    let texts = [
        TEXT.to_owned(),
        TEXT.replace('\n', "\r\n"),
        format!("A new line.\n{TEXT}"),
        TEXT.replace("against", "for"),
        "Something else altogether.\n".to_owned(),
    ];
    for first in &texts[..4] {
        for then in &texts {
            for has_followed in [true, false] {
                let here = linked();
                let before = ids(&here, "a.txt").into_iter().collect();
                let (old, leads) = (read(&here, "a.txt"), read(&here, "c.txt"));
                rename(&here, first);
                here.good(&["reanchor", "--accept", "0.5"]);
                is_whole(&here, &before);
                here.write("annotations/a.txt.json", &old);
                if !has_followed {
                    here.write("annotations/c.txt.json", &leads);
                }
                here.write("seeds/b.txt", then);
                let checked = here.run(&["check"]);
                let says = "b.txt has the tags of a.txt: postil reanchor";
                assert!(checked.out.contains(says), "{}", checked.out);
                for arguments in [&["reanchor"][..], &["reanchor", "--accept", "0"]] {
                    here.good(arguments);
                    is_whole(&here, &before);
                }
                let link = &here.tags("c.txt")["annotations"][0]["links"][0]["to"];
                assert!(link.as_str().unwrap().starts_with("b.txt#"), "{link}");
                assert!(!here.run(&["check"]).out.contains("conflict"));
            }
        }
    }
}

#[test]
fn of_a_tag_in_two_files_nothing_is_lost_that_only_one_of_them_says() {
    let here = linked();
    let before = ids(&here, "a.txt").into_iter().collect();
    let old = read(&here, "a.txt");
    rename(&here, &format!("A new line.\n{TEXT}"));
    here.good(&["reanchor", "--accept", "0.5"]);
    here.write("annotations/a.txt.json", &old);
    // Changed since it was taken over; and said of the other one alone.
    edit(&here, "b.txt", |tags| {
        tags[0]["note"] = json!("the mayor");
    });
    edit(&here, "a.txt", |tags| {
        tags[1]["verdict"] = json!("refuted");
        tags[2]["mine"] = json!(7);
    });
    here.good(&["reanchor"]);
    is_whole(&here, &before);
    let tags = &here.tags("b.txt")["annotations"];
    assert_eq!(tags[0]["note"], "the mayor");
    assert_eq!(tags[1]["verdict"], "refuted");
    assert_eq!(tags[2]["mine"], 7);
}

#[test]
fn what_both_files_say_differently_of_a_tag_is_kept_twice() {
    let here = linked();
    let old = read(&here, "a.txt");
    rename(&here, TEXT);
    here.good(&["reanchor"]);
    here.write("annotations/a.txt.json", &old);
    // Without what was said before: neither of them is known to be the older one.
    let _ = fs::remove_dir_all(here.home.path().join("state"));
    edit(&here, "b.txt", |tags| {
        tags[0]["note"] = json!("the mayor");
    });
    here.good(&["reanchor"]);
    let tags = here.tags("b.txt")["annotations"].clone();
    let notes = tags
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag["note"].as_str());
    let notes: BTreeSet<Option<&str>> = notes.collect();
    assert!(notes.contains(&Some("the mayor")) && notes.contains(&Some("who says so?")));
    assert!(!here.path("annotations/a.txt.json").exists());
}

/// Some may have been deleted since: that is asked about.
#[test]
fn a_file_with_some_of_the_tags_is_taken_when_that_is_accepted() {
    let here = linked();
    let before = ids(&here, "a.txt").into_iter().collect();
    let old = read(&here, "a.txt");
    rename(&here, &format!("A new line.\n{TEXT}"));
    here.good(&["reanchor", "--accept", "0.5"]);
    let id = ids(&here, "b.txt").remove(2);
    here.good(&["remove", &id]);
    here.write("annotations/a.txt.json", &old);
    let ran = here.run(&["reanchor"]);
    let says = "b.txt: has 2 of the 3 tags of a.txt: --accept takes its 3 tags";
    assert!(ran.out.contains(says), "{}", ran.out);
    here.good(&["reanchor", "--accept", "0.6"]);
    is_whole(&here, &before);
}

/// The tags were doubled by it.
#[test]
fn restoring_the_file_of_a_renamed_document_is_the_way_back() {
    let here = linked();
    let before: BTreeSet<String> = ids(&here, "a.txt").into_iter().collect();
    let leads = here.tags("c.txt")["annotations"][0]["links"].clone();
    rename(&here, TEXT);
    let ran = here.run(&["reanchor"]);
    let says = "its 3 tags are taken; postil restore a.txt gives them back";
    assert!(ran.out.contains(says), "{}", ran.out);
    here.good(&["tag", "b.txt", "fact", "--sentence", "4"]);
    let dry = here.run(&["restore", "a.txt", "--dry-run"]);
    let says = "its 3 tags would be taken out of the file of b.txt";
    assert!(dry.err.contains(says), "{}", dry.err);
    assert_eq!(ids(&here, "b.txt").len(), 4);
    for _ in 0..2 {
        here.good(&["restore", "a.txt"]);
        assert_eq!(
            ids(&here, "a.txt").into_iter().collect::<BTreeSet<_>>(),
            before
        );
        assert_eq!(ids(&here, "b.txt").len(), 1);
        assert_eq!(here.tags("c.txt")["annotations"][0]["links"], leads);
    }
    here.good(&["reanchor"]);
    assert_eq!(ids(&here, "b.txt").len(), 4);
    assert!(!here.path("annotations/a.txt.json").exists());
}

#[test]
fn versions_of_a_tag_that_say_the_same_are_said_to_do_so() {
    let here = linked();
    edit(&here, "a.txt", |tags| {
        let mut twin = tags[0].clone();
        twin["conflicts-with"] = twin["id"].clone();
        twin["id"] = json!("01a2274c-7f07-72d4-b6ed-ce7cbcb28677");
        tags.as_array_mut().unwrap().push(twin);
    });
    let checked = here.run(&["check"]);
    let says = "are versions of one tag (which say the same)";
    assert!(checked.out.contains(says), "{}", checked.out);
}

/// Two documents with tags that swap their names; each has a first line that the other one
/// has, too.
fn swapped() -> Here {
    let texts = [
        (
            "a.txt",
            "Report.\n\nThe mayor wants a bridge. He has said so.\n",
        ),
        ("b.txt", "Report.\n\nNobody has asked for one, it seems.\n"),
    ];
    let here = one(texts[0].1);
    here.write("seeds/b.txt", texts[1].1);
    for (name, _) in texts {
        for sentence in ["1", "2"] {
            here.good(&["tag", name, "claim", "--sentence", sentence]);
        }
    }
    let link = json!([{"to": format!("b.txt#{}", ids(&here, "b.txt")[1]), "rel": "supports"}]);
    edit(&here, "a.txt", |tags| {
        tags[0]["links"] = link;
    });
    here.write("seeds/a.txt", texts[1].1);
    here.write("seeds/b.txt", texts[0].1);
    here
}

/// All tags were lost, and nothing said why.
#[test]
fn documents_that_have_swapped_their_names_are_told_and_given_their_tags() {
    let here = swapped();
    let all = [ids(&here, "a.txt"), ids(&here, "b.txt")];
    let says = [
        "b.txt has the text that the tags of a.txt were made on",
        "a.txt has the text that the tags of b.txt were made on",
    ];
    let (checked, ran) = (here.run(&["check"]), here.run(&["reanchor"]));
    let dry = here.run(&["reanchor", "--accept", "1", "--dry-run"]);
    for words in says {
        assert!(checked.out.contains(words), "{}", checked.out);
        let offered = format!("{words}: --accept gives it these 2 tags");
        assert!(ran.out.contains(&offered), "{}", ran.out);
        assert!(
            dry.out.contains(&format!("{words}: it would get")),
            "{}",
            dry.out
        );
    }
    assert_eq!([ids(&here, "a.txt"), ids(&here, "b.txt")], all);
    here.good(&["reanchor", "--accept", "1"]);
    let checked = here.run(&["check"]);
    assert_eq!(checked.code, 0, "{}", checked.out);
    assert_eq!([ids(&here, "b.txt"), ids(&here, "a.txt")], all);
    let link = &here.tags("b.txt")["annotations"][0]["links"][0]["to"];
    assert_eq!(*link, format!("a.txt#{}", all[1][1]));
}

/// A copy of what a document said before looks as if the document had been renamed.
#[test]
fn no_tags_are_given_to_a_copy_of_an_earlier_version() {
    let here = one(TEXT);
    here.good(&["tag", "a.txt", "claim", "--sentence", "2"]);
    here.write("seeds/kept.txt", TEXT);
    here.write("seeds/a.txt", "Something else altogether.\n");
    let before = ids(&here, "a.txt");
    let ran = here.run(&["reanchor", "--accept", "0.1"]);
    let says = "kept.txt has the text that the tags of a.txt were made on\n";
    assert!(ran.out.contains(says), "{}", ran.out);
    assert_eq!(ids(&here, "a.txt"), before);
    assert!(!here.path("annotations/kept.txt.json").exists());
}

/// Found in a trial: of documents that were numbered anew, each of which took the name of the
/// next, the tags of two were put into one file, unasked.
#[test]
fn documents_that_were_numbered_anew_keep_their_tags_apart() {
    for documents in 2..5 {
        let here = one("");
        let name = |number: usize| format!("{number:02}.txt");
        let text = |number: usize| {
            format!("This is text {number}, and the first.\nThe second sentence of {number}.\n")
        };
        let mut tags = Vec::new();
        fs::remove_file(here.path("seeds/a.txt")).unwrap();
        for number in 1..=documents {
            here.write(&format!("seeds/{}", name(number)), text(number));
            let id = here.good(&["tag", &name(number), "claim", "--sentence", "2"]);
            tags.push(id.trim().to_owned());
        }
        for number in (1..=documents).rev() {
            let path = |number: usize| here.path(&format!("seeds/{}", name(number)));
            fs::rename(path(number), path(number + 1)).unwrap();
        }
        // Unasked, nothing is mixed.
        let said = here.run(&["reanchor"]);
        let line = format!("{} has the text that the tags of {}", name(3), name(2));
        assert!(said.out.contains(&line), "{}", said.out);
        assert_eq!(ids(&here, &name(1)), [tags[0].clone()]);
        assert_eq!(ids(&here, &name(2)), [tags[1].clone()]);
        let before: Vec<_> = (1..=documents)
            .map(|number| read(&here, &name(number)))
            .collect();
        here.run(&["reanchor", "--accept", "1"]);
        // As when somebody was interrupted behind the first file that was written.
        for (number, file) in before.iter().enumerate() {
            here.write(&format!("annotations/{}.json", name(number + 1)), file);
        }
        here.run(&["reanchor", "--accept", "1"]);
        for (number, tag) in tags.iter().enumerate() {
            assert_eq!(
                ids(&here, &name(number + 2)).join(" "),
                *tag,
                "of {documents}"
            );
        }
        assert!(!here.path("annotations/01.txt.json").exists());
        here.good(&["check"]);
    }
}
