//! Bytes to text: which encoding a document is in, and what cannot be decoded.
//!
//! Offsets are code points of the decoded text, so the same bytes must always
//! decode to the same text. The rule, in this order:
//!
//! 1. A mark of UTF-16 says UTF-16. Without one, UTF-16 is known by NULs in every
//!    other byte; any other file with more than a few NULs is no text, unless it has
//!    tags, or anything is to be taken for a text.
//! 2. What is valid UTF-8 is UTF-8, whatever anybody says. The check is the only
//!    thing that a document in UTF-8 costs.
//! 3. A document with tags keeps the encoding that its annotation file names, so
//!    that no guess can change under them. Where the file names none and the bytes
//!    are those that were tagged, it is UTF-8.
//! 4. UTF-8 with a few bad bytes: it begins with the mark of UTF-8, or holds at
//!    least as many valid sequences of several bytes as invalid ones. A legacy
//!    encoding forms valid ones by accident only.
//! 5. `encoding` in the configuration.
//! 6. A guess by `chardetng`, Firefox's detector.
//!
//! Names and tables are those of the WHATWG Encoding Standard
//! (<https://encoding.spec.whatwg.org>). Nothing is stripped: a byte order mark
//! is a code point of the text. What cannot be decoded is U+FFFD.
//!
//! Must not know: where the bytes come from.

use std::cell::LazyCell;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::text::Text;

/// How many bytes are looked at to tell a text from a binary file.
pub(super) const SNIFFED: usize = 8192;
/// One NUL byte in this many is taken for a slip in a text; more make it a binary file.
const BYTES_FOR_EACH_NUL: usize = 1024;
/// A short file is a text, too, with this many NUL bytes, and no more than one in
/// [`SHORT_BYTES_FOR_EACH_NUL`], if it holds no other control bytes than texts do.
const MOST_NULS_OF_SHORT: usize = 8;
const SHORT_BYTES_FOR_EACH_NUL: usize = 8;
/// How many bytes a guess is made from, beginning with the first that is not ASCII: enough
/// for any language, and a tenth of a second for a file of any size.
const GUESSED_FROM: usize = 1 << 20;
/// How many ASCII bytes before the first other one the guess is made from, too, since what
/// stands beside a letter tells what letter it is.
const LEAD_IN: usize = 64;

#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: Text,
    pub(super) encoding: &'static Encoding,
    /// What could not be decoded, each in one sentence.
    pub(super) notices: Vec<String>,
}

/// What is known of a document's encoding without its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing: it has no tags.
    Nothing,
    /// Its tags were made on a text in this encoding.
    Tagged(&'static Encoding),
}

/// What is taken for a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Openable {
    /// What looks like one.
    #[default]
    Texts,
    /// Any file.
    Anything,
}

/// Decodes a document. `known` is only asked when the bytes do not say it
/// themselves, because asking means reading another file.
///
/// # Errors
/// When it is no text; the reason is a part of a sentence.
pub(super) fn decode(
    bytes: Vec<u8>,
    known: impl FnOnce() -> Known,
    configured: Option<&'static Encoding>,
    openable: Openable,
) -> Result<Decoded, String> {
    if let Some(encoding) = utf16(&bytes) {
        return Ok(decode_utf16(&bytes, encoding));
    }
    let known = LazyCell::new(known);
    if let Some(why) = why_binary(&bytes, openable)
        && *known == Known::Nothing
    {
        return Err(why);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(content) => {
            return Ok(Decoded {
                text: Text::new(content),
                encoding: UTF_8,
                notices: Vec::new(),
            });
        }
        Err(error) => error.into_bytes(),
    };
    let encoding = match *known {
        Known::Tagged(encoding) if encoding.is_ascii_compatible() => encoding,
        _ if is_mostly_utf8(&bytes) => UTF_8,
        _ => configured.unwrap_or_else(|| guess(&bytes)),
    };
    Ok(decode_as(&bytes, encoding))
}

