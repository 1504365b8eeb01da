//! `postil retag`: another tag for all that have one.

use std::fs;

use serde_json::Value;

use super::{Here, empty};

/// Two documents with claims and facts by two people, and one with nothing.
fn here() -> Here {
    let here = empty();
    here.write("seeds/a.txt", "One two. Three four. Five six.");
    here.write("seeds/b.txt", "Seven eight. Nine ten.");
    here.write("seeds/c.txt", "Eleven.");
    let tag = |document: &str, tag: &str, sentence: &str, by: &str, more: &[&str]| {
        let arguments = ["tag", document, tag, "--sentence", sentence, "--as", by];
        here.good(&[&arguments[..], more].concat())
    };
    tag("a.txt", "claim", "1", "ana", &["--note", "who says so?"]);
    tag("a.txt", "claim", "2", "ben", &[]);
    tag("a.txt", "opinion", "3", "ana", &[]);
    tag("b.txt", "claim", "1", "ana", &["--source", "https://a.org"]);
    here
}

/// `claim 0 ana` of each tag of a document.
fn tags(here: &Here, document: &str) -> Vec<String> {
    let file = here.tags(document);
    let tags = file["annotations"].as_array().unwrap().iter();
    let word = |tag: &Value, field: &str| tag[field].as_str().unwrap().to_owned();
    tags.map(|tag| {
        format!(
            "{} {} {}",
            word(tag, "tag"),
            tag["start"],
            word(tag, "creator")
        )
    })
    .collect()
}

#[test]
fn a_tag_is_renamed_over_the_workspace() {
    let here = here();
    let before = [here.tags("a.txt"), here.tags("b.txt")];
    let dry = here.run(&["retag", "claim", "fact", "--dry-run"]);
    assert_eq!(dry.out, "a.txt: 2 tags\nb.txt: 1 tag\n");
    assert!(
        dry.err
            .contains("3 tags in 2 documents would change from claim to fact"),
        "{}",
        dry.err
    );
    assert_eq!([here.tags("a.txt"), here.tags("b.txt")], before);
    let done = here.run(&["retag", "claim", "fact"]);
    assert_eq!((done.code, done.out), (0, dry.out));
    assert!(
        done.err
            .contains("3 tags in 2 documents changed from claim to fact")
    );
    assert_eq!(
        tags(&here, "a.txt"),
        ["fact 0 ana", "fact 9 ben", "opinion 21 ana"]
    );
    assert_eq!(tags(&here, "b.txt"), ["fact 0 ana"]);
    // What they say stays, and who they are.
    let (was, is) = (
        &before[0]["annotations"][0],
        &here.tags("a.txt")["annotations"][0],
    );
    for field in ["id", "note", "creator", "created", "quote", "start", "end"] {
        assert_eq!(was[field], is[field], "{field}");
    }
    assert_eq!(before[0]["document"], here.tags("a.txt")["document"]);
    assert_eq!(here.good(&["check"]), "");
    // Again, as after an interruption: there is nothing left to do.
    let again = here.run(&["retag", "claim", "fact"]);
    assert_eq!((again.code, again.out.as_str()), (0, ""));
    assert!(
        again
            .err
            .contains("there is no claim to change; nothing was changed"),
        "{}",
        again.err
    );
}

