//! Web and e-mail addresses in a text: each is one word, and is not broken where it fits on
//! a row.
//!
//! Must not know: words, rows, sentences.

use std::ops::Range;
use std::sync::LazyLock;

use linkify::{Link, LinkFinder, LinkKind};

/// The addresses in a text, in bytes of it, in order: with a scheme (`https://…`), of
/// e-mail, and those that begin with `www.` or have a path (`example.org/a-b`). What ends a
/// sentence or a bracket around one is not part of it.
pub(crate) fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    static FINDER: LazyLock<LinkFinder> = LazyLock::new(|| {
        let mut finder = LinkFinder::new();
        finder.url_must_have_scheme(false);
        finder
    });
    // Nearly every text has none, and that is told faster than by the finder.
    let may_hold_one = ["://", "www.", "@", "/"]
        .iter()
        .any(|sign| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some());
    let text = if may_hold_one { text } else { "" };
    let mut from = 0;
    text.split_inclusive(is_foreign).flat_map(move |part| {
        let start = from;
        from += part.len();
        let part = part.trim_end_matches(is_foreign);
        FINDER.links(part).filter(is_address).map(move |link| {
            let before = &part[..link.start()];
            let scheme = before.strip_suffix("mailto:").unwrap_or(before);
            start + scheme.len()..start + link.end()
        })
    })
}

/// Whether a character is a quotation mark, or the mark of a sentence or bracket of another
/// script, that no address is written with: the finder takes it for a part of one.
fn is_foreign(character: char) -> bool {
    matches!(
        character,
        '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '‘' | '’' | '‚' | '…'
    ) || matches!(character, '（' | '）' | '，' | '；' | '：' | '！' | '？')
        || matches!(character, '、' | '。' | '〈'..='】' | '｡' | '､')
}

/// Whether a link is meant as one: without a scheme, `end.Then` looks like a host.
fn is_address(link: &Link<'_>) -> bool {
    let words = link.as_str();
    let has_path = || {
        let (host, _) = words.split_once('/').unwrap_or_default();
        let top = host.rsplit('.').next().unwrap_or_default();
        top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    *link.kind() == LinkKind::Email
        || words.contains("://")
        || words.starts_with("www.")
        || has_path()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(marked: &str) {
        let text = marked.replace(['«', '»'], "");
        let found: Vec<_> = addresses(&text).map(|range| &text[range]).collect();
        let wanted = marked.split('«').skip(1);
        let wanted: Vec<_> = wanted.map(|rest| rest.split('»').next().unwrap()).collect();
        assert_eq!(found, wanted);
    }

    /// They are not timed: what takes time in the square of its length takes minutes.
    #[test]
    fn very_long_words_come_to_an_end() {
        for (piece, holds_some) in [
            ("@", false),
            ("a@", false),
            ("/", false),
            ("a./", false),
            ("://", false),
            ("-.@", false),
            ("(", false),
            ("www.", true),
            ("a.bc/", true),
            ("a://", true),
            ("a@b.", false),
            ("“a.bc/", true),
        ] {
            let text = piece.repeat((1 << 20) / piece.len());
            assert_eq!(addresses(&text).next().is_some(), holds_some, "{piece}");
            assert!(addresses(&text).all(|address| address.end <= text.len()));
        }
    }

    #[test]
    fn addresses_end_where_a_reader_ends_them() {
        for marked in [
            "See «https://www.iom.int/who-we-are».",
            "(«https://example.org/a_(b)»), «http://x.org/?q=1&r=%20#top»!",
            "“«https://example.org/a-b/c»” and «www.example.org/x-y»,",
            "«facebook.com/Warner.Todd.Huston», «USASpending.gov/a/b».",
            "Write to «ana.lind@example.org»; or <«mailto:a@b.org»>.",
            "«https://de.wikipedia.org/wiki/Köln» «ftp://x.org/a».",
            "«https://例え.jp/道-a»（«https://x.org/b-c»）。「«https://x.org/d-e»」",
            "‘«https://x.org/a-b»’ „«https://x.org/c»“ «https://x.org/d»…",
            "And/or, p.m./a.m., 3/4, 1.5/2, end.Then, U.S./Mexico, e.g. a/b.",
            "No address: USASpending.gov, README.md, 10:30, a@b.",
        ] {
            check(marked);
        }
    }
}
