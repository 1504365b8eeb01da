//! The order in which people look for names: numbers by their value, letters without regard
//! to case, marked letters beside plain ones.
//!
//! Must not know: what has the names.

use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};

/// The order of no language in particular (CLDR root), with numbers by their value.
static ROOT: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut preferences = CollatorPreferences::default();
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    let collator = Collator::try_new(preferences, CollatorOptions::default());
    collator.expect("the data of the root are compiled in")
});

/// What a path is sorted by: keys compare as their bytes do, and so ten thousand names are
/// collated once each and not at every comparison. Two paths have the same key only if they
/// are the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortKey(Box<[u8]>);

impl SortKey {
    /// The key of a path with `/` between its parts. What is in one folder stands together,
    /// whatever the names beside it are.
    pub fn of_path(path: &str) -> Self {
        let mut key = Vec::with_capacity(2 * path.len());
        for part in path.split('/') {
            // A vector takes all that is written.
            let _ = ROOT.write_sort_key_to(part, &mut key);
            // No key has a zero in it.
            key.push(0);
            if !is_told_by_its_key(part) {
                key.extend_from_slice(part.as_bytes());
            }
            key.push(0);
        }
        Self(key.into())
    }
}

/// Whether no other name has the same key. Other names may have: `01` and `1`, letters that
/// are composed or not, controls.
fn is_told_by_its_key(part: &str) -> bool {
    let bytes = part.as_bytes();
    let is_leading = |at: usize| {
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        bytes[at] == b'0' && is_digit(at + 1) && !(at > 0 && is_digit(at - 1))
    };
    bytes.iter().all(u8::is_ascii_graphic) && !(0..bytes.len()).any(is_leading)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Each line is in order; whatever order its names come in.
    #[test]
    fn names_stand_where_people_look_for_them() {
        for line in [
            "doc1 doc2 doc10",
            "alpha Beta Über zeta",
            "a1b2 a1b10 A2b1",
            "doc1 doc01 doc2",
            "apple Apple banana Banana",
            "Ärger Azur ärgern",
            "1.txt 2.txt 10.txt 9999999999999999999998.txt 9999999999999999999999.txt",
            "résumé résumés resuming",
            "x٢ x١٠",
            "a.txt b/a/z.txt b/x.txt b/y.txt b-.txt m.txt",
            "chapter2/part10 chapter10/part2 Chapter11/part1",
        ] {
            let mut names: Vec<&str> = match line {
                "Ärger Azur ärgern" => vec!["Ärger", "ärgern", "Azur"],
                line => line.split(' ').collect(),
            };
            let expected = names.clone();
            for _ in 0..names.len() {
                names.rotate_left(1);
                let mut sorted = names.clone();
                sorted.reverse();
                sorted.sort_by_key(|name| SortKey::of_path(name));
                assert_eq!(sorted, expected);
            }
        }
    }

    /// Else the row of a folder would stand in the sidebar twice.
    #[test]
    fn what_is_in_one_folder_stands_together() {
        let mut paths = [
            "A/x",
            "a/y",
            "A/z",
            "é/1",
            "e\u{301}/2",
            "é/3",
            "1/a",
            "01/b",
            "1/c",
        ];
        paths.sort_by_key(|path| SortKey::of_path(path));
        let folder = |path: &&str| path.split('/').next().unwrap().to_owned();
        let mut folders: Vec<String> = paths.iter().map(folder).collect();
        folders.dedup();
        assert_eq!(folders, ["1", "01", "a", "A", "e\u{301}", "é"]);
    }

    proptest! {
        #[test]
        fn only_the_same_path_has_the_same_key(one in "\\PC{0,6}", other in "\\PC{0,6}") {
            let same = SortKey::of_path(&one) == SortKey::of_path(&other);
            prop_assert_eq!(same, one == other);
        }

        #[test]
        fn short_names_are_told_apart(one in "[aA0-9 ./\u{301}é-]{0,4}", other in "[aA0-9 ./\u{301}é-]{0,4}") {
            let same = SortKey::of_path(&one) == SortKey::of_path(&other);
            prop_assert_eq!(same, one == other);
        }
    }
}