/// Found in use: it said that there is no such tag, and not which filter let none through.
#[test]
fn the_filter_that_let_nothing_through_is_named() {
    let here = here();
    for (filters, says) in [
        (
            &["--by", "nobody"][..],
            "there is no claim by nobody to change",
        ),
        (
            &["--doc", "zzz*", "--doc", "y?"],
            "no document matches zzz* or y?",
        ),
        (
            &["--by", "nobody", "--doc", "a*"],
            "there is no claim by nobody in the documents that match a* to change",
        ),
    ] {
        let ran = here.run(&[&["retag", "claim", "fact"], filters].concat());
        let said = format!("postil: {says}; nothing was changed\n");
        assert_eq!((ran.code, &*ran.out, ran.err), (0, "", said));
    }
    for (filters, says) in [
        (&["--by", "nobody"][..], "there is no tag by nobody"),
        (&["--doc", "zzz*"], "no document matches zzz*"),
        (
            &["--tag", "fact", "--tag", "needs-source", "--unsourced"],
            "there is no unsourced fact or needs-source",
        ),
        (
            &["--by", "nobody", "--doc", "a*"],
            "there is no tag by nobody in the documents that match a*",
        ),
    ] {
        for format in ["table", "jsonl"] {
            let ran = here.run(&[&["list", "--format", format], filters].concat());
            assert_eq!(
                (ran.code, &*ran.out, ran.err),
                (0, "", format!("postil: {says}\n"))
            );
        }
    }
    let empty = here.run(&["list", "--by", "ana", "--tag", "opinion", "--doc", "a*"]);
    assert!(empty.code == 0 && !empty.out.is_empty() && empty.err.is_empty());
}

