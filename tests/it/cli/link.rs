//! `postil link`: how tags are related, over documents.

use std::fs;

use serde_json::{Value, json};

use super::{Here, one};

/// Two documents with a tag each, and their ids.
fn two() -> (Here, String, String) {
    let here = one("It rained all day. So they say.\n");
    here.write("seeds/b.txt", "It was dry and sunny.\n");
    let tag = |document: &str| {
        let id = here.good(&["tag", document, "claim", "--sentence", "1"]);
        id.trim().to_owned()
    };
    let (first, second) = (tag("a.txt"), tag("b.txt"));
    (here, first, second)
}

fn links(here: &Here) -> Value {
    here.tags("a.txt")["annotations"][0]["links"].clone()
}

#[test]
fn a_link_leads_from_one_document_to_another_and_is_taken_away_again() {
    let (here, a, b) = two();
    let ran = here.run(&["link", &a, "contradicts", &b[b.len() - 8..]]);
    assert_eq!((ran.code, ran.out.trim()), (0, a.as_str()), "{}", ran.err);
    let said = format!("linked: contradicts b.txt#{b}; written to ");
    assert!(ran.err.contains(&said), "{}", ran.err);
    let to = format!("b.txt#{b}");
    assert_eq!(links(&here), json!([{"to": to, "rel": "contradicts"}]));
    let again = here.run(&["link", &a, "contradicts", &b]);
    assert!(
        again.err.contains("already; nothing was changed"),
        "{}",
        again.err
    );
    here.good(&["link", &a, "repeats", &b]);
    assert_eq!(links(&here).as_array().unwrap().len(), 2);
    here.good(&["check"]);
    here.good(&["link", &a, "contradicts", &b, "--remove"]);
    assert_eq!(links(&here), json!([{"to": to, "rel": "repeats"}]));
    // Also where the other end is gone.
    here.good(&["remove", &b]);
    let ran = here.run(&["check"]);
    assert!(ran.code == 1 && ran.out.contains(&to), "{}", ran.out);
    here.good(&["link", &a, "repeats", &b, "--remove"]);
    assert_eq!(links(&here), Value::Null);
    here.good(&["check"]);
}

#[test]
fn what_cannot_be_linked_is_told_with_the_way_out() {
    let (here, a, b) = two();
    for (arguments, said) in [
        (
            ["link", &a, "contradict", &b],
            "there is no relation \"contradict\"; did you mean \"contradicts\"?",
        ),
        (
            ["link", &a, "xyz", &b],
            "the relations are supports, contradicts, repeats, source-of, and [relations.NAME] \
             in postil.toml adds one",
        ),
        (
            ["link", &a, "repeats", &a],
            "a tag cannot be linked to itself",
        ),
        (
            ["link", &a, "repeats", "zzzz"],
            "there is no tag whose id is or ends with zzzz",
        ),
    ] {
        let ran = here.run(&arguments);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    let ran = here.run(&["link", &a, "repeats", &b, "--remove"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("it has no links"), "{}", ran.err);
    assert_eq!(links(&here), Value::Null, "nothing was written");
}

#[test]
fn a_workspace_has_relations_of_its_own() {
    let (here, a, b) = two();
    let config = here.path("postil.toml");
    fs::write(
        &config,
        "[relations.quotes]\ninverse = \"quoted by\"\nkey = \"q\"\n",
    )
    .unwrap();
    here.good(&["link", &a, "quotes", &b]);
    assert_eq!(links(&here)[0]["rel"], "quotes");
    for (wrong, said) in [
        (
            "[relations.quotes]\nkey = \"s\"\n",
            "line 2: the key s of quotes is that of supports, too",
        ),
        (
            "[relations.quotes]\nkey = \"ab\"\n",
            "line 2: the key of a relation is one character",
        ),
        (
            "[relations.quotes]\nname = \"x\"\n",
            "line 2: there is no setting \"name\"",
        ),
        (
            "[relations]\nquotes = 1\n",
            "line 2: a relation is a table; write [relations.quotes]",
        ),
        (
            "[relations.\"a b\"]\n",
            "line 1: a relation is named by one word",
        ),
    ] {
        fs::write(&config, wrong).unwrap();
        let ran = here.run(&["link", &a, "quotes", &b]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(said), "{}", ran.err);
    }
}
