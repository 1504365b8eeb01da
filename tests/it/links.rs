//! Which cells of the screen are links to the web.

use crate::fixture::Reader;
use postil::app::Message;

const LONG: &str = "https://www.iom.int/sites/g/files/tmzbdl486/files/documents/a-very-long-name-\
                    of-a-report-that-takes-more-than-one-row-of-any-screen-with-its-year-2022.pdf";

/// Each link as its words and, where it is not the same, its address.
fn links(reader: &Reader) -> Vec<String> {
    let links = reader.links().into_iter();
    let links = links.map(|(_, _, words, address)| match words == address {
        true => words,
        false => format!("{words} -> {address}"),
    });
    links.collect()
}

#[test]
fn addresses_in_the_text_are_links_to_the_web_only() {
    for (text, expected) in [
        (
            "See https://www.iom.int/who-we-are, and (http://x.org/a_(b)).",
            vec!["https://www.iom.int/who-we-are", "http://x.org/a_(b)"],
        ),
        ("Write to ana@x.org, www.x.org or ftp://x.org/a.", vec![]),
        (
            "Run javascript://x.org/%0aalert(1) or file:///etc/passwd now.",
            vec![],
        ),
        ("Not https://iom.int@example.org/ as it seems.", vec![]),
        (
            "HTTPS://X.org/\u{e9} in capitals",
            vec!["HTTPS://X.org/\u{e9} -> https://X.org/%C3%A9"],
        ),
    ] {
        assert_eq!(links(&Reader::new(&[text])), expected, "{text}");
    }
}

#[test]
fn an_address_on_several_rows_is_one_link() {
    let mut reader = Reader::new(&[&format!("It says so at {LONG} in full.")]);
    reader.tell(Message::Resized(80, 24));
    let found = reader.links();
    assert!(found.len() > 1, "{found:?}");
    let rows: Vec<u16> = found.iter().map(|link| link.0).collect();
    assert!(rows.windows(2).all(|rows| rows[1] == rows[0] + 1));
    let words: String = found.iter().map(|link| link.2.as_str()).collect();
    assert_eq!(words, LONG);
    assert!(found.iter().all(|link| link.3 == LONG));
}

#[test]
fn an_address_that_is_not_wholly_in_view_is_no_link() {
    let text = format!("{}\n\n{LONG}\n\nThe end.\n", "A sentence.\n\n".repeat(40));
    let mut reader = Reader::new(&[&text]);
    let mut seen = 0;
    for height in 6..60 {
        reader.tell(Message::Resized(60, height));
        reader.press("g");
        for _ in 0..45 {
            for (_, _, words, address) in reader.links() {
                assert_eq!(address, LONG, "{words}");
                seen += 1;
            }
            reader.press("j");
        }
    }
    assert!(seen > 0);
}

#[test]
fn addresses_in_the_card_and_in_lists_are_links_where_they_are_whole() {
    let mut reader = Reader::new(&["The first sentence. The second one."]);
    reader.press("kcaSee https://x.org/note there<Esc>kShttps://x.org/source<Enter>k");
    let found = links(&reader);
    for address in ["https://x.org/note", "https://x.org/source"] {
        assert!(
            found.contains(&address.to_owned()),
            "{found:?}\n{}",
            reader.screen()
        );
    }
    reader.press("jkS");
    let found = links(&reader);
    assert!(
        found.contains(&"https://x.org/source".to_owned()),
        "{found:?}\n{}",
        reader.screen()
    );
    // Under the help nothing is a link.
    reader.press("<Esc>?");
    assert_eq!(links(&reader), Vec::<String>::new());
}
