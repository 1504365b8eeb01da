//! Verdicts that were given on other words than those that stand there now.

use super::*;
use postil::annotation::{Attributes, Change};

/// Gives the tag on the changed sentence a verdict, as another program does.
fn with_verdict() -> Reader {
    let mut reader = changed(CHANGED);
    let mut to = set(&reader);
    let tag = to.iter().find(|tag| tag.selector.quote.contains("voted"));
    let mut tag = (**tag.unwrap()).clone();
    tag.attributes = Attributes::from_words([("verdict", "supported")]).unwrap();
    to.apply(Change::Replace(tag)).unwrap();
    others_write(&mut reader, to);
    reader
}

/// It was forgotten with the old words.
#[test]
fn a_verdict_on_other_words_is_told_before_and_after_they_are_accepted() {
    let mut reader = with_verdict();
    reader.press("gj");
    let says = "the verdict was given for the";
    assert!(reader.screen().contains(says), "{}", reader.screen());
    assert!(
        reader.screen().contains("supported, stale"),
        "{}",
        reader.screen()
    );
    choose(&mut reader, "voted");
    assert!(
        reader.screen().contains("verdict stale"),
        "{}",
        reader.screen()
    );
    reader.press("a");
    assert!(
        reader
            .notice()
            .contains("its verdict was given on other words"),
        "{}",
        reader.notice()
    );
    reader.press("<Esc>");
    let screen = reader.screen().replace('\n', " ");
    assert!(screen.contains("supported, stale"), "{screen}");
    assert!(screen.contains("the verdict was given on"), "{screen}");
    assert!(screen.contains("‹against›"), "{screen}");
    reader.press("t");
    assert!(
        reader.screen().contains("verdict stale"),
        "{}",
        reader.screen()
    );
    reader.press("<Esc>u");
    let tag = set(&reader);
    assert!(tag.iter().all(|tag| tag.extra.is_empty()));
}

#[test]
fn a_tag_that_is_put_elsewhere_or_resized_after_a_change_keeps_its_verdict_stale() {
    for keys in ["s", "<Enter>r<Enter>"] {
        let mut reader = with_verdict();
        choose(&mut reader, "voted");
        reader.press(keys);
        let set = set(&reader);
        let given = set.iter().find_map(|tag| tag.extra.get("verdict_quote"));
        let given = given.and_then(|words| words.as_str());
        assert_eq!(given, Some("It voted against the new bridge."), "{keys}");
    }
}
