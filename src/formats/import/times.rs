//! Times as spreadsheets and scripts write them.
//!
//! Must not know: the formats.

use crate::annotation::Timestamp;

/// A time as spreadsheets and scripts have it, `2026-11-22 10:00:00` in UTC, or the beginning of a
/// day, `2026-11-22`; none where it is another one.
pub(in crate::formats) fn time(words: &str) -> Timestamp {
    let time = words.trim().replacen(' ', "T", 1);
    let forms = [
        time.clone(),
        format!("{time}Z"),
        format!("{time}:00Z"),
        format!("{time}T00:00:00Z"),
    ];
    let mut forms = forms.into_iter().map(Timestamp::from);
    forms.find(Timestamp::is_rfc_3339).unwrap_or_default()
}
