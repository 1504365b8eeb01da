//! What a new annotation gets from outside: its time and its identity.
//!
//! Must not know: what is annotated.

use std::sync::LazyLock;

use jiff::tz::TimeZone;

use crate::annotation::{AnnotationId, Timestamp};
use crate::storage::unique_id;

/// The time, in whole seconds.
pub fn now() -> Timestamp {
    let now = jiff::Timestamp::now();
    let whole = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
    whole.to_string().into()
}

/// The day in UTC, `2026-11-22`.
pub fn today() -> String {
    now().day().to_owned()
}

/// The day of a time stamp where the reader is, `2026-11-22`; of what is no time stamp, what
/// stands before its time.
pub fn local_day(stamp: &Timestamp) -> String {
    day_in(stamp, here())
}

fn day_in(stamp: &Timestamp, zone: &TimeZone) -> String {
    match stamp.0.parse::<jiff::Timestamp>() {
        Ok(time) => time.to_zoned(zone.clone()).date().to_string(),
        Err(_) => stamp.day().to_owned(),
    }
}

/// A time where the reader is.
pub fn zoned(time: jiff::Timestamp) -> jiff::Zoned {
    time.to_zoned(here().clone())
}

/// The zone of the reader, which is looked up once.
fn here() -> &'static TimeZone {
    static ZONE: LazyLock<TimeZone> = LazyLock::new(TimeZone::system);
    &ZONE
}

/// An identity that nothing else has. Later ones sort after earlier ones.
pub fn new_id() -> AnnotationId {
    AnnotationId(unique_id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_that_of_the_reader() {
        for (stamp, zone, day) in [
            ("2026-11-22T23:30:00Z", "UTC0", "2026-11-22"),
            ("2026-11-22T23:30:00Z", "XXX-1", "2026-11-23"),
            (
                "2026-11-22T01:30:00Z",
                "EST5EDT,M3.2.0,M11.1.0",
                "2026-11-21",
            ),
            (
                "2026-07-22T03:30:00Z",
                "EST5EDT,M3.2.0,M11.1.0",
                "2026-07-21",
            ),
            ("2026-11-22T23:30:00+09:00", "XXX-14", "2026-11-23"),
            ("2026-11-22", "XXX-14", "2026-11-22"),
            ("yesterday", "XXX-14", "yesterday"),
            ("", "XXX-14", ""),
        ] {
            let zone = TimeZone::posix(zone).unwrap();
            assert_eq!(day_in(&Timestamp(stamp.into()), &zone), day, "{stamp}");
        }
    }
}
