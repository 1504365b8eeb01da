//! Links to the web (OSC 8), where the terminal knows them.

use super::documents;
use crate::support::pty::rfind;

const TEXT: &[u8] = b"It is told at https://www.iom.int/who-we-are, and more is not.\n";

#[test]
fn addresses_are_links_where_the_terminal_knows_them() {
    for (term, knows) in [
        ("xterm-256color", true),
        ("xterm-kitty", true),
        ("tmux-256color", true),
        ("linux", false),
        ("screen", false),
        ("vt100", false),
    ] {
        let desk = documents(&[("a.txt", TEXT)]);
        desk.has_been_here();
        let mut reader = desk.read_with(&[("TERM", term)], (80, 24));
        reader.wait_until_ready();
        reader.wait_for("the address", |view| {
            view.shows("https://www.iom.int/who-we-are,")
        });
        assert_eq!(reader.quit(), 0);
        let bytes = reader.bytes(0);
        let begins = rfind(&bytes, b";https://www.iom.int/who-we-are\x1b\\https://").is_some();
        let ends = rfind(&bytes, b"who-we-are\x1b]8;;\x1b\\").is_some();
        assert_eq!((begins, ends), (knows, knows), "{term}");
        assert_eq!(rfind(&bytes, b"\x1b]8").is_some(), knows, "{term}");
    }
}