/// The encoding of that name or label, such as `windows-1252` or `latin1`, if it
/// is one in which ASCII is ASCII. The others are known by their bytes.
pub(super) fn named(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label.as_bytes())
        .filter(|encoding| encoding.is_ascii_compatible())
}

/// Why a file cannot be read as a text, judged by its beginning.
pub(super) fn why_binary(bytes: &[u8], openable: Openable) -> Option<String> {
    if openable == Openable::Anything {
        return None;
    }
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Some(
            "it is UTF-32; save it as UTF-8, or open it as it is with --binary".to_owned(),
        );
    }
    if utf16(bytes).is_some() {
        return None;
    }
    let beginning = &bytes[..bytes.len().min(SNIFFED)];
    let nuls = memchr::memchr_iter(0, beginning).count();
    let is_slip = nuls <= beginning.len() / BYTES_FOR_EACH_NUL
        || nuls <= MOST_NULS_OF_SHORT.min(beginning.len() / SHORT_BYTES_FOR_EACH_NUL)
            && !beginning.iter().any(is_control_of_binary);
    (!is_slip).then(|| {
        "it is a binary file (it holds NUL bytes), not a text; --binary opens it all the same"
            .to_owned()
    })
}

/// Whether a byte is a control that stands in no text.
fn is_control_of_binary(byte: &u8) -> bool {
    matches!(byte, 1..=7 | 0xb | 0xe..=0x1a | 0x1c..=0x1f | 0x7f)
}

/// UTF-16, by its mark or by its NULs.
pub(super) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        // The mark of UTF-32, little endian, begins like that of UTF-16.
        [0xFF, 0xFE, 0, 0, ..] => None,
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => unmarked_utf16(bytes),
    }
}

/// UTF-16 without its mark: every other byte is NUL for a good part of the beginning, and what
/// it decodes to is text. A binary file holds control characters.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    /// The least share of NULs among the upper bytes: one in so many.
    const UPPER_BYTES_FOR_EACH_NUL: usize = 8;
    /// The same where all bytes are ASCII, as those of a plain text with some NULs are.
    const UPPER_BYTES_FOR_EACH_NUL_IN_ASCII: usize = 2;
    /// One NUL may be a slip.
    const LEAST_NULS: usize = 2;
    let beginning = &bytes[..bytes.len().min(SNIFFED)];
    let (pairs, rest) = beginning.as_chunks::<2>();
    // Nearly every text is answered by the search for a NUL.
    if !rest.is_empty() || !beginning.contains(&0) {
        return None;
    }
    let even = pairs.iter().filter(|pair| pair[0] == 0).count();
    let odd = pairs.iter().filter(|pair| pair[1] == 0).count();
    let (encoding, nuls) = match (even, odd) {
        (0, nuls) => (UTF_16LE, nuls),
        (nuls, 0) => (UTF_16BE, nuls),
        _ => return None,
    };
    let bytes_for_each = match beginning.is_ascii() {
        true => UPPER_BYTES_FOR_EACH_NUL_IN_ASCII,
        false => UPPER_BYTES_FOR_EACH_NUL,
    };
    if nuls < LEAST_NULS.max(pairs.len() / bytes_for_each) {
        return None;
    }
    let unit = unit_of(encoding);
    let mut units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    // The beginning may end between the halves of a pair.
    units.pop_if(|unit| (0xD800..0xDC00).contains(unit));
    let is_text =
        |char: char| !char.is_control() || matches!(char, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}');
    let is_text = char::decode_utf16(units).all(|decoded| decoded.is_ok_and(is_text));
    is_text.then_some(encoding)
}