#[test]
fn each_document_comes_back_as_it_was() {
    let here = here();
    let file = here.path("annotations/a.txt.json");
    let before = fs::read(&file).unwrap();
    here.good(&["retag", "claim", "fact"]);
    assert_ne!(fs::read(&file).unwrap(), before);
    here.good(&["restore", "a.txt"]);
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn only_some_documents_and_some_annotators_are_changed() {
    let here = here();
    here.good(&["retag", "claim", "fact", "--by", "ben"]);
    assert_eq!(
        tags(&here, "a.txt"),
        ["claim 0 ana", "fact 9 ben", "opinion 21 ana"]
    );
    here.good(&["retag", "claim", "needs-source", "--doc", "b*"]);
    assert_eq!(tags(&here, "a.txt")[0], "claim 0 ana");
    assert_eq!(tags(&here, "b.txt"), ["needs-source 0 ana"]);
    here.bad(
        &["retag", "claim", "fact", "--doc", "["],
        "is not a pattern",
    );
}

#[test]
fn two_tags_of_one_passage_become_one_where_nothing_is_lost() {
    let here = here();
    for (sentence, by, more) in [("1", "ana", &[][..]), ("2", "ben", &["--note", "checked"])] {
        let arguments = ["tag", "a.txt", "fact", "--sentence", sentence, "--as", by];
        here.good(&[&arguments[..], more].concat());
    }
    let arguments = ["tag", "b.txt", "fact", "--sentence", "1", "--as", "ana"];
    here.good(&[&arguments[..], &["--note", "another"]].concat());
    let done = here.run(&["retag", "claim", "fact"]);
    assert_eq!(
        done.out,
        "a.txt: 2 tags, 2 joined with one that was there\n\
         b.txt: 1 tag, 1 kept beside one that says something else\n"
    );
    assert_eq!(
        tags(&here, "a.txt"),
        ["fact 0 ana", "fact 9 ben", "opinion 21 ana"]
    );
    assert_eq!(here.tags("a.txt")["annotations"][0]["note"], "who says so?");
    assert_eq!(here.tags("a.txt")["annotations"][1]["note"], "checked");
    assert_eq!(tags(&here, "b.txt"), ["fact 0 ana", "fact 0 ana"]);
}

/// What another document leads to has to be there afterwards.
#[test]
fn what_is_linked_to_stays() {
    let here = here();
    let claim = here.tags("a.txt")["annotations"][1]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut file = here.tags("b.txt");
    file["annotations"][0]["links"] =
        serde_json::json!([{"to": format!("a.txt#{claim}"), "rel": "repeats"}]);
    here.write("annotations/b.txt.json", file.to_string());
    here.good(&["tag", "a.txt", "fact", "--sentence", "2", "--as", "ben"]);
    here.good(&["retag", "claim", "fact"]);
    let ids = here.tags("a.txt");
    let ids = ids["annotations"].as_array().unwrap().iter();
    assert!(ids.clone().any(|tag| tag["id"] == claim.as_str()));
    assert_eq!(ids.count(), 3);
    assert_eq!(here.good(&["check"]), "");
}

#[test]
fn a_tag_that_only_files_know_is_renamed_and_one_that_nobody_knows_is_said() {
    let here = here();
    let mut file = here.tags("a.txt");
    file["annotations"][0]["tag"] = "rumour".into();
    here.write("annotations/a.txt.json", file.to_string());
    here.good(&["retag", "rumour", "claim"]);
    assert_eq!(tags(&here, "a.txt")[0], "claim 0 ana");
    here.bad(&["retag", "rumour", "claim"], "there is no tag \"rumour\"");
    here.bad(&["retag", "clam", "fact"], "did you mean \"claim\"?");
    here.bad(&["retag", "claim", "fct"], "did you mean \"fact\"?");
    here.bad(&["retag", "claim", "hearsay"], "write [tags.hearsay] into ");
    here.bad(
        &["retag", "claim", "he said"],
        "write [tags.\"he said\"] into ",
    );
    let same = here.run(&["retag", "claim", "Claim"]);
    assert_eq!((same.code, same.out.as_str()), (0, ""));
    assert!(
        same.err
            .contains("claim is claim already; nothing was changed")
    );
    // What is written into the configuration so is a tag.
    here.write("postil.toml", "[tags.hearsay]\n");
    here.good(&["retag", "claim", "hearsay"]);
    assert_eq!(tags(&here, "b.txt"), ["hearsay 0 ana"]);
}

#[test]
fn what_cannot_be_read_or_written_is_told_and_the_others_are_changed() {
    let here = here();
    let broken = "{\"format\": \"postil\", \"annotations\": [";
    here.write("annotations/c.txt.json", broken);
    let newer = fs::read_to_string(here.path("annotations/b.txt.json")).unwrap();
    let newer = newer.replacen("\"version\": 1", "\"version\": 9", 1);
    here.write("annotations/b.txt.json", &newer);
    let done = here.run(&["retag", "claim", "fact"]);
    assert_eq!((done.code, done.out.as_str()), (2, "a.txt: 2 tags\n"));
    assert!(done.err.contains("c.txt.json"), "{}", done.err);
    assert!(done.err.contains("b.txt.json"), "{}", done.err);
    let left = |name: &str| fs::read_to_string(here.path(name)).unwrap();
    assert_eq!(left("annotations/c.txt.json"), broken);
    assert_eq!(left("annotations/b.txt.json"), newer);
    // Of other documents nothing is said.
    let other = here.run(&["retag", "fact", "claim", "--doc", "a*"]);
    assert_eq!((other.code, other.out.as_str()), (0, "a.txt: 2 tags\n"));
}

/// An annotation file whose document is gone is changed, too.
#[test]
fn tags_without_their_document_are_changed() {
    let here = here();
    fs::remove_file(here.path("seeds/b.txt")).unwrap();
    here.good(&["retag", "claim", "fact"]);
    assert_eq!(tags(&here, "b.txt"), ["fact 0 ana"]);
}

/// Found in use: notes and sources were hidden behind the mark, and nothing was said.
#[test]
fn no_way_leads_to_a_mark_with_something_that_nobody_would_see() {
    let here = here();
    let before = here.tags("a.txt");
    here.bad(
        &["retag", "claim", "no-claim"],
        "notes and sources of claim",
    );
    let tag = ["tag", "a.txt", "no-claim", "--sentence", "3"];
    for (more, says) in [
        (["--note", "hidden"], "its note would be seen nowhere"),
        (["--source", "[3]"], "1 source would be seen nowhere"),
    ] {
        here.bad(&[&tag[..], &more].concat(), says);
    }
    let id = before["annotations"][2]["id"].as_str().unwrap();
    let edit = ["edit", id, "--tag", "no-claim", "--note", "hidden"];
    here.bad(&edit, "nobody would see");
    assert_eq!(here.tags("a.txt"), before);
    let id = before["annotations"][0]["id"].as_str().unwrap();
    here.good(&["edit", id, "--tag", "no-claim", "--note", ""]);
}
