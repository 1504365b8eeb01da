//! A moment as the annotation file has it.

use compact_str::CompactString;

/// A moment, as RFC 3339 in UTC; kept as it was written. Two of them made here
/// compare in time as they compare as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub CompactString);

impl From<String> for Timestamp {
    fn from(written: String) -> Self {
        Self(written.into())
    }
}

impl Timestamp {
    /// Its day as it was written: that of UTC.
    pub(crate) fn day(&self) -> &str {
        self.0.split('T').next().unwrap_or_default()
    }

    /// Whether words are a day, a month or a year: `2026-11-22`, `2026-11`, `2026`.
    pub(crate) fn is_day(words: &str) -> bool {
        let rest = match words.len() {
            4 => "-01-01",
            7 => "-01",
            10 => "",
            _ => return false,
        };
        Self::from(format!("{words}{rest}T00:00:00Z")).is_rfc_3339()
    }

    /// Whether it is a date with a time as RFC 3339 section 5.6 has it, with a day
    /// that the month has.
    pub(crate) fn is_rfc_3339(&self) -> bool {
        rfc_3339(self.0.as_bytes()).is_some()
    }
}

/// Checks by hand, since the parsers of `jiff` read the larger language of RFC 9557 and
/// ISO 8601: they take a space for the `T`, times without seconds or colons, offsets such
/// as `+01` and `+24:00`, a comma for the point and `[UTC]` behind; and they refuse what
/// they cannot hold, more than nine digits of a fraction and the end of the year 9999.
fn rfc_3339(time: &[u8]) -> Option<()> {
    let (date, rest) = time.split_at_checked(10)?;
    let (clock, rest) = rest.split_at_checked(9)?;
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else {
        return None;
    };
    let &[b'T' | b't', h1, h2, b':', n1, n2, b':', s1, s2] = clock else {
        return None;
    };
    let year = number(&[y1, y2, y3, y4])?;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match number(&[m1, m2])? {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        _ => return None,
    };
    let has_day = (1..=days).contains(&number(&[d1, d2])?);
    // The sixtieth second is a leap second.
    let has_time = number(&[h1, h2])? < 24 && number(&[n1, n2])? < 60 && number(&[s1, s2])? <= 60;
    let zone = match rest.strip_prefix(b".") {
        Some(fraction) => {
            let end = fraction.iter().position(|byte| !byte.is_ascii_digit());
            &fraction[end.filter(|end| *end > 0)?..]
        }
        None => rest,
    };
    let has_zone = match *zone {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => number(&[h1, h2])? < 24 && number(&[m1, m2])? < 60,
        _ => false,
    };
    (has_day && has_time && has_zone).then_some(())
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        Some(sum * 10 + digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_what_rfc_3339_says() {
        for time in [
            "2026-11-22T07:43:16Z",
            "2026-11-22t07:43:16z",
            "2026-11-22T07:43:16.1234567890123Z",
            "2026-11-22T07:43:16+01:00",
            "2026-11-22T07:43:16-23:59",
            "2026-11-22T07:43:16-00:00",
            "2016-12-31T23:59:60Z",
            "2024-02-29T00:00:00Z",
            "2000-02-29T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59-12:00",
        ] {
            assert!(Timestamp(time.into()).is_rfc_3339(), "{time}");
        }
        for other in [
            "",
            "2026-11-22",
            "2026-11-22T07:43Z",
            "2026-11-22T07:43:16",
            "2026-11-22 07:43:16Z",
            "20261122T074316Z",
            "+002026-11-22T07:43:16Z",
            "2026-11-22T07:43:16.Z",
            "2026-11-22T07:43:16,5Z",
            "2026-11-22T07:43:16+01",
            "2026-11-22T07:43:16+0100",
            "2026-11-22T07:43:16+24:00",
            "2026-11-22T07:43:16+00:00:30",
            "2026-11-22T07:43:16Z[UTC]",
            "2026-11-22T07:43:61Z",
            "2026-11-22T24:00:00Z",
            "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
        ] {
            assert!(!Timestamp(other.into()).is_rfc_3339(), "{other}");
        }
    }
}