fn unit_of(encoding: &'static Encoding) -> fn([u8; 2]) -> u16 {
    match encoding == UTF_16LE {
        true => u16::from_le_bytes,
        false => u16::from_be_bytes,
    }
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk
            .valid()
            .chars()
            .filter(|char| !char.is_ascii())
            .count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    bytes.starts_with(b"\xef\xbb\xbf") || valid >= invalid
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let rest = &bytes[first.saturating_sub(LEAD_IN)..];
    let looked_at = &rest[..rest.len().min(GUESSED_FROM)];
    // ISO-2022-JP is ASCII with escape sequences: what shows one text here and
    // another one there is not guessed, as in browsers.
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(looked_at, looked_at.len() == rest.len());
    detector.guess(None, Utf8Detection::Deny)
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    if encoding == UTF_8 {
        let invalid: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
        return Decoded {
            text: Text::new(String::from_utf8_lossy(bytes)),
            encoding,
            notices: lost(encoding, invalid, 0),
        };
    }
    let (content, had_errors) = encoding.decode_without_bom_handling(bytes);
    let places = match had_errors {
        true => content.matches(char::REPLACEMENT_CHARACTER).count(),
        false => 0,
    };
    Decoded {
        text: Text::new(content),
        encoding,
        notices: lost(encoding, 0, places),
    }
}

