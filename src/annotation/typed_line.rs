//! How long words may be that are typed in a line.
//!
//! Must not know: what they say.

use crate::text::in_thousands;

/// The longest words of any other kind that are typed, in bytes: of a source, a remark, a
/// speaker. A file from elsewhere may have longer ones, which are kept.
const LONGEST_LINE: usize = 8 << 10;

/// Refuses words that are too long for a line.
///
/// # Errors
/// That they are, as part of a sentence.
pub(super) fn within_a_line(words: &str) -> Result<(), String> {
    match words.len() {
        0..=LONGEST_LINE => Ok(()),
        is => {
            let [is, longest] = [is, LONGEST_LINE].map(in_thousands);
            Err(format!(
                "has {is} bytes, and may have {longest}; longer words belong in the note"
            ))
        }
    }
}
