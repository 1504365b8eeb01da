//! The character n-grams of a word.
//!
//! Must not know: what they are worth.

use std::ops::RangeInclusive;

const LENGTHS: RangeInclusive<usize> = 3..=5;
/// The characters of a word that are looked at, with an edge on each side.
const LONGEST: usize = 66;

/// Calls `each` with a hash of each 3- to 5-gram of a word with a space on each side: the
/// whole of a word that is shorter, once.
pub(super) fn each_gram(word: &str, mut each: impl FnMut(u32)) {
    let mut bytes = [b' '; 4 * LONGEST];
    // The byte at which each character begins, and the end.
    let mut starts = [0; LONGEST + 1];
    let mut count = 1;
    let mut end = 1;
    for c in word.chars().take(LONGEST - 2) {
        starts[count] = end;
        count += 1;
        end += c.encode_utf8(&mut bytes[end..]).len();
    }
    starts[count] = end;
    bytes[end] = b' ';
    count += 1;
    starts[count] = end + 1;
    for length in LENGTHS {
        if count <= length {
            each(hash(&bytes[..=end]));
            return;
        }
        for first in 0..=count - length {
            each(hash(&bytes[starts[first]..starts[first + length]]));
        }
    }
}

/// FNV-1a, with its upper bits mixed into the lower ones.
fn hash(bytes: &[u8]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for byte in bytes {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_grams_of_its_characters() {
        for (word, expected) in [
            ("a", vec![" a "]),
            ("ab", vec![" ab", "ab ", " ab "]),
            ("für", vec![" fü", "für", "ür ", " für", "für ", " für "]),
        ] {
            let mut grams = Vec::new();
            each_gram(word, |gram| grams.push(gram));
            let expected: Vec<u32> = expected.iter().map(|gram| hash(gram.as_bytes())).collect();
            assert_eq!(grams, expected, "{word}");
        }
        let mut count = 0;
        each_gram(&"𝒳".repeat(1000), |_| count += 1);
        assert_eq!(count, 64 + 63 + 62);
    }
}