fn decode_utf16(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let unit = unit_of(encoding);
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut broken = rest.len();
    let decoded = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    let mut content: String = decoded
        .map(|char| {
            char.unwrap_or_else(|_| {
                broken += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if !rest.is_empty() {
        content.push(char::REPLACEMENT_CHARACTER);
    }
    Decoded {
        text: Text::new(content),
        encoding,
        notices: replaced(broken, "unit is", "units are", encoding),
    }
}

/// What the bytes of a large file say of its encoding, counted piece by piece.
#[derive(Debug, Default)]
pub(super) struct Census {
    /// Valid sequences of several bytes, invalid ones, and the bytes of these.
    valid: usize,
    broken: usize,
    invalid: usize,
    marked: bool,
    begun: bool,
    /// What a guess is made from.
    sample: Vec<u8>,
    /// The last bytes that went by, to begin a sample with.
    before: Vec<u8>,
    cut: Vec<u8>,
}

impl Census {
    pub(super) fn add(&mut self, chunk: &[u8]) {
        self.marked |= !self.begun && chunk.starts_with(b"\xef\xbb\xbf");
        self.begun = true;
        self.take_sample(chunk);
        let mut bytes = std::mem::take(&mut self.cut);
        bytes.extend_from_slice(chunk);
        let mut chunks = bytes.utf8_chunks().peekable();
        let mut cut = 0;
        while let Some(chunk) = chunks.next() {
            self.valid += chunk
                .valid()
                .chars()
                .filter(|char| !char.is_ascii())
                .count();
            let invalid = chunk.invalid();
            // What may go on in the next chunk is counted with that.
            let goes_on = chunks.peek().is_none()
                && std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
            if goes_on {
                cut = invalid.len();
            } else {
                self.broken += usize::from(!invalid.is_empty());
                self.invalid += invalid.len();
            }
        }
        self.cut = bytes.split_off(bytes.len() - cut);
    }

    fn take_sample(&mut self, chunk: &[u8]) {
        let mut rest = chunk;
        if self.sample.is_empty() {
            let Some(first) = chunk.iter().position(|byte| !byte.is_ascii()) else {
                self.before = chunk[chunk.len().saturating_sub(LEAD_IN)..].to_vec();
                return;
            };
            let lead = first.saturating_sub(LEAD_IN);
            if first < LEAD_IN {
                self.sample.append(&mut self.before);
            }
            rest = &chunk[lead..];
        }
        // One more than is looked at: whether there is more makes a difference.
        let room = (GUESSED_FROM + 1).saturating_sub(self.sample.len());
        self.sample.extend_from_slice(&rest[..rest.len().min(room)]);
    }

    /// How many bytes are not UTF-8.
    pub(super) fn invalid(&self) -> usize {
        self.invalid + self.cut.len()
    }

    /// The encoding by the rule of this module, of a file that is not UTF-8.
    pub(super) fn encoding(
        &self,
        known: Known,
        configured: Option<&'static Encoding>,
    ) -> &'static Encoding {
        let broken = self.broken + usize::from(!self.cut.is_empty());
        match known {
            Known::Tagged(encoding) if encoding.is_ascii_compatible() => encoding,
            _ if self.marked || self.valid >= broken => UTF_8,
            _ => configured.unwrap_or_else(|| guess(&self.sample)),
        }
    }
}

/// What to say of lost `invalid` bytes of UTF-8, or `lost` places of another encoding.
pub(super) fn lost(encoding: &'static Encoding, invalid: usize, lost: usize) -> Vec<String> {
    if encoding == UTF_8 {
        replaced(invalid, "byte is", "bytes are", encoding)
    } else {
        replaced(lost, "place is", "places are", encoding)
    }
}

fn replaced(count: usize, one: &str, several: &str, encoding: &'static Encoding) -> Vec<String> {
    let what = if count == 1 { one } else { several };
    let sentence = || {
        format!(
            "{count} {what} not {} and shown as \u{fffd}",
            encoding.name()
        )
    };
    (count > 0).then(sentence).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(bytes: &[u8]) -> Result<Decoded, String> {
        decode(bytes.to_vec(), || Known::Nothing, None, Openable::Texts)
    }

    fn words_of(Decoded { text, .. }: &Decoded) -> String {
        text.slice(text.full_range()).into_owned()
    }

    #[track_caller]
    fn check(bytes: &[u8], content: &str, name: &str, notices: &[&str]) {
        let decoded = plain(bytes).unwrap();
        assert_eq!(words_of(&decoded), content);
        assert_eq!(decoded.encoding.name(), name);
        assert_eq!(decoded.notices, notices);
    }

    fn units(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn nothing_is_stripped_and_what_is_invalid_is_counted() {
        check(b"\xef\xbb\xbfa\r\n", "\u{feff}a\r\n", "UTF-8", &[]);
        let bad = "3 bytes are not UTF-8 and shown as \u{fffd}";
        check(
            b"\xc3\xa9a\xff\xfeb\xc3\xa9\xc3\xa9 \xc3",
            "éa\u{fffd}\u{fffd}béé \u{fffd}",
            "UTF-8",
            &[bad],
        );
        check(
            b"\xef\xbb\xbf\xff\xfe\xfd",
            "\u{feff}\u{fffd}\u{fffd}\u{fffd}",
            "UTF-8",
            &[bad],
        );
    }

    #[test]
    fn a_single_foreign_byte_among_ascii_is_of_a_legacy_encoding() {
        check(b"caf\xe9 noir", "café noir", "windows-1252", &[]);
    }

    #[test]
    fn utf_16_is_decoded_with_its_mark_kept_and_without_one() {
        for text in ["\u{feff}é👍", "Plain words.\r\nAnd naïve ones 👍."] {
            check(&units(text, u16::to_le_bytes), text, "UTF-16LE", &[]);
            check(&units(text, u16::to_be_bytes), text, "UTF-16BE", &[]);
        }
    }

    #[test]
    fn utf_16_with_odd_length_or_lone_halves_is_counted() {
        check(
            b"\xff\xfea\0\0\xd8b\0\0\xdcc",
            "\u{feff}a\u{fffd}b\u{fffd}\u{fffd}",
            "UTF-16LE",
            &["3 units are not UTF-16LE and shown as \u{fffd}"],
        );
        check(
            b"\xfe\xff\0",
            "\u{feff}\u{fffd}",
            "UTF-16BE",
            &["1 unit is not UTF-16BE and shown as \u{fffd}"],
        );
    }

    #[test]
    fn a_binary_file_is_refused_and_a_slip_is_not() {
        assert!(plain(b"\x7fELF\0\0\0\0").is_err());
        assert!(plain(b"a\0").is_err());
        assert!(plain(b"a\0b\0c").is_err());
        assert!(plain(b"a\0b\0").is_ok_and(|decoded| words_of(&decoded) == "ab"));
        assert!(plain(b"ab\0\0").is_err());
        assert!(plain(b"\x01\0\x02\0\x03\0").is_err());
        assert!(
            plain(b"\xff\xfe\0\0a\0\0\0")
                .unwrap_err()
                .contains("UTF-32")
        );
        let mut slip = vec![b'a'; 5000];
        slip[10] = 0;
        assert!(plain(&slip).is_ok_and(|decoded| decoded.encoding == UTF_8));
        assert!(plain(b"").is_ok());
    }

    #[test]
    fn a_short_text_with_few_nuls_is_one() {
        for bytes in [
            &b"A text of some words with a \0 in."[..],
            b"\0First. Second.",
            b"First. Second.\n\0",
            b"caf\xe9 \0 noir",
            b"one line\r\nwith a tab\t\0\0 and a page\x0c end of it",
            b"N\x08NA\x08A\0 \x1b[1mbold",
            b"words of a text with \0 and \0",
            b"one\0 two\0 three and more words",
        ] {
            let text = plain(bytes).map(|decoded| words_of(&decoded));
            assert!(text.is_ok_and(|text| text.contains('\0')), "{bytes:?}");
        }
        for bytes in [
            &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and more of a picture"[..],
            b"words and \x01\x02\x03\0 more words and more",
            b"a.txt\0b.txt\0c.txt\0d.txt\0",
        ] {
            let why = plain(bytes).unwrap_err();
            assert!(why.contains("binary") && why.contains("--binary"), "{why}");
        }
    }

    #[test]
    fn anything_is_opened_where_that_is_wanted_and_what_has_tags() {
        for bytes in [&b"\x7fELF\0\0\0\0"[..], b"\xff\xfe\0\0a\0\0\0", b"\0\0\0"] {
            let open = |known, openable| decode(bytes.to_vec(), || known, None, openable);
            assert!(open(Known::Nothing, Openable::Texts).is_err());
            assert!(open(Known::Nothing, Openable::Anything).is_ok());
            assert!(open(Known::Tagged(UTF_8), Openable::Texts).is_ok());
        }
    }

    #[test]
    fn what_is_known_goes_before_what_is_set_and_that_before_a_guess() {
        let bytes = b"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0.";
        let read = |known, configured| {
            let decoded = decode(bytes.to_vec(), || known, configured, Openable::Texts).unwrap();
            (words_of(&decoded), decoded.encoding.name())
        };
        let (russian, greek) = (named("cp1251"), named("windows-1253"));
        assert_eq!(read(Known::Nothing, None).1, "windows-1251");
        assert_eq!(read(Known::Nothing, greek).1, "windows-1253");
        let known = Known::Tagged(russian.unwrap());
        assert_eq!(read(known, greek).0, "Привет, мир.");
        let utf8 = read(Known::Tagged(UTF_8), greek);
        assert!(utf8.0.contains('\u{fffd}') && utf8.1 == "UTF-8");
        // Valid UTF-8 is not asked about.
        let asked = || unreachable!("the bytes say it themselves");
        let decoded = decode("Привет".as_bytes().to_vec(), asked, greek, Openable::Texts).unwrap();
        assert_eq!(words_of(&decoded), "Привет");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_refused_or_decode_to_the_same_text_again(
            bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
        ) {
            let (Ok(one), Ok(again)) = (plain(&bytes), plain(&bytes)) else {
                return Ok(());
            };
            assert_eq!(words_of(&one), words_of(&again));
            // What the annotation file then names gives the same text.
            let known = match named(one.encoding.name()) {
                Some(encoding) => Known::Tagged(encoding),
                None => Known::Nothing,
            };
            let named = decode(bytes, || known, named("KOI8-U"), Openable::Texts).unwrap();
            assert_eq!(words_of(&one), words_of(&named));
        }
    }

    #[test]
    fn only_encodings_with_ascii_in_them_can_be_named() {
        assert_eq!(named(" Latin1 ").map(Encoding::name), Some("windows-1252"));
        assert_eq!(named("utf8").map(Encoding::name), Some("UTF-8"));
        for other in ["klingon", "", "utf-16", "iso-2022-jp", "hz-gb-2312"] {
            assert_eq!(named(other), None, "{other}");
        }
    }
}
