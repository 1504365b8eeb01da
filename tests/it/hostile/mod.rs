//! Whatever stands in a document, in its name, in a note, in an annotation file or
//! in the configuration: none of it gives the terminal an order.
//!
//! The built program runs in a pseudo-terminal; every byte that it sends goes
//! through a strict terminal state machine that knows nothing but what the
//! program is meant to send. A word that nobody can guess stands beside every
//! control character and must never turn up within a control sequence, but in the address
//! of a link to the web, of which that machine is strict, too.

mod command_line;
mod documents;
mod machine;
mod notes;
mod texts;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::Write;
use std::sync::OnceLock;

use machine::Findings;

const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");

/// The word that stands beside every control character: another in each run.
fn nonce() -> &'static str {
    static NONCE: OnceLock<String> = OnceLock::new();
    NONCE.get_or_init(|| {
        let number = RandomState::new().build_hasher().finish();
        let letter =
            |shift: u64| char::from(b'a' + u8::try_from((number >> shift) % 26).unwrap_or(0));
        format!(
            "Zq{}",
            [0, 8, 16, 24, 32].map(letter).iter().collect::<String>()
        )
    })
}

/// Hostile text as it is written in these tests, with the word in its places.
fn planted(text: &str) -> String {
    text.replace('@', nonce())
}

/// Prints the counts; there must be no violation.
#[track_caller]
fn close(what: &str, cases: usize, findings: &Findings) {
    let Findings {
        violations,
        nonces,
        bytes,
    } = findings;
    let _ = writeln!(
        std::io::stderr(),
        "{what}: {cases} cases, {bytes} bytes, {} violations, {nonces} nonces in sequences",
        violations.len()
    );
    let shown: Vec<_> = violations.iter().take(20).cloned().collect();
    assert!(violations.is_empty(), "{what}:\n{}", shown.join("\n"));
    assert_eq!(*nonces, 0, "{what}");
    assert!(*bytes > 0, "{what}: nothing was sent");
}
