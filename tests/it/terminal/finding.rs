//! Searching, lists, the palette, the help.

use super::{FIRST_TITLE, THIRD_TITLE, seeds};
use crate::support::hand::{CTRL_N, ENTER, TEXT};
use crate::support::view::View;

#[test]
fn searching_follows_what_is_typed_and_esc_goes_back() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.send("j");
    reader.spot_of("▌The International");
    // Each letter narrows it.
    reader.send("/fl");
    reader.wait_for("matches of fl", |view| view.status().contains("/fl "));
    reader.send("y ");
    reader.wait_for("the only match of fly", |view| {
        view.status().contains("1 of 1") && view.shows("▌Senator Bill Hagerty")
    });
    reader.escape(|view| view.find("▌The International", TEXT).is_some());
    assert!(reader.view().status().contains("sentence 2/"));

    reader.send("/IOM");
    reader.wait_for("the first match", |view| view.status().contains("of 6"));
    let place = |status: &str| -> usize {
        let before = status.split(" of 6").next().unwrap_or_default();
        let number = before.rsplit(' ').next().unwrap_or_default();
        number.parse().unwrap_or(0)
    };
    let first = place(&reader.view().status());
    reader.send(CTRL_N);
    reader.wait_for("the next match", |view| place(&view.status()) == first + 1);
    reader.send(ENTER);
    reader.wait_for("reading again", |view| {
        view.status().contains(&format!("match {} of 6", first + 1))
    });
    reader.send(CTRL_N);
    reader.wait_for("the match after it", |view| {
        view.status().contains(&format!("match {} of 6", first + 2))
    });
    assert_eq!(reader.quit(), 0);
}

/// Whether a row of a list is of the document of this title, of which it has the beginning.
fn is_listed(view: &View<'_>, title: &str) -> bool {
    let beginning: String = title.chars().take(12).collect();
    view.find(&format!(" {beginning}"), 80..140).is_some()
}

#[test]
fn a_phrase_is_found_in_all_documents_and_gone_to() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    let from = reader.spot_of("International Organization");
    reader.hint(from);
    reader.send("vll*");
    reader.wait_for("matches in several documents", |view| {
        let over = view.shows("matches: International Organization for");
        over && is_listed(view, FIRST_TITLE) && is_listed(view, THIRD_TITLE)
    });
    reader.send("002");
    reader.wait_for("matches in one of them", |view| {
        is_listed(view, THIRD_TITLE) && !is_listed(view, FIRST_TITLE)
    });
    reader.send(ENTER);
    reader.wait_for("the passage", |view| {
        let there = view.find(THIRD_TITLE, TEXT).is_some();
        there && view.status().contains(" of 22 ")
    });
    assert_eq!(reader.quit(), 0);
}

#[test]
fn the_list_of_tags_goes_to_a_tag_in_another_document() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.change("jjc", 1);
    reader.send("JJ");
    reader.wait_for("another document", |view| {
        view.find(THIRD_TITLE, TEXT).is_some()
    });
    reader.send("t");
    reader.wait_for("the list", |view| view.shows("All tags: 1"));
    reader.send(ENTER);
    reader.wait_for("the tag", |view| {
        let there = view.find(FIRST_TITLE, TEXT).is_some();
        there && view.find("▌The role appears", TEXT).is_some()
    });
    assert_eq!(reader.quit(), 0);
}

#[test]
fn the_palette_finds_a_command_by_some_of_its_letters() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.send(":");
    reader.wait_for("all commands", |view| view.shows("next-sentence: "));
    reader.send("nxpar");
    reader.wait_for("those that fit", |view| {
        view.shows("▸  next-paragraph: ") && !view.shows("next-sentence: ")
    });
    reader.send(ENTER);
    reader.spot_of("▌The International");
    assert_eq!(reader.quit(), 0);
}

#[test]
fn the_help_is_of_the_pane_and_goes_with_any_key() {
    let desk = seeds();
    let mut reader = desk.read();
    reader.wait_until_ready();
    reader.send("?");
    reader.wait_for("the help of the text", |view| {
        view.shows("Keys: text") && view.shows("next sentence")
    });
    reader.send("x");
    reader.wait_for("no help", |view| !view.shows("Keys: text"));
    reader.send("\x1b[Z");
    reader.send("?");
    reader.wait_for("the help of the sidebar", |view| {
        view.shows("Keys: documents")
    });
    reader.escape(|view| !view.shows("Keys: documents"));
    assert_eq!(reader.quit(), 0);
}
