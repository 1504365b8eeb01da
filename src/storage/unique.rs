//! Identities that nothing else has.
//!
//! Must not know: what has them.

use std::time::{SystemTime, UNIX_EPOCH};

use uuid::{NoContext, Timestamp, Uuid};

/// An identity that nothing else has: a UUID of version 7. Later ones sort after earlier ones.
pub(crate) fn unique_id() -> String {
    unique_id_at(SystemTime::now())
}

fn unique_id_at(now: SystemTime) -> String {
    // Version 7 counts from 1970. Where the clock stands before that, only the order is lost:
    // chance alone keeps identities apart.
    let is_countable = now.duration_since(UNIX_EPOCH).is_ok();
    let id = match is_countable {
        true => Uuid::now_v7(),
        false => Uuid::new_v7(Timestamp::from_unix(NoContext, 0, 0)),
    };
    id.to_string()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_before_1970_gives_identities_all_the_same() {
        let before = UNIX_EPOCH - Duration::from_secs(1);
        let ids = [before, before, UNIX_EPOCH, SystemTime::now()].map(unique_id_at);
        for (at, id) in ids.iter().enumerate() {
            let parsed = Uuid::parse_str(id).unwrap();
            assert_eq!(parsed.get_version_num(), 7);
            assert!(ids[..at].iter().all(|other| other != id));
        }
    }
}
